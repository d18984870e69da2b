/*
 * job -- work to be done later, kept in the store and claimed by one node at a time.
 *
 * Mail to send, files to scan, numbers to recount, the daily backup.  A job is
 * added in the transaction of what causes it.  A claim lasts lease_s seconds: a
 * node that dies leaves its jobs to the others.  A failed job is tried again
 * after a growing pause (1, 2, 4 … 60 minutes) up to tries_max times, then stays
 * as failed, to be seen and started again by a person.
 */
#ifndef STORE_JOB_H
#define STORE_JOB_H

#include "store/ids.h"
#include "store/store.h"

struct job_entry {
	struct str kind; /* "mail", "backup", … [a-z.] up to 40 */
	struct str
		key; /* unique among open jobs of the kind, may be empty: a second add is nothing */
	struct str payload; /* up to 100 KiB, no personal data unless sealed */
	int64_t run_at;	    /* ms since the epoch; 0: now */
	int tries_max;	    /* 0: 8 */
};
MUST_USE enum err job_add(
	struct tx *tx, const struct job_entry *e, struct job_id *id, struct error *err);

struct job_claim {
	struct job_id id;
	struct str kind, payload; /* in the arena */
	int tries;		  /* this one included */
	int64_t lease; /* token of this claim: a claim that was lost cannot finish the job */
};
/* Takes the next job that is due; kinds: those this node can do, ended by NULL.  ERR_NOT_FOUND:
 * none. */
MUST_USE enum err job_take(struct store *s, const char *const *kinds, int lease_s, struct arena *a,
	struct job_claim *out, struct error *err);
/* ERR_CONFLICT when the claim was lost to another node. */
MUST_USE enum err job_finish(struct tx *tx, const struct job_claim *c, struct error *err);
/* Puts it back for a later try, or marks it failed; permanent: no further try.  reason: error
 * detail without personal data. */
MUST_USE enum err job_fail(struct store *s, const struct job_claim *c, bool permanent,
	struct str reason, struct error *err);
/* The same; *failed: there will be no further try. */
MUST_USE enum err job_fail_told(struct store *s, const struct job_claim *c, bool permanent,
	struct str reason, bool *failed, struct error *err);
/* Gives it back unfinished because this node stops: due at once, the try does not count. */
MUST_USE enum err job_put_back(struct store *s, const struct job_claim *c, struct error *err);
/* Long work says that it is still at it: the claim lasts lease_s from now.  ERR_CONFLICT: lost. */
MUST_USE enum err job_renew(
	struct store *s, const struct job_claim *c, int lease_s, struct error *err);

/*
 * Regular work: adds e for that day (days since 1970-01-01) unless it, or one of a later day, was
 * added under this name before, by whichever node.  *added may be NULL.
 */
MUST_USE enum err job_add_daily(struct tx *tx, struct str name, int32_t day,
	const struct job_entry *e, bool *added, struct error *err);

/* For the state page: counts by kind and state, the oldest waiting, the last failures. */
struct job_count {
	struct str kind;
	int64_t waiting, running, failed;
	int64_t oldest_ms; /* when the one that waits longest should have run; 0: none waits */
};
MUST_USE enum err job_counts(
	struct tx *tx, struct arena *a, struct job_count **out, size_t *n, struct error *err);

struct job_failure {
	struct job_id id;
	struct str kind, reason;
	int tries;
	int64_t at_ms;
	struct str payload; /* job_failure_load alone */
};
/* The failed ones below an id (0: from the newest), newest first. */
MUST_USE enum err job_failures(struct tx *tx, struct job_id below, size_t limit, struct arena *a,
	struct job_failure **out, size_t *n, struct error *err);
/* ERR_NOT_FOUND: not failed (any more). */
MUST_USE enum err job_failure_load(struct tx *tx, struct job_id id, struct arena *a,
	struct job_failure *out, struct error *err);
/*
 * By a person, who is asked for his right by the caller.  ERR_NOT_FOUND: not failed (any more);
 * ERR_CONFLICT: an open job has the same key.
 */
MUST_USE enum err job_start_again(struct tx *tx, struct job_id id, struct error *err);
MUST_USE enum err job_discard(struct tx *tx, struct job_id id, struct error *err);

#endif
