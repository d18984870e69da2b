#include "doc/grid_table.h"

#include <math.h>
#include <stdlib.h>

/* All in points.  Rules this close are one: a doubled border, or cells spaced by CSS. */
static const double SAME_EDGE = 2.5;
/* Edges gathered into one may not spread further than this. */
static const double EDGE_SPREAD = 4.0;
/* Pieces of one line: same position, and a gap no wider than that of a dashed line. */
static const double SAME_LINE = 0.8, DASH_GAP = 3.0;
/* Shorter pieces are no table rules (underlines of single letters, tick boxes). */
static const double LINE_MIN = 4.0;
/* A side of a grid position is closed when its rule covers this part of it. */
static const double CLOSED_PART = 0.5;

enum {
	REGION_ROWS_MAX = 2000,
	REGION_BOXES_MAX = 100000 /* grid positions of one table of one page */
};

/* A line at `at`, reaching from a to b along the other axis. */
struct span {
	double at, a, b;
	bool vertical;
	size_t set; /* union-find parent, then the root of its region */
};

static int cmp_double(const void *pa, const void *pb)
{
	double a = *(const double *)pa, b = *(const double *)pb;
	return (a > b) - (a < b);
}

static int cmp_span(const void *pa, const void *pb)
{
	const struct span *a = pa, *b = pb;
	if (a->vertical != b->vertical)
		return a->vertical - b->vertical;
	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	return (a->a > b->a) - (a->a < b->a);
}

static int cmp_start(const void *pa, const void *pb)
{
	const struct span *a = pa, *b = pb;
	return (a->a > b->a) - (a->a < b->a);
}

static int cmp_region(const void *pa, const void *pb)
{
	const struct span *a = pa, *b = pb;
	if (a->set != b->set)
		return a->set < b->set ? -1 : 1;
	return cmp_span(pa, pb);
}

/*
 * Joins the pieces of each line: spans of one direction whose position differs
 * by at most SAME_LINE and which touch, overlap or leave a dash gap.  In place;
 * returns how many lines are left, too short ones dropped.
 */
static size_t join_pieces(struct span *s, size_t n)
{
	qsort(s, n, sizeof *s, cmp_span);
	size_t out = 0;
	for (size_t i = 0; i < n;) {
		size_t end = i + 1;
		while (end < n && s[end].vertical == s[i].vertical &&
			s[end].at - s[i].at <= SAME_LINE)
			end++;
		qsort(s + i, end - i, sizeof *s, cmp_start);
		struct span line = s[i];
		for (size_t k = i + 1; k <= end; k++) {
			if (k < end && s[k].a <= line.b + DASH_GAP) {
				line.b = fmax(line.b, s[k].b);
				continue;
			}
			if (line.b - line.a >= LINE_MIN)
				s[out++] = line;
			if (k < end)
				line = s[k];
		}
		i = end;
	}
	return out;
}

static size_t find_root(struct span *s, size_t i)
{
	while (s[i].set != i) {
		s[i].set = s[s[i].set].set;
		i = s[i].set;
	}
	return i;
}

/*
 * Lines that cross or touch belong to one region; `set` becomes its root.  The
 * horizontal ones come first (cmp_span).  At most GRID_PAGE_LINES_MAX squared / 4 steps.
 */
static void find_regions(struct span *s, size_t n)
{
	size_t nh = 0;
	while (nh < n && !s[nh].vertical)
		nh++;
	for (size_t i = 0; i < n; i++)
		s[i].set = i;
	for (size_t i = 0; i < nh; i++) {
		for (size_t j = nh; j < n; j++) {
			if (s[j].at > s[i].b + SAME_EDGE)
				break;
			if (s[j].at < s[i].a - SAME_EDGE || s[i].at < s[j].a - SAME_EDGE ||
				s[i].at > s[j].b + SAME_EDGE)
				continue;
			size_t a = find_root(s, i), b = find_root(s, j);
			if (a != b)
				s[a > b ? a : b].set = a > b ? b : a;
		}
	}
	for (size_t i = 0; i < n; i++)
		s[i].set = find_root(s, i);
}

/* Height of a region, at the index of its root. */
struct extent {
	double y0, y1;
	size_t n;
};

/*
 * A vertical line that nothing touches belongs to the region of the same
 * height: where a page holds only a part of a spanning first cell, no
 * horizontal rule reaches the outer border of the table.
 */
static bool adopt_borders(struct arena *a, struct span *s, size_t n)
{
	struct extent *e = arena_array(a, struct extent, n);
	if (!e)
		return false;
	for (size_t i = 0; i < n; i++) {
		struct extent *x = &e[s[i].set];
		double y0 = s[i].vertical ? s[i].a : s[i].at, y1 = s[i].vertical ? s[i].b : s[i].at;
		x->y0 = x->n ? fmin(x->y0, y0) : y0;
		x->y1 = x->n ? fmax(x->y1, y1) : y1;
		x->n++;
	}
	for (size_t i = 0; i < n; i++) {
		if (!s[i].vertical || e[i].n != 1)
			continue;
		for (size_t k = 0; k < n; k++) {
			if (e[k].n > 1 && fabs(e[k].y0 - s[i].a) <= SAME_EDGE &&
				fabs(e[k].y1 - s[i].b) <= SAME_EDGE) {
				s[i].set = k;
				break;
			}
		}
	}
	return true;
}

/* Sorts positions and gathers close ones into one edge each (their middle).  Returns the count. */
static int gather_edges(double *v, size_t n)
{
	qsort(v, n, sizeof *v, cmp_double);
	int out = 0;
	for (size_t i = 0; i < n;) {
		size_t end = i + 1;
		while (end < n && v[end] - v[end - 1] <= SAME_EDGE && v[end] - v[i] <= EDGE_SPREAD)
			end++;
		v[out++] = (v[i] + v[end - 1]) / 2;
		i = end;
	}
	return out;
}

/* The edge nearest to v; n edges, n >= 1. */
static int nearest_edge(const double *edge, int n, double v)
{
	int lo = 0, hi = n - 1;
	while (hi - lo > 1) {
		int mid = lo + (hi - lo) / 2;
		if (edge[mid] <= v)
			lo = mid;
		else
			hi = mid;
	}
	return fabs(edge[hi] - v) < fabs(edge[lo] - v) ? hi : lo;
}

int grid_edge_index(const double *edge, int n, double v)
{
	if (n < 1 || v < edge[0] || v > edge[n])
		return -1;
	int lo = 0, hi = n;
	while (hi - lo > 1) {
		int mid = lo + (hi - lo) / 2;
		if (edge[mid] <= v)
			lo = mid;
		else
			hi = mid;
	}
	return lo;
}

/* Which sides of the grid positions are closed by a rule. */
struct walls {
	int rows, cols;
	double *left; /* rows * (cols + 1): covered length of the left side; the last is the right
		       */
	double *top;  /* (rows + 1) * cols */
};

static bool is_wall_left(const struct walls *w, const struct grid_table *t, int r, int c)
{
	return w->left[r * (w->cols + 1) + c] >= CLOSED_PART * (t->y[r + 1] - t->y[r]);
}

static bool is_wall_top(const struct walls *w, const struct grid_table *t, int r, int c)
{
	return w->top[r * w->cols + c] >= CLOSED_PART * (t->x[c + 1] - t->x[c]);
}

/* Adds to each interval of `edge` how much of it [a, b] covers; out has the given stride. */
static void cover(double *out, int stride, const double *edge, int n, double a, double b)
{
	int i = grid_edge_index(edge, n, fmax(a, edge[0]));
	for (; i >= 0 && i < n && edge[i] < b; i++) {
		double part = fmin(b, edge[i + 1]) - fmax(a, edge[i]);
		if (part > 0)
			out[i * stride] += part;
	}
}

/*
 * Column edges are the vertical rules and the ends of the horizontal ones (a
 * table may be open at its sides), row edges likewise (a row may be cut by the
 * page break).  False when the region is no table or too large for one.
 */
static bool find_edges(struct arena *a, const struct span *s, size_t n, struct grid_table *t)
{
	size_t nh = 0;
	while (nh < n && !s[nh].vertical)
		nh++;
	size_t nv = n - nh;
	if (nh < 1 || nv < 1)
		return false;
	t->x = arena_array(a, double, nv + 2);
	t->y = arena_array(a, double, nh + 2);
	if (!t->x || !t->y)
		return false;
	double x0 = s[0].a, x1 = s[0].b, y0 = s[nh].a, y1 = s[nh].b;
	for (size_t i = 0; i < n; i++) {
		if (s[i].vertical) {
			t->x[i - nh] = s[i].at;
			y0 = fmin(y0, s[i].a);
			y1 = fmax(y1, s[i].b);
		} else {
			t->y[i] = s[i].at;
			x0 = fmin(x0, s[i].a);
			x1 = fmax(x1, s[i].b);
		}
	}
	t->x[nv] = x0;
	t->x[nv + 1] = x1;
	t->y[nh] = y0;
	t->y[nh + 1] = y1;
	t->cols = gather_edges(t->x, nv + 2) - 1;
	t->rows = gather_edges(t->y, nh + 2) - 1;
	return t->cols >= 1 && t->rows >= 1 && t->cols <= DOC_TABLE_COLS_MAX &&
	       t->rows <= REGION_ROWS_MAX && t->rows * t->cols <= REGION_BOXES_MAX;
}

/* Marks which sides are closed; also whether the outer top and bottom are. */
static bool find_walls(
	struct arena *a, const struct span *s, size_t n, struct grid_table *t, struct walls *w)
{
	*w = (struct walls){ .rows = t->rows, .cols = t->cols };
	w->left = arena_array(a, double, (size_t)t->rows *(size_t)(t->cols + 1));
	w->top = arena_array(a, double, (size_t)(t->rows + 1) * (size_t)t->cols);
	if (!w->left || !w->top)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (s[i].vertical) {
			int c = nearest_edge(t->x, t->cols + 1, s[i].at);
			cover(w->left + c, t->cols + 1, t->y, t->rows, s[i].a, s[i].b);
		} else {
			int r = nearest_edge(t->y, t->rows + 1, s[i].at);
			cover(w->top + (size_t)r * (size_t)t->cols, 1, t->x, t->cols, s[i].a,
				s[i].b);
		}
	}
	double width = t->x[t->cols] - t->x[0], top = 0, bottom = 0;
	for (int c = 0; c < t->cols; c++) {
		top += w->top[c];
		bottom += w->top[(size_t)t->rows * (size_t)t->cols + (size_t)c];
	}
	t->open_top = top < CLOSED_PART * width;
	t->open_bottom = bottom < CLOSED_PART * width;
	return true;
}

/* Whether the positions r, c .. c+width-1 are free and joined to the row above and one another. */
static bool can_grow_down(
	const struct walls *w, const struct grid_table *t, int r, int c, int width)
{
	for (int k = c; k < c + width; k++) {
		if (t->owner[r * t->cols + k] >= 0 || is_wall_top(w, t, r, k))
			return false;
		if (k > c && is_wall_left(w, t, r, k))
			return false;
	}
	return true;
}

/*
 * Row by row, each free position starts a cell that grows right, then down,
 * until a rule stops it.  Missing inner rules thus become spans, and every
 * cell is a rectangle whatever the rules look like.
 */
static bool find_cells(struct arena *a, const struct walls *w, struct grid_table *t)
{
	size_t boxes = (size_t)t->rows * (size_t)t->cols;
	t->owner = arena_array(a, int, boxes);
	t->used = arena_array(a, unsigned char, boxes);
	t->cell = arena_array(a, struct grid_cell, boxes);
	if (!t->owner || !t->used || !t->cell)
		return false;
	for (size_t i = 0; i < boxes; i++)
		t->owner[i] = -1;
	for (int r = 0; r < t->rows; r++) {
		for (int c = 0; c < t->cols; c++) {
			if (t->owner[r * t->cols + c] >= 0)
				continue;
			int width = 1, height = 1;
			while (c + width < t->cols && t->owner[r * t->cols + c + width] < 0 &&
				!is_wall_left(w, t, r, c + width))
				width++;
			while (r + height < t->rows && can_grow_down(w, t, r + height, c, width))
				height++;
			for (int i = r; i < r + height; i++)
				for (int k = c; k < c + width; k++)
					t->owner[i * t->cols + k] = (int)t->n_cells;
			t->cell[t->n_cells++] = (struct grid_cell){ .row = r,
				.col = c,
				.rowspan = height,
				.colspan = width,
				.page = t->page };
		}
	}
	return true;
}

static int cmp_table(const void *pa, const void *pb)
{
	const struct grid_table *a = pa, *b = pb;
	return (a->y[0] > b->y[0]) - (a->y[0] < b->y[0]);
}

/* Turns each region (spans sorted by region) into a table when it is one. */
static enum err make_tables(struct arena *a, const struct span *s, size_t n, int page,
	struct grid_table **out, size_t *n_out, struct error *err)
{
	struct grid_table *list = NULL;
	size_t n_list = 0, cap = 0;
	for (size_t i = 0, end; i < n && n_list < GRID_TABLES_MAX; i = end) {
		for (end = i + 1; end < n && s[end].set == s[i].set; end++)
			;
		struct grid_table t = { .page = page, .last_page = page };
		struct walls w;
		if (end - i < 3 || !find_edges(a, s + i, end - i, &t) || t.rows * t.cols < 2)
			continue;
		if (!find_walls(a, s + i, end - i, &t, &w) || !find_cells(a, &w, &t))
			return arena_check(a, err);
		if (t.n_cells < 2)
			continue;
		struct grid_table *p = arena_grow(a, list, n_list, n_list + 1, &cap, sizeof *list);
		if (!p)
			return arena_check(a, err);
		list = p;
		list[n_list++] = t;
	}
	if (n_list > 1)
		qsort(list, n_list, sizeof *list, cmp_table);
	*out = list;
	*n_out = n_list;
	return arena_check(a, err);
}

/* Leaves those with several rows and columns; keeps the order. */
static size_t drop_simple(struct grid_table *t, size_t n)
{
	size_t kept = 0;
	for (size_t i = 0; i < n; i++)
		if (t[i].rows > 1 && t[i].cols > 1)
			t[kept++] = t[i];
	return kept;
}

/* The tables made of one set of rules. */
static enum err find_tables_of(struct arena *a, const struct grid_rule *rule, size_t n_rules,
	int page, struct grid_table **out, size_t *n_out, bool *too_many, struct error *err)
{
	if (n_rules == 0)
		return OK;
	struct span *s = arena_array(a, struct span, n_rules);
	if (!s)
		return arena_check(a, err);
	for (size_t i = 0; i < n_rules; i++) {
		const struct grid_rule *r = &rule[i];
		bool vertical = r->x0 == r->x1;
		s[i] = vertical ? (struct span){ r->x0, r->y0, r->y1, true, 0 }
				: (struct span){ r->y0, r->x0, r->x1, false, 0 };
	}
	size_t n = join_pieces(s, n_rules);
	if (n > GRID_PAGE_LINES_MAX) {
		*too_many = true;
		return OK;
	}
	if (n == 0)
		return OK;
	qsort(s, n, sizeof *s, cmp_span);
	find_regions(s, n);
	if (!adopt_borders(a, s, n))
		return arena_check(a, err);
	qsort(s, n, sizeof *s, cmp_region);
	return make_tables(a, s, n, page, out, n_out, err);
}

enum err grid_find_tables(struct arena *a, const struct grid_page *p, int page,
	struct grid_table **out, size_t *n_out, bool *too_many, struct error *err)
{
	*out = NULL;
	*n_out = 0;
	*too_many = false;
	enum err e = find_tables_of(a, p->rule, p->n_rules, page, out, n_out, too_many, err);
	if (e || *n_out > 0 || *too_many)
		return e;
	/* Lines of text on a shaded ground are no table. */
	e = find_tables_of(a, p->edge, p->n_edges, page, out, n_out, too_many, err);
	if (!e)
		*n_out = drop_simple(*out, *n_out);
	return e;
}
