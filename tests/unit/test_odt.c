#include "tests/doc_fixture.h"

#define ODF_NS                                                                                     \
	" xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\""                       \
	" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\""                           \
	" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\""                         \
	" xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\""                         \
	" xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\""                        \
	" xmlns:svg=\"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0\""                  \
	" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""

#define LEVEL(n, format, suffix)                                                                   \
	"<text:list-level-style-number text:level=\"" n "\" style:num-format=\"" format            \
	"\" style:num-suffix=\"" suffix "\"/>"
static const char STYLES[] =
	"<office:automatic-styles><style:style style:name=\"T9\" "
	"style:family=\"text\"><style:text-properties text:display=\"none\"/>"
	"</style:style><style:style style:name=\"T10\" style:family=\"text\" "
	"style:parent-style-name=\"T9\"/>"
	"<style:style style:name=\"P9\" style:family=\"paragraph\"><style:text-properties "
	"text:display=\"none\"/></style:style>"
	"<style:style style:name=\"T9\" style:family=\"paragraph\"/>"
	"<text:list-style style:name=\"L1\">" LEVEL("1", "一, 二, 三, ...",
		"、") "<text:list-level-style-number text:level=\"2\" style:num-prefix=\"（\" "
		      "style:num-format=\"一, 二, 三, ...\" style:num-suffix=\"）\"/>"
		      "<text:list-level-style-number text:level=\"3\" style:num-format=\"1\" "
		      "text:display-levels=\"3\"/></text:list-style>"
		      "<text:list-style style:name=\"L2\"><text:list-level-style-bullet "
		      "text:level=\"1\" text:bullet-char=\"•\"/>"
		      "<text:list-level-style-number text:level=\"2\" style:num-format=\"i\" "
		      "style:num-list-format=\"[%2%]\" text:start-value=\"4\"/></text:list-style>"
		      "</office:automatic-styles>";

#define P(text) "<text:p>" text "</text:p>"
#define ITEM(content) "<text:list-item>" content "</text:list-item>"
#define LIST(style, items) "<text:list text:style-name=\"" style "\">" items "</text:list>"
#define CELL(text) "<table:table-cell>" P(text) "</table:table-cell>"
#define CELLA(attr, text) "<table:table-cell " attr ">" P(text) "</table:table-cell>"
#define COVERED "<table:covered-table-cell/>"
#define ROW(cells) "<table:table-row>" cells "</table:table-row>"
#define TABLE(rows) "<table:table><table:table-column/>" rows "</table:table>"

static const struct {
	const char *name, *body, *want;
} row[] = {
	{ "white space is folded, text:s, tab and line-break are kept",
		"<text:p>\n  甲\n  <text:span>乙 </text:span> 丙<text:s "
		"text:c=\"2\"/>x<text:tab/>y<text:line-break/>z</text:p>",
		"P 甲 乙 丙  x\\ty\\nz\n" },
	{ "headings",
		"<text:h text:outline-level=\"2\">题</text:h><text:h>一级</text:h><text:h "
		"text:outline-level=\"77\">深</text:h>",
		"H2 题\nH1 一级\nH9 深\n" },
	{ "tracked changes, notes, annotations, ruby and drawing titles are no text",
		"<text:tracked-changes><text:changed-region><text:deletion><text:p>旧</"
		"text:p></text:deletion></text:changed-region></text:tracked-changes>"
		"<text:p>文<text:note><text:note-body><text:p>注</text:p></"
		"text:note-body></text:note>"
		"<office:annotation><text:p>批</text:p></"
		"office:annotation><text:ruby><text:ruby-base>字</text:ruby-base>"
		"<text:ruby-text>zi</text:ruby-text></text:ruby><draw:frame><svg:title>图</"
		"svg:title><draw:image/></draw:frame></text:p>",
		"P 文字\nW tracked.dropped "
		"文件里有修订记录：已删除的内容没有读取，新增的内容按正文读取\nW "
		"comments.dropped 文件里有批注，没有读取\n" },
	{ "hidden by style, by parent style, by section, by field; a paragraph style of "
	  "the same name does not hide",
		"<text:p text:style-name=\"T9\">见<text:span "
		"text:style-name=\"T9\">藏</text:span><text:span "
		"text:style-name=\"T10\">藏</text:span>"
		"<text:hidden-text "
		"text:is-hidden=\"true\">藏</text:hidden-text></text:p><text:p "
		"text:style-name=\"P9\">藏</text:p>"
		"<text:section text:display=\"none\">" P("藏") "</text:section><text:section>" P(
			"也见") "</text:section>",
		"P 见\nP 也见\nW hidden.dropped 文件里有隐藏文字，没有读取\n" },
	{ "list labels: Chinese, nested, three levels in one, restart and continuation",
		LIST("L1", ITEM(P("总体") P("续段") "<text:list>" ITEM(P("甲")) ITEM(P(
				   "乙") "<text:list>" ITEM(P("子")) "</text:list>") "</text:list>")
				   ITEM(P("主动"))) "<text:list text:style-name=\"L1\" "
						    "text:continue-numbering="
						    "\"true\">" ITEM(
							    P("处理")) "</"
								       "text:"
								       "list"
								       ">" LIST("L"
										"1",
									       ITEM(P("重来"))),
		"P [一、] 总体\nP 续段\nP [（一）] 甲\nP [（二）] 乙\nP [一.二.1] 子\nP "
		"[二、] 主动\nP [三、] 处理\nP [一、] 重来\n" },
	{ "bullets have no label; label by format; start value of an item",
		LIST("L2", ITEM(P("点") "<text:list>" ITEM(P("四")) "<text:list-item "
								    "text:start-value="
								    "\"9\">" P("九") "</"
										     "text:list-"
										     "item></"
										     "text:"
										     "list>"))
			LIST("none", ITEM(P("无样式"))),
		"P 点\nP [[iv]] 四\nP [[ix]] 九\nP 无样式\n" },
	{ "spans and covered cells, header rows, repeated rows and cells",
		TABLE("<table:table-header-rows>" ROW(CELLA("table:number-columns-spanned=\"2\" "
							    "table:number-rows-spanned=\"2\"",
			"角") COVERED
				CELL("头")) "</"
					    "table:table-header-"
					    "rows>" ROW(
						    "<table:covered-"
						    "table-cell "
						    "table:number-"
						    "columns-"
						    "repeated=\"2\"/"
						    ">" CELL("甲")) "<table:table-row "
								    "table:number-rows-repeated="
								    "\"2\">" CELLA("table:number-"
										   "columns-"
										   "repeated=\"2\"",
									    "0") "<table:table-"
										 "cell/></"
										 "table:table-"
										 "row>"),
		"T 4 x 3\n  0,0 2x2\t角\n  0,2\t头\n  1,2\t甲\n  2,0\t0\n  2,1\t0\n  "
		"2,2\t\n  3,0\t0\n  3,1\t0\n  3,2\t\n" },
	{ "sheet filler of blank cells and rows is not taken for cells; hidden rows out",
		TABLE(ROW(CELL("a") CELL("b") "<table:table-cell "
					      "table:number-columns-repeated=\"1022\"/"
					      ">") "<table:table-row "
						   "table:visibility="
						   "\"collapse\">" CELL("x") "</"
									     "table:"
									     "table-"
									     "row>"
									     "<table:"
									     "table-"
									     "row "
									     "table:"
									     "number-"
									     "rows-"
									     "repeated="
									     "\"1048000"
									     "\"><"
									     "table:"
									     "table-"
									     "cell "
									     "table:"
									     "number-"
									     "columns-"
									     "repeated="
									     "\"1024\"/"
									     "></"
									     "table:"
									     "table-"
									     "row>"),
		"T 1 x 2\n  0,0\ta\n  0,1\tb\nW hidden.dropped "
		"文件里有隐藏文字，没有读取\n" },
	{ "an inner table is flattened, a layout table is opened",
		TABLE(ROW(CELL("外") "<table:table-cell>" TABLE(ROW(CELL("1") CELL(
			"2"))) "</table:table-cell>")) TABLE(ROW("<table:table-cell>" P("前")
				TABLE(ROW(CELL("1") CELL("2"))) "</table:table-cell>")),
		"T 1 x 2\n  0,0\t外\n  0,1\t1\\t2\nP 前\nT 1 x 2\n  0,0\t1\n  0,1\t2\n" },
	{ "a text frame becomes blocks in front of its paragraph",
		"<text:p>文<draw:frame><draw:text-box>" P("框")
			TABLE(ROW(CELL("1") CELL("2"))) "</draw:text-box></draw:frame>尾</text:p>",
		"P 框\nT 1 x 2\n  0,0\t1\n  0,1\t2\nP 文尾\n" },
	{ "only a picture", "<text:p><draw:frame><draw:image/></draw:frame></text:p>",
		"W pictures.only "
		"文件里只有图片，没有文字；表格如果是图片，请先识别成文字再读取\n" },
	{ "a row repeated without end",
		TABLE("<table:table-row table:number-rows-repeated=\"2147483647\">" CELL("a")
				CELL("b") "</table:table-row>" ROW(CELL("c"))),
		NULL },
	{ "a cell repeated without end",
		TABLE(ROW(CELLA("table:number-columns-repeated=\"2147483647\"", "a"))), NULL },
};

static struct str package(struct arena *a, const char *body)
{
	struct str xml = arena_fmt(a,
		"<office:document-content" ODF_NS ">%s<office:body><office:text>%s</office:text></"
		"office:body></office:document-content>",
		STYLES, body);
	const struct fixture_part part[] = {
		{ "mimetype", "application/vnd.oasis.opendocument.text", NULL },
		{ "content.xml", xml.p, NULL }, { NULL, NULL, NULL }
	};
	return fixture_zip(a, part);
}

static void bodies(void)
{
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct arena a;
		arena_init(&a, 64 << 20);
		struct str dump = fixture_dump(&a, doc_read_odt, package(&a, row[i].body));
		if (row[i].want)
			fixture_check(
				row[i].name, dump, arena_fmt(&a, "format odt\n%s", row[i].want).p);
		else
			fixture_check_error(row[i].name, dump, "limit", "表格");
		arena_done(&a);
	}
}

static void packages(void)
{
	static const struct {
		const char *name, *code, *part;
		struct fixture_part member[3];
	} pack[] = {
		{ "no content", "format", "content.xml",
			{ { "mimetype", "application/vnd.oasis.opendocument.text", NULL } } },
		{ "password", "format", "密码",
			{ { "content.xml", "\x13\x37 noise", NULL },
				{ "META-INF/manifest.xml",
					"<m:manifest "
					"xmlns:m=\"urn:oasis:names:tc:opendocument:xmlns:manifest:"
					"1.0\">"
					"<m:file-entry><m:encryption-data/></m:file-entry></"
					"m:manifest>",
					NULL } } },
		{ "a spreadsheet", "format", "电子表格",
			{ { "content.xml",
				"<o:document-content "
				"xmlns:o=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\"><o:"
				"body>"
				"<o:spreadsheet/></o:body></o:document-content>",
				NULL } } },
		{ "other XML", "format", "没有 OpenDocument 正文",
			{ { "content.xml", "<a/>", NULL } } },
		{ "malformed", "format", "XML", { { "content.xml", "<a><b></a>", NULL } } },
		{ "DOCTYPE", "format", "DOCTYPE", { { "content.xml", "<!DOCTYPE a><a/>", NULL } } },
	};
	for (size_t i = 0; i < sizeof pack / sizeof pack[0]; i++) {
		struct arena a;
		arena_init(&a, 64 << 20);
		struct fixture_part part[4] = { { NULL, NULL, NULL } };
		memcpy(part, pack[i].member, sizeof pack[i].member);
		fixture_check_error(pack[i].name,
			fixture_dump(&a, doc_read_odt, fixture_zip(&a, part)), pack[i].code,
			pack[i].part);
		arena_done(&a);
	}
}

static void foreign(void)
{
	struct arena a;
	struct str bytes;
	arena_init(&a, 64 << 20);
	CHECK(fixture_file(&a, "tests/doc/fixtures/libreoffice.odt", &bytes), "fixture is there");
	fixture_check("odt by LibreOffice", fixture_dump(&a, doc_read_odt, bytes),
		"format odt\ntitle 示例市公安局2024年报告\n" FIXTURE_TEXT);
	CHECK(fixture_file(&a, "tests/doc/fixtures/pandoc.odt", &bytes), "fixture is there");
	fixture_check("odt by pandoc, which prints the title as well",
		fixture_dump(&a, doc_read_odt, bytes),
		"format odt\ntitle 示例市公安局2024年报告\nP "
		"示例市公安局2024年报告\n" FIXTURE_TEXT);
	if (fixture_file(&a, "../shared/reports/samples/zibo-gaoxin-2024.odt", &bytes)) {
		/* Some of zibo-gaoxin-2024.odt.expected.json, at their places in the national
		 * layout. */
		struct str dump = fixture_dump(&a, doc_read_odt, bytes);
		CHECK(str_has(dump, "T 14 x 4\n") && str_has(dump, "\n  6,1 1x3\t1457\n") &&
				str_has(dump, "\n  9,1 1x3\t339\n") &&
				str_has(dump, "\n  10,1 1x3\t38\n") &&
				str_has(dump, "\n  13,1 1x3\t1.054\n"),
			"real report, table 2");
		CHECK(str_has(dump, "T 28 x 10\n") &&
				str_has(dump, "\n  5,0 22x1\t三、本年度办理结果\n"),
			"real report, table 3");
		CHECK(str_has(dump, "T 4 x 15\n"), "real report, table 4");
	} else {
		SKIP_CASE("real report", "shared files are not here");
	}
	arena_done(&a);
}

/* Bodies with styles, lists and tables, so that every kind of request is met. */
static void memory(void)
{
	struct arena a;
	arena_init(&a, 64 << 20);
	fixture_check_nomem(
		"no memory at any point is told", doc_read_odt, package(&a, row[4].body));
	arena_done(&a);
}

int main(void)
{
	memory();
	bodies();
	packages();
	foreign();
	return TEST_END();
}
