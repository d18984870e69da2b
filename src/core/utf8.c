#include "core/utf8.h"

#include "core/mem.h"

#include <utf8proc.h>

static const int32_t REPLACEMENT = 0xFFFD;

/* Length of the valid sequence at p (n bytes left), 0 when there is none; *cp gets the code point. */
static size_t decode(const unsigned char *p, size_t n, int32_t *cp)
{
	if (n == 0)
		return 0;
	if (p[0] < 0x80) {
		*cp = p[0];
		return 1;
	}
	size_t len = p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : 2;
	if (p[0] < 0xC2 || p[0] > 0xF4 || n < len)
		return 0;
	int32_t v = p[0] & (0xFF >> (len + 1));
	for (size_t i = 1; i < len; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return 0;
		v = v << 6 | (p[i] & 0x3F);
	}
	if ((len == 3 && v < 0x800) || (len == 4 && v < 0x10000) || v > 0x10FFFF ||
		(v >= 0xD800 && v <= 0xDFFF))
		return 0;
	*cp = v;
	return len;
}

bool utf8_is_valid(struct str s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	size_t i = 0;
	while (i < s.n) {
		if (p[i] < 0x80) {
			i++;
			continue;
		}
		int32_t cp;
		size_t len = decode(p + i, s.n - i, &cp);
		if (!len)
			return false;
		i += len;
	}
	return true;
}

int32_t utf8_next(struct str s, size_t *at)
{
	if (*at >= s.n)
		return -1;
	int32_t cp;
	size_t len = decode((const unsigned char *)s.p + *at, s.n - *at, &cp);
	if (!len) {
		(*at)++;
		return REPLACEMENT;
	}
	*at += len;
	return cp;
}

size_t utf8_length(struct str s)
{
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++)
		n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
	return n;
}

void utf8_put(struct buf *b, int32_t cp)
{
	if (cp < 0 || cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
		cp = REPLACEMENT;
	char t[4];
	if (cp < 0x80) {
		buf_char(b, (char)cp);
		return;
	}
	size_t len = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
	for (size_t i = len - 1; i > 0; i--) {
		t[i] = (char)(0x80 | (cp & 0x3F));
		cp >>= 6;
	}
	t[0] = (char)((0xF00 >> len & 0xFF) | cp);
	buf_add(b, t, len);
}

struct str utf8_prefix(struct str s, size_t n)
{
	size_t at = 0;
	while (n-- > 0 && at < s.n)
		utf8_next(s, &at);
	return str_sub(s, 0, at);
}

bool utf8_is_space(int32_t cp)
{
	return (cp >= 9 && cp <= 13) || cp == ' ' || cp == 0x85 || cp == 0xA0 || cp == 0xAD ||
		cp == 0x1680 || (cp >= 0x2000 && cp <= 0x200F) || (cp >= 0x2028 && cp <= 0x202F) ||
		cp == 0x205F || cp == 0x2060 || cp == 0x3000 || cp == 0xFEFF || cp == 0xFFFC;
}

bool utf8_is_han(int32_t cp)
{
	return (cp >= 0x4E00 && cp <= 0x9FFF) || (cp >= 0x3400 && cp <= 0x4DBF) ||
		(cp >= 0xF900 && cp <= 0xFAFF) || (cp >= 0x20000 && cp <= 0x3134F);
}

/*
 * CJK Radicals Supplement (U+2E80..2EF3): NFKC leaves these alone although
 * wkhtmltopdf and Qt write them for ordinary characters.  Only the simplified
 * forms that stand for a character of their own are here; Unicode's
 * EquivalentUnifiedIdeograph property is the source.
 */
static int32_t supplement_radical(int32_t cp)
{
	static const struct {
		uint16_t radical, character;
	} map[] = {
		{ 0x2E81, 0x5382 }, { 0x2E82, 0x4E5B }, { 0x2E84, 0x4E59 }, { 0x2E85, 0x4EBB },
		{ 0x2E86, 0x5182 }, { 0x2E87, 0x51E0 }, { 0x2E88, 0x5200 }, { 0x2E89, 0x5202 },
		{ 0x2E8A, 0x535C }, { 0x2E8B, 0x353E }, { 0x2E8C, 0x5C0F }, { 0x2E8D, 0x5C0F },
		{ 0x2E8E, 0x5140 }, { 0x2E8F, 0x5C23 }, { 0x2E90, 0x5C22 }, { 0x2E91, 0x5C23 },
		{ 0x2E92, 0x5DF3 }, { 0x2E93, 0x5E7A }, { 0x2E94, 0x5F51 }, { 0x2E95, 0x5F50 },
		{ 0x2E96, 0x5FC4 }, { 0x2E97, 0x5FC3 }, { 0x2E98, 0x624C }, { 0x2E99, 0x6535 },
		{ 0x2E9B, 0x65E1 }, { 0x2E9C, 0x65E5 }, { 0x2E9D, 0x6708 }, { 0x2E9E, 0x6B7A },
		{ 0x2E9F, 0x6BCD }, { 0x2EA0, 0x6C11 }, { 0x2EA1, 0x6C35 }, { 0x2EA2, 0x6C3A },
		{ 0x2EA3, 0x706C }, { 0x2EA4, 0x722B }, { 0x2EA5, 0x722B }, { 0x2EA6, 0x4E2C },
		{ 0x2EA7, 0x725B }, { 0x2EA8, 0x72AD }, { 0x2EA9, 0x738B }, { 0x2EAA, 0x758B },
		{ 0x2EAB, 0x76EE }, { 0x2EAC, 0x793A }, { 0x2EAD, 0x793B }, { 0x2EAE, 0x7AF9 },
		{ 0x2EAF, 0x7CF9 }, { 0x2EB0, 0x7E9F }, { 0x2EB1, 0x7F53 }, { 0x2EB2, 0x7F52 },
		{ 0x2EB3, 0x7F51 }, { 0x2EB6, 0x7F8A }, { 0x2EB7, 0x7F8A }, { 0x2EB8, 0x7F8B },
		{ 0x2EB9, 0x8002 }, { 0x2EBA, 0x8080 }, { 0x2EBB, 0x807F }, { 0x2EBC, 0x8089 },
		{ 0x2EBE, 0x8279 }, { 0x2EBF, 0x8279 }, { 0x2EC0, 0x8279 }, { 0x2EC1, 0x864E },
		{ 0x2EC2, 0x8864 }, { 0x2EC3, 0x8980 }, { 0x2EC4, 0x897F }, { 0x2EC5, 0x89C1 },
		{ 0x2EC6, 0x89D2 }, { 0x2EC7, 0x89D2 }, { 0x2EC8, 0x8BA0 }, { 0x2EC9, 0x8D1D },
		{ 0x2ECB, 0x8F66 }, { 0x2ECC, 0x8FB6 }, { 0x2ECD, 0x8FB6 }, { 0x2ECE, 0x8FB6 },
		{ 0x2ECF, 0x9091 }, { 0x2ED0, 0x9485 }, { 0x2ED1, 0x9577 }, { 0x2ED2, 0x9578 },
		{ 0x2ED3, 0x957F }, { 0x2ED4, 0x95E8 }, { 0x2ED6, 0x961D }, { 0x2ED7, 0x96E8 },
		{ 0x2ED8, 0x9752 }, { 0x2ED9, 0x97E6 }, { 0x2EDA, 0x9875 }, { 0x2EDB, 0x98CE },
		{ 0x2EDC, 0x98DE }, { 0x2EDD, 0x98DF }, { 0x2EDF, 0x98E0 }, { 0x2EE0, 0x9963 },
		{ 0x2EE2, 0x9A6C }, { 0x2EE3, 0x9AA8 }, { 0x2EE4, 0x9B3C }, { 0x2EE5, 0x9C7C },
		{ 0x2EE6, 0x9E1F }, { 0x2EE7, 0x5364 }, { 0x2EE8, 0x9EA6 }, { 0x2EE9, 0x9EC4 },
		{ 0x2EEA, 0x9EFE }, { 0x2EEB, 0x6589 }, { 0x2EEC, 0x9F50 }, { 0x2EED, 0x6B6F },
		{ 0x2EEE, 0x9F7F }, { 0x2EEF, 0x7ADC }, { 0x2EF0, 0x9F99 }, { 0x2EF1, 0x9F9C },
		{ 0x2EF2, 0x4E80 }, { 0x2EF3, 0x9F9F },
	};
	size_t lo = 0, hi = sizeof map / sizeof map[0];
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		if (map[mid].radical < cp)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < sizeof map / sizeof map[0] && map[lo].radical == cp ? map[lo].character : cp;
}

/* One bracket, quote, dash or stop of any width as its ASCII sign. */
static int32_t plain_sign(int32_t cp)
{
	switch (cp) {
	case 0x2018: case 0x2019: case 0x201B: case 0x2032: case '`':
		return '\'';
	case 0x201C: case 0x201D: case 0x201F: case 0x2033: case 0x300C: case 0x300D:
	case 0x300E: case 0x300F: case 0x301D: case 0x301E:
		return '"';
	case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2014: case 0x2015:
	case 0x2212: case 0x2500: case 0xFE58: case 0xFF0D:
		return '-';
	case 0x3008: case 0x300A: case 0xFE3D: case 0xFE3F:
		return '<';
	case 0x3009: case 0x300B: case 0xFE3E: case 0xFE40:
		return '>';
	case 0x3010: case 0x3014: case 0x3016:
		return '[';
	case 0x3011: case 0x3015: case 0x3017:
		return ']';
	case 0x3002: case 0xFF61:
		return '.';
	default:
		return cp;
	}
}

/* Length of a Word leftover "[bookmark: …]" at the start of s, else 0. */
static size_t bookmark_at(struct str s)
{
	enum { LONGEST = 200 };
	if (!str_starts(s, STR("[bookmark:")))
		return 0;
	size_t end = str_find(str_sub(s, 0, LONGEST), STR("]"), 0);
	return end < s.n && end < LONGEST ? end + 1 : 0;
}

static void fold_one(struct buf *b, int32_t cp)
{
	if (utf8_is_space(cp))
		return;
	cp = plain_sign(cp);
	if (cp < 0x80) {
		buf_char(b, (char)(cp >= 'A' && cp <= 'Z' ? cp + 32 : cp));
		return;
	}
	if (cp >= 0x2E80 && cp <= 0x2EF3)
		cp = supplement_radical(cp);
	if (cp >= 0x4E00 && cp <= 0x9FFF) {
		utf8_put(b, cp);
		return;
	}
	utf8proc_int32_t out[24];
	int boundary = 0;
	utf8proc_ssize_t n = utf8proc_decompose_char(cp, out, 24,
		UTF8PROC_COMPOSE | UTF8PROC_COMPAT, &boundary);
	if (n <= 0 || n > 24) {
		utf8_put(b, cp);
		return;
	}
	for (utf8proc_ssize_t i = 0; i < n; i++) {
		int32_t c = plain_sign(out[i]);
		if (utf8_is_space(c))
			continue;
		utf8_put(b, c >= 'A' && c <= 'Z' ? c + 32 : c);
	}
}

/*
 * Bytes from `at` on that are characters U+4E00..9FFF, which folding and tidying
 * leave alone: E4 B8 80 .. E9 BF BF.
 */
static size_t common_han(struct str s, size_t at)
{
	size_t i = at;
	for (; s.n - i >= 3; i += 3) {
		const unsigned char *p = (const unsigned char *)s.p + i;
		bool common = p[0] >= (p[1] < 0xB8 ? 0xE5 : 0xE4) && p[0] <= 0xE9 &&
			(p[1] & 0xC0) == 0x80 && (p[2] & 0xC0) == 0x80;
		if (!common)
			break;
	}
	return i - at;
}

/* Most cells hold a plain number, which looks the same in every form. */
static bool is_plain_number(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((s.p[i] < '0' || s.p[i] > '9') && s.p[i] != '.')
			return false;
	return true;
}

void fold_text(struct buf *b, struct str s)
{
	for (size_t at = 0; at < s.n;) {
		size_t han = common_han(s, at);
		if (han) {
			buf_add(b, s.p + at, han);
			at += han;
			continue;
		}
		size_t mark = s.p[at] == '[' ? bookmark_at(str_sub(s, at, s.n)) : 0;
		if (mark) {
			at += mark;
			continue;
		}
		fold_one(b, utf8_next(s, &at));
	}
}

/* Runs one of the writers above into an arena string. */
static struct str into_arena(struct arena *a, struct str s, void (*fn)(struct buf *, struct str))
{
	struct buf b;
	if (is_plain_number(s))
		return arena_str(a, s);
	buf_init(&b, s.n * 8 + 64);
	fn(&b, s);
	struct str out = { NULL, 0 };
	if (!b.err)
		out = arena_str(a, buf_view(&b));
	else if (!a->err)
		a->err = b.err;
	buf_done(&b);
	return out;
}

struct str fold_text_arena(struct arena *a, struct str s)
{
	return into_arena(a, s, fold_text);
}

/* Full-width digits, letters and percent sign become ASCII; punctuation stays. */
static int32_t narrow_sign(int32_t cp)
{
	if ((cp >= 0xFF10 && cp <= 0xFF19) || (cp >= 0xFF21 && cp <= 0xFF3A) ||
		(cp >= 0xFF41 && cp <= 0xFF5A) || cp == 0xFF05)
		return cp - 0xFEE0;
	return cp;
}

static bool is_digit(int32_t cp)
{
	return cp >= '0' && cp <= '9';
}

/* The code point at *at after radical and width repair, stepping; -1 at the end. */
static int32_t next_tidy(struct str s, size_t *at)
{
	while (*at < s.n && s.p[*at] == '[') {
		size_t mark = bookmark_at(str_sub(s, *at, s.n));
		if (!mark)
			break;
		*at += mark;
	}
	int32_t cp = utf8_next(s, at);
	if (cp >= 0x2F00 && cp <= 0x2FD5) {
		utf8proc_int32_t out[4];
		int boundary = 0;
		if (utf8proc_decompose_char(cp, out, 4, UTF8PROC_COMPAT, &boundary) == 1)
			return out[0];
	}
	if (cp >= 0x2E80 && cp <= 0x2EF3)
		return supplement_radical(cp);
	return narrow_sign(cp);
}

static bool is_wide(int32_t cp)
{
	return utf8_is_han(cp) || (cp >= 0x3001 && cp <= 0x303F) || (cp >= 0xFF00 && cp <= 0xFFEF) ||
		(cp >= 0x2018 && cp <= 0x201D);
}

void tidy_text(struct buf *b, struct str s)
{
	int32_t last = -1;
	bool gap = false;
	for (size_t at = 0; at < s.n;) {
		size_t han = common_han(s, at);
		if (han) {
			buf_add(b, s.p + at, han);
			at += han;
			gap = false; /* no blank beside a wide character */
			last = 0x4E00;
			continue;
		}
		int32_t cp = next_tidy(s, &at);
		if (cp < 0)
			break;
		if (utf8_is_space(cp)) {
			gap = true;
			continue;
		}
		if ((cp == 0xFF0C || cp == 0xFF0E) && is_digit(last) && !gap) {
			size_t peek = at;
			if (is_digit(next_tidy(s, &peek)))
				cp = cp == 0xFF0C ? ',' : '.';
		}
		if (gap && last >= 0 && !is_wide(last) && !is_wide(cp))
			buf_char(b, ' ');
		gap = false;
		utf8_put(b, cp);
		last = cp;
	}
}

struct str tidy_text_arena(struct arena *a, struct str s)
{
	return into_arena(a, s, tidy_text);
}

/* Characters that composing leaves alone and that never join the one before them. */
static bool is_nfc_safe(int32_t cp)
{
	return cp < 0x300 || (cp >= 0x4E00 && cp <= 0x9FFF) || (cp >= 0x2010 && cp <= 0x2027) ||
		(cp >= 0x3000 && cp <= 0x3029) || (cp >= 0xFF00 && cp <= 0xFFEF);
}

/* A sequence composes to at most three times its bytes; utf8proc needs an array of code points. */
void nfc_text(struct buf *b, struct str s)
{
	const utf8proc_option_t form = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
	bool safe = true;
	for (size_t at = 0; at < s.n && safe;)
		safe = is_nfc_safe(utf8_next(s, &at));
	if (safe) {
		buf_str(b, s);
		return;
	}
	const utf8proc_uint8_t *p = (const utf8proc_uint8_t *)s.p;
	utf8proc_ssize_t n = utf8proc_decompose(p, (utf8proc_ssize_t)s.n, NULL, 0, form);
	utf8proc_int32_t *cp = n > 0 ? mem_alloc((size_t)n * sizeof *cp) : NULL;
	if (!cp) {
		b->err = b->err ? b->err : ERR_NOMEM;
		return;
	}
	n = utf8proc_decompose(p, (utf8proc_ssize_t)s.n, cp, n, form);
	n = n > 0 ? utf8proc_normalize_utf32(cp, n, form) : 0;
	for (utf8proc_ssize_t i = 0; i < n; i++)
		utf8_put(b, cp[i]);
	mem_free(cp);
}

struct str nfc_text_arena(struct arena *a, struct str s)
{
	return into_arena(a, s, nfc_text);
}
