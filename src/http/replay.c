#include "http/replay.h"

#include "http/answer.h"
#include "http/csrf.h"

#include <inttypes.h>

/* --- which form ------------------------------------------------------------------------------- */

static enum err content_of(const struct http_exchange *x, struct digest *out, struct error *err)
{
	struct sm3 s = { 0 };
	enum err e = sm3_start(&s, err);
	for (size_t i = 0; !e && i < x->n_pairs; i++) {
		const struct form_pair *p = &x->pairs[i];
		if (str_is(p->name, CSRF_FIELD))
			continue;
		sm3_add_field(&s, p->name);
		sm3_add_field(&s, p->value);
		sm3_add_field(&s, p->file ? p->file->digest : (struct str){ NULL, 0 });
	}
	if (!e)
		e = sm3_end(&s, out, err);
	sm3_done(&s);
	return e;
}

static enum err form_of(
	struct str token, struct str target, struct digest *out, struct error *err)
{
	struct sm3 s = { 0 };
	enum err e = sm3_start(&s, err);
	if (!e) {
		sm3_add_field(&s, token);
		sm3_add_field(&s, target);
		e = sm3_end(&s, out, err);
	}
	sm3_done(&s);
	return e;
}

enum err replay_form_of(const struct http_exchange *x, struct replay_form *out, struct error *err)
{
	struct form_pairs pairs = { (struct form_pair *)(uintptr_t)x->pairs, x->n_pairs, 0 };
	struct str token;
	if (!form_pairs_find(&pairs, CSRF_FIELD, &token) || token.n <= CSRF_PAGE_BYTES)
		return error_set(err, ERR_NOT_FOUND, NULL, "表单没有标识，请重新打开页面再提交");
	struct replay_form f;
	enum err e = form_of(token, x->target, &f.form, err);
	if (!e)
		e = content_of(x, &f.content, err);
	if (!e)
		*out = f;
	return e;
}

/* --- an answer as bytes ----------------------------------------------------------------------- */

int replay_status(const struct http_exchange *x)
{
	return x->answer->kind == ANSWER_NONE ? 0 : x->answer->status;
}

static void put(struct buf *o, struct str text)
{
	uint32_t n = (uint32_t)text.n;
	buf_add(o, &n, sizeof n);
	buf_str(o, text);
}

/* Takes the next text off the front.  false: there is none, or not a whole one. */
static bool take(struct str *rest, struct str *out)
{
	uint32_t n;
	if (rest->n < sizeof n)
		return false;
	memcpy(&n, rest->p, sizeof n);
	*rest = str_sub(*rest, sizeof n, rest->n);
	if (rest->n < n)
		return false;
	*out = str_sub(*rest, 0, n);
	*rest = str_sub(*rest, n, rest->n);
	return true;
}

/* Status, type, name of the download, body, then the headers in pairs. */
enum err replay_write(const struct http_exchange *x, struct buf *out, struct error *err)
{
	const struct http_answer *a = x->answer;
	if (a->broken || (a->kind != ANSWER_EMPTY && a->kind != ANSWER_BUF))
		return error_set(err, ERR_INVALID, NULL, "这个回答不能保留");
	uint32_t status = (uint32_t)a->status;
	put(out, (struct str){ (const char *)&status, sizeof status });
	put(out, a->kind == ANSWER_BUF ? str_cstr(a->type) : (struct str){ NULL, 0 });
	put(out, a->download);
	put(out, a->kind == ANSWER_BUF ? buf_view(&a->buf) : (struct str){ NULL, 0 });
	for (size_t i = 0; i < a->n_added; i++) {
		put(out, a->added[i].name);
		put(out, a->added[i].value);
	}
	return buf_check(out, err);
}

static enum err damaged(struct error *err)
{
	error_set(err, ERR_FORMAT, NULL, "这张表单已经办理，请返回查看结果");
	return error_detail(err, "a kept answer cannot be read");
}

static enum err add_headers(struct http_exchange *x, struct str rest, struct error *err)
{
	struct str name, value;
	while (rest.n) {
		if (!take(&rest, &name) || !take(&rest, &value))
			return damaged(err);
		const char *z = arena_cstr(x->arena, name);
		if (!z)
			return error_nomem(err);
		http_header_add(x, z, value);
		x->answer->sets_cookie |= str_is(name, "Set-Cookie");
	}
	return OK;
}

enum err replay_read(struct http_exchange *x, struct str kept, struct error *err)
{
	struct http_answer *a = x->answer;
	struct str status, type, download, body;
	uint32_t n;
	if (!take(&kept, &status) || status.n != sizeof n || !take(&kept, &type) ||
		!take(&kept, &download) || !take(&kept, &body))
		return damaged(err);
	memcpy(&n, status.p, sizeof n);
	answer_drop(a);
	a->n_added = 0;
	a->broken = false;
	a->has_token = true;
	a->download = (struct str){ NULL, 0 };
	if (type.n == 0) {
		answer_empty(x, (int)n);
	} else {
		struct buf b;
		buf_init(&b, body.n);
		buf_str(&b, body);
		const char *z = arena_cstr(x->arena, type);
		if (!z) {
			buf_done(&b);
			return error_nomem(err);
		}
		http_answer_bytes(x, (int)n, z, &b);
	}
	if (download.n)
		a->download = arena_str(x->arena, download);
	return add_headers(x, kept, err);
}
