/*
 * The recogniser over what programs make of reports: labels broken around their numbers, rows
 * shifted against their heads, tables drawn in text, lists instead of tables, pages of web sites.
 * Each case writes down by hand what stands where.
 */
#include "tests/test.h"

#include "doc/read.h"
#include "report/report.h"

enum { MEMORY = 32 << 20, ABSENT = -1 };

struct expected {
	int cell;
	int count; /* or ABSENT */
};

enum { ROW = REPORT_COL_COUNT, EXPECTED_MAX = 6 };

#define T3(row, col) (REPORT_CELL_T3 + REPORT_ROW_##row * ROW + REPORT_COL_##col)
#define T4(block, result)                                                                          \
	(REPORT_CELL_T4 + REPORT_BLOCK_##block * REPORT_RESULT_COUNT + REPORT_RESULT_##result)

static struct report *read_any(struct arena *a, const char *z, struct error *err)
{
	struct doc *d;
	struct report *r = NULL;
	if (doc_read(a, str_cstr(z), NULL, &d, err) || report_recognise(a, d, &r, err))
		return NULL;
	return r;
}

static bool holds(const struct report *r, struct expected x)
{
	struct decimal d;
	if (x.count == ABSENT)
		return r->cell[x.cell].state == REPORT_ABSENT;
	return report_number(r, x.cell, &d) && d.scale == 0 && d.coef == x.count;
}

#define HEADS                                                                                                  \
	"<tr><td rowspan=2 colspan=2>&nbsp;</td><td rowspan=2>自然人</td>"                                  \
	"<td colspan=5>法人或其他组织</td><td rowspan=2>总计</td></tr>"                               \
	"<tr><td>商业企业</td><td>科研机构</td><td>社会公益组织</td><td>法律服务机构</td>" \
	"<td>其他</td></tr>"
#define SEVEN "<td>1</td><td>2</td><td>3</td><td>4</td><td>5</td><td>6</td><td>21</td>"
#define BLOCK(name, n)                                                                             \
	"<tr><td rowspan=5>" name "</td><td>结果维持</td><td>" n "1</td></tr>"                     \
	"<tr><td>结果纠正</td><td>" n "2</td></tr><tr><td>其他结果</td><td>" n "3</td></tr>"       \
	"<tr><td>尚未审结</td><td>" n "4</td></tr><tr><td>总计</td><td>" n "5</td></tr>"

static void cells(struct arena *a)
{
	static const struct {
		const char *name, *text;
		struct expected x[EXPECTED_MAX];
		size_t n;
	} row[] = {
		{ "two labels, then the numbers of both",
			"4.保护第三方合法权益\n予公开 5.属于三类内部事务信息\n1 2 3 4 5 6 21\n"
			"7 8 9 10 11 12 57\n6.属于四类过程性信息\n0 0 0 0 0 0 0\n",
			{ { T3(THIRD_PARTY, NATURAL), 1 }, { T3(THIRD_PARTY, TOTAL), 21 },
				{ T3(INTERNAL, NATURAL), 7 }, { T3(INTERNAL, TOTAL), 57 },
				{ T3(PROCESS, TOTAL), 0 } },
			5 },
		{ "two labels and one number too few: neither row is guessed",
			"4.保护第三方合法权益\n予公开 5.属于三类内部事务信息\n1 2 3 4 5 21\n"
			"7 8 9 10 11 12 57\n6.属于四类过程性信息\n9 0 0 0 0 0 9\n",
			{ { T3(THIRD_PARTY, NATURAL), ABSENT }, { T3(INTERNAL, NATURAL), ABSENT },
				{ T3(PROCESS, TOTAL), 9 } },
			3 },
		{ "a label broken around its numbers",
			"5.要求行政机关确认或重新出\n  1 2 3 4 5 6 21\n具已获取信息\n"
			"1.申请人无正当理由逾期不补\n正、行政机关不再处理其政府 7 8 9 10 11 12 "
			"57\n信息公开申请\n",
			{ { T3(CONFIRM, NATURAL), 1 }, { T3(CONFIRM, TOTAL), 21 },
				{ T3(OTHER_NOT_CORRECTED, NATURAL), 7 },
				{ T3(OTHER_NOT_CORRECTED, TOTAL), 57 } },
			4 },
		{ "a sentence is no label",
			"全年办结21件，结转下年度3件。\n0 0 0 0 0 0 0\n1.属于国家秘密\n2 0 0 0 0 0 "
			"2\n",
			{ { T3(CARRIED_OUT, TOTAL), ABSENT }, { T3(STATE_SECRET, TOTAL), 2 } }, 2 },
		{ "a row that lost its merged cells",
			"<table>" HEADS "<tr><td>一、本年新收政府信息公开申请数量</td>" SEVEN
			"<td></td></tr></table>",
			{ { T3(RECEIVED, NATURAL), 1 }, { T3(RECEIVED, OTHER), 6 },
				{ T3(RECEIVED, TOTAL), 21 } },
			3 },
		{ "a column of remarks under no head",
			"<table><tr><td>一、本年新收政府信息公开申请数量</td>" SEVEN
			"<td>含上年</td></tr></table>",
			{ { T3(RECEIVED, NATURAL), 1 }, { T3(RECEIVED, TOTAL), 21 } }, 2 },
		{ "a blank first cell stays blank under its head",
			"<table>" HEADS
			"<tr><td colspan=2>一、本年新收政府信息公开申请数量</td><td></td>"
			"<td>2</td><td>3</td><td>4</td><td>5</td><td>6</td><td>20</td></tr></"
			"table>",
			{ { T3(RECEIVED, COMMERCIAL), 2 }, { T3(RECEIVED, TOTAL), 20 } }, 2 },
		{ "table four as a list",
			"<table><tr><td colspan=2>类别</td><td>数量</td></tr>" BLOCK(
				"行政复议", "1") BLOCK("未经复议直接起诉", "2")
				BLOCK("复议后起诉", "3") "</table>",
			{ { T4(REVIEW, UPHELD), 11 }, { T4(REVIEW, TOTAL), 15 },
				{ T4(DIRECT, CORRECTED), 22 }, { T4(DIRECT, PENDING), 24 },
				{ T4(AFTER_REVIEW, OTHER), 33 }, { T4(AFTER_REVIEW, TOTAL), 35 } },
			6 },
		{ "a table drawn with +---+",
			"+------+---+---+---+---+---+---+----+\n"
			"| 一、本年 | 1 | 2 | 3 | 4 | 5 | 6 | 21 |\n"
			"| 新收政府 |   |   |   |   |   |   |    |\n"
			"| 信息公开 |   |   |   |   |   |   |    |\n"
			"+------+---+---+---+---+---+---+----+\n"
			"| 二、上年 | 7 | 8 | 9 | 10 | 11 | 12 | 57 |\n"
			"| 结转     |   |   |   |   |   |   |    |\n"
			"+------+---+---+---+---+---+---+----+\n",
			{ { T3(RECEIVED, NATURAL), 1 }, { T3(RECEIVED, TOTAL), 21 },
				{ T3(CARRIED_IN, NATURAL), 7 }, { T3(CARRIED_IN, TOTAL), 57 } },
			4 },
	};
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct error err = { .msg = "" };
		struct report *r = read_any(a, row[i].text, &err);
		bool ok = r != NULL;
		for (size_t k = 0; ok && k < row[i].n; k++)
			ok = holds(r, row[i].x[k]);
		CHECK(ok, "%s %s", row[i].name, err.msg);
	}
}

/* A whole page around one row of table three. */
#define PAGE(head, top)                                                                            \
	"<html><head><meta charset=utf-8>" head "</head><body>" top                                \
	"<h2>一、总体情况</h2><p>好。</p><h2>二、主动公开政府信息情况</h2>"    \
	"<h2>三、收到和处理政府信息公开申请情况</h2><table>"                      \
	"<caption>收到和处理政府信息公开申请情况</caption>" HEADS                                  \
	"<tr><td colspan=2>一、本年新收</td>" SEVEN "</tr></table></body></html>"

static void titles(struct arena *a)
{
	static const char other[] = "<ul><li>示例市公安局2023年政府信息公开工作年度报告</li></ul>";
	static const char menu[] = "<table><tr><td>网站首页</td><td>政务公开</"
				   "td><td>政府信息公开年报</td></tr></table>";
	static const char meta[] =
		"<title>示例市公安局2024年政府信息公开工作年度报告_示例市政府</title>";
	static const char own[] = "<h1>示例市公安局2024年政府信息公开工作年度报告</h1>";
	const struct {
		const char *name, *head, *above;
	} row[] = {
		{ "a title below a menu", "", menu },
		{ "a title below the title of another year, told by the metadata", meta, other },
	};
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct error err = { .msg = "" };
		struct str page = arena_fmt(a, PAGE("%s", "%s%s"), row[i].head, row[i].above, own);
		struct report *r = read_any(a, page.p, &err);
		CHECK(r && r->year == 2024 && str_is(r->agency, "示例市公安局"), "%s %s",
			row[i].name, err.msg);
		CHECK(r && r->n_sections == 3 && r->section[2].no == 3 &&
				r->section[2].n_paragraphs == 0,
			"the title of a table is no heading");
	}
}

int main(void)
{
	struct arena a;
	arena_init(&a, MEMORY);
	cells(&a);
	titles(&a);
	arena_done(&a);
	return TEST_END();
}
