/*
 * form_page -- one page layout for every office form.
 *
 * A handler names the route's fields and adds a control for each, in the order
 * they shall stand; label, error and what was typed come from the declared
 * fields and their report, so that a form is written once and shows itself
 * again after a refusal (422) with nothing lost.
 *
 *	struct form_page p;
 *	enum err e = form_page_init(x, &p, &department_fields, "新增部门", err);
 *	form_page_refused(&p, why, &refusal);          after a desk function said no
 *	form_page_input(&p, "name", value, "", NULL);
 *	form_page_submit(&p, "保存", back);
 *	return form_page_answer(x, &p, err);
 *
 * Not here: reading the form (http/form.h), what is right (desk/).
 */
#ifndef PAGE_FORM_PAGE_H
#define PAGE_FORM_PAGE_H

#include "page/app.h"

enum { FORM_PAGE_CONTROLS = 32, FORM_PAGE_STALE = 24 };

enum form_control_kind {
	FORM_CONTROL_INPUT,
	FORM_CONTROL_TEXTAREA,
	FORM_CONTROL_SELECT,
	FORM_CONTROL_RADIOS,
	FORM_CONTROL_CHECKBOXES,
	FORM_CONTROL_DATE,
	FORM_CONTROL_FILE,
	FORM_CONTROL_HEADING, /* h2 between groups */
	FORM_CONTROL_TEXT     /* a sentence between controls */
};

struct form_control {
	enum form_control_kind kind;
	struct kit_input input;
	struct kit_textarea textarea;
	struct kit_select select;
	struct kit_choices choices;
	struct kit_date date;
	struct kit_file file;
	struct str text;
};

/* One line of "both versions" after somebody was quicker. */
struct form_stale {
	struct str label, theirs, yours;
};

/* A link above the form to something that bears on it: a request like this one. */
struct form_related {
	struct str text, href, note;
};

struct form_page {
	struct http_exchange *x;
	struct frame frame;
	struct kit_title title;
	struct kit_form form;
	const struct http_fields *fields;
	const struct form_report *report; /* NULL: shown for the first time */
	bool draft;                /* what was typed before a lost log-in is shown */
	struct kit_errors errors;  /* of the form as a whole */
	struct kit_error error;
	int status;
	struct form_control *control;
	size_t n;
	struct kit_hidden_pair hidden[4];
	size_t n_hidden;
	struct kit_button button[3];
	size_t n_buttons;
	struct str warning, inset; /* above the form */
	struct form_stale *stale;
	size_t n_stale;
	struct str related_title, related_note; /* above the form, when there is any */
	const struct form_related *related;
	size_t n_related;
};

/*
 * The form is sent to the path of this very request.  When this request sent it, or a draft of it is
 * kept from before a lost log-in, what was typed is shown.
 */
MUST_USE enum err form_page_init(struct http_exchange *x, struct form_page *p,
	const struct http_fields *fields, const char *title, struct error *err);

/*
 * After a desk function refused with e: true when it is a matter for the person at the form (put at
 * the field err->field names, or above the form), and the page is to be shown again with status 422
 * or 409; false: return e.  Called before the controls are added.
 */
bool form_page_refused(struct form_page *p, enum err e, const struct error *err);

/*
 * Controls.  name is a declared field (an undeclared one is a bug: assert); value is what stands in
 * it when the form was not sent yet; hint may be NULL.
 */
struct kit_input *form_page_input(
	struct form_page *p, const char *name, struct str value, const char *hint);
struct kit_textarea *form_page_textarea(
	struct form_page *p, const char *name, struct str value, const char *hint);
/* choice lives as long as the page; value "" chooses none. */
void form_page_select(struct form_page *p, const char *name, const struct kit_choice *choice, size_t n,
	struct str value, const char *hint);
void form_page_radios(struct form_page *p, const char *name, const struct kit_choice *choice, size_t n,
	struct str value, const char *hint);
/*
 * Several may be chosen; chosen: bit i for choice[i], when the form was not sent yet.  choice is
 * written to.
 */
void form_page_checkboxes(struct form_page *p, const char *name, struct kit_choice *choice, size_t n,
	uint64_t chosen, const char *hint);
/* One box of its own (FORM_FLAG), with its label behind it. */
void form_page_flag(struct form_page *p, const char *name, bool on, const char *hint);
void form_page_file(struct form_page *p, const char *name, const char *accept, const char *hint);
void form_page_heading(struct form_page *p, const char *text);
void form_page_text(struct form_page *p, struct str text);
void form_page_hidden(struct form_page *p, const char *name, struct str value);
/* The primary button, and a link back beside it (empty: none). */
void form_page_submit(struct form_page *p, const char *text, struct str back);

/* A line of what the database holds now and what was typed, for a stale form; equal ones are left out. */
void form_page_stale(struct form_page *p, const char *label, struct str theirs, struct str yours);

MUST_USE enum err form_page_answer(struct http_exchange *x, struct form_page *p, struct error *err);

/* --- small helpers of handlers --------------------------------------------------------------- */

/* The id in the path at :name number i; ERR_NOT_FOUND when it is no id. */
MUST_USE enum err page_id(const struct http_exchange *x, int i, int64_t *out, struct error *err);
/* Text in the exchange's arena; "" without memory. */
PRINTF_LIKE(2, 3) struct str page_fmt(struct http_exchange *x, const char *fmt, ...);
/* Appends a value of a query, percent-encoded. */
void page_url_add(struct buf *b, struct str value);
#endif
