/*
 * desk -- what every use case needs, and who is acting.
 *
 * A use case is one function in its own file, desk/<noun>.c: it opens one
 * transaction, asks what is allowed, writes the new state and its event, and
 * returns plain structs.  It knows nothing of HTTP or HTML.
 */
#ifndef DESK_DESK_H
#define DESK_DESK_H

#include "core/arena.h"
#include "core/buf.h"
#include "core/date.h"
#include "core/keyring.h"
#include "core/password.h"
#include "core/seal.h"
#include "store/event.h"
#include "store/ids.h"
#include "store/store.h"

/* Values of law/rules.md 8.5 no 16 [C]: configuration with these defaults (cmd/serve_config.h). */
struct desk_rules {
	int lock_failures;		/* 5: wrong passwords before the account is locked */
	int lock_minutes;		/* 20 */
	int idle_minutes;		/* 15: a session without requests ends */
	int session_hours;		/* 12: a session ends whatever happens */
	int attempts_per_minute;	/* 10: log-in attempts from one address */
	bool second_factor_admins;	/* administrators must enrol one */
	struct password_rules password; /* with age (90 days) and history (5) */
	struct password_cost cost;
};
/* The defaults above. */
void desk_rules_default(struct desk_rules *r);

struct calendar_cache; /* desk/calendar_book.h */
struct once;	       /* desk/once.h */

/* Long-lived; made by cmd/serve and shared by all threads.  A request that sends a form has a copy. */
struct desk {
	struct store *store;
	const struct keyring *keys;
	struct desk_rules rules;
	struct calendar_cache *calendars; /* NULL: calendars are made anew each time */
	struct once *once; /* the form whose work is done; NULL in the shared one */
};

/*
 * The write of a use case that a form may ask for: store_write, and the form is marked as sent in the
 * same transaction.  ERR_CONFLICT: it had been sent before, nothing was done; the page layer then
 * shows what the first one was answered.  The first desk_write of a request is its work; what comes
 * before or beside it (counting an attempt, keeping a draft) is store_write.
 */
MUST_USE enum err desk_write(const struct desk *d, store_fn *fn, void *ctx, struct error *err);

/* Who acts.  Made from a session by desk/session.h, or by the command line (person 0). */
struct actor {
	struct person_id person;
	struct agency_id agency;
	struct department_id department;
	uint64_t roles;
	struct session_id session;
	struct str address;
	bool console; /* the command line on the machine itself: asked for no right */
};
/* What the command line acts as. */
struct actor actor_console(void);

/*
 * ERR_DENIED unless the actor has the permission.  Use cases ask again although the
 * route has asked: they are also called from elsewhere.
 */
MUST_USE enum err desk_allow(const struct actor *who, unsigned permission, struct error *err);

/*
 * event_append for an actor: fills actor, agency, role and address.  The role is
 * the word of the role that permits `permission`.
 */
MUST_USE enum err desk_log(struct tx *tx, const struct actor *who, unsigned permission,
	struct event_entry *e, struct error *err);

/*
 * desk_log of a change: fills e->before and e->after from two buffers that hold the canonical texts
 * of the state (an empty one: there was none), and ends both, whatever happens.  A text that did not
 * fit its buffer is an error, never the digest of a part.
 */
MUST_USE enum err desk_log_change(struct tx *tx, const struct actor *who, unsigned permission,
	struct event_entry *e, struct buf *before, struct buf *after, struct error *err);

/* Masks for display: law/rules.md 8.1 [C].  "王*明", "138****1234", "a***@example.cn". */
struct str mask_name(struct arena *a, struct str s);
struct str mask_mobile(struct arena *a, struct str s);
struct str mask_email(struct arena *a, struct str s);
struct str mask_identity(struct arena *a, struct str s);

/* The standard ERR_CONFLICT of optimistic locking; the page shows both versions. */
enum err desk_stale(struct error *err);

/* A digest or a token's bytes as a string. */
static inline struct str desk_bytes(const struct digest *d)
{
	return (struct str){ (const char *)d->b, sizeof(d->b) };
}

#endif
