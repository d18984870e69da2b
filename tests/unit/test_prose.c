/* Fields in the prose of the annual report: expected texts written by hand. */
#include "tests/fixture_report.h"
#include "tests/test.h"

#include "report/prose.h"

static const struct {
	const char *name;
	int64_t v;
} number[] = { { "channel.site.posts", 1210 }, { "channel.weibo.posts", 3100 }, { "t3.received.total", 151 },
	{ "big", INT64_MAX / 2 } };

static bool lookup(void *ctx, struct str name, struct decimal *out)
{
	(void)ctx;
	for (size_t i = 0; i < sizeof number / sizeof *number; i++)
		if (str_is(name, number[i].name)) {
			*out = decimal_int(number[i].v);
			return true;
		}
	return false;
}

static const struct {
	const char *name, *source, *want;
	size_t fields, unknown;
} row[] = {
	{ "no field", "无其他需要报告的事项。", "无其他需要报告的事项。", 0, 0 },
	{ "a field", "收到申请{t3.received.total}件", "收到申请151件", 1, 0 },
	{ "a sum", "共{channel.site.posts + channel.weibo.posts}条", "共4310条", 1, 0 },
	{ "a difference", "{channel.weibo.posts-channel.site.posts}", "1890", 1, 0 },
	{ "two", "{t3.received.total}和{t3.received.total}", "151和151", 2, 0 },
	{ "an unknown name stays", "共{t3.recieved.total}件", "共{t3.recieved.total}件", 1, 1 },
	{ "one of a sum is unknown", "{channel.site.posts+x}", "{channel.site.posts+x}", 1, 1 },
	{ "too large", "{big+big+big}", "{big+big+big}", 1, 1 },
	{ "braces that are no field", "{}{ }{甲}{a b}{a+}{+a}{a", "{}{ }{甲}{a b}{a+}{+a}{a", 0, 0 },
	{ "a brace before a field", "{{t3.received.total}", "{151", 1, 0 },
};

static void expand(void)
{
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct arena a;
		arena_init(&a, 1 << 20);
		struct prose p = { 0 };
		struct error err;
		enum err e = prose_expand(&a, str_cstr(row[i].source), lookup, NULL, &p, &err);
		CHECK(!e && str_is(p.text, row[i].want) && p.n == row[i].fields && p.n_unknown == row[i].unknown,
			"%s: %.*s", row[i].name, STR_ARG(p.text));
		arena_done(&a);
	}
}

static void expand_limits(void)
{
	struct arena a;
	arena_init(&a, 1 << 24);
	struct buf b;
	struct prose p;
	struct error err;
	buf_init(&b, 1 << 20);
	for (int i = 0; i <= PROSE_FIELDS_MAX; i++)
		buf_cstr(&b, "{big}");
	CHECK(prose_expand(&a, buf_view(&b), lookup, NULL, &p, &err) == ERR_LIMIT, "too many fields");
	buf_clear(&b);
	for (int i = 0; i <= PROSE_TEXT_MAX; i++)
		buf_cstr(&b, "字");
	CHECK(prose_expand(&a, buf_view(&b), lookup, NULL, &p, &err) == ERR_LIMIT, "too long");
	buf_done(&b);
	arena_done(&a);
}

/* Put a part into a report, with the claims of its text. */
static enum err claims_of(struct arena *a, struct report *r, int no, const char *source, struct prose *p,
	struct prose_free **out, size_t *n, struct error *err)
{
	struct claims c = { 0 };
	enum err e = prose_expand(a, str_cstr(source), prose_cell, r, p, err);
	if (!e)
		e = prose_put_part(r, no, p->text, err);
	if (!e)
		e = report_claims(r, &c, err);
	return e ? e : prose_free_numbers(a, r, &c, no, p, out, n, err);
}

static void free_numbers(void)
{
	static const struct {
		const char *name, *source, *number, *field;
		size_t n;
	} t[] = {
		{ "typed and right", "2024年，本机关收到政府信息公开申请151件。", "151", "{t3.received.total}", 1 },
		{ "typed and wrong", "2024年，本机关收到政府信息公开申请152件。", "152", "{t3.received.total}", 1 },
		{ "as a field", "2024年，本机关收到政府信息公开申请{t3.received.total}件。", "", "", 0 },
		{ "about nothing in the tables", "全年开展培训5次。", "", "", 0 },
	};
	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct arena a;
		arena_init(&a, 1 << 22);
		struct report *r = fixture_zero(&a, 2024);
		const int64_t received[7] = { 151, 0, 0, 0, 0, 0, 151 };
		fixture_row(r, REPORT_ROW_RECEIVED, received);
		struct prose p = { 0 };
		struct prose_free *f = NULL;
		size_t n = 0;
		struct error err;
		enum err e = claims_of(&a, r, 1, t[i].source, &p, &f, &n, &err);
		CHECK(!e && n == t[i].n && (n == 0 || (str_is(f[0].number, t[i].number) && str_is(f[0].field, t[i].field))),
			"%s: %zu", t[i].name, n);
		arena_done(&a);
	}
}

static void parts_in_order(void)
{
	struct arena a;
	arena_init(&a, 1 << 20);
	struct report *r = fixture_zero(&a, 2024);
	struct error err;
	enum err e = prose_put_part(r, 6, STR("六"), &err);
	e = e ? e : prose_put_part(r, 1, STR("一\n\n  二段  \n"), &err);
	e = e ? e : prose_put_part(r, 5, STR("五"), &err);
	e = e ? e : prose_put_part(r, 1, STR("改过的\n第二段"), &err);
	CHECK(!e && r->n_sections == 3 && r->section[0].no == 1 && r->section[1].no == 5 && r->section[2].no == 6,
		"parts stand in the order of the format, once each");
	CHECK(!e && r->section[0].n_paragraphs == 2 && str_is(r->section[0].paragraph[0].text, "改过的") &&
			str_is(r->section[0].heading, "一、总体情况"),
		"a part takes the place of the earlier one");
	arena_done(&a);
}

static void bind(void)
{
	static const struct {
		const char *name, *source, *want;
	} t[] = {
		{ "one", "2024年，本机关收到政府信息公开申请151件。", "2024年，本机关收到政府信息公开申请{t3.received.total}件。" },
		{ "behind a field", "{t3.received.total}是总数。2024年，本机关收到政府信息公开申请152件，其他不变。",
			"{t3.received.total}是总数。2024年，本机关收到政府信息公开申请{t3.received.total}件，其他不变。" },
		{ "in another paragraph", "第一段。\n2024年，本机关收到政府信息公开申请151件。",
			"第一段。\n2024年，本机关收到政府信息公开申请{t3.received.total}件。" },
		{ "nothing to do", "全年开展培训5次。", "全年开展培训5次。" },
	};
	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct arena a;
		arena_init(&a, 1 << 22);
		struct report *r = fixture_zero(&a, 2024);
		const int64_t received[7] = { 151, 0, 0, 0, 0, 0, 151 };
		fixture_row(r, REPORT_ROW_RECEIVED, received);
		struct prose p = { 0 };
		struct prose_free *f = NULL;
		size_t n = 0;
		struct error err;
		struct str out = STR("");
		enum err e = claims_of(&a, r, 1, t[i].source, &p, &f, &n, &err);
		e = e ? e : prose_bind(&a, str_cstr(t[i].source), &p, f, n, &out, &err);
		CHECK(!e && str_is(out, t[i].want), "%s: %.*s", t[i].name, STR_ARG(out));
		arena_done(&a);
	}
}

int main(void)
{
	expand();
	expand_limits();
	free_numbers();
	parts_in_order();
	bind();
	return TEST_END();
}
