/*
 * applicant -- what somebody without an account may do: find the agency that takes requests, see
 * its figures, look at his own request, correct it, withdraw it, be reached otherwise.
 *
 * Who he is was proved by number and query code (request_status); the page keeps that in a sealed
 * cookie and passes the request's id.  Nothing here asks for a right, and nothing tells the
 * applicant who in the office did what.  Filing itself is request_file.
 */
#ifndef DESK_APPLICANT_H
#define DESK_APPLICANT_H

#include "desk/request.h"
#include "store/organisation.sql.h"
#include "store/portal.sql.h"

enum {
	OFFICES_MAX = 500,	    /* agencies offered to choose from */
	APPLICANT_TEXT_MAX = 5000,  /* code points of a correction */
	APPLICANT_REASON_MAX = 500  /* of why it is late */
};

/* The agencies that take requests, top ones first; *n is 0 before the set-up. */
MUST_USE enum err office_list(const struct desk *d, struct arena *a, struct office_line_row **out,
	size_t *n, struct error *err);
/* Public facts of one that is in use; ERR_NOT_FOUND. */
MUST_USE enum err office_load(const struct desk *d, struct arena *a, struct agency_id id,
	struct agency_row *out, struct error *err);

/* Requests to all agencies in this and the last year, by the counters of table three (desk/annual.h). */
struct office_years {
	int year; /* this one */
	struct office_figures_row now, before;
	int64_t open; /* not answered yet, of whatever year */
};
MUST_USE enum err office_years(
	const struct desk *d, struct arena *a, struct office_years *out, struct error *err);

/*
 * Counts one act of this address; ERR_LIMIT with err->field "address" when there were more than max
 * in the last `minutes`. what: a word for the kind of act ("apply"); the address is kept as a keyed
 * digest.
 */
MUST_USE enum err visitor_limit(const struct desk *d, struct arena *a, const char *what,
	struct str address, int minutes, int max, struct error *err);
/* The minute (since the epoch) from which on fewer than max are counted in the window. */
struct tx;
MUST_USE enum err visitor_free(struct tx *tx, struct arena *a, struct str key, int minutes,
	int64_t max, int64_t *minute, struct error *err);
struct clock_words {
	char z[8];
};
/* "14:05" in Asia/Shanghai. */
struct clock_words visitor_clock(int64_t minute);


/* The request as its applicant sees it: masked, without names of officials and notes. */
MUST_USE enum err applicant_view(const struct desk *d, struct arena *a, struct request_id id,
	struct request_view *out, struct error *err);

/*
 * The correction that was asked for (条例第三十条): a legal event of today, the text and the files
 * go to the case, the reply period starts afresh.  ERR_CONFLICT when none is awaited.  reason: why
 * it is late, required by the clock after the period.  Event request.corrected.
 */
struct applicant_correction {
	struct str text, reason;
	const struct request_file_input *file;
	size_t n_files;
};
MUST_USE enum err applicant_correct(const struct desk *d, struct arena *a, struct request_id id,
	const struct applicant_correction *in, struct error *err);
/* Ends the request; ERR_CONFLICT when it has ended already.  Event request.withdrawn. */
MUST_USE enum err applicant_withdraw(
	const struct desk *d, struct arena *a, struct request_id id, struct error *err);
/*
 * Phone, mail, address and postcode in place of those given; all four are taken as they are (empty:
 * none).  ERR_INVALID with err->field.  Event request.contact.
 */
struct applicant_contact {
	struct str phone, email, address, postcode;
};
MUST_USE enum err applicant_set_contact(const struct desk *d, struct arena *a, struct request_id id,
	const struct applicant_contact *in, struct error *err);

#endif
