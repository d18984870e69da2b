/*
 * Text of any kind through the whole chain: reader, recogniser, checks, claims,
 * locator and the JSON form there and back.
 */
#include "tests/fuzz/fuzz.h"

#include "doc/read.h"
#include "report/claim.h"
#include "report/finding.h"
#include "report/locate.h"

#include <assert.h>

enum { ARENA_MAX = 256 << 20, OUT_MAX = 64 << 20, CANDIDATES = 8 };

/* What was recognised must survive its own JSON form, byte for byte. */
static void round_trip(struct arena *a, const struct report *r)
{
	struct buf first, second;
	struct error err;
	struct report *again;
	buf_init(&first, OUT_MAX);
	buf_init(&second, OUT_MAX);
	report_write_json_full(&first, r);
	enum err e = report_read_json(a, buf_view(&first), &again, &err);
	if (e == OK) {
		report_write_json_full(&second, again);
		assert(first.err || second.err || str_eq(buf_view(&first), buf_view(&second)));
	} else {
		assert(first.err || e == ERR_LIMIT || e == ERR_NOMEM);
	}
	buf_done(&first);
	buf_done(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct error err;
	struct doc *d;
	struct report *r;
	arena_init(&a, ARENA_MAX);
	struct str bytes = { (const char *)data, size };
	enum err e = doc_read_text(&a, bytes, &d, &err);
	e = e ? e : report_recognise(&a, d, &r, &err);
	if (e == OK) {
		struct findings f;
		struct locate_candidate c[CANDIDATES];
		size_t n;
		findings_init(&f, &a);
		e = report_check(r, r, &f, &err);
		e = e ? e : report_locate(&a, r, c, CANDIDATES, &n, &err);
		if (e == OK)
			round_trip(&a, r);
	}
	arena_done(&a);
	return 0;
}
