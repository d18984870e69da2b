/*
 * migrate -- what the program knows of its database: migrations and statements.
 * Private to store/ and its tests, which add statements and migrations of their own.
 */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H

#include "store/stmt.h"

struct db;

/* Made by tools/stmtc from src/store/migrations; numbered 1, 2, 3 … */
struct migration {
	int number; /* 0 ends the table */
	const char *name;
	const char *text[STMT_DIALECTS];
};

struct store_program {
	const struct stmt *const *stmt; /* ends with NULL */
	const struct migration *migration;
};

extern const struct store_program store_program;

/* store_open for another program than the one built in. */
MUST_USE enum err store_open_program(const struct store_config *c, const struct store_program *p,
	struct store **out, struct error *err);

/*
 * Compares what the database says of itself with the program: a foreign database is
 * ERR_STORE, a newer or differing one ERR_CONFLICT.  *applied: how many migrations it has.
 */
MUST_USE enum err migrate_check(struct store *s, struct db *db, int *applied, struct error *err);

#endif
