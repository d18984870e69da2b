/* Letters on the applicant's own page: which there are, the first opening, what it completes. */
#include "tests/desk/letter_test.h"

#include "desk/notice.h"

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

static size_t letters(struct request_id id, struct applicant_letter **out)
{
	size_t n = 99;
	must(applicant_letters(d(), ar(), id, out, &n, &err), &err, "letters");
	return n;
}

static enum err open_letter(struct request_id id, struct letter_id l, struct applicant_paper *out)
{
	err = (struct error){ .code = OK };
	return applicant_letter_open(d(), ar(), id, l, out, &err);
}

static void send(struct letter_id l, enum service_way way)
{
	struct letter_view v = letter_see(&p, l);
	must(letter_serve(d(), ar(), &p.r.handler, l, v.letter.version, way, request_now(&p.r), false,
		     request_now(&p.r), way == SERVICE_POST ? STR("EM000000001CN") : STR(""), &err),
		&err, "serve");
}

static struct letter_id reply(struct request_id id)
{
	struct letter_input in = letter_full(id, "F13");
	struct letter_id l;
	in.facts = letter_open_facts();
	must(letter_try(&p, &p.r.handler, &in, &l, &err), &err, "draft");
	return l;
}

/* Sent electronically on a Monday, opened on the Wednesday: served on the Wednesday. */
static void check_electronic(void)
{
	struct applicant_letter *own;
	struct applicant_paper paper;
	request_day(&p.r, 2026, 3, 2);
	struct request_id id = request_received(&p.r), other = request_received(&p.r);
	struct letter_id l = reply(id);
	CHECK(letters(id, &own) == 0 && open_letter(id, l, &paper) == ERR_NOT_FOUND,
		"a draft is nobody's business: %s", err.msg);
	letter_signed(&p, l);
	CHECK(letters(id, &own) == 0 && open_letter(id, l, &paper) == ERR_NOT_FOUND,
		"nor is what is signed and not sent");
	request_day(&p.r, 2026, 3, 9);
	send(l, SERVICE_ELECTRONIC);
	CHECK(letters(id, &own) == 1 && own[0].id.v == l.v && own[0].number.n &&
			own[0].way == SERVICE_ELECTRONIC && !own[0].read_at && !own[0].served &&
			own[0].sent.day == date_from_ymd(2026, 3, 9).day,
		"sent, not read");
	CHECK(open_letter(other, l, &paper) == ERR_NOT_FOUND, "not from another request");
	CHECK(desk_events(&p.r.desk, "letter.read") == 0, "nothing is recorded of that");
	/* The paper alone, as a browser that fetches ahead would: nothing is recorded of it. */
	request_day(&p.r, 2026, 3, 10);
	for (int i = 0; i < 2; i++)
		CHECK(applicant_letter_paper(d(), ar(), id, l, &paper, &err) == OK &&
				str_eq(paper.title, own[0].title),
			"the paper: %s", err.msg);
	CHECK(applicant_letter_paper(d(), ar(), other, l, &paper, &err) == ERR_NOT_FOUND,
		"nor from another request");
	CHECK(letters(id, &own) == 1 && !own[0].read_at && !own[0].served &&
			letter_see(&p, l).letter.state == LETTER_SENT &&
			desk_events(&p.r.desk, "letter.read") == 0 &&
			desk_events(&p.r.desk, "letter.serve") == 1,
		"fetched, not read and not served");
	request_day(&p.r, 2026, 3, 11);
	CHECK(open_letter(id, l, &paper) == OK && str_is(paper.title, own[0].title.p), "opened: %s",
		err.msg);
	struct letter_view v = letter_see(&p, l);
	CHECK(v.letter.state == LETTER_SERVED && v.letter.served_on.v == date_from_ymd(2026, 3, 11).day &&
			v.read_at == p.r.desk.now &&
			memcmp(paper.pdf.b, v.letter.pdf.p, sizeof(paper.pdf.b)) == 0,
		"served by it, on that day");
	struct request_view r = request_see(&p.r, &p.r.clerk, id);
	CHECK(r.clock.state == CLOCK_REPLY_SERVED, "the case knows: %s", clock_state_label(r.clock.state));
	CHECK(r.request.closed_on.v == date_from_ymd(2026, 3, 9).day, "and ended on the day of sending");
	request_day(&p.r, 2026, 3, 20);
	CHECK(open_letter(id, l, &paper) == OK && letters(id, &own) == 1 &&
			own[0].read_at == date_from_ymd(2026, 3, 11).day * DAYS(1) + HOURS(2) &&
			own[0].served_on.day == date_from_ymd(2026, 3, 11).day,
		"the first time counts");
	CHECK(desk_events(&p.r.desk, "letter.read") == 1, "one event");
	struct notice_item *item;
	size_t n, told = 0;
	must(notice_list(d(), ar(), &p.r.clerk, false, (struct notice_id){ 0 }, &item, &n, &err), &err,
		"notices");
	for (size_t i = 0; i < n; i++)
		told += item[i].kind == NOTICE_LETTER_READ && item[i].object == l.v;
	CHECK(told == 1, "one notice, to who registers while nobody handles it");
}

/* By post: reading is a proof, and does not stand in for the letter. */
static void check_post(void)
{
	struct applicant_paper paper;
	request_day(&p.r, 2026, 4, 1);
	struct request_id id = request_received(&p.r);
	struct letter_id l = reply(id);
	letter_signed(&p, l);
	send(l, SERVICE_POST);
	CHECK(open_letter(id, l, &paper) == OK, "read");
	struct letter_view v = letter_see(&p, l);
	CHECK(v.letter.state == LETTER_SENT && v.read_at == p.r.desk.now, "seen, not served");
}

/* The period to pay begins when the notice is received (109号第六条). */
static void check_fee(void)
{
	struct applicant_letter *own;
	struct applicant_paper paper;
	request_day(&p.r, 2026, 5, 11);
	struct request_id id = request_received(&p.r);
	struct letter_input in = letter_full(id, "F12");
	struct letter_id l;
	must(letter_try(&p, &p.r.handler, &in, &l, &err), &err, "draft");
	letter_signed(&p, l);
	send(l, SERVICE_ELECTRONIC);
	/* 120 pages: 31 to 100 at 10 yuan, 101 to 120 at 20 yuan (109号第五条): 700 + 400. */
	CHECK(letters(id, &own) == 1 && own[0].amount_yuan == 1100 && str_is(own[0].how, "测试方式。"),
		"what is to be paid, and how: %lld", (long long)own[0].amount_yuan);
	CHECK(request_see(&p.r, &p.r.clerk, id).clock.state == CLOCK_HANDLING, "the reply period runs");
	request_day(&p.r, 2026, 5, 13);
	CHECK(open_letter(id, l, &paper) == OK, "read");
	struct request_view r = request_see(&p.r, &p.r.clerk, id);
	CHECK(r.clock.state == CLOCK_AWAITING_PAYMENT && r.request.stage == STAGE_PAYMENT &&
			r.event[r.n_events - 1].kind == CLOCK_FEE_NOTICED &&
			r.event[r.n_events - 1].on_day == date_from_ymd(2026, 5, 13).day &&
			r.event[r.n_events - 1].actor.v == 0,
		"received on that day, by nobody of the office");
}

/* What goes to others is not the applicant's. */
static void check_outward(void)
{
	struct applicant_letter *own;
	struct applicant_paper paper;
	request_day(&p.r, 2026, 6, 1);
	struct request_id id = request_received(&p.r);
	struct letter_input in = letter_full(id, "F11");
	struct letter_id l = letter_sent(&p, &in, "F11");
	CHECK(letters(id, &own) == 0 && open_letter(id, l, &paper) == ERR_NOT_FOUND, "a letter to others");
}

int main(void)
{
	letter_place_init(&p);
	check_electronic();
	check_post();
	check_fee();
	check_outward();
	int64_t checked;
	CHECK(event_verify(d()->store, NULL, &checked, &err) == OK, "the chain holds");
	desk_place_done(&p.r.desk);
	return TEST_END();
}
