/* Bad days and the rest: double submits, gaps, threads, hostile texts, codes, likeness, splitting.
 */
#include "tests/desk/request_test.h"

#include "desk/request_part.h"

#include <pthread.h>

static struct error err;
static struct request_place p;

static enum err file(const struct actor *who, const struct request_input *in, const char *key,
	struct request_filed *out)
{
	err = (struct error){ .code = OK };
	return request_file(&p.desk.desk, &p.desk.arena, who, in, str_cstr(key), out, &err);
}

static void check_double_submit(void)
{
	struct request_input in = request_online(&p);
	struct request_filed a, b, c;
	CHECK(file(NULL, &in, "form-1", &a) == OK && file(NULL, &in, "form-1", &b) == OK,
		"sent twice: %s", err.msg);
	CHECK(a.id.v == b.id.v && str_eq(a.number, b.number) && str_eq(a.code, b.code),
		"one request, the same receipt and code: %.*s", STR_ARG(b.code));
	CHECK(file(NULL, &in, "form-2", &c) == OK && c.id.v != a.id.v && !str_eq(c.code, a.code),
		"another form is another request");
	CHECK(desk_events(&p.desk, "request.file") == 2, "two events");
}

/* A letter by an official: registered in the same step when settled, waiting otherwise. */
static void check_paper(void)
{
	struct request_input in = request_online(&p);
	struct request_filed out;
	in.channel = RECEIPT_REGISTERED_POST;
	in.phone = in.email = STR("");
	in.way = WAY_POST;
	in.arrived = in.settled_on = request_now(&p);
	in.settled = true;
	CHECK(file(NULL, &in, "", &out) == ERR_INVALID && strcmp(err.field, "channel") == 0,
		"no letters over the web: %s", err.msg);
	CHECK(file(&p.handler, &in, "", &out) == ERR_DENIED, "not by a handler: %s", err.msg);
	CHECK(file(&p.clerk, &in, "", &out) == OK && str_starts(out.number, STR("2026-")),
		"signed for: %.*s %s", STR_ARG(out.number), err.msg);
	CHECK(request_see(&p, &p.reader, out.id).request.due_on.has, "its clock runs");
	in.channel = RECEIPT_ORDINARY_POST;
	in.settled = false;
	CHECK(file(&p.clerk, &in, "", &out) == OK && str_starts(out.number, STR("W2026-")) &&
			request_see(&p, &p.clerk, out.id).request.stage == STAGE_FILED,
		"not yet confirmed with the sender");
	in.channel = RECEIPT_IN_PERSON;
	in.arrived = date_add_days(request_now(&p), 1);
	CHECK(file(&p.clerk, &in, "", &out) == ERR_INVALID && strcmp(err.field, "arrived") == 0,
		"not tomorrow: %s", err.msg);
	in.arrived = request_now(&p);
	in.settled = true;
	in.settled_on = date_add_days(in.arrived, -1);
	in.channel = RECEIPT_FAX;
	CHECK(file(&p.clerk, &in, "", &out) == ERR_INVALID && strcmp(err.field, "settled_on") == 0,
		"confirmed before it came: %s", err.msg);
	struct actor stranger = p.clerk;
	stranger.agency.v = 1;
	CHECK(file(&stranger, &in, "", &out) == ERR_DENIED, "of the own agency: %s", err.msg);
}

static void check_texts(void)
{
	struct request_input in = request_online(&p);
	struct request_filed out;
	in.content = STR("<script>alert(1)</script>\r\n=cmd|'/C calc'!A0\x01\x02\x7f\r\n"
			 "\xe2\x80\xae倒\xe2\x80\x8b写\xef\xbb\xbf\xc2\x85");
	in.subject = STR("  =HYPERLINK(\"http://example.cn\")\n第二行\t ");
	in.name = STR("测\xe2\x80\x8b试\x07某");
	CHECK(file(NULL, &in, "", &out) == OK, "hostile text is text: %s", err.msg);
	struct request_view v = request_see(&p, &p.clerk, out.id);
	CHECK(str_is(v.request.content, "<script>alert(1)</script>\n=cmd|'/C calc'!A0\n倒写"),
		"kept without unseen signs");
	CHECK(str_is(v.request.subject, "=HYPERLINK(\"http://example.cn\") 第二行"),
		"one line: %.*s", STR_ARG(v.request.subject));
	CHECK(str_is(v.request.masked_name, "测*某"), "the name: %.*s",
		STR_ARG(v.request.masked_name));
	in = request_online(&p);
	in.name = STR("\x01\x02");
	CHECK(file(NULL, &in, "", &out) == ERR_INVALID && strcmp(err.field, "name") == 0,
		"nothing but unseen signs is no name: %s", err.msg);
	static char full[5000 * 4];
	for (size_t i = 0; i < 5000; i++)
		memcpy(full + 4 * i, "\xf0\xa0\x80\x80", 4);
	in = request_online(&p);
	in.content = (struct str){ full, sizeof(full) };
	CHECK(file(NULL, &in, "", &out) == OK, "5000 signs of four bytes: %s", err.msg);
	v = request_see(&p, &p.clerk, out.id);
	CHECK(v.request.content.n == sizeof(full), "all of them are kept");
}

struct undo_job {
	struct request_id id;
};

/* Registers, and then something goes wrong. */
static enum err undo_fn(struct tx *tx, void *ctx, struct error *e)
{
	struct undo_job *j = ctx;
	struct request_row r;
	struct str number;
	enum err bad =
		sql_request_by_id(tx, &(struct request_by_id_in){ j->id }, &p.desk.arena, &r, e);
	if (!bad)
		bad = request_register(&p.desk.desk, tx, &p.desk.arena, &p.clerk, &r,
			request_now(&p), STR(""), &number, e);
	return bad ? bad : error_set(e, ERR_CONFLICT, NULL, "undone");
}

static int64_t serial_of(struct str number)
{
	int64_t v = 0;
	for (size_t i = str_find(number, STR("-"), 0) + 1; i < number.n; i++)
		v = v * 10 + (number.p[i] - '0');
	return v;
}

enum { THREADS = 8, EACH = 5 };

struct worker {
	pthread_t thread;
	struct arena arena;
	int64_t serial[EACH];
	enum err bad;
	struct error err;
};

static void *work(void *ctx)
{
	struct worker *w = ctx;
	for (int i = 0; i < EACH && !w->bad; i++) {
		struct request_input in = request_online(&p);
		struct request_filed out;
		in.channel = RECEIPT_IN_PERSON;
		in.arrived = request_now(&p);
		w->bad = request_file(
			&p.desk.desk, &w->arena, &p.clerk, &in, STR(""), &out, &w->err);
		if (!w->bad)
			w->serial[i] = serial_of(out.number);
	}
	return NULL;
}

static void check_numbers(void)
{
	struct request_view v = request_see(&p, &p.clerk, request_received(&p));
	int64_t last = serial_of(v.request.number);
	struct request_input in = request_online(&p);
	struct request_filed out;
	must(file(NULL, &in, "", &out), &err, "file");
	struct undo_job undo = { out.id };
	CHECK(store_write(p.desk.desk.store, undo_fn, &undo, &err) == ERR_CONFLICT, "undone");
	v = request_see(&p, &p.clerk, out.id);
	CHECK(!v.request.number.p && v.n_history == 0, "neither number nor event");
	static struct worker w[THREADS];
	bool seen[THREADS * EACH] = { false }, ok = true;
	for (int i = 0; i < THREADS; i++) {
		arena_init(&w[i].arena, 8 << 20);
		if (pthread_create(&w[i].thread, NULL, work, &w[i]))
			w[i].bad = ERR_BUG;
	}
	/* All of them first: a check that ends the program must not find others at work. */
	for (int i = 0; i < THREADS; i++)
		pthread_join(w[i].thread, NULL);
	for (int i = 0; i < THREADS; i++) {
		CHECK(w[i].bad == OK, "thread %d: %s", i, w[i].err.msg);
		for (int k = 0; k < EACH; k++) {
			int64_t n = w[i].serial[k] - last - 1;
			ok = ok && n >= 0 && n < THREADS * EACH && !seen[n];
			if (n >= 0 && n < THREADS * EACH)
				seen[n] = true;
		}
		arena_done(&w[i].arena);
	}
	CHECK(ok, "%d numbers after %lld, each once, none left out", THREADS * EACH,
		(long long)last);
}

static void check_masks(void)
{
	struct request_id id = request_received(&p);
	struct str out;
	struct request_view v = request_see(&p, &p.clerk, id);
	size_t before = desk_events(&p.desk, "reveal.phone");
	const struct desk *d = &p.desk.desk;
	struct arena *a = &p.desk.arena;
	CHECK(request_reveal(d, a, &p.reader, id, STR("phone"), STR("联系申请人"), &out, &err) ==
			ERR_DENIED,
		"a reader sees masks: %s", err.msg);
	CHECK(request_reveal(d, a, &p.clerk, id, STR("phone"), STR(""), &out, &err) == ERR_INVALID,
		"a reason: %s", err.msg);
	CHECK(request_reveal(d, a, &p.clerk, id, STR("fax"), STR("联系申请人"), &out, &err) ==
			ERR_NOT_FOUND,
		"there is no fax: %s", err.msg);
	CHECK(request_reveal(d, a, &p.clerk, id, STR("kind"), STR("联系申请人"), &out, &err) ==
			ERR_INVALID,
		"no such field: %s", err.msg);
	CHECK(desk_events(&p.desk, "reveal.phone") == before, "nothing shown, nothing logged");
	CHECK(request_reveal(d, a, &p.clerk, id, STR("phone"), STR("联系申请人"), &out, &err) ==
				OK &&
			str_is(out, "13800000000"),
		"in full: %s", err.msg);
	CHECK(desk_events(&p.desk, "reveal.phone") == before + 1, "and logged");
	struct actor stranger = p.clerk;
	stranger.agency.v = 1;
	CHECK(request_view(d, a, &stranger, id, &v, &err) == ERR_DENIED, "another agency: %s",
		err.msg);
	CHECK(request_reveal(d, a, &stranger, id, STR("phone"), STR("联系"), &out, &err) ==
			ERR_DENIED,
		"nor its fields");
}

static void check_codes(void)
{
	struct request_input in = request_online(&p);
	struct request_filed out;
	struct request_view v;
	const struct desk *d = &p.desk.desk;
	struct arena *a = &p.desk.arena;
	must(file(NULL, &in, "", &out), &err, "file");
	struct str typed = arena_fmt(a, " %.4s-%.4s ", out.code.p, out.code.p + 4);
	CHECK(request_status(d, a, out.number, typed, STR("192.0.2.50"), &v, &err) == OK &&
			v.request.id.v == out.id.v && !v.has_clock,
		"before registration, with the receipt's number: %s", err.msg);
	for (int i = 0; i < d->rules.attempts_per_minute; i++)
		if (request_status(d, a, out.number, STR("AAAABBBB"), STR("192.0.2.51"), &v,
			    &err) != ERR_NOT_FOUND)
			CHECK(false, "wrong code %d: %s", i, err.msg);
	CHECK(request_status(d, a, out.number, out.code, STR("192.0.2.51"), &v, &err) == ERR_LIMIT,
		"tried too often, even with the right one: %s", err.msg);
	CHECK(request_status(d, a, out.number, out.code, STR("192.0.2.52"), &v, &err) == OK,
		"another address may");
	CHECK(request_status(d, a, STR("2026-9999"), out.code, STR("192.0.2.53"), &v, &err) ==
			ERR_NOT_FOUND,
		"right code, wrong number: %s", err.msg);
	CHECK(request_status(d, a, STR(""), STR(""), STR("192.0.2.53"), &v, &err) == ERR_NOT_FOUND,
		"nothing at all");
	p.desk.now += MINUTES(11);
	CHECK(request_status(d, a, out.number, out.code, STR("192.0.2.51"), &v, &err) == OK,
		"ten minutes later: %s", err.msg);
	/* Withdrawn before registration: no case of the report, and not registered any more. */
	CHECK(request_withdraw_own(d, a, out.number, out.code, STR("192.0.2.52"), STR(""), &err) ==
			OK,
		"withdrawn by the applicant: %s", err.msg);
	struct receipt_facts facts = { .settled = true, .settled_on = request_now(&p) };
	v = request_see(&p, &p.clerk, out.id);
	CHECK(v.request.stage == STAGE_DONE && v.request.outcome == -1 &&
			request_confirm(d, a, &p.clerk, out.id, v.request.version, &facts, &err) ==
				ERR_CONFLICT,
		"over: %s", err.msg);
	CHECK(request_withdraw_own(d, a, out.number, out.code, STR("192.0.2.52"), STR(""), &err) ==
			ERR_CONFLICT,
		"once: %s", err.msg);
}

/* A case that waits for a correction until `until`, filed with this code. */
static struct request_filed awaiting(int days)
{
	struct request_input in = request_online(&p);
	struct request_filed out;
	struct receipt_facts facts = { .settled = true, .settled_on = request_now(&p) };
	must(file(NULL, &in, "", &out), &err, "file");
	must(request_confirm(&p.desk.desk, &p.desk.arena, &p.clerk, out.id, 1, &facts, &err), &err,
		"confirm");
	struct request_step s = { .id = out.id,
		.version = 2,
		.event = { .kind = CLOCK_CORRECTION_NOTICED,
			.on = request_now(&p),
			.has_until = true,
			.until = date_add_days(request_now(&p), days) },
		.stage = STAGES,
		.action = STR("request.step") };
	must(request_step(&p.desk.desk, &p.desk.arena, &p.handler, &s, &err), &err, "notice");
	return out;
}

static void check_own(void)
{
	const struct desk *d = &p.desk.desk;
	struct arena *a = &p.desk.arena;
	bool late = true;
	request_day(&p, 2026, 9, 17);
	struct request_filed f = awaiting(14);
	request_day(&p, 2026, 9, 21);
	CHECK(request_correct_own(d, a, f.number, f.code, STR("192.0.2.60"), STR(" "), NULL, 0,
		      &late, &err) == ERR_INVALID,
		"an empty correction: %s", err.msg);
	CHECK(request_correct_own(d, a, f.number, f.code, STR("192.0.2.60"),
		      STR("补充：2025年度第一批"), NULL, 0, &late, &err) == OK &&
			!late,
		"in time: %s", err.msg);
	struct request_view v = request_see(&p, &p.clerk, f.id);
	CHECK(v.request.stage == STAGE_HANDLING && v.n_notes == 1 &&
			v.note[0].kind == NOTE_CORRECTION && v.n_events == 3,
		"the period begins anew, the text is with the case");
	CHECK(request_correct_own(d, a, f.number, f.code, STR("192.0.2.60"), STR("再补充"), NULL, 0,
		      &late, &err) == ERR_CONFLICT,
		"none is awaited: %s", err.msg);
	f = awaiting(14);
	request_day(&p, 2026, 11, 2);
	CHECK(request_correct_own(d, a, f.number, f.code, STR("192.0.2.60"), STR("来晚了"), NULL, 0,
		      &late, &err) == OK &&
			late,
		"too late is kept, for the office to decide: %s", err.msg);
	v = request_see(&p, &p.clerk, f.id);
	CHECK(v.n_notes == 1 && v.n_events == 2, "no event by itself");
	CHECK(request_withdraw_own(
		      d, a, f.number, f.code, STR("192.0.2.60"), STR("不需要了"), &err) == OK,
		"withdrawn: %s", err.msg);
	v = request_see(&p, &p.clerk, f.id);
	CHECK(v.request.outcome == OUTCOME_MISC && str_is(v.request.outcome_rule, "C-1.7-30") &&
			v.request.stage == STAGE_DONE,
		"row 3.6.3");
}

static void check_endings(void)
{
	const struct desk *d = &p.desk.desk;
	struct arena *a = &p.desk.arena;
	struct date on = request_now(&p);
	struct request_id id = request_received(&p);
	CHECK(request_transfer(d, a, &p.clerk, id, 2, on, STR(""), STR("不属于本机关"), &err) ==
				ERR_INVALID &&
			strcmp(err.field, "to") == 0,
		"to whom: %s", err.msg);
	CHECK(request_transfer(d, a, &p.clerk, id, 2, on, STR("示例市水务局"), STR("不属于本机关"),
		      &err) == OK,
		"handed over: %s", err.msg);
	struct request_row r = request_see(&p, &p.clerk, id).request;
	CHECK(r.outcome == OUTCOME_MISC && str_is(r.outcome_rule, "C-1.7-31"), "row 3.6.3");
	id = request_received(&p);
	CHECK(request_close(d, a, &p.clerk, id, 2, on, STR("申请人死亡"), &err) == OK,
		"closed otherwise: %s", err.msg);
	r = request_see(&p, &p.clerk, id).request;
	CHECK(r.outcome == OUTCOME_MISC && str_is(r.outcome_rule, "C-1.9-3") &&
			r.clock_state == CLOCK_STATE_CLOSED && r.stage == STAGE_DONE,
		"row 3.6.3 with its own rule");
	id = request_received(&p);
	CHECK(request_withdraw(d, a, &p.clerk, id, 2, on, STR(""), &err) == ERR_INVALID,
		"a reason: %s", err.msg);
	CHECK(request_withdraw(d, a, &p.clerk, id, 1, on, STR("来函撤回"), &err) == ERR_CONFLICT,
		"an old page: %s", err.msg);
	CHECK(request_withdraw(d, a, &p.clerk, id, 2, on, STR("来函撤回"), &err) == OK,
		"by letter: %s", err.msg);
	CHECK(request_withdraw(d, a, &p.clerk, id, 3, on, STR("来函撤回"), &err) == ERR_CONFLICT,
		"once: %s", err.msg);
}

/* Without sketches, as in a database from before them, the contents alone are compared. */
static void check_unsketched(struct request_id id, size_t want)
{
	struct request_similar *hit;
	size_t n = 99, made = 0;
	CHECK(raw_exec(&p.desk.store, "DELETE FROM request_sketch"), "no sketches");
	CHECK(raw_exec(&p.desk.store, "UPDATE request SET worded = 1"), "as from before them");
	CHECK(request_similar(&p.desk.desk, &p.desk.arena, &p.clerk, id, &hit, &n, NULL, &err) == OK &&
			n == want,
		"%zu are found without sketches", n);
	CHECK(request_words_catch_up(&p.desk.desk, NULL, NULL, &made, &err) == OK && made > 3,
		"%zu sketches are made", made);
	CHECK(request_similar(&p.desk.desk, &p.desk.arena, &p.clerk, id, &hit, &n, NULL, &err) == OK &&
			n == want,
		"and %zu with them", n);
}

static void check_likeness(void)
{
	struct arena *a = &p.desk.arena;
	/* Pairs of 甲乙丙丁 are 3, of 甲乙丙戊 3, two in common: 2 of 4. */
	CHECK(request_likeness(a, STR("甲乙丙丁"), STR("甲乙丙戊")) == 50, "two of four");
	CHECK(request_likeness(a, STR("甲乙丙丁"), STR("甲乙丙丁")) == 100, "the same");
	CHECK(request_likeness(a, STR("甲乙丙丁"), STR(" 甲乙\n丙丁")) == 100, "blanks");
	CHECK(request_likeness(a, STR("甲乙丙丁"), STR("戊己庚辛")) == 0, "nothing in common");
	CHECK(request_likeness(a, STR(""), STR("")) == 0, "nothing at all");
	CHECK(request_likeness(a,
		      STR("根据《中华人民共和国政府信息公开条例》的规定申请公开甲乙丙丁"),
		      STR("请求公开甲乙丙丁")) == 100,
		"without the sentences everybody writes");
	struct request_input in = request_online(&p);
	struct request_filed first, second, third, other;
	in.content = STR("示例市南湖片区危旧房改造的房屋征收补偿方案和评估报告");
	in.id_number = STR("440524188001010014");
	must(file(NULL, &in, "", &first), &err, "first");
	must(file(NULL, &in, "", &second), &err, "second");
	in.id_number = STR(CARD_NUMBER);
	must(file(NULL, &in, "", &third), &err, "third");
	in.content = STR("公园路灯的采购合同");
	must(file(NULL, &in, "", &other), &err, "other");
	struct request_similar *hit;
	size_t n = 0, compared = 0;
	CHECK(request_similar(&p.desk.desk, a, &p.clerk, second.id, &hit, &n, &compared, &err) ==
				OK &&
			n == 2 && hit[0].id.v == first.id.v && hit[0].same_applicant &&
			hit[0].repeated && hit[0].percent == 100 && hit[1].id.v == third.id.v &&
			!hit[1].same_applicant,
		"the applicant's own first, then another's: %zu of %zu %s", n, compared, err.msg);
	CHECK(request_similar(&p.desk.desk, a, &p.clerk, other.id, &hit, &n, NULL, &err) == OK &&
			n == 0,
		"nothing like it");
	check_unsketched(second.id, 2);
}

static void check_split(void)
{
	const struct desk *d = &p.desk.desk;
	struct arena *a = &p.desk.arena;
	struct request_input in = request_online(&p);
	struct request_filed f;
	struct request_view v;
	in.content = STR("一、道路养护合同；二、绿化合同；三、路灯合同");
	must(file(NULL, &in, "", &f), &err, "file");
	struct str part[] = { STR("道路养护合同"), STR("绿化合同"), STR("路灯合同") };
	struct request_id id[3] = { { 0 } };
	CHECK(request_split(d, a, &p.clerk, f.id, 1, part, 3, id, &err) == ERR_CONFLICT,
		"not before registration: %s", err.msg);
	struct receipt_facts facts = { .settled = true, .settled_on = request_now(&p) };
	must(request_confirm(d, a, &p.clerk, f.id, 1, &facts, &err), &err, "confirm");
	CHECK(request_split(d, a, &p.clerk, f.id, 2, part, 1, id, &err) == ERR_INVALID,
		"one part is no splitting: %s", err.msg);
	CHECK(request_split(d, a, &p.clerk, f.id, 2, part, 3, id, &err) == OK && id[0].v == f.id.v,
		"three requests: %s", err.msg);
	struct request_view first = request_see(&p, &p.clerk, id[0]);
	v = request_see(&p, &p.clerk, id[2]);
	CHECK(str_is(first.request.content, "道路养护合同") && first.n_notes == 1 &&
			str_has(first.note[0].text, "二、绿化合同"),
		"the paper stays with the first");
	CHECK(str_is(v.request.content, "路灯合同") && v.request.parent.v == f.id.v &&
			serial_of(v.request.number) == serial_of(first.request.number) + 2 &&
			v.request.due_on.v == first.request.due_on.v &&
			str_eq(v.request.receipt, first.request.receipt) &&
			str_is(v.applicant.phone, "138****0000"),
		"the third has a number of its own, the same day and applicant");
	CHECK(request_status(d, a, v.request.number, f.code, STR("192.0.2.70"), &v, &err) == OK &&
			v.request.id.v == id[2].v,
		"one code opens each part: %s", err.msg);
	must(request_withdraw(d, a, &p.clerk, id[2], 1, request_now(&p), STR("撤回"), &err), &err,
		"withdraw");
	CHECK(request_split(d, a, &p.clerk, id[2], 2, part, 2, id, &err) == ERR_CONFLICT,
		"not when something has happened: %s", err.msg);
}

static enum err mark_fn(struct tx *tx, void *ctx, struct error *e)
{
	struct request_set_clock_in *in = ctx;
	return sql_request_set_clock(tx, in, NULL, e);
}

/* A stored due day that is not that of the calendar, as after an import. */
static void check_recount(void)
{
	struct request_id id = request_received(&p);
	struct request_row r = request_see(&p, &p.clerk, id).request;
	struct request_set_clock_in in = { .id = id,
		.year = r.year,
		.stage = r.stage,
		.received_on = r.received_on.v,
		.due_on = { true, r.due_on.v - 3 },
		.sort_due = r.due_on.v - 3,
		.provisional = 1,
		.clock_state = r.clock_state,
		.outcome = -1 };
	must(store_write(p.desk.desk.store, mark_fn, &in, &err), &err, "mark");
	struct request_moved *m;
	size_t n = 0;
	CHECK(request_recount(&p.desk.desk, &p.desk.arena, p.agency, &m, &n, &err) == OK &&
			n == 1 && m[0].id.v == id.v && m[0].before.day.day == r.due_on.v - 3 &&
			m[0].before.provisional && m[0].after.day.day == r.due_on.v,
		"one of many was moved: %zu %s", n, err.msg);
	CHECK(request_see(&p, &p.clerk, id).request.due_on.v == r.due_on.v, "stored");
	CHECK(desk_events(&p.desk, "request.recount") == 1, "one event");
	CHECK(request_recount(&p.desk.desk, &p.desk.arena, (struct agency_id){ 0 }, &m, &n, &err) ==
				OK &&
			n == 0,
		"again: nothing");
	CHECK(request_run_recount(&p.desk.desk, &p.desk.arena, STR("12x"), &m, &n, &err) ==
			ERR_FORMAT,
		"a damaged job: %s", err.msg);
}

static void check_notes(void)
{
	const struct desk *d = &p.desk.desk;
	struct arena *a = &p.desk.arena;
	struct actor admin = actor_console();
	struct department_id dep, closed = { 12345 };
	struct department_facts facts = { .name = STR("测试一科"), .active = true };
	must(department_add(d, &admin, p.agency, &facts, &dep, &err), &err, "department");
	struct request_id id = request_received(&p);
	CHECK(request_assign(d, a, &p.clerk, id, 2, closed, p.handler.person, &err) == ERR_INVALID,
		"no such department: %s", err.msg);
	CHECK(request_assign(d, a, &p.clerk, id, 2, dep, p.reader.person, &err) == ERR_INVALID &&
			strcmp(err.field, "handler") == 0,
		"a reader cannot handle: %s", err.msg);
	CHECK(request_assign(d, a, &p.clerk, id, 2, dep, p.handler.person, &err) == OK,
		"assigned: %s", err.msg);
	struct request_view v = request_see(&p, &p.clerk, id);
	CHECK(v.request.stage == STAGE_HANDLING && str_is(v.request.department_name, "测试一科") &&
			v.request.handler.v == p.handler.person.v,
		"in hand");
	CHECK(request_assign(d, a, &p.clerk, id, 2, dep, p.handler.person, &err) == ERR_CONFLICT,
		"an old page: %s", err.msg);
	struct department_id none = { 0 };
	CHECK(request_note_add(d, a, &p.handler, id, NOTE_ASSIST, none, STR("请提供"), &err) ==
			ERR_INVALID,
		"assistance of whom: %s", err.msg);
	CHECK(request_note_add(d, a, &p.handler, id, NOTE_ASSIST, dep, STR("请提供合同"), &err) ==
			OK,
		"asked: %s", err.msg);
	v = request_see(&p, &p.clerk, id);
	CHECK(request_answer_note(d, a, &p.handler, id, v.note[0].id, STR("已附"), &err) == OK &&
			request_answer_note(d, a, &p.handler, id, v.note[0].id, STR("再附"),
				&err) == ERR_CONFLICT,
		"answered once: %s", err.msg);
}

/* Every request for memory in turn is refused: an error each time, and nothing half done. */
static void check_no_memory(void)
{
	struct request_input in = request_online(&p);
	struct request_filed out = { .id = { 0 } };
	size_t before = desk_events(&p.desk, "request.file"), failed = 0;
	enum err e = ERR_NOMEM;
	for (long at = 1; at < 400 && e != OK; at += at < 40 ? 1 : 7) {
		struct arena a;
		arena_init(&a, 4 << 20);
		mem_fail_at(at);
		e = request_file(&p.desk.desk, &a, NULL, &in, STR(""), &out, &err);
		mem_fail_at(0);
		arena_done(&a);
		failed += e != OK;
	}
	CHECK(e == OK && failed > 0, "%zu times without memory, then filed: %s", failed, err.msg);
	CHECK(desk_events(&p.desk, "request.file") == before + 1, "one request");
}

int main(void)
{
	request_place_init(&p);
	request_day(&p, 2026, 5, 11);
	check_double_submit();
	check_paper();
	check_texts();
	check_numbers();
	check_masks();
	check_codes();
	check_own();
	check_endings();
	check_likeness();
	check_split();
	check_recount();
	check_notes();
	check_no_memory();
	int64_t checked;
	CHECK(event_verify(p.desk.desk.store, NULL, &checked, &err) == OK, "the chain holds");
	desk_place_done(&p.desk);
	return TEST_END();
}
