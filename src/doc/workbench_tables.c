/* The three tables with a flag on every cell that a finding names. */
#include "doc/workbench_part.h"

#include "doc/layout.h"
#include "doc/markup.h"

static const char *value_class(const struct report *r, int cell)
{
	const struct report_value *v = &r->cell[cell];
	if (v->state == REPORT_BLANK || v->state == REPORT_ABSENT)
		return "blank";
	if (v->state == REPORT_NUMBER && decimal_sign(v->number) == 0)
		return "zero";
	bool sum = report_cell_is_t3(cell)
		? report_cell_col(cell) == REPORT_COL_TOTAL || report_cell_row(cell) == REPORT_ROW_TOTAL
		: report_cell_table(cell) == 4 &&
			(cell - REPORT_CELL_T4) % REPORT_RESULT_COUNT == REPORT_RESULT_TOTAL;
	return sum ? "sum" : "";
}

static void write_value(struct workbench_page *p, const struct layout_cell *c)
{
	const struct report *r = p->item->report;
	size_t index = 0;
	const struct finding *f = workbench_finding_of(p->item, c->cell, &index);
	struct report_code code = report_cell_code(c->cell);
	buf_fmt(p->b, "<td id=\"r%zu-%s\" data-cell=\"%s\" class=\"%s%s%s\"", p->no, code.z, code.z,
		value_class(r, c->cell), f ? " " : "", f ? workbench_class(f->severity) : "");
	if (c->colspan > 1)
		buf_fmt(p->b, " colspan=\"%d\"", c->colspan);
	buf_char(p->b, '>');
	if (c->is_number && !c->is_signed)
		buf_cstr(p->b, decimal_text_grouped(c->number).z);
	else
		markup_text(p->b, c->text);
	if (f) {
		buf_fmt(p->b, "<a class=\"flag %s\" href=\"#r%zu-f%zu\" aria-label=\"%s：",
			workbench_class(f->severity), p->no, index + 1, severity_label(f->severity));
		workbench_text(p, f->message);
		buf_fmt(p->b, "\">%s%zu</a>", workbench_sign(f->severity), index + 1);
	}
	buf_lit(p->b, "</td>");
}

static void write_label(struct workbench_page *p, const struct layout_cell *c, bool in_head)
{
	bool row_head = c->role == LAYOUT_ROW_HEAD || c->role == LAYOUT_ROW_GROUP;
	buf_fmt(p->b, "<th scope=\"%s%s\"", row_head && !in_head ? "row" : "col",
		(row_head && c->rowspan > 1) || (!row_head && c->colspan > 1) ? "group" : "");
	if (c->rowspan > 1)
		buf_fmt(p->b, " rowspan=\"%d\"", c->rowspan);
	if (c->colspan > 1)
		buf_fmt(p->b, " colspan=\"%d\"", c->colspan);
	buf_char(p->b, '>');
	markup_text(p->b, c->text);
	buf_lit(p->b, "</th>");
}

static void write_rows(struct workbench_page *p, const struct layout_table *t, int from, int to,
	bool in_head)
{
	for (int row = from; row < to; row++) {
		buf_lit(p->b, "<tr>");
		for (int col = 0; col < t->cols; col++) {
			const struct layout_cell *c = layout_anchor(t, row, col);
			if (c && c->role == LAYOUT_VALUE)
				write_value(p, c);
			else if (c)
				write_label(p, c, in_head);
		}
		buf_lit(p->b, "</tr>\n");
	}
}

static void write_missing(struct workbench_page *p, int no)
{
	buf_fmt(p->b, "<div class=\"panel\"><div class=\"head\"><h3 id=\"r%zu-t%d\">%s</h3></div>"
		      "<div class=\"body\"><p>报告里没有读到这张表。</p></div></div>\n",
		p->no, no, report_section_heading(no));
}

static void write_table(struct workbench_page *p, const struct layout_table *t)
{
	/* The region's name has the report's number in it: landmarks must differ. */
	buf_fmt(p->b, "<div class=\"panel\"><div class=\"head\"><h3 id=\"r%zu-t%d\">%s</h3>"
		      "<p>带编号的格对应上面的检查结果；斜纹为空白</p></div><div class=\"body\">"
		      "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"第%zu份报告的",
		p->no, t->no, report_section_heading(t->no), p->no);
	markup_text(p->b, t->caption);
	buf_fmt(p->b, "\"><table class=\"t%d\">\n<caption>", t->no);
	markup_text(p->b, t->caption);
	buf_lit(p->b, "</caption>\n");
	if (t->head_rows) {
		buf_lit(p->b, "<thead>\n");
		write_rows(p, t, 0, t->head_rows, true);
		buf_lit(p->b, "</thead>\n");
	}
	buf_lit(p->b, "<tbody>\n");
	write_rows(p, t, t->head_rows, t->rows, false);
	buf_lit(p->b, "</tbody></table></div></div></div>\n");
}

enum err workbench_tables(struct workbench_page *p, struct error *err)
{
	/* Table three first: it is what people come for. */
	static const int order[] = { 3, 2, 4 };
	for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
		struct layout_table *t = NULL;
		enum err e = layout_table_build(p->a, p->item->report, order[i], &t, err);
		if (e)
			return e;
		if (t)
			write_table(p, t);
		else
			write_missing(p, order[i]);
	}
	return OK;
}
