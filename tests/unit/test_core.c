#include "tests/test.h"

#include "core/arena.h"
#include "core/date.h"
#include "core/decimal.h"
#include "core/doc.h"
#include "core/json.h"
#include "core/mem.h"
#include "core/utf8.h"

#include <stdint.h>

static void decimals(void)
{
	static const struct {
		const char *in, *out, *grouped;
	} row[] = {
		{ "0", "0", "0" }, { "-0", "0", "0" }, { "148.743504", "148.743504", "148.743504" },
		{ "94.00", "94", "94" }, { "1795941", "1795941", "1,795,941" }, { "+12", "12", "12" },
		{ "-1234.50", "-1234.5", "-1,234.5" }, { "0.000001", "0.000001", "0.000001" },
		{ "999999999999999999", "999999999999999999", "999,999,999,999,999,999" },
		{ "1.0000000000001", NULL, NULL }, { "1.0000000000000", "1", "1" }, { "", NULL, NULL },
		{ ".5", NULL, NULL }, { "5.", NULL, NULL }, { "1e3", NULL, NULL }, { "--1", NULL, NULL },
		{ "1.2.3", NULL, NULL }, { "99999999999999999999", NULL, NULL },
	};
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct decimal d;
		bool ok = decimal_parse(str_cstr(row[i].in), &d);
		CHECK(ok == (row[i].out != NULL), "decimal \"%s\" %s", row[i].in,
			row[i].out ? "parses" : "is refused");
		if (ok && row[i].out) {
			CHECK(!strcmp(decimal_text(d).z, row[i].out), "  prints %s", row[i].out);
			CHECK(!strcmp(decimal_text_grouped(d).z, row[i].grouped), "  grouped %s",
				row[i].grouped);
		}
	}
	struct decimal a, b, c;
	CHECK(decimal_parse(STR("0.1"), &a) && decimal_parse(STR("0.2"), &b) &&
			decimal_add(a, b, &c) && !strcmp(decimal_text(c).z, "0.3"),
		"0.1 + 0.2 = 0.3");
	CHECK(!decimal_add(decimal_int(INT64_MAX), decimal_int(1), &c), "overflow is told");
	CHECK(decimal_cmp(decimal_int(INT64_MAX), a) > 0, "compare without overflow");
	CHECK(decimal_cmp(decimal_int(-INT64_MAX), a) < 0, "compare without overflow, negative");
	CHECK(decimal_shift(decimal_int(148743504), -6, &c) && !strcmp(decimal_text(c).z, "148.743504"),
		"shift by ten-thousands");
}

static void dates(void)
{
	struct date d;
	CHECK(date_parse(STR("2024-02-29"), &d) && !strcmp(date_text(d).z, "2024-02-29"), "leap day");
	CHECK(!date_parse(STR("2023-02-29"), &d), "no leap day");
	CHECK(!date_parse(STR("2024-2-09"), &d), "strict form");
	CHECK(!date_parse(STR("2024-13-01"), &d), "month 13");
	CHECK(date_from_ymd(1970, 1, 1).day == 0, "epoch");
	CHECK(date_from_ymd(2000, 3, 1).day == 11017, "2000-03-01 is day 11017");
	CHECK(date_weekday(date_from_ymd(2024, 2, 4)) == SUNDAY, "2024-02-04 was a Sunday");
	CHECK(date_weekday(date_from_ymd(1969, 12, 31)) == WEDNESDAY, "before the epoch");
	CHECK(!strcmp(date_text(date_add_months(date_from_ymd(2024, 8, 31), 6)).z, "2025-02-28"),
		"month end is clamped");
	CHECK(!strcmp(date_text(date_add_months(date_from_ymd(9999, 12, 1), 1)).z, "9999-12-31") &&
			!strcmp(date_text(date_add_months(date_from_ymd(1600, 1, 5), -1)).z,
				"1600-01-01"),
		"months beyond the accepted years end at their edge");
	CHECK(!strcmp(date_words(date_from_ymd(2025, 1, 3)).z, "2025年1月3日"), "in words");
	/* 2024-02-06T16:00:00Z is already the 7th in Shanghai (cases 4.3 DUE). */
	CHECK(!strcmp(date_text(date_of_moment(1707235200)).z, "2024-02-07"), "moment to civil date");
	CHECK(!strcmp(date_text(date_of_moment(1707235199)).z, "2024-02-06"), "one second before");
	int bad = 0;
	for (int day = -100000; day < 100000; day++) {
		int y, m, k;
		date_split((struct date){ day }, &y, &m, &k);
		bad += date_from_ymd(y, m, k).day != day;
	}
	CHECK(bad == 0, "split and join agree over 200,000 days");
}

static void folding(void)
{
	static const struct {
		const char *in, *out;
	} row[] = {
		{ "（七） 总 计", "(七)总计" }, { "三、本 年度办 理结果", "三、本年度办理结果" },
		{ "危及“三安全一稳定”", "危及\"三安全一稳定\"" }, { "１．属于", "1.属于" },
		{ "\xE2\xBC\x80\xE3\x80\x81\xE6\x80\xBB\xE4\xBD\x93", "一、总体" },
		{ "⺠⻓⻔", "民长门" }, { "[bookmark: _GoBack]148.7", "148.7" },
		{ "〔2021〕30 号", "[2021]30号" }, { "—", "-" }, { "", "" },
	};
	struct arena a;
	arena_init(&a, 1 << 20);
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct str got = fold_text_arena(&a, str_cstr(row[i].in));
		CHECK(str_is(got, row[i].out), "fold %s -> %.*s", row[i].in, STR_ARG(got));
	}
	static const struct {
		const char *in, *out;
	} tidy[] = {
		{ "2024 年 政府\n信息", "2024年政府信息" }, { "１，７９５，９４１件", "1,795,941件" },
		{ "see  the\tlaw", "see the law" }, { "公开，2024年", "公开，2024年" },
		{ " [bookmark: _GoBack]3.加强", "3.加强" },
	};
	for (size_t i = 0; i < sizeof tidy / sizeof tidy[0]; i++) {
		struct str got = tidy_text_arena(&a, str_cstr(tidy[i].in));
		CHECK(str_is(got, tidy[i].out), "tidy -> %.*s", STR_ARG(got));
	}
	CHECK(!utf8_is_valid(STR("\xC0\x80")) && !utf8_is_valid(STR("\xED\xA0\x80")) &&
			!utf8_is_valid(STR("\xF5\x80\x80\x80")) && utf8_is_valid(STR("公开\xF0\x9F\x98\x80")),
		"strict UTF-8");
	CHECK(str_is(str_trim(STR(" \xE3\x80\x80 x \xC2\xA0")), "x"), "trim wide spaces");
	arena_done(&a);
}

static void grids(void)
{
	struct arena a;
	struct error err;
	struct doc *d = NULL;
	struct doc_table_builder *t = NULL;
	arena_init(&a, 64 << 20);
	CHECK(doc_new(&a, DOC_FORMAT_HTML, &d, &err) == OK && doc_table_open(d, &t, &err) == OK, "open");
	enum err e = doc_table_cell(t, 0, -1, 3, 2, STR("A"), NULL, &err);
	e = e ? e : doc_table_cell(t, 0, -1, 1, 1, STR("B"), NULL, &err);
	e = e ? e : doc_table_cell(t, 1, -1, 1, 9, STR("C"), NULL, &err);
	e = e ? e : doc_table_cell(t, 2, -1, 99, 1, STR("D"), NULL, &err);
	e = e ? e : doc_table_close(t, NULL, &err);
	CHECK(e == OK, "cells placed as HTML does");
	const struct doc_table *g = d->block[0].table;
	CHECK(g->rows == 3 && g->cols == 11, "grid is 3 x 11 (%d x %d)", g->rows, g->cols);
	CHECK(str_is(doc_table_at(g, 2, 1)->text, "A") && str_is(doc_table_at(g, 1, 10)->text, "C") &&
			str_is(doc_table_at(g, 2, 2)->text, "D") && !doc_table_at(g, 2, 9),
		"spans cover their positions");
	CHECK(doc_table_open(d, &t, &err) == OK &&
			doc_table_cell(t, 0, -1, 20000, 256, STR("x"), NULL, &err) == ERR_LIMIT,
		"hostile spans are refused");
	arena_done(&a);
}

static void memory(void)
{
	struct arena a;
	arena_init(&a, 1000);
	CHECK(arena_alloc(&a, 900) && !arena_alloc(&a, 101) && a.err == ERR_LIMIT, "arena ceiling");
	arena_done(&a);
	struct buf b;
	buf_init(&b, 10);
	buf_lit(&b, "0123456789");
	CHECK(!b.err && b.n == 10, "buffer holds its ceiling");
	buf_char(&b, 'x');
	CHECK(b.err == ERR_LIMIT && b.n == 10, "and not one byte more");
	buf_done(&b);
	mem_fail_at(1);
	arena_init(&a, 1000);
	CHECK(!arena_alloc(&a, 1) && a.err == ERR_NOMEM, "no memory is an error, not a crash");
	mem_fail_at(0);
	arena_done(&a);
}

int main(void)
{
	decimals();
	dates();
	folding();
	grids();
	memory();
	return TEST_END();
}
