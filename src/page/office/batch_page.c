/*
 * batch_page -- reminding and assigning several cases at once: picked in the list, confirmed here.
 */
#include "page/office/inbox_part.h"

enum { TEXT_MAX = 500 };

static const struct form_choice act_choices[] = { { "remind", "催办" }, { "assign", "改派" },
	{ NULL, NULL } };
struct batch_fields {
	int act;
	int64_t department, handler;
	struct str text;
};
static const struct form_field batch_form_fields[] = {
	FORM_CHOICE(struct batch_fields, act, "批量操作", act_choices, 0),
};
const struct http_fields batch_form = HTTP_FIELDS(batch_form_fields, struct batch_fields);
static const struct form_field remind_form_fields[] = {
	FORM_LINES(struct batch_fields, text, "催办内容", 2, TEXT_MAX, FORM_REQUIRED,
		.missing = "请填写催办内容"),
};
const struct http_fields batch_remind_form = HTTP_FIELDS(remind_form_fields, struct batch_fields);
static const struct form_field assign_form_fields[] = {
	FORM_ID(struct batch_fields, department, "承办部门", FORM_REQUIRED,
		.missing = "请选择承办部门"),
	FORM_ID(struct batch_fields, handler, "承办人", 0),
};
const struct http_fields batch_assign_form = HTTP_FIELDS(assign_form_fields, struct batch_fields);

/* "17-3": id and version as the list showed them. */
static bool read_pick(struct str s, struct inbox_pick *out)
{
	int64_t v[2] = { 0, 0 };
	int part = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '-' && part == 0)
			part = 1;
		else if (s.p[i] < '0' || s.p[i] > '9' || v[part] > INT64_MAX / 10 - 1)
			return false;
		else
			v[part] = v[part] * 10 + (s.p[i] - '0');
	}
	*out = (struct inbox_pick){ { v[0] }, v[1] };
	return part == 1 && v[0] > 0 && v[1] > 0;
}

/* What was picked, also beyond the declared fields: a field sent several times. */
static size_t read_picks(struct http_exchange *x, struct inbox_pick *pick)
{
	size_t n = 0;
	for (size_t i = 0; i < x->n_pairs && n < INBOX_BATCH_MAX; i++)
		if (str_is(x->pairs[i].name, "pick") && read_pick(x->pairs[i].value, &pick[n]))
			n++;
	return n;
}

/* The picked cases as boxes that can be taken out again. */
static enum err add_picks(struct http_exchange *x, struct form_page *p,
	const struct inbox_pick *pick, size_t n, struct error *err)
{
	struct kit_choice *c = arena_array(x->arena, struct kit_choice, n);
	if (!c)
		return arena_check(x->arena, err);
	for (size_t i = 0; i < n; i++) {
		struct request_view v;
		enum err e =
			request_view(APP(x)->desk, x->arena, &WHO(x)->actor, pick[i].id, &v, err);
		if (e != OK)
			return e;
		const struct request_row *r = &v.request;
		c[i] = (struct kit_choice){ .value = page_fmt(x, "%lld-%lld", (long long)r->id.v,
						    (long long)r->version),
			.text = page_fmt(
				x, "%.*s　%.*s", STR_ARG(case_number(r)), STR_ARG(r->subject)),
			.hint = r->department_name.p ? r->department_name : STR("未分派"),
			.chosen = true };
	}
	p->control[p->n++] = (struct form_control){ .kind = FORM_CONTROL_CHECKBOXES,
		.choices = { .field = { .name = STR("pick"), .label = STR("选中的申请") },
			.choice = c,
			.n = n,
			.small = true } };
	return OK;
}

static enum err batch_page(struct http_exchange *x, bool assign, enum err why, struct error *err)
{
	struct form_page p;
	struct error refusal = *err;
	struct assign_choices c;
	struct inbox_pick *pick = arena_array(x->arena, struct inbox_pick, INBOX_BATCH_MAX);
	if (!pick)
		return arena_check(x->arena, err);
	size_t n = read_picks(x, pick);
	if (n == 0)
		return page_done(x, STR("/office"), "batch.none");
	const char *title = assign ? "改派承办" : "催办承办部门";
	enum err e =
		form_page_init(x, &p, assign ? &batch_assign_form : &batch_remind_form, title, err);
	if (e == OK)
		e = assign_choices(x, &c, err);
	if (e != OK)
		return e;
	if (why != OK && !form_page_refused(&p, why, &refusal)) {
		*err = refusal;
		return why;
	}
	p.form.action = assign ? STR("/office/batch/assign") : STR("/office/batch/remind");
	e = add_picks(x, &p, pick, n, err);
	if (e != OK)
		return e;
	if (assign) {
		form_page_select(&p, "department", c.department, c.n_departments, STR(""), NULL);
		form_page_select(&p, "handler", c.handler, c.n_handlers, STR(""), NULL);
	} else {
		form_page_textarea(&p, "text", STR("请在期限内办理，并答复进展。"),
			"写入每一件的工作记录，不写个人信息");
	}
	form_page_submit(&p, assign ? "改派" : "催办", STR("/office"));
	return form_page_answer(x, &p, err);
}

enum err inbox_batch(struct http_exchange *x, struct error *err)
{
	const struct batch_fields *f = x->form;
	if (f->act < 0)
		return page_done(x, STR("/office"), "batch.none");
	return batch_page(x, f->act == 1, OK, err);
}

enum err batch_remind_post(struct http_exchange *x, struct error *err)
{
	const struct batch_fields *f = x->form;
	struct inbox_pick *pick = arena_array(x->arena, struct inbox_pick, INBOX_BATCH_MAX);
	size_t n = pick ? read_picks(x, pick) : 0;
	if (n == 0 || x->report->n_errors > 0)
		return batch_page(x, false, OK, err);
	enum err e = inbox_remind(APP(x)->desk, x->arena, &WHO(x)->actor, pick, n, f->text, err);
	return e != OK ? batch_page(x, false, e, err)
		       : page_done(x, STR("/office"), "batch.reminded");
}

enum err batch_assign_post(struct http_exchange *x, struct error *err)
{
	const struct batch_fields *f = x->form;
	struct inbox_pick *pick = arena_array(x->arena, struct inbox_pick, INBOX_BATCH_MAX);
	size_t n = pick ? read_picks(x, pick) : 0;
	if (n == 0 || x->report->n_errors > 0)
		return batch_page(x, true, OK, err);
	enum err e = inbox_assign(APP(x)->desk, x->arena, &WHO(x)->actor, pick, n,
		(struct department_id){ f->department }, (struct person_id){ f->handler }, err);
	return e != OK ? batch_page(x, true, e, err)
		       : page_done(x, STR("/office"), "batch.assigned");
}
