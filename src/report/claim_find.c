/* CK7 as sentences: every claim that differs becomes a warning with its place. */
#include "report/claim.h"

/* The unit in which the table's number is told. */
static struct str table_unit(const struct claim *c)
{
	if (c->n_cells == 1 && report_cell_is_amount(c->cell[0]))
		return STR("万元");
	return c->unit.n ? c->unit : STR("件");
}

static const struct report_paragraph *paragraph_of(const struct report *r, const struct claim *c)
{
	return c->section < 0 ? &r->lead[c->paragraph]
			      : &r->section[c->section].paragraph[c->paragraph];
}

/* "正文写 152 件，表三…总计为 151 件"; a zero told in words is quoted. */
static struct str message_of(struct arena *a, const struct report *r, const struct claim *c)
{
	const char *got = arena_cstr(a, str_cstr(decimal_text_grouped(c->number).z));
	const char *want = arena_cstr(a, str_cstr(decimal_text_grouped(c->expected).z));
	struct str unit = table_unit(c);
	if (!got || !want)
		return (struct str){ NULL, 0 };
	if (c->kind == CLAIM_SUM)
		return arena_fmt(a, "正文写总数 %s %.*s，所列各项之和 %.*s 为 %s %.*s", got,
			STR_ARG(c->unit), STR_ARG(c->formula), want, STR_ARG(c->unit));
	struct str said = str_sub(paragraph_of(r, c)->text, c->from, c->to);
	if (decimal_sign(c->number) == 0 && !c->unit.n && !(said.n && said.p[0] == '0'))
		return arena_fmt(a, "正文写“%.*s”，%.*s为 %s %.*s", STR_ARG(said),
			STR_ARG(c->formula), want, STR_ARG(unit));
	return arena_fmt(a, "正文写 %s %.*s，%.*s为 %s %.*s", got, STR_ARG(c->unit),
		STR_ARG(c->formula), want, STR_ARG(unit));
}

void claims_to_findings(const struct report *r, const struct claims *c, struct findings *f)
{
	enum { WHERE_MAX = 512 };
	for (size_t i = 0; i < c->n; i++) {
		const struct claim *it = &c->item[i];
		if (it->status != CLAIM_DIFFERS)
			continue;
		struct buf where;
		buf_init(&where, WHERE_MAX);
		doc_where_print(&where, &paragraph_of(r, it)->where);
		struct finding found = { .rule = "CK7",
			.severity = SEVERITY_WARNING,
			.cell = it->cell,
			.n_cells = it->n_cells,
			.expected = arena_str(f->arena, str_cstr(decimal_text(it->expected).z)),
			.actual = arena_str(f->arena, str_cstr(decimal_text(it->number).z)),
			.message = message_of(f->arena, r, it),
			.hint = it->kind == CLAIM_SUM
					? STR("请核对总数与各项；只列了一部分的，在末项后写“等”")
					: STR("请核对原始台账，改正正文或表中的数字，使两处一致"),
			.where = buf_view(&where),
			.section = it->section,
			.paragraph = it->paragraph,
			.from = it->from,
			.to = it->to };
		findings_add(f, &found);
		buf_done(&where);
	}
}
