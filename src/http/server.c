#include "http/server.h"

#include "core/crypto.h"
#include "core/mem.h"
#include "core/pool.h"
#include "http/listen.h"
#include "http/transport.h"

#include <assert.h>
#include <signal.h>
#include <sys/resource.h>
#include <time.h>

enum {
	CONNECTIONS = 10000,
	HEADER_MS = 10000,
	BODY_MS = 15000,
	IDLE_MS = 60000,
	ARENA_MAX = 16 << 20,
	QUEUE_MAX = 1000,
	WORKERS_PER_CPU = 4,
	FILES_RESERVED = 256, /* descriptors for the database, files, logs */
	STOP_STEP_MS = 5,
	STOP_LAST_MS = 500 /* for answers of requests that the grace ran out on */
};

struct socket_of {
	struct listen_socket socket;
	struct transport *transport;
	char *address;
};

struct http_server {
	struct http_core core;
	struct watch *watch;
	char *upload_folder;
	unsigned char secret[32];
	size_t n;
	struct socket_of at[];
};

static char *copy_text(const char *z)
{
	size_t n = strlen(z) + 1;
	char *p = mem_alloc(n);
	if (p)
		memcpy(p, z, n);
	return p;
}

static int or_default(int v, int d)
{
	return v > 0 ? v : d;
}

/* As many connections as wanted and as there can be descriptors for. */
static int connection_ceiling(const struct http_config *c)
{
	struct rlimit l;
	int want = or_default(c->max_connections, CONNECTIONS);
	if (getrlimit(RLIMIT_NOFILE, &l) == 0) {
		l.rlim_cur = l.rlim_max;
		setrlimit(RLIMIT_NOFILE, &l);
		if (getrlimit(RLIMIT_NOFILE, &l) == 0 && l.rlim_cur != RLIM_INFINITY &&
			l.rlim_cur < (rlim_t)want + (rlim_t)want / 8 + FILES_RESERVED) {
			rlim_t room = l.rlim_cur > 2 * FILES_RESERVED ? l.rlim_cur - FILES_RESERVED
								      : l.rlim_cur / 2;
			want = (int)(room / 9 * 8);
		}
	}
	return want < 1 ? 1 : want;
}

static enum err init_core(struct http_server *s, const struct http_config *c,
	const struct http_app *app, struct error *err)
{
	int cpus = pool_default_threads();
	int workers = cpus * WORKERS_PER_CPU < 4 ? 4 : cpus * WORKERS_PER_CPU;
	s->core.app = *app;
	s->core.read_workers = c->read_workers;
	s->core.body_max = c->body_max ? c->body_max : HTTP_BODY_MAX;
	s->core.upload_max = c->upload_max ? c->upload_max : INT64_MAX / 2;
	s->core.arena_max = c->arena_max ? c->arena_max : ARENA_MAX;
	memcpy(s->secret, c->secret, sizeof s->secret);
	s->core.secret = (struct str){ (const char *)s->secret, sizeof s->secret };
	random_bytes(&s->core.id_seed, sizeof s->core.id_seed);
	if (c->upload_folder) {
		s->upload_folder = copy_text(c->upload_folder);
		if (!s->upload_folder)
			return error_nomem(err);
		body_sweep_folder(s->upload_folder);
	}
	s->core.upload_folder = s->upload_folder;
	enum err e = router_new(app, &s->core.router, err);
	if (e == OK)
		e = workers_new(or_default(c->workers, workers),
			c->queue_max ? c->queue_max : QUEUE_MAX, &s->core.workers, err);
	return e;
}

static enum err start_one(struct http_server *s, const struct http_config *c, size_t i,
	int connections, struct error *err)
{
	const struct http_listen *l = &c->listen[i];
	struct socket_of *at = &s->at[s->n];
	at->address = copy_text(l->address);
	if (!at->address)
		return error_nomem(err);
	at->socket.fd = -1;
	s->n++;
	if ((l->tls_cert != NULL) != (l->tls_key != NULL))
		return error_set(
			err, ERR_INVALID, NULL, "地址 %s 的证书和私钥必须同时给出", l->address);
	enum err e = listen_open(l->address, &at->socket, err);
	if (e)
		return e;
	if (l->trust_proxy && !at->socket.is_unix)
		return error_set(err, ERR_INVALID, NULL,
			"地址 %s 不是 unix 套接字，不能信任代理报告的来访地址", l->address);
	struct transport_config t = { .core = &s->core,
		.watch = s->watch,
		.listen = l,
		.fd = at->socket.fd,
		.is_unix = at->socket.is_unix,
		.threads = or_default(c->threads, pool_default_threads()),
		.connections = connections,
		.connections_hard = connections + connections / 8 + 64 };
	return transport_start(&t, &at->transport, err);
}

enum err http_server_start(const struct http_config *c, const struct http_app *app,
	struct http_server **out, struct error *err)
{
	struct http_server *s = mem_alloc(sizeof *s + c->n_listen * sizeof *s->at);
	if (!s)
		return error_nomem(err);
	*s = (struct http_server){ 0 };
	for (size_t i = 0; i < c->n_listen; i++)
		s->at[i] = (struct socket_of){ 0 };
	signal(SIGPIPE, SIG_IGN); /* GnuTLS writes without MSG_NOSIGNAL */
	int connections = connection_ceiling(c);
	int body_ms = or_default(c->body_ms, BODY_MS);
	struct watch_limits l = { .header_ms = or_default(c->header_ms, HEADER_MS),
		.body_ms = body_ms,
		.idle_ms = or_default(c->idle_ms, IDLE_MS),
		.whole_ms = or_default(c->whole_ms, body_ms * WATCH_WHOLE),
		.connections = connections };
	enum err e = init_core(s, c, app, err);
	if (e == OK)
		e = watch_new(&l, &s->watch, err);
	for (size_t i = 0; e == OK && i < c->n_listen; i++)
		e = start_one(s, c, i, connections, err);
	if (e) {
		http_server_stop(s, 0);
		return e;
	}
	*out = s;
	return OK;
}

int http_server_port(const struct http_server *s, size_t i)
{
	assert(i < s->n);
	return s->at[i].socket.port;
}

static void wait_ms(int ms)
{
	struct timespec t = { ms / 1000, (long)ms % 1000 * 1000000 };
	nanosleep(&t, NULL);
}

/* Until nothing is under way or the time is over. */
static void wait_for_answers(struct http_server *s, int64_t ms)
{
	int64_t end = clock_steady_ms() + ms;
	while (atomic_load(&s->core.in_flight) > 0 && clock_steady_ms() < end)
		wait_ms(STOP_STEP_MS);
}

void http_server_stop(struct http_server *s, int grace_ms)
{
	if (!s)
		return;
	atomic_store(&s->core.stopping, true);
	for (size_t i = 0; i < s->n; i++) {
		if (s->at[i].transport)
			transport_quiesce(s->at[i].transport);
		listen_close(&s->at[i].socket, s->at[i].address);
	}
	if (s->watch)
		watch_end_idle(s->watch);
	wait_for_answers(s, grace_ms);
	/* What has no turn yet is answered 503; what runs is waited for: it may have written. */
	if (s->core.workers)
		workers_stop(s->core.workers);
	wait_for_answers(s, STOP_LAST_MS);
	for (size_t i = 0; i < s->n; i++) {
		transport_stop(s->at[i].transport);
		mem_free(s->at[i].address);
	}
	workers_free(s->core.workers);
	watch_free(s->watch);
	router_free(s->core.router);
	mem_free(s->upload_folder);
	mem_wipe(s->secret, sizeof s->secret);
	mem_free(s);
}

void http_server_stats(struct http_server *s, struct http_stats *out)
{
	struct http_core *c = &s->core;
	struct workers_load l = workers_load(c->workers);
	*out = (struct http_stats){ .requests = atomic_load(&c->requests),
		.connections = watch_connections(s->watch),
		.in_flight = atomic_load(&c->in_flight),
		.workers_busy = l.busy,
		.queue = l.queue,
		.refused_guard = atomic_load(&c->refused_guard),
		.refused_slow = watch_cut(s->watch),
		.refused_busy = atomic_load(&c->refused_busy) };
	for (size_t i = 0; i < 6; i++)
		out->by_class[i] = atomic_load(&c->by_class[i]);
	for (size_t i = 0; i < LATENCY_STEPS; i++)
		out->latency_us[i] = atomic_load(&c->latency_us[i]);
}
