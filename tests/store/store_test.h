/*
 * store_test -- the same cases on every engine.
 *
 * SQLite in a new folder under TMPDIR; PostgreSQL when GONGKAI_TEST_PG holds a
 * connection string (tests/store/with-postgres sets it), where each case starts with an
 * empty schema "public".  raw_exec goes past the store, as an intruder or an old
 * program would.
 */
#ifndef TESTS_STORE_STORE_TEST_H
#define TESTS_STORE_STORE_TEST_H

#include "core/crypto.h"
#include "store/event.h"
#include "store/internal.h"
#include "tests/test.h"

#include <libpq-fe.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

struct store_place {
	const char *pg; /* connection string or NULL */
	char folder[256];
	struct store_config config;
};

/* The connection string, NULL when the tests run on SQLite. */
static inline const char *test_pg(void)
{
	const char *pg = getenv("GONGKAI_TEST_PG");
	return pg && *pg ? pg : NULL;
}

/* Runs SQL past the store; false and a line of TAP comment when it fails. */
static inline bool raw_exec(const struct store_place *p, const char *sql)
{
	bool ok;
	if (p->pg) {
		PGconn *c = PQconnectdb(p->pg);
		PGresult *r = PQexec(c, sql);
		ok = PQresultStatus(r) == PGRES_COMMAND_OK || PQresultStatus(r) == PGRES_TUPLES_OK;
		if (!ok)
			printf("# %s: %.*s\n", sql, (int)strcspn(PQerrorMessage(c), "\n"),
				PQerrorMessage(c));
		PQclear(r);
		PQfinish(c);
		return ok;
	}
	char path[300], *why = NULL;
	sqlite3 *h = NULL;
	snprintf(path, sizeof path, "%s/gongkai.db", p->folder);
	ok = !sqlite3_open(path, &h) && !sqlite3_exec(h, sql, NULL, NULL, &why);
	if (!ok)
		printf("# %s: %s\n", sql, why ? why : sqlite3_errmsg(h));
	sqlite3_free(why);
	sqlite3_close(h);
	return ok;
}

/* An empty place for a database. */
static inline void place_init(struct store_place *p)
{
	const char *tmp = getenv("TMPDIR");
	*p = (struct store_place){ .pg = test_pg() };
	snprintf(p->folder, sizeof p->folder, "%s/gongkai-store-XXXXXX", tmp ? tmp : "/tmp");
	if (!mkdtemp(p->folder))
		abort();
	p->config.folder = p->folder;
	p->config.database = p->pg;
	p->config.busy_ms = 20000; /* the machine may be loaded */
	if (p->pg)
		raw_exec(p, "SET client_min_messages=error; DROP SCHEMA IF EXISTS public CASCADE;"
			    " CREATE SCHEMA public");
}

static inline void place_done(struct store_place *p)
{
	static const char *const file[] = { "gongkai.db", "gongkai.db-wal", "gongkai.db-shm",
		"gongkai.lock" };
	char path[300];
	for (size_t i = 0; i < sizeof file / sizeof file[0]; i++) {
		snprintf(path, sizeof path, "%s/%s", p->folder, file[i]);
		unlink(path);
	}
	if (rmdir(p->folder) != 0) {
		snprintf(path, sizeof path, "rm -rf '%s'", p->folder);
		(void)!system(path);
	}
}

/* Opens and brings it up to date; ends the test program when that fails. */
static inline struct store *place_open(struct store_place *p, const struct store_program *program)
{
	struct store *s = NULL;
	struct error err = { .code = OK };
	if (store_open_program(&p->config, program ? program : &store_program, &s, &err) ||
		store_migrate(s, NULL, &err)) {
		printf("Bail out! %s (%s)\n", err.msg, err.detail);
		exit(1);
	}
	return s;
}

/* For a CHECK's message. */
static inline const char *engine(const struct store_place *p)
{
	return p->pg ? "postgres" : "sqlite";
}

#endif
