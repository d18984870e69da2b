/*
 * account_part -- what the files of accounts share.  Private to desk/.
 */
#ifndef DESK_ACCOUNT_PART_H
#define DESK_ACCOUNT_PART_H

#include "desk/session.h"
#include "store/person.sql.h"

/* Loads an account; ERR_NOT_FOUND with a sentence. */
MUST_USE enum err account_load(struct tx *tx, struct person_id id, struct arena *a,
	struct account_row *out, struct error *err);

/* What a log-in of this account needs when password and second factor were right. */
enum session_stage stage_after_factors(
	const struct desk *d, const struct account_row *p, int64_t now);

/* A lock that begins now ends then: whole minutes, so that known and unknown accounts agree. */
int64_t lock_end(const struct desk *d, int64_t now);
bool account_locked(const struct account_row *p, int64_t now);
/* "账号已锁定 …", ERR_DENIED.  until: end of the lock. */
enum err locked_error(int64_t until, int64_t now, struct error *err);

/*
 * One more wrong password or code of a known account: counts, locks at the limit, writes the event
 * (login.failed or login.locked).  *left is how many are left, 0: locked now.
 */
MUST_USE enum err account_count_failure(const struct desk *d, struct tx *tx,
	const struct account_row *p, const struct actor *who, const char *what, int *left,
	struct error *err);

/* A new secret for a session, and its SM3. */
MUST_USE enum err token_make(
	struct arena *a, struct str *token, struct digest *hash, struct error *err);
/*
 * Moves the actor's session from a stage (or from a complete log-in, when `complete`) to another
 * one under a new secret.  ERR_CONFLICT when it is over or stands elsewhere: a log-in that lacks
 * its code can neither change a password nor enrol.
 */
MUST_USE enum err session_move(struct tx *tx, const struct actor *who, enum session_stage from,
	bool complete, enum session_stage to, const struct digest *hash, struct error *err);

/* "person.totp_secret/17": where a sealed column stands. */
struct str sealed_place(struct arena *a, const char *column, int64_t id);

#endif
