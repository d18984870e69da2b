/*
 * request -- one request on its way through the layer, without any network.  Private to http/.
 *
 * The transport gives the head, then the body's bytes, and asks after each what comes next; it
 * may be libmicrohttpd or a test.  Order: guard, route, size, authenticate, authorise, read the
 * body, CSRF, fields, handler.  A request belongs to one thread at a time.
 */
#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H

#include "http/answer.h"
#include "http/body.h"
#include "http/head.h"
#include "http/router.h"
#include "http/server.h"
#include "http/work.h"

#include <stdatomic.h>

enum { LATENCY_STEPS = 20, LATENCY_FIRST_US = 16 };

/* What all requests of a server share.  Counters apart it does not change while it serves. */
struct http_core {
	struct http_app app;
	struct router *router;
	struct workers *workers;
	bool read_workers;
	int64_t body_max, upload_max; /* over those of the routes */
	size_t arena_max;
	const char *upload_folder;
	struct str secret;
	uint64_t id_seed;
	_Atomic uint64_t id_count;
	_Atomic bool stopping;
	_Atomic int64_t in_flight, requests, by_class[6], refused_guard, refused_busy;
	_Atomic int64_t latency_us[LATENCY_STEPS];
};

enum request_next {
	NEXT_ANSWER, /* x.answer is sealed: send it */
	NEXT_BODY,   /* feed the body, then request_body_end */
	NEXT_WORK    /* run request_work on a worker, then ask request_next */
};

enum request_stage { STAGE_NEW, STAGE_ENTER, STAGE_READ, STAGE_HANDLE, STAGE_DONE, STAGE_SEALED };

struct http_request {
	struct http_exchange x;
	struct http_core *core;
	struct arena arena;
	struct http_head head;
	struct http_answer answer;
	struct body_sink *body; /* in the arena; NULL: none */
	int64_t length;		/* of the body: 0 none, -1 chunked */
	enum request_stage stage;
	bool log_in_later; /* nobody is logged in: what was typed is read first */
	int64_t begun_us;
	struct form_report report;
	char id[17];
};

/* ERR_NOMEM gives NULL.  Counts as in flight until request_free. */
struct http_request *request_new(struct http_core *core);
/* The head is complete.  head's strings must stay; its line array must be in r->arena or outlive r.
 */
enum request_next request_begin(struct http_request *r, const struct http_head *head);
void request_feed(struct http_request *r, struct str bytes);
/* No more than a closed connection can help: too much has come. */
bool request_is_hopeless(const struct http_request *r);
enum request_next request_body_end(struct http_request *r);
/* On a worker thread (or anywhere the transport likes). */
void request_work(struct http_request *r);
enum request_next request_next(struct http_request *r);
/* Answers 503 instead of working: the queue is full or the server stops. */
void request_refuse_busy(struct http_request *r);
/*
 * The end: tells the application (when the head had come), removes files, frees.  sent: bytes of
 * body that went out.
 */
void request_free(struct http_request *r, int64_t sent);

#endif
