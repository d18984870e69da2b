#include "tools/tmplc/place.h"

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool is_letter(char c)
{
	return lower(c) >= 'a' && lower(c) <= 'z';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

static void name_clear(struct place_name *n)
{
	*n = (struct place_name){ .n = 0 };
}

/* Adds a byte in lower case; false when the name is too long. */
static bool name_add(struct place_name *n, char c)
{
	if (n->n == PLACE_NAME_MAX)
		return false;
	n->z[n->n++] = lower(c);
	return true;
}

static bool name_is(const struct place_name *n, const char *z)
{
	return str_is((struct str){ n->z, n->n }, z);
}

static bool name_in(const struct place_name *n, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (name_is(n, list[i]))
			return true;
	return false;
}

static bool name_starts(const struct place_name *n, const char *z)
{
	return str_starts((struct str){ n->z, n->n }, str_cstr(z));
}

#define NAME_IN(name, list) name_in((name), (list), sizeof(list) / sizeof(list)[0])

/* Elements without content (WHATWG HTML, 13.1.2). */
static const char *const void_tag[] = { "area", "br", "col", "hr", "img", "input", "link", "meta",
	"source", "track", "wbr" };

/* Elements of SVG that are empty as a rule, and may be written <path …/>. */
static const char *const svg_tag[] = { "circle", "ellipse", "image", "line", "path", "polygon",
	"polyline", "rect", "stop", "use" };

/*
 * Elements that no page needs and that the browser parses by rules of their own, that run
 * foreign content or that can write another element's attributes.
 */
static const char *const refused_tag[] = { "animate", "animatemotion", "animatetransform", "applet",
	"base", "embed", "frame", "frameset", "iframe", "listing", "noembed", "noframes", "object",
	"param", "plaintext", "portal", "set", "xmp" };

static const char *const url_attr[] = { "action", "background", "cite", "codebase", "dynsrc",
	"formaction", "href", "longdesc", "lowsrc", "manifest", "poster", "src", "xlink:href" };

/* Values that are CSS, lists of URLs, or change what another value means. */
static const char *const static_attr[] = { "as", "attributionsrc", "clip-path", "cursor", "fill",
	"filter", "imagesrcset", "marker", "marker-end", "marker-mid", "marker-start", "mask",
	"ping", "rel", "srcset", "stroke", "xmlns", "xmlns:xlink" };

/* Attributes that the site's content security policy makes void, or that say how to parse. */
static const char *refused_attr(const struct place_name *n)
{
	if (name_starts(n, "on"))
		return "on…= holds a script, which the content security policy forbids";
	if (name_is(n, "style"))
		return "style= is forbidden by the content security policy; use a class";
	if (name_is(n, "srcdoc"))
		return "srcdoc= holds a document; not here";
	if (name_is(n, "http-equiv"))
		return "http-equiv= belongs into the response header";
	return NULL;
}

static void enter_tag_end(struct place *p)
{
	bool raw = name_is(&p->tag, "script") || name_is(&p->tag, "style");
	bool plain = name_is(&p->tag, "title") || name_is(&p->tag, "textarea");
	p->at = raw ? PLACE_RAW : plain ? PLACE_PLAIN : PLACE_TEXT;
	p->seen = 0;
	p->fresh = name_is(&p->tag, "pre") || name_is(&p->tag, "textarea");
	p->pre += name_is(&p->tag, "pre");
}

static const char *on_text(struct place *p, char c)
{
	p->fresh = false;
	if (c == '<')
		p->at = PLACE_OPEN;
	return NULL;
}

static const char *on_open(struct place *p, char c)
{
	name_clear(&p->tag);
	name_clear(&p->attr);
	if (c == '/') {
		p->at = PLACE_END_NAME;
	} else if (c == '!') {
		p->at = PLACE_DECL;
	} else if (is_letter(c)) {
		p->at = PLACE_TAG_NAME;
		name_add(&p->tag, c);
	} else {
		return "< does not start a tag; write &lt;";
	}
	return NULL;
}

static const char *on_decl(struct place *p, char c)
{
	static const char doctype[] = "doctype html>";
	if (!name_add(&p->attr, c))
		return "only <!doctype html> and <!-- are known";
	if (name_is(&p->attr, "--")) {
		p->at = PLACE_COMMENT;
		p->seen = 0;
		name_clear(&p->attr);
	} else if (name_is(&p->attr, doctype)) {
		p->at = PLACE_TEXT;
	} else if (!name_is(&p->attr, "-") &&
		   !str_starts((struct str){ doctype, sizeof doctype - 1 },
			   (struct str){ p->attr.z, p->attr.n })) {
		return "only <!doctype html> and <!-- are known";
	}
	return NULL;
}

/* attr.n counts the first two bytes, where > would end the comment at once. */
static const char *on_comment(struct place *p, char c)
{
	if (c == '>' && (p->attr.n == 0 || (p->attr.n == 1 && p->seen == 1)))
		return "the comment ends where it starts";
	if (c == '!' && p->seen >= 2)
		return "--! may end a comment";
	if (c == '>' && p->seen >= 2)
		p->at = PLACE_TEXT;
	p->seen = c == '-' ? p->seen + 1 : 0;
	if (p->attr.n < 2)
		name_add(&p->attr, 'x');
	return NULL;
}

static const char *on_tag_name(struct place *p, char c)
{
	if (is_letter(c) || is_digit(c) || c == '-')
		return name_add(&p->tag, c) ? NULL : "the tag's name is too long";
	if (NAME_IN(&p->tag, refused_tag))
		return "this element is not for our pages";
	if (is_blank(c))
		p->at = PLACE_TAG_IN;
	else if (c == '>')
		enter_tag_end(p);
	else if (c == '/')
		p->at = PLACE_SLASH;
	else
		return "this character is not for a tag's name";
	return NULL;
}

static const char *on_end_name(struct place *p, char c)
{
	if (p->tag.n == 0 ? is_letter(c) : is_letter(c) || is_digit(c) || c == '-')
		return name_add(&p->tag, c) ? NULL : "the tag's name is too long";
	if (p->tag.n == 0 || (c != '>' && !is_blank(c)))
		return "this is no end tag";
	if (NAME_IN(&p->tag, void_tag))
		return "this element has no end tag";
	if (NAME_IN(&p->tag, refused_tag))
		return "this element is not for our pages";
	p->at = PLACE_END_GAP;
	return c == '>' ? place_follow(p, c) : NULL;
}

static const char *on_end_gap(struct place *p, char c)
{
	if (is_blank(c))
		return NULL;
	if (c != '>')
		return "an end tag has no attributes";
	if (name_is(&p->tag, "pre") && p->pre > 0)
		p->pre--;
	p->at = PLACE_TEXT;
	return NULL;
}

/* Follows </name in an element whose content is not HTML; *done when the name is complete. */
static bool end_tag_step(struct place *p, char c, bool *done)
{
	bool fits = p->seen == 0   ? c == '<'
		    : p->seen == 1 ? c == '/'
				   : p->seen - 2 < p->tag.n && lower(c) == p->tag.z[p->seen - 2];
	*done = p->seen == p->tag.n + 2 && (c == '>' || is_blank(c));
	if (fits)
		p->seen++;
	return fits || *done;
}

static const char *on_plain(struct place *p, char c)
{
	bool done;
	p->fresh = false;
	if (p->seen == 0 && c != '<')
		return NULL;
	if (!end_tag_step(p, c, &done))
		return "only text stands in this element; write &lt;";
	if (!done)
		return NULL;
	p->at = PLACE_END_GAP;
	return on_end_gap(p, c);
}

static const char *on_raw(struct place *p, char c)
{
	bool done;
	if (p->seen == 1 && c == '!')
		return "<! changes how a script is read; write it apart";
	if (p->seen < 2 && c != '<' && !(p->seen == 1 && c == '/')) {
		p->seen = 0;
		return NULL;
	}
	if (p->seen == 1 && c == '<')
		return NULL;
	if (!end_tag_step(p, c, &done))
		return "</ ends this element; write <\\/ in a script";
	if (!done)
		return NULL;
	p->at = PLACE_END_GAP;
	return on_end_gap(p, c);
}

static const char *on_tag_in(struct place *p, char c)
{
	if (is_letter(c)) {
		p->at = PLACE_ATTR_NAME;
		name_clear(&p->attr);
		name_add(&p->attr, c);
	} else if (c == '>') {
		enter_tag_end(p);
	} else if (c == '/') {
		p->at = PLACE_SLASH;
	} else if (c == '=') {
		return "no blank and no branch before =";
	} else if (!is_blank(c)) {
		return "an attribute's name starts with a letter";
	}
	return NULL;
}

static const char *on_tag_gap(struct place *p, char c)
{
	if (c == '=')
		return "no blank and no branch before =";
	if (!is_blank(c) && c != '>' && c != '/')
		return "a blank must come before the next attribute";
	if (is_blank(c)) {
		p->at = PLACE_TAG_IN;
		return NULL;
	}
	return on_tag_in(p, c);
}

static const char *on_slash(struct place *p, char c)
{
	if (c != '>')
		return "/ ends a tag only as />";
	if (!NAME_IN(&p->tag, void_tag) && !NAME_IN(&p->tag, svg_tag))
		return "this element is not void; write its end tag";
	p->at = PLACE_TEXT;
	p->fresh = false;
	return NULL;
}

static const char *on_attr_name(struct place *p, char c)
{
	if (is_letter(c) || is_digit(c) || c == '-' || c == '_' || c == ':' || c == '.')
		return name_add(&p->attr, c) ? NULL : "the attribute's name is too long";
	const char *why = refused_attr(&p->attr);
	if (why)
		return why;
	if (c != '=') {
		p->at = PLACE_TAG_GAP;
		return is_blank(c) || c == '>' || c == '/'
			       ? on_tag_gap(p, c)
			       : "this character is not for an attribute's name";
	}
	p->at = PLACE_EQUALS;
	p->kind = NAME_IN(&p->attr, url_attr)      ? KIND_URL
		  : NAME_IN(&p->attr, static_attr) ? KIND_STATIC
						   : KIND_PLAIN;
	return NULL;
}

static const char *on_equals(struct place *p, char c)
{
	if (c != '"')
		return "a value stands in double quotes";
	p->at = PLACE_VALUE;
	p->url = URL_START;
	p->word_open = false;
	p->seen = 0;
	name_clear(&p->word);
	return NULL;
}

/* The colon behind a URL's first word. */
static const char *url_scheme(struct place *p)
{
	bool web = name_is(&p->word, "http") || name_is(&p->word, "https");
	if (p->word_open || (!web && !name_is(&p->word, "mailto") && !name_is(&p->word, "tel")))
		return "a URL starts with /, ?, #, http:, https:, mailto: or tel:";
	p->url = web ? URL_HOST : URL_REST;
	return NULL;
}

static const char *on_url_host(struct place *p, char c)
{
	if (p->seen < 2) {
		p->seen++;
		return c == '/' ? NULL : "// must come behind http:";
	}
	if (c == '@')
		return "no user name in a URL";
	if (c != '/' && c != '?' && c != '#') {
		p->seen = 3;
		return NULL;
	}
	p->url = URL_REST;
	return p->seen == 3 ? NULL : "the host is missing";
}

/* One byte of a URL's literal part. */
static const char *on_url(struct place *p, char c)
{
	if (is_blank(c) || c == '\\' || c == '<' || c == '>' || c == '`')
		return "this character does not belong in a URL";
	if (c == '&' && (p->url == URL_START || p->url == URL_SLASH || p->url == URL_WORD ||
				p->url == URL_HOST))
		return "no character reference at the start of a URL";
	switch (p->url) {
	case URL_START:
		p->url = c == '/' ? URL_SLASH : c == '?' || c == '#' ? URL_REST : URL_WORD;
		name_add(&p->word, c);
		return c == ':' ? url_scheme(p) : NULL;
	case URL_SLASH:
		p->url = URL_REST;
		return c == '/' ? "// at the start of a URL leaves the site" : NULL;
	case URL_WORD:
		if (c == ':')
			return url_scheme(p);
		if (c == '/' || c == '?' || c == '#')
			p->url = URL_REST;
		else if (!name_add(&p->word, c))
			p->word_open = true;
		return NULL;
	case URL_HOST:
		return on_url_host(p, c);
	case URL_AFTER:
		p->url = URL_REST;
		return c == '?' || c == '#' || c == '&'
			       ? NULL
			       : "only ?, # or & may follow an expression that starts a URL";
	case URL_REST:
		break;
	}
	return NULL;
}

static const char *on_value(struct place *p, char c)
{
	if (c != '"')
		return p->kind == KIND_URL ? on_url(p, c) : NULL;
	p->at = PLACE_TAG_GAP;
	return p->kind == KIND_URL && p->url == URL_HOST && p->seen < 3 ? "the host is missing"
									: NULL;
}

const char *place_follow(struct place *p, char c)
{
	/* clang-format off */
	switch (p->at) {
	case PLACE_TEXT: return on_text(p, c);
	case PLACE_PLAIN: return on_plain(p, c);
	case PLACE_RAW: return on_raw(p, c);
	case PLACE_COMMENT: return on_comment(p, c);
	case PLACE_DECL: return on_decl(p, c);
	case PLACE_OPEN: return on_open(p, c);
	case PLACE_TAG_NAME: return on_tag_name(p, c);
	case PLACE_END_NAME: return on_end_name(p, c);
	case PLACE_END_GAP: return on_end_gap(p, c);
	case PLACE_TAG_IN: return on_tag_in(p, c);
	case PLACE_TAG_GAP: return on_tag_gap(p, c);
	case PLACE_ATTR_NAME: return on_attr_name(p, c);
	case PLACE_EQUALS: return on_equals(p, c);
	case PLACE_VALUE: return on_value(p, c);
	case PLACE_SLASH: return on_slash(p, c);
	}
	/* clang-format on */
	return NULL;
}

const char *place_cut(struct place *p)
{
	switch (p->at) {
	case PLACE_TEXT:
	case PLACE_TAG_IN:
	case PLACE_TAG_GAP:
	case PLACE_VALUE:
		return NULL;
	case PLACE_PLAIN:
		return p->seen == 0 ? NULL : "nothing may stand in an end tag";
	case PLACE_TAG_NAME:
		if (NAME_IN(&p->tag, refused_tag))
			return "this element is not for our pages";
		p->at = PLACE_TAG_GAP;
		return NULL;
	case PLACE_ATTR_NAME:
		p->at = PLACE_TAG_GAP;
		return refused_attr(&p->attr);
	case PLACE_RAW:
		return "only literal text stands in a script or style";
	case PLACE_COMMENT:
		return "only literal text stands in a comment; write {# #} for a note";
	case PLACE_EQUALS:
		return "a value stands in double quotes";
	case PLACE_DECL:
	case PLACE_OPEN:
	case PLACE_END_NAME:
	case PLACE_END_GAP:
	case PLACE_SLASH:
		break;
	}
	return "nothing may stand inside a tag's name or between < and >";
}

/* An expression in a URL. */
static const char *url_expr(struct place *p, const char **fn)
{
	*fn = p->url == URL_START ? "html_url" : "html_urlpart";
	switch (p->url) {
	case URL_START:
		p->url = URL_AFTER;
		return NULL;
	case URL_SLASH:
		return "an empty value would make the URL start with //; write the first part out";
	case URL_HOST:
		return "the host of a URL must be literal";
	case URL_AFTER:
		return "only ?, # or & may follow an expression that starts a URL";
	case URL_WORD:
		p->word_open = true;
		return NULL;
	case URL_REST:
		break;
	}
	return NULL;
}

const char *place_expr(struct place *p, const char **fn)
{
	switch (p->at) {
	case PLACE_TEXT:
		*fn = "html_text";
		return NULL;
	case PLACE_PLAIN:
		*fn = "html_attr"; /* escaped alike, and no struct html: elements would show as text
				    */
		return p->seen == 0 ? NULL : "{{ }} in an end tag";
	case PLACE_VALUE:
		break;
	case PLACE_RAW:
		return "no {{ }} in a script or style; pass the value in a data- attribute";
	case PLACE_COMMENT:
		return "no {{ }} in a comment";
	case PLACE_EQUALS:
		return "a value stands in double quotes";
	case PLACE_TAG_IN:
	case PLACE_TAG_GAP:
	case PLACE_ATTR_NAME:
		return "no {{ }} as an attribute's name; use {% if %} around whole attributes";
	case PLACE_DECL:
	case PLACE_OPEN:
	case PLACE_TAG_NAME:
	case PLACE_END_NAME:
	case PLACE_END_GAP:
	case PLACE_SLASH:
		return "no {{ }} inside a tag's name or between < and >";
	}
	if (p->kind == KIND_STATIC)
		return "this attribute's value must be literal";
	if (p->kind == KIND_URL)
		return url_expr(p, fn);
	if (name_is(&p->tag, "script") && !name_starts(&p->attr, "data-"))
		return "in a script tag only src and data- attributes may hold {{ }}";
	*fn = "html_attr";
	return NULL;
}

static bool name_same(const struct place_name *a, const struct place_name *b)
{
	return a->n == b->n && memcmp(a->z, b->z, a->n) == 0;
}

/* The same apart from where in a tag, and from how a URL's first word reads. */
static bool near(const struct place *a, const struct place *b)
{
	if (a->pre != b->pre)
		return false;
	if (a->at == PLACE_TEXT)
		return true;
	if (!name_same(&a->tag, &b->tag))
		return false;
	if (a->at != PLACE_VALUE)
		return true;
	return a->kind == b->kind && name_same(&a->attr, &b->attr) &&
	       (a->kind != KIND_URL || (a->url == b->url && a->seen == b->seen));
}

bool place_same(const struct place *a, const struct place *b)
{
	return a->at == b->at && near(a, b) &&
	       (a->at != PLACE_VALUE || a->url != URL_WORD ||
		       (a->word_open == b->word_open && name_same(&a->word, &b->word)));
}

const char *place_join(struct place *a, const struct place *b)
{
	bool tags = (a->at == PLACE_TAG_IN || a->at == PLACE_TAG_GAP) &&
		    (b->at == PLACE_TAG_IN || b->at == PLACE_TAG_GAP);
	if ((!tags && a->at != b->at) || !near(a, b))
		return "the branches end in different places of the HTML";
	if (tags && b->at == PLACE_TAG_GAP)
		a->at = PLACE_TAG_GAP;
	/* Two first words that differ: neither may become a scheme. */
	if (a->at == PLACE_VALUE && a->url == URL_WORD &&
		(b->word_open || !name_same(&a->word, &b->word)))
		a->word_open = true;
	return NULL;
}
