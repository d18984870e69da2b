#include "doc/sniff_text.h"

enum {
	WINDOW = 32 << 10, /* bytes looked at */
	HTML_TAGS = 3,	   /* so many real tags make a text a page */
	CONTROL_PART = 100 /* one control character in so many bytes and it is no text */
};

/*
 * The beginning of the file as lower-case bytes: UTF-16 (with its mark) loses
 * its zero bytes, which leaves the ASCII letters that matter here.
 */
struct window {
	char p[WINDOW];
	size_t n;
	bool binary;
};

/* Fills the window and judges whether these are bytes of a text at all. */
static void look(struct window *w, struct str s)
{
	bool wide = str_starts(s, STR("\xFF\xFE")) || str_starts(s, STR("\xFE\xFF"));
	size_t strange = 0;
	if (wide)
		s = str_sub(s, 2, s.n);
	else if (str_starts(s, STR("\xEF\xBB\xBF")))
		s = str_sub(s, 3, s.n);
	for (size_t i = 0; i < s.n && w->n < WINDOW; i++) {
		char c = s.p[i];
		if (c == 0 && wide)
			continue;
		strange += (c >= 0 && c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' &&
				   c != 0x1A) ||
			   c == 0x7F;
		w->p[w->n++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
	}
	w->binary = !wide && strange * CONTROL_PART > w->n;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* Without what may stand before the root element: declaration, comments, DOCTYPE, blanks. */
static struct str skip_prolog(struct str s)
{
	for (;;) {
		s = str_trim(s);
		struct str end;
		if (str_starts(s, STR("<?")))
			end = STR("?>");
		else if (str_starts(s, STR("<!--")))
			end = STR("-->");
		else if (str_starts(s, STR("<!doctype")) && !str_starts(s, STR("<!doctype html")))
			end = STR(">");
		else
			return s;
		size_t at = str_find(s, end, 0);
		s = str_sub(s, at + end.n, s.n);
	}
}

/* XML forms by the name of the root element and its namespaces. */
static enum doc_kind sniff_xml(struct str s)
{
	struct str root = str_sub(s, 0, str_find(s, STR(">"), 0));
	if (str_has(root, "package") && str_has(root, "office/2006/xmlpackage"))
		return DOC_KIND_FLAT_OPC;
	if (str_has(root, "worddocument") && str_has(root, "word/2003/wordml"))
		return DOC_KIND_WORDML2003;
	if (!str_has(root, ":document") || !str_has(root, "names:tc:opendocument"))
		return DOC_KIND_UNKNOWN;
	return str_has(root, "opendocument.spreadsheet")    ? DOC_KIND_ODS
	       : str_has(root, "opendocument.presentation") ? DOC_KIND_PPT
							    : DOC_KIND_FODT;
}

/* Elements whose presence makes a page; <br> alone is common in Markdown tables. */
static bool is_tag(struct str name)
{
	static const struct str known[] = { STR_INIT("html"), STR_INIT("head"), STR_INIT("body"),
		STR_INIT("meta"), STR_INIT("title"), STR_INIT("table"), STR_INIT("tbody"),
		STR_INIT("tr"), STR_INIT("td"), STR_INIT("th"), STR_INIT("p"), STR_INIT("div"),
		STR_INIT("span"), STR_INIT("font"), STR_INIT("h1"), STR_INIT("h2"), STR_INIT("h3"),
		STR_INIT("ul"), STR_INIT("ol"), STR_INIT("li"), STR_INIT("style"),
		STR_INIT("script") };
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (str_eq(name, known[i]))
			return true;
	return false;
}

/*
 * Counts real tags: "<", a known name, then a blank, "/" or ">".  A text that
 * speaks of <table> once is no page; one that begins with a tag needs only one.
 */
static bool is_html(struct str s)
{
	int tags = 0;
	if (str_starts(s, STR("<!doctype html")) || str_starts(s, STR("<html")))
		return true;
	for (size_t at = str_find(s, STR("<"), 0); at < s.n; at = str_find(s, STR("<"), at + 1)) {
		size_t from = at + 1 + (at + 1 < s.n && s.p[at + 1] == '/'), end = from;
		while (end < s.n && end - from < 8 &&
			((s.p[end] >= 'a' && s.p[end] <= 'z') ||
				(s.p[end] >= '0' && s.p[end] <= '9')))
			end++;
		bool closed =
			end < s.n && (is_space(s.p[end]) || s.p[end] == '>' || s.p[end] == '/');
		tags += closed && is_tag(str_sub(s, from, end));
		if (tags >= HTML_TAGS || (tags && at == 0))
			return true;
	}
	return false;
}

/* A MIME message: header lines, among them its version or a multipart type. */
static bool is_mhtml(struct str s)
{
	struct str line, rest = s;
	bool mime = false, type = false;
	for (int i = 0; str_next_line(&rest, &line) && line.n; i++) {
		bool folded = is_space(line.p[0]);
		size_t colon = str_find(line, STR(":"), 0);
		if (!folded && (colon == line.n || str_find(line, STR(" "), 0) < colon))
			return false;
		mime = mime || str_starts(line, STR("mime-version:"));
		type = type || (str_starts(line, STR("content-type:")) &&
				       (str_has(line, "multipart/") || str_has(line, "text/html")));
	}
	return mime && type;
}

/* The first value of the file is an object or array, and it looks closed at the end. */
static bool is_json(struct str s, struct str whole)
{
	char last = whole.n ? str_trim(whole).p[str_trim(whole).n - 1] : 0;
	if (s.n < 2 || !((s.p[0] == '{' && last == '}') || (s.p[0] == '[' && last == ']')))
		return false;
	struct str next = str_trim(str_sub(s, 1, s.n));
	if (next.n == 0)
		return false;
	struct str begin = STR("{[]\"-0123456789tfn");
	return s.p[0] == '{' ? next.p[0] == '"' || next.p[0] == '}'
			     : memchr(begin.p, next.p[0], begin.n) != NULL;
}

/* From the most certain sign to the least: what has no sign is text. */
enum doc_kind sniff_text(struct str bytes)
{
	struct window w = { .n = 0 };
	look(&w, bytes);
	struct str s = str_trim((struct str){ w.p, w.n });
	if (s.n == 0)
		return w.n == 0 || !w.binary ? DOC_KIND_EMPTY : DOC_KIND_UNKNOWN;
	if (w.binary)
		return DOC_KIND_UNKNOWN;
	if (str_starts(s, STR("{\\rtf")))
		return DOC_KIND_RTF;
	struct str body = skip_prolog(s);
	if (body.n && body.p[0] == '<') {
		enum doc_kind kind = sniff_xml(body);
		if (kind != DOC_KIND_UNKNOWN)
			return kind;
	}
	if (is_mhtml(s))
		return DOC_KIND_MHTML;
	if (is_html(body) || is_html(s))
		return DOC_KIND_HTML;
	if (is_json(s, bytes))
		return DOC_KIND_JSON;
	/* Other XML is a format nobody here knows, not a text. */
	return str_starts(s, STR("<?xml")) ? DOC_KIND_UNKNOWN : DOC_KIND_TEXT;
}
