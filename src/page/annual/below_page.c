/*
 * below_page -- the reports of the agencies below: state, deadline, what the checks find; asking for
 * those that are late; the list as a file.
 */
#include "page/annual/part.h"
#include "page/annual_annual_tmpl.h"
#include "page/export.h"
#include "page/moment.h"

#include <inttypes.h>

static const struct form_choice show_choices[] = { { "all", "全部" }, { "missing", "未公布" },
	{ "published", "已公布" }, { NULL, NULL } };

struct below_typed {
	int64_t year, depth, after;
	int show;
	struct str name;
};
static const struct form_field query_fields[] = {
	FORM_INT(struct below_typed, year, "年度", 2008, 9998, 0),
	FORM_CHOICE(struct below_typed, show, "范围", show_choices, 0),
	FORM_INT(struct below_typed, depth, "起始", 0, 99, 0),
	FORM_TEXT(struct below_typed, name, "起始", 0, 100, 0),
	FORM_INT(struct below_typed, after, "起始", 0, INT64_MAX, 0),
};
const struct http_fields annual_below_query = HTTP_FIELDS(query_fields, struct below_typed);

static const struct kit_column columns[] = {
	{ .label = STR_INIT("机关"), .card = KIT_CARD_MAIN },
	{ .label = STR_INIT("状态"), .card = KIT_CARD_CORNER },
	{ .label = STR_INIT("报送期限"), .card = KIT_CARD_NAMED, .nowrap = true },
	{ .label = STR_INIT("检查"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("公布日期"), .card = KIT_CARD_NAMED, .nowrap = true },
	{ .label = STR_INIT("上次催报"), .card = KIT_CARD_NAMED, .nowrap = true },
};
static const struct kit_table table = { .caption = STR_INIT("下级机关的年度报告"), .kind = KIT_GRID,
	.cards = true, .column = columns, .n = 6 };

static struct str check_text(struct http_exchange *x, const struct annual_below_line *l)
{
	if (!l->errors && !l->warnings)
		return l->written ? STR("没有问题") : STR("正文没有写完");
	const char *rest = l->written ? "" : "，正文没有写完";
	if (!l->errors)
		return page_fmt(x, "提示 %zu%s", l->warnings, rest);
	return l->warnings ? page_fmt(x, "错误 %zu，提示 %zu%s", l->errors, l->warnings, rest)
			   : page_fmt(x, "错误 %zu%s", l->errors, rest);
}

static void fill_due(struct http_exchange *x, const struct annual_below_line *l, struct annual_below_words *w)
{
	w->due = page_fmt(x, "%s", date_text(l->due).z);
	if (l->row.state == ANNUAL_PUBLISHED) {
		bool late = l->row.published_on.has && l->row.published_on.v > l->due.day;
		w->due_kind = KIT_DUE_DONE;
		w->due_note = late ? STR("逾期公布") : STR("");
	} else if (l->days_left < 0) {
		w->due_kind = w->edge = KIT_DUE_OVER;
		w->due_note = page_fmt(x, "已过 %d 个工作日", -l->days_left);
	} else {
		w->due_kind = l->days_left <= 5 ? KIT_DUE_SOON : KIT_DUE_FAR;
		w->due_note = page_fmt(x, "还有 %d 个工作日", l->days_left);
	}
}

static void fill_line(struct http_exchange *x, int year, const struct annual_below_line *l,
	struct annual_below_words *w)
{
	*w = (struct annual_below_words){ .name = l->row.name,
		.href = page_fmt(x, "/annual/%d?agency=%" PRId64, year, l->row.agency.v),
		.state = annual_state_words(l->row.state),
		.published = annual_day_words(x, l->row.published_on),
		.check = { l->errors     ? KIT_RED
			   : l->warnings || !l->written ? KIT_AMBER
							: KIT_GREEN,
			check_text(x, l) },
		.reminded = l->row.reminded_at.has ? str_sub(moment_text(x->arena, l->row.reminded_at.v), 0, 10)
						   : STR("没有催报") };
	w->found_href = page_fmt(x, "%.*s#findings", STR_ARG(w->href));
	fill_due(x, l, w);
}

static struct str below_path(struct http_exchange *x, int year, int show)
{
	return page_fmt(x, "/annual/below?year=%d&show=%s", year, show_choices[show].value);
}

static void fill_links(struct http_exchange *x, struct annual_below_page *v, const struct annual_below *b, int show)
{
	int now = date_year(date_of_moment(x->started_ms / 1000));
	for (int y = now; y > now - 6; y--)
		v->year[v->n_years++] = (struct kit_link){ page_fmt(x, "%d年度", y), below_path(x, y, show), y == b->year };
	int64_t count[BELOW_SHOWS] = { b->total, b->total - b->published, b->published };
	for (int i = 0; i < BELOW_SHOWS; i++)
		v->show[v->n_shows++] = (struct kit_link){ page_fmt(x, "%s（%" PRId64 "）", show_choices[i].label, count[i]),
			below_path(x, b->year, i), i == show };
	if (b->total)
		v->button[v->title.n++] = (struct kit_button){ .text = STR("导出"), .kind = KIT_SECONDARY,
			.href = page_fmt(x, "/annual/below/export?year=%d", b->year) };
	if (b->total > b->published && b->year < now)
		v->button[v->title.n++] = (struct kit_button){ .text = STR("催报未公布的机关"),
			.href = page_fmt(x, "/annual/below/remind?year=%d", b->year) };
	v->title.button = v->button;
	v->title.title = STR("下级机关的年度报告");
	v->title.note = page_fmt(x, "%d年度：%" PRId64 " 个机关，%" PRId64 " 个已公布。检查结果按报告现在的样子（冻结的按冻结时）计算",
		b->year, b->total, b->published);
}

static void fill_next(struct http_exchange *x, struct annual_below_page *v, const struct annual_below *b, int show)
{
	v->paging.total = show == BELOW_ALL ? b->total : show == BELOW_PUBLISHED ? b->published : b->total - b->published;
	v->paging.unit = STR("个机关");
	if (!b->more)
		return;
	const struct annual_below_row *last = &b->line[b->n - 1].row;
	struct buf o;
	buf_init(&o, 2048);
	buf_fmt(&o, "%.*s&depth=%" PRId64 "&after=%" PRId64 "&name=", STR_ARG(below_path(x, b->year, show)), last->depth,
		last->agency.v);
	page_url_add(&o, last->name);
	v->paging.next = arena_str(x->arena, buf_view(&o));
	buf_done(&o);
}

enum err annual_below_show(struct http_exchange *x, struct error *err)
{
	const struct below_typed *t = x->form;
	struct annual_below_page *v = arena_one(x->arena, struct annual_below_page);
	int show = t->show < 0 ? BELOW_ALL : t->show;
	struct annual_below_filter f = { .year = (int)t->year, .show = (enum annual_below_show)show,
		.after = { t->depth, t->name, { t->after } } };
	struct annual_below b;
	enum err e = v ? annual_below(APP(x)->desk, x->arena, &WHO(x)->actor, &f, &b, err)
		       : arena_check(x->arena, err);
	if (e != OK)
		return e;
	v->line = arena_array(x->arena, struct annual_below_words, b.n);
	if (b.n && !v->line)
		return arena_check(x->arena, err);
	for (size_t i = 0; i < b.n; i++)
		fill_line(x, b.year, &b.line[i], &v->line[i]);
	v->n = b.n;
	v->table = &table;
	fill_links(x, v, &b, show);
	fill_next(x, v, &b, show);
	v->empty = b.total ? (struct kit_empty){ .title = show == BELOW_PUBLISHED ? STR("还没有机关公布") : STR("都已公布"),
				     .text = STR("其他机关在“全部”里。"), .link = STR("查看全部"),
				     .href = below_path(x, b.year, BELOW_ALL) }
			   : (struct kit_empty){ .title = STR("没有下级机关"),
				     .text = STR("由系统管理员在“机关和部门”里新增下级机关后，这里列出它们的报告。") };
	page_frame(x, FRAME_OFFICE, "下级机关的年度报告", &v->frame);
	annual_crumbs(x, &v->frame, 0, "下级机关");
	struct buf *o = page_open(x, &v->frame);
	annual_below_main(o, v);
	return page_close(x, 200, o, &v->frame, err);
}

/* --- 催报 ------------------------------------------------------------------------------------------- */

struct remind_typed {
	int64_t year;
	struct str text;
};
static const struct form_field remind_fields[] = {
	FORM_INT(struct remind_typed, year, "年度", 2008, 9998, FORM_REQUIRED),
	FORM_TEXT(struct remind_typed, text, "催报说明", 2, 200, FORM_REQUIRED, .missing = "请写明催报说明，对方会看到"),
};
const struct http_fields annual_remind_form = HTTP_FIELDS(remind_fields, struct remind_typed);

static enum err remind_page(struct http_exchange *x, int year, enum err why, struct error *err)
{
	struct form_page p;
	struct error refusal = *err;
	struct annual_below b;
	struct annual_below_filter f = { .year = year, .show = BELOW_MISSING };
	enum err e = annual_below(APP(x)->desk, x->arena, &WHO(x)->actor, &f, &b, err);
	if (e == OK)
		e = form_page_init(x, &p, &annual_remind_form, "催报年度报告", err);
	if (e != OK)
		return e;
	if (why != OK && !form_page_refused(&p, why, &refusal)) {
		*err = refusal;
		return why;
	}
	annual_crumbs(x, &p.frame, 0, "催报");
	struct str names = STR("");
	for (size_t i = 0; i < b.n && i < 10; i++)
		names = page_fmt(x, "%.*s%s%.*s", STR_ARG(names), i ? "、" : "", STR_ARG(b.line[i].row.name));
	p.inset = page_fmt(x, "%d年度报告，%" PRId64 " 个下级机关还没有公布：%.*s%s。催报后，这些机关编写报告的人员在待阅里收到通知"
			      "（按各人的设置同时发邮件），催报日期记在列表里。", b.year, b.total - b.published, STR_ARG(names),
		b.more || b.n > 10 ? "等" : "");
	form_page_hidden(&p, "year", page_fmt(x, "%d", b.year));
	form_page_textarea(&p, "text", STR(""), "例如：请于1月20日前完成审核并公布")->rows = 3;
	form_page_submit(&p, "催报", below_path(x, b.year, BELOW_MISSING));
	p.form.unsaved = KIT_FORGET;
	return form_page_answer(x, &p, err);
}

enum err annual_remind_show(struct http_exchange *x, struct error *err)
{
	const struct below_typed *t = x->form;
	return remind_page(x, (int)t->year, OK, err);
}

enum err annual_remind_post(struct http_exchange *x, struct error *err)
{
	const struct remind_typed *t = x->form;
	size_t n;
	if (x->report->n_errors > 0)
		return remind_page(x, (int)t->year, OK, err);
	enum err e = annual_remind(APP(x)->desk, &WHO(x)->actor, (int)t->year, t->text, &n, err);
	if (e != OK)
		return remind_page(x, (int)t->year, e, err);
	return page_done(x, below_path(x, (int)t->year, BELOW_MISSING), "annual.reminded");
}

/* --- export ------------------------------------------------------------------------------------------ */

struct export_typed {
	int64_t year, format;
	struct str reason;
};
static const struct form_field export_fields[] = {
	FORM_INT(struct export_typed, year, "年度", 2008, 9998, FORM_REQUIRED),
	EXPORT_FORMAT_FIELD(struct export_typed),
	FORM_TEXT(struct export_typed, reason, "导出理由", 2, 200, FORM_REQUIRED,
		.missing = "请写明导出理由，它会记入操作日志"),
};
const struct http_fields annual_below_export_form = HTTP_FIELDS(export_fields, struct export_typed);

static const struct table_column export_columns[] = { { "机关", 36 }, { "状态", 12 }, { "报送期限", 12 },
	{ "公布日期", 12 }, { "正文", 12 }, { "错误", 0 }, { "提示", 0 }, { "上次催报", 18 } };

static enum err export_page(struct http_exchange *x, int year, enum err why, struct error *err)
{
	struct form_page p;
	struct error refusal = *err;
	enum err e = form_page_init(x, &p, &annual_below_export_form, "导出下级机关的报告情况", err);
	if (e != OK)
		return e;
	if (why != OK && !form_page_refused(&p, why, &refusal)) {
		*err = refusal;
		return why;
	}
	annual_crumbs(x, &p.frame, 0, "导出");
	p.inset = page_fmt(x, "导出全部下级机关 %d 年度报告的状态、期限和检查结果。导出人、时间和理由记入操作日志。", year);
	form_page_hidden(&p, "year", page_fmt(x, "%d", year));
	export_format_control(&p);
	form_page_input(&p, "reason", STR(""), "例如：全市通报");
	form_page_submit(&p, "导出", below_path(x, year, BELOW_ALL));
	p.form.unsaved = KIT_FORGET;
	return form_page_answer(x, &p, err);
}

enum err annual_below_export_show(struct http_exchange *x, struct error *err)
{
	const struct below_typed *t = x->form;
	int year = t->year ? (int)t->year : date_year(date_of_moment(x->started_ms / 1000)) - 1;
	return export_page(x, year, OK, err);
}

static enum err write_all(struct http_exchange *x, int year, struct table_file *t, struct error *err)
{
	struct arena a;
	struct annual_below b = { .more = true };
	struct annual_below_filter f = { .year = year };
	char name[512]; /* of the row last written: the arena it stands in is emptied */
	enum err e = OK;
	arena_init(&a, 16 << 20);
	while (e == OK && b.more) {
		arena_reset(&a);
		e = annual_below(APP(x)->desk, &a, &WHO(x)->actor, &f, &b, err);
		for (size_t i = 0; e == OK && i < b.n; i++) {
			const struct annual_below_line *l = &b.line[i];
			struct kit_status_words state = annual_state_words(l->row.state);
			table_text(t, l->row.name);
			table_text(t, state.text);
			table_day(t, l->due, true);
			export_day(t, l->row.published_on);
			table_text(t, l->written ? STR("已写完") : STR("没有写完"));
			table_count(t, (int64_t)l->errors);
			table_count(t, (int64_t)l->warnings);
			table_text(t, moment_text(&a, l->row.reminded_at.has ? l->row.reminded_at.v : 0));
			e = table_row_end(t, err);
			snprintf(name, sizeof name, "%.*s", STR_ARG(l->row.name));
			f.after = (struct annual_below_place){ l->row.depth, str_cstr(name), l->row.agency };
		}
	}
	arena_done(&a);
	return e;
}

enum err annual_below_export_post(struct http_exchange *x, struct error *err)
{
	const struct export_typed *f = x->form;
	enum table_format format = (enum table_format)f->format;
	int year = (int)f->year;
	struct table_file *t;
	if (x->report->n_errors > 0)
		return export_page(x, year, OK, err);
	enum err e = table_file_open(x->arena, format, "年度报告情况", export_columns,
		sizeof export_columns / sizeof *export_columns, &t, err);
	if (e != OK)
		return e;
	e = annual_below_export(APP(x)->desk, &WHO(x)->actor, year, f->reason, err);
	if (e == OK)
		e = write_all(x, year, t, err);
	if (e == OK)
		return export_answer(x, t, format, page_fmt(x, "下级机关年度报告-%d", year), err);
	table_file_drop(t);
	return e == ERR_LIMIT ? e : export_page(x, year, e, err);
}
