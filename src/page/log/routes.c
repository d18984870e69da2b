/*
 * routes -- the log for its auditor.
 */
#include "page/log/part.h"

static const struct http_route routes[] = {
	{ HTTP_GET, "/admin/log", PERM_LOG_READ, NO_CSRF, &log_query_form, log_list_show,
		"审计日志，可筛选", HTTP_REPORT, 0 },
	ROUTE(GET, "/admin/log/days", PERM_LOG_READ, NO_CSRF, NULL, log_days_show,
		"最近三十天每天的记录数和被拒绝的登录"),
	ROUTE(GET, "/admin/log/export", PERM_LOG_READ, NO_CSRF, &log_query_form, log_export_show,
		"导出日志前填写范围和理由"),
	ROUTE(POST, "/admin/log/export", PERM_LOG_READ, CSRF, &log_export_form, log_export_post,
		"导出日志，记入日志"),
	ROUTE(GET, "/admin/log/verify", PERM_LOG_READ, NO_CSRF, NULL, log_verify_show,
		"日志末尾和最近的核验"),
	ROUTE(POST, "/admin/log/verify", PERM_LOG_READ, CSRF, NULL, log_verify_post,
		"核验全部日志，记入日志"),
	ROUTE(GET, "/admin/log/publish", PERM_LOG_READ, NO_CSRF, NULL, log_publish_show,
		"公布日志末尾前填写理由"),
	ROUTE(POST, "/admin/log/publish", PERM_LOG_READ, CSRF, &log_reason_form, log_publish_post,
		"公布日志末尾，记入日志"),
	ROUTE(GET, "/admin/log/head", PERM_LOG_READ, NO_CSRF, NULL, log_head_file,
		"下载日志末尾（JSON，带封印）"),
	ROUTE(GET, "/admin/log/:seq", PERM_LOG_READ, NO_CSRF, NULL, log_event_show,
		"日志的一条：摘要、链值、是否与前后相符"),
	ROUTE(GET, "/log/head.json", PERM_NONE, NO_CSRF, NULL, log_public_head,
		"最近公布的日志末尾"),
};
const struct app_area area_log = { routes, sizeof routes / sizeof *routes };
