/*
 * request_office -- what the pages of the office need beside a case itself: whom a case can be
 * assigned to, the log of a case, its papers, and the extension that one person proposes and
 * another approves.
 *
 * Everything here is within the actor's own agency.  Not here: the case (desk/request.h), lists of
 * cases (desk/inbox.h).
 */
#ifndef DESK_REQUEST_OFFICE_H
#define DESK_REQUEST_OFFICE_H

#include "desk/request.h"
#include "store/office.sql.h"

enum {
	OFFICE_LOG_PAGE = 50,			 /* lines of the log on one page */
	OFFICE_FILE_BYTES_MAX = 20 * 1024 * 1024 /* one scan; technical */
};

/* Departments in use, and the people who may handle requests, both of the actor's agency. */
struct office_choices {
	struct office_department_row *department;
	size_t n_departments;
	struct office_person_row *handler;
	size_t n_handlers;
};
MUST_USE enum err office_choices(const struct desk *d, struct arena *a, const struct actor *who,
	struct office_choices *out, struct error *err);

/*
 * The log of one case and of its letters, newest first; below 0: from the newest.  Up to OFFICE_LOG_PAGE + 1 rows: one
 * more than a page when there are older ones.  ERR_NOT_FOUND, ERR_DENIED as for the case.
 */
MUST_USE enum err office_log(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id id, int64_t below, struct office_log_row **out, size_t *n,
	struct error *err);

/*
 * The clock of the case as a pdf: every event with its effect and article, what others were asked,
 * every day with why it counts; names masked.  ERR_CONFLICT before registration.
 */
MUST_USE enum err request_proof(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id id, struct buf *out, struct error *err);

/*
 * R-029-1: the record of an oral request as a ruled sheet to be read aloud and signed; personal facts
 * in full.  ERR_CONFLICT: it was not made orally.  Event request.oral_record.
 */
MUST_USE enum err request_oral_record(const struct desk *d, struct arena *a,
	const struct actor *who, struct request_id id, bool docx, struct buf *out,
	struct error *err);

/*
 * A paper of the case for reading: its row, after the reading was logged (request.file_read), since
 * papers hold personal data.  The bytes are in the blob store under row->digest.
 */
MUST_USE enum err office_file_read(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id id, int64_t file, struct office_file_row *out, struct error *err);
/* Puts scans to the case; their bytes are in the blob store already.  Event request.file_add. */
MUST_USE enum err office_file_add(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id id, const struct request_file_input *file, size_t n, struct error *err);

/*
 * R-033-2: the period is extended when the head of the disclosure office agrees.  Whoever handles
 * the case proposes with a reason (a NOTE_EXTENSION, event request.extension_propose); a person
 * with PERM_REQUEST_SIGN who is not the proposer decides.  ERR_CONFLICT: one waits already.
 */
MUST_USE enum err office_extension_propose(const struct desk *d, struct arena *a,
	const struct actor *who, struct request_id id, int days, struct str reason,
	struct error *err);
/*
 * Agreeing and refusing (which needs a reason) write the answer; the legal event comes with the
 * letter F05 that tells the applicant.  told: the applicant was told of the `days` working days on
 * paper outside the system on `on` already: then the event is written too, with paper (why) and file.
 * ERR_DENIED for the proposer; ERR_CONFLICT: decided already, the case has changed, or the law does
 * not allow it (err->rule).  Event request.extend or request.extension_refuse.
 */
struct office_extension {
	struct request_id id;
	int64_t version, note;
	bool agree;
	int days;
	struct str reason;
	bool told;
	struct date on;
	struct str paper;
	const struct request_file_input *file;
};
MUST_USE enum err office_extension_decide(const struct desk *d, struct arena *a,
	const struct actor *who, const struct office_extension *x, struct error *err);

#endif
