/*
 * head -- the first lines of a request as the transport read them: method, target, version and
 * headers, nothing judged yet (http/guard.h does).  Private to http/.  Strings are borrowed from
 * the transport and live as long as the request.
 */
#ifndef HTTP_HEAD_H
#define HTTP_HEAD_H

#include "core/str.h"

#include <stdint.h>

enum {
	HEAD_LINES_MAX = 100,	   /* nginx has no count; 100 is what Apache takes */
	HEAD_BYTES_MAX = 32 * 1024 /* all of it; nginx's 4 buffers of 8 KiB */
};

struct http_header {
	struct str name, value;
};

struct http_head {
	struct str method, target, version; /* "POST", "/a?b=1", "HTTP/1.1" */
	const struct http_header *line;
	size_t n_lines;
	size_t size;	 /* bytes of request line and headers as received; 0: not known */
	struct str peer; /* address of the other end as text; "local" for a unix socket */
	bool trusted;	 /* the other end is our proxy: X-Forwarded-* are its words */
	bool tls;	 /* our own TLS */
	bool overloaded; /* more connections than allowed: answer 503 and close */
};

/* The first header of that name (any case), trimmed; empty when absent or not UTF-8. */
struct str head_find(const struct http_head *h, const char *name);
/* How many headers of that name there are. */
size_t head_count(const struct http_head *h, const char *name);

#endif
