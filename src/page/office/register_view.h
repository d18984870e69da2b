/* register_view -- choosing the channel, and what was registered. */
#ifndef PAGE_OFFICE_REGISTER_VIEW_H
#define PAGE_OFFICE_REGISTER_VIEW_H

#include "law/receipt.h"
#include "page/frame.h"
#include "page/office/case_view.h"

struct register_choice {
	struct frame frame;
	struct kit_title title;
	struct kit_link channel[RECEIPT_CHANNEL_COUNT];
	struct str rule[RECEIPT_CHANNEL_COUNT];
};

struct register_done {
	struct frame frame;
	struct str agency, number, code, href;
	struct kit_row fact[8]; /* of the receipt that is handed over */
	size_t n_facts;
	struct str hint[4];
	size_t n_hints;
	struct kit_button print;
	struct similar_line *similar;
	size_t n;
};

#endif
