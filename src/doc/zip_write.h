/*
 * zip_write -- a zip archive built in memory, the same bytes for the same parts.
 *
 * For docx and ofd.  Every member carries the same time (1980-01-01, the
 * earliest a zip can hold: it claims nothing) and is deflated.
 */
#ifndef DOC_ZIP_WRITE_H
#define DOC_ZIP_WRITE_H

#include "core/buf.h"
#include "core/error.h"

struct zip_part {
	const char *name;
	struct str bytes; /* borrowed until zip_write returns */
};

/* Appends the archive with n members in this order to b. */
MUST_USE enum err zip_write(struct buf *b, const struct zip_part *part, size_t n,
	struct error *err);

#endif
