/*
 * consultation_view -- one consultation, those of a case, those of the office.
 */
#include "desk/consultation_part.h"

#include "desk/organisation_part.h"
#include "desk/request_part.h"
#include "desk/role.h"
#include "law/calendar.h"

/* --- of a case ----------------------------------------------------------------------------------- */

struct view_job {
	const struct desk *d;
	struct arena *a;
	const struct actor *who;
	struct consultation_id id;
	struct request_id request;
	struct consultation_view *view;
	size_t n;
	int excluded;
};

/* The case as it is counted today. */
struct case_clock {
	const struct calendar *cal;
	struct request_event_row *row;
	size_t n;
	struct clock_run run;
	struct date today;
};

static enum err load_clock(struct view_job *j, struct tx *tx, const struct request_row *r,
	struct case_clock *c, struct error *err)
{
	struct clock_event *event;
	*c = (struct case_clock){ .today = request_today(tx) };
	enum err e = request_load_events(tx, j->a, r->id, &c->row, &event, &c->n, err);
	if (e == OK)
		e = request_calendar(tx, j->d, r->agency, j->a, &c->cal, err);
	if (e == OK && c->n > 0)
		e = request_compute(j->a, c->cal, event, c->n, c->today, &c->run, err);
	return e;
}

static int days_left(const struct calendar *cal, struct date today, struct date due)
{
	return due.day >= today.day ? calendar_count_workdays(cal, today, due)
				    : -calendar_count_workdays(cal, due, today);
}

static void fill_clock(struct consultation_view *v, const struct case_clock *c)
{
	const struct consultation_row *row = &v->row;
	for (size_t i = 0; i < c->run.n_consults; i++)
		if (str_eq(c->run.consult[i].id, row->ref)) {
			v->clock = c->run.consult[i];
			v->has_clock = true;
		}
	for (size_t i = 0; i < c->n; i++)
		if (c->row[i].kind == CLOCK_CONSULT_SENT && str_eq(c->row[i].ref, row->ref))
			v->paper = c->row[i].paper;
	v->today = c->today;
	if (!v->has_clock || row->state != CONSULTATION_WAITING)
		return;
	v->expired = c->today.day > v->clock.limit.day;
	v->left = days_left(c->cal, c->today, v->clock.limit);
}

/* Who writes to a party reads its name. */
static bool may_read(const struct actor *who)
{
	return who->console || role_permits(who->roles, PERM_REQUEST_HANDLE) ||
	       role_permits(who->roles, PERM_REQUEST_SIGN);
}

static enum err fill(struct view_job *j, const struct request_row *r, const struct case_clock *c,
	const struct consultation_row *row, struct consultation_view *v, struct error *err)
{
	*v = (struct consultation_view){ .row = *row, .request = *r };
	enum err e = consultation_party(j->d, j->a, row, &v->party, &v->contact, err);
	if (e != OK)
		return e;
	if (!may_read(j->who)) {
		v->party = row->masked;
		v->contact = v->contact.n ? STR("***") : STR("");
	}
	fill_clock(v, c);
	v->may_act = role_permits(j->who->roles, PERM_REQUEST_HANDLE) && !r->closed_on.has &&
		row->state != CONSULTATION_DROPPED;
	return OK;
}

static enum err one_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct view_job *j = ctx;
	struct request_row r;
	struct consultation_row row;
	struct case_clock c;
	struct consultation_view *v = j->view;
	enum err e = consultation_load(tx, j->a, j->who, j->id, &row, &r, err);
	if (e == OK)
		e = load_clock(j, tx, &r, &c, err);
	if (e == OK)
		e = fill(j, &r, &c, &row, v, err);
	return e != OK ? e : sql_consultation_reminders(tx,
				     &(struct consultation_reminders_in){ j->id }, j->a,
				     &v->reminder, &v->n_reminders, err);
}

enum err consultation_view(const struct desk *d, struct arena *a, const struct actor *who,
	struct consultation_id id, struct consultation_view *out, struct error *err)
{
	struct view_job j = { .d = d, .a = a, .who = who, .id = id, .view = out };
	enum err e = desk_allow(who, PERM_REQUEST_LOOK, err);
	return e != OK ? e : store_read(d->store, one_fn, &j, err);
}

static enum err list_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct view_job *j = ctx;
	struct request_row r;
	struct consultation_row *row;
	struct case_clock c = { .cal = NULL };
	j->n = 0;
	enum err e = request_load(tx, j->a, j->who, j->request, &r, err);
	size_t n = 0;
	if (e == OK)
		e = sql_consultation_of_request(tx,
			&(struct consultation_of_request_in){ j->request }, j->a, &row, &n, err);
	if (e == OK && n > 0)
		e = load_clock(j, tx, &r, &c, err);
	j->view = e == OK ? arena_array(j->a, struct consultation_view, n + 1) : NULL;
	if (e == OK && !j->view)
		return arena_check(j->a, err);
	for (size_t i = 0; e == OK && i < n; i++)
		e = fill(j, &r, &c, &row[i], &j->view[j->n++], err);
	j->excluded = c.run.excluded;
	return e;
}

enum err consultation_list(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id request, struct consultation_view **out, size_t *n, int *excluded,
	struct error *err)
{
	struct view_job j = { .d = d, .a = a, .who = who, .request = request };
	enum err e = desk_allow(who, PERM_REQUEST_LOOK, err);
	if (e == OK)
		e = store_read(d->store, list_fn, &j, err);
	if (e != OK)
		return e;
	*out = j.view;
	*n = j.n;
	if (excluded)
		*excluded = j.excluded;
	return OK;
}

/* --- of the office -------------------------------------------------------------------------------- */

struct page_job {
	const struct desk *d;
	struct arena *a;
	const struct actor *who;
	const struct consultation_filter *f;
	struct consultation_page *out;
};

static enum err count(struct page_job *j, struct tx *tx, enum consultation_state s, int64_t to,
	int64_t *out, struct error *err)
{
	struct consultation_count_row row;
	struct consultation_count_in in = {
		.agency = j->who->agency, .state = s, .to = to, .limit = CONSULTATION_COUNT_MAX + 1
	};
	enum err e = sql_consultation_count(tx, &in, j->a, &row, err);
	if (e == OK)
		*out = row.n;
	return e;
}

static enum err rows_of(struct page_job *j, struct tx *tx, int64_t to,
	struct consultation_line_row **row, size_t *n, struct error *err)
{
	const struct consultation_filter *f = j->f;
	int64_t due = f->after.v ? f->after_due : INT64_MIN;
	if (f->kind < 0) {
		struct consultation_page_in in = { j->who->agency, f->state, due, f->after, to,
			CONSULTATION_PAGE + 1 };
		return sql_consultation_page(tx, &in, j->a, row, n, err);
	}
	struct consultation_page_kind_in in = { j->who->agency, f->state, f->kind, due, f->after,
		to, CONSULTATION_PAGE + 1 };
	return sql_consultation_page_kind(tx, &in, j->a, row, n, err);
}

static enum err page_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct page_job *j = ctx;
	struct consultation_page *p = j->out;
	const struct calendar *cal;
	struct consultation_line_row *row;
	size_t n = 0;
	*p = (struct consultation_page){ .today = request_today(tx) };
	int64_t yesterday = p->today.day - 1;
	enum err e = request_calendar(tx, j->d, j->who->agency, j->a, &cal, err);
	for (int s = 0; e == OK && s < CONSULTATION_STATES; s++)
		e = count(j, tx, (enum consultation_state)s, INT64_MAX, &p->count[s], err);
	if (e == OK)
		e = count(j, tx, CONSULTATION_WAITING, yesterday, &p->expired, err);
	if (e == OK)
		e = rows_of(j, tx, j->f->expired ? yesterday : INT64_MAX, &row, &n, err);
	if (e != OK)
		return e;
	p->more = n > CONSULTATION_PAGE;
	p->n = p->more ? CONSULTATION_PAGE : n;
	for (size_t i = 0; i < p->n; i++) {
		p->item[i].row = row[i];
		if (row[i].state != CONSULTATION_WAITING || !row[i].due_on.has)
			continue;
		struct date due = { (int32_t)row[i].due_on.v };
		p->item[i].expired = p->today.day > due.day;
		p->item[i].left = days_left(cal, p->today, due);
	}
	return OK;
}

enum err consultation_page(const struct desk *d, struct arena *a, const struct actor *who,
	const struct consultation_filter *f, struct consultation_page *out, struct error *err)
{
	struct page_job j = { d, a, who, f, out };
	enum err e = desk_allow(who, PERM_REQUEST_LOOK, err);
	return e != OK ? e : store_read(d->store, page_fn, &j, err);
}

static enum err waiting_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct page_job *j = ctx;
	enum err e = count(j, tx, CONSULTATION_WAITING, request_today(tx).day - 1,
		&j->out->expired, err);
	return e != OK ? e : count(j, tx, CONSULTATION_ANSWERED, INT64_MAX,
				     &j->out->count[CONSULTATION_ANSWERED], err);
}

enum err consultation_waiting(const struct desk *d, struct arena *a, const struct actor *who,
	int64_t *out, struct error *err)
{
	struct consultation_page *p = arena_one(a, struct consultation_page);
	struct page_job j = { .d = d, .a = a, .who = who, .out = p };
	enum err e = desk_allow(who, PERM_REQUEST_LOOK, err);
	if (e == OK && !p)
		e = arena_check(a, err);
	if (e == OK)
		e = store_read(d->store, waiting_fn, &j, err);
	if (e == OK)
		*out = p->expired + p->count[CONSULTATION_ANSWERED];
	return e;
}
