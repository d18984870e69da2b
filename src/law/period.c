#include "law/period.h"

enum { WHY_MAX = 256 };

/* The bound and the argument's name for each unit. */
static enum err check_length(enum term_unit unit, int n, struct error *err)
{
	static const struct {
		const char *field;
		int max;
	} bound[] = { [TERM_WORKING_DAYS] = { "working", PERIOD_WORKING_MAX },
		[TERM_DAYS] = { "days", PERIOD_DAYS_MAX },
		[TERM_MONTHS] = { "months", PERIOD_MONTHS_MAX } };
	if (n >= 1 && n <= bound[unit].max)
		return OK;
	error_set(err, ERR_INVALID, NULL, "期限应为 1 至 %d%s，不能是 %d", bound[unit].max,
		term_unit_name(unit), n);
	if (err)
		err->field = bound[unit].field;
	return ERR_INVALID;
}

enum err period_compute(const struct calendar *cal, struct date from, enum term_unit unit, int n,
	struct period_end *out, struct error *err)
{
	enum { LAST_START_YEAR = 9900 }; /* so that no end passes the year 9999 */
	enum err e = check_length(unit, n, err);
	if (e)
		return e;
	if (date_year(from) > LAST_START_YEAR)
		return error_set(
			err, ERR_INVALID, NULL, "起算日 %s 太晚，请检查年份", date_text(from).z);
	struct date nominal, due;
	/* CC-201, CP-85, C-1.5-12: the first day is not counted. */
	if (unit == TERM_WORKING_DAYS)
		nominal = calendar_add_workdays(cal, from, n);
	else if (unit == TERM_DAYS)
		nominal = date_add_days(from, n);
	else
		nominal = date_add_months(from, n); /* CC-202 */
	/* CC-203, C-1.5-14: off a holiday to the first working day after it. */
	due = nominal;
	if (!calendar_is_workday(cal, due))
		due = calendar_add_workdays(cal, due, 1);
	*out = (struct period_end){ due, nominal,
		calendar_is_provisional(cal, date_add_days(from, 1), due) };
	return OK;
}

/* C-1.5-12 … C-1.5-16: one line of the proof. */
static void explain(struct buf *b, const struct calendar *cal, struct date from,
	enum term_unit unit, const struct period_end *end, struct counted_day *day)
{
	bool workday = calendar_is_workday(cal, day->date);
	if (day->date.day == from.day) {
		buf_lit(b, "起算当日不计入，从次日起算");
	} else if (unit == TERM_WORKING_DAYS) {
		day->counts = workday;
		calendar_explain_day(b, cal, day->date);
	} else if (day->date.day < end->nominal.day) {
		day->counts = true;
		buf_lit(b, "计入");
	} else if (end->nominal.day == end->due.day) {
		day->counts = true;
		buf_lit(b, "计入，最后一日");
	} else if (workday) {
		buf_lit(b, "顺延后的最后一日");
	} else {
		day->counts = day->date.day == end->nominal.day;
		calendar_explain_day(b, cal, day->date);
		buf_lit(b, "，最后一日顺延");
	}
}

enum err period_prove(struct arena *a, const struct calendar *cal, struct date from,
	enum term_unit unit, const struct period_end *end, struct counted_day **out, size_t *n,
	struct error *err)
{
	size_t count = (size_t)date_diff(from, end->due) + 1;
	struct counted_day *day = arena_array(a, struct counted_day, count);
	struct buf b;
	buf_init(&b, WHY_MAX);
	for (size_t i = 0; day && !b.err && i < count; i++) {
		day[i].date = date_add_days(from, (int)i);
		buf_clear(&b);
		explain(&b, cal, from, unit, end, &day[i]);
		day[i].why = arena_str(a, buf_view(&b));
	}
	enum err e = buf_check(&b, err);
	buf_done(&b);
	if (!e)
		e = arena_check(a, err);
	if (e)
		return e;
	*out = day;
	*n = count;
	return OK;
}

bool period_is_over(struct date due, int64_t moment)
{
	return date_of_moment(moment).day > due.day;
}
