/* Tables to import: CSV in two encodings, limits, what the jail hands back. */
#include "doc/rows.h"
#include "tests/doc_fixture.h"

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
	/* A line end would break the line of the test. */
	for (size_t i = 0; i < b.n; i++)
		if (b.p[i] == '\n')
			b.p[i] = '/';
	struct str out = arena_str(&a, buf_view(&b));
	buf_done(&b);
	return out;
}

static const struct {
	const char *what, *bytes, *want; /* an error: "!part of the sentence" */
} row[] = {
	{ "commas and blanks at the ends", "月份, 行政许可 \n1,5\n", "A1=月份|B1=行政许可|A2=1|B2=5" },
	{ "CR LF, an empty cell, no end of line", "a,,c\r\n,2", "A1=a|C1=c|B2=2" },
	{ "quotes, doubled quotes, a line end inside", "\"a,b\",\"c\"\"d\",\"e\nf\"\n", "A1=a,b|B1=c\"d|C1=e/f" },
	{ "tabs", "a\tb,c\n", "A1=a|B1=b,c" },
	{ "a mark in front (BOM)", "\xef\xbb\xbf" "a,b\n", "A1=a|B1=b" },
	{ "GB18030", "\xd4\xc2\xb7\xdd,\xd0\xed\xbf\xc9\n1,2\n", "A1=月份|B1=许可|A2=1|B2=2" },
	{ "an open quote", "a,\"b\nc", "!B1 的引号没有结束" },
	{ "nothing", "\n\n", "!空文件" },
	{ "a picture", "\x89PNG\r\n\x1a\n", "!只能导入 CSV 或者 xlsx" },
};

#define NS " xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define REL "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define RELATIONS(kind, target)                                                                    \
	"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"   \
	"<Relationship Id=\"s\" Type=\"" REL "/" kind "\" Target=\"" target "\"/></Relationships>"

/* A sheet whose used area does not begin in A1: cells keep the place a person sees. */
static void check_xlsx(void)
{
	static const struct fixture_part part[] = { { "_rels/.rels", RELATIONS("officeDocument", "xl/workbook.xml"), NULL },
		{ "xl/workbook.xml", "<workbook" NS " xmlns:r=\"" REL "\"><sheets><sheet name=\"一月\" r:id=\"s\"/></sheets></workbook>", NULL },
		{ "xl/_rels/workbook.xml.rels", RELATIONS("worksheet", "s.xml"), NULL },
		{ "xl/s.xml", "<worksheet" NS "><sheetData><row r=\"3\"><c r=\"B3\"><v>5</v></c><c r=\"C3\"><f>B3*2</f><v>10</v></c></row>"
			"<row r=\"4\"><c r=\"B4\"><v>7</v></c></row></sheetData><mergeCells><mergeCell ref=\"B4:C4\"/></mergeCells></worksheet>", NULL },
		{ NULL, NULL, NULL } };
	struct rows s = { .n = 0 }, back = { .n = 0 };
	struct buf b;
	CHECK(rows_read(&a, fixture_zip(&a, part), &s, &err) == OK && str_is(dump(&s), "B3=5|C3=10|B4=7") && str_is(s.name, "一月"),
		"a worksheet: %.*s", STR_ARG(dump(&s)));
	CHECK(s.n == 3 && !s.cell[0].computed && s.cell[1].computed && !s.cell[2].computed, "the formula is told apart");
	CHECK(s.n == 3 && !s.cell[0].merged && !s.cell[1].merged && s.cell[2].merged, "and the joined cells");
	buf_init(&b, 1 << 20);
	rows_pack(&b, &s);
	CHECK(rows_unpack(&a, buf_view(&b), &back, &err) == OK && back.n == 3 && back.cell[1].computed && back.cell[2].merged &&
			str_is(back.name, "一月"), "across the jail too");
	buf_done(&b);
}

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
	check_xlsx();
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
