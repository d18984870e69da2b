/*
 * view -- pages of the ledgers: sections with tables, and the grid of a department.
 */
#ifndef PAGE_LEDGER_VIEW_H
#define PAGE_LEDGER_VIEW_H

#include "page/frame.h"

enum { LEDGER_VIEW_SECTIONS = 8, LEDGER_VIEW_FILTERS = 6, LEDGER_VIEW_NOTES = 4 };

struct ledger_text {
	struct str text, sub, href;
	enum kit_tone tone;
	bool status; /* a status word in `tone` */
};

struct ledger_section {
	struct str id, title, note;
	const struct kit_table *table;
	struct ledger_text *text; /* rows * table->n */
	size_t rows;
	struct kit_empty empty;
	struct kit_paging paging;
	/* A chart of the table: its kind, or NULL; drawn from `text`, whose first column is a label. */
	const char *chart;
	struct str unit;
};

struct ledger_page {
	struct frame frame;
	struct kit_title title;
	struct kit_link tab[8];
	size_t n_tabs;
	int64_t agency; /* that the page is about; 0: the actor's own */
	struct str filter_action;
	struct kit_select filter[LEDGER_VIEW_FILTERS];
	size_t n_filters;
	const struct kit_date *day; /* one more filter; NULL: none */
	struct kit_hidden_pair hidden[2];
	size_t n_hidden;
	struct str warning[LEDGER_VIEW_NOTES], note;
	size_t n_warnings;
	struct kit_row *fact; /* a summary above the sections */
	size_t n_facts;
	const struct kit_confirm *confirm; /* instead of the title */
	struct ledger_section section[LEDGER_VIEW_SECTIONS];
	size_t n_sections;
};

/* One input of the grid. */
struct ledger_input {
	struct str name, value, error_id;
	bool open, wrong;
};
struct ledger_grid_line {
	struct str label;
	struct ledger_input month[12];
	struct str total;
};
struct ledger_sign_words {
	struct str state, signer, sign_href, history_href;
	enum kit_tone tone;
};
struct ledger_grid_page {
	struct frame frame;
	struct kit_title title;
	struct kit_errors errors;
	struct kit_error *error;
	struct kit_form form;
	struct ledger_grid_line *line;
	size_t n;
	struct ledger_sign_words sign[12];
	struct str year;
	struct kit_input source;
	struct kit_textarea reason;
	bool may_write;
	struct kit_empty empty;
	struct str back;
};

#endif
