/*
 * part -- what the handlers of working calendars share.  Private to page/calendar/.
 */
#ifndef PAGE_CALENDAR_PART_H
#define PAGE_CALENDAR_PART_H

#include "page/calendar/view.h"
#include "page/form_page.h"

http_handler calendar_year_show, calendar_import_show, calendar_import_post, calendar_confirm_post,
	calendar_local_show, calendar_local_post, calendar_correct_show, calendar_correct_post;

extern const struct http_fields calendar_import_form, calendar_confirm_form, calendar_local_form,
	calendar_correct_form;

/* Crumbs: 工作日历 and this page. */
void calendar_crumbs(struct http_exchange *x, struct frame *f, const char *last);

#endif
