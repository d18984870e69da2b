/*
 * part -- what the handlers of the public portal share.  Private to page/portal/.
 *
 * Visitors have no account: what they type is kept on the server under the secret of a cookie of
 * its own (gk_apply), so that an official who logs in from the same browser does not take it over.
 */
#ifndef PAGE_PORTAL_PART_H
#define PAGE_PORTAL_PART_H

#include "desk/applicant.h"
#include "desk/draft.h"
#include "page/app.h"
#include "page/form_page.h"

http_handler home_show, access_show, guide_show, guide_form_show, form_docx, form_pdf, apply_show,
	apply_post, who_show, who_post, what_show, what_post, how_show, how_post, review_show,
	review_post, done_show, drop_post, status_show, status_post, status_file, status_letter_pdf, status_letter_docx, status_letter_open_post, status_leave_post,
	correct_show, correct_post, withdraw_show, withdraw_post, contact_change_show,
	contact_change_post;

extern const struct http_fields office_query, apply_form, who_form, what_form, how_form,
	review_form, lookup_form, correct_form, contact_change_form;

/* --- the portal of an agency (portal.c) ---------------------------------------------------------
 */

struct portal {
	struct agency_row agency; /* whose facts are shown */
	struct office_line_row *office;
	size_t n_offices;
};
/* id 0: the first agency.  ERR_NOT_FOUND also before the set-up (n_offices is 0 then). */
MUST_USE enum err portal_load(
	struct http_exchange *x, struct agency_id id, struct portal *out, struct error *err);
/*
 * The frame of a page below `key` ("home", "guide", "apply", "status"); crumb: this page's place,
 * empty for the home page.
 */
void portal_frame(struct http_exchange *x, const struct portal *p, const char *title,
	const char *key, const char *crumb, struct frame *f);
/* ?agency= of a page; 0 when absent. */
struct agency_id office_asked(const struct http_exchange *x);

/* --- an application while it is being filled in (apply.c) ----------------------------------------
 */

enum { APPLY_PAIRS_MAX = 64, APPLY_TEXT_MAX = 128 * 1024 /* bytes of one value */ };

struct apply {
	struct http_exchange *x;
	struct draft_owner owner;
	struct draft_pair pair[APPLY_PAIRS_MAX];
	size_t n;
	bool kept; /* there is a draft */
};

/* The visitor's draft; empty when there is none. */
MUST_USE enum err apply_load(struct http_exchange *x, struct apply *a, struct error *err);
struct str apply_value(const struct apply *a, const char *name);
void apply_set(struct apply *a, const char *name, struct str value);
/* Takes over what this request sent for the text fields of its route. */
MUST_USE enum err apply_take(struct apply *a, struct error *err);
/* Keeps it for seven days; sets the cookie.  At most so many times an hour from one address. */
MUST_USE enum err apply_save(struct apply *a, struct error *err);
MUST_USE enum err apply_drop(struct apply *a, struct error *err);
/* As the desk wants it; channel and agency filled in. */
void apply_input(const struct apply *a, struct request_input *in);
/* A choice kept as its number; -1 when not chosen or out of range. */
int apply_choice(const struct apply *a, const char *name, int n);

/* What is shown after sending, for half an hour. */
struct apply_receipt {
	struct str number, code, key;
	struct agency_id agency;
	int64_t sent_ms;
	bool found;
};
MUST_USE enum err receipt_keep(
	struct http_exchange *x, const struct apply_receipt *r, struct error *err);
MUST_USE enum err receipt_find(struct http_exchange *x, struct apply_receipt *r, struct error *err);

/* --- files (upload.c)
 * ------------------------------------------------------------------------------ */

enum { UPLOAD_BYTES_MAX = 10 * 1024 * 1024, UPLOAD_TOTAL_MAX = 104 * 1024 * 1024 };
#define UPLOAD_ACCEPT ".pdf,.jpg,.jpeg,.png,.doc,.docx,.wps,.ofd,.txt"

/*
 * Puts an upload into the blob store, after a look at its content.  ERR_INVALID with a sentence
 * that names the file.  out->name lives as long as the upload.
 */
MUST_USE enum err upload_keep(struct http_exchange *x, const struct form_file *f,
	enum request_file_kind kind, struct request_file_input *out, struct error *err);
/* Adds the uploads of this request to the draft; what is wrong is told as an error of `field`. */
MUST_USE enum err apply_upload(struct apply *a, const struct form_files *files,
	enum request_file_kind kind, const char *field, struct error *wrong, struct error *err);
/* The files of the draft; at most REQUEST_FILES_MAX. */
size_t apply_files(const struct apply *a, struct request_file_input *out);
void apply_drop_file(struct apply *a, size_t i);
/* "1.2 MB", "34 KB" */
struct str size_text(struct arena *a, int64_t size);

/* --- one's own request (status.c)
 * ----------------------------------------------------------------- */

/*
 * The request that the cookie opens.  When there is none (any more), *found is false and the answer
 * leads to the look-up.
 */
MUST_USE enum err status_open(
	struct http_exchange *x, struct request_view *v, bool *found, struct error *err);
/* A sealed cookie for half an hour: which request was proved to be the visitor's. */
MUST_USE enum err status_remember(struct http_exchange *x, struct request_id id, struct error *err);
void status_forget(struct http_exchange *x);
bool status_is_closed(const struct request_view *v);

#endif
