#include "tests/fuzz/fuzz.h"

#include "core/utf8.h"

#include <assert.h>

enum { ARENA = 32 << 20 };

/*
 * Folding and tidying valid text gives valid text, and folding is a normal form
 * (but for brackets: lower case may make a "[bookmark:" that was none before).
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str s = { (const char *)data, size };
	if (!utf8_is_valid(s))
		return 0;
	struct arena a;
	arena_init(&a, ARENA);
	struct str folded = fold_text_arena(&a, s);
	struct str twice = fold_text_arena(&a, folded);
	struct str tidy = tidy_text_arena(&a, s);
	assert(utf8_is_valid(folded) && utf8_is_valid(tidy));
	assert(a.err || str_has(folded, "[") || str_eq(folded, twice));
	assert(utf8_prefix(s, utf8_length(s)).n == s.n);
	arena_done(&a);
	return 0;
}
