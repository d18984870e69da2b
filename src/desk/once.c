#include "desk/once.h"

#include "desk/account_part.h"
#include "store/form_sent.sql.h"

enum { MINUTE_MS = 60 * 1000, DAY_MS = 24 * 60 * MINUTE_MS, SCRATCH = 16 << 10 };
static const char place[] = "form_sent.answer";

static struct str hex(struct arena *a, const struct digest *d)
{
	return arena_str(a, str_cstr(digest_hex(d).z));
}

/* --- the work --------------------------------------------------------------------------------- */

struct write_job {
	struct once *once;
	store_fn *fn;
	void *ctx;
	bool found;
	int64_t id;
};

/* The form's row says that it was sent with this; *found: it had said so before. */
static enum err mark(struct write_job *j, struct tx *tx, struct arena *a, struct error *err)
{
	struct form_sent_row row;
	struct form_sent_find_in find = { .form = hex(a, &j->once->form) };
	struct str content = hex(a, &j->once->content);
	enum err e = arena_check(a, err);
	if (e)
		return e;
	e = sql_form_sent_find(tx, &find, a, &row, err);
	if (e == ERR_NOT_FOUND) {
		j->id = tx_new_id(tx);
		struct form_sent_insert_in in = { j->id, find.form, content, tx_now(tx) };
		return sql_form_sent_insert(tx, &in, NULL, err);
	}
	if (e)
		return e;
	j->id = row.id;
	j->found = str_eq(row.content, content);
	struct form_sent_again_in in = { row.id, content, tx_now(tx) };
	return j->found ? OK : sql_form_sent_again(tx, &in, NULL, err);
}

static enum err write_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct write_job *j = ctx;
	struct arena a;
	j->found = false;
	arena_init(&a, SCRATCH);
	enum err e = mark(j, tx, &a, err);
	arena_done(&a);
	if (!e && j->found)
		e = error_set(err, ERR_CONFLICT, NULL,
			"这张表单已经提交过并已办理，没有再办一次。请返回列表查看结果");
	return e ? e : j->fn(tx, j->ctx, err);
}

enum err desk_write(const struct desk *d, store_fn *fn, void *ctx, struct error *err)
{
	struct once *o = d->once;
	if (!o || o->done)
		return store_write(d->store, fn, ctx, err);
	struct write_job j = { .once = o, .fn = fn, .ctx = ctx };
	enum err e = store_write(d->store, write_fn, &j, err);
	o->found |= j.found;
	if (e)
		return e;
	o->done = true;
	o->id = j.id;
	return OK;
}

/* --- the answer ------------------------------------------------------------------------------- */

struct answer_job {
	const struct once *once;
	struct arena *a;
	struct form_sent_row row;
	bool sent;
	int64_t now;
	struct str sealed;
};

static enum err find_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct answer_job *j = ctx;
	j->now = tx_now(tx);
	struct form_sent_find_in in = { .form = hex(j->a, &j->once->form) };
	enum err e = sql_form_sent_find(tx, &in, j->a, &j->row, err);
	j->sent = e == OK && str_is(j->row.content, digest_hex(&j->once->content).z);
	return e == ERR_NOT_FOUND ? OK : e;
}

enum err once_find(const struct desk *d, struct arena *a, const struct once *o,
	struct once_answer *out, struct error *err)
{
	struct answer_job j = { .once = o, .a = a };
	struct str plain = { NULL, 0 };
	enum err e = store_read(d->store, find_fn, &j, err);
	bool young = j.now - j.row.at < (int64_t)ONCE_ANSWER_MINUTES * MINUTE_MS;
	if (!e && j.sent && young && j.row.answer.n)
		e = seal_open(d->keys, a, j.row.answer, sealed_place(a, place, j.row.id), &plain,
			err);
	if (!e)
		*out = (struct once_answer){ j.sent, plain };
	return e;
}

static enum err forget_answers(struct tx *tx, struct error *err)
{
	struct form_sent_forget_answers_in in = {
		.before = tx_now(tx) - (int64_t)ONCE_ANSWER_MINUTES * MINUTE_MS
	};
	return sql_form_sent_forget_answers(tx, &in, NULL, err);
}

static enum err keep_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct answer_job *j = ctx;
	struct form_sent_answer_in in = { .id = j->once->id,
		.content = hex(j->a, &j->once->content),
		.answer = j->sealed };
	enum err e = forget_answers(tx, err);
	return e ? e : sql_form_sent_answer(tx, &in, NULL, err);
}

enum err once_keep(const struct desk *d, struct arena *a, const struct once *o, struct str answer,
	struct error *err)
{
	struct answer_job j = { .once = o, .a = a };
	if (answer.n > ONCE_ANSWER_MAX)
		return error_set(err, ERR_LIMIT, NULL, "回答太长，没有保留");
	enum err e = seal(d->keys, a, answer, sealed_place(a, place, o->id), &j.sealed, err);
	return e ? e : store_write(d->store, keep_fn, &j, err);
}

enum err once_clean(struct tx *tx, struct error *err)
{
	struct form_sent_purge_in in = { .before = tx_now(tx) - (int64_t)ONCE_DAYS * DAY_MS };
	enum err e = forget_answers(tx, err);
	return e ? e : sql_form_sent_purge(tx, &in, NULL, err);
}
