/*
 * consultation_part -- what letters and the clock of a case do with consultations.  Private to desk/.
 */
#ifndef DESK_CONSULTATION_PART_H
#define DESK_CONSULTATION_PART_H

#include "desk/consultation.h"

/* ERR_INVALID at the member's name ("party", "kind", "contact", "findings"). */
MUST_USE enum err consultation_check_facts(
	struct arena *a, struct consultation_facts *f, struct error *err);
/*
 * A new record, prepared; letter 0: on paper.  ERR_CONFLICT when the same party is being asked
 * already: twice the same letter, or a letter beside a paper.
 */
MUST_USE enum err consultation_add_tx(const struct desk *d, struct tx *tx, struct arena *a,
	const struct actor *who, const struct request_row *r, const struct consultation_facts *f,
	struct letter_id letter, struct consultation_row *out, struct error *err);
/* After every fold of the case: the days, and what follows from them. */
MUST_USE enum err consultation_fold(struct tx *tx, struct arena *a, struct request_id request,
	const struct clock_run *run, bool closed, struct error *err);
/* The draft of its letter was dropped; none: OK. */
MUST_USE enum err consultation_drop_tx(
	struct tx *tx, struct arena *a, struct letter_id letter, struct error *err);
/* The event that sending it is. */
struct clock_event consultation_event(const struct consultation_row *c, struct date on);

/* The consultation and its case, when the actor may see it. */
MUST_USE enum err consultation_load(struct tx *tx, struct arena *a, const struct actor *who,
	struct consultation_id id, struct consultation_row *c, struct request_row *r,
	struct error *err);
/* The same for a step: its version moves on. */
MUST_USE enum err consultation_begin(struct tx *tx, struct arena *a, const struct actor *who,
	struct consultation_id id, int64_t version, struct consultation_row *c,
	struct request_row *r, struct error *err);
/* The sealed name; for those who write to the party. */
MUST_USE enum err consultation_party(const struct desk *d, struct arena *a,
	const struct consultation_row *c, struct str *party, struct str *contact,
	struct error *err);

#endif
