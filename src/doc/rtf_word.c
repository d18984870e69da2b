#include "doc/rtf.h"

/* The meaning of every control word the reader knows. */
enum action {
	DO_PLACE, /* the group is something else than text: value = enum rtf_place */
	DO_CHAR,  /* stands for a character: value */
	DO_PARAGRAPH,
	DO_CELL,
	DO_ROW,
	DO_INNER, /* end of a cell or row of a nested table: a line of the outer cell */
	DO_UNICODE,
	DO_UNICODE_SKIP,
	DO_FONT,
	DO_FONT_CHARSET,
	DO_FONT_PAGE,
	DO_DEFAULT_FONT,
	DO_PAGE,
	DO_PARAGRAPH_DEFAULT,
	DO_PLAIN,
	DO_IN_TABLE,
	DO_HIDDEN,
	DO_DELETED,
	DO_STYLE,
	DO_OUTLINE,
	DO_ROW_START,
	DO_ROW_LEFT,
	DO_CELL_EDGE,
	DO_MERGE_FIRST,
	DO_MERGE,
	DO_VERTICAL_FIRST,
	DO_VERTICAL
};

struct meaning {
	struct str word;
	enum action action;
	int value;
};

static const struct meaning meaning[] = {
	{ STR_INIT("par"), DO_PARAGRAPH, 0 },
	{ STR_INIT("sect"), DO_PARAGRAPH, 0 },
	{ STR_INIT("page"), DO_PARAGRAPH, 0 },
	{ STR_INIT("line"), DO_CHAR, '\n' },
	{ STR_INIT("tab"), DO_CHAR, '\t' },
	{ STR_INIT("emdash"), DO_CHAR, 0x2014 },
	{ STR_INIT("endash"), DO_CHAR, 0x2013 },
	{ STR_INIT("lquote"), DO_CHAR, 0x2018 },
	{ STR_INIT("rquote"), DO_CHAR, 0x2019 },
	{ STR_INIT("ldblquote"), DO_CHAR, 0x201C },
	{ STR_INIT("rdblquote"), DO_CHAR, 0x201D },
	{ STR_INIT("bullet"), DO_CHAR, 0x2022 },
	{ STR_INIT("emspace"), DO_CHAR, 0x2003 },
	{ STR_INIT("enspace"), DO_CHAR, 0x2002 },
	{ STR_INIT("qmspace"), DO_CHAR, ' ' },
	{ STR_INIT("cell"), DO_CELL, 0 },
	{ STR_INIT("row"), DO_ROW, 0 },
	{ STR_INIT("nestcell"), DO_INNER, 0 },
	{ STR_INIT("nestrow"), DO_INNER, 0 },
	{ STR_INIT("u"), DO_UNICODE, 0 },
	{ STR_INIT("uc"), DO_UNICODE_SKIP, 0 },
	{ STR_INIT("f"), DO_FONT, 0 },
	{ STR_INIT("fcharset"), DO_FONT_CHARSET, 0 },
	{ STR_INIT("cpg"), DO_FONT_PAGE, 0 },
	{ STR_INIT("deff"), DO_DEFAULT_FONT, 0 },
	{ STR_INIT("ansicpg"), DO_PAGE, 0 },
	{ STR_INIT("pard"), DO_PARAGRAPH_DEFAULT, 0 },
	{ STR_INIT("plain"), DO_PLAIN, 0 },
	{ STR_INIT("intbl"), DO_IN_TABLE, 0 },
	{ STR_INIT("v"), DO_HIDDEN, 0 },
	{ STR_INIT("deleted"), DO_DELETED, 0 },
	{ STR_INIT("s"), DO_STYLE, 0 },
	{ STR_INIT("outlinelevel"), DO_OUTLINE, 0 },
	{ STR_INIT("trowd"), DO_ROW_START, 0 },
	{ STR_INIT("trleft"), DO_ROW_LEFT, 0 },
	{ STR_INIT("cellx"), DO_CELL_EDGE, 0 },
	{ STR_INIT("clmgf"), DO_MERGE_FIRST, 0 },
	{ STR_INIT("clmrg"), DO_MERGE, 0 },
	{ STR_INIT("clvmgf"), DO_VERTICAL_FIRST, 0 },
	{ STR_INIT("clvmrg"), DO_VERTICAL, 0 },
	{ STR_INIT("fonttbl"), DO_PLACE, RTF_FONT_TABLE },
	{ STR_INIT("stylesheet"), DO_PLACE, RTF_STYLE_SHEET },
	{ STR_INIT("info"), DO_PLACE, RTF_INFO },
	{ STR_INIT("title"), DO_PLACE, RTF_TITLE },
	{ STR_INIT("listtext"), DO_PLACE, RTF_NUMBER },
	{ STR_INIT("pntext"), DO_PLACE, RTF_NUMBER },
	{ STR_INIT("colortbl"), DO_PLACE, RTF_SKIPPED },
	{ STR_INIT("pict"), DO_PLACE, RTF_SKIPPED },
	{ STR_INIT("object"), DO_PLACE, RTF_SKIPPED },
	{ STR_INIT("fldinst"), DO_PLACE, RTF_SKIPPED },
	{ STR_INIT("header"), DO_PLACE, RTF_SKIPPED },
	{ STR_INIT("headerl"), DO_PLACE, RTF_SKIPPED },
	{ STR_INIT("headerr"), DO_PLACE, RTF_SKIPPED },
	{ STR_INIT("headerf"), DO_PLACE, RTF_SKIPPED },
	{ STR_INIT("footer"), DO_PLACE, RTF_SKIPPED },
	{ STR_INIT("footerl"), DO_PLACE, RTF_SKIPPED },
	{ STR_INIT("footerr"), DO_PLACE, RTF_SKIPPED },
	{ STR_INIT("footerf"), DO_PLACE, RTF_SKIPPED },
	{ STR_INIT("footnote"), DO_PLACE, RTF_SKIPPED },
	{ STR_INIT("annotation"), DO_PLACE, RTF_SKIPPED },
	{ STR_INIT("atnid"), DO_PLACE, RTF_SKIPPED },
	{ STR_INIT("atnauthor"), DO_PLACE, RTF_SKIPPED },
	{ STR_INIT("listtable"), DO_PLACE, RTF_SKIPPED },
	{ STR_INIT("listoverridetable"), DO_PLACE, RTF_SKIPPED },
	{ STR_INIT("nonshppict"), DO_PLACE, RTF_SKIPPED },
	{ STR_INIT("nonesttables"), DO_PLACE, RTF_SKIPPED },
	{ STR_INIT("shp"), DO_PLACE, RTF_SKIPPED },
	{ STR_INIT("do"), DO_PLACE, RTF_SKIPPED },
	{ STR_INIT("tc"), DO_PLACE, RTF_SKIPPED },
	{ STR_INIT("xe"), DO_PLACE, RTF_SKIPPED },
	{ STR_INIT("revtbl"), DO_PLACE, RTF_SKIPPED },
	{ STR_INIT("filetbl"), DO_PLACE, RTF_SKIPPED },
};

static const struct meaning *find_meaning(struct str word)
{
	for (size_t i = 0; i < sizeof meaning / sizeof meaning[0]; i++)
		if (str_eq(word, meaning[i].word))
			return &meaning[i];
	return NULL;
}

/* A destination inside a skipped one stays skipped; \title counts only inside \info. */
static void enter_place(struct rtf_reader *r, enum rtf_place place)
{
	enum rtf_place now = r->now.place;
	if (now == RTF_BODY && place != RTF_TITLE)
		r->now.place = place;
	else if (now == RTF_INFO && place == RTF_TITLE)
		r->now.place = RTF_TITLE;
	else if (now == RTF_BODY || place == RTF_SKIPPED)
		r->now.place = RTF_SKIPPED;
	if (r->now.place == RTF_NUMBER && r->number.err == OK)
		buf_clear(&r->number);
	/* \upr gives the title twice: for old programs, then in Unicode; the last one counts. */
	if (r->now.place == RTF_TITLE && r->title.err == OK)
		buf_clear(&r->title);
}

static void add_cell_edge(struct rtf_reader *r, int right)
{
	if (r->n_row < RTF_ROW_CELLS_MAX) {
		struct edge_cell c = r->flags;
		c.left = r->n_row ? r->row[r->n_row - 1].right : r->row_left;
		c.right = right;
		r->row[r->n_row++] = c;
	}
	r->flags = (struct edge_cell){ 0 };
}

/* \uN: a UTF-16 unit, negative above 32767; two halves make one character. */
static void put_unicode(struct rtf_reader *r, int32_t n)
{
	int32_t c = n < 0 ? n + 0x10000 : n;
	if (c >= 0xD800 && c < 0xDC00) {
		r->high = c;
	} else {
		if (c >= 0xDC00 && c < 0xE000 && r->high)
			c = 0x10000 + ((r->high - 0xD800) << 10) + (c - 0xDC00);
		r->high = 0;
		rtf_put_char(r, c);
	}
	r->skip = r->now.unicode_skip;
}

static void set_font(struct rtf_reader *r, int font)
{
	r->now.font = font >= 0 && font < RTF_FONTS ? font : 0;
}

static void set_font_page(struct rtf_reader *r, int page)
{
	if (r->now.place == RTF_FONT_TABLE && page > 0 && page < INT16_MAX)
		r->font_page[r->now.font] = (short)page;
}

static void set_level(struct rtf_reader *r, int outline)
{
	int level = outline >= 0 && outline < 9 ? outline + 1 : 0;
	if (r->now.place == RTF_STYLE_SHEET)
		r->style_level[r->style] = (signed char)level;
	else
		r->now.level = level;
}

static void set_style(struct rtf_reader *r, int style)
{
	r->style = style >= 0 && style < RTF_STYLES ? style : 0;
	if (r->now.place != RTF_STYLE_SHEET)
		r->now.level = r->style_level[r->style];
}

/* Properties of characters and paragraphs. */
static void apply_property(struct rtf_reader *r, enum action action, const struct rtf_token *t)
{
	bool on = !t->has_number || t->number != 0;
	switch (action) {
	case DO_UNICODE_SKIP:
		r->now.unicode_skip = t->number < 0 || t->number > 16 ? 1 : t->number;
		break;
	case DO_FONT:
		set_font(r, t->number);
		break;
	case DO_FONT_CHARSET:
		set_font_page(r, rtf_charset_page(t->number));
		break;
	case DO_FONT_PAGE:
		set_font_page(r, t->number);
		break;
	case DO_DEFAULT_FONT:
		set_font(r, t->number);
		r->default_font = r->now.font;
		break;
	case DO_PAGE:
		r->page = t->number;
		break;
	case DO_PARAGRAPH_DEFAULT:
		r->now.in_table = false;
		r->now.level = 0;
		break;
	case DO_PLAIN:
		r->now.hidden = r->now.deleted = false;
		r->now.font = r->default_font;
		break;
	case DO_IN_TABLE:
		r->now.in_table = on;
		break;
	case DO_HIDDEN:
		r->now.hidden = on;
		break;
	case DO_DELETED:
		r->now.deleted = on;
		break;
	case DO_STYLE:
		set_style(r, t->number);
		break;
	case DO_OUTLINE:
		set_level(r, t->number);
		break;
	default:
		break;
	}
}

/* The description of a row. */
static void apply_row(struct rtf_reader *r, enum action action, const struct rtf_token *t)
{
	switch (action) {
	case DO_ROW_START:
		r->n_row = 0;
		r->row_left = 0;
		r->flags = (struct edge_cell){ 0 };
		break;
	case DO_ROW_LEFT:
		r->row_left = t->number;
		break;
	case DO_CELL_EDGE:
		add_cell_edge(r, t->number);
		break;
	case DO_MERGE:
		r->flags.joins_left = true;
		break;
	case DO_VERTICAL_FIRST:
		r->flags.starts_column = true;
		break;
	case DO_VERTICAL:
		r->flags.joins_above = true;
		break;
	default:
		break;
	}
}

/*
 * After \* only the places known as text are entered.  Words that end a
 * paragraph, cell or row count in the body alone.
 */
enum err rtf_apply_word(struct rtf_reader *r, const struct rtf_token *t, struct error *err)
{
	const struct meaning *m = find_meaning(t->word);
	bool star = r->star, body = r->now.place == RTF_BODY;
	r->star = false;
	if (star && r->now.place == RTF_INFO && str_is(t->word, "ud"))
		return OK;
	if (star && (!m || m->action != DO_PLACE || m->value == RTF_SKIPPED)) {
		r->now.place = RTF_SKIPPED;
		return OK;
	}
	if (!m)
		return OK;
	switch (m->action) {
	case DO_PLACE:
		enter_place(r, (enum rtf_place)m->value);
		return OK;
	case DO_CHAR:
		rtf_put_char(r, m->value);
		return OK;
	case DO_INNER:
		rtf_put_char(r, '\n');
		return OK;
	case DO_UNICODE:
		put_unicode(r, t->number);
		return OK;
	case DO_PARAGRAPH:
		return body ? rtf_end_paragraph(r, err) : OK;
	case DO_CELL:
		return body ? rtf_end_cell(r, err) : OK;
	case DO_ROW:
		if (body)
			rtf_end_row(r);
		return OK;
	default:
		apply_property(r, m->action, t);
		if (body)
			apply_row(r, m->action, t);
		return OK;
	}
}
