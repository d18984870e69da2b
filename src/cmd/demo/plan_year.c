#include "cmd/demo/plan.h"

#include "desk/annual.h"

enum { FIGURES_WORKDAY = 4, HOUR = 60 };

/* The n-th working day of a month. */
static struct date workday(const struct calendar *cal, int year, int month, int n)
{
	return calendar_add_workdays(cal, date_add_days(date_from_ymd(year, month, 1), -1), n);
}

void demo_plan_year(struct demo_plan *p, struct arena *a, const struct calendar *cal, size_t agency)
{
	struct demo_step s = { .op = DEMO_OP_REGISTERS, .item = agency };
	s.ms = demo_moment(workday(cal, DEMO_YEAR - 1, 1, 3), 10 * HOUR);
	demo_plan_put(p, a, &s);
	for (int month = 1; month <= 12; month++) {
		int next = month % 12 + 1, year = month < 12 ? DEMO_YEAR : DEMO_YEAR + 1;
		struct date d = workday(cal, year, next, FIGURES_WORKDAY);
		s = (struct demo_step){ .ms = demo_moment(d, 10 * HOUR),
			.op = DEMO_OP_FIGURES,
			.slot = month,
			.item = agency };
		demo_plan_put(p, a, &s);
		s.op = DEMO_OP_VOUCH;
		s.ms = demo_moment(d, 15 * HOUR);
		demo_plan_put(p, a, &s);
	}
	s = (struct demo_step){ .op = DEMO_OP_TEXT, .item = agency };
	s.ms = demo_moment(workday(cal, DEMO_YEAR + 1, 1, 6), 9 * HOUR);
	demo_plan_put(p, a, &s);
	/* Frozen, reviewed, signed, published: a working day each, before 31 January. */
	for (int step = STEP_FREEZE; step <= STEP_PUBLISH; step++) {
		struct date d = workday(cal, DEMO_YEAR + 1, 1, 7 + step - STEP_FREEZE);
		s = (struct demo_step){ .ms = demo_moment(d, 11 * HOUR),
			.op = DEMO_OP_REPORT,
			.slot = step,
			.item = agency };
		demo_plan_put(p, a, &s);
	}
}
