/*
 * values_page -- what the law leaves open and the agency decides: list, one value, its history.
 */
#include "desk/law_value.h"
#include "law/rule.h"
#include "page/form_page_tmpl.h"
#include "page/moment.h"
#include "page/remedy/part.h"
#include "page/remedy/view.h"
#include "page/remedy_remedy_tmpl.h"

static struct str value_text(struct http_exchange *x, const struct law_value_info *i, int64_t v)
{
	switch (i->kind) {
	case LAW_VALUE_YES_NO:
		return v ? STR("是") : STR("否");
	case LAW_VALUE_COLUMN:
		return str_cstr(remedy_column_name((enum remedy_column)v));
	default:
		return v == 0 ? STR("不计算") : page_fmt(x, "%lld 日", (long long)v);
	}
}

static struct law_value_line line_of(struct http_exchange *x, const struct law_value_view *v)
{
	struct law_value_line l = { .label = str_cstr(v->info.label),
		.href = page_fmt(x, "/office/remedies/values/%s", v->info.name),
		.hint = str_cstr(v->info.hint),
		.value = value_text(x, &v->info, v->value),
		.by_default = value_text(x, &v->info, v->info.by_default),
		.rule = str_cstr(rule_article(v->info.rule)),
		.mark = *v->info.mark == 'U' ? STR("没有核实到官方口径") : STR("本程序的约定"),
		.set = v->set };
	if (v->has_next)
		l.next = page_fmt(x, "%s 起收到的：%.*s", date_text(v->next_from).z,
			STR_ARG(value_text(x, &v->info, v->next)));
	return l;
}

static void crumbs(struct http_exchange *x, struct frame *f, struct str last)
{
	struct frame_crumb *c = arena_array(x->arena, struct frame_crumb, 3);
	size_t n = 0;
	if (!c)
		return;
	c[n++] = (struct frame_crumb){ .label = STR("复议诉讼"), .href = STR("/office/remedies") };
	c[n++] = (struct frame_crumb){ .label = STR("期限和统计口径"),
		.href = last.n ? STR("/office/remedies/values") : STR("") };
	if (last.n)
		c[n++] = (struct frame_crumb){ .label = last };
	f->crumbs = c;
	f->n_crumbs = n;
}

enum err law_values_show(struct http_exchange *x, struct error *err)
{
	struct law_value_view *view;
	struct law_values_page v = { .title = { .title = STR("期限和统计口径") } };
	enum err e = law_values_view(APP(x)->desk, x->arena, &WHO(x)->actor, &view, &v.n, err);
	if (e != OK)
		return e;
	v.line = arena_array(x->arena, struct law_value_line, v.n);
	if (!v.line)
		return arena_check(x->arena, err);
	for (size_t i = 0; i < v.n; i++) {
		v.line[i] = line_of(x, &view[i]);
		v.n_periods += view[i].info.kind != LAW_VALUE_COLUMN;
	}
	page_frame(x, FRAME_OFFICE, "期限和统计口径", &v.frame);
	crumbs(x, &v.frame, STR(""));
	struct buf *o = page_open(x, &v.frame);
	law_values_main(o, &v);
	return page_close(x, 200, o, &v.frame, err);
}

/* --- one ----------------------------------------------------------------------------------------- */

struct value_fields {
	int64_t version, value;
	struct date from;
	struct str reason;
};
static const struct form_field fields[] = {
	FORM_INT(struct value_fields, version, "版本", 0, INT64_MAX, 0),
	FORM_INT(struct value_fields, value, "新的值", 0, 1000, FORM_REQUIRED,
		.missing = "请填写新的值"),
	FORM_DATE(struct value_fields, from, "适用于哪一日起收到的案件", 2019, 2200, FORM_REQUIRED,
		.missing = "请填写从哪一日起"),
	FORM_LINES(struct value_fields, reason, "修改理由", 2, 500, FORM_REQUIRED,
		.missing = "请写明理由，例如主管部门的文件名称和文号"),
};
const struct http_fields law_value_form = HTTP_FIELDS(fields, struct value_fields);

static void add_value(struct http_exchange *x, struct form_page *p, const struct law_value_view *v)
{
	struct str now = page_fmt(x, "%lld", (long long)v->value);
	if (v->info.kind == LAW_VALUE_DAYS) {
		form_page_input(p, "value", now,
			arena_cstr(x->arena, page_fmt(x, "%s。%lld 至 %lld%s", v->info.hint,
						     (long long)v->info.min, (long long)v->info.max,
						     v->info.min == 0 ? "，0 为不计算" : "")));
		return;
	}
	struct kit_choice *c = arena_array(x->arena, struct kit_choice, REMEDY_COLUMNS);
	size_t n = 0;
	for (int64_t i = v->info.min; c && i <= v->info.max; i++)
		c[n++] = (struct kit_choice){ .value = page_fmt(x, "%lld", (long long)i),
			.text = value_text(x, &v->info, i) };
	form_page_radios(p, "value", c, n, now, v->info.hint);
}

static void fill_history(
	struct http_exchange *x, const struct law_value_view *v, struct law_value_page *p)
{
	p->entry = arena_array(x->arena, struct law_value_entry, v->n_history);
	p->n = p->entry ? v->n_history : 0;
	for (size_t i = 0; i < p->n; i++) {
		const struct law_value_row *h = &v->history[i];
		p->entry[i] = (struct law_value_entry){ .value = value_text(x, &v->info, h->value),
			.from = day_full(x, (struct date){ (int32_t)h->from_day }),
			.by = h->actor_name,
			.at = moment_text(x->arena, h->at),
			.reason = h->reason };
	}
}

static enum err value_page(struct http_exchange *x, enum err why, struct error *err)
{
	struct law_value_view v;
	struct law_value_page p = { .n = 0 };
	struct error refusal = *err;
	enum err e = law_value_view(
		APP(x)->desk, x->arena, &WHO(x)->actor, x->param[0], &v, err);
	if (e == OK)
		e = form_page_init(x, &p.form, &law_value_form, v.info.label, err);
	if (e != OK)
		return e;
	if (why != OK && !remedy_refusal(x, &p.form, why, &refusal)) {
		*err = refusal;
		return why;
	}
	p.line = line_of(x, &v);
	p.form.title.note = page_fmt(x, "依据：%.*s；%.*s", STR_ARG(p.line.rule), STR_ARG(p.line.mark));
	p.may_set = role_permits(WHO(x)->actor.roles, PERM_REMEDY_HOLD);
	fill_history(x, &v, &p);
	crumbs(x, &p.form.frame, p.line.label);
	if (why == ERR_CONFLICT && v.n_history && x->form)
		form_page_stale(&p.form, "最新的设定",
			page_fmt(x, "%.*s（%.*s）", STR_ARG(p.entry[0].value), STR_ARG(p.entry[0].by)),
			value_text(x, &v.info, ((const struct value_fields *)x->form)->value));
	form_page_hidden(&p.form, "version", page_fmt(x, "%lld", (long long)v.version));
	add_value(x, &p.form, &v);
	form_page_input(&p.form, "from", day_full(x, date_add_days(office_today(x), 1)),
		"最早从明天起；已经收到的案件不变")
		->field.classes = STR("govuk-input--width-10");
	form_page_textarea(&p.form, "reason", STR(""), "例如主管部门的文件名称和文号");
	form_page_submit(&p.form, "设定", STR("/office/remedies/values"));
	p.form.frame.errors =
		(int)((p.form.report ? p.form.report->n_errors : 0) + p.form.errors.n);
	e = arena_check(x->arena, err);
	if (e != OK)
		return e;
	struct buf *o = page_open(x, &p.form.frame);
	if (p.may_set)
		form_page_main(o, &p.form);
	else
		law_value_look(o, &p);
	law_value_history(o, &p);
	return page_close(x, p.form.status, o, &p.form.frame, err);
}

enum err law_value_show(struct http_exchange *x, struct error *err)
{
	return value_page(x, OK, err);
}

enum err law_value_post(struct http_exchange *x, struct error *err)
{
	const struct value_fields *f = x->form;
	struct law_value_change c = { x->param[0], f->version, f->value, f->from, f->reason };
	if (x->report->n_errors > 0)
		return value_page(x, OK, err);
	enum err e = law_value_set(APP(x)->desk, x->arena, &WHO(x)->actor, &c, err);
	return e != OK ? value_page(x, e, err)
		       : page_done(x, page_fmt(x, "/office/remedies/values/%.*s", STR_ARG(c.name)),
				 "law.set");
}
