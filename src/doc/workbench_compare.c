/* The comparison: one table of indicators, and two charts as inline SVG. */
#include "doc/workbench_part.h"

#include "core/utf8.h"

#include "doc/layout.h"



enum {
	GROUPS = 6,
	SVG_WIDTH = 640,
	BAR_HEIGHT = 18,
	BAR_STEP = 34,
	LABEL_WIDTH = 170,
	VALUE_WIDTH = 80,
	BARS_MAX = 30, /* a chart with more bars is not looked at but searched; the table serves that */
	LABEL_CHARS = 12
};

static const struct {
	const char *label;
	enum report_row first, last;
} group[GROUPS] = {
	{ "予以公开", REPORT_ROW_OPEN, REPORT_ROW_OPEN },
	{ "部分公开", REPORT_ROW_PARTIAL, REPORT_ROW_PARTIAL },
	{ "不予公开", REPORT_ROW_STATE_SECRET, REPORT_ROW_QUERY_MATTER },
	{ "无法提供", REPORT_ROW_NOT_HELD, REPORT_ROW_STILL_UNCLEAR },
	{ "不予处理", REPORT_ROW_PETITION, REPORT_ROW_CONFIRM },
	{ "其他处理", REPORT_ROW_OTHER_NOT_CORRECTED, REPORT_ROW_OTHER_MISC },
};

static double total_of(const struct report *r, enum report_row first, enum report_row last)
{
	double sum = 0;
	for (int row = (int)first; row <= (int)last; row++) {
		struct decimal d;
		if (report_number(r, report_cell_t3((enum report_row)row, REPORT_COL_TOTAL), &d))
			sum += decimal_double(d);
	}
	return sum;
}

/* What names a column: the year of one agency, or the agency. */
static struct str column_name(struct workbench_page *p, const struct comparison *c, size_t i)
{
	const struct report *r = c->report[i];
	if (c->years && r->year)
		return arena_fmt(p->a, "%d年", r->year);
	return r->agency.n ? r->agency : r->file;
}

/* Between agencies a share stands beside its count, not in a row of its own; NULL when there is none. */
static const struct compare_row *share_beside(const struct comparison *c, size_t k)
{
	if (c->years || k + 1 >= c->n_rows || c->row[k].is_share || !c->row[k + 1].is_share)
		return NULL;
	return &c->row[k + 1];
}

static void write_value(struct workbench_page *p, const struct comparison *c,
	const struct compare_row *row, const struct compare_row *share, size_t i)
{
	buf_lit(p->b, "<td>");
	if (!row->has[i]) {
		buf_lit(p->b, "—");
	} else {
		buf_cstr(p->b, decimal_text_grouped(row->value[i]).z);
		if (row->is_share)
			buf_char(p->b, '%');
	}
	if (share && share->has[i])
		buf_fmt(p->b, " <small>%s%%</small>", decimal_text(share->value[i]).z);
	else if (share)
		buf_lit(p->b, " <small>—</small>");
	if (c->years && i > 0 && row->has_change[i]) {
		buf_fmt(p->b, " <small>%s%s%s", decimal_sign(row->change[i]) > 0 ? "+" : "",
			decimal_text_grouped(row->change[i]).z, row->is_share ? "点" : "");
		if (row->has_change_percent[i] && !row->is_share)
			buf_fmt(p->b, "（%s%s%%）", decimal_sign(row->change_percent[i]) > 0 ? "+" : "",
				decimal_text(row->change_percent[i]).z);
		buf_lit(p->b, "</small>");
	}
	buf_lit(p->b, "</td>");
}

/* "示例市公安局历年比较", "2024年度各机关比较". */
static struct str comparison_name(struct workbench_page *p, const struct comparison *c)
{
	const struct report *r = c->report[0];
	if (c->years)
		return arena_fmt(p->a, "%.*s历年比较", STR_ARG(r->agency));
	return r->year ? arena_fmt(p->a, "%d年度各机关比较", r->year) : STR("各机关比较");
}

static void write_table(struct workbench_page *p, const struct comparison *c, size_t index)
{
	struct str name = comparison_name(p, c);
	buf_fmt(p->b, "<div class=\"panel\"><div class=\"head\"><h2 id=\"cmp%zu-h\">", index);
	workbench_text(p, name);
	buf_lit(p->b, "</h2><p>");
	buf_cstr(p->b, c->years ? "小字为比上一年的增减" : "百分比以各自办结数为底");
	buf_lit(p->b, "</p></div><div class=\"body\"><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
	workbench_text(p, name);
	buf_lit(p->b, "\"><table class=\"cmp\">\n<caption>各项指标</caption>\n<thead><tr><th scope=\"col\">指标</th>");
	for (size_t i = 0; i < c->n; i++) {
		buf_lit(p->b, "<th scope=\"col\">");
		workbench_text(p, column_name(p, c, i));
		buf_lit(p->b, "</th>");
	}
	buf_lit(p->b, "</tr></thead>\n<tbody>\n");
	for (size_t k = 0; k < c->n_rows; k++) {
		const struct compare_row *row = &c->row[k];
		const struct compare_row *share = share_beside(c, k);
		buf_lit(p->b, "<tr><th scope=\"row\">");
		workbench_text(p, str_cstr(row->label));
		if (row->unit && row->unit[0] && !row->is_share)
			buf_fmt(p->b, "（%s）", row->unit);
		buf_lit(p->b, "</th>");
		for (size_t i = 0; i < c->n; i++)
			write_value(p, c, row, share, i);
		buf_lit(p->b, "</tr>\n");
		k += share != NULL;
	}
	buf_lit(p->b, "</tbody></table></div>"
		      "<p class=\"legend\">件数少于 30 的单位，百分比只供参考，不用于排名。</p></div></div>\n");
}

/* The label at the left of a bar, cut to what fits. */
static void write_bar_label(struct workbench_page *p, const struct comparison *c, size_t i, int y)
{
	struct str name = column_name(p, c, i);
	struct str head = utf8_prefix(name, LABEL_CHARS);
	buf_fmt(p->b, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">", LABEL_WIDTH - 8, y + 14);
	workbench_text(p, head);
	buf_cstr(p->b, head.n < name.n ? "…</text>" : "</text>");
}

static void open_chart(struct workbench_page *p, const char *id, size_t index, const char *title,
	const char *note, int height)
{
	buf_fmt(p->b, "<figure class=\"panel\" aria-labelledby=\"%s%zu\"><div class=\"head\"><h3 id=\"%s%zu\">%s</h3><p>%s</p></div>"
		      "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"%s图\"><svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"%s%zu\" focusable=\"false\">\n",
		id, index, id, index, title, note, title, SVG_WIDTH, height, id, index);
}

static void write_received_chart(struct workbench_page *p, const struct comparison *c,
	size_t index)
{
	double most = 0;
	size_t n = c->n;
	for (size_t i = 0; i < n; i++) {
		double v = total_of(c->report[i], REPORT_ROW_RECEIVED, REPORT_ROW_RECEIVED);
		most = v > most ? v : most;
	}
	int height = (int)n * BAR_STEP + 20, room = SVG_WIDTH - LABEL_WIDTH - VALUE_WIDTH;
	open_chart(p, "chart-received", index, "新收申请", "单位：件", height);
	buf_fmt(p->b, "<line class=\"axis\" x1=\"%d\" y1=\"4\" x2=\"%d\" y2=\"%d\"/>\n", LABEL_WIDTH, LABEL_WIDTH,
		height - 8);
	for (size_t i = 0; i < n; i++) {
		double v = total_of(c->report[i], REPORT_ROW_RECEIVED, REPORT_ROW_RECEIVED);
		int y = (int)i * BAR_STEP + 12;
		double w = most > 0 ? v / most * room : 0;
		write_bar_label(p, c, i, y);
		buf_fmt(p->b, "<rect class=\"c0\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>"
			      "<text class=\"v\" x=\"%.1f\" y=\"%d\">%s 件</text>\n",
			LABEL_WIDTH, y, w, BAR_HEIGHT, LABEL_WIDTH + w + 6, y + 14,
			decimal_text_grouped(decimal_int((int64_t)v)).z);
	}
	buf_lit(p->b, "</svg></div></figure>\n");
}

static void write_legend(struct workbench_page *p)
{
	for (int g = 0; g < GROUPS; g++)
		buf_fmt(p->b, "<rect class=\"c%d\" x=\"%d\" y=\"4\" width=\"14\" height=\"10\"/><text x=\"%d\" y=\"14\">%s</text>\n",
			g, 10 + g * 104, 28 + g * 104, group[g].label);
}

static void write_outcome_bar(struct workbench_page *p, const struct report *r, int y)
{
	double all = 0, x = LABEL_WIDTH;
	int room = SVG_WIDTH - LABEL_WIDTH - 20;
	for (int g = 0; g < GROUPS; g++)
		all += total_of(r, group[g].first, group[g].last);
	if (all <= 0) {
		buf_fmt(p->b, "<text x=\"%d\" y=\"%d\">没有办结的申请</text>\n", LABEL_WIDTH + 6, y + 14);
		return;
	}
	for (int g = 0; g < GROUPS; g++) {
		double v = total_of(r, group[g].first, group[g].last), w = v / all * room;
		if (v <= 0)
			continue;
		buf_fmt(p->b, "<rect class=\"c%d seg\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"><title>%s %.0f 件，%.1f%%</title></rect>\n",
			g, x, y, w, BAR_HEIGHT, group[g].label, v, v / all * 100);
		x += w;
	}
}

static void write_outcome_chart(struct workbench_page *p, const struct comparison *c, size_t index)
{
	size_t n = c->n;
	int height = (int)n * BAR_STEP + 56;
	open_chart(p, "chart-outcome", index, "办理结果构成", "以各自办结数为 100%", height);
	write_legend(p);
	for (size_t i = 0; i < n; i++) {
		int y = (int)i * BAR_STEP + 34;
		write_bar_label(p, c, i, y);
		write_outcome_bar(p, c->report[i], y);
	}
	int room = SVG_WIDTH - LABEL_WIDTH - 20;
	for (int q = 0; q <= 4; q++)
		buf_fmt(p->b, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%d%%</text>\n",
			LABEL_WIDTH + room * q / 4, height - 4, q * 25);
	buf_lit(p->b, "</svg></div></figure>\n");
}

void workbench_comparison(struct workbench_page *p, const struct comparison *c, size_t index)
{
	write_table(p, c, index);
	if (c->n > BARS_MAX)
		return;
	buf_lit(p->b, "<div class=\"two\">\n");
	write_outcome_chart(p, c, index);
	write_received_chart(p, c, index);
	buf_lit(p->b, "</div>\n");
}
