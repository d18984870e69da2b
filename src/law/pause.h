/*
 * pause -- spans of days that do not count, and working-day arithmetic around them.
 *
 * Pure.  R-033-3: time spent asking others is not counted; C-1.7-25: several
 * consultations at once exclude the union of their spans, never a day twice.
 */
#ifndef LAW_PAUSE_H
#define LAW_PAUSE_H

#include "law/calendar.h"

struct pause {
	struct date from, to; /* inclusive; to < from is an empty span */
};

/* Drops empty spans and joins overlapping ones, in place; p must be ascending by `from`. */
size_t pause_unite(struct pause *p, size_t n);

/*
 * The n-th working day after `start` that lies in no span of the united list.
 * A span that begins only after the day found has no effect; *effective (may be
 * NULL) is how many leading spans had one.
 */
struct date pause_add_workdays(const struct calendar *cal, struct date start, int n,
	const struct pause *p, size_t n_pauses, size_t *effective);

/* Working days in (after, through] outside the united spans; 0 when through <= after. */
int pause_count_workdays(const struct calendar *cal, struct date after, struct date through,
	const struct pause *p, size_t n_pauses);

bool pause_covers(const struct pause *p, size_t n_pauses, struct date d);

#endif
