/* The checks of one report: cases R02-R04, R11-R16, R18 and changes of every single cell. */
#include "tests/fixture_report.h"
#include "tests/test.h"

#include "core/mem.h"

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
	CHECK(names_first(it, "t3.total.natural") && it->n_cells == 4,
		"R02 CK1 names the total first");
	CHECK(it && str_is(it->expected, "60") && str_is(it->actual, "61"), "R02 60 against 61");
	CHECK(it && str_has(it->message, "60+0=60，61+0=61"), "R02 shows the arithmetic");
	CHECK(it && str_has(it->hint, "1 件计错了申请人类别"),
		"R02 hint: one case in the wrong class");
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
	} line[] = { { REPORT_ROW_RECEIVED, 95 }, { REPORT_ROW_OPEN, 50 },
		{ REPORT_ROW_PARTIAL, 20 }, { REPORT_ROW_THIRD_PARTY, 9 },
		{ REPORT_ROW_NOT_HELD, 6 }, { REPORT_ROW_PETITION, 5 },
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
							named = named ||
								(g.item[i].severity ==
										SEVERITY_ERROR &&
									g.item[i].cell[c] == cell);
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

/* R11, R12, R18: one cell, one rule.  Values and expected answers: cases.md 4.5. */
static void cell_states(void)
{
	static const struct {
		const char *id, *code, *value, *rule; /* rule "" : nothing to say */
		enum severity severity;
	} row[] = {
		{ "R11", "t2.penalty.decisions", "/", "cell.na", SEVERITY_WARNING },
		{ "R11", "t2.penalty.decisions", "—", "cell.na", SEVERITY_WARNING },
		{ "R11", "t2.penalty.decisions", "不适用", "cell.na", SEVERITY_WARNING },
		{ "R11", "t2.penalty.decisions", "", "cell.blank", SEVERITY_WARNING },
		{ "R11", "t2.penalty.decisions", "0", "", SEVERITY_INFO },
		{ "R12", "t2.licence.decisions", "1.5", "cell.not_integer", SEVERITY_ERROR },
		{ "R12", "t2.penalty.decisions", "abc", "cell.not_number", SEVERITY_ERROR },
		{ "R12", "t2.regulation.in_force", "-1", "cell.negative", SEVERITY_ERROR },
		{ "R12", "t2.fee.amount", "-10", "cell.negative", SEVERITY_ERROR },
		{ "R12", "t2.fee.amount", "3415.74", "", SEVERITY_INFO },
		{ "R06", "t4.review.upheld", "|", "cell.not_number", SEVERITY_ERROR },
	};
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct arena a;
		arena_init(&a, ARENA_MAX);
		struct report *r = fixture_zero(&a, 2024);
		fixture_set(r, row[i].code, row[i].value);
		struct findings f = fixture_check(&a, r, NULL);
		const struct finding *it = fixture_finding(&f, row[i].rule, 0);
		if (row[i].rule[0] == '\0')
			CHECK(f.n == 0, "%s %s=%s: nothing to say", row[i].id, row[i].code,
				row[i].value);
		else
			CHECK(names_first(it, row[i].code) && it->severity == row[i].severity &&
					it->hint.n > 0,
				"%s %s=%s: %s", row[i].id, row[i].code, row[i].value, row[i].rule);
		arena_done(&a);
	}
}

/* CK5: 12 blank cells in two rows are two findings; missing rows and tables (R06). */
static void grouped_states(void)
{
	struct arena a;
	arena_init(&a, ARENA_MAX);
	struct report *r = fixture_zero(&a, 2024);
	for (int c = 0; c < REPORT_COL_COUNT; c++)
		r->cell[report_cell_t3(REPORT_ROW_THIRD_PARTY, (enum report_col)c)].state =
			REPORT_BLANK;
	for (int c = 1; c < REPORT_COL_TOTAL; c++)
		r->cell[report_cell_t3(REPORT_ROW_REPEAT, (enum report_col)c)].state = REPORT_BLANK;
	struct findings f = fixture_check(&a, r, NULL);
	CHECK(fixture_count(&f, "cell.blank") == 2 && f.n == 2,
		"two rows with blanks, two findings");
	CHECK(f.n == 2 && f.item[0].n_cells + f.item[1].n_cells == 12, "12 cells named");
	for (int c = 0; c < REPORT_COL_COUNT; c++)
		r->cell[report_cell_t3(REPORT_ROW_PETITION, (enum report_col)c)].state =
			REPORT_ABSENT;
	f = fixture_check(&a, r, NULL);
	const struct finding *it = fixture_finding(&f, "row.missing", 0);
	CHECK(it && it->n_cells == 7 && it->severity == SEVERITY_ERROR,
		"a missing row is one finding");
	CHECK(fixture_count(&f, "check.not_assessable") == 1, "and its sums are not guessed");
	for (int i = REPORT_CELL_T4; i < REPORT_CELLS_2021; i++)
		r->cell[i].state = REPORT_ABSENT;
	f = fixture_check(&a, r, NULL);
	it = fixture_finding(&f, "table.missing", 0);
	CHECK(it && it->n_cells == 15 && fixture_count(&f, "CK6") == 0,
		"R06 no data is a missing table, not zeros");
	r = fixture_zero(&a, 2024);
	for (int i = REPORT_CELL_T3; i < REPORT_CELL_T4; i++)
		r->cell[i].state = REPORT_BLANK;
	f = fixture_check(&a, r, NULL);
	CHECK(fixture_count(&f, "cell.blank") == 1 && f.n == 1, "a blank table is one finding");
	arena_done(&a);
}

/* CK8: the layout against the year, and both layouts mixed. */
static void layouts(void)
{
	static const struct {
		int year;
		enum report_layout layout;
		bool hybrid;
		const char *rule;
		enum severity severity;
		size_t all;
	} row[] = {
		{ 2024, REPORT_LAYOUT_2021, false, "CK8", SEVERITY_INFO, 0 },
		{ 2020, REPORT_LAYOUT_2019, false, "layout.2019", SEVERITY_INFO, 1 },
		{ 2022, REPORT_LAYOUT_2019, false, "CK8", SEVERITY_ERROR, 2 },
		{ 2020, REPORT_LAYOUT_2021, false, "CK8", SEVERITY_WARNING, 1 },
		{ 2023, REPORT_LAYOUT_2021, true, "layout.hybrid", SEVERITY_WARNING, 1 },
	};
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct arena a;
		arena_init(&a, ARENA_MAX);
		struct report *r = fixture_zero(&a, row[i].year);
		r->layout = row[i].layout;
		r->hybrid = row[i].hybrid;
		for (int k = 0; k < REPORT_CELL_COUNT; k++)
			r->cell[k].state = report_cell_in_layout(k, row[i].layout) ? REPORT_NUMBER
										   : REPORT_ABSENT;
		struct findings f = fixture_check(&a, r, NULL);
		const struct finding *it = fixture_finding(&f, row[i].rule, 0);
		CHECK(f.n == row[i].all && (row[i].all == 0) == (it == NULL) &&
				(!it || it->severity == row[i].severity),
			"%d in layout %d%s: %s", row[i].year, (int)row[i].layout,
			row[i].hybrid ? " mixed" : "", row[i].rule);
		arena_done(&a);
	}
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
	CHECK(x && y && strcmp(x->fingerprint, y->fingerprint) != 0,
		"R16 another value, another one");
	arena_done(&a);
}

/* The contract's keys in the contract's order. */
static void json_form(void)
{
	struct arena a;
	arena_init(&a, ARENA_MAX);
	struct report *r = fixture_zero(&a, 2024);
	r->file = STR("a\"b.json");
	fixture_set(r, "t4.review.total", "6");
	struct findings f = fixture_check(&a, r, NULL);
	struct buf b;
	buf_init(&b, 1 << 20);
	findings_write_json(&b, r, &f);
	struct str s = buf_view(&b);
	CHECK(str_starts(
		      s, STR("{\"file\":\"a\\\"b.json\",\"agency\":\"示例市公安局\",\"year\":2024,"
			     "\"findings\":[{\"rule\":\"CK6\",\"severity\":\"error\",\"cells\":["
			     "\"t4.review.total\",\"t4.review.upheld\"")),
		"JSON begins as agreed");
	CHECK(str_has(s, "],\"expected\":\"0\",\"actual\":\"6\",\"message\":\"") &&
			str_has(s, "\",\"hint\":\"") && str_has(s, "\",\"where\":null}"),
		"finding's keys");
	CHECK(str_ends(s, STR("],\"summary\":{\"error\":1,\"warning\":0,\"info\":0}}")), "summary");
	r->agency = r->file = (struct str){ NULL, 0 };
	r->year = 0;
	buf_clear(&b);
	findings_write_json(&b, r, &f);
	CHECK(str_starts(buf_view(&b), STR("{\"file\":null,\"agency\":null,\"year\":null,")),
		"what is unknown is null");
	buf_done(&b);
	arena_done(&a);
}

/* Without memory at any one place: an error or the whole result, never a part of it. */
static void no_memory(void)
{
	struct arena a;
	arena_init(&a, ARENA_MAX);
	struct report *r = fixture_random(&a, 5), *p = fixture_zero(&a, 2023);
	fixture_prose(r);
	fixture_prose(p);
	fixture_set(r, "t3.received.total", "7");
	fixture_set(r, "t4.review.total", "");
	size_t all = fixture_check(&a, r, p).n;
	int wrong = 0;
	long n = 0, requests;
	do {
		struct arena small;
		struct findings f;
		struct error err;
		arena_init(&small, ARENA_MAX);
		findings_init(&f, &small);
		mem_fail_at(++n);
		enum err e = report_check(r, p, &f, &err);
		requests = mem_requests();
		mem_fail_at(0);
		wrong += e != OK ? e != ERR_NOMEM : f.n != all;
		arena_done(&small);
	} while (requests >= n);
	CHECK(wrong == 0 && n > 10 && all > 5, "%ld places without memory, %d wrong", n, wrong);
	arena_done(&a);
}

/* Every rule id once, with meaning and source; the contract's ids are there. */
static void rule_table(void)
{
	static const char *const agreed[] = { "CK1", "CK2", "CK3", "CK4", "CK5", "CK6", "CK7",
		"CK8", "CK9", "CK10", "CK11", "CK12", "CK13", "CK14", "cell.blank", "cell.na",
		"cell.not_number", "cell.not_integer", "cell.negative", "total.blank",
		"row.missing", "table.missing", "section.missing", "section.order",
		"section.repeated", "layout.2019", "layout.hybrid" };
	size_t n;
	const struct rule_info *list = rule_list(&n);
	int bad = 0;
	for (size_t i = 0; i < n; i++) {
		bad += !list[i].meaning[0] || !list[i].source[0];
		for (size_t k = 0; k < i; k++)
			bad += strcmp(list[i].id, list[k].id) == 0;
	}
	CHECK(bad == 0, "%zu rules, each once and explained", n);
	for (size_t k = 0; k < sizeof agreed / sizeof agreed[0]; k++) {
		bool there = false;
		for (size_t i = 0; i < n; i++)
			there = there || strcmp(list[i].id, agreed[k]) == 0;
		CHECK(there, "%s is listed", agreed[k]);
	}
}

/*
 * Mistakes in a whole row: 146 + 3 = 130 + 19 for 自然人, 6 = 4 + 2 for 商业企业 stand right;
 * then one row is set wrong in all columns and the hint must name that row.
 */
static void whole_rows(void)
{
	static const int64_t received[7] = { 146, 6, 0, 0, 0, 0, 152 },
			     in[7] = { 3, 0, 0, 0, 0, 0, 3 },
			     total[7] = { 130, 4, 0, 0, 0, 0, 134 },
			     out[7] = { 19, 2, 0, 0, 0, 0, 21 }, zero[7] = { 0 },
			     in_twice[7] = { 6, 0, 0, 0, 0, 0, 6 },
			     with_open[7] = { 149, 6, 0, 0, 0, 0, 155 },
			     with_in[7] = { 149, 6, 0, 0, 0, 0, 155 },
			     other[7] = { 147, 6, 0, 0, 0, 0, 153 };
	static const struct {
		enum report_row row;
		const int64_t *value;
		bool previous;
		const char *rule, *hint;
		size_t ck1, ck2;
	} row[] = {
		{ REPORT_ROW_CARRIED_IN, in, true, "CK1", NULL, 0, 0 },
		{ REPORT_ROW_CARRIED_IN, zero, false, "CK1",
			"“二、上年结转政府信息公开申请数量”没有填写", 2, 0 },
		{ REPORT_ROW_CARRIED_IN, zero, true, "CK1",
			"上一年度报告结转下年度为自然人 3、总计 3", 2, 0 },
		{ REPORT_ROW_CARRIED_IN, in_twice, true, "CK1",
			"上一年度报告结转下年度为自然人 3、总计 3", 2, 0 },
		{ REPORT_ROW_CARRIED_OUT, zero, true, "CK1", "自然人 19、商业企业 2、总计 21", 3,
			0 },
		{ REPORT_ROW_TOTAL, with_open, true, "CK1", "“（七）总计”把“四、结转下年度", 3, 3 },
		{ REPORT_ROW_TOTAL, with_open, true, "CK2", "“（七）总计”把“四、结转下年度", 3, 3 },
		{ REPORT_ROW_RECEIVED, with_in, false, "CK1", "已经含有上年结转", 2, 0 },
		{ REPORT_ROW_RECEIVED, other, true, "CK1", "两处", 2, 0 },
	};
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct arena a;
		arena_init(&a, ARENA_MAX);
		struct report *r = fixture_zero(&a, 2024), *p = fixture_zero(&a, 2023);
		fixture_row(p, REPORT_ROW_RECEIVED, in);
		fixture_row(p, REPORT_ROW_CARRIED_OUT, in);
		fixture_row(r, REPORT_ROW_RECEIVED, received);
		fixture_row(r, REPORT_ROW_CARRIED_IN, in);
		fixture_row(r, REPORT_ROW_OPEN, total);
		fixture_row(r, REPORT_ROW_TOTAL, total);
		fixture_row(r, REPORT_ROW_CARRIED_OUT, out);
		fixture_row(r, row[i].row, row[i].value);
		struct findings f = fixture_check(&a, r, row[i].previous ? p : NULL);
		CHECK(fixture_count(&f, "CK1") == row[i].ck1 &&
				fixture_count(&f, "CK2") == row[i].ck2,
			"row %zu: %zu columns", i, row[i].ck1);
		const struct finding *it = fixture_finding(&f, row[i].rule, 0);
		CHECK(row[i].hint ? it && str_has(it->hint, row[i].hint) : !it, "row %zu: hint %s",
			i, row[i].hint ? row[i].hint : "none");
		arena_done(&a);
	}
}

int main(void)
{
	whole_rows();
	wrong_class();
	wrong_sums();
	every_cell();
	blank_totals();
	not_assessable();
	cell_states();
	grouped_states();
	layouts();
	fingerprints();
	json_form();
	rule_table();
	no_memory();
	return TEST_END();
}
