/*
 * backend -- one database connection, as store.c sees it.  Private to store/.
 *
 * Two of them: store/sqlite.c and store/postgres.c.  A struct db is used by one
 * thread at a time.  Statements are prepared on first use and kept by
 * stmt.index.
 */
#ifndef STORE_BACKEND_H
#define STORE_BACKEND_H

#include "store/stmt.h"

struct db;

/* The database in the data folder, for SQLite. */
#define STORE_FILE "gongkai.db"

/* A parameter or a column.  Borrowed: columns until the next row. */
struct db_value {
	enum stmt_type type;
	bool null;
	int64_t i64;
	struct str s;
};

/* Anything but OK ends the statement and is returned by db->run. */
typedef enum err db_row_fn(void *ctx, const struct db_value *column, size_t n, struct error *err);

/* What a failed call means for the caller that may try again. */
enum db_fault {
	DB_FAULT_NONE,
	DB_FAULT_RETRY,  /* serialization failure, deadlock, busy: the transaction may be run again */
	DB_FAULT_LOST,   /* the connection is gone; a COMMIT's outcome is unknown */
	DB_FAULT_FINAL
};

struct backend {
	const char *name;
	int dialect; /* STMT_SQLITE or STMT_POSTGRES: index of stmt.text */
	/*
	 * true: other nodes write too.  A group of writes runs sql_store_lock_writes first, so
	 * that groups pass one at a time over all nodes, as on SQLite (READ COMMITTED is enough
	 * then), and carries a key by which a COMMIT without an answer is settled.
	 */
	bool shared;
	/* Opens and configures a connection; read_only ones refuse to write. */
	enum err (*open)(const struct store_config *c, bool read_only, struct db **out, struct error *err);
	void (*close)(struct db *db);
	enum err (*begin)(struct db *db, bool write, struct error *err);
	enum err (*commit)(struct db *db, struct error *err);
	void (*rollback)(struct db *db);
	/* One savepoint, not nested: for jobs inside a group commit. */
	enum err (*savepoint)(struct db *db, struct error *err);
	enum err (*release)(struct db *db, struct error *err);
	enum err (*rollback_to)(struct db *db, struct error *err);
	/* Binds v[n_in], runs, hands each row to fn (NULL: rows are not wanted), *changed may be NULL. */
	enum err (*run)(struct db *db, const struct stmt *s, const struct db_value *v, db_row_fn *fn,
		void *ctx, int64_t *changed, struct error *err);
	/* Prepares s and compares number, names and (where known) types of its columns. */
	enum err (*check)(struct db *db, const struct stmt *s, struct error *err);
	/* Several statements in one text, for migrations only.  Inside begin/commit. */
	enum err (*script)(struct db *db, const char *sql, struct error *err);
	/* Held until unlock or the end of the connection: one node migrates at a time. */
	enum err (*lock)(struct db *db, struct error *err);
	void (*unlock)(struct db *db);
	/* What the last failed call was. */
	enum db_fault (*fault)(const struct db *db);
	/*
	 * Opens the connection again after DB_FAULT_LOST; statements are prepared again on use.
	 * When it fails, fault tells whether waiting may help: LOST (a server that is being
	 * replaced) or FINAL (a file that is gone).  The next begin then fails with LOST.
	 */
	enum err (*reconnect)(struct db *db, struct error *err);
	enum err (*ping)(struct db *db, struct error *err);
	/* A consistent copy of the whole database as a new SQLite file; NULL: it has none. */
	enum err (*copy_to)(struct db *db, const char *path, struct error *err);
	/* Reads all pages and indexes; ERR_FORMAT says what is wrong.  NULL: the server's affair. */
	enum err (*check_file)(struct db *db, struct error *err);
};

extern const struct backend backend_sqlite, backend_postgres;

#endif
