/*
 * plan -- the scripts as dated steps, in the order of time over all agencies.
 *
 * Nothing is done here: only days and hours are chosen, along the working calendar, by a seeded
 * sequence, so that every run has the same ones.  Only cases with an `ago` depend on today.
 */
#ifndef CMD_DEMO_PLAN_H
#define CMD_DEMO_PLAN_H

#include "cmd/demo/script.h"
#include "law/calendar.h"
#include "store/ids.h"

enum demo_op {
	DEMO_OP_FILE,
	DEMO_OP_CONFIRM,
	DEMO_OP_ASSIGN,
	DEMO_OP_SEARCH, /* a note of what was searched */
	DEMO_OP_DRAFT,	/* these seven with a slot */
	DEMO_OP_SUBMIT,
	DEMO_OP_LEGAL,
	DEMO_OP_SECRECY,
	DEMO_OP_SIGN,
	DEMO_OP_SEND,
	DEMO_OP_SERVED,
	DEMO_OP_CORRECTED, /* the applicant's correction arrives */
	DEMO_OP_RETURNED,  /* the third party's opinion arrives */
	DEMO_OP_PROPOSE,   /* an extension, by the handler */
	DEMO_OP_EXTEND,	   /* the head agrees */
	DEMO_OP_WITHDRAW,
	DEMO_OP_WITHDRAW_OWN,
	DEMO_OP_CLOSE,
	DEMO_OP_REVIEW, /* the copy of an application for 复议 arrives; demo/play_remedy.c */
	DEMO_OP_REVIEW_ANSWERED,
	DEMO_OP_REVIEW_DECIDED,
	DEMO_OP_REDO, /* the order to decide anew, after a reply was revoked */
	DEMO_OP_SUED, /* after the review */
	DEMO_OP_SUIT_ANSWERED,
	DEMO_OP_SUIT_DECIDED,
	DEMO_OP_APPEALED,
	DEMO_OP_APPEAL_DECIDED,
	DEMO_OP_PETITIONED,
	DEMO_OP_HELD,	   /* counted as pending by the head */
	DEMO_OP_REGISTERS, /* from here on of an agency, demo/play_year.c: channels, norms */
	DEMO_OP_FIGURES,   /* of a month */
	DEMO_OP_VOUCH,	   /* signed */
	DEMO_OP_TEXT,	   /* the report of the year */
	DEMO_OP_REPORT	   /* one step of it, in slot */
};

/* The letters of a case. */
enum demo_slot {
	DEMO_NOTICE, /* to correct the request */
	DEMO_ASKING, /* a third party */
	DEMO_LONGER, /* the period is extended */
	DEMO_ANSWER,
	DEMO_AGAIN, /* the answer of the new round */
	DEMO_SLOTS
};
enum { DEMO_EXTENSION_DAYS = 15 };

struct demo_case {
	size_t agency;
	const struct demo_batch *batch;
	unsigned number; /* among the cases of its agency; names and texts follow from it */
	unsigned place;	 /* in its batch */
	enum receipt_channel channel;
	/* filled while it is played */
	struct request_id id, round;
	char receipt[32], code[16];
	struct letter_id letter[DEMO_SLOTS];
	struct remedy_id review, lawsuit;
};

struct demo_step {
	int64_t ms;   /* since the epoch */
	size_t order; /* steps of one moment stay in the order of planning */
	enum demo_op op;
	int slot;    /* enum demo_slot of letters, the month of figures, enum annual_step */
	size_t item; /* of plan.one_case; the agency */
};

struct demo_plan {
	struct demo_case *one_case;
	size_t n_cases;
	struct demo_step *step; /* in order of time */
	size_t n_steps, steps_cap;
	bool failed; /* out of memory */
};

/* One more step; not later than now_ms. */
void demo_plan_put(struct demo_plan *p, struct arena *a, const struct demo_step *s);

/* A number of 0 .. below-1 that is always the same for the same case and purpose. */
unsigned demo_pick(const struct demo_case *c, unsigned purpose, unsigned below);

/* The moment of a day in Beijing, minutes from midnight. */
int64_t demo_moment(struct date d, int minutes);
/* Registers, figures and report of an agency (demo/plan_year.c). */
void demo_plan_year(
	struct demo_plan *p, struct arena *a, const struct calendar *cal, size_t agency);

/* now_ms: no step is later. */
MUST_USE enum err demo_plan_make(struct arena *a, const struct calendar *cal,
	const struct demo_agency *agency, int64_t now_ms, struct demo_plan *out, struct error *err);

#endif
