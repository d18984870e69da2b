#include "doc/odt.h"

enum {
	COLS = DOC_TABLE_COLS_MAX,
	/* A longer run of blank cells at the end of a row, or of blank rows, only fills a sheet. */
	FILLER_COLUMNS = 40,
	FILLER_ROWS = 100
};

/* Where reading stands in one table. */
struct table_read {
	struct draft_table *out;
	int row;
	int col;
	bool row_has_text;
};

static enum err too_wide(struct error *err)
{
	return error_set(err, ERR_LIMIT, NULL, "文件里有表格超过 %d 列，无法处理", COLS);
}

/* table:table-cell, as often as it is repeated; the copies share their content. */
static enum err read_cell(struct odt *o, struct xml *x, struct table_read *t, struct error *err)
{
	int repeated = xml_attr_int(x, TB_COLUMNS_REPEATED, 1, 1, COLS + 1);
	struct draft_cell cell = { .row = t->row,
		.rowspan = xml_attr_int(x, TB_ROWS_SPANNED, 1, 1, DOC_TABLE_ROWS_MAX),
		.colspan = xml_attr_int(x, TB_COLUMNS_SPANNED, 1, 1, COLS) };
	struct draft_sink inside = { o->doc, o->scratch, &cell.content };
	struct odt_place outside = { .level = -1, .start = -1 };
	int top = x->depth;
	enum err e = OK;
	while (!e && xml_next_in(x, top))
		e = odt_read_block(o, x, &outside, &inside, err);
	bool blank = !cell.content.first;
	t->row_has_text |= !blank;
	if (!e && blank && repeated > FILLER_COLUMNS) {
		/* Only what follows it on the row needs the columns to exist. */
		t->col += repeated;
		return OK;
	}
	for (int i = 0; i < repeated && !e; i++) {
		if (t->col >= COLS)
			return too_wide(err);
		cell.col = t->col++;
		e = draft_add_cell(t->out, o->scratch, &cell, err);
	}
	return e;
}

/* The row just read once more, n - 1 times; the cells share their content. */
static enum err repeat_row(
	struct odt *o, struct table_read *t, size_t first, int n, struct error *err)
{
	size_t end = t->out->n;
	enum err e = OK;
	if (!t->row_has_text && n > FILLER_ROWS)
		n = 1;
	for (int i = 1; i < n && !e; i++) {
		t->row++;
		for (size_t k = first; k < end && !e; k++) {
			struct draft_cell cell = t->out->cell[k];
			cell.row = t->row;
			e = draft_add_cell(t->out, o->scratch, &cell, err);
		}
	}
	t->row++;
	return e;
}

/* table:table-row; a hidden one leaves nothing. */
static enum err read_row(struct odt *o, struct xml *x, struct table_read *t, struct error *err)
{
	int repeated = xml_attr_int(x, TB_ROWS_REPEATED, 1, 1, DOC_TABLE_ROWS_MAX);
	struct str visibility = xml_attr(x, TB_VISIBILITY);
	if (str_is(visibility, "collapse") || str_is(visibility, "filter")) {
		o->dropped_hidden = true;
		xml_skip(x);
		return OK;
	}
	size_t first = t->out->n;
	int top = x->depth;
	enum err e = OK;
	t->col = 0;
	t->row_has_text = false;
	while (!e && xml_next_in(x, top)) {
		if (x->kind != XML_KIND_START)
			continue;
		if (x->tag == TB_CELL) {
			e = read_cell(o, x, t, err);
		} else if (x->tag == TB_COVERED) {
			t->col += xml_attr_int(x, TB_COLUMNS_REPEATED, 1, 1, COLS);
			xml_skip(x);
		}
		if (t->col > COLS)
			t->col = COLS;
	}
	return e ? e : repeat_row(o, t, first, repeated, err);
}

enum err odt_read_table(
	struct odt *o, struct xml *x, const struct draft_sink *sink, struct error *err)
{
	struct draft_table *out = arena_one(o->scratch, struct draft_table);
	if (!out)
		return arena_check(o->scratch, err);
	struct table_read t = { .out = out };
	bool is_hidden = xml_attr_is(x, TB_DISPLAY, "false");
	int top = x->depth;
	enum err e = OK;
	while (!e && xml_next_in(x, top)) {
		if (x->kind != XML_KIND_START)
			continue;
		if (x->tag == TB_ROW)
			e = read_row(o, x, &t, err);
		else
			odt_skip_foreign(o, x);
	}
	if (is_hidden) {
		o->dropped_hidden = true;
		return e;
	}
	return e ? e : draft_add_table(sink, out, err);
}
