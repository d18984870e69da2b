#include "http/work.h"

#include "core/mem.h"

#include <pthread.h>
#include <signal.h>

struct workers {
	pthread_mutex_t lock;
	pthread_cond_t more;
	struct work_job *first, **last;
	size_t queue, queue_max;
	int busy;
	bool stopping;
	int n_threads;
	pthread_t thread[];
};

/* Takes the next job; NULL when the thread is to end. */
static struct work_job *next_job(struct workers *w)
{
	while (!w->first && !w->stopping)
		pthread_cond_wait(&w->more, &w->lock);
	struct work_job *j = w->first;
	if (!j || w->stopping)
		return NULL;
	w->first = j->next;
	if (!w->first)
		w->last = &w->first;
	w->queue--;
	return j;
}

static void *work(void *arg)
{
	struct workers *w = arg;
	pthread_mutex_lock(&w->lock);
	for (struct work_job *j; (j = next_job(w));) {
		w->busy++;
		pthread_mutex_unlock(&w->lock);
		j->run(j, false);
		pthread_mutex_lock(&w->lock);
		w->busy--;
	}
	pthread_mutex_unlock(&w->lock);
	return NULL;
}

enum err workers_new(int threads, size_t queue_max, struct workers **out, struct error *err)
{
	struct workers *w = mem_alloc(sizeof *w + (size_t)threads * sizeof *w->thread);
	if (!w)
		return error_nomem(err);
	*w = (struct workers){ .queue_max = queue_max };
	w->last = &w->first;
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->more, NULL);
	/* Signals are the main thread's affair. */
	sigset_t all, old;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	for (int i = 0; i < threads; i++)
		if (pthread_create(&w->thread[w->n_threads], NULL, work, w) == 0)
			w->n_threads++;
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	if (w->n_threads == 0) {
		workers_free(w);
		return error_set(err, ERR_IO, NULL, "系统不允许再创建线程，请检查线程数限制");
	}
	*out = w;
	return OK;
}

bool workers_add(struct workers *w, struct work_job *job)
{
	pthread_mutex_lock(&w->lock);
	bool taken = !w->stopping && w->queue < w->queue_max;
	if (taken) {
		job->next = NULL;
		*w->last = job;
		w->last = &job->next;
		w->queue++;
		pthread_cond_signal(&w->more);
	}
	pthread_mutex_unlock(&w->lock);
	return taken;
}

void workers_stop(struct workers *w)
{
	pthread_mutex_lock(&w->lock);
	w->stopping = true;
	struct work_job *left = w->first;
	w->first = NULL;
	w->last = &w->first;
	w->queue = 0;
	pthread_cond_broadcast(&w->more);
	pthread_mutex_unlock(&w->lock);
	while (left) {
		struct work_job *j = left;
		left = j->next;
		j->run(j, true);
	}
	for (int i = 0; i < w->n_threads; i++)
		pthread_join(w->thread[i], NULL);
	w->n_threads = 0;
}

void workers_free(struct workers *w)
{
	if (!w)
		return;
	workers_stop(w);
	pthread_cond_destroy(&w->more);
	pthread_mutex_destroy(&w->lock);
	mem_free(w);
}

struct workers_load workers_load(struct workers *w)
{
	pthread_mutex_lock(&w->lock);
	struct workers_load l = { w->busy, (int64_t)w->queue };
	pthread_mutex_unlock(&w->lock);
	return l;
}
