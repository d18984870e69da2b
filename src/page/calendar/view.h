/*
 * view -- what the templates of working calendars show.
 */
#ifndef PAGE_CALENDAR_VIEW_H
#define PAGE_CALENDAR_VIEW_H

#include "desk/calendar_book.h"
#include "page/frame.h"
#include "page/kit.h"

/* One square of a month. */
struct calendar_cell {
	int day;	      /* 0: before the first or after the last */
	const char *classes;  /* is-off, is-rest … */
	struct str mark;      /* 休, 班, 节, 地 */
	struct str title;     /* what is read out: 放假（国庆节），法定节假日 */
	bool today;
};
struct calendar_month {
	int month;
	int workdays;
	int weeks;
	struct calendar_cell cell[6][7]; /* Monday first */
};

struct calendar_local_words {
	struct str day, name, agency, reason, at, correct_href; /* href empty: not to be corrected */
	bool off;
};
struct calendar_import_words {
	struct str at, source, by, days;
	bool current;
};

struct calendar_year_page {
	struct frame frame;
	struct kit_title title;
	struct calendar_month month[12];
	struct kit_row fact[10];
	size_t n_facts;
	bool provisional;
	struct str previous, next; /* links */
	int year;
	const struct kit_table *locals, *imports;
	struct calendar_local_words *local;
	size_t n_locals;
	struct calendar_import_words *import;
	size_t n_imports;
	bool may_edit;
};

struct calendar_change_words {
	struct str day, before, after;
};
struct calendar_preview_page {
	struct frame frame;
	struct kit_title title;
	struct kit_errors errors;
	struct kit_row fact[8];
	size_t n_facts;
	const struct kit_table *changes, *examples, *deadlines;
	struct calendar_change_words *change;
	size_t n_changes;
	struct calendar_change_words example[CALENDAR_EXAMPLES];
	struct calendar_change_words *deadline;
	size_t n_deadlines;
	struct kit_form form;
	struct str json, source, version;
	struct kit_textarea reason;
	struct kit_button button;
	struct str stale; /* a sentence; empty: none */
};

#endif
