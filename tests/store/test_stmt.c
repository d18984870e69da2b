/* Statements: every type and NULL, every shape, every error. */
#include "tests/store/sample_program.h"
#include "tests/store/store_test.h"

#include "store/sample.sql.h"

#include <limits.h>

enum { ARENA = 64 << 20 };

static const char bytes[] = { 0, 1, '\'', '\\', (char)0xff, 0 };

/* Every value that has been known to go wrong in one engine or the other. */
static const struct sample_add_in row[] = {
	{ { 1 }, { 7 }, 0, { true, 5 }, STR_INIT("甲"), STR_INIT("乙"), { bytes, sizeof bytes },
		{ bytes, 2 } },
	{ { 2 }, { 0 }, INT64_MAX, { false, 0 }, STR_INIT("it's \"x\" \\ ?1 $1 :a"), { NULL, 0 },
		STR_INIT(""), { NULL, 0 } },
	{ { INT64_MAX }, { INT64_MAX }, 1, { true, INT64_MIN }, STR_INIT(""), STR_INIT(""),
		STR_INIT("\\x00"), STR_INIT("") },
	{ { 4 }, { 0 }, 2, { true, 0 }, STR_INIT("𠮷野家\n\t"), STR_INIT("NULL"), STR_INIT("b"),
		{ NULL, 0 } },
};
enum { ROWS = sizeof row / sizeof row[0] };

static bool same_text(struct str a, struct str b)
{
	return str_eq(a, b) && !a.p == !b.p;
}

static bool same(const struct sample_row *r, const struct sample_add_in *w)
{
	return r->id.v == w->id.v && r->agency.v == w->agency.v && r->n == w->n &&
	       r->n0.has == w->n0.has && r->n0.v == w->n0.v && same_text(r->t, w->t) &&
	       same_text(r->t0, w->t0) && same_text(r->b, w->b) && same_text(r->b0, w->b0);
}

static enum err add_rows(struct tx *tx, void *ctx, struct error *err)
{
	(void)ctx;
	enum err e = OK;
	for (int i = 0; !e && i < ROWS; i++) {
		int64_t n = -1;
		e = sql_sample_add(tx, &row[i], &n, err);
		CHECK(e == OK && n == 1, "row %d is put in: %s", i, e ? err->detail : "");
	}
	return e;
}

static enum err count_each(void *ctx, const struct sample_row *r, struct error *err)
{
	int *n = ctx;
	(void)err;
	for (int i = 0; i < ROWS; i++)
		*n += same(r, &row[i]);
	return OK;
}

static enum err stop_at_two(void *ctx, const struct sample_row *r, struct error *err)
{
	int *n = ctx;
	(void)r;
	return ++*n == 2 ? error_set(err, ERR_LIMIT, NULL, "够了") : OK;
}

static enum err read_rows(struct tx *tx, void *ctx, struct error *err)
{
	struct arena *a = ctx;
	struct sample_row r, *all;
	struct count_row c;
	size_t n;
	int seen = 0;
	enum err e;
	for (int i = 0; i < ROWS; i++) {
		e = sql_sample_load(tx, &(struct sample_load_in){ row[i].id }, a, &r, err);
		CHECK(e == OK && same(&r, &row[i]), "row %d comes back: %s", i,
			e ? err->detail : "");
	}
	r.n = 77;
	e = sql_sample_load(tx, &(struct sample_load_in){ { 99 } }, a, &r, err);
	CHECK(e == ERR_NOT_FOUND && r.n == 77, "a row that is not there, the output untouched");
	e = sql_sample_count(tx, a, &c, err);
	CHECK(e == OK && c.n == ROWS, "the transaction goes on after NOT_FOUND");
	e = sql_sample_list(tx, &(struct sample_list_in){ .limit = 10 }, a, &all, &n, err);
	CHECK(e == OK && n == ROWS && same(&all[0], &row[0]) && same(&all[3], &row[2]), "all rows");
	e = sql_sample_list(
		tx, &(struct sample_list_in){ .agency = { 7 }, .limit = 10 }, a, &all, &n, err);
	CHECK(e == OK && n == 1 && all[0].id.v == 1, "filter by an id");
	e = sql_sample_list(
		tx, &(struct sample_list_in){ .t0 = STR(""), .limit = 10 }, a, &all, &n, err);
	CHECK(e == OK && n == 1 && all[0].id.v == INT64_MAX, "filter by the empty text, not NULL");
	e = sql_sample_list(
		tx, &(struct sample_list_in){ .n0 = { true, 0 }, .limit = 10 }, a, &all, &n, err);
	CHECK(e == OK && n == 1 && all[0].id.v == 4, "filter by zero, not NULL");
	e = sql_sample_list(
		tx, &(struct sample_list_in){ .agency = { 8 }, .limit = 10 }, a, &all, &n, err);
	CHECK(e == OK && n == 0, "no rows are no error");
	e = sql_sample_each(tx, count_each, &seen, err);
	CHECK(e == OK && seen == ROWS, "each row once");
	seen = 0;
	e = sql_sample_each(tx, stop_at_two, &seen, err);
	CHECK(e == ERR_LIMIT && seen == 2 && !strcmp(err->msg, "够了"), "the callback stops it");
	e = sql_sample_count(tx, a, &c, err);
	CHECK(e == OK && c.n == ROWS, "and the transaction goes on");
	return OK;
}

static enum err change_rows(struct tx *tx, void *ctx, struct error *err)
{
	struct arena *a = ctx;
	struct sample_row r;
	int64_t n = -1;
	enum err e = sql_sample_take(tx, &(struct sample_take_in){ 9 }, a, &r, err);
	CHECK(e == OK && r.id.v == 1 && r.n == 9, "UPDATE … RETURNING takes a row");
	e = sql_sample_take(tx, &(struct sample_take_in){ 9 }, a, &r, err);
	CHECK(e == ERR_NOT_FOUND, "and then there is none");
	e = sql_sample_set_n(tx, &(struct sample_set_n_in){ { 2 }, 3 }, &n, err);
	CHECK(e == OK && n == 3, "three rows changed, said %d", (int)n);
	e = sql_sample_set_n(tx, &(struct sample_set_n_in){ { INT64_MAX }, 3 }, NULL, err);
	CHECK(e == OK, "the count may be unwanted");
	e = sql_sample_delete(tx, &(struct sample_delete_in){ { 12345 } }, &n, err);
	CHECK(e == OK && n == 0, "nothing to delete");
	return error_set(err, ERR_DENIED, NULL, "回退");
}

/* One refusing statement per write; ctx is its number. */
static enum err refuse(struct tx *tx, void *ctx, struct error *err)
{
	const int *which = ctx;
	struct sample_add_in in = row[0];
	switch (*which) {
	case 0:
		in.id.v = 50;
		return sql_sample_add(tx, &in, NULL, err);
	case 1:
		in = (struct sample_add_in){ .id = { 51 }, .n = -1, .t = STR("x"), .b = STR("") };
		return sql_sample_add(tx, &in, NULL, err);
	case 2:
		return sql_sample_child_add(
			tx, &(struct sample_child_add_in){ { 1 }, { 99 } }, NULL, err);
	case 3:
		return sql_sample_late_add(
			tx, &(struct sample_late_add_in){ { 1 }, { 99 } }, NULL, err);
	default:
		return OK;
	}
}

/* Goes on as if nothing had happened: must not be committed. */
static enum err hide_failure(struct tx *tx, void *ctx, struct error *err)
{
	struct sample_add_in in = { .id = { 60 }, .t = STR("hidden"), .b = STR("") };
	int first = 0;
	(void)ctx;
	enum err e = sql_sample_add(tx, &in, NULL, err);
	if (!e && refuse(tx, &first, err) == OK)
		e = ERR_BUG;
	return e;
}

static enum err read_wrongly(struct tx *tx, void *ctx, struct error *err)
{
	struct arena *a = ctx;
	struct sample_row r;
	struct count_row c;
	enum err e = sql_sample_first(tx, a, &r, err);
	CHECK(e == ERR_BUG && strstr(err->detail, "sample_first"), "two rows for one: %s",
		err->detail);
	e = sql_sample_hole(tx, a, &c, err);
	CHECK(e == ERR_STORE && strstr(err->detail, "column n is NULL"), "undeclared NULL: %s",
		err->detail);
	return OK;
}

static enum err read_many(struct tx *tx, void *ctx, struct error *err)
{
	struct arena *a = ctx;
	struct count_row *all;
	size_t n = 0;
	enum err e =
		sql_sample_many(tx, &(struct sample_many_in){ STORE_ROWS_MAX }, a, &all, &n, err);
	CHECK(e == OK && n == STORE_ROWS_MAX && all[n - 1].n == STORE_ROWS_MAX,
		"as many as allowed");
	e = sql_sample_many(tx, &(struct sample_many_in){ STORE_ROWS_MAX + 1 }, a, &all, &n, err);
	CHECK(e == ERR_LIMIT, "one more is refused");
	struct arena small;
	arena_init(&small, 4096);
	e = sql_sample_many(tx, &(struct sample_many_in){ 5000 }, &small, &all, &n, err);
	CHECK(e == ERR_LIMIT, "a full arena is told");
	arena_done(&small);
	return OK;
}

static void test_refusals(struct store *s, const struct store_place *p)
{
	static const struct {
		const char *name, *sqlite, *postgres;
	} want[] = {
		{ "unique", "sample.t", "sample_t_key" },
		{ "check", "sample_n", "sample_n" },
		{ "foreign key", "FOREIGN KEY", "sample_child_parent_fkey" },
		{ "foreign key at commit", "FOREIGN KEY", "sample_late_parent_fkey" },
	};
	struct error err;
	for (int i = 0; i < 4; i++) {
		err = (struct error){ .code = OK };
		enum err e = store_write(s, refuse, &i, &err);
		CHECK(e == ERR_CONFLICT && err.code == ERR_CONFLICT && err.msg[0] &&
				strstr(err.detail, p->pg ? want[i].postgres : want[i].sqlite),
			"%s: %s", want[i].name, err.detail);
		CHECK(!strstr(err.detail, "甲"), "no value in the log");
	}
	enum err e = store_write(s, hide_failure, NULL, &err);
	CHECK(e == ERR_BUG, "a swallowed failure is not committed");
	CHECK(store_write(s, refuse, &(int){ 9 }, NULL) == OK, "an error may be unwanted");
	CHECK(store_write(s, refuse, &(int){ 0 }, NULL) == ERR_CONFLICT, "also when there is one");
}

static enum err count_rows(struct tx *tx, void *ctx, struct error *err)
{
	struct arena *a = ctx;
	struct count_row c;
	enum err e = sql_sample_count(tx, a, &c, err);
	CHECK(e == OK && c.n == ROWS, "the table is as it was: %d", (int)c.n);
	return e;
}

int main(void)
{
	struct store_place p;
	struct sample_program program;
	struct error err = { .code = OK };
	struct arena a;
	arena_init(&a, ARENA);
	place_init(&p);
	sample_program_init(&program);
	struct store *s = place_open(&p, &program.program);
	CHECK(store_write(s, add_rows, NULL, &err) == OK, "written");
	CHECK(store_read(s, read_rows, &a, &err) == OK, "read");
	CHECK(store_write(s, change_rows, &a, &err) == ERR_DENIED && !strcmp(err.msg, "回退"),
		"the function's own error undoes the work and is told");
	CHECK(store_read(s, read_rows, &a, &err) == OK, "as before");
	test_refusals(s, &p);
	CHECK(store_read(s, read_wrongly, &a, &err) == OK || err.code, "wrong declarations");
	CHECK(store_read(s, read_many, &a, &err) == OK, "long lists");
	CHECK(store_read(s, count_rows, &a, &err) == OK, "count");
	store_close(s);
	arena_done(&a);
	place_done(&p);
	return TEST_END();
}
