/* consult_view -- consultations: one, those of a case, those of the office. */
#ifndef PAGE_OFFICE_CONSULT_VIEW_H
#define PAGE_OFFICE_CONSULT_VIEW_H

#include "page/frame.h"

enum { CONSULT_FACTS_MAX = 16, CONSULT_BUTTONS_MAX = 4, CONSULT_TABS = 5 };

/* A line of the panel on a case. */
struct consult_line {
	struct str href, party, kind, ref, state, days, when, opinion;
	enum kit_tone tone;
	enum kit_due_kind due;
	struct str due_text; /* empty: none runs */
	bool open;	     /* not settled yet */
};

struct consult_reminder {
	struct str when, text;
};

struct consult_one {
	struct frame frame;
	struct kit_title title;
	struct kit_button button[CONSULT_BUTTONS_MAX];
	enum kit_due_kind due;
	struct str due_text;
	struct str next; /* what to do now, one sentence */
	struct kit_row fact[CONSULT_FACTS_MAX];
	size_t n_facts;
	struct str information;
	struct kit_row answer[4];
	size_t n_answers;
	struct kit_row result[4];
	size_t n_results;
	struct consult_reminder *reminder;
	size_t n_reminders;
};

struct consult_row {
	enum kit_due_kind due;
	struct str due_text, due_note, party, href, kind, number, case_href, subject, sent, handler;
};
struct consult_list {
	struct frame frame;
	struct kit_title title;
	struct kit_link tab[CONSULT_TABS];
	struct str state; /* kept by the filter form */
	struct kit_select kind;
	const struct kit_table *table;
	struct consult_row *row;
	size_t n;
	struct kit_empty empty;
	struct str note, first, next;
};

#endif
