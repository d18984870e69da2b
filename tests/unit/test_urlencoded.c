#include "tests/test.h"

#include "core/mem.h"
#include "http/urlencoded.h"

enum { MEMORY = 1 << 20 };

static const struct form_limits small = { 6, 10, 20, 60 };

/* Pairs as text: name=value; each. */
static void write_pairs(struct buf *b, const struct form_pairs *p)
{
	for (size_t k = 0; k < p->n; k++) {
		buf_str(b, p->pair[k].name);
		buf_char(b, '=');
		buf_str(b, p->pair[k].value);
		buf_char(b, ';');
	}
}

/* Feeds s in up to three pieces cut at i and j. */
static enum err feed(struct arena *a, const struct form_limits *lim, struct str s, size_t i,
	size_t j, struct form_pairs *out, struct error *err)
{
	struct urlencoded u;
	urlencoded_init(&u, a, lim);
	enum err e = urlencoded_feed(&u, str_sub(s, 0, i), err);
	if (!e)
		e = urlencoded_feed(&u, str_sub(s, i, j), err);
	if (!e)
		e = urlencoded_feed(&u, str_sub(s, j, s.n), err);
	if (!e)
		e = urlencoded_end(&u, out, err);
	urlencoded_done(&u);
	return e;
}

static enum err feed_bytes(struct arena *a, const struct form_limits *lim, struct str s,
	struct form_pairs *out, struct error *err)
{
	struct urlencoded u;
	enum err e = OK;
	urlencoded_init(&u, a, lim);
	for (size_t i = 0; i < s.n && !e; i++)
		e = urlencoded_feed(&u, str_sub(s, i, i + 1), err);
	if (!e)
		e = urlencoded_end(&u, out, err);
	urlencoded_done(&u);
	return e;
}

struct row {
	const char *in;
	enum err want;
	const char *pairs; /* or, for an error, what its message names */
};

/* Expected values: urllib.parse.parse_qsl(…, keep_blank_values=True) of Python for the good rows.
 */
static const struct row rows[] = {
	{ "", OK, "" },
	{ "a=1", OK, "a=1;" },
	{ "a=1&b=2&a=3", OK, "a=1;b=2;a=3;" },
	{ "a", OK, "a=;" },
	{ "a=", OK, "a=;" },
	{ "=a", OK, "=a;" },
	{ "=", OK, "=;" },
	{ "&&a=1&&b&", OK, "a=1;b=;" },
	{ "a=b=c", OK, "a=b=c;" },
	{ "a+b=c+d%2B", OK, "a b=c d+;" },
	{ "a=%e5%B9%b4%E6%8A%A5", OK, "a=年报;" },
	{ "a=\xE5\xB9\xB4", OK, "a=年;" },
	{ "a=%26%3D%25;b", OK, "a=&=%;b;" },
	{ "a%3Db=1", OK, "a=b=1;" },
	{ "a=%0D%0A", OK, "a=\r\n;" },
	{ "a=&a=&a=", OK, "a=;a=;a=;" },
	/* What leaks into the next field elsewhere. */
	{ "x=%4&y=1dmin", ERR_INVALID, "“x”" },
	{ "x=100%&role=user", ERR_INVALID, "“x”" },
	{ "y=1&x=%", ERR_INVALID, "“x”" },
	{ "y=1&x=%4", ERR_INVALID, "“x”" },
	{ "x=%zz", ERR_INVALID, "“x”" },
	{ "%zz=1", ERR_INVALID, "表单项的编码有误" },
	{ "x=%00", ERR_INVALID, "“x”" },
	{ "x%00y=1", ERR_INVALID, "“x”" },
	{ "x=%FF", ERR_INVALID, "“x”" },
	{ "x=%E5%B9&y=%B4", ERR_INVALID, "“x”" },
	{ "x=%ED%A0%80", ERR_INVALID, "“x”" },
	{ "x=%C0%80", ERR_INVALID, "“x”" },
	{ "%FF=1", ERR_INVALID, "表单项含有" },
	/* small: 6 fields, 10 bytes a name, 20 a value, 60 in all */
	{ "a&b&c&d&e&f", OK, "a=;b=;c=;d=;e=;f=;" },
	{ "a&b&c&d&e&f&g", ERR_LIMIT, "最多 6 项" },
	{ "0123456789=1", OK, "0123456789=1;" },
	{ "0123456789a=1", ERR_LIMIT, "“0123456789”" },
	{ "a=01234567890123456789", OK, "a=01234567890123456789;" },
	{ "a=01234567890123456789x", ERR_LIMIT, "“a”" },
	{ "a=%30%31%32%33%34%35%36%37%38%39%30%31%32%33%34%35%36%37%38", OK,
		"a=0123456789012345678;" },
	{ "a=%30%31%32%33%34%35%36%37%38%39%30%31%32%33%34%35%36%37%38%39", ERR_LIMIT, "超过" },
};

static void same_for_every_cut(const struct row *r)
{
	struct str s = str_cstr(r->in);
	struct arena a;
	struct buf b;
	size_t bad = 0, cuts = 0;
	arena_init(&a, 64 * MEMORY);
	buf_init(&b, MEMORY);
	for (size_t i = 0; i <= s.n; i++) {
		for (size_t j = i; j <= s.n; j++) {
			struct form_pairs p = { NULL, 0, 0 };
			struct error err = { .code = OK };
			enum err e = feed(&a, &small, s, i, j, &p, &err);
			buf_clear(&b);
			write_pairs(&b, &p);
			bool same = e == r->want && err.code == e &&
				    (e ? str_has(str_cstr(err.msg), r->pairs)
				       : str_is(buf_view(&b), r->pairs));
			bad += !same;
			cuts++;
		}
	}
	struct form_pairs p = { NULL, 0, 0 };
	struct error err = { .code = OK };
	enum err e = feed_bytes(&a, &small, s, &p, &err);
	buf_clear(&b);
	write_pairs(&b, &p);
	bad += e != r->want || (!e && !str_is(buf_view(&b), r->pairs));
	CHECK(bad == 0, "\"%s\" is %s in all of %zu cuts", r->in, err_name(r->want), cuts);
	buf_done(&b);
	arena_done(&a);
}

static void errors_stay(void)
{
	struct arena a;
	struct urlencoded u;
	struct form_pairs p = { NULL, 77, 0 };
	struct error err = { .code = OK };
	arena_init(&a, MEMORY);
	urlencoded_init(&u, &a, NULL);
	CHECK(urlencoded_feed(&u, STR("a=1&b=%x"), &err) == ERR_INVALID, "an error");
	err.code = OK;
	CHECK(urlencoded_feed(&u, STR("&c=1"), &err) == ERR_INVALID && err.code == ERR_INVALID,
		"feeding on tells it again");
	CHECK(urlencoded_end(&u, &p, &err) == ERR_INVALID && p.n == 77, "and so does the end");
	CHECK(urlencoded_end(&u, &p, NULL) == ERR_INVALID, "also to nobody");
	urlencoded_done(&u);
	urlencoded_init(&u, &a, NULL);
	CHECK(!urlencoded_end(&u, &p, &err) && p.n == 0, "no bytes, no pairs");
	CHECK(!urlencoded_end(&u, &p, &err) && p.n == 0, "ending twice is harmless");
	CHECK(urlencoded_feed(&u, STR("a"), &err) == ERR_BUG, "feeding after the end is a bug");
	urlencoded_done(&u);
	urlencoded_done(NULL);
	arena_done(&a);
}

static void finding(void)
{
	struct arena a;
	struct form_pairs p;
	struct error err;
	struct str v = STR("old");
	arena_init(&a, MEMORY);
	CHECK(!urlencoded_parse(&a, NULL, STR("a=1&b=2&a=3"), &p, &err), "parses");
	CHECK(form_pairs_find(&p, "a", &v) && str_is(v, "1"), "the first of two");
	CHECK(!form_pairs_find(&p, "c", &v) && str_is(v, "1"), "absent leaves the value alone");
	arena_done(&a);
}

static void no_memory(void)
{
	/* Long enough to make both buffers and the list grow. */
	char body[4000];
	size_t len = 0;
	for (int i = 0; i < 20; i++)
		len += (size_t)snprintf(body + len, sizeof body - len, "field%d=%0100d&", i, i);
	struct str s = { body, len };
	long n = 0, bad = 0, requests = 0;
	do {
		struct arena a;
		struct form_pairs p = { NULL, 77, 0 };
		struct error err = { .code = OK };
		mem_fail_at(++n);
		arena_init(&a, MEMORY);
		enum err e = urlencoded_parse(&a, NULL, s, &p, &err);
		requests = mem_requests();
		if (requests >= n)
			bad += e != ERR_NOMEM || err.code != e || p.n != 77;
		else
			bad += e != OK || p.n != 20;
		arena_done(&a);
	} while (requests >= n && n < 1000);
	mem_fail_at(0);
	CHECK(bad == 0 && n > 3, "each of %ld requests for memory may fail", n - 1);

	struct arena tiny;
	struct form_pairs p;
	struct error err = { .code = OK };
	arena_init(&tiny, 500);
	CHECK(urlencoded_parse(&tiny, NULL, s, &p, &err) == ERR_LIMIT && err.code == ERR_LIMIT,
		"an arena that is full is a limit");
	arena_done(&tiny);
}

int main(void)
{
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		same_for_every_cut(&rows[i]);
	errors_stay();
	finding();
	no_memory();
	return TEST_END();
}
