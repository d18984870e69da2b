/*
 * calendar -- `gongkai calendar import|show`: working calendars from the machine itself.
 *
 * The same desk functions as the pages, with the role "console".
 */
#include "cmd/serve_open.h"

#include "core/file.h"
#include "desk/calendar_book.h"

enum { OUTPUT_MAX = 1 << 20, WORK_MAX = 64 << 20 };

static int import(struct installation *in, struct arena *a, const char *path, const char *source,
	const char *reason)
{
	struct actor who = actor_console();
	struct calendar_preview p;
	struct error err = { .code = OK };
	struct str json;
	int year;
	if (!path)
		return cmd_fail("请写明放假安排文件，例如 gongkai calendar import 2027.json");
	enum err e = file_read(a, path, CALENDAR_IMPORT_MAX, &json, &err);
	if (!e)
		e = calendar_preview_import(
			&in->desk, &who, json, str_cstr(source), a, &p, &err);
	if (!e)
		e = calendar_import(&in->desk, &who, a, json, str_cstr(source),
			str_cstr(reason), p.version, &year, &err);
	if (e && err.field && strcmp(err.field, "source") == 0)
		return cmd_fail("%s：文件里没有写明来源，请用 --source 写明通知的名称或文号", path);
	if (e)
		return cmd_fail_error(path, &err);
	struct buf b;
	buf_init(&b, OUTPUT_MAX);
	buf_fmt(&b, "已导入 %d 年放假安排：改动 %zu 天，全年工作日由 %d 天变为 %d 天\n", year,
		p.n_changes, p.workdays_before, p.workdays_after);
	for (size_t i = 0; i < p.n_changes; i++)
		buf_fmt(&b, "  %s %s  %.*s → %.*s\n", date_text(p.change[i].date).z,
			date_weekday_name(p.change[i].date), STR_ARG(p.change[i].before),
			STR_ARG(p.change[i].after));
	int status = cmd_print(&b);
	buf_done(&b);
	return status;
}

static int parse_year(const char *text, int *year)
{
	*year = 0;
	for (size_t i = 0; text && text[i]; i++) {
		if (text[i] < '0' || text[i] > '9' || i >= 4)
			return cmd_fail("“%s”不是年份，应写成 2027 这样", text);
		*year = *year * 10 + (text[i] - '0');
	}
	return 0;
}

static int show(struct installation *in, struct arena *a, const char *text)
{
	struct actor who = actor_console();
	struct calendar_book_year y;
	struct error err = { .code = OK };
	int year, status = parse_year(text, &year);
	if (status)
		return status;
	if (calendar_book_view(&in->desk, &who, year, a, &y, &err))
		return cmd_fail_error(text, &err);
	struct buf b;
	buf_init(&b, OUTPUT_MAX);
	buf_fmt(&b, "%d 年%s：工作日 %d 天，周末 %d 天，放假 %d 天，其中调休上班 %d 天\n", y.year,
		y.arranged ? "" : "（暂定，放假安排还没有导入）", y.workdays, y.weekends,
		y.holidays, y.makeups);
	struct date end = date_from_ymd(y.year, 12, 31);
	for (struct date d = date_from_ymd(y.year, 1, 1); d.day <= end.day; d.day++) {
		enum day_kind kind = calendar_day_kind(y.calendar, d);
		struct str words = calendar_day_words(a, y.calendar, d);
		if (kind != DAY_WORKDAY && kind != DAY_WEEKEND)
			buf_fmt(&b, "  %s %s  %.*s\n", date_text(d).z, date_weekday_name(d),
				STR_ARG(words));
	}
	status = cmd_print(&b);
	buf_done(&b);
	return status;
}

static int run_calendar(struct installation *in, struct cmd_args *a)
{
	bool missing = false;
	int status = installation_settings(in, a);
	if (status)
		return status;
	const char *source = cmd_option(a, "--source", &missing);
	const char *reason = missing ? NULL : cmd_option(a, "--reason", &missing);
	if (missing)
		return cmd_fail("有一个选项后面没有值；输入 gongkai help calendar 查看用法");
	const char *unknown = cmd_unknown(a);
	if (unknown)
		return cmd_fail("不认识选项 %s；输入 gongkai help calendar 查看用法", unknown);
	const char *what = cmd_next(a), *subject = cmd_next(a), *extra = cmd_next(a);
	if (extra)
		return cmd_fail("不认识“%s”；输入 gongkai help calendar 查看用法", extra);
	bool is_import = what && strcmp(what, "import") == 0;
	if (!is_import && !(what && strcmp(what, "show") == 0))
		return cmd_fail("请写 gongkai calendar import 或 show；输入 gongkai help calendar 查看用法");
	status = installation_open(in, false);
	if (status)
		return status;
	/* An arena of its own: a calendar in it must go before the cache of calendars does. */
	struct arena work;
	arena_init(&work, WORK_MAX);
	status = is_import ? import(in, &work, subject, source, reason) : show(in, &work, subject);
	arena_done(&work);
	return status;
}

static int run(int argc, char **argv)
{
	struct cmd_args a;
	struct installation in = { .store = NULL };
	if (!cmd_args_init(&a, argc, argv))
		return cmd_fail("内存不足");
	int status = run_calendar(&in, &a);
	installation_close(&in);
	cmd_args_done(&a);
	return status;
}

const struct cmd cmd_calendar = {
	"calendar",
	run,
	"导入一年的放假安排，列出一年的节假日和调休",
	"用法：gongkai calendar import 文件 [--source 依据] [--reason 理由]\n"
	"      gongkai calendar show [年份]\n\n"
	"都要用 --data 文件夹（或 --database、--config）指明是哪一处数据；用 SQLite 时先停止服务。\n"
	"文件是一年的 JSON：{\"year\": 2027, \"papers\": [\"https://…\"], \"days\": [{\"name\": \"元旦\",\n"
	"\"date\": \"2027-01-01\", \"isOffDay\": true}, …]}，isOffDay 为 false 的是调休上班。\n"
	"文件里没有 papers 的，用 --source 写明通知的名称或文号。导入后列出改动的日期，\n"
	"最近一次导入为准，以前的保留备查。导入记入审计日志。\n\n"
	"例：gongkai calendar import 2027.json --data ./data\n"
	"    gongkai calendar show 2027 --data ./data\n",
};
