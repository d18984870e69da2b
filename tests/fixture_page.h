/*
 * fixture_page -- what the tests of the page formats (PDF, OFD) share.
 *
 * Files are named relative to the project's root; tests/doc/page/make.py made
 * those of tests/doc/page.
 */
#ifndef TESTS_FIXTURE_PAGE_H
#define TESTS_FIXTURE_PAGE_H

#include "core/doc.h"

/* The bytes of a file; p is NULL when it is not there. */
struct str fixture_file(struct arena *a, const char *path);
/* What `pdftotext -bbox` says about a file; empty when the program is not installed. */
struct str fixture_words(struct arena *a, const char *path);

/*
 * The values of an *.expected.json in the form of report.values: seven per row
 * of table three ("-" for a blank), then the fifteen of table four.
 */
struct str fixture_expected(struct arena *a, struct str json);
/*
 * How many rows of the document's tables differ from those values: last seven
 * cells of the rows with numbers in tables of 8 to 14 columns, rows of numbers
 * in tables of 15.  Differences are printed as TAP comments.
 */
int fixture_differences(struct arena *a, const struct doc *d, struct str values);

/* The first block of a kind, or NULL. */
const struct doc_block *fixture_block(const struct doc *d, enum doc_block_kind kind, int nth);

#endif
