/*
 * annual_public -- published reports, for everybody.
 */
#include "desk/annual_part.h"

struct public_job {
	struct arena *a;
	struct agency_id agency;
	struct annual_id id;
	struct annual_public_row *list;
	size_t n;
	struct annual_public one;
	struct annual_public_year year;
	int limit;
};

static enum err public_list_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct public_job *j = ctx;
	struct annual_published_in in = { j->agency, ANNUAL_PUBLISHED };
	return sql_annual_published(tx, &in, j->a, &j->list, &j->n, err);
}

enum err annual_public_list(const struct desk *d, struct arena *a, struct agency_id agency,
	struct annual_public_row **out, size_t *n, struct error *err)
{
	struct public_job j = { .a = a, .agency = agency };
	enum err e = store_read(d->store, public_list_fn, &j, err);
	if (e == OK) {
		*out = j.list;
		*n = j.n;
	}
	return e;
}

static enum err public_last_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct public_job *j = ctx;
	struct annual_published_last_in in = { ANNUAL_PUBLISHED, j->limit };
	return sql_annual_published_last(tx, &in, j->a, &j->list, &j->n, err);
}

enum err annual_public_last(const struct desk *d, struct arena *a, int limit,
	struct annual_public_row **out, size_t *n, struct error *err)
{
	struct public_job j = { .a = a, .limit = limit };
	enum err e = store_read(d->store, public_last_fn, &j, err);
	if (e == OK) {
		*out = j.list;
		*n = j.n;
	}
	return e;
}

static enum err public_in_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct public_job *j = ctx;
	struct annual_public_year *y = &j->year;
	struct annual_published_years_in years = { ANNUAL_PUBLISHED };
	enum err e = sql_annual_published_years(tx, &years, j->a, &y->years, &y->n_years, err);
	if (e != OK)
		return e;
	if (y->year == 0 && y->n_years)
		y->year = (int)y->years[0].year;
	struct annual_published_in_in in = { ANNUAL_PUBLISHED, y->year, ANNUAL_PUBLIC_MAX };
	return sql_annual_published_in(tx, &in, j->a, &y->row, &y->n, err);
}

enum err annual_public_in(const struct desk *d, struct arena *a, int year,
	struct annual_public_year *out, struct error *err)
{
	struct public_job j = { .a = a, .year = { .year = year } };
	enum err e = store_read(d->store, public_in_fn, &j, err);
	if (e == OK)
		*out = j.year;
	return e;
}

enum err annual_put_errata(struct arena *a, struct report *r, const struct annual_entry_row *entry, size_t n,
	struct error *err)
{
	struct report_section *six = NULL;
	size_t errata = 0;
	for (size_t i = 0; i < n; i++)
		errata += entry[i].erratum != 0;
	if (!errata)
		return OK;
	if (!report_find_section(r, 6)) {
		enum err e = annual_complete_parts(r, err);
		if (e != OK)
			return e;
	}
	for (size_t i = 0; i < r->n_sections; i++)
		if (r->section[i].no == 6)
			six = &r->section[i];
	struct report_paragraph *all = arena_array(a, struct report_paragraph, six->n_paragraphs + errata);
	if (!all)
		return arena_check(a, err);
	if (six->n_paragraphs)
		memcpy(all, six->paragraph, six->n_paragraphs * sizeof *all);
	for (size_t i = 0; i < n; i++) {
		const struct annual_entry_row *e = &entry[i];
		int cell = report_cell_by_code(e->cell);
		if (e->erratum)
			all[six->n_paragraphs++].text = arena_fmt(a, "更正（%s）：%s由%.*s改为%.*s。%.*s",
				date_text(date_of_moment(e->at / 1000)).z, report_cell_name(cell < 0 ? 0 : cell).z,
				STR_ARG(e->counted), STR_ARG(e->value), STR_ARG(e->reason));
	}
	six->paragraph = all;
	return arena_check(a, err);
}

static enum err public_one_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct public_job *j = ctx;
	struct annual_public *p = &j->one;
	struct annual_published_one_in in = { j->id, ANNUAL_PUBLISHED };
	*p = (struct annual_public){ .report = NULL };
	enum err e = sql_annual_published_one(tx, &in, j->a, &p->row, err);
	if (e == ERR_NOT_FOUND)
		return error_set(err, e, NULL, "没有这份报告，请从年报列表重新选择");
	if (e == OK)
		e = annual_load_frozen(tx, j->a, p->row.agency, (int)p->row.year, &p->report, err);
	if (e == OK)
		e = annual_load_entries(tx, j->a, p->row.agency, (int)p->row.year, 1, &p->erratum,
			&p->n_errata, err);
	return e != OK ? e : annual_put_errata(j->a, p->report, p->erratum, p->n_errata, err);
}

enum err annual_public_find(const struct desk *d, struct arena *a, struct annual_id id,
	struct annual_public *out, struct error *err)
{
	struct public_job j = { .a = a, .id = id };
	enum err e = store_read(d->store, public_one_fn, &j, err);
	if (e == OK)
		*out = j.one;
	return e;
}
