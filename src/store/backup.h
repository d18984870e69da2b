/*
 * backup -- the whole installation in one file, and back.
 *
 * The file is a zip: `manifest.json` (format, program version, schema version,
 * moment, size and SM3 of what follows, head of the log, fingerprint of the key
 * file), `gongkai.db`, and blobs/ab/<SM3>, in this order.  The database is always
 * a SQLite file: of SQLite by VACUUM INTO, of PostgreSQL row by row out of one
 * snapshot (store/copy.h).  So a backup of either kind is restored into either, a
 * backup by an older program is brought up to date like any database, and there is
 * one form to check.  It holds no key: without the key file the personal fields in
 * it stay closed.  Taken while serving; consistent.
 */
#ifndef STORE_BACKUP_H
#define STORE_BACKUP_H

#include "store/event.h"
#include "store/store.h"

struct backup_result {
	int64_t bytes, members, events;
	struct event_head head;
	char keyring[17]; /* fingerprint of the key file it belongs to, empty: none yet */
};

/* progress may be NULL; false ends the backup (ERR_CONFLICT). */
typedef bool backup_progress(void *ctx, int64_t done, int64_t total);

/*
 * Writes path (through a temporary file beside it) and then checks it as
 * backup_check does.  ERR_IO: disk full, folder missing.
 */
MUST_USE enum err backup_write(struct store *s, const char *path, backup_progress *progress,
	void *ctx, struct backup_result *out, struct error *err);

/* Reads a backup through: every member's digest, the database's own check, the log's chain. */
MUST_USE enum err backup_check(const char *path, struct backup_result *out, struct error *err);

/*
 * Fills an empty data folder, or an empty PostgreSQL database, from a backup of
 * either kind.  Refuses one that is not empty (ERR_CONFLICT), a backup made by a newer program
 * (ERR_CONFLICT), and anything backup_check refuses.  Nothing half-restored is left behind.
 */
MUST_USE enum err backup_restore(const char *path, const struct store_config *to,
	struct backup_result *out, struct error *err);

#endif
