/*
 * care -- `gongkai backup`, `restore`, `verify`: the data of an installation, from outside it.
 *
 * backup and verify work beside a running server.  What can go wrong has exit status 2,
 * what is found wrong in the data 1.
 */
#include "cmd/care.h"

#include "core/progress.h"
#include "store/backup.h"
#include "store/blob.h"

#include <inttypes.h>
#include <string.h>

enum { MB = 1 << 20 };

int care_places(struct cmd_args *a, struct care_place *out)
{
	bool missing = false;
	out->data = cmd_option(a, "--data", &missing);
	out->database = missing ? NULL : cmd_option(a, "--database", &missing);
	if (missing)
		return cmd_fail("--data 或 --database 后面没有值；输入 gongkai help 查看用法");
	if (!out->data && !out->database)
		return cmd_fail("请用 --data 文件夹（或 --database postgres://…）指明是哪一处数据");
	return 0;
}

int care_rest(struct cmd_args *a, const char *command, const char **argument)
{
	const char *unknown = cmd_unknown(a);
	if (unknown)
		return cmd_fail("不认识选项 %s；输入 gongkai help %s 查看用法", unknown, command);
	const char *one = argument ? cmd_next(a) : NULL;
	const char *extra = cmd_next(a);
	if (extra)
		return cmd_fail("不认识“%s”；输入 gongkai help %s 查看用法", extra, command);
	if (argument)
		*argument = one;
	return 0;
}

struct store_config care_config(const struct care_place *p, bool read_only)
{
	return (struct store_config){
		.folder = p->data, .database = p->database, .read_only = read_only
	};
}

int care_fail(const char *what, enum err e, const struct error *err)
{
	int status = cmd_fail_error(what, err);
	/* Damage of the data is a finding; everything else could not be done. */
	return e == ERR_FORMAT ? EXIT_FOUND : status;
}

struct shown {
	struct progress p;
	const char *name;
};

static bool show(void *ctx, int64_t done, int64_t total)
{
	struct shown *s = ctx;
	progress_show(&s->p, &(struct progress_state){ .done = (size_t)(done / MB),
				     .total = (size_t)(total / MB) + 1,
				     .name = s->name });
	return true;
}

static void print_result(const char *what, const char *path, const struct backup_result *r)
{
	printf("%s：%s\n共 %" PRId64 " 个文件、%" PRId64 " 字节；日志 %" PRId64 " 条，末尾 %s\n",
		what, path, r->members, r->bytes, r->events, digest_hex(&r->head.chain).z);
	if (r->keyring[0])
		printf("对应的密钥文件指纹：%s（备份里不含密钥，请另行妥善保存）\n", r->keyring);
}

/* --- backup ----------------------------------------------------------------------------------- */

static int backup(struct cmd_args *a)
{
	struct care_place p;
	struct error err = { .code = OK };
	struct backup_result r;
	struct store *s;
	bool missing = false;
	int status = care_places(a, &p);
	const char *out = cmd_option(a, "-o", &missing);
	if (!status && (missing || !out))
		status = cmd_fail("请用 -o 文件 指明备份写到哪里");
	if (!status)
		status = care_rest(a, "backup", NULL);
	if (status)
		return status;
	struct store_config c = care_config(&p, true);
	enum err e = store_open(&c, &s, &err);
	if (e)
		return cmd_fail_error(NULL, &err);
	struct shown shown = { .name = "备份（MB）" };
	progress_init(&shown.p, 2, true);
	e = backup_write(s, out, show, &shown, &r, &err);
	progress_erase(&shown.p);
	store_close(s);
	if (e)
		return care_fail(out, e, &err);
	print_result("备份已写成并核对无误", out, &r);
	return EXIT_DONE;
}

/* --- restore ---------------------------------------------------------------------------------- */

static int restore(struct cmd_args *a)
{
	struct care_place p = { NULL, NULL };
	struct error err = { .code = OK };
	struct backup_result r;
	const char *path = NULL;
	bool check = cmd_flag(a, "--check");
	int status = check ? 0 : care_places(a, &p);
	if (!status)
		status = care_rest(a, "restore", &path);
	if (!status && !path)
		status = cmd_fail("请写明备份文件，例如 gongkai restore 备份.zip --data 新文件夹");
	if (status)
		return status;
	struct store_config c = care_config(&p, false);
	enum err e = check ? backup_check(path, &r, &err) : backup_restore(path, &c, &r, &err);
	if (e)
		return care_fail(path, e, &err);
	print_result(check ? "备份完好" : "已恢复并核对无误", path, &r);
	if (!check)
		printf("请把原来的密钥文件放好（缺省为数据文件夹旁边的同名 .key 文件），再启动服务。\n");
	return EXIT_DONE;
}

static int run(int argc, char **argv, int (*command)(struct cmd_args *))
{
	struct cmd_args a;
	if (!cmd_args_init(&a, argc, argv))
		return cmd_fail("内存不足");
	int status = command(&a);
	cmd_args_done(&a);
	if (status != EXIT_CANNOT && fflush(stdout) != 0)
		status = cmd_fail("不能写到标准输出（管道已关闭或磁盘已满）");
	return status;
}

static int run_backup(int argc, char **argv)
{
	return run(argc, argv, backup);
}

static int run_restore(int argc, char **argv)
{
	return run(argc, argv, restore);
}

static int run_verify(int argc, char **argv)
{
	return run(argc, argv, care_verify);
}

const struct cmd cmd_backup = {
	"backup",
	run_backup,
	"备份全部数据（服务可以照常运行）",
	"用法：gongkai backup --data 文件夹 | --database postgres://… -o 备份.zip\n\n"
	"把数据库和附件写成一个文件，写完即核对。服务不必停止。备份里不含密钥文件，\n"
	"请另行保存密钥文件，不要与备份放在一处。\n\n"
	"例：gongkai backup --data /var/lib/gongkai -o /mnt/backup/2026-11-21.zip\n",
};

const struct cmd cmd_restore = {
	"restore",
	run_restore,
	"从备份恢复到空的文件夹或数据库",
	"用法：gongkai restore 备份.zip --data 文件夹 | --database postgres://…\n"
	"      gongkai restore 备份.zip --check\n\n"
	"先核对备份，再恢复，再核对恢复的数据。目标必须是空的；SQLite 的备份可以恢复到\n"
	"PostgreSQL，反过来也可以。恢复失败时不留下半套数据。--check 只核对备份，不恢复。\n\n"
	"例：gongkai restore /mnt/backup/2026-11-21.zip --data /var/lib/gongkai-new\n",
};

const struct cmd cmd_verify = {
	"verify",
	run_verify,
	"核对审计日志、附件和数据库是否完好",
	"用法：gongkai verify --data 文件夹 | --database postgres://… [--head 文件]\n"
	"                     [--export-head 文件 [--key-file 文件]]\n\n"
	"逐条核对审计日志的校验链、全部附件的内容和数据库文件，显示日志条数和末尾值。\n"
	"服务不必停止。发现不符时说明第一处在哪里，退出状态为 1。\n\n"
	"  --head 文件         与以前导出的末尾比对，发现日志被截断或整个重写\n"
	"  --export-head 文件  导出现在的末尾（JSON），可公布或存到别处\n"
	"  --key-file 文件     导出时用密钥加封，比对时核对封记\n\n"
	"例：gongkai verify --data /var/lib/gongkai --export-head head.json --key-file gongkai.key\n",
};
