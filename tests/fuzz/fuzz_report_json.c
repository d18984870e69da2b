/* JSON from anywhere as a report: refused with a sentence or a report that can be checked. */
#include "tests/fuzz/fuzz.h"

#include "report/finding.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct error err = { .msg = "" };
	struct report *r;
	arena_init(&a, 64 << 20);
	if (report_read_json(&a, (struct str){ (const char *)data, size }, &r, &err) == OK) {
		struct findings f;
		findings_init(&f, &a);
		enum err e = report_check(r, NULL, &f, &err);
		assert(e == OK || err.msg[0]);
	} else {
		assert(err.msg[0]);
	}
	arena_done(&a);
	return 0;
}
