/*
 * letter_serve -- sent, served, and the legal event that follows (law/rules.md 1.7 no 29).
 */
#include "desk/letter_part.h"

#include "core/utf8.h"
#include "desk/notice.h"
#include "desk/organisation_part.h"
#include "desk/role.h"

enum { PROOF_MAX = 200 };

struct serve_job {
	const struct desk *d;
	struct arena *a;
	const struct actor *who;
	struct letter_id id;
	int64_t version;
	enum service_way way;
	struct date sent, served_on;
	bool served;
	struct str proof;
	bool stepped; /* out: a legal event was written, which tells the applicant */
};

static bool by_hand(enum service_way w)
{
	return w == SERVICE_DIRECT || w == SERVICE_ENTRUSTED;
}

static enum err check_dates(const struct serve_job *j, const struct letter_row *l,
	struct date today, struct error *err)
{
	if ((unsigned)j->way >= SERVICE_WAYS)
		return field_error(err, "way", "请选择送达方式");
	if (j->sent.day > today.day || j->sent.day < l->signed_on.v)
		return field_error(err, "sent", "发出的日期应当在签发以后，且不晚于今天");
	if (by_hand(j->way) && !j->served)
		return field_error(err, "served_on", "直接送达和委托送达以签收之日为准，请填写签收日期");
	if (j->served && (j->served_on.day > today.day || j->served_on.day < j->sent.day))
		return field_error(err, "served_on", "收到的日期应当在发出以后，且不晚于今天");
	if (l->state == LETTER_SENT && (l->served_way != j->way || l->sent_on.v != j->sent.day))
		return error_set(err, ERR_CONFLICT, "C-1.7-29",
			"这份文书已于 %s 以%s发出，发出的日期和方式不能在这里更改",
			date_text((struct date){ (int32_t)l->sent_on.v }).z,
			service_way_name((enum service_way)l->served_way));
	if (l->state == LETTER_SENT && !j->served)
		return field_error(err, "served_on", "请填写收到的日期");
	return OK;
}

/* What a letter that asks is called in the clock. */
static enum err asked(struct serve_job *j, struct tx *tx, struct consultation_row *out,
	struct error *err)
{
	enum err e = sql_consultation_by_letter(
		tx, &(struct consultation_by_letter_in){ j->id }, j->a, out, err);
	return e != ERR_NOT_FOUND ? e : error_set(err, ERR_BUG, NULL, "这份文书没有征求意见的记录");
}

/* One legal event; the case's version moves on with each. */
static enum err step(struct serve_job *j, struct tx *tx, const struct letter_case *c,
	const struct clock_event *ev, struct error *err)
{
	struct request_row r;
	enum err e = sql_request_by_id(
		tx, &(struct request_by_id_in){ c->request.id }, j->a, &r, err);
	struct request_step s = { .id = c->request.id,
		.version = r.version,
		.event = *ev,
		.stage = STAGES,
		.letter = j->id.v,
		.action = arena_fmt(j->a, "request.%s", clock_event_name(ev->kind)) };
	if (c->has_decision && ev->kind == CLOCK_REPLY_SENT) {
		s.has_outcome = true;
		s.outcome = c->decision.outcome;
		s.outcome_rule = str_cstr(c->decision.rule);
	}
	if (e == OK)
		e = arena_check(j->a, err);
	j->stepped = true;
	return e != OK ? e : request_step_tx(j->d, tx, j->a, j->who, &s, NULL, err);
}

/* The fee's period begins when the notice is received, so its event waits for that. */
static bool waits_for_receipt(enum clock_event_kind k)
{
	return k == CLOCK_FEE_NOTICED;
}

static bool had_event(const struct letter_row *l, enum clock_event_kind k)
{
	return l->state == LETTER_SENT && !waits_for_receipt(k);
}

static enum err sent_event(struct serve_job *j, struct tx *tx, const struct letter_row *l,
	const struct letter_case *c, struct error *err)
{
	struct letter_input in;
	struct clock_event ev;
	bool has;
	struct date on = by_hand(j->way) ? j->served_on : j->sent;
	enum err e = letter_facts_read(j->a, l, &in, err);
	if (e != OK || c->form->clock_event < 0)
		return e;
	enum clock_event_kind kind = (enum clock_event_kind)c->form->clock_event;
	if (had_event(l, kind) || (waits_for_receipt(kind) && !j->served))
		return OK;
	if (waits_for_receipt(kind))
		on = j->served_on;
	/* A letter that asks somebody else is sent on its own day: the clock stops then. */
	if (kind == CLOCK_CONSULT_SENT)
		on = j->sent;
	e = letter_event(c, &in, on, &ev, &has, err);
	struct consultation_row q;
	if (e == OK && kind == CLOCK_CONSULT_SENT)
		e = asked(j, tx, &q, err);
	if (e == OK && kind == CLOCK_CONSULT_SENT)
		ev = consultation_event(&q, on);
	return e == OK && has ? step(j, tx, c, &ev, err) : e;
}

static enum err served_event(struct serve_job *j, struct tx *tx, const struct letter_case *c,
	struct error *err)
{
	struct consultation_row q;
	struct clock_event ev = { .on = j->served_on };
	if (!j->served)
		return OK;
	if (c->form->clock_event == CLOCK_REPLY_SENT) {
		ev.kind = CLOCK_SERVED;
	} else if (c->form->clock_event == CLOCK_CONSULT_SENT) {
		enum err e = asked(j, tx, &q, err);
		if (e != OK)
			return e;
		ev.kind = CLOCK_CONSULT_SERVED;
		ev.id = q.ref;
	} else {
		return OK;
	}
	return step(j, tx, c, &ev, err);
}

static enum err serve_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct serve_job *j = ctx;
	struct letter_row l;
	struct letter_case c;
	j->stepped = false;
	enum err e = letter_load(j->d, tx, j->a, j->who, j->id, &l, &c, err);
	enum letter_state state = e == OK && l.state == LETTER_SENT ? LETTER_SENT : LETTER_SIGNED;
	if (e == OK && !*c.form->word)
		return error_set(err, ERR_CONFLICT, NULL, "内部文书不用送达");
	if (e == OK)
		e = letter_begin(
			j->d, tx, j->a, j->who, j->id, j->version, state, &l, &c, err);
	if (e == OK)
		e = check_dates(j, &l, request_today(tx), err);
	if (e == OK)
		e = sent_event(j, tx, &l, &c, err);
	if (e == OK)
		e = served_event(j, tx, &c, err);
	struct letter_set_served_in in = { .id = j->id,
		.state = j->served ? LETTER_SERVED : LETTER_SENT,
		.way = j->way,
		.sent_on = j->sent.day,
		.served_on = { .has = j->served, .v = j->served_on.day },
		.proof = j->proof.n > 0 || e != OK ? j->proof : l.proof };
	if (e == OK)
		e = sql_letter_set_served(tx, &in, NULL, err);
	/* It can be read on the status page from now on; a fee notice moves the clock later. */
	if (e == OK && c.form->to_applicant && l.state == LETTER_SIGNED && !j->stepped)
		e = notice_tell(tx, l.request, TELL_LETTER, (struct date){ 0 }, err);
	if (e != OK)
		return e;
	struct str detail = arena_fmt(j->a, "way=%d sent=%s served=%s", j->way,
		date_text(j->sent).z, j->served ? date_text(j->served_on).z : "");
	return letter_log(
		tx, j->a, j->who, PERM_REQUEST_HANDLE, &l, "letter.serve", STR(""), detail, err);
}

static bool is_receipt(int64_t kind)
{
	return kind == CLOCK_SERVED || kind == CLOCK_CONSULT_SERVED || kind == CLOCK_FEE_NOTICED;
}

enum err letter_follow_event(struct tx *tx, struct arena *a, const struct request_event_row *row,
	bool take_away, struct date on, struct error *err)
{
	struct letter_row l;
	enum err e = sql_letter_by_id(
		tx, &(struct letter_by_id_in){ { row->letter } }, a, &l, err);
	if (e != OK)
		return e;
	bool hand = by_hand((enum service_way)l.served_way), receipt = is_receipt(row->kind);
	if (take_away && (hand || !receipt || row->kind == CLOCK_FEE_NOTICED))
		return error_set(err, ERR_CONFLICT, "C-1.11-2",
			"这项记录随《%.*s》（%.*s）的送达写入。要撤去的，请负责人打开那份文书撤回",
			STR_ARG(l.title), STR_ARG(l.number));
	struct letter_set_served_in in = { .id = l.id,
		.state = take_away ? LETTER_SENT : l.state,
		.way = l.served_way,
		.sent_on = l.sent_on.v,
		.served_on = l.served_on,
		.proof = l.proof };
	if (take_away)
		in.served_on = (struct opt_i64){ 0 };
	else if (receipt || hand)
		in.served_on = (struct opt_i64){ true, on.day };
	else
		in.sent_on = on.day;
	if (in.served_on.has && hand && in.sent_on > in.served_on.v)
		in.sent_on = in.served_on.v;
	if (!take_away && in.sent_on < l.signed_on.v)
		return field_error(err, "on", "《%.*s》于 %s 签发，发出的日期不能更早",
			STR_ARG(l.title), date_text((struct date){ (int32_t)l.signed_on.v }).z);
	return sql_letter_set_served(tx, &in, NULL, err);
}

enum err letter_serve_by_reading(const struct desk *d, struct tx *tx, struct arena *a,
	const struct actor *who, const struct letter_row *l, struct date on, struct error *err)
{
	struct serve_job j = { .d = d,
		.a = a,
		.who = who,
		.id = l->id,
		.version = l->version,
		.way = SERVICE_ELECTRONIC,
		.sent = { (int32_t)l->sent_on.v },
		.served = true,
		.served_on = on };
	return serve_fn(tx, &j, err);
}

enum err letter_serve(const struct desk *d, struct arena *a, const struct actor *who,
	struct letter_id id, int64_t version, enum service_way way, struct date sent, bool served,
	struct date served_on, struct str proof, struct error *err)
{
	struct serve_job j = { .d = d,
		.a = a,
		.who = who,
		.id = id,
		.version = version,
		.way = way,
		.sent = sent,
		.served = served,
		.served_on = served_on,
		.proof = request_clean(a, proof, true) };
	enum err e = desk_allow(who, PERM_REQUEST_HANDLE, err);
	if (e == OK)
		e = arena_check(a, err);
	if (e == OK)
		e = field_text(&j.proof, "proof", "送达凭证", 0, PROOF_MAX, err);
	if (e == OK && way == SERVICE_POST && j.proof.n == 0)
		e = field_error(err, "proof", "请填写邮政编号（EMS 或者挂号信）");
	return e != OK ? e : desk_write(d, serve_fn, &j, err);
}
