/*
 * seal -- personal fields at rest, the blind index, and the seal of the log.
 *
 * A sealed value is
 *
 *	version (1) | generation (2, big end first) | iv (16) | SM4-CTR cipher | HMAC-SM3 (32)
 *
 * encrypt-then-MAC; the code covers everything before it and the place.  SM4-GCM would do both at
 * once, but OpenSSL 3.0 has none.  The random iv makes equal values unequal; how long the value is
 * shows.  For each generation the encryption, MAC, index and log keys are derived from the master
 * key by HMAC-SM3 with a label each, so no key serves two purposes.
 *
 * Not here: which fields are sealed, and when they are shown to whom.
 */
#ifndef CORE_SEAL_H
#define CORE_SEAL_H

#include "core/arena.h"
#include "core/crypto.h"
#include "core/keyring.h"

enum {
	SEAL_VERSION = 1,
	SEAL_HEAD = 1 + 2 + 16, /* version, generation, iv */
	SEAL_OVERHEAD =
		SEAL_HEAD + SM3_SIZE,	   /* bytes a sealed value is longer than the plain one */
	SEAL_PLAIN_MAX = 16 * 1024 * 1024, /* a field, not a file */
	SEAL_PLACE_MAX = 256,		   /* bytes */
	SEAL_INDEX_GENERATION = 1	   /* see blind_index */
};

/*
 * Seals plain with the newest generation.  place says where the value will stand
 * ("person.mobile/<row id>") and is authenticated, not stored: a sealed value moved to another row
 * or column does not open.  *out is bytes in the arena.  ERR_LIMIT (too long), ERR_BUG (empty or
 * overlong place), ERR_NOMEM.
 */
MUST_USE enum err seal(const struct keyring *ring, struct arena *a, struct str plain,
	struct str place, struct str *out, struct error *err);
/*
 * The plain value, in the arena (NUL-terminated as arena_str).  ERR_FORMAT: changed, cut, of a
 * version this program does not know, or sealed for another place; which of these is not told.
 * ERR_NOT_FOUND: the key file has no such generation; the message says which line is missing and
 * what to do.  ERR_NOMEM.
 */
MUST_USE enum err seal_open(const struct keyring *ring, struct arena *a, struct str sealed,
	struct str place, struct str *plain, struct error *err);
/* The generation a sealed value names, unchecked; 0 when it cannot be a sealed value. */
unsigned seal_generation(struct str sealed);

/*
 * A keyed digest by which an equal value is found without opening anything: HMAC-SM3 under the
 * index key of a generation, over label ("person.id_number") and value.  Values must be normalised
 * by the caller. Who has the database alone cannot try out the few billion ID numbers.
 *
 * generation is SEAL_INDEX_GENERATION in ordinary use: an index must not change when a generation
 * is added, or every look-up would have to try every generation until all rows are rewritten.  A
 * key change after a leak recomputes the column with another generation, which the caller then
 * keeps. ERR_NOT_FOUND as seal_open.
 */
MUST_USE enum err blind_index(const struct keyring *ring, unsigned generation, struct str label,
	struct str value, struct digest *out, struct error *err);

/*
 * A keyed digest over a head of the log's chain: who can rewrite the whole database still cannot
 * make it.  Keep the generation (keyring_newest) beside it.  ERR_NOT_FOUND as seal_open.
 */
MUST_USE enum err log_seal(const struct keyring *ring, unsigned generation, struct str data,
	struct digest *out, struct error *err);

#endif
