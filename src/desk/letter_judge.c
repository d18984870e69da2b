/*
 * letter_judge -- may this letter be written in this case now, and what does it decide.
 *
 * The decision order (law/outcome) decides replies; the case must not contradict the answers; the
 * legal event of the form is tried on the clock before anything is written.
 */
#include "desk/letter_part.h"

#include "desk/account_part.h"
#include "desk/organisation_part.h"
#include "law/term.h"

/* R-033-2: a proposal to extend that the head has not decided. */
static enum err load_proposal(
	struct tx *tx, struct arena *a, struct letter_case *c, struct error *err)
{
	struct request_note_row *note;
	size_t n;
	if (c->form->clock_event != CLOCK_EXTENDED)
		return OK;
	enum err e = sql_request_notes(
		tx, &(struct request_notes_in){ c->request.id }, a, &note, &n, err);
	for (size_t i = 0; e == OK && i < n; i++)
		c->extension_waits = c->extension_waits ||
			(note[i].kind == NOTE_EXTENSION && note[i].answered_at == 0);
	return e;
}

enum err letter_load_case(const struct desk *d, struct tx *tx, struct arena *a,
	const struct actor *who, struct request_id id, const struct letter_form *form,
	struct letter_case *out, struct error *err)
{
	struct letter_case c = { .form = form };
	struct request_event_row *row;
	struct applicant_row who_asks;
	enum err e = request_load(tx, a, who, id, &c.request, err);
	struct agency_by_id_in by_id = { .id = c.request.agency };
	if (e == OK)
		e = sql_agency_by_id(tx, &by_id, a, &c.agency, err);
	if (e == OK)
		e = sql_applicant_by_request(
			tx, &(struct applicant_by_request_in){ id }, a, &who_asks, err);
	if (e == OK)
		e = seal_open(d->keys, a, who_asks.name, sealed_place(a, "applicant.name", id.v),
			&c.applicant, err);
	if (e == OK)
		e = request_load_events(tx, a, id, &row, &c.event, &c.n_events, err);
	if (e == OK)
		e = request_calendar(tx, d, c.request.agency, a, &c.cal, err);
	if (e == OK)
		e = sql_consultation_of_request(tx,
			&(struct consultation_of_request_in){ id }, a, &c.asked, &c.n_asked, err);
	if (e == OK)
		e = load_proposal(tx, a, &c, err);
	c.today = request_today(tx);
	if (e == OK && c.n_events > 0)
		e = request_compute(a, c.cal, c.event, c.n_events, c.today, &c.run, err);
	if (e != OK)
		return e;
	c.organisation = who_asks.kind != 0;
	*out = c;
	return OK;
}

/* --- the case against the answers ----------------------------------------------------------------- */

static bool happened(const struct letter_case *c, enum clock_event_kind k)
{
	for (size_t i = 0; i < c->n_events; i++)
		if (c->event[i].kind == k)
			return true;
	return false;
}

static bool third_party_asked(const struct letter_case *c)
{
	for (size_t i = 0; i < c->n_events; i++)
		if (c->event[i].kind == CLOCK_CONSULT_SENT &&
			c->event[i].consultee == CLOCK_THIRD_PARTY)
			return true;
	return false;
}

/* What third parties said and what was made of it, against what is decided now. */
static enum err check_third_parties(
	const struct letter_case *c, const struct outcome_facts *f, struct error *err)
{
	bool withheld = f->has_ground && f->ground == OUTCOME_THIRD_PARTY;
	size_t n = 0, open = 0;
	for (size_t i = 0; i < c->n_asked; i++) {
		const struct consultation_row *q = &c->asked[i];
		bool objects = q->returned_on.has && q->opinion > OPINION_AGREE;
		bool overruled = consultation_result_overrules((enum consultation_result)q->result);
		if (q->kind != CONSULTATION_THIRD_PARTY || !q->sent_on.has)
			continue;
		n++;
		open += (q->returned_on.has && !objects) || overruled;
		if (c->decision.outcome == OUTCOME_OPEN && objects && !overruled)
			return error_set(err, ERR_CONFLICT, "R-032",
				"第三方（%.*s）不同意公开，还没有“予以公开”的研究意见；"
				"请先在征求意见里研究处理，写明为什么可以公开",
				STR_ARG(q->ref));
	}
	if (withheld && n > 0 && open == n)
		return error_set(err, ERR_CONFLICT, "R-032",
			"征求过意见的第三方都已同意，或者研究后决定公开，"
			"不能再以保护第三方合法权益为由不予公开；请核对征求意见的记录");
	return OK;
}

static enum err check_against_case(const struct letter_case *c, const struct outcome_facts *f,
	struct error *err)
{
	bool corrected = happened(c, CLOCK_CORRECTION_RECEIVED);
	if (f->answer[QUESTION_CORRECTED] == ANSWER_YES && !corrected)
		return error_set(err, ERR_CONFLICT, "R-030",
			"本件没有收到补正的记录，不能认定补正后仍不明确；请先告知申请人补正");
	if (c->decision.outcome == OUTCOME_EXCESSIVE && !happened(c, CLOCK_EXCESS_REASON_ASKED))
		return error_set(err, ERR_CONFLICT, "R-035",
			"还没有要求申请人说明理由，不能以大量、反复申请为由不予处理；"
			"请先送达说明理由告知书");
	if (f->has_ground && f->ground == OUTCOME_THIRD_PARTY && !third_party_asked(c))
		return error_set(err, ERR_CONFLICT, "R-032",
			"本件没有征求第三方意见的记录；请先送达第三方意见征询书");
	if (c->run.state == CLOCK_CONSULTING)
		return error_set(err, ERR_CONFLICT, "R-033-3",
			"正在征求意见。收到意见，或者意见期限届满以后再作出答复");
	return check_third_parties(c, f, err);
}

/* F26 follows from what is waited for. */
static enum err fill_closing(const struct letter_case *c, struct outcome_facts *f, struct error *err)
{
	bool is_f26 = strcmp(c->form->code, "F26") == 0;
	if (!is_f26)
		return f->closing == CLOSING_NONE ?
			OK :
			error_set(err, ERR_CONFLICT, "C-1.9-3", "这种结束方式不用答复书，请另选文书");
	enum clock_state s = c->run.state;
	if (s == CLOCK_AWAITING_CORRECTION || s == CLOCK_LAPSED_CORRECTION)
		f->closing = CLOSING_NO_CORRECTION;
	else if (s == CLOCK_AWAITING_PAYMENT || s == CLOCK_LAPSED_PAYMENT)
		f->closing = CLOSING_NO_PAYMENT;
	else
		return error_set(err, ERR_CONFLICT, "R-030",
			"本件没有在等待补正或者缴费，不能按逾期不再处理");
	return OK;
}

/* Static texts for err->field: the form's radio groups are called by them. */
static const char *question_field(enum outcome_question q)
{
	static const char *const name[QUESTION_COUNT] = { "q0", "q1", "q2", "q3", "q4", "q5", "q6",
		"q7", "q8", "q9", "q10", "q11", "q12", "q13", "q14", "q15", "q16", "q17" };
	return (unsigned)q < QUESTION_COUNT ? name[q] : "basis";
}

static enum err decide(struct letter_case *c, struct letter_input *in, struct error *err)
{
	enum outcome_question next = QUESTION_COUNT;
	enum err e = fill_closing(c, &in->facts, err);
	if (e != OK)
		return e;
	e = outcome_decide(&in->facts, &c->decision, &next, err);
	if (e == ERR_INVALID && err)
		err->field = question_field(next);
	if (e == ERR_CONFLICT && err && next < QUESTION_COUNT)
		err->field = question_field(next);
	if (e != OK)
		return e;
	if (strcmp(c->decision.letter, c->form->code) != 0) {
		const struct letter_form *right = letter_form_find(str_cstr(c->decision.letter));
		return error_set(err, ERR_CONFLICT, c->decision.rule,
			"这些回答得出“%s”，应当使用“%s”（%s），不是“%s”",
			outcome_find(c->decision.outcome)->name, right ? right->name : "其他文书",
			c->decision.letter, c->form->name);
	}
	c->has_decision = true;
	in->part_refused = c->decision.outcome == OUTCOME_PARTIAL &&
		(in->part_refused || in->facts.has_ground);
	return check_against_case(c, &in->facts, err);
}

static enum err check_remedy_names(const struct letter_case *c, struct error *err)
{
	bool remedy = c->form->reply || strcmp(c->form->code, "F10") == 0 ||
		strcmp(c->form->code, "F29") == 0;
	if (!remedy)
		return OK;
	struct remedy_input in = { .outcome = OUTCOME_OPEN,
		.decided = c->today,
		.review_body = c->agency.review_body,
		.court = c->agency.court };
	struct buf b;
	buf_init(&b, 8192);
	enum err e = remedy_write(&in, &b, err);
	buf_done(&b);
	return e;
}

/* --- the legal event ------------------------------------------------------------------------------ */

static enum err working_day(const struct letter_case *c, struct date from, int n, struct date *out,
	struct error *err)
{
	struct period_end end;
	enum err e = period_compute(c->cal, from, TERM_WORKING_DAYS, n, &end, err);
	if (e == OK)
		*out = end.due;
	return e;
}

enum err letter_event(const struct letter_case *c, const struct letter_input *in, struct date on,
	struct clock_event *out, bool *has, struct error *err)
{
	enum err e = OK;
	*has = c->form->clock_event >= 0;
	if (!*has)
		return OK;
	struct clock_event ev = { .kind = (enum clock_event_kind)c->form->clock_event, .on = on };
	switch (ev.kind) {
	case CLOCK_CORRECTION_NOTICED:
		ev.has_until = true;
		e = working_day(c, on, in->days, &ev.until, err);
		break;
	case CLOCK_EXTENDED:
		ev.days = in->days;
		ev.reason = in->ground;
		break;
	case CLOCK_DELAYED:
		ev.has_until = true;
		ev.until = in->until;
		ev.reason = in->ground;
		break;
	case CLOCK_CONSULT_SENT:
		ev.consultee = in->asked == CONSULTATION_THIRD_PARTY ? CLOCK_THIRD_PARTY :
								       CLOCK_AGENCY;
		ev.id = STR("?");
		break;
	case CLOCK_CORRECTION_LAPSED:
		if (in->facts.closing == CLOSING_NO_PAYMENT)
			ev.kind = CLOCK_FEE_LAPSED;
		break;
	default:
		break;
	}
	if (e == OK)
		*out = ev;
	return e;
}

static enum err try_event(struct arena *a, struct letter_case *c, const struct letter_input *in,
	struct error *err)
{
	struct clock_event ev;
	bool has;
	enum err e = letter_event(c, in, c->today, &ev, &has, err);
	if (e != OK || !has)
		return e;
	struct clock_event *all = arena_array(a, struct clock_event, c->n_events + 1);
	if (!all)
		return arena_check(a, err);
	for (size_t i = 0; i < c->n_events; i++)
		all[i] = c->event[i];
	all[c->n_events] = ev;
	return request_compute(a, c->cal, all, c->n_events + 1, c->today, &c->run, err);
}

/* --- what a form asks ------------------------------------------------------------------------------ */

static enum err check_days(const struct letter_form *f, const struct letter_input *in,
	struct error *err)
{
	for (const struct letter_ask *q = f->ask; q->field; q++) {
		bool days = strcmp(q->field, "days") == 0;
		if (days && (in->days < 1 || in->days > 60))
			return field_error(err, "days", "请填写%s，1 至 60", q->label);
		if (strcmp(q->field, "until") == 0 && in->until.day <= 0)
			return field_error(err, "until", "请填写%s", q->label);
		if (q->kind == ASK_FEE && in->fee == FEE_NONE)
			return field_error(err, "fee", "请选择%s", q->label);
		if (q->kind == ASK_AGENCY_KIND && in->asked != CONSULTATION_CO_MAKER &&
			in->asked != CONSULTATION_OTHER)
			return field_error(err, "asked", "请选择%s", q->label);
		if (q->kind == ASK_ABOUT && !in->about.v)
			return field_error(err, "about", "请选择%s", q->label);
	}
	return OK;
}

static enum err charge(struct letter_case *c, struct letter_input *in, struct error *err)
{
	const struct fee_tariff *t;
	int64_t yuan = 0;
	if (c->form->clock_event != CLOCK_FEE_NOTICED)
		return OK;
	struct fee_request r = {
		.method = in->fee, .ordinal = in->fee_count, .pages = in->fee_count
	};
	if (in->fee_count < 1 || in->fee_count > 1000000)
		return field_error(err, "fee_count", "请填写件数或者页数");
	enum err e = fee_tariff_find(c->today, &t, err);
	if (e == OK)
		e = fee_charge(t, &r, &yuan, err);
	if (e != OK)
		return e;
	if (yuan == 0)
		return field_error(err, "fee_count", "按标准不收费，不用发收费通知书");
	if (in->amount_yuan && in->amount_yuan != yuan)
		return error_set(err, ERR_CONFLICT, "F109-3", "金额应为 %lld 元，与填写的不符",
			(long long)yuan);
	in->amount_yuan = yuan;
	return OK;
}

/* told of the decision is a third party that was asked and did not agree to all. */
static enum err check_told(const struct letter_case *c, const struct letter_input *in,
	struct error *err)
{
	if (strcmp(c->form->code, "F10") != 0)
		return OK;
	for (size_t i = 0; i < c->n_asked; i++) {
		const struct consultation_row *q = &c->asked[i];
		if (q->id.v != in->consultation.v || q->kind != CONSULTATION_THIRD_PARTY)
			continue;
		if (q->result == RESULT_PARTLY ||
			consultation_result_overrules((enum consultation_result)q->result))
			return OK;
		return error_set(err, ERR_CONFLICT, "R-032",
			"不采纳第三方的意见、决定公开以后才告知第三方；请先在这次征求意见里研究处理");
	}
	return field_error(err, "consultation", "请选择征求过意见的第三方；没有的，请先征求意见");
}

enum err letter_judge(struct arena *a, struct letter_case *c, struct letter_input *in,
	struct error *err)
{
	if (!c->request.number.p)
		return error_set(
			err, ERR_CONFLICT, "C-1.7-22", "这件申请还没有登记，请先确认收到申请的日期");
	enum err e = check_days(c->form, in, err);
	if (e == OK)
		e = charge(c, in, err);
	if (e == OK && c->form->reply)
		e = decide(c, in, err);
	if (e == OK)
		e = check_remedy_names(c, err);
	if (e == OK && c->extension_waits)
		e = error_set(err, ERR_CONFLICT, "R-033-2",
			"延期申请还在等负责人决定；同意以后再办延期答复告知书");
	if (e == OK)
		e = check_told(c, in, err);
	if (strcmp(c->form->code, "F07") == 0)
		in->asked = CONSULTATION_THIRD_PARTY;
	if (e == OK && (*c->form->word || c->form->clock_event >= 0))
		e = try_event(a, c, in, err);
	return e;
}
