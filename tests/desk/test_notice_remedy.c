/*
 * Every deadline the agency has in a 复议 or 诉讼 is warned of on its last day and told when it is over.
 * Days were counted by hand from the State Council's arrangement for 2026 (劳动节 05-01 to 05-05).
 */
#include "desk/law_value.h"
#include "desk/notice.h"
#include "desk/remedy.h"
#include "tests/desk/request_test.h"

static struct request_place p;
static struct actor head;
static struct error err;
static struct notice_post post;

static struct desk *d(void)
{
	return &p.desk.desk;
}
static struct arena *ar(void)
{
	return &p.desk.arena;
}
static struct date day(const char *s)
{
	struct date out = { 0 };
	CHECK(date_parse(str_cstr(s), &out), "date %s", s);
	return out;
}

static struct remedy_id open_case(enum remedy_block block, const char *on, enum remedy_procedure how)
{
	struct remedy_id id = { 0 };
	struct remedy_new in = { .block = block,
		.item = STR("主动公开"),
		.subject = STR("示例"),
		.claimant = STR("测试甲某"),
		.claimants = 1,
		.body = STR("示例机关"),
		.case_number = STR("〔2026〕示例1号"),
		.procedure = how,
		.received = day(on) };
	must(remedy_open(d(), ar(), &p.clerk, &in, &id, &err), &err, "open");
	return id;
}

static void step(struct remedy_id id, enum remedy_entry_kind kind, enum remedy_stage stage,
	const char *on, const char *other, int64_t value)
{
	struct remedy_view v;
	must(remedy_view(d(), ar(), &p.reader, id, &v, &err), &err, "view");
	struct remedy_step s = { .id = id,
		.version = v.remedy.version,
		.kind = kind,
		.stage = stage,
		.on = day(on),
		.has_other = other != NULL,
		.other = other ? day(other) : (struct date){ 0 },
		.value = value,
		.body = STR("示例机关"),
		.case_number = STR("〔2026〕示例2号"),
		.text = STR("测试") };
	must(remedy_step(d(), ar(), &p.handler, &s, &err), &err, remedy_entry_label(kind));
}

static struct remedy_id judged(enum remedy_result r)
{
	struct remedy_id id = open_case(REMEDY_DIRECT, "2026-01-05", REMEDY_ORDINARY);
	step(id, REMEDY_ANSWERED, REMEDY_STAGE_FIRST, "2026-01-12", NULL, 0);
	step(id, REMEDY_DECIDED, REMEDY_STAGE_FIRST, "2026-02-27", "2026-03-02", r);
	return id;
}

static struct remedy_id ordered(void)
{
	struct remedy_new in = { .block = REMEDY_REVIEW,
		.n_requests = 1,
		.claimant = STR("测试甲某"),
		.claimants = 1,
		.body = STR("示例市人民政府"),
		.case_number = STR("〔2026〕示例3号") };
	struct remedy_id id = { 0 };
	struct request_id round;
	struct remedy_view v;
	request_day(&p, 2026, 1, 5);
	in.request[0] = request_received(&p);
	struct request_step reply = { .id = in.request[0],
		.version = request_see(&p, &p.clerk, in.request[0]).request.version,
		.event = { .kind = CLOCK_REPLY_SENT, .on = day("2026-01-05") },
		.stage = STAGES,
		.action = STR("request.step"),
		.has_outcome = true,
		.outcome = OUTCOME_PROCESS,
		.outcome_rule = STR("R-016-2") };
	must(request_step(d(), ar(), &p.handler, &reply, &err), &err, "reply");
	request_day(&p, 2026, 3, 2);
	in.received = day("2026-01-12");
	must(remedy_open(d(), ar(), &p.clerk, &in, &id, &err), &err, "open");
	step(id, REMEDY_ANSWERED, REMEDY_STAGE_REVIEW, "2026-01-14", NULL, 0);
	step(id, REMEDY_DECIDED, REMEDY_STAGE_REVIEW, "2026-02-27", "2026-03-02", REVIEW_REVOKED);
	must(remedy_view(d(), ar(), &p.reader, id, &v, &err), &err, "view");
	struct remedy_redo redo = { .id = id,
		.version = v.remedy.version,
		.request = in.request[0],
		.on = day("2026-03-02"),
		.days = v.config.redo_days };
	must(remedy_redo(d(), ar(), &p.handler, &redo, &round, &err), &err, "redo");
	return id;
}

static void set(const char *name, int64_t days)
{
	struct law_value_change c = { str_cstr(name), 0, days, day("2026-01-02"), STR("测试设定") };
	must(law_value_set(d(), ar(), &head, &c, &err), &err, name);
}

enum { CASES = 9 };
static struct known {
	const char *what, *due;
	struct remedy_id id;
	struct date warned, late; /* on the last day; the first day after it */
	int n_late;
} known[CASES] = {
	{ .what = "RA-48 answer, ordinary", .due = "2026-03-16" },
	{ .what = "RA-54 answer, simplified", .due = "2026-03-09" },
	{ .what = "AL-67 answer to a lawsuit", .due = "2026-03-17" },
	{ .what = "AL-85 appeal against a judgment", .due = "2026-03-17" },
	{ .what = "AL-85 appeal against a ruling", .due = "2026-03-12" },
	{ .what = "RA-76 report", .due = "2026-05-06" },
	{ .what = "C-7.2-1 order to decide anew", .due = "2026-03-30" },
	{ .what = "C-7.2-2 answer to an appeal", .due = "2026-03-17" },
	{ .what = "C-7.2-2 answer to a petition", .due = "2026-03-16" },
};

static void set_up(void)
{
	request_day(&p, 2026, 1, 1);
	set("appeal_answer_days", 15);
	set("petition_answer_days", 14);
	request_day(&p, 2026, 3, 2);
	known[0].id = open_case(REMEDY_REVIEW, "2026-03-02", REMEDY_ORDINARY);
	known[1].id = open_case(REMEDY_REVIEW, "2026-03-02", REMEDY_SIMPLIFIED);
	known[2].id = open_case(REMEDY_DIRECT, "2026-03-02", REMEDY_ORDINARY);
	known[3].id = judged(COURT_REVOKED);
	known[4].id = judged(COURT_DISMISSED);
	known[5].id = open_case(REMEDY_REVIEW, "2026-01-05", REMEDY_ORDINARY);
	step(known[5].id, REMEDY_ANSWERED, REMEDY_STAGE_REVIEW, "2026-01-12", NULL, 0);
	step(known[5].id, REMEDY_OPINION, REMEDY_STAGE_REVIEW, "2026-03-02", NULL, 0);
	known[6].id = ordered();
	known[7].id = judged(COURT_REVOKED);
	step(known[7].id, REMEDY_OPENED, REMEDY_STAGE_SECOND, "2026-03-02", NULL, REMEDY_ORDINARY);
	known[8].id = judged(COURT_WITHDRAWN);
	step(known[8].id, REMEDY_PETITIONED, REMEDY_STAGE_FIRST, "2026-03-02", NULL, 0);
}

static void look(struct date today)
{
	struct notice_item *item;
	size_t n;
	int64_t marked;
	must(notice_list(d(), ar(), &p.clerk, true, (struct notice_id){ 0 }, &item, &n, &err), &err,
		"list");
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < CASES; k++) {
			if (item[i].object != known[k].id.v)
				continue;
			if (item[i].kind == NOTICE_REMEDY_DUE)
				known[k].warned = today;
			if (item[i].kind == NOTICE_REMEDY_OVERDUE && !known[k].n_late++)
				known[k].late = today;
		}
	must(notice_read_all(d(), &p.clerk, (struct notice_id){ INT64_MAX }, &marked, &err), &err,
		"read");
}

int main(void)
{
	request_place_init(&p);
	head = request_actor(&p, "head", ROLE_BIT(ROLE_SIGN));
	set_up();
	look(request_now(&p));
	for (struct date t = day("2026-03-03"); t.day <= day("2026-05-08").day; t = date_add_days(t, 1)) {
		struct arena a;
		struct runner_work w = { .desk = d(), .arena = &a, .ctx = &post };
		p.desk.now = (int64_t)t.day * DAYS(1) + HOURS(2);
		arena_init(&a, 64 << 20);
		must(notice_run_daily(&w, &err), &err, "daily");
		arena_done(&a);
		look(t);
	}
	for (size_t k = 0; k < CASES; k++) {
		CHECK(known[k].warned.day == day(known[k].due).day, "%s: warned last on %s", known[k].what,
			date_text(known[k].warned).z);
		CHECK(known[k].n_late > 0 && known[k].late.day == day(known[k].due).day + 1,
			"%s: over on %s", known[k].what, date_text(known[k].late).z);
	}
	desk_place_done(&p.desk);
	return TEST_END();
}
