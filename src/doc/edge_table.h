/*
 * edge_table -- tables whose rows are measured, not counted.
 *
 * Word's .doc and RTF have no columns: every row says where its own cells end.
 * Rows are collected with the left and right edge of each cell (twips, 1/1440
 * inch); at the end all edges of all rows become the columns of one grid and a
 * cell that crosses an edge becomes a span.  Private to word97*.c and rtf*.c.
 * Memory: the document's arena.
 */
#ifndef DOC_EDGE_TABLE_H
#define DOC_EDGE_TABLE_H

#include "core/doc.h"

struct edge_cell {
	int left, right;    /* both 0: unknown, the cell counts as one column */
	bool joins_left;    /* merged into the cell before it */
	bool starts_column; /* first of vertically merged cells */
	bool joins_above;   /* merged into the cell above */
	struct str text;
	int row; /* filled in here */
};

struct edge_table {
	struct doc *doc;
	struct edge_cell *cell;
	size_t n, cap;
	int row; /* rows finished so far */
	int row_cells;
};

void edge_table_start(struct edge_table *t, struct doc *d);
/* Adds a cell to the open row; the text is copied. */
MUST_USE enum err edge_table_cell(struct edge_table *t, struct edge_cell c, struct error *err);
/* The last n cells added, those of the open row, to correct them when the row's measures come late.
 */
struct edge_cell *edge_table_open_row(struct edge_table *t, int *n);
/* Ends the row; a row without cells is none. */
void edge_table_end_row(struct edge_table *t);
/* Appends the table to the document, if it has a cell, and starts anew. */
MUST_USE enum err edge_table_finish(struct edge_table *t, struct error *err);

#endif
