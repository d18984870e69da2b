/*
 * markup -- text put into XML and HTML.
 *
 * The one place where the writers escape.  It works between tags and inside
 * double quotes.  Text must be clean already (doc/layout.h); this only escapes.
 */
#ifndef DOC_MARKUP_H
#define DOC_MARKUP_H

#include "core/buf.h"

void markup_text(struct buf *b, struct str s);

#endif
