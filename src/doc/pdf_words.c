#include "doc/pdf_words.h"

#include "core/utf8.h"
#include "doc/read.h"

enum { NUMBER_DIGITS_MAX = 15, WORD_BYTES_MAX = 4096 };

/* Skips literal text at *at; false when it is not there. */
static bool skip(struct str s, size_t *at, struct str what)
{
	if (!str_starts(str_sub(s, *at, s.n), what))
		return false;
	*at += what.n;
	return true;
}

/* name="number": an optional minus, digits, an optional fraction.  No exponent, no nan. */
static bool read_attribute(struct str s, size_t *at, struct str name, double *out)
{
	while (*at < s.n && s.p[*at] == ' ')
		++*at;
	if (!skip(s, at, name) || !skip(s, at, STR("=\"")))
		return false;
	bool minus = skip(s, at, STR("-"));
	double v = 0, unit = 1;
	bool fraction = false;
	int digits = 0;
	for (; *at < s.n && s.p[*at] != '"'; ++*at) {
		char c = s.p[*at];
		if (c == '.' && !fraction) {
			fraction = true;
			continue;
		}
		if (c < '0' || c > '9' || ++digits > NUMBER_DIGITS_MAX)
			return false;
		v = v * 10 + (c - '0');
		unit *= fraction ? 10 : 1;
	}
	*out = (minus ? -v : v) / unit;
	return digits > 0 && skip(s, at, STR("\""));
}

/* One of the entities pdftotext writes at *at, which is stepped over; 0 when there is none. */
static char read_entity(struct str s, size_t *at)
{
	static const struct {
		struct str name;
		char c;
	} entity[] = { { STR_INIT("&amp;"), '&' }, { STR_INIT("&lt;"), '<' },
		{ STR_INIT("&gt;"), '>' }, { STR_INIT("&quot;"), '"' },
		{ STR_INIT("&#39;"), '\'' }, { STR_INIT("&apos;"), '\'' } };
	for (size_t i = 0; i < sizeof entity / sizeof entity[0]; i++)
		if (skip(s, at, entity[i].name))
			return entity[i].c;
	return 0;
}

/* The text of a word with entities undone; control characters are dropped.  Empty when unusable. */
static struct str read_text(struct arena *a, struct buf *b, struct str s)
{
	buf_clear(b);
	for (size_t i = 0; i < s.n;) {
		char c = s.p[i] == '&' ? read_entity(s, &i) : 0;
		if (!c)
			c = s.p[i++];
		if ((unsigned char)c >= ' ' && c != 0x7F)
			buf_char(b, c);
	}
	struct str text = str_trim(buf_view(b));
	if (b->err || text.n == 0 || !utf8_is_valid(text))
		return (struct str){ NULL, 0 };
	return arena_str(a, text);
}

/* What is being read. */
struct scan {
	struct arena *a;
	struct str s;
	size_t at;
	struct buf text;
	struct pdf_words_page *page;
	size_t n_pages, cap_pages, n_words;
	bool in_page, complete;
};

static enum err bad_words(struct error *err)
{
	return error_set(err, ERR_FORMAT, NULL,
		"PDF 文字提取的结果不完整，文件可能已损坏，请重新导出 PDF 后再试");
}

static enum err read_page(struct scan *c, struct error *err)
{
	double width, height;
	if (!read_attribute(c->s, &c->at, STR("width"), &width) ||
		!read_attribute(c->s, &c->at, STR("height"), &height))
		return bad_words(err);
	if (c->n_pages >= DOC_PAGES_MAX)
		return error_set(
			err, ERR_LIMIT, NULL, "PDF 超过 %d 页，请拆分后再处理", DOC_PAGES_MAX);
	struct pdf_words_page *p = arena_grow(
		c->a, c->page, c->n_pages, c->n_pages + 1, &c->cap_pages, sizeof *c->page);
	if (!p)
		return arena_check(c->a, err);
	c->page = p;
	c->page[c->n_pages++] = (struct pdf_words_page){ .width = width, .height = height };
	c->in_page = true;
	return OK;
}

/* <word xMin=".." yMin=".." xMax=".." yMax="..">text</word>, the first word already taken. */
static enum err read_word(struct scan *c, struct error *err)
{
	struct grid_word w;
	if (!c->in_page || !read_attribute(c->s, &c->at, STR("xMin"), &w.x0) ||
		!read_attribute(c->s, &c->at, STR("yMin"), &w.y0) ||
		!read_attribute(c->s, &c->at, STR("xMax"), &w.x1) ||
		!read_attribute(c->s, &c->at, STR("yMax"), &w.y1) || !skip(c->s, &c->at, STR(">")))
		return bad_words(err);
	size_t end = str_find(c->s, STR("</word>"), c->at);
	if (end >= c->s.n)
		return bad_words(err);
	w.text = read_text(c->a, &c->text, str_sub(c->s, c->at, end));
	c->at = end + STR("</word>").n;
	if (c->text.err == ERR_NOMEM)
		return error_nomem(err);
	if (++c->n_words > GRID_WORDS_MAX)
		return error_set(err, ERR_LIMIT, NULL, "PDF 的文字过多，请拆分后再处理");
	if (!grid_add_word(c->a, &c->page[c->n_pages - 1].grid, w))
		return arena_check(c->a, err);
	return OK;
}

/* One tag: page, /page, word or the closing /doc; others are passed over. */
static enum err read_tag(struct scan *c, struct error *err)
{
	if (skip(c->s, &c->at, STR("<page ")))
		return read_page(c, err);
	if (skip(c->s, &c->at, STR("<word ")))
		return read_word(c, err);
	if (skip(c->s, &c->at, STR("</page>")))
		c->in_page = false;
	else if (skip(c->s, &c->at, STR("</doc>")))
		c->complete = true;
	else
		c->at++;
	return OK;
}

enum err pdf_words_read(struct arena *a, struct str xhtml, struct pdf_words_page **out,
	size_t *n_out, struct error *err)
{
	struct scan c = { .a = a, .s = xhtml };
	buf_init(&c.text, WORD_BYTES_MAX);
	enum err e = OK;
	for (; !e && !c.complete; e = read_tag(&c, err)) {
		c.at = str_find(xhtml, STR("<"), c.at);
		if (c.at >= xhtml.n)
			break;
	}
	buf_done(&c.text);
	if (e)
		return e;
	if (!c.complete)
		return bad_words(err);
	*out = c.page;
	*n_out = c.n_pages;
	return arena_check(a, err);
}
