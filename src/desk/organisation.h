/*
 * organisation -- agencies as a tree, departments, people and their rights.
 *
 * An administrator acts within the own agency and everything below it; what lies
 * outside is ERR_DENIED.  Facts are changed by the system administrator; rights
 * are proposed by the system administrator and decided by the security
 * administrator (law/rules.md 8.5 no 15: 三权分立), never by the same person and
 * never by or for oneself.  Every change writes one event.
 *
 * Not here: log-in, new passwords, unlocking, second factors (desk/account.h).
 *
 * Rows are the generated structs of store/organisation.sql; they live in the
 * arena given.  Functions that change return ERR_CONFLICT with desk_stale when
 * `version` is no longer that of the database.
 */
#ifndef DESK_ORGANISATION_H
#define DESK_ORGANISATION_H

#include "desk/desk.h"
#include "store/organisation.sql.h"

enum {
	ORGANISATION_PAGE = 50,	  /* rows of a page of people, agencies, proposals */
	AGENCY_CHOICES_MAX = 2000 /* agencies offered in a list to choose from */
};

/* --- agencies ------------------------------------------------------------------------------- */

/* What a person may fill in.  Texts are borrowed for the call. */
struct agency_facts {
	struct agency_id
		parent; /* only when adding; 0: a top one, allowed to administrators of a top one */
	struct str name, short_name, credit_code, address, postcode, office_hours, phone, fax,
		email;
	struct str index_pattern, document_pattern, site_code, icp, police_record;
	struct str review_body, court; /* of the remedy paragraph: 复议机关, 管辖法院 */
	struct str review_url;	       /* where a review is applied for online; may be empty */
	bool active;
};

struct agency_view {
	struct agency_row agency;
	struct agency_step_row *path; /* nearest first, itself included */
	size_t n_path;
	struct agency_line_row *child; /* one page of those directly below */
	size_t n_children;
	int64_t total_children;
	bool more;
	struct department_row *department;
	size_t n_departments;
};

/* id 0: the actor's own agency.  after: name last shown of the children, empty for the first page.
 */
MUST_USE enum err agency_view(const struct desk *d, const struct actor *who, struct agency_id id,
	struct str after, struct arena *a, struct agency_view *out, struct error *err);
/*
 * Only view->agency and its departments; the rest is empty.  For lists and forms in which one of
 * them is chosen.
 */
MUST_USE enum err agency_departments(const struct desk *d, const struct actor *who,
	struct agency_id id, struct arena *a, struct agency_view *out, struct error *err);
/* Those within the actor's reach, for choosing; depth 0 is the own one. */
MUST_USE enum err agency_choices(const struct desk *d, const struct actor *who, struct arena *a,
	struct agency_step_row **out, size_t *n, struct error *err);
/*
 * ERR_INVALID with err->field: name missing or taken ("name"), credit_code with a wrong check digit
 * (GB 32100), a pattern without {year} and {serial}.
 */
MUST_USE enum err agency_add(const struct desk *d, const struct actor *who,
	const struct agency_facts *f, struct agency_id *id, struct error *err);
MUST_USE enum err agency_change(const struct desk *d, const struct actor *who, struct agency_id id,
	int64_t version, const struct agency_facts *f, struct error *err);

/* --- departments ---------------------------------------------------------------------------- */

struct department_facts {
	struct str name, phone;
	int64_t position;
	bool active; /* a department with active people cannot be closed: ERR_CONFLICT */
};
MUST_USE enum err department_load(const struct desk *d, const struct actor *who,
	struct department_id id, struct arena *a, struct department_row *out, struct error *err);
MUST_USE enum err department_add(const struct desk *d, const struct actor *who,
	struct agency_id agency, const struct department_facts *f, struct department_id *id,
	struct error *err);
MUST_USE enum err department_change(const struct desk *d, const struct actor *who,
	struct department_id id, int64_t version, const struct department_facts *f,
	struct error *err);

/* --- people --------------------------------------------------------------------------------- */

struct person_filter {
	struct agency_id agency;	 /* 0: the actor's */
	struct department_id department; /* 0: all */
	int active;			 /* -1 all, 0 closed, 1 active */
	struct str q;			 /* part of name or log-in name, empty: all */
	struct person_id after;		 /* last one shown */
};
MUST_USE enum err person_list(const struct desk *d, const struct actor *who,
	const struct person_filter *f, struct arena *a, struct person_line_row **out, size_t *n,
	int64_t *total, struct error *err);

/* One person, contact fields masked (law/rules.md 8.1). */
struct person_view {
	struct person_row person;
	struct str mobile, email; /* masked; empty: none */
	struct rights_change_row *change;
	size_t n_changes;
};
MUST_USE enum err person_view(const struct desk *d, const struct actor *who, struct person_id id,
	struct arena *a, struct person_view *out, struct error *err);

/*
 * One masked field in full, once, with an event: field is "mobile" or "email", the
 * reason is required.  ERR_NOT_FOUND when the field is empty.
 */
MUST_USE enum err person_reveal(const struct desk *d, const struct actor *who, struct person_id id,
	struct str field, struct str reason, struct arena *a, struct str *out, struct error *err);

struct person_facts {
	struct agency_id agency;	 /* only when adding */
	struct department_id department; /* 0: none */
	struct str login;		 /* only when adding: 2..32 of a-z 0-9 . _ - */
	struct str name, title;
	struct str mobile, email; /* when changing: empty keeps what is there */
	bool clear_mobile, clear_email;
	bool active; /* closing ends the person's sessions; not oneself */
};
/*
 * Adds an account without rights.  *password (in a) is a one-time password to
 * hand over; the first log-in asks for a new one.
 * ERR_INVALID with err->field: login, name, mobile, email, department.
 */
MUST_USE enum err person_add(const struct desk *d, const struct actor *who,
	const struct person_facts *f, struct arena *a, struct person_id *id, struct str *password,
	struct error *err);
MUST_USE enum err person_change(const struct desk *d, const struct actor *who, struct person_id id,
	int64_t version, const struct person_facts *f, struct error *err);
/* --- rights --------------------------------------------------------------------------------- */

/* Proposes that the person shall have exactly these roles. */
MUST_USE enum err rights_propose(const struct desk *d, const struct actor *who, struct person_id id,
	uint64_t roles, struct str reason, int64_t *change, struct error *err);
/*
 * Grants or refuses.  ERR_DENIED for the proposer and for the person concerned; ERR_CONFLICT when
 * it is decided already, when the rights have changed since, or when nobody would be left who
 * holds an administrator's role.  Granting ends the person's sessions, so that no old right stays
 * in use.
 */
MUST_USE enum err rights_decide(const struct desk *d, const struct actor *who, int64_t change,
	bool grant, struct str reason, struct error *err);
/* The proposer takes it back. */
MUST_USE enum err rights_withdraw(
	const struct desk *d, const struct actor *who, int64_t change, struct error *err);
MUST_USE enum err rights_list(const struct desk *d, const struct actor *who, int open,
	int64_t before, struct arena *a, struct rights_change_row **out, size_t *n, int64_t *n_open,
	struct error *err);
MUST_USE enum err rights_load(const struct desk *d, const struct actor *who, int64_t change,
	struct arena *a, struct rights_change_row *out, struct error *err);

/* GB 32100-2015 (law/rules.md 8.2 no 8): 18 signs with a right check sign. */
bool credit_code_is_valid(struct str code);

#endif
