/* Settings: reading, refusing, printing; then the table of `gongkai serve`. */
#include "tests/test.h"

#include "cmd/serve_config.h"
#include "core/mem.h"

#include <stddef.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct sample {
	struct str name, folder;
	int64_t count, wait_s, size;
	bool on;
	int colour;
	struct config_list list;
	struct config_secret secret;
};

static const char *const colour[] = { "red", "green", NULL };

static const char *no_x(struct str v)
{
	return str_has(v, "x") ? "不能含 x" : NULL;
}

#define AT(f) offsetof(struct sample, f)
static const struct config_setting sample_setting[] = {
	{ "name", CONFIG_TEXT, AT(name), "示例", 0, 20, NULL, "一", "名称。", false, no_x },
	{ "folder", CONFIG_PATH, AT(folder), "", 0, 100, NULL, "一", "文件夹。", false, NULL },
	{ "count", CONFIG_INT, AT(count), "5", -3, 20, NULL, "一", "数目。", false, NULL },
	{ "wait_time", CONFIG_DURATION, AT(wait_s), "15min", 1, 86400, NULL, "二", "等待。", false,
		NULL },
	{ "size", CONFIG_SIZE, AT(size), "10MiB", 0, 0, NULL, "二", "大小。", false, NULL },
	{ "on", CONFIG_FLAG, AT(on), "no", 0, 0, NULL, "二", "开关。", false, NULL },
	{ "colour", CONFIG_CHOICE, AT(colour), "green", 0, 0, colour, "二", "颜色。", false, NULL },
	{ "list", CONFIG_LIST, AT(list), "a, b", 1, 3, NULL, "三", "清单。", false, NULL },
	{ "secret_file", CONFIG_PATH, AT(secret), "", 0, 200, NULL, "三", "密钥。", true, NULL },
};
static const struct config_table sample_table = { sample_setting,
	sizeof sample_setting / sizeof sample_setting[0], sizeof(struct sample) };

static struct arena a;
static char folder[] = "/tmp/gongkai-config-XXXXXX";

static const char *put_file(const char *name, const char *text, size_t n, mode_t mode)
{
	static char path[8][200];
	static int k;
	char *p = path[k++ % 8];
	snprintf(p, sizeof path[0], "%s/%s", folder, name);
	FILE *f = fopen(p, "w");
	if (f) {
		fwrite(text, 1, n, f);
		fclose(f);
	}
	chmod(p, mode);
	return p;
}

static void refusals(void)
{
	static const struct {
		const char *text, *has; /* what the message must hold; NULL: accepted */
		enum err want;
	} row[] = {
		{ "", NULL, OK },
		{ "# only a comment\r\n\r\n  # another\n", NULL, OK },
		{ "\xEF\xBB\xBF" "count = 7\r\n", NULL, OK },
		{ "count=7", NULL, OK },
		{ "name = a=b\n", NULL, OK },
		{ "name = a#b\n", NULL, OK },
		{ "name =\n", NULL, OK },
		{ "count = 20", NULL, OK },
		{ "count = -3", NULL, OK },
		{ "\ncuont = 7\n", "第 2 行：没有“cuont”这项设置，是不是 count？", ERR_INVALID },
		{ "wait-time = 1h\n", "是不是 wait_time？", ERR_INVALID },
		{ "Count = 7\n", "是不是 count？", ERR_INVALID },
		{ "cont = 7\n", "是不是 count？", ERR_INVALID },
		{ "entirely_other = 7\n", "没有“entirely_other”这项设置；", ERR_INVALID },
		{ "p@ss w0rd = 7\n", "等号前不是设置名", ERR_INVALID },
		{ "count\n", "第 1 行：缺少等号", ERR_INVALID },
		{ "count = 1\n\ncount = 1\n", "第 3 行：count：第 1 行已经写过", ERR_INVALID },
		{ "count = 21", "第 1 行：count：要写 -3 到 20 的整数", ERR_INVALID },
		{ "count = -4", "count：", ERR_INVALID },
		{ "count = 0x7", "count：", ERR_INVALID },
		{ "count = 7s", "count：", ERR_INVALID },
		{ "count = 99999999999999999999", "count：", ERR_INVALID },
		{ "count = -", "count：", ERR_INVALID },
		{ "count =", "count：不能为空", ERR_INVALID },
		{ "wait_time = 15", "要写 1s 到 1d 的时长，单位 s、min、h、d", ERR_INVALID },
		{ "wait_time = 2d", "wait_time：", ERR_INVALID },
		{ "wait_time = 0", "wait_time：", ERR_INVALID },
		{ "wait_time = 1m", "wait_time：", ERR_INVALID },
		{ "wait_time = 9999999999999999h", "wait_time：", ERR_INVALID },
		{ "wait_time = 24 h", NULL, OK },
		{ "size = 10MB", "size：要写大小，单位 B、KiB、MiB、GiB", ERR_INVALID },
		{ "size = 0", NULL, OK },
		{ "size = 9999999999GiB", "size：", ERR_INVALID },
		{ "on = true", "只能写 yes 或 no", ERR_INVALID },
		{ "colour = blue", "只能写 red 或 green", ERR_INVALID },
		{ "list = a, b, c, d", "要写 1 到 3 项", ERR_INVALID },
		{ "list = a,,b", "要写 1 到 3 项", ERR_INVALID },
		{ "list = a,#b", "要写 1 到 3 项", ERR_INVALID },
		{ "list = a, a", "写了两次", ERR_INVALID },
		{ "list =", "不能为空", ERR_INVALID },
		{ "name = axb", "name：不能含 x", ERR_INVALID },
		{ "name = 123456789012345678901", "最长 20 字节", ERR_INVALID },
		{ "count = 7 # why", "值的后面不能写注释", ERR_INVALID },
		{ "name = a\001b", "控制字符", ERR_INVALID },
		{ "name = \xFF", "UTF-8", ERR_INVALID },
	};
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct sample s, before;
		struct error err = { 0 };
		memset(&s, 0, sizeof s);
		if (config_defaults(&a, &sample_table, &s, &err))
			break;
		memcpy(&before, &s, sizeof s);
		enum err e = config_read_text(&a, "F", str_cstr(row[i].text), &sample_table, &s, NULL,
			&err);
		CHECK(e == row[i].want, "case %zu gives %s", i, err_name(row[i].want));
		if (row[i].has)
			CHECK(str_has(str_cstr(err.msg), row[i].has) &&
					memcmp(&s, &before, sizeof s) == 0,
				"  and says \"%s\", nothing changed", row[i].has);
		if (row[i].has && !str_has(str_cstr(err.msg), row[i].has))
			printf("# said: %s\n", err.msg);
	}
}

static void values(void)
{
	struct sample s;
	struct error err = { 0 };
	CHECK(config_defaults(&a, &sample_table, &s, &err) == OK, "defaults: %s", err.msg);
	CHECK(str_is(s.name, "示例") && s.count == 5 && s.wait_s == 900 && s.size == 10485760 &&
			!s.on && s.colour == 1 && s.list.n == 2 && str_is(s.list.item[1], "b"),
		"defaults are as written");
	CHECK(config_read_text(&a, "F",
		      STR("name = 测试\nwait_time = 8h\nsize = 64KiB\non = yes\ncolour = red\n"
			  "list = x ,y,z\ncount = -2\n"),
		      &sample_table, &s, NULL, &err) == OK,
		"a file: %s", err.msg);
	CHECK(str_is(s.name, "测试") && s.count == -2 && s.wait_s == 28800 && s.size == 65536 && s.on &&
			s.colour == 0 && s.list.n == 3 && str_is(s.list.item[0], "x"),
		"values are as written");
	CHECK(config_set(&a, &sample_table, " count = 9 ", &s, &err) == OK && s.count == 9,
		"set from the command line");
	CHECK(config_set(&a, &sample_table, "count=99", &s, &err) == ERR_INVALID && s.count == 9 &&
			str_has(str_cstr(err.msg), "count：") && err.field &&
			!strcmp(err.field, "count"),
		"a bad one is refused");
	CHECK(config_set(&a, &sample_table, "name=", &s, &err) == OK && s.name.n == 0, "set to nothing");

	struct buf b, all;
	buf_init(&b, 100000);
	buf_init(&all, 100000);
	config_print_effective(&b, &sample_table, &s);
	struct sample again;
	CHECK(config_defaults(&a, &sample_table, &again, &err) == OK, "defaults again");
	CHECK(config_read_text(&a, "F", buf_view(&b), &sample_table, &again, NULL, &err) == OK &&
			again.count == 9 && again.wait_s == 28800 && again.size == 65536 &&
			again.colour == 0 && again.list.n == 3,
		"what is in force reads back: %s", err.msg);
	CHECK(str_has(buf_view(&b), "wait_time = 8h\nsize = 64KiB\non = yes\n"),
		"in the largest unit that divides");
	enum err e = config_read_text(&a, "F", STR("a = 1\ncount = 4\ncount = x\n\non = 1\n"),
		&sample_table, &s, &all, &err);
	CHECK(e == ERR_INVALID && s.count == 9, "several problems: nothing changed");
	CHECK(str_has(buf_view(&all), "F 第 1 行") && str_has(buf_view(&all), "F 第 3 行") &&
			str_has(buf_view(&all), "F 第 5 行") && str_has(str_cstr(err.msg), "第 1 行"),
		"all are told, the first is the error");
	buf_done(&b);
	buf_done(&all);
}

static enum err set_secret(const char *path, struct sample *s, struct error *err)
{
	char text[300];
	snprintf(text, sizeof text, "secret_file=%s", path);
	return config_set(&a, &sample_table, text, s, err);
}

static void secrets(void)
{
	struct sample s = { 0 };
	struct error err = { 0 };
	const char *good = put_file("good", "示例密码-1\n", sizeof "示例密码-1\n" - 1, 0600);
	CHECK(set_secret(good, &s, &err) == OK && str_is(s.secret.bytes, "示例密码-1") &&
			str_is(s.secret.path, good),
		"a secret is read, its line end taken off: %s", err.msg);
	struct buf b;
	buf_init(&b, 100000);
	s.colour = 0;
	config_print_effective(&b, &sample_table, &s);
	CHECK(str_has(buf_view(&b), "secret_file = ***\n") && !str_has(buf_view(&b), "示例密码"),
		"and never printed");
	buf_done(&b);
	static const mode_t wide[] = { 0640, 0604, 0620, 0602 };
	for (size_t i = 0; i < sizeof wide / sizeof wide[0]; i++)
		CHECK(set_secret(put_file("wide", "x", 1, wide[i]), &s, &err) == ERR_DENIED &&
				str_has(str_cstr(err.msg), "chmod 600"),
			"mode %o is refused", (unsigned)wide[i]);
	CHECK(set_secret(put_file("empty", "", 0, 0600), &s, &err) == ERR_INVALID, "empty");
	CHECK(set_secret(put_file("line", "\n", 1, 0600), &s, &err) == ERR_INVALID, "only a line end");
	CHECK(set_secret(put_file("nul", "a\0b", 3, 0600), &s, &err) == ERR_INVALID, "a NUL");
	CHECK(set_secret(folder, &s, &err) == ERR_INVALID, "a folder");
	CHECK(set_secret("hunter2", &s, &err) == ERR_NOT_FOUND && !str_has(str_cstr(err.msg), "hunter2"),
		"the secret itself instead of a path: refused and not repeated");
	CHECK(str_is(s.secret.bytes, "示例密码-1"), "after all that the first one stands");
}

static void files(void)
{
	struct sample s = { 0 };
	struct error err = { 0 };
	static char big[CONFIG_FILE_MAX + 1];
	memset(big, '#', sizeof big);
	CHECK(config_read_file(&a, put_file("max", big, sizeof big - 1, 0644), &sample_table, &s, NULL,
		      &err) == OK,
		"256 KiB are read");
	CHECK(config_read_file(&a, put_file("big", big, sizeof big, 0644), &sample_table, &s, NULL,
		      &err) == ERR_LIMIT,
		"one byte more is not");
	memset(big, 'a', 5000);
	memcpy(big, "name=", 5);
	CHECK(config_read_text(&a, "F", (struct str){ big, 5000 }, &sample_table, &s, NULL, &err) ==
			ERR_LIMIT,
		"an overlong value");
	CHECK(config_read_file(&a, "/nonexistent/f", &sample_table, &s, NULL, &err) == ERR_NOT_FOUND &&
			str_has(str_cstr(err.msg), "/nonexistent/f"),
		"a file that is not there: %s", err.msg);
	int failed = 0, rounds = 0;
	for (long n = 1; n < 50; n++, rounds++) {
		struct arena small;
		arena_init(&small, 1 << 20);
		mem_fail_at(n);
		enum err e = config_defaults(&small, &sample_table, &s, &err);
		if (!e)
			e = config_read_text(&small, "F", STR("count = 7\nlist = a,b\n"), &sample_table,
				&s, NULL, &err);
		bool hit = mem_requests() >= n;
		mem_fail_at(0);
		arena_done(&small);
		if (!hit)
			break;
		failed += e == ERR_NOMEM;
	}
	CHECK(rounds > 0 && failed == rounds, "every failed allocation is told (%d)", rounds);
}

/* The example with each "#key = default" made a setting, unless it has no default. */
static struct str uncomment(struct str example)
{
	struct buf b;
	struct str line;
	buf_init(&b, 1 << 20);
	while (str_next_line(&example, &line)) {
		if (line.n > 1 && line.p[0] == '#' && line.p[1] >= 'a' && line.p[1] <= 'z')
			line = str_sub(line, 1, line.n);
		buf_str(&b, line);
		buf_char(&b, '\n');
	}
	struct str s = arena_str(&a, buf_view(&b));
	buf_done(&b);
	return s;
}

static enum err load(const char *text, struct serve_config *c, struct error *err)
{
	return serve_config_load(&a, put_file("serve", text, strlen(text), 0644), NULL, 0, c, NULL, err);
}

static void serve_table(void)
{
	struct serve_config c = { 0 }, d = { 0 };
	struct error err = { 0 };
	CHECK(serve_config_load(&a, NULL, NULL, 0, &c, NULL, &err) == OK, "the defaults: %s", err.msg);
	CHECK(c.session_idle_s == 900 && c.lockout_count == 5 && c.lockout_s == 1200 &&
			c.password_length == 10 && c.password_classes == 3 &&
			c.password_max_age_s == 90 * 86400 && c.password_history == 5,
		"accounts as rules.md 8.5 no 16");
	CHECK(c.log_level == LOG_LEVEL_INFO && c.smtp_tls == SMTP_TLS_REQUIRED, "choices");
	struct buf b;
	buf_init(&b, 1 << 20);
	config_print_example(&b, &serve_config_table);
	CHECK(config_read_text(&a, "example", buf_view(&b), &serve_config_table, &d, NULL, &err) == OK,
		"the example reads");
	struct str plain = uncomment(buf_view(&b));
	d = c;
	CHECK(config_read_text(&a, "example", plain, &serve_config_table, &d, NULL, &err) == OK &&
			d.upload_bytes == c.upload_bytes && d.listen.n == c.listen.n,
		"and with all comment marks gone: %s", err.msg);
	size_t shown = 0;
	for (size_t i = 0; i < serve_config_table.n; i++) {
		char line[100];
		snprintf(line, sizeof line, "\n#%s =", serve_config_table.setting[i].name);
		shown += str_has(buf_view(&b), line);
	}
	CHECK(shown == serve_config_table.n, "it shows all %zu settings", shown);
	buf_done(&b);
}

static void serve_rules(void)
{
	static const struct {
		const char *text;
		const char *has; /* NULL: accepted */
	} row[] = {
		{ "listen = 0.0.0.0:80, [::1]:8080, unix:/run/gongkai/http.sock", NULL },
		{ "listen = 8080", "监听地址" },
		{ "listen = :8080", "监听地址" },
		{ "listen = 127.0.0.1:0", "监听地址" },
		{ "listen = 127.0.0.1:65536", "监听地址" },
		{ "listen = 127.0.0.1:123456", "监听地址" },
		{ "listen = unix:http.sock", "监听地址" },
		{ "listen = localhost:65535", NULL },
		{ "database = postgres://gongkai@db1,db2/gongkai?target_session_attrs=read-write", NULL },
		{ "database = postgres://u:pw@db/x", "database_password_file" },
		{ "database = postgres://db/x?password=pw", "database_password_file" },
		{ "database = mysql://db/x", "postgres://" },
		{ "attachments = folder", NULL },
		{ "attachments = database", "只能和 database 一起写" },
		{ "attachments = database\ndatabase = postgres://g@db/x", NULL },
		{ "attachments = cloud", "attachments" },
		{ "public_url = https://xxgk.example.cn", NULL },
		{ "public_url = https://xxgk.example.cn/", "不带路径" },
		{ "public_url = ftp://example.cn", "https://" },
		{ "smtp_url = smtp://mail.example.cn:587\nmail_from = a@example.cn", NULL },
		{ "smtp_url = smtp://mail.example.cn:587", "还要写 mail_from" },
		{ "smtp_url = smtp://u:p@mail.example.cn:587", "smtp_user" },
		{ "mail_from = 测试@example.cn", "电子邮件地址" },
		{ "smtp_user = u", "还要写 smtp_password_file" },
		{ "trusted_proxy = yes", "unix" },
		{ "trusted_proxy = yes\nlisten = unix:/run/s", NULL },
		{ "tls_certificate_file = /etc/c.pem", "同时写" },
		{ "data = /srv/g\nkey_file = /srv/g/key", "分开保管" },
		{ "data = /srv/g\nkey_file = /srv/gkey", NULL },
		{ "upload_size = 64KiB", "不能小于" },
		{ "header_deadline = 1min\nbody_deadline = 30s", "不能短于" },
		{ "lockout_time = 20s", "lockout_time" },
		{ "backup_hour = 24", "0 到 23" },
		{ "time_zone = UTC", "没有“time_zone”" },
	};
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct serve_config c = { 0 };
		struct error err = { 0 };
		enum err e = load(row[i].text, &c, &err);
		CHECK(row[i].has ? e != OK && str_has(str_cstr(err.msg), row[i].has) : e == OK,
			"serve case %zu %s", i, row[i].has ? row[i].has : "accepted");
		if (row[i].has ? !str_has(str_cstr(err.msg), row[i].has) : e != OK)
			printf("# said: %s\n", err.msg);
		CHECK(!str_has(str_cstr(err.msg), "pw@") && !str_has(str_cstr(err.msg), "=pw"),
			"  without a password in the message");
	}
	struct serve_config c;
	struct error err = { 0 };
	const char *set[] = { "data=/srv/x", "log_level=debug" };
	CHECK(serve_config_load(&a, put_file("s", "data = /srv/y\n", 14, 0644), set, 2, &c, NULL, &err) ==
				OK &&
			str_is(c.data, "/srv/x") && c.log_level == LOG_LEVEL_DEBUG,
		"the command line wins over the file");
	/* Its sentences would stand between the TAP lines, each on a line of its own. */
	fflush(stdout);
	CHECK(serve_check_config(put_file("c", "data = /srv/y\n", 14, 0644)) == 0, "check: right");
	CHECK(serve_check_config(put_file("c", "lissten = 1\nbackup_hour = 30\n", 29, 0644)) == 1,
		"check: errors found");
	CHECK(serve_check_config("/nonexistent/f") == 2, "check: no file");
}

int main(void)
{
	arena_init(&a, 64 << 20);
	if (!mkdtemp(folder))
		return 1;
	refusals();
	values();
	secrets();
	files();
	serve_table();
	serve_rules();
	arena_done(&a);
	char rm[100];
	snprintf(rm, sizeof rm, "rm -r %s", folder);
	CHECK(system(rm) == 0, "cleaned up");
	return TEST_END();
}
