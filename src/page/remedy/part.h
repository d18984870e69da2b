/*
 * part -- what the pages of 复议 and 诉讼 share.  Private to page/remedy/.
 */
#ifndef PAGE_REMEDY_PART_H
#define PAGE_REMEDY_PART_H

#include "desk/remedy.h"
#include "page/form_page.h"
#include "page/office/part.h"

http_handler remedies_show, remedy_export_show, remedy_export_post, remedy_year_show,
	remedy_new_show, remedy_new_post, remedy_show, remedy_step_show, remedy_step_post,
	remedy_hold_show, remedy_hold_post, remedy_redo_show, remedy_redo_post, remedy_entry_show,
	remedy_entry_post, remedy_link_show, remedy_link_post, remedy_file_add_show,
	remedy_file_add_post, remedy_file_show, law_values_show, law_value_show, law_value_post, remedy_reveal_show, remedy_reveal_post;

extern const struct http_fields remedies_form, remedy_export_form, remedy_export_query,
	remedy_year_form, remedy_new_form, remedy_new_query, remedy_query_form, remedy_step_form,
	remedy_redo_form, remedy_entry_form, remedy_link_form, remedy_file_form,
	remedy_reveal_form, law_value_form;

/* Choices in the order of their enums, for forms and filters. */
extern const struct form_choice remedy_block_choices[], remedy_stage_choices[],
	remedy_result_choices[], remedy_procedure_choices[];

/* "/office/remedies/17" with a tail. */
struct str remedy_path(struct http_exchange *x, struct remedy_id id, const char *tail);
/* The case in the path. */
MUST_USE enum err remedy_of_path(
	struct http_exchange *x, struct remedy_view *out, struct error *err);
/* A day of the database; "" when there is none. */
struct str remedy_day(struct http_exchange *x, struct opt_i64 day);
/* 申请人 or 原告. */
const char *remedy_claimant_word(int64_t block);
/* "王*明等 3 人" */
struct str remedy_claimant_text(struct http_exchange *x, struct str masked, int64_t n);
/* Words and colour of a line's deadline. */
struct str remedy_due(
	struct http_exchange *x, const struct remedy_line_row *r, struct date today, enum kit_due_kind *k);
enum kit_tone remedy_tone(int result, bool pending);
/* 复议诉讼 / the case / this page; case may be NULL. */
void remedy_crumbs(struct http_exchange *x, struct frame *f, const struct remedy_row *r, struct str last);

/*
 * Begins a form about the case in the path: loads it, title, breadcrumbs, the hidden version, and
 * what was refused (why, *err), law with its article.  An error that is not the person's comes back.
 */
MUST_USE enum err remedy_form(struct http_exchange *x, const struct http_fields *fields,
	const char *title, enum err why, struct remedy_view *v, struct form_page *p,
	struct error *err);
/* The refusal of a desk function at a form; false: the error is not the person's. */
bool remedy_refusal(struct http_exchange *x, struct form_page *p, enum err why,
	const struct error *refusal);
/* A date control with its own label; absent: empty. */
void remedy_date(struct http_exchange *x, struct form_page *p, const char *name, const char *label,
	struct date value, const char *hint, bool optional);
/* kit_choice of a table of choices, from number `from`; chosen by the form page. */
struct kit_choice *remedy_choices(
	struct http_exchange *x, const struct form_choice *c, const char *empty, size_t *n);
/* A day of a form, or none. */
bool remedy_has_day(struct date d);

#endif
