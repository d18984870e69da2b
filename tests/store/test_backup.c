/* Backup and restore: from and into every engine, while writing, damaged, interrupted, disk full. */
#include "tests/store/store_test.h"

#include "core/file.h"
#include "store/backup_part.h"
#include "store/copy.h"
#include "store/stmt_list.h"

#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

enum { EVENTS = 50, BLOBS = 3, RATIO_LARGE = 40 };
/* Tables of later migrations that fill_rows does not know; test_catalogue knows them. */
enum { EMPTY_ALLOWED = 45 };

/* --- something in every table ------------------------------------------------------------------ */

/* The child agency is older than its parent; empty texts, NULLs and the largest numbers are there. */
static const char *const rows_text =
	"INSERT INTO agency (id, parent_id, name, short_name, credit_code, address, postcode, office_hours,"
	" phone, fax, email, index_pattern, document_pattern, site_code, icp, police_record, active, version,"
	" created_at, updated_at) VALUES (1, NULL, '示例市档案局', '档案局', '', '', '', '', '', '', '', '{year}',"
	" '', '', '', '', 1, 1, 5, 9223372036854775807), (2, NULL, '示例市', '', '', '一行''引号\"', '', '', '',"
	" '', '', '', '', '', '', '', 0, 7, 5, 5);"
	"UPDATE agency SET parent_id = 2 WHERE id = 1;"
	"INSERT INTO department VALUES (3, 1, '办公室', '', 0, 1, 1, 5, 5);"
	"INSERT INTO person VALUES (4, 1, 3, 'jia', '测试甲', '', %s, NULL, 3, 1, 'h', 5, 0, 0, 0, %s, -1, 0,"
	" 0, 1, 5, 5), (5, 2, NULL, 'yi', '测试乙', '', NULL, NULL, 0, 1, '', 0, 1, 0, 0, NULL, -1, 0, 0, 1, 5, 5);"
	"INSERT INTO password_old VALUES (4, 1, 'x');"
	"INSERT INTO recovery_code VALUES (4, %s, 0);"
	"INSERT INTO session VALUES (6, %s, 4, 1, '192.0.2.1', '', 1, 2, 0);"
	"INSERT INTO rights_change VALUES (7, 4, 0, 1, '理由', 5, 1, NULL, 0, 0, '');"
	"INSERT INTO attempt VALUES ('k', 1, 2);"
	"INSERT INTO draft VALUES (8, 'person:4', '/x', %s, 1, 2);"
	"INSERT INTO calendar_year VALUES (9, 2026, '{}', '', 0, 1, 1);"
	"INSERT INTO local_day VALUES (10, 1, 20000, 1, '', '', 0, 1);"
	"INSERT INTO job VALUES (11, 'mail', '', %s, 0, 1, 0, 8, 0, 0, '', 1, 1);"
	"INSERT INTO schedule VALUES ('backup', 20000);"
	"INSERT INTO mail VALUES (12, %s, %s, 0, 0, 1, 0, NULL);"
	"INSERT INTO idempotency VALUES ('once', 1, %s);"
	"INSERT INTO meta VALUES ('keyring.id', '0123456789abcdef');";

static bool fill_rows(const struct store_place *p)
{
	static char sql[8000];
	const char *lite = "x'00ff80'", *pg = "'\\x00ff80'::bytea", *b = p->pg ? pg : lite;
	int n = snprintf(sql, sizeof sql, rows_text, b, p->pg ? "''::bytea" : "x''", b, b, b, b, b, b, b);
	return n > 0 && (size_t)n < sizeof sql && raw_exec(p, sql);
}

static enum err add_event(struct tx *tx, void *ctx, struct error *err)
{
	struct event_entry e = { .action = STR("test.write"), .object_kind = STR("person"),
		.object = *(int *)ctx, .after = STR("x"), .reason = STR("理由") };
	return event_append(tx, &e, NULL, err);
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

static bool add_blob(struct store *s, int seed, int64_t size)
{
	static const char text[] = "0123456789abcdef";
	char piece[65536];
	struct blob_writer *w;
	struct use u;
	struct error err;
	uint32_t x = (uint32_t)seed * 2654435761u + 1;
	if (blob_begin(s, size, &w, &err))
		return false;
	for (int64_t n = 0; n < size;) {
		size_t k = size - n < (int64_t)sizeof piece ? (size_t)(size - n) : sizeof piece;
		for (size_t i = 0; i < k; i++) {
			x = x * 1664525u + 1013904223u;
			piece[i] = text[x >> 28];
		}
		if (blob_add(w, piece, k, &err))
			return false;
		n += (int64_t)k;
	}
	return !blob_end(w, &u.digest, &u.size, &err) && !store_write(s, use, &u, &err);
}

static struct store *fill(struct store_place *p)
{
	struct error err;
	struct store *s = place_open(p, NULL);
	bool ok = fill_rows(p);
	for (int i = 0; i < EVENTS; i++)
		ok = ok && !store_write(s, add_event, &i, &err);
	for (int i = 0; i < BLOBS; i++)
		ok = ok && add_blob(s, i, i * 100000);
	CHECK(ok, "%s: something in every table", engine(p));
	return s;
}

/* --- comparing --------------------------------------------------------------------------------- */

struct sum {
	struct sm3 h;
	const struct stmt *s;
	int64_t rows;
	int empty; /* tables without a row */
	struct digest digest;
};

static enum err sum_row(void *ctx, const void *row, struct error *err)
{
	struct sum *m = ctx;
	(void)err;
	for (size_t i = 0; i < m->s->n_out; i++) {
		const struct stmt_column *c = &m->s->out[i];
		const char *at = (const char *)row + c->offset;
		if (c->type != STMT_I64) {
			struct str v;
			memcpy(&v, at, sizeof v);
			sm3_add_field(&m->h, v.p ? v : STR("NULL"));
		} else {
			struct opt_i64 v = { .has = true };
			if (c->nullable)
				memcpy(&v, at, sizeof v);
			else
				memcpy(&v.v, at, sizeof v.v);
			sm3_add(&m->h, &v.has, sizeof v.has);
			sm3_add(&m->h, &v.v, sizeof v.v);
		}
	}
	m->rows++;
	return OK;
}

static enum err sum_all(struct tx *tx, void *ctx, struct error *err)
{
	struct sum *m = ctx;
	enum err e = sm3_start(&m->h, err);
	m->rows = m->empty = 0;
	for (const struct stmt *const *p = store_stmt_list; !e && *p; p++) {
		int64_t before = m->rows;
		/* The store itself adds keys on PostgreSQL, one a write. */
		if (strncmp((*p)->name, "copy_from_", 10) != 0 || *p == &stmt_copy_from_idempotency)
			continue;
		m->s = *p;
		sm3_add_field(&m->h, str_cstr((*p)->name));
		e = stmt_each(tx, *p, NULL, sum_row, m, err);
		if (m->rows == before) {
			m->empty++;
			printf("# empty: %s\n", (*p)->name);
		}
	}
	return e ? e : sm3_end(&m->h, &m->digest, err);
}

static struct digest sum_of(struct store *s, int *empty)
{
	struct sum m = { .rows = 0 };
	struct error err = { .code = OK };
	if (store_read(s, sum_all, &m, &err))
		printf("# %s (%s)\n", err.msg, err.detail);
	sm3_done(&m.h);
	if (empty)
		*empty = m.empty;
	return m.digest;
}

/* Everything in s equals what `want` says, and can be verified and written to. */
static void check_restored(const char *what, const struct store_config *c, const struct digest *want)
{
	struct store *s;
	struct error err = { .code = OK };
	int64_t n = 0, blobs = 0;
	int one = 1;
	if (store_open(c, &s, &err)) {
		CHECK(false, "%s: opens: %s", what, err.msg);
		return;
	}
	struct digest have = sum_of(s, NULL);
	CHECK(digest_eq(&have, want), "%s: every row of every table is the same", what);
	CHECK(!event_verify(s, NULL, &n, &err) && n == EVENTS, "%s: log of %lld", what, (long long)n);
	CHECK(!blob_verify(s, &blobs, &err) && blobs == BLOBS, "%s: %lld blobs (%s)", what,
		(long long)blobs, err.detail);
	CHECK(!store_write(s, add_event, &one, &err) && add_blob(s, 99, 1000), "%s: goes on", what);
	store_close(s);
}

static void sub(const struct store_place *p, const char *name, char path[400])
{
	snprintf(path, 400, "%s/%s", p->folder, name);
}

/* Files in the place beside those named. */
static int others(const char *folder, const char *const *known)
{
	int n = 0;
	DIR *d = opendir(folder);
	for (struct dirent *e; d && (e = readdir(d));) {
		bool ok = e->d_name[0] == '.';
		for (size_t i = 0; known[i]; i++)
			ok = ok || strcmp(known[i], e->d_name) == 0;
		if (!ok)
			printf("# left: %s\n", e->d_name);
		n += !ok;
	}
	if (d)
		closedir(d);
	return n;
}

static const char *const usual[] = { "gongkai.db", "gongkai.db-wal", "gongkai.db-shm",
	"gongkai.lock", "blobs", "a.zip", "b.zip", "bad", "to", "to2", NULL };

/* --- cases ------------------------------------------------------------------------------------- */

static void test_round(struct store_place *p)
{
	struct store *s = fill(p);
	struct error err = { .code = OK };
	struct backup_result r, again;
	char zip[400], to[400], other[600];
	int empty = 0;
	sub(p, "a.zip", zip);
	sub(p, "to", to);
	struct digest want = sum_of(s, &empty);
	CHECK(empty <= EMPTY_ALLOWED, "%d tables are empty", empty);
	CHECK(!backup_write(s, zip, NULL, NULL, &r, &err), "%s: written: %s (%s)", engine(p),
		err.msg, err.detail);
	CHECK(r.events == EVENTS && r.members == BLOBS + 2 && r.bytes > 1000 && r.head.seq == EVENTS &&
			strcmp(r.keyring, "0123456789abcdef") == 0,
		"says what is in it: %lld members", (long long)r.members);
	CHECK(!backup_check(zip, &again, &err) && digest_eq(&again.head.chain, &r.head.chain) &&
			again.bytes == r.bytes,
		"checked: %s", err.msg);
	CHECK(others(p->folder, usual) == 0, "nothing else is left");
	CHECK(!backup_write(s, zip, NULL, NULL, &r, &err), "written over the old one");
	store_close(s);
	struct store_config c = { .folder = to, .readers = 2 };
	CHECK(!backup_restore(zip, &c, &r, &err) && r.events == EVENTS, "%s into a folder: %s (%s)",
		engine(p), err.msg, err.detail);
	CHECK(others(to, usual) == 0, "nothing else is left there");
	check_restored("folder", &c, &want);
	CHECK(backup_restore(zip, &c, &r, &err) == ERR_CONFLICT, "not twice: %s", err.msg);
	if (!p->pg)
		return;
	/* Another schema is another database. */
	for (int i = 0; i < 2; i++) {
		char second[400];
		snprintf(other, sizeof other, "%s options='-c search_path=other'", p->pg);
		raw_exec(p, "SET client_min_messages=error; DROP SCHEMA IF EXISTS other CASCADE;"
			    " CREATE SCHEMA other");
		struct store_config pc = { .database = other, .folder = i ? to : NULL, .readers = 2 };
		sub(p, "b.zip", second);
		CHECK(!backup_restore(zip, &pc, &r, &err), "into PostgreSQL: %s (%s)", err.msg,
			err.detail);
		CHECK(backup_restore(zip, &pc, &r, &err) == ERR_CONFLICT, "not twice: %s", err.msg);
		check_restored("PostgreSQL", &pc, &want);
	}
	/* From a backup that SQLite made. */
	struct store *lite;
	c = (struct store_config){ .folder = to, .readers = 2 };
	CHECK(!store_open(&c, &lite, &err) && !backup_write(lite, zip, NULL, NULL, &r, &err),
		"a backup of SQLite");
	want = sum_of(lite, NULL);
	store_close(lite);
	raw_exec(p, "SET client_min_messages=error; DROP SCHEMA IF EXISTS other CASCADE; CREATE SCHEMA"
		    " other");
	struct store_config pc = { .database = other, .readers = 2 };
	CHECK(!backup_restore(zip, &pc, &r, &err), "into PostgreSQL: %s (%s)", err.msg, err.detail);
	struct store *s2;
	if (!store_open(&pc, &s2, &err)) {
		struct digest have = sum_of(s2, NULL);
		CHECK(digest_eq(&have, &want), "SQLite into PostgreSQL: the same");
		store_close(s2);
	}
}

/* Without the _ that a word of C has behind it. */
static size_t bare(const char *name)
{
	size_t n = strlen(name);
	return n && name[n - 1] == '_' ? n - 1 : n;
}

/* Each table of the database has statements with its columns, in their order. */
static void test_catalogue(struct store_place *p)
{
	struct store *s = place_open(p, NULL);
	char path[400];
	sqlite3 *h;
	sqlite3_stmt *q = NULL;
	int tables = 0;
	sub(p, "gongkai.db", path);
	store_close(s);
	CHECK(!sqlite3_open(path, &h) &&
			!sqlite3_prepare_v2(h,
				"SELECT t.name, group_concat(c.name || CASE c.type WHEN 'INTEGER' THEN ':0'"
				" WHEN 'TEXT' THEN ':1' ELSE ':2' END || CASE WHEN c.\"notnull\" OR"
				" (c.pk AND c.type = 'INTEGER') THEN '' ELSE '?' END, ',') FROM sqlite_schema t,"
				" pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE"
				" 'sqlite%' GROUP BY t.name ORDER BY t.name, c.cid",
				-1, &q, NULL),
		"the catalogue");
	while (sqlite3_step(q) == SQLITE_ROW) {
		const char *table = (const char *)sqlite3_column_text(q, 0);
		const char *want = (const char *)sqlite3_column_text(q, 1);
		char have[2000] = "", name[100];
		bool skip = false;
		for (size_t i = 0; store_copy_not[i]; i++)
			skip = skip || strcmp(store_copy_not[i], table) == 0;
		tables++;
		if (skip)
			continue;
		int found = 0;
		for (const struct stmt *const *st = store_stmt_list; *st; st++) {
			size_t at = 0;
			snprintf(name, sizeof name, "copy_from_%s", table);
			bool from = strcmp((*st)->name, name) == 0;
			snprintf(name, sizeof name, "copy_into_%s", table);
			if (!from && strcmp((*st)->name, name) != 0)
				continue;
			const struct stmt_column *c = from ? (*st)->out : (*st)->in;
			for (size_t i = 0; i < (from ? (*st)->n_out : (*st)->n_in); i++)
				at += (size_t)snprintf(have + at, sizeof have - at, "%s%.*s:%d%s",
					i ? "," : "", (int)bare(c[i].name), c[i].name,
					(int)c[i].type, c[i].nullable ? "?" : "");
			found += strcmp(have, want) == 0;
			if (strcmp(have, want) != 0)
				printf("# %s has %s\n# database %s\n", (*st)->name, have, want);
		}
		CHECK(found == 2, "table %s (else run tools/copysql)", table);
	}
	CHECK(tables >= 20, "%d tables", tables);
	sqlite3_finalize(q);
	sqlite3_close(h);
}

static enum err code_of(const char *name)
{
	static const struct {
		const char *word;
		enum err e;
	} known[] = { { "ok", OK }, { "format", ERR_FORMAT }, { "conflict", ERR_CONFLICT },
		{ "limit", ERR_LIMIT } };
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (strncmp(name, known[i].word, strlen(known[i].word)) == 0)
			return known[i].e;
	return ERR_BUG;
}

static void test_refused(struct store_place *p)
{
	struct store *s = fill(p);
	struct error err;
	struct backup_result r, bad;
	char zip[400], folder[400], command[2000], to[400];
	const char *root = getenv("GONGKAI_ROOT");
	int n = 0;
	sub(p, "a.zip", zip);
	sub(p, "bad", folder);
	sub(p, "to", to);
	CHECK(!backup_write(s, zip, NULL, NULL, &r, &err), "a good one");
	store_close(s);
	mkdir(folder, 0700);
	snprintf(command, sizeof command, "python3 %s/tests/store/bad_backups.py %s %s 2>&1 | sed 's/^/# /'",
		root ? root : ".", zip, folder);
	CHECK(system(command) == 0, "bad_backups.py");
	struct dirent **entry;
	int entries = scandir(folder, &entry, NULL, alphasort);
	for (int i = 0; i < entries; i++) {
		const char *name = entry[i]->d_name;
		char path[700];
		snprintf(path, sizeof path, "%s/%s", folder, name);
		if (name[0] != '.') {
			struct store_config c = { .folder = to, .readers = 1 };
			err.msg[0] = '\0';
			enum err e = backup_check(path, &bad, &err);
			CHECK(e == code_of(name), "%s: %s %s", name, err_name(e), err.msg);
			if (e)
				CHECK(backup_restore(path, &c, &bad, &err) == e && access(to, F_OK) != 0,
					"%s: restores nothing", name);
			n++;
		}
		free(entry[i]);
	}
	free(entry);
	CHECK(n >= 30, "%d bad ones", n);
	struct store_config c = { .folder = to, .readers = 1 };
	CHECK(backup_check("/nonexistent/x.zip", &bad, &err) == ERR_IO, "no file: %s", err.msg);
	CHECK(backup_restore("/nonexistent/x.zip", &c, &bad, &err) == ERR_IO && access(to, F_OK) != 0,
		"no file: %s", err.msg);
}

static void test_flip(struct store_place *p)
{
	struct store *s = fill(p);
	struct error err;
	struct backup_result r, bad;
	struct arena a;
	struct str bytes;
	char zip[400], flipped[400];
	int wrong = 0, found = 0;
	arena_init(&a, 64 << 20);
	sub(p, "a.zip", zip);
	sub(p, "b.zip", flipped);
	CHECK(!backup_write(s, zip, NULL, NULL, &r, &err) && !file_read(&a, zip, 32 << 20, &bytes, &err),
		"a good one");
	store_close(s);
	char *b = (char *)(uintptr_t)bytes.p;
	for (size_t i = 0; i < 60; i++) {
		size_t at = bytes.n * i / 60 + i % 7;
		b[at] ^= 1;
		if (file_write(flipped, bytes, &err))
			wrong++;
		enum err e = backup_check(flipped, &bad, &err);
		found += e != OK;
		/* A time stamp in the container is no content: then all that counts is the same. */
		wrong += e == OK && !digest_eq(&bad.head.chain, &r.head.chain);
		b[at] ^= 1;
	}
	CHECK(wrong == 0 && found >= 55, "%d of 60 flipped bits found, %d wrong", found, wrong);
	wrong = 0;
	for (size_t i = 0; i < 40; i++) {
		if (file_write(flipped, str_sub(bytes, 0, bytes.n * i / 40), &err) ||
			backup_check(flipped, &bad, &err) != ERR_FORMAT)
			wrong++;
	}
	CHECK(wrong == 0, "cut files are refused: %s", err.msg);
	arena_done(&a);
}

struct writer_thread {
	struct store *s;
	_Atomic bool stop;
	int n, bad;
};

static void *keep_writing(void *arg)
{
	struct writer_thread *w = arg;
	struct error err;
	for (; !w->stop; w->n++) {
		w->bad += store_write(w->s, add_event, &w->n, &err) != OK;
		if (w->n % 20 == 0)
			w->bad += !add_blob(w->s, 1000 + w->n, 5000);
	}
	return NULL;
}

static void test_while_writing(struct store_place *p)
{
	struct writer_thread w = { .s = fill(p) };
	struct error err;
	struct backup_result r;
	pthread_t t;
	char zip[400], to[400];
	sub(p, "a.zip", zip);
	pthread_create(&t, NULL, keep_writing, &w);
	for (int i = 0; i < 3; i++) {
		struct store *s;
		int64_t n = 0;
		snprintf(to, sizeof to, "%s/to%d", p->folder, i);
		struct store_config c = { .folder = to, .readers = 1 };
		CHECK(!backup_write(w.s, zip, NULL, NULL, &r, &err), "written while others write: %s (%s)",
			err.msg, err.detail);
		CHECK(!backup_restore(zip, &c, &r, &err), "restored %lld events: %s", (long long)r.events,
			err.msg);
		if (!store_open(&c, &s, &err)) {
			CHECK(!event_verify(s, &r.head, &n, &err) && n == r.events &&
					!blob_verify(s, &n, &err),
				"whole");
			store_close(s);
		}
	}
	w.stop = true;
	pthread_join(t, NULL);
	CHECK(w.bad == 0 && w.n > 0, "the writers were not disturbed: %d writes", w.n);
	store_close(w.s);
}

static bool stop_after(void *ctx, int64_t done, int64_t total)
{
	int64_t *limit = ctx;
	return done < *limit && done <= total;
}

static void test_interrupted(struct store_place *p)
{
	struct store *s = fill(p);
	struct error err;
	struct backup_result r;
	char zip[400];
	sub(p, "a.zip", zip);
	for (int64_t limit = 0; limit < 800000; limit += 150000) {
		enum err e = backup_write(s, zip, stop_after, &limit, &r, &err);
		CHECK(e == ERR_CONFLICT && access(zip, F_OK) != 0 && others(p->folder, usual) == 0,
			"stopped after %lld bytes: %s", (long long)limit, err.msg);
	}
	int64_t never = INT64_MAX;
	CHECK(!backup_write(s, zip, stop_after, &never, &r, &err), "not stopped");
	CHECK(backup_write(s, "/nonexistent/a.zip", NULL, NULL, &r, &err) == ERR_IO, "no folder: %s",
		err.msg);
	store_close(s);
}

/* A file may have no more than that many bytes: as on a full disk. */
static void test_full(struct store_place *p)
{
	struct store *s = fill(p);
	struct error err;
	struct backup_result r;
	struct rlimit was, small;
	char zip[400], to[400];
	sub(p, "a.zip", zip);
	sub(p, "to", to);
	add_blob(s, 7, 3 << 20);
	CHECK(!backup_write(s, zip, NULL, NULL, &r, &err), "with room");
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &was);
	for (rlim_t size = 20000; size < 2000000; size *= 3) {
		struct store_config c = { .folder = to, .readers = 1 };
		small = (struct rlimit){ size, was.rlim_max };
		setrlimit(RLIMIT_FSIZE, &small);
		unlink(zip);
		enum err e = backup_write(s, zip, NULL, NULL, &r, &err);
		setrlimit(RLIMIT_FSIZE, &was);
		CHECK(e != OK && access(zip, F_OK) != 0 && others(p->folder, usual) == 0, "%lu bytes: %s",
			(unsigned long)size, err.msg);
		CHECK(!backup_write(s, zip, NULL, NULL, &r, &err), "with room again");
		setrlimit(RLIMIT_FSIZE, &small);
		e = backup_restore(zip, &c, &r, &err);
		setrlimit(RLIMIT_FSIZE, &was);
		CHECK(e != OK && access(to, F_OK) != 0, "restore into %lu bytes: %s", (unsigned long)size,
			err.msg);
	}
	store_close(s);
}

#if defined __has_feature
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
/* The sanitizer keeps what was freed for a while; the blobs are 120 MB, so this is still a bound. */
#ifdef SANITIZED
enum { MORE_MEMORY_KB = 64 << 10 };
#else
enum { MORE_MEMORY_KB = 24 << 10 };
#endif

/* Many large blobs: memory does not grow with them. */
static void test_memory(struct store_place *p)
{
	struct store *s = fill(p);
	struct error err;
	struct backup_result r;
	struct rusage before, after;
	char zip[400];
	sub(p, "a.zip", zip);
	CHECK(!backup_write(s, zip, NULL, NULL, &r, &err), "small");
	getrusage(RUSAGE_SELF, &before);
	bool ok = true;
	for (int i = 0; i < RATIO_LARGE; i++)
		ok = ok && add_blob(s, 500 + i, 3 << 20);
	CHECK(ok && !backup_write(s, zip, NULL, NULL, &r, &err) && r.bytes > 100 << 20,
		"%lld MB: %s", (long long)(r.bytes >> 20), err.msg);
	getrusage(RUSAGE_SELF, &after);
	CHECK(after.ru_maxrss - before.ru_maxrss < MORE_MEMORY_KB, "%ld KB more of memory",
		after.ru_maxrss - before.ru_maxrss);
	store_close(s);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*run)(struct store_place *p);
		bool sqlite_only;
	} part[] = { { "round", test_round, false }, { "catalogue", test_catalogue, true },
		{ "memory", test_memory, true }, { "bad", test_refused, true }, { "flip", test_flip, true },
		{ "writing", test_while_writing, false }, { "interrupted", test_interrupted, false },
		{ "full", test_full, true } };
	for (size_t i = 0; i < sizeof part / sizeof part[0]; i++) {
		struct store_place p;
		if ((part[i].sqlite_only && test_pg()) || (argc > 1 && strcmp(argv[1], part[i].name) != 0))
			continue;
		place_init(&p);
		part[i].run(&p);
		place_done(&p);
	}
	return TEST_END();
}
