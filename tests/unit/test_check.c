/* The checks of one report: cases R02-R04, R11-R16, R18 and changes of every single cell. */
#include "tests/fixture_report.h"
#include "tests/test.h"

enum { ARENA_MAX = 64 << 20 };

/* Does the finding exist and name this cell first? */
static bool names_first(const struct finding *it, const char *code)
{
	return it && it->n_cells > 0 && strcmp(report_cell_code(it->cell[0]).z, code) == 0;
}

/* R02: 洋河新区 2025, one case in the wrong class.  Expected values: cases.md 4.5. */
static void wrong_class(void)
{
	struct arena a;
	arena_init(&a, ARENA_MAX);
	struct report *r = fixture_zero(&a, 2025);
	fixture_row(r, REPORT_ROW_RECEIVED, (int64_t[]){ 60, 0, 1, 0, 0, 1, 62 });
	fixture_row(r, REPORT_ROW_OPEN, (int64_t[]){ 61, 0, 1, 0, 0, 0, 62 });
	fixture_row(r, REPORT_ROW_TOTAL, (int64_t[]){ 61, 0, 1, 0, 0, 0, 62 });
	struct findings f = fixture_check(&a, r, NULL);
	CHECK(fixture_count(&f, "CK1") == 2, "R02 two columns fail CK1");
	CHECK(fixture_count(&f, "CK2") + fixture_count(&f, "CK3") == 0, "R02 nothing else fails");
	const struct finding *it = fixture_finding(&f, "CK1", 0);
	CHECK(names_first(it, "t3.total.natural") && it->n_cells == 4, "R02 CK1 names the total first");
	CHECK(it && str_is(it->expected, "60") && str_is(it->actual, "61"), "R02 60 against 61");
	CHECK(it && str_has(it->message, "60+0=60，61+0=61"), "R02 shows the arithmetic");
	CHECK(it && str_has(it->hint, "1 件计错了申请人类别"), "R02 hint: one case in the wrong class");
	fixture_dump(&f);
	arena_done(&a);
}

/* R03 and R04: expected 93 and 5 by hand. */
static void wrong_sums(void)
{
	struct arena a;
	arena_init(&a, ARENA_MAX);
	struct report *r = fixture_zero(&a, 2024);
	static const struct {
		enum report_row row;
		int64_t n;
	} line[] = { { REPORT_ROW_RECEIVED, 95 }, { REPORT_ROW_OPEN, 50 }, { REPORT_ROW_PARTIAL, 20 },
		{ REPORT_ROW_THIRD_PARTY, 9 }, { REPORT_ROW_NOT_HELD, 6 }, { REPORT_ROW_PETITION, 5 },
		{ REPORT_ROW_OTHER_MISC, 3 }, { REPORT_ROW_TOTAL, 95 } };
	for (size_t i = 0; i < sizeof line / sizeof line[0]; i++)
		fixture_row(r, line[i].row, (int64_t[]){ line[i].n, 0, 0, 0, 0, 0, line[i].n });
	fixture_set(r, "t4.review.upheld", "3");
	fixture_set(r, "t4.review.corrected", "1");
	fixture_set(r, "t4.review.pending", "1");
	fixture_set(r, "t4.review.total", "6");
	struct findings f = fixture_check(&a, r, NULL);
	const struct finding *it = fixture_finding(&f, "CK2", 0);
	CHECK(names_first(it, "t3.total.natural"), "R03 names the total first");
	CHECK(it && str_is(it->expected, "93") && str_is(it->actual, "95"), "R03 expected 93");
	CHECK(it && str_has(it->message, "50+20+9+6+5+3=93"), "R03 shows the sum");
	it = fixture_finding(&f, "CK6", 0);
	CHECK(names_first(it, "t4.review.total"), "R04 names the total first");
	CHECK(it && str_is(it->expected, "5") && str_is(it->actual, "6"), "R04 expected 5");
	CHECK(fixture_count(&f, "CK6") == 1, "R04 only that block");
	fixture_dump(&f);
	arena_done(&a);
}

/* Every single-cell change of every cell of tables three and four is an error. */
static void every_cell(void)
{
	struct arena a;
	arena_init(&a, ARENA_MAX);
	for (size_t k = 0; k < 5; k++) {
		struct report *r = fixture_shared(&a, fixture_names[k]);
		if (!r) {
			SKIP_CASE(fixture_names[k], "../shared is not here");
			continue;
		}
		struct findings f = fixture_check(&a, r, NULL);
		fixture_dump(&f);
		CHECK(findings_count(&f, SEVERITY_ERROR) == 0, "%s has no error", fixture_names[k]);
		int missed = 0, tried = 0;
		for (int cell = REPORT_CELL_T3; cell < REPORT_CELLS_2021; cell++)
			for (int by = -1; by <= 7; by += 2) {
				struct arena small;
				arena_init(&small, ARENA_MAX);
				struct report_value was = r->cell[cell];
				struct decimal v = decimal_int(0);
				report_number(r, cell, &v);
				if (v.coef + by >= 0) {
					r->cell[cell].state = REPORT_NUMBER;
					r->cell[cell].number = decimal_int(v.coef + by);
					struct findings g = fixture_check(&small, r, NULL);
					bool named = false;
					for (size_t i = 0; i < g.n; i++)
						for (size_t c = 0; c < g.item[i].n_cells; c++)
							named = named || (g.item[i].severity ==
								SEVERITY_ERROR && g.item[i].cell[c] == cell);
					missed += !named;
					tried++;
				}
				r->cell[cell] = was;
				arena_done(&small);
			}
		CHECK(missed == 0 && tried > 4 * (REPORT_CELLS_2021 - REPORT_CELL_T3) - 1,
			"%s: %d changes, %d missed", fixture_names[k], tried, missed);
	}
	arena_done(&a);
}

/* Blank totals instead of a wrong sum; said once when all are blank (上海市府办 2019). */
static void blank_totals(void)
{
	struct arena a;
	arena_init(&a, ARENA_MAX);
	struct report *r = fixture_random(&a, 7);
	for (int row = 0; row < REPORT_ROW_COUNT; row++)
		r->cell[report_cell_t3((enum report_row)row, REPORT_COL_TOTAL)] =
			(struct report_value){ .state = REPORT_BLANK };
	struct findings f = fixture_check(&a, r, NULL);
	CHECK(fixture_count(&f, "total.blank") == 1, "all row totals blank is one finding");
	const struct finding *it = fixture_finding(&f, "total.blank", 0);
	CHECK(it && it->n_cells == REPORT_ROW_COUNT && it->severity == SEVERITY_ERROR,
		"it names all 25 totals");
	CHECK(fixture_count(&f, "CK1") + fixture_count(&f, "CK2") + fixture_count(&f, "CK3") == 0,
		"a blank total is no wrong sum");
	r = fixture_zero(&a, 2024);
	fixture_set(r, "t4.review.total", "");
	f = fixture_check(&a, r, NULL);
	it = fixture_finding(&f, "total.blank", 0);
	CHECK(it && it->severity == SEVERITY_WARNING && str_is(it->expected, "0"),
		"a blank total of zeros is a warning and says 0");
	arena_done(&a);
}

/* Absent and bad cells: the identities they stand in are named once, never guessed. */
static void not_assessable(void)
{
	struct arena a;
	arena_init(&a, ARENA_MAX);
	struct report *r = fixture_zero(&a, 2024);
	fixture_set(r, "t3.received.natural", "约5");
	fixture_set(r, "t3.carried_out.total", "3");
	struct findings f = fixture_check(&a, r, NULL);
	const struct finding *it = fixture_finding(&f, "check.not_assessable", 0);
	CHECK(fixture_count(&f, "check.not_assessable") == 1, "said once");
	CHECK(names_first(it, "t3.received.natural") && it->n_cells == 1, "names the bad cell");
	CHECK(it && str_has(it->message, "2 项"), "CK1 of the column and CK3 of the row");
	CHECK(fixture_count(&f, "CK1") == 1 && fixture_count(&f, "CK3") == 1,
		"the other identities are still checked");
	arena_done(&a);
}

/* R16: the same report twice gives the same fingerprints, other findings change nothing. */
static void fingerprints(void)
{
	struct arena a;
	arena_init(&a, ARENA_MAX);
	struct report *r = fixture_zero(&a, 2024);
	fixture_set(r, "t4.review.total", "6");
	struct findings f = fixture_check(&a, r, NULL), g = fixture_check(&a, r, NULL);
	const struct finding *x = fixture_finding(&f, "CK6", 0), *y = fixture_finding(&g, "CK6", 0);
	CHECK(x && y && strlen(x->fingerprint) == 16 && strcmp(x->fingerprint, y->fingerprint) == 0,
		"R16 same input, same fingerprint");
	fixture_set(r, "t3.received.natural", "4");
	g = fixture_check(&a, r, NULL);
	y = fixture_finding(&g, "CK6", 0);
	CHECK(x && y && g.n > f.n && strcmp(x->fingerprint, y->fingerprint) == 0,
		"R16 other findings do not matter");
	fixture_set(r, "t4.review.total", "7");
	g = fixture_check(&a, r, NULL);
	y = fixture_finding(&g, "CK6", 0);
	CHECK(x && y && strcmp(x->fingerprint, y->fingerprint) != 0, "R16 another value, another one");
	arena_done(&a);
}

int main(void)
{
	wrong_class();
	wrong_sums();
	every_cell();
	blank_totals();
	not_assessable();
	fingerprints();
	return TEST_END();
}
