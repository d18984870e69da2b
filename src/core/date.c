#include "core/date.h"

#include <assert.h>
#include <stdio.h>

/* Howard Hinnant's days_from_civil arithmetic: eras of 400 years that start on 1 March. */
enum { DAYS_PER_ERA = 146097, EPOCH_SHIFT = 719468, YEAR_FIRST = 1600, YEAR_LAST = 9999 };

static int month_length(int year, int month)
{
	static const int len[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return month == 2 && leap ? 29 : len[month - 1];
}

bool date_is_valid(int year, int month, int day)
{
	return year >= YEAR_FIRST && year <= YEAR_LAST && month >= 1 && month <= 12 && day >= 1 &&
		day <= month_length(year, month);
}

struct date date_from_ymd(int year, int month, int day)
{
	assert(date_is_valid(year, month, day));
	int y = month <= 2 ? year - 1 : year;
	int era = y / 400, year_of_era = y - era * 400;
	int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
	return (struct date){ era * DAYS_PER_ERA + day_of_era - EPOCH_SHIFT };
}

void date_split(struct date d, int *year, int *month, int *day)
{
	int z = d.day + EPOCH_SHIFT;
	int era = (z >= 0 ? z : z - DAYS_PER_ERA + 1) / DAYS_PER_ERA;
	int day_of_era = z - era * DAYS_PER_ERA;
	int year_of_era =
		(day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int mp = (5 * day_of_year + 2) / 153;
	*day = day_of_year - (153 * mp + 2) / 5 + 1;
	*month = mp < 10 ? mp + 3 : mp - 9;
	*year = year_of_era + era * 400 + (*month <= 2);
}

int date_year(struct date d)
{
	int y, m, day;
	date_split(d, &y, &m, &day);
	return y;
}

enum weekday date_weekday(struct date d)
{
	/* 1970-01-01 was a Thursday. */
	int w = (d.day + THURSDAY) % 7;
	return (enum weekday)(w < 0 ? w + 7 : w);
}

const char *date_weekday_name(struct date d)
{
	static const char *const name[] = { "周一", "周二", "周三", "周四", "周五", "周六", "周日" };
	return name[date_weekday(d)];
}

struct date date_add_days(struct date d, int n)
{
	return (struct date){ d.day + n };
}

struct date date_add_months(struct date d, int n)
{
	int y, m, day;
	date_split(d, &y, &m, &day);
	int months = y * 12 + (m - 1) + n;
	y = months / 12;
	m = months % 12 + 1;
	if (y > YEAR_LAST)
		return date_from_ymd(YEAR_LAST, 12, 31);
	if (y < YEAR_FIRST)
		return date_from_ymd(YEAR_FIRST, 1, 1);
	int last = month_length(y, m);
	return date_from_ymd(y, m, day < last ? day : last);
}

int date_diff(struct date from, struct date to)
{
	return to.day - from.day;
}

static bool parse_digits(const char *p, int n, int *out)
{
	int v = 0;
	for (int i = 0; i < n; i++) {
		if (p[i] < '0' || p[i] > '9')
			return false;
		v = v * 10 + (p[i] - '0');
	}
	*out = v;
	return true;
}

bool date_parse(struct str s, struct date *out)
{
	int y, m, d;
	if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-')
		return false;
	if (!parse_digits(s.p, 4, &y) || !parse_digits(s.p + 5, 2, &m) ||
		!parse_digits(s.p + 8, 2, &d))
		return false;
	if (!date_is_valid(y, m, d))
		return false;
	*out = date_from_ymd(y, m, d);
	return true;
}

struct date date_of_moment(int64_t unix_seconds)
{
	enum { SHANGHAI_OFFSET = 8 * 3600, DAY = 86400 };
	int64_t t = unix_seconds + SHANGHAI_OFFSET;
	int64_t day = t / DAY;
	if (t % DAY < 0)
		day--;
	return (struct date){ (int32_t)day };
}

struct date_text date_text(struct date d)
{
	struct date_text t;
	int y, m, day;
	date_split(d, &y, &m, &day);
	snprintf(t.z, sizeof t.z, "%04d-%02d-%02d", y % 10000, m % 100, day % 100);
	return t;
}

struct date_words date_words(struct date d)
{
	struct date_words t;
	int y, m, day;
	date_split(d, &y, &m, &day);
	snprintf(t.z, sizeof t.z, "%d年%d月%d日", y, m, day);
	return t;
}
