/* Tables to import: CSV in two encodings, limits, what the jail hands back. */
#include "doc/rows.h"
#include "tests/test.h"

static struct arena a;
static struct error err;

/* "A1=x|B1=y" of a sheet. */
static struct str dump(const struct rows *s)
{
	struct buf b;
	buf_init(&b, 1 << 20);
	for (size_t i = 0; i < s->n; i++)
		buf_fmt(&b, "%s%s=%.*s", i ? "|" : "", rows_place(s->cell[i].row, s->cell[i].col).z,
			STR_ARG(s->cell[i].text));
	struct str out = arena_str(&a, buf_view(&b));
	buf_done(&b);
	return out;
}

static const struct {
	const char *what, *bytes, *want; /* an error: "!part of the sentence" */
} row[] = {
	{ "commas and blanks at the ends", "月份, 行政许可 \n1,5\n", "A1=月份|B1=行政许可|A2=1|B2=5" },
	{ "CR LF, an empty cell, no end of line", "a,,c\r\n,2", "A1=a|C1=c|B2=2" },
	{ "quotes, doubled quotes, a line end inside", "\"a,b\",\"c\"\"d\",\"e\nf\"\n", "A1=a,b|B1=c\"d|C1=e\nf" },
	{ "tabs", "a\tb,c\n", "A1=a|B1=b,c" },
	{ "a mark in front (BOM)", "\xef\xbb\xbf" "a,b\n", "A1=a|B1=b" },
	{ "GB18030", "\xd4\xc2\xb7\xdd,\xd0\xed\xbf\xc9\n1,2\n", "A1=月份|B1=许可|A2=1|B2=2" },
	{ "an open quote", "a,\"b\nc", "!B1 的引号没有结束" },
	{ "nothing", "\n\n", "!空文件" },
	{ "a picture", "\x89PNG\r\n\x1a\n", "!只能导入 CSV 或者 xlsx" },
};

int main(void)
{
	arena_init(&a, 64 << 20);
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct rows s;
		enum err e = rows_read(&a, str_cstr(row[i].bytes), &s, &err);
		bool ok = row[i].want[0] == '!' ? e != OK && str_has(str_cstr(err.msg), row[i].want + 1)
						: e == OK && str_is(dump(&s), row[i].want);
		CHECK(ok, "%s: %.*s", row[i].what, STR_ARG(e ? str_cstr(err.msg) : dump(&s)));
		if (e != OK)
			continue;
		struct buf b;
		struct rows back;
		buf_init(&b, 1 << 20);
		rows_pack(&b, &s);
		CHECK(rows_unpack(&a, buf_view(&b), &back, &err) == OK && str_eq(dump(&back), dump(&s)), "and across the jail");
		/* Any cut of what came across is refused or a shorter sheet. */
		for (size_t n = 0; n < b.n; n++)
			if (rows_unpack(&a, str_sub(buf_view(&b), 0, n), &back, &err) == OK && back.n >= s.n && s.n > 0)
				CHECK(false, "cut at %zu", n);
		buf_done(&b);
	}
	static const char *const bad[] = { "", "x\n\n", "0\n\n0 1 0 1\na\n", "0\n\n1 1 4 1\na\n", "0\n\n1 1 0 9\na\n",
		"0\n\n2 1 0 1\na\n1 1 0 1\na\n", "0\n\n1 999 0 1\na\n", "0\n\n1 1 0 1\n\xff\n", "0\n\n1  1 0 1\na\n" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct rows s;
		CHECK(rows_unpack(&a, str_cstr(bad[i]), &s, &err) == ERR_FORMAT, "nonsense %zu is refused", i);
	}
	struct buf many;
	buf_init(&many, 1 << 20);
	for (int i = 0; i <= ROWS_ROWS_MAX; i++)
		buf_lit(&many, "1\n");
	struct rows s;
	CHECK(rows_read(&a, buf_view(&many), &s, &err) == ERR_LIMIT, "too many rows: %s", err.msg);
	buf_done(&many);
	CHECK(str_is(str_cstr(rows_place(5, 27).z), "第 5 行第 27 列"), "beyond Z");
	arena_done(&a);
	return TEST_END();
}
