/*
 * keyring_key -- what a ring holds, between keyring.c and seal.c.  No other file includes it.
 */
#ifndef CORE_KEYRING_KEY_H
#define CORE_KEYRING_KEY_H

#include "core/crypto.h"
#include "core/keyring.h"

/* The keys of one generation; the master key is forgotten when they are derived. */
struct keyring_key {
	unsigned generation;
	unsigned char cipher[SM4_KEY_SIZE];
	struct digest mac, index, log;
};

struct keyring {
	struct keyring_key *key; /* sodium_malloc, read-only; ascending generations */
	size_t n;
	struct keyring_id id;
};

/* The keys of a generation.  ERR_NOT_FOUND: the message names the missing line. */
MUST_USE enum err keyring_find(const struct keyring *ring, unsigned generation,
	const struct keyring_key **out, struct error *err);

#endif
