/*
 * grid -- positioned words and ruled lines into paragraphs and tables.
 *
 * Shared by the readers of page formats (PDF, OFD), which know where ink is
 * but not what a table is.  It knows nothing of those formats: a page comes as
 * words with boxes and as ruled lines.  Units are points (1/72 inch), the
 * origin is the upper left corner of the page as it is seen, y grows downward.
 *
 * Ownership: words, rules and texts live in the caller's arena; what becomes
 * part of the document is copied into the document's arena.
 * Limits: GRID_*; what is beyond them is left out and told by a warning.
 */
#ifndef DOC_GRID_H
#define DOC_GRID_H

#include "core/doc.h"

enum {
	GRID_WORDS_MAX = 400000,     /* words of one document */
	GRID_RULES_MAX = 400000,     /* rules of one document, before joining */
	GRID_PAGE_LINES_MAX = 6000,  /* rules of one page, after joining; a drawing has more */
	GRID_TABLES_MAX = 500,	     /* tables of one page */
	GRID_SCRATCH_MAX = 192 << 20 /* bytes while laying out */
};

struct grid_word {
	double x0, y0, x1, y1; /* x0 <= x1, y0 <= y1 */
	struct str text;       /* valid UTF-8, not empty */
};

/* A straight line along an axis: either x0 == x1 (vertical) or y0 == y1. */
struct grid_rule {
	double x0, y0, x1, y1;
};

struct grid_page {
	double width, height;
	struct grid_word *word;
	size_t n_words, cap_words;
	struct grid_rule *rule;
	size_t n_rules, cap_rules;
	struct grid_rule *edge; /* edges of shaded areas */
	size_t n_edges, cap_edges;
};

/*
 * Adds the line from (x0,y0) to (x1,y1) when it runs along an axis; others are
 * no table rules and are dropped.  A line that is shorter than it is wide is
 * taken as the bar it paints.  False when memory is gone.
 */
bool grid_add_line(struct arena *a, struct grid_page *p, double x0, double y0, double x1, double y1,
	double width);
/*
 * Adds a filled rectangle: as a line when it is thin, else as a shaded area.
 * The edges of areas count as rules only on pages that have no tables of rules.
 */
bool grid_add_bar(struct arena *a, struct grid_page *p, double x0, double y0, double x1, double y1);
/*
 * Turns everything on the page so that text which stands turned by that many
 * quarters clockwise becomes upright.
 */
void grid_turn_page(struct grid_page *p, int turns);
/* Adds a word; an empty text or a box that is not finite is dropped. */
bool grid_add_word(struct arena *a, struct grid_page *p, struct grid_word w);

/*
 * Lays the pages out into d: tables from connected rules (a table or row that
 * goes on over a page break is one), paragraphs from the lines outside, page
 * numbers and running heads dropped.  Where words of one line stand far apart
 * they are separated by a TAB, so that a table without rules can still be read.
 * ERR_LIMIT or ERR_NOMEM only.
 */
MUST_USE enum err grid_lay_out(
	struct doc *d, const struct grid_page *page, size_t n_pages, struct error *err);

#endif
