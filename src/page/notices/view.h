/*
 * view -- the list of notices and the secret links to the calendar of legal dates.
 */
#ifndef PAGE_NOTICES_VIEW_H
#define PAGE_NOTICES_VIEW_H

#include "page/kit.h"

struct notice_words {
	struct str at, kind, number, subject, detail;
	struct str action; /* path of the form that opens it */
	bool read;
};

struct notices_view {
	struct kit_title title;
	const struct kit_link *tab;
	size_t n_tabs;
	const struct kit_table *table;
	const struct notice_words *line;
	size_t n;
	struct kit_empty empty;
	struct str csrf, next, newest;
	bool any_unread;
	struct str upto; /* the newest one shown */
	struct kit_form all;
};

/* One's links to calendars. */
struct feed_words {
	struct str name, about, state;
	struct kit_form make, revoke; /* revoke without action: there is none */
	struct kit_button make_button, revoke_button;
};
struct feeds_view {
	struct kit_title title;
	struct feed_words feed[2];
	size_t n;
};
/* The one time a link is shown. */
struct feed_link_view {
	struct kit_title title;
	struct str name, link;
};

#endif
