/*
 * locate -- the smallest explanations of a broken identity, ranked.
 *
 * Never applied by itself: each candidate is a sentence for a person and the
 * changes that would make the identities hold.
 */
#ifndef REPORT_LOCATE_H
#define REPORT_LOCATE_H

#include "report/finding.h"

enum locate_kind {
	LOCATE_WRONG_CLASS, /* n cases in the wrong column or row: -n here, +n there */
	LOCATE_SWAPPED_DIGITS,
	LOCATE_SPLIT_DIGITS,  /* "1 | 2" that should be 12 */
	LOCATE_ROW_NOT_ADDED, /* a leaf that the total left out (or added twice) */
	LOCATE_ONE_CELL,      /* one cell off by the difference */
	LOCATE_WRONG_DIGIT    /* one digit mistyped */
};

struct locate_change {
	int cell;
	struct decimal from, to;
};

struct locate_candidate {
	enum locate_kind kind;
	struct locate_change change[4];
	size_t n_changes;
	int score; /* higher is likelier; how many broken identities it mends less its cost */
	struct str reason; /* one Chinese sentence */
};

/* Up to max candidates, best first, that mend broken identities of the report. */
MUST_USE enum err report_locate(struct arena *a, const struct report *r,
	struct locate_candidate *out, size_t max, size_t *n, struct error *err);

#endif
