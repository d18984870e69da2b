/*
 * part -- what the handlers of notices share.  Private to page/notices/.
 */
#ifndef PAGE_NOTICES_PART_H
#define PAGE_NOTICES_PART_H

#include "desk/notice.h"
#include "page/app.h"
#include "page/form_page.h"

http_handler notices_show, notice_open_post, notices_read_post, notice_choices_show,
	notice_choices_post, feeds_show, feed_make_post, feed_revoke_post, feed_fetch;

extern const struct http_fields notices_query, notices_read_form, notice_choices_form;

#endif
