/*
 * backup_part -- what the files of the backup share.  Private to store/backup*.c.
 *
 * backup_manifest.c: manifest.json · backup_zip.c: the container, written · backup_read.c: the
 * container, read and checked · backup_folder.c: working folders · backup.c, backup_restore.c:
 * the functions of backup.h.
 */
#ifndef STORE_BACKUP_PART_H
#define STORE_BACKUP_PART_H

#include "store/backup.h"
#include "store/blob.h"
#include "store/internal.h"

#include <limits.h>

enum {
	BACKUP_FORMAT = 1,
	BACKUP_MANIFEST_MAX = 64 << 10,	  /* bytes */
	BACKUP_BLOBS_MAX = 2000000,	  /* members in blobs/ */
	BACKUP_DIRECTORY_MAX = 512 << 20, /* bytes of the zip's directory */
	BACKUP_RATIO_MAX = 1100,	  /* deflate cannot shrink more than 1032 times */
	BACKUP_PIECE = 256 << 10
};
#define BACKUP_DATABASE_MAX (INT64_C(1) << 44) /* 16 TiB */
#define BACKUP_MANIFEST_NAME "manifest.json"

/* What manifest.json says. */
struct backup_manifest {
	int64_t schema; /* number of the last migration */
	int64_t at;	/* ms since the epoch */
	int64_t database_size;
	struct digest database_sm3;
	int64_t blobs, blob_bytes;
	struct digest blobs_sm3; /* over "<64 digits> <size>\n" of each, in order */
	struct event_head head;
	char engine[16], program[32], keyring[17];
};

/* Appends it as JSON. */
void backup_manifest_write(struct buf *b, const struct backup_manifest *m);
/*
 * ERR_FORMAT: no manifest, or one with numbers that cannot be; ERR_CONFLICT: of a format that this
 * program does not know.
 */
MUST_USE enum err backup_manifest_parse(
	struct str text, struct backup_manifest *out, struct error *err);

/* One blob of a list in order of the digests. */
struct backup_blob {
	struct digest digest;
	int64_t size;
};

struct backup_progress_state {
	backup_progress *fn; /* may be NULL */
	void *ctx;
	int64_t done, total;
};
/* n more bytes; ERR_CONFLICT when the caller wants no more. */
MUST_USE enum err backup_step(struct backup_progress_state *p, int64_t n, struct error *err);

/* Writes the container at path from the database file and the blobs of s, flushed to the disk. */
MUST_USE enum err backup_zip_write(const char *path, const struct backup_manifest *m,
	const char *database, struct store *s, const struct backup_blob *blob, size_t n,
	struct backup_progress_state *progress, struct error *err);

/*
 * Reads a container through: limits, names, order, every digest.  The database is unpacked to
 * the new file `database`; then, when `ready` is not NULL, ready(ctx, m, &sink) is called, and each
 * blob is written to *sink (NULL: only compared).
 */
typedef enum err backup_ready(
	void *ctx, const struct backup_manifest *m, struct store **sink, struct error *err);
MUST_USE enum err backup_zip_read(const char *path, const char *database, backup_ready *ready,
	void *ctx, struct backup_progress_state *progress, struct backup_manifest *m,
	struct error *err);

/* What the unpacked database in `folder` holds must be what the manifest says.  Migrates it. */
MUST_USE enum err backup_check_database(struct store *s, const struct backup_manifest *m,
	struct backup_result *out, struct error *err);

/* A new private folder "<beside>.XXXXXX". */
MUST_USE enum err backup_folder_make(const char *beside, char path[PATH_MAX], struct error *err);
/* Removes it with all that is in it; "" is allowed. */
void backup_folder_remove(const char *path);
/* snprintf into PATH_MAX bytes; ERR_IO when it is too long. */
PRINTF_LIKE(3, 4)
MUST_USE enum err backup_path(char path[PATH_MAX], struct error *err, const char *fmt, ...);
/* ERR_IO with errno's reason; what is the path. */
enum err backup_cannot(const char *what, struct error *err);
MUST_USE enum err backup_sync_folder(const char *path, struct error *err);
/* SM3 and size of a file. */
MUST_USE enum err backup_digest_file(
	const char *path, struct digest *d, int64_t *size, struct error *err);
/* mkdir -p is not meant: one folder, which may be there. */
MUST_USE enum err backup_make_dir(const char *path, struct error *err);

#endif
