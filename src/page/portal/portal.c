/*
 * portal -- the agency whose portal it is, and the frame round its pages.
 */
#include "page/part.h"
#include "page/portal/part.h"

struct office_typed {
	int64_t agency;
};
static const struct form_field office_fields[] = {
	FORM_ID(struct office_typed, agency, "机关", 0),
};
const struct http_fields office_query = HTTP_FIELDS(office_fields, struct office_typed);

struct agency_id office_asked(const struct http_exchange *x)
{
	const struct office_typed *t = x->route->fields == &office_query ? x->form : NULL;
	return (struct agency_id){ t ? t->agency : 0 };
}

enum err portal_load(
	struct http_exchange *x, struct agency_id id, struct portal *out, struct error *err)
{
	struct portal p = { .n_offices = 0 };
	enum err e = office_list(APP(x)->desk, x->arena, &p.office, &p.n_offices, err);
	if (e == OK && p.n_offices == 0)
		e = error_set(err, ERR_NOT_FOUND, NULL, "这里还没有设置机关");
	if (e == OK)
		e = office_load(APP(x)->desk, x->arena, id.v ? id : p.office[0].id, &p.agency, err);
	*out = p;
	return e;
}

static const struct frame_link nav_links[] = {
	{ .label = STR_INIT("首页"), .href = STR_INIT("/"), .key = STR_INIT("home") },
	{ .label = STR_INIT("政府信息公开指南"),
		.href = STR_INIT("/guide"),
		.key = STR_INIT("guide") },
	{ .label = STR_INIT("依申请公开"), .href = STR_INIT("/apply"), .key = STR_INIT("apply") },
	{ .label = STR_INIT("申请进度"), .href = STR_INIT("/status"), .key = STR_INIT("status") },
	{ .label = STR_INIT("年度报告"), .href = STR_INIT("/reports"), .key = STR_INIT("reports") },
};
static const struct frame_group nav[] = { { { NULL, 0 }, nav_links,
	sizeof(nav_links) / sizeof(*nav_links) } };
static const struct frame_link foot_links[] = {
	{ .label = STR_INIT("联系我们"), .href = STR_INIT("/guide#office") },
	{ .label = STR_INIT("无障碍说明"), .href = STR_INIT("/access") },
	{ .label = STR_INIT("工作人员登录"), .href = STR_INIT("/office") },
};

void portal_frame(struct http_exchange *x, const struct portal *p, const char *title,
	const char *key, const char *crumb, struct frame *f)
{
	const struct agency_row *g = &p->agency;
	page_frame(x, FRAME_PORTAL, title, f);
	f->org = g->name;
	f->site = STR("政府信息公开");
	f->nav = nav;
	f->n_nav = 1;
	f->current = str_cstr(key);
	f->access_href = STR("/access");
	f->status_href = STR("/status");
	/* After a POST the page of the form is at the same path: the modes lead there. */
	struct frame_facts *facts = arena_one(x->arena, struct frame_facts);
	struct frame_crumb *crumbs = arena_array(x->arena, struct frame_crumb, 2);
	if (!facts || !crumbs)
		return;
	*facts = (struct frame_facts){ .address = g->address,
		.postcode = g->postcode,
		.phone = g->phone,
		.hours = g->office_hours,
		.site_code = g->site_code,
		.icp = g->icp,
		.police = g->police_record,
		.link = foot_links,
		.n = sizeof(foot_links) / sizeof(*foot_links) };
	f->facts = facts;
	if (!crumb)
		return;
	f->crumbs = crumbs;
	if (strcmp(key, "apply") == 0 && strcmp(crumb, "依申请公开") != 0)
		crumbs[f->n_crumbs++] = (struct frame_crumb){ STR("依申请公开"), STR("/apply") };
	crumbs[f->n_crumbs++] = (struct frame_crumb){ .label = str_cstr(crumb) };
}

/* Paths of people who work here. */
static bool is_office(struct str path)
{
	static const char *const area[] = { "/office", "/admin", "/account", "/login", "/logout",
		"/setup", "/api" };
	for (size_t i = 0; i < sizeof(area) / sizeof(*area); i++)
		if (str_starts(path, str_cstr(area[i])))
			return true;
	return false;
}

bool portal_error_frame(struct http_exchange *x, struct frame *f, struct str *phone)
{
	struct portal p;
	struct error err;
	if (x->principal || x->path.n == 0 || is_office(x->path) ||
		portal_load(x, (struct agency_id){ 0 }, &p, &err) != OK)
		return false;
	portal_frame(x, &p, "", "", NULL, f);
	*phone = p.agency.phone;
	return true;
}
