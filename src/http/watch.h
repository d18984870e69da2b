/*
 * watch -- knows every open connection and ends those that are too slow.  Private to http/.
 *
 * The library's own time-out counts inactivity only, so a client that sends one byte a second is
 * never cut (study/http.md 3.2).  Here every phase of a connection has a deadline.  A connection
 * past it is shut down, never closed: the library then notices and closes it itself.
 *
 *	idle     waiting for a request or reading its head: header_ms for the first one,
 *	         idle_ms after an answer (the first byte cannot be seen from outside the library)
 *	body     reading a body: body_ms for every WATCH_BODY_STEP bytes, whole_ms in all
 *	busy     the handler works: no deadline, the client has done its part
 *	sending  60 * body_ms from the start of the answer or from the last piece asked for
 *
 * It also ends connections whose client has left in the middle of a request, which the library does
 * not always see.
 */
#ifndef HTTP_WATCH_H
#define HTTP_WATCH_H

#include "core/error.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum watch_phase { WATCH_FRESH, WATCH_IDLE, WATCH_BODY, WATCH_BUSY, WATCH_SENDING };

enum {
	WATCH_BODY_STEP = 4096, /* bytes that count as progress: 273 B/s with the usual 15 s */
	WATCH_WHOLE = 60	/* an answer may take so many times body_ms */
};

/* Members are private.  Written by the connection's thread, read by the watchdog. */
struct watch_entry {
	struct watch_entry *next, *prev;
	int fd;
	bool cut, leaving;
	_Atomic int phase;
	_Atomic int64_t since_ms; /* begin of the phase, or of the last progress */
	_Atomic int64_t whole_ms; /* begin of the body */
	uint64_t step;		  /* bytes since the last progress */
};

struct watch_limits {
	int header_ms, body_ms, idle_ms;
	int connections; /* above: the longest idle ones are ended */
	int whole_ms;	 /* a body from its begin to its end */
};

struct watch;

/* ERR_NOMEM, ERR_IO.  The thread looks every second, more often when header_ms is short. */
MUST_USE enum err watch_new(const struct watch_limits *l, struct watch **out, struct error *err);
void watch_free(struct watch *w); /* NULL is allowed; no entry may be left */

/* A connection was opened; returns how many there are now. */
int64_t watch_add(struct watch *w, struct watch_entry *e, int fd);
/* Call before the descriptor is closed. */
void watch_remove(struct watch *w, struct watch_entry *e);
void watch_phase(struct watch_entry *e, enum watch_phase phase);
/* n more bytes of the body have come. */
void watch_progress(struct watch_entry *e, size_t n);
/* Shuts down every connection that waits for a request (the server is stopping). */
void watch_end_idle(struct watch *w);

int64_t watch_connections(struct watch *w);
int64_t watch_cut(struct watch *w); /* how many were ended for being slow */

/* Milliseconds of a clock that never goes back; microseconds of the same. */
int64_t clock_steady_ms(void);
int64_t clock_steady_us(void);

#endif
