/*
 * people -- the demonstration's agencies, departments and accounts.
 *
 * One supervising agency with the three administrators; the five below it, each with somebody for
 * every role.  All accounts have one password, which is no secret.
 */
#ifndef CMD_DEMO_PEOPLE_H
#define CMD_DEMO_PEOPLE_H

#include "cmd/demo/script.h"
#include "core/buf.h"
#include "desk/desk.h"

#define DEMO_PASSWORD "Yanshi-2024"

enum { DEMO_HANDLERS = 2 };

/* Who acts for an agency. */
struct demo_office {
	struct agency_id id;
	struct department_id department[DEMO_DEPARTMENTS_MAX];
	size_t n_departments;
	struct actor clerk, handler[DEMO_HANDLERS], reviewer, secrecy, head, editor, publisher;
	struct channel_id channel[DEMO_CHANNELS_MAX]; /* when they are registered */
};

/* agency, office: n of them, in the same order. */
MUST_USE enum err demo_people_add(const struct desk *d, const struct demo_agency *agency, size_t n,
	struct demo_office *office, struct error *err);

/* The accounts as a table for a person at a terminal, or a shorter list of the first to try. */
void demo_people_print(struct buf *b);

#endif
