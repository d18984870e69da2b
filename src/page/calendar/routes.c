/*
 * routes -- working calendars.
 */
#include "page/calendar/part.h"

static const struct http_route routes[] = {
	ROUTE(GET, "/admin/calendars", PERM_CALENDAR_LOOK, NO_CSRF, NULL, calendar_year_show,
		"今年的工作日历"),
	ROUTE(GET, "/admin/calendars/import", PERM_CALENDAR_EDIT, NO_CSRF, NULL,
		calendar_import_show, "导入一年的放假安排"),
	ROUTE_UPLOAD(POST, "/admin/calendars/import", PERM_CALENDAR_EDIT, CSRF,
		&calendar_import_form, calendar_import_post, "导入前查看改动", CALENDAR_IMPORT_MAX),
	ROUTE(POST, "/admin/calendars/import/confirm", PERM_CALENDAR_EDIT, CSRF,
		&calendar_confirm_form, calendar_confirm_post, "确认导入"),
	ROUTE(GET, "/admin/calendars/local", PERM_CALENDAR_EDIT, NO_CSRF, NULL, calendar_local_show,
		"登记本地放假日"),
	ROUTE(POST, "/admin/calendars/local", PERM_CALENDAR_EDIT, CSRF, &calendar_local_form,
		calendar_local_post, "保存本地放假日"),
	ROUTE(GET, "/admin/calendars/local/:date", PERM_CALENDAR_EDIT, NO_CSRF, NULL,
		calendar_correct_show, "更正本地放假日前的确认"),
	ROUTE(POST, "/admin/calendars/local/:date", PERM_CALENDAR_EDIT, CSRF,
		&calendar_correct_form, calendar_correct_post, "更正本地放假日"),
	ROUTE(GET, "/admin/calendars/:year", PERM_CALENDAR_LOOK, NO_CSRF, NULL, calendar_year_show,
		"一年的工作日历"),
};
const struct app_area area_calendar = { routes, sizeof routes / sizeof *routes };
