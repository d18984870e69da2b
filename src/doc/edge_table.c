#include "doc/edge_table.h"

#include <stdlib.h>

enum {
	/*
	 * Edges closer than this are one column edge: rows dragged by hand in Word
	 * differ by a hair.  1 mm is 57 twips; no column with a number is so narrow.
	 */
	EDGE_TOLERANCE = 57,
	CELLS_MAX = 400000,
	EDGE_MAX = 100000 /* twips; Word's own limit is 31680 */
};

void edge_table_start(struct edge_table *t, struct doc *d)
{
	*t = (struct edge_table){ .doc = d };
}

static int clamp_edge(int x)
{
	return x > EDGE_MAX ? EDGE_MAX : x < -EDGE_MAX ? -EDGE_MAX : x;
}

/* Refuses tables beyond the limits before memory is taken for them. */
enum err edge_table_cell(struct edge_table *t, struct edge_cell c, struct error *err)
{
	struct arena *a = t->doc->arena;
	if (t->n >= CELLS_MAX || t->row >= DOC_TABLE_ROWS_MAX)
		return error_set(err, ERR_LIMIT, NULL,
			"文档中的表格过大（超过 %d 行或 %d 个单元格），无法处理",
			DOC_TABLE_ROWS_MAX, CELLS_MAX);
	struct edge_cell *p = arena_grow(a, t->cell, t->n, t->n + 1, &t->cap, sizeof *p);
	if (!p)
		return arena_check(a, err);
	t->cell = p;
	c.row = t->row;
	c.text = arena_str(a, c.text);
	t->cell[t->n++] = c;
	t->row_cells++;
	return arena_check(a, err);
}

struct edge_cell *edge_table_open_row(struct edge_table *t, int *n)
{
	*n = t->row_cells;
	return t->cell ? t->cell + t->n - t->row_cells : NULL;
}

void edge_table_end_row(struct edge_table *t)
{
	t->row += t->row_cells > 0;
	t->row_cells = 0;
}

static int compare_ints(const void *a, const void *b)
{
	int x = *(const int *)a, y = *(const int *)b;
	return (x > y) - (x < y);
}

static bool is_measured(const struct edge_cell *c)
{
	return c->right >= c->left && (c->left || c->right);
}

/*
 * All edges in order, those within the tolerance as one.  NULL without memory;
 * *n is 0 when a row is not measured or the columns would be too many: then
 * cells are placed by counting.
 */
static int *collect_edges(struct edge_table *t, int *n)
{
	int *edge = arena_array(t->doc->arena, int, t->n * 2 + 1);
	size_t k = 0;
	*n = 0;
	if (!edge)
		return NULL;
	for (size_t i = 0; i < t->n; i++) {
		t->cell[i].left = clamp_edge(t->cell[i].left);
		t->cell[i].right = clamp_edge(t->cell[i].right);
		if (!is_measured(&t->cell[i]))
			return edge;
		edge[k++] = t->cell[i].left;
		edge[k++] = t->cell[i].right;
	}
	qsort(edge, k, sizeof *edge, compare_ints);
	size_t kept = 0;
	for (size_t i = 0; i < k; i++)
		if (kept == 0 || edge[i] - edge[kept - 1] > EDGE_TOLERANCE)
			edge[kept++] = edge[i];
	*n = kept - 1 <= DOC_TABLE_COLS_MAX ? (int)kept : 0;
	return edge;
}

/* Index of the edge that stands for x: the last one that is not right of it. */
static int find_edge(const int *edge, int n, int x)
{
	int low = 0, high = n;
	while (high - low > 1) {
		int mid = low + (high - low) / 2;
		if (edge[mid] <= x)
			low = mid;
		else
			high = mid;
	}
	return low;
}

struct placed {
	struct edge_cell *cell;
	int row, col, colspan, rowspan;
};

/* Appends the text of a merged cell that is not blank to the cell that swallows it. */
static void swallow(struct arena *a, struct placed *into, const struct edge_cell *c)
{
	if (str_trim(c->text).n == 0)
		return;
	if (str_trim(into->cell->text).n == 0)
		into->cell->text = c->text;
	else
		into->cell->text =
			arena_fmt(a, "%.*s\n%.*s", STR_ARG(into->cell->text), STR_ARG(c->text));
}

/* Gives every cell its place and span; merged cells disappear into their first. */
static size_t place_cells(struct edge_table *t, const int *edge, int n_edges, struct placed *out)
{
	size_t n = 0, above[DOC_TABLE_COLS_MAX] = { 0 }; /* 1 + index of the open column merge */
	int row = -1, next = 0;
	struct placed *left = NULL;
	for (size_t i = 0; i < t->n; i++) {
		struct edge_cell *c = &t->cell[i];
		if (c->row != row) {
			row = c->row;
			next = 0;
			left = NULL;
		}
		int col = n_edges ? find_edge(edge, n_edges, c->left) : next;
		int end = n_edges ? find_edge(edge, n_edges, c->right) : next + 1;
		next = end = end > col ? end : col + 1;
		if (col >= DOC_TABLE_COLS_MAX)
			continue;
		struct placed *up = above[col] ? &out[above[col] - 1] : NULL;
		if (c->joins_left && left) {
			left->colspan = end - left->col;
			swallow(t->doc->arena, left, c);
			continue;
		}
		if (c->joins_above && up && up->col == col && up->row + up->rowspan == row) {
			up->rowspan++;
			swallow(t->doc->arena, up, c);
			left = NULL;
			continue;
		}
		out[n] = (struct placed){ c, row, col, end - col, 1 };
		left = &out[n++];
		above[col] = c->starts_column || c->joins_above ? n : 0;
	}
	return n;
}

/* Edges, places, then the grid; cells come in reading order, as the grid needs. */
static enum err build(struct edge_table *t, struct error *err)
{
	int n_edges;
	struct doc_table_builder *b;
	struct placed *p = arena_array(t->doc->arena, struct placed, t->n);
	int *edge = collect_edges(t, &n_edges);
	if (!p || !edge)
		return arena_check(t->doc->arena, err);
	size_t n = place_cells(t, edge, n_edges, p);
	enum err e = doc_table_open(t->doc, &b, err);
	for (size_t i = 0; !e && i < n; i++)
		e = doc_table_cell(b, p[i].row, p[i].col, p[i].rowspan, p[i].colspan,
			p[i].cell->text, NULL, err);
	return e ? e : doc_table_close(b, NULL, err);
}

enum err edge_table_finish(struct edge_table *t, struct error *err)
{
	enum err e = t->n ? build(t, err) : OK;
	edge_table_start(t, t->doc);
	return e;
}
