/* The clock of a case on the store: the worked examples, what the law refuses, two clerks. */
#include "tests/desk/request_test.h"

static struct error err;
static struct request_place p;

static struct date day_of(const char *text)
{
	struct date d = { 0 };
	if (!date_parse(str_cstr(text), &d))
		printf("Bail out! %s\n", text);
	return d;
}

static void go_to(const char *text)
{
	p.desk.now = (int64_t)day_of(text).day * DAYS(1) + HOURS(2);
}

static enum err step(const struct actor *who, struct request_id id, struct clock_event event)
{
	struct request_view v = request_see(&p, &p.clerk, id);
	struct request_step s = { .id = id,
		.version = v.request.version,
		.event = event,
		.stage = STAGES,
		.action = STR("request.step") };
	err = (struct error){ .code = OK };
	return request_step(&p.desk.desk, &p.desk.arena, who, &s, &err);
}

/* An event today; until may be NULL. */
static enum err now(
	struct request_id id, enum clock_event_kind kind, const char *ref, const char *until)
{
	struct clock_event e = {
		.kind = kind, .on = request_now(&p), .id = str_cstr(ref), .has_until = until != NULL
	};
	if (until)
		e.until = day_of(until);
	return step(&p.handler, id, e);
}

static enum err extend(const struct actor *who, struct request_id id, int days)
{
	struct clock_event e = { .kind = CLOCK_EXTENDED, .on = request_now(&p), .days = days };
	return step(who, id, e);
}

static void check_due(struct request_id id, const char *due, const char *what)
{
	struct request_row r = request_see(&p, &p.clerk, id).request;
	CHECK(r.due_on.has && r.due_on.v == day_of(due).day, "%s: due %s, stored %s", what, due,
		r.due_on.has ? date_text((struct date){ (int32_t)r.due_on.v }).z : "-");
}

static struct request_id received(const char *on)
{
	go_to(on);
	return request_received(&p);
}

/* law/rules.md 1.6, W1 to W12: 20 working days, and 20 more. */
static void check_examples(void)
{
	static const struct {
		const char *start, *due, *extended;
	} w[] = {
		{ "2024-02-08", "2024-03-13", "2024-04-11" },
		{ "2024-04-29", "2024-05-29", "2024-06-27" },
		{ "2024-09-12", "2024-10-16", "2024-11-13" },
		{ "2024-12-16", "2025-01-14", "2025-02-17" },
		{ "2025-01-20", "2025-02-21", "2025-03-21" },
		{ "2025-04-25", "2025-05-27", "2025-06-25" },
		{ "2025-09-22", "2025-10-24", "2025-11-21" },
		{ "2025-12-31", "2026-01-29", "2026-03-04" },
		{ "2026-02-10", "2026-03-16", "2026-04-14" },
		{ "2026-02-14", "2026-03-20", "2026-04-20" },
		{ "2026-04-28", "2026-05-28", "2026-06-26" },
		{ "2026-09-17", "2026-10-21", "2026-11-18" },
	};
	for (size_t i = 0; i < sizeof(w) / sizeof(*w); i++) {
		char what[16];
		snprintf(what, sizeof(what), "W%zu", i + 1);
		struct request_id id = received(w[i].start);
		check_due(id, w[i].due, what);
		go_to(w[i].due);
		CHECK(extend(&p.signer, id, 20) == OK, "%s extended on the last day: %s", what,
			err.msg);
		check_due(id, w[i].extended, what);
	}
}

static void check_steps(void)
{
	struct request_id id = received("2026-09-17"); /* W13 */
	go_to("2026-09-24");
	CHECK(now(id, CLOCK_CORRECTION_NOTICED, "", "2026-10-15") == OK, "W13: %s", err.msg);
	struct request_row r = request_see(&p, &p.clerk, id).request;
	CHECK(!r.due_on.has && r.stage == STAGE_CORRECTION &&
			r.sort_due == 100000000 + day_of("2026-10-15").day,
		"waits for the correction, no period runs");
	go_to("2026-10-12");
	CHECK(now(id, CLOCK_CORRECTION_RECEIVED, "", NULL) == OK, "corrected: %s", err.msg);
	check_due(id, "2026-11-09", "W13");
	CHECK(request_see(&p, &p.clerk, id).request.stage == STAGE_HANDLING, "being handled again");

	id = received("2025-04-21"); /* W14 */
	check_due(id, "2025-05-21", "W14 at first");
	go_to("2025-04-28");
	CHECK(now(id, CLOCK_CONSULT_SENT, "c1", NULL) == OK, "sent: %s", err.msg);
	go_to("2025-05-06");
	CHECK(now(id, CLOCK_CONSULT_SERVED, "c1", NULL) == OK, "served: %s", err.msg);
	r = request_see(&p, &p.clerk, id).request;
	CHECK(r.stage == STAGE_CONSULTING && r.sort_due > 100000000, "paused in lists");
	go_to("2025-05-15");
	CHECK(now(id, CLOCK_CONSULT_RETURNED, "c1", NULL) == OK, "returned: %s", err.msg);
	check_due(id, "2025-06-05", "W14");

	id = received("2026-04-28"); /* W15 */
	go_to("2026-05-28");
	CHECK(extend(&p.handler, id, 20) == ERR_DENIED, "W15: not by the handler: %s", err.msg);
	CHECK(extend(&p.signer, id, 20) == OK, "by the head of the office");
	check_due(id, "2026-06-26", "W15");

	id = received("2025-12-15"); /* W16 */
	go_to("2025-12-30");
	CHECK(now(id, CLOCK_FEE_NOTICED, "", NULL) == OK, "W16: %s", err.msg);
	r = request_see(&p, &p.clerk, id).request;
	CHECK(r.stage == STAGE_PAYMENT && r.sort_due == 100000000 + day_of("2026-01-28").day,
		"until 2026-01-28");
	go_to("2026-01-15");
	CHECK(now(id, CLOCK_FEE_PAID, "", NULL) == OK, "paid: %s", err.msg);
	check_due(id, "2026-02-12", "W16");
}

/* Refused by the law: the rule is named and nothing is left behind. */
static void refused(struct request_id id, struct clock_event e, const char *rule, const char *what)
{
	struct request_view before = request_see(&p, &p.clerk, id);
	size_t events = desk_events(&p.desk, "request.step");
	enum err got = step(&p.signer, id, e);
	struct request_view after = request_see(&p, &p.clerk, id);
	CHECK(got == ERR_CONFLICT && err.rule && strcmp(err.rule, rule) == 0, "%s: %s %s", what,
		err.rule ? err.rule : "-", err.msg);
	CHECK(after.n_history == before.n_history &&
			after.request.version == before.request.version &&
			after.request.sort_due == before.request.sort_due &&
			desk_events(&p.desk, "request.step") == events,
		"%s leaves nothing", what);
}

static void check_refusals(void)
{
	struct request_id id = received("2026-04-28");
	go_to("2026-05-08");
	struct clock_event e = { .kind = CLOCK_EXTENDED, .on = request_now(&p), .days = 21 };
	enum err got = step(&p.signer, id, e);
	CHECK((got == ERR_CONFLICT || got == ERR_INVALID) && strcmp(err.rule, "R-033-2") == 0,
		"21 days: %s", err.msg);
	e.days = 20;
	CHECK(step(&p.signer, id, e) == OK, "20 are allowed");
	refused(id, e, "R-033-2", "a second extension");
	id = received("2026-04-28");
	go_to("2026-05-29");
	e.on = request_now(&p);
	refused(id, e, "R-033-2", "an extension after the due day");
	id = received("2026-04-28");
	go_to("2026-05-07");
	CHECK(now(id, CLOCK_CORRECTION_NOTICED, "", "2026-05-20") == OK, "a correction");
	go_to("2026-05-11");
	CHECK(now(id, CLOCK_CORRECTION_RECEIVED, "", NULL) == OK, "it comes");
	e = (struct clock_event){ .kind = CLOCK_CORRECTION_NOTICED,
		.on = request_now(&p),
		.has_until = true,
		.until = day_of("2026-05-28") };
	refused(id, e, "R-030", "a second correction");
	e = (struct clock_event){ .kind = CLOCK_SERVED, .on = request_now(&p) };
	refused(id, e, "C-1.11-1", "service before the reply");
	e = (struct clock_event){ .kind = CLOCK_RECEIVED, .on = request_now(&p) };
	refused(id, e, "C-1.7-22", "received twice");
	e = (struct clock_event){ .kind = CLOCK_REPLY_SENT, .on = day_of("2026-05-12") };
	CHECK(step(&p.handler, id, e) == ERR_INVALID && strcmp(err.field, "on") == 0,
		"not tomorrow: %s", err.msg);
}

static void check_reply(void)
{
	struct request_id id = received("2026-04-28");
	struct request_view v = request_see(&p, &p.clerk, id);
	struct request_step s = { .id = id,
		.version = v.request.version,
		.event = { .kind = CLOCK_REPLY_SENT, .on = request_now(&p) },
		.stage = STAGES,
		.action = STR("request.reply"),
		.has_outcome = true,
		.outcome = OUTCOME_OPEN,
		.outcome_rule = STR("R-036-2") };
	CHECK(request_step(&p.desk.desk, &p.desk.arena, &p.reader, &s, &err) == ERR_DENIED,
		"a reader only reads: %s", err.msg);
	CHECK(request_step(&p.desk.desk, &p.desk.arena, &p.handler, &s, &err) == OK, "reply: %s",
		err.msg);
	CHECK(request_step(&p.desk.desk, &p.desk.arena, &p.handler, &s, &err) == ERR_CONFLICT,
		"the second clerk's page is old: %s", err.msg);
	v = request_see(&p, &p.clerk, id);
	CHECK(v.request.outcome == OUTCOME_OPEN && v.request.closed_on.v == request_now(&p).day &&
			v.request.stage == STAGE_SERVICE &&
			v.request.sort_due == 200000000 + request_now(&p).day,
		"closed with its outcome, to be served");
	CHECK(now(id, CLOCK_SERVED, "", NULL) == OK &&
			request_see(&p, &p.clerk, id).request.stage == STAGE_DONE,
		"served: %s", err.msg);
	struct clock_event e = { .kind = CLOCK_EXTENDED, .on = request_now(&p), .days = 5 };
	refused(id, e, "C-1.11-1", "nothing after the end");
}

static void check_corrections(void)
{
	struct request_id id = received("2026-09-17");
	struct request_view v = request_see(&p, &p.clerk, id);
	int64_t event = v.event[0].id;
	enum err e = request_correct_event(&p.desk.desk, &p.desk.arena, &p.clerk, id,
		v.request.version, event, false, day_of("2026-09-16"), STR(" "), &err);
	CHECK(e == ERR_INVALID && strcmp(err.field, "reason") == 0, "a reason: %s", err.msg);
	e = request_correct_event(&p.desk.desk, &p.desk.arena, &p.clerk, id, v.request.version,
		event, false, day_of("2026-09-16"), STR("邮戳日期看错"), &err);
	CHECK(e == OK, "another date: %s", err.msg);
	check_due(id, "2026-10-20", "one day earlier");
	v = request_see(&p, &p.clerk, id);
	CHECK(v.n_events == 1 && v.n_history == 2 && v.history[1].corrects.v == event,
		"one counts, two are written");
	e = request_correct_event(&p.desk.desk, &p.desk.arena, &p.clerk, id, v.request.version,
		event, false, day_of("2026-09-15"), STR("再看错"), &err);
	CHECK(e == ERR_CONFLICT, "the first has been replaced: %s", err.msg);
	e = request_correct_event(&p.desk.desk, &p.desk.arena, &p.clerk, id, v.request.version,
		v.event[0].id, true, day_of("2026-09-15"), STR("不应登记"), &err);
	CHECK(e == ERR_CONFLICT && strcmp(err.rule, "C-1.7-22") == 0,
		"receipt cannot be taken away: %s", err.msg);
	CHECK(now(id, CLOCK_REPLY_SENT, "", NULL) == OK, "replied");
	v = request_see(&p, &p.clerk, id);
	e = request_correct_event(&p.desk.desk, &p.desk.arena, &p.clerk, id, v.request.version,
		v.event[1].id, true, day_of("2026-09-15"), STR("尚未寄出"), &err);
	v = request_see(&p, &p.clerk, id);
	CHECK(e == OK && !v.request.closed_on.has && v.request.stage == STAGE_HANDLING &&
			v.request.outcome == -1,
		"taken away, the case is open again: %s", err.msg);
	check_due(id, "2026-10-20", "and the period runs on");
}

/* Registered on New Year's Eve and after; a due day in a year that nobody has arranged. */
static void check_new_year(void)
{
	go_to("2025-12-31");
	struct request_id old = request_received(&p);
	go_to("2026-01-01");
	struct request_id new = request_received(&p);
	struct request_row a = request_see(&p, &p.clerk, old).request,
			   b = request_see(&p, &p.clerk, new).request;
	CHECK(str_starts(a.number, STR("2025-")) && str_starts(b.number, STR("2026-")) &&
			a.year == 2025 && b.year == 2026,
		"%.*s, then %.*s", STR_ARG(a.number), STR_ARG(b.number));
	/* Arrived in the old year, confirmed in the new: the number is that of the receipt. */
	go_to("2025-12-31");
	struct request_input in = request_online(&p);
	struct request_filed filed;
	must(request_file(&p.desk.desk, &p.desk.arena, NULL, &in, STR(""), &filed, &err), &err, "");
	go_to("2026-01-04");
	struct receipt_facts facts = { .settled = true, .settled_on = request_now(&p) };
	must(request_confirm(&p.desk.desk, &p.desk.arena, &p.clerk, filed.id, 1, &facts, &err),
		&err, "");
	a = request_see(&p, &p.clerk, filed.id).request;
	CHECK(str_starts(a.number, STR("2026-")) && a.year == 2026, "received in 2026: %.*s",
		STR_ARG(a.number));
	/* 15:59 UTC is the last minute of the day in Shanghai. */
	p.desk.now = (int64_t)day_of("2025-12-31").day * DAYS(1) + HOURS(15) + MINUTES(59);
	CHECK(request_see(&p, &p.clerk, request_received(&p)).request.received_on.v ==
			day_of("2025-12-31").day,
		"23:59 in Shanghai");
	p.desk.now += MINUTES(1);
	CHECK(request_see(&p, &p.clerk, request_received(&p)).request.received_on.v ==
			day_of("2026-01-01").day,
		"midnight in Shanghai");
	struct request_id id = received("2030-12-20");
	CHECK(request_see(&p, &p.clerk, id).request.provisional == 1,
		"a year without an arrangement is provisional");
	CHECK(request_see(&p, &p.clerk, received("2026-09-17")).request.provisional == 0,
		"an arranged one is not");
}

int main(void)
{
	request_place_init(&p);
	check_examples();
	check_steps();
	check_refusals();
	check_reply();
	check_corrections();
	check_new_year();
	int64_t checked;
	CHECK(event_verify(p.desk.desk.store, NULL, &checked, &err) == OK, "the chain holds");
	desk_place_done(&p.desk);
	return TEST_END();
}
