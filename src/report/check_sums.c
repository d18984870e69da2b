#include "report/check.h"
#include "report/locate.h"

enum {
	CANDIDATES_MAX = 48,
	NAMED_MAX = 6,
	HINT_TIES_MAX = 3,
	/* terms of a sum whose zeros are printed: CK3 and CK6, not the 21 leaves of CK2 */
	ZEROS_SHOWN_MAX = 1 + REPORT_COL_TOTAL
};

/* "50+20+9" of the non-zero terms of one side; with fewer than two of them the zeros are shown. */
static void print_side(
	struct buf *b, const struct identity *id, const struct report *r, int sign, bool with_zeros)
{
	bool any = false;
	size_t non_zero = 0;
	for (size_t k = 0; k < id->n; k++) {
		struct decimal v;
		non_zero += id->term[k].sign == sign &&
			    report_number_or_zero(r, id->term[k].cell, &v) && decimal_sign(v) != 0;
	}
	with_zeros = with_zeros || (non_zero < 2 && id->n <= ZEROS_SHOWN_MAX);
	for (size_t k = 0; k < id->n; k++) {
		struct decimal v;
		if (id->term[k].sign != sign || !report_number_or_zero(r, id->term[k].cell, &v))
			continue;
		if (!with_zeros && decimal_sign(v) == 0)
			continue;
		buf_fmt(b, "%s%s", any && decimal_sign(v) >= 0 ? "+" : "", decimal_text(v).z);
		any = true;
	}
	if (!any)
		buf_char(b, '0');
}

/*
 * The sentence with the arithmetic: CK1 "60+0=60，61+0=61", sums
 * "50+20=70，总计填的是 95"; always with the difference.
 */
static struct str broken_message(
	struct check *ck, const struct identity *id, const struct identity_result *res)
{
	struct buf b;
	buf_init(&b, CHECK_TEXT_MAX);
	identity_print_place(&b, id);
	bool flow = strcmp(id->rule, "CK1") == 0;
	buf_cstr(&b, flow ? "勾稽关系不平：" : "的总计不等于各项之和：");
	print_side(&b, id, ck->r, 1, flow);
	buf_fmt(&b, "=%s，", decimal_text(res->expected).z);
	if (flow) {
		print_side(&b, id, ck->r, -1, true);
		buf_fmt(&b, "=%s（本年新收+上年结转应等于办理结果总计+结转下年度）",
			decimal_text(res->actual).z);
	} else {
		buf_fmt(&b, "总计填的是 %s", decimal_text(res->actual).z);
	}
	struct decimal diff;
	if (decimal_sub(res->actual, res->expected, &diff)) {
		if (decimal_sign(diff) < 0)
			diff.coef = -diff.coef;
		buf_fmt(&b, "，相差 %s", decimal_text(diff).z);
	}
	return check_take(ck, &b);
}

/*
 * The best candidate that makes this identity hold.  NULL when none does, or
 * when more than HINT_TIES_MAX are equally good: then naming one would be guessing.
 */
static const struct locate_candidate *best_candidate(const struct identity *id,
	const struct identity_result *res, const struct locate_candidate *list, size_t n)
{
	const struct locate_candidate *best = NULL;
	size_t ties = 0;
	for (size_t i = 0; i < n; i++) {
		struct decimal plus = res->expected, minus = res->actual;
		bool sound = true;
		for (size_t k = 0; k < list[i].n_changes; k++) {
			const struct locate_change *c = &list[i].change[k];
			struct decimal step;
			for (size_t t = 0; t < id->n; t++)
				if (id->term[t].cell == c->cell) {
					struct decimal *side =
						id->term[t].sign > 0 ? &plus : &minus;
					sound = sound && decimal_sub(c->to, c->from, &step) &&
						decimal_add(*side, step, side);
				}
		}
		if (!sound || !decimal_eq(plus, minus))
			continue;
		best = best ? best : &list[i];
		ties += list[i].score == best->score;
	}
	return ties <= HINT_TIES_MAX ? best : NULL;
}

/*
 * A mistake in a whole row goes before single cells, for CK1 and for the totals
 * row of CK2; else the locator's best candidate.
 */
static struct str hint_of(struct check *ck, const struct identity *id,
	const struct identity_result *res, const struct locate_candidate *list, size_t n)
{
	bool flow = strcmp(id->rule, "CK1") == 0 || strcmp(id->rule, "CK2") == 0;
	struct str hint = flow ? check_flow_hint(ck, id->rule) : (struct str){ NULL, 0 };
	if (hint.n)
		return hint;
	const struct locate_candidate *best = best_candidate(id, res, list, n);
	return best ? arena_fmt(ck->a, "可能是%.*s；请对照台账核实后更正", STR_ARG(best->reason))
		    : STR("单凭这些数看不出是哪一个填错，请对照台账逐项核对");
}

static void add_broken(struct check *ck, const struct identity *id,
	const struct identity_result *res, const struct locate_candidate *list, size_t n)
{
	int cell[IDENTITY_TERMS_MAX];
	for (size_t k = 0; k < id->n; k++)
		cell[k] = id->term[k].cell;
	struct finding it = check_finding(id->rule);
	it.cell = cell;
	it.n_cells = id->n;
	it.expected = arena_fmt(ck->a, "%s", decimal_text(res->expected).z);
	it.actual = arena_fmt(ck->a, "%s", decimal_text(res->actual).z);
	it.message = broken_message(ck, id, res);
	it.hint = hint_of(ck, id, res, list, n);
	it.where = check_cell_where(ck, id->term[0].cell);
	findings_add(ck->f, &it);
}

/* Blank totals of one kind in one finding; cells in table order. */
struct blank_group {
	const char *label;
	int cell[REPORT_ROW_COUNT];
	struct decimal sum[REPORT_ROW_COUNT];
	bool known[REPORT_ROW_COUNT]; /* the sum of the parts could be computed */
	size_t n, possible;	      /* blank totals, totals of this kind in the report */
};

/*
 * One finding for all blank totals of a group.  It is an error when numbers
 * other than 0 are left without their total, else (all parts 0) a warning.
 */
static void add_blank_group(struct check *ck, const struct blank_group *g)
{
	if (g->n == 0)
		return;
	struct finding it = check_finding("total.blank");
	struct buf b;
	buf_init(&b, CHECK_TEXT_MAX);
	bool zero = true;
	buf_fmt(&b, "%s有 %zu 个总计没有填写%s：", g->label, g->n,
		g->n == g->possible && g->n > 1 ? "（全部为空）" : "");
	for (size_t i = 0; i < g->n; i++) {
		zero = zero && g->known[i] && decimal_sign(g->sum[i]) == 0;
		if (i >= NAMED_MAX)
			continue;
		buf_fmt(&b, "%s%s", i ? "，" : "", report_cell_name(g->cell[i]).z);
		if (g->known[i])
			buf_fmt(&b, "（各项之和 %s）", decimal_text(g->sum[i]).z);
	}
	if (g->n > NAMED_MAX)
		buf_cstr(&b, " 等");
	it.message = check_take(ck, &b);
	it.severity = zero ? SEVERITY_WARNING : SEVERITY_ERROR;
	it.cell = (int *)g->cell;
	it.n_cells = g->n;
	if (g->n == 1 && g->known[0])
		it.expected = arena_fmt(ck->a, "%s", decimal_text(g->sum[0]).z);
	it.actual = ck->r->cell[g->cell[0]].raw;
	it.hint = STR("请把各项之和填入总计；没有发生的填 0，不要留空");
	it.where = check_cell_where(ck, g->cell[0]);
	findings_add(ck->f, &it);
}

/*
 * What belongs into a blank total: the sum of an identity it heads whose parts
 * are no blank totals themselves.  False when there is none.
 */
static bool total_sum(struct check *ck, int cell, struct decimal *sum)
{
	for (size_t i = 0; i < ck->ids->n; i++) {
		const struct identity *id = &ck->ids->item[i];
		bool sound = id->term[0].cell == cell && strcmp(id->rule, "CK1") != 0;
		for (size_t k = 1; sound && k < id->n; k++)
			sound = !ck->ids->blank_total[id->term[k].cell];
		struct identity_result res = { .state = IDENTITY_NOT_ASSESSABLE };
		if (sound)
			res = identity_evaluate(ck->ids, id, ck->r);
		if (res.state == IDENTITY_BLANK_TOTAL) {
			*sum = res.expected;
			return true;
		}
	}
	return false;
}

/* Three groups: the 总计 column and the （七）总计 row of table three, and table four. */
static void check_blank_totals(struct check *ck)
{
	struct blank_group group[3] = { { .label = "表三“总计”列" },
		{ .label = "表三“（七）总计”行" }, { .label = "表四" } };
	bool seen[REPORT_CELL_COUNT] = { false };
	for (size_t i = 0; i < ck->ids->n; i++) {
		const struct identity *id = &ck->ids->item[i];
		int cell = id->term[0].cell;
		if (strcmp(id->rule, "CK1") == 0 || seen[cell])
			continue;
		seen[cell] = true;
		bool t3 = report_cell_is_t3(cell);
		size_t kind = !t3 ? 2 : report_cell_col(cell) == REPORT_COL_TOTAL ? 0 : 1;
		struct blank_group *g = &group[kind];
		g->possible++;
		if (!ck->ids->blank_total[cell])
			continue;
		g->known[g->n] = total_sum(ck, cell, &g->sum[g->n]);
		g->cell[g->n++] = cell;
	}
	for (size_t k = 0; k < 3; k++)
		add_blank_group(ck, &group[k]);
}

/* Said once for the report: which identities could not be computed and the cells to blame. */
static void add_not_assessable(struct check *ck, const bool *lost)
{
	struct buf b;
	bool blamed[REPORT_CELL_COUNT] = { false };
	int cell[REPORT_CELL_COUNT];
	size_t n_cells = 0, n = 0;
	buf_init(&b, CHECK_TEXT_MAX);
	for (size_t i = 0; i < ck->ids->n; i++) {
		const struct identity *id = &ck->ids->item[i];
		if (!lost[i])
			continue;
		if (n < NAMED_MAX) {
			buf_fmt(&b, "%s%s ", n ? "，" : "", id->rule);
			identity_print_place(&b, id);
		}
		n++;
		for (size_t k = 0; k < id->n; k++) {
			enum report_state s = ck->r->cell[id->term[k].cell].state;
			if ((s == REPORT_ABSENT || s == REPORT_BAD) && !blamed[id->term[k].cell]) {
				blamed[id->term[k].cell] = true;
				cell[n_cells++] = id->term[k].cell;
			}
		}
	}
	struct str list = check_take(ck, &b);
	if (n == 0)
		return;
	struct finding it = check_finding("check.not_assessable");
	it.cell = cell;
	it.n_cells = n_cells;
	it.message =
		arena_fmt(ck->a, "有 %zu 项勾稽关系无法核对，因为所涉单元格缺失或不是数字：%.*s%s",
			n, STR_ARG(list), n > NAMED_MAX ? " 等" : "");
	it.hint = STR("补齐这些单元格后重新校核；未核对不等于正确");
	findings_add(ck->f, &it);
}

/*
 * CK1, CK2, CK3, CK6.  The locator runs once for the whole report, and only
 * when something is broken; each broken identity takes its best candidate as hint.
 */
void check_sums(struct check *ck)
{
	struct identity_result res[IDENTITY_MAX];
	bool lost[IDENTITY_MAX] = { false };
	size_t broken = 0;
	for (size_t i = 0; i < ck->ids->n; i++) {
		res[i] = identity_evaluate(ck->ids, &ck->ids->item[i], ck->r);
		lost[i] = res[i].state == IDENTITY_NOT_ASSESSABLE;
		broken += res[i].state == IDENTITY_BROKEN;
	}
	struct locate_candidate *list = arena_array(ck->a, struct locate_candidate, CANDIDATES_MAX);
	size_t n = 0;
	/* Without memory the hints are missing; the arena's error is told by report_check. */
	if (broken && list && report_locate(ck->a, ck->r, list, CANDIDATES_MAX, &n, NULL) != OK)
		n = 0;
	for (size_t i = 0; i < ck->ids->n; i++)
		if (res[i].state == IDENTITY_BROKEN)
			add_broken(ck, &ck->ids->item[i], &res[i], list, n);
	check_blank_totals(ck);
	add_not_assessable(ck, lost);
}
