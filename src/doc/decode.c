/*
 * Text of unknown encoding as UTF-8.  Labels lie in both directions, so only
 * the bytes are asked: BOM, strict UTF-8, UTF-8 with a few faults, GB18030
 * (which holds GBK and GB2312), UTF-16 by its zero bytes.
 */
#include "doc/read.h"

#include "core/utf8.h"

#include <errno.h>
#include <iconv.h>

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
		in++;
		left--;
		iconv(cd, NULL, NULL, NULL, NULL);
	}
	iconv_close(cd);
	return OK;
}

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
}

enum err doc_decode(struct arena *a, struct str bytes, struct str *utf8, bool *lossy,
	struct error *err)
{
	struct buf b;
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
}
