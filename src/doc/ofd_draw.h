/*
 * ofd_draw -- text and lines of OFD page objects (GB/T 33190-2016).
 *
 * Internal to ofd*.c.  Takes the attribute values of a TextObject or
 * PathObject and adds words and rules to a page.  Lengths in the file are
 * millimetres, the page is in points as in grid.h.
 */
#ifndef DOC_OFD_DRAW_H
#define DOC_OFD_DRAW_H

#include "doc/grid_path.h"

/* What may still be read of this document. */
struct ofd_budget {
	long words, rules;
	bool spent;
};

struct ofd_canvas {
	struct arena *arena;   /* of words and rules */
	struct arena *scratch; /* of paths */
	struct grid_page *page;
	struct ofd_budget *budget;
};

/* Up to n numbers separated by blanks or commas; returns how many there were. */
int ofd_read_numbers(struct str s, double *out, int n);

/* From object coordinates to the page: CTM (may be empty), Boundary, millimetres to points. */
struct grid_matrix ofd_object_matrix(struct str ctm, struct str boundary);

struct ofd_text {
	struct grid_matrix matrix;
	double size;   /* font size in mm */
	double hscale; /* of the glyph widths */
	double x, y;   /* of the first glyph */
	struct str delta_x, delta_y;
	struct str text;
};
/* The glyphs of one TextCode as words.  False when memory is gone. */
bool ofd_draw_text(struct ofd_canvas *c, const struct ofd_text *t);

/* AbbreviatedData of a path.  width in mm.  False when memory is gone. */
bool ofd_draw_path(struct ofd_canvas *c, const struct grid_matrix *m, struct str data, bool fill,
	bool stroke, double width);

#endif
