#include "doc/xlsx.h"

#include "core/utf8.h"

#include <stdlib.h>

enum {
	SHEET_ROWS = 1048576, /* of Excel: 18.17 */
	SHEET_COLS = 16384,
	/* Positions looked at for merges in one sheet; more is an attack on time. */
	MERGE_WORK_MAX = 4 * DOC_TABLE_CELLS_MAX
};

struct sheet_cell {
	int row, col; /* from 0 */
	struct str text;
	bool computed; /* by a formula */
};

struct area {
	int row, col, last_row, last_col;
};

struct sheet {
	struct xlsx *book;
	struct sheet_cell *cell;
	size_t n, cap;
	bool is_sorted;
	struct area *merge;
	size_t n_merges, cap_merges;
	bool *hidden; /* SHEET_COLS columns: not shown */
	int n_hidden;
	int row, col;	  /* of the last cell, for files that leave the references out */
	struct area used; /* the smallest area with all text */
};

void xlsx_collect_text(struct xml *x, struct buf *b)
{
	int top = x->depth;
	while (xml_next_in(x, top)) {
		if (x->kind != XML_KIND_START)
			continue;
		if (x->tag == X_T)
			xml_collect(x, b);
		else if (x->tag == X_RPH)
			xml_skip(x);
	}
}

/* "C5" to row 4, column 2; false when it is no reference.  *end: bytes used. */
static bool parse_reference(struct str s, int *row, int *col, size_t *end)
{
	size_t i = 0;
	int c = 0, r = 0;
	for (; i < s.n && s.p[i] >= 'A' && s.p[i] <= 'Z' && c <= SHEET_COLS; i++)
		c = c * 26 + (s.p[i] - 'A' + 1);
	for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9' && r <= SHEET_ROWS; i++)
		r = r * 10 + (s.p[i] - '0');
	if (c < 1 || c > SHEET_COLS || r < 1 || r > SHEET_ROWS)
		return false;
	*row = r - 1;
	*col = c - 1;
	*end = i;
	return true;
}

static enum err read_merge(struct sheet *s, const struct xml *x, struct error *err)
{
	struct str ref = xml_attr(x, X_REF);
	struct area a;
	size_t end;
	if (!parse_reference(ref, &a.row, &a.col, &end) || end >= ref.n || ref.p[end] != ':' ||
		!parse_reference(str_sub(ref, end + 1, ref.n), &a.last_row, &a.last_col, &end) ||
		a.last_row < a.row || a.last_col < a.col)
		return OK;
	struct area *p = arena_grow(s->book->scratch, s->merge, s->n_merges, s->n_merges + 1,
		&s->cap_merges, sizeof *p);
	if (!p)
		return arena_check(s->book->scratch, err);
	s->merge = p;
	s->merge[s->n_merges++] = a;
	return OK;
}

/* Notes columns that are not shown; Excel writes at most one entry per column. */
static void read_column(struct sheet *s, const struct xml *x)
{
	struct str hidden = xml_attr(x, X_HIDDEN);
	if ((!str_is(hidden, "1") && !str_is(hidden, "true")) || s->n_hidden++ >= SHEET_COLS)
		return;
	int first = xml_attr_int(x, X_MIN, 1, 1, SHEET_COLS);
	int last = xml_attr_int(x, X_MAX, first, first, SHEET_COLS);
	memset(s->hidden + first - 1, true, (size_t)(last - first + 1));
}

/* A value as text, by the type of its cell (18.18.11). */
static enum err value_text(
	struct sheet *s, struct str type, struct str value, struct str *out, struct error *err)
{
	struct xlsx *book = s->book;
	if (str_is(type, "s")) {
		size_t at = 0;
		for (size_t i = 0; i < value.n && at <= book->n_shared; i++)
			at = value.p[i] >= '0' && value.p[i] <= '9'
				     ? at * 10 + (size_t)(value.p[i] - '0')
				     : SIZE_MAX / 2;
		if (value.n == 0 || at >= book->n_shared)
			return error_set(err, ERR_FORMAT, NULL,
				"电子表格已损坏：第 %d 行有单元格的文字找不到；请用 Excel、WPS "
				"打开后另存一份再试",
				s->row + 1);
		*out = book->shared[at];
		return OK;
	}
	if (str_is(type, "b")) {
		*out = str_is(value, "1") ? STR("TRUE") : STR("FALSE");
		return OK;
	}
	if (type.n && !str_is(type, "n")) {
		*out = arena_str(book->scratch, value);
		return arena_check(book->scratch, err);
	}
	struct buf b;
	buf_init(&b, value.n + 64);
	xlsx_print_number(&b, value);
	*out = arena_str(book->scratch, buf_view(&b));
	enum err e = buf_check(&b, err);
	buf_done(&b);
	return e ? e : arena_check(book->scratch, err);
}

/* Keeps a cell with text; blank ones exist by their position alone. */
static enum err add_cell(struct sheet *s, struct str text, bool computed, struct error *err)
{
	if (str_trim(text).n == 0)
		return OK;
	struct sheet_cell *p =
		arena_grow(s->book->scratch, s->cell, s->n, s->n + 1, &s->cap, sizeof *p);
	if (!p)
		return arena_check(s->book->scratch, err);
	s->cell = p;
	if (s->n == 0)
		s->used = (struct area){ s->row, s->col, s->row, s->col };
	else if (s->row < p[s->n - 1].row ||
		 (s->row == p[s->n - 1].row && s->col <= p[s->n - 1].col))
		s->is_sorted = false;
	struct area *u = &s->used;
	u->row = s->row < u->row ? s->row : u->row;
	u->col = s->col < u->col ? s->col : u->col;
	u->last_row = s->row > u->last_row ? s->row : u->last_row;
	u->last_col = s->col > u->last_col ? s->col : u->last_col;
	p[s->n++] = (struct sheet_cell){ s->row, s->col, text, computed };
	return OK;
}

/* c: one cell.  References may be missing, then cells follow one another. */
static enum err read_cell(struct sheet *s, struct xml *x, bool row_is_hidden, struct error *err)
{
	struct buf *b = &s->book->text;
	struct str type = arena_str(s->book->scratch, xml_attr(x, X_TYPE)), text = { NULL, 0 };
	size_t end;
	s->col = s->col + 1 < SHEET_COLS ? s->col + 1 : s->col;
	parse_reference(xml_attr(x, X_REF_R), &s->row, &s->col, &end);
	int top = x->depth;
	bool has_value = false, is_inline = false, computed = false;
	buf_clear(b);
	while (xml_next_in(x, top)) {
		if (x->kind != XML_KIND_START)
			continue;
		if (x->tag == X_V) {
			xml_collect(x, b);
			has_value = true;
		} else if (x->tag == X_IS) {
			xlsx_collect_text(x, b);
			has_value = is_inline = true;
		} else {
			computed |= x->tag == X_F;
			xml_skip(x);
		}
	}
	enum err e = buf_check(b, err);
	if (!has_value || e)
		return e;
	e = value_text(s, is_inline ? STR("inlineStr") : type, buf_view(b), &text, err);
	if (!e && (row_is_hidden || s->hidden[s->col])) {
		s->book->dropped_hidden |= str_trim(text).n > 0;
		return OK;
	}
	return e ? e : add_cell(s, text, computed, err);
}

static enum err read_row(struct sheet *s, struct xml *x, struct error *err)
{
	struct str hidden = xml_attr(x, X_HIDDEN);
	bool is_hidden = str_is(hidden, "1") || str_is(hidden, "true");
	s->row = xml_attr_int(x, X_REF_R, s->row + 2, 1, SHEET_ROWS) - 1;
	s->col = -1;
	int top = x->depth;
	enum err e = OK;
	while (!e && xml_next_in(x, top))
		if (x->kind == XML_KIND_START && x->tag == X_C)
			e = read_cell(s, x, is_hidden, err);
	return e;
}

static enum err read_sheet_events(struct xml *x, void *ctx, struct error *err)
{
	struct sheet *s = ctx;
	enum err e = OK;
	while (!e && xml_next(x)) {
		if (x->kind != XML_KIND_START)
			continue;
		if (x->tag == X_ROW)
			e = read_row(s, x, err);
		else if (x->tag == X_MERGE_CELL)
			e = read_merge(s, x, err);
		else if (x->tag == X_COL)
			read_column(s, x);
		else if (x->tag == X_DRAWING)
			s->book->pictures++;
		else if (x->tag == X_EXT_LST)
			xml_skip(x);
	}
	return e;
}

static int compare_cells(const void *a, const void *b)
{
	const struct sheet_cell *x = a, *y = b;
	int c = (x->row > y->row) - (x->row < y->row);
	return c ? c : (x->col > y->col) - (x->col < y->col);
}

/*
 * Notes in cover (one number per position of the used area) which merge lies
 * where: index + 1.  A merge is cut to the used area; one that overlaps another
 * is left out, Excel writes none.
 */
static enum err map_merges(struct sheet *s, int *cover, int cols, struct error *err)
{
	int64_t work = 0;
	for (size_t i = 0; i < s->n_merges; i++) {
		struct area *m = &s->merge[i];
		const struct area *u = &s->used;
		int top = m->row > u->row ? m->row : u->row,
		    left = m->col > u->col ? m->col : u->col;
		int bottom = m->last_row < u->last_row ? m->last_row : u->last_row;
		int right = m->last_col < u->last_col ? m->last_col : u->last_col;
		if (bottom < top || right < left)
			continue;
		work += (int64_t)(bottom - top + 1) * (right - left + 1);
		if (work > MERGE_WORK_MAX)
			return error_set(
				err, ERR_LIMIT, NULL, "电子表格里的合并单元格过多，无法处理");
		bool is_free = true;
		for (int r = top; r <= bottom && is_free; r++)
			for (int c = left; c <= right && is_free; c++)
				is_free = !cover[(r - u->row) * cols + c - u->col];
		for (int r = top; r <= bottom && is_free; r++)
			for (int c = left; c <= right; c++)
				cover[(r - u->row) * cols + c - u->col] = (int)i + 1;
		*m = (struct area){ top, left, bottom, right };
	}
	return OK;
}

/* Writes every position of the used area that no merge covers, row by row. */
static enum err write_cells(const struct sheet *s, const int *cover, struct str name,
	struct doc_table_builder *t, struct error *err)
{
	const struct area *u = &s->used;
	int cols = u->last_col - u->col + 1;
	size_t next = 0;
	enum err e = OK;
	for (int r = u->row; r <= u->last_row; r++)
		for (int c = u->col; c <= u->last_col && !e; c++) {
			struct str text = { NULL, 0 };
			struct doc_where where = { .row = r + 1, .col = c + 1, .sheet = name };
			if (next < s->n && s->cell[next].row == r && s->cell[next].col == c) {
				text = s->cell[next].text;
				where.computed = s->cell[next].computed;
			}
			/* A position given twice counts as it stands first. */
			while (next < s->n && s->cell[next].row == r && s->cell[next].col == c)
				next++;
			int k = cover[(r - u->row) * cols + c - u->col];
			const struct area *m = k ? &s->merge[k - 1] : NULL;
			if (m && (m->row != r || m->col != c))
				continue;
			e = doc_table_cell(t, r - u->row, c - u->col, m ? m->last_row - r + 1 : 1,
				m ? m->last_col - c + 1 : 1, text, &where, err);
		}
	return e;
}

static enum err write_sheet(struct sheet *s, struct str name, struct error *err)
{
	struct doc *d = s->book->doc;
	int64_t rows = s->used.last_row - s->used.row + 1,
		cols = s->used.last_col - s->used.col + 1;
	if (rows > DOC_TABLE_ROWS_MAX || cols > DOC_TABLE_COLS_MAX ||
		rows * cols > DOC_TABLE_CELLS_MAX)
		return error_set(err, ERR_LIMIT, NULL,
			"“%.*s”工作表有 %lld 行 %lld 列，超过 %d 行 %d "
			"列的上限；请删去报告以外的内容后再试",
			STR_ARG(name), (long long)rows, (long long)cols, DOC_TABLE_ROWS_MAX,
			DOC_TABLE_COLS_MAX);
	if (!s->is_sorted)
		qsort(s->cell, s->n, sizeof *s->cell, compare_cells);
	int *cover = arena_array(s->book->scratch, int, (size_t)(rows * cols));
	if (!cover)
		return arena_check(s->book->scratch, err);
	struct doc_table_builder *t;
	struct doc_where where = { .sheet = arena_str(d->arena, name) };
	enum err e = map_merges(s, cover, (int)cols, err);
	if (!e)
		e = doc_table_open(d, &t, err);
	if (!e)
		e = write_cells(s, cover, where.sheet, t, err);
	return e ? e : doc_table_close(t, &where, err);
}

enum err xlsx_read_sheet(struct xlsx *book, struct str bytes, struct str name, struct error *err)
{
	struct sheet s = { .book = book, .is_sorted = true, .row = -1, .col = -1 };
	s.hidden = arena_array(book->scratch, bool, SHEET_COLS);
	if (!s.hidden)
		return arena_check(book->scratch, err);
	enum err e = xml_read(bytes, &XLSX_WORDS, read_sheet_events, &s, err);
	if (e || s.n == 0)
		return e;
	return write_sheet(&s, name, err);
}
