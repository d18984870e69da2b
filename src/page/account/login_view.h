/*
 * login_view -- the log-in page and the steps that may follow it.
 */
#ifndef PAGE_ACCOUNT_LOGIN_VIEW_H
#define PAGE_ACCOUNT_LOGIN_VIEW_H

#include "page/kit.h"

struct login_view {
	struct kit_errors errors;
	struct kit_form form;
	struct kit_input login;
	struct kit_password password;
	struct kit_button button;
	struct str back; /* where to go afterwards; empty: the start page */
	struct str org;
	int idle_minutes;
};

/* One small form in a card: code, recovery code, new password. */
struct step_view {
	struct str title, note;
	struct kit_errors errors;
	struct kit_form form;
	struct str back;
	int64_t version; /* of the record the form was made from; 0: none */
	const struct kit_input *input;
	size_t n_inputs;
	const struct kit_password *password;
	size_t n_passwords;
	struct kit_button button;
	const struct kit_link *link;
	size_t n_links;
	struct kit_form leave; /* ends the log-in; no action: none */
	struct kit_button leave_button;
};

#endif
