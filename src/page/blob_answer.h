/*
 * blob_answer -- what is kept as a blob, as the answer to a request: streamed, with ranges.
 *
 * Papers come from outside: they are saved by the browser (attachment), never shown inside our own
 * pages, so that whatever they are, they cannot act there.
 */
#ifndef PAGE_BLOB_ANSWER_H
#define PAGE_BLOB_ANSWER_H

#include "page/app.h"

/*
 * digest: the bytes of a struct digest as rows hold them.  name: of the file.  type NULL:
 * application/octet-stream.  ERR_BUG: no digest; ERR_NOT_FOUND, ERR_IO as blob_open.
 */
MUST_USE enum err page_answer_blob(struct http_exchange *x, struct str digest, struct str name,
	const char *type, struct error *err);

#endif
