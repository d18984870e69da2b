/*
 * route -- the one table of what the program answers to.
 *
 * The router refuses (method, permission, CSRF, size, fields) before the handler
 * runs; a handler never checks a permission.  What a permission means is the
 * application's business (struct http_app).  `gongkai serve --routes` prints the
 * table as docs/routes.md.
 */
#ifndef HTTP_ROUTE_H
#define HTTP_ROUTE_H

#include "http/exchange.h"

typedef enum err http_handler(struct http_exchange *x, struct error *err);

enum http_csrf { NO_CSRF, CSRF }; /* every POST that changes something: CSRF */

enum {
	HTTP_SLOW = 1,	       /* runs on a worker (hashing, large reports); every POST does */
	HTTP_UPLOAD = 2,       /* takes multipart/form-data with files, up to upload_max */
	HTTP_PUBLIC_CACHE = 4, /* strangers' answers may be kept by others for a minute */
	HTTP_REPORT = 8 /* GET: called although query fields are wrong (x->report); else 400 */
};

/* Sizes of a body by route: forms without files, and the most with files. */
enum { HTTP_BODY_MAX = 1 << 20 };

struct http_fields {
	const struct form_field *field;
	size_t n;
	size_t size; /* of the form struct */
};
#define HTTP_NO_FIELDS ((struct http_fields){ 0 })
/* Of a static const struct form_field array and the struct it fills. */
#define HTTP_FIELDS(array, type)                                                                   \
	{                                                                                          \
		(array), sizeof(array) / sizeof(*(array)), sizeof(type)                            \
	}

struct http_route {
	enum http_method method;
	const char *path; /* "/office/people/:id"; a last ":rest*" takes the remaining segments */
	unsigned permission;
	enum http_csrf csrf;
	const struct http_fields *fields; /* NULL: none.  GET: the query; POST: the body */
	http_handler *handler;
	const char *help; /* Chinese, for docs/routes.md and the log */
	unsigned flags;
	int64_t upload_max; /* bytes, with HTTP_UPLOAD */
};

/* Takes every argument, so that a route without a permission does not compile. */
#define ROUTE(method, path, permission, csrf, fields, handler, help)                               \
	{                                                                                          \
		HTTP_##method, path, permission, csrf, fields, handler, help, 0, 0                 \
	}
#define ROUTE_SLOW(method, path, permission, csrf, fields, handler, help)                          \
	{                                                                                          \
		HTTP_##method, path, permission, csrf, fields, handler, help, HTTP_SLOW, 0         \
	}
#define ROUTE_UPLOAD(method, path, permission, csrf, fields, handler, help, max)                   \
	{                                                                                          \
		HTTP_##method, path, permission, csrf, fields, handler, help,                      \
			HTTP_SLOW | HTTP_UPLOAD, max                                               \
	}

/* What the program does with requests; every function gets the exchange with x->app = ctx. */
struct http_app {
	void *ctx;
	const struct http_route *const *table; /* several tables, ended by NULL */
	const size_t *n_routes;		       /* of each table */
	/*
	 * Reads the cookies and sets principal and session_token when somebody is
	 * logged in; leaves them alone otherwise.  An error is an error page.
	 */
	enum err (*authenticate)(struct http_exchange *x, struct error *err);
	/* Runs x->route->handler with whatever belongs round every handler; NULL: just that. */
	enum err (*handle)(struct http_exchange *x, struct error *err);
	/* OK, or ERR_DENIED with its message.  Called for every route with its permission. */
	enum err (*authorise)(struct http_exchange *x, unsigned permission, struct error *err);
	/*
	 * Nobody is logged in and the permission asks for somebody: answer, as a rule
	 * by going to the log-in page and back; a POST keeps what was typed (x->pairs,
	 * without its files) as a draft.
	 */
	enum err (*log_in)(struct http_exchange *x, struct error *err);
	/* Answers with a page for the status (400 403 404 405 409 413 415 422 429 500 503). */
	void (*error_page)(struct http_exchange *x, int status, const struct error *e);
	/*
	 * Called once per request when it is over: status and bytes of body sent.  Status 0: the
	 * client went away before there was an answer; x->route is NULL when none was found.
	 */
	void (*finished)(struct http_exchange *x, int status, int64_t bytes, int64_t duration_us);
};

/* The one table from error codes to statuses. */
int http_status_of(enum err code);

/*
 * Checks the tables (no two routes for one method and path, POST has CSRF unless
 * said otherwise, fields fit) and appends docs/routes.md to out.
 * permission_name(p) names a permission.
 */
MUST_USE enum err http_routes_print(const struct http_app *app,
	const char *(*permission_name)(unsigned permission), struct buf *out, struct error *err);

/*
 * Appends a location of nginx that takes the paths of the routes with files and no others; inside:
 * its lines.
 */
MUST_USE enum err http_uploads_print(
	const struct http_app *app, const char *inside, struct buf *out, struct error *err);

#endif
