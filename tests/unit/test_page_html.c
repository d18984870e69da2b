/*
 * Values in HTML: what goes out for hostile input, in each of the four places.
 *
 * Expected escapes: OWASP XSS prevention cheat sheet, rule 1 and 2 (the five signs);
 * percent-encoding by Python's urllib.parse.quote(s, safe="").
 */
#include "tests/test.h"

#include "page/html.h"

#define LOST "\xEF\xBF\xBD"
#define BLOCKED "about:invalid#blocked"
/* A value that may hold NUL. */
#define V(lit) STR_INIT(lit)

/* Text and quoted attributes alike. */
static const struct {
	const char *name;
	struct str in, want;
} text_row[] = {
	{ "empty", V(""), V("") },
	{ "plain", V("a b\tc\nd"), V("a b\tc\nd") },
	{ "Chinese", V("政府信息公开，“条例”（2019）"), V("政府信息公开，“条例”（2019）") },
	{ "other planes", V("𠮷 é \xEF\xBB\xBF ~"), V("𠮷 é \xEF\xBB\xBF ~") },
	{ "script", V("<script>alert(1)</script>"), V("&lt;script&gt;alert(1)&lt;/script&gt;") },
	{ "double quote", V("\" onload=\"a"), V("&quot; onload=&quot;a") },
	{ "single quote", V("' onload='a"), V("&#39; onload=&#39;a") },
	{ "ampersand", V("&lt;&#60;"), V("&amp;lt;&amp;#60;") },
	{ "end of textarea", V("</textarea><b>"), V("&lt;/textarea&gt;&lt;b&gt;") },
	{ "comment", V("<!-- -->"), V("&lt;!-- --&gt;") },
	{ "signs at both ends", V("<a>"), V("&lt;a&gt;") },
	{ "signs in a row", V("<<>>&&"), V("&lt;&lt;&gt;&gt;&amp;&amp;") },
	{ "zero", V("a\0b"), V("a" LOST "b") },
	{ "zero before a sign", V("\0<"), V(LOST "&lt;") },
	{ "controls", V("\x01\x08\x0B\x0C\x0E\x1B\x1F\x7F"),
		V(LOST LOST LOST LOST LOST LOST LOST LOST) },
	{ "C1 controls", V("\xC2\x80\xC2\x9F"), V(LOST LOST) },
	{ "not a C1 control", V("\xC2\xA0\xC2\xB7\xC2\xBF"), V("\xC2\xA0\xC2\xB7\xC2\xBF") },
	{ "noncharacters", V("a\xEF\xBF\xBE\xEF\xBF\xBF<"), V("a" LOST LOST "&lt;") },
	{ "not noncharacters", V("\xEF\xBF\xBD\xEF\xBC\x8C\xEE\xBF\xBF"),
		V("\xEF\xBF\xBD\xEF\xBC\x8C\xEE\xBF\xBF") },
	{ "CR LF", V("a\r\nb\r\n"), V("a\nb\n") },
	{ "CR", V("a\rb\r"), V("a\nb\n") },
	{ "half a character at the end", V("a\xEF\xBF"), V("a\xEF\xBF") },
	{ "half a character before a sign", V("\xC2<\xEF<"), V("\xC2&lt;\xEF&lt;") },
};

static const struct {
	const char *name;
	struct str in, want;
} url_row[] = {
	{ "path", V("/a/b?c=d&e=f#g"), V("/a/b?c=d&amp;e=f#g") },
	{ "root", V("/"), V("/") },
	{ "query", V("?page=2"), V("?page=2") },
	{ "fragment", V("#a"), V("#a") },
	{ "http", V("http://example.org/"), V("http://example.org/") },
	{ "https", V("https://example.org/"), V("https://example.org/") },
	{ "https in capitals", V("HTTPS://example.org/"), V("HTTPS://example.org/") },
	{ "mail", V("mailto:a@example.org"), V("mailto:a@example.org") },
	{ "Chinese", V("/搜索?q=年报"), V("/搜索?q=年报") },
	{ "quotes", V("/a\"b'c<d>"), V("/a%22b&#39;c%3Cd%3E") },
	{ "blank and backslash later", V("/a b\\c`{|}^"), V("/a%20b%5Cc%60%7B%7C%7D%5E") },
	{ "noncharacter", V("/\xEF\xBF\xBF"), V("/" LOST) },
	{ "C1 control", V("/\xC2\x85"), V("/" LOST) },
	{ "empty", V(""), V(BLOCKED) },
	{ "script", V("javascript:alert(1)"), V(BLOCKED) },
	{ "script in capitals", V("JaVaScRiPt:alert(1)"), V(BLOCKED) },
	{ "script behind a blank", V(" javascript:alert(1)"), V(BLOCKED) },
	{ "script behind a tab", V("\tjavascript:alert(1)"), V(BLOCKED) },
	{ "script with a line break", V("java\nscript:alert(1)"), V(BLOCKED) },
	{ "script behind zero", V("\0javascript:alert(1)"), V(BLOCKED) },
	{ "vbscript", V("vbscript:a"), V(BLOCKED) },
	{ "data", V("data:text/html,<script>"), V(BLOCKED) },
	{ "blob", V("blob:a"), V(BLOCKED) },
	{ "file", V("file:///etc/passwd"), V(BLOCKED) },
	{ "relative", V("a/b"), V(BLOCKED) },
	{ "other host", V("//evil.example"), V(BLOCKED) },
	{ "other host by backslash", V("/\\evil.example"), V(BLOCKED) },
	{ "other host by two", V("\\\\evil.example"), V(BLOCKED) },
	{ "other host by a tab", V("/\t/evil.example"), V(BLOCKED) },
	{ "other host by a line break", V("/\n/evil.example"), V(BLOCKED) },
	{ "other host by a return", V("/\r/evil.example"), V(BLOCKED) },
	{ "other host behind a blank", V(" //evil.example"), V(BLOCKED) },
	{ "http without slashes", V("http:evil.example"), V(BLOCKED) },
	{ "http with one slash", V("https:/evil.example"), V(BLOCKED) },
	{ "half a scheme", V("http"), V(BLOCKED) },
	{ "zero later", V("/a\0b"), V(BLOCKED) },
	{ "delete", V("/a\x7F"), V(BLOCKED) },
};

static const struct {
	const char *name;
	struct str in, want;
} part_row[] = {
	{ "empty", V(""), V("") },
	{ "unreserved", V("azAZ09-._~"), V("azAZ09-._~") },
	{ "reserved", V(":/?#[]@!$&'()*+,;=% \"<>\\"),
		V("%3A%2F%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D%25%20%22%3C%3E%5C") },
	{ "Chinese", V("收到/登记"), V("%E6%94%B6%E5%88%B0%2F%E7%99%BB%E8%AE%B0") },
	{ "full-width", V("，"), V("%EF%BC%8C") },
	{ "tab and line", V("a\tb\nc\r\nd"), V("a%09b%0Ac%0Ad") },
	{ "controls", V("a\0\x1B\x7F"), V("a%EF%BF%BD%EF%BF%BD%EF%BF%BD") },
	{ "C1 control, noncharacter", V("\xC2\x80\xEF\xBF\xBE"), V("%EF%BF%BD%EF%BF%BD") },
	{ "other host", V("/evil.example"), V("%2Fevil.example") },
};

static void check(const char *place, const char *name, const struct buf *o, struct str want)
{
	struct str got = buf_view(o);
	CHECK(!o->err && str_eq(got, want), "%s: %s", place, name);
	if (!str_eq(got, want))
		printf("# got  %.*s\n# want %.*s\n", STR_ARG(got), STR_ARG(want));
}

static void check_rows(void)
{
	struct buf o;
	buf_init(&o, 1 << 16);
	for (size_t i = 0; i < sizeof text_row / sizeof text_row[0]; i++) {
		buf_clear(&o);
		html_text(&o, text_row[i].in);
		check("text", text_row[i].name, &o, text_row[i].want);
		buf_clear(&o);
		html_attr(&o, text_row[i].in);
		check("attribute", text_row[i].name, &o, text_row[i].want);
	}
	for (size_t i = 0; i < sizeof url_row / sizeof url_row[0]; i++) {
		buf_clear(&o);
		html_url(&o, url_row[i].in);
		check("URL", url_row[i].name, &o, url_row[i].want);
	}
	for (size_t i = 0; i < sizeof part_row / sizeof part_row[0]; i++) {
		buf_clear(&o);
		html_urlpart(&o, part_row[i].in);
		check("part of a URL", part_row[i].name, &o, part_row[i].want);
	}
	buf_done(&o);
}

/* Every type that is let through, in every place that takes it. */
static void check_types(void)
{
	struct buf o;
	struct date day;
	char own[] = "/o";
	CHECK(date_parse(STR("2024-02-06"), &day), "a date");
	buf_init(&o, 1 << 16);
	html_text(&o, "a<");
	html_text(&o, own);
	html_text(&o, (const char *)NULL);
	html_text(&o, -1);
	html_text(&o, INT64_MIN);
	html_text(&o, 2u);
	html_text(&o, UINT64_MAX);
	html_text(&o, (size_t)3);
	html_text(&o, -4LL);
	html_text(&o, 5ULL);
	html_text(&o, 0);
	html_text(&o, day);
	html_text(&o, date_text(day));
	html_text(&o, date_words(day));
	html_text(&o, decimal_text(decimal_int(-7)));
	html_text(&o, ((struct html){ STR("<b>") }));
	check("types", "text", &o,
		STR("a&lt;/o-1-9223372036854775808218446744073709551615"
		    "3-4502024-02-062024-02-062024年2月6日-7<b>"));
	buf_clear(&o);
	html_attr(&o, "a<");
	html_attr(&o, own);
	html_attr(&o, -1);
	html_attr(&o, UINT64_MAX);
	html_attr(&o, day);
	html_attr(&o, date_words(day));
	check("types", "attribute", &o, STR("a&lt;/o-1184467440737095516152024-02-062024年2月6日"));
	buf_clear(&o);
	html_url(&o, own);
	html_url(&o, "?a");
	html_url(&o, (const char *)NULL);
	check("types", "URL", &o, STR("/o?a" BLOCKED));
	buf_clear(&o);
	html_urlpart(&o, "a/");
	html_urlpart(&o, own);
	html_urlpart(&o, -1);
	html_urlpart(&o, (size_t)3);
	html_urlpart(&o, day);
	check("types", "part of a URL", &o, STR("a%2F%2Fo-132024-02-06"));
	buf_done(&o);
}

/*
 * What the four places promise of any bytes: nothing that could end the place, no control
 * character, and text that needs nothing is unchanged.
 */
static bool is_inert(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c == '<' || c == '>' || c == '"' || c == '\'' || c == 0x7F ||
			(c < 0x20 && c != '\t' && c != '\n'))
			return false;
	}
	return true;
}

static void check_all_pairs(void)
{
	struct buf o;
	int bad = 0;
	buf_init(&o, 1 << 12);
	for (int n = 0; n < 1 << 16; n++) {
		char in[2] = { (char)(n >> 8), (char)(n & 255) };
		struct str s = { in, 2 };
		buf_clear(&o);
		html_text(&o, s);
		bad += !is_inert(buf_view(&o));
		buf_clear(&o);
		html_url(&o, s);
		bad += !is_inert(buf_view(&o)) || buf_view(&o).n == 0;
		buf_clear(&o);
		html_urlpart(&o, s);
		bad += !is_inert(buf_view(&o)) || str_has(buf_view(&o), "/");
	}
	CHECK(bad == 0, "every pair of bytes comes out inert in every place");
	buf_clear(&o);
	o.max = 4;
	html_text(&o, STR("<<"));
	html_text(&o, STR("a"));
	CHECK(o.err == ERR_LIMIT && o.n <= 4, "the ceiling sticks");
	buf_done(&o);
}

int main(void)
{
	check_rows();
	check_types();
	check_all_pairs();
	return TEST_END();
}
