/* The words by which texts are found: what is made of a text, of a query, and the look at a hit. */
#include "core/utf8.h"
#include "core/words.h"
#include "tests/test.h"

enum { ARENA = 1 << 20 };

/* Written by hand from the rule in words.h. */
static const struct {
	const char *text, *words, *query;
} row[] = {
	{ "", "", "" },
	{ "行政复议", "行政 政复 复议 议", "行政 政复 复议" },
	{ "税", "税", "税*" },
	{ "税、费", "税 费", "费*" },
	{ "国办函〔2020〕109号", "国办 办函 函 2020 109 号", "国办 办函 2020 109" },
	{ "ＡＢｃ１２３", "abc123", "abc123" },
	{ "GB/T 9704", "gb t 9704", "gb t 9704" },
	{ "二〇二四年", "二〇 〇二 二四 四年 年", "二〇 〇二 二四 四年" },
	{ "caf\xC3\xA9 caf\x65\xCC\x81", "cafe cafe", "cafe cafe" },
	{ "小区 物业", "小区 区 物业 业", "小区 物业" },
	{ "甲\xE2\x80\x8B乙", "甲乙 乙", "甲乙" }, /* a sign without width is not between */
	{ "，。！？", "", "" },
	{ "\xEF\xBC\x8D\xE2\x85\xA7", "viii", "viii" }, /* －Ⅷ */
	{ "\xF0\xB0\x80\x80\xF0\xB0\x80\x81", "\xF0\xB0\x80\x80\xF0\xB0\x80\x81 \xF0\xB0\x80\x81",
		"\xF0\xB0\x80\x80\xF0\xB0\x80\x81" }, /* U+30000 U+30001: newer than old tables */
	{ "AND OR NOT NEAR(a)", "and or not near a", "and or not near a" },
	{ "\"x\" * ^y {z}: -w", "x y z w", "x y z w" }, /* nothing of a query language is left */
};

static const struct {
	const char *text, *query;
	bool want;
} hold[] = {
	{ "示例小区物业保安员备案", "物业保安", true },
	{ "示例小区物业保安员备案", "保安物业", false },
	{ "示例小区物业保安员备案", "备案 小区", true },
	{ "示例小区物业保安员备案", "备案　街道", false }, /* an ideographic blank parts phrases too */
	{ "国办函〔2020〕109 号", "国办函〔2020〕109号", true },
	{ "ｗａｓｔｅ Ｗater", "WATER", true },
	{ "绿化", "", false },
	{ "绿化", " ，", false },
	{ "复议与议行", "复议 议行", true },
	{ "复议与议行", "复议行", false },
	{ "税费", "税", true },
};

static struct str made(struct buf *b, void (*fn)(struct buf *, struct str), const char *text)
{
	buf_clear(b);
	fn(b, str_cstr(text));
	return buf_view(b);
}

static void limits(struct arena *a)
{
	struct buf text, out;
	buf_init(&text, 1 << 20);
	buf_init(&out, 1 << 20);
	for (int i = 0; i < 100; i++)
		buf_char(&text, 'x');
	words_of(&out, buf_view(&text));
	struct str w = buf_view(&out);
	CHECK(w.n == 102 && w.p[40] == ' ' && w.p[81] == ' ', "a long run is cut every 40 signs");
	buf_clear(&text);
	buf_clear(&out);
	for (int i = 0; i < 200; i++)
		utf8_put(&text, 0x4E00 + i);
	words_query(&out, buf_view(&text));
	size_t blanks = 0;
	for (size_t i = 0; i < out.n; i++)
		blanks += out.p[i] == ' ';
	CHECK(blanks == WORDS_QUERY_MAX - 1, "a query has at most 32 words: %zu", blanks + 1);
	CHECK(words_hold(a, buf_view(&text), buf_view(&text)), "and is found whole");
	buf_clear(&out);
	buf_lit(&out, "机7");
	words_of(&out, STR("公开"));
	CHECK(str_is(buf_view(&out), "机7 公开 开"), "behind what is there: %.*s", (int)out.n, out.p);
	buf_done(&text);
	buf_done(&out);
	buf_init(&out, 8);
	words_of(&out, STR("政府信息公开"));
	CHECK(out.err == ERR_LIMIT, "no room is told");
	buf_done(&out);
}

int main(void)
{
	struct arena a;
	struct buf b;
	arena_init(&a, ARENA);
	buf_init(&b, 4096);
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct str w = made(&b, words_of, row[i].text);
		CHECK(str_is(w, row[i].words), "words of '%s': %.*s", row[i].text, STR_ARG(w));
		w = made(&b, words_query, row[i].text);
		CHECK(str_is(w, row[i].query), "query '%s': %.*s", row[i].text, STR_ARG(w));
	}
	for (size_t i = 0; i < sizeof hold / sizeof hold[0]; i++)
		CHECK(words_hold(&a, str_cstr(hold[i].text), str_cstr(hold[i].query)) ==
				hold[i].want,
			"'%s' in '%s'", hold[i].query, hold[i].text);
	limits(&a);
	buf_done(&b);
	arena_done(&a);
	return TEST_END();
}
