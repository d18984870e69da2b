/* Letters drafted from facts: forms, outcomes, remedies, what must stand in them. */
#include "tests/desk/letter_test.h"

static struct letter_place p;
static struct error err;

static struct request_step step_of(struct request_id id, enum clock_event_kind k)
{
	struct request_view v = request_see(&p.r, &p.r.handler, id);
	return (struct request_step){ .id = id,
		.version = v.request.version,
		.event = { .kind = k, .on = request_now(&p.r), .id = STR("1") },
		.stage = STAGES,
		.action = STR("request.test") };
}

static void happen(struct request_id id, enum clock_event_kind k)
{
	struct request_step s = step_of(id, k);
	must(request_step(&p.r.desk.desk, &p.r.desk.arena, &p.r.signer, &s, &err), &err, "step");
}

/* A case in which this form may be written. */
static struct request_id case_for(const char *form, enum outcome o)
{
	request_day(&p.r, 2026, 9, 17);
	struct request_id id = request_received(&p.r);
	request_day(&p.r, 2026, 9, 18);
	if (o == OUTCOME_STILL_UNCLEAR) {
		happen(id, CLOCK_CORRECTION_NOTICED);
		happen(id, CLOCK_CORRECTION_RECEIVED);
	}
	if (o == OUTCOME_EXCESSIVE || strcmp(form, "F06") == 0)
		happen(id, CLOCK_EXCESS_REASON_ASKED);
	if (o == OUTCOME_THIRD_PARTY) {
		happen(id, CLOCK_CONSULT_SENT);
		happen(id, CLOCK_CONSULT_RETURNED);
	}
	if (o == OUTCOME_NO_CORRECTION || o == OUTCOME_NO_PAYMENT) {
		happen(id, o == OUTCOME_NO_PAYMENT ? CLOCK_FEE_NOTICED : CLOCK_CORRECTION_NOTICED);
		request_day(&p.r, 2026, 11, 20);
	}
	return id;
}

/* law/rules.md 1.9 (row), 6.1 (form), 6.3 (remedy). */
enum way { CHOICE, FIRST, BOTH };
static void check_outcomes(void)
{
	const struct {
		const char *form, *row;
		enum outcome outcome;
		enum way way;
		struct outcome_facts facts;
		const char *article;
	} t[] = {
		{ "F13", "3.1", OUTCOME_OPEN, CHOICE, letter_open_facts(), "第三十六条第（二）项" },
		{ "F14", "3.2", OUTCOME_PARTIAL, BOTH, letter_withheld(OUTCOME_INTERNAL, true),
			"第三十七条" },
		{ "F14", "3.2", OUTCOME_PARTIAL, CHOICE,
			letter_open_facts(), "第三十七条" },
		{ "F15", "3.3.1", OUTCOME_STATE_SECRET, FIRST,
			letter_withheld(OUTCOME_STATE_SECRET, false), "第十四条" },
		{ "F15", "3.3.2", OUTCOME_LAW_FORBIDS, FIRST,
			letter_withheld(OUTCOME_LAW_FORBIDS, false), "第十四条" },
		{ "F15", "3.3.3", OUTCOME_SAFETY_STABILITY, FIRST,
			letter_withheld(OUTCOME_SAFETY_STABILITY, false), "第十四条" },
		{ "F15", "3.3.4", OUTCOME_THIRD_PARTY, FIRST,
			letter_withheld(OUTCOME_THIRD_PARTY, false), "第十五条" },
		{ "F15", "3.3.5", OUTCOME_INTERNAL, FIRST, letter_withheld(OUTCOME_INTERNAL, false),
			"第十六条第一款" },
		{ "F15", "3.3.6", OUTCOME_PROCESS, FIRST, letter_withheld(OUTCOME_PROCESS, false),
			"第十六条第二款" },
		{ "F15", "3.3.7", OUTCOME_ENFORCEMENT_FILE, FIRST,
			letter_withheld(OUTCOME_ENFORCEMENT_FILE, false), "第十六条第二款" },
		{ "F16", "3.3.8", OUTCOME_QUERY_MATTER, CHOICE,
			letter_ends_at(QUESTION_LOOKUP, ANSWER_YES), "第三十六条第（七）项" },
		{ "F17", "3.4.1", OUTCOME_NOT_HELD, CHOICE, letter_ends_at(QUESTION_HELD, ANSWER_NO),
			"第三十六条第（四）项" },
		{ "F18", "3.4.1", OUTCOME_NOT_HELD, CHOICE,
			letter_ends_at(QUESTION_RESPONSIBLE, ANSWER_NO), "第三十六条第（五）项" },
		{ "F19", "3.4.2", OUTCOME_NEEDS_CREATION, CHOICE,
			letter_ends_at(QUESTION_READY, ANSWER_NO), "第三十八条" },
		{ "F20", "3.4.3", OUTCOME_STILL_UNCLEAR, CHOICE,
			letter_ends_at(QUESTION_CORRECTED, ANSWER_YES), "第三十条" },
		{ "F21", "3.5.1", OUTCOME_PETITION, CHOICE,
			letter_ends_at(QUESTION_PETITION, ANSWER_YES), "第三十九条第一款" },
		{ "F22", "3.5.2", OUTCOME_REPEAT, CHOICE,
			letter_ends_at(QUESTION_REPEAT, ANSWER_YES), "第三十六条第（六）项" },
		{ "F23", "3.5.3", OUTCOME_PUBLICATION, CHOICE,
			letter_ends_at(QUESTION_PUBLICATION, ANSWER_YES), "第三十九条第二款" },
		{ "F24", "3.5.4", OUTCOME_EXCESSIVE, CHOICE,
			letter_ends_at(QUESTION_REASON_GOOD, ANSWER_NO), "第三十五条" },
		{ "F25", "3.5.5", OUTCOME_CONFIRM, CHOICE,
			letter_ends_at(QUESTION_CONFIRM, ANSWER_YES), "第三十六条" },
		{ "F26", "3.6.1", OUTCOME_NO_CORRECTION, CHOICE, { .closing = CLOSING_NONE },
			"第三十条" },
		{ "F26", "3.6.2", OUTCOME_NO_PAYMENT, CHOICE, { .closing = CLOSING_NONE },
			"第六条" },
	};
	for (size_t i = 0; i < sizeof(t) / sizeof(*t); i++) {
		struct request_id id = case_for(t[i].form, t[i].outcome);
		struct letter_input in = letter_full(id, t[i].form);
		struct letter_id made;
		in.facts = t[i].facts;
		if (t[i].outcome == OUTCOME_STILL_UNCLEAR)
			in.facts.answer[QUESTION_CLEAR] = ANSWER_NO;
		if (t[i].outcome == OUTCOME_EXCESSIVE)
			in.facts.answer[QUESTION_EXCESSIVE] = ANSWER_YES;
		if (t[i].outcome == OUTCOME_PARTIAL && t[i].way == CHOICE) { /* rest not held */
			in.facts.answer[QUESTION_HELD] = ANSWER_PART;
			in.facts.answer[QUESTION_ALREADY_PUBLIC] = ANSWER_NONE;
		}
		bool good = letter_try(&p, &p.r.handler, &in, &made, &err) == OK;
		CHECK(good, "%s for row %s: %s", t[i].form, t[i].row, err.msg);
		if (!good)
			continue;
		struct letter_view v = letter_see(&p, made);
		CHECK(v.letter.outcome == (int64_t)t[i].outcome &&
				strcmp(outcome_find((enum outcome)v.letter.outcome)->row, t[i].row) == 0,
			"%s: row %s", t[i].form, t[i].row);
		bool first = str_has(v.remedy, "先向示例市人民政府申请行政复议");
		bool either = str_has(v.remedy, "也可以自知道或者应当知道本决定之日起6个月内直接向"
						"示例市示例区人民法院提起行政诉讼");
		CHECK(first == (t[i].way != CHOICE) && either == (t[i].way != FIRST),
			"%s row %s: remedy %.*s", t[i].form, t[i].row, STR_ARG(v.remedy));
		CHECK(str_has(v.letter.body, t[i].article), "%s row %s names %s", t[i].form,
			t[i].row, t[i].article);
		CHECK(str_has(v.letter.body, "2026年9月17日") &&
				str_has(v.letter.body, "互联网渠道") &&
				str_has(v.letter.body, "“示例市2025年度绿化养护项目的中标合同”"),
			"%s: day, way and what was asked", t[i].form);
	}
}

/* Forms that are no reply. */
static void check_forms(void)
{
	size_t n = 0;
	for (const struct letter_form *f = letter_forms(); f->code; f++, n++) {
		if (f->reply)
			continue;
		struct request_id id = case_for(f->code, OUTCOME_OPEN);
		struct letter_input in = letter_full(id, f->code);
		struct letter_id made, about = { 0 };
		struct letter_input reply = letter_full(id, "F13");
		reply.facts = letter_open_facts();
		in.until = date_from_ymd(2026, 12, 1);
		if (strcmp(f->code, "F30") == 0 || strcmp(f->code, "F32") == 0)
			must(letter_try(&p, &p.r.handler, &reply, &about, &err), &err, "about");
		in.about = about;
		if (strcmp(f->code, "F10") == 0)
			in.consultation = letter_overruled(&p, id, "测试单位甲");
		CHECK(letter_try(&p, &p.r.handler, &in, &made, &err) == OK, "%s: %s", f->code,
			err.msg);
		if (err.code != OK)
			continue;
		struct letter_view v = letter_see(&p, made);
		CHECK(str_find(v.letter.body, STR("{"), 0) == v.letter.body.n, "%s: all filled in",
			f->code);
		bool remedy = strcmp(f->code, "F10") == 0 || strcmp(f->code, "F29") == 0;
		CHECK((v.remedy.n > 0) == remedy, "%s: remedy as in 6.1", f->code);
		CHECK(str_is(v.addressee,
			      !*f->word		? "" :
			      f->to_applicant ? "测试某" :
						"测试单位甲"),
			"%s: to %.*s", f->code, STR_ARG(v.addressee));
		/* Every answer the form asks for is asked. */
		for (const struct letter_ask *q = f->ask; q->field; q++) {
			struct letter_input less = in;
			if (!q->required || q->kind != ASK_LINES)
				continue;
			if (strcmp(q->field, "findings") == 0)
				less.findings = STR(" ");
			else if (strcmp(q->field, "ground") == 0)
				less.ground = STR("");
			else if (strcmp(q->field, "how") == 0)
				less.how = STR("");
			else if (strcmp(q->field, "party") == 0)
				less.party = STR("");
			else if (strcmp(q->field, "search") == 0)
				less.search = STR("");
			CHECK(letter_try(&p, &p.r.handler, &less, &made, &err) == ERR_INVALID &&
					err.field && strcmp(err.field, q->field) == 0,
				"%s without %s: %s", f->code, q->field, err.msg);
		}
	}
	CHECK(n == 31, "F02 to F32: %zu", n);
}

static void check_contradictions(void)
{
	struct request_id id = case_for("F13", OUTCOME_OPEN);
	struct letter_id made;
	const struct {
		const char *what, *form, *rule;
		struct outcome_facts facts;
		enum err e;
	} t[] = {
		{ "open, but a refusal chosen", "F15", "R-036-2", letter_open_facts(),
			ERR_CONFLICT },
		{ "third party was never asked", "F15", "R-032",
			letter_withheld(OUTCOME_THIRD_PARTY, false), ERR_CONFLICT },
		{ "unclear without correction", "F20", "R-030",
			letter_ends_at(QUESTION_CORRECTED, ANSWER_YES), ERR_CONFLICT },
		{ "excessive without asking why", "F24", "R-035",
			letter_ends_at(QUESTION_REASON_GOOD, ANSWER_NO), ERR_CONFLICT },
		{ "nothing is waited for", "F26", "R-030", { .closing = CLOSING_NONE },
			ERR_CONFLICT },
	};
	for (size_t i = 0; i < sizeof(t) / sizeof(*t); i++) {
		struct letter_input in = letter_full(id, t[i].form);
		in.facts = t[i].facts;
		if (strcmp(t[i].form, "F20") == 0)
			in.facts.answer[QUESTION_CLEAR] = ANSWER_NO;
		if (strcmp(t[i].form, "F24") == 0)
			in.facts.answer[QUESTION_EXCESSIVE] = ANSWER_YES;
		CHECK(letter_try(&p, &p.r.handler, &in, &made, &err) == t[i].e && err.rule &&
				strcmp(err.rule, t[i].rule) == 0,
			"%s: %s %s", t[i].what, err.rule, err.msg);
	}
	struct letter_input in = letter_full(id, "F13");
	in.facts = letter_open_facts();
	in.facts.answer[QUESTION_LOOKUP] = ANSWER_NONE;
	CHECK(letter_try(&p, &p.r.handler, &in, &made, &err) == ERR_INVALID &&
			strcmp(err.field, "q8") == 0,
		"a missing answer: %s", err.field);
	in = letter_full(id, "F12");
	in.fee_count = 20;
	CHECK(letter_try(&p, &p.r.handler, &in, &made, &err) == ERR_INVALID, "20 pages: %s",
		err.msg);
	in.fee_count = 120; /* 70 × 10 + 20 × 20, law/rules.md 3.1 no 4 */
	CHECK(letter_try(&p, &p.r.handler, &in, &made, &err) == OK &&
			str_has(letter_see(&p, made).letter.body, "共1100元"),
		"120 pages cost 1100");
	in = letter_full(id, "F05");
	in.days = 21;
	CHECK(letter_try(&p, &p.r.handler, &in, &made, &err) == ERR_CONFLICT, "21 days: %s",
		err.msg);
	CHECK(letter_try(&p, &p.r.reader, &in, &made, &err) == ERR_DENIED, "a reader");
}

/* The law's elements cannot be edited away; the rest can. */
static void check_editing(void)
{
	struct request_id id = case_for("F13", OUTCOME_OPEN);
	struct desk *d = &p.r.desk.desk;
	struct arena *a = &p.r.desk.arena;
	struct letter_input in = letter_full(id, "F13");
	struct letter_id made;
	in.facts = letter_open_facts();
	must(letter_try(&p, &p.r.handler, &in, &made, &err), &err, "draft");
	struct letter_view v = letter_see(&p, made);
	struct str body = arena_fmt(a, "%.*s\n另附说明一份。", STR_ARG(v.letter.body));
	CHECK(letter_save(d, a, &p.r.handler, made, 1, STR("政府信息公开申请答复书"), body, &err) ==
			OK,
		"saved: %s", err.msg);
	static const char *const must_stay[] = { "2026年9月17日", "第三十六条第（二）项",
		"予以公开", "绿化养护", "互联网渠道" };
	for (size_t i = 0; i < sizeof(must_stay) / sizeof(*must_stay); i++) {
		struct str word = str_cstr(must_stay[i]);
		struct buf b;
		buf_init(&b, 1 << 20);
		for (size_t at = 0; at < body.n;) {
			size_t hit = str_find(body, word, at);
			buf_str(&b, str_sub(body, at, hit));
			at = hit + word.n;
		}
		CHECK(letter_save(d, a, &p.r.handler, made, 2, STR("答复书"), buf_view(&b), &err) ==
					ERR_INVALID &&
				strcmp(err.field, "body") == 0,
			"without %s: %s", must_stay[i], err.msg);
		buf_done(&b);
	}
	CHECK(letter_save(d, a, &p.r.handler, made, 1, STR("答复书"), body, &err) == ERR_CONFLICT,
		"a stale form");
	v = letter_see(&p, made);
	CHECK(v.letter.version == 2 && v.remedy.n > 0 && !str_has(v.letter.body, "行政复议"),
		"the remedy is not in the text");
	CHECK(letter_drop(d, a, &p.r.handler, made, 2, STR("写错了"), &err) == OK, "dropped: %s",
		err.msg);
	CHECK(letter_submit(d, a, &p.r.handler, made, 3, &err) == ERR_CONFLICT, "not after that");
}

static void check_templates(void)
{
	struct desk *d = &p.r.desk.desk;
	struct arena *a = &p.r.desk.arena;
	struct letter_template_view v;
	struct str out;
	for (const struct letter_form *f = letter_forms(); f->code; f++) {
		must(letter_template_view(d, a, &p.head, str_cstr(f->code), &v, &err), &err, "text");
		CHECK(letter_template_preview(a, f, v.text, &out, &err) == OK, "%s: %s", f->code,
			err.msg);
	}
	must(letter_template_view(d, a, &p.head, STR("F21"), &v, &err), &err, "text");
	struct str mine = arena_fmt(a, "%.*s\n特此告知。", STR_ARG(v.text));
	CHECK(letter_template_save(d, a, &p.r.handler, STR("F21"), 0, mine, STR("加一句"), &err) ==
			ERR_DENIED,
		"not by a handler");
	CHECK(letter_template_save(d, a, &p.head, STR("F21"), 0, STR("根据{article}不管。"),
		      STR("省事"), &err) == ERR_INVALID,
		"a text without what the law asks for: %s", err.msg);
	CHECK(letter_template_save(d, a, &p.head, STR("F21"), 0,
		      arena_fmt(a, "%.*s{nothing}", STR_ARG(mine)), STR("错字"), &err) ==
			ERR_INVALID,
		"an unknown field: %s", err.msg);
	CHECK(letter_template_save(d, a, &p.head, STR("F21"), 0, mine, STR("加一句"), &err) == OK,
		"saved: %s", err.msg);
	CHECK(letter_template_save(d, a, &p.head, STR("F21"), 0, mine, STR("加一句"), &err) ==
			ERR_CONFLICT,
		"a stale one");
	struct letter_input in = letter_full(case_for("F21", OUTCOME_OPEN), "F21");
	struct letter_id made;
	in.facts = letter_ends_at(QUESTION_PETITION, ANSWER_YES);
	must(letter_try(&p, &p.r.handler, &in, &made, &err), &err, "draft");
	CHECK(str_ends(letter_see(&p, made).letter.body, STR("特此告知。")), "the new text is used");
	must(letter_template_save(d, a, &p.head, STR("F21"), 1, STR(""), STR("恢复"), &err), &err,
		"restore");
	must(letter_template_view(d, a, &p.head, STR("F21"), &v, &err), &err, "text");
	CHECK(v.n_history == 2 && v.version == 2 && str_eq(v.text, v.builtin),
		"both versions are kept");
}

int main(void)
{
	letter_place_init(&p);
	check_outcomes();
	check_forms();
	check_contradictions();
	check_editing();
	check_templates();
	desk_place_done(&p.r.desk);
	return TEST_END();
}
