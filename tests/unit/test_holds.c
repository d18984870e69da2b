/*
 * What was checked and is right.  Numbers by hand: 10 new and 2 carried over are 9 closed (4 open,
 * 5 not held) and 3 carried on, all natural persons but one business; two reviews, one upheld.
 */
#include "tests/fixture_report.h"
#include "tests/test.h"

#include "report/holds.h"

#include <stdlib.h>
#include <string.h>

enum { ARENA_MAX = 16 << 20 };

static struct arena a;
static struct error err;

static struct holdings holdings(const struct report *r, const struct report *previous)
{
	struct holdings h;
	CHECK(report_holdings(&a, r, previous, &h, &err) == OK, "holdings");
	return h;
}

static const struct holding *of_rule(const struct holdings *h, const char *rule)
{
	for (size_t i = 0; i < h->n; i++)
		if (strcmp(h->item[i].rule, rule) == 0)
			return &h->item[i];
	return NULL;
}

static struct report *by_hand(int year)
{
	struct report *r = fixture_zero(&a, year);
	fixture_row(r, REPORT_ROW_RECEIVED, (int64_t[]){ 9, 1, 0, 0, 0, 0, 10 });
	fixture_row(r, REPORT_ROW_CARRIED_IN, (int64_t[]){ 2, 0, 0, 0, 0, 0, 2 });
	fixture_row(r, REPORT_ROW_OPEN, (int64_t[]){ 4, 0, 0, 0, 0, 0, 4 });
	fixture_row(r, REPORT_ROW_NOT_HELD, (int64_t[]){ 4, 1, 0, 0, 0, 0, 5 });
	fixture_row(r, REPORT_ROW_TOTAL, (int64_t[]){ 8, 1, 0, 0, 0, 0, 9 });
	fixture_row(r, REPORT_ROW_CARRIED_OUT, (int64_t[]){ 3, 0, 0, 0, 0, 0, 3 });
	fixture_set(r, "t4.review.upheld", "1");
	fixture_set(r, "t4.review.other", "1");
	fixture_set(r, "t4.review.total", "2");
	return r;
}

static void check_sums(void)
{
	struct report *r = by_hand(2024);
	struct holdings h = holdings(r, NULL);
	static const struct {
		const char *rule, *example;
		size_t of;
	} want[] = {
		{ "CK1", "10＋2＝9＋3", 7 },
		{ "CK2", "4＋5＝9", 7 },
		{ "CK3", "9＋1＝10", 25 },
		{ "CK6", "1＋1＝2", 3 },
		{ "CK5", "", 200 },
	};
	CHECK(h.n == 5 && h.of == 242 && h.holds == 242, "42 sums and 200 cells: %zu of %zu", h.holds,
		h.of);
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		const struct holding *k = of_rule(&h, want[i].rule);
		CHECK(k && k->of == want[i].of && k->holds == k->of &&
				str_is(k->example, want[i].example),
			"%s: %.*s", want[i].rule, k ? (int)k->example.n : 0, k ? k->example.p : "");
	}
	fixture_set(r, "t3.open.natural", "5");
	h = holdings(r, NULL);
	CHECK(of_rule(&h, "CK2")->holds == 6 && of_rule(&h, "CK3")->holds == 24 &&
			of_rule(&h, "CK1")->holds == 7,
		"one cell wrong: its column and its row");
	fixture_set(r, "t3.open.natural", "");
	h = holdings(r, NULL);
	CHECK(of_rule(&h, "CK5")->holds == 199 && of_rule(&h, "CK5")->open, "a blank is no number yet");
	CHECK(h.wrong == 2, "its column and its row add up no more: %zu", h.wrong);
	h = holdings(fixture_zero(&a, 2024), NULL);
	CHECK(str_is(of_rule(&h, "CK1")->example, "0＝0"), "nothing happened");
}

static void check_carry(void)
{
	struct report *now = by_hand(2024), *before = fixture_zero(&a, 2023);
	fixture_set(before, "t3.carried_out.natural", "2");
	fixture_set(before, "t3.carried_out.total", "2");
	struct holdings h = holdings(now, before);
	const struct holding *k = of_rule(&h, "CK4");
	CHECK(k && k->of == 7 && k->holds == 7 && str_is(k->example, "2＝2"), "carried over");
	fixture_set(before, "t3.carried_out.total", "3");
	h = holdings(now, before);
	CHECK(of_rule(&h, "CK4")->holds == 6 && of_rule(&h, "CK4")->example.n == 0, "the total differs");
	h = holdings(now, fixture_zero(&a, 2022));
	CHECK(!of_rule(&h, "CK4"), "not the year before");
}

static void check_claims(void)
{
	struct report *r = by_hand(2024);
	fixture_section(r, 1, "2024年，本机关新收政府信息公开申请10件，上年结转2件，办结8件。");
	struct claims c = { .arena = &a };
	CHECK(report_claims(r, &c, &err) == OK && c.n == 3, "three claims: %zu", c.n);
	if (c.n != 3)
		return;
	struct str s = claim_agrees(&a, &c.item[0]);
	CHECK(str_has(s, "10件，与") && str_ends(s, STR("一致")), "%.*s", STR_ARG(s));
	CHECK(claim_agrees(&a, &c.item[2]).n == 0, "what differs does not agree");
}

int main(void)
{
	arena_init(&a, ARENA_MAX);
	check_sums();
	check_carry();
	check_claims();
	arena_done(&a);
	return TEST_END();
}
