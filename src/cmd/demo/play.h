/*
 * play -- the planned steps through the desk's own functions, one after another.
 *
 * No table is written here: every step is the use case that a person of the office or an applicant
 * would have called at that moment, and what it refuses stops the demonstration.
 */
#ifndef CMD_DEMO_PLAY_H
#define CMD_DEMO_PLAY_H

#include "cmd/demo/people.h"
#include "cmd/demo/plan.h"
#include "core/progress.h"

#include <stdatomic.h>

/* The clock of the store while a demonstration is loaded: set before each step. */
struct demo_clock {
	_Atomic int64_t ms;
};
int64_t demo_clock_ms(void *ctx);

struct demo_play {
	const struct desk *d;
	struct demo_clock *clock;
	const struct demo_agency *agency;
	struct demo_office *office;
	struct demo_plan *plan;
	struct progress *progress;
};
/* ERR_* with the sentence of the step that was refused, and which one it was. */
MUST_USE enum err demo_play(const struct demo_play *p, struct error *err);

#endif
