/*
 * PDF through cairo and pango: embedded subsets, one text run per printed line, so that text comes
 * out of the file as it went in.  No dates are written, so the same report gives the same bytes on
 * a machine with the same fonts.
 */
#include "core/utf8.h"
#include "doc/page.h"
#include "doc/write.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

enum {
	PDF_MAX = 256 << 20,
	ASCII_N = 128,
	WIDTHS_N = 256, /* remembered widths of characters that are neither ASCII nor Han */
	UTF8_CHAR_MAX = 4,
	PROBE_SIZE = 100, /* points; the size at which widths are measured */
	GETA = 0x3013	  /* 〓, the printer's mark for a character that is not in the case */
};

#define POINTS_PER_MM (72 / 25.4)
static const double rule_width = 0.5; /* points */

/*
 * Chinese offices have the first names of each list; a Debian server has the Noto
 * or the smaller 文鼎 fonts.  There all text is in one face on purpose: each
 * further one costs 100 KB and 20 ms.
 */
#define DEBIAN_FAMILIES "Noto Serif CJK SC,AR PL SungtiL GB"
static const char *const families[PAGE_FONTS] = {
	[PAGE_FONT_TITLE] = "FZXiaoBiaoSong-B05S,方正小标宋简体,SimSun,宋体," DEBIAN_FAMILIES,
	[PAGE_FONT_HEADING] = "SimHei,黑体," DEBIAN_FAMILIES,
	[PAGE_FONT_TEXT] = "FangSong,仿宋,FangSong_GB2312,仿宋_GB2312," DEBIAN_FAMILIES,
	[PAGE_FONT_TABLE] = "SimSun,宋体," DEBIAN_FAMILIES,
};

struct pdf {
	cairo_surface_t *surface;
	cairo_t *cr;
	PangoFontMap *fonts;
	PangoContext *context;
	PangoLayout *layout;
	PangoFontDescription *face[PAGE_FONTS];
	enum page_font font; /* in use, with its size in points; size 0: none yet */
	double size;
	double ascii[PAGE_FONTS][ASCII_N];
	struct {
		int32_t cp;
		enum page_font font;
		double width;
	} seen[WIDTHS_N];
	struct buf out;
};

static cairo_status_t add_bytes(void *ctx, const unsigned char *p, unsigned int n)
{
	struct pdf *d = ctx;
	buf_add(&d->out, p, n);
	return d->out.err ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static void use_font(struct pdf *d, enum page_font font, double points)
{
	if (points == d->size && font == d->font)
		return;
	d->font = font;
	d->size = points;
	pango_font_description_set_absolute_size(d->face[font], points * PANGO_SCALE);
	pango_layout_set_font_description(d->layout, d->face[font]);
}

/* Lays text out on one line; tells how many characters no installed font has. */
static int shape(struct pdf *d, struct str text, enum page_font font, double points)
{
	use_font(d, font, points);
	pango_layout_set_text(d->layout, text.p, (int)text.n);
	return pango_layout_get_unknown_glyphs_count(d->layout);
}

static double measure(struct pdf *d, enum page_font font, int32_t cp)
{
	struct buf b;
	int width;
	buf_init(&b, UTF8_CHAR_MAX);
	utf8_put(&b, cp);
	if (shape(d, buf_view(&b), font, PROBE_SIZE) > 0)
		width = PROBE_SIZE * PANGO_SCALE;
	else
		pango_layout_get_size(d->layout, &width, NULL);
	/* Told by finish(): a width that was not measured would move everything after it. */
	if (b.err && !d->out.err)
		d->out.err = b.err;
	buf_done(&b);
	return (double)width / PANGO_SCALE / PROBE_SIZE;
}

/* Han characters and full-width punctuation fill a square; the rest is measured once. */
static double advance(void *ctx, enum page_font font, int32_t cp)
{
	struct pdf *d = ctx;
	if (cp >= 0 && cp < ASCII_N) {
		if (d->ascii[font][cp] == 0)
			d->ascii[font][cp] = measure(d, font, cp);
		return d->ascii[font][cp];
	}
	if (utf8_is_han(cp) || (cp >= 0x3000 && cp <= 0x303F) || (cp >= 0xFF01 && cp <= 0xFF60))
		return 1;
	size_t slot = (size_t)cp % WIDTHS_N;
	if (d->seen[slot].cp != cp || d->seen[slot].font != font) {
		d->seen[slot].cp = cp;
		d->seen[slot].font = font;
		d->seen[slot].width = measure(d, font, cp);
	}
	return d->seen[slot].width;
}

static enum err no_font(struct error *err)
{
	return error_set(err, ERR_NOT_FOUND, NULL,
		"没有找到中文字体，无法生成 PDF；请安装 Debian 软件包 fonts-noto-cjk（或较小的 "
		"fonts-arphic-gbsn00lp）后再试");
}

static enum err open_fonts(struct pdf *d, struct error *err)
{
	d->fonts = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
	if (!d->fonts)
		return no_font(err);
	pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(d->fonts), 72);
	d->context = pango_font_map_create_context(d->fonts);
	cairo_font_options_t *options = cairo_font_options_create();
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	pango_cairo_context_set_font_options(d->context, options);
	cairo_font_options_destroy(options);
	pango_context_set_language(d->context, pango_language_from_string("zh-cn"));
	pango_context_set_base_dir(d->context, PANGO_DIRECTION_LTR);
	pango_context_set_round_glyph_positions(d->context, FALSE);
	d->layout = pango_layout_new(d->context);
	pango_layout_set_auto_dir(d->layout, FALSE);
	pango_layout_set_single_paragraph_mode(d->layout, TRUE);
	for (int i = 0; i < PAGE_FONTS; i++)
		d->face[i] = pango_font_description_from_string(families[i]);
	/* Boxes are never printed: without these nothing can be. */
	for (int i = 0; i < PAGE_FONTS; i++)
		if (shape(d, STR("政府信息公开工作年度报告，（七）总计"), (enum page_font)i,
			    PROBE_SIZE))
			return no_font(err);
	return OK;
}

/*
 * A Han character no font has is an error (a name would lose it); any other
 * such character, an emoji say, is replaced by 〓 in *out.
 */
static enum err replace_unknown(struct pdf *d, struct arena *a, const struct page_run *run,
	struct str *out, struct error *err)
{
	struct str text = run->text;
	struct buf b;
	size_t at = 0;
	enum err e = OK;
	buf_init(&b, text.n * 3 + 1);
	while (!e && at < text.n) {
		size_t from = at;
		int32_t cp = utf8_next(text, &at);
		struct str one = str_sub(text, from, at);
		if (shape(d, one, run->font, run->size * POINTS_PER_MM) == 0)
			buf_str(&b, one);
		else if (utf8_is_han(cp))
			e = error_set(err, ERR_NOT_FOUND, NULL,
				"已安装的字体中没有“%.*s”字，无法生成 PDF；请安装 Debian 软件包 "
				"fonts-noto-cjk 后再试",
				STR_ARG(one));
		else
			utf8_put(&b, GETA);
	}
	e = e ? e : buf_check(&b, err);
	if (!e)
		*out = arena_str(a, buf_view(&b));
	buf_done(&b);
	return e ? e : arena_check(a, err);
}

/* The red of a letter's head; black otherwise. */
static void set_colour(struct pdf *d, bool red)
{
	cairo_set_source_rgb(d->cr, red ? 1 : 0, 0, 0);
}

static enum err draw_run(
	struct pdf *d, struct arena *a, const struct page_run *run, struct error *err)
{
	double points = run->size * POINTS_PER_MM;
	struct str text = run->text;
	if (shape(d, text, run->font, points) > 0) {
		enum err e = replace_unknown(d, a, run, &text, err);
		if (e)
			return e;
		shape(d, text, run->font, points);
	}
	if (run->spacing > 0) {
		PangoAttrList *list = pango_attr_list_new();
		pango_attr_list_insert(
			list, pango_attr_letter_spacing_new(
				      (int)(run->spacing * POINTS_PER_MM * PANGO_SCALE)));
		pango_layout_set_attributes(d->layout, list);
		pango_attr_list_unref(list);
	}
	set_colour(d, run->red);
	cairo_move_to(d->cr, run->x * POINTS_PER_MM, run->y * POINTS_PER_MM);
	pango_cairo_show_layout_line(d->cr, pango_layout_get_line_readonly(d->layout, 0));
	if (run->spacing > 0)
		pango_layout_set_attributes(d->layout, NULL);
	return OK;
}

static enum err draw_page(struct pdf *d, struct arena *a, const struct page *p, struct error *err)
{
	enum err e = OK;
	for (size_t i = 0; !e && i < p->n_runs; i++)
		e = draw_run(d, a, &p->run[i], err);
	for (size_t i = 0; i < p->n_rules; i++) {
		const struct page_rule *r = &p->rule[i];
		set_colour(d, r->red);
		cairo_set_line_width(d->cr, r->width > 0 ? r->width * POINTS_PER_MM : rule_width);
		cairo_move_to(d->cr, r->x1 * POINTS_PER_MM, r->y1 * POINTS_PER_MM);
		cairo_line_to(d->cr, r->x2 * POINTS_PER_MM, r->y2 * POINTS_PER_MM);
		cairo_stroke(d->cr);
	}
	cairo_show_page(d->cr);
	return e;
}

static enum err open_surface(
	struct pdf *d, struct arena *a, const struct layout *l, struct error *err)
{
	char *title = arena_cstr(a, l->title), *author = arena_cstr(a, l->agency);
	if (!title || !author)
		return arena_check(a, err);
	d->surface = cairo_pdf_surface_create_for_stream(add_bytes, d,
		LAYOUT_PAGE_WIDTH / 10.0 * POINTS_PER_MM,
		LAYOUT_PAGE_HEIGHT / 10.0 * POINTS_PER_MM);
	cairo_pdf_surface_set_metadata(d->surface, CAIRO_PDF_METADATA_TITLE, title);
	cairo_pdf_surface_set_metadata(d->surface, CAIRO_PDF_METADATA_AUTHOR, author);
	/* An empty date is no date: cairo leaves the entry out. */
	cairo_pdf_surface_set_metadata(d->surface, CAIRO_PDF_METADATA_CREATE_DATE, "");
	d->cr = cairo_create(d->surface);
	cairo_set_line_width(d->cr, rule_width);
	cairo_set_line_cap(d->cr, CAIRO_LINE_CAP_SQUARE);
	return OK;
}

static enum err finish(struct pdf *d, struct buf *b, struct error *err)
{
	cairo_surface_finish(d->surface);
	enum err e = buf_check(&d->out, err);
	if (e)
		return e;
	cairo_status_t status = cairo_status(d->cr);
	if (status == CAIRO_STATUS_SUCCESS)
		status = cairo_surface_status(d->surface);
	if (status == CAIRO_STATUS_NO_MEMORY)
		return error_nomem(err);
	if (status != CAIRO_STATUS_SUCCESS) {
		error_set(err, ERR_BUG, NULL, "生成 PDF 失败，请重试；仍然失败请联系维护人员");
		return error_detail(err, "%s", cairo_status_to_string(status));
	}
	buf_str(b, buf_view(&d->out));
	return buf_check(b, err);
}

static void pdf_done(struct pdf *d)
{
	if (d->cr)
		cairo_destroy(d->cr);
	if (d->surface)
		cairo_surface_destroy(d->surface);
	for (int i = 0; i < PAGE_FONTS; i++)
		pango_font_description_free(d->face[i]);
	if (d->layout)
		g_object_unref(d->layout);
	if (d->context)
		g_object_unref(d->context);
	if (d->fonts)
		g_object_unref(d->fonts);
	buf_done(&d->out);
}

enum err layout_write_pdf(struct buf *b, const struct layout *l, struct error *err)
{
	struct page_list pages;
	struct pdf d = { 0 };
	buf_init(&d.out, PDF_MAX);
	enum err e = open_fonts(&d, err);
	e = e ? e : page_set(l->arena, l, &(struct page_metrics){ advance, &d }, &pages, err);
	e = e ? e : open_surface(&d, l->arena, l, err);
	for (size_t i = 0; !e && i < pages.n; i++)
		e = draw_page(&d, l->arena, &pages.page[i], err);
	e = e ? e : finish(&d, b, err);
	pdf_done(&d);
	return e;
}

enum err doc_write_pdf(struct buf *b, const struct report *r, struct error *err)
{
	struct arena a;
	struct layout *l;
	arena_init(&a, DOC_WRITE_ARENA_MAX);
	enum err e = layout_build(&a, r, &l, err);
	e = e ? e : layout_write_pdf(b, l, err);
	arena_done(&a);
	return e;
}
