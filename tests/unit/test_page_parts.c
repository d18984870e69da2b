/* Small parts of the page layer: own paths, moments, browser families, QR codes, notices. */
#include "page/agent.h"
#include "page/app.h"
#include "page/moment.h"
#include "page/part.h"
#include "page/qr.h"
#include "tests/test.h"

static const struct {
	const char *typed, *want;
} paths[] = {
	{ "/account", "/account" },
	{ "/a/b?c=d&e=%E4%B8%AD", "/a/b?c=d&e=%E4%B8%AD" },
	{ "/", "/" },
	{ "", "/" },
	{ "account", "/" },
	{ "//example.org/", "/" },
	{ "/\\example.org/", "/" },
	{ "/a\\b", "/" },
	{ "https://example.org/", "/" },
	{ "javascript:alert(1)", "/" },
	{ "/a\r\nSet-Cookie: x=y", "/" },
	{ "/a\x7f", "/" },
};

/* Milliseconds from `date -d '2026-11-21 12:03 +08:00' +%s`. */
static const struct {
	int64_t ms;
	const char *want;
} moments[] = {
	{ 0, "" },
	{ INT64_C(1795233780000), "2026-11-21 12:03" },
	{ INT64_C(1795233839999), "2026-11-21 12:03" },
	{ INT64_C(1795276799000), "2026-11-21 23:59" },
	{ INT64_C(1795276800000), "2026-11-22 00:00" },
};

static const struct {
	const char *header, *want;
} agents[] = {
	{ "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
		"火狐 · Linux" },
	{ "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
	  "Chrome/120.0.0.0 Safari/537.36",
		"Chrome 内核 · Windows" },
	{ "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
	  "Chrome/120.0.0.0 Safari/537.36 Edg/120.0.0.0",
		"Edge · Windows" },
	{ "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
	  "Gecko) Version/17.0 Mobile/15E148 Safari/604.1",
		"Safari · iPhone" },
	{ "curl/7.88.1", "curl" },
	{ "", "" },
	{ "<script>", "" },
};

int main(void)
{
	struct arena a;
	struct error err = { .code = OK };
	arena_init(&a, 4 << 20);
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
		CHECK(str_is(page_own_path(str_cstr(paths[i].typed)), paths[i].want), "path %zu",
			i);
	char z[3000];
	memset(z, 'a', sizeof z);
	z[0] = '/';
	CHECK(str_is(page_own_path((struct str){ z, sizeof z }), "/"), "a path without end");
	for (size_t i = 0; i < sizeof moments / sizeof *moments; i++)
		CHECK(str_is(moment_text(&a, moments[i].ms), moments[i].want), "%s",
			moments[i].want);
	for (size_t i = 0; i < sizeof agents / sizeof *agents; i++) {
		struct str got = agent_family(&a, str_cstr(agents[i].header));
		CHECK(str_is(got, agents[i].want), "%s: %.*s", agents[i].want, STR_ARG(got));
	}
	/* ISO/IEC 18004: version 1 has 21 modules a side; a finder's first line is seven dark ones.
	 */
	struct qr q;
	CHECK(qr_make(&a, STR("HELLO"), &q, &err) == OK && q.size == 21 + 2 * QR_QUIET &&
			str_starts(q.path, STR("M4 4h7v1h-7z")),
		"a small code: %d, %.20s", q.size, q.path.p);
	CHECK(qr_make(&a, (struct str){ z, sizeof z }, &q, &err) == ERR_LIMIT, "%s", err.msg);
	CHECK(notice_find(STR("logged.out")) && !notice_find(STR("<b>")) && !notice_find(STR("")),
		"only what stands in the table is ever shown");
	arena_done(&a);
	return TEST_END();
}
