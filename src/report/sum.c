/* Children added up against their parent; a missing child and a mismatch are told apart (R15). */
#include "report/agency.h"
#include "report/compare.h"

static bool names_agree(struct arena *a, struct str x, struct str y)
{
	enum agency_match m = agency_compare(a, x, y);
	return m == AGENCY_SAME || m == AGENCY_PREFIXED;
}

static struct finding new_finding(const char *rule)
{
	size_t n;
	const struct rule_info *list = rule_list(&n);
	struct finding it = { .rule = rule, .severity = SEVERITY_WARNING, .section = -1 };
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i].id, rule) == 0)
			it.severity = list[i].severity;
	return it;
}

/* Names expected that no child bears. */
static void find_missing(struct arena *a, struct summation *s, const struct str *expected, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		bool there = false;
		for (size_t k = 0; !there && k < s->n_children; k++)
			there = names_agree(a, expected[i], s->child[k]->agency);
		if (there)
			continue;
		s->missing[s->n_missing++] = arena_str(a, expected[i]);
		struct finding it = new_finding("sum.missing_child");
		it.expected = expected[i];
		it.message = arena_fmt(a, "缺少“%.*s”的报告，汇总只按已有的 %zu 份核对",
			STR_ARG(expected[i]), s->n_children);
		it.hint = STR("请催交后重新汇总");
		findings_add(&s->mismatch, &it);
	}
}

/* Two reports of one agency would be counted twice; another year does not belong here. */
static void check_children(struct arena *a, struct summation *s)
{
	for (size_t i = 0; i < s->n_children; i++) {
		const struct report *r = s->child[i];
		if (r->year && s->parent->year && r->year != s->parent->year) {
			struct finding it = new_finding("sum.year_differs");
			it.expected = arena_fmt(a, "%d", s->parent->year);
			it.actual = arena_fmt(a, "%d", r->year);
			it.message = arena_fmt(a, "“%.*s”的报告是 %d 年度，上级报告是 %d 年度",
				STR_ARG(r->agency), r->year, s->parent->year);
			it.hint = STR("请换成同一年度的报告");
			findings_add(&s->mismatch, &it);
		}
		for (size_t k = 0; k < i; k++) {
			if (agency_compare(a, r->agency, s->child[k]->agency) != AGENCY_SAME)
				continue;
			struct finding it = new_finding("sum.duplicate_child");
			it.actual = r->agency;
			it.message = arena_fmt(
				a, "“%.*s”的报告给了两份，已重复计入", STR_ARG(r->agency));
			it.hint = STR("请只留一份后重新汇总");
			findings_add(&s->mismatch, &it);
		}
	}
}

/*
 * One cell.  With every child at hand the sums must be equal.  With a child
 * missing, or without the number in some child, the parent may hold more but
 * never less than what is there already.
 */
static void sum_one(struct arena *a, struct summation *s, int cell)
{
	struct sum_cell *c = &s->cell[s->n_cells++];
	*c = (struct sum_cell){ .cell = cell, .children = decimal_int(0) };
	c->has_parent = report_number(s->parent, cell, &c->parent);
	size_t with_number = 0;
	for (size_t i = 0; i < s->n_children; i++) {
		struct decimal v;
		if (!report_number_or_zero(s->child[i], cell, &v) ||
			!decimal_add(c->children, v, &c->children))
			continue;
		with_number++;
		c->n_children += s->child[i]->cell[cell].state == REPORT_NUMBER;
	}
	struct decimal diff;
	if (!c->has_parent || s->n_children == 0 || with_number == 0 ||
		!decimal_sub(c->parent, c->children, &diff) || decimal_sign(diff) == 0)
		return;
	bool complete = s->n_missing == 0 && with_number == s->n_children;
	if (!complete && decimal_sign(diff) > 0)
		return;
	struct finding it = new_finding("sum.mismatch");
	it.cell = &cell;
	it.n_cells = 1;
	it.expected = arena_fmt(a, "%s", decimal_text(c->children).z);
	it.actual = arena_fmt(a, "%s", decimal_text(c->parent).z);
	it.message = arena_fmt(a, "%s：上级报告 %s，%zu 份下级报告合计 %s，相差 %s",
		report_cell_name(cell).z, decimal_text(c->parent).z, with_number,
		decimal_text(c->children).z, decimal_text(diff).z);
	it.hint = STR("请核对上级汇总是否漏加、重加，或下级报告改动后没有重新汇总");
	findings_add(&s->mismatch, &it);
}

enum err report_sum(struct arena *a, const struct report *parent, const struct report *const *child,
	size_t n, const struct str *expected, size_t n_expected, struct summation **out,
	struct error *err)
{
	struct summation *s = arena_one(a, struct summation);
	const struct report **list = arena_array(a, const struct report *, n + 1);
	struct str *missing = arena_array(a, struct str, n_expected + 1);
	struct sum_cell *cell = arena_array(a, struct sum_cell, REPORT_CELL_COUNT);
	if (!s || !list || !missing || !cell)
		return arena_check(a, err);
	if (n)
		memcpy(list, child, n * sizeof *list);
	*s = (struct summation){
		.parent = parent, .n_children = n, .child = list, .missing = missing, .cell = cell
	};
	findings_init(&s->mismatch, a);
	find_missing(a, s, expected, n_expected);
	check_children(a, s);
	for (int i = 0; i < REPORT_CELL_COUNT; i++)
		if (report_cell_in_layout(i, parent->layout))
			sum_one(a, s, i);
	findings_sort(&s->mismatch);
	enum err e = arena_check(a, err);
	if (e == OK)
		*out = s;
	return e;
}
