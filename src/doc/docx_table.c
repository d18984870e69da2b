#include "doc/docx.h"

enum { COLS = DOC_TABLE_COLS_MAX };

enum merge { MERGE_NONE, MERGE_RESTART, MERGE_CONTINUE };

/* A w:tc as it stands in the file. */
struct raw_cell {
	int row;
	int before; /* grid columns skipped in front (w:gridBefore, first cell of a row) */
	int span;   /* w:gridSpan, 0 when absent or nonsense */
	enum merge vertical, horizontal;
	bool is_deleted;
	struct draft_list content;
};

struct raw_table {
	struct raw_cell *cell;
	size_t n, cap;
	int rows, grid_cols; /* w:tblGrid, 0 when missing */
};

/* 17.4.84: w:vMerge without a value continues. */
static enum merge merge_of(const struct xml *x)
{
	return xml_attr_is(x, W_VAL, "restart") ? MERGE_RESTART : MERGE_CONTINUE;
}

static void read_cell_properties(struct xml *x, struct raw_cell *c)
{
	int top = x->depth;
	while (xml_next_in(x, top)) {
		if (x->kind != XML_KIND_START)
			continue;
		switch (x->tag) {
		case W_GRID_SPAN:
			c->span = xml_attr_int(x, W_VAL, 0, 0, COLS);
			break;
		case W_V_MERGE:
		case W_V_MERGE_2003:
			c->vertical = merge_of(x);
			break;
		case W_H_MERGE:
		case W_H_MERGE_2003:
			c->horizontal = merge_of(x);
			break;
		case W_CELL_DEL:
			c->is_deleted = true;
			break;
		case W_TC_PR_CHANGE:
			xml_skip(x);
			break;
		default:
			break;
		}
	}
}

/* w:tc: its properties, and its blocks into the cell's own list. */
static enum err read_cell(struct word *w, struct xml *x, struct raw_cell *c, struct error *err)
{
	struct draft_sink inside = { w->doc, w->scratch, &c->content };
	int top = x->depth;
	enum err e = OK;
	while (!e && xml_next_in(x, top)) {
		if (x->kind == XML_KIND_START && x->tag == W_TC_PR)
			read_cell_properties(x, c);
		else
			e = word_read_block(w, x, &inside, err);
	}
	return e;
}

/* w:trPr: columns left out in front, and whether people see the row at all. */
static void read_row_properties(struct word *w, struct xml *x, int *before, bool *is_dropped)
{
	int top = x->depth;
	while (xml_next_in(x, top)) {
		if (x->kind != XML_KIND_START)
			continue;
		if (x->tag == W_GRID_BEFORE) {
			*before = xml_attr_int(x, W_VAL, 0, 0, COLS - 1);
		} else if (x->tag == W_HIDDEN && word_is_on(x)) {
			*is_dropped = w->dropped_hidden = true;
		} else if (x->tag == W_DEL) {
			*is_dropped = w->dropped_tracked = true;
		} else if (x->tag == W_TR_PR_CHANGE) {
			xml_skip(x);
		}
	}
}

/* w:tr: appends its cells; a hidden or deleted row leaves nothing. */
static enum err read_row(struct word *w, struct xml *x, struct raw_table *t, struct error *err)
{
	int top = x->depth, before = 0;
	bool is_dropped = false;
	size_t first = t->n;
	enum err e = OK;
	while (!e && xml_next_in(x, top)) {
		if (x->kind != XML_KIND_START)
			continue;
		if (x->tag == W_TR_PR) {
			read_row_properties(w, x, &before, &is_dropped);
		} else if (x->tag == W_TC) {
			struct raw_cell c = { .row = t->rows,
				.before = t->n == first ? before : 0 };
			e = read_cell(w, x, &c, err);
			struct raw_cell *p = e ? NULL
					       : arena_grow(w->scratch, t->cell, t->n, t->n + 1,
							 &t->cap, sizeof *p);
			if (!p)
				return e ? e : arena_check(w->scratch, err);
			t->cell = p;
			if (c.is_deleted)
				w->dropped_tracked = true;
			else
				t->cell[t->n++] = c;
		} else {
			word_skip_foreign(w, x);
		}
	}
	if (is_dropped)
		t->n = first;
	else
		t->rows++;
	return e;
}

/* Where placing stands in one table. */
struct placing {
	struct draft_table *out;
	int limit;	 /* columns of the grid, as far as known */
	int above[COLS]; /* index + 1 of the vertically merged cell that covers the column */
	int here[COLS];	 /* the same for the row being placed */
};

static int span_of(const struct raw_cell *c)
{
	return c->span > 0 ? c->span : 1;
}

/* Sum of the spans of a row, cells [i, end). */
static int row_width(const struct raw_table *t, size_t i, size_t end)
{
	int width = 0;
	for (; i < end && width < COLS * COLS; i++)
		width += t->cell[i].before + span_of(&t->cell[i]);
	return width;
}

static size_t row_end(const struct raw_table *t, size_t i)
{
	size_t end = i;
	while (end < t->n && t->cell[end].row == t->cell[i].row)
		end++;
	return end;
}

/*
 * Columns of the grid: what w:tblGrid says, or the widest row that has no
 * continuation; without either anything fits.
 */
static int grid_limit(const struct raw_table *t)
{
	int limit = t->grid_cols;
	for (size_t i = 0, end; i < t->n; i = end) {
		end = row_end(t, i);
		bool merged = false;
		for (size_t k = i; k < end; k++)
			merged |= t->cell[k].vertical == MERGE_CONTINUE;
		int width = merged ? 0 : row_width(t, i, end);
		limit = limit > width ? limit : width;
	}
	return limit > 0 ? limit : INT32_MAX;
}

static bool has_text(const struct draft_list *l)
{
	for (const struct draft_item *i = l->first; i; i = i->next)
		if (i->table || str_trim(i->text).n)
			return true;
	return false;
}

/* Notes that columns [col, col + span) of this row belong to cell `index` + 1. */
static void mark(struct placing *p, int col, int span, int index)
{
	for (int i = col; i < col + span && i < COLS; i++)
		p->here[i] = index;
}

/*
 * A vertical continuation at *col, `width` columns still to come with it:
 * stretches the cell above it and steps *col.  Without a cell to continue it is
 * stray (html-to-docx writes such cells): left out when the row would reach
 * beyond the grid, else it begins a merge of its own.  true when dealt with.
 */
static bool continue_above(
	struct word *w, struct placing *p, const struct raw_cell *c, int *col, int width)
{
	int index = *col < COLS ? p->above[*col] : 0;
	if (index) {
		struct draft_cell *a = &p->out->cell[index - 1];
		int rest = a->col + a->colspan - *col;
		int step = c->span > 0 ? c->span : rest;
		a->rowspan = c->row - a->row + 1;
		w->dropped_hidden |= has_text(&c->content);
		mark(p, *col, step < rest ? step : rest, index);
		*col += step;
		return true;
	}
	return *col + width > p->limit && !has_text(&c->content);
}

/* Places the cells [i, end) of one row. */
static enum err place_row(struct word *w, const struct raw_table *t, size_t i, size_t end,
	struct placing *p, struct error *err)
{
	int col = 0, width = row_width(t, i, end);
	size_t first = p->out->n;
	memset(p->here, 0, sizeof p->here);
	for (; i < end; i++) {
		const struct raw_cell *c = &t->cell[i];
		int span = span_of(c);
		bool is_done = false;
		col += c->before;
		width -= c->before;
		if (c->vertical == MERGE_CONTINUE)
			is_done = continue_above(w, p, c, &col, width);
		width -= span;
		if (is_done)
			continue;
		if (c->horizontal == MERGE_CONTINUE && p->out->n > first) {
			struct draft_cell *left = &p->out->cell[p->out->n - 1];
			left->colspan += span;
			if (p->here[left->col])
				mark(p, col, span, (int)p->out->n);
			col += span;
			continue;
		}
		struct draft_cell cell = { c->row, col, 1, span, c->content };
		enum err e = draft_add_cell(p->out, w->scratch, &cell, err);
		if (e)
			return e;
		if (c->vertical != MERGE_NONE)
			mark(p, col, span, (int)p->out->n);
		col += span;
		if (col > COLS)
			return error_set(
				err, ERR_LIMIT, NULL, "文件里有表格超过 %d 列，无法处理", COLS);
	}
	memcpy(p->above, p->here, sizeof p->above);
	return OK;
}

/* Turns the rows of the file into anchors with spans. */
static enum err place_cells(
	struct word *w, const struct raw_table *t, struct draft_table *out, struct error *err)
{
	struct placing p = { .out = out, .limit = grid_limit(t) };
	enum err e = OK;
	for (size_t i = 0, end; i < t->n && !e; i = end) {
		end = row_end(t, i);
		e = place_row(w, t, i, end, &p, err);
	}
	return e;
}

enum err word_read_table(
	struct word *w, struct xml *x, const struct draft_sink *sink, struct error *err)
{
	struct raw_table t = { 0 };
	int top = x->depth;
	enum err e = OK;
	while (!e && xml_next_in(x, top)) {
		if (x->kind != XML_KIND_START)
			continue;
		if (x->tag == W_GRID_COL)
			t.grid_cols++;
		else if (x->tag == W_TR)
			e = read_row(w, x, &t, err);
		else
			word_skip_foreign(w, x);
	}
	struct draft_table *out = e ? NULL : arena_one(w->scratch, struct draft_table);
	if (!out)
		return e ? e : arena_check(w->scratch, err);
	e = place_cells(w, &t, out, err);
	return e ? e : draft_add_table(sink, out, err);
}
