/*
 * topic -- what people ask about: words of the subjects of a year's requests, by month.
 *
 * No dictionary: after the words of every application are taken out, a run of 2 to TOPIC_SIGNS signs
 * counts as a word when it stands in several subjects in different company -- its neighbours on both
 * sides vary, or it begins or ends there -- and no longer word covers nearly all of its places.  How
 * often is the number of requests, not of places.
 *
 * Personal data: a word of one applicant alone is not told, nor one that is an applicant's name
 * (C-1.11-44).
 */
#ifndef DESK_TOPIC_H
#define DESK_TOPIC_H

#include "desk/request.h"

enum {
	TOPIC_SUBJECTS = 5000, /* of a year, the latest */
	TOPIC_SIGNS = 8,       /* of the longest word */
	TOPICS_MAX = 50,
	TOPIC_MONTHS = 12
};

struct topic {
	struct str word;
	int requests;		 /* subjects that hold it */
	int month[TOPIC_MONTHS]; /* by the month of arrival */
};
struct topic_year {
	int year;
	int total, month[TOPIC_MONTHS]; /* requests looked at */
	bool cut;			/* there were more than TOPIC_SUBJECTS */
	struct topic *topic;		/* most requests first, then the longer word */
	size_t n;
};
/* PERM_REQUEST_LOOK. */
MUST_USE enum err topic_year(const struct desk *d, struct arena *a, const struct actor *who, int year,
	struct topic_year *out, struct error *err);

/* The same from texts, pure; applicant: any number that tells applicants apart.  month 1..12. */
struct topic_text {
	struct str subject;
	int month;
	uint64_t applicant;
};
MUST_USE enum err topic_count(struct arena *a, const struct topic_text *text, size_t n,
	struct topic **out, size_t *n_out, struct error *err);

#endif
