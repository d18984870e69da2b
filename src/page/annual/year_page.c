/*
 * year_page -- a year in tables, and charts drawn from them.
 */
#include "page/annual/part.h"
#include "page/annual_annual_more_tmpl.h"

#include <inttypes.h>

struct charting {
	struct http_exchange *x;
	struct annual_stats stats;
	struct annual_chart_page *v;
};

static struct annual_chart *begin(struct charting *c, const char *id, const char *kind, const char *title,
	const char *first, size_t rows)
{
	struct annual_chart *t = &c->v->chart[c->v->n++];
	*t = (struct annual_chart){ .id = id, .kind = kind, .title = str_cstr(title), .first = str_cstr(first) };
	t->bar = arena_array(c->x->arena, struct annual_bar, rows);
	return t;
}

static void add(struct annual_chart *t, struct str name, int64_t a, int64_t b, int64_t c)
{
	if (t->bar)
		t->bar[t->n++] = (struct annual_bar){ .name = name, .n = { a, b, c } };
}

static void one_series(struct annual_chart *t)
{
	t->series[0] = STR("件数");
	t->n_series = 1;
	t->horizontal = true;
}

static void chart_flow(struct charting *c)
{
	const struct annual_stats *s = &c->stats;
	struct annual_chart *t = begin(c, "flow", "bar", "各月收到和办结", "月份", 12);
	t->series[0] = STR("收到（件）");
	t->series[1] = STR("办结（件）");
	t->series[2] = STR("月末未办结（件）");
	t->n_series = 3;
	t->note = STR("按收到申请之日和办结日统计");
	for (int m = 0; m < 12; m++)
		add(t, page_fmt(c->x, "%d月", m + 1), s->month[m].received, s->month[m].closed, s->month[m].open);
}

static int64_t counted(const struct charting *c, enum report_row row, enum report_col col)
{
	struct decimal d = { 0 };
	return report_number_or_zero(c->stats.figures.report, report_cell_t3(row, col), &d) ? d.coef : 0;
}

static void chart_outcomes(struct charting *c)
{
	static const struct {
		const char *name;
		enum report_row first, last;
	} group[] = {
		{ "予以公开", REPORT_ROW_OPEN, REPORT_ROW_OPEN },
		{ "部分公开", REPORT_ROW_PARTIAL, REPORT_ROW_PARTIAL },
		{ "不予公开", REPORT_ROW_STATE_SECRET, REPORT_ROW_QUERY_MATTER },
		{ "无法提供", REPORT_ROW_NOT_HELD, REPORT_ROW_STILL_UNCLEAR },
		{ "不予处理", REPORT_ROW_PETITION, REPORT_ROW_CONFIRM },
		{ "其他处理", REPORT_ROW_OTHER_NOT_CORRECTED, REPORT_ROW_OTHER_MISC },
	};
	struct annual_chart *t = begin(c, "outcomes", "bar", "办理结果", "结果", 6);
	one_series(t);
	t->note = STR("表三“三、本年度办理结果”各类之和");
	for (size_t i = 0; i < sizeof group / sizeof *group; i++) {
		int64_t n = 0;
		for (int row = (int)group[i].first; row <= (int)group[i].last; row++)
			n += counted(c, (enum report_row)row, REPORT_COL_TOTAL);
		add(t, str_cstr(group[i].name), n, 0, 0);
	}
}

static void chart_classes(struct charting *c)
{
	struct annual_chart *t = begin(c, "classes", "bar", "申请人类别", "类别", REPORT_COL_TOTAL);
	one_series(t);
	t->note = STR("本年新收的申请");
	for (int col = 0; col < REPORT_COL_TOTAL; col++)
		add(t, str_cstr(report_col_label((enum report_col)col)),
			counted(c, REPORT_ROW_RECEIVED, (enum report_col)col), 0, 0);
}

static void chart_days(struct charting *c)
{
	const struct annual_stats *s = &c->stats;
	struct annual_chart *t = begin(c, "days", "bar", "从收到到办结的天数", "天数", ANNUAL_SPANS);
	one_series(t);
	t->note = STR("日历天数，包括补正、征求意见等不计入期限的时间");
	for (int i = 0; i < ANNUAL_SPANS; i++)
		add(t, str_cstr(annual_span_name(i)), s->span[i], 0, 0);
}

static void chart_time(struct charting *c)
{
	const struct annual_stats *s = &c->stats;
	struct annual_chart *t = begin(c, "time", "bar", "按期办结", "情况", 3);
	int64_t n = s->in_time + s->late;
	int64_t permille = n ? (s->in_time * 2000 + n) / (2 * n) : 0;
	one_series(t);
	t->note = n ? page_fmt(c->x, "按期办结率 %" PRId64 ".%d%%，按办结时的法定期限", permille / 10,
			      (int)(permille % 10))
		    : STR("本年还没有有期限的办结件");
	add(t, STR("按期"), s->in_time, 0, 0);
	add(t, STR("逾期"), s->late, 0, 0);
	add(t, STR("办结时没有期限在走"), s->no_due, 0, 0);
}

static void chart_channels(struct charting *c)
{
	struct annual_chart *t = begin(c, "channels", "bar", "收到渠道", "渠道", RECEIPT_CHANNEL_COUNT);
	one_series(t);
	t->note = STR("本年新收的申请");
	for (int i = 0; i < RECEIPT_CHANNEL_COUNT; i++)
		add(t, str_cstr(receipt_channel_name((enum receipt_channel)i)), c->stats.channel[i], 0, 0);
}

enum err annual_year_show(struct http_exchange *x, struct error *err)
{
	const struct annual_agency_typed *t = x->form;
	struct charting *c = arena_one(x->arena, struct charting);
	struct agency_id agency = { t->agency ? t->agency : WHO(x)->actor.agency.v };
	int year = 0;
	enum err e = c ? annual_path_year(x, &year, err) : arena_check(x->arena, err);
	if (e == OK)
		e = annual_stats(APP(x)->desk, x->arena, &WHO(x)->actor, agency, year, &c->stats, err);
	if (e == ERR_INVALID)
		return error_set(err, ERR_NOT_FOUND, NULL, "没有这一年的报告，请从年度报告列表选择");
	if (e != OK)
		return e;
	struct annual_chart_page *v = c->v = arena_one(x->arena, struct annual_chart_page);
	if (!v)
		return arena_check(x->arena, err);
	c->x = x;
	chart_flow(c);
	chart_outcomes(c);
	chart_classes(c);
	chart_days(c);
	chart_time(c);
	chart_channels(c);
	bool own = agency.v == WHO(x)->actor.agency.v;
	const char *who = own ? "" : page_fmt(x, "?agency=%" PRId64, agency.v).p;
	v->tab[v->n_tabs++] = (struct kit_link){ STR("报告"), page_fmt(x, "/annual/%d%s", year, who), false };
	if (own && app_has_page(APP(x), STR("/annual/:year/text")))
		v->tab[v->n_tabs++] = (struct kit_link){ STR("正文"), annual_path(x, year, "/text"), false };
	v->tab[v->n_tabs++] =
		(struct kit_link){ STR("全年情况"), page_fmt(x, "/annual/%d/charts%s", year, who), true };
	v->title = (struct kit_title){ .title = page_fmt(x, "%d年申请办理情况", year),
		.note = c->stats.figures.report->agency };
	page_frame(x, FRAME_OFFICE, page_fmt(x, "%d年申请办理情况", year).p, &v->frame);
	annual_crumbs(x, &v->frame, year, "全年情况");
	v->frame.charts = true;
	struct buf *o = page_open(x, &v->frame);
	annual_chart_main(o, v);
	return page_close(x, 200, o, &v->frame, err);
}
