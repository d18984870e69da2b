/* case_part -- what the files of the case page share. */
#ifndef PAGE_OFFICE_CASE_PART_H
#define PAGE_OFFICE_CASE_PART_H

#include "page/office/case_view.h"
#include "page/office/part.h"

/* Calendar, days, events and the tag at the top. */
void fill_clock(struct http_exchange *x, const struct request_view *v, struct case_page *page);
/* The next step and the other ones, by state and right. */
void fill_actions(struct http_exchange *x, const struct request_view *v, struct case_page *page);
/* Challenges of its reply, and the rounds that came of them. */
MUST_USE enum err fill_remedies(struct http_exchange *x, const struct request_view *v,
	struct case_page *page, struct error *err);
/* 送审前检查; after the consultations. */
MUST_USE enum err fill_checks(struct http_exchange *x, const struct request_view *v,
	struct case_page *page, struct error *err);
/* "剩 13 日，02-05 周三到期" and its look. */
struct str case_due(struct http_exchange *x, const struct request_view *v, enum kit_due_kind *kind);

#endif
