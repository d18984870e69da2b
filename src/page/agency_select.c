/*
 * agency_select -- the choice of an agency.
 */
#include "page/agency_select.h"
#include "desk/organisation.h"

enum err page_agency_select(struct http_exchange *x, struct agency_id chosen,
	struct kit_select *out, struct error *err)
{
	struct agency_step_row *row;
	size_t n;
	enum err e = agency_choices(APP(x)->desk, &WHO(x)->actor, x->arena, &row, &n, err);
	if (e != OK)
		return e;
	struct kit_choice *c = arena_array(x->arena, struct kit_choice, n + 1);
	for (size_t i = 0; c && i < n; i++)
		c[i] = (struct kit_choice){ .text = row[i].name,
			.value = arena_fmt(x->arena, "%lld", (long long)row[i].id.v) };
	*out = (struct kit_select){ .field = { .name = STR("agency"), .label = STR("机关") },
		.choice = c,
		.n = c ? n : 0,
		.value = arena_fmt(x->arena, "%lld", (long long)chosen.v) };
	return arena_check(x->arena, err);
}
