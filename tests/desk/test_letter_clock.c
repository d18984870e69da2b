/* Serving moves the clock (law/rules.md 1.6, W13 to W16); the archive. */
#include "tests/desk/letter_test.h"

#include <sys/stat.h>

static struct letter_place p;
static struct error err;

static bool due_is(struct request_id id, int y, int m, int d)
{
	struct request_view v = request_see(&p.r, &p.r.handler, id);
	bool same = v.request.due_on.has && v.request.due_on.v == date_from_ymd(y, m, d).day;
	if (!same)
		printf("# due %s\n", date_text((struct date){ (int32_t)v.request.due_on.v }).z);
	return same;
}

static void happen(struct request_id id, enum clock_event_kind k, struct str ref)
{
	struct request_view v = request_see(&p.r, &p.r.handler, id);
	struct request_step s = { .id = id,
		.version = v.request.version,
		.event = { .kind = k, .on = request_now(&p.r), .id = ref },
		.stage = STAGES,
		.action = STR("request.test") };
	must(request_step(&p.r.desk.desk, &p.r.desk.arena, &p.r.handler, &s, &err), &err, "step");
}

static struct letter_id made_today(const struct letter_input *in)
{
	struct letter_id id;
	must(letter_try(&p, &p.r.handler, in, &id, &err), &err, "draft");
	letter_signed(&p, id);
	return id;
}

static void check_correction(void)
{
	request_day(&p.r, 2026, 9, 17);
	struct request_id id = request_received(&p.r);
	struct letter_input in = letter_full(id, "F03");
	request_day(&p.r, 2026, 9, 24);
	struct letter_id l = made_today(&in);
	must(letter_post(&p, l, &err), &err, "post");
	struct request_view v = request_see(&p.r, &p.r.handler, id);
	CHECK(v.request.stage == STAGE_CORRECTION && v.event[1].until_day.has &&
			v.event[1].until_day.v == date_from_ymd(2026, 10, 15).day,
		"W13: the applicant has until 2026-10-15");
	request_day(&p.r, 2026, 10, 12);
	happen(id, CLOCK_CORRECTION_RECEIVED, STR(""));
	CHECK(due_is(id, 2026, 11, 9), "W13: 20 days anew");
	in = letter_full(id, "F03");
	CHECK(letter_try(&p, &p.r.handler, &in, &l, &err) == ERR_CONFLICT &&
			strcmp(err.rule, "R-030") == 0,
		"one correction only: %s", err.msg);
}

static void check_third_party(void)
{
	request_day(&p.r, 2025, 4, 21);
	struct request_id id = request_received(&p.r);
	CHECK(due_is(id, 2025, 5, 21), "W14: before");
	request_day(&p.r, 2025, 4, 28);
	struct letter_input in = letter_full(id, "F07");
	struct letter_id l = made_today(&in);
	must(letter_post(&p, l, &err), &err, "post");
	request_day(&p.r, 2025, 5, 6);
	struct letter_view lv = letter_see(&p, l);
	CHECK(lv.letter.state == LETTER_SENT, "sent, not yet known to be received");
	CHECK(letter_serve(&p.r.desk.desk, &p.r.desk.arena, &p.r.handler, l, lv.letter.version,
		      SERVICE_POST, date_from_ymd(2025, 4, 28), true, request_now(&p.r), STR(""),
		      &err) == ERR_INVALID,
		"the number of the post must stand: %s", err.msg);
	must(letter_serve(&p.r.desk.desk, &p.r.desk.arena, &p.r.handler, l, lv.letter.version,
		     SERVICE_POST, date_from_ymd(2025, 4, 28), true, request_now(&p.r),
		     STR("EM000000001CN"), &err),
		&err, "received");
	lv = letter_see(&p, l);
	CHECK(lv.letter.state == LETTER_SERVED, "served");
	struct letter_input f13 = letter_full(id, "F13");
	struct letter_id none;
	f13.facts = letter_open_facts();
	CHECK(letter_try(&p, &p.r.handler, &f13, &none, &err) == ERR_CONFLICT,
		"no reply while others are asked: %s", err.msg);
	request_day(&p.r, 2025, 5, 15);
	struct consultation_view *q;
	size_t n;
	must(consultation_list(&p.r.desk.desk, &p.r.desk.arena, &p.r.handler, id, &q, &n, NULL,
		     &err),
		&err, "list");
	CHECK(n == 1 && q[0].row.letter.v == l.v && str_is(q[0].row.ref, "第三方1"),
		"the letter made the record");
	must(consultation_answer(&p.r.desk.desk, &p.r.desk.arena, &p.r.handler, q[0].row.id,
		     q[0].row.version, request_now(&p.r), OPINION_AGREE, STR(""), NULL, &err),
		&err, "answer");
	CHECK(due_is(id, 2025, 6, 5), "W14: after");
}

static void check_extension(void)
{
	request_day(&p.r, 2026, 4, 28);
	struct request_id id = request_received(&p.r);
	struct letter_input in = letter_full(id, "F05");
	in.days = 20;
	request_day(&p.r, 2026, 5, 28);
	struct letter_id l = made_today(&in);
	CHECK(str_has(letter_see(&p, l).letter.body, "将于2026年6月26日前作出答复"),
		"W15: the letter names the day");
	CHECK(due_is(id, 2026, 5, 28), "nothing moves before it is sent");
	must(letter_post(&p, l, &err), &err, "post");
	CHECK(due_is(id, 2026, 6, 26), "W15");
	CHECK(letter_try(&p, &p.r.handler, &in, &l, &err) == ERR_CONFLICT, "once only: %s",
		err.msg);
	request_day(&p.r, 2026, 4, 28);
	id = request_received(&p.r);
	request_day(&p.r, 2026, 5, 28);
	in.request = id;
	l = made_today(&in);
	request_day(&p.r, 2026, 5, 29);
	CHECK(letter_post(&p, l, &err) == ERR_CONFLICT, "too late the day after: %s", err.msg);
	CHECK(letter_see(&p, l).letter.state == LETTER_SIGNED, "the letter stays as it was");
}

static void check_fee(void)
{
	request_day(&p.r, 2025, 12, 22);
	struct request_id id = request_received(&p.r);
	struct letter_input in = letter_full(id, "F12");
	struct letter_id l = made_today(&in);
	must(letter_post(&p, l, &err), &err, "post");
	CHECK(request_see(&p.r, &p.r.handler, id).request.stage != STAGE_PAYMENT,
		"the period waits for the receipt");
	request_day(&p.r, 2025, 12, 30);
	must(letter_serve(&p.r.desk.desk, &p.r.desk.arena, &p.r.handler, l,
		     letter_see(&p, l).letter.version, SERVICE_POST, date_from_ymd(2025, 12, 22),
		     true, request_now(&p.r), STR("EM000000001CN"), &err),
		&err, "received");
	struct request_view v = request_see(&p.r, &p.r.handler, id);
	CHECK(v.request.stage == STAGE_PAYMENT &&
			v.request.sort_due == 100000000 + date_from_ymd(2026, 1, 28).day,
		"W16: pay by 2026-01-28");
	request_day(&p.r, 2026, 1, 15);
	happen(id, CLOCK_FEE_PAID, STR(""));
	CHECK(due_is(id, 2026, 2, 12), "W16: 20 days anew");
}

static void check_reply(void)
{
	request_day(&p.r, 2026, 9, 17);
	struct request_id id = request_received(&p.r);
	struct letter_input in = letter_full(id, "F17");
	in.facts = letter_ends_at(QUESTION_HELD, ANSWER_NO);
	request_day(&p.r, 2026, 9, 18);
	struct letter_id l = made_today(&in);
	struct desk *d = &p.r.desk.desk;
	struct arena *a = &p.r.desk.arena;
	int64_t version = letter_see(&p, l).letter.version;
	struct date now = request_now(&p.r);
	CHECK(letter_serve(d, a, &p.r.handler, l, version, SERVICE_DIRECT, now, false, now, STR(""),
		      &err) == ERR_INVALID,
		"by hand it is the signature that counts: %s", err.msg);
	CHECK(letter_serve(d, a, &p.r.handler, l, version, SERVICE_DIRECT, date_add_days(now, -1),
		      true, now, STR(""), &err) == ERR_INVALID,
		"not before it was signed: %s", err.msg);
	CHECK(letter_serve(d, a, &p.r.handler, l, version, SERVICE_DIRECT, now, true,
		      date_add_days(now, 1), STR(""), &err) == ERR_INVALID,
		"not tomorrow: %s", err.msg);
	CHECK(letter_serve(d, a, &p.r.handler, l, version, SERVICE_DIRECT, now, true, now,
		      STR("本人签收"), &err) == OK,
		"served: %s", err.msg);
	struct request_view v = request_see(&p.r, &p.r.handler, id);
	CHECK(v.request.stage == STAGE_DONE && v.request.outcome == OUTCOME_NOT_HELD &&
			str_is(v.request.outcome_rule, "R-036-4") && v.n_events == 3,
		"done, row 3.4.1");
	CHECK(letter_try(&p, &p.r.handler, &in, &l, &err) == ERR_CONFLICT, "no second reply: %s",
		err.msg);

	char path[400], command[1200];
	snprintf(path, sizeof(path), "%s-case.zip", p.r.desk.key_path);
	unlink(path);
	CHECK(request_archive(d, a, &p.r.handler, id, path, &err) == OK, "archived: %s", err.msg);
	CHECK(request_see(&p.r, &p.r.handler, id).request.stage == STAGE_ARCHIVED, "stage");
	snprintf(command, sizeof(command), "python3 '%s/tests/desk/check_archive.py' '%s'",
		getenv("GONGKAI_ROOT") ? getenv("GONGKAI_ROOT") : ".", path);
	CHECK(system(command) == 0, "another program reads it and its SM3 sums");
	CHECK(request_archive(d, a, &p.r.handler, id, path, &err) == ERR_IO, "never over a file");
	unlink(path);
	request_day(&p.r, 2026, 9, 18);
	struct request_id open = request_received(&p.r);
	CHECK(request_archive(d, a, &p.r.handler, open, path, &err) == ERR_CONFLICT,
		"not an open case: %s", err.msg);
}

int main(void)
{
	letter_place_init(&p);
	check_correction();
	check_third_party();
	check_extension();
	check_fee();
	check_reply();
	desk_place_done(&p.r.desk);
	return TEST_END();
}
