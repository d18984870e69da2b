/*
 * The register of 复议 and 诉讼: cases, stages, orders to decide anew, corrections, the list, and
 * table four with the cases behind each number.
 */
#include "desk/feed.h"
#include "desk/remedy.h"
#include "store/remedy.sql.h"
#include "tests/desk/request_test.h"

static struct error err;
static struct request_place p;

static struct date day(const char *s)
{
	struct date d = { 0 };
	if (!date_parse(str_cstr(s), &d))
		CHECK(false, "bad date %s", s);
	return d;
}

static void now(const char *s)
{
	int y, m, d;
	date_split(day(s), &y, &m, &d);
	request_day(&p, y, m, d);
}

static struct remedy_view see(struct remedy_id id)
{
	static struct remedy_view v;
	must(remedy_view(&p.desk.desk, &p.desk.arena, &p.reader, id, &v, &err), &err, "view");
	return v;
}

static struct remedy_new new_case(enum remedy_block block, struct request_id request, const char *on)
{
	return (struct remedy_new){ .block = block,
		.request = { request },
		.n_requests = request.v != 0,
		.claimant = STR("测试甲某"),
		.claimants = 1,
		.body = block == REMEDY_REVIEW ? STR("示例市人民政府") : STR("示例区人民法院"),
		.case_number = STR("〔2026〕示例1号"),
		.received = day(on) };
}

static struct remedy_id must_open(const struct remedy_new *in)
{
	struct remedy_id id = { 0 };
	must(remedy_open(&p.desk.desk, &p.desk.arena, &p.clerk, in, &id, &err), &err, "open");
	return id;
}

static struct remedy_step step_of(
	struct remedy_id id, enum remedy_entry_kind kind, const char *on, int64_t value)
{
	return (struct remedy_step){ .id = id,
		.version = see(id).remedy.version,
		.kind = kind,
		.on = day(on),
		.value = value };
}

static enum err do_step(const struct remedy_step *s)
{
	err = (struct error){ .code = OK };
	return remedy_step(&p.desk.desk, &p.desk.arena, &p.handler, s, &err);
}

static void must_step(struct remedy_id id, enum remedy_entry_kind kind, const char *on, int64_t value)
{
	struct remedy_step s = step_of(id, kind, on, value);
	must(do_step(&s), &err, remedy_entry_label(kind));
}

/* A request that was answered on a day: `outcome`. */
static struct request_id answered(const char *received, const char *on, enum outcome outcome)
{
	now(received);
	struct request_id id = request_received(&p);
	now(on);
	struct request_step s = { .id = id,
		.version = request_see(&p, &p.clerk, id).request.version,
		.event = { .kind = CLOCK_REPLY_SENT, .on = request_now(&p) },
		.stage = STAGES,
		.action = STR("request.step"),
		.has_outcome = true,
		.outcome = outcome,
		.outcome_rule = STR("R-014") };
	must(request_step(&p.desk.desk, &p.desk.arena, &p.handler, &s, &err), &err, "reply");
	return id;
}

/* --- a review that corrects, and the new round -------------------------------------------------------- */

static struct request_id refused;
static struct remedy_id corrected;

static void check_review(void)
{
	refused = answered("2026-03-02", "2026-03-20", OUTCOME_THIRD_PARTY);
	now("2026-04-07");
	struct remedy_new in = new_case(REMEDY_REVIEW, refused, "2026-04-03");
	in.has_accepted = true;
	in.accepted = day("2026-04-01");
	corrected = must_open(&in);
	struct remedy_view v = see(corrected);
	CHECK(str_is(v.remedy.number, "救2026-0001"), "number of the register: %.*s",
		STR_ARG(v.remedy.number));
	CHECK(str_is(v.remedy.masked_name, "测**某") &&
			str_find(v.remedy.claimant, STR("测试甲某"), 0) == v.remedy.claimant.n,
		"masked and sealed: %.*s", STR_ARG(v.remedy.masked_name));
	/* Ten working days from 2026-04-03 with 清明 04-04 to 04-06. */
	CHECK(v.remedy.due_on.v == day("2026-04-20").day && v.remedy.due_kind == REMEDY_ANSWERED,
		"answer by 2026-04-20, not %s", date_text((struct date){ (int32_t)v.remedy.due_on.v }).z);
	CHECK(v.n_requests == 1 && v.request[0].id.v == refused.v, "linked");
	must_step(corrected, REMEDY_ANSWERED, "2026-04-07", 0);
	now("2026-05-29");
	struct remedy_step decide = step_of(corrected, REMEDY_DECIDED, "2026-05-27", REVIEW_REVOKED);
	decide.has_other = true;
	decide.other = day("2026-05-29");
	CHECK(remedy_step_check(&p.desk.desk, &p.desk.arena, &p.handler, &decide, &err) == OK,
		"looked at before");
	CHECK(see(corrected).remedy.pending == 1, "nothing written by that");
	must(do_step(&decide), &err, "decide");
	v = see(corrected);
	CHECK(!v.remedy.pending && v.remedy.result == REVIEW_REVOKED && !v.remedy.due_on.has,
		"decided");
	CHECK(do_step(&decide) == ERR_CONFLICT, "optimistic locking");
	decide.version = v.remedy.version;
	CHECK(do_step(&decide) == ERR_CONFLICT && str_is(str_cstr(err.rule), "C-7.1-1"),
		"not decided twice");
}

static struct request_id round_one;

static void check_redo(void)
{
	struct remedy_redo redo = { .id = corrected,
		.version = see(corrected).remedy.version,
		.request = refused,
		.on = day("2026-05-29"),
		.days = REMEDY_REDO_DAYS };
	CHECK(remedy_redo(&p.desk.desk, &p.desk.arena, &p.reader, &redo, &round_one, &err) ==
			ERR_DENIED,
		"not by a reader");
	must(remedy_redo(&p.desk.desk, &p.desk.arena, &p.handler, &redo, &round_one, &err), &err,
		"redo");
	struct request_view r = request_see(&p, &p.clerk, round_one);
	/* Twenty working days from 2026-05-29 with 端午 06-19 (Friday). */
	CHECK(r.request.due_on.v == day("2026-06-29").day, "C-7.2-1: own last day, not %s",
		date_text((struct date){ (int32_t)r.request.due_on.v }).z);
	CHECK(r.request.round == 1 && r.request.parent.v == refused.v &&
			r.request.stage == STAGE_HANDLING,
		"C-2.6-30: the first round of the request");
	struct request_view first = request_see(&p, &p.clerk, refused);
	struct str want = arena_fmt(&p.desk.arena, "%.*s-重1", STR_ARG(first.request.number));
	CHECK(str_eq(r.request.number, want), "number %.*s", STR_ARG(r.request.number));
	CHECK(str_eq(r.applicant.id_number, first.applicant.id_number), "the same applicant");
	struct request_similar *alike;
	size_t n_alike;
	must(request_similar(&p.desk.desk, &p.desk.arena, &p.clerk, round_one, &alike, &n_alike, NULL, &err),
		&err, "alike");
	CHECK(n_alike == 0, "C-2.6-30: a round repeats nothing");
	must(request_similar(&p.desk.desk, &p.desk.arena, &p.clerk, refused, &alike, &n_alike, NULL, &err),
		&err, "alike");
	CHECK(n_alike == 0, "C-2.6-30: nor does the request");
	struct str parts[2] = { STR("合同"), STR("附件") };
	struct request_id part[2];
	CHECK(request_split(&p.desk.desk, &p.desk.arena, &p.clerk, round_one, r.request.version, parts, 2,
		      part, &err) == ERR_CONFLICT &&
			str_is(str_cstr(err.rule), "C-2.6-30"),
		"not split: %s", err.msg);
	CHECK(first.request.outcome == OUTCOME_THIRD_PARTY, "C-2.6-30: the first answer stays");
	struct request_id next = request_received(&p);
	struct str number = request_see(&p, &p.clerk, next).request.number;
	CHECK(str_is(number, "2026-0002"), "no number used up: %.*s", STR_ARG(number));
	struct remedy_view v = see(corrected);
	CHECK(v.remedy.due_kind == REMEDY_REDO && v.remedy.due_on.v == day("2026-06-29").day,
		"the order is due");
	redo.version = v.remedy.version;
	struct request_id other;
	CHECK(remedy_redo(&p.desk.desk, &p.desk.arena, &p.handler, &redo, &other, &err) ==
			ERR_INVALID,
		"not twice while the round is open: %s", err.msg);
}

static void check_round(void)
{
	struct remedy_view v = see(corrected);
	const struct remedy_entry_row *order = &v.entry[v.n_entries - 1];
	struct remedy_correction c = { .id = corrected,
		.version = v.remedy.version,
		.entry = order->id,
		.on = day("2026-05-29"),
		.has_other = true,
		.other = day("2026-06-15"),
		.reason = STR("决定书写明十五日") };
	must(remedy_correct(&p.desk.desk, &p.desk.arena, &p.handler, &c, &err), &err, "correct");
	CHECK(request_see(&p, &p.clerk, round_one).request.due_on.v == day("2026-06-15").day,
		"the round's clock follows the order");
	c.version = see(corrected).remedy.version;
	CHECK(remedy_correct(&p.desk.desk, &p.desk.arena, &p.handler, &c, &err) == ERR_CONFLICT,
		"a superseded entry is not corrected");
	v = see(corrected);
	CHECK(v.n_history == v.n_entries + 1, "nothing erased");
	c.entry = v.entry[v.n_entries - 1].id;
	c.take_away = true;
	CHECK(remedy_correct(&p.desk.desk, &p.desk.arena, &p.handler, &c, &err) == ERR_CONFLICT,
		"an order is not taken away");
	now("2026-06-12");
	struct request_step s = { .id = round_one,
		.version = request_see(&p, &p.clerk, round_one).request.version,
		.event = { .kind = CLOCK_EXTENDED, .on = request_now(&p), .days = 5 },
		.stage = STAGES,
		.action = STR("request.extend") };
	CHECK(request_step(&p.desk.desk, &p.desk.arena, &p.signer, &s, &err) == ERR_CONFLICT &&
			str_is(str_cstr(err.rule), "C-7.2-1"),
		"an ordered day is not extended: %s", err.msg);
	s.event = (struct clock_event){ .kind = CLOCK_REPLY_SENT, .on = request_now(&p) };
	s.action = STR("request.step");
	s.has_outcome = true;
	s.outcome = OUTCOME_OPEN;
	s.outcome_rule = STR("R-036-2");
	must(request_step(&p.desk.desk, &p.desk.arena, &p.handler, &s, &err), &err, "reply");
	v = see(corrected);
	CHECK(!v.remedy.due_on.has && v.run.next == -1, "answered anew: nothing due");
	struct remedy_of_request of;
	must(remedy_of_request(&p.desk.desk, &p.desk.arena, &p.reader, round_one, &of, &err), &err,
		"of round");
	CHECK(of.n == 1 && of.remedy[0].id.v == corrected.v && of.n_rounds == 1, "from the round");
	must(remedy_of_request(&p.desk.desk, &p.desk.arena, &p.reader, refused, &of, &err), &err,
		"of request");
	CHECK(of.n == 1 && of.n_rounds == 1 && of.round[0].id.v == round_one.v, "from the request");
}

/* --- lawsuits ---------------------------------------------------------------------------------------- */

static struct remedy_id lawsuit;

static void check_admission(void)
{
	struct request_id r = answered("2026-01-12", "2026-02-02", OUTCOME_INTERNAL);
	struct remedy_new direct = new_case(REMEDY_DIRECT, r, "2026-02-10");
	struct remedy_id id;
	now("2026-02-10");
	err = (struct error){ .code = OK };
	CHECK(remedy_open(&p.desk.desk, &p.desk.arena, &p.clerk, &direct, &id, &err) ==
				ERR_CONFLICT &&
			str_is(str_cstr(err.rule), "RA-23-1") && str_is(str_cstr(err.field), "anyway"),
		"a refusal straight to court: %s", err.msg);
	direct.anyway = STR("法院已经立案");
	id = must_open(&direct);
	CHECK(str_is(see(id).entry[0].text, "法院已经立案"), "with a reason");
	struct remedy_new review = new_case(REMEDY_REVIEW, r, "2026-02-10");
	CHECK(remedy_open(&p.desk.desk, &p.desk.arena, &p.clerk, &review, &id, &err) ==
				ERR_CONFLICT &&
			str_is(str_cstr(err.rule), "RA-29"),
		"no review of the same person meanwhile: %s", err.msg);
	review.claimant = STR("测试乙某");
	CHECK(remedy_open(&p.desk.desk, &p.desk.arena, &p.clerk, &review, &id, &err) == OK,
		"C-7.3-5: another person's is another case");
	review.claimant = STR("");
	CHECK(remedy_open(&p.desk.desk, &p.desk.arena, &p.clerk, &review, &id, &err) ==
				ERR_INVALID &&
			str_is(str_cstr(err.field), "claimant"),
		"a name");
	review.claimant = STR("测试丙某");
	CHECK(remedy_open(&p.desk.desk, &p.desk.arena, &p.reader, &review, &id, &err) ==
			ERR_DENIED,
		"not by a reader");
	must(remedy_open(&p.desk.desk, &p.desk.arena, &p.clerk, &review, &id, &err), &err, "third");
}

static void check_lawsuit(void)
{
	now("2025-03-10");
	struct remedy_new in = new_case(REMEDY_AFTER_REVIEW, (struct request_id){ 0 }, "2025-03-04");
	in.item = STR("示例市2024年度财政预算说明");
	struct remedy_id id;
	CHECK(remedy_open(&p.desk.desk, &p.desk.arena, &p.clerk, &in, &id, &err) ==
				ERR_INVALID &&
			str_is(str_cstr(err.field), "prior_text"),
		"after which review");
	in.prior_text = STR("示例市人民政府维持");
	in.organisation = true;
	in.claimant = STR("示例科技有限公司");
	lawsuit = must_open(&in);
	CHECK(str_is(see(lawsuit).remedy.masked_name, "示例科技有限公司"), "an organisation in full");
	now("2025-06-16");
	must_step(lawsuit, REMEDY_HEARD, "2025-04-15", 1);
	must_step(lawsuit, REMEDY_DECIDED, "2025-06-10", COURT_CLAIM_REJECTED);
	struct remedy_step second = step_of(lawsuit, REMEDY_OPENED, "2025-06-16", REMEDY_ORDINARY);
	second.stage = REMEDY_STAGE_SECOND;
	CHECK(do_step(&second) == ERR_INVALID && str_is(str_cstr(err.field), "body"), "which court");
	second.body = STR("示例市中级人民法院");
	must(do_step(&second), &err, "appeal");
	CHECK(str_is(see(lawsuit).remedy.body, "示例市中级人民法院") &&
			see(lawsuit).remedy.stage == REMEDY_STAGE_SECOND,
		"the present court");
	now("2026-01-20");
	must_step(lawsuit, REMEDY_DECIDED, "2026-01-14", APPEAL_UPHELD);
	now("2026-03-20");
	must_step(lawsuit, REMEDY_PETITIONED, "2026-03-16", 0);
	CHECK(see(lawsuit).run.petition && !see(lawsuit).remedy.pending, "C-9.5-1: concluded");
	struct remedy_step hold = step_of(lawsuit, REMEDY_HELD, "2026-03-20", 2027);
	hold.text = STR("再审申请审查中");
	CHECK(do_step(&hold) == ERR_DENIED, "counting otherwise is decided by the head");
	must(remedy_step(&p.desk.desk, &p.desk.arena, &p.signer, &hold, &err), &err, "hold");
}

static void check_corrections(void)
{
	struct remedy_view v = see(lawsuit);
	struct remedy_correction c = { .id = lawsuit,
		.version = v.remedy.version,
		.entry = v.entry[0].id,
		.take_away = true,
		.reason = STR("登记错误") };
	CHECK(remedy_correct(&p.desk.desk, &p.desk.arena, &p.handler, &c, &err) == ERR_CONFLICT,
		"the first entry is not taken away: %s", err.msg);
	for (size_t i = 0; i < v.n_entries; i++)
		if (v.entry[i].kind == REMEDY_HEARD)
			c.entry = v.entry[i].id;
	c.reason = STR("");
	CHECK(remedy_correct(&p.desk.desk, &p.desk.arena, &p.handler, &c, &err) == ERR_INVALID,
		"a reason");
	c.reason = STR("没有开庭");
	must(remedy_correct(&p.desk.desk, &p.desk.arena, &p.handler, &c, &err), &err, "take away");
	v = see(lawsuit);
	CHECK(!v.run.round[0].has_heard && desk_events(&p.desk, "remedy.correct") == 2,
		"taken away, in the log");
	CHECK(remedy_link(&p.desk.desk, &p.desk.arena, &p.clerk, lawsuit, v.remedy.version,
		      STR("2026-9999"), &err) == ERR_INVALID,
		"no such request");
	must(remedy_link(&p.desk.desk, &p.desk.arena, &p.clerk, lawsuit, v.remedy.version,
		     request_see(&p, &p.clerk, refused).request.number, &err),
		&err, "link");
	CHECK(see(lawsuit).n_requests == 1, "one more request");
	struct str name;
	CHECK(remedy_reveal(&p.desk.desk, &p.desk.arena, &p.handler, corrected, STR("核对身份"),
		      &name, &err) == OK &&
			str_is(name, "测试甲某") && desk_events(&p.desk, "reveal.claimant") == 1,
		"in full, logged");
	CHECK(remedy_reveal(&p.desk.desk, &p.desk.arena, &p.reader, corrected, STR("核对身份"),
		      &name, &err) == ERR_DENIED,
		"not by a reader");
}

/* --- table four -------------------------------------------------------------------------------------- */

static struct remedy_year year_of(int year)
{
	struct remedy_year y = { 0 };
	must(remedy_year(&p.desk.desk, &p.desk.arena, &p.reader, p.agency, year, &y, &err), &err,
		"year");
	return y;
}

static void check_lists(int year, const struct remedy_year *y)
{
	bool same = true;
	for (int b = 0; b < REMEDY_BLOCKS; b++)
		for (int c = 0; c <= REMEDY_TOTAL; c++) {
			struct remedy_year_case_row *row;
			size_t n;
			bool more;
			must(remedy_year_list(&p.desk.desk, &p.desk.arena, &p.reader, p.agency, year,
				     b, c, (struct remedy_id){ 0 }, 100, &row, &n, &more, &err),
				&err, "list");
			same = same && (int64_t)n == y->count[b][c] && !more;
			for (size_t i = 0; i < n; i++) {
				struct remedy_view v = see(row[i].id);
				int column = remedy_year_column(&v.run, year);
				same = same && row[i].block == b && row[i].counted == column &&
				       (c == REMEDY_TOTAL || column == c);
			}
		}
	CHECK(same, "the cases behind every cell of %d, by law/remedy_case", year);
}

static void check_year(void)
{
	struct remedy_year y = year_of(2026);
	/* 2026: the review revoked; two reviews and one lawsuit open; the lawsuit of 2025 upheld. */
	CHECK(y.count[REMEDY_REVIEW][REMEDY_CORRECTED] == 1 &&
			y.count[REMEDY_REVIEW][REMEDY_PENDING] == 2 &&
			y.count[REMEDY_REVIEW][REMEDY_TOTAL] == 3 &&
			y.count[REMEDY_DIRECT][REMEDY_PENDING] == 1 &&
			y.count[REMEDY_DIRECT][REMEDY_TOTAL] == 1 &&
			y.count[REMEDY_AFTER_REVIEW][REMEDY_UPHELD] == 1 &&
			y.count[REMEDY_AFTER_REVIEW][REMEDY_TOTAL] == 1,
		"2026");
	check_lists(2026, &y);
	y = year_of(2025);
	CHECK(y.count[REMEDY_AFTER_REVIEW][REMEDY_PENDING] == 1 &&
			y.count[REMEDY_AFTER_REVIEW][REMEDY_TOTAL] == 1 &&
			y.count[REMEDY_REVIEW][REMEDY_TOTAL] == 0,
		"2025: the appeal was pending");
	check_lists(2025, &y);
	y = year_of(2027);
	CHECK(y.count[REMEDY_AFTER_REVIEW][REMEDY_PENDING] == 1, "C-9.5-1: held open for 2027");
	check_lists(2027, &y);
	y = year_of(2024);
	CHECK(y.count[REMEDY_AFTER_REVIEW][REMEDY_TOTAL] == 0, "2024: nothing yet");
	struct remedy_year_case_row *row;
	size_t n;
	bool more;
	must(remedy_year_list(&p.desk.desk, &p.desk.arena, &p.reader, p.agency, 2026, -1, -1,
		     (struct remedy_id){ 0 }, 2, &row, &n, &more, &err),
		&err, "first page");
	CHECK(n == 2 && more, "a page at a time");
	struct remedy_id after = row[1].id;
	must(remedy_year_list(&p.desk.desk, &p.desk.arena, &p.reader, p.agency, 2026, -1, -1, after, 10,
		     &row, &n, &more, &err),
		&err, "next page");
	CHECK(n == 3 && !more, "the rest: %zu", n);
	struct remedy_year none;
	struct agency_id nowhere = { 12345 };
	CHECK(remedy_year(&p.desk.desk, &p.desk.arena, &p.reader, nowhere, 2026, &none, &err) ==
			ERR_NOT_FOUND,
		"no such agency");
}

/* --- the list ---------------------------------------------------------------------------------------- */

static enum err count_rows(void *ctx, const struct remedy_line_row *r, struct error *e)
{
	(void)e;
	*(size_t *)ctx += r->id.v != 0;
	return OK;
}

static void check_list(void)
{
	struct remedy_filter f = remedy_filter_default();
	struct remedy_page page;
	now("2026-06-15");
	must(remedy_page(&p.desk.desk, &p.desk.arena, &p.reader, &f, 20, &page, &err), &err, "page");
	CHECK(page.count[REMEDY_BAND_ALL] == 5 && page.count[REMEDY_BAND_CLOSED] == 2 &&
			page.count[REMEDY_BAND_OVERDUE] == 3 && page.n == 3,
		"three wait for our answer: %zu", page.n);
	CHECK(page.row[0].due_on.v <= page.row[1].due_on.v &&
			str_find(remedy_due_text(&p.desk.arena, &page.row[0], page.today), STR("逾期"), 0) == 0,
		"by deadline");
	f.block = REMEDY_DIRECT;
	must(remedy_page(&p.desk.desk, &p.desk.arena, &p.reader, &f, 20, &page, &err), &err, "page");
	CHECK(page.n == 1, "lawsuits without a review");
	f = remedy_filter_default();
	f.band = REMEDY_BAND_ALL;
	must(remedy_page(&p.desk.desk, &p.desk.arena, &p.reader, &f, 3, &page, &err), &err, "page");
	CHECK(page.n == 3 && page.more, "first page");
	f.has_after = true;
	f.after_due = page.row[2].sort_due;
	f.after_id = page.row[2].id;
	must(remedy_page(&p.desk.desk, &p.desk.arena, &p.reader, &f, 3, &page, &err), &err, "page");
	CHECK(page.n == 2 && !page.more, "second page");
	int64_t waiting = 0;
	CHECK(remedy_waiting(&p.desk.desk, &p.desk.arena, &p.reader, &waiting, &err) == OK &&
			waiting == 3,
		"the badge");
	size_t rows = 0;
	f = remedy_filter_default();
	f.band = REMEDY_BAND_ALL;
	CHECK(remedy_export(&p.desk.desk, &p.reader, &f, STR(""), count_rows, &rows, &err) ==
			ERR_INVALID,
		"a reason");
	CHECK(remedy_export(&p.desk.desk, &p.reader, &f, STR("年度核对"), count_rows, &rows, &err) ==
				OK &&
			rows == 5 && desk_events(&p.desk, "remedy.export") == 1,
		"exported and logged");
	struct remedy_log_row *log;
	size_t n;
	must(remedy_log(&p.desk.desk, &p.desk.arena, &p.reader, corrected, 0, &log, &n, &err), &err,
		"log");
	CHECK(n == 6 && str_is(log[n - 1].action, "remedy.open"), "every step in the log: %zu", n);
}

/* The calendar of the agency has them too. */
static void check_feed(void)
{
	struct str token;
	struct buf b;
	buf_init(&b, 1 << 20);
	must(feed_make(&p.desk.desk, &p.desk.arena, &p.clerk, FEED_AGENCY, &token, &err), &err, "feed");
	must(feed_write(&p.desk.desk, &p.desk.arena, token, STR("192.0.2.9"), STR("https://example.cn"), &b,
		     &err),
		&err, "feed");
	struct str text = buf_view(&b);
	/* The lawsuit straight to court came on 2026-02-10: fifteen days end on 2026-02-25. */
	size_t at = str_find(text, STR("答辩"), 0);
	CHECK(at < text.n && str_find(text, STR("20260225"), 0) < text.n &&
			str_find(text, STR("测试"), 0) == text.n,
		"the next day of each case, no names");
	must(feed_make(&p.desk.desk, &p.desk.arena, &p.clerk, FEED_MINE, &token, &err), &err, "feed");
	must(feed_write(&p.desk.desk, &p.desk.arena, token, STR("192.0.2.9"), STR("https://example.cn"), &b,
		     &err),
		&err, "feed");
	text = buf_view(&b);
	CHECK(str_find(text, STR("答辩"), 0) == text.n, "not among one's own requests");
	buf_done(&b);
}

int main(void)
{
	request_place_init(&p);
	check_review();
	check_redo();
	check_round();
	check_lawsuit();
	check_corrections();
	check_admission();
	check_year();
	check_list();
	check_feed();
	desk_place_done(&p.desk);
	return TEST_END();
}
