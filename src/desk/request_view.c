/*
 * request_view -- a case as pages show it, to officials and to the applicant; one field in full.
 */
#include "desk/request_part.h"

#include "desk/applicant.h"
#include "desk/organisation_part.h"
#include "desk/role.h"
#include "store/attempt.sql.h"

#include <inttypes.h>

enum { MINUTE_MS = 60 * 1000, STATUS_WINDOW_MINUTES = 10 };

struct view_job {
	const struct desk *d;
	struct arena *a;
	const struct actor *who; /* NULL: the applicant */
	struct request_id id;
	struct request_view v;
};

/* --- loading ------------------------------------------------------------------------------------
 */

static enum err load_clock(struct view_job *j, struct tx *tx, struct error *err)
{
	const struct calendar *cal;
	struct clock_event *event;
	struct request_view *v = &j->v;
	v->computed_at = tx_now(tx);
	enum err e = request_load_events(tx, j->a, j->id, &v->event, &event, &v->n_events, err);
	if (e != OK || v->n_events == 0)
		return e;
	e = request_calendar(tx, j->d, v->request.agency, j->a, &cal, err);
	if (e == OK)
		e = request_compute(
			j->a, cal, event, v->n_events, request_today(tx), &v->clock, err);
	v->has_clock = e == OK;
	return e;
}

/* What the applicant is not shown: who did it, and what the office wrote for itself. */
static void hide_office(struct request_view *v)
{
	size_t n = 0;
	for (size_t i = 0; i < v->n_files; i++)
		if (v->file[i].public_to_applicant) {
			v->file[n] = v->file[i];
			v->file[n].actor = (struct person_id){ 0 };
			v->file[n++].actor_name = (struct str){ 0 };
		}
	v->n_files = n;
	for (size_t i = 0; i < v->n_events; i++) {
		v->event[i].actor = (struct person_id){ 0 };
		v->event[i].actor_name = v->event[i].reason = (struct str){ 0 };
	}
	v->request.handler = (struct person_id){ 0 };
	v->request.handler_name = (struct str){ 0 };
}

static enum err load_papers(struct view_job *j, struct tx *tx, struct error *err)
{
	struct request_view *v = &j->v;
	struct request_files_in files = { j->id };
	enum err e = sql_request_files(tx, &files, j->a, &v->file, &v->n_files, err);
	if (e != OK || !j->who)
		return e;
	struct request_notes_in notes = { j->id };
	struct request_history_in history = { j->id };
	e = sql_request_notes(tx, &notes, j->a, &v->note, &v->n_notes, err);
	if (e == OK)
		e = sql_request_history(tx, &history, j->a, &v->history, &v->n_history, err);
	return e;
}

static enum err view_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct view_job *j = ctx;
	struct applicant_row row;
	j->v = (struct request_view){ .n_events = 0 };
	enum err e = j->who ? request_load(tx, j->a, j->who, j->id, &j->v.request, err)
			    : sql_request_by_id(tx, &(struct request_by_id_in){ j->id }, j->a,
				      &j->v.request, err);
	if (e == OK)
		e = sql_applicant_by_request(
			tx, &(struct applicant_by_request_in){ j->id }, j->a, &row, err);
	if (e == OK)
		e = load_clock(j, tx, err);
	if (e == OK)
		e = load_papers(j, tx, err);
	if (e == OK)
		e = request_show_applicant(j->d, j->a, &row, &j->v.applicant, err);
	if (e == OK)
		e = sql_intake_of(
			tx, &(struct intake_of_in){ j->id }, j->a, &j->v.intake, err);
	if (e == ERR_NOT_FOUND)
		e = OK;
	if (e == OK && !j->who)
		hide_office(&j->v);
	return e;
}

enum err request_view(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id id, struct request_view *out, struct error *err)
{
	struct view_job j = { .d = d, .a = a, .who = who, .id = id };
	enum err e = desk_allow(who, PERM_REQUEST_LOOK, err);
	if (e == OK)
		e = store_read(d->store, view_fn, &j, err);
	if (e == OK)
		*out = j.v;
	return e;
}

enum err applicant_view(const struct desk *d, struct arena *a, struct request_id id,
	struct request_view *out, struct error *err)
{
	struct view_job j = { .d = d, .a = a, .id = id };
	enum err e = store_read(d->store, view_fn, &j, err);
	if (e == OK)
		*out = j.v;
	return e;
}

/* --- the applicant's look
 * ------------------------------------------------------------------------- */

struct status_job {
	struct view_job view;
	bool only_id;
	struct str number, key;
	struct digest code;
	int64_t failures;
};

static enum err status_error(struct error *err)
{
	error_set(err, ERR_NOT_FOUND, NULL,
		"编号或查询码不正确，请对照回执核对；忘记查询码的，请致电受理机关");
	if (err)
		err->field = "code";
	return ERR_NOT_FOUND;
}

static enum err find_by_code(struct status_job *j, struct tx *tx, struct error *err)
{
	struct request_code_row *row;
	size_t n;
	struct request_by_code_in in = { desk_bytes(&j->code) };
	enum err e = sql_request_by_code(tx, &in, j->view.a, &row, &n, err);
	if (e != OK)
		return e;
	for (size_t i = 0; i < n; i++) {
		/* The number as registered names one part of a paper, the receipt the first. */
		if (str_eq(request_compact(j->view.a, row[i].number), j->number) ||
			str_eq(request_compact(j->view.a, row[i].receipt), j->number)) {
			j->view.id = row[i].id;
			return OK;
		}
	}
	return status_error(err);
}

static enum err status_limit(struct status_job *j, struct tx *tx, struct error *err)
{
	int64_t minute;
	enum err e = visitor_free(tx, j->view.a, j->key, STATUS_WINDOW_MINUTES,
		j->view.d->rules.attempts_per_minute, &minute, err);
	return e != OK ? e : error_set(err, ERR_LIMIT, NULL,
		"编号或者查询码输错的次数太多，请在 %s 以后再查；急用的，可以致电受理机关",
		visitor_clock(minute).z);
}

static enum err status_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct status_job *j = ctx;
	struct attempt_row row;
	struct attempt_since_in in = { j->key, tx_now(tx) / MINUTE_MS - STATUS_WINDOW_MINUTES + 1 };
	enum err e = sql_attempt_since(tx, &in, j->view.a, &row, err);
	if (e == OK && row.total >= j->view.d->rules.attempts_per_minute)
		return status_limit(j, tx, err);
	if (e == OK)
		e = find_by_code(j, tx, err);
	return e != OK || j->only_id ? e : view_fn(tx, &j->view, err);
}

/* Only what fails is counted: a right code needs no write. */
static enum err failed_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct status_job *j = ctx;
	struct attempt_row row;
	int64_t minute = tx_now(tx) / MINUTE_MS;
	enum err e = sql_attempt_add(tx, &(struct attempt_add_in){ j->key, minute }, NULL, err);
	struct attempt_since_in in = { j->key, minute - STATUS_WINDOW_MINUTES + 1 };
	if (e == OK)
		e = sql_attempt_since(tx, &in, j->view.a, &row, err);
	/* One event when it becomes too many, not one for each. */
	if (e != OK || row.total != j->view.d->rules.attempts_per_minute)
		return e;
	struct event_entry entry = { .action = STR("request.status_rate"), .refused = true };
	static const struct actor nobody = { 0 };
	return desk_log(tx, &nobody, PERM_NONE, &entry, err);
}

static enum err look_up(
	struct status_job *j, struct str code, struct str address, struct error *err)
{
	const struct desk *d = j->view.d;
	struct arena *a = j->view.a;
	struct digest key;
	enum err e = request_code_digest(d, a, code, &j->code, err);
	if (e == OK)
		e = blind_index(
			d->keys, SEAL_INDEX_GENERATION, STR("attempt.status"), address, &key, err);
	if (e != OK)
		return e;
	j->key = hex_arena(a, desk_bytes(&key));
	e = arena_check(a, err);
	if (e == OK && j->number.n > 0)
		e = store_read(d->store, status_fn, j, err);
	else if (e == OK)
		e = ERR_NOT_FOUND;
	if (e != ERR_NOT_FOUND)
		return e;
	e = desk_write(d, failed_fn, j, err);
	return e != OK ? e : status_error(err);
}

enum err request_status(const struct desk *d, struct arena *a, struct str number, struct str code,
	struct str address, struct request_view *out, struct error *err)
{
	struct status_job j = { .view = { .d = d, .a = a }, .number = request_compact(a, number) };
	enum err e = look_up(&j, code, address, err);
	if (e == OK)
		*out = j.view.v;
	return e;
}

enum err request_find_by_code(const struct desk *d, struct arena *a, struct str number,
	struct str code, struct str address, struct request_id *out, struct error *err)
{
	struct status_job j = {
		.view = { .d = d, .a = a }, .only_id = true, .number = request_compact(a, number)
	};
	enum err e = look_up(&j, code, address, err);
	if (e == OK)
		*out = j.view.id;
	return e;
}

/* --- one field in full
 * ---------------------------------------------------------------------------- */

struct reveal_job {
	struct arena *a;
	const struct actor *who;
	struct request_id id;
	struct str field;
	struct str reason;
	struct applicant_row row;
};

static enum err reveal_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct reveal_job *j = ctx;
	struct request_row r;
	enum err e = request_load(tx, j->a, j->who, j->id, &r, err);
	if (e == OK)
		e = sql_applicant_by_request(
			tx, &(struct applicant_by_request_in){ j->id }, j->a, &j->row, err);
	if (e == OK && !request_applicant_has(&j->row, j->field))
		return error_set(err, ERR_NOT_FOUND, NULL, "这一项没有填写");
	if (e != OK)
		return e;
	struct event_entry entry = { .agency = r.agency,
		.action = arena_fmt(j->a, "reveal.%.*s", STR_ARG(j->field)),
		.object_kind = STR("request"),
		.object = j->id.v,
		.reason = j->reason };
	e = arena_check(j->a, err);
	return e != OK ? e : desk_log(tx, j->who, PERM_REVEAL, &entry, err);
}

enum err request_reveal(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id id, struct str field, struct str reason, struct str *out,
	struct error *err)
{
	struct reveal_job j = { .a = a,
		.who = who,
		.id = id,
		.field = field,
		.reason = request_clean(a, reason, false) };
	struct str plain;
	enum err e = desk_allow(who, PERM_REVEAL, err);
	if (e == OK && !request_is_applicant_field(field))
		e = error_set(err, ERR_INVALID, NULL, "没有这一项");
	if (e == OK)
		e = arena_check(a, err);
	if (e == OK)
		e = field_text(&j.reason, "reason", "查看理由", REQUEST_REASON_MIN,
			REQUEST_REASON_MAX, err);
	if (e == OK)
		e = store_write(d->store, reveal_fn, &j, err);
	if (e == OK)
		e = request_open_applicant(d, a, &j.row, field, &plain, err);
	if (e == OK)
		*out = plain;
	return e;
}
