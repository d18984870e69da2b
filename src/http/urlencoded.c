#include "http/urlencoded.h"

#include "core/utf8.h"
#include "http/percent.h"

const struct form_limits form_limits_default = { 500, 200, 256 << 10, 1 << 20 };

enum { SHOWN_NAME_MAX = 40 }; /* code points of a name in a message */

enum err form_pairs_add(struct form_pairs *pairs, struct arena *a, const struct form_limits *lim,
	struct form_pair pair, struct error *err)
{
	if (lim && pairs->n >= lim->fields)
		return error_set(
			err, ERR_LIMIT, NULL, "表单最多 %zu 项，请减少后再提交", lim->fields);
	size_t cap = pairs->cap;
	if (pairs->n == cap) {
		struct form_pair *more =
			arena_grow(a, pairs->pair, pairs->n, pairs->n + 1, &cap, sizeof *more);
		if (!more)
			return arena_check(a, err);
		pairs->pair = more;
		pairs->cap = cap;
	}
	pair.name = arena_str(a, pair.name);
	pair.value = arena_str(a, pair.value);
	if (a->err)
		return arena_check(a, err);
	pairs->pair[pairs->n++] = pair;
	return OK;
}

bool form_pairs_find(const struct form_pairs *pairs, const char *name, struct str *value)
{
	for (size_t i = 0; i < pairs->n; i++) {
		if (str_is(pairs->pair[i].name, name)) {
			*value = pairs->pair[i].value;
			return true;
		}
	}
	return false;
}

void urlencoded_init(struct urlencoded *u, struct arena *a, const struct form_limits *lim)
{
	*u = (struct urlencoded){ .arena = a, .lim = lim ? *lim : form_limits_default };
	buf_init(&u->name, u->lim.name_bytes);
	buf_init(&u->value, u->lim.value_bytes);
}

void urlencoded_done(struct urlencoded *u)
{
	if (!u)
		return;
	buf_done(&u->name);
	buf_done(&u->value);
}

/* The field being read, as far as it can be named to a person. */
static struct str shown_name(const struct urlencoded *u)
{
	struct str name = buf_view(&u->name);
	if (!utf8_is_valid(name) || http_has_control(name))
		return (struct str){ NULL, 0 };
	return utf8_prefix(name, SHOWN_NAME_MAX);
}

/* Keeps the error for all later calls. */
static enum err fail(struct urlencoded *u, enum err code, const char *what, const char *detail)
{
	struct str name = shown_name(u);
	if (name.n)
		error_set(&u->bad, code, NULL, "表单项“%.*s”%s", STR_ARG(name), what);
	else
		error_set(&u->bad, code, NULL, "表单项%s", what);
	return error_detail(&u->bad, "urlencoded: %s", detail);
}

/* What a buffer's sticky error means for the field. */
static enum err fail_buf(struct urlencoded *u, const struct buf *b)
{
	if (b->err == ERR_NOMEM)
		return error_nomem(&u->bad);
	if (b == &u->name)
		return fail(u, ERR_LIMIT, "的名称过长，请刷新页面后重新填写", "name too long");
	return fail(u, ERR_LIMIT, "的内容过长，请缩短后再提交", "value too long");
}

/* The pair is complete: checks it and hands it to the list. */
static enum err end_pair(struct urlencoded *u)
{
	struct form_pair pair = { buf_view(&u->name), buf_view(&u->value), NULL };
	if (u->escape)
		return fail(u, ERR_INVALID, "的编码有误，请刷新页面后重新填写", "broken escape");
	if (!u->any)
		return OK;
	if (!utf8_is_valid(pair.name) || !utf8_is_valid(pair.value))
		return fail(u, ERR_INVALID, "含有无法识别的文字，请重新填写", "not UTF-8");
	if (form_pairs_add(&u->pairs, u->arena, &u->lim, pair, &u->bad))
		return u->bad.code;
	buf_clear(&u->name);
	buf_clear(&u->value);
	u->in_value = u->any = false;
	return OK;
}

/* One decoded byte of the name or the value. */
static enum err put(struct urlencoded *u, char c)
{
	struct buf *b = u->in_value ? &u->value : &u->name;
	if (c == '\0')
		return fail(u, ERR_INVALID, "含有不能使用的字符，请重新填写", "NUL");
	u->any = true;
	buf_char(b, c);
	return b->err ? fail_buf(u, b) : OK;
}

static enum err feed_byte(struct urlencoded *u, char c)
{
	if (u->escape) {
		int digit = percent_hex(c);
		if (digit < 0)
			return fail(
				u, ERR_INVALID, "的编码有误，请刷新页面后重新填写", "bad escape");
		if (u->escape == 1) {
			u->high = digit;
			u->escape = 2;
			return OK;
		}
		u->escape = 0;
		return put(u, (char)(u->high << 4 | digit));
	}
	switch (c) {
	case '%':
		u->any = true;
		u->escape = 1;
		return OK;
	case '+':
		return put(u, ' ');
	case '&':
		return end_pair(u);
	case '=':
		if (!u->in_value) {
			u->in_value = u->any = true;
			return OK;
		}
		return put(u, c);
	default:
		return put(u, c);
	}
}

enum err urlencoded_feed(struct urlencoded *u, struct str bytes, struct error *err)
{
	for (size_t i = 0; i < bytes.n && !u->bad.code; i++) {
		if (u->ended)
			error_set(&u->bad, ERR_BUG, NULL, "程序内部错误，请联系管理员");
		else if (u->total++ >= u->lim.total_bytes)
			error_set(&u->bad, ERR_LIMIT, NULL, "提交的内容超过 %zu KB，请缩短后再提交",
				u->lim.total_bytes >> 10);
		else if (feed_byte(u, bytes.p[i]))
			break;
	}
	if (u->bad.code && err)
		*err = u->bad;
	return u->bad.code;
}

enum err urlencoded_end(struct urlencoded *u, struct form_pairs *out, struct error *err)
{
	if (!u->bad.code && !u->ended)
		end_pair(u);
	if (u->bad.code) {
		if (err)
			*err = u->bad;
		return u->bad.code;
	}
	u->ended = true;
	*out = u->pairs;
	return OK;
}

enum err urlencoded_parse(struct arena *a, const struct form_limits *lim, struct str bytes,
	struct form_pairs *out, struct error *err)
{
	struct urlencoded u;
	urlencoded_init(&u, a, lim);
	enum err e = urlencoded_feed(&u, bytes, err);
	if (!e)
		e = urlencoded_end(&u, out, err);
	urlencoded_done(&u);
	return e;
}
