/*
 * routes -- annual reports in the office.
 */
#include "page/annual/part.h"

static const struct http_route routes[] = {
	ROUTE(GET, "/annual", PERM_ANNUAL_LOOK, NO_CSRF, NULL, annual_list_show,
		"各年度报告的状态和报送期限"),
	ROUTE(POST, "/annual/recount", PERM_ANNUAL_EDIT, CSRF, NULL, annual_recount_post,
		"从登记簿重新清点，与累计数核对"),
	ROUTE(GET, "/annual/below", PERM_ANNUAL_SUPERVISE, NO_CSRF, &annual_list_query, annual_below_show,
		"下级机关年度报告的状态"),
	{ HTTP_GET, "/annual/:year", PERM_ANNUAL_LOOK, NO_CSRF, &annual_cell_form, annual_report_show,
		"一年的报告：三张表，点数字看构成、规则和变动", HTTP_REPORT, 0 },
	ROUTE_SLOW(GET, "/annual/:year/file/:format", PERM_ANNUAL_LOOK, NO_CSRF, &annual_agency_form,
		annual_file_show, "下载报告：docx、pdf、ofd、xlsx、html、json"),
};
const struct app_area area_annual = { routes, sizeof routes / sizeof *routes };
