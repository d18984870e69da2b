/*
 * The clock of one request.  Rows come from the shared case list (4.3) and the
 * rule book's examples W13-W16; other dates were computed by a separate
 * day-by-day script over the holiday files.
 */
#include "tests/clock_text.h"
#include "tests/test.h"

#include "law/clock.h"
#include "law/rule.h"

struct row {
	const char *name, *events, *as_of; /* as_of NULL: the last event's date */
	enum variant variant;
	const char *state, *due; /* due NULL: none runs */
	int used, remaining;
	bool provisional;
};

static const struct row rows[] = {
	{ "R-033-2 4.3 EXT 1", "2024-07-01 received; 2024-07-10 extended days=20", NULL, USUAL,
		"handling", "2024-08-26", 7, 33, false },
	{ "R-033-2 4.3 EXT 2", "2024-08-30 received; 2024-09-20 extended days=20", NULL, USUAL,
		"handling", "2024-10-31", 14, 26, false },
	{ "R-033-2 W15 on the last day", "2026-04-28 received; 2026-05-28 extended days=20", NULL,
		USUAL, "handling", "2026-06-26", 20, 20, false },
	{ "R-030 4.3 RESTART on the 7th day",
		"2024-03-01 received; 2024-03-12 correction_noticed; 2024-03-20 "
		"correction_received",
		NULL, USUAL, "handling", "2024-04-18", 0, 20, false },
	{ "R-030 W13 restart",
		"2026-09-17 received; 2026-09-24 correction_noticed until=2026-10-15;"
		"2026-10-12 correction_received",
		NULL, USUAL, "handling", "2026-11-09", 0, 20, false },
	{ "C-1.4-1 W13 ten working days by default, last day",
		"2026-09-17 received; 2026-09-24 correction_noticed", "2026-10-15", USUAL,
		"awaiting_correction", NULL, 6, 0, false },
	{ "R-030 W13 the day after it lapses", "2026-09-17 received; 2026-09-24 correction_noticed",
		"2026-10-16", USUAL, "lapsed_correction", NULL, 6, 0, false },
	{ "R-030 lapse recorded",
		"2026-09-17 received; 2026-09-24 correction_noticed; 2026-10-16 correction_lapsed",
		NULL, USUAL, "lapsed_correction", NULL, 6, 0, false },
	{ "R-030 late correction with a good reason",
		"2024-03-01 received; 2024-03-12 correction_noticed until=2024-03-19;"
		"2024-03-20 correction_received reason=住院",
		NULL, USUAL, "handling", "2024-04-18", 0, 20, false },
	{ "R-033-3 C-1.7-24 4.3 PAUSE third party",
		"2024-05-06 received; 2024-05-10 consult_sent id=a; 2024-05-24 consult_returned "
		"id=a",
		NULL, USUAL, "handling", "2024-06-18", 4, 16, false },
	{ "C-1.7-25 4.3 PAUSE union with an agency",
		"2024-05-06 received; 2024-05-10 consult_sent id=a;"
		"2024-05-20 consult_sent id=b agency; 2024-05-24 consult_returned id=a;"
		"2024-05-28 consult_returned id=b",
		NULL, USUAL, "handling", "2024-06-20", 4, 16, false },
	{ "R-033-3 C-1.7-24 W14",
		"2025-04-21 received; 2025-04-28 consult_sent id=a; 2025-05-06 consult_served id=a;"
		"2025-05-15 consult_returned id=a",
		NULL, USUAL, "handling", "2025-06-05", 6, 14, false },
	{ "R-032 W14 the opinion period as served",
		"2025-04-21 received; 2025-04-28 consult_sent id=a; 2025-05-06 consult_served id=a",
		"2025-05-27", USUAL, "consulting", "2025-06-17", 6, 14, false },
	{ "R-032 4.3 PAUSE silent third party, last day of its period",
		"2024-09-12 received; 2024-09-18 consult_sent id=a; 2024-09-20 consult_served id=a",
		"2024-10-16", USUAL, "consulting", "2024-11-08", 3, 17, false },
	{ "R-032 4.3 PAUSE silent third party, resumed",
		"2024-09-12 received; 2024-09-18 consult_sent id=a; 2024-09-20 consult_served id=a",
		"2024-10-17", USUAL, "handling", "2024-11-08", 4, 16, false },
	{ "R-034 silent agency, 15 working days from sending",
		"2024-07-01 received; 2024-07-05 consult_sent id=a agency", NULL, USUAL,
		"consulting", "2024-08-19", 4, 16, false },
	{ "R-033-3 opinion after its period does not lengthen the pause",
		"2024-07-01 received; 2024-07-05 consult_sent id=a; 2024-07-30 consult_returned "
		"id=a",
		NULL, USUAL, "handling", "2024-08-19", 6, 14, false },
	{ "R-033-3 a day named in the letter",
		"2024-07-01 received; 2024-07-05 consult_sent id=a until=2024-07-12", NULL, USUAL,
		"consulting", "2024-08-05", 4, 16, false },
	{ "R-032 served: the named day stands when it is earlier",
		"2024-07-01 received; 2024-07-05 consult_sent id=a until=2024-07-12;"
		"2024-07-08 consult_served id=a",
		NULL, USUAL, "consulting", "2024-08-05", 4, 16, false },
	{ "R-032 served: no more than 15 working days",
		"2024-07-01 received; 2024-07-05 consult_sent id=a until=2024-12-31;"
		"2024-07-05 consult_served id=a",
		NULL, USUAL, "consulting", "2024-08-19", 4, 16, false },
	{ "C-7.2-1 an order to decide anew has its own day",
		"2026-05-29 received until=2026-06-15", "2026-06-05", USUAL, "handling",
		"2026-06-15", 5, 6, false },
	{ "C-7.2-1 asking others does not move it",
		"2026-05-29 received until=2026-06-15; 2026-06-01 consult_sent id=a;"
		"2026-06-05 consult_returned id=a",
		NULL, USUAL, "handling", "2026-06-15", 5, 6, false },
	{ "R-033-3 answered on the day of sending: no pause",
		"2024-07-01 received; 2024-07-05 consult_sent id=a; 2024-07-05 consult_returned "
		"id=a",
		NULL, USUAL, "handling", "2024-07-29", 4, 16, false },
	{ "R-033-3 a consultation begun after the due date changes nothing",
		"2024-07-01 received; 2024-07-31 consult_sent id=a", NULL, USUAL, "overdue",
		"2024-07-29", 22, -2, false },
	{ "R-033-3 a consultation that straddles a restart",
		"2024-03-01 received; 2024-03-11 consult_sent id=a until=2024-04-02;"
		"2024-03-12 correction_noticed; 2024-03-20 correction_received",
		NULL, USUAL, "consulting", "2024-04-30", 0, 20, false },
	{ "C-1.7-24 the sending day inside the pause",
		"2024-05-06 received; 2024-05-10 consult_sent id=a; 2024-05-24 consult_returned "
		"id=a",
		NULL, SENT_DAY_PAUSED, "handling", "2024-06-19", 3, 17, false },
	{ "C-1.7-24 the day of arrival counted",
		"2024-05-06 received; 2024-05-10 consult_sent id=a; 2024-05-24 consult_returned "
		"id=a",
		NULL, RETURN_DAY_COUNTS, "handling", "2024-06-17", 5, 15, false },
	{ "R-034 consulting while a correction is awaited",
		"2024-03-01 received; 2024-03-12 correction_noticed; 2024-03-13 consult_sent id=a "
		"agency;"
		"2024-03-14 consult_served id=a; 2024-03-15 consult_returned id=a",
		NULL, USUAL, "awaiting_correction", NULL, 7, 0, false },
	{ "F109-6 4.3 FEE last day to pay", "2024-07-01 received; 2024-07-10 fee_noticed",
		"2024-08-07", USUAL, "awaiting_payment", NULL, 7, 0, false },
	{ "F109-6 4.3 FEE unpaid", "2024-07-01 received; 2024-07-10 fee_noticed", "2024-08-08",
		USUAL, "lapsed_payment", NULL, 7, 0, false },
	{ "F109-6 4.3 FEE lapse recorded",
		"2024-07-01 received; 2024-07-10 fee_noticed; 2024-08-08 fee_lapsed", NULL, USUAL,
		"lapsed_payment", NULL, 7, 0, false },
	{ "F109-6 4.3 FEE paid", "2024-07-01 received; 2024-07-10 fee_noticed; 2024-07-22 fee_paid",
		NULL, USUAL, "handling", "2024-08-19", 0, 20, false },
	{ "F109-6 W16", "2025-12-25 received; 2025-12-30 fee_noticed; 2026-01-15 fee_paid", NULL,
		USUAL, "handling", "2026-02-12", 0, 20, false },
	{ "C-1.7-28 payment resumes instead",
		"2024-07-01 received; 2024-07-10 fee_noticed; 2024-07-22 fee_paid", NULL,
		PAYMENT_RESUMES, "handling", "2024-08-08", 7, 13, false },
	{ "C-1.7-28 payment resumes beside a consultation",
		"2024-07-01 received; 2024-07-10 consult_sent id=a; 2024-07-10 fee_noticed;"
		"2024-07-22 fee_paid; 2024-07-22 consult_returned id=a",
		NULL, PAYMENT_RESUMES, "handling", "2024-08-08", 7, 13, false },
	{ "C-1.7-28 a letter sent while a payment is awaited",
		"2024-07-01 received; 2024-07-10 fee_noticed; 2024-07-11 consult_sent id=a;"
		"2024-07-22 consult_returned id=a; 2024-07-22 fee_paid",
		NULL, PAYMENT_RESUMES, "handling", "2024-08-08", 7, 13, false },
	{ "C-1.7-26 a restart gives a new period and a new extension",
		"2024-03-01 received; 2024-03-05 extended days=20; 2024-03-12 correction_noticed;"
		"2024-03-20 correction_received; 2024-04-18 extended days=20",
		NULL, USUAL, "handling", "2024-05-17", 20, 20, false },
	{ "C-1.7-26 two extensions by configuration",
		"2024-07-01 received; 2024-07-10 extended days=10; 2024-07-11 extended days=10",
		NULL, TWO_EXTENSIONS, "handling", "2024-08-26", 8, 32, false },
	{ "C-1.7-23 two corrections by configuration",
		"2024-03-01 received; 2024-03-12 correction_noticed; 2024-03-20 "
		"correction_received;"
		"2024-03-22 correction_noticed; 2024-03-25 correction_received",
		NULL, TWO_CORRECTIONS, "handling", "2024-04-23", 0, 20, false },
	{ "R-035 C-1.7-27 asking for reasons stops nothing",
		"2024-07-01 received; 2024-07-10 excess_reason_asked", NULL, USUAL, "handling",
		"2024-07-29", 7, 13, false },
	{ "R-035 delayed reply",
		"2024-07-01 received; 2024-07-10 excess_reason_asked;"
		"2024-07-24 delayed until=2024-09-30",
		NULL, USUAL, "handling", "2024-09-30", 17, 48, false },
	{ "R-035 a consultation does not move a fixed day",
		"2024-07-01 received; 2024-07-10 excess_reason_asked;"
		"2024-07-24 delayed until=2024-09-30; 2024-07-24 consult_sent id=a",
		NULL, USUAL, "consulting", "2024-09-30", 17, 48, false },
	{ "R-033-2 overdue", "2024-07-01 received", "2024-08-02", USUAL, "overdue", "2024-07-29",
		24, -4, false },
	{ "R-033-2 reply in time", "2024-07-01 received; 2024-07-29 reply_sent", NULL, USUAL,
		"replied", "2024-07-29", 20, 0, false },
	{ "R-033-2 reply late", "2024-07-01 received; 2024-08-02 reply_sent", "2024-12-01", USUAL,
		"replied", "2024-07-29", 24, -4, false },
	{ "R-033-1 reply at once", "2024-07-01 received; 2024-07-01 reply_sent", NULL, USUAL,
		"replied", "2024-07-29", 0, 20, false },
	{ "R-033-2 reply while a correction is awaited",
		"2024-03-01 received; 2024-03-12 correction_noticed; 2024-03-13 reply_sent", NULL,
		USUAL, "replied", NULL, 7, 0, false },
	{ "C-1.7-29 served", "2024-07-01 received; 2024-07-29 reply_sent; 2024-08-03 served", NULL,
		USUAL, "served", "2024-07-29", 20, 0, false },
	{ "C-1.7-30 withdrawn", "2024-07-01 received; 2024-07-10 withdrawn", "2024-08-30", USUAL,
		"withdrawn", "2024-07-29", 7, 13, false },
	{ "C-1.7-31 transferred", "2024-07-01 received; 2024-07-10 transferred", NULL, USUAL,
		"transferred", "2024-07-29", 7, 13, false },
	{ "C-1.7-22 received on a holiday", "2024-02-10 received", NULL, USUAL, "handling",
		"2024-03-14", 0, 20, false },
	{ "C-1.5-19 provisional", "2026-12-20 received", NULL, USUAL, "handling", "2027-01-15", 0,
		20, true },
	{ "C-1.5-19 provisional payment period", "2026-12-10 received; 2026-12-11 fee_noticed",
		NULL, USUAL, "awaiting_payment", NULL, 1, 0, true },
};

static void allowed(void)
{
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct row *w = &rows[i];
		struct clock_run r = { 0 };
		struct error err = { .msg = "" };
		enum err e = run(china, w->events, w->as_of, w->variant, &r, NULL, &err);
		struct date due = w->due ? day_of(str_cstr(w->due)) : (struct date){ 0 };
		CHECK(!e && strcmp(clock_state_name(r.state), w->state) == 0 &&
				r.has_due == (w->due != NULL) && r.due.day == due.day &&
				r.used == w->used && r.remaining == w->remaining &&
				r.provisional == w->provisional,
			"%s: %s %s used %d remaining %d%s%s", w->name, clock_state_name(r.state),
			r.has_due ? date_text(r.due).z : "-", r.used, r.remaining, e ? " " : "",
			err.msg);
		bool fixed = strstr(w->events, "delayed") != NULL;
		if (!e && r.has_due && !fixed)
			CHECK(counted(&r) == (w->used + w->remaining) &&
					r.day[r.n_days - 1].date.day == r.due.day,
				"%s: the proof has %d counted days", w->name, counted(&r));
		for (size_t k = 0; k < r.n_steps; k++)
			if (r.step[k].effect.n == 0 ||
				strcmp(rule_article(r.step[k].rule), r.step[k].rule) == 0)
				CHECK(0, "%s: step %zu has an effect and a known rule", w->name, k);
	}
}

static const struct {
	const char *name, *events, *rule; /* rule NULL: malformed, not illegal */
	size_t index;
} illegal[] = {
	{ "4.3 EXT second extension",
		"2024-07-01 received; 2024-07-10 extended days=10; 2024-07-11 extended days=5",
		"R-033-2", 2 },
	{ "4.3 EXT 21 days", "2024-07-01 received; 2024-07-10 extended days=21", "R-033-2", 1 },
	{ "4.3 EXT no days", "2024-07-01 received; 2024-07-10 extended days=0", "R-033-2", 1 },
	{ "4.3 EXT after the base date", "2024-07-01 received; 2024-07-30 extended days=20",
		"R-033-2", 1 },
	{ "W15 one day too late", "2026-04-28 received; 2026-05-29 extended days=20", "R-033-2",
		1 },
	{ "extension while a correction is awaited",
		"2024-03-01 received; 2024-03-12 correction_noticed; 2024-03-13 extended days=5",
		"C-1.11-1", 2 },
	{ "extension while payment is awaited",
		"2024-07-01 received; 2024-07-10 fee_noticed; 2024-07-11 extended days=5",
		"C-1.11-1", 2 },
	{ "extension of a delayed reply",
		"2024-07-01 received; 2024-07-10 excess_reason_asked;"
		"2024-07-24 delayed until=2024-09-30; 2024-07-25 extended days=5",
		"R-035", 3 },
	{ "extension of an order to decide anew",
		"2026-05-29 received until=2026-06-15; 2026-06-05 extended days=5", "C-7.2-1", 1 },
	{ "delay of an order to decide anew",
		"2026-05-29 received until=2026-06-15; 2026-06-03 excess_reason_asked;"
		"2026-06-05 delayed until=2026-07-01",
		"C-7.2-1", 2 },
	{ "second correction notice",
		"2024-03-01 received; 2024-03-04 correction_noticed; 2024-03-05 correction_noticed",
		"R-030", 2 },
	{ "second correction notice after the first was answered",
		"2024-03-01 received; 2024-03-04 correction_noticed; 2024-03-05 "
		"correction_received;"
		"2024-03-06 correction_noticed",
		"R-030", 3 },
	{ "correction notice on the 8th day", "2024-03-01 received; 2024-03-13 correction_noticed",
		"R-030", 1 },
	{ "late correction without a reason",
		"2024-03-01 received; 2024-03-12 correction_noticed until=2024-03-19;"
		"2024-03-20 correction_received",
		"R-030", 2 },
	{ "correction nobody asked for", "2024-03-01 received; 2024-03-12 correction_received",
		"C-1.11-1", 1 },
	{ "correction lapse on its last day",
		"2026-09-17 received; 2026-09-24 correction_noticed; 2026-10-15 correction_lapsed",
		"R-030", 2 },
	{ "opinion with an unknown id",
		"2024-07-01 received; 2024-07-05 consult_sent id=a; 2024-07-08 consult_returned "
		"id=b",
		"C-1.7-25", 2 },
	{ "service with an unknown id", "2024-07-01 received; 2024-07-05 consult_served id=a",
		"C-1.7-25", 1 },
	{ "opinion that came already",
		"2024-07-01 received; 2024-07-05 consult_sent id=a; 2024-07-08 consult_returned "
		"id=a;"
		"2024-07-09 consult_returned id=a",
		"C-1.7-25", 3 },
	{ "an id used twice",
		"2024-07-01 received; 2024-07-05 consult_sent id=a; 2024-07-08 consult_sent id=a",
		"C-1.7-25", 2 },
	{ "third party served twice",
		"2024-07-01 received; 2024-07-05 consult_sent id=a; 2024-07-08 consult_served id=a;"
		"2024-07-09 consult_served id=a",
		"R-032", 3 },
	{ "agency served twice",
		"2024-07-01 received; 2024-07-05 consult_sent id=a agency;"
		"2024-07-08 consult_served id=a; 2024-07-09 consult_served id=a",
		"R-034", 3 },
	{ "delay without asking for reasons",
		"2024-07-01 received; 2024-07-24 delayed until=2024-09-30", "R-035", 1 },
	{ "delay twice",
		"2024-07-01 received; 2024-07-10 excess_reason_asked;"
		"2024-07-24 delayed until=2024-09-30; 2024-07-25 delayed until=2024-10-30",
		"R-035", 3 },
	{ "delay after the period",
		"2024-07-01 received; 2024-07-10 excess_reason_asked;"
		"2024-07-30 delayed until=2024-09-30",
		"R-035", 2 },
	{ "delay to an earlier day",
		"2024-07-01 received; 2024-07-10 excess_reason_asked;"
		"2024-07-24 delayed until=2024-07-29",
		"R-035", 2 },
	{ "fee notice after the period", "2024-07-01 received; 2024-07-30 fee_noticed", "F109-6",
		1 },
	{ "second fee notice",
		"2024-07-01 received; 2024-07-10 fee_noticed; 2024-07-22 fee_paid;"
		"2024-07-23 fee_noticed",
		"F109-6", 3 },
	{ "payment too late", "2024-07-01 received; 2024-07-10 fee_noticed; 2024-08-08 fee_paid",
		"F109-6", 2 },
	{ "fee lapse on the last day",
		"2024-07-01 received; 2024-07-10 fee_noticed; 2024-08-07 fee_lapsed", "F109-6", 2 },
	{ "payment nobody asked for", "2024-07-01 received; 2024-07-10 fee_paid", "C-1.11-1", 1 },
	{ "service before the reply", "2024-07-01 received; 2024-07-10 served", "C-1.11-1", 1 },
	{ "service of a withdrawn case",
		"2024-07-01 received; 2024-07-10 withdrawn; 2024-07-11 served", "C-1.11-1", 2 },
	{ "anything after the reply",
		"2024-07-01 received; 2024-07-10 reply_sent; 2024-07-11 extended days=5",
		"C-1.11-1", 2 },
	{ "two replies", "2024-07-01 received; 2024-07-10 reply_sent; 2024-07-11 reply_sent",
		"C-1.11-1", 2 },
	{ "event before receipt", "2024-07-01 extended days=20", "C-1.7-22", 0 },
	{ "received twice", "2024-07-01 received; 2024-07-02 received", "C-1.11-1", 1 },
	{ "out of order", "2024-07-10 received; 2024-07-09 extended days=20", "C-1.11-1", 1 },
	{ "until not after the event",
		"2024-07-01 received; 2024-07-05 consult_sent id=a until=2024-07-05", NULL, 1 },
	{ "until absurdly late",
		"2024-07-01 received; 2024-07-05 consult_sent id=a until=2054-07-05", NULL, 1 },
	{ "delay without until",
		"2024-07-01 received; 2024-07-10 excess_reason_asked; 2024-07-11 delayed", "R-035",
		2 },
	{ "an event absurdly late", "2024-07-01 received; 2054-07-05 reply_sent", NULL, 1 },
	{ "service near the end of time",
		"9890-07-03 received; 9890-07-10 reply_sent; 9901-07-10 served", NULL, 2 },
	{ "receipt near the end of time", "9901-07-01 received", NULL, 0 },
};

static void refused_events(void)
{
	for (size_t i = 0; i < sizeof illegal / sizeof illegal[0]; i++) {
		struct clock_run r = { .used = -1 };
		struct error err = { .msg = "" };
		size_t at = 99;
		enum err e = run(china, illegal[i].events, NULL, USUAL, &r, &at, &err);
		bool named = illegal[i].rule ? err.rule && strcmp(err.rule, illegal[i].rule) == 0
					     : err.rule == NULL && e == ERR_INVALID;
		CHECK(e && named && at == illegal[i].index && r.used == -1, "%s %s: %s",
			illegal[i].rule ? illegal[i].rule : "-", illegal[i].name, err.msg);
	}
	struct clock_run r;
	struct error err;
	CHECK(run(china, "2024-07-01 received; 2024-07-10 reply_sent", "2024-07-09", USUAL, &r,
		      NULL, &err) == ERR_INVALID &&
			strcmp(err.field, "as-of") == 0,
		"as of a day before the last event");
	CHECK(run(china, "2024-07-01 received", "2054-07-09", USUAL, &r, NULL, NULL) == ERR_INVALID,
		"as of a day absurdly late");
	CHECK(run(china, "2024-07-01 received; 2024-07-05 consult_sent id=a until=2024-07-05", NULL,
		      USUAL, &r, NULL, NULL) == ERR_INVALID,
		"a refusal without an error to fill");
	struct clock_config config = clock_config_default();
	static struct clock_event many[CLOCK_EVENTS_MAX + 1];
	struct clock_input in = { .cal = china, .config = &config, .event = many };
	CHECK(clock_compute(&arena, &in, &r, NULL, &err) == ERR_INVALID &&
			strcmp(err.rule, "C-1.7-22") == 0,
		"no events");
	in.n = CLOCK_EVENTS_MAX + 1;
	CHECK(clock_compute(&arena, &in, &r, NULL, &err) == ERR_LIMIT, "too many events");
}

static void names(void)
{
	int bad = 0;
	for (int i = 0; i < CLOCK_EVENT_COUNT; i++)
		bad += clock_event_by_name(str_cstr(clock_event_name((enum clock_event_kind)i))) !=
			       i ||
		       !clock_event_label((enum clock_event_kind)i);
	for (int i = 0; i < CLOCK_STATE_COUNT; i++)
		bad += !clock_state_name((enum clock_state)i) ||
		       !clock_state_label((enum clock_state)i);
	CHECK(bad == 0 && clock_event_by_name(STR("nothing")) == -1,
		"events and states have names");
	CHECK(strcmp(rule_article("R-033-2"), "《政府信息公开条例》第三十三条第二款") == 0 &&
			strcmp(rule_article("X-1"), "X-1") == 0,
		"rules have articles");
}

int main(void)
{
	struct error err;
	arena_init(&arena, ARENA_MAX);
	if (calendar_new_builtin(&arena, &china, &err)) {
		CHECK(0, "built-in calendar: %s", err.msg);
		return TEST_END();
	}
	allowed();
	refused_events();
	names();
	arena_done(&arena);
	return TEST_END();
}
