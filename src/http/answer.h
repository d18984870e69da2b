/*
 * answer -- what a request is answered with, from the handler's call to the bytes of the
 * transport.  Private to http/; handlers see http/exchange.h.
 *
 * An answer owns its buffer or source until the transport takes them (answer_take_*).
 */
#ifndef HTTP_ANSWER_H
#define HTTP_ANSWER_H

#include "http/exchange.h"
#include "http/head.h"

enum answer_kind { ANSWER_NONE, ANSWER_EMPTY, ANSWER_BUF, ANSWER_STATIC, ANSWER_SOURCE };

enum { ANSWER_LINES_MAX = HTTP_HEADERS_MAX + 24 };

struct http_answer {
	enum answer_kind kind;
	int status;
	const char *type; /* NULL: no body */
	struct buf buf;
	struct str bytes, gz;
	struct http_source source;
	int64_t from, length; /* part of the source to be sent */
	struct http_header added[HTTP_HEADERS_MAX];
	size_t n_added;
	const char *cache; /* NULL: the default */
	struct str tag;	   /* without quotes */
	struct str download;
	bool sets_cookie, has_token; /* never to be cached by others */
	bool close;
	bool broken; /* no memory for a header: answer 500 instead */

	/* Made by answer_seal: all headers but Date, Content-Length and Connection. */
	struct http_header line[ANSWER_LINES_MAX];
	size_t n_lines;
	struct str body; /* of BUF and STATIC */
};

/* Gives back what the answer owns; it is empty then.  Headers added stay. */
void answer_drop(struct http_answer *a);
/* Status and Location or the like without a body. */
void answer_empty(struct http_exchange *x, int status);
/*
 * Decides range, gzip and caching and fills line[].  An answer that is broken or missing becomes a
 * bare 500.
 */
void answer_seal(struct http_exchange *x);
/* Name and value must stay valid until the answer is sent. */
void answer_line(struct http_answer *a, const char *name, struct str value);

/* A page of our own without the application: for early and late failures. */
void answer_plain_error(struct http_exchange *x, int status, const struct error *e);
/* "Not Found" in Chinese and what to do; for answer_plain_error and default messages. */
struct status_text {
	const char *title, *advice;
};
struct status_text status_text(int status);

#endif
