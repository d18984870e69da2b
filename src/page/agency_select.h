/*
 * agency_select -- the choice of an agency: the person's own and those below it.
 */
#ifndef PAGE_AGENCY_SELECT_H
#define PAGE_AGENCY_SELECT_H

#include "page/app.h"
#include "page/kit.h"

/* Field "agency" with `chosen` selected; out->n: how many there are to choose from.  In the arena. */
MUST_USE enum err page_agency_select(struct http_exchange *x, struct agency_id chosen,
	struct kit_select *out, struct error *err);

#endif
