/*
 * log_part -- what the files of the log viewer share.  Private to desk/log_*.c.
 */
#ifndef DESK_LOG_PART_H
#define DESK_LOG_PART_H

#include "desk/log_view.h"

enum { LOG_MS_PER_DAY = 24 * 60 * 60 * 1000, LOG_REASON_MAX = 200 };

/* A filter in the store's terms. */
struct log_query {
	struct event_id below, from; /* from <= seq < below */
	int64_t since, until;	     /* ms */
	struct agency_id agency;     /* 0: the whole log */
	struct person_id actor;	     /* 0: any */
	struct str actions;	     /* ",login.ok,login.failed,"; NULL: any */
	int group;
	struct str kind; /* NULL: any */
	struct opt_i64 object, refused;
	bool dated;
};

/* The first moment of a day in Asia/Shanghai, ms since the epoch. */
int64_t log_day_start(struct date d);
/* What the actor may see: *out 0 for the whole log. */
MUST_USE enum err log_scope(struct tx *tx, struct arena *a, const struct actor *who,
	struct agency_id *out, struct error *err);
/* ERR_DENIED unless the actor sees the whole log. */
MUST_USE enum err log_need_whole(struct tx *tx, struct arena *a, const struct actor *who,
	struct error *err);
/* Checks the filter and reads what it needs from the store. */
MUST_USE enum err log_plan(struct tx *tx, struct arena *a, const struct actor *who,
	const struct log_filter *f, struct log_query *out, struct error *err);
/* Adds who acted, and upon whom. */
MUST_USE enum err log_name_actors(struct tx *tx, struct arena *a, struct log_line *line, size_t n,
	struct error *err);
/* A reason: trimmed, there, and not too long; err->field "reason". */
MUST_USE enum err log_check_reason(struct str typed, struct str *out, struct error *err);

#endif
