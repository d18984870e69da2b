#include "law/fee.h"

/* Units from `first` to the next bracket cost `price` each. */
struct bracket {
	int64_t first, price;
};

enum { BRACKETS_MAX = 8, TERMS_SHOWN = 12, TERMS_HEAD = 4 };

struct fee_tariff {
	int year, month, day; /* in force from */
	struct bracket item[BRACKETS_MAX];
	int n_item;
	/* After the last item bracket's first unit every `block` units cost `step` more. */
	int64_t block, step;
	struct bracket page[BRACKETS_MAX];
	int n_page;
};

static const struct fee_tariff tariffs[] = {
	{
		2021,
		1,
		1,
		/* F109-4: 1-10 free, 11-30 100, from 31 on 200 and 100 more for every 10. */
		{ { 1, 0 }, { 11, 100 }, { 31, 200 } },
		3,
		10,
		100,
		/* F109-5: 1-30 free, 31-100 10, 101-200 20, from 201 on 40. */
		{ { 1, 0 }, { 31, 10 }, { 101, 20 }, { 201, 40 } },
		4,
	},
};

enum { TARIFF_COUNT = sizeof tariffs / sizeof tariffs[0] };

enum err fee_tariff_find(struct date on, const struct fee_tariff **out, struct error *err)
{
	for (int i = TARIFF_COUNT - 1; i >= 0; i--) {
		const struct fee_tariff *t = &tariffs[i];
		if (on.day >= date_from_ymd(t->year, t->month, t->day).day) {
			*out = t;
			return OK;
		}
	}
	return error_set(err, ERR_NOT_FOUND, "R-042",
		"%s 还没有信息处理费标准（自 2021-01-01 起施行），不得收费", date_text(on).z);
}

const struct fee_tariff *fee_tariff_newest(void)
{
	return &tariffs[TARIFF_COUNT - 1];
}

/*
 * One scale read unit by unit range: the i-th range of equal price.  Ranges of
 * the table come first; with `block` set, the last one is cut into blocks.
 */
struct scale {
	const struct bracket *bracket;
	int n;
	int64_t block, step;
};

static struct scale item_scale(const struct fee_tariff *t)
{
	return (struct scale){ t->item, t->n_item, t->block, t->step };
}

static struct scale page_scale(const struct fee_tariff *t)
{
	return (struct scale){ t->page, t->n_page, 0, 0 };
}

static enum err check_count(int64_t n, int64_t least, struct error *err)
{
	if (n >= least)
		return OK;
	return error_set(err, ERR_INVALID, NULL, "数量不能是 %lld，应当不小于 %lld", (long long)n,
		(long long)least);
}

static enum err too_large(struct error *err)
{
	return error_set(err, ERR_LIMIT, NULL, "数量过大，金额超出可以表示的范围");
}

/* The sum of the closed brackets, those before the last; small by construction of the table. */
static int64_t closed_sum(const struct scale *s, int64_t n)
{
	int64_t sum = 0;
	for (int i = 0; i + 1 < s->n && n >= s->bracket[i].first; i++) {
		int64_t end = s->bracket[i + 1].first - 1;
		int64_t units = (n < end ? n : end) - s->bracket[i].first + 1;
		sum += units * s->bracket[i].price;
	}
	return sum;
}

/*
 * The sum of m units of the open last bracket: with blocks, k full blocks cost
 * block*price*k + block*step*k(k-1)/2 and the rest price + step*k each.
 * False on overflow.
 */
static bool open_sum(const struct scale *s, int64_t m, int64_t *out)
{
	int64_t price = s->bracket[s->n - 1].price;
	if (s->block == 0)
		return !__builtin_mul_overflow(m, price, out);
	int64_t k = m / s->block, rest = m % s->block;
	int64_t pairs, rises, last, flat, tail;
	/* k(k-1)/2 without passing through k(k-1): one of the two is even. */
	bool bad = __builtin_mul_overflow(k % 2 ? k : k / 2, k % 2 ? (k - 1) / 2 : k - 1, &pairs);
	bad |= __builtin_mul_overflow(pairs, s->block * s->step, &rises);
	bad |= __builtin_mul_overflow(k, s->block * price, &flat);
	bad |= __builtin_mul_overflow(k, s->step, &last);
	bad |= __builtin_add_overflow(last, price, &last);
	bad |= __builtin_mul_overflow(last, rest, &tail);
	bad |= __builtin_add_overflow(rises, flat, &rises);
	bad |= __builtin_add_overflow(rises, tail, out);
	return !bad;
}

static enum err scale_sum(const struct scale *s, int64_t n, int64_t *yuan, struct error *err)
{
	int64_t open = 0, sum, first = s->bracket[s->n - 1].first;
	enum err e = check_count(n, 0, err);
	if (e)
		return e;
	if (n >= first && !open_sum(s, n - first + 1, &open))
		return too_large(err);
	if (__builtin_add_overflow(closed_sum(s, n), open, &sum))
		return too_large(err);
	*yuan = sum;
	return OK;
}

enum err fee_items(const struct fee_tariff *t, int64_t n, int64_t *yuan, struct error *err)
{
	struct scale s = item_scale(t);
	return scale_sum(&s, n, yuan, err);
}

enum err fee_pages(const struct fee_tariff *t, int64_t n, int64_t *yuan, struct error *err)
{
	struct scale s = page_scale(t);
	return scale_sum(&s, n, yuan, err);
}

enum err fee_item_price(const struct fee_tariff *t, int64_t n, int64_t *yuan, struct error *err)
{
	enum err e = check_count(n, 1, err);
	if (e)
		return e;
	int i = t->n_item - 1;
	while (n < t->item[i].first)
		i--;
	int64_t price = t->item[i].price, more = 0;
	if (i == t->n_item - 1 &&
		(__builtin_mul_overflow((n - t->item[i].first) / t->block, t->step, &more) ||
			__builtin_add_overflow(price, more, &price)))
		return too_large(err);
	*yuan = price;
	return OK;
}

/* Appends "units×price", with a plus sign before all but the first. */
static void put_term(struct buf *b, bool *any, int64_t units, int64_t price)
{
	buf_fmt(b, "%s%lld×%lld", *any ? " + " : "", (long long)units, (long long)price);
	*any = true;
}

/* The blocks of the open bracket; of very many, the first few, an ellipsis and the last. */
static void put_blocks(struct buf *b, const struct scale *s, int64_t m, bool *any)
{
	int64_t price = s->bracket[s->n - 1].price;
	if (s->block == 0) {
		put_term(b, any, m, price);
		return;
	}
	int64_t count = m / s->block + (m % s->block != 0);
	for (int64_t i = 0; i < count; i++) {
		if (count > TERMS_SHOWN && i == TERMS_HEAD) {
			buf_lit(b, " + …");
			i = count - 1;
		}
		int64_t left = m - i * s->block;
		put_term(b, any, left < s->block ? left : s->block, price + i * s->step);
	}
}

static enum err explain(
	const struct scale *s, const char *unit, int64_t n, struct buf *b, struct error *err)
{
	int64_t yuan;
	bool any = false;
	enum err e = scale_sum(s, n, &yuan, err);
	if (e)
		return e;
	if (yuan == 0) {
		buf_fmt(b, "前%lld%s免费，0", (long long)s->bracket[1].first - 1, unit);
		return buf_check(b, err);
	}
	for (int i = 1; i + 1 < s->n && n >= s->bracket[i].first; i++) {
		int64_t end = s->bracket[i + 1].first - 1;
		put_term(b, &any, (n < end ? n : end) - s->bracket[i].first + 1,
			s->bracket[i].price);
	}
	int64_t first = s->bracket[s->n - 1].first;
	if (n >= first)
		put_blocks(b, s, n - first + 1, &any);
	buf_fmt(b, " = %lld", (long long)yuan);
	return buf_check(b, err);
}

enum err fee_explain_items(const struct fee_tariff *t, int64_t n, struct buf *b, struct error *err)
{
	struct scale s = item_scale(t);
	return explain(&s, "件", n, b, err);
}

enum err fee_explain_pages(const struct fee_tariff *t, int64_t n, struct buf *b, struct error *err)
{
	struct scale s = page_scale(t);
	return explain(&s, "页", n, b, err);
}

enum err fee_charge(
	const struct fee_tariff *t, const struct fee_request *r, int64_t *yuan, struct error *err)
{
	if (r->charged != FEE_NONE && r->method != FEE_NONE && r->charged != r->method)
		return error_set(err, ERR_CONFLICT, "F109-3",
			"一件申请只能按件或者按量选择一种方式收费，不能两种并用");
	if (r->method == FEE_BY_ITEM)
		return fee_item_price(t, r->ordinal, yuan, err);
	if (r->method == FEE_BY_PAGE && r->only_told_where)
		return error_set(err, ERR_CONFLICT, "F109-5",
			"信息已经公开、只告知获取途径的，不适用按量收费");
	if (r->method == FEE_BY_PAGE)
		return fee_pages(t, r->pages, yuan, err);
	*yuan = 0;
	return OK;
}

int fee_month(struct date received)
{
	int y, m, d;
	date_split(received, &y, &m, &d);
	return y * 12 + m - 1;
}
