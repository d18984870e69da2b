/*
 * pdf_token -- the words of a PDF content stream.
 *
 * Internal to pdf*.c.  Strings, hex strings and dictionaries are stepped over
 * as one token each; brackets of arrays are dropped.
 */
#ifndef DOC_PDF_TOKEN_H
#define DOC_PDF_TOKEN_H

#include "core/str.h"

enum pdf_token_kind {
	PDF_TOKEN_END,
	PDF_TOKEN_NUMBER,
	PDF_TOKEN_NAME, /* text is with the slash, #xx not yet undone */
	PDF_TOKEN_WORD, /* an operator, or true, false, null */
	PDF_TOKEN_OTHER
};

struct pdf_token {
	enum pdf_token_kind kind;
	double number;
	struct str text;
};

/* Takes the next token at *at. */
struct pdf_token pdf_token_next(struct str s, size_t *at);
/* Behind the word ID: steps over the bytes of an inline image and its EI. */
void pdf_token_skip_image(struct str s, size_t *at);

#endif
