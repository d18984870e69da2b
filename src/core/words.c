#include "core/words.h"

#include "core/utf8.h"

#include <string.h>
#include <utf8proc.h>

enum sign { SIGN_BETWEEN, SIGN_MARK, SIGN_WIDE, SIGN_NARROW };

enum {
	HAN_FIRST = 0x4E00,
	HAN_LAST = 0x9FFF,
	ZERO = 0x3007, /* 〇, a numeral for Unicode, a sign of writing in years */
	FOLDED_MAX = 32 /* code points that one becomes */
};

static enum sign sign_of(int32_t cp)
{
	if (cp >= HAN_FIRST && cp <= HAN_LAST)
		return SIGN_WIDE;
	if (cp < 0x80)
		return (cp >= '0' && cp <= '9') || (cp >= 'a' && cp <= 'z') ? SIGN_NARROW
									    : SIGN_BETWEEN;
	if (cp == ZERO)
		return SIGN_WIDE;
	switch (utf8proc_category(cp)) {
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_LM:
		return SIGN_WIDE;
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_NL:
	case UTF8PROC_CATEGORY_NO:
		return SIGN_NARROW;
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ME:
	case UTF8PROC_CATEGORY_CF:
		return SIGN_MARK;
	default:
		return SIGN_BETWEEN;
	}
}

/* What one code point is when width, case and compatibility do not count: n of them. */
static size_t fold(int32_t cp, int32_t out[FOLDED_MAX])
{
	int bound = 0;
	if (cp < 0x80 || (cp >= HAN_FIRST && cp <= HAN_LAST)) {
		out[0] = cp >= 'A' && cp <= 'Z' ? cp + ('a' - 'A') : cp;
		return 1;
	}
	utf8proc_ssize_t n = utf8proc_decompose_char(
		cp, out, FOLDED_MAX, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD, &bound);
	if (n < 0 || n > FOLDED_MAX) { /* unassigned, or a ligature of many: as it is */
		out[0] = cp;
		return 1;
	}
	return (size_t)n;
}

/* --- words -------------------------------------------------------------------------------------
 */

struct writer {
	struct buf *b;
	bool query;
	size_t n;	   /* words written */
	int32_t last;	   /* sign of a wide run before this one; -1: none */
	size_t wide;	   /* signs of the wide run */
	size_t narrow;	   /* signs of the narrow run */
	int32_t lone;	   /* of a query: a run of one sign; -1 */
};

static bool begin_word(struct writer *w)
{
	if (w->query && w->n == WORDS_QUERY_MAX)
		return false;
	if (w->b->n)
		buf_char(w->b, ' ');
	w->n++;
	return true;
}

static void end_runs(struct writer *w)
{
	if (w->wide && !w->query) {
		if (begin_word(w))
			utf8_put(w->b, w->last);
	} else if (w->wide == 1) {
		w->lone = w->last;
	}
	w->wide = w->narrow = 0;
}

static void put_wide(struct writer *w, int32_t cp)
{
	if (w->narrow)
		end_runs(w);
	if (w->wide && begin_word(w)) {
		utf8_put(w->b, w->last);
		utf8_put(w->b, cp);
	}
	w->last = cp;
	w->wide++;
}

static void put_narrow(struct writer *w, int32_t cp)
{
	if (w->wide)
		end_runs(w);
	if (w->narrow % WORDS_NARROW_MAX == 0 && !begin_word(w))
		return;
	utf8_put(w->b, cp);
	w->narrow++;
}

static void write_words(struct writer *w, struct str text)
{
	int32_t folded[FOLDED_MAX];
	for (size_t at = 0; at < text.n && w->b->err == OK;) {
		size_t n = fold(utf8_next(text, &at), folded);
		for (size_t i = 0; i < n; i++)
			switch (sign_of(folded[i])) {
			case SIGN_WIDE:
				put_wide(w, folded[i]);
				break;
			case SIGN_NARROW:
				put_narrow(w, folded[i]);
				break;
			case SIGN_BETWEEN:
				end_runs(w);
				break;
			case SIGN_MARK:
				break;
			}
	}
	end_runs(w);
}

void words_of(struct buf *b, struct str text)
{
	struct writer w = { .b = b, .last = -1, .lone = -1 };
	write_words(&w, text);
}

void words_query(struct buf *b, struct str query)
{
	struct writer w = { .b = b, .query = true, .last = -1, .lone = -1 };
	write_words(&w, query);
	if (w.n || w.lone < 0 || !begin_word(&w))
		return;
	utf8_put(b, w.lone);
	buf_char(b, '*');
}

/* --- looking once more -------------------------------------------------------------------------
 */

struct str words_signs(struct arena *a, struct str text)
{
	int32_t folded[FOLDED_MAX];
	struct buf b;
	buf_init(&b, text.n * FOLDED_MAX + 64);
	for (size_t at = 0; at < text.n;) {
		size_t n = fold(utf8_next(text, &at), folded);
		for (size_t i = 0; i < n; i++) {
			enum sign s = sign_of(folded[i]);
			if (s == SIGN_WIDE || s == SIGN_NARROW)
				utf8_put(&b, folded[i]);
		}
	}
	struct str out = { 0 };
	if (b.err == OK)
		out = arena_str(a, buf_view(&b));
	else if (!a->err)
		a->err = b.err;
	buf_done(&b);
	return out;
}

void words_runs(struct buf *b, struct str text)
{
	int32_t folded[FOLDED_MAX];
	size_t from = b->n;
	bool between = false;
	for (size_t at = 0; at < text.n;) {
		size_t n = fold(utf8_next(text, &at), folded);
		for (size_t i = 0; i < n; i++) {
			enum sign s = sign_of(folded[i]);
			if (s == SIGN_MARK)
				continue;
			if (s == SIGN_WIDE && between && b->n > from)
				buf_char(b, ' ');
			if (s == SIGN_WIDE)
				utf8_put(b, folded[i]);
			between = s != SIGN_WIDE;
		}
	}
}

bool words_hold(struct arena *a, struct str text, struct str query)
{
	struct str signs = words_signs(a, text);
	bool any = false;
	for (size_t at = 0, from = 0; at <= query.n;) {
		size_t next = at;
		int32_t cp = at < query.n ? utf8_next(query, &next) : -1;
		if (cp >= 0 && !utf8_is_space(cp)) {
			at = next;
			continue;
		}
		struct str phrase = words_signs(a, str_sub(query, from, at));
		if (phrase.n && str_find(signs, phrase, 0) == signs.n)
			return false;
		any = any || phrase.n > 0;
		if (cp < 0)
			break;
		from = at = next;
	}
	return any && a->err == OK;
}
