/*
 * factor -- the second factor: enrolling an authenticator, recovery codes, resetting.
 *
 * Enrolling takes two steps: factor_begin makes a secret, factor_confirm accepts
 * it when the authenticator shows the right code.  The secret is a sealed field;
 * of the recovery codes only keyed digests are kept, they are shown once.
 * Using the codes to log in is desk/session.h.
 */
#ifndef DESK_FACTOR_H
#define DESK_FACTOR_H

#include "core/totp.h"
#include "desk/session.h"

struct factor_view {
	bool on;	   /* confirmed: nothing to show */
	bool begun;	   /* there is a secret to be confirmed */
	struct str secret; /* base32, for typing in */
	struct str uri;	   /* otpauth://… */
};
/* What the page of enrolment shows.  issuer names the installation in the authenticator. */
MUST_USE enum err factor_look(const struct desk *d, struct arena *a, const struct actor *who,
	struct str issuer, struct factor_view *out, struct error *err);
/* Makes a secret to be confirmed (event totp.begin).  ERR_CONFLICT when one is in use. */
MUST_USE enum err factor_begin(
	const struct desk *d, struct arena *a, const struct actor *who, struct error *err);
/*
 * Accepts it (event totp.on): codes is what the page shows once; a log-in held up for this goes
 * on under a new secret (*out; else out->token is empty).  ERR_INVALID (field "code"),
 * ERR_CONFLICT (not begun).
 */
MUST_USE enum err factor_confirm(const struct desk *d, struct arena *a, const struct actor *who,
	struct str typed, struct recovery_code codes[RECOVERY_CODES], struct login_done *out,
	struct error *err);
/* New recovery codes for the old ones (event totp.codes), for a code of the authenticator. */
MUST_USE enum err factor_renew_codes(const struct desk *d, struct arena *a, const struct actor *who,
	struct str typed, struct recovery_code codes[RECOVERY_CODES], struct error *err);
/*
 * Switches one's own off (event totp.off), for a code.  ERR_INVALID (field "code"), ERR_DENIED
 * for administrators, who must have one.
 */
MUST_USE enum err factor_off(const struct desk *d, struct arena *a, const struct actor *who,
	struct str typed, struct error *err);
/*
 * Takes another's away (event totp.reset with the reason) and ends his log-ins.  By the security
 * administrator for working accounts, by the command line for all.  ERR_DENIED, ERR_NOT_FOUND,
 * ERR_CONFLICT (he has none).
 */
MUST_USE enum err factor_reset(const struct desk *d, struct arena *a, const struct actor *who,
	struct person_id id, struct str reason, struct error *err);

#endif
