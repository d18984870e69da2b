/*
 * calendar -- which days are working days (工作日), and arithmetic with them.
 *
 * Made once from the arrangements of several years (law/arrangement) and the
 * local days off of one agency; after that immutable, so threads may share it.
 * Adding n working days and counting between two dates are table look-ups,
 * independent of n and of the length of the span.  Dates in years without an
 * arrangement follow the weekday rule, and a span that touches such a year is
 * provisional (暂定).
 *
 * Rules: C-1.5-12 … C-1.5-21 (条例 has no counting article; CC-201).
 * Ownership: the calendar lives in the arena and borrows the names of the days
 * from the arrangements, which must live as long.
 */
#ifndef LAW_CALENDAR_H
#define LAW_CALENDAR_H

#include "core/arena.h"
#include "core/buf.h"
#include "core/date.h"
#include "core/error.h"
#include "law/arrangement.h"

struct calendar;

enum day_kind {
	DAY_WORKDAY, /* Monday to Friday, nothing arranged */
	DAY_WEEKEND,
	DAY_HOLIDAY, /* off by the yearly arrangement */
	DAY_MAKEUP,  /* worked by the yearly arrangement (调休上班) */
	DAY_LOCAL    /* off by local decision */
};

enum { CALENDAR_ADD_MAX = 100000 }; /* working days in one addition; about 400 years */

/*
 * Builds the tables.  A year that stands twice counts as its later entry, so
 * that imported years override built-in ones.  Where the arrangement of year
 * Y+1 speaks of December Y, it wins over that of Y (the newer notice).
 */
MUST_USE enum err calendar_new(struct arena *a, const struct arrangement *year, size_t n_years,
	const struct arranged_day *local, size_t n_local, struct calendar **out, struct error *err);
/* The same from the built-in years alone. */
MUST_USE enum err calendar_new_builtin(struct arena *a, struct calendar **out, struct error *err);

bool calendar_has_year(const struct calendar *cal, int year);
enum day_kind calendar_day_kind(const struct calendar *cal, struct date d);
/* The holiday's name, empty for ordinary days. */
struct str calendar_day_name(const struct calendar *cal, struct date d);
bool calendar_is_workday(const struct calendar *cal, struct date d);
/* Appends why a day counts or not: 计入, 周末, 节假日“国庆节”, 调休上班“国庆节”, 本地假“…”. */
void calendar_explain_day(struct buf *b, const struct calendar *cal, struct date d);

/* C-1.5-13: the n-th working day strictly after d, 0 <= n <= CALENDAR_ADD_MAX; n = 0 gives d
 * itself. */
struct date calendar_add_workdays(const struct calendar *cal, struct date d, int n);
/* Working days in (after, through]; negative when through lies before after. */
int calendar_count_workdays(const struct calendar *cal, struct date after, struct date through);
/* Does any day from..to (inclusive, from <= to) lie in a year without an arrangement? */
bool calendar_is_provisional(const struct calendar *cal, struct date from, struct date to);

#endif
