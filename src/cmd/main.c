/*
 * main -- finds the subcommand and runs it.  The table below is the only list.
 */
#include "cmd/cmd.h"
#include "cmd/report_job.h"

#include "core/jail.h"

#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <unistd.h>

const struct cmd *const cmd_list[] = { &cmd_report, &cmd_clock, &cmd_fee, &cmd_serve,
	&cmd_demo, &cmd_user, &cmd_calendar, &cmd_backup, &cmd_restore, &cmd_verify, &cmd_keys, &cmd_selftest,
	NULL };

static const struct cmd *find(const char *name)
{
	for (size_t i = 0; cmd_list[i]; i++)
		if (strcmp(cmd_list[i]->name, name) == 0)
			return cmd_list[i];
	return NULL;
}

static void print_commands(FILE *f)
{
	fputs("gongkai 公开 —— 政府信息公开工作平台\n\n用法：gongkai <命令> …\n\n", f);
	for (size_t i = 0; cmd_list[i]; i++)
		fprintf(f, "  %-8s %s\n", cmd_list[i]->name, cmd_list[i]->line);
	fputs("\n  gongkai help <命令>    查看说明和例子\n", f);
}

static int help(const char *name)
{
	const struct cmd *c = name ? find(name) : NULL;
	if (name && !c)
		return cmd_fail("没有“%s”这个命令；输入 gongkai help 查看全部命令", name);
	if (c)
		fputs(c->help, stdout);
	else
		print_commands(stdout);
	return fflush(stdout) == 0 ? EXIT_DONE
				   : cmd_fail("不能写到标准输出（管道已关闭或磁盘已满）");
}

/*
 * Descriptors 0 to 2 that the caller closed would be given to the next file
 * opened, and data or messages would go into it.  /dev/null takes their places,
 * read only, so that writing to it is refused as it should be.
 */
static void hold_standard_descriptors(void)
{
	int fd;
	do
		fd = open("/dev/null", O_RDONLY);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd > STDERR_FILENO)
		close(fd);
}

int main(int argc, char **argv)
{
	hold_standard_descriptors();
	setlocale(LC_CTYPE, "C.UTF-8");
	signal(SIGPIPE, SIG_IGN);
	int worker = jail_worker_main(argc, argv, report_job_run, report_job_warm_up);
	if (worker >= 0)
		return worker;
	if (argc < 2) {
		print_commands(stderr);
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
