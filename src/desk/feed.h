/*
 * feed -- calendars of legal dates behind a secret link, for the calendar programs people use.
 *
 * A link belongs to a person and shows his own open cases, or all of his agency's; it gives numbers
 * and kinds of dates, never names or contents.  Whoever has it can read it without logging in, so it
 * is shown once, only its digest is kept, and it ends with the person's right to look at requests.
 */
#ifndef DESK_FEED_H
#define DESK_FEED_H

#include "core/buf.h"
#include "desk/desk.h"

enum feed_scope { FEED_MINE, FEED_AGENCY, FEED_SCOPES }; /* stable: stored */
const char *feed_scope_name(enum feed_scope s);

enum {
	FEED_CASES_MAX = 2000, /* by due day; what is due later is left out */
	FEED_FETCHES = 60,     /* from one address in FEED_MINUTES */
	FEED_MINUTES = 10
};

struct feed_state {
	bool has;
	int64_t created_at, used_at; /* ms; used_at 0: never fetched */
};
/* The actor's own. */
MUST_USE enum err feed_states(const struct desk *d, struct arena *a, const struct actor *who,
	struct feed_state out[FEED_SCOPES], struct error *err);
/* A new secret, the old one is void.  Event feed.make. */
MUST_USE enum err feed_make(const struct desk *d, struct arena *a, const struct actor *who,
	enum feed_scope s, struct str *token, struct error *err);
/* Event feed.revoke.  ERR_NOT_FOUND: there is none. */
MUST_USE enum err feed_revoke(
	const struct desk *d, const struct actor *who, enum feed_scope s, struct error *err);

/*
 * The calendar behind a secret, as text/calendar.  url: of the site, for links and the right half of
 * the ids.  ERR_NOT_FOUND: no such link (any more); ERR_LIMIT: fetched too often from there.
 */
MUST_USE enum err feed_write(const struct desk *d, struct arena *a, struct str token,
	struct str address, struct str url, struct buf *out, struct error *err);

#endif
