/*
 * copied -- how much of one text stands in another.
 *
 * Shingles: every run of COPIED_GRAM characters of the text in comparison form
 * (core/utf8.h fold_text) without digits, without titles in 《》 and without
 * punctuation.  The counts are exact, not sampled.  Works across years and
 * across agencies alike.
 */
#ifndef REPORT_COPIED_H
#define REPORT_COPIED_H

#include "core/arena.h"

enum {
	COPIED_GRAM = 5,
	COPIED_TEXT_MIN = 60, /* shorter texts (in characters that count) are not judged */
	COPIED_PERMILLE = 800 /* from here on a text counts as copied */
};

struct copied {
	bool judged;	 /* both texts are long enough */
	size_t n_a, n_b; /* distinct shingles */
	size_t shared;	 /* of them in both */
	int jaccard;	 /* shared / all distinct, per mille, rounded down */
	int contained;	 /* share of a's shingles that stand in b, per mille, rounded down */
};

/* Compares two texts, unfolded; a is the one under suspicion. */
MUST_USE enum err copied_compare(
	struct arena *arena, struct str a, struct str b, struct copied *out, struct error *err);

#endif
