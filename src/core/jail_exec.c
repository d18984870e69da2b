#include "core/jail_exec.h"

#include "core/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	EXEC_FD = 200,    /* where the child keeps the program, above EXEC_FILES */
	EXEC_FILES = 64,  /* descriptors the program may have */
	EXIT_SETUP = 126, /* the child could not close its doors; as shells use it */
	SLICE_MS = 50,    /* how often the parent looks at the clock and at cancel */
	ARGS_MAX = 32,
	READ_CHUNK = 32 * 1024
};

enum { IN, OUT, MESSAGES, EXITED, N_WATCHED };

/* One run: our ends of the three streams and the process. */
struct run {
	pid_t pid;
	int fd[N_WATCHED]; /* -1: closed */
	struct str input;  /* what is still to be sent */
	struct buf *output;
	struct jail_exec_result result;
	size_t n_messages;
	int64_t until; /* milliseconds of the monotonic clock */
};

static int64_t now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static enum err cannot_start(struct error *err, const char *what, int number)
{
	error_set(err, ERR_IO, NULL, "不能启动外部程序，文件没有处理；请联系系统管理员");
	return error_detail(err, "%s: errno %d", what, number);
}

/* A name without slash is looked for in the system's folders, never in $PATH. */
static const char *find_program(const char *name, char *path, size_t size)
{
	static const char *const folder[] = { "/usr/bin", "/usr/local/bin", "/bin" };
	if (strchr(name, '/'))
		return access(name, X_OK) == 0 ? name : NULL;
	for (size_t i = 0; i < sizeof folder / sizeof folder[0]; i++) {
		int n = snprintf(path, size, "%s/%s", folder[i], name);
		if (n > 0 && (size_t)n < size && access(path, X_OK) == 0)
			return path;
	}
	return NULL;
}

/* Everything the child needs, made before fork: after it nothing may be allocated. */
struct plan {
	int program; /* descriptor, close-on-exec */
	const char *argv[ARGS_MAX];
	struct sandbox_limits limits;
	struct sandbox_filter filter;
};

static enum err make_plan(const struct jail_exec *x, struct plan *p, struct error *err)
{
	char path[256];
	const char *program = find_program(x->program, path, sizeof path);
	size_t n = 0;
	p->argv[n++] = x->program;
	for (size_t i = 0; x->args[i]; i++) {
		if (n + 1 >= ARGS_MAX)
			return cannot_start(err, "arguments", E2BIG);
		p->argv[n++] = x->args[i];
	}
	p->argv[n] = NULL;
	p->limits = (struct sandbox_limits){ x->memory, x->cpu_s, EXEC_FILES };
	enum err e = sandbox_make_filter(EXEC_FD, &p->filter, err);
	if (e)
		return e;
	p->program = program ? open(program, O_RDONLY | O_CLOEXEC) : -1;
	if (p->program < 0)
		return error_set(err, ERR_NOT_FOUND, NULL, "系统没有安装程序 %s", x->program);
	return OK;
}

/*
 * The child between fork and exec: the other threads' locks may be held for
 * ever here, so only async-signal-safe calls.  Standard streams, nothing else
 * open, then the doors, then the program.
 */
_Noreturn static void become(const struct plan *p, const int stream[3])
{
	static const char complaint[] = "the sandbox could not be built\n";
	char *const env[] = { (char *)"LC_ALL=C.UTF-8", NULL };
	sigset_t none;
	sigemptyset(&none);
	/* All out of the way first: any of them may have a number that is wanted. */
	int program = fcntl(p->program, F_DUPFD, EXEC_FD + 1), moved[3];
	for (int i = 0; i < 3; i++)
		moved[i] = fcntl(stream[i], F_DUPFD, EXEC_FD + 1);
	bool ok = dup3(program, EXEC_FD, O_CLOEXEC) == EXEC_FD;
	for (int i = 0; i < 3; i++)
		ok = ok && dup2(moved[i], i) == i;
	/* Ctrl-C is for the parent, which then ends us. */
	ok = ok && prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0 &&
		signal(SIGINT, SIG_IGN) != SIG_ERR && sigprocmask(SIG_SETMASK, &none, NULL) == 0;
	ok = ok && close_range(3, EXEC_FD - 1, 0) == 0 && close_range(EXEC_FD + 1, ~0U, 0) == 0;
	if (ok && sandbox_enter(&p->limits, &p->filter))
		execveat(EXEC_FD, "", (char *const *)p->argv, env, AT_EMPTY_PATH);
	if (write(STDERR_FILENO, complaint, sizeof complaint - 1) < 0)
		_exit(EXIT_SETUP + 1);
	_exit(EXIT_SETUP);
}

/*
 * Makes the streams and starts the process.  Standard input is a socket rather
 * than a pipe, so that a program that stops reading costs us no SIGPIPE.
 */
static enum err start(const struct plan *plan, struct run *r, struct error *err)
{
	int in[2] = { -1, -1 }, out[2] = { -1, -1 }, messages[2] = { -1, -1 }, failed = 0;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, in) != 0 ||
		pipe2(out, O_CLOEXEC) != 0 || pipe2(messages, O_CLOEXEC) != 0)
		failed = errno;
	if (!failed) {
		r->pid = fork();
		if (r->pid == 0)
			become(plan, (int[3]){ in[1], out[1], messages[1] });
		failed = r->pid < 0 ? errno : 0;
	}
	close_fd(&in[1]);
	close_fd(&out[1]);
	close_fd(&messages[1]);
	r->fd[IN] = in[0];
	r->fd[OUT] = out[0];
	r->fd[MESSAGES] = messages[0];
	if (failed) {
		r->pid = 0;
		return cannot_start(err, "fork", failed);
	}
	r->fd[EXITED] = pidfd_open(r->pid, 0);
	return r->fd[EXITED] < 0 ? cannot_start(err, "pidfd_open", errno) : OK;
}

/* Kills what still runs, closes everything, returns the wait status. */
static int finish(struct run *r)
{
	int status = 0;
	if (r->pid > 0) {
		kill(r->pid, SIGKILL); /* one that has ended keeps its own status */
		while (waitpid(r->pid, &status, 0) < 0 && errno == EINTR)
			continue;
	}
	for (int i = 0; i < N_WATCHED; i++)
		close_fd(&r->fd[i]);
	return status;
}

static void feed(struct run *r)
{
	ssize_t k = send(r->fd[IN], r->input.p, r->input.n, MSG_DONTWAIT | MSG_NOSIGNAL);
	if (k >= 0)
		r->input = str_sub(r->input, (size_t)k, r->input.n);
	/* A program may stop reading early (a damaged file); that is its own affair. */
	if (r->input.n == 0 || (k < 0 && errno != EAGAIN && errno != EINTR))
		close_fd(&r->fd[IN]);
}

static void drain(struct run *r, int which)
{
	char chunk[READ_CHUNK];
	ssize_t k = read(r->fd[which], chunk, sizeof chunk);
	if (k < 0 && errno == EINTR)
		return;
	if (k <= 0) {
		close_fd(&r->fd[which]);
	} else if (which == OUT) {
		buf_add(r->output, chunk, (size_t)k);
	} else {
		size_t room = sizeof r->result.messages - 1 - r->n_messages;
		size_t n = (size_t)k < room ? (size_t)k : room;
		memcpy(r->result.messages + r->n_messages, chunk, n);
		r->n_messages += n;
	}
}

/* Moves bytes until the process has ended and its streams are empty, or a limit is met. */
static enum err pump(const struct jail_exec *x, struct run *r, struct error *err)
{
	if (r->input.n == 0)
		close_fd(&r->fd[IN]);
	while (r->fd[OUT] >= 0 || r->fd[MESSAGES] >= 0 || r->fd[EXITED] >= 0) {
		struct pollfd p[N_WATCHED];
		for (int i = 0; i < N_WATCHED; i++)
			p[i] = (struct pollfd){ r->fd[i], i == IN ? POLLOUT : POLLIN, 0 };
		if (poll(p, N_WATCHED, SLICE_MS) < 0 && errno != EINTR)
			return cannot_start(err, "poll", errno);
		if (p[IN].revents)
			feed(r);
		if (p[OUT].revents)
			drain(r, OUT);
		if (p[MESSAGES].revents)
			drain(r, MESSAGES);
		if (p[EXITED].revents)
			close_fd(&r->fd[EXITED]);
		if (r->output->err)
			return buf_check(r->output, err);
		if (x->cancel && atomic_load(x->cancel))
			return error_set(err, ERR_CONFLICT, NULL, "已按要求停止");
		if (now_ms() >= r->until)
			return error_set(err, ERR_LIMIT, NULL,
				"处理超过 %d 秒，已停止（文件可能损坏或过于复杂）",
				(x->wall_ms + 999) / 1000);
	}
	return OK;
}

/* What the wait status says about a program that ended within its limits. */
static enum err judge(const struct jail_exec *x, int status, struct error *err)
{
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)
		return error_set(err, ERR_LIMIT, NULL,
			"处理超过 %d 秒，已停止（文件可能损坏或过于复杂）", x->cpu_s);
	if (WIFSIGNALED(status)) {
		error_set(err, ERR_FORMAT, NULL,
			"外部程序 %s 意外终止，这份文件没有处理（文件可能损坏）", x->program);
		return error_detail(err, "signal %d", WTERMSIG(status));
	}
	if (WEXITSTATUS(status) == EXIT_SETUP)
		return cannot_start(err, x->program, 0);
	return OK;
}

enum err jail_exec_run(const struct jail_exec *x, struct str input, struct buf *output,
	struct jail_exec_result *result, struct error *err)
{
	struct plan plan = { .program = -1 };
	enum err e = make_plan(x, &plan, err);
	if (e)
		return e;
	struct run r = { .fd = { -1, -1, -1, -1 },
		.input = input,
		.output = output,
		.until = now_ms() + x->wall_ms };
	e = start(&plan, &r, err);
	close(plan.program);
	if (!e)
		e = pump(x, &r, err);
	int status = finish(&r);
	if (!e)
		e = judge(x, status, err);
	if (e)
		return e;
	r.result.status = WEXITSTATUS(status);
	*result = r.result;
	return OK;
}
