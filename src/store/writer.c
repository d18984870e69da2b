/*
 * writer -- the one thread that writes, with group commit.
 *
 * It takes what is queued, at most STORE_GROUP_MAX jobs, and never waits for more:
 * while one group is being written to the disk the next one gathers by itself.
 */
#include "store/internal.h"

#include "core/mem.h"

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

/* A job alone in its transaction, tried again when that may help. */
static void run_alone(struct writer *w, struct job *j)
{
	struct store *s = w->store;
	const struct backend *b = s->backend;
	int64_t until = store_ticks() + s->config.busy_ms;
	for (int i = 0;; i++) {
		bool engine = true;
		j->result = b->begin(w->db, true, &j->error);
		if (!j->result && job_run(s, w->db, j)) {
			engine = j->db_failed;
			b->rollback(w->db);
		} else if (!j->result) {
			j->result = b->commit(w->db, &j->error);
			atomic_fetch_add(&s->groups, 1);
		}
		if (!j->result || !engine ||
			!store_again(s, w->db, until, i, &j->result, &j->error))
			return;
	}
}

/* false: nothing was committed and the jobs must be run one by one. */
static bool run_together(struct writer *w, struct job **job, size_t n)
{
	struct store *s = w->store;
	const struct backend *b = s->backend;
	struct error err;
	enum err e = b->begin(w->db, true, &err);
	if (e)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!run_in_savepoint(s, w->db, job[i])) {
			b->rollback(w->db);
			return false;
		}
	e = b->commit(w->db, &err);
	atomic_fetch_add(&s->groups, 1);
	if (!e)
		return true;
	/* A deferred constraint of one job must not take the others along. */
	if (e == ERR_CONFLICT)
		return false;
	set_all(job, n, e, &err);
	return true;
}

static void run_group(struct writer *w, struct job **job, size_t n)
{
	if (n > 1 && run_together(w, job, n))
		return;
	for (size_t i = 0; i < n; i++)
		run_alone(w, job[i]);
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

int64_t writer_queue(struct writer *w)
{
	pthread_mutex_lock(&w->lock);
	int64_t n = w->queued;
	pthread_mutex_unlock(&w->lock);
	return n;
}
