/*
 * columns -- a plain text table, aligned for terminals.
 *
 * Chinese characters take two columns.  The first column is aligned to the
 * left, the others to the right.  Cells are borrowed until columns_write.
 */
#ifndef REPORT_COLUMNS_H
#define REPORT_COLUMNS_H

#include "core/arena.h"
#include "core/buf.h"

struct columns {
	struct arena *arena;
	size_t n_cols, n_rows, cap;
	struct str *cell; /* row by row */
};

void columns_init(struct columns *t, struct arena *a, size_t n_cols);
/* A new empty row; its cells, NULL without memory (the arena keeps the error). */
struct str *columns_add_row(struct columns *t);
void columns_write(struct buf *b, const struct columns *t);
/* Terminal columns of a text: 2 for wide characters, else 1. */
size_t columns_width(struct str s);

#endif
