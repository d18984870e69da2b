#include "doc/odt.h"

enum {
	TEXT_MAX = 16 << 20, /* open paragraphs, those of shapes inside included */
	SPACES_MAX = 1000,   /* one text:s */
	HEADING_MAX = 9
};

void odt_init(struct odt *o, struct doc *doc, struct arena *scratch)
{
	*o = (struct odt){ .doc = doc, .scratch = scratch };
	buf_init(&o->text, TEXT_MAX);
	buf_init(&o->label, TEXT_MAX);
}

void odt_done(struct odt *o)
{
	buf_done(&o->text);
	buf_done(&o->label);
}

enum err odt_finish(struct odt *o, struct error *err)
{
	if (!o->found_text)
		return error_set(err, ERR_FORMAT, NULL,
			o->found_other
				? "这是 OpenDocument 电子表格或演示文稿，不是文字文档；请另存为 "
				  "xlsx 或 docx 后再试"
				: "文件里没有 OpenDocument 正文，可能已损坏；请用 LibreOffice、WPS "
				  "打开后另存一份再试");
	if (o->dropped_hidden)
		doc_warn(o->doc, "hidden.dropped", "文件里有隐藏文字，没有读取");
	if (o->dropped_tracked)
		doc_warn(o->doc, "tracked.dropped",
			"文件里有修订记录：已删除的内容没有读取，新增的内容按正文读取");
	if (o->dropped_comments)
		doc_warn(o->doc, "comments.dropped", "文件里有批注，没有读取");
	if (o->doc->n_blocks == 0 && o->pictures > 0)
		doc_warn(o->doc, "pictures.only",
			"文件里只有图片，没有文字；表格如果是图片，请先识别成文字再读取");
	return OK;
}

static void skip_tracked_changes(struct odt *o, struct xml *x)
{
	int top = x->depth;
	while (xml_next_in(x, top))
		if (x->kind == XML_KIND_START && x->tag == T_DELETION)
			o->dropped_tracked = true;
}

bool odt_skip_foreign(struct odt *o, struct xml *x)
{
	switch (x->tag) {
	case T_TRACKED_CHANGES:
		skip_tracked_changes(o, x);
		return true;
	case O_ANNOTATION:
		o->dropped_comments = true;
		break;
	case T_SPAN:
		if (!odt_is_hidden_style(o, "text", xml_attr(x, T_STYLE_NAME)))
			return false;
		o->dropped_hidden = true;
		break;
	case DR_IMAGE:
		o->pictures++;
		return false;
	case O_FORMS:
	case O_BINARY_DATA:
	case T_NOTE:
	case T_RUBY_TEXT:
	case T_SCRIPT:
	case T_TOC_SOURCE:
	case DR_OBJECT:
	case DR_OBJECT_OLE:
	case SVG_TITLE:
	case SVG_DESC:
		break;
	default:
		if (!xml_attr_is(x, T_DISPLAY, "none") && !xml_attr_is(x, T_IS_HIDDEN, "true"))
			return false;
		o->dropped_hidden = true;
		break;
	}
	xml_skip(x);
	return true;
}

/*
 * White space in the file: a run of it counts as one blank, none at the start
 * of a paragraph (ODF 1.3 part 3, 6.1.2).
 */
static void add_text(struct odt *o, struct str s, bool *after_space)
{
	for (size_t i = 0; i < s.n;) {
		size_t from = i;
		while (i < s.n && s.p[i] != ' ' && s.p[i] != '\t' && s.p[i] != '\n' &&
			s.p[i] != '\r')
			i++;
		if (i > from) {
			buf_add(&o->text, s.p + from, i - from);
			*after_space = false;
		}
		if (i < s.n) {
			if (!*after_space)
				buf_char(&o->text, ' ');
			*after_space = true;
			i++;
		}
	}
}

static void add_spaces(struct odt *o, const struct xml *x)
{
	for (int n = xml_attr_int(x, T_C, 1, 0, SPACES_MAX); n > 0; n--)
		buf_char(&o->text, ' ');
}

/*
 * Everything inside a paragraph; spans and links are transparent.  Paragraphs
 * inside it belong to a shape or text frame and become blocks in front of it.
 */
static enum err read_inline(
	struct odt *o, struct xml *x, const struct draft_sink *sink, struct error *err)
{
	int top = x->depth;
	bool after_space = true;
	enum err e = OK;
	while (!e && xml_next_in(x, top)) {
		if (x->kind == XML_KIND_TEXT)
			add_text(o, x->text, &after_space);
		if (x->kind != XML_KIND_START || odt_skip_foreign(o, x))
			continue;
		struct odt_place outside = { .level = -1, .start = -1 };
		switch (x->tag) {
		case T_S:
			add_spaces(o, x);
			after_space = false;
			break;
		case T_TAB:
			buf_char(&o->text, '\t');
			after_space = false;
			break;
		case T_LINE_BREAK:
			buf_char(&o->text, '\n');
			after_space = true;
			break;
		case T_P:
		case T_H:
		case T_LIST:
		case TB_TABLE:
			e = odt_read_block(o, x, &outside, sink, err);
			break;
		default:
			break;
		}
	}
	return e;
}

/* The label of a paragraph: of its list item, or of the outline for a heading outside lists. */
static struct str label_of(struct odt *o, struct odt_place *place, int level, bool is_header)
{
	struct str none = { NULL, 0 };
	if (place->level >= 0) {
		if (!place->wants_label || !place->list)
			return none;
		place->wants_label = false;
		return odt_next_label(o, place->list, place->level, place->start);
	}
	struct odt_list_style *outline = level > 0 && !is_header ? odt_find_list(o, none) : NULL;
	return outline ? odt_next_label(o, outline, level - 1, -1) : none;
}

/* text:p or text:h. */
static enum err read_paragraph(struct odt *o, struct xml *x, struct odt_place *place,
	const struct draft_sink *sink, struct error *err)
{
	size_t start = o->text.n;
	int level = 0;
	if (x->tag == T_H)
		level = xml_attr_int(x, T_OUTLINE_LEVEL, 1, 1, HEADING_MAX);
	bool is_header = xml_attr_is(x, T_IS_LIST_HEADER, "true");
	bool hidden = odt_is_hidden_style(o, "paragraph", xml_attr(x, T_STYLE_NAME));
	enum err e = read_inline(o, x, sink, err);
	if (!e)
		e = buf_check(&o->text, err);
	struct str text = str_sub(buf_view(&o->text), start, o->text.n);
	bool blank = str_trim(text).n == 0;
	if (!e && hidden) {
		o->dropped_hidden |= !blank;
	} else if (!e) {
		struct str label = label_of(o, place, level, is_header);
		e = buf_check(&o->label, err);
		if (!e)
			e = draft_add_text(sink, level, text, label, err);
	}
	o->text.n = start;
	return e;
}

/*
 * text:list: its items one level deeper.  A list that does not say it goes on
 * starts again at its first number; an inner list always does.
 */
static enum err read_list(struct odt *o, struct xml *x, const struct odt_place *outer,
	const struct draft_sink *sink, struct error *err)
{
	struct odt_place in = { .list = outer->list,
		.level = outer->level + 1 < ODT_LEVELS ? outer->level + 1 : ODT_LEVELS - 1,
		.start = -1 };
	struct str name = xml_attr(x, T_STYLE_NAME);
	if (name.n)
		in.list = odt_find_list(o, name);
	bool goes_on =
		xml_attr_is(x, T_CONTINUE_NUMBERING, "true") || xml_attr(x, T_CONTINUE_LIST).n;
	if (in.list && !goes_on)
		for (int i = in.level; i < ODT_LEVELS; i++)
			in.list->begun[i] = false;
	int top = x->depth;
	enum err e = OK;
	while (!e && xml_next_in(x, top)) {
		if (x->kind == XML_KIND_START &&
			(x->tag == T_LIST_ITEM || x->tag == T_LIST_HEADER)) {
			in.wants_label = x->tag == T_LIST_ITEM;
			in.start = xml_attr_int(x, T_START_VALUE, -1, -1, INT16_MAX);
		} else {
			e = odt_read_block(o, x, &in, sink, err);
		}
	}
	return e;
}

enum err odt_read_block(struct odt *o, struct xml *x, struct odt_place *place,
	const struct draft_sink *sink, struct error *err)
{
	if (x->kind != XML_KIND_START || odt_skip_foreign(o, x))
		return OK;
	switch (x->tag) {
	case T_P:
	case T_H:
		return read_paragraph(o, x, place, sink, err);
	case T_LIST:
		return read_list(o, x, place, sink, err);
	case TB_TABLE:
		return odt_read_table(o, x, sink, err);
	default:
		return OK;
	}
}

static enum err read_text(struct odt *o, struct xml *x, struct error *err)
{
	struct draft_sink sink = { o->doc, o->scratch, NULL };
	struct odt_place outside = { .level = -1, .start = -1 };
	int top = x->depth;
	enum err e = OK;
	o->found_text = true;
	odt_settle(o);
	while (!e && xml_next_in(x, top))
		e = odt_read_block(o, x, &outside, &sink, err);
	return e;
}

enum err odt_read_file(struct xml *x, void *ctx, struct error *err)
{
	struct odt *o = ctx;
	enum err e = OK;
	while (!e && xml_next(x)) {
		if (x->kind != XML_KIND_START)
			continue;
		if (x->tag == O_SPREADSHEET || x->tag == O_PRESENTATION) {
			o->found_other = true;
			xml_skip(x);
		} else if (x->tag == O_TEXT) {
			e = read_text(o, x, err);
		} else {
			e = odt_read_style(o, x, err);
		}
	}
	return e;
}
