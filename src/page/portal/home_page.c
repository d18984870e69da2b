/*
 * home_page -- the portal's home page, guide, paper form and note on accessibility.
 */
#include "doc/letter.h"
#include "page/portal/home_view.h"
#include "page/portal_home_tmpl.h"

#include <inttypes.h>

enum { FORM_BYTES_MAX = 32 * 1024 * 1024, REPORTS_SHOWN = 5 };

enum err home_show(struct http_exchange *x, struct error *err)
{
	struct home_page v = { .number = { .value = STR("") } };
	enum err e = portal_load(x, (struct agency_id){ 0 }, &v.portal, err);
	if (e == ERR_NOT_FOUND) { /* before the set-up, which the log-in leads to */
		http_answer_redirect(x, STR("/login"));
		return OK;
	}
	if (e == OK)
		e = office_years(APP(x)->desk, x->arena, &v.years, err);
	if (e == OK)
		e = annual_public_last(APP(x)->desk, x->arena, REPORTS_SHOWN, &v.report, &v.n_reports, err);
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
	v->docx_href = other ? page_fmt(x, "/guide/form.docx?agency=%" PRId64, asked.v)
			     : STR("/guide/form.docx");
	v->pdf_href = other ? page_fmt(x, "/guide/form.pdf?agency=%" PRId64, asked.v)
			    : STR("/guide/form.pdf");
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

/* --- the paper form as a document
 * ------------------------------------------------------------------ */

#define BLANK "＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿"
static const struct str form_text[] = {
	STR_INIT("一、申请人（公民）"),
	STR_INIT("姓名：" BLANK),
	STR_INIT("证件名称：" BLANK),
	STR_INIT("证件号码：" BLANK),
	STR_INIT("二、申请人（法人或者其他组织）"),
	STR_INIT("名称：" BLANK),
	STR_INIT("组织类别：□商业企业　□科研机构　□社会公益组织　□法律服务机构　□其他"),
	STR_INIT("统一社会信用代码：" BLANK),
	STR_INIT("法定代表人：" BLANK),
	STR_INIT("联系人：" BLANK),
	STR_INIT("三、联系方式"),
	STR_INIT("联系电话：" BLANK),
	STR_INIT("通信地址：" BLANK),
	STR_INIT("邮政编码：" BLANK),
	STR_INIT("电子邮箱（选填）：" BLANK),
	STR_INIT("传真（选填）：" BLANK),
	STR_INIT("四、所需信息（一份申请写一项内容，不用说明用途）"),
	STR_INIT("信息名称、文号（知道的填写）：" BLANK),
	STR_INIT("内容描述（对象、时间范围、文件形式等便于查找的特征）："),
	STR_INIT(BLANK BLANK BLANK BLANK BLANK BLANK),
	STR_INIT("五、提供形式和获取途径（各选一项）"),
	STR_INIT("提供形式：□纸面　□电子文件　□光盘　□现场查阅、抄录"),
	STR_INIT("获取途径：□邮寄　□电子邮件　□网上获取　□自行领取　□传真"),
	STR_INIT("六、签名"),
	STR_INIT("申请人（签名或者盖章）：" BLANK),
	STR_INIT("申请日期：＿＿＿＿年＿＿月＿＿日"),
	STR_INIT(
		"填写说明：请附身份证明复印件；代他人申请的，另附授权委托书和代理人的身份证明。邮寄的，请在信封上注明“政府信息公开申请”。"),
};

static enum err answer_form(struct http_exchange *x, const char *type, const char *name,
	enum err (*write)(struct buf *, const struct letter_doc *, struct error *),
	struct error *err)
{
	struct portal p;
	enum err e = portal_load(x, office_asked(x), &p, err);
	if (e != OK)
		return e;
	const struct agency_row *g = &p.agency;
	struct letter_doc doc = { .title = STR("政府信息公开申请表"),
		.addressee = arena_fmt(x->arena, "%.*s：", STR_ARG(g->name)),
		.paragraph = form_text,
		.n = sizeof(form_text) / sizeof(*form_text) };
	if (g->phone.n || g->address.n)
		doc.note =
			arena_fmt(x->arena, "（%s%.*s%s%s%.*s）", g->address.n ? "受理地址：" : "",
				STR_ARG(g->address), g->address.n && g->phone.n ? "，" : "",
				g->phone.n ? "电话：" : "", STR_ARG(g->phone));
	struct buf b;
	buf_init(&b, FORM_BYTES_MAX);
	e = arena_check(x->arena, err);
	if (e == OK)
		e = write(&b, &doc, err);
	if (e == OK) {
		http_download_name(x, str_cstr(name));
		http_answer_bytes(x, 200, type, &b);
	}
	buf_done(&b);
	return e;
}

enum err form_docx(struct http_exchange *x, struct error *err)
{
	return answer_form(x,
		"application/vnd.openxmlformats-officedocument.wordprocessingml.document",
		"政府信息公开申请表.docx", letter_write_docx, err);
}

enum err form_pdf(struct http_exchange *x, struct error *err)
{
	return answer_form(x, "application/pdf", "政府信息公开申请表.pdf", letter_write_pdf, err);
}
