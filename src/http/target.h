/*
 * target -- the request target: where a request wants to go.
 *
 * Only origin-form is taken ("/path?query"); absolute-form, authority-form and
 * "*" are refused.  The raw path is cut into segments first and each segment is
 * decoded once, so %2F stays inside its segment and can never make a new one.
 * Nothing is repaired: "//", "." and ".." (also written %2E), bad escapes, %00,
 * control characters, a raw backslash and bytes that are not UTF-8 are
 * ERR_INVALID (400).  Everything is copied into the arena.
 */
#ifndef HTTP_TARGET_H
#define HTTP_TARGET_H

#include "http/urlencoded.h"

enum {
	TARGET_PATH_MAX = 2048, /* bytes as sent */
	TARGET_SEGMENTS_MAX = 64,
	TARGET_QUERY_MAX = 8192 /* bytes as sent, without '?' */
};

struct target {
	/*
	 * The path in its one normal spelling: segments escaped again, starts with '/', printable
	 * ASCII.  Equal paths have equal bytes; safe in a log and in a Location header.
	 */
	struct str path;
	const struct str *segment; /* decoded, never empty */
	size_t n_segments;	   /* 0 for "/" */
	bool folder;		   /* ended in '/' (also "/" itself) */
	struct str query;	   /* as sent, without '?'; printable ASCII or UTF-8 */
	struct form_pairs pairs;   /* the query, decoded */
};

/*
 * raw: the bytes between method and version, untouched.  ERR_INVALID as above and for a query
 * that does not decode (controls other than tab, CR, LF count as such), ERR_LIMIT (414) for
 * the limits, ERR_NOMEM.
 */
MUST_USE enum err target_parse(
	struct arena *a, struct str raw, struct target *out, struct error *err);

#endif
