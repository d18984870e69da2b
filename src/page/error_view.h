/*
 * error_view -- what the template of the error pages needs; for src/page/error_page.{c,tmpl} alone.
 */
#ifndef PAGE_ERROR_VIEW_H
#define PAGE_ERROR_VIEW_H

#include "page/error_page.h"

struct error_words {
	int status;
	const char *title, *what, *todo;
	const char *todo_office; /* NULL: the same */
};

struct error_view {
	const struct error_page *page;
	const struct error_words *words;
	const char *todo;
	struct str home;
	bool plain, portal, search;
};

#endif
