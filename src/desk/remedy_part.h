/*
 * remedy_part -- what the files of the register of remedies share.  Private to desk/.
 */
#ifndef DESK_REMEDY_PART_H
#define DESK_REMEDY_PART_H

#include "desk/remedy.h"

/* The case, when the actor may look at cases of its agency; ERR_NOT_FOUND, ERR_DENIED. */
MUST_USE enum err remedy_load(struct tx *tx, struct arena *a, const struct actor *who,
	struct remedy_id id, struct remedy_row *out, struct error *err);
/* The same, and its version moves on: desk_stale when it is another one. */
MUST_USE enum err remedy_begin_step(struct tx *tx, struct arena *a, const struct actor *who,
	struct remedy_id id, int64_t version, struct remedy_row *out, struct error *err);
/* One event of the log, with the digests of the state before and after. */
MUST_USE enum err remedy_write_log(struct tx *tx, struct arena *a, const struct actor *who,
	unsigned permission, const struct remedy_row *before, struct str action, struct str reason,
	struct str detail, struct error *err);

/* The entries that count, with room for one more, as law/remedy_case wants them. */
MUST_USE enum err remedy_load_entries(struct tx *tx, struct arena *a, struct remedy_id id,
	struct remedy_entry_row **row, struct remedy_entry **entry, size_t *n, struct error *err);
struct remedy_entry remedy_entry_of(const struct remedy_entry_row *r);
/* Folds the case again and stores what follows: state, next deadline, spans. */
MUST_USE enum err remedy_fold(const struct desk *d, struct tx *tx, struct arena *a,
	struct remedy_id id, struct error *err);
/* A round of a request has changed (was answered, corrected): its orders are looked at again. */
MUST_USE enum err remedy_fold_round(const struct desk *d, struct tx *tx, struct arena *a,
	struct request_id round, struct error *err);
/* ERR_CONFLICT when the entry `add` (of place 0: the newest) does not fit into the case. */
MUST_USE enum err remedy_fits(const struct desk *d, struct tx *tx, struct arena *a,
	const struct remedy_row *r, const struct remedy_entry *add, struct error *err);
struct remedy_write {
	struct remedy_id remedy;
	struct remedy_entry entry;
	struct str body, case_number, text, reason;
	struct request_id round;
	int64_t corrects, place;
	bool take_away;
};
MUST_USE enum err remedy_write_entry(
	struct tx *tx, const struct actor *who, const struct remedy_write *w, struct error *err);
/* All with a deadline folded again after a change of the calendar; agency 0: everywhere. */
MUST_USE enum err remedy_recount(
	const struct desk *d, struct agency_id agency, struct error *err);
/* The days of an entry, none after today but a day that is to come by its nature. */
MUST_USE enum err remedy_check_days(struct tx *tx, enum remedy_entry_kind kind, struct date on,
	bool has_other, struct date other, struct error *err);

/* A partial disclosure with a part refused under art 14-16. */
MUST_USE enum err remedy_part_refused(struct tx *tx, struct arena *a, struct request_id request,
	bool *out, struct error *err);

/*
 * A new round of a request (desk/request_round.c): number, applicant and papers of the original,
 * received on `on` with the last day of the order.  ERR_CONFLICT: it was not registered, or has a
 * round that is open.
 */
MUST_USE enum err request_open_round(const struct desk *d, struct tx *tx, struct arena *a,
	const struct actor *who, struct request_id of, struct date on, struct date until,
	struct str reason, struct request_id *out, struct error *err);
/* The order's days were corrected. */
MUST_USE enum err request_move_round(const struct desk *d, struct tx *tx, struct arena *a,
	const struct actor *who, struct request_id round, struct date on, struct date until,
	struct str reason, struct error *err);

#endif
