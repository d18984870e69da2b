/*
 * routes -- annual reports in the office, and published on the portal.
 */
#include "page/annual/part.h"
#include "page/office/part.h"
#include "page/portal/part.h"

static const struct http_route routes[] = {
	ROUTE(GET, "/annual", PERM_ANNUAL_LOOK, NO_CSRF, NULL, annual_list_show,
		"各年度报告的状态和报送期限"),
	ROUTE(POST, "/annual/recount", PERM_ANNUAL_EDIT, CSRF, NULL, annual_recount_post,
		"从登记簿重新清点，与累计数核对"),
	ROUTE(GET, "/annual/import", PERM_ANNUAL_EDIT, NO_CSRF, NULL, annual_import_show,
		"导入往年已公布的报告"),
	ROUTE_UPLOAD(POST, "/annual/import", PERM_ANNUAL_EDIT, CSRF, &annual_import_form,
		annual_import_post, "读取上传的报告，先看后存", 20 << 20),
	ROUTE(POST, "/annual/import/confirm", PERM_ANNUAL_EDIT, CSRF, &annual_import_ready,
		annual_import_confirm, "保存导入的报告"),
	ROUTE(GET, "/annual/below", PERM_ANNUAL_SUPERVISE, NO_CSRF, &annual_list_query, annual_below_show,
		"下级机关年度报告的状态"),
	{ HTTP_GET, "/annual/:year", PERM_ANNUAL_LOOK, NO_CSRF, &annual_cell_form, annual_report_show,
		"一年的报告：三张表，点数字看构成、规则和变动", HTTP_REPORT, 0 },
	ROUTE(GET, "/annual/:year/charts", PERM_ANNUAL_LOOK, NO_CSRF, &annual_agency_form, annual_year_show,
		"全年情况：数据表和图"),
	ROUTE(GET, "/annual/:year/entry", PERM_ANNUAL_EDIT, NO_CSRF, &annual_enter_query, annual_enter_show,
		"更正一格的数字，或者登记勘误"),
	ROUTE_UPLOAD(POST, "/annual/:year/entry", PERM_ANNUAL_EDIT, CSRF, &annual_enter_form,
		annual_enter_post, "保存更正或者勘误", OFFICE_FILE_BYTES_MAX),
	ROUTE_SLOW(GET, "/annual/:year/evidence/:entry", PERM_ANNUAL_LOOK, NO_CSRF, NULL,
		annual_evidence_show, "下载一项更正的依据"),
	ROUTE(GET, "/annual/:year/before", PERM_ANNUAL_LOOK, NO_CSRF, NULL, annual_before_show,
		"冻结前检查：妨碍冻结的、要写理由的、要核对的"),
	ROUTE(GET, "/annual/:year/step/:step", PERM_ANNUAL_LOOK, NO_CSRF, NULL, annual_step_show,
		"冻结、审核、签发、公布、退回前的确认"),
	ROUTE(POST, "/annual/:year/step/:step", PERM_ANNUAL_LOOK, CSRF, &annual_step_form,
		annual_step_post, "冻结、审核、签发、公布、退回"),
	ROUTE_SLOW(GET, "/annual/:year/file/:format", PERM_ANNUAL_LOOK, NO_CSRF, &annual_agency_form,
		annual_file_show, "下载报告：docx、pdf、ofd、xlsx、html、json"),
	ROUTE(GET, "/reports", PERM_NONE, NO_CSRF, &annual_public_query, annual_public_list_show,
		"已公布的年度报告：各机关一个年度的，或者一个机关各年度的"),
	ROUTE(GET, "/reports/:id", PERM_NONE, NO_CSRF, NULL, annual_public_show,
		"一份已公布的年度报告，网址不变"),
	ROUTE_SLOW(GET, "/reports/:id/:format", PERM_NONE, NO_CSRF, NULL, annual_public_file,
		"下载已公布的年度报告"),
};
const struct app_area area_annual = { routes, sizeof routes / sizeof *routes };
