/*
 * identity -- the arithmetic identities of tables three and four.
 *
 * CK1 flow per column, CK2 result sum per column, CK3 row sum per row, CK6
 * sums of table four: 7 + 7 + 25 + 3 = 42 in layout 2021, 40 in layout 2019
 * (rules.md 2.7).  Every identity is sum(plus terms) = sum(minus terms); the
 * first term is the total.  Used by the checks and by the error locator.
 */
#ifndef REPORT_IDENTITY_H
#define REPORT_IDENTITY_H

#include "report/report.h"

enum {
	IDENTITY_MAX = 2 * REPORT_COL_COUNT + REPORT_ROW_COUNT + REPORT_BLOCK_COUNT,
	IDENTITY_TERMS_MAX = 2 + REPORT_LEAF_LAST - REPORT_LEAF_FIRST
};

struct identity_term {
	int cell;
	int sign; /* +1: a part (expected side), -1: the total (actual side) */
};

struct identity {
	const char *rule; /* "CK1", "CK2", "CK3", "CK6" */
	int index;	  /* the column (CK1, CK2), row (CK3) or block (CK6) */
	struct identity_term term[IDENTITY_TERMS_MAX]; /* the total first */
	size_t n;
};

enum identity_state {
	IDENTITY_HOLDS,
	IDENTITY_BROKEN,
	IDENTITY_BLANK_TOTAL,	/* a total in it is blank although its parts have numbers */
	IDENTITY_NOT_ASSESSABLE /* a cell is absent or holds no number */
};

struct identity_result {
	enum identity_state state;
	struct decimal expected; /* sum of the parts: HOLDS, BROKEN, BLANK_TOTAL of a sum */
	struct decimal actual;	 /* HOLDS, BROKEN */
};

struct identities {
	struct identity item[IDENTITY_MAX];
	size_t n;
	bool blank_total[REPORT_CELL_COUNT]; /* the cell is a blank total with numbers beside it */
};

/*
 * Does the report have this row of table three?  A hybrid is taken by its
 * labels: the sub-rows of （六）其他处理 count when they were printed.
 */
bool identity_has_row(const struct report *r, enum report_row row);
/* Fills *out with the identities of the report's layout (a hybrid: of the rows it has). */
void identities_init(struct identities *out, const struct report *r);
/* Evaluates one of them; a blank or not applicable cell counts as 0 (CK5). */
struct identity_result identity_evaluate(
	const struct identities *ids, const struct identity *id, const struct report *r);
/* Appends the printed place: 表三“自然人”列, 表三“（一）予以公开”一行, 表四“行政复议”. */
void identity_print_place(struct buf *b, const struct identity *id);

#endif
