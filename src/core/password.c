#include "core/password.h"

#include "core/crypto.h"
#include "core/utf8.h"

#include <sodium.h>
#include <stdlib.h>

enum {
	MEMORY_KIB_MIN = 8 * 1024,
	MEMORY_KIB_MAX = 1024 * 1024, /* a forged hash must not ask for more */
	PASSES_MAX = 16,
	DIGEST_SIZE = 32,     /* bytes, as crypto_pwhash_str makes it */
	ACCOUNT_BYTES_MIN = 3 /* shorter names are in a password by chance */
};

static bool cost_is_valid(struct password_cost c)
{
	return c.memory_kib >= MEMORY_KIB_MIN && c.memory_kib <= MEMORY_KIB_MAX && c.passes >= 1 &&
	       c.passes <= PASSES_MAX;
}

static size_t memory_bytes(struct password_cost c)
{
	return (size_t)c.memory_kib * 1024;
}

/* --- argon2id ------------------------------------------------------------------------------- */

static enum err before_hash(struct str password, struct password_cost cost, struct error *err)
{
	if (!cost_is_valid(cost))
		return error_set(err, ERR_BUG, NULL, "口令散列的参数超出范围，请检查配置");
	if (password.n > PASSWORD_BYTES_MAX)
		return error_set(err, ERR_LIMIT, NULL, "口令过长，请缩短后重试");
	if (sodium_init() < 0)
		abort();
	return OK;
}

enum err password_hash(struct arena *a, struct str password, struct password_cost cost,
	struct str *hash, struct error *err)
{
	char text[crypto_pwhash_STRBYTES];
	enum err failed = before_hash(password, cost, err);
	if (failed)
		return failed;
	if (crypto_pwhash_str_alg(text, password.p ? password.p : "", password.n, cost.passes,
		    memory_bytes(cost), crypto_pwhash_ALG_ARGON2ID13) != 0)
		return error_nomem(err);
	struct str out = arena_str(a, str_cstr(text));
	if (!out.p)
		return arena_check(a, err);
	*hash = out;
	return OK;
}

/* A number up to nine digits at the start of *s, taken off. */
static bool take_number(struct str *s, uint32_t *out)
{
	uint32_t v = 0;
	size_t n = 0;
	for (; n < s->n && s->p[n] >= '0' && s->p[n] <= '9'; n++) {
		if (n == 9)
			return false;
		v = v * 10 + (uint32_t)(s->p[n] - '0');
	}
	*s = str_sub(*s, n, s->n);
	*out = v;
	return n > 0;
}

static bool take(struct str *s, struct str word)
{
	if (!str_starts(*s, word))
		return false;
	*s = str_sub(*s, word.n, s->n);
	return true;
}

/* What crypto_pwhash_str writes, taken apart. */
struct stored {
	struct password_cost cost;
	unsigned char salt[crypto_pwhash_SALTBYTES];
	unsigned char digest[DIGEST_SIZE];
};

/* False: not of our kind, or asking for a cost beyond the ceilings. */
static bool read_hash(struct str hash, struct stored *out)
{
	struct str s = hash;
	if (!take(&s, STR("$argon2id$v=19$m=")) || !take_number(&s, &out->cost.memory_kib) ||
		!take(&s, STR(",t=")) || !take_number(&s, &out->cost.passes) ||
		!take(&s, STR(",p=1$")) || !cost_is_valid(out->cost))
		return false;
	size_t end = str_find(s, STR("$"), 0);
	return base64_read(str_sub(s, 0, end), false, out->salt, sizeof out->salt) &&
	       base64_read(str_sub(s, end + 1, s.n), false, out->digest, sizeof out->digest);
}

static enum err run(struct str password, const unsigned char *salt, struct password_cost cost,
	unsigned char out[DIGEST_SIZE], struct error *err)
{
	if (crypto_pwhash(out, DIGEST_SIZE, password.p ? password.p : "", password.n, salt,
		    cost.passes, memory_bytes(cost), crypto_pwhash_ALG_ARGON2ID13) != 0)
		return error_nomem(err); /* the ranges were checked */
	return OK;
}

/*
 * Not crypto_pwhash_str_verify: libsodium 1.0.18 answers "another password" there when it finds no
 * memory.
 */
enum err password_verify(struct str hash, struct str password, bool *right, struct error *err)
{
	struct stored stored;
	unsigned char digest[DIGEST_SIZE];
	if (!read_hash(hash, &stored))
		return error_set(err, ERR_FORMAT, NULL,
			"保存的口令已损坏，不能登录；请联系系统管理员重置口令");
	if (password.n > PASSWORD_BYTES_MAX) {
		*right = false;
		return OK;
	}
	enum err failed = before_hash(password, stored.cost, err);
	if (!failed)
		failed = run(password, stored.salt, stored.cost, digest, err);
	if (failed)
		return failed;
	*right = mem_equal_ct(digest, stored.digest, sizeof digest);
	return OK;
}

enum err password_verify_dummy(struct str password, struct password_cost cost, struct error *err)
{
	static const unsigned char salt[crypto_pwhash_SALTBYTES];
	unsigned char digest[DIGEST_SIZE];
	if (cost_is_valid(cost) && password.n > PASSWORD_BYTES_MAX)
		return OK; /* as quick as password_verify is */
	enum err failed = before_hash(password, cost, err);
	return failed ? failed : run(password, salt, cost, digest, err);
}

bool password_needs_rehash(struct str hash, struct password_cost cost)
{
	struct stored stored;
	return !read_hash(hash, &stored) || stored.cost.memory_kib != cost.memory_kib ||
	       stored.cost.passes != cost.passes;
}

/* --- what a password must look like --------------------------------------------------------- */

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool is_letter(char c)
{
	return lower(c) >= 'a' && lower(c) <= 'z';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The letter a sign is often put for: "P@ssw0rd". */
static char plain_letter(char c)
{
	switch (c) {
	case '@':
	case '4':
		return 'a';
	case '0':
		return 'o';
	case '1':
	case '!':
		return 'i';
	case '3':
		return 'e';
	case '$':
	case '5':
		return 's';
	default:
		return lower(c);
	}
}

/* Is `word` (small letters and digits) at p, in whatever disguise? */
static bool stands_at(const char *p, struct str word)
{
	for (size_t i = 0; i < word.n; i++)
		if (lower(p[i]) != word.p[i] && plain_letter(p[i]) != word.p[i])
			return false;
	return true;
}

/* Nothing, a run of digits people put behind a word, or a year; with up to three signs. */
static bool is_usual_tail(struct str s)
{
	static const struct str usual[] = { STR_INIT("1234567890"), STR_INIT("0123456789"),
		STR_INIT("987654321"), STR_INIT("888888888"), STR_INIT("666666666"),
		STR_INIT("111111111"), STR_INIT("000000000"), STR_INIT("123123123"),
		STR_INIT("112233"), STR_INIT("5201314"), STR_INIT("1314520"), STR_INIT("123321") };
	char digit[16];
	size_t n = 0, signs = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (is_letter(s.p[i]) || (unsigned char)s.p[i] >= 0x80)
			return false;
		if (!is_digit(s.p[i])) {
			if (++signs > 3)
				return false;
			continue;
		}
		if (n == sizeof digit)
			return false;
		digit[n++] = s.p[i];
	}
	struct str tail = { digit, n };
	bool year = n == 4 && (str_starts(tail, STR("19")) || str_starts(tail, STR("20")));
	for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++)
		if (str_starts(usual[i], tail))
			return true;
	return year;
}

/*
 * One of the commonest: a usual word with usual digits before or behind it.  Our own list, of what
 * office accounts are really given; at the length and variety asked for, the world's top lists
 * shrink to these words with "@123456" behind them.
 */
static bool is_common(struct str s)
{
	static const struct str word[] = { STR_INIT("password"), STR_INIT("passwd"),
		STR_INIT("pass"), STR_INIT("administrator"), STR_INIT("admin"), STR_INIT("root"),
		STR_INIT("test"), STR_INIT("user"), STR_INIT("guest"), STR_INIT("system"),
		STR_INIT("welcome"), STR_INIT("iloveyou"), STR_INIT("letmein"),
		STR_INIT("changeme"), STR_INIT("qwertyuiop"), STR_INIT("qwerty"), STR_INIT("qwer"),
		STR_INIT("asdfghjkl"), STR_INIT("asdfgh"), STR_INIT("asdf"), STR_INIT("zxcvbnm"),
		STR_INIT("zxcvbn"), STR_INIT("abcdefg"), STR_INIT("abcdef"), STR_INIT("abcd"),
		STR_INIT("abc"), STR_INIT("aabbcc"), STR_INIT("aaa"), STR_INIT("aa"), STR_INIT("a"),
		STR_INIT("qq"), STR_INIT("1qaz2wsx3edc"), STR_INIT("1qaz2wsx"),
		STR_INIT("1qaz@wsx3edc"), STR_INIT("1qaz@wsx"), STR_INIT("1q2w3e4r5t"),
		STR_INIT("1q2w3e4r"), STR_INIT("qazwsx"), STR_INIT("woaini"), STR_INIT("zhengfu"),
		STR_INIT("zhengwu"), STR_INIT("gongkai"), STR_INIT("xinxi"), STR_INIT("bangong"),
		STR_INIT("huawei"), STR_INIT("china"), STR_INIT("zhongguo"), STR_INIT("beijing") };
	for (size_t i = 0; i < sizeof word / sizeof word[0]; i++) {
		for (size_t at = 0; at + word[i].n <= s.n; at++)
			if (stands_at(s.p + at, word[i]) && is_usual_tail(str_sub(s, 0, at)) &&
				is_usual_tail(str_sub(s, at + word[i].n, s.n)))
				return true;
	}
	return is_usual_tail(s);
}

static bool has_account(struct str password, struct str account)
{
	if (account.n < ACCOUNT_BYTES_MIN)
		return false;
	for (size_t at = 0; at + account.n <= password.n; at++) {
		size_t i = 0;
		while (i < account.n && lower(password.p[at + i]) == lower(account.p[i]))
			i++;
		if (i == account.n)
			return true;
	}
	return false;
}

enum { UPPER = 1, LOWER = 2, DIGIT = 4, OTHER = 8 };

static unsigned classes_of(struct str s, bool *control)
{
	unsigned seen = 0;
	*control = false;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		*control = *control || c < 0x20 || c == 0x7f;
		seen |= is_digit(s.p[i])	  ? DIGIT
			: !is_letter(s.p[i])	  ? OTHER
			: lower(s.p[i]) == s.p[i] ? LOWER
						  : UPPER;
	}
	return seen;
}

static enum err refuse(struct error *err, enum err code)
{
	if (err)
		err->field = "password";
	return code;
}

static enum err too_few_classes(unsigned seen, unsigned min, struct error *err)
{
	static const struct {
		unsigned bit;
		struct str name;
	} class[] = { { UPPER, STR_INIT("大写字母") }, { LOWER, STR_INIT("小写字母") },
		{ DIGIT, STR_INIT("数字") }, { OTHER, STR_INIT("符号") } };
	char missing[64];
	size_t n = 0;
	for (size_t i = 0; i < sizeof class / sizeof class[0]; i++) {
		if (seen & class[i].bit)
			continue;
		struct str mark = n ? STR("、") : STR("");
		memcpy(missing + n, mark.p, mark.n);
		memcpy(missing + n + mark.n, class[i].name.p, class[i].name.n);
		n += mark.n + class[i].name.n;
	}
	return refuse(
		err, error_set(err, ERR_INVALID, "C-8.5-16",
			     "口令要含大写字母、小写字母、数字、符号中的至少 %u 类，现在是 %d 类；"
			     "还没有%.*s，请补上 %d 类",
			     min, __builtin_popcount(seen), (int)n, missing,
			     (int)min - __builtin_popcount(seen)));
}

enum err password_check_rules(const struct password_rules *rules, struct str password,
	struct str account, struct error *err)
{
	static const char rule[] = "C-8.5-16";
	size_t n = utf8_length(password);
	bool control;
	unsigned seen = classes_of(password, &control);
	unsigned classes = (unsigned)__builtin_popcount(seen);
	if (control)
		return refuse(err, error_set(err, ERR_INVALID, rule,
					   "口令里有不可见的字符，请逐字输入，不要粘贴"));
	if (n < rules->length_min)
		return refuse(err, error_set(err, ERR_INVALID, rule,
					   "口令至少要 %u 个字符，现在是 %zu 个，请加长",
					   rules->length_min, n));
	if (n > rules->length_max || password.n > PASSWORD_BYTES_MAX)
		return refuse(err,
			error_set(err, ERR_INVALID, rule,
				"口令最多 %u 个字符，现在是 %zu 个，请缩短", rules->length_max, n));
	if (classes < rules->classes_min)
		return too_few_classes(seen, rules->classes_min, err);
	if (has_account(password, account))
		return refuse(err, error_set(err, ERR_INVALID, rule,
					   "口令里不能有账号名，请去掉或换一个口令"));
	if (is_common(password))
		return refuse(err,
			error_set(err, ERR_INVALID, rule,
				"这是最常见的口令之一，容易被猜中；请换一个，例如几个不相干的词加数字和符号"));
	return OK;
}
