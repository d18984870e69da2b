/* R15: children against their parent; rules sum.mismatch, sum.missing_child and their kin. */
#include "tests/fixture_report.h"
#include "tests/test.h"

#include "core/json.h"
#include "report/compare.h"

enum { ARENA_MAX = 64 << 20 };

static struct report *with_received(struct arena *a, const char *agency, const char *n)
{
	struct report *r = fixture_zero(a, 2024);
	r->agency = str_cstr(agency);
	fixture_set(r, "t3.received.total", n);
	return r;
}

static struct summation *add_up(struct arena *a, const struct report *parent,
	const struct report *const *child, size_t n, const struct str *expected, size_t n_expected)
{
	struct summation *s = NULL;
	struct error err;
	CHECK(report_sum(a, parent, child, n, expected, n_expected, &s, &err) == OK, "sum of %zu",
		n);
	return s;
}

/* Parent 100, children 40 + 50: difference 10. */
static void mismatch(void)
{
	struct arena a;
	arena_init(&a, ARENA_MAX);
	struct report *parent = with_received(&a, "示例市", "100");
	const struct report *child[] = { with_received(&a, "清河区", "40"),
		with_received(&a, "清江浦区", "50") };
	const struct str expected[] = { STR_INIT("清河区"), STR_INIT("清江浦区") };
	struct summation *s = add_up(&a, parent, child, 2, expected, 2);
	const struct finding *it = fixture_finding(&s->mismatch, "sum.mismatch", 0);
	CHECK(s->mismatch.n == 1 && it && it->severity == SEVERITY_ERROR, "R15 one mismatch");
	CHECK(it && str_is(it->expected, "90") && str_is(it->actual, "100") &&
			str_has(it->message, "相差 10"),
		"R15 difference 10");
	CHECK(s->n_cells == 200 && s->n_missing == 0, "all cells of the layout");
	/* One child missing: 40 of 100 is no mismatch, but a prompt. */
	s = add_up(&a, parent, child, 1, expected, 2);
	CHECK(fixture_count(&s->mismatch, "sum.mismatch") == 0, "R15 passes on what is available");
	it = fixture_finding(&s->mismatch, "sum.missing_child", 0);
	CHECK(s->n_missing == 1 && str_is(s->missing[0], "清江浦区") && it &&
			str_has(it->message, "清江浦区"),
		"R15 names the missing child");
	/* More than the parent already, although one is missing. */
	const struct report *large[] = { with_received(&a, "清河区", "101") };
	s = add_up(&a, parent, large, 1, expected, 2);
	CHECK(fixture_count(&s->mismatch, "sum.mismatch") == 1,
		"more than the parent is never right");
	arena_done(&a);
}

static void states(void)
{
	struct arena a;
	arena_init(&a, ARENA_MAX);
	struct report *parent = with_received(&a, "示例市", "40");
	const struct report *child[] = { with_received(&a, "清河区", "40"),
		with_received(&a, "清江浦区", "") };
	struct summation *s = add_up(&a, parent, child, 2, NULL, 0);
	CHECK(s->mismatch.n == 0, "a blank child counts as 0");
	const struct report *bad[] = { child[0], with_received(&a, "淮安区", "若干") };
	fixture_set(parent, "t3.received.total", "45");
	s = add_up(&a, parent, bad, 2, NULL, 0);
	CHECK(s->mismatch.n == 0, "a child without the number makes the sum incomplete");
	const struct report *twice[] = { child[0], child[0] };
	fixture_set(parent, "t3.received.total", "80");
	s = add_up(&a, parent, twice, 2, NULL, 0);
	CHECK(s->mismatch.n == 1 && fixture_count(&s->mismatch, "sum.duplicate_child") == 1,
		"the same child twice is told");
	struct report *old = with_received(&a, "盱眙县", "80");
	old->year = 2023;
	const struct report *other[] = { old };
	s = add_up(&a, parent, other, 1, NULL, 0);
	CHECK(s->mismatch.n == 1 && fixture_count(&s->mismatch, "sum.year_differs") == 1,
		"a child of another year is told");
	struct buf b;
	struct error err;
	json_t *v;
	buf_init(&b, 1 << 20);
	summation_write_json(&b, s);
	CHECK(json_read(&a, buf_view(&b), 1 << 20, &v, &err) == OK &&
			json_array_size(json_object_get(v, "cells")) == 200,
		"valid JSON with every cell");
	buf_clear(&b);
	summation_write_text(&b, s);
	CHECK(str_has(buf_view(&b), "80") && str_has(buf_view(&b), "1/1"), "text");
	buf_done(&b);
	arena_done(&a);
}

/* The five real reports added up are their own parent. */
static void five_reports(void)
{
	struct arena a;
	arena_init(&a, ARENA_MAX);
	const struct report *child[5];
	struct report *parent = fixture_zero(&a, 2024);
	for (size_t k = 0; k < 5; k++) {
		child[k] = fixture_shared(&a, fixture_names[k]);
		if (!child[k]) {
			SKIP_CASE("five reports", "../shared is not here");
			arena_done(&a);
			return;
		}
	}
	for (int i = 0; i < REPORT_CELLS_2021; i++)
		for (size_t k = 0; k < 5; k++) {
			struct decimal v;
			if (report_number(child[k], i, &v) &&
				!decimal_add(parent->cell[i].number, v, &parent->cell[i].number))
				CHECK(0, "no overflow");
		}
	struct summation *s = add_up(&a, parent, child, 5, NULL, 0);
	CHECK(s->mismatch.n == 0, "the sum of the five has no mismatch");
	/* By hand: 521699+359425+221595+215485+1457 = 1319661 licences;
	 * 0+148.743504+94+3490.9558+1.054. */
	CHECK(strcmp(decimal_text(s->cell[REPORT_T2_LICENCE].children).z, "1319661") == 0,
		"licences");
	CHECK(strcmp(decimal_text(s->cell[REPORT_T2_FEE].children).z, "3734.753304") == 0, "fees");
	arena_done(&a);
}

int main(void)
{
	mismatch();
	states();
	five_reports();
	return TEST_END();
}
