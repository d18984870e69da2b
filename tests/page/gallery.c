/*
 * gallery -- writes every frame, every part and every error page, in every mode, as files for the
 * browser tests (tests/e2e/gallery.test.mjs).
 *
 *	gallery FOLDER      FOLDER/PAGE[-MODE].html and the assets under their paths
 */
#include "core/file.h"
#include "page/asset.h"
#include "page/error_page.h"
#include "tests/page/gallery.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

static const struct frame_link portal_links[] = {
	{ .label = STR_INIT("首页"), .href = STR_INIT("/"), .key = STR_INIT("home") },
	{ .label = STR_INIT("政府信息公开指南"),
		.href = STR_INIT("/guide"),
		.key = STR_INIT("guide") },
	{ .label = STR_INIT("政府信息公开制度"),
		.href = STR_INIT("/rules"),
		.key = STR_INIT("rules") },
	{ .label = STR_INIT("法定主动公开内容"),
		.href = STR_INIT("/open"),
		.key = STR_INIT("open") },
	{ .label = STR_INIT("政府信息公开年报"),
		.href = STR_INIT("/annual"),
		.key = STR_INIT("annual") },
	{ .label = STR_INIT("依申请公开"), .href = STR_INIT("/apply"), .key = STR_INIT("apply") },
	{ .label = STR_INIT("局长信箱"), .href = STR_INIT("/mail"), .key = STR_INIT("mail") },
	{ .label = STR_INIT("社会评议"), .href = STR_INIT("/rate"), .key = STR_INIT("rate") },
};
static const struct frame_group portal_nav[] = { { STR_INIT("栏目"), portal_links, 8 } };
static const struct frame_link foot_links[] = {
	{ .label = STR_INIT("网站地图"), .href = STR_INIT("/map") },
	{ .label = STR_INIT("联系我们"), .href = STR_INIT("/guide") },
	{ .label = STR_INIT("无障碍说明"), .href = STR_INIT("/access") },
	{ .label = STR_INIT("隐私保护"), .href = STR_INIT("/privacy") },
	{ .label = STR_INIT("政府网站工作年度报表"), .href = STR_INIT("/yearly") },
};
static const struct frame_facts facts = {
	.office = STR_INIT("局政务公开办公室"),
	.address = STR_INIT("示例市滨河新区和畅路1号"),
	.postcode = STR_INIT("000000"),
	.phone = STR_INIT("0000-8888 0000"),
	.hours = STR_INIT("工作日 8:30—12:00，14:00—17:30"),
	.site_code = STR_INIT("0000000000"),
	.icp = STR_INIT("示ICP备00000000号"),
	.police = STR_INIT("示公网安备00000000000000号"),
	.party_href = STR_INIT("/party"),
	.mistake_href = STR_INIT("/mistake"),
	.link = foot_links,
	.n = 5,
};
static const struct frame_link work[] = {
	{ STR_INIT("依申请公开"), STR_INIT("/office/requests"), STR_INIT("req"), 21, true },
	{ STR_INIT("信息发布"), STR_INIT("/office/publish"), STR_INIT("pub"), 6, false },
	{ STR_INIT("留言与信箱"), STR_INIT("/office/mail"), STR_INIT("mail"), 4, false },
	{ STR_INIT("新媒体账号"), STR_INIT("/office/media"), STR_INIT("media"), 0, false },
};
static const struct frame_link reports[] = {
	{ STR_INIT("年度报告"), STR_INIT("/office/annual"), STR_INIT("annual"), 2, false },
	{ STR_INIT("许可处罚统计"), STR_INIT("/office/stat"), STR_INIT("stat"), 0, false },
	{ STR_INIT("社会评议"), STR_INIT("/office/rate"), STR_INIT("rate"), 0, false },
};
static const struct frame_link admin[] = {
	{ STR_INIT("指南与目录"), STR_INIT("/office/guide"), STR_INIT("guide"), 0, false },
	{ STR_INIT("工作日历"), STR_INIT("/office/calendar"), STR_INIT("cal"), 0, false },
	{ STR_INIT("人员与权限"), STR_INIT("/office/people"), STR_INIT("users"), 0, false },
	{ STR_INIT("操作日志"), STR_INIT("/office/log"), STR_INIT("log"), 0, false },
};
static const struct frame_group office_nav[] = {
	{ STR_INIT("办理"), work, 4 },
	{ STR_INIT("报告"), reports, 3 },
	{ STR_INIT("管理"), admin, 4 },
};
static const struct frame_crumb portal_crumbs[] = {
	{ STR_INIT("依申请公开"), STR_INIT("/apply") },
	{ STR_INIT("填写申请"), { 0 } },
};
static const struct frame_crumb office_crumbs[] = {
	{ STR_INIT("依申请公开"), STR_INIT("/office/requests") },
	{ STR_INIT("2024-0147"), { 0 } },
};
static const struct frame_meta meta[] = {
	{ STR_INIT("SiteName"), STR_INIT("示例市滨河新区公安局") },
	{ STR_INIT("ColumnName"), STR_INIT("依申请公开 <\"&'>") },
};

static struct frame frame_of(enum frame_kind kind, struct str current)
{
	struct frame f = { .kind = kind,
		.org = STR("示例市滨河新区公安局"),
		.current = current,
		.back = STR("/apply?a=1&b=二") };
	switch (kind) {
	case FRAME_PORTAL:
		f.above = STR("示例市人民政府门户网站群");
		f.nav = portal_nav;
		f.n_nav = 1;
		f.search = STR("/search");
		f.status_href = STR("/status");
		f.access_href = STR("/access");
		f.facts = &facts;
		f.meta = meta;
		f.n_meta = 2;
		break;
	case FRAME_OFFICE:
		f.nav = office_nav;
		f.n_nav = 3;
		f.search = STR("/office/find");
		f.person = STR("张敏");
		f.role = STR("经办");
		f.person_href = STR("/account");
		f.unread = 3;
		f.unread_href = STR("/office/unread");
		f.csrf = STR("token-of-this-session");
		break;
	case FRAME_PLAIN:
		f.plain_note = STR("仅限工作人员，禁止处理国家秘密");
		break;
	}
	return f;
}

static void write_out(const char *folder, struct str path, struct str bytes)
{
	char full[600];
	struct error err;
	snprintf(full, sizeof full, "%s%s%.*s", folder, path.p[0] == '/' ? "" : "/", STR_ARG(path));
	for (char *p = strchr(full + strlen(folder) + 1, '/'); p; p = strchr(p + 1, '/')) {
		*p = 0;
		mkdir(full, 0777);
		*p = '/';
	}
	if (file_write(full, bytes, &err) != OK) {
		fprintf(stderr, "gallery: %s: %s\n", full, err.msg);
		exit(1);
	}
}

static const struct {
	const char *name, *title;
	enum frame_kind kind;
	const char *current;
	int errors;
	bool crumbs, one_column;
	struct frame_notice notice;
	void (*print)(struct buf *o);
} page[] = {
	{ "portal-form", "依申请公开：申请人信息（公民）", FRAME_PORTAL, "apply", 6, true, false,
		{ 0 }, gallery_portal_form },
	{ "portal-parts", "各种部件", FRAME_PORTAL, "open", 0, false, false,
		{ KIT_INFO, STR_INIT("本栏目 1月20日调整，旧链接仍可打开。") },
		gallery_portal_parts },
	{ "portal-done", "申请已提交", FRAME_PORTAL, "apply", 0, true, false, { 0 },
		gallery_portal_done },
	{ "office-list", "依申请公开待办", FRAME_OFFICE, "req", 0, false, false, { 0 },
		gallery_office_list },
	{ "office-form", "登记来信、当面申请", FRAME_OFFICE, "req", 5, true, false,
		{ KIT_SUCCESS, STR_INIT("已存草稿。") }, gallery_office_form },
	{ "office-parts", "各种部件", FRAME_OFFICE, "users", 0, true, false,
		{ KIT_WARNING,
			STR_INIT("陈静在 10:12 修改过这件申请。您的内容已保留，请核对后再提交。") },
		gallery_office_parts },
	{ "office-confirm", "终止办理", FRAME_OFFICE, "req", 0, true, false, { 0 },
		gallery_office_confirm },
	{ "office-chart", "运行概览", FRAME_OFFICE, "stat", 0, false, false, { 0 },
		gallery_office_chart },
	{ "login", "登录", FRAME_PLAIN, "", 1, false, false, { 0 }, gallery_login },
	{ "setup", "初次设置", FRAME_PLAIN, "", 0, false, true,
		{ KIT_SUCCESS, STR_INIT("一次性密码正确。请设置管理员账号。") }, gallery_setup },
};

static const struct {
	const char *end;
	struct frame_modes modes;
} mode[] = {
	{ "", { false, false, false } },
	{ "-contrast", { false, true, false } },
	{ "-elder", { true, false, false } },
	{ "-large", { false, false, true } },
	{ "-elder-contrast", { true, true, false } },
	{ "-large-contrast", { false, true, true } },
};

static void save(const char *folder, const char *name, const char *end, struct buf *o)
{
	char file[100];
	struct error err;
	if (buf_check(o, &err) != OK) {
		fprintf(stderr, "gallery: %s\n", err.msg);
		exit(1);
	}
	snprintf(file, sizeof file, "%s%s.html", name, end);
	write_out(folder, str_cstr(file), buf_view(o));
	buf_clear(o);
}

static void pages(const char *folder, struct buf *o)
{
	for (size_t i = 0; i < sizeof page / sizeof *page; i++)
		for (size_t m = 0; m < sizeof mode / sizeof *mode; m++) {
			bool portal = page[i].kind == FRAME_PORTAL;
			if ((mode[m].modes.elder && !portal) || (mode[m].modes.large && portal))
				continue;
			struct frame f = frame_of(page[i].kind, str_cstr(page[i].current));
			f.modes = mode[m].modes;
			f.title = str_cstr(page[i].title);
			f.errors = page[i].errors;
			f.one_column = page[i].one_column;
			f.charts = page[i].print == gallery_office_chart;
			f.notice = page[i].notice;
			if (page[i].crumbs) {
				f.crumbs = portal ? portal_crumbs : office_crumbs;
				f.n_crumbs = 2;
			}
			frame_begin(o, &f);
			page[i].print(o);
			frame_end(o, &f);
			save(folder, page[i].name, mode[m].end, o);
		}
}

static void errors(const char *folder, struct buf *o)
{
	static const int status[] = { 400, 403, 404, 405, 409, 413, 422, 429, 500, 503, 0 };
	static const char *const kind[] = { "portal", "office", "plain" };
	for (size_t k = 0; k < 3; k++)
		for (size_t i = 0; i < sizeof status / sizeof *status; i++) {
			struct frame f = frame_of((enum frame_kind)k, (struct str){ 0 });
			struct error_page e = {
				.status = status[i],
				.session_over = status[i] == 0,
				.draft_kept = true,
				.message =
					status[i] == 413
						? STR("文件“示例.pdf”为 14 MB，超过 10 MB，请压缩后再传。")
						: (struct str){ 0 },
				.request_id = STR("0193f5a2c41e77b0"),
				.back = STR("/apply"),
				.login = STR("/login?back=%2Foffice"),
				.search = STR("/search"),
				.phone = STR("0000-8888 0000"),
				.wait_s = status[i] == 429 ? 60 : 0,
			};
			char name[40];
			snprintf(name, sizeof name, "error-%s-%d", kind[k], status[i]);
			error_page_print(o, &f, &e);
			save(folder, name, "", o);
		}
}

int main(int argc, char **argv)
{
	if (argc != 2) {
		fprintf(stderr, "usage: gallery FOLDER\n");
		return 2;
	}
	struct buf o;
	buf_init(&o, 4 << 20);
	mkdir(argv[1], 0777);
	pages(argv[1], &o);
	errors(argv[1], &o);
	for (size_t i = 0; asset_at(i); i++)
		write_out(argv[1], asset_at(i)->path, asset_at(i)->bytes);
	buf_done(&o);
	return 0;
}
