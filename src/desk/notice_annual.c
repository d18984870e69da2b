/*
 * notice_annual -- R-049: reminders of the day by which last year's report is published, to those who
 * work on it; and to who supervises, how many below have not published.
 *
 * A reminder is a threshold that has been passed, marked with the day, as in notice_warn.c.
 */
#include "desk/notice_part.h"

#include "desk/annual_part.h"
#include "desk/role.h"
#include "report/agency.h"

enum {
	LATE = -1,
	AGAIN = 5,	/* and every five working days after the day … */
	LATE_MAX = 60,	/* … for twelve weeks */
	BELOW_MAX = 2000
};

enum mark_kind { /* stable: stored */
	MARK_OWN,
	MARK_BELOW,	/* departments below, by 31 January */
	MARK_GOVERNMENTS /* governments below, by 31 March */
};

struct look {
	struct tx *tx;
	struct arena *a;
	struct agency_id agency;
	struct date today;
	const struct calendar *cal;
	int year;
};

/* The smallest threshold that is not passed yet; false: none is near, or nobody listens any more. */
static bool level_of(int left, bool late, int *out)
{
	static const int threshold[] = { 0, 5, 10, 20 };
	int over = -left > 1 ? -left : 1;
	if (late) {
		*out = LATE - (over - 1) / AGAIN * AGAIN;
		return over <= LATE_MAX;
	}
	for (size_t i = 0; i < sizeof threshold / sizeof *threshold; i++)
		if (left <= threshold[i]) {
			*out = threshold[i];
			return true;
		}
	return false;
}

/* Whether this threshold of this day is new; *words then says how many days are left. */
static enum err is_new(struct look *l, enum mark_kind kind, struct date due, bool *fresh, bool *late,
	struct str *words, struct error *err)
{
	int level, left = calendar_count_workdays(l->cal, l->today, due);
	int64_t changed = 0;
	*fresh = false;
	*late = due.day < l->today.day;
	if (!level_of(left, *late, &level))
		return OK;
	struct notice_mark_annual_in in = { l->agency, kind, due.day, level, tx_now(l->tx) };
	enum err e = sql_notice_mark_annual(l->tx, &in, &changed, err);
	*fresh = e == OK && changed > 0;
	*words = notice_left_text(l->a, left, *late, due);
	return e;
}

/* --- one's own report ------------------------------------------------------------------------------ */

static bool is_among(struct person_id p, const struct notice_writer_row *w, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (w[i].person.v == p.v)
			return true;
	return false;
}

/* Who wrote, or while nobody did, who may; reviewers, who signs and who publishes: each once. */
static enum err tell_people(struct look *l, const struct notice *n, struct error *err)
{
	static const struct actor nobody = { 0 };
	struct notice_writer_row *writer;
	struct notice_person_row *p;
	size_t n_writers, n_people;
	int64_t topic = notice_topic_of(n->kind);
	struct notice_writers_in who = { l->agency, l->year };
	struct notice_people_in all = { l->agency, topic };
	enum err e = sql_notice_writers(l->tx, &who, l->a, &writer, &n_writers, err);
	if (e == OK)
		e = sql_notice_people(l->tx, &all, l->a, &p, &n_people, err);
	for (size_t i = 0; e == OK && i < n_people; i++) {
		uint64_t roles = (uint64_t)p[i].roles;
		bool writes = n_writers ? is_among(p[i].id, writer, n_writers)
					: role_permits(roles, PERM_ANNUAL_EDIT);
		struct notice_to to = { .person = p[i].id };
		if (writes || role_permits(roles, PERM_ANNUAL_REVIEW) || role_permits(roles, PERM_ANNUAL_SIGN) ||
			role_permits(roles, PERM_ANNUAL_PUBLISH))
			e = notice_add(l->tx, l->a, &nobody, n, &to, err);
	}
	return e;
}

static enum err warn_own(struct look *l, const struct notice_annual_row *r, struct error *err)
{
	struct date due = annual_due(l->a, l->cal, r->name, l->year);
	struct str words;
	bool fresh, late;
	if (r->state == ANNUAL_PUBLISHED || date_of_moment(r->created_at / 1000).day > due.day)
		return OK;
	enum err e = is_new(l, MARK_OWN, due, &fresh, &late, &words, err);
	if (e != OK || !fresh)
		return e;
	struct notice n = { .kind = late ? NOTICE_ANNUAL_OVERDUE : NOTICE_ANNUAL_DUE,
		.object_kind = "annual_report",
		.object = l->year,
		.detail = arena_fmt(l->a, "%d年度，%.*s，现在是“%s”", l->year, STR_ARG(words),
			annual_state_name((enum annual_state)r->state)) };
	e = arena_check(l->a, err);
	return e != OK ? e : tell_people(l, &n, err);
}

/* --- below ------------------------------------------------------------------------------------------- */

static enum err warn_below(struct look *l, enum mark_kind kind, const struct annual_below_row *row, size_t n,
	struct error *err)
{
	static const struct actor nobody = { 0 };
	struct date due = annual_due(l->a, l->cal, kind == MARK_GOVERNMENTS ? STR("人民政府") : STR(""), l->year);
	size_t all = 0, open = 0;
	struct str words;
	bool fresh, late;
	for (size_t i = 0; i < n; i++) {
		if (agency_is_government(l->a, row[i].name) != (kind == MARK_GOVERNMENTS))
			continue;
		all++;
		open += row[i].state != ANNUAL_PUBLISHED;
	}
	if (open == 0)
		return arena_check(l->a, err);
	enum err e = is_new(l, kind, due, &fresh, &late, &words, err);
	if (e != OK || !fresh)
		return e;
	struct notice it = { .kind = NOTICE_ANNUAL_BELOW,
		.object_kind = "annual_below",
		.object = l->year,
		.detail = arena_fmt(l->a, "%d年度，%zu 个机关中 %zu 个未公布，%.*s", l->year, all, open,
			STR_ARG(words)) };
	struct notice_to to = { .agency = l->agency, .permission = PERM_ANNUAL_SUPERVISE };
	e = arena_check(l->a, err);
	return e != OK ? e : notice_add(l->tx, l->a, &nobody, &it, &to, err);
}

enum err notice_warn_annual(struct tx *tx, struct arena *a, struct agency_id agency, struct date today,
	const struct calendar *cal, struct error *err)
{
	struct look l = { tx, a, agency, today, cal, date_year(today) - 1 };
	struct notice_annual_row r;
	struct annual_below_row *below;
	size_t n;
	struct annual_below_in in = { .top = agency,
		.year = l.year,
		.published_state = ANNUAL_PUBLISHED,
		.name = STR(""),
		.limit = BELOW_MAX };
	enum err e = sql_notice_annual(tx, &(struct notice_annual_in){ agency, l.year }, a, &r, err);
	if (e == OK)
		e = warn_own(&l, &r, err);
	if (e == OK)
		e = sql_annual_below(tx, &in, a, &below, &n, err);
	if (e == OK && n && date_of_moment(r.created_at / 1000).day < today.day)
		e = warn_below(&l, MARK_BELOW, below, n, err);
	if (e == OK && n && date_of_moment(r.created_at / 1000).day < today.day)
		e = warn_below(&l, MARK_GOVERNMENTS, below, n, err);
	return e;
}
