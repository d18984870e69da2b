/*
 * progress -- one line on a terminal that says how far a long run is.
 *
 * Nothing at all is written when the descriptor is no terminal.  The line never
 * wraps: it is cut to the width of the terminal, counting a Chinese character
 * as two columns.
 */
#ifndef CORE_PROGRESS_H
#define CORE_PROGRESS_H

#include "core/buf.h"

#include <stdbool.h>
#include <stdint.h>

struct progress {
	int fd;           /* -1: silent */
	bool drawn;       /* the line is on the screen */
	int64_t start_ms; /* monotonic */
	int64_t drawn_ms;
};

struct progress_state {
	size_t done, total, failed;
	const char *name; /* what is being done, or NULL; control characters are not shown */
};

/* fd is usually 2.  Silent when `wanted` is false or fd is no terminal. */
void progress_init(struct progress *p, int fd, bool wanted);
/* Redraws, at most ten times a second. */
void progress_show(struct progress *p, const struct progress_state *s);
/* Takes the line off the screen; call it before other output and at the end. */
void progress_erase(struct progress *p);

/* The line itself, at most `columns` wide; elapsed_ms since the start.  Exported for tests. */
void progress_line(struct buf *b, const struct progress_state *s, int64_t elapsed_ms, int columns);

#endif
