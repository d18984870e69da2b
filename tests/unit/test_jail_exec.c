#include "tests/test.h"

#include "core/jail_exec.h"

#include <stdlib.h>
#include <unistd.h>

static const char *const no_args[] = { NULL };

/*
 * Wall time for what must be ended by it, and for the rest: a second of
 * processor time may take long on a busy machine.
 */
enum { SHORT_MS = 2500, LONG_MS = 60000 };

/* Runs the stand-in under the name x-NAME. */
static enum err run(const char *name, int wall_ms, struct str input, struct buf *out,
	struct jail_exec_result *result, struct error *err)
{
	char link_name[100];
	const char *standin = getenv("STANDIN");
	snprintf(link_name, sizeof link_name, "./x-%s", name);
	if (!standin || (symlink(standin, link_name) != 0 && access(link_name, X_OK) != 0))
		return error_set(err, ERR_BUG, NULL, "STANDIN is not set");
	struct jail_exec x = { link_name, no_args, 128 << 20, 1, wall_ms, NULL };
	return jail_exec_run(&x, input, out, result, err);
}

static void standins(void)
{
	static const struct {
		const char *name;
		enum err want;
		const char *says; /* part of the output, or of the error */
		int status;
	} row[] = {
		{ "early", OK, "", 7 },
		{ "yes", ERR_LIMIT, "上限", 0 },
		{ "complain", ERR_LIMIT, "超过 1 秒", 0 },
		{ "spin", ERR_LIMIT, "超过 1 秒", 0 },
		{ "sleep", ERR_LIMIT, "超过 3 秒", 0 },
		{ "quiet", ERR_LIMIT, "超过 3 秒", 0 },
		{ "crash", ERR_FORMAT, "意外终止", 0 },
		{ "bomb", OK, "limited\n", 0 },
		{ "read", OK, "open done\n", 0 },
		{ "write", OK, "open Operation not permitted\n", 0 },
		{ "unlink", OK, "unlink Operation not permitted\n", 0 },
		{ "socket", ERR_FORMAT, "意外终止", 0 },
		{ "fork", ERR_FORMAT, "意外终止", 0 },
		{ "exec", ERR_FORMAT, "意外终止", 0 },
		{ "kill", OK, "kill Operation not permitted\n", 0 },
		{ "again", OK,
			"setrlimit Operation not permitted\ndup Invalid argument\n"
			"execveat Bad file descriptor\n",
			0 },
	};
	static char input[3 << 20];
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct jail_exec_result r = { .status = -1 };
		struct error err = { .code = OK };
		struct buf out;
		int wall_ms = strstr(row[i].says, "3 秒") ? SHORT_MS : LONG_MS;
		buf_init(&out, 1 << 20);
		enum err e = run(row[i].name, wall_ms, (struct str){ input, sizeof input }, &out, &r, &err);
		bool right = e ? strstr(err.msg, row[i].says) != NULL
			       : str_is(buf_view(&out), row[i].says) && r.status == row[i].status;
		CHECK(e == row[i].want && right, "%s: %s %s (%s) status %d", row[i].name,
			err_name(e), err.msg, err.detail, r.status);
		buf_done(&out);
	}
	CHECK(access("/tmp/gongkai-test-standin", F_OK) != 0, "no file was written");
}

static void plain_use(void)
{
	static char input[900000];
	struct jail_exec_result r = { .status = -1 };
	struct error err = { .code = OK };
	struct buf out;
	memset(input, 'x', sizeof input);
	buf_init(&out, 1 << 20);
	enum err e = run("copy", LONG_MS, (struct str){ input, sizeof input }, &out, &r, &err);
	CHECK(e == OK && r.status == 0 && out.n == sizeof input && !memcmp(out.p, input, out.n),
		"900,000 bytes through and back");
	buf_clear(&out);
	e = run("copy", LONG_MS, STR(""), &out, &r, &err);
	CHECK(e == OK && out.n == 0, "no bytes through and back");
	e = run("password", LONG_MS, STR("x"), &out, &r, &err);
	CHECK(e == OK && r.status == 1 &&
			!strcmp(r.messages, "Command Line Error: Incorrect password\n"),
		"status and messages are told");
	struct jail_exec x = { "gongkai-no-such-program", no_args, 128 << 20, 1, LONG_MS, NULL };
	CHECK(jail_exec_run(&x, STR(""), &out, &r, &err) == ERR_NOT_FOUND, "missing: %s", err.msg);
	atomic_bool cancel = true;
	x = (struct jail_exec){ "./x-sleep", no_args, 128 << 20, 1, LONG_MS, &cancel };
	CHECK(jail_exec_run(&x, STR(""), &out, &r, &err) == ERR_CONFLICT, "cancelled");
	buf_done(&out);
}

int main(void)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	char folder[] = "/tmp/gongkai-exec-XXXXXX", command[100];
	if (!mkdtemp(folder) || chdir(folder) != 0)
		return 1;
	standins();
	plain_use();
	snprintf(command, sizeof command, "rm -rf %s", folder);
	CHECK(chdir("/") == 0 && system(command) == 0, "cleared away");
	return TEST_END();
}
