#include "core/utf8.h"
#include "doc/read.h"

#include <errno.h>
#include <iconv.h>

enum {
	UTF8_EVIDENCE = 20, /* valid sequences per bad byte that make it damaged UTF-8, not GB18030 */
	ICONV_BLOCK = 4096
};

/* Length of the valid UTF-8 sequence at the start of s, 0 when there is none. */
static size_t sequence_length(struct str s)
{
	unsigned char c = (unsigned char)s.p[0];
	size_t n = c < 0x80 ? 1 : c < 0xC2 ? 0 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : c < 0xF5 ? 4 : 0;
	return n && n <= s.n && utf8_is_valid(str_sub(s, 0, n)) ? n : 0;
}

/* Copies UTF-8 with U+FFFD for what is none and without NUL; returns the bad bytes, counts the good ones. */
static size_t copy_utf8(struct buf *b, struct str s, size_t *sequences)
{
	size_t bad = 0;
	*sequences = 0;
	for (size_t i = 0; i < s.n;) {
		size_t n = sequence_length(str_sub(s, i, s.n));
		if (n == 0) {
			bad++;
			buf_lit(b, "\xEF\xBF\xBD");
			i++;
			continue;
		}
		*sequences += n > 1;
		if (s.p[i])
			buf_add(b, s.p + i, n);
		i += n;
	}
	return bad;
}

/* Converts with iconv; bytes it refuses become U+FFFD one by one. */
static enum err convert(struct buf *b, struct str s, const char *from, bool *lossy, struct error *err)
{
	iconv_t cd = iconv_open("UTF-8", from);
	if (cd == (iconv_t)-1)
		return error_set(err, ERR_IO, NULL, "系统缺少 %s 编码转换支持，请联系管理员", from);
	char *in = (char *)(size_t)s.p;
	size_t left = s.n;
	while (left && b->err == OK) {
		char block[ICONV_BLOCK], *to = block;
		size_t room = sizeof block;
		size_t done = iconv(cd, &in, &left, &to, &room);
		for (char *p = block; p < to; p++)
			if (*p)
				buf_char(b, *p);
		if (done != (size_t)-1 || errno == E2BIG)
			continue;
		*lossy = true;
		buf_lit(b, "\xEF\xBF\xBD");
		in++;
		left--;
		iconv(cd, NULL, NULL, NULL, NULL);
	}
	iconv_close(cd);
	return OK;
}

static enum err decode_into(struct buf *b, struct str s, bool *lossy, struct error *err)
{
	if (str_starts(s, STR("\xFF\xFE")))
		return convert(b, str_sub(s, 2, s.n), "UTF-16LE", lossy, err);
	if (str_starts(s, STR("\xFE\xFF")))
		return convert(b, str_sub(s, 2, s.n), "UTF-16BE", lossy, err);
	bool bom = str_starts(s, STR("\xEF\xBB\xBF"));
	size_t good, bad = copy_utf8(b, bom ? str_sub(s, 3, s.n) : s, &good);
	*lossy = bad > 0;
	if (bad == 0 || bom || good / UTF8_EVIDENCE >= bad)
		return OK;
	buf_clear(b);
	*lossy = false;
	return convert(b, s, "GB18030", lossy, err);
}

enum err doc_decode(struct arena *a, struct str bytes, struct str *utf8, bool *lossy,
	struct error *err)
{
	struct buf b;
	bool lost = false;
	buf_init(&b, (size_t)DOC_FILE_MAX * 3);
	enum err e = decode_into(&b, bytes, &lost, err);
	if (!e)
		e = buf_check(&b, err);
	struct str text = { NULL, 0 };
	if (!e) {
		text = arena_str(a, buf_view(&b));
		e = arena_check(a, err);
	}
	buf_done(&b);
	if (e)
		return e;
	*utf8 = text;
	*lossy = lost;
	return OK;
}
