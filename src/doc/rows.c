#include "doc/rows.h"

#include "core/doc.h"
#include "core/utf8.h"
#include "doc/read.h"

#include <stdio.h>

enum { PACK_HEAD_MAX = 64 };

struct growing {
	struct arena *a;
	struct rows *s;
	size_t cap;
};

static enum err too_large(struct error *err)
{
	return error_set(err, ERR_LIMIT, NULL,
		"表格太大，最多 %d 行 %d 列；请分成几个文件导入", ROWS_ROWS_MAX, ROWS_COLS_MAX);
}

static enum err add(struct growing *g, struct rows_cell c, struct error *err)
{
	c.text = str_trim(c.text);
	if (c.text.n == 0)
		return OK;
	if (c.row > ROWS_ROWS_MAX || c.col > ROWS_COLS_MAX || g->s->n >= ROWS_CELLS_MAX)
		return too_large(err);
	if (c.text.n > ROWS_CELL_MAX)
		return error_set(err, ERR_LIMIT, NULL, "%s 的内容太长，请缩短后再导入",
			rows_place(c.row, c.col).z);
	struct rows_cell *p =
		arena_grow(g->a, g->s->cell, g->s->n, g->s->n + 1, &g->cap, sizeof *p);
	if (!p)
		return arena_check(g->a, err);
	g->s->cell = p;
	p[g->s->n++] = c;
	g->s->rows = c.row;
	return OK;
}

/* --- CSV --------------------------------------------------------------------------------------- */

/* A quoted value from behind its quote; *at moves behind the closing one. */
static enum err quoted(struct str s, size_t *at, struct buf *b, int row, int col, struct error *err)
{
	for (size_t i = *at; i < s.n; i++) {
		if (s.p[i] != '"') {
			buf_char(b, s.p[i]);
			continue;
		}
		if (i + 1 < s.n && s.p[i + 1] == '"') {
			buf_char(b, '"');
			i++;
			continue;
		}
		*at = i + 1;
		return buf_check(b, err);
	}
	return error_set(err, ERR_FORMAT, NULL, "%s 的引号没有结束，请用 Excel、WPS 另存为 CSV 再导入",
		rows_place(row, col).z);
}

static bool ends_cell(char c, char comma)
{
	return c == comma || c == '\n' || c == '\r';
}

static enum err read_cells(struct growing *g, struct str s, struct buf *b, struct error *err)
{
	bool tabs = str_find(s, STR("\t"), 0) < str_find(s, STR(","), 0);
	char comma = tabs ? '\t' : ',';
	int row = 1, col = 1;
	enum err e = OK;
	for (size_t i = 0; e == OK && i < s.n;) {
		buf_clear(b);
		if (s.p[i] == '"') {
			i++;
			e = quoted(s, &i, b, row, col, err);
		}
		while (e == OK && i < s.n && !ends_cell(s.p[i], comma))
			buf_char(b, s.p[i++]);
		if (e == OK)
			e = buf_check(b, err);
		if (e == OK && b->n)
			e = add(g,
				(struct rows_cell){ .row = row, .col = col, .text = arena_str(g->a, buf_view(b)) },
				err);
		if (i >= s.n)
			break;
		if (s.p[i] == comma) {
			col++;
		} else {
			i += s.p[i] == '\r' && i + 1 < s.n && s.p[i + 1] == '\n';
			row++;
			col = 1;
		}
		i++;
		if (row > ROWS_ROWS_MAX + 1 || col > ROWS_COLS_MAX + 1)
			return too_large(err);
	}
	return e != OK ? e : arena_check(g->a, err);
}

enum err rows_read_csv(struct arena *a, struct str text, struct rows *out, struct error *err)
{
	struct rows s = { .rows = 0 };
	struct growing g = { .a = a, .s = &s };
	struct buf b;
	buf_init(&b, ROWS_FILE_MAX);
	enum err e = read_cells(&g, text, &b, err);
	buf_done(&b);
	if (e == OK)
		*out = s;
	return e;
}

/* --- xlsx -------------------------------------------------------------------------------------- */

static enum err take_table(struct growing *g, const struct doc_table *t, struct error *err)
{
	enum err e = OK;
	for (size_t i = 0; e == OK && i < t->n_cells; i++) {
		const struct doc_cell *c = &t->cell[i];
		e = add(g,
			(struct rows_cell){ .row = c->where.row,
				.col = c->where.col,
				.text = c->text,
				.computed = c->where.computed,
				.merged = c->rowspan > 1 || c->colspan > 1 },
			err);
	}
	return e;
}

static enum err read_xlsx(struct arena *a, struct str bytes, struct rows *out, struct error *err)
{
	struct doc *d;
	struct rows s = { .rows = 0 };
	struct growing g = { .a = a, .s = &s };
	const struct doc_block *table = NULL;
	enum err e = doc_read_xlsx(a, bytes, &d, err);
	for (size_t i = 0; e == OK && i < d->n_blocks && !table; i++)
		if (d->block[i].kind == DOC_TABLE)
			table = &d->block[i];
	if (e == OK && !table)
		return error_set(err, ERR_FORMAT, NULL, "电子表格里没有内容，请核对文件");
	if (e != OK)
		return e;
	s.name = table->where.sheet;
	e = take_table(&g, table->table, err);
	if (e == OK)
		*out = s;
	return e;
}

enum err rows_read(struct arena *a, struct str bytes, struct rows *out, struct error *err)
{
	if (bytes.n > ROWS_FILE_MAX)
		return error_set(err, ERR_LIMIT, NULL, "文件超过 %d MB，请分成几个文件导入",
			ROWS_FILE_MAX >> 20);
	enum doc_kind kind = doc_sniff(bytes);
	if (kind == DOC_KIND_XLSX)
		return read_xlsx(a, bytes, out, err);
	if (kind != DOC_KIND_TEXT && kind != DOC_KIND_UNKNOWN && kind != DOC_KIND_JSON)
		return error_set(err, ERR_FORMAT, NULL,
			"只能导入 CSV 或者 xlsx，这是%s；请用 Excel、WPS 另存后再导入",
			doc_kind_name(kind));
	struct str text;
	bool lossy;
	enum err e = doc_decode(a, bytes, &text, &lossy, err);
	if (e == OK && lossy)
		return error_set(err, ERR_FORMAT, NULL,
			"文件的编码认不出来，请另存为 UTF-8 或者 GB18030（GBK）的 CSV 再导入");
	return e != OK ? e : rows_read_csv(a, text, out, err);
}

/* --- across the jail ---------------------------------------------------------------------------- */

/* "name N" and its bytes, then for each cell "ROW COL FLAGS N" and its bytes, a line end behind each. */
void rows_pack(struct buf *b, const struct rows *s)
{
	buf_fmt(b, "%zu\n", s->name.n);
	buf_str(b, s->name);
	buf_char(b, '\n');
	for (size_t i = 0; i < s->n; i++) {
		const struct rows_cell *c = &s->cell[i];
		buf_fmt(b, "%d %d %d %zu\n", c->row, c->col, c->computed + 2 * c->merged, c->text.n);
		buf_str(b, c->text);
		buf_char(b, '\n');
	}
}

/* Non-negative numbers of a line, separated by one blank; false when it is anything else. */
static bool numbers(struct str line, size_t *v, size_t n)
{
	size_t at = 0;
	for (size_t k = 0; k < n; k++) {
		size_t from = at;
		for (v[k] = 0; at < line.n && line.p[at] >= '0' && line.p[at] <= '9' && at - from < 9; at++)
			v[k] = v[k] * 10 + (size_t)(line.p[at] - '0');
		if (at == from || (k + 1 < n && (at == line.n || line.p[at++] != ' ')))
			return false;
	}
	return at == line.n;
}

/* The head of a record and its bytes. */
static bool record(struct str *rest, size_t *v, size_t n, struct str *bytes)
{
	size_t end = str_find(str_sub(*rest, 0, PACK_HEAD_MAX), STR("\n"), 0);
	if (end >= rest->n || !numbers(str_sub(*rest, 0, end), v, n))
		return false;
	size_t length = v[n - 1];
	if (length >= rest->n - end - 1 || rest->p[end + 1 + length] != '\n')
		return false;
	*bytes = str_sub(*rest, end + 1, end + 1 + length);
	*rest = str_sub(*rest, end + 2 + length, rest->n);
	return utf8_is_valid(*bytes);
}

enum err rows_unpack(struct arena *a, struct str bytes, struct rows *out, struct error *err)
{
	struct rows s = { .rows = 0 };
	struct growing g = { .a = a, .s = &s };
	size_t v[4];
	enum err e = OK;
	bool right = record(&bytes, v, 1, &s.name);
	while (e == OK && right && bytes.n) {
		struct str text;
		right = record(&bytes, v, 4, &text) && v[0] >= 1 && v[1] >= 1 && v[0] <= ROWS_ROWS_MAX &&
			v[1] <= ROWS_COLS_MAX && v[2] <= 3 && (int)v[0] >= s.rows;
		if (right)
			e = add(&g,
				(struct rows_cell){ .row = (int)v[0], .col = (int)v[1], .text = text,
					.computed = v[2] & 1, .merged = v[2] & 2 },
				err);
	}
	if (e == OK && !right)
		return error_set(err, ERR_FORMAT, NULL, "文件没有读出来，请用 Excel、WPS 另存后再导入");
	if (e == OK)
		*out = s;
	return e;
}

const struct rows_cell *rows_next(const struct rows *s, size_t *at, size_t *n)
{
	size_t from = *at;
	while (*at < s->n && s->cell[*at].row == s->cell[from].row)
		++*at;
	*n = *at - from;
	return *n ? &s->cell[from] : NULL;
}

struct rows_place rows_place(int row, int col)
{
	struct rows_place p;
	if (col >= 1 && col <= 26)
		snprintf(p.z, sizeof p.z, "%c%d", 'A' + col - 1, row);
	else
		snprintf(p.z, sizeof p.z, "第 %d 行第 %d 列", row, col);
	return p;
}

enum err rows_job(struct arena *a, struct str input, struct buf *out, struct error *err)
{
	struct rows s;
	enum err e = rows_read(a, input, &s, err);
	if (e != OK)
		return e;
	rows_pack(out, &s);
	return buf_check(out, err);
}
