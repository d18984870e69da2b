/*
 * annual_text_view -- a part as it is shown: text, numbers, remarks, versions.
 */
#include "desk/annual_text_part.h"

#include "desk/role.h"
#include "report/copied.h"

struct view_job {
	const struct desk *d;
	struct arena *a;
	const struct actor *who;
	int year, part;
	int64_t below;
	const struct str *body; /* to try; NULL: what is saved */
	struct annual_text_view *view;
};

/* Totals of table three, all of tables two and four, and the named numbers; last year's totals. */
static bool is_offered(struct str name)
{
	bool total = str_ends(name, STR(".total"));
	return !str_starts(name, STR("t3.")) && !str_starts(name, STR("previous.t3.")) ? true : total;
}

static enum err list_fields(struct arena *a, const struct annual_figures *f, struct annual_text_view *v,
	struct error *err)
{
	v->field = arena_array(a, struct annual_text_field, REPORT_CELLS_2021 + f->n_fields);
	if (!v->field)
		return arena_check(a, err);
	for (size_t i = 0; i < f->n_fields; i++) {
		const struct annual_field *x = &f->field[i];
		if (is_offered(x->name) && !str_starts(x->name, STR("previous.")))
			v->field[v->n_fields++] = (struct annual_text_field){ x->name, x->meaning,
				arena_fmt(a, "%s", decimal_text(x->value).z) };
	}
	for (int cell = 0; cell < REPORT_CELLS_2021; cell++) {
		struct str name = arena_fmt(a, "%s", report_cell_code(cell).z);
		struct decimal value;
		if (is_offered(name) && report_number(f->report, cell, &value))
			v->field[v->n_fields++] = (struct annual_text_field){ name,
				arena_fmt(a, "%s", report_cell_name(cell).z),
				arena_fmt(a, "%s", decimal_text(value).z) };
	}
	return arena_check(a, err);
}

/* The text of a part of a report, its paragraphs one a line; "" when it has none. */
static struct str part_text(struct arena *a, const struct report *r, int part)
{
	const struct report_section *s = part ? report_find_section(r, part) : NULL;
	const struct report_paragraph *p = s ? s->paragraph : r->lead;
	size_t n = s ? s->n_paragraphs : part ? 0 : r->n_lead;
	struct buf b;
	buf_init(&b, 1 << 20);
	for (size_t i = 0; i < n; i++) {
		buf_str(&b, p[i].text);
		buf_char(&b, '\n');
	}
	struct str out = arena_str(a, buf_view(&b));
	buf_done(&b);
	return out;
}

static enum err compare_years(struct arena *a, const struct annual_figures *f, struct annual_text_view *v,
	struct error *err)
{
	struct copied c;
	v->copied = -1;
	if (!f->previous)
		return OK;
	struct str before = v->last_year = part_text(a, f->previous, v->part);
	enum err e = before.n && v->part ? copied_compare(a, v->prose.text, before, &c, err) : OK;
	if (e == OK && before.n && v->part && c.judged)
		v->copied = c.contained;
	return e;
}

/* Expands the part with the year's figures and holds its typed numbers against the tables. */
static enum err judge(
	struct arena *a, struct annual_figures *f, struct annual_text_view *v, struct error *err)
{
	struct claims c = { .arena = a };
	enum err e = prose_expand(a, v->source, annual_number, f, &v->prose, err);
	if (e != OK || v->part == 0)
		return e != OK ? e : compare_years(a, f, v, err);
	e = prose_put_part(f->report, v->part, v->prose.text, err);
	if (e == OK)
		e = report_claims(f->report, &c, err);
	if (e == OK)
		e = prose_free_numbers(a, f->report, &c, v->part, &v->prose, &v->free, &v->n_free, err);
	for (size_t i = 0; e == OK && i < v->n_free; i++)
		v->n_differ += v->free[i].claim->status == CLAIM_DIFFERS;
	return e == OK ? compare_years(a, f, v, err) : e;
}

static enum err load_around(struct tx *tx, struct view_job *j, struct annual_text_view *v, struct error *err)
{
	struct annual_text_history_in versions = { j->who->agency, j->year, j->part,
		j->below > 0 ? j->below : INT64_MAX };
	struct annual_comments_in remarks = { j->who->agency, j->year, j->part };
	enum err e = sql_annual_text_history(tx, &versions, j->a, &v->history, &v->n_history, err);
	return e == OK ? sql_annual_comments(tx, &remarks, j->a, &v->comment, &v->n_comments, err) : e;
}

static enum err view_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct view_job *j = ctx;
	struct annual_figures f;
	struct annual_text_row row;
	struct annual_text_view v = { .year = j->year, .part = j->part, .copied = -1 };
	enum err e = annual_check_year(tx, j->year, err);
	if (e == OK)
		e = annual_text_figures(tx, j->a, j->who->agency, j->year, &f, err);
	if (e == OK)
		e = annual_text_load(tx, j->a, &f, j->part, &row, err);
	if (e != OK)
		return e;
	v.version = row.version;
	v.actor_name = row.actor_name;
	v.at = row.at;
	v.source = j->body ? *j->body : row.body;
	if (v.version > 0 && j->part == 6)
		e = annual_text_start(tx, j->a, &f, j->part, &v.own_words, err);
	if (e != OK)
		return e;
	v.may_edit = role_permits(j->who->roles, PERM_ANNUAL_EDIT) && f.state == ANNUAL_DRAFT;
	e = judge(j->a, &f, &v, err);
	if (e == OK)
		e = list_fields(j->a, &f, &v, err);
	if (e == OK && !j->body)
		e = load_around(tx, j, &v, err);
	if (e == OK)
		*j->view = v;
	return e;
}

static enum err view(const struct desk *d, struct view_job *j, struct error *err)
{
	enum err e = desk_allow(j->who, PERM_ANNUAL_LOOK, err);
	if (e == OK)
		e = annual_part_check(j->part, err);
	return e != OK ? e : store_read(d->store, view_fn, j, err);
}

enum err annual_text_view(const struct desk *d, struct arena *a, const struct actor *who, int year,
	int part, int64_t below, struct annual_text_view *out, struct error *err)
{
	struct view_job j = { d, a, who, year, part, below, NULL, out };
	return view(d, &j, err);
}

enum err annual_text_try(const struct desk *d, struct arena *a, const struct actor *who, int year,
	int part, struct str body, struct annual_text_view *out, struct error *err)
{
	struct str tidy;
	struct view_job j = { d, a, who, year, part, 0, &tidy, out };
	enum err e = annual_text_tidy(a, body, &tidy, err);
	return e != OK ? e : view(d, &j, err);
}
