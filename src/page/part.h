/*
 * part -- what the files of the page layer's middle share.  Private to src/page.
 */
#ifndef PAGE_PART_H
#define PAGE_PART_H

#include "page/app.h"

extern const char cookie_session[], cookie_visitor[], cookie_draft[], cookie_notice[],
	cookie_mode[];

/* The text of a notice's code; NULL when there is none. */
const struct frame_notice *notice_find(struct str code);

/* Keeps what a stranger's POST brought, for him who comes back after logging in. */
MUST_USE enum err draft_keep(
	struct http_exchange *x, struct person_id person, struct str path, struct error *err);
/* The form at this path was sent: its draft is not needed any more. */
void draft_forget(struct http_exchange *x, struct str path);
/*
 * The portal's frame for an error page: false when the request was none of a visitor's (an office
 * path, somebody logged in) or the agency cannot be read; f is untouched then.  phone: whom to ask.
 */
bool portal_error_frame(struct http_exchange *x, struct frame *f, struct str *phone);
/* Runs the route's handler; a form that is sent twice does its work once (desk/once.h). */
MUST_USE enum err once_handle(struct http_exchange *x, struct error *err);
/*
 * A step of a log-in, sent twice: the second one comes with a cookie that the first one has made
 * void.  *answered: it got what the first one got.
 */
MUST_USE enum err once_answer_step(struct http_exchange *x, bool *answered, struct error *err);
/* Modes from the cookie. */
struct frame_modes modes_read(const struct http_exchange *x);

#endif
