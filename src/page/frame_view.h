/*
 * frame_view -- what the templates of the frame need besides frame.h; for src/page/frame*.{c,tmpl}
 * alone.
 */
#ifndef PAGE_FRAME_VIEW_H
#define PAGE_FRAME_VIEW_H

#include "page/frame.h"

/* Members of struct frame with their defaults in place. */
struct frame_words {
	struct str site, home;
	bool elder, large; /* where the kind knows them */
};

bool frame_is_current(const struct frame *f, const struct frame_link *l);

#endif
