/*
 * once -- a form that is sent twice does its work once and is answered the same both times.
 *
 * The desk of a request that sends a form names that form (desk.once); desk_write marks the form as
 * sent in the transaction of the work itself.  Whoever sends the same content with the same form
 * again, at the same moment, after an hour or through another node, is refused there, and the page
 * layer shows the answer that the first one got.  Other content with the same form (back, changed,
 * sent) is other work.  An answer may hold a one-time password: it is kept sealed, and an hour long.
 *
 * Not here: what names a form (http/replay.h).
 */
#ifndef DESK_ONCE_H
#define DESK_ONCE_H

#include "desk/desk.h"

enum {
	ONCE_ANSWER_MINUTES = 60, /* an answer is kept */
	ONCE_DAYS = 7,		  /* the form is known */
	ONCE_ANSWER_MAX = 256 * 1024
};

struct once {
	struct digest form, content;
	bool done;  /* this request did the work */
	bool found; /* another one had done it */
	int64_t id; /* of the row, when done */
};

struct once_answer {
	bool sent; /* the work is done */
	struct str answer; /* as given to once_keep; empty: not there yet, or no more */
};

/* Has this content been sent with this form, and what was the answer? */
MUST_USE enum err once_find(const struct desk *d, struct arena *a, const struct once *o,
	struct once_answer *out, struct error *err);
/* After the work was done (o->done): what it was answered with.  ERR_LIMIT: too long to be kept. */
MUST_USE enum err once_keep(const struct desk *d, struct arena *a, const struct once *o,
	struct str answer, struct error *err);
/* In the daily cleaning: old answers and forms. */
MUST_USE enum err once_clean(struct tx *tx, struct error *err);

#endif
