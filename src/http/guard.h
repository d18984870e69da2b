/*
 * guard -- refuses requests that two programs could read in two ways.
 *
 * libmicrohttpd 0.9.75 takes requests that smuggle a second one past a proxy or forge headers
 * (study/http.md 3.1).  The guard looks at what it delivers, before anything else does, and lets
 * through only what has one meaning.  Pure; private to http/.  What the library refuses itself
 * (a malformed Content-Length or chunk size) never gets here.
 */
#ifndef HTTP_GUARD_H
#define HTTP_GUARD_H

#include "http/head.h"

struct guard_verdict {
	int status;	 /* 0: let through; else 400, 413, 431, 501 or 505, and close */
	const char *why; /* for the log; static */
	int64_t length;	 /* of the body: 0: none, -1: chunked */
};

/*
 * Refuses: names that are no token, control characters in values, more than one Host,
 * Content-Length, Transfer-Encoding or Content-Type, no Host, a Host that is no authority,
 * Transfer-Encoding beside Content-Length, other than "chunked" or before HTTP/1.1, a
 * Content-Length that is not plain digits, methods that are no token or unknown, versions other
 * than 1.0 and 1.1, too many or too long headers, a body on GET or HEAD, and a head longer than its
 * parts add up to: that is how folded lines and NUL bytes show, which the library hides.
 */
struct guard_verdict guard_check(const struct http_head *h);

#endif
