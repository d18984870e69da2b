/*
 * fuzz_reader -- one round of a fuzzer against a reader: a document or an
 * orderly refusal; the document must be one that others can walk.
 */
#ifndef TESTS_FUZZ_READER_H
#define TESTS_FUZZ_READER_H

#include "tests/fuzz/fuzz.h"

#include "core/utf8.h"
#include "doc/read.h"

#include <stdlib.h>

/* Aborts when a text is no UTF-8 or a grid points to a cell that does not cover it. */
static inline void fuzz_check_doc(const struct doc *d)
{
	if (!utf8_is_valid(d->title))
		abort();
	for (size_t i = 0; i < d->n_blocks; i++) {
		const struct doc_block *b = &d->block[i];
		if (!utf8_is_valid(b->text) || !utf8_is_valid(b->numbering))
			abort();
		for (size_t k = 0; b->table && k < b->table->n_cells; k++) {
			const struct doc_cell *c = &b->table->cell[k];
			if (!utf8_is_valid(c->text) ||
				doc_table_at(b->table, c->row, c->col) != c ||
				doc_table_at(b->table, c->row + c->rowspan - 1,
					c->col + c->colspan - 1) != c)
				abort();
		}
	}
}

static inline int fuzz_reader(
	enum err (*read)(struct arena *, struct str, struct doc **, struct error *),
	const uint8_t *data, size_t n)
{
	struct arena a;
	struct doc *d = NULL;
	struct error err = { 0 };
	arena_init(&a, DOC_ARENA_MAX);
	enum err e = read(&a, (struct str){ (const char *)data, n }, &d, &err);
	if (e == OK)
		fuzz_check_doc(d);
	else if ((e != ERR_FORMAT && e != ERR_LIMIT) || !err.msg[0] || d)
		abort();
	arena_done(&a);
	return 0;
}

#endif
