/*
 * file -- whole files in, whole files out.
 */
#ifndef CORE_FILE_H
#define CORE_FILE_H

#include "core/arena.h"

/*
 * Reads at most max bytes; a larger file is ERR_LIMIT, before anything is read.  A path
 * of an arena that had no memory (NULL) is ERR_NOMEM.
 */
MUST_USE enum err file_read(struct arena *a, const char *path, size_t max, struct str *out,
	struct error *err);
/* Writes to a temporary file beside path and renames it: all or nothing. */
MUST_USE enum err file_write(const char *path, struct str bytes, struct error *err);

#endif
