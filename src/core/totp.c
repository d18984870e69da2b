#include "core/totp.h"

#include "core/seal.h"

#include <assert.h>

void totp_secret_make(struct totp_secret *out)
{
	random_bytes(out->b, sizeof out->b);
}

int64_t totp_step(int64_t unix_seconds)
{
	assert(unix_seconds >= 0);
	return unix_seconds / TOTP_STEP_SECONDS;
}

/* RFC 4226 5.3: HOTP of a counter. */
enum err totp_code(
	const struct totp_secret *secret, int64_t step, struct totp_code *out, struct error *err)
{
	unsigned char counter[8], mac[SHA1_SIZE];
	assert(step >= 0);
	for (int i = 0; i < 8; i++)
		counter[i] = (unsigned char)((uint64_t)step >> (56 - 8 * i));
	enum err failed = hmac_sha1((struct str){ (const char *)secret->b, sizeof secret->b },
		(struct str){ (const char *)counter, sizeof counter }, mac, err);
	if (failed)
		return failed;
	const unsigned char *p = mac + (mac[SHA1_SIZE - 1] & 15);
	uint32_t v = (uint32_t)(p[0] & 0x7f) << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 |
		     (uint32_t)p[3];
	for (int i = TOTP_DIGITS; i-- > 0; v /= 10)
		out->z[i] = (char)('0' + v % 10);
	out->z[TOTP_DIGITS] = '\0';
	return OK;
}

/* The six digits of what was typed: blanks dropped, full-width digits made plain. */
static bool read_digits(struct str typed, char out[TOTP_DIGITS])
{
	size_t n = 0;
	for (size_t i = 0; i < typed.n; i++) {
		unsigned char c = (unsigned char)typed.p[i];
		if (c == ' ')
			continue;
		/* U+FF10 … U+FF19 are EF BC 90 … EF BC 99, U+3000 is E3 80 80. */
		struct str rest = str_sub(typed, i, typed.n);
		if (str_starts(rest, STR("\xe3\x80\x80"))) {
			i += 2;
			continue;
		}
		if (str_starts(rest, STR("\xef\xbc")) && rest.n > 2) {
			c = (unsigned char)((unsigned char)rest.p[2] - 0x90 + '0');
			i += 2;
		}
		if (c < '0' || c > '9' || n == TOTP_DIGITS)
			return false;
		out[n++] = (char)c;
	}
	return n == TOTP_DIGITS;
}

enum err totp_verify(const struct totp_secret *secret, struct str typed, int64_t unix_seconds,
	int64_t last_step, int64_t *step, struct error *err)
{
	char digit[TOTP_DIGITS];
	int64_t now = totp_step(unix_seconds), found = TOTP_NO_STEP;
	bool readable = read_digits(typed, digit);
	/* All of the window is tried every time; the earliest match is used up first. */
	for (int64_t s = now + TOTP_WINDOW; s >= now - TOTP_WINDOW; s--) {
		struct totp_code code;
		if (s < 0)
			continue;
		enum err failed = totp_code(secret, s, &code, err);
		if (failed)
			return failed;
		if (readable && mem_equal_ct(code.z, digit, TOTP_DIGITS) && s > last_step)
			found = s;
	}
	*step = found;
	return OK;
}

/* RFC 3986: all but the unreserved signs as %XX. */
static void add_percent(struct buf *b, struct str s)
{
	static const char plain[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] && strchr(plain, s.p[i]))
			buf_char(b, s.p[i]);
		else
			buf_fmt(b, "%%%02X", (unsigned char)s.p[i]);
	}
}

void totp_uri(
	struct buf *b, struct str issuer, struct str account, const struct totp_secret *secret)
{
	buf_lit(b, "otpauth://totp/");
	add_percent(b, issuer);
	buf_char(b, ':');
	add_percent(b, account);
	buf_lit(b, "?secret=");
	base32_encode_nopad(b, (struct str){ (const char *)secret->b, sizeof secret->b });
	buf_lit(b, "&issuer=");
	add_percent(b, issuer);
	buf_fmt(b, "&algorithm=SHA1&digits=%d&period=%d", TOTP_DIGITS, TOTP_STEP_SECONDS);
}

/* --- recovery codes ------------------------------------------------------------------------- */

static const char recovery_sign[] = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"; /* no 0 O 1 I L */

void recovery_codes_make(struct recovery_code out[RECOVERY_CODES])
{
	enum { HALF = RECOVERY_SIGNS / 2 };
	for (size_t i = 0; i < RECOVERY_CODES; i++) {
		char *z = out[i].z;
		for (size_t k = 0; k <= RECOVERY_SIGNS; k++)
			z[k] = k == HALF ? '-'
					 : recovery_sign[random_below(sizeof recovery_sign - 1)];
		z[RECOVERY_SIGNS + 1] = '\0';
	}
}

/* The ten signs of what was typed, in upper case. */
static bool read_signs(struct str typed, char out[RECOVERY_SIGNS])
{
	size_t n = 0;
	for (size_t i = 0; i < typed.n; i++) {
		char c = typed.p[i];
		if (c == ' ' || c == '-')
			continue;
		if (c >= 'a' && c <= 'z')
			c = (char)(c - 32);
		if (!c || !strchr(recovery_sign, c) || n == RECOVERY_SIGNS)
			return false;
		out[n++] = c;
	}
	return n == RECOVERY_SIGNS;
}

enum err recovery_code_digest(const struct keyring *ring, struct str account_id, struct str typed,
	struct digest *out, struct error *err)
{
	char sign[RECOVERY_SIGNS];
	char label[128];
	static const char use[] = "account.recovery/";
	if (!read_signs(typed, sign))
		return error_set(err, ERR_INVALID, NULL,
			"恢复码是 10 个字母和数字，如 7KQ2M-XW9CD；请对照打印的恢复码重新输入");
	if (account_id.n == 0 || account_id.n > sizeof label - sizeof use)
		return error_set(err, ERR_BUG, NULL, "程序内部错误：账号编号有误");
	memcpy(label, use, sizeof use - 1);
	memcpy(label + sizeof use - 1, account_id.p, account_id.n);
	enum err failed = blind_index(ring, SEAL_INDEX_GENERATION,
		(struct str){ label, sizeof use - 1 + account_id.n },
		(struct str){ sign, sizeof sign }, out, err);
	mem_wipe(sign, sizeof sign);
	return failed;
}
