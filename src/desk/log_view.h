/*
 * log_view -- the log as its auditor uses it: pages, one event, counts by day, export,
 * verification, the published head.
 *
 * Asks for PERM_LOG_READ (law/rules.md 8.5 no 18).  The auditor of a top agency sees the whole log;
 * the auditor of an agency below another sees what belongs to that agency, and may not verify or
 * publish, which are about the chain as a whole.  Looking is not an event of its own; exporting,
 * verifying and publishing are.
 *
 * Pages are found by an index whatever the filter (store/event.sql), so a page of a log of a million
 * events costs what a page of a small one costs.  Dates are civil dates in Asia/Shanghai.  The
 * clock of the machines is trusted to go back by at most an hour: an event stamped with an older
 * time than that is found without dates only.
 */
#ifndef DESK_LOG_VIEW_H
#define DESK_LOG_VIEW_H

#include "desk/action.h"
#include "desk/desk.h"
#include "store/event.sql.h"

enum {
	LOG_PAGE = 50,	       /* events of a page (DESIGN-UI 5) */
	LOG_COUNT_MAX = 10000, /* matches counted; beyond that it is "more than" */
	LOG_DAYS = 30,	       /* of the chart */
	LOG_CHECKS = 10	       /* verifications listed */
};

/* What to look for.  { .group = -1 } with both dates date_none: everything. */
struct log_filter {
	bool has_from, has_to;
	struct date from, to; /* both days included */
	struct str login;     /* of the person who acted, may be empty */
	int group;	      /* enum action_group, -1: any */
	struct str object_kind; /* empty: any; with object */
	int64_t object;
	bool refused; /* refused only */
};

struct log_line {
	struct event_row event;
	struct str login, name; /* of the actor; empty: the system, or nobody logged in */
	struct str object_login; /* of the person acted upon, when it is one */
};

struct log_page {
	struct log_line *line; /* newest first */
	size_t n;
	bool more;	 /* older ones follow */
	int64_t total;	 /* that the filter leaves; -1: not counted */
	bool total_over; /* there are more than total */
	bool whole;	 /* the whole log, not one agency's */
};

/* ERR_INVALID: field "login" (nobody has that name), "from" (after to), "object" (without a kind). */
MUST_USE enum err log_view_page(const struct desk *d, const struct actor *who,
	const struct log_filter *f, struct event_id below, struct arena *a, struct log_page *out,
	struct error *err);

enum log_fit { LOG_FITS, LOG_BROKEN, LOG_NO_NEIGHBOUR };

struct log_one {
	struct log_line line;
	enum log_fit before; /* its chain value follows from the event before it */
	enum log_fit after;  /* and the next one's from it */
	bool has_previous, has_next; /* neighbours that may be shown */
};
/* ERR_NOT_FOUND when there is no such event, or it is not within the auditor's reach. */
MUST_USE enum err log_view_one(const struct desk *d, const struct actor *who, struct event_id seq,
	struct arena *a, struct log_one *out, struct error *err);

struct log_day {
	struct date date;
	int64_t events, refused; /* refused: refused log-ins */
};
/* The last LOG_DAYS days up to today, oldest first. */
MUST_USE enum err log_view_days(const struct desk *d, const struct actor *who, struct log_day *out,
	struct error *err);

/* --- log_export.c --------------------------------------------------------------------------- */

enum log_format { LOG_CSV, LOG_JSON_LINES };

struct log_exported {
	int64_t events, bytes;
	struct event_id event; /* of the export itself */
};
/*
 * Writes what the filter leaves, oldest first, to the file descriptor, in pieces: UTF-8 CSV with a
 * byte order mark whose cells no spreadsheet takes for formulas, or the lines of
 * docs/log-format.md.  Then writes the event log.export with the reason; without it nothing counts
 * as exported and the caller must throw the file away.  Without any filter and as JSON lines it is
 * the whole log up to its last event, for another program to check.
 * ERR_INVALID: field "reason", or as log_view_page; ERR_IO: cannot write.
 */
MUST_USE enum err log_export(const struct desk *d, const struct actor *who,
	const struct log_filter *f, enum log_format format, struct str reason, int fd,
	struct log_exported *out, struct error *err);

struct log_check {
	int64_t events, ms;
	bool holds;
	bool against;	      /* also compared with the head published before */
	struct error problem; /* when it does not hold */
};
/*
 * Checks every event from the first to the last, and against the head that was published last.
 * Takes seconds per million.  Writes log.verify.  A chain that does not hold is a result, not an
 * error.
 */
MUST_USE enum err log_verify(const struct desk *d, const struct actor *who, struct log_check *out,
	struct error *err);

struct log_check_past {
	struct log_line line; /* the event log.verify */
	int64_t events, ms;
	bool holds;
};
/* The last LOG_CHECKS verifications, newest first. */
MUST_USE enum err log_view_checks(const struct desk *d, const struct actor *who, struct arena *a,
	struct log_check_past **out, size_t *n, struct error *err);

/*
 * The head as JSON with its seal (core/seal.h, log_seal over "seq at chain"):
 * {"product","seq","at","chain","generation","seal"}.
 */
MUST_USE enum err log_head_json(const struct desk *d, const struct actor *who, struct arena *a,
	struct event_head *head, struct str *json, struct error *err);
/* Keeps that JSON to be shown to everybody; needs a reason.  Writes log.publish. */
MUST_USE enum err log_publish(const struct desk *d, const struct actor *who, struct arena *a,
	struct str reason, struct error *err);
/* The JSON published last, for anybody; ERR_NOT_FOUND when none was. */
MUST_USE enum err log_published(const struct desk *d, struct arena *a, struct str *json,
	struct error *err);

#endif
