#include "tests/fuzz/fuzz.h"

#include "stmtc.h"

#include <assert.h>

enum { ARENA = 64 << 20 };

static bool all_valid(const struct stmtc_unit *u)
{
	for (size_t i = 0; i < u->n_stmt; i++)
		if (!u->stmt[i].name.n || !u->stmt[i].text[0].n || !u->stmt[i].text[1].n)
			return false;
	return true;
}

/* What is accepted is whole and can be written; both readers take any bytes. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str s = { (const char *)data, size }, out[STMTC_DIALECTS];
	struct arena a;
	struct buf b;
	struct error err;
	struct stmtc_unit u;
	arena_init(&a, ARENA);
	buf_init(&b, STMTC_OUT_MAX);
	if (!stmtc_parse(&a, "noun.sql", s, &u, &err)) {
		assert(all_valid(&u) && !stmtc_check_list(&u, 1, &err));
		stmtc_write_header(&b, &u);
		stmtc_write_source(&b, &u, "list.h");
		stmtc_write_list_header(&b, "list", &u, 1);
		stmtc_write_list_source(&b, "list", "list.h", &u, 1);
		assert(!b.err && b.n > 0);
	}
	buf_clear(&b);
	if (!stmtc_migration(&a, "0001_x.sql", s, 1, out, &err))
		stmtc_write_literal(&b, out[0]);
	buf_done(&b);
	arena_done(&a);
	return 0;
}
