#include "core/arena.h"

#include "core/mem.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

enum { CHUNK_MIN = 16 * 1024, CHUNK_MAX = 1024 * 1024, ALIGN = 16 };

struct arena_chunk {
	struct arena_chunk *next;
	size_t used, cap;
	_Alignas(ALIGN) unsigned char data[];
};

struct arena_defer {
	struct arena_defer *next;
	void (*fn)(void *);
	void *p;
};

void arena_init(struct arena *a, size_t max)
{
	*a = (struct arena){ .max = max };
}

static void run_deferred(struct arena *a)
{
	struct arena_defer *d = a->defer;
	a->defer = NULL;
	for (; d; d = d->next)
		d->fn(d->p);
}

void arena_done(struct arena *a)
{
	if (!a)
		return;
	run_deferred(a);
	for (struct arena_chunk *c = a->chunk; c;) {
		struct arena_chunk *next = c->next;
		mem_free(c);
		c = next;
	}
	*a = (struct arena){ .max = a->max };
}

void arena_reset(struct arena *a)
{
	run_deferred(a);
	struct arena_chunk *keep = a->chunk;
	if (keep) {
		for (struct arena_chunk *c = keep->next; c;) {
			struct arena_chunk *next = c->next;
			mem_free(c);
			c = next;
		}
		keep->next = NULL;
		keep->used = 0;
	}
	*a = (struct arena){ .max = a->max, .chunk = keep };
}

static struct arena_chunk *add_chunk(struct arena *a, size_t n)
{
	size_t cap = a->chunk ? a->chunk->cap * 2 : CHUNK_MIN;
	if (cap > CHUNK_MAX)
		cap = CHUNK_MAX;
	if (cap < n)
		cap = n;
	struct arena_chunk *c = mem_alloc(sizeof *c + cap);
	if (!c) {
		a->err = ERR_NOMEM;
		return NULL;
	}
	c->next = a->chunk;
	c->used = 0;
	c->cap = cap;
	a->chunk = c;
	return c;
}

void *arena_alloc(struct arena *a, size_t n)
{
	if (a->err == ERR_NOMEM)
		return NULL;
	if (n > a->max - a->used || n > SIZE_MAX - ALIGN) {
		a->err = ERR_LIMIT;
		return NULL;
	}
	size_t room = (n + ALIGN - 1) & ~(size_t)(ALIGN - 1);
	struct arena_chunk *c = a->chunk;
	if (!c || c->cap - c->used < room)
		c = add_chunk(a, room);
	if (!c)
		return NULL;
	void *p = c->data + c->used;
	c->used += room;
	a->used += n;
	memset(p, 0, room);
	return p;
}

void *arena_calloc(struct arena *a, size_t count, size_t size)
{
	size_t n;
	if (__builtin_mul_overflow(count, size, &n)) {
		a->err = ERR_LIMIT;
		return NULL;
	}
	return arena_alloc(a, n);
}

void *arena_grow(struct arena *a, void *old, size_t have, size_t want, size_t *cap, size_t size)
{
	if (want <= *cap && old)
		return old;
	size_t grown = *cap ? *cap : 8;
	while (grown < want) {
		if (grown > SIZE_MAX / 2) {
			a->err = ERR_LIMIT;
			return NULL;
		}
		grown *= 2;
	}
	void *p = arena_calloc(a, grown, size);
	if (!p)
		return NULL;
	if (have)
		memcpy(p, old, have * size);
	*cap = grown;
	return p;
}

struct str arena_str(struct arena *a, struct str s)
{
	char *z = arena_cstr(a, s);
	return z ? (struct str){ z, s.n } : (struct str){ NULL, 0 };
}

char *arena_cstr(struct arena *a, struct str s)
{
	char *z = s.n < SIZE_MAX ? arena_alloc(a, s.n + 1) : NULL;
	if (z && s.n)
		memcpy(z, s.p, s.n);
	return z;
}

struct str arena_fmt(struct arena *a, const char *fmt, ...)
{
	va_list ap, again;
	va_start(ap, fmt);
	va_copy(again, ap);
	/* Into the room there is; a second time only when that was too small. */
	struct arena_chunk *c = a->chunk;
	size_t room = c ? c->cap - c->used : 0;
	char *z = room ? (char *)c->data + c->used : NULL;
	int n = vsnprintf(z, room, fmt, ap);
	va_end(ap);
	bool fits = n >= 0 && (size_t)n < room && (size_t)n < a->max - a->used && !a->err;
	size_t taken = fits ? ((size_t)n + ALIGN) & ~(size_t)(ALIGN - 1) : 0;
	if (fits && taken <= room) {
		c->used += taken;
		a->used += (size_t)n + 1;
		va_end(again);
		return (struct str){ z, (size_t)n };
	}
	z = n < 0 ? NULL : arena_alloc(a, (size_t)n + 1);
	if (z)
		vsnprintf(z, (size_t)n + 1, fmt, again);
	va_end(again);
	return z ? (struct str){ z, (size_t)n } : (struct str){ NULL, 0 };
}

void arena_defer(struct arena *a, void (*fn)(void *), void *p)
{
	struct arena_defer *d = arena_alloc(a, sizeof *d);
	if (!d) {
		fn(p);
		return;
	}
	*d = (struct arena_defer){ a->defer, fn, p };
	a->defer = d;
}

enum err arena_check(const struct arena *a, struct error *err)
{
	if (a->err == ERR_NOMEM)
		return error_nomem(err);
	if (a->err)
		return error_set(err, a->err, NULL, "内容过大，超过 %zu 兆字节的处理上限", a->max >> 20);
	return OK;
}
