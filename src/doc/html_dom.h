/*
 * html_dom -- questions asked of a parsed HTML page, without recursion.
 *
 * Works on libxml2's tree.  Nodes are marked through _private: a <table>
 * carries a struct html_table_stats, an <ol> its running number.  The marks
 * live in the document's arena, never in the tree's memory.  Private to html*.c.
 */
#ifndef DOC_HTML_DOM_H
#define DOC_HTML_DOM_H

#include "core/doc.h"

#include <libxml/tree.h>

/* What is known of a <table> once its whole content was seen. */
struct html_table_stats {
	struct html_table_stats *outer; /* the table around it while the page is measured */
	int rows;			/* rows begun */
	int row_texts;			/* cells of the current row with text and without a table */
	int row_cells, widest;		/* cells of the current row; most cells of any row */
	int full_rows;			/* rows that had HTML_FULL_ROW texts */
	int nested;			/* cells that hold a table */
	int paragraphs;			/* most block elements of one cell */
	int cell_paragraphs;
	bool in_cell, cell_text, cell_table, heading;
	bool is_layout; /* only arranges the page; its content is read as if it stood alone */
};

enum html_class {
	HTML_INLINE,  /* no paragraph ends here */
	HTML_BLOCK,   /* a paragraph ends before and after */
	HTML_DROPPED, /* script and the like: nothing in it is text of the page */
	HTML_TABLE,
	HTML_ROW,
	HTML_CELL,
	HTML_SECTION, /* thead, tbody, tfoot */
	HTML_BREAK    /* <br> */
};

enum html_class html_classify(const xmlNode *n);
/* An attribute's value, borrowed from the tree; empty when it is not there. */
struct str html_attr(const xmlNode *n, const char *name);
bool html_has_attr(const xmlNode *n, const char *name);
/* A number attribute clamped to [low, high]; `otherwise` when it is not a number. */
int html_attr_int(const xmlNode *n, const char *name, int low, int high, int otherwise);
bool html_is(const xmlNode *n, const char *element); /* ASCII case ignored */
bool html_is_hidden(const xmlNode *n);		     /* hidden, display:none, mso-hide:all, <del> */
bool html_is_data_table(const xmlNode *n);
int html_heading_level(const xmlNode *n); /* 1..6 for h1..h6, else 0 */
/* Whether a is b, without regard to ASCII case. */
bool html_same_word(struct str a, struct str b);

/* Steps in document order.  `leave` is told of every node that is finished. */
struct html_walk {
	xmlNode *root, *at;
	bool entering; /* at is seen for the first time; false: its content is done */
	bool skip;     /* set by the caller while entering: do not go into it */
};
void html_walk_start(struct html_walk *w, xmlNode *root);
bool html_walk_next(struct html_walk *w); /* false when root is left */

/*
 * Marks every <table> as data or layout, and finds the element that says of
 * itself that it is the article and holds all data tables; *article stays NULL
 * when there is none.  One pass.
 */
MUST_USE enum err html_measure(
	struct arena *a, xmlNode *root, xmlNode **article, struct error *err);

#endif
