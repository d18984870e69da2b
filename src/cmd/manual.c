/* gongkai(8), made of the commands' own help texts and the table of settings. */
#include "cmd/cmd.h"
#include "cmd/serve_config.h"

#include <string.h>

enum { MANUAL_MAX = 1024 * 1024 };

static const char begin[] =
	".\\\" 由 gongkai serve --print-manual 打印，用 script/docs 重新生成，请勿手工修改。\n"
	".TH GONGKAI 8\n"
	".SH 名称\n"
	"gongkai \\- 政府信息公开工作平台\n"
	".SH 概要\n"
	".B gongkai\n"
	".I 命令\n"
	"[选项] …\n"
	".SH 说明\n"
	"一个程序完成政府信息公开工作：在浏览器里使用的工作平台（\\fBgongkai serve\\fR），\n"
	"以及核对年度报告、计算期限和收费、备份和核验数据的命令。\n"
	"数据可以放在一个文件夹里（SQLite），也可以放在 PostgreSQL 里由几台服务器共用。\n"
	".SH 命令\n";

static const char end[] =
	".SH 信号\n"
	".TP\n\\fBSIGTERM\\fR、\\fBSIGINT\\fR\n停止服务；正在处理的请求先答复完。\n"
	".TP\n\\fBSIGHUP\\fR\n重新打开日志文件。\n"
	".SH 文件\n"
	".TP\n\\fI/etc/gongkai/gongkai.conf\\fR\n设置文件，路径由 \\fB\\-\\-config\\fR 指明。\n"
	".TP\n\\fI/etc/gongkai/gongkai.key\\fR\n"
	"密钥文件，路径由 \\fBkey_file\\fR 指明；须与备份分开保管。\n"
	".TP\n\\fI/var/lib/gongkai\\fR\n数据文件夹，路径由 \\fBdata\\fR 指明。\n"
	".SH 退出状态\n"
	".TP\n0\n没有发现错误。\n"
	".TP\n1\n数据中有错误。\n"
	".TP\n2\n没有做成。\n";

/* A line that roff takes as it is. */
static void put_line(struct buf *b, struct str line)
{
	if (line.n > 0 && (line.p[0] == '.' || line.p[0] == '\''))
		buf_lit(b, "\\&");
	for (size_t i = 0; i < line.n; i++) {
		if (line.p[i] == '\\')
			buf_lit(b, "\\e");
		else if (line.p[i] == '-')
			buf_lit(b, "\\-");
		else
			buf_char(b, line.p[i]);
	}
	buf_char(b, '\n');
}

static void put_command(struct buf *b, const struct cmd *c)
{
	buf_fmt(b, ".SS gongkai %s\n", c->name);
	put_line(b, str_cstr(c->line));
	buf_lit(b, ".PP\n.nf\n");
	struct str text = str_cstr(c->help);
	while (text.n > 0) {
		size_t to = str_find(text, STR("\n"), 0);
		put_line(b, str_sub(text, 0, to));
		text = str_sub(text, to + 1, text.n);
	}
	buf_lit(b, ".fi\n");
}

int cmd_print_manual(void)
{
	struct buf b;
	buf_init(&b, MANUAL_MAX);
	buf_cstr(&b, begin);
	for (size_t i = 0; cmd_list[i]; i++)
		put_command(&b, cmd_list[i]);
	buf_lit(&b, ".SH 设置\n设置文件每行一项，写成“名称 = 值”；以 # 开头的行是注释。\n");
	config_print_manual(&b, &serve_config_table, CONFIG_ROFF);
	buf_cstr(&b, end);
	int status = cmd_print(&b);
	buf_done(&b);
	return status;
}
