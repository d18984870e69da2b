/*
 * fill -- the transactions of a place that is being filled (store_config.filling).
 *
 * One connection, and one long transaction after another: what is written and what is read runs in it
 * at once, in the thread that asks.  A job has no savepoint: the first one that fails spoils the
 * place, and nothing is kept of it from the last commit on.  The place is thrown away then anyway.
 */
#include "store/internal.h"

#include "core/mem.h"
#include "store/store.sql.h"

#include <errno.h>

/*
 * Writes in one commit.  PostgreSQL keeps every version of a row until its transaction ends and walks through
 * all of them: the end of the log and the counters are rows that each write changes.
 */
enum { JOBS_IN_ONE = 2000, JOBS_SHARED = 50 };

struct fill {
	struct store *store;
	struct db *db;
	pthread_mutex_t lock; /* tells its owner when he comes again */
	bool open, broken;
	int jobs; /* writes in the open transaction */
};

enum err fill_new(struct store *s, struct db *db, struct fill **out, struct error *err)
{
	struct fill *f = mem_alloc(sizeof *f);
	pthread_mutexattr_t attr;
	if (!f) {
		s->backend->close(db);
		return error_nomem(err);
	}
	*f = (struct fill){ .store = s, .db = db };
	pthread_mutexattr_init(&attr);
	pthread_mutexattr_settype(&attr, PTHREAD_MUTEX_ERRORCHECK);
	pthread_mutex_init(&f->lock, &attr);
	pthread_mutexattr_destroy(&attr);
	*out = f;
	return OK;
}

/* Begins when nothing is open. */
static enum err begin(struct fill *f, struct error *err)
{
	const struct backend *b = f->store->backend;
	struct tx tx = { .store = f->store, .db = f->db, .now = store_now(f->store) };
	if (f->broken) {
		error_set(err, ERR_STORE, NULL, "装入已经中断，请删除这个文件夹再装");
		return error_detail(err, "a write failed before"), ERR_STORE;
	}
	if (f->open)
		return OK;
	enum err e = b->begin(f->db, true, err);
	if (e == OK && b->shared)
		e = sql_store_lock_writes(&tx, NULL, err);
	f->open = e == OK;
	f->broken = e != OK;
	f->jobs = 0;
	return e;
}

static enum err commit(struct fill *f, struct error *err)
{
	if (!f->open)
		return OK;
	f->open = false;
	enum err e = f->store->backend->commit(f->db, err);
	f->broken = e != OK;
	atomic_fetch_add(&f->store->groups, 1);
	return e;
}

static void spoil(struct fill *f)
{
	f->store->backend->rollback(f->db);
	f->open = false;
	f->broken = true;
}

/* false: this thread is in the middle of a transaction already. */
static bool enter(struct fill *f, struct error *err)
{
	if (pthread_mutex_lock(&f->lock) != EDEADLK)
		return true;
	error_set(err, ERR_BUG, NULL, "程序错误，操作没有保存");
	error_detail(err, "a transaction inside another");
	return false;
}

enum err fill_write(struct fill *f, struct job *j)
{
	if (!enter(f, &j->error))
		return j->result = ERR_BUG;
	j->result = begin(f, &j->error);
	if (j->result == OK && job_run(f->store, f->db, j) != OK)
		spoil(f);
	if (j->result == OK && ++f->jobs == (f->store->backend->shared ? JOBS_SHARED : JOBS_IN_ONE))
		j->result = commit(f, &j->error);
	pthread_mutex_unlock(&f->lock);
	return j->result;
}

enum err fill_read(struct fill *f, store_fn *fn, void *ctx, struct error *err)
{
	if (!enter(f, err))
		return ERR_BUG;
	struct tx tx = {
		.store = f->store, .db = f->db, .now = store_now(f->store), .reading = true
	};
	enum err e = begin(f, err);
	if (e == OK)
		e = fn(&tx, ctx, err);
	if (tx.failed) {
		spoil(f);
		if (e == OK)
			e = error_set(err, ERR_BUG, NULL, "程序错误，读取没有完成");
	}
	pthread_mutex_unlock(&f->lock);
	return e;
}

enum err fill_commit(struct fill *f, struct error *err)
{
	if (!enter(f, err))
		return ERR_BUG;
	enum err e = commit(f, err);
	pthread_mutex_unlock(&f->lock);
	return e;
}

void fill_free(struct fill *f)
{
	struct error ignored;
	if (!f)
		return;
	commit(f, &ignored);
	f->store->backend->close(f->db);
	pthread_mutex_destroy(&f->lock);
	mem_free(f);
}
