/* R-044-1: several people ask for the same; and the look for alike requests before one is saved. */
#include "desk/lead.h"
#include "desk/request_group.h"
#include "tests/desk/request_test.h"

static struct error err;
static struct request_place p;

static struct request_input input(const char *number, const char *content)
{
	struct request_input in = request_online(&p);
	in.id_type = IDENTITY_PASSPORT;
	in.id_number = str_cstr(number);
	in.content = str_cstr(content);
	in.arrived = request_now(&p);
	return in;
}

static struct request_id file(const char *number, const char *content)
{
	struct request_input in = input(number, content);
	struct request_filed out;
	must(request_file(&p.desk.desk, &p.desk.arena, NULL, &in, STR(""), &out, &err), &err,
		"file");
	return out.id;
}

static void answer(struct request_id id)
{
	struct receipt_facts facts = { .settled = true, .settled_on = request_now(&p) };
	must(request_confirm(&p.desk.desk, &p.desk.arena, &p.clerk, id, 1, &facts, &err), &err,
		"confirm");
	struct request_step s = { .id = id,
		.version = request_see(&p, &p.clerk, id).request.version,
		.event = { .kind = CLOCK_REPLY_SENT, .on = request_now(&p) },
		.stage = STAGES,
		.action = STR("request.step"),
		.has_outcome = true,
		.outcome = OUTCOME_OPEN,
		.outcome_rule = STR("R-036-2") };
	must(request_step(&p.desk.desk, &p.desk.arena, &p.handler, &s, &err), &err, "reply");
}

static void groups(void)
{
	struct request_group *g;
	size_t n, compared;
	struct request_id first = file("E1", "示例市2025年城区供水水质检测报告");
	file("E2", "申请公开示例市2025年城区供水水质检测报告");
	file("E3", "示例市2025年城区供水水质检测结果报告");
	file("E1", "示例市2025年城区供水水质检测报告"); /* the same person again */
	file("E4", "公交线路调整方案及其依据");
	file("E5", "公交线路调整的方案及依据");
	file("E6", "路灯养护单位的名称");
	file("E6", "路灯养护单位名称"); /* one person alone is no group */
	must(request_groups(&p.desk.desk, &p.desk.arena, &p.reader, &g, &n, &compared, &err), &err,
		"groups");
	CHECK(n == 2 && compared == 8, "R-044-1: two groups among %zu", compared);
	CHECK(g[0].n_requests == 4 && g[0].n_applicants == 3 && g[0].n_members == 4,
		"four requests of three people come first");
	CHECK(g[1].n_requests == 2 && g[1].n_applicants == 2, "then two of two");
	CHECK(g[0].n_open == 0 && g[0].open.v == 0 && !g[0].lead, "nothing was disclosed yet");
	answer(first);
	must(lead_add(&p.desk.desk, &p.desk.arena, &p.handler, first, STR("2025年城区供水水质检测报告"),
		     STR("本机关网站"), &err),
		&err, "lead");
	must(request_groups(&p.desk.desk, &p.desk.arena, &p.reader, &g, &n, NULL, &err), &err,
		"groups");
	CHECK(g[0].n_open == 1 && g[0].open.v == first.v && g[0].lead, "disclosed, and told");
	request_day(&p, 2027, 7, 1);
	must(request_groups(&p.desk.desk, &p.desk.arena, &p.reader, &g, &n, &compared, &err), &err,
		"groups");
	CHECK(n == 0 && compared == 0, "of a year");
	request_day(&p, 2026, 6, 1);
}

static void before_saving(void)
{
	struct request_similar *hit;
	size_t n;
	struct request_input in = input("e-1", "示例市2025年城区供水水质检测报告");
	must(request_similar_input(&p.desk.desk, &p.desk.arena, &p.clerk, &in, &hit, &n, &err),
		&err, "similar");
	CHECK(n == 4 && hit[0].same_applicant && hit[1].same_applicant && !hit[2].same_applicant,
		"the applicant's own first, number as typed: %zu", n);
	CHECK(hit[0].percent == 100 && hit[0].repeated, "word for word");
	in = input("E9", "图书馆开放时间");
	must(request_similar_input(&p.desk.desk, &p.desk.arena, &p.clerk, &in, &hit, &n, &err),
		&err, "similar");
	CHECK(n == 0, "nothing alike");
	CHECK(desk_events(&p.desk, "request.file") == 8, "looking saves nothing");
}

int main(void)
{
	request_place_init(&p);
	request_day(&p, 2026, 6, 1);
	groups();
	before_saving();
	desk_place_done(&p.desk);
	return TEST_END();
}
