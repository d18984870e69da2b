#include "tests/fuzz/fuzz.h"

#include "core/utf8.h"
#include "http/percent.h"
#include "http/target.h"

#include <assert.h>

enum { MEMORY = 8 << 20 };

/* A target that parses has clean segments, and its normal spelling means the same target. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct target t, again;
	struct error err;
	arena_init(&a, MEMORY);
	enum err e = target_parse(&a, (struct str){ (const char *)data, size }, &t, &err);
	assert(!e || (err.code == e && (e == ERR_INVALID || e == ERR_LIMIT)));
	if (e) {
		arena_done(&a);
		return 0;
	}
	for (size_t i = 0; i < t.n_segments; i++) {
		struct str s = t.segment[i];
		assert(s.n && !str_is(s, ".") && !str_is(s, "..") && utf8_is_valid(s));
		assert(!http_has_control(s));
	}
	for (size_t i = 0; i < t.path.n; i++)
		assert(t.path.p[i] > 0x20 && t.path.p[i] < 0x7F);
	for (size_t i = 0; i < t.pairs.n; i++)
		assert(utf8_is_valid(t.pairs.pair[i].name) && utf8_is_valid(t.pairs.pair[i].value));
	e = target_parse(&a, t.path, &again, &err);
	/* Escapes make a path longer; then it may pass the limit. */
	assert(!e || (e == ERR_LIMIT && t.path.n > TARGET_PATH_MAX));
	if (!e) {
		assert(str_eq(t.path, again.path) && t.n_segments == again.n_segments);
		assert(t.folder == again.folder);
		for (size_t i = 0; i < t.n_segments; i++)
			assert(str_eq(t.segment[i], again.segment[i]));
	}
	arena_done(&a);
	return 0;
}
