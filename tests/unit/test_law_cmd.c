/*
 * `gongkai clock` and `gongkai fee` as a clerk or a program calls them: output
 * shapes and exit statuses of the command-line contract.
 */
#include "tests/test.h"

#include "core/json.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static char dir[] = "/tmp/gongkai-law-XXXXXX";
static struct arena arena;

struct ran {
	int status;
	struct str out, err;
};

static struct str slurp(const char *name)
{
	char path[128];
	size_t n = 0, cap = 256 << 10;
	char *p = arena_alloc(&arena, cap);
	snprintf(path, sizeof path, "%s/%s", dir, name);
	FILE *f = fopen(path, "r");
	if (f && p) {
		n = fread(p, 1, cap - 1, f);
		fclose(f);
	}
	return (struct str){ p, n };
}

static void put(const char *name, const char *text)
{
	char path[128];
	snprintf(path, sizeof path, "%s/%s", dir, name);
	FILE *f = fopen(path, "w");
	if (!f || fputs(text, f) < 0 || fclose(f) != 0)
		CHECK(0, "%s can be written", path);
}

/* Runs the program in the temporary folder. */
static struct ran run(const char *args)
{
	const char *exe = getenv("GONGKAI") ? getenv("GONGKAI") : "gongkai";
	char line[4096];
	snprintf(line, sizeof line, "cd %s && '%s' %s >out 2>err", dir, exe, args);
	int status = system(line);
	return (struct ran){ WIFEXITED(status) ? WEXITSTATUS(status) : -1, slurp("out"),
		slurp("err") };
}

static const struct {
	const char *name, *file; /* file: content of E.json, or NULL */
	const char *args;
	int status;
	const char *out, *err; /* must be in it; NULL: must be empty */
} row[] = {
	{ "due", NULL, "clock due --received 2024-01-10 --json", 0,
		"{\"due\":\"2024-02-06\",\"provisional\":false,\"days\":[{\"date\":\"2024-01-10\","
		"\"counts\":false,\"why\":\"",
		NULL },
	{ "due, make-up day", NULL, "clock due --received=2024-01-10 --json", 0,
		"{\"date\":\"2024-02-04\",\"counts\":true,\"why\":\"调休上班“春节”\"}", NULL },
	{ "due as text", NULL, "clock due --received 2024-01-10", 0,
		"答复期限：2024年2月6日（周二）", NULL },
	{ "due, other length", NULL, "clock due --received 2024-09-25 --days 7 --json", 0,
		"{\"due\":\"2024-10-10\"", NULL },
	{ "due, provisional", NULL, "clock due --received 2026-12-20 --json", 0,
		"{\"due\":\"2027-01-15\",\"provisional\":true,", NULL },
	{ "due, provisional as text", NULL, "clock due --received 2026-12-20", 0, "暂定", NULL },
	{ "limit, working days", NULL, "clock limit --from 2024-09-20 --working 15 --json", 0,
		"{\"due\":\"2024-10-16\",\"provisional\":false,\"days\":[", NULL },
	{ "limit, days", NULL, "clock limit --from 2024-08-03 --days 60 --json", 0,
		"{\"due\":\"2024-10-08\"", NULL },
	{ "limit, days as text", NULL, "clock limit --from 2024-08-03 --days 60", 0,
		"顺延：最后一日 2024-10-02 是休假日", NULL },
	{ "limit, months", NULL, "clock limit --from 2024-08-31 --months 6 --json", 0,
		"{\"due\":\"2025-02-28\"", NULL },
	{ "limit, by code", NULL, "clock limit --from 2026-09-28 --term T-RV-ANSWER-S --json", 0,
		"{\"due\":\"2026-10-10\"", NULL },
	{ "case W14",
		"[{\"on\":\"2025-04-21\",\"event\":\"received\"},"
		"{\"on\":\"2025-04-28\",\"event\":\"consult_sent\",\"id\":\"a\",\"until\":\"2025-"
		"05-27\"},"
		"{\"on\":\"2025-05-15\",\"event\":\"consult_returned\",\"id\":\"a\"}]",
		"clock case E.json --json", 0,
		"{\"state\":\"handling\",\"due\":\"2025-06-05\",\"provisional\":false,\"used\":6,"
		"\"remaining\":14,\"steps\":[{\"on\":\"2025-04-21\",\"event\":\"received\","
		"\"effect\":\"",
		NULL },
	{ "case, numbers as ids",
		"[{\"on\":\"2025-04-21\",\"event\":\"received\"},"
		"{\"on\":\"2025-04-28\",\"event\":\"consult_sent\",\"id\":1,\"kind\":\"agency\"},"
		"{\"on\":\"2025-05-15\",\"event\":\"consult_returned\",\"id\":1}]",
		"clock case --json E.json", 0, "\"due\":\"2025-06-05\"", NULL },
	{ "case as text", "[{\"on\":\"2024-07-01\",\"event\":\"received\"}]",
		"clock case E.json --as-of 2024-08-02", 0, "已用24个工作日，超过4个工作日", NULL },
	{ "case, steps as text", "[{\"on\":\"2024-07-01\",\"event\":\"received\"}]",
		"clock case E.json", 0, "依据：《政府信息公开条例》第三十三条第二款（R-033-2）",
		NULL },
	{ "case waiting, nothing due",
		"[{\"on\":\"2024-07-01\",\"event\":\"received\"},"
		"{\"on\":\"2024-07-10\",\"event\":\"fee_noticed\"}]",
		"clock case E.json --as-of 2024-08-08 --json", 0,
		"{\"state\":\"lapsed_payment\",\"due\":null,\"provisional\":false,\"used\":7,"
		"\"remaining\":null,",
		NULL },
	{ "case waiting as text",
		"[{\"on\":\"2024-03-01\",\"event\":\"received\"},"
		"{\"on\":\"2024-03-12\",\"event\":\"correction_noticed\"}]",
		"clock case E.json", 0, "目前没有答复期限在计算", NULL },
	{ "R-033-2 illegal: 21 days",
		"[{\"on\":\"2024-07-01\",\"event\":\"received\"},"
		"{\"on\":\"2024-07-10\",\"event\":\"extended\",\"days\":21}]",
		"clock case E.json --json", 1,
		"{\"state\":\"refused\",\"due\":\"2024-07-29\",\"provisional\":false,\"used\":0,",
		"第2项（2024-07-10 extended）不合规定" },
	{ "R-033-2 illegal: rule in the data",
		"[{\"on\":\"2024-07-01\",\"event\":\"received\"},"
		"{\"on\":\"2024-07-10\",\"event\":\"extended\",\"days\":21}]",
		"clock case E.json --json", 1, "\"rule\":\"R-033-2\"}],\"days\":[",
		"《政府信息公开条例》第三十三条第二款，R-033-2" },
	{ "illegal as text",
		"[{\"on\":\"2024-07-01\",\"event\":\"received\"},"
		"{\"on\":\"2024-07-30\",\"event\":\"extended\",\"days\":20}]",
		"clock case E.json", 1, "2. 2024-07-30 延长应当在答复期限届满以前告知申请人",
		"E.json" },
	{ "C-1.7-22 illegal at once", "[{\"on\":\"2024-07-01\",\"event\":\"reply_sent\"}]",
		"clock case E.json --json", 1,
		"{\"state\":\"refused\",\"due\":null,\"provisional\":false,\"used\":0,"
		"\"remaining\":null,\"steps\":[{\"on\":\"2024-07-01\",\"event\":\"reply_sent\",",
		"C-1.7-22" },
	{ "malformed JSON", "[{", "clock case E.json", 2, NULL, "E.json：JSON 第" },
	{ "not a list", "{}", "clock case E.json", 2, NULL, "E.json：内容不是事项的列表" },
	{ "no events", "[]", "clock case E.json", 2, NULL, "E.json：没有任何事项" },
	{ "entry no object", "[1]", "clock case E.json", 2, NULL, "E.json：第1项不是对象" },
	{ "no date", "[{\"event\":\"received\"}]", "clock case E.json", 2, NULL,
		"E.json：第1项的 on 没有写" },
	{ "date no text", "[{\"on\":7,\"event\":\"received\"}]", "clock case E.json", 2, NULL,
		"E.json：第1项的 on 不是日期" },
	{ "date that is none", "[{\"on\":\"2024-02-30\",\"event\":\"received\"}]",
		"clock case E.json", 2, NULL, "E.json：第1项的 on “2024-02-30”不是日期" },
	{ "no event", "[{\"on\":\"2024-02-20\"}]", "clock case E.json", 2, NULL,
		"E.json：第1项的 event 没有写" },
	{ "unknown event", "[{\"on\":\"2024-02-20\",\"event\":\"recieved\"}]", "clock case E.json",
		2, NULL, "E.json：第1项的 event “recieved”不是已知的事项" },
	{ "no id",
		"[{\"on\":\"2024-02-20\",\"event\":\"received\"},"
		"{\"on\":\"2024-02-21\",\"event\":\"consult_sent\"}]",
		"clock case E.json", 2, NULL, "E.json：第2项的 id 没有写" },
	{ "empty id", "[{\"on\":\"2024-02-20\",\"event\":\"received\",\"id\":\"\"}]",
		"clock case E.json", 2, NULL, "E.json：第1项的 id 应是不空的文字" },
	{ "long id",
		"[{\"on\":\"2024-02-20\",\"event\":\"received\",\"id\":"
		"\"12345678901234567890123456789012345678901234567890123456789012345\"}]",
		"clock case E.json", 2, NULL, "E.json：第1项的 id 太长" },
	{ "no days",
		"[{\"on\":\"2024-02-20\",\"event\":\"received\"},"
		"{\"on\":\"2024-02-21\",\"event\":\"extended\"}]",
		"clock case E.json", 2, NULL, "E.json：第2项的 days 没有写" },
	{ "days no number",
		"[{\"on\":\"2024-02-20\",\"event\":\"received\"},"
		"{\"on\":\"2024-02-21\",\"event\":\"extended\",\"days\":\"20\"}]",
		"clock case E.json", 2, NULL, "E.json：第2项的 days 不是合理的整数" },
	{ "days beyond reason",
		"[{\"on\":\"2024-02-20\",\"event\":\"received\",\"days\":4294967296}]",
		"clock case E.json", 2, NULL, "E.json：第1项的 days 不是合理的整数" },
	{ "unknown kind", "[{\"on\":\"2024-02-20\",\"event\":\"received\",\"kind\":\"court\"}]",
		"clock case E.json", 2, NULL, "E.json：第1项的 kind 只能是" },
	{ "until no date", "[{\"on\":\"2024-02-20\",\"event\":\"received\",\"until\":\"soon\"}]",
		"clock case E.json", 2, NULL, "E.json：第1项的 until “soon”不是日期" },
	{ "until too early",
		"[{\"on\":\"2024-02-20\",\"event\":\"received\"},"
		"{\"on\":\"2024-02-21\",\"event\":\"correction_noticed\",\"until\":\"2024-02-21\"}"
		"]",
		"clock case E.json", 2, NULL,
		"E.json：第2项：截止日期 2024-02-21（until）应当晚于" },
	{ "unknown field is told", "[{\"on\":\"2024-02-20\",\"event\":\"received\",\"untill\":1}]",
		"clock case E.json", 0, "办理中", "提醒：第1项的字段“untill”不认识" },
	{ "no such file", NULL, "clock case nothing.json", 2, NULL, "nothing.json" },
	{ "as-of too early", "[{\"on\":\"2024-02-20\",\"event\":\"received\"}]",
		"clock case E.json --as-of 2024-02-19", 2, NULL, "--as-of：截至日期 2024-02-19" },
	{ "as-of no date", "[]", "clock case E.json --as-of x", 2, NULL,
		"--as-of 的值“x”不是日期" },
	{ "no file", NULL, "clock case", 2, NULL, "缺少事项文件" },
	{ "two files", "[]", "clock case E.json F.json", 2, NULL, "多余的参数“F.json”" },
	{ "case, unknown option", "[]", "clock case E.json --asof x", 2, NULL,
		"不认识选项 --asof" },
	{ "no subcommand", NULL, "clock", 2, NULL, "clock due、clock case 或者 clock limit" },
	{ "unknown subcommand", NULL, "clock tick", 2, NULL, "clock 没有“tick”" },
	{ "no receipt", NULL, "clock due", 2, NULL, "缺少 --received" },
	{ "receipt without value", NULL, "clock due --received", 2, NULL, "--received 后面没有值" },
	{ "receipt no date", NULL, "clock due --received 2024-13-01", 2, NULL,
		"--received 的值“2024-13-01”不是日期" },
	{ "days no number", NULL, "clock due --received 2024-01-01 --days 2x", 2, NULL,
		"--days 的值“2x”不是合理的数字" },
	{ "days too many", NULL, "clock due --received 2024-01-01 --days 99999", 2, NULL,
		"--days：期限应为 1 至 10000个工作日" },
	{ "no days", NULL, "clock due --received 2024-01-01 --days 0", 2, NULL,
		"--days：期限应为" },
	{ "extra argument", NULL, "clock due --received 2024-01-01 x", 2, NULL, "多余的参数“x”" },
	{ "unknown option", NULL, "clock due --recieved 2024-01-01", 2, NULL,
		"不认识选项 --recieved" },
	{ "limit without start", NULL, "clock limit --days 3", 2, NULL, "缺少 --from" },
	{ "limit without length", NULL, "clock limit --from 2024-01-01", 2, NULL, "缺少期限" },
	{ "limit with two lengths", NULL, "clock limit --from 2024-01-01 --days 3 --months 2", 2,
		NULL, "--days 和 --months 只能写一个" },
	{ "limit, unknown code", NULL, "clock limit --from 2024-01-01 --term T-X", 2, NULL,
		"--term 没有“T-X”" },
	{ "limit, months too many", NULL, "clock limit --from 2024-01-01 --months 601", 2, NULL,
		"--months：期限应为 1 至 600个月" },
	{ "a new year imported",
		"{\"year\":2027,\"days\":[{\"name\":\"元旦\",\"date\":\"2027-01-01\",\"isOffDay\":"
		"true}]}",
		"clock due --received 2026-12-20 --calendar E.json --json", 0,
		"{\"due\":\"2027-01-18\",\"provisional\":false", NULL },
	{ "C-1.5-19 an empty year changes nothing and says so", "{\"year\":2027,\"days\":[]}",
		"clock due --received 2026-12-20 --calendar E.json --json", 0,
		"{\"due\":\"2027-01-15\",\"provisional\":true",
		"E.json：2027 年的放假安排尚未公布" },
	{ "a damaged year", "{\"year\":2027,\"days\":[{\"name\":\"元旦\",\"isOffDay\":true}]}",
		"clock due --received 2026-12-20 --calendar E.json", 2, NULL,
		"E.json：放假安排第1项“元旦”没有日期" },
	{ "a year that is not there", NULL,
		"clock due --received 2026-12-20 --calendar nothing.json", 2, NULL,
		"nothing.json" },
	{ "calendar without a file", NULL, "clock due --received 2026-12-20 --calendar", 2, NULL,
		"--calendar 后面没有文件名" },
	{ "C-1.5-20 local days off", "[{\"name\":\"县庆\",\"date\":\"2024-01-15\"}]",
		"clock due --received 2024-01-10 --local E.json --json", 0,
		"{\"due\":\"2024-02-07\"", NULL },
	{ "damaged local days", "[{\"name\":\"县庆\"}]",
		"clock due --received 2024-01-10 --local E.json", 2, NULL,
		"E.json：放假安排第1项" },
	{ "help", NULL, "help clock", 0, "correction_noticed", NULL },
	{ "F109-4 fee items", NULL, "fee items 31", 0, "2200\n", NULL },
	{ "F109-4 fee items explained", NULL, "fee items 31 --explain", 0, "20×100 + 1×200 = 2200",
		NULL },
	{ "F109-5 fee pages", NULL, "fee pages 250", 0, "4700\n", NULL },
	{ "fee as JSON", NULL, "fee pages 101 --json", 0,
		"{\"method\":\"pages\",\"n\":101,\"yuan\":720,\"sum\":\"70×10 + 1×20 = 720\"}\n",
		NULL },
	{ "fee, nothing to pay", NULL, "fee items 10 --explain", 0, "前10件免费", NULL },
	{ "F109-3 both methods", NULL, "fee items 12 pages 40", 2, NULL, "不能两种并用" },
	{ "fee without method", NULL, "fee", 2, NULL, "fee items 件数" },
	{ "fee, unknown method", NULL, "fee words 3", 2, NULL, "fee 没有“words”" },
	{ "fee without number", NULL, "fee items", 2, NULL, "缺少数量" },
	{ "fee, negative", NULL, "fee items -3", 2, NULL, "“-3”不是数字" },
	{ "fee, empty", NULL, "fee items ''", 2, NULL, "数量是空的" },
	{ "fee, too large a number", NULL, "fee items 9999999999999999999", 2, NULL, "太大" },
	{ "fee, too large a sum", NULL, "fee items 999999999999999999", 2, NULL, "数量过大" },
	{ "fee, extra argument", NULL, "fee items 3 4", 2, NULL, "多余的参数“4”" },
	{ "fee, unknown option", NULL, "fee items 3 --why", 2, NULL, "不认识选项 --why" },
	{ "R-042 fee before the tariff", NULL, "fee items 31 --on 2020-12-31", 2, NULL,
		"--on：2020-12-31 还没有" },
	{ "fee on a day", NULL, "fee items 31 --on 2024-02-01", 0, "2200\n", NULL },
	{ "fee, day that is none", NULL, "fee items 31 --on x", 2, NULL, "--on 的值“x”不是日期" },
	{ "fee, day missing", NULL, "fee items 31 --on", 2, NULL, "--on 后面没有日期" },
};

/* One sentence on one line. */
static bool one_line(struct str err)
{
	size_t end = str_find(err, STR("\n"), 0);
	return end + 1 == err.n;
}

static void table(void)
{
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		if (row[i].file)
			put("E.json", row[i].file);
		struct ran r = run(row[i].args);
		bool out = row[i].out ? str_has(r.out, row[i].out) : r.out.n == 0;
		bool err =
			row[i].err ? str_has(r.err, row[i].err) && one_line(r.err) : r.err.n == 0;
		CHECK(r.status == row[i].status && out && err, "%s: %d %.*s", row[i].name, r.status,
			STR_ARG(str_sub(r.err, 0, r.err.n ? r.err.n - 1 : 0)));
	}
}

/* Every line of --json is one object that a parser accepts, with its keys in the fixed order. */
static void shapes(void)
{
	static const struct {
		const char *args, *keys;
	} shape[] = {
		{ "clock due --received 2024-01-10 --json", "due provisional days " },
		{ "clock limit --from 2024-01-10 --months 1 --json", "due provisional days " },
		{ "clock case E.json --json", "state due provisional used remaining steps days " },
	};
	put("E.json", "[{\"on\":\"2024-07-01\",\"event\":\"received\"},"
		      "{\"on\":\"2024-07-02\",\"event\":\"consult_sent\",\"id\":\"\\\"甲\\\\\"}]");
	for (size_t i = 0; i < sizeof shape / sizeof shape[0]; i++) {
		struct ran r = run(shape[i].args);
		struct error err = { .msg = "" };
		json_t *v = NULL;
		struct buf keys;
		buf_init(&keys, 256);
		enum err e = json_read(&arena, r.out, 4 << 20, &v, &err);
		const char *key;
		json_t *member;
		json_object_foreach(v, key, member) buf_fmt(&keys, "%s ", key);
		CHECK(!e && one_line(r.out) && str_is(buf_view(&keys), shape[i].keys), "%s: %.*s%s",
			shape[i].args, STR_ARG(buf_view(&keys)), err.msg);
		buf_done(&keys);
	}
}

int main(void)
{
	arena_init(&arena, (size_t)128 << 20);
	if (!mkdtemp(dir)) {
		CHECK(0, "a temporary folder");
		return TEST_END();
	}
	table();
	shapes();
	char line[128];
	snprintf(line, sizeof line, "rm -r %s", dir);
	CHECK(system(line) == 0, "the temporary folder is removed");
	arena_done(&arena);
	return TEST_END();
}
