/* 公开线索 (R-044-1): only what an official wrote for others, of cases that gave information; suggestions. */
#include "desk/lead.h"
#include "tests/desk/request_test.h"

static struct error err;
static struct request_place p;

static struct request_id ended(enum outcome outcome)
{
	struct request_id id = request_received(&p);
	struct request_step s = { .id = id,
		.version = request_see(&p, &p.clerk, id).request.version,
		.event = { .kind = CLOCK_REPLY_SENT, .on = request_now(&p) },
		.stage = STAGES,
		.action = STR("request.step"),
		.has_outcome = true,
		.outcome = outcome,
		.outcome_rule = STR("R-036-2") };
	must(request_step(&p.desk.desk, &p.desk.arena, &p.handler, &s, &err), &err, "reply");
	return id;
}

static enum err add(struct request_id id, const char *title, const char *place)
{
	return lead_add(&p.desk.desk, &p.desk.arena, &p.handler, id, str_cstr(title),
		str_cstr(place), &err);
}

static size_t suggest(const char *text, struct lead_hit_row **hint)
{
	size_t n = 99;
	must(lead_suggest(&p.desk.desk, &p.desk.arena, p.agency, str_cstr(text), hint, &n, &err),
		&err, "suggest");
	return n;
}

static void shares(void)
{
	static const struct {
		const char *title, *text;
		int least, most;
	} row[] = {
		{ "绿化养护项目中标合同", "示例市2025年绿化养护项目的中标合同", 100, 100 },
		{ "关于绿化养护项目的中标合同", "绿化养护项目中标合同", 100, 100 },
		{ "道路占道施工方案", "绿化养护项目中标合同", 0, 0 }, { "绿化", "", 0, 0 },
		{ "", "绿化", 0, 0 },
		{ "绿化养护合同", "绿化养护的预算", 60, 60 }, /* 绿化 化养 养护 of five pairs */
	};
	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++) {
		int n = lead_share(
			&p.desk.arena, str_cstr(row[i].title), str_cstr(row[i].text));
		CHECK(n >= row[i].least && n <= row[i].most, "%s / %s: %d", row[i].title,
			row[i].text, n);
	}
	CHECK(lead_is_neutral(STR("2025年绿化养护合同")), "a year");
	CHECK(!lead_is_neutral(STR("我家的拆迁补偿")), "one's own");
	CHECK(!lead_is_neutral(STR("13800000000 的登记")), "a number");
}

static void refusals(void)
{
	struct request_id open = request_received(&p);
	CHECK(add(open, "绿化养护合同", "本机关网站") == ERR_CONFLICT, "a case that runs: %s",
		err.msg);
	CHECK(add(ended(OUTCOME_THIRD_PARTY), "绿化养护合同", "本机关网站") == ERR_CONFLICT,
		"a refusal");
	struct request_id id = ended(OUTCOME_OPEN);
	CHECK(add(id, "我家的补偿", "本机关网站") == ERR_INVALID && strcmp(err.field, "title") == 0,
		"not neutral: %s", err.msg);
	CHECK(add(id, "绿化养护合同", "拨打 13800000000") == ERR_INVALID &&
			strcmp(err.field, "place") == 0,
		"a long number: %s", err.msg);
	CHECK(add(id, "", "本机关网站") == ERR_INVALID, "no title");
	CHECK(lead_add(&p.desk.desk, &p.desk.arena, &p.reader, id, STR("绿化养护合同"),
		      STR("本机关网站"), &err) == ERR_DENIED,
		"a reader may not");
}

static void life(void)
{
	struct lead_hit_row *hint;
	struct lead_row row;
	bool has = true;
	struct request_id id = ended(OUTCOME_PARTIAL);
	CHECK(suggest("示例市2025年度绿化养护项目的中标合同", &hint) == 0,
		"nothing is shown because a request was answered");
	must(add(id, "2025年度绿化养护项目中标合同", "本机关网站“政府采购”栏目"), &err, "lead");
	CHECK(suggest("请公开示例市2025年度绿化养护项目的中标合同和附件", &hint) == 1 &&
			str_is(hint[0].title, "2025年度绿化养护项目中标合同") &&
			str_is(hint[0].place, "本机关网站“政府采购”栏目"),
		"what the office wrote, and no more");
	CHECK(suggest("户籍档案", &hint) == 0 && suggest("", &hint) == 0, "something else");
	CHECK(add(id, "2025年度绿化养护合同", "网站") == ERR_CONFLICT, "one at a time: %s", err.msg);
	CHECK(lead_of(&p.desk.desk, &p.desk.arena, &p.reader, id, &row, &has, &err) == OK && has &&
			row.request.v == id.v,
		"the case knows it");
	CHECK(lead_drop(&p.desk.desk, &p.desk.arena, &p.handler, id, STR(""), &err) ==
			ERR_INVALID,
		"taken back only with a reason");
	must(lead_drop(&p.desk.desk, &p.desk.arena, &p.handler, id, STR("内容有变化"), &err), &err,
		"drop");
	CHECK(suggest("2025年度绿化养护项目中标合同", &hint) == 0, "and not shown any more");
	CHECK(lead_drop(&p.desk.desk, &p.desk.arena, &p.handler, id, STR("内容有变化"), &err) ==
			ERR_CONFLICT,
		"once");
	must(add(id, "2025年度绿化养护合同正文", "本机关网站"), &err, "written anew");
	CHECK(suggest("2025年度绿化养护项目合同正文", &hint) == 1, "shown again");
	CHECK(desk_events(&p.desk, "request.lead") == 3 &&
			desk_events(&p.desk, "request.lead_drop") == 1,
		"every change is in the log");
}

/* Five at most, the closest first, equal titles once. */
static void several(void)
{
	struct lead_hit_row *hint;
	struct lead_row *row;
	size_t n;
	char title[64];
	for (int i = 0; i < 8; i++) {
		snprintf(title, sizeof title, "示例水库第%d季度水质监测结果", i / 2 + 1);
		must(add(ended(OUTCOME_OPEN), title, "本机关网站"), &err, "lead");
	}
	must(add(ended(OUTCOME_OPEN), "示例水库水质", "本机关网站"), &err, "lead");
	n = suggest("示例水库第3季度水质监测结果", &hint);
	CHECK(n == 5 && str_is(hint[0].title, "示例水库第3季度水质监测结果"), "%zu, closest %.*s", n,
		STR_ARG(hint[0].title));
	for (size_t i = 1; i < n; i++)
		CHECK(!str_eq(hint[i - 1].title, hint[i].title), "told once: %.*s",
			STR_ARG(hint[i].title));
	must(lead_list(&p.desk.desk, &p.desk.arena, &p.reader, (struct lead_id){ 0 }, &row, &n,
		     &err),
		&err, "list");
	CHECK(n == 10 && row[0].id.v > row[9].id.v, "the list holds %zu", n);
	must(lead_list(&p.desk.desk, &p.desk.arena, &p.reader, row[8].id, &row, &n, &err), &err,
		"page");
	CHECK(n == 1, "after the ninth: %zu", n);
}

int main(void)
{
	request_place_init(&p);
	request_day(&p, 2026, 3, 2);
	shares();
	refusals();
	life();
	several();
	desk_place_done(&p.desk);
	return TEST_END();
}
