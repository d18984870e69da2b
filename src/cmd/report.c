/*
 * gongkai report -- annual reports of any agency as files (contract/cli.md).
 */
#include "cmd/report_files.h"

#include "core/file.h"
#include "core/paths.h"
#include "doc/workbench.h"
#include "doc/write.h"

enum { ARGS_ARENA_MAX = 512 << 20, LOAD_ARENA_MAX = 1 << 30, PAGE_MAX = 256 << 20 };

/* What the subcommands share: the arena, the files, the common options. */
struct job {
	struct arena a;
	struct cmd_args args;
	struct path_list files;
	bool json;
	const char *previous, *parent, *to, *out, *html, *expect;
	struct str previous_json;
	bool found; /* errors found in the data */
	bool empty_folder; /* one of the folders named holds no file */
	bool stdout_closed;
};

static int usage(const char *what)
{
	return cmd_fail("%s；输入 gongkai help report 查看用法", what);
}

/* Takes the options in the list `takes` ("--json --to"); the others stay unknown. */
static bool take_options(struct job *j, const char *takes, bool *recursive)
{
	const struct {
		const char *name;
		const char **value;
	} option[] = { { "--previous", &j->previous }, { "--parent", &j->parent },
		{ "--expect", &j->expect }, { "--to", &j->to }, { "-o", &j->out },
		{ "--html", &j->html } };
	bool missing = false;
	j->json = str_has(str_cstr(takes), "--json") && cmd_flag(&j->args, "--json");
	*recursive = cmd_flag(&j->args, "--recursive");
	for (size_t i = 0; i < sizeof option / sizeof option[0]; i++)
		if (str_has(str_cstr(takes), option[i].name))
			*option[i].value = cmd_option(&j->args, option[i].name, &missing);
	return !missing;
}

/* Takes the options of one subcommand, then names; folders need --recursive. */
static int take_args(struct job *j, const char *takes, int argc, char **argv)
{
	bool recursive;
	if (!cmd_args_init(&j->args, argc, argv))
		return cmd_fail("内存不足");
	if (!take_options(j, takes, &recursive))
		return usage("选项后面缺少内容");
	if (cmd_unknown(&j->args))
		return cmd_fail("没有“%s”这个选项；输入 gongkai help report 查看用法",
			cmd_unknown(&j->args));
	struct error err;
	for (const char *name; (name = cmd_next(&j->args)) != NULL;) {
		size_t before = j->files.n;
		if (paths_expand(&j->a, name, recursive, &j->files, &err))
			return cmd_fail_error(name, &err);
		if (j->files.n == before) {
			cmd_fail("%s：文件夹里没有文件", name);
			j->empty_folder = true;
		}
	}
	if (j->files.n == 0)
		return j->empty_folder ? EXIT_CANNOT : usage("请给出要处理的文件");
	return EXIT_DONE;
}

/* Puts the file name into a JSON result that starts with "file":null. */
static void add_named_json(struct buf *b, struct arena *a, const char *path, struct str json)
{
	static const struct str empty = STR_INIT("{\"file\":null");
	buf_lit(b, "{\"file\":");
	struct str name = report_path_text(a, path);
	buf_char(b, '"');
	for (size_t i = 0; i < name.n; i++) {
		unsigned char c = (unsigned char)name.p[i];
		if (c == '"' || c == '\\')
			buf_char(b, '\\');
		if (c < 0x20)
			buf_fmt(b, "\\u%04x", c);
		else
			buf_char(b, (char)c);
	}
	buf_char(b, '"');
	buf_str(b, str_starts(json, empty) ? str_sub(json, empty.n, json.n) : json);
	buf_char(b, '\n');
}

/* Prints one result of read or check. */
static bool print_result(void *ctx, const char *path, struct str output)
{
	struct job *j = ctx;
	struct arena a;
	struct buf b;
	arena_init(&a, 1 << 20);
	buf_init(&b, PAGE_MAX);
	if (output.n && (output.p[0] == '0' || output.p[0] == '1')) {
		j->found |= output.p[0] == '1';
		output = str_sub(output, 1, output.n);
	}
	if (j->json) {
		add_named_json(&b, &a, path, output);
	} else {
		buf_fmt(&b, "%s\n", path);
		buf_str(&b, output);
	}
	j->stdout_closed = cmd_print(&b) != EXIT_DONE;
	buf_done(&b);
	arena_done(&a);
	return !j->stdout_closed;
}

static int run_over_files(struct job *j, enum report_job json_kind, enum report_job text_kind)
{
	struct report_run run = { .path = (const char *const *)j->files.path,
		.n = j->files.n,
		.kind = j->json ? json_kind : text_kind,
		.params = j->previous_json,
		.progress = true,
		.on_result = print_result,
		.ctx = j };
	size_t failed = 0;
	int status = report_run_files(&run, &failed);
	if (status || failed || j->stdout_closed)
		return EXIT_CANNOT;
	return j->found ? EXIT_FOUND : EXIT_DONE;
}

static int run_read(struct job *j)
{
	return run_over_files(j, REPORT_JOB_READ_JSON, REPORT_JOB_READ_TEXT);
}

static int run_check(struct job *j)
{
	if (j->previous) {
		struct report_list list;
		int status = report_load_files(&j->a, &j->previous, 1, &list);
		if (status || list.failed)
			return EXIT_CANNOT;
		struct buf b;
		buf_init(&b, PAGE_MAX);
		report_write_json_full(&b, list.item[0]);
		j->previous_json = arena_str(&j->a, buf_view(&b));
		bool bad = b.err || j->a.err;
		buf_done(&b);
		if (bad)
			return cmd_fail("%s：上年报告过大", j->previous);
	}
	return run_over_files(j, REPORT_JOB_CHECK_JSON, REPORT_JOB_CHECK_TEXT);
}

/* Writes b to the file named by path ("-" or NULL: standard output). */
static int write_out(const char *path, const struct buf *b)
{
	struct error err;
	if (b->err)
		return cmd_fail("内容过大或内存不足，没有写出");
	if (!path || strcmp(path, "-") == 0)
		return cmd_print(b);
	if (file_write(path, buf_view(b), &err))
		return cmd_fail_error(path, &err);
	return EXIT_DONE;
}

static int run_convert(struct job *j)
{
	enum doc_write_format f;
	struct report_list list;
	struct error err;
	struct buf b;
	if (!j->to)
		return usage("请用 --to 给出格式：docx、pdf、html、xlsx、ofd、json 或 text");
	if (!doc_write_format_parse(str_cstr(j->to), &f))
		return cmd_fail("不能写成“%s”格式；--to 可以是 docx、pdf、html、xlsx、ofd、json 或 "
				"text",
			j->to);
	if (!j->out)
		return usage("请用 -o 给出要写的文件");
	if (j->files.n != 1)
		return usage("一次只能转换一份报告");
	int status = report_load_files(&j->a, (const char *const *)j->files.path, 1, &list);
	if (status || list.failed)
		return EXIT_CANNOT;
	buf_init(&b, PAGE_MAX);
	if (doc_write(&b, list.item[0], f, &err))
		status = cmd_fail_error(j->files.path[0], &err);
	else
		status = write_out(j->out, &b);
	buf_done(&b);
	return status;
}

static int run_compare(struct job *j)
{
	struct report_list list;
	struct comparison *c;
	struct error err;
	struct buf b;
	if (j->files.n < 2)
		return usage("比较至少要两份报告");
	int status = report_load_files(&j->a, (const char *const *)j->files.path, j->files.n, &list);
	if (status)
		return status;
	if (list.n < 2)
		return cmd_fail("能读的报告不足两份，没有比较");
	if (report_compare(&j->a, (const struct report *const *)list.item, list.n, &c, &err))
		return cmd_fail_error(NULL, &err);
	buf_init(&b, PAGE_MAX);
	if (j->html && doc_write_comparison(&b, c, &err)) {
		status = cmd_fail_error(NULL, &err);
	} else if (j->html) {
		status = write_out(j->html, &b);
	} else {
		if (j->json)
			comparison_write_json(&b, c);
		else
			comparison_write_text(&b, c);
		if (j->json)
			buf_char(&b, '\n');
		status = write_out(NULL, &b);
	}
	buf_done(&b);
	return status ? status : list.failed ? EXIT_CANNOT : EXIT_DONE;
}

/* Names of the children that should be there, one per line of a file. */
static int read_expected(struct job *j, struct str **out, size_t *n)
{
	enum { LIST_MAX = 1 << 20 };
	struct str text, line;
	struct error err;
	*n = 0;
	if (!j->expect)
		return EXIT_DONE;
	if (file_read(&j->a, j->expect, LIST_MAX, &text, &err))
		return cmd_fail_error(j->expect, &err);
	*out = arena_array(&j->a, struct str, text.n + 1);
	if (!*out)
		return cmd_fail("内存不足");
	while (str_next_line(&text, &line))
		if (str_trim(line).n)
			(*out)[(*n)++] = str_trim(line);
	return EXIT_DONE;
}

static int run_sum(struct job *j)
{
	struct report_list parent, list;
	struct summation *s;
	struct error err;
	struct buf b;
	struct str *expected = NULL;
	size_t n_expected;
	if (!j->parent)
		return usage("请用 --parent 给出上级机关的报告");
	int status = read_expected(j, &expected, &n_expected);
	if (!status)
		status = report_load_files(&j->a, &j->parent, 1, &parent);
	if (!status && parent.failed)
		status = EXIT_CANNOT;
	if (!status)
		status = report_load_files(&j->a, (const char *const *)j->files.path, j->files.n, &list);
	if (status)
		return status;
	if (report_sum(&j->a, parent.item[0], (const struct report *const *)list.item, list.n,
		    expected, n_expected, &s, &err))
		return cmd_fail_error(NULL, &err);
	buf_init(&b, PAGE_MAX);
	if (j->json)
		summation_write_json(&b, s);
	else
		summation_write_text(&b, s);
	if (j->json)
		buf_char(&b, '\n');
	status = write_out(NULL, &b);
	buf_done(&b);
	if (status || list.failed)
		return EXIT_CANNOT;
	return findings_count(&s->mismatch, SEVERITY_ERROR) ? EXIT_FOUND : EXIT_DONE;
}

/* The report of the same agency one year earlier among the files, or --previous; NULL. */
static const struct report *find_previous(const struct report_list *list, const struct report *r,
	const struct report *given)
{
	if (given)
		return given;
	for (size_t i = 0; i < list->n; i++)
		if (r->year && list->item[i]->year == r->year - 1 && r->agency.n &&
			str_eq(list->item[i]->agency, r->agency))
			return list->item[i];
	return NULL;
}

/* Same agency (by year), or same year (by agency). */
static bool belongs_together(const struct report *a, const struct report *b, bool years)
{
	bool agency = a->agency.n && str_eq(a->agency, b->agency), year = a->year && a->year == b->year;
	return years ? agency && !year : year && !agency;
}

/*
 * A comparison for every agency with several years and every year with several
 * agencies.  What cannot be compared is left out: the page has other parts.
 */
static enum err fill_comparisons(struct arena *a, const struct report_list *list,
	struct workbench *w, struct error *err)
{
	struct comparison **out = arena_array(a, struct comparison *, 2 * list->n + 1);
	const struct report **group = arena_array(a, const struct report *, list->n + 1);
	if (!out || !group)
		return arena_check(a, err);
	for (int years = 1; years >= 0; years--) {
		for (size_t i = 0; i < list->n; i++) {
			size_t n = 0;
			bool first = true;
			for (size_t k = 0; k < list->n; k++) {
				bool in = k == i ||
					belongs_together(list->item[i], list->item[k], years != 0);
				first &= !(in && k < i);
				if (in)
					group[n++] = list->item[k];
			}
			if (!first || n < 2)
				continue;
			enum err e = report_compare(a, group, n, &out[w->n_comparisons], err);
			if (e == ERR_NOMEM || e == ERR_LIMIT)
				return e;
			w->n_comparisons += e == OK;
		}
	}
	w->comparison = out;
	return OK;
}

static enum err fill_workbench(struct arena *a, const struct report_list *list,
	const struct report *previous, struct workbench *w, struct error *err)
{
	struct workbench_item *item = arena_array(a, struct workbench_item, list->n + 1);
	struct workbench_failure *failure = arena_array(a, struct workbench_failure, list->failed + 1);
	if (!item || !failure)
		return arena_check(a, err);
	for (size_t i = 0; i < list->n; i++) {
		struct findings *f = arena_one(a, struct findings);
		struct claims *c = arena_one(a, struct claims);
		if (!f || !c)
			return arena_check(a, err);
		const struct report *r = list->item[i];
		item[i].report = r;
		item[i].previous = find_previous(list, r, previous);
		findings_init(f, a);
		c->arena = a;
		enum err e = report_check(r, item[i].previous, f, err);
		e = e ? e : report_claims(r, c, err);
		if (e)
			return e;
		item[i].findings = f;
		item[i].claims = c;
	}
	for (size_t i = 0; i < list->failed; i++)
		failure[i] = (struct workbench_failure){ list->failure_file[i],
			list->failure_message[i] };
	*w = (struct workbench){ .item = item,
		.n_items = list->n,
		.failure = failure,
		.n_failures = list->failed };
	return fill_comparisons(a, list, w, err);
}

static int run_html(struct job *j)
{
	struct report_list list, previous = { .n = 0 };
	struct workbench w;
	struct error err;
	struct buf b;
	if (!j->out)
		return usage("请用 -o 给出要写的网页文件");
	int status = report_load_files(&j->a, (const char *const *)j->files.path, j->files.n, &list);
	if (!status && j->previous)
		status = report_load_files(&j->a, &j->previous, 1, &previous);
	if (status)
		return status;
	if (list.n == 0 || (j->previous && previous.n == 0))
		return EXIT_CANNOT;
	buf_init(&b, PAGE_MAX);
	if (fill_workbench(&j->a, &list, previous.n ? previous.item[0] : NULL, &w, &err) ||
		doc_write_workbench(&b, &w, &err))
		status = cmd_fail_error(NULL, &err);
	else
		status = write_out(j->out, &b);
	buf_done(&b);
	return status ? status : list.failed ? EXIT_CANNOT : EXIT_DONE;
}

static int run_rules(void)
{
	size_t n;
	const struct rule_info *r = rule_list(&n);
	for (size_t i = 0; i < n; i++)
		printf("%s\t%s\t%s\t%s\n", r[i].id, severity_label(r[i].severity), r[i].meaning,
			r[i].source);
	return fflush(stdout) == 0 ? EXIT_DONE : EXIT_CANNOT;
}

static int run(int argc, char **argv)
{
	static const struct {
		const char *name;
		int (*run)(struct job *j);
		const char *takes;
	} sub[] = { { "read", run_read, "--json" }, { "check", run_check, "--json --previous" },
		{ "convert", run_convert, "--to -o" },
		{ "compare", run_compare, "--json --html" },
		{ "sum", run_sum, "--json --parent --expect" },
		{ "html", run_html, "--previous -o" } };
	if (argc < 2)
		return usage("请给出要做的事：read、check、convert、compare、sum、html 或 rules");
	if (strcmp(argv[1], "rules") == 0)
		return argc > 2 ? cmd_fail("多余的参数“%s”；输入 gongkai help report 查看用法", argv[2])
				: run_rules();
	for (size_t i = 0; i < sizeof sub / sizeof sub[0]; i++) {
		if (strcmp(argv[1], sub[i].name) != 0)
			continue;
		struct job j = { .found = false };
		arena_init(&j.a, LOAD_ARENA_MAX);
		int status = take_args(&j, sub[i].takes, argc - 1, argv + 1);
		if (!status)
			status = sub[i].run(&j);
		if (j.empty_folder)
			status = EXIT_CANNOT;
		cmd_args_done(&j.args);
		arena_done(&j.a);
		return status;
	}
	return cmd_fail("report 没有“%s”这个功能；输入 gongkai help report 查看用法", argv[1]);
}

const struct cmd cmd_report = {
	.name = "report",
	.run = run,
	.line = "年度报告：读取、检查、转换、比较、汇总、核对网页",
	.help = "gongkai report read 文件… [--json] [--recursive]\n"
		"    读出报告的 200 个数据格、六个部分的文字和存疑之处。\n"
		"gongkai report check 文件… [--previous 上年报告] [--json] [--recursive]\n"
		"    勾稽、文表、跨年等检查；退出码 0 没有错误，1 发现错误，2 有文件读不了。\n"
		"gongkai report convert 文件 --to docx|pdf|html|xlsx|ofd|json|text -o 新文件\n"
		"    按全国统一格式写出。\n"
		"gongkai report compare 文件 文件… [--json | --html 网页]\n"
		"    同一机关各年，或同一年各机关，逐项比较。\n"
		"gongkai report sum --parent 上级报告 下级报告… [--expect 名单] [--json]\n"
		"    下级合计与上级核对；名单每行一个应有的机关名称，用来找出缺报的。\n"
		"gongkai report html 文件… [--previous 上年报告] -o 网页\n"
		"    生成一个可以直接打开的核对网页。\n"
		"gongkai report rules\n"
		"    列出全部检查规则和依据。\n"
		"\n"
		"能读的格式：docx、doc、odt、pdf（有文字层）、ofd、xlsx、网页、文本、RTF 和本程序的 JSON，\n"
		"看内容不看后缀。\n"
		"\n"
		"例：gongkai report check 2024年报.docx --previous 2023年报.pdf\n"
		"    gongkai report read --recursive 年报文件夹 --json > 年报.jsonl\n",
};
