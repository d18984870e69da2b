/*
 * pdf_aid -- the words of a PDF file, found by pdftotext in a sandbox.
 *
 * Runs in the parent, before the jailed job that reads the file: the job itself
 * may start no process.  poppler is a separate program on purpose (its licence,
 * and its own sandbox).  The result is packed into bytes that the job unpacks
 * into a struct doc_aid; both come from untrusted input.
 */
#ifndef DOC_PDF_AID_H
#define DOC_PDF_AID_H

#include "doc/read.h"

#include <stdatomic.h>

enum {
	PDF_AID_MEMORY = 1 << 30, /* address space of pdftotext, its libraries included */
	PDF_AID_CPU_S = 20,
	PDF_AID_WALL_MS = 60000,
	PDF_AID_WORDS_MAX = 32 << 20 /* a page of a report has about 11,000 bytes of boxes */
};

struct pdf_aid_source {
	const char *program;       /* NULL: pdftotext of poppler-utils; others are for tests */
	const atomic_bool *cancel; /* may be NULL */
};

/*
 * Runs pdftotext over the file; *packed lives in a.  A file it refuses is OK
 * with no words: the reader finds out why and says so.
 * ERR_NOT_FOUND the program is not installed; ERR_LIMIT too slow or too large;
 * ERR_FORMAT it crashed; ERR_CONFLICT cancelled.
 */
MUST_USE enum err pdf_aid_make(struct arena *a, struct str pdf, const struct pdf_aid_source *source,
	struct str *packed, struct error *err);

/* The aid as doc_read wants it, borrowed from packed; empty bytes give an empty aid. */
struct doc_aid pdf_aid_unpack(struct str packed);

#endif
