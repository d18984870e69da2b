/*
 * multipart_head -- the head of one part of multipart/form-data.
 *
 * Only for multipart.c.
 */
#ifndef HTTP_MULTIPART_HEAD_H
#define HTTP_MULTIPART_HEAD_H

#include "core/buf.h"

struct part_head {
	bool is_file;	     /* it has a filename */
	struct buf filename; /* cleaned */
	struct str type;     /* borrowed from the head, or static */
};

/*
 * head: header lines, each with its CR LF, the empty line included.  The name is appended
 * to `name` (whose ceiling is its limit).  ERR_INVALID: no name, a name twice, bad UTF-8, a
 * malformed line, a transfer encoding that changes the bytes, a charset other than UTF-8 on a
 * field; ERR_LIMIT: the name is too long; ERR_NOMEM.  On success the caller calls part_head_done.
 */
MUST_USE enum err part_head_read(
	struct str head, struct buf *name, struct part_head *out, struct error *err);
void part_head_done(struct part_head *h);

#endif
