/*
 * norm -- whether a 规章 or 行政规范性文件 is valid on a day.
 *
 * Pure.  "现行有效" in table two of the annual report means valid on 31 December (C-2.4-17): in force
 * by then, neither repealed nor expired; an amended one is still valid.  A norm that expires is not
 * 废止: only what was repealed counts as 本年废止.
 */
#ifndef LAW_NORM_H
#define LAW_NORM_H

#include "core/date.h"

enum norm_validity {
	NORM_NOT_YET,  /* 尚未施行 */
	NORM_IN_FORCE, /* 现行有效 */
	NORM_AMENDED,  /* 已修改: in force with changes */
	NORM_REPEALED, /* 已废止 */
	NORM_EXPIRED,  /* 失效 */
	NORM_VALIDITIES
};

enum { NORM_YEAR_OPEN = 9999 }; /* last year of what has no end */

/* A day that is not set. */
static inline struct date norm_no_day(void)
{
	return (struct date){ INT32_MAX };
}

struct norm_dates {
	struct date in_force; /* first day in force */
	struct date amended;  /* first day of the earliest amendment, or norm_no_day */
	struct date repealed; /* first day without force, or norm_no_day */
	struct date expires;  /* last day in force, or norm_no_day */
};

/* The first of repeal and expiry decides what it is called. */
enum norm_validity norm_validity(const struct norm_dates *n, struct date on);
const char *norm_validity_name(enum norm_validity v);

/*
 * The years on whose 31 December it is valid: *from to *to; *to is NORM_YEAR_OPEN while no end is
 * known, and below *from when there is no such year.
 */
void norm_year_ends(const struct norm_dates *n, int *from, int *to);
/* The same for anything that begins on one day and is gone on another (norm_no_day: not yet). */
void norm_span_years(struct date first, struct date gone, int *from, int *to);

#endif
