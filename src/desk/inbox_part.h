/*
 * inbox_part -- what the files of the inbox share.  Private to desk/.
 */
#ifndef DESK_INBOX_PART_H
#define DESK_INBOX_PART_H

#include "desk/inbox.h"
#include "desk/request_part.h"

/* Values of request.sort_due, both ends included. */
struct inbox_range {
	int64_t from, to;
};
struct inbox_range inbox_range_of(enum inbox_band b, const struct calendar *cal, struct date today);

struct inbox_job {
	const struct desk *d;
	struct arena *a;
	const struct actor *who;
	struct inbox_filter filter;
	struct inbox_page page;
};

/* Fills item, n, more, next and cut of a page of `rows`; out->today is set. */
MUST_USE enum err inbox_load(struct inbox_job *j, struct tx *tx, const struct calendar *cal,
	size_t rows, struct inbox_page *out, struct error *err);
/* The words of a row. */
void inbox_say(
	struct arena *a, struct inbox_item *i, const struct calendar *cal, struct date today);
/* More than one filter: no index answers it alone. */
bool inbox_has_rest(const struct inbox_filter *f);

#endif
