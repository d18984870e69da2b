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

#endif
