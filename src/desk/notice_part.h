/*
 * notice_part -- what the files of notices share.  Private to desk/.
 */
#ifndef DESK_NOTICE_PART_H
#define DESK_NOTICE_PART_H

#include "desk/notice.h"

/* "2026-0001 申请已分派给您承办（剩 2 个工作日）": for mail, without the subject. */
struct str notice_line_text(struct arena *a, const struct notice_line_row *row);
/* Every person's daily mail, once. */
MUST_USE enum err notice_send_digests(struct runner_work *w, struct error *err);

/* 剩 2 个工作日，2026年3月3日 到期. */
struct str notice_left_text(struct arena *a, int left, bool late, struct date day);
/* The reminders of one agency's annual report, and of those below it. */
MUST_USE enum err notice_warn_annual(struct tx *tx, struct arena *a, struct agency_id agency, struct date today,
	const struct calendar *cal, struct error *err);

#endif
