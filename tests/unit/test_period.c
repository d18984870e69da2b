/*
 * Natural-day and month periods, the proofs of all periods, and the table of
 * statutory terms.  Expected dates: shared cases 4.3, rule book W20, W21, 1.4, 7.2.
 */
#include "tests/test.h"

#include "core/mem.h"
#include "law/calendar.h"
#include "law/period.h"

static struct arena arena;
static struct calendar *china;

static struct date day_of(const char *z)
{
	struct date d = { 0 };
	if (!date_parse(str_cstr(z), &d))
		CHECK(0, "test data: %s is a date", z);
	return d;
}

/* 4.3 NAT and MON, W20, W21; and what does not roll. */
static const struct {
	const char *rule, *from;
	enum term_unit unit;
	int n;
	const char *want, *nominal;
} natural[] = {
	{ "CC-203 4.3 NAT RA-20-1", "2024-08-03", TERM_DAYS, 60, "2024-10-08", "2024-10-02" },
	{ "CC-203 4.3 NAT RA-20-1", "2024-11-29", TERM_DAYS, 60, "2025-02-05", "2025-01-28" },
	{ "CC-203 4.3 NAT RA-20-1", "2025-08-04", TERM_DAYS, 60, "2025-10-09", "2025-10-03" },
	{ "CC-202 4.3 MON AL-46", "2024-08-31", TERM_MONTHS, 6, "2025-02-28", "2025-02-28" },
	{ "CC-202 month end clamp, leap", "2024-01-30", TERM_MONTHS, 1, "2024-02-29",
		"2024-02-29" },
	{ "CC-203 4.3 MON AL-46", "2024-04-01", TERM_MONTHS, 6, "2024-10-08", "2024-10-01" },
	{ "W20 CP-85", "2026-08-03", TERM_DAYS, 60, "2026-10-08", "2026-10-02" },
	{ "W21 CP-85", "2026-04-01", TERM_MONTHS, 6, "2026-10-08", "2026-10-01" },
	{ "C-1.5-14 a make-up Saturday is no holiday", "2024-09-04", TERM_DAYS, 10, "2024-09-14",
		"2024-09-14" },
	{ "CC-201 C-1.5-12 the first day is not counted", "2024-07-01", TERM_DAYS, 1, "2024-07-02",
		"2024-07-02" },
};

static void natural_periods(void)
{
	struct error err;
	for (size_t i = 0; i < sizeof natural / sizeof natural[0]; i++) {
		struct period_end end = { 0 };
		enum err e = period_compute(
			china, day_of(natural[i].from), natural[i].unit, natural[i].n, &end, &err);
		CHECK(!e && end.due.day == day_of(natural[i].want).day &&
				end.nominal.day == day_of(natural[i].nominal).day,
			"%s: %s +%d = %s", natural[i].rule, natural[i].from, natural[i].n,
			natural[i].want);
	}
}

static void refused_lengths(void)
{
	static const struct {
		enum term_unit unit;
		int n;
		const char *field;
	} bad[] = { { TERM_WORKING_DAYS, 0, "working" }, { TERM_WORKING_DAYS, 10001, "working" },
		{ TERM_DAYS, -1, "days" }, { TERM_DAYS, 20001, "days" },
		{ TERM_MONTHS, 0, "months" }, { TERM_MONTHS, 601, "months" } };
	struct period_end end = { .provisional = true };
	struct error err;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		CHECK(period_compute(china, day_of("2024-01-01"), bad[i].unit, bad[i].n, &end,
			      &err) == ERR_INVALID &&
				strcmp(err.field, bad[i].field) == 0 && end.due.day == 0,
			"a period of %d (%s) is refused", bad[i].n, bad[i].field);
	CHECK(period_compute(china, day_of("2024-01-01"), TERM_DAYS, 0, &end, NULL) == ERR_INVALID,
		"a refusal without an error to fill");
	CHECK(period_compute(china, day_of("9901-01-01"), TERM_DAYS, 1, &end, &err) == ERR_INVALID,
		"a start near the end of time is refused");
}

static void proofs(void)
{
	static const struct {
		const char *from, *date, *why;
		enum term_unit unit;
		int n;
		bool counts;
	} line[] = {
		{ "2024-01-10", "2024-01-10", "起算当日不计入，从次日起算", TERM_WORKING_DAYS, 20,
			false },
		{ "2024-01-10", "2024-01-11", "计入", TERM_WORKING_DAYS, 20, true },
		{ "2024-01-10", "2024-01-13", "周末", TERM_WORKING_DAYS, 20, false },
		{ "2024-01-10", "2024-02-04", "调休上班“春节”", TERM_WORKING_DAYS, 20, true },
		{ "2024-09-25", "2024-10-01", "节假日“国庆节”", TERM_WORKING_DAYS, 7, false },
		{ "2024-08-03", "2024-08-04", "计入", TERM_DAYS, 60, true },
		{ "2024-08-03", "2024-10-02", "节假日“国庆节”，最后一日顺延", TERM_DAYS, 60, true },
		{ "2024-08-03", "2024-10-03", "节假日“国庆节”，最后一日顺延", TERM_DAYS, 60,
			false },
		{ "2024-08-03", "2024-10-08", "顺延后的最后一日", TERM_DAYS, 60, false },
		{ "2024-07-01", "2024-07-02", "计入，最后一日", TERM_DAYS, 1, true },
	};
	struct error err;
	for (size_t i = 0; i < sizeof line / sizeof line[0]; i++) {
		struct period_end end;
		struct counted_day *day = NULL;
		size_t n = 0, counted = 0;
		struct date from = day_of(line[i].from);
		if (period_compute(china, from, line[i].unit, line[i].n, &end, &err) ||
			period_prove(&arena, china, from, line[i].unit, &end, &day, &n, &err)) {
			CHECK(0, "proof: %s", err.msg);
			continue;
		}
		for (size_t k = 0; k < n; k++)
			counted += day[k].counts;
		size_t at = (size_t)date_diff(from, day_of(line[i].date));
		CHECK(counted == (size_t)line[i].n && at < n && day[at].counts == line[i].counts &&
				str_is(day[at].why, line[i].why),
			"proof of %s +%d: %s %s", line[i].from, line[i].n, line[i].date,
			line[i].why);
	}
	struct arena small;
	struct period_end end;
	struct counted_day *day = NULL;
	size_t n = 0;
	arena_init(&small, 64);
	if (period_compute(china, day_of("2024-01-10"), TERM_WORKING_DAYS, 20, &end, &err))
		CHECK(0, "%s", err.msg);
	CHECK(period_prove(&small, china, day_of("2024-01-10"), TERM_WORKING_DAYS, &end, &day, &n,
		      &err) == ERR_LIMIT &&
			!day,
		"a proof without room");
	arena_done(&small);
	int failed = 0;
	for (long k = 1; k < 8; k++) {
		day = NULL;
		arena_init(&small, 1 << 20);
		mem_fail_at(k);
		enum err e = period_prove(&small, china, day_of("2024-01-10"), TERM_WORKING_DAYS,
			&end, &day, &n, &err);
		mem_fail_at(0);
		arena_done(&small);
		failed += e == ERR_NOMEM && !day;
		if (e && e != ERR_NOMEM)
			CHECK(0, "allocation %ld: %s", k, err_name(e));
	}
	CHECK(failed > 1, "a proof without memory (%d places)", failed);
}

/* 4.3 DUE, Beijing time whatever the server's zone. */
static void last_moment(void)
{
	struct date due = day_of("2024-02-06");
	/* 2024-02-06T16:00:00Z is 1707235200 (date -u -d '2024-02-06 16:00' +%s). */
	CHECK(!period_is_over(due, 1707235199), "CC-203 23:59:59+08:00 is in time");
	CHECK(period_is_over(due, 1707235200), "CC-203 00:00:00+08:00 of the next day is late");
}

static void terms(void)
{
	CHECK(term_by_code(STR("T-REPLY")) == term_find(TERM_REPLY) && !term_by_code(STR("T-X")),
		"terms are found by code");
	int bad = 0;
	for (int i = 0; i < TERM_COUNT; i++) {
		const struct term_info *t = term_find((enum term)i);
		bad += !t->code || !t->rule || t->n < 1 || !t->starts ||
		       term_by_code(str_cstr(t->code)) != t;
	}
	CHECK(bad == 0, "every term is complete");
}

/* Rule book 1.4 and 7.2: code, length, unit, article. */
static void term_values(void)
{
	static const struct {
		const char *code, *rule;
		int n;
		enum term_unit unit;
	} want[] = {
		{ "T-CORR", "R-030", 7, TERM_WORKING_DAYS },
		{ "T-CORR-APP", "C-1.4-1", 10, TERM_WORKING_DAYS },
		{ "T-REPLY", "R-033-2", 20, TERM_WORKING_DAYS },
		{ "T-EXT", "R-033-2", 20, TERM_WORKING_DAYS },
		{ "T-3P", "R-032", 15, TERM_WORKING_DAYS },
		{ "T-CO", "R-034", 15, TERM_WORKING_DAYS },
		{ "T-FEE", "F109-6", 20, TERM_WORKING_DAYS },
		{ "T-PROACT", "R-026", 20, TERM_WORKING_DAYS },
		{ "T-DUAL", "C-1.6-17", 7, TERM_WORKING_DAYS },
		{ "T-RV-APPLY", "RA-20-1", 60, TERM_DAYS },
		{ "T-RV-APPLY-MAX", "RA-20-3", 12, TERM_MONTHS },
		{ "T-RV-ACCEPT", "RA-30", 5, TERM_WORKING_DAYS },
		{ "T-RV-ANSWER", "RA-48", 10, TERM_WORKING_DAYS },
		{ "T-RV-ANSWER-S", "RA-54", 5, TERM_WORKING_DAYS },
		{ "T-RV-DECIDE", "RA-62-1", 60, TERM_DAYS },
		{ "T-RV-DECIDE-EXT", "RA-62-1", 30, TERM_DAYS },
		{ "T-RV-DECIDE-S", "RA-62-2", 30, TERM_DAYS },
		{ "T-RV-OPINION", "RA-76", 60, TERM_DAYS },
		{ "T-SUE-AFTER-RV", "AL-45", 15, TERM_DAYS },
		{ "T-SUE-DIRECT", "AL-46", 6, TERM_MONTHS },
		{ "T-SUE-ANSWER", "AL-67", 15, TERM_DAYS },
		{ "T-FIRST", "AL-81", 6, TERM_MONTHS },
		{ "T-FIRST-S", "AL-83", 45, TERM_DAYS },
		{ "T-APPEAL-J", "AL-85", 15, TERM_DAYS },
		{ "T-APPEAL-R", "AL-85", 10, TERM_DAYS },
		{ "T-SECOND", "AL-88", 3, TERM_MONTHS },
	};
	for (size_t i = 0; i < sizeof want / sizeof want[0]; i++) {
		const struct term_info *t = term_by_code(str_cstr(want[i].code));
		CHECK(t && t->n == want[i].n && t->unit == want[i].unit &&
				strcmp(t->rule, want[i].rule) == 0,
			"%s %s: %d%s", want[i].rule, want[i].code, want[i].n,
			term_unit_name(want[i].unit));
	}
	CHECK(sizeof want / sizeof want[0] == TERM_COUNT, "no term without a row here");
}

int main(void)
{
	struct error err;
	arena_init(&arena, 16 << 20);
	if (calendar_new_builtin(&arena, &china, &err)) {
		CHECK(0, "built-in calendar: %s", err.msg);
		return TEST_END();
	}
	natural_periods();
	refused_lengths();
	proofs();
	last_moment();
	terms();
	term_values();
	arena_done(&arena);
	return TEST_END();
}
