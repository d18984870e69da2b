/*
 * state -- how the installation is: database, log, disk, backups, later work, mail.
 *
 * For the system administrator (PERM_STATUS): one look at everything, and the few things a person
 * does about it: a backup now, a failed job once more or given up, a bounced letter once more
 * (mail_resend, desk/mail.h).  Times are ms since the epoch, sizes bytes.
 *
 * Not here: /healthz and /metrics (http/), doing the work (desk/runner.h).
 */
#ifndef DESK_STATE_H
#define DESK_STATE_H

#include "desk/desk.h"
#include "desk/mail.h"
#include "store/job.h"

enum { STATE_PAGE = 20 }; /* failed jobs and bounces in one list */

/* What is known from the settings.  Borrowed for the life of the server. */
struct state_place {
	const char *data;   /* folder; NULL: nothing is said of its disk */
	const char *backup; /* folder; NULL: no backups are made */
	int backup_hour;    /* of the daily one, Asia/Shanghai */
	bool mail;	    /* a mail server is set */
};

struct state_disk {
	bool known;
	int64_t free, size; /* for programs without privileges */
};

/* The last one that was finished, from the log; every backup is read through before it counts. */
struct state_backup {
	bool any;
	int64_t at_ms;
	int64_t bytes, members, events; /* -1: not told */
	bool open;			/* another one waits or is being made */
};

struct state {
	struct store_stats store;
	struct event_head head;
	struct state_disk data, backup_disk;
	struct state_backup backup;
	struct job_count *job; /* by kind, those that have any */
	size_t n_jobs;
	int64_t n_failed; /* of all kinds */
	struct job_failure
		*failure; /* newest first; one more than STATE_PAGE: there are older ones */
	size_t n_failures;
	struct mail_count mail;
	int64_t mail_today;	    /* sent since midnight, Asia/Shanghai */
	struct mail_bounce *bounce; /* as failure */
	size_t n_bounces;
	int64_t now_ms; /* of the database's clock */
};

/* The lists begin below these ids (0: with the newest). */
struct state_query {
	struct job_id failures_below;
	struct mail_id bounces_below;
};

/* ERR_DENIED without PERM_STATUS. */
MUST_USE enum err state_load(const struct desk *d, const struct actor *who,
	const struct state_place *place, const struct state_query *q, struct arena *a,
	struct state *out, struct error *err);

/*
 * Adds the job "backup", event backup.ask.  ERR_INVALID: no folder is set (says what to do);
 * ERR_CONFLICT: one waits or is being made.
 */
MUST_USE enum err state_backup_now(const struct desk *d, const struct actor *who,
	const struct state_place *place, struct error *err);

/* One failed job.  ERR_NOT_FOUND: not failed any more. */
MUST_USE enum err state_failure_load(const struct desk *d, const struct actor *who,
	struct job_id id, struct arena *a, struct job_failure *out, struct error *err);
/*
 * Once more from the beginning (event job.again), or never (event job.discard; a letter counts as
 * bounced then).  reason: 1..200 characters, err->field "reason".
 */
MUST_USE enum err state_job_again(const struct desk *d, const struct actor *who, struct job_id id,
	struct str reason, struct error *err);
MUST_USE enum err state_job_discard(const struct desk *d, const struct actor *who, struct job_id id,
	struct str reason, struct error *err);

/* 发送邮件 for "mail", and so on; the kind itself when it is not known. */
struct str state_job_name(struct str kind);

#endif
