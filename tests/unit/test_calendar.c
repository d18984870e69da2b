/*
 * Working days.  Expected dates come from the shared
 * case list (4.1, 4.2), the worked examples of the rule book (W1-W22) and from
 * an oracle below that walks day by day over the JSON files and shares no code
 * with law/calendar.
 */
#include "tests/test.h"

#include "core/file.h"
#include "core/json.h"
#include "law/calendar.h"
#include "law/period.h"

#include <stdlib.h>

enum { FIRST_YEAR = 2019, LAST_YEAR = 2026, FILE_MAX = 1 << 20 };

static struct arena arena;
static struct calendar *china;

static struct date day_of(const char *z)
{
	struct date d = { 0 };
	if (!date_parse(str_cstr(z), &d))
		CHECK(0, "test data: %s is a date", z);
	return d;
}

static struct calendar *calendar_of(
	const struct arrangement *y, size_t n, const struct arranged_day *local, size_t n_local)
{
	struct calendar *cal = NULL;
	struct error err;
	if (calendar_new(&arena, y, n, local, n_local, &cal, &err))
		CHECK(0, "calendar: %s", err.msg);
	return cal;
}

/* 4.1: calendars without make-up days. */
static struct calendar *foreign(const char *const *off, size_t n)
{
	struct arranged_day *d = arena_array(&arena, struct arranged_day, n);
	struct arrangement *y = arena_array(&arena, struct arrangement, 3);
	for (size_t i = 0; i < n; i++)
		d[i] = (struct arranged_day){ day_of(off[i]), true, STR("holiday") };
	size_t split = 0;
	while (split < n && date_year(d[split].date) == date_year(d[0].date))
		split++;
	y[0] = (struct arrangement){ date_year(d[0].date), d, split };
	y[1] = (struct arrangement){ date_year(d[0].date) + 1, d + split, n - split };
	return calendar_of(y, 2, NULL, 0);
}

static const struct {
	char where; /* 'U' or 'S' */
	const char *kind, *from;
	int n;
	const char *want, *name;
} abroad[] = {
	{ 'U', "WD", "2008-10-01", 20, "2008-10-29", "no holiday" },
	{ 'U', "WD", "2007-02-01", 20, "2007-03-01", "non-leap" },
	{ 'U', "WD", "2008-02-01", 20, "2008-02-29", "leap" },
	{ 'U', "WD", "2009-03-12", 20, "2009-04-14", "Thu" },
	{ 'U', "WD", "2009-03-13", 20, "2009-04-15", "Fri" },
	{ 'U', "WD", "2009-03-14", 20, "2009-04-15", "Sat start = Fri result" },
	{ 'U', "WD", "2009-03-15", 20, "2009-04-15", "Sun start" },
	{ 'U', "WD", "2009-03-16", 20, "2009-04-16", "Mon" },
	{ 'U', "CD", "2008-10-01", 20, "2008-10-21", "calendar days" },
	{ 'U', "CD", "2008-10-04", 20, "2008-10-24", "calendar days" },
	{ 'U', "CD", "2008-10-05", 20, "2008-10-27", "Sat rolls to Mon" },
	{ 'U', "CD", "2008-10-06", 20, "2008-10-27", "Sun rolls" },
	{ 'U', "CD", "2008-12-04", 20, "2008-12-24", "day before holiday" },
	{ 'U', "CD", "2008-12-05", 20, "2008-12-29", "holiday rolls" },
	{ 'S', "WD", "2010-11-01", 30, "2010-12-15", "US holidays" },
	{ 'S', "CD", "2010-11-01", 30, "2010-12-01", "plain days" },
};

static void foreign_calendars(void)
{
	static const char *const uk[] = { "2008-12-01", "2008-12-25", "2008-12-26", "2009-01-01",
		"2009-01-02", "2009-03-17", "2009-04-10", "2009-04-13" };
	static const char *const us[] = { "2010-11-11", "2010-11-25" };
	const struct calendar *cal_uk = foreign(uk, 8), *cal_us = foreign(us, 2);
	for (size_t i = 0; i < sizeof abroad / sizeof abroad[0]; i++) {
		struct period_end end = { 0 };
		struct error err;
		enum err e = period_compute(abroad[i].where == 'U' ? cal_uk : cal_us,
			day_of(abroad[i].from),
			abroad[i].kind[0] == 'W' ? TERM_WORKING_DAYS : TERM_DAYS, abroad[i].n, &end,
			&err);
		CHECK(!e && end.due.day == day_of(abroad[i].want).day,
			"C-1.5-16 4.1 %s %s +%d = %s, %s", abroad[i].kind, abroad[i].from,
			abroad[i].n, abroad[i].want, abroad[i].name);
	}
	CHECK(calendar_count_workdays(cal_us, day_of("2010-11-01"), day_of("2010-12-15")) == 30,
		"4.1 WDBETWEEN 2010-11-01 2010-12-15 = 30");
}

static const struct {
	const char *name, *from;
	int n;
	const char *want;
	bool provisional;
} row[] = {
	{ "4.2 Sun 02-04 works", "2024-01-10", 20, "2024-02-06", false },
	{ "4.2 worst case 2024", "2024-01-15", 20, "2024-02-09", false },
	{ "4.2", "2024-01-24", 15, "2024-02-19", false },
	{ "4.2", "2024-02-03", 20, "2024-03-06", false },
	{ "4.2 received on a make-up Sunday", "2024-02-04", 20, "2024-03-07", false },
	{ "4.2 C-1.5-18 New Year's Eve 2024 is worked", "2024-02-09", 20, "2024-03-14", false },
	{ "4.2 C-1.3-11 received on a holiday", "2024-02-10", 20, "2024-03-14", false },
	{ "4.2 04-28 and 05-11 work", "2024-04-26", 15, "2024-05-20", false },
	{ "4.2 control", "2024-07-01", 20, "2024-07-29", false },
	{ "4.2 deadline is a working Sunday", "2024-08-30", 20, "2024-09-29", false },
	{ "4.2 received on a make-up Saturday", "2024-09-14", 20, "2024-10-18", false },
	{ "4.2 R-030 correction notice limit", "2024-09-25", 7, "2024-10-10", false },
	{ "4.2", "2024-09-27", 20, "2024-10-30", false },
	{ "4.2 R-026 publication limit too", "2024-12-31", 20, "2025-02-05", false },
	{ "4.2", "2025-01-17", 20, "2025-02-20", false },
	{ "4.2", "2025-01-26", 20, "2025-02-28", false },
	{ "4.2", "2025-04-25", 20, "2025-05-27", false },
	{ "4.2", "2025-09-03", 20, "2025-09-30", false },
	{ "4.2", "2025-09-26", 20, "2025-10-30", false },
	{ "4.2 due on a make-up Saturday", "2026-01-19", 20, "2026-02-14", false },
	{ "4.2", "2026-01-30", 20, "2026-03-05", false },
	{ "4.2", "2026-02-13", 20, "2026-03-19", false },
	{ "4.2 C-1.5-19 provisional, 2027 unpublished", "2026-12-20", 20, "2027-01-15", true },
	{ "W16 F109-6 fee notice", "2025-12-30", 20, "2026-01-28", false },
	{ "4.3 F109-6 fee notice", "2024-07-10", 20, "2024-08-07", false },
	{ "4.3 F109-6 fee notice", "2024-01-22", 20, "2024-02-22", false },
	{ "W17 C-1.6-17", "2026-02-13", 7, "2026-03-02", false },
	{ "W18 R-026", "2026-09-18", 20, "2026-10-22", false },
	{ "W19 R-034", "2025-09-26", 15, "2025-10-23", false },
	{ "W22 RA-54", "2026-09-28", 5, "2026-10-10", false },
	{ "4.3 R-032 third party served", "2024-09-20", 15, "2024-10-16", false },
};

static const struct {
	const char *name, *from, *want[4]; /* after 7, 15, 20, 40 working days */
} worked[] = {
	{ "W1", "2024-02-08", { "2024-02-23", "2024-03-06", "2024-03-13", "2024-04-11" } },
	{ "W2", "2024-04-29", { "2024-05-11", "2024-05-22", "2024-05-29", "2024-06-27" } },
	{ "W3", "2024-09-12", { "2024-09-24", "2024-10-10", "2024-10-16", "2024-11-13" } },
	{ "W4", "2024-12-16", { "2024-12-25", "2025-01-07", "2025-01-14", "2025-02-17" } },
	{ "W5", "2025-01-20", { "2025-02-05", "2025-02-14", "2025-02-21", "2025-03-21" } },
	{ "W6", "2025-04-25", { "2025-05-08", "2025-05-20", "2025-05-27", "2025-06-25" } },
	{ "W7", "2025-09-22", { "2025-09-30", "2025-10-17", "2025-10-24", "2025-11-21" } },
	{ "W8", "2025-12-31", { "2026-01-12", "2026-01-22", "2026-01-29", "2026-03-04" } },
	{ "W9", "2026-02-10", { "2026-02-26", "2026-03-09", "2026-03-16", "2026-04-14" } },
	{ "W10", "2026-02-14", { "2026-03-03", "2026-03-13", "2026-03-20", "2026-04-20" } },
	{ "W11", "2026-04-28", { "2026-05-11", "2026-05-21", "2026-05-28", "2026-06-26" } },
	{ "W12", "2026-09-17", { "2026-09-28", "2026-10-14", "2026-10-21", "2026-11-18" } },
};

static void working_periods(void)
{
	static const int length[] = { 7, 15, 20, 40 };
	struct error err;
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct period_end end = { 0 };
		enum err e = period_compute(
			china, day_of(row[i].from), TERM_WORKING_DAYS, row[i].n, &end, &err);
		CHECK(!e && end.due.day == day_of(row[i].want).day &&
				end.provisional == row[i].provisional &&
				end.nominal.day == end.due.day,
			"C-1.5-13 %s: %s +%d = %s", row[i].name, row[i].from, row[i].n,
			row[i].want);
	}
	for (size_t i = 0; i < sizeof worked / sizeof worked[0]; i++)
		for (int k = 0; k < 4; k++) {
			struct date d =
				calendar_add_workdays(china, day_of(worked[i].from), length[k]);
			CHECK(d.day == day_of(worked[i].want[k]).day, "C-1.5-13 %s: day %d is %s",
				worked[i].name, length[k], worked[i].want[k]);
		}
	CHECK(calendar_count_workdays(china, day_of("2024-09-14"), day_of("2024-10-18")) == 20,
		"4.2 WDBETWEEN 2024-09-14 2024-10-18 = 20");
}

static void single_days(void)
{
	static const struct {
		const char *date;
		bool works;
		enum day_kind kind;
	} is[] = {
		{ "2024-02-04", true, DAY_MAKEUP },
		{ "2024-02-18", true, DAY_MAKEUP },
		{ "2024-04-07", true, DAY_MAKEUP },
		{ "2024-04-28", true, DAY_MAKEUP },
		{ "2024-05-11", true, DAY_MAKEUP },
		{ "2024-09-14", true, DAY_MAKEUP },
		{ "2024-09-29", true, DAY_MAKEUP },
		{ "2024-10-12", true, DAY_MAKEUP },
		{ "2024-02-09", true, DAY_WORKDAY },
		{ "2024-02-10", false, DAY_HOLIDAY },
		{ "2025-01-28", false, DAY_HOLIDAY },
		{ "2026-02-16", false, DAY_HOLIDAY },
		{ "2026-02-28", true, DAY_MAKEUP },
		{ "2018-12-29", true, DAY_MAKEUP },
		{ "2018-12-31", false, DAY_HOLIDAY },
		{ "2018-12-28", true, DAY_WORKDAY },
		{ "2030-06-15", false, DAY_WEEKEND },
		{ "1999-06-14", true, DAY_WORKDAY },
	};
	for (size_t i = 0; i < sizeof is / sizeof is[0]; i++)
		CHECK(calendar_is_workday(china, day_of(is[i].date)) == is[i].works &&
				calendar_day_kind(china, day_of(is[i].date)) == is[i].kind,
			"C-1.5-16 4.2 ISWD %s = %d", is[i].date, is[i].works);
	CHECK(str_is(calendar_day_name(china, day_of("2024-10-01")), "国庆节") &&
			calendar_day_name(china, day_of("2030-01-01")).n == 0,
		"names of days");
	static const struct {
		int year, total;
	} total[] = { { 2024, 251 }, { 2025, 248 }, { 2026, 248 } };
	for (size_t i = 0; i < 3; i++) {
		int got = calendar_count_workdays(china, date_from_ymd(total[i].year - 1, 12, 31),
			date_from_ymd(total[i].year, 12, 31));
		CHECK(got == total[i].total, "C-1.5-21 %d has %d working days (%d)", total[i].year,
			total[i].total, got);
	}
	CHECK(calendar_has_year(china, 2019) && calendar_has_year(china, 2026) &&
			!calendar_has_year(china, 2018) && !calendar_has_year(china, 2027),
		"C-1.5-17 years compiled in: 2019-2026");
}

static struct arrangement parsed(const char *json)
{
	struct arrangement y = { 0 };
	struct error err;
	if (arrangement_parse(&arena, str_cstr(json), &y, &err))
		CHECK(0, "%s", err.msg);
	return y;
}

static void imports(void)
{
	size_t n;
	const struct arrangement *builtin = arrangement_builtin(&n);
	struct arrangement years[16];
	memcpy(years, builtin, n * sizeof *years);
	years[n] = parsed("{\"year\":2027,\"days\":["
			  "{\"name\":\"元旦\",\"date\":\"2026-12-31\",\"isOffDay\":true},"
			  "{\"name\":\"元旦\",\"date\":\"2027-01-01\",\"isOffDay\":true},"
			  "{\"name\":\"元旦\",\"date\":\"2027-01-02\",\"isOffDay\":false}]}");
	const struct calendar *cal = calendar_of(years, n + 1, NULL, 0);
	struct period_end end;
	struct error err;
	if (period_compute(cal, day_of("2026-12-20"), TERM_WORKING_DAYS, 20, &end, &err))
		CHECK(0, "%s", err.msg);
	/* By hand: 12-21..25 (5), 12-28..30 (8), 01-02 (9), 01-04..08 (14), 01-11..15 (19), 01-18.
	 */
	CHECK(end.due.day == day_of("2027-01-18").day && !end.provisional,
		"C-1.5-19 importing 2027 makes the end final: %s", date_text(end.due).z);
	years[n] = parsed("{\"year\":2024,\"days\":[{\"name\":\"x\",\"date\":\"2024-07-02\","
			  "\"isOffDay\":true}]}");
	cal = calendar_of(years, n + 1, NULL, 0);
	CHECK(!calendar_is_workday(cal, day_of("2024-07-02")) &&
			calendar_is_workday(cal, day_of("2024-10-01")),
		"a later entry of the same year replaces the earlier one as a whole");
	struct arrangement gap[] = { builtin[0], builtin[2] };
	cal = calendar_of(gap, 2, NULL, 0);
	CHECK(calendar_has_year(cal, 2021) && !calendar_has_year(cal, 2020), "a missing year");
	CHECK(calendar_is_provisional(cal, day_of("2019-12-31"), day_of("2020-01-01")) &&
			calendar_is_provisional(cal, day_of("2020-06-01"), day_of("2020-06-01")) &&
			!calendar_is_provisional(cal, day_of("2021-01-01"), day_of("2021-12-31")) &&
			calendar_is_provisional(cal, day_of("2018-12-31"), day_of("2019-01-01")),
		"C-1.5-19 a year missing in the middle makes a span provisional");
	cal = calendar_of(NULL, 0, NULL, 0);
	CHECK(calendar_add_workdays(cal, day_of("2024-02-09"), 20).day ==
				day_of("2024-03-08").day &&
			calendar_is_provisional(cal, day_of("2024-02-09"), day_of("2024-02-09")),
		"without any arrangement: weekday rule, provisional");
}

static void local_days(void)
{
	struct arranged_day *local = NULL;
	size_t n = 0, n_years;
	struct error err;
	enum err e = arrangement_parse_local(&arena,
		STR("[{\"name\":\"泼水节\",\"date\":\"2024-04-15\"},"
		    "{\"name\":\"县庆\",\"date\":\"2024-09-14\"}]"),
		&local, &n, &err);
	CHECK(e == OK && n == 2, "local days off are read");
	const struct arrangement *years = arrangement_builtin(&n_years);
	const struct calendar *cal = calendar_of(years, n_years, local, n);
	CHECK(calendar_day_kind(cal, day_of("2024-04-15")) == DAY_LOCAL &&
			!calendar_is_workday(cal, day_of("2024-09-14")),
		"C-1.5-20 a local day off, also over a make-up day");
	struct buf b;
	buf_init(&b, 256);
	calendar_explain_day(&b, cal, day_of("2024-04-15"));
	CHECK(str_is(buf_view(&b), "本地假“泼水节”"), "its reason");
	buf_done(&b);
	cal = calendar_of(NULL, 0, local, n);
	CHECK(!calendar_is_workday(cal, day_of("2024-04-15")) && !calendar_has_year(cal, 2024),
		"local days alone");
	CHECK(arrangement_parse_local(&arena, STR("[]"), &local, &n, &err) == OK && n == 0,
		"no local days");
}

#define DAY(date, type) "{\"name\":\"元旦\",\"date\":\"" date "\",\"isOffDay\":" type "}"
#define YEAR(days) "{\"year\":2027,\"days\":[" days "]}"
static const struct {
	const char *json;
	enum err want;
	const char *says;
} refused[] = {
	{ "{\"year\":2027,\"days\":[{\"name\":\"元旦\",\"isOffDay\":true}]}", ERR_FORMAT,
		"第1项“元旦”没有日期" },
	{ YEAR(DAY("2027-01-01", "true") "," DAY("2027-01-01", "true")), ERR_FORMAT,
		"第2项“元旦”的日期 2027-01-01 与第1项重复" },
	{ YEAR(DAY("2028-01-01", "true")), ERR_FORMAT,
		"第1项“元旦”的日期 2028-01-01 不属于 2027 年" },
	{ YEAR(DAY("2026-11-30", "true")), ERR_FORMAT, "不属于 2027 年" },
	{ YEAR(DAY("2027-02-30", "true")), ERR_FORMAT, "“2027-02-30”不对" },
	{ YEAR(DAY("1989-01-01", "true")), ERR_FORMAT, "不在 1990 年至 2099 年之间" },
	{ YEAR(DAY("2100-01-01", "true")), ERR_FORMAT, "不在 1990 年至 2099 年之间" },
	{ YEAR(DAY("0000000000000000000000000000000000000000000000", "true")), ERR_FORMAT, "不对" },
	{ YEAR(DAY("2027-01-01", "\"半天\"")), ERR_FORMAT, "第1项“元旦”（2027-01-01）的类型" },
	{ "{\"year\":2027,\"days\":[{\"date\":\"2027-01-01\",\"isOffDay\":true}]}", ERR_FORMAT,
		"第1项没有节日名称" },
	{ ("{\"year\":2027,\"days\":[{\"name\":\"一二三四五六七八九十一二三四五六七八九十"
	   "一二三四五六七八九十一\",\"date\":\"2027-01-01\",\"isOffDay\":true}]}"),
		ERR_FORMAT, "第1项没有节日名称" },
	{ "{\"year\":2027,\"days\":[7]}", ERR_FORMAT, "第1项不是对象" },
	{ "{\"year\":2027,\"days\":[]}", ERR_NOT_FOUND, "2027 年的放假安排尚未公布" },
	{ "{\"year\":2027,\"days\":{}}", ERR_FORMAT, "没有日期列表" },
	{ "{\"year\":2027}", ERR_FORMAT, "没有日期列表" },
	{ "{\"days\":[]}", ERR_FORMAT, "没有年份" },
	{ "{\"year\":2100,\"days\":[]}", ERR_FORMAT, "没有年份" },
	{ "<html>", ERR_FORMAT, "第 1 行" },
	{ "", ERR_FORMAT, "JSON" },
};

static void refused_imports(void)
{
	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
		struct arrangement y = { 0 };
		struct error err;
		enum err e = arrangement_parse(&arena, str_cstr(refused[i].json), &y, &err);
		CHECK(e == refused[i].want && strstr(err.msg, refused[i].says) && y.year == 0,
			"X13 import refused: %s", refused[i].says);
	}
	struct arranged_day *day = NULL;
	size_t n = 7;
	struct error err;
	static const char twice[] = "[{\"name\":\"a\",\"date\":\"2024-01-02\"},"
				    "{\"name\":\"b\",\"date\":\"2024-01-02\"}]";
	static const char *const bad[] = { "{}", "[7]", "x", twice };
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		CHECK(arrangement_parse_local(&arena, str_cstr(bad[i]), &day, &n, &err) ==
					ERR_FORMAT &&
				n == 7,
			"local days refused: %s", err.msg);
	struct buf b;
	buf_init(&b, FILE_MAX);
	buf_lit(&b, "[");
	for (int i = 0; i < 401; i++)
		buf_cstr(&b, i ? ",1" : "1");
	buf_lit(&b, "]");
	CHECK(arrangement_parse_local(&arena, buf_view(&b), &day, &n, &err) == ERR_LIMIT,
		"too many entries");
	buf_done(&b);
}

/* The oracle: a plain table of the JSON's days and a walk, nothing of law/calendar. */
enum { ORACLE_FIRST = 17800 /* 2018-09-26 */, ORACLE_DAYS = 3500, OFF = 1, WORK = 2 };
static char listed[ORACLE_DAYS];

static bool oracle_load(void)
{
	const char *root = getenv("GONGKAI_ROOT") ? getenv("GONGKAI_ROOT") : ".";
	for (int year = FIRST_YEAR; year <= LAST_YEAR; year++) {
		char path[1024];
		struct str text;
		struct error err;
		json_t *v;
		snprintf(path, sizeof path, "%s/data/holidays/%d.json", root, year);
		if (file_read(&arena, path, FILE_MAX, &text, &err) ||
			json_read(&arena, text, FILE_MAX, &v, &err)) {
			CHECK(0, "%s: %s", path, err.msg);
			return false;
		}
		size_t i;
		json_t *d;
		json_array_foreach(json_object_get(v, "days"), i, d)
		{
			int n = day_of(json_string_value(json_object_get(d, "date"))).day;
			listed[n - ORACLE_FIRST] =
				json_is_true(json_object_get(d, "isOffDay")) ? OFF : WORK;
		}
	}
	return true;
}

static bool oracle_works(int day)
{
	int i = day - ORACLE_FIRST;
	if (i >= 0 && i < ORACLE_DAYS && listed[i])
		return listed[i] == WORK;
	return (day + 3) % 7 < 5; /* 1970-01-01 was a Thursday */
}

static void against_oracle(void)
{
	if (!oracle_load())
		return;
	int first = day_of("2019-01-01").day, last = day_of("2026-12-31").day;
	long wrong = 0, tried = 0;
	for (int start = first; start <= last; start++) {
		int day = start;
		for (int n = 1; n <= 60; n++) {
			do
				day++;
			while (!oracle_works(day));
			wrong += calendar_add_workdays(china, (struct date){ start }, n).day != day;
			tried++;
		}
	}
	CHECK(wrong == 0 && tried == 2922 * 60L, "C-1.5-13 %ld additions agree with the oracle",
		tried);
	wrong = 0;
	unsigned x = 12345; /* a fixed sequence, so a failure can be repeated */
	for (int k = 0; k < 3000; k++) {
		x = x * 1103515245u + 12345u;
		int a = first - 2000 + (int)((x >> 8) % 6000u);
		x = x * 1103515245u + 12345u;
		int b = a + (int)((x >> 8) % 3000u), count = 0;
		for (int d = a + 1; d <= b; d++)
			count += oracle_works(d);
		wrong += calendar_count_workdays(china, (struct date){ a }, (struct date){ b }) !=
			 count;
		wrong += calendar_count_workdays(china, (struct date){ b }, (struct date){ a }) !=
			 -count;
		if (count > 0)
			wrong += calendar_count_workdays(china, (struct date){ a },
					 calendar_add_workdays(china, (struct date){ a }, count)) !=
				 count;
	}
	CHECK(wrong == 0, "C-1.5-13 3000 random spans agree with the oracle (%ld wrong)", wrong);
	CHECK(calendar_add_workdays(china, day_of("2024-02-09"), 0).day == day_of("2024-02-09").day,
		"adding nothing");
	CHECK(calendar_add_workdays(china, day_of("1650-01-03"), 5).day == day_of("1650-01-10").day,
		"before 1970: Monday plus a week");
	CHECK(calendar_add_workdays(china, day_of("1650-01-05"), 3).day ==
				day_of("1650-01-10").day &&
			calendar_count_workdays(
				china, day_of("1650-01-05"), day_of("1650-01-10")) == 3,
		"before 1970: Wednesday plus three");
}

int main(void)
{
	struct error err;
	arena_init(&arena, 64 << 20);
	if (calendar_new_builtin(&arena, &china, &err)) {
		CHECK(0, "built-in calendar: %s", err.msg);
		return TEST_END();
	}
	foreign_calendars();
	working_periods();
	single_days();
	imports();
	local_days();
	refused_imports();
	against_oracle();
	arena_done(&arena);
	return TEST_END();
}
