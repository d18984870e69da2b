/*
 * draft -- what a person typed and could not send, kept until he is back.
 *
 * Made when a form arrives without a valid log-in.  Belongs to a person, or to a
 * visitor's cookie (of which only a digest is kept); sealed; forgotten after seven
 * days or when the form was sent.  Secrets and files are left out by the caller.
 */
#ifndef DESK_DRAFT_H
#define DESK_DRAFT_H

#include "desk/desk.h"

enum {
	DRAFT_DAYS = 7,
	DRAFT_BYTES_MAX = 256 * 1024, /* of one draft, plain */
	DRAFTS_MAX = 50 /* of one owner; then the oldest forms have to be sent first */
};

struct draft_pair {
	struct str name, value;
};

/* Either a person, or the secret of a visitor's cookie. */
struct draft_owner {
	struct person_id person;
	struct str visitor;
};

/*
 * Keeps the pairs for the form at `path`, in place of an earlier draft of it.  ERR_LIMIT when it
 * is too large or the owner has too many.
 */
MUST_USE enum err draft_save(const struct desk *d, struct arena *a, const struct draft_owner *owner,
	struct str path, const struct draft_pair *pair, size_t n, struct error *err);
/* The draft of the form at `path`, in the arena; *n is 0 when there is none. */
MUST_USE enum err draft_load(const struct desk *d, struct arena *a, const struct draft_owner *owner,
	struct str path, struct draft_pair **pair, size_t *n, struct error *err);
/* Forgets it: the form was sent, or the person does not want it. */
MUST_USE enum err draft_drop(const struct desk *d, struct arena *a, const struct draft_owner *owner,
	struct str path, struct error *err);
/* A visitor has logged in: his drafts are the person's now. */
MUST_USE enum err draft_take_over(const struct desk *d, struct arena *a, struct str visitor,
	struct person_id person, struct error *err);

#endif
