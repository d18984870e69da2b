#include "doc/html_dom.h"

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool html_same_word(struct str a, struct str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (lower(a.p[i]) != lower(b.p[i]))
			return false;
	return true;
}

static struct str name_of(const xmlNode *n)
{
	return n->type == XML_ELEMENT_NODE ? str_cstr((const char *)n->name)
					   : (struct str){ NULL, 0 };
}

bool html_is(const xmlNode *n, const char *element)
{
	return html_same_word(name_of(n), str_cstr(element));
}

static const xmlAttr *find_attr(const xmlNode *n, const char *name)
{
	if (n->type != XML_ELEMENT_NODE)
		return NULL;
	for (const xmlAttr *a = n->properties; a; a = a->next)
		if (html_same_word(str_cstr((const char *)a->name), str_cstr(name)))
			return a;
	return NULL;
}

bool html_has_attr(const xmlNode *n, const char *name)
{
	return find_attr(n, name) != NULL;
}

struct str html_attr(const xmlNode *n, const char *name)
{
	const xmlAttr *a = find_attr(n, name);
	if (!a || !a->children || !a->children->content)
		return (struct str){ NULL, 0 };
	return str_cstr((const char *)a->children->content);
}

int html_attr_int(const xmlNode *n, const char *name, int low, int high, int otherwise)
{
	struct str s = str_trim(html_attr(n, name));
	int64_t v = 0;
	size_t i = 0;
	for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++)
		if (v <= high)
			v = v * 10 + (s.p[i] - '0');
	if (i == 0)
		return otherwise;
	return v < low ? low : v > high ? high : (int)v;
}

/*
 * Whether the style attribute holds `name: value`, blanks and case ignored.
 * A declaration is found as a whole so that "x-display:none" does not count.
 */
static bool style_says(struct str style, const char *declaration)
{
	struct str want = str_cstr(declaration);
	size_t hit = 0; /* characters of `want` matched so far */
	bool bad = false;
	for (size_t i = 0; i <= style.n; i++) {
		char c = i < style.n ? lower(style.p[i]) : ';';
		if (c == ';' || c == '!') {
			if (!bad && hit == want.n)
				return true;
			hit = 0;
			bad = false;
		} else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
			continue;
		} else if (hit < want.n && c == want.p[hit]) {
			hit++;
		} else {
			bad = true;
		}
	}
	return false;
}

bool html_is_hidden(const xmlNode *n)
{
	if (n->type != XML_ELEMENT_NODE)
		return false;
	/* Word and LibreOffice write tracked deletions as <del>. */
	if (html_is(n, "del") || html_has_attr(n, "hidden"))
		return true;
	struct str style = html_attr(n, "style");
	return style.n && (style_says(style, "display:none") || style_says(style, "mso-hide:all"));
}

static const struct {
	struct str name;
	enum html_class class;
} element_class[] = {
	{ STR_INIT("p"), HTML_BLOCK },
	{ STR_INIT("div"), HTML_BLOCK },
	{ STR_INIT("td"), HTML_CELL },
	{ STR_INIT("th"), HTML_CELL },
	{ STR_INIT("tr"), HTML_ROW },
	{ STR_INIT("br"), HTML_BREAK },
	{ STR_INIT("table"), HTML_TABLE },
	{ STR_INIT("thead"), HTML_SECTION },
	{ STR_INIT("tbody"), HTML_SECTION },
	{ STR_INIT("tfoot"), HTML_SECTION },
	{ STR_INIT("script"), HTML_DROPPED },
	{ STR_INIT("style"), HTML_DROPPED },
	{ STR_INIT("noscript"), HTML_DROPPED },
	{ STR_INIT("template"), HTML_DROPPED },
	{ STR_INIT("head"), HTML_DROPPED },
	{ STR_INIT("title"), HTML_DROPPED },
	{ STR_INIT("select"), HTML_DROPPED },
	{ STR_INIT("textarea"), HTML_DROPPED },
	{ STR_INIT("iframe"), HTML_DROPPED },
	{ STR_INIT("noframes"), HTML_DROPPED },
	{ STR_INIT("svg"), HTML_DROPPED },
	{ STR_INIT("xml"), HTML_DROPPED },
	{ STR_INIT("caption"), HTML_BLOCK },
	{ STR_INIT("li"), HTML_BLOCK },
	{ STR_INIT("ul"), HTML_BLOCK },
	{ STR_INIT("ol"), HTML_BLOCK },
	{ STR_INIT("dl"), HTML_BLOCK },
	{ STR_INIT("dt"), HTML_BLOCK },
	{ STR_INIT("dd"), HTML_BLOCK },
	{ STR_INIT("h1"), HTML_BLOCK },
	{ STR_INIT("h2"), HTML_BLOCK },
	{ STR_INIT("h3"), HTML_BLOCK },
	{ STR_INIT("h4"), HTML_BLOCK },
	{ STR_INIT("h5"), HTML_BLOCK },
	{ STR_INIT("h6"), HTML_BLOCK },
	{ STR_INIT("pre"), HTML_BLOCK },
	{ STR_INIT("hr"), HTML_BLOCK },
	{ STR_INIT("body"), HTML_BLOCK },
	{ STR_INIT("center"), HTML_BLOCK },
	{ STR_INIT("blockquote"), HTML_BLOCK },
	{ STR_INIT("section"), HTML_BLOCK },
	{ STR_INIT("article"), HTML_BLOCK },
	{ STR_INIT("header"), HTML_BLOCK },
	{ STR_INIT("footer"), HTML_BLOCK },
	{ STR_INIT("main"), HTML_BLOCK },
	{ STR_INIT("aside"), HTML_BLOCK },
	{ STR_INIT("nav"), HTML_BLOCK },
	{ STR_INIT("form"), HTML_BLOCK },
	{ STR_INIT("fieldset"), HTML_BLOCK },
	{ STR_INIT("legend"), HTML_BLOCK },
	{ STR_INIT("address"), HTML_BLOCK },
	{ STR_INIT("figure"), HTML_BLOCK },
	{ STR_INIT("figcaption"), HTML_BLOCK },
	{ STR_INIT("details"), HTML_BLOCK },
	{ STR_INIT("summary"), HTML_BLOCK },
};

enum html_class html_classify(const xmlNode *n)
{
	struct str name = name_of(n);
	if (name.n == 0)
		return HTML_INLINE;
	for (size_t i = 0; i < sizeof element_class / sizeof element_class[0]; i++)
		if (html_same_word(name, element_class[i].name))
			return element_class[i].class;
	return HTML_INLINE;
}

int html_heading_level(const xmlNode *n)
{
	struct str s = name_of(n);
	if (s.n != 2 || lower(s.p[0]) != 'h' || s.p[1] < '1' || s.p[1] > '6')
		return 0;
	return s.p[1] - '0';
}

bool html_is_data_table(const xmlNode *n)
{
	const struct html_table_stats *s = n->_private;
	return html_is(n, "table") && s && !s->is_layout;
}

void html_walk_start(struct html_walk *w, xmlNode *root)
{
	*w = (struct html_walk){ .root = root };
}

/*
 * Down to the first child unless told to skip, else out of the node; then to the
 * next sibling or up.  Parent links replace the stack, so depth costs nothing.
 */
bool html_walk_next(struct html_walk *w)
{
	if (!w->at) {
		w->at = w->root;
		w->entering = true;
		return w->root != NULL;
	}
	if (w->entering) {
		/* Only elements have content of their own; a DTD or entity is passed over. */
		xmlNode *child =
			w->skip || w->at->type != XML_ELEMENT_NODE ? NULL : w->at->children;
		w->skip = false;
		if (child)
			w->at = child;
		else
			w->entering = false;
		return true;
	}
	if (w->at == w->root)
		return false;
	if (w->at->next) {
		w->at = w->at->next;
		w->entering = true;
	} else {
		w->at = w->at->parent;
	}
	return w->at != NULL;
}
