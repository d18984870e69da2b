/*
 * holds -- what was checked and is right: the other side of the findings.
 *
 * Who signs a report wants to see that its sums were added up, not only that nothing was found.
 */
#ifndef REPORT_HOLDS_H
#define REPORT_HOLDS_H

#include "report/claim.h"

/* One kind of check. */
struct holding {
	const char *rule;   /* "CK1" … */
	const char *what;   /* Chinese, static */
	struct str example; /* one of them in numbers, noughts left out: "151＋3＝135＋19"; may be empty */
	size_t holds, of;   /* how many of how many that could be checked */
	bool open;	    /* the others are not wrong: not written yet */
};
enum { HOLDINGS_MAX = 6 };
struct holdings {
	struct holding item[HOLDINGS_MAX];
	size_t n;
	size_t holds, of; /* of all */
	size_t wrong;	  /* neither right nor open */
};

/*
 * CK1, CK2, CK3, CK6 (the sums), CK4 (last year's 结转, when previous is the report of the year
 * before; NULL: not checked) and CK5 (every cell of the layout a number) of rules.md 2.7.  Texts in
 * the arena.  A kind without anything that could be checked is left out.
 */
MUST_USE enum err report_holdings(struct arena *a, const struct report *r,
	const struct report *previous, struct holdings *out, struct error *err);

/*
 * A claim that is right, in words: "本年新收 151件，与表三“一、…”总计一致"; for a sum its parts.
 * In the arena; empty for any other claim.
 */
struct str claim_agrees(struct arena *a, const struct claim *c);

#endif
