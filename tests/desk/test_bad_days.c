/*
 * Bad days of a case: sent twice, the back button, two clerks at once, New Year, a year without an
 * arrangement, a calendar that moves open deadlines, texts meant to do harm.
 */
#include "core/utf8.h"
#include "desk/calendar_book.h"
#include "desk/request_office.h"
#include "tests/desk/letter_test.h"

#include <threads.h>

static struct letter_place p;
static struct error err;

#define D (&p.r.desk.desk)
#define A (&p.r.desk.arena)
#define H (&p.r.handler)

static struct letter_id drafted(struct request_id id, const char *form)
{
	struct letter_input in = letter_full(id, form);
	struct letter_id l;
	in.facts = letter_open_facts();
	must(letter_try(&p, H, &in, &l, &err), &err, form);
	return l;
}

static size_t events_of(struct request_id id)
{
	return request_see(&p.r, H, id).n_history;
}

/* The form is sent a second time with what the page held: nothing happens twice. */
static void check_sent_twice(void)
{
	request_day(&p.r, 2026, 9, 17);
	struct request_id id = request_received(&p.r);
	struct letter_id l = drafted(id, "F03");
	struct letter_view v = letter_see(&p, l);
	must(letter_submit(D, A, H, l, v.letter.version, &err), &err, "submit");
	CHECK(letter_submit(D, A, H, l, v.letter.version, &err) == ERR_CONFLICT, "submitted: %s",
		err.msg);
	/* The back button: the editor of what is no draft any more. */
	CHECK(letter_save(D, A, H, l, v.letter.version, v.letter.title, v.letter.body, &err) ==
			ERR_CONFLICT,
		"the editor from before: %s", err.msg);
	v = letter_see(&p, l);
	must(letter_sign(D, A, &p.head, l, v.letter.version, STR(""), &err), &err, "sign");
	CHECK(letter_sign(D, A, &p.head, l, v.letter.version, STR(""), &err) == ERR_CONFLICT,
		"signed: %s", err.msg);
	v = letter_see(&p, l);
	must(letter_post(&p, l, &err), &err, "serve");
	size_t n = events_of(id);
	CHECK(letter_serve(D, A, H, l, v.letter.version, SERVICE_POST, request_now(&p.r), false,
		      request_now(&p.r), STR("EM000000001CN"), &err) == ERR_CONFLICT,
		"served: %s", err.msg);
	CHECK(letter_serve(D, A, H, l, letter_see(&p, l).letter.version, SERVICE_DIRECT,
		      request_now(&p.r), true, request_now(&p.r), STR("签收"), &err) == ERR_CONFLICT,
		"nor by another way: %s", err.msg);
	CHECK(events_of(id) == n, "one legal event");
}

/* Two clerks serve and two heads sign the same letter at the same moment: one of each. */
struct racer {
	struct letter_id letter;
	struct actor who;
	int64_t version;
	bool sign;
	enum err e;
};

static int race(void *ctx)
{
	struct racer *r = ctx;
	struct arena a;
	struct error why = { .code = OK };
	arena_init(&a, 64 << 20);
	if (r->sign)
		r->e = letter_sign(D, &a, &r->who, r->letter, r->version, STR(""), &why);
	else
		r->e = letter_serve(D, &a, &r->who, r->letter, r->version, SERVICE_POST,
			request_now(&p.r), false, request_now(&p.r), STR("EM000000002CN"), &why);
	arena_done(&a);
	return 0;
}

static int won(struct racer *r, size_t n)
{
	thrd_t t[8];
	int good = 0;
	for (size_t i = 0; i < n; i++)
		if (thrd_create(&t[i], race, &r[i]) != thrd_success)
			CHECK(false, "thread");
	for (size_t i = 0; i < n; i++)
		thrd_join(t[i], NULL);
	for (size_t i = 0; i < n; i++) {
		good += r[i].e == OK;
		CHECK(r[i].e == OK || r[i].e == ERR_CONFLICT, "the others are told: %d", r[i].e);
	}
	return good;
}

static void check_two_clerks(void)
{
	struct actor second = request_actor(&p.r, "handler2", ROLE_BIT(ROLE_HANDLE));
	struct actor head = request_actor(&p.r, "head2", ROLE_BIT(ROLE_SIGN));
	request_day(&p.r, 2026, 9, 17);
	struct request_id id = request_received(&p.r);
	struct letter_id l = drafted(id, "F04");
	letter_to_head(&p, l);
	int64_t version = letter_see(&p, l).letter.version;
	struct racer r[4] = { { l, p.head, version, true, OK }, { l, head, version, true, OK },
		{ l, p.head, version, true, OK }, { l, head, version, true, OK } };
	CHECK(won(r, 4) == 1, "one signature");
	version = letter_see(&p, l).letter.version;
	size_t n = events_of(id);
	struct racer s[4] = { { l, p.r.handler, version, false, OK },
		{ l, second, version, false, OK }, { l, p.r.handler, version, false, OK },
		{ l, second, version, false, OK } };
	CHECK(won(s, 4) == 1 && events_of(id) == n + 1, "one service, one legal event");
	/* One assigns, the other records a step from the page as it was. */
	struct request_view v = request_see(&p.r, H, id);
	struct request_step step = { .id = id,
		.version = v.request.version,
		.event = { .kind = CLOCK_CLOSED, .on = request_now(&p.r), .reason = STR("测试") },
		.stage = STAGES,
		.action = STR("request.test") };
	must(request_note_add(D, A, &second, id, NOTE_REMARK, (struct department_id){ 0 },
		     STR("只是备注"), &err),
		&err, "a note takes nothing away");
	must(request_assign(D, A, &p.r.clerk, id, v.request.version, (struct department_id){ 0 },
		     second.person, &err),
		&err, "assign");
	CHECK(request_step(D, A, H, &step, &err) == ERR_CONFLICT && err.rule == NULL,
		"the case has changed since: %s", err.msg);
	CHECK(!request_see(&p.r, H, id).request.closed_on.has, "nothing was closed");
}

/* Letters before and after midnight of New Year in Shanghai; each year counts from 1. */
static void check_new_year(void)
{
	request_day(&p.r, 2025, 12, 30);
	struct letter_id old = drafted(request_received(&p.r), "F02");
	struct letter_id new = drafted(request_received(&p.r), "F02");
	letter_to_head(&p, old);
	letter_to_head(&p, new);
	p.r.desk.now = (int64_t)date_from_ymd(2025, 12, 31).day * DAYS(1) + HOURS(15) + MINUTES(59);
	must(letter_sign(D, A, &p.head, old, letter_see(&p, old).letter.version, STR(""), &err), &err,
		"sign");
	struct str before = letter_see(&p, old).letter.number;
	p.r.desk.now += MINUTES(1);
	must(letter_sign(D, A, &p.head, new, letter_see(&p, new).letter.version, STR(""), &err), &err,
		"sign");
	struct letter_view after = letter_see(&p, new);
	CHECK(str_is(before, "公登〔2025〕1号") && str_is(after.letter.number, "公登〔2026〕1号"),
		"%.*s, then %.*s", STR_ARG(before), STR_ARG(after.letter.number));
	CHECK(after.letter.signed_on.v == date_from_ymd(2026, 1, 1).day, "signed on New Year");
}

/* law/rules.md 1.5 no 19: a year that is not published yet; then its arrangement comes. */
static const char year_2027[] =
	"{\"year\":2027,\"papers\":[\"https://www.example.cn/2027\"],\"days\":["
	"{\"name\":\"元旦\",\"date\":\"2027-01-01\",\"isOffDay\":true},"
	"{\"name\":\"元旦\",\"date\":\"2027-01-04\",\"isOffDay\":true}]}";

static bool due_is(struct request_id id, int y, int m, int d, bool provisional)
{
	struct request_row r = request_see(&p.r, H, id).request;
	bool same = r.due_on.has && r.due_on.v == date_from_ymd(y, m, d).day &&
		(r.provisional != 0) == provisional;
	if (!same)
		printf("# due %s, provisional %d\n", date_text((struct date){ (int32_t)r.due_on.v }).z,
			(int)r.provisional);
	return same;
}

static struct consultation_row only_of(struct request_id id)
{
	struct consultation_view *q;
	size_t n;
	must(consultation_list(D, A, H, id, &q, &n, NULL, &err), &err, "list");
	return q[0].row;
}

static void check_unpublished(void)
{
	struct actor sys = p.head;
	sys.roles = ROLE_BIT(ROLE_SYSTEM);
	request_day(&p.r, 2026, 12, 16);
	struct request_id open = request_received(&p.r), asked = request_received(&p.r);
	struct request_id done = request_received(&p.r);
	must(request_withdraw(D, A, H, done, request_see(&p.r, H, done).request.version,
		     request_now(&p.r), STR("撤回"), &err),
		&err, "withdraw");
	int64_t closed_due = request_see(&p.r, H, done).request.due_on.v;
	/*
	 * Counted by hand: 11 days to 31 December; while 2027 is not arranged every Monday to Friday
	 * counts (1.5 no 16 c), 1 January is the 12th, 13 January the 20th.
	 */
	CHECK(due_is(open, 2027, 1, 13, true), "provisional");
	struct consultation_paper paper = { .request = asked,
		.version = request_see(&p.r, H, asked).request.version,
		.facts = { .kind = CONSULTATION_THIRD_PARTY,
			.party = STR("测试单位甲"),
			.information = STR("合同") },
		.sent = request_now(&p.r),
		.served = true,
		.served_on = request_now(&p.r),
		.reason = STR("手工制发"),
		.has_proof = true,
		.proof = request_scan(&p.r, "%PDF-1.4") };
	struct consultation_id q;
	must(consultation_on_paper(D, A, H, &paper, &q, &err), &err, "on paper");
	CHECK(only_of(asked).due_on.v == date_from_ymd(2027, 1, 6).day, "its 15th day: 6 January");
	struct buf b;
	buf_init(&b, 16 << 20);
	CHECK(request_proof(D, A, H, open, &b, &err) == OK, "a proof of a provisional day: %s",
		err.msg);
	buf_done(&b);

	struct calendar_preview before;
	must(calendar_preview_import(D, &sys, str_cstr(year_2027), STR("测试通知"), A, &before,
		     &err), &err, "preview");
	int year = 0;
	must(calendar_import(D, &sys, A, str_cstr(year_2027), STR("测试通知"), STR("公布放假安排"),
		     before.version, &year, &err),
		&err, "import");
	struct request_moved *moved;
	size_t n;
	must(request_recount(D, A, p.r.agency, &moved, &n, &err), &err, "recount");
	/* 1 and 4 January are off: 5 January is the 12th day. */
	CHECK(due_is(open, 2027, 1, 15, false), "two days later, and for good");
	CHECK(only_of(asked).due_on.v == date_from_ymd(2027, 1, 8).day,
		"the consultation moves with its case");
	CHECK(request_see(&p.r, H, done).request.due_on.v == closed_due, "a closed case stays");
	bool told = false;
	for (size_t i = 0; i < n; i++)
		told = told || (moved[i].id.v == open.v &&
				       moved[i].before.day.day == date_from_ymd(2027, 1, 13).day &&
				       moved[i].before.provisional);
	CHECK(told, "before and after are told");
}

/* What people type: nothing of it breaks a letter, a paper or the archive's facts. */
static void check_texts(void)
{
	static const char bad[] = "<script>alert(1)</script>&quot;]]>{findings}{article}"
				  "=HYPERLINK(\"http://example.org\")\n@SUM(1)\t\x01\x02\x1b[31m"
				  "\xe2\x80\xae\xe2\x80\x8b%s%n${x}'; DROP TABLE request;--";
	request_day(&p.r, 2026, 9, 17);
	struct request_input in = request_online(&p.r);
	struct request_filed filed;
	struct receipt_facts facts = { .settled = true, .settled_on = request_now(&p.r) };
	in.content = str_cstr(bad);
	must(request_file(D, A, NULL, &in, STR(""), &filed, &err), &err, "file");
	must(request_confirm(D, A, &p.r.clerk, filed.id, 1, &facts, &err), &err, "confirm");
	struct letter_input letter = letter_full(filed.id, "F13");
	struct letter_id l;
	letter.facts = letter_open_facts();
	letter.findings = str_cstr(bad);
	must(letter_try(&p, H, &letter, &l, &err), &err, "draft");
	struct letter_view v = letter_signed(&p, l);
	CHECK(str_has(v.letter.body, "<script>alert(1)</script>"), "kept as it was typed");
	CHECK(str_has(v.letter.body, "{article}"), "a field in a person's text is no field");
	for (size_t i = 0; i < v.letter.body.n; i++) {
		unsigned char c = (unsigned char)v.letter.body.p[i];
		if (c < ' ' && c != '\n' && c != '\t') {
			CHECK(false, "control character %d", c);
			break;
		}
	}
	CHECK(!str_has(v.letter.body, "\xe2\x80\xae"), "no sign that turns the direction");
	for (int kind = LETTER_DOCX; kind <= LETTER_PDF; kind++) {
		struct buf b;
		buf_init(&b, 64 << 20);
		CHECK(letter_paper(D, A, H, l, (enum letter_paper)kind, &b, &err) == OK,
			"on paper: %s", err.msg);
		buf_done(&b);
	}
	/* 50,000 signs: refused at the field, in words. */
	struct buf huge;
	buf_init(&huge, 1 << 20);
	for (int i = 0; i < 50000; i++)
		buf_cstr(&huge, "长");
	in.content = buf_view(&huge);
	CHECK(request_file(D, A, NULL, &in, STR(""), &filed, &err) == ERR_INVALID &&
			strcmp(err.field, "content") == 0,
		"a request: %s", err.msg);
	letter.findings = buf_view(&huge);
	CHECK(letter_try(&p, H, &letter, &l, &err) == ERR_INVALID &&
			strcmp(err.field, "findings") == 0,
		"a letter: %s", err.msg);
	struct consultation_paper paper = { .request = filed.id,
		.facts = { .party = STR("测试单位甲"), .information = buf_view(&huge) },
		.reason = STR("手工制发"),
		.has_proof = true,
		.proof = request_scan(&p.r, "%PDF-1.4") };
	struct consultation_id q;
	CHECK(consultation_on_paper(D, A, H, &paper, &q, &err) == ERR_INVALID &&
			strcmp(err.field, "findings") == 0,
		"a consultation: %s", err.msg);
	paper.facts.information = STR("合同");
	paper.reason = buf_view(&huge);
	CHECK(consultation_on_paper(D, A, H, &paper, &q, &err) == ERR_INVALID &&
			strcmp(err.field, "paper") == 0,
		"a reason: %s", err.msg);
	buf_done(&huge);
}

int main(void)
{
	letter_place_init(&p);
	check_sent_twice();
	check_two_clerks();
	check_new_year();
	check_texts();
	check_unpublished();
	int64_t checked;
	CHECK(event_verify(D->store, NULL, &checked, &err) == OK, "the chain holds");
	desk_place_done(&p.r.desk);
	return TEST_END();
}
