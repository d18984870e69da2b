/*
 * server -- accepts connections and sends each request through the route table.
 *
 * libmicrohttpd underneath; server.c (and its private neighbours) alone include
 * it.  Requests are guarded first (study/http.md 3), limits stand before
 * parsers, a watchdog ends connections that are too slow with their header or
 * body.  GET handlers run on the connection's thread, unless config.read_workers;
 * POST handlers and slow ones on worker threads while the connection is
 * suspended.
 */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include "http/route.h"

struct http_server;

struct http_listen {
	const char *address;    /* "127.0.0.1:8080", "[::1]:8080", or "unix:/run/gongkai.sock" */
	bool trust_proxy;       /* believe X-Forwarded-For / -Proto; only for unix sockets */
	const char *tls_cert, *tls_key; /* PEM text (not paths), NULL: no TLS; TLS 1.2 and 1.3 only */
};

struct http_config {
	const struct http_listen *listen;
	size_t n_listen;
	int threads;          /* connection threads; 0: processors */
	int workers;          /* threads for slow work; 0: 4 * processors, at least 4 */
	bool read_workers;    /* GET handlers block on a network: run them on workers too */
	int max_connections;  /* 0: 10000 */
	int header_ms;        /* from the first byte to the end of the header; 0: 10000 */
	int body_ms;          /* without progress in a body; 0: 15000; the whole body: 60 times that */
	int idle_ms;          /* keep-alive; 0: 60000 */
	size_t arena_max;     /* per request; 0: 16 MiB */
	size_t queue_max;     /* requests waiting for a worker, then 503; 0: 1000 */
	const char *upload_folder; /* for files being received; must exist */
	unsigned char secret[32];  /* for CSRF tokens; kept over restarts by the caller */
};

/* ERR_IO: an address cannot be listened on (says which and why). */
MUST_USE enum err http_server_start(const struct http_config *c, const struct http_app *app,
	struct http_server **out, struct error *err);
/* The port really listened on by listen[i] (for :0), 0 for unix sockets. */
int http_server_port(const struct http_server *s, size_t i);
/* Stops accepting, answers what is under way (at most grace_ms), frees.  NULL is allowed. */
void http_server_stop(struct http_server *s, int grace_ms);

struct http_stats {
	int64_t requests, by_class[6]; /* [2] = 2xx …; [0]: broken off before an answer */
	int64_t connections, in_flight, workers_busy, queue;
	int64_t refused_guard, refused_slow, refused_busy;
	int64_t latency_us[20]; /* counts per power of two of microseconds, from 16 us */
};
void http_server_stats(struct http_server *s, struct http_stats *out);

#endif
