/*
 * routes -- one's own notices, how they come by mail, and calendars of legal dates.
 */
#include "page/notices/part.h"

static const struct http_route routes[] = {
	ROUTE(GET, "/office/notices", PERM_LOGGED_IN, NO_CSRF, &notices_query, notices_show,
		"待阅：发生了什么，到哪里去办"),
	ROUTE(POST, "/office/notices/read", PERM_LOGGED_IN, CSRF, &notices_read_form,
		notices_read_post, "全部标为已读"),
	ROUTE(POST, "/office/notices/:id/open", PERM_LOGGED_IN, CSRF, NULL, notice_open_post,
		"标为已读，转到所说的页面"),
	ROUTE(GET, "/account/notices", PERM_LOGGED_IN, NO_CSRF, NULL, notice_choices_show,
		"哪些通知发邮件"),
	ROUTE(POST, "/account/notices", PERM_LOGGED_IN, CSRF, &notice_choices_form,
		notice_choices_post, "保存邮件设置"),
	ROUTE(GET, "/account/calendar", PERM_LOGGED_IN, NO_CSRF, NULL, feeds_show,
		"日历订阅：自己的链接"),
	ROUTE(POST, "/account/calendar/:scope/make", PERM_REQUEST_LOOK, CSRF, NULL,
		feed_make_post, "生成或者更换链接，只显示一次"),
	ROUTE(POST, "/account/calendar/:scope/revoke", PERM_LOGGED_IN, CSRF, NULL,
		feed_revoke_post, "停用链接"),
	ROUTE(GET, "/feed/:token", PERM_NONE, NO_CSRF, NULL, feed_fetch,
		"法定期限的日历（iCalendar），凭链接读取，不用登录"),
};
const struct app_area area_notices = { routes, sizeof(routes) / sizeof(*routes) };
