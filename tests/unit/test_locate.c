/*
 * The error locator: cases R02, R03, R13, and known slips put into consistent
 * reports.  A slip counts as identifiable when at most three explanations of
 * the same size make all identities hold; that is counted here by trying every
 * cell and every pair of cells, independently of the locator.
 */
#include "tests/fixture_report.h"
#include "tests/test.h"

#include "report/identity.h"
#include "report/locate.h"

#include <stdlib.h>

enum { ARENA_MAX = 64 << 20, TOP = 3, ROUNDS = 120, TRIES = 1000, SHARE_WANTED = 90 };

struct slip {
	int cell[2];
	int64_t by[2]; /* what was added to the true value */
	size_t n;
};

static int64_t value(const struct report *r, int cell)
{
	return r->cell[cell].number.coef;
}

static void apply(struct report *r, const struct slip *s, int sign)
{
	for (size_t k = 0; k < s->n; k++)
		r->cell[s->cell[k]].number = decimal_int(value(r, s->cell[k]) + sign * s->by[k]);
}

static size_t broken(const struct report *r)
{
	static struct identities ids;
	size_t n = 0;
	identities_init(&ids, r);
	for (size_t i = 0; i < ids.n; i++)
		n += identity_evaluate(&ids, &ids.item[i], r).state == IDENTITY_BROKEN;
	return n;
}

/* Is the candidate exactly the slip undone? */
static bool undoes(const struct locate_candidate *c, const struct slip *s)
{
	if (c->n_changes != s->n)
		return false;
	for (size_t k = 0; k < s->n; k++) {
		bool there = false;
		for (size_t m = 0; m < c->n_changes; m++)
			there = there ||
				(c->change[m].cell == s->cell[k] &&
					c->change[m].from.coef - c->change[m].to.coef == s->by[k]);
		if (!there)
			return false;
	}
	return true;
}

static size_t locate(
	struct arena *a, const struct report *r, struct locate_candidate *out, size_t max)
{
	struct error err;
	size_t n = 0;
	if (report_locate(a, r, out, max, &n, &err) != OK) {
		printf("Bail out! %s\n", err.msg);
		abort();
	}
	return n;
}

/* How many single cells, changed by any of the given amounts, make everything hold. */
static size_t count_single(struct report *r, const int64_t *amount, size_t n)
{
	size_t found = 0;
	for (int cell = REPORT_CELL_T3; cell < REPORT_CELLS_2021; cell++)
		for (size_t i = 0; i < n; i++) {
			struct slip s = { { cell, 0 }, { amount[i], 0 }, 1 };
			if (value(r, cell) + amount[i] < 0)
				continue;
			apply(r, &s, 1);
			found += broken(r) == 0;
			apply(r, &s, -1);
		}
	return found;
}

/* The same for moves of n between two cells of table three in one row or column. */
static size_t count_moves(struct report *r, int64_t n)
{
	size_t found = 0;
	for (int x = REPORT_CELL_T3; x < REPORT_CELL_T4; x++)
		for (int y = REPORT_CELL_T3; y < REPORT_CELL_T4; y++) {
			bool line = report_cell_row(x) == report_cell_row(y) ||
				    report_cell_col(x) == report_cell_col(y);
			struct slip s = { { x, y }, { n, -n }, 2 };
			if (x == y || !line || value(r, y) < n)
				continue;
			apply(r, &s, 1);
			found += broken(r) == 0;
			apply(r, &s, -1);
		}
	return found;
}

enum slip_kind {
	SLIP_DIGIT,
	SLIP_SWAP,
	SLIP_OFF,
	SLIP_COLUMN,
	SLIP_ROW,
	SLIP_SPLIT,
	SLIP_NOT_ADDED,
	SLIP_KINDS
};

static const char *const slip_name[] = { "one wrong digit", "swapped digits", "one cell off",
	"wrong column", "wrong row", "split digits", "leaf not added" };

static int random_t3(uint64_t *seed)
{
	return REPORT_CELL_T3 + (int)(fixture_next(seed) % (REPORT_CELL_T4 - REPORT_CELL_T3));
}

/* 12 in the first column became 1 | 2, or a leaf is missing from the total row in two columns. */
static bool make_pair(const struct report *r, enum slip_kind kind, int x, struct slip *s)
{
	enum report_row row = report_cell_row(x);
	int natural = report_cell_t3(row, REPORT_COL_NATURAL);
	int64_t v = value(r, natural);
	bool leaf = row >= REPORT_LEAF_FIRST && row <= REPORT_LEAF_LAST;
	if (kind == SLIP_SPLIT) {
		*s = (struct slip){ { natural, natural + 1 }, { v / 10 - v, v % 10 }, 2 };
		return row != REPORT_ROW_TOTAL && v >= 10 && v % 10 != 0 &&
		       value(r, natural + 1) == 0;
	}
	*s = (struct slip){ { report_cell_t3(REPORT_ROW_TOTAL, REPORT_COL_NATURAL),
				    report_cell_t3(REPORT_ROW_TOTAL, REPORT_COL_TOTAL) },
		{ -v, -v }, 2 };
	/* Only where no other column holds the leaf: else the row total would be another number. */
	return leaf && v > 0 && value(r, report_cell_t3(row, REPORT_COL_TOTAL)) == v;
}

/* A slip of the kind that changes something and leaves no negative number; false: try again. */
static bool make_slip(const struct report *r, enum slip_kind kind, uint64_t *seed, struct slip *s)
{
	int x = random_t3(seed);
	if (kind == SLIP_SPLIT || kind == SLIP_NOT_ADDED)
		return make_pair(r, kind, x, s);
	int64_t v = value(r, x), n = 1 + (int64_t)(fixture_next(seed) % 5);
	*s = (struct slip){ .cell = { x, x }, .n = 1 };
	switch (kind) {
	case SLIP_DIGIT: /* the last digit becomes another */
		s->by[0] = (int64_t)(fixture_next(seed) % 10) - v % 10;
		return v >= 10 && s->by[0] != 0;
	case SLIP_SWAP:
		s->by[0] = v % 10 * 10 + v / 10 % 10 - v % 100;
		return v >= 10 && v % 10 != 0 && s->by[0] != 0;
	case SLIP_OFF:
		s->by[0] = fixture_next(seed) % 2 && v >= n ? -n : n;
		return v > 0;
	default:
		break;
	}
	enum report_row row = report_cell_row(x);
	int y = kind == SLIP_COLUMN
			? report_cell_t3(
				  row, (enum report_col)(fixture_next(seed) % REPORT_COL_TOTAL))
			: report_cell_t3((enum report_row)(fixture_next(seed) % REPORT_ROW_TOTAL),
				  report_cell_col(x));
	*s = (struct slip){ { x, y }, { -n, n }, 2 };
	return x != y && v >= n && report_cell_col(x) != REPORT_COL_TOTAL &&
	       row != REPORT_ROW_TOTAL;
}

static void injections(enum slip_kind kind)
{
	struct arena a;
	arena_init(&a, ARENA_MAX);
	uint64_t seed = 1000 + (uint64_t)kind;
	int identifiable = 0, found = 0, all = 0, listed = 0, unseen = 0;
	while (all < ROUNDS) {
		arena_reset(&a);
		struct report *r = fixture_random(&a, fixture_next(&seed));
		struct slip s;
		int tries = TRIES;
		while (tries > 0 && !make_slip(r, kind, &seed, &s))
			tries--;
		if (tries == 0)
			continue; /* this report has no place for such a slip */
		apply(r, &s, 1);
		all++;
		if (broken(r) == 0) {
			unseen++;
			continue;
		}
		int64_t amounts[] = { -s.by[0] };
		size_t same = s.n == 1 ? count_single(r, amounts, 1)
			      : kind == SLIP_COLUMN || kind == SLIP_ROW ? count_moves(r, s.by[1])
									: 1;
		struct locate_candidate c[TOP];
		size_t n = locate(&a, r, c, TOP);
		bool hit = false;
		for (size_t i = 0; i < n; i++)
			hit = hit || undoes(&c[i], &s);
		listed += hit;
		identifiable += same <= TOP;
		found += hit && same <= TOP;
	}
	printf("# %s: %d slips, %d break no identity, %d identifiable, %d of them in the first 3; "
	       "%d of all\n",
		slip_name[kind], all, unseen, identifiable, found, listed);
	CHECK(identifiable > 20 && found * 100 >= identifiable * SHARE_WANTED,
		"%s: %d of %d identifiable causes are in the first three", slip_name[kind], found,
		identifiable);
	arena_done(&a);
}

static const struct locate_candidate *of_kind(
	const struct locate_candidate *c, size_t n, enum locate_kind kind)
{
	for (size_t i = 0; i < n; i++)
		if (c[i].kind == kind)
			return &c[i];
	return NULL;
}

/* R02: the one case stands in column 其他 of the received row and belongs to 自然人. */
static void one_case_in_wrong_class(void)
{
	struct arena a;
	arena_init(&a, ARENA_MAX);
	struct report *r = fixture_zero(&a, 2025);
	fixture_row(r, REPORT_ROW_RECEIVED, (int64_t[]){ 60, 0, 1, 0, 0, 1, 62 });
	fixture_row(r, REPORT_ROW_OPEN, (int64_t[]){ 61, 0, 1, 0, 0, 0, 62 });
	fixture_row(r, REPORT_ROW_TOTAL, (int64_t[]){ 61, 0, 1, 0, 0, 0, 62 });
	struct locate_candidate c[8];
	size_t n = locate(&a, r, c, 8);
	CHECK(n > 0 && c[0].kind == LOCATE_WRONG_CLASS && c[0].n_changes == 2,
		"R02 wrong class first");
	CHECK(n > 0 &&
			c[0].change[0].cell ==
				report_cell_t3(REPORT_ROW_RECEIVED, REPORT_COL_NATURAL) &&
			c[0].change[0].to.coef == 61 && c[0].change[1].to.coef == 0,
		"R02 60 becomes 61, 1 becomes 0");
	CHECK(n > 0 && str_has(c[0].reason, "1 件"), "R02 sentence: %.*s", STR_ARG(c[0].reason));
	arena_done(&a);
}

/* R13: 1 | 2 with total 12 is a suspicion of split digits; the report itself is not touched. */
static void split_digits(void)
{
	struct arena a;
	arena_init(&a, ARENA_MAX);
	struct report *r = fixture_zero(&a, 2024);
	fixture_row(r, REPORT_ROW_RECEIVED, (int64_t[]){ 1, 2, 0, 0, 0, 0, 12 });
	fixture_row(r, REPORT_ROW_OPEN, (int64_t[]){ 12, 0, 0, 0, 0, 0, 12 });
	fixture_row(r, REPORT_ROW_TOTAL, (int64_t[]){ 12, 0, 0, 0, 0, 0, 12 });
	struct locate_candidate c[16];
	size_t n = locate(&a, r, c, 16);
	CHECK(n > 0 && c[0].kind == LOCATE_SPLIT_DIGITS && c[0].change[0].to.coef == 12 &&
			c[0].change[1].to.coef == 0,
		"R13 split digits first");
	CHECK(value(r, report_cell_t3(REPORT_ROW_RECEIVED, REPORT_COL_NATURAL)) == 1,
		"R13 nothing is repaired by itself");
	r = fixture_zero(&a, 2024);
	fixture_row(r, REPORT_ROW_RECEIVED, (int64_t[]){ 1, 2, 0, 0, 0, 0, 12 });
	n = locate(&a, r, c, 16);
	CHECK(of_kind(c, n, LOCATE_SPLIT_DIGITS) != NULL,
		"R13 also when nothing else is filled in");
	arena_done(&a);
}

/* R03 with 95 = 93 + 2: no leaf is 2; then a leaf left out of the total, and swapped digits. */
static void named_slips(void)
{
	struct arena a;
	arena_init(&a, ARENA_MAX);
	struct report *r = fixture_zero(&a, 2024);
	fixture_row(r, REPORT_ROW_RECEIVED, (int64_t[]){ 91, 0, 0, 0, 0, 0, 91 });
	fixture_row(r, REPORT_ROW_OPEN, (int64_t[]){ 70, 0, 0, 0, 0, 0, 70 });
	fixture_row(r, REPORT_ROW_PARTIAL, (int64_t[]){ 21, 0, 0, 0, 0, 0, 21 });
	fixture_row(r, REPORT_ROW_TOTAL, (int64_t[]){ 70, 0, 0, 0, 0, 0, 70 });
	struct locate_candidate c[8];
	size_t n = locate(&a, r, c, 8);
	CHECK(n > 0 && c[0].kind == LOCATE_ROW_NOT_ADDED && c[0].n_changes == 2 &&
			c[0].change[0].to.coef == 91,
		"R03 a leaf that was not added, in two columns");
	CHECK(n > 0 && str_has(c[0].reason, "没有加上") && str_has(c[0].reason, "21"),
		"R03 sentence: %.*s", STR_ARG(c[0].reason));
	fixture_row(r, REPORT_ROW_TOTAL, (int64_t[]){ 91, 0, 0, 0, 0, 0, 91 });
	fixture_row(r, REPORT_ROW_RECEIVED, (int64_t[]){ 19, 0, 0, 0, 0, 0, 91 });
	n = locate(&a, r, c, 8);
	CHECK(n > 0 && c[0].kind == LOCATE_SWAPPED_DIGITS && c[0].change[0].to.coef == 91,
		"19 for 91 is swapped digits");
	fixture_row(r, REPORT_ROW_RECEIVED, (int64_t[]){ 71, 0, 0, 0, 0, 0, 91 });
	n = locate(&a, r, c, 8);
	CHECK(n > 0 && c[0].kind == LOCATE_WRONG_DIGIT && c[0].change[0].to.coef == 91,
		"71 for 91 is one wrong digit");
	arena_done(&a);
}

static void nothing_and_everything(void)
{
	struct arena a;
	arena_init(&a, ARENA_MAX);
	struct report *r = fixture_random(&a, 3);
	struct locate_candidate c[8];
	CHECK(broken(r) == 0 && locate(&a, r, c, 8) == 0, "a consistent report has no candidate");
	CHECK(locate(&a, r, NULL, 0) == 0, "no room is no fault");
	uint64_t seed = 9;
	for (int cell = REPORT_CELL_T3; cell < REPORT_CELLS_2021; cell++)
		r->cell[cell].number = decimal_int((int64_t)(fixture_next(&seed) % 1000));
	struct locate_candidate again[8];
	size_t n = locate(&a, r, c, 8), m = locate(&a, r, again, 8);
	bool same = n == m;
	for (size_t i = 0; same && i < n; i++)
		same = c[i].score == again[i].score && str_eq(c[i].reason, again[i].reason);
	CHECK(n == 8 && same, "noise gives the same candidates twice");
	r->cell[REPORT_CELL_T3].number = decimal_int(INT64_MAX);
	locate(&a, r, c, 8);
	r->cell[REPORT_CELL_T3].state = REPORT_ABSENT;
	for (size_t i = 0; i < (n = locate(&a, r, c, 8)); i++)
		for (size_t k = 0; k < c[i].n_changes; k++)
			same = same && c[i].change[k].cell != REPORT_CELL_T3;
	CHECK(same, "a cell that is not there is never changed");
	arena_done(&a);
}

int main(void)
{
	one_case_in_wrong_class();
	split_digits();
	named_slips();
	nothing_and_everything();
	for (int kind = 0; kind < SLIP_KINDS; kind++)
		injections((enum slip_kind)kind);
	return TEST_END();
}
