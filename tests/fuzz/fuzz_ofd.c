#include "tests/fuzz/fuzz.h"

#include "doc/ofd_page.h"
#include "doc/read.h"

#include <string.h>

enum { ARENA = 64 << 20, WORDS = 20000, RULES = 20000, PAGE = 800 };

static void dump(const struct doc *d)
{
	struct buf b;
	buf_init(&b, ARENA);
	doc_dump(&b, d);
	buf_done(&b);
}

/* A whole package, or one Content.xml, which mutations leave readable more often. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = { (const char *)data, size };
	struct arena a;
	struct error err;
	struct doc *d;
	arena_init(&a, ARENA);
	if (str_starts(bytes, STR("PK"))) {
		if (doc_read_ofd(&a, bytes, &d, &err) == OK)
			dump(d);
	} else {
		struct ofd_page page = { .grid = { .width = PAGE, .height = PAGE } };
		struct ofd_budget budget = { WORDS, RULES, false };
		if (ofd_page_read(&a, bytes, &budget, &page, &err) == OK &&
			doc_new(&a, DOC_FORMAT_OFD, &d, &err) == OK &&
			grid_lay_out(d, &page.grid, 1, &err) == OK)
			dump(d);
	}
	arena_done(&a);
	return 0;
}
