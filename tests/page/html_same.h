/* Whether two pieces of HTML are the same: elements, attributes in any order, words of the text. */
#ifndef TESTS_PAGE_HTML_SAME_H
#define TESTS_PAGE_HTML_SAME_H

#include "core/buf.h"

/* A difference that is meant: this text or attribute value of the one stands for that of the other.
 */
struct html_word {
	const char *from, *to;
};

struct html_rules {
	const struct html_word *word; /* in text nodes, whole and trimmed, and in attributes */
	size_t n_words;
	const char *const *drop_attribute; /* ended by NULL */
	const char *drop_element;	   /* may be NULL */
	bool date;			   /* names of a date's parts: by their last word */
	bool date_turned;		   /* and the parts last first */
};

/*
 * Appends the canonical form of `html`, one node a line.  libxml2's HTML parser reads it.
 * false when it does not parse.
 */
bool html_canonical(struct str html, const struct html_rules *rules, struct buf *out);

#endif
