/*
 * setup_view -- the one page of the first run.
 */
#ifndef PAGE_ACCOUNT_SETUP_VIEW_H
#define PAGE_ACCOUNT_SETUP_VIEW_H

#include "page/kit.h"

struct setup_view {
	struct kit_errors errors;
	struct kit_form form;
	struct kit_input one_time, agency_name;
	struct {
		struct kit_field group;
		struct kit_input login, name;
		struct kit_password password;
	} admin[3];
	struct kit_button button;
};

#endif
