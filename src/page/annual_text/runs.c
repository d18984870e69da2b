/*
 * runs -- the paragraphs of a part with its numbers marked: those of fields, and typed ones that agree
 * or disagree with the tables.
 */
#include "page/annual_text/runs.h"

struct mark {
	size_t from, to;
	enum text_run_kind kind;
	struct str said;
};

static int by_place(const void *a, const void *b)
{
	const struct mark *x = a, *y = b;
	return x->from < y->from ? -1 : x->from > y->from;
}

static struct mark *list_marks(struct http_exchange *x, const struct annual_text_view *t, size_t *n)
{
	struct mark *m = arena_array(x->arena, struct mark, t->prose.n + t->n_free + 1);
	*n = 0;
	for (size_t i = 0; m && i < t->prose.n; i++) {
		const struct prose_field *f = &t->prose.field[i];
		m[(*n)++] = (struct mark){ f->from, f->to, f->unknown.n ? RUN_UNKNOWN : RUN_FIELD,
			f->unknown.n ? STR("这个字段现在没有数字") : STR("") };
	}
	for (size_t i = 0; m && i < t->n_free; i++) {
		const struct prose_free *f = &t->free[i];
		size_t from = (size_t)(f->number.p - t->prose.text.p);
		bool differs = f->claim->status == CLAIM_DIFFERS;
		m[(*n)++] = (struct mark){ from, from + f->number.n, differs ? RUN_DIFFERS : RUN_AGREES,
			differs ? page_fmt(x, "与表不符，应为%s", decimal_text(f->claim->expected).z)
				: STR("手写，与表一致") };
	}
	if (m)
		qsort(m, *n, sizeof *m, by_place);
	return m;
}

static void add_run(struct text_paragraph *p, enum text_run_kind kind, struct str text, struct str said)
{
	if (text.n)
		p->run[p->n++] = (struct text_run){ kind, text, said };
}

void text_fill_paragraphs(struct http_exchange *x, const struct annual_text_view *t, struct text_page *v)
{
	size_t n, k = 0, lines = 1;
	struct str all = t->prose.text, rest = all, line;
	struct mark *m = list_marks(x, t, &n);
	for (size_t i = 0; i < all.n; i++)
		lines += all.p[i] == '\n';
	v->paragraph = arena_array(x->arena, struct text_paragraph, lines);
	while (m && v->paragraph && str_next_line(&rest, &line)) {
		size_t from = (size_t)(line.p - all.p), end = from + line.n, first = k;
		while (k < n && m[k].from < end)
			k++;
		struct text_paragraph *p = &v->paragraph[v->n_paragraphs];
		p->run = arena_array(x->arena, struct text_run, 2 * (k - first) + 1);
		if (!p->run || line.n == 0)
			continue;
		v->n_paragraphs++;
		for (size_t i = first; i < k; i++) {
			if (m[i].from < from)
				continue;
			add_run(p, RUN_PLAIN, str_sub(all, from, m[i].from), STR(""));
			add_run(p, m[i].kind, str_sub(all, m[i].from, m[i].to), m[i].said);
			from = m[i].to;
		}
		add_run(p, RUN_PLAIN, str_sub(all, from, end), STR(""));
	}
}
