#include "doc/html_dom.h"
#include "doc/html_flow.h"
#include "doc/html_table.h"
#include "doc/read.h"

#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>

enum {
	/*
	 * Bytes of a page after decoding.  The parser's tree takes about fifteen
	 * times as much memory, so this keeps it near 130 MB.
	 */
	HTML_MAX = 8 << 20,
	FLOW_MAX = HTML_MAX, /* text never grows in decoding character references */
	/*
	 * Open elements.  The parser searches them at every end tag, so this bounds
	 * its time; its own limit of 256 would silently drop the rest of a page
	 * whose <font> tags are never closed.
	 */
	HTML_DEPTH_MAX = 1000
};

struct page_reader {
	struct doc *doc;
	struct html_flow flow;
	int level;	      /* of the open heading, 0 outside */
	struct str numbering; /* of the open list item, until a paragraph took it */
	int hidden;	      /* elements dropped as invisible */
};

static enum err end_paragraph(struct page_reader *r, struct error *err)
{
	struct str text = html_flow_view(&r->flow);
	enum err e = OK;
	if (str_trim(text).n) {
		e = doc_add_text(r->doc, r->level, text, r->numbering, NULL, err);
		r->numbering = (struct str){ NULL, 0 };
	}
	html_flow_clear(&r->flow);
	return e;
}

/*
 * The ordinal of an <li> in its <ol>; nothing in <ul>.  The list's counter is
 * kept at the list itself so that lists inside lists need no stack here.
 */
static enum err number_item(struct page_reader *r, const xmlNode *li, struct error *err)
{
	xmlNode *list = li->parent;
	if (!list || !html_is(list, "ol"))
		return OK;
	int *count = list->_private;
	if (!count) {
		count = list->_private = arena_one(r->doc->arena, int);
		if (!count)
			return arena_check(r->doc->arena, err);
		*count = html_attr_int(list, "start", 0, DOC_BLOCKS_MAX, 1) - 1;
	}
	*count = html_attr_int(li, "value", 0, DOC_BLOCKS_MAX, *count + 1);
	r->numbering = arena_fmt(r->doc->arena, "%d.", *count);
	return arena_check(r->doc->arena, err);
}

/* The beginning of an element in running text: a block ends the paragraph before it. */
static enum err enter(struct page_reader *r, xmlNode *n, enum html_class class, struct error *err)
{
	if (class == HTML_BREAK)
		html_flow_break(&r->flow);
	if (class == HTML_INLINE || class == HTML_BREAK)
		return OK;
	enum err e = end_paragraph(r, err);
	if (e)
		return e;
	if (html_is(n, "pre"))
		r->flow.pre++;
	if (html_is(n, "li"))
		return number_item(r, n, err);
	if (html_heading_level(n))
		r->level = html_heading_level(n);
	return OK;
}

/* Its end: a block ends its own paragraph; heading, list item and <pre> are over. */
static enum err leave(struct page_reader *r, xmlNode *n, enum html_class class, struct error *err)
{
	if (class == HTML_INLINE || class == HTML_BREAK)
		return OK;
	enum err e = end_paragraph(r, err);
	if (html_is(n, "pre") && r->flow.pre > 0)
		r->flow.pre--;
	if (html_is(n, "li"))
		r->numbering = (struct str){ NULL, 0 };
	if (html_heading_level(n))
		r->level = 0;
	return e;
}

/* One node of the page; *skip is set when its content is done or unwanted. */
static enum err visit(
	struct page_reader *r, xmlNode *n, bool entering, bool *skip, struct error *err)
{
	if (n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE) {
		if (entering && n->content)
			html_flow_text(&r->flow, str_cstr((const char *)n->content));
		return OK;
	}
	enum html_class class = html_classify(n);
	bool hidden = html_is_hidden(n);
	if (class == HTML_DROPPED || hidden) {
		r->hidden += entering && hidden && class != HTML_DROPPED;
		*skip = entering;
		return OK;
	}
	if (!html_is_data_table(n))
		return entering ? enter(r, n, class, err) : leave(r, n, class, err);
	if (!entering)
		return OK;
	*skip = true;
	enum err e = end_paragraph(r, err);
	return e ? e : html_read_table(r->doc, n, &r->flow, &r->hidden, err);
}

/*
 * The title: <meta name="ArticleTitle"> (the field the State Council's standard
 * for government sites prescribes) before <title>.
 */
static struct str find_title(xmlNode *root)
{
	struct html_walk w;
	struct str title = { NULL, 0 };
	html_walk_start(&w, root);
	while (html_walk_next(&w)) {
		if (!w.entering)
			continue;
		if (html_is(w.at, "meta") &&
			html_same_word(html_attr(w.at, "name"), STR("ArticleTitle")) &&
			str_trim(html_attr(w.at, "content")).n)
			return str_trim(html_attr(w.at, "content"));
		if (!title.n && html_is(w.at, "title") && w.at->children && w.at->children->content)
			title = str_trim(str_cstr((const char *)w.at->children->content));
	}
	return title;
}

/*
 * Measures the page, then reads the article, or the whole page when no element claims to be it.
 */
static enum err read_tree(struct doc *d, xmlNode *root, struct error *err)
{
	xmlNode *article = NULL;
	struct page_reader r = { .doc = d };
	struct html_walk w;
	enum err e = html_measure(d->arena, root, &article, err);
	if (e)
		return e;
	d->title = arena_str(d->arena, find_title(root));
	html_flow_init(&r.flow, FLOW_MAX);
	html_walk_start(&w, article ? article : root);
	while (!e && html_walk_next(&w)) {
		bool skip = false;
		e = visit(&r, w.at, w.entering, &skip, err);
		w.skip = skip;
	}
	if (!e)
		e = end_paragraph(&r, err);
	if (!e)
		e = buf_check(&r.flow.text, err);
	html_flow_done(&r.flow);
	if (r.hidden)
		doc_warn(d, "hidden.dropped", "网页中有 %d 处设为不显示的内容，未读取", r.hidden);
	return e ? e : arena_check(d->arena, err);
}

/*
 * Blanks Word's bare conditions (<![if !vml]> … <![endif]>): the parser would
 * show them as text.  Those inside comments vanish with the comment; CDATA stays.
 */
static void blank_conditions(char *p, size_t n)
{
	struct str s = { p, n };
	for (size_t at = str_find(s, STR("<!"), 0); at < n; at = str_find(s, STR("<!"), at)) {
		struct str here = str_sub(s, at, n);
		size_t end = str_find(s, STR(">"), at);
		if (str_starts(here, STR("<!--")))
			end = str_find(s, STR("-->"), at);
		else if (str_starts(here, STR("<![")) && !str_starts(here, STR("<![CDATA[")) &&
			 end < n)
			memset(p + at, ' ', end + 1 - at);
		at = end < n ? end : n;
	}
}

/* Stops the parser at HTML_DEPTH_MAX; told through ctxt->_private, a bool. */
static void start_element(void *data, const xmlChar *name, const xmlChar **attributes)
{
	xmlParserCtxt *ctxt = data;
	if (ctxt->nameNr >= HTML_DEPTH_MAX) {
		*(bool *)ctxt->_private = true;
		xmlStopParser(ctxt);
		return;
	}
	xmlSAX2StartElement(data, name, attributes);
}

/*
 * Parses a page that is UTF-8 whatever it says of itself.  *page is to be
 * freed by the caller; it may be NULL when the parser found nothing.
 */
static enum err parse(struct str utf8, xmlDoc **page, struct error *err)
{
	bool too_deep = false;
	xmlParserCtxt *ctxt = htmlNewParserCtxt();
	if (!ctxt)
		return error_nomem(err);
	ctxt->_private = &too_deep;
	ctxt->options |= XML_PARSE_HUGE;
	ctxt->sax->startElement = start_element;
	xmlDoc *d = htmlCtxtReadMemory(ctxt, utf8.p, (int)utf8.n, NULL, "UTF-8",
		HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
			HTML_PARSE_COMPACT | HTML_PARSE_NODEFDTD | HTML_PARSE_IGNORE_ENC);
	htmlFreeParserCtxt(ctxt);
	if (too_deep) {
		xmlFreeDoc(d);
		return error_set(err, ERR_LIMIT, NULL,
			"网页的标记嵌套超过 %d 层，无法读取，请在浏览器中另存后再试",
			HTML_DEPTH_MAX);
	}
	*page = d;
	return OK;
}

/*
 * Decodes, parses and walks.  The tree is freed here whatever happens; the
 * document never points into it.
 */
enum err doc_read_html(struct arena *a, struct str bytes, struct doc **out, struct error *err)
{
	struct str utf8;
	struct doc *d;
	bool lossy = false;
	if (bytes.n > HTML_MAX)
		return error_set(err, ERR_LIMIT, NULL,
			"网页超过 %d 兆字节，请去掉其中的图片后重新保存", HTML_MAX >> 20);
	enum err e = doc_decode(a, bytes, &utf8, &lossy, err);
	if (!e)
		e = doc_new(a, DOC_FORMAT_HTML, &d, err);
	if (e)
		return e;
	if (str_trim(utf8).n == 0)
		return error_set(err, ERR_FORMAT, NULL, "网页文件中没有内容，请重新保存网页");
	if (utf8.n > (size_t)HTML_MAX * 2)
		return error_set(err, ERR_LIMIT, NULL, "网页过大，无法处理");
	char *text = arena_cstr(a, utf8);
	if (!text)
		return arena_check(a, err);
	blank_conditions(text, utf8.n);
	utf8.p = text;
	xmlDoc *page = NULL;
	e = parse(utf8, &page, err);
	if (e)
		return e;
	xmlNode *root = page ? xmlDocGetRootElement(page) : NULL;
	if (root)
		e = read_tree(d, root, err);
	else
		e = error_set(err, ERR_FORMAT, NULL, "网页文件已损坏，无法读取，请重新保存网页");
	xmlFreeDoc(page);
	if (e)
		return e;
	if (lossy)
		doc_warn(d, "encoding.lossy", "网页中有无法识别的字符，已用“�”代替");
	*out = d;
	return OK;
}
