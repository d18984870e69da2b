/* Line breaking of Chinese text; see page.h. */
#include "core/utf8.h"
#include "doc/page.h"

static bool is_in(int32_t cp, const char *set)
{
	struct str s = str_cstr(set);
	size_t at = 0;
	for (int32_t x; (x = utf8_next(s, &at)) >= 0;)
		if (x == cp)
			return true;
	return false;
}

static bool may_not_begin(int32_t cp)
{
	return is_in(cp, "，。、；：？！）》〉”’」』】〕｝］％‰℃…—～·,.;:?!)]}%");
}

static bool may_not_end(int32_t cp)
{
	return is_in(cp, "（《〈“‘「『【〔｛［([{￥");
}

static bool is_word(int32_t cp)
{
	return cp > ' ' && cp < 0x7F;
}

/* May a line end after a and the next begin with b? */
static bool may_break(int32_t a, int32_t b)
{
	if (a == ' ')
		return b != ' ' && !may_not_begin(b);
	if (a == '/' && (b | 0x20) >= 'a' && (b | 0x20) <= 'z')
		return true; /* inside an address */
	if (b == ' ' || (is_word(a) && is_word(b)))
		return false;
	return !may_not_end(a) && !may_not_begin(b);
}

double page_text_width(
	const struct page_setter *s, struct str text, enum page_font font, double size)
{
	double width = 0;
	size_t at = 0;
	for (int32_t cp; (cp = utf8_next(text, &at)) >= 0;)
		width += s->metrics->advance(s->metrics->ctx, font, cp) * size;
	return width;
}

/* Ends a line at byte `to`; blanks at its end are not part of it. */
static enum err add_line(struct page_setter *s, struct str text, enum page_font font, double size,
	size_t from, size_t to, struct page_spans *out, struct error *err)
{
	struct page_span *p =
		arena_grow(s->arena, out->span, out->n, out->n + 1, &out->cap, sizeof *p);
	if (!p)
		return arena_check(s->arena, err);
	while (to > from && text.p[to - 1] == ' ')
		to--;
	struct str line = str_sub(text, from, to);
	out->span = p;
	out->span[out->n++] = (struct page_span){ .from = from,
		.to = to,
		.width = page_text_width(s, line, font, size),
		.chars = (int)utf8_length(line) };
	return OK;
}

/*
 * Greedy: characters are taken while they fit.  The first that does not fit ends
 * the line at the last place where a break is allowed, or before itself when
 * there is none; scanning goes on from there.
 */
enum err page_break_lines(struct page_setter *s, struct str text, enum page_font font, double size,
	double width, double indent, struct page_spans *out, struct error *err)
{
	const double slack = 1e-6;
	size_t from = 0, good = 0, at = 0;
	double used = indent;
	int32_t last = -1;
	enum err e = OK;
	*out = (struct page_spans){ 0 };
	while (!e && at < text.n) {
		size_t here = at;
		int32_t cp = utf8_next(text, &at);
		double w = s->metrics->advance(s->metrics->ctx, font, cp) * size;
		if (here > from && may_break(last, cp))
			good = here;
		if (used + w > width + slack && here > from && cp != ' ') {
			size_t to = good > from ? good : here;
			e = add_line(s, text, font, size, from, to, out, err);
			from = at = good = to;
			used = 0;
			last = -1;
			continue;
		}
		used += w;
		last = cp;
	}
	return e ? e : add_line(s, text, font, size, from, text.n, out, err);
}
