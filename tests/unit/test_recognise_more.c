/*
 * The recogniser over whole reports that differ from the national form in one way
 * each: parts swapped, missing, doubled; tables split, doubled, reordered, with
 * columns of their own; other tables beside them; titles as agencies print them.
 *
 * The reports are printed here as web pages with values that depend on the cell
 * alone, so what must come out is known without the program.
 */
#include "tests/test.h"

#include "doc/read.h"
#include "report/finding.h"

enum { ARENA_MAX = 64 << 20, PAGE_MAX = 1 << 20 };

enum variant {
	PLAIN,
	PARTS_SWAPPED,
	PART_MISSING,
	PART_DOUBLED,
	PARTS_WITHOUT_NUMERALS,
	PARTS_WITH_DIGITS,
	PARTS_IN_BRACKETS,
	CONTENTS_BEFORE,
	CONTENTS_WITH_PAGES,
	TABLES_SWAPPED,
	TABLE_THREE_DOUBLED,
	TABLE_THREE_SPLIT,
	TABLE_THREE_SPLIT_BARE,
	TABLE_THREE_SPLIT_EARLY,
	COLUMNS_REORDERED,
	COLUMN_REMARKS,
	COLUMN_SUBTOTAL,
	COLUMN_EMPTY,
	TOTAL_BLANK,
	HEADS_WRAPPED,
	TABLE_OF_FILES_BEFORE,
	TABLE_OF_DECISIONS_BEFORE,
	TABLE_OF_REQUESTS_BEFORE,
	LAST_YEAR_BESIDE,
	HEADING_QUOTED,
	NOTES_BELOW,
	FOOTERS,
	CAPTIONS,
	UNIT_YUAN,
	ALL_IN_ONE_TABLE,
	VARIANTS
};

static const char *const variant_name[VARIANTS] = { "as it should be",
	"parts two and three swapped", "part five missing", "part one twice",
	"headings without numerals", "headings with digits", "headings with numerals in brackets",
	"a table of contents", "a table of contents with pages", "tables four and three swapped",
	"table three twice", "table three split, heads repeated", "table three split without heads",
	"table three split behind two rows, no heads at all", "columns in another order",
	"a column of remarks", "a column of subtotals", "an empty column", "totals blank",
	"heads wrapped letter by letter", "a table of normative files in part one",
	"a table of decisions in part one", "a table of requests by channel in part one",
	"last year's table behind this year's", "a heading quoted in a sentence",
	"notes below the tables", "page numbers", "captions over the tables", "the fee in yuan",
	"all tables in one" };

static const char *const group[] = { "（三）不予公开", "（四）无法提供", "（五）不予处理",
	"（六）其他处理" };
static const int group_first[] = { REPORT_ROW_STATE_SECRET, REPORT_ROW_NOT_HELD,
	REPORT_ROW_PETITION, REPORT_ROW_OTHER_NOT_CORRECTED, REPORT_ROW_TOTAL };
static const char *const row_label[REPORT_ROW_COUNT] = { "一、本年新收政府信息公开申请数量",
	"二、上年结转政府信息公开申请数量", "（一）予以公开",
	"（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "1.属于国家秘密",
	"2.其他法律行政法规禁止公开", "3.危及“三安全一稳定”", "4.保护第三方合法权益",
	"5.属于三类内部事务信息", "6.属于四类过程性信息", "7.属于行政执法案卷",
	"8.属于行政查询事项", "1.本机关不掌握相关政府信息", "2.没有现成信息需要另行制作",
	"3.补正后申请内容仍不明确", "1.信访举报投诉类申请", "2.重复申请", "3.要求提供公开出版物",
	"4.无正当理由大量反复申请", "5.要求行政机关确认或重新出具已获取信息",
	"1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
	"2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "3.其他",
	"（七）总计", "四、结转下年度继续办理" };
static const char *const col_label[REPORT_COL_COUNT] = { "自然人", "商业企业", "科研机构",
	"社会公益组织", "法律服务机构", "其他", "总计" };
static const char *const result_label[] = { "结果维持", "结果纠正", "其他结果", "尚未审结",
	"总计" };

struct page {
	struct buf b;
	enum variant v;
	int offset; /* added to every value: another year's */
};

static long value_of(const struct page *p, int cell)
{
	return cell * 7 % 1000 + 3 + p->offset;
}

static void put(struct page *p, const char *html)
{
	buf_cstr(&p->b, html);
}

static void number(struct page *p, int cell)
{
	buf_fmt(&p->b, "<td>%ld</td>", value_of(p, cell));
}

/* Letter by letter: 自<br>然<br>人. */
static void head(struct page *p, const char *text)
{
	put(p, "<td>");
	for (const char *c = text; *c; c += 3)
		buf_fmt(&p->b, "%.3s%s", c, p->v == HEADS_WRAPPED ? "<br>" : "");
	put(p, "</td>");
}

static void table_two(struct page *p)
{
	static const struct {
		const char *band, *head, *row[2];
	} band[] = { { "第二十条第（五）项", "本年处理决定数量", { "行政许可", NULL } },
		{ "第二十条第（六）项", "本年处理决定数量", { "行政处罚", "行政强制" } },
		{ "第二十条第（八）项", "本年收费金额（单位：万元）",
			{ "行政事业性收费", NULL } } };
	int cell = REPORT_T2_LICENCE;
	put(p, "<tr><td colspan=4>第二十条第（一）项</td></tr><tr><td>信息内容</td>");
	head(p, "本年制发件数");
	head(p, "本年废止件数");
	head(p, "现行有效件数");
	put(p, "</tr>");
	for (int r = 0; r < 2; r++) {
		buf_fmt(&p->b, "<tr><td>%s</td>", r ? "行政规范性文件" : "规章");
		for (int c = 0; c < 3; c++)
			number(p, r * 3 + c);
		put(p, "</tr>");
	}
	for (size_t i = 0; i < sizeof band / sizeof band[0]; i++) {
		const char *h =
			p->v == UNIT_YUAN && i == 2 ? "本年收费金额（单位：元）" : band[i].head;
		buf_fmt(&p->b,
			"<tr><td colspan=4>%s</td></tr><tr><td>信息内容</td><td "
			"colspan=3>%s</td></tr>",
			band[i].band, h);
		for (int r = 0; r < 2 && band[i].row[r]; r++)
			buf_fmt(&p->b, "<tr><td>%s</td><td colspan=3>%ld%s</td></tr>",
				band[i].row[r], value_of(p, cell + r),
				p->v == UNIT_YUAN && i == 2 ? "0000" : "");
		cell += band[i].row[1] ? 2 : 1;
	}
}

/* The column printed at place c, -1 for one of the agency's own. */
static int column_at(const struct page *p, int c)
{
	static const int reordered[] = { 6, 0, 5, 4, 3, 2, 1 };
	if (p->v == COLUMNS_REORDERED)
		return reordered[c];
	if (p->v == COLUMN_SUBTOTAL || p->v == COLUMN_EMPTY)
		return c < 6 ? c : c == 6 ? -1 : 6;
	return c < REPORT_COL_COUNT ? c : -1;
}

static int columns(const struct page *p)
{
	return REPORT_COL_COUNT +
	       (p->v == COLUMN_SUBTOTAL || p->v == COLUMN_EMPTY || p->v == COLUMN_REMARKS);
}

static void heads_three(struct page *p)
{
	buf_fmt(&p->b,
		"<tr><td colspan=3 "
		"rowspan=3>（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
		"</td><td colspan=%d>申请人情况</td></tr><tr>",
		columns(p));
	bool flat = p->v == COLUMNS_REORDERED;
	for (int c = 0; c < columns(p); c++) {
		int col = column_at(p, c);
		if (!flat && col == 1)
			put(p, "<td colspan=5>法人或其他组织</td>");
		if (flat || col <= 0 || col == REPORT_COL_TOTAL)
			buf_fmt(&p->b, "<td rowspan=2>%s</td>",
				col >= 0		  ? col_label[col]
				: p->v == COLUMN_SUBTOTAL ? "小计"
				: p->v == COLUMN_REMARKS  ? "备注"
							  : "");
	}
	put(p, "</tr><tr>");
	for (int c = 1; !flat && c <= 5; c++)
		head(p, col_label[c]);
	put(p, "</tr>");
}

static void row_three(struct page *p, int row, bool first_of_page)
{
	put(p, "<tr>");
	if (row < REPORT_ROW_OPEN || row == REPORT_ROW_CARRIED_OUT) {
		buf_fmt(&p->b, "<td colspan=3>%s</td>", row_label[row]);
	} else {
		if (row == REPORT_ROW_OPEN || first_of_page)
			buf_fmt(&p->b, "<td rowspan=%d>三、本年度办理结果</td>",
				REPORT_ROW_TOTAL - row + 1);
		int g = -1;
		for (int i = 0; i < 4; i++)
			if (row >= group_first[i] && row < group_first[i + 1])
				g = i;
		if (g >= 0 && (row == group_first[g] || first_of_page))
			buf_fmt(&p->b, "<td rowspan=%d>%s</td>", group_first[g + 1] - row,
				group[g]);
		buf_fmt(&p->b, "<td%s>%s</td>", g < 0 ? " colspan=2" : "", row_label[row]);
	}
	for (int c = 0; c < columns(p); c++) {
		int col = column_at(p, c);
		if (col == REPORT_COL_TOTAL && p->v == TOTAL_BLANK)
			put(p, "<td></td>");
		else if (col >= 0)
			number(p, report_cell_t3((enum report_row)row, (enum report_col)col));
		else
			put(p, p->v == COLUMN_SUBTOTAL ? "<td>99</td>" : "<td></td>");
	}
	put(p, "</tr>");
}

static void table_three(struct page *p)
{
	enum { SPLIT_AT = 12, EARLY = 2 };
	bool early = p->v == TABLE_THREE_SPLIT_EARLY;
	if (!early)
		heads_three(p);
	for (int row = 0; row < REPORT_ROW_COUNT; row++) {
		bool split = row == (early ? EARLY : SPLIT_AT) &&
			     (p->v == TABLE_THREE_SPLIT || p->v == TABLE_THREE_SPLIT_BARE || early);
		if (split)
			put(p, "</table><p>- 4 -</p><table>");
		if (split && p->v == TABLE_THREE_SPLIT)
			heads_three(p);
		row_three(p, row, split);
	}
}

static void table_four(struct page *p)
{
	put(p, "<tr><td colspan=5>行政复议</td><td colspan=10>行政诉讼</td></tr><tr>");
	for (int i = 0; i < 5; i++)
		buf_fmt(&p->b, "<td rowspan=2>%s</td>", result_label[i]);
	put(p, "<td colspan=5>未经复议直接起诉</td><td colspan=5>复议后起诉</td></tr><tr>");
	for (int i = 0; i < 10; i++)
		head(p, result_label[i % 5]);
	put(p, "</tr><tr>");
	for (int i = 0; i < 15; i++)
		number(p, REPORT_CELL_T4 + i);
	put(p, "</tr>");
}

static void table(struct page *p, int no)
{
	static const char *const caption[] = { "表二 主动公开政府信息情况",
		"表三 收到和处理政府信息公开申请情况", "表四 政府信息公开行政复议、行政诉讼情况" };
	static void (*const print[])(struct page *) = { table_two, table_three, table_four };
	if (p->v == CAPTIONS)
		buf_fmt(&p->b, "<p>%s</p>", caption[no - 2]);
	if (p->v != ALL_IN_ONE_TABLE || no == 2)
		put(p, "<table>");
	print[no - 2](p);
	if (p->v != ALL_IN_ONE_TABLE || no == 4)
		put(p, "</table>");
	if (p->v == NOTES_BELOW)
		put(p, "<p>注：1.本表数据统计期限为2024年1月1日至12月31日。2."
		       "表中“其他”含行政许可3件。</p>");
	if (p->v == FOOTERS)
		put(p, "<p>第 3 页 共 9 页</p><p>3</p>");
	if (no == 3 && p->v == TABLE_THREE_DOUBLED) {
		put(p, "<table>");
		table_three(p);
		put(p, "</table>");
	}
	if (no == 3 && p->v == LAST_YEAR_BESIDE) {
		p->offset = 1;
		put(p, "<p>附：2023年度收到和处理政府信息公开申请情况</p><table>");
		table_three(p);
		put(p, "</table>");
		p->offset = 0;
	}
}

static void heading(struct page *p, int no)
{
	static const char *const han[] = { "一", "二", "三", "四", "五", "六" };
	const char *full = report_section_heading(no);
	const char *text = strchr(full, '\0') - strlen(full) + strlen("一、");
	if (p->v == PARTS_WITHOUT_NUMERALS)
		buf_fmt(&p->b, "<h2>%s</h2>", text);
	else if (p->v == PARTS_WITH_DIGITS)
		buf_fmt(&p->b, "<h2>%d.%s</h2>", no, text);
	else if (p->v == PARTS_IN_BRACKETS)
		buf_fmt(&p->b, "<h2>第%s部分 %s</h2>", han[no - 1], text);
	else
		buf_fmt(&p->b, "<h2>%s</h2>", full);
}

static void part_one(struct page *p)
{
	put(p, "<p>2024年，我局认真做好政府信息公开工作。</p>");
	if (p->v == HEADING_QUOTED)
		put(p, "<p>"
		       "三、收到和处理政府信息公开申请情况的数据见下文，“四、政府信息公开行政复议、"
		       "行政诉讼情况”"
		       "的数据由法制部门提供。</p><p>详见“三、收到和处理政府信息公开申请情况”。</"
		       "p>");
	if (p->v == TABLE_OF_FILES_BEFORE)
		put(p, "<table><tr><td>类别</td><td>现行有效</td><td>本年废止</td><td>修改</td></"
		       "tr>"
		       "<tr><td>规章</td><td>901</td><td>902</td><td>903</td></tr>"
		       "<tr><td>规范性文件</td><td>904</td><td>905</td><td>906</td></tr></table>");
	if (p->v == TABLE_OF_DECISIONS_BEFORE)
		put(p, "<table><tr><td>事项</td><td>公开条数</td><td>处理决定</td></tr>"
		       "<tr><td>行政许可</td><td>901</td><td>902</td></tr>"
		       "<tr><td>行政处罚</td><td>903</td><td>904</td></tr>"
		       "<tr><td>其他</td><td>905</td><td>906</td></tr>"
		       "<tr><td>总计</td><td>907</td><td>908</td></tr></table>");
	if (p->v == TABLE_OF_REQUESTS_BEFORE)
		put(p, "<table><tr><td>办理结果</td><td>当面</td><td>信函</td><td>网站</"
		       "td><td>邮件</td><td>传真</td>"
		       "<td>其他</td><td>总计</td></tr><tr><td>予以公开</td><td>901</td><td>902</"
		       "td><td>903</td>"
		       "<td>904</td><td>905</td><td>906</td><td>907</td></tr><tr><td>总计</"
		       "td><td>911</td>"
		       "<td>912</td><td>913</td><td>914</td><td>915</td><td>916</td><td>917</td></"
		       "tr></table>");
}

static void part(struct page *p, int no)
{
	if (no == 5 && p->v == PART_MISSING)
		return;
	heading(p, no);
	if (no == 1)
		part_one(p);
	else if (no == 5)
		put(p, "<p>存在的问题是公开不够及时，下一步将改进。</p>");
	else if (no == 6)
		put(p, "<p>本年度没有收取信息处理费。</p>");
	else if (p->v == TABLES_SWAPPED && no >= 3)
		table(p, 7 - no);
	else
		table(p, no);
}

static void print_page(struct page *p)
{
	static const int swapped[] = { 1, 3, 2, 4, 5, 6 };
	put(p, "<html><head><meta "
	       "charset=utf-8></head><body><h1>示例市公安局2024年政府信息公开工作年度报告</h1>");
	if (p->v == CONTENTS_BEFORE || p->v == CONTENTS_WITH_PAGES) {
		put(p, "<p>目录</p>");
		for (int no = 1; no <= 6; no++)
			buf_fmt(&p->b, "<p>%s%s</p>", report_section_heading(no),
				p->v == CONTENTS_WITH_PAGES ? "………………3" : "");
	}
	put(p, "<p>本报告根据《中华人民共和国政府信息公开条例》编制。</p>");
	for (int i = 1; i <= 6; i++) {
		part(p, p->v == PARTS_SWAPPED ? swapped[i - 1] : i);
		if (i == 1 && p->v == PART_DOUBLED)
			part(p, 1);
	}
	put(p, "<p>示例市公安局</p><p>2025年1月13日</p></body></html>");
}

static struct report *read_page(struct arena *a, struct str html)
{
	struct doc *d;
	struct report *r;
	struct error err;
	if (doc_read(a, html, NULL, &d, &err) || report_recognise(a, d, &r, &err)) {
		printf("# %s\n", err.msg);
		return NULL;
	}
	return r;
}

/* Prints the first cells that are not as printed; their number. */
static int wrong_cells(const struct page *p, const struct report *r)
{
	enum { SHOWN = 5 };
	int wrong = 0;
	for (int i = 0; i < REPORT_CELLS_2021; i++) {
		struct decimal d;
		bool total = report_cell_is_t3(i) && report_cell_col(i) == REPORT_COL_TOTAL;
		bool blank = p->v == TOTAL_BLANK && total;
		bool right = blank ? r->cell[i].state == REPORT_BLANK
				   : report_number(r, i, &d) &&
					     decimal_eq(d, decimal_int(value_of(p, i)));
		if (!right && wrong++ < SHOWN)
			printf("# %s: \"%.*s\", state %d\n", report_cell_code(i).z,
				STR_ARG(r->cell[i].raw), r->cell[i].state);
	}
	return wrong;
}

static bool has_note(const struct report *r, const char *code)
{
	for (size_t i = 0; i < r->n_notes; i++)
		if (strcmp(r->note[i].code, code) == 0)
			return true;
	return false;
}

/* How many findings the check has of this rule. */
static int findings_with(struct arena *a, const struct report *r, const char *rule)
{
	struct findings f;
	struct error err;
	int n = 0;
	findings_init(&f, a);
	if (report_check(r, NULL, &f, &err))
		return -1;
	for (size_t i = 0; i < f.n; i++)
		n += strcmp(f.item[i].rule, rule) == 0;
	return n;
}

/* The numbers of the parts, in order: "123456". */
static const char *part_numbers(const struct report *r, char *out, size_t size)
{
	size_t n = 0;
	for (size_t i = 0; i < r->n_sections && n + 1 < size; i++)
		out[n++] = (char)('0' + r->section[i].no);
	out[n] = '\0';
	return out;
}

static void variants(void)
{
	for (int v = 0; v < VARIANTS; v++) {
		struct arena a;
		struct page p = { .v = (enum variant)v };
		char parts[64];
		arena_init(&a, ARENA_MAX);
		buf_init(&p.b, PAGE_MAX);
		print_page(&p);
		struct report *r = read_page(&a, buf_view(&p.b));
		CHECK(r && wrong_cells(&p, r) == 0, "%s: every cell", variant_name[v]);
		const char *want = v == PARTS_SWAPPED  ? "132456"
				   : v == PART_MISSING ? "12346"
				   : v == PART_DOUBLED ? "1123456"
						       : "123456";
		CHECK(r && strcmp(part_numbers(r, parts, sizeof parts), want) == 0, "%s: parts %s",
			variant_name[v], want);
		CHECK(r && str_is(r->agency, "示例市公安局") && r->year == 2024 &&
				r->layout == REPORT_LAYOUT_2021 && !r->hybrid &&
				r->has_closing_date && str_is(r->signature, "示例市公安局"),
			"%s: title, layout, signature", variant_name[v]);
		CHECK(r && has_note(r, "table.differs") == (v == LAST_YEAR_BESIDE) &&
				!has_note(r, "row.missing"),
			"%s: notes", variant_name[v]);
		CHECK(r && findings_with(&a, r, "table.differs") == (v == LAST_YEAR_BESIDE),
			"%s: findings", variant_name[v]);
		buf_done(&p.b);
		arena_done(&a);
	}
}

/* Titles as agencies print them; lines are parted by "|". */
static void titles(void)
{
	static const struct {
		const char *print, *agency;
		int year;
	} row[] = {
		{ "示例市公安局2024年政府信息公开工作年度报告", "示例市公安局", 2024 },
		{ "示例市公安局政府信息公开工作2024年度报告", "示例市公安局", 2024 },
		{ "示例市公安局2024年度政府信息公开工作报告", "示例市公安局", 2024 },
		{ "示例市公安局2024年度政务公开工作年度报告", "示例市公安局", 2024 },
		{ "2024年示例市公安局政府信息公开工作年度报告", "示例市公安局", 2024 },
		{ "2024年度示例市公安局政府信息公开工作年度报告", "示例市公安局", 2024 },
		{ "关于示例市公安局2024年政府信息公开工作年度报告", "示例市公安局", 2024 },
		{ "示例市公安局关于2024年政府信息公开工作的年度报告", "示例市公安局", 2024 },
		{ "《示例市公安局2024年政府信息公开工作年度报告》", "示例市公安局", 2024 },
		{ "示例市公安局|2024年政府信息公开工作年度报告", "示例市公安局", 2024 },
		{ "示例市公安局|2024年政府信息公开工作|年度报告", "示例市公安局", 2024 },
		{ "示例市公安局|2024年度|政府信息公开工作年度报告", "示例市公安局", 2024 },
		{ "示例市公安局2024年政府信息公开年报", "示例市公安局", 2024 },
		{ "示例市公安局２０２４年政府信息公开工作年度报告", "示例市公安局", 2024 },
		{ "示例市公安局二〇二四年政府信息公开工作年度报告", "示例市公安局", 2024 },
		{ "示例市公安局(2024年)政府信息公开工作年度报告", "示例市公安局", 2024 },
		{ "示例市公安局政府信息公开工作年度报告（2024年）", "示例市公安局", 2024 },
		{ "示例市公安局政府信息公开工作年度报告(2024年度)", "示例市公安局", 2024 },
		{ "示例市公安局政府信息公开工作年度报告|（2024年）", "示例市公安局", 2024 },
		{ "示例县人民政府2024年政府信息公开工作年度报告", "示例县人民政府", 2024 },
		{ "示例县2024年政府信息公开工作年度报告", "示例县", 2024 },
		{ "示例市 公安局 2024 年 政府信息公开工作 年度报告", "示例市公安局", 2024 },
		{ "示例市公安局2024年法定政府信息公开工作年度报告", "示例市公安局", 2024 },
		{ "索引号：123|示例市公安局2024年政府信息公开工作年度报告|发布时间：2025-01-20",
			"示例市公安局", 2024 },
	};
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct arena a;
		struct page p = { .v = PLAIN };
		arena_init(&a, ARENA_MAX);
		buf_init(&p.b, PAGE_MAX);
		put(&p, "<html><head><meta charset=utf-8></head><body><p>");
		for (const char *c = row[i].print; *c; c++)
			buf_fmt(&p.b, "%.*s", *c == '|' ? 7 : 1, *c == '|' ? "</p><p>" : c);
		put(&p, "</p>");
		for (int no = 1; no <= 6; no++)
			part(&p, no);
		put(&p, "</body></html>");
		struct report *r = read_page(&a, buf_view(&p.b));
		CHECK(r && str_is(r->agency, row[i].agency) && r->year == row[i].year, "title %s",
			row[i].print);
		buf_done(&p.b);
		arena_done(&a);
	}
}

/* Table two of the 2019 form; the values and their signs are those of the expected table below. */
static const char table_two_2019[] =
	"<tr><td colspan=4>第二十条第（一）项</td></tr><tr><td>信息内容</td><td>本年新制作数量</td>"
	"<td>本年新公开数量</td><td>对外公开总数量</td></tr>"
	"<tr><td>规章</td><td>0</td><td>0</td><td>3</td></tr>"
	"<tr><td>规范性文件</td><td>５</td><td>4件</td><td>1,036</td></tr>"
	"<tr><td colspan=4>第二十条第（五）项</td></tr><tr><td>信息内容</td><td>上一年项目数量</td>"
	"<td>本年增/减</td><td>处理决定数量</td></tr>"
	"<tr><td>行政许可</td><td>12</td><td>+3</td><td>900</td></tr>"
	"<tr><td>其他对外管理服务事项</td><td>7</td><td>减2</td><td>/</td></tr>"
	"<tr><td colspan=4>第二十条第（六）项</td></tr><tr><td>信息内容</td><td>上一年项目数量</td>"
	"<td>本年增/减</td><td>处理决定数量</td></tr>"
	"<tr><td>行政处罚</td><td>20</td><td>－1</td><td>55</td></tr>"
	"<tr><td>行政强制</td><td>8</td><td></td><td>6</td></tr>"
	"<tr><td colspan=4>第二十条第（八）项</td></tr><tr><td>信息内容</td><td>上一年项目数量</td>"
	"<td colspan=2>本年增/减</td></tr>"
	"<tr><td>行政事业性收费</td><td>2</td><td colspan=2>增加1</td></tr>"
	"<tr><td colspan=4>第二十条第（九）项</td></tr><tr><td>信息内容</td><td>采购项目数量</td>"
	"<td colspan=2>采购总金额</td></tr>"
	"<tr><td>政府集中采购</td><td>4</td><td colspan=2>25.1万元</td></tr>";

/* Table three of the 2019 form: （六）其他处理 is one row; mixed: with the three rows of 2021. */
static void table_three_2019(struct page *p, bool mixed)
{
	heads_three(p);
	for (int row = 0; row < REPORT_ROW_COUNT; row++) {
		bool sub =
			row == REPORT_ROW_OTHER_NOT_CORRECTED || row == REPORT_ROW_OTHER_FEE_UNPAID;
		if (mixed || (!sub && row != REPORT_ROW_OTHER_MISC)) {
			row_three(p, row, false);
		} else if (!sub) {
			put(p, "<tr><td colspan=2>（六）其他处理</td>");
			for (int c = 0; c < REPORT_COL_COUNT; c++)
				number(p,
					report_cell_t3(REPORT_ROW_OTHER_MISC, (enum report_col)c));
			put(p, "</tr>");
		}
	}
}

static void check_table_two_2019(const struct report *r, const char *form)
{
	static const struct {
		const char *code, *value; /* NULL: no number */
		enum report_state state;
	} cell[] = {
		{ "t2019.regulation.public_total", "3", REPORT_NUMBER },
		{ "t2019.normative.made", "5", REPORT_NUMBER },
		{ "t2019.normative.published", "4", REPORT_NUMBER },
		{ "t2019.normative.public_total", "1036", REPORT_NUMBER },
		{ "t2019.licence.change", "3", REPORT_NUMBER },
		{ "t2019.service.change", "-2", REPORT_NUMBER },
		{ "t2019.service.decisions", NULL, REPORT_NA },
		{ "t2019.penalty.change", "-1", REPORT_NUMBER },
		{ "t2019.penalty.decisions", "55", REPORT_NUMBER },
		{ "t2019.coercion.change", NULL, REPORT_BLANK },
		{ "t2019.fee.change", "1", REPORT_NUMBER },
		{ "t2019.procurement.items", "4", REPORT_NUMBER },
		{ "t2019.procurement.amount", "251000", REPORT_NUMBER },
		{ "t2.licence.decisions", NULL, REPORT_ABSENT },
	};
	for (size_t i = 0; r && i < sizeof cell / sizeof cell[0]; i++) {
		int code = report_cell_by_code(str_cstr(cell[i].code));
		struct decimal d;
		CHECK(code >= 0 && r->cell[code].state == cell[i].state &&
				(!cell[i].value || (report_number(r, code, &d) &&
							   str_is(str_cstr(decimal_text(d).z),
								   cell[i].value))),
			"%s: %s", form, cell[i].code);
	}
}

static int wrong_in_table_three(const struct page *p, const struct report *r, bool mixed)
{
	int wrong = 0;
	for (int i = REPORT_CELL_T3; i < REPORT_CELL_T4; i++) {
		struct decimal d;
		enum report_row row = report_cell_row(i);
		bool there = mixed || (row != REPORT_ROW_OTHER_NOT_CORRECTED &&
					      row != REPORT_ROW_OTHER_FEE_UNPAID);
		wrong += there ? !report_number(r, i, &d) ||
					 !decimal_eq(d, decimal_int(value_of(p, i)))
			       : r->cell[i].state != REPORT_ABSENT;
	}
	return wrong;
}

/* The old form, and the old table two with the new table three: read by labels, said to be mixed.
 */
static void old_layout(bool mixed)
{
	const char *form = mixed ? "2019 with the rows of 2021" : "2019";
	struct arena a;
	struct page p = { .v = PLAIN };
	arena_init(&a, ARENA_MAX);
	buf_init(&p.b, PAGE_MAX);
	put(&p, "<html><head><meta charset=utf-8></head><body>"
		"<h1>示例市公安局2019年政府信息公开工作年度报告</h1>");
	heading(&p, 2);
	buf_fmt(&p.b, "<table>%s</table>", table_two_2019);
	heading(&p, 3);
	put(&p, "<table>");
	table_three_2019(&p, mixed);
	put(&p, "</table></body></html>");
	struct report *r = read_page(&a, buf_view(&p.b));
	CHECK(r && r->layout == REPORT_LAYOUT_2019 && r->hybrid == mixed &&
			has_note(r, "layout.hybrid") == mixed,
		"%s: layout", form);
	check_table_two_2019(r, form);
	CHECK(r && wrong_in_table_three(&p, r, mixed) == 0, "%s: table three", form);
	CHECK(r && has_note(r, "table.missing") && !has_note(r, "row.missing"),
		"%s: table four is said to be missing, no row is", form);
	buf_done(&p.b);
	arena_done(&a);
}

int main(void)
{
	old_layout(false);
	old_layout(true);
	variants();
	titles();
	return TEST_END();
}
