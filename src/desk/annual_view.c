/*
 * annual_view -- the report of a year for those who work on it: cells, findings, steps, deadline;
 * the list of years; and for the supervising office the agencies below it.
 */
#include "desk/annual_part.h"

#include "desk/annual_text.h"
#include "desk/calendar_book.h"
#include "desk/role.h"
#include "law/calendar.h"
#include "report/agency.h"

#include <stdlib.h>

enum { BELOW_MAX = 2000 };

struct view_job {
	const struct desk *d;
	struct arena *a;
	const struct actor *who;
	struct agency_id agency;
	int year;
	struct annual_view view;
	struct annual_year *list;
	struct annual_below_row *below;
	size_t n;
};

/* --- words that the entries put into part six ------------------------------------------------------ */

static struct str entry_words(struct arena *a, const struct annual_entry_row *e)
{
	int cell = report_cell_by_code(e->cell);
	return arena_fmt(a, "%s由登记簿统计的%.*s更正为%.*s，理由：%.*s",
		report_cell_name(cell < 0 ? 0 : cell).z, STR_ARG(e->counted), STR_ARG(e->value),
		STR_ARG(e->reason));
}

enum err annual_complete_parts(struct report *r, struct error *err)
{
	struct report_section *s = arena_array(r->arena, struct report_section, 6);
	if (!s)
		return arena_check(r->arena, err);
	for (int no = 1; no <= 6; no++) {
		const struct report_section *have = report_find_section(r, no);
		s[no - 1] = have ? *have
				 : (struct report_section){ .no = no,
					   .heading = str_cstr(report_section_heading(no)) };
	}
	r->section = s;
	r->n_sections = r->cap_sections = 6;
	return OK;
}

/* What was set by hand is told in part six. */
static enum err put_entries(struct arena *a, struct annual_figures *f, size_t n, struct error *err)
{
	struct report_section *six = &f->report->section[5];
	struct report_paragraph *p = arena_array(a, struct report_paragraph, six->n_paragraphs + n);
	if (!p)
		return arena_check(a, err);
	if (six->n_paragraphs)
		memcpy(p, six->paragraph, six->n_paragraphs * sizeof *p);
	for (size_t i = 0; i < f->n_entries; i++)
		if (f->entry[i].erratum == 0)
			p[six->n_paragraphs++].text = entry_words(a, &f->entry[i]);
	six->paragraph = p;
	return arena_check(a, err);
}

enum err annual_compose(struct tx *tx, struct arena *a, struct annual_figures *f,
	size_t *unknown, struct error *err)
{
	size_t n = 0;
	*unknown = 0;
	if (f->frozen)
		return OK;
	enum err e = annual_text_put(tx, a, f, unknown, NULL, err);
	for (size_t i = 0; i < f->n_entries; i++)
		n += f->entry[i].erratum == 0;
	if (e == OK && (n || f->report->n_sections))
		e = annual_complete_parts(f->report, err);
	return e == OK && n ? put_entries(a, f, n, err) : e;
}

/* --- findings ------------------------------------------------------------------------------------- */

/* 上年结转 as counted differs from what was frozen, and nobody has said why. */
static enum err find_carried(struct arena *a, const struct annual_figures *f, struct findings *out,
	struct error *err)
{
	for (int col = 0; !f->frozen && col < REPORT_COL_TOTAL; col++) {
		int cell = report_cell_t3(REPORT_ROW_CARRIED_IN, (enum report_col)col);
		const struct annual_cell *c = &f->cell[cell];
		struct decimal locked;
		if (!c->locked || c->entry >= 0 || !report_number(f->report, cell, &locked) ||
			decimal_eq(locked, c->counted))
			continue;
		struct finding it = { .rule = "CK4",
			.severity = SEVERITY_ERROR,
			.cell = &cell,
			.n_cells = 1,
			.expected = arena_fmt(a, "%s", decimal_text(locked).z),
			.actual = arena_fmt(a, "%s", decimal_text(c->counted).z),
			.message = arena_fmt(a, "%s：上年报告结转%s件，登记簿中上年末未办结的是%s件",
				report_cell_name(cell).z, decimal_text(locked).z,
				decimal_text(c->counted).z),
			.hint = STR("请核对登记簿；确有差异的，在这一格填写更正和理由，理由写入报告第六部分"),
			.section = -1 };
		findings_add(out, &it);
	}
	return arena_check(a, err);
}

/* CK4 allows for a difference that is explained: a number set by hand has its reason in part six. */
static void accept_explained(const struct annual_figures *f, struct findings *out)
{
	bool open = false;
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < out->n; i++) {
			struct finding *it = &out->item[i];
			if (strcmp(it->rule, "CK4") != 0 || it->n_cells == 0)
				continue;
			bool total = report_cell_col(it->cell[0]) == REPORT_COL_TOTAL;
			if (total != (pass == 1))
				continue;
			if (total ? !open : f->cell[it->cell[0]].entry >= 0) {
				it->severity = SEVERITY_WARNING;
				it->hint = STR("已说明理由，理由写入报告第六部分");
			} else {
				open = true;
			}
		}
	findings_sort(out);
}

enum err annual_find(struct arena *a, const struct annual_figures *f, struct findings *out,
	struct error *err)
{
	findings_init(out, a);
	enum err e = find_carried(a, f, out, err);
	if (e == OK)
		e = report_check(f->report, f->previous, out, err);
	if (e == OK)
		accept_explained(f, out);
	return e;
}

/* --- one year ------------------------------------------------------------------------------------- */

static struct date last_workday(const struct calendar *cal, struct date d)
{
	while (!calendar_is_workday(cal, d))
		d = date_add_days(d, -1);
	return d;
}

struct date annual_due(struct arena *a, const struct calendar *cal, struct str agency, int year)
{
	bool government = agency_is_government(a, agency);
	return last_workday(cal, date_from_ymd(year + 1, government ? 3 : 1, 31));
}

static bool has_text(const struct report *r)
{
	for (int no = 1; no <= 6; no++) {
		const struct report_section *s = report_find_section(r, no);
		/* Parts two to four are tables. */
		if ((no == 1 || no >= 5) && (!s || s->n_paragraphs == 0))
			return false;
	}
	return true;
}

enum err annual_view_fill(struct tx *tx, const struct desk *d, struct arena *a, const struct actor *who,
	struct agency_id agency, int year, struct annual_view *v, struct error *err)
{
	const struct calendar *cal;
	struct date today = date_of_moment(tx_now(tx) / 1000);
	*v = (struct annual_view){ 0 };
	enum err e = annual_reach(tx, who, agency, a, err);
	if (e == OK)
		e = annual_check_year(tx, year, err);
	if (e == OK)
		e = annual_text_figures(tx, a, agency, year, &v->figures, err);
	if (e == OK)
		e = annual_compose(tx, a, &v->figures, &v->unknown, err);
	if (e == OK)
		e = annual_find(a, &v->figures, &v->findings, err);
	if (e == OK && v->figures.frozen)
		e = annual_put_errata(a, v->figures.report, v->figures.entry, v->figures.n_entries, err);
	if (e == OK && v->figures.row.id.v)
		e = sql_annual_steps(
			tx, &(struct annual_steps_in){ v->figures.row.id }, a, &v->step, &v->n_steps, err);
	if (e == OK)
		e = desk_calendar_load_tx(tx, d, agency, a, &cal, err);
	if (e != OK)
		return e;
	v->text_ready = has_text(v->figures.report);
	v->due = annual_due(a, cal, v->figures.agency_name, year);
	v->days_left = calendar_count_workdays(cal, today, v->due);
	return arena_check(a, err);
}

static enum err view_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct view_job *j = ctx;
	return annual_view_fill(tx, j->d, j->a, j->who, j->agency, j->year, &j->view, err);
}

enum err annual_view(const struct desk *d, struct arena *a, const struct actor *who,
	struct agency_id agency, int year, struct annual_view *out, struct error *err)
{
	struct view_job j = { .d = d, .a = a, .who = who, .agency = agency, .year = year };
	enum err e = desk_allow(who, PERM_ANNUAL_LOOK, err);
	if (e == OK)
		e = store_read(d->store, view_fn, &j, err);
	if (e == OK)
		*out = j.view;
	return e;
}

enum err annual_report(const struct desk *d, struct arena *a, const struct actor *who,
	struct agency_id agency, int year, struct report **out, struct error *err)
{
	struct annual_view v;
	enum err e = annual_view(d, a, who, agency, year, &v, err);
	if (e == OK)
		*out = v.figures.report;
	return e;
}

/* --- all years -------------------------------------------------------------------------------------- */

static int compare_years(const void *x, const void *y)
{
	const struct annual_year *a = x, *b = y;
	return (a->year < b->year) - (a->year > b->year);
}

static struct annual_year *year_at(struct view_job *j, int year)
{
	for (size_t i = 0; i < j->n; i++)
		if (j->list[i].year == year)
			return &j->list[i];
	j->list[j->n] = (struct annual_year){ .year = year };
	return &j->list[j->n++];
}

static enum err years_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct view_job *j = ctx;
	struct annual_year_sum_row *sum;
	struct annual_report_row *row;
	size_t n_sums, n_rows;
	int64_t open = 0;
	int now = date_year(date_of_moment(tx_now(tx) / 1000));
	j->n = 0;
	enum err e = annual_reach(tx, j->who, j->agency, j->a, err);
	if (e == OK)
		e = sql_annual_year_sums(
			tx, &(struct annual_year_sums_in){ j->agency }, j->a, &sum, &n_sums, err);
	if (e == OK)
		e = sql_annual_report_list(
			tx, &(struct annual_report_list_in){ j->agency }, j->a, &row, &n_rows, err);
	if (e != OK)
		return e;
	j->list = arena_array(j->a, struct annual_year, n_sums + n_rows + 2);
	if (!j->list)
		return arena_check(j->a, err);
	for (size_t i = 0; i < n_sums; i++) {
		struct annual_year *y = year_at(j, (int)sum[i].year);
		open += sum[i].received - sum[i].closed;
		y->received = sum[i].received;
		y->closed = sum[i].closed;
		y->open = open;
	}
	for (size_t i = 0; i < n_rows; i++)
		year_at(j, (int)row[i].year)->row = row[i];
	year_at(j, now);
	year_at(j, now - 1);
	qsort(j->list, j->n, sizeof *j->list, compare_years);
	return OK;
}

enum err annual_years(const struct desk *d, struct arena *a, const struct actor *who,
	struct agency_id agency, struct annual_year **out, size_t *n, struct error *err)
{
	struct view_job j = { .d = d, .a = a, .who = who, .agency = agency };
	enum err e = desk_allow(who, PERM_ANNUAL_LOOK, err);
	if (e == OK)
		e = store_read(d->store, years_fn, &j, err);
	if (e == OK) {
		*out = j.list;
		*n = j.n;
	}
	return e;
}

/* --- the agencies below ------------------------------------------------------------------------------ */

static enum err below_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct view_job *j = ctx;
	enum err e = OK;
	if (!j->year) {
		struct annual_below_last_row last;
		int now = date_year(date_of_moment(tx_now(tx) / 1000));
		e = sql_annual_below_last(
			tx, &(struct annual_below_last_in){ j->who->agency, now }, j->a, &last, err);
		if (e != OK)
			return e;
		j->year = last.year.has ? (int)last.year.v : now - 1;
	}
	struct annual_below_in in = { j->who->agency, j->year, BELOW_MAX };
	e = annual_check_year(tx, j->year, err);
	return e != OK ? e : sql_annual_below(tx, &in, j->a, &j->below, &j->n, err);
}

enum err annual_below(const struct desk *d, struct arena *a, const struct actor *who, int *year,
	struct annual_below_row **out, size_t *n, struct error *err)
{
	struct view_job j = { .d = d, .a = a, .who = who, .year = *year };
	enum err e = desk_allow(who, PERM_ANNUAL_SUPERVISE, err);
	if (e == OK)
		e = store_read(d->store, below_fn, &j, err);
	if (e == OK) {
		*out = j.below;
		*year = j.year;
		*n = j.n;
	}
	return e;
}
