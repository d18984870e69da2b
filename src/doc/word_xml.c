#include "doc/docx.h"
#include "doc/odt.h"
#include "doc/read.h"

enum { SCRATCH_MAX = DOC_ARENA_MAX, TITLE_MAX = 4096 };

enum { NS_PKG = 1, NS_W2003, NS_OFFICE };
enum root { ROOT_PACKAGE, ROOT_WORD_2003, ROOT_ODF, ROOT_COUNT };

static const struct xml_name ROOT[ROOT_COUNT] = {
	[ROOT_PACKAGE] = { NS_PKG, "package" },
	[ROOT_WORD_2003] = { NS_W2003, "wordDocument" },
	[ROOT_ODF] = { NS_OFFICE, "document" },
};
static const struct xml_ns ROOT_NS[] = {
	{ "http://schemas.microsoft.com/office/2006/xmlPackage", NS_PKG },
	{ "http://schemas.microsoft.com/office/word/2003/wordml", NS_W2003 },
	{ "urn:oasis:names:tc:opendocument:xmlns:office:1.0", NS_OFFICE },
};
static const struct xml_words ROOT_WORDS = { ROOT, ROOT_COUNT, ROOT_NS,
	sizeof ROOT_NS / sizeof ROOT_NS[0] };

/* ctx: int, the root element's number. */
static enum err read_root(struct xml *x, void *ctx, struct error *err)
{
	(void)err;
	while (xml_next(x))
		if (x->kind == XML_KIND_START) {
			*(int *)ctx = x->depth == 1 ? x->tag : XML_OTHER;
			break;
		}
	return OK;
}

struct flat_read {
	struct word *word;
	bool wants_body; /* false: styles, numbering and title; true: the body */
	bool found;
};

static enum err take_title(struct word *w, struct xml *x, struct error *err)
{
	struct buf b;
	buf_init(&b, TITLE_MAX);
	xml_collect(x, &b);
	w->doc->title = arena_str(w->doc->arena, str_trim(buf_view(&b)));
	/* A title too long is cut, it is no reason to refuse the text. */
	enum err e = b.err == ERR_NOMEM ? error_nomem(err) : OK;
	buf_done(&b);
	return e ? e : arena_check(w->doc->arena, err);
}

static enum err read_body(struct flat_read *r, struct xml *x, struct error *err)
{
	struct draft_sink sink = { r->word->doc, r->word->scratch, NULL };
	r->found = true;
	return word_read_blocks(r->word, x, &sink, err);
}

/* One pass over Flat OPC or Word 2003 XML; the parts may stand in any order. */
static enum err read_flat(struct xml *x, void *ctx, struct error *err)
{
	struct flat_read *r = ctx;
	enum err e = OK;
	while (!e && xml_next(x)) {
		if (x->kind != XML_KIND_START)
			continue;
		switch (x->tag) {
		case PKG_PART:
			/* Building blocks of the glossary bring styles of their own. */
			if (str_has(xml_attr(x, PKG_NAME), "/glossary/"))
				xml_skip(x);
			break;
		case PKG_BINARY_DATA:
			xml_skip(x);
			break;
		case W_BODY:
			if (r->wants_body && !r->found)
				e = read_body(r, x, err);
			else
				xml_skip(x);
			break;
		case W_STYLES:
			if (!r->wants_body)
				e = word_read_styles(r->word, x, err);
			break;
		case W_NUMBERING:
		case W_LISTS:
			if (!r->wants_body)
				e = word_read_numbering(r->word, x, err);
			break;
		case DC_CORE_TITLE:
		case OFFICE_TITLE:
			if (!r->wants_body && r->word->doc->title.n == 0)
				e = take_title(r->word, x, err);
			break;
		default:
			break;
		}
	}
	return e;
}

static enum err read_word(struct doc *d, struct arena *scratch, struct str bytes, struct error *err)
{
	struct word w;
	word_init(&w, d, scratch);
	struct flat_read r = { .word = &w };
	enum err e = xml_read(bytes, &WORD_WORDS, read_flat, &r, err);
	word_settle_styles(&w);
	word_settle_numbering(&w);
	r.wants_body = true;
	if (!e)
		e = xml_read(bytes, &WORD_WORDS, read_flat, &r, err);
	if (!e && !r.found)
		e = error_set(err, ERR_FORMAT, NULL,
			"文件里没有 Word 正文，可能已损坏；请用 Word、WPS 打开后另存为 docx 再试");
	if (!e)
		e = word_finish(&w, err);
	word_done(&w);
	return e;
}

static enum err read_odf(struct doc *d, struct arena *scratch, struct str bytes, struct error *err)
{
	struct odt o;
	odt_init(&o, d, scratch);
	enum err e = xml_read(bytes, &ODT_WORDS, odt_read_file, &o, err);
	if (!e)
		e = odt_finish(&o, err);
	odt_done(&o);
	return e;
}

enum err doc_read_word_xml(struct arena *a, struct str bytes, struct doc **out, struct error *err)
{
	int root = XML_OTHER;
	enum err e = xml_read(bytes, &ROOT_WORDS, read_root, &root, err);
	if (e)
		return e;
	if (root == XML_OTHER)
		return error_set(err, ERR_FORMAT, NULL,
			"这个 XML 文件不是 Word 或 OpenDocument 文档，无法读取；请用 Word、WPS "
			"打开后另存为 docx 再试");
	struct doc *d;
	struct arena scratch;
	arena_init(&scratch, SCRATCH_MAX);
	e = doc_new(a, root == ROOT_ODF ? DOC_FORMAT_ODT : DOC_FORMAT_DOCX, &d, err);
	if (!e)
		e = root == ROOT_ODF ? read_odf(d, &scratch, bytes, err)
				     : read_word(d, &scratch, bytes, err);
	arena_done(&scratch);
	if (!e)
		*out = d;
	return e;
}
