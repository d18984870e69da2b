#include "http/answer.h"

#include "http/header.h"
#include "http/percent.h"
#include "http/route.h"

#include <assert.h>
#include <inttypes.h>

/* DESIGN-UI section 1, as tried in browsers. */
static const char csp[] = "default-src 'none'; script-src 'self'; style-src 'self'; "
			  "img-src 'self' data:; font-src 'none'; connect-src 'self'; "
			  "form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
static const char features[] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()";
static const char hsts[] = "max-age=31536000"; /* a year: RFC 6797, hstspreload.org's least */
static const char cache_default[] = "private, no-store";
static const char cache_public[] = "public, max-age=60";

void answer_drop(struct http_answer *a)
{
	buf_done(&a->buf);
	if (a->kind == ANSWER_SOURCE && a->source.done)
		a->source.done(a->source.ctx);
	a->source = (struct http_source){ 0 };
	a->kind = ANSWER_NONE;
}

static struct http_answer *fresh(struct http_exchange *x, enum answer_kind kind, int status)
{
	struct http_answer *a = x->answer;
	answer_drop(a);
	a->kind = kind;
	a->status = status;
	a->type = NULL;
	return a;
}

void answer_empty(struct http_exchange *x, int status)
{
	fresh(x, ANSWER_EMPTY, status);
}

void http_answer_bytes(struct http_exchange *x, int status, const char *type, struct buf *bytes)
{
	struct http_answer *a = fresh(x, ANSWER_BUF, status);
	a->type = type;
	a->buf = *bytes;
	a->broken |= bytes->err != OK;
	buf_init(bytes, bytes->max);
}

void http_answer_page(struct http_exchange *x, int status, struct buf *html)
{
	http_answer_bytes(x, status, "text/html; charset=utf-8", html);
}

void http_answer_static(struct http_exchange *x, const char *type, struct str bytes, struct str gz)
{
	struct http_answer *a = fresh(x, ANSWER_STATIC, 200);
	a->type = type;
	a->bytes = bytes;
	a->gz = gz;
}

void http_answer_source(struct http_exchange *x, const char *type, const struct http_source *s)
{
	struct http_answer *a = fresh(x, ANSWER_SOURCE, 200);
	a->type = type;
	a->source = *s;
}

/* A path of our own: one slash first, nothing that a browser reads as a host. */
static bool is_own_path(struct str p)
{
	if (p.n == 0 || p.p[0] != '/' || (p.n > 1 && (p.p[1] == '/' || p.p[1] == '\\')))
		return false;
	for (size_t i = 0; i < p.n; i++)
		if ((unsigned char)p.p[i] <= ' ' || p.p[i] == 0x7f || p.p[i] == '\\')
			return false;
	return true;
}

void http_answer_redirect(struct http_exchange *x, struct str path)
{
	struct buf b;
	buf_init(&b, 16 * 1024);
	if (!is_own_path(path))
		path = STR("/");
	/* Chinese characters are escaped; what is escaped already stays. */
	percent_encode(&b, path, "-._~:/?#[]@!$&'()*+,;=%");
	answer_empty(x, 303);
	x->answer->broken |= b.err != OK;
	http_header_add(x, "Location", buf_view(&b));
	buf_done(&b);
}

static struct http_header *new_line(struct http_answer *a)
{
	if (a->n_added == HTTP_HEADERS_MAX) {
		a->broken = true;
		return NULL;
	}
	return &a->added[a->n_added++];
}

void http_header_add(struct http_exchange *x, const char *name, struct str value)
{
	struct http_answer *a = x->answer;
	for (size_t i = 0; i < value.n; i++)
		assert((unsigned char)value.p[i] >= 0x20 && value.p[i] != 0x7f);
	struct str copy = arena_str(x->arena, value);
	struct http_header *h = copy.p ? new_line(a) : NULL;
	if (!h) {
		a->broken = true;
		return;
	}
	*h = (struct http_header){ str_cstr(name), copy };
}

bool http_etag_matches(struct http_exchange *x, struct str tag)
{
	struct http_answer *a = x->answer;
	a->tag = arena_str(x->arena, tag);
	struct str quoted = arena_fmt(x->arena, "\"%.*s\"", STR_ARG(tag));
	if (!a->tag.p || !quoted.p) {
		a->broken = true;
		return false;
	}
	struct str known = http_header_find(x, "If-None-Match");
	if (x->method != HTTP_GET || known.n == 0 || !etag_matches(known, quoted))
		return false;
	answer_empty(x, 304);
	return true;
}

void http_cache_set(struct http_exchange *x, const char *cache_control)
{
	x->answer->cache = cache_control;
}

void http_download_name(struct http_exchange *x, struct str name)
{
	struct buf b;
	buf_init(&b, 4096);
	content_disposition_write(&b, name, false);
	x->answer->broken |= b.err != OK;
	x->answer->download = arena_str(x->arena, buf_view(&b));
	buf_done(&b);
}

struct str http_header_find(const struct http_exchange *x, const char *name)
{
	return x->head_lines ? head_find(x->head_lines, name) : (struct str){ NULL, 0 };
}

struct str http_cookie_find(const struct http_exchange *x, const char *name)
{
	struct str v = { NULL, 0 };
	if (!cookie_find(x->cookies, name, &v))
		return (struct str){ NULL, 0 };
	return v;
}

void http_cookie_set(struct http_exchange *x, const struct http_cookie *c)
{
	struct cookie w = { .name = str_cstr(c->name),
		.value = c->value,
		.max_age_s = c->max_age_s,
		.secure = x->secure,
		.script = c->readable,
		.lax = true };
	struct buf b;
	buf_init(&b, 8192);
	x->answer->broken |= set_cookie_write(&b, &w, NULL) != OK || b.err != OK;
	http_header_add(x, "Set-Cookie", buf_view(&b));
	buf_done(&b);
	x->answer->sets_cookie = true;
}

void answer_line(struct http_answer *a, const char *name, struct str value)
{
	if (a->n_lines < ANSWER_LINES_MAX)
		a->line[a->n_lines++] = (struct http_header){ str_cstr(name), value };
}

/* 200 → 206 or 416 for a body read in pieces. */
static void seal_source(struct http_exchange *x)
{
	struct http_answer *a = x->answer;
	struct str range = http_header_find(x, "Range");
	struct str if_range = http_header_find(x, "If-Range");
	int64_t size = a->source.size;
	struct byte_range r = { 0 };
	a->from = 0;
	a->length = size;
	answer_line(a, "Accept-Ranges", STR("bytes"));
	if (range.n == 0 || a->status != 200)
		return;
	struct str quoted = arena_fmt(x->arena, "\"%.*s\"", STR_ARG(a->tag));
	if (if_range.n && (a->tag.n == 0 || !str_eq(if_range, quoted)))
		return;
	switch (range_parse(range, (uint64_t)size, &r)) {
	case RANGE_WHOLE:
		return;
	case RANGE_PART:
		a->status = 206;
		a->from = (int64_t)r.first;
		a->length = (int64_t)(r.last - r.first + 1);
		answer_line(a, "Content-Range",
			arena_fmt(x->arena, "bytes %" PRIu64 "-%" PRIu64 "/%" PRId64, r.first,
				r.last, size));
		return;
	case RANGE_UNSATISFIABLE:
		answer_drop(a);
		a->kind = ANSWER_EMPTY;
		a->status = 416;
		answer_line(a, "Content-Range", arena_fmt(x->arena, "bytes */%" PRId64, size));
		return;
	}
}

/* Only embedded assets are sent compressed: a page that carries a token and echoes input is not. */
static void seal_body(struct http_exchange *x)
{
	struct http_answer *a = x->answer;
	if (a->kind == ANSWER_BUF) {
		a->body = buf_view(&a->buf);
	} else if (a->kind == ANSWER_STATIC) {
		bool gz = a->gz.n && x->wants_gzip;
		a->body = gz ? a->gz : a->bytes;
		if (gz)
			answer_line(a, "Content-Encoding", STR("gzip"));
	}
}

static void seal_cache(struct http_exchange *x)
{
	struct http_answer *a = x->answer;
	const char *cache = a->cache;
	bool shared = x->route && (x->route->flags & HTTP_PUBLIC_CACHE) && a->status == 200 &&
		      !x->principal;
	if (!cache)
		cache = shared ? cache_public : cache_default;
	/* Whatever was asked for: an answer with somebody's secret in it is nobody else's. */
	if (a->sets_cookie || a->has_token)
		cache = cache_default;
	answer_line(a, "Cache-Control", str_cstr(cache));
	bool varies = a->kind == ANSWER_STATIC && a->gz.n;
	if (varies)
		answer_line(a, "Vary", STR("Accept-Encoding"));
	else if (shared)
		answer_line(a, "Vary", STR("Cookie"));
	if (a->tag.n && (a->status == 200 || a->status == 206 || a->status == 304))
		answer_line(a, "ETag",
			arena_fmt(x->arena, varies ? "W/\"%.*s\"" : "\"%.*s\"", STR_ARG(a->tag)));
}

void answer_seal(struct http_exchange *x)
{
	struct http_answer *a = x->answer;
	a->n_lines = 0;
	if (a->broken || a->kind == ANSWER_NONE)
		answer_plain_error(x, 500, NULL);
	if (a->kind == ANSWER_SOURCE)
		seal_source(x);
	seal_body(x);
	if (a->type && a->kind != ANSWER_EMPTY)
		answer_line(a, "Content-Type", str_cstr(a->type));
	if (a->download.n && a->kind != ANSWER_EMPTY)
		answer_line(a, "Content-Disposition", a->download);
	seal_cache(x);
	answer_line(a, "X-Request-Id", x->request_id);
	answer_line(a, "Content-Security-Policy", str_cstr(csp));
	answer_line(a, "X-Content-Type-Options", STR("nosniff"));
	answer_line(a, "X-Frame-Options", STR("DENY"));
	answer_line(a, "Referrer-Policy", STR("same-origin"));
	answer_line(a, "Cross-Origin-Opener-Policy", STR("same-origin"));
	answer_line(a, "Cross-Origin-Resource-Policy", STR("same-origin"));
	answer_line(a, "Permissions-Policy", str_cstr(features));
	if (x->secure)
		answer_line(a, "Strict-Transport-Security", str_cstr(hsts));
	for (size_t i = 0; i < a->n_added; i++)
		a->line[a->n_lines++] = a->added[i];
	if (a->close)
		answer_line(a, "Connection", STR("close"));
}
