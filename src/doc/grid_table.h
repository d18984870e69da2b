/*
 * grid_table -- the tables of one page, found from its rules.
 *
 * Internal to grid*.c.  A table is a set of rules that touch one another; its
 * cells are the largest rectangles not cut by a rule.  Coordinates as in grid.h.
 */
#ifndef DOC_GRID_TABLE_H
#define DOC_GRID_TABLE_H

#include "doc/grid.h"

struct grid_cell {
	int row, col, rowspan, colspan;
	int page; /* from 1 */
	struct str text;
	double fill; /* part of the cell's width its last line takes */
};

struct grid_table {
	int rows, cols;
	double *x; /* cols + 1 column edges, rising */
	double *y; /* rows + 1 row edges; only of the first page once tables were joined */
	struct grid_cell *cell;
	size_t n_cells;
	int *owner;		    /* rows*cols: index into cell; gone once columns were dropped */
	unsigned char *used;	    /* rows*cols: a word stands in this position */
	bool open_top, open_bottom; /* the page ends before the closing rule */
	int page;		    /* first page, from 1 */
	int last_page;
};

/*
 * Finds the tables of a page, in reading order.  Regions of one cell are no
 * table.  Pages with more than GRID_PAGE_LINES_MAX lines give none (*too_many).
 */
MUST_USE enum err grid_find_tables(struct arena *a, const struct grid_page *p, int page,
	struct grid_table **out, size_t *n_out, bool *too_many, struct error *err);

/* Index of the row or column whose edges enclose v, or -1. */
int grid_edge_index(const double *edge, int n, double v);

/* Removes columns and rows too narrow to hold a word and holding none (doubled rules). */
MUST_USE enum err grid_drop_slivers(struct arena *a, struct grid_table *t, struct error *err);

/*
 * Appends next to t when it is the continuation on the following page: same
 * width and column edges.  A row cut by the page break is made whole, a header
 * repeated word for word is dropped.  False when it is another table.
 */
MUST_USE enum err grid_join_tables(struct arena *a, struct grid_table *t,
	const struct grid_table *next, bool *joined, struct error *err);

#endif
