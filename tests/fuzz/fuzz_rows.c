/* Feeds arbitrary bytes to the readers of tables to import: a sheet or an orderly refusal. */
#include "core/utf8.h"
#include "doc/rows.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check(enum err e, const struct rows *s, const struct error *err)
{
	if (e != OK) {
		if ((e != ERR_FORMAT && e != ERR_LIMIT) || !err->msg[0])
			abort();
		return;
	}
	for (size_t i = 0; i < s->n; i++) {
		const struct rows_cell *c = &s->cell[i];
		if (!utf8_is_valid(c->text) || c->text.n == 0 || c->row < 1 || c->col < 1 ||
			c->col > ROWS_COLS_MAX || c->row > ROWS_ROWS_MAX)
			abort();
		if (i && (c->row < c[-1].row))
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena a;
	struct str bytes = { (const char *)data, n };
	struct rows s = { .n = 0 };
	struct error err = { .code = OK };
	arena_init(&a, 256 << 20);
	enum err e = rows_read(&a, bytes, &s, &err);
	check(e, &s, &err);
	err.msg[0] = '\0';
	e = rows_unpack(&a, bytes, &s, &err);
	check(e, &s, &err);
	arena_done(&a);
	return 0;
}
