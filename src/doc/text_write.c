/*
 * Plain text: a paragraph per line, an empty line between blocks, a table row per
 * line with a tab between grid columns; a merged cell stands in its first column
 * and first row, the other positions it covers are empty.
 */
#include "doc/layout.h"
#include "doc/write.h"

static void write_table(struct buf *b, const struct layout_table *t)
{
	for (int row = 0; row < t->rows; row++) {
		for (int col = 0; col < t->cols; col++) {
			const struct layout_cell *c = layout_anchor(t, row, col);
			if (col)
				buf_char(b, '\t');
			if (c)
				buf_str(b, c->text);
		}
		buf_char(b, '\n');
	}
}

enum err doc_write_text(struct buf *b, const struct report *r, struct error *err)
{
	struct arena a;
	struct layout *l;
	arena_init(&a, DOC_WRITE_ARENA_MAX);
	enum err e = layout_build(&a, r, &l, err);
	for (size_t i = 0; !e && i < l->n; i++) {
		const struct layout_item *it = &l->item[i];
		if (i)
			buf_char(b, '\n');
		if (it->kind == LAYOUT_TABLE) {
			write_table(b, it->table);
		} else {
			buf_str(b, it->text);
			buf_char(b, '\n');
		}
	}
	arena_done(&a);
	return e ? e : buf_check(b, err);
}
