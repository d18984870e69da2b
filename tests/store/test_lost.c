/* Connections that break: while idle, at COMMIT with either outcome, and for a while. */
#include "tests/store/sample_program.h"
#include "tests/store/store_test.h"

#include "store/sample.sql.h"

enum { ARENA = 1 << 20 };

/*
 * An engine whose COMMIT loses its answer.  Stands in front of the real one; the place of
 * the real one is file-wide because the interface has no room for it.
 */
enum trick { NO_TRICK, LOSE_AFTER, LOSE_BEFORE, SERIALIZATION };

static struct {
	const struct backend *real;
	enum trick trick;
	int times;
	enum db_fault fault;
	int commits;
} fake;

static enum err fake_commit(struct db *db, struct error *err)
{
	fake.fault = DB_FAULT_NONE;
	fake.commits++;
	if (fake.trick == NO_TRICK || fake.times == 0)
		return fake.real->commit(db, err);
	fake.times--;
	fake.fault = fake.trick == SERIALIZATION ? DB_FAULT_RETRY : DB_FAULT_LOST;
	if (fake.trick == LOSE_AFTER && fake.real->commit(db, err))
		return ERR_BUG;
	if (fake.trick != LOSE_AFTER)
		fake.real->rollback(db);
	return error_set(err, ERR_STORE, NULL, "没有回答");
}

static enum db_fault fake_fault(const struct db *db)
{
	return fake.fault ? fake.fault : fake.real->fault(db);
}

static enum err fake_reconnect(struct db *db, struct error *err)
{
	fake.fault = DB_FAULT_NONE;
	return fake.real->reconnect(db, err);
}

struct put {
	int64_t n;
	int runs;
};

static enum err put_one(struct tx *tx, void *ctx, struct error *err)
{
	struct put *p = ctx;
	char text[32];
	p->runs++;
	int n = snprintf(text, sizeof text, "n%lld", (long long)p->n);
	struct sample_add_in in = {
		.id = { tx_new_id(tx) }, .n = p->n, .t = { text, (size_t)n }, .b = STR("")
	};
	return sql_sample_add(tx, &in, NULL, err);
}

static enum err put_result(struct tx *tx, void *ctx, struct error *err)
{
	enum err e = put_one(tx, ctx, err);
	return e ? e : tx_result(tx, STR("kept"), err);
}

static enum err count_rows(struct tx *tx, void *ctx, struct error *err)
{
	struct arena a;
	struct count_row c;
	arena_init(&a, ARENA);
	enum err e = sql_sample_count(tx, &a, &c, err);
	if (!e)
		*(int64_t *)ctx = c.n;
	arena_done(&a);
	return e;
}

static int64_t count(struct store *s)
{
	int64_t n = -1;
	struct error err;
	return store_read(s, count_rows, &n, &err) ? -1 : n;
}

/* A COMMIT without an answer is settled by the group's key, whatever became of it. */
static void test_unknown(void)
{
	static struct backend b;
	static const struct {
		const char *name;
		enum trick trick;
		int times, runs;
		enum err want;
	} row[] = {
		{ "an ordinary commit", NO_TRICK, 0, 1, OK },
		{ "done, the answer lost: not done again", LOSE_AFTER, 1, 1, OK },
		{ "not done: done again", LOSE_BEFORE, 1, 2, OK },
		{ "not done, twice", LOSE_BEFORE, 2, 3, OK },
		{ "a serialization failure", SERIALIZATION, 3, 4, OK },
		{ "for ever", SERIALIZATION, 1000000, 0, ERR_STORE },
	};
	struct store_place p;
	struct sample_program program;
	struct error err = { .code = OK };
	struct arena a;
	struct str result;
	bool replayed;
	int64_t rows = 0;
	arena_init(&a, ARENA);
	sample_program_init(&program);
	place_init(&p);
	p.config.busy_ms = 2000;
	struct store *s = place_open(&p, &program.program);
	fake.real = s->backend;
	b = *s->backend;
	b.shared = true;
	b.commit = fake_commit;
	b.fault = fake_fault;
	b.reconnect = fake_reconnect;
	s->backend = &b;
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct put w = { (int64_t)i, 0 };
		fake.trick = row[i].trick;
		fake.times = row[i].times;
		enum err e = store_write(s, put_one, &w, &err);
		fake.trick = NO_TRICK;
		fake.fault = DB_FAULT_NONE;
		rows += e == OK;
		CHECK(e == row[i].want && (row[i].runs == 0 || w.runs == row[i].runs) &&
				count(s) == rows,
			"%s: %s, run %d times, %d rows", row[i].name, e ? err.msg : "ok", w.runs,
			(int)count(s));
	}
	struct put w = { 100, 0 };
	fake.trick = LOSE_AFTER;
	fake.times = 1;
	enum err e = store_write_once(s, STR("k"), put_result, &w, &a, &result, &replayed, &err);
	CHECK(e == OK && !replayed && w.runs == 1 && str_is(result, "kept"),
		"with a key of the caller");
	e = store_write_once(s, STR("k"), put_result, &w, &a, &result, &replayed, &err);
	CHECK(e == OK && replayed && w.runs == 1 && str_is(result, "kept"), "and then a replay");
	CHECK(count(s) == rows + 1, "one row of it");
	store_close(s);
	place_done(&p);
	arena_done(&a);
}

/* Connections cut by the server while nobody used them. */
static void test_cut(const struct store_place *p, struct store *s)
{
	struct error err;
	struct put w = { 1, 0 };
	struct store_stats st;
	CHECK(store_write(s, put_one, &w, &err) == OK && count(s) == 1, "before: %s", err.msg);
	CHECK(raw_exec(p, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
			  " WHERE application_name = 'gongkai'"),
		"the server cuts every connection");
	CHECK(count(s) == 1, "the next read has a new one");
	w.n = 2;
	CHECK(store_write(s, put_one, &w, &err) == OK && count(s) == 2, "and the next write: %s",
		err.msg);
	store_stats(s, &st);
	CHECK(st.reconnects >= 2, "counted: %d", (int)st.reconnects);
}

static int server(const char *what)
{
	char command[1000];
	const char *folder = getenv("PGFOLDER"), *bin = getenv("PGBIN");
	if (!folder || !bin)
		return -1;
	snprintf(command, sizeof command,
		"cd /tmp && %s %s/pg_ctl -D %s -w %s -l /dev/null >/dev/null 2>&1",
		getuid() ? "" : "runuser -u postgres --", bin, folder, what);
	return system(command);
}

/* The server is gone for a while and comes back. */
static void test_gone(struct store *s)
{
	struct error err;
	struct put w = { 3, 0 };
	if (server("status") != 0) {
		SKIP_CASE("server gone", "PGFOLDER is not set");
		return;
	}
	CHECK(server("stop -m immediate") == 0, "the server stops at once");
	enum err e = store_write(s, put_one, &w, &err);
	CHECK(e == ERR_STORE && err.msg[0], "a write is refused: %s", err.msg);
	CHECK(count(s) == -1 && store_ping(s, &err) != OK, "and a read, and the ping");
	/* Started with the options of before (postmaster.opts). */
	CHECK(server("restart") == 0, "it starts again");
	CHECK(count(s) == 2, "read again");
	e = store_write(s, put_one, &w, &err);
	CHECK(e == OK && count(s) == 3, "and written: %s", err.msg);
}

int main(void)
{
	test_unknown();
	if (test_pg()) {
		struct store_place p;
		struct sample_program program;
		sample_program_init(&program);
		place_init(&p);
		p.config.busy_ms = 3000;
		struct store *s = place_open(&p, &program.program);
		test_cut(&p, s);
		test_gone(s);
		store_close(s);
		place_done(&p);
	}
	return TEST_END();
}
