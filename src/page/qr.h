/*
 * qr -- a QR code as the path of an SVG: libqrencode makes the squares.
 *
 * Drawn as one path of one-unit squares, so that no image, script or style is needed.
 */
#ifndef PAGE_QR_H
#define PAGE_QR_H

#include "core/arena.h"

enum { QR_QUIET = 4, QR_BYTES_MAX = 1000 }; /* ISO/IEC 18004: a quiet zone of four modules */

struct qr {
	int size;	 /* modules a side, with the quiet zone */
	struct str path; /* d="…" */
};

/* ERR_LIMIT: longer than QR_BYTES_MAX; ERR_NOMEM. */
MUST_USE enum err qr_make(struct arena *a, struct str text, struct qr *out, struct error *err);

#endif
