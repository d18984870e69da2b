#include "doc/grid_path.h"

#include <math.h>

/* Nested rectangles filled together with gaps up to this (points) are a border. */
static const double FRAME_MAX = 3.5;

struct grid_point {
	double x, y;
};

/* Points from `first` up to the next subpath's. */
struct grid_subpath {
	size_t first;
	bool closed, curved;
};

struct grid_matrix grid_matrix_multiply(struct grid_matrix m, struct grid_matrix n)
{
	return (struct grid_matrix){ m.a * n.a + m.b * n.c, m.a * n.b + m.b * n.d,
		m.c * n.a + m.d * n.c, m.c * n.b + m.d * n.d, m.e * n.a + m.f * n.c + n.e,
		m.e * n.b + m.f * n.d + n.f };
}

void grid_matrix_apply(const struct grid_matrix *m, double *x, double *y)
{
	double from_x = *x, from_y = *y;
	*x = m->a * from_x + m->c * from_y + m->e;
	*y = m->b * from_x + m->d * from_y + m->f;
}

void grid_path_init(
	struct grid_path *p, struct arena *scratch, struct arena *arena, long *rules_left)
{
	*p = (struct grid_path){ .scratch = scratch, .arena = arena, .rules_left = rules_left };
}

static void begin_subpath(struct grid_path *p)
{
	struct grid_subpath *s =
		arena_grow(p->scratch, p->sub, p->n_subs, p->n_subs + 1, &p->cap_subs, sizeof *s);
	if (!s) {
		p->no_memory = true;
		return;
	}
	p->sub = s;
	p->sub[p->n_subs++] = (struct grid_subpath){ .first = p->n_points };
}

/* A line without a move before it opens a subpath, as after a close. */
void grid_path_add(struct grid_path *p, double x, double y, enum grid_step step)
{
	if (p->n_points >= GRID_PATH_POINTS_MAX)
		p->overfull = true;
	if (p->overfull || p->no_memory)
		return;
	if (step == GRID_MOVE || p->n_subs == 0 || p->sub[p->n_subs - 1].closed)
		begin_subpath(p);
	struct grid_point *v = arena_grow(
		p->scratch, p->point, p->n_points, p->n_points + 1, &p->cap_points, sizeof *v);
	if (!v || p->no_memory) {
		p->no_memory = true;
		return;
	}
	p->point = v;
	p->point[p->n_points++] = (struct grid_point){ x, y };
	if (step == GRID_CURVE)
		p->sub[p->n_subs - 1].curved = true;
}

void grid_path_close(struct grid_path *p)
{
	if (p->n_subs)
		p->sub[p->n_subs - 1].closed = true;
}

/* Takes one rule off the budget. */
static bool may_add_rule(struct grid_path *p)
{
	if (*p->rules_left <= 0)
		return false;
	--*p->rules_left;
	return true;
}

static size_t subpath_end(const struct grid_path *p, size_t i)
{
	return i + 1 < p->n_subs ? p->sub[i + 1].first : p->n_points;
}

/* Every straight edge of the path is a candidate for a rule. */
static void stroke_path(struct grid_path *p, struct grid_page *page, double width)
{
	for (size_t i = 0; i < p->n_subs; i++) {
		size_t first = p->sub[i].first, end = subpath_end(p, i);
		if (p->sub[i].curved)
			continue;
		for (size_t k = first; k < end; k++) {
			if (k + 1 == end && !p->sub[i].closed)
				break;
			struct grid_point a = p->point[k];
			struct grid_point b = p->point[k + 1 < end ? k + 1 : first];
			if (!may_add_rule(p))
				return;
			if (!grid_add_line(p->arena, page, a.x, a.y, b.x, b.y, width))
				p->no_memory = true;
		}
	}
}

struct box {
	double x0, y0, x1, y1;
};

/* The box round points [first, end); at least one point. */
static struct box find_box(const struct grid_path *p, size_t first, size_t end)
{
	struct grid_point v = p->point[first];
	struct box b = { v.x, v.y, v.x, v.y };
	for (size_t k = first + 1; k < end; k++) {
		b.x0 = fmin(b.x0, p->point[k].x);
		b.y0 = fmin(b.y0, p->point[k].y);
		b.x1 = fmax(b.x1, p->point[k].x);
		b.y1 = fmax(b.y1, p->point[k].y);
	}
	return b;
}

/* Whether one box lies in the other with thin gaps: together they paint a frame. */
static bool is_frame(struct box a, struct box b)
{
	double left = a.x0 - b.x0, top = a.y0 - b.y0, right = b.x1 - a.x1, bottom = b.y1 - a.y1;
	double least = fmin(fmin(left, top), fmin(right, bottom));
	double most = fmax(fmax(left, top), fmax(right, bottom));
	return (least >= 0 && most > 0 && most <= FRAME_MAX) ||
	       (most <= 0 && least < 0 && least >= -FRAME_MAX);
}

static void add_frame(struct grid_path *p, struct grid_page *page, struct box b)
{
	if (!grid_add_line(p->arena, page, b.x0, b.y0, b.x1, b.y0, 0) ||
		!grid_add_line(p->arena, page, b.x0, b.y1, b.x1, b.y1, 0) ||
		!grid_add_line(p->arena, page, b.x0, b.y0, b.x0, b.y1, 0) ||
		!grid_add_line(p->arena, page, b.x1, b.y0, b.x1, b.y1, 0))
		p->no_memory = true;
}

/*
 * A filled subpath that is thin is a line, a thick one a shaded area
 * (grid_add_bar decides).  Two nested ones with little between paint a frame.
 */
static void fill_path(struct grid_path *p, struct grid_page *page)
{
	struct box last = { 0, 0, 0, 0 };
	for (size_t i = 0; i < p->n_subs; i++) {
		size_t first = p->sub[i].first, end = subpath_end(p, i);
		if (p->sub[i].curved || end - first < 2)
			continue;
		struct box b = find_box(p, first, end);
		if (!may_add_rule(p))
			return;
		if (i > 0 && is_frame(b, last))
			add_frame(p, page, b);
		else if (!grid_add_bar(p->arena, page, b.x0, b.y0, b.x1, b.y1))
			p->no_memory = true;
		last = b;
	}
}

void grid_path_paint(
	struct grid_path *p, struct grid_page *page, bool fill, bool stroke, double width)
{
	if (!p->overfull && !p->no_memory) {
		if (fill)
			fill_path(p, page);
		if (stroke)
			stroke_path(p, page, width);
	}
	p->n_points = p->n_subs = 0;
	p->overfull = false;
}
