/*
 * Plain text, Markdown and CSV (study/documents.md section 5).
 *
 * Layouts met in the wild: cells separated by tabs; one cell per line behind a
 * tab, a blank line ends the row; "a | b |"; Markdown tables; CSV.  What only
 * looks aligned stays a paragraph with its blanks, for the stream recogniser.
 */
#include "doc/read.h"

#include "core/utf8.h"

enum {
	CONTINUATION_MAX = 30, /* characters of a line that may still belong to the cell above */
	CELL_MEAN_MAX = 24,    /* characters; a run of longer "cells" is indented prose */
	CSV_COMMAS = 6,
	CSV_LINES = 12
};

enum line_kind { LINE_BLANK, LINE_PLAIN, LINE_TAB_ROW, LINE_TAB_CELL, LINE_PIPE };

struct text_line {
	struct str s;
	enum line_kind kind;
};

struct text {
	struct arena *a;
	struct doc *d;
	struct text_line *line;
	size_t n;
};

static bool only_white(struct str s)
{
	return str_trim(s).n == 0;
}

static enum line_kind kind_of(struct str s)
{
	size_t leading = 0;
	while (leading < s.n && s.p[leading] == '\t')
		leading++;
	struct str rest = str_sub(s, leading, s.n);
	if (str_has(rest, "|") || str_has(rest, "｜") || str_has(rest, "│"))
		return LINE_PIPE;
	bool inner = rest.n && memchr(rest.p, '\t', rest.n) != NULL;
	if (inner && !only_white(rest))
		return LINE_TAB_ROW;
	if (leading == 1)
		return LINE_TAB_CELL;
	if (leading > 1)
		return LINE_TAB_ROW;
	return only_white(s) ? LINE_BLANK : LINE_PLAIN;
}

static enum err split_lines(struct text *t, struct str s, struct error *err)
{
	size_t count = 1;
	for (size_t i = 0; i < s.n; i++)
		count += s.p[i] == '\n';
	if (count > DOC_BLOCKS_MAX)
		return error_set(err, ERR_LIMIT, NULL, "文本超过 %d 行，不像一份年度报告", DOC_BLOCKS_MAX);
	t->line = arena_array(t->a, struct text_line, count);
	if (!t->line)
		return arena_check(t->a, err);
	struct str line;
	while (t->n < count && str_next_line(&s, &line)) {
		t->line[t->n].kind = kind_of(line);
		t->line[t->n++].s = line;
	}
	return OK;
}

static struct doc_where line_where(size_t i)
{
	return (struct doc_where){ .line = (int)i + 1 };
}

/* --- tabs: one row per line ----------------------------------------------- */

static enum err read_tab_rows(struct text *t, size_t *at, struct error *err)
{
	struct doc_table_builder *b;
	enum err e = doc_table_open(t->d, &b, err);
	int row = 0;
	struct doc_where first = line_where(*at);
	for (; !e && *at < t->n && (t->line[*at].kind == LINE_TAB_ROW ||
				t->line[*at].kind == LINE_TAB_CELL);
		(*at)++, row++) {
		struct str s = t->line[*at].s;
		struct doc_where w = line_where(*at);
		for (int col = 0; !e; col++) {
			size_t tab = str_find(s, STR("\t"), 0);
			e = doc_table_cell(b, row, col, 1, 1, str_sub(s, 0, tab), &w, err);
			if (tab >= s.n)
				break;
			s = str_sub(s, tab + 1, s.n);
		}
	}
	return e ? e : doc_table_close(b, &first, err);
}

/* --- tabs: one cell per line ----------------------------------------------- */

/* First line after the run of cells that starts at `from`. */
static size_t cell_run_end(const struct text *t, size_t from)
{
	size_t i = from;
	while (i < t->n) {
		enum line_kind k = t->line[i].kind;
		if (k == LINE_TAB_CELL) {
			i++;
		} else if (k == LINE_BLANK) {
			if (i + 1 >= t->n || t->line[i + 1].kind != LINE_TAB_CELL)
				return i;
			i++;
		} else if (k == LINE_PLAIN && i > from && t->line[i - 1].kind != LINE_BLANK &&
			utf8_length(t->line[i].s) <= CONTINUATION_MAX) {
			i++;
		} else {
			return i;
		}
	}
	return i;
}

/* Are these lines cells, or paragraphs that were indented with a tab? */
static bool are_cells(const struct text *t, size_t from, size_t to)
{
	size_t cells = 0, length = 0;
	for (size_t i = from; i < to; i++) {
		cells += t->line[i].kind == LINE_TAB_CELL;
		length += utf8_length(t->line[i].s);
	}
	return cells >= 2 && length <= cells * CELL_MEAN_MAX;
}

static enum err read_cell_lines(struct text *t, size_t from, size_t to, struct error *err)
{
	struct doc_table_builder *b;
	enum err e = doc_table_open(t->d, &b, err);
	struct doc_where first = line_where(from);
	int row = 0, col = 0;
	for (size_t i = from; !e && i < to;) {
		if (t->line[i].kind == LINE_BLANK) {
			row += col > 0;
			col = 0;
			i++;
			continue;
		}
		struct doc_where w = line_where(i);
		struct buf cell;
		buf_init(&cell, 1 << 20);
		buf_str(&cell, str_sub(t->line[i].s, 1, t->line[i].s.n));
		for (i++; i < to && t->line[i].kind == LINE_PLAIN; i++) {
			buf_char(&cell, '\n');
			buf_str(&cell, t->line[i].s);
		}
		e = doc_table_cell(b, row, col++, 1, 1, buf_view(&cell), &w, err);
		buf_done(&cell);
	}
	return e ? e : doc_table_close(b, &first, err);
}

/* --- bars -------------------------------------------------------------------- */

/* A line that only draws: |---|:--:|, +---+, ├──┼──┤. */
static bool is_rule(struct str s)
{
	size_t dashes = 0;
	for (size_t at = 0; at < s.n;) {
		int32_t cp = utf8_next(s, &at);
		if (cp == '-' || cp == '=' || (cp >= 0x2500 && cp <= 0x257F && cp != 0x2502))
			dashes++;
		else if (cp != '|' && cp != '+' && cp != ':' && cp != 0x2502 && !utf8_is_space(cp))
			return false;
	}
	return dashes >= 2;
}

/* Next cell of a bar line; false at the end.  "\|" is a bar inside a cell. */
static bool next_bar_cell(struct str *rest, struct str *cell, bool *bar)
{
	if (rest->n == 0 && !*bar)
		return false;
	size_t at = 0;
	*bar = false;
	while (at < rest->n) {
		size_t start = at;
		int32_t cp = utf8_next(*rest, &at);
		if (cp == '\\' && at < rest->n && rest->p[at] == '|') {
			at++;
			continue;
		}
		if (cp == '|' || cp == 0xFF5C || cp == 0x2502) {
			*cell = str_sub(*rest, 0, start);
			*rest = str_sub(*rest, at, rest->n);
			*bar = true;
			return true;
		}
	}
	*cell = *rest;
	*rest = str_sub(*rest, rest->n, rest->n);
	return true;
}

/* Without the bars that frame the line. */
static struct str bar_line(struct str s)
{
	static const struct str bars[] = { STR_INIT("|"), STR_INIT("｜"), STR_INIT("│") };
	s = str_trim(s);
	for (size_t i = 0; i < sizeof bars / sizeof bars[0]; i++) {
		if (str_starts(s, bars[i]))
			s = str_sub(s, bars[i].n, s.n);
		if (str_ends(s, bars[i]))
			s = str_sub(s, 0, s.n - bars[i].n);
	}
	return s;
}

static size_t count_bar_cells(struct str s)
{
	size_t n = 0;
	bool bar = false;
	struct str cell;
	while (next_bar_cell(&s, &cell, &bar))
		n++;
	return n;
}

/* The cells of one row of a table drawn with +---+ lines, which may take several text lines. */
struct drawn_row {
	struct str cell[DOC_TABLE_COLS_MAX];
	int n;
	struct doc_where where;
};

static void add_drawn_line(struct arena *a, struct drawn_row *r, struct str s)
{
	bool bar = false;
	struct str cell;
	for (int col = 0; col < DOC_TABLE_COLS_MAX && next_bar_cell(&s, &cell, &bar); col++) {
		cell = str_trim(cell);
		if (col >= r->n)
			r->cell[r->n++] = cell;
		else if (r->cell[col].n && cell.n)
			r->cell[col] = arena_fmt(a, "%.*s\n%.*s", STR_ARG(r->cell[col]), STR_ARG(cell));
		else if (cell.n)
			r->cell[col] = cell;
	}
}

static enum err put_drawn_row(struct doc_table_builder *b, int *row, struct drawn_row *r,
	struct error *err)
{
	enum err e = OK;
	for (int col = 0; !e && col < r->n; col++)
		e = doc_table_cell(b, *row, col, 1, 1, r->cell[col], &r->where, err);
	*row += r->n > 0;
	r->n = 0;
	return e;
}

/* Lines [*at, end) of a drawn table: each +---+ line ends a row. */
static enum err read_drawn(struct text *t, size_t *at, size_t end, struct error *err)
{
	struct doc_table_builder *b;
	struct doc_where first = line_where(*at);
	struct drawn_row *r = arena_one(t->a, struct drawn_row);
	if (!r)
		return arena_check(t->a, err);
	enum err e = doc_table_open(t->d, &b, err);
	int row = 0;
	for (; !e && *at < end; (*at)++) {
		if (is_rule(t->line[*at].s)) {
			e = put_drawn_row(b, &row, r, err);
			continue;
		}
		if (r->n == 0)
			r->where = line_where(*at);
		add_drawn_line(t->a, r, bar_line(t->line[*at].s));
	}
	e = e ? e : arena_check(t->a, err);
	e = e ? e : put_drawn_row(b, &row, r, err);
	return e ? e : doc_table_close(b, &first, err);
}

static enum err read_bars(struct text *t, size_t *at, struct error *err)
{
	size_t end = *at, single = 0, rows = 0;
	bool drawn = false;
	for (; end < t->n && (t->line[end].kind == LINE_PIPE || is_rule(t->line[end].s)); end++) {
		if (is_rule(t->line[end].s)) {
			drawn |= str_starts(str_trim(t->line[end].s), STR("+"));
			continue;
		}
		rows++;
		single += count_bar_cells(bar_line(t->line[end].s)) <= 1;
	}
	if (drawn)
		return read_drawn(t, at, end, err);
	struct doc_table_builder *b;
	struct doc_where first = line_where(*at);
	enum err e = doc_table_open(t->d, &b, err);
	/* One cell per line behind a bar has no rows to speak of: paragraphs, read as a stream. */
	bool stream = single * 2 > rows;
	for (int row = 0; !e && *at < end; (*at)++) {
		struct str s = bar_line(t->line[*at].s), cell;
		struct doc_where w = line_where(*at);
		if (is_rule(t->line[*at].s))
			continue;
		if (stream) {
			e = doc_add_text(t->d, 0, s, STR(""), &w, err);
			continue;
		}
		bool bar = false;
		for (int col = 0; !e && next_bar_cell(&s, &cell, &bar); col++)
			e = doc_table_cell(b, row, col, 1, 1, str_trim(cell), &w, err);
		row++;
	}
	return e ? e : doc_table_close(b, &first, err);
}

/* --- CSV ---------------------------------------------------------------------- */

static bool is_csv(const struct text *t)
{
	size_t lines = 0;
	for (size_t i = 0; i < t->n; i++) {
		size_t commas = 0;
		for (size_t k = 0; k < t->line[i].s.n; k++)
			commas += t->line[i].s.p[k] == ',';
		lines += commas >= CSV_COMMAS;
	}
	return lines >= CSV_LINES;
}

/* One CSV field (RFC 4180) off *rest into b; true when the row goes on. */
static bool next_csv_field(struct str *rest, struct buf *b, int *line)
{
	size_t i = 0;
	bool quoted = rest->n && rest->p[0] == '"';
	if (quoted)
		i = 1;
	for (; i < rest->n; i++) {
		char c = rest->p[i];
		if (quoted && c == '"') {
			if (i + 1 < rest->n && rest->p[i + 1] == '"')
				i++;
			else {
				quoted = false;
				continue;
			}
		} else if (!quoted && (c == ',' || c == '\n')) {
			*rest = str_sub(*rest, i + 1, rest->n);
			*line += c == '\n';
			return c == ',';
		} else if (!quoted && c == '\r') {
			continue;
		}
		*line += c == '\n';
		buf_char(b, c);
	}
	*rest = str_sub(*rest, rest->n, rest->n);
	return false;
}

static enum err read_csv(struct text *t, struct str s, struct error *err)
{
	struct doc_table_builder *b;
	enum err e = doc_table_open(t->d, &b, err);
	struct buf field;
	buf_init(&field, 1 << 20);
	int line = 1;
	for (int row = 0; !e && s.n; row++) {
		bool more = true;
		for (int col = 0; !e && more; col++) {
			struct doc_where w = { .line = line };
			buf_clear(&field);
			more = next_csv_field(&s, &field, &line);
			e = doc_table_cell(b, row, col, 1, 1, buf_view(&field), &w, err);
		}
	}
	buf_done(&field);
	return e ? e : doc_table_close(b, NULL, err);
}

/* --- prose ----------------------------------------------------------------------- */

/* A Markdown heading's level, 0 for other lines; takes the signs off. */
static int markdown_level(struct str *s)
{
	size_t n = 0;
	while (n < s->n && n < 6 && s->p[n] == '#')
		n++;
	if (n == 0 || n >= s->n || s->p[n] != ' ')
		return 0;
	*s = str_trim(str_sub(*s, n, s->n));
	return (int)n;
}

static enum err read_plain(struct text *t, size_t i, struct error *err)
{
	struct doc_where w = line_where(i);
	struct str s = t->line[i].s;
	int level = markdown_level(&s);
	if (is_rule(s))
		return OK;
	if (str_ends(s, STR("\\"))) /* a line break of Markdown */
		s = str_sub(s, 0, s.n - 1);
	if (str_starts(s, STR("**")) && str_ends(s, STR("**")) && s.n > 4)
		s = str_sub(s, 2, s.n - 2);
	return doc_add_text(t->d, level, s, STR(""), &w, err);
}

enum err doc_read_text(struct arena *a, struct str bytes, struct doc **out, struct error *err)
{
	struct text t = { .a = a };
	struct str s;
	bool lossy;
	enum err e = doc_decode(a, bytes, &s, &lossy, err);
	e = e ? e : doc_new(a, DOC_FORMAT_TEXT, &t.d, err);
	e = e ? e : split_lines(&t, s, err);
	if (e)
		return e;
	if (lossy)
		doc_warn(t.d, "encoding.lossy", "文件中有无法识别的字符，已用“\xEF\xBF\xBD”代替");
	if (is_csv(&t)) {
		e = read_csv(&t, s, err);
		if (!e)
			*out = t.d;
		return e;
	}
	for (size_t i = 0; !e && i < t.n;) {
		size_t end;
		switch (t.line[i].kind) {
		case LINE_TAB_ROW:
			e = read_tab_rows(&t, &i, err);
			break;
		case LINE_PIPE:
			e = read_bars(&t, &i, err);
			break;
		case LINE_TAB_CELL:
			end = cell_run_end(&t, i);
			if (are_cells(&t, i, end)) {
				e = read_cell_lines(&t, i, end, err);
				i = end;
				break;
			}
			e = read_plain(&t, i++, err);
			break;
		case LINE_PLAIN:
			e = read_plain(&t, i++, err);
			break;
		default:
			i++;
		}
	}
	if (!e)
		*out = t.d;
	return e;
}
