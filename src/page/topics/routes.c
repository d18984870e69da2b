/* routes -- what people ask about. */
#include "page/topics/part.h"

static const struct http_route routes[] = {
	ROUTE_SLOW(GET, "/office/topics", PERM_REQUEST_LOOK, NO_CSRF, &topics_form, topics_show,
		"申请热点：一年里申请标题中的词，按月"),
	ROUTE_SLOW(GET, "/office/topics/csv", PERM_REQUEST_LOOK, NO_CSRF, &topics_form, topics_file,
		"下载申请热点（CSV，不含个人信息）"),
	ROUTE_SLOW(GET, "/office/leads", PERM_REQUEST_LOOK, NO_CSRF, &leads_form, leads_show,
		"多人申请的相同信息，公开线索"),
};
const struct app_area area_topics = { routes, sizeof routes / sizeof *routes };
