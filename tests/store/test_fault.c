/* Bad days: no memory, a full disk, a file that vanishes, a server that is gone. */
#include "tests/store/sample_program.h"
#include "tests/store/store_test.h"

#include "core/mem.h"
#include "store/sample.sql.h"

#include <signal.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>

enum { ARENA = 1 << 20 };

struct put {
	int64_t n;
	size_t size; /* bytes of the blob */
};

static char filler[1 << 20];

static enum err put_one(struct tx *tx, void *ctx, struct error *err)
{
	struct put *p = ctx;
	char text[32];
	int n = snprintf(text, sizeof text, "n%lld", (long long)p->n);
	struct sample_add_in in = { .id = { tx_new_id(tx) },
		.n = p->n,
		.t = { text, (size_t)n },
		.b = { filler, p->size } };
	enum err e = sql_sample_add(tx, &in, NULL, err);
	struct event_entry entry = {
		.action = STR("sample.add"), .before = STR("a"), .after = STR("b")
	};
	return e ? e : event_append(tx, &entry, NULL, err);
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

/* One life of a store: open, write, write once, read, verify, close. */
static enum err small_cycle(struct store_place *p, const struct store_program *program, int64_t n,
	bool *told, struct error *err)
{
	struct store *s = NULL;
	struct put w = { n, 100 };
	struct arena a;
	struct str result;
	bool replayed;
	int64_t rows;
	char key[32];
	arena_init(&a, ARENA);
	enum err e = store_open_program(&p->config, program, &s, err);
	if (!e)
		e = store_migrate(s, NULL, err);
	if (!e)
		e = store_write(s, put_one, &w, err);
	*told = e == OK;
	int len = snprintf(key, sizeof key, "k%lld", (long long)n);
	w.n += 1000000;
	if (!e)
		e = store_write_once(s, (struct str){ key, (size_t)len }, put_one, &w, &a, &result,
			&replayed, err);
	if (!e)
		e = store_read(s, count_rows, &rows, err);
	if (!e)
		e = event_verify(s, NULL, NULL, err);
	store_close(s);
	arena_done(&a);
	return e;
}

/* SQLite's own memory comes from core/mem too in this program, with its size in front. */
enum { HEAD = 16 };

static int lite_size(void *p)
{
	int n;
	memcpy(&n, (char *)p - HEAD, sizeof n);
	return n;
}

static void *lite_resize(void *p, int n)
{
	char *q = mem_resize(p ? (char *)p - HEAD : NULL, (size_t)n + HEAD);
	if (!q)
		return NULL;
	memcpy(q, &n, sizeof n);
	return q + HEAD;
}

static void *lite_alloc(int n)
{
	return lite_resize(NULL, n);
}

static void lite_free(void *p)
{
	mem_free((char *)p - HEAD);
}

static int lite_round(int n)
{
	return (n + 7) & ~7;
}

static int lite_init(void *ctx)
{
	(void)ctx;
	return SQLITE_OK;
}

static void lite_end(void *ctx)
{
	(void)ctx;
}

/*
 * Every request of ours for memory fails once.  The answer is NOMEM or success, never
 * another result, and what was answered with success is there.
 */
static void test_no_memory(void)
{
	struct store_place p;
	struct sample_program program;
	struct error err = { .code = OK };
	int bad = 0;
	int64_t told = 0;
	long n = 0, requests;
	bool written;
	sample_program_init(&program);
	place_init(&p);
	CHECK(small_cycle(&p, &program.program, 1, &written, &err) == OK, "without a fault: %s %s",
		err.msg, err.detail);
	mem_fail_at(0);
	CHECK(small_cycle(&p, &program.program, 2, &written, &err) == OK, "again");
	requests = mem_requests();
	/* Thousands, most in the parser of SQL: a few hundred of them, all over the cycle. */
	long step = requests / 400 + 1;
	for (n = 1; n <= requests; n += step) {
		mem_fail_at(n);
		enum err e = small_cycle(&p, &program.program, n + 2, &written, &err);
		mem_fail_at(0);
		told += written;
		if (e != OK && e != ERR_NOMEM) {
			printf("# request %ld: %s %s %s\n", n, err_name(e), err.msg, err.detail);
			bad++;
		}
	}
	CHECK(requests > 10 && bad == 0, "%ld requests, each failing once: %d wrong answers",
		requests, bad);
	struct store *s = place_open(&p, &program.program);
	CHECK(count(s) >= told + 4, "what was told is there: %d rows, %d told", (int)count(s),
		(int)told);
	CHECK(event_verify(s, NULL, NULL, &err) == OK, "and the chain holds: %s", err.detail);
	store_close(s);
	place_done(&p);
}

/* The file is moved away under the running server, and comes back. */
static void test_vanished(void)
{
	struct store_place p;
	struct sample_program program;
	struct error err;
	struct put w = { 1, 10 };
	static const char *const end[] = { "", "-wal", "-shm" };
	char from[300], to[300];
	sample_program_init(&program);
	place_init(&p);
	p.config.busy_ms = 200;
	struct store *s = place_open(&p, &program.program);
	CHECK(store_write(s, put_one, &w, &err) == OK && count(s) == 1, "before");
	for (int i = 0; i < 3; i++) {
		snprintf(from, sizeof from, "%s/gongkai.db%s", p.folder, end[i]);
		snprintf(to, sizeof to, "%s/away%s", p.folder, end[i]);
		rename(from, to);
	}
	w.n = 2;
	enum err e = store_write(s, put_one, &w, &err);
	CHECK(e == ERR_STORE && strstr(err.msg, "不见了"), "a write is refused: %s", err.msg);
	CHECK(count(s) == -1, "and a read");
	CHECK(store_ping(s, &err) != OK, "and the ping");
	e = store_write(s, put_one, &w, &err);
	CHECK(e == ERR_STORE, "still: %s", err.msg);
	snprintf(from, sizeof from, "%s/gongkai.db", p.folder);
	CHECK(access(from, F_OK) != 0, "no empty file is made in its place");
	for (int i = 2; i >= 0; i--) {
		snprintf(from, sizeof from, "%s/gongkai.db%s", p.folder, end[i]);
		snprintf(to, sizeof to, "%s/away%s", p.folder, end[i]);
		rename(to, from);
	}
	CHECK(count(s) == 1, "back: read again");
	CHECK(store_write(s, put_one, &w, &err) == OK && count(s) == 2, "and written: %s", err.msg);
	CHECK(store_ping(s, &err) == OK && event_verify(s, NULL, NULL, &err) == OK, "all is well");
	store_close(s);
	place_done(&p);
}

/* Writes until the disk refuses; then room is made. */
static void fill_and_recover(struct store_place *p, const char *ballast)
{
	struct sample_program program;
	struct error err = { .code = OK };
	struct put w = { 0, 64 << 10 };
	enum err e = OK;
	int64_t written = 0;
	sample_program_init(&program);
	struct store *s = place_open(p, &program.program);
	for (w.n = 1; !e && w.n < 2000; w.n++) {
		e = store_write(s, put_one, &w, &err);
		written += e == OK;
	}
	CHECK(e == ERR_STORE && strstr(err.msg, "磁盘已满"), "full after %d rows: %s (%s)",
		(int)written, err.msg, err.detail);
	for (int i = 0; i < 3; i++)
		CHECK(store_write(s, put_one, &w, &err) == ERR_STORE, "refused again: %s", err.msg);
	CHECK(count(s) == written, "reading goes on: %d rows", (int)count(s));
	unlink(ballast);
	w.n++;
	w.size = 10;
	e = store_write(s, put_one, &w, &err);
	CHECK(e == OK && count(s) == written + 1, "with room it writes again: %s (%s)", err.msg,
		e ? err.detail : "");
	CHECK(event_verify(s, NULL, NULL, &err) == OK, "and the chain holds");
	store_close(s);
}

static void test_full_disk(void)
{
	struct store_place p;
	char ballast[300];
	place_init(&p);
	if (mount("tmpfs", p.folder, "tmpfs", 0, "size=6m") != 0) {
		SKIP_CASE("full disk", "a small file system needs the right to mount");
		place_done(&p);
		return;
	}
	snprintf(ballast, sizeof ballast, "%s/ballast", p.folder);
	FILE *f = fopen(ballast, "w");
	CHECK(f && fwrite(filler, 1, sizeof filler, f) == sizeof filler && !fclose(f), "ballast");
	fill_and_recover(&p, ballast);
	umount2(p.folder, MNT_DETACH);
	place_done(&p);
}

/* A program that only writes until it is killed; tells each answered row on the pipe. */
static void write_until_killed(
	struct store_place *p, const struct store_program *program, int round, int pipe_end)
{
	struct store *s = place_open(p, program);
	struct error err;
	for (int i = 0; i < 100000; i++) {
		struct put w = { round * INT64_C(1000000) + i, 20 };
		if (store_write(s, put_one, &w, &err) || write(pipe_end, "x", 1) != 1)
			_exit(3);
	}
	_exit(4);
}

static void test_killed(void)
{
	enum { ROUNDS = 12 };
	struct store_place p;
	struct sample_program program;
	struct error err;
	int64_t told = 0;
	sample_program_init(&program);
	place_init(&p);
	store_close(place_open(&p, &program.program));
	for (int round = 1; round <= ROUNDS; round++) {
		int end[2];
		char c[64];
		ssize_t n;
		fflush(stdout);
		if (pipe(end))
			abort();
		pid_t child = fork();
		if (child == 0)
			write_until_killed(&p, &program.program, round, end[1]);
		close(end[1]);
		/* The first row was answered: from now on it is in the middle of its work. */
		n = read(end[0], c, 1);
		told += n > 0;
		store_sleep(round * 3);
		kill(child, SIGKILL);
		waitpid(child, NULL, 0);
		while ((n = read(end[0], c, sizeof c)) > 0)
			told += n;
		close(end[0]);
	}
	struct store *s = place_open(&p, &program.program);
	int64_t rows = count(s), checked = 0;
	CHECK(rows >= told && rows <= told + ROUNDS, "killed %d times: %d rows, %d answered",
		ROUNDS, (int)rows, (int)told);
	CHECK(event_verify(s, NULL, &checked, &err) == OK && checked == rows, "one event each: %s",
		err.msg);
	store_close(s);
	place_done(&p);
}

int main(void)
{
	static const sqlite3_mem_methods memory = { lite_alloc, lite_free, lite_resize, lite_size,
		lite_round, lite_init, lite_end, NULL };
	if (!test_pg() && sqlite3_config(SQLITE_CONFIG_MALLOC, &memory))
		return 1;
	test_killed();
	test_no_memory();
	if (!test_pg()) {
		test_vanished();
		test_full_disk();
	}
	return TEST_END();
}
