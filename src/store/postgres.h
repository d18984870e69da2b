/*
 * postgres -- what the files of the PostgreSQL backend share.  Private to store/.
 */
#ifndef STORE_POSTGRES_H
#define STORE_POSTGRES_H

#include "store/backend.h"

#include <libpq-fe.h>

struct db {
	const struct store_config *config; /* borrowed from the store */
	PGconn *c;
	bool *prepared; /* by stmt.index */
	size_t n_prepared;
	bool running; /* rows of a statement are being handed out */
	enum db_fault fault;
};

/*
 * Sets db->fault and *err from what the server or libpq said; r may be NULL.
 * Returns the code: ERR_CONFLICT for a constraint (named in detail), ERR_NOMEM,
 * ERR_STORE otherwise.
 */
enum err pg_fail(struct db *db, const PGresult *r, struct error *err);

/* Runs SQL of our own without parameters; its rows are thrown away. */
MUST_USE enum err pg_command(struct db *db, const char *sql, struct error *err);

/* postgres_stmt.c: members of the backend. */
enum err pg_run(struct db *db, const struct stmt *s, const struct db_value *v, db_row_fn *fn,
	void *ctx, int64_t *changed, struct error *err);
enum err pg_check(struct db *db, const struct stmt *s, struct error *err);

#endif
