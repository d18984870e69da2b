/*
 * buf -- growable bytes with a hard ceiling and a sticky error.
 *
 * Append freely, test b->err once at the end.  After an error nothing more is
 * added; what is there stays.  The buffer owns its bytes until buf_done.
 */
#ifndef CORE_BUF_H
#define CORE_BUF_H

#include "core/error.h"
#include "core/str.h"

#include <stdint.h>

struct buf {
	char *p;
	size_t n, cap, max;
	enum err err; /* OK, ERR_LIMIT or ERR_NOMEM */
};

void buf_init(struct buf *b, size_t max); /* max: ceiling in bytes */
void buf_done(struct buf *b);             /* frees; the buffer may be used again */
void buf_clear(struct buf *b);            /* empties and forgets the error, keeps the memory */
/* Room for n more bytes at once, when it is known that many will come; fails as buf_add does. */
void buf_reserve(struct buf *b, size_t n);
/* buf_add when there is no room yet, or never will be. */
void buf_add_slowly(struct buf *b, const void *p, size_t n);
static inline void buf_add(struct buf *b, const void *p, size_t n)
{
	if (b->err || n > b->cap - b->n || n > b->max - b->n)
		buf_add_slowly(b, p, n);
	else if (n) {
		memcpy(b->p + b->n, p, n);
		b->n += n;
	}
}
static inline void buf_char(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}
static inline void buf_str(struct buf *b, struct str s)
{
	buf_add(b, s.p, s.n);
}
void buf_cstr(struct buf *b, const char *z);
void buf_int(struct buf *b, int64_t v);
PRINTF_LIKE(2, 3) void buf_fmt(struct buf *b, const char *fmt, ...);
/* The content, borrowed until the next change. */
struct str buf_view(const struct buf *b);
/* Turns the sticky error into a struct error; OK when there is none. */
MUST_USE enum err buf_check(const struct buf *b, struct error *err);
/* A literal without strlen. */
#define buf_lit(b, s) buf_add((b), "" s, sizeof(s) - 1)

#endif
