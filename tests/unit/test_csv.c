/* Cells of CSV files: RFC 4180 by hand, and what a spreadsheet would run as a formula. */
#include "core/csv.h"
#include "tests/test.h"

static const struct {
	const char *name, *in, *cell, *put;
} row[] = {
	{ "plain", "绿化养护合同", "绿化养护合同", "\"绿化养护合同\"," },
	{ "empty", "", "", "\"\"," },
	{ "a comma", "甲,乙", "\"甲,乙\"", "\"甲,乙\"," },
	{ "a quote", "甲\"乙", "\"甲\"\"乙\"", "\"甲\"\"乙\"," },
	{ "a line end", "甲\n乙", "\"甲\n乙\"", "\"甲\n乙\"," },
	{ "a formula", "=HYPERLINK(\"http://example.cn\")", "\"'=HYPERLINK(\"\"http://example.cn\"\")\"",
		"\"'=HYPERLINK(\"\"http://example.cn\"\")\"," },
	{ "plus", "+86", "\"'+86\"", "\"'+86\"," },
	{ "minus", "-1", "\"'-1\"", "\"'-1\"," },
	{ "at", "@SUM(1)", "\"'@SUM(1)\"", "\"'@SUM(1)\"," },
	{ "a tab before it", "\t=1", "\"'\t=1\"", "\"'\t=1\"," },
	{ "a sign in the middle is a sign", "1=1", "1=1", "\"1=1\"," },
};

int main(void)
{
	struct buf b;
	buf_init(&b, 4096);
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		buf_clear(&b);
		csv_cell(&b, str_cstr(row[i].in));
		CHECK(str_is(buf_view(&b), row[i].cell), "%s: when it has to be", row[i].name);
		buf_clear(&b);
		csv_put(&b, str_cstr(row[i].in), false);
		CHECK(str_is(buf_view(&b), row[i].put), "%s: always", row[i].name);
	}
	buf_clear(&b);
	csv_put(&b, STR("末"), true);
	CHECK(str_is(buf_view(&b), "\"末\"\r\n"), "the end of a row");
	buf_done(&b);
	return TEST_END();
}
