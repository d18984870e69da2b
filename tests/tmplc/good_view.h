/* What the pages of good.tmpl show. */
#ifndef TESTS_TMPLC_GOOD_VIEW_H
#define TESTS_TMPLC_GOOD_VIEW_H

#include "page/html.h"

struct good_row {
	int id;
	struct str label;
};

struct good_view {
	int64_t id;
	struct str title, url, evil;
	struct html markup;
	const char *z;
	struct date day;
	bool yes, no;
	size_t n;
	const struct good_row *row;
};

#endif
