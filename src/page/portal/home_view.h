/*
 * home_view -- the portal's home page, the guide, the paper form, the note on accessibility.
 */
#ifndef PAGE_PORTAL_HOME_VIEW_H
#define PAGE_PORTAL_HOME_VIEW_H

#include "desk/annual.h"
#include "page/portal/part.h"

struct home_page {
	struct frame frame;
	struct portal portal;
	struct kit_form lookup;
	struct kit_input number, code;
	struct office_years years;
	struct annual_public_row *report; /* the newest */
	size_t n_reports;
};

struct guide_page {
	struct frame frame;
	struct portal portal;
	struct str apply_href, form_href, docx_href, pdf_href;
};

#endif
