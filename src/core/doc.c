#include "core/doc.h"

#include "core/utf8.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

enum { WARNINGS_MAX = 200 };

struct doc_table_builder {
	struct doc *doc;
	struct doc_cell *cell;
	size_t n, cap;
	int rows, cols;
	/* Occupied positions, one bit row per table row, grown as rows come. */
	uint64_t (*taken)[DOC_TABLE_COLS_MAX / 64];
	size_t cap_rows;
};

const char *doc_format_name(enum doc_format f)
{
	static const char *const name[] = { "unknown", "text", "html", "odt", "docx", "doc", "pdf",
		"ofd", "xlsx", "json" };
	return (unsigned)f < sizeof name / sizeof name[0] ? name[f] : "unknown";
}

/* Spreadsheet column name of a column counted from 1: A … Z, AA … */
static void print_column_letters(struct buf *b, int col)
{
	char t[8];
	int n = 0;
	for (; col > 0 && n < 7; col = (col - 1) / 26)
		t[n++] = (char)('A' + (col - 1) % 26);
	while (n > 0)
		buf_char(b, t[--n]);
}

void doc_where_print(struct buf *b, const struct doc_where *w)
{
	size_t start = b->n;
	if (w->sheet.n) {
		buf_fmt(b, "“%.*s”工作表", STR_ARG(w->sheet));
		if (w->row && w->col) {
			buf_char(b, ' ');
			print_column_letters(b, w->col);
			buf_int(b, w->row);
		}
		return;
	}
	if (w->page)
		buf_fmt(b, "第%d页", w->page);
	if (w->line)
		buf_fmt(b, "%s第%d行", b->n > start ? " " : "", w->line);
	if (w->table)
		buf_fmt(b, "%s第%d个表格", b->n > start ? " " : "", w->table);
	if (w->table && w->row)
		buf_fmt(b, "第%d行", w->row);
	if (w->table && w->row && w->col)
		buf_fmt(b, "第%d列", w->col);
	if (w->paragraph && !w->line && !w->table)
		buf_fmt(b, "%s第%d段", b->n > start ? " " : "", w->paragraph);
}

enum err doc_new(struct arena *a, enum doc_format f, struct doc **out, struct error *err)
{
	struct doc *d = arena_one(a, struct doc);
	if (!d)
		return arena_check(a, err);
	d->arena = a;
	d->format = f;
	*out = d;
	return OK;
}

static struct doc_block *add_block(struct doc *d, struct error *err, enum err *why)
{
	if (d->n_blocks >= DOC_BLOCKS_MAX) {
		*why = error_set(err, ERR_LIMIT, NULL, "文档超过 %d 段，请拆分后再处理",
			DOC_BLOCKS_MAX);
		return NULL;
	}
	struct doc_block *p = arena_grow(d->arena, d->block, d->n_blocks, d->n_blocks + 1,
		&d->cap_blocks, sizeof *d->block);
	if (!p) {
		*why = arena_check(d->arena, err);
		return NULL;
	}
	d->block = p;
	*why = OK;
	return &d->block[d->n_blocks++];
}

enum err doc_add_text(struct doc *d, int level, struct str text, struct str numbering,
	const struct doc_where *where, struct error *err)
{
	if (str_trim(text).n == 0 && numbering.n == 0)
		return OK;
	struct str copy = arena_str(d->arena, text), number = { NULL, 0 };
	if (numbering.n)
		number = arena_str(d->arena, numbering);
	enum err why = arena_check(d->arena, err);
	if (why)
		return why;
	struct doc_block *b = add_block(d, err, &why);
	if (!b)
		return why;
	*b = (struct doc_block){ .kind = level > 0 ? DOC_HEADING : DOC_PARAGRAPH,
		.level = level,
		.text = copy,
		.numbering = number };
	if (where)
		b->where = *where;
	b->where.paragraph = ++d->n_paragraphs;
	return OK;
}

void doc_warn(struct doc *d, const char *code, const char *fmt, ...)
{
	if (d->n_warnings >= WARNINGS_MAX)
		return;
	struct doc_warning *p = arena_grow(d->arena, d->warning, d->n_warnings, d->n_warnings + 1,
		&d->cap_warnings, sizeof *d->warning);
	if (!p)
		return;
	d->warning = p;
	char text[512];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	struct str message = str_cstr(text);
	while (message.n && !utf8_is_valid(message))
		message.n--;
	d->warning[d->n_warnings++] = (struct doc_warning){ code, arena_str(d->arena, message) };
}

enum err doc_table_open(struct doc *d, struct doc_table_builder **out, struct error *err)
{
	struct doc_table_builder *t = arena_one(d->arena, struct doc_table_builder);
	if (!t)
		return arena_check(d->arena, err);
	t->doc = d;
	*out = t;
	return OK;
}

static bool is_taken(const struct doc_table_builder *t, int row, int col)
{
	return t->taken[row][col / 64] >> (col % 64) & 1;
}

/* Makes rows 0..row known to the occupancy map. */
static enum err need_row(struct doc_table_builder *t, int row, struct error *err)
{
	size_t have = (size_t)t->rows, want = (size_t)row + 1;
	if (want <= have)
		return OK;
	void *p = arena_grow(t->doc->arena, t->taken, have, want, &t->cap_rows, sizeof *t->taken);
	if (!p)
		return arena_check(t->doc->arena, err);
	t->taken = p;
	t->rows = row + 1;
	return OK;
}

static enum err table_too_large(struct error *err)
{
	return error_set(err, ERR_LIMIT, NULL, "文档中的表格过大（超过 %d 行或 %d 列），无法处理",
		DOC_TABLE_ROWS_MAX, DOC_TABLE_COLS_MAX);
}

enum err doc_table_cell(struct doc_table_builder *t, int row, int col, int rowspan, int colspan,
	struct str text, const struct doc_where *where, struct error *err)
{
	if (row < 0 || row >= DOC_TABLE_ROWS_MAX || col >= DOC_TABLE_COLS_MAX)
		return table_too_large(err);
	if (rowspan < 1)
		rowspan = 1;
	if (colspan < 1)
		colspan = 1;
	if (rowspan > DOC_TABLE_ROWS_MAX - row)
		rowspan = DOC_TABLE_ROWS_MAX - row;
	enum err e = need_row(t, row, err);
	if (e)
		return e;
	int c = col < 0 ? 0 : col;
	while (c < DOC_TABLE_COLS_MAX && is_taken(t, row, c))
		c++;
	if (c >= DOC_TABLE_COLS_MAX)
		return table_too_large(err);
	int width = 1;
	while (width < colspan && c + width < DOC_TABLE_COLS_MAX && !is_taken(t, row, c + width))
		width++;
	/* Guards the product before any row of a hostile rowspan is touched. */
	if ((int64_t)(row + rowspan) * (t->cols > c + width ? t->cols : c + width) >
		DOC_TABLE_CELLS_MAX)
		return table_too_large(err);
	e = need_row(t, row + rowspan - 1, err);
	if (e)
		return e;
	for (int r = row; r < row + rowspan; r++)
		for (int k = c; k < c + width; k++)
			t->taken[r][k / 64] |= (uint64_t)1 << (k % 64);
	struct doc_cell *p =
		arena_grow(t->doc->arena, t->cell, t->n, t->n + 1, &t->cap, sizeof *t->cell);
	if (!p)
		return arena_check(t->doc->arena, err);
	t->cell = p;
	t->cell[t->n++] = (struct doc_cell){ .text = arena_str(t->doc->arena, text),
		.row = row,
		.col = c,
		.rowspan = rowspan,
		.colspan = width,
		.where = where ? *where : (struct doc_where){ 0 } };
	if (t->cols < c + width)
		t->cols = c + width;
	return arena_check(t->doc->arena, err);
}

/* Sorts anchors by row, then column: insertion order is nearly sorted already. */
static void sort_cells(struct doc_cell *cell, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct doc_cell x = cell[i];
		size_t j = i;
		for (; j > 0 && (cell[j - 1].row > x.row ||
				(cell[j - 1].row == x.row && cell[j - 1].col > x.col));
			j--)
			cell[j] = cell[j - 1];
		cell[j] = x;
	}
}

enum err doc_table_close(struct doc_table_builder *t, const struct doc_where *where,
	struct error *err)
{
	if (t->n == 0)
		return OK;
	struct doc *d = t->doc;
	/* A rowspan that reaches below the last row with a cell of its own is cut there. */
	int last = 0;
	for (size_t i = 0; i < t->n; i++)
		if (t->cell[i].row > last)
			last = t->cell[i].row;
	int rows = last + 1;
	struct doc_table *table = arena_one(d->arena, struct doc_table);
	int *grid = arena_array(d->arena, int, (size_t)rows * (size_t)t->cols);
	if (!table || !grid)
		return arena_check(d->arena, err);
	sort_cells(t->cell, t->n);
	for (int i = 0; i < rows * t->cols; i++)
		grid[i] = -1;
	int number = d->n_tables + 1;
	for (size_t i = 0; i < t->n; i++) {
		struct doc_cell *c = &t->cell[i];
		if (c->row + c->rowspan > rows)
			c->rowspan = rows - c->row;
		for (int r = c->row; r < c->row + c->rowspan; r++)
			for (int k = c->col; k < c->col + c->colspan; k++)
				grid[r * t->cols + k] = (int)i;
		if (!c->where.table)
			c->where.table = number;
		if (!c->where.row)
			c->where.row = c->row + 1;
		if (!c->where.col)
			c->where.col = c->col + 1;
	}
	*table = (struct doc_table){ rows, t->cols, t->cell, t->n, grid };
	enum err why;
	struct doc_block *b = add_block(d, err, &why);
	if (!b)
		return why;
	*b = (struct doc_block){ .kind = DOC_TABLE, .table = table };
	if (where)
		b->where = *where;
	b->where.table = number;
	d->n_tables = number;
	return OK;
}

const struct doc_cell *doc_table_at(const struct doc_table *t, int row, int col)
{
	if (row < 0 || col < 0 || row >= t->rows || col >= t->cols)
		return NULL;
	int i = t->grid[row * t->cols + col];
	return i < 0 ? NULL : &t->cell[i];
}

static void dump_escaped(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\n')
			buf_lit(b, "\\n");
		else if (s.p[i] == '\t')
			buf_lit(b, "\\t");
		else
			buf_char(b, s.p[i]);
	}
}

static void dump_table(struct buf *b, const struct doc_table *t)
{
	buf_fmt(b, "T %d x %d\n", t->rows, t->cols);
	for (size_t i = 0; i < t->n_cells; i++) {
		const struct doc_cell *c = &t->cell[i];
		buf_fmt(b, "  %d,%d", c->row, c->col);
		if (c->rowspan > 1 || c->colspan > 1)
			buf_fmt(b, " %dx%d", c->rowspan, c->colspan);
		buf_lit(b, "\t");
		dump_escaped(b, c->text);
		buf_char(b, '\n');
	}
}

void doc_dump(struct buf *b, const struct doc *d)
{
	buf_fmt(b, "format %s\n", doc_format_name(d->format));
	if (d->title.n)
		buf_fmt(b, "title %.*s\n", STR_ARG(d->title));
	for (size_t i = 0; i < d->n_blocks; i++) {
		const struct doc_block *k = &d->block[i];
		if (k->kind == DOC_TABLE) {
			dump_table(b, k->table);
			continue;
		}
		if (k->kind == DOC_HEADING)
			buf_fmt(b, "H%d ", k->level);
		else
			buf_lit(b, "P ");
		if (k->numbering.n)
			buf_fmt(b, "[%.*s] ", STR_ARG(k->numbering));
		dump_escaped(b, k->text);
		buf_char(b, '\n');
	}
	for (size_t i = 0; i < d->n_warnings; i++)
		buf_fmt(b, "W %s %.*s\n", d->warning[i].code, STR_ARG(d->warning[i].message));
}
