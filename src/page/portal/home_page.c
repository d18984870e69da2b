/*
 * home_page -- the portal's home page, guide, paper form and note on accessibility.
 */
#include "page/portal/home_view.h"
#include "page/portal_home_tmpl.h"

#include <inttypes.h>

enum err home_show(struct http_exchange *x, struct error *err)
{
	struct home_page v = { .number = { .value = STR("") } };
	enum err e = portal_load(x, (struct agency_id){ 0 }, &v.portal, err);
	if (e == ERR_NOT_FOUND) { /* before the set-up, which the log-in leads to */
		http_answer_redirect(x, STR("/login"));
		return OK;
	}
	if (e == OK)
		e = office_years(APP(x)->desk, x->arena, v.portal.agency.id, &v.years, err);
	if (e != OK)
		return e;
	v.lookup = (struct kit_form){ .action = STR("/status"), .csrf = http_csrf_token(x) };
	v.number =
		(struct kit_input){ .field = { .name = STR("number"), .label = STR("申请编号") } };
	v.number.autocomplete = STR("off");
	v.code = (struct kit_input){ .field = { .name = STR("code"), .label = STR("查询码") } };
	v.code.autocomplete = STR("off");
	portal_frame(x, &v.portal, "首页", "home", NULL, &v.frame);
	struct buf *o = page_open(x, &v.frame);
	home_main(o, &v);
	return page_close(x, 200, o, &v.frame, err);
}

static enum err guide_load(struct http_exchange *x, const char *title, const char *key,
	struct guide_page *v, struct error *err)
{
	struct agency_id asked = office_asked(x);
	enum err e = portal_load(x, asked, &v->portal, err);
	if (e != OK)
		return e;
	bool other = asked.v && v->portal.n_offices > 1;
	v->apply_href = other ? page_fmt(x, "/apply?agency=%" PRId64, asked.v) : STR("/apply");
	v->form_href =
		other ? page_fmt(x, "/guide/form?agency=%" PRId64, asked.v) : STR("/guide/form");
	portal_frame(x, &v->portal, title, key, title, &v->frame);
	return OK;
}

enum err guide_show(struct http_exchange *x, struct error *err)
{
	struct guide_page v;
	enum err e = guide_load(x, "政府信息公开指南", "guide", &v, err);
	if (e != OK)
		return e;
	struct buf *o = page_open(x, &v.frame);
	guide_main(o, &v);
	return page_close(x, 200, o, &v.frame, err);
}

enum err guide_form_show(struct http_exchange *x, struct error *err)
{
	struct guide_page v;
	enum err e = guide_load(x, "政府信息公开申请表", "guide", &v, err);
	if (e != OK)
		return e;
	struct buf *o = page_open(x, &v.frame);
	form_main(o, &v);
	return page_close(x, 200, o, &v.frame, err);
}

enum err access_show(struct http_exchange *x, struct error *err)
{
	struct guide_page v;
	enum err e = guide_load(x, "无障碍说明", "access", &v, err);
	if (e != OK)
		return e;
	struct buf *o = page_open(x, &v.frame);
	access_main(o, &v);
	return page_close(x, 200, o, &v.frame, err);
}
