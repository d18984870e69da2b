/*
 * inbox_batch -- several cases at once: assign, remind, export.  See desk/inbox.h.
 */
#include "desk/inbox_part.h"

#include "desk/notice.h"
#include "desk/organisation_part.h"
#include "desk/role.h"

#include <inttypes.h>

enum { EXPORT_ROWS = 500, EXPORT_ARENA_MAX = 16 << 20, REMIND_MAX = 200 };

struct batch_job {
	struct arena *a;
	const struct actor *who;
	const struct inbox_pick *pick;
	size_t n;
	struct department_id department;
	struct person_id handler;
	struct str text;
};

/* Which of them it was. */
static enum err name_pick(
	struct batch_job *j, struct tx *tx, size_t i, enum err e, struct error *err)
{
	struct request_row r;
	struct error first = err ? *err : (struct error){ .code = e };
	struct error ignored;
	struct request_by_id_in in = { j->pick[i].id };
	if (e != ERR_CONFLICT || sql_request_by_id(tx, &in, j->a, &r, &ignored))
		return e;
	struct str number = r.number.p ? r.number : r.receipt;
	return error_set(err, e, first.rule, "%.*s：%s", STR_ARG(number), first.msg);
}

static enum err assign_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct batch_job *j = ctx;
	enum err e = OK;
	for (size_t i = 0; e == OK && i < j->n; i++) {
		e = request_assign_tx(tx, j->a, j->who, j->pick[i].id, j->pick[i].version,
			j->department, j->handler, err);
		if (e != OK)
			e = name_pick(j, tx, i, e, err);
	}
	return e;
}

static enum err remind_one(
	struct batch_job *j, struct tx *tx, struct request_id id, struct error *err)
{
	struct request_row r;
	enum err e = request_load(tx, j->a, j->who, id, &r, err);
	if (e == OK && (r.closed_on.has || !r.number.p))
		return error_set(err, ERR_CONFLICT, NULL, "不在办理中，不能催办");
	struct request_note_insert_in note = { .id = tx_new_id(tx),
		.request = id,
		.kind = NOTE_REMIND,
		.department = r.department,
		.text = j->text,
		.actor = j->who->person,
		.at = tx_now(tx) };
	if (e == OK)
		e = sql_request_note_insert(tx, &note, NULL, err);
	struct notice n = { .kind = NOTICE_REMINDED, .request = id };
	if (e == OK)
		e = notice_add_handler(tx, j->a, j->who, &n, &r, err);
	return e != OK ? e
		       : request_log(tx, j->a, j->who, PERM_REQUEST_REGISTER, &r,
				 STR("request.remind"), STR(""), STR(""), err);
}

static enum err remind_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct batch_job *j = ctx;
	enum err e = OK;
	for (size_t i = 0; e == OK && i < j->n; i++) {
		e = remind_one(j, tx, j->pick[i].id, err);
		if (e != OK)
			e = name_pick(j, tx, i, e, err);
	}
	return e;
}

static enum err check_batch(const struct batch_job *j, struct error *err)
{
	enum err e = desk_allow(j->who, PERM_REQUEST_REGISTER, err);
	if (e != OK)
		return e;
	if (j->n == 0)
		return field_error(err, "pick", "请先选中要处理的申请");
	if (j->n > INBOX_BATCH_MAX)
		return field_error(err, "pick", "一次最多处理 %d 件", INBOX_BATCH_MAX);
	return OK;
}

enum err inbox_assign(const struct desk *d, struct arena *a, const struct actor *who,
	const struct inbox_pick *pick, size_t n, struct department_id department,
	struct person_id handler, struct error *err)
{
	struct batch_job j = { .a = a,
		.who = who,
		.pick = pick,
		.n = n,
		.department = department,
		.handler = handler };
	enum err e = check_batch(&j, err);
	if (e == OK && !department.v && !handler.v)
		e = field_error(err, "department", "请选择承办部门或者承办人");
	return e != OK ? e : desk_write(d, assign_fn, &j, err);
}

enum err inbox_remind(const struct desk *d, struct arena *a, const struct actor *who,
	const struct inbox_pick *pick, size_t n, struct str text, struct error *err)
{
	struct batch_job j = {
		.a = a, .who = who, .pick = pick, .n = n, .text = request_clean(a, text, false)
	};
	enum err e = check_batch(&j, err);
	if (e == OK)
		e = arena_check(a, err);
	if (e == OK)
		e = field_text(&j.text, "text", "催办内容", 1, REMIND_MAX, err);
	return e != OK ? e : desk_write(d, remind_fn, &j, err);
}

/* --- export --------------------------------------------------------------------------------------
 */

struct export_job {
	struct inbox_job page;
	struct str reason;
};

static enum err export_log_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct export_job *j = ctx;
	const struct inbox_filter *f = &j->page.filter;
	struct event_entry entry = { .action = STR("request.export"),
		.object_kind = STR("agency"),
		.object = j->page.who->agency.v,
		.reason = j->reason,
		.detail = arena_fmt(j->page.a,
			"band=%d stage=%d channel=%d class=%d department=%" PRId64, f->band,
			f->stage, f->channel, f->class, f->department.v) };
	enum err e = arena_check(j->page.a, err);
	return e != OK ? e : desk_log(tx, j->page.who, PERM_REQUEST_LOOK, &entry, err);
}

static enum err export_page_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct export_job *j = ctx;
	const struct calendar *cal;
	j->page.page = (struct inbox_page){ .today = request_today(tx) };
	enum err e = request_calendar(tx, j->page.d, j->page.who->agency, j->page.a, &cal, err);
	return e != OK ? e : inbox_load(&j->page, tx, cal, EXPORT_ROWS, &j->page.page, err);
}

static enum err export_rows(
	struct export_job *j, struct arena *a, inbox_row_fn *fn, void *ctx, struct error *err)
{
	enum err e = OK;
	for (bool more = true; e == OK && more;) {
		arena_reset(a);
		e = store_read(j->page.d->store, export_page_fn, j, err);
		const struct inbox_page *p = &j->page.page;
		for (size_t i = 0; e == OK && i < p->n; i++)
			e = fn(ctx, &p->item[i], err);
		j->page.filter.has_after = true;
		j->page.filter.after_due = p->next_due;
		j->page.filter.after_id = p->next_id;
		more = p->more;
	}
	return e;
}

enum err inbox_export(const struct desk *d, const struct actor *who, const struct inbox_filter *f,
	struct str reason, inbox_row_fn *fn, void *ctx, struct error *err)
{
	struct arena a;
	struct export_job j = { .page = { .d = d, .a = &a, .who = who, .filter = *f },
		.reason = str_trim(reason) };
	j.page.filter.has_after = false;
	j.page.filter.q = STR("");
	enum err e = desk_allow(who, PERM_REQUEST_LOOK, err);
	if (e == OK)
		e = field_text(&j.reason, "reason", "导出理由", REQUEST_REASON_MIN,
			REQUEST_REASON_MAX, err);
	if (e != OK)
		return e;
	arena_init(&a, EXPORT_ARENA_MAX);
	e = store_write(d->store, export_log_fn, &j, err);
	if (e == OK)
		e = export_rows(&j, &a, fn, ctx, err);
	arena_done(&a);
	return e;
}
