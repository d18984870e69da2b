/* A summation as text for the terminal and as JSON. */
#include "report/columns.h"
#include "report/compare.h"

#include "core/json.h"

enum { ARENA_MAX = 64 << 20 };

void summation_write_text(struct buf *b, const struct summation *s)
{
	struct arena a;
	struct columns t;
	arena_init(&a, ARENA_MAX);
	columns_init(&t, &a, 5);
	struct str *cell = columns_add_row(&t);
	static const struct str head[] = { STR_INIT("项目"), STR_INIT("上级"), STR_INIT("下级合计"),
		STR_INIT("相差"), STR_INIT("份数") };
	for (size_t i = 0; cell && i < 5; i++)
		cell[i] = head[i];
	for (size_t i = 0; i < s->n_cells; i++) {
		const struct sum_cell *c = &s->cell[i];
		struct decimal diff;
		bool zero = decimal_sign(c->children) == 0 &&
			    (!c->has_parent || decimal_sign(c->parent) == 0);
		if (zero || !(cell = columns_add_row(&t)))
			continue;
		cell[0] = arena_fmt(&a, "%s", report_cell_name(c->cell).z);
		cell[1] = c->has_parent ? arena_fmt(&a, "%s", decimal_text(c->parent).z) : STR("-");
		cell[2] = arena_fmt(&a, "%s", decimal_text(c->children).z);
		cell[3] = c->has_parent && decimal_sub(c->parent, c->children, &diff)
				  ? arena_fmt(&a, "%s", decimal_text(diff).z)
				  : STR("-");
		cell[4] = arena_fmt(&a, "%zu/%zu", c->n_children, s->n_children);
	}
	buf_fmt(b, "%.*s：%zu 份下级报告汇总（全为 0 的项目不列）\n", STR_ARG(s->parent->agency),
		s->n_children);
	columns_write(b, &t);
	for (size_t i = 0; i < s->mismatch.n; i++) {
		const struct finding *it = &s->mismatch.item[i];
		buf_fmt(b, "%s %s：%.*s。%.*s\n", severity_label(it->severity), it->rule,
			STR_ARG(it->message), STR_ARG(it->hint));
	}
	if (s->mismatch.n == 0)
		buf_cstr(b, "上下级一致。\n");
	if (a.err && !b->err)
		b->err = a.err;
	arena_done(&a);
}

/* Counts as integers; amounts, and counts that are none, as decimal strings. */
static void write_number(struct buf *b, bool has, int cell, struct decimal v)
{
	const char *quote = report_cell_is_amount(cell) || !decimal_is_int(v) ? "\"" : "";
	if (has)
		buf_fmt(b, "%s%s%s", quote, decimal_text(v).z, quote);
	else
		buf_lit(b, "null");
}

static void write_cell(struct buf *b, const struct sum_cell *c)
{
	struct decimal diff = decimal_int(0);
	bool comparable = c->has_parent && decimal_sub(c->parent, c->children, &diff);
	buf_fmt(b, "{\"cell\":\"%s\",\"parent\":", report_cell_code(c->cell).z);
	write_number(b, c->has_parent, c->cell, c->parent);
	buf_lit(b, ",\"children\":");
	write_number(b, true, c->cell, c->children);
	buf_fmt(b, ",\"n\":%zu,\"difference\":", c->n_children);
	write_number(b, comparable, c->cell, diff);
	buf_char(b, '}');
}

void summation_write_json(struct buf *b, const struct summation *s)
{
	buf_lit(b, "{\"parent\":");
	report_write_source_json(b, s->parent);
	buf_lit(b, ",\"children\":[");
	for (size_t i = 0; i < s->n_children; i++) {
		buf_cstr(b, i ? "," : "");
		report_write_source_json(b, s->child[i]);
	}
	buf_lit(b, "],\"missing\":[");
	for (size_t i = 0; i < s->n_missing; i++) {
		buf_cstr(b, i ? "," : "");
		json_write_string(b, s->missing[i]);
	}
	buf_lit(b, "],\"cells\":[");
	for (size_t i = 0; i < s->n_cells; i++) {
		buf_cstr(b, i ? "," : "");
		write_cell(b, &s->cell[i]);
	}
	buf_lit(b, "],\"findings\":[");
	for (size_t i = 0; i < s->mismatch.n; i++) {
		buf_cstr(b, i ? "," : "");
		finding_write_json(b, &s->mismatch.item[i]);
	}
	buf_fmt(b, "],\"summary\":{\"error\":%zu,\"warning\":%zu,\"info\":%zu}}",
		findings_count(&s->mismatch, SEVERITY_ERROR),
		findings_count(&s->mismatch, SEVERITY_WARNING),
		findings_count(&s->mismatch, SEVERITY_INFO));
}
