/*
 * OFD (GB/T 33190-2016): the same pages as the PDF.  Fonts are named, not
 * embedded, as is usual for 宋体, 仿宋 and 黑体; every character's place is
 * written down (DeltaX), so another font does not move anything.
 */
#include "core/utf8.h"
#include "doc/markup.h"
#include "doc/page.h"
#include "doc/write.h"
#include "doc/zip_write.h"

#include <math.h>

#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define OFD_NS "xmlns:ofd=\"http://www.ofdspec.org/2016\""

enum {
	OFD_PART_MAX = 256 << 20,
	FIXED_PARTS = 3, /* OFD.xml, Document.xml, PublicRes.xml */
	FIRST_FREE_ID = PAGE_FONTS + 1
};

static const double rule_width = 0.18; /* mm, as 0.5 pt in the PDF */
/* Height of the baseline below the upper edge of a text object, and its height, in font sizes. */
static const double ascent = 0.88;
static const double box_height = 1.2;

static const char *const font_name[PAGE_FONTS] = {
	[PAGE_FONT_TITLE] = "宋体",
	[PAGE_FONT_HEADING] = "黑体",
	[PAGE_FONT_TEXT] = "仿宋",
	[PAGE_FONT_TABLE] = "宋体",
};

/* The named fonts give half a square to ASCII and a whole one to the rest. */
static double advance(void *ctx, enum page_font font, int32_t cp)
{
	(void)ctx;
	(void)font;
	return cp < 0x80 ? 0.5 : 1;
}

/* Millimetres with three decimals, whatever the locale. */
static void put_mm(struct buf *b, double mm)
{
	long um = lround(mm * 1000);
	buf_fmt(b, "%s%ld.%03ld", um < 0 ? "-" : "", labs(um) / 1000, labs(um) % 1000);
}

static void put_box(struct buf *b, double x, double y, double w, double h)
{
	const double part[] = { x, y, w, h };
	for (size_t i = 0; i < sizeof part / sizeof part[0]; i++) {
		if (i)
			buf_char(b, ' ');
		put_mm(b, part[i]);
	}
}

static void write_run(struct buf *b, const struct page_run *r, int *id)
{
	struct buf delta;
	size_t at = 0;
	double width = 0;
	int32_t cp = utf8_next(r->text, &at);
	buf_init(&delta, r->text.n * 12 + 16);
	while (cp >= 0) {
		double step = advance(NULL, r->font, cp) * r->size + r->spacing;
		width += step;
		cp = utf8_next(r->text, &at);
		if (cp < 0)
			break;
		if (delta.n)
			buf_char(&delta, ' ');
		put_mm(&delta, step);
	}
	buf_fmt(b, "<ofd:TextObject ID=\"%d\" Boundary=\"", (*id)++);
	put_box(b, r->x, r->y - ascent * r->size, width, box_height * r->size);
	buf_fmt(b, "\" Font=\"%d\" Size=\"", (int)r->font + 1);
	put_mm(b, r->size);
	buf_lit(b, "\"><ofd:TextCode X=\"0\" Y=\"");
	put_mm(b, ascent * r->size);
	if (delta.n) {
		buf_lit(b, "\" DeltaX=\"");
		buf_str(b, buf_view(&delta));
	}
	buf_lit(b, "\">");
	markup_text(b, r->text);
	buf_lit(b, "</ofd:TextCode></ofd:TextObject>\n");
	if (delta.err && !b->err)
		b->err = delta.err;
	buf_done(&delta);
}

static void write_rule(struct buf *b, const struct page_rule *r, int *id)
{
	bool across = r->y1 == r->y2;
	double length = across ? r->x2 - r->x1 : r->y2 - r->y1;
	double half = rule_width / 2;
	buf_fmt(b, "<ofd:PathObject ID=\"%d\" Boundary=\"", (*id)++);
	if (across)
		put_box(b, r->x1, r->y1 - half, length, rule_width);
	else
		put_box(b, r->x1 - half, r->y1, rule_width, length);
	buf_lit(b, "\" LineWidth=\"");
	put_mm(b, rule_width);
	buf_lit(b, "\"><ofd:StrokeColor Value=\"0 0 0\"/><ofd:AbbreviatedData>M ");
	put_mm(b, across ? 0 : half);
	buf_char(b, ' ');
	put_mm(b, across ? half : 0);
	buf_lit(b, " L ");
	put_mm(b, across ? length : half);
	buf_char(b, ' ');
	put_mm(b, across ? half : length);
	buf_lit(b, "</ofd:AbbreviatedData></ofd:PathObject>\n");
}

static void write_page(struct buf *b, const struct page *p, int *id)
{
	buf_fmt(b,
		XML_HEAD "<ofd:Page " OFD_NS "><ofd:Content><ofd:Layer ID=\"%d\" Type=\"Body\">\n",
		(*id)++);
	for (size_t i = 0; i < p->n_runs; i++)
		write_run(b, &p->run[i], id);
	for (size_t i = 0; i < p->n_rules; i++)
		write_rule(b, &p->rule[i], id);
	buf_lit(b, "</ofd:Layer></ofd:Content></ofd:Page>\n");
}

/* The last ids are those of the pages themselves. */
static void write_document(struct buf *b, size_t n_pages, int id)
{
	buf_fmt(b,
		XML_HEAD
		"<ofd:Document " OFD_NS "><ofd:CommonData><ofd:MaxUnitID>%d</ofd:MaxUnitID>"
		"<ofd:PageArea><ofd:PhysicalBox>0 0 %d %d</ofd:PhysicalBox></ofd:PageArea>"
		"<ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages>\n",
		id + (int)n_pages, LAYOUT_PAGE_WIDTH / 10, LAYOUT_PAGE_HEIGHT / 10);
	for (size_t i = 0; i < n_pages; i++)
		buf_fmt(b, "<ofd:Page ID=\"%d\" BaseLoc=\"Pages/Page_%zu/Content.xml\"/>\n",
			id + (int)i, i);
	buf_lit(b, "</ofd:Pages></ofd:Document>\n");
}

static void write_fonts(struct buf *b)
{
	buf_lit(b, XML_HEAD "<ofd:Res " OFD_NS " BaseLoc=\"Res\"><ofd:Fonts>\n");
	for (int i = 0; i < PAGE_FONTS; i++)
		buf_fmt(b, "<ofd:Font ID=\"%d\" FontName=\"%s\" FamilyName=\"%s\"/>\n", i + 1,
			font_name[i], font_name[i]);
	buf_lit(b, "</ofd:Fonts></ofd:Res>\n");
}

/* FNV-1a, 64 bits: tells documents apart, protects nothing. */
static uint64_t fnv(struct str s, uint64_t h)
{
	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * UINT64_C(0x100000001b3);
	return h;
}

/* The document's id follows from its content, so that the same report gives the same bytes. */
static void write_root(struct buf *b, const struct layout *l, struct str pages)
{
	uint64_t high = fnv(pages, UINT64_C(0xcbf29ce484222325));
	uint64_t low = fnv(l->title, high);
	buf_fmt(b,
		XML_HEAD "<ofd:OFD " OFD_NS
			 " Version=\"1.0\" DocType=\"OFD\"><ofd:DocBody><ofd:DocInfo>"
			 "<ofd:DocID>%016llx%016llx</ofd:DocID><ofd:Title>",
		(unsigned long long)high, (unsigned long long)low);
	markup_text(b, l->title);
	buf_lit(b, "</ofd:Title><ofd:Author>");
	markup_text(b, l->agency);
	buf_lit(b, "</ofd:Author></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
		   "</ofd:DocBody></ofd:OFD>\n");
}

/* All parts stand one after the other in one buffer; end[i] is where part i ends. */
static enum err pack(struct buf *b, struct arena *a, const struct page_list *pages,
	const struct layout *l, struct buf *text, struct error *err)
{
	size_t n = pages->n + FIXED_PARTS;
	size_t *end = arena_array(a, size_t, n);
	struct zip_part *part = arena_array(a, struct zip_part, n);
	if (!end || !part)
		return arena_check(a, err);
	int id = FIRST_FREE_ID;
	for (size_t i = 0; i < pages->n; i++) {
		write_page(text, &pages->page[i], &id);
		end[FIXED_PARTS + i] = text->n;
		struct str name = arena_fmt(a, "Doc_0/Pages/Page_%zu/Content.xml", i);
		part[FIXED_PARTS + i].name = name.p;
	}
	size_t pages_end = text->n;
	write_root(text, l, buf_view(text));
	end[0] = text->n;
	write_document(text, pages->n, id);
	end[1] = text->n;
	write_fonts(text);
	end[2] = text->n;
	part[0].name = "OFD.xml";
	part[1].name = "Doc_0/Document.xml";
	part[2].name = "Doc_0/PublicRes.xml";
	enum err e = arena_check(a, err);
	e = e ? e : buf_check(text, err);
	if (e)
		return e;
	for (size_t i = 0; i < n; i++) {
		size_t from = i == 0 ? pages_end : i == FIXED_PARTS ? 0 : end[i - 1];
		part[i].bytes = str_sub(buf_view(text), from, end[i]);
	}
	return zip_write(b, part, n, err);
}

enum err doc_write_ofd(struct buf *b, const struct report *r, struct error *err)
{
	struct arena a;
	struct layout *l;
	struct page_list pages;
	struct buf text;
	arena_init(&a, DOC_WRITE_ARENA_MAX);
	buf_init(&text, OFD_PART_MAX);
	enum err e = layout_build(&a, r, &l, err);
	e = e ? e : page_set(&a, l, &(struct page_metrics){ advance, NULL }, &pages, err);
	e = e ? e : pack(b, &a, &pages, l, &text, err);
	buf_done(&text);
	arena_done(&a);
	return e;
}
