/* What is tried again, and when. */
#include "store/internal.h"

enum { BACKOFF_FIRST_MS = 1, BACKOFF_MAX_MS = 64, RECONNECT_PAUSE_MS = 100, TRY_AGAIN_MS = 500 };

/* Doubles, with a spread that keeps two rivals from meeting again. */
static void back_off(int attempt)
{
	int ms = BACKOFF_FIRST_MS;
	while (attempt-- > 0 && ms < BACKOFF_MAX_MS)
		ms *= 2;
	store_sleep(ms + (int)(store_ticks() % (ms + 1)));
}

void store_mark_up(struct store *s)
{
	if (atomic_load_explicit(&s->down_since, memory_order_relaxed))
		atomic_store(&s->down_since, 0);
}

void store_mark_down(struct store *s)
{
	long long up = 0, now = store_ticks();
	atomic_store(&s->down_tried, now);
	atomic_compare_exchange_strong(&s->down_since, &up, now);
}

/* Has the database been away for longer than anybody waits? */
static bool is_away(const struct store *s)
{
	long long since = atomic_load(&s->down_since);
	return since && store_ticks() - since >= s->config.busy_ms;
}

enum err store_check_down(const struct store *s, struct error *err)
{
	if (!is_away(s) || store_ticks() - atomic_load(&s->down_tried) >= TRY_AGAIN_MS)
		return OK;
	error_set(err, ERR_STORE, NULL, "数据库暂时不可用，请稍后再试");
	return error_detail(err, "known to be away"), ERR_STORE;
}

/* One attempt; none when the last one of anybody is fresh and the database long away. */
static enum err reconnect_once(struct store *s, struct db *db, struct error *err)
{
	enum err e = store_check_down(s, err);
	if (e)
		return e;
	e = s->backend->reconnect(db, err);
	if (!e)
		store_mark_up(s);
	else if (s->backend->fault(db) == DB_FAULT_LOST)
		store_mark_down(s);
	return e;
}

/* Opens the connection again until it works, or waiting cannot help, or time is up. */
static bool reconnect(struct store *s, struct db *db, int64_t until, enum err *e, struct error *err)
{
	for (;;) {
		struct error why;
		enum err r = reconnect_once(s, db, &why);
		if (!r) {
			atomic_fetch_add(&s->reconnects, 1);
			return true;
		}
		if (s->backend->fault(db) == DB_FAULT_FINAL || store_ticks() >= until || is_away(s)) {
			*e = r;
			if (err)
				*err = why;
			return false;
		}
		store_sleep(RECONNECT_PAUSE_MS);
	}
}

bool store_again(
	struct store *s, struct db *db, int64_t until, int attempt, enum err *e, struct error *err)
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
