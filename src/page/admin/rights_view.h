/* rights_view -- proposals of rights: list and one of them. */
#ifndef PAGE_ADMIN_RIGHTS_VIEW_H
#define PAGE_ADMIN_RIGHTS_VIEW_H

#include "desk/organisation.h"
#include "page/form_page.h"

struct rights_line {
	struct str at, name, login, agency, added, taken, by, decision, href;
	enum kit_tone tone;
};

struct rights_page {
	struct frame frame;
	struct kit_title title;
	struct kit_link tab[2];
	const struct kit_table *table;
	struct rights_line *line;
	size_t n;
	struct kit_empty empty;
	struct kit_paging paging;
};

struct rights_one_page {
	struct form_page form; /* of the decision; used when may_decide */
	const struct kit_row *fact;
	size_t n_facts;
	bool may_decide, may_withdraw;
	struct kit_form withdraw;
	struct kit_button withdraw_button;
	struct str why_not; /* why the reader cannot decide, empty when decided */
};

#endif
