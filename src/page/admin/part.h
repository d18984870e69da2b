/*
 * part -- what the handlers of the administration share.  Private to page/admin/.
 */
#ifndef PAGE_ADMIN_PART_H
#define PAGE_ADMIN_PART_H

#include "desk/organisation.h"
#include "page/form_page.h"

http_handler agency_show, agency_edit_show, agency_edit_post, agency_add_show, agency_add_post,
	department_add_show, department_add_post, department_edit_show, department_edit_post,
	people_show, people_find, person_show, person_add_show, person_add_post, person_edit_show, person_edit_post,
	reveal_show, reveal_post, person_password_show, person_password_post, person_factor_show, person_factor_post, person_unlock_post,
	person_sessions_post, rights_show, rights_propose_show, rights_propose_post, rights_decide_show,
	rights_decide_post, rights_withdraw_post, system_show, system_backup_post, system_resend_post,
	system_again_show, system_again_post, system_discard_show, system_discard_post;

extern const struct http_fields agency_query_form, agency_form, department_form, people_query_form, people_find_form,
	person_add_query_form, person_add_form, person_form, reason_form, rights_query_form, propose_form,
	decide_form, system_query_form;

struct reason_fields {
	struct str reason;
};

/* "登记、审核"; 没有权限 when none. */
struct str roles_text(struct arena *a, uint64_t roles);
/* The agency's path as breadcrumbs, ending in `last` (without a link; empty: the agency itself). */
void agency_crumbs(struct http_exchange *x, struct frame *f, const struct agency_step_row *path,
	size_t n, struct str last);
/* Two crumbs: a list and this page. */
void two_crumbs(struct http_exchange *x, struct frame *f, const char *label, const char *href,
	struct str last);

#endif
