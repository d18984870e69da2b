/* Tables on pages; see page.h. */
#include "doc/page.h"

#define MM(tenths) ((tenths) / 10.0)
#define POINT (25.4 / 72)

static const double pad_x = MM(LAYOUT_CELL_PAD);
static const double pad_y = 0.5;
static const double baseline = 0.36; /* below the middle of a line, part of the font size */
static const double left = MM(LAYOUT_MARGIN_LEFT);

static double font_size(const struct layout_table *l)
{
	return layout_table_size(l) / 1000.0 * POINT;
}

/* A third more than the signs; half more where it is written by hand. */
static double line_height(const struct layout_table *l)
{
	return font_size(l) * (l->no == LAYOUT_FORM ? 1.5 : 4 / 3.0);
}

struct page_table {
	const struct layout_table *layout;
	struct page_spans *lines; /* per cell */
	double *size;		  /* per cell: numbers that are too wide are set smaller */
	double height[LAYOUT_ROWS_MAX];
};

/* The part of a table on one page: grid rows from top to bottom, and their upper edges. */
struct piece {
	const struct page_table *t;
	int row[LAYOUT_ROWS_MAX];
	double y[LAYOUT_ROWS_MAX + 1];
	int n;
};

static double cell_width(const struct layout_table *t, const struct layout_cell *c)
{
	return MM(layout_cell_width(t, c)) - 2 * pad_x;
}

/* A number is never broken: it is set smaller until it fits on one line. */
static enum err measure_cell(
	struct page_setter *s, struct page_table *t, size_t i, struct error *err)
{
	const struct layout_cell *c = &t->layout->cell[i];
	double room = cell_width(t->layout, c);
	double break_at = room;
	t->size[i] = font_size(t->layout);
	if (c->is_number) {
		double w = page_text_width(s, c->text, PAGE_FONT_TABLE, t->size[i]);
		if (w > room)
			t->size[i] *= room / w;
	}
	if (c->role == LAYOUT_COL_HEAD)
		break_at = MM(layout_balanced_width(c->text, LAYOUT_TABLE_SIZE,
			layout_cell_width(t->layout, c) - 2 * LAYOUT_CELL_PAD));
	return page_break_lines(
		s, c->text, PAGE_FONT_TABLE, t->size[i], break_at, 0, &t->lines[i], err);
}

/* Row heights: cells of one row first, then the last row of taller merged cells is stretched. */
static void measure_rows(struct page_table *t)
{
	const struct layout_table *l = t->layout;
	for (int row = 0; row < l->rows; row++)
		t->height[row] = MM(layout_row_height(l, row));
	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < l->n_cells; i++) {
			const struct layout_cell *c = &l->cell[i];
			int last = c->row + c->rowspan - 1;
			double need = (double)t->lines[i].n * line_height(l) + 2 * pad_y;
			double have = page_table_height(t, c->row, last + 1);
			if ((c->rowspan > 1) == (pass == 1) && need > have)
				t->height[last] += need - have;
		}
	}
}

enum err page_table_measure(struct page_setter *s, const struct layout_table *table,
	struct page_table **out, struct error *err)
{
	struct page_table *t = arena_one(s->arena, struct page_table);
	if (!t)
		return arena_check(s->arena, err);
	t->layout = table;
	t->lines = arena_array(s->arena, struct page_spans, table->n_cells);
	t->size = arena_array(s->arena, double, table->n_cells);
	if (!t->lines || !t->size)
		return arena_check(s->arena, err);
	for (size_t i = 0; i < table->n_cells; i++) {
		enum err e = measure_cell(s, t, i, err);
		if (e)
			return e;
	}
	measure_rows(t);
	*out = t;
	return OK;
}

double page_table_height(const struct page_table *t, int from, int to)
{
	double h = 0;
	for (int row = from; row < to; row++)
		h += t->height[row];
	return h;
}

int page_table_rows(const struct page_table *t)
{
	return t->layout->rows;
}

double page_table_least(const struct page_table *t)
{
	int rows = t->layout->head_rows + 1;
	return page_table_height(t, 0, rows < t->layout->rows ? rows : t->layout->rows);
}

static const struct layout_cell *at(const struct piece *p, int k, int col)
{
	return k < 0 || k >= p->n ? NULL : layout_at(p->t->layout, p->row[k], col);
}

/* Text of a cell in the middle of what of it is on this page; labels of leaves stand left. */
static void set_cell(struct page_setter *s, const struct piece *p, const struct layout_cell *c,
	double x, double y1, double y2)
{
	const struct layout_table *l = p->t->layout;
	size_t i = (size_t)(c - l->cell);
	const struct page_spans *lines = &p->t->lines[i];
	bool flush = layout_is_flush(l, c);
	double room = cell_width(l, c), line = line_height(l);
	double y = (y1 + y2 - (double)lines->n * line) / 2;
	for (size_t k = 0; k < lines->n; k++) {
		const struct page_span *span = &lines->span[k];
		page_add_run(s, &(struct page_run){ .text = str_sub(c->text, span->from, span->to),
					.x = x + pad_x + (flush ? 0 : (room - span->width) / 2),
					.y = y + line / 2 + p->t->size[i] * baseline,
					.size = p->t->size[i],
					.font = PAGE_FONT_TABLE });
		y += line;
	}
}

static void set_cells(struct page_setter *s, const struct piece *p)
{
	const struct layout_table *l = p->t->layout;
	for (int k = 0; k < p->n; k++) {
		double x = left;
		for (int col = 0; col < l->cols; col++) {
			const struct layout_cell *c = at(p, k, col);
			int end = k + 1;
			while (c && at(p, end, col) == c)
				end++;
			if (c && c->col == col && at(p, k - 1, col) != c)
				set_cell(s, p, c, x, p->y[k], p->y[end]);
			x += MM(l->width[col]);
		}
	}
}

/* Horizontal edges: along the upper edge k of a row, one rule for each run of columns. */
static void rule_across(struct page_setter *s, const struct piece *p, int k)
{
	const struct layout_table *l = p->t->layout;
	double x = left, from = left;
	bool open = false;
	for (int col = 0; col <= l->cols; col++) {
		bool edge = col < l->cols && at(p, k - 1, col) != at(p, k, col);
		if (edge && !open)
			from = x;
		if (!edge && open)
			page_add_rule(s, from, p->y[k], x, p->y[k]);
		open = edge;
		if (col < l->cols)
			x += MM(l->width[col]);
	}
}

/* Vertical edges: left of a column (or right of the last), one rule for each run of rows. */
static void rule_down(struct page_setter *s, const struct piece *p, int col, double x)
{
	const struct layout_table *l = p->t->layout;
	double from = p->y[0];
	bool open = false;
	for (int k = 0; k <= p->n; k++) {
		bool edge = k < p->n &&
			    (col == 0 || col == l->cols || at(p, k, col - 1) != at(p, k, col));
		if (edge && !open)
			from = p->y[k];
		if (!edge && open)
			page_add_rule(s, x, from, x, p->y[k]);
		open = edge;
	}
}

static void set_piece(struct page_setter *s, struct piece *p)
{
	const struct layout_table *l = p->t->layout;
	p->y[0] = s->y;
	for (int k = 0; k < p->n; k++)
		p->y[k + 1] = p->y[k] + p->t->height[p->row[k]];
	set_cells(s, p);
	for (int k = 0; k <= p->n; k++)
		rule_across(s, p, k);
	double x = left;
	for (int col = 0; col <= l->cols; col++) {
		rule_down(s, p, col, x);
		if (col < l->cols)
			x += MM(l->width[col]);
	}
	s->y = p->y[p->n];
}

/* Each page takes the header rows and as many rows as fit, but at least one. */
enum err page_table_set(struct page_setter *s, const struct page_table *t, struct error *err)
{
	int rows = t->layout->rows, heads = t->layout->head_rows;
	int next = heads;
	for (;;) {
		struct piece p = { .t = t };
		double h = page_table_height(t, 0, heads);
		for (int row = 0; row < heads; row++)
			p.row[p.n++] = row;
		while (next < rows &&
			(p.n == heads || h + t->height[next] <= page_room(s) + 1e-6)) {
			h += t->height[next];
			p.row[p.n++] = next++;
		}
		set_piece(s, &p);
		if (next >= rows)
			return OK;
		enum err e = page_turn(s, err);
		if (e)
			return e;
	}
}
