#include "doc/ofd_page.h"

#include "doc/read.h"

static const struct xml_name NAME[OFD_NAMES] = {
	[OFD_DOC_BODY] = { XML_NO_NS, "DocBody" },
	[OFD_DOC_ROOT] = { XML_NO_NS, "DocRoot" },
	[OFD_TITLE] = { XML_NO_NS, "Title" },
	[OFD_PHYSICAL_BOX] = { XML_NO_NS, "PhysicalBox" },
	[OFD_TEMPLATE_PAGE] = { XML_NO_NS, "TemplatePage" },
	[OFD_PAGE] = { XML_NO_NS, "Page" },
	[OFD_TEMPLATE] = { XML_NO_NS, "Template" },
	[OFD_TEXT_OBJECT] = { XML_NO_NS, "TextObject" },
	[OFD_TEXT_CODE] = { XML_NO_NS, "TextCode" },
	[OFD_PATH_OBJECT] = { XML_NO_NS, "PathObject" },
	[OFD_ABBREVIATED_DATA] = { XML_NO_NS, "AbbreviatedData" },
	[OFD_IMAGE_OBJECT] = { XML_NO_NS, "ImageObject" },
	[OFD_ID] = { XML_NO_NS, "ID" },
	[OFD_BASE_LOC] = { XML_NO_NS, "BaseLoc" },
	[OFD_TEMPLATE_ID] = { XML_NO_NS, "TemplateID" },
	[OFD_BOUNDARY] = { XML_NO_NS, "Boundary" },
	[OFD_CTM] = { XML_NO_NS, "CTM" },
	[OFD_SIZE] = { XML_NO_NS, "Size" },
	[OFD_HSCALE] = { XML_NO_NS, "HScale" },
	[OFD_X] = { XML_NO_NS, "X" },
	[OFD_Y] = { XML_NO_NS, "Y" },
	[OFD_DELTA_X] = { XML_NO_NS, "DeltaX" },
	[OFD_DELTA_Y] = { XML_NO_NS, "DeltaY" },
	[OFD_LINE_WIDTH] = { XML_NO_NS, "LineWidth" },
	[OFD_STROKE] = { XML_NO_NS, "Stroke" },
	[OFD_FILL] = { XML_NO_NS, "Fill" },
	[OFD_VISIBLE] = { XML_NO_NS, "Visible" },
};
/* Namespaces are ignored: old producers use another one (http://www.ofdspec.org). */
const struct xml_words ofd_words = { NAME, OFD_NAMES, NULL, 0 };

static const double POINTS_PER_MM = 72 / 25.4;
/* GB/T 33190-2016 section 8.5: line width when none is given, mm. */
static const double LINE_WIDTH_DEFAULT = 0.353;

enum { SCRATCH_MAX = 32 << 20 };

struct page_run {
	struct ofd_page *page;
	struct ofd_canvas canvas;
	struct arena scratch; /* reset after each object */
	struct buf text;
};

bool ofd_read_box(struct str box, struct grid_page *p)
{
	double v[4];
	if (ofd_read_numbers(box, v, 4) != 4 || v[2] <= 0 || v[3] <= 0)
		return false;
	p->width = v[2] * POINTS_PER_MM;
	p->height = v[3] * POINTS_PER_MM;
	return true;
}

static double read_attribute(const struct xml *x, int name, double fallback)
{
	double v;
	return ofd_read_numbers(xml_attr(x, name), &v, 1) == 1 ? v : fallback;
}

static bool is_hidden(const struct xml *x)
{
	return xml_attr_is(x, OFD_VISIBLE, "false") || xml_attr_is(x, OFD_VISIBLE, "0");
}

static enum err no_memory(struct page_run *r, struct error *err)
{
	enum err e = arena_check(r->canvas.arena, err);
	if (!e)
		e = arena_check(&r->scratch, err);
	return e ? e : error_nomem(err);
}

/* A TextObject and the TextCode elements in it; X and Y go on when they are left out. */
static enum err read_text_object(struct page_run *r, struct xml *x, struct error *err)
{
	struct ofd_text t = { .size = read_attribute(x, OFD_SIZE, 0),
		.hscale = read_attribute(x, OFD_HSCALE, 1),
		.matrix = ofd_object_matrix(xml_attr(x, OFD_CTM), xml_attr(x, OFD_BOUNDARY)) };
	if (is_hidden(x) || t.size <= 0 || t.hscale <= 0) {
		xml_skip(x);
		return OK;
	}
	bool ok = true;
	for (int top = x->depth; ok && xml_next_in(x, top);) {
		if (x->kind != XML_KIND_START || x->tag != OFD_TEXT_CODE)
			continue;
		t.x = read_attribute(x, OFD_X, t.x);
		t.y = read_attribute(x, OFD_Y, t.y);
		t.delta_x = arena_str(&r->scratch, xml_attr(x, OFD_DELTA_X));
		t.delta_y = arena_str(&r->scratch, xml_attr(x, OFD_DELTA_Y));
		buf_clear(&r->text);
		xml_collect(x, &r->text);
		t.text = buf_view(&r->text);
		ok = r->text.err == OK && r->scratch.err == OK && ofd_draw_text(&r->canvas, &t);
	}
	return ok ? OK : no_memory(r, err);
}

static bool read_switch(const struct xml *x, int name, bool fallback)
{
	struct str v = xml_attr(x, name);
	return v.n ? str_is(v, "true") || str_is(v, "1") : fallback;
}

/* A PathObject; of its children only the path itself, not clips or patterns. */
static enum err read_path_object(struct page_run *r, struct xml *x, struct error *err)
{
	double width = read_attribute(x, OFD_LINE_WIDTH, LINE_WIDTH_DEFAULT);
	bool stroke = read_switch(x, OFD_STROKE, true), fill = read_switch(x, OFD_FILL, false);
	struct grid_matrix m = ofd_object_matrix(xml_attr(x, OFD_CTM), xml_attr(x, OFD_BOUNDARY));
	if (is_hidden(x)) {
		xml_skip(x);
		return OK;
	}
	bool ok = true;
	for (int top = x->depth; ok && xml_next_in(x, top);) {
		if (x->kind != XML_KIND_START)
			continue;
		if (x->tag != OFD_ABBREVIATED_DATA) {
			xml_skip(x);
			continue;
		}
		buf_clear(&r->text);
		xml_collect(x, &r->text);
		ok = r->text.err == OK &&
		     ofd_draw_path(&r->canvas, &m, buf_view(&r->text), fill, stroke, width);
	}
	return ok ? OK : no_memory(r, err);
}

static enum err read_element(struct page_run *r, struct xml *x, struct error *err)
{
	struct ofd_page *p = r->page;
	enum err e = OK;
	switch (x->tag) {
	case OFD_TEXT_OBJECT:
		e = read_text_object(r, x, err);
		break;
	case OFD_PATH_OBJECT:
		e = read_path_object(r, x, err);
		break;
	case OFD_IMAGE_OBJECT:
		p->has_image = true;
		break;
	case OFD_TEMPLATE:
		if (p->n_templates < OFD_TEMPLATES_MAX)
			p->template_id[p->n_templates++] =
				arena_str(r->canvas.arena, xml_attr(x, OFD_TEMPLATE_ID));
		break;
	case OFD_PHYSICAL_BOX:
		buf_clear(&r->text);
		xml_collect(x, &r->text);
		p->has_box = ofd_read_box(buf_view(&r->text), &p->grid);
		break;
	default:
		break;
	}
	arena_reset(&r->scratch);
	return e;
}

static enum err read_events(struct xml *x, void *ctx, struct error *err)
{
	struct page_run *r = ctx;
	enum err e = OK;
	while (!e && xml_next(x))
		if (x->kind == XML_KIND_START)
			e = read_element(r, x, err);
	return e;
}

enum err ofd_page_read(struct arena *a, struct str xml, struct ofd_budget *budget,
	struct ofd_page *out, struct error *err)
{
	struct page_run r = { .page = out };
	arena_init(&r.scratch, SCRATCH_MAX);
	buf_init(&r.text, DOC_PART_MAX);
	r.canvas = (struct ofd_canvas){ a, &r.scratch, &out->grid, budget };
	enum err e = xml_read(xml, &ofd_words, read_events, &r, err);
	if (!e)
		e = buf_check(&r.text, err);
	buf_done(&r.text);
	arena_done(&r.scratch);
	return e ? e : arena_check(a, err);
}
