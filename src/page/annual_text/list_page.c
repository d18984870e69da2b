/*
 * list_page -- the lead and the six parts of a year's report: what is written, what is wrong.
 */
#include "core/utf8.h"
#include "page/annual_text/part.h"
#include "page/annual_text/view.h"
#include "page/annual_text_text_tmpl.h"
#include "page/moment.h"

static const struct kit_column columns[] = {
	{ .label = STR_INIT("部分"), .card = KIT_CARD_MAIN },
	{ .label = STR_INIT("状态"), .card = KIT_CARD_CORNER },
	{ .label = STR_INIT("字数"), .card = KIT_CARD_NAMED, .number = true },
	{ .label = STR_INIT("手写数字"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("意见"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("版本"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("最近修改"), .card = KIT_CARD_NAMED },
};
static const struct kit_table table = { .caption = STR_INIT("正文各部分"),
	.kind = KIT_GRID,
	.cards = true,
	.column = columns,
	.n = sizeof columns / sizeof *columns };

static int64_t open_remarks(const struct annual_text_view *t)
{
	int64_t n = 0;
	for (size_t i = 0; i < t->n_comments; i++)
		n += t->comment[i].answered_at == 0;
	return n;
}

/* The three table parts may be left without words: the tables are printed anyhow. */
static bool may_be_empty(int part)
{
	return part == 0 || (part >= 2 && part <= 4);
}

static void fill_line(struct http_exchange *x, const struct annual_text_view *t, struct text_part_line *l)
{
	int64_t open = open_remarks(t);
	size_t length = t->version ? utf8_length(t->prose.text) : 0;
	bool written = length > 0;
	*l = (struct text_part_line){ .name = str_cstr(annual_part_name(t->part)),
		.href = text_path(x, t->year, t->part, ""),
		.length = page_fmt(x, "%zu", length),
		.numbers = t->version && t->n_free ? page_fmt(x, "%zu 处，%zu 处与表不符", t->n_free, t->n_differ) : STR("无"),
		.remarks = t->n_comments ? page_fmt(x, "%zu 条，%lld 条待答复", t->n_comments, (long long)open) : STR("无"),
		.version = t->version ? page_fmt(x, "第 %lld 版", (long long)t->version) : STR("—"),
		.by = t->version ? page_fmt(x, "%.*s %.*s", STR_ARG(t->actor_name),
					   STR_ARG(moment_text(x->arena, t->at)))
				 : STR("—") };
	bool wrong = written && (t->n_differ || t->prose.n_unknown);
	l->tone = wrong ? KIT_RED : written ? KIT_GREEN : may_be_empty(t->part) ? KIT_PLAIN : KIT_AMBER;
	l->state = wrong ? STR("需改正") : written ? STR("已写") : may_be_empty(t->part) ? STR("可不写") : STR("待写");
}

enum err text_list_show(struct http_exchange *x, struct error *err)
{
	struct text_list_page v = { .table = &table };
	int year, ignored;
	enum err e = text_of_path(x, &year, &ignored, err);
	for (int part = 0; e == OK && part < ANNUAL_PARTS; part++) {
		struct annual_text_view t;
		e = annual_text_view(APP(x)->desk, x->arena, &WHO(x)->actor, year, part, 0, &t, err);
		if (e == OK)
			fill_line(x, &t, &v.line[v.n++]);
	}
	if (e != OK)
		return e;
	v.title = (struct kit_title){ .title = page_fmt(x, "%d年度报告正文", year),
		.note = STR("数字用字段写，随登记簿和台账变动；冻结后不再变动") };
	page_frame(x, FRAME_OFFICE, "年度报告正文", &v.frame);
	text_crumbs(x, &v.frame, year, -1, NULL);
	struct buf *o = page_open(x, &v.frame);
	text_list_main(o, &v);
	return page_close(x, 200, o, &v.frame, err);
}
