#include "report/compare.h"

#include "report/agency.h"

#include <stdlib.h>

enum { PERCENT = 100, TENTHS = 10, PARTS_MAX = 12, NO_CELL = -1 };

/* What a row of the comparison is computed from. */
struct indicator {
	const char *key, *label, *unit;
	int part[PARTS_MAX]; /* cells added up, ended by NO_CELL */
	int base[PARTS_MAX]; /* for shares: cells added up; first NO_CELL: no share */
	const char *base_name;
	bool only_2021; /* the 2019 layout has no such cell (rules.md 2.5-21) */
};

#define T3(row) (REPORT_CELL_T3 + (row)*REPORT_COL_COUNT + REPORT_COL_TOTAL)
#define T4(block, result) (REPORT_CELL_T4 + (block)*REPORT_RESULT_COUNT + (result))
#define HANDLED T3(REPORT_ROW_TOTAL), NO_CELL
#define OPEN T3(REPORT_ROW_OPEN), NO_CELL
#define PARTIAL T3(REPORT_ROW_PARTIAL), NO_CELL
#define REFUSED                                                                                    \
	T3(REPORT_ROW_STATE_SECRET), T3(REPORT_ROW_LAW_FORBIDS), T3(REPORT_ROW_SAFETY_STABILITY),  \
		T3(REPORT_ROW_THIRD_PARTY), T3(REPORT_ROW_INTERNAL), T3(REPORT_ROW_PROCESS),       \
		T3(REPORT_ROW_ENFORCEMENT_FILE), T3(REPORT_ROW_QUERY_MATTER), NO_CELL
#define UNABLE                                                                                     \
	T3(REPORT_ROW_NOT_HELD), T3(REPORT_ROW_NEEDS_CREATION), T3(REPORT_ROW_STILL_UNCLEAR),      \
		NO_CELL
#define DECLINED                                                                                   \
	T3(REPORT_ROW_PETITION), T3(REPORT_ROW_REPEAT), T3(REPORT_ROW_PUBLICATION),                \
		T3(REPORT_ROW_EXCESSIVE), T3(REPORT_ROW_CONFIRM), NO_CELL
#define OTHER                                                                                      \
	T3(REPORT_ROW_OTHER_NOT_CORRECTED), T3(REPORT_ROW_OTHER_FEE_UNPAID),                       \
		T3(REPORT_ROW_OTHER_MISC), NO_CELL
#define REVIEW(result) T4(REPORT_BLOCK_REVIEW, result)
#define LAWSUIT(result) T4(REPORT_BLOCK_DIRECT, result), T4(REPORT_BLOCK_AFTER_REVIEW, result)

static const struct indicator indicators[] = {
	{ "received", "本年新收申请", "件", { T3(REPORT_ROW_RECEIVED), NO_CELL }, { NO_CELL }, "",
		0 },
	{ "carried_in", "上年结转", "件", { T3(REPORT_ROW_CARRIED_IN), NO_CELL }, { NO_CELL }, "",
		0 },
	{ "handled", "办结总数", "件", { HANDLED }, { NO_CELL }, "", 0 },
	{ "open", "予以公开", "件", { OPEN }, { NO_CELL }, "", 0 },
	{ "open_share", "予以公开占比", "%", { OPEN }, { HANDLED }, "办结总数", 0 },
	{ "partial", "部分公开", "件", { PARTIAL }, { NO_CELL }, "", 0 },
	{ "partial_share", "部分公开占比", "%", { PARTIAL }, { HANDLED }, "办结总数", 0 },
	{ "refused", "不予公开", "件", { REFUSED }, { NO_CELL }, "", 0 },
	{ "refused_share", "不予公开占比", "%", { REFUSED }, { HANDLED }, "办结总数", 0 },
	{ "unable", "无法提供", "件", { UNABLE }, { NO_CELL }, "", 0 },
	{ "unable_share", "无法提供占比", "%", { UNABLE }, { HANDLED }, "办结总数", 0 },
	{ "declined", "不予处理", "件", { DECLINED }, { NO_CELL }, "", 0 },
	{ "declined_share", "不予处理占比", "%", { DECLINED }, { HANDLED }, "办结总数", 0 },
	{ "other", "其他处理", "件", { OTHER }, { NO_CELL }, "", 0 },
	{ "other_share", "其他处理占比", "%", { OTHER }, { HANDLED }, "办结总数", 0 },
	{ "carried_out", "结转下年度", "件", { T3(REPORT_ROW_CARRIED_OUT), NO_CELL }, { NO_CELL },
		"", 0 },
	{ "review", "行政复议", "件", { REVIEW(REPORT_RESULT_TOTAL), NO_CELL }, { NO_CELL }, "",
		0 },
	{ "review_corrected", "行政复议纠正", "件", { REVIEW(REPORT_RESULT_CORRECTED), NO_CELL },
		{ NO_CELL }, "", 0 },
	{ "review_corrected_rate", "行政复议纠错率", "%",
		{ REVIEW(REPORT_RESULT_CORRECTED), NO_CELL },
		{ REVIEW(REPORT_RESULT_UPHELD), REVIEW(REPORT_RESULT_CORRECTED),
			REVIEW(REPORT_RESULT_OTHER), NO_CELL },
		"已审结的行政复议", 0 },
	{ "lawsuit", "行政诉讼", "件", { LAWSUIT(REPORT_RESULT_TOTAL), NO_CELL }, { NO_CELL }, "",
		0 },
	{ "lawsuit_corrected", "行政诉讼纠正", "件", { LAWSUIT(REPORT_RESULT_CORRECTED), NO_CELL },
		{ NO_CELL }, "", 0 },
	{ "lawsuit_corrected_rate", "行政诉讼纠错率", "%",
		{ LAWSUIT(REPORT_RESULT_CORRECTED), NO_CELL },
		{ LAWSUIT(REPORT_RESULT_UPHELD), LAWSUIT(REPORT_RESULT_CORRECTED),
			LAWSUIT(REPORT_RESULT_OTHER), NO_CELL },
		"已审结的行政诉讼", 0 },
	{ "licence", "行政许可决定", "件", { REPORT_T2_LICENCE, NO_CELL }, { NO_CELL }, "", 0 },
	{ "penalty", "行政处罚决定", "件", { REPORT_T2_PENALTY, NO_CELL }, { NO_CELL }, "", 0 },
	{ "coercion", "行政强制决定", "件", { REPORT_T2_COERCION, NO_CELL }, { NO_CELL }, "", 0 },
	{ "fee", "行政事业性收费", "万元", { REPORT_T2_FEE, NO_CELL }, { NO_CELL }, "", 1 },
	{ "regulation_made", "规章制发", "件", { REPORT_T2_REGULATION_MADE, NO_CELL }, { NO_CELL },
		"", 1 },
	{ "regulation_in_force", "规章现行有效", "件", { REPORT_T2_REGULATION_IN_FORCE, NO_CELL },
		{ NO_CELL }, "", 1 },
	{ "normative_made", "规范性文件制发", "件", { REPORT_T2_NORMATIVE_MADE, NO_CELL },
		{ NO_CELL }, "", 1 },
	{ "normative_in_force", "规范性文件现行有效", "件",
		{ REPORT_T2_NORMATIVE_IN_FORCE, NO_CELL }, { NO_CELL }, "", 1 },
};

enum { INDICATORS = sizeof indicators / sizeof indicators[0] };

/* The cell that holds the same number in the 2019 layout (处理决定数量). */
static int cell_of_layout(int cell, enum report_layout layout)
{
	if (layout == REPORT_LAYOUT_2021)
		return cell;
	switch (cell) {
	case REPORT_T2_LICENCE:
		return REPORT_CELL_2019 + REPORT_2019_LICENCE_DECISIONS;
	case REPORT_T2_PENALTY:
		return REPORT_CELL_2019 + REPORT_2019_PENALTY_DECISIONS;
	case REPORT_T2_COERCION:
		return REPORT_CELL_2019 + REPORT_2019_COERCION_DECISIONS;
	default:
		return cell;
	}
}

/*
 * Sum of the cells.  A blank counts as 0 beside a number (CK5), but a sum of
 * blanks only is no number.  Cells the layout lacks are left out.
 */
static bool sum_cells(const struct report *r, const int *cell, struct decimal *out)
{
	struct decimal sum = decimal_int(0), v;
	bool any = false;
	for (; *cell != NO_CELL; cell++) {
		int c = cell_of_layout(*cell, r->layout);
		if (!report_cell_in_layout(c, r->layout) && r->cell[c].state == REPORT_ABSENT)
			continue;
		if (!report_number_or_zero(r, c, &v) || !decimal_add(sum, v, &sum))
			return false;
		any = any || r->cell[c].state == REPORT_NUMBER;
	}
	if (any)
		*out = sum;
	return any;
}

/* part / base in percent with one decimal, half away from zero; exact integers throughout. */
static bool percent_of(struct decimal part, struct decimal base, struct decimal *out)
{
	int scale = part.scale > base.scale ? part.scale : base.scale;
	struct decimal p, b, twice;
	if (decimal_sign(base) <= 0 || !decimal_shift(part, scale, &p) ||
		!decimal_shift(base, scale, &b) ||
		!decimal_mul_int(p, 2 * PERCENT * TENTHS, &twice) || b.coef > INT64_MAX / 2)
		return false;
	int64_t n = twice.coef < 0 ? -twice.coef : twice.coef;
	if (n > INT64_MAX - b.coef)
		return false;
	int64_t tenths = (n + b.coef) / (2 * b.coef);
	return decimal_shift(decimal_int(twice.coef < 0 ? -tenths : tenths), -1, out);
}

static bool make_row(struct arena *a, struct compare_row *row, size_t n)
{
	row->has = arena_array(a, bool, n);
	row->value = arena_array(a, struct decimal, n);
	row->has_change = arena_array(a, bool, n);
	row->change = arena_array(a, struct decimal, n);
	row->has_change_percent = arena_array(a, bool, n);
	row->change_percent = arena_array(a, struct decimal, n);
	row->small = arena_array(a, bool, n);
	row->rank = arena_array(a, int, n);
	return row->has && row->value && row->has_change && row->change &&
	       row->has_change_percent && row->change_percent && row->small && row->rank;
}

static void fill_values(
	struct compare_row *row, const struct indicator *ind, const struct comparison *c)
{
	for (size_t i = 0; i < c->n; i++) {
		const struct report *r = c->report[i];
		struct decimal part, base;
		if ((ind->only_2021 && r->layout != REPORT_LAYOUT_2021) ||
			!sum_cells(r, ind->part, &part))
			continue;
		if (!row->is_share) {
			row->has[i] = true;
			row->value[i] = part;
		} else if (sum_cells(r, ind->base, &base)) {
			row->has[i] = percent_of(part, base, &row->value[i]);
			row->small[i] = decimal_cmp(base, decimal_int(COMPARE_BASE_MIN)) < 0;
		}
	}
}

/* Against the report before, years only; of shares the difference in points and no percentage. */
static void fill_changes(struct compare_row *row, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		if (!row->has[i] || !row->has[i - 1])
			continue;
		row->has_change[i] = decimal_sub(row->value[i], row->value[i - 1], &row->change[i]);
		row->has_change_percent[i] =
			row->has_change[i] && !row->is_share &&
			percent_of(row->change[i], row->value[i - 1], &row->change_percent[i]);
	}
}

/* Ranks by value, largest first; one report alone has no rank. */
static void fill_ranks(struct compare_row *row, size_t n)
{
	size_t ranked = 0;
	for (size_t i = 0; i < n; i++)
		ranked += row->has[i] && !row->small[i];
	if (ranked < 2)
		return;
	for (size_t i = 0; i < n; i++) {
		if (!row->has[i] || row->small[i])
			continue;
		row->rank[i] = 1;
		for (size_t k = 0; k < n; k++)
			if (row->has[k] && !row->small[k] &&
				decimal_cmp(row->value[k], row->value[i]) > 0)
				row->rank[i]++;
	}
}

static int compare_years(const void *a, const void *b)
{
	const struct report *x = *(const struct report *const *)a,
			    *y = *(const struct report *const *)b;
	return (x->year > y->year) - (x->year < y->year);
}

/*
 * Years of one agency: all names fit the first and all years differ.  Agencies
 * of one year: all known years are equal.  Anything else cannot be laid side by side.
 */
static enum err find_kind(struct arena *a, struct comparison *c, struct error *err)
{
	bool one_agency = true, years_differ = true, one_year = true;
	for (size_t i = 0; i < c->n; i++) {
		if (agency_compare(a, c->report[0]->agency, c->report[i]->agency) ==
			AGENCY_DIFFERENT)
			one_agency = false;
		for (size_t k = 0; k < i; k++) {
			if (c->report[i]->year == c->report[k]->year)
				years_differ = false;
			else if (c->report[i]->year && c->report[k]->year)
				one_year = false;
		}
	}
	c->years = c->n > 1 && one_agency && years_differ;
	if (!c->years && !one_year)
		return error_set(err, ERR_INVALID, NULL,
			"这些报告既不是同一机关的不同年度，也不是同一年度的不同机关，请分开比较");
	return OK;
}

enum err report_compare(struct arena *a, const struct report *const *r, size_t n,
	struct comparison **out, struct error *err)
{
	if (n == 0)
		return error_set(err, ERR_INVALID, NULL, "没有可比较的报告");
	struct comparison *c = arena_one(a, struct comparison);
	const struct report **list = arena_array(a, const struct report *, n);
	struct compare_row *row = arena_array(a, struct compare_row, INDICATORS);
	if (!c || !list || !row)
		return arena_check(a, err);
	memcpy(list, r, n * sizeof *list);
	*c = (struct comparison){ .n = n, .report = list, .row = row, .n_rows = INDICATORS };
	enum err e = find_kind(a, c, err);
	if (e)
		return e;
	if (c->years)
		qsort(list, n, sizeof *list, compare_years);
	for (size_t i = 0; i < INDICATORS; i++) {
		const struct indicator *ind = &indicators[i];
		row[i] = (struct compare_row){ .key = ind->key,
			.label = ind->label,
			.unit = ind->unit,
			.is_share = ind->base[0] != NO_CELL,
			.base = str_cstr(ind->base_name) };
		if (!make_row(a, &row[i], n))
			return arena_check(a, err);
		fill_values(&row[i], ind, c);
		if (c->years)
			fill_changes(&row[i], n);
		else if (row[i].is_share)
			fill_ranks(&row[i], n);
	}
	e = arena_check(a, err);
	if (e == OK)
		*out = c;
	return e;
}
