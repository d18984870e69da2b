/* What is tried again, and the write on an engine with several writers. */
#include "store/internal.h"

#include "store/store.sql.h"

enum { BACKOFF_FIRST_MS = 1, BACKOFF_MAX_MS = 64, RECONNECT_PAUSE_MS = 100 };

/* Doubles, with a spread that keeps two rivals from meeting again. */
static void back_off(int attempt)
{
	int ms = BACKOFF_FIRST_MS;
	while (attempt-- > 0 && ms < BACKOFF_MAX_MS)
		ms *= 2;
	store_sleep(ms + (int)(store_ticks() % (ms + 1)));
}

/* Opens the connection again until it works, or waiting cannot help, or time is up. */
static bool reconnect(struct store *s, struct db *db, int64_t until, enum err *e, struct error *err)
{
	for (;;) {
		struct error why;
		enum err r = s->backend->reconnect(db, &why);
		if (!r) {
			atomic_fetch_add(&s->reconnects, 1);
			return true;
		}
		if (s->backend->fault(db) == DB_FAULT_FINAL || store_ticks() >= until) {
			*e = r;
			if (err)
				*err = why;
			return false;
		}
		store_sleep(RECONNECT_PAUSE_MS);
	}
}

bool store_again(struct store *s, struct db *db, int64_t until, int attempt, enum err *e,
	struct error *err)
{
	enum db_fault fault = s->backend->fault(db);
	if (fault == DB_FAULT_LOST) {
		/* A reconnect that works may still be the wrong server once or twice. */
		if (attempt > 0 && store_ticks() >= until)
			return false;
		if (!reconnect(s, db, until, e, err))
			return false;
	} else if (fault == DB_FAULT_RETRY && store_ticks() < until) {
		back_off(attempt);
	} else {
		return false;
	}
	atomic_fetch_add(&s->retries, 1);
	return true;
}

static int64_t busy_until(const struct store *s)
{
	return store_ticks() + s->config.busy_ms;
}

/* Begins, and waits for the other writers to end. */
static enum err begin_locked(struct store *s, struct db *db, struct job *j)
{
	struct tx tx = { .store = s, .db = db, .job = j };
	enum err e = s->backend->begin(db, true, &j->error);
	if (e)
		return e;
	e = sql_store_lock_writes(&tx, NULL, &j->error);
	if (e)
		s->backend->rollback(db);
	return e;
}

enum outcome { DONE, FAILED, AGAIN, UNKNOWN };

static enum outcome attempt_write(struct store *s, struct db *db, struct job *j)
{
	j->result = begin_locked(s, db, j);
	if (j->result)
		return AGAIN;
	if (job_run(s, db, j)) {
		s->backend->rollback(db);
		return j->db_failed ? AGAIN : FAILED;
	}
	j->result = s->backend->commit(db, &j->error);
	if (!j->result)
		return DONE;
	return s->backend->fault(db) == DB_FAULT_LOST ? UNKNOWN : AGAIN;
}

/*
 * Every write here carries a key, so that after a COMMIT without an answer the next
 * attempt finds it: it waits for the lock that the lost transaction held, looks, and
 * either repeats the work or has only to say that it is done.
 */
void write_pooled(struct store *s, struct job *j)
{
	char own[24];
	struct db *db;
	int64_t until = busy_until(s);
	bool unknown = false;
	j->result = pool_take(s->pool, s->config.busy_ms, &db, &j->error);
	if (j->result)
		return;
	if (j->key.n == 0) {
		/* A point is in no caller's key. */
		int64_t id = new_id_next(&s->last_id, store_now(s), s->config.node);
		int n = snprintf(own, sizeof own, ".%lld", (long long)id);
		j->key = (struct str){ own, (size_t)n };
		j->own_key = true;
	}
	for (int i = 0;; i++) {
		enum outcome o = attempt_write(s, db, j);
		unknown |= o == UNKNOWN;
		j->look |= unknown;
		if (o == DONE || o == FAILED || !store_again(s, db, until, i, &j->result, &j->error))
			break;
	}
	pool_put(s->pool, db);
	if (unknown && j->result)
		error_detail(&j->error, "connection lost at COMMIT, outcome unknown");
	/* Found under the store's own key: what the function left in its ctx was committed. */
	if (j->own_key)
		j->replayed = false;
}
