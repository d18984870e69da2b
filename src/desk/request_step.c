/*
 * request_step -- what happens to a case after registration: legal events, corrections of them,
 * who handles it, notes.
 */
#include "desk/request_part.h"

#include "desk/letter_part.h"
#include "desk/notice.h"
#include "desk/organisation_part.h"
#include "desk/role.h"
#include "store/office.sql.h"

#include <inttypes.h>

enum { NOTE_MAX = 5000 /* code points */ };

/* --- legal events ------------------------------------------------------------------------------
 */

/* An extension and a delayed reply are approved by the head of the disclosure office (R-033-2). */
static unsigned step_permission(enum clock_event_kind k)
{
	return k == CLOCK_EXTENDED || k == CLOCK_DELAYED ? PERM_REQUEST_SIGN : PERM_REQUEST_HANDLE;
}

static enum err check_step(struct tx *tx, const struct request_step *s, struct error *err)
{
	if ((unsigned)s->event.kind >= CLOCK_EVENT_COUNT || s->event.kind == CLOCK_RECEIVED)
		return error_set(err, ERR_CONFLICT, "C-1.7-22", "收到申请只能在登记时记录一次");
	if (s->event.on.day > request_today(tx).day)
		return field_error(err, "on", "日期不能晚于今天");
	return OK;
}

/* The events of the law come after registration. */
static enum err check_registered(const struct request_row *r, struct error *err)
{
	if (r->number.p)
		return OK;
	return error_set(
		err, ERR_CONFLICT, "C-1.7-22", "这件申请还没有登记，请先确认收到申请的日期");
}

static enum err store_outcome(struct tx *tx, const struct request_step *s, struct error *err)
{
	struct request_set_outcome_in in = { s->id, s->outcome, s->outcome_rule };
	return s->has_outcome ? sql_request_set_outcome(tx, &in, NULL, err) : OK;
}

/* The scan of what was done on paper; *file: its id. */
static enum err add_proof(struct tx *tx, struct arena *a, const struct actor *who,
	const struct request_step *s, int64_t *file, struct error *err)
{
	struct request_file_row *row;
	size_t n;
	if (!s->file)
		return OK;
	enum err e = request_add_files(tx, a, s->id, who->person, s->file, 1, err);
	if (e == OK)
		e = sql_request_files(tx, &(struct request_files_in){ s->id }, a, &row, &n, err);
	if (e == OK && n > 0)
		*file = row[n - 1].id;
	return e;
}

enum err request_step_tx(const struct desk *d, struct tx *tx, struct arena *a,
	const struct actor *who, const struct request_step *s, struct clock_run *run,
	struct error *err)
{
	struct request_row r;
	struct clock_run after;
	struct request_entry entry = { .request = s->id, .event = s->event };
	entry.event.id = request_clean(a, s->event.id, true);
	entry.event.reason = request_clean(a, s->event.reason, false);
	entry.letter = s->letter;
	entry.paper = s->paper;
	enum err e = arena_check(a, err);
	if (e == OK)
		e = request_begin_step(tx, a, who, s->id, s->version, &r, err);
	if (e == OK)
		e = check_registered(&r, err);
	if (e == OK)
		e = check_step(tx, s, err);
	if (e == OK)
		e = request_check_once(tx, a, s->id, s->event.kind, s->letter, err);
	if (e == OK)
		e = add_proof(tx, a, who, s, &entry.file, err);
	if (e == OK)
		e = request_write_event(tx, who, &entry, err);
	if (e == OK)
		e = store_outcome(tx, s, err);
	if (e == OK)
		e = request_fold(d, tx, a, s->id, s->stage, &after, err);
	if (e == OK)
		e = notice_tell_event(tx, s->id, &entry.event, &after, err);
	if (e != OK)
		return e;
	if (run)
		*run = after;
	struct str detail = arena_fmt(a, "event=%s on=%s days=%d%s", clock_event_name(s->event.kind),
		date_text(s->event.on).z, s->event.days, s->paper.n ? " paper=1" : "");
	return request_log(tx, a, who, step_permission(s->event.kind), &r, s->action, s->paper,
		detail, err);
}

struct step_job {
	const struct desk *d;
	struct arena *a;
	const struct actor *who;
	const struct request_step *step;
};

static enum err step_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct step_job *j = ctx;
	return request_step_tx(j->d, tx, j->a, j->who, j->step, NULL, err);
}

enum err request_step(const struct desk *d, struct arena *a, const struct actor *who,
	const struct request_step *s, struct error *err)
{
	struct step_job j = { d, a, who, s };
	enum err e = desk_allow(who, step_permission(s->event.kind), err);
	if (e == OK && request_text_length(s->event.reason) > REQUEST_REASON_MAX)
		e = field_error(err, "reason", "理由最多 %d 个字", REQUEST_REASON_MAX);
	return e != OK ? e : desk_write(d, step_fn, &j, err);
}

enum err request_step_on_paper(const struct desk *d, struct arena *a, const struct actor *who,
	const struct request_step *s, struct error *err)
{
	struct request_step step = *s;
	enum err e = request_check_paper(a, &step.paper, s->file != NULL, err);
	if (e == OK)
		e = request_check_files(s->file, 1, err);
	return e != OK ? e : request_step(d, a, who, &step, err);
}

/* --- correcting entries --------------------------------------------------------------------------
 */

struct correct_job {
	const struct desk *d;
	struct arena *a;
	const struct actor *who;
	struct request_id id;
	int64_t version, event;
	bool take_away;
	struct date on;
	struct str reason;
};

static enum err find_event(struct correct_job *j, struct tx *tx,
	const struct request_event_row **out, const struct clock_event **event, struct error *err)
{
	struct request_event_row *row;
	struct clock_event *ev;
	size_t n;
	enum err e = request_load_events(tx, j->a, j->id, &row, &ev, &n, err);
	if (e != OK)
		return e;
	for (size_t i = 0; i < n; i++)
		if (row[i].id == j->event) {
			*out = &row[i];
			*event = &ev[i];
			return OK;
		}
	return error_set(err, ERR_CONFLICT, NULL, "这项记录已被更正，请刷新后查看");
}

static enum err correct_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct correct_job *j = ctx;
	struct request_row r;
	const struct request_event_row *row = NULL;
	const struct clock_event *event = NULL;
	enum err e = request_begin_step(tx, j->a, j->who, j->id, j->version, &r, err);
	if (e == OK)
		e = find_event(j, tx, &row, &event, err);
	if (e == OK && !j->take_away && j->on.day > request_today(tx).day)
		e = field_error(err, "on", "日期不能晚于今天");
	if (e != OK)
		return e;
	struct request_entry entry = { .request = j->id,
		.event = *event,
		.corrects = row->id,
		.place = row->place,
		.take_away = j->take_away,
		.letter = row->letter,
		.paper = row->paper,
		.file = row->file };
	entry.event.reason = j->reason;
	if (!j->take_away)
		entry.event.on = j->on;
	e = request_write_event(tx, j->who, &entry, err);
	if (e == OK && row->letter)
		e = letter_follow_event(tx, j->a, row, j->take_away, j->on, err);
	if (e == OK)
		e = request_fold(j->d, tx, j->a, j->id, STAGES, NULL, err);
	if (e != OK)
		return e;
	struct str detail =
		j->take_away
			? arena_fmt(j->a, "event=%s taken_away=%s", clock_event_name(event->kind),
				  date_text(event->on).z)
			: arena_fmt(j->a, "event=%s from=%s to=%s", clock_event_name(event->kind),
				  date_text(event->on).z, date_text(j->on).z);
	return request_log(tx, j->a, j->who, PERM_REQUEST_HANDLE, &r, STR("request.correct_event"),
		j->reason, detail, err);
}

enum err request_correct_event(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id id, int64_t version, int64_t event, bool take_away, struct date on,
	struct str reason, struct error *err)
{
	struct correct_job j = { .d = d,
		.a = a,
		.who = who,
		.id = id,
		.version = version,
		.event = event,
		.take_away = take_away,
		.on = on,
		.reason = request_clean(a, reason, false) };
	enum err e = desk_allow(who, PERM_REQUEST_HANDLE, err);
	if (e == OK)
		e = arena_check(a, err);
	if (e == OK)
		e = field_text(&j.reason, "reason", "更正理由", REQUEST_REASON_MIN,
			REQUEST_REASON_MAX, err);
	return e != OK ? e : desk_write(d, correct_fn, &j, err);
}

/* --- who handles it ------------------------------------------------------------------------------
 */

struct assign_job {
	struct arena *a;
	const struct actor *who;
	struct request_id id;
	int64_t version;
	struct department_id department;
	struct person_id handler;
};

enum err request_check_handler(struct tx *tx, struct arena *a, struct agency_id agency,
	struct department_id department, struct person_id handler, struct error *err)
{
	struct department_row dep;
	struct person_row person;
	enum err e = OK;
	if (department.v)
		e = sql_department_by_id(
			tx, &(struct department_by_id_in){ .id = department }, a, &dep, err);
	if (e == ERR_NOT_FOUND ||
		(e == OK && department.v && (dep.agency.v != agency.v || !dep.active)))
		return field_error(err, "department", "请选择本机关在用的部门");
	if (e == OK && handler.v)
		e = sql_person_by_id(
			tx, &(struct person_by_id_in){ .id = handler }, a, &person, err);
	if (e == ERR_NOT_FOUND ||
		(e == OK && handler.v && (person.agency.v != agency.v || !person.active)))
		return field_error(err, "handler", "请选择本机关在用的人员");
	if (e == OK && handler.v && !role_permits((uint64_t)person.roles, PERM_REQUEST_HANDLE))
		return field_error(err, "handler", "这位人员没有办理申请的权限，请另选一位");
	return e;
}

enum err request_assign_tx(struct tx *tx, struct arena *a, const struct actor *who,
	struct request_id id, int64_t version, struct department_id department,
	struct person_id handler, struct error *err)
{
	struct request_row r;
	enum err e = request_begin_step(tx, a, who, id, version, &r, err);
	if (e == OK && r.closed_on.has)
		return error_set(err, ERR_CONFLICT, NULL, "这件申请已经办结，不能再分派");
	if (e == OK)
		e = request_check_handler(tx, a, r.agency, department, handler, err);
	struct request_set_handler_in in = { id, department, handler };
	if (e == OK)
		e = sql_request_set_handler(tx, &in, NULL, err);
	/* What is assigned is being handled. */
	struct request_set_stage_in stage = { id, STAGE_HANDLING };
	if (e == OK && r.stage == STAGE_REGISTERED)
		e = sql_request_set_stage(tx, &stage, NULL, err);
	/* Who had it already is not told again. */
	struct notice n = { .kind = NOTICE_ASSIGNED, .request = id };
	struct request_row now = r;
	now.department = department;
	now.handler = handler;
	bool moved = r.department.v != department.v || r.handler.v != handler.v;
	if (e == OK && moved)
		e = notice_add_handler(tx, a, who, &n, &now, err);
	if (e != OK)
		return e;
	return request_log(tx, a, who, PERM_REQUEST_REGISTER, &r, STR("request.assign"), STR(""),
		arena_fmt(a, "department=%" PRId64 " handler=%" PRId64, department.v, handler.v),
		err);
}

static enum err assign_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct assign_job *j = ctx;
	return request_assign_tx(
		tx, j->a, j->who, j->id, j->version, j->department, j->handler, err);
}

enum err request_assign(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id id, int64_t version, struct department_id department,
	struct person_id handler, struct error *err)
{
	struct assign_job j = { a, who, id, version, department, handler };
	enum err e = desk_allow(who, PERM_REQUEST_REGISTER, err);
	if (e == OK && !department.v && !handler.v)
		e = field_error(err, "department", "请选择承办部门或者承办人");
	return e != OK ? e : desk_write(d, assign_fn, &j, err);
}

/* --- notes ---------------------------------------------------------------------------------------
 */

struct note_job {
	struct arena *a;
	const struct actor *who;
	struct request_id id;
	enum request_note_kind kind;
	struct department_id department;
	int64_t note;
	struct str text;
};

static enum err note_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct note_job *j = ctx;
	struct request_row r;
	enum err e = request_load(tx, j->a, j->who, j->id, &r, err);
	if (e == OK)
		e = request_check_handler(
			tx, j->a, r.agency, j->department, (struct person_id){ 0 }, err);
	struct request_note_insert_in in = { .id = tx_new_id(tx),
		.request = j->id,
		.kind = j->kind,
		.department = j->department,
		.text = j->text,
		.actor = j->who->person,
		.at = tx_now(tx) };
	if (e == OK)
		e = sql_request_note_insert(tx, &in, NULL, err);
	struct notice n = { .kind = NOTICE_ASSIST_ASKED, .request = j->id };
	struct notice_to to = { .agency = r.agency,
		.department = j->department,
		.permission = PERM_REQUEST_LOOK };
	if (e == OK && j->kind == NOTE_ASSIST)
		e = notice_add(tx, j->a, j->who, &n, &to, err);
	return e != OK ? e
		       : request_log(tx, j->a, j->who, PERM_REQUEST_LOOK, &r, STR("request.note"),
				 STR(""), arena_fmt(j->a, "kind=%d", j->kind), err);
}

/* The answer of an assisting department, to who asked for it. */
static enum err tell_asker(struct note_job *j, struct tx *tx, struct error *err)
{
	struct office_note_row note;
	struct office_note_by_id_in in = { j->note, j->id };
	struct notice n = { .kind = NOTICE_ASSIST_ANSWERED, .request = j->id };
	enum err e = sql_office_note_by_id(tx, &in, j->a, &note, err);
	if (e != OK || note.kind != NOTE_ASSIST)
		return e;
	return notice_add(tx, j->a, j->who, &n, &(struct notice_to){ .person = note.actor }, err);
}

static enum err answer_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct note_job *j = ctx;
	struct request_row r;
	int64_t n = 0;
	enum err e = request_load(tx, j->a, j->who, j->id, &r, err);
	struct request_note_answer_in in = { j->note, j->id, j->text, j->who->person, tx_now(tx) };
	if (e == OK)
		e = sql_request_note_answer(tx, &in, &n, err);
	if (e == OK && n == 0)
		return error_set(err, ERR_CONFLICT, NULL, "这项协办已经答复，请刷新后查看");
	if (e == OK)
		e = tell_asker(j, tx, err);
	return e != OK ? e
		       : request_log(tx, j->a, j->who, PERM_REQUEST_LOOK, &r,
				 STR("request.note_answer"), STR(""), STR(""), err);
}

static enum err run_note(const struct desk *d, struct note_job *j, store_fn *fn, struct error *err)
{
	enum err e = desk_allow(j->who, PERM_REQUEST_LOOK, err);
	j->text = request_clean(j->a, j->text, false);
	if (e == OK)
		e = arena_check(j->a, err);
	if (e == OK)
		e = field_text(&j->text, "text", "内容", 1, NOTE_MAX, err);
	return e != OK ? e : desk_write(d, fn, j, err);
}

enum err request_note_add(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id id, enum request_note_kind kind, struct department_id department,
	struct str text, struct error *err)
{
	struct note_job j = {
		.a = a, .who = who, .id = id, .kind = kind, .department = department, .text = text
	};
	if ((unsigned)kind >= REQUEST_NOTE_KINDS || (kind == NOTE_ASSIST && !department.v))
		return field_error(err, "department", "请选择协办部门");
	return run_note(d, &j, note_fn, err);
}

enum err request_answer_note(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id id, int64_t note, struct str text, struct error *err)
{
	struct note_job j = { .a = a, .who = who, .id = id, .note = note, .text = text };
	return run_note(d, &j, answer_fn, err);
}
