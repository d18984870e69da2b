/*
 * selftest -- `gongkai selftest`: does this machine have what the program needs?
 *
 * One line per question.  Exit status 0: all well, 1: something is not.
 */
#include "cmd/care.h"

#include "core/crypto.h"
#include "core/keyring.h"
#include "store/event.h"

#include <errno.h>
#include <fontconfig/fontconfig.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

enum { PATH_SIZE = 4096, ARENA = 1 << 20, SPACE_MB = 1024, AHEAD_MS = 5 * 60 * 1000 };
#define PROGRAM_BORN INT64_C(1767196800) /* 2026-01-01 in Shanghai: no right clock is earlier */

struct selftest {
	struct care_place place;
	const char *key;
	struct arena a;
	int bad;
};

static void line(struct selftest *t, bool ok, const char *what, const char *why)
{
	printf("%s  %s%s%s\n", ok ? "正常" : "异常", what, why[0] ? "：" : "", why);
	t->bad += !ok;
}

/* GB/T 32905-2016 A.1; GB/T 32907-2016 A.1 (counter mode of a zero block is the block cipher). */
static void crypto(struct selftest *t)
{
	static const unsigned char key[SM4_KEY_SIZE] = { 0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd,
		0xef, 0xfe, 0xdc, 0xba, 0x98, 0x76, 0x54, 0x32, 0x10 };
	static const unsigned char zero[16];
	unsigned char out[16];
	struct digest d;
	struct error err = { .code = OK };
	bool ok = !sm3_of(STR("abc"), &d, &err) &&
		  strcmp(digest_hex(&d).z,
			  "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0") == 0;
	line(t, ok, "SM3 杂凑算法", ok ? "" : "结果不对，请检查 OpenSSL");
	ok = !sm4_ctr(key, key, zero, sizeof zero, out, &err);
	struct str hex = ok ? hex_arena(&t->a, (struct str){ (const char *)out, 16 }) : STR("");
	ok = ok && str_is(hex, "681edf34d206965e86b3e94f536e4246");
	line(t, ok, "SM4 加密算法", ok ? "" : "结果不对，请检查 OpenSSL");
}

static enum err put(struct tx *tx, void *ctx, struct error *err)
{
	struct event_entry e = { .action = STR("selftest.write"), .object_kind = STR("selftest") };
	enum err r = event_append(tx, &e, NULL, err);
	if (!r && *(bool *)ctx)
		r = error_set(err, ERR_CONFLICT, NULL, "回滚");
	return r;
}

static enum err look(struct tx *tx, void *ctx, struct error *err)
{
	return event_head(tx, ctx, err);
}

static bool try_store(struct store *s, struct error *err)
{
	struct event_head head;
	bool fail = true;
	if (store_migrate(s, NULL, err) || store_write(s, put, &fail, err) != ERR_CONFLICT)
		return false;
	fail = false;
	if (store_read(s, look, &head, err) || head.seq != 0 || store_write(s, put, &fail, err) ||
		store_read(s, look, &head, err) || head.seq != 1)
		return false;
	return !event_verify(s, NULL, NULL, err);
}

static void remove_try(const char *folder)
{
	static const char *const file[] = { "gongkai.db", "gongkai.db-wal", "gongkai.db-shm",
		"gongkai.lock" };
	char path[PATH_SIZE];
	for (size_t i = 0; i < sizeof file / sizeof *file; i++)
		if (snprintf(path, sizeof path, "%s/%s", folder, file[i]) < (int)sizeof path)
			unlink(path);
	rmdir(folder);
}

/* In a new folder beside the data: the same disk, the same file system. */
static void database(struct selftest *t)
{
	char folder[PATH_SIZE];
	struct error err = { .code = OK };
	struct store *s = NULL;
	const char *tmp = getenv("TMPDIR");
	int n = t->place.data ? snprintf(folder, sizeof folder, "%s/selftest-XXXXXX", t->place.data)
			      : snprintf(folder, sizeof folder, "%s/gongkai-XXXXXX",
					tmp && *tmp ? tmp : "/tmp");
	if (n < 0 || n >= (int)sizeof folder || !mkdtemp(folder)) {
		line(t, false, "数据库写入、读出、回滚", strerror(errno));
		return;
	}
	struct store_config c = { .folder = folder, .readers = 1 };
	bool ok = !store_open(&c, &s, &err) && try_store(s, &err);
	store_close(s);
	remove_try(folder);
	line(t, ok, "数据库写入、读出、回滚", ok ? "" : err.msg);
}

/* The installation itself, read only: it may be running. */
static void installation(struct selftest *t)
{
	struct error err = { .code = OK };
	struct store *s = NULL;
	struct event_head head = { .seq = 0 };
	struct store_config c = care_config(&t->place, true);
	int64_t now = (int64_t)time(NULL);
	char why[200] = "";
	bool clock = now > PROGRAM_BORN;
	if (t->place.data || t->place.database) {
		bool ok = !store_open(&c, &s, &err) && !store_ping(s, &err) &&
			  !store_read(s, look, &head, &err);
		line(t, ok, "打开数据", ok ? "" : err.msg);
		store_close(s);
	}
	if (!clock)
		snprintf(why, sizeof why, "系统时间早于本程序，请校准时钟");
	else if (head.at > now * 1000 + AHEAD_MS)
		snprintf(why, sizeof why, "系统时间早于最后一条日志，请校准时钟");
	line(t, !why[0], "系统时钟", why);
}

static void space(struct selftest *t)
{
	struct statvfs v;
	char why[200] = "";
	const char *path = t->place.data ? t->place.data : ".";
	if (statvfs(path, &v) != 0)
		snprintf(why, sizeof why, "%s：%s", path, strerror(errno));
	else if ((uint64_t)v.f_bavail * v.f_frsize >> 20 < SPACE_MB)
		snprintf(why, sizeof why, "只剩 %llu MB，请至少留出 %d MB",
			(unsigned long long)((uint64_t)v.f_bavail * v.f_frsize >> 20), SPACE_MB);
	line(t, !why[0], "磁盘空间", why);
}

static void key_file(struct selftest *t)
{
	struct keyring *ring = NULL;
	struct error err = { .code = OK };
	char path[PATH_SIZE];
	size_t n = t->place.data ? strlen(t->place.data) : 0;
	while (n > 1 && t->place.data[n - 1] == '/')
		n--;
	if (!t->key && !n)
		return;
	snprintf(path, sizeof path, "%.*s%s", t->key ? (int)strlen(t->key) : (int)n,
		t->key ? t->key : t->place.data, t->key ? "" : ".key");
	bool ok = !keyring_open(path, &ring, &err);
	line(t, ok, "密钥文件", ok ? "" : err.msg);
	keyring_close(ring);
}

static void fonts(struct selftest *t)
{
	FcPattern *p = FcNameParse((const FcChar8 *)":lang=zh-cn");
	FcObjectSet *os = FcObjectSetBuild(FC_FAMILY, (char *)NULL);
	FcFontSet *found = p && os ? FcFontList(NULL, p, os) : NULL;
	bool ok = found && found->nfont > 0;
	line(t, ok, "中文字体", ok ? "" : "没有安装，不能生成 PDF；请安装 fonts-noto-cjk");
	if (found)
		FcFontSetDestroy(found);
	if (os)
		FcObjectSetDestroy(os);
	if (p)
		FcPatternDestroy(p);
	FcFini();
}

static int selftest(struct selftest *t, struct cmd_args *a)
{
	bool missing = false;
	t->place.data = cmd_option(a, "--data", &missing);
	t->place.database = cmd_option(a, "--database", &missing);
	t->key = cmd_option(a, "--key-file", &missing);
	if (missing)
		return cmd_fail("有一个选项后面没有值；输入 gongkai help selftest 查看用法");
	int status = care_rest(a, "selftest", NULL);
	if (status)
		return status;
	crypto(t);
	database(t);
	space(t);
	key_file(t);
	installation(t);
	fonts(t);
	if (fflush(stdout) != 0)
		return cmd_fail("不能写到标准输出（管道已关闭或磁盘已满）");
	return t->bad ? EXIT_FOUND : EXIT_DONE;
}

static int run(int argc, char **argv)
{
	struct cmd_args a;
	struct selftest t = { .bad = 0 };
	if (!cmd_args_init(&a, argc, argv))
		return cmd_fail("内存不足");
	arena_init(&t.a, ARENA);
	int status = selftest(&t, &a);
	arena_done(&t.a);
	cmd_args_done(&a);
	return status;
}

const struct cmd cmd_selftest = {
	"selftest",
	run,
	"检查本机是否具备运行条件",
	"用法：gongkai selftest [--data 文件夹 | --database postgres://…] [--key-file 文件]\n\n"
	"逐项检查：国密算法、数据库读写、磁盘空间、密钥文件及其权限、数据能否打开、系统时钟、\n"
	"中文字体。每项一行；全部正常时退出状态为 0，有异常时为 1。服务不必停止。\n\n"
	"例：gongkai selftest --data /var/lib/gongkai\n",
};
