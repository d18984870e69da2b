#include "desk/session.h"

#include "desk/role.h"
#include "store/session.sql.h"

enum { MINUTE_MS = 60 * 1000, HOUR_MS = 60 * MINUTE_MS };

struct check_job {
	const struct desk *d;
	struct arena *a;
	struct digest hash;
	struct session_who_row row;
	bool found;
	int64_t now;
};

static enum err find_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct check_job *j = ctx;
	j->now = tx_now(tx);
	enum err e = sql_session_by_token(tx,
		&(struct session_by_token_in){ .token_hash = desk_bytes(&j->hash) }, j->a, &j->row,
		err);
	j->found = e == OK;
	return e == ERR_NOT_FOUND ? OK : e;
}

static enum err touch_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct check_job *j = ctx;
	struct session_touch_in in = { .id = j->row.id, .now = tx_now(tx) };
	return sql_session_touch(tx, &in, NULL, err);
}

struct end_job {
	const struct actor *who;
	struct session_id id;
	const char *action, *why;
	int64_t n;
};

static enum err end_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct end_job *j = ctx;
	struct session_end_in in = { .id = j->id, .person = j->who->person, .now = tx_now(tx) };
	j->n = 0;
	enum err e = sql_session_end(tx, &in, &j->n, err);
	if (e || j->n == 0)
		return e;
	struct event_entry entry = { .action = str_cstr(j->action),
		.object_kind = STR("session"),
		.object = j->id.v,
		.detail = str_cstr(j->why) };
	return desk_log(tx, j->who, PERM_LOGGED_IN, &entry, err);
}

/* Why a log-in that was open may not go on; NULL when it may. */
static const char *over(const struct desk *d, const struct session_who_row *s, int64_t now)
{
	if (!s->active)
		return "why=closed";
	if (now - s->seen_at >= (int64_t)d->rules.idle_minutes * MINUTE_MS)
		return "why=idle";
	if (now - s->created_at >= (int64_t)d->rules.session_hours * HOUR_MS)
		return "why=age";
	return NULL;
}

enum err session_check(const struct desk *d, struct arena *a, struct str token, struct str address,
	struct session_who *out, enum session_found *found, struct error *err)
{
	struct check_job j = { .d = d, .a = a };
	enum err e = sm3_of(token, &j.hash, err);
	if (!e)
		e = store_read(d->store, find_fn, &j, err);
	if (e)
		return e;
	if (!j.found) {
		*found = SESSION_NONE;
		return OK;
	}
	struct session_who who = { .actor = { .person = j.row.person,
					   .agency = j.row.agency,
					   .department = j.row.department,
					   .roles = (uint64_t)j.row.roles,
					   .session = j.row.id,
					   .address = address },
		.stage = (enum session_stage)j.row.stage,
		.name = j.row.name,
		.agency_name = j.row.agency_name };
	const char *why = j.row.ended_at ? "" : over(d, &j.row, j.now);
	if (!why && j.now - j.row.seen_at >= SESSION_TOUCH_MS)
		e = store_write(d->store, touch_fn, &j, err);
	if (why && *why) {
		struct end_job end = {
			.who = &who.actor, .id = j.row.id, .action = "session.expire", .why = why
		};
		e = store_write(d->store, end_fn, &end, err);
	}
	if (e)
		return e;
	*out = who;
	*found = why ? SESSION_OVER : SESSION_OPEN;
	return OK;
}

enum err session_log_out(const struct desk *d, const struct actor *who, struct error *err)
{
	struct end_job j = { .who = who, .id = who->session, .action = "logout", .why = "" };
	return desk_write(d, end_fn, &j, err);
}

enum err session_revoke(
	const struct desk *d, const struct actor *who, struct session_id id, struct error *err)
{
	struct end_job j = { .who = who, .id = id, .action = "session.revoke", .why = "" };
	enum err e = desk_write(d, end_fn, &j, err);
	if (!e && j.n == 0)
		return error_set(err, ERR_NOT_FOUND, NULL, "这次登录已经结束");
	return e;
}

static enum err end_others_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct end_job *j = ctx;
	struct session_end_others_in in = {
		.person = j->who->person, .but = j->who->session, .now = tx_now(tx)
	};
	j->n = 0;
	enum err e = sql_session_end_others(tx, &in, &j->n, err);
	if (e || j->n == 0)
		return e;
	struct event_entry entry = { .action = STR("session.revoke"),
		.object_kind = STR("person"),
		.object = j->who->person.v,
		.detail = STR("which=others") };
	return desk_log(tx, j->who, PERM_LOGGED_IN, &entry, err);
}

enum err session_revoke_others(
	const struct desk *d, const struct actor *who, int64_t *n, struct error *err)
{
	struct end_job j = { .who = who };
	enum err e = desk_write(d, end_others_fn, &j, err);
	if (!e)
		*n = j.n;
	return e;
}

struct list_job {
	const struct desk *d;
	struct arena *a;
	const struct actor *who;
	struct session_row *row;
	size_t n;
};

static enum err list_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct list_job *j = ctx;
	int64_t now = tx_now(tx);
	struct session_list_in in = { .person = j->who->person,
		.alive = now - (int64_t)j->d->rules.idle_minutes * MINUTE_MS,
		.since = now - (int64_t)j->d->rules.session_hours * HOUR_MS,
		.limit = SESSION_LIST_MAX };
	return sql_session_list(tx, &in, j->a, &j->row, &j->n, err);
}

enum err session_list(const struct desk *d, struct arena *a, const struct actor *who,
	struct session_item **out, size_t *n, struct error *err)
{
	struct list_job j = { .d = d, .a = a, .who = who };
	enum err e = store_read(d->store, list_fn, &j, err);
	if (e)
		return e;
	struct session_item *item = arena_array(a, struct session_item, j.n);
	if (!item && j.n)
		return arena_check(a, err);
	for (size_t i = 0; i < j.n; i++)
		item[i] = (struct session_item){ .id = j.row[i].id,
			.address = j.row[i].address,
			.agent = j.row[i].agent,
			.created_at = j.row[i].created_at,
			.seen_at = j.row[i].seen_at,
			.stage = (enum session_stage)j.row[i].stage,
			.current = j.row[i].id.v == who->session.v };
	*out = item;
	*n = j.n;
	return OK;
}
