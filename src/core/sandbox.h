/*
 * sandbox -- what a child process that meets untrusted bytes may still do.
 *
 * Limits (setrlimit) and a system call filter (seccomp) that the calling
 * process puts on itself and can never take off again.  Linux only.  Built
 * with a sanitizer the filter for workers is a little wider and address space
 * is not limited, because sanitizers reserve terabytes of it.
 */
#ifndef CORE_SANDBOX_H
#define CORE_SANDBOX_H

#include "core/error.h"

#include <linux/filter.h>
#include <stdbool.h>
#include <stddef.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANDBOX_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) ||                         \
	__has_feature(memory_sanitizer)
#define SANDBOX_SANITIZER 1
#endif
#endif
#ifndef SANDBOX_SANITIZER
#define SANDBOX_SANITIZER 0
#endif

struct sandbox_limits {
	size_t memory; /* bytes of address space; 0 leaves it as it is */
	int cpu_s;     /* seconds of processor time of the whole process */
	int files;     /* one more than the highest descriptor that can be opened */
};

/* No core dump, no file growth, no further process for an ordinary user, and the limits given. */
MUST_USE enum err sandbox_limit(const struct sandbox_limits *l, struct error *err);

/*
 * For our own worker: memory, clock, random numbers, and reading and writing
 * the one descriptor `fd`.  No file can be opened; what libraries try in good
 * faith fails with EPERM, what nobody tries in good faith (exec, fork, socket,
 * ptrace …) ends the process.
 */
MUST_USE enum err sandbox_lock_worker(int fd, struct error *err);

/*
 * For a foreign program: it may also open files for reading and map code, and
 * write to stdout and stderr.  The only exec allowed is execveat of the
 * descriptor exec_fd itself.  exec_fd must be close-on-exec and not below the
 * `files` limit: then the number can never be used again.
 *
 * The filter is made beforehand by the parent, because a child of a process
 * with threads may call next to nothing between fork and exec.
 */
enum { SANDBOX_FILTER_MAX = 1024 };
struct sandbox_filter {
	unsigned short n;
	struct sock_filter code[SANDBOX_FILTER_MAX];
};
MUST_USE enum err sandbox_make_filter(int exec_fd, struct sandbox_filter *out, struct error *err);

/* In the child: takes on the limits and the filter.  Async-signal-safe; false when it failed. */
bool sandbox_enter(const struct sandbox_limits *l, const struct sandbox_filter *f);

#endif
