#include "cmd/serve_config.h"

#include "cmd/cmd.h"

#include <limits.h>
#include <stddef.h>
#include <stdio.h>

#define AT(field) offsetof(struct serve_config, field)

enum {
	KIB = 1024,
	MIB = 1024 * 1024,
	DAY_S = 86400,
	PORT_MAX = 65535,
	UNIX_PATH_MAX_BYTES = 107, /* sun_path less its end, unix(7) */
	ARENA_MAX = 4 * MIB,
	PROBLEMS_MAX = 64 * KIB
};

static const char *const tls_choice[] = { "required", "try", "no", NULL };
/* In the order of enum serve_attachments. */
static const char *const attachments_choice[] = { "folder", "database", NULL };
static const char *const level_choice[] = { "debug", "info", "warning", "error", NULL };

/* ":8080" at the end, 1..65535; what stands before goes to *host. */
static bool split_port(struct str v, struct str *host)
{
	size_t at = v.n, port = 0;
	while (at > 0 && v.p[at - 1] >= '0' && v.p[at - 1] <= '9' && v.n - at < 5)
		at--;
	for (size_t i = at; i < v.n; i++)
		port = port * 10 + (size_t)(v.p[i] - '0');
	if (at == v.n || at == 0 || v.p[at - 1] != ':' || port < 1 || port > PORT_MAX)
		return false;
	*host = str_sub(v, 0, at - 1);
	return true;
}

static bool only(struct str s, const char *also)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		bool plain =
			(c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		if (!plain && (c == '\0' || !strchr(also, c)))
			return false;
	}
	return s.n > 0;
}

static const char *check_listen(struct str v)
{
	static const char why[] =
		"监听地址要写成 127.0.0.1:8080、[::1]:8080 或 unix:/绝对路径（最长 107 字节）";
	struct str host;
	if (str_starts(v, STR("unix:"))) {
		size_t n = v.n - 5;
		return n > 1 && n <= UNIX_PATH_MAX_BYTES && v.p[5] == '/' ? NULL : why;
	}
	if (!split_port(v, &host))
		return why;
	if (str_starts(host, STR("[")) && str_ends(host, STR("]")))
		return only(str_sub(host, 1, host.n - 1), ":.") ? NULL : why;
	return only(host, ".-") ? NULL : why;
}

static const char *check_database(struct str v)
{
	if (!str_starts(v, STR("postgres://")) && !str_starts(v, STR("postgresql://")))
		return "要写成 postgres://用户@主机/数据库；不写则用数据文件夹里的 SQLite";
	struct str rest = str_sub(v, str_find(v, STR("//"), 0) + 2, v.n);
	struct str authority = str_sub(rest, 0, str_find(rest, STR("/"), 0));
	size_t at = str_find(authority, STR("@"), 0);
	bool password = at < authority.n && str_has(str_sub(authority, 0, at), ":");
	if (password || str_has(v, "password="))
		return "地址里不能写密码；把密码放进文件，用 database_password_file 指明";
	return NULL;
}

/* "http[s]://host[:port]" and nothing behind. */
static const char *check_public_url(struct str v)
{
	bool web = str_starts(v, STR("https://")) || str_starts(v, STR("http://"));
	struct str host = web ? str_sub(v, str_find(v, STR("//"), 0) + 2, v.n) : v;
	return web && only(host, ".-:[]")
		       ? NULL
		       : "要写成 https://主机名 或 https://主机名:端口，后面不带路径和斜杠";
}

static const char *check_smtp_url(struct str v)
{
	struct str host;
	bool mail = str_starts(v, STR("smtp://")) || str_starts(v, STR("smtps://"));
	struct str rest = mail ? str_sub(v, str_find(v, STR("//"), 0) + 2, v.n) : v;
	return mail && split_port(rest, &host) && only(host, ".-:[]")
		       ? NULL
		       : "要写成 smtp://主机:端口 或 smtps://主机:端口；账号写在 smtp_user";
}

static const char *check_address(struct str v)
{
	struct error why = { 0 };
	return smtp_check_address(v, "from", &why) ? "要写一个电子邮件地址，例如 name@example.cn"
						   : NULL;
}

/* clang-format off */
#define DATA "数据"
#define NETWORK "网络"
#define LIMITS "限额"
#define ACCOUNTS "账号"
#define MAIL "邮件"
#define BACKUP "备份"
#define LOGS "日志"
static const struct config_setting setting[] = {
	{ "data", CONFIG_PATH, AT(data), "data", 1, 1024, NULL, DATA,
		"数据文件夹：数据库（SQLite 时）和附件都在这里。", false, NULL },
	{ "database", CONFIG_TEXT, AT(database), "", 0, 1024, NULL, DATA,
		"PostgreSQL 地址，可写多台主机。不写则用数据文件夹里的 SQLite。密码不写在这里。", false, check_database },
	{ "database_password_file", CONFIG_PATH, AT(database_password), "", 0, 1024, NULL, DATA,
		"存放数据库密码的文件，权限须为 600。", true, NULL },
	{ "attachments", CONFIG_CHOICE, AT(attachments), "folder", 0, 0, attachments_choice, DATA,
		"附件放在哪里：folder 放在数据文件夹里，多台服务器时这个文件夹要共用；database 放进 PostgreSQL，"
		"多台服务器不必共用文件夹，数据库会大得多。启用以后再改，要先备份再恢复。", false, NULL },
	{ "key_file", CONFIG_PATH, AT(key_file), "", 0, 1024, NULL, DATA,
		"加密个人信息所用密钥的文件。须放在数据文件夹之外，另行保管和备份；丢失后个人信息无法恢复。", false, NULL },

	{ "listen", CONFIG_LIST, AT(listen), "127.0.0.1:8080", 1, 16, NULL, NETWORK,
		"监听地址，可写多个，用英文逗号分开：主机:端口、[IPv6]:端口、unix:/路径。", false, check_listen },
	{ "tls_certificate_file", CONFIG_PATH, AT(tls_certificate_file), "", 0, 1024, NULL, NETWORK,
		"由本程序自己加密时的证书链（PEM）。由 nginx 加密时不写。", false, NULL },
	{ "tls_key_file", CONFIG_PATH, AT(tls_key), "", 0, 1024, NULL, NETWORK,
		"证书的私钥（PEM），权限须为 600。与证书同时写或同时不写。", true, NULL },
	{ "trusted_proxy", CONFIG_FLAG, AT(trusted_proxy), "no", 0, 0, NULL, NETWORK,
		"是否相信 unix 套接字上转来的 X-Forwarded-For 等报头。只有前面是自己的 nginx 时才写 yes。TCP 上的一律不信。", false, NULL },
	{ "public_url", CONFIG_TEXT, AT(public_url), "http://127.0.0.1:8080", 1, 255, NULL, NETWORK,
		"公众访问本站的网址，写进邮件和通知里的链接用它。", false, check_public_url },
	{ "site_name", CONFIG_TEXT, AT(site_name), "政府信息公开", 1, 120, NULL, NETWORK,
		"网站名称，显示在页眉和邮件的发件人里。", false, NULL },

	{ "worker_threads", CONFIG_INT, AT(worker_threads), "0", 0, 256, NULL, LIMITS,
		"工作线程数；0 是按处理器数自动确定。", false, NULL },
	{ "request_size", CONFIG_SIZE, AT(request_bytes), "1MiB", 16 * KIB, MIB, NULL, LIMITS,
		"一次普通表单提交的上限。", false, NULL },
	{ "upload_size", CONFIG_SIZE, AT(upload_bytes), "128MiB", 64 * KIB, INT64_C(2048) * MIB, NULL, LIMITS,
		"一次提交的附件合计的上限；各页面自己的上限（docs/routes.md）比它小的，以页面的为准。nginx 的 "
		"client_max_body_size 要比它大 2 MiB。", false, NULL },
	{ "connections", CONFIG_INT, AT(connections), "6000", 16, 100000, NULL, LIMITS,
		"同时连接数的上限；超过时拒绝新连接。系统允许打开的文件数（LimitNOFILE）要比它大。", false, NULL },
	{ "header_deadline", CONFIG_DURATION, AT(header_deadline_s), "10s", 1, 300, NULL, LIMITS,
		"从连接起到收完请求报头的时限。", false, NULL },
	{ "body_deadline", CONFIG_DURATION, AT(body_deadline_s), "5min", 1, 3600, NULL, LIMITS,
		"从请求正文开始到收完的时限；上传大附件也算在内。另外，每 15 秒至少要收到 4 KiB。", false, NULL },
	{ "login_per_minute", CONFIG_INT, AT(login_per_minute), "10", 1, 1000, NULL, LIMITS,
		"同一来源每分钟最多尝试登录的次数。", false, NULL },

	{ "session_idle", CONFIG_DURATION, AT(session_idle_s), "15min", 60, DAY_S, NULL, ACCOUNTS,
		"多久没有操作就要重新登录。", false, NULL },
	{ "password_length", CONFIG_INT, AT(password_length), "10", 8, 64, NULL, ACCOUNTS,
		"密码最少的字符数。", false, NULL },
	{ "password_classes", CONFIG_INT, AT(password_classes), "3", 1, 4, NULL, ACCOUNTS,
		"大写字母、小写字母、数字、其他符号四类中至少要有几类。", false, NULL },
	{ "password_max_age", CONFIG_DURATION, AT(password_max_age_s), "90d", 0, INT64_C(3650) * DAY_S, NULL, ACCOUNTS,
		"密码多久必须更换；0 是不要求。", false, NULL },
	{ "password_history", CONFIG_INT, AT(password_history), "5", 0, 24, NULL, ACCOUNTS,
		"新密码不能与最近几次的相同；0 是不检查。", false, NULL },
	{ "lockout_count", CONFIG_INT, AT(lockout_count), "5", 3, 100, NULL, ACCOUNTS,
		"连续登录失败几次后锁定账号。", false, NULL },
	{ "lockout_time", CONFIG_DURATION, AT(lockout_s), "20min", 60, DAY_S, NULL, ACCOUNTS,
		"锁定多久。", false, NULL },

	{ "smtp_url", CONFIG_TEXT, AT(smtp_url), "", 0, 255, NULL, MAIL,
		"邮件服务器：smtp://主机:端口（用 STARTTLS）或 smtps://主机:端口（一开始就加密）。不写则不发邮件。", false, check_smtp_url },
	{ "smtp_tls", CONFIG_CHOICE, AT(smtp_tls), "required", 0, 0, tls_choice, MAIL,
		"smtp:// 是否加密：required 必须加密；try 对方支持才加密，防不住主动攻击；no 不加密，只用于本机的邮件服务器。", false, NULL },
	{ "smtp_user", CONFIG_TEXT, AT(smtp_user), "", 0, 255, NULL, MAIL,
		"邮件服务器的账号；不写则不登录。", false, NULL },
	{ "smtp_password_file", CONFIG_PATH, AT(smtp_password), "", 0, 1024, NULL, MAIL,
		"存放邮件账号密码的文件，权限须为 600。", true, NULL },
	{ "smtp_ca_file", CONFIG_PATH, AT(smtp_ca_file), "", 0, 1024, NULL, MAIL,
		"验证邮件服务器证书用的根证书（PEM）；不写则用系统的。", false, NULL },
	{ "mail_from", CONFIG_TEXT, AT(mail_from), "", 0, 254, NULL, MAIL,
		"发件人地址，退信也回到这里。", false, check_address },
	{ "smtp_timeout", CONFIG_DURATION, AT(smtp_timeout_s), "1min", 5, 600, NULL, MAIL,
		"发一封邮件的时限。", false, NULL },
	{ "mail_per_minute", CONFIG_INT, AT(mail_per_minute), "30", 1, 10000, NULL, MAIL,
		"每分钟最多发几封。", false, NULL },
	{ "notice_hour", CONFIG_INT, AT(notice_hour), "8", 0, 23, NULL, MAIL,
		"每天几点检查期限、写提醒、发每日汇总邮件（北京时间）。", false, NULL },

	{ "backup_folder", CONFIG_PATH, AT(backup_folder), "", 0, 1024, NULL, BACKUP,
		"每日备份放在哪个文件夹，最好在另一块盘上。不写则不自动备份。", false, NULL },
	{ "backup_hour", CONFIG_INT, AT(backup_hour), "3", 0, 23, NULL, BACKUP,
		"每天几点备份（北京时间）。", false, NULL },
	{ "backup_keep_days", CONFIG_INT, AT(backup_keep_days), "30", 1, 3650, NULL, BACKUP,
		"备份保留几天。", false, NULL },

	{ "log_file", CONFIG_PATH, AT(log_file), "", 0, 1024, NULL, LOGS,
		"日志文件；不写则写到标准错误输出，由 systemd 收集。日志至少留存六个月（网络安全法）。", false, NULL },
	{ "log_level", CONFIG_CHOICE, AT(log_level), "info", 0, 0, level_choice, LOGS,
		"写哪一级以上的日志。", false, NULL },
};
/* clang-format on */

const struct config_table serve_config_table = { setting, sizeof setting / sizeof setting[0],
	sizeof(struct serve_config) };

/* Whether path lies below folder, by their text. */
static bool is_below(struct str path, struct str folder)
{
	while (folder.n > 1 && folder.p[folder.n - 1] == '/')
		folder.n--;
	return path.n > folder.n && str_starts(path, folder) && path.p[folder.n] == '/';
}

static bool listens_on_unix(const struct serve_config *c)
{
	for (size_t i = 0; i < c->listen.n; i++)
		if (str_starts(c->listen.item[i], STR("unix:")))
			return true;
	return false;
}

enum err serve_config_check(const struct serve_config *c, struct buf *all, struct error *err)
{
	const struct {
		bool wrong;
		const char *field, *msg;
	} rule[] = {
		{ (c->tls_certificate_file.n > 0) != (c->tls_key.bytes.n > 0), "tls_key_file",
			"tls_certificate_file 和 tls_key_file 要同时写，或同时不写" },
		{ c->trusted_proxy && !listens_on_unix(c), "trusted_proxy",
			"trusted_proxy = yes 只对 unix 套接字有用；请在 listen 里加上 unix:/路径" },
		{ c->database_password.bytes.n > 0 && c->database.n == 0, "database_password_file",
			"写了 database_password_file，还要写 database" },
		{ c->attachments == SERVE_ATTACHMENTS_DATABASE && c->database.n == 0, "attachments",
			"attachments = database 只能和 database 一起写" },
		{ c->key_file.n > 0 && is_below(c->key_file, c->data), "key_file",
			"key_file 不能放在数据文件夹里：备份和密钥要分开保管" },
		{ c->backup_folder.n > 0 && str_eq(c->backup_folder, c->data), "backup_folder",
			"backup_folder 不能就是数据文件夹" },
		{ c->upload_bytes < c->request_bytes, "upload_size",
			"upload_size 不能小于 request_size" },
		{ c->body_deadline_s < c->header_deadline_s, "body_deadline",
			"body_deadline 不能短于 header_deadline" },
		{ c->smtp_url.n > 0 && c->mail_from.n == 0, "mail_from",
			"写了 smtp_url，还要写 mail_from" },
		{ c->smtp_user.n > 0 && c->smtp_password.bytes.n == 0, "smtp_password_file",
			"写了 smtp_user，还要写 smtp_password_file" },
		{ c->smtp_user.n == 0 && c->smtp_password.bytes.n > 0, "smtp_user",
			"写了 smtp_password_file，还要写 smtp_user" },
	};
	enum err first = OK;
	for (size_t i = 0; i < sizeof rule / sizeof rule[0]; i++) {
		if (!rule[i].wrong)
			continue;
		if (all)
			buf_fmt(all, "%s\n", rule[i].msg);
		if (!first) {
			first = error_set(err, ERR_INVALID, NULL, "%s", rule[i].msg);
			if (err)
				err->field = rule[i].field;
		}
	}
	return first;
}

/* Keeps the first of two errors. */
static enum err keep_first(
	enum err first, enum err next, const struct error *why, struct error *err)
{
	if (!first && next && err)
		*err = *why;
	return first ? first : next;
}

enum err serve_config_load(struct arena *a, const char *path, const char *const *set, size_t n,
	struct serve_config *out, struct buf *all, struct error *err)
{
	struct serve_config c = { 0 };
	struct error why = { 0 };
	enum err e = config_defaults(a, &serve_config_table, &c, err);
	if (e)
		return e;
	if (path)
		e = config_read_file(a, path, &serve_config_table, &c, all, err);
	for (size_t i = 0; i < n && (all || !e); i++) {
		enum err next = config_set(a, &serve_config_table, set[i], &c, &why);
		if (next && all)
			buf_fmt(all, "%s\n", why.msg);
		e = keep_first(e, next, &why, err);
	}
	/* What settings ask of each other has no meaning while one of them is not known. */
	if (!e)
		e = serve_config_check(&c, all, err);
	if (!e)
		*out = c;
	return e;
}

int serve_check_config(const char *path)
{
	struct arena a;
	struct buf all;
	arena_init(&a, ARENA_MAX);
	buf_init(&all, PROBLEMS_MAX);
	struct serve_config config;
	struct error err = { 0 };
	enum err e = serve_config_load(&a, path, NULL, 0, &config, &all, &err);
	int status = EXIT_FOUND;
	if (!e)
		status = puts("配置正确") >= 0 && fflush(stdout) == 0 ? EXIT_DONE : EXIT_CANNOT;
	else if (all.n)
		fprintf(stderr, "%.*s", STR_ARG(buf_view(&all)));
	else
		status = cmd_fail_error(path, &err);
	/* The file itself could not be read (no setting is named): nothing was found in it. */
	if (!err.field && (e == ERR_NOT_FOUND || e == ERR_DENIED || e == ERR_IO || e == ERR_NOMEM))
		status = EXIT_CANNOT;
	buf_done(&all);
	arena_done(&a);
	return status;
}

static int print(void (*put)(struct buf *b))
{
	struct buf b;
	buf_init(&b, MIB);
	put(&b);
	int status = cmd_print(&b);
	buf_done(&b);
	return status;
}

static void put_example(struct buf *b)
{
	config_print_example(b, &serve_config_table);
}

static void put_roff(struct buf *b)
{
	config_print_manual(b, &serve_config_table, CONFIG_ROFF);
}

static void put_markdown(struct buf *b)
{
	config_print_manual(b, &serve_config_table, CONFIG_MARKDOWN);
}

int serve_print_config_example(void)
{
	return print(put_example);
}

int serve_print_config_manual(enum config_manual form)
{
	return print(form == CONFIG_ROFF ? put_roff : put_markdown);
}

int serve_print_log_events(void)
{
	return print(log_print_events);
}

struct smtp_config serve_smtp_config(const struct serve_config *c)
{
	return (struct smtp_config){
		.url = c->smtp_url.p,
		.tls = (enum smtp_tls)c->smtp_tls,
		.user = c->smtp_user.p,
		.password = c->smtp_password.bytes.p,
		.ca_file = c->smtp_ca_file.p,
		.from = c->mail_from.p,
		.from_name = c->site_name.p,
		.timeout_s = (int)c->smtp_timeout_s,
	};
}
