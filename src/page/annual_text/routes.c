/*
 * routes -- the written parts of the annual report.
 */
#include "page/annual_text/part.h"

static const struct http_route routes[] = {
	ROUTE(GET, "/annual/:year/text", PERM_ANNUAL_LOOK, NO_CSRF, NULL, text_list_show, "年度报告正文各部分"),
	ROUTE(GET, "/annual/:year/text/:part", PERM_ANNUAL_LOOK, NO_CSRF, &text_page_query, text_part_show,
		"一部分正文：编写、数字核对、意见、版本"),
	ROUTE(POST, "/annual/:year/text/:part", PERM_ANNUAL_EDIT, CSRF, &text_edit_form, text_part_post,
		"保存或者预览正文"),
	ROUTE(POST, "/annual/:year/text/:part/fields", PERM_ANNUAL_EDIT, CSRF, &text_version_form,
		text_bind_post, "手写的数字全部改用字段"),
	ROUTE(GET, "/annual/:year/text/:part/changes", PERM_ANNUAL_LOOK, NO_CSRF, &text_changes_query,
		text_changes_show, "两个版本之间的改动"),
	ROUTE(POST, "/annual/:year/text/:part/restore", PERM_ANNUAL_EDIT, CSRF, &text_restore_form,
		text_restore_post, "恢复正文的一个版本"),
	ROUTE(POST, "/annual/:year/text/:part/remark", PERM_ANNUAL_LOOK, CSRF, &text_remark_form,
		text_remark_post, "对正文提出意见"),
	ROUTE(GET, "/annual/:year/text/:part/answer/:remark", PERM_ANNUAL_EDIT, NO_CSRF, NULL,
		text_answer_show, "答复一条意见"),
	ROUTE(POST, "/annual/:year/text/:part/answer/:remark", PERM_ANNUAL_EDIT, CSRF, &text_answer_form,
		text_answer_post, "保存对意见的答复"),
};
const struct app_area area_annual_text = { routes, sizeof routes / sizeof *routes };
