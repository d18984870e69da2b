/*
 * register_part -- papers that were sent with a form that is shown once more.  Private to page/office/.
 *
 * They are in the blob store already; what they are travels in the form, sealed, so that nobody can
 * name another paper of the store.
 */
#ifndef PAGE_OFFICE_REGISTER_PART_H
#define PAGE_OFFICE_REGISTER_PART_H

#include "page/office/part.h"

enum { KEPT_SIGNS_MAX = 4000, KEPT_FILES_MAX = 2 };

/* Empty when there are none. */
MUST_USE enum err papers_seal(struct http_exchange *x, const struct request_file_input *file,
	size_t n, struct str *out, struct error *err);
/* At most KEPT_FILES_MAX into file; none when the text is not ours or not this person's. */
MUST_USE enum err papers_open(struct http_exchange *x, struct str text,
	struct request_file_input *file, size_t *n, struct error *err);

#endif
