#include "desk/request_group.h"

#include "core/utf8.h"
#include "desk/request_part.h"
#include "desk/role.h"
#include "store/words.sql.h"

#include <stdlib.h>

enum { YEAR_DAYS = 365, PAIRS_MAX = 48 << 20, APPLICANTS_MAX = 64 /* told apart in one group */ };

/* A group while it is being made. */
struct making {
	struct request_group g;
	struct request_pairs pairs; /* of its first member */
	struct request_sketch sketch;
	struct str applicant[APPLICANTS_MAX];
};

struct group_job {
	struct arena *a;
	struct arena pairs;
	const struct actor *who;
	struct making **group;
	size_t n, compared;
};

/* Two requests are of one applicant by the number of the paper, or by name when there is none. */
static void count_applicant(struct making *m, struct arena *a, const struct request_recent_row *r)
{
	struct str key = r->id_index.p ? r->id_index : r->name_index;
	for (size_t i = 0; i < m->g.n_applicants; i++)
		if (str_eq(m->applicant[i], key))
			return;
	if (m->g.n_applicants < APPLICANTS_MAX)
		m->applicant[m->g.n_applicants++] = arena_str(a, key);
}

static void add_member(
	struct group_job *j, struct making *m, const struct request_recent_row *r, int percent)
{
	struct request_group *g = &m->g;
	g->n_requests++;
	count_applicant(m, &j->pairs, r);
	g->lead = g->lead || r->leads;
	if (r->outcome == OUTCOME_OPEN || r->outcome == OUTCOME_PARTIAL) {
		g->n_open++;
		if (g->open.v == 0)
			g->open = r->id;
	}
	if (g->n_members == GROUP_MEMBERS)
		return;
	g->member[g->n_members++] = (struct request_similar){ .id = r->id,
		.number = arena_str(j->a, r->number.p ? r->number : r->receipt),
		.subject = arena_str(j->a, r->subject),
		.masked_name = arena_str(j->a, r->masked_name),
		.percent = percent,
		.repeated = percent >= SIMILAR_REPEATED_PERCENT,
		.arrived = { (int32_t)r->arrived_on },
		.stage = (enum request_stage)r->stage,
		.outcome = (int)r->outcome };
}

static enum err take_fn(void *ctx, const struct request_recent_row *r, struct error *err)
{
	struct group_job *j = ctx;
	struct request_pairs own =
		request_pairs_of(&j->pairs, utf8_prefix(r->content, GROUP_SIGNS));
	enum err e = arena_check(&j->pairs, err);
	if (e != OK)
		return e;
	struct request_sketch sketch;
	request_sketch_make(&sketch, own);
	j->compared++;
	for (size_t i = 0; i < j->n; i++) {
		struct making *m = j->group[i];
		if (!request_sketch_reaches(&sketch, &m->sketch, SIMILAR_PERCENT))
			continue;
		int percent = request_pairs_likeness(own, m->pairs);
		if (percent < SIMILAR_PERCENT)
			continue;
		add_member(j, m, r, percent);
		return arena_check(j->a, err);
	}
	struct making *m = arena_one(&j->pairs, struct making);
	if (!m)
		return arena_check(&j->pairs, err);
	m->pairs = own;
	m->sketch = sketch;
	j->group[j->n++] = m;
	add_member(j, m, r, 100);
	return arena_check(j->a, err);
}

static enum err groups_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct group_job *j = ctx;
	struct request_recent_in in = { .agency = j->who->agency,
		.since = request_today(tx).day - YEAR_DAYS,
		.limit = GROUP_RECENT };
	arena_reset(&j->pairs);
	j->n = j->compared = 0;
	j->group = arena_array(&j->pairs, struct making *, GROUP_RECENT);
	enum err e = arena_check(&j->pairs, err);
	return e != OK ? e : sql_request_recent(tx, &in, take_fn, j, err);
}

static int compare_group(const void *x, const void *y)
{
	const struct making *a = *(struct making *const *)x, *b = *(struct making *const *)y;
	if (a->g.n_applicants != b->g.n_applicants)
		return a->g.n_applicants < b->g.n_applicants ? 1 : -1;
	return a->g.member[0].id.v < b->g.member[0].id.v ? 1 : -1;
}

enum err request_groups(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_group **out, size_t *n, size_t *compared, struct error *err)
{
	struct group_job j = { .a = a, .who = who };
	enum err e = desk_allow(who, PERM_REQUEST_LOOK, err);
	if (e != OK)
		return e;
	arena_init(&j.pairs, PAIRS_MAX);
	e = store_read(d->store, groups_fn, &j, err);
	struct request_group *kept = arena_array(a, struct request_group, GROUPS_SHOWN);
	size_t shown = 0;
	if (e == OK)
		e = arena_check(a, err);
	if (e == OK)
		qsort(j.group, j.n, sizeof(*j.group), compare_group);
	for (size_t i = 0; e == OK && i < j.n && shown < GROUPS_SHOWN; i++)
		if (j.group[i]->g.n_applicants >= 2)
			kept[shown++] = j.group[i]->g;
	arena_done(&j.pairs);
	if (e != OK)
		return e;
	*out = kept;
	*n = shown;
	if (compared)
		*compared = j.compared;
	return OK;
}
