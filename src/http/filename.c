/* What a browser sends as a file name, made harmless. */
#include "http/multipart.h"

#include "core/utf8.h"

enum { FILENAME_MAX_BYTES = 255, EXTENSION_MAX_BYTES = 16 };

/* Direction marks and overrides (U+200E, 200F, 202A..202E, 2066..2069), line separators, BOM. */
static bool is_hidden(int32_t cp)
{
	return cp == 0x200E || cp == 0x200F || (cp >= 0x2028 && cp <= 0x202E) ||
	       (cp >= 0x2066 && cp <= 0x2069) || cp == 0xFEFF || cp == 0x061C;
}

static bool is_control(int32_t cp)
{
	return cp < 0x20 || (cp >= 0x7F && cp < 0xA0);
}

/* Longest start of s within max bytes that ends between characters. */
static struct str cut(struct str s, size_t max)
{
	if (s.n <= max)
		return s;
	while (max > 0 && ((unsigned char)s.p[max] & 0xC0) == 0x80)
		max--;
	return str_sub(s, 0, max);
}

/* s within FILENAME_MAX_BYTES, its extension kept when there is a short one. */
static void add_cut(struct buf *b, struct str s)
{
	size_t dot = s.n;
	while (dot > 0 && s.p[dot - 1] != '.')
		dot--;
	struct str ext = dot > 1 ? str_sub(s, dot - 1, s.n) : str_sub(s, s.n, s.n);
	if (s.n <= FILENAME_MAX_BYTES || ext.n > EXTENSION_MAX_BYTES)
		ext.n = 0;
	buf_str(b, ext.n ? cut(s, FILENAME_MAX_BYTES - ext.n) : cut(s, FILENAME_MAX_BYTES));
	buf_str(b, ext);
}

void filename_clean(struct buf *b, struct str raw)
{
	struct buf clean;
	size_t at = 0;
	for (size_t i = 0; i < raw.n; i++)
		if (raw.p[i] == '/' || raw.p[i] == '\\')
			at = i + 1;
	/* A damaged byte becomes three. */
	buf_init(&clean, raw.n * 3);
	while (at < raw.n) {
		int32_t cp = utf8_next(raw, &at);
		if (!is_control(cp) && !is_hidden(cp))
			utf8_put(&clean, cp);
	}
	struct str s = str_trim(buf_view(&clean));
	while (s.n && (s.p[s.n - 1] == '.' || s.p[s.n - 1] == ' '))
		s.n--;
	if (clean.err)
		b->err = clean.err;
	else if (raw.n && !s.n)
		buf_cstr(b, "未命名文件");
	else
		add_cut(b, s);
	buf_done(&clean);
}
