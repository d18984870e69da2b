#include "tests/fuzz/fuzz.h"

#include "core/json.h"

#include <assert.h>

enum { ARENA = 32 << 20, TEXT_MAX = 1 << 20 };

/* What is read and written again is read as the same value. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str s = { (const char *)data, size };
	struct arena a;
	struct error err;
	struct buf b;
	json_t *v = NULL, *again = NULL;
	arena_init(&a, ARENA);
	buf_init(&b, 8 * TEXT_MAX);
	if (!json_read(&a, s, TEXT_MAX, &v, &err)) {
		json_write(&b, json_incref(v));
		assert(!b.err && !json_read(&a, buf_view(&b), 8 * TEXT_MAX, &again, &err));
		assert(json_equal(v, again));
	}
	buf_done(&b);
	arena_done(&a);
	return 0;
}
