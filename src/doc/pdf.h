/*
 * pdf -- how the words of a PDF are obtained.
 *
 * The text of a PDF comes from `pdftotext` (poppler-utils; Chinese fonts that
 * are not embedded also need poppler-data), run beforehand as a child process.
 * libpoppler itself is not linked: its licence is GPL.
 */
#ifndef DOC_PDF_H
#define DOC_PDF_H

#include "core/str.h"

/*
 * The arguments, NULL-terminated: `pdftotext -q -enc UTF-8 -l 501 -bbox FILE -`.
 * The caller puts the path in place of PDF_WORDS_FILE.  One page more than
 * DOC_PAGES_MAX is asked for, so that a longer file is noticed.  -bbox and not
 * -bbox-layout: the lines and blocks of the latter are not used.  -cropbox must
 * not be given: the boxes are matched with rules in MediaBox coordinates.
 * Exit status 0 is good; 1 with "Incorrect password" on stderr (leave out -q
 * to see it) means encrypted.
 */
#define PDF_WORDS_FILE "FILE"
extern const char *const pdf_words_command[];

#endif
