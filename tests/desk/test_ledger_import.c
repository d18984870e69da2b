/* Files into the ledgers: figures and 双公示 decisions, errors by cell, taken back as a whole. */
#include "core/jail.h"
#include "desk/ledger_import.h"
#include "tests/desk/desk_test.h"

#include <iconv.h>

static struct error err;
static struct desk_place p;
static struct actor clerk, looker;

static enum err job(struct arena *a, int kind, struct str params, struct str input, struct str aid,
	struct buf *out, struct error *e)
{
	(void)kind, (void)params, (void)aid;
	return rows_job(a, input, out, e);
}

/* No file can be opened later: the table of the encoding is loaded now and stays. */
static void warm_up(void)
{
	(void)iconv_open("UTF-8", "GB18030");
}

static struct actor actor_of(const char *login, uint64_t roles)
{
	struct person_id id = desk_add(&p, login, roles);
	struct agency_id agency = { 0 };
	must(setup_agency_find(&p.desk, STR(""), &agency, &err), &err, "agency");
	return (struct actor){ .person = id, .agency = agency, .roles = roles, .address = STR("192.0.2.1") };
}

static struct ledger_import file(enum ledger_import_kind kind, const char *bytes)
{
	return (struct ledger_import){ .kind = kind, .year = 2025, .file_name = STR("统计表.csv"), .bytes = str_cstr(bytes) };
}

static const struct {
	const char *what, *bytes, *place, *text; /* the first error; NULL: none */
	size_t n;
} row[] = {
	{ "title above, units in the heads, thousands commas", "2025年统计表\n月份,行政许可（件）,收费\n1月,\"1,234\",0.5\n2025-02,0,3\n", NULL, NULL, 4 },
	{ "a column that means nothing here", "月份,行政许可,备注\n3,5,好\n", NULL, NULL, 1 },
	{ "a month outside the year", "月份,行政许可\n13,5\n", "统计表.csv A2", "月份应为本年的 1 到 12 月", 0 },
	{ "a month of another year", "月份,行政许可\n2024-03,5\n", "统计表.csv A2", "月份应为本年", 0 },
	{ "no month", "月份,行政许可\n,5\n", "统计表.csv B2", "月份应为本年", 0 },
	{ "negative", "月份,行政许可\n1,-5\n", "统计表.csv B2", "应为 0 或者更大的整数", 0 },
	{ "no integer", "月份,行政许可\n1,5.5\n", "统计表.csv B2", "应为 0 或者更大的整数", 0 },
	{ "three decimals", "月份,收费\n1,5.555\n", "统计表.csv B2", "最多两位小数", 0 },
	{ "a word", "月份,行政许可\n1,五\n", "统计表.csv B2", "整数", 0 },
	{ "a head twice", "月份,许可,行政许可\n1,1,1\n", "统计表.csv C1", "标题重复", 0 },
	{ "twice the same month", "月份,行政许可\n1,1\n1,2\n", "统计表.csv B3", "出现了两次", 1 },
	{ "an unknown department", "部门,月份,行政许可\n无此部门,1,1\n", "统计表.csv A2", "没有这个部门", 0 },
	{ "posts without a channel", "月份,发布条数\n1,1\n", "统计表.csv B2", "要有“渠道”一列", 0 },
	{ "an unknown channel", "渠道,月份,发布条数\n平安无名,1,1\n", "统计表.csv A2", "没有登记过这个渠道", 0 },
};

static void check_errors(void)
{
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct ledger_import im = file(LEDGER_IMPORT_FIGURES, row[i].bytes);
		enum err e = ledger_import_read(&p.desk, &clerk, &p.arena, &im, &err);
		bool ok = e == OK && (row[i].place ? im.n_errors >= 1 && str_is(im.error[0].place, row[i].place) && str_has(im.error[0].text, row[i].text)
						   : im.n_errors == 0 && im.n == row[i].n);
		CHECK(ok, "%s: %.*s %.*s %s", row[i].what, STR_ARG(im.n_errors ? im.error[0].place : STR("")),
			STR_ARG(im.n_errors ? im.error[0].text : STR("")), e ? err.msg : "");
	}
	struct ledger_import none = file(LEDGER_IMPORT_FIGURES, "甲,乙\n1,2\n");
	CHECK(ledger_import_read(&p.desk, &clerk, &p.arena, &none, &err) == ERR_INVALID && strcmp(err.field, "file") == 0, "no heads: %s", err.msg);
	none = file(LEDGER_IMPORT_FIGURES, "");
	CHECK(ledger_import_read(&p.desk, &clerk, &p.arena, &none, &err) == ERR_INVALID, "nothing: %s", err.msg);
	none = file(LEDGER_IMPORT_FIGURES, "%PDF-1.4\n");
	CHECK(ledger_import_read(&p.desk, &clerk, &p.arena, &none, &err) == ERR_INVALID && strcmp(err.field, "file") == 0, "another kind: %s", err.msg);
	CHECK(ledger_import_read(&p.desk, &looker, &p.arena, &none, &err) == ERR_DENIED, "who looks does not import");
}

static const char *cell(int c)
{
	static struct decimal_text t;
	struct ledger_year y;
	must(ledger_year(&p.desk, &looker, (struct agency_id){ 0 }, 2025, &p.arena, &y, &err), &err, "year");
	t = decimal_text(y.cell[c].value);
	return t.z;
}

static void check_figures(void)
{
	/* "月份,行政许可" in GB18030. */
	struct ledger_import im = file(LEDGER_IMPORT_FIGURES, "\xd4\xc2\xb7\xdd,\xd0\xd0\xd5\xfe\xd0\xed\xbf\xc9\n1,10\n2,20\n");
	struct batch_id batch;
	CHECK(ledger_import_apply(&p.desk, &clerk, &p.arena, &im, &batch, &err) == OK && strcmp(cell(LEDGER_LICENCE), "30") == 0, "GB18030: %s", err.msg);
	im = file(LEDGER_IMPORT_FIGURES, "月份,行政许可\n1,12\n2,20\n3,5\n");
	CHECK(ledger_import_read(&p.desk, &clerk, &p.arena, &im, &err) == OK && im.n_changes == 2 && im.corrects && str_is(im.change[0].before, "10") &&
			str_is(im.change[0].after, "12") && str_is(im.change[1].before, "未填"), "before and after; what stays is left out");
	CHECK(ledger_import_apply(&p.desk, &clerk, &p.arena, &im, &batch, &err) == ERR_INVALID && strcmp(err.field, "reason") == 0 &&
			strcmp(cell(LEDGER_LICENCE), "30") == 0, "a correction asks for a reason, nothing is written: %s", err.msg);
	im.reason = STR("系统补录");
	CHECK(ledger_import_apply(&p.desk, &clerk, &p.arena, &im, &batch, &err) == OK && strcmp(cell(LEDGER_LICENCE), "37") == 0, "with one: %s", err.msg);
	CHECK(ledger_import_undo(&p.desk, &clerk, batch, STR("导错文件"), &err) == OK && strcmp(cell(LEDGER_LICENCE), "30") == 0, "taken back: %s", err.msg);
	CHECK(ledger_import_undo(&p.desk, &clerk, batch, STR("导错文件"), &err) == ERR_CONFLICT, "once: %s", err.msg);
	im = file(LEDGER_IMPORT_FIGURES, "月份,行政许可\n4,7\n5,-1\n");
	CHECK(ledger_import_apply(&p.desk, &clerk, &p.arena, &im, &batch, &err) == ERR_INVALID && strcmp(cell(LEDGER_LICENCE), "30") == 0, "all or nothing: %s", err.msg);
}

/* What the grid of the agency as a whole says of a month of 行政强制: -1 nothing is filled in. */
static int64_t coercions(int month)
{
	struct ledger_grid g;
	must(ledger_grid(&p.desk, &looker, (struct agency_id){ 0 }, (struct department_id){ 0 }, LEDGER_SHEET_DECISIONS, 2025,
		     &p.arena, &g, &err), &err, "grid");
	for (size_t i = 0; i < g.n; i++)
		if (g.row[i].item == LEDGER_COERCION)
			return g.row[i].month[month - 1].filled ? g.row[i].month[month - 1].amount : -1;
	return -2;
}

/* What was empty is empty again; what stood stands; what was corrected after the import stays. */
static void check_undone(void)
{
	struct ledger_year y;
	struct batch_id batch;
	struct ledger_figure set = { .item = LEDGER_COERCION, .month = 1, .amount = 4 };
	struct ledger_figure later = { .item = LEDGER_COERCION, .month = 3, .amount = 9 };
	struct ledger_import im = file(LEDGER_IMPORT_FIGURES, "月份,行政强制\n2,0\n5,6\n");
	CHECK(ledger_import_apply(&p.desk, &clerk, &p.arena, &im, &batch, &err) == OK && coercions(2) == 0 && coercions(5) == 6, "into empty months: %s", err.msg);
	CHECK(ledger_import_undo(&p.desk, &clerk, batch, STR("导错文件"), &err) == OK && coercions(2) == -1 && coercions(5) == -1, "empty as before: %s", err.msg);
	must(ledger_year(&p.desk, &looker, (struct agency_id){ 0 }, 2025, &p.arena, &y, &err), &err, "year");
	CHECK(!y.cell[LEDGER_COERCION].filled && y.cell[LEDGER_COERCION].entries == 4, "the cell is blank, the trail is there: %lld",
		(long long)y.cell[LEDGER_COERCION].entries);
	must(ledger_figures_set(&p.desk, &clerk, (struct agency_id){ 0 }, 2025, &set, 1, STR(""), STR(""), NULL, &err), &err, "January");
	im = file(LEDGER_IMPORT_FIGURES, "月份,行政强制\n1,7\n2,5\n3,6\n");
	im.reason = STR("补录");
	CHECK(ledger_import_read(&p.desk, &clerk, &p.arena, &im, &err) == OK && im.n_changes == 3 && str_is(im.change[0].before, "4") &&
			str_is(im.change[1].before, "未填"), "an emptied month reads as never filled in");
	must(ledger_import_apply(&p.desk, &clerk, &p.arena, &im, &batch, &err), &err, "the second import");
	must(ledger_figures_set(&p.desk, &clerk, (struct agency_id){ 0 }, 2025, &later, 1, STR(""), STR("核对后更正"), NULL, &err), &err, "March");
	CHECK(ledger_import_undo(&p.desk, &clerk, batch, STR("导错文件"), &err) == OK && coercions(1) == 4 && coercions(2) == -1 && coercions(3) == 9,
		"each as it was: %lld %lld %lld", (long long)coercions(1), (long long)coercions(2), (long long)coercions(3));
	must(ledger_year(&p.desk, &looker, (struct agency_id){ 0 }, 2025, &p.arena, &y, &err), &err, "year");
	CHECK(y.cell[LEDGER_COERCION].filled && y.cell[LEDGER_COERCION].value.coef == 13, "4 and 9 are left");
}

#define HEADS "CF_XDR_MC,CF_XDR_LB,CF_XDR_SHXYM,CF_FRDB,CF_XDR_ZJHM,CF_WSH,CF_WFXW,CF_SY,CF_YJ,CF_CFLB,CF_NR,CF_NR_FK,CF_JDRQ,CF_GSJZQ,CF_CFJG\n"
#define REST "未按规定备案,未备案,示例条例第一条,罚款,罚款一千元,0.1"
/* GB 32100: the example of the standard, 91350100M000100Y43. */
#define FIRM "示例保安公司,法人及非法人组织,91350100M000100Y43,测试壬,,"

static size_t in_database(struct str needle)
{
	size_t n = 0;
	char path[400];
	snprintf(path, sizeof path, "%s/gongkai.db", p.store.folder);
	static const char *const tail[] = { "", "-wal" };
	for (int i = 0; i < 2; i++) {
		char full[420];
		snprintf(full, sizeof full, "%s%s", path, tail[i]);
		FILE *f = fopen(full, "rb");
		if (!f)
			continue;
		static char bytes[32 << 20];
		size_t got = fread(bytes, 1, sizeof bytes, f);
		fclose(f);
		n += str_find((struct str){ bytes, got }, needle, 0) < got;
	}
	return n;
}

static void check_decisions(void)
{
	static const struct {
		const char *what, *bytes, *text;
	} bad[] = {
		{ "check sign of the credit code", HEADS "甲公司,法人及非法人组织,91350100M000100Y44,,,示1号," REST ",2025-03-03,,示例市公安局\n", "校验位" },
		{ "an organisation without a code", HEADS "甲公司,法人及非法人组织,,,,示1号," REST ",2025-03-03,,示例市公安局\n", "统一社会信用代码" },
		{ "no number", HEADS FIRM "," REST ",2025-03-03,,示例市公安局\n", "行政处罚决定书文号" },
		{ "no date", HEADS FIRM "示1号," REST ",三月,,示例市公安局\n", "处罚决定日期" },
		{ "a day that is no day", HEADS FIRM "示1号," REST ",2025-02-30,,示例市公安局\n", "处罚决定日期" },
		{ "a day to come", HEADS FIRM "示1号," REST ",2027-02-03,,示例市公安局\n", "不能晚于今天" },
		{ "twice in the file", HEADS FIRM "示1号," REST ",2025-03-03,,示例市公安局\n" FIRM "示1号," REST ",2025-03-03,,示例市公安局\n", "出现了两次" },
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct ledger_import im = file(LEDGER_IMPORT_PENALTIES, bad[i].bytes);
		enum err e = ledger_import_read(&p.desk, &clerk, &p.arena, &im, &err);
		CHECK(e == OK && im.n_errors == 1 && str_has(im.error[0].text, bad[i].text), "C-4.6-28 %s: %.*s %s", bad[i].what,
			STR_ARG(im.n_errors ? im.error[0].text : STR("no error")), e ? err.msg : "");
	}
	struct ledger_import im = file(LEDGER_IMPORT_PENALTIES, HEADS FIRM "示罚〔2025〕1号," REST ",2025/4/30,2025-10-30,示例市公安局\n"
		"测试癸,自然人,,,TESTID000000000001,示罚〔2025〕2号," REST ",2025年3月3日,,示例市公安局\n");
	struct batch_id batch, again;
	CHECK(ledger_import_apply(&p.desk, &clerk, &p.arena, &im, &batch, &err) == OK, "two decisions: %s", err.msg);
	struct decision_filter f = { .item = LEDGER_PENALTY, .year = 2025 };
	struct decision_page page;
	must(decision_list(&p.desk, &looker, &f, &p.arena, &page, &err), &err, "list");
	CHECK(page.n == 2 && str_is(page.row[0].party, "测**") == false && str_is(page.row[0].party, "测*癸") && str_is(page.row[1].party, "示例保安公司"),
		"a person is masked, a firm is not: %.*s", STR_ARG(page.row[0].party));
	/* 2025-04-30 is a Wednesday before five days off; 7 working days on from it: 5-6..9, 12, 13, 14. */
	CHECK(page.row[1].publish_due == date_from_ymd(2025, 5, 14).day && page.row[1].publish_end.v == date_from_ymd(2025, 10, 30).day,
		"C-4.6-26 seven working days: %s", date_text((struct date){ (int32_t)page.row[1].publish_due }).z);
	CHECK(!str_has(page.row[0].fields, "TESTID") && !str_has(page.row[1].fields, "测试壬"), "what is sealed is not among the fields");
	if (!p.store.pg)
		CHECK(in_database(STR("示例保安公司")) > 0 && in_database(STR("TESTID000000000001")) == 0 && in_database(STR("测试癸")) == 0 &&
				in_database(STR("测试壬")) == 0, "nor anywhere in the database");
	CHECK(decision_publish(&p.desk, &clerk, page.row[0].id, date_from_ymd(2025, 3, 1), &err) == ERR_INVALID, "not published before: %s", err.msg);
	CHECK(decision_publish(&p.desk, &clerk, page.row[0].id, date_from_ymd(2025, 3, 5), &err) == OK, "published");
	struct ledger_import same = file(LEDGER_IMPORT_PENALTIES, HEADS FIRM "示罚〔2025〕1号," REST ",2025-04-30,,示例市公安局\n");
	CHECK(ledger_import_read(&p.desk, &clerk, &p.arena, &same, &err) == OK && same.n_errors == 1 &&
			str_has(same.error[0].text, "已经登记过：本级，2025-04-30"), "a number that is there: %.*s", STR_ARG(same.error[0].text));
	struct decision_difference *diff;
	size_t n;
	must(decision_differences(&p.desk, &looker, (struct agency_id){ 0 }, 2025, &p.arena, &diff, &n, &err), &err, "differences");
	CHECK(n == 2 && diff[0].decisions == 1 && diff[0].figure == -1, "both months have no figure");
	struct ledger_figure fig = { .item = LEDGER_PENALTY, .month = 4, .amount = 1 };
	must(ledger_figures_set(&p.desk, &clerk, (struct agency_id){ 0 }, 2025, &fig, 1, STR(""), STR(""), NULL, &err), &err, "figure");
	must(decision_differences(&p.desk, &looker, (struct agency_id){ 0 }, 2025, &p.arena, &diff, &n, &err), &err, "differences");
	CHECK(n == 1 && diff[0].month == 3, "April agrees");
	CHECK(ledger_import_undo(&p.desk, &clerk, batch, STR("导错文件"), &err) == OK, "taken back: %s", err.msg);
	CHECK(ledger_import_apply(&p.desk, &clerk, &p.arena, &im, &again, &err) == OK, "and the numbers are free again: %s", err.msg);
	CHECK(desk_events(&p, "ledger.import") == 4 && desk_events(&p, "ledger.undo") == 2, "one event each");
}

int main(int argc, char **argv)
{
	int worker = jail_worker_main(argc, argv, job, warm_up);
	if (worker >= 0)
		return worker;
	desk_place_init(&p);
	desk_set_up(&p);
	clerk = actor_of("clerk", ROLE_BIT(ROLE_REGISTER));
	looker = actor_of("looker", ROLE_BIT(ROLE_LOOK));
	check_errors();
	check_figures();
	check_decisions();
	check_undone();
	desk_place_done(&p);
	return TEST_END();
}
