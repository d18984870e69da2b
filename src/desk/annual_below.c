/*
 * annual_below -- for the supervising office: the reports of the agencies below it, and asking for
 * those that are late.
 */
#include "desk/annual_part.h"

#include "desk/annual_text.h"
#include "desk/calendar_book.h"
#include "desk/notice.h"
#include "desk/organisation_part.h"
#include "desk/role.h"

enum { CHECK_ARENA_MAX = 32 << 20, REMIND_ARENA_MAX = 16 << 20, TEXT_MIN = 2, TEXT_MAX = 200 };

struct below_job {
	const struct desk *d;
	struct arena *a;
	const struct actor *who;
	struct annual_below_filter f;
	struct annual_below out;
	struct str text;
	size_t told;
};

/* The year that is asked for; without one the latest that has a report, else last year. */
static enum err choose_year(struct below_job *j, struct tx *tx, struct error *err)
{
	struct annual_below_last_row last;
	int now = date_year(date_of_moment(tx_now(tx) / 1000));
	if (j->f.year)
		return annual_check_year(tx, j->f.year, err);
	enum err e = sql_annual_below_last(
		tx, &(struct annual_below_last_in){ j->who->agency, now }, j->a, &last, err);
	if (e == OK)
		j->f.year = last.year.has ? (int)last.year.v : now - 1;
	return e;
}

static enum err read_rows(struct below_job *j, struct tx *tx, int64_t limit,
	struct annual_below_row **row, size_t *n, struct error *err)
{
	struct annual_below_in in = { .top = j->who->agency, .year = j->f.year,
		.published = { j->f.show != BELOW_ALL, j->f.show == BELOW_PUBLISHED },
		.published_state = ANNUAL_PUBLISHED, .depth = j->f.after.depth,
		.name = j->f.after.name.p ? j->f.after.name : STR(""), .id = j->f.after.id, .limit = limit };
	return sql_annual_below(tx, &in, j->a, row, n, err);
}

/* The report of one agency as it stands, checked as its own page does it. */
static enum err check_one(
	struct below_job *j, struct tx *tx, struct annual_below_line *l, struct error *err)
{
	struct arena scratch;
	struct annual_figures f;
	struct findings found;
	size_t unknown;
	arena_init(&scratch, CHECK_ARENA_MAX);
	enum err e = annual_text_figures(tx, &scratch, l->row.agency, j->f.year, &f, err);
	if (e == OK)
		e = annual_compose(tx, &scratch, &f, &unknown, err);
	if (e == OK)
		e = annual_find(&scratch, &f, &found, err);
	for (size_t i = 0; e == OK && i < found.n; i++) {
		l->errors += found.item[i].severity == SEVERITY_ERROR;
		l->warnings += found.item[i].severity == SEVERITY_WARNING;
	}
	l->written = e == OK && annual_has_text(f.report);
	arena_done(&scratch);
	return e;
}

static enum err fill_line(struct below_job *j, struct tx *tx, const struct annual_below_row *row,
	struct annual_below_line *l, struct error *err)
{
	const struct calendar *cal;
	struct date today = date_of_moment(tx_now(tx) / 1000);
	*l = (struct annual_below_line){ .row = *row };
	enum err e = desk_calendar_load_tx(tx, j->d, row->agency, j->a, &cal, err);
	if (e != OK)
		return e;
	l->due = annual_due(j->a, cal, row->name, j->f.year);
	l->days_left = calendar_count_workdays(cal, today, l->due);
	return check_one(j, tx, l, err);
}

static enum err below_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct below_job *j = ctx;
	struct annual_below_row *row;
	struct annual_below_count_row count;
	size_t n;
	enum err e = choose_year(j, tx, err);
	if (e == OK)
		e = read_rows(j, tx, ANNUAL_BELOW_PAGE + 1, &row, &n, err);
	struct annual_below_count_in all = { j->who->agency, j->f.year, ANNUAL_PUBLISHED };
	if (e == OK)
		e = sql_annual_below_count(tx, &all, j->a, &count, err);
	if (e != OK)
		return e;
	struct annual_below *b = &j->out;
	*b = (struct annual_below){ .year = j->f.year, .total = count.total, .published = count.published,
		.more = n > ANNUAL_BELOW_PAGE, .n = n > ANNUAL_BELOW_PAGE ? ANNUAL_BELOW_PAGE : n };
	b->line = arena_array(j->a, struct annual_below_line, b->n);
	if (b->n && !b->line)
		return arena_check(j->a, err);
	for (size_t i = 0; e == OK && i < b->n; i++)
		e = fill_line(j, tx, &row[i], &b->line[i], err);
	return e;
}

enum err annual_below(const struct desk *d, struct arena *a, const struct actor *who,
	const struct annual_below_filter *f, struct annual_below *out, struct error *err)
{
	struct below_job j = { .d = d, .a = a, .who = who, .f = *f };
	enum err e = desk_allow(who, PERM_ANNUAL_SUPERVISE, err);
	if (e == OK)
		e = store_read(d->store, below_fn, &j, err);
	if (e == OK)
		*out = j.out;
	return e;
}

/* --- export -------------------------------------------------------------------------------------- */

static enum err export_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct below_job *j = ctx;
	struct event_entry entry = { .action = STR("annual.export_below"),
		.object_kind = STR("agency"),
		.object = j->who->agency.v,
		.reason = j->text,
		.detail = arena_fmt(j->a, "year=%d", j->f.year) };
	enum err e = arena_check(j->a, err);
	return e != OK ? e : desk_log(tx, j->who, PERM_ANNUAL_SUPERVISE, &entry, err);
}

enum err annual_below_export(const struct desk *d, const struct actor *who, int year,
	struct str reason, struct error *err)
{
	struct arena a;
	struct below_job j = { .d = d, .a = &a, .who = who, .f = { .year = year }, .text = reason };
	enum err e = desk_allow(who, PERM_ANNUAL_SUPERVISE, err);
	if (e == OK)
		e = field_text(&j.text, "reason", "导出理由", TEXT_MIN, TEXT_MAX, err);
	if (e != OK)
		return e;
	arena_init(&a, REMIND_ARENA_MAX);
	e = store_write(d->store, export_fn, &j, err);
	arena_done(&a);
	return e;
}

/* --- 催报 ------------------------------------------------------------------------------------------ */

static enum err remind_one(
	struct below_job *j, struct tx *tx, struct agency_id agency, struct error *err)
{
	struct notice n = { .kind = NOTICE_REPORT_WANTED,
		.object_kind = "annual_report",
		.object = j->f.year,
		.detail = arena_fmt(j->a, "%d年度：%.*s", j->f.year, STR_ARG(j->text)) };
	struct notice_to to = { .agency = agency, .permission = PERM_ANNUAL_EDIT };
	struct annual_reminder_insert_in in = { .id = tx_new_id(tx), .agency = agency,
		.year = j->f.year, .text = j->text, .actor = j->who->person, .now = tx_now(tx) };
	enum err e = arena_check(j->a, err);
	if (e == OK)
		e = sql_annual_reminder_insert(tx, &in, NULL, err);
	return e != OK ? e : notice_add(tx, j->a, j->who, &n, &to, err);
}

static enum err remind_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct below_job *j = ctx;
	struct annual_below_row *row;
	size_t n = 0;
	int now = date_year(date_of_moment(tx_now(tx) / 1000));
	enum err e = annual_check_year(tx, j->f.year, err);
	if (e == OK && j->f.year >= now)
		e = error_set(err, ERR_CONFLICT, "条例第49条", "%d年还没有结束，年度报告从下一年1月1日起报送", j->f.year);
	if (e == OK)
		e = read_rows(j, tx, ANNUAL_REMIND_MAX, &row, &n, err);
	if (e == OK && n == 0)
		e = error_set(err, ERR_CONFLICT, NULL, "下级机关都已公布，不用催报");
	for (size_t i = 0; e == OK && i < n; i++)
		e = remind_one(j, tx, row[i].agency, err);
	struct event_entry entry = { .action = STR("annual.remind"),
		.object_kind = STR("agency"),
		.object = j->who->agency.v,
		.reason = j->text,
		.detail = arena_fmt(j->a, "year=%d agencies=%zu", j->f.year, n) };
	j->told = n;
	if (e == OK)
		e = arena_check(j->a, err);
	return e != OK ? e : desk_log(tx, j->who, PERM_ANNUAL_SUPERVISE, &entry, err);
}

enum err annual_remind(const struct desk *d, const struct actor *who, int year, struct str text,
	size_t *n, struct error *err)
{
	struct arena a;
	struct below_job j = { .d = d, .a = &a, .who = who, .f = { .year = year, .show = BELOW_MISSING },
		.text = text };
	enum err e = desk_allow(who, PERM_ANNUAL_SUPERVISE, err);
	if (e == OK)
		e = field_text(&j.text, "text", "催报说明", TEXT_MIN, TEXT_MAX, err);
	if (e != OK)
		return e;
	arena_init(&a, REMIND_ARENA_MAX);
	e = desk_write(d, remind_fn, &j, err);
	arena_done(&a);
	if (e == OK)
		*n = j.told;
	return e;
}
