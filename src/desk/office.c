/*
 * office -- the public side of the agencies: who takes requests, its figures, and how often one
 * address may do something.
 */
#include "desk/applicant.h"

#include "store/attempt.sql.h"

#include <stdio.h>

enum { MINUTE_MS = 60 * 1000 };

struct office_job {
	struct arena *a;
	struct agency_id id;
	struct office_line_row *line;
	size_t n;
	struct agency_row agency;
	struct office_years years;
	struct str key;
	int64_t total, free;
	int minutes, max;
};

/* --- agencies -----------------------------------------------------------------------------------
 */

static enum err list_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct office_job *j = ctx;
	return sql_office_list(
		tx, &(struct office_list_in){ .limit = OFFICES_MAX }, j->a, &j->line, &j->n, err);
}

enum err office_list(const struct desk *d, struct arena *a, struct office_line_row **out, size_t *n,
	struct error *err)
{
	struct office_job j = { .a = a };
	enum err e = store_read(d->store, list_fn, &j, err);
	if (e == OK) {
		*out = j.line;
		*n = j.n;
	}
	return e;
}

static enum err load_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct office_job *j = ctx;
	enum err e = sql_agency_by_id(
		tx, &(struct agency_by_id_in){ .id = j->id }, j->a, &j->agency, err);
	if (e == ERR_NOT_FOUND || (e == OK && !j->agency.active))
		return error_set(err, ERR_NOT_FOUND, NULL, "没有这个机关，请从首页重新选择");
	return e;
}

enum err office_load(const struct desk *d, struct arena *a, struct agency_id id,
	struct agency_row *out, struct error *err)
{
	struct office_job j = { .a = a, .id = id };
	enum err e = store_read(d->store, load_fn, &j, err);
	if (e == OK)
		*out = j.agency;
	return e;
}

static enum err years_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct office_job *j = ctx;
	struct office_years y = { .year = date_year(date_of_moment(tx_now(tx) / 1000)) };
	struct office_figures_in in = { y.year };
	struct office_open_row open = { 0 };
	enum err e = sql_office_figures(tx, &in, j->a, &y.now, err);
	in.year--;
	if (e == OK)
		e = sql_office_figures(tx, &in, j->a, &y.before, err);
	if (e == OK)
		e = sql_office_open(tx, j->a, &open, err);
	y.open = open.n;
	j->years = y;
	return e;
}

enum err office_years(
	const struct desk *d, struct arena *a, struct office_years *out, struct error *err)
{
	struct office_job j = { .a = a };
	enum err e = store_read(d->store, years_fn, &j, err);
	if (e == OK)
		*out = j.years;
	return e;
}

/* --- how often
 * ------------------------------------------------------------------------------------ */

enum err visitor_free(struct tx *tx, struct arena *a, struct str key, int minutes, int64_t max,
	int64_t *minute, struct error *err)
{
	struct attempt_free_row row;
	struct attempt_free_in in = { key, tx_now(tx) / MINUTE_MS - minutes + 1, max };
	enum err e = sql_attempt_free(tx, &in, a, &row, err);
	if (e == OK)
		*minute = (row.minute ? row.minute : tx_now(tx) / MINUTE_MS) + minutes;
	return e;
}

struct clock_words visitor_clock(int64_t minute)
{
	enum { HOUR = 60, DAY = 24 * HOUR, SHANGHAI = 8 * HOUR };
	struct clock_words w;
	int of_day = (int)((minute + SHANGHAI) % DAY);
	snprintf(w.z, sizeof w.z, "%02d:%02d", of_day / HOUR, of_day % HOUR);
	return w;
}

static enum err limit_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct office_job *j = ctx;
	struct attempt_row row;
	int64_t minute = tx_now(tx) / MINUTE_MS;
	enum err e = sql_attempt_add(tx, &(struct attempt_add_in){ j->key, minute }, NULL, err);
	struct attempt_since_in in = { j->key, minute - j->minutes + 1 };
	if (e == OK)
		e = sql_attempt_since(tx, &in, j->a, &row, err);
	if (e == OK)
		j->total = row.total;
	if (e == OK && j->total > j->max)
		e = visitor_free(tx, j->a, j->key, j->minutes, j->max, &j->free, err);
	return e;
}

enum err visitor_limit(const struct desk *d, struct arena *a, const char *what, struct str address,
	int minutes, int max, struct error *err)
{
	struct office_job j = { .a = a, .minutes = minutes, .max = max };
	struct digest key;
	struct str label = arena_fmt(a, "attempt.%s", what);
	enum err e = arena_check(a, err);
	if (e == OK)
		e = blind_index(d->keys, SEAL_INDEX_GENERATION, label, address, &key, err);
	if (e == OK) {
		j.key = hex_arena(a, desk_bytes(&key));
		e = arena_check(a, err);
	}
	if (e == OK)
		e = desk_write(d, limit_fn, &j, err);
	if (e != OK || j.total <= max)
		return e;
	error_set(err, ERR_LIMIT, NULL,
		"这个网络地址在 %d 分钟内的操作太多，请在 %s 以后再试；急用的，可以当面或者邮寄提出申请",
		minutes, visitor_clock(j.free).z);
	if (err)
		err->field = "address";
	return ERR_LIMIT;
}
