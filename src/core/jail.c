/*
 * The parent's side of core/jail: starts workers, hands over jobs, watches the
 * clocks and believes nothing that comes back.
 */
#include "core/jail.h"

#include "core/jail_wire.h"
#include "core/mem.h"
#include "core/sandbox.h"
#include "core/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	SLICE_MS = 50,    /* how often a waiting parent looks at the clocks and at cancel */
	START_MS = 20000, /* a worker that is not ready by then never will be */
	SECOND_MS = 1000
};

struct jail {
	struct jail_config c;
	pid_t pid; /* 0: no worker */
	int fd;
	int jobs; /* served by this worker */
};

/* Why a wait or a transfer ended. */
enum end { END_READY, END_WALL, END_CPU, END_CANCEL, END_CLOSED, END_NONSENSE };

/* The clocks of one job. */
struct watch {
	int64_t wall_until, cpu_until; /* milliseconds; cpu_until 0: not watched */
};

static int64_t clock_ms(clockid_t id)
{
	struct timespec t;
	if (clock_gettime(id, &t) != 0)
		return 0;
	return (int64_t)t.tv_sec * SECOND_MS + t.tv_nsec / 1000000;
}

/* Processor time the worker has used in its life; 0 when it is gone. */
static int64_t worker_cpu_ms(const struct jail *j)
{
	clockid_t id;
	return clock_getcpuclockid(j->pid, &id) == 0 ? clock_ms(id) : 0;
}

/* Kills the worker if there is one and returns its wait status. */
static int stop_worker(struct jail *j)
{
	int status = 0;
	if (j->pid <= 0)
		return 0;
	kill(j->pid, SIGKILL); /* a worker that is already ending keeps its own cause */
	while (waitpid(j->pid, &status, 0) < 0 && errno == EINTR)
		continue;
	close(j->fd);
	j->pid = 0;
	j->fd = -1;
	return status;
}

/* Waits until the socket can be read (POLLIN) or written (POLLOUT), in slices. */
static enum end wait_socket(const struct jail *j, const struct watch *w, short what)
{
	for (;;) {
		struct pollfd p = { j->fd, what, 0 };
		int n = poll(&p, 1, SLICE_MS);
		if (n > 0)
			return END_READY; /* a hang-up is told by the transfer that follows */
		if (n < 0 && errno != EINTR)
			return END_CLOSED;
		if (j->c.cancel && atomic_load(j->c.cancel))
			return END_CANCEL;
		if (clock_ms(CLOCK_MONOTONIC) >= w->wall_until)
			return END_WALL;
		if (w->cpu_until && worker_cpu_ms(j) >= w->cpu_until)
			return END_CPU;
	}
}

static enum end send_all(const struct jail *j, const struct watch *w, struct str s)
{
	while (s.n > 0) {
		ssize_t k = send(j->fd, s.p, s.n, MSG_DONTWAIT | MSG_NOSIGNAL);
		if (k >= 0) {
			s = str_sub(s, (size_t)k, s.n);
		} else if (errno == EAGAIN) {
			enum end e = wait_socket(j, w, POLLOUT);
			if (e != END_READY)
				return e;
		} else if (errno != EINTR) {
			return END_CLOSED;
		}
	}
	return END_READY;
}

/* A worker may trickle bytes, so the clocks are looked at between reads too. */
static enum end receive_all(const struct jail *j, const struct watch *w, void *to, size_t n)
{
	char *p = to;
	while (n > 0) {
		ssize_t k = recv(j->fd, p, n, MSG_DONTWAIT);
		if (k > 0) {
			p += k;
			n -= (size_t)k;
		} else if (k < 0 && errno == EAGAIN) {
			if (clock_ms(CLOCK_MONOTONIC) >= w->wall_until)
				return END_WALL;
			enum end e = wait_socket(j, w, POLLIN);
			if (e != END_READY)
				return e;
		} else if (k == 0 || errno != EINTR) {
			return END_CLOSED;
		}
	}
	return END_READY;
}

/*
 * posix_spawn, not fork: this process has threads.  The child gets the socket
 * as JAIL_FD, /dev/null for the standard streams, nothing else, and an empty
 * environment but for the locale.
 */
static int spawn(const struct jail *j, int socket, pid_t *pid)
{
	char *argv[] = { (char *)"gongkai-worker", (char *)JAIL_WORKER_ARG, NULL };
	char *env[] = { (char *)"LC_ALL=C.UTF-8", NULL };
	const char *program = j->c.program ? j->c.program : "/proc/self/exe";
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
	int r = posix_spawn_file_actions_adddup2(&fa, socket, JAIL_FD);
	for (int fd = 0; !r && fd < JAIL_FD; fd++)
		if (fd != STDERR_FILENO || !SANDBOX_SANITIZER)
			r = posix_spawn_file_actions_addopen(&fa, fd, "/dev/null", O_RDWR, 0);
	if (!r)
		r = posix_spawn_file_actions_addclosefrom_np(&fa, JAIL_FD + 1);
	if (!r)
		r = posix_spawnattr_setsigmask(&attr, &none);
	if (!r)
		r = posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK);
	if (!r)
		r = posix_spawn(pid, program, &fa, &attr, argv, env);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&fa);
	return r;
}

/* Sends the limits and waits for the worker to say that its doors are closed. */
static enum end greet(struct jail *j)
{
	const struct jail_limits *l = &j->c.limits;
	struct watch w = { clock_ms(CLOCK_MONOTONIC) + START_MS, 0 };
	int64_t cpu_s = ((int64_t)l->cpu_ms / SECOND_MS + 1) * l->jobs_per_child;
	struct jail_wire_config c = { JAIL_MAGIC,
		cpu_s > INT32_MAX / 2 ? INT32_MAX / 2 : (int32_t)cpu_s, l->memory, l->output_max };
	uint32_t ready = 0;
	enum end e = send_all(j, &w, (struct str){ (const char *)&c, sizeof c });
	if (e == END_READY)
		e = receive_all(j, &w, &ready, sizeof ready);
	return e == END_READY && ready != JAIL_MAGIC ? END_NONSENSE : e;
}

static enum err start_worker(struct jail *j, struct error *err)
{
	static const char *const sentence =
		"不能启动隔离的处理进程，文件没有处理；请联系系统管理员";
	int pair[2];
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) {
		error_set(err, ERR_IO, NULL, "%s", sentence);
		return error_detail(err, "socketpair: errno %d", errno);
	}
	int r = spawn(j, pair[1], &j->pid);
	close(pair[1]);
	if (r) {
		close(pair[0]);
		j->pid = 0;
		error_set(err, ERR_IO, NULL, "%s", sentence);
		return error_detail(err, "posix_spawn: errno %d", r);
	}
	j->fd = pair[0];
	j->jobs = 0;
	enum end e = greet(j);
	if (e == END_READY)
		return OK;
	int status = stop_worker(j);
	if (e == END_CANCEL)
		return error_set(err, ERR_CONFLICT, NULL, "已按要求停止");
	error_set(err, ERR_IO, NULL, "%s", sentence);
	return error_detail(err, "worker not ready: end %d, wait status %d", (int)e, status);
}

enum err jail_open(const struct jail_config *c, struct jail **out, struct error *err)
{
	const struct jail_limits *l = &c->limits;
	if (l->memory == 0 || l->cpu_ms <= 0 || l->wall_ms <= 0 || l->jobs_per_child <= 0)
		return error_set(err, ERR_INVALID, NULL, "处理限额必须大于零");
	struct jail *j = mem_alloc(sizeof *j);
	if (!j)
		return error_nomem(err);
	*j = (struct jail){ .c = *c, .fd = -1 };
	enum err e = start_worker(j, err);
	if (e) {
		mem_free(j);
		return e;
	}
	*out = j;
	return OK;
}

void jail_close(struct jail *j)
{
	if (!j)
		return;
	stop_worker(j);
	mem_free(j);
}

int jail_worker_pid(const struct jail *j)
{
	return (int)j->pid;
}

static enum err too_slow(const struct jail *j, bool cpu, struct error *err)
{
	int ms = cpu ? j->c.limits.cpu_ms : j->c.limits.wall_ms;
	error_set(err, ERR_LIMIT, NULL, "处理超过 %d 秒，已停止（文件可能损坏或过于复杂）",
		(ms + SECOND_MS - 1) / SECOND_MS);
	return error_detail(err, "%s time limit %d ms", cpu ? "cpu" : "wall", ms);
}

static enum err too_much_memory(const struct jail *j, struct error *err)
{
	return error_set(err, ERR_LIMIT, NULL,
		"处理需要超过 %zu 兆字节内存，已停止（文件可能损坏或过于复杂）",
		j->c.limits.memory >> 20);
}

/* Ends the worker and says why its job failed. */
static enum err give_up(struct jail *j, enum end end, struct error *err)
{
	int status = stop_worker(j);
	int sig = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
	if (end == END_CANCEL)
		return error_set(err, ERR_CONFLICT, NULL, "已按要求停止");
	if (end == END_WALL || end == END_CPU || sig == SIGXCPU)
		return too_slow(j, end != END_WALL, err);
	if (WIFEXITED(status) && WEXITSTATUS(status) == JAIL_EXIT_MEMORY)
		return too_much_memory(j, err);
	error_set(err, ERR_FORMAT, NULL, "%s",
		end == END_NONSENSE
			? "处理程序的回答不可信，这份文件的结果已丢弃（文件可能损坏或含有恶意内容）"
		: sig == SIGSYS ? "处理程序试图做不允许的操作，已终止（文件可能含有恶意内容）"
				: "处理程序意外终止，这份文件没有处理（文件可能损坏）");
	return error_detail(
		err, "worker ended: end %d, signal %d, wait status %d", (int)end, sig, status);
}

/* Text from the worker, as an arena string; false when it is not clean UTF-8. */
static bool take_text(struct str all, size_t *at, size_t n, struct str *out)
{
	*out = str_sub(all, *at, *at + n);
	*at += n;
	return utf8_is_valid(*out) && (n == 0 || !memchr(out->p, '\0', n));
}

/* Turns the error part of a reply into *err; END_NONSENSE when it is malformed. */
static enum end take_error(
	const struct jail_wire_reply *r, struct arena *a, struct str all, struct error *err)
{
	struct str field, rule, msg, detail;
	size_t at = 0;
	if (!take_text(all, &at, r->n_field, &field) || !take_text(all, &at, r->n_rule, &rule) ||
		!take_text(all, &at, r->n_msg, &msg) || !take_text(all, &at, r->n_detail, &detail))
		return END_NONSENSE;
	error_set(
		err, (enum err)r->code, rule.n ? arena_cstr(a, rule) : NULL, "%.*s", STR_ARG(msg));
	error_detail(err, "%.*s", STR_ARG(detail));
	if (err)
		err->field = field.n ? arena_cstr(a, field) : NULL;
	return END_READY;
}

static bool reply_is_sound(const struct jail *j, const struct jail_wire_reply *r)
{
	const struct error *e = NULL;
	return r->magic == JAIL_MAGIC && r->code <= ERR_BUG && r->n_field <= JAIL_NAME_MAX &&
	       r->n_rule <= JAIL_NAME_MAX && r->n_msg < sizeof e->msg &&
	       r->n_detail < sizeof e->detail && r->n_output <= j->c.limits.output_max &&
	       (r->code ? r->n_output == 0 : r->n_field + r->n_rule + r->n_msg + r->n_detail == 0);
}

/* Receives and checks one reply.  *code is the job's own result when END_READY. */
static enum end receive_reply(struct jail *j, const struct watch *w, struct arena *a,
	struct str *output, enum err *code, struct error *err)
{
	struct jail_wire_reply r;
	enum end e = receive_all(j, w, &r, sizeof r);
	if (e != END_READY)
		return e;
	if (!reply_is_sound(j, &r))
		return END_NONSENSE;
	size_t n = (size_t)r.n_field + r.n_rule + r.n_msg + r.n_detail + (size_t)r.n_output;
	char *p = arena_alloc(a, n + 1);
	if (!p) {
		stop_worker(j);
		*code = arena_check(a, err);
		return END_READY;
	}
	e = receive_all(j, w, p, n);
	*code = (enum err)r.code;
	if (e == END_READY && r.code)
		e = take_error(&r, a, (struct str){ p, n }, err);
	else if (e == END_READY)
		*output = (struct str){ p, n };
	return e;
}

/* A worker that is due for replacement, or that speaks without being asked, is ended. */
static void retire_worker(struct jail *j)
{
	char c;
	if (j->pid > 0 && (j->jobs >= j->c.limits.jobs_per_child ||
				  recv(j->fd, &c, 1, MSG_DONTWAIT | MSG_PEEK) >= 0))
		stop_worker(j);
}

enum err jail_run(struct jail *j, int kind, struct str params, struct str input, struct str aid,
	struct arena *a, struct str *output, struct error *err)
{
	const struct jail_limits *l = &j->c.limits;
	if (params.n > l->memory || input.n > l->memory || aid.n > l->memory)
		return too_much_memory(j, err);
	retire_worker(j);
	enum err code = j->pid > 0 ? OK : start_worker(j, err);
	if (code)
		return code;
	j->jobs++;
	struct jail_wire_request q = { JAIL_MAGIC, kind, params.n, input.n, aid.n };
	struct str part[] = { { (const char *)&q, sizeof q }, params, input, aid };
	struct watch w = { clock_ms(CLOCK_MONOTONIC) + l->wall_ms, worker_cpu_ms(j) + l->cpu_ms };
	enum end e = END_READY;
	for (size_t i = 0; e == END_READY && i < sizeof part / sizeof part[0]; i++)
		e = send_all(j, &w, part[i]);
	if (e == END_READY)
		e = receive_reply(j, &w, a, output, &code, err);
	if (e != END_READY)
		return give_up(j, e, err);
	if (code != ERR_NOMEM)
		return code;
	/* The heap of that worker may be full of leftovers. */
	stop_worker(j);
	return too_much_memory(j, err);
}
