/*
 * str -- borrowed UTF-8 bytes.  Not NUL-terminated; {NULL, 0} is the empty
 * string.  UTF-8 is checked once at the boundary and is an invariant inside.
 */
#ifndef CORE_STR_H
#define CORE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct str {
	const char *p;
	size_t n;
};

/* A literal, without strlen at run time. */
#define STR(lit) ((struct str){ "" lit, sizeof(lit) - 1 })
/* The same for static tables, where a compound literal is no constant. */
#define STR_INIT(lit) { "" lit, sizeof(lit) - 1 }
/* For printf("%.*s", STR_ARG(s)). */
#define STR_ARG(s) (int)(s).n, (s).p ? (s).p : ""

/* The five smallest are inline: they are called so often that the calls would be seen. */

/* NULL gives the empty string. */
static inline struct str str_cstr(const char *z)
{
	return (struct str){ z, z ? strlen(z) : 0 };
}

static inline bool str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* Equal to a C string. */
static inline bool str_is(struct str a, const char *z)
{
	return str_eq(a, str_cstr(z));
}

static inline bool str_starts(struct str s, struct str prefix)
{
	return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

static inline bool str_ends(struct str s, struct str suffix)
{
	return s.n >= suffix.n &&
		(suffix.n == 0 || memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0);
}

int str_cmp(struct str a, struct str b); /* by bytes, as memcmp */
/* Byte offset of the first `needle` at or after `from`; s.n when there is none. */
size_t str_find(struct str s, struct str needle, size_t from);
bool str_has(struct str s, const char *needle);
/* Bytes [from, to), both clamped to the string. */
struct str str_sub(struct str s, size_t from, size_t to);
/* Without ASCII white space, U+00A0, U+3000, U+200B and U+FEFF at both ends. */
struct str str_trim(struct str s);
/* Takes the next line (without its end, LF or CRLF) off *rest; false when nothing is left. */
bool str_next_line(struct str *rest, struct str *line);

#endif
