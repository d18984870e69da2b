/*
 * session -- logging in, and who is behind a cookie.
 *
 * A log-in has one or two steps (password, second factor) and may then be held up
 * until a new password is set or a second factor is enrolled; `stage` says where
 * it stands, and only a complete one permits anything else.  The cookie holds 32
 * random bytes; the store only their SM3.  The secret changes with every stage.
 *
 * Whether an account exists is never told: unknown, closed and locked accounts go
 * the same way, spend the same time and count failures the same way.
 *
 * Hashing takes tens of milliseconds and stands outside every transaction: call
 * session_log_in from a worker thread.
 */
#ifndef DESK_SESSION_H
#define DESK_SESSION_H

#include "desk/desk.h"

/* Stable: stored. */
enum session_stage {
	SESSION_FACTOR, /* the code of the second factor is missing */
	SESSION_COMPLETE,
	SESSION_PASSWORD, /* a new password is asked for first */
	SESSION_ENROL	  /* a second factor must be set up first */
};

enum {
	SESSION_TOKEN_SIZE = 32,  /* random bytes */
	SESSION_TOUCH_MS = 60000, /* seen_at is written at most this often */
	SESSION_LIST_MAX = 200
};

struct login_input {
	struct str login, password;
	struct str address; /* of the client */
	struct str agent;   /* browser family: "火狐 · Windows", may be empty */
};

/* A cookie to set and where the log-in stands. */
struct login_done {
	struct str token; /* in the arena */
	enum session_stage stage;
	struct person_id person;
	uint64_t roles;
};

/*
 * First step.  Errors are for the person:
 * ERR_INVALID  account or password wrong, with the number of tries left (field "password")
 * ERR_DENIED   too many wrong ones: locked, with the time left (field "login")
 * ERR_LIMIT    too many attempts a minute from this address or for this account: answer 429
 * ERR_CONFLICT the account was changed meanwhile: try again
 */
MUST_USE enum err session_log_in(const struct desk *d, struct arena *a,
	const struct login_input *in, struct login_done *out, struct error *err);

/*
 * Second step, for an actor whose session stands at SESSION_FACTOR.  `typed` is a code of the
 * authenticator, or with `recovery` one of the printed recovery codes, which is used up.  A code
 * works once.  Wrong ones count like wrong passwords; the one that locks also ends the log-in.
 * ERR_INVALID (field "code"), ERR_DENIED (locked; the session is over), ERR_CONFLICT (not at this
 * step).
 */
MUST_USE enum err session_second_factor(const struct desk *d, struct arena *a,
	const struct actor *who, struct str typed, bool recovery, struct login_done *out,
	struct error *err);

enum session_found {
	SESSION_NONE, /* no such log-in */
	SESSION_OPEN,
	SESSION_OVER /* timed out, ended or the account was closed; who->actor.person says whose */
};

struct session_who {
	struct actor actor; /* its texts in the arena */
	enum session_stage stage;
	struct str name, agency_name;
};
/*
 * Who is behind a cookie.  Notes that somebody is there (at most once a minute); ends the log-in
 * when it is too old or was idle too long (event session.expire).  address is the client's.
 */
MUST_USE enum err session_check(const struct desk *d, struct arena *a, struct str token,
	struct str address, struct session_who *out, enum session_found *found, struct error *err);

/* Ends the actor's own log-in. */
MUST_USE enum err session_log_out(const struct desk *d, const struct actor *who, struct error *err);

struct session_item {
	struct session_id id;
	struct str address, agent;
	int64_t created_at, seen_at;
	enum session_stage stage;
	bool current;
};
/* The actor's own open log-ins, the latest used first. */
MUST_USE enum err session_list(const struct desk *d, struct arena *a, const struct actor *who,
	struct session_item **out, size_t *n, struct error *err);
/* Ends one of the actor's own; ERR_NOT_FOUND when it is over already. */
MUST_USE enum err session_revoke(
	const struct desk *d, const struct actor *who, struct session_id id, struct error *err);
/* Ends all of the actor's own but the present one; *n says how many. */
MUST_USE enum err session_revoke_others(
	const struct desk *d, const struct actor *who, int64_t *n, struct error *err);

#endif
