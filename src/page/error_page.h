/*
 * error_page -- whole pages for requests that did not succeed: what happened and what to do.
 *
 * For 400 403 404 405 409 413 422 429 500 503 and a log-in that has run out.  Wording: DESIGN-UI 9.
 * Nothing on them comes from the request but what the caller puts in.
 */
#ifndef PAGE_ERROR_PAGE_H
#define PAGE_ERROR_PAGE_H

#include "page/frame.h"

struct error_page {
	int status;	       /* one without its own words is shown as 500 (or 400 below 500) */
	bool session_over;     /* the log-in has run out; status is not looked at */
	bool draft_kept;       /* session_over: what was typed is kept and comes back */
	struct str message;    /* what exactly (struct error.msg); may be empty */
	struct str request_id; /* to quote */
	struct str back;       /* path of the page before, or empty */
	struct str login;      /* session_over: where to log in, with its return path */
	struct str search;     /* portal, 404: path of the search, or empty */
	struct str phone;      /* whom to ask, or empty */
	int wait_s;	       /* 429, 503: seconds to wait; 0: not known */
};

/* The h1 and the title of the page: 没有找到这个页面. */
struct str error_page_title(const struct error_page *e);
/* The whole page.  frame.title, errors and charts are not looked at. */
void error_page_print(struct buf *o, const struct frame *frame, const struct error_page *e);

#endif
