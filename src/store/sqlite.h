/*
 * sqlite -- what the files of the SQLite engine share.  Private to store/sqlite*.c.
 */
#ifndef STORE_SQLITE_H
#define STORE_SQLITE_H

#include "store/backend.h"

#include <sqlite3.h>

/* "gkai" in the file's header: SQLite's own mark of whose file this is. */
#define SQLITE_OURS 0x676B6169

/* Statements of the transactions themselves, prepared once per connection. */
enum control {
	CONTROL_BEGIN,
	CONTROL_BEGIN_WRITE,
	CONTROL_COMMIT,
	CONTROL_SAVEPOINT,
	CONTROL_RELEASE,
	CONTROL_ROLLBACK_TO,
	CONTROLS
};

struct db {
	sqlite3 *h; /* NULL after the file was lost, until reconnect */
	char *path;
	bool read_only, filling;
	bool was_open; /* once: a file that cannot be opened any more is one that was lost */
	int busy_ms;
	enum db_fault fault;
	sqlite3_stmt **prepared; /* by stmt.index */
	size_t n_prepared;
	sqlite3_stmt *control[CONTROLS];
};

/* sqlite_error.c: an error of h (which may be NULL) as ours; sets db->fault. */
enum err sqlite_fail(struct db *db, int rc, const char *what, struct error *err);
/* For conditions of our own. */
PRINTF_LIKE(4, 5)
enum err sqlite_refuse(struct db *db, enum db_fault fault, struct error *err, const char *fmt, ...);
/* ERR_STORE and DB_FAULT_LOST when the file was deleted, moved or replaced. */
enum err sqlite_check_place(struct db *db, struct error *err);

/* sqlite_run.c */
enum err sqlite_run(struct db *db, const struct stmt *s, const struct db_value *v, db_row_fn *fn,
	void *ctx, int64_t *changed, struct error *err);
enum err sqlite_check(struct db *db, const struct stmt *s, struct error *err);
void sqlite_forget(struct db *db); /* finalizes all statements */

#endif
