/*
 * split_page -- one paper that asks for several things becomes several requests (一事一申请).
 */
#include "page/office/part.h"

struct split_fields {
	int64_t version;
	struct str first, second, third;
};
static const struct form_field fields[] = {
	FORM_INT(struct split_fields, version, "版本", 0, INT64_MAX, 0),
	FORM_LINES(struct split_fields, first, "第一件（留在本件）", 1, REQUEST_CONTENT_MAX,
		FORM_REQUIRED, .missing = "请填写第一件的内容"),
	FORM_LINES(struct split_fields, second, "第二件", 1, REQUEST_CONTENT_MAX, FORM_REQUIRED,
		.missing = "请填写第二件的内容"),
	FORM_LINES(struct split_fields, third, "第三件", 1, REQUEST_CONTENT_MAX, 0),
};
const struct http_fields split_form = HTTP_FIELDS(fields, struct split_fields);

static enum err split_page(struct http_exchange *x, enum err why, struct error *err)
{
	struct request_view v;
	struct form_page p;
	enum err e = case_form(x, &split_form, "拆分申请", why, &v, &p, err);
	if (e != OK)
		return e;
	p.inset = STR(
		"一份申请写了几件不同的事，按能单独答复的最小单位拆开，各自登记、各自答复；"
		"申请人、材料和收到日期相同。原文作为备注保留。只能在登记后、其他步骤之前拆分。");
	form_page_textarea(&p, "first", v.request.content, NULL)->rows = 6;
	form_page_textarea(&p, "second", STR(""), NULL)->rows = 6;
	form_page_textarea(&p, "third", STR(""), "四件以上的，拆分后再拆")->rows = 4;
	form_page_submit(&p, "拆分", case_path(x, v.request.id, ""));
	return form_page_answer(x, &p, err);
}

enum err split_show(struct http_exchange *x, struct error *err)
{
	return split_page(x, OK, err);
}

enum err split_post(struct http_exchange *x, struct error *err)
{
	const struct split_fields *f = x->form;
	struct request_id id, part[3];
	const struct str content[3] = { f->first, f->second, f->third };
	enum err e = page_id(x, 0, &id.v, err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return split_page(x, OK, err);
	e = request_split(APP(x)->desk, x->arena, &WHO(x)->actor, id, f->version, content,
		f->third.n ? 3 : 2, part, err);
	return e != OK ? split_page(x, e, err) : page_done(x, STR("/office"), "case.split");
}
