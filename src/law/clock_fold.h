/*
 * clock_fold -- the state between two events of a case; private to law/clock*.
 *
 * clock_fold.c applies one event (what is allowed, what it does); clock.c runs
 * the events through it and reads the result off at the end.
 */
#ifndef LAW_CLOCK_FOLD_H
#define LAW_CLOCK_FOLD_H

#include "law/clock.h"
#include "law/pause.h"

/* What the case waits for; each is a bit, so that a handler can name several. */
enum clock_phase {
	CLOCK_PHASE_NEW = 1,	    /* nothing received yet */
	CLOCK_PHASE_OPEN = 2,	    /* the reply period runs or is paused */
	CLOCK_PHASE_CORRECTION = 4, /* the applicant has to correct */
	CLOCK_PHASE_PAYMENT = 8,    /* the applicant has to pay */
	CLOCK_PHASE_CLOSED = 16
};

/* One consultation, or the wait for a payment that only pauses (is_fee). */
struct clock_wait {
	struct str id;
	enum clock_consultee consultee;
	bool is_fee;
	struct date sent, limit; /* limit: last day of silence that is not counted */
	bool has_until;
	struct date until;
	bool served;
	struct date served_on;
	bool returned;
	struct date returned_on;
};

struct clock_fold {
	const struct clock_input *in;
	struct arena *arena;
	enum clock_phase phase;
	struct date received, last;
	enum clock_event_kind start_kind; /* what started the period: received, corrected, paid */
	struct date start;		  /* not counted itself */
	int extension_days, extensions;
	bool reason_asked;
	bool delayed; /* a fixed last day: R-035, or of an order to decide anew (C-7.2-1) */
	bool ordered;
	struct date delayed_until;
	int corrections;
	struct date notice_from; /* the 7 days for a correction notice run from here */
	bool fee_noticed;
	struct date waiting_since, limit; /* in phases CORRECTION and PAYMENT */
	bool closed_with_due;
	struct date closed_on;
	enum clock_state closed_as;
	struct clock_wait *wait; /* in order of sending */
	size_t n_waits;
	struct pause *pause; /* room for one span per wait */
	struct clock_step *step;
	size_t n_steps;
};

/* Applies one event; ERR_CONFLICT or ERR_INVALID leaves the fold as it was. */
MUST_USE enum err clock_fold_apply(
	struct clock_fold *f, const struct clock_event *e, struct error *err);

/* The due date of the running period, with all pauses known so far. */
struct date clock_fold_due(struct clock_fold *f);
/* Fills f->pause with the united spans that move the due date; none when a delay fixed it. */
size_t clock_fold_pauses(struct clock_fold *f);
/* The span of one wait, by the boundary rule C-1.7-24. */
struct pause clock_wait_span(const struct clock_fold *f, const struct clock_wait *w);

#endif
