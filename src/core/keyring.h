/*
 * keyring -- the key file, and the ring of keys read from it.
 *
 * The file lies outside the data folder, mode 0600, so that a copied data folder or a stolen
 * backup is worthless without it.  It is text, so that it can be printed and put in a safe:
 *
 *	gongkai-keys 1
 *	1 2026-11-21 <64 random bytes, base64, 88 signs> <check, 8 hexadecimal digits>
 *	2 2027-11-21 …
 *
 * Lines that begin with # are remarks.  One line is one generation.  The newest seals, all open.
 * Generations ascend from 1; an old line may be taken out when nothing is sealed with it any more,
 * but never line 1: the ring's fingerprint and the blind index hang on it.  The check is the
 * beginning of an HMAC-SM3 under the line's own key, so that one mistyped sign is found here and
 * not as "damaged" data later.
 *
 * A ring does not change while it is open and may be read by any number of threads.  Keys are held
 * in locked memory that core dumps leave out (sodium_malloc).  What is done with them: core/seal.h.
 */
#ifndef CORE_KEYRING_H
#define CORE_KEYRING_H

#include "core/date.h"
#include "core/error.h"
#include "core/str.h"

#include <stdbool.h>

enum {
	KEYRING_MASTER_SIZE = 64, /* random bytes per generation */
	KEYRING_GENERATIONS = 64, /* at most this many lines; one a year is plenty */
	KEYRING_GENERATION_MAX = 65535,
	KEYRING_FILE_MAX = 16 * 1024 /* bytes; a larger file is no key file */
};

struct keyring;

/* First 8 bytes of HMAC-SM3 under the key of generation 1. */
struct keyring_id {
	char z[17];
};

/*
 * Writes a new key file with generation 1, mode 0600, flushed to the disk with its folder.  An
 * existing file is never touched: ERR_CONFLICT.  ERR_IO, ERR_DENIED, ERR_NOT_FOUND (no such
 * folder); nothing is left behind on failure.
 */
MUST_USE enum err keyring_create(const char *path, struct date today, struct error *err);
/*
 * Reads a key file; keyring_close frees the ring.  ERR_NOT_FOUND, ERR_DENIED (somebody else may
 * read it: the message gives the chmod), ERR_FORMAT (the message names the line), ERR_LIMIT,
 * ERR_IO, ERR_NOMEM.
 */
MUST_USE enum err keyring_open(const char *path, struct keyring **out, struct error *err);
/*
 * The same from text that somebody else read; a test or a worker that was handed it.
 */
MUST_USE enum err keyring_parse(struct str text, struct keyring **out, struct error *err);
/*
 * Adds one generation to the file: a new file beside it, flushed, then renamed; a crash leaves
 * the old or the new file.  Remarks stay.  *generation (may be NULL) is the new number.  A running
 * ring does not see it until it is opened again.  ERR_CONFLICT while another process is adding;
 * else as keyring_open.
 */
MUST_USE enum err keyring_add_generation(
	const char *path, struct date today, unsigned *generation, struct error *err);
/* Wipes and frees; NULL is allowed. */
void keyring_close(struct keyring *ring);

unsigned keyring_newest(const struct keyring *ring); /* the generation that seals, >= 1 */
bool keyring_has(const struct keyring *ring, unsigned generation);
/*
 * 16 hexadecimal digits that tell one key file from another and nothing about the keys; adding a
 * generation does not change them.  A database keeps them and so knows a wrong key file.
 */
struct keyring_id keyring_id(const struct keyring *ring);

#endif
