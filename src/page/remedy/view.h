/* view -- the register of 复议 and 诉讼: list, table four, one case. */
#ifndef PAGE_REMEDY_VIEW_H
#define PAGE_REMEDY_VIEW_H

#include "law/remedy_case.h"
#include "page/form_page.h"

enum { REMEDY_COUNTS = 6, REMEDY_FACTS_MAX = 16, REMEDY_ACTIONS_MAX = 16 };

struct remedy_count {
	struct str label, number, note, href;
	const char *classes;
	bool current;
};
struct remedy_row_view {
	enum kit_due_kind due;
	struct str due_text, due_note, number, href, block, stage, subject, who, body, case_number,
		result;
	enum kit_tone tone;
};
struct remedies_view {
	struct frame frame;
	struct kit_title title;
	struct remedy_count count[REMEDY_COUNTS];
	size_t n_counts;
	struct str band;
	struct kit_select agency; /* n 0: none to choose */
	bool below;		  /* of an agency below */
	struct kit_select block, stage, result;
	struct kit_input year;
	bool of_report; /* the cases behind a cell: no filters */
	const struct kit_table *table;
	struct remedy_row_view *row;
	size_t n;
	struct kit_empty empty;
	struct str total, first, next;
};

struct remedy_year_view {
	struct frame frame;
	struct kit_title title;
	struct kit_input year;
	struct {
		struct str label;
		struct {
			struct str number, href, what;
		} cell[REMEDY_COLUMNS + 1];
	} block[REMEDY_BLOCKS];
};

struct remedy_fact {
	struct str label, value, href;
};
struct remedy_due_view {
	struct str label, due, from, rule, text, stage;
	enum kit_due_kind kind;
};
struct remedy_round_view {
	struct str stage, body, case_number, procedure, received, answered, heard, result, decided;
	enum kit_tone tone;
};
struct remedy_link_view {
	struct str number, href, subject, note;
};
struct remedy_entry_view {
	struct str date, label, text, by, href, note;
	bool replaced;
};
struct remedy_file_view {
	struct str name, href, kind, when, size, by;
};
struct remedy_action {
	struct str text, href, note;
};
struct remedy_log_view {
	struct str when, text, detail;
};
struct remedy_view_page {
	struct frame frame;
	struct kit_title title;
	struct str note, due_text, add_file, reported;
	enum kit_due_kind due;
	struct remedy_fact fact[REMEDY_FACTS_MAX];
	size_t n_facts;
	struct remedy_due_view *deadline;
	size_t n_deadlines;
	struct remedy_round_view *round;
	size_t n_rounds;
	struct remedy_link_view *request;
	size_t n_requests;
	struct remedy_entry_view *entry;
	size_t n_entries;
	struct remedy_file_view *file;
	size_t n_files;
	struct remedy_action next, action[REMEDY_ACTIONS_MAX];
	struct str next_title;
	size_t n_actions;
	struct remedy_log_view *log;
	size_t n_log;
	struct str older;
};

struct remedy_confirm_view {
	struct frame frame;
	struct kit_confirm confirm;
};
struct remedy_reveal_view {
	struct frame frame;
	struct kit_title title;
	struct str label, value, back;
};

/* Values the law leaves open, as the agency has decided (desk/law_value.h). */
struct law_value_line {
	struct str label, href, hint, value, by_default, rule, mark, next;
	bool set;
};
struct law_values_page {
	struct frame frame;
	struct kit_title title;
	struct law_value_line *line;
	size_t n, n_periods; /* periods stand first */
};
struct law_value_entry {
	struct str value, from, by, at, reason;
};
struct law_value_page {
	struct form_page form;
	bool may_set;
	struct law_value_line line;
	struct law_value_entry *entry;
	size_t n;
};

#endif
