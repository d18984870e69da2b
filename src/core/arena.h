/*
 * arena -- memory that lives and dies together, with a ceiling.
 *
 * One arena per request or per document; nothing in it is freed singly.  At
 * the ceiling or without memory arena_alloc returns NULL and the arena keeps
 * a sticky error, so a caller may build first and ask arena_check once, as
 * long as it tests each pointer before use.
 */
#ifndef CORE_ARENA_H
#define CORE_ARENA_H

#include "core/error.h"
#include "core/str.h"

struct arena_chunk;
struct arena_defer;

struct arena {
	struct arena_chunk *chunk;
	struct arena_defer *defer;
	size_t used, max; /* bytes handed out, and their ceiling */
	enum err err;     /* sticky: OK, ERR_LIMIT or ERR_NOMEM */
};

void arena_init(struct arena *a, size_t max);
/* Runs what was deferred (last first) and frees everything.  NULL is allowed. */
void arena_done(struct arena *a);
/* As arena_done, but keeps one chunk for the next use and forgets the error. */
void arena_reset(struct arena *a);

/* n cleared bytes, aligned for any type; NULL at the ceiling. */
void *arena_alloc(struct arena *a, size_t n);
/* count cleared elements; overflow of count*size is ERR_LIMIT. */
void *arena_calloc(struct arena *a, size_t count, size_t size);
#define arena_array(a, type, count) ((type *)arena_calloc((a), (count), sizeof(type)))
#define arena_one(a, type) ((type *)arena_calloc((a), 1, sizeof(type)))
/*
 * Grows an array that was made in this arena: returns room for at least `want`
 * elements, the first `have` copied; *cap is updated (doubling).  NULL on
 * failure, the old array stays.
 */
void *arena_grow(struct arena *a, void *old, size_t have, size_t want, size_t *cap, size_t size);

/* A copy, NUL-terminated for the sake of library calls.  Empty on failure. */
struct str arena_str(struct arena *a, struct str s);
/* The same as a C string; NULL on failure. */
char *arena_cstr(struct arena *a, struct str s);
PRINTF_LIKE(2, 3) struct str arena_fmt(struct arena *a, const char *fmt, ...);

/* fn(p) is called by arena_done or arena_reset.  On failure fn is called at once. */
void arena_defer(struct arena *a, void (*fn)(void *), void *p);

/* Turns the sticky error into a struct error. */
MUST_USE enum err arena_check(const struct arena *a, struct error *err);

#endif
