/* What the prose must say, what it says about itself, and the dates (CK9, CK10, R-049). */
#include "report/check.h"

#include "core/utf8.h"
#include "report/agency.h"

enum {
	PART_GENERAL = 1,
	PART_REQUESTS = 3,
	PART_OTHER = 6,
	PARTS = 6,
	FEE_FIRST_YEAR = 2021,	/* 109号 is in force since 2021-01-01 */
	STALE_MENTIONS_MIN = 3, /* so many mentions of last year, and none of this one */
	PERIOD_REACH = 60,	/* bytes between 统计期限 and its first date */
	JANUARY = 1,
	MARCH = 3,
	DECEMBER = 12,
	LAST_DAY = 31
};

/* Does any of the words (ended by NULL) stand in s? */
static bool has_any(struct str s, const char *const *word)
{
	for (; *word; word++)
		if (str_has(s, *word))
			return true;
	return false;
}

/* Takes the next sentence of folded text off *rest; "." also ends one, which does no harm here. */
static bool next_sentence(struct str *rest, struct str *sentence)
{
	if (rest->n == 0)
		return false;
	size_t at = 0;
	while (at < rest->n && !strchr(".;\n!?", rest->p[at]))
		at++;
	*sentence = str_sub(*rest, 0, at);
	*rest = str_sub(*rest, at + 1, rest->n);
	return true;
}

/* The text without what stands in <…>: a regulation's title is no statement of the agency. */
static struct str drop_titles(struct check *ck, struct str folded)
{
	struct buf b;
	size_t depth = 0;
	buf_init(&b, folded.n + 1);
	for (size_t i = 0; i < folded.n; i++) {
		char c = folded.p[i];
		if (c == '\n')
			depth = 0;
		if (c == '<')
			depth++;
		else if (c == '>' && depth > 0)
			depth--;
		else if (depth == 0)
			buf_char(&b, c);
	}
	return check_take(ck, &b);
}

/*
 * CK9: does a sentence speak of the 信息处理费?  The five real reports say
 * 信息处理费, 信息公开处理费, 收取…费用, 未收费; an 行政事业性收费 is another fee.
 */
static bool mentions_fee(struct check *ck, struct str folded)
{
	static const char *const fee[] = { "处理费", "收费", "费用", "缴费", "免费", NULL };
	static const char *const topic[] = { "信息", "申请", "公开", "未收费", "没有收费", "无收费",
		NULL };
	struct str rest = drop_titles(ck, folded), s;
	while (next_sentence(&rest, &s)) {
		bool charge = has_any(s, fee) || (str_has(s, "收取") && str_has(s, "费"));
		if (charge && has_any(s, topic) &&
			(!str_has(s, "行政事业性收费") || str_has(s, "处理费")))
			return true;
	}
	return false;
}

static void check_fee_sentence(struct check *ck)
{
	if (!report_find_section(ck->r, PART_OTHER) ||
		(ck->r->year && ck->r->year < FEE_FIRST_YEAR) ||
		mentions_fee(ck, check_part_text(ck, PART_OTHER)))
		return;
	bool elsewhere = false;
	for (int no = 1; no < PART_OTHER; no++)
		elsewhere = elsewhere || mentions_fee(ck, check_part_text(ck, no));
	struct finding it = check_finding("CK9");
	it.message = STR("第六部分没有写明政府信息公开信息处理费的收取情况");
	it.hint =
		elsewhere
			? STR("别处已经提到收费，请按国办函〔2020〕109号在第六部分写明金额或“未收取”")
			: STR("请按国办函〔2020〕109号在第六部分写明收取的金额，没有收取的写“未收取信息处理费”");
	it.where = check_part_where(ck, PART_OTHER);
	findings_add(ck->f, &it);
}

/* CK10, 国办公开办函〔2021〕30号 layout only: in the old one the cell is the whole of 其他处理. */
static void check_other_explained(struct check *ck)
{
	static const char *const word[] = { "其他处理", "撤回", "撤销", "撤件", "转办", "移送",
		"转送", "转交", "终止", "并案", "合并", "放弃", "退件", "不属于政府信息", NULL };
	static const int part[] = { PART_GENERAL, PART_REQUESTS, PART_OTHER };
	int cell = report_cell_t3(REPORT_ROW_OTHER_MISC, REPORT_COL_TOTAL);
	struct decimal v;
	if (ck->r->layout != REPORT_LAYOUT_2021 || !report_number(ck->r, cell, &v) ||
		decimal_sign(v) <= 0)
		return;
	for (size_t i = 0; i < sizeof part / sizeof part[0]; i++) {
		struct str s = check_part_text(ck, part[i]);
		if (has_any(s, word) || str_has(s, "\"其他\"") || str_has(s, "3.其他"))
			return;
	}
	struct finding it = check_finding("CK10");
	it.actual = arena_fmt(ck->a, "%s", decimal_text(v).z);
	it.message = arena_fmt(ck->a, "表三“（六）其他处理 3.其他”有 %s 件，正文没有说明是哪些情形",
		decimal_text(v).z);
	it.hint = STR("请在第一或第六部分说明，例如申请人撤回几件、转办几件");
	check_add_cell(ck, it, cell);
}

/* The year at `at` of folded text: four digits before 年; 0 when there is none. */
static int year_before(struct str s, size_t at)
{
	int year = 0;
	if (at < 4)
		return 0;
	for (size_t i = at - 4; i < at; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return 0;
		year = year * 10 + (s.p[i] - '0');
	}
	return year;
}

/* The statistical period ("统计期限自2024年1月1日起") must be the year of the title. */
static void check_period(struct check *ck, struct str s)
{
	static const struct str mark[] = { STR_INIT("统计期限"), STR_INIT("统计时间"),
		STR_INIT("统计周期"), STR_INIT("统计时限"), STR_INIT("所列数据") };
	static const struct str from = STR_INIT("年1月1日");
	for (size_t i = 0; i < sizeof mark / sizeof mark[0]; i++) {
		size_t at = str_find(s, mark[i], 0);
		if (at == s.n)
			continue;
		struct str reach = str_sub(s, at, at + mark[i].n + PERIOD_REACH);
		size_t hit = str_find(reach, from, 0);
		int year = hit < reach.n ? year_before(reach, hit) : 0;
		if (year == 0)
			continue;
		if (year == ck->r->year)
			return;
		struct finding it = check_finding("year.differs");
		it.expected = arena_fmt(ck->a, "%d", ck->r->year);
		it.actual = arena_fmt(ck->a, "%d", year);
		it.message = arena_fmt(
			ck->a, "标题是 %d 年度，正文写的统计期限是 %d 年", ck->r->year, year);
		it.hint = STR("请核对是否沿用了往年的文字");
		it.where = check_where(ck, &ck->r->title_where);
		findings_add(ck->f, &it);
		return;
	}
}

static size_t count_year(struct check *ck, struct str s, int year)
{
	struct str word = arena_fmt(ck->a, "%d年", year);
	size_t n = 0;
	for (size_t at = str_find(s, word, 0); word.n && at < s.n;
		at = str_find(s, word, at + word.n))
		n++;
	return n;
}

/* A title one year behind: part one speaks of the next year and never of the title's own. */
static void check_title_year(struct check *ck, struct str general)
{
	int year = ck->r->year;
	if (count_year(ck, general, year) > 0 || count_year(ck, general, year + 1) == 0)
		return;
	struct finding it = check_finding("year.differs");
	it.expected = arena_fmt(ck->a, "%d", year + 1);
	it.actual = arena_fmt(ck->a, "%d", year);
	it.message = arena_fmt(ck->a, "标题写的是 %d 年，第一部分说的却是 %d 年", year, year + 1);
	it.hint = STR("请核对标题的年度；沿用上年文件的，标题也要改");
	it.where = check_where(ck, &ck->r->title_where);
	findings_add(ck->f, &it);
}

/* Without agency or year nothing can be held against last year's report or the deadline. */
static void check_title(struct check *ck)
{
	bool agency = ck->r->agency.n > 0, year = ck->r->year != 0;
	if (agency && year)
		return;
	struct finding it = check_finding("title.incomplete");
	it.message = arena_fmt(ck->a, "标题里没有读到%s，公布期限和跨年关系没有核对",
		agency	? "年度"
		: year	? "机关名称"
			: "机关名称和年度");
	it.hint = STR("标题应写成“某某机关2024年政府信息公开工作年度报告”这样");
	it.actual = ck->r->title;
	it.where = check_where(ck, &ck->r->title_where);
	findings_add(ck->f, &it);
}

static void check_year(struct check *ck)
{
	if (ck->r->year == 0)
		return;
	struct str general = check_part_text(ck, PART_GENERAL);
	struct buf b;
	buf_init(&b, general.n + (1 << 20));
	for (size_t i = 0; i < ck->r->n_lead; i++)
		fold_text(&b, ck->r->lead[i].text);
	buf_str(&b, general);
	struct str all = check_take(ck, &b);
	check_period(ck, all);
	check_title_year(ck, general);
	size_t stale = count_year(ck, general, ck->r->year - 1);
	if (stale < STALE_MENTIONS_MIN || count_year(ck, general, ck->r->year) > 0)
		return;
	struct finding it = check_finding("text.year_stale");
	it.expected = arena_fmt(ck->a, "%d", ck->r->year);
	it.actual = arena_fmt(ck->a, "%d", ck->r->year - 1);
	it.message = arena_fmt(ck->a, "第一部分 %zu 次写到 %d 年，一次也没有写到 %d 年", stale,
		ck->r->year - 1, ck->r->year);
	it.hint = STR("请核对是否沿用了上一年度的文字");
	it.where = check_part_where(ck, PART_GENERAL);
	findings_add(ck->f, &it);
}

static void check_agency(struct check *ck)
{
	enum agency_match m = agency_compare(ck->a, ck->r->agency, ck->r->signature);
	if (m == AGENCY_SAME || m == AGENCY_UNKNOWN)
		return;
	struct finding it = check_finding("agency.differs");
	it.expected = ck->r->agency;
	it.actual = ck->r->signature;
	it.message = arena_fmt(ck->a, "标题中的机关名称“%.*s”与落款“%.*s”%s",
		STR_ARG(ck->r->agency), STR_ARG(ck->r->signature),
		m == AGENCY_PREFIXED ? "有全称、简称之分" : "不同");
	it.hint = STR("请统一使用机关全称");
	it.where = check_where(ck, &ck->r->closing_where);
	findings_add(ck->f, &it);
}

void check_content(struct check *ck)
{
	check_fee_sentence(ck);
	check_other_explained(ck);
	check_title(ck);
	check_year(ck);
	check_agency(ck);
}

/* departments by 31 January, governments by 31 March of the year after; no roll-over. */
void check_dates(struct check *ck)
{
	const struct report *r = ck->r;
	if (!r->has_closing_date || r->year == 0 || !date_is_valid(r->year + 1, JANUARY, 1))
		return;
	bool government = agency_is_government(ck->a, r->agency);
	struct date limit = date_from_ymd(r->year + 1, government ? MARCH : JANUARY, LAST_DAY);
	struct date end = date_from_ymd(r->year, DECEMBER, LAST_DAY);
	bool late = date_diff(limit, r->closing_date) > 0;
	if (!late && date_diff(r->closing_date, end) <= 0)
		return;
	struct finding it = check_finding(late ? "deadline.publication" : "date.early");
	it.expected = arena_fmt(ck->a, "%s", late ? date_text(limit).z : date_text(end).z);
	it.actual = arena_fmt(ck->a, "%s", date_text(r->closing_date).z);
	if (late) {
		it.message = arena_fmt(ck->a, "落款或公布日期 %s 晚于法定期限 %s（%s）",
			date_words(r->closing_date).z, date_words(limit).z,
			government ? "条例第四十九条：政府于 3 月 31 日前"
				   : "条例第四十九条：部门于 1 月 31 日前");
		it.hint = STR("确已按期公布的，请核对日期");
	} else {
		it.message = arena_fmt(
			ck->a, "落款日期 %s 在报告年度结束之前", date_words(r->closing_date).z);
		it.hint = STR("统计期限到 12 月 31 日为止，请核对日期");
	}
	it.where = check_where(ck, &r->closing_where);
	findings_add(ck->f, &it);
}
