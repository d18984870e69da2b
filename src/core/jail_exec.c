#include "core/jail_exec.h"

#include "core/jail_wire.h"
#include "core/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	EXEC_FD = 200,     /* where the launcher keeps the program, above EXEC_FILES */
	EXEC_FILES = 64,   /* descriptors the program may have */
	EXIT_SETUP = 126,  /* the launcher could not close the doors; as shells use it */
	EXIT_ABSENT = 127, /* no such program; as shells use it */
	SLICE_MS = 50,     /* how often the parent looks at the clock and at cancel */
	ARGS_MAX = 32,
	READ_CHUNK = 32 * 1024
};

/* ---- the launcher: runs in the child, before the program ---- */

/* argv: NAME --jail-exec MEMORY CPU_SECONDS PROGRAM ARGS… */
int jail_exec_main(int argc, char **argv)
{
	enum { MEMORY = 2, CPU, PROGRAM };
	char *env[] = { (char *)"LC_ALL=C.UTF-8", NULL };
	struct error err;
	if (argc <= PROGRAM)
		return EXIT_SETUP;
	int found = open(argv[PROGRAM], O_RDONLY | O_CLOEXEC);
	if (found < 0)
		return EXIT_ABSENT;
	int fd = fcntl(found, F_DUPFD_CLOEXEC, EXEC_FD);
	close(found);
	size_t memory = strtoull(argv[MEMORY], NULL, 10);
	struct sandbox_limits l = { SANDBOX_SANITIZER ? 0 : memory,
		(int)strtol(argv[CPU], NULL, 10), EXEC_FILES };
	/* Ctrl-C is for the parent, which then ends us. */
	if (fd < 0 || signal(SIGINT, SIG_IGN) == SIG_ERR ||
		prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0 || sandbox_limit(&l, &err) ||
		sandbox_lock_program(fd, &err))
		return EXIT_SETUP;
	execveat(fd, "", argv + PROGRAM, env, AT_EMPTY_PATH);
	return EXIT_SETUP;
}

/* ---- the parent ---- */

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

/* Starts the launcher with child_fd as its standard streams and nothing else open. */
static int spawn(const struct jail_exec *x, const char *program, const int child_fd[3], pid_t *pid)
{
	char memory[32], cpu[16];
	const char *argv[ARGS_MAX] = { "gongkai-run", JAIL_EXEC_ARG, memory, cpu, program };
	char *env[] = { (char *)"LC_ALL=C.UTF-8", NULL };
	size_t n = 5;
	snprintf(memory, sizeof memory, "%zu", x->memory);
	snprintf(cpu, sizeof cpu, "%d", x->cpu_s);
	for (size_t i = 0; x->args[i]; i++) {
		if (n + 1 >= ARGS_MAX)
			return E2BIG;
		argv[n++] = x->args[i];
	}
	posix_spawn_file_actions_t fa;
	posix_spawnattr_t attr;
	sigset_t none;
	sigemptyset(&none);
	if (posix_spawn_file_actions_init(&fa) != 0)
		return ENOMEM;
	if (posix_spawnattr_init(&attr) != 0) {
		posix_spawn_file_actions_destroy(&fa);
		return ENOMEM;
	}
	int r = 0;
	for (int i = 0; !r && i < 3; i++)
		r = posix_spawn_file_actions_adddup2(&fa, child_fd[i], i);
	if (!r)
		r = posix_spawn_file_actions_addclosefrom_np(&fa, 3);
	if (!r)
		r = posix_spawnattr_setsigmask(&attr, &none);
	if (!r)
		r = posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK);
	if (!r)
		r = posix_spawn(pid, x->launcher ? x->launcher : "/proc/self/exe", &fa, &attr,
			(char *const *)argv, env);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&fa);
	return r;
}

/*
 * Makes the streams and starts the process.  Standard input is a socket rather
 * than a pipe, so that a program that stops reading costs us no SIGPIPE.
 */
static enum err start(
	const struct jail_exec *x, const char *program, struct run *r, struct error *err)
{
	int in[2] = { -1, -1 }, out[2] = { -1, -1 }, messages[2] = { -1, -1 }, failed = 0;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, in) != 0 ||
		pipe2(out, O_CLOEXEC) != 0 || pipe2(messages, O_CLOEXEC) != 0)
		failed = errno;
	if (!failed)
		failed = spawn(x, program, (int[3]){ in[1], out[1], messages[1] }, &r->pid);
	close_fd(&in[1]);
	close_fd(&out[1]);
	close_fd(&messages[1]);
	r->fd[IN] = in[0];
	r->fd[OUT] = out[0];
	r->fd[MESSAGES] = messages[0];
	if (failed) {
		r->pid = 0;
		return cannot_start(err, "spawn", failed);
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
	char path[256];
	const char *program = find_program(x->program, path, sizeof path);
	if (!program)
		return error_set(err, ERR_NOT_FOUND, NULL, "系统没有安装程序 %s", x->program);
	struct run r = { .fd = { -1, -1, -1, -1 },
		.input = input,
		.output = output,
		.until = now_ms() + x->wall_ms };
	enum err e = start(x, program, &r, err);
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
