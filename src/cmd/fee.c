#include "cmd/cmd.h"
#include "core/json.h"
#include "law/fee.h"

enum { OUTPUT_MAX = 64 << 10, DIGITS_MAX = 18 /* always fits 63 bits */ };

/* A count: ASCII digits only. */
static int parse_count(const char *what, const char *text, int64_t *out)
{
	size_t n = strlen(text);
	int64_t v = 0;
	if (n > DIGITS_MAX)
		return cmd_fail("%s的数量“%.40s”太大，最多%d位数字", what, text, DIGITS_MAX);
	for (size_t i = 0; i < n; i++) {
		if (text[i] < '0' || text[i] > '9')
			return cmd_fail("%s的数量“%s”不是数字，应写成 31 这样的整数", what, text);
		v = v * 10 + (text[i] - '0');
	}
	if (n == 0)
		return cmd_fail("%s的数量是空的，应写成 31 这样的整数", what);
	*out = v;
	return 0;
}

/* The sum, and with explain its working and what it is based on. */
static int print_fee(const struct fee_tariff *t, bool items, int64_t n, bool explain, bool json)
{
	int64_t yuan;
	struct error err;
	struct buf sum, out;
	buf_init(&sum, OUTPUT_MAX);
	buf_init(&out, OUTPUT_MAX);
	enum err e = items ? fee_items(t, n, &yuan, &err) : fee_pages(t, n, &yuan, &err);
	if (!e)
		e = items ? fee_explain_items(t, n, &sum, &err)
			  : fee_explain_pages(t, n, &sum, &err);
	if (!e && json) {
		buf_fmt(&out, "{\"method\":\"%s\",\"n\":%lld,\"yuan\":%lld,\"sum\":",
			items ? "items" : "pages", (long long)n, (long long)yuan);
		json_write_string(&out, buf_view(&sum));
		buf_lit(&out, "}\n");
	} else if (!e) {
		buf_fmt(&out, "%lld\n", (long long)yuan);
	}
	if (!e && explain && !json)
		buf_fmt(&out, "算式：%.*s（元）\n%s\n", STR_ARG(buf_view(&sum)),
			items ? "按件：同一申请人在同一自然月内累计的申请件数（国办函〔2020〕109号"
				"第四条，F109-4）"
			      : "按量：本件申请提供的页数（国办函〔2020〕109号第五条，F109-5）");
	int status = e ? cmd_fail_error(items ? "items" : "pages", &err) : cmd_print(&out);
	buf_done(&sum);
	buf_done(&out);
	return status;
}

static int fail_option(struct cmd_args *a)
{
	const char *unknown = cmd_unknown(a);
	return unknown ? cmd_fail("不认识选项 %s；输入 gongkai help fee 查看用法", unknown) : 0;
}

static int run_fee(struct cmd_args *a)
{
	bool explain = cmd_flag(a, "--explain"), json = cmd_flag(a, "--json"), missing = false;
	const char *on = cmd_option(a, "--on", &missing);
	const struct fee_tariff *t = fee_tariff_newest();
	struct date day;
	struct error err;
	int64_t n = 0;
	if (missing)
		return cmd_fail("--on 后面没有日期，例如 --on 2026-09-17");
	int status = fail_option(a);
	if (status)
		return status;
	const char *method = cmd_next(a), *count = cmd_next(a), *extra = cmd_next(a);
	if (!method)
		return cmd_fail(
			"请写 fee items 件数 或者 fee pages 页数，例如 gongkai fee items 31；"
			"输入 gongkai help fee 查看用法");
	bool items = strcmp(method, "items") == 0;
	if (!items && strcmp(method, "pages") != 0)
		return cmd_fail("fee 没有“%s”，只有 items（按件）和 pages（按量）", method);
	if (!count)
		return cmd_fail("缺少数量，例如 gongkai fee %s 31", method);
	if (extra && (strcmp(extra, "items") == 0 || strcmp(extra, "pages") == 0))
		return cmd_fail("一件申请只能按件或者按量选择一种方式收费，不能两种并用"
				"（国办函〔2020〕109号第三条，F109-3）");
	if (extra)
		return cmd_fail("多余的参数“%s”；输入 gongkai help fee 查看用法", extra);
	if (on && !date_parse(str_cstr(on), &day))
		return cmd_fail("--on 的值“%s”不是日期，应写成 2026-09-17 这样", on);
	if (on && fee_tariff_find(day, &t, &err))
		return cmd_fail_error("--on", &err);
	status = parse_count(items ? "件" : "页", count, &n);
	return status ? status : print_fee(t, items, n, explain, json);
}

static int run(int argc, char **argv)
{
	struct cmd_args a;
	if (!cmd_args_init(&a, argc, argv))
		return cmd_fail("内存不足");
	int status = run_fee(&a);
	cmd_args_done(&a);
	return status;
}

static const char help[] =
	"gongkai fee —— 计算信息处理费（国办函〔2020〕109号）\n"
	"\n"
	"用法：\n"
	"  gongkai fee items 件数 [--explain] [--json] [--on 日期]\n"
	"      按件：同一申请人同一自然月累计的件数，1至10件免费，11至30件每件100元，\n"
	"      31至40件每件200元，以后每10件增加100元\n"
	"  gongkai fee pages 页数 [--explain] [--json] [--on 日期]\n"
	"      按量：1至30页免费，31至100页每页10元，101至200页每页20元，201页以上每页40元\n"
	"一件申请只能选择一种方式。第一行是金额（元），--explain 加上算式；--on 用那一天的标准。\n"
	"\n"
	"例子：\n"
	"  gongkai fee items 31 --explain\n"
	"  2200\n"
	"  算式：20×100 + 1×200 = 2200（元）\n"
	"\n"
	"退出状态：0 正常；2 参数有误\n";

const struct cmd cmd_fee = { "fee", run, "计算信息处理费，列出算式", help };
