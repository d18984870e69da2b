/*
 * Every kind of legal event of a case: its date is corrected with a reason and the clock follows; it is
 * taken away by a correcting entry and the clock runs as if it had not been.  Nothing is deleted.
 * Days were counted by hand: 2026-03-02 is a Monday, there is no holiday before 04-06.
 */
#include "tests/desk/request_test.h"

static struct error err;
static struct request_place p;

static struct date day(const char *s)
{
	struct date out = { 0 };
	CHECK(date_parse(str_cstr(s), &out), "date %s", s);
	return out;
}

/* One event; kind CLOCK_EVENT_COUNT ends a list. */
struct known {
	enum clock_event_kind kind;
	const char *on, *until;
	int days;
};
#define END { CLOCK_EVENT_COUNT, NULL, NULL, 0 }

static const struct row {
	const char *what;
	struct known event[5]; /* after the receipt on 2026-03-02; the last one is corrected */
	const char *to;	       /* the right date */
	const char *due;       /* last day of the reply before, with the right date, and without it */
	const char *due_moved, *due_gone;
	int state, state_gone; /* enum clock_state before and after it is taken away; -1: not asked */
} rows[] = {
	/* 20 working days after 03-02: 03-30; after 03-03: 03-31. */
	{ "receipt", { END }, "2026-03-03", "2026-03-30", "2026-03-31", NULL, -1, -1 },
	/* Until 03-20 the applicant has time; no day is due. */
	{ "correction asked for", { { CLOCK_CORRECTION_NOTICED, "2026-03-05", "2026-03-20", 0 }, END },
		"2026-03-04", NULL, NULL, "2026-03-30", CLOCK_AWAITING_CORRECTION, -1 },
	/* Counted anew from 03-10: 04-08 (04-06 is off); from 03-09: 04-07. */
	{ "correction received",
		{ { CLOCK_CORRECTION_NOTICED, "2026-03-05", "2026-03-20", 0 },
			{ CLOCK_CORRECTION_RECEIVED, "2026-03-10", NULL, 0 }, END },
		"2026-03-09", "2026-04-08", "2026-04-07", NULL, CLOCK_OVERDUE, -1 },
	/* Ten days more after 03-30: 03-31, 04-01 to 03, 07 to 10, 13, 14. */
	{ "extension", { { CLOCK_EXTENDED, "2026-03-20", NULL, 10 }, END }, "2026-03-23", "2026-04-14",
		"2026-04-14", "2026-03-30", -1, -1 },
	/* Sent on 03-09, opinion on 03-13: 10 to 13 do not count, 4 days: 03-31, 04-01 to 03. */
	{ "opinion received",
		{ { CLOCK_CONSULT_SENT, "2026-03-09", NULL, 0 },
			{ CLOCK_CONSULT_SERVED, "2026-03-09", NULL, 0 },
			{ CLOCK_CONSULT_RETURNED, "2026-03-13", NULL, 0 }, END },
		/* On 03-12: 3 days.  Not at all: fifteen working days, 10 to 30 March. */
		"2026-03-12", "2026-04-03", "2026-04-02", "2026-04-21", -1, -1 },
	{ "fee notice", { { CLOCK_FEE_NOTICED, "2026-03-10", NULL, 0 }, END }, "2026-03-11", NULL, NULL,
		"2026-03-30", -1, CLOCK_OVERDUE },
	/* Paid on 03-16: 20 days from then, 04-14; on 03-17: 04-15. */
	{ "fee paid",
		{ { CLOCK_FEE_NOTICED, "2026-03-10", NULL, 0 }, { CLOCK_FEE_PAID, "2026-03-16", NULL, 0 },
			END },
		"2026-03-17", "2026-04-14", "2026-04-15", NULL, -1, -1 },
	{ "reasons asked for", { { CLOCK_EXCESS_REASON_ASKED, "2026-03-10", NULL, 0 }, END }, "2026-03-11",
		"2026-03-30", "2026-03-30", "2026-03-30", -1, -1 },
	{ "reply delayed",
		{ { CLOCK_EXCESS_REASON_ASKED, "2026-03-10", NULL, 0 },
			{ CLOCK_DELAYED, "2026-03-20", "2026-05-15", 0 }, END },
		"2026-03-19", "2026-05-15", "2026-05-15", "2026-03-30", -1, -1 },
	{ "reply sent", { { CLOCK_REPLY_SENT, "2026-03-20", NULL, 0 }, END }, "2026-03-19", "2026-03-30",
		"2026-03-30", "2026-03-30", CLOCK_REPLIED, CLOCK_OVERDUE },
	{ "reply served",
		{ { CLOCK_REPLY_SENT, "2026-03-20", NULL, 0 }, { CLOCK_SERVED, "2026-03-24", NULL, 0 }, END },
		"2026-03-23", "2026-03-30", "2026-03-30", "2026-03-30", CLOCK_REPLY_SERVED, CLOCK_REPLIED },
	{ "withdrawn", { { CLOCK_WITHDRAWN, "2026-03-20", NULL, 0 }, END }, "2026-03-19", NULL, NULL,
		"2026-03-30", CLOCK_STATE_WITHDRAWN, CLOCK_OVERDUE },
	{ "transferred", { { CLOCK_TRANSFERRED, "2026-03-20", NULL, 0 }, END }, "2026-03-19", NULL, NULL,
		"2026-03-30", -1, CLOCK_OVERDUE },
	{ "closed", { { CLOCK_CLOSED, "2026-03-20", NULL, 0 }, END }, "2026-03-19", NULL, NULL,
		"2026-03-30", -1, CLOCK_OVERDUE },
};

static void happen(struct request_id id, const struct known *k)
{
	struct request_step s = { .id = id,
		.version = request_see(&p, &p.signer, id).request.version,
		.event = { .kind = k->kind,
			.on = day(k->on),
			.days = k->days,
			.has_until = k->until != NULL,
			.until = k->until ? day(k->until) : (struct date){ 0 },
			.consultee = CLOCK_THIRD_PARTY,
			.id = STR("第三方1"),
			.reason = STR("测试") },
		.stage = STAGES,
		.action = STR("request.test"),
		.has_outcome = k->kind == CLOCK_REPLY_SENT,
		.outcome = OUTCOME_OPEN,
		.outcome_rule = STR("R-036-2") };
	must(request_step(&p.desk.desk, &p.desk.arena, &p.signer, &s, &err), &err, k->on);
}

static void check_due(struct request_id id, const char *due, const char *what, const char *when)
{
	struct request_view v = request_see(&p, &p.clerk, id);
	if (!due)
		return;
	CHECK(v.request.due_on.has && v.request.due_on.v == day(due).day, "%s, %s: due on %s", what, when,
		v.request.due_on.has ? date_text((struct date){ (int32_t)v.request.due_on.v }).z : "-");
}

static enum err correct(struct request_id id, int64_t event, int64_t version, bool away, const char *to,
	const char *reason)
{
	err = (struct error){ .code = OK };
	return request_correct_event(&p.desk.desk, &p.desk.arena, &p.handler, id, version, event, away,
		to ? day(to) : (struct date){ 0 }, str_cstr(reason), &err);
}

static void check_row(const struct row *r)
{
	request_day(&p, 2026, 3, 2);
	struct request_id id = request_received(&p);
	request_day(&p, 2026, 6, 1);
	size_t n = 0;
	for (; r->event[n].kind != CLOCK_EVENT_COUNT; n++)
		happen(id, &r->event[n]);
	struct request_view v = request_see(&p, &p.clerk, id);
	check_due(id, r->due, r->what, "as written");
	CHECK(r->state < 0 || (int)v.clock.state == r->state || v.clock.state == CLOCK_LAPSED_CORRECTION,
		"%s: state %s", r->what, clock_state_label(v.clock.state));
	struct request_event_row last = v.event[v.n_events - 1];
	CHECK(correct(id, last.id, v.request.version, false, r->to, "") == ERR_INVALID,
		"%s: not without a reason", r->what);
	CHECK(correct(id, last.id, v.request.version, false, "2026-06-02", "明天") == ERR_INVALID,
		"%s: not tomorrow", r->what);
	CHECK(correct(id, last.id, v.request.version, false, r->to, "登记时看错") == OK, "%s: to %s: %s",
		r->what, r->to, err.msg);
	CHECK(correct(id, last.id, v.request.version, false, r->to, "登记时看错") == ERR_CONFLICT,
		"%s: somebody else's page is stale", r->what);
	check_due(id, r->due_moved, r->what, "corrected");
	struct request_view moved = request_see(&p, &p.clerk, id);
	CHECK(moved.n_events == v.n_events && moved.n_history == v.n_history + 1 &&
			moved.event[moved.n_events - 1].on_day == day(r->to).day &&
			moved.event[moved.n_events - 1].corrects.v == last.id,
		"%s: the first entry stays", r->what);
	if (n == 0)
		return;
	CHECK(correct(id, moved.event[moved.n_events - 1].id, moved.request.version, true, NULL,
		      "没有发生过") == OK,
		"%s: taken away: %s", r->what, err.msg);
	struct request_view gone = request_see(&p, &p.clerk, id);
	CHECK(gone.n_events == v.n_events - 1 && gone.n_history == v.n_history + 2, "%s: gone", r->what);
	check_due(id, r->due_gone, r->what, "taken away");
	CHECK(r->state_gone < 0 || (int)gone.clock.state == r->state_gone, "%s: then %s", r->what,
		clock_state_label(gone.clock.state));
	CHECK(n > 1 || !gone.request.closed_on.has, "%s: open", r->what);
}

int main(void)
{
	request_place_init(&p);
	size_t n = sizeof(rows) / sizeof(*rows);
	for (size_t i = 0; i < n; i++)
		check_row(&rows[i]);
	CHECK(desk_events(&p.desk, "request.correct_event") == 2 * n - 1, "an event each");
	int64_t checked;
	CHECK(event_verify(p.desk.desk.store, NULL, &checked, &err) == OK, "the chain holds");
	desk_place_done(&p.desk);
	return TEST_END();
}
