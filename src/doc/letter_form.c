#include "doc/letter_form.h"

#include "core/utf8.h"

enum {
	NAME_MAX_SIGNS = 14, /* of a row; a longer beginning is a sentence */
	PIECE_SIGNS = 400    /* of one cell: what is longer goes on in the next row */
};

/* Where the name ends and the content begins; 0: there is none. */
static size_t name_end(struct str p)
{
	static const struct str colon = STR_INIT("：");
	static const char *const sentence[] = { "，", "。", "；" };
	size_t at = str_find(p, colon, 0);
	if (at == 0 || at >= p.n || utf8_length(str_sub(p, 0, at)) > NAME_MAX_SIGNS)
		return 0;
	for (size_t i = 0; i < sizeof sentence / sizeof *sentence; i++)
		if (str_find(str_sub(p, 0, at), str_cstr(sentence[i]), 0) < at)
			return 0;
	return at;
}

static enum err new_table(struct layout *y, struct layout_table **out, struct error *err)
{
	struct layout_table *t = arena_one(y->arena, struct layout_table);
	if (!t)
		return arena_check(y->arena, err);
	*t = (struct layout_table){ .no = LAYOUT_FORM, .cols = 2 };
	t->width[0] = LAYOUT_FORM_LABEL;
	t->width[1] = LAYOUT_WIDTH - LAYOUT_FORM_LABEL;
	t->cap_cells = (size_t)LAYOUT_ROWS_MAX * 2;
	t->cell = arena_array(y->arena, struct layout_cell, t->cap_cells);
	*out = t;
	return arena_check(y->arena, err);
}

static void add_cell(struct layout_table *t, struct str text, int col, int span,
	enum layout_role role)
{
	int at = (int)t->n_cells;
	t->cell[t->n_cells++] = (struct layout_cell){ .text = text,
		.row = t->rows,
		.col = col,
		.rowspan = 1,
		.colspan = span,
		.role = role,
		.cell = -1 };
	for (int i = col; i < col + span; i++)
		t->grid[t->rows][i] = at;
}

struct form {
	struct layout *y;
	struct layout_table *table;
};

/* One row; the table is added and a new one begun when it is full. */
static enum err add_row(struct form *f, struct str name, bool named, struct str text, struct error *err)
{
	enum err e = OK;
	if (f->table && f->table->rows == LAYOUT_ROWS_MAX) {
		e = layout_add_table(f->y, f->table, err);
		f->table = NULL;
	}
	if (!e && !f->table)
		e = new_table(f->y, &f->table, err);
	if (e)
		return e;
	struct layout_table *t = f->table;
	t->least[t->rows] = text.n ? LAYOUT_FORM_ROW : LAYOUT_FORM_BLANK;
	if (named)
		add_cell(t, layout_clean(f->y->arena, name), 0, 1, LAYOUT_ROW_HEAD);
	add_cell(t, layout_clean(f->y->arena, text), named ? 1 : 0, named ? 1 : 2, LAYOUT_VALUE);
	t->rows++;
	return OK;
}

/* A long text goes on in further rows: a row that is higher than a page could not be set. */
static enum err add_rows(struct form *f, struct str name, bool named, struct str text, struct error *err)
{
	enum err e = OK;
	do {
		size_t cut = 0;
		for (size_t signs = 0; cut < text.n && signs < PIECE_SIGNS; signs++) {
			cut++;
			while (cut < text.n && ((unsigned char)text.p[cut] & 0xC0) == 0x80)
				cut++;
		}
		e = add_row(f, name, named, str_sub(text, 0, cut), err);
		text = str_sub(text, cut, text.n);
		name = STR("");
	} while (!e && text.n > 0);
	return e;
}

enum err letter_form_add(
	struct layout *y, const struct str *paragraph, size_t n, struct error *err)
{
	struct form f = { .y = y };
	enum err e = OK;
	for (size_t i = 0; !e && i < n;) {
		size_t at = name_end(paragraph[i]);
		struct str name = str_sub(paragraph[i], 0, at);
		struct str text = at ? str_sub(paragraph[i], at + strlen("："), paragraph[i].n)
				     : paragraph[i];
		i++;
		/* What follows without a name of its own belongs to a name that stands alone. */
		while (at && i < n && !name_end(paragraph[i])) {
			text = arena_fmt(y->arena, "%.*s%s%.*s", STR_ARG(text), text.n ? " " : "",
				STR_ARG(paragraph[i]));
			i++;
		}
		e = add_rows(&f, name, at > 0, text, err);
	}
	return e || !f.table ? e : layout_add_table(y, f.table, err);
}
