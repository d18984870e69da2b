/*
 * remedy -- the paragraph that tells an applicant how to challenge a decision.
 *
 * Pure.  Chosen by outcome and by the law on the day of the decision: since
 * 2024-01-01 a refusal under 条例 art 14-16 goes to 行政复议 first (RA-23-1), the
 * rest may choose.  The names of the review body and the court come from the
 * agency's registration; a letter cannot be made without them (RA-23-2).
 */
#ifndef LAW_REMEDY_H
#define LAW_REMEDY_H

#include "core/buf.h"
#include "law/calendar.h"
#include "law/outcome.h"

enum remedy_kind {
	REMEDY_NONE,		 /* withdrawn, transferred: nothing was decided against anybody */
	REMEDY_CHOICE,		 /* 复议 or lawsuit */
	REMEDY_REVIEW_FIRST,	 /* 复议前置 */
	REMEDY_PART_REVIEW_FIRST /* 部分公开: first for the part refused under art 14-16 */
};

struct remedy_input {
	enum outcome outcome;
	bool part_refused;	  /* partial: some part was refused under art 14-16 */
	struct date decided;	  /* decides which law applies */
	struct str review_body;	  /* 示例市人民政府 */
	struct str court;	  /* 示例区人民法院 */
	bool lookup_review_first; /* C-6.3-1: treat 行政查询事项 as a refusal; default false */
};

enum remedy_kind remedy_choose(const struct remedy_input *in);

/*
 * Appends the paragraph; nothing for REMEDY_NONE.  ERR_INVALID when the review
 * body or the court is not named.
 */
MUST_USE enum err remedy_write(const struct remedy_input *in, struct buf *b, struct error *err);

struct remedy_limits {
	struct date review_by; /* last day to apply for 复议, RA-20-1 */
	struct date sue_by;    /* last day to sue directly, AL-46; for REMEDY_CHOICE and parts */
	bool provisional;
};
/* From the day the decision was served. */
MUST_USE enum err remedy_limits(const struct calendar *cal, struct date served,
	struct remedy_limits *out, struct error *err);

#endif
