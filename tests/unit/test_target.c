#include "tests/test.h"

#include "core/mem.h"
#include "http/target.h"

enum { MEMORY = 1 << 20 };

/* Segments are joined by '|', pairs written name=value; after each. */
static void paths(void)
{
	static const struct {
		const char *raw;
		enum err want;
		const char *segments, *path, *pairs;
		bool folder;
	} row[] = {
		{ "/", OK, "", "/", "", true },
		{ "/a", OK, "a", "/a", "", false },
		{ "/a/b/", OK, "a|b", "/a/b/", "", true },
		{ "/a%2Fb/c", OK, "a/b|c", "/a%2Fb/c", "", false },
		{ "/%61", OK, "a", "/a", "", false },
		{ "/%E5%b9%b4", OK, "年", "/%E5%B9%B4", "", false },
		{ "/\xE5\xB9\xB4", OK, "年", "/%E5%B9%B4", "", false },
		{ "/a%5Cb", OK, "a\\b", "/a%5Cb", "", false },
		{ "/%252e", OK, "%2e", "/%252e", "", false },
		{ "/...", OK, "...", "/...", "", false },
		{ "/a+b", OK, "a+b", "/a+b", "", false },
		{ "/a%3Fb", OK, "a?b", "/a%3Fb", "", false },
		{ "/a?", OK, "a", "/a", "", false },
		{ "/a?q=1&q=2&r", OK, "a", "/a", "q=1;q=2;r=;", false },
		{ "/a?q=b+c%2B/d?e", OK, "a", "/a", "q=b c+/d?e;", false },
		{ "/a?q=%09%0D%0A", OK, "a", "/a", "q=\t\r\n;", false },
		{ "/?q=%E5%B9%B4", OK, "", "/", "q=年;", true },
		{ "", ERR_INVALID, NULL, NULL, NULL, false },
		{ "*", ERR_INVALID, NULL, NULL, NULL, false },
		{ "a/b", ERR_INVALID, NULL, NULL, NULL, false },
		{ "?q=1", ERR_INVALID, NULL, NULL, NULL, false },
		{ "http://example.invalid/", ERR_INVALID, NULL, NULL, NULL, false },
		{ "example.invalid:443", ERR_INVALID, NULL, NULL, NULL, false },
		{ "//example.invalid/", ERR_INVALID, NULL, NULL, NULL, false },
		{ "/a//b", ERR_INVALID, NULL, NULL, NULL, false },
		{ "/a//", ERR_INVALID, NULL, NULL, NULL, false },
		{ "/.", ERR_INVALID, NULL, NULL, NULL, false },
		{ "/a/../b", ERR_INVALID, NULL, NULL, NULL, false },
		{ "/a/%2e%2E", ERR_INVALID, NULL, NULL, NULL, false },
		{ "/.%2e/", ERR_INVALID, NULL, NULL, NULL, false },
		{ "/%2e", ERR_INVALID, NULL, NULL, NULL, false },
		{ "/%", ERR_INVALID, NULL, NULL, NULL, false },
		{ "/%4", ERR_INVALID, NULL, NULL, NULL, false },
		{ "/%4g", ERR_INVALID, NULL, NULL, NULL, false },
		{ "/%4/1", ERR_INVALID, NULL, NULL, NULL, false },
		{ "/a%00b", ERR_INVALID, NULL, NULL, NULL, false },
		{ "/a%0Ab", ERR_INVALID, NULL, NULL, NULL, false },
		{ "/a%7F", ERR_INVALID, NULL, NULL, NULL, false },
		{ "/a%C2%85", ERR_INVALID, NULL, NULL, NULL, false },
		{ "/%C0%AF", ERR_INVALID, NULL, NULL, NULL, false },
		{ "/%E5%B9", ERR_INVALID, NULL, NULL, NULL, false },
		{ "/\xE5\xB9", ERR_INVALID, NULL, NULL, NULL, false },
		{ "/a b", ERR_INVALID, NULL, NULL, NULL, false },
		{ "/a\tb", ERR_INVALID, NULL, NULL, NULL, false },
		{ "/a#b", ERR_INVALID, NULL, NULL, NULL, false },
		{ "/a\\b", ERR_INVALID, NULL, NULL, NULL, false },
		{ "/a?q=%", ERR_INVALID, NULL, NULL, NULL, false },
		{ "/a?q=%4&r=1", ERR_INVALID, NULL, NULL, NULL, false },
		{ "/a?q=%00", ERR_INVALID, NULL, NULL, NULL, false },
		{ "/a?q=%1B", ERR_INVALID, NULL, NULL, NULL, false },
		{ "/a?%0A=1", ERR_INVALID, NULL, NULL, NULL, false },
		{ "/a?q=%FF", ERR_INVALID, NULL, NULL, NULL, false },
		{ "/a?q=1#x", ERR_INVALID, NULL, NULL, NULL, false },
	};
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct arena a;
		struct target t;
		struct error err = { .code = OK };
		struct buf b;
		arena_init(&a, MEMORY);
		buf_init(&b, MEMORY);
		enum err e = target_parse(&a, str_cstr(row[i].raw), &t, &err);
		CHECK(e == row[i].want && err.code == e, "target row %zu: %s", i,
			e ? "refused" : "taken");
		if (!e && row[i].segments) {
			for (size_t k = 0; k < t.n_segments; k++) {
				buf_cstr(&b, k ? "|" : "");
				buf_str(&b, t.segment[k]);
			}
			CHECK(str_is(buf_view(&b), row[i].segments), "  segments %s",
				row[i].segments);
			CHECK(str_is(t.path, row[i].path), "  path %s", row[i].path);
			CHECK(t.folder == row[i].folder, "  folder %d", row[i].folder);
			buf_clear(&b);
			for (size_t k = 0; k < t.pairs.n; k++) {
				buf_str(&b, t.pairs.pair[k].name);
				buf_char(&b, '=');
				buf_str(&b, t.pairs.pair[k].value);
				buf_char(&b, ';');
			}
			CHECK(str_is(buf_view(&b), row[i].pairs), "  pairs of the query");
		}
		buf_done(&b);
		arena_done(&a);
	}
}

/* n times `piece` behind `start`; the result is in b. */
static struct str repeat(struct buf *b, const char *start, const char *piece, size_t n)
{
	buf_clear(b);
	buf_cstr(b, start);
	for (size_t i = 0; i < n; i++)
		buf_cstr(b, piece);
	return buf_view(b);
}

static void limits(void)
{
	static const struct {
		const char *start, *piece;
		size_t n;
		enum err want;
	} row[] = {
		{ "/", "a", TARGET_PATH_MAX - 1, OK },
		{ "/", "a", TARGET_PATH_MAX, ERR_LIMIT },
		{ "/", "%2F", (TARGET_PATH_MAX - 1) / 3, OK },
		{ "", "/a", TARGET_SEGMENTS_MAX, OK },
		{ "", "/a", TARGET_SEGMENTS_MAX + 1, ERR_LIMIT },
		{ "/?q=", "a", TARGET_QUERY_MAX - 2, OK },
		{ "/?q=", "a", TARGET_QUERY_MAX - 1, ERR_LIMIT },
		{ "/?q=", "a&", 200, OK },
		{ "/?q=", "a&", 201, ERR_LIMIT },
		{ "/?", "n", 200, OK },
		{ "/?", "n", 201, ERR_LIMIT },
	};
	struct buf b;
	buf_init(&b, MEMORY);
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct arena a;
		struct target t;
		struct error err = { .code = OK };
		arena_init(&a, MEMORY);
		struct str raw = repeat(&b, row[i].start, row[i].piece, row[i].n);
		enum err e = target_parse(&a, raw, &t, &err);
		CHECK(e == row[i].want && err.code == e, "%zu times \"%s\" behind \"%s\": %s",
			row[i].n, row[i].piece, row[i].start, err_name(e));
		arena_done(&a);
	}
	buf_done(&b);
}

static void no_memory(void)
{
	const struct str raw = STR("/requests/%E5%B9%B4/3?q=%E6%8A%A5&page=2");
	long n = 0, bad = 0, requests = 0;
	do {
		struct arena a;
		struct target t = { .n_segments = 77 };
		struct error err = { .code = OK };
		mem_fail_at(++n);
		arena_init(&a, MEMORY);
		enum err e = target_parse(&a, raw, &t, &err);
		requests = mem_requests();
		if (requests >= n)
			bad += e != ERR_NOMEM || err.code != e || t.n_segments != 77;
		else
			bad += e != OK;
		arena_done(&a);
	} while (requests >= n && n < 1000);
	mem_fail_at(0);
	CHECK(bad == 0 && n > 3, "target: each of %ld requests for memory may fail", n - 1);
}

int main(void)
{
	paths();
	limits();
	no_memory();
	return TEST_END();
}
