/*
 * pdf_file -- the objects of a PDF file, through the C interface of libqpdf.
 *
 * Internal to pdf*.c, and the only place that knows libqpdf.  Nothing of it
 * reaches stderr, no exception gets out.  Streams are unpacked here with a
 * ceiling, because libqpdf has none.
 */
#ifndef DOC_PDF_FILE_H
#define DOC_PDF_FILE_H

#include "doc/grid.h"

struct pdf_file;

/*
 * Opens a file in memory; bytes must outlive the arena.  Closed with the arena.
 * ERR_FORMAT  damaged beyond repair, or a password is needed
 * ERR_LIMIT   too many pages
 */
MUST_USE enum err pdf_file_open(
	struct arena *a, struct str bytes, struct pdf_file **out, struct error *err);
size_t pdf_file_pages(const struct pdf_file *f);
/* The file was damaged and has been repaired as far as possible: content may be missing. */
bool pdf_file_is_repaired(const struct pdf_file *f);
/* A limit was reached or a stream could not be unpacked: rules may be missing. */
bool pdf_file_is_partial(const struct pdf_file *f);
/* Title of the document information, UTF-8, may be empty. */
struct str pdf_file_title(struct pdf_file *f, struct arena *a);

struct pdf_page_about {
	double visible[4]; /* the part that is shown: x0 y0 x1 y1 */
	bool has_image;
	int turns; /* quarter turns clockwise by which the text stands on the page, 0..3 */
};

/*
 * Adds the rules of a page (from 0) and sets its size, all as the page is seen
 * (with /Rotate applied).
 */
MUST_USE enum err pdf_file_read_page(struct pdf_file *f, size_t n, struct grid_page *page,
	struct pdf_page_about *about, struct error *err);

#endif
