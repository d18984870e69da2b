/*
 * Small rows through store_write and store_read: how many a second.
 *
 *   bench_store FOLDER [CONNECTION]     seconds per part: BENCH_SECONDS, default 3
 *
 * A small row is one INSERT; "with its event" is one INSERT and one event, as every
 * change of the program is.
 */
#include "store/bench.sql.h"
#include "store/bench_list.h"
#include "store/event.h"
#include "store/migrate.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { THREADS_MAX = 64, MIGRATIONS_MAX = 200, ARENA = 64 << 10 };

extern const struct migration bench_migrations[];

static atomic_bool stop;
static atomic_llong done, failed, last_id;

struct work {
	struct store *s;
	store_fn *fn;
	bool write;
	pthread_t thread;
	struct arena a;
};

static enum err add(struct tx *tx, void *ctx, struct error *err)
{
	(void)ctx;
	struct bench_add_in in = { { tx_new_id(tx) }, 1,
		STR("一行二十个字左右的文字，作为例子。") };
	enum err e = sql_bench_add(tx, &in, NULL, err);
	if (!e)
		atomic_store(&last_id, in.id.v);
	return e;
}

static enum err add_event(struct tx *tx, void *ctx, struct error *err)
{
	enum err e = add(tx, ctx, err);
	struct event_entry entry = { .action = STR("bench.add"),
		.object_kind = STR("bench"),
		.role = STR("系统"),
		.address = STR("192.0.2.1"),
		.after = STR("n=1") };
	return e ? e : event_append(tx, &entry, NULL, err);
}

static enum err load(struct tx *tx, void *ctx, struct error *err)
{
	struct work *w = ctx;
	struct bench_row_row row;
	arena_reset(&w->a);
	return sql_bench_load(
		tx, &(struct bench_load_in){ { atomic_load(&last_id) } }, &w->a, &row, err);
}

static void *run(void *arg)
{
	struct work *w = arg;
	struct error err;
	while (!atomic_load(&stop)) {
		enum err e = w->write ? store_write(w->s, w->fn, w, &err)
				      : store_read(w->s, w->fn, w, &err);
		atomic_fetch_add(e ? &failed : &done, 1);
	}
	return NULL;
}

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void measure(
	struct store *s, const char *name, store_fn *fn, bool write, int threads, int seconds)
{
	static struct work w[THREADS_MAX];
	struct store_stats before, after;
	atomic_store(&stop, false);
	atomic_store(&done, 0);
	atomic_store(&failed, 0);
	store_stats(s, &before);
	double start = now();
	for (int i = 0; i < threads; i++) {
		w[i] = (struct work){ .s = s, .fn = fn, .write = write };
		arena_init(&w[i].a, ARENA);
		if (pthread_create(&w[i].thread, NULL, run, &w[i]))
			exit(1);
	}
	nanosleep(&(struct timespec){ seconds, 0 }, NULL);
	atomic_store(&stop, true);
	for (int i = 0; i < threads; i++) {
		pthread_join(w[i].thread, NULL);
		arena_done(&w[i].a);
	}
	double took = now() - start;
	store_stats(s, &after);
	printf("%-28s %3d threads %9.0f /s", name, threads, (double)atomic_load(&done) / took);
	if (write && after.groups > before.groups)
		printf("  %.1f per commit",
			(double)atomic_load(&done) / (double)(after.groups - before.groups));
	printf("%s\n", atomic_load(&failed) ? "  FAILURES" : "");
	fflush(stdout);
}

int main(int argc, char **argv)
{
	static struct migration m[MIGRATIONS_MAX + 2];
	struct store_program program = { bench_stmt_list, m };
	struct store_config c = {
		.folder = argc > 1 ? argv[1] : NULL, .readers = 4, .busy_ms = 60000
	};
	struct store *s = NULL;
	struct error err;
	const char *text = getenv("BENCH_SECONDS");
	int n = 0, seconds = text && *text > '0' && *text <= '9' ? *text - '0' : 3;
	c.database = argc > 2 ? argv[2] : getenv("GONGKAI_TEST_PG");
	for (const struct migration *p = store_program.migration; p->number && n < MIGRATIONS_MAX;
		p++)
		m[n++] = *p;
	m[n] = bench_migrations[0];
	m[n].number = n + 1;
	if (!c.folder || store_open_program(&c, &program, &s, &err) ||
		store_migrate(s, NULL, &err)) {
		fprintf(stderr, "%s\n", c.folder ? err.msg : "bench_store FOLDER [CONNECTION]");
		return 1;
	}
	measure(s, "write a small row", add, true, 1, seconds);
	measure(s, "write a small row", add, true, 8, seconds);
	measure(s, "write a small row", add, true, 64, seconds);
	measure(s, "write it with its event", add_event, true, 1, seconds);
	measure(s, "write it with its event", add_event, true, 64, seconds);
	measure(s, "read one row", load, false, 1, seconds);
	measure(s, "read one row", load, false, 2, seconds);
	double start = now();
	int64_t checked = 0;
	enum err e = event_verify(s, NULL, &checked, &err);
	printf("%-28s %" PRId64 " events in %.2f s%s\n", "verify the log", checked, now() - start,
		e ? " FAILED" : "");
	store_close(s);
	return e != OK;
}
