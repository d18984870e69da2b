#include "doc/rtf.h"

#include "core/utf8.h"
#include "doc/read.h"

enum {
	TEXT_MAX = 32 << 20, /* bytes of one paragraph */
	SMALL_MAX = 4096     /* a number text, a title */
};

/* The buffer that text belongs to now; NULL where it is not kept. */
static struct buf *place_of_text(struct rtf_reader *r)
{
	switch (r->now.place) {
	case RTF_BODY:
		return &r->text;
	case RTF_NUMBER:
		return r->number.n < SMALL_MAX ? &r->number : NULL;
	case RTF_TITLE:
		return r->title.n < SMALL_MAX ? &r->title : NULL;
	case RTF_STYLE_SHEET:
		return r->style_name.n < SMALL_MAX ? &r->style_name : NULL;
	default:
		return NULL;
	}
}

/* Converts the bytes still waiting; to be called before the place or the text changes. */
static void flush(struct rtf_reader *r)
{
	struct buf *b = place_of_text(r);
	if (b)
		rtf_charset_flush(&r->charset, b);
}

/* Counts each stretch of text that is left out once. */
static bool is_shown(struct rtf_reader *r)
{
	bool body = r->now.place == RTF_BODY;
	r->n_hidden += body && r->now.hidden && !r->was_hidden;
	r->n_deleted += body && r->now.deleted && !r->was_deleted;
	r->was_hidden = r->now.hidden;
	r->was_deleted = r->now.deleted;
	return !r->now.hidden && !r->now.deleted;
}

/*
 * The code page of a byte: the font's, unless that knows no Chinese and the
 * document's does -- Word names the Latin font beside the Chinese one.
 */
static int current_page(const struct rtf_reader *r)
{
	int page = r->font_page[r->now.font];
	if (rtf_charset_is_double(page))
		return page;
	if (rtf_charset_is_double(r->page) || page == 0)
		return r->page;
	return page;
}

/* A style's name is complete: "heading 1" or "标题 1" makes its paragraphs headings. */
static void end_style(struct rtf_reader *r)
{
	static const struct str prefix[] = { STR_INIT("heading "), STR_INIT("Heading "),
		STR_INIT("标题 ") };
	struct str name = str_trim(buf_view(&r->style_name));
	for (size_t i = 0; i < sizeof prefix / sizeof prefix[0]; i++) {
		if (name.n != prefix[i].n + 1 || !str_starts(name, prefix[i]))
			continue;
		char digit = name.p[name.n - 1];
		if (digit >= '1' && digit <= '9' && r->style_level[r->style] == 0)
			r->style_level[r->style] = (signed char)(digit - '0');
	}
	buf_clear(&r->style_name);
}

/*
 * A byte is kept until its character is complete, so it goes through the
 * converter; a semicolon in the style sheet ends the name of a style.
 */
void rtf_put_byte(struct rtf_reader *r, unsigned char byte)
{
	if (r->skip > 0) {
		r->skip--;
		return;
	}
	if (r->now.place == RTF_STYLE_SHEET && byte == ';' && !r->charset.owes_trail) {
		flush(r);
		end_style(r);
		return;
	}
	struct buf *b = place_of_text(r);
	if (b && is_shown(r))
		rtf_charset_byte(&r->charset, current_page(r), byte, b);
}

void rtf_put_char(struct rtf_reader *r, int32_t c)
{
	struct buf *b = place_of_text(r);
	if (!b)
		return;
	rtf_charset_flush(&r->charset, b);
	if (is_shown(r))
		utf8_put(b, c);
}

/* The open text without blanks and line ends at its end. */
static struct str open_text(const struct rtf_reader *r)
{
	struct str s = buf_view(&r->text);
	while (s.n && (s.p[s.n - 1] == '\n' || s.p[s.n - 1] == ' '))
		s.n--;
	return s;
}

static void clear_text(struct rtf_reader *r)
{
	if (r->text.err == OK)
		buf_clear(&r->text);
	if (r->number.err == OK)
		buf_clear(&r->number);
}

/* The number shown before the paragraph; a lone bullet is none. */
static struct str number_text(const struct rtf_reader *r)
{
	struct str s = str_trim(buf_view(&r->number));
	size_t at = 0;
	int32_t c = utf8_next(s, &at);
	if (s.n && at == s.n && !utf8_is_han(c) && !(c >= '0' && c <= '9'))
		return (struct str){ NULL, 0 };
	return s;
}

/*
 * Inside a table a paragraph is a line of its cell; outside it also ends the
 * table before it.
 */
enum err rtf_end_paragraph(struct rtf_reader *r, struct error *err)
{
	flush(r);
	if (r->now.in_table || r->table.row_cells > 0) {
		if (open_text(r).n)
			buf_char(&r->text, '\n');
		return OK;
	}
	enum err e = edge_table_finish(&r->table, err);
	struct str text = open_text(r);
	if (!e && str_trim(text).n)
		e = doc_add_text(r->doc, r->now.level, text, number_text(r), NULL, err);
	clear_text(r);
	return e;
}

enum err rtf_end_cell(struct rtf_reader *r, struct error *err)
{
	flush(r);
	enum err e = edge_table_cell(&r->table, (struct edge_cell){ .text = open_text(r) }, err);
	clear_text(r);
	return e;
}

/*
 * Gives the cells of the row the measures \trowd described; cells beyond them
 * stay unmeasured.
 */
void rtf_end_row(struct rtf_reader *r)
{
	int n;
	struct edge_cell *cell = edge_table_open_row(&r->table, &n);
	for (int i = 0; i < n && i < r->n_row; i++) {
		cell[i].left = r->row[i].left;
		cell[i].right = r->row[i].right;
		cell[i].joins_left = r->row[i].joins_left;
		cell[i].joins_above = r->row[i].joins_above;
		cell[i].starts_column = r->row[i].starts_column;
	}
	edge_table_end_row(&r->table);
	clear_text(r);
}

/* Saves what the group may change. */
static enum err open_group(struct rtf_reader *r, struct error *err)
{
	if (r->depth >= RTF_DEPTH_MAX)
		return error_set(err, ERR_LIMIT, NULL,
			"RTF 文档嵌套超过 %d 层，无法读取，请另存为 docx 后再试", RTF_DEPTH_MAX);
	struct rtf_state *p =
		arena_grow(r->doc->arena, r->stack, r->depth, r->depth + 1, &r->cap, sizeof *p);
	if (!p)
		return arena_check(r->doc->arena, err);
	r->stack = p;
	r->stack[r->depth++] = r->now;
	r->skip = 0;
	return OK;
}

static void close_group(struct rtf_reader *r)
{
	flush(r);
	r->skip = 0;
	if (r->depth > 0)
		r->now = r->stack[--r->depth];
}

/* Control symbols that stand for text, and \* which marks a place old programs skip. */
static enum err apply_symbol(struct rtf_reader *r, unsigned char symbol, struct error *err)
{
	switch (symbol) {
	case '*':
		r->star = true;
		return OK;
	case '~':
		rtf_put_char(r, 0xA0);
		return OK;
	case '_':
		rtf_put_char(r, '-');
		return OK;
	case '\\':
	case '{':
	case '}':
		rtf_put_byte(r, symbol);
		return OK;
	case '\n':
	case '\r':
		return r->now.place == RTF_BODY ? rtf_end_paragraph(r, err) : OK;
	default:
		return OK;
	}
}

/* One token; every token but a byte first completes the bytes before it. */
static enum err apply_token(struct rtf_reader *r, const struct rtf_token *t, struct error *err)
{
	switch (t->kind) {
	case RTF_OPEN:
		flush(r);
		return open_group(r, err);
	case RTF_CLOSE:
		close_group(r);
		return OK;
	case RTF_SYMBOL:
		return apply_symbol(r, t->byte, err);
	case RTF_BYTE:
		rtf_put_byte(r, t->byte);
		return OK;
	case RTF_WORD:
		break;
	}
	/* A control word counts as one of the characters behind \uN. */
	if (r->skip > 0 && !str_is(t->word, "u")) {
		r->skip--;
		return OK;
	}
	flush(r);
	return rtf_apply_word(r, t, err);
}

/* The whole file; a missing end is survived. */
static enum err read_tokens(struct rtf_reader *r, struct str bytes, struct error *err)
{
	struct rtf_token t;
	enum err e = OK;
	while (!e && rtf_next_token(&bytes, &t))
		e = apply_token(r, &t, err);
	if (e)
		return e;
	/* A file that ends in the middle: what is open is taken. */
	r->now.place = RTF_BODY;
	r->now.in_table = false;
	flush(r);
	edge_table_end_row(&r->table);
	e = rtf_end_paragraph(r, err);
	return e ? e : buf_check(&r->text, err);
}

static void warn(struct rtf_reader *r)
{
	if (r->n_hidden)
		doc_warn(r->doc, "hidden.dropped", "文档中有 %zu 处隐藏文字，未读取", r->n_hidden);
	if (r->n_deleted)
		doc_warn(r->doc, "deleted.dropped", "文档中有 %zu 处修订删除的文字，未读取",
			r->n_deleted);
	if (r->charset.lossy)
		doc_warn(r->doc, "encoding.lossy", "文档中有无法识别的字符，已用“�”代替");
}

/* The state is large and lives in the arena; buffers are freed on every way out. */
enum err doc_read_rtf(struct arena *a, struct str bytes, struct doc **out, struct error *err)
{
	struct rtf_reader *r = arena_one(a, struct rtf_reader);
	if (!r)
		return arena_check(a, err);
	if (!str_starts(bytes, STR("{\\rtf")))
		return error_set(err, ERR_FORMAT, NULL, "RTF 文档已损坏，请重新获取原文件");
	enum err e = doc_new(a, DOC_FORMAT_DOC, &r->doc, err);
	if (e)
		return e;
	r->page = 1252;
	r->now.unicode_skip = 1;
	buf_init(&r->text, TEXT_MAX);
	buf_init(&r->number, SMALL_MAX * 2);
	buf_init(&r->title, SMALL_MAX * 2);
	buf_init(&r->style_name, SMALL_MAX * 2);
	rtf_charset_init(&r->charset);
	edge_table_start(&r->table, r->doc);
	e = read_tokens(r, bytes, err);
	if (!e) {
		r->doc->title = arena_str(a, str_trim(buf_view(&r->title)));
		warn(r);
		e = arena_check(a, err);
	}
	rtf_charset_done(&r->charset);
	buf_done(&r->text);
	buf_done(&r->number);
	buf_done(&r->title);
	buf_done(&r->style_name);
	if (e)
		return e;
	*out = r->doc;
	return OK;
}
