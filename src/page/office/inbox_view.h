/* inbox_view -- the list of cases. */
#ifndef PAGE_OFFICE_INBOX_VIEW_H
#define PAGE_OFFICE_INBOX_VIEW_H

#include "page/frame.h"

enum { INBOX_COUNTS = 8 };

struct inbox_count {
	struct str label, number, note, href;
	const char *classes; /* "is-red" */
	bool current;
};

struct inbox_row {
	enum kit_due_kind due;
	struct str due_text, due_note;
	struct str number, href, subject, sub;
	bool sub_late;
	struct str who, who_note, stage, department, received;
	enum kit_tone tone;
	struct str pick; /* id and version */
	struct str pick_label;
};

struct inbox_view {
	struct frame frame;
	struct kit_title title;
	struct inbox_count count[INBOX_COUNTS];
	struct str band, csrf; /* of the filter form */
	struct kit_input q;
	struct kit_select stage, department, channel, class;
	const struct kit_table *table;
	struct inbox_row *row;
	size_t n;
	struct kit_empty empty;
	struct kit_paging paging;
	struct str cut; /* says that not all rows were looked at */
	bool may_batch;
	struct kit_form batch;
};

#endif
