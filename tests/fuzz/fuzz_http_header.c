#include "tests/fuzz/fuzz.h"

#include "core/utf8.h"
#include "http/header.h"
#include "http/multipart.h"
#include "http/percent.h"

#include <assert.h>

enum { MEMORY = 4 << 20, OUT_MAX = 4 << 20, NOW = 1700000000 };

static void check_date(struct str s)
{
	int64_t t, again;
	if (!http_date_parse(s, NOW, &t))
		return;
	struct http_date_text text = http_date_text(t);
	assert(http_date_parse(str_cstr(text.z), NOW, &again) && again == t);
}

static void check_range(struct str s)
{
	static const uint64_t size[] = { 0, 1, 10, 1000, UINT64_MAX };
	for (size_t i = 0; i < sizeof size / sizeof size[0]; i++) {
		struct byte_range r;
		if (range_parse(s, size[i], &r) == RANGE_PART)
			assert(r.first <= r.last && r.last < size[i]);
	}
}

/* What is written stays one header value: printable ASCII, quotes in pairs. */
static void check_disposition(struct str s)
{
	struct buf b, clean;
	size_t quotes = 0;
	buf_init(&b, OUT_MAX);
	buf_init(&clean, OUT_MAX);
	content_disposition_write(&b, s, s.n % 2);
	assert(!b.err);
	for (size_t i = 0; i < b.n; i++) {
		assert(b.p[i] >= 0x20 && b.p[i] < 0x7F && b.p[i] != '\\');
		quotes += b.p[i] == '"';
	}
	assert(quotes == 0 || quotes == 2);
	filename_clean(&clean, s);
	struct str name = buf_view(&clean);
	assert(!clean.err && name.n <= 255 && utf8_is_valid(name) && !http_has_control(name));
	assert(!str_has(name, "/") && !str_has(name, "\\") && !str_is(name, ".."));
	buf_done(&b);
	buf_done(&clean);
}

static void check_cookie(struct str s)
{
	struct str rest = s, name, value;
	struct buf b;
	struct error err;
	buf_init(&b, OUT_MAX);
	while (cookie_next(&rest, &name, &value)) {
		struct cookie c = { .name = name, .value = value, .max_age_s = 5, .secure = true };
		size_t before = b.n;
		enum err e = set_cookie_write(&b, &c, &err);
		assert(!e || b.n == before);
	}
	for (size_t i = 0; i < b.n; i++)
		assert(b.p[i] >= 0x20 && b.p[i] < 0x7F);
	buf_done(&b);
}

/* Every reader takes any bytes; every writer stays within its header. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str s = { (const char *)data, size }, name, value;
	struct arena a;
	struct content_type type;
	struct error err;
	bool quoted;
	arena_init(&a, MEMORY);
	check_date(s);
	check_range(s);
	check_disposition(s);
	check_cookie(s);
	accepts_gzip(s);
	etag_matches(s, STR("\"abc\""));
	if_range_holds(s, STR("\"abc\""), NOW, NOW);
	if (!content_type_parse(&a, s, &type, &err)) {
		assert(type.type.n >= 3);
		while (param_next(&type.params, &name, &value, &quoted))
			assert(http_is_token(name));
	}
	arena_done(&a);
	return 0;
}
