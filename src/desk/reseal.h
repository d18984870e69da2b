/*
 * reseal -- a change of keys: every sealed field is opened and sealed again with the newest key.
 *
 * In small transactions, while others work.  What is under the newest key already is
 * passed over, so a run that was broken off goes on where it stopped.  When nothing is
 * left under an old key, its line may be taken out of the key file (never line 1:
 * core/keyring.h).  Digests under the index key (core/seal.h: blind_index) keep
 * generation 1 and are not touched.
 */
#ifndef DESK_RESEAL_H
#define DESK_RESEAL_H

#include "desk/desk.h"

struct reseal_column {
	const char *place; /* "person.mobile", as in core/seal.h */
	const struct stmt *list, *set;
};
/* Every sealed column, ended by place NULL.  A test compares it with the database. */
extern const struct reseal_column reseal_column[];

struct reseal_result {
	int64_t done;		 /* sealed again */
	int64_t failed;		 /* could not be opened and were left as they are */
	struct str first_failed; /* "person.mobile/<id>", in the arena; empty: none */
};
/* progress may be NULL; false ends the run after the present transaction (ERR_CONFLICT). */
typedef bool reseal_progress(void *ctx, int64_t done);
/*
 * Event keys.rewrite when anything was done.  A value that cannot be opened does not stop the
 * others.
 */
MUST_USE enum err reseal_run(const struct desk *d, struct arena *a, reseal_progress *progress,
	void *ctx, struct reseal_result *out, struct error *err);

#endif
