/*
 * kit_view -- what the kit's own templates need besides kit.h; for src/page/kit*.{c,tmpl} alone.
 */
#ifndef PAGE_KIT_VIEW_H
#define PAGE_KIT_VIEW_H

#include "page/kit.h"

/* The ids a control is described by, put together: printed one behind the other. */
struct kit_refs {
	struct str id;
	struct str part[7];
	struct str gap; /* " " when there is any part */
	bool any;
};

/* One of radios or checkboxes. */
struct kit_choice_view {
	const struct kit_choice *choice;
	const char *kind, *type; /* "radios", "radio" */
	struct str id, name;
	int no;			     /* printed behind the id; 0: nothing */
	const struct kit_refs *refs; /* of a group without a legend, which names none itself */
	bool chosen, invalid;
};

struct kit_date_view {
	const char *end, *label;
	struct str value;
	int width; /* in characters */
};

/* A checked form, for its error summary. */
struct kit_form_view {
	const struct form_field *field;
	const struct form_state *state;
	size_t n, n_errors;
};

/* " " when there is something to set apart, else nothing. */
struct str kit_gap(struct str s);
/* s, or z when s is empty. */
struct str kit_or(struct str s, const char *z);
const char *kit_check_word(enum kit_check c);
/* By itself or by the value of its field. */
bool kit_is_chosen(const struct kit_choice *c, struct str value);
/* Classes, with the blank in front; row marks and cells without. */
const char *kit_button_class(enum kit_button_kind k);
const char *kit_tag_class(enum kit_tone t);
const char *kit_status_class(enum kit_tone t);
const char *kit_due_class(enum kit_due_kind k);
const char *kit_mark_class(enum kit_due_kind k);
const char *kit_cell_class(const struct kit_table *t, const struct kit_column *c);
/* The d of an icon's path. */
const char *kit_icon_path(enum kit_icon icon);

#endif
