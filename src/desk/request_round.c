/*
 * request_round -- a request answered anew because a review or a court ordered it.
 *
 * C-2.6-30: not a new request.  The round is a row of its own, with its own clock that ends on the
 * day of the order (C-7.2-1), and refers to the request it belongs to; numbers of the register are
 * not used up, and reports count round 0 only.
 */
#include "desk/remedy_part.h"
#include "desk/request_part.h"

#include "desk/organisation_part.h"
#include "desk/role.h"

#include <inttypes.h>

/* The request itself, also when one of its rounds was attacked. */
static enum err load_original(struct tx *tx, struct arena *a, const struct actor *who,
	struct request_id of, struct request_row *out, struct error *err)
{
	enum err e = request_load(tx, a, who, of, out, err);
	if (e == OK && out->round > 0)
		e = request_load(tx, a, who, out->parent, out, err);
	if (e == OK && !out->number.p)
		e = error_set(err, ERR_CONFLICT, "C-2.6-30", "这件申请还没有登记，不能重新答复");
	return e;
}

static enum err next_round(struct tx *tx, struct arena *a, const struct request_row *r,
	int64_t *out, struct error *err)
{
	struct request_round_row *row;
	size_t n;
	struct request_rounds_of_in in = { r->id };
	enum err e = sql_request_rounds_of(tx, &in, a, &row, &n, err);
	if (e != OK)
		return e;
	if (n > 0 && !row[n - 1].closed_on.has)
		return field_error(err, "request", "这件申请的上一轮重新答复（%.*s）还没有办结",
			STR_ARG(row[n - 1].number));
	*out = n > 0 ? row[n - 1].round + 1 : 1;
	return OK;
}

enum err request_open_round(const struct desk *d, struct tx *tx, struct arena *a,
	const struct actor *who, struct request_id of, struct date on, struct date until,
	struct str reason, struct request_id *out, struct error *err)
{
	struct request_row r;
	struct applicant_row applicant;
	int64_t round = 0;
	enum err e = load_original(tx, a, who, of, &r, err);
	if (e == OK)
		e = next_round(tx, a, &r, &round, err);
	if (e == OK)
		e = sql_applicant_by_request(
			tx, &(struct applicant_by_request_in){ r.id }, a, &applicant, err);
	if (e != OK)
		return e;
	struct request_row new = { .id = { tx_new_id(tx) } };
	struct request_copy_round_in copy = { .id = new.id,
		.from = r.id,
		.parent = r.id,
		.number = arena_fmt(a, "%.*s-重%" PRId64, STR_ARG(r.number), round),
		.round = round,
		.year = date_year(on),
		.arrived_on = on.day,
		.now = tx_now(tx) };
	struct request_entry received = { .request = new.id,
		.event = { .kind = CLOCK_RECEIVED,
			.on = on,
			.has_until = true,
			.until = until,
			.reason = reason } };
	e = arena_check(a, err);
	if (e == OK)
		e = sql_request_copy_round(tx, &copy, NULL, err);
	if (e == OK)
		e = request_copy_applicant(d, tx, a, &applicant, new.id, err);
	if (e == OK)
		e = request_write_event(tx, who, &received, err);
	if (e == OK)
		e = request_fold(d, tx, a, new.id, STAGE_HANDLING, NULL, err);
	if (e == OK)
		e = request_log(tx, a, who, PERM_REMEDY_WRITE, &new, STR("request.round"), STR(""),
			arena_fmt(a, "of=%" PRId64 " round=%" PRId64 " due=%s", r.id.v, round,
				date_text(until).z),
			err);
	if (e == OK)
		*out = new.id;
	return e;
}

enum err request_move_round(const struct desk *d, struct tx *tx, struct arena *a,
	const struct actor *who, struct request_id round, struct date on, struct date until,
	struct str reason, struct error *err)
{
	struct request_row r;
	struct request_event_row *row;
	struct clock_event *event;
	size_t n;
	enum err e = request_load(tx, a, who, round, &r, err);
	if (e == OK)
		e = request_load_events(tx, a, round, &row, &event, &n, err);
	if (e == OK && (n == 0 || event[0].kind != CLOCK_RECEIVED))
		e = error_set(err, ERR_BUG, NULL, "重新答复没有起算记录");
	if (e != OK)
		return e;
	struct request_entry entry = {
		.request = round, .event = event[0], .corrects = row[0].id, .place = row[0].place
	};
	entry.event.on = on;
	entry.event.has_until = true;
	entry.event.until = until;
	entry.event.reason = reason;
	e = request_write_event(tx, who, &entry, err);
	if (e == OK)
		e = request_fold(d, tx, a, round, STAGES, NULL, err);
	return e != OK ? e
		       : request_log(tx, a, who, PERM_REMEDY_WRITE, &r,
				 STR("request.correct_event"), reason,
				 arena_fmt(a, "event=received to=%s due=%s", date_text(on).z,
					 date_text(until).z),
				 err);
}
