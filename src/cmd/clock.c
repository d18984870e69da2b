#include "cmd/clock.h"

#include "cmd/cmd.h"
#include "core/file.h"
#include "law/rule.h"

enum {
	ARENA_MAX = 64 << 20,
	OUTPUT_MAX = 32 << 20,
	CALENDARS_MAX = 120, /* built-in years and --calendar files */
	DIGITS_MAX = 8	     /* of a number on the command line */
};

/* What all three subcommands share.  Everything lives in the arena. */
struct job {
	struct cmd_args args;
	struct arena arena;
	struct buf out;
	struct calendar *cal;
	bool json;
};

static int fail_missing(const char *option, const char *example)
{
	return cmd_fail("缺少 %s，例如 %s %s", option, option, example);
}

/*
 * Takes one option.  0 and *value NULL when absent; an exit status when it has
 * no value.
 */
static int take(struct job *j, const char *option, const char *example, const char **value)
{
	bool missing = false;
	*value = cmd_option(&j->args, option, &missing);
	if (missing)
		return cmd_fail("%s 后面没有值，例如 %s %s", option, option, example);
	return 0;
}

static int parse_date_option(const char *option, const char *text, struct date *out)
{
	if (date_parse(str_cstr(text), out))
		return 0;
	return cmd_fail("%s 的值“%s”不是日期，应写成 2026-09-17 这样", option, text);
}

static int parse_count_option(const char *option, const char *text, int *out)
{
	int v = 0;
	size_t n = strlen(text);
	bool digits = n > 0 && n <= DIGITS_MAX;
	for (size_t i = 0; digits && i < n; i++) {
		digits = text[i] >= '0' && text[i] <= '9';
		v = v * 10 + (text[i] - '0');
	}
	if (!digits)
		return cmd_fail("%s 的值“%s”不是合理的数字，应写成 20 这样的正整数", option, text);
	*out = v;
	return 0;
}

/* Nothing may be left over on the command line. */
static int end_of_arguments(struct job *j)
{
	const char *unknown = cmd_unknown(&j->args);
	if (unknown)
		return cmd_fail("不认识选项 %s；输入 gongkai help clock 查看用法", unknown);
	const char *extra = cmd_next(&j->args);
	if (extra)
		return cmd_fail("多余的参数“%s”；输入 gongkai help clock 查看用法", extra);
	return 0;
}

/* One --calendar file.  A year without any date is not arranged yet: said, and the rest stands. */
static int add_year(struct job *j, const char *path, struct arrangement *year, size_t *n)
{
	struct error err;
	struct str text;
	enum err e = file_read(&j->arena, path, ARRANGEMENT_BYTES_MAX, &text, &err);
	if (e)
		return cmd_fail_error(path, &err);
	if (*n == CALENDARS_MAX)
		return cmd_fail("%s：--calendar 太多", path);
	e = arrangement_parse(&j->arena, text, &year[*n], &err);
	if (e == ERR_NOT_FOUND) {
		fprintf(stderr, "gongkai: 提醒：%s：%s\n", path, err.msg);
		return 0;
	}
	if (e)
		return cmd_fail_error(path, &err);
	++*n;
	return 0;
}

/* The built-in calendar with --calendar years over it and --local days off. */
static int load_calendar(struct job *j)
{
	struct arrangement year[CALENDARS_MAX];
	struct arranged_day *local = NULL;
	size_t n, n_local = 0;
	bool missing = false;
	const char *path;
	struct error err;
	const struct arrangement *builtin = arrangement_builtin(&n);
	memcpy(year, builtin, n * sizeof year[0]);
	while ((path = cmd_option_next(&j->args, "--calendar", &missing)) != NULL) {
		int status = add_year(j, path, year, &n);
		if (status)
			return status;
	}
	if (missing)
		return cmd_fail("--calendar 后面没有文件名");
	int status = take(j, "--local", "本地假日.json", &path);
	if (status)
		return status;
	if (path) {
		struct str text;
		enum err e = file_read(&j->arena, path, ARRANGEMENT_BYTES_MAX, &text, &err);
		if (!e)
			e = arrangement_parse_local(&j->arena, text, &local, &n_local, &err);
		if (e)
			return cmd_fail_error(path, &err);
	}
	if (calendar_new(&j->arena, year, n, local, n_local, &j->cal, &err))
		return cmd_fail_error(NULL, &err);
	return 0;
}

/* Computes, proves and prints one period. */
static int print_period(struct job *j, const char *option, const char *label, struct date from,
	enum term_unit unit, int n)
{
	struct period_end end;
	struct counted_day *day;
	size_t n_days;
	struct error err;
	enum err e = period_compute(j->cal, from, unit, n, &end, &err);
	if (!e)
		e = period_prove(&j->arena, j->cal, from, unit, &end, &day, &n_days, &err);
	if (e)
		return cmd_fail_error(option, &err);
	clock_print_period(&j->out, j->json, label, from, &end, day, n_days);
	return cmd_print(&j->out);
}

static int run_due(struct job *j)
{
	const char *received, *days;
	struct date from;
	int n = term_find(TERM_REPLY)->n;
	int status = take(j, "--received", "2026-09-17", &received);
	if (!status)
		status = take(j, "--days", "20", &days);
	if (!status)
		status = end_of_arguments(j);
	if (!status && !received)
		status = fail_missing("--received", "2026-09-17");
	if (!status)
		status = parse_date_option("--received", received, &from);
	if (!status && days)
		status = parse_count_option("--days", days, &n);
	if (status)
		return status;
	return print_period(
		j, days ? "--days" : "--received", "答复期限", from, TERM_WORKING_DAYS, n);
}

/* Which of the four lengths was asked for: exactly one. */
static int take_length(struct job *j, const char **option, const char **value)
{
	static const char *const name[] = { "--working", "--days", "--months", "--term" };
	*option = NULL;
	for (size_t i = 0; i < sizeof name / sizeof name[0]; i++) {
		const char *v;
		int status = take(j, name[i], i < 3 ? "20" : "T-REPLY", &v);
		if (status)
			return status;
		if (v && *option)
			return cmd_fail("%s 和 %s 只能写一个", *option, name[i]);
		if (v) {
			*option = name[i];
			*value = v;
		}
	}
	return 0;
}

static int run_limit(struct job *j)
{
	const char *from_text, *option, *value = NULL, *label = "截止日期";
	struct date from;
	enum term_unit unit = TERM_WORKING_DAYS;
	int n = 0, status = take(j, "--from", "2026-09-17", &from_text);
	if (!status)
		status = take_length(j, &option, &value);
	if (!status)
		status = end_of_arguments(j);
	if (status)
		return status;
	if (!from_text)
		return fail_missing("--from", "2026-09-17");
	if (!option)
		return cmd_fail("缺少期限，请写 --working、--days、--months 或者 --term 中的一个");
	status = parse_date_option("--from", from_text, &from);
	if (status)
		return status;
	const struct term_info *t = NULL;
	if (strcmp(option, "--term") == 0) {
		t = term_by_code(str_cstr(value));
		if (!t)
			return cmd_fail(
				"--term 没有“%s”这个期限；输入 gongkai help clock 查看", value);
		unit = t->unit;
		n = t->n;
		label = t->label;
	} else {
		status = parse_count_option(option, value, &n);
		unit = option[2] == 'd' ? TERM_DAYS : unit;
		unit = option[2] == 'm' ? TERM_MONTHS : unit;
	}
	return status ? status : print_period(j, option, label, from, unit, n);
}

/* The case up to the refused event, with the refusal as its last step; exit 1. */
static int print_refused(struct job *j, const char *path, struct clock_input in, size_t index,
	const struct error *why)
{
	struct clock_refusal refusal = { index, &in.event[index], why };
	struct clock_run run = { 0 };
	struct error err;
	in.n = index;
	in.has_as_of = false;
	if (index > 0 && clock_compute(&j->arena, &in, &run, NULL, &err))
		return cmd_fail_error(path, &err);
	clock_print_run(&j->out, j->json, &run, &refusal);
	int status = cmd_print(&j->out);
	fprintf(stderr, "gongkai: %s：第%zu项（%s %s）不合规定：%s（%s，%s）\n", path, index + 1,
		date_text(refusal.event->on).z, clock_event_name(refusal.event->kind), why->msg,
		rule_article(why->rule), why->rule);
	return status == EXIT_DONE ? EXIT_FOUND : status;
}

static int print_case(struct job *j, const char *path, const char *as_of)
{
	struct clock_config config = clock_config_default();
	struct clock_input in = { .cal = j->cal, .config = &config, .has_as_of = as_of != NULL };
	struct clock_event *event;
	struct str text;
	struct error err;
	if (as_of && parse_date_option("--as-of", as_of, &in.as_of))
		return EXIT_CANNOT;
	enum err e = file_read(&j->arena, path, CLOCK_FILE_MAX, &text, &err);
	if (!e)
		e = clock_events_read(&j->arena, text, &event, &in.n, &err);
	if (e)
		return cmd_fail_error(path, &err);
	in.event = event;
	struct clock_run run;
	size_t refused = 0;
	e = clock_compute(&j->arena, &in, &run, &refused, &err);
	if (e == ERR_CONFLICT)
		return print_refused(j, path, in, refused, &err);
	if (e && err.field && strcmp(err.field, "as-of") == 0)
		return cmd_fail_error("--as-of", &err);
	if (e)
		return cmd_fail("%s：第%zu项：%s", path, refused + 1, err.msg);
	clock_print_run(&j->out, j->json, &run, NULL);
	return cmd_print(&j->out);
}

static int run_case(struct job *j)
{
	const char *as_of;
	int status = take(j, "--as-of", "2026-10-21", &as_of);
	if (status)
		return status;
	const char *unknown = cmd_unknown(&j->args);
	if (unknown)
		return cmd_fail("不认识选项 %s；输入 gongkai help clock 查看用法", unknown);
	const char *path = cmd_next(&j->args);
	if (!path)
		return cmd_fail("缺少事项文件，例如 gongkai clock case EVENTS.json");
	status = end_of_arguments(j);
	return status ? status : print_case(j, path, as_of);
}

static int run(int argc, char **argv)
{
	static const struct {
		const char *name;
		int (*run)(struct job *);
	} sub[] = { { "due", run_due }, { "case", run_case }, { "limit", run_limit } };
	if (argc < 2)
		return cmd_fail("请写 clock due、clock case 或者 clock limit；"
				"输入 gongkai help clock 查看用法");
	size_t i = 0, n = sizeof sub / sizeof sub[0];
	while (i < n && strcmp(sub[i].name, argv[1]) != 0)
		i++;
	if (i == n)
		return cmd_fail("clock 没有“%s”，只有 due、case 和 limit", argv[1]);
	struct job j = { 0 };
	if (!cmd_args_init(&j.args, argc - 1, argv + 1))
		return cmd_fail("内存不足");
	arena_init(&j.arena, ARENA_MAX);
	buf_init(&j.out, OUTPUT_MAX);
	j.json = cmd_flag(&j.args, "--json");
	int status = load_calendar(&j);
	if (!status)
		status = sub[i].run(&j);
	buf_done(&j.out);
	arena_done(&j.arena);
	cmd_args_done(&j.args);
	return status;
}

static const char help[] =
	"gongkai clock —— 计算法定期限，并逐日说明理由\n"
	"\n"
	"用法：\n"
	"  gongkai clock due --received 日期 [--days 20] [--json]\n"
	"      收到申请之后第20个工作日是哪一天\n"
	"  gongkai clock limit --from 日期 --working N | --days N | --months N | --term 代码 "
	"[--json]\n"
	"      任意期限：工作日、自然日、月；自然日和月的最后一日是休假日的，顺延\n"
	"      代码如 T-CORR（告知补正）T-REPLY（答复）T-3P（第三方意见）T-FEE（缴费）\n"
	"      T-RV-APPLY（申请复议）T-RV-ANSWER（复议答复）T-SUE-DIRECT（直接起诉）\n"
	"  gongkai clock case EVENTS.json [--as-of 日期] [--json]\n"
	"      一件申请从收到到答复：补正、征求意见、延期、收费以后的期限\n"
	"      不写 --as-of 时，状态和剩余天数算到最后一项的日期\n"
	"\n"
	"共同选项：\n"
	"  --calendar 文件   加入或者替换一年的放假安排（格式同 "
	"data/holidays/2026.json，可写多次）\n"
	"  --local 文件      本地放假的日期：[{\"name\":\"县庆\",\"date\":\"2026-08-08\"}]\n"
	"  --json            一行 JSON\n"
	"\n"
	"EVENTS.json 是按日期排列的列表，每项有 on（日期）和 event（事项）：\n"
	"  received             收到申请；until 是复议决定或者裁判限期重新答复的最后一日\n"
	"  correction_noticed   告知补正；until 是申请人的最后一日（不写时为10个工作日）\n"
	"  correction_received  收到补正；逾期补正的要写 reason（正当理由）\n"
	"  correction_lapsed    逾期未补正，不再处理\n"
	"  consult_sent         发出征求意见书；id 编号；kind 是 third_party（第三方，默认）或者\n"
	"                       agency（其他机关）；until 是意见期限的最后一日\n"
	"  consult_served       征求意见书送达；id\n"
	"  consult_returned     收到意见；id\n"
	"  extended             延长答复期限；days 工作日数，最多20\n"
	"  excess_reason_asked  要求申请人说明理由\n"
	"  delayed              确定延迟答复；until\n"
	"  fee_noticed          申请人收到收费通知\n"
	"  fee_paid             缴清费用\n"
	"  fee_lapsed           逾期未缴费，不再处理\n"
	"  reply_sent           作出答复\n"
	"  served               答复送达\n"
	"  withdrawn            申请人撤回\n"
	"  transferred          转办\n"
	"状态（state）：handling 办理中，consulting 征求意见中，awaiting_correction 待补正，\n"
	"  awaiting_payment 待缴费，overdue 已逾期，replied 已答复，served 已送达，\n"
	"  withdrawn 已撤回，transferred 已转办，lapsed_correction 逾期未补正，\n"
	"  lapsed_payment 逾期未缴费，refused 有不合规定的事项\n"
	"等待补正或者缴费期间没有答复期限，due 和 remaining 是 null。\n"
	"\n"
	"退出状态：0 正常；1 有不合规定的事项（指明条款）；2 参数或者文件有误\n"
	"\n"
	"例子：\n"
	"  gongkai clock due --received 2026-09-17\n"
	"  gongkai clock limit --from 2026-08-03 --days 60\n"
	"  echo '[{\"on\":\"2026-09-17\",\"event\":\"received\"},\n"
	"         {\"on\":\"2026-10-12\",\"event\":\"extended\",\"days\":20}]' > EVENTS.json\n"
	"  gongkai clock case EVENTS.json\n";

const struct cmd cmd_clock = { "clock", run, "计算法定期限：答复、补正、征求意见、延期、收费",
	help };
