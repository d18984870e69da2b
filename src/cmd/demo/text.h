/*
 * text -- what the demonstration's people write: requests, letters, notes.
 *
 * All of it is invented and looks so: 示例甲子 of 示例路.  Which text a case gets follows from its
 * number alone.  Texts live in the arena.
 */
#ifndef CMD_DEMO_TEXT_H
#define CMD_DEMO_TEXT_H

#include "cmd/demo/plan.h"
#include "desk/letter.h"

/* The application as it arrives on that day; the agency is the caller's to fill in. */
struct request_input demo_text_request(struct arena *a, const struct demo_case *c, struct date on);
/* What the applicant writes when asked to be clearer. */
struct str demo_text_correction(struct arena *a, const struct demo_case *c);
/* The record of the search; whole, as the form F17 wants it too. */
struct str demo_text_search(struct arena *a, const struct demo_case *c);
/* A letter of the case with everything its form asks for. */
struct letter_input demo_text_letter(
	struct arena *a, const struct demo_case *c, enum demo_slot slot);
/* Why a case was closed as other, and why the applicant withdrew. */
struct str demo_text_closing(const struct demo_case *c);

/* The same for the new round after a review: what was looked through beyond the first time. */
struct str demo_text_search_again(struct arena *a, const struct demo_case *c);

#endif
