/* What compiled templates write: one row per page of good.tmpl. */
#include "tests/test.h"

#include "good_tmpl.h"

static const struct good_row rows[2] = {
	{ 11, STR_INIT("收到/登记") },
	{ 12, STR_INIT("a&b") },
};

static const struct good_view view = {
	.id = 42,
	.title = STR_INIT("标题 <1>"),
	.url = STR_INIT("/cases/7"),
	.evil = STR_INIT("javascript:\"'<script>&"),
	.markup = { STR_INIT("<b>已</b>") },
	.z = "z<",
	.day = { 19759 }, /* 2024-02-06, counted by `date -d @$((19759 * 86400))` */
	.yes = true,
	.no = false,
	.n = 2,
	.row = rows,
};

#define EVIL "javascript:&quot;&#39;&lt;script&gt;&amp;"
#define EVIL_PART "javascript%3A%22%27%3Cscript%3E%26"
#define BLOCKED "about:invalid#blocked"

static void page_empty(struct buf *o, const struct good_view *v)
{
	(void)v;
	empty(o);
}

/* Pages without arguments, and one with others. */
#define WITHOUT(name)                                                                              \
	static void page_##name(struct buf *o, const struct good_view *v)                          \
	{                                                                                          \
		(void)v;                                                                           \
		name(o);                                                                           \
	}
WITHOUT(literal)
WITHOUT(url_mail)
WITHOUT(close_in_string)
WITHOUT(braces)
WITHOUT(brace_chars)
WITHOUT(many_lines)
WITHOUT(trigraphs)

static void page_helper(struct buf *o, const struct good_view *v)
{
	helper(o, v->row, 1);
}

static const struct {
	const char *name;
	void (*fn)(struct buf *o, const struct good_view *v);
	const char *want;
} row[] = {
	{ "nothing", nothing, "" },
	{ "empty page", page_empty, "" },
	{ "literal text", page_literal, "<p>中文 “引号” 𠮷 é</p>" },
	{ "text", text, "<h1>标题 &lt;1&gt;</h1>" },
	{ "evil text", text_evil, "<p>" EVIL "</p>" },
	{ "evil attribute", attr_evil, "<p title=\"" EVIL "\">" },
	{ "evil URL", url_evil, "<a href=\"" BLOCKED "\">" },
	{ "evil part of a URL", urlpart_evil, "<a href=\"/s?q=" EVIL_PART "\">" },
	{ "evil title", title_evil, "<title>" EVIL " - x</title>" },
	{ "markup by type", markup, "<div><b>已</b></div>" },
	{ "URL", url, "<a href=\"/cases/7\">" },
	{ "URL and query", url_query, "<a href=\"/cases/7?page=42\">" },
	{ "URL and more query", url_more, "<a href=\"/cases/7&amp;page=42\">" },
	{ "URL path", url_path, "<a href=\"/requests/42/steps/%E6%A0%87%E9%A2%98%20%3C1%3E#a\">" },
	{ "relative URL", url_relative, "<a href=\"steps/%E6%A0%87%E9%A2%98%20%3C1%3E\">" },
	{ "URL with host", url_host,
		"<a href=\"https://example.org/%E6%A0%87%E9%A2%98%20%3C1%3E\">" },
	{ "URL from branches", url_branch, "<a href=\"/a/42\">" },
	{ "mail URL", page_url_mail, "<a href=\"mailto:a@example.org\">" },
	{ "every URL attribute", url_kinds,
		"<form action=\"" BLOCKED "\"><button formaction=\"" BLOCKED
		"\"><img src=\"" BLOCKED "\"><use xlink:href=\"" BLOCKED "\"/></form>" },
	{ "data attributes", data_attr, "<p data-x=\"" EVIL "\" DATA-Y=\"42\">" },
	{ "numbers", numbers, "42 -1 2 7 -9223372036854775808 18446744073709551615 -5 5" },
	{ "dates", dates,
		"<time datetime=\"2024-02-06\">2024年2月6日</time> 2024-02-06 2024-02-06" },
	{ "C strings", strings, "z&lt;lit&amp;ja" },
	{ "closing marks in strings", page_close_in_string, "}}a&quot;}}x" },
	{ "braces in expressions", page_braces, "bxy" },
	{ "brackets in strings", page_brace_chars, "round" },
	{ "if, elif, else", if_else, "b" },
	{ "nested blocks", nested, "收到/登记, a&amp;b" },
	{ "loop over pointers", pointers,
		"<ul>\n<li id=\"r11\">收到/登记</li>\n<li id=\"r12\">a&amp;b</li>\n</ul>\n" },
	{ "branch with an attribute", attr_branch, "<input aria-invalid=\"true\">" },
	{ "branches with attributes", attr_branch_two, "<input disabled value=\"42\">" },
	{ "branch not taken", attr_branch_off, "<input  id=\"a\"/>" },
	{ "attributes from a loop", attr_loop, "<p data-a=\"0\" data-a=\"1\">" },
	{ "URL attribute behind a branch", attr_after_branch,
		"<a class=\"x\" href=\"" BLOCKED "\">" },
	{ "branch in a value", value_branch, "<p class=\"a b\">" },
	{ "> and ' in a value", greater_in_value, "<p title=\"a > b 'c' <d> 42\">42</p>" },
	{ "tag over many lines", page_many_lines, "<input type=\"text\" name=\"a\" >\n" },
	{ "directives alone in a tag", lines_in_tag,
		"<input type=\"text\" disabled name=\"a\">\n" },
	{ "indentation", indentation,
		"<div>\n<p>a  b\nc</p>\n<p>d</p>\n<b>42</b> <i>42</i>\n42\n</div>\n" },
	{ "blanks in pre stay", in_pre, "<pre>\n  \n    a\n  \n\tb  </pre>\n<p>c</p>\n" },
	{ "first line of textarea is kept", in_textarea,
		"<textarea name=\"a\">\n" EVIL "\n  x </textarea>" },
	{ "first line of pre is kept", in_pre_value, "<pre>\n42</pre><pre>\n42</pre>" },
	{ "calls", call_two, "<div><h1>标题 &lt;1&gt;</h1>11;12;</div>" },
	{ "other arguments", page_helper, "11;" },
	{ "comment", comment, "<!-- a > <b> \"c\" - -- d -->42<!---->" },
	{ "doctype", doctype, "<!DOCTYPE html><html lang=\"zh-CN\">42</html >" },
	{ "script and style", script,
		"<script>if (a < b && \"<p title='\") { c } </script><style>a > b { c: \"{\" }</style>42" },
	{ "script by URL", script_src, "<script src=\"/cases/7\" data-id=\"42\" defer></script>" },
	{ "void elements", void_elements,
		"<br><br/><hr /><img src=\"/a.png\" alt=\"标题 &lt;1&gt;\"><path d=\"M0 0\"/>" },
	{ "trigraphs and escapes", page_trigraphs, "?\?= ?\?/ ?\?\?> \\n \"a\" \\" },
	{ "notes", note_between, "ac42" },
	{ "expression over lines", long_expression, "a" },
	{ "> in a value before a URL", attributes_after_gt,
		"<a title=\">\" href=\"" BLOCKED "\">" EVIL "</a>" },
	{ "capitals", capitals, "<A HREF=\"" BLOCKED "\">" },
};

/* 1,200 times the same ten bytes, which is more than one literal may hold. */
static void check_long(void)
{
	struct buf o, want;
	buf_init(&o, 1 << 20);
	buf_init(&want, 1 << 20);
	long_literal(&o);
	buf_lit(&want, "<p>");
	for (int i = 0; i < 1200; i++)
		buf_lit(&want, "中文，?");
	buf_lit(&want, "</p>");
	CHECK(str_eq(buf_view(&o), buf_view(&want)), "long literal");
	buf_done(&o);
	buf_done(&want);
}

int main(void)
{
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct buf o;
		buf_init(&o, 1 << 16);
		row[i].fn(&o, &view);
		bool ok = !o.err && str_is(buf_view(&o), row[i].want);
		CHECK(ok, "%s", row[i].name);
		if (!ok)
			printf("# got  %.*s\n# want %s\n", STR_ARG(buf_view(&o)), row[i].want);
		buf_done(&o);
	}
	check_long();
	return TEST_END();
}
