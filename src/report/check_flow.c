/*
 * One mistake in a whole row of table three breaks CK1 in several columns, and
 * every column alone looks like a mistyped number.  Here the four rows of the
 * flow are looked at in all columns at once for the mistakes clerks make:
 *
 *   上年结转 not taken from last year's report, 上年结转 or 结转下年度 not filled in,
 *   总计 with what is still open in it, 本年新收 with what was carried in.
 */
#include "report/check.h"

enum flow_row { FLOW_RECEIVED, FLOW_IN, FLOW_TOTAL, FLOW_OUT, FLOW_LEAVES, FLOW_ROWS };

struct flow {
	struct decimal v[FLOW_ROWS][REPORT_COL_COUNT];
};

typedef struct decimal flow_row_values[REPORT_COL_COUNT];

/* One row of table three, blank as 0; false when a cell is no number. */
static bool read_row(const struct report *r, enum report_row row, struct decimal *v)
{
	for (int c = 0; c < REPORT_COL_COUNT; c++)
		if (!report_number_or_zero(r, report_cell_t3(row, (enum report_col)c), &v[c]))
			return false;
	return true;
}

static bool read_flow(const struct report *r, struct flow *f)
{
	flow_row_values leaf;
	*f = (struct flow){ 0 };
	for (int row = REPORT_LEAF_FIRST; row <= REPORT_LEAF_LAST; row++) {
		/* Layout 2019 has no sub-rows of （六）. */
		if (!report_cell_in_layout(
			    report_cell_t3((enum report_row)row, REPORT_COL_TOTAL), r->layout))
			continue;
		if (!read_row(r, (enum report_row)row, leaf))
			return false;
		for (int c = 0; c < REPORT_COL_COUNT; c++)
			if (!decimal_add(f->v[FLOW_LEAVES][c], leaf[c], &f->v[FLOW_LEAVES][c]))
				return false;
	}
	return read_row(r, REPORT_ROW_RECEIVED, f->v[FLOW_RECEIVED]) &&
	       read_row(r, REPORT_ROW_CARRIED_IN, f->v[FLOW_IN]) &&
	       read_row(r, REPORT_ROW_TOTAL, f->v[FLOW_TOTAL]) &&
	       read_row(r, REPORT_ROW_CARRIED_OUT, f->v[FLOW_OUT]);
}

static bool is_zero_row(const struct decimal *v)
{
	for (int c = 0; c < REPORT_COL_COUNT; c++)
		if (decimal_sign(v[c]) != 0)
			return false;
	return true;
}

static bool is_same_row(const struct decimal *a, const struct decimal *b)
{
	for (int c = 0; c < REPORT_COL_COUNT; c++)
		if (!decimal_eq(a[c], b[c]))
			return false;
	return true;
}

/* out = a + sign * b in every column; false on overflow. */
static bool combine(const struct decimal *a, int sign, const struct decimal *b, struct decimal *out)
{
	for (int c = 0; c < REPORT_COL_COUNT; c++)
		if (!(sign > 0 ? decimal_add(a[c], b[c], &out[c])
			       : decimal_sub(a[c], b[c], &out[c])))
			return false;
	return true;
}

/* Could these seven be a row: nothing negative, something in it, 总计 the sum of the others (CK3)?
 */
static bool is_sound_row(const struct decimal *v)
{
	struct decimal sum = decimal_int(0);
	for (int c = 0; c < REPORT_COL_TOTAL; c++)
		if (decimal_sign(v[c]) < 0 || !decimal_add(sum, v[c], &sum))
			return false;
	return decimal_eq(sum, v[REPORT_COL_TOTAL]) && !is_zero_row(v);
}

/* "自然人 16、商业企业 2、总计 18" */
static struct str name_row(struct check *ck, const struct decimal *v)
{
	struct buf b;
	buf_init(&b, CHECK_TEXT_MAX);
	for (int c = 0; c < REPORT_COL_COUNT; c++)
		if (decimal_sign(v[c]) != 0)
			buf_fmt(&b, "%s%s %s", b.n ? "、" : "",
				report_col_label((enum report_col)c), decimal_text(v[c]).z);
	return check_take(ck, &b);
}

/* What 上年结转 and 结转下年度 would have to be for CK1 to hold in every column. */
static bool rows_wanted(const struct flow *f, struct decimal *in, struct decimal *out)
{
	flow_row_values plus, minus;
	return combine(f->v[FLOW_RECEIVED], 1, f->v[FLOW_IN], plus) &&
	       combine(plus, -1, f->v[FLOW_TOTAL], out) &&
	       combine(f->v[FLOW_TOTAL], 1, f->v[FLOW_OUT], minus) &&
	       combine(minus, -1, f->v[FLOW_RECEIVED], in);
}

/* A row left empty; told only when the row that would mend everything is sound. */
static struct str unfilled_hint(
	struct check *ck, const struct flow *f, const struct decimal *in, const struct decimal *out)
{
	static const char text[] =
		"可能是“%s”没有填写，按其他各行推算应为%.*s；请对照台账核实后更正";
	if (is_zero_row(f->v[FLOW_IN]) && is_sound_row(in))
		return arena_fmt(ck->a, text, report_row_label(REPORT_ROW_CARRIED_IN),
			STR_ARG(name_row(ck, in)));
	if (is_zero_row(f->v[FLOW_OUT]) && is_sound_row(out))
		return arena_fmt(ck->a, text, report_row_label(REPORT_ROW_CARRIED_OUT),
			STR_ARG(name_row(ck, out)));
	return (struct str){ NULL, 0 };
}

struct str check_flow_hint(struct check *ck, const char *rule)
{
	static const struct str none = { NULL, 0 };
	struct flow f;
	flow_row_values in, out, previous, open;
	if (!read_flow(ck->r, &f) || !rows_wanted(&f, in, out) || is_same_row(in, f.v[FLOW_IN]))
		return none; /* nothing to explain: CK1 holds everywhere */
	if (!is_zero_row(f.v[FLOW_OUT]) && combine(f.v[FLOW_TOTAL], -1, f.v[FLOW_LEAVES], open) &&
		is_same_row(open, f.v[FLOW_OUT]))
		return STR("可能是“（七）总计”把“四、结转下年度继续办理”的件数也算了进去；总计只计"
			   "本年已办结的");
	if (strcmp(rule, "CK2") == 0)
		return none;
	if (ck->previous && read_row(ck->previous, REPORT_ROW_CARRIED_OUT, previous) &&
		is_same_row(previous, in))
		return arena_fmt(ck->a,
			"可能是“%s”填错：上一年度报告结转下年度为%.*"
			"s，照此填写各列即平；请核实后更正",
			report_row_label(REPORT_ROW_CARRIED_IN), STR_ARG(name_row(ck, previous)));
	if (!is_zero_row(f.v[FLOW_IN]) && is_zero_row(in))
		return STR("可能是“一、本年新收”里已经含有上年结转的件数，重复计算；本年新收不含上"
			   "年结转");
	return unfilled_hint(ck, &f, in, out);
}
