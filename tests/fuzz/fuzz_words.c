#include "tests/fuzz/fuzz.h"

#include "core/utf8.h"
#include "core/words.h"

#include <assert.h>

enum { ARENA = 32 << 20, ROOM = 8 << 20 };

/* Does the list hold the word, or one that begins with it ("税*")? */
static bool listed(struct str list, struct str word)
{
	bool begins = str_ends(word, STR("*"));
	struct str w = begins ? str_sub(word, 0, word.n - 1) : word;
	while (list.n) {
		size_t end = str_find(list, STR(" "), 0);
		struct str one = str_sub(list, 0, end);
		if (begins ? str_starts(one, w) : str_eq(one, w))
			return true;
		list = str_sub(list, end + 1, list.n);
	}
	return false;
}

/*
 * A text is found by itself: every word of it as a query is among its words, it holds itself when it
 * has a sign, and nothing in a list could be read as the language of an index.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str s = { (const char *)data, size };
	if (size > 20000 || !utf8_is_valid(s))
		return 0;
	struct arena a;
	struct buf words, query;
	arena_init(&a, ARENA);
	buf_init(&words, ROOM);
	buf_init(&query, ROOM);
	words_of(&words, s);
	words_query(&query, s);
	struct str w = buf_view(&words), q = buf_view(&query);
	assert(words.err || query.err || (utf8_is_valid(w) && utf8_is_valid(q)));
	for (size_t i = 0; i < w.n; i++)
		assert((unsigned char)w.p[i] >= 0x80 || w.p[i] == ' ' ||
			(w.p[i] >= 'a' && w.p[i] <= 'z') || (w.p[i] >= '0' && w.p[i] <= '9'));
	assert(!str_has(w, "  ") && !str_starts(w, STR(" ")) && !str_ends(w, STR(" ")));
	assert((w.n == 0) == (q.n == 0));
	for (struct str rest = q; !words.err && !query.err && rest.n;) {
		size_t end = str_find(rest, STR(" "), 0);
		assert(listed(w, str_sub(rest, 0, end)));
		rest = str_sub(rest, end + 1, rest.n);
	}
	bool holds = words_hold(&a, s, s);
	assert(a.err || holds == (q.n > 0));
	buf_done(&words);
	buf_done(&query);
	arena_done(&a);
	return 0;
}
