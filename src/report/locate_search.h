/*
 * locate_search -- the workings of the error locator, shared by locate.c
 * (scoring, sentences) and locate_try.c (the hypotheses).  Private to report/.
 *
 * Residual of an identity = sum of the parts - the total; 0 when it holds.
 */
#ifndef REPORT_LOCATE_SEARCH_H
#define REPORT_LOCATE_SEARCH_H

#include "report/identity.h"
#include "report/locate.h"

#include <stdint.h>

enum {
	LOCATE_CHANGES_MAX = 4,		/* as many as struct locate_candidate holds */
	LOCATE_IDENTITIES_PER_CELL = 3, /* CK1, CK2 and CK3 of a cell of （七）总计 */
	/* Counts above this are not taken part in the search, so that no sum overflows. */
	LOCATE_VALUE_MAX = 1000000000
};

/* Costs: the plainer the slip, the cheaper.  One repaired identity is worth LOCATE_GAIN. */
enum {
	LOCATE_GAIN = 10,
	LOCATE_COST_BREAKS =
		4, /* per identity that held and would not any more (split digits only) */
	LOCATE_COST_STILL = 4, /* per identity touched that stays broken */
	LOCATE_COST_SWAPPED = 1,
	LOCATE_COST_NOT_ADDED = 2,
	LOCATE_COST_DIGIT = 2,
	LOCATE_COST_DIGIT_COUNT = 3, /* a digit too many or too few */
	LOCATE_COST_WRONG_CLASS = 3,
	LOCATE_COST_SPLIT = 3,
	LOCATE_COST_ONE_CELL = 5,
	LOCATE_COST_TOTAL_CELL =
		4,	     /* the one cell is a total: sums go wrong more often than entries */
	LOCATE_COST_MORE = 1 /* per change beyond the first (beyond the second for a move) */
};

struct locate_delta {
	int cell;
	int64_t by;
};

/* One hypothesis, before it is scored. */
struct locate_guess {
	enum locate_kind kind;
	struct locate_delta delta[LOCATE_CHANGES_MAX];
	size_t n;
	int cost;
	int about;	/* ROW_NOT_ADDED: the part concerned; else -1 */
	bool may_break; /* identities that hold now may break (split digits) */
};

struct locate_found {
	struct locate_guess guess;
	int score;
};

struct locate_search {
	struct identities *ids;
	bool assessed[IDENTITY_MAX];
	int64_t residual[IDENTITY_MAX];
	int64_t value[REPORT_CELL_COUNT];
	struct {
		int identity, sign;
	} in[REPORT_CELL_COUNT][LOCATE_IDENTITIES_PER_CELL];
	int n_in[REPORT_CELL_COUNT];
	int ck1[REPORT_COL_COUNT], ck2[REPORT_COL_COUNT], ck3[REPORT_ROW_COUNT]; /* -1: not there */
	struct locate_found *found; /* best first, at most max */
	size_t n, max;
};

/* Is the identity assessed and broken? */
bool locate_is_broken(const struct locate_search *s, int identity);
/* Scores the guess and keeps it when it is sound and among the best. */
void locate_offer(struct locate_search *s, const struct locate_guess *g);
/* Runs through all hypotheses. */
void locate_try_all(struct locate_search *s);

#endif
