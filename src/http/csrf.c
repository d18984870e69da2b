#include "http/csrf.h"

#include "core/crypto.h"
#include "http/answer.h"
#include "http/header.h"
#include "http/percent.h"

enum { COOKIE_BYTES = 16, COOKIE_TEXT_MIN = 20, COOKIE_TEXT_MAX = 64 };

/* The prefix makes browsers take the cookie from this very host over TLS only (RFC 6265bis). */
static const char *cookie_name(const struct http_exchange *x)
{
	return x->secure ? "__Host-gk_form" : "gk_form";
}

/* What the token is bound to; empty when the visitor has neither session nor cookie. */
static struct str seed_of(const struct http_exchange *x)
{
	if (x->session_token.n)
		return x->session_token;
	struct str c = http_cookie_find(x, cookie_name(x));
	if (c.n < COOKIE_TEXT_MIN || c.n > COOKIE_TEXT_MAX)
		return (struct str){ NULL, 0 };
	return c;
}

static bool compute(
	const struct http_exchange *x, struct str seed, struct str page, struct digest *out)
{
	struct str part[] = { x->session_token.n ? STR("csrf session\n") : STR("csrf visitor\n"),
		page, STR("\n"), seed };
	return hmac_sm3_parts(x->secret, part, 4, out, NULL) == OK;
}

struct str http_csrf_token(struct http_exchange *x)
{
	struct str seed = seed_of(x);
	if (x->csrf_token.n)
		return x->csrf_token;
	if (seed.n == 0) {
		seed = random_token(x->arena, COOKIE_BYTES);
		struct http_cookie c = { .name = cookie_name(x), .value = seed, .max_age_s = -1 };
		http_cookie_set(x, &c);
	}
	x->answer->has_token = true;
	struct digest d;
	if (!seed.n || !compute(x, seed, x->request_id, &d)) {
		x->answer->broken = true;
		return (struct str){ NULL, 0 };
	}
	x->csrf_token =
		arena_fmt(x->arena, "%.*s%s", STR_ARG(x->request_id), digest_hex(&d).z);
	return x->csrf_token;
}

static enum err foreign(struct error *err, const char *why)
{
	error_set(err, ERR_DENIED, NULL,
		"这次提交不是从本网站的页面发出的。请回到本网站的页面重新操作。");
	return error_detail(err, "%s", why);
}

enum err csrf_check_origin(const struct http_exchange *x, struct error *err)
{
	struct str site = http_header_find(x, "Sec-Fetch-Site");
	if (site.n && !str_is(site, "same-origin") && !str_is(site, "none"))
		return foreign(err, "Sec-Fetch-Site");
	struct str origin = http_header_find(x, "Origin");
	if (origin.n == 0)
		return OK;
	/* Behind a TLS proxy that does not say so the scheme is not known; over TLS it is. */
	struct str host = http_header_find(x, "Host");
	size_t at = str_starts(origin, STR("https://"))		       ? 8
		    : str_starts(origin, STR("http://")) && !x->secure ? 7
								       : 0;
	struct str given = str_sub(origin, at, origin.n);
	bool same = at && given.n == host.n && host.n > 0;
	for (size_t i = 0; same && i < host.n; i++) {
		char a = given.p[i], b = host.p[i];
		same = a == b ||
		       ((a | 0x20) == (b | 0x20) && (a | 0x20) >= 'a' && (a | 0x20) <= 'z');
	}
	return same ? OK : foreign(err, "Origin");
}

enum err csrf_check_token(const struct http_exchange *x, struct error *err)
{
	struct str seed = seed_of(x), given = { NULL, 0 };
	struct form_pairs pairs = { (struct form_pair *)(uintptr_t)x->pairs, x->n_pairs, 0 };
	struct digest want, got;
	bool ok = seed.n && form_pairs_find(&pairs, CSRF_FIELD, &given) &&
		  given.n > CSRF_PAGE_BYTES &&
		  digest_parse(str_sub(given, CSRF_PAGE_BYTES, given.n), &got) &&
		  compute(x, seed, str_sub(given, 0, CSRF_PAGE_BYTES), &want) &&
		  digest_eq(&got, &want);
	if (ok)
		return OK;
	error_set(err, ERR_DENIED, NULL,
		"页面停留时间过长或登录状态已经变化，本次内容没有提交。请返回上一页，刷新后重新提交。");
	return error_detail(err, "csrf token");
}
