/*
 * pdf_content -- the ruled lines a PDF content stream draws.
 *
 * Internal to pdf*.c.  Runs the path operators of a decoded content stream and
 * adds straight strokes and thin filled rectangles to a page.  Text, colours,
 * clipping and images are passed over.  It knows nothing of PDF objects: form
 * XObjects come through a callback.
 * Limits: PDF_*; work beyond them is left undone and budget->spent says so.
 */
#ifndef DOC_PDF_CONTENT_H
#define DOC_PDF_CONTENT_H

#include "doc/grid_path.h"

enum {
	PDF_OPERATORS_MAX = 4000000, /* of one document */
	PDF_FORMS_MAX = 8000,	     /* form XObjects drawn in one document */
	PDF_FORM_DEPTH_MAX = 8,	     /* forms within forms */
	PDF_STATES_MAX = 32	     /* nested q */
};

/* What may still be done for this document. */
struct pdf_budget {
	long operators, forms, rules; /* rules: none left also means that some were lost */
	bool spent;
};

struct pdf_canvas {
	struct arena *arena;	/* of the rules */
	struct arena *scratch;	/* of the path and the state, the caller resets it */
	struct grid_page *page; /* gets the rules */
	struct pdf_budget *budget;
	long direction[4]; /* pieces of text that read right, down, left, up */
	/*
	 * Do: draws the XObject of this name ("/Fm1") with pdf_content_run at
	 * depth + 1; false only when memory is gone.  May be NULL.
	 */
	bool (*draw)(void *ctx, struct str name, struct grid_matrix ctm, int depth);
	void *ctx;
};

/* Runs a stream.  ctm maps to grid coordinates.  False when memory is gone. */
bool pdf_content_run(
	struct pdf_canvas *canvas, struct str content, struct grid_matrix ctm, int depth);

#endif
