/*
 * own_view -- one's own account: facts, log-ins, second factor.
 */
#ifndef PAGE_ACCOUNT_OWN_VIEW_H
#define PAGE_ACCOUNT_OWN_VIEW_H

#include "core/totp.h"
#include "page/kit.h"
#include "page/qr.h"

struct own_session {
	struct str address, agent, since, seen;
	struct str action; /* path of the form that ends it */
	bool current;
};

struct own_view {
	struct kit_title title;
	const struct kit_row *fact;
	size_t n_facts;
	const struct kit_row *safety;
	size_t n_safety;
	const struct kit_row *told; /* notices and calendars */
	size_t n_told;
	const struct kit_table *table;
	const struct own_session *session;
	size_t n_sessions;
	struct str csrf;
	struct kit_form others;
	struct kit_button others_button;
};

struct factor_page_view {
	struct kit_title title;
	struct kit_errors errors;
	bool begun;
	bool needed;
	struct qr qr;
	struct str secret; /* in groups of four */
	struct str uri;
	struct kit_form form;
	struct str back;
	struct kit_input code;
	struct kit_button button;
	struct kit_form leave; /* while the log-in is held up */
	struct kit_button leave_button;
};

struct codes_view {
	struct kit_title title;
	const struct recovery_code *code;
	struct str next;
};

#endif
