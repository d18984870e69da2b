/*
 * html_table -- one data <table> of a page into the document.
 *
 * Private to html*.c.  The caller walks on behind the table.
 */
#ifndef DOC_HTML_TABLE_H
#define DOC_HTML_TABLE_H

#include "doc/html_dom.h"
#include "doc/html_flow.h"

/*
 * Appends the table as a block; text that stands in it outside of any cell
 * (a caption, misplaced text) comes before it as paragraphs.  `flow` is scratch
 * and empty before and after.  *hidden counts what was dropped as invisible.
 */
MUST_USE enum err html_read_table(
	struct doc *d, xmlNode *table, struct html_flow *flow, int *hidden, struct error *err);

#endif
