/* agency_view -- one agency with those below it and its departments. */
#ifndef PAGE_ADMIN_AGENCY_VIEW_H
#define PAGE_ADMIN_AGENCY_VIEW_H

#include "desk/organisation.h"
#include "page/frame.h"

struct agency_page {
	struct frame frame;
	struct kit_title title;
	struct agency_view agency;
	const struct kit_row *fact;
	size_t n_facts;
	const struct kit_table *children, *departments;
	struct kit_empty no_children, no_departments;
	struct kit_paging paging;
	bool may_edit;
};

#endif
