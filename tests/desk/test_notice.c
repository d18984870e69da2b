/* Notices: who is told of what, when, once; mail to officials and applicants up to a real server. */
#include "tests/desk/letter_test.h"
#include "tests/desk/mail_test.h"

#include "core/smtp.h"
#include "desk/applicant.h"
#include "desk/inbox.h"
#include "desk/mail.h"
#include "desk/notice.h"
#include "desk/request_office.h"

#include <pthread.h>

static struct letter_place p;
static struct error err;

/* --- helpers -------------------------------------------------------------------------------------- */

static struct desk *d(void)
{
	return &p.r.desk.desk;
}
static struct arena *ar(void)
{
	return &p.r.desk.arena;
}

/* How many unread of a kind about a request somebody has (request 0: any). */
static int told(const struct actor *who, enum notice_kind kind, struct request_id id)
{
	struct notice_item *item;
	struct notice_id below = { 0 };
	int found = 0;
	size_t n = 0;
	do {
		must(notice_list(d(), ar(), who, true, below, &item, &n, &err), &err, "list");
		for (size_t i = 0; i < n && i < NOTICE_PAGE; i++) {
			found += item[i].kind == kind && (!id.v || item[i].request.v == id.v);
			below = item[i].id;
		}
	} while (n > NOTICE_PAGE);
	return found;
}

static int64_t unread(const struct actor *who)
{
	int64_t n = -1;
	must(notice_unread(d(), ar(), who, &n, &err), &err, "unread");
	return n;
}

static void forget_all(void)
{
	const struct actor *who[] = { &p.r.clerk, &p.r.handler, &p.r.signer, &p.r.reader, &p.legal,
		&p.secrecy, &p.head, &p.both };
	int64_t n;
	for (size_t i = 0; i < sizeof(who) / sizeof(*who); i++)
		must(notice_read_all(d(), who[i], (struct notice_id){ INT64_MAX }, &n, &err), &err,
			"read all");
}

static struct request_view see(struct request_id id)
{
	return request_see(&p.r, &p.r.clerk, id);
}

static void assign(struct request_id id, struct person_id to)
{
	struct department_id none = { 0 };
	must(request_assign(d(), ar(), &p.r.clerk, id, see(id).request.version, none, to, &err),
		&err, "assign");
}

static struct notice_post post = { true, STR_INIT("示例公开"), STR_INIT("https://gk.example.cn") };
static struct mail_sender sender;

/* The jobs of notices; with mail, its sending as well. */
static int drain(bool mail, bool daily)
{
	struct runner_kind kind[5] = { { NOTICE_MAIL_JOB, notice_run_mail, &post, 0 },
		{ NOTICE_TELL_JOB, notice_run_tell, &post, 0 },
		{ NOTICE_DAILY_JOB, notice_run_daily, &post, 0 }, { .kind = NULL } };
	const struct runner_daily days[] = { { NOTICE_DAILY_JOB, 8 }, { .kind = NULL } };
	struct runner_config c = { .desk = d(), .kind = kind, .daily = daily ? days : NULL,
		.clock_ms = desk_clock, .clock_ctx = &p.r.desk };
	int n = 0;
	if (mail)
		kind[3] = (struct runner_kind){ "mail", mail_run, &sender, 0 };
	must(runner_drain(&c, &n, &err), &err, "drain");
	return n;
}

static int64_t mails(void)
{
	struct mail_count c;
	must(mail_counts(d(), &c, &err), &err, "mails");
	return c.waiting;
}

/* --- who is told ----------------------------------------------------------------------------------- */

static void check_work(void)
{
	struct request_input in = request_online(&p.r);
	struct request_filed filed;
	forget_all();
	must(request_file(d(), ar(), NULL, &in, STR(""), &filed, &err), &err, "file");
	CHECK(told(&p.r.clerk, NOTICE_FILED, filed.id) == 1 && unread(&p.r.clerk) == 1,
		"who registers is told of a new application");
	CHECK(unread(&p.r.handler) == 0 && unread(&p.r.reader) == 0, "nobody else");
	struct request_id id = request_received(&p.r);
	assign(id, p.r.handler.person);
	CHECK(told(&p.r.handler, NOTICE_ASSIGNED, id) == 1, "assigned");
	assign(id, p.r.handler.person);
	CHECK(told(&p.r.handler, NOTICE_ASSIGNED, id) == 1, "not told again of what he has");
	assign(id, p.r.signer.person);
	CHECK(told(&p.r.signer, NOTICE_ASSIGNED, id) == 1, "the next one");
	assign(id, p.r.handler.person);
	struct inbox_pick pick = { id, see(id).request.version };
	must(inbox_remind(d(), ar(), &p.r.clerk, &pick, 1, STR("请尽快"), &err), &err, "remind");
	CHECK(told(&p.r.handler, NOTICE_REMINDED, id) == 1, "催办");
	/* What one does oneself is no news. */
	struct request_id own = request_received(&p.r);
	int64_t before = unread(&p.r.clerk);
	must(request_assign(d(), ar(), &p.r.clerk, own, see(own).request.version,
		     (struct department_id){ 0 }, p.r.clerk.person, &err),
		&err, "assign to oneself");
	CHECK(unread(&p.r.clerk) == before, "not of what one does oneself");
}

static void check_assist(void)
{
	struct department_id dep;
	struct department_facts facts = { .name = STR("测试处"), .active = true };
	struct actor admin = actor_console();
	struct request_id id = request_received(&p.r);
	must(department_add(d(), &admin, p.r.agency, &facts, &dep, &err), &err, "department");
	char sql[200];
	snprintf(sql, sizeof(sql), "UPDATE person SET department_id = %lld WHERE id = %lld",
		(long long)dep.v, (long long)p.r.reader.person.v);
	raw_exec(&p.r.desk.store, sql);
	forget_all();
	must(request_note_add(d(), ar(), &p.r.handler, id, NOTE_ASSIST, dep, STR("请查档案"), &err),
		&err, "assist");
	CHECK(told(&p.r.reader, NOTICE_ASSIST_ASKED, id) == 1 && unread(&p.r.clerk) == 0,
		"the department is asked, others not");
	struct request_view v = see(id);
	must(request_answer_note(d(), ar(), &p.r.reader, id, v.note[v.n_notes - 1].id,
		     STR("没有查到"), &err),
		&err, "answer");
	CHECK(told(&p.r.handler, NOTICE_ASSIST_ANSWERED, id) == 1, "who asked is told");
	/* To a department without a handler: those of it who may handle, else who registers. */
	must(request_assign(d(), ar(), &p.r.clerk, id, see(id).request.version, dep,
		     (struct person_id){ 0 }, &err),
		&err, "department");
	CHECK(told(&p.r.reader, NOTICE_ASSIGNED, id) == 0, "not to who may only look");
	snprintf(sql, sizeof(sql), "UPDATE person SET department_id = %lld WHERE id = %lld",
		(long long)dep.v, (long long)p.r.handler.person.v);
	raw_exec(&p.r.desk.store, sql);
	struct request_id other = request_received(&p.r);
	must(request_assign(d(), ar(), &p.r.clerk, other, see(other).request.version, dep,
		     (struct person_id){ 0 }, &err),
		&err, "department");
	CHECK(told(&p.r.handler, NOTICE_ASSIGNED, other) == 1 &&
			told(&p.r.signer, NOTICE_ASSIGNED, other) == 0,
		"to those of the department who handle");
}

static void check_letters(void)
{
	struct request_id id = request_received(&p.r);
	struct letter_input in = letter_full(id, "F13");
	struct letter_id l;
	assign(id, p.r.handler.person);
	forget_all();
	in.facts = letter_open_facts();
	must(letter_try(&p, &p.r.handler, &in, &l, &err), &err, "draft");
	struct letter_view v = letter_see(&p, l);
	must(letter_submit(d(), ar(), &p.r.handler, l, v.letter.version, &err), &err, "submit");
	CHECK(told(&p.legal, NOTICE_LETTER_LEGAL, id) == 1 &&
			told(&p.both, NOTICE_LETTER_LEGAL, id) == 1 && unread(&p.secrecy) == 0,
		"waits for the legal review");
	v = letter_see(&p, l);
	must(letter_opine(d(), ar(), &p.legal, l, v.letter.version, false, STR("理由不足"), &err),
		&err, "against");
	CHECK(told(&p.r.handler, NOTICE_LETTER_RETURNED, id) == 1, "the author is told");
	letter_to_head(&p, l);
	CHECK(told(&p.secrecy, NOTICE_LETTER_SECRECY, id) == 1, "waits for the secrecy review");
	CHECK(told(&p.head, NOTICE_LETTER_SIGN, id) == 1 &&
			told(&p.r.signer, NOTICE_LETTER_SIGN, id) == 1,
		"waits for the signature");
	v = letter_see(&p, l);
	must(letter_sign(d(), ar(), &p.head, l, v.letter.version, STR(""), &err), &err, "sign");
	struct notice_item *item;
	size_t n;
	must(notice_list(d(), ar(), &p.r.handler, false, (struct notice_id){ 0 }, &item, &n, &err),
		&err, "list");
	CHECK(n > 0 && item[0].kind == NOTICE_LETTER_SIGNED && str_is(item[0].object_kind, "letter") &&
			item[0].object == l.v && item[0].number.n && item[0].subject.n,
		"signed, leading to the letter");
}

static void check_extension(void)
{
	struct request_id id = request_received(&p.r);
	assign(id, p.r.handler.person);
	forget_all();
	must(office_extension_propose(d(), ar(), &p.r.handler, id, 10, STR("材料较多"), &err), &err,
		"propose");
	CHECK(told(&p.head, NOTICE_EXTENSION_ASKED, id) == 1 && unread(&p.r.clerk) == 0,
		"to those who decide");
	struct request_view v = see(id);
	struct office_extension x = { .id = id, .version = v.request.version,
		.note = v.note[v.n_notes - 1].id, .reason = STR("不必") };
	must(office_extension_decide(d(), ar(), &p.head, &x, &err), &err, "decide");
	CHECK(told(&p.r.handler, NOTICE_EXTENSION_REFUSED, id) == 1, "to who proposed it");
}

static void check_applicant(void)
{
	struct request_id id = request_received(&p.r);
	assign(id, p.r.handler.person);
	struct request_step s = { .id = id, .version = see(id).request.version,
		.event = { .kind = CLOCK_CORRECTION_NOTICED, .on = request_now(&p.r) },
		.stage = STAGES, .action = STR("request.correction_noticed") };
	must(request_step(d(), ar(), &p.r.handler, &s, &err), &err, "correction");
	forget_all();
	struct applicant_correction c = { .text = STR("补正") };
	must(applicant_correct(d(), ar(), id, &c, &err), &err, "corrected");
	struct applicant_contact contact = { .phone = STR("13800000001"),
		.email = STR("nobody@example.cn"), .address = STR("示例市示例区示例路1号") };
	must(applicant_set_contact(d(), ar(), id, &contact, &err), &err, "contact");
	must(applicant_withdraw(d(), ar(), id, &err), &err, "withdraw");
	CHECK(told(&p.r.handler, NOTICE_CORRECTED, id) == 1 &&
			told(&p.r.handler, NOTICE_CONTACT, id) == 1 &&
			told(&p.r.handler, NOTICE_WITHDRAWN, id) == 1,
		"what the applicant does");
	CHECK(unread(&p.r.handler) == 3 && unread(&p.r.clerk) == 0, "and nothing else");
}

/* --- deadlines ------------------------------------------------------------------------------------ */

/*
 * Received on Monday 2026-03-02.  Counted by hand: the twentieth working day is Monday 03-30; five are
 * left on 03-23, two on Thursday 03-26.  清明 2026 is 04-04 to 04-06, so the sixth working day after
 * the due day is Wednesday 04-08.
 */
static void check_due(void)
{
	request_day(&p.r, 2026, 3, 2);
	struct request_id id = request_received(&p.r);
	assign(id, p.r.handler.person);
	static const struct {
		int month, day, due, late, heads;
	} row[] = { { 3, 20, 0, 0, 0 }, { 3, 23, 1, 0, 0 }, { 3, 24, 0, 0, 0 }, { 3, 26, 1, 0, 0 },
		{ 3, 27, 0, 0, 0 }, { 3, 30, 1, 0, 0 }, { 3, 31, 0, 1, 1 }, { 4, 1, 0, 0, 0 },
		{ 4, 7, 0, 0, 0 }, { 4, 8, 0, 1, 1 }, { 4, 9, 0, 0, 0 } };
	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++) {
		forget_all();
		request_day(&p.r, 2026, row[i].month, row[i].day);
		drain(false, true);
		drain(false, true);
		CHECK(told(&p.r.handler, NOTICE_DUE, id) == row[i].due &&
				told(&p.r.handler, NOTICE_OVERDUE, id) == row[i].late &&
				told(&p.head, NOTICE_OVERDUE, id) == row[i].heads,
			"%d-%d: %d %d %d", row[i].month, row[i].day, row[i].due, row[i].late,
			row[i].heads);
	}
}

/* The seven working days after 2026-05-11 (Monday) end on Wednesday 05-20. */
static void check_seven(void)
{
	request_day(&p.r, 2026, 5, 11);
	struct request_id id = request_received(&p.r);
	static const struct {
		int day, n;
	} row[] = { { 15, 0 }, { 18, 1 }, { 19, 0 }, { 20, 1 }, { 21, 1 }, { 22, 0 } };
	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++) {
		forget_all();
		request_day(&p.r, 2026, 5, row[i].day);
		drain(false, true);
		CHECK(told(&p.r.clerk, NOTICE_CORRECTION_DUE, id) == row[i].n,
			"05-%d: %d, to who registers while nobody handles it", row[i].day, row[i].n);
	}
}

/* A node that was away on the day makes up for it; an applicant's period that ran out is told once. */
static void check_lapse(void)
{
	request_day(&p.r, 2026, 6, 1);
	struct request_id id = request_received(&p.r), away = request_received(&p.r);
	assign(id, p.r.handler.person);
	assign(away, p.r.handler.person);
	struct request_step s = { .id = id, .version = see(id).request.version,
		.event = { .kind = CLOCK_CORRECTION_NOTICED, .on = request_now(&p.r) },
		.stage = STAGES, .action = STR("request.correction_noticed") };
	must(request_step(d(), ar(), &p.r.handler, &s, &err), &err, "correction");
	forget_all();
	/* 06-01 and twenty working days, with 端午 06-19: 06-30. Four are left on 06-24. */
	request_day(&p.r, 2026, 6, 24);
	struct request_moved *moved;
	size_t n;
	must(request_recount(d(), ar(), (struct agency_id){ 0 }, &moved, &n, &err), &err, "recount");
	drain(false, true);
	CHECK(told(&p.r.handler, NOTICE_DUE, away) == 1, "late, but told: four days are left");
	CHECK(told(&p.r.handler, NOTICE_CORRECTION_LAPSED, id) == 1, "the correction did not come");
	request_day(&p.r, 2026, 6, 25);
	drain(false, true);
	CHECK(told(&p.r.handler, NOTICE_DUE, away) == 1 &&
			told(&p.r.handler, NOTICE_CORRECTION_LAPSED, id) == 1,
		"once");
}

struct node {
	pthread_t thread;
	struct desk_place *place;
	enum err e;
};

/* The same work at the same moment, as after a claim that ran out. */
static void *run_node(void *ctx)
{
	struct node *n = ctx;
	struct arena a;
	struct error why;
	arena_init(&a, 64 << 20);
	struct runner_work w = { .desk = &n->place->desk, .arena = &a, .ctx = &post };
	for (int i = 0; n->e == OK && i < 3; i++)
		n->e = notice_run_daily(&w, &why);
	arena_done(&a);
	return NULL;
}

static void check_nodes(void)
{
	enum { CASES = 12, NODES = 4 };
	struct request_id id[CASES];
	struct node node[NODES] = { { .e = OK } };
	request_day(&p.r, 2026, 7, 1);
	for (int i = 0; i < CASES; i++) {
		id[i] = request_received(&p.r);
		assign(id[i], p.r.handler.person);
	}
	forget_all();
	request_day(&p.r, 2026, 7, 22); /* five are left: 07-29 is the twentieth working day */
	for (int i = 0; i < NODES; i++) {
		node[i].place = &p.r.desk;
		if (pthread_create(&node[i].thread, NULL, run_node, &node[i]))
			exit(1);
	}
	int bad = 0, once = 0;
	for (int i = 0; i < NODES; i++) {
		pthread_join(node[i].thread, NULL);
		bad += node[i].e != OK;
	}
	for (int i = 0; i < CASES; i++)
		once += told(&p.r.handler, NOTICE_DUE, id[i]) == 1;
	CHECK(bad == 0 && once == CASES, "%d of %d warned exactly once by four at a time", once,
		CASES);
}

/* --- the list ------------------------------------------------------------------------------------- */

static void check_list(void)
{
	struct notice_item *item, one;
	struct notice_id below = { 0 }, first = { 0 };
	size_t n = 0, all = 0;
	int64_t marked = 0;
	forget_all();
	for (int i = 0; i < 45; i++)
		assign(request_received(&p.r), p.r.handler.person);
	bool falling = true;
	do {
		must(notice_list(d(), ar(), &p.r.handler, true, below, &item, &n, &err), &err, "page");
		for (size_t i = 0; i < n && i < NOTICE_PAGE; i++, all++) {
			falling = falling && (!below.v || item[i].id.v < below.v);
			below = item[i].id;
			first = first.v ? first : below;
		}
	} while (n > NOTICE_PAGE);
	CHECK(all == 45 && falling, "three pages, newest first: %zu", all);
	CHECK(notice_open(d(), ar(), &p.r.clerk, first, &one, &err) == ERR_NOT_FOUND,
		"another's: %s", err.msg);
	CHECK(!notice_open(d(), ar(), &p.r.handler, first, &one, &err) && one.id.v == first.v &&
			unread(&p.r.handler) == 44,
		"read");
	CHECK(!notice_read_all(d(), &p.r.handler, below, &marked, &err) && marked == 1 &&
			unread(&p.r.handler) == 43,
		"up to the one that was shown");
	CHECK(!notice_read_all(d(), &p.r.handler, first, &marked, &err) && marked == 43, "all");
	for (int i = 0; i < NOTICE_UNREAD_MAX + 3; i++)
		assign(request_received(&p.r), p.r.handler.person);
	CHECK(unread(&p.r.handler) == NOTICE_UNREAD_MAX + 1, "the count stops");
	struct actor nobody = { 0 };
	CHECK(notice_list(d(), ar(), &nobody, false, below, &item, &n, &err) == ERR_DENIED,
		"nobody has none");
}

/* --- mail ------------------------------------------------------------------------------------------ */

static void set_email(const struct actor *who, const char *email)
{
	struct account_own own;
	must(account_own(d(), ar(), who, &own, &err), &err, "own");
	must(account_set_contact(d(), ar(), who, STR(""), str_cstr(email), own.version, &err), &err,
		"email");
}

static void choose(const struct actor *who, enum notice_mail m)
{
	enum notice_mail all[NOTICE_TOPICS];
	for (int t = 0; t < NOTICE_TOPICS; t++)
		all[t] = m;
	must(notice_choose(d(), who, all, &err), &err, "choose");
}

static void check_choices(void)
{
	/* Somebody without old cases, which would be warned of in between. */
	struct actor quiet = request_actor(&p.r, "quiet", ROLE_BIT(ROLE_HANDLE));
	enum notice_mail got[NOTICE_TOPICS];
	must(notice_choices(d(), ar(), &quiet, got, &err), &err, "choices");
	CHECK(got[NOTICE_TOPIC_WORK] == NOTICE_MAIL_ONCE &&
			got[NOTICE_TOPIC_DEADLINES] == NOTICE_MAIL_DIGEST,
		"the defaults");
	drain(false, false);
	int64_t before = mails();
	assign(request_received(&p.r), quiet.person);
	drain(false, false);
	/* Two to the applicant each time: receipt and registration. */
	CHECK(mails() == before + 2, "no mail to who has no address");
	set_email(&quiet, "ding@example.cn");
	assign(request_received(&p.r), quiet.person);
	drain(false, false);
	CHECK(mails() == before + 5, "one at once: %lld",
		(long long)(mails() - before));
	choose(&quiet, NOTICE_MAIL_NONE);
	assign(request_received(&p.r), quiet.person);
	drain(false, false);
	CHECK(mails() == before + 7, "none is none");
	choose(&quiet, NOTICE_MAIL_DIGEST);
	for (int i = 0; i < 3; i++)
		assign(request_received(&p.r), quiet.person);
	drain(false, false);
	CHECK(mails() == before + 13, "nothing at once");
	p.r.desk.now += DAYS(1);
	drain(false, true);
	CHECK(mails() == before + 14, "one for three: %lld", (long long)(mails() - before));
	p.r.desk.now += DAYS(1);
	drain(false, true);
	CHECK(mails() == before + 14, "and not again");
	assign(request_received(&p.r), quiet.person);
	int64_t n;
	must(notice_read_all(d(), &quiet, (struct notice_id){ INT64_MAX }, &n, &err), &err, "read");
	p.r.desk.now += DAYS(1);
	drain(false, true);
	CHECK(mails() == before + 16, "what was read is not sent");
	post.on = false;
	choose(&quiet, NOTICE_MAIL_ONCE);
	assign(request_received(&p.r), quiet.person);
	CHECK(drain(false, false) > 0 && mails() == before + 16, "without a mail server nothing waits");
	post.on = true;
	CHECK(desk_events(&p.r.desk, "notice.preference") == 3, "choices are in the log");
	enum notice_mail bad[NOTICE_TOPICS] = { NOTICE_MAILS };
	CHECK(notice_choose(d(), &quiet, bad, &err) == ERR_INVALID, "no such choice");
}

static bool message_has(const char *text)
{
	char path[100], command[400];
	snprintf(path, sizeof(path), "%s/read", folder);
	snprintf(command, sizeof(command),
		"python3 \"$GONGKAI_ROOT/tests/smtp/server.py\" --read %s/message >%s", folder, path);
	return system(command) == 0 && is_in(path, text);
}

/* What the applicant of `id` is sent for the last step; everything else has been sent before. */
static void check_told(const char *what, const char *subject, const char *sentence)
{
	CHECK(drain(true, false) == 2, "%s: one job, one mail", what);
	CHECK(message_has("to: nobody@example.cn") && message_has(subject) && message_has(sentence) &&
			message_has("https://gk.example.cn/status"),
		"%s: %s", what, sentence);
	CHECK(!message_has("绿化养护") && !message_has("测试某") && !message_has("13800000000"),
		"%s: neither name nor content", what);
}

static void check_applicant_mail(void)
{
	struct server s = { .out = NULL };
	sender = (struct mail_sender){ .smtp = { .tls = SMTP_TLS_NO, .from = "xxgk@example.cn",
					       .timeout_s = 60 }, .host = STR("example.cn") };
	CHECK(start_server(&s, "ok"), "a server");
	sender.smtp.url = s.url;
	choose(&p.r.handler, NOTICE_MAIL_NONE);
	drain(true, false);
	/* After Tuesday 2026-09-01: 02-04 are 3, 07-11 8, 14-18 13, Sunday 20 (make-up) 14, 21-24 18, 中秋 25-27,
	 * 28 is 19 and 29 the twentieth. */
	request_day(&p.r, 2026, 9, 1);
	struct request_input in = request_online(&p.r);
	struct request_filed filed;
	struct receipt_facts facts = { .settled = true, .settled_on = request_now(&p.r) };
	must(request_file(d(), ar(), NULL, &in, STR(""), &filed, &err), &err, "file");
	check_told("receipt", "已收到您的申请", "双方确认之日为收到申请之日");
	CHECK(!message_has(filed.code.p) && message_has(filed.number.p), "the number, not the code");
	must(request_confirm(d(), ar(), &p.r.clerk, filed.id, 1, &facts, &err), &err, "confirm");
	check_told("registered", "申请已登记", "最迟 2026年9月29日 答复");
	struct letter_input li = letter_full(filed.id, "F03");
	struct letter_id l = letter_sent(&p, &li, "F03");
	(void)l;
	drain(true, false);
	CHECK(message_has("请补正申请内容") && message_has("前补正"), "a correction, with its day");
	must(applicant_correct(
		     d(), ar(), filed.id, &(struct applicant_correction){ .text = STR("补") }, &err),
		&err, "correct");
	check_told("corrected", "已收到补正", "重新计算，最迟 2026年9月29日 答复");
	li = letter_full(filed.id, "F13");
	li.facts = letter_open_facts();
	letter_sent(&p, &li, "F13");
	drain(true, false);
	CHECK(message_has("已作出答复"), "the reply");
	/* Nobody is written to who gave no address. */
	in.email = STR("");
	in.way = WAY_ONLINE;
	must(request_file(d(), ar(), NULL, &in, STR(""), &filed, &err), &err, "file");
	CHECK(drain(true, false) == 0, "no address, no mail");
	stop_server(&s);
	/* It comes back: who handles the case is told, and mail about it does not go round in circles. */
	CHECK(start_server(&s, "rcpt5"), "a server that knows nobody");
	sender.smtp.url = s.url;
	struct request_id id = request_received(&p.r);
	assign(id, p.r.handler.person);
	forget_all();
	drain(true, false);
	CHECK(told(&p.r.handler, NOTICE_MAIL_BOUNCED, id) == 2, "two bounces, told twice");
	stop_server(&s);
}

int main(void)
{
	char command[200];
	if (!mkdtemp(folder) || smtp_start(&err))
		return 1;
	letter_place_init(&p);
	request_day(&p.r, 2026, 2, 2);
	check_work();
	check_assist();
	check_letters();
	check_extension();
	check_applicant();
	check_due();
	check_seven();
	check_lapse();
	check_nodes();
	check_list();
	check_choices();
	check_applicant_mail();
	int64_t checked;
	CHECK(event_verify(d()->store, NULL, &checked, &err) == OK, "the chain holds");
	desk_place_done(&p.r.desk);
	smtp_stop();
	snprintf(command, sizeof(command), "rm -rf %s", folder);
	CHECK(system(command) == 0, "cleaned up");
	return TEST_END();
}
