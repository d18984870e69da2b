/*
 * blob -- attachments, addressed by the SM3 of their content.
 *
 * Streamed both ways, never whole in memory.  With a folder (one machine, or a
 * folder shared by several nodes) a blob is the file blobs/ab/abcdef…; written
 * to a temporary name, fsynced, renamed.  Without one (several nodes, nothing
 * shared) it is rows of 256 KiB in the database.  The row of table blob
 * (digest, size, created_at) exists when, and only when, a committed transaction
 * has used blob_use; bytes that nobody uses are removed by blob_clean after a day.
 */
#ifndef STORE_BLOB_H
#define STORE_BLOB_H

#include "core/crypto.h"
#include "store/store.h"

struct blob_writer;
struct blob_reader;

/* Starts a new blob of at most max bytes. */
MUST_USE enum err blob_begin(
	struct store *s, int64_t max, struct blob_writer **out, struct error *err);
/* ERR_LIMIT beyond max; ERR_IO (disk full and the like). */
MUST_USE enum err blob_add(struct blob_writer *w, const void *p, size_t n, struct error *err);
/* The bytes are on the disk (or in the database) when this returns; frees w in any case. */
MUST_USE enum err blob_end(
	struct blob_writer *w, struct digest *digest, int64_t *size, struct error *err);
/* Throws away what was begun.  NULL is allowed. */
void blob_abandon(struct blob_writer *w);

/* In a write transaction: this content belongs to a record now.  Repeats are harmless. */
MUST_USE enum err blob_use(
	struct tx *tx, const struct digest *digest, int64_t size, struct error *err);

/* ERR_NOT_FOUND; ERR_FORMAT when its size is not what the row says. */
MUST_USE enum err blob_open(struct store *s, const struct digest *digest, struct blob_reader **out,
	int64_t *size, struct error *err);
/* Up to n bytes at `at`; *got is 0 at the end. */
MUST_USE enum err blob_read(
	struct blob_reader *r, int64_t at, void *p, size_t n, size_t *got, struct error *err);
void blob_close(struct blob_reader *r);

/* Compares content and name of every blob; ERR_FORMAT names the first that differs. */
MUST_USE enum err blob_verify(struct store *s, int64_t *checked, struct error *err);
/* Removes bytes without a row that are older than before_ms.  *removed may be NULL. */
MUST_USE enum err blob_clean(
	struct store *s, int64_t before_ms, int64_t *removed, struct error *err);

#endif
