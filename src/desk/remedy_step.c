/*
 * remedy_step -- what happens in a case: entries, orders to decide anew, corrections.
 */
#include "desk/remedy_part.h"

#include "desk/law_value.h"
#include "desk/organisation_part.h"
#include "desk/request_part.h"
#include "desk/role.h"

#include <inttypes.h>

/* --- entries --------------------------------------------------------------------------------------- */

enum err remedy_write_entry(
	struct tx *tx, const struct actor *who, const struct remedy_write *w, struct error *err)
{
	int64_t id = tx_new_id(tx);
	struct remedy_entry_insert_in in = { .id = id,
		.remedy = w->remedy,
		.kind = w->entry.kind,
		.stage = w->entry.stage,
		.on_day = w->entry.on.day,
		.other_day = { w->entry.has_other, w->entry.other.day },
		.value = w->entry.value,
		.body = w->body,
		.case_number = w->case_number,
		.text = w->text,
		.round = w->round,
		.reason = w->reason,
		.actor = who->person,
		.at = tx_now(tx),
		.corrects = { w->corrects != 0, w->corrects },
		.taken_away = w->take_away,
		.place = w->place ? w->place : id };
	return sql_remedy_entry_insert(tx, &in, NULL, err);
}

enum err remedy_fits(const struct desk *d, struct tx *tx, struct arena *a,
	const struct remedy_row *r, const struct remedy_entry *add, struct error *err)
{
	struct remedy_entry_row *row;
	struct remedy_entry *entry;
	const struct calendar *cal;
	struct remedy_config config;
	struct remedy_run *run = arena_one(a, struct remedy_run);
	size_t n;
	enum err e = run ? remedy_load_entries(tx, a, r->id, &row, &entry, &n, err)
			 : arena_check(a, err);
	if (e == OK)
		e = request_calendar(tx, d, r->agency, a, &cal, err);
	if (e != OK)
		return e;
	size_t at = n++;
	for (; at > 0 && entry[at - 1].on.day > add->on.day; at--)
		entry[at] = entry[at - 1];
	entry[at] = *add;
	e = law_values_remedy(tx, a, r->agency, entry[0].on, &config, err);
	return e != OK ? e
		       : remedy_compute(cal, &config, (enum remedy_block)r->block, entry, n, run, NULL, err);
}

static const char *action_of(enum remedy_entry_kind k)
{
	static const char *const action[REMEDY_ENTRY_KINDS] = { [REMEDY_OPENED] = "remedy.stage",
		[REMEDY_ANSWERED] = "remedy.answer",
		[REMEDY_EXTENDED] = "remedy.extend",
		[REMEDY_HEARD] = "remedy.hear",
		[REMEDY_DECIDED] = "remedy.decide",
		[REMEDY_FINAL] = "remedy.final",
		[REMEDY_OPINION] = "remedy.opinion",
		[REMEDY_REPORTED] = "remedy.report",
		[REMEDY_REDO] = "remedy.redo",
		[REMEDY_PETITIONED] = "remedy.petition",
		[REMEDY_PETITION_REFUSED] = "remedy.petition_refuse",
		[REMEDY_HELD] = "remedy.hold" };
	return action[k];
}

/* The report is made otherwise than by the rule: the head of the office decides (C-9.5-1). */
static unsigned permission_of(enum remedy_entry_kind k)
{
	return k == REMEDY_HELD ? PERM_REMEDY_HOLD : PERM_REMEDY_WRITE;
}

struct step_job {
	const struct desk *d;
	struct arena *a;
	const struct actor *who;
	struct remedy_step s;
};

/* A day is never required to be after an earlier one here: the fold says what does not fit. */
static struct remedy_entry entry_of(const struct step_job *j, const struct remedy_row *r)
{
	const struct remedy_step *s = &j->s;
	return (struct remedy_entry){ .kind = s->kind,
		.stage = s->kind == REMEDY_OPENED ? s->stage : (enum remedy_stage)r->stage,
		.on = s->on,
		.has_other = s->has_other,
		.other = s->other,
		.value = s->value };
}

static enum err check_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct step_job *j = ctx;
	struct remedy_row r;
	enum err e = remedy_load(tx, j->a, j->who, j->s.id, &r, err);
	if (e == OK && r.version != j->s.version)
		e = desk_stale(err);
	if (e == OK)
		e = remedy_check_days(tx, j->s.kind, j->s.on, j->s.has_other, j->s.other, err);
	if (e != OK)
		return e;
	struct remedy_entry add = entry_of(j, &r);
	return remedy_fits(j->d, tx, j->a, &r, &add, err);
}

static enum err step_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct step_job *j = ctx;
	const struct remedy_step *s = &j->s;
	struct remedy_row r;
	enum err e = remedy_begin_step(tx, j->a, j->who, s->id, s->version, &r, err);
	if (e == OK)
		e = remedy_check_days(tx, s->kind, s->on, s->has_other, s->other, err);
	if (e != OK)
		return e;
	struct remedy_write w = { .remedy = s->id,
		.entry = entry_of(j, &r),
		.body = s->body,
		.case_number = s->case_number,
		.text = s->text };
	e = remedy_fits(j->d, tx, j->a, &r, &w.entry, err);
	if (e == OK)
		e = remedy_write_entry(tx, j->who, &w, err);
	if (e == OK)
		e = remedy_fold(j->d, tx, j->a, s->id, err);
	if (e != OK)
		return e;
	return remedy_write_log(tx, j->a, j->who, permission_of(s->kind), &r,
		str_cstr(action_of(s->kind)), s->kind == REMEDY_HELD ? s->text : STR(""),
		arena_fmt(j->a, "stage=%d on=%s value=%" PRId64, w.entry.stage, date_text(s->on).z,
			s->value),
		err);
}

static enum err check_step(struct step_job *j, struct error *err)
{
	struct remedy_step *s = &j->s;
	if ((unsigned)s->kind >= REMEDY_ENTRY_KINDS || s->kind == REMEDY_REDO)
		return error_set(err, ERR_INVALID, NULL, "没有这种记录");
	enum err e = desk_allow(j->who, permission_of(s->kind), err);
	s->body = request_clean(j->a, s->body, true);
	s->case_number = request_clean(j->a, s->case_number, true);
	s->text = request_clean(j->a, s->text, false);
	if (e == OK)
		e = arena_check(j->a, err);
	if (e == OK)
		e = field_text(&s->body, "body", "法院", s->kind == REMEDY_OPENED, REMEDY_BODY_MAX,
			err);
	if (e == OK)
		e = field_text(&s->case_number, "case_number", "案号", 0, REMEDY_CASE_NUMBER_MAX,
			err);
	return e != OK ? e
		       : field_text(&s->text, "text", "说明",
				 s->kind == REMEDY_HELD ? REQUEST_REASON_MIN : 0, REMEDY_TEXT_MAX,
				 err);
}

enum err remedy_step(const struct desk *d, struct arena *a, const struct actor *who,
	const struct remedy_step *s, struct error *err)
{
	struct step_job j = { d, a, who, *s };
	enum err e = check_step(&j, err);
	return e != OK ? e : desk_write(d, step_fn, &j, err);
}

enum err remedy_step_check(const struct desk *d, struct arena *a, const struct actor *who,
	const struct remedy_step *s, struct error *err)
{
	struct step_job j = { d, a, who, *s };
	enum err e = check_step(&j, err);
	return e != OK ? e : store_read(d->store, check_fn, &j, err);
}

/* --- an order to decide anew ------------------------------------------------------------------------ */

struct redo_job {
	const struct desk *d;
	struct arena *a;
	const struct actor *who;
	struct remedy_redo in;
	struct request_id round;
};

static enum err check_redo(
	struct redo_job *j, struct tx *tx, const struct remedy_row *r, struct error *err)
{
	const struct calendar *cal;
	struct remedy_request_row *row;
	size_t n;
	bool found = false;
	enum err e = remedy_check_days(tx, REMEDY_REDO, j->in.on, true, j->in.due, err);
	if (e == OK)
		e = sql_remedy_requests(
			tx, &(struct remedy_requests_in){ r->id }, j->a, &row, &n, err);
	for (size_t i = 0; e == OK && i < n; i++)
		found = found || row[i].id.v == j->in.request.v;
	if (e == OK && !found)
		return field_error(err, "request", "请选择要重新答复的申请");
	if (e == OK)
		e = request_calendar(tx, j->d, r->agency, j->a, &cal, err);
	if (e == OK && !j->in.has_due)
		e = remedy_redo_due(cal, j->in.on, j->in.days, &j->in.due, err);
	return e;
}

static struct remedy_entry redo_entry(const struct redo_job *j, const struct remedy_row *r)
{
	return (struct remedy_entry){ .kind = REMEDY_REDO,
		.stage = (enum remedy_stage)r->stage,
		.on = j->in.on,
		.has_other = true,
		.other = j->in.due,
		.value = j->in.has_due ? 0 : j->in.days };
}

static enum err redo_check_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct redo_job *j = ctx;
	struct remedy_row r;
	enum err e = remedy_load(tx, j->a, j->who, j->in.id, &r, err);
	if (e == OK && r.version != j->in.version)
		e = desk_stale(err);
	if (e == OK)
		e = check_redo(j, tx, &r, err);
	if (e != OK)
		return e;
	struct remedy_entry add = redo_entry(j, &r);
	return remedy_fits(j->d, tx, j->a, &r, &add, err);
}

static enum err redo_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct redo_job *j = ctx;
	struct remedy_row r;
	enum err e = remedy_begin_step(tx, j->a, j->who, j->in.id, j->in.version, &r, err);
	if (e == OK)
		e = check_redo(j, tx, &r, err);
	if (e != OK)
		return e;
	struct remedy_write w = { .remedy = r.id, .entry = redo_entry(j, &r), .text = j->in.text };
	e = remedy_fits(j->d, tx, j->a, &r, &w.entry, err);
	if (e == OK)
		e = request_open_round(j->d, tx, j->a, j->who, j->in.request, j->in.on, j->in.due,
			arena_fmt(j->a, "%.*s %.*s", STR_ARG(r.body), STR_ARG(r.case_number)),
			&j->round, err);
	w.round = j->round;
	if (e == OK)
		e = remedy_write_entry(tx, j->who, &w, err);
	if (e == OK)
		e = remedy_fold(j->d, tx, j->a, r.id, err);
	if (e != OK)
		return e;
	return remedy_write_log(tx, j->a, j->who, PERM_REMEDY_WRITE, &r, STR("remedy.redo"),
		STR(""),
		arena_fmt(j->a, "request=%" PRId64 " round=%" PRId64 " due=%s", j->in.request.v,
			j->round.v, date_text(j->in.due).z),
		err);
}

static enum err check_redo_input(struct redo_job *j, struct error *err)
{
	enum { DAYS_MAX = 250 };
	struct remedy_redo *in = &j->in;
	enum err e = desk_allow(j->who, PERM_REMEDY_WRITE, err);
	in->text = request_clean(j->a, in->text, false);
	if (e == OK)
		e = arena_check(j->a, err);
	if (e == OK && !in->has_due && (in->days < 1 || in->days > DAYS_MAX))
		e = field_error(err, "days", "期限应为 1 至 %d 个工作日，或者填写截止日期", DAYS_MAX);
	if (e == OK && in->has_due && in->due.day <= in->on.day)
		e = field_error(err, "due", "截止日期应当晚于收到决定、裁判的日期");
	return e != OK ? e : field_text(&in->text, "text", "责令的内容", 0, REMEDY_TEXT_MAX, err);
}

enum err remedy_redo(const struct desk *d, struct arena *a, const struct actor *who,
	const struct remedy_redo *in, struct request_id *round, struct error *err)
{
	struct redo_job j = { .d = d, .a = a, .who = who, .in = *in };
	enum err e = check_redo_input(&j, err);
	if (e == OK)
		e = desk_write(d, redo_fn, &j, err);
	if (e == OK)
		*round = j.round;
	return e;
}

enum err remedy_redo_check(const struct desk *d, struct arena *a, const struct actor *who,
	const struct remedy_redo *in, struct error *err)
{
	struct redo_job j = { .d = d, .a = a, .who = who, .in = *in };
	enum err e = check_redo_input(&j, err);
	return e != OK ? e : store_read(d->store, redo_check_fn, &j, err);
}

/* --- correcting entries ------------------------------------------------------------------------------ */

struct correct_job {
	const struct desk *d;
	struct arena *a;
	const struct actor *who;
	struct remedy_correction c;
};

static enum err find_entry(struct correct_job *j, struct tx *tx,
	const struct remedy_entry_row **out, struct error *err)
{
	struct remedy_entry_row *row;
	struct remedy_entry *entry;
	size_t n;
	enum err e = remedy_load_entries(tx, j->a, j->c.id, &row, &entry, &n, err);
	if (e != OK)
		return e;
	for (size_t i = 0; i < n; i++)
		if (row[i].id == j->c.entry) {
			*out = &row[i];
			return OK;
		}
	return error_set(err, ERR_CONFLICT, NULL, "这项记录已被更正，请刷新后查看");
}

static enum err check_correction(struct correct_job *j, struct tx *tx,
	const struct remedy_entry_row *row, struct error *err)
{
	const struct remedy_correction *c = &j->c;
	enum remedy_entry_kind kind = (enum remedy_entry_kind)row->kind;
	enum err e = desk_allow(j->who, permission_of(kind), err);
	if (e == OK && c->take_away && kind == REMEDY_REDO)
		return error_set(err, ERR_CONFLICT, "C-7.2-1",
			"这项责令已经开了新的一轮答复，不能去掉。日期不对的，请更正日期；"
			"确实没有责令的，请把新的一轮作其他处理办结");
	if (e == OK && !c->take_away)
		e = remedy_check_days(tx, kind, c->on, c->has_other, c->other, err);
	if (e == OK && kind == REMEDY_REDO && (!c->has_other || c->other.day <= c->on.day))
		e = field_error(err, "other", "重新答复的截止日期应当晚于起算日期");
	return e;
}

static enum err correct_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct correct_job *j = ctx;
	const struct remedy_correction *c = &j->c;
	const struct remedy_entry_row *row = NULL;
	struct remedy_row r;
	enum err e = remedy_begin_step(tx, j->a, j->who, c->id, c->version, &r, err);
	if (e == OK)
		e = find_entry(j, tx, &row, err);
	if (e == OK)
		e = check_correction(j, tx, row, err);
	if (e != OK)
		return e;
	struct remedy_write w = { .remedy = c->id,
		.entry = remedy_entry_of(row),
		.body = c->take_away ? row->body : c->body,
		.case_number = c->take_away ? row->case_number : c->case_number,
		.text = c->take_away ? row->text : c->text,
		.reason = c->reason,
		.round = row->round,
		.corrects = row->id,
		.place = row->place,
		.take_away = c->take_away };
	if (!c->take_away) {
		w.entry.on = c->on;
		w.entry.has_other = c->has_other;
		w.entry.other = c->other;
		w.entry.value = c->value;
	}
	e = remedy_write_entry(tx, j->who, &w, err);
	if (e == OK && row->round.v)
		e = request_move_round(
			j->d, tx, j->a, j->who, row->round, c->on, c->other, c->reason, err);
	if (e == OK)
		e = remedy_fold(j->d, tx, j->a, c->id, err);
	if (e != OK)
		return e;
	struct str detail = arena_fmt(j->a, "entry=%" PRId64 " kind=%" PRId64 " taken_away=%d",
		row->id, row->kind, c->take_away);
	return remedy_write_log(tx, j->a, j->who, permission_of((enum remedy_entry_kind)row->kind),
		&r, STR("remedy.correct"), c->reason, detail, err);
}

enum err remedy_correct(const struct desk *d, struct arena *a, const struct actor *who,
	const struct remedy_correction *c, struct error *err)
{
	struct correct_job j = { d, a, who, *c };
	struct remedy_correction *in = &j.c;
	enum err e = desk_allow(who, PERM_REMEDY_LOOK, err);
	in->body = request_clean(a, c->body, true);
	in->case_number = request_clean(a, c->case_number, true);
	in->text = request_clean(a, c->text, false);
	in->reason = request_clean(a, c->reason, false);
	if (e == OK)
		e = arena_check(a, err);
	if (e == OK)
		e = field_text(&in->body, "body", "复议机关或者法院", 0, REMEDY_BODY_MAX, err);
	if (e == OK)
		e = field_text(&in->case_number, "case_number", "案号", 0, REMEDY_CASE_NUMBER_MAX,
			err);
	if (e == OK)
		e = field_text(&in->text, "text", "说明", 0, REMEDY_TEXT_MAX, err);
	if (e == OK)
		e = field_text(&in->reason, "reason", "更正理由", REQUEST_REASON_MIN,
			REQUEST_REASON_MAX, err);
	return e != OK ? e : desk_write(d, correct_fn, &j, err);
}
