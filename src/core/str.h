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

struct str str_cstr(const char *z); /* NULL gives the empty string */
bool str_eq(struct str a, struct str b);
bool str_is(struct str a, const char *z); /* equal to a C string */
int str_cmp(struct str a, struct str b);  /* by bytes, as memcmp */
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
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
