#include "tests/test.h"

#include "core/totp.h"
#include "tests/fixture_keys.h"

#define COUNT(x) (sizeof(x) / sizeof(x)[0])

static struct totp_secret rfc_secret(void)
{
	struct totp_secret s;
	memcpy(s.b, "12345678901234567890", sizeof s.b);
	return s;
}

/* RFC 6238 appendix B, SHA-1: the last six of its eight digits. */
static void codes(void)
{
	static const struct {
		int64_t seconds;
		const char *digits;
	} row[] = {
		{ 59, "287082" },
		{ 1111111109, "081804" },
		{ 1111111111, "050471" },
		{ 1234567890, "005924" },
		{ 2000000000, "279037" },
		{ 20000000000, "353130" },
	};
	/* RFC 4226 appendix D: counters 0 to 9. */
	static const char *const hotp[] = { "755224", "287082", "359152", "969429", "338314",
		"254676", "287922", "162583", "399871", "520489" };
	struct totp_secret s = rfc_secret();
	struct totp_code c;
	for (size_t i = 0; i < COUNT(row); i++)
		CHECK(!totp_code(&s, totp_step(row[i].seconds), &c, NULL) &&
				!strcmp(c.z, row[i].digits),
			"at %lld: %s", (long long)row[i].seconds, row[i].digits);
	for (size_t i = 0; i < COUNT(hotp); i++)
		CHECK(!totp_code(&s, (int64_t)i, &c, NULL) && !strcmp(c.z, hotp[i]), "step %zu: %s",
			i, hotp[i]);
	CHECK(totp_step(0) == 0 && totp_step(29) == 0 && totp_step(30) == 1, "steps of 30 seconds");
}

static int64_t try(const char *typed, int64_t seconds, int64_t last)
{
	struct totp_secret s = rfc_secret();
	int64_t step = -99;
	return totp_verify(&s, str_cstr(typed), seconds, last, &step, NULL) ? -98 : step;
}

static void window(void)
{
	/* 254676 is the code of step 5, seconds 150 to 179. */
	static const struct {
		const char *typed;
		int64_t seconds, last, step;
		const char *why;
	} row[] = {
		{ "254676", 150, TOTP_NO_STEP, 5, "now" },
		{ "254676", 179, TOTP_NO_STEP, 5, "last second" },
		{ "254676", 120, TOTP_NO_STEP, 5, "clock one step slow" },
		{ "254676", 209, TOTP_NO_STEP, 5, "typed one step late" },
		{ "254676", 119, TOTP_NO_STEP, -1, "too early" },
		{ "254676", 210, TOTP_NO_STEP, -1, "too late" },
		{ "254676", 150, 4, 5, "after another" },
		{ "254676", 150, 5, -1, "used" },
		{ "254676", 150, 6, -1, "older than what was used" },
		{ "254677", 150, TOTP_NO_STEP, -1, "wrong" },
		{ "755224", 0, TOTP_NO_STEP, 0, "step 0 at the epoch" },
		{ "755224", 0, 0, -1, "step 0 used" },
		{ "254 676", 150, TOTP_NO_STEP, 5, "with a blank" },
		{ " 254676 ", 150, TOTP_NO_STEP, 5, "with blanks about it" },
		{ "２５４６７６", 150, TOTP_NO_STEP, 5, "full-width digits" },
		{ "254　67６", 150, TOTP_NO_STEP, 5, "full-width mixed" },
		{ "", 150, TOTP_NO_STEP, -1, "nothing" },
		{ "25467", 150, TOTP_NO_STEP, -1, "five digits" },
		{ "2546766", 150, TOTP_NO_STEP, -1, "seven digits" },
		{ "25467a", 150, TOTP_NO_STEP, -1, "a letter" },
		{ "25467\xef\xbc", 150, TOTP_NO_STEP, -1, "half a sign" },
		{ "25467：", 150, TOTP_NO_STEP, -1, "a full-width sign that is no digit" },
		{ "25467\xef\xbc\x8f", 150, TOTP_NO_STEP, -1, "the sign before full-width 0" },
	};
	for (size_t i = 0; i < COUNT(row); i++)
		CHECK(try(row[i].typed, row[i].seconds, row[i].last) == row[i].step, "%s",
			row[i].why);
	/* Going on with each step that was accepted, a code is good once. */
	int64_t last = TOTP_NO_STEP;
	static const char *const hotp[] = { "755224", "287082", "359152", "969429" };
	bool once = true;
	for (int64_t i = 0; i < 4; i++) {
		int64_t step = try(hotp[i], i * 30, last);
		once = once && step == i && try(hotp[i], i * 30 + 5, step) == TOTP_NO_STEP;
		last = step;
	}
	CHECK(once, "each code is good once");
}

static void uri(void)
{
	struct buf b;
	struct totp_secret s = rfc_secret(), x, y;
	buf_init(&b, 4096);
	totp_uri(&b, STR("示例市"), STR("wang ce@a:b"), &s);
	CHECK(str_is(buf_view(&b),
		      "otpauth://totp/%E7%A4%BA%E4%BE%8B%E5%B8%82:wang%20ce%40a%3Ab"
		      "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=%E7%A4%BA%E4%BE%8B%E5%B8%82"
		      "&algorithm=SHA1&digits=6&period=30"),
		"otpauth URI");
	buf_done(&b);
	totp_secret_make(&x);
	totp_secret_make(&y);
	CHECK(!mem_equal_ct(x.b, y.b, sizeof x.b), "secrets differ");
}

static void recovery(void)
{
	struct recovery_code code[RECOVERY_CODES];
	struct keyring *ring = NULL;
	struct digest d, e;
	struct error err;
	bool shape = true, distinct = true;
	CHECK(!keyring_parse(STR(KEYS_HEAD KEY_1 KEY_2), &ring, NULL), "a ring");
	recovery_codes_make(code);
	for (size_t i = 0; i < RECOVERY_CODES; i++) {
		shape = shape && strlen(code[i].z) == 11 && code[i].z[5] == '-' &&
			!strpbrk(code[i].z, "01OIL") &&
			strspn(code[i].z, "23456789ABCDEFGHJKMNPQRSTUVWXYZ-") == 11 &&
			!recovery_code_digest(ring, STR("17"), str_cstr(code[i].z), &d, NULL);
		for (size_t k = 0; k < i; k++)
			distinct = distinct && strcmp(code[i].z, code[k].z) != 0;
	}
	CHECK(shape, "two groups of five without look-alikes");
	CHECK(distinct, "ten different ones");
	/* libgcrypt 1.10.1 */
	CHECK(!recovery_code_digest(ring, STR("17"), STR("7KQ2M-XW9CD"), &d, NULL) &&
			!strcmp(digest_hex(&d).z,
				"a05d12de96a28525722740091b3f61104103763c1ae5509479232b18eb0047e9"),
		"digest of a code");
	static const char *const same[] = { "7kq2m-xw9cd", "7KQ2MXW9CD", " 7KQ2 M-XW 9CD " };
	for (size_t i = 0; i < COUNT(same); i++)
		CHECK(!recovery_code_digest(ring, STR("17"), str_cstr(same[i]), &e, NULL) &&
				digest_eq(&d, &e),
			"the same typed as \"%s\"", same[i]);
	CHECK(!recovery_code_digest(ring, STR("18"), STR("7KQ2M-XW9CD"), &e, NULL) &&
			!digest_eq(&d, &e),
		"another account, another digest");
	static const char *const bad[] = { "", "7KQ2M", "7KQ2M-XW9CDA", "7KQ2M-XW9C0",
		"7KQ2M-XW9CI", "7KQ2M_XW9CD", "7KQ2M-XW9C示" };
	for (size_t i = 0; i < COUNT(bad); i++)
		CHECK(recovery_code_digest(ring, STR("17"), str_cstr(bad[i]), &e, &err) ==
					ERR_INVALID &&
				strstr(err.msg, "恢复码"),
			"no recovery code: \"%s\"", bad[i]);
	CHECK(recovery_code_digest(ring, STR(""), STR("7KQ2M-XW9CD"), &e, &err) == ERR_BUG,
		"an account is needed");
	keyring_close(ring);
}

static void memory(void)
{
	struct totp_secret s = rfc_secret();
	int64_t step = 7;
	long n = 0, steps;
	bool good = true;
	do {
		struct error err = { 0 };
		step = 7;
		mem_fail_at(++n);
		enum err e = totp_verify(&s, STR("254676"), 150, TOTP_NO_STEP, &step, &err);
		steps = mem_requests();
		mem_fail_at(0);
		good = good && ((e == ERR_NOMEM && step == 7) || (e == OK && step == 5));
	} while (n <= steps && n < 1000);
	CHECK(good && n > 5, "no memory at any of %ld requests is an ordinary error", n - 1);
}

int main(void)
{
	CHECK(fixture_openssl_heap() == 1, "OpenSSL uses our heap");
	codes();
	window();
	uri();
	recovery();
	memory();
	return TEST_END();
}
