#include "report/columns.h"

#include "core/utf8.h"

void columns_init(struct columns *t, struct arena *a, size_t n_cols)
{
	*t = (struct columns){ .arena = a, .n_cols = n_cols };
}

struct str *columns_add_row(struct columns *t)
{
	size_t have = t->n_rows * t->n_cols;
	struct str *grown =
		arena_grow(t->arena, t->cell, have, have + t->n_cols, &t->cap, sizeof *grown);
	if (!grown)
		return NULL;
	t->cell = grown;
	t->n_rows++;
	for (size_t c = 0; c < t->n_cols; c++)
		t->cell[have + c] = (struct str){ NULL, 0 };
	return t->cell + have;
}

/* East Asian Wide and Fullwidth blocks of Unicode (UAX #11); ambiguous signs count as narrow. */
static bool is_wide(int32_t cp)
{
	return (cp >= 0x1100 && cp <= 0x115F) || (cp >= 0x2E80 && cp <= 0xA4CF) ||
	       (cp >= 0xAC00 && cp <= 0xD7A3) || (cp >= 0xF900 && cp <= 0xFAFF) ||
	       (cp >= 0xFE30 && cp <= 0xFE6F) || (cp >= 0xFF00 && cp <= 0xFF60) ||
	       (cp >= 0xFFE0 && cp <= 0xFFE6) || (cp >= 0x20000 && cp <= 0x3FFFD);
}

size_t columns_width(struct str s)
{
	size_t width = 0;
	for (size_t at = 0; at < s.n;)
		width += is_wide(utf8_next(s, &at)) ? 2 : 1;
	return width;
}

static size_t widest(const struct columns *t, size_t c)
{
	size_t max = 0;
	for (size_t row = 0; row < t->n_rows; row++) {
		size_t w = columns_width(t->cell[row * t->n_cols + c]);
		max = w > max ? w : max;
	}
	return max;
}

static void pad(struct buf *b, size_t n)
{
	while (n-- > 0)
		buf_char(b, ' ');
}

void columns_write(struct buf *b, const struct columns *t)
{
	size_t *width = arena_array(t->arena, size_t, t->n_cols);
	if (!width) {
		b->err = b->err ? b->err : t->arena->err;
		return;
	}
	for (size_t c = 0; c < t->n_cols; c++)
		width[c] = widest(t, c);
	for (size_t row = 0; row < t->n_rows; row++) {
		for (size_t c = 0; c < t->n_cols; c++) {
			struct str s = t->cell[row * t->n_cols + c];
			size_t room = width[c] - columns_width(s);
			if (c)
				buf_lit(b, "  ");
			if (c)
				pad(b, room);
			buf_str(b, s);
			if (c == 0 && t->n_cols > 1)
				pad(b, room);
		}
		buf_char(b, '\n');
	}
}
