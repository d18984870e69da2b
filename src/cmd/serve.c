/*
 * serve -- `gongkai serve`: opens everything, answers until it is told to stop.
 *
 * SIGTERM and SIGINT stop it: what is under way is answered first.  SIGHUP opens the log anew.
 */
#include "cmd/demo/large.h"
#include "cmd/report_open.h"
#include "cmd/serve_open.h"
#include "cmd/serve_work.h"

#include "core/file.h"
#include "core/log.h"
#include "core/mem.h"
#include "core/seal.h"
#include "desk/setup.h"
#include "http/server.h"
#include "page/app.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sys/stat.h>

enum {
	LISTEN_MAX = 16,
	GRACE_MS = 20000, /* systemd waits 90 s before it kills */
	ROUTES_MAX = 1 << 20
};

static const char version[] = "0.1.0";

struct serving {
	struct installation in;
	struct log *log;
	struct app app;
	struct http_app http;
	struct http_server *server;
	struct serve_work *work;
	struct http_listen listen[LISTEN_MAX];
};

/* --- starting --------------------------------------------------------------------------------- */

static int open_log(struct serving *s)
{
	const struct serve_config *c = &s->in.config;
	struct log_config lc = { .path = c->log_file.n ? c->log_file.p : NULL,
		.level = (enum log_level)c->log_level };
	struct error err = { .code = OK };
	return log_open(&lc, &s->log, &err) ? cmd_fail_error(lc.path, &err) : 0;
}

static const char *file_text(struct arena *a, struct str path, struct str *out, struct error *err)
{
	return file_read(a, path.p, CONFIG_SECRET_MAX, out, err) ? NULL : out->p;
}

/* Where to listen, and with which certificate. */
static int fill_listen(struct serving *s, struct http_config *hc)
{
	const struct serve_config *c = &s->in.config;
	struct error err = { .code = OK };
	struct str cert = { 0 };
	if (c->tls_certificate_file.n &&
		!file_text(&s->in.arena, c->tls_certificate_file, &cert, &err))
		return cmd_fail_error(c->tls_certificate_file.p, &err);
	size_t n = c->listen.n < LISTEN_MAX ? c->listen.n : LISTEN_MAX;
	for (size_t i = 0; i < n; i++) {
		bool on_unix = str_starts(c->listen.item[i], STR("unix:"));
		s->listen[i] = (struct http_listen){ .address = c->listen.item[i].p,
			.trust_proxy = on_unix && c->trusted_proxy,
			.tls_cert = on_unix ? NULL : cert.p,
			.tls_key = on_unix || !cert.p ? NULL : c->tls_key.bytes.p };
	}
	hc->listen = s->listen;
	hc->n_listen = n;
	return 0;
}

/*
 * Forms outlive a restart, and every node makes the same tokens: their secret comes from the key
 * file.
 */
static int fill_secret(struct serving *s, struct http_config *hc)
{
	struct digest d;
	struct error err = { .code = OK };
	if (blind_index(s->in.keys, SEAL_INDEX_GENERATION, STR("http.forms"), STR("1"), &d, &err))
		return cmd_fail_error(s->in.key_path, &err);
	_Static_assert(sizeof d.b == sizeof hc->secret, "one digest");
	memcpy(hc->secret, d.b, sizeof d.b);
	return 0;
}

static int start(struct serving *s)
{
	const struct serve_config *c = &s->in.config;
	struct http_config hc = { .workers = (int)c->worker_threads,
		.read_workers = c->database.n > 0,
		.max_connections = (int)c->connections,
		.header_ms = (int)c->header_deadline_s * 1000,
		.whole_ms = (int)c->body_deadline_s * 1000,
		.body_max = c->request_bytes,
		.upload_max = c->upload_bytes };
	struct error err = { .code = OK };
	struct str uploads = arena_fmt(&s->in.arena, "%s/uploads", s->in.folder);
	hc.upload_folder = uploads.p;
	if (!uploads.p || (mkdir(uploads.p, 0700) != 0 && errno != EEXIST))
		return cmd_fail("不能建立文件夹 %s/uploads：%s", s->in.folder,
			error_why(errno));
	int status = fill_listen(s, &hc);
	if (!status)
		status = fill_secret(s, &hc);
	if (status)
		return status;
	s->app.desk = &s->in.desk;
	s->app.log = s->log;
	s->app.config = (struct app_config){
		.site_name = c->site_name,
		.public_url = c->public_url,
		.version = str_cstr(version),
		.place = { .data = s->in.folder,
			.backup = c->backup_folder.n ? c->backup_folder.p : NULL,
			.backup_hour = (int)c->backup_hour,
			.mail = c->smtp_url.n > 0 },
	};
	s->app.read_report = report_open;
	s->app.server = &s->server;
	app_http(&s->app, &s->http);
	if (serve_work_start(&s->in, s->log, &s->work, &err))
		return cmd_fail_error(NULL, &err);
	if (http_server_start(&hc, &s->http, &s->server, &err))
		return cmd_fail_error(NULL, &err);
	return 0;
}

/* --- telling ---------------------------------------------------------------------------------- */

/* What the person at the terminal has to know; the one-time password is nowhere else. */
static int announce(struct serving *s)
{
	struct error err = { .code = OK };
	struct str password;
	if (setup_begin(&s->in.desk, &s->in.arena, &password, &err))
		return cmd_fail_error(NULL, &err);
	const char *scheme = s->listen[0].tls_cert ? "https" : "http";
	const char *address = s->listen[0].address;
	bool on_unix = strncmp(address, "unix:", 5) == 0;
	char url[300];
	snprintf(url, sizeof url, "%s%s%s", on_unix ? "" : scheme, on_unix ? "" : "://", address);
	if (s->in.new_key)
		printf("已生成密钥文件 %s。加密的个人信息离了它就无法恢复：\n"
		       "请另存一份到安全的地方，不要与数据备份放在一起。\n",
			s->in.key_path);
	printf("政府信息公开工作平台已启动：%s/\n", url);
	if (password.n)
		printf("还没有初始设置。请打开 %s/setup\n"
		       "一次性设置密码：%.*s（只在这里显示这一次，用过即失效）\n",
			url, STR_ARG(password));
	if (s->in.demo) {
		struct buf b;
		buf_init(&b, 1 << 16);
		if (s->in.many)
			large_people_print(&b);
		else
			demo_people_print(&b);
		buf_fmt(&b, "这是演示数据，不能用于真实工作。登录：%s/login\n", url);
		int status = cmd_print(&b);
		buf_done(&b);
		if (status)
			return status;
	}
	return fflush(stdout) == 0 ? 0 : cmd_fail("不能写到标准输出");
}

/* --- until told to stop ----------------------------------------------------------------------- */

static void block_signals(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGTERM);
	sigaddset(set, SIGINT);
	sigaddset(set, SIGHUP);
	/* Before any thread is made: all of them inherit it. */
	pthread_sigmask(SIG_BLOCK, set, NULL);
	/* A file that reaches the system's limit is a write that fails, as on a full disk. */
	signal(SIGXFSZ, SIG_IGN);
}

static void wait_for_stop(struct serving *s, const sigset_t *set)
{
	struct error err;
	for (;;) {
		int got = sigwaitinfo(set, NULL);
		if (got == SIGHUP) {
			if (log_reopen(s->log, &err))
				log_error(s->log, LOG_BUG, &err, 0, NULL);
			else
				log_event(s->log, LOG_RELOAD, 0, NULL);
		} else if (got >= 0 || errno != EINTR) {
			return;
		}
	}
}

static int serve(struct serving *s)
{
	mem_give_back();
	sigset_t set;
	block_signals(&set);
	int status = installation_open(&s->in, true);
	if (!status)
		status = open_log(s);
	if (!status)
		status = start(s);
	if (!status)
		status = announce(s);
	if (!status) {
		log_event(s->log, LOG_START, 0, NULL);
		wait_for_stop(s, &set);
		log_event(s->log, LOG_STOP, 0, NULL);
	}
	http_server_stop(s->server, GRACE_MS);
	s->server = NULL;
	serve_work_stop(s->work);
	log_close(s->log);
	return status;
}

static int print_routes(struct serving *s)
{
	struct error err = { .code = OK };
	struct buf b;
	buf_init(&b, ROUTES_MAX);
	app_http(&s->app, &s->http);
	int status = http_routes_print(&s->http, permission_name, &b, &err)
			     ? cmd_fail_error(NULL, &err)
			     : cmd_print(&b);
	buf_done(&b);
	return status;
}

/* config/nginx/gongkai-uploads.conf. */
static int print_uploads(struct serving *s)
{
	static const char inside[] =
		"\t# 2 MiB more than upload_size.\n"
		"\tclient_max_body_size 130m;\n"
		"\tlimit_req zone=gongkai_form burst=100 nodelay;\n"
		"\tproxy_pass http://gongkai;\n";
	struct error err = { .code = OK };
	struct buf b;
	buf_init(&b, ROUTES_MAX);
	app_http(&s->app, &s->http);
	buf_lit(&b, "# The pages that take files, and nothing else: printed by\n"
		    "# `gongkai serve --print-nginx-uploads`, renewed by script/docs.\n");
	int status = http_uploads_print(&s->http, inside, &b, &err) ? cmd_fail_error(NULL, &err)
								    : cmd_print(&b);
	buf_done(&b);
	return status;
}

/* Options that only print something; -1 when there is none. */
static int print_only(struct serving *s, struct cmd_args *a)
{
	bool missing = false;
	const char *file = cmd_option(a, "--check-config", &missing);
	if (missing)
		return cmd_fail("--check-config 后面没有文件名");
	if (file)
		return serve_check_config(file);
	const char *manual = cmd_option(a, "--print-config-manual", &missing);
	if (missing)
		return cmd_fail("--print-config-manual 后面要写 roff 或 markdown");
	if (manual)
		return serve_print_config_manual(
			strcmp(manual, "roff") == 0 ? CONFIG_ROFF : CONFIG_MARKDOWN);
	if (cmd_flag(a, "--print-config-example"))
		return serve_print_config_example();
	if (cmd_flag(a, "--print-manual"))
		return cmd_print_manual();
	if (cmd_flag(a, "--print-log-events"))
		return serve_print_log_events();
	if (cmd_flag(a, "--routes"))
		return print_routes(s);
	if (cmd_flag(a, "--print-nginx-uploads"))
		return print_uploads(s);
	return -1;
}

static int run(int argc, char **argv)
{
	struct cmd_args a;
	struct serving s = { .server = NULL };
	if (!cmd_args_init(&a, argc, argv))
		return cmd_fail("内存不足");
	int status = print_only(&s, &a);
	if (status < 0) {
		status = installation_settings(&s.in, &a);
		const char *extra = status ? NULL : cmd_unknown(&a);
		if (extra)
			status = cmd_fail("不认识选项 %s；输入 gongkai help serve 查看用法", extra);
		if (!status && (extra = cmd_next(&a)))
			status = cmd_fail("不认识“%s”；输入 gongkai help serve 查看用法", extra);
		if (!status)
			status = serve(&s);
		installation_close(&s.in);
	}
	cmd_args_done(&a);
	return status;
}

const struct cmd cmd_serve = {
	"serve",
	run,
	"启动工作平台，在浏览器里使用",
	"用法：gongkai serve [--config 文件] [--data 文件夹 | --database postgres://…]\n"
	"                     [--listen 地址:端口] [--key-file 文件] [--set 名称=值]…\n\n"
	"启动工作平台。第一次启动时建立数据文件夹和密钥文件，显示初始设置的地址和一次性\n"
	"设置密码。按 Ctrl-C 停止；收到 SIGHUP 重新打开日志文件。\n\n"
	"  --config 文件            读取设置；gongkai serve --print-config-example 给出样例\n"
	"  --check-config 文件      只检查设置是否正确\n"
	"  --data 文件夹            数据放在哪里，缺省为 ./data\n"
	"  --database postgres://…  用 PostgreSQL，不用 SQLite\n"
	"  --key-file 文件          加密个人信息的密钥，缺省为数据文件夹旁边的同名 .key 文件\n"
	"  --listen 地址:端口       监听地址，缺省为 127.0.0.1:8080\n"
	"  --set 名称=值            覆盖一项设置，可重复\n"
	"  --routes                 打印全部网址（docs/routes.md）\n"
	"  --print-nginx-uploads    打印 nginx 允许上传文件的网址（config/nginx）\n"
	"  --print-config-example   打印设置文件的样例，每项都有说明\n"
	"  --print-manual           打印手册页 gongkai(8)\n"
	"  --print-config-manual roff|markdown、--print-log-events  打印手册用的表\n\n"
	"例：gongkai serve --data /var/lib/gongkai --listen 127.0.0.1:8080\n",
};
