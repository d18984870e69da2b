/* What somebody without an account does with his own request, and what he is told before he files.
 */
#include "desk/applicant.h"
#include "tests/desk/request_test.h"

#include <stdio.h>
#include <string.h>

static struct error err;
static struct request_place p;

static struct request_view see(struct request_id id)
{
	struct request_view v;
	must(applicant_view(&p.desk.desk, &p.desk.arena, id, &v, &err), &err, "view");
	return v;
}

static void step(struct request_id id, struct clock_event event)
{
	struct request_view v = request_see(&p, &p.handler, id);
	event.on = request_now(&p);
	struct request_step s = { .id = id,
		.version = v.request.version,
		.event = event,
		.stage = STAGES,
		.action = STR("request.note") };
	if (event.kind == CLOCK_REPLY_SENT) {
		s.has_outcome = true;
		s.outcome = OUTCOME_OPEN;
	}
	must(request_step(&p.desk.desk, &p.desk.arena, &p.handler, &s, &err), &err, "step");
}

static void check_correction(void)
{
	request_day(&p, 2026, 9, 17); /* law/rules.md W13 */
	struct request_id id = request_received(&p);
	struct applicant_correction in = { .text = STR(" 要中标合同，不要附件。\a ") };
	CHECK(applicant_correct(&p.desk.desk, &p.desk.arena, id, &in, &err) == ERR_CONFLICT,
		"nobody asked for it: %s", err.msg);
	request_day(&p, 2026, 9, 24);
	step(id, (struct clock_event){ .kind = CLOCK_CORRECTION_NOTICED,
			 .has_until = true,
			 .until = date_from_ymd(2026, 10, 15) });
	CHECK(see(id).request.stage == STAGE_CORRECTION, "it waits");
	request_day(&p, 2026, 10, 12);
	in.text = STR("\a ");
	CHECK(applicant_correct(&p.desk.desk, &p.desk.arena, id, &in, &err) == ERR_INVALID &&
			strcmp(err.field, "text") == 0,
		"empty but for an unseen sign: %s", err.msg);
	in.text = STR(" 要中标合同，不要附件。\a ");
	CHECK(applicant_correct(&p.desk.desk, &p.desk.arena, id, &in, &err) == OK, "in time: %s",
		err.msg);
	struct request_view v = request_see(&p, &p.clerk, id);
	CHECK(v.clock.due.day == date_from_ymd(2026, 11, 9).day, "W13: twenty days afresh: %s",
		date_text(v.clock.due).z);
	CHECK(v.n_notes == 1 && str_is(v.note[0].text, "申请人补正：要中标合同，不要附件。"),
		"the office reads it: %.*s", STR_ARG(v.note[0].text));
	CHECK(see(id).n_notes == 0, "notes are the office's");
	CHECK(desk_events(&p.desk, "request.corrected") == 1, "one event");
	CHECK(applicant_correct(&p.desk.desk, &p.desk.arena, id, &in, &err) == ERR_CONFLICT,
		"not twice: %s", err.msg);
}

static void check_late_correction(void)
{
	request_day(&p, 2026, 9, 17);
	struct request_id id = request_received(&p);
	request_day(&p, 2026, 9, 24);
	step(id, (struct clock_event){ .kind = CLOCK_CORRECTION_NOTICED,
			 .has_until = true,
			 .until = date_from_ymd(2026, 10, 15) });
	request_day(&p, 2026, 10, 20);
	struct applicant_correction in = { .text = STR("要中标合同") };
	CHECK(applicant_correct(&p.desk.desk, &p.desk.arena, id, &in, &err) == ERR_CONFLICT,
		"late without a reason: %s", err.msg);
	in.reason = STR("住院");
	CHECK(applicant_correct(&p.desk.desk, &p.desk.arena, id, &in, &err) == OK,
		"late with one: %s", err.msg);
}

static void check_withdrawal(void)
{
	request_day(&p, 2026, 9, 17);
	struct request_id id = request_received(&p);
	CHECK(applicant_withdraw(&p.desk.desk, &p.desk.arena, id, &err) == OK, "%s", err.msg);
	struct request_view v = see(id);
	CHECK(v.clock.state == CLOCK_STATE_WITHDRAWN && v.request.outcome == OUTCOME_MISC,
		"其他处理第3项: %lld", (long long)v.request.outcome);
	CHECK(applicant_withdraw(&p.desk.desk, &p.desk.arena, id, &err) == ERR_CONFLICT,
		"not twice: %s", err.msg);
	struct request_input in = request_online(&p);
	struct request_filed filed;
	must(request_file(&p.desk.desk, &p.desk.arena, NULL, &in, STR(""), &filed, &err), &err,
		"file");
	CHECK(applicant_withdraw(&p.desk.desk, &p.desk.arena, filed.id, &err) == OK,
		"before it is confirmed: %s", err.msg);
	v = see(filed.id);
	CHECK(v.request.stage == STAGE_DONE && v.request.closed_on.has && !v.has_clock &&
			v.request.outcome == -1,
		"it never was received in the sense of the law");
	CHECK(applicant_withdraw(&p.desk.desk, &p.desk.arena, filed.id, &err) == ERR_CONFLICT,
		"not twice: %s", err.msg);
	CHECK(desk_events(&p.desk, "request.withdrawn") == 2, "one event each");
}

static void check_contact(void)
{
	struct request_id id = request_received(&p);
	struct applicant_contact in = { .phone = STR("0000-1234567") };
	CHECK(applicant_set_contact(&p.desk.desk, &p.desk.arena, id, &in, &err) == ERR_INVALID &&
			strcmp(err.field, "email") == 0,
		"wants its answer by mail: %s", err.msg);
	in.email = STR("other@example.cn");
	CHECK(applicant_set_contact(&p.desk.desk, &p.desk.arena, id, &in, &err) == OK, "%s",
		err.msg);
	struct request_view v = see(id);
	CHECK(str_is(v.applicant.email, "o***@example.cn") && v.applicant.address.n == 0,
		"masked, and the address is gone: %.*s", STR_ARG(v.applicant.email));
	CHECK(desk_events(&p.desk, "request.contact") == 1, "one event");
}

static void check_figures(void)
{
	struct office_years y;
	step(request_received(&p), (struct clock_event){ .kind = CLOCK_REPLY_SENT });
	CHECK(office_years(&p.desk.desk, &p.desk.arena, &y, &err) == OK &&
			y.year == 2026 && y.now.received == 5 && y.now.closed == 2 &&
			y.before.received == 0,
		"what was withdrawn before receipt counts nowhere: %lld of %lld",
		(long long)y.now.closed, (long long)y.now.received);
}

static void check_limit(void)
{
	enum err e = OK;
	for (int i = 0; i < 3; i++)
		e = visitor_limit(
			&p.desk.desk, &p.desk.arena, "apply", STR("192.0.2.7"), 60, 3, &err);
	CHECK(e == OK, "three are allowed");
	e = visitor_limit(&p.desk.desk, &p.desk.arena, "apply", STR("192.0.2.7"), 60, 3, &err);
	CHECK(e == ERR_LIMIT && strcmp(err.field, "address") == 0, "the fourth: %s", err.msg);
	char when[64];
	int minute = (int)((p.desk.now / 60000 + 8 * 60 + 60) % (24 * 60));
	snprintf(when, sizeof when, "请在 %02d:%02d 以后再试", minute / 60, minute % 60);
	CHECK(strstr(err.msg, when) != NULL, "an hour from now, %s: %s", when, err.msg);
	e = visitor_limit(&p.desk.desk, &p.desk.arena, "apply", STR("192.0.2.8"), 60, 3, &err);
	CHECK(e == OK, "another address");
	p.desk.now += HOURS(1);
	e = visitor_limit(&p.desk.desk, &p.desk.arena, "apply", STR("192.0.2.7"), 60, 3, &err);
	CHECK(e == OK, "an hour later");
}

int main(void)
{
	request_place_init(&p);
	check_correction();
	check_late_correction();
	check_withdrawal();
	check_contact();
	check_figures();
	check_limit();
	desk_place_done(&p.desk);
	return TEST_END();
}
