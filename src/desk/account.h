/*
 * account -- accounts: making them, their passwords, one's own account, what the
 * security administrator does for others.
 *
 * Logging in is desk/session.h, the second factor desk/factor.h.  Hashing stands
 * outside every transaction: call these from worker threads.
 *
 * The password and the second factor of an administrator are reset on the machine
 * only (`gongkai user passwd`): who could reset them from a browser could become
 * any of the three and act alone (law/rules.md 8.5 no 15).
 */
#ifndef DESK_ACCOUNT_H
#define DESK_ACCOUNT_H

#include "desk/session.h"

enum {
	ACCOUNT_LOGIN_MIN = 2, /* signs of a log-in name */
	ACCOUNT_LOGIN_MAX = 32,
	ACCOUNT_NAME_MAX = 50, /* code points */
	ACCOUNT_LIST_MAX = 1000
};

/* ERR_INVALID (field "login") unless a-z first, then a-z 0-9 . _ - */
MUST_USE enum err account_check_login(struct str login, struct error *err);

struct account_new {
	struct agency_id agency;
	struct department_id department; /* 0: none */
	struct str login, name, title;
	struct str password; /* empty: cannot log in until one is set */
	bool must_change;    /* asked for a new one at the first log-in */
	uint64_t roles;	     /* only the command line may give any; else by a change of rights */
};
/*
 * Adds an account (event person.add).  ERR_INVALID (fields "login", "name", "password"),
 * ERR_CONFLICT (the name is taken, field "login"), ERR_DENIED.
 */
MUST_USE enum err account_add(const struct desk *d, struct arena *a, const struct actor *who,
	const struct account_new *in, struct person_id *id, struct error *err);

struct account_item {
	struct person_id id;
	struct str login, name, agency_name;
	uint64_t roles;
	bool active, locked, second_factor;
	int64_t last_login_at; /* 0: never */
};
/* All accounts by pages of `limit`, after an id (0: from the first).  For the command line. */
MUST_USE enum err account_list(const struct desk *d, struct arena *a, const struct actor *who,
	struct person_id after, size_t limit, struct account_item **out, size_t *n,
	struct error *err);
/* The account of a log-in name; ERR_NOT_FOUND.  For the command line. */
MUST_USE enum err account_find(const struct desk *d, struct arena *a, const struct actor *who,
	struct str login, struct account_item *out, struct error *err);

/* A password of four groups that is easily read out; 79 bits; meets the rules. */
struct str account_make_password(struct arena *a);

/*
 * The actor's own password, in a complete log-in or one held up for it; then the others of his
 * log-ins are ended and his own goes on under a new secret (*out).
 * ERR_INVALID, field "current" (wrong; counted like a failed log-in), "password" (rules; one of
 * the last ones); ERR_DENIED (now locked, the log-in is over); ERR_CONFLICT.
 */
MUST_USE enum err account_change_password(const struct desk *d, struct arena *a,
	const struct actor *who, struct str current, struct str password, struct login_done *out,
	struct error *err);

/*
 * Another's password, to be changed at his next log-in; his log-ins are ended and a lock is taken
 * off.  By the security administrator for working accounts, by the command line for all.  reason goes
 * into the event password.reset; may be empty.
 * ERR_INVALID (rules), ERR_DENIED, ERR_NOT_FOUND.
 */
MUST_USE enum err account_reset_password(const struct desk *d, struct arena *a,
	const struct actor *who, struct person_id id, struct str password, struct str reason,
	struct error *err);

/* Takes a lock off another's account (event person.unlock). */
MUST_USE enum err account_unlock(const struct desk *d, struct arena *a, const struct actor *who,
	struct person_id id, struct error *err);
/* Ends all log-ins of another (event session.revoke); *n says how many. */
MUST_USE enum err account_end_sessions(const struct desk *d, struct arena *a,
	const struct actor *who, struct person_id id, int64_t *n, struct error *err);

/* One's own account, as its page shows it.  Texts in the arena. */
struct account_own {
	struct str login, name, agency_name;
	uint64_t roles;
	struct str mobile, email; /* opened: one's own */
	int64_t password_at;
	int64_t password_days_left; /* -1: never too old */
	bool second_factor, second_factor_needed;
	int64_t recovery_left;
	int64_t version;
};
MUST_USE enum err account_own(const struct desk *d, struct arena *a, const struct actor *who,
	struct account_own *out, struct error *err);
/*
 * How to reach the actor (event person.contact); both may be empty.  version is the one the form
 * was made with: ERR_CONFLICT (desk_stale) when the account has moved on.  ERR_INVALID.
 */
MUST_USE enum err account_set_contact(const struct desk *d, struct arena *a,
	const struct actor *who, struct str mobile, struct str email, int64_t version,
	struct error *err);

#endif
