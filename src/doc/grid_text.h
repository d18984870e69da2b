/*
 * grid_text -- words into lines, lines into running text.
 *
 * Internal to grid*.c.  Coordinates as in grid.h.
 */
#ifndef DOC_GRID_TEXT_H
#define DOC_GRID_TEXT_H

#include "doc/grid.h"

enum { GRID_LINE_BYTES = 1 << 20 /* text of one line */ };

struct grid_line {
	double x0, y0, x1, y1;
	double em;    /* mean width of a Chinese character (twice that of a digit) */
	bool has_tab; /* words stand far apart */
	int page;     /* from 1 */
	struct str text;
};

/* Widths in half characters: 2 for a wide (Chinese) character, 1 for others. */
int grid_text_width(struct str s);

/*
 * Gathers words into lines from top to bottom, each from left to right.  The
 * words are sorted in place.  wide_tab: gaps of more than 1.5 characters become TAB.
 */
MUST_USE enum err grid_make_lines(struct arena *a, struct grid_word *w, size_t n, bool wide_tab,
	struct grid_line **out, size_t *n_out, struct error *err);

/* Width in half characters of the start of s that no line break may divide. */
int grid_first_group(struct str s);

/*
 * Appends `next` to what b holds as its continuation: a blank only between two Latin ends, and
 * none inside a web address or a number.
 */
void grid_append_wrapped(struct buf *b, struct str next);

/* Does s begin as a numbered heading or paragraph: 二、 （二） or 2.? */
bool grid_starts_numbered(struct str s);
/* Does s end a sentence? */
bool grid_ends_sentence(struct str s);

/* What browsers print over a page, the time and a TAB before the title: 2025/1/9 10:16<TAB>… */
bool grid_is_print_head(struct str s);

/* A page number standing alone: 3, — 3 —, 第 3 页, 3 / 5, 第3页 共5页. */
bool grid_is_page_number(struct str s);

#endif
