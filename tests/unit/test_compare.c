/* Reports side by side.  Expected shares and changes are worked out by hand beside each case. */
#include "tests/fixture_report.h"
#include "tests/test.h"

#include "core/json.h"
#include "report/columns.h"
#include "report/compare.h"

enum { ARENA_MAX = 64 << 20 };

/* total requests of which `open` were answered openly, the rest 无法提供. */
static struct report *simple(
	struct arena *a, const char *agency, int year, int64_t total, int64_t open)
{
	struct report *r = fixture_zero(a, year);
	r->agency = str_cstr(agency);
	fixture_row(r, REPORT_ROW_RECEIVED, (int64_t[]){ total, 0, 0, 0, 0, 0, total });
	fixture_row(r, REPORT_ROW_TOTAL, (int64_t[]){ total, 0, 0, 0, 0, 0, total });
	fixture_row(r, REPORT_ROW_OPEN, (int64_t[]){ open, 0, 0, 0, 0, 0, open });
	fixture_row(
		r, REPORT_ROW_NOT_HELD, (int64_t[]){ total - open, 0, 0, 0, 0, 0, total - open });
	return r;
}

static const struct compare_row *find_row(const struct comparison *c, const char *key)
{
	for (size_t i = 0; i < c->n_rows; i++)
		if (strcmp(c->row[i].key, key) == 0)
			return &c->row[i];
	return NULL;
}

static bool shows(bool has, struct decimal v, const char *want)
{
	return has && strcmp(decimal_text(v).z, want) == 0;
}

/* 1/3 = 33.33…, 2/3 = 66.66…, 1/16 = 6.25 -> 6.3 (half up), 1/2000 = 0.05 -> 0.1, 0. */
static void shares(void)
{
	static const struct {
		int64_t open, total;
		const char *want;
	} row[] = { { 1, 3, "33.3" }, { 2, 3, "66.7" }, { 1, 16, "6.3" }, { 1, 2000, "0.1" },
		{ 0, 40, "0" }, { 40, 40, "100" }, { 9999, 20000, "50" }, { 3333, 10000, "33.3" } };
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct arena a;
		struct error err;
		struct comparison *c;
		arena_init(&a, ARENA_MAX);
		const struct report *r[] = { simple(
			&a, "示例市公安局", 2024, row[i].total, row[i].open) };
		CHECK(report_compare(&a, r, 1, &c, &err) == OK, "one report is enough");
		const struct compare_row *s = find_row(c, "open_share");
		CHECK(s && shows(s->has[0], s->value[0], row[i].want) &&
				str_is(s->base, "办结总数"),
			"%lld of %lld is %s %%", (long long)row[i].open, (long long)row[i].total,
			row[i].want);
		arena_done(&a);
	}
}

static void years(void)
{
	struct arena a;
	struct error err;
	struct comparison *c;
	arena_init(&a, ARENA_MAX);
	struct report *y24 = simple(&a, "示例市公安局", 2024, 151, 42);
	struct report *y23 = simple(&a, "某省示例市公安局", 2023, 120, 60);
	struct report *y22 = simple(&a, "示例市公安局", 2022, 0, 0);
	fixture_set(y24, "t2.fee.amount", "1.25");
	fixture_set(y23, "t2.fee.amount", "3.5");
	fixture_set(y22, "t2.fee.amount", "");
	const struct report *r[] = { y24, y22, y23 };
	CHECK(report_compare(&a, r, 3, &c, &err) == OK && c->years, "years of one agency");
	CHECK(c->report[0]->year == 2022 && c->report[2]->year == 2024, "sorted by year");
	const struct compare_row *s = find_row(c, "received");
	CHECK(s && shows(s->has_change[2], s->change[2], "31"), "151-120=31");
	/* 31/120 = 25.83…% */
	CHECK(s && shows(s->has_change_percent[2], s->change_percent[2], "25.8"),
		"31/120 is 25.8 %%");
	CHECK(s && shows(s->has_change[1], s->change[1], "120") && !s->has_change_percent[1],
		"from 0 there is no percentage");
	CHECK(s && !s->has_change[0], "the first year has no change");
	s = find_row(c, "open_share");
	/* 42/151 = 27.81…, 60/120 = 50: -22.2 points */
	CHECK(s && shows(s->has_change[2], s->change[2], "-22.2") && !s->has_change_percent[2],
		"shares change in points");
	CHECK(s && !s->has[0], "nothing handled, no share");
	s = find_row(c, "fee");
	/* 1.25-3.5 = -2.25; -2.25/3.5 = -64.28…% */
	CHECK(s && !s->has[0] && shows(s->has_change[2], s->change[2], "-2.25") &&
			shows(s->has_change_percent[2], s->change_percent[2], "-64.3"),
		"amounts are exact decimals, a blank is no number");
	struct buf b;
	buf_init(&b, 1 << 20);
	comparison_write_text(&b, c);
	CHECK(str_has(buf_view(&b), "151（+31，+25.8%）"), "text shows the change");
	buf_clear(&b);
	comparison_write_json(&b, c);
	json_t *v;
	CHECK(json_read(&a, buf_view(&b), 1 << 20, &v, &err) == OK, "valid JSON");
	CHECK(str_is(json_member_str(v, "kind"), "years"), "kind");
	json_t *first = json_array_get(json_object_get(v, "rows"), 0);
	CHECK(json_integer_value(json_array_get(json_object_get(first, "values"), 2)) == 151,
		"counts are integers");
	buf_done(&b);
	arena_done(&a);
}

static void agencies(void)
{
	struct arena a;
	struct error err;
	struct comparison *c;
	arena_init(&a, ARENA_MAX);
	const struct report *r[] = { simple(&a, "示例市公安局", 2024, 100, 50),
		simple(&a, "示例县公安局", 2024, 29, 29), simple(&a, "示例区公安局", 2024, 40, 30),
		simple(&a, "示例镇人民政府", 2024, 60, 45) };
	CHECK(report_compare(&a, r, 4, &c, &err) == OK && !c->years, "agencies of one year");
	const struct compare_row *s = find_row(c, "open_share");
	CHECK(s && s->small[1] && s->rank[1] == 0, "a base of 29 is not ranked");
	CHECK(s && !s->small[2] && s->rank[2] == 1 && s->rank[3] == 1 && s->rank[0] == 3,
		"75 %% twice is first, 50 %% third");
	CHECK(s && !s->has_change[1], "no changes between agencies");
	struct buf b;
	buf_init(&b, 1 << 20);
	comparison_write_text(&b, c);
	CHECK(str_has(buf_view(&b), "100.0%*") && str_has(buf_view(&b), "不足 30"),
		"small bases are marked");
	buf_done(&b);
	const struct report *mixed[] = { simple(&a, "示例市公安局", 2024, 1, 1),
		simple(&a, "示例县公安局", 2023, 1, 1) };
	CHECK(report_compare(&a, mixed, 2, &c, &err) == ERR_INVALID,
		"two agencies of two years: refused");
	CHECK(report_compare(&a, NULL, 0, &c, &err) == ERR_INVALID, "nothing: refused");
	arena_done(&a);
}

/* Concluded reviews: 维持 8, 纠正 3, 其他 0 of 11, 纠错率 3/11 = 27.27…%. */
static void remedies_and_layouts(void)
{
	struct arena a;
	struct error err;
	struct comparison *c;
	arena_init(&a, ARENA_MAX);
	struct report *r = simple(&a, "示例市公安局", 2024, 10, 5);
	fixture_set(r, "t4.review.upheld", "8");
	fixture_set(r, "t4.review.corrected", "3");
	fixture_set(r, "t4.review.pending", "4");
	fixture_set(r, "t4.review.total", "15");
	struct report *old = fixture_zero(&a, 2020);
	old->layout = REPORT_LAYOUT_2019;
	for (int i = 0; i < REPORT_CELL_COUNT; i++)
		if (!report_cell_in_layout(i, REPORT_LAYOUT_2019))
			old->cell[i].state = REPORT_ABSENT;
	fixture_set(old, "t2019.licence.decisions", "77");
	const struct report *list[] = { r, old };
	CHECK(report_compare(&a, list, 2, &c, &err) == OK && c->years, "two layouts, two years");
	const struct compare_row *s = find_row(c, "review_corrected_rate");
	CHECK(s && shows(s->has[1], s->value[1], "27.3"), "3 of 11 concluded is 27.3 %%");
	s = find_row(c, "licence");
	CHECK(s && shows(s->has[0], s->value[0], "77"), "处理决定数量 of the old layout");
	s = find_row(c, "fee");
	CHECK(s && !s->has[0] && s->has[1], "the old layout has no fee amount");
	arena_done(&a);
}

static void width(void)
{
	CHECK(columns_width(STR("公开ab")) == 6, "a Chinese character is two columns wide");
	CHECK(columns_width(STR("（）")) == 4, "so are full-width brackets");
}

int main(void)
{
	shares();
	years();
	agencies();
	remedies_and_layouts();
	width();
	return TEST_END();
}
