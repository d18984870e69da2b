/*
 * transport -- libmicrohttpd on one listening socket.  Private to http/; transport.c is the only
 * file that includes its header (tools/layercheck).
 */
#ifndef HTTP_TRANSPORT_H
#define HTTP_TRANSPORT_H

#include "http/request.h"
#include "http/watch.h"

struct transport;

struct transport_config {
	struct http_core *core;
	struct watch *watch;
	const struct http_listen *listen;
	int fd; /* listening; stays the caller's */
	bool is_unix;
	int threads;
	int connections;      /* more are answered 503 */
	int connections_hard; /* more wait unanswered */
};

/* ERR_IO: TLS key or certificate do not fit, or the system refuses. */
MUST_USE enum err transport_start(
	const struct transport_config *c, struct transport **out, struct error *err);
/* Takes no more connections; those that are open go on. */
void transport_quiesce(struct transport *t);
/* Ends all connections.  No request may be with a worker.  NULL is allowed. */
void transport_stop(struct transport *t);

#endif
