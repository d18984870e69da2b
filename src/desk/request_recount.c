/*
 * request_recount -- all open cases folded again: a new arrangement of holidays moves their due
 * days; a day that has passed ends a wait.
 *
 * Small transactions: each holds up the writers for a few cases only, and a recount that is cut off
 * is begun again.  Closed cases are never touched.
 */
#include "desk/remedy_part.h"
#include "desk/request_part.h"

#include "desk/role.h"
#include "store/job.h"

#include <inttypes.h>

enum { CASES_IN_ONE = 20, SCRATCH_MAX = 8 << 20 };

struct recount_job {
	const struct desk *d;
	struct arena *a; /* results */
	struct arena scratch;
	struct agency_id agency;
	const struct request_open_row *open;
	size_t n_open;
	struct request_moved *moved;
	size_t n, n_before, cap;
};

static struct request_due due_of(const struct request_row *r)
{
	return (struct request_due){ r->due_on.has, { (int32_t)r->due_on.v }, r->provisional != 0 };
}

static bool same_due(const struct request_due *x, const struct request_due *y)
{
	return x->has == y->has && x->provisional == y->provisional &&
	       (!x->has || x->day.day == y->day.day);
}

static enum err add_moved(struct recount_job *j, const struct request_row *r,
	const struct request_due *after, const char *refused, struct error *err)
{
	struct request_due before = due_of(r);
	if (!refused && same_due(&before, after))
		return OK;
	struct request_moved *m =
		arena_grow(j->a, j->moved, j->n, j->n + 1, &j->cap, sizeof(*j->moved));
	if (!m)
		return arena_check(j->a, err);
	j->moved = m;
	m[j->n++] = (struct request_moved){ .id = r->id,
		.number = arena_str(j->a, r->number),
		.before = before,
		.after = *after,
		.refused = arena_str(j->a, str_cstr(refused)) };
	return arena_check(j->a, err);
}

static enum err load_open(struct tx *tx, void *ctx, struct error *err)
{
	struct recount_job *j = ctx;
	struct request_open_row *row;
	struct request_open_in in = { .agency = j->agency };
	enum err e = sql_request_open(tx, &in, j->a, &row, &j->n_open, err);
	j->open = row;
	return e;
}

/* --- before: what a calendar would do -----------------------------------------------------------
 */

static enum err preview_one(struct recount_job *j, struct tx *tx, const struct calendar *cal,
	struct request_id id, struct error *err)
{
	struct request_row r;
	struct request_event_row *row;
	struct clock_event *event;
	struct clock_run run;
	size_t n;
	enum err e =
		sql_request_by_id(tx, &(struct request_by_id_in){ .id = id }, &j->scratch, &r, err);
	if (e == OK)
		e = request_load_events(tx, &j->scratch, id, &row, &event, &n, err);
	if (e != OK || n == 0)
		return e;
	struct request_due after = due_of(&r);
	struct error why = { .code = OK };
	e = request_compute(&j->scratch, cal, event, n, request_today(tx), &run, &why);
	if (e == ERR_CONFLICT || e == ERR_INVALID)
		return add_moved(j, &r, &after, why.msg, err);
	if (e != OK) {
		if (err)
			*err = why;
		return e;
	}
	after = (struct request_due){ run.has_due, run.due, run.provisional };
	return add_moved(j, &r, &after, NULL, err);
}

enum err request_preview_recount(struct tx *tx, const struct desk *d, struct arena *a,
	struct agency_id agency, const struct calendar *cal, struct request_moved **out, size_t *n,
	struct error *err)
{
	struct recount_job j = { .d = d, .a = a, .agency = agency };
	arena_init(&j.scratch, SCRATCH_MAX);
	enum err e = load_open(tx, &j, err);
	for (size_t i = 0; e == OK && i < j.n_open; i++) {
		e = preview_one(&j, tx, cal, j.open[i].id, err);
		arena_reset(&j.scratch);
	}
	arena_done(&j.scratch);
	if (e != OK)
		return e;
	*out = j.moved;
	*n = j.n;
	return OK;
}

/* --- doing it ------------------------------------------------------------------------------------
 */

static enum err log_moved(
	struct recount_job *j, struct tx *tx, const struct request_moved *m, struct error *err)
{
	static const struct actor system = { 0 };
	struct request_row r = { .id = m->id };
	char from[16] = "-", to[16] = "-";
	if (m->before.has)
		snprintf(from, sizeof(from), "%s", date_text(m->before.day).z);
	if (m->after.has)
		snprintf(to, sizeof(to), "%s", date_text(m->after.day).z);
	return request_log(tx, &j->scratch, &system, PERM_NONE, &r, STR("request.recount"), STR(""),
		arena_fmt(
			&j->scratch, "from=%s to=%s%s", from, to, m->refused.n ? " refused=1" : ""),
		err);
}

/*
 * One case.  What the law would no longer allow under the new calendar (an extension that was in
 * time and now is late) leaves the case as it is, to be looked at by a person.
 */
static enum err recount_one(
	struct recount_job *j, struct tx *tx, struct request_id id, struct error *err)
{
	struct request_row r;
	struct clock_run run;
	struct error why = { .code = OK };
	size_t n = j->n;
	enum err e =
		sql_request_by_id(tx, &(struct request_by_id_in){ .id = id }, &j->scratch, &r, err);
	if (e != OK || r.closed_on.has)
		return e;
	e = request_fold(j->d, tx, &j->scratch, id, STAGES, &run, &why);
	struct request_due after = due_of(&r);
	if (e == OK)
		after = (struct request_due){ run.has_due, run.due, run.provisional };
	else if (e != ERR_CONFLICT && e != ERR_INVALID) {
		if (err)
			*err = why;
		return e;
	}
	e = add_moved(j, &r, &after, e != OK ? why.msg : NULL, err);
	return e != OK || j->n == n ? e : log_moved(j, tx, &j->moved[n], err);
}

static enum err recount_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct recount_job *j = ctx;
	enum err e = OK;
	j->n = j->n_before; /* a second run begins anew */
	for (size_t i = 0; e == OK && i < j->n_open && i < CASES_IN_ONE; i++) {
		e = recount_one(j, tx, j->open[i].id, err);
		arena_reset(&j->scratch);
	}
	return e;
}

enum err request_recount(const struct desk *d, struct arena *a, struct agency_id agency,
	struct request_moved **out, size_t *n, struct error *err)
{
	struct recount_job j = { .d = d, .a = a, .agency = agency };
	arena_init(&j.scratch, SCRATCH_MAX);
	enum err e = store_read(d->store, load_open, &j, err);
	while (e == OK && j.n_open > 0) {
		j.n_before = j.n;
		e = desk_write(d, recount_fn, &j, err);
		size_t done = j.n_open < CASES_IN_ONE ? j.n_open : CASES_IN_ONE;
		j.open += done;
		j.n_open -= done;
	}
	arena_done(&j.scratch);
	if (e == OK)
		e = remedy_recount(d, agency, err);
	if (e != OK)
		return e;
	*out = j.moved;
	*n = j.n;
	return OK;
}

/* --- as a job ------------------------------------------------------------------------------------
 */

enum err request_add_recount(struct tx *tx, struct agency_id agency, struct error *err)
{
	char z[24];
	snprintf(z, sizeof(z), "%" PRId64, agency.v);
	struct job_entry e = {
		.kind = STR(REQUEST_RECOUNT_JOB), .key = str_cstr(z), .payload = str_cstr(z)
	};
	return job_add(tx, &e, NULL, err);
}

enum err request_run_recount(const struct desk *d, struct arena *a, struct str payload,
	struct request_moved **out, size_t *n, struct error *err)
{
	struct agency_id agency = { 0 };
	for (size_t i = 0; i < payload.n && i < 18; i++) {
		if (payload.p[i] < '0' || payload.p[i] > '9')
			return error_set(err, ERR_FORMAT, NULL, "重算期限的任务已损坏");
		agency.v = agency.v * 10 + (payload.p[i] - '0');
	}
	return request_recount(d, a, agency, out, n, err);
}
