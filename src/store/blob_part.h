/*
 * blob_part -- what the files of the blobs share.  Private to store/blob*.c.
 */
#ifndef STORE_BLOB_PART_H
#define STORE_BLOB_PART_H

#include "store/blob.h"
#include "store/internal.h"

#include <limits.h>

enum { BLOB_CHUNK = 256 << 10 /* bytes of a row of blob_chunk */ };

struct blob_writer {
	struct store *store;
	struct sm3 sm3;
	int64_t size, max;
	/* in a folder */
	int fd;		     /* -1: in the database */
	char path[PATH_MAX]; /* of the temporary file */
	/* in the database */
	int64_t content, chunks; /* content 0: no row was written yet */
	struct buf chunk;
};

struct blob_reader {
	struct store *store;
	int64_t size;
	int fd; /* -1: in the database */
	int64_t content;
	int64_t held; /* number of the chunk in `chunk`, -1: none */
	struct buf chunk;
};

/* Where digest lies; false: the path is too long. */
bool blob_path(const struct store *s, const struct digest *digest, char path[PATH_MAX]);

MUST_USE enum err blob_folder_begin(struct blob_writer *w, struct error *err);
MUST_USE enum err blob_folder_add(
	struct blob_writer *w, const void *p, size_t n, struct error *err);
MUST_USE enum err blob_folder_end(struct blob_writer *w, const struct digest *d, struct error *err);
void blob_folder_abandon(struct blob_writer *w);
MUST_USE enum err blob_folder_open(
	struct blob_reader *r, const struct digest *d, struct error *err);
MUST_USE enum err blob_folder_read(
	struct blob_reader *r, int64_t at, void *p, size_t n, size_t *got, struct error *err);
MUST_USE enum err blob_folder_clean(
	struct store *s, int64_t before_ms, int64_t *removed, struct error *err);

MUST_USE enum err blob_database_begin(struct blob_writer *w, struct error *err);
MUST_USE enum err blob_database_add(
	struct blob_writer *w, const void *p, size_t n, struct error *err);
MUST_USE enum err blob_database_end(
	struct blob_writer *w, const struct digest *d, struct error *err);
void blob_database_abandon(struct blob_writer *w);
MUST_USE enum err blob_database_open(
	struct blob_reader *r, const struct digest *d, struct error *err);
MUST_USE enum err blob_database_read(
	struct blob_reader *r, int64_t at, void *p, size_t n, size_t *got, struct error *err);
MUST_USE enum err blob_database_clean(
	struct store *s, int64_t before_ms, int64_t *removed, struct error *err);

#endif
