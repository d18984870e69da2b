/*
 * fixture_keys -- a key file that everybody knows, for tests; and a heap for OpenSSL that can fail.
 *
 * The keys are 00 01 02 …, ff fe fd … and 07 07 07 …; the checks were computed with libgcrypt.
 */
#ifndef TESTS_FIXTURE_KEYS_H
#define TESTS_FIXTURE_KEYS_H

#include "core/mem.h"

#include <openssl/crypto.h>

#define KEYS_HEAD "gongkai-keys 1\n"
#define KEY_1                                                                                        \
	"1 2026-11-21 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4O" \
	"To7PD0+Pw== 09a82364\n"
#define KEY_2                                                                                        \
	"2 2027-11-21 //79/Pv6+fj39vX08/Lx8O/u7ezr6uno5+bl5OPi4eDf3t3c29rZ2NfW1dTT0tHQz87NzMvKycjHx" \
	"sXEw8LBwA== b482628c\n"
#define KEY_7                                                                                        \
	"7 2028-01-02 BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHB" \
	"wcHBwcHBw== f032ec69\n"

static inline void *fixture_alloc(size_t n, const char *file, int line)
{
	(void)file, (void)line;
	return mem_alloc(n);
}

static inline void *fixture_resize(void *p, size_t n, const char *file, int line)
{
	(void)file, (void)line;
	return mem_resize(p, n);
}

static inline void fixture_free(void *p, const char *file, int line)
{
	(void)file, (void)line;
	mem_free(p);
}

/* Lets mem_fail_at reach OpenSSL too; to be called before anything else of it. */
static inline int fixture_openssl_heap(void)
{
	return CRYPTO_set_mem_functions(fixture_alloc, fixture_resize, fixture_free);
}

#endif
