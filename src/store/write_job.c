#include "store/internal.h"

#include "store/store.sql.h"

enum { SCRATCH = 16 << 10, CLEAN_EVERY_MS = 3600 * 1000 };

/* Was a write with this key committed before?  Then its result is in j. */
static enum err replay(struct tx *tx, struct job *j, struct error *err)
{
	struct arena a;
	struct idempotency_row row;
	arena_init(&a, SCRATCH);
	enum err e = sql_idempotency_find(
		tx, &(struct idempotency_find_in){ .key = j->key }, &a, &row, err);
	if (!e && row.result.n <= sizeof j->kept) {
		memcpy(j->kept, row.result.p, row.result.n);
		j->kept_n = row.result.n;
		j->replayed = true;
	}
	arena_done(&a);
	return e == ERR_NOT_FOUND ? OK : e;
}

static enum err clean_keys(struct tx *tx, struct error *err)
{
	struct store *s = tx->store;
	long long last = atomic_load(&s->cleaned_at);
	if (tx->now - last < CLEAN_EVERY_MS ||
		!atomic_compare_exchange_strong(&s->cleaned_at, &last, tx->now))
		return OK;
	struct idempotency_clean_in in = {
		.before = tx->now - INT64_C(86400000) * STORE_KEY_DAYS,
		.before_group = tx->now - INT64_C(3600000) * STORE_GROUP_KEY_HOURS,
	};
	return sql_idempotency_clean(tx, &in, NULL, err);
}

enum err job_keep_key(struct tx *tx, struct str key, struct str result, struct error *err)
{
	struct idempotency_add_in in = { key, tx->now, result };
	enum err e = sql_idempotency_add(tx, &in, NULL, err);
	return e ? e : clean_keys(tx, err);
}

enum err job_run(struct store *s, struct db *db, struct job *j)
{
	struct tx tx = { .store = s, .db = db, .job = j, .now = store_now(s) };
	enum err e = OK;
	j->replayed = false;
	j->kept_n = 0;
	if (j->key.n)
		e = replay(&tx, j, &j->error);
	if (!e && !j->replayed) {
		e = j->fn(&tx, j->ctx, &j->error);
		if (!e && tx.failed) {
			e = error_set(&j->error, ERR_BUG, NULL, "程序错误，操作没有保存");
			error_detail(&j->error, "a failed statement was not reported");
		}
		if (!e && j->key.n)
			e = job_keep_key(
				&tx, j->key, (struct str){ j->kept, j->kept_n }, &j->error);
	}
	j->db_failed = tx.failed;
	j->result = e;
	return e;
}
