/*
 * pdf_stream -- undoes the Flate coding of a stream, with a ceiling.
 */
#ifndef DOC_PDF_STREAM_H
#define DOC_PDF_STREAM_H

#include "core/buf.h"

/*
 * Appends the unpacked bytes to b.  A stream that is cut short gives what was
 * there.  False when nothing could be unpacked or b is at its ceiling.
 */
bool pdf_stream_inflate(struct str packed, struct buf *b);

#endif
