/*
 * topics_page -- words of a year's subjects, by month, with a chart; each leads to its cases.
 */
#include "page/form_page.h"
#include "page/topics/part.h"
#include "page/topics/view.h"
#include "page/topics_topics_tmpl.h"

enum { YEAR_FIRST = 2008, YEARS_SHOWN = 6, CHART_WORDS = 12, CSV_MAX = 1 << 20, HREF_MAX = 512 };

struct topics_typed {
	int64_t year;
};
static const struct form_field fields[] = {
	FORM_INT(struct topics_typed, year, "年份", 0, 2200, 0),
};
const struct http_fields topics_form = HTTP_FIELDS(fields, struct topics_typed);

static int year_now(const struct http_exchange *x)
{
	return date_year(date_of_moment(x->started_ms / 1000));
}

static int year_of(const struct http_exchange *x)
{
	const struct topics_typed *t = x->form;
	return t->year >= YEAR_FIRST ? (int)t->year : year_now(x);
}

static struct str cases_of(struct http_exchange *x, struct str word)
{
	struct buf b;
	buf_init(&b, HREF_MAX);
	buf_lit(&b, "/office?band=all&q=");
	page_url_add(&b, word);
	struct str s = arena_str(x->arena, buf_view(&b));
	buf_done(&b);
	return s;
}

static void fill_years(struct http_exchange *x, struct topics_page *v, int year)
{
	int last = year_now(x);
	struct kit_choice *c = arena_array(x->arena, struct kit_choice, YEARS_SHOWN + 1);
	size_t n = 0;
	for (int y = last; c && y > last - YEARS_SHOWN; y--)
		c[n++] = (struct kit_choice){ .value = page_fmt(x, "%d", y),
			.text = page_fmt(x, "%d 年", y) };
	if (c && (year > last || year <= last - YEARS_SHOWN))
		c[n++] = (struct kit_choice){ .value = page_fmt(x, "%d", year),
			.text = page_fmt(x, "%d 年", year) };
	v->year = (struct kit_select){ .field = { .name = STR("year"), .label = STR("年份") },
		.choice = c,
		.n = n,
		.value = page_fmt(x, "%d", year) };
}

static void fill_lines(struct http_exchange *x, struct topics_page *v, const struct topic_year *y)
{
	v->line = arena_array(x->arena, struct topic_line, y->n);
	v->n = v->line ? y->n : 0;
	v->n_chart = v->n < CHART_WORDS ? v->n : CHART_WORDS;
	v->total = y->total;
	memcpy(v->month, y->month, sizeof(v->month));
	for (size_t i = 0; i < v->n; i++) {
		const struct topic *t = &y->topic[i];
		struct topic_line *l = &v->line[i];
		l->word = t->word;
		l->href = cases_of(x, t->word);
		l->requests = t->requests;
		for (int m = 0; m < TOPIC_MONTHS; m++)
			if (t->month[m])
				l->month[m] = page_fmt(x, "%d", t->month[m]);
	}
}

enum err topics_show(struct http_exchange *x, struct error *err)
{
	struct topics_page v = { .n = 0 };
	struct topic_year y;
	int year = year_of(x);
	enum err e = topic_year(APP(x)->desk, x->arena, &WHO(x)->actor, year, &y, err);
	if (e != OK)
		return e;
	struct kit_button file = { .text = STR("下载表格（CSV）"),
		.href = page_fmt(x, "/office/topics/csv?year=%d", year),
		.kind = KIT_SECONDARY };
	v.title = (struct kit_title){ .title = STR("申请热点"),
		.note = page_fmt(x, "%d 年到达的申请 %d 件", year, y.total),
		.button = &file,
		.n = y.n ? 1 : 0 };
	if (y.cut)
		v.cut = page_fmt(x, "本年申请很多，只统计最近的 %d 件。", TOPIC_SUBJECTS);
	v.empty = (struct kit_empty){ .title = STR("还没有可以列出的词"),
		.text = STR("这一年里没有哪个词被两个以上的申请人提到。可以换一个年份，或者到列表中查找。"),
		.link = STR("到申请列表"),
		.href = STR("/office") };
	fill_years(x, &v, year);
	fill_lines(x, &v, &y);
	page_frame(x, FRAME_OFFICE, "申请热点", &v.frame);
	struct frame_crumb crumb[] = { { .label = STR("依申请公开"), .href = STR("/office") },
		{ .label = STR("申请热点") } };
	v.frame.crumbs = crumb;
	v.frame.n_crumbs = 2;
	v.frame.charts = true;
	struct buf *o = page_open(x, &v.frame);
	topics_main(o, &v);
	return page_close(x, 200, o, &v.frame, err);
}

/* Words are signs of writing only, so that nothing in a cell is taken for a formula. */
enum err topics_file(struct http_exchange *x, struct error *err)
{
	struct topic_year y;
	struct buf b;
	int year = year_of(x);
	enum err e = topic_year(APP(x)->desk, x->arena, &WHO(x)->actor, year, &y, err);
	if (e != OK)
		return e;
	buf_init(&b, CSV_MAX);
	buf_lit(&b, "\xef\xbb\xbf词,件数");
	for (int m = 1; m <= TOPIC_MONTHS; m++)
		buf_fmt(&b, ",%d月", m);
	buf_lit(&b, "\r\n");
	for (size_t i = 0; i < y.n; i++) {
		buf_fmt(&b, "%.*s,%d", STR_ARG(y.topic[i].word), y.topic[i].requests);
		for (int m = 0; m < TOPIC_MONTHS; m++)
			buf_fmt(&b, ",%d", y.topic[i].month[m]);
		buf_lit(&b, "\r\n");
	}
	e = buf_check(&b, err);
	if (e != OK) {
		buf_done(&b);
		return e;
	}
	http_download_name(x, page_fmt(x, "申请热点-%d.csv", year));
	http_answer_bytes(x, 200, "text/csv; charset=utf-8", &b);
	return OK;
}
