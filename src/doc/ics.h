/*
 * ics -- writes a calendar of all-day entries (iCalendar, RFC 5545).
 *
 * Lines end in CR LF and are folded at 75 octets without cutting a character; text values are
 * escaped.  An entry is one day, does not make anybody busy, and has an alarm at nine in the morning
 * of the day before.
 */
#ifndef DOC_ICS_H
#define DOC_ICS_H

#include "core/buf.h"
#include "core/date.h"

struct ics_event {
	struct str uid;	    /* the same for the same entry for ever, unique in the world */
	int64_t changed_ms; /* DTSTAMP */
	struct date day;
	struct str summary;
	struct str description; /* may be empty */
	struct str url;		/* may be empty */
};
void ics_begin(struct buf *o, struct str name);
void ics_event(struct buf *o, const struct ics_event *e);
void ics_end(struct buf *o);

#endif
