#include "tests/test.h"

#include "core/mem.h"
#include "core/password.h"

#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define COUNT(x) (sizeof(x) / sizeof(x)[0])

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

/* As little as is allowed: the tests are about the answers, not about the cost. */
static const struct password_cost quick = { 8 * 1024, 1 };

/* Made with the reference program: argon2 0123456789abcdef -id -t 2 -k 8192 -p 1 -l 32 -e. */
#define REFERENCE                                                                                     \
	"$argon2id$v=19$m=8192,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$GIs7ZKiienMbaVz/+Q1eAfvy0ZFoFdHA5Y4FR6" \
	"ONDp8"

static void known(void)
{
	bool right = false;
	struct error err;
	CHECK(!password_verify(STR(REFERENCE), STR("Lantian#2026-yun"), &right, &err) && right,
		"a hash of the reference program");
	CHECK(!password_verify(STR(REFERENCE), STR("Lantian#2026-yum"), &right, &err) && !right,
		"  and another password");
	right = false;
	CHECK(!password_verify(STR("$argon2id$v=19$m=19456,t=1,p=1$ZmVkY2JhOTg3NjU0MzIxMA$wm/"
				   "4ou0NOUjCkz5yH+dwKCsMPtTZtXXOhYzUtqECAEo"),
		      STR("口令 Aa1"), &right, &err) &&
			right,
		"  of 19 MiB, with Chinese signs");
}

static void hashes(void)
{
	struct arena a;
	struct str one, two, kept = STR("kept"), hash = kept;
	struct error err;
	bool right = false;
	arena_init(&a, 1 << 20);
	CHECK(!password_hash(&a, STR("Lantian#2026-yun"), quick, &one, &err) &&
			str_starts(one, STR("$argon2id$v=19$m=8192,t=1,p=1$")),
		"argon2id with its cost");
	CHECK(!password_hash(&a, STR("Lantian#2026-yun"), quick, &two, &err) && !str_eq(one, two),
		"salted");
	CHECK(!password_verify(one, STR("Lantian#2026-yun"), &right, &err) && right, "right");
	static const char *const wrong[] = { "", "lantian#2026-yun", "Lantian#2026-yun ",
		"Lantian#2026-yu" };
	for (size_t i = 0; i < COUNT(wrong); i++) {
		right = true;
		CHECK(!password_verify(one, str_cstr(wrong[i]), &right, &err) && !right,
			"wrong: \"%s\"", wrong[i]);
	}
	CHECK(!password_hash(&a, STR("a\0b"), quick, &two, &err) &&
			!password_verify(two, STR("a\0c"), &right, &err) && !right,
		"a NUL does not end a password");
	CHECK(!password_hash(&a, STR(""), quick, &two, &err) &&
			!password_verify(two, (struct str){ NULL, 0 }, &right, &err) && right,
		"the empty one is hashed like others; the rules refuse it");
	char large[PASSWORD_BYTES_MAX + 1];
	memset(large, 'x', sizeof large);
	struct str most = { large, PASSWORD_BYTES_MAX }, over = { large, sizeof large };
	CHECK(password_hash(&a, over, quick, &hash, &err) == ERR_LIMIT && str_eq(hash, kept),
		"too long to hash");
	CHECK(!password_hash(&a, most, quick, &two, &err) &&
			!password_verify(two, most, &right, &err) && right,
		"the longest");
	CHECK(!password_verify(two, over, &right, &err) && !right, "longer is wrong");
	CHECK(!password_needs_rehash(one, quick) &&
			password_needs_rehash(one, PASSWORD_COST_SMALL) &&
			password_needs_rehash(one, (struct password_cost){ 8 * 1024, 2 }) &&
			password_needs_rehash(STR("nonsense"), quick),
		"needs a new hash when the cost differs");
	static const struct password_cost bad[] = { { 8 * 1024 - 1, 1 }, { 8 * 1024, 0 },
		{ 1024 * 1024 + 1, 1 }, { 8 * 1024, 17 }, { UINT32_MAX, UINT32_MAX } };
	for (size_t i = 0; i < COUNT(bad); i++)
		CHECK(password_hash(&a, STR("x"), bad[i], &hash, &err) == ERR_BUG &&
				password_verify_dummy(STR("x"), bad[i], &err) == ERR_BUG &&
				str_eq(hash, kept),
			"cost out of range %zu", i);
	CHECK(!password_verify_dummy(STR("Lantian#2026-yun"), quick, &err) &&
			!password_verify_dummy(over, quick, &err) &&
			!password_verify_dummy((struct str){ NULL, 0 }, quick, &err),
		"a check for nobody");
	a.max = a.used;
	CHECK(password_hash(&a, STR("x"), quick, &hash, &err) == ERR_LIMIT && str_eq(hash, kept),
		"a full arena");
	arena_done(&a);
}

static void damaged(void)
{
	static const struct str row[] = { STR_INIT(""), STR_INIT("x"), STR_INIT("$argon2id$"),
		STR_INIT("$argon2i$v=19$m=8192,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$GIs7ZKiienMbaVz"),
		STR_INIT("$argon2id$v=19$m=8192,t=2,p=1$"),
		STR_INIT("$argon2id$v=19$m=8192,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg"),
		STR_INIT("$argon2id$v=19$m=8192,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$GIs7Z*"),
		STR_INIT(REFERENCE "A"), STR_INIT(REFERENCE "$"), STR_INIT("x" REFERENCE),
		STR_INIT(" " REFERENCE),
		STR_INIT("$argon2id$v=19$m=4294967295,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$GIs7ZKiienM"),
		STR_INIT("$argon2id$v=19$m=2097152,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$GIs7ZKiienM"),
		STR_INIT(
			"$argon2id$v=19$m=8192,t=999999999,p=1$MDEyMzQ1Njc4OWFiY2RlZg$GIs7ZKiienM"),
		STR_INIT("$argon2id$v=19$m=8192,t=2,p=9$MDEyMzQ1Njc4OWFiY2RlZg$GIs7ZKiienM"),
		STR_INIT("$argon2id$v=19$m=8192,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$\0GIs7ZKiienM") };
	struct error err;
	for (size_t i = 0; i < COUNT(row); i++) {
		bool right = true;
		err = (struct error){ 0 };
		CHECK(password_verify(row[i], STR("x"), &right, &err) == ERR_FORMAT && right &&
				strstr(err.msg, "重置口令"),
			"damaged hash %zu is told and costs nothing", i);
		CHECK(password_needs_rehash(row[i], quick), "  and needs a new one");
	}
	char longest[200];
	memset(longest, 'A', sizeof longest);
	memcpy(longest, REFERENCE, strlen(REFERENCE));
	bool right = true;
	CHECK(password_verify((struct str){ longest, sizeof longest }, STR("x"), &right, &err) ==
			ERR_FORMAT,
		"overlong hash");
}

static void rules(void)
{
	static const struct {
		const char *password, *account, *say; /* NULL: taken */
	} row[] = {
		{ "Lantian#2026", "wangce", NULL },
		{ "lantian-2026x#", "wangce", NULL },
		{ "Tiankong Hen Lan 7", "wangce", NULL },
		{ "蓝天白云Aa1蓝天白云", "wangce", NULL },
		{ "蓝天白云Aa1", "wangce", "至少要 10 个字符，现在是 7 个" },
		{ "", "wangce", "至少要 10 个字符，现在是 0 个" },
		{ "Lantian#2", "wangce", "现在是 9 个" },
		{ "lantianbaiyun", "wangce", "还没有大写字母、数字、符号，请补上 2 类" },
		{ "Lantianbaiyun", "wangce", "还没有数字、符号，请补上 1 类" },
		{ "LANTIAN12345", "wangce", "还没有小写字母、符号，请补上 1 类" },
		{ "1234567890", "wangce", "请补上 2 类" },
		{ "1234567890#", "wangce", "还没有大写字母、小写字母，请补上 1 类" },
		{ "xWangCe#2026x", "wangce", "账号名" },
		{ "wangce#2026X", "WangCe", "账号名" },
		{ "Wangce#wangc", "wangce", "账号名" },
		{ "Wangc#wangc1", "wangce", NULL },
		{ "测试甲Lantian1", "测试甲", "账号名" },
		{ "Lantian#2026", "an", NULL },
		{ "Lantian#2026", "", NULL },
		{ "Lantian\t#2026", "wangce", "不可见" },
		{ "Lantian#2026\n", "wangce", "不可见" },
		{ "Password123", "wangce", "最常见" },
		{ "P@ssw0rd123", "wangce", "最常见" },
		{ "p@$$W0RD2024", "wangce", "最常见" },
		{ "Admin@123456", "wangce", "最常见" },
		{ "Admin!@#2025", "wangce", "最常见" },
		{ "123456Admin!", "wangce", "最常见" },
		{ "Abc123456789", "wangce", "最常见" },
		{ "Aa123456789", "wangce", "最常见" },
		{ "A1234567890a", "wangce", NULL },
		{ "Aa@1234567", "wangce", "最常见" },
		{ "1qaz@WSX3edc", "wangce", "最常见" },
		{ "1Qaz2Wsx3Edc", "wangce", "最常见" },
		{ "Qwerty123456", "wangce", "最常见" },
		{ "Qwer!234567", "wangce", NULL },
		{ "Huawei12#$", "wangce", "最常见" },
		{ "Huawei@123", "wangce", "最常见" },
		{ "Gongkai@2026", "wangce", "最常见" },
		{ "Zhengfu#2026#", "wangce", "最常见" },
		{ "Woaini1314520", "wangce", "最常见" },
		{ "Gongkai@7291x", "wangce", NULL },
		{ "Aa!5820&(79)", "wangce", NULL },
		{ "Mima#Yun7", "wangce", "现在是 9 个" },
	};
	struct password_rules r = PASSWORD_RULES_DEFAULT;
	struct error err;
	for (size_t i = 0; i < COUNT(row); i++) {
		err = (struct error){ 0 };
		enum err e = password_check_rules(
			&r, str_cstr(row[i].password), str_cstr(row[i].account), &err);
		bool good = row[i].say ? e == ERR_INVALID && strstr(err.msg, row[i].say) &&
						 !strcmp(err.field, "password") &&
						 !strcmp(err.rule, "C-8.5-16")
				       : e == OK;
		CHECK(good, "row %zu: %s", i, e ? err.msg : "taken");
	}
	/* Lengths are counted in code points. */
	char text[3 * 129 + 1] = "";
	for (int i = 0; i < 126; i++)
		memcpy(text + 3 * i, "云", 3);
	memcpy(text + 3 * 126, "A1", 3);
	CHECK(!password_check_rules(&r, str_cstr(text), STR("wangce"), &err),
		"128 signs are taken");
	memcpy(text + 3 * 126, "A12", 4);
	CHECK(password_check_rules(&r, str_cstr(text), STR("wangce"), &err) == ERR_INVALID &&
			strstr(err.msg, "最多 128 个字符，现在是 129 个"),
		"129 are not");
	r = (struct password_rules){ 4, 6, 1, 0, 0 };
	CHECK(!password_check_rules(&r, STR("kzqv"), STR("wangce"), &err) &&
			password_check_rules(&r, STR("kzq"), STR("wangce"), &err) == ERR_INVALID &&
			password_check_rules(&r, STR("kzqvkzq"), STR("wangce"), &err) ==
				ERR_INVALID,
		"the numbers are configuration");
	CHECK(password_check_rules(&r, STR("1234"), STR("wangce"), &err) == ERR_INVALID &&
			password_check_rules(&r, STR("test1"), STR("wangce"), &err) == ERR_INVALID,
		"weak rules do not let the commonest in");
	CHECK(password_check_rules(&r, STR("kzq"), STR("wangce"), NULL) == ERR_INVALID,
		"an error is not needed");
}

static void memory(void)
{
	struct arena a;
	struct str hash = STR("kept");
	struct error err = { 0 };
	arena_init(&a, 1 << 20);
	mem_fail_at(1);
	CHECK(password_hash(&a, STR("x"), quick, &hash, &err) == ERR_NOMEM && str_is(hash, "kept"),
		"no memory for the text");
	mem_fail_at(0);
	arena_done(&a);
	if (SANITIZED) {
		SKIP_CASE("no memory for argon2id", "the sanitizer needs the address space");
		return;
	}
	/* libsodium has its own heap; a child with little address space shows what it does. */
	pid_t child = fork();
	if (child == 0) {
		bool right = false;
		struct rlimit small = { 48 << 20, 48 << 20 };
		arena_init(&a, 1 << 20);
		setrlimit(RLIMIT_AS, &small);
		enum err made = password_hash(&a, STR("x"), PASSWORD_COST_DEFAULT, &hash, &err);
		enum err read =
			password_verify(STR("$argon2id$v=19$m=65536,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$"
					    "GIs7ZKiienMbaVz/+Q1eAfvy0ZFoFdHA5Y4FR6ONDp8"),
				STR("x"), &right, &err);
		enum err spent = password_verify_dummy(STR("x"), PASSWORD_COST_DEFAULT, &err);
		_exit(made == ERR_NOMEM && read == ERR_NOMEM && spent == ERR_NOMEM ? 0 : 1);
	}
	int status = 1;
	CHECK(child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) &&
			WEXITSTATUS(status) == 0,
		"no memory for argon2id is told, and is not \"wrong password\"");
}

int main(void)
{
	known();
	hashes();
	damaged();
	rules();
	memory();
	return TEST_END();
}
