#include "report/locate.h"

#include "report/locate_search.h"

bool locate_is_broken(const struct locate_search *s, int identity)
{
	return identity >= 0 && s->assessed[identity] && s->residual[identity] != 0;
}

/*
 * LOCATE_GAIN for each identity mended, less the cost; INT32_MIN when the guess
 * is not sound: a cell unknown or below zero, nothing mended, or an identity
 * broken that held (unless the guess may).
 */
static int score_guess(const struct locate_search *s, const struct locate_guess *g)
{
	int touched[LOCATE_CHANGES_MAX * LOCATE_IDENTITIES_PER_CELL];
	int64_t after[LOCATE_CHANGES_MAX * LOCATE_IDENTITIES_PER_CELL];
	int n = 0, repaired = 0, broken = 0, still = 0;
	for (size_t k = 0; k < g->n; k++) {
		int cell = g->delta[k].cell;
		int64_t to = s->value[cell] + g->delta[k].by;
		if (s->n_in[cell] == 0 || to < 0 || to > LOCATE_VALUE_MAX || g->delta[k].by == 0)
			return INT32_MIN;
		for (int m = 0; m < s->n_in[cell]; m++) {
			int i = s->in[cell][m].identity, at = 0;
			while (at < n && touched[at] != i)
				at++;
			if (at == n) {
				touched[n] = i;
				after[n++] = s->residual[i];
			}
			after[at] += s->in[cell][m].sign * g->delta[k].by;
		}
	}
	for (int at = 0; at < n; at++) {
		bool was = s->residual[touched[at]] != 0, is = after[at] != 0;
		repaired += was && !is;
		broken += !was && is;
		still += was && is;
	}
	if (repaired == 0 || (broken && !g->may_break))
		return INT32_MIN;
	return LOCATE_GAIN * repaired - LOCATE_COST_BREAKS * broken - LOCATE_COST_STILL * still -
	       g->cost;
}

/* Deterministic order: score, kind, number of changes, cells, amounts. */
static bool stands_before(const struct locate_found *a, const struct locate_found *b)
{
	if (a->score != b->score)
		return a->score > b->score;
	if (a->guess.n != b->guess.n)
		return a->guess.n < b->guess.n;
	if (a->guess.kind != b->guess.kind)
		return a->guess.kind < b->guess.kind;
	for (size_t k = 0; k < a->guess.n; k++) {
		if (a->guess.delta[k].cell != b->guess.delta[k].cell)
			return a->guess.delta[k].cell < b->guess.delta[k].cell;
		if (a->guess.delta[k].by != b->guess.delta[k].by)
			return a->guess.delta[k].by < b->guess.delta[k].by;
	}
	return false;
}

static bool same_changes(const struct locate_guess *a, const struct locate_guess *b)
{
	if (a->n != b->n)
		return false;
	for (size_t k = 0; k < a->n; k++)
		if (a->delta[k].cell != b->delta[k].cell || a->delta[k].by != b->delta[k].by)
			return false;
	return true;
}

static void sort_deltas(struct locate_guess *g)
{
	for (size_t i = 1; i < g->n; i++)
		for (size_t k = i; k > 0 && g->delta[k].cell < g->delta[k - 1].cell; k--) {
			struct locate_delta d = g->delta[k];
			g->delta[k] = g->delta[k - 1];
			g->delta[k - 1] = d;
		}
}

/*
 * Insertion into the short list of the best.  The same changes found in two
 * ways stay once, with the better score and its explanation.
 */
void locate_offer(struct locate_search *s, const struct locate_guess *g)
{
	struct locate_found it = { *g, score_guess(s, g) };
	if (it.score == INT32_MIN)
		return;
	sort_deltas(&it.guess);
	for (size_t i = 0; i < s->n; i++) {
		if (!same_changes(&s->found[i].guess, &it.guess))
			continue;
		if (!stands_before(&it, &s->found[i]))
			return;
		memmove(&s->found[i], &s->found[i + 1], (s->n - i - 1) * sizeof it);
		s->n--;
		break;
	}
	size_t at = s->n;
	while (at > 0 && stands_before(&it, &s->found[at - 1]))
		at--;
	if (at == s->max)
		return;
	if (s->n < s->max)
		s->n++;
	memmove(&s->found[at + 1], &s->found[at], (s->n - at - 1) * sizeof it);
	s->found[at] = it;
}

/* Does every cell of the identity hold a count the search can work with? */
static bool is_searchable(const struct identity *id, const struct report *r)
{
	for (size_t k = 0; k < id->n; k++) {
		struct decimal v;
		if (!report_number_or_zero(r, id->term[k].cell, &v) || !decimal_is_int(v) ||
			decimal_sign(v) < 0 || decimal_cmp(v, decimal_int(LOCATE_VALUE_MAX)) > 0)
			return false;
	}
	return true;
}

/* Residuals, values, and for every cell the assessed identities it stands in. */
static void load_report(struct locate_search *s, const struct report *r)
{
	for (int c = 0; c < REPORT_COL_COUNT; c++)
		s->ck1[c] = s->ck2[c] = -1;
	for (int row = 0; row < REPORT_ROW_COUNT; row++)
		s->ck3[row] = -1;
	for (size_t i = 0; i < s->ids->n; i++) {
		const struct identity *id = &s->ids->item[i];
		enum identity_state state = identity_evaluate(s->ids, id, r).state;
		if ((state != IDENTITY_HOLDS && state != IDENTITY_BROKEN) || !is_searchable(id, r))
			continue;
		s->assessed[i] = true;
		if (id->rule[2] == '1')
			s->ck1[id->index] = (int)i;
		else if (id->rule[2] == '2')
			s->ck2[id->index] = (int)i;
		else if (id->rule[2] == '3')
			s->ck3[id->index] = (int)i;
		for (size_t k = 0; k < id->n; k++) {
			int cell = id->term[k].cell;
			struct decimal v = decimal_int(0);
			if (report_number_or_zero(r, cell, &v))
				s->value[cell] = v.coef;
			s->residual[i] += id->term[k].sign * s->value[cell];
			int m = s->n_in[cell]++;
			s->in[cell][m].identity = (int)i;
			s->in[cell][m].sign = id->term[k].sign;
		}
	}
}

/* "自然人”" … the row without its group when the group is empty. */
static void print_row(struct buf *b, int cell)
{
	enum report_row row = report_cell_row(cell);
	buf_fmt(b, "“%s%s”", report_row_group(row),
		row == REPORT_ROW_PARTIAL ? "（二）部分公开" : report_row_label(row));
}

static void print_changes(struct buf *b, const struct locate_search *s,
	const struct locate_guess *g, bool columns_only)
{
	for (size_t k = 0; k < g->n; k++) {
		int cell = g->delta[k].cell;
		buf_cstr(b, k ? "，" : "");
		if (columns_only && report_cell_is_t3(cell)) {
			if (g->n > 2) {
				print_row(b, cell);
			}
			buf_cstr(b, report_col_label(report_cell_col(cell)));
		} else {
			buf_cstr(b, report_cell_name(cell).z);
		}
		buf_fmt(b, " %lld→%lld", (long long)s->value[cell],
			(long long)(s->value[cell] + g->delta[k].by));
	}
}

static void print_move(struct buf *b, const struct locate_search *s, const struct locate_guess *g)
{
	int first = g->delta[0].cell;
	int64_t by = g->delta[0].by < 0 ? -g->delta[0].by : g->delta[0].by;
	bool same_row = report_cell_row(first) == report_cell_row(g->delta[1].cell);
	if (same_row) {
		print_row(b, first);
		buf_fmt(b, "有 %lld 件计错了申请人类别：", (long long)by);
	} else {
		buf_fmt(b, "“%s”列有 %lld 件填错了行：", report_col_label(report_cell_col(first)),
			(long long)by);
	}
	print_changes(b, s, g, same_row);
}

/* One Chinese sentence without its full stop; follows "可能是". */
static void print_reason(struct buf *b, const struct locate_search *s, const struct locate_guess *g)
{
	int cell = g->delta[0].cell;
	long long from = (long long)s->value[cell], to = from + (long long)g->delta[0].by;
	switch (g->kind) {
	case LOCATE_WRONG_CLASS:
		print_move(b, s, g);
		break;
	case LOCATE_SWAPPED_DIGITS:
		buf_fmt(b, "%s的 %lld 两位数字颠倒，应为 %lld", report_cell_name(cell).z, from, to);
		break;
	case LOCATE_WRONG_DIGIT:
		buf_fmt(b, "%s的 %lld 错了一位数字，应为 %lld", report_cell_name(cell).z, from, to);
		break;
	case LOCATE_SPLIT_DIGITS:
		buf_fmt(b, "一个数被拆成了两格（%lld 应为 %lld）：", from, to);
		print_changes(b, s, g, false);
		break;
	case LOCATE_ROW_NOT_ADDED:
		buf_fmt(b, "总计%s%s的 %lld：", g->delta[0].by > 0 ? "没有加上" : "多加了一次",
			report_cell_name(g->about).z, (long long)s->value[g->about]);
		print_changes(b, s, g, false);
		break;
	case LOCATE_ONE_CELL:
		buf_cstr(b, g->n > 1 ? "同一个数在两处都填错了：" : "一个数填错了：");
		print_changes(b, s, g, false);
		break;
	}
}

enum { REASON_MAX = 2048 };

static void fill_candidate(struct arena *a, const struct locate_search *s,
	const struct locate_found *f, struct locate_candidate *out)
{
	struct buf b;
	buf_init(&b, REASON_MAX);
	print_reason(&b, s, &f->guess);
	if (b.err && !a->err)
		a->err = b.err;
	*out = (struct locate_candidate){ .kind = f->guess.kind,
		.n_changes = f->guess.n,
		.score = f->score,
		.reason = arena_str(a, buf_view(&b)) };
	buf_done(&b);
	for (size_t k = 0; k < f->guess.n; k++) {
		const struct locate_delta *d = &f->guess.delta[k];
		out->change[k] = (struct locate_change){ d->cell, decimal_int(s->value[d->cell]),
			decimal_int(s->value[d->cell] + d->by) };
	}
}

enum err report_locate(struct arena *a, const struct report *r, struct locate_candidate *out,
	size_t max, size_t *n, struct error *err)
{
	struct locate_search *s = arena_one(a, struct locate_search);
	struct identities *ids = arena_one(a, struct identities);
	/* One more than asked for: locate_offer shifts the last one out. */
	struct locate_found *found = arena_array(a, struct locate_found, max + 1);
	if (!s || !ids || !found)
		return arena_check(a, err);
	identities_init(ids, r);
	s->ids = ids;
	s->found = found;
	s->max = max;
	load_report(s, r);
	locate_try_all(s);
	for (size_t i = 0; i < s->n; i++)
		fill_candidate(a, s, &s->found[i], &out[i]);
	enum err e = arena_check(a, err);
	if (e == OK)
		*n = s->n;
	return e;
}
