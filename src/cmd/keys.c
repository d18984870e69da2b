/*
 * keys -- `gongkai keys add|rewrite`: a new key, and everything sealed again with it.
 *
 * A running server keeps the ring it opened: after `add` it is restarted, and its daily
 * work then seals again by itself.  `rewrite` does so at once; with SQLite the server
 * must be stopped for it, with PostgreSQL it may run.
 */
#include "cmd/serve_open.h"

#include "core/progress.h"
#include "desk/reseal.h"

#include <inttypes.h>
#include <time.h>

enum { ARENA = 1 << 20 };

static int add(struct installation *in)
{
	struct error err = { .code = OK };
	unsigned generation;
	struct str path = in->config.key_file;
	if (!path.n)
		return cmd_fail("请用 --key-file 文件 指明密钥文件");
	if (keyring_add_generation(path.p, date_of_moment((int64_t)time(NULL)), &generation, &err))
		return cmd_fail_error(path.p, &err);
	printf("已加入第 %u 代密钥。请立即另存密钥文件，然后重新启动服务；\n"
	       "再用 gongkai keys rewrite（或等服务当夜自动）把原有内容改用新密钥加密。\n",
		generation);
	return EXIT_DONE;
}

static bool show(void *ctx, int64_t done)
{
	progress_show(
		ctx, &(struct progress_state){
			     .done = (size_t)done, .total = (size_t)done, .name = "重新加密" });
	return true;
}

static int rewrite(struct installation *in)
{
	struct error err = { .code = OK };
	struct progress p;
	struct reseal_result r;
	int status = installation_open(in, false);
	if (status)
		return status;
	progress_init(&p, 2, true);
	enum err e = reseal_run(&in->desk, &in->arena, show, &p, &r, &err);
	progress_erase(&p);
	if (e)
		return cmd_fail_error(NULL, &err);
	printf("已用第 %u 代密钥重新加密 %" PRId64 " 项\n", keyring_newest(in->keys), r.done);
	if (r.failed == 0)
		return EXIT_DONE;
	cmd_fail("有 %" PRId64
		 " 项打不开，保持原样（第一项：%.*s）；旧密钥还不能去掉，请用备份对照",
		r.failed, STR_ARG(r.first_failed));
	return EXIT_FOUND;
}

static int run_keys(struct installation *in, struct cmd_args *a)
{
	int status = installation_settings(in, a);
	if (status)
		return status;
	const char *unknown = cmd_unknown(a);
	if (unknown)
		return cmd_fail("不认识选项 %s；输入 gongkai help keys 查看用法", unknown);
	const char *what = cmd_next(a), *extra = cmd_next(a);
	if (extra)
		return cmd_fail("不认识“%s”；输入 gongkai help keys 查看用法", extra);
	if (what && strcmp(what, "add") == 0)
		return add(in);
	if (what && strcmp(what, "rewrite") == 0)
		return rewrite(in);
	return cmd_fail(
		"请写 gongkai keys add 或 gongkai keys rewrite；输入 gongkai help keys 查看用法");
}

static int run(int argc, char **argv)
{
	struct cmd_args a;
	struct installation in = { .store = NULL };
	if (!cmd_args_init(&a, argc, argv))
		return cmd_fail("内存不足");
	int status = run_keys(&in, &a);
	installation_close(&in);
	cmd_args_done(&a);
	if (status != EXIT_CANNOT && fflush(stdout) != 0)
		status = cmd_fail("不能写到标准输出（管道已关闭或磁盘已满）");
	return status;
}

const struct cmd cmd_keys = {
	"keys",
	run,
	"更换加密个人信息的密钥",
	"用法：gongkai keys add --key-file 文件\n"
	"      gongkai keys rewrite --data 文件夹 | --database postgres://… [--key-file 文件]\n\n"
	"add 在密钥文件里加入新一代密钥，旧的保留，以便读出原有内容。rewrite 把全部加密\n"
	"的内容改用新密钥，分小批进行，中断后再次运行会接着做。用 SQLite 时先停止服务。\n\n"
	"例：gongkai keys add --key-file /etc/gongkai/gongkai.key\n",
};
