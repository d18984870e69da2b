/* Tables after their words were placed: empty slivers out, halves over a page break joined. */
#include "doc/grid_table.h"

#include <math.h>

/* Points.  A column or row narrower than this holds no text; it is the gap of a doubled rule. */
static const double COLUMN_MIN = 6.0, ROW_MIN = 5.0;
/* Column edges of the two halves of a table may differ this much. */
static const double JOIN_EDGE = 3.0;
/* Left and right pages may have different margins, but not by more than this. */
static const double JOIN_SHIFT_MAX = 90.0;

enum {
	JOIN_EXTRA_EDGES = 2, /* edges only one of the halves has, e.g. those of the header */
	HEADER_ROWS_MAX = 6,
	CUT_NUMBERS_MIN = 3 /* numbers of the upper half that show a cut row */
};

/* A line of text that takes this part of its cell's width is full. */
static const double FULL_CELL = 0.7;

/*
 * Fills map[0..n]: the new index of each old edge when empty slivers are gone.
 * `used` says for n intervals whether a word stands there.  Returns the new count.
 */
static int map_edges(int *map, const double *edge, int n, const unsigned char *used, double min)
{
	int kept = 0;
	for (int i = 0; i < n; i++) {
		map[i] = kept;
		if (used[i] || edge[i + 1] - edge[i] >= min)
			kept++;
	}
	map[n] = kept;
	return kept;
}

/* Moves the edges to their new places: the first of those that fall together stays. */
static void move_edges(double *edge, int n, const int *map)
{
	double last = edge[n];
	for (int i = n - 1; i >= 0; i--)
		if (map[i + 1] > map[i])
			edge[map[i]] = edge[i];
	edge[map[n]] = last;
}

enum err grid_drop_slivers(struct arena *a, struct grid_table *t, struct error *err)
{
	size_t rows = (size_t)t->rows, cols = (size_t)t->cols;
	int *row = arena_array(a, int, rows + 1), *col = arena_array(a, int, cols + 1);
	unsigned char *row_used = arena_array(a, unsigned char, rows);
	unsigned char *col_used = arena_array(a, unsigned char, cols);
	if (!row || !col || !row_used || !col_used)
		return arena_check(a, err);
	for (size_t i = 0; i < rows * cols; i++) {
		row_used[i / cols] |= t->used[i];
		col_used[i % cols] |= t->used[i];
	}
	int new_rows = map_edges(row, t->y, t->rows, row_used, ROW_MIN);
	int new_cols = map_edges(col, t->x, t->cols, col_used, COLUMN_MIN);
	move_edges(t->y, t->rows, row);
	move_edges(t->x, t->cols, col);
	size_t n = 0;
	for (size_t i = 0; i < t->n_cells; i++) {
		struct grid_cell c = t->cell[i];
		int r = row[c.row], k = col[c.col];
		c.rowspan = row[c.row + c.rowspan] - r;
		c.colspan = col[c.col + c.colspan] - k;
		c.row = r;
		c.col = k;
		if (c.rowspan > 0 && c.colspan > 0)
			t->cell[n++] = c;
	}
	t->n_cells = n;
	t->rows = new_rows;
	t->cols = new_cols;
	t->owner = NULL;
	t->used = NULL;
	return OK;
}

/*
 * Merges two rising lists of edges (b moved by shift) and tells where each edge
 * of both went; edges closer than JOIN_EDGE are one.  Returns the number of edges.
 */
static int merge_edges(double *out, const double *a, int na, int *map_a, const double *b, int nb,
	int *map_b, double shift)
{
	int i = 0, k = 0, n = 0;
	while (i < na || k < nb) {
		double va = i < na ? a[i] : INFINITY, vb = k < nb ? b[k] + shift : INFINITY;
		out[n] = fmin(va, vb);
		if (va <= vb + JOIN_EDGE && i < na)
			map_a[i++] = n;
		if (vb <= va + JOIN_EDGE && k < nb)
			map_b[k++] = n;
		n++;
	}
	return n;
}

static void move_columns(struct grid_cell *cell, size_t n, const int *map)
{
	for (size_t i = 0; i < n; i++) {
		int from = map[cell[i].col], to = map[cell[i].col + cell[i].colspan];
		cell[i].col = from;
		cell[i].colspan = to - from;
	}
}

/* The cell whose last row is `row` and which covers exactly these columns, or NULL. */
static struct grid_cell *find_bottom_cell(
	struct grid_cell *cell, size_t n, int row, int col, int colspan)
{
	for (size_t i = n; i-- > 0;)
		if (cell[i].row + cell[i].rowspan - 1 == row && cell[i].col == col &&
			cell[i].colspan == colspan)
			return &cell[i];
	return NULL;
}

static bool same_cell(const struct grid_cell *a, const struct grid_cell *b)
{
	return a->row == b->row && a->col == b->col && a->rowspan == b->rowspan &&
	       a->colspan == b->colspan && str_eq(a->text, b->text);
}

/*
 * How many rows at the top of `next` repeat the first rows of t, cell for cell.
 * Only whole rows count: no cell may reach out of them.
 */
static int count_repeated_rows(
	const struct grid_table *t, const struct grid_cell *next, size_t n, int next_rows)
{
	int whole = 0, reach = 0;
	bool text = false;
	for (size_t i = 0; i < n && i < t->n_cells; i++) {
		const struct grid_cell *c = &next[i];
		if (c->row >= reach && c->row > 0 && text)
			whole = c->row;
		if (c->row >= HEADER_ROWS_MAX || !same_cell(&t->cell[i], c))
			break;
		text = text || c->text.n > 0;
		if (c->row + c->rowspan > reach)
			reach = c->row + c->rowspan;
	}
	return whole < next_rows ? whole : 0;
}

static struct str join_text(struct arena *a, struct str x, struct str y)
{
	if (x.n == 0 || y.n == 0)
		return x.n ? x : y;
	return arena_fmt(a, "%.*s\n%.*s", STR_ARG(x), STR_ARG(y));
}

static bool has_digit(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] >= '0' && s.p[i] <= '9')
			return true;
	return false;
}

/* 3. or （四）: the start of an item, not the rest of one. */
static bool starts_item(struct str s)
{
	size_t n = 0;
	while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9')
		n++;
	struct str rest = str_sub(s, n, s.n);
	return str_starts(s, STR("（")) || str_starts(s, STR("(")) ||
	       (n > 0 && (str_starts(rest, STR(".")) || str_starts(rest, STR("．")) ||
				 str_starts(rest, STR("、"))));
}

/*
 * Whether the first row of `next` is the rest of the last row of t.  Some
 * producers draw no rule at a page break even between two rows, so the text
 * must agree: a number stands in one half only, and the rest of a label does
 * not start like a label.
 */
static bool can_join_rows(const struct grid_table *t, const struct grid_cell *next, size_t n)
{
	for (size_t i = 0; i < n && next[i].row == 0; i++) {
		const struct grid_cell *above = find_bottom_cell(
			t->cell, t->n_cells, t->rows - 1, next[i].col, next[i].colspan);
		if (!above)
			return false;
		if (above->text.n == 0 || next[i].text.n == 0)
			continue;
		if (starts_item(next[i].text) ||
			(has_digit(above->text) && has_digit(next[i].text)))
			return false;
	}
	return true;
}

/*
 * Other producers do close both halves of a cut row with a rule.  It shows by
 * the text alone: below a full line goes on what is no item of its own, and
 * the numbers stand in the upper half only.
 */
static bool is_closed_cut(const struct grid_table *t, const struct grid_cell *next, size_t n)
{
	int numbers = 0, labels = 0;
	for (size_t i = 0; i < n && next[i].row == 0; i++) {
		const struct grid_cell *above = find_bottom_cell(
			t->cell, t->n_cells, t->rows - 1, next[i].col, next[i].colspan);
		if (!above || (next[i].text.n && starts_item(next[i].text)))
			return false;
		if (next[i].text.n == 0) {
			numbers += has_digit(above->text);
			continue;
		}
		if (next[i].rowspan > 1)
			continue; /* a group label beside the row */
		if (above->fill < FULL_CELL || has_digit(next[i].text))
			return false;
		labels++;
	}
	return labels > 0 && numbers >= CUT_NUMBERS_MIN;
}

/*
 * Appends the cells, `skip` header rows left out.  In a cut row (`cut`) each
 * cell goes on in its counterpart above.  Else only a cell that spans rows and
 * is empty on one of the pages does: its text was printed on the other.
 */
static enum err append_cells(struct arena *a, struct grid_table *t, const struct grid_table *next,
	const struct grid_cell *cell, int skip, bool cut, struct error *err)
{
	struct grid_cell *all = arena_array(a, struct grid_cell, t->n_cells + next->n_cells);
	if (!all)
		return arena_check(a, err);
	if (t->n_cells)
		memcpy(all, t->cell, t->n_cells * sizeof *all);
	size_t n = t->n_cells;
	int offset = t->rows - skip - (cut ? 1 : 0);
	for (size_t i = 0; i < next->n_cells; i++) {
		struct grid_cell c = cell[i];
		if (c.row < skip)
			continue;
		struct grid_cell *above = NULL;
		if (c.row == skip)
			above = find_bottom_cell(all, t->n_cells, t->rows - 1, c.col, c.colspan);
		bool spanning = above && (above->rowspan > 1 || c.rowspan > 1) &&
				(above->text.n == 0 || c.text.n == 0);
		if (above && (cut || spanning)) {
			above->text = join_text(a, above->text, c.text);
			above->rowspan += c.rowspan - (cut ? 1 : 0);
			continue;
		}
		c.row += offset;
		all[n++] = c;
	}
	t->cell = all;
	t->n_cells = n;
	t->rows = offset + next->rows;
	return arena_check(a, err);
}

enum err grid_join_tables(struct arena *a, struct grid_table *t, const struct grid_table *next,
	bool *joined, struct error *err)
{
	*joined = false;
	double shift = t->x[0] - next->x[0];
	double width = t->x[t->cols] - t->x[0], other = next->x[next->cols] - next->x[0];
	if (fabs(width - other) > JOIN_EDGE || fabs(shift) > JOIN_SHIFT_MAX)
		return OK;
	size_t na = (size_t)t->cols + 1, nb = (size_t)next->cols + 1;
	double *x = arena_array(a, double, na + nb);
	int *map_a = arena_array(a, int, na), *map_b = arena_array(a, int, nb);
	struct grid_cell *cell = arena_array(a, struct grid_cell, next->n_cells);
	if (!x || !map_a || !map_b || !cell)
		return arena_check(a, err);
	int n = merge_edges(x, t->x, (int)na, map_a, next->x, (int)nb, map_b, shift);
	int most = t->cols > next->cols ? t->cols : next->cols;
	if (n - 1 > most + JOIN_EXTRA_EDGES || n - 1 > DOC_TABLE_COLS_MAX)
		return OK;
	move_columns(t->cell, t->n_cells, map_a);
	memcpy(cell, next->cell, next->n_cells * sizeof *cell);
	move_columns(cell, next->n_cells, map_b);
	t->x = x;
	t->cols = n - 1;
	bool cut = (t->open_bottom || next->open_top) ? can_join_rows(t, cell, next->n_cells)
						      : is_closed_cut(t, cell, next->n_cells);
	int skip = cut ? 0 : count_repeated_rows(t, cell, next->n_cells, next->rows);
	enum err e = append_cells(a, t, next, cell, skip, cut, err);
	if (e)
		return e;
	t->open_bottom = next->open_bottom;
	t->last_page = next->page;
	*joined = true;
	return OK;
}
