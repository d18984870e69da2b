/*
 * The worker's side of core/jail: closes the doors, then serves jobs.
 *
 * Nothing here is trusted by the parent; mistakes can only cost this process.
 */
#include "core/jail.h"

#include "core/jail_wire.h"
#include "core/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

/* false at the end of the stream. */
static bool read_full(void *to, size_t n)
{
	char *p = to;
	while (n > 0) {
		ssize_t k = read(JAIL_FD, p, n);
		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return false;
		p += k;
		n -= (size_t)k;
	}
	return true;
}

static bool write_full(const void *from, size_t n)
{
	const char *p = from;
	while (n > 0) {
		ssize_t k = write(JAIL_FD, p, n);
		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return false;
		p += k;
		n -= (size_t)k;
	}
	return true;
}

static struct str name_of(const char *z)
{
	return str_sub(str_cstr(z), 0, JAIL_NAME_MAX);
}

static bool send_reply(enum err code, const struct error *e, struct str output)
{
	struct str part[] = { { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, output };
	if (code) {
		part[0] = name_of(e->field);
		part[1] = name_of(e->rule);
		part[2] = str_cstr(e->msg);
		part[3] = str_cstr(e->detail);
		part[4] = (struct str){ NULL, 0 };
	}
	struct jail_wire_reply r = { JAIL_MAGIC, (uint32_t)code, (uint32_t)part[0].n,
		(uint32_t)part[1].n, (uint32_t)part[2].n, (uint32_t)part[3].n, part[4].n };
	bool ok = write_full(&r, sizeof r);
	for (size_t i = 0; ok && i < sizeof part / sizeof part[0]; i++)
		ok = write_full(part[i].p, part[i].n);
	return ok;
}

/* Reads one request, runs it, replies.  false: nothing more to do, *status is the exit status. */
static bool serve_one(struct arena *a, size_t output_max, jail_fn fn, int *status)
{
	struct jail_wire_request q;
	*status = EXIT_SUCCESS;
	if (!read_full(&q, sizeof q) || q.magic != JAIL_MAGIC)
		return false;
	size_t n = q.n_params + q.n_input + q.n_aid;
	char *p = arena_alloc(a, n);
	if (!p) {
		*status = JAIL_EXIT_MEMORY;
		return false;
	}
	if (!read_full(p, n))
		return false;
	struct str all = { p, n };
	struct str params = str_sub(all, 0, q.n_params);
	struct str input = str_sub(all, q.n_params, q.n_params + q.n_input);
	struct str aid = str_sub(all, q.n_params + q.n_input, n);
	struct error e = { .code = OK };
	struct buf out;
	buf_init(&out, output_max);
	enum err code = fn(a, q.kind, params, input, aid, &out, &e);
	if (!code)
		code = buf_check(&out, &e);
	bool ok = send_reply(code, &e, buf_view(&out));
	buf_done(&out);
	return ok;
}

/* Address space in use now, so that the limit counts only what jobs add; 0 when unknown. */
static size_t address_space(void)
{
	char line[64] = "";
	int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
	ssize_t k = fd < 0 ? -1 : read(fd, line, sizeof line - 1);
	if (fd >= 0)
		close(fd);
	return k > 0 ? strtoull(line, NULL, 10) * (size_t)sysconf(_SC_PAGESIZE) : 0;
}

/* The order matters: what needs files first, then the limits, the filter last. */
static enum err close_doors(
	const struct jail_wire_config *c, void (*warm_up)(void), struct error *err)
{
	signal(SIGINT, SIG_IGN); /* Ctrl-C is for the parent, which then ends us */
	signal(SIGPIPE, SIG_IGN);
	if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0)
		return error_set(err, ERR_IO, NULL, "prctl");
	if (warm_up)
		warm_up();
	size_t base = address_space();
	bool limited = !SANDBOX_SANITIZER && base > 0;
	struct sandbox_limits l = { limited ? base + c->memory : 0, c->cpu_s, JAIL_FILES };
	enum err e = sandbox_limit(&l, err);
	return e ? e : sandbox_lock_worker(JAIL_FD, err);
}

/*
 * Jobs free nearly all they took.  Giving it back to the system after each one
 * and asking for it again costs two calls and hundreds of page faults per file,
 * so this much stays.
 */
enum { KEPT_MEMORY = 1024 * 1024 };

static int serve(jail_fn fn, void (*warm_up)(void))
{
	struct jail_wire_config c;
	struct error e;
	uint32_t ready = JAIL_MAGIC;
	int status = JAIL_EXIT_SETUP, domain = 0;
	socklen_t n = sizeof domain;
	if (getsockopt(JAIL_FD, SOL_SOCKET, SO_DOMAIN, &domain, &n) != 0 || domain != AF_UNIX)
		return status; /* somebody typed the hidden argument */
	if (!read_full(&c, sizeof c) || c.magic != JAIL_MAGIC || close_doors(&c, warm_up, &e) ||
		!write_full(&ready, sizeof ready))
		return status;
	struct arena a;
	mallopt(M_TRIM_THRESHOLD, KEPT_MEMORY);
	arena_init(&a, c.memory);
	while (serve_one(&a, c.output_max, fn, &status))
		arena_reset(&a);
	arena_done(&a);
	return status;
}

int jail_worker_main(int argc, char **argv, jail_fn fn, void (*warm_up)(void))
{
	/* Exit handlers would only run into closed doors. */
	if (argc > 1 && strcmp(argv[1], JAIL_WORKER_ARG) == 0)
		_exit(serve(fn, warm_up));
	return -1;
}
