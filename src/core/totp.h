/*
 * totp -- the second factor: time-based codes (RFC 6238) and recovery codes.
 *
 * HMAC-SHA1, six digits, 30 seconds: what every authenticator application knows.  The secret is a
 * sealed field (core/seal.h); the caller keeps it and the last step that was used, and counts the
 * failures.
 */
#ifndef CORE_TOTP_H
#define CORE_TOTP_H

#include "core/crypto.h"
#include "core/keyring.h"

#include <stdint.h>

enum {
	TOTP_SECRET_SIZE = 20, /* bytes, RFC 4226 4 R6 */
	TOTP_DIGITS = 6,
	TOTP_STEP_SECONDS = 30, /* RFC 6238 4.1 */
	TOTP_WINDOW = 1,	/* steps before and after now, RFC 6238 5.2 */
	TOTP_NO_STEP = -1,	/* nothing used yet; nothing accepted */
	RECOVERY_CODES = 10,
	RECOVERY_SIGNS = 10 /* of 31 signs: 49 bits */
};

struct totp_secret {
	unsigned char b[TOTP_SECRET_SIZE];
};
struct totp_code {
	char z[TOTP_DIGITS + 1];
};

void totp_secret_make(struct totp_secret *out);
/* The step a moment (seconds since the epoch, UTC) lies in. */
int64_t totp_step(int64_t unix_seconds);
/* The code of one step (>= 0). */
MUST_USE enum err totp_code(
	const struct totp_secret *secret, int64_t step, struct totp_code *out, struct error *err);
/*
 * *step is the step whose code was typed, one of now - 1 .. now + 1 and later than last_step
 * (TOTP_NO_STEP at first); TOTP_NO_STEP when the code is wrong or was used.  The caller stores
 * *step as the new last_step in the same transaction as the login, so that a code read over a
 * shoulder is used up. Blanks and full-width digits in the typed text are taken.
 */
MUST_USE enum err totp_verify(const struct totp_secret *secret, struct str typed,
	int64_t unix_seconds, int64_t last_step, int64_t *step, struct error *err);
/*
 * Appends "otpauth://totp/issuer:account?secret=…&issuer=…&algorithm=SHA1&digits=6&period=30",
 * percent-encoded.  It holds the secret: show it once, never log it.
 */
void totp_uri(
	struct buf *b, struct str issuer, struct str account, const struct totp_secret *secret);

/* "7KQ2M-XW9CD", without the look-alikes 0 O 1 I L. */
struct recovery_code {
	char z[RECOVERY_SIGNS + 2];
};

/* New codes for printing; only their digests are kept. */
void recovery_codes_make(struct recovery_code out[RECOVERY_CODES]);
/*
 * What is stored and compared for a code: a keyed digest over the account's id and the code.  The
 * typed text may have small letters, blanks and dashes anywhere.  ERR_INVALID: not ten signs of the
 * alphabet. Uses generation SEAL_INDEX_GENERATION of the ring.
 */
MUST_USE enum err recovery_code_digest(const struct keyring *ring, struct str account_id,
	struct str typed, struct digest *out, struct error *err);

#endif
