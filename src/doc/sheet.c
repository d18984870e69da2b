#include "doc/sheet.h"

#include "doc/layout.h"

enum { PIECE_ROWS = 36 }; /* with its head about a page; a layout table holds a few more */
_Static_assert((int)PIECE_ROWS < (int)LAYOUT_ROWS_MAX, "with its head");

static void put(struct layout_table *t, int row, int col, struct str text, enum layout_role role)
{
	t->grid[row][col] = (int)t->n_cells;
	t->cell[t->n_cells++] = (struct layout_cell){
		.text = text, .row = row, .col = col, .rowspan = 1, .colspan = 1, .role = role
	};
}

static void set_widths(struct layout_table *t, const struct sheet_table *s)
{
	int all = 0, used = 0;
	for (int c = 0; c < s->cols; c++)
		all += s->column[c].width;
	for (int c = 0; c < s->cols; c++) {
		t->width[c] = LAYOUT_WIDTH * s->column[c].width / all;
		used += t->width[c];
	}
	t->width[s->cols - 1] += LAYOUT_WIDTH - used;
}

/* Rows [from, from + rows) with the head: one table of the layout holds no more. */
static struct layout_table *piece(
	struct layout *l, const struct sheet_table *s, size_t from, int rows)
{
	struct layout_table *t = arena_one(l->arena, struct layout_table);
	if (!t)
		return NULL;
	*t = (struct layout_table){ .no = 4, .rows = rows + 1, .cols = s->cols, .head_rows = 1 };
	t->cap_cells = (size_t)((rows + 1) * s->cols);
	t->cell = arena_array(l->arena, struct layout_cell, t->cap_cells);
	if (!t->cell)
		return NULL;
	set_widths(t, s);
	for (int c = 0; c < s->cols; c++)
		put(t, 0, c, str_cstr(s->column[c].head), LAYOUT_COL_HEAD);
	for (int r = 0; r < rows; r++)
		for (int c = 0; c < s->cols; c++)
			put(t, r + 1, c,
				layout_clean(l->arena,
					s->cell[(from + (size_t)r) * (size_t)s->cols + (size_t)c]),
				s->column[c].text ? LAYOUT_REMARK : LAYOUT_VALUE);
	return t;
}

static enum err add_table(struct layout *l, const struct sheet_table *s, struct error *err)
{
	if (s->rows == 0 && !s->none)
		return OK;
	enum err e = layout_add(l, LAYOUT_HEADING, str_cstr(s->heading), err);
	if (e == OK && s->rows == 0)
		return layout_add(l, LAYOUT_PARAGRAPH, str_cstr(s->none), err);
	for (size_t from = 0; e == OK && from < s->rows; from += PIECE_ROWS) {
		size_t rows = s->rows - from < PIECE_ROWS ? s->rows - from : PIECE_ROWS;
		struct layout_table *t = piece(l, s, from, (int)rows);
		if (!t)
			return arena_check(l->arena, err);
		e = layout_add_table(l, t, err);
	}
	return e;
}

static enum err build(struct layout *l, const struct sheet *s, struct error *err)
{
	l->title = layout_clean(l->arena, s->title);
	l->agency = layout_clean(l->arena, s->agency);
	enum err e = layout_add(l, LAYOUT_TITLE, s->title, err);
	for (size_t i = 0; e == OK && i < s->n_lines; i++)
		e = layout_add(l, LAYOUT_PARAGRAPH, s->line[i], err);
	for (size_t i = 0; e == OK && i < s->n_tables; i++)
		e = add_table(l, &s->table[i], err);
	if (e == OK)
		e = layout_add(l, LAYOUT_SIGNATURE, s->agency, err);
	return e != OK ? e : layout_add(l, LAYOUT_DATE, s->made, err);
}

enum err sheet_write_pdf(struct buf *b, const struct sheet *s, struct error *err)
{
	struct arena a;
	arena_init(&a, DOC_WRITE_ARENA_MAX);
	struct layout l = { .arena = &a };
	enum err e = build(&l, s, err);
	e = e ? e : arena_check(&a, err);
	e = e ? e : layout_write_pdf(b, &l, err);
	arena_done(&a);
	return e;
}
