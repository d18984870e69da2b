/*
 * html_flow -- running text of a page with HTML's rules for white space.
 *
 * Text is put in piece by piece; runs of ASCII white space become one blank
 * (not inside <pre>), &nbsp; and the ideographic space stay.  html_flow_take
 * hands out the paragraph.  Private to html*.c.
 */
#ifndef DOC_HTML_FLOW_H
#define DOC_HTML_FLOW_H

#include "core/buf.h"

struct html_flow {
	struct buf text; /* the open paragraph */
	size_t start;	 /* where it begins in text (a cell keeps its finished paragraphs) */
	bool blank;	 /* white space was seen and is owed */
	int pre;	 /* depth of <pre> */
};

void html_flow_init(struct html_flow *f, size_t max);
void html_flow_done(struct html_flow *f);
void html_flow_text(struct html_flow *f, struct str s);
void html_flow_break(struct html_flow *f); /* <br> */
/* Ends the paragraph inside a cell: the next one starts on a new line. */
void html_flow_end_line(struct html_flow *f);
/* The text without breaks and blanks at its end; valid until html_flow_clear. */
struct str html_flow_view(const struct html_flow *f);
void html_flow_clear(struct html_flow *f);

#endif
