/*
 * lead_page -- 公开线索 of a case: what others may read of it when they are about to ask for the same.
 */
#include "desk/lead.h"
#include "page/office/part.h"

struct lead_fields {
	int64_t version;
	struct str title, place;
	bool sure;
};
static const struct form_field fields[] = {
	FORM_INT(struct lead_fields, version, "版本", 0, INT64_MAX, 0),
	FORM_TEXT(struct lead_fields, title, "公开的内容", 1, LEAD_TITLE_MAX, FORM_REQUIRED,
		.missing = "请写明公开了什么，例如：示例小区 2024 年物业保安员备案回执"),
	FORM_TEXT(struct lead_fields, place, "获取办法", 1, LEAD_PLACE_MAX, FORM_REQUIRED,
		.missing = "请写明在哪里能看到，或者怎样取得"),
	FORM_FLAG(struct lead_fields, sure,
		"已经核对：以上文字不含申请人、第三方的姓名、住址等个人信息", 0),
};
const struct http_fields lead_form = HTTP_FIELDS(fields, struct lead_fields);

struct drop_fields {
	int64_t version;
	struct str reason;
};
static const struct form_field drop_form_fields[] = {
	FORM_INT(struct drop_fields, version, "版本", 0, INT64_MAX, 0),
	FORM_TEXT(struct drop_fields, reason, "撤下的理由", 1, LEAD_REASON_MAX, FORM_REQUIRED,
		.missing = "请写明为什么撤下"),
};
const struct http_fields lead_drop_form = HTTP_FIELDS(drop_form_fields, struct drop_fields);

/* --- adding ------------------------------------------------------------------------------------
 */

static enum err lead_page(struct http_exchange *x, enum err why, struct error *err)
{
	struct request_view v;
	struct form_page p;
	enum err e = case_form(x, &lead_form, "作为公开线索", why, &v, &p, err);
	if (e != OK)
		return e;
	p.inset = STR("其他人填写申请时，如果描述与这里的“公开的内容”相近，就会看到这两项文字，"
		      "不必再申请同样的信息。看到的只有这两项：申请人是谁、申请书写了什么都不显示。");
	form_page_input(&p, "title", STR(""),
		"用公开的信息本身来写，最多 60 个字；不写姓名、号码和“我”“本人”");
	form_page_textarea(&p, "place", STR(""),
		"例如：本机关网站“规划计划”栏目；或者：持身份证件到政务公开办查阅")
		->rows = 3;
	form_page_flag(&p, "sure", false, NULL);
	form_page_submit(&p, "作为公开线索", case_path(x, v.request.id, ""));
	return form_page_answer(x, &p, err);
}

enum err lead_show(struct http_exchange *x, struct error *err)
{
	return lead_page(x, OK, err);
}

enum err lead_post(struct http_exchange *x, struct error *err)
{
	const struct lead_fields *f = x->form;
	struct request_id id;
	enum err e = page_id(x, 0, &id.v, err);
	if (e == OK && !f->sure)
		e = form_missing(x, "sure", "请核对两项文字，并勾选已经核对", err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return lead_page(x, OK, err);
	e = lead_add(APP(x)->desk, x->arena, &WHO(x)->actor, id, f->title, f->place, err);
	return e != OK ? lead_page(x, e, err)
		       : page_done(x, case_path(x, id, ""), "lead.added");
}

/* --- taking back -------------------------------------------------------------------------------
 */

static enum err drop_page(struct http_exchange *x, enum err why, struct error *err)
{
	struct request_view v;
	struct form_page p;
	struct lead_row lead;
	bool has;
	enum err e = case_form(x, &lead_drop_form, "撤下公开线索", why, &v, &p, err);
	if (e == OK)
		e = lead_of(APP(x)->desk, x->arena, &WHO(x)->actor, v.request.id, &lead, &has, err);
	if (e != OK)
		return e;
	if (has)
		p.inset = page_fmt(x, "公开的内容：%.*s。获取办法：%.*s。撤下后，其他申请人不再看到。",
			STR_ARG(lead.title), STR_ARG(lead.place));
	else
		p.inset = STR("这件申请现在不是公开线索，不用撤下。");
	form_page_input(&p, "reason", STR(""), "记入操作日志");
	form_page_submit(&p, "撤下", case_path(x, v.request.id, ""));
	return form_page_answer(x, &p, err);
}

enum err lead_drop_show(struct http_exchange *x, struct error *err)
{
	return drop_page(x, OK, err);
}

enum err lead_drop_post(struct http_exchange *x, struct error *err)
{
	const struct drop_fields *f = x->form;
	struct request_id id;
	enum err e = page_id(x, 0, &id.v, err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return drop_page(x, OK, err);
	e = lead_drop(APP(x)->desk, x->arena, &WHO(x)->actor, id, f->reason, err);
	return e != OK ? drop_page(x, e, err)
		       : page_done(x, case_path(x, id, ""), "lead.dropped");
}
