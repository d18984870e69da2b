/*
 * organisation_part -- what the files of the organisation share.  Private to desk/.
 */
#ifndef DESK_ORGANISATION_PART_H
#define DESK_ORGANISATION_PART_H

#include "desk/organisation.h"

/*
 * OK when the agency is the actor's own or below it (or the actor is the command
 * line); ERR_DENIED otherwise, ERR_NOT_FOUND when there is no such agency.
 */
MUST_USE enum err organisation_in_reach(struct tx *tx, const struct actor *who,
	struct agency_id agency, struct arena *a, struct error *err);
/* OK when the actor may look at what an agency does: its own, or with 监督 one below it. */
MUST_USE enum err organisation_looks(struct tx *tx, const struct actor *who,
	struct agency_id agency, struct arena *a, struct error *err);

/* A field's error, as forms want it. */
PRINTF_LIKE(3, 4)
enum err field_error(struct error *err, const char *field, const char *fmt, ...);

/*
 * Canonical text of a record for the digests of its event: key, length, value,
 * one line each, so that two records never read the same.
 */
void state_str(struct buf *b, const char *key, struct str v);
void state_i64(struct buf *b, const char *key, int64_t v);

/* Trimmed and 1..max code points, or ERR_INVALID for the field. */
MUST_USE enum err field_text(struct str *value, const char *field, const char *label, size_t min,
	size_t max, struct error *err);

#endif
