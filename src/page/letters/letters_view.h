/* letters_view -- the letters of a case, one letter on paper, the texts of an agency. */
#ifndef PAGE_LETTERS_VIEW_H
#define PAGE_LETTERS_VIEW_H

#include "desk/letter.h"
#include "page/form_page.h"

struct letter_line {
	struct str name, href, number, state, by, signed_on, sent_on;
	enum kit_tone tone;
};

struct letters_page {
	struct frame frame;
	struct kit_title title;
	const struct kit_table *table;
	struct letter_line *line;
	size_t n;
	struct kit_empty empty;
};

struct letter_choice {
	struct str code, name, href;
};
struct letter_group {
	struct str title, note, id;
	struct letter_choice choice[16];
	size_t n;
};
struct letter_choose_page {
	struct frame frame;
	struct kit_title title;
	struct letter_group group[4];
};

/* What stands on paper. */
struct letter_sheet_view {
	struct str agency, title, number, addressee, remedy, date;
	struct str *paragraph;
	size_t n;
	bool draft;
};

struct opinion_line {
	struct str at, text;
};

struct letter_page {
	struct frame frame;
	struct kit_title title;
	struct kit_row fact[10];
	size_t n_facts;
	struct letter_sheet_view sheet;
	struct opinion_line *opinion;
	size_t n_opinions;
	struct kit_form submit; /* with may_submit */
	struct kit_button submit_button;
	struct str version;
	bool may_submit;
};

struct letter_edit_page {
	struct form_page form;
	struct letter_sheet_view sheet;
};

struct template_line {
	struct str code, name, href, version;
};
struct template_version {
	struct str version, at, by, reason, text;
	bool is_builtin, current;
	struct str number;
};
struct templates_page {
	struct frame frame;
	struct kit_title title;
	const struct kit_table *table;
	struct template_line *line;
	size_t n;
};
struct template_page {
	struct form_page form;
	bool may_edit;
	struct letter_sheet_view sheet;
	struct letter_field *field;
	size_t n_fields;
	struct template_version *history;
	size_t n_history;
	struct kit_form restore;
	struct kit_button restore_button;
	struct str version;
};

#endif
