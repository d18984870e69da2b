#include "tests/fuzz/fuzz.h"

#include "core/date.h"

#include <assert.h>

/* A date that parses prints the same bytes again. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str s = { (const char *)data, size };
	struct date d;
	if (!date_parse(s, &d))
		return 0;
	assert(str_is(s, date_text(d).z));
	struct date later = date_add_months(d, 1);
	/* December of the last year has no month behind it. */
	bool last = str_starts(s, STR("9999-12"));
	assert(last || (date_diff(d, later) >= 28 && date_diff(d, later) <= 31));
	assert(date_diff(d, later) >= 0);
	assert(date_weekday(date_add_days(d, 7)) == date_weekday(d));
	return 0;
}
