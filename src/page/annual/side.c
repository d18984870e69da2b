/*
 * side -- what stands above the tables of a report: numbers of the text that are as in the tables,
 * and the sums that were added up.
 */
#include "page/annual/part.h"
#include "page/annual/view.h"

enum err annual_fill_side(struct http_exchange *x, const struct report *r, const struct report *previous,
	struct annual_report_page *v, struct error *err)
{
	struct claims c = { .arena = x->arena };
	enum err e = report_holdings(x->arena, r, previous, &v->holdings, err);
	if (e == OK)
		e = report_claims(r, &c, err);
	if (e != OK)
		return e;
	v->agrees = arena_array(x->arena, struct str, c.n);
	for (size_t i = 0; v->agrees && i < c.n; i++) {
		struct str s = claim_agrees(x->arena, &c.item[i]);
		v->n_claims += c.item[i].status != CLAIM_NOT_COMPARABLE;
		if (s.n)
			v->agrees[v->n_agrees++] = s;
	}
	if (v->n_agrees > ANNUAL_AGREES_SHOWN)
		v->more_agrees = page_fmt(x, "另有 %zu 处相符", v->n_agrees - ANNUAL_AGREES_SHOWN);
	return arena_check(x->arena, err);
}
