/*
 * The clock day by day: the reasons of single days, a new holiday inside an
 * open span, overlapping consultations against a walk over single days, and
 * every lack of memory.
 */
#include "tests/clock_text.h"
#include "tests/test.h"

#include "core/mem.h"

/* The reason of single days of a proof. */
static void proofs(void)
{
	static const struct {
		const char *events, *date, *why;
		enum variant variant;
		bool counts;
	} line[] = {
		{ "2024-07-01 received", "2024-07-01", "收到申请当日不计入，从次日起算", USUAL,
			false },
		{ "2024-07-01 received", "2024-07-02", "计入", USUAL, true },
		{ "2024-09-12 received", "2024-09-14", "调休上班“中秋节”", USUAL, true },
		{ "2025-04-21 received; 2025-04-28 consult_sent id=a; 2025-05-15 consult_returned "
		  "id=a",
			"2025-05-15", "征求意见期间（编号a），不计入", USUAL, false },
		{ "2025-04-21 received; 2025-04-28 consult_sent id=a; 2025-05-15 consult_returned "
		  "id=a",
			"2025-05-10", "周末", USUAL, false },
		{ "2025-04-21 received; 2025-04-28 consult_sent id=a; 2025-05-07 consult_sent id=b",
			"2025-05-08", "征求意见期间（编号a、b），不计入", USUAL, false },
		{ "2024-03-01 received; 2024-03-12 correction_noticed; 2024-03-20 "
		  "correction_received",
			"2024-03-04", "重新起算以前的期间，不计入", USUAL, false },
		{ "2024-03-01 received; 2024-03-12 correction_noticed; 2024-03-20 "
		  "correction_received",
			"2024-03-20", "收到补正申请当日不计入，从次日起重新计算", USUAL, false },
		{ "2024-07-01 received; 2024-07-10 fee_noticed; 2024-07-22 fee_paid", "2024-07-22",
			"缴清费用当日不计入，从次日起重新计算", USUAL, false },
		{ "2024-07-01 received; 2024-07-10 fee_noticed", "2024-07-11",
			"等待申请人补正或者缴费，不计入", USUAL, false },
		{ "2024-07-01 received; 2024-07-10 fee_noticed; 2024-07-22 fee_paid", "2024-07-11",
			"等待缴费期间，不计入", PAYMENT_RESUMES, false },
	};
	for (size_t i = 0; i < sizeof line / sizeof line[0]; i++) {
		struct clock_run r = { 0 };
		struct error err;
		enum err e = run(china, line[i].events, NULL, line[i].variant, &r, NULL, &err);
		size_t at = (size_t)date_diff(r.n_days ? r.day[0].date : (struct date){ 0 },
			day_of(str_cstr(line[i].date)));
		CHECK(!e && at < r.n_days && r.day[at].counts == line[i].counts &&
				str_is(r.day[at].why, line[i].why),
			"proof %s: %s", line[i].date, line[i].why);
	}
}

/* 4.3 HOL: a new day off inside an open span costs one working day. */
static void new_holiday(void)
{
	size_t n;
	const struct arrangement *builtin = arrangement_builtin(&n);
	struct arrangement year[20];
	struct error err;
	memcpy(year, builtin, n * sizeof year[0]);
	struct arranged_day *day = NULL;
	for (size_t i = 0; i < n; i++) {
		if (year[i].year != 2024)
			continue;
		day = arena_array(&arena, struct arranged_day, year[i].n + 1);
		memcpy(day, year[i].day, year[i].n * sizeof *day);
		day[year[i].n] =
			(struct arranged_day){ day_of(STR("2024-07-15")), true, STR("新假日") };
		year[n] = (struct arrangement){ 2024, day, year[i].n + 1 };
	}
	struct calendar *cal = NULL;
	if (calendar_new(&arena, year, n + 1, NULL, 0, &cal, &err)) {
		CHECK(0, "%s", err.msg);
		return;
	}
	struct clock_run before = { 0 }, after = { 0 };
	enum err e = run(china, "2024-07-01 received", NULL, USUAL, &before, NULL, &err);
	if (!e)
		e = run(cal, "2024-07-01 received", NULL, USUAL, &after, NULL, &err);
	CHECK(!e && before.due.day == day_of(STR("2024-07-29")).day &&
			after.due.day == day_of(STR("2024-07-30")).day,
		"4.3 HOL 2024-07-29 becomes 2024-07-30");
	e = run(cal, "2024-08-01 received", NULL, USUAL, &after, NULL, &err);
	CHECK(!e && after.due.day == day_of(STR("2024-08-29")).day,
		"4.3 HOL a span that does not hold the new day stays");
	CHECK(clock_state_is_closed(CLOCK_REPLIED) && clock_state_is_closed(CLOCK_LAPSED_PAYMENT) &&
			!clock_state_is_closed(CLOCK_OVERDUE) &&
			!clock_state_is_closed(CLOCK_CONSULTING),
		"4.3 HOL closed cases are told apart, so that they stay untouched");
}

static unsigned seed = 20240711;
static unsigned draw(unsigned below)
{
	seed = seed * 1103515245u + 12345u;
	return (seed >> 8) % below;
}

/* Walks single days: the 20th working day on which no letter was out. */
static struct date walk(struct date start, const int *sent, const int *back, int n)
{
	struct date d = start;
	for (int left = 20; left > 0;) {
		d = date_add_days(d, 1);
		bool paused = false;
		for (int i = 0; i < n; i++)
			paused = paused ||
				 (d.day > start.day + sent[i] && d.day <= start.day + back[i]);
		if (!paused && calendar_is_workday(china, d))
			left--;
	}
	return d;
}

/*
 * Random overlapping consultations: the due date is that of the walk, so no day
 * is excluded twice, and the ids may be exchanged without changing it.
 */
static void overlapping_pauses(void)
{
	enum { CASES = 400, CONSULTS = 4 };
	static const char *const id[] = { "a", "b", "c", "d" };
	int wrong = 0, swapped = 0;
	for (int k = 0; k < CASES; k++) {
		struct date start = date_add_days(day_of(STR("2023-01-01")), (int)draw(1000));
		int sent[CONSULTS], back[CONSULTS], n = 0;
		struct clock_event e[1 + 2 * CONSULTS], m[1 + 2 * CONSULTS];
		size_t count = 0;
		e[count++] = (struct clock_event){ .kind = CLOCK_RECEIVED, .on = start };
		for (; n < CONSULTS; n++) {
			sent[n] = (n ? sent[n - 1] : 0) + (int)draw(9);
			back[n] = sent[n] + (int)draw(19); /* within 15 working days of sending */
		}
		for (int day = 0; day < 80; day++) {
			for (int i = 0; i < n; i++)
				if (sent[i] == day)
					e[count++] =
						(struct clock_event){ .kind = CLOCK_CONSULT_SENT,
							.on = date_add_days(start, day),
							.id = str_cstr(id[i]) };
			for (int i = 0; i < n; i++)
				if (back[i] == day)
					e[count++] = (struct clock_event){
						.kind = CLOCK_CONSULT_RETURNED,
						.on = date_add_days(start, day),
						.id = str_cstr(id[i])
					};
		}
		/* The same day's events in the other order, and other names for the letters. */
		memcpy(m, e, sizeof e);
		for (size_t i = 0; i < count; i++)
			if (m[i].kind != CLOCK_RECEIVED)
				m[i].id = str_cstr(id[3 - (m[i].id.p[0] - 'a')]);
		for (size_t i = 1; i + 1 < count; i++) {
			if (m[i].on.day == m[i + 1].on.day && m[i].kind == m[i + 1].kind) {
				struct clock_event t = m[i];
				m[i] = m[i + 1];
				m[i + 1] = t;
			}
		}
		struct clock_config config = clock_config_default();
		struct clock_input in = { .cal = china, .config = &config, .event = e, .n = count };
		struct clock_run r = { 0 }, s = { 0 };
		struct error err = { .msg = "" };
		if (clock_compute(&arena, &in, &r, NULL, &err))
			CHECK(0, "case %d: %s", k, err.msg);
		in.event = m;
		if (clock_compute(&arena, &in, &s, NULL, &err))
			CHECK(0, "case %d swapped: %s", k, err.msg);
		wrong += r.due.day != walk(start, sent, back, n).day;
		wrong += counted(&r) != 20;
		swapped += s.due.day != r.due.day || s.used != r.used;
	}
	CHECK(wrong == 0, "C-1.7-25 %d random cases: no day excluded twice (%d wrong)", CASES,
		wrong);
	CHECK(swapped == 0, "C-1.7-25 the order within a day does not matter (%d wrong)", swapped);
}

/* Every request for memory fails once: an error, never a wrong answer. */
static void without_memory(void)
{
	long failures = 0;
	for (long n = 1; n < 40; n++) {
		struct arena small;
		struct clock_run r = { .used = -1 };
		struct error err;
		struct clock_event event[EVENTS_MAX];
		struct clock_config config = clock_config_default();
		struct clock_input in = { .cal = china,
			.config = &config,
			.event = event,
			.n = events_of(
				"2025-04-21 received; 2025-04-28 consult_sent id=a", event) };
		arena_init(&small, 1 << 20);
		mem_fail_at(n);
		enum err e = clock_compute(&small, &in, &r, NULL, &err);
		mem_fail_at(0);
		arena_done(&small);
		if (e && (e != ERR_NOMEM || r.used != -1))
			CHECK(0, "allocation %ld: %s", n, err_name(e));
		failures += e != OK;
		struct calendar *cal = NULL;
		arena_init(&small, 8 << 20);
		mem_fail_at(n);
		e = calendar_new_builtin(&small, &cal, &err);
		mem_fail_at(0);
		arena_done(&small);
		if (e && (e != ERR_NOMEM || cal))
			CHECK(0, "calendar, allocation %ld: %s", n, err_name(e));
	}
	CHECK(failures > 0, "a lack of memory is an error (%ld places)", failures);
	struct clock_run r = { .used = -1 };
	struct error err;
	struct clock_event event[EVENTS_MAX];
	struct clock_config config = clock_config_default();
	struct clock_input in = { .cal = china,
		.config = &config,
		.event = event,
		.n = events_of("2025-04-21 received; 2025-04-28 consult_sent id=a", event) };
	int limits = 0;
	for (size_t size = 16; size < 6000; size += 40) {
		struct arena small;
		arena_init(&small, size);
		enum err e = clock_compute(&small, &in, &r, NULL, &err);
		limits += e == ERR_LIMIT;
		if (e && e != ERR_LIMIT)
			CHECK(0, "arena of %zu: %s", size, err_name(e));
		if (e == OK && r.due.day != day_of(STR("2025-06-12")).day)
			CHECK(0, "arena of %zu: a wrong answer", size);
		arena_done(&small);
	}
	CHECK(limits > 10, "a full arena is an error (%d sizes)", limits);
}

int main(void)
{
	struct error err;
	arena_init(&arena, ARENA_MAX);
	if (calendar_new_builtin(&arena, &china, &err)) {
		CHECK(0, "built-in calendar: %s", err.msg);
		return TEST_END();
	}
	proofs();
	new_holiday();
	overlapping_pauses();
	without_memory();
	arena_done(&arena);
	return TEST_END();
}
