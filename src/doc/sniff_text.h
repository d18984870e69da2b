/*
 * sniff_text -- which of the formats that are written in letters: plain text,
 * HTML, MHTML, JSON or one of the XML forms.  Private to sniff*.c.
 */
#ifndef DOC_SNIFF_TEXT_H
#define DOC_SNIFF_TEXT_H

#include "doc/read.h"

/* Looks at the first 32 KB.  DOC_KIND_UNKNOWN for bytes that are no text. */
enum doc_kind sniff_text(struct str bytes);

#endif
