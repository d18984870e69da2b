#include "http/percent.h"

#include "core/utf8.h"

int percent_hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

bool percent_decode(struct buf *b, struct str s)
{
	size_t before = b->n;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] != '%') {
			buf_char(b, s.p[i]);
			continue;
		}
		int high = s.n - i > 2 ? percent_hex(s.p[i + 1]) : -1;
		int low = s.n - i > 2 ? percent_hex(s.p[i + 2]) : -1;
		if (high < 0 || low < 0) {
			b->n = before;
			return false;
		}
		buf_char(b, (char)(high << 4 | low));
		i += 2;
	}
	return true;
}

static bool is_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

void percent_encode(struct buf *b, struct str s, const char *keep)
{
	static const char hex[] = "0123456789ABCDEF";
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (is_alnum(s.p[i]) || (c && strchr(keep, c))) {
			buf_char(b, s.p[i]);
		} else {
			char t[3] = { '%', hex[c >> 4], hex[c & 15] };
			buf_add(b, t, sizeof t);
		}
	}
}

bool http_is_token_char(char c)
{
	return is_alnum(c) || (c && strchr("!#$%&'*+-.^_`|~", c));
}

bool http_is_token(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!http_is_token_char(s.p[i]))
			return false;
	return s.n > 0;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

bool http_eq_nocase(struct str a, const char *z)
{
	for (size_t i = 0; i < a.n; i++)
		if (!z[i] || lower(a.p[i]) != lower(z[i]))
			return false;
	return z[a.n] == '\0';
}

struct str http_trim(struct str s)
{
	while (s.n && (s.p[0] == ' ' || s.p[0] == '\t'))
		s = str_sub(s, 1, s.n);
	while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t'))
		s.n--;
	return s;
}

/* A control character that is none of `allowed`. */
static bool has_control(struct str s, const char *allowed)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		bool c1 = c == 0xC2 && i + 1 < s.n && (unsigned char)s.p[i + 1] < 0xA0;
		bool c0 = (c < 0x20 || c == 0x7F) && !(c && strchr(allowed, c));
		if (c0 || c1)
			return true;
	}
	return false;
}

bool http_has_control(struct str s)
{
	return has_control(s, "");
}

bool http_has_odd_control(struct str s)
{
	return has_control(s, "\t\r\n");
}
