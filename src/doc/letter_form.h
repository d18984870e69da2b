/*
 * letter_form -- paragraphs as the rows of a ruled form: what stands before the colon names the row.
 */
#ifndef DOC_LETTER_FORM_H
#define DOC_LETTER_FORM_H

#include "doc/layout.h"

/*
 * Adds one table, or several when it is long.  "送达方式：" with nothing behind it is a row to write
 * in; a paragraph without a name belongs to the row above it, or stands across the table.
 */
MUST_USE enum err letter_form_add(
	struct layout *y, const struct str *paragraph, size_t n, struct error *err);

#endif
