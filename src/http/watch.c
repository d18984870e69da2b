#include "http/watch.h"

#include "core/mem.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>

enum { TICK_MS = 1000, TICK_MIN_MS = 50 };

struct watch {
	pthread_mutex_t lock;
	pthread_cond_t wake;
	pthread_t thread;
	bool running, stopping;
	struct watch_limits limits;
	int tick_ms;
	struct watch_entry head; /* of the ring */
	int64_t n, cut;
};

int64_t clock_steady_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t clock_steady_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* Milliseconds by which the entry is late; <= 0: in time. */
static int64_t lateness(const struct watch *w, const struct watch_entry *e, int64_t now)
{
	/* The phase is read first and written last: its times are then at least as new. */
	int phase = atomic_load_explicit(&e->phase, memory_order_acquire);
	int64_t since = now - atomic_load_explicit(&e->since_ms, memory_order_relaxed);
	int64_t whole = now - atomic_load_explicit(&e->whole_ms, memory_order_relaxed);
	int64_t body = w->limits.body_ms;
	switch ((enum watch_phase)phase) {
	case WATCH_FRESH:
		return since - w->limits.header_ms;
	case WATCH_IDLE:
		return since - w->limits.idle_ms;
	case WATCH_BODY:
		return whole > w->limits.whole_ms ? whole - w->limits.whole_ms : since - body;
	case WATCH_SENDING:
		return since - body * WATCH_WHOLE;
	case WATCH_BUSY:
		break;
	}
	return 0;
}

static void end(struct watch_entry *e)
{
	e->cut = true;
	shutdown(e->fd, SHUT_RDWR);
}

/*
 * The client has closed its side and all it sent was read, but what it sent is not a whole
 * request: nothing will come of it.  The library misses this when the end arrives right behind the
 * last bytes.  Seen twice, because those bytes may be in its hands at this very moment.
 */
static bool has_left(struct watch_entry *e, int phase)
{
	struct pollfd p = { .fd = e->fd, .events = POLLRDHUP };
	int unread = 0;
	bool gone = phase <= WATCH_BODY && poll(&p, 1, 0) == 1 && (p.revents & POLLRDHUP) &&
		    ioctl(e->fd, FIONREAD, &unread) == 0 && unread == 0;
	bool twice = gone && e->leaving;
	e->leaving = gone;
	return twice;
}

/* Above the ceiling the connection that has waited longest for nothing makes room. */
static void make_room(struct watch *w)
{
	int64_t over = w->n - w->limits.connections;
	for (struct watch_entry *e = w->head.next; over > 0 && e != &w->head; e = e->next)
		if (!e->cut &&
			atomic_load_explicit(&e->phase, memory_order_relaxed) <= WATCH_IDLE) {
			end(e);
			over--;
		}
}

static void look(struct watch *w)
{
	int64_t now = clock_steady_ms();
	for (struct watch_entry *e = w->head.next; e != &w->head; e = e->next) {
		int phase = atomic_load_explicit(&e->phase, memory_order_relaxed);
		if (e->cut)
			continue;
		if (lateness(w, e, now) > 0) {
			w->cut++;
			end(e);
		} else if (has_left(e, phase)) {
			end(e);
		}
	}
	make_room(w);
}

static void *run(void *arg)
{
	struct watch *w = arg;
	pthread_mutex_lock(&w->lock);
	while (!w->stopping) {
		struct timespec t;
		clock_gettime(CLOCK_MONOTONIC, &t);
		t.tv_nsec += (long)w->tick_ms % 1000 * 1000000;
		t.tv_sec += w->tick_ms / 1000 + t.tv_nsec / 1000000000;
		t.tv_nsec %= 1000000000;
		pthread_cond_timedwait(&w->wake, &w->lock, &t);
		look(w);
	}
	pthread_mutex_unlock(&w->lock);
	return NULL;
}

enum err watch_new(const struct watch_limits *l, struct watch **out, struct error *err)
{
	struct watch *w = mem_alloc(sizeof *w);
	if (!w)
		return error_nomem(err);
	*w = (struct watch){ .limits = *l, .tick_ms = TICK_MS };
	/* Short deadlines (tests) need a shorter step. */
	if (l->header_ms / 4 < w->tick_ms)
		w->tick_ms = l->header_ms / 4 < TICK_MIN_MS ? TICK_MIN_MS : l->header_ms / 4;
	w->head.next = w->head.prev = &w->head;
	pthread_condattr_t a;
	pthread_condattr_init(&a);
	pthread_condattr_setclock(&a, CLOCK_MONOTONIC);
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->wake, &a);
	pthread_condattr_destroy(&a);
	sigset_t all, old;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	w->running = pthread_create(&w->thread, NULL, run, w) == 0;
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	if (!w->running) {
		watch_free(w);
		return error_set(err, ERR_IO, NULL, "系统不允许再创建线程，请检查线程数限制");
	}
	*out = w;
	return OK;
}

void watch_free(struct watch *w)
{
	if (!w)
		return;
	if (w->running) {
		pthread_mutex_lock(&w->lock);
		w->stopping = true;
		pthread_cond_signal(&w->wake);
		pthread_mutex_unlock(&w->lock);
		pthread_join(w->thread, NULL);
	}
	pthread_cond_destroy(&w->wake);
	pthread_mutex_destroy(&w->lock);
	mem_free(w);
}

int64_t watch_add(struct watch *w, struct watch_entry *e, int fd)
{
	e->fd = fd;
	e->cut = e->leaving = false;
	watch_phase(e, WATCH_FRESH);
	pthread_mutex_lock(&w->lock);
	/* At the end, so that the ring begins with the oldest. */
	e->next = &w->head;
	e->prev = w->head.prev;
	e->prev->next = e->next->prev = e;
	int64_t n = ++w->n;
	pthread_mutex_unlock(&w->lock);
	return n;
}

void watch_remove(struct watch *w, struct watch_entry *e)
{
	pthread_mutex_lock(&w->lock);
	e->prev->next = e->next;
	e->next->prev = e->prev;
	w->n--;
	pthread_mutex_unlock(&w->lock);
}

void watch_phase(struct watch_entry *e, enum watch_phase phase)
{
	int64_t now = clock_steady_ms();
	atomic_store_explicit(&e->since_ms, now, memory_order_relaxed);
	if (phase == WATCH_BODY)
		atomic_store_explicit(&e->whole_ms, now, memory_order_relaxed);
	atomic_store_explicit(&e->phase, (int)phase, memory_order_release);
	e->step = 0;
}

void watch_progress(struct watch_entry *e, size_t n)
{
	e->step += n;
	if (e->step < WATCH_BODY_STEP)
		return;
	e->step = 0;
	atomic_store_explicit(&e->since_ms, clock_steady_ms(), memory_order_relaxed);
}

void watch_end_idle(struct watch *w)
{
	pthread_mutex_lock(&w->lock);
	for (struct watch_entry *e = w->head.next; e != &w->head; e = e->next)
		if (atomic_load_explicit(&e->phase, memory_order_relaxed) <= WATCH_IDLE)
			shutdown(e->fd, SHUT_RD);
	pthread_mutex_unlock(&w->lock);
}

int64_t watch_connections(struct watch *w)
{
	pthread_mutex_lock(&w->lock);
	int64_t n = w->n;
	pthread_mutex_unlock(&w->lock);
	return n;
}

int64_t watch_cut(struct watch *w)
{
	pthread_mutex_lock(&w->lock);
	int64_t n = w->cut;
	pthread_mutex_unlock(&w->lock);
	return n;
}
