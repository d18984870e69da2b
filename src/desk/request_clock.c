/*
 * request_clock -- the clock of a case: its events folded by law/clock, the result stored beside
 * the case for lists.
 *
 * The stored state is that of the day of the fold.  Being overdue is not stored: it follows from
 * due_on and the present day wherever it is shown.
 */
#include "desk/request_part.h"

#include "desk/calendar_book.h"
#include "desk/remedy_part.h"
#include "desk/consultation_part.h"

enum err request_calendar(struct tx *tx, const struct desk *d, struct agency_id agency,
	struct arena *a, const struct calendar **out, struct error *err)
{
	return desk_calendar_load_tx(tx, d, agency, a, out, err);
}

struct date request_today(const struct tx *tx)
{
	return date_of_moment(tx_now(tx) / 1000);
}

static struct clock_event event_of_row(const struct request_event_row *r)
{
	return (struct clock_event){ .kind = (enum clock_event_kind)r->kind,
		.on = { (int32_t)r->on_day },
		.days = (int)r->days,
		.has_until = r->until_day.has,
		.until = { (int32_t)r->until_day.v },
		.consultee = (enum clock_consultee)r->consultee,
		.id = r->ref,
		.reason = r->reason };
}

enum err request_load_events(struct tx *tx, struct arena *a, struct request_id id,
	struct request_event_row **row, struct clock_event **event, size_t *n, struct error *err)
{
	struct request_event_row *r;
	size_t n_rows;
	struct request_events_in in = { .request = id };
	enum err e = sql_request_events(tx, &in, a, &r, &n_rows, err);
	if (e != OK)
		return e;
	struct clock_event *ev = arena_array(a, struct clock_event, n_rows + 1);
	if (!ev)
		return arena_check(a, err);
	for (size_t i = 0; i < n_rows; i++)
		ev[i] = event_of_row(&r[i]);
	*row = r;
	*event = ev;
	*n = n_rows;
	return OK;
}

enum err request_compute(struct arena *a, const struct calendar *cal,
	const struct clock_event *event, size_t n, struct date today, struct clock_run *run,
	struct error *err)
{
	struct clock_config config = clock_config_default();
	struct clock_input in = { .cal = cal,
		.config = &config,
		.event = event,
		.n = n,
		.has_as_of = true,
		.as_of = today };
	if (n > 0 && today.day < event[n - 1].on.day)
		in.as_of = event[n - 1].on;
	if (n > 0 && date_diff(event[0].on, in.as_of) > CLOCK_SPAN_MAX)
		in.as_of = date_add_days(event[0].on, CLOCK_SPAN_MAX);
	return clock_compute(a, &in, run, NULL, err);
}

static bool closes(enum clock_event_kind k)
{
	return k == CLOCK_REPLY_SENT || k == CLOCK_WITHDRAWN || k == CLOCK_TRANSFERRED ||
	       k == CLOCK_CORRECTION_LAPSED || k == CLOCK_FEE_LAPSED || k == CLOCK_CLOSED;
}

/* The event that ended the handling; NULL while it is open. */
static const struct clock_event *closing_event(const struct clock_event *event, size_t n)
{
	for (size_t i = n; i > 0; i--)
		if (closes(event[i - 1].kind))
			return &event[i - 1];
	return NULL;
}

/* Endings that decide the row of table three by themselves; a reply brings its own. */
static void closing_outcome(const struct clock_event *end, struct request_set_clock_in *in)
{
	enum outcome o = end->kind == CLOCK_CORRECTION_LAPSED ? OUTCOME_NO_CORRECTION
			 : end->kind == CLOCK_FEE_LAPSED      ? OUTCOME_NO_PAYMENT
							      : OUTCOME_MISC;
	if (end->kind == CLOCK_REPLY_SENT)
		return;
	in->outcome = o;
	in->outcome_rule = str_cstr(end->kind == CLOCK_WITHDRAWN     ? "C-1.7-30"
				    : end->kind == CLOCK_TRANSFERRED ? "C-1.7-31"
								     : outcome_find(o)->rule);
}

/* Until when a case without a due date waits: the last day of the proof. */
static int32_t waits_until(const struct clock_run *run)
{
	return run->n_days ? run->day[run->n_days - 1].date.day : 0;
}

/*
 * A period of the applicant that has run out waits for the office: it sorts by that day among the
 * running ones, so that it is seen.
 */
static int64_t sort_of(const struct clock_run *run, const struct clock_event *end)
{
	if (end)
		return SORT_CLOSED + end->on.day;
	switch (run->state) {
	case CLOCK_CONSULTING:
		return SORT_PAUSED + run->due.day;
	case CLOCK_AWAITING_CORRECTION:
	case CLOCK_AWAITING_PAYMENT:
		return SORT_PAUSED + waits_until(run);
	default:
		return run->has_due ? run->due.day : waits_until(run);
	}
}

enum request_stage request_stage_of(enum clock_state s, enum request_stage now)
{
	switch (s) {
	case CLOCK_AWAITING_CORRECTION:
		return STAGE_CORRECTION;
	case CLOCK_AWAITING_PAYMENT:
		return STAGE_PAYMENT;
	case CLOCK_CONSULTING:
		return STAGE_CONSULTING;
	case CLOCK_REPLIED:
		return now == STAGE_ARCHIVED ? now : STAGE_SERVICE;
	case CLOCK_HANDLING:
	case CLOCK_OVERDUE:
		if (now == STAGE_FILED)
			return STAGE_REGISTERED;
		return now == STAGE_REGISTERED || now == STAGE_REVIEW || now == STAGE_SIGNING
			       ? now
			       : STAGE_HANDLING;
	default:
		return now == STAGE_ARCHIVED ? now : STAGE_DONE;
	}
}

/* A lapse that nobody has stated yet is still the wait it was. */
static enum clock_state stated(enum clock_state s, const struct clock_event *end)
{
	if (!end && s == CLOCK_LAPSED_CORRECTION)
		return CLOCK_AWAITING_CORRECTION;
	if (!end && s == CLOCK_LAPSED_PAYMENT)
		return CLOCK_AWAITING_PAYMENT;
	return s;
}

static enum err store_clock(struct tx *tx, const struct request_row *r,
	const struct clock_event *event, size_t n, const struct clock_run *run,
	enum request_stage stage, struct error *err)
{
	const struct clock_event *end = closing_event(event, n);
	struct request_set_clock_in in = { .id = r->id,
		.year = date_year(event[0].on),
		.stage = stage == STAGES ? request_stage_of(stated(run->state, end),
						   (enum request_stage)r->stage)
					 : stage,
		.received_on = event[0].on.day,
		.due_on = { .has = run->has_due, .v = run->due.day },
		.sort_due = sort_of(run, end),
		.provisional = !end && run->provisional,
		.clock_state = run->state,
		.outcome = -1 };
	if (end) {
		in.closed_on = (struct opt_i64){ true, end->on.day };
		in.outcome = r->outcome;
		in.outcome_rule = r->outcome_rule;
		closing_outcome(end, &in);
	}
	return sql_request_set_clock(tx, &in, NULL, err);
}

enum err request_fold(const struct desk *d, struct tx *tx, struct arena *a, struct request_id id,
	enum request_stage stage, struct clock_run *run, struct error *err)
{
	struct request_row r;
	struct request_event_row *row;
	struct clock_event *event;
	const struct calendar *cal;
	struct clock_run result;
	size_t n;
	enum err e = sql_request_by_id(tx, &(struct request_by_id_in){ .id = id }, a, &r, err);
	if (e == OK)
		e = request_load_events(tx, a, id, &row, &event, &n, err);
	if (e == OK && n == 0)
		return error_set(err, ERR_CONFLICT, "C-1.7-22",
			"收到申请的日期不能去掉。日期不对的，请更正为正确的日期");
	if (e == OK)
		e = request_calendar(tx, d, r.agency, a, &cal, err);
	if (e == OK)
		e = request_compute(a, cal, event, n, request_today(tx), &result, err);
	if (e == OK)
		e = store_clock(tx, &r, event, n, &result, stage, err);
	if (e == OK && r.round > 0) /* answered or not: the order that opened it looks at it */
		e = remedy_fold_round(d, tx, a, id, err);
	if (e == OK)
		e = consultation_fold(tx, a, id, &result, closing_event(event, n) != NULL, err);
	if (e == OK && run)
		*run = result;
	return e;
}
