/*
 * demo -- `gongkai demo`: fills an empty data folder with the demonstration.
 *
 * Five agencies live through 2024 as their published annual reports state it, and some cases are
 * under way today.  The store runs by a clock that the steps set, so that every date is the one it
 * would have been.  Parts: demo/script (what the reports state), demo/plan (days and hours),
 * demo/people (accounts), demo/text (invented texts), demo/play (through the desk).
 */
#include "cmd/demo/large.h"
#include "cmd/demo/play.h"
#include "cmd/serve_open.h"

#include "desk/calendar_book.h"
#include "desk/demo.h"

#include <dirent.h>
#include <errno.h>
#include <time.h>
#include <unistd.h>

enum { ARENA_MAX = 64 << 20 };

/* The day on which the agencies and their people were set up: before the first request. */
static int64_t opening_ms(void)
{
	return demo_moment(date_from_ymd(2023, 1, 3), 9 * 60);
}

static int64_t now_ms(void)
{
	return (int64_t)time(NULL) * 1000;
}

/* ./data of a source tree holds the calendars and the scripts of the demonstration. */
static bool is_ours(const char *name)
{
	static const char *const ours[] = { ".", "..", "holidays", "demo" };
	for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
		if (strcmp(name, ours[i]) == 0)
			return true;
	return false;
}

/* The folder may be missing or empty; anything else in it is somebody's work. */
static int check_empty(const char *folder)
{
	DIR *dir = opendir(folder);
	if (!dir)
		return errno == ENOENT
			       ? 0
			       : cmd_fail("不能读取文件夹 %s：%s", folder, error_why(errno));
	bool empty = true;
	for (struct dirent *e; empty && (e = readdir(dir));)
		empty = is_ours(e->d_name);
	closedir(dir);
	return empty ? 0
		     : cmd_fail("文件夹 %s 里已经有数据，演示数据只能装进空文件夹；请用 --data "
				"指定另一个文件夹",
			       folder);
}

static enum err load_years(struct installation *in, struct demo_clock *clock, struct error *err)
{
	static struct demo_agency agency[DEMO_AGENCIES];
	static struct demo_office office[DEMO_AGENCIES];
	struct demo_plan plan;
	struct progress progress;
	struct arena a;
	const struct calendar *cal;
	arena_init(&a, ARENA_MAX);
	progress_init(&progress, STDERR_FILENO, true);
	enum err e = demo_script_load(&a, agency, err);
	if (e == OK)
		e = desk_calendar_load(&in->desk, (struct agency_id){ 0 }, &a, &cal, err);
	if (e == OK)
		e = demo_plan_make(&a, cal, agency, now_ms(), &plan, err);
	if (e == OK)
		e = demo_people_add(&in->desk, agency, DEMO_AGENCIES, office, err);
	struct demo_play play = { &in->desk, clock, agency, office, &plan, &progress };
	if (e == OK)
		e = demo_play(&play, err);
	arena_done(&a);
	return e;
}

static enum err load_many(
	struct installation *in, struct demo_clock *clock, struct large *l, struct error *err)
{
	struct progress progress;
	struct arena a;
	arena_init(&a, ARENA_MAX);
	progress_init(&progress, STDERR_FILENO, true);
	l->d = &in->desk;
	l->clock = clock;
	l->progress = &progress;
	enum err e = large_load(l, &a, err);
	arena_done(&a);
	return e;
}

static enum err load(struct installation *in, struct demo_clock *clock, struct large *large,
	struct error *err)
{
	enum err e = demo_begin(&in->desk, err);
	if (e == OK)
		e = large->n ? load_many(in, clock, large, err) : load_years(in, clock, err);
	atomic_store(&clock->ms, now_ms());
	if (e == OK)
		e = demo_finish(&in->desk, large->n > 0, err);
	return e != OK ? e : store_flush(in->store, err);
}

static int tell(struct installation *in, const struct large *large)
{
	struct buf b;
	buf_init(&b, 1 << 16);
	buf_fmt(&b, "演示数据已装入 %s，密钥文件 %s。\n", in->folder, in->key_path);
	if (large->n)
		large_print(large, &b);
	else
		demo_people_print(&b);
	buf_cstr(&b, "演示数据不能用于真实工作：账号的密码人人知道。真实的安装请另用空文件夹。\n");
	int status = cmd_print(&b);
	buf_done(&b);
	return status;
}

static int fill(struct installation *in, struct large *large)
{
	static struct demo_clock clock;
	struct error err = { .code = OK };
	int status = check_empty(in->config.data.p);
	if (status)
		return status;
	large->now_ms = now_ms();
	atomic_init(&clock.ms, large->n ? large_opening_ms(large->now_ms) : opening_ms());
	in->clock_ms = demo_clock_ms;
	in->clock_ctx = &clock;
	in->filling = true;
	status = installation_open(in, true);
	if (status)
		return status;
	demo_rules(&in->desk.rules);
	if (load(in, &clock, large, &err))
		return cmd_fail_error(NULL, &err);
	return tell(in, large);
}

/* The number behind --large, when there is one. */
static int take_number(struct cmd_args *a, struct large *large)
{
	const char *z = cmd_next(a);
	large->n = LARGE_DEFAULT;
	if (!z)
		return 0;
	size_t n = 0;
	const char *p = z;
	for (; *p >= '0' && *p <= '9' && n <= LARGE_MAX; p++)
		n = n * 10 + (size_t)(*p - '0');
	if (*p || n < 1 || n > LARGE_MAX)
		return cmd_fail("--large 后面应为申请的件数，1 到 %d", LARGE_MAX);
	large->n = n;
	return 0;
}

static int run(int argc, char **argv)
{
	struct cmd_args a;
	struct large large = { .n = 0 };
	struct installation in = { .store = NULL };
	if (!cmd_args_init(&a, argc, argv))
		return cmd_fail("内存不足");
	int status = installation_settings(&in, &a);
	bool many = !status && cmd_flag(&a, "--large");
	const char *extra = status ? NULL : cmd_unknown(&a);
	if (extra)
		status = cmd_fail("不认识选项 %s；输入 gongkai help demo 查看用法", extra);
	if (!status && many)
		status = take_number(&a, &large);
	if (!status && (extra = cmd_next(&a)))
		status = cmd_fail("不认识“%s”；输入 gongkai help demo 查看用法", extra);
	if (!status)
		status = fill(&in, &large);
	installation_close(&in);
	cmd_args_done(&a);
	return status;
}

const struct cmd cmd_demo = {
	"demo",
	run,
	"把演示数据装进空文件夹",
	"用法：gongkai demo [--large [件数]] --data 文件夹 [--database postgres://…] [--key-file 文件]\n\n"
	"装入五个机关 2024 年的演示数据：件数取自它们公布的年度报告，申请人、文书和工作人员\n"
	"都是虚构的。另有几件申请按今天的日期在办。只能装进空文件夹（用 PostgreSQL 时，数据库\n"
	"也应是空的）；完成后列出演示账号。装到一半停下的，请删除文件夹和密钥文件再装。\n\n"
	"--large 装入的是另一份数据：一个虚构机关十年的申请，默认 1000000 件，用来测量速度。\n"
	"每一步都经过与日常办理相同的功能，只是没有文书；一百万件需要十几分钟和 5 GB 磁盘（PostgreSQL 更慢）。\n\n"
	"演示账号的密码人人知道，不能用于真实工作。\n\n"
	"例：gongkai demo --data ./demo && gongkai serve --data ./demo\n",
};
