/*
 * consultation -- making a record, loading it, and the days it gets from the clock.
 */
#include "desk/consultation_part.h"

#include "desk/account_part.h"
#include "desk/organisation_part.h"
#include "desk/request_part.h"
#include "desk/role.h"

enum { PARTY_MAX = 100, CONTACT_MAX = 200, INFORMATION_MAX = 3000 /* code points */ };

/* --- words -------------------------------------------------------------------------------------- */

const char *consultation_kind_name(enum consultation_kind k)
{
	static const char *const name[CONSULTATION_KINDS] = { "第三方", "共同制作机关",
		"其他机关" };
	return (unsigned)k < CONSULTATION_KINDS ? name[k] : "";
}

const char *consultation_kind_rule(enum consultation_kind k)
{
	static const char *const rule[CONSULTATION_KINDS] = { "R-032", "R-034", "R-011" };
	return (unsigned)k < CONSULTATION_KINDS ? rule[k] : "";
}

const char *consultation_state_name(enum consultation_state s)
{
	static const char *const name[CONSULTATION_STATES] = { "待发出", "等待意见", "待研究",
		"已研究处理", "申请已办结", "没有发出" };
	return (unsigned)s < CONSULTATION_STATES ? name[s] : "";
}

const char *consultation_opinion_name(enum consultation_opinion o)
{
	static const char *const name[CONSULTATION_OPINIONS] = { "同意公开", "不同意公开",
		"部分同意公开" };
	return (unsigned)o < CONSULTATION_OPINIONS ? name[o] : "";
}

const char *consultation_result_name(enum consultation_result r)
{
	static const char *const name[CONSULTATION_RESULTS] = { "可以公开", "不予公开",
		"区分处理，公开一部分", "不会损害合法权益，予以公开",
		"不公开可能对公共利益造成重大影响，决定公开" };
	return (unsigned)r < CONSULTATION_RESULTS ? name[r] : "";
}

bool consultation_result_overrules(enum consultation_result r)
{
	return r == RESULT_NO_HARM || r == RESULT_OVERRIDE;
}

/* --- loading ------------------------------------------------------------------------------------- */

enum err consultation_load(struct tx *tx, struct arena *a, const struct actor *who,
	struct consultation_id id, struct consultation_row *c, struct request_row *r,
	struct error *err)
{
	enum err e = sql_consultation_by_id(
		tx, &(struct consultation_by_id_in){ id }, a, c, err);
	if (e == ERR_NOT_FOUND)
		return error_set(err, e, NULL, "没有这次征求意见，请回到申请页面查看");
	return e != OK ? e : request_load(tx, a, who, c->request, r, err);
}

enum err consultation_begin(struct tx *tx, struct arena *a, const struct actor *who,
	struct consultation_id id, int64_t version, struct consultation_row *c,
	struct request_row *r, struct error *err)
{
	int64_t n = 0;
	enum err e = consultation_load(tx, a, who, id, c, r, err);
	struct consultation_touch_in touch = { id, version, tx_now(tx) };
	if (e == OK)
		e = sql_consultation_touch(tx, &touch, &n, err);
	if (e == OK && n == 0)
		return desk_stale(err);
	if (e == OK && c->state == CONSULTATION_DROPPED)
		return error_set(err, ERR_CONFLICT, NULL, "这次征求意见没有发出，已经作废");
	return e;
}

enum err consultation_party(const struct desk *d, struct arena *a,
	const struct consultation_row *c, struct str *party, struct str *contact, struct error *err)
{
	enum err e = seal_open(d->keys, a, c->party,
		sealed_place(a, "consultation.party", c->id.v), party, err);
	if (contact)
		*contact = STR("");
	if (e == OK && contact && c->contact.p)
		e = seal_open(d->keys, a, c->contact,
			sealed_place(a, "consultation.contact", c->id.v), contact, err);
	return e;
}

/* --- adding -------------------------------------------------------------------------------------- */

enum err consultation_check_facts(
	struct arena *a, struct consultation_facts *f, struct error *err)
{
	f->party = request_clean(a, f->party, true);
	f->contact = request_clean(a, f->contact, true);
	f->information = request_clean(a, f->information, false);
	enum err e = arena_check(a, err);
	if (e == OK && (unsigned)f->kind >= CONSULTATION_KINDS)
		e = field_error(err, "kind", "请选择向谁征求意见");
	if (e == OK)
		e = field_text(&f->party, "party", "对方的名称", 1, PARTY_MAX, err);
	if (e == OK)
		e = field_text(&f->contact, "contact", "联系方式", 0, CONTACT_MAX, err);
	if (e == OK)
		e = field_text(&f->information, "findings", "所涉信息", 1, INFORMATION_MAX, err);
	if (e == OK && f->kind != CONSULTATION_THIRD_PARTY)
		f->person = false;
	return e;
}

static bool is_over(const struct consultation_row *c)
{
	return c->state == CONSULTATION_DROPPED || c->state == CONSULTATION_OVER ||
	       c->state == CONSULTATION_SETTLED;
}

/* The same party must not be asked by two papers at once. */
static enum err check_alone(const struct desk *d, struct arena *a,
	const struct consultation_row *row, size_t n, struct str party, struct error *err)
{
	enum err e = OK;
	for (size_t i = 0; e == OK && i < n; i++) {
		struct str name;
		if (is_over(&row[i]))
			continue;
		e = consultation_party(d, a, &row[i], &name, NULL, err);
		if (e != OK || !str_eq(name, party))
			continue;
		bool letter = row[i].letter.v != 0;
		if (letter && row[i].state == CONSULTATION_PREPARED)
			return error_set(err, ERR_CONFLICT, "C-1.7-25",
				"已经为这一方起草了征求意见书（%.*s），请登记那份文书的送达；"
				"不用那份文书的，先把草稿作废",
				STR_ARG(row[i].ref));
		return error_set(err, ERR_CONFLICT, "C-1.7-25",
			"正在征求这一方的意见（%.*s，%s），不能再登记一次；有补充的，"
			"请在那次征求意见里催办或者登记意见",
			STR_ARG(row[i].ref), letter ? "已发文书" : "纸质办理");
	}
	return e;
}

/* "第三方1", "机关2": what the sentences of the clock call it. */
static struct str next_ref(struct arena *a, const struct consultation_row *row, size_t n,
	const struct request_event_row *ev, size_t n_events, enum consultation_kind k)
{
	const char *word = k == CONSULTATION_THIRD_PARTY ? "第三方" : "机关";
	for (int i = 1;; i++) {
		struct str ref = arena_fmt(a, "%s%d", word, i);
		bool used = false;
		for (size_t c = 0; c < n; c++)
			used = used || str_eq(row[c].ref, ref);
		for (size_t c = 0; c < n_events; c++)
			used = used || (ev[c].kind == CLOCK_CONSULT_SENT && str_eq(ev[c].ref, ref));
		if (!used)
			return ref;
	}
}

static struct str masked_party(struct arena *a, const struct consultation_facts *f)
{
	return f->person ? mask_name(a, f->party) : f->party;
}

enum err consultation_add_tx(const struct desk *d, struct tx *tx, struct arena *a,
	const struct actor *who, const struct request_row *r, const struct consultation_facts *f,
	struct letter_id letter, struct consultation_row *out, struct error *err)
{
	struct consultation_row *row;
	struct request_event_row *ev;
	size_t n, n_events;
	struct consultation_id id = { tx_new_id(tx) };
	enum err e = sql_consultation_of_request(
		tx, &(struct consultation_of_request_in){ r->id }, a, &row, &n, err);
	if (e == OK)
		e = sql_request_history(
			tx, &(struct request_history_in){ r->id }, a, &ev, &n_events, err);
	if (e == OK)
		e = check_alone(d, a, row, n, f->party, err);
	struct consultation_insert_in in = { .id = id,
		.request = r->id,
		.agency = r->agency,
		.kind = f->kind,
		.person = f->person,
		.information = f->information,
		.letter = letter,
		.sort_due = request_today(tx).day,
		.actor = who->person,
		.now = tx_now(tx) };
	if (e == OK) {
		in.masked = masked_party(a, f);
		in.ref = next_ref(a, row, n, ev, n_events, f->kind);
		e = seal(d->keys, a, f->party, sealed_place(a, "consultation.party", id.v),
			&in.party, err);
	}
	if (e == OK && f->contact.n)
		e = seal(d->keys, a, f->contact, sealed_place(a, "consultation.contact", id.v),
			&in.contact, err);
	if (e == OK)
		e = arena_check(a, err);
	if (e == OK)
		e = sql_consultation_insert(tx, &in, NULL, err);
	return e != OK ? e : sql_consultation_by_id(
				     tx, &(struct consultation_by_id_in){ id }, a, out, err);
}

struct clock_event consultation_event(const struct consultation_row *c, struct date on)
{
	return (struct clock_event){ .kind = CLOCK_CONSULT_SENT,
		.on = on,
		.consultee = c->kind == CONSULTATION_THIRD_PARTY ? CLOCK_THIRD_PARTY : CLOCK_AGENCY,
		.id = c->ref,
		.reason = c->masked };
}

enum err consultation_drop_tx(
	struct tx *tx, struct arena *a, struct letter_id letter, struct error *err)
{
	struct consultation_row c;
	enum err e = sql_consultation_by_letter(
		tx, &(struct consultation_by_letter_in){ letter }, a, &c, err);
	if (e == ERR_NOT_FOUND)
		return OK;
	struct consultation_set_clock_in in = { .id = c.id,
		.state = CONSULTATION_DROPPED,
		.sort_due = c.sort_due };
	return e != OK ? e : sql_consultation_set_clock(tx, &in, NULL, err);
}

/* --- the clock ----------------------------------------------------------------------------------- */

static const struct clock_consult *counted(const struct clock_run *run, struct str ref)
{
	for (size_t i = 0; i < run->n_consults; i++)
		if (str_eq(run->consult[i].id, ref))
			return &run->consult[i];
	return NULL;
}

static enum consultation_state state_of(
	const struct consultation_row *c, const struct clock_consult *w, bool closed)
{
	if (c->state == CONSULTATION_DROPPED)
		return CONSULTATION_DROPPED;
	if (!w)
		return closed ? CONSULTATION_DROPPED : CONSULTATION_PREPARED;
	if (c->result >= 0)
		return CONSULTATION_SETTLED;
	if (closed)
		return CONSULTATION_OVER;
	return w->returned ? CONSULTATION_ANSWERED : CONSULTATION_WAITING;
}

enum err consultation_fold(struct tx *tx, struct arena *a, struct request_id request,
	const struct clock_run *run, bool closed, struct error *err)
{
	struct consultation_row *row;
	size_t n;
	enum err e = sql_consultation_of_request(
		tx, &(struct consultation_of_request_in){ request }, a, &row, &n, err);
	for (size_t i = 0; e == OK && i < n; i++) {
		const struct clock_consult *w = counted(run, row[i].ref);
		struct consultation_set_clock_in in = { .id = row[i].id,
			.state = state_of(&row[i], w, closed),
			.sort_due = row[i].sort_due };
		if (w) {
			in.sort_due = w->limit.day;
			in.sent_on = (struct opt_i64){ true, w->sent.day };
			in.served_on = (struct opt_i64){ w->served, w->served_on.day };
			in.due_on = (struct opt_i64){ true, w->limit.day };
			in.returned_on = (struct opt_i64){ w->returned, w->returned_on.day };
		}
		e = sql_consultation_set_clock(tx, &in, NULL, err);
	}
	return e;
}
