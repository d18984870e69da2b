/*
 * holds -- the checks of a report that are right.  See holds.h.
 */
#include "report/holds.h"
#include "report/identity.h"

#include <string.h>

enum { EXAMPLE_MAX = 512 };

static const struct {
	const char *rule, *what;
} kind[] = {
	{ "CK1", "表三各列：一＋二＝三（七）＋四" },
	{ "CK2", "表三各列：三（七）＝三（一）至（六）各项之和" },
	{ "CK3", "表三各行：总计＝自然人＋法人或其他组织各类" },
	{ "CK6", "表四各组：总计＝维持＋纠正＋其他＋尚未审结" },
};
enum { KINDS = sizeof kind / sizeof *kind };

/* One side of an identity: its numbers but the noughts. */
static void print_side(struct buf *b, const struct identity *id, const struct report *r, int sign)
{
	struct decimal d;
	size_t n = 0;
	for (size_t i = 0; i < id->n; i++)
		if (id->term[i].sign == sign && report_number_or_zero(r, id->term[i].cell, &d) &&
			decimal_sign(d) != 0)
			buf_fmt(b, "%s%s", n++ ? "＋" : "", decimal_text(d).z);
	if (n == 0)
		buf_lit(b, "0");
}

/* Of the total column, the first row or the first block: what a reader looks at first. */
static bool is_example(const struct identity *id)
{
	bool column = strcmp(id->rule, "CK1") == 0 || strcmp(id->rule, "CK2") == 0;
	return id->index == (column ? REPORT_COL_COUNT - 1 : 0);
}

static struct str print_example(struct arena *a, const struct identity *id, const struct report *r)
{
	struct buf b;
	buf_init(&b, EXAMPLE_MAX);
	/* CK1 reads from what came to what became of it, the sums from the parts to the total. */
	print_side(&b, id, r, 1);
	buf_lit(&b, "＝");
	print_side(&b, id, r, -1);
	struct str s = arena_str(a, buf_view(&b));
	buf_done(&b);
	return s;
}

static void add(struct holdings *out, struct holding h)
{
	if (h.of == 0 || out->n == HOLDINGS_MAX)
		return;
	out->item[out->n++] = h;
	out->holds += h.holds;
	out->of += h.of;
	out->wrong += h.open ? 0 : h.of - h.holds;
}

static void add_sums(struct arena *a, const struct report *r, const struct identities *ids, int k,
	struct holdings *out)
{
	struct holding h = { .rule = kind[k].rule, .what = kind[k].what };
	for (size_t i = 0; i < ids->n; i++) {
		const struct identity *id = &ids->item[i];
		if (strcmp(id->rule, h.rule) != 0)
			continue;
		struct identity_result got = identity_evaluate(ids, id, r);
		if (got.state == IDENTITY_NOT_ASSESSABLE)
			continue;
		h.of++;
		h.holds += got.state == IDENTITY_HOLDS;
		if (got.state == IDENTITY_HOLDS && is_example(id))
			h.example = print_example(a, id, r);
	}
	add(out, h);
}

static void add_carry(struct arena *a, const struct report *r, const struct report *previous,
	struct holdings *out)
{
	struct holding h = { .rule = "CK4", .what = "跨年：上年“四、结转”＝本年“二、上年结转”" };
	for (int c = 0; previous && c < REPORT_COL_COUNT; c++) {
		struct decimal before, now;
		if (!report_number_or_zero(previous, report_cell_t3(REPORT_ROW_CARRIED_OUT, (enum report_col)c), &before) ||
			!report_number_or_zero(r, report_cell_t3(REPORT_ROW_CARRIED_IN, (enum report_col)c), &now))
			continue;
		h.of++;
		h.holds += decimal_eq(before, now);
		if (c == REPORT_COL_COUNT - 1 && decimal_eq(before, now))
			h.example = arena_fmt(a, "%s＝%s", decimal_text(before).z, decimal_text(now).z);
	}
	add(out, h);
}

static void add_cells(const struct report *r, struct holdings *out)
{
	struct holding h = { .rule = "CK5",
		.open = true,
		.what = "各格均为数字，没有空白、单位文字" };
	for (int c = 0; c < REPORT_CELL_COUNT; c++)
		if (report_cell_in_layout(c, r->layout)) {
			h.of++;
			h.holds += r->cell[c].state == REPORT_NUMBER;
		}
	add(out, h);
}

enum err report_holdings(struct arena *a, const struct report *r, const struct report *previous,
	struct holdings *out, struct error *err)
{
	struct identities *ids = arena_one(a, struct identities);
	*out = (struct holdings){ .n = 0 };
	if (!ids)
		return arena_check(a, err);
	identities_init(ids, r);
	for (int k = 0; k < KINDS; k++)
		add_sums(a, r, ids, k, out);
	if (previous && previous->year == r->year - 1)
		add_carry(a, r, previous, out);
	add_cells(r, out);
	return arena_check(a, err);
}

struct str claim_agrees(struct arena *a, const struct claim *c)
{
	if (c->status != CLAIM_EQUAL)
		return STR("");
	struct decimal_text number = decimal_text(c->number);
	if (c->kind == CLAIM_SUM)
		return arena_fmt(a, "%.*s %s%.*s＝%.*s", STR_ARG(c->topic), number.z, STR_ARG(c->unit),
			STR_ARG(c->formula));
	return arena_fmt(a, "%.*s %s%.*s，与%.*s一致", STR_ARG(c->topic), number.z, STR_ARG(c->unit),
		STR_ARG(c->formula));
}
