/*
 * calendar_part -- what the files of the calendar book share.  Private to desk/calendar_*.c.
 */
#ifndef DESK_CALENDAR_PART_H
#define DESK_CALENDAR_PART_H

#include "desk/calendar_book.h"

/* An imported file, read. */
struct calendar_file {
	struct arrangement year;
	struct str *paper;
	size_t n_papers;
};
/* ERR_INVALID with field "content" when it cannot be taken. */
MUST_USE enum err calendar_read_file(
	struct arena *a, struct str json, struct calendar_file *out, struct error *err);
/* The one spelling of it, in the arena. */
MUST_USE enum err calendar_write_file(struct arena *a, const struct calendar_file *f,
	struct str *out, struct error *err);
/* The version of all calendars; 1 when none was ever changed. */
MUST_USE enum err calendar_version(struct tx *tx, struct arena *a, int64_t *out, struct error *err);
/* Another version, from this transaction on. */
MUST_USE enum err calendar_bump(struct tx *tx, struct arena *a, struct error *err);
/* Builds a calendar in the arena; extra (NULL: none) counts as the newest import. */
MUST_USE enum err calendar_build(struct tx *tx, struct arena *a, struct agency_id agency,
	const struct arrangement *extra, struct calendar **out, struct error *err);
/* The local entries that count, nearest agency first wins; at most one per day. */
MUST_USE enum err calendar_locals(struct tx *tx, struct arena *a, struct agency_id agency,
	struct local_day_row **out, size_t *n, struct error *err);
/* Trimmed, between 1 (0 when optional) and max characters; the field is named in the error. */
MUST_USE enum err calendar_check_text(struct str typed, const char *field, const char *what,
	int max, bool optional, struct str *out, struct error *err);

#endif
