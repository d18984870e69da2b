/*
 * replay -- what it takes to answer a form that is sent twice as it was answered at first.
 *
 * A browser sends a form again after a double click, a reload or a step back.  Each page's token is
 * its own (http/csrf.h), so token and target name the form, and the pairs what was typed in it.
 * Here: those two names, and an answer as bytes.  Who keeps them, and for how long, is the
 * application's business.
 */
#ifndef HTTP_REPLAY_H
#define HTTP_REPLAY_H

#include "core/crypto.h"
#include "http/exchange.h"

struct replay_form {
	struct digest form;    /* this form of this page */
	struct digest content; /* everything that was sent with it, files by their digests */
};

/* Of a POST with a token in it; ERR_NOT_FOUND when it has none. */
MUST_USE enum err replay_form_of(
	const struct http_exchange *x, struct replay_form *out, struct error *err);

/* The status of the answer so far; 0: none yet. */
int replay_status(const struct http_exchange *x);
/*
 * Appends the answer: status, headers that were added, body.  ERR_INVALID for one that is read in
 * pieces or of the program's own files: those can be had again by asking for them.
 */
MUST_USE enum err replay_write(const struct http_exchange *x, struct buf *out, struct error *err);
/* Answers with what replay_write wrote, in place of any other answer.  ERR_FORMAT: it is not that. */
MUST_USE enum err replay_read(struct http_exchange *x, struct str kept, struct error *err);

#endif
