#include "page/html.h"

/* What a byte asks for.  Zero: it is copied. */
enum escape {
	COPY,
	AMP,
	LESS,
	GREATER,
	QUOTE,
	APOSTROPHE,
	RETURN,  /* CR: a line feed, or nothing before one */
	CONTROL, /* U+FFFD instead */
	LEAD_C2, /* may begin U+0080..009F */
	LEAD_EF  /* may begin U+FFFE, U+FFFF */
};

/* clang-format off */
static const unsigned char escape_of[256] = {
	[0x00] = CONTROL, [0x01] = CONTROL, [0x02] = CONTROL, [0x03] = CONTROL,
	[0x04] = CONTROL, [0x05] = CONTROL, [0x06] = CONTROL, [0x07] = CONTROL,
	[0x08] = CONTROL, [0x0B] = CONTROL, [0x0C] = CONTROL, [0x0D] = RETURN,
	[0x0E] = CONTROL, [0x0F] = CONTROL, [0x10] = CONTROL, [0x11] = CONTROL,
	[0x12] = CONTROL, [0x13] = CONTROL, [0x14] = CONTROL, [0x15] = CONTROL,
	[0x16] = CONTROL, [0x17] = CONTROL, [0x18] = CONTROL, [0x19] = CONTROL,
	[0x1A] = CONTROL, [0x1B] = CONTROL, [0x1C] = CONTROL, [0x1D] = CONTROL,
	[0x1E] = CONTROL, [0x1F] = CONTROL, [0x7F] = CONTROL,
	['&'] = AMP, ['<'] = LESS, ['>'] = GREATER, ['"'] = QUOTE, ['\''] = APOSTROPHE,
	[0xC2] = LEAD_C2, [0xEF] = LEAD_EF,
};
/* clang-format on */

static unsigned char byte_at(struct str s, size_t i)
{
	return i < s.n ? (unsigned char)s.p[i] : 0;
}

/*
 * What the byte at i becomes; *len is how many bytes it stands for.  rep.p is NULL when they are
 * copied after all.
 */
static struct str replacement(struct str s, size_t i, size_t *len)
{
	static const struct str lost = STR_INIT("\xEF\xBF\xBD");
	static const struct str keep = { NULL, 0 };
	*len = 1;
	switch ((enum escape)escape_of[(unsigned char)s.p[i]]) {
	case AMP:
		return STR("&amp;");
	case LESS:
		return STR("&lt;");
	case GREATER:
		return STR("&gt;");
	case QUOTE:
		return STR("&quot;");
	case APOSTROPHE:
		return STR("&#39;");
	case RETURN:
		return byte_at(s, i + 1) == '\n' ? STR("") : STR("\n");
	case CONTROL:
		return lost;
	case LEAD_C2:
		if (byte_at(s, i + 1) < 0x80 || byte_at(s, i + 1) > 0x9F)
			return keep;
		*len = 2;
		return lost;
	case LEAD_EF:
		if (byte_at(s, i + 1) != 0xBF || byte_at(s, i + 2) < 0xBE)
			return keep;
		*len = 3;
		return lost;
	case COPY:
		break;
	}
	return keep;
}

/* Where the next byte stands that needs something, or s.n.  Most texts are Chinese or plain ASCII. */
static size_t next_escape(struct str s, size_t i)
{
	const unsigned char *p = (const unsigned char *)s.p;
	while (i + 4 <= s.n) {
		if (escape_of[p[i]] | escape_of[p[i + 1]] | escape_of[p[i + 2]] | escape_of[p[i + 3]])
			break;
		i += 4;
	}
	while (i < s.n && !escape_of[p[i]])
		i++;
	return i;
}

/* Runs of bytes that need nothing are copied at once. */
void html_put_str(struct buf *o, struct str s)
{
	size_t from = 0;
	for (size_t i = next_escape(s, 0); i < s.n; i = next_escape(s, i)) {
		size_t len;
		struct str rep = replacement(s, i, &len);
		if (rep.p) {
			buf_add(o, s.p + from, i - from);
			buf_str(o, rep);
			from = i + len;
		}
		i += len;
	}
	if (from < s.n)
		buf_add(o, s.p + from, s.n - from);
}

void html_put_cstr(struct buf *o, const char *z)
{
	html_put_str(o, str_cstr(z));
}

void html_put_int(struct buf *o, long v)
{
	buf_int(o, v);
}

void html_put_uint(struct buf *o, unsigned long v)
{
	html_put_ullong(o, v);
}

void html_put_llong(struct buf *o, long long v)
{
	buf_int(o, v);
}

void html_put_ullong(struct buf *o, unsigned long long v)
{
	char t[24];
	size_t n = sizeof t;
	do {
		t[--n] = (char)('0' + v % 10);
		v /= 10;
	} while (v > 0);
	buf_add(o, t + n, sizeof t - n);
}

void html_put_date(struct buf *o, struct date d)
{
	html_put_date_text(o, date_text(d));
}

void html_put_date_text(struct buf *o, struct date_text t)
{
	html_put_cstr(o, t.z);
}

void html_put_date_words(struct buf *o, struct date_words t)
{
	html_put_cstr(o, t.z);
}

void html_put_decimal_text(struct buf *o, struct decimal_text t)
{
	html_put_cstr(o, t.z);
}

void html_put_markup(struct buf *o, struct html h)
{
	buf_str(o, h.s);
}

/* ASCII letters of s alike, whatever their case; prefix is lower case. */
static bool starts_any_case(struct str s, struct str prefix)
{
	if (s.n < prefix.n)
		return false;
	for (size_t i = 0; i < prefix.n; i++) {
		char c = s.p[i];
		if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != prefix.p[i])
			return false;
	}
	return true;
}

/* See html_url_str in the header. */
static bool url_is_safe(struct str s)
{
	if (s.n == 0)
		return false;
	/* Browsers drop tabs and line breaks inside a URL, which could join / and /. */
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7F)
			return false;
	switch (s.p[0]) {
	case '#':
	case '?':
		return true;
	case '/':
		return s.n == 1 || (s.p[1] != '/' && s.p[1] != '\\');
	default:
		return starts_any_case(s, STR("https://")) || starts_any_case(s, STR("http://")) ||
		       starts_any_case(s, STR("mailto:"));
	}
}

static void put_percent(struct buf *o, unsigned char c)
{
	static const char hex[] = "0123456789ABCDEF";
	char e[3] = { '%', hex[c >> 4], hex[c & 15] };
	buf_add(o, e, sizeof e);
}

/* Signs that a URL holds only as %XX. */
static const bool percent_in_url[256] = { [' '] = true, ['"'] = true, ['<'] = true, ['>'] = true,
	['`'] = true, ['\\'] = true, ['^'] = true, ['{'] = true, ['|'] = true, ['}'] = true };

void html_url_str(struct buf *o, struct str s)
{
	if (!url_is_safe(s)) {
		buf_lit(o, "about:invalid#blocked");
		return;
	}
	size_t from = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (!percent_in_url[(unsigned char)s.p[i]])
			continue;
		html_put_str(o, str_sub(s, from, i));
		put_percent(o, (unsigned char)s.p[i]);
		from = i + 1;
	}
	html_put_str(o, str_sub(s, from, s.n));
}

void html_url_cstr(struct buf *o, const char *z)
{
	html_url_str(o, str_cstr(z));
}

/* RFC 3986, 2.3: unreserved characters. */
static bool is_unreserved(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '.' || c == '_' || c == '~';
}

static void put_percent_all(struct buf *o, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		put_percent(o, (unsigned char)s.p[i]);
}

void html_urlpart_str(struct buf *o, struct str s)
{
	size_t i = 0;
	while (i < s.n) {
		size_t from = i, len = 1;
		while (i < s.n && is_unreserved((unsigned char)s.p[i]))
			i++;
		if (i > from)
			buf_add(o, s.p + from, i - from);
		if (i == s.n)
			break;
		/* The signs with an entity are kept here; the rest is as in text. */
		switch (escape_of[(unsigned char)s.p[i]]) {
		case RETURN:
		case CONTROL:
		case LEAD_C2:
		case LEAD_EF: {
			struct str rep = replacement(s, i, &len);
			put_percent_all(o, rep.p ? rep : str_sub(s, i, i + len));
			break;
		}
		default:
			put_percent(o, (unsigned char)s.p[i]);
		}
		i += len;
	}
}

void html_urlpart_cstr(struct buf *o, const char *z)
{
	html_urlpart_str(o, str_cstr(z));
}
