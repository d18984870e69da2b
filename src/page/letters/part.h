/*
 * part -- what the pages of letters share.  Private to page/letters/.
 */
#ifndef PAGE_LETTERS_PART_H
#define PAGE_LETTERS_PART_H

#include "desk/letter.h"
#include "page/form_page.h"

http_handler letters_show, letter_new_show, letter_new_post, letter_show, letter_edit_show,
	letter_edit_post, letter_submit_post, letter_opinion_show, letter_opinion_post,
	letter_sign_show, letter_sign_post, letter_serve_show, letter_serve_post, letter_drop_show,
	letter_drop_post, letter_revoke_show, letter_revoke_post, letter_pdf_show, letter_docx_show, templates_show, template_show,
	template_post, template_restore_post, archive_show, archive_post;

extern const struct http_fields letter_new_query, letter_facts_form, letter_edit_form,
	letter_step_form, letter_opinion_form, letter_sign_form, letter_serve_form, letter_drop_form,
	template_form, template_restore_form;

http_handler letters_choose_form; /* the choice of a form */

/* The letter of the path. */
MUST_USE enum err letter_of_path(
	struct http_exchange *x, struct letter_view *out, struct error *err);
struct str letter_path(struct http_exchange *x, struct letter_id id, const char *tail);
struct str letters_path(struct http_exchange *x, struct request_id id, const char *tail);
/* 依申请公开 / the case / 文书 / this page; last empty: the list itself. */
void letter_crumbs(struct http_exchange *x, struct frame *f, const struct request_row *r,
	struct letter_id letter, struct str last);
/* The error's sentence with the article it comes from. */
void letter_cite(struct error *err);
/* A day of the database, "" when there is none. */
struct str letter_day(struct http_exchange *x, struct opt_i64 day);
enum kit_tone letter_tone(int64_t state);

#endif
