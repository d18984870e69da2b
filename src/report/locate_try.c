/* The hypotheses of the error locator; each is a kind of slip people make. */
#include "report/locate_search.h"

#include <stdio.h>

enum { DIGITS_MAX = 24 };

/* How many adjacent-transposition or single-digit steps lie between two numbers. */
static void classify_digits(int64_t from, int64_t to, struct locate_guess *g)
{
	char a[DIGITS_MAX], b[DIGITS_MAX];
	int na = snprintf(a, sizeof a, "%lld", (long long)from);
	int nb = snprintf(b, sizeof b, "%lld", (long long)to);
	int first = 0, last_a = na - 1, last_b = nb - 1;
	if (from == 0 || to == 0 || (na == 1 && nb == 1))
		return;
	while (first < na && first < nb && a[first] == b[first])
		first++;
	while (last_a >= first && last_b >= first && a[last_a] == b[last_b]) {
		last_a--;
		last_b--;
	}
	if (na == nb && last_a == first) {
		g->kind = LOCATE_WRONG_DIGIT;
		g->cost = LOCATE_COST_DIGIT;
	} else if (na == nb && last_a == first + 1 && a[first] == b[last_b] &&
		   a[last_a] == b[first]) {
		g->kind = LOCATE_SWAPPED_DIGITS;
		g->cost = LOCATE_COST_SWAPPED;
	} else if ((na == nb + 1 && last_a == first && last_b < first) ||
		   (nb == na + 1 && last_b == first && last_a < first)) {
		g->kind = LOCATE_WRONG_DIGIT;
		g->cost = LOCATE_COST_DIGIT_COUNT;
	}
}

static bool is_total_cell(int cell)
{
	if (!report_cell_is_t3(cell))
		return (cell - REPORT_CELL_T4) % REPORT_RESULT_COUNT == REPORT_RESULT_TOTAL;
	return report_cell_col(cell) == REPORT_COL_TOTAL ||
	       report_cell_row(cell) == REPORT_ROW_TOTAL;
}

/*
 * One cell off by the difference: each cell of each broken identity, and the
 * same with the 总计 column's cell of its row, for a number that is wrong in both.
 */
static void try_cells(struct locate_search *s, int i)
{
	const struct identity *id = &s->ids->item[i];
	for (size_t k = 0; k < id->n; k++) {
		int cell = id->term[k].cell;
		int64_t by = -s->residual[i] * id->term[k].sign;
		struct locate_guess g = { .kind = LOCATE_ONE_CELL,
			.delta = { { cell, by } },
			.n = 1,
			.about = -1,
			.cost = is_total_cell(cell) ? LOCATE_COST_TOTAL_CELL
						    : LOCATE_COST_ONE_CELL };
		classify_digits(s->value[cell], s->value[cell] + by, &g);
		locate_offer(s, &g);
		if (!report_cell_is_t3(cell) || report_cell_col(cell) == REPORT_COL_TOTAL ||
			id->rule[2] == '3')
			continue;
		g.kind = LOCATE_ONE_CELL;
		g.cost = LOCATE_COST_ONE_CELL + LOCATE_COST_MORE;
		g.delta[1] = (struct locate_delta){
			report_cell_t3(report_cell_row(cell), REPORT_COL_TOTAL), by
		};
		g.n = 2;
		locate_offer(s, &g);
	}
}

/* n cases in row r counted in column c1 instead of c2 or the other way round. */
static void offer_columns(struct locate_search *s, int r, int c1, int c2, int64_t by)
{
	struct locate_guess g = { .kind = LOCATE_WRONG_CLASS,
		.delta = { { report_cell_t3((enum report_row)r, (enum report_col)c1), by },
			{ report_cell_t3((enum report_row)r, (enum report_col)c2), -by } },
		.n = 2,
		.about = -1,
		.cost = LOCATE_COST_WRONG_CLASS };
	locate_offer(s, &g);
	if (r < (int)REPORT_LEAF_FIRST || r > (int)REPORT_LEAF_LAST)
		return;
	/* The total row was added up from the wrong leaves, so it moves along. */
	g.delta[2] =
		(struct locate_delta){ report_cell_t3(REPORT_ROW_TOTAL, (enum report_col)c1), by };
	g.delta[3] =
		(struct locate_delta){ report_cell_t3(REPORT_ROW_TOTAL, (enum report_col)c2), -by };
	g.n = 4;
	g.cost += 2 * LOCATE_COST_MORE;
	locate_offer(s, &g);
}

/* Wrong applicant class: two columns off by the same number in opposite directions. */
static void try_columns(struct locate_search *s)
{
	for (int c1 = 0; c1 < REPORT_COL_TOTAL; c1++)
		for (int c2 = c1 + 1; c2 < REPORT_COL_TOTAL; c2++)
			for (int flow = 0; flow < 2; flow++) {
				int i = flow ? s->ck1[c1] : s->ck2[c1];
				int j = flow ? s->ck1[c2] : s->ck2[c2];
				if (!locate_is_broken(s, i) || !locate_is_broken(s, j) ||
					s->residual[i] != -s->residual[j])
					continue;
				for (int r = 0; r < REPORT_ROW_COUNT; r++) {
					offer_columns(s, r, c1, c2, s->residual[i]);
					offer_columns(s, r, c1, c2, -s->residual[i]);
				}
			}
}

/* Wrong row: two rows off by the same number in opposite directions. */
static void try_rows(struct locate_search *s)
{
	for (int r1 = 0; r1 < REPORT_ROW_COUNT; r1++)
		for (int r2 = r1 + 1; r2 < REPORT_ROW_COUNT; r2++) {
			int i = s->ck3[r1], j = s->ck3[r2];
			if (!locate_is_broken(s, i) || !locate_is_broken(s, j) ||
				s->residual[i] != -s->residual[j])
				continue;
			for (int c = 0; c < REPORT_COL_COUNT; c++) {
				int64_t by =
					c == REPORT_COL_TOTAL ? s->residual[i] : -s->residual[i];
				struct locate_guess g = { .kind = LOCATE_WRONG_CLASS,
					.delta = { { report_cell_t3((enum report_row)r1,
							     (enum report_col)c),
							   by },
						{ report_cell_t3(
							  (enum report_row)r2, (enum report_col)c),
							-by } },
					.n = 2,
					.about = -1,
					.cost = LOCATE_COST_WRONG_CLASS };
				locate_offer(s, &g);
			}
		}
}

/* a and b written one after the other; -1 when the result is too large. */
static int64_t join_digits(int64_t a, int64_t b)
{
	int64_t scale = 10;
	while (scale <= b)
		scale *= 10;
	return a <= LOCATE_VALUE_MAX / scale ? a * scale + b : -1;
}

/* "1 | 2" for 12: two neighbours of a row that, joined, make the row's sum right. */
static void try_split(struct locate_search *s, int i)
{
	const struct identity *id = &s->ids->item[i];
	if (id->rule[2] != '3' && id->rule[2] != '6')
		return;
	for (size_t k = 1; k + 1 < id->n; k++) {
		int left = id->term[k].cell, right = id->term[k + 1].cell;
		int64_t a = s->value[left], b = s->value[right];
		int64_t joined = a > 0 && b >= 0 ? join_digits(a, b) : -1;
		if (joined < 0 || b == 0)
			continue;
		struct locate_guess g = { .kind = LOCATE_SPLIT_DIGITS,
			.delta = { { left, joined - a }, { right, -b } },
			.n = 2,
			.about = -1,
			.cost = LOCATE_COST_SPLIT,
			.may_break = true };
		locate_offer(s, &g);
		/* The row slid to the left and its total fell off the end. */
		if (s->value[id->term[0].cell] == 0 && s->residual[i] == a + b) {
			g.delta[2] = (struct locate_delta){ id->term[0].cell, joined };
			g.n = 3;
			g.cost += LOCATE_COST_MORE;
			locate_offer(s, &g);
		}
	}
}

/* A part the total left out (residual = the part) or added twice (residual = -the part). */
static void try_not_added(struct locate_search *s, int i)
{
	const struct identity *id = &s->ids->item[i];
	if (id->rule[2] == '1')
		return;
	for (size_t k = 1; k < id->n; k++) {
		int64_t part = s->value[id->term[k].cell];
		if (part == 0 || (part != s->residual[i] && part != -s->residual[i]))
			continue;
		struct locate_guess g = { .kind = LOCATE_ROW_NOT_ADDED,
			.delta = { { id->term[0].cell, s->residual[i] } },
			.n = 1,
			.about = id->term[k].cell,
			.cost = LOCATE_COST_NOT_ADDED };
		locate_offer(s, &g);
	}
}

/* The same leaf left out of (or doubled in) the total row in several columns at once. */
static void try_not_added_row(struct locate_search *s, int row, int sign)
{
	struct locate_guess g = { .kind = LOCATE_ROW_NOT_ADDED, .about = -1 };
	for (int c = 0; c < REPORT_COL_COUNT; c++) {
		int cell = report_cell_t3((enum report_row)row, (enum report_col)c);
		int i = s->ck2[c];
		if (!locate_is_broken(s, i) || s->value[cell] == 0 ||
			s->residual[i] != sign * s->value[cell])
			continue;
		if (g.n == LOCATE_CHANGES_MAX)
			return;
		g.about = cell;
		g.delta[g.n++] =
			(struct locate_delta){ report_cell_t3(REPORT_ROW_TOTAL, (enum report_col)c),
				s->residual[i] };
	}
	g.cost = LOCATE_COST_NOT_ADDED + (int)g.n * LOCATE_COST_MORE;
	if (g.n > 1)
		locate_offer(s, &g);
}

void locate_try_all(struct locate_search *s)
{
	for (size_t i = 0; i < s->ids->n; i++)
		if (locate_is_broken(s, (int)i)) {
			try_not_added(s, (int)i);
			try_split(s, (int)i);
			try_cells(s, (int)i);
		}
	for (int row = REPORT_LEAF_FIRST; row <= (int)REPORT_LEAF_LAST; row++) {
		try_not_added_row(s, row, 1);
		try_not_added_row(s, row, -1);
	}
	try_columns(s);
	try_rows(s);
}
