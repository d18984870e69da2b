/* Checks of the prose, of two years, and the five real reports as texts. */
#include "tests/fixture_report.h"
#include "tests/test.h"

#include "core/file.h"
#include "doc/read.h"
#include "report/agency.h"
#include "report/copied.h"

#include <stdlib.h>

enum { ARENA_MAX = 192 << 20 };

/* Replaces the text of the first section with this number. */
static void set_text(struct report *r, int no, const char *text)
{
	for (size_t i = 0; i < r->n_sections; i++)
		if (r->section[i].no == no) {
			r->section[i].paragraph[0].text = str_cstr(text);
			r->section[i].n_paragraphs = text[0] ? 1 : 0;
			return;
		}
}

static void clean_report(void)
{
	struct arena a;
	arena_init(&a, ARENA_MAX);
	struct report *r = fixture_zero(&a, 2024);
	fixture_prose(r);
	r->signature = STR("示例市公安局");
	r->has_closing_date = true;
	r->closing_date = date_from_ymd(2025, 1, 31);
	struct findings f = fixture_check(&a, r, NULL);
	fixture_dump(&f);
	CHECK(f.n == 0, "nothing is said about a report in order");
	arena_done(&a);
}

/* One text in one part, one rule.  The fee sentences are those of the five real reports (CK9). */
static void texts(void)
{
	static const struct {
		int part;
		const char *text, *rule;
		size_t times;
	} row[] = {
		{ 5, "无", "section.empty", 1 },
		{ 5, "无。", "section.empty", 1 },
		{ 5, "", "section.empty", 1 },
		{ 5, "公开不够及时，将改进。", "section.empty", 0 },
		{ 1, "略", "section.empty", 1 },
		{ 6, "无其他需要报告的事项。", "CK9", 1 },
		{ 6, "", "CK9", 1 },
		{ 6, "严格执行《政府信息公开信息处理费管理办法》。", "CK9", 1 },
		{ 6, "本年度行政事业性收费按标准执行。", "CK9", 1 },
		{ 6, "未对公民、法人和其他组织收取政府信息公开费用。", "CK9", 0 },
		{ 6, "本年度依申请公开，均未收取任何信息处理费。", "CK9", 0 },
		{ 6, "本年度无因政府信息公开申请收取信息处理费的情况。", "CK9", 0 },
		{ 6, "按照《国务院办公厅关于印发政府信息公开信息处理费管理办法的通知》（国办函〔2020〕109 号）规定，2024 年市公安局依申请公开政府信息未收费。",
			"CK9", 0 },
		{ 6, "按照《国务院办公厅关于印发〈政府信息公开信息处理费管理办法〉的通知》（国办函〔2020〕109号）规定的按件、按量收费标准，本年度未产生信息公开处理费。",
			"CK9", 0 },
		{ 1, "申请人张某不服，张某某也不服，对于某些单位、高某些情形不计。",
			"text.personal_name", 2 },
		{ 1, "由于某种原因，任某职，和某单位，在某地，某市公安局，王某",
			"text.personal_name", 1 },
		{ 1, "身份证号11010519491231002X的申请人。", "text.id_number", 1 },
		{ 1, "编号110105194912310021的文件。", "text.id_number", 0 },
		{ 1, "可致电13800138000查询此事。", "text.mobile", 1 },
		{ 1, "联系电话：13800138000，欢迎来电。", "text.mobile", 0 },
		{ 1, "文号为138001380001234，共计若干件。", "text.mobile", 0 },
		{ 1, "退款至6222021234567890128账户。", "text.bank_card", 1 },
		{ 1, "退款至6222021234567890127账户。", "text.bank_card", 0 },
		{ 1, "所列数据的统计期限自2023年1月1日起，至2023年12月31日止。", "year.differs",
			1 },
		{ 1, "所列数据的统计期限自 2024 年 1 月 1 日起，至 2024 年 12 月 31 日止。",
			"year.differs", 0 },
		{ 1, "2023年，我局公开信息。2023年，我局培训。2023年，我局考核。",
			"text.year_stale", 1 },
		{ 1, "2024年，我局公开信息。比2023年、2023年和2023年都好。", "text.year_stale", 0 },
	};
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct arena a;
		arena_init(&a, ARENA_MAX);
		struct report *r = fixture_zero(&a, 2024);
		fixture_prose(r);
		set_text(r, row[i].part, row[i].text);
		struct findings f = fixture_check(&a, r, NULL);
		CHECK(fixture_count(&f, row[i].rule) == row[i].times, "%s %zu times in: %s",
			row[i].rule, row[i].times, row[i].text);
		for (size_t k = 0; k < f.n; k++)
			CHECK(!str_has(f.item[k].message, "13800138000") &&
					!str_has(f.item[k].message, "19491231") && f.item[k].hint.n,
				"%s masks the number and says what to do", f.item[k].rule);
		arena_done(&a);
	}
}

/* R14, CK13: headings missing, in another order, repeated, numbered 5、 */
static void sections(void)
{
	static const struct {
		const char *name;
		int no[8];
		const char *rule;
		size_t times;
	} row[] = {
		{ "complete", { 1, 2, 3, 4, 5, 6 }, "section.missing", 0 },
		{ "no four", { 1, 2, 3, 5, 6 }, "section.missing", 1 },
		{ "order", { 1, 3, 2, 4, 5, 6 }, "section.order", 1 },
		{ "one twice", { 1, 1, 2, 3, 4, 5, 6 }, "section.repeated", 1 },
		{ "one twice", { 1, 1, 2, 3, 4, 5, 6 }, "section.order", 0 },
		{ "one again at the end", { 1, 2, 3, 4, 5, 6, 1 }, "section.order", 0 },
	};
	struct arena a;
	arena_init(&a, ARENA_MAX);
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct report *r = fixture_zero(&a, 2024);
		for (const int *no = row[i].no; *no; no++)
			fixture_section(r, *no, "这里写的是足够长的一段文字，未收取信息处理费。");
		struct findings f = fixture_check(&a, r, NULL);
		CHECK(fixture_count(&f, row[i].rule) == row[i].times, "CK13 %s: %s", row[i].name,
			row[i].rule);
	}
	struct report *r = fixture_zero(&a, 2024);
	fixture_prose(r);
	r->section[1].no = 0;
	set_text(r, 1, "我局按照要求做好各项公开工作。二、主动公开政府信息情况");
	struct findings g = fixture_check(&a, r, NULL);
	const struct finding *run_in = fixture_finding(&g, "section.missing", 0);
	CHECK(run_in && run_in->severity == SEVERITY_WARNING &&
			str_has(run_in->message, "单独成行"),
		"a heading inside a paragraph is a warning");
	r = fixture_zero(&a, 2024);
	fixture_prose(r);
	r->section[4].numeral_wrong = true;
	r->section[4].heading = STR("5、存在的主要问题及改进情况");
	struct findings f = fixture_check(&a, r, NULL);
	CHECK(f.n == 1 && fixture_count(&f, "section.numbering") == 1, "5、 for 五、 is a note");
	r = fixture_zero(&a, 2024);
	r->format = DOC_FORMAT_TEXT;
	f = fixture_check(&a, r, NULL);
	CHECK(fixture_count(&f, "section.missing") == 1, "no heading at all is said once");
	r->format = DOC_FORMAT_JSON;
	f = fixture_check(&a, r, NULL);
	CHECK(f.n == 0, "cells only: nothing is said about prose nobody gave");
	arena_done(&a);
}

/* CK10, CK14 and what one year alone makes unlikely (R18). */
static void plausible(void)
{
	static const struct {
		const char *rule;
		struct {
			const char *code, *value;
		} set[4];
		enum severity severity;
	} row[] = {
		{ "CK10", { { "t3.other.misc.total", "2" } }, SEVERITY_WARNING },
		{ "CK14", { { "t4.after_review.total", "1" } }, SEVERITY_INFO },
		{ "plausible.in_force",
			{ { "t2.normative.made", "3" }, { "t2.normative.in_force", "2" } },
			SEVERITY_WARNING },
		{ "plausible.na_counterpart",
			{ { "t2.normative.made", "3" }, { "t2.normative.in_force", "/" } },
			SEVERITY_WARNING },
		{ "plausible.backlog", { { "t3.carried_in.total", "4" } }, SEVERITY_WARNING },
		{ "plausible.backlog",
			{ { "t3.carried_in.total", "4" }, { "t3.total.total", "1" },
				{ "t3.carried_out.total", "3" } },
			SEVERITY_WARNING },
		{ "plausible.other_share",
			{ { "t3.other.misc.total", "6" }, { "t3.total.total", "11" } },
			SEVERITY_INFO },
	};
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct arena a;
		arena_init(&a, ARENA_MAX);
		struct report *r = fixture_zero(&a, 2024);
		fixture_prose(r);
		for (size_t k = 0; k < 4 && row[i].set[k].code; k++)
			fixture_set(r, row[i].set[k].code, row[i].set[k].value);
		struct findings f = fixture_check(&a, r, NULL);
		const struct finding *it = fixture_finding(&f, row[i].rule, 0);
		CHECK(it && it->severity == row[i].severity, "%s", row[i].rule);
		set_text(r, 1, "其中撤回1件、转办1件，计入其他处理，其余按规定办结。");
		f = fixture_check(&a, r, NULL);
		CHECK((fixture_count(&f, row[i].rule) == 0) == (strcmp(row[i].rule, "CK10") == 0),
			"%s after an explanation", row[i].rule);
		arena_done(&a);
	}
}

/* R20 with CK4, CK11, CK12: last year against this year; values set in both. */
static void two_years(void)
{
	static const struct {
		const char *rule, *code, *before, *now;
		const char *more, *more_now; /* a second cell of this year */
		size_t times;
	} row[] = {
		{ "CK4", "t3.carried_out.total", "19", "0", "t3.carried_in.total", "18", 1 },
		{ "CK4", "t3.carried_out.total", "19", "0", "t3.carried_in.total", "19", 0 },
		{ "CK11", "t2.normative.in_force", "5", "5", "t2.normative.made", "1", 1 },
		{ "CK11", "t2.regulation.in_force", "5", "6", "t2.regulation.made", "1", 0 },
		{ "plausible.repealed", "t2.normative.in_force", "5", "0", "t2.normative.repealed",
			"6", 1 },
		{ "CK12", "t4.review.pending", "2", "0", "t4.review.total", "1", 1 },
		{ "CK12", "t4.review.pending", "2", "0", "t4.review.total", "2", 0 },
		{ "plausible.fee_unit", "t2.fee.amount", "3490.9558", "34909558", NULL, NULL, 1 },
		{ "plausible.fee_unit", "t2.fee.amount", "3490.9558", "7000", NULL, NULL, 0 },
		{ "plausible.jump", "t2.licence.decisions", "1457", "145700", NULL, NULL, 1 },
		{ "plausible.jump", "t2.licence.decisions", "9", "95", NULL, NULL, 0 },
	};
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct arena a;
		arena_init(&a, ARENA_MAX);
		struct report *r = fixture_zero(&a, 2024), *p = fixture_zero(&a, 2023);
		fixture_set(p, row[i].code, row[i].before);
		fixture_set(r, row[i].code, row[i].now);
		if (row[i].more)
			fixture_set(r, row[i].more, row[i].more_now);
		struct findings f = fixture_check(&a, r, p);
		CHECK(fixture_count(&f, row[i].rule) == row[i].times, "R20 %s: %s then %s",
			row[i].rule, row[i].before, row[i].now);
		arena_done(&a);
	}
	struct arena a;
	arena_init(&a, ARENA_MAX);
	struct report *r = fixture_zero(&a, 2024), *p = fixture_zero(&a, 2022);
	fixture_set(p, "t3.carried_out.total", "3");
	struct findings f = fixture_check(&a, r, p);
	CHECK(f.n == 1 && fixture_count(&f, "previous.mismatch") == 1, "not the year before");
	p->year = 2023;
	p->agency = STR("示例县公安局");
	f = fixture_check(&a, r, p);
	CHECK(f.n == 1 && fixture_count(&f, "previous.mismatch") == 1, "not the same agency");
	p->agency = STR("某某省示例市公安局");
	f = fixture_check(&a, r, p);
	const struct finding *it = fixture_finding(&f, "CK4", 0);
	CHECK(it && it->severity == SEVERITY_ERROR && str_is(it->expected, "3") &&
			str_is(it->actual, "0"),
		"the same agency with its province: CK4 says 3, not 0");
	arena_done(&a);
}

static const char last_year[] =
	"一是政府信息公开工作水平有待提高，经办人员对相关法律法规的学习仍需加强。二是重视程度不够，"
	"少数单位提供相关信息不及时，信息公开时效性有待提高。下一步将加强学习培训，增强责任意识，"
	"2023年共培训12次，明年继续。";
static const char same_but_numbers[] =
	"一是政府信息公开工作水平有待提高，经办人员对相关法律法规的学习仍需加强。二是重视程度不够，"
	"少数单位提供相关信息不及时，信息公开时效性有待提高。下一步将加强学习培训，增强责任意识，"
	"2024年共培训35次，明年继续。";
static const char rewritten[] =
	"公开的信息多为通用条款，与群众实际关心的治安热点、办事流程细节结合不紧密，解读形式单一。"
	"针对上述情况，将建立需求收集机制，按季度发布办事指南更新清单，并邀请媒体和群众代表参与评议"
	"，"
	"评议结果向社会公布。";

static void copied_text(void)
{
	struct arena a;
	struct copied c;
	struct error err;
	arena_init(&a, ARENA_MAX);
	CHECK(copied_compare(&a, str_cstr(same_but_numbers), str_cstr(last_year), &c, &err) == OK &&
			c.judged && c.jaccard == 1000 && c.contained == 1000,
		"only the numbers differ: all copied");
	CHECK(copied_compare(&a, str_cstr(rewritten), str_cstr(last_year), &c, &err) == OK &&
			c.judged && c.contained < 100,
		"rewritten: %d per mille", c.contained);
	/* Shingles by hand: abcdefg has abcde bcdef cdefg; cdefghi has cdefg defgh efghi; 1 shared
	 * of 5. */
	CHECK(copied_compare(&a, STR("ab cd《x》E1f,G"), STR("cdefghi"), &c, &err) == OK &&
			!c.judged && c.n_a == 3 && c.n_b == 3 && c.shared == 1,
		"short texts are counted, not judged");
	struct report *r = fixture_zero(&a, 2024), *p = fixture_zero(&a, 2023);
	fixture_prose(r);
	fixture_prose(p);
	set_text(r, 5, same_but_numbers);
	set_text(p, 5, last_year);
	struct findings f = fixture_check(&a, r, p);
	const struct finding *it = fixture_finding(&f, "text.copied", 0);
	CHECK(f.n == 1 && it && it->severity == SEVERITY_WARNING && str_is(it->actual, "100%"),
		"part five copied is a warning; the short parts are not judged");
	set_text(r, 5, rewritten);
	f = fixture_check(&a, r, p);
	CHECK(f.n == 0, "rewritten is fine");
	arena_done(&a);
}

/* departments by 31 January, governments by 31 March. */
static void deadlines(void)
{
	static const struct {
		const char *agency;
		int year, month, day;
		const char *rule;
	} row[] = {
		{ "示例市公安局", 2025, 1, 31, "" },
		{ "示例市公安局", 2025, 2, 1, "deadline.publication" },
		{ "示例市人民政府", 2025, 3, 31, "" },
		{ "示例市人民政府", 2025, 4, 1, "deadline.publication" },
		{ "示例市人民政府办公室", 2025, 2, 1, "deadline.publication" },
		{ "示例市公安局", 2024, 12, 31, "" },
		{ "示例市公安局", 2024, 12, 30, "date.early" },
	};
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct arena a;
		arena_init(&a, ARENA_MAX);
		struct report *r = fixture_zero(&a, 2024);
		fixture_prose(r);
		r->agency = str_cstr(row[i].agency);
		r->has_closing_date = true;
		r->closing_date = date_from_ymd(row[i].year, row[i].month, row[i].day);
		struct findings f = fixture_check(&a, r, NULL);
		CHECK(f.n == (row[i].rule[0] ? 1u : 0u) &&
				(f.n == 0 || strcmp(f.item[0].rule, row[i].rule) == 0),
			"R-049 %s %d-%d-%d: %s", row[i].agency, row[i].year, row[i].month,
			row[i].day, row[i].rule);
		arena_done(&a);
	}
}

static void agencies(void)
{
	static const struct {
		const char *x, *y;
		enum agency_match want;
	} row[] = {
		{ "滨海新区公安局", "天津市滨海新区公安局", AGENCY_PREFIXED },
		{ "重庆市大足区公安局", "大足区公安局", AGENCY_PREFIXED },
		{ "河南平顶山市公安局", "平顶山市公安局", AGENCY_PREFIXED },
		{ "平顶山市公安局", "平顶山市 公安局", AGENCY_SAME },
		{ "公安局", "平顶山市公安局", AGENCY_DIFFERENT },
		{ "淄博市公安局", "平顶山市公安局", AGENCY_DIFFERENT },
		{ "", "平顶山市公安局", AGENCY_UNKNOWN },
	};
	struct arena a;
	arena_init(&a, ARENA_MAX);
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
		CHECK(agency_compare(&a, str_cstr(row[i].x), str_cstr(row[i].y)) == row[i].want,
			"%s and %s", row[i].x, row[i].y);
	struct report *r = fixture_zero(&a, 2024);
	fixture_prose(r);
	r->signature = STR("某某省示例市公安局");
	struct findings f = fixture_check(&a, r, NULL);
	CHECK(f.n == 1 && fixture_count(&f, "agency.differs") == 1, "agency.differs is a note");
	arena_done(&a);
}

/* The five real reports as texts: what is said of each, and no error at all. */
static void real_texts(void)
{
	static const struct {
		size_t index;
		const char *rule;
		size_t times;
	} row[] = {
		{ 0, "section.numbering", 1 },	/* 4、 */
		{ 0, "agency.differs", 1 },	/* 天津市滨海新区公安局 */
		{ 0, "CK10", 0 },		/* 23 = 16 + 2 + 5 explained */
		{ 1, "section.numbering", 1 },	/* 1、 */
		{ 1, "text.personal_name", 1 }, /* 周某春 */
		{ 1, "CK14", 1 },		/* one case of 2023 */
		{ 2, "cell.blank", 2 },		/* 12 cells in two rows */
		{ 3, "section.repeated", 1 }, { 4, "section.numbering", 1 }, /* 5、 */
	};
	for (size_t k = 0; k < 5; k++) {
		struct arena a;
		struct str bytes;
		struct error err;
		struct doc *d;
		struct report *r;
		char path[1024];
		arena_init(&a, ARENA_MAX);
		snprintf(path, sizeof path, "%s/../shared/reports/%s.txt",
			getenv("GONGKAI_ROOT") ? getenv("GONGKAI_ROOT") : ".", fixture_names[k]);
		if (file_read(&a, path, DOC_FILE_MAX, &bytes, &err) != OK) {
			SKIP_CASE(fixture_names[k], "../shared is not here");
			continue;
		}
		enum err e = doc_read_text(&a, bytes, &d, &err);
		e = e ? e : report_recognise(&a, d, &r, &err);
		CHECK(e == OK, "%s is read", fixture_names[k]);
		if (e)
			continue;
		struct findings f = fixture_check(&a, r, NULL);
		printf("# %s\n", fixture_names[k]);
		fixture_dump(&f);
		CHECK(findings_count(&f, SEVERITY_ERROR) == 0, "%s has no error", fixture_names[k]);
		CHECK(fixture_count(&f, "CK9") == 0, "%s tells of the fee", fixture_names[k]);
		for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
			if (row[i].index == k)
				CHECK(fixture_count(&f, row[i].rule) == row[i].times,
					"%s: %s %zu times", fixture_names[k], row[i].rule,
					row[i].times);
		arena_done(&a);
	}
}

/* The year of the title against the text, and titles without agency or year. */
static void title_years(void)
{
	static const struct {
		const char *agency;
		int year;
		const char *text, *rule;
		size_t times;
	} row[] = {
		{ "示例市公安局", 2024, "2024年，我局公开信息12条，培训2次。", "year.differs", 0 },
		{ "示例市公安局", 2023, "2024年，我局公开信息12条，培训2次。", "year.differs", 1 },
		{ "示例市公安局", 2024, "2024年，我局公开信息12条，2025年将继续。", "year.differs", 0 },
		{ "示例市公安局", 2024, "全年公开信息12条，培训2次。", "year.differs", 0 },
		{ "示例市公安局", 2024, "全年公开信息12条，培训2次。", "title.incomplete", 0 },
		{ "示例市公安局", 0, "全年公开信息12条，培训2次。", "title.incomplete", 1 },
		{ "", 2024, "全年公开信息12条，培训2次。", "title.incomplete", 1 },
		{ "", 0, "全年公开信息12条，培训2次。", "title.incomplete", 1 },
	};
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct arena a;
		arena_init(&a, ARENA_MAX);
		struct report *r = fixture_zero(&a, row[i].year);
		fixture_prose(r);
		r->agency = str_cstr(row[i].agency);
		r->year = row[i].year;
		set_text(r, 1, row[i].text);
		struct findings f = fixture_check(&a, r, NULL);
		CHECK(fixture_count(&f, row[i].rule) == row[i].times, "%s %zu times: title %s %d, %s",
			row[i].rule, row[i].times, row[i].agency, row[i].year, row[i].text);
		arena_done(&a);
	}
}

int main(void)
{
	clean_report();
	title_years();
	texts();
	sections();
	plausible();
	two_years();
	copied_text();
	deadlines();
	agencies();
	real_texts();
	return TEST_END();
}
