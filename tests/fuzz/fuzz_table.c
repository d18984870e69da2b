#include "tests/fuzz/fuzz.h"

#include "core/doc.h"

#include <assert.h>

enum { ARENA = 64 << 20, STEP = 5, CELLS_MAX = 2000 };

/* The grid and the cells must say the same. */
static void check_table(const struct doc_table *t)
{
	for (int r = 0; r < t->rows; r++) {
		for (int c = 0; c < t->cols; c++) {
			int i = t->grid[r * t->cols + c];
			assert(i >= -1 && (i < 0 || (size_t)i < t->n_cells));
			const struct doc_cell *cell = doc_table_at(t, r, c);
			assert((cell == NULL) == (i < 0));
			assert(!cell || (r >= cell->row && r < cell->row + cell->rowspan &&
						c >= cell->col && c < cell->col + cell->colspan));
		}
	}
}

/* Five bytes are one cell: row, column (255: the next free), spans, times a power of two. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct error err;
	struct doc *d;
	struct doc_table_builder *t;
	struct buf b;
	arena_init(&a, ARENA);
	buf_init(&b, ARENA);
	enum err e = doc_new(&a, DOC_FORMAT_HTML, &d, &err);
	e = e ? e : doc_table_open(d, &t, &err);
	for (size_t i = 0; !e && i + STEP <= size && i < (size_t)CELLS_MAX * STEP; i += STEP) {
		int scale = 1 << (data[i + 4] % 8);
		e = doc_table_cell(t, data[i], data[i + 1] == UINT8_MAX ? -1 : data[i + 1],
			data[i + 2] * scale, data[i + 3], STR("x"), NULL, &err);
	}
	e = e ? e : doc_table_close(t, NULL, &err);
	for (size_t i = 0; !e && i < d->n_blocks; i++)
		if (d->block[i].kind == DOC_TABLE)
			check_table(d->block[i].table);
	if (!e)
		doc_dump(&b, d);
	buf_done(&b);
	arena_done(&a);
	return 0;
}
