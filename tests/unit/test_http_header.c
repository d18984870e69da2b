#include "tests/test.h"

#include "core/mem.h"
#include "http/header.h"

enum { MEMORY = 1 << 16 };
enum { NOW = 1700000000 }; /* 14 November 2023 */

static void cookies(void)
{
	static const struct {
		const char *header, *name, *value; /* value NULL: absent */
	} row[] = {
		{ "SID=31d4d96e407aad42; lang=en-US", "SID",
			"31d4d96e407aad42" }, /* RFC 6265 3.1 */
		{ "SID=31d4d96e407aad42; lang=en-US", "lang", "en-US" },
		{ "a=1;b=2", "b", "2" },
		{ "  a = 1 ;  b=2  ", "a", "1" },
		{ "a=b=c", "a", "b=c" },
		{ "a=\"1\"", "a", "\"1\"" },
		{ "a=", "a", "" },
		{ "a=1; a=2", "a", "1" },
		{ "aa=1; a=2", "a", "2" },
		{ "A=1", "a", NULL },
		{ "a; b=1", "a", NULL },
		{ "a; b=1", "b", "1" },
		{ "=1; b=2", "b", "2" },
		{ "x=\"a=9; a=1", "a", "1" },
		{ "", "a", NULL },
		{ ";;;", "a", NULL },
	};
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct str v = { NULL, 0 };
		bool found = cookie_find(str_cstr(row[i].header), row[i].name, &v);
		CHECK(found == (row[i].value != NULL) && (!found || str_is(v, row[i].value)),
			"cookie %s of \"%s\"", row[i].name, row[i].header);
	}
}

static void set_cookies(void)
{
	static const struct {
		struct cookie c;
		const char *want; /* NULL: refused */
	} row[] = {
		{ { .name = STR_INIT("sid"), .value = STR_INIT("abc"), .max_age_s = -1 },
			"sid=abc; Path=/; HttpOnly; SameSite=Strict" },
		{ { .name = STR_INIT("__Host-sid"),
			  .value = STR_INIT("abc"),
			  .max_age_s = 3600,
			  .secure = true,
			  .lax = true },
			"__Host-sid=abc; Path=/; Max-Age=3600; Secure; HttpOnly; SameSite=Lax" },
		{ { .name = STR_INIT("look"),
			  .value = STR_INIT(""),
			  .path = "/desk",
			  .script = true },
			"look=; Path=/desk; Max-Age=0; SameSite=Strict" },
		{ { .name = STR_INIT("__Host-sid"), .value = STR_INIT("abc") }, NULL },
		{ { .name = STR_INIT("__Host-sid"),
			  .value = STR_INIT("abc"),
			  .secure = true,
			  .path = "/a" },
			NULL },
		{ { .name = STR_INIT("__Secure-sid"), .value = STR_INIT("abc") }, NULL },
		{ { .name = STR_INIT(""), .value = STR_INIT("abc") }, NULL },
		{ { .name = STR_INIT("a b"), .value = STR_INIT("abc") }, NULL },
		{ { .name = STR_INIT("a=b"), .value = STR_INIT("abc") }, NULL },
		{ { .name = STR_INIT("a"), .value = STR_INIT("b\r\nX-Evil: 1") }, NULL },
		{ { .name = STR_INIT("a"), .value = STR_INIT("b; Domain=example.invalid") }, NULL },
		{ { .name = STR_INIT("a"), .value = STR_INIT("年") }, NULL },
		{ { .name = STR_INIT("a"), .value = STR_INIT("b"), .path = "/;x" }, NULL },
		{ { .name = STR_INIT("a"), .value = STR_INIT("b"), .path = "x" }, NULL },
		{ { .name = STR_INIT("a"), .value = STR_INIT("b"), .path = "/\n" }, NULL },
	};
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct buf b;
		struct error err = { .code = OK };
		buf_init(&b, MEMORY);
		enum err e = set_cookie_write(&b, &row[i].c, &err);
		CHECK(row[i].want ? !e && str_is(buf_view(&b), row[i].want)
				  : e == ERR_BUG && err.code == e && b.n == 0,
			"Set-Cookie row %zu: %s", i, row[i].want ? row[i].want : "refused");
		buf_done(&b);
	}
}

static void etags(void)
{
	static const struct {
		const char *header, *etag;
		bool want;
	} row[] = {
		{ "\"xyzzy\"", "\"xyzzy\"", true }, /* RFC 9110 13.1.2 */
		{ "W/\"xyzzy\"", "\"xyzzy\"", true },
		{ "\"xyzzy\", \"r2d2xxxx\", \"c3piozzzz\"", "\"c3piozzzz\"", true },
		{ "W/\"xyzzy\", W/\"r2d2xxxx\", W/\"c3piozzzz\"", "\"r2d2xxxx\"", true },
		{ "*", "\"xyzzy\"", true },
		{ " * ", "\"xyzzy\"", true },
		{ "\"1\"", "\"2\"", false },
		{ "\"1\"", "W/\"1\"", true }, /* RFC 9110 8.8.3.2 */
		{ "W/\"1\"", "W/\"2\"", false },
		{ "\"a,b\"", "\"b\"", false },
		{ "\"a,b\", \"b\"", "\"b\"", true },
		{ ",, \"b\"", "\"b\"", true },
		{ "xyzzy", "\"xyzzy\"", false },
		{ "\"xyzzy", "\"xyzzy\"", false },
		{ "\"a\" \"b\"", "\"b\"", false },
		{ "w/\"b\"", "\"b\"", false },
		{ "", "\"\"", false },
	};
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
		CHECK(etag_matches(str_cstr(row[i].header), str_cstr(row[i].etag)) == row[i].want,
			"If-None-Match: %s against %s", row[i].header, row[i].etag);
}

/* Seconds: `date -u -d … +%s` of GNU coreutils. */
static void dates(void)
{
	static const struct {
		const char *in;
		bool ok;
		int64_t want;
	} row[] = {
		{ "Sun, 06 Nov 1994 08:49:37 GMT", true, 784111777 }, /* RFC 9110 5.6.7 */
		{ "Sunday, 06-Nov-94 08:49:37 GMT", true, 784111777 },
		{ "Sun Nov  6 08:49:37 1994", true, 784111777 },
		{ "Thu, 01 Jan 1970 00:00:00 GMT", true, 0 },
		{ "Wed, 31 Dec 1969 23:59:59 GMT", true, -1 },
		{ "Thu, 29 Feb 2024 23:59:59 GMT", true, 1709251199 },
		{ "Fri Dec 31 23:59:59 9999", true, 253402300799 },
		{ "Sat, 31 Dec 2016 23:59:60 GMT", true, 1483228800 },
		{ "Monday, 01-Jan-73 00:00:00 GMT", true, 3250454400 }, /* 49 years ahead: 2073 */
		{ "Tuesday, 14-Nov-73 22:13:20 GMT", true,
			3277923200 },					/* 50 years to the second */
		{ "Tuesday, 14-Nov-73 22:13:21 GMT", true, 122163201 }, /* one more: 1973 */
		{ "Thursday, 29-Feb-72 00:00:00 GMT", true, 3223929600 }, /* 2072 */
		{ "Sunday, 01-Jan-00 00:00:00 GMT", true, 946684800 },
		{ "Fri, 29 Feb 2023 00:00:00 GMT", false, 0 },
		{ "Sun, 6 Nov 1994 08:49:37 GMT", false, 0 },
		{ "Sun, 06 Nov 1994 08:49:37 UTC", false, 0 },
		{ "Sun, 06 Nov 1994 08:49:37 +0800", false, 0 },
		{ "Sun, 06 Nov 1994 08:49:37 GMT ", false, 0 },
		{ "Sun, 06 Nov 1994 24:00:00 GMT", false, 0 },
		{ "Sun, 06 Nov 1994 08:60:37 GMT", false, 0 },
		{ "Sun, 06 nov 1994 08:49:37 GMT", false, 0 },
		{ "Sun, 00 Nov 1994 08:49:37 GMT", false, 0 },
		{ "Sun, 06 Nov 0094 08:49:37 GMT", false, 0 },
		{ "Son, 06 Nov 1994 08:49:37 GMT", false, 0 },
		{ "Sun,", false, 0 },
		{ "Sun Nov  6 08:49:37", false, 0 },
		{ "Sun Nov 6 08:49:37 1994", false, 0 },
		{ "1994-11-06T08:49:37Z", false, 0 },
		{ "", false, 0 },
		{ "0", false, 0 },
	};
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		int64_t t = 77;
		bool ok = http_date_parse(str_cstr(row[i].in), NOW, &t);
		CHECK(ok == row[i].ok && t == (ok ? row[i].want : 77), "date \"%s\" is %lld",
			row[i].in, (long long)t);
	}
	static const struct {
		int64_t t;
		const char *want;
	} text[] = {
		{ 784111777, "Sun, 06 Nov 1994 08:49:37 GMT" },
		{ 0, "Thu, 01 Jan 1970 00:00:00 GMT" },
		{ -1, "Wed, 31 Dec 1969 23:59:59 GMT" },
		{ -86400, "Wed, 31 Dec 1969 00:00:00 GMT" },
		{ 253402300799, "Fri, 31 Dec 9999 23:59:59 GMT" },
		{ 253402300800, "Thu, 01 Jan 1970 00:00:00 GMT" },
		{ INT64_MIN, "Thu, 01 Jan 1970 00:00:00 GMT" },
		{ INT64_MAX, "Thu, 01 Jan 1970 00:00:00 GMT" },
	};
	for (size_t i = 0; i < sizeof text / sizeof text[0]; i++)
		CHECK(!strcmp(http_date_text(text[i].t).z, text[i].want), "%lld is %s",
			(long long)text[i].t, http_date_text(text[i].t).z);
	int64_t t = 77;
	CHECK(!http_date_parse(STR("Sunday, 06-Nov-94 08:49:37 GMT"), INT64_MAX, &t) && t == 77,
		"two digits and a clock that is out of its mind");
}

static void ranges(void)
{
	static const struct {
		const char *header;
		uint64_t size;
		enum range_kind want;
		uint64_t first, last;
	} row[] = {
		{ "bytes=0-499", 10000, RANGE_PART, 0, 499 }, /* RFC 9110 14.1.2 */
		{ "bytes=500-999", 10000, RANGE_PART, 500, 999 },
		{ "bytes=-500", 10000, RANGE_PART, 9500, 9999 },
		{ "bytes=9500-", 10000, RANGE_PART, 9500, 9999 },
		{ "bytes=0-0,-1", 10000, RANGE_WHOLE, 0, 0 },
		{ "bytes= 0-999, 4500-5499, -1000", 10000, RANGE_WHOLE, 0, 0 },
		{ "bytes=0-0", 1, RANGE_PART, 0, 0 },
		{ "bytes=0-99999", 10, RANGE_PART, 0, 9 },
		{ "bytes=0-99999999999999999999999", 10, RANGE_PART, 0, 9 },
		{ "bytes=-99999", 10, RANGE_PART, 0, 9 },
		{ "bytes=9-", 10, RANGE_PART, 9, 9 },
		{ "BYTES=1-2", 10, RANGE_PART, 1, 2 },
		{ "bytes=10-", 10, RANGE_UNSATISFIABLE, 0, 0 },
		{ "bytes=10-20", 10, RANGE_UNSATISFIABLE, 0, 0 },
		{ "bytes=99999999999999999999999-", 10, RANGE_UNSATISFIABLE, 0, 0 },
		{ "bytes=-0", 10, RANGE_UNSATISFIABLE, 0, 0 },
		{ "bytes=0-", 0, RANGE_UNSATISFIABLE, 0, 0 },
		{ "bytes=-5", 0, RANGE_UNSATISFIABLE, 0, 0 },
		{ "bytes=5-4", 10, RANGE_WHOLE, 0, 0 },
		{ "bytes=-", 10, RANGE_WHOLE, 0, 0 },
		{ "bytes=5", 10, RANGE_WHOLE, 0, 0 },
		{ "bytes=a-b", 10, RANGE_WHOLE, 0, 0 },
		{ "bytes=1-2x", 10, RANGE_WHOLE, 0, 0 },
		{ "bytes=--5", 10, RANGE_WHOLE, 0, 0 },
		{ "items=0-5", 10, RANGE_WHOLE, 0, 0 },
		{ "bytes", 10, RANGE_WHOLE, 0, 0 },
		{ "", 10, RANGE_WHOLE, 0, 0 },
	};
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct byte_range r = { 77, 78 };
		enum range_kind kind = range_parse(str_cstr(row[i].header), row[i].size, &r);
		bool part = kind == RANGE_PART;
		CHECK(kind == row[i].want && r.first == (part ? row[i].first : 77) &&
				r.last == (part ? row[i].last : 78),
			"Range: %s of %llu", row[i].header, (unsigned long long)row[i].size);
	}
	const struct str tag = STR("\"a\""), date = STR("Sun, 06 Nov 1994 08:49:37 GMT");
	CHECK(if_range_holds(STR(""), tag, 784111777, NOW), "no If-Range");
	CHECK(if_range_holds(tag, tag, 784111777, NOW), "the same tag");
	CHECK(!if_range_holds(STR("W/\"a\""), tag, 784111777, NOW), "a weak tag never holds");
	CHECK(!if_range_holds(STR("\"b\""), tag, 784111777, NOW), "another tag");
	CHECK(if_range_holds(date, tag, 784111777, NOW), "the same date");
	CHECK(!if_range_holds(date, tag, 784111776, NOW), "another date");
	CHECK(!if_range_holds(STR("x"), tag, 784111777, NOW), "nonsense");
}

static void encodings(void)
{
	static const struct {
		const char *header;
		bool want;
	} row[] = {
		{ "compress, gzip", true }, /* RFC 9110 12.5.3 */
		{ "", false },
		{ "*", true },
		{ "compress;q=0.5, gzip;q=1.0", true },
		{ "gzip;q=1.0, identity; q=0.5, *;q=0", true },
		{ "gzip, deflate, br", true },
		{ "GZIP", true },
		{ "x-gzip", true },
		{ "gzip;q=0", false },
		{ "gzip; q=0.000", false },
		{ "gzip;q=0.001", true },
		{ "gzip;q=0, *", false },
		{ "*, gzip;q=0", false },
		{ "*;q=0", false },
		{ "deflate, br", false },
		{ "identity", false },
		{ "gzip;q=x", false },
		{ "gzip;level=9;q=0", false },
		{ "gzip;level=9", true },
		{ "gzip;", true },
		{ "notgzip", false },
	};
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
		CHECK(accepts_gzip(str_cstr(row[i].header)) == row[i].want, "Accept-Encoding: %s",
			row[i].header);
}

static void content_types(void)
{
	static const struct {
		const char *header, *type, *params; /* type NULL: refused */
	} row[] = {
		{ "text/html", "text/html", "" },
		{ "Text/HTML;Charset=\"utf-8\"", "text/html",
			"Charset=[utf-8];" }, /* RFC 9110 8.3.1 */
		{ "text/html; charset=utf-8 ; a=b", "text/html", "charset=utf-8;a=b;" },
		{ " application/json ", "application/json", "" },
		{ "a/b;", "a/b", "" },
		{ "a/b;;x=1", "a/b", "x=1;" },
		{ "a/b;x=\"1;2\";y=\"a\\\"b\"", "a/b", "x=[1;2];y=[a\\\"b];" },
		{ "a/b; x", "a/b", "!" },
		{ "a/b; x=1 2; y=3", "a/b", "!" },
		{ "a/b; x=\"1", "a/b", "!" },
		{ "text", NULL, NULL },
		{ "text/", NULL, NULL },
		{ "/html", NULL, NULL },
		{ "text/ html", NULL, NULL },
		{ "text/html, text/plain", NULL, NULL },
		{ "", NULL, NULL },
	};
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct arena a;
		struct buf b;
		struct content_type t;
		struct error err = { .code = OK };
		struct str name, value;
		bool quoted;
		arena_init(&a, MEMORY);
		buf_init(&b, MEMORY);
		enum err e = content_type_parse(&a, str_cstr(row[i].header), &t, &err);
		while (!e && param_next(&t.params, &name, &value, &quoted))
			buf_fmt(&b, "%.*s=%s%.*s%s;", STR_ARG(name), quoted ? "[" : "",
				STR_ARG(value), quoted ? "]" : "");
		if (!e && t.params.n)
			buf_char(&b, '!');
		CHECK(row[i].type ? !e && str_is(t.type, row[i].type) &&
					    str_is(buf_view(&b), row[i].params)
				  : e == ERR_INVALID && err.code == e,
			"Content-Type: %s", row[i].header);
		buf_done(&b);
		arena_done(&a);
	}
}

/* The escapes: urllib.parse.quote of Python. */
static void dispositions(void)
{
	static const struct {
		const char *filename, *want;
		bool is_inline;
	} row[] = {
		{ "a.pdf", "attachment; filename=\"a.pdf\"", false },
		{ "a b.pdf", "inline; filename=\"a b.pdf\"", true },
		{ "2024年报.pdf",
			"attachment; filename=\"download.pdf\"; "
			"filename*=UTF-8''2024%E5%B9%B4%E6%8A%A5.pdf",
			false },
		{ "年报", "attachment; filename=\"download\"; filename*=UTF-8''%E5%B9%B4%E6%8A%A5",
			false },
		{ "a.年", "attachment; filename=\"download\"; filename*=UTF-8''a.%E5%B9%B4",
			false },
		{ "a\"b.txt", "attachment; filename=\"download.txt\"; filename*=UTF-8''a%22b.txt",
			false },
		{ "100%.txt", "attachment; filename=\"download.txt\"; filename*=UTF-8''100%25.txt",
			false },
		{ "a'(1)*.txt", "attachment; filename=\"a'(1)*.txt\"", false },
		{ "年'(1)*",
			"attachment; filename=\"download\"; filename*=UTF-8''%E5%B9%B4%27%281%29%2A",
			false },
		{ "a\r\nX-Evil: 1", "attachment; filename=\"aX-Evil: 1\"", false },
		{ "../../etc/passwd", "attachment; filename=\"passwd\"", false },
		{ "", "attachment", false },
	};
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct buf b;
		buf_init(&b, MEMORY);
		content_disposition_write(&b, str_cstr(row[i].filename), row[i].is_inline);
		CHECK(str_is(buf_view(&b), row[i].want), "Content-Disposition row %zu: %.*s", i,
			STR_ARG(buf_view(&b)));
		buf_done(&b);
	}
}

static void no_memory(void)
{
	long n = 0, bad = 0, requests = 0;
	do {
		struct buf b;
		struct arena a;
		struct content_type t = { .type = STR("old") };
		struct error err = { .code = OK };
		const struct cookie c = { .name = STR("a"), .value = STR("b") };
		mem_fail_at(++n);
		buf_init(&b, MEMORY);
		arena_init(&a, MEMORY);
		content_disposition_write(&b, STR("年报.pdf"), false);
		enum err e = buf_check(&b, &err);
		if (!e)
			e = set_cookie_write(&b, &c, &err);
		if (!e)
			e = content_type_parse(&a, STR("text/html"), &t, &err);
		requests = mem_requests();
		bad += e != (requests >= n ? ERR_NOMEM : OK) || err.code != e;
		bad += e && !str_is(t.type, "old");
		buf_done(&b);
		arena_done(&a);
	} while (requests >= n && n < 1000);
	mem_fail_at(0);
	CHECK(bad == 0 && n > 3, "each of %ld requests for memory may fail", n - 1);
}

int main(void)
{
	cookies();
	set_cookies();
	etags();
	dates();
	ranges();
	encodings();
	content_types();
	dispositions();
	no_memory();
	return TEST_END();
}
