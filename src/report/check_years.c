/* This year against last year (CK4, CK11, CK12) and what is possible but unlikely. */
#include "report/agency.h"
#include "report/check.h"

enum {
	JUMP_FACTOR = 10,      /* change of a total that is worth a look */
	JUMP_MIN = 100,	       /* totals below this swing by themselves */
	FEE_UNIT_LOW = 2000,   /* 元 written for 万元 is a factor of 10000; fees also rise and */
	FEE_UNIT_HIGH = 50000, /* fall by some times, so the window is wider */
	OTHER_SHARE_PERCENT = 50,
	OTHER_SHARE_MIN = 10 /* requests handled before the share of 其他 says anything */
};

static bool number(const struct report *r, int cell, struct decimal *out)
{
	return report_number_or_zero(r, cell, out);
}

static struct str text_of(struct check *ck, struct decimal v)
{
	return arena_fmt(ck->a, "%s", decimal_text(v).z);
}

/* Adds a finding about n cells with both values and one sentence. */
static void add(struct check *ck, const char *rule, const int *cell, size_t n,
	struct decimal expected, struct decimal actual, struct str message, struct str hint)
{
	struct finding it = check_finding(rule);
	it.cell = (int *)cell;
	it.n_cells = n;
	it.expected = text_of(ck, expected);
	it.actual = text_of(ck, actual);
	it.message = message;
	it.hint = hint;
	it.where = check_cell_where(ck, cell[0]);
	findings_add(ck->f, &it);
}

bool check_previous_fits(struct check *ck)
{
	const struct report *r = ck->r, *p = ck->previous;
	bool other = agency_compare(ck->a, r->agency, p->agency) == AGENCY_DIFFERENT;
	bool year = r->year && p->year && p->year != r->year - 1;
	if (!other && !year)
		return true;
	struct finding it = check_finding("previous.mismatch");
	if (other) {
		it.expected = r->agency;
		it.actual = p->agency;
		it.message = arena_fmt(ck->a,
			"上年度报告的机关是“%.*s”，与本报告“%.*s”不是同一机关，没有做跨年核对",
			STR_ARG(p->agency), STR_ARG(r->agency));
	} else {
		it.expected = arena_fmt(ck->a, "%d", r->year - 1);
		it.actual = arena_fmt(ck->a, "%d", p->year);
		it.message =
			arena_fmt(ck->a, "用来对照的是 %d 年度报告，应为 %d 年度，没有做跨年核对",
				p->year, r->year - 1);
	}
	it.hint = STR("请换成同一机关上一年度的报告");
	findings_add(ck->f, &it);
	return false;
}

/* CK4, column by column. */
static void check_carried(struct check *ck)
{
	for (int c = 0; c < REPORT_COL_COUNT; c++) {
		int in = report_cell_t3(REPORT_ROW_CARRIED_IN, (enum report_col)c);
		int out = report_cell_t3(REPORT_ROW_CARRIED_OUT, (enum report_col)c);
		struct decimal now, before;
		if (!number(ck->r, in, &now) || !number(ck->previous, out, &before) ||
			decimal_eq(now, before))
			continue;
		add(ck, "CK4", &in, 1, before, now,
			arena_fmt(ck->a, "%s填的是 %s，上一年度报告结转下年度为 %s",
				report_cell_name(in).z, decimal_text(now).z,
				decimal_text(before).z),
			STR("请与上一年度报告核对；确有变化的在第六部分说明原因"));
	}
}

/* CK11: in force = in force last year + made - repealed; and no more repealed than there were. */
static void check_in_force(struct check *ck, int made)
{
	int cell[] = { made + 2, made, made + 1 };
	struct decimal in_force, n_made, repealed, before, have, should;
	if (!number(ck->r, cell[0], &in_force) || !number(ck->r, made, &n_made) ||
		!number(ck->r, cell[2], &repealed) || !number(ck->previous, cell[0], &before) ||
		!decimal_add(before, n_made, &have) || !decimal_sub(have, repealed, &should))
		return;
	if (decimal_sign(should) < 0) {
		int look[] = { made + 1, made + 2, made };
		add(ck, "plausible.repealed", look, 3, have, repealed,
			arena_fmt(ck->a, "%s是 %s，多于上年现行有效 %s 件与本年制发 %s 件之和",
				report_cell_name(made + 1).z, decimal_text(repealed).z,
				decimal_text(before).z, decimal_text(n_made).z),
			STR("请核对废止件数和上年现行有效件数"));
		return;
	}
	if (decimal_eq(in_force, should))
		return;
	add(ck, "CK11", cell, 3, should, in_force,
		arena_fmt(ck->a, "%s：上年 %s+本年制发 %s-本年废止 %s=%s，填的是 %s",
			report_cell_name(cell[0]).z, decimal_text(before).z, decimal_text(n_made).z,
			decimal_text(repealed).z, decimal_text(should).z, decimal_text(in_force).z),
		STR("清理、合并或机构调整造成的差异请在正文说明"));
}

/* CK12: what was pending last year is concluded or still pending this year. */
static void check_pending(struct check *ck)
{
	for (int b = 0; b < REPORT_BLOCK_COUNT; b++) {
		int cell = report_cell_t4((enum report_block)b, REPORT_RESULT_TOTAL);
		int pending = report_cell_t4((enum report_block)b, REPORT_RESULT_PENDING);
		struct decimal before, now;
		if (!number(ck->previous, pending, &before) || !number(ck->r, cell, &now) ||
			decimal_cmp(now, before) >= 0)
			continue;
		add(ck, "CK12", &cell, 1, before, now,
			arena_fmt(ck->a, "上一年度“%s”尚未审结 %s 件，本年度总计只有 %s 件",
				report_block_label((enum report_block)b), decimal_text(before).z,
				decimal_text(now).z),
			STR("上年未审结的案件本年应当列入审结结果或尚未审结"));
	}
}

/* a >= b * k, for positive numbers; false when it cannot be computed. */
static bool at_least(struct decimal a, struct decimal b, int k)
{
	struct decimal times;
	return decimal_mul_int(b, k, &times) && decimal_cmp(a, times) >= 0;
}

static void check_fee_unit(struct check *ck)
{
	int cell = REPORT_T2_FEE;
	struct decimal now, before;
	if (!report_number(ck->r, cell, &now) || !report_number(ck->previous, cell, &before) ||
		decimal_sign(now) <= 0 || decimal_sign(before) <= 0)
		return;
	bool grown = decimal_cmp(now, before) > 0;
	struct decimal large = grown ? now : before, small = grown ? before : now;
	if (!at_least(large, small, FEE_UNIT_LOW) || at_least(large, small, FEE_UNIT_HIGH))
		return;
	add(ck, "plausible.fee_unit", &cell, 1, before, now,
		arena_fmt(ck->a, "收费金额上年 %s、本年 %s，相差上万倍，疑似有一年按“元”填写",
			decimal_text(before).z, decimal_text(now).z),
		STR("本栏单位是万元，请核对"));
}

static void check_jumps(struct check *ck)
{
	static const int decided[] = { REPORT_T2_LICENCE, REPORT_T2_PENALTY, REPORT_T2_COERCION };
	int cell[5] = { decided[0], decided[1], decided[2],
		report_cell_t3(REPORT_ROW_RECEIVED, REPORT_COL_TOTAL),
		report_cell_t4(REPORT_BLOCK_REVIEW, REPORT_RESULT_TOTAL) };
	for (size_t i = 0; i < sizeof cell / sizeof cell[0]; i++) {
		struct decimal now, before;
		if (!report_number(ck->r, cell[i], &now) ||
			!report_number(ck->previous, cell[i], &before) || decimal_sign(now) <= 0 ||
			decimal_sign(before) <= 0)
			continue;
		bool grown = decimal_cmp(now, before) > 0;
		struct decimal large = grown ? now : before, small = grown ? before : now;
		if (decimal_cmp(large, decimal_int(JUMP_MIN)) < 0 || decimal_eq(large, small) ||
			!at_least(large, small, JUMP_FACTOR))
			continue;
		add(ck, "plausible.jump", &cell[i], 1, before, now,
			arena_fmt(ck->a, "%s上年 %s、本年 %s，%s十倍以上",
				report_cell_name(cell[i]).z, decimal_text(before).z,
				decimal_text(now).z, grown ? "增加" : "减少"),
			STR("请核对是否多打或少打了数字，或统计口径有变化"));
	}
}

void check_years(struct check *ck)
{
	check_carried(ck);
	check_pending(ck);
	check_jumps(ck);
	if (ck->r->layout != REPORT_LAYOUT_2021 || ck->previous->layout != REPORT_LAYOUT_2021)
		return;
	check_in_force(ck, REPORT_T2_REGULATION_MADE);
	check_in_force(ck, REPORT_T2_NORMATIVE_MADE);
	check_fee_unit(ck);
}

/* Within one year: made this year and not repealed must be in force; "/" beside a number (R18). */
static void check_line(struct check *ck, int made)
{
	int cell[] = { made + 2, made };
	struct decimal in_force, n_made, repealed, left;
	if (report_number(ck->r, cell[0], &in_force) && report_number(ck->r, made, &n_made) &&
		number(ck->r, made + 1, &repealed) && decimal_sub(n_made, repealed, &left) &&
		decimal_cmp(in_force, left) < 0)
		add(ck, "plausible.in_force", cell, 2, left, in_force,
			arena_fmt(ck->a, "%s是 %s，少于本年制发 %s 件减去废止 %s 件",
				report_cell_name(cell[0]).z, decimal_text(in_force).z,
				decimal_text(n_made).z, decimal_text(repealed).z),
			STR("现行有效按 12 月 31 日仍有效的全部件数填写，包括往年制发的"));
	for (int k = 0; k < 3; k++)
		for (int m = 0; m < 3; m++) {
			struct decimal v;
			if (ck->r->cell[made + k].state != REPORT_NA ||
				!report_number(ck->r, made + m, &v) || decimal_sign(v) <= 0)
				continue;
			int pair[] = { made + k, made + m };
			struct finding it = check_finding("plausible.na_counterpart");
			it.cell = pair;
			it.n_cells = 2;
			it.actual = ck->r->cell[made + k].raw;
			it.message = arena_fmt(ck->a, "%s填“%.*s”，而%s有 %s 件",
				report_cell_name(pair[0]).z, STR_ARG(it.actual),
				report_cell_name(pair[1]).z, decimal_text(v).z);
			it.hint = STR("同一行不能一处有数、一处不适用，请填 0 或实际件数");
			findings_add(ck->f, &it);
		}
}

/* Carried-over requests: had they been dealt with at all? */
static void check_backlog(struct check *ck)
{
	int in = report_cell_t3(REPORT_ROW_CARRIED_IN, REPORT_COL_TOTAL);
	int out = report_cell_t3(REPORT_ROW_CARRIED_OUT, REPORT_COL_TOTAL);
	int received = report_cell_t3(REPORT_ROW_RECEIVED, REPORT_COL_TOTAL);
	int total = report_cell_t3(REPORT_ROW_TOTAL, REPORT_COL_TOTAL);
	struct decimal n_in, n_out, n_received, n_total;
	if (!report_number(ck->r, in, &n_in) || !report_number(ck->r, out, &n_out) ||
		!report_number(ck->r, received, &n_received) ||
		!report_number(ck->r, total, &n_total) || decimal_sign(n_in) <= 0)
		return;
	if (decimal_sign(n_total) == 0) {
		int cell[] = { total, in };
		add(ck, "plausible.backlog", cell, 2, n_in, n_total,
			arena_fmt(ck->a, "上年结转 %s 件，本年度一件也没有办结",
				decimal_text(n_in).z),
			STR("上年结转的申请一般应在本年办结（条例第三十三条），请核对"));
	} else if (decimal_cmp(n_out, n_received) > 0) {
		int cell[] = { out, received };
		add(ck, "plausible.backlog", cell, 2, n_received, n_out,
			arena_fmt(ck->a,
				"结转下年度 %s 件多于本年新收 %s 件，说明上年结转的仍未办结",
				decimal_text(n_out).z, decimal_text(n_received).z),
			STR("请核对结转件数，确未办结的请说明原因"));
	}
}

/* 其他 should stay the exception (rules.md 2.6, R3.6.3). */
static void check_other_share(struct check *ck)
{
	int cell[] = { report_cell_t3(REPORT_ROW_OTHER_MISC, REPORT_COL_TOTAL),
		report_cell_t3(REPORT_ROW_TOTAL, REPORT_COL_TOTAL) };
	struct decimal other, total, part, base;
	if (ck->r->layout != REPORT_LAYOUT_2021 || !report_number(ck->r, cell[0], &other) ||
		!report_number(ck->r, cell[1], &total) ||
		decimal_cmp(total, decimal_int(OTHER_SHARE_MIN)) < 0 ||
		!decimal_mul_int(other, 100, &part) ||
		!decimal_mul_int(total, OTHER_SHARE_PERCENT, &base) || decimal_cmp(part, base) <= 0)
		return;
	add(ck, "plausible.other_share", cell, 2, total, other,
		arena_fmt(ck->a, "“（六）其他处理 3.其他”%s 件，超过办结总数 %s 件的一半",
			decimal_text(other).z, decimal_text(total).z),
		STR("请核对其中是否有应当归入前五类的"));
}

/* CK14: no legal identity, only a note when lawsuits after review have no review beside them. */
static void check_after_review(struct check *ck)
{
	int after = report_cell_t4(REPORT_BLOCK_AFTER_REVIEW, REPORT_RESULT_TOTAL);
	struct decimal lawsuits, decided = decimal_int(0);
	if (!report_number(ck->r, after, &lawsuits))
		return;
	for (int k = REPORT_RESULT_UPHELD; k <= (int)REPORT_RESULT_OTHER; k++) {
		struct decimal v;
		if (!number(ck->r, report_cell_t4(REPORT_BLOCK_REVIEW, (enum report_result)k),
			    &v) ||
			!decimal_add(decided, v, &decided))
			return;
	}
	if (decimal_cmp(lawsuits, decided) <= 0)
		return;
	int cell[] = { after, report_cell_t4(REPORT_BLOCK_REVIEW, REPORT_RESULT_TOTAL) };
	add(ck, "CK14", cell, 2, decided, lawsuits,
		arena_fmt(ck->a,
			"复议后起诉 %s 件，本年审结的行政复议只有 %s 件，应当含有往年复议的案件",
			decimal_text(lawsuits).z, decimal_text(decided).z),
		STR("两者没有法定的相等关系；建议在正文写明是哪一年的复议"));
}

void check_plausible(struct check *ck)
{
	if (ck->r->layout == REPORT_LAYOUT_2021) {
		check_line(ck, REPORT_T2_REGULATION_MADE);
		check_line(ck, REPORT_T2_NORMATIVE_MADE);
	}
	check_backlog(ck);
	check_other_share(ck);
	check_after_review(ck);
}
