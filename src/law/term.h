/*
 * term -- every statutory period, once, with its length and its source.
 *
 * A table, no arithmetic (law/period adds; law/clock knows what starts, pauses
 * and restarts).  Lengths are working days, natural days or months as the unit
 * says.  Marks [U] and [C] in the source: not law or not verified, therefore a
 * default that configuration may change.
 */
#ifndef LAW_TERM_H
#define LAW_TERM_H

#include "core/str.h"

enum term_unit { TERM_WORKING_DAYS, TERM_DAYS, TERM_MONTHS };

enum term {
	TERM_CORRECTION_NOTICE,	   /* T-CORR */
	TERM_CORRECTION,	   /* T-CORR-APP */
	TERM_REPLY,		   /* T-REPLY */
	TERM_EXTENSION,		   /* T-EXT */
	TERM_THIRD_PARTY,	   /* T-3P */
	TERM_CO_AGENCY,		   /* T-CO */
	TERM_PAYMENT,		   /* T-FEE */
	TERM_PUBLISH,		   /* T-PROACT */
	TERM_DUAL_PUBLICITY,	   /* T-DUAL */
	TERM_REVIEW_APPLY,	   /* T-RV-APPLY */
	TERM_REVIEW_APPLY_UNTOLD,  /* T-RV-APPLY-MAX */
	TERM_REVIEW_ACCEPT,	   /* T-RV-ACCEPT */
	TERM_REVIEW_ANSWER,	   /* T-RV-ANSWER */
	TERM_REVIEW_ANSWER_SHORT,  /* T-RV-ANSWER-S */
	TERM_REVIEW_DECIDE,	   /* T-RV-DECIDE */
	TERM_REVIEW_DECIDE_LONGER, /* T-RV-DECIDE-EXT */
	TERM_REVIEW_DECIDE_SHORT,  /* T-RV-DECIDE-S */
	TERM_REVIEW_FOLLOW_UP,	   /* T-RV-OPINION */
	TERM_SUE_AFTER_REVIEW,	   /* T-SUE-AFTER-RV */
	TERM_SUE,		   /* T-SUE-DIRECT */
	TERM_LAWSUIT_ANSWER,	   /* T-SUE-ANSWER */
	TERM_FIRST_INSTANCE,	   /* T-FIRST */
	TERM_FIRST_INSTANCE_SHORT, /* T-FIRST-S */
	TERM_APPEAL_JUDGMENT,	   /* T-APPEAL-J */
	TERM_APPEAL_RULING,	   /* T-APPEAL-R */
	TERM_SECOND_INSTANCE,	   /* T-SECOND */
	TERM_COUNT
};

struct term_info {
	const char *code;  /* "T-REPLY" */
	const char *label; /* 答复 */
	enum term_unit unit;
	int n;
	const char *rule;   /* "R-033-2" */
	const char *starts; /* what the first day is: 收到申请之日 */
};

const struct term_info *term_find(enum term t);
/* By code; NULL when there is none. */
const struct term_info *term_by_code(struct str code);
const char *term_unit_name(enum term_unit u); /* 个工作日, 日, 个月 */

#endif
