/*
 * annual_stats -- a year beside its tables: flow by month, days until the ending, channels.
 */
#include "desk/annual_part.h"

#include "desk/role.h"

struct stats_job {
	const struct desk *d;
	struct arena *a;
	const struct actor *who;
	struct agency_id agency;
	int year;
	struct annual_stats out;
};

static const struct {
	int64_t most; /* calendar days */
	const char *name;
} span[ANNUAL_SPANS] = { { 5, "5天以内" }, { 10, "6至10天" }, { 20, "11至20天" }, { 30, "21至30天" },
	{ 60, "31至60天" }, { 90, "61至90天" }, { INT64_MAX, "90天以上" } };

const char *annual_span_name(int i)
{
	return i >= 0 && i < ANNUAL_SPANS ? span[i].name : "";
}

static enum err fill_months(struct stats_job *j, struct tx *tx, int32_t from, int32_t to, struct error *err)
{
	struct annual_stats *s = &j->out;
	struct annual_flow_in in = { j->agency, from, to };
	struct annual_month_row *day;
	size_t n;
	enum err e = sql_annual_flow(tx, &in, j->a, &day, &n, err);
	if (e != OK)
		return e;
	for (size_t i = 0; i < n; i++) {
		int y, m, d;
		date_split((struct date){ (int32_t)day[i].on_day }, &y, &m, &d);
		s->month[m - 1].received += day[i].received;
		s->month[m - 1].closed += day[i].closed;
	}
	int64_t open = s->figures.cell[report_cell_t3(REPORT_ROW_CARRIED_IN, REPORT_COL_TOTAL)].counted.coef;
	for (int m = 0; m < 12; m++) {
		open += s->month[m].received - s->month[m].closed;
		s->month[m].open = open;
	}
	return OK;
}

static enum err fill_days(struct stats_job *j, struct tx *tx, int32_t from, int32_t to, struct error *err)
{
	struct annual_stats *s = &j->out;
	struct annual_reply_days_in in = { j->agency, from, to };
	struct annual_span_days_row *row;
	size_t n;
	enum err e = sql_annual_reply_days(tx, &in, j->a, &row, &n, err);
	for (size_t i = 0; e == OK && i < n; i++) {
		int k = 0;
		while (row[i].days > span[k].most)
			k++;
		s->span[k] += row[i].n;
		if (row[i].on_time < 0)
			s->no_due += row[i].n;
		else if (row[i].on_time)
			s->in_time += row[i].n;
		else
			s->late += row[i].n;
	}
	return e;
}

static enum err fill_channels(
	struct stats_job *j, struct tx *tx, int32_t from, int32_t to, struct error *err)
{
	struct annual_channels_in in = { j->agency, from, to };
	struct annual_channel_row *row;
	size_t n;
	enum err e = sql_annual_channels(tx, &in, j->a, &row, &n, err);
	for (size_t i = 0; e == OK && i < n; i++)
		if (row[i].channel >= 0 && row[i].channel < RECEIPT_CHANNEL_COUNT)
			j->out.channel[row[i].channel] = row[i].n;
	return e;
}

static enum err stats_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct stats_job *j = ctx;
	j->out = (struct annual_stats){ 0 };
	enum err e = annual_reach(tx, j->who, j->agency, j->a, err);
	if (e == OK)
		e = annual_check_year(tx, j->year, err);
	if (e != OK)
		return e;
	int32_t from = date_from_ymd(j->year, 1, 1).day, to = date_from_ymd(j->year, 12, 31).day;
	e = annual_figures(tx, j->a, j->agency, j->year, &j->out.figures, err);
	if (e == OK)
		e = fill_months(j, tx, from, to, err);
	if (e == OK)
		e = fill_days(j, tx, from, to, err);
	return e != OK ? e : fill_channels(j, tx, from, to, err);
}

enum err annual_stats(const struct desk *d, struct arena *a, const struct actor *who,
	struct agency_id agency, int year, struct annual_stats *out, struct error *err)
{
	struct stats_job *j = arena_one(a, struct stats_job);
	if (!j)
		return arena_check(a, err);
	*j = (struct stats_job){ .d = d, .a = a, .who = who, .agency = agency, .year = year };
	enum err e = desk_allow(who, PERM_ANNUAL_LOOK, err);
	if (e == OK)
		e = store_read(d->store, stats_fn, j, err);
	if (e == OK)
		*out = j->out;
	return e;
}
