/* Attachments in a folder and in the database: streamed, stored once, cleaned, verified. */
#include "tests/store/store_test.h"

#include "core/mem.h"
#include "store/blob.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>

enum { MB = 1 << 20, THREADS = 6, ROUNDS = 12 };

static int64_t now = INT64_C(1800000000000);

static int64_t test_clock(void *ctx)
{
	(void)ctx;
	return now;
}

struct use {
	struct digest digest;
	int64_t size;
};

static enum err use(struct tx *tx, void *ctx, struct error *err)
{
	struct use *u = ctx;
	return blob_use(tx, &u->digest, u->size, err);
}

static enum err use_and_fail(struct tx *tx, void *ctx, struct error *err)
{
	enum err e = use(tx, ctx, err);
	return e ? e : error_set(err, ERR_DENIED, NULL, "no");
}

/* Byte i of the content with that seed. */
static unsigned char byte_at(unsigned seed, int64_t i)
{
	uint64_t x = ((uint64_t)i + seed) * UINT64_C(0x9E3779B97F4A7C15);
	return (unsigned char)(x >> 56);
}

static void fill(unsigned seed, int64_t at, char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		p[i] = (char)byte_at(seed, at + (int64_t)i);
}

/* Writes size bytes in pieces of `piece`. */
static enum err put(struct store *s, unsigned seed, int64_t size, size_t piece, struct use *u,
	struct error *err)
{
	struct blob_writer *w;
	char buf[70000];
	enum err e = blob_begin(s, 100 * MB, &w, err);
	if (e)
		return e;
	for (int64_t at = 0; at < size;) {
		size_t n = piece < sizeof buf ? piece : sizeof buf;
		if ((int64_t)n > size - at)
			n = (size_t)(size - at);
		fill(seed, at, buf, n);
		e = blob_add(w, buf, n, err);
		if (e) {
			blob_abandon(w);
			return e;
		}
		at += (int64_t)n;
	}
	return blob_end(w, &u->digest, &u->size, err);
}

static bool same(struct store *s, const struct use *u, unsigned seed, int64_t from, size_t piece)
{
	struct blob_reader *r;
	struct error err;
	int64_t size, at = from;
	char buf[70000], want[70000];
	size_t got = 0;
	if (blob_open(s, &u->digest, &r, &size, &err))
		return false;
	bool ok = size == u->size;
	while (ok && !blob_read(r, at, buf, piece, &got, &err) && got) {
		fill(seed, at, want, got);
		ok = memcmp(buf, want, got) == 0;
		at += (int64_t)got;
	}
	blob_close(r);
	return ok && at == size;
}

static int64_t count_files(const struct store_place *p)
{
	char command[400];
	long n = -1;
	snprintf(command, sizeof command, "find '%s/blobs' -type f ! -name lock 2>/dev/null | wc -l",
		p->folder);
	FILE *f = popen(command, "r");
	char line[40];
	if (f && fgets(line, sizeof line, f))
		n = strtoll(line, NULL, 10);
	if (f)
		pclose(f);
	return n;
}

static void test_basic(struct store *s, const struct store_place *p, bool folder)
{
	static const int64_t size[] = { 0, 1, 255, 262143, 262144, 262145, 5 * MB + 7 };
	struct error err = { .code = OK };
	const char *kind = folder ? "folder" : "database";
	for (size_t i = 0; i < sizeof size / sizeof size[0]; i++) {
		struct use u, again;
		struct blob_reader *r;
		int64_t n;
		CHECK(!put(s, (unsigned)i, size[i], 65536, &u, &err) && u.size == size[i],
			"%s: wrote %lld", kind, (long long)size[i]);
		CHECK(blob_open(s, &u.digest, &r, &n, &err) == ERR_NOT_FOUND,
			"%s: not there before it is used", kind);
		CHECK(store_write(s, use_and_fail, &u, &err) == ERR_DENIED &&
				blob_open(s, &u.digest, &r, &n, &err) == ERR_NOT_FOUND,
			"%s: not there when the transaction failed", kind);
		CHECK(!store_write(s, use, &u, &err) && !store_write(s, use, &u, &err),
			"%s: used, twice", kind);
		CHECK(same(s, &u, (unsigned)i, 0, 65536) && same(s, &u, (unsigned)i, 0, 999) &&
				same(s, &u, (unsigned)i, size[i] / 2, 4096),
			"%s: reads back %lld bytes", kind, (long long)size[i]);
		CHECK(!put(s, (unsigned)i, size[i], 1000, &again, &err) &&
				digest_eq(&again.digest, &u.digest),
			"%s: the same content again, in other pieces", kind);
	}
	if (folder)
		CHECK(count_files(p) == 7, "stored once: %lld files", (long long)count_files(p));
	int64_t checked = 0;
	CHECK(!blob_verify(s, &checked, &err) && checked == 7, "%s: verified %lld (%s)", kind,
		(long long)checked, err.detail);
}

static void test_refused(struct store *s)
{
	struct error err;
	struct blob_writer *w;
	struct use u = { .size = 3 };
	char buf[100] = "x";
	CHECK(!blob_begin(s, 99, &w, &err) && blob_add(w, buf, 100, &err) == ERR_LIMIT &&
			!blob_add(w, buf, 99, &err) && blob_add(w, buf, 1, &err) == ERR_LIMIT,
		"the limit holds");
	blob_abandon(w);
	blob_abandon(NULL);
	blob_close(NULL);
	CHECK(store_write(s, use, &u, &err) == ERR_NOT_FOUND, "unknown content cannot be used");
}

static void test_clean(struct store *s, const struct store_place *p, bool folder)
{
	struct error err = { .code = OK };
	struct use kept, loose, young;
	struct blob_writer *w = NULL;
	int64_t removed = 0, n;
	struct blob_reader *r;
	const int64_t day = 86400000;
	char buf[300000] = "broken off";
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	/* Files carry the system's time, rows the store's. */
	int64_t base = folder ? (int64_t)t.tv_sec * 1000 : now;
	CHECK(!put(s, 100, 1000, 1000, &kept, &err) && !store_write(s, use, &kept, &err) &&
			!put(s, 101, 300000, 1000, &loose, &err),
		"one used, one loose (%s)", err.detail);
	CHECK(!blob_begin(s, MB, &w, &err) && !blob_add(w, buf, sizeof buf, &err),
		"one that is never ended");
	CHECK(!blob_clean(s, base - day, &removed, &err) && removed == 0, "young ones stay: %lld",
		(long long)removed);
	now += 2 * day;
	CHECK(!put(s, 102, 10, 10, &young, &err), "one more, later");
	if (folder) {
		char path[400];
		snprintf(path, sizeof path, "%s/blobs/%.2s/%s", p->folder,
			digest_hex(&young.digest).z, digest_hex(&young.digest).z);
		struct timespec later[2] = { { t.tv_sec + 2 * 86400, 0 }, { t.tv_sec + 2 * 86400, 0 } };
		utimensat(AT_FDCWD, path, later, 0);
	}
	CHECK(!blob_clean(s, base + day, &removed, &err) && removed == 2, "old loose ones go: %lld %s",
		(long long)removed, err.detail);
	CHECK(!store_write(s, use, &young, &err) && same(s, &young, 102, 0, 100), "the young one is there");
	CHECK(store_write(s, use, &loose, &err) == ERR_NOT_FOUND, "the old one is not");
	CHECK(!blob_open(s, &kept.digest, &r, &n, &err), "the used one is");
	blob_close(r);
	blob_abandon(w);
}

static void test_damage(struct store *s, const struct store_place *p, bool folder)
{
	struct error err = { .code = OK };
	struct use u;
	char path[400], sql[600];
	int64_t n, size;
	struct blob_reader *r;
	CHECK(!put(s, 200, 300000, 65536, &u, &err) && !store_write(s, use, &u, &err), "one more");
	struct digest_text t = digest_hex(&u.digest);
	snprintf(path, sizeof path, "%s/blobs/%.2s/%s", p->folder, t.z, t.z);
	snprintf(sql, sizeof sql,
		"UPDATE blob_chunk SET bytes = set_byte(bytes, 5, get_byte(bytes, 5) # 1) WHERE number = 1"
		" AND content_id = (SELECT id FROM blob_content WHERE digest = '\\x%s')", t.z);
	if (folder) {
		int fd = open(path, O_WRONLY);
		unsigned char c = (unsigned char)(byte_at(200, 262149) ^ 1);
		CHECK(pwrite(fd, &c, 1, 262149) == 1, "one bit");
		close(fd);
	} else {
		CHECK(raw_exec(p, sql), "one bit");
	}
	CHECK(blob_verify(s, &n, &err) == ERR_FORMAT && strstr(err.msg, t.z), "found: %s", err.msg);
	if (folder) {
		CHECK(!put(s, 200, 300000, 65536, &u, &err) && !blob_verify(s, &n, &err),
			"the same upload again heals it");
		CHECK(truncate(path, 1000) == 0 &&
				blob_open(s, &u.digest, &r, &size, &err) == ERR_FORMAT,
			"cut: %s", err.msg);
		unlink(path);
		CHECK(blob_open(s, &u.digest, &r, &size, &err) == ERR_FORMAT &&
				blob_verify(s, &n, &err) == ERR_FORMAT,
			"gone: %s", err.msg);
	}
}

struct racer {
	struct store *store;
	unsigned id;
	int bad;
};

/* Everybody writes the same contents at the same time, uses them, and one cleans. */
static void *race(void *arg)
{
	struct racer *r = arg;
	struct error err;
	for (unsigned i = 0; i < ROUNDS; i++) {
		struct use u;
		r->bad += put(r->store, 1000 + i, 200000 + (int)i, 50000, &u, &err) != OK ||
			store_write(r->store, use, &u, &err) != OK ||
			!same(r->store, &u, 1000 + i, 0, 60000);
		if (r->id == 0)
			r->bad += blob_clean(r->store, ((int64_t)time(NULL) - 86400) * 1000, NULL, &err) != OK;
	}
	return NULL;
}

static void test_race(struct store *s)
{
	pthread_t t[THREADS];
	struct racer r[THREADS];
	int bad = 0;
	int64_t n = 0;
	struct error err;
	for (unsigned i = 0; i < THREADS; i++) {
		r[i] = (struct racer){ s, i, 0 };
		pthread_create(&t[i], NULL, race, &r[i]);
	}
	for (int i = 0; i < THREADS; i++) {
		pthread_join(t[i], NULL);
		bad += r[i].bad;
	}
	CHECK(bad == 0, "%d threads, %d contents at once: %d failures", THREADS, ROUNDS, bad);
	CHECK(!blob_verify(s, &n, &err) && n == ROUNDS, "each once and whole: %lld", (long long)n);
}

static void run(bool folder)
{
	struct store_place p;
	void (*const part[])(struct store *, const struct store_place *, bool) = { test_basic,
		test_clean, test_damage };
	for (size_t i = 0; i <= sizeof part / sizeof part[0]; i++) {
		place_init(&p);
		p.config.clock_ms = test_clock;
		if (!folder)
			p.config.folder = NULL;
		struct store *s = place_open(&p, NULL);
		if (i < sizeof part / sizeof part[0]) {
			part[i](s, &p, folder);
		} else {
			test_race(s);
			test_refused(s);
		}
		store_close(s);
		place_done(&p);
	}
}

int main(void)
{
	run(true);
	if (test_pg())
		run(false);
	return TEST_END();
}
