/*
 * routes -- the public portal: nobody has to log in.
 */
#include "page/portal/part.h"

static const struct http_route routes[] = {
	ROUTE(GET, "/", PERM_NONE, NO_CSRF, NULL, home_show, "公众端首页"),
	ROUTE(GET, "/access", PERM_NONE, NO_CSRF, &office_query, access_show, "无障碍说明"),
	ROUTE(GET, "/guide", PERM_NONE, NO_CSRF, &office_query, guide_show, "政府信息公开指南"),
	ROUTE(GET, "/guide/form", PERM_NONE, NO_CSRF, &office_query, guide_form_show,
		"纸质申请表（打印）"),
	ROUTE_SLOW(GET, "/guide/form.docx", PERM_NONE, NO_CSRF, &office_query, form_docx,
		"纸质申请表（Word）"),
	ROUTE_SLOW(GET, "/guide/form.pdf", PERM_NONE, NO_CSRF, &office_query, form_pdf,
		"纸质申请表（PDF）"),
	ROUTE(GET, "/apply", PERM_NONE, NO_CSRF, &office_query, apply_show,
		"申请第 1 步：须知、申请人类型"),
	ROUTE(POST, "/apply", PERM_NONE, CSRF, &apply_form, apply_post, "保存第 1 步"),
	ROUTE(POST, "/apply/drop", PERM_NONE, CSRF, NULL, drop_post, "放弃申请草稿"),
	ROUTE(GET, "/apply/who", PERM_NONE, NO_CSRF, NULL, who_show, "申请第 2 步：申请人信息"),
	ROUTE_UPLOAD(POST, "/apply/who", PERM_NONE, CSRF, &who_form, who_post, "保存第 2 步",
		UPLOAD_TOTAL_MAX),
	ROUTE(GET, "/apply/what", PERM_NONE, NO_CSRF, NULL, what_show, "申请第 3 步：所需信息"),
	ROUTE_UPLOAD(POST, "/apply/what", PERM_NONE, CSRF, &what_form, what_post, "保存第 3 步",
		UPLOAD_TOTAL_MAX),
	ROUTE(GET, "/apply/how", PERM_NONE, NO_CSRF, NULL, how_show, "申请第 4 步：获取方式"),
	ROUTE(POST, "/apply/how", PERM_NONE, CSRF, &how_form, how_post, "保存第 4 步"),
	ROUTE_SLOW(
		GET, "/apply/review", PERM_NONE, NO_CSRF, NULL, review_show, "申请第 5 步：核对"),
	ROUTE(POST, "/apply/review", PERM_NONE, CSRF, &review_form, review_post, "提交申请"),
	ROUTE(GET, "/apply/done", PERM_NONE, NO_CSRF, NULL, done_show, "申请回执"),
	ROUTE(GET, "/status", PERM_NONE, NO_CSRF, NULL, status_show, "申请进度"),
	ROUTE(POST, "/status", PERM_NONE, CSRF, &lookup_form, status_post, "凭编号和查询码查询"),
	ROUTE(POST, "/status/leave", PERM_NONE, CSRF, NULL, status_leave_post, "退出查询"),
	ROUTE(GET, "/status/file/:id", PERM_NONE, NO_CSRF, NULL, status_file, "下载本人的文书"),
	ROUTE(GET, "/status/correct", PERM_NONE, NO_CSRF, NULL, correct_show, "补正"),
	ROUTE_UPLOAD(POST, "/status/correct", PERM_NONE, CSRF, &correct_form, correct_post,
		"提交补正", UPLOAD_TOTAL_MAX),
	ROUTE(GET, "/status/withdraw", PERM_NONE, NO_CSRF, NULL, withdraw_show, "撤回前确认"),
	ROUTE(POST, "/status/withdraw", PERM_NONE, CSRF, NULL, withdraw_post, "撤回申请"),
	ROUTE(GET, "/status/contact", PERM_NONE, NO_CSRF, NULL, contact_change_show,
		"修改联系方式"),
	ROUTE(POST, "/status/contact", PERM_NONE, CSRF, &contact_change_form, contact_change_post,
		"保存联系方式"),
};
const struct app_area area_portal = { routes, sizeof(routes) / sizeof(*routes) };
