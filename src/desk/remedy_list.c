/*
 * remedy_list -- the register by next deadline, a page at a time; counts; export; a new calendar.
 */
#include "desk/remedy_part.h"

#include "desk/organisation_part.h"
#include "desk/request_part.h"
#include "desk/role.h"

enum { SOON_DAYS = 5, EXPORT_ROWS = 500, EXPORT_ARENA_MAX = 16 << 20 };

struct remedy_filter remedy_filter_default(void)
{
	return (struct remedy_filter){ .block = -1, .stage = -1, .result = -1, .year = -1 };
}

struct list_job {
	const struct desk *d;
	struct arena *a;
	const struct actor *who;
	struct remedy_filter f;
	size_t rows;
	struct remedy_page page;
	struct str reason;
};

/* Values of remedy.sort_due, both ends included. */
struct range {
	int64_t from, to;
};

static struct range range_of(enum remedy_band b, const struct calendar *cal, struct date today)
{
	int64_t soon = calendar_add_workdays(cal, today, SOON_DAYS).day;
	switch (b) {
	case REMEDY_BAND_OVERDUE:
		return (struct range){ INT64_MIN / 2, today.day - 1 };
	case REMEDY_BAND_SOON:
		return (struct range){ today.day, soon };
	case REMEDY_BAND_DUE:
		return (struct range){ soon + 1, SORT_PAUSED - 1 };
	case REMEDY_BAND_WAITING:
		return (struct range){ SORT_PAUSED, SORT_CLOSED - 1 };
	case REMEDY_BAND_CLOSED:
		return (struct range){ SORT_CLOSED, INT64_MAX };
	case REMEDY_BAND_ALL:
		return (struct range){ INT64_MIN / 2, INT64_MAX };
	default:
		return (struct range){ INT64_MIN / 2, SORT_CLOSED - 1 };
	}
}

static struct opt_i64 chosen(int v)
{
	return (struct opt_i64){ v >= 0, v };
}

static enum err load_rows(
	struct list_job *j, struct tx *tx, const struct calendar *cal, struct error *err)
{
	const struct remedy_filter *f = &j->f;
	struct range r = range_of(f->band, cal, j->page.today);
	struct remedy_list_in in = { .agency = f->agency,
		.from = r.from,
		.to = r.to,
		.due = f->has_after ? f->after_due : r.from - 1,
		.id = f->has_after ? f->after_id : (struct remedy_id){ 0 },
		.block = chosen(f->block),
		.stage = chosen(f->stage),
		.result = chosen(f->result),
		.year = chosen(f->year),
		.limit = (int64_t)j->rows + 1 };
	struct remedy_page *p = &j->page;
	enum err e = sql_remedy_list(tx, &in, j->a, &p->row, &p->n, err);
	p->more = e == OK && p->n > j->rows;
	if (p->more)
		p->n = j->rows;
	/* Who supervises sees the course of a case, not the people in it. */
	for (size_t i = 0; e == OK && f->agency.v != j->who->agency.v && i < p->n; i++)
		p->row[i].masked_name = p->row[i].subject = STR("");
	return e;
}

static enum err count_band(struct list_job *j, struct tx *tx, const struct calendar *cal,
	enum remedy_band b, int64_t *out, struct error *err)
{
	struct range r = range_of(b, cal, j->page.today);
	struct remedy_count_in in = { j->f.agency, r.from, r.to, REMEDY_COUNT_MAX + 1 };
	struct remedy_count_row row = { 0 };
	enum err e = sql_remedy_count(tx, &in, j->a, &row, err);
	if (e == OK)
		*out = row.n;
	return e;
}

static enum err page_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct list_job *j = ctx;
	j->page = (struct remedy_page){ .today = request_today(tx) };
	if (!j->f.agency.v)
		j->f.agency = j->who->agency;
	enum err e = organisation_looks(tx, j->who, j->f.agency, j->a, err);
	if (e == OK)
		e = request_calendar(tx, j->d, j->f.agency, j->a, &j->page.cal, err);
	if (e == OK)
		e = load_rows(j, tx, j->page.cal, err);
	for (int b = 0; e == OK && b < REMEDY_BANDS; b++)
		e = count_band(j, tx, j->page.cal, (enum remedy_band)b, &j->page.count[b], err);
	return e;
}

enum err remedy_page(const struct desk *d, struct arena *a, const struct actor *who,
	const struct remedy_filter *f, size_t rows, struct remedy_page *out, struct error *err)
{
	struct list_job j = { .d = d, .a = a, .who = who, .f = *f, .rows = rows };
	enum err e = desk_allow(who, PERM_REMEDY_LOOK, err);
	if (e == OK)
		e = store_read(d->store, page_fn, &j, err);
	if (e == OK)
		*out = j.page;
	return e;
}

static enum err waiting_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct list_job *j = ctx;
	const struct calendar *cal;
	int64_t over = 0, soon = 0;
	j->page = (struct remedy_page){ .today = request_today(tx) };
	enum err e = request_calendar(tx, j->d, j->who->agency, j->a, &cal, err);
	if (e == OK)
		e = count_band(j, tx, cal, REMEDY_BAND_OVERDUE, &over, err);
	if (e == OK)
		e = count_band(j, tx, cal, REMEDY_BAND_SOON, &soon, err);
	j->page.count[0] = over + soon;
	return e;
}

enum err remedy_waiting(const struct desk *d, struct arena *a, const struct actor *who,
	int64_t *out, struct error *err)
{
	struct list_job j = { .d = d, .a = a, .who = who, .f = { .agency = who->agency } };
	enum err e = desk_allow(who, PERM_REMEDY_LOOK, err);
	if (e == OK)
		e = store_read(d->store, waiting_fn, &j, err);
	if (e == OK)
		*out = j.page.count[0];
	return e;
}

const char *remedy_due_what(const struct remedy_line_row *r)
{
	switch (r->due_kind) {
	case REMEDY_ANSWERED:
		return r->stage == REMEDY_STAGE_REVIEW ? "书面答复" : "答辩";
	case REMEDY_DECIDED:
		return r->stage == REMEDY_STAGE_REVIEW ? "复议决定" : "裁判";
	case REMEDY_FINAL:
		return "上诉";
	case REMEDY_REPORTED:
		return "报告意见书处理";
	case REMEDY_REDO:
		return "重新答复";
	default:
		return "";
	}
}

struct str remedy_due_text(struct arena *a, const struct remedy_line_row *r, struct date today)
{
	struct date due = { (int32_t)r->due_on.v };
	if (!r->due_on.has)
		return str_cstr(r->pending ? "审理中" : "已审结");
	int left = date_diff(today, due);
	if (left < 0)
		return arena_fmt(a, "逾期 %d 日", -left);
	if (left == 0)
		return STR("今日到期");
	return arena_fmt(a, "剩 %d 日%s", left, r->provisional ? "（暂定）" : "");
}

/* --- export ---------------------------------------------------------------------------------------- */

static enum err export_log_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct list_job *j = ctx;
	const struct remedy_filter *f = &j->f;
	struct event_entry entry = { .action = STR("remedy.export"),
		.object_kind = STR("agency"),
		.object = j->who->agency.v,
		.reason = j->reason,
		.detail = arena_fmt(j->a, "band=%d block=%d stage=%d result=%d year=%d", f->band,
			f->block, f->stage, f->result, f->year) };
	enum err e = arena_check(j->a, err);
	return e != OK ? e : desk_log(tx, j->who, PERM_REMEDY_LOOK, &entry, err);
}

static enum err export_page_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct list_job *j = ctx;
	const struct calendar *cal;
	j->page = (struct remedy_page){ .today = request_today(tx) };
	enum err e = request_calendar(tx, j->d, j->who->agency, j->a, &cal, err);
	return e != OK ? e : load_rows(j, tx, cal, err);
}

static enum err export_rows(struct list_job *j, remedy_row_fn *fn, void *ctx, struct error *err)
{
	enum err e = OK;
	for (bool more = true; e == OK && more;) {
		arena_reset(j->a);
		e = store_read(j->d->store, export_page_fn, j, err);
		for (size_t i = 0; e == OK && i < j->page.n; i++) {
			const struct remedy_line_row *r = &j->page.row[i];
			e = fn(ctx, r, err);
			j->f.has_after = true;
			j->f.after_due = r->sort_due;
			j->f.after_id = r->id;
		}
		more = j->page.more;
	}
	return e;
}

enum err remedy_export(const struct desk *d, const struct actor *who, const struct remedy_filter *f,
	struct str reason, remedy_row_fn *fn, void *ctx, struct error *err)
{
	struct arena a;
	struct list_job j = { .d = d, .a = &a, .who = who, .f = *f, .rows = EXPORT_ROWS,
		.reason = str_trim(reason) };
	j.f.has_after = false;
	j.f.agency = who->agency; /* the own register only */
	enum err e = desk_allow(who, PERM_REMEDY_LOOK, err);
	if (e == OK)
		e = field_text(&j.reason, "reason", "导出理由", REQUEST_REASON_MIN,
			REQUEST_REASON_MAX, err);
	if (e != OK)
		return e;
	arena_init(&a, EXPORT_ARENA_MAX);
	e = store_write(d->store, export_log_fn, &j, err);
	if (e == OK)
		e = export_rows(&j, fn, ctx, err);
	arena_done(&a);
	return e;
}

/* --- a new calendar -------------------------------------------------------------------------------- */

/* What the new calendar would not allow any more stays as it is, to be looked at by a person. */
static enum err recount_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct list_job *j = ctx;
	struct remedy_due_row *row;
	size_t n;
	struct remedy_due_in in = { j->who->agency };
	enum err e = sql_remedy_due(tx, &in, j->a, &row, &n, err);
	for (size_t i = 0; e == OK && i < n; i++) {
		struct error why = { .code = OK };
		e = remedy_fold(j->d, tx, j->a, row[i].id, &why);
		if (e == ERR_CONFLICT || e == ERR_INVALID)
			e = OK;
		if (e != OK && err)
			*err = why;
	}
	return e;
}

enum err remedy_recount(const struct desk *d, struct agency_id agency, struct error *err)
{
	struct arena a;
	struct actor who = { .agency = agency };
	struct list_job j = { .d = d, .a = &a, .who = &who };
	arena_init(&a, EXPORT_ARENA_MAX);
	enum err e = store_write(d->store, recount_fn, &j, err);
	arena_done(&a);
	return e;
}
