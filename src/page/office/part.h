/*
 * part -- what the handlers of the office share.  For page/office/ and page/remedy/.
 */
#ifndef PAGE_OFFICE_PART_H
#define PAGE_OFFICE_PART_H

#include "desk/request_office.h"
#include "desk/request.h"
#include "page/form_page.h"
#include "page/office/case_view.h"

http_handler inbox_show, inbox_find, inbox_batch, batch_remind_post, batch_assign_post, export_show,
	export_post, register_show, register_post, case_show, confirm_show, confirm_post, step_show,
	step_post, delay_show, delay_post, fee_show, fee_post, assign_show, assign_post, note_show,
	note_post, answer_show, answer_post, case_reveal_show, case_reveal_post, event_show,
	consult_list_show, consult_show, consult_serve_show, consult_serve_post,
	consult_remind_show, consult_remind_post, consult_opinion_show, consult_opinion_post,
	consult_settle_show, consult_settle_post, consult_reveal_show, consult_reveal_post, consult_paper_show, consult_paper_post,
	event_post, extension_show, extension_post, approve_show, approve_post, file_show,
	proof_show,
	file_add_show, file_add_post, split_show, split_post, merge_show, merge_post, oral_show, oral_post, oral_pdf_show, oral_docx_show,
	lead_show, lead_post, lead_drop_show, lead_drop_post;

extern const struct http_fields inbox_form, find_form, batch_form, batch_remind_form, batch_assign_form,
	export_form, export_query_form, register_query_form, register_form, case_query_form,
	confirm_form, legal_step_form, fee_form, assign_form, note_form, answer_form,
	consult_list_form, consult_serve_form, consult_remind_form, consult_opinion_form,
	consult_settle_form, consult_reveal_form, consult_paper_form, case_reveal_form, legal_event_form, extension_form, approve_form, file_add_form, split_form, merge_form, oral_form,
	lead_form, lead_drop_form;

/* The civil day of the request in Asia/Shanghai. */
struct date office_today(const struct http_exchange *x);
/* "01-08", for lists; "" for a day that is not known. */
struct str day_short(struct http_exchange *x, struct opt_i64 day);
/* "2025-01-08" */
struct str day_full(struct http_exchange *x, struct date d);
/* "/office/requests/17", with a tail such as "/assign". */
struct str case_path(struct http_exchange *x, struct request_id id, const char *tail);
/* The number of the register, or of the receipt while there is none. */
struct str case_number(const struct request_row *r);
/* The case in the path. */
MUST_USE enum err case_load(struct http_exchange *x, struct request_view *v, struct error *err);

/* What a log entry's action code says to a person; the code itself when it is unknown. */
struct str action_text(struct str action);

/*
 * Begins a form about the case in the path: loads it, puts number and applicant under the title,
 * breadcrumbs, the hidden version, and what was refused (why, *err): law with its article, somebody
 * else's change with what changed.  An error that is not the person's comes back.
 */
MUST_USE enum err case_form(struct http_exchange *x, const struct http_fields *fields,
	const char *title, enum err why, struct request_view *v, struct form_page *p,
	struct error *err);

/*
 * Puts what a desk function refused to the form, law with its article; false: it is not the
 * person's matter.
 */
bool office_refused(
	struct http_exchange *x, struct form_page *p, enum err why, const struct error *refusal);
/* The two controls of a step that was done on paper outside the system: fields "paper", "file". */
void office_paper(struct form_page *p);

/*
 * What was written with a legal event when it first came: a correcting entry has the reason of the
 * correction in its place.
 */
struct str event_reason(const struct request_view *v, const struct request_event_row *e);

/* A request like another one as a line of a table. */
struct similar_line similar_line(struct http_exchange *x, const struct request_similar *s);

/* Puts an error at a field of x's form; used for fields that are required in some cases only. */
MUST_USE enum err form_missing(
	struct http_exchange *x, const char *field, const char *message, struct error *err);

/*
 * Stores an upload in the blob store; nothing when no file was sent.  kind is put into *out.
 * ERR_INVALID when it is not one of the types that are taken (PDF, JPEG, PNG, by content).
 */
MUST_USE enum err office_upload(struct http_exchange *x, const struct form_file *file,
	enum request_file_kind kind, struct request_file_input *out, size_t *n, struct error *err);

/* Choices of departments and handlers, the empty one first. */
struct assign_choices {
	struct kit_choice *department, *handler;
	size_t n_departments, n_handlers;
};
MUST_USE enum err assign_choices(
	struct http_exchange *x, struct assign_choices *out, struct error *err);

#endif
