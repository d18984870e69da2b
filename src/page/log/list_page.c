/*
 * list_page -- the log as a list, one event, counts by day.
 */
#include "page/log/part.h"
#include "page/log_log_tmpl.h"

#include <inttypes.h>

static const struct form_field query_fields[] = {
	LOG_QUERY_FIELDS(struct log_typed),
	FORM_INT(struct log_typed, below, "起始序号", 0, INT64_MAX, 0),
};
const struct http_fields log_query_form = HTTP_FIELDS(query_fields, struct log_typed);

static const struct kit_column columns[] = {
	{ .label = STR_INIT("时间"), .card = KIT_CARD_CORNER, .nowrap = true },
	{ .label = STR_INIT("动作"), .card = KIT_CARD_MAIN },
	{ .label = STR_INIT("人员"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("角色"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("对象"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("结果"), .card = KIT_CARD_LINE, .nowrap = true },
	{ .label = STR_INIT("理由"), .card = KIT_CARD_LINE },
	{ .label = STR_INIT("网络地址"), .card = KIT_CARD_NAMED, .nowrap = true },
};
static const struct kit_table table = { .caption = STR_INIT("日志，新的在前"), .kind = KIT_GRID,
	.cards = true, .column = columns, .n = 8 };

/* A control of the filter with what was typed and what is wrong with it. */
static struct kit_input input(struct http_exchange *x, const char *name, const char *label,
	const char *classes)
{
	struct kit_input v = { .field = { .name = str_cstr(name), .label = str_cstr(label),
				       .classes = str_cstr(classes) } };
	kit_take_state(page_state(x, name), &v.field, &v.value);
	return v;
}

static void fill_filter(struct http_exchange *x, const struct log_typed *t,
	struct log_list_page *v)
{
	v->from = input(x, "from", "从", "govuk-input--width-10");
	v->to = input(x, "to", "到", "govuk-input--width-10");
	v->login = input(x, "login", "账号", "govuk-input--width-10");
	v->object = input(x, "object", "对象编号", "govuk-input--width-10");
	v->object.inputmode = STR("numeric");
	v->group = (struct kit_select){ .field = { .name = STR("group"), .label = STR("动作类别") },
		.value = t->group };
	v->group.choice = log_group_choices(x, &v->group.n);
	v->kind = (struct kit_select){ .field = { .name = STR("kind"), .label = STR("对象类别") },
		.value = t->kind };
	v->kind.choice = log_kind_choices(x, &v->kind.n);
	v->refused = t->refused;
}

static struct str total_text(struct http_exchange *x, const struct log_page *p)
{
	return page_fmt(x, p->total_over ? "符合条件的超过 %" PRId64 " 条" : "共 %" PRId64 " 条",
		p->total);
}

static enum err fill_lines(struct http_exchange *x, const struct log_typed *t,
	const struct log_page *p, struct log_list_page *v, struct error *err)
{
	v->line = arena_array(x->arena, struct log_words, p->n);
	if (p->n && !v->line)
		return arena_check(x->arena, err);
	for (size_t i = 0; i < p->n; i++)
		log_words_of(x, &p->line[i], &v->line[i]);
	v->n = p->n;
	v->total = total_text(x, p);
	if (p->more)
		v->next = page_fmt(x, "/admin/log%.*s",
			STR_ARG(log_query_of(x, t, p->line[p->n - 1].event.seq.v)));
	if (t->below)
		v->newest = page_fmt(x, "/admin/log%.*s", STR_ARG(log_query_of(x, t, 0)));
	return OK;
}

/* Errors of the filter stand above it, each leading to its control. */
static void fill_errors(struct http_exchange *x, struct log_list_page *v)
{
	size_t n = 0;
	struct kit_error *e = arena_array(x->arena, struct kit_error, log_query_form.n);
	for (size_t i = 0; e && x->report && i < log_query_form.n; i++)
		if (x->report->state[i].error.n)
			e[n++] = (struct kit_error){ x->report->state[i].error,
				page_fmt(x, "#%s", log_query_form.field[i].name) };
	v->errors = (struct kit_errors){ .error = e, .n = n };
	v->frame.errors = (int)n;
}

enum err log_list_show(struct http_exchange *x, struct error *err)
{
	const struct log_typed *t = x->form;
	struct log_list_page v = { .table = &table };
	struct log_page page = { 0 };
	struct log_filter f = log_filter_of(t);
	enum err e = OK;
	bool wrong = x->report && x->report->n_errors > 0;
	if (!wrong) {
		e = log_view_page(APP(x)->desk, &WHO(x)->actor, &f, (struct event_id){ t->below },
			x->arena, &page, err);
		if (e == ERR_INVALID && page_add_error(x, err)) {
			wrong = true;
			e = OK;
		}
	}
	if (e)
		return e;
	page_frame(x, FRAME_OFFICE, "审计日志", &v.frame);
	fill_filter(x, t, &v);
	fill_errors(x, &v);
	e = fill_lines(x, t, &page, &v, err);
	if (e)
		return e;
	struct kit_button button[] = {
		{ .text = STR("导出"), .kind = KIT_SECONDARY,
			.href = page_fmt(x, "/admin/log/export%.*s",
				STR_ARG(log_query_of(x, t, 0))) },
		{ .text = STR("每日统计"), .kind = KIT_SECONDARY, .href = STR("/admin/log/days") },
		{ .text = STR("核验日志"), .kind = KIT_SECONDARY,
			.href = STR("/admin/log/verify") },
	};
	v.title = (struct kit_title){ .title = STR("审计日志"), .button = button,
		.n = page.whole || wrong ? 3 : 2,
		.note = page.whole || wrong ? STR("全部机关的操作记录，只增不改")
					    : STR("本机关的操作记录，只增不改") };
	v.empty = (struct kit_empty){ .title = STR("没有符合条件的记录"),
		.text = STR("请放宽日期或者去掉一些筛选条件。"), .link = STR("清除筛选"),
		.href = STR("/admin/log") };
	struct buf *o = page_open(x, &v.frame);
	log_list(o, &v);
	return page_close(x, wrong ? 422 : 200, o, &v.frame, err);
}

/* --- one event -------------------------------------------------------------------------------- */

static struct str hex_or(struct http_exchange *x, struct str bytes)
{
	return bytes.n ? hex_arena(x->arena, bytes) : STR("没有");
}

static struct str fit_text(enum log_fit fit, const char *missing)
{
	switch (fit) {
	case LOG_FITS:
		return STR("相符");
	case LOG_BROKEN:
		return STR("不相符：这一条或者前一条被改动、删除或插入过");
	case LOG_NO_NEIGHBOUR:
		break;
	}
	return str_cstr(missing);
}

static void fact(struct log_event_page *v, const char *key, struct str value)
{
	if (value.n)
		v->fact[v->n_facts++] = (struct kit_row){ .key = str_cstr(key), .value = value };
}

static void fill_event(struct http_exchange *x, const struct log_one *one, struct log_event_page *v)
{
	const struct event_row *e = &one->line.event;
	struct log_words w;
	log_words_of(x, &one->line, &w);
	fact(v, "时间", w.at);
	fact(v, "动作", page_fmt(x, "%.*s（%.*s）", STR_ARG(w.action), STR_ARG(e->action)));
	fact(v, "结果", w.refused ? STR("拒绝") : STR("成功"));
	fact(v, "人员", w.login.n ? page_fmt(x, "%.*s（账号 %.*s）", STR_ARG(w.person),
					  STR_ARG(w.login))
				  : w.person);
	fact(v, "角色", w.role.n ? w.role : STR("不需要角色"));
	if (w.object.n) {
		struct kit_action *look = arena_one(x->arena, struct kit_action);
		fact(v, "对象", w.object);
		if (look && w.object_href.n) {
			*look = (struct kit_action){ STR("查看"), w.object_href, w.object };
			v->fact[v->n_facts - 1].action = look;
			v->fact[v->n_facts - 1].n_actions = 1;
		}
	}
	if (e->object)
		fact(v, "对象编号", page_fmt(x, "%" PRId64, e->object));
	fact(v, "理由", e->reason.n ? e->reason : STR("这个动作不用填写理由"));
	fact(v, "网络地址", e->address);
	fact(v, "机关编号", e->agency.v ? page_fmt(x, "%" PRId64, e->agency.v)
				       : STR("不属于哪一个机关"));
	fact(v, "附注", e->detail);
	fact(v, "变更前摘要（SM3）", hex_or(x, e->before));
	fact(v, "变更后摘要（SM3）", hex_or(x, e->after));
	v->proof[0] = (struct kit_row){ .key = STR("链值（SM3）"), .value = hex_or(x, e->chain) };
	v->proof[1] = (struct kit_row){ .key = STR("与前一条"),
		.value = fit_text(one->before, "没有前一条") };
	v->proof[2] = (struct kit_row){ .key = STR("与后一条"),
		.value = fit_text(one->after, "这是最后一条") };
	v->n_proof = 3;
	v->broken = one->before == LOG_BROKEN || one->after == LOG_BROKEN;
	if (one->has_previous)
		v->previous = page_fmt(x, "/admin/log/%" PRId64, e->seq.v - 1);
	if (one->has_next)
		v->next = page_fmt(x, "/admin/log/%" PRId64, e->seq.v + 1);
}

enum err log_event_show(struct http_exchange *x, struct error *err)
{
	struct log_event_page v = { .n_facts = 0 };
	struct log_one one;
	int64_t seq = 0;
	enum err e = page_id(x, 0, &seq, err);
	if (!e)
		e = log_view_one(APP(x)->desk, &WHO(x)->actor, (struct event_id){ seq }, x->arena,
			&one, err);
	if (e)
		return e;
	struct str title = page_fmt(x, "日志第 %" PRId64 " 条", seq);
	page_frame(x, FRAME_OFFICE, title.p, &v.frame);
	log_crumbs(x, &v.frame, title.p);
	v.title = (struct kit_title){ .title = title };
	fill_event(x, &one, &v);
	struct buf *o = page_open(x, &v.frame);
	log_one_main(o, &v);
	return page_close(x, 200, o, &v.frame, err);
}

/* --- by day ----------------------------------------------------------------------------------- */

enum err log_days_show(struct http_exchange *x, struct error *err)
{
	struct log_day day[LOG_DAYS];
	struct log_days_page v = { .events = 0 };
	enum err e = log_view_days(APP(x)->desk, &WHO(x)->actor, day, err);
	if (e)
		return e;
	for (size_t i = 0; i < LOG_DAYS; i++) {
		int y, m, d;
		date_split(day[i].date, &y, &m, &d);
		v.day[i] = (struct log_day_words){ .day = page_fmt(x, "%02d-%02d", m, d),
			.events = day[i].events, .refused = day[i].refused };
		v.events += day[i].events;
		v.refused += day[i].refused;
	}
	page_frame(x, FRAME_OFFICE, "每日统计", &v.frame);
	log_crumbs(x, &v.frame, "每日统计");
	v.frame.charts = true;
	v.title = (struct kit_title){ .title = STR("每日统计"),
		.note = page_fmt(x, "最近 %d 天共记录 %lld 条，其中被拒绝的登录 %lld 次", LOG_DAYS,
			v.events, v.refused) };
	struct buf *o = page_open(x, &v.frame);
	log_days(o, &v);
	return page_close(x, 200, o, &v.frame, err);
}
