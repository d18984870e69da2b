/* Opening and bringing up to date; what is refused. */
#include "tests/store/sample_program.h"
#include "tests/store/store_test.h"

#include "store/sample.sql.h"

#include <fcntl.h>
#include <sys/stat.h>

/* The whole schema as one text, from the engine's own catalogue. */
static const char schema_sqlite[] = "SELECT group_concat(coalesce(sql, name), char(10)) FROM"
				    " (SELECT * FROM sqlite_schema ORDER BY type, name)";
static const char schema_postgres[] =
	"SELECT string_agg(line, E'\\n' ORDER BY line) FROM ("
	" SELECT 'c ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable"
	"   AS line FROM information_schema.columns WHERE table_schema = 'public'"
	" UNION ALL SELECT 'i ' || indexdef FROM pg_indexes WHERE schemaname = 'public'"
	" UNION ALL SELECT 'k ' || conname || pg_get_constraintdef(oid) FROM pg_constraint"
	"   WHERE connamespace = 'public'::regnamespace"
	" UNION ALL SELECT 't ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal) x";

static bool read_schema(const struct store_place *p, char *out, size_t size)
{
	out[0] = '\0';
	if (p->pg) {
		PGconn *c = PQconnectdb(p->pg);
		PGresult *r = PQexec(c, schema_postgres);
		if (PQntuples(r) == 1)
			snprintf(out, size, "%s", PQgetvalue(r, 0, 0));
		PQclear(r);
		PQfinish(c);
	} else {
		char path[300];
		sqlite3 *h = NULL;
		sqlite3_stmt *q = NULL;
		snprintf(path, sizeof path, "%s/gongkai.db", p->folder);
		if (!sqlite3_open(path, &h) &&
			!sqlite3_prepare_v2(h, schema_sqlite, -1, &q, NULL) &&
			sqlite3_step(q) == SQLITE_ROW)
			snprintf(out, size, "%s", (const char *)sqlite3_column_text(q, 0));
		sqlite3_finalize(q);
		sqlite3_close(h);
	}
	return out[0] != '\0';
}

static enum err open_once(
	struct store_place *p, const struct store_program *program, int *applied, struct error *err)
{
	struct store *s = NULL;
	enum err e = store_open_program(&p->config, program, &s, err);
	if (!e)
		e = store_migrate(s, applied, err);
	store_close(s);
	return e;
}

/* All at once, and one by one with a restart after each. */
static void test_steps(void)
{
	static char fresh[1 << 20], stepped[1 << 20];
	struct store_place p;
	struct sample_program all;
	struct error err = { .code = OK };
	int applied = -1;
	sample_program_init(&all);
	place_init(&p);
	CHECK(open_once(&p, &all.program, &applied, &err) == OK && applied == all.n,
		"%s: a new database gets %d migrations: %s", engine(&p), applied, err.detail);
	CHECK(open_once(&p, &all.program, &applied, &err) == OK && applied == 0, "none again");
	CHECK(read_schema(&p, fresh, sizeof fresh), "its schema");
	place_done(&p);

	place_init(&p);
	for (int n = 1; n <= all.n; n++) {
		struct sample_program some = all;
		struct store_program program = { &(const struct stmt *){ NULL }, some.migration };
		some.migration[n] = (struct migration){ 0 };
		CHECK(open_once(&p, n < all.n ? &program : &all.program, &applied, &err) == OK &&
				applied == 1,
			"step %d: %s %s", n, err.msg, err.detail);
	}
	CHECK(read_schema(&p, stepped, sizeof stepped) && !strcmp(fresh, stepped),
		"step by step gives the same schema");
	place_done(&p);
}

static void test_refused_versions(void)
{
	struct store_place p;
	struct sample_program all, other;
	struct error err;
	sample_program_init(&all);
	place_init(&p);
	CHECK(open_once(&p, &all.program, NULL, &err) == OK, "a database of this program");

	other = all;
	other.program.migration = other.migration;
	other.migration[0].text[0] = other.migration[0].text[1] =
		"CREATE TABLE changed (a INTEGER)";
	CHECK(open_once(&p, &other.program, NULL, &err) == ERR_CONFLICT &&
			strstr(err.msg, "第 1 步"),
		"a changed migration: %s", err.msg);

	CHECK(open_once(&p, &store_program, NULL, &err) == ERR_CONFLICT && strstr(err.msg, "更新"),
		"a newer database: %s", err.msg);
	struct store *s = NULL;
	CHECK(store_open(&p.config, &s, &err) == ERR_CONFLICT && !s, "refused when opened already");

	CHECK(raw_exec(&p, "ALTER TABLE sample RENAME COLUMN n TO m"),
		"an intruder renames a column");
	CHECK(open_once(&p, &all.program, NULL, &err) != OK && err.detail[0],
		"found at start: %.*s", (int)strcspn(err.detail, "\n"), err.detail);
	place_done(&p);
}

/* A statement whose columns are not what was declared, built by hand. */
static void test_columns(void)
{
	static const struct stmt_column two[] = { { "number", STMT_I64, false, false, 0 },
		{ "name", STMT_STR, false, false, 8 } };
	static const struct stmt_column wrong_type[] = { { "number", STMT_STR, false, false, 0 },
		{ "name", STMT_STR, false, false, 16 } };
	static const struct {
		const char *name, *sql;
		const struct stmt_column *out;
		bool good;
	} row[] = {
		{ "right", "SELECT number, name FROM schema_version", two, true },
		{ "other order", "SELECT name, number FROM schema_version", two, false },
		{ "one more", "SELECT number, name, checksum FROM schema_version", two, false },
		{ "one less", "SELECT number FROM schema_version", two, false },
		{ "other name", "SELECT number, checksum FROM schema_version", two, false },
		{ "other type", "SELECT number, name FROM schema_version", wrong_type, false },
		{ "no such table", "SELECT number, name FROM nowhere", two, false },
		{ "not SQL", "SELEKT", two, false },
		{ "a parameter too many",
			"SELECT number, name FROM schema_version WHERE number = $1", two, false },
	};
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct store_place p;
		struct error err = { .code = OK };
		struct stmt s = { .name = "by_hand",
			.text = { row[i].sql, row[i].sql },
			.out = row[i].out,
			.n_out = 2,
			.row_size = 32,
			.index = 0 };
		while (store_program.stmt[s.index])
			s.index++;
		const struct stmt *list[] = { &s, NULL };
		struct store_program program = { list, store_program.migration };
		place_init(&p);
		enum err e = open_once(&p, &program, NULL, &err);
		/* PostgreSQL tells of parameters only when they are given. */
		bool refused = e != OK && strstr(err.detail, "by_hand");
		bool unseen = p.pg && strstr(row[i].sql, "$1");
		CHECK(row[i].good || unseen ? e == OK : refused, "%s: %.*s", row[i].name,
			(int)strcspn(err.detail, "\n"), err.detail);
		place_done(&p);
	}
}

static void test_foreign(void)
{
	struct store_place p;
	struct error err = { .code = OK };
	struct store *s = NULL;
	place_init(&p);
	CHECK(raw_exec(&p, "CREATE TABLE theirs (a INTEGER)"), "another program's database");
	CHECK(store_open(&p.config, &s, &err) == ERR_STORE && strstr(err.msg, "gongkai"),
		"refused: %s", err.msg);
	place_done(&p);
}

static void write_file(const char *path, const void *bytes, size_t n)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (fd < 0 || write(fd, bytes, n) != (ssize_t)n || close(fd))
		abort();
}

/* What can stand in a data folder in place of the database. */
static void test_files(void)
{
	struct store_place p;
	struct error err = { .code = OK };
	struct store *s = NULL, *second = NULL;
	char path[300];
	struct stat st;
	place_init(&p);
	snprintf(path, sizeof path, "%s/gongkai.db", p.folder);

	static char noise[8192];
	memset(noise, 'x', sizeof noise);
	write_file(path, noise, sizeof noise);
	CHECK(store_open(&p.config, &s, &err) == ERR_STORE, "not a database: %s", err.msg);
	unlink(path);

	CHECK(raw_exec(&p, "PRAGMA application_id=1; CREATE TABLE a (b)"),
		"a file with another mark");
	CHECK(store_open(&p.config, &s, &err) == ERR_STORE && strstr(err.msg, "不是 gongkai"),
		"refused: %s", err.msg);
	unlink(path);

	mkdir(path, 0700);
	CHECK(store_open(&p.config, &s, &err) == ERR_IO, "a folder of that name: %s", err.msg);
	rmdir(path);

	struct store_config c = p.config;
	c.folder = "/nowhere/at/all";
	CHECK(store_open(&c, &s, &err) == ERR_IO && strstr(err.msg, c.folder), "no folder: %s",
		err.msg);
	c.read_only = true;
	CHECK(store_open(&c, &s, &err) == ERR_IO, "none to read either: %s", err.msg);

	s = place_open(&p, NULL);
	CHECK(!stat(path, &st) && (st.st_mode & 0777) == 0600, "the file is for the owner alone");
	CHECK(store_open(&p.config, &second, &err) == ERR_STORE && strstr(err.msg, "另一个"),
		"a second server: %s", err.msg);
	c = p.config;
	c.read_only = true;
	CHECK(store_open(&c, &second, &err) == OK, "a reader beside the server: %s %s", err.msg,
		err.detail);
	int64_t n = -1;
	CHECK(event_verify(second, NULL, &n, &err) == OK && n == 0, "which verifies");
	CHECK(store_migrate(second, NULL, &err) == ERR_DENIED, "and changes nothing");
	store_close(second);
	store_close(s);

	/* A cut database: found, said, not served. */
	if (stat(path, &st) == 0 && truncate(path, 4096) == 0)
		CHECK(store_open(&p.config, &s, &err) != OK, "a cut file: %s (%s)", err.msg,
			err.detail);
	place_done(&p);
}

static void test_config(void)
{
	struct error err;
	struct store *s = NULL;
	struct store_config c = { .node = 0 };
	CHECK(store_open(&c, &s, &err) == ERR_INVALID, "neither folder nor database");
	c.folder = "/tmp";
	c.node = 1024;
	CHECK(store_open(&c, &s, &err) == ERR_INVALID, "a node beyond 1023");
	c.node = -1;
	CHECK(store_open(&c, &s, &err) == ERR_INVALID, "a node below 0");
	store_close(NULL);
}

int main(void)
{
	test_steps();
	test_refused_versions();
	test_columns();
	test_foreign();
	if (!test_pg())
		test_files();
	test_config();
	return TEST_END();
}
