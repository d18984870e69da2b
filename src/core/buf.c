#include "core/buf.h"

#include "core/mem.h"

#include <stdarg.h>
#include <stdio.h>

enum { CAP_MIN = 256 };

void buf_init(struct buf *b, size_t max)
{
	*b = (struct buf){ .max = max };
}

void buf_done(struct buf *b)
{
	if (!b)
		return;
	mem_free(b->p);
	*b = (struct buf){ .max = b->max };
}

void buf_clear(struct buf *b)
{
	b->n = 0;
	b->err = OK;
}

/* Makes room for n more bytes; false (with the sticky error set) when it cannot. */
static bool reserve(struct buf *b, size_t n)
{
	if (b->err)
		return false;
	if (n > b->max - b->n) {
		b->err = ERR_LIMIT;
		return false;
	}
	if (n <= b->cap - b->n)
		return true;
	size_t cap = b->cap ? b->cap : CAP_MIN;
	while (cap < b->n + n)
		cap = cap > b->max / 2 ? b->max : cap * 2;
	char *q = mem_resize(b->p, cap);
	if (!q) {
		b->err = ERR_NOMEM;
		return false;
	}
	b->p = q;
	b->cap = cap;
	return true;
}

void buf_reserve(struct buf *b, size_t n)
{
	(void)reserve(b, n);
}

void buf_add_slowly(struct buf *b, const void *p, size_t n)
{
	if (n == 0 || !reserve(b, n))
		return;
	memcpy(b->p + b->n, p, n);
	b->n += n;
}

void buf_cstr(struct buf *b, const char *z)
{
	buf_str(b, str_cstr(z));
}

void buf_int(struct buf *b, int64_t v)
{
	char t[24];
	size_t n = sizeof t;
	uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
	do {
		t[--n] = (char)('0' + u % 10);
		u /= 10;
	} while (u > 0);
	if (v < 0)
		t[--n] = '-';
	buf_add(b, t + n, sizeof t - n);
}

void buf_fmt(struct buf *b, const char *fmt, ...)
{
	va_list ap, again;
	va_start(ap, fmt);
	va_copy(again, ap);
	/* Into the room there is; a second time only when that was too small. */
	size_t room = b->err ? 0 : (b->cap < b->max ? b->cap : b->max) - b->n;
	int n = vsnprintf(room ? b->p + b->n : NULL, room, fmt, ap);
	va_end(ap);
	if (n >= 0 && (size_t)n < room) {
		b->n += (size_t)n;
		/* One byte more for vsnprintf's NUL, which is not counted. */
	} else if (n >= 0 && (size_t)n < b->max - b->n && reserve(b, (size_t)n + 1)) {
		vsnprintf(b->p + b->n, (size_t)n + 1, fmt, again);
		b->n += (size_t)n;
	} else if (!b->err) {
		b->err = ERR_LIMIT;
	}
	va_end(again);
}

struct str buf_view(const struct buf *b)
{
	return (struct str){ b->p, b->n };
}

enum err buf_check(const struct buf *b, struct error *err)
{
	if (b->err == ERR_NOMEM)
		return error_nomem(err);
	if (b->err)
		return error_set(err, b->err, NULL, "内容超过 %zu 字节的上限", b->max);
	return OK;
}
