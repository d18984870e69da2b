/*
 * internal -- what the files of the store share.  Private to store/.
 */
#ifndef STORE_INTERNAL_H
#define STORE_INTERNAL_H

#include "store/backend.h"
#include "store/migrate.h"

#include <pthread.h>
#include <stdatomic.h>

enum {
	STORE_KEY_MAX = 64,	 /* bytes of an idempotency key */
	STORE_RESULT_MAX = 1000, /* bytes kept with it */
	STORE_KEY_DAYS = 7,
	STORE_GROUP_KEY_HOURS = 1, /* a group's own key, which settles a lost COMMIT */
	STORE_NODE_MAX = 1023
};

struct pool;
struct writer;
struct fill;

struct store {
	struct store_config config; /* folder and database are owned copies */
	const struct backend *backend;
	const struct store_program *program;
	struct pool *pool;     /* readers */
	struct writer *writer; /* NULL when read_only or filling */
	struct fill *fill;     /* NULL unless filling */
	int folder_lock;       /* descriptor, -1: none */
	atomic_llong last_id, cleaned_at;
	/* store_ticks(): since when no connection could be opened (0: all is well), last attempt. */
	atomic_llong down_since, down_tried;
	atomic_llong reads, writes, groups, retries, reconnects, failures;
};

/* One store_write on its way; lives on the caller's stack until it is answered. */
struct job {
	store_fn *fn;
	void *ctx;
	struct str key; /* idempotency key, empty: none */
	enum err result;
	struct error error; /* filled when result is not OK */
	bool replayed, done;
	bool db_failed; /* the engine refused something: ask backend->fault */
	char kept[STORE_RESULT_MAX];
	size_t kept_n;
	pthread_cond_t answered;
	struct job *next;
};

struct tx {
	struct store *store;
	struct db *db;
	struct job *job; /* NULL in a read transaction */
	int64_t now;
	bool reading; /* given out by store_read */
	bool failed;  /* a statement failed: nothing may be committed */
};

int64_t store_now(const struct store *s);
/* Milliseconds of a clock that never steps, for deadlines. */
int64_t store_ticks(void);
void store_sleep(int ms);

/*
 * After a failure of db's engine: may the transaction be run again?  Waits, opens the
 * connection again when it was lost.  until: store_ticks() at which to give up.  false
 * leaves the error of the last failure, or of the reconnect, in *err with *e.
 */
bool store_again(
	struct store *s, struct db *db, int64_t until, int attempt, enum err *e, struct error *err);

/*
 * A database that is away for longer than busy_ms is known to be: nobody waits for it any more,
 * or the threads that wait would keep everybody else waiting.  store_check_down is ERR_STORE
 * then, but for one attempt now and again.
 */
MUST_USE enum err store_check_down(const struct store *s, struct error *err);
void store_mark_down(struct store *s);
void store_mark_up(struct store *s);

/* Runs the job's function in the open transaction of db; the result is also in j. */
enum err job_run(struct store *s, struct db *db, struct job *j);
/* Keeps a key with a result in the open transaction; throws old ones away now and then. */
enum err job_keep_key(struct tx *tx, struct str key, struct str result, struct error *err);

/* pool.c: at most `max` reading connections, opened when first needed. */
MUST_USE enum err pool_new(struct store *s, int max, struct pool **out, struct error *err);
void pool_free(struct pool *p); /* waits for those that are out */
MUST_USE enum err pool_take(struct pool *p, int wait_ms, struct db **out, struct error *err);
void pool_put(struct pool *p, struct db *db);

/* writer.c: takes db over, also on failure. */
MUST_USE enum err writer_new(
	struct store *s, struct db *db, struct writer **out, struct error *err);
void writer_free(struct writer *w);		  /* commits what is queued first */
void writer_run(struct writer *w, struct job *j); /* returns when j is answered */
bool writer_is_self(const struct writer *w); /* called by the writer thread, from inside a job */
int64_t writer_queue(struct writer *w);

/* fill.c: takes db over, also on failure.  Its transaction is committed now and then, and by both of the last two. */
MUST_USE enum err fill_new(struct store *s, struct db *db, struct fill **out, struct error *err);
MUST_USE enum err fill_write(struct fill *f, struct job *j); /* the result is in j, too */
MUST_USE enum err fill_read(struct fill *f, store_fn *fn, void *ctx, struct error *err);
MUST_USE enum err fill_commit(struct fill *f, struct error *err);
void fill_free(struct fill *f);

/* new_id.c */
int64_t new_id_next(atomic_llong *last, int64_t now_ms, int node);
/* None that is given out at that moment or later is below it. */
int64_t new_id_first(int64_t at_ms);
/* No id below or at that moment will be given out. */
void new_id_seed(atomic_llong *last, int64_t at_ms);

/* folder_lock.c: one server per data folder. */
MUST_USE enum err folder_lock(const char *folder, int *fd, struct error *err);
void folder_unlock(int fd);

#endif
