#include "tests/fuzz/fuzz.h"

#include "core/utf8.h"
#include "http/multipart.h"
#include "http/percent.h"

#include <assert.h>

enum { HEAD = 2, LOG_MAX = 4 << 20 };

static const struct multipart_limits small = { 20, 5, 400, 30, 300, 2000, 20000 };

/* What was told, as text; the pieces of one file's data run together. */
struct log {
	struct buf b;
	bool open;
};

static enum err on_field(void *ctx, struct str name, struct str value, struct error *err)
{
	struct log *l = ctx;
	(void)err;
	assert(!l->open && name.n && utf8_is_valid(name) && utf8_is_valid(value));
	assert(!memchr(name.p, 0, name.n) && (!value.n || !memchr(value.p, 0, value.n)));
	buf_fmt(&l->b, "\nfield %zu %zu ", name.n, value.n);
	buf_str(&l->b, name);
	buf_str(&l->b, value);
	return OK;
}

static enum err on_file_begin(
	void *ctx, struct str name, struct str filename, struct str type, struct error *err)
{
	struct log *l = ctx;
	(void)err;
	assert(!l->open && name.n && utf8_is_valid(filename) && !http_has_control(filename));
	assert(filename.n <= 255 && !str_has(filename, "/") && !str_has(filename, "\\"));
	assert(!str_is(filename, ".") && !str_is(filename, ".."));
	l->open = true;
	buf_fmt(&l->b, "\nfile %zu %zu %zu ", name.n, filename.n, type.n);
	buf_str(&l->b, name);
	buf_str(&l->b, filename);
	buf_str(&l->b, type);
	buf_lit(&l->b, " data ");
	return OK;
}

static enum err on_file_data(void *ctx, struct str bytes, struct error *err)
{
	struct log *l = ctx;
	(void)err;
	assert(l->open && bytes.n);
	buf_str(&l->b, bytes);
	return OK;
}

static enum err on_file_end(void *ctx, struct error *err)
{
	struct log *l = ctx;
	(void)err;
	assert(l->open);
	l->open = false;
	buf_lit(&l->b, " end");
	return OK;
}

/* seed 0: all at once. */
static enum err read_all(struct str s, uint32_t seed, struct log *l, struct error *err)
{
	struct multipart m;
	struct multipart_events ev = { l, on_field, on_file_begin, on_file_data, on_file_end };
	bool whole = seed == 0;
	buf_init(&l->b, LOG_MAX);
	l->open = false;
	enum err e = multipart_init(&m, STR("multipart/form-data; boundary=xYz"), &small, &ev, err);
	assert(!e);
	for (size_t at = 0; at < s.n && !e;) {
		seed = seed * 1103515245u + 12345u;
		size_t n = whole ? s.n : (seed >> 16) % 9;
		e = multipart_feed(&m, str_sub(s, at, at + n), err);
		at += n;
	}
	if (!e)
		e = multipart_end(&m, err);
	assert(e || !l->open);
	multipart_done(&m);
	return e;
}

/* A body in one piece and in pieces tells the same, and ends in the same way. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct log one, many;
	struct error err_one, err_many;
	if (size < HEAD)
		return 0;
	uint32_t seed = 1u + (uint32_t)data[0] + ((uint32_t)data[1] << 8);
	struct str s = { (const char *)data + HEAD, size - HEAD };
	enum err e = read_all(s, 0, &one, &err_one);
	enum err f = read_all(s, seed, &many, &err_many);
	assert(e == f && str_eq(buf_view(&one.b), buf_view(&many.b)));
	assert(!e || strcmp(err_one.detail, err_many.detail) == 0);
	assert(!e || e == ERR_INVALID || e == ERR_LIMIT);
	buf_done(&one.b);
	buf_done(&many.b);
	return 0;
}
