/*
 * consultation_step -- what happens to a consultation: done on paper, received, reminded, answered,
 * settled.
 */
#include "desk/consultation_part.h"

#include "desk/organisation_part.h"
#include "desk/request_part.h"
#include "desk/role.h"

#include <inttypes.h>

struct step_job {
	const struct desk *d;
	struct arena *a;
	const struct actor *who;
	struct consultation_id id;
	int64_t version;
	struct date on;
	struct str text;
	int choice; /* opinion or result */
	const struct request_file_input *file;
	struct consultation_paper paper;
};

/* A legal event of the case, and with it the days of the consultation. */
static enum err case_event(struct step_job *j, struct tx *tx, int64_t version,
	const struct clock_event *ev, const char *action, struct error *err)
{
	struct request_step step = { .id = j->paper.request,
		.version = version,
		.event = *ev,
		.stage = STAGES,
		.action = str_cstr(action),
		.paper = j->paper.reason,
		.file = j->file };
	return request_step_tx(j->d, tx, j->a, j->who, &step, NULL, err);
}

/* --- on paper ------------------------------------------------------------------------------------ */

static enum err paper_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct step_job *j = ctx;
	struct request_row r;
	struct consultation_row c;
	const struct consultation_paper *p = &j->paper;
	enum err e = request_load(tx, j->a, j->who, p->request, &r, err);
	if (e == OK)
		e = consultation_add_tx(j->d, tx, j->a, j->who, &r, &p->facts,
			(struct letter_id){ 0 }, &c, err);
	if (e != OK)
		return e;
	j->id = c.id;
	j->file = &p->proof;
	struct clock_event sent = consultation_event(&c, p->sent);
	e = case_event(j, tx, p->version, &sent, "request.consult_sent", err);
	struct clock_event served = {
		.kind = CLOCK_CONSULT_SERVED, .on = p->served_on, .id = c.ref
	};
	j->file = NULL;
	if (e == OK && p->served)
		e = case_event(
			j, tx, p->version + 1, &served, "request.consult_served", err);
	return e;
}

enum err consultation_on_paper(const struct desk *d, struct arena *a, const struct actor *who,
	const struct consultation_paper *in, struct consultation_id *id, struct error *err)
{
	struct step_job j = { .d = d, .a = a, .who = who, .paper = *in };
	enum err e = desk_allow(who, PERM_REQUEST_HANDLE, err);
	if (e == OK)
		e = consultation_check_facts(a, &j.paper.facts, err);
	if (e == OK)
		e = request_check_paper(a, &j.paper.reason, in->has_proof, err);
	if (e == OK && in->served && in->served_on.day < in->sent.day)
		e = field_error(err, "served_on", "对方收到的日期不能早于发出的日期");
	if (e == OK)
		e = request_check_files(&in->proof, 1, err);
	if (e == OK)
		e = desk_write(d, paper_fn, &j, err);
	if (e == OK)
		*id = j.id;
	return e;
}

static enum err serve_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct step_job *j = ctx;
	struct request_row r;
	struct consultation_row c;
	enum err e = consultation_begin(tx, j->a, j->who, j->id, j->version, &c, &r, err);
	if (e == OK && c.letter.v)
		return error_set(err, ERR_CONFLICT, "C-1.7-25",
			"这次征求意见是用文书发出的，请在那份文书里登记送达");
	j->paper.request = c.request;
	struct clock_event ev = { .kind = CLOCK_CONSULT_SERVED, .on = j->on, .id = c.ref };
	return e != OK ? e : case_event(j, tx, r.version, &ev, "request.consult_served", err);
}

enum err consultation_serve(const struct desk *d, struct arena *a, const struct actor *who,
	struct consultation_id id, int64_t version, struct date on, struct error *err)
{
	struct step_job j = {
		.d = d, .a = a, .who = who, .id = id, .version = version, .on = on
	};
	enum err e = desk_allow(who, PERM_REQUEST_HANDLE, err);
	return e != OK ? e : desk_write(d, serve_fn, &j, err);
}

/* --- reminding ----------------------------------------------------------------------------------- */

static enum err remind_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct step_job *j = ctx;
	struct request_row r;
	struct consultation_row c;
	enum err e = consultation_load(tx, j->a, j->who, j->id, &c, &r, err);
	if (e == OK && c.state != CONSULTATION_WAITING)
		return error_set(err, ERR_CONFLICT, "C-1.11-1", "这次征求意见现在是“%s”，不用催办",
			consultation_state_name((enum consultation_state)c.state));
	if (e == OK && (j->on.day > request_today(tx).day || j->on.day < c.sent_on.v))
		e = field_error(err, "on", "催办的日期应当在发出以后，且不晚于今天");
	struct consultation_reminder_insert_in in = { .id = tx_new_id(tx),
		.consultation = j->id,
		.on_day = j->on.day,
		.text = j->text,
		.actor = j->who->person,
		.at = tx_now(tx) };
	if (e == OK)
		e = sql_consultation_reminder_insert(tx, &in, NULL, err);
	return e != OK ? e : request_log(tx, j->a, j->who, PERM_REQUEST_HANDLE, &r,
				     STR("request.consult_remind"), STR(""),
				     arena_fmt(j->a, "consultation=%" PRId64, j->id.v), err);
}

enum err consultation_remind(const struct desk *d, struct arena *a, const struct actor *who,
	struct consultation_id id, struct date on, struct str text, struct error *err)
{
	struct step_job j = { .d = d, .a = a, .who = who, .id = id, .on = on };
	j.text = request_clean(a, text, false);
	enum err e = desk_allow(who, PERM_REQUEST_HANDLE, err);
	if (e == OK)
		e = arena_check(a, err);
	if (e == OK)
		e = field_text(&j.text, "text", "催办的经过", REQUEST_REASON_MIN,
			REQUEST_REASON_MAX, err);
	return e != OK ? e : desk_write(d, remind_fn, &j, err);
}

/* --- the opinion --------------------------------------------------------------------------------- */

/* The scan of the answer is put to the case by the event; its id is found again by the ref. */
static enum err file_of_event(
	struct step_job *j, struct tx *tx, struct str ref, int64_t *file, struct error *err)
{
	struct request_event_row *row;
	size_t n;
	enum err e = sql_request_events(
		tx, &(struct request_events_in){ j->paper.request }, j->a, &row, &n, err);
	*file = 0;
	for (size_t i = 0; e == OK && i < n; i++)
		if (row[i].kind == CLOCK_CONSULT_RETURNED && str_eq(row[i].ref, ref))
			*file = row[i].file;
	return e;
}

static enum err answer_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct step_job *j = ctx;
	struct request_row r;
	struct consultation_row c;
	struct consultation_set_opinion_in in = {
		.id = j->id, .opinion = j->choice, .text = j->text
	};
	enum err e = consultation_begin(tx, j->a, j->who, j->id, j->version, &c, &r, err);
	if (e != OK)
		return e;
	j->paper.request = c.request;
	struct clock_event ev = { .kind = CLOCK_CONSULT_RETURNED,
		.on = j->on,
		.id = c.ref,
		.reason = str_cstr(
			consultation_opinion_name((enum consultation_opinion)j->choice)) };
	e = case_event(j, tx, r.version, &ev, "request.consult_returned", err);
	if (e == OK)
		e = file_of_event(j, tx, c.ref, &in.file, err);
	return e != OK ? e : sql_consultation_set_opinion(tx, &in, NULL, err);
}

enum err consultation_answer(const struct desk *d, struct arena *a, const struct actor *who,
	struct consultation_id id, int64_t version, struct date on,
	enum consultation_opinion opinion, struct str text, const struct request_file_input *file,
	struct error *err)
{
	struct step_job j = { .d = d,
		.a = a,
		.who = who,
		.id = id,
		.version = version,
		.on = on,
		.choice = opinion,
		.text = request_clean(a, text, false),
		.file = file };
	enum err e = desk_allow(who, PERM_REQUEST_HANDLE, err);
	if (e == OK)
		e = arena_check(a, err);
	if (e == OK && (unsigned)opinion >= CONSULTATION_OPINIONS)
		e = field_error(err, "opinion", "请选择对方的意见");
	if (e == OK && opinion != OPINION_AGREE && j.text.n == 0)
		e = field_error(err, "text", "不同意或者部分同意公开的，请写明对方的理由");
	if (e == OK)
		e = field_text(&j.text, "text", "意见", 0, CONSULTATION_TEXT_MAX, err);
	if (e == OK && file)
		e = request_check_files(file, 1, err);
	return e != OK ? e : desk_write(d, answer_fn, &j, err);
}

/* --- what the office makes of it ----------------------------------------------------------------- */

static enum err check_settling(
	const struct step_job *j, const struct consultation_row *c, struct date today,
	const struct request_row *r, struct error *err)
{
	bool answered = c->returned_on.has;
	bool silent = !answered && c->due_on.has && today.day > c->due_on.v;
	if (r->closed_on.has)
		return error_set(err, ERR_CONFLICT, "C-1.11-1", "这件申请已经办结");
	if (!c->sent_on.has)
		return error_set(err, ERR_CONFLICT, "C-1.11-1", "征求意见书还没有发出");
	if (!answered && !silent)
		return error_set(err, ERR_CONFLICT,
			consultation_kind_rule((enum consultation_kind)c->kind),
			"意见期限至 %s 才届满，请等收到意见或者期满后再研究处理",
			date_text((struct date){ (int32_t)c->due_on.v }).z);
	if (silent && !c->served_on.has)
		return error_set(err, ERR_CONFLICT,
			consultation_kind_rule((enum consultation_kind)c->kind),
			"对方收到征求意见书的日期还没有登记，不能认定期满未答复；请先登记送达");
	/* a co-maker that says nothing agrees. */
	if (silent && c->kind == CONSULTATION_CO_MAKER && j->choice == RESULT_WITHHOLD)
		return error_set(err, ERR_CONFLICT, "R-034",
			"共同制作机关逾期未提出意见的，视为同意公开，不能以它不同意为由不予公开");
	if (j->choice == RESULT_CONSENT && answered && c->opinion == OPINION_OBJECT)
		return error_set(err, ERR_CONFLICT,
			consultation_kind_rule((enum consultation_kind)c->kind),
			"对方不同意公开，不能按同意处理；认为不会损害其合法权益，或者涉及公共利益的，"
			"请选择相应的一项并写明理由");
	return OK;
}

static enum err settle_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct step_job *j = ctx;
	struct request_row r;
	struct consultation_row c;
	enum err e = consultation_begin(tx, j->a, j->who, j->id, j->version, &c, &r, err);
	if (e == OK)
		e = check_settling(j, &c, request_today(tx), &r, err);
	struct consultation_set_result_in in = { .id = j->id,
		.result = j->choice,
		.text = j->text,
		.actor = j->who->person,
		.at = tx_now(tx) };
	if (e == OK)
		e = sql_consultation_set_result(tx, &in, NULL, err);
	struct consultation_set_clock_in clock = { .id = j->id,
		.state = CONSULTATION_SETTLED,
		.sort_due = c.sort_due,
		.sent_on = c.sent_on,
		.served_on = c.served_on,
		.due_on = c.due_on,
		.returned_on = c.returned_on };
	if (e == OK)
		e = sql_consultation_set_clock(tx, &clock, NULL, err);
	return e != OK ? e : request_log(tx, j->a, j->who, PERM_REQUEST_HANDLE, &r,
				     STR("request.consult_settle"), j->text,
				     arena_fmt(j->a, "consultation=%" PRId64 " result=%d", j->id.v,
					     j->choice),
				     err);
}

enum err consultation_settle(const struct desk *d, struct arena *a, const struct actor *who,
	struct consultation_id id, int64_t version, enum consultation_result result,
	struct str text, struct error *err)
{
	struct step_job j = { .d = d,
		.a = a,
		.who = who,
		.id = id,
		.version = version,
		.choice = result,
		.text = request_clean(a, text, false) };
	enum err e = desk_allow(who, PERM_REQUEST_HANDLE, err);
	if (e == OK)
		e = arena_check(a, err);
	if (e == OK && (unsigned)result >= CONSULTATION_RESULTS)
		e = field_error(err, "result", "请选择研究处理的结果");
	if (e == OK)
		e = field_text(
			&j.text, "text", "理由", REQUEST_REASON_MIN, REQUEST_REASON_MAX, err);
	return e != OK ? e : desk_write(d, settle_fn, &j, err);
}
