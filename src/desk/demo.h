/*
 * demo -- the mark of a demonstration in a database.
 *
 * A demonstration is loaded by the command line into an empty database and nowhere else.  Its
 * accounts have a password that everybody knows, so the mark changes how log-ins are judged
 * (demo_rules) and is told whenever the server starts.  The mark cannot be put into a database that
 * holds anything, nor taken off: real work begins in another, empty folder.
 */
#ifndef DESK_DEMO_H
#define DESK_DEMO_H

#include "desk/desk.h"

enum demo_state {
	DEMO_NONE,    /* a real installation, or an empty one */
	DEMO_LOADING, /* loading was begun and not ended: of no use */
	DEMO_READY
};
MUST_USE enum err demo_find(const struct desk *d, enum demo_state *out, struct error *err);
/* ERR_CONFLICT unless neither an agency nor an account is there.  Event demo.begin. */
MUST_USE enum err demo_begin(const struct desk *d, struct error *err);
/* Everything is loaded; what applicants would have been told meanwhile is not sent.  Event demo.finish. */
MUST_USE enum err demo_finish(const struct desk *d, struct error *err);

/*
 * Rules of log-in for a demonstration: passwords do not grow old, administrators need no second
 * factor, a hash costs the least that is allowed since there is no secret to protect.
 */
void demo_rules(struct desk_rules *r);

#endif
