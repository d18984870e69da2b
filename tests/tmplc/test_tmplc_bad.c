/* Templates that must be refused, each at the right line and column. */
#include "tests/test.h"

#include "tools/tmplc/tmplc.h"

/* The text stands between `{% page p(int n) %}` (line 1) and `{% endpage %}`, from line 2 on. */
static const struct {
	const char *name, *text;
	int line, col;
	const char *msg;
} row[] = {
	/* places where no value may stand */
	{ "value in a script", "<script>var a = {{ n }};</script>", 2, 20, "script or style" },
	{ "value in a style", "<style>a{ color: {{ n }} }</style>", 2, 21, "script or style" },
	{ "branch in a script", "<script>{% if n %}a(){% end %}</script>", 2, 12, "literal text" },
	{ "note in a script", "<script>a</scr{# #}ipt>", 2, 15, "only literal text" },
	{ "value in a comment", "<!-- {{ n }} -->", 2, 9, "comment" },
	{ "branch in a comment", "<!-- {% if n %} --> {% end %}", 2, 9, "comment" },
	{ "note in a comment", "<!-- {# #} -->", 2, 6, "comment" },
	{ "value in a tag's name", "<h{{ n }}>", 2, 6, "tag's name" },
	{ "value behind <", "<{{ n }}>", 2, 5, "tag's name" },
	{ "value in an end tag", "</h{{ n }}>", 2, 7, "tag's name" },
	{ "value as attribute", "<p {{ n }}>", 2, 7, "attribute's name" },
	{ "value in an attribute's name", "<p data-{{ n }}=\"1\">", 2, 12, "attribute's name" },
	{ "value behind an attribute", "<p id=\"a\"{{ n }}>", 2, 13, "attribute's name" },
	{ "unquoted value", "<p id={{ n }}>", 2, 10, "double quotes" },
	{ "value in the doctype", "<!doc{{ n }}>", 2, 9, "between < and >" },
	{ "value before /", "<br /{{ n }}>", 2, 9, "between < and >" },
	{ "style attribute", "<p style=\"color: {{ n }}\">", 2, 9, "style=" },
	{ "event attribute", "<p onclick=\"go({{ n }})\">", 2, 11, "on…=" },
	{ "event attribute, capitals", "<p OnClick=\"go()\">", 2, 11, "on…=" },
	{ "event attribute without value", "<p onclick>", 2, 11, "on…=" },
	{ "event attribute before a branch", "<p onclick{% if n %}=\"a\"{% end %}>", 2, 14,
		"on…=" },
	{ "srcdoc", "<p srcdoc=\"{{ n }}\">", 2, 10, "srcdoc=" },
	{ "meta refresh", "<meta http-equiv=\"refresh\" content=\"{{ n }}\">", 2, 17,
		"http-equiv=" },
	{ "meta refresh, content first", "<meta content=\"{{ n }}\" HTTP-EQUIV=\"refresh\">", 2, 35,
		"http-equiv=" },
	{ "srcset", "<img srcset=\"{{ n }} 2x\">", 2, 17, "must be literal" },
	{ "ping", "<a ping=\"{{ n }}\">", 2, 13, "must be literal" },
	{ "rel", "<link rel=\"{{ n }}\" href=\"/a\">", 2, 15, "must be literal" },
	{ "fill", "<rect fill=\"{{ n }}\"/>", 2, 16, "must be literal" },
	{ "type of a script", "<script type=\"{{ n }}\" src=\"/a\"></script>", 2, 18,
		"script tag" },
	/* what browsers would repair */
	{ "single quotes", "<p id='a'>", 2, 7, "double quotes" },
	{ "no quotes", "<p id=a>", 2, 7, "double quotes" },
	{ "blank before =", "<p id =\"a\">", 2, 7, "before =" },
	{ "blank behind =", "<p id= \"a\">", 2, 7, "double quotes" },
	{ "branch before =", "<p id{% if n %}{% end %}=\"a\">", 2, 25, "before =" },
	{ "no blank between attributes", "<p id=\"a\"class=\"b\">", 2, 10, "a blank must" },
	{ "no blank behind a branch", "<p {% if n %}id=\"a\"{% end %}class=\"b\">", 2, 29,
		"a blank must" },
	{ "tag's name goes on behind a branch", "<p{% if n %}{% end %}re>", 2, 22, "a blank must" },
	{ "tag's name goes on behind a note", "<s{# #}cript>", 2, 8, "a blank must" },
	{ "attribute starts with a sign", "<p @click=\"a\">", 2, 4, "starts with a letter" },
	{ "quote in a name", "<p id\"a\">", 2, 6, "attribute's name" },
	{ "stray <", "a < b", 2, 4, "&lt;" },
	{ "stray < before a branch", "a <{% if n %}b{% end %}", 2, 7, "between < and >" },
	{ "CDATA", "<![CDATA[ a ]]>", 2, 3, "doctype" },
	{ "old doctype", "<!doctype html public>", 2, 15, "doctype" },
	{ "comment that ends at once", "<!-->", 2, 5, "where it starts" },
	{ "comment that ends nearly at once", "<!--->", 2, 6, "where it starts" },
	{ "comment with --!", "<!-- a --!>", 2, 10, "--!" },
	{ "end tag with attribute", "</p id=\"a\">", 2, 5, "no attributes" },
	{ "end tag of a void element", "<br></br>", 2, 9, "no end tag" },
	{ "self-closing div", "<div/>", 2, 6, "not void" },
	{ "self-closing script", "<script src=\"/a.js\" />", 2, 22, "not void" },
	{ "/ inside a tag", "<br / id=\"a\">", 2, 6, "only as />" },
	{ "iframe", "<iframe src=\"/a\"></iframe>", 2, 8, "not for our pages" },
	{ "base", "<base href=\"/\">", 2, 6, "not for our pages" },
	{ "plaintext", "<plaintext>", 2, 11, "not for our pages" },
	{ "set of SVG", "<svg><set to=\"{{ n }}\"/></svg>", 2, 10, "not for our pages" },
	{ "element in a title", "<title>a<b>c</b></title>", 2, 10, "only text" },
	{ "other end tag in textarea", "<textarea></div></textarea>", 2, 13, "only text" },
	{ "end tag of textarea cut apart", "<textarea></text{# #}area>", 2, 17, "in an end tag" },
	{ "value in the end tag of textarea", "<textarea></text{{ n }}>", 2, 20, "in an end tag" },
	{ "comment in a script", "<script><!-- a</script>", 2, 10, "<!" },
	{ "other end tag in a script", "<script>a = \"</b>\"</script>", 2, 16, "</" },
	{ "long tag name", "<abcdefghijabcdefghijabcdefghijabcdefghij>", 2, 33, "too long" },
	/* URLs */
	{ "script URL", "<a href=\"javascript:alert(1)\">", 2, 20, "a URL starts" },
	{ "script URL with a value", "<a href=\"javascript:{{ n }}\">", 2, 20, "a URL starts" },
	{ "script URL, capitals", "<a href=\"JavaScript:a\">", 2, 20, "a URL starts" },
	{ "script URL in xlink:href", "<use xlink:href=\"javascript:a\"/>", 2, 28, "a URL starts" },
	{ "script URL in formaction", "<button formaction=\"javascript:a\">", 2, 31,
		"a URL starts" },
	{ "script URL in pieces", "<a href=\"java{{ n }}:a\">", 2, 21, "a URL starts" },
	{ "script URL in branches", "<a href=\"{% if n %}http{% else %}java{% end %}:a\">", 2, 47,
		"a URL starts" },
	{ "script URL by reference", "<a href=\"java&#115;cript:a\">", 2, 14,
		"no character reference" },
	{ "script URL with a blank", "<a href=\" javascript:a\">", 2, 10,
		"does not belong in a URL" },
	{ "data URL", "<img src=\"data:text/html,{{ n }}\">", 2, 15, "a URL starts" },
	{ "other host", "<a href=\"//example.org\">", 2, 11, "leaves the site" },
	{ "other host by \\", "<a href=\"/\\example.org\">", 2, 11, "does not belong in a URL" },
	{ "value as host", "<a href=\"https://{{ n }}/\">", 2, 21, "must be literal" },
	{ "half a host", "<a href=\"https://a{{ n }}/\">", 2, 22, "must be literal" },
	{ "user name", "<a href=\"https://a@b/\">", 2, 19, "no user name" },
	{ "no host", "<a href=\"https://\">", 2, 18, "host is missing" },
	{ "no slashes", "<a href=\"https:a\">", 2, 16, "// must come" },
	{ "value right behind the first /", "<a href=\"/{{ n }}\">", 2, 14, "start with //" },
	{ "path behind a whole URL", "<a href=\"{{ n }}/a\">", 2, 17, "only ?, # or &" },
	{ "two whole URLs", "<a href=\"{{ n }}{{ n }}\">", 2, 20, "only ?, # or &" },
	/* branches */
	{ "branches end in different places", "{% if n %}<p{% else %}<p>{% end %}", 2, 29,
		"different places" },
	{ "open quote in one branch", "<p {% if n %}id=\"{% end %}a\">", 2, 21, "must end where" },
	{ "textarea in one branch", "{% if n %}<textarea>{% end %}", 2, 24, "must end where" },
	{ "pre in one branch", "{% if n %}<pre>{% end %}", 2, 19, "must end where" },
	{ "URL in one branch", "<a href=\"{% if n %}/a{% end %}{{ n }}\">", 2, 25,
		"must end where" },
	{ "branches of a URL", "<a href=\"{% if n %}/a{% else %}?b{% end %}\">", 0, 0, NULL },
	{ "branch / alone", "<a href=\"{% if n %}/{% else %}/b{% end %}{{ n }}\">", 2, 36,
		"different places" },
	{ "loop that opens a tag", "{% for int i = 0; i < n; i++ %}<p {% end %}", 2, 38,
		"different place" },
	{ "loop without a blank", "<p {% for int i = 0; i < n; i++ %}a=\"b\"{% end %}>", 2, 43,
		"in a loop" },
	{ "call in a tag", "<p {% call q(n) %}>", 2, 7, "text only" },
	{ "call in a value", "<p id=\"{% call q(n) %}\">", 2, 11, "text only" },
	{ "call in a title", "<title>{% call q(n) %}</title>", 2, 11, "text only" },
	{ "no {% end %}", "{% if n %}a", 2, 4, "{% end %} is missing" },
	{ "too many ends", "{% end %}", 2, 4, "there is no" },
	{ "else without if", "{% else %}", 2, 4, "there is no" },
	{ "else of a loop", "{% for ; n; n-- %}{% else %}{% end %}", 2, 22, "there is no" },
	{ "two elses", "{% if n %}{% else %}{% else %}{% end %}", 2, 24, "the last branch" },
	{ "elif behind else", "{% if n %}{% else %}{% elif n %}{% end %}", 2, 24,
		"the last branch" },
	{ "else with condition", "{% if n %}{% else n %}{% end %}", 2, 14, "no condition" },
	{ "if without condition", "{% if %}{% end %}", 2, 4, "condition is missing" },
	{ "end with a word", "{% if n %}{% end if %}", 2, 14, "stands alone" },
	{ "unknown directive", "{% raw n %}", 2, 4, "known are" },
	{ "page in a page", "{% page q(int m) %}", 2, 4, "inside a page" },
	{ "include in a page", "{% include \"a.h\" %}", 2, 4, "before {% page %}" },
	{ "page ends in a tag", "<p", 3, 4, "ends inside a tag" },
	{ "page ends in a textarea", "<textarea>", 3, 4, "ends inside a tag" },
	{ "page ends in a script", "<script>", 3, 4, "literal text" },
	/* C */
	{ "empty expression", "{{ }}", 2, 4, "empty" },
	{ "expression without end", "{{ n", 2, 1, "{{ is not closed" },
	{ "directive without end", "a {% if n", 2, 3, "{% is not closed" },
	{ "note without end", "a {# n", 2, 3, "{# is not closed" },
	{ "string without end", "{{ \"a }}", 2, 4, "string does not end" },
	{ "string over two lines", "{{ \"a\\\nb\" }}", 2, 4, "string does not end" },
	{ "character without end", "{{ ' }}", 2, 4, "string does not end" },
	{ "closing bracket", "{{ n) ; (n }}", 2, 5, "not opened" },
	{ "wrong bracket", "{{ (n] }}", 2, 6, "not opened" },
	{ "open bracket", "{% if (n %}{% end %}", 2, 10, "not closed" },
	{ "statement", "{{ n; n }}", 2, 5, "; ends" },
	{ "statement in brackets", "{{ ({ n; }) }}", 2, 8, "; ends" },
	{ "two expressions", "{{ n, n }}", 2, 4, "no comma" },
	{ "two conditions", "{% if n; n %}{% end %}", 2, 4, "one expression" },
	{ "loop of two parts", "{% for n; n %}{% end %}", 2, 4, "write {% for" },
	{ "loop of four parts", "{% for n; n; n; n %}{% end %}", 2, 4, "write {% for" },
	{ "endless loop", "{% for ;; %}{% end %}", 2, 4, "needs a condition" },
	{ "line comment", "{{ n // a }}", 2, 6, "no comment" },
	{ "block comment", "{{ n /* a */ }}", 2, 6, "no comment" },
	{ "preprocessor", "{{ n\n#define a }}", 3, 1, "#" },
	{ "digraph", "{{ n\n%:define a }}", 3, 1, "digraph" },
	{ "backslash", "{{ n \\ }}", 2, 6, "\\ stands outside" },
	{ "trigraph", "{{ n ?\?/ }}", 2, 6, "trigraph" },
	{ "trigraph in a string", "{{ \"a?\?/\" }}", 2, 6, "trigraph" },
	{ "touching the output", "{{ (buf_char(o, '<'), 1) }}", 2, 14, "o is the output" },
	{ "touching the output in a branch", "{% if o->n %}{% end %}", 2, 7, "o is the output" },
	{ "making markup", "{{ (struct html){ v } }}", 2, 12, "struct html" },
	{ "call of no function", "{% call q %}", 2, 4, "write {% call" },
	{ "call and more", "{% call q(n), r(n) %}", 2, 4, "write {% call" },
	{ "call of two", "{% call q(n)(n) %}", 2, 4, "write {% call" },
	/* bytes */
	{ "carriage return", "a\r", 2, 2, "LF" },
	{ "control character", "a\x01", 2, 2, "control character" },
	{ "not UTF-8", "\xE4\xB8\xAD\xE4\xB8", 2, 2, "not UTF-8" },
	{ "column counts characters", "\xE4\xB8\xAD\xE6\x96\x87{{ }}", 2, 6, "empty" },
};

/* Whole files. */
static const struct {
	const char *name, *text;
	int line, col;
	const char *msg;
} whole[] = {
	{ "text before the page", "{# note #}\n\n  text\n", 3, 3, "outside {% page %}" },
	{ "value outside", "{{ n }}", 1, 4, "outside {% page %}" },
	{ "branch outside", "{% if n %}", 1, 4, "outside {% page %}" },
	{ "page without name", "{% page (int n) %}", 1, 4, "write {% page" },
	{ "page without brackets", "{% page a %}", 1, 4, "write {% page" },
	{ "page with empty brackets", "{% page a() %}{% endpage %}", 1, 4, "(void)" },
	{ "page that leaves its brackets", "{% page a(int n) { }; void b(int n) %}", 1, 4,
		"write {% page" },
	{ "statement in the arguments", "{% page a(int n; int m) %}", 1, 16, "; ends" },
	{ "no endpage", "\n{% page a(void) %}\n", 2, 4, "{% endpage %} is missing" },
	{ "include of nothing", "{% include %}", 1, 4, "write {% include" },
	{ "include without quotes", "{% include a.h %}", 1, 4, "write {% include" },
	{ "include of two", "{% include \"a.h\" \"b.h\" %}", 1, 4, "write {% include" },
	{ "zero byte", NULL, 1, 2, "control character" },
	{ "byte order mark", "\xEF\xBB\xBF{# #}", 1, 1, "control character" },
};

static bool compile(struct str text, struct buf *errors)
{
	struct tmplc_source in = { text, "x.tmpl", "x_tmpl.h" };
	struct buf c, h;
	buf_init(&c, TMPLC_OUTPUT_MAX);
	buf_init(&h, TMPLC_OUTPUT_MAX);
	enum err e = tmplc_compile(&in, &c, &h, errors);
	buf_done(&c);
	buf_done(&h);
	return e == OK;
}

/* Refused with one line that starts with the place and holds msg. */
static void check_refused(const char *name, struct str text, int line, int col, const char *msg)
{
	struct buf errors;
	char start[64];
	buf_init(&errors, 4096);
	snprintf(start, sizeof start, "x.tmpl:%d:%d: error: ", line, col);
	bool ok = compile(text, &errors);
	struct str said = buf_view(&errors);
	if (!msg) {
		CHECK(ok && said.n == 0, "accepted: %s", name);
	} else {
		bool right = !ok && str_starts(said, str_cstr(start)) && str_has(said, msg) &&
			     str_find(said, STR("\n"), 0) == said.n - 1;
		CHECK(right, "refused: %s", name);
		if (!right)
			printf("# wanted %s… %s …\n# got %.*s", start, msg, STR_ARG(said));
	}
	buf_done(&errors);
}

static void check_depth(void)
{
	struct buf deep;
	buf_init(&deep, 1 << 20);
	buf_lit(&deep, "{% page p(int n) %}\n");
	for (int i = 0; i < 33; i++)
		buf_lit(&deep, "{% if n %}\n");
	check_refused("33 blocks in each other", buf_view(&deep), 34, 4, "nested too deep");
	buf_clear(&deep);
	buf_lit(&deep, "{% page p(int n) %}\n{{ ");
	for (int i = 0; i < 65; i++)
		buf_lit(&deep, "(");
	check_refused("65 brackets in each other", buf_view(&deep), 2, 68, "nested too deep");
	buf_done(&deep);
}

static void check_size(void)
{
	struct buf large;
	buf_init(&large, 4 << 20);
	while (large.n <= TMPLC_INPUT_MAX)
		buf_lit(&large, "                                                                ");
	check_refused("more than 1 MiB", buf_view(&large), 1, 1, "larger than 1 MiB");
	buf_done(&large);
}

int main(void)
{
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct buf text;
		buf_init(&text, 1 << 16);
		buf_lit(&text, "{% page p(int n) %}\n");
		buf_cstr(&text, row[i].text);
		buf_lit(&text, "\n{% endpage %}\n");
		check_refused(row[i].name, buf_view(&text), row[i].line, row[i].col, row[i].msg);
		buf_done(&text);
	}
	for (size_t i = 0; i < sizeof whole / sizeof whole[0]; i++) {
		struct str text =
			whole[i].text ? str_cstr(whole[i].text) : (struct str){ " \0 ", 3 };
		check_refused(whole[i].name, text, whole[i].line, whole[i].col, whole[i].msg);
	}
	check_depth();
	check_size();
	return TEST_END();
}
