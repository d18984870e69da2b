#include "core/crypto.h"

#include <assert.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <sodium.h>
#include <stdlib.h>

/*
 * What OpenSSL's error queue says, emptied.  "Unsupported" is the look-up of an algorithm that is
 * not there; whatever else goes wrong in these calls goes wrong for want of memory, which the
 * queue often calls by another name ("initialization error").
 */
static enum err failed(const char *what, struct error *err)
{
	unsigned long code = 0;
	for (unsigned long e; (e = ERR_get_error()) != 0;)
		if (ERR_GET_REASON(e) == ERR_R_UNSUPPORTED)
			code = e;
	if (!code)
		return error_nomem(err);
	error_set(err, ERR_IO, NULL,
		"这台机器的 OpenSSL 不能使用算法 %s；请安装完整的 libssl3，检查 openssl.cnf 后重新启动",
		what);
	error_detail(err, "openssl %08lx", code);
	return ERR_IO;
}

/* --- SM3 and HMAC --------------------------------------------------------------------------- */

enum err sm3_start(struct sm3 *s, struct error *err)
{
	/* A context that knows its algorithm is begun again without looking it up. */
	const EVP_MD *md = s->ctx ? NULL : EVP_sm3();
	if (!s->ctx)
		s->ctx = EVP_MD_CTX_new();
	if (!s->ctx || EVP_DigestInit_ex2(s->ctx, md, NULL) != 1) {
		sm3_done(s); /* begun by half, it would not begin again */
		return failed("SM3", err);
	}
	s->err = OK;
	return OK;
}

void sm3_add(struct sm3 *s, const void *p, size_t n)
{
	if (!s->ctx)
		s->err = ERR_BUG;
	if (!s->err && n && EVP_DigestUpdate(s->ctx, p, n) != 1)
		s->err = ERR_IO;
}

void sm3_add_field(struct sm3 *s, struct str field)
{
	unsigned char length[8];
	for (int i = 0; i < 8; i++)
		length[i] = (unsigned char)((uint64_t)field.n >> (56 - 8 * i));
	sm3_add(s, length, sizeof length);
	sm3_add(s, field.p, field.n);
}

enum err sm3_end(struct sm3 *s, struct digest *out, struct error *err)
{
	if (s->err == ERR_BUG || !s->ctx)
		return error_set(err, ERR_BUG, NULL, "程序内部错误：摘要没有开始就结束");
	struct digest d;
	if (s->err || EVP_DigestFinal_ex(s->ctx, d.b, NULL) != 1)
		return failed("SM3", err);
	s->err = ERR_BUG; /* sm3_start comes next */
	*out = d;
	return OK;
}

void sm3_done(struct sm3 *s)
{
	if (!s)
		return;
	EVP_MD_CTX_free(s->ctx);
	*s = (struct sm3){ 0 };
}

enum err sm3_of(struct str s, struct digest *out, struct error *err)
{
	struct digest d;
	if (EVP_Digest(s.p, s.n, d.b, NULL, EVP_sm3(), NULL) != 1)
		return failed("SM3", err);
	*out = d;
	return OK;
}

/* HMAC of the parts with the digest of this name; exactly `size` bytes to out. */
static enum err hmac(const char *name, struct str key, const struct str *part, size_t n,
	unsigned char *out, size_t size, struct error *err)
{
	if (!key.n)
		return error_set(err, ERR_BUG, NULL, "程序内部错误：密钥为空");
	char digest[8];
	size_t length = strlen(name);
	assert(length < sizeof digest);
	memcpy(digest, name, length + 1);
	OSSL_PARAM param[] = { OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
		OSSL_PARAM_construct_end() };
	EVP_MAC *mac = EVP_MAC_fetch(NULL, "HMAC", NULL);
	EVP_MAC_CTX *ctx = mac ? EVP_MAC_CTX_new(mac) : NULL;
	bool good = ctx && EVP_MAC_init(ctx, (const unsigned char *)key.p, key.n, param) == 1;
	for (size_t i = 0; good && i < n; i++)
		good = part[i].n == 0 ||
		       EVP_MAC_update(ctx, (const unsigned char *)part[i].p, part[i].n) == 1;
	unsigned char code[EVP_MAX_MD_SIZE];
	size_t made = 0;
	good = good && EVP_MAC_final(ctx, code, &made, sizeof code) == 1 && made == size;
	EVP_MAC_CTX_free(ctx);
	EVP_MAC_free(mac);
	if (good)
		memcpy(out, code, size);
	mem_wipe(code, sizeof code);
	return good ? OK : failed(name, err);
}

enum err hmac_sm3_parts(
	struct str key, const struct str *part, size_t n, struct digest *out, struct error *err)
{
	return hmac("SM3", key, part, n, out->b, sizeof out->b, err);
}

enum err hmac_sm3(struct str key, struct str data, struct digest *out, struct error *err)
{
	return hmac_sm3_parts(key, &data, 1, out, err);
}

enum err hmac_sha1(struct str key, struct str data, unsigned char out[SHA1_SIZE], struct error *err)
{
	return hmac("SHA1", key, &data, 1, out, SHA1_SIZE, err);
}

enum err sm4_ctr(const unsigned char key[SM4_KEY_SIZE], const unsigned char iv[SM4_IV_SIZE],
	const void *in, size_t n, void *out, struct error *err)
{
	enum { STEP = 1 << 30 }; /* OpenSSL counts in int */
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	bool good = ctx && EVP_EncryptInit_ex2(ctx, EVP_sm4_ctr(), key, iv, NULL) == 1;
	for (size_t at = 0; good && at < n;) {
		int part = n - at < STEP ? (int)(n - at) : STEP, made = 0;
		good = EVP_EncryptUpdate(ctx, (unsigned char *)out + at, &made,
			       (const unsigned char *)in + at, part) == 1 &&
		       made == part;
		at += (size_t)part;
	}
	EVP_CIPHER_CTX_free(ctx);
	return good ? OK : failed("SM4", err);
}

struct digest_text digest_hex(const struct digest *d)
{
	struct digest_text t;
	sodium_bin2hex(t.z, sizeof t.z, d->b, sizeof d->b);
	return t;
}

bool digest_parse(struct str hex, struct digest *out)
{
	struct digest d;
	size_t n = 0;
	if (hex.n != 2 * SM3_SIZE ||
		sodium_hex2bin(d.b, sizeof d.b, hex.p, hex.n, NULL, &n, NULL) != 0 || n != SM3_SIZE)
		return false;
	*out = d;
	return true;
}

bool digest_eq(const struct digest *a, const struct digest *b)
{
	return mem_equal_ct(a->b, b->b, sizeof a->b);
}

/* --- random, secret memory ------------------------------------------------------------------ */

void random_bytes(void *p, size_t n)
{
	/* Again and again is allowed and costs a lock; so nobody can forget it. */
	if (sodium_init() < 0)
		abort();
	randombytes_buf(p, n);
}

uint32_t random_below(uint32_t below)
{
	assert(below >= 1);
	if (sodium_init() < 0)
		abort();
	return randombytes_uniform(below);
}

struct str random_token(struct arena *a, size_t bytes)
{
	unsigned char b[64];
	assert(bytes >= 16 && bytes <= sizeof b);
	random_bytes(b, bytes);
	struct str token = base64url_arena(a, (struct str){ (const char *)b, bytes });
	mem_wipe(b, sizeof b);
	return token;
}

bool mem_equal_ct(const void *a, const void *b, size_t n)
{
	return n == 0 || sodium_memcmp(a, b, n) == 0;
}

void mem_wipe(void *p, size_t n)
{
	if (n)
		sodium_memzero(p, n);
}

/* --- texts ---------------------------------------------------------------------------------- */

void hex_encode(struct buf *b, struct str bytes)
{
	enum { STEP = 256 };
	char text[2 * STEP + 1];
	for (size_t at = 0; at < bytes.n; at += STEP) {
		size_t n = bytes.n - at < STEP ? bytes.n - at : STEP;
		sodium_bin2hex(text, sizeof text, (const unsigned char *)bytes.p + at, n);
		buf_add(b, text, 2 * n);
	}
}

/* A step is a multiple of three bytes, so that only the last one is padded. */
static void base64_steps(struct buf *b, struct str bytes, size_t step, int variant, bool lines)
{
	char text[1025];
	assert(step % 3 == 0 && step / 3 * 4 < sizeof text);
	for (size_t at = 0; at < bytes.n; at += step) {
		size_t n = bytes.n - at < step ? bytes.n - at : step;
		sodium_bin2base64(
			text, sizeof text, (const unsigned char *)bytes.p + at, n, variant);
		buf_cstr(b, text);
		if (lines)
			buf_lit(b, "\r\n");
	}
}

void base64_encode(struct buf *b, struct str bytes)
{
	base64_steps(b, bytes, 768, sodium_base64_VARIANT_ORIGINAL, false);
}

void base64_encode_lines(struct buf *b, struct str bytes)
{
	enum { LINE_BYTES = 57 }; /* 76 signs, RFC 2045 6.8 */
	base64_steps(b, bytes, LINE_BYTES, sodium_base64_VARIANT_ORIGINAL, true);
}

void base64url_encode(struct buf *b, struct str bytes)
{
	base64_steps(b, bytes, 768, sodium_base64_VARIANT_URLSAFE_NO_PADDING, false);
}

static const char base32_sign[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

static void base32_add(struct buf *b, struct str bytes, bool pad)
{
	for (size_t at = 0; at < bytes.n; at += 5) {
		size_t n = bytes.n - at < 5 ? bytes.n - at : 5, signs = (n * 8 + 4) / 5;
		uint64_t group = 0;
		for (size_t i = 0; i < 5; i++)
			group = group << 8 | (i < n ? (unsigned char)bytes.p[at + i] : 0);
		char text[8];
		for (size_t i = 0; i < 8; i++)
			text[i] = i < signs ? base32_sign[group >> (35 - 5 * i) & 31] : '=';
		buf_add(b, text, pad ? 8 : signs);
	}
}

void base32_encode(struct buf *b, struct str bytes)
{
	base32_add(b, bytes, true);
}

void base32_encode_nopad(struct buf *b, struct str bytes)
{
	base32_add(b, bytes, false);
}

static struct str encode_arena(
	struct arena *a, struct str bytes, void (*encode)(struct buf *, struct str))
{
	struct buf b;
	struct str out = { NULL, 0 };
	buf_init(&b, a->max);
	encode(&b, bytes);
	if (b.err)
		a->err = b.err;
	else
		out = arena_str(a, buf_view(&b));
	if (b.p)
		mem_wipe(b.p, b.n); /* it may have been a token */
	buf_done(&b);
	return out;
}

struct str hex_arena(struct arena *a, struct str bytes)
{
	return encode_arena(a, bytes, hex_encode);
}

struct str base64_arena(struct arena *a, struct str bytes)
{
	return encode_arena(a, bytes, base64_encode);
}

struct str base64url_arena(struct arena *a, struct str bytes)
{
	return encode_arena(a, bytes, base64url_encode);
}

struct str base32_arena(struct arena *a, struct str bytes)
{
	return encode_arena(a, bytes, base32_encode);
}

static enum err not_this(const char *form, struct error *err)
{
	return error_set(err, ERR_FORMAT, NULL, "不是完整的 %s 文本；请重新复制全部内容", form);
}

enum err hex_decode(struct arena *a, struct str text, struct str *out, struct error *err)
{
	size_t n = 0;
	unsigned char *p = arena_alloc(a, text.n / 2 + 1);
	if (!p)
		return arena_check(a, err);
	if (text.n % 2 != 0 ||
		(text.n && sodium_hex2bin(p, text.n / 2, text.p, text.n, NULL, &n, NULL) != 0) ||
		n != text.n / 2)
		return not_this("hex", err);
	*out = (struct str){ (const char *)p, n };
	return OK;
}

/*
 * libsodium 1.0.18 takes some bytes above 0x7f for signs of the alphabet where char is signed;
 * they are refused here first.
 */
static bool read_base64(struct str text, int variant, unsigned char *out, size_t max, size_t *n)
{
	*n = 0;
	for (size_t i = 0; i < text.n; i++)
		if ((unsigned char)text.p[i] > 0x7f)
			return false;
	return text.n == 0 ||
	       sodium_base642bin(out, max, text.p, text.n, NULL, n, NULL, variant) == 0;
}

bool base64_read(struct str text, bool padded, void *out, size_t n)
{
	size_t made;
	int variant =
		padded ? sodium_base64_VARIANT_ORIGINAL : sodium_base64_VARIANT_ORIGINAL_NO_PADDING;
	return read_base64(text, variant, out, n, &made) && made == n;
}

static enum err decode64(
	struct arena *a, struct str text, int variant, struct str *out, struct error *err)
{
	size_t n, max = text.n / 4 * 3 + 3;
	unsigned char *p = arena_alloc(a, max);
	if (!p)
		return arena_check(a, err);
	if (!read_base64(text, variant, p, max, &n))
		return not_this("base64", err);
	*out = (struct str){ (const char *)p, n };
	return OK;
}

enum err base64_decode(struct arena *a, struct str text, struct str *out, struct error *err)
{
	return decode64(a, text, sodium_base64_VARIANT_ORIGINAL, out, err);
}

enum err base64url_decode(struct arena *a, struct str text, struct str *out, struct error *err)
{
	return decode64(a, text, sodium_base64_VARIANT_URLSAFE_NO_PADDING, out, err);
}

enum err base32_decode(struct arena *a, struct str text, struct str *out, struct error *err)
{
	size_t n = text.n;
	while (n && text.n - n < 7 && text.p[n - 1] == '=')
		n--;
	/* 1, 3 and 6 signs over a multiple of eight end no byte; padding fills up to eight or is
	 * left out. */
	size_t rest = n % 8;
	if (rest == 1 || rest == 3 || rest == 6 || (n != text.n && (text.n % 8 || text.n - n >= 8)))
		return not_this("base32", err);
	unsigned char *p = arena_alloc(a, n / 8 * 5 + 5);
	if (!p)
		return arena_check(a, err);
	uint32_t bits = 0;
	unsigned have = 0;
	size_t made = 0;
	for (size_t i = 0; i < n; i++) {
		const char *at = text.p[i] ? strchr(base32_sign, text.p[i]) : NULL;
		if (!at)
			return not_this("base32", err);
		bits = (bits << 5 | (uint32_t)(at - base32_sign)) & 0xfff;
		have += 5;
		if (have >= 8) {
			have -= 8;
			p[made++] = (unsigned char)(bits >> have);
		}
	}
	if (bits & ((1u << have) - 1))
		return not_this("base32", err);
	*out = (struct str){ (const char *)p, made };
	return OK;
}
