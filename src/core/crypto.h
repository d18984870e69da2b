/*
 * crypto -- digests, message codes, random bytes and the texts they are written in.
 *
 * SM3 (GB/T 32905), SM4 (GB/T 32907) and HMAC come from OpenSSL, random bytes, base64 and
 * comparison in constant time from libsodium; the only algorithm of our own is RFC 4648 base32.
 * crypto.c is the one file that includes OpenSSL.  Algorithms are looked up at each use: 0.3 of the
 * 1.2 us of a short digest, and nothing has to be opened, passed and closed for it.
 *
 * Not here: keys and sealed fields (core/seal.h), passwords (core/password.h).  Everything may be
 * called from any thread; a struct sm3 belongs to one at a time.
 *
 * Failures of the library: ERR_NOMEM, or ERR_IO when this machine's OpenSSL lacks the algorithm.
 */
#ifndef CORE_CRYPTO_H
#define CORE_CRYPTO_H

#include "core/arena.h"
#include "core/buf.h"

#include <stdbool.h>

enum { SM3_SIZE = 32 }; /* bytes, GB/T 32905-2016 */

struct digest {
	unsigned char b[SM3_SIZE];
};

struct digest_text {
	char z[2 * SM3_SIZE + 1];
};

/* --- SM3 ------------------------------------------------------------------------------------ */

/*
 * SM3 of a stream.  Zero it ({ 0 }), sm3_start, sm3_add as often as you like, sm3_end; then
 * sm3_start again (cheaper than a fresh one: a log writer keeps one) or sm3_done.
 */
struct sm3 {
	void *ctx;    /* owned, sm3_done frees it */
	enum err err; /* sticky; told by sm3_end */
};

/* Begins a digest, whatever was added before is forgotten.  ERR_NOMEM. */
MUST_USE enum err sm3_start(struct sm3 *s, struct error *err);
void sm3_add(struct sm3 *s, const void *p, size_t n);
/*
 * Adds a field so that two fields cannot be read as one: its length in eight bytes, big end
 * first, then its bytes.
 */
void sm3_add_field(struct sm3 *s, struct str field);
/* The digest of what was added since sm3_start.  Told once here: any failure of sm3_add. */
MUST_USE enum err sm3_end(struct sm3 *s, struct digest *out, struct error *err);
void sm3_done(struct sm3 *s); /* frees; the struct is zero again */

/* SM3 of one string. */
MUST_USE enum err sm3_of(struct str s, struct digest *out, struct error *err);

/* HMAC-SM3 (RFC 2104).  A key of any length; the empty one is ERR_BUG. */
MUST_USE enum err hmac_sm3(struct str key, struct str data, struct digest *out, struct error *err);
/* The same of n parts one after another.  Lengths are not marked: that is the caller's affair. */
MUST_USE enum err hmac_sm3_parts(
	struct str key, const struct str *part, size_t n, struct digest *out, struct error *err);

enum { SM4_KEY_SIZE = 16, SM4_IV_SIZE = 16, SHA1_SIZE = 20 };

/*
 * SM4 in counter mode: n bytes from in to out (which may be the same); the same call encrypts and
 * decrypts.  It does not tell whether the bytes were changed: core/seal.h adds the code that does.
 */
MUST_USE enum err sm4_ctr(const unsigned char key[SM4_KEY_SIZE],
	const unsigned char iv[SM4_IV_SIZE], const void *in, size_t n, void *out,
	struct error *err);
/* HMAC-SHA1, for RFC 6238 alone (core/totp.h); a key as for hmac_sm3. */
MUST_USE enum err hmac_sha1(
	struct str key, struct str data, unsigned char out[SHA1_SIZE], struct error *err);

/* 64 digits in lower case, for printf("%s", digest_hex(&d).z). */
struct digest_text digest_hex(const struct digest *d);
/* Exactly 64 hexadecimal digits of either case; *out untouched when false. */
bool digest_parse(struct str hex, struct digest *out);
bool digest_eq(const struct digest *a, const struct digest *b); /* in constant time */

/* --- random, secret memory ------------------------------------------------------------------ */

/* n bytes from the system's generator.  Cannot fail: without a generator the process ends. */
void random_bytes(void *p, size_t n);
/* One of 0 .. below-1, all equally likely; below >= 1. */
uint32_t random_below(uint32_t below);
/*
 * A token of `bytes` random bytes (16 .. 64) as base64url text, in the arena; empty when the
 * arena fails.  Session keys, form tokens, one-time links: 32 bytes.
 */
struct str random_token(struct arena *a, size_t bytes);

/* Equal?  The time depends on n alone. */
bool mem_equal_ct(const void *a, const void *b, size_t n);
/* Clears n bytes in a way the compiler may not leave out. */
void mem_wipe(void *p, size_t n);

/* --- texts ---------------------------------------------------------------------------------- */

/* Appends the text of the bytes. */
void hex_encode(struct buf *b, struct str bytes);	   /* lower case */
void base64_encode(struct buf *b, struct str bytes);	   /* RFC 4648 4, padded, one line */
void base64_encode_lines(struct buf *b, struct str bytes); /* RFC 2045: 76 signs and CRLF */
void base64url_encode(struct buf *b, struct str bytes);	   /* RFC 4648 5, without padding */
void base32_encode(struct buf *b, struct str bytes);	   /* RFC 4648 6, padded */
void base32_encode_nopad(struct buf *b, struct str bytes); /* as authenticators want it */

/* The same in the arena, NUL-terminated; empty when the arena fails. */
struct str hex_arena(struct arena *a, struct str bytes);
struct str base64_arena(struct arena *a, struct str bytes);
struct str base64url_arena(struct arena *a, struct str bytes);
struct str base32_arena(struct arena *a, struct str bytes);

/*
 * The bytes of a text, in the arena.  Strict: no blank, no sign outside the alphabet, padding
 * exactly as the encoder writes it, no stray bits at the end; so that a value has one text only.
 * hex takes either case; base32 takes upper case, padded or not at all.
 * ERR_FORMAT, or what the arena says; *out untouched on failure.
 */
MUST_USE enum err hex_decode(struct arena *a, struct str text, struct str *out, struct error *err);
MUST_USE enum err base64_decode(
	struct arena *a, struct str text, struct str *out, struct error *err);
MUST_USE enum err base64url_decode(
	struct arena *a, struct str text, struct str *out, struct error *err);
MUST_USE enum err base32_decode(
	struct arena *a, struct str text, struct str *out, struct error *err);

/*
 * base64 into room of a known size: true when the text is exactly n bytes, padded as
 * base64_decode wants it or without any padding.  Otherwise the room may hold anything.
 */
bool base64_read(struct str text, bool padded, void *out, size_t n);

#endif
