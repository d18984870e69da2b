#include "tests/fuzz/fuzz.h"

#include "core/seal.h"
#include "tests/fixture_keys.h"

#include <stdlib.h>

/* Bytes against a known ring. */
static void open_sealed(struct str bytes)
{
	struct keyring *ring = NULL;
	struct arena a;
	struct str plain = { NULL, 0 }, again;
	struct error err = { 0 };
	arena_init(&a, 1 << 20);
	if (keyring_parse(STR(KEYS_HEAD KEY_1 KEY_2), &ring, NULL))
		abort();
	enum err e = seal_open(ring, &a, bytes, STR("fuzz"), &plain, &err);
	if (e == OK && (plain.n + SEAL_OVERHEAD != bytes.n || seal_generation(bytes) == 0))
		abort();
	if (e != OK && (!err.msg[0] || plain.p || (e != ERR_FORMAT && e != ERR_NOT_FOUND)))
		abort();
	/* The bytes as a value: sealed they open again, and not with a bit changed. */
	if (bytes.n > SEAL_PLAIN_MAX || seal(ring, &a, bytes, STR("fuzz"), &again, NULL) ||
		seal_open(ring, &a, again, STR("fuzz"), &plain, NULL) || !str_eq(plain, bytes))
		abort();
	((char *)again.p)[bytes.n % again.n] ^= 1;
	if (seal_open(ring, &a, again, STR("fuzz"), &plain, NULL) == OK)
		abort();
	keyring_close(ring);
	arena_done(&a);
}

/* A key file: a ring that seals and opens, or an orderly refusal. */
static void open_keys(struct str text)
{
	struct keyring *ring = NULL;
	struct arena a;
	struct str sealed, plain;
	struct error err = { 0 };
	enum err e = keyring_parse(text, &ring, &err);
	if (e) {
		if (ring || !err.msg[0] || (e != ERR_FORMAT && e != ERR_LIMIT))
			abort();
		return;
	}
	arena_init(&a, 1 << 20);
	if (!keyring_has(ring, 1) || seal(ring, &a, STR("x"), STR("fuzz"), &sealed, NULL) ||
		seal_generation(sealed) != keyring_newest(ring) ||
		seal_open(ring, &a, sealed, STR("fuzz"), &plain, NULL) || !str_is(plain, "x"))
		abort();
	arena_done(&a);
	keyring_close(ring);
}

/* What has one text only must come back as that text. */
static void decode(struct str text)
{
	struct arena a;
	struct str out;
	arena_init(&a, 16 << 20);
	if (!base64_decode(&a, text, &out, NULL) && !str_eq(base64_arena(&a, out), text))
		abort();
	if (!base64url_decode(&a, text, &out, NULL) && !str_eq(base64url_arena(&a, out), text))
		abort();
	if (!base32_decode(&a, text, &out, NULL)) {
		struct str padded = base32_arena(&a, out);
		if (!str_starts(padded, text) || padded.n - text.n > 6)
			abort();
	}
	if (!hex_decode(&a, text, &out, NULL) && out.n * 2 != text.n)
		abort();
	arena_done(&a);
}

/* The first byte chooses: k a key file, d a text to decode, anything else a sealed value. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str s = { (const char *)data, size };
	if (size && size <= 64 * 1024) {
		struct str rest = str_sub(s, 1, s.n);
		if (data[0] == 'k')
			open_keys(rest);
		else if (data[0] == 'd')
			decode(rest);
		else
			open_sealed(rest);
	}
	return 0;
}
