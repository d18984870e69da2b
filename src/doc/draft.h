/*
 * draft -- a table while its cells are still being read.
 *
 * Word and ODF tables nest and tell their vertical merges row by row, so a cell
 * can only go into the document when its whole table is known.  A draft keeps
 * the paragraphs and inner tables of each cell; draft_emit then writes it: an
 * inner table is flattened into the text of its cell, except that a table of
 * one single cell is only layout, and what it holds becomes blocks of their own.
 *
 * Ownership: drafts live in a scratch arena that may go once the document is read.
 */
#ifndef DOC_DRAFT_H
#define DOC_DRAFT_H

#include "core/doc.h"

struct draft_table;

/* A paragraph, heading or inner table, in reading order. */
struct draft_item {
	struct draft_item *next;
	int level; /* heading 1..9, else 0 */
	struct str text, numbering;
	struct draft_table *table; /* NULL for text */
};

struct draft_list {
	struct draft_item *first, *last;
};

struct draft_cell {
	int row, col, rowspan, colspan; /* from 0, where the format puts it */
	struct draft_list content;
};

struct draft_table {
	struct draft_cell *cell; /* anchors, by row and then column */
	size_t n, cap;
};

/* Where read blocks go: into the document, or into the cell being read. */
struct draft_sink {
	struct doc *doc;
	struct arena *scratch;
	struct draft_list *cell; /* NULL: the document itself */
};

/* Adds a paragraph (level 0) or heading; blank text is dropped unless it is a cell's number. */
MUST_USE enum err draft_add_text(const struct draft_sink *s, int level, struct str text,
	struct str numbering, struct error *err);
/* Adds a finished table, which is kept, not copied. */
MUST_USE enum err draft_add_table(const struct draft_sink *s, struct draft_table *t,
	struct error *err);
/* Appends an anchor. */
MUST_USE enum err draft_add_cell(struct draft_table *t, struct arena *scratch,
	const struct draft_cell *cell, struct error *err);

#endif
