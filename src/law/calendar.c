#include "law/calendar.h"

#include <assert.h>

struct day_slot {
	enum day_kind kind;
	struct str name;
};

/*
 * The window is every day from 1 January of the first arranged year (or the
 * first listed day, if earlier) to 31 December of the last.  Outside it only
 * the weekday rule holds and closed formulas answer.
 */
struct calendar {
	int32_t first; /* day number of slot 0 */
	int n;	       /* days in the window */
	struct day_slot *slot;
	int32_t *rank; /* rank[i]: working days in slots 0..i */
	int32_t *nth;  /* nth[k]: slot of the (k+1)-th working day of the window */
	int n_working;
	int year0, n_years;
	bool *arranged; /* per year from year0 */
	int *gaps;	/* gaps[i]: years without arrangement among year0 .. year0+i-1 */
};

enum { DAYS_PER_WEEK = 7, WORKDAYS_PER_WEEK = 5, MONDAY_SHIFT = 3 /* 1970-01-01 was a Thursday */ };

static int64_t floor_div(int64_t a, int64_t b)
{
	int64_t q = a / b;
	return a % b < 0 ? q - 1 : q;
}

/* Mondays to Fridays up to and including day, counted from an arbitrary fixed origin. */
static int64_t weekdays_through(int64_t day)
{
	int64_t week = floor_div(day + MONDAY_SHIFT, DAYS_PER_WEEK);
	int64_t in_week = day + MONDAY_SHIFT - week * DAYS_PER_WEEK + 1;
	return week * WORKDAYS_PER_WEEK +
	       (in_week < WORKDAYS_PER_WEEK ? in_week : WORKDAYS_PER_WEEK);
}

/* The inverse: the day of the k-th Monday-to-Friday from the same origin. */
static int64_t weekday_at(int64_t k)
{
	int64_t week = floor_div(k - 1, WORKDAYS_PER_WEEK);
	return week * DAYS_PER_WEEK + (k - 1 - week * WORKDAYS_PER_WEEK) - MONDAY_SHIFT;
}

/* Working days up to and including day, from the origin of weekdays_through. */
static int64_t rank_of(const struct calendar *cal, int64_t day)
{
	int64_t before = weekdays_through(cal->first - 1), i = day - cal->first;
	if (i < 0)
		return weekdays_through(day);
	if (i < cal->n)
		return before + cal->rank[i];
	return before + cal->n_working + weekdays_through(day) -
	       weekdays_through((int64_t)cal->first + cal->n - 1);
}

/* The inverse of rank_of: the k-th working day. */
static int64_t day_at(const struct calendar *cal, int64_t k)
{
	int64_t before = weekdays_through(cal->first - 1);
	if (k <= before)
		return weekday_at(k);
	if (k <= before + cal->n_working)
		return cal->first + cal->nth[k - before - 1];
	return weekday_at(
		k - before - cal->n_working + weekdays_through((int64_t)cal->first + cal->n - 1));
}

static bool is_weekend(int32_t day)
{
	return date_weekday((struct date){ day }) >= SATURDAY;
}

static bool kind_counts(enum day_kind kind)
{
	return kind == DAY_WORKDAY || kind == DAY_MAKEUP;
}

/* Widens [*from, *to] so that it holds the listed days. */
static void cover_days(const struct arranged_day *day, size_t n, int32_t *from, int32_t *to)
{
	for (size_t i = 0; i < n; i++) {
		*from = day[i].date.day < *from ? day[i].date.day : *from;
		*to = day[i].date.day > *to ? day[i].date.day : *to;
	}
}

/* Sets first, n, year0 and n_years.  Without any year or local day the window is empty. */
static void measure_window(struct calendar *cal, const struct arrangement *year, size_t n_years,
	const struct arranged_day *local, size_t n_local)
{
	int32_t from = INT32_MAX, to = INT32_MIN;
	int y0 = ARRANGEMENT_YEAR_MAX + 1, y1 = 0;
	for (size_t i = 0; i < n_years; i++) {
		int y = year[i].year;
		struct arranged_day edge[] = { { .date = date_from_ymd(y, 1, 1) },
			{ .date = date_from_ymd(y, 12, 31) } };
		y0 = y < y0 ? y : y0;
		y1 = y > y1 ? y : y1;
		cover_days(edge, 2, &from, &to);
		cover_days(year[i].day, year[i].n, &from, &to);
	}
	cover_days(local, n_local, &from, &to);
	if (from > to)
		return;
	cal->first = from;
	cal->n = to - from + 1;
	cal->year0 = y0;
	cal->n_years = y1 >= y0 ? y1 - y0 + 1 : 0;
}

static enum err allocate(struct arena *a, struct calendar *cal, struct error *err)
{
	size_t n = (size_t)cal->n, years = (size_t)cal->n_years;
	cal->slot = arena_array(a, struct day_slot, n);
	cal->rank = arena_array(a, int32_t, n);
	cal->nth = arena_array(a, int32_t, n);
	cal->arranged = arena_array(a, bool, years);
	cal->gaps = arena_array(a, int, years + 1);
	return arena_check(a, err);
}

/*
 * C-1.5-16, in this order: off by arrangement, make-up day, weekday.  Years are
 * laid down in ascending order, of the same year only the last entry.  C-1.5-18:
 * nothing but the arrangement makes a day off, not even 除夕 (worked in 2024).
 * C-1.5-20: a local day off is laid over all of it.
 */
static void fill_slots(struct calendar *cal, const struct arrangement *year, size_t n_years,
	const struct arranged_day *local, size_t n_local)
{
	for (int i = 0; i < cal->n; i++)
		cal->slot[i].kind = is_weekend(cal->first + i) ? DAY_WEEKEND : DAY_WORKDAY;
	for (int y = 0; y < cal->n_years; y++) {
		const struct arrangement *last = NULL;
		for (size_t i = 0; i < n_years; i++)
			if (year[i].year == cal->year0 + y)
				last = &year[i];
		cal->arranged[y] = last != NULL;
		for (size_t i = 0; last && i < last->n; i++) {
			const struct arranged_day *d = &last->day[i];
			cal->slot[d->date.day - cal->first] =
				(struct day_slot){ d->off ? DAY_HOLIDAY : DAY_MAKEUP, d->name };
		}
	}
	for (size_t i = 0; i < n_local; i++)
		cal->slot[local[i].date.day - cal->first] =
			(struct day_slot){ DAY_LOCAL, local[i].name };
}

static void fill_tables(struct calendar *cal)
{
	for (int i = 0; i < cal->n; i++) {
		if (kind_counts(cal->slot[i].kind))
			cal->nth[cal->n_working++] = i;
		cal->rank[i] = cal->n_working;
	}
	for (int y = 0; y < cal->n_years; y++)
		cal->gaps[y + 1] = cal->gaps[y] + !cal->arranged[y];
}

enum err calendar_new(struct arena *a, const struct arrangement *year, size_t n_years,
	const struct arranged_day *local, size_t n_local, struct calendar **out, struct error *err)
{
	struct calendar *cal = arena_one(a, struct calendar);
	if (!cal)
		return arena_check(a, err);
	measure_window(cal, year, n_years, local, n_local);
	enum err e = allocate(a, cal, err);
	if (e)
		return e;
	fill_slots(cal, year, n_years, local, n_local);
	fill_tables(cal);
	*out = cal;
	return OK;
}

enum err calendar_new_builtin(struct arena *a, struct calendar **out, struct error *err)
{
	size_t n;
	const struct arrangement *year = arrangement_builtin(&n);
	return calendar_new(a, year, n, NULL, 0, out, err);
}

bool calendar_has_year(const struct calendar *cal, int year)
{
	int i = year - cal->year0;
	return i >= 0 && i < cal->n_years && cal->arranged[i];
}

static struct day_slot slot_of(const struct calendar *cal, struct date d)
{
	int32_t i = d.day - cal->first;
	if (i >= 0 && i < cal->n)
		return cal->slot[i];
	return (struct day_slot){ .kind = is_weekend(d.day) ? DAY_WEEKEND : DAY_WORKDAY };
}

enum day_kind calendar_day_kind(const struct calendar *cal, struct date d)
{
	return slot_of(cal, d).kind;
}

struct str calendar_day_name(const struct calendar *cal, struct date d)
{
	return slot_of(cal, d).name;
}

bool calendar_is_workday(const struct calendar *cal, struct date d)
{
	return kind_counts(slot_of(cal, d).kind);
}

void calendar_explain_day(struct buf *b, const struct calendar *cal, struct date d)
{
	static const char *const word[] = { [DAY_WORKDAY] = "计入",
		[DAY_WEEKEND] = "周末",
		[DAY_HOLIDAY] = "节假日",
		[DAY_MAKEUP] = "调休上班",
		[DAY_LOCAL] = "本地假" };
	struct day_slot s = slot_of(cal, d);
	buf_cstr(b, word[s.kind]);
	if (s.name.n > 0)
		buf_fmt(b, "“%.*s”", STR_ARG(s.name));
}

struct date calendar_add_workdays(const struct calendar *cal, struct date d, int n)
{
	assert(n >= 0 && n <= CALENDAR_ADD_MAX);
	if (n == 0)
		return d;
	return (struct date){ (int32_t)day_at(cal, rank_of(cal, d.day) + n) };
}

int calendar_count_workdays(const struct calendar *cal, struct date after, struct date through)
{
	return (int)(rank_of(cal, through.day) - rank_of(cal, after.day));
}

bool calendar_is_provisional(const struct calendar *cal, struct date from, struct date to)
{
	int y0 = date_year(from) - cal->year0, y1 = date_year(to) - cal->year0;
	if (y0 < 0 || y1 >= cal->n_years)
		return true;
	return cal->gaps[y1 + 1] > cal->gaps[y0];
}
