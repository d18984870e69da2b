#include "desk/draft.h"

#include "desk/account_part.h"
#include "store/draft.sql.h"

#include <inttypes.h>

enum { DAY_MS = 24 * 60 * 60 * 1000 };

struct draft_job {
	const struct desk *d;
	struct arena *a;
	struct str owner, other, path, plain;
	struct draft_row row;
	bool found, full;
};

/* "person:17", or "visitor:" and the SM3 of the cookie's secret. */
static enum err owner_text(
	struct arena *a, const struct draft_owner *o, struct str *out, struct error *err)
{
	if (o->person.v) {
		*out = arena_fmt(a, "person:%" PRId64, o->person.v);
		return arena_check(a, err);
	}
	struct digest h;
	enum err e = sm3_of(o->visitor, &h, err);
	if (e)
		return e;
	*out = arena_fmt(a, "visitor:%s", digest_hex(&h).z);
	return arena_check(a, err);
}

/* Pairs as name, zero byte, value, zero byte: neither holds one (http/urlencoded.h). */
static enum err flatten(struct arena *a, const struct draft_pair *pair, size_t n, struct str *out,
	struct error *err)
{
	struct buf b;
	buf_init(&b, DRAFT_BYTES_MAX);
	for (size_t i = 0; i < n; i++) {
		buf_str(&b, pair[i].name);
		buf_char(&b, '\0');
		buf_str(&b, pair[i].value);
		buf_char(&b, '\0');
	}
	enum err e = buf_check(&b, err);
	if (!e)
		*out = arena_str(a, buf_view(&b));
	buf_done(&b);
	return e ? e : arena_check(a, err);
}

static bool next_text(struct str *rest, struct str *out)
{
	const char *zero = rest->n ? memchr(rest->p, 0, rest->n) : NULL;
	if (!zero)
		return false;
	*out = (struct str){ rest->p, (size_t)(zero - rest->p) };
	*rest = str_sub(*rest, out->n + 1, rest->n);
	return true;
}

static enum err unflatten(
	struct arena *a, struct str s, struct draft_pair **out, size_t *n, struct error *err)
{
	size_t zeros = 0;
	for (size_t i = 0; i < s.n; i++)
		zeros += s.p[i] == '\0';
	struct draft_pair *pair = arena_array(a, struct draft_pair, zeros / 2 + 1);
	if (!pair)
		return arena_check(a, err);
	size_t k = 0;
	while (k < zeros / 2 && next_text(&s, &pair[k].name) && next_text(&s, &pair[k].value))
		k++;
	*out = pair;
	*n = k;
	return OK;
}

static enum err save_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct draft_job *j = ctx;
	int64_t now = tx_now(tx), id = tx_new_id(tx);
	enum err e = sql_draft_purge(tx, &(struct draft_purge_in){ .now = now }, NULL, err);
	struct draft_delete_in same = { .owner = j->owner, .path = j->path };
	if (!e)
		e = sql_draft_delete(tx, &same, NULL, err);
	struct draft_count_row count;
	if (!e)
		e = sql_draft_count(
			tx, &(struct draft_count_in){ .owner = j->owner }, j->a, &count, err);
	if (e)
		return e;
	j->full = count.n >= DRAFTS_MAX;
	if (j->full)
		return OK;
	struct draft_insert_in in = { .id = { id },
		.owner = j->owner,
		.path = j->path,
		.now = now,
		.expires_at = now + (int64_t)DRAFT_DAYS * DAY_MS };
	e = seal(j->d->keys, j->a, j->plain, sealed_place(j->a, "draft.content", id), &in.content,
		err);
	return e ? e : sql_draft_insert(tx, &in, NULL, err);
}

enum err draft_save(const struct desk *d, struct arena *a, const struct draft_owner *owner,
	struct str path, const struct draft_pair *pair, size_t n, struct error *err)
{
	struct draft_job j = { .d = d, .a = a, .path = path };
	enum err e = owner_text(a, owner, &j.owner, err);
	if (!e)
		e = flatten(a, pair, n, &j.plain, err);
	if (!e)
		e = store_write(d->store, save_fn, &j, err);
	if (!e && j.full)
		return error_set(err, ERR_LIMIT, NULL, "草稿已满，请先处理以前的草稿");
	return e;
}

static enum err load_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct draft_job *j = ctx;
	struct draft_latest_in in = { .owner = j->owner, .path = j->path, .now = tx_now(tx) };
	enum err e = sql_draft_latest(tx, &in, j->a, &j->row, err);
	j->found = e == OK;
	return e == ERR_NOT_FOUND ? OK : e;
}

enum err draft_load(const struct desk *d, struct arena *a, const struct draft_owner *owner,
	struct str path, struct draft_pair **pair, size_t *n, struct error *err)
{
	struct draft_job j = { .d = d, .a = a, .path = path };
	struct str plain;
	enum err e = owner_text(a, owner, &j.owner, err);
	if (!e)
		e = store_read(d->store, load_fn, &j, err);
	if (e)
		return e;
	if (!j.found) {
		*n = 0;
		return OK;
	}
	e = seal_open(d->keys, a, j.row.content, sealed_place(a, "draft.content", j.row.id.v),
		&plain, err);
	return e ? e : unflatten(a, plain, pair, n, err);
}

static enum err drop_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct draft_job *j = ctx;
	struct draft_delete_in in = { .owner = j->owner, .path = j->path };
	return sql_draft_delete(tx, &in, NULL, err);
}

enum err draft_drop(const struct desk *d, struct arena *a, const struct draft_owner *owner,
	struct str path, struct error *err)
{
	struct draft_job j = { .d = d, .a = a, .path = path };
	enum err e = owner_text(a, owner, &j.owner, err);
	return e ? e : store_write(d->store, drop_fn, &j, err);
}

static enum err take_over_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct draft_job *j = ctx;
	struct draft_take_over_in in = { .owner = j->owner, .visitor = j->other };
	return sql_draft_take_over(tx, &in, NULL, err);
}

enum err draft_take_over(const struct desk *d, struct arena *a, struct str visitor,
	struct person_id person, struct error *err)
{
	struct draft_job j = { .d = d, .a = a };
	enum err e = owner_text(a, &(struct draft_owner){ .person = person }, &j.owner, err);
	if (!e)
		e = owner_text(a, &(struct draft_owner){ .visitor = visitor }, &j.other, err);
	return e ? e : store_write(d->store, take_over_fn, &j, err);
}
