#include "report/copied.h"

#include "core/utf8.h"

#include <stdint.h>
#include <stdlib.h>

/* Characters that count, and the start of every shingle, sorted, each kind once. */
struct shingles {
	int32_t *cp;
	size_t n_cp;
	const int32_t **gram;
	size_t n;
};

static int compare_grams(const void *a, const void *b)
{
	const int32_t *x = *(const int32_t *const *)a, *y = *(const int32_t *const *)b;
	for (int i = 0; i < COPIED_GRAM; i++)
		if (x[i] != y[i])
			return x[i] < y[i] ? -1 : 1;
	return 0;
}

/*
 * Letters of any script count; digits, signs and what stands in <…> do not.
 * A title that is never closed ends with its line.
 */
static void pick_characters(struct str text, struct shingles *out)
{
	size_t depth = 0;
	for (size_t at = 0; at < text.n;) {
		int32_t cp = utf8_next(text, &at);
		if (cp == '\n')
			depth = 0;
		if (cp == '<')
			depth++;
		else if (cp == '>' && depth > 0)
			depth--;
		else if (depth == 0 && (utf8_is_han(cp) || (cp >= 'a' && cp <= 'z')))
			out->cp[out->n_cp++] = cp;
	}
}

/* Folds line by line, so that the line ends survive. */
static struct str fold_lines(struct arena *a, struct str text, struct error *err, enum err *e)
{
	struct buf b;
	struct str rest = text, line;
	buf_init(&b, text.n * 4 + 64);
	while (str_next_line(&rest, &line)) {
		fold_text(&b, line);
		buf_char(&b, '\n');
	}
	*e = buf_check(&b, err);
	struct str folded = arena_str(a, buf_view(&b));
	buf_done(&b);
	return folded;
}

static enum err make_shingles(
	struct arena *a, struct str text, struct shingles *out, struct error *err)
{
	enum err e;
	struct str folded = fold_lines(a, text, err, &e);
	if (e)
		return e;
	*out = (struct shingles){ .cp = arena_array(a, int32_t, folded.n + 1) };
	out->gram = arena_array(a, const int32_t *, folded.n + 1);
	if (!out->cp || !out->gram)
		return arena_check(a, err);
	pick_characters(folded, out);
	size_t all = out->n_cp >= COPIED_GRAM ? out->n_cp - COPIED_GRAM + 1 : 0;
	for (size_t i = 0; i < all; i++)
		out->gram[i] = out->cp + i;
	if (all)
		qsort(out->gram, all, sizeof out->gram[0], compare_grams);
	for (size_t i = 0; i < all; i++)
		if (out->n == 0 || compare_grams(&out->gram[i], &out->gram[out->n - 1]) != 0)
			out->gram[out->n++] = out->gram[i];
	return OK;
}

enum err copied_compare(
	struct arena *arena, struct str a, struct str b, struct copied *out, struct error *err)
{
	struct shingles x, y;
	enum err e = make_shingles(arena, a, &x, err);
	e = e ? e : make_shingles(arena, b, &y, err);
	if (e)
		return e;
	struct copied c = { .judged = x.n_cp >= COPIED_TEXT_MIN && y.n_cp >= COPIED_TEXT_MIN,
		.n_a = x.n,
		.n_b = y.n };
	for (size_t i = 0, k = 0; i < x.n && k < y.n;) {
		int order = compare_grams(&x.gram[i], &y.gram[k]);
		c.shared += order == 0;
		i += order <= 0;
		k += order >= 0;
	}
	size_t all = x.n + y.n - c.shared;
	if (c.judged) {
		c.jaccard = (int)(c.shared * 1000 / all);
		c.contained = (int)(c.shared * 1000 / x.n);
	}
	*out = c;
	return OK;
}
