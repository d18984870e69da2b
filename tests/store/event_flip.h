/*
 * event_flip -- changes one byte of one column past the store, and changes it back.
 */
#ifndef TESTS_STORE_EVENT_FLIP_H
#define TESTS_STORE_EVENT_FLIP_H

#include "tests/store/store_test.h"

enum flip_kind { FLIP_INT, FLIP_TEXT, FLIP_BLOB };

struct flipper {
	const struct store_place *p;
	PGconn *pg;
	sqlite3 *lite;
};

/* flip(value, k): an integer with bit 8k turned over, or bytes with the lowest bit of byte k. */
static void flip_fn(sqlite3_context *c, int n, sqlite3_value **v)
{
	static char copy[4096];
	int k = sqlite3_value_int(v[1]), type = sqlite3_value_type(v[0]);
	(void)n;
	if (type == SQLITE_INTEGER) {
		sqlite3_result_int64(
			c, (int64_t)((uint64_t)sqlite3_value_int64(v[0]) ^ (UINT64_C(1) << 8 * k)));
		return;
	}
	const void *from =
		type == SQLITE_TEXT ? sqlite3_value_text(v[0]) : sqlite3_value_blob(v[0]);
	int size = sqlite3_value_bytes(v[0]);
	if (!from || size > (int)sizeof copy || k >= size) {
		sqlite3_result_value(c, v[0]);
		return;
	}
	memcpy(copy, from, (size_t)size);
	copy[k] = (char)(copy[k] ^ 1);
	if (type == SQLITE_TEXT)
		sqlite3_result_text(c, copy, size, SQLITE_TRANSIENT);
	else
		sqlite3_result_blob(c, copy, size, SQLITE_TRANSIENT);
}

static inline bool flip_sql(struct flipper *f, const char *sql)
{
	if (f->lite) {
		bool ok = !sqlite3_exec(f->lite, sql, NULL, NULL, NULL);
		if (!ok)
			printf("# %s: %s\n", sql, sqlite3_errmsg(f->lite));
		return ok;
	}
	PGresult *r = PQexec(f->pg, sql);
	bool ok = PQresultStatus(r) == PGRES_COMMAND_OK;
	if (!ok)
		printf("# %s: %.*s\n", sql, (int)strcspn(PQresultErrorMessage(r), "\n"),
			PQresultErrorMessage(r));
	PQclear(r);
	return ok;
}

/* Opens a connection of its own and takes the triggers away. */
static inline bool flip_open(struct flipper *f, const struct store_place *p)
{
	char path[300];
	*f = (struct flipper){ .p = p };
	if (p->pg) {
		f->pg = PQconnectdb(p->pg);
		return flip_sql(f, "ALTER TABLE event DISABLE TRIGGER USER") &&
		       flip_sql(f, "ALTER TABLE event_head DISABLE TRIGGER USER");
	}
	snprintf(path, sizeof path, "%s/gongkai.db", p->folder);
	return !sqlite3_open(path, &f->lite) &&
	       !sqlite3_create_function(
		       f->lite, "flip", 2, SQLITE_UTF8, NULL, flip_fn, NULL, NULL) &&
	       flip_sql(f, "DROP TRIGGER event_no_update") &&
	       flip_sql(f, "DROP TRIGGER event_no_delete") &&
	       flip_sql(f, "DROP TRIGGER event_next");
}

static inline void flip_close(struct flipper *f)
{
	PQfinish(f->pg);
	sqlite3_close(f->lite);
}

/* Called twice it restores. */
static inline bool flip(struct flipper *f, const char *table, const char *column,
	enum flip_kind kind, const char *where, int k)
{
	char sql[500], value[200];
	if (f->lite)
		snprintf(value, sizeof value, "flip(%s, %d)", column, k);
	else if (kind == FLIP_INT)
		snprintf(value, sizeof value, "%s # (1::bigint << %d)", column, 8 * k);
	else if (kind == FLIP_BLOB)
		snprintf(value, sizeof value, "set_byte(%s, %d, get_byte(%s, %d) # 1)", column, k,
			column, k);
	else
		snprintf(value, sizeof value,
			"convert_from(set_byte(convert_to(%s, 'UTF8'), %d,"
			" get_byte(convert_to(%s, 'UTF8'), %d) # 1), 'UTF8')",
			column, k, column, k);
	snprintf(sql, sizeof sql, "UPDATE %s SET %s = %s WHERE %s", table, column, value, where);
	return flip_sql(f, sql);
}

#endif
