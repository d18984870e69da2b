#include "store/job.h"

#include "store/internal.h"
#include "core/buf.h"
#include "store/job.sql.h"

#include <limits.h>

enum {
	KIND_MAX = 40,
	KEY_MAX = 200,
	PAYLOAD_MAX = 100 << 10,
	TRIES = 8,
	KINDS_MAX = 2000, /* bytes of the list of kinds */
	SCRATCH = 16 << 10,
	MINUTE_MS = 60 * 1000,
	PAUSE_MAX = 60, /* minutes */
	REASON_MAX = 500
};

enum { WAITING, RUNNING, FAILED }; /* stored */

static enum err bad(const char *what, struct error *err)
{
	error_set(err, ERR_BUG, NULL, "程序错误，后台任务没有登记");
	return error_detail(err, "job: %s", what), ERR_BUG;
}

static bool kind_is_valid(struct str kind)
{
	if (kind.n < 1 || kind.n > KIND_MAX)
		return false;
	for (size_t i = 0; i < kind.n; i++)
		if (!((kind.p[i] >= 'a' && kind.p[i] <= 'z') || kind.p[i] == '.'))
			return false;
	return true;
}

enum err job_add(struct tx *tx, const struct job_entry *e, struct job_id *id, struct error *err)
{
	if (!kind_is_valid(e->kind) || e->key.n > KEY_MAX || e->payload.n > PAYLOAD_MAX)
		return bad("kind, key or payload", err);
	struct job_insert_in in = { .id = { tx_new_id(tx) },
		.kind = e->kind,
		.key = e->key,
		.payload = e->payload,
		.run_at = e->run_at ? e->run_at : tx_now(tx),
		.tries_max = e->tries_max > 0 ? e->tries_max : TRIES,
		.now = tx_now(tx) };
	int64_t n = 0;
	enum err r = sql_job_insert(tx, &in, &n, err);
	if (r || !id)
		return r;
	if (n == 1) {
		*id = in.id;
		return OK;
	}
	struct arena a;
	struct job_id_row row;
	arena_init(&a, SCRATCH);
	r = sql_job_by_key(tx, &(struct job_by_key_in){ e->kind, e->key }, &a, &row, err);
	if (!r)
		*id = row.id;
	arena_done(&a);
	return r;
}

/* ",mail,backup," */
static enum err list_kinds(const char *const *kinds, struct buf *b, struct error *err)
{
	buf_char(b, ',');
	for (; *kinds; kinds++) {
		if (!kind_is_valid(str_cstr(*kinds)))
			return bad("kind", err);
		buf_fmt(b, "%s,", *kinds);
	}
	return buf_check(b, err);
}

struct take {
	struct str kinds;
	int64_t lease_ms;
	struct arena *a;
	struct job_claim out;
	bool none;
};

static enum err look(struct tx *tx, void *ctx, struct error *err)
{
	struct take *t = ctx;
	struct arena a;
	struct job_id_row row;
	arena_init(&a, SCRATCH);
	enum err e = sql_job_next(tx, &(struct job_next_in){ t->kinds, tx_now(tx) }, &a, &row, err);
	arena_done(&a);
	t->none = e == ERR_NOT_FOUND;
	return t->none ? OK : e;
}

static enum err take(struct tx *tx, void *ctx, struct error *err)
{
	struct take *t = ctx;
	struct job_claim_row row;
	int64_t now = tx_now(tx), lease = tx_new_id(tx);
	struct job_claim_in in = { t->kinds, now, lease, now + t->lease_ms };
	enum err e = sql_job_give_up(tx, &(struct job_give_up_in){ now }, NULL, err);
	if (!e)
		e = sql_job_claim(tx, &in, t->a, &row, err);
	/* Not an error for the transaction: what was given up stays so. */
	t->none = e == ERR_NOT_FOUND;
	if (e)
		return t->none ? OK : e;
	t->out = (struct job_claim){ row.id, row.kind, row.payload, (int)row.tries, lease };
	return OK;
}

enum err job_take(struct store *s, const char *const *kinds, int lease_s, struct arena *a,
	struct job_claim *out, struct error *err)
{
	struct buf b;
	struct take t = { .lease_ms = (int64_t)lease_s * 1000, .a = a };
	buf_init(&b, KINDS_MAX);
	enum err e = list_kinds(kinds, &b, err);
	t.kinds = buf_view(&b);
	if (!e)
		e = store_read(s, look, &t, err);
	if (!e && !t.none)
		e = store_write(s, take, &t, err);
	buf_done(&b);
	if (!e && t.none)
		e = error_set(err, ERR_NOT_FOUND, NULL, "没有待办的后台任务");
	if (!e)
		*out = t.out;
	return e;
}

static enum err lost(const struct job_claim *c, struct error *err)
{
	error_set(err, ERR_CONFLICT, NULL, "后台任务已由另一个节点接手");
	return error_detail(err, "job %lld: claim lost", (long long)c->id.v), ERR_CONFLICT;
}

enum err job_finish(struct tx *tx, const struct job_claim *c, struct error *err)
{
	int64_t n = 0;
	enum err e = sql_job_delete(tx, &(struct job_delete_in){ c->id, c->lease }, &n, err);
	return e ? e : n == 1 ? OK : lost(c, err);
}

struct renew {
	const struct job_claim *c;
	int lease_s;
};

static enum err renew(struct tx *tx, void *ctx, struct error *err)
{
	const struct renew *r = ctx;
	int64_t n = 0;
	struct job_renew_in in = { r->c->id, r->c->lease, tx_now(tx) + (int64_t)r->lease_s * 1000 };
	enum err e = sql_job_renew(tx, &in, &n, err);
	return e ? e : n == 1 ? OK : lost(r->c, err);
}

enum err job_renew(struct store *s, const struct job_claim *c, int lease_s, struct error *err)
{
	struct renew r = { c, lease_s };
	return store_write(s, renew, &r, err);
}

static enum err put_back(struct tx *tx, void *ctx, struct error *err)
{
	const struct job_claim *c = ctx;
	int64_t n = 0;
	enum err e = sql_job_put_back(
		tx, &(struct job_put_back_in){ c->id, c->lease, tx_now(tx) }, &n, err);
	return e ? e : n == 1 ? OK : lost(c, err);
}

enum err job_put_back(struct store *s, const struct job_claim *c, struct error *err)
{
	struct job_claim copy = *c;
	return store_write(s, put_back, &copy, err);
}

struct fail {
	const struct job_claim *c;
	bool permanent;
	struct str reason;
	bool failed;
};

/* 1, 2, 4 … minutes after the first, second, third … try. */
static int64_t pause_after(int64_t tries)
{
	int64_t minutes = 1;
	for (int64_t i = 1; i < tries && minutes < PAUSE_MAX; i++)
		minutes *= 2;
	return (minutes < PAUSE_MAX ? minutes : PAUSE_MAX) * MINUTE_MS;
}

static enum err fail(struct tx *tx, void *ctx, struct error *err)
{
	struct fail *f = ctx;
	struct arena a;
	struct job_tries_row row;
	arena_init(&a, SCRATCH);
	enum err e =
		sql_job_tries(tx, &(struct job_tries_in){ f->c->id, f->c->lease }, &a, &row, err);
	arena_done(&a);
	if (e)
		return e == ERR_NOT_FOUND ? lost(f->c, err) : e;
	f->failed = f->permanent || row.tries >= row.tries_max;
	struct job_set_failed_in in = { .id = f->c->id,
		.lease = f->c->lease,
		.state = f->failed ? FAILED : WAITING,
		.run_at = tx_now(tx) + pause_after(row.tries),
		.reason = f->reason,
		.now = tx_now(tx) };
	return sql_job_set_failed(tx, &in, NULL, err);
}

enum err job_fail_told(struct store *s, const struct job_claim *c, bool permanent,
	struct str reason, bool *failed, struct error *err)
{
	struct fail f = { .c = c, .permanent = permanent, .reason = reason };
	while (f.reason.n > REASON_MAX)
		f.reason.n--;
	/* Whole characters only. */
	while (f.reason.n && f.reason.n < reason.n &&
		((unsigned char)reason.p[f.reason.n] & 0xC0) == 0x80)
		f.reason.n--;
	enum err e = store_write(s, fail, &f, err);
	if (!e && failed)
		*failed = f.failed;
	return e;
}

enum err job_fail(struct store *s, const struct job_claim *c, bool permanent, struct str reason,
	struct error *err)
{
	return job_fail_told(s, c, permanent, reason, NULL, err);
}

enum err job_counts(
	struct tx *tx, struct arena *a, struct job_count **out, size_t *n, struct error *err)
{
	struct job_count_row *row;
	size_t have;
	enum err e = sql_job_counts(tx, a, &row, &have, err);
	struct job_count *c = e ? NULL : arena_array(a, struct job_count, have + 1);
	if (!e && !c)
		e = arena_check(a, err);
	if (e)
		return e;
	for (size_t i = 0; i < have; i++)
		c[i] = (struct job_count){ row[i].kind, row[i].waiting, row[i].running,
			row[i].failed, row[i].oldest };
	*out = c;
	*n = have;
	return OK;
}

enum err job_failures(struct tx *tx, struct job_id below, size_t limit, struct arena *a,
	struct job_failure **out, size_t *n, struct error *err)
{
	struct job_failure_row *row;
	size_t have;
	enum err e = sql_job_failures(
		tx, &(struct job_failures_in){ below, (int64_t)limit }, a, &row, &have, err);
	struct job_failure *f = e ? NULL : arena_array(a, struct job_failure, have + 1);
	if (!e && !f)
		e = arena_check(a, err);
	if (e)
		return e;
	for (size_t i = 0; i < have; i++)
		f[i] = (struct job_failure){ .id = row[i].id,
			.kind = row[i].kind,
			.reason = row[i].reason,
			.tries = (int)row[i].tries,
			.at_ms = row[i].updated_at };
	*out = f;
	*n = have;
	return OK;
}

static enum err not_failed(struct error *err)
{
	return error_set(err, ERR_NOT_FOUND, NULL, "这个后台任务已不在失败之列，请刷新页面");
}

enum err job_failure_load(struct tx *tx, struct job_id id, struct arena *a, struct job_failure *out,
	struct error *err)
{
	struct job_failed_row row;
	enum err e = sql_job_failure_by_id(tx, &(struct job_failure_by_id_in){ id }, a, &row, err);
	if (e)
		return e == ERR_NOT_FOUND ? not_failed(err) : e;
	*out = (struct job_failure){ .id = row.id,
		.kind = row.kind,
		.reason = row.reason,
		.tries = (int)row.tries,
		.at_ms = row.updated_at,
		.payload = row.payload };
	return OK;
}

enum err job_start_again(struct tx *tx, struct job_id id, struct error *err)
{
	int64_t n = 0;
	enum err e =
		sql_job_start_again(tx, &(struct job_start_again_in){ id, tx_now(tx) }, &n, err);
	if (e == ERR_CONFLICT) /* its key */
		return error_set(err, e, NULL, "同样的任务已在等待执行，这一个可以放弃");
	return e ? e : n == 1 ? OK : not_failed(err);
}

enum err job_discard(struct tx *tx, struct job_id id, struct error *err)
{
	int64_t n = 0;
	enum err e = sql_job_discard(tx, &(struct job_discard_in){ id }, &n, err);
	return e ? e : n == 1 ? OK : not_failed(err);
}

enum err job_add_daily(struct tx *tx, struct str name, int32_t day, const struct job_entry *e,
	bool *added, struct error *err)
{
	int64_t n = 0;
	enum err r = sql_schedule_take(tx, &(struct schedule_take_in){ name, day }, &n, err);
	if (!r && n == 1)
		r = job_add(tx, e, NULL, err);
	if (!r && added)
		*added = n == 1;
	return r;
}
