/*
 * server -- accepts connections and sends each request through the route table.
 *
 * libmicrohttpd underneath; transport.c alone includes it.  Requests are guarded first, limits
 * stand before parsers, a watchdog ends connections that are too slow (docs/http.md).  GET handlers
 * run on the connection's thread, unless config.read_workers; POST handlers and slow ones on
 * worker threads while the connection is suspended.
 */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include "http/route.h"

struct http_server;

/* TLS texts must stay until the server has stopped; the rest is copied. */
struct http_listen {
	const char *address; /* "127.0.0.1:8080", "[::1]:8080", or "unix:/run/gongkai.sock" */
	bool trust_proxy;    /* believe X-Forwarded-For / -Proto; only for unix sockets */
	const char *tls_cert,
		*tls_key; /* PEM text (not paths), NULL: no TLS; TLS 1.2 and 1.3 only */
};

struct http_config {
	const struct http_listen *listen;
	size_t n_listen;
	int threads;	     /* connection threads; 0: processors */
	int workers;	     /* threads for slow work; 0: 4 * processors, at least 4 */
	bool read_workers;   /* GET handlers block on a network: run them on workers too */
	int max_connections; /* 0: 10000; at most what the limit of open files leaves */
	int header_ms;	     /* from connecting to the end of the first head; 0: 10000 */
	int body_ms;	  /* for every 4 KiB of a body; 0: 15000 */
	int whole_ms;	  /* for a whole body; 0: 60 times body_ms */
	int idle_ms;	  /* from an answer to the end of the next head; 0: 60000 */
	/* Ceilings over those of the routes; 0: none but theirs. */
	int64_t body_max;   /* a form without files */
	int64_t upload_max; /* the files of one form together */
	size_t arena_max; /* per request; 0: 16 MiB */
	size_t queue_max; /* requests waiting for a worker, then 503; 0: 1000 */
	const char *upload_folder; /* for files being received; must exist; NULL: no uploads */
	unsigned char secret[32];  /* for CSRF tokens; kept over restarts by the caller */
};

/*
 * ERR_IO: an address cannot be listened on (says which and why).  ERR_BUG: the route tables make no
 * sense.  Raises the limit of open files and ignores SIGPIPE.
 */
MUST_USE enum err http_server_start(const struct http_config *c, const struct http_app *app,
	struct http_server **out, struct error *err);
/* The port really listened on by listen[i] (for :0), 0 for unix sockets. */
int http_server_port(const struct http_server *s, size_t i);
/*
 * Stops accepting, answers what is under way (at most grace_ms), frees.  After that time requests
 * that wait for a worker are answered 503; a handler that runs is waited for: it may have written.
 * NULL is allowed.
 */
void http_server_stop(struct http_server *s, int grace_ms);

struct http_stats {
	int64_t requests, by_class[6]; /* [2] = 2xx …; [0]: broken off before an answer */
	int64_t connections, in_flight, workers_busy, queue;
	int64_t refused_guard, refused_slow, refused_busy;
	int64_t latency_us[20]; /* counts per power of two of microseconds, from 16 us */
};
void http_server_stats(struct http_server *s, struct http_stats *out);

#endif
