/*
 * clock -- the statutory clock of one request (依申请公开).
 *
 * A pure fold over the events of a case: no today, no file, no database.  The
 * same events, calendar and configuration always give the same answer, so a
 * new holiday arrangement is applied by folding again.  Dates are civil dates
 * in Beijing time; an event counts for its whole day.
 *
 * The reply period is 20 working days from receipt (R-033-2), restarts when a
 * corrected request arrives or the fee is paid (F109-6), stands still
 * while others are asked (R-033-3), may be extended once (R-033-2) or replaced
 * by a delayed reply.
 * Ownership: everything in struct clock_run lives in the arena; ids and reasons
 * of the events are borrowed.
 */
#ifndef LAW_CLOCK_H
#define LAW_CLOCK_H

#include "law/calendar.h"
#include "law/period.h"

enum clock_event_kind {
	CLOCK_RECEIVED,		   /* until: the last day by an order to decide anew, C-7.2-1 */
	CLOCK_CORRECTION_NOTICED,  /* 补正告知; until: last day for the applicant */
	CLOCK_CORRECTION_RECEIVED, /* reason: good reason, needed when late */
	CLOCK_CORRECTION_LAPSED,   /* 不再处理, after the applicant's period */
	CLOCK_CONSULT_SENT,	   /* id, consultee, until */
	CLOCK_CONSULT_SERVED,	   /* id: the other side has received the letter */
	CLOCK_CONSULT_RETURNED,	   /* id: the opinion arrived */
	CLOCK_EXTENDED,		   /* days */
	CLOCK_EXCESS_REASON_ASKED, /* 说明理由告知 */
	CLOCK_DELAYED,		   /* 延迟答复告知; until */
	CLOCK_FEE_NOTICED,	   /* the applicant received the notice */
	CLOCK_FEE_PAID,		   /* in full */
	CLOCK_FEE_LAPSED,	   /* 不再处理, after the payment period */
	CLOCK_REPLY_SENT,
	CLOCK_SERVED, /* the reply reached the applicant */
	CLOCK_WITHDRAWN,
	CLOCK_TRANSFERRED, /* 转办 */
	CLOCK_CLOSED,	   /* ended otherwise: the applicant died, joined with another case */
	CLOCK_EVENT_COUNT
};

enum clock_consultee { CLOCK_THIRD_PARTY, CLOCK_AGENCY };

struct clock_event {
	enum clock_event_kind kind;
	struct date on;
	int days; /* CLOCK_EXTENDED: working days granted */
	bool has_until;
	struct date until;
	enum clock_consultee consultee;
	struct str id;
	struct str reason;
};

/* Output names (clock_state_name) are fixed: other programs read them. */
enum clock_state {
	CLOCK_HANDLING,		   /* 办理中 */
	CLOCK_CONSULTING,	   /* 征求意见中: the clock stands still */
	CLOCK_AWAITING_CORRECTION, /* 待补正: no reply period runs */
	CLOCK_AWAITING_PAYMENT,	   /* 待缴费: no reply period runs */
	CLOCK_OVERDUE,		   /* 已逾期 */
	CLOCK_REPLIED,		   /* 已答复 */
	CLOCK_REPLY_SERVED,	   /* 已送达 */
	CLOCK_STATE_WITHDRAWN,	   /* 已撤回 */
	CLOCK_STATE_TRANSFERRED,   /* 已转办 */
	CLOCK_LAPSED_CORRECTION,   /* 逾期未补正，不再处理 */
	CLOCK_LAPSED_PAYMENT,	   /* 逾期未缴费，不再处理 */
	CLOCK_STATE_CLOSED,	   /* 已作其他处理 */
	CLOCK_STATE_COUNT
};

/* What the law leaves open or could not be verified; clock_config_default fills it. */
struct clock_config {
	int reply_days;		    /* 20, R-033-2 */
	int extension_days_max;	    /* 20, R-033-2 */
	int extensions_max;	    /* 1 in one reply period, C-1.7-26 */
	int correction_notice_days; /* 7, R-030 */
	int correction_days;	    /* 10 when the notice names no day, C-1.4-1 */
	int corrections_max;	    /* 1, R-030 一次性, C-1.7-23 */
	int third_party_days;	    /* 15, R-032 */
	int agency_days;	    /* 15, R-034; for other agencies by analogy */
	int payment_days;	    /* 20, F109-6 */
	bool payment_restarts;	    /* true, F109-6 [U]; false: payment resumes, C-1.7-28 */
	bool sent_day_counts;	    /* true: the day the letter goes out still counts, C-1.7-24 */
	bool return_day_counts;	    /* false: the day the opinion arrives does not, C-1.7-24 */
};
struct clock_config clock_config_default(void);

enum {
	CLOCK_EVENTS_MAX = 1000,
	CLOCK_SPAN_MAX = 7400 /* days between receipt and any later date: twenty years */
};

struct clock_step {
	struct date on;
	enum clock_event_kind kind;
	struct str effect; /* a Chinese sentence */
	const char *rule;  /* id, see rule_article */
};

/* One consultation as it was counted, in order of sending. */
struct clock_consult {
	struct str id;
	enum clock_consultee consultee;
	struct date sent;
	bool served;
	struct date served_on;
	struct date limit; /* last day for the opinion */
	bool returned;
	struct date returned_on;
	int days; /* working days of its span up to as_of; one shared with another counts in both */
};

struct clock_run {
	enum clock_state state;
	bool has_due; /* false while a correction or payment is awaited */
	struct date due;
	bool provisional;
	int used;      /* counted working days of the current period up to as_of or closing */
	int remaining; /* counted working days left; negative when overdue; 0 without a due date */
	struct clock_step *step;
	size_t n_steps;
	struct counted_day *day; /* receipt to due date (or to as_of while none runs) */
	size_t n_days;
	struct clock_consult *consult;
	size_t n_consults;
	int excluded; /* working days of the period up to as_of that were left out: the union */
};

struct clock_input {
	const struct calendar *cal;
	const struct clock_config *config;
	const struct clock_event
		*event; /* in order of date; same-day events in order of happening */
	size_t n;
	bool has_as_of; /* false: as of the last event's date */
	struct date as_of;
};

/*
 * Folds the events.  ERR_CONFLICT: an event the law does not allow at that
 * point; err->rule names the rule, err->msg says it in Chinese and *refused
 * (may be NULL) is the event's index.  ERR_INVALID: malformed input (dates out
 * of order or out of range, days or until missing), with *refused likewise.
 */
MUST_USE enum err clock_compute(struct arena *a, const struct clock_input *in,
	struct clock_run *out, size_t *refused, struct error *err);

/* Nothing but service can follow: such a case is not computed again on a new calendar. */
bool clock_state_is_closed(enum clock_state s);

const char *clock_event_name(enum clock_event_kind k);	/* "received" */
const char *clock_event_label(enum clock_event_kind k); /* 收到申请 */
/* -1 when unknown. */
int clock_event_by_name(struct str name);
const char *clock_state_name(enum clock_state s);  /* "handling" */
const char *clock_state_label(enum clock_state s); /* 办理中 */

#endif
