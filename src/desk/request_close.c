/*
 * request_close -- endings without a reply, and what the applicant does with number and code:
 * withdraw, send in a correction.
 */
#include "desk/request_part.h"

#include "core/utf8.h"
#include "desk/notice.h"
#include "desk/organisation_part.h"
#include "desk/role.h"

enum { PLACE_MAX = 100 /* code points of the name of an authority */ };

/* --- by an official -------------------------------------------------------------------------- */

struct close_job {
	const struct desk *d;
	struct arena *a;
	const struct actor *who;
	unsigned permission;
	struct request_id id;
	int64_t version; /* 0: whatever it is, by the applicant */
	enum clock_event_kind kind;
	struct str action, reason, to;
	struct date on;
	bool today;
};

/* Withdrawn before it was registered: no clock ever ran, it is no case of the report. */
static enum err close_unregistered(
	struct close_job *j, struct tx *tx, const struct request_row *r, struct error *err)
{
	struct request_close_unregistered_in in = { .id = j->id,
		.stage = STAGE_DONE,
		.closed_on = j->on.day,
		.sort_due = SORT_CLOSED + j->on.day,
		.outcome_rule = STR("C-1.7-30") };
	if (r->closed_on.has)
		return error_set(err, ERR_CONFLICT, "C-1.11-1", "这件申请已经撤回");
	if (j->kind != CLOCK_WITHDRAWN)
		return error_set(err, ERR_CONFLICT, "C-1.7-22",
			"这件申请还没有登记，请先确认收到申请的日期");
	struct date none = { 0 };
	enum err e = sql_request_close_unregistered(tx, &in, NULL, err);
	return e != OK ? e : notice_tell(tx, j->id, TELL_WITHDRAWN, none, err);
}

static enum err close_registered(struct close_job *j, struct tx *tx, struct error *err)
{
	struct request_entry entry = { .request = j->id,
		.event = { .kind = j->kind, .on = j->on, .id = j->to, .reason = j->reason } };
	struct clock_run run;
	/* What the applicant does counts whatever the office has prepared. */
	enum err e = j->permission == PERM_NONE ? OK :
		request_check_once(tx, j->a, j->id, j->kind, 0, err);
	if (e == OK)
		e = request_write_event(tx, j->who, &entry, err);
	if (e == OK)
		e = request_fold(j->d, tx, j->a, j->id, STAGES, &run, err);
	return e != OK ? e : notice_tell_event(tx, j->id, &entry.event, &run, err);
}

static enum err close_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct close_job *j = ctx;
	struct request_row r;
	enum err e = request_begin_step(tx, j->a, j->who, j->id, j->version, &r, err);
	if (j->today)
		j->on = request_today(tx);
	if (e == OK && j->on.day > request_today(tx).day)
		e = field_error(err, "on", "日期不能晚于今天");
	if (e == OK)
		e = r.number.p ? close_registered(j, tx, err) : close_unregistered(j, tx, &r, err);
	/* By the applicant: the office is told. */
	struct notice n = { .kind = NOTICE_WITHDRAWN, .request = j->id };
	if (e == OK && j->permission == PERM_NONE)
		e = notice_add_handler(tx, j->a, j->who, &n, &r, err);
	return e != OK ? e
		       : request_log(tx, j->a, j->who, j->permission, &r, j->action,
				 j->permission == PERM_NONE ? STR("") : j->reason, STR(""), err);
}

static enum err run_close(struct close_job *j, struct error *err)
{
	enum err e = desk_allow(j->who, j->permission, err);
	j->reason = request_clean(j->a, j->reason, false);
	j->to = request_clean(j->a, j->to, true);
	if (e == OK)
		e = arena_check(j->a, err);
	if (e == OK)
		e = field_text(
			&j->reason, "reason", "理由", REQUEST_REASON_MIN, REQUEST_REASON_MAX, err);
	return e != OK ? e : desk_write(j->d, close_fn, j, err);
}

enum err request_withdraw(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id id, int64_t version, struct date on, struct str reason, struct error *err)
{
	struct close_job j = { .d = d,
		.a = a,
		.who = who,
		.permission = PERM_REQUEST_HANDLE,
		.id = id,
		.version = version,
		.kind = CLOCK_WITHDRAWN,
		.on = on,
		.reason = reason,
		.action = STR("request.withdraw") };
	return run_close(&j, err);
}

enum err request_transfer(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id id, int64_t version, struct date on, struct str to, struct str reason,
	struct error *err)
{
	struct close_job j = { .d = d,
		.a = a,
		.who = who,
		.permission = PERM_REQUEST_HANDLE,
		.id = id,
		.version = version,
		.kind = CLOCK_TRANSFERRED,
		.on = on,
		.to = to,
		.reason = reason,
		.action = STR("request.transfer") };
	enum err e = field_text(&j.to, "to", "转往的机关", 1, PLACE_MAX, err);
	return e != OK ? e : run_close(&j, err);
}

enum err request_close(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id id, int64_t version, struct date on, struct str reason, struct error *err)
{
	struct close_job j = { .d = d,
		.a = a,
		.who = who,
		.permission = PERM_REQUEST_HANDLE,
		.id = id,
		.version = version,
		.kind = CLOCK_CLOSED,
		.on = on,
		.reason = reason,
		.action = STR("request.close") };
	return run_close(&j, err);
}

/* --- by the applicant ------------------------------------------------------------------------- */

struct own_job {
	struct close_job close;
	struct request_row row;
	struct str text;
	const struct request_file_input *file;
	size_t n_files;
	bool counted;
};

/* As somebody of the agency would, but nobody in particular. */
static enum err load_own(struct own_job *j, struct tx *tx, struct actor *who, struct error *err)
{
	enum err e = sql_request_by_id(
		tx, &(struct request_by_id_in){ .id = j->close.id }, j->close.a, &j->row, err);
	who->agency = j->row.agency;
	j->close.version = j->row.version;
	return e;
}

static enum err withdraw_own_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct own_job *j = ctx;
	struct actor who = *j->close.who;
	enum err e = load_own(j, tx, &who, err);
	if (e != OK)
		return e;
	struct close_job close = j->close;
	close.who = &who;
	return close_fn(tx, &close, err);
}

enum err request_withdraw_own(const struct desk *d, struct arena *a, struct str number,
	struct str code, struct str address, struct str reason, struct error *err)
{
	struct actor who = { .address = address };
	struct own_job j = { .close = { .d = d,
				     .a = a,
				     .who = &who,
				     .permission = PERM_NONE,
				     .kind = CLOCK_WITHDRAWN,
				     .today = true,
				     .action = STR("request.withdraw") } };
	enum err e = request_find_by_code(d, a, number, code, address, &j.close.id, err);
	if (e == OK && !utf8_is_valid(reason))
		e = field_error(err, "reason", "理由含有无法识别的字符，请重新填写");
	if (e != OK)
		return e;
	j.close.reason = request_clean(a, reason, false);
	e = arena_check(a, err);
	if (e == OK)
		e = field_text(&j.close.reason, "reason", "理由", 0, REQUEST_REASON_MAX, err);
	return e != OK ? e : desk_write(d, withdraw_own_fn, &j, err);
}

/*
 * A correction in time restarts the period.  A late one is kept with the case, and whether
 * there was a good reason is the office's to say: it records the event itself.
 */
static enum err record_correction(
	struct own_job *j, struct tx *tx, const struct actor *who, struct error *err)
{
	struct close_job *c = &j->close;
	struct clock_event *event;
	struct request_event_row *row;
	const struct calendar *cal;
	struct clock_run run = { .state = CLOCK_HANDLING };
	size_t n;
	enum err e = request_load_events(tx, c->a, c->id, &row, &event, &n, err);
	if (e == OK && n > 0)
		e = request_calendar(tx, c->d, j->row.agency, c->a, &cal, err);
	if (e == OK && n > 0)
		e = request_compute(c->a, cal, event, n, request_today(tx), &run, err);
	if (e != OK)
		return e;
	bool closed = j->row.closed_on.has;
	if (closed ||
		(run.state != CLOCK_AWAITING_CORRECTION && run.state != CLOCK_LAPSED_CORRECTION))
		return error_set(err, ERR_CONFLICT, "R-030",
			"这件申请现在不需要补正。有新的要求的，请另行提出申请");
	j->counted = run.state == CLOCK_AWAITING_CORRECTION;
	if (!j->counted)
		return OK;
	struct request_entry entry = { .request = c->id,
		.event = { .kind = CLOCK_CORRECTION_RECEIVED, .on = request_today(tx) } };
	e = request_write_event(tx, who, &entry, err);
	if (e == OK)
		e = request_fold(c->d, tx, c->a, c->id, STAGES, &run, err);
	return e != OK ? e : notice_tell_event(tx, c->id, &entry.event, &run, err);
}

static enum err correct_own_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct own_job *j = ctx;
	struct close_job *c = &j->close;
	struct actor who = *c->who;
	struct request_row before;
	enum err e = load_own(j, tx, &who, err);
	if (e == OK)
		e = request_begin_step(tx, c->a, &who, c->id, c->version, &before, err);
	struct request_note_insert_in note = { .id = tx_new_id(tx),
		.request = c->id,
		.kind = NOTE_CORRECTION,
		.text = j->text,
		.at = tx_now(tx) };
	if (e == OK)
		e = sql_request_note_insert(tx, &note, NULL, err);
	if (e == OK)
		e = request_add_files(
			tx, c->a, c->id, (struct person_id){ 0 }, j->file, j->n_files, err);
	if (e == OK)
		e = record_correction(j, tx, &who, err);
	struct notice n = { .kind = NOTICE_CORRECTED,
		.request = c->id,
		.detail = j->counted ? STR("") : STR("超过补正期限，请决定是否接受") };
	if (e == OK)
		e = notice_add_handler(tx, c->a, &who, &n, &before, err);
	return e != OK ? e
		       : request_log(tx, c->a, &who, PERM_NONE, &before,
				 STR("request.correction_received"), STR(""),
				 j->counted ? STR("late=0") : STR("late=1"), err);
}

enum err request_correct_own(const struct desk *d, struct arena *a, struct str number,
	struct str code, struct str address, struct str text, const struct request_file_input *file,
	size_t n_files, bool *late, struct error *err)
{
	struct actor who = { .address = address };
	struct own_job j = {
		.close = { .d = d, .a = a, .who = &who }, .file = file, .n_files = n_files
	};
	enum err e = request_find_by_code(d, a, number, code, address, &j.close.id, err);
	if (e == OK && !utf8_is_valid(text))
		e = field_error(err, "text", "补正内容含有无法识别的字符，请重新填写");
	if (e == OK)
		e = request_check_files(file, n_files, err);
	if (e != OK)
		return e;
	j.text = request_clean(a, text, false);
	e = arena_check(a, err);
	if (e == OK)
		e = field_text(&j.text, "text", "补正内容", 1, REQUEST_CONTENT_MAX, err);
	if (e == OK)
		e = desk_write(d, correct_own_fn, &j, err);
	if (e == OK)
		*late = !j.counted;
	return e;
}
