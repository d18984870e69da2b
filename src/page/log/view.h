/*
 * view -- what the templates of the log show.
 */
#ifndef PAGE_LOG_VIEW_H
#define PAGE_LOG_VIEW_H

#include "desk/log_view.h"
#include "page/frame.h"
#include "page/kit.h"

/* One event in words. */
struct log_words {
	long long seq;
	struct str at, person, login, role, action, object, object_href, reason, address;
	bool refused, checked; /* checked: the result is that of a verification */
};

struct log_list_page {
	struct frame frame;
	struct kit_title title;
	struct kit_errors errors;
	struct kit_input from, to, login, object;
	struct kit_select group, kind;
	bool refused;
	struct str total; /* 共 N 条 */
	const struct kit_table *table;
	struct log_words *line;
	size_t n;
	struct str next, newest; /* links; empty: none */
	struct kit_empty empty;
};

struct log_event_page {
	struct frame frame;
	struct kit_title title;
	struct kit_row fact[20];
	size_t n_facts;
	struct kit_row proof[6];
	size_t n_proof;
	bool broken;
	struct str previous, next;
};

struct log_day_words {
	struct str day;
	long long events, refused;
};
struct log_days_page {
	struct frame frame;
	struct kit_title title;
	struct log_day_words day[LOG_DAYS];
	long long events, refused;
};

struct log_check_words {
	struct str href, at, person, events, took;
	bool holds;
};
struct log_verify_page {
	struct frame frame;
	struct kit_title title;
	struct kit_row head[4];
	size_t n_head;
	struct str published; /* the JSON shown to everybody; empty: none */
	const struct kit_table *table;
	struct log_check_words *check;
	size_t n;
	struct kit_form form;
	struct kit_button start;
	struct kit_empty empty;
	bool failed; /* the last one did not hold */
};

#endif
