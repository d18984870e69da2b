/*
 * person_form_page -- adding and changing a person.
 */
#include "page/admin/part.h"
#include "page/admin/people_view.h"
#include "page/admin_people_tmpl.h"

struct add_query {
	int64_t agency;
};
static const struct form_field add_query_fields[] = {
	FORM_ID(struct add_query, agency, "机关", 0),
};
const struct http_fields person_add_query_form = HTTP_FIELDS(add_query_fields, struct add_query);

struct add_fields {
	int64_t agency, department;
	struct str login, name, title, mobile, email;
};
static const struct form_field add_form_fields[] = {
	FORM_ID(struct add_fields, agency, "机关", 0),
	FORM_TEXT(struct add_fields, name, "姓名", 1, 50, FORM_REQUIRED),
	FORM_TEXT(struct add_fields, login, "账号", 2, 32, FORM_REQUIRED),
	FORM_ID(struct add_fields, department, "部门", 0),
	FORM_TEXT(struct add_fields, title, "职务", 0, 50, 0),
	FORM_TEXT(struct add_fields, mobile, "手机", 0, 11, 0),
	FORM_TEXT(struct add_fields, email, "电子邮箱", 0, 254, 0),
};
const struct http_fields person_add_form = HTTP_FIELDS(add_form_fields, struct add_fields);

struct person_fields {
	int64_t version, department;
	struct str name, title, mobile, email;
	bool clear_mobile, clear_email, active;
};
static const struct form_field person_form_fields[] = {
	FORM_INT(struct person_fields, version, "版本", 0, INT64_MAX, 0),
	FORM_TEXT(struct person_fields, name, "姓名", 1, 50, FORM_REQUIRED),
	FORM_ID(struct person_fields, department, "部门", 0),
	FORM_TEXT(struct person_fields, title, "职务", 0, 50, 0),
	FORM_TEXT(struct person_fields, mobile, "新的手机", 0, 11, 0),
	FORM_FLAG(struct person_fields, clear_mobile, "删除手机号码", 0),
	FORM_TEXT(struct person_fields, email, "新的电子邮箱", 0, 254, 0),
	FORM_FLAG(struct person_fields, clear_email, "删除电子邮箱", 0),
	FORM_FLAG(struct person_fields, active, "在用", 0),
};
const struct http_fields person_form = HTTP_FIELDS(person_form_fields, struct person_fields);

/* Active departments of the agency (and the present one), "未分部门" first. */
static enum err department_choices(struct http_exchange *x, struct agency_id agency,
	struct department_id present, struct kit_choice **out, size_t *n, struct agency_view *v,
	struct error *err)
{
	enum err e = agency_departments(
		APP(x)->desk, &WHO(x)->actor, agency, x->arena, v, err);
	if (e != OK)
		return e;
	struct kit_choice *c = arena_array(x->arena, struct kit_choice, v->n_departments + 1);
	if (!c)
		return arena_check(x->arena, err);
	size_t k = 0;
	c[k++] = (struct kit_choice){ .text = STR("未分部门") };
	for (size_t i = 0; i < v->n_departments; i++)
		if (v->department[i].active || v->department[i].id.v == present.v)
			c[k++] = (struct kit_choice){ .text = v->department[i].name,
				.value = page_fmt(x, "%lld", (long long)v->department[i].id.v) };
	*out = c;
	*n = k;
	return OK;
}

static struct str id_text(struct http_exchange *x, int64_t id)
{
	return id ? page_fmt(x, "%lld", (long long)id) : STR("");
}

/* --- adding ---------------------------------------------------------------------------------- */

static enum err add_page(struct http_exchange *x, struct agency_id agency, enum err why, struct error *err)
{
	struct agency_view v;
	struct form_page p;
	struct error refusal = *err;
	struct kit_choice *choice;
	size_t n;
	if (!agency.v)
		agency = WHO(x)->actor.agency;
	enum err e = department_choices(
		x, agency, (struct department_id){ 0 }, &choice, &n, &v, err);
	if (e == OK)
		e = form_page_init(x, &p, &person_add_form, "新增人员", err);
	if (e != OK)
		return e;
	if (why != OK && !form_page_refused(&p, why, &refusal)) {
		*err = refusal;
		return why;
	}
	p.title.note = v.agency.name;
	two_crumbs(x, &p.frame, "人员账号",
		arena_cstr(x->arena, page_fmt(x, "/admin/people?agency=%lld", (long long)agency.v)),
		STR("新增人员"));
	form_page_hidden(&p, "agency", id_text(x, agency.v));
	form_page_input(&p, "name", STR(""), NULL)->autocomplete = STR("off");
	struct kit_input *login =
		form_page_input(&p, "login", STR(""), "2 到 32 个小写字母、数字、点、横线，以字母开头；以后不能改");
	login->autocomplete = STR("off");
	login->autocapitalize = STR("none");
	form_page_select(&p, "department", choice, n, STR(""), NULL);
	form_page_input(&p, "title", STR(""), NULL);
	form_page_input(&p, "mobile", STR(""), "加密保存，只在需要时查看")->inputmode = STR("numeric");
	form_page_input(&p, "email", STR(""), "加密保存，用来接收提醒")->inputmode = STR("email");
	form_page_submit(&p, "保存并生成一次性密码", page_fmt(x, "/admin/people?agency=%lld", (long long)agency.v));
	return form_page_answer(x, &p, err);
}

enum err person_add_show(struct http_exchange *x, struct error *err)
{
	const struct add_query *q = x->form;
	return add_page(x, (struct agency_id){ q->agency }, OK, err);
}

enum err person_add_post(struct http_exchange *x, struct error *err)
{
	const struct add_fields *f = x->form;
	struct agency_id agency = { f->agency };
	struct person_facts facts = { .agency = agency,
		.department = { f->department },
		.login = f->login,
		.name = f->name,
		.title = f->title,
		.mobile = f->mobile,
		.email = f->email };
	struct person_id id;
	struct once_page v = { .title = STR("人员已新增"), .name = f->name, .login = f->login };
	if (x->report->n_errors > 0)
		return add_page(x, agency, OK, err);
	enum err e = person_add(
		APP(x)->desk, &WHO(x)->actor, &facts, x->arena, &id, &v.password, err);
	if (e != OK)
		return add_page(x, agency, e, err);
	v.next = page_fmt(x, "/admin/people/%lld/rights", (long long)id.v);
	v.next_text = STR("已交给本人，去申请权限");
	page_frame(x, FRAME_OFFICE, "人员已新增", &v.frame);
	struct buf *o = page_open(x, &v.frame);
	admin_once(o, &v);
	return page_close(x, 200, o, &v.frame, err);
}

/* --- changing -------------------------------------------------------------------------------- */

static void add_edit_controls(struct http_exchange *x, struct form_page *p, const struct person_view *pv,
	struct kit_choice *choice, size_t n)
{
	const struct person_row *r = &pv->person;
	form_page_hidden(p, "version", page_fmt(x, "%lld", (long long)r->version));
	form_page_input(p, "name", r->name, NULL)->autocomplete = STR("off");
	form_page_select(p, "department", choice, n, id_text(x, r->department.v), NULL);
	form_page_input(p, "title", r->title, NULL);
	form_page_input(p, "mobile", STR(""),
		arena_cstr(x->arena, pv->mobile.n > 0 ? page_fmt(x, "现在是 %.*s，不改就不填", STR_ARG(pv->mobile))
						      : STR("现在没有填写")))
		->inputmode = STR("numeric");
	if (pv->mobile.n > 0)
		form_page_flag(p, "clear_mobile", false, NULL);
	form_page_input(p, "email", STR(""),
		arena_cstr(x->arena, pv->email.n > 0 ? page_fmt(x, "现在是 %.*s，不改就不填", STR_ARG(pv->email))
						     : STR("现在没有填写")))
		->inputmode = STR("email");
	if (pv->email.n > 0)
		form_page_flag(p, "clear_email", false, NULL);
	form_page_flag(p, "active", r->active != 0, "停用后不能登录，已有的登录立即结束；历史记录不变");
}

static enum err edit_page(struct http_exchange *x, enum err why, struct error *err)
{
	struct person_view pv;
	struct agency_view v;
	struct form_page p;
	struct error refusal = *err;
	struct kit_choice *choice;
	size_t n;
	struct person_id id;
	enum err e = page_id(x, 0, &id.v, err);
	if (e == OK)
		e = person_view(APP(x)->desk, &WHO(x)->actor, id, x->arena, &pv, err);
	if (e == OK)
		e = department_choices(
			x, pv.person.agency, pv.person.department, &choice, &n, &v, err);
	if (e == OK)
		e = form_page_init(x, &p, &person_form, "修改人员信息", err);
	if (e != OK)
		return e;
	if (why != OK && !form_page_refused(&p, why, &refusal)) {
		*err = refusal;
		return why;
	}
	if (why == ERR_CONFLICT && !refusal.field) {
		const struct person_fields *f = x->form;
		form_page_stale(&p, "姓名", pv.person.name, f->name);
		form_page_stale(&p, "职务", pv.person.title, f->title);
		form_page_stale(&p, "状态", pv.person.active ? STR("在用") : STR("已停用"),
			f->active ? STR("在用") : STR("已停用"));
	}
	struct str back = page_fmt(x, "/admin/people/%lld", (long long)id.v);
	two_crumbs(x, &p.frame, arena_cstr(x->arena, pv.person.name), arena_cstr(x->arena, back),
		STR("修改人员信息"));
	add_edit_controls(x, &p, &pv, choice, n);
	form_page_submit(&p, "保存", back);
	return form_page_answer(x, &p, err);
}

enum err person_edit_show(struct http_exchange *x, struct error *err)
{
	return edit_page(x, OK, err);
}

enum err person_edit_post(struct http_exchange *x, struct error *err)
{
	const struct person_fields *f = x->form;
	struct person_facts facts = { .department = { f->department },
		.name = f->name,
		.title = f->title,
		.mobile = f->mobile,
		.email = f->email,
		.clear_mobile = f->clear_mobile,
		.clear_email = f->clear_email,
		.active = f->active };
	struct person_id id;
	enum err e = page_id(x, 0, &id.v, err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return edit_page(x, OK, err);
	e = person_change(APP(x)->desk, &WHO(x)->actor, id, f->version, &facts, err);
	if (e != OK)
		return edit_page(x, e, err);
	return page_done(x, page_fmt(x, "/admin/people/%lld", (long long)id.v), "person.saved");
}
