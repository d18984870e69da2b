/* status_view -- the state of the system. */
#ifndef PAGE_ADMIN_STATUS_VIEW_H
#define PAGE_ADMIN_STATUS_VIEW_H

#include "desk/state.h"
#include "page/form_page.h"

enum { STATUS_FACTS = 10 };

struct status_facts {
	struct kit_row row[STATUS_FACTS];
	size_t n;
};

struct status_job {
	struct str name, waiting, running, failed, oldest;
	bool any_failed;
};

struct status_failure {
	struct str name, at, tries, reason, number, again, discard; /* the last two: paths */
};

struct status_bounce {
	struct str to, code, written, bounced, number;
	struct kit_form resend;
};

struct status_page {
	struct frame frame;
	struct kit_title title;
	struct str warning[4];
	size_t n_warnings;
	struct status_facts system, log, backup, mail;
	struct kit_form backup_form;
	struct kit_button backup_button; /* without text: no button */
	struct str backup_note;		 /* instead of the button */
	struct kit_empty no_backup;	 /* without title: there are facts */
	const struct kit_table *jobs, *failures, *bounces;
	struct status_job *job;
	size_t n_jobs;
	struct kit_empty no_jobs, no_failures, no_bounces;
	struct status_failure *failure;
	size_t n_failures;
	struct kit_paging failure_paging;
	struct status_bounce *bounce;
	size_t n_bounces;
	struct kit_paging bounce_paging;
	struct kit_button resend_button;
};

struct status_job_page {
	struct form_page form;
	struct kit_row fact[6];
	size_t n_facts;
};

#endif
