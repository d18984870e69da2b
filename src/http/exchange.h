/*
 * exchange -- one HTTP request and its answer, as a handler sees them.
 *
 * Knows nothing of the HTTP library underneath (http/server.c alone does) and
 * nothing of government.  The exchange and everything it lends out live in its
 * arena until the answer has been sent.
 *
 * A handler reads the request, calls exactly one http_answer_* function (or
 * returns an error, which becomes an error page) and never writes to the
 * connection itself: nothing is sent before the result is known.
 */
#ifndef HTTP_EXCHANGE_H
#define HTTP_EXCHANGE_H

#include "core/arena.h"
#include "core/buf.h"
#include "http/form.h"

#include <stdbool.h>
#include <stdint.h>

enum http_method {
	HTTP_GET,
	HTTP_POST,
	HTTP_METHODS
}; /* HEAD is answered as GET without its body */

enum { HTTP_PARAMS_MAX = 4, HTTP_HEADERS_MAX = 16 };

struct http_route;
struct http_answer; /* http/answer.h */
struct http_head;   /* http/head.h */

struct http_exchange {
	/* The request; set by the server, read by handlers. */
	enum http_method method;
	bool head;
	struct str path;   /* in its one spelling, ASCII (http/target.h): "/office/people/17" */
	struct str target; /* path and query as they came, for "return to" links; no control
			      characters */
	const struct http_route *route;
	struct str param[HTTP_PARAMS_MAX]; /* what stood at :name in the route's path, in order */
	const struct form_pair *query;	   /* undeclared too; handlers use form instead */
	size_t n_query;
	struct str cookies;    /* the Cookie header; see http_cookie_find */
	struct str request_id; /* 16 characters, in logs, error pages and X-Request-Id */
	struct str peer;       /* the client's address as text */
	bool secure;	       /* came over TLS (our own or the trusted proxy's) */
	bool wants_gzip;
	int64_t started_ms; /* milliseconds since the epoch */
	struct arena *arena;
	void *app; /* struct http_app.ctx */

	/* The declared fields, read into the route's form struct; NULL when it declares none. */
	const void *form;
	const struct form_report
		*report; /* errors and what was typed; n_errors may be > 0: answer 422 */
	const struct form_pair *pairs; /* the raw body pairs, for drafts */
	size_t n_pairs;

	/* Set by struct http_app.authenticate. */
	void *principal;	  /* NULL: nobody logged in */
	struct str session_token; /* what forms are bound to, one per log-in; empty: nobody logged in */

	struct http_answer *answer;	    /* private */
	const struct http_head *head_lines; /* private; see http_header_find */
	struct str secret, csrf_token;	    /* private to http_csrf_token */
};

/*
 * Answers.  The buffer is taken over (its struct may be thrown away afterwards).
 * Each replaces an earlier answer of the same exchange.
 */
void http_answer_page(struct http_exchange *x, int status, struct buf *html);
void http_answer_bytes(struct http_exchange *x, int status, const char *type, struct buf *bytes);
/* Bytes that outlive the server (embedded assets); gz may be empty. */
void http_answer_static(struct http_exchange *x, const char *type, struct str bytes, struct str gz);
/* 303 See Other to a path of our own ("/…"); anything else becomes "/". */
void http_answer_redirect(struct http_exchange *x, struct str path);
/*
 * A body of known size that is read in pieces: read returns the number of bytes put
 * into p (at most n), or -1 to break the connection off.  Ranges are served.  done is always called
 * once.
 */
struct http_source {
	int64_t size;
	int64_t (*read)(void *ctx, int64_t at, char *p, size_t n);
	void (*done)(void *ctx);
	void *ctx;
};
void http_answer_source(struct http_exchange *x, const char *type, const struct http_source *s);

/* Adds a header to the answer, also to a later one.  Control characters are a bug (assert). */
void http_header_add(struct http_exchange *x, const char *name, struct str value);
/*
 * Entity tag without quotes.  On GET the server answers 304 by itself when the
 * client has it; call it before the expensive part and stop when it returns true.
 */
bool http_etag_matches(struct http_exchange *x, struct str tag);
/* "private, no-store" is the default; "public, max-age=31536000, immutable" for assets. */
void http_cache_set(struct http_exchange *x, const char *cache_control);
/* The browser offers to save the answer under this name. */
void http_download_name(struct http_exchange *x, struct str name);

/* First request header of that name (any case); empty when absent or not UTF-8. */
struct str http_header_find(const struct http_exchange *x, const char *name);
/* First cookie of that name; empty when absent. */
struct str http_cookie_find(const struct http_exchange *x, const char *name);
struct http_cookie {
	const char *name;
	struct str value;
	int64_t max_age_s; /* -1: until the browser closes; 0: delete */
	bool readable;	   /* not HttpOnly */
};
/* Path=/, SameSite=Lax, Secure when the exchange is. */
void http_cookie_set(struct http_exchange *x, const struct http_cookie *c);

/*
 * The token that the forms of this page must carry in the field "_csrf": an HMAC
 * over this request and the session, or a cookie of its own for visitors without a
 * session (set here when missing).
 */
struct str http_csrf_token(struct http_exchange *x);

#endif
