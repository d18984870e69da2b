/* 信息处理费: the shared cases 4.4, the rule book's examples 3.3 and an independent sum. */
#include "tests/test.h"

#include "law/fee.h"

static const struct {
	const char *rule;
	bool items;
	int64_t n, yuan;
	const char *sum; /* NULL: not stated in the source */
} row[] = {
	{ "F109-4 4.4", true, 10, 0, NULL },
	{ "F109-4 4.4", true, 11, 100, "1×100 = 100" },
	{ "F109-4 4.4", true, 30, 2000, "20×100 = 2000" },
	{ "F109-4 4.4", true, 31, 2200, "20×100 + 1×200 = 2200" },
	{ "F109-4 4.4", true, 40, 4000, "20×100 + 10×200 = 4000" },
	{ "F109-4 4.4", true, 41, 4300, NULL },
	{ "F109-4 4.4", true, 50, 7000, NULL },
	{ "F109-4 4.4", true, 51, 7400, NULL },
	{ "F109-4 4.4", true, 60, 11000, NULL },
	{ "F109-4 3.3", true, 0, 0, "前10件免费，0" },
	{ "F109-4 3.3", true, 25, 1500, "15×100 = 1500" },
	{ "F109-4 3.3", true, 45, 5500, "20×100 + 10×200 + 5×300 = 5500" },
	{ "F109-4 3.3", true, 62, 12000, "20×100 + 10×200 + 10×300 + 10×400 + 2×500 = 12000" },
	{ "F109-4 3.3", true, 100, 37000, NULL },
	{ "F109-5 4.4", false, 30, 0, "前30页免费，0" },
	{ "F109-5 4.4", false, 31, 10, "1×10 = 10" },
	{ "F109-5 4.4", false, 100, 700, "70×10 = 700" },
	{ "F109-5 4.4", false, 101, 720, "70×10 + 1×20 = 720" },
	{ "F109-5 4.4", false, 200, 2700, NULL },
	{ "F109-5 4.4", false, 201, 2740, "70×10 + 100×20 + 1×40 = 2740" },
	{ "F109-5 4.4", false, 250, 4700, NULL },
	{ "F109-5 3.3", false, 150, 1700, "70×10 + 50×20 = 1700" },
	{ "F109-5 3.3", false, 260, 5100, "70×10 + 100×20 + 60×40 = 5100" },
	{ "F109-5 3.3", false, 500, 14700, NULL },
};

static void tariff(void)
{
	const struct fee_tariff *t = fee_tariff_newest();
	struct error err;
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		int64_t yuan = -1;
		struct buf b;
		buf_init(&b, 4096);
		enum err e = row[i].items ? fee_items(t, row[i].n, &yuan, &err)
					  : fee_pages(t, row[i].n, &yuan, &err);
		if (!e)
			e = row[i].items ? fee_explain_items(t, row[i].n, &b, &err)
					 : fee_explain_pages(t, row[i].n, &b, &err);
		CHECK(!e && yuan == row[i].yuan &&
				(!row[i].sum || str_is(buf_view(&b), row[i].sum)),
			"%s %s %lld -> %lld (%.*s)", row[i].rule, row[i].items ? "ITEM" : "PAGE",
			(long long)row[i].n, (long long)row[i].yuan, STR_ARG(buf_view(&b)));
		buf_done(&b);
	}
}

/* Request by request, as the regulation reads, without formulas. */
static int64_t item_price(int64_t n)
{
	if (n <= 10)
		return 0;
	int64_t price = 100;
	for (int64_t first = 31; first <= n; first += 10)
		price += 100;
	return price;
}

static int64_t page_price(int64_t n)
{
	return n <= 30 ? 0 : n <= 100 ? 10 : n <= 200 ? 20 : 40;
}

static void one_by_one(void)
{
	const struct fee_tariff *t = fee_tariff_newest();
	int64_t items = 0, pages = 0;
	int wrong = 0;
	struct error err;
	for (int64_t n = 1; n <= 1000; n++) {
		int64_t got = -1, price = -1, page = -1;
		items += item_price(n);
		pages += page_price(n);
		if (fee_items(t, n, &got, &err) || fee_item_price(t, n, &price, &err) ||
			fee_pages(t, n, &page, &err))
			wrong++;
		wrong += got != items || price != item_price(n) || page != pages;
	}
	CHECK(wrong == 0, "C-3.3-15 the prices of the n-th requests add up, 1..1000 (%d wrong)",
		wrong);
}

static void extremes(void)
{
	const struct fee_tariff *t = fee_tariff_newest();
	struct error err;
	struct buf b;
	int64_t yuan = -1;
	CHECK(fee_items(t, -1, &yuan, &err) == ERR_INVALID && yuan == -1, "minus one request");
	CHECK(fee_pages(t, -1, &yuan, &err) == ERR_INVALID, "minus one page");
	CHECK(fee_item_price(t, 0, &yuan, &err) == ERR_INVALID, "the zeroth request");
	CHECK(fee_items(t, INT64_MAX, &yuan, &err) == ERR_LIMIT,
		"more requests than a sum can hold");
	CHECK(fee_pages(t, INT64_MAX, &yuan, &err) == ERR_LIMIT, "more pages than a sum can hold");
	CHECK(fee_item_price(t, INT64_MAX, &yuan, &err) == ERR_LIMIT && yuan == -1,
		"a price that no number holds");
	/* The last steps: 40 * 230584300921369395 and 100 * 92233720368547758 just fit 63 bits. */
	CHECK(fee_pages(t, 230584300921369395 + 200, &yuan, &err) == ERR_LIMIT && yuan == -1,
		"pages whose closed brackets no longer fit");
	CHECK(fee_item_price(t, 31 + 922337203685477580, &yuan, &err) == ERR_LIMIT && yuan == -1,
		"a price whose first step no longer fits");
	buf_init(&b, 4096);
	CHECK(fee_explain_items(t, INT64_MAX, &b, &err) == ERR_LIMIT && b.n == 0,
		"nothing explained beyond the limit");
	/* 20*100 + 10*(200*k + 100*k*(k-1)/2) with k = 99997 blocks: 4999850002000 by bc. */
	CHECK(!fee_items(t, 1000000, &yuan, &err) && yuan == 4999850002000, "a million requests");
	CHECK(!fee_explain_items(t, 1000000, &b, &err) &&
			str_is(buf_view(&b),
				"20×100 + 10×200 + 10×300 + 10×400 + 10×500 + … + 10×9999800 = "
				"4999850002000"),
		"its working is shortened: %.*s", STR_ARG(buf_view(&b)));
	buf_done(&b);
	buf_init(&b, 4);
	CHECK(fee_explain_items(t, 31, &b, &err) == ERR_LIMIT, "a working without room");
	buf_done(&b);
	/* An even and an odd number of blocks near the limit, against 128-bit arithmetic. */
	for (int64_t n = 400000030; n < 400000050; n += 7) {
		__int128 sum = 2000;
		int64_t k = (n - 30) / 10, rest = (n - 30) % 10;
		sum += (__int128)2000 * k + (__int128)500 * k * (k - 1) + rest * (200 + 100 * k);
		CHECK(!fee_items(t, n, &yuan, &err) && sum == yuan, "%lld requests", (long long)n);
	}
	/* Where the single steps of the formula overflow one after another. */
	for (int shift = 30; shift < 63; shift++) {
		int64_t n = (int64_t)1 << shift;
		__int128 k = (n - 30) / 10, rest = (n - 30) % 10;
		__int128 sum = 2000 + 2000 * k + 500 * k * (k - 1) + rest * (200 + 100 * k);
		enum err e = fee_items(t, n, &yuan, &err);
		CHECK(sum > INT64_MAX ? e == ERR_LIMIT : !e && sum == yuan, "2^%d requests", shift);
	}
}

static void dates(void)
{
	const struct fee_tariff *t = NULL;
	struct error err;
	CHECK(fee_tariff_find(date_from_ymd(2021, 1, 1), &t, &err) == OK &&
			t == fee_tariff_newest(),
		"F109-3 the tariff of 2021-01-01");
	t = NULL;
	CHECK(fee_tariff_find(date_from_ymd(2020, 12, 31), &t, &err) == ERR_NOT_FOUND && !t &&
			strcmp(err.rule, "R-042") == 0,
		"R-042 no tariff before: %s", err.msg);
	CHECK(fee_month(date_from_ymd(2024, 1, 31)) + 1 == fee_month(date_from_ymd(2024, 2, 1)) &&
			fee_month(date_from_ymd(2024, 12, 1)) + 1 ==
				fee_month(date_from_ymd(2025, 1, 31)) &&
			fee_month(date_from_ymd(2024, 2, 1)) ==
				fee_month(date_from_ymd(2024, 2, 29)),
		"C-3.3-16 4.4 31 January and 1 February are different months");
}

static void methods(void)
{
	static const struct {
		const char *name;
		struct fee_request r;
		enum err want;
		int64_t yuan;
		const char *rule;
	} one[] = {
		{ "no fee", { .method = FEE_NONE, .charged = FEE_BY_PAGE }, OK, 0, NULL },
		{ "12th request of the month", { .method = FEE_BY_ITEM, .ordinal = 12 }, OK, 100,
			NULL },
		{ "33rd request of the month", { .method = FEE_BY_ITEM, .ordinal = 33 }, OK, 200,
			NULL },
		{ "150 pages", { .method = FEE_BY_PAGE, .pages = 150 }, OK, 1700, NULL },
		{ "again by the same method",
			{ .method = FEE_BY_PAGE, .charged = FEE_BY_PAGE, .pages = 31 }, OK, 10,
			NULL },
		{ "4.4 both methods",
			{ .method = FEE_BY_PAGE, .charged = FEE_BY_ITEM, .pages = 31 },
			ERR_CONFLICT, -1, "F109-3" },
		{ "4.4 both methods, the other way",
			{ .method = FEE_BY_ITEM, .charged = FEE_BY_PAGE, .ordinal = 12 },
			ERR_CONFLICT, -1, "F109-3" },
		{ "pages of what is public already",
			{ .method = FEE_BY_PAGE, .pages = 150, .only_told_where = true },
			ERR_CONFLICT, -1, "F109-5" },
	};
	for (size_t i = 0; i < sizeof one / sizeof one[0]; i++) {
		struct error err = { .rule = NULL };
		int64_t yuan = -1;
		enum err e = fee_charge(fee_tariff_newest(), &one[i].r, &yuan, &err);
		CHECK(e == one[i].want && yuan == one[i].yuan &&
				(!one[i].rule || strcmp(err.rule, one[i].rule) == 0),
			"F109-3 %s", one[i].name);
	}
}

int main(void)
{
	tariff();
	one_by_one();
	extremes();
	dates();
	methods();
	return TEST_END();
}
