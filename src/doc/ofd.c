#include "core/utf8.h"
#include "doc/ofd_page.h"
#include "doc/read.h"
#include "doc/zip.h"

enum { PATH_BYTES_MAX = 1024, TEMPLATE_PAGES_MAX = 200, TITLE_BYTES_MAX = 1000 };

/* A4 in points, when no part of the document says a size. */
static const double A4_WIDTH = 595.3, A4_HEIGHT = 841.9;

struct ofd_template {
	struct str id, path;
	bool read;
	struct ofd_page page;
};

struct ofd {
	struct arena *arena;
	struct zipfile *zip;
	struct ofd_budget budget;
	struct str root; /* path of Document.xml */
	struct str title;
	struct grid_page size; /* of the whole document; no content */
	struct str *page;      /* paths */
	size_t n_pages, cap_pages;
	struct ofd_template *template;
	size_t n_templates, cap_templates;
	bool missing_part;
	bool no_memory; /* sticky, of the small buffers */
};

/*
 * Appends the segments of a path to b, which holds a folder ("" or "a/b/"),
 * undoing "." and ".."; a ".." above the root is dropped.
 */
static void append_path(struct buf *b, struct str path)
{
	for (size_t i = 0; i < path.n;) {
		size_t end = i;
		while (end < path.n && path.p[end] != '/' && path.p[end] != '\\')
			end++;
		struct str part = str_sub(path, i, end);
		i = end + 1;
		if (part.n == 0 || str_is(part, "."))
			continue;
		if (!str_is(part, "..")) {
			if (b->n && b->p[b->n - 1] != '/')
				buf_char(b, '/');
			buf_str(b, part);
			continue;
		}
		while (b->n && b->p[b->n - 1] == '/')
			b->n--;
		while (b->n && b->p[b->n - 1] != '/')
			b->n--;
	}
}

static const struct zip_member *find_path(struct ofd *o, struct str folder, struct str path)
{
	struct buf b;
	buf_init(&b, PATH_BYTES_MAX);
	buf_str(&b, folder);
	append_path(&b, path);
	const struct zip_member *m =
		b.err || b.n == 0 ? NULL : zipfile_find_any_case(o->zip, buf_view(&b));
	o->no_memory = o->no_memory || b.err == ERR_NOMEM;
	buf_done(&b);
	return m;
}

/* The folder of a part, with its slash. */
static struct str folder_of(struct str path)
{
	size_t n = path.n;
	while (n > 0 && path.p[n - 1] != '/')
		n--;
	return str_sub(path, 0, n);
}

/*
 * Finds a part: absolute when it starts with a slash, else relative to the
 * part that names it; producers that mix the two up are humoured.
 */
static const struct zip_member *find_part(struct ofd *o, struct str base, struct str path)
{
	struct str root = { NULL, 0 }, folder = folder_of(base);
	bool absolute = path.n && path.p[0] == '/';
	const struct zip_member *m = find_path(o, absolute ? root : folder, path);
	return m ? m : find_path(o, absolute ? folder : root, path);
}

/* Text of the element x stands at, trimmed, in the arena. */
static struct str collect(struct ofd *o, struct xml *x, size_t max)
{
	struct buf b;
	buf_init(&b, max);
	xml_collect(x, &b);
	struct str s = arena_str(o->arena, str_trim(buf_view(&b)));
	o->no_memory = o->no_memory || b.err == ERR_NOMEM;
	buf_done(&b);
	return s;
}

/* OFD.xml: the first document body counts. */
static enum err read_root_events(struct xml *x, void *ctx, struct error *err)
{
	struct ofd *o = ctx;
	(void)err;
	while (xml_next(x)) {
		if (x->kind != XML_KIND_START)
			continue;
		if (x->tag == OFD_DOC_ROOT && o->root.n == 0)
			o->root = collect(o, x, PATH_BYTES_MAX);
		else if (x->tag == OFD_TITLE && o->title.n == 0)
			o->title = collect(o, x, TITLE_BYTES_MAX);
	}
	return OK;
}

static enum err add_page(struct ofd *o, struct str path, struct error *err)
{
	if (o->n_pages >= DOC_PAGES_MAX)
		return error_set(
			err, ERR_LIMIT, NULL, "OFD 超过 %d 页，请拆分后再处理", DOC_PAGES_MAX);
	struct str *p =
		arena_grow(o->arena, o->page, o->n_pages, o->n_pages + 1, &o->cap_pages, sizeof *p);
	if (!p)
		return arena_check(o->arena, err);
	o->page = p;
	o->page[o->n_pages++] = arena_str(o->arena, path);
	return OK;
}

static enum err add_template(struct ofd *o, struct str id, struct str path, struct error *err)
{
	if (o->n_templates >= TEMPLATE_PAGES_MAX)
		return OK;
	struct ofd_template *p = arena_grow(o->arena, o->template, o->n_templates,
		o->n_templates + 1, &o->cap_templates, sizeof *p);
	if (!p)
		return arena_check(o->arena, err);
	o->template = p;
	o->template[o->n_templates++] = (struct ofd_template){ .id = arena_str(o->arena, id),
		.path = arena_str(o->arena, path) };
	return OK;
}

/* Document.xml: size, template pages, pages in order. */
static enum err read_document_events(struct xml *x, void *ctx, struct error *err)
{
	struct ofd *o = ctx;
	enum err e = OK;
	while (!e && xml_next(x)) {
		if (x->kind != XML_KIND_START)
			continue;
		if (x->tag == OFD_PHYSICAL_BOX)
			(void)ofd_read_box(collect(o, x, PATH_BYTES_MAX), &o->size);
		else if (x->tag == OFD_TEMPLATE_PAGE)
			e = add_template(o, xml_attr(x, OFD_ID), xml_attr(x, OFD_BASE_LOC), err);
		else if (x->tag == OFD_PAGE)
			e = add_page(o, xml_attr(x, OFD_BASE_LOC), err);
	}
	return e;
}

static enum err no_part(struct error *err, const char *name)
{
	enum err e = error_set(err, ERR_FORMAT, NULL,
		"OFD 文件不完整（缺少%s），请重新下载或重新导出后再试", name);
	error_detail(err, "missing part");
	return e;
}

/* OFD.xml, then the Document.xml it names. */
static enum err read_structure(struct ofd *o, struct error *err)
{
	const struct zip_member *m = zipfile_find_any_case(o->zip, STR("OFD.xml"));
	struct str xml;
	if (!m)
		return no_part(err, "入口文件 OFD.xml");
	enum err e = zipfile_read(o->zip, m, DOC_PART_MAX, o->arena, &xml, err);
	if (!e)
		e = xml_read(xml, &ofd_words, read_root_events, o, err);
	if (e)
		return e;
	if (o->no_memory)
		return error_nomem(err);
	m = o->root.n ? find_part(o, (struct str){ NULL, 0 }, o->root) : NULL;
	if (o->no_memory)
		return error_nomem(err);
	if (!m)
		return no_part(err, "文档根节点 Document.xml");
	o->root = m->name;
	e = zipfile_read(o->zip, m, DOC_PART_MAX, o->arena, &xml, err);
	if (!e)
		e = xml_read(xml, &ofd_words, read_document_events, o, err);
	if (!e)
		e = arena_check(o->arena, err);
	if (!e && o->n_pages == 0)
		return no_part(err, "页面");
	return e;
}

/* Reads a page part; one that is not there leaves the page empty and is told. */
static enum err read_page_part(
	struct ofd *o, struct str path, struct ofd_page *page, struct error *err)
{
	const struct zip_member *m = path.n ? find_part(o, o->root, path) : NULL;
	struct str xml;
	if (!m) {
		o->missing_part = true;
		return OK;
	}
	enum err e = zipfile_read(o->zip, m, DOC_PART_MAX, o->arena, &xml, err);
	return e ? e : ofd_page_read(o->arena, xml, &o->budget, page, err);
}

/* Copies what a template page draws; each copy counts against the budget. */
static enum err copy_template(
	struct ofd *o, const struct grid_page *from, struct grid_page *to, struct error *err)
{
	for (size_t i = 0; i < from->n_words && o->budget.words-- > 0; i++)
		if (!grid_add_word(o->arena, to, from->word[i]))
			return arena_check(o->arena, err);
	for (size_t i = 0; i < from->n_rules && o->budget.rules-- > 0; i++)
		if (!grid_add_line(o->arena, to, from->rule[i].x0, from->rule[i].y0,
			    from->rule[i].x1, from->rule[i].y1, 0))
			return arena_check(o->arena, err);
	return OK;
}

/* Adds the template pages that a page refers to; each is read once. */
static enum err add_templates(struct ofd *o, struct ofd_page *page, struct error *err)
{
	for (int i = 0; i < page->n_templates; i++) {
		for (size_t k = 0; k < o->n_templates; k++) {
			struct ofd_template *t = &o->template[k];
			if (!str_eq(t->id, page->template_id[i]))
				continue;
			enum err e = OK;
			if (!t->read)
				e = read_page_part(o, t->path, &t->page, err);
			t->read = true;
			if (!e)
				e = copy_template(o, &t->page.grid, &page->grid, err);
			if (e)
				return e;
			page->has_image = page->has_image || t->page.has_image;
			break;
		}
	}
	return OK;
}

static void warn(struct doc *d, const struct ofd *o, size_t scanned, size_t first_scanned)
{
	if (o->missing_part)
		doc_warn(d, "ofd.missing_part", "OFD 文件缺少部分页面，已读取其余页面，请核对");
	if (o->budget.spent || o->budget.words < 0 || o->budget.rules < 0)
		doc_warn(d, "ofd.partial", "OFD 内容过多，只读取了一部分，请拆分后再处理");
	if (scanned)
		doc_warn(d, "ofd.scanned_page",
			"有%zu页没有文字（可能是扫描图片，第一处为第%zu页），该页内容未读取",
			scanned, first_scanned);
}

static enum err read_pages(struct ofd *o, struct doc *d, struct error *err)
{
	struct grid_page *grid = arena_array(o->arena, struct grid_page, o->n_pages);
	size_t n_words = 0, scanned = 0, first_scanned = 0;
	if (!grid)
		return arena_check(o->arena, err);
	for (size_t i = 0; i < o->n_pages; i++) {
		struct ofd_page page = { .grid = { .width = 0 } };
		enum err e = read_page_part(o, o->page[i], &page, err);
		if (!e)
			e = add_templates(o, &page, err);
		if (e)
			return e;
		if (!page.has_box) {
			page.grid.width = o->size.width;
			page.grid.height = o->size.height;
		}
		grid[i] = page.grid;
		n_words += page.grid.n_words;
		if (page.grid.n_words == 0 && page.has_image && scanned++ == 0)
			first_scanned = i + 1;
	}
	if (o->no_memory)
		return error_nomem(err);
	if (n_words == 0)
		return error_set(err, ERR_FORMAT, NULL,
			"OFD 中没有文字，需要先做文字识别（OCR），或改用 Word "
			"等可以复制文字的文件");
	warn(d, o, scanned, first_scanned);
	return grid_lay_out(d, grid, o->n_pages, err);
}

/*
 * OFD.xml names Document.xml, which lists the pages; each is read into words
 * and rules together with its template pages, and grid.h makes tables and
 * paragraphs of them.  Signatures and seals are neither read nor verified.
 */
enum err doc_read_ofd(struct arena *a, struct str bytes, struct doc **out, struct error *err)
{
	struct ofd o = { .arena = a,
		.budget = { GRID_WORDS_MAX, GRID_RULES_MAX, false },
		.size = { .width = A4_WIDTH, .height = A4_HEIGHT } };
	struct doc *d;
	if (bytes.n > DOC_FILE_MAX)
		return error_set(
			err, ERR_LIMIT, NULL, "文件超过 %d MB，请拆分后再处理", DOC_FILE_MAX >> 20);
	enum err e = zipfile_open(a, bytes, &o.zip, err);
	if (!e)
		e = read_structure(&o, err);
	if (!e)
		e = doc_new(a, DOC_FORMAT_OFD, &d, err);
	if (e)
		return e;
	d->title = o.title;
	e = read_pages(&o, d, err);
	if (!e)
		*out = d;
	return e;
}
