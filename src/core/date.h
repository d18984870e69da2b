/*
 * date -- civil dates of the proleptic Gregorian calendar, no time zone.
 *
 * Callers that start from a moment turn it into a date in Asia/Shanghai
 * (UTC+8, no summer time since 1991) before they come here; libc's time zone
 * functions are never used.
 */
#ifndef CORE_DATE_H
#define CORE_DATE_H

#include "core/error.h"
#include "core/str.h"

#include <stdint.h>

struct date {
	int32_t day; /* days since 1970-01-01 */
};

enum weekday { MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY };

/* Years 1600..9999 are accepted everywhere. */
bool date_is_valid(int year, int month, int day);
struct date date_from_ymd(int year, int month, int day); /* asserts date_is_valid */
void date_split(struct date d, int *year, int *month, int *day);
int date_year(struct date d);
enum weekday date_weekday(struct date d);
const char *date_weekday_name(struct date d); /* 周一 … 周日 */
struct date date_add_days(struct date d, int n);
/*
 * Same-numbered day n months later, or the month's last day (民法典 art 202).  Beyond the accepted
 * years: their first or last day.
 */
struct date date_add_months(struct date d, int n);
int date_diff(struct date from, struct date to); /* to - from in days */
/* Strictly YYYY-MM-DD; *out untouched when false. */
bool date_parse(struct str s, struct date *out);
/* The civil date in Asia/Shanghai of a moment in seconds since the epoch (UTC). */
struct date date_of_moment(int64_t unix_seconds);

struct date_text {
	char z[16];
};
/* "2024-02-06", for printf("%s", date_text(d).z). */
struct date_text date_text(struct date d);
struct date_words {
	char z[32];
};
/* "2024年2月6日", without leading zeros (GB/T 9704-2012). */
struct date_words date_words(struct date d);

#endif
