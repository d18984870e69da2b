/* The embedded files: what is served is what was built, packed right and small enough. */
#include "page/asset.h"
#include "tests/test.h"

#include <sodium.h>
#include <stdlib.h>
#include <zlib.h>

static const struct {
	const char *name, *start, *end, *type;
	size_t gzip_max;
} expected[] = {
	{ "gk.css", "/assets/gk.", ".css", "text/css; charset=utf-8", 24 << 10 },
	{ "gk.js", "/assets/gk.", ".js", "text/javascript; charset=utf-8", 8 << 10 },
	{ "charts.js", "/assets/charts.", ".js", "text/javascript; charset=utf-8", 200 << 10 },
	{ "favicon.svg", "/assets/favicon.", ".svg", "image/svg+xml", 1 << 10 },
	{ "favicon.ico", "/favicon.ico", "", "image/x-icon", 4 << 10 },
	{ "robots.txt", "/robots.txt", "", "text/plain; charset=utf-8", 1 << 10 },
	{ "gk.css.LEGAL.txt", "/assets/gk.css.LEGAL.txt", "", "text/plain; charset=utf-8",
		16 << 10 },
	{ "gk.js.LEGAL.txt", "/assets/gk.js.LEGAL.txt", "", "text/plain; charset=utf-8", 16 << 10 },
	{ "charts.js.LEGAL.txt", "/assets/charts.js.LEGAL.txt", "", "text/plain; charset=utf-8",
		16 << 10 },
};

static void check_table(void)
{
	for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
		struct str path = asset_path(expected[i].name);
		const struct asset *a = asset_find(path);
		CHECK(a && str_is(a->name, expected[i].name), "%s is there", expected[i].name);
		if (!a)
			continue;
		CHECK(str_starts(path, str_cstr(expected[i].start)) &&
				str_ends(path, str_cstr(expected[i].end)),
			"%s is served as %.*s", expected[i].name, STR_ARG(path));
		CHECK(str_is(a->type, expected[i].type), "%s: type", expected[i].name);
		size_t sent = a->gzip.n ? a->gzip.n : a->bytes.n;
		CHECK(sent > 100 && sent <= expected[i].gzip_max,
			"%s: %zu bytes packed, at most %zu", expected[i].name, sent,
			expected[i].gzip_max);
	}
	CHECK(!asset_at(sizeof expected / sizeof *expected), "nothing else is served");
	CHECK(!asset_find(STR("/assets/gk.css")) && !asset_find(STR("")) &&
			!asset_find(STR("/assets/../gk.css")),
		"other paths are not found");
}

/* SHA-256 by libsodium; the table was made with OpenSSL. */
static void check_hash(const struct asset *a)
{
	unsigned char sum[crypto_hash_sha256_BYTES];
	char hex[2 * sizeof sum + 1];
	crypto_hash_sha256(sum, (const unsigned char *)a->bytes.p, a->bytes.n);
	sodium_bin2hex(hex, sizeof hex, sum, sizeof sum);
	CHECK(a->etag.n == 32 && memcmp(a->etag.p, hex, 32) == 0, "%.*s: tag", STR_ARG(a->name));
	hex[12] = 0;
	CHECK(str_has(a->path, hex) == a->immutable,
		"%.*s: the name holds the hash if it is for ever", STR_ARG(a->name));
}

static void check_gzip(const struct asset *a)
{
	if (!a->gzip.n)
		return;
	z_stream z = { 0 };
	unsigned char *out = malloc(a->bytes.n + 1);
	CHECK(inflateInit2(&z, 15 + 16) == Z_OK, "zlib");
	z.next_in = (unsigned char *)(uintptr_t)a->gzip.p;
	z.avail_in = (uInt)a->gzip.n;
	z.next_out = out;
	z.avail_out = (uInt)a->bytes.n + 1;
	bool same = inflate(&z, Z_FINISH) == Z_STREAM_END && z.total_out == a->bytes.n &&
		    memcmp(out, a->bytes.p, a->bytes.n) == 0;
	inflateEnd(&z);
	free(out);
	CHECK(same, "%.*s: unpacks to the same bytes", STR_ARG(a->name));
	CHECK(memcmp(a->gzip.p + 3, "\0\0\0\0\0", 5) == 0,
		"%.*s: no name and no time in the header", STR_ARG(a->name));
}

static void check_content(void)
{
	struct str css = asset_find(asset_path("gk.css"))->bytes;
	CHECK(!str_has(css, "url(") && !str_has(css, "@import") && !str_has(css, "@font-face"),
		"the style sheet loads nothing");
	CHECK(str_has(css, ".gk--contrast") && str_has(css, ".govuk-error-summary") &&
			str_has(css, "@media print"),
		"the style sheet is whole");
	struct str js = asset_find(asset_path("gk.js"))->bytes;
	CHECK(!str_has(js, "fetch(") && !str_has(js, "XMLHttpRequest") &&
			!str_has(js, "innerHTML") && !str_has(js, "eval("),
		"the script fetches nothing and writes no markup");
	CHECK(str_has(asset_find(asset_path("gk.css.LEGAL.txt"))->bytes, "Crown Copyright") &&
			str_has(asset_find(asset_path("charts.js.LEGAL.txt"))->bytes,
				"Apache License"),
		"licence texts");
	CHECK(str_has(asset_find(asset_path("robots.txt"))->bytes, "Disallow: /office/"),
		"robots.txt");
}

int main(void)
{
	check_table();
	for (size_t i = 0; asset_at(i); i++) {
		check_hash(asset_at(i));
		check_gzip(asset_at(i));
	}
	check_content();
	return TEST_END();
}
