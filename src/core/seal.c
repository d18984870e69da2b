#include "core/seal.h"

#include "core/keyring_key.h"

#include <assert.h>

/* Where the parts of a sealed value begin. */
enum { AT_VERSION = 0, AT_GENERATION = 1, AT_IV = 3, AT_CIPHER = SEAL_HEAD };

static struct str key_of(const struct digest *d)
{
	return (struct str){ (const char *)d->b, sizeof d->b };
}

/* Lengths go before the parts, so that no two pairs of place and value are the same bytes. */
struct length {
	unsigned char b[8];
};

static struct str length_of(size_t n, struct length *out)
{
	for (int i = 0; i < 8; i++)
		out->b[i] = (unsigned char)((uint64_t)n >> (56 - 8 * i));
	return (struct str){ (const char *)out->b, sizeof out->b };
}

static enum err check_place(struct str place, struct error *err)
{
	if (place.n == 0 || place.n > SEAL_PLACE_MAX)
		return error_set(err, ERR_BUG, NULL, "程序内部错误：加密内容的位置名有误");
	return OK;
}

/* The code over place and everything before the code. */
static enum err code_of(const struct keyring_key *k, struct str place, struct str body,
	struct digest *out, struct error *err)
{
	struct length n;
	struct str part[] = { length_of(place.n, &n), place, body };
	return hmac_sm3_parts(key_of(&k->mac), part, 3, out, err);
}

enum err seal(const struct keyring *ring, struct arena *a, struct str plain, struct str place,
	struct str *out, struct error *err)
{
	enum err failed = check_place(place, err);
	if (failed)
		return failed;
	if (plain.n > SEAL_PLAIN_MAX)
		return error_set(err, ERR_LIMIT, NULL, "内容过长，不能加密保存；请缩短后重试");
	const struct keyring_key *k = &ring->key[ring->n - 1];
	size_t n = plain.n + SEAL_OVERHEAD;
	unsigned char *p = arena_alloc(a, n);
	if (!p)
		return arena_check(a, err);
	p[AT_VERSION] = SEAL_VERSION;
	p[AT_GENERATION] = (unsigned char)(k->generation >> 8);
	p[AT_GENERATION + 1] = (unsigned char)k->generation;
	random_bytes(p + AT_IV, SM4_IV_SIZE);
	failed = sm4_ctr(k->cipher, p + AT_IV, plain.p, plain.n, p + AT_CIPHER, err);
	struct digest code;
	struct str body = { (const char *)p, n - SM3_SIZE };
	if (!failed)
		failed = code_of(k, place, body, &code, err);
	if (failed)
		return failed;
	memcpy(p + body.n, code.b, sizeof code.b);
	*out = (struct str){ (const char *)p, n };
	return OK;
}

unsigned seal_generation(struct str sealed)
{
	const unsigned char *p = (const unsigned char *)sealed.p;
	if (sealed.n < SEAL_OVERHEAD || p[AT_VERSION] != SEAL_VERSION)
		return 0;
	return (unsigned)p[AT_GENERATION] << 8 | p[AT_GENERATION + 1];
}

enum err seal_open(const struct keyring *ring, struct arena *a, struct str sealed, struct str place,
	struct str *plain, struct error *err)
{
	static const char damaged[] =
		"加密的内容已损坏或被挪动过，不能打开；请从备份恢复，并通知安全管理员";
	const struct keyring_key *k;
	struct digest code;
	unsigned generation = seal_generation(sealed);
	enum err failed = check_place(place, err);
	if (failed)
		return failed;
	if (generation == 0 || sealed.n - SEAL_OVERHEAD > SEAL_PLAIN_MAX)
		return error_set(err, ERR_FORMAT, NULL, damaged);
	failed = keyring_find(ring, generation, &k, err);
	struct str body = str_sub(sealed, 0, sealed.n - SM3_SIZE);
	if (!failed)
		failed = code_of(k, place, body, &code, err);
	if (failed)
		return failed;
	if (!mem_equal_ct(code.b, sealed.p + body.n, sizeof code.b))
		return error_set(err, ERR_FORMAT, NULL, damaged);
	const unsigned char *p = (const unsigned char *)sealed.p;
	size_t n = sealed.n - SEAL_OVERHEAD;
	char *z = arena_alloc(a, n + 1); /* cleared: ends in NUL */
	if (!z)
		return arena_check(a, err);
	failed = sm4_ctr(k->cipher, p + AT_IV, p + AT_CIPHER, n, z, err);
	if (failed)
		return failed;
	*plain = (struct str){ z, n };
	return OK;
}

enum err blind_index(const struct keyring *ring, unsigned generation, struct str label,
	struct str value, struct digest *out, struct error *err)
{
	const struct keyring_key *k;
	struct length n;
	struct str part[] = { length_of(label.n, &n), label, value };
	enum err failed = keyring_find(ring, generation, &k, err);
	return failed ? failed : hmac_sm3_parts(key_of(&k->index), part, 3, out, err);
}

enum err log_seal(const struct keyring *ring, unsigned generation, struct str data,
	struct digest *out, struct error *err)
{
	const struct keyring_key *k;
	enum err failed = keyring_find(ring, generation, &k, err);
	return failed ? failed : hmac_sm3(key_of(&k->log), data, out, err);
}
