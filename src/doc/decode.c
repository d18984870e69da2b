<<<<<<< HEAD
/*
 * Text of unknown encoding as UTF-8.  Labels lie in both directions, so only
 * the bytes are asked: BOM, strict UTF-8, UTF-8 with a few faults, GB18030
 * (which holds GBK and GB2312), UTF-16 by its zero bytes.
 */
#include "doc/read.h"

#include "core/utf8.h"
=======
#include "core/utf8.h"
#include "doc/read.h"
>>>>>>> legacy

#include <errno.h>
#include <iconv.h>

<<<<<<< HEAD
enum { FAULTS_PER_CHARACTER = 50 }; /* one fault in so many multi-byte characters is damage, not GBK */

static bool mostly_utf8(struct str s)
{
	size_t good = 0, bad = 0;
	for (size_t at = 0; at < s.n;) {
		bool ascii = (unsigned char)s.p[at] < 0x80;
		if (utf8_next(s, &at) == 0xFFFD)
			bad++;
		else
			good += !ascii;
	}
	return good > bad * FAULTS_PER_CHARACTER;
}

static void copy_repaired(struct buf *b, struct str s, bool *lossy)
{
	for (size_t at = 0; at < s.n;) {
		int32_t cp = utf8_next(s, &at);
		if (cp == 0xFFFD)
			*lossy = true;
		if (cp)
			utf8_put(b, cp);
	}
}

/* Converts with iconv; a byte that fits nothing becomes U+FFFD. */
static enum err convert(struct buf *b, struct str s, const char *from, bool *lossy,
	struct error *err)
{
	iconv_t cd = iconv_open("UTF-8", from);
	if (cd == (iconv_t)-1)
		return error_set(err, ERR_BUG, NULL, "系统缺少 %s 编码的转换模块", from);
	char *in = (char *)(uintptr_t)s.p, chunk[4096];
	size_t left = s.n;
	while (left > 0 && !b->err) {
		char *out = chunk;
		size_t room = sizeof chunk;
		size_t r = iconv(cd, &in, &left, &out, &room);
		buf_add(b, chunk, sizeof chunk - room);
		if (r != (size_t)-1 || errno == E2BIG)
			continue;
		utf8_put(b, 0xFFFD);
		*lossy = true;
=======
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
>>>>>>> legacy
		in++;
		left--;
		iconv(cd, NULL, NULL, NULL, NULL);
	}
	iconv_close(cd);
	return OK;
}

<<<<<<< HEAD
/* UTF-16 without a BOM: nearly every second byte of Latin text or digits is zero. */
static const char *utf16_by_zeros(struct str s)
{
	size_t even = 0, odd = 0, n = s.n < 4096 ? s.n : 4096;
	for (size_t i = 0; i < n; i++) {
		if (s.p[i])
			continue;
		if (i % 2)
			odd++;
		else
			even++;
	}
	if (odd > n / 16 && even * 8 < odd)
		return "UTF-16LE";
	if (even > n / 16 && odd * 8 < even)
		return "UTF-16BE";
	return NULL;
=======
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
>>>>>>> legacy
}

enum err doc_decode(struct arena *a, struct str bytes, struct str *utf8, bool *lossy,
	struct error *err)
{
	struct buf b;
<<<<<<< HEAD
	enum err e = OK;
	bool lost = false;
	const char *wide;
	buf_init(&b, DOC_ARENA_MAX);
	if (str_starts(bytes, STR("\xEF\xBB\xBF"))) {
		copy_repaired(&b, str_sub(bytes, 3, bytes.n), &lost);
	} else if (str_starts(bytes, STR("\xFF\xFE"))) {
		e = convert(&b, str_sub(bytes, 2, bytes.n), "UTF-16LE", &lost, err);
	} else if (str_starts(bytes, STR("\xFE\xFF"))) {
		e = convert(&b, str_sub(bytes, 2, bytes.n), "UTF-16BE", &lost, err);
	} else if ((wide = utf16_by_zeros(bytes)) != NULL) {
		e = convert(&b, bytes, wide, &lost, err);
	} else if (utf8_is_valid(bytes) || mostly_utf8(bytes)) {
		copy_repaired(&b, bytes, &lost);
	} else {
		e = convert(&b, bytes, "GB18030", &lost, err);
	}
	if (!e)
		e = buf_check(&b, err);
	if (!e) {
		*utf8 = arena_str(a, buf_view(&b));
		*lossy = lost;
		e = arena_check(a, err);
	}
	buf_done(&b);
	return e;
=======
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
>>>>>>> legacy
}
