/*
 * status_view -- one's own request: where it stands, what happened, what one can do.
 */
#ifndef PAGE_PORTAL_STATUS_VIEW_H
#define PAGE_PORTAL_STATUS_VIEW_H

#include "desk/letter.h"
#include "page/portal/part.h"

enum status_tone { STATUS_PAST, STATUS_STOP, STATUS_NOW, STATUS_NEXT };

struct status_step {
	enum status_tone tone;
	struct str title, when, text;
	struct str letter, letter_href; /* the paper that this step was told with */
};

/* Days that count, or do not, for one reason. */
struct status_span {
	struct str from, to, why;
	bool counts;
	int days;
};

struct status_rule {
	struct str on, text, article;
};

struct status_paper {
	struct str name, size, at, href, kind;
};

/* A letter of the office. */
struct status_letter {
	struct str title, number, about; /* sent when and how, read when */
	struct str pdf, docx; /* empty: taken back */
	struct kit_form open; /* the button that says it was opened; action empty: said already */
	bool unread;
};

struct status_page {
	struct frame frame;
	struct portal portal;
	struct request_view request;
	struct str number, now;
	struct str headline, say; /* the plain sentence, and one more */
	struct str act, act_href; /* the button for what is awaited from the applicant */
	bool bar;
	int used, total, left, width; /* of 400 */
	struct str bar_label, first, middle, last;
	struct status_span *span;
	size_t n_spans;
	struct status_rule *rule;
	size_t n_rules;
	struct status_step *step;
	size_t n_steps;
	struct status_paper *paper;
	size_t n_papers;
	const struct applicant_letter *own; /* as the desk gave them */
	size_t n_own;
	struct status_letter *letter;
	size_t n_letters;
	int unread;	  /* letters sent to be read here */
	struct str fee;	  /* what is to be paid; empty: nothing */
	struct str pay;	  /* how */
	struct str fee_until;
	struct str review_url;
	struct str review; /* of a reply that was served here: that an appeal can be made online */
	struct str form, way;
	bool open; /* contact and withdrawal are offered */
	bool correcting;
	struct kit_form leave;
};

/* Everything that is said about the request, from v->request and v->portal. */
MUST_USE enum err status_fill(struct http_exchange *x, struct status_page *v, struct error *err);

struct lookup_page {
	struct frame frame;
	struct portal portal;
	struct kit_errors errors;
	struct kit_form form;
	struct kit_input number, code;
};

struct withdraw_page {
	struct frame frame;
	struct kit_confirm confirm;
	struct kit_errors errors;
};

#endif
