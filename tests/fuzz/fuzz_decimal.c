#include "tests/fuzz/fuzz.h"

#include "core/decimal.h"

#include <assert.h>

/* Two numbers, separated by a blank: printing is exact, and a + b - b = a. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str s = { (const char *)data, size };
	size_t blank = str_find(s, STR(" "), 0);
	struct decimal a, b, again, sum, back;
	if (!decimal_parse(str_sub(s, 0, blank), &a))
		return 0;
	assert(decimal_parse(str_cstr(decimal_text(a).z), &again) && decimal_eq(a, again));
	if (!decimal_parse(str_sub(s, blank + 1, s.n), &b))
		return 0;
	assert(decimal_cmp(a, b) == -decimal_cmp(b, a));
	if (decimal_add(a, b, &sum) && decimal_sub(sum, b, &back))
		assert(decimal_eq(a, back));
	if (decimal_shift(a, 3, &sum) && decimal_shift(sum, -3, &back))
		assert(decimal_eq(a, back));
	return 0;
}
