/*
 * stmt -- what tools/stmtc makes of src/store/<noun>.sql, and how it runs.
 *
 * A .sql file holds rows and statements:
 *
 *   -- row: person(id person_id, agency agency_id, login str, mobile blob?, failed i64)
 *   -- name: person_by_login(agency agency_id, login str) -> person
 *   -- One sentence on what it is for.
 *   SELECT id, agency_id AS agency, login, mobile, failed FROM person
 *    WHERE agency_id = :agency AND login = :login;
 *   -- name: person_list(agency agency_id, after person_id, limit i64) -> person*
 *   -- name: person_each(agency agency_id) -> person...
 *   -- name: person_set_failed(id person_id, failed i64)
 *   -- name: job_claim(now i64) -> job [postgres]          the same name again, another dialect
 *
 * Types: i64, str, blob; a name ending in _id is a struct of that name from
 * store/ids.h.  With ? it may be NULL: i64? is struct opt_i64, str? and blob?
 * are NULL when p is NULL, an _id? is NULL when v is 0.
 *
 * The generated header "store/<noun>.sql.h" has per row `struct person_row`, per
 * statement `struct person_by_login_in` and one typed function:
 *
 *   -> row     sql_person_by_login(tx, &in, arena, &row, err)        ERR_NOT_FOUND when none
 *   -> row*    sql_person_list(tx, &in, arena, &rows, &n, err)       ERR_LIMIT beyond STORE_ROWS_MAX
 *   -> row...  sql_person_each(tx, &in, fn, ctx, err)                fn per row, its texts borrowed for the call
 *   nothing    sql_person_set_failed(tx, &in, &n_changed, err)       n_changed may be NULL
 *
 * (A statement without parameters takes no `in`.  "-> row" with more than one row is
 * ERR_BUG.)  For PostgreSQL :name becomes
 * $n with the cast of its type ($1::bigint, ::text, ::bytea), so that
 * `(:x IS NULL OR col = :x)` works on both.  In SQL text and in migrations
 * {ID} {INT} {TEXT} {BLOB} are the engine's types and {SKIP} is FOR UPDATE SKIP
 * LOCKED or nothing.
 *
 * A migration is src/store/migrations/NNNN_name.sql, numbered without a gap, listed in
 * meson.build, never changed once released.  "-- [sqlite]", "-- [postgres]" and
 * "-- [all]" alone on a line say for which engine the following is.  Its checksum is
 * that of the text without comments.
 *
 * Errors of a statement: ERR_CONFLICT for a unique or foreign key or CHECK that
 * refuses (detail names the constraint), ERR_STORE for the rest.  After any error
 * but ERR_NOT_FOUND the function must return it: on PostgreSQL the transaction
 * cannot go on.
 */
#ifndef STORE_STMT_H
#define STORE_STMT_H

#include "store/store.h"

struct opt_i64 {
	bool has;
	int64_t v;
};

enum { STMT_FIELDS_MAX = 64 }; /* parameters or columns of one statement */

enum stmt_type { STMT_I64, STMT_STR, STMT_BLOB };

struct stmt_column {
	const char *name;
	enum stmt_type type;
	bool nullable, is_id; /* is_id: a struct with one int64_t */
	size_t offset;
};

enum { STMT_SQLITE, STMT_POSTGRES, STMT_DIALECTS };

struct stmt {
	const char *name;
	const char *text[STMT_DIALECTS];
	const struct stmt_column *in, *out;
	size_t n_in, n_out;
	size_t row_size;
	size_t index; /* place in the program's list of statements */
};

/* What the generated functions call.  in and rows are the generated structs. */
MUST_USE enum err stmt_run(struct tx *tx, const struct stmt *s, const void *in, int64_t *n_changed,
	struct error *err);
MUST_USE enum err stmt_one(struct tx *tx, const struct stmt *s, const void *in, struct arena *a,
	void *row, struct error *err);
MUST_USE enum err stmt_all(struct tx *tx, const struct stmt *s, const void *in, struct arena *a,
	void **rows, size_t *n, struct error *err);
typedef enum err stmt_row_fn(void *ctx, const void *row, struct error *err);
MUST_USE enum err stmt_each(struct tx *tx, const struct stmt *s, const void *in, stmt_row_fn *fn,
	void *ctx, struct error *err);

#endif
