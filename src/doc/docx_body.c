#include "doc/docx.h"

#include "core/utf8.h"
#include "doc/read.h"

enum {
	TEXT_MAX = 16 << 20, /* open paragraphs, the inner ones of text boxes included */
	PUA_FIRST = 0xF000,  /* symbol fonts stand at U+F000 + their 8-bit code */
	PUA_LAST = 0xF0FF,
	REPLACEMENT = 0xFFFD
};

/* What the properties of a paragraph say. */
struct paragraph {
	const struct word_style *style; /* NULL: none */
	int level;			/* 1..9, 0 body text, -1 not said */
	int num_id, ilvl;		/* -1 not said */
	struct str label;		/* 2003 form: the printed number itself */
	size_t start;			/* of its text in w->text */
};

void word_init(struct word *w, struct doc *doc, struct arena *scratch)
{
	*w = (struct word){ .doc = doc, .scratch = scratch };
	buf_init(&w->text, TEXT_MAX);
	buf_init(&w->number, TEXT_MAX);
}

void word_done(struct word *w)
{
	buf_done(&w->text);
	buf_done(&w->number);
}

enum err word_finish(struct word *w, struct error *err)
{
	if (w->doc->n_blocks == 0 && w->alt_chunks > 0)
		return error_set(err, ERR_FORMAT, NULL,
			"文件的正文是嵌入的网页内容（由网页导出的 docx），无法直接读取；请用 Word "
			"或 WPS 打开，另存为 docx 后再试");
	if (w->alt_chunks > 0)
		doc_warn(w->doc, "altchunk.dropped",
			"文件里嵌有 %d 处网页或其他格式的内容，没有读取", w->alt_chunks);
	if (w->dropped_hidden)
		doc_warn(w->doc, "hidden.dropped", "文件里有隐藏文字，没有读取");
	if (w->dropped_tracked)
		doc_warn(w->doc, "tracked.dropped",
			"文件里有修订记录：已删除的内容没有读取，新增的内容按正文读取");
	if (w->dropped_comments)
		doc_warn(w->doc, "comments.dropped", "文件里有批注，没有读取");
	if (w->doc->n_blocks == 0 && w->pictures > 0)
		doc_warn(w->doc, "pictures.only",
			"文件里只有图片，没有文字；表格如果是图片，请先识别成文字再读取");
	return OK;
}

/* A tracked change or a comment of the 2003 form; insertions and formatting are text. */
static bool skip_annotation(struct word *w, struct xml *x)
{
	if (xml_attr_is(x, W_TYPE, "Word.Deletion")) {
		w->dropped_tracked = true;
	} else if (str_starts(xml_attr(x, W_TYPE), STR("Word.Comment"))) {
		w->dropped_comments = true;
		if (!xml_attr_is(x, W_TYPE, "Word.Comment"))
			return false;
	} else {
		return false;
	}
	xml_skip(x);
	return true;
}

bool word_skip_foreign(struct word *w, struct xml *x)
{
	switch (x->tag) {
	case W_DEL:
	case W_MOVE_FROM:
		w->dropped_tracked = true;
		break;
	case AML_ANNOTATION:
		return skip_annotation(w, x);
	case W_COMMENT_REFERENCE:
		w->dropped_comments = true;
		return false;
	case W_DRAWING:
	case W_PICT:
		w->pictures++;
		return false; /* a text box may be inside */
	case W_ALT_CHUNK:
		w->alt_chunks++;
		break;
	case W_INSTR_TEXT:
	case W_DEL_TEXT:
	case W_DEL_INSTR_TEXT:
	case W_FLD_DATA:
	case W_BIN_DATA:
	case W_SECT_PR:
	case W_PPR_CHANGE:
	case W_RPR_CHANGE:
	case W_TBL_PR_CHANGE:
	case W_TC_PR_CHANGE:
	case W_TR_PR_CHANGE:
	case W_TBL_GRID_CHANGE:
	case W_TBL_PR_EX_CHANGE:
	case W_NUMBERING_CHANGE:
	case W_RT:
	case W_FOOTNOTE:
	case W_ENDNOTE:
	case MC_FALLBACK:
		break;
	default:
		return false;
	}
	xml_skip(x);
	return true;
}

/* w:sym: a sign by its number in a symbol font; the usual ticks, boxes and bullets are known. */
static void add_symbol(struct word *w, const struct xml *x)
{
	static const struct {
		const char *font;
		int code;
		int32_t cp;
	} row[] = { { "Wingdings", 0x6C, 0x25CF }, { "Wingdings", 0x6E, 0x25A0 },
		{ "Wingdings", 0x6F, 0x25A1 }, { "Wingdings", 0x71, 0x25A1 },
		{ "Wingdings", 0xA8, 0x25A1 }, { "Wingdings", 0xD8, 0x27A2 },
		{ "Wingdings", 0xFB, 0x2717 }, { "Wingdings", 0xFC, 0x2713 },
		{ "Wingdings", 0xFD, 0x2612 }, { "Wingdings", 0xFE, 0x2611 },
		{ "Wingdings 2", 0x50, 0x2713 }, { "Wingdings 2", 0x52, 0x2611 },
		{ "Wingdings 2", 0xA3, 0x25A1 }, { "Symbol", 0xA3, 0x2264 },
		{ "Symbol", 0xB0, 0x00B0 }, { "Symbol", 0xB1, 0x00B1 }, { "Symbol", 0xB3, 0x2265 },
		{ "Symbol", 0xB4, 0x00D7 }, { "Symbol", 0xB7, 0x2022 }, { "Symbol", 0xB8, 0x00F7 },
		{ "Symbol", 0xB9, 0x2260 } };
	struct str hex = xml_attr(x, W_CHAR), font = xml_attr(x, W_FONT);
	int32_t cp = 0;
	for (size_t i = 0; i < hex.n && cp <= 0xFFFFF; i++) {
		char c = hex.p[i];
		int digit = c >= '0' && c <= '9'   ? c - '0'
			    : c >= 'a' && c <= 'f' ? c - 'a' + 10
			    : c >= 'A' && c <= 'F' ? c - 'A' + 10
						   : 0;
		cp = cp * 16 + digit;
	}
	if (cp >= PUA_FIRST && cp <= PUA_LAST) {
		int32_t known = REPLACEMENT;
		for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
			if (cp - PUA_FIRST == row[i].code && str_is(font, row[i].font))
				known = row[i].cp;
		cp = known;
	}
	if (cp >= ' ')
		utf8_put(&w->text, cp);
}

/* Text of w:t; a line end inside is only how the file was laid out. */
static void add_text(struct word *w, struct str s)
{
	size_t at = w->text.n;
	buf_str(&w->text, s);
	for (; at < w->text.n; at++)
		if (w->text.p[at] == '\n' || w->text.p[at] == '\r')
			w->text.p[at] = ' ';
}

static const struct word_style *style_of(const struct word *w, const struct xml *x)
{
	return word_find_style(w, xml_attr(x, W_VAL));
}

/* w:rPr: whether the run is hidden, given what its paragraph style says. */
static bool read_run_properties(struct word *w, struct xml *x, bool hidden)
{
	bool said = false;
	int top = x->depth;
	while (xml_next_in(x, top)) {
		if (x->kind != XML_KIND_START)
			continue;
		if (x->tag == W_RPR_CHANGE) {
			xml_skip(x);
		} else if (x->tag == W_VANISH) {
			hidden = word_is_on(x);
			said = true;
		} else if (x->tag == W_R_STYLE && !said) {
			const struct word_style *s = style_of(w, x);
			if (s && s->vanish >= 0)
				hidden = s->vanish;
		}
	}
	return hidden;
}

/*
 * w:r: appends its text to the open paragraph.  Everything but properties and
 * what word_skip_foreign knows is transparent, so text is found inside any
 * wrapping.  A hidden run is read the same way and its text then cut off again.
 */
static enum err read_run(struct word *w, struct xml *x, const struct paragraph *p,
	const struct draft_sink *sink, struct error *err)
{
	int top = x->depth;
	size_t start = w->text.n;
	bool hidden = p->style && p->style->vanish > 0;
	enum err e = OK;
	while (!e && xml_next_in(x, top)) {
		if (x->kind != XML_KIND_START || word_skip_foreign(w, x))
			continue;
		switch (x->tag) {
		case W_RPR:
			hidden = read_run_properties(w, x, hidden);
			break;
		case W_T: {
			int depth = x->depth;
			while (xml_next_in(x, depth))
				if (x->kind == XML_KIND_TEXT)
					add_text(w, x->text);
			break;
		}
		case W_TAB:
		case W_PTAB:
			buf_char(&w->text, '\t');
			break;
		case W_BR:
		case W_CR:
			buf_char(&w->text, '\n');
			break;
		case W_NO_BREAK_HYPHEN:
			buf_char(&w->text, '-');
			break;
		case W_SYM:
			add_symbol(w, x);
			break;
		case W_TXBX_CONTENT:
			e = word_read_blocks(w, x, sink, err);
			break;
		default:
			break;
		}
	}
	if (hidden && w->text.n > start) {
		w->dropped_hidden |= str_trim(str_sub(buf_view(&w->text), start, w->text.n)).n > 0;
		w->text.n = start;
	}
	return e;
}

/* w:pPr with its numbering; properties of the paragraph mark do not matter. */
static void read_paragraph_properties(struct word *w, struct xml *x, struct paragraph *p)
{
	int top = x->depth;
	while (xml_next_in(x, top)) {
		if (x->kind != XML_KIND_START)
			continue;
		switch (x->tag) {
		case W_P_STYLE: {
			const struct word_style *s = style_of(w, x);
			p->style = s ? s : p->style;
			break;
		}
		case W_OUTLINE_LVL: {
			int level = xml_attr_int(x, W_VAL, WORD_LEVELS, 0, WORD_LEVELS);
			p->level = level < WORD_LEVELS ? level + 1 : 0;
			break;
		}
		case W_NUM_ID:
		case W_ILFO:
			p->num_id = xml_attr_int(x, W_VAL, -1, 0, INT32_MAX);
			break;
		case W_ILVL:
			p->ilvl = xml_attr_int(x, W_VAL, -1, 0, WORD_LEVELS - 1);
			break;
		case WX_T:
			p->label = arena_str(w->scratch, str_trim(xml_attr(x, WX_VAL)));
			break;
		case W_RPR:
			xml_skip(x);
			break;
		default:
			word_skip_foreign(w, x);
			break;
		}
	}
}

/*
 * Adds the finished paragraph to the sink.  A number is only counted for
 * paragraphs Word would number; level and list come from the paragraph or
 * else from its style.
 */
static enum err finish_paragraph(
	struct word *w, struct paragraph *p, const struct draft_sink *sink, struct error *err)
{
	int level = p->level, num_id = p->num_id, ilvl = p->ilvl;
	if (p->style) {
		if (level < 0)
			level = p->style->level;
		if (num_id < 0) {
			num_id = p->style->num_id;
			ilvl = ilvl < 0 ? p->style->ilvl : ilvl;
		} else if (ilvl < 0) {
			ilvl = 0;
		}
	}
	struct str label = p->label;
	if (label.n == 0)
		label = word_next_number(w, num_id, ilvl, p->style);
	enum err e = buf_check(&w->text, err);
	if (!e)
		e = buf_check(&w->number, err);
	struct str text = str_sub(buf_view(&w->text), p->start, w->text.n);
	if (!e)
		e = draft_add_text(sink, level > 0 ? level : 0, text, label, err);
	w->text.n = p->start;
	return e;
}

/* w:p; the text of a text box inside becomes blocks in front of it. */
static enum err read_paragraph(
	struct word *w, struct xml *x, const struct draft_sink *sink, struct error *err)
{
	struct paragraph p = {
		.style = w->default_style, .level = -1, .num_id = -1, .ilvl = -1, .start = w->text.n
	};
	int top = x->depth;
	enum err e = OK;
	while (!e && xml_next_in(x, top)) {
		if (x->kind != XML_KIND_START || word_skip_foreign(w, x))
			continue;
		if (x->tag == W_PPR)
			read_paragraph_properties(w, x, &p);
		else if (x->tag == W_R)
			e = read_run(w, x, &p, sink, err);
		else if (x->tag == W_TXBX_CONTENT)
			e = word_read_blocks(w, x, sink, err);
	}
	return e ? e : finish_paragraph(w, &p, sink, err);
}

enum err word_read_block(
	struct word *w, struct xml *x, const struct draft_sink *sink, struct error *err)
{
	if (x->kind != XML_KIND_START || word_skip_foreign(w, x))
		return OK;
	if (x->tag == W_P)
		return read_paragraph(w, x, sink, err);
	if (x->tag == W_TBL)
		return word_read_table(w, x, sink, err);
	return OK;
}

enum err word_read_blocks(
	struct word *w, struct xml *x, const struct draft_sink *sink, struct error *err)
{
	int top = x->depth;
	enum err e = OK;
	while (!e && xml_next_in(x, top))
		e = word_read_block(w, x, sink, err);
	return e;
}
