/*
 * arrangement -- one year's holiday arrangement as the State Council published
 * it: which dates are off and which weekend dates are worked instead (调休).
 *
 * Data only; what a working day is stands in law/calendar.  The JSON shape is
 * that of data/holidays/YEAR.json: {"year", "papers", "days": [{"name", "date",
 * "isOffDay"}]}.  Calendar-neutral: a country without make-up days lists only
 * off days.  Rules: 放假办法 art 2, 6, 7 (C-1.5-16, C-1.5-17).
 * Ownership: everything parsed lives in the arena.
 */
#ifndef LAW_ARRANGEMENT_H
#define LAW_ARRANGEMENT_H

#include "core/arena.h"
#include "core/date.h"
#include "core/error.h"
#include "core/str.h"

enum {
	ARRANGEMENT_YEAR_MIN = 1990, /* technical bounds of the day tables */
	ARRANGEMENT_YEAR_MAX = 2099,
	ARRANGEMENT_DAYS_MAX = 400,	/* entries of one file: a year and its December before */
	ARRANGEMENT_NAME_MAX = 90,	/* bytes of a holiday's name */
	ARRANGEMENT_BYTES_MAX = 1 << 20 /* size of one file */
};

struct arranged_day {
	struct date date;
	bool off;	 /* true: a day off; false: a make-up working day */
	struct str name; /* "国庆节" */
};

struct arrangement {
	int year;
	const struct arranged_day *day;
	size_t n;
};

/*
 * Reads one year from JSON text.  Every refusal names the entry: no date, a
 * date that is none, a date listed twice, a date outside the year (the
 * December before is allowed, for New Year blocks such as 2018-12-29), a type
 * other than true or false.  A file without any entry is ERR_NOT_FOUND: that
 * year is not arranged yet and whatever calendar is in use stays in use.
 */
MUST_USE enum err arrangement_parse(
	struct arena *a, struct str json, struct arrangement *out, struct error *err);

/*
 * Local days off of one agency (C-1.5-20), JSON [{"date", "name"}, …].  The
 * same refusals, except that no year is prescribed.  An empty list is allowed.
 */
MUST_USE enum err arrangement_parse_local(
	struct arena *a, struct str json, struct arranged_day **out, size_t *n, struct error *err);

/* The years compiled in from data/holidays, in ascending order. */
const struct arrangement *arrangement_builtin(size_t *n);

#endif
