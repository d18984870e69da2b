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
	bool any;
};

/* One of radios or checkboxes. */
struct kit_choice_view {
	const struct kit_choice *choice;
	const char *kind, *type; /* "radios", "radio" */
	struct str id, name;
	struct str described_by, gap;
	int no; /* printed behind the id; 0: nothing */
	bool chosen, invalid;
};

struct kit_date_view {
	const char *end, *label;
	struct str value;
	int width;
};

/* " " when there is something to separate, else nothing. */
struct str kit_gap(struct str s);
struct str kit_if(bool yes, const char *z);
/* s, or z when s is empty. */
struct str kit_or(struct str s, const char *z);
struct str kit_check_word(enum kit_check c);
bool kit_is_chosen(const struct kit_choice *c, struct str value);
/* "#" and an id become one href; prints into the caller's struct. */
const char *kit_tone_word(enum kit_tone t);
const char *kit_due_word(enum kit_due_kind k);
const char *kit_button_class(enum kit_button_kind k);

#endif
