/*
 * The recogniser over every text layout met in the wild.
 *
 * The test prints a report itself (its own labels, its own layouts, random
 * values), so what must come out is known without the program; and it reads
 * the five real reports when they are beside the project.
 */
#include "tests/test.h"

#include "core/file.h"
#include "core/json.h"
#include "core/utf8.h"
#include "doc/read.h"
#include "report/report.h"

#include <stdlib.h>

enum layout {
	TABS,
	CELL_PER_LINE,
	PIPES,
	MARKDOWN,
	CSV,
	BLANKS, /* aligned with blanks */
	WORD_PER_LINE,
	LAYOUTS
};
static const char *const layout_name[] = { "tabs", "cell per line", "pipes", "markdown", "csv", "blanks",
	"word per line" };

enum style { PLAIN, UNITS, COMMAS, WIDE, SPACED, STYLES };
static const char *const style_name[] = { "plain", "units", "commas", "full width", "spaced" };

/* Labels in the test's own words, with the variants of real reports (rules.md 2.10). */
static const char *const row_label[REPORT_ROW_COUNT][2] = {
	{ "一、本年新收政府信息公开申请数量", "1、本年新收政府信息公开申请数量" },
	{ "二、上年结转政府信息公开申请数量", "二、 上年结转政府信息公开申请数量" },
	{ "（一）予以公开", "(一) 予以公开" },
	{ "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "(二) 部分公开" },
	{ "1.属于国家秘密", "1．属于国家秘密" },
	{ "2.其他法律行政法规禁止公开", "2.其他法律行政止公开" },
	{ "3.危及“三安全一稳定”", "3.危及\"三安全一稳定\"" },
	{ "4.保护第三方合法权益", "4. 保护第三方合法权益" },
	{ "5.属于三类内部事务信息", "5、属于三类内部事务信息" },
	{ "6.属于四类过程性信息", "6.属于四类过程性信息" },
	{ "7.属于行政执法案卷", "7.属于行政执法案卷" },
	{ "8.属于行政查询事项", "8.属于行政查询事项" },
	{ "1.本机关不掌握相关政府信息", "1.本机关不掌握 相关政府信息" },
	{ "2.没有现成信息需要另行制作", "2.没有现成信息需要另行制作" },
	{ "3.补正后申请内容仍不明确", "3.补正后申请内容仍不明确" },
	{ "1.信访举报投诉类申请", "1.信访举报投诉类申请" },
	{ "2.重复申请", "2.重复申请" },
	{ "3.要求提供公开出版物", "3.要求提供公开出版物" },
	{ "4.无正当理由大量反复申请", "4.无正当理由大量反复申请" },
	{ "5.要求行政机关确认或重新出具已获取信息", "5.要求行政机关确认或重新出具已获取信息" },
	{ "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "1.申请人无正当理由逾期不补正" },
	{ "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "2.申请人逾期未按收费通知要求缴纳费用" },
	{ "3.其他", "3．其他" },
	{ "（七）总计", "(七) 总 计" },
	{ "四、结转下年度继续办理", "四、结转 下年度继续办理" },
};
static const char *const item_label[] = { "规章", "行政规范性文件", "行政许可", "行政处罚", "行政强制",
	"行政事业性收费" };

struct gen {
	struct buf b;
	enum layout layout;
	enum style style;
	int variant;
	uint32_t seed;
	long value[REPORT_CELLS_2021];
	bool row_open; /* a row has begun */
};

static uint32_t next_random(struct gen *g)
{
	g->seed = g->seed * 1664525u + 1013904223u;
	return g->seed >> 8;
}

static void cell(struct gen *g, const char *text)
{
	static const char *const before[] = { "", "\t", "", "| ", "", "", "" };
	static const char *const between[] = { "\t", "\n\t", " | ", " | ", ",", "    ", "\n" };
	buf_cstr(&g->b, g->row_open ? between[g->layout] : before[g->layout]);
	g->row_open = true;
	if (g->layout == CSV)
		buf_fmt(&g->b, "\"%s\"", text);
	else
		buf_cstr(&g->b, text);
}

static void end_row(struct gen *g)
{
	static const char *const after[] = { "\n", "\n\n", " |\n", " |\n", "\n", "\n", "\n" };
	buf_cstr(&g->b, after[g->layout]);
	g->row_open = false;
}

static void number(struct gen *g, long v)
{
	char plain[32], out[128] = "";
	snprintf(plain, sizeof plain, "%ld", v);
	size_t n = strlen(plain), k = 0;
	switch (g->style) {
	case UNITS:
		snprintf(out, sizeof out, "%ld件", v);
		break;
	case COMMAS:
		for (size_t i = 0; i < n; i++) {
			if (i && (n - i) % 3 == 0)
				out[k++] = ',';
			out[k++] = plain[i];
		}
		break;
	case WIDE:
		for (size_t i = 0; i < n; i++, k += 3)
			snprintf(out + k, 4, "\xEF\xBC%c", (char)(0x90 + plain[i] - '0'));
		break;
	case SPACED:
		snprintf(out, sizeof out, "\xC2\xA0%ld\xE3\x80\x80", v);
		break;
	default:
		snprintf(out, sizeof out, "%s", plain);
	}
	cell(g, out);
}

static void heading(struct gen *g, const char *text)
{
	buf_fmt(&g->b, "%s%s\n", g->layout == MARKDOWN ? "## " : "", text);
	if (g->layout == CELL_PER_LINE)
		buf_char(&g->b, '\n');
}

static void table_two(struct gen *g)
{
	static const char *const head[] = { "本年制发件数", "本年废止件数", "现行有效件数" };
	cell(g, "第二十条第（一）项");
	end_row(g);
	cell(g, "信息内容");
	for (int i = 0; i < 3; i++)
		cell(g, head[i]);
	end_row(g);
	for (int i = 0; i < 6; i++) {
		if (i >= 2) {
			cell(g, i == 2 ? "第二十条第（五）项" : i < 5 ? "第二十条第（六）项" : "第二十条第（八）项");
			end_row(g);
			cell(g, "信息内容");
			cell(g, i < 5 ? "本年处理决定数量" : "本年收费金额（单位：万元）");
			end_row(g);
		}
		cell(g, item_label[i]);
		if (i < 2)
			for (int k = 0; k < 3; k++)
				number(g, g->value[i * 3 + k]);
		else
			number(g, g->value[4 + i]);
		end_row(g);
	}
}

static void table_three(struct gen *g)
{
	cell(g, "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）");
	cell(g, "申请人情况");
	end_row(g);
	cell(g, "");
	cell(g, "自然人");
	cell(g, "法人或其他组织");
	cell(g, "总计");
	end_row(g);
	static const char *const col[] = { "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他" };
	cell(g, "");
	for (int i = 0; i < 5; i++)
		cell(g, col[i]);
	end_row(g);
	for (int r = 0; r < REPORT_ROW_COUNT; r++) {
		if (r == REPORT_ROW_OPEN)
			cell(g, g->variant ? "三、本 年度办 理结果" : "三、本年度办理结果");
		else if (r > REPORT_ROW_OPEN && r <= REPORT_ROW_TOTAL && g->layout < BLANKS)
			cell(g, "");
		if (r == REPORT_ROW_STATE_SECRET)
			cell(g, g->variant ? "(三) 不 予公开" : "（三）不予公开");
		if (r == REPORT_ROW_OTHER_NOT_CORRECTED)
			cell(g, "（六）其他处理");
		cell(g, row_label[r][g->variant]);
		for (int c = 0; c < REPORT_COL_COUNT; c++)
			number(g, g->value[report_cell_t3((enum report_row)r, (enum report_col)c)]);
		end_row(g);
	}
}

static void table_four(struct gen *g)
{
	static const char *const result[] = { "结果维持", "结果纠正", "其他结果", "尚未审结", "总计" };
	cell(g, "行政复议");
	cell(g, "行政诉讼");
	end_row(g);
	for (int i = 0; i < 5; i++)
		cell(g, result[i]);
	cell(g, "未经复议直接起诉");
	cell(g, "复议后起诉");
	end_row(g);
	for (int i = 0; i < 10; i++)
		cell(g, result[i % 5]);
	end_row(g);
	for (int i = 0; i < 15; i++)
		number(g, g->value[REPORT_CELL_T4 + i]);
	end_row(g);
}

static void print_report(struct gen *g)
{
	heading(g, "示例市公安局2024年政府信息公开工作年度报告");
	heading(g, g->variant ? "1、 总体情况" : "一、总体情况");
	buf_lit(&g->b, "（一）主动公开情况。全年公开信息若干。\n");
	heading(g, "二、主动公开政府信息情况");
	table_two(g);
	buf_lit(&g->b, "\n");
	heading(g, "三、收到和处理政府信息公开申请情况");
	table_three(g);
	buf_lit(&g->b, "\n");
	heading(g, g->variant ? "4、 政府信息公开行政复议、行政诉讼情况" : "四、政府信息公开行政复议、行政诉讼情况");
	table_four(g);
	buf_lit(&g->b, "\n");
	heading(g, g->variant ? "五、问题和改进" : "五、存在的主要问题及改进情况");
	buf_lit(&g->b, "（一）存在问题。工作还需加强。\n");
	heading(g, "六、其他需要报告的事项");
	buf_lit(&g->b, "本年度未收取信息处理费。\n示例市公安局\n2025年1月13日\n");
}

/* Reads text as a report; NULL when refused. */
static struct report *read_text(struct arena *a, struct str text, struct error *err)
{
	struct doc *d;
	struct report *r = NULL;
	if (doc_read_text(a, text, &d, err) || report_recognise(a, d, &r, err))
		return NULL;
	return r;
}

static void all_layouts(void)
{
	for (int l = 0; l < LAYOUTS; l++) {
		for (int s = 0; s < STYLES; s++) {
			for (int v = 0; v < 2; v++) {
				/* A blank inside a label or number is a cell border in these layouts. */
				if (l == BLANKS && s == SPACED)
					continue;
				struct gen g = { .layout = (enum layout)l, .style = (enum style)s,
					.variant = v, .seed = (uint32_t)(l * 100 + s * 10 + v + 1) };
				for (int i = 0; i < REPORT_CELLS_2021; i++)
					g.value[i] = (long)(next_random(&g) % (i % 7 ? 100 : 2000000));
				struct arena a;
				struct error err = { .msg = "" };
				arena_init(&a, 64 << 20);
				buf_init(&g.b, 1 << 20);
				print_report(&g);
				struct report *r = read_text(&a, buf_view(&g.b), &err);
				int bad = 0;
				for (int i = 0; r && i < REPORT_CELLS_2021; i++)
					if (r->cell[i].state != REPORT_NUMBER ||
						!decimal_eq(r->cell[i].number, decimal_int(g.value[i]))) {
						if (!bad)
							printf("# first wrong: %s\n", report_cell_code(i).z);
						bad++;
					}
				CHECK(r && bad == 0, "%s, %s, variant %d: 200 cells (%d wrong) %s",
					layout_name[l], style_name[s], v, bad, err.msg);
				CHECK(r && r->n_sections == 6 && str_is(r->agency, "示例市公安局") &&
						r->year == 2024,
					"  sections, agency, year");
				CHECK(r && r->has_closing_date &&
						r->closing_date.day == date_from_ymd(2025, 1, 13).day,
					"  closing date");
				buf_done(&g.b);
				arena_done(&a);
			}
		}
	}
}

/* --- single facts ----------------------------------------------------------------- */

static void cell_values(void)
{
	static const struct {
		int cell;
		const char *in;
		enum report_state state;
		const char *number;
	} row[] = {
		{ REPORT_T2_PENALTY, "359425件", REPORT_NUMBER, "359425" },
		{ REPORT_T2_PENALTY, "1,795,941", REPORT_NUMBER, "1795941" },
		{ REPORT_T2_PENALTY, "1，795，941", REPORT_NUMBER, "1795941" },
		{ REPORT_T2_PENALTY, "172\n4", REPORT_NUMBER, "1724" },
		{ REPORT_T2_PENALTY, "0", REPORT_NUMBER, "0" },
		{ REPORT_T2_PENALTY, "", REPORT_BLANK, NULL },
		{ REPORT_T2_PENALTY, " \xE3\x80\x80", REPORT_BLANK, NULL },
		{ REPORT_T2_PENALTY, "/", REPORT_NA, NULL },
		{ REPORT_T2_PENALTY, "—", REPORT_NA, NULL },
		{ REPORT_T2_PENALTY, "不适用", REPORT_NA, NULL },
		{ REPORT_T2_PENALTY, "无", REPORT_NA, NULL },
		{ REPORT_T2_PENALTY, "abc", REPORT_BAD, NULL },
		{ REPORT_T2_PENALTY, "约300", REPORT_BAD, NULL },
		{ REPORT_T2_PENALTY, "12,34", REPORT_BAD, NULL },
		{ REPORT_T2_PENALTY, "1.5", REPORT_NUMBER, "1.5" },
		{ REPORT_T2_PENALTY, "-1", REPORT_NUMBER, "-1" },
		{ REPORT_T2_PENALTY, "3万元", REPORT_BAD, NULL },
		{ REPORT_T2_PENALTY, "2万件", REPORT_NUMBER, "20000" },
		{ REPORT_T2_FEE, "[bookmark: _GoBack]148.743504", REPORT_NUMBER, "148.743504" },
		{ REPORT_T2_FEE, "94万元", REPORT_NUMBER, "94" },
		{ REPORT_T2_FEE, "10540元", REPORT_NUMBER, "1.054" },
		{ REPORT_T2_FEE, "1.2亿元", REPORT_NUMBER, "12000" },
		{ REPORT_T2_FEE, "-10", REPORT_NUMBER, "-10" },
		{ REPORT_CELL_2019 + REPORT_2019_LICENCE_CHANGE, "减2", REPORT_NUMBER, "-2" },
		{ REPORT_CELL_2019 + REPORT_2019_LICENCE_CHANGE, "增加3", REPORT_NUMBER, "3" },
		{ REPORT_CELL_2019 + REPORT_2019_LICENCE_CHANGE, "+12", REPORT_NUMBER, "12" },
		{ REPORT_CELL_2019 + REPORT_2019_PROCUREMENT_AMOUNT, "251000元", REPORT_NUMBER, "251000" },
		{ REPORT_CELL_2019 + REPORT_2019_PROCUREMENT_AMOUNT, "25.1万元", REPORT_NUMBER, "251000" },
	};
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct arena a;
		struct error err;
		struct doc *d = NULL;
		struct report *r = NULL;
		struct doc_table_builder *t = NULL;
		arena_init(&a, 8 << 20);
		bool old = row[i].cell >= REPORT_CELL_2019;
		bool fee = row[i].cell == REPORT_T2_FEE;
		bool buy = row[i].cell == REPORT_CELL_2019 + REPORT_2019_PROCUREMENT_AMOUNT;
		const char *head = fee ? "本年收费金额（单位：万元）" : buy ? "采购总金额" : old ? "本年增/减" : "本年处理决定数量";
		const char *item = fee ? "行政事业性收费" : buy ? "政府集中采购" : old ? "行政许可" : "行政处罚";
		enum err e = doc_new(&a, DOC_FORMAT_HTML, &d, &err);
		e = e ? e : doc_table_open(d, &t, &err);
		e = e ? e : doc_table_cell(t, 0, -1, 1, 1, STR("信息内容"), NULL, &err);
		e = e ? e : doc_table_cell(t, 0, -1, 1, 1, str_cstr(head), NULL, &err);
		e = e ? e : doc_table_cell(t, 1, -1, 1, 1, str_cstr(item), NULL, &err);
		e = e ? e : doc_table_cell(t, 1, -1, 1, 1, str_cstr(row[i].in), NULL, &err);
		e = e ? e : doc_table_close(t, NULL, &err);
		e = e ? e : report_recognise(&a, d, &r, &err);
		const struct report_value *v = r ? &r->cell[row[i].cell] : NULL;
		CHECK(!e && v && v->state == row[i].state, "value \"%.*s\"", (int)strcspn(row[i].in, "\n"), row[i].in);
		if (v && row[i].number)
			CHECK(!strcmp(decimal_text(v->number).z, row[i].number), "  is %s (%s)",
				row[i].number, decimal_text(v->number).z);
		arena_done(&a);
	}
}

static void missing_parts(void)
{
	struct arena a;
	struct error err = { .msg = "" };
	arena_init(&a, 64 << 20);
	struct gen g = { .layout = TABS, .seed = 5 };
	buf_init(&g.b, 1 << 20);
	heading(&g, "示例市公安局2024年政府信息公开工作年度报告");
	table_three(&g);
	struct report *r = read_text(&a, buf_view(&g.b), &err);
	CHECK(r && r->cell[REPORT_T2_PENALTY].state == REPORT_ABSENT, "no table two: no zeros");
	int tables = 0;
	for (size_t i = 0; r && i < r->n_notes; i++)
		tables += !strcmp(r->note[i].code, "table.missing");
	CHECK(tables == 2, "tables two and four are said to be missing (%d)", tables);
	struct str text = buf_view(&g.b);
	size_t at = str_find(text, STR("6.属于四类过程性信息"), 0);
	size_t end = str_find(text, STR("\n"), at);
	struct str cut = arena_fmt(&a, "%.*s%.*s", (int)(at - 2), text.p, (int)(text.n - end - 1),
		text.p + end + 1);
	r = read_text(&a, cut, &err);
	bool said = false;
	for (size_t i = 0; r && i < r->n_notes; i++)
		said |= !strcmp(r->note[i].code, "row.missing") && r->note[i].n_cells == 7 &&
			r->note[i].cell[0] == report_cell_t3(REPORT_ROW_PROCESS, REPORT_COL_NATURAL);
	CHECK(r && said && r->cell[report_cell_t3(REPORT_ROW_PROCESS, REPORT_COL_TOTAL)].state ==
				REPORT_ABSENT,
		"a missing row is left out and said (R06)");
	buf_done(&g.b);
	static const struct {
		const char *text, *says;
	} bad[] = {
		{ "", "没有文字" }, { "今天天气很好。\n", "不像" },
		{ "示例市公安局2024年政府信息公开工作年度报告\n一、总体情况\n好。\n", "没有读到三张统计表" },
		{ "|---|---|---|\n|---|---|---|\n", "没有文字" },
	};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		r = read_text(&a, str_cstr(bad[i].text), &err);
		CHECK(!r && strstr(err.msg, bad[i].says), "refused: %s", err.msg);
	}
	arena_done(&a);
}

/* R05: table four as one line of numbers. */
static void flattened(void)
{
	struct arena a;
	struct error err = { .msg = "" };
	arena_init(&a, 8 << 20);
	struct report *r = read_text(&a,
		STR("四、政府信息公开行政复议、行政诉讼情况\n行政复议 行政诉讼 未经复议直接起诉 复议后起诉\n"
		    "119 25 91 24 259 7 0 15 6 28 21 1 7 9 38\n"),
		&err);
	struct decimal v;
	CHECK(r && report_number(r, report_cell_t4(REPORT_BLOCK_REVIEW, REPORT_RESULT_TOTAL), &v) &&
			v.coef == 259 &&
			report_number(r, report_cell_t4(REPORT_BLOCK_DIRECT, REPORT_RESULT_TOTAL), &v) &&
			v.coef == 28 &&
			report_number(r, report_cell_t4(REPORT_BLOCK_AFTER_REVIEW, REPORT_RESULT_TOTAL), &v) &&
			v.coef == 38,
		"R05 flattened table four");
	arena_done(&a);
}

static void headings(void)
{
	static const struct {
		const char *line;
		int no;
	} row[] = {
		{ "一、总体情况", 1 }, { "1、总体情况", 1 }, { "总体情况", 1 }, { "二、主动公开政府信息情况", 2 },
		{ "（一）、主动公开政府信息情况。", 0 }, { "（一）主动公开情况", 0 },
		{ "四、收到和处理政府信息公开申请情况", 3 }, { "五、政府信息公开行政复议、行政诉讼情况", 4 },
		{ "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", 4 }, { "六、存在的主要问题", 5 },
		{ "五、问题和改进", 5 }, { "（一）存在问题。", 0 }, { "七、其他", 6 }, { "3.其他", 6 },
		{ "六、其他需要报告的事项。", 6 }, { "5、存在的主要问题及改进情况", 5 },
		{ "3.其他工作顺利推进并取得良好成效", 0 }, { "2024年工作总体情况良好", 0 },
		{ "4.1 行政复议和行政诉讼", 0 },
	};
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct arena a;
		struct error err;
		arena_init(&a, 8 << 20);
		struct str text = arena_fmt(&a, "%s\n正文。\n行政处罚\t\n第二十条第（六）项\t\n信息内容\t本年处理决定数量\n行政处罚\t5\n", row[i].line);
		struct report *r = read_text(&a, text, &err);
		int no = r && r->n_sections ? r->section[0].no : 0;
		CHECK(r && no == row[i].no, "heading \"%s\" is part %d (%d)", row[i].line, row[i].no, no);
		arena_done(&a);
	}
}

static void real_reports(void)
{
	static const char *const name[] = { "binhai", "zibo-gaoxin", "dazu", "pingdingshan", "donghu" };
	const char *root = getenv("GONGKAI_ROOT") ? getenv("GONGKAI_ROOT") : ".";
	for (size_t i = 0; i < sizeof name / sizeof name[0]; i++) {
		struct arena a;
		struct error err = { .msg = "" };
		struct str text, json;
		char path[1024];
		json_t *want;
		arena_init(&a, 64 << 20);
		snprintf(path, sizeof path, "%s/../shared/reports/%s-2024.txt", root, name[i]);
		enum err e = file_read(&a, path, 1 << 20, &text, &err);
		snprintf(path, sizeof path, "%s/../shared/reports/%s-2024.expected.json", root, name[i]);
		e = e ? e : file_read(&a, path, 1 << 20, &json, &err);
		e = e ? e : json_read(&a, json, 1 << 20, &want, &err);
		if (e) {
			SKIP_CASE(name[i], "../shared is not here");
			arena_done(&a);
			continue;
		}
		struct report *r = read_text(&a, text, &err), *x = NULL;
		CHECK(r && report_read_json(&a, json, &x, &err) == OK, "%s reads", name[i]);
		int bad = 0;
		for (int c = 0; r && x && c < REPORT_CELLS_2021; c++)
			bad += r->cell[c].state != x->cell[c].state ||
				!decimal_eq(r->cell[c].number, x->cell[c].number);
		CHECK(r && x && bad == 0, "  200 cells (%d wrong)", bad);
		CHECK(r && x && str_eq(r->agency, x->agency) && r->year == x->year, "  agency and year");
		CHECK(r && report_find_section(r, 6) && report_find_section(r, 6)->n_paragraphs > 0,
			"  part six has text");
		arena_done(&a);
	}
}

int main(void)
{
	all_layouts();
	cell_values();
	missing_parts();
	flattened();
	headings();
	real_reports();
	return TEST_END();
}
