#include "core/json.h"

#include "core/mem.h"

#include <pthread.h>

static void use_our_heap(void)
{
	json_set_alloc_funcs(mem_alloc, mem_free);
}

/* jansson's allocator is process-wide; it is set once, before the first value. */
static void init_library(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, use_our_heap);
}

static void free_value(void *p)
{
	json_decref(p);
}

enum err json_read(struct arena *a, struct str text, size_t max, json_t **out, struct error *err)
{
	init_library();
	if (text.n > max)
		return error_set(err, ERR_LIMIT, NULL, "JSON 文件超过 %zu 千字节的上限", max >> 10);
	if (str_starts(text, STR("\xEF\xBB\xBF")))
		text = str_sub(text, 3, text.n);
	json_error_t why;
	json_t *v = json_loadb(text.p ? text.p : "", text.n, JSON_REJECT_DUPLICATES, &why);
	if (!v && json_error_code(&why) == json_error_out_of_memory)
		return error_nomem(err);
	if (!v) {
		error_set(err, ERR_FORMAT, NULL, "JSON 第 %d 行第 %d 列有错，请检查括号、逗号和引号",
			why.line, why.column);
		error_detail(err, "%s", why.text);
		return ERR_FORMAT;
	}
	arena_defer(a, free_value, v);
	enum err e = arena_check(a, err);
	if (e)
		return e;
	*out = v;
	return OK;
}

static int add_bytes(const char *p, size_t n, void *ctx)
{
	struct buf *b = ctx;
	buf_add(b, p, n);
	return b->err ? -1 : 0;
}

void json_write(struct buf *b, json_t *v)
{
	if (!v) {
		if (!b->err)
			b->err = ERR_NOMEM;
		return;
	}
	if (json_dump_callback(v, add_bytes, b, JSON_COMPACT | JSON_ENCODE_ANY) != 0 && !b->err)
		b->err = ERR_NOMEM;
	json_decref(v);
}

void json_write_string(struct buf *b, struct str s)
{
	buf_char(b, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c == '"' || c == '\\') {
			buf_char(b, '\\');
			buf_char(b, (char)c);
		} else if (c == '\n') {
			buf_lit(b, "\\n");
		} else if (c == '\t') {
			buf_lit(b, "\\t");
		} else if (c < 0x20) {
			buf_fmt(b, "\\u%04x", c);
		} else {
			buf_char(b, (char)c);
		}
	}
	buf_char(b, '"');
}

json_t *json_str(struct str s)
{
	init_library();
	return json_stringn(s.p ? s.p : "", s.n);
}

struct str json_member_str(const json_t *object, const char *key)
{
	const json_t *v = json_object_get(object, key);
	if (!json_is_string(v))
		return (struct str){ NULL, 0 };
	return (struct str){ json_string_value(v), json_string_length(v) };
}
