/*
 * part -- what the pages of the report's written parts share.  Private to page/annual_text/.
 */
#ifndef PAGE_ANNUAL_TEXT_PART_H
#define PAGE_ANNUAL_TEXT_PART_H

#include "desk/annual_text.h"
#include "page/form_page.h"

http_handler text_list_show, text_part_show, text_part_post, text_bind_post, text_changes_show,
	text_restore_post, text_remark_post, text_answer_show, text_answer_post;

extern const struct http_fields text_page_query, text_edit_form, text_version_form, text_changes_query,
	text_restore_form, text_remark_form, text_answer_form;

/* The year and the part in the path; ERR_NOT_FOUND. */
MUST_USE enum err text_of_path(const struct http_exchange *x, int *year, int *part, struct error *err);
/* "/annual/2024/text/1" with a tail; part < 0: the list. */
struct str text_path(struct http_exchange *x, int year, int part, const char *tail);
/* 年度报告 / the year / 正文 / the part / this page; part < 0 or last NULL: shorter. */
void text_crumbs(struct http_exchange *x, struct frame *f, int year, int part, const char *last);

#endif
