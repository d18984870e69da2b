/*
 * recog_prose -- the lines of a report outside its tables, for recog_prose.c and
 * recog_title.c only.  Lives in the recogniser's arena.
 */
#ifndef REPORT_RECOG_PROSE_H
#define REPORT_RECOG_PROSE_H

#include "report/recog.h"

struct prose {
	struct recog *g;
	struct report_paragraph *line; /* all text lines outside the tables */
	struct str *folded;
	struct str *numbering;
	size_t n, cap;
};

/*
 * Fills title and agency of the report from the lines before `first`, the first
 * heading.  *from, *count: the lines that are the title; untouched when it is in
 * no line of its own.
 */
void recog_find_title(struct prose *p, size_t first, size_t *from, size_t *count);
/* The year 20xx in a folded text, in ASCII or Chinese digits; 0 when there is none. */
int recog_find_year(struct str f);

#endif
