/*
 * department_page -- adding and changing a department.
 */
#include "page/admin/part.h"

struct department_fields {
	int64_t version;
	struct str name, phone;
	int64_t position;
	bool active;
};
static const struct form_field fields[] = {
	FORM_INT(struct department_fields, version, "版本", 0, INT64_MAX, 0),
	FORM_TEXT(struct department_fields, name, "部门名称", 1, 50, FORM_REQUIRED),
	FORM_TEXT(struct department_fields, phone, "电话", 0, 50, 0),
	FORM_INT(struct department_fields, position, "排序", 0, 9999, 0),
	FORM_FLAG(struct department_fields, active, "在用", 0),
};
const struct http_fields department_form = HTTP_FIELDS(fields, struct department_fields);

static struct department_facts facts_of(const struct department_fields *f)
{
	return (struct department_facts){ .name = f->name,
		.phone = f->phone,
		.position = f->position,
		.active = f->active };
}

static struct str agency_path(struct http_exchange *x, struct agency_id id)
{
	return page_fmt(x, "/admin/agencies/%lld", (long long)id.v);
}

/* The form with the values of `row`; position 0 is shown as empty. */
static void add_controls(struct http_exchange *x, struct form_page *p, const struct department_row *row)
{
	form_page_input(p, "name", row->name, "与三定规定一致，例如：法制支队");
	form_page_input(p, "phone", row->phone, NULL);
	form_page_input(p, "position",
		row->position ? page_fmt(x, "%lld", (long long)row->position) : STR(""),
		"数字小的排在前面，不填为 0");
}

static enum err add_page(struct http_exchange *x, enum err why, struct error *err)
{
	struct agency_view v;
	struct form_page p;
	struct error refusal = *err;
	struct department_row none = { 0 };
	int64_t id;
	enum err e = page_id(x, 0, &id, err);
	if (e == OK)
		e = agency_view(APP(x)->desk, &WHO(x)->actor, (struct agency_id){ id }, STR(""), x->arena,
			&v, err);
	if (e == OK)
		e = form_page_init(x, &p, &department_form, "新增部门", err);
	if (e != OK)
		return e;
	if (why != OK && !form_page_refused(&p, why, &refusal)) {
		*err = refusal;
		return why;
	}
	agency_crumbs(x, &p.frame, v.path, v.n_path, STR("新增部门"));
	add_controls(x, &p, &none);
	form_page_submit(&p, "保存", agency_path(x, v.agency.id));
	return form_page_answer(x, &p, err);
}

enum err department_add_show(struct http_exchange *x, struct error *err)
{
	return add_page(x, OK, err);
}

enum err department_add_post(struct http_exchange *x, struct error *err)
{
	struct department_facts facts = facts_of(x->form);
	struct agency_id agency;
	struct department_id made;
	enum err e = page_id(x, 0, &agency.v, err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return add_page(x, OK, err);
	e = department_add(APP(x)->desk, &WHO(x)->actor, agency, &facts, &made, err);
	if (e != OK)
		return add_page(x, e, err);
	return page_done(x, agency_path(x, agency), "department.added");
}

static enum err edit_page(struct http_exchange *x, enum err why, struct error *err)
{
	struct department_row row;
	struct form_page p;
	struct error refusal = *err;
	struct department_id id;
	enum err e = page_id(x, 0, &id.v, err);
	if (e == OK)
		e = department_load(APP(x)->desk, &WHO(x)->actor, id, x->arena, &row, err);
	if (e == OK)
		e = form_page_init(x, &p, &department_form, "修改部门", err);
	if (e != OK)
		return e;
	if (why != OK && !form_page_refused(&p, why, &refusal)) {
		*err = refusal;
		return why;
	}
	if (why == ERR_CONFLICT && !refusal.field) {
		const struct department_fields *f = x->form;
		form_page_stale(&p, "部门名称", row.name, f->name);
		form_page_stale(&p, "电话", row.phone, f->phone);
		form_page_stale(&p, "排序", page_fmt(x, "%lld", (long long)row.position),
			page_fmt(x, "%lld", (long long)f->position));
		form_page_stale(&p, "状态", row.active ? STR("在用") : STR("已停用"),
			f->active ? STR("在用") : STR("已停用"));
	}
	two_crumbs(x, &p.frame, "机关和部门",
		arena_cstr(x->arena, agency_path(x, row.agency)), STR("修改部门"));
	form_page_hidden(&p, "version", page_fmt(x, "%lld", (long long)row.version));
	add_controls(x, &p, &row);
	form_page_flag(&p, "active", row.active != 0, "停用后不能再分派，历史记录不变");
	form_page_submit(&p, "保存", agency_path(x, row.agency));
	return form_page_answer(x, &p, err);
}

enum err department_edit_show(struct http_exchange *x, struct error *err)
{
	return edit_page(x, OK, err);
}

enum err department_edit_post(struct http_exchange *x, struct error *err)
{
	const struct department_fields *f = x->form;
	struct department_facts facts = facts_of(f);
	struct department_row row;
	struct department_id id;
	enum err e = page_id(x, 0, &id.v, err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return edit_page(x, OK, err);
	e = department_load(APP(x)->desk, &WHO(x)->actor, id, x->arena, &row, err);
	if (e != OK)
		return e;
	e = department_change(APP(x)->desk, &WHO(x)->actor, id, f->version, &facts, err);
	if (e != OK)
		return edit_page(x, e, err);
	return page_done(x, agency_path(x, row.agency), "department.saved");
}
