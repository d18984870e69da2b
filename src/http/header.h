/*
 * header -- the request headers we read and the response headers we write.
 *
 * Pure functions over one header value.  Times are seconds since the epoch in
 * UTC; no clock is read.  Readers are lenient where the RFC says so and never
 * fail loudly: a header that makes no sense is as if absent.  Writers refuse
 * what could break out of their header.
 */
#ifndef HTTP_HEADER_H
#define HTTP_HEADER_H

#include "core/arena.h"
#include "core/buf.h"

#include <stdint.h>

/*
 * Cookie (RFC 6265 5.4, read leniently): takes the next pair off *rest; false at the end.  Pairs
 * without '=' or with an empty name are skipped.  Quotes are part of the value.
 */
bool cookie_next(struct str *rest, struct str *name, struct str *value);
/* The first cookie of that name; false when there is none. */
bool cookie_find(struct str header, const char *name, struct str *value);

/* One cookie to be set. */
struct cookie {
	struct str name;   /* a token */
	struct str value;  /* RFC 6265 cookie-octets, unquoted */
	const char *path;  /* NULL: "/" */
	int64_t max_age_s; /* < 0: until the browser closes; 0: remove now */
	bool secure;
	bool script; /* readable by scripts; false adds HttpOnly */
	bool lax;    /* SameSite=Lax, false: SameSite=Strict */
};

/* Appends a Set-Cookie value.  ERR_BUG when a member could break out of it; b is untouched then. */
MUST_USE enum err set_cookie_write(struct buf *b, const struct cookie *c, struct error *err);

/*
 * If-None-Match against our entity tag (with its quotes, W/ allowed): weak comparison, "*"
 * matches any.  True means: answer 304.
 */
bool etag_matches(struct str if_none_match, struct str etag);

/*
 * IMF-fixdate, RFC 850 and asctime forms (RFC 9110 5.6.7), strictly.  now decides the century of a
 * two-digit year (at most 50 years ahead).  *out untouched when false.
 */
bool http_date_parse(struct str s, int64_t now, int64_t *out);

struct http_date_text {
	char z[40];
};
/* "Sun, 06 Nov 1994 08:49:37 GMT".  Moments outside the years 1600..9999 are written as 1970. */
struct http_date_text http_date_text(int64_t moment);

enum range_kind {
	RANGE_WHOLE,	    /* absent, several, another unit or nonsense: answer 200 */
	RANGE_PART,	    /* answer 206 */
	RANGE_UNSATISFIABLE /* answer 416 */
};
struct byte_range {
	uint64_t first, last; /* inclusive */
};
/* Range for a body of `size` bytes; *out is set for RANGE_PART only. */
enum range_kind range_parse(struct str header, uint64_t size, struct byte_range *out);
/*
 * If-Range: true when the part may be sent -- header empty, or a strong tag equal to ours, or the
 * very date of last change.
 */
bool if_range_holds(struct str header, struct str etag, int64_t changed, int64_t now);

/* Accept-Encoding: gzip (or x-gzip, or "*") with q above 0. */
bool accepts_gzip(struct str header);

/* Content-Type: "type/subtype" in lower case, and its parameters. */
struct content_type {
	struct str type;   /* in the arena */
	struct str params; /* borrowed: behind the first ';' */
};
/* ERR_INVALID for what is no media type, ERR_NOMEM. */
MUST_USE enum err content_type_parse(
	struct arena *a, struct str header, struct content_type *out, struct error *err);
/*
 * Takes the next "; name=value" off *rest: quoted or not.  The value of a quoted one is between its
 * quotes, escapes untouched (*quoted says so).  false at the end or at what is no parameter (then
 * *rest is not empty).
 */
bool param_next(struct str *rest, struct str *name, struct str *value, bool *quoted);

/*
 * Appends a Content-Disposition for a download (RFC 6266): `attachment` (or `inline`), an ASCII
 * fallback and filename* in UTF-8.  filename is valid UTF-8; path parts and control characters are
 * cleaned away.
 */
void content_disposition_write(struct buf *b, struct str filename, bool is_inline);

#endif
