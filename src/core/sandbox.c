#include "core/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LENGTH(a) (sizeof(a) / sizeof(a)[0])

/* What both kinds of child need and what touches nothing but the process itself. */
static const char *const harmless[] = { "brk", "clock_getres", "clock_gettime", "clock_nanosleep",
	"close", "exit", "exit_group", "fstat", "futex", "getpid", "getrandom", "gettid",
	"gettimeofday", "lseek", "madvise", "mremap", "munmap", "nanosleep", "restart_syscall",
	"rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "rseq", "sched_getaffinity",
	"sched_yield", "set_robust_list", "set_tid_address", "sigaltstack", "sysinfo", "time",
	"uname" };

/* What a foreign program needs to start, to load its libraries and to read its own data files. */
static const char *const reading[] = { "access", "arch_prctl", "dup", "faccessat", "faccessat2",
	"fadvise64", "fcntl", "fstatfs", "getcwd", "getdents64", "getegid", "geteuid", "getgid",
	"getuid", "lstat", "mmap", "mprotect", "newfstatat", "poll", "pread64", "read", "readlink",
	"readlinkat", "readv", "stat", "statfs", "statx" };

/* Nobody tries these in good faith here: the process ends, so that the attempt is seen. */
static const char *const fatal[] = { "add_key", "bpf", "clone", "clone3", "connect", "execve",
	"fork", "init_module", "io_uring_setup", "keyctl", "kexec_load", "memfd_create", "mount",
	"name_to_handle_at", "open_by_handle_at", "perf_event_open", "process_vm_readv",
	"process_vm_writev", "ptrace", "setns", "socket", "unshare", "userfaultfd", "vfork" };

static enum err cannot(struct error *err, const char *what, int number)
{
	error_set(err, ERR_IO, NULL, "系统不能建立隔离环境，文件没有处理；请联系系统管理员");
	return error_detail(err, "%s: %s", what, strerror(number));
}

static bool limit(int what, rlim_t soft, rlim_t hard)
{
	struct rlimit r = { soft, hard };
	return setrlimit((__rlimit_resource_t)what, &r) == 0;
}

/* Async-signal-safe. */
static bool set_limits(const struct sandbox_limits *l)
{
	rlim_t cpu = (rlim_t)l->cpu_s, files = (rlim_t)l->files;
	/* One second between SIGXCPU and SIGKILL, so that the cause can be told. */
	return limit(RLIMIT_CORE, 0, 0) && limit(RLIMIT_FSIZE, 0, 0) && limit(RLIMIT_NPROC, 0, 0) &&
		limit(RLIMIT_MEMLOCK, 0, 0) && limit(RLIMIT_MSGQUEUE, 0, 0) &&
		limit(RLIMIT_NOFILE, files, files) && limit(RLIMIT_CPU, cpu, cpu + 1) &&
		(!l->memory || limit(RLIMIT_AS, l->memory, l->memory));
}

enum err sandbox_limit(const struct sandbox_limits *l, struct error *err)
{
	return set_limits(l) ? OK : cannot(err, "setrlimit", errno);
}

/* Adds one action for every name; names this machine does not have are passed over. */
static int add_all(scmp_filter_ctx f, uint32_t action, const char *const *name, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int call = seccomp_syscall_resolve_name(name[i]);
		int r = call == __NR_SCMP_ERROR ? 0 : seccomp_rule_add(f, action, call, 0);
		if (r < 0 && r != -EDOM)
			return r;
	}
	return 0;
}

/* Allows a call when its argument `arg` has exactly `value` in the bits of `mask`. */
static int allow_if(scmp_filter_ctx f, int call, unsigned arg, uint64_t mask, uint64_t value)
{
	struct scmp_arg_cmp c = { arg, SCMP_CMP_MASKED_EQ, mask, value };
	int r = call < 0 ? 0 : seccomp_rule_add_array(f, SCMP_ACT_ALLOW, call, 1, &c);
	return r == -EDOM ? 0 : r;
}

/* Descriptors and process ids are 32 bits wide; the kernel ignores the rest. */
static const uint64_t int_mask = UINT32_MAX;

static int rules_common(scmp_filter_ctx f)
{
	int r = add_all(f, SCMP_ACT_ALLOW, harmless, LENGTH(harmless));
	if (!r)
		r = add_all(f, SCMP_ACT_KILL_PROCESS, fatal, LENGTH(fatal));
	return r;
}

static int rules_worker(scmp_filter_ctx f, int fd)
{
	uint64_t exec = SANDBOX_SANITIZER ? 0 : PROT_EXEC;
	int r = rules_common(f);
	if (!r)
		r = add_all(f, SCMP_ACT_KILL_PROCESS, (const char *const[]){ "execveat" }, 1);
	/* abort() sends itself a signal; nobody else may be sent one. */
	if (!r)
		r = allow_if(f, SCMP_SYS(tgkill), 0, int_mask, (uint64_t)getpid());
	if (!r)
		r = allow_if(f, SCMP_SYS(mmap), 2, exec, 0);
	if (!r)
		r = allow_if(f, SCMP_SYS(mprotect), 2, exec, 0);
	if (!r)
		r = allow_if(f, SCMP_SYS(read), 0, int_mask, (uint64_t)fd);
	if (!r)
		r = allow_if(f, SCMP_SYS(write), 0, int_mask, (uint64_t)fd);
	/* A sanitizer reports on stderr before it gives up. */
	if (!r && SANDBOX_SANITIZER)
		r = allow_if(f, SCMP_SYS(write), 0, int_mask, STDERR_FILENO);
	return r;
}

static int rules_program(scmp_filter_ctx f, int exec_fd)
{
	const uint64_t changes =
		O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND | (O_TMPFILE & ~O_DIRECTORY);
	int r = rules_common(f);
	if (!r)
		r = add_all(f, SCMP_ACT_ALLOW, reading, LENGTH(reading));
	if (!r)
		r = allow_if(f, SCMP_SYS(open), 1, changes, O_RDONLY);
	if (!r)
		r = allow_if(f, SCMP_SYS(openat), 2, changes, O_RDONLY);
	if (!r)
		r = allow_if(f, SCMP_SYS(write), 0, int_mask, STDOUT_FILENO);
	if (!r)
		r = allow_if(f, SCMP_SYS(write), 0, int_mask, STDERR_FILENO);
	if (!r)
		r = allow_if(f, SCMP_SYS(execveat), 0, int_mask, (uint64_t)exec_fd);
	/* Limits may be read (third argument NULL) but not set: root could raise them again. */
	if (!r)
		r = allow_if(f, SCMP_SYS(prlimit64), 2, UINT64_MAX, 0);
	return r;
}

enum err sandbox_lock_worker(int fd, struct error *err)
{
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
		return cannot(err, "PR_SET_DUMPABLE", errno);
	scmp_filter_ctx f = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	if (!f)
		return cannot(err, "seccomp_init", ENOMEM);
	int r = rules_worker(f, fd);
	if (!r)
		r = seccomp_load(f); /* sets no_new_privs as well */
	seccomp_release(f);
	return r ? cannot(err, "seccomp", -r) : OK;
}

/* The library writes its program to a descriptor only; it comes back through a memory file. */
static int export_filter(scmp_filter_ctx f, struct sandbox_filter *out)
{
	int fd = memfd_create("filter", MFD_CLOEXEC);
	int r = fd < 0 ? -errno : seccomp_export_bpf(f, fd);
	ssize_t n = r ? 0 : pread(fd, out->code, sizeof out->code, 0);
	off_t size = fd < 0 ? 0 : lseek(fd, 0, SEEK_END);
	if (fd >= 0)
		close(fd);
	if (!r && (n <= 0 || n != size))
		r = -E2BIG;
	out->n = (unsigned short)((size_t)n / sizeof out->code[0]);
	return r;
}

enum err sandbox_make_filter(int exec_fd, struct sandbox_filter *out, struct error *err)
{
	scmp_filter_ctx f = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	if (!f)
		return cannot(err, "seccomp_init", ENOMEM);
	int r = rules_program(f, exec_fd);
	if (!r)
		r = export_filter(f, out);
	seccomp_release(f);
	return r ? cannot(err, "seccomp", -r) : OK;
}

bool sandbox_enter(const struct sandbox_limits *l, const struct sandbox_filter *f)
{
	/* The kernel only reads it; the interface forgot the const. */
	struct sock_fprog program = { f->n, (struct sock_filter *)f->code };
	return set_limits(l) && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
		syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0;
}
