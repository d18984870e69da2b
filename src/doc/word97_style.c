/*
 * Paragraph styles of .doc, as far as they make headings and numbers:
 * [MS-DOC] 2.9.271 (STSH), 2.9.260 (STD), 2.9.339 (UpxPapx).
 */
#include "doc/word97.h"

enum {
	FIB_STYLES = 0xA2,
	STYLES_MAX = 4096,
	BASE_DEPTH_MAX = 16, /* styles based on styles; more is a cycle */
	NO_BASE = 0xFFF,
	KIND_PARAGRAPH = 1,
	STD_KIND = 2, /* 4 bits kind, 12 bits base */
	HEADING_STYLES = 9
};

/* The property list of a paragraph style; empty for other kinds and damaged ones. */
static void read_style(struct str std, size_t base_size, struct word97_style *s)
{
	unsigned kind = le_u16(std, STD_KIND);
	s->base = kind >> 4;
	size_t name = base_size, at = name + 2 + ((size_t)le_u16(std, name) + 1) * 2;
	if ((kind & 0xF) != KIND_PARAGRAPH)
		return;
	size_t n = le_u16(std, at);
	/* The list begins with the style's own index. */
	s->sprms = str_sub(std, at + 4, at + 2 + n);
}

/* Each style is preceded by its length; length 0 is an empty place. */
enum err word97_read_styles(struct word97_file *f, struct error *err)
{
	size_t from = le_u32(f->main, FIB_STYLES), size = le_u32(f->main, FIB_STYLES + 4);
	struct str all = str_sub(f->table, from, from + size);
	size_t n = le_u16(all, 2), base_size = le_u16(all, 4), at = 2 + le_u16(all, 0);
	if (n > STYLES_MAX)
		n = STYLES_MAX;
	f->style = arena_array(f->arena, struct word97_style, n + 1);
	if (!f->style)
		return arena_check(f->arena, err);
	for (f->n_styles = 0; f->n_styles < n && at < all.n; f->n_styles++) {
		size_t length = le_u16(all, at);
		read_style(
			str_sub(all, at + 2, at + 2 + length), base_size, &f->style[f->n_styles]);
		at += 2 + length + length % 2;
	}
	return OK;
}

/*
 * The lists that make up a style, the outermost base first; returns how many.
 * The built-in styles 1 to 9 are "heading 1" to "heading 9" whatever they hold.
 */
int word97_style_lists(
	const struct word97_file *f, unsigned style, struct str *list, int max, int *level)
{
	int n = 0;
	unsigned chain[BASE_DEPTH_MAX];
	*level = 0;
	for (unsigned s = style; s < f->n_styles && s != NO_BASE && n < BASE_DEPTH_MAX && n < max;
		s = f->style[s].base) {
		if (s >= 1 && s <= HEADING_STYLES && *level == 0)
			*level = (int)s;
		chain[n++] = s;
	}
	if (f->n_styles == 0 && style >= 1 && style <= HEADING_STYLES)
		*level = (int)style;
	for (int i = 0; i < n; i++)
		list[i] = f->style[chain[n - 1 - i]].sprms;
	return n;
}
