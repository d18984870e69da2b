#include "http/guard.h"

#include "http/percent.h"

static struct guard_verdict refuse(int status, const char *why)
{
	return (struct guard_verdict){ status, why, 0 };
}

/* Tab is lawful inside a value; every other control character and DEL is not. */
static bool value_is_clean(struct str v)
{
	for (size_t i = 0; i < v.n; i++) {
		unsigned char c = (unsigned char)v.p[i];
		if ((c < 0x20 && c != '\t') || c == 0x7f)
			return false;
	}
	return true;
}

/* What may stand in Host: a name, an address, [v6], a port. */
static bool host_is_lawful(struct str v)
{
	if (v.n == 0 || v.n > 255)
		return false;
	for (size_t i = 0; i < v.n; i++) {
		char c = v.p[i];
		bool ok = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
			  (c >= 'A' && c <= 'Z') || c == '.' || c == '-' || c == '_' || c == ':' ||
			  c == '[' || c == ']';
		if (!ok)
			return false;
	}
	return true;
}

/* Plain digits, at most 18 of them, so that the value fits; -1 otherwise. */
static int64_t plain_number(struct str v)
{
	if (v.n == 0 || v.n > 18)
		return -1;
	int64_t n = 0;
	for (size_t i = 0; i < v.n; i++) {
		if (v.p[i] < '0' || v.p[i] > '9')
			return -1;
		n = n * 10 + (v.p[i] - '0');
	}
	return n;
}

static const char *const known_methods[] = { "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS",
	"PATCH", "TRACE", "CONNECT" };

static struct guard_verdict check_line(const struct http_head *h)
{
	if (!http_is_token(h->method))
		return refuse(400, "method is no token");
	bool known = false;
	for (size_t i = 0; i < sizeof known_methods / sizeof *known_methods; i++)
		known |= str_is(h->method, known_methods[i]);
	if (!known)
		return refuse(501, "unknown method");
	if (!str_is(h->version, "HTTP/1.1") && !str_is(h->version, "HTTP/1.0"))
		return refuse(h->version.n ? 505 : 400, "version");
	if (h->target.n == 0)
		return refuse(400, "no target");
	return (struct guard_verdict){ 0 };
}

/* A head is at most as long as its parts written in the usual way. */
static bool size_adds_up(const struct http_head *h)
{
	size_t n = h->method.n + 1 + h->target.n + 1 + h->version.n + 2 + 2;
	for (size_t i = 0; i < h->n_lines; i++)
		n += h->line[i].name.n + 2 + h->line[i].value.n + 2;
	return h->size <= n;
}

static struct guard_verdict check_lines(const struct http_head *h)
{
	if (h->n_lines > HEAD_LINES_MAX || h->size > HEAD_BYTES_MAX)
		return refuse(431, "too many or too long headers");
	for (size_t i = 0; i < h->n_lines; i++) {
		if (!http_is_token(h->line[i].name))
			return refuse(400, "header name is no token");
		if (!value_is_clean(h->line[i].value))
			return refuse(400, "control character in a header");
	}
	if (!size_adds_up(h))
		return refuse(400, "folded line or NUL in the head");
	static const char *const once[] = { "Host", "Content-Length", "Transfer-Encoding",
		"Content-Type", "Origin", "Range", "X-Forwarded-For", "X-Forwarded-Proto" };
	for (size_t i = 0; i < sizeof once / sizeof *once; i++)
		if (head_count(h, once[i]) > 1)
			return refuse(400, "a header that may come once came twice");
	return (struct guard_verdict){ 0 };
}

static struct guard_verdict check_body(const struct http_head *h)
{
	bool has_length = head_count(h, "Content-Length") > 0;
	bool has_coding = head_count(h, "Transfer-Encoding") > 0;
	int64_t length = 0;
	if (has_coding) {
		if (has_length)
			return refuse(400, "Transfer-Encoding beside Content-Length");
		if (!str_is(h->version, "HTTP/1.1"))
			return refuse(400, "Transfer-Encoding before HTTP/1.1");
		if (!http_eq_nocase(head_find(h, "Transfer-Encoding"), "chunked"))
			return refuse(501, "Transfer-Encoding other than chunked");
		length = -1;
	} else if (has_length) {
		length = plain_number(head_find(h, "Content-Length"));
		if (length < 0)
			return refuse(400, "Content-Length is no number");
	}
	if (length != 0 && (str_is(h->method, "GET") || str_is(h->method, "HEAD")))
		return refuse(400, "a body where none belongs");
	return (struct guard_verdict){ 0, NULL, length };
}

struct guard_verdict guard_check(const struct http_head *h)
{
	struct guard_verdict v = check_line(h);
	if (!v.status)
		v = check_lines(h);
	if (v.status)
		return v;
	struct str host = head_find(h, "Host");
	if (head_count(h, "Host") == 0 && str_is(h->version, "HTTP/1.1"))
		return refuse(400, "no Host");
	if (head_count(h, "Host") == 1 && !host_is_lawful(host))
		return refuse(400, "Host is no authority");
	return check_body(h);
}
