/*
 * report_job -- what happens to one file of `gongkai report`, inside the jail.
 *
 * Bytes of a document in, text out.  Kinds are the jail's job numbers; params
 * is last year's report in its full JSON form for the check kinds, else empty.
 * The first member of JSON results is "file":null; the parent puts the name in.
 */
#ifndef CMD_REPORT_JOB_H
#define CMD_REPORT_JOB_H

#include "core/arena.h"
#include "core/buf.h"
#include "doc/read.h"

enum report_job {
	REPORT_JOB_READ_JSON,
	REPORT_JOB_READ_TEXT,
	REPORT_JOB_CHECK_JSON, /* first byte '1' when there are findings of severity error, else '0' */
	REPORT_JOB_CHECK_TEXT, /* the same */
	REPORT_JOB_FULL        /* report_write_json_full */
};

/* The jail_fn of this program. */
MUST_USE enum err report_job_run(struct arena *a, int kind, struct str params, struct str input,
	struct str aid, struct buf *out, struct error *err);
/* Makes libraries load late parts before the jail closes. */
void report_job_warm_up(void);

#endif
