#include "tests/test.h"

#include "core/file.h"
#include "core/seal.h"
#include "tests/fixture_keys.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define COUNT(x) (sizeof(x) / sizeof(x)[0])

static const struct str place = STR_INIT("person.mobile/42");

static struct keyring *ring_of(const char *text)
{
	struct keyring *ring = NULL;
	struct error err = { 0 };
	if (keyring_parse(str_cstr(text), &ring, &err))
		printf("# %s\n", err.msg);
	return ring;
}

static struct str from_hex(struct arena *a, const char *hex)
{
	struct str out = { NULL, 0 };
	if (hex_decode(a, str_cstr(hex), &out, NULL))
		printf("# bad hex\n");
	return out;
}

/* Values made by a program of its own over libgcrypt 1.10.1, from the description in the headers.
 */
static void known(void)
{
	struct arena a;
	struct str out;
	struct digest d;
	struct keyring *ring = ring_of(KEYS_HEAD KEY_1 KEY_2);
	arena_init(&a, 1 << 20);
	CHECK(ring && keyring_newest(ring) == 2, "two generations");
	CHECK(!strcmp(keyring_id(ring).z, "0b0bedbe2161b3f8"), "fingerprint");
	struct str first = from_hex(&a,
		"010001000102030405060708090a0b0c0d0e0f63649b103616b5980f0d53f656c448ed6c96378e709d4f74"
		"d3f3329a0daab043d89066f2f91732707921835d7b489ecc2160bbe7d4");
	struct str second = from_hex(&a,
		"010002ffffffffffffffffffffffffffffffff04115804f00735977ea2dbf7e46d2693942a641457674713"
		"074ff203b4818de7e898b22a1a29e87c56abd17f9142146692db35f7fa");
	CHECK(!seal_open(ring, &a, first, place, &out, NULL) && str_is(out, "测试甲 13900000000"),
		"a value sealed elsewhere opens, generation 1");
	CHECK(!seal_open(ring, &a, second, place, &out, NULL) && str_is(out, "测试甲 13900000000"),
		"a value sealed elsewhere opens, generation 2");
	CHECK(seal_generation(first) == 1 && seal_generation(second) == 2, "generation");
	CHECK(!blind_index(ring, 1, STR("person.id_number"), STR("110101190001010003"), &d, NULL) &&
			!strcmp(digest_hex(&d).z,
				"010708cbda77dba806e54aa9898b8387b593559ffd103a4d12ebb7c228de9046"),
		"blind index");
	CHECK(!blind_index(ring, 2, STR("person.id_number"), STR("110101190001010003"), &d, NULL) &&
			!strcmp(digest_hex(&d).z,
				"2e4979c9b3ae4811221eeeedac60e3d38450580ea21a7b140758aff311aafcc7"),
		"blind index under generation 2");
	CHECK(!log_seal(ring, 1, STR("head"), &d, NULL) &&
			!strcmp(digest_hex(&d).z,
				"d2f1a19189212137321b1f880e2c3d8a6692377d4eb3bfc4706e9cef8ab31322"),
		"seal of the log");
	keyring_close(ring);
	keyring_close(NULL);
	arena_done(&a);
}

static void round_trip(void)
{
	static const size_t size[] = { 0, 1, 15, 16, 17, 100, 4096, 1 << 20 };
	struct arena a;
	struct keyring *ring = ring_of(KEYS_HEAD KEY_1 KEY_7);
	struct str sealed = { NULL, 0 }, again = sealed, plain = sealed;
	arena_init(&a, 64 << 20);
	for (size_t i = 0; i < COUNT(size); i++) {
		char *p = arena_alloc(&a, size[i]);
		random_bytes(p, size[i]);
		struct str in = { p, size[i] };
		bool good = !seal(ring, &a, in, place, &sealed, NULL) &&
			    !seal(ring, &a, in, place, &again, NULL);
		CHECK(good && sealed.n == in.n + SEAL_OVERHEAD, "%zu bytes are sealed", size[i]);
		CHECK(!seal_open(ring, &a, sealed, place, &plain, NULL) && str_eq(plain, in) &&
				plain.p[plain.n] == '\0',
			"  and open");
		CHECK(!str_eq(sealed, again) && seal_generation(sealed) == 7,
			"  never the same, under the newest key");
		CHECK(in.n < 16 || str_find(sealed, in, 0) == sealed.n, "  and cannot be read");
	}
	struct error err;
	plain = STR("kept");
	CHECK(seal(ring, &a, plain, STR(""), &plain, &err) == ERR_BUG, "a place is needed");
	char far[SEAL_PLACE_MAX + 1];
	memset(far, 'x', sizeof far);
	CHECK(seal(ring, &a, plain, (struct str){ far, sizeof far }, &plain, &err) == ERR_BUG,
		"a place has an end");
	CHECK(!seal(ring, &a, plain, (struct str){ far, SEAL_PLACE_MAX }, &sealed, &err),
		"the longest place");
	CHECK(seal_open(ring, &a, sealed, STR(""), &plain, &err) == ERR_BUG &&
			str_is(plain, "kept"),
		"a place is needed to open");
	CHECK(seal(ring, &a, (struct str){ far, SEAL_PLAIN_MAX + 1 }, place, &plain, &err) ==
				ERR_LIMIT &&
			str_is(plain, "kept"),
		"a file is no field");
	a.max = a.used + 8;
	CHECK(seal(ring, &a, plain, place, &plain, &err) == ERR_LIMIT, "a full arena");
	keyring_close(ring);
	arena_done(&a);
}

/* Whatever is changed, nothing opens and nothing is written. */
static void changed(void)
{
	struct arena a, scratch;
	struct keyring *ring = ring_of(KEYS_HEAD KEY_1 KEY_2), *other = ring_of(KEYS_HEAD KEY_1);
	struct str sealed = { NULL, 0 }, kept = STR("kept"), plain = kept;
	struct error err;
	arena_init(&a, 1 << 20);
	arena_init(&scratch, 1 << 20);
	CHECK(!seal(ring, &a, STR("110101190001010003"), place, &sealed, NULL), "sealed");
	struct str copy = arena_str(&a, sealed);
	unsigned open = 0, odd = 0;
	for (size_t bit = 0; bit < sealed.n * 8; bit++) {
		((char *)copy.p)[bit / 8] ^= (char)(1 << bit % 8);
		enum err e = seal_open(ring, &scratch, copy, place, &plain, &err);
		open += e == OK || !str_eq(plain, kept);
		/* In the number of the generation it may look like a missing key. */
		odd += e != ERR_FORMAT && !(e == ERR_NOT_FOUND && bit / 8 >= 1 && bit / 8 <= 2);
		((char *)copy.p)[bit / 8] ^= (char)(1 << bit % 8);
		arena_reset(&scratch);
	}
	CHECK(open == 0, "none of %zu flipped bits opens", sealed.n * 8);
	CHECK(odd == 0, "  and each is told as damage");
	for (size_t n = 0; n < sealed.n; n++) {
		open += seal_open(ring, &scratch, str_sub(sealed, 0, n), place, &plain, &err) !=
			ERR_FORMAT;
		open += seal_open(ring, &scratch, str_sub(sealed, n + 1, sealed.n), place, &plain,
				&err) == OK;
	}
	CHECK(open == 0, "nothing cut at either end opens");
	char more[256];
	memcpy(more, sealed.p, sealed.n);
	more[sealed.n] = '\0';
	struct str longer = { more, sealed.n + 1 };
	CHECK(seal_open(ring, &scratch, longer, place, &plain, &err) == ERR_FORMAT, "a byte more");
	static const char *const elsewhere[] = { "person.mobile/43", "person.mobile/4",
		"person.mobile/421", "person.id_number/42", "Person.mobile/42", "p" };
	for (size_t i = 0; i < COUNT(elsewhere); i++)
		CHECK(seal_open(ring, &scratch, sealed, str_cstr(elsewhere[i]), &plain, &err) ==
					ERR_FORMAT &&
				str_eq(plain, kept),
			"moved to %s", elsewhere[i]);
	CHECK(seal_open(other, &scratch, sealed, place, &plain, &err) == ERR_NOT_FOUND &&
			strstr(err.msg, "代号 2") && strstr(err.msg, "备份"),
		"a missing generation: the message names the line and the backup");
	struct digest d;
	CHECK(blind_index(other, 2, STR("x"), STR("y"), &d, &err) == ERR_NOT_FOUND &&
			log_seal(other, 9, STR("y"), &d, &err) == ERR_NOT_FOUND,
		"  the same for index and log");
	CHECK(keyring_has(ring, 2) && !keyring_has(other, 2), "keyring_has");
	CHECK(!seal_open(ring, &scratch, sealed, place, &plain, &err) &&
			str_is(plain, "110101190001010003"),
		"the unchanged value still opens");
	keyring_close(ring);
	keyring_close(other);
	arena_done(&a);
	arena_done(&scratch);
}

static void index_and_log(void)
{
	struct keyring *ring = ring_of(KEYS_HEAD KEY_1), *more = ring_of(KEYS_HEAD KEY_1 KEY_2);
	struct digest a, b, c, d, e;
	bool good = !blind_index(ring, 1, STR("ab"), STR("c"), &a, NULL) &&
		    !blind_index(more, SEAL_INDEX_GENERATION, STR("ab"), STR("c"), &b, NULL) &&
		    !blind_index(ring, 1, STR("a"), STR("bc"), &c, NULL) &&
		    !log_seal(ring, 1, STR("\0\0\0\0\0\0\0\2abc"), &d, NULL) &&
		    !blind_index(ring, 1, STR("ab"), STR("d"), &e, NULL);
	CHECK(good && digest_eq(&a, &b), "the index stays when a generation is added");
	CHECK(!digest_eq(&a, &c), "the border of label and value counts");
	CHECK(!digest_eq(&a, &d), "index and log have different keys");
	CHECK(!digest_eq(&a, &e), "another value, another index");
	CHECK(!strcmp(keyring_id(ring).z, keyring_id(more).z), "and so does the fingerprint");
	keyring_close(ring);
	keyring_close(more);
}

static void bad_files(void)
{
	static const struct {
		const char *text, *say;
	} row[] = {
		{ "", "第 1 行" },
		{ "\n", "第 1 行" },
		{ KEY_1, "第 1 行" },
		{ "gongkai-keys 2\n" KEY_1, "新版本" },
		{ "gongkai-keys 11\n" KEY_1, "新版本" },
		{ KEYS_HEAD, "没有密钥" },
		{ KEYS_HEAD "# remark\n", "没有密钥" },
		{ KEYS_HEAD KEY_2, "第 2 行" },
		{ KEYS_HEAD KEY_1 KEY_1, "第 3 行" },
		{ KEYS_HEAD KEY_1 "\n# x\n" KEY_7 KEY_2, "第 6 行" },
		{ KEYS_HEAD KEY_1 "2\n", "第 3 行" },
		{ KEYS_HEAD KEY_1 "2 2027-11-21 AAAA 00000000\n", "第 3 行" },
		{ KEYS_HEAD "01" KEY_1, "第 2 行" },
		{ KEYS_HEAD "x" KEY_1, "第 2 行" },
		{ KEYS_HEAD KEY_1 "99999 2027-11-21 AAAA 00000000\n", "代号" },
		{ KEYS_HEAD KEY_1 "2 2027-13-21 AAAA 00000000\n", "日期" },
	};
	for (size_t i = 0; i < COUNT(row); i++) {
		struct keyring *ring = NULL;
		struct error err = { 0 };
		CHECK(keyring_parse(str_cstr(row[i].text), &ring, &err) == ERR_FORMAT &&
				strstr(err.msg, row[i].say) && !ring,
			"bad key file %zu: %s", i, err.msg);
	}
	/* Every single sign of a line replaced, dropped or doubled. */
	char text[512];
	unsigned open = 0, unnamed = 0;
	const size_t head = strlen(KEYS_HEAD), line = strlen(KEY_1) - 1;
	for (size_t at = 0; at < line; at++) {
		for (int how = 0; how < 4; how++) {
			struct keyring *ring = NULL;
			struct error err = { 0 };
			snprintf(text, sizeof text, "%s", KEYS_HEAD KEY_1 KEY_2);
			char *p = text + head + at;
			if (how == 0)
				*p = *p == 'A' ? 'B' : 'A';
			else if (how == 1)
				*p = *p == '1' ? '2' : '1';
			else if (how == 2)
				memmove(p, p + 1, strlen(p));
			else
				memmove(p + 1, p, strlen(p) + 1);
			if (!strcmp(text, KEYS_HEAD KEY_1 KEY_2))
				continue;
			open += keyring_parse(str_cstr(text), &ring, &err) == OK;
			unnamed += !strstr(err.msg, "第 2 行");
			keyring_close(ring);
		}
	}
	CHECK(open == 0 && unnamed == 0, "every mistyped sign is found, and the line named");
	struct keyring *ring = ring_of("gongkai-keys 1\r\n# a\r\n\r\n  " KEY_1);
	CHECK(ring != NULL, "blank lines, remarks and Windows line ends are taken");
	keyring_close(ring);
	ring = ring_of("gongkai-keys 1\n" KEY_1 KEY_7);
	CHECK(ring && keyring_newest(ring) == 7 && !keyring_has(ring, 2), "a retired generation");
	keyring_close(ring);
}

/* --- files ---------------------------------------------------------------------------------- */

static char folder[] = "/tmp/gongkai-keys-XXXXXX";
static char path[64], link_path[64], beside[64];

static unsigned mode_of(const char *p)
{
	struct stat st;
	return stat(p, &st) == 0 ? (unsigned)st.st_mode & 07777 : 0;
}

static struct str text_of(struct arena *a, const char *p)
{
	struct str s = { NULL, 0 };
	if (file_read(a, p, 1 << 20, &s, NULL))
		return (struct str){ NULL, 0 };
	return s;
}

static void create(void)
{
	struct arena a;
	struct error err;
	struct keyring *ring = NULL;
	struct date today = date_from_ymd(2026, 11, 21);
	arena_init(&a, 1 << 20);
	mode_t mask = umask(0);
	CHECK(keyring_open(path, &ring, &err) == ERR_NOT_FOUND && strstr(err.msg, path),
		"no file: the message has the path");
	CHECK(!keyring_create(path, today, &err) && mode_of(path) == 0600, "made, mode 0600");
	umask(mask);
	struct str first = text_of(&a, path);
	CHECK(str_starts(first, STR("gongkai-keys 1\n#")) && str_has(first, "\n1 2026-11-21 "),
		"head, remark and one generation");
	CHECK(keyring_create(path, today, &err) == ERR_CONFLICT && str_eq(text_of(&a, path), first),
		"never overwritten");
	CHECK(!keyring_open(path, &ring, &err) && keyring_newest(ring) == 1, "opened");
	keyring_close(ring);
	char other[80];
	snprintf(other, sizeof other, "%s/no/keys", folder);
	CHECK(keyring_create(other, today, &err) == ERR_NOT_FOUND, "no such folder");
	snprintf(other, sizeof other, "%s/other", folder);
	CHECK(!keyring_create(other, today, &err) && !str_eq(text_of(&a, other), first),
		"two files have two keys");
	unlink(other);
	CHECK(symlink("nowhere", other) == 0 && keyring_create(other, today, &err) == ERR_CONFLICT,
		"not through a symbolic link");
	unlink(other);
	arena_done(&a);
}

static void modes(void)
{
	static const mode_t bad[] = { 0640, 0604, 0620, 0602, 0610, 0601, 0666, 0644 };
	struct error err;
	struct keyring *ring = NULL;
	for (size_t i = 0; i < COUNT(bad); i++) {
		chmod(path, bad[i]);
		CHECK(keyring_open(path, &ring, &err) == ERR_DENIED &&
				strstr(err.msg, "chmod 600") && !ring,
			"mode %o is refused", (unsigned)bad[i]);
	}
	CHECK(keyring_add_generation(path, date_from_ymd(2027, 1, 1), NULL, &err) == ERR_DENIED,
		"nor is a key added to it");
	chmod(path, 0400);
	CHECK(!keyring_open(path, &ring, &err), "mode 400 is taken");
	keyring_close(ring);
	chmod(path, 0600);
	ring = NULL;
	CHECK(keyring_open(folder, &ring, &err) == ERR_INVALID, "a folder");
	CHECK(mkfifo(beside, 0600) == 0 && keyring_open(beside, &ring, &err) == ERR_INVALID,
		"a pipe does not hang us");
	unlink(beside);
	CHECK(!file_write(beside,
		      (struct str){ (char[KEYRING_FILE_MAX + 1]){ 0 }, KEYRING_FILE_MAX + 1 },
		      NULL) &&
			chmod(beside, 0600) == 0 && keyring_open(beside, &ring, &err) == ERR_LIMIT,
		"a large file");
	unlink(beside);
}

static void add(void)
{
	struct arena a;
	struct error err;
	struct keyring *ring = NULL, *before = NULL;
	struct str sealed = { NULL, 0 }, plain = sealed;
	unsigned generation = 0;
	arena_init(&a, 1 << 20);
	CHECK(!keyring_open(path, &before, &err) &&
			!seal(before, &a, STR("13900000000"), place, &sealed, &err),
		"sealed before the change");
	struct str text = text_of(&a, path);
	CHECK(symlink(path, link_path) == 0 &&
			!keyring_add_generation(
				link_path, date_from_ymd(2027, 11, 21), &generation, &err) &&
			generation == 2,
		"generation 2, through a symbolic link");
	struct stat st;
	CHECK(lstat(link_path, &st) == 0 && S_ISLNK(st.st_mode), "the link stays one");
	CHECK(mode_of(path) == 0600 && access(beside, F_OK) != 0, "mode kept, nothing left beside");
	CHECK(str_starts(text_of(&a, path), text) && str_has(text_of(&a, path), "\n2 2027-11-21 "),
		"the old lines stay");
	CHECK(!keyring_open(path, &ring, &err) && keyring_newest(ring) == 2 &&
			!strcmp(keyring_id(ring).z, keyring_id(before).z),
		"the new ring has the same fingerprint");
	CHECK(!seal_open(ring, &a, sealed, place, &plain, &err) && str_is(plain, "13900000000"),
		"and opens what was sealed before");
	CHECK(!seal(ring, &a, plain, place, &sealed, &err) &&
			seal_open(before, &a, sealed, place, &plain, &err) == ERR_NOT_FOUND,
		"the old ring does not open what comes after");
	keyring_close(ring);
	keyring_close(before);
	int fd = open(path, O_RDONLY);
	CHECK(fd >= 0 && flock(fd, LOCK_EX) == 0 &&
			keyring_add_generation(path, date_from_ymd(2028, 1, 1), NULL, &err) ==
				ERR_CONFLICT,
		"not while another is at it");
	close(fd);
	CHECK(!file_write(beside, STR("left by a crash"), NULL) &&
			!keyring_add_generation(path, date_from_ymd(2028, 1, 1), NULL, &err),
		"what a crash left is no obstacle");
	bool good = true;
	for (unsigned n = 4; n <= KEYRING_GENERATIONS; n++)
		good = good &&
		       !keyring_add_generation(
			       path, date_from_ymd(2028, 1, 1), &generation, &err) &&
		       generation == n;
	CHECK(good, "up to %d generations", KEYRING_GENERATIONS);
	CHECK(keyring_add_generation(path, date_from_ymd(2028, 1, 1), NULL, &err) == ERR_LIMIT,
		"and no more");
	CHECK(!keyring_open(path, &ring, &err) && keyring_newest(ring) == KEYRING_GENERATIONS,
		"the full file opens");
	keyring_close(ring);
	/* The last line without its end. */
	struct str whole = STR("gongkai-keys 1\n" KEY_1);
	CHECK(!file_write(path, str_sub(whole, 0, whole.n - 1), NULL) && chmod(path, 0600) == 0 &&
			!keyring_add_generation(path, date_from_ymd(2028, 1, 1), NULL, &err) &&
			!keyring_open(path, &ring, &err) && keyring_newest(ring) == 2,
		"a last line without an end");
	keyring_close(ring);
	CHECK(keyring_add_generation("/nowhere/keys", date_from_ymd(2028, 1, 1), NULL, &err) ==
			ERR_NOT_FOUND,
		"no file to add to");
	unlink(link_path);
	unlink(path);
	arena_done(&a);
}

/* --- no memory ------------------------------------------------------------------------------ */

static enum err whole_life(struct error *err)
{
	struct arena a;
	struct keyring *ring = NULL;
	struct str sealed = { NULL, 0 }, plain = sealed;
	struct digest d;
	arena_init(&a, 1 << 20);
	unlink(path);
	enum err e = keyring_create(path, date_from_ymd(2026, 11, 21), err);
	if (e && access(path, F_OK) == 0)
		e = ERR_BUG; /* half a file stayed */
	if (!e)
		e = keyring_add_generation(path, date_from_ymd(2026, 11, 21), NULL, err);
	if (!e)
		e = keyring_open(path, &ring, err);
	if (!e)
		e = seal(ring, &a, STR("13900000000"), place, &sealed, err);
	if (!e)
		e = seal_open(ring, &a, sealed, place, &plain, err);
	if (!e)
		e = blind_index(ring, 1, STR("x"), STR("y"), &d, err);
	if (!e)
		e = log_seal(ring, 1, STR("x"), &d, err);
	keyring_close(ring);
	arena_done(&a);
	return e;
}

static void memory(void)
{
	struct error err;
	long n = 0, steps;
	bool good = whole_life(&err) == OK;
	do {
		err = (struct error){ 0 };
		mem_fail_at(++n);
		enum err e = whole_life(&err);
		steps = mem_requests();
		mem_fail_at(0);
		if (e != OK && (e != ERR_NOMEM || err.code != ERR_NOMEM)) {
			printf("# request %ld: %s %s\n", n, err_name(e), err.msg);
			good = false;
		}
	} while (n <= steps && n < 10000);
	CHECK(good && n > 50, "no memory at any of %ld requests is an ordinary error", n - 1);
	CHECK(access(beside, F_OK) != 0, "and nothing was left beside the file");
	unlink(path);
}

static const struct keyring *shared;

static void *seal_thread(void *p)
{
	struct arena a;
	struct str sealed = { NULL, 0 }, plain = sealed;
	bool *good = p;
	arena_init(&a, 1 << 20);
	*good = true;
	for (int i = 0; i < 500; i++) {
		*good = *good && !seal(shared, &a, STR("13900000000"), place, &sealed, NULL) &&
			!seal_open(shared, &a, sealed, place, &plain, NULL) &&
			str_is(plain, "13900000000");
		arena_reset(&a);
	}
	arena_done(&a);
	return NULL;
}

static void threads(void)
{
	struct keyring *ring = ring_of(KEYS_HEAD KEY_1);
	pthread_t t[4];
	bool good[4] = { false }, all = true;
	shared = ring;
	for (int i = 0; i < 4; i++)
		all = all && pthread_create(&t[i], NULL, seal_thread, &good[i]) == 0;
	for (int i = 0; i < 4; i++)
		all = pthread_join(t[i], NULL) == 0 && good[i] && all;
	CHECK(all, "four threads with one ring");
	keyring_close(ring);
}

int main(void)
{
	CHECK(fixture_openssl_heap() == 1 && mkdtemp(folder), "OpenSSL uses our heap; a folder");
	snprintf(path, sizeof path, "%s/keys", folder);
	snprintf(link_path, sizeof link_path, "%s/link", folder);
	snprintf(beside, sizeof beside, "%s/keys.new", folder);
	known();
	round_trip();
	changed();
	index_and_log();
	bad_files();
	create();
	modes();
	add();
	memory();
	threads();
	CHECK(rmdir(folder) == 0, "nothing is left in the folder");
	return TEST_END();
}
