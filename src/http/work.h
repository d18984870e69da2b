/*
 * work -- a fixed set of threads and a bounded queue for slow requests.  Private to http/.
 *
 * First come, first served.  A job belongs to its giver, who keeps it until run has been called;
 * run is called exactly once for every job that was taken.
 */
#ifndef HTTP_WORK_H
#define HTTP_WORK_H

#include "core/error.h"

#include <stdbool.h>
#include <stdint.h>

struct work_job {
	struct work_job *next;
	/* dropped: the server is stopping and the job did not get its turn. */
	void (*run)(struct work_job *job, bool dropped);
};

struct workers;

/* ERR_NOMEM, ERR_IO (no thread could be made). */
MUST_USE enum err workers_new(
	int threads, size_t queue_max, struct workers **out, struct error *err);
/* false when the queue is full or the workers are stopping; the job is then still the giver's. */
MUST_USE bool workers_add(struct workers *w, struct work_job *job);
/* Drops what waits, waits for what runs, ends the threads.  Adding afterwards is refused. */
void workers_stop(struct workers *w);
void workers_free(struct workers *w); /* stops first; NULL is allowed */

struct workers_load {
	int64_t busy, queue;
};
struct workers_load workers_load(struct workers *w);

#endif
