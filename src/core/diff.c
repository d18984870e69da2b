#include "core/diff.h"

#include "core/mem.h"
#include "core/utf8.h"

/* Two sequences whose elements can be told apart by number; common[i*(m+1)+j] is the length of the
 * longest common subsequence of what follows i and j. */
struct pair {
	const struct str *x, *y;
	size_t n, m;
	uint16_t *common;
};

static enum err measure(struct pair *p, struct error *err)
{
	size_t w = p->m + 1;
	p->common = mem_alloc((p->n + 1) * w * sizeof *p->common);
	if (!p->common)
		return error_nomem(err);
	memset(p->common, 0, (p->n + 1) * w * sizeof *p->common);
	for (size_t i = p->n; i-- > 0;)
		for (size_t j = p->m; j-- > 0;) {
			uint16_t *at = &p->common[i * w + j];
			if (str_eq(p->x[i], p->y[j]))
				*at = (uint16_t)(at[w + 1] + 1);
			else
				*at = at[w] >= at[1] ? at[w] : at[1];
		}
	return OK;
}

/* What stands next at (i, j): taken from both, the old or the new sequence. */
static enum diff_kind next_kind(const struct pair *p, size_t i, size_t j)
{
	if (i == p->n)
		return DIFF_ADDED;
	if (j == p->m)
		return DIFF_REMOVED;
	if (str_eq(p->x[i], p->y[j]))
		return DIFF_SAME;
	const uint16_t *at = &p->common[i * (p->m + 1) + j];
	return at[p->m + 1] >= at[1] ? DIFF_REMOVED : DIFF_ADDED;
}

static enum err split_lines(struct arena *a, struct str s, struct str **out, size_t *n, struct error *err)
{
	struct str rest = s, line;
	size_t count = 0;
	while (str_next_line(&rest, &line))
		count++;
	if (count > DIFF_LINES_MAX)
		return error_set(err, ERR_LIMIT, NULL, "文本超过 %d 行，无法比较", DIFF_LINES_MAX);
	*out = arena_array(a, struct str, count + 1);
	*n = 0;
	if (!*out)
		return arena_check(a, err);
	rest = s;
	while (str_next_line(&rest, &line))
		(*out)[(*n)++] = line;
	return OK;
}

static enum err split_signs(struct arena *a, struct str s, struct str **out, size_t *n, struct error *err)
{
	*out = arena_array(a, struct str, s.n + 1);
	*n = 0;
	if (!*out)
		return arena_check(a, err);
	for (size_t at = 0, from = 0; utf8_next(s, &at) >= 0; from = at)
		(*out)[(*n)++] = str_sub(s, from, at);
	return OK;
}

/* Adds a sign to the last piece when it follows on in the same way, else begins a piece. */
static void add_sign(struct diff_line *l, enum diff_kind kind, struct str sign)
{
	struct diff_piece *last = l->n ? &l->piece[l->n - 1] : NULL;
	if (last && last->kind == kind && last->text.p + last->text.n == sign.p)
		last->text.n += sign.n;
	else
		l->piece[l->n++] = (struct diff_piece){ kind, sign };
}

static enum err whole_line(struct arena *a, struct diff_line *l, enum diff_kind kind, struct str text,
	struct error *err)
{
	*l = (struct diff_line){ .kind = kind };
	if (text.n == 0)
		return OK;
	l->piece = arena_one(a, struct diff_piece);
	if (!l->piece)
		return arena_check(a, err);
	l->piece[l->n++] = (struct diff_piece){ kind, text };
	return OK;
}

/* Two lines that took each other's place.  *apart: they have too little in common to be shown as one. */
static enum err compare_line(struct arena *a, struct str before, struct str after, struct diff_line *l,
	bool *apart, struct error *err)
{
	struct str *x, *y;
	struct pair p = { 0 };
	enum err e = split_signs(a, before, &x, &p.n, err);
	if (!e)
		e = split_signs(a, after, &y, &p.m, err);
	if (e)
		return e;
	*apart = true;
	if (p.n == 0 || p.m == 0 || p.n > DIFF_CELLS_MAX / p.m || p.n > UINT16_MAX)
		return OK;
	p.x = x;
	p.y = y;
	e = measure(&p, err);
	if (e)
		return e;
	*apart = (size_t)p.common[0] * 3 < (p.n < p.m ? p.n : p.m);
	*l = (struct diff_line){ .kind = DIFF_SAME, .changed = true };
	l->piece = *apart ? NULL : arena_array(a, struct diff_piece, p.n + p.m);
	for (size_t i = 0, j = 0; l->piece && (i < p.n || j < p.m);) {
		enum diff_kind k = next_kind(&p, i, j);
		add_sign(l, k, k == DIFF_ADDED ? y[j] : x[i]);
		i += k != DIFF_ADDED;
		j += k != DIFF_REMOVED;
	}
	mem_free(p.common);
	return !*apart && !l->piece ? arena_check(a, err) : OK;
}

/* A run of removed lines followed by a run of added ones: pairs first, in order, then what is left. */
static enum err add_run(struct arena *a, struct diff *d, const struct str *x, size_t n, const struct str *y,
	size_t m, struct error *err)
{
	enum err e = OK;
	for (size_t i = 0; !e && (i < n || i < m); i++) {
		bool apart = true;
		if (i < n && i < m)
			e = compare_line(a, x[i], y[i], &d->line[d->n], &apart, err);
		if (!e && !apart) {
			d->n++;
			continue;
		}
		if (!e && i < n)
			e = whole_line(a, &d->line[d->n++], DIFF_REMOVED, x[i], err);
		if (!e && i < m)
			e = whole_line(a, &d->line[d->n++], DIFF_ADDED, y[i], err);
	}
	return e;
}

static void count_signs(struct diff *d)
{
	for (size_t i = 0; i < d->n; i++)
		for (size_t k = 0; k < d->line[i].n; k++) {
			const struct diff_piece *p = &d->line[i].piece[k];
			size_t n = p->kind == DIFF_SAME ? 0 : utf8_length(p->text);
			d->removed += p->kind == DIFF_REMOVED ? n : 0;
			d->added += p->kind == DIFF_ADDED ? n : 0;
		}
}

enum err diff_texts(
	struct arena *a, struct str before, struct str after, struct diff *out, struct error *err)
{
	struct str *x, *y;
	struct pair p = { 0 };
	enum err e = split_lines(a, before, &x, &p.n, err);
	if (!e)
		e = split_lines(a, after, &y, &p.m, err);
	if (e)
		return e;
	p.x = x;
	p.y = y;
	struct diff d = { .line = arena_array(a, struct diff_line, p.n + p.m + 1) };
	if (!d.line)
		return arena_check(a, err);
	e = measure(&p, err);
	for (size_t i = 0, j = 0; !e && (i < p.n || j < p.m);) {
		if (next_kind(&p, i, j) == DIFF_SAME) {
			e = whole_line(a, &d.line[d.n++], DIFF_SAME, x[i], err);
			i++;
			j++;
			continue;
		}
		size_t i0 = i, j0 = j;
		for (enum diff_kind k; (i < p.n || j < p.m) && (k = next_kind(&p, i, j)) != DIFF_SAME;) {
			i += k == DIFF_REMOVED;
			j += k == DIFF_ADDED;
		}
		e = add_run(a, &d, x + i0, i - i0, y + j0, j - j0, err);
	}
	mem_free(p.common);
	if (e)
		return e;
	count_signs(&d);
	*out = d;
	return OK;
}
