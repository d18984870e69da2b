/*
 * jail -- runs work on untrusted bytes in a child process that can do no harm.
 *
 * The parent opens a jail (one worker process and its socket) per thread and
 * hands it one job at a time: bytes in, bytes out.  The worker is this same
 * program started afresh with a hidden argument; before its first job it gives
 * up files, network, processes and most of its memory (core/sandbox).  A job
 * that crashes, hangs, eats memory or answers nonsense is an error of that job;
 * the worker is replaced and the next job is served.
 *
 * A compromised worker can still answer later jobs wrongly until it is replaced;
 * jobs_per_child bounds that.  Everything it sends is checked before use.
 *
 * A jail belongs to the thread that opened it: the worker dies with that thread.
 * Times are milliseconds, sizes bytes.
 */
#ifndef CORE_JAIL_H
#define CORE_JAIL_H

#include "core/arena.h"
#include "core/buf.h"
#include "core/error.h"
#include "core/str.h"

#include <stdatomic.h>

/*
 * A job; it runs in the worker.  params, input and aid are opaque bytes from
 * the parent, kind is the caller's own number.  The result is appended to out.
 */
typedef enum err (*jail_fn)(struct arena *a, int kind, struct str params, struct str input,
	struct str aid, struct buf *out, struct error *err);

struct jail_limits {
	size_t memory;      /* what a job may use above the empty program, its input included */
	int cpu_ms;         /* processor time of one job */
	int wall_ms;        /* time of one job by the clock on the wall */
	size_t output_max;  /* bytes of one result */
	int jobs_per_child; /* then the worker is replaced */
};

struct jail_config {
	const char *program; /* NULL: this program itself; others are for tests */
	struct jail_limits limits;
	const atomic_bool *cancel; /* NULL, or: when it turns true a running job is given up */
};

/*
 * First thing in main(): returns -1 at once in an ordinary process.  In one that
 * was started as a worker it serves until the parent closes and does not return.
 *
 * warm_up (may be NULL) runs before the doors close.  It must make libraries
 * load what they load late, since no file can be opened afterwards: an iconv_open
 * that is kept open, xmlInitParser and the like.
 */
int jail_worker_main(int argc, char **argv, jail_fn fn, void (*warm_up)(void));

struct jail;

/* Starts the first worker.  ERR_INVALID limits that make no sense; ERR_IO it cannot be started. */
MUST_USE enum err jail_open(const struct jail_config *c, struct jail **out, struct error *err);

/*
 * Runs one job; *output lives in a.  An error of the job itself is handed
 * through, its field and rule texts in a.  Otherwise
 * ERR_LIMIT     too slow, too much memory, too large a result
 * ERR_FORMAT    the worker crashed, tried what is forbidden or answered nonsense
 * ERR_CONFLICT  cancelled
 * ERR_IO        no worker can be started
 */
MUST_USE enum err jail_run(struct jail *j, int kind, struct str params, struct str input,
	struct str aid, struct arena *a, struct str *output, struct error *err);

/* Ends the worker and frees the jail; NULL is allowed. */
void jail_close(struct jail *j);

/* Process id of the present worker, 0 when there is none.  For measurements and tests. */
int jail_worker_pid(const struct jail *j);

#endif
