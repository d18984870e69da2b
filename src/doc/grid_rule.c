#include "doc/grid.h"

#include <math.h>

enum { COORD_MAX = 1000000 }; /* points; far beyond any page */

/* A line may lean this much and still be meant straight (points). */
static const double SLANT_MAX = 0.6;
/* A filled rectangle up to this thickness is a line, a thicker one is a shaded area. */
static const double BAR_MAX = 3.5;

static bool is_coord(double v)
{
	return isfinite(v) && fabs(v) < COORD_MAX;
}

static bool push_rule(struct arena *a, struct grid_page *p, struct grid_rule r)
{
	struct grid_rule *v =
		arena_grow(a, p->rule, p->n_rules, p->n_rules + 1, &p->cap_rules, sizeof *v);
	if (!v)
		return false;
	p->rule = v;
	p->rule[p->n_rules++] = r;
	return true;
}

/*
 * Decides the direction by the longer side, puts the line on the mean of the
 * other coordinate, and orders its ends.  A stroke that is wider than long (a
 * rectangle painted by one thick stroke) is turned into the bar it paints.
 */
bool grid_add_line(struct arena *a, struct grid_page *p, double x0, double y0, double x1, double y1,
	double width)
{
	if (!is_coord(x0) || !is_coord(y0) || !is_coord(x1) || !is_coord(y1))
		return true;
	double dx = fabs(x1 - x0), dy = fabs(y1 - y0);
	double mx = (x0 + x1) / 2, my = (y0 + y1) / 2;
	if (is_coord(width) && width > BAR_MAX && width > 2 * fmax(dx, dy)) {
		if (dx >= dy)
			return grid_add_bar(
				a, p, fmin(x0, x1), my - width / 2, fmax(x0, x1), my + width / 2);
		return grid_add_bar(
			a, p, mx - width / 2, fmin(y0, y1), mx + width / 2, fmax(y0, y1));
	}
	if (dx >= dy && dy <= SLANT_MAX && dx > 0)
		return push_rule(a, p, (struct grid_rule){ fmin(x0, x1), my, fmax(x0, x1), my });
	if (dy > dx && dx <= SLANT_MAX)
		return push_rule(a, p, (struct grid_rule){ mx, fmin(y0, y1), mx, fmax(y0, y1) });
	return true;
}

/* The four sides of a shaded area. */
static bool push_area(
	struct arena *a, struct grid_page *p, double x0, double y0, double x1, double y1)
{
	struct grid_rule side[4] = { { x0, y0, x1, y0 }, { x0, y1, x1, y1 }, { x0, y0, x0, y1 },
		{ x1, y0, x1, y1 } };
	struct grid_rule *v =
		arena_grow(a, p->edge, p->n_edges, p->n_edges + 4, &p->cap_edges, sizeof *v);
	if (!v)
		return false;
	p->edge = v;
	memcpy(p->edge + p->n_edges, side, sizeof side);
	p->n_edges += 4;
	return true;
}

/* A bar becomes the line along its middle. */
bool grid_add_bar(struct arena *a, struct grid_page *p, double x0, double y0, double x1, double y1)
{
	double w = fabs(x1 - x0), h = fabs(y1 - y0);
	if (!is_coord(x0) || !is_coord(y0) || !is_coord(x1) || !is_coord(y1))
		return true;
	if (fmin(w, h) > BAR_MAX)
		return push_area(a, p, fmin(x0, x1), fmin(y0, y1), fmax(x0, x1), fmax(y0, y1));
	double mx = (x0 + x1) / 2, my = (y0 + y1) / 2;
	if (w >= h)
		return push_rule(a, p, (struct grid_rule){ fmin(x0, x1), my, fmax(x0, x1), my });
	return push_rule(a, p, (struct grid_rule){ mx, fmin(y0, y1), mx, fmax(y0, y1) });
}

/* One quarter turn counterclockwise of the corners of a box: (x, y) to (y, width - x). */
static void turn_box(double *x0, double *y0, double *x1, double *y1, double width)
{
	double a = *y0, b = *y1, top = width - *x1, bottom = width - *x0;
	*x0 = a;
	*x1 = b;
	*y0 = top;
	*y1 = bottom;
}

void grid_turn_page(struct grid_page *p, int turns)
{
	for (; turns > 0; turns--) {
		for (size_t i = 0; i < p->n_words; i++)
			turn_box(&p->word[i].x0, &p->word[i].y0, &p->word[i].x1, &p->word[i].y1,
				p->width);
		for (size_t i = 0; i < p->n_rules; i++)
			turn_box(&p->rule[i].x0, &p->rule[i].y0, &p->rule[i].x1, &p->rule[i].y1,
				p->width);
		for (size_t i = 0; i < p->n_edges; i++)
			turn_box(&p->edge[i].x0, &p->edge[i].y0, &p->edge[i].x1, &p->edge[i].y1,
				p->width);
		double width = p->width;
		p->width = p->height;
		p->height = width;
	}
}

bool grid_add_word(struct arena *a, struct grid_page *p, struct grid_word w)
{
	if (w.text.n == 0 || !is_coord(w.x0) || !is_coord(w.y0) || !is_coord(w.x1) ||
		!is_coord(w.y1))
		return true;
	if (w.x1 < w.x0 || w.y1 < w.y0)
		return true;
	struct grid_word *v =
		arena_grow(a, p->word, p->n_words, p->n_words + 1, &p->cap_words, sizeof *v);
	if (!v)
		return false;
	p->word = v;
	p->word[p->n_words++] = w;
	return true;
}
