/*
 * Mail: addresses, composition (read back by Python's email package), and delivery to
 * a real server on loopback (tests/smtp/server.py, aiosmtpd).
 */
#include "tests/test.h"

#include "core/arena.h"
#include "core/file.h"
#include "core/mem.h"
#include "core/smtp.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static char folder[] = "/tmp/gongkai-smtp-XXXXXX";
static struct arena a;

static void addresses(void)
{
	static const struct {
		const char *in;
		bool ok;
	} row[] = {
		{ "a@example.cn", true },
		{ "first.last+tag@mail.example.com.cn", true },
		{ "o'neil_{x}@xn--fiqs8s.xn--fiqs8s", true },
		{ "", false },
		{ "a", false },
		{ "a@", false },
		{ "@example.cn", false },
		{ "a@localhost", false },
		{ "a@example..cn", false },
		{ "a@.example.cn", false },
		{ "a@example.cn.", false },
		{ "a@-example.cn", false },
		{ "a@example-.cn", false },
		{ "a@127.0.0.1", false },
		{ "a@[127.0.0.1]", false },
		{ ".a@example.cn", false },
		{ "a.@example.cn", false },
		{ "a..b@example.cn", false },
		{ "a@b@example.cn", false },
		{ "\"a b\"@example.cn", false },
		{ "a b@example.cn", false },
		{ "a@example.cn,b@example.cn", false },
		{ "a@example.cn;b@example.cn", false },
		{ "a@example.cn\r\nRCPT TO:<b@example.cn>", false },
		{ "a@example.cn\n", false },
		{ "a\t@example.cn", false },
		{ "a@example.cn>", false },
		{ "<a@example.cn>", false },
		{ "a\x7f@example.cn", false },
		{ "测试@example.cn", false },
		{ "a@例子.中国", false },
		{ "ａ@example.cn", false },
		{ "a@exa_mple.cn", false },
		{ "1234567890123456789012345678901234567890123456789012345678901234@example.cn", true },
		{ "12345678901234567890123456789012345678901234567890123456789012345@example.cn", false },
		{ "a@123456789012345678901234567890123456789012345678901234567890123.cn", true },
		{ "a@1234567890123456789012345678901234567890123456789012345678901234.cn", false },
	};
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct error err = { 0 };
		enum err e = smtp_check_address(str_cstr(row[i].in), "to", &err);
		CHECK(e == (row[i].ok ? OK : ERR_INVALID), "address %zu is %s", i,
			row[i].ok ? "taken" : "refused");
		if (!row[i].ok)
			CHECK(*err.msg && err.field && !strcmp(err.field, "to"), "  with a sentence");
	}
	struct error err = { 0 };
	CHECK(smtp_check_address((struct str){ "a\0@example.cn", 13 }, "to", &err) == ERR_INVALID, "NUL");
	CHECK(smtp_check_address(STR("a@例子.中国"), "to", &err) == ERR_INVALID &&
			str_has(str_cstr(err.msg), "xn--"),
		"a Chinese domain: says what to write");
}

static char attachment_bytes[3000];
static struct smtp_attachment attached[2];
/* date -u -d '2026-11-21T03:43:15Z' +%s */
static const struct smtp_message chinese = {
	.to = STR_INIT("zhang.san@example.cn"),
	.to_name = STR_INIT("测试甲，某某科室"),
	.subject = STR_INIT("示例市公安局关于政府信息公开申请（示例公开〔2026〕第17号）的补正告知书，请于收到之日起"
			    "七个工作日内补正——逾期不补正的，视为放弃申请"),
	.text = STR_INIT("测试甲：\n\n.这一行以句点开头\n..两个句点\n.\n正文到此。\n"),
	.attachment = attached,
	.attachments = 2,
	.message_id = STR_INIT("17.1@xxgk.example.cn"),
	.date = 1795232595,
};
static const struct smtp_config plain_config = { .url = "smtp://127.0.0.1:1", .tls = SMTP_TLS_NO,
	.from = "xxgk@example.cn", .from_name = "示例市政府信息公开平台", .timeout_s = 20 };

/* Prints what Python reads in FOLDER/name; the first `max` bytes. */
static struct str read_back(const char *name)
{
	char command[400];
	snprintf(command, sizeof command,
		"/usr/bin/python3 \"$GONGKAI_ROOT/tests/smtp/server.py\" --read %s/%s >%s/read 2>&1",
		folder, name, folder);
	struct str s = { NULL, 0 };
	struct error err;
	char path[100];
	snprintf(path, sizeof path, "%s/read", folder);
	if (system(command) != 0)
		printf("# reading failed\n");
	if (file_read(&a, path, 1 << 20, &s, &err))
		printf("# %s\n", err.msg);
	return s;
}

static void same_message(const char *name)
{
	struct str got = read_back(name);
	struct buf want;
	buf_init(&want, 100000);
	buf_fmt(&want,
		"subject: %.*s\nfrom-name: %s\nfrom: %s\nto-name: %.*s\nto: %.*s\nid: <%.*s>\n"
		"date: 2026-11-21T11:43:15+08:00\n"
		"text: '测试甲：\\r\\n\\r\\n.这一行以句点开头\\r\\n..两个句点\\r\\n.\\r\\n正文到此。\\r\\n'\n",
		STR_ARG(chinese.subject), plain_config.from_name, plain_config.from,
		STR_ARG(chinese.to_name), STR_ARG(chinese.to), STR_ARG(chinese.message_id));
	for (size_t i = 0; i < chinese.attachments; i++) {
		unsigned char digest[EVP_MAX_MD_SIZE];
		unsigned n = 0;
		EVP_Digest(attached[i].bytes.p, attached[i].bytes.n, digest, &n, EVP_sha256(), NULL);
		buf_fmt(&want, "attachment: %.*s %.*s ", STR_ARG(attached[i].name),
			STR_ARG(attached[i].type));
		for (unsigned k = 0; k < n; k++)
			buf_fmt(&want, "%02x", digest[k]);
		buf_char(&want, '\n');
	}
	buf_lit(&want, "defects: 0\nlongest: 76\nascii: True\n");
	CHECK(str_eq(got, buf_view(&want)), "%s: Python reads the same message", name);
	if (!str_eq(got, buf_view(&want)))
		printf("# wanted:\n%.*s# got:\n%.*s\n", STR_ARG(buf_view(&want)), STR_ARG(got));
	buf_done(&want);
}

static void composing(void)
{
	struct buf b;
	struct error err = { 0 };
	char path[100];
	buf_init(&b, 1 << 20);
	buf_lit(&b, "before");
	CHECK(smtp_compose(&b, &plain_config, &chinese, &err) == OK, "composed: %s", err.msg);
	snprintf(path, sizeof path, "%s/composed", folder);
	CHECK(file_write(path, str_sub(buf_view(&b), 6, b.n), &err) == OK, "written");
	same_message("composed");
	bool bare = false;
	for (size_t i = 0; i < b.n; i++)
		bare |= (b.p[i] == '\n' && b.p[i - 1] != '\r') || (b.p[i] == '\r' && b.p[i + 1] != '\n');
	CHECK(!bare, "all line ends are CRLF");
	buf_clear(&b);
	struct smtp_message m = { .to = STR("a@example.cn"), .subject = STR("Hello, world"),
		.text = STR("x"), .message_id = STR("1@example.cn"), .date = 0 };
	struct smtp_config c = plain_config;
	c.from_name = NULL;
	CHECK(smtp_compose(&b, &c, &m, &err) == OK &&
			str_is(buf_view(&b),
				"Date: Thu, 1 Jan 1970 08:00:00 +0800\r\nFrom: <xxgk@example.cn>\r\n"
				"To: <a@example.cn>\r\nMessage-ID: <1@example.cn>\r\n"
				"Subject: Hello, world\r\nAuto-Submitted: auto-generated\r\n"
				"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n"
				"Content-Transfer-Encoding: base64\r\n\r\neA0K\r\n"),
		"a plain message, byte for byte");
	buf_clear(&b);
	buf_done(&b);
	buf_init(&b, 200);
	buf_lit(&b, "before");
	CHECK(smtp_compose(&b, &plain_config, &chinese, &err) == ERR_LIMIT && str_is(buf_view(&b), "before") &&
			!b.err,
		"beyond the ceiling: told, nothing left behind");
	buf_done(&b);
}

static void refusals(void)
{
	struct smtp_attachment bad = { STR("x"), STR("text/plain"), STR("x") };
	struct {
		const char *field;
		struct smtp_message m;
	} row[] = {
		{ "to", chinese }, { "subject", chinese }, { "subject", chinese }, { "name", chinese },
		{ "text", chinese }, { "message_id", chinese }, { "message_id", chinese },
		{ "date", chinese }, { "attachment", chinese }, { "attachment", chinese },
		{ "attachment", chinese }, { "subject", chinese },
	};
	row[0].m.to = STR("a@example.cn\r\nBcc: b@example.cn");
	row[1].m.subject = STR("a\r\nBcc: b@example.cn");
	row[2].m.subject = STR("");
	row[3].m.to_name = STR("a\nb");
	row[4].m.text = STR("\xff");
	row[5].m.message_id = STR("a b@example.cn");
	row[6].m.message_id = STR("a@b>\r\nX: y");
	row[7].m.date = -1;
	row[11].m.subject = STR("a\xC2\x85" "b");
	struct smtp_attachment name = bad, type = bad, none = bad;
	name.name = STR("../x");
	type.type = STR("text/plain\r\nX: y");
	none.name = STR("");
	row[8].m.attachment = &name;
	row[9].m.attachment = &type;
	row[10].m.attachment = &none;
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct error err = { 0 };
		struct buf b;
		buf_init(&b, 1 << 20);
		if (i >= 8 && i <= 10)
			row[i].m.attachments = 1;
		enum err e = smtp_compose(&b, &plain_config, &row[i].m, &err);
		CHECK(e == ERR_INVALID && err.field && !strcmp(err.field, row[i].field) && b.n == 0,
			"%s of case %zu is refused", row[i].field, i);
		buf_done(&b);
	}
}

struct server {
	FILE *out;  /* what it prints */
	int in[2]; /* closing in[1] ends it */
	char url[60];
};

/* Starts server.py; false when it does not come up (aiosmtpd missing). */
static bool start(struct server *s, const char *mode, const char *scheme)
{
	char command[600];
	if (pipe(s->in) != 0)
		return false;
	snprintf(command, sizeof command,
		"exec /usr/bin/python3 \"$GONGKAI_ROOT/tests/smtp/server.py\" %s %s %s/cert.pem "
		"%s/key.pem <&%d %d>&- 2>%s/server.log",
		folder, mode, folder, folder, s->in[0], s->in[1], folder);
	/* Without certificate the two arguments are left out. */
	if (strcmp(mode, "tls") != 0 && strcmp(mode, "smtps") != 0)
		snprintf(command, sizeof command,
			"exec /usr/bin/python3 \"$GONGKAI_ROOT/tests/smtp/server.py\" %s %s <&%d %d>&- "
			"2>%s/server.log",
			folder, mode, s->in[0], s->in[1], folder);
	s->out = popen(command, "r");
	char line[20] = "";
	bool up = s->out && fgets(line, sizeof line, s->out) != NULL;
	close(s->in[0]);
	line[strcspn(line, "\n")] = '\0';
	snprintf(s->url, sizeof s->url, "%s://127.0.0.1:%s", scheme, line);
	return up;
}

static void stop(struct server *s)
{
	close(s->in[1]);
	if (s->out)
		pclose(s->out);
}

static void delivery(void)
{
	static const struct {
		const char *mode;
		enum err want;
		int code;
		bool permanent;
		const char *reply;
	} row[] = {
		{ "ok", OK, 250, false, "taken" },
		{ "rcpt4", ERR_IO, 451, false, "greylisted" },
		{ "rcpt5", ERR_IO, 550, true, "no such person" },
		{ "data4", ERR_IO, 452, false, "no room" },
		{ "data5", ERR_IO, 554, true, "spam" },
		{ "greet5", ERR_IO, 554, false, "no service" },
		{ "drop", ERR_IO, 0, false, "" },
		{ "auth", ERR_IO, 530, false, "" },
	};
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct server s;
		struct error err = { 0 };
		struct smtp_result r;
		bool up = start(&s, row[i].mode, "smtp");
		CHECK(up, "%s: the server is up", row[i].mode);
		struct smtp_config c = plain_config;
		c.url = s.url;
		enum err e = smtp_send(&c, &chinese, &r, &err);
		CHECK(e == row[i].want && r.code == row[i].code && r.permanent == row[i].permanent &&
				str_has(str_cstr(r.reply), row[i].reply),
			"%s: code %d, %s", row[i].mode, row[i].code,
			row[i].permanent ? "for ever" : "for now");
		if (e != row[i].want || r.code != row[i].code || r.permanent != row[i].permanent)
			printf("# was: %s %d %d \"%s\" %s %s\n", err_name(e), r.code, r.permanent, r.reply,
				err.msg, err.detail);
		CHECK(!str_has(str_cstr(err.detail), "zhang.san"), "  no address in the detail");
		if (i == 0)
			same_message("message");
		stop(&s);
	}
}

static struct str envelope(void)
{
	struct str s = { NULL, 0 };
	struct error err;
	char path[100];
	snprintf(path, sizeof path, "%s/envelope", folder);
	if (file_read(&a, path, 1 << 20, &s, &err))
		printf("# %s\n", err.msg);
	return s;
}

static void encryption(void)
{
	char command[500], cert[100];
	snprintf(cert, sizeof cert, "%s/cert.pem", folder);
	snprintf(command, sizeof command,
		"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 "
		"-addext subjectAltName=IP:127.0.0.1 -keyout %s/key.pem -out %s 2>/dev/null",
		folder, cert);
	CHECK(system(command) == 0, "a certificate");
	static const char *const mode[][2] = { { "tls", "smtp" }, { "smtps", "smtps" } };
	for (size_t i = 0; i < 2; i++) {
		struct server s;
		struct error err = { 0 };
		struct smtp_result r;
		CHECK(start(&s, mode[i][0], mode[i][1]), "%s: the server is up", mode[i][0]);
		struct smtp_config c = plain_config;
		c.url = s.url;
		c.tls = SMTP_TLS_REQUIRED;
		enum err e = smtp_send(&c, &chinese, &r, &err);
		CHECK(e == ERR_IO && !r.permanent && str_has(str_cstr(err.msg), "证书"),
			"  a certificate nobody vouches for is refused: %s", err.msg);
		c.ca_file = cert;
		e = smtp_send(&c, &chinese, &r, &err);
		CHECK(e == OK && str_is(envelope(), "xxgk@example.cn zhang.san@example.cn tls=True"),
			"  with its authority it is taken, encrypted: %s", e ? err.msg : "ok");
		stop(&s);
	}
	struct server s;
	struct error err = { 0 };
	struct smtp_result r;
	CHECK(start(&s, "ok", "smtp"), "a server without TLS");
	struct smtp_config c = plain_config;
	c.url = s.url;
	c.tls = SMTP_TLS_REQUIRED;
	CHECK(smtp_send(&c, &chinese, &r, &err) == ERR_IO && !r.permanent, "required: not sent in clear");
	c.tls = SMTP_TLS_TRY;
	CHECK(smtp_send(&c, &chinese, &r, &err) == OK, "try: sent");
	c.user = "tester";
	c.password = "right";
	CHECK(smtp_send(&c, &chinese, &r, &err) == ERR_IO && !r.permanent,
		"try with a password: not sent in clear");
	stop(&s);
}

static void logins(void)
{
	struct server s;
	struct error err = { 0 };
	struct smtp_result r;
	CHECK(start(&s, "auth", "smtp"), "a server that wants a login");
	struct smtp_config c = plain_config;
	c.url = s.url;
	c.user = "tester";
	c.password = "right";
	CHECK(smtp_send(&c, &chinese, &r, &err) == OK, "the right password: %s", err.detail);
	c.password = "wrong";
	CHECK(smtp_send(&c, &chinese, &r, &err) == ERR_IO && r.code == 535 && !r.permanent &&
			str_has(str_cstr(err.msg), "密码") && !str_has(str_cstr(err.detail), "wrong"),
		"a wrong one: 535, not the message's fault (%d %s, %s)", r.code, err.msg, err.detail);
	stop(&s);
}

static void bad_days(void)
{
	struct server s;
	struct error err = { 0 };
	struct smtp_result r;
	struct smtp_config c = plain_config;
	CHECK(start(&s, "hang", "smtp"), "a server that hangs");
	c.url = s.url;
	c.timeout_s = 1;
	time_t from = time(NULL);
	CHECK(smtp_send(&c, &chinese, &r, &err) == ERR_IO && !r.permanent && r.code == 0 &&
			time(NULL) - from < 30,
		"is given up: %s", err.msg);
	stop(&s);
	c = plain_config;
	CHECK(smtp_send(&c, &chinese, &r, &err) == ERR_IO && !r.permanent && r.code == 0,
		"nobody listens: try later");
	c.url = "http://127.0.0.1:1";
	CHECK(smtp_send(&c, &chinese, &r, &err) == ERR_INVALID && !r.permanent, "a wrong scheme");
	c.url = "smtp://u:p@127.0.0.1:1";
	CHECK(smtp_send(&c, &chinese, &r, &err) == ERR_INVALID, "a login in the address");
	c = plain_config;
	c.from = "nobody";
	CHECK(smtp_send(&c, &chinese, &r, &err) == ERR_INVALID && !r.permanent,
		"a wrong sender is not the message's fault");
	struct smtp_message m = chinese;
	m.to = STR("nobody");
	CHECK(smtp_send(&plain_config, &m, &r, &err) == ERR_INVALID && r.permanent,
		"a wrong recipient is");
	int failed = 0, rounds = 0;
	for (long n = 1; n < 100; n++, rounds++) {
		struct buf b;
		buf_init(&b, 1 << 20);
		mem_fail_at(n);
		enum err e = smtp_compose(&b, &plain_config, &chinese, &err);
		bool hit = mem_requests() >= n;
		mem_fail_at(0);
		failed += hit && e == ERR_NOMEM && b.n == 0;
		buf_done(&b);
		if (!hit)
			break;
	}
	CHECK(rounds > 0 && failed == rounds, "every failed allocation is told (%d)", rounds);
}

int main(void)
{
	struct error err = { 0 };
	arena_init(&a, 64 << 20);
	if (!mkdtemp(folder) || smtp_start(&err))
		return 1;
	for (size_t i = 0; i < sizeof attachment_bytes; i++)
		attachment_bytes[i] = (char)(i * 31 >> 3);
	attached[0] = (struct smtp_attachment){
		STR("示例市公安局 政府信息公开申请答复书（示例公开〔2026〕第17号）正式稿.pdf"),
		STR("application/pdf"), { attachment_bytes, sizeof attachment_bytes } };
	attached[1] = (struct smtp_attachment){ STR("plain-name.txt"), STR("text/plain"), STR("x\n") };
	addresses();
	composing();
	refusals();
	if (system("/usr/bin/python3 -c 'import aiosmtpd' 2>/dev/null") == 0) {
		delivery();
		encryption();
		logins();
	} else {
		SKIP_CASE("delivery", "python3-aiosmtpd is not installed");
	}
	bad_days();
	smtp_stop();
	arena_done(&a);
	char rm[100];
	snprintf(rm, sizeof rm, "rm -r %s", folder);
	CHECK(system(rm) == 0, "cleaned up");
	return TEST_END();
}
