/*
 * remedy_year -- table four of the annual report, and the cases behind every cell.
 *
 * Numbers and lists come from one statement (remedy_year_cases), so they cannot differ.
 */
#include "desk/remedy_part.h"

#include "desk/organisation_part.h"
#include "desk/role.h"

enum { BATCH = 500 };

/* The statement for a year; block and column -1: all. */
static struct remedy_year_cases_in cases_in(
	struct agency_id agency, int year, int block, int column, struct remedy_id after, size_t limit)
{
	return (struct remedy_year_cases_in){ .agency = agency,
		.from = date_from_ymd(year, 1, 1).day,
		.to = date_from_ymd(year, 12, 31).day,
		.block = { block >= 0, block },
		.counted = { column >= 0 && column < REMEDY_COLUMNS, column },
		.after = after,
		.limit = (int64_t)limit };
}

static enum err check_year(int year, struct error *err)
{
	return year >= 2000 && year <= 2999 ? OK : field_error(err, "year", "年份不对，请填写四位年份");
}

enum err remedy_year_tx(struct tx *tx, struct arena *a, struct agency_id agency, int year,
	struct remedy_year *out, struct error *err)
{
	struct remedy_year y = { 0 };
	struct remedy_id after = { 0 };
	struct remedy_year_case_row *row;
	size_t n = BATCH;
	enum err e = check_year(year, err);
	while (e == OK && n == BATCH) {
		struct remedy_year_cases_in in = cases_in(agency, year, -1, -1, after, BATCH);
		e = sql_remedy_year_cases(tx, &in, a, &row, &n, err);
		for (size_t i = 0; e == OK && i < n; i++) {
			y.count[row[i].block][row[i].counted]++;
			y.count[row[i].block][REMEDY_TOTAL]++;
			after = row[i].id;
		}
	}
	if (e == OK)
		*out = y;
	return e;
}

struct year_job {
	struct arena *a;
	const struct actor *who;
	struct agency_id agency;
	int year, block, column;
	struct remedy_id after;
	size_t limit, n;
	struct remedy_year out;
	struct remedy_year_case_row *row;
};

static enum err year_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct year_job *j = ctx;
	enum err e = organisation_looks(tx, j->who, j->agency, j->a, err);
	return e != OK ? e : remedy_year_tx(tx, j->a, j->agency, j->year, &j->out, err);
}

enum err remedy_year(const struct desk *d, struct arena *a, const struct actor *who,
	struct agency_id agency, int year, struct remedy_year *out, struct error *err)
{
	struct year_job j = { .a = a, .who = who, .agency = agency, .year = year };
	enum err e = desk_allow(who, PERM_REMEDY_LOOK, err);
	if (e == OK)
		e = store_read(d->store, year_fn, &j, err);
	if (e == OK)
		*out = j.out;
	return e;
}

static enum err list_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct year_job *j = ctx;
	enum err e = check_year(j->year, err);
	if (e == OK)
		e = organisation_looks(tx, j->who, j->agency, j->a, err);
	if (e != OK)
		return e;
	struct remedy_year_cases_in in =
		cases_in(j->agency, j->year, j->block, j->column, j->after, j->limit + 1);
	return sql_remedy_year_cases(tx, &in, j->a, &j->row, &j->n, err);
}

enum err remedy_year_list(const struct desk *d, struct arena *a, const struct actor *who,
	struct agency_id agency, int year, int block, int column, struct remedy_id after, size_t limit,
	struct remedy_year_case_row **out, size_t *n, bool *more, struct error *err)
{
	struct year_job j = { .a = a,
		.who = who,
		.agency = agency,
		.year = year,
		.block = block,
		.column = column,
		.after = after,
		.limit = limit };
	enum err e = desk_allow(who, PERM_REMEDY_LOOK, err);
	if (e == OK)
		e = store_read(d->store, list_fn, &j, err);
	if (e != OK)
		return e;
	*out = j.row;
	*more = j.n > limit;
	*n = *more ? limit : j.n;
	return OK;
}
