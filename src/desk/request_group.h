/*
 * request_group -- several people ask an agency for the same (R-044-1).
 *
 * The latest GROUP_RECENT requests of a year are put together by likeness: a request joins the
 * first group whose latest member it is at least SIMILAR_PERCENT like, so what is reckoned is
 * bounded whatever the number of requests.  A group is told when two different applicants are in it.
 */
#ifndef DESK_REQUEST_GROUP_H
#define DESK_REQUEST_GROUP_H

#include "desk/request.h"

enum {
	GROUP_RECENT = 1000,	/* requests compared */
	GROUP_SIGNS = 1000,	/* of a content that are compared */
	GROUPS_SHOWN = 20,
	GROUP_MEMBERS = 20	/* shown of one; the rest is counted */
};

struct request_group {
	struct request_similar member[GROUP_MEMBERS]; /* the latest first; percent to the first */
	size_t n_members;			      /* of these */
	size_t n_requests, n_applicants;
	size_t n_open;	/* answered with 予以公开 or 部分公开 */
	bool lead;	/* one of them is a 公开线索 */
	struct request_id open; /* the latest that was answered openly; 0: none */
};
/* Most applicants first.  PERM_REQUEST_LOOK.  *compared (may be NULL): how many requests. */
MUST_USE enum err request_groups(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_group **out, size_t *n, size_t *compared, struct error *err);

#endif
