/*
 * writer -- the one thread that writes, with group commit.
 *
 * It takes what is queued, at most STORE_GROUP_MAX jobs, and never waits for more:
 * while one group is being written to the disk the next one gathers by itself.
 * A group is one transaction; it is undone whole and its jobs run one by one when one of
 * them breaks it, and run again when the engine says that this may help.
 */
#include "store/internal.h"

#include "core/mem.h"
#include "store/store.sql.h"

enum { SCRATCH = 4 << 10 };

struct writer {
	struct store *store;
	struct db *db;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t filled;
	struct job *first, **last; /* the queue */
	int64_t queued;
	bool closing;
};

static void set_all(struct job **job, size_t n, enum err e, const struct error *err)
{
	for (size_t i = 0; i < n; i++) {
		job[i]->result = e;
		job[i]->error = *err;
	}
}

enum outcome {
	ANSWERED, /* every job has its result */
	APART,	  /* undone: one job spoils the group, run each alone */
	FAILED,	  /* undone: the engine failed, *err says how */
	UNKNOWN	  /* the connection was lost at COMMIT */
};

/* The jobs that run in one transaction, and what is known of it. */
struct group {
	struct writer *w;
	struct job **job;
	size_t n;
	char key[24];
	bool look; /* an earlier COMMIT had no answer: the key may be there */
	enum err e;
	struct error err;
};

/* Was the group committed by the attempt that had no answer?  Its results stand then. */
static enum err find_key(struct tx *tx, const struct group *g, bool *found, struct error *err)
{
	struct arena a;
	struct idempotency_row row;
	struct idempotency_find_in in = { str_cstr(g->key) };
	arena_init(&a, SCRATCH);
	enum err e = sql_idempotency_find(tx, &in, &a, &row, err);
	arena_done(&a);
	*found = e == OK;
	return e == ERR_NOT_FOUND ? OK : e;
}

/* Begins; where others write too, waits for them to end and looks for the key. */
static enum err begin(struct group *g, struct tx *tx, bool *found)
{
	const struct backend *b = tx->store->backend;
	g->e = b->begin(tx->db, true, &g->err);
	if (g->e || !b->shared)
		return g->e;
	g->e = sql_store_lock_writes(tx, NULL, &g->err);
	if (!g->e && g->look)
		g->e = find_key(tx, g, found, &g->err);
	if (g->e || *found)
		b->rollback(tx->db);
	return g->e;
}

/* One job in its savepoint.  false: the transaction is broken, the group must be undone. */
static bool run_in_savepoint(struct store *s, struct db *db, struct job *j)
{
	const struct backend *b = s->backend;
	struct error ignored;
	j->result = b->savepoint(db, &j->error);
	if (j->result)
		return false;
	if (!job_run(s, db, j)) {
		j->result = b->release(db, &j->error);
		return j->result == OK;
	}
	if (j->db_failed && b->fault(db) != DB_FAULT_FINAL)
		return false;
	return !b->rollback_to(db, &ignored) && !b->release(db, &ignored);
}

/* The jobs of the group in the open transaction; ANSWERED: it may be committed. */
static enum outcome run_jobs(struct group *g, struct store *s, struct db *db)
{
	if (g->n > 1) {
		for (size_t i = 0; i < g->n; i++)
			if (!run_in_savepoint(s, db, g->job[i]))
				return APART;
		return ANSWERED;
	}
	/* Alone it needs no savepoint: its failure is the transaction's. */
	struct job *j = g->job[0];
	g->e = job_run(s, db, j);
	g->err = j->error;
	return g->e ? FAILED : ANSWERED;
}

static enum outcome commit(struct group *g, struct tx *tx)
{
	const struct backend *b = tx->store->backend;
	if (b->shared)
		g->e = job_keep_key(tx, str_cstr(g->key), STR(""), &g->err);
	if (g->e) {
		b->rollback(tx->db);
		return FAILED;
	}
	g->e = b->commit(tx->db, &g->err);
	atomic_fetch_add(&tx->store->groups, 1);
	if (!g->e)
		return ANSWERED;
	/* A deferred constraint of one job must not take the others along. */
	if (g->e == ERR_CONFLICT && g->n > 1)
		return APART;
	return b->fault(tx->db) == DB_FAULT_LOST ? UNKNOWN : FAILED;
}

static enum outcome attempt(struct group *g, bool *engine)
{
	struct store *s = g->w->store;
	struct tx tx = { .store = s, .db = g->w->db, .now = store_now(s) };
	bool found = false;
	*engine = true;
	if (begin(g, &tx, &found))
		return FAILED;
	if (found)
		return ANSWERED;
	enum outcome o = run_jobs(g, s, tx.db);
	if (o == ANSWERED)
		return commit(g, &tx);
	*engine = o == FAILED && g->job[0]->db_failed;
	s->backend->rollback(tx.db);
	return o;
}

/* One transaction, tried again when that may help.  false: each job must be run alone. */
static bool run_together(struct writer *w, struct job **job, size_t n)
{
	struct store *s = w->store;
	struct group g = { .w = w, .job = job, .n = n };
	int64_t until = store_ticks() + s->config.busy_ms;
	bool engine;
	/* A point is in no caller's key. */
	snprintf(g.key, sizeof g.key, ".%lld",
		(long long)new_id_next(&s->last_id, store_now(s), s->config.node));
	for (int i = 0;; i++) {
		enum outcome o = attempt(&g, &engine);
		if (o == ANSWERED)
			store_mark_up(s);
		if (o == ANSWERED || o == APART)
			return o == ANSWERED;
		g.look |= o == UNKNOWN;
		if (!engine || !store_again(s, w->db, until, i, &g.e, &g.err))
			break;
	}
	if (g.look)
		error_detail(&g.err, "connection lost at COMMIT, outcome unknown");
	set_all(job, n, g.e, &g.err);
	return true;
}

static void run_group(struct writer *w, struct job **job, size_t n)
{
	if (run_together(w, job, n))
		return;
	for (size_t i = 0; i < n; i++)
		if (!run_together(w, &job[i], 1)) {
			/* Cannot be: APART is for groups. */
			job[i]->result =
				error_set(&job[i]->error, ERR_BUG, NULL, "程序错误，操作没有保存");
		}
}

static void answer(struct writer *w, struct job **job, size_t n)
{
	pthread_mutex_lock(&w->lock);
	w->queued -= (int64_t)n;
	for (size_t i = 0; i < n; i++) {
		job[i]->done = true;
		/* Signalled under the lock: the job is gone as soon as its caller has seen it. */
		pthread_cond_signal(&job[i]->answered);
	}
	pthread_mutex_unlock(&w->lock);
}

static void *write_loop(void *arg)
{
	struct writer *w = arg;
	for (;;) {
		struct job *job[STORE_GROUP_MAX];
		size_t n = 0;
		pthread_mutex_lock(&w->lock);
		while (!w->first && !w->closing)
			pthread_cond_wait(&w->filled, &w->lock);
		for (; w->first && n < STORE_GROUP_MAX; n++) {
			job[n] = w->first;
			w->first = w->first->next;
		}
		if (!w->first)
			w->last = &w->first;
		pthread_mutex_unlock(&w->lock);
		if (n == 0)
			return NULL;
		run_group(w, job, n);
		answer(w, job, n);
	}
}

enum err writer_new(struct store *s, struct db *db, struct writer **out, struct error *err)
{
	struct writer *w = mem_alloc(sizeof *w);
	if (!w) {
		s->backend->close(db);
		return error_nomem(err);
	}
	*w = (struct writer){ .store = s, .db = db };
	w->last = &w->first;
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->filled, NULL);
	if (pthread_create(&w->thread, NULL, write_loop, w) != 0) {
		s->backend->close(db);
		pthread_cond_destroy(&w->filled);
		pthread_mutex_destroy(&w->lock);
		mem_free(w);
		return error_set(err, ERR_NOMEM, NULL, "无法启动写入线程；请检查系统的进程数限制");
	}
	*out = w;
	return OK;
}

void writer_free(struct writer *w)
{
	if (!w)
		return;
	pthread_mutex_lock(&w->lock);
	w->closing = true;
	pthread_cond_signal(&w->filled);
	pthread_mutex_unlock(&w->lock);
	pthread_join(w->thread, NULL);
	w->store->backend->close(w->db);
	pthread_cond_destroy(&w->filled);
	pthread_mutex_destroy(&w->lock);
	mem_free(w);
}

void writer_run(struct writer *w, struct job *j)
{
	pthread_cond_init(&j->answered, NULL);
	j->next = NULL;
	pthread_mutex_lock(&w->lock);
	*w->last = j;
	w->last = &j->next;
	w->queued++;
	pthread_cond_signal(&w->filled);
	while (!j->done)
		pthread_cond_wait(&j->answered, &w->lock);
	pthread_mutex_unlock(&w->lock);
	pthread_cond_destroy(&j->answered);
}

bool writer_is_self(const struct writer *w)
{
	return pthread_equal(pthread_self(), w->thread);
}

int64_t writer_queue(struct writer *w)
{
	pthread_mutex_lock(&w->lock);
	int64_t n = w->queued;
	pthread_mutex_unlock(&w->lock);
	return n;
}
