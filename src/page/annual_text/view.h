/* What the pages of the report's written parts show. */
#ifndef PAGE_ANNUAL_TEXT_VIEW_H
#define PAGE_ANNUAL_TEXT_VIEW_H

#include "page/form_page.h"

/* A run of a paragraph; kind says how it is marked. */
enum text_run_kind { RUN_PLAIN, RUN_FIELD, RUN_UNKNOWN, RUN_AGREES, RUN_DIFFERS };
struct text_run {
	enum text_run_kind kind;
	struct str text, said; /* said: for those who do not see the mark */
};
struct text_paragraph {
	struct text_run *run;
	size_t n;
};

struct text_number { /* a typed number that a field could take the place of */
	bool differs;
	struct str message, hint;
};
struct text_field_words {
	struct str name, label, value;
};
struct text_remark_words {
	struct str text, who, answer, answerer, answer_href;
	bool open;
};
struct text_version_words {
	struct str name, at, by, reason, changes_href, number;
	bool current;
};

struct text_page {
	struct form_page form;
	bool may_edit, may_restore;
	struct str heading; /* of the preview */
	struct text_paragraph *paragraph;
	size_t n_paragraphs;
	struct kit_empty empty;
	struct text_number *number;
	size_t n_numbers, n_bindable;
	struct kit_form bind;
	struct kit_button bind_button;
	struct str version;
	struct str copied; /* sentence about last year's text; empty: none */
	bool copied_warns;
	struct str *own; /* paragraphs that the system can write itself */
	size_t n_own;
	struct str last_title, *last; /* last year's paragraphs of this part */
	size_t n_last;
	struct text_field_words *field;
	size_t n_fields;
	struct text_remark_words *remark;
	size_t n_remarks;
	struct kit_form remark_form;
	struct kit_textarea remark_text;
	struct kit_button remark_button;
	bool may_remark;
	struct text_version_words *history;
	size_t n_history;
	struct str older;
	struct kit_form restore;
	struct kit_button restore_button;
};

struct text_part_line {
	struct str name, href, version, by, length, numbers, remarks;
	enum kit_tone tone;
	struct str state;
};
struct text_list_page {
	struct frame frame;
	struct kit_title title;
	const struct kit_table *table;
	struct text_part_line line[8];
	size_t n;
};

struct text_changes_page {
	struct frame frame;
	struct kit_title title;
	struct text_diff_line {
		int kind; /* enum diff_kind */
		bool changed;
		struct text_diff_run {
			int kind;
			struct str text;
		} *run;
		size_t n;
	} *line;
	size_t n;
	struct kit_empty empty;
};

#endif
