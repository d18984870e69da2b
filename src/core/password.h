/*
 * password -- argon2id, and what a password must look like.
 *
 * Hashing takes tens of milliseconds and tens of megabytes by design: call it from a worker
 * thread, never from the thread that serves connections.  Not here: lockout, age, the last five
 * passwords; the accounts keep those, the numbers are in struct password_rules.
 */
#ifndef CORE_PASSWORD_H
#define CORE_PASSWORD_H

#include "core/arena.h"

#include <stdbool.h>
#include <stdint.h>

struct password_cost {
	uint32_t memory_kib; /* 8192 .. 1048576 */
	uint32_t passes;     /* 1 .. 16 */
};

/* libsodium's INTERACTIVE limits: 64 MiB, 2 passes. */
#define PASSWORD_COST_DEFAULT ((struct password_cost){ 64 * 1024, 2 })
/* For machines with little memory: 19 MiB, 2 passes (OWASP Password Storage Cheat Sheet). */
#define PASSWORD_COST_SMALL ((struct password_cost){ 19 * 1024, 2 })

enum { PASSWORD_BYTES_MAX = 1024 }; /* longer input is never hashed */

/*
 * The storable text "$argon2id$v=19$m=…" of a password, salted, in the arena.  ERR_LIMIT: longer
 * than PASSWORD_BYTES_MAX; ERR_BUG: a cost out of range; ERR_NOMEM.
 */
MUST_USE enum err password_hash(struct arena *a, struct str password, struct password_cost cost,
	struct str *hash, struct error *err);
/*
 * Is it the password of this hash?  *right false: no.  ERR_FORMAT: the hash is damaged or asks
 * for more than the ceilings of struct password_cost.  ERR_NOMEM is told apart from "wrong" so that
 * nobody is locked out because the machine was short of memory.
 */
MUST_USE enum err password_verify(
	struct str hash, struct str password, bool *right, struct error *err);
/*
 * Spends what password_verify spends, for an account that does not exist, so that the answer's time
 * does not tell.
 */
MUST_USE enum err password_verify_dummy(
	struct str password, struct password_cost cost, struct error *err);
/* True when the hash was made with another cost (or cannot be read): make a new one at login. */
bool password_needs_rehash(struct str hash, struct password_cost cost);

/*
 * Configuration.  GB/T 22239-2019 level 3 asks for complex passwords and regular change but gives
 * no numbers; these are our convention C-8.5-16.
 */
struct password_rules {
	unsigned length_min, length_max; /* code points */
	unsigned classes_min;		 /* of upper case, lower case, digits, other */
	unsigned age_days, history;	 /* kept by the accounts */
};
#define PASSWORD_RULES_DEFAULT ((struct password_rules){ 10, 128, 3, 90, 5 })

/*
 * OK, or ERR_INVALID with a message that says what to do, field "password" and rule
 * "C-8.5-16".  password and account are UTF-8.  Refused: too short or long, too few classes,
 * control characters, the account name in it (in either case, from three bytes on), one of the
 * commonest passwords with the usual digits and signs about it.
 */
MUST_USE enum err password_check_rules(const struct password_rules *rules, struct str password,
	struct str account, struct error *err);

#endif
