/*
 * setup -- the first run: from an empty database to an agency with its three administrators.
 *
 * While there is neither an agency nor an account, every start of the server makes
 * a new one-time password, prints it and keeps its digest (meta "setup.password");
 * it is good until it was used.  After that the page is gone for ever.
 */
#ifndef DESK_SETUP_H
#define DESK_SETUP_H

#include "desk/account.h"

/*
 * *password is the one-time password to print ("ABCD-…"), empty when nothing has to be set up.
 * Event setup.password.
 */
MUST_USE enum err setup_begin(
	const struct desk *d, struct arena *a, struct str *password, struct error *err);
/* Is there still something to set up?  Asked by the set-up page and by the log-in page. */
MUST_USE enum err setup_is_open(const struct desk *d, bool *open, struct error *err);

enum { SETUP_SYSTEM, SETUP_SECURITY, SETUP_AUDIT, SETUP_ADMINISTRATORS };

struct setup_input {
	struct str one_time; /* as typed: blanks, dashes and case do not matter */
	struct str agency_name;
	struct {
		struct str login, name, password;
	} admin[SETUP_ADMINISTRATORS];
	struct str address; /* of the client, for the log */
};
/*
 * Makes the agency and the three accounts in one transaction (events agency.add, person.add three
 * times, setup.done) and forgets the one-time password.
 * ERR_INVALID  err->field is "one_time", "agency_name", "login0" … "login2", "name0" …, or
 *              "password0" …
 * ERR_LIMIT    more than rules.attempts_per_minute wrong one-time passwords in a minute
 * ERR_NOT_FOUND everything has been set up
 */
MUST_USE enum err setup_finish(
	const struct desk *d, struct arena *a, const struct setup_input *in, struct error *err);

/*
 * Does this key file belong to this database?  The first start writes its fingerprint down (meta
 * "keyring.id"); ERR_CONFLICT, naming both fingerprints, when
 * it is another one: the sealed fields could not be read.
 */
MUST_USE enum err setup_check_keys(const struct desk *d, struct error *err);

/* The fingerprint that the database knows; empty when no key file was ever used with it. */
MUST_USE enum err setup_known_keys(
	const struct desk *d, struct keyring_id *known, struct error *err);

/* The agency of that full name; with an empty one the first.  ERR_NOT_FOUND. */
MUST_USE enum err setup_agency_find(
	const struct desk *d, struct str name, struct agency_id *id, struct error *err);
/* The name of the first agency, for the log-in page; empty before the set-up. */
MUST_USE enum err setup_agency_name(
	const struct desk *d, struct arena *a, struct str *name, struct error *err);

#endif
