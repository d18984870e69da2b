#include "tests/read_sample.h"

static const struct {
	const char *name, *html, *want;
} row[] = {
	{ "paragraphs, breaks, headings",
		"<html><head><title> 年度 报告 </title></head><body><h1>标题</h1><p>一<br>二</p>"
		"三<div>四 \n 五</div></body>",
		"format html\ntitle 年度 报告\nH1 标题\nP 一\\n二\nP 三\nP 四 五\n" },
	{ "spans from above and wide cells",
		"<table><tr><td rowspan=2>a<td colspan=2>b<tr><td>c<td>d</table>",
		"format html\nT 2 x 3\n  0,0 2x1\ta\n  0,1 1x2\tb\n  1,1\tc\n  1,2\td\n" },
	{ "lost end tags", "<table><tr><td>1<td><b>2<tr><td><span>3<td>4</table>后",
		"format html\nT 2 x 2\n  0,0\t1\n  0,1\t2\n  1,0\t3\n  1,1\t4\nP 后\n" },
	{ "blank cells stay blank, &nbsp; stays",
		"<table><tr><td></td><td>&nbsp;</td></tr><tr><td>1</td><td> </td></tr></table>",
		"format html\nT 2 x 2\n  0,0\t\n  0,1\t\xC2\xA0\n  1,0\t1\n  1,1\t\n" },
	{ "rowspan=1e9 ends with the table",
		"<table><tr><td rowspan=1000000000>a<td>b<tr><td>c</table>",
		"format html\nT 2 x 2\n  0,0 2x1\ta\n  0,1\tb\n  1,1\tc\n" },
	{ "colspan=1e9 ends with the other rows",
		"<table><tr><td>a<td>b<tr><td colspan=1000000000>c</table>",
		"format html\nT 2 x 2\n  0,0\ta\n  0,1\tb\n  1,0 1x2\tc\n" },
	{ "negative and foolish spans are 1",
		"<table><tr><td rowspan=-3 colspan=x>a<td>b<tr><td>c<td>d</table>",
		"format html\nT 2 x 2\n  0,0\ta\n  0,1\tb\n  1,0\tc\n  1,1\td\n" },
	{ "a layout table is dissolved",
		"<table><tr><td>导航<td><h2>正文</h2><table><tr><td>1<td>2<tr><td>3<td>4</table>"
		"</table>",
		"format html\nP 导航\nH2 正文\nT 2 x 2\n  0,0\t1\n  0,1\t2\n  1,0\t3\n  1,1\t4\n" },
	{ "hidden parts are dropped and told",
		"<p hidden>x<p style='color:red; Display : NONE'>y<p style='x-display:none'>z"
		"<p><span style='mso-hide:all'>w</span>v<del>u</del>",
		"format html\nP z\nP v\nW hidden.dropped 网页中有 4 处设为不显示的内容，未读取\n" },
	{ "scripts and forms are no text",
		"<p>a<script>b</script><style>c</style><noscript>d</noscript><select><option>e"
		"</select><template>f</template>g",
		"format html\nP ag\n" },
	{ "numbers of ordered lists",
		"<ol start=3><li>a<ol><li><p>b</p></ol><li>c<li value=9>d</ol><ul><li>e</ul>",
		"format html\nP [3.] a\nP [1.] b\nP [4.] c\nP [9.] d\nP e\n" },
	{ "character references", "<p>&#22280;&#x5708;&lt;&ldquo;&#99999999;</p>",
		"format html\nP 圈圈<“\n" },
	{ "the article is preferred",
		"<p>导航<div class='x "
		"TRS_Editor'><p>正文<table><tr><td>1<td>2<tr><td>3<td>4</table>"
		"</div><p>页脚",
		"format html\nP 正文\nT 2 x 2\n  0,0\t1\n  0,1\t2\n  1,0\t3\n  1,1\t4\n" },
	{ "an article without the tables is not",
		"<div id=zoom>正文</div><table><tr><td>1<td>2<tr><td>3<td>4</table>",
		"format html\nP 正文\nT 2 x 2\n  0,0\t1\n  0,1\t2\n  1,0\t3\n  1,1\t4\n" },
	{ "a title for machines comes first",
		"<head><title>网站</title><meta name=articletitle content='报告'></head><p>x",
		"format html\ntitle 报告\nP x\n" },
	{ "the label lies: UTF-8 called gb2312", "<meta charset=gb2312><p>喆",
		"format html\nP 喆\n" },
	{ "a table inside a data cell becomes its lines",
		"<table><tr><td>1<td>2<td>3<td>4<tr><td>5<td>6<td>7<td>8<tr><td>9<td>10<td>11<td>12"
		"<tr><td>a<td>b<td>c<td>d<td><table><tr><td>x<td>y</table></table>",
		"format html\nT 4 x 5\n  0,0\t1\n  0,1\t2\n  0,2\t3\n  0,3\t4\n  1,0\t5\n  1,1\t6\n"
		"  1,2\t7\n  1,3\t8\n  2,0\t9\n  2,1\t10\n  2,2\t11\n  2,3\t12\n  3,0\ta\n  "
		"3,1\tb\n"
		"  3,2\tc\n  3,3\td\n  3,4\tx\\ny\n" },
};

static const char cms[] =
	"format html\ntitle 示例市民政局2024年度报告\nH2 一、总体情况\n"
	"P 本年收到172件，负责人：堃镕\xC2\xA0喆。\nP [3.] 甲\nP [4.] 乙\nP 表一\nT 3 x 3\n"
	"  0,0\t项目\n  0,1 1x2\t数量\n  1,0\t合计\n  1,1 2x1\t12\n  1,2\t\n"
	"  2,0\t其中：\\n新收\\n结转\n  2,2\t喜喜\nP 第一行\\n  第二行\n"
	"W hidden.dropped 网页中有 2 处设为不显示的内容，未读取\n";

static void samples(void)
{
	struct arena a;
	struct str s, numbers;
	arena_init(&a, DOC_ARENA_MAX);
	bool here = sample_load(&a, "cms-gbk.html", false, &s);
	CHECK(here, "fixture cms-gbk.html");
	if (here) {
		sample_expect(doc_read_html, "GBK page of a content system, Word paste", s, cms);
		sample_damage(doc_read_html, "cms-gbk.html", s, 97);
		sample_starve(doc_read_html, "cms-gbk.html", s);
	}
	here = sample_load(&a, "report-2019.html", false, &s) &&
	       sample_load(&a, "report-2019.t3.txt", false, &numbers);
	CHECK(here, "fixture report-2019.html");
	if (here)
		sample_report(doc_read_html, "report-2019.html", s, numbers);
	sample_shared_report(doc_read_html, "dazu-2024.html");
	sample_shared_report(doc_read_html, "layout-2019.html");
	arena_done(&a);
}

static void hostile(void)
{
	struct arena a;
	arena_init(&a, 1 << 30);
	struct str body = STR("<p>x");
	sample_refused(
		doc_read_html, "an empty file", (struct str){ NULL, 0 }, "format", "没有内容");
	sample_refused(doc_read_html, "only blanks", STR(" \n\t "), "format", "没有内容");
	sample_refused(doc_read_html, "100000 nested div",
		sample_repeat(&a, "", "<div>", 100000, "x"), "limit", "嵌套");
	sample_refused(doc_read_html, "100000 nested tables",
		sample_repeat(&a, "", "<table><tr><td>", 100000, "x"), "limit", "嵌套");
	sample_expect(doc_read_html, "900 unclosed font tags",
		sample_repeat(&a, "", "<font>", 900, "<p>x"), "format html\nP x\n");
	sample_refused(doc_read_html, "9 MB", sample_repeat(&a, "<p>", "123456789", 1 << 20, ""),
		"limit", "兆字节");
	sample_refused(doc_read_html, "300 columns",
		sample_repeat(&a, "<table><tr><td>1<td>2<tr>", "<td>1", 300, ""), "limit", "列");
	sample_refused(doc_read_html, "20001 rows",
		sample_repeat(&a, "<table>", "<tr><td>1<td>2", 20001, ""), "limit", "行");
	CHECK(sample_survives(doc_read_html, body) &&
			sample_survives(doc_read_html, sample_repeat(&a, "<![if ", "<!", 9999, "")),
		"unclosed conditions");
	arena_done(&a);
}

int main(void)
{
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
		sample_expect(doc_read_html, row[i].name, str_cstr(row[i].html), row[i].want);
	samples();
	hostile();
	return TEST_END();
}
