/*
 * What others are asked: records, their days, and one way for each legal event.  Days are W14 and W19
 * of law/rules.md 1.6, counted by hand.
 */
#include "desk/request_office.h"
#include "tests/desk/letter_test.h"

static struct letter_place p;
static struct error err;

#define D (&p.r.desk.desk)
#define A (&p.r.desk.arena)
#define H (&p.r.handler)

static struct consultation_view see(struct consultation_id id)
{
	struct consultation_view v;
	must(consultation_view(D, A, H, id, &v, &err), &err, "view");
	return v;
}

static struct consultation_view only(struct request_id request)
{
	struct consultation_view *v;
	size_t n;
	must(consultation_list(D, A, H, request, &v, &n, NULL, &err), &err, "list");
	CHECK(n >= 1, "there is one");
	return v[n - 1];
}

static struct request_view of_case(struct request_id id)
{
	return request_see(&p.r, H, id);
}

static bool day_is(struct opt_i64 day, int y, int m, int d)
{
	return day.has && day.v == date_from_ymd(y, m, d).day;
}

static struct consultation_paper paper_of(
	struct request_id id, enum consultation_kind kind, const char *party)
{
	return (struct consultation_paper){ .request = id,
		.version = of_case(id).request.version,
		.facts = { .kind = kind,
			.party = str_cstr(party),
			.contact = STR("测试联系人 0000-00000000"),
			.information = STR("投标文件中的技术参数") },
		.sent = request_now(&p.r),
		.reason = STR("系统停用，手工制发"),
		.has_proof = true,
		.proof = request_scan(&p.r, "%PDF-1.4 proof") };
}

static struct consultation_id asked(struct request_id id, enum consultation_kind k, const char *who)
{
	struct consultation_id q = { 0 };
	struct consultation_paper in = paper_of(id, k, who);
	must(consultation_on_paper(D, A, H, &in, &q, &err), &err, "on paper");
	return q;
}

/* The clock on paper: PROOF_FILE=PATH keeps it, to be looked at. */
static void check_proof(struct request_id id)
{
	static const char *const must_stand[] = { "答复期限计算证明", "2025-06-05", "第三十三条第三款",
		"测\\*\\*某（第三方1，第三方）", "10 日", "一、事件和对期限的影响", "三、逐日计算",
		"计入：调休上班", "不计：.*劳动节", "征求意见期间（编号第三方1）" };
	char path[400], command[1000];
	struct buf b;
	buf_init(&b, 16 << 20);
	CHECK(request_proof(D, A, &p.r.reader, id, &b, &err) == OK, "proof: %s", err.msg);
	snprintf(path, sizeof path, "%s.pdf", p.r.desk.key_path);
	if (getenv("PROOF_FILE"))
		snprintf(path, sizeof path, "%s", getenv("PROOF_FILE"));
	FILE *f = fopen(path, "wb");
	CHECK(f && fwrite(b.p, 1, b.n, f) == b.n && fclose(f) == 0, "%s", path);
	for (size_t i = 0; i < sizeof must_stand / sizeof *must_stand; i++) {
		snprintf(command, sizeof command, "pdftotext -layout '%s' - | grep -q '%s'", path,
			must_stand[i]);
		CHECK(system(command) == 0, "the proof says %s", must_stand[i]);
	}
	if (!getenv("PROOF_FILE"))
		unlink(path);
	buf_done(&b);
}

/* R-032, W14: a letter makes the record, serving it the days. */
static void check_letter(void)
{
	request_day(&p.r, 2025, 4, 21);
	struct request_id id = request_received(&p.r);
	struct letter_input in = letter_full(id, "F07");
	struct letter_id l;
	in.person = true;
	in.party = STR("测试丙某");
	request_day(&p.r, 2025, 4, 28);
	must(letter_try(&p, H, &in, &l, &err), &err, "draft");
	struct consultation_view v = only(id);
	CHECK(v.row.state == CONSULTATION_PREPARED && !v.row.sent_on.has, "prepared");
	CHECK(str_is(v.row.masked, "测**某") && str_is(v.party, "测试丙某"), "masked: %.*s",
		STR_ARG(v.row.masked));
	CHECK(!str_has(v.row.party, "测试丙某") && !str_has(letter_see(&p, l).letter.facts, "测试丙某"),
		"the name is not stored in the clear");
	letter_signed(&p, l);
	must(letter_post(&p, l, &err), &err, "post");
	v = see(v.row.id);
	CHECK(v.row.state == CONSULTATION_WAITING && day_is(v.row.sent_on, 2025, 4, 28), "sent");
	request_day(&p.r, 2025, 5, 6);
	must(letter_serve(D, A, H, l, letter_see(&p, l).letter.version, SERVICE_POST,
		     date_from_ymd(2025, 4, 28), true, request_now(&p.r), STR("EM000000001CN"), &err),
		&err, "received");
	v = see(v.row.id);
	CHECK(day_is(v.row.served_on, 2025, 5, 6) && day_is(v.row.due_on, 2025, 5, 27),
		"W14: until 2025-05-27");
	CHECK(v.left == 15, "15 working days left: %d", v.left);
	CHECK(consultation_remind(D, A, H, v.row.id, date_from_ymd(2025, 4, 20), STR("电话催办"),
		      &err) == ERR_INVALID,
		"not before it was sent");
	request_day(&p.r, 2025, 5, 13);
	must(consultation_remind(D, A, H, v.row.id, request_now(&p.r), STR("电话催办，答复本周回函"),
		     &err),
		&err, "remind");
	CHECK(see(v.row.id).n_reminders == 1, "the reminder stands there");
	request_day(&p.r, 2025, 5, 15);
	CHECK(consultation_answer(D, A, H, v.row.id, v.row.version, request_now(&p.r),
		      OPINION_OBJECT, STR(""), NULL, &err) == ERR_INVALID &&
			strcmp(err.field, "text") == 0,
		"an objection has reasons: %s", err.msg);
	CHECK(consultation_settle(D, A, H, v.row.id, v.row.version, RESULT_WITHHOLD, STR("成立"),
		      &err) == ERR_CONFLICT &&
			strcmp(err.rule, "R-032") == 0,
		"not before the opinion or the last day: %s", err.msg);
	struct request_file_input scan = request_scan(&p.r, "%PDF-1.4 opinion");
	scan.kind = FILE_OPINION;
	must(consultation_answer(D, A, H, v.row.id, v.row.version, request_now(&p.r),
		     OPINION_OBJECT, STR("含有本人电话和住址"), &scan, &err),
		&err, "answer");
	CHECK(consultation_answer(D, A, H, v.row.id, v.row.version, request_now(&p.r),
		      OPINION_AGREE, STR(""), NULL, &err) == ERR_CONFLICT,
		"a second sending of the form is stale: %s", err.msg);
	v = see(v.row.id);
	CHECK(consultation_answer(D, A, H, v.row.id, v.row.version, request_now(&p.r),
		      OPINION_AGREE, STR(""), NULL, &err) == ERR_CONFLICT &&
			strcmp(err.rule, "C-1.7-25") == 0,
		"one opinion: %s", err.msg);
	CHECK(v.row.state == CONSULTATION_ANSWERED && v.row.opinion_file > 0 && v.clock.days == 10,
		"W14: ten working days are not counted: %d", v.clock.days);
	CHECK(day_is(of_case(id).request.due_on, 2025, 6, 5), "W14: 2025-06-05");
	int excluded = 0;
	struct consultation_view *all;
	size_t n;
	must(consultation_list(D, A, H, id, &all, &n, &excluded, &err), &err, "list");
	CHECK(excluded == 10, "of the case: %d", excluded);
	check_proof(id);
}

/* R-034, W19: silence of a co-maker is consent; R-032: that of a third party is not. */
static void check_silence(void)
{
	request_day(&p.r, 2025, 9, 26);
	struct request_id id = request_received(&p.r);
	struct consultation_id maker = asked(id, CONSULTATION_CO_MAKER, "示例市测试局");
	must(consultation_serve(D, A, H, maker, see(maker).row.version, request_now(&p.r), &err),
		&err, "serve");
	CHECK(day_is(see(maker).row.due_on, 2025, 10, 23), "W19: until 2025-10-23");
	request_day(&p.r, 2025, 10, 24);
	struct consultation_view v = see(maker);
	CHECK(v.expired && v.left == -1, "run out, by one working day: %d", v.left);
	CHECK(consultation_settle(D, A, H, maker, v.row.version, RESULT_WITHHOLD, STR("它不说话"),
		      &err) == ERR_CONFLICT &&
			strcmp(err.rule, "R-034") == 0,
		"silence cannot be an objection: %s", err.msg);
	must(consultation_settle(D, A, H, maker, v.row.version, RESULT_CONSENT,
		     STR("逾期未提出意见，视为同意"), &err),
		&err, "settle");
	CHECK(see(maker).row.state == CONSULTATION_SETTLED, "settled");
	request_day(&p.r, 2025, 9, 26);
	id = request_received(&p.r);
	struct consultation_id third = asked(id, CONSULTATION_THIRD_PARTY, "测试单位丁");
	request_day(&p.r, 2025, 10, 24);
	v = see(third);
	CHECK(v.expired, "run out");
	CHECK(consultation_settle(D, A, H, third, v.row.version, RESULT_WITHHOLD,
		      STR("含有个人隐私，不予公开"), &err) == ERR_CONFLICT &&
			strstr(err.msg, "登记送达"),
		"nobody knows that it was received: %s", err.msg);
	must(consultation_serve(D, A, H, third, v.row.version, date_from_ymd(2025, 9, 26), &err),
		&err, "serve");
	v = see(third);
	must(consultation_settle(D, A, H, third, v.row.version, RESULT_WITHHOLD,
		     STR("含有个人隐私，不予公开"), &err),
		&err, "the office decides");
	struct letter_input f11 = letter_full(id, "F11");
	f11.asked = CONSULTATION_OTHER;
	f11.party = STR("示例市其他局");
	struct letter_id l;
	must(letter_try(&p, H, &f11, &l, &err), &err, "F11");
	struct str body = letter_see(&p, l).letter.body;
	CHECK(str_has(body, "第十一条") && !str_has(body, "视为同意"),
		"R-011: another agency is asked without a fiction: %.*s", STR_ARG(body));
}

/* C-1.7-25: overlapping spans are left out once; a corrected date moves all. */
static void check_overlap(void)
{
	request_day(&p.r, 2025, 4, 21);
	struct request_id id = request_received(&p.r);
	request_day(&p.r, 2025, 5, 6);
	struct consultation_id one = asked(id, CONSULTATION_THIRD_PARTY, "测试单位甲");
	request_day(&p.r, 2025, 5, 8);
	struct consultation_id two = asked(id, CONSULTATION_THIRD_PARTY, "测试单位乙");
	request_day(&p.r, 2025, 5, 12);
	must(consultation_answer(D, A, H, one, see(one).row.version, request_now(&p.r),
		     OPINION_AGREE, STR(""), NULL, &err),
		&err, "first");
	request_day(&p.r, 2025, 5, 14);
	must(consultation_answer(D, A, H, two, see(two).row.version, request_now(&p.r),
		     OPINION_AGREE, STR(""), NULL, &err),
		&err, "second");
	struct consultation_view *all;
	size_t n;
	int excluded = 0;
	must(consultation_list(D, A, H, id, &all, &n, &excluded, &err), &err, "list");
	/* 7, 8, 9, 12 May and 9, 12, 13, 14 May: six days in all. */
	CHECK(n == 2 && all[0].clock.days == 4 && all[1].clock.days == 4 && excluded == 6,
		"%d, %d, together %d", all[0].clock.days, all[1].clock.days, excluded);
	CHECK(str_is(all[1].row.ref, "第三方2"), "the second is called so");
	struct request_view v = of_case(id);
	int64_t event = 0;
	for (size_t i = 0; i < v.n_events; i++)
		if (v.event[i].kind == CLOCK_CONSULT_RETURNED && str_is(v.event[i].ref, "第三方2"))
			event = v.event[i].id;
	must(request_correct_event(D, A, H, id, v.request.version, event, false,
		     date_from_ymd(2025, 5, 13), STR("回函的邮戳是13日"), &err),
		&err, "correct");
	CHECK(day_is(see(two).row.returned_on, 2025, 5, 13), "the record follows the event");
	must(consultation_list(D, A, H, id, &all, &n, &excluded, &err), &err, "list");
	CHECK(excluded == 5, "and the days: %d", excluded);
	v = of_case(id);
	for (size_t i = 0; i < v.n_events; i++)
		if (v.event[i].kind == CLOCK_CONSULT_RETURNED && str_is(v.event[i].ref, "第三方2"))
			event = v.event[i].id;
	must(request_correct_event(D, A, H, id, v.request.version, event, true, (struct date){ 0 },
		     STR("还没有收到，登错了"), &err),
		&err, "take away");
	CHECK(see(two).row.state == CONSULTATION_WAITING && !see(two).row.returned_on.has,
		"taken away: it is waited for again");
}

/* A paper needs its reason and proof; the same party is not asked twice at once. */
static void check_paper(void)
{
	request_day(&p.r, 2026, 9, 17);
	struct request_id id = request_received(&p.r);
	struct consultation_id q;
	struct consultation_paper in = paper_of(id, CONSULTATION_THIRD_PARTY, "测试单位甲");
	in.reason = STR(" ");
	CHECK(consultation_on_paper(D, A, H, &in, &q, &err) == ERR_INVALID &&
			strcmp(err.field, "paper") == 0,
		"why: %s", err.msg);
	in.reason = STR("停电");
	in.has_proof = false;
	CHECK(consultation_on_paper(D, A, H, &in, &q, &err) == ERR_INVALID &&
			strcmp(err.field, "file") == 0,
		"the proof: %s", err.msg);
	in.has_proof = true;
	in.facts.party = STR("");
	CHECK(consultation_on_paper(D, A, H, &in, &q, &err) == ERR_INVALID &&
			strcmp(err.field, "party") == 0,
		"whom: %s", err.msg);
	CHECK(consultation_on_paper(D, A, &p.r.reader, &in, &q, &err) == ERR_DENIED, "not a reader");
	q = asked(id, CONSULTATION_THIRD_PARTY, "测试单位甲");
	CHECK(str_is(see(q).paper, "系统停用，手工制发"), "the reason stands there");
	in = paper_of(id, CONSULTATION_THIRD_PARTY, "测试单位甲");
	CHECK(consultation_on_paper(D, A, H, &in, &q, &err) == ERR_CONFLICT, "twice: %s", err.msg);
	struct letter_input f07 = letter_full(id, "F07");
	struct letter_id l;
	CHECK(letter_try(&p, H, &f07, &l, &err) == ERR_CONFLICT, "nor by letter: %s", err.msg);
	f07.party = STR("测试单位乙");
	must(letter_try(&p, H, &f07, &l, &err), &err, "F07");
	in = paper_of(id, CONSULTATION_THIRD_PARTY, "测试单位乙");
	CHECK(consultation_on_paper(D, A, H, &in, &q, &err) == ERR_CONFLICT &&
			strstr(err.msg, "登记那份文书的送达"),
		"a draft of it: %s", err.msg);
	must(letter_drop(D, A, H, l, letter_see(&p, l).letter.version, STR("改用纸质"), &err), &err,
		"drop");
	CHECK(only(id).row.state == CONSULTATION_DROPPED, "dropped with its letter");
	in = paper_of(id, CONSULTATION_THIRD_PARTY, "测试单位乙");
	CHECK(consultation_on_paper(D, A, H, &in, &q, &err) == OK, "now by paper: %s", err.msg);
	CHECK(consultation_serve(D, A, &p.r.reader, q, 1, request_now(&p.r), &err) == ERR_DENIED,
		"not a reader");
}

/* What a third party said, against the answers of the decision order. */
static void check_reply(void)
{
	request_day(&p.r, 2026, 9, 17);
	struct request_id id = request_received(&p.r);
	struct consultation_id q = asked(id, CONSULTATION_THIRD_PARTY, "测试单位甲");
	must(consultation_answer(D, A, H, q, 1, request_now(&p.r), OPINION_OBJECT,
		     STR("属于商业秘密"), NULL, &err),
		&err, "answer");
	struct letter_input f13 = letter_full(id, "F13");
	struct letter_id l;
	f13.facts = letter_open_facts();
	CHECK(letter_try(&p, H, &f13, &l, &err) == ERR_CONFLICT && strcmp(err.rule, "R-032") == 0,
		"an objection that nobody weighed: %s", err.msg);
	struct letter_input f15 = letter_full(id, "F15");
	f15.facts = letter_withheld(OUTCOME_THIRD_PARTY, false);
	CHECK(letter_try(&p, H, &f15, &l, &err) == OK, "withheld for its sake: %s", err.msg);
	CHECK(consultation_settle(D, A, H, q, 2, RESULT_CONSENT, STR("同意公开"), &err) ==
			ERR_CONFLICT,
		"an objection is no consent: %s", err.msg);
	must(consultation_settle(D, A, H, q, 2, RESULT_OVERRIDE, STR("关系公共安全，应当公开"),
		     &err),
		&err, "override");
	CHECK(letter_try(&p, H, &f13, &l, &err) == OK, "now it may be given: %s", err.msg);
	CHECK(letter_try(&p, H, &f15, &l, &err) == ERR_CONFLICT && strcmp(err.rule, "R-032") == 0,
		"and not be withheld any more: %s", err.msg);
	struct letter_input f10 = letter_full(id, "F10");
	f10.consultation = q;
	must(letter_try(&p, H, &f10, &l, &err), &err, "F10");
	struct letter_view lv = letter_see(&p, l);
	CHECK(str_is(lv.addressee, "测试单位甲") &&
			str_has(lv.letter.body, "你方不同意公开。经审查，不公开可能对公共利益造成重大影响："),
		"F10 is addressed and says why: %.*s", STR_ARG(lv.letter.body));
	CHECK(see(q).row.notice.v == l.v, "and put to the record");
}

/* One way for each legal event: letter or paper, never both. */
static enum err directly(struct request_id id, enum clock_event_kind k, bool proof)
{
	struct request_file_input scan = request_scan(&p.r, "%PDF-1.4 direct");
	struct request_view v = of_case(id);
	struct request_step s = { .id = id,
		.version = v.request.version,
		.event = { .kind = k, .on = request_now(&p.r), .days = 10,
			.reason = STR("测试") },
		.stage = STAGES,
		.action = STR("request.test"),
		.paper = STR("系统停用"),
		.file = proof ? &scan : NULL };
	err = (struct error){ .code = OK };
	return request_step_on_paper(D, A, &p.r.signer, &s, &err);
}

static void check_one_way(void)
{
	static const struct {
		const char *form;
		enum clock_event_kind kind;
	} t[] = { { "F03", CLOCK_CORRECTION_NOTICED }, { "F04", CLOCK_EXCESS_REASON_ASKED },
		{ "F05", CLOCK_EXTENDED }, { "F12", CLOCK_FEE_NOTICED }, { "F27", CLOCK_WITHDRAWN },
		{ "F28", CLOCK_TRANSFERRED } };
	struct letter_id l;
	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		request_day(&p.r, 2026, 9, 17);
		struct request_id id = request_received(&p.r);
		struct letter_input in = letter_full(id, t[i].form);
		must(letter_try(&p, H, &in, &l, &err), &err, t[i].form);
		letter_signed(&p, l);
		CHECK(directly(id, t[i].kind, true) == ERR_CONFLICT &&
				strstr(err.msg, "请登记那份文书的送达"),
			"%s waits to be served: %s", t[i].form, err.msg);
		must(letter_serve(D, A, H, l, letter_see(&p, l).letter.version, SERVICE_POST,
			     request_now(&p.r), true, request_now(&p.r), STR("EM000000001CN"), &err),
			&err, "serve");
		size_t events = of_case(id).n_events;
		CHECK(directly(id, t[i].kind, true) == ERR_CONFLICT &&
				strstr(err.msg, "送达记入"),
			"%s was served: %s", t[i].form, err.msg);
		CHECK(of_case(id).n_events == events, "nothing was written");

		/* The other way round: recorded on paper while the letter waits. */
		id = request_received(&p.r);
		in.request = id;
		must(letter_try(&p, H, &in, &l, &err), &err, t[i].form);
		CHECK(directly(id, t[i].kind, false) == ERR_INVALID, "no proof: %s", err.msg);
		CHECK(directly(id, t[i].kind, true) == OK, "%s on paper: %s", t[i].form, err.msg);
		struct request_view v = of_case(id);
		CHECK(str_is(v.event[v.n_events - 1].paper, "系统停用") &&
				v.event[v.n_events - 1].file > 0,
			"with its reason and proof");
	}
	/* A letter that was signed before the paper was recorded is not served twice. */
	request_day(&p.r, 2026, 9, 17);
	struct request_id id = request_received(&p.r);
	struct letter_input in = letter_full(id, "F04");
	must(letter_try(&p, H, &in, &l, &err), &err, "F04");
	CHECK(directly(id, CLOCK_EXCESS_REASON_ASKED, true) == OK, "on paper: %s", err.msg);
	letter_signed(&p, l);
	CHECK(letter_post(&p, l, &err) == ERR_CONFLICT && strstr(err.msg, "纸质办理"),
		"serving is refused: %s", err.msg);
}

/* The list of the office: by state and due day, by pages. */
static void check_list(void)
{
	struct consultation_page page;
	struct consultation_filter f = { .state = CONSULTATION_WAITING, .kind = -1 };
	request_day(&p.r, 2026, 6, 1);
	struct request_id id = request_received(&p.r);
	must(consultation_page(D, A, H, &f, &page, &err), &err, "page");
	int64_t before = page.count[CONSULTATION_WAITING];
	for (int i = 0; i < 25; i++) {
		char name[40];
		snprintf(name, sizeof name, "测试单位%02d", i);
		asked(id, i % 5 ? CONSULTATION_THIRD_PARTY : CONSULTATION_OTHER, name);
	}
	must(consultation_page(D, A, H, &f, &page, &err), &err, "page");
	CHECK(page.count[CONSULTATION_WAITING] == before + 25, "counted");
	size_t seen = page.n;
	CHECK(page.n == CONSULTATION_PAGE && page.more, "a page");
	for (size_t i = 1; i < page.n; i++)
		CHECK(page.item[i].row.sort_due >= page.item[i - 1].row.sort_due, "by due day");
	while (page.more) {
		f.after_due = page.item[page.n - 1].row.sort_due;
		f.after = page.item[page.n - 1].row.id;
		must(consultation_page(D, A, H, &f, &page, &err), &err, "next");
		seen += page.n;
	}
	CHECK((int64_t)seen == before + 25, "all of them once: %zu", seen);
	f = (struct consultation_filter){ .state = CONSULTATION_WAITING,
		.kind = CONSULTATION_OTHER };
	must(consultation_page(D, A, H, &f, &page, &err), &err, "kind");
	CHECK(page.n == 5, "of one kind: %zu", page.n);
	f = (struct consultation_filter){ .state = CONSULTATION_WAITING, .kind = -1, .expired = true };
	request_day(&p.r, 2026, 7, 20);
	must(consultation_page(D, A, H, &f, &page, &err), &err, "expired");
	CHECK(page.expired >= 25 && page.n == CONSULTATION_PAGE && page.item[0].expired, "run out");
}

/* A case that ends takes its consultations off the lists. */
static void check_end(void)
{
	request_day(&p.r, 2026, 9, 17);
	struct request_id id = request_received(&p.r);
	struct consultation_id q = asked(id, CONSULTATION_THIRD_PARTY, "测试单位甲");
	struct letter_input f07 = letter_full(id, "F07");
	struct letter_id l;
	f07.party = STR("测试单位乙");
	must(letter_try(&p, H, &f07, &l, &err), &err, "F07");
	struct consultation_id prepared = only(id).row.id;
	must(request_withdraw(D, A, H, id, of_case(id).request.version, request_now(&p.r),
		     STR("申请人来函撤回"), &err),
		&err, "withdraw");
	CHECK(see(q).row.state == CONSULTATION_OVER, "over");
	CHECK(see(prepared).row.state == CONSULTATION_DROPPED, "never sent");
	CHECK(!see(q).may_act, "nothing more to do");
}

int main(void)
{
	letter_place_init(&p);
	check_letter();
	check_silence();
	check_overlap();
	check_paper();
	check_reply();
	check_one_way();
	check_list();
	check_end();
	desk_place_done(&p.r.desk);
	return TEST_END();
}
