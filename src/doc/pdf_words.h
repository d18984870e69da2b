/*
 * pdf_words -- reads the word boxes that pdftotext printed.
 *
 * Internal to pdf*.c.  The output comes from a process that read an untrusted
 * file, so it is untrusted too.
 *
 * What is expected is `pdftotext -bbox -enc UTF-8 FILE -` (doc/pdf_aid.c runs
 * it).  -bbox and not -bbox-layout: the lines and blocks of the latter are not
 * used.  Not -cropbox: the words are matched with rules in MediaBox coordinates.
 */
#ifndef DOC_PDF_WORDS_H
#define DOC_PDF_WORDS_H

#include "doc/grid.h"

/* What pdftotext says about a page: its size before rotation, and its words as they are seen. */
struct pdf_words_page {
	double width, height;
	struct grid_page grid; /* only the words are filled */
};

/*
 * Only the elements page and word are looked at; anything else between tags is
 * skipped.  ERR_FORMAT when it is not such an output or was cut short.
 */
MUST_USE enum err pdf_words_read(struct arena *a, struct str xhtml, struct pdf_words_page **out,
	size_t *n_out, struct error *err);

#endif
