/*
 * view -- what the templates of annual reports show.
 */
#ifndef PAGE_ANNUAL_VIEW_H
#define PAGE_ANNUAL_VIEW_H

#include "desk/annual.h"
#include "doc/layout.h"
#include "page/frame.h"
#include "page/kit.h"
#include "report/holds.h"

/* One place of a table of the report. */
struct annual_square {
	bool head;
	const char *scope, *classes; /* of heads: col, colgroup, row, rowgroup */
	int rowspan, colspan;
	struct str text, href, code;
	struct str said; /* read out behind the number: 已更正 */
	bool chosen, marked;
};
struct annual_line {
	const char *classes;
	struct annual_square *square;
	size_t n;
};
struct annual_table {
	int no;
	const char *id, *classes;
	struct str title, note, caption;
	struct annual_line *line;
	size_t n, n_head; /* lines in all, of them the head */
	bool chosen;	  /* the cell that was asked for stands here */
	bool bare;	  /* a heading above says what it is */
};

struct annual_part_words {
	struct str heading;
	struct report_paragraph *paragraph;
	size_t n;
};
struct annual_text_words {
	struct annual_part_words *part;
	size_t n;
};

struct kit_status_words {
	enum kit_tone tone;
	struct str text;
};

struct annual_finding_words {
	const char *classes;
	struct str message, hint, href;
};
struct annual_case_words {
	struct str number, href, subject, who, class, received, closed, outcome;
};
struct annual_change_words {
	struct str at, number, href, delta, action, actor;
};
struct annual_entry_words {
	struct str cell, href, from, to, reason, who, file, file_href;
	bool erratum;
};
/* A chosen cell. */
struct annual_drill {
	struct str title, rule, source, list_note, source_note, next, first, enter_href, enter_text;
	const struct kit_table *cases, *changes;
	struct annual_case_words *row;
	size_t n;
	struct annual_change_words *change;
	size_t n_changes;
	struct str *line; /* rows of a ledger, in words */
	size_t n_lines;
	bool listed, counted; /* by a register; by counters, with their moves */
	struct kit_input since;
	struct str action, code, agency;
	struct annual_entry_words *entry;
	size_t n_entries;
	struct annual_finding_words *finding;
	size_t n_findings;
};
struct annual_count_words {
	struct str label, number, note, href;
	const char *classes;
};
struct annual_compare_words {
	struct str name, before, now, change;
};
struct annual_step_words {
	struct str at, what, who, text;
};

enum { ANNUAL_AGREES_SHOWN = 6 };
struct annual_report_page {
	struct frame frame;
	struct kit_title title;
	struct kit_link tab[4];
	size_t n_tabs;
	struct kit_button button[8];
	struct str state_note;
	struct annual_count_words count[5];
	struct annual_finding_words *finding;
	size_t n_findings;
	struct annual_compare_words compare[6];
	size_t n_compare;
	struct str compare_before, compare_now;
	struct holdings holdings; /* what was checked and is right */
	struct str *agrees;	  /* of the text: numbers that are as in the tables */
	size_t n_agrees, n_claims;
	struct str more_agrees; /* of those beyond ANNUAL_AGREES_SHOWN */
	struct annual_table table[3];
	size_t n_tables;
	struct annual_drill drill;
	struct annual_entry_words *entry;
	size_t n_entries;
	struct annual_text_words text;
	struct annual_step_words *step;
	size_t n_steps;
	struct str digest, frozen, corrected, corrected_at;
	struct kit_link *download;
	size_t n_downloads;
};

/* 冻结前检查. */
struct annual_need_words {
	struct str text, hint, href, link;
};
struct annual_need_group {
	struct str id, title, note;
	const char *classes;
	struct annual_need_words *need;
	size_t n;
};
struct annual_before_page {
	struct frame frame;
	struct kit_title title;
	struct kit_button button;
	struct str note;
	struct annual_need_group group[4];
	size_t n_groups;
};

struct annual_year_words {
	struct str year, href, received, closed, open, published, public_href;
	struct kit_status_words state;
};
struct annual_list_page {
	struct frame frame;
	struct kit_title title;
	struct kit_button button[4];
	const struct kit_table *table;
	struct annual_year_words *line;
	size_t n;
	struct kit_form recount;
	struct kit_button recount_button;
	bool may_recount;
	struct str due; /* reminder; empty: none */
};

struct annual_below_words {
	struct str name, href, note;
	struct kit_status_words state;
};
struct annual_below_page {
	struct frame frame;
	struct kit_title title;
	const struct kit_table *table;
	struct annual_below_words *line;
	size_t n;
	struct kit_link year[6];
	size_t n_years;
	struct kit_empty empty;
};

/* An uploaded report before it is taken over. */
struct annual_import_page {
	struct frame frame;
	struct kit_title title;
	struct annual_table table[3];
	size_t n_tables;
	struct kit_row fact[6];
	size_t n_facts;
	struct annual_finding_words *finding;
	size_t n_findings;
	struct kit_form form;
	struct str token;
	int year;
	bool other_name;
};

/* A year in tables and charts. */
struct annual_bar {
	struct str name, value;
	long long n[3];
};
struct annual_chart {
	const char *id, *kind;
	struct str title, note, first; /* first: head of the first column */
	struct str series[3];
	size_t n_series;
	struct annual_bar *bar;
	size_t n;
	bool horizontal;
	struct str unit;
};
struct annual_chart_page {
	struct frame frame;
	struct kit_title title;
	struct kit_link tab[4];
	size_t n_tabs;
	struct annual_chart chart[8];
	size_t n;
};

struct annual_public_words {
	struct str title, href, published, corrected;
};
struct annual_public_page {
	struct frame frame;
	struct str title, note, published, digest, corrected, corrected_at;
	struct kit_link *tab; /* of the list: years */
	size_t n_tabs;
	struct str heading[6]; /* as printed, or as the format has them */
	struct annual_public_words *line;
	size_t n;
	struct annual_table table[3];
	size_t n_tables;
	struct annual_text_words text;
	struct report_paragraph *lead;
	size_t n_lead;
	struct annual_entry_words *entry;
	size_t n_entries;
	struct kit_link *download;
	size_t n_downloads;
	struct str signature, date;
	struct kit_empty empty;
};

#endif
