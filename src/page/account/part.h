/*
 * part -- what the handlers of accounts share.  Private to page/account/.
 */
#ifndef PAGE_ACCOUNT_PART_H
#define PAGE_ACCOUNT_PART_H

#include "desk/session.h"
#include "page/account/login_view.h"
#include "page/app.h"

http_handler login_show, login_post, code_show, code_post, recovery_show, recovery_post, renew_show,
	renew_post, logout_post, setup_show, setup_post, own_show, contact_show, contact_post,
	password_show, password_post, factor_show, factor_begin_post, factor_confirm_post,
	factor_off_show, factor_off_post, codes_show, codes_post, session_end_post,
	sessions_end_post;

extern const struct http_fields back_form, login_form, code_form, recovery_form, renew_form,
	setup_form, contact_form, password_form, factor_code_form;

/* Pages that only say where to go back to. */
struct back_query {
	struct str back;
};

/* The typed path of "back", made safe; empty when it leads to the start page anyway. */
struct str back_of(struct str typed);
/*
 * After a step of a log-in: sets its cookie and goes on to the next step, or back to where the
 * person came from; notice may be NULL.
 */
MUST_USE enum err go_on(struct http_exchange *x, const struct login_done *done, struct str back,
	const char *notice, struct error *err);
/* path?back=…, or the path alone. */
struct str with_back(struct http_exchange *x, const char *path, struct str back);
/* Off to the page of the step at which the log-in stands; false when it stands at `here`. */
bool elsewhere(struct http_exchange *x, enum session_stage here, struct str back);
/* Fills the errors of a step from x->report. */
void step_errors(struct http_exchange *x, const char *title, struct kit_errors *out);
/* A form with this visitor's token. */
struct kit_form form_to(struct http_exchange *x, const char *action);
/* A number of digits that a phone helps to type. */
struct kit_input code_input(struct http_exchange *x, const char *name, const char *label,
	const char *hint, bool digits);
struct kit_password password_input(struct http_exchange *x, const char *name, const char *label,
	const char *hint, const char *autocomplete);
/* A step in the plain frame (logging in) or as a panel of the office. */
MUST_USE enum err step_page(struct http_exchange *x, enum frame_kind kind, int status,
	struct step_view *v, struct error *err);
/* Status of a page with a form: 422 when something has to be corrected, else 200. */
int form_status(const struct http_exchange *x);

#endif
