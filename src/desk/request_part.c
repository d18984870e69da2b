/*
 * request_part -- what the files of requests share: loading, the log, entries, numbers, papers.
 */
#include "desk/request_part.h"

#include "desk/notice.h"
#include "desk/organisation_part.h"
#include "store/blob.h"

#include <inttypes.h>

enum { STATE_MAX = 4096 };

enum err request_load(struct tx *tx, struct arena *a, const struct actor *who, struct request_id id,
	struct request_row *out, struct error *err)
{
	struct request_row r;
	enum err e = sql_request_by_id(tx, &(struct request_by_id_in){ .id = id }, a, &r, err);
	if (e == ERR_NOT_FOUND)
		return error_set(err, e, NULL, "没有这件申请，请回到收件箱查看");
	if (e != OK)
		return e;
	if (!who->console && r.agency.v != who->agency.v)
		return error_set(err, ERR_DENIED, NULL,
			"您没有查看这件申请的权限。需要协办的，请联系政务公开办");
	*out = r;
	return OK;
}

enum err request_begin_step(struct tx *tx, struct arena *a, const struct actor *who,
	struct request_id id, int64_t version, struct request_row *out, struct error *err)
{
	int64_t n = 0;
	enum err e = request_load(tx, a, who, id, out, err);
	struct request_touch_in in = { .id = id, .version = version, .now = tx_now(tx) };
	if (e == OK)
		e = sql_request_touch(tx, &in, &n, err);
	return e == OK && n == 0 ? desk_stale(err) : e;
}

static void state_text(struct buf *b, const struct request_row *r)
{
	state_str(b, "number", r->number);
	state_i64(b, "stage", r->stage);
	state_i64(b, "received", r->received_on.has ? r->received_on.v : -1);
	state_i64(b, "due", r->due_on.has ? r->due_on.v : -1);
	state_i64(b, "clock", r->clock_state);
	state_i64(b, "outcome", r->outcome);
	state_i64(b, "closed", r->closed_on.has ? r->closed_on.v : -1);
	state_i64(b, "department", r->department.v);
	state_i64(b, "handler", r->handler.v);
	state_i64(b, "version", r->version);
}

enum err request_log(struct tx *tx, struct arena *a, const struct actor *who, unsigned permission,
	const struct request_row *before, struct str action, struct str reason, struct str detail,
	struct error *err)
{
	struct request_row after;
	struct buf old, new;
	enum err e = sql_request_by_id(
		tx, &(struct request_by_id_in){ .id = before->id }, a, &after, err);
	if (e != OK)
		return e;
	buf_init(&old, STATE_MAX);
	buf_init(&new, STATE_MAX);
	if (before->version)
		state_text(&old, before);
	state_text(&new, &after);
	struct event_entry entry = { .agency = after.agency,
		.action = action,
		.object_kind = STR("request"),
		.object = after.id.v,
		.reason = reason,
		.detail = detail };
	return desk_log_change(tx, who, permission, &entry, &old, &new, err);
}

enum err request_write_event(struct tx *tx, const struct actor *who,
	const struct request_entry *entry, struct error *err)
{
	const struct clock_event *v = &entry->event;
	int64_t id = tx_new_id(tx);
	struct request_event_insert_in in = { .id = id,
		.request = entry->request,
		.kind = v->kind,
		.on_day = v->on.day,
		.days = v->days,
		.until_day = { v->has_until, v->until.day },
		.consultee = v->consultee,
		.ref = v->id,
		.reason = v->reason,
		.actor = who->person,
		.at = tx_now(tx),
		.corrects = { entry->corrects != 0, entry->corrects },
		.taken_away = entry->take_away,
		.place = entry->place ? entry->place : id,
		.letter = entry->letter,
		.paper = entry->paper.p ? entry->paper : STR(""),
		.file = entry->file };
	return sql_request_event_insert(tx, &in, NULL, err);
}

enum err request_take_number(struct tx *tx, struct arena *a, struct agency_id agency,
	const char *series, int year, int64_t *out, struct error *err)
{
	struct number_take_in take = { agency, str_cstr(series), year };
	struct number_taken_in taken = { agency, str_cstr(series), year };
	struct number_taken_row row;
	enum err e = sql_number_take(tx, &take, NULL, err);
	if (e == OK)
		e = sql_number_taken(tx, &taken, a, &row, err);
	if (e == OK)
		*out = row.n;
	return e;
}

enum err request_register(const struct desk *d, struct tx *tx, struct arena *a,
	const struct actor *who, const struct request_row *r, struct date on, struct str explain,
	struct str *number, struct error *err)
{
	int64_t n, changed = 0;
	struct clock_run run;
	int year = date_year(on);
	enum err e = request_take_number(tx, a, r->agency, "request", year, &n, err);
	if (e != OK)
		return e;
	struct request_set_number_in in = { r->id, arena_fmt(a, "%d-%04" PRId64, year, n) };
	struct request_entry entry = { .request = r->id,
		.event = { .kind = CLOCK_RECEIVED, .on = on, .reason = explain } };
	e = arena_check(a, err);
	if (e == OK)
		e = sql_request_set_number(tx, &in, &changed, err);
	if (e == OK && changed == 0)
		return error_set(err, ERR_CONFLICT, NULL, "这件申请已经登记");
	if (e == OK)
		e = request_write_event(tx, who, &entry, err);
	if (e == OK)
		e = request_fold(d, tx, a, r->id, STAGES, &run, err);
	if (e == OK)
		e = notice_tell_event(tx, r->id, &entry.event, &run, err);
	if (e == OK)
		*number = in.number;
	return e;
}

enum err request_code_digest(const struct desk *d, struct arena *a, struct str code,
	struct digest *out, struct error *err)
{
	struct str c = request_compact(a, code);
	enum err e = arena_check(a, err);
	return e != OK ? e
		       : blind_index(
				 d->keys, SEAL_INDEX_GENERATION, STR("request.code"), c, out, err);
}

enum err request_add_files(struct tx *tx, struct arena *a, struct request_id id,
	struct person_id actor, const struct request_file_input *file, size_t n, struct error *err)
{
	enum err e = OK;
	for (size_t i = 0; e == OK && i < n; i++) {
		struct request_file_insert_in in = { .id = tx_new_id(tx),
			.request = id,
			.kind = file[i].kind,
			.name = request_clean(a, file[i].name, true),
			.type = request_clean(a, file[i].type, true),
			.size = file[i].size,
			.digest = desk_bytes(&file[i].digest),
			.public_to_applicant = actor.v == 0,
			.actor = actor,
			.at = tx_now(tx) };
		if (in.name.n == 0)
			in.name = STR("附件");
		e = arena_check(a, err);
		if (e == OK)
			e = blob_use(tx, &file[i].digest, file[i].size, err);
		if (e == OK)
			e = sql_request_file_insert(tx, &in, NULL, err);
	}
	return e;
}
