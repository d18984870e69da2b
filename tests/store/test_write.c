/* Writes: groups, threads, keys, one moment for readers, ids. */
#include "tests/store/sample_program.h"
#include "tests/store/store_test.h"

#include "store/sample.sql.h"

enum { ARENA = 1 << 20, THREADS = 8, EACH = 40 };

struct add {
	struct store *s;
	int from, n; /* texts "t<from>" … */
	int bad;     /* every bad-th write fails by itself; 0: none */
	int ok, refused, other;
	pthread_t thread;
	/* of the write that is running */
	int at;
	struct draft_id id;
};

static enum err add_one(struct tx *tx, void *ctx, struct error *err)
{
	struct add *a = ctx;
	char text[32];
	int n = snprintf(text, sizeof text, "t%d", a->at);
	a->id.v = tx_new_id(tx);
	struct sample_add_in in = {
		.id = a->id, .n = a->at, .t = { text, (size_t)n }, .b = STR("")
	};
	enum err e = sql_sample_add(tx, &in, NULL, err);
	struct event_entry entry = {
		.action = STR("sample.add"), .object_kind = STR("sample"), .object = a->id.v
	};
	if (!e)
		e = event_append(tx, &entry, NULL, err);
	if (!e && a->bad && a->at % a->bad == 0)
		e = a->at % (2 * a->bad) ? error_set(err, ERR_DENIED, NULL, "不行 %d", a->at)
					 : sql_sample_add(tx, &in, NULL, err);
	return e;
}

static void *add_many(void *arg)
{
	struct add *a = arg;
	for (int i = 0; i < a->n; i++) {
		struct error err = { .code = OK };
		char want[32];
		a->at = a->from + i;
		enum err e = store_write(a->s, add_one, a, &err);
		snprintf(want, sizeof want, "不行 %d", a->at);
		bool fails = a->bad && a->at % a->bad == 0;
		if (!fails && e == OK)
			a->ok++;
		else if (fails &&
			 (e == ERR_CONFLICT || (e == ERR_DENIED && !strcmp(err.msg, want))))
			a->refused++;
		else
			a->other++;
	}
	return NULL;
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

static void test_threads(struct store *s)
{
	static struct add w[THREADS];
	struct error err = { .code = OK };
	int64_t rows = -1, checked = -1;
	int ok = 0, refused = 0, other = 0;
	for (int i = 0; i < THREADS; i++) {
		w[i] = (struct add){ .s = s, .from = 1000 * (i + 1), .n = EACH, .bad = 7 };
		if (pthread_create(&w[i].thread, NULL, add_many, &w[i]))
			abort();
	}
	for (int i = 0; i < THREADS; i++) {
		pthread_join(w[i].thread, NULL);
		ok += w[i].ok;
		refused += w[i].refused;
		other += w[i].other;
	}
	CHECK(ok + refused == THREADS * EACH && other == 0 && refused > 0,
		"each caller hears of its own job: %d done, %d refused, %d else", ok, refused,
		other);
	CHECK(store_read(s, count_rows, &rows, &err) == OK && rows == ok, "%d rows are there",
		(int)rows);
	CHECK(event_verify(s, NULL, &checked, &err) == OK && checked == ok, "and their events: %s",
		err.msg);
	struct store_stats st;
	store_stats(s, &st);
	CHECK(st.writes >= THREADS * EACH && st.queue == 0, "counted: %d writes in %d groups",
		(int)st.writes, (int)st.groups);
}

/* Jobs held back until many are queued: one group, one failing job alone undone. */
struct gate {
	pthread_mutex_t lock;
	pthread_cond_t opened;
	bool open, entered;
};

static enum err wait_at_gate(struct tx *tx, void *ctx, struct error *err)
{
	struct gate *g = ctx;
	(void)tx;
	(void)err;
	pthread_mutex_lock(&g->lock);
	g->entered = true;
	while (!g->open)
		pthread_cond_wait(&g->opened, &g->lock);
	pthread_mutex_unlock(&g->lock);
	return OK;
}

struct held {
	struct store *s;
	struct gate *gate;
};

static void *hold_writer(void *arg)
{
	struct held *h = arg;
	struct error err;
	return store_write(h->s, wait_at_gate, h->gate, &err) ? h : NULL;
}

static void test_group(struct store *s)
{
	enum { JOBS = 20 };
	static struct add w[JOBS];
	struct gate g = { .lock = PTHREAD_MUTEX_INITIALIZER, .opened = PTHREAD_COND_INITIALIZER };
	struct held h = { s, &g };
	struct store_stats before, after = { .queue = 0 };
	pthread_t holder;
	int ok = 0, refused = 0;
	if (pthread_create(&holder, NULL, hold_writer, &h))
		abort();
	for (bool in = false; !in; store_sleep(1)) {
		pthread_mutex_lock(&g.lock);
		in = g.entered;
		pthread_mutex_unlock(&g.lock);
	}
	store_stats(s, &before);
	for (int i = 0; i < JOBS; i++) {
		w[i] = (struct add){ .s = s, .from = 20001 + i, .n = 1, .bad = 20010 };
		if (pthread_create(&w[i].thread, NULL, add_many, &w[i]))
			abort();
	}
	while (after.queue < JOBS + 1) {
		store_sleep(1);
		store_stats(s, &after);
	}
	pthread_mutex_lock(&g.lock);
	g.open = true;
	pthread_cond_signal(&g.opened);
	pthread_mutex_unlock(&g.lock);
	for (int i = 0; i < JOBS; i++) {
		pthread_join(w[i].thread, NULL);
		ok += w[i].ok;
		refused += w[i].refused;
	}
	pthread_join(holder, NULL);
	store_stats(s, &after);
	CHECK(ok == JOBS - 1 && refused == 1, "one failing job of a group: %d done, %d refused", ok,
		refused);
	CHECK(after.groups - before.groups == 2, "two commits for %d jobs: %d", JOBS + 1,
		(int)(after.groups - before.groups));
}

struct once {
	int runs;
	const char *say;
	enum err result;
};

static enum err do_once(struct tx *tx, void *ctx, struct error *err)
{
	struct once *o = ctx;
	o->runs++;
	enum err e = tx_result(tx, str_cstr(o->say), err);
	return e ? e : o->result ? error_set(err, o->result, NULL, "no") : OK;
}

static enum err long_result(struct tx *tx, void *ctx, struct error *err)
{
	static char text[STORE_RESULT_MAX + 1];
	return tx_result(tx, (struct str){ text, *(size_t *)ctx }, err);
}

static void test_once(struct store *s)
{
	struct arena a;
	struct error err;
	struct str result = STR("untouched");
	bool replayed = true;
	struct once o = { .say = "no. 5" };
	arena_init(&a, ARENA);
	enum err e = store_write_once(s, STR("key-1"), do_once, &o, &a, &result, &replayed, &err);
	CHECK(e == OK && o.runs == 1 && !replayed && str_is(result, "no. 5"), "the first time");
	o.say = "no. 6";
	e = store_write_once(s, STR("key-1"), do_once, &o, &a, &result, &replayed, &err);
	CHECK(e == OK && o.runs == 1 && replayed && str_is(result, "no. 5"), "replayed, not run");
	o.result = ERR_CONFLICT;
	e = store_write_once(s, STR("key-2"), do_once, &o, &a, &result, &replayed, &err);
	CHECK(e == ERR_CONFLICT && o.runs == 2 && str_is(result, "no. 5"), "a failed one ...");
	o.result = OK;
	e = store_write_once(s, STR("key-2"), do_once, &o, &a, &result, &replayed, &err);
	CHECK(e == OK && o.runs == 3 && !replayed && str_is(result, "no. 6"),
		"... may be tried again");
	static const char *const bad[] = { "", "a b", "中", "a.b",
		"12345678901234567890123456789012345678901234567890123456789012345" };
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		CHECK(store_write_once(s, str_cstr(bad[i]), do_once, &o, &a, &result, &replayed,
			      &err) == ERR_INVALID,
			"key '%s' is refused", bad[i]);
	size_t n = STORE_RESULT_MAX;
	e = store_write_once(s, STR("key-3"), long_result, &n, &a, &result, &replayed, &err);
	CHECK(e == OK && result.n == STORE_RESULT_MAX, "the longest result, even of NULs");
	e = store_write_once(s, STR("key-3"), long_result, &n, &a, &result, &replayed, &err);
	CHECK(e == OK && replayed && result.n == STORE_RESULT_MAX && result.p[999] == 0,
		"comes back");
	n++;
	e = store_write_once(s, STR("key-4"), long_result, &n, &a, &result, &replayed, &err);
	CHECK(e == ERR_BUG, "one byte more is refused");
	o = (struct once){ .say = "" };
	CHECK(store_write(s, do_once, &o, &err) == ERR_BUG, "tx_result without a key");
	arena_done(&a);
}

/* Keys are thrown away after their days. */
static int64_t shifted(void *ctx)
{
	return *(const int64_t *)ctx;
}

static void test_clean(void)
{
	struct store_place p;
	struct arena a;
	struct error err;
	struct str result;
	bool replayed = true;
	int64_t now = INT64_C(1800000000000);
	struct once o = { .say = "x" };
	arena_init(&a, ARENA);
	place_init(&p);
	p.config.clock_ms = shifted;
	p.config.clock_ctx = &now;
	struct store *s = place_open(&p, NULL);
	CHECK(!store_write_once(s, STR("old"), do_once, &o, &a, &result, &replayed, &err), "a key");
	now += INT64_C(86400000) * 7 - 1;
	CHECK(!store_write_once(s, STR("n1"), do_once, &o, &a, &result, &replayed, &err),
		"after 7 days");
	CHECK(!store_write_once(s, STR("old"), do_once, &o, &a, &result, &replayed, &err) &&
			replayed,
		"it is still known");
	now += 3600 * 1000;
	CHECK(!store_write_once(s, STR("n2"), do_once, &o, &a, &result, &replayed, &err),
		"an hour later");
	CHECK(!store_write_once(s, STR("old"), do_once, &o, &a, &result, &replayed, &err) &&
			!replayed,
		"it is forgotten");
	store_close(s);
	place_done(&p);
	arena_done(&a);
}

/* A reader looks, lets a write through, looks again. */
struct look {
	struct store *s;
	struct add *add;
	int64_t first, second;
	enum err written;
	bool done;
};

static void *write_between(void *arg)
{
	struct look *l = arg;
	struct error err;
	l->written = store_write(l->s, add_one, l->add, &err);
	return NULL;
}

static enum err look_twice(struct tx *tx, void *ctx, struct error *err)
{
	struct look *l = ctx;
	enum err e = count_rows(tx, &l->first, err);
	if (!e && !l->done) {
		pthread_t t;
		l->done = true;
		if (pthread_create(&t, NULL, write_between, l))
			abort();
		pthread_join(t, NULL);
	}
	return e ? e : count_rows(tx, &l->second, err);
}

static enum err write_in_read(struct tx *tx, void *ctx, struct error *err)
{
	return add_one(tx, ctx, err);
}

static enum err write_in_write(struct tx *tx, void *ctx, struct error *err)
{
	return store_write(tx_store(tx), add_one, ctx, err);
}

static void test_reads(struct store *s)
{
	struct add w = { .s = s, .at = 30000 };
	struct look l = { .s = s, .add = &w, .written = ERR_BUG };
	struct error err;
	int64_t after = 0;
	CHECK(store_read(s, look_twice, &l, &err) == OK && l.written == OK && l.first == l.second,
		"a reader sees one moment: %d and %d", (int)l.first, (int)l.second);
	CHECK(store_read(s, count_rows, &after, &err) == OK && after == l.first + 1,
		"then the write");
	w.at = 30001;
	CHECK(store_read(s, write_in_read, &w, &err) == ERR_BUG, "a reader cannot write: %s",
		err.detail);
	CHECK(store_write(s, write_in_write, &w, &err) == ERR_BUG, "a write inside a write: %s",
		err.detail);
	CHECK(store_ping(s, &err) == OK, "ping");
}

static enum err use_ids(struct tx *tx, void *ctx, struct error *err)
{
	int64_t *id = ctx;
	(void)err;
	for (int i = 0; i < 10000; i++)
		id[i] = tx_new_id(tx);
	return OK;
}

static void test_ids(struct store *s)
{
	static int64_t id[10000];
	atomic_llong last = 0;
	struct error err;
	int bad = 0;
	CHECK(store_write(s, use_ids, id, &err) == OK, "ten thousand ids in one moment");
	for (int i = 0; i < 10000; i++)
		bad += id[i] <= 0 || (i && id[i] <= id[i - 1]);
	CHECK(bad == 0, "positive and growing");

	/* 2020-01-01T00:00:00.001Z is the first millisecond; layout 41 | 10 | 12 bits. */
	int64_t t = INT64_C(1577836800000);
	CHECK(new_id_next(&last, t + 1, 5) == (INT64_C(1) << 22 | 5 << 12), "the layout");
	CHECK(new_id_next(&last, t + 1, 5) == (INT64_C(1) << 22 | 5 << 12 | 1), "the counter");
	int64_t a = new_id_next(&last, t + 1000, 1023), b = new_id_next(&last, t + 10, 1023);
	CHECK(b == a + 1, "a clock set back does not give a number twice");
	CHECK(new_id_next(&last, 0, 0) > 0, "nor one before 2020");
	for (int i = 0; i < 5000; i++)
		b = new_id_next(&last, t + 1000, 1023);
	CHECK(b >> 22 == 1001 && (b >> 12 & 1023) == 1023,
		"a full millisecond borrows from the next");
	atomic_store(&last, 0);
	new_id_seed(&last, t + 5000);
	CHECK(new_id_next(&last, t + 10, 0) >> 22 == 5001, "nothing below what the log has seen");
	int64_t end = INT64_C(3776000000000); /* 2089 */
	CHECK(new_id_next(&last, end, 1023) > 0, "positive in 2089");
}

static enum err write_inside(struct tx *tx, void *ctx, struct error *err)
{
	return store_write(tx_store(tx), add_one, ctx, err);
}

/* A place that is being filled: one long transaction, read by who writes it; a failure spoils it. */
static void test_filling(const struct store_program *program)
{
	enum { MANY = 2500 }; /* more than go into one commit */
	struct store_place p;
	struct error err = { .code = OK };
	int64_t rows = -1, checked = -1;
	place_init(&p);
	p.config.filling = true;
	struct store *s = place_open(&p, program);
	struct add w = { .s = s, .from = 1, .n = MANY };
	add_many(&w);
	CHECK(w.ok == MANY && store_read(s, count_rows, &rows, &err) == OK && rows == MANY,
		"%s filling: %d written, %d seen", engine(&p), w.ok, (int)rows);
	CHECK(event_verify(s, NULL, &checked, &err) == OK && checked == MANY, "with their events");
	CHECK(store_write(s, write_inside, &w, &err) == ERR_BUG, "not one write inside another");
	CHECK(store_write(s, add_one, &w, &err) == ERR_STORE, "what has failed once takes no more");
	CHECK(store_read(s, count_rows, &rows, &err) == ERR_STORE, "and shows nothing");
	store_close(s);
	p.config.filling = false;
	s = place_open(&p, program);
	const int committed = test_pg() ? MANY : 2000; /* commits of 50, or of 2000 */
	CHECK(store_read(s, count_rows, &rows, &err) == OK && rows == committed &&
			event_verify(s, NULL, &checked, &err) == OK && checked == rows,
		"what had been committed is whole: %d", (int)rows);
	store_close(s);
	p.config.filling = true;
	s = place_open(&p, program);
	struct add more = { .s = s, .from = MANY + 1, .n = 10 };
	add_many(&more);
	CHECK(store_flush(s, &err) == OK && store_flush(s, &err) == OK, "ended by hand, twice");
	store_close(s);
	p.config.filling = false;
	s = place_open(&p, program);
	CHECK(store_read(s, count_rows, &rows, &err) == OK && rows == committed + 10 &&
			store_flush(s, &err) == OK,
		"all of it is there: %d", (int)rows);
	store_close(s);
	place_done(&p);
}

int main(void)
{
	struct store_place p;
	struct sample_program program;
	sample_program_init(&program);
	place_init(&p);
	struct store *s = place_open(&p, &program.program);
	test_threads(s);
	test_group(s);
	test_once(s);
	test_reads(s);
	test_ids(s);
	store_close(s);
	place_done(&p);
	test_clean();
	test_filling(&program.program);
	return TEST_END();
}
