#include "doc/html_table.h"

#include <stdint.h>

enum {
	SPAN_MAX = 1000,    /* as HTML: larger values are read as this */
	SPAN_TRUSTED = 50,  /* a wider colspan is cut to the width of the other rows */
	CELLS_MAX = 400000, /* cells collected of one table */
};

struct cell {
	struct str text;
	int row, rowspan, colspan;
};

struct table_reader {
	struct doc *doc;
	struct html_flow *flow;
	struct cell *cell;
	size_t n, cap;
	int row;	 /* current row, -1 before the first */
	int section_end; /* first row behind the current thead/tbody/tfoot, or -1 */
	bool in_cell;
	struct cell open;
};

/* Text between the cells is shown by browsers before the table; so it is here. */
static enum err put_stray_text(struct table_reader *t, struct error *err)
{
	enum err e = doc_add_text(
		t->doc, 0, html_flow_view(t->flow), (struct str){ NULL, 0 }, NULL, err);
	html_flow_clear(t->flow);
	return e;
}

/* Stores the open cell with the text gathered; without an open cell the text is stray. */
static enum err end_cell(struct table_reader *t, struct error *err)
{
	if (!t->in_cell)
		return put_stray_text(t, err);
	t->in_cell = false;
	if (t->n >= CELLS_MAX)
		return error_set(
			err, ERR_LIMIT, NULL, "网页中的表格超过 %d 个单元格，无法处理", CELLS_MAX);
	struct arena *a = t->doc->arena;
	struct cell *p = arena_grow(a, t->cell, t->n, t->n + 1, &t->cap, sizeof *p);
	if (!p)
		return arena_check(a, err);
	t->cell = p;
	t->open.text = arena_str(a, html_flow_view(t->flow));
	t->cell[t->n++] = t->open;
	html_flow_clear(t->flow);
	return arena_check(a, err);
}

/* A cell without its row opens one; a cell inside a cell (a lost </td>) ends that first. */
static enum err begin_cell(struct table_reader *t, const xmlNode *n, struct error *err)
{
	enum err e = end_cell(t, err);
	if (e)
		return e;
	if (t->row < 0)
		t->row = 0;
	t->in_cell = true;
	t->open = (struct cell){ .row = t->row,
		.rowspan = html_attr_int(n, "rowspan", 0, DOC_TABLE_ROWS_MAX, 1),
		.colspan = html_attr_int(n, "colspan", 1, SPAN_MAX, 1) };
	/* rowspan=0 means "to the end of the section". */
	int left = t->section_end > t->row ? t->section_end - t->row : DOC_TABLE_ROWS_MAX;
	if (t->open.rowspan == 0 || t->open.rowspan > left)
		t->open.rowspan = left;
	return OK;
}

/* A span never reaches out of its thead, tbody or tfoot. */
static void begin_section(struct table_reader *t, const xmlNode *section)
{
	int rows = 0;
	for (const xmlNode *n = section->children; n; n = n->next)
		rows += html_is(n, "tr") && !html_is_hidden(n);
	t->section_end = rows ? t->row + 1 + rows : -1;
}

/*
 * Places the cells as browsers do: each at the first column that no rowspan from
 * above holds.  A colspan that is not to be trusted ends at `width` (or is one,
 * while the width is not known: 0).  With a builder the cells go there; *widest
 * becomes the number of columns used.
 */
static enum err lay_out(const struct table_reader *t, struct doc_table_builder *b, int width,
	int *widest, struct error *err)
{
	int busy_to[DOC_TABLE_COLS_MAX] = { 0 }; /* first row in which the column is free */
	int last = t->cell[t->n - 1].row, col = 0;
	enum err e = OK;
	*widest = 0;
	for (size_t i = 0; !e && i < t->n; i++) {
		const struct cell *c = &t->cell[i];
		if (i == 0 || c->row != t->cell[i - 1].row)
			col = 0;
		while (col < DOC_TABLE_COLS_MAX && busy_to[col] > c->row)
			col++;
		int span = c->colspan;
		if (span > SPAN_TRUSTED)
			span = width > col ? width - col : 1;
		int rowspan = c->rowspan > last - c->row + 1 ? last - c->row + 1 : c->rowspan;
		if (b)
			e = doc_table_cell(b, c->row, col, rowspan, span, c->text, NULL, err);
		for (int k = col; k < col + span && k < DOC_TABLE_COLS_MAX; k++)
			if (busy_to[k] < c->row + rowspan)
				busy_to[k] = c->row + rowspan;
		col += span;
		if (*widest < col)
			*widest = col;
	}
	return e;
}

/* Hands the collected cells to the grid, with spans that fit the table as it really is. */
static enum err build(struct table_reader *t, struct error *err)
{
	struct doc_table_builder *b;
	int width, unused;
	if (t->n == 0)
		return OK;
	enum err e = lay_out(t, NULL, 0, &width, err);
	if (!e)
		e = doc_table_open(t->doc, &b, err);
	if (!e)
		e = lay_out(t, b, width, &unused, err);
	return e ? e : doc_table_close(b, NULL, err);
}

/* What the beginning of an element means inside a data table. */
static enum err enter(
	struct table_reader *t, xmlNode *n, enum html_class class, bool inner, struct error *err)
{
	if (class == HTML_BREAK) {
		html_flow_break(t->flow);
		return OK;
	}
	if (class == HTML_INLINE)
		return OK;
	if (inner || class == HTML_TABLE || class == HTML_BLOCK) {
		if (html_is(n, "pre"))
			t->flow->pre++;
		html_flow_end_line(t->flow);
		return OK;
	}
	if (class == HTML_CELL)
		return begin_cell(t, n, err);
	enum err e = end_cell(t, err);
	if (e)
		return e;
	if (class == HTML_SECTION)
		begin_section(t, n);
	else if (class == HTML_ROW && t->row + 1 >= DOC_TABLE_ROWS_MAX)
		return error_set(err, ERR_LIMIT, NULL, "网页中的表格超过 %d 行，无法处理",
			DOC_TABLE_ROWS_MAX);
	else
		t->row++;
	return OK;
}

/*
 * The end of an element: rows, cells and sections end the open cell, everything
 * else that is a block ends a line of it.
 */
static enum err leave(
	struct table_reader *t, xmlNode *n, enum html_class class, bool inner, struct error *err)
{
	if (class == HTML_INLINE || class == HTML_BREAK || class == HTML_DROPPED)
		return OK;
	if (inner || class == HTML_TABLE || class == HTML_BLOCK) {
		if (html_is(n, "pre") && t->flow->pre > 0)
			t->flow->pre--;
		html_flow_end_line(t->flow);
		return OK;
	}
	if (class == HTML_SECTION)
		t->section_end = -1;
	return end_cell(t, err);
}

/* Excel and Word close a table with a row of height 0 that only sets widths. */
static bool is_width_row(const xmlNode *n)
{
	return html_is(n, "tr") && str_is(str_trim(html_attr(n, "height")), "0");
}

static bool is_text(const xmlNode *n)
{
	return (n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE) && n->content;
}

/* One walk gathers the cells, because spans can only be judged when all rows are known. */
enum err html_read_table(
	struct doc *d, xmlNode *table, struct html_flow *flow, int *hidden, struct error *err)
{
	struct table_reader t = { .doc = d, .flow = flow, .row = -1, .section_end = -1 };
	struct html_walk w;
	int inner = 0; /* depth of tables inside a cell; they become lines of the cell */
	enum err e = OK;
	html_walk_start(&w, table);
	while (!e && html_walk_next(&w)) {
		enum html_class class = html_classify(w.at);
		if (w.at == table)
			continue;
		if (is_text(w.at)) {
			if (w.entering)
				html_flow_text(flow, str_cstr((const char *)w.at->content));
		} else if (w.entering &&
			   (class == HTML_DROPPED || html_is_hidden(w.at) || is_width_row(w.at))) {
			*hidden += class != HTML_DROPPED && !is_width_row(w.at);
			w.skip = true;
		} else if (w.entering) {
			e = enter(&t, w.at, class, inner > 0, err);
			inner += class == HTML_TABLE;
		} else if (!html_is_hidden(w.at) && !is_width_row(w.at)) {
			inner -= class == HTML_TABLE;
			e = leave(&t, w.at, class, inner > 0, err);
		}
	}
	if (!e)
		e = end_cell(&t, err);
	flow->pre = 0;
	return e ? e : build(&t, err);
}
