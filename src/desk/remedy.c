/*
 * remedy -- one case of the register: loading, folding, showing.  See desk/remedy.h.
 */
#include "desk/remedy_part.h"

#include "desk/law_value.h"

#include "desk/account_part.h"
#include "desk/letter_part.h"
#include "desk/organisation_part.h"
#include "desk/request_part.h"
#include "desk/role.h"

enum { STATE_MAX = 4096, SORT_LATEST = 1000000 /* later days of closing sort first */ };

/* --- loading and the log --------------------------------------------------------------------------- */

enum err remedy_load(struct tx *tx, struct arena *a, const struct actor *who, struct remedy_id id,
	struct remedy_row *out, struct error *err)
{
	struct remedy_row r;
	enum err e = sql_remedy_by_id(tx, &(struct remedy_by_id_in){ id }, a, &r, err);
	if (e == ERR_NOT_FOUND)
		return error_set(err, e, NULL, "没有这件复议、诉讼案件，请回到登记簿查看");
	if (e != OK)
		return e;
	if (!who->console && r.agency.v != who->agency.v)
		return error_set(err, ERR_DENIED, NULL, "您没有查看这件案件的权限，它属于其他机关");
	*out = r;
	return OK;
}

enum err remedy_begin_step(struct tx *tx, struct arena *a, const struct actor *who,
	struct remedy_id id, int64_t version, struct remedy_row *out, struct error *err)
{
	int64_t n = 0;
	enum err e = remedy_load(tx, a, who, id, out, err);
	struct remedy_touch_in in = { .id = id, .version = version, .now = tx_now(tx) };
	if (e == OK)
		e = sql_remedy_touch(tx, &in, &n, err);
	return e == OK && n == 0 ? desk_stale(err) : e;
}

static void state_text(struct buf *b, const struct remedy_row *r)
{
	state_str(b, "number", r->number);
	state_i64(b, "block", r->block);
	state_i64(b, "stage", r->stage);
	state_i64(b, "opened", r->opened_on);
	state_i64(b, "result", r->result);
	state_i64(b, "decided", r->decided_on.has ? r->decided_on.v : -1);
	state_i64(b, "pending", r->pending);
	state_i64(b, "due", r->due_on.has ? r->due_on.v : -1);
	state_i64(b, "version", r->version);
}

enum err remedy_write_log(struct tx *tx, struct arena *a, const struct actor *who,
	unsigned permission, const struct remedy_row *before, struct str action, struct str reason,
	struct str detail, struct error *err)
{
	struct remedy_row after;
	struct buf old, new;
	enum err e = sql_remedy_by_id(tx, &(struct remedy_by_id_in){ before->id }, a, &after, err);
	if (e == OK)
		e = arena_check(a, err);
	if (e != OK)
		return e;
	buf_init(&old, STATE_MAX);
	buf_init(&new, STATE_MAX);
	if (before->version)
		state_text(&old, before);
	state_text(&new, &after);
	struct event_entry entry = { .agency = after.agency,
		.action = action,
		.object_kind = STR("remedy"),
		.object = after.id.v,
		.reason = reason,
		.detail = detail };
	return desk_log_change(tx, who, permission, &entry, &old, &new, err);
}

/* --- folding --------------------------------------------------------------------------------------- */

struct remedy_entry remedy_entry_of(const struct remedy_entry_row *r)
{
	return (struct remedy_entry){ .kind = (enum remedy_entry_kind)r->kind,
		.stage = (enum remedy_stage)r->stage,
		.on = { (int32_t)r->on_day },
		.has_other = r->other_day.has,
		.other = { (int32_t)r->other_day.v },
		.value = r->value,
		.has_done = r->done_on.has,
		.done = { (int32_t)r->done_on.v } };
}

enum err remedy_load_entries(struct tx *tx, struct arena *a, struct remedy_id id,
	struct remedy_entry_row **row, struct remedy_entry **entry, size_t *n, struct error *err)
{
	struct remedy_entry_row *r;
	size_t n_rows;
	enum err e = sql_remedy_entries(tx, &(struct remedy_entries_in){ id }, a, &r, &n_rows, err);
	if (e != OK)
		return e;
	struct remedy_entry *all = arena_array(a, struct remedy_entry, n_rows + 1);
	if (!all)
		return arena_check(a, err);
	for (size_t i = 0; i < n_rows; i++)
		all[i] = remedy_entry_of(&r[i]);
	*row = r;
	*entry = all;
	*n = n_rows;
	return OK;
}

/* Body and number of the stage that was opened last. */
static void fill_body(const struct remedy_entry_row *row, size_t n, struct remedy_set_state_in *in)
{
	in->body = in->case_number = STR("");
	for (size_t i = 0; i < n; i++) {
		if (row[i].kind != REMEDY_OPENED)
			continue;
		in->stage = row[i].stage;
		in->body = row[i].body;
		in->case_number = row[i].case_number;
	}
}

/* Our own deadlines by day, then those of body or court, then what is over, the latest first. */
static void fill_order(const struct remedy_run *run, struct remedy_set_state_in *in)
{
	int at = run->next >= 0 ? run->next : run->body_next;
	in->due_kind = -1;
	if (at >= 0) {
		const struct remedy_deadline *d = &run->deadline[at];
		in->due_kind = d->by;
		in->due_duty = d->duty;
		in->due_on = (struct opt_i64){ true, d->due.day };
		in->provisional = d->provisional;
	}
	if (run->next >= 0)
		in->sort_due = in->due_on.v;
	else if (run->open)
		in->sort_due = SORT_PAUSED + (in->due_on.has ? in->due_on.v : in->opened_on);
	else
		in->sort_due = SORT_CLOSED + SORT_LATEST - in->decided_on.v;
}

static enum err store_state(struct tx *tx, struct remedy_id id, const struct remedy_entry_row *row,
	size_t n, const struct remedy_run *run, struct error *err)
{
	struct remedy_set_state_in in = { .id = id, .result = run->result, .pending = run->open };
	in.opened_on = run->span[0].opened.day;
	in.year = date_year(run->span[0].opened);
	for (size_t i = 0; i < run->n_rounds; i++)
		if (run->round[i].has_decided)
			in.decided_on = (struct opt_i64){ true, run->round[i].decided.day };
	fill_body(row, n, &in);
	fill_order(run, &in);
	return sql_remedy_set_state(tx, &in, NULL, err);
}

static enum err store_spans(
	struct tx *tx, struct remedy_id id, const struct remedy_run *run, struct error *err)
{
	enum err e = sql_remedy_spans_clear(tx, &(struct remedy_spans_clear_in){ id }, NULL, err);
	for (size_t i = 0; e == OK && i < run->n_spans; i++) {
		const struct remedy_span *s = &run->span[i];
		struct remedy_span_insert_in in = { .remedy = id,
			.n = (int64_t)i,
			.opened_on = s->opened.day,
			.closed_on = { s->has_closed, s->closed.day },
			.counted_as = s->column };
		e = sql_remedy_span_insert(tx, &in, NULL, err);
	}
	return e;
}

enum err remedy_fold(const struct desk *d, struct tx *tx, struct arena *a, struct remedy_id id,
	struct error *err)
{
	struct remedy_row r;
	struct remedy_entry_row *row;
	struct remedy_entry *entry;
	const struct calendar *cal;
	struct remedy_run *run = arena_one(a, struct remedy_run);
	struct remedy_config config;
	size_t n;
	if (!run)
		return arena_check(a, err);
	enum err e = sql_remedy_by_id(tx, &(struct remedy_by_id_in){ id }, a, &r, err);
	if (e == OK)
		e = remedy_load_entries(tx, a, id, &row, &entry, &n, err);
	if (e == OK && n == 0)
		return error_set(err, ERR_CONFLICT, "C-7.1-1",
			"收到案件材料的记录不能去掉。日期不对的，请更正为正确的日期");
	if (e == OK)
		e = request_calendar(tx, d, r.agency, a, &cal, err);
	if (e == OK)
		e = law_values_remedy(tx, a, r.agency, entry[0].on, &config, err);
	if (e == OK)
		e = remedy_compute(cal, &config, (enum remedy_block)r.block, entry, n, run, NULL, err);
	if (e == OK)
		e = store_state(tx, id, row, n, run, err);
	return e != OK ? e : store_spans(tx, id, run, err);
}

enum err remedy_fold_round(const struct desk *d, struct tx *tx, struct arena *a,
	struct request_id round, struct error *err)
{
	struct remedy_owner_row *owner;
	size_t n;
	enum err e = sql_remedy_of_round(
		tx, &(struct remedy_of_round_in){ round }, a, &owner, &n, err);
	for (size_t i = 0; e == OK && i < n; i++)
		e = remedy_fold(d, tx, a, owner[i].remedy, err);
	return e;
}

enum err remedy_check_days(struct tx *tx, enum remedy_entry_kind kind, struct date on,
	bool has_other, struct date other, struct error *err)
{
	struct date today = request_today(tx);
	if (on.day > today.day)
		return field_error(err, "on", "日期不能晚于今天");
	if (has_other && kind != REMEDY_REDO && other.day > today.day)
		return field_error(err, "other", "日期不能晚于今天");
	return OK;
}

/* --- one case -------------------------------------------------------------------------------------- */

struct view_job {
	const struct desk *d;
	struct arena *a;
	const struct actor *who;
	struct remedy_id id;
	struct remedy_view *v;
};

static enum err load_papers(struct view_job *j, struct tx *tx, struct error *err)
{
	struct remedy_view *v = j->v;
	struct remedy_row prior;
	enum err e = sql_remedy_requests(tx, &(struct remedy_requests_in){ j->id }, j->a,
		&v->request, &v->n_requests, err);
	if (e == OK)
		e = sql_remedy_history(tx, &(struct remedy_history_in){ j->id }, j->a, &v->history,
			&v->n_history, err);
	if (e == OK)
		e = sql_remedy_files(
			tx, &(struct remedy_files_in){ j->id }, j->a, &v->file, &v->n_files, err);
	struct agency_row agency;
	if (e == OK)
		e = sql_agency_by_id(
			tx, &(struct agency_by_id_in){ v->remedy.agency }, j->a, &agency, err);
	if (e == OK)
		v->court = agency.court;
	if (e != OK || !v->remedy.prior.v)
		return e;
	e = sql_remedy_by_id(tx, &(struct remedy_by_id_in){ v->remedy.prior }, j->a, &prior, err);
	if (e == OK)
		v->prior_number = prior.number;
	return e;
}

static enum err view_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct view_job *j = ctx;
	struct remedy_view *v = j->v;
	struct remedy_entry *entry;
	const struct calendar *cal;
	*v = (struct remedy_view){ .today = request_today(tx) };
	enum err e = remedy_load(tx, j->a, j->who, j->id, &v->remedy, err);
	if (e == OK)
		e = remedy_load_entries(tx, j->a, j->id, &v->entry, &entry, &v->n_entries, err);
	if (e == OK)
		e = request_calendar(tx, j->d, v->remedy.agency, j->a, &cal, err);
	if (e == OK)
		e = law_values_remedy(tx, j->a, v->remedy.agency,
			v->n_entries ? entry[0].on : v->today, &v->config, err);
	if (e == OK)
		e = remedy_compute(cal, &v->config, (enum remedy_block)v->remedy.block, entry,
			v->n_entries, &v->run, NULL, err);
	return e != OK ? e : load_papers(j, tx, err);
}

enum err remedy_view(const struct desk *d, struct arena *a, const struct actor *who,
	struct remedy_id id, struct remedy_view *out, struct error *err)
{
	struct view_job j = { d, a, who, id, arena_one(a, struct remedy_view) };
	enum err e = j.v ? desk_allow(who, PERM_REMEDY_LOOK, err) : arena_check(a, err);
	if (e == OK)
		e = store_read(d->store, view_fn, &j, err);
	if (e == OK)
		*out = *j.v;
	return e;
}

struct reveal_job {
	const struct desk *d;
	struct arena *a;
	const struct actor *who;
	struct remedy_id id;
	struct str reason, out;
};

static enum err reveal_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct reveal_job *j = ctx;
	struct remedy_row r;
	enum err e = remedy_load(tx, j->a, j->who, j->id, &r, err);
	if (e == OK)
		e = seal_open(j->d->keys, j->a, r.claimant,
			sealed_place(j->a, "remedy.claimant", r.id.v), &j->out, err);
	return e != OK ? e
		       : remedy_write_log(tx, j->a, j->who, PERM_REVEAL, &r, STR("reveal.claimant"),
				 j->reason, STR(""), err);
}

enum err remedy_reveal(const struct desk *d, struct arena *a, const struct actor *who,
	struct remedy_id id, struct str reason, struct str *out, struct error *err)
{
	struct reveal_job j = { .d = d, .a = a, .who = who, .id = id };
	j.reason = request_clean(a, reason, false);
	enum err e = desk_allow(who, PERM_REVEAL, err);
	if (e == OK)
		e = field_text(&j.reason, "reason", "理由", REQUEST_REASON_MIN, REQUEST_REASON_MAX,
			err);
	if (e == OK)
		e = store_write(d->store, reveal_fn, &j, err);
	if (e == OK)
		*out = j.out;
	return e;
}

struct log_job {
	struct arena *a;
	const struct actor *who;
	struct remedy_id id;
	int64_t below;
	struct remedy_log_row *row;
	size_t n;
};

static enum err log_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct log_job *j = ctx;
	struct remedy_row r;
	struct remedy_log_in in = {
		.object = j->id.v, .below = { j->below }, .limit = REMEDY_LOG_PAGE + 1
	};
	enum err e = remedy_load(tx, j->a, j->who, j->id, &r, err);
	return e != OK ? e : sql_remedy_log(tx, &in, j->a, &j->row, &j->n, err);
}

enum err remedy_log(const struct desk *d, struct arena *a, const struct actor *who,
	struct remedy_id id, int64_t below, struct remedy_log_row **out, size_t *n,
	struct error *err)
{
	struct log_job j = { .a = a, .who = who, .id = id, .below = below };
	enum err e = desk_allow(who, PERM_REMEDY_LOOK, err);
	if (e == OK)
		e = store_read(d->store, log_fn, &j, err);
	if (e != OK)
		return e;
	*out = j.row;
	*n = j.n;
	return OK;
}

/* --- what a request's page shows ------------------------------------------------------------------- */

struct request_job {
	const struct desk *d;
	struct arena *a;
	const struct actor *who;
	struct request_id id;
	struct remedy_of_request out;
};

/* Part of the reply was refused under art 14-16: the facts of the signed reply say so. */
enum err remedy_part_refused(
	struct tx *tx, struct arena *a, struct request_id request, bool *out, struct error *err)
{
	struct letter_row *row;
	struct letter_input facts;
	size_t n;
	*out = false;
	enum err e = sql_letter_of_request(
		tx, &(struct letter_of_request_in){ request }, a, &row, &n, err);
	for (size_t i = 0; e == OK && i < n; i++) {
		if (row[i].outcome != OUTCOME_PARTIAL || !row[i].signed_on.has)
			continue;
		e = letter_facts_read(a, &row[i], &facts, err);
		*out = *out || (e == OK && facts.part_refused);
	}
	return e;
}

/* RA-20-1, RA-23-1, AL-46: from the day the reply reached the applicant. */
static enum err fill_limits(struct request_job *j, struct tx *tx, const struct request_row *r,
	struct error *err)
{
	struct request_event_row *row;
	struct clock_event *event;
	const struct calendar *cal;
	struct remedy_limits limits;
	size_t n;
	enum err e = request_load_events(tx, j->a, j->id, &row, &event, &n, err);
	for (size_t i = 0; e == OK && i < n; i++)
		if (event[i].kind == CLOCK_SERVED) {
			j->out.served = event[i].on;
			j->out.has_limits = true;
		}
	if (e != OK || !j->out.has_limits || r->outcome < 0 || !r->closed_on.has)
		return e;
	struct remedy_input in = { .outcome = (enum outcome)r->outcome,
		.decided = { (int32_t)r->closed_on.v } };
	e = remedy_part_refused(tx, j->a, j->id, &in.part_refused, err);
	if (e == OK)
		e = request_calendar(tx, j->d, r->agency, j->a, &cal, err);
	if (e == OK)
		e = remedy_limits(cal, j->out.served, &limits, err);
	if (e != OK)
		return e;
	enum remedy_kind kind = remedy_choose(&in);
	j->out.has_limits = kind != REMEDY_NONE;
	j->out.review_by = limits.review_by;
	j->out.sue_by = limits.sue_by;
	j->out.provisional = limits.provisional;
	j->out.review_first = kind == REMEDY_REVIEW_FIRST;
	j->out.part_first = kind == REMEDY_PART_REVIEW_FIRST;
	return OK;
}

static enum err request_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct request_job *j = ctx;
	struct request_row r;
	struct remedy_of_request *o = &j->out;
	*o = (struct remedy_of_request){ .today = request_today(tx) };
	enum err e = request_load(tx, j->a, j->who, j->id, &r, err);
	if (e == OK)
		e = sql_remedy_of_request(tx, &(struct remedy_of_request_in){ j->id }, j->a,
			&o->remedy, &o->n, err);
	struct request_rounds_of_in of = { r.round ? r.parent : r.id };
	if (e == OK)
		e = sql_request_rounds_of(tx, &of, j->a, &o->round, &o->n_rounds, err);
	struct agency_row agency;
	if (e == OK)
		e = sql_agency_by_id(tx, &(struct agency_by_id_in){ r.agency }, j->a, &agency, err);
	if (e != OK)
		return e;
	o->review_body = agency.review_body;
	o->court = agency.court;
	return fill_limits(j, tx, &r, err);
}

enum err remedy_of_request(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id id, struct remedy_of_request *out, struct error *err)
{
	struct request_job j = { .d = d, .a = a, .who = who, .id = id };
	enum err e = desk_allow(who, PERM_REMEDY_LOOK, err);
	if (e == OK)
		e = store_read(d->store, request_fn, &j, err);
	if (e == OK)
		*out = j.out;
	return e;
}
