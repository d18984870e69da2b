/*
 * year_page -- a year in tables, and charts drawn from them.
 */
#include "page/annual/part.h"
#include "page/annual_annual_more_tmpl.h"

#include "desk/channel.h"
#include "desk/topic.h"

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

/* --- words and channels: tables of their own pages, a year of each ------------------------------------- */

enum { WORDS_SHOWN = 10 };

/* The whole year first, which is drawn, then the months. */
static void months_of(struct charting *c, struct annual_chart *t, const char *year, const char *unit)
{
	t->series[t->n_series++] = str_cstr(year);
	for (int m = 0; m < 12; m++)
		t->series[t->n_series++] = page_fmt(c->x, "%d月", m + 1);
	t->n_drawn = 1;
	t->horizontal = true;
	t->unit = str_cstr(unit);
}

static struct str cases_with(struct http_exchange *x, struct str word)
{
	struct buf b;
	buf_init(&b, 1024);
	buf_lit(&b, "/office?band=all&q=");
	page_url_add(&b, word);
	struct str s = arena_str(x->arena, buf_view(&b));
	buf_done(&b);
	return s;
}

/* Of the own agency alone: what the subjects of others hold is not for those who supervise. */
static enum err chart_topics(struct charting *c, int year, struct error *err)
{
	struct topic_year y;
	enum err e = topic_year(APP(c->x)->desk, c->x->arena, &WHO(c->x)->actor, year, &y, err);
	if (e != OK)
		return e;
	size_t n = y.n < WORDS_SHOWN ? y.n : WORDS_SHOWN;
	struct annual_chart *t = begin(c, "topics", "bar", "申请热点", "词", n);
	months_of(c, t, "全年（件）", "件");
	t->note = page_fmt(c->x, "本年到达的 %d 件申请的标题里提到最多的词，按到达月份", y.total);
	t->more = page_fmt(c->x, "全部词和各月件数");
	t->more_href = page_fmt(c->x, "/office/topics?year=%d", year);
	t->empty = (struct kit_empty){ .title = STR("还没有可以列出的词"),
		.text = STR("这一年里没有哪个词被两个以上的申请人提到。") };
	for (size_t i = 0; t->bar && i < n; i++) {
		struct annual_bar *b = &t->bar[t->n++];
		*b = (struct annual_bar){ .name = y.topic[i].word, .href = cases_with(c->x, y.topic[i].word) };
		b->n[0] = y.topic[i].requests;
		for (int m = 0; m < 12; m++)
			b->n[m + 1] = y.topic[i].month[m];
	}
	return arena_check(c->x->arena, err);
}

static enum err chart_posts(struct charting *c, struct agency_id agency, bool own, int year, struct error *err)
{
	struct channel_filter f = { .agency = agency, .state = -1, .year = year };
	struct channel_page p;
	const char *who = own ? "" : page_fmt(c->x, "&agency=%" PRId64, agency.v).p;
	enum err e = channel_list(APP(c->x)->desk, &WHO(c->x)->actor, &f, c->x->arena, &p, err);
	if (e != OK)
		return e;
	struct annual_chart *t = begin(c, "posts", "bar", "各渠道发布", "账号、渠道", p.n);
	months_of(c, t, "全年（条）", "条");
	t->series[t->n_series++] = STR("年末关注（人）");
	t->note = p.more ? page_fmt(c->x, "前 %zu 个渠道每月发布条数；没有数字的月份没有填报", p.n)
			 : STR("每月发布条数；没有数字的月份没有填报");
	t->more = STR("公开渠道台账");
	t->more_href = page_fmt(c->x, "/office/ledger/channels?year=%d%s", year, who);
	t->empty = (struct kit_empty){ .title = STR("还没有登记公开渠道"),
		.text = STR("在年度台账里登记网站、账号、公告栏，再每月填写发布条数。") };
	for (size_t i = 0; t->bar && i < p.n; i++) {
		const struct channel_item *it = &p.item[i];
		struct annual_bar *b = &t->bar[t->n++];
		*b = (struct annual_bar){ .name = it->row.name };
		if (own)
			b->href = page_fmt(c->x, "/office/ledger/channels/%" PRId64, it->row.id.v);
		b->n[0] = it->posts;
		for (int m = 0; m < 12; m++)
			b->n[m + 1] = it->month[m];
		b->n[13] = it->followers;
	}
	return arena_check(c->x->arena, err);
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
	if (own)
		e = chart_topics(c, year, err);
	if (e == OK)
		e = chart_posts(c, agency, own, year, err);
	if (e != OK)
		return e;
	const char *who = own ? "" : page_fmt(x, "?agency=%" PRId64, agency.v).p;
	v->tab[v->n_tabs++] = (struct kit_link){ STR("报告"), page_fmt(x, "/annual/%d%s", year, who), false };
	if (own && app_has_page(APP(x), STR("/annual/:year/text")))
		v->tab[v->n_tabs++] = (struct kit_link){ STR("正文"), annual_path(x, year, "/text"), false };
	v->tab[v->n_tabs++] =
		(struct kit_link){ STR("全年情况"), page_fmt(x, "/annual/%d/charts%s", year, who), true };
	v->title = (struct kit_title){ .title = page_fmt(x, "%d年全年情况", year),
		.note = c->stats.figures.report->agency };
	page_frame(x, FRAME_OFFICE, page_fmt(x, "%d年全年情况", year).p, &v->frame);
	annual_crumbs(x, &v->frame, year, "全年情况");
	v->frame.charts = true;
	struct buf *o = page_open(x, &v->frame);
	annual_chart_main(o, v);
	return page_close(x, 200, o, &v->frame, err);
}
