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
	DEMO_OP_CLOSE
};

/* The letters of a case. */
enum demo_slot { DEMO_NOTICE, DEMO_ASKING, DEMO_ANSWER, DEMO_SLOTS };

struct demo_case {
	size_t agency;
	const struct demo_batch *batch;
	unsigned number; /* among the cases of its agency; names and texts follow from it */
	enum receipt_channel channel;
	/* filled while it is played */
	struct request_id id;
	char receipt[32], code[16];
	struct letter_id letter[DEMO_SLOTS];
	int64_t proposal;
};

struct demo_step {
	int64_t ms;   /* since the epoch */
	size_t order; /* steps of one moment stay in the order of planning */
	enum demo_op op;
	enum demo_slot slot;
	size_t item; /* of plan.one_case */
};

struct demo_plan {
	struct demo_case *one_case;
	size_t n_cases;
	struct demo_step *step; /* in order of time */
	size_t n_steps, steps_cap;
	bool failed; /* out of memory */
};

/* A number of 0 .. below-1 that is always the same for the same case and purpose. */
unsigned demo_pick(const struct demo_case *c, unsigned purpose, unsigned below);

/* now_ms: no step is later. */
MUST_USE enum err demo_plan_make(struct arena *a, const struct calendar *cal,
	const struct demo_agency *agency, int64_t now_ms, struct demo_plan *out, struct error *err);

#endif
