/*
 * routes -- one's own notices, and how they come by mail.
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
};
const struct app_area area_notices = { routes, sizeof(routes) / sizeof(*routes) };
