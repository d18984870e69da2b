/*
 * agency -- comparing the names agencies print.
 *
 * Names only, no register: 滨海新区公安局 and 天津市滨海新区公安局 are taken as
 * the same because one is the other with its region in front.
 */
#ifndef REPORT_AGENCY_H
#define REPORT_AGENCY_H

#include "core/arena.h"

enum agency_match {
	AGENCY_SAME,	 /* equal after folding */
	AGENCY_PREFIXED, /* one is the other with regions (天津市, 某某省) in front */
	AGENCY_DIFFERENT,
	AGENCY_UNKNOWN /* a name is empty */
};
/* Compares two printed names.  The arena holds the folded copies. */
enum agency_match agency_compare(struct arena *a, struct str x, struct str y);
/* A government (人民政府) and not one of its offices or departments: R-049 second sentence. */
bool agency_is_government(struct arena *a, struct str name);

#endif
