/* A signed letter that is taken back, days of a letter that are corrected, both in the log of the case. */
#include "desk/mail.h"
#include "desk/notice.h"
#include "desk/request_office.h"
#include "tests/desk/letter_test.h"

static struct letter_place p;
static struct error err;

static struct desk *d(void)
{
	return &p.r.desk.desk;
}
static struct arena *ar(void)
{
	return &p.r.desk.arena;
}
static bool is_day(struct opt_i64 v, int y, int m, int day)
{
	return v.has && v.v == date_from_ymd(y, m, day).day;
}

static struct letter_id reply(struct request_id id)
{
	struct letter_input in = letter_full(id, "F13");
	struct letter_id l;
	in.facts = letter_open_facts();
	must(letter_try(&p, &p.r.handler, &in, &l, &err), &err, "draft");
	return l;
}

static enum err take_back(const struct actor *who, struct letter_id l, const char *reason)
{
	err = (struct error){ .code = OK };
	return letter_revoke(d(), ar(), who, l, letter_see(&p, l).letter.version, str_cstr(reason),
		&err);
}

static size_t log_of(struct request_id id, struct office_log_row **row)
{
	size_t n = 0;
	must(office_log(d(), ar(), &p.r.reader, id, 0, row, &n, &err), &err, "log");
	return n;
}

/* Mails to applicants until now. */
static int64_t told(void)
{
	static struct notice_post post = { true, STR_INIT("示例公开"), STR_INIT("https://gk.example.cn") };
	struct runner_kind kind[] = { { NOTICE_TELL_JOB, notice_run_tell, &post, 0 }, { .kind = NULL } };
	struct runner_config c = {
		.desk = d(), .kind = kind, .clock_ms = desk_clock, .clock_ctx = &p.r.desk
	};
	struct mail_count mails;
	int n = 0;
	must(runner_drain(&c, &n, &err), &err, "drain");
	must(mail_counts(d(), &mails, &err), &err, "mails");
	return mails.waiting;
}

/* Signed and not sent: the number is gone with it, the next one follows. */
static void check_unsent(void)
{
	request_day(&p.r, 2026, 3, 2);
	struct request_id id = request_received(&p.r);
	struct letter_id l = reply(id);
	CHECK(take_back(&p.head, l, "引用条款有误") == ERR_CONFLICT, "a draft is dropped: %s", err.msg);
	struct str number = letter_signed(&p, l).letter.number;
	CHECK(take_back(&p.r.handler, l, "引用条款有误") == ERR_DENIED, "not by who handles it");
	CHECK(take_back(&p.head, l, "") == ERR_INVALID && !strcmp(err.field, "reason"), "not without why");
	CHECK(take_back(&p.head, l, "引用条款有误") == OK, "taken back: %s", err.msg);
	struct letter_view v = letter_see(&p, l);
	CHECK(v.letter.state == LETTER_DROPPED && str_eq(v.letter.number, number) &&
			v.request.stage == STAGE_HANDLING && !v.may_serve && !v.may_revoke,
		"C-1.11-2: it keeps its number, the case goes on");
	CHECK(letter_post(&p, l, &err) == ERR_CONFLICT, "it cannot be sent any more: %s", err.msg);
	struct letter_view second = letter_signed(&p, reply(id));
	CHECK(number.n > 0 && !str_eq(second.letter.number, number), "the number is not given twice: %.*s",
		STR_ARG(second.letter.number));
}

/* Sent on the 9th and received on the 11th; the wrong one: the case is open again with its old day. */
static void check_sent(void)
{
	struct office_log_row *row;
	request_day(&p.r, 2026, 3, 2);
	struct request_id id = request_received(&p.r);
	int64_t due = request_see(&p.r, &p.r.clerk, id).request.due_on.v;
	struct letter_id l = reply(id);
	letter_signed(&p, l);
	request_day(&p.r, 2026, 3, 11);
	struct letter_view v = letter_see(&p, l);
	must(letter_serve(d(), ar(), &p.r.handler, l, v.letter.version, SERVICE_POST,
		     date_from_ymd(2026, 3, 9), true, date_from_ymd(2026, 3, 11),
		     STR("EM000000001CN"), &err),
		&err, "serve");
	struct request_view r = request_see(&p.r, &p.r.clerk, id);
	CHECK(r.request.closed_on.has && r.request.outcome == OUTCOME_OPEN, "ended");
	/* The day of posting was the 10th: the letter and the end of the case follow. */
	must(request_correct_event(d(), ar(), &p.r.handler, id, r.request.version,
		     r.event[1].id, false, date_from_ymd(2026, 3, 10), STR("邮戳日期"), &err),
		&err, "correct");
	CHECK(is_day(letter_see(&p, l).letter.sent_on, 2026, 3, 10), "the letter's day follows");
	r = request_see(&p.r, &p.r.clerk, id);
	CHECK(is_day(r.request.closed_on, 2026, 3, 10), "and that of the case");
	must(request_correct_event(d(), ar(), &p.r.handler, id, r.request.version, r.event[2].id,
		     true, (struct date){ 0 }, STR("回执是别件的"), &err),
		&err, "take the receipt away");
	v = letter_see(&p, l);
	CHECK(v.letter.state == LETTER_SENT && !v.letter.served_on.has, "sent, not received");
	r = request_see(&p.r, &p.r.clerk, id);
	CHECK(request_correct_event(d(), ar(), &p.r.handler, id, r.request.version, r.event[1].id,
		      true, (struct date){ 0 }, STR("没有寄过"), &err) == ERR_CONFLICT,
		"the sending itself is the head's to undo: %s", err.msg);
	CHECK(request_correct_event(d(), ar(), &p.r.handler, id, r.request.version, r.event[1].id,
		      false, date_from_ymd(2026, 3, 1), STR("更早"), &err) == ERR_INVALID,
		"not before it was signed: %s", err.msg);
	int64_t mails = told();
	CHECK(take_back(&p.head, l, "答复内容有误，重新制发") == OK, "taken back: %s", err.msg);
	CHECK(told() == mails + 1, "the applicant is written to");
	r = request_see(&p.r, &p.r.clerk, id);
	CHECK(r.clock.state == CLOCK_HANDLING && !r.request.closed_on.has && r.request.outcome == -1 &&
			r.request.due_on.v == due && r.request.stage == STAGE_HANDLING,
		"open again, the old last day");
	struct applicant_letter *own;
	struct applicant_paper paper;
	size_t n = 0;
	must(applicant_letters(d(), ar(), id, &own, &n, &err), &err, "letters");
	CHECK(n == 1 && own[0].revoked, "the applicant sees that it was taken back");
	CHECK(applicant_letter_paper(d(), ar(), id, l, &paper, &err) == ERR_NOT_FOUND &&
			applicant_letter_open(d(), ar(), id, l, &paper, &err) == ERR_NOT_FOUND,
		"and cannot open it");
	/* The right one goes its way. */
	struct letter_id right = reply(id);
	letter_signed(&p, right);
	must(letter_post(&p, right, &err), &err, "post");
	CHECK(is_day(request_see(&p.r, &p.r.clerk, id).request.closed_on, 2026, 3, 11), "ended by it");
	/* Everything stands in the log of the case, with the letter it was. */
	n = log_of(id, &row);
	size_t draft = 0, opinion = 0, sign = 0, serve = 0, revoked = 0, bare = 0;
	for (size_t i = 0; i < n; i++) {
		draft += str_is(row[i].action, "letter.draft");
		opinion += str_is(row[i].action, "letter.opinion");
		sign += str_is(row[i].action, "letter.sign");
		serve += str_is(row[i].action, "letter.serve");
		revoked += str_is(row[i].action, "letter.revoke") && row[i].letter.v == l.v &&
			str_is(row[i].reason, "答复内容有误，重新制发") && row[i].actor.v == p.head.person.v;
		bare += str_starts(row[i].action, STR("letter.")) && !row[i].letter.v;
		CHECK(i == 0 || row[i].seq.v < row[i - 1].seq.v, "newest first");
	}
	CHECK(draft == 2 && opinion == 4 && sign == 2 && serve == 2 && revoked == 1 && bare == 0,
		"two letters, each step once: %zu %zu %zu %zu %zu", draft, opinion, sign, serve, revoked);
	CHECK(row[n - 1].letter.v == 0 && str_is(row[n - 1].action, "request.file"), "the oldest");
}

/* An extension that is taken back: the old last day counts again. */
static void check_extension(void)
{
	request_day(&p.r, 2026, 4, 1);
	struct request_id id = request_received(&p.r);
	int64_t due = request_see(&p.r, &p.r.clerk, id).request.due_on.v;
	struct letter_input in = letter_full(id, "F05");
	struct letter_id l = letter_sent(&p, &in, "F05");
	CHECK(request_see(&p.r, &p.r.clerk, id).request.due_on.v > due, "longer");
	CHECK(take_back(&p.head, l, "不需要延期") == OK, "taken back: %s", err.msg);
	CHECK(request_see(&p.r, &p.r.clerk, id).request.due_on.v == due, "as before");
	in = letter_full(id, "F11");
	l = letter_sent(&p, &in, "F11");
	CHECK(take_back(&p.head, l, "不需要了") == ERR_CONFLICT, "what asks others: %s", err.msg);
}

int main(void)
{
	letter_place_init(&p);
	check_unsent();
	check_sent();
	check_extension();
	int64_t checked;
	CHECK(event_verify(d()->store, NULL, &checked, &err) == OK, "the chain holds");
	desk_place_done(&p.r.desk);
	return TEST_END();
}
