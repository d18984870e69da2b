/*
 * docx_letter -- the parts of a Word file that only letters have.  Internal to docx_write.c.
 */
#ifndef DOC_DOCX_LETTER_H
#define DOC_DOCX_LETTER_H

#include "doc/layout.h"

/* One of the kinds from LAYOUT_ORG to LAYOUT_SEAL_DATE, as a paragraph. */
void docx_letter_item(struct buf *b, const struct layout_item *it);
/* The lines of the imprint that stand at it[0 …]; how many. */
size_t docx_imprint(struct buf *b, const struct layout_item *it, size_t n);

#endif
