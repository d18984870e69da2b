/*
 * event -- the append-only log of everything that changed, chained by SM3.
 *
 * Every change writes one event in its own transaction (等保 8.1.4.3 and law/
 * rules.md 8.5 no 18: sequence, time, user, role, address, action, object, result,
 * before/after digest, previous hash).  chain = SM3(previous chain || the
 * length-prefixed members in a fixed order), so no event can be changed, left out
 * or put in without breaking every later one.  Rows are never updated or deleted;
 * the database refuses it by triggers.
 *
 * An event holds no personal data: ids, codes and digests only, and `reason` as
 * typed by the person, who is told so.
 */
#ifndef STORE_EVENT_H
#define STORE_EVENT_H

#include "core/buf.h"
#include "core/crypto.h"
#include "store/ids.h"
#include "store/store.h"

struct event_row; /* store/event.sql.h */

struct event_entry {
	struct person_id actor; /* 0: the system or nobody logged in */
	struct agency_id agency; /* whose log it belongs to; 0: the whole installation */
	struct str role;        /* in which role the actor acted, may be empty */
	struct str address;     /* network address, may be empty */
	struct str action;      /* stable code: "person.add", "login.ok", "reveal.mobile" */
	struct str object_kind; /* "person", "department", … */
	int64_t object;         /* its id, 0 when none */
	bool refused;           /* result: the action was refused (wrong password, no right) */
	struct str reason;      /* given by the person, may be empty */
	struct str before, after; /* canonical text of the state, only its SM3 is kept; empty: none */
	struct str detail;      /* short, machine made, without personal data: "roles=office,review" */
};

/*
 * Appends in the present write transaction. *id, which may be NULL, is the event's place in
 * the chain: 1, 2, 3 … without a gap, not a number of tx_new_id.
 */
MUST_USE enum err event_append(struct tx *tx, const struct event_entry *e, struct event_id *id,
	struct error *err);

struct event_head {
	int64_t seq;          /* number of events so far */
	int64_t at;           /* ms since the epoch, of the last one */
	struct digest chain;
};
MUST_USE enum err event_head(struct tx *tx, struct event_head *out, struct error *err);

/*
 * Walks the whole chain.  OK and *checked when it holds; ERR_FORMAT names the
 * first event that does not fit (its number and time) otherwise.  Also compares
 * with an exported head when expected is not NULL: a shorter log or another chain
 * value at that number is ERR_FORMAT ("日志被截断或重写").
 */
MUST_USE enum err event_verify(struct store *s, const struct event_head *expected, int64_t *checked,
	struct error *err);

/*
 * Does the row's chain value follow from `previous`, the chain value of the event before it (32
 * bytes; zero bytes before event 1)?  Only what the row says is looked at, not its number.
 */
MUST_USE enum err event_fits(struct str previous, const struct event_row *row, bool *fits,
	struct error *err);

/*
 * Appends one event as a line of JSON, as docs/log-format.md describes it: enough for
 * another program to check the chain.  Problems are in the buffer's sticky error.
 */
void event_write_line(struct buf *b, const struct event_row *row);

#endif
