/*
 * redo_page -- an order to decide anew: its last day, then what will happen, then the new round.
 */
#include "page/remedy/part.h"
#include "page/remedy/view.h"
#include "page/remedy_remedy_tmpl.h"

enum { YEAR_MIN = 2008, YEAR_MAX = 2200, DAYS_MAX = 250 };

struct redo_fields {
	int64_t version, request, days;
	struct date on, due;
	struct str text;
	bool sure;
};
static const struct form_field fields[] = {
	FORM_INT(struct redo_fields, version, "版本", 0, INT64_MAX, 0),
	FORM_ID(struct redo_fields, request, "重新答复的申请", FORM_REQUIRED,
		.missing = "请选择要重新答复的申请"),
	FORM_DATE(struct redo_fields, on, "收到决定、裁判的日期", YEAR_MIN, YEAR_MAX, FORM_REQUIRED,
		.missing = "请填写收到决定、裁判的日期，例如 2026-01-08"),
	FORM_DATE(struct redo_fields, due, "写明的截止日期", YEAR_MIN, YEAR_MAX, 0),
	FORM_INT(struct redo_fields, days, "期限（工作日）", 1, DAYS_MAX, 0),
	FORM_LINES(struct redo_fields, text, "责令的内容", 0, REMEDY_TEXT_MAX, 0),
	FORM_FLAG(struct redo_fields, sure, "已经核对", 0),
};
const struct http_fields remedy_redo_form = HTTP_FIELDS(fields, struct redo_fields);

static struct date received_of(const struct remedy_view *v)
{
	const struct remedy_round *r = &v->run.round[v->run.n_rounds - 1];
	return r->has_served ? r->served : r->has_decided ? r->decided : v->today;
}

static enum err redo_page(struct http_exchange *x, enum err why, struct error *err)
{
	struct remedy_view v;
	struct form_page p;
	enum err e = remedy_form(x, &remedy_redo_form, "责令重新答复", why, &v, &p, err);
	if (e != OK)
		return e;
	struct kit_choice *c = arena_array(x->arena, struct kit_choice, v.n_requests);
	if (!c)
		return arena_check(x->arena, err);
	for (size_t i = 0; i < v.n_requests; i++)
		c[i] = (struct kit_choice){ .value = page_fmt(x, "%lld", (long long)v.request[i].id.v),
			.text = page_fmt(x, "%.*s　%.*s", STR_ARG(v.request[i].number),
				STR_ARG(v.request[i].subject)) };
	if (!p.draft)
		p.inset = STR("登记后，这件申请开一轮重新答复，有自己的编号和期限，到期前提醒。"
			      "重新答复不另计申请件数，原来的办理结果不变。");
	form_page_radios(&p, "request", c, v.n_requests,
		v.n_requests == 1 ? c[0].value : STR(""), NULL);
	remedy_date(x, &p, "on", "收到决定、裁判的日期", received_of(&v), "期限从次日起算", false);
	remedy_date(x, &p, "due", "写明的截止日期", (struct date){ 0 },
		"决定书、判决书写明了截止日期的，填在这里", true);
	struct kit_input *days = form_page_input(&p, "days", page_fmt(x, "%d", v.config.redo_days),
		"没有写明截止日期的，按工作日计算；“法定期限”一般是 20 个工作日");
	days->inputmode = STR("numeric");
	days->field.classes = STR("govuk-input--width-4");
	form_page_textarea(&p, "text", STR(""), "例如：撤销答复，责令依法重新答复")->field.optional = true;
	form_page_submit(&p, "下一步：核对", remedy_path(x, v.remedy.id, ""));
	return form_page_answer(x, &p, err);
}

static enum err confirm_page(
	struct http_exchange *x, const struct redo_fields *f, bool due, struct error *err)
{
	struct remedy_view v;
	struct remedy_confirm_view page = { .frame = { .title = STR("") } };
	enum err e = remedy_of_path(x, &v, err);
	if (e != OK)
		return e;
	struct str number = STR("");
	for (size_t i = 0; i < v.n_requests; i++)
		if (v.request[i].id.v == f->request)
			number = v.request[i].number;
	struct str last = due ? day_full(x, f->due)
			      : page_fmt(x, "自收到次日起 %lld 个工作日", (long long)f->days);
	const struct kit_row row[] = { { .key = STR("案件"), .value = page_fmt(x, "%.*s　%.*s %.*s",
							STR_ARG(v.remedy.number), STR_ARG(v.remedy.body),
							STR_ARG(v.remedy.case_number)) },
		{ .key = STR("重新答复的申请"), .value = number },
		{ .key = STR("收到决定、裁判"), .value = day_full(x, f->on) },
		{ .key = STR("期限"), .value = last },
		{ .key = STR("责令的内容"), .value = f->text } };
	const struct kit_hidden_pair hidden[] = {
		{ STR("version"), page_fmt(x, "%lld", (long long)f->version) },
		{ STR("request"), page_fmt(x, "%lld", (long long)f->request) },
		{ STR("on"), day_full(x, f->on) },
		{ STR("due"), due ? day_full(x, f->due) : STR("") },
		{ STR("days"), f->days ? page_fmt(x, "%lld", (long long)f->days) : STR("") },
		{ STR("text"), f->text }, { STR("sure"), STR("1") } };
	page.confirm = (struct kit_confirm){ .title = STR("责令重新答复：请核对"),
		.text = STR("确认后这件申请立即开一轮重新答复，不能撤销；日期登记错的可以更正，期限随之变化。"),
		.row = row,
		.n_rows = f->text.n ? 5 : 4,
		.action = x->path,
		.csrf = http_csrf_token(x),
		.hidden = hidden,
		.n_hidden = sizeof hidden / sizeof *hidden,
		.button = STR("确认，开始重新答复"),
		.danger = true,
		.cancel = remedy_path(x, v.remedy.id, "") };
	page_frame(x, FRAME_OFFICE, "责令重新答复", &page.frame);
	remedy_crumbs(x, &page.frame, &v.remedy, STR("责令重新答复"));
	struct buf *o = page_open(x, &page.frame);
	remedy_confirm(o, &page);
	return page_close(x, 200, o, &page.frame, err);
}

enum err remedy_redo_show(struct http_exchange *x, struct error *err)
{
	return redo_page(x, OK, err);
}

enum err remedy_redo_post(struct http_exchange *x, struct error *err)
{
	const struct redo_fields *f = x->form;
	struct request_id round;
	struct remedy_id id;
	bool due = remedy_has_day(f->due);
	enum err e = page_id(x, 0, &id.v, err);
	if (e == OK && !due && f->days == 0 && x->report->n_errors == 0)
		e = form_missing(x, "days", "请填写写明的截止日期，或者填写工作日数", err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return redo_page(x, OK, err);
	struct remedy_redo in = { .id = id,
		.version = f->version,
		.request = { f->request },
		.on = f->on,
		.has_due = due,
		.due = due ? f->due : (struct date){ 0 },
		.days = (int)f->days,
		.text = f->text };
	const struct actor *who = &WHO(x)->actor;
	e = f->sure ? remedy_redo(APP(x)->desk, x->arena, who, &in, &round, err)
		    : remedy_redo_check(APP(x)->desk, x->arena, who, &in, err);
	if (e != OK)
		return redo_page(x, e, err);
	return f->sure ? page_done(x, case_path(x, round, ""), "remedy.redo")
		       : confirm_page(x, f, due, err);
}
