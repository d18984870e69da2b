/*
 * period -- the last day of a period of working days, natural days or months.
 *
 * Pure.  The first day is never counted (CC-201, CP-85).  A month period ends
 * on the same-numbered day or the month's end (CC-202).  When the last day of
 * a natural-day or month period is no working day it moves to the next one
 * (CC-203, CP-85); a working-day period ends on a working day anyway.
 * The last day ends at 24:00 Beijing time (CC-203).
 */
#ifndef LAW_PERIOD_H
#define LAW_PERIOD_H

#include "core/arena.h"
#include "law/calendar.h"
#include "law/term.h"

enum {
	PERIOD_WORKING_MAX = 10000, /* technical bounds; the longest statutory period is 20 years */
	PERIOD_DAYS_MAX = 20000,
	PERIOD_MONTHS_MAX = 600
};

struct period_end {
	struct date due;     /* the last day on which the act is in time */
	struct date nominal; /* before it was moved off a holiday; = due otherwise */
	bool provisional;    /* the span touches a year without an arrangement */
};

/* A day of a proof: does it count, and why. */
struct counted_day {
	struct date date;
	bool counts;
	struct str why;
};

/* ERR_INVALID when n is not 1..the unit's bound; field is "working", "days" or "months". */
MUST_USE enum err period_compute(const struct calendar *cal, struct date from, enum term_unit unit,
	int n, struct period_end *out, struct error *err);

/*
 * The proof: every day from the first (not counted) to the last, in the arena.
 * The days that count are n working days, or for natural days and months every
 * day up to the nominal end.
 */
MUST_USE enum err period_prove(struct arena *a, const struct calendar *cal, struct date from,
	enum term_unit unit, const struct period_end *end, struct counted_day **out, size_t *n,
	struct error *err);

/*
 * Is the moment (seconds since the epoch, UTC) after the last second of `due`
 * in Beijing time?  23:59:59+08:00 of the day itself is in time.
 */
bool period_is_over(struct date due, int64_t moment);

#endif
