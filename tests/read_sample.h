/*
 * read_sample -- helpers for the tests of readers: load a sample, read it into
 * the document model, compare the dump, cut and damage it.
 */
#ifndef TESTS_READ_SAMPLE_H
#define TESTS_READ_SAMPLE_H

#include "tests/test.h"

#include "core/file.h"
#include "core/mem.h"
#include "doc/read.h"

#include <stdint.h>
#include <stdlib.h>

typedef enum err (*sample_reader)(struct arena *, struct str, struct doc **, struct error *);

/* tests/doc/fixtures/NAME, or with shared the file NAME of ../shared; false when it is not there.
 */
static inline bool sample_load(struct arena *a, const char *name, bool shared, struct str *out)
{
	struct error err;
	const char *root = getenv("GONGKAI_ROOT");
	struct str path = arena_fmt(a, "%s/%s/%s", root ? root : ".",
		shared ? "../shared" : "tests/doc/fixtures", name);
	return path.p && file_read(a, path.p, DOC_FILE_MAX, out, &err) == OK;
}

/* The dump of what was read, or "ERR name" for an error. */
static inline struct str sample_dump(struct arena *a, sample_reader read, struct str bytes)
{
	struct arena mine;
	struct doc *d = NULL;
	struct error err = { 0 };
	struct buf b;
	arena_init(&mine, DOC_ARENA_MAX);
	buf_init(&b, DOC_ARENA_MAX);
	enum err e = read(&mine, bytes, &d, &err);
	if (e)
		buf_fmt(&b, "ERR %s %s", err_name(e), err.msg);
	else
		doc_dump(&b, d);
	struct str s = arena_str(a, buf_view(&b));
	buf_done(&b);
	arena_done(&mine);
	return s;
}

static inline void sample_expect(
	sample_reader read, const char *name, struct str bytes, const char *want)
{
	struct arena a;
	arena_init(&a, DOC_ARENA_MAX);
	struct str got = sample_dump(&a, read, bytes);
	CHECK(str_is(got, want), "%s", name);
	if (!str_is(got, want))
		fprintf(stderr, "# %s: got\n%.*s\n", name, STR_ARG(got));
	arena_done(&a);
}

/* Whether the dump begins with ERR and that code. */
static inline void sample_refused(
	sample_reader read, const char *name, struct str bytes, const char *code, const char *word)
{
	struct arena a;
	arena_init(&a, DOC_ARENA_MAX);
	struct str got = sample_dump(&a, read, bytes), want = arena_fmt(&a, "ERR %s ", code);
	CHECK(str_starts(got, want) && str_has(got, word), "%s is refused: %.*s", name,
		got.n > 120 ? 120 : (int)got.n, got.p);
	arena_done(&a);
}

/* Reads what must end in a document or an orderly refusal; true when it did. */
static inline bool sample_survives(sample_reader read, struct str bytes)
{
	struct arena mine;
	struct doc *d = NULL;
	struct error err = { 0 };
	arena_init(&mine, DOC_ARENA_MAX);
	enum err e = read(&mine, bytes, &d, &err);
	bool ok = e == OK ? d != NULL : (e == ERR_FORMAT || e == ERR_LIMIT) && err.msg[0];
	arena_done(&mine);
	return ok;
}

/*
 * Cuts the sample at every `step`-th byte, and sets every `step`-th byte to 0xFF:
 * always a document or an orderly refusal.  The copies have exact sizes, so that
 * the sanitizer sees a read behind the end.
 */
static inline void sample_damage(
	sample_reader read, const char *name, struct str bytes, size_t step)
{
	size_t bad = 0, n = 0;
	for (size_t at = 0; at < bytes.n; at += step, n += 2) {
		char *p = mem_alloc(at ? at : 1), *q = mem_alloc(bytes.n);
		if (!p || !q)
			abort();
		memcpy(p, bytes.p, at);
		bad += !sample_survives(read, (struct str){ p, at });
		memcpy(q, bytes.p, bytes.n);
		q[at] = (char)0xFF;
		bad += !sample_survives(read, (struct str){ q, bytes.n });
		mem_free(p);
		mem_free(q);
	}
	CHECK(bad == 0 && n > 0, "%s: %zu cut and damaged copies end in order", name, n);
}

/* Every request for memory fails once: an orderly end each time. */
static inline void sample_starve(sample_reader read, const char *name, struct str bytes)
{
	size_t bad = 0;
	for (long n = 1; n < 40; n++) {
		struct arena mine;
		struct doc *d = NULL;
		struct error err = { 0 };
		mem_fail_at(n);
		arena_init(&mine, DOC_ARENA_MAX);
		enum err e = read(&mine, bytes, &d, &err);
		bad += e != OK && e != ERR_NOMEM;
		arena_done(&mine);
	}
	mem_fail_at(0);
	CHECK(bad == 0, "%s: no memory is told as such", name);
}

/* Digits of a cell without blanks, full-width ones folded away by the samples' nature. */
static inline bool sample_cell_is(struct str cell, struct str want)
{
	cell = str_trim(cell);
	return str_is(want, "-") ? cell.n == 0 : str_eq(cell, want);
}

/*
 * Compares the last seven columns of the last rows of the first table with 10
 * columns against numbers, seven to a row ("-": blank); returns how many differ,
 * -1 when there is no such table.
 */
static inline int sample_wrong_numbers(const struct doc *d, struct str numbers)
{
	const struct doc_table *t = NULL;
	struct str line, rest = numbers;
	int rows = 0, wrong = 0;
	for (size_t i = 0; i < d->n_blocks && !t; i++)
		if (d->block[i].kind == DOC_TABLE && d->block[i].table->cols == 10)
			t = d->block[i].table;
	while (str_next_line(&rest, &line))
		rows += line.n > 0;
	if (!t || t->rows < rows || rows == 0)
		return -1;
	for (int r = t->rows - rows; r < t->rows; r++) {
		str_next_line(&numbers, &line);
		for (int c = 3; c < 10; c++) {
			size_t end = str_find(line, STR(" "), 0);
			const struct doc_cell *cell = doc_table_at(t, r, c);
			wrong += !cell || !sample_cell_is(cell->text, str_sub(line, 0, end));
			line = str_sub(line, end + 1, line.n);
		}
	}
	return wrong;
}

/* The numbers of table three from an expected.json, in the form above. */
static inline struct str sample_numbers(struct arena *a, struct str json)
{
	struct str line, out = { NULL, 0 };
	for (int n = 0; str_next_line(&json, &line);) {
		size_t at = str_find(line, STR("\"t3."), 0), colon = str_find(line, STR(": "), at);
		if (colon == line.n)
			continue;
		struct str v = str_trim(str_sub(line, colon + 2, str_find(line, STR(","), colon)));
		if (str_is(v, "null"))
			v = STR("-");
		out = arena_fmt(a, "%.*s%.*s%s", STR_ARG(out), STR_ARG(v), ++n % 7 ? " " : "\n");
	}
	return out;
}

/* A whole report: every number of table three at its place. */
static inline void sample_report(
	sample_reader read, const char *name, struct str bytes, struct str numbers)
{
	struct arena a;
	struct doc *d = NULL;
	struct error err;
	arena_init(&a, DOC_ARENA_MAX);
	bool ok = read(&a, bytes, &d, &err) == OK;
	CHECK(ok && sample_wrong_numbers(d, numbers) == 0, "%s: table three is exact", name);
	arena_done(&a);
}

/* The same for ../shared/reports/samples/NAME and NAME.expected.json. */
static inline void sample_shared_report(sample_reader read, const char *name)
{
	struct arena a;
	struct str bytes, json;
	arena_init(&a, DOC_ARENA_MAX);
	struct str path = arena_fmt(&a, "reports/samples/%s", name);
	struct str expected = arena_fmt(&a, "reports/samples/%s.expected.json", name);
	if (sample_load(&a, path.p, true, &bytes) && sample_load(&a, expected.p, true, &json))
		sample_report(read, name, bytes, sample_numbers(&a, json));
	else
		SKIP_CASE(name, "sample is not here");
	arena_done(&a);
}

/* A string of n copies of `unit` between head and tail; in the arena. */
static inline struct str sample_repeat(
	struct arena *a, const char *head, const char *unit, size_t n, const char *tail)
{
	struct buf b;
	buf_init(&b, 64 << 20);
	buf_cstr(&b, head);
	for (size_t i = 0; i < n; i++)
		buf_cstr(&b, unit);
	buf_cstr(&b, tail);
	struct str s = arena_str(a, buf_view(&b));
	buf_done(&b);
	return s;
}

#endif
