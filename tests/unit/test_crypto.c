#include "tests/test.h"

#include "core/crypto.h"
#include "core/mem.h"
#include "tests/fixture_keys.h"

#include <openssl/evp.h>
#include <pthread.h>

#define COUNT(x) (sizeof(x) / sizeof(x)[0])

static struct str bytes_of(struct arena *a, const char *hex)
{
	struct str out = { NULL, 0 };
	if (hex_decode(a, str_cstr(hex), &out, NULL))
		out = (struct str){ NULL, 0 };
	return out;
}

/* GB/T 32905-2016 annex A.1 and A.2; the others from libgcrypt 1.10.1. */
static void sm3(void)
{
	static const struct {
		const char *in, *hex;
	} row[] = {
		{ "abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0" },
		{ "abcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcd",
			"debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732" },
		{ "", "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b" },
	};
	struct digest d, e;
	struct sm3 s = { 0 };
	for (size_t i = 0; i < COUNT(row); i++) {
		struct str in = str_cstr(row[i].in);
		CHECK(!sm3_of(in, &d, NULL) && !strcmp(digest_hex(&d).z, row[i].hex),
			"SM3 of \"%s\"", row[i].in);
		bool same = true;
		for (size_t cut = 0; cut <= in.n; cut++) {
			same = same && !sm3_start(&s, NULL);
			sm3_add(&s, in.p, cut);
			sm3_add(&s, in.p + cut, in.n - cut);
			same = same && !sm3_end(&s, &e, NULL) && digest_eq(&d, &e);
		}
		CHECK(same, "  the same cut at any place");
	}
	char thousand[1000];
	memset(thousand, 'a', sizeof thousand);
	CHECK(!sm3_start(&s, NULL), "start again");
	for (int i = 0; i < 1000; i++)
		sm3_add(&s, thousand, sizeof thousand);
	CHECK(!sm3_end(&s, &d, NULL) &&
			!strcmp(digest_hex(&d).z,
				"c8aaf89429554029e231941a2acc0ad61ff2a5acd8fadd25847a3a732b3b02c3"),
		"SM3 of a million a");
	struct error err;
	CHECK(sm3_end(&s, &e, &err) == ERR_BUG, "end without start is a bug");
	sm3_done(&s);
	sm3_done(&s);
	sm3_done(NULL);
	CHECK(s.ctx == NULL, "done twice is allowed");
	struct sm3 fresh = { 0 };
	sm3_add(&fresh, "x", 1);
	CHECK(sm3_end(&fresh, &e, &err) == ERR_BUG, "never started is a bug");
	sm3_done(&fresh);
}

static void fields(void)
{
	struct sm3 s = { 0 };
	struct digest a, b, c;
	bool good = !sm3_start(&s, NULL);
	sm3_add_field(&s, STR("ab"));
	sm3_add_field(&s, STR("c"));
	good = good && !sm3_end(&s, &a, NULL) && !sm3_start(&s, NULL);
	sm3_add_field(&s, STR("a"));
	sm3_add_field(&s, STR("bc"));
	good = good && !sm3_end(&s, &b, NULL);
	CHECK(good && !digest_eq(&a, &b), "the border between two fields counts");
	CHECK(!sm3_of(STR("\0\0\0\0\0\0\0\2ab\0\0\0\0\0\0\0\1c"), &c, NULL) && digest_eq(&a, &c),
		"length in eight bytes, then the bytes");
	sm3_done(&s);
}

/* From libgcrypt 1.10.1; `openssl mac -digest SM3 HMAC` says the same.  Inputs of RFC 4231. */
static void codes(void)
{
	static const struct {
		const char *key, *data, *hex;
	} row[] = {
		{ "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", "abc",
			"a8f95cf26f204957e7ca73c9602a25dda35f168b28103b51dfc968c810416b63" },
		{ "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "Hi There",
			"51b00d1fb49832bfb01c3ce27848e59f871d9ba938dc563b338ca964755cce70" },
		{ "4a656665", "what do ya want for nothing?",
			"2e87f1d16862e6d964b50a5200bf2b10b764faa9680a296a2405f24bec39f882" },
		{ "01", "", "bb68b6e319c77898f9c11e269978875ee4c21dd340e8b2f548664faf44cc355f" },
	};
	struct arena a;
	struct digest d, e;
	struct error err;
	arena_init(&a, 1 << 20);
	for (size_t i = 0; i < COUNT(row); i++) {
		struct str key = bytes_of(&a, row[i].key), data = str_cstr(row[i].data);
		CHECK(!hmac_sm3(key, data, &d, NULL) && !strcmp(digest_hex(&d).z, row[i].hex),
			"HMAC-SM3 of \"%s\"", row[i].data);
		struct str part[] = { str_sub(data, 0, 1), STR(""), str_sub(data, 1, data.n) };
		CHECK(!hmac_sm3_parts(key, part, 3, &e, NULL) && digest_eq(&d, &e), "  in parts");
	}
	char longest[131];
	memset(longest, 0xaa, sizeof longest);
	CHECK(!hmac_sm3((struct str){ longest, sizeof longest },
		      STR("Test Using Larger Than Block-Size Key - Hash Key First"), &d, NULL) &&
			!strcmp(digest_hex(&d).z,
				"b4fd844e13342002f0b2e0690ea7741f1497d993a70494cea601e657bedf67a0"),
		"HMAC-SM3, key longer than a block");
	CHECK(hmac_sm3(STR(""), STR("x"), &d, &err) == ERR_BUG && err.msg[0],
		"an empty key is a bug");
	/* RFC 2202 test case 2 */
	unsigned char sha1[SHA1_SIZE];
	CHECK(!hmac_sha1(STR("Jefe"), STR("what do ya want for nothing?"), sha1, NULL) &&
			str_is(hex_arena(&a, (struct str){ (const char *)sha1, SHA1_SIZE }),
				"effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
		"HMAC-SHA1");
	arena_done(&a);
}

static void sm4(void)
{
	/* GB/T 32907-2016 annex A.1: one block is the key stream of that block as iv. */
	static const unsigned char key[] = { 0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef, 0xfe,
		0xdc, 0xba, 0x98, 0x76, 0x54, 0x32, 0x10 };
	static const unsigned char count[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
		15 };
	unsigned char ones[16], zero[16] = { 0 };
	char out[64];
	struct arena a;
	arena_init(&a, 1 << 20);
	CHECK(!sm4_ctr(key, key, zero, 16, out, NULL) &&
			str_is(hex_arena(&a, (struct str){ out, 16 }),
				"681edf34d206965e86b3e94f536e4246"),
		"SM4, block of the standard");
	/* libgcrypt 1.10.1; `openssl enc -sm4-ctr` says the same. */
	struct str text = STR("0123456789abcdefghij 示例");
	CHECK(!sm4_ctr(key, count, text.p, text.n, out, NULL) &&
			str_is(hex_arena(&a, (struct str){ out, text.n }),
				"36a9ae5209935e9a12b496e082cc9c0c086f6421604458bb3e2f98"),
		"SM4-CTR of two blocks");
	CHECK(!sm4_ctr(key, count, out, text.n, out, NULL) && !memcmp(out, text.p, text.n),
		"  and back, in place");
	memset(ones, 0xff, sizeof ones);
	char digits[64];
	memset(digits, '0', 63);
	digits[63] = '7';
	CHECK(!sm4_ctr(key, ones, digits, 64, out, NULL) &&
			str_is(hex_arena(&a, (struct str){ out, 64 }),
				"58219f4e394354d7b6cb75fe6daa50c01647c45b39f112fca76503206be4921a"
				"7e696bc00f138d2002ab9f66a8d8a8dc83235c347ea5781d7f551e597f1771fa"),
		"SM4-CTR, counter wraps");
	CHECK(!sm4_ctr(key, ones, NULL, 0, out, NULL), "nothing is encrypted to nothing");
	arena_done(&a);
}

static void texts(void)
{
	/* RFC 4648 section 10; the last row by coreutils (basenc). */
	static const struct {
		struct str in;
		const char *b64, *b64url, *b32, *hex;
	} row[] = {
		{ STR_INIT(""), "", "", "", "" },
		{ STR_INIT("f"), "Zg==", "Zg", "MY======", "66" },
		{ STR_INIT("fo"), "Zm8=", "Zm8", "MZXQ====", "666f" },
		{ STR_INIT("foo"), "Zm9v", "Zm9v", "MZXW6===", "666f6f" },
		{ STR_INIT("foob"), "Zm9vYg==", "Zm9vYg", "MZXW6YQ=", "666f6f62" },
		{ STR_INIT("fooba"), "Zm9vYmE=", "Zm9vYmE", "MZXW6YTB", "666f6f6261" },
		{ STR_INIT("foobar"), "Zm9vYmFy", "Zm9vYmFy", "MZXW6YTBOI======", "666f6f626172" },
		{ STR_INIT("\xfb\xff\xbe\x00\x01"), "+/++AAE=", "-_--AAE", "7P734AAB",
			"fbffbe0001" },
	};
	struct arena a;
	struct buf b;
	arena_init(&a, 1 << 20);
	buf_init(&b, 1 << 20);
	for (size_t i = 0; i < COUNT(row); i++) {
		struct str in = row[i].in, out = { NULL, 9 };
		CHECK(str_is(base64_arena(&a, in), row[i].b64), "base64 \"%s\"", row[i].b64);
		CHECK(!base64_decode(&a, str_cstr(row[i].b64), &out, NULL) && str_eq(out, in),
			"  back");
		CHECK(str_is(base64url_arena(&a, in), row[i].b64url), "base64url \"%s\"",
			row[i].b64url);
		CHECK(!base64url_decode(&a, str_cstr(row[i].b64url), &out, NULL) && str_eq(out, in),
			"  back");
		CHECK(str_is(base32_arena(&a, in), row[i].b32), "base32 \"%s\"", row[i].b32);
		CHECK(!base32_decode(&a, str_cstr(row[i].b32), &out, NULL) && str_eq(out, in),
			"  back");
		CHECK(str_is(hex_arena(&a, in), row[i].hex), "hex \"%s\"", row[i].hex);
		CHECK(!hex_decode(&a, str_cstr(row[i].hex), &out, NULL) && str_eq(out, in),
			"  back");
		buf_clear(&b);
		base32_encode_nopad(&b, in);
		CHECK(!base32_decode(&a, buf_view(&b), &out, NULL) && str_eq(out, in),
			"  base32 without padding, back");
	}
	buf_done(&b);
	arena_done(&a);
}

enum kind { HEX, B64, URL, B32 };

static enum err decode(
	enum kind kind, struct arena *a, struct str s, struct str *out, struct error *err)
{
	return kind == HEX   ? hex_decode(a, s, out, err)
	       : kind == B64 ? base64_decode(a, s, out, err)
	       : kind == URL ? base64url_decode(a, s, out, err)
			     : base32_decode(a, s, out, err);
}

static void refusals(void)
{
	static const struct {
		enum kind kind;
		struct str in;
		const char *why;
	} row[] = {
		{ HEX, STR_INIT("6"), "half a byte" },
		{ HEX, STR_INIT("6g"), "no digit" },
		{ HEX, STR_INIT("66 6"), "blank" },
		{ HEX,
			STR_INIT("66\0"
				 "6"),
			"NUL" },
		{ B64, STR_INIT("Zg"), "padding missing" },
		{ B64, STR_INIT("Zg="), "padding short" },
		{ B64, STR_INIT("Zg==="), "padding long" },
		{ B64, STR_INIT("Zh=="), "stray bits" },
		{ B64, STR_INIT("Zm9v\n"), "line end" },
		{ B64, STR_INIT("Z m9v"), "blank" },
		{ B64, STR_INIT("-_--"), "the other alphabet" },
		{ B64, STR_INIT("Z"), "a sign alone" },
		{ B64, STR_INIT("===="), "padding alone" },
		{ B64, STR_INIT("Zg==Zg=="), "padding inside" },
		{ B64, STR_INIT("\xa2\x92\xc6\x89\xa6\x98\xc2\xc2"), "bytes above 0x7f" },
		{ B64, STR_INIT("Zm9\xf6"), "a byte above 0x7f" },
		{ URL, STR_INIT("\xa2\x92\xc6\x89\xa6\x98\xc2\xc2"), "bytes above 0x7f" },
		{ HEX, STR_INIT("\xb6\xb6"), "bytes above 0x7f" },
		{ B32, STR_INIT("\xcd\xd9======"), "bytes above 0x7f" },
		{ URL, STR_INIT("Zg=="), "padding" },
		{ URL, STR_INIT("Zh"), "stray bits" },
		{ URL, STR_INIT("+/++"), "the other alphabet" },
		{ URL, STR_INIT("Zm9vY"), "a sign alone" },
		{ B32, STR_INIT("my======"), "small letters" },
		{ B32, STR_INIT("MY====="), "padding short" },
		{ B32, STR_INIT("MY======="), "padding long" },
		{ B32, STR_INIT("MZ======"), "stray bits" },
		{ B32, STR_INIT("M0======"), "no sign of the alphabet" },
		{ B32, STR_INIT("M"), "a sign alone" },
		{ B32, STR_INIT("MZX"), "three signs" },
		{ B32, STR_INIT("MZXW6Y"), "six signs" },
		{ B32, STR_INIT("========"), "padding alone" },
		{ B32, STR_INIT("MZXW6YTB========"), "a group of padding" },
		{ B32, STR_INIT("MY\0====="), "NUL" },
		{ B32, STR_INIT("MY==MY=="), "padding inside" },
	};
	struct arena a;
	arena_init(&a, 1 << 20);
	for (size_t i = 0; i < COUNT(row); i++) {
		struct str out = { "kept", 4 };
		struct error err = { 0 };
		CHECK(decode(row[i].kind, &a, row[i].in, &out, &err) == ERR_FORMAT && err.msg[0] &&
				str_is(out, "kept"),
			"refused: %s", row[i].why);
	}
	char room[4];
	CHECK(base64_read(STR("Zm9vYg=="), true, room, 4) && !memcmp(room, "foob", 4) &&
			base64_read(STR("Zm9vYg"), false, room, 4),
		"into room of the right size");
	CHECK(!base64_read(STR("Zm9vYg=="), true, room, 3) &&
			!base64_read(STR("Zm9v"), true, room, 4) &&
			!base64_read(STR("Zm9vYg"), true, room, 4) &&
			!base64_read(STR("Zm9vYg=="), false, room, 4),
		"  and no other");
	struct digest d, all;
	memset(&all, 0xab, sizeof all);
	d = all;
	CHECK(!digest_parse(STR("66c7"), &d) && !digest_parse(STR(""), &d) && digest_eq(&d, &all),
		"a short digest is refused");
	struct digest_text t = digest_hex(&all);
	t.z[0] = 'A';
	CHECK(digest_parse(str_cstr(t.z), &d) && digest_eq(&d, &all), "digest of either case");
	t.z[63] = 'x';
	CHECK(!digest_parse(str_cstr(t.z), &d), "digest with a wrong sign");
	arena_done(&a);
}

/* Long inputs pass the step sizes of the encoders; the lines are those of RFC 2045. */
static void long_texts(void)
{
	struct arena a;
	struct buf b, flat;
	arena_init(&a, 1 << 20);
	buf_init(&b, 1 << 20);
	buf_init(&flat, 1 << 20);
	for (size_t n = 700; n < 900; n += 7) {
		char *p = arena_alloc(&a, n);
		random_bytes(p, n);
		struct str in = { p, n }, back = { NULL, 0 };
		bool same = true;
		for (int kind = HEX; kind <= B32; kind++) {
			struct str text = kind == HEX	? hex_arena(&a, in)
					  : kind == B64 ? base64_arena(&a, in)
					  : kind == URL ? base64url_arena(&a, in)
							: base32_arena(&a, in);
			same = same && !decode((enum kind)kind, &a, text, &back, NULL) &&
			       str_eq(back, in);
		}
		buf_clear(&b);
		buf_clear(&flat);
		base64_encode_lines(&b, in);
		struct str rest = buf_view(&b), line;
		bool short_before = false, lines = str_ends(rest, STR("\r\n"));
		while (str_next_line(&rest, &line)) {
			lines = lines && line.n && line.n <= 76 && !short_before;
			short_before = line.n < 76;
			buf_str(&flat, line);
		}
		CHECK(same && lines && str_eq(buf_view(&flat), base64_arena(&a, in)),
			"%zu bytes there and back", n);
	}
	buf_done(&b);
	buf_done(&flat);
	arena_done(&a);
}

static void randomness(void)
{
	struct arena a;
	struct str token[64], back;
	bool distinct = true, shape = true, seen[31] = { false }, below = true;
	arena_init(&a, 1 << 20);
	for (size_t i = 0; i < COUNT(token); i++) {
		token[i] = random_token(&a, 32);
		shape = shape && token[i].n == 43 && !base64url_decode(&a, token[i], &back, NULL) &&
			back.n == 32;
		for (size_t k = 0; k < i; k++)
			distinct = distinct && !str_eq(token[i], token[k]);
	}
	CHECK(shape, "a token of 32 bytes has 43 signs");
	CHECK(distinct, "tokens differ");
	for (int i = 0; i < 10000; i++) {
		uint32_t r = random_below(31);
		below = below && r < 31;
		seen[r % 31] = true;
	}
	for (size_t i = 0; i < 31; i++)
		below = below && seen[i];
	CHECK(below, "random_below gives all of 0 .. 30 and nothing else");
	char x[8] = "secret!";
	mem_wipe(x, sizeof x);
	CHECK(mem_equal_ct(x, "\0\0\0\0\0\0\0\0", 8), "wiped");
	CHECK(mem_equal_ct(NULL, NULL, 0) && !mem_equal_ct("a", "b", 1), "compare");
	a.max = a.used;
	CHECK(random_token(&a, 16).n == 0 && a.err == ERR_LIMIT, "a full arena gives no token");
	arena_done(&a);
}

static enum err some_of_all(void)
{
	struct arena a;
	struct sm3 s = { 0 };
	struct digest d;
	struct error err = { 0 };
	struct str out;
	static const unsigned char key[16] = { 1 };
	unsigned char x[20];
	arena_init(&a, 1 << 20);
	enum err e = sm3_start(&s, &err);
	sm3_add(&s, "abc", 3);
	if (!e)
		e = sm3_end(&s, &d, &err);
	if (!e)
		e = sm3_of(STR("abc"), &d, &err);
	if (!e)
		e = hmac_sm3(STR("key"), STR("abc"), &d, &err);
	if (!e)
		e = hmac_sha1(STR("key"), STR("abc"), x, &err);
	if (!e)
		e = sm4_ctr(key, key, x, 20, x, &err);
	if (!e)
		e = base32_decode(&a, STR("MY======"), &out, &err);
	if (!e && base64url_arena(&a, STR("abc")).n != 4)
		e = arena_check(&a, &err);
	sm3_done(&s);
	arena_done(&a);
	return e == err.code ? e : ERR_BUG;
}

static void memory(void)
{
	CHECK(some_of_all() == OK, "all of it, with memory");
	long n = 0, steps;
	bool good = true;
	do {
		mem_fail_at(++n);
		enum err e = some_of_all();
		steps = mem_requests();
		mem_fail_at(0);
		/* OpenSSL can do without some of it. */
		good = good && (e == ERR_NOMEM || e == OK);
		if (e != ERR_NOMEM && e != OK)
			printf("# request %ld: %s\n", n, err_name(e));
	} while (n <= steps && n < 10000);
	CHECK(good && n > 10, "no memory at any of %ld requests is an ordinary error", n - 1);
	CHECK(some_of_all() == OK, "and afterwards all is well");
}

static void *digest_thread(void *p)
{
	struct digest d, e;
	bool *good = p;
	*good = !hmac_sm3(STR("key"), STR("abc"), &d, NULL);
	for (int i = 0; i < 2000; i++)
		*good = *good && !hmac_sm3(STR("key"), STR("abc"), &e, NULL) && digest_eq(&d, &e);
	return NULL;
}

static void threads(void)
{
	pthread_t t[4];
	bool good[4] = { false }, all = true;
	for (int i = 0; i < 4; i++)
		all = all && pthread_create(&t[i], NULL, digest_thread, &good[i]) == 0;
	for (int i = 0; i < 4; i++)
		all = pthread_join(t[i], NULL) == 0 && good[i] && all;
	CHECK(all, "four threads at once");
}

static void unsupported(void)
{
	struct digest d;
	struct error err;
	struct sm3 s = { 0 };
	static const unsigned char key[16] = { 1 };
	unsigned char x[20] = { 0 };
	EVP_set_default_properties(NULL, "provider=nobody");
	CHECK(sm3_of(STR("abc"), &d, &err) == ERR_IO && strstr(err.msg, "SM3"),
		"an OpenSSL without SM3 is told as such");
	CHECK(sm3_start(&s, &err) == ERR_IO, "  at the start of a stream");
	CHECK(hmac_sm3(STR("k"), STR("abc"), &d, &err) == ERR_IO, "  HMAC");
	CHECK(sm4_ctr(key, key, x, 20, x, &err) == ERR_IO && strstr(err.msg, "SM4"), "  SM4");
	EVP_set_default_properties(NULL, "");
	CHECK(sm3_start(&s, &err) == OK && sm3_end(&s, &d, &err) == OK, "and with it again");
	sm3_done(&s);
}

int main(void)
{
	CHECK(fixture_openssl_heap() == 1, "OpenSSL uses our heap");
	sm3();
	fields();
	codes();
	sm4();
	texts();
	refusals();
	long_texts();
	randomness();
	memory();
	threads();
	unsupported();
	return TEST_END();
}
