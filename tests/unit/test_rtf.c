#include "tests/read_sample.h"

static const struct {
	const char *name, *rtf, *want;
} row[] = {
	{ "paragraphs and specials",
		"{\\rtf1 a\\par b\\line c\\tab d\\~e\\_f\\emdash\\{\\}\\\\\\par}",
		"format doc\nP a\nP b\\nc\\td\xC2\xA0"
		"e-f—{}\\\n" },
	{ "\\u with its replacement",
		"{\\rtf1\\uc1 \\u30002?\\u30002\\'3f x{\\uc2\\u30002??y}{\\uc0\\u30002 z}\\par}",
		"format doc\nP 甲甲 x甲y甲z\n" },
	{ "negative \\u and a pair", "{\\rtf1 \\u-28639?\\u-10179?\\u-8704?\\par}",
		"format doc\nP 逡😀\n" },
	{ "skipped places",
		"{\\rtf1{\\*\\foo a}{\\pict 00ff}{\\header h\\par}{\\footnote f}"
		"{\\field{\\*\\fldinst X}{\\fldrslt r}}{\\annotation c}{\\shp{\\*\\shpinst "
		"s}}t\\par}",
		"format doc\nP rt\n" },
	{ "\\bin is not parsed", "{\\rtf1{\\pict\\bin3 }}}a}b\\par}", "format doc\nP b\n" },
	{ "a table and the text behind it",
		"{\\rtf1 a\\par\\trowd\\cellx1000\\cellx2000\\intbl 1\\cell\\cell\\row"
		"\\trowd\\cellx1000\\cellx2000\\intbl 3\\cell 4\\cell\\row\\pard b\\par}",
		"format doc\nP a\nT 2 x 2\n  0,0\t1\n  0,1\t\n  1,0\t3\n  1,1\t4\nP b\n" },
	{ "edges become spans",
		"{\\rtf1\\trowd\\cellx1000\\cellx2000\\cellx3000\\intbl a\\cell b\\cell "
		"c\\cell\\row"
		"\\trowd\\cellx1030\\cellx3000\\intbl d\\cell e\\cell\\row}",
		"format doc\nT 2 x 3\n  0,0\ta\n  0,1\tb\n  0,2\tc\n  1,0\td\n  1,1 1x2\te\n" },
	{ "rows without measures are counted",
		"{\\rtf1\\intbl a\\cell b\\cell\\row\\intbl c\\cell\\row\\pard d\\par}",
		"format doc\nT 2 x 2\n  0,0\ta\n  0,1\tb\n  1,0\tc\nP d\n" },
	{ "a nested table becomes lines",
		"{\\rtf1\\trowd\\cellx9\\cellx99\\intbl x\\par\\itap2 y\\nestcell z\\nestcell"
		"{\\*\\nesttableprops\\trowd\\cellx5\\nestrow}{\\nonesttables\\par}\\itap1\\cell "
		"w\\cell"
		"\\row}",
		"format doc\nT 1 x 2\n  0,0\tx\\ny\\nz\n  0,1\tw\n" },
	{ "numbers and bullets",
		"{\\rtf1{\\listtext\\tab 1.\\tab}a\\par{\\listtext\\u8226?\\tab}b\\par"
		"{\\pntext (2)\\tab}c\\par}",
		"format doc\nP [1.] a\nP b\nP [(2)] c\n" },
	{ "the end is missing", "{\\rtf1 a\\par\\trowd\\cellx1000\\cellx2000\\intbl 1\\cell 2",
		"format doc\nP a\nT 1 x 1\n  0,0\t1\nP 2\n" },
	{ "closing too often", "{\\rtf1 a}}}b\\par", "format doc\nP ab\n" },
	{ "Western bytes", "{\\rtf1\\ansi\\ansicpg1252 \\'8020\\'96\\'e9\\'81\\par}",
		"format doc\nP €20–é\xEF\xBF\xBD\n" },
	{ "a code page that has no such byte", "{\\rtf1\\ansi\\ansicpg936 \\'81\\'20 a\\par}",
		"format doc\nP \xEF\xBF\xBD  a\nW encoding.lossy "
		"文档中有无法识别的字符，已用“�”代替\n" },
};

static const char notice[] =
	"format doc\nH1 示例市公安局2024年政府信息公开工作年度报告\nP [一、] 总体情况\n"
	"P [1.] 主动公开\nP [2.] 依申请公开\nP [二、] 收到和处理情况\nP [1.] 建议\n"
	"P 本年收到申请3件。\nP 答复三件，第1页\nT 4 x 4\n  0,0 2x1\t申请人\n  0,1 1x3\t数量\n"
	"  1,1\t自然人\n  1,2\t\n  1,3\t总计\n  2,0\t一、新收\n  2,1\t1\\n（件）\n  2,2\t\n"
	"  2,3\t1\n  3,0\t二、结转\n  3,1\t\n  3,2\t\n  3,3\t\nP 喆堃镕 “完” 😀\n"
	"W hidden.dropped 文档中有 1 处隐藏文字，未读取\n"
	"W deleted.dropped 文档中有 1 处修订删除的文字，未读取\n";

static const char gbk[] =
	"format doc\ntitle 示例市\nH1 示例市公安局\nH2 一、总体情况\n"
	"P 年度2024善😀年7\\n末丂\nP [二、] 复议\nT 4 x 3\n  0,0 2x1\t申请人\n"
	"  0,1 1x2\t数量\n  1,1\t自然人\\nx\n  1,2\t总计\n  2,0\t一\n  2,1\t\n  2,2\t1\n"
	"  3,0 1x3\t注\nP 完\nW hidden.dropped 文档中有 1 处隐藏文字，未读取\n"
	"W deleted.dropped 文档中有 1 处修订删除的文字，未读取\n";

static void samples(void)
{
	struct arena a;
	struct str s, numbers;
	arena_init(&a, DOC_ARENA_MAX);
	bool here = sample_load(&a, "notice.rtf", false, &s);
	CHECK(here, "fixture notice.rtf");
	if (here) {
		sample_expect(doc_read_rtf, "written by LibreOffice", s, notice);
		sample_damage(doc_read_rtf, "notice.rtf", s, 97);
	}
	here = sample_load(&a, "gbk.rtf", false, &s);
	CHECK(here, "fixture gbk.rtf");
	if (here) {
		sample_expect(doc_read_rtf, "GBK by font and by document", s, gbk);
		sample_damage(doc_read_rtf, "gbk.rtf", s, 7);
		sample_starve(doc_read_rtf, "gbk.rtf", s);
	}
	here = sample_load(&a, "report-2019.rtf", false, &s) &&
	       sample_load(&a, "report-2019.t3.txt", false, &numbers);
	CHECK(here, "fixture report-2019.rtf");
	if (here)
		sample_report(doc_read_rtf, "report-2019.rtf", s, numbers);
	arena_done(&a);
}

int main(void)
{
	struct arena a;
	arena_init(&a, 1 << 30);
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
		sample_expect(doc_read_rtf, row[i].name, str_cstr(row[i].rtf), row[i].want);
	samples();
	sample_refused(doc_read_rtf, "an empty file", (struct str){ NULL, 0 }, "format", "RTF");
	sample_refused(doc_read_rtf, "no RTF", STR("{rtf1 a}"), "format", "RTF");
	sample_refused(doc_read_rtf, "a million groups",
		sample_repeat(&a, "{\\rtf1 ", "{", 1000000, "x"), "limit", "嵌套");
	CHECK(sample_survives(
		      doc_read_rtf, sample_repeat(&a, "{\\rtf1\\trowd", "\\cellx99999999999", 10000,
					    "\\intbl a\\cell\\row}")),
		"10000 cells in a row definition");
	CHECK(sample_survives(doc_read_rtf, sample_repeat(&a, "{\\rtf1\\trowd\\cellx-2147483648 ",
						    "\\cell", 500000, "\\row}")),
		"500000 cells in a row");
	CHECK(sample_survives(doc_read_rtf, STR("{\\rtf1\\bin2147483647 x\\bin-1 y")),
		"\\bin behind the end");
	arena_done(&a);
	return TEST_END();
}
