/* people_view -- list of people, one person, a password shown once. */
#ifndef PAGE_ADMIN_PEOPLE_VIEW_H
#define PAGE_ADMIN_PEOPLE_VIEW_H

#include "desk/organisation.h"
#include "page/frame.h"

struct people_line {
	const struct person_line_row *row;
	struct str roles, last_login, href;
	bool locked;
};

struct people_page {
	struct frame frame;
	struct kit_title title;
	struct kit_select agency, department, active;
	struct kit_input q;
	struct str csrf; /* of the filter form */
	bool many_agencies;
	const struct kit_table *table;
	struct people_line *line;
	size_t n;
	struct kit_empty empty;
	struct kit_paging paging;
};

struct person_page {
	struct frame frame;
	struct kit_title title;
	const struct kit_row *fact, *account;
	size_t n_facts, n_account;
	const struct kit_table *changes;
	struct person_change_line {
		struct str at, text, by, decision, href;
		enum kit_tone tone;
	} *change;
	size_t n_changes;
	struct kit_empty no_changes;
	/* what the security administrator may do here */
	struct kit_form unlock, sessions;
	struct kit_button unlock_button, sessions_button, password_button, factor_button;
	bool factor; /* he has a second factor */
	bool may_decide, locked;
};

/* A one-time password, shown once. */
struct once_page {
	struct frame frame;
	struct str title, name, login, password, next, next_text;
};

/* One personal field in full. */
struct reveal_page {
	struct frame frame;
	struct kit_title title;
	struct str label, value, back;
};

#endif
