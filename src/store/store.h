/*
 * store -- transactions on SQLite or PostgreSQL behind one interface.
 *
 * The only place where SQL lives.  A use case is a function that runs inside
 * one transaction given by store_read or store_write; it calls the statements
 * that tools/stmtc generated from src/store/<noun>.sql (see store/stmt.h).
 *
 * All writes of a node go through one writer thread that commits up to
 * STORE_GROUP_MAX queued jobs together, each in a SAVEPOINT of its own; the caller
 * is answered after the commit.  So a use case sees no other one in the middle.
 * Reads use one of config.readers connections.
 * SQLite: one file in the data folder, WAL, synchronous=FULL, one process.
 * PostgreSQL: libpq connections (several hosts, target_session_attrs=read-write);
 * the groups of several nodes pass one at a time too, by a lock; 40001 and 40P01 are
 * tried again, a lost connection is opened and prepared again, and a COMMIT whose
 * outcome is unknown is settled by a key that every group carries.
 *
 * The function may be run more than once (retry): it must write its outputs
 * only through ctx, and a second run must overwrite them all.  It must not call
 * store_read or store_write itself.
 *
 * Threads: every function here may be called from any thread.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "core/arena.h"
#include "core/error.h"
#include "core/str.h"

#include <stdbool.h>
#include <stdint.h>

struct store;
struct tx; /* one open transaction; valid only inside the function it was given to */

enum {
	STORE_GROUP_MAX = 32,  /* write jobs in one commit */
	STORE_ROWS_MAX = 20000 /* rows one "-> row*" statement may return */
};

struct store_config {
	const char *folder;   /* data folder: gongkai.db and blobs/; NULL when database is given and blobs are kept there */
	const char *database; /* libpq connection string or postgres:// URI, several hosts allowed; NULL: SQLite */
	int readers;          /* connections for reading; 0: processors + 1 */
	int node;             /* 0..1023, different on every node of one database; part of new ids */
	int busy_ms;          /* how long to wait for a connection or a lock before ERR_STORE; 0: 5000 */
	bool read_only;       /* beside a running server (verify, backup): store_write and store_migrate are ERR_DENIED */
	/*
	 * A new place that is thrown away unless it is filled to its end: no write waits for the disk,
	 * many of them are one transaction (store_flush ends it), a write that fails spoils all.
	 * store_close waits for the disk.
	 */
	bool filling;
	int64_t (*clock_ms)(void *ctx); /* milliseconds since the epoch, UTC; NULL: the system's */
	void *clock_ctx;
};

/*
 * Opens the database and its connections.  A database that does not exist is
 * created empty (SQLite); the schema is brought up to date by store_migrate, and
 * nothing else works before that.  Errors say what to do:
 * ERR_IO        the folder or file cannot be used (path and reason)
 * ERR_STORE     no server answers, wrong password, not a gongkai database, damaged file
 * ERR_CONFLICT  the database was written by a newer program (says which version)
 */
MUST_USE enum err store_open(const struct store_config *c, struct store **out, struct error *err);
/* Waits for running transactions, commits what is queued, closes.  NULL is allowed. */
void store_close(struct store *s);

/*
 * Applies the missing numbered migrations, each in one transaction, and then
 * prepares every statement of the program on a connection, comparing its columns
 * with what was declared.  ERR_CONFLICT when an applied migration differs from the
 * program's (checksum) or the database is newer.  *applied may be NULL.
 */
MUST_USE enum err store_migrate(struct store *s, int *applied, struct error *err);

typedef enum err store_fn(struct tx *tx, void *ctx, struct error *err);

/*
 * Runs fn in a read transaction: everything it sees is one moment of the
 * database.  Returns what fn returns, or ERR_STORE when no connection is to be
 * had ("数据库暂时不可用，请稍后再试").
 */
MUST_USE enum err store_read(struct store *s, store_fn *fn, void *ctx, struct error *err);

/*
 * Runs fn in a write transaction; when it returns OK the work is on the disk
 * (and with a synchronous standby on that too) before store_write returns.  Any
 * other result undoes everything fn did.
 */
MUST_USE enum err store_write(struct store *s, store_fn *fn, void *ctx, struct error *err);

/*
 * The same, once for ever per key (1..64 bytes, [A-Za-z0-9_-]): when a write with
 * this key has been committed before, fn is not run, *replayed is true and *result
 * is what fn left with tx_result then (in a).  Keys are kept 7 days.
 */
MUST_USE enum err store_write_once(struct store *s, struct str key, store_fn *fn, void *ctx,
	struct arena *a, struct str *result, bool *replayed, struct error *err);
/* Inside fn of store_write_once: at most 1000 bytes kept with the key. */
MUST_USE enum err tx_result(struct tx *tx, struct str result, struct error *err);

/* While filling: ends the open transaction.  Otherwise nothing is open, and nothing is done. */
MUST_USE enum err store_flush(struct store *s, struct error *err);

/* The moment of the transaction, ms since the epoch: the same for all its statements. */
int64_t tx_now(const struct tx *tx);
/* A new id: 63 bits, growing with time, unique over all nodes.  Never 0. */
int64_t tx_new_id(struct tx *tx);
/* No id that was given out at that moment or later is below it. */
int64_t tx_first_id(const struct tx *tx, int64_t at_ms);
struct store *tx_store(struct tx *tx);

/* Can the database be reached right now?  For /healthz; at most 1 s. */
MUST_USE enum err store_ping(struct store *s, struct error *err);

/*
 * Reads the whole database file and compares its indexes (SQLite; PostgreSQL does so itself).
 * ERR_FORMAT when it is damaged.  Half a second for 500 MB.
 */
MUST_USE enum err store_check_file(struct store *s, struct error *err);

struct store_stats {
	const char *engine;       /* "sqlite" or "postgres" */
	int64_t reads, writes;    /* transactions since the start */
	int64_t groups;           /* commits of the writer thread */
	int64_t retries, reconnects, failures;
	int64_t queue;            /* write jobs waiting now */
};
void store_stats(struct store *s, struct store_stats *out);

#endif
