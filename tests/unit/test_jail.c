#include "tests/test.h"

#include "core/jail.h"
#include "core/jail_wire.h"
#include "core/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* What the worker is asked to do; each is a row of the table below. */
enum kind {
	ECHO_ALL, /* params, input and aid, joined */
	REFUSE,   /* an ordinary error with all its fields */
	ABORT,
	SEGFAULT,
	LOOP,
	SLEEP,
	ARENA_BOMB,
	MALLOC_BOMB,
	MMAP_BOMB,
	MMAP_EXEC,
	OPEN_FILE,
	WRITE_FILE,
	SOCKET,
	FORK,
	EXEC,
	KILL_PARENT,
	HUGE_OUTPUT,
	GARBAGE,      /* bytes that are no reply */
	HUGE_LENGTHS, /* a reply whose lengths are lies */
	LONG_MESSAGE,
	TRICKLE,    /* one byte at a time, for ever */
	AFTERWARDS, /* a right reply and more bytes behind it */
	QUIT,       /* closes the socket and goes on running */
	EXIT_ZERO
};

static void put(const void *p, size_t n)
{
	if (write(JAIL_FD, p, n) != (ssize_t)n)
		_exit(1);
}

static enum err refused(struct error *err)
{
	return error_set(err, ERR_DENIED, NULL, "errno %d", errno);
}

static volatile unsigned sink;

static enum err eat(struct arena *a, int kind, struct error *err)
{
	enum { STEP = 1 << 20 };
	for (;;) {
		char *p = kind == ARENA_BOMB	? arena_alloc(a, STEP)
			  : kind == MALLOC_BOMB ? malloc(STEP)
						: mmap(NULL, STEP, PROT_READ | PROT_WRITE,
							  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (kind == ARENA_BOMB && !p)
			return arena_check(a, err);
		if (!p || p == MAP_FAILED)
			return error_nomem(err);
		if (kind != ARENA_BOMB) /* an arena has cleared it already */
			memset(p, 1, STEP);
	}
}

_Noreturn static void lie(int kind)
{
	struct jail_wire_reply r = { .magic = JAIL_MAGIC };
	if (kind == GARBAGE) {
		memset(&r, 'x', sizeof r);
		put(&r, sizeof r);
	} else if (kind == HUGE_LENGTHS) {
		r.n_output = UINT64_MAX - 8;
		put(&r, sizeof r);
	} else if (kind == LONG_MESSAGE) {
		r.code = ERR_INVALID;
		r.n_msg = 1 << 16;
		put(&r, sizeof r);
	} else if (kind == TRICKLE) {
		r.n_output = 1 << 19;
		put(&r, sizeof r);
	} else if (kind == QUIT) {
		close(JAIL_FD);
	}
	for (;;) {
		struct timespec t = { 0, 10000000 };
		nanosleep(&t, NULL);
		if (kind == TRICKLE)
			put("J", 1);
	}
}

static enum err misbehave(struct arena *a, int kind, struct error *err)
{
	char *const argv[] = { (char *)"sh", NULL };
	switch (kind) {
	case ABORT:
		abort();
	case SEGFAULT:
		raise(SIGSEGV);
		break;
	case LOOP:
		for (;;)
			sink++;
	case ARENA_BOMB:
	case MALLOC_BOMB:
	case MMAP_BOMB:
		return eat(a, kind, err);
	case MMAP_EXEC:
		return mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1,
			       0) == MAP_FAILED
			       ? refused(err)
			       : OK;
	case OPEN_FILE:
		return open("/etc/passwd", O_RDONLY) < 0 ? refused(err) : OK;
	case WRITE_FILE:
		return open("/tmp/gongkai-test-jail", O_WRONLY | O_CREAT, 0600) < 0 ? refused(err)
										    : OK;
	case SOCKET:
		return socket(AF_INET, SOCK_STREAM, 0) < 0 ? refused(err) : OK;
	case FORK:
		return fork() < 0 ? refused(err) : OK;
	case EXEC:
		return execv("/bin/sh", argv) < 0 ? refused(err) : OK;
	case KILL_PARENT:
		return kill(getppid(), SIGTERM) < 0 ? refused(err) : OK;
	case EXIT_ZERO:
		_exit(0);
	default:
		lie(kind);
	}
	return OK;
}

static enum err job(struct arena *a, int kind, struct str params, struct str input, struct str aid,
	struct buf *out, struct error *err)
{
	static const char block[1000];
	switch (kind) {
	case AFTERWARDS:
		put("more", 4); /* arrives before the reply: the reply is out of step */
		return OK;
	case ECHO_ALL:
		buf_str(out, params);
		buf_str(out, input);
		buf_str(out, aid);
		return OK;
	case REFUSE:
		error_set(err, ERR_INVALID, "R-033-2", "不是年度报告");
		err->field = "file";
		return error_detail(err, "detail");
	case HUGE_OUTPUT:
		while (!out->err)
			buf_add(out, block, sizeof block);
		return OK;
	default:
		return misbehave(a, kind, err);
	}
}

/*
 * Thread sanitizer needs more than a second to clear 64 MiB, and a second of
 * processor time may take long on a busy machine.  What must be ended by the
 * clock on the wall runs in a jail of its own.
 */
enum { CPU_MS = SANDBOX_SANITIZER ? 5000 : 700, LONG_MS = 60000, SHORT_MS = 2500 };
static const struct jail_limits limits = { 64 << 20, CPU_MS, LONG_MS, 1 << 20, 50 };

/* One job; returns its error code and checks that the output stays untouched on failure. */
static enum err run(struct jail *j, int kind, struct arena *a, struct error *err)
{
	struct str out = STR("untouched");
	enum err e = jail_run(j, kind, STR("p"), STR("i"), STR("a"), a, &out, err);
	if (e && !str_is(out, "untouched"))
		return ERR_BUG;
	return e;
}

static void hostile_jobs(void)
{
	static const struct {
		const char *name;
		enum kind kind;
		enum err want;
		const char *says; /* part of msg or detail */
		bool plain_only;  /* not under a sanitizer */
	} row[] = {
		{ "an ordinary error is handed through", REFUSE, ERR_INVALID, "不是年度报告",
			false },
		{ "abort", ABORT, ERR_FORMAT, "意外终止", false },
		{ "segmentation fault", SEGFAULT, ERR_FORMAT, "意外终止", false },
		{ "endless loop", LOOP, ERR_LIMIT, "处理超过", false },
		{ "arena bomb", ARENA_BOMB, ERR_LIMIT, "64 兆字节", false },
		{ "malloc bomb", MALLOC_BOMB, ERR_LIMIT, "超过 64 兆字节内存", true },
		{ "mmap bomb", MMAP_BOMB, ERR_LIMIT, "超过 64 兆字节内存", true },
		{ "executable memory", MMAP_EXEC, ERR_DENIED, "errno 1", true },
		{ "opening a file", OPEN_FILE, ERR_DENIED, "errno 1", false },
		{ "writing a file", WRITE_FILE, ERR_DENIED, "errno 1", false },
		{ "socket", SOCKET, ERR_FORMAT, "不允许的操作", false },
		{ "fork", FORK, ERR_FORMAT, "不允许的操作", false },
		{ "exec", EXEC, ERR_FORMAT, "不允许的操作", false },
		{ "signal to the parent", KILL_PARENT, ERR_DENIED, "errno 1", false },
		{ "huge output", HUGE_OUTPUT, ERR_LIMIT, "上限", false },
		{ "garbage reply", GARBAGE, ERR_FORMAT, "不可信", false },
		{ "lying lengths", HUGE_LENGTHS, ERR_FORMAT, "不可信", false },
		{ "a message that would overflow", LONG_MESSAGE, ERR_FORMAT, "不可信", false },
		{ "trickling bytes", TRICKLE, ERR_LIMIT, "处理超过 3 秒", false },
		{ "bytes before the reply", AFTERWARDS, ERR_FORMAT, "不可信", false },
		{ "sleeping", SLEEP, ERR_LIMIT, "处理超过 3 秒", false },
		{ "closed socket, still running", QUIT, ERR_FORMAT, "意外终止", false },
		{ "exit 0 without reply", EXIT_ZERO, ERR_FORMAT, "意外终止", false },
	};
	struct jail_config c = { .limits = limits };
	struct jail *patient = NULL, *hasty = NULL;
	struct error err;
	struct arena a;
	arena_init(&a, 16 << 20);
	CHECK(jail_open(&c, &patient, &err) == OK, "open");
	c.limits.wall_ms = SHORT_MS;
	CHECK(jail_open(&c, &hasty, &err) == OK, "open another");
	for (size_t i = 0; patient && hasty && i < sizeof row / sizeof row[0]; i++) {
		if (row[i].plain_only && SANDBOX_SANITIZER) {
			SKIP_CASE(row[i].name, "sanitizers need it");
			continue;
		}
		struct jail *j = strstr(row[i].says, "3 秒") ? hasty : patient;
		err = (struct error){ .code = OK };
		enum err got = run(j, (int)row[i].kind, &a, &err);
		CHECK(got == row[i].want && err.code == got && strstr(err.msg, row[i].says),
			"%s: %s %s (%s)", row[i].name, err_name(got), err.msg, err.detail);
		struct str out = { NULL, 0 };
		got = jail_run(j, ECHO_ALL, STR("x"), STR("yy"), STR("z"), &a, &out, &err);
		CHECK(got == OK && str_is(out, "xyyz"), "  and the next job works");
		arena_reset(&a);
	}
	CHECK(run(patient, REFUSE, &a, &err) == ERR_INVALID && !strcmp(err.rule, "R-033-2") &&
			!strcmp(err.field, "file") && !strcmp(err.detail, "detail"),
		"rule, field and detail of an error arrive");
	jail_close(patient);
	jail_close(hasty);
	CHECK(access("/tmp/gongkai-test-jail", F_OK) != 0, "no file was written");
	arena_done(&a);
}

static void sizes_and_limits(void)
{
	struct jail_config c = { .limits = limits };
	struct jail *j = NULL;
	struct error err;
	struct arena a;
	arena_init(&a, 64 << 20);
	size_t n = (1 << 20) - 1;
	char *p = arena_alloc(&a, n);
	memset(p, 'x', n);
	CHECK(jail_open(&c, &j, &err) == OK, "open");
	struct str out = { NULL, 0 }, none = { NULL, 0 };
	enum err e = jail_run(j, ECHO_ALL, none, (struct str){ p, n }, none, &a, &out, &err);
	CHECK(e == OK && out.n == n && memcmp(out.p, p, n) == 0, "a megabyte there and back");
	e = jail_run(j, ECHO_ALL, none, none, none, &a, &out, &err);
	CHECK(e == OK && out.n == 0, "nothing there and back");
	static char big[40 << 20];
	e = jail_run(j, ECHO_ALL, none, (struct str){ big, sizeof big },
		(struct str){ big, sizeof big }, &a, &out, &err);
	CHECK(e == ERR_LIMIT && strstr(err.msg, "64 兆字节内存"), "input above memory: %s",
		err.msg);
	e = jail_run(j, ECHO_ALL, none, STR("ok"), none, &a, &out, &err);
	CHECK(e == OK && str_is(out, "ok"), "and the next job works");
	int before = jail_worker_pid(j);
	for (int i = 0; i < limits.jobs_per_child; i++)
		e = e ? e : jail_run(j, ECHO_ALL, none, STR("ok"), none, &a, &out, &err);
	CHECK(e == OK && jail_worker_pid(j) != before, "the worker is replaced in time");
	jail_close(j);
	c.limits.memory = 0;
	CHECK(jail_open(&c, &j, &err) == ERR_INVALID, "limits must make sense");
	c.limits = limits;
	c.program = "/nonexistent";
	CHECK(jail_open(&c, &j, &err) == ERR_IO, "no such program: %s (%s)", err.msg, err.detail);
	c.program = "/bin/true";
	CHECK(jail_open(&c, &j, &err) == ERR_IO, "not a worker: %s (%s)", err.msg, err.detail);
	jail_close(NULL);
	arena_done(&a);
}

static void cancelling(void)
{
	atomic_bool cancel = false;
	struct jail_config c = { .limits = limits, .cancel = &cancel };
	struct jail *j = NULL;
	struct error err;
	struct arena a;
	arena_init(&a, 1 << 20);
	CHECK(jail_open(&c, &j, &err) == OK, "open");
	atomic_store(&cancel, true);
	CHECK(run(j, SLEEP, &a, &err) == ERR_CONFLICT, "a cancelled job ends: %s", err.msg);
	jail_close(j);
	arena_done(&a);
}

int main(int argc, char **argv)
{
	int worker = jail_worker_main(argc, argv, job, NULL);
	if (worker >= 0)
		return worker;
	setvbuf(stdout, NULL, _IOLBF, 0);
	hostile_jobs();
	sizes_and_limits();
	cancelling();
	return TEST_END();
}
