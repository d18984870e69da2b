/*
 * apply_view -- the pages of an application, of the look-up and of the steps on one's own request.
 */
#ifndef PAGE_PORTAL_APPLY_VIEW_H
#define PAGE_PORTAL_APPLY_VIEW_H

#include "desk/lead.h"
#include "page/form_page.h"
#include "page/portal/part.h"

enum { APPLY_CONTROLS = 20, APPLY_ERRORS = 24, APPLY_STEPS = 5 };

struct apply_file_line {
	struct str name, size, value; /* value of the button that removes it */
};

/* A group of facts on the review page. */
struct apply_facts {
	struct str title;
	struct kit_row row[10];
	size_t n;
};

/* One page with one form. */
struct apply_page {
	struct http_exchange *x;
	struct portal portal;
	struct apply apply;
	struct frame frame;
	size_t step; /* 1 .. APPLY_STEPS; 0: no step bar */
	struct kit_steps steps;
	struct kit_errors errors;
	struct str title; /* h1; empty: the legend of the first control is it */
	struct str lead;  /* a sentence below the h1 */
	struct kit_form form;
	struct form_control *control;
	size_t n;
	struct error wrong[APPLY_ERRORS];
	size_t n_wrong;
	struct kit_error error[APPLY_ERRORS]; /* what the summary says */
	struct str key;			      /* hidden: the form's idempotency key */
	struct kit_button button[3];
	size_t n_buttons;
	bool flow; /* how an application is handled */
	bool kept; /* there is a draft that may be thrown away */
	struct kit_form drop;
	const struct apply_file_line *file;
	size_t n_files;
	const struct lead_hit_row *hint;
	size_t n_hints;
	bool several; /* the description seems to hold more than one thing */
	struct apply_facts *facts;
	size_t n_facts;
	struct str note; /* above the buttons */
	bool sure;	 /* the box on the review page: asked for */
	struct str sure_error;
	/* pages of one's own request */
	struct str cancel;
	struct str warning;
};

/* The page after sending. */
struct done_page {
	struct frame frame;
	struct portal portal;
	struct apply_receipt receipt;
	struct str sent_at;
};

#endif
