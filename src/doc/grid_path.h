/*
 * grid_path -- a drawn path, and the rules it leaves on a page.
 *
 * Internal to the readers of page formats.  The path is given in the
 * coordinates of grid.h.
 */
#ifndef DOC_GRID_PATH_H
#define DOC_GRID_PATH_H

#include "doc/grid.h"

enum { GRID_PATH_POINTS_MAX = 20000 /* of one path; more is a drawing and is left out */ };

/* x' = a*x + c*y + e, y' = b*x + d*y + f */
struct grid_matrix {
	double a, b, c, d, e, f;
};
struct grid_matrix grid_matrix_multiply(struct grid_matrix first, struct grid_matrix then);
void grid_matrix_apply(const struct grid_matrix *m, double *x, double *y);

enum grid_step { GRID_MOVE, GRID_LINE, GRID_CURVE };

struct grid_subpath;
struct grid_point;

struct grid_path {
	struct arena *scratch, *arena; /* of the points, of the rules */
	long *rules_left;
	struct grid_point *point;
	size_t n_points, cap_points;
	struct grid_subpath *sub;
	size_t n_subs, cap_subs;
	bool overfull;
	bool no_memory; /* sticky */
};

/* *rules_left counts down with every edge that is painted; at 0 nothing is. */
void grid_path_init(
	struct grid_path *p, struct arena *scratch, struct arena *arena, long *rules_left);
/* Goes on to a point; a curve only notes that the subpath is not straight. */
void grid_path_add(struct grid_path *p, double x, double y, enum grid_step step);
void grid_path_close(struct grid_path *p);
/* Adds what the path paints to the page and empties the path. */
void grid_path_paint(
	struct grid_path *p, struct grid_page *page, bool fill, bool stroke, double width);

#endif
