#include "core/batch.h"

#include "core/file.h"
#include "core/mem.h"
#include "core/pool.h"
#include "core/progress.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

enum { TICK_MS = 100, MEGABYTE = 1 << 20 };

/* One place of the window.  Index i uses place i % BATCH_WINDOW. */
struct place {
	bool ready;
	struct error err;
	struct str output;
	struct arena arena; /* of output and of the texts err points to */
};

/* What the threads of a run share.  All under lock, but for cancel. */
struct run {
	const struct batch *b;
	pthread_mutex_t lock;
	pthread_cond_t room;  /* a worker thread may take another file, or must end */
	pthread_cond_t ready; /* a result has come in, or a thread has ended */
	size_t next;          /* the next file to take */
	size_t delivered;     /* results given to on_result */
	size_t held;          /* bytes of the results that wait */
	int threads;          /* still at work */
	struct error fatal;   /* a thread could not go on at all */
	atomic_bool cancel;
	struct place *place;
};

/* ---- the worker threads ---- */

/* Waits for room and takes the next index; false when the thread has to end. */
static bool take_index(struct run *r, size_t *index)
{
	bool taken = false;
	pthread_mutex_lock(&r->lock);
	while (!atomic_load(&r->cancel) && r->next < r->b->n_paths) {
		/* The file that is waited for may always be taken, else nothing would move. */
		if (r->next == r->delivered ||
			(r->next < r->delivered + BATCH_WINDOW && r->held < BATCH_HELD_MAX)) {
			*index = r->next++;
			taken = true;
			break;
		}
		pthread_cond_wait(&r->room, &r->lock);
	}
	pthread_mutex_unlock(&r->lock);
	return taken;
}

/* Reads, prepares and runs one file; the result goes to *p, which no other thread touches yet. */
static enum err work_file(
	struct run *r, struct jail *j, struct arena *scratch, const char *path, struct place *p)
{
	const struct batch *b = r->b;
	struct str bytes = { NULL, 0 }, aid = { NULL, 0 };
	enum err e = file_read(scratch, path, b->file_max, &bytes, &p->err);
	if (!e && b->prepare)
		e = b->prepare(b->ctx, scratch, bytes, &r->cancel, &aid, &p->err);
	if (!e)
		e = jail_run(j, b->kind, b->params, bytes, aid, &p->arena, &p->output, &p->err);
	arena_reset(scratch);
	return e;
}

static void work_files(struct run *r, struct jail *j)
{
	const struct batch *b = r->b;
	struct arena scratch;
	size_t i;
	arena_init(&scratch, b->memory_max ? b->memory_max : 2 * b->file_max + MEGABYTE);
	while (take_index(r, &i)) {
		struct place *p = &r->place[i % BATCH_WINDOW];
		p->err = (struct error){ .code = OK };
		p->output = (struct str){ NULL, 0 };
		/* Texts of an error need room too. */
		arena_init(&p->arena, b->jail.limits.output_max + MEGABYTE);
		p->err.code = work_file(r, j, &scratch, b->path[i], p);
		pthread_mutex_lock(&r->lock);
		p->ready = true;
		r->held += p->output.n;
		pthread_cond_signal(&r->ready);
		pthread_mutex_unlock(&r->lock);
	}
	arena_done(&scratch);
}

/* A thread owns its worker process from here to its end; see core/jail.h. */
static void *thread_main(void *arg)
{
	struct run *r = arg;
	struct jail_config c = r->b->jail;
	struct jail *j = NULL;
	struct error err;
	c.cancel = &r->cancel;
	enum err e = jail_open(&c, &j, &err);
	if (!e)
		work_files(r, j);
	jail_close(j);
	pthread_mutex_lock(&r->lock);
	if (e && !atomic_load(&r->cancel))
		r->fatal = err;
	r->threads--;
	pthread_cond_signal(&r->ready);
	pthread_mutex_unlock(&r->lock);
	return NULL;
}

/* ---- the calling thread ---- */

static void stop(struct run *r)
{
	pthread_mutex_lock(&r->lock);
	atomic_store(&r->cancel, true);
	pthread_cond_broadcast(&r->room);
	pthread_mutex_unlock(&r->lock);
}

/* Waits up to one tick for result number r->delivered.  *ended: no thread is left to make it. */
static bool wait_ready(struct run *r, bool *ended)
{
	struct timespec until;
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += (long)TICK_MS * 1000000;
	until.tv_sec += until.tv_nsec / 1000000000;
	until.tv_nsec %= 1000000000;
	const struct place *p = &r->place[r->delivered % BATCH_WINDOW];
	pthread_mutex_lock(&r->lock);
	if (!p->ready && r->threads > 0)
		pthread_cond_timedwait(&r->ready, &r->lock, &until);
	bool ready = p->ready;
	*ended = !ready && r->threads == 0;
	pthread_mutex_unlock(&r->lock);
	return ready;
}

/* Gives one result away and frees its place. */
static bool deliver(struct run *r, struct batch_outcome *out)
{
	size_t i = r->delivered;
	struct place *p = &r->place[i % BATCH_WINDOW];
	bool failed = p->err.code != OK;
	bool go_on =
		r->b->on_result(r->b->ctx, i, r->b->path[i], failed ? &p->err : NULL, p->output);
	out->done++;
	out->failed += failed;
	size_t n = p->output.n;
	arena_done(&p->arena);
	pthread_mutex_lock(&r->lock);
	p->ready = false;
	r->held -= n;
	r->delivered++;
	pthread_cond_broadcast(&r->room);
	pthread_mutex_unlock(&r->lock);
	return go_on;
}

/* SIGINT and SIGTERM, without those the caller ignores ("nohup", "&"). */
static void stop_signals(sigset_t *set)
{
	static const int sig[] = { SIGINT, SIGTERM };
	sigemptyset(set);
	for (size_t i = 0; i < sizeof sig / sizeof sig[0]; i++) {
		struct sigaction now;
		if (sigaction(sig[i], NULL, &now) == 0 && now.sa_handler != SIG_IGN)
			sigaddset(set, sig[i]);
	}
}

/* The signal that has arrived, or 0.  They are blocked, so nothing is interrupted. */
static int signal_waiting(const sigset_t *set)
{
	const struct timespec at_once = { 0, 0 };
	int sig = sigtimedwait(set, NULL, &at_once);
	return sig > 0 ? sig : 0;
}

static void deliver_all(struct run *r, const sigset_t *signals, struct batch_outcome *out)
{
	const struct batch *b = r->b;
	struct progress bar;
	bool ended = false;
	progress_init(&bar, STDERR_FILENO, b->progress);
	while (r->delivered < b->n_paths && !out->stopped && !ended) {
		out->signal = signal_waiting(signals);
		if (out->signal) {
			out->stopped = true;
		} else if (wait_ready(r, &ended)) {
			progress_erase(&bar);
			out->stopped = !deliver(r, out);
		}
		struct progress_state s = { out->done, b->n_paths, out->failed,
			r->delivered < b->n_paths ? b->path[r->delivered] : NULL };
		progress_show(&bar, &s);
	}
	progress_erase(&bar);
	if (out->stopped)
		stop(r);
}

/* Starts up to n threads; false when there is not even one. */
static bool start_threads(struct run *r, pthread_t *thread, int wanted, int *started)
{
	*started = 0;
	while (*started < wanted) {
		pthread_mutex_lock(&r->lock);
		r->threads++;
		pthread_mutex_unlock(&r->lock);
		if (pthread_create(&thread[*started], NULL, thread_main, r) != 0) {
			pthread_mutex_lock(&r->lock);
			r->threads--;
			pthread_mutex_unlock(&r->lock);
			break;
		}
		++*started;
	}
	return *started > 0;
}

static int thread_count(const struct batch *b)
{
	size_t n = (size_t)(b->n_threads > 0 ? b->n_threads : pool_default_threads());
	if (n > b->n_paths)
		n = b->n_paths;
	return n > BATCH_THREADS_MAX ? BATCH_THREADS_MAX : (int)n;
}

static void run_init(struct run *r, const struct batch *b, struct place *place)
{
	pthread_condattr_t attr;
	*r = (struct run){ .b = b, .place = place };
	memset(place, 0, BATCH_WINDOW * sizeof *place);
	pthread_mutex_init(&r->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&r->ready, &attr);
	pthread_condattr_destroy(&attr);
	pthread_cond_init(&r->room, NULL);
}

static void run_done(struct run *r)
{
	for (size_t i = 0; i < BATCH_WINDOW; i++)
		arena_done(&r->place[i].arena);
	pthread_cond_destroy(&r->room);
	pthread_cond_destroy(&r->ready);
	pthread_mutex_destroy(&r->lock);
}

enum err batch_run(const struct batch *b, struct batch_outcome *out, struct error *err)
{
	struct batch_outcome o = { 0 };
	struct run r;
	pthread_t thread[BATCH_THREADS_MAX];
	sigset_t signals, before;
	int started;
	if (b->n_paths == 0) {
		*out = o;
		return OK;
	}
	struct place *place = mem_alloc(BATCH_WINDOW * sizeof *place);
	if (!place)
		return error_nomem(err);
	run_init(&r, b, place);
	/* Blocked in all threads from here; the calling thread looks for them between results. */
	stop_signals(&signals);
	pthread_sigmask(SIG_BLOCK, &signals, &before);
	enum err e = OK;
	if (start_threads(&r, thread, thread_count(b), &started))
		deliver_all(&r, &signals, &o);
	else
		e = error_set(
			err, ERR_IO, NULL, "系统不能再建立线程，没有处理；请关闭其他程序后重试");
	for (int i = 0; i < started; i++)
		pthread_join(thread[i], NULL);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (!e && !o.stopped && o.done < b->n_paths) {
		e = r.fatal.code;
		if (err)
			*err = r.fatal;
	}
	run_done(&r);
	mem_free(place);
	if (!e)
		*out = o;
	return e;
}
