/*
 * clock -- parts of `gongkai clock`: reading EVENTS.json and printing results.
 *
 * Output shapes are those of the command-line contract; text is for people.
 */
#ifndef CMD_CLOCK_H
#define CMD_CLOCK_H

#include "law/clock.h"

enum { CLOCK_FILE_MAX = 1 << 20 /* bytes of EVENTS.json */ };

/*
 * Reads the events; a refusal names the entry (from 1) and the field.  A field
 * the program does not know is reported on stderr as a warning, once each.
 */
MUST_USE enum err clock_events_read(
	struct arena *a, struct str json, struct clock_event **out, size_t *n, struct error *err);

/* {"due","provisional","days"} or the same as text; label is what falls due. */
void clock_print_period(struct buf *b, bool json, const char *label, struct date from,
	const struct period_end *end, const struct counted_day *day, size_t n);

/* The event the law refused, printed as a last step; NULL when all were accepted. */
struct clock_refusal {
	size_t index;
	const struct clock_event *event;
	const struct error *err;
};
/* {"state","due","provisional","used","remaining","steps","days"} or text. */
void clock_print_run(
	struct buf *b, bool json, const struct clock_run *run, const struct clock_refusal *refusal);

#endif
