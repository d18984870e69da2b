/*
 * lead -- 公开线索: what was disclosed on request, told to the next who wants to ask for it.
 *
 * Nothing of a request is shown to others by itself.  When a case has ended with 予以公开 or 部分公开, an
 * official may write a title and where the information is to be had, in words that name nobody, and
 * say that it may be shown: that is a lead.  Applicants see leads, and leads only, while they
 * describe what they want (R-044-1: several may ask for the same).  A lead is taken back with a
 * reason.
 */
#ifndef DESK_LEAD_H
#define DESK_LEAD_H

#include "desk/request.h"
#include "store/words.sql.h"

enum {
	LEAD_TITLE_MAX = 60, /* code points */
	LEAD_PLACE_MAX = 200,
	LEAD_REASON_MAX = 200,
	LEADS_PAGE = 20,
	LEAD_HINTS_MAX = 5 /* shown to an applicant */
};

/* May there be one: the case is closed with an outcome that gave information. */
bool lead_is_possible(const struct request_row *r);
/*
 * ERR_INVALID with err->field "title" or "place" (empty, too long, not neutral), ERR_CONFLICT when
 * the case does not allow it or has one.  PERM_REQUEST_HANDLE.  Event request.lead.
 */
MUST_USE enum err lead_add(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id id, struct str title, struct str place, struct error *err);
/* PERM_REQUEST_HANDLE, reason required.  Event request.lead_drop. */
MUST_USE enum err lead_drop(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id id, struct str reason, struct error *err);
/* The one of a case; *has is false when there is none. */
MUST_USE enum err lead_of(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id id, struct lead_row *out, bool *has, struct error *err);
/* Those of the actor's agency, the latest first, LEADS_PAGE + 1 at most; before: 0 or the last id. */
MUST_USE enum err lead_list(const struct desk *d, struct arena *a, const struct actor *who,
	struct lead_id before, struct lead_row **out, size_t *n, struct error *err);

/*
 * For anybody: leads of an agency at least half of whose title's pairs of signs occur in `text`, at
 * most LEAD_HINTS_MAX, the closest first.  Each word of the text is looked up once and its latest
 * leads are read, so the cost does not grow with the number of leads.
 */
MUST_USE enum err lead_suggest(const struct desk *d, struct arena *a, struct agency_id agency,
	struct str text, struct lead_hit_row **out, size_t *n, struct error *err);
/* The share of the pairs of adjacent signs of `title` that occur in `text`, per cent; pure. */
int lead_share(struct arena *a, struct str title, struct str text);
/* May others read this?  No "我", "本人" and the like, no number of six digits or more. */
bool lead_is_neutral(struct str s);

#endif
