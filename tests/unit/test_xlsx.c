#include "tests/doc_fixture.h"

#include "doc/xlsx.h"

#define S_NS " xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define REL_NS " xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\""
#define REL "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define RELATION(id, kind, target)                                                                 \
	"<Relationship Id=\"" id "\" Type=\"" REL "/" kind "\" Target=\"" target "\"/>"

static const char RELS[] = "<Relationships" REL_NS ">" RELATION(
	"a", "officeDocument", "xl/workbook.xml") "</Relationships>";
static const char BOOK_RELS[] =
	"<Relationships" REL_NS ">" RELATION("r1", "worksheet", "worksheets/sheet9.xml")
		RELATION("r2", "worksheet", "/xl/worksheets/sheet1.xml")
			RELATION("r3", "sharedStrings", "sharedStrings.xml") "</Relationships>";
/* The order of the workbook counts, not the names of the parts; 底稿 is hidden. */
static const char BOOK[] =
	"<workbook" S_NS " xmlns:r=\"" REL
	"\"><sheets><sheet name=\"表三\" sheetId=\"2\" r:id=\"r1\"/>"
	"<sheet name=\"底稿\" sheetId=\"1\" state=\"hidden\" r:id=\"r2\"/></sheets></workbook>";
static const char STRINGS[] =
	"<sst" S_NS
	"><si><t>项目</t></si><si><r><t>自然</t></r><r><t>人</t></r><rPh><t>ziran</t></rPh></si>"
	"<si><t>甲_x000D_乙_x0041_</t></si></sst>";

static const struct {
	const char *name, *sheet, *want; /* an error: "code|part of the sentence" */
} row[] = {
	{ "shared, inline, rich and computed values; blanks inside the used range",
		"<sheetData><row r=\"2\"><c r=\"B2\" t=\"s\"><v>0</v></c><c r=\"C2\" "
		"t=\"s\"><v>1</v></c><c r=\"D2\" t=\"s\"><v>2</v></c></row>"
		"<row r=\"4\"><c r=\"B4\" "
		"t=\"inlineStr\"><is><r><t>内</t></r><r><t>嵌</t></r></is></c><c "
		"r=\"D4\"><f>SUM(A1)</f><v>148.743504</v></c></row>"
		"<row r=\"9\"><c r=\"Z9\"/><c r=\"AA9\" t=\"str\"><v> </v></c></row></sheetData>",
		"T 3 x 3\n  0,0\t项目\n  0,1\t自然人\n  0,2\t甲乙A\n  1,0\t\n  1,1\t\n  1,2\t\n  "
		"2,0\t内嵌\n  2,1\t\n  2,2\t148.743504\n" },
	{ "merged cells, cut to the used range; the text under a merge is not shown",
		"<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\"><v>9</v></c><c "
		"r=\"C1\"><v>2</v></c></row><row r=\"2\"><c r=\"C2\"><v>3</v></c></row></sheetData>"
		"<mergeCells><mergeCell ref=\"A1:B2\"/><mergeCell "
		"ref=\"C2:XFD1048576\"/><mergeCell ref=\"B2:C2\"/><mergeCell "
		"ref=\"junk\"/></mergeCells>",
		"T 2 x 3\n  0,0 2x2\t1\n  0,2\t2\n  1,2\t3\n" },
	{ "cells without references follow one another; booleans and errors",
		"<sheetData><row><c><v>1</v></c><c t=\"b\"><v>1</v></c></row><row><c "
		"t=\"e\"><v>#REF!</v></c><c><v>1E2</v></c></row></sheetData>",
		"T 2 x 2\n  0,0\t1\n  0,1\tTRUE\n  1,0\t#REF!\n  1,1\t100\n" },
	{ "hidden rows and columns are not read",
		"<cols><col min=\"2\" max=\"2\" hidden=\"1\"/></cols><sheetData><row r=\"1\"><c "
		"r=\"A1\"><v>1</v></c><c r=\"B1\"><v>9</v></c><c r=\"C1\"><v>2</v></c></row>"
		"<row r=\"2\" hidden=\"1\"><c r=\"A2\"><v>8</v></c></row></sheetData>",
		"T 1 x 3\n  0,0\t1\n  0,1\t\n  0,2\t2\nW hidden.dropped "
		"工作表里有隐藏的行或列，没有读取\n" },
	{ "cells out of order, one twice: the first counts",
		"<sheetData><row r=\"2\"><c r=\"B2\"><v>4</v></c><c "
		"r=\"A2\"><v>3</v></c></row><row r=\"1\"><c "
		"r=\"A1\"><v>1</v></c></row></sheetData>",
		"T 2 x 2\n  0,0\t1\n  0,1\t\n  1,0\t3\n  1,1\t4\n" },
	{ "only a drawing", "<sheetData/><drawing/>",
		"W pictures.only "
		"文件里只有图片，没有文字；表格如果是图片，请先识别成文字再读取\n" },
	{ "a string that is not there",
		"<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>7</v></c></row></sheetData>",
		"format|损坏" },
	{ "a string number beyond all numbers",
		"<sheetData><row r=\"1\"><c r=\"A1\" "
		"t=\"s\"><v>99999999999999999999999</v></c></row></sheetData>",
		"format|损坏" },
	{ "a cell at the far end",
		"<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c><c "
		"r=\"XFD1\"><v>1</v></c></row></sheetData>",
		"limit|表三" },
	{ "a row at the far end",
		"<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c "
		"r=\"A1048576\"><v>1</v></c></row></sheetData>",
		"limit|表三" },
	{ "malformed", "<sheetData>", "format|XML" },
};

static struct str package(struct arena *a, const char *sheet)
{
	struct str xml = arena_fmt(a, "<worksheet" S_NS ">%s</worksheet>", sheet);
	const struct fixture_part part[] = { { "_rels/.rels", RELS, NULL },
		{ "xl/workbook.xml", BOOK, NULL },
		{ "xl/_rels/workbook.xml.rels", BOOK_RELS, NULL },
		{ "xl/sharedStrings.xml", STRINGS, NULL },
		{ "xl/worksheets/sheet9.xml", xml.p, NULL },
		{ "xl/worksheets/sheet1.xml", "<broken", NULL }, { NULL, NULL, NULL } };
	return fixture_zip(a, part);
}

static void sheets(void)
{
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct arena a;
		arena_init(&a, 64 << 20);
		struct str dump = fixture_dump(&a, doc_read_xlsx, package(&a, row[i].sheet));
		struct str want = str_cstr(row[i].want);
		size_t bar = str_find(want, STR("|"), 0);
		size_t warn = str_find(want, STR("W "), 0);
		if (bar < want.n)
			fixture_check_error(row[i].name, dump,
				arena_cstr(&a, str_sub(want, 0, bar)),
				arena_cstr(&a, str_sub(want, bar + 1, want.n)));
		else /* every file here has the hidden sheet, whose warning comes first */
			fixture_check(row[i].name, dump,
				arena_fmt(&a,
					"format xlsx\n%.*sW sheet.hidden 有 1 "
					"个隐藏的工作表，没有读取\n%s",
					(int)warn, want.p, want.p + warn)
					.p);
		arena_done(&a);
	}
}

static void numbers(void)
{
	/* Written by hand; the long ones are Python's repr of the doubles and what Excel shows. */
	static const struct {
		const char *stored, *shown;
	} number[] = { { "148.743504", "148.743504" }, { "1.054E3", "1054" },
		{ "0.10000000000000001", "0.1" }, { "0.30000000000000004", "0.3" },
		{ "148.74350399999999", "148.743504" }, { "1054", "1054" }, { "-3", "-3" },
		{ "0", "0" }, { "-0", "0" }, { "0.0", "0" }, { "1.0", "1" }, { "1000", "1000" },
		{ "1.5e-3", "0.0015" }, { "1E+2", "100" }, { "1e20", "100000000000000000000" },
		{ "12345678901234567", "12345678901234567" }, { "99999999.999999999", "100000000" },
		{ "0.99999999999999999", "1" },
		{ "1.7976931348623157E308", "1.7976931348623157E308" },
		{ "4.9406564584124654E-324", "4.9406564584124654E-324" }, { "007", "7" },
		{ ".5", "0.5" }, { "5.", "5" }, { "1e", "1e" }, { "1.2.3", "1.2.3" },
		{ "abc", "abc" }, { "", "" }, { "-", "-" }, { "1e99999999999", "1e99999999999" },
		{ "1.79594100000000001E6", "1795941" } };
	struct buf b;
	buf_init(&b, 1000);
	for (size_t i = 0; i < sizeof number / sizeof number[0]; i++) {
		buf_clear(&b);
		xlsx_print_number(&b, str_cstr(number[i].stored));
		CHECK(str_is(buf_view(&b), number[i].shown), "%s is shown as %s, got %.*s",
			number[i].stored, number[i].shown, STR_ARG(buf_view(&b)));
	}
	buf_done(&b);
}

static void places(void)
{
	struct arena a;
	struct error err;
	struct doc *d = NULL;
	struct buf b;
	arena_init(&a, 64 << 20);
	buf_init(&b, 1000);
	enum err e = doc_read_xlsx(&a, package(&a, row[0].sheet), &d, &err);
	CHECK(e == OK && d->n_blocks == 1 && d->block[0].table->n_cells == 9, "reads");
	if (e == OK)
		doc_where_print(&b, &d->block[0].table->cell[8].where);
	CHECK(str_is(buf_view(&b), "“表三”工作表 D4"),
		"the place of a cell is its address in the sheet");
	buf_done(&b);
	arena_done(&a);
}

static void foreign(void)
{
	struct arena a;
	struct str bytes;
	arena_init(&a, 64 << 20);
	CHECK(fixture_file(&a, "tests/doc/fixtures/libreoffice.xlsx", &bytes), "fixture is there");
	struct str dump = fixture_dump(&a, doc_read_xlsx, bytes);
	CHECK(str_has(dump, "T 11 x 4\n") &&
			str_has(dump,
				"\n  5,0 2x2\t项目\n  5,2 1x2\t申请人情况\n  6,2\t自然人\n") &&
			str_has(dump, "\n  8,2\t\n  8,3\t3\n  9,0 1x2\t收费（万元）\n  9,2 "
				      "1x2\t148.743504\n"),
		"xlsx by LibreOffice");
	struct fixture_part part[] = { { "_rels/.rels", RELS, NULL },
		{ "xl/workbook.xml", "<a/>", NULL }, { NULL, NULL, NULL } };
	fixture_check_error("no workbook", fixture_dump(&a, doc_read_xlsx, fixture_zip(&a, part)),
		"format", "没有 Excel");
	CHECK(fixture_file(&a, "tests/doc/fixtures/libreoffice.docx", &bytes), "fixture is there");
	fixture_check_error(
		"a Word file", fixture_dump(&a, doc_read_xlsx, bytes), "format", "没有 Excel");
	arena_done(&a);
}

/* Bodies with styles, lists and tables, so that every kind of request is met. */
static void memory(void)
{
	struct arena a;
	arena_init(&a, 64 << 20);
	fixture_check_nomem(
		"no memory at any point is told", doc_read_xlsx, package(&a, row[1].sheet));
	arena_done(&a);
}

int main(void)
{
	memory();
	sheets();
	numbers();
	places();
	foreign();
	return TEST_END();
}
