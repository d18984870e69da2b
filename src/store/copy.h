/*
 * copy -- every row of one database into another, whatever their engines.  Private to store/.
 */
#ifndef STORE_COPY_H
#define STORE_COPY_H

#include "store/store.h"

/*
 * Reads `from` as one moment and writes `to`, which is migrated and empty, in one transaction:
 * all or nothing.  *rows counts them.
 */
MUST_USE enum err store_copy(
	struct store *from, struct store *to, int64_t *rows, struct error *err);

/* Tables without statements in copy.sql, ended by NULL; for the test that compares. */
extern const char *const store_copy_not[];

#endif
