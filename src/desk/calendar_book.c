/*
 * calendar_book -- looking at a year.
 */
#include "desk/calendar_book.h"

#include "desk/calendar_part.h"
#include "desk/role.h"

struct str calendar_day_words(struct arena *a, const struct calendar *cal, struct date d)
{
	struct str name = calendar_day_name(cal, d);
	switch (calendar_day_kind(cal, d)) {
	case DAY_WORKDAY:
		return STR("工作日");
	case DAY_WEEKEND:
		return STR("周末");
	case DAY_HOLIDAY:
		return arena_fmt(a, "放假（%.*s）", STR_ARG(name));
	case DAY_MAKEUP:
		return arena_fmt(a, "调休上班（%.*s）", STR_ARG(name));
	case DAY_LOCAL:
		return arena_fmt(a, "本地放假（%.*s）", STR_ARG(name));
	}
	return STR("");
}

static void count_days(struct calendar_book_year *y)
{
	struct date end = date_from_ymd(y->year, 12, 31);
	for (struct date d = date_from_ymd(y->year, 1, 1); d.day <= end.day; d.day++) {
		enum day_kind kind = calendar_day_kind(y->calendar, d);
		y->workdays += kind == DAY_WORKDAY || kind == DAY_MAKEUP;
		y->weekends += kind == DAY_WEEKEND;
		y->holidays += kind == DAY_HOLIDAY;
		y->makeups += kind == DAY_MAKEUP;
		y->locals += kind == DAY_LOCAL;
	}
}

/* Where the arrangement of the year comes from: the imports, newest first. */
static enum err read_imports(
	struct tx *tx, struct arena *a, struct calendar_book_year *y, struct error *err)
{
	struct calendar_year_row *row;
	struct calendar_imports_in in = { y->year, CALENDAR_LIST_MAX };
	size_t n;
	enum err e = sql_calendar_imports(tx, &in, a, &row, &n, err);
	if (e)
		return e;
	y->import = arena_array(a, struct calendar_import_item, n);
	if (n && !y->import)
		return arena_check(a, err);
	for (size_t i = 0; i < n; i++) {
		struct calendar_file f;
		struct calendar_person_row p = { .login = STR("") };
		e = sql_calendar_person(tx,
			&(struct calendar_person_in){ row[i].imported_by }, a, &p, err);
		if (e && e != ERR_NOT_FOUND)
			return e;
		e = calendar_read_file(a, row[i].content, &f, err);
		if (e)
			return e;
		y->import[i] = (struct calendar_import_item){ .source = row[i].source,
			.login = p.login, .at = row[i].imported_at, .current = row[i].current != 0,
			.days = (int)f.year.n };
		if (row[i].current) {
			y->paper = f.paper;
			y->n_papers = f.n_papers;
			y->builtin = false;
		}
	}
	y->n_imports = n;
	return OK;
}

/* What counts in this year, and the own agency's entries as they were made. */
static enum err read_locals(struct tx *tx, struct arena *a, struct agency_id agency,
	struct calendar_book_year *y, struct error *err)
{
	struct local_day_row *row;
	size_t n;
	int64_t first = date_from_ymd(y->year, 1, 1).day, last = date_from_ymd(y->year, 12, 31).day;
	enum err e = calendar_locals(tx, a, agency, &row, &n, err);
	if (e)
		return e;
	y->local = row;
	for (size_t i = 0; i < n; i++)
		if (row[i].day >= first && row[i].day <= last)
			row[y->n_locals++] = row[i];
	struct local_day_history_in in = { agency, first, last, CALENDAR_LIST_MAX };
	return sql_local_day_history(tx, &in, a, &y->entry, &y->n_entries, err);
}

struct view_job {
	const struct desk *d;
	const struct actor *who;
	int year;
	struct arena *a;
	struct calendar_book_year out;
};

static enum err read_view(struct tx *tx, void *ctx, struct error *err)
{
	struct view_job *j = ctx;
	size_t n;
	const struct arrangement *builtin = arrangement_builtin(&n);
	struct calendar_book_year *y = &j->out;
	*y = (struct calendar_book_year){ .today = date_of_moment(tx_now(tx) / 1000) };
	y->year = j->year ? j->year : date_year(y->today);
	if (y->year < ARRANGEMENT_YEAR_MIN || y->year > ARRANGEMENT_YEAR_MAX) {
		error_set(err, ERR_INVALID, NULL, "只有 %d 年至 %d 年的日历", ARRANGEMENT_YEAR_MIN,
			ARRANGEMENT_YEAR_MAX);
		err->field = "year";
		return ERR_INVALID;
	}
	for (size_t i = 0; i < n; i++)
		y->builtin = y->builtin || builtin[i].year == y->year;
	enum err e = desk_calendar_load_tx(tx, j->d, j->who->agency, j->a, &y->calendar, err);
	if (!e)
		e = read_imports(tx, j->a, y, err);
	if (!e && j->who->agency.v)
		e = read_locals(tx, j->a, j->who->agency, y, err);
	if (e)
		return e;
	y->arranged = calendar_has_year(y->calendar, y->year);
	struct error denied;
	y->may_edit = desk_allow(j->who, PERM_CALENDAR_EDIT, &denied) == OK;
	count_days(y);
	return OK;
}

enum err calendar_book_view(const struct desk *d, const struct actor *who, int year,
	struct arena *a, struct calendar_book_year *out, struct error *err)
{
	struct view_job j = { .d = d, .who = who, .year = year, .a = a };
	enum err e = desk_allow(who, PERM_CALENDAR_LOOK, err);
	if (!e)
		e = store_read(d->store, read_view, &j, err);
	if (!e)
		*out = j.out;
	return e;
}
