#include "doc/grid_text.h"

#include "core/utf8.h"

#include <math.h>
#include <stdlib.h>

/* Words belong to one line when their middles differ by less than this part of the lower one. */
static const double SAME_LINE_PART = 0.45;
/* In characters: a gap between Latin words, and a gap that means another column. */
static const double BLANK_GAP = 0.1, TAB_GAP = 1.5;

enum {
	WIDE_FROM = 0x1100, /* from here on characters are (nearly all) full width */
	PAGE_NUMBER_BYTES = 64,
	PAGE_NUMBER_DIGITS = 4
};

int grid_text_width(struct str s)
{
	int width = 0;
	size_t at = 0;
	for (int32_t c; (c = utf8_next(s, &at)) >= 0;)
		width += c >= WIDE_FROM ? 2 : 1;
	return width;
}

static double middle(const struct grid_word *w)
{
	return (w->y0 + w->y1) / 2;
}

static int cmp_middle(const void *pa, const void *pb)
{
	const struct grid_word *a = pa, *b = pb;
	double ma = middle(a), mb = middle(b);
	if (ma != mb)
		return ma < mb ? -1 : 1;
	return (a->x0 > b->x0) - (a->x0 < b->x0);
}

static int cmp_left(const void *pa, const void *pb)
{
	const struct grid_word *a = pa, *b = pb;
	if (a->x0 != b->x0)
		return a->x0 < b->x0 ? -1 : 1;
	return (a->x1 > b->x1) - (a->x1 < b->x1);
}

/* Characters that are written with blanks between words. */
static bool is_latin(int32_t c)
{
	return c > ' ' && c < 0x7F;
}

static int32_t last_char(struct str s)
{
	size_t at = s.n;
	while (at > 0 && ((unsigned char)s.p[--at] & 0xC0) == 0x80)
		;
	return utf8_next(s, &at);
}

static int32_t first_char(struct str s)
{
	size_t at = 0;
	return utf8_next(s, &at);
}

/* Words w[0..n) of one line, sorted by x, into its box and text. */
static void fill_line(struct arena *a, struct buf *b, const struct grid_word *w, size_t n,
	bool wide_tab, struct grid_line *line)
{
	double ink = 0;
	int halves = 0;
	*line = (struct grid_line){ .x0 = w[0].x0, .y0 = w[0].y0, .x1 = w[0].x1, .y1 = w[0].y1 };
	for (size_t i = 0; i < n; i++) {
		line->x1 = fmax(line->x1, w[i].x1);
		line->y0 = fmin(line->y0, w[i].y0);
		line->y1 = fmax(line->y1, w[i].y1);
		ink += w[i].x1 - w[i].x0;
		halves += grid_text_width(w[i].text);
	}
	line->em = halves > 0 ? 2 * ink / halves : 0;
	buf_clear(b);
	for (size_t i = 0; i < n; i++) {
		double gap = i ? w[i].x0 - w[i - 1].x1 : 0;
		if (wide_tab && gap > TAB_GAP * line->em) {
			buf_char(b, '\t');
			line->has_tab = true;
		} else if (gap > BLANK_GAP * line->em && is_latin(last_char(w[i - 1].text)) &&
			   is_latin(first_char(w[i].text))) {
			buf_char(b, ' ');
		}
		buf_str(b, w[i].text);
	}
	line->text = arena_str(a, buf_view(b));
}

enum err grid_make_lines(struct arena *a, struct grid_word *w, size_t n, bool wide_tab,
	struct grid_line **out, size_t *n_out, struct error *err)
{
	*out = NULL;
	*n_out = 0;
	if (n == 0)
		return OK;
	struct grid_line *line = arena_array(a, struct grid_line, n);
	if (!line)
		return arena_check(a, err);
	struct buf b;
	buf_init(&b, GRID_LINE_BYTES);
	qsort(w, n, sizeof *w, cmp_middle);
	size_t n_lines = 0;
	for (size_t i = 0, end; i < n; i = end) {
		double sum = middle(&w[i]), height = w[i].y1 - w[i].y0;
		for (end = i + 1; end < n; end++) {
			double h = fmin(height, w[end].y1 - w[end].y0);
			double mean = sum / (double)(end - i);
			if (middle(&w[end]) - mean > SAME_LINE_PART * h)
				break;
			sum += middle(&w[end]);
			height = fmax(height, w[end].y1 - w[end].y0);
		}
		qsort(w + i, end - i, sizeof *w, cmp_left);
		fill_line(a, &b, w + i, end - i, wide_tab, &line[n_lines++]);
		if (b.err)
			break;
	}
	enum err e = buf_check(&b, err);
	buf_done(&b);
	if (e)
		return e;
	*out = line;
	*n_out = n_lines;
	return arena_check(a, err);
}

/* Punctuation that may not start a line. */
static bool is_closing(int32_t c)
{
	static const struct str set = STR_INIT("，。、；：？！）》〉」』】〕”’％");
	size_t at = 0;
	for (int32_t x; (x = utf8_next(set, &at)) >= 0;)
		if (x == c)
			return true;
	return false;
}

/* A Latin run stays together, and a character with the closing punctuation after it. */
int grid_first_group(struct str s)
{
	size_t at = 0;
	int32_t c = utf8_next(s, &at);
	bool latin = is_latin(c);
	int width = c >= WIDE_FROM ? 2 : 1;
	while ((c = utf8_next(s, &at)) >= 0 && (is_closing(c) || (latin && is_latin(c))))
		width += c >= WIDE_FROM ? 2 : 1;
	return width;
}

/* Is the last Latin run of s a web address? */
static bool ends_in_address(struct str s)
{
	size_t at = s.n;
	while (at > 0 && is_latin((unsigned char)s.p[at - 1]))
		at--;
	struct str run = str_sub(s, at, s.n);
	return str_has(run, "://") || str_has(run, "www.");
}

/* Does a number go on from the end of one line, a, to the start of the next, b? */
static bool is_broken_number(int32_t a, int32_t b)
{
	static const char after[] = "0123456789.,-/", before[] = "0123456789.%";
	return a > 0 && b > 0 && a < 0x7F && b < 0x7F && memchr(after, a, sizeof after - 1) &&
	       memchr(before, b, sizeof before - 1);
}

/* 4. or 12、 but not 4.5 */
static bool starts_with_digits(struct str s)
{
	size_t n = 0;
	while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9')
		n++;
	struct str rest = str_sub(s, n, s.n);
	if (n == 0 || n > 2)
		return false;
	return str_starts(rest, STR("、")) || str_starts(rest, STR("．")) ||
	       (rest.n > 1 && rest.p[0] == '.' && !(rest.p[1] >= '0' && rest.p[1] <= '9'));
}

bool grid_starts_numbered(struct str s)
{
	if (starts_with_digits(s))
		return true;
	static const struct str numeral = STR_INIT("一二三四五六七八九十");
	bool bracket = str_starts(s, STR("（"));
	size_t at = bracket ? STR("（").n : 0, digits = at;
	while (at < s.n) {
		size_t next = at;
		if (utf8_next(s, &next) < 0 ||
			str_find(numeral, str_sub(s, at, next), 0) >= numeral.n)
			break;
		at = next;
	}
	return at > digits && str_starts(str_sub(s, at, s.n), bracket ? STR("）") : STR("、"));
}

bool grid_ends_sentence(struct str s)
{
	return str_ends(s, STR("。")) || str_ends(s, STR("！")) || str_ends(s, STR("？")) ||
	       str_ends(s, STR("。）")) || str_ends(s, STR("。”"));
}

bool grid_is_print_head(struct str s)
{
	static const struct str sign = STR_INIT("0123456789/:, AMP上午下");
	enum { HEAD_SLASHES = 2, HEAD_COLONS = 1 };
	int slashes = 0, colons = 0;
	for (size_t at = 0; at < s.n;) {
		size_t from = at;
		int32_t c = utf8_next(s, &at);
		if (c == '\t')
			return slashes == HEAD_SLASHES && colons == HEAD_COLONS;
		if (c < 0 || str_find(sign, str_sub(s, from, at), 0) >= sign.n)
			return false;
		slashes += c == '/';
		colons += c == ':';
	}
	return false;
}

void grid_append_wrapped(struct buf *b, struct str next)
{
	if (b->n && is_latin(last_char(buf_view(b))) && is_latin(first_char(next)) &&
		!ends_in_address(buf_view(b)) &&
		!is_broken_number(last_char(buf_view(b)), first_char(next)))
		buf_char(b, ' ');
	buf_str(b, next);
}

/* ASCII or full-width. */
static bool is_digit(int32_t c)
{
	return (c >= '0' && c <= '9') || (c >= 0xFF10 && c <= 0xFF19);
}

/* What stands round a page number. */
static bool is_page_mark(int32_t c)
{
	static const struct str set = STR_INIT("-—–―－/／·第页共");
	size_t at = 0;
	for (int32_t x; (x = utf8_next(set, &at)) >= 0;)
		if (x == c)
			return true;
	return utf8_is_space(c);
}

/*
 * Only digits (at most PAGE_NUMBER_DIGITS running), dashes, slashes, blanks and
 * the words 第 页 共 are in it, and at least one digit.
 */
bool grid_is_page_number(struct str s)
{
	bool digit = false;
	int run = 0;
	size_t at = 0;
	if (s.n > PAGE_NUMBER_BYTES)
		return false;
	for (int32_t c; (c = utf8_next(s, &at)) >= 0;) {
		run = is_digit(c) ? run + 1 : 0;
		digit = digit || is_digit(c);
		if (run > PAGE_NUMBER_DIGITS || (!is_digit(c) && !is_page_mark(c)))
			return false;
	}
	return digit;
}
