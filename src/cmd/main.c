/*
 * main -- finds the subcommand and runs it.  The table below is the only list.
 */
#include "cmd/cmd.h"
#include "cmd/report_job.h"

#include "core/jail.h"

#include <locale.h>
#include <signal.h>

static const struct cmd *const command[] = { &cmd_report, &cmd_clock, &cmd_fee, NULL };

static const struct cmd *find(const char *name)
{
	for (size_t i = 0; command[i]; i++)
		if (strcmp(command[i]->name, name) == 0)
			return command[i];
	return NULL;
}

static int help(const char *name)
{
	const struct cmd *c = name ? find(name) : NULL;
	if (name && !c)
		return cmd_fail("没有“%s”这个命令；输入 gongkai help 查看全部命令", name);
	if (c) {
		printf("%s", c->help);
		return EXIT_DONE;
	}
	printf("gongkai 公开 —— 政府信息公开工作平台\n\n用法：gongkai <命令> …\n\n");
	for (size_t i = 0; command[i]; i++)
		printf("  %-8s %s\n", command[i]->name, command[i]->line);
	printf("\n  gongkai help <命令>    查看说明和例子\n");
	return EXIT_DONE;
}

int main(int argc, char **argv)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	signal(SIGPIPE, SIG_IGN);
	int worker = jail_worker_main(argc, argv, report_job_run, report_job_warm_up);
	if (worker >= 0)
		return worker;
	if (argc < 2) {
		help(NULL);
		return EXIT_CANNOT;
	}
	if (strcmp(argv[1], "help") == 0 || strcmp(argv[1], "--help") == 0)
		return help(argc > 2 ? argv[2] : NULL);
	const struct cmd *c = find(argv[1]);
	if (!c)
		return cmd_fail("没有“%s”这个命令；输入 gongkai help 查看全部命令", argv[1]);
	if (argc > 2 && strcmp(argv[2], "--help") == 0)
		return help(argv[1]);
	return c->run(argc - 1, argv + 1);
}
