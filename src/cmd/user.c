/*
 * user -- `gongkai user add|passwd|list`: accounts from the machine itself.
 *
 * For the first accounts, for an administrator who lost his password or second factor
 * (only here can they be reset), and for scripts.  Every change is in the log with the
 * role "console".
 */
#include "cmd/serve_open.h"

#include "desk/account.h"
#include "desk/factor.h"
#include "desk/role.h"
#include "desk/setup.h"
#include "page/moment.h"

#include <errno.h>
#include <inttypes.h>
#include <termios.h>
#include <unistd.h>

enum { LIST_PAGE = 500, OUTPUT_MAX = 16 << 20 };

/* --- a password ------------------------------------------------------------------------------- */

/* One line of standard input, without echo on a terminal; 0 or an exit status. */
static int read_line(const char *prompt, char *z, size_t size)
{
	struct termios was, quiet;
	bool terminal = isatty(STDIN_FILENO) && tcgetattr(STDIN_FILENO, &was) == 0;
	if (terminal) {
		fputs(prompt, stderr);
		quiet = was;
		quiet.c_lflag &= ~(tcflag_t)ECHO;
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
	}
	char *got = fgets(z, (int)size, stdin);
	if (terminal) {
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &was);
		fputc('\n', stderr);
	}
	if (!got)
		return cmd_fail("没有读到密码");
	size_t n = strcspn(z, "\r\n");
	if (z[n] == '\0' && n + 1 == size)
		return cmd_fail("密码太长");
	z[n] = '\0';
	return 0;
}

/* Typed twice on a terminal, once otherwise; or made and printed. */
static int take_password(struct installation *in, bool generate, struct str *out)
{
	char one[512], two[512];
	if (generate) {
		*out = account_make_password(&in->arena);
		printf("密码：%.*s（只在这里显示这一次，首次登录须修改）\n", STR_ARG(*out));
		return out->n ? 0 : cmd_fail("内存不足");
	}
	int status = read_line("密码：", one, sizeof one);
	if (!status && isatty(STDIN_FILENO)) {
		status = read_line("再输一次：", two, sizeof two);
		if (!status && strcmp(one, two) != 0)
			status = cmd_fail("两次输入的密码不同，请重来");
	}
	if (!status)
		*out = arena_str(&in->arena, str_cstr(one));
	mem_wipe(one, sizeof one);
	mem_wipe(two, sizeof two);
	return status;
}

/* --- roles ------------------------------------------------------------------------------------ */

static int parse_roles(const char *text, uint64_t *out)
{
	struct str rest = str_cstr(text);
	*out = 0;
	while (rest.n) {
		size_t comma = str_find(rest, STR(","), 0);
		struct str word = str_trim(str_sub(rest, 0, comma));
		enum role r;
		if (!role_find(word, &r)) {
			fprintf(stderr, "可用的角色：\n");
			for (unsigned i = 0; i < ROLES; i++)
				fprintf(stderr, "  %-10s %s\n", role_word((enum role)i),
					role_name((enum role)i));
			return cmd_fail("没有“%.*s”这个角色", STR_ARG(word));
		}
		*out |= ROLE_BIT(r);
		rest = str_sub(rest, comma + 1, rest.n);
	}
	return 0;
}

/* --- subcommands ------------------------------------------------------------------------------ */

struct user_args {
	const char *login, *name, *agency, *roles;
	bool generate, reset_factor;
};

static int add(struct installation *in, const struct user_args *u)
{
	struct actor who = actor_console();
	struct account_new a = {
		.login = str_cstr(u->login), .name = str_cstr(u->name), .must_change = true
	};
	struct error err = { .code = OK };
	struct person_id id;
	if (!u->login || !u->name)
		return cmd_fail("请写明账号和姓名，例如 gongkai user add zhang --name 测试甲");
	int status = u->roles ? parse_roles(u->roles, &a.roles) : 0;
	if (status)
		return status;
	if (setup_agency_find(&in->desk, str_cstr(u->agency), &a.agency, &err))
		return cmd_fail_error(NULL, &err);
	status = take_password(in, u->generate, &a.password);
	if (status)
		return status;
	if (account_add(&in->desk, &in->arena, &who, &a, &id, &err))
		return cmd_fail_error(u->login, &err);
	printf("已新增账号 %s\n", u->login);
	return EXIT_DONE;
}

static int passwd(struct installation *in, const struct user_args *u)
{
	struct actor who = actor_console();
	struct account_item item;
	struct str password;
	struct error err = { .code = OK };
	if (!u->login)
		return cmd_fail("请写明账号，例如 gongkai user passwd zhang");
	if (account_find(&in->desk, &in->arena, &who, str_cstr(u->login), &item, &err))
		return cmd_fail_error(NULL, &err);
	int status = take_password(in, u->generate, &password);
	if (status)
		return status;
	if (account_reset_password(&in->desk, &in->arena, &who, item.id, password, STR(""), &err))
		return cmd_fail_error(u->login, &err);
	if (u->reset_factor && factor_reset(&in->desk, &in->arena, &who, item.id, STR(""), &err))
		return cmd_fail_error(u->login, &err);
	printf("已重置 %s 的密码%s，登录已全部结束，首次登录须修改密码\n", u->login,
		u->reset_factor ? "和第二验证因子" : "");
	return EXIT_DONE;
}

static void print_item(struct buf *b, struct arena *a, const struct account_item *i)
{
	buf_fmt(b, "%.*s\t%.*s\t%.*s\t", STR_ARG(i->login), STR_ARG(i->name),
		STR_ARG(i->agency_name));
	bool any = false;
	for (unsigned r = 0; r < ROLES; r++)
		if (i->roles & ROLE_BIT(r)) {
			buf_fmt(b, "%s%s", any ? "," : "", role_word((enum role)r));
			any = true;
		}
	struct str at = moment_text(a, i->last_login_at);
	buf_fmt(b, "%s\t%s\t%s\t%.*s\n", any ? "" : "-",
		!i->active  ? "停用"
		: i->locked ? "锁定"
			    : "正常",
		i->second_factor ? "有第二验证因子" : "-", STR_ARG(at.n ? at : STR("从未登录")));
}

static int list(struct installation *in)
{
	struct actor who = actor_console();
	struct error err = { .code = OK };
	struct person_id after = { 0 };
	struct buf b;
	size_t n;
	enum err e;
	buf_init(&b, OUTPUT_MAX);
	do {
		struct arena a;
		struct account_item *item;
		arena_init(&a, 64 << 20);
		e = account_list(&in->desk, &a, &who, after, LIST_PAGE, &item, &n, &err);
		for (size_t i = 0; !e && i < n; i++)
			print_item(&b, &a, &item[i]);
		if (!e && n)
			after = item[n - 1].id;
		arena_done(&a);
	} while (!e && n == LIST_PAGE);
	int status = e ? cmd_fail_error(NULL, &err) : cmd_print(&b);
	buf_done(&b);
	return status;
}

static int run_user(struct installation *in, struct cmd_args *a)
{
	struct user_args u = { 0 };
	bool missing = false;
	int status = installation_settings(in, a);
	if (status)
		return status;
	u.name = cmd_option(a, "--name", &missing);
	u.agency = missing ? NULL : cmd_option(a, "--agency", &missing);
	u.roles = missing ? NULL : cmd_option(a, "--roles", &missing);
	u.generate = cmd_flag(a, "--generate");
	u.reset_factor = cmd_flag(a, "--reset-factor");
	if (missing)
		return cmd_fail("有一个选项后面没有值；输入 gongkai help user 查看用法");
	const char *unknown = cmd_unknown(a);
	if (unknown)
		return cmd_fail("不认识选项 %s；输入 gongkai help user 查看用法", unknown);
	const char *what = cmd_next(a);
	u.login = cmd_next(a);
	const char *extra = cmd_next(a);
	if (extra)
		return cmd_fail("不认识“%s”；输入 gongkai help user 查看用法", extra);
	bool is_add = what && strcmp(what, "add") == 0, is_list = what && strcmp(what, "list") == 0;
	if (!is_add && !is_list && !(what && strcmp(what, "passwd") == 0))
		return cmd_fail(
			"请写 gongkai user add、passwd 或 list；输入 gongkai help user 查看用法");
	status = installation_open(in, false);
	if (status)
		return status;
	return is_add ? add(in, &u) : is_list ? list(in) : passwd(in, &u);
}

static int run(int argc, char **argv)
{
	struct cmd_args a;
	struct installation in = { .store = NULL };
	if (!cmd_args_init(&a, argc, argv))
		return cmd_fail("内存不足");
	int status = run_user(&in, &a);
	installation_close(&in);
	cmd_args_done(&a);
	return status;
}

const struct cmd cmd_user = {
	"user",
	run,
	"在服务器上新增账号、重置密码、列出账号",
	"用法：gongkai user add 账号 --name 姓名 [--roles 角色,…] [--agency 机关全称] [--generate]\n"
	"      gongkai user passwd 账号 [--generate] [--reset-factor]\n"
	"      gongkai user list\n\n"
	"都要用 --data 文件夹（或 --database、--config）指明是哪一处数据；用 SQLite 时先停止服务。\n"
	"密码从终端输入（不显示），或从标准输入读一行；--generate 由程序生成并显示一次。\n"
	"账号首次登录时须修改密码。--reset-factor 同时停用第二验证因子（手机丢失时）。\n"
	"管理员的密码和第二验证因子只能在这里重置。每次操作都记入审计日志。\n\n"
	"角色：register 登记、handle 承办、review 审核、sign 签发、edit 编辑、first 初审、\n"
	"second 复审、final 终审、secrecy 保密审查、publish 发布、look 查阅、supervise 监督、\n"
	"system 系统管理员、security 安全管理员、audit 审计管理员。\n\n"
	"例：gongkai user add zhang --name 测试甲 --roles handle,review --data ./data\n",
};
