/*
 * runner -- one thread per node that does what waits in the queue (store/job.h).
 *
 * It takes the jobs of the kinds it was given, one after the other, and adds the
 * daily ones: of several nodes one does each.  It knows nothing of what the jobs are,
 * and does not log: it tells the caller, who does.
 *
 * Several runners may work on one database; each function must bear being run twice,
 * when a node dies between the work and the end of its job.
 */
#ifndef DESK_RUNNER_H
#define DESK_RUNNER_H

#include "desk/desk.h"
#include "store/job.h"

struct runner;

/* What a job's function is given. */
struct runner_work {
	const struct desk *desk;
	struct arena *arena; /* gone after the job */
	const struct job_claim *claim;
	void *ctx; /* of its kind */
	struct runner *runner;
	/* set by the function */
	bool finished;	/* it has called job_finish in a transaction of its own */
	bool permanent; /* with an error: do not try again */
	bool refused;	/* for the log alone: done, but with a bad outcome */
};
/*
 * OK: the job is done and is finished by the runner; an error: later, or never with permanent.  An
 * error while the runner is stopping gives the job back at once and counts as no try.
 */
typedef enum err runner_fn(struct runner_work *w, struct error *err);

struct runner_kind {
	const char *kind;
	runner_fn *run;
	void *ctx;
	int lease_s; /* how long it may take before another node takes over; 0: 300.  See job_renew.
		      */
};

/* Adds a job of the kind, with an empty payload, once a day from that hour (Asia/Shanghai) on. */
struct runner_daily {
	const char *kind;
	int hour; /* 0..23 */
};

/* Told after each job. */
enum runner_note { RUNNER_DONE, RUNNER_REFUSED, RUNNER_LATER, RUNNER_FAILED, RUNNER_BROKEN };
/* claim is NULL for RUNNER_BROKEN: the queue itself cannot be reached. */
typedef void runner_told(void *ctx, enum runner_note note, const struct job_claim *claim,
	int64_t took_us, const struct error *err);

struct runner_config {
	const struct desk *desk;
	const struct runner_kind *kind;	  /* ended by kind NULL; borrowed until runner_stop */
	const struct runner_daily *daily; /* ended by kind NULL; may be NULL */
	int poll_ms;			  /* how often it looks; 0: 2000 */
	int64_t (*clock_ms)(void *ctx);	  /* NULL: the system's */
	void *clock_ctx;
	runner_told *told; /* may be NULL; called in the runner's thread */
	void *told_ctx;
};

MUST_USE enum err runner_start(
	const struct runner_config *c, struct runner **out, struct error *err);
/* Waits for the job under way, which may ask runner_is_stopping.  NULL is allowed. */
void runner_stop(struct runner *r);
/* Something was added: look now. */
void runner_wake(struct runner *r);
bool runner_is_stopping(struct runner *r);
/* Does what is due now in the caller's thread and returns how many jobs that were; for tests. */
MUST_USE enum err runner_drain(const struct runner_config *c, int *n, struct error *err);

#endif
