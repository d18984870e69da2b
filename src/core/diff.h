/*
 * diff -- what changed between two texts, for people.
 *
 * First by lines (longest common subsequence), then by code points inside lines that took
 * each other's place.  Deterministic; the pieces put together give both texts back.  Cost:
 * lines x lines, and signs x signs inside a pair of lines up to DIFF_CELLS_MAX, beyond which a
 * pair counts as replaced whole.
 */
#ifndef CORE_DIFF_H
#define CORE_DIFF_H

#include "core/arena.h"

enum diff_kind {
	DIFF_SAME,
	DIFF_REMOVED, /* in the old text only */
	DIFF_ADDED    /* in the new text only */
};

struct diff_piece {
	enum diff_kind kind;
	struct str text; /* borrowed from the texts compared; never empty, without line ends */
};

/* One line of the result: its pieces in order. */
struct diff_line {
	enum diff_kind kind; /* DIFF_SAME also for a line that changed inside */
	bool changed;	     /* DIFF_SAME with pieces that differ */
	struct diff_piece *piece;
	size_t n;
};

struct diff {
	struct diff_line *line;
	size_t n;
	size_t removed, added; /* code points */
};

enum {
	DIFF_LINES_MAX = 2000,	  /* of either text: more is ERR_LIMIT */
	DIFF_CELLS_MAX = 4000000  /* signs x signs inside a pair of lines */
};

/* Compares two valid UTF-8 texts line by line; the result lives in the arena. */
MUST_USE enum err diff_texts(
	struct arena *a, struct str before, struct str after, struct diff *out, struct error *err);

#endif
