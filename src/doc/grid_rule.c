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

/* The bar becomes the line along its middle; dots and areas are dropped. */
bool grid_add_bar(struct arena *a, struct grid_page *p, double x0, double y0, double x1, double y1)
{
	double w = fabs(x1 - x0), h = fabs(y1 - y0);
	if (!is_coord(x0) || !is_coord(y0) || !is_coord(x1) || !is_coord(y1))
		return true;
	if (fmin(w, h) > BAR_MAX)
		return true;
	double mx = (x0 + x1) / 2, my = (y0 + y1) / 2;
	if (w >= h)
		return push_rule(a, p, (struct grid_rule){ fmin(x0, x1), my, fmax(x0, x1), my });
	return push_rule(a, p, (struct grid_rule){ mx, fmin(y0, y1), mx, fmax(y0, y1) });
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
