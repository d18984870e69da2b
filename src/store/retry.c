/* What is tried again, and when. */
#include "store/internal.h"

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
