/*
 * ledger_grid -- what is filled in, missing and signed, by department and month; entries.
 */
#include "desk/ledger_part.h"

enum { MONTHS = 12 };

const char *ledger_sheet_name(enum ledger_sheet s)
{
	static const char *const name[LEDGER_SHEETS] = { [LEDGER_SHEET_DECISIONS] =
								 "许可、处罚、强制、收费",
		[LEDGER_SHEET_PRESS] = "新闻发布、媒体报道、解读回应",
		[LEDGER_SHEET_CHANNELS] = "公开渠道发布和关注" };
	return (unsigned)s < LEDGER_SHEETS ? name[s] : "";
}

const char *ledger_sheet_word(enum ledger_sheet s)
{
	static const char *const word[LEDGER_SHEETS] = { [LEDGER_SHEET_DECISIONS] = "decisions",
		[LEDGER_SHEET_PRESS] = "press",
		[LEDGER_SHEET_CHANNELS] = "channels" };
	return (unsigned)s < LEDGER_SHEETS ? word[s] : "";
}

void ledger_sheet_items(enum ledger_sheet s, int *first, int *last)
{
	static const int range[LEDGER_SHEETS][2] = {
		[LEDGER_SHEET_DECISIONS] = { LEDGER_LICENCE, LEDGER_FEE },
		[LEDGER_SHEET_PRESS] = { LEDGER_CONFERENCES, LEDGER_RESPONSES },
		[LEDGER_SHEET_CHANNELS] = { LEDGER_POSTS, LEDGER_FOLLOWERS },
	};
	*first = range[s][0];
	*last = range[s][1];
}

const char *ledger_state_name(enum ledger_state s)
{
	static const char *const name[LEDGER_STATES] = { [LEDGER_FUTURE] = "未到",
		[LEDGER_MISSING] = "未填齐",
		[LEDGER_UNSIGNED] = "待签认",
		[LEDGER_CHANGED] = "签认后有改动",
		[LEDGER_SIGNED] = "已签认" };
	return (unsigned)s < LEDGER_STATES ? name[s] : "";
}

/* --- one sheet of a year ------------------------------------------------------------------------ */

struct sheet {
	struct agency_id agency;
	enum ledger_sheet sheet;
	int year, first, last;
	struct date today;
	struct department_row *department;
	size_t n_departments;
	struct tally_month_row *figure;
	size_t n_figures;
	struct tally_newest_row *newest;
	size_t n_newest;
	struct tally_sign_row *sign;
	size_t n_signs;
	struct channel_row *channel;
	size_t n_channels;
};

static enum err load_sheet(struct sheet *s, struct tx *tx, struct arena *a, struct error *err)
{
	s->today = ledger_today(tx);
	ledger_sheet_items(s->sheet, &s->first, &s->last);
	struct department_list_in departments = { s->agency };
	struct tally_months_in figures = { s->agency, s->year, s->first, s->last };
	struct tally_newest_in newest = { s->agency, s->year, s->first, s->last };
	struct tally_signs_in signs = { s->agency, s->year };
	enum err e = sql_department_list(
		tx, &departments, a, &s->department, &s->n_departments, err);
	if (e == OK)
		e = sql_tally_months(tx, &figures, a, &s->figure, &s->n_figures, err);
	if (e == OK)
		e = sql_tally_newest(tx, &newest, a, &s->newest, &s->n_newest, err);
	if (e == OK)
		e = sql_tally_signs(tx, &signs, a, &s->sign, &s->n_signs, err);
	if (e == OK && s->sheet == LEDGER_SHEET_CHANNELS)
		e = ledger_channels(tx, s->agency, a, &s->channel, &s->n_channels, err);
	return e;
}

/* How many figures the sheet wants of a department in a month: posts alone are wanted of a channel. */
static int wanted(const struct sheet *s, struct department_id department, int month)
{
	if (s->sheet != LEDGER_SHEET_CHANNELS)
		return s->last - s->first + 1;
	int n = 0;
	for (size_t i = 0; i < s->n_channels; i++)
		n += s->channel[i].department.v == department.v &&
		     ledger_channel_was_open(&s->channel[i], s->year, month);
	return n;
}

static void judge(const struct sheet *s, struct department_id department, int month,
	struct ledger_month *m)
{
	*m = (struct ledger_month){ .wanted = wanted(s, department, month) };
	for (size_t i = 0; i < s->n_figures; i++) {
		const struct tally_month_row *f = &s->figure[i];
		if (f->month != month || f->department.v != department.v)
			continue;
		m->filled += f->item != LEDGER_FOLLOWERS;
	}
	for (size_t i = 0; i < s->n_newest; i++)
		if (s->newest[i].month == month && s->newest[i].department.v == department.v)
			m->last = s->newest[i].last;
	int64_t upto = 0;
	for (size_t i = 0; i < s->n_signs; i++) {
		const struct tally_sign_row *g = &s->sign[i];
		if (g->sheet != (int64_t)s->sheet || g->month != month ||
			g->department.v != department.v)
			continue;
		upto = g->upto;
		m->signer = g->actor_name;
		m->signed_at = g->at;
	}
	if (!ledger_has_begun(s->today, s->year, month) || (m->wanted == 0 && m->filled == 0))
		m->state = LEDGER_FUTURE;
	else if (m->filled < m->wanted)
		m->state = LEDGER_MISSING;
	else if (!upto)
		m->state = LEDGER_UNSIGNED;
	else
		m->state = m->last > upto ? LEDGER_CHANGED : LEDGER_SIGNED;
}

/* --- overview ----------------------------------------------------------------------------------- */

static bool has_figures(const struct sheet *s, struct department_id department)
{
	for (size_t i = 0; i < s->n_figures; i++)
		if (s->figure[i].department.v == department.v)
			return true;
	for (size_t i = 0; i < s->n_channels; i++)
		if (s->channel[i].department.v == department.v)
			return true;
	return false;
}

static void add_line(struct ledger_overview *o, const struct sheet *s,
	struct department_id department, struct str name)
{
	struct ledger_line_of *l = &o->line[o->n++];
	*l = (struct ledger_line_of){ .department = department, .name = name };
	for (int m = 1; m <= MONTHS; m++) {
		judge(s, department, m, &l->month[m - 1]);
		o->count[l->month[m - 1].state]++;
	}
}

enum err ledger_overview_tx(struct tx *tx, struct agency_id agency, enum ledger_sheet sheet,
	int year, struct arena *a, struct ledger_overview *out, struct error *err)
{
	struct sheet s = { .agency = agency, .sheet = sheet, .year = year };
	enum err e = load_sheet(&s, tx, a, err);
	if (e != OK)
		return e;
	struct ledger_overview o = { .year = year, .sheet = sheet };
	o.line = arena_array(a, struct ledger_line_of, s.n_departments + 1);
	if (!o.line)
		return arena_check(a, err);
	bool active = false;
	for (size_t i = 0; i < s.n_departments; i++) {
		const struct department_row *d = &s.department[i];
		bool has = has_figures(&s, d->id);
		active |= d->active != 0;
		/* Channels and press work belong to some departments only. */
		if (has || (d->active && sheet == LEDGER_SHEET_DECISIONS))
			add_line(&o, &s, d->id, d->name);
	}
	struct department_id none = { 0 };
	if (!active || o.n == 0 || has_figures(&s, none))
		add_line(&o, &s, none, STR("本级"));
	for (size_t i = 0; i < s.n_figures; i++)
		if (s.figure[i].month >= 1 && s.figure[i].month <= MONTHS)
			o.total[s.figure[i].item][s.figure[i].month - 1] += s.figure[i].amount;
	*out = o;
	return OK;
}

struct grid_job {
	const struct actor *who;
	struct agency_id agency;
	struct department_id department;
	enum ledger_sheet sheet;
	int year, item, month;
	int64_t below;
	struct str reason;
	struct arena *a;
	struct ledger_overview overview;
	struct ledger_grid grid;
	struct ledger_history history;
	struct department_row *department_list;
	size_t n_departments;
};

static enum err begin(struct grid_job *j, struct tx *tx, struct error *err)
{
	enum err e = ledger_reach(tx, j->who, &j->agency, j->a, err);
	if (e == OK)
		e = ledger_check_year(ledger_today(tx), j->year, err);
	return e;
}

static enum err overview_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct grid_job *j = ctx;
	enum err e = begin(j, tx, err);
	return e != OK ? e
		       : ledger_overview_tx(
				 tx, j->agency, j->sheet, j->year, j->a, &j->overview, err);
}

enum err ledger_overview(const struct desk *d, const struct actor *who, struct agency_id agency,
	enum ledger_sheet sheet, int year, struct arena *a, struct ledger_overview *out,
	struct error *err)
{
	struct grid_job j = {
		.who = who, .agency = agency, .sheet = sheet, .year = year, .a = a
	};
	enum err e = desk_allow(who, PERM_LEDGER_LOOK, err);
	if (e == OK)
		e = store_read(d->store, overview_fn, &j, err);
	if (e == OK)
		*out = j.overview;
	return e;
}

/* --- grid of one department --------------------------------------------------------------------- */

static void fill_row(const struct sheet *s, struct department_id department,
	const struct channel_row *c, struct ledger_grid_row *r)
{
	for (int m = 0; m < MONTHS; m++)
		r->month[m].open = ledger_has_begun(s->today, s->year, m + 1) &&
				   (!c || ledger_channel_was_open(c, s->year, m + 1));
	for (size_t i = 0; i < s->n_figures; i++) {
		const struct tally_month_row *f = &s->figure[i];
		if (f->item != r->item || f->channel.v != r->channel.v || f->month < 1 ||
			f->month > MONTHS || f->department.v != department.v)
			continue;
		r->month[f->month - 1].filled = true;
		r->month[f->month - 1].amount = f->amount;
	}
}

static void add_row(struct ledger_grid *g, const struct sheet *s, struct department_id department,
	const struct channel_row *c, int item, struct str label)
{
	struct ledger_grid_row *r = &g->row[g->n++];
	*r = (struct ledger_grid_row){ .item = item, .label = label };
	if (c)
		r->channel = c->id;
	fill_row(s, department, c, r);
}

static void fill_channels(struct grid_job *j, const struct sheet *s)
{
	for (size_t i = 0; i < s->n_channels; i++) {
		const struct channel_row *c = &s->channel[i];
		bool open = false;
		for (int m = 1; m <= MONTHS; m++)
			open |= ledger_channel_was_open(c, s->year, m);
		if (!open || c->department.v != j->department.v)
			continue;
		struct str label = arena_fmt(j->a, "%s“%.*s”发布（条）",
			channel_platform_name((int)c->platform), STR_ARG(c->name));
		add_row(&j->grid, s, j->department, c, LEDGER_POSTS, label);
		if (channel_is_media((int)c->platform))
			add_row(&j->grid, s, j->department, c, LEDGER_FOLLOWERS,
				arena_fmt(j->a, "%s“%.*s”关注（人）",
					channel_platform_name((int)c->platform),
					STR_ARG(c->name)));
	}
}

static enum err grid_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct grid_job *j = ctx;
	struct sheet s = { .sheet = j->sheet, .year = j->year };
	j->grid = (struct ledger_grid){ .year = j->year };
	enum err e = begin(j, tx, err);
	s.agency = j->agency;
	if (e == OK)
		e = ledger_department(tx, j->agency, j->department, j->a, &j->grid.department, err);
	if (e == OK)
		e = load_sheet(&s, tx, j->a, err);
	if (e != OK)
		return e;
	j->grid.row = arena_array(j->a, struct ledger_grid_row,
		(size_t)(s.last - s.first + 1) + 2 * s.n_channels);
	if (!j->grid.row)
		return arena_check(j->a, err);
	if (s.sheet == LEDGER_SHEET_CHANNELS)
		fill_channels(j, &s);
	for (int i = s.first; i <= s.last && s.sheet != LEDGER_SHEET_CHANNELS; i++)
		add_row(&j->grid, &s, j->department, NULL, i,
			arena_fmt(j->a, "%s（%s）", ledger_item_name(i), ledger_item_unit(i)));
	for (int m = 1; m <= MONTHS; m++)
		judge(&s, j->department, m, &j->grid.month[m - 1]);
	return arena_check(j->a, err);
}

enum err ledger_grid(const struct desk *d, const struct actor *who, struct agency_id agency,
	struct department_id department, enum ledger_sheet sheet, int year, struct arena *a,
	struct ledger_grid *out, struct error *err)
{
	struct grid_job j = { .who = who,
		.agency = agency,
		.department = department,
		.sheet = sheet,
		.year = year,
		.a = a };
	enum err e = desk_allow(who, PERM_LEDGER_LOOK, err);
	if (e == OK)
		e = store_read(d->store, grid_fn, &j, err);
	if (e == OK)
		*out = j.grid;
	return e;
}

/* --- entries ------------------------------------------------------------------------------------ */

static enum err history_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct grid_job *j = ctx;
	enum err e = begin(j, tx, err);
	if (e != OK)
		return e;
	struct tally_entries_in in = { .agency = j->agency,
		.year = j->year,
		.department = j->department,
		.item = { j->item >= 0, j->item },
		.month = { j->month > 0, j->month },
		.below = { j->below > 0, j->below },
		.limit = LEDGER_PAGE + 1 };
	struct ledger_history *h = &j->history;
	e = sql_tally_entries(tx, &in, j->a, &h->row, &h->n, err);
	h->more = e == OK && h->n > LEDGER_PAGE;
	if (h->more)
		h->n = LEDGER_PAGE;
	return e;
}

enum err ledger_history(const struct desk *d, const struct actor *who, struct agency_id agency,
	int year, struct department_id department, int item, int month, int64_t below,
	struct arena *a, struct ledger_history *out, struct error *err)
{
	struct grid_job j = { .who = who,
		.agency = agency,
		.department = department,
		.year = year,
		.item = item,
		.month = month,
		.below = below,
		.a = a };
	enum err e = desk_allow(who, PERM_LEDGER_LOOK, err);
	if (e == OK)
		e = store_read(d->store, history_fn, &j, err);
	if (e == OK)
		*out = j.history;
	return e;
}

static enum err departments_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct grid_job *j = ctx;
	enum err e = ledger_reach(tx, j->who, &j->agency, j->a, err);
	struct department_list_in in = { j->agency };
	struct department_row *row;
	size_t n;
	if (e == OK)
		e = sql_department_list(tx, &in, j->a, &row, &n, err);
	j->n_departments = 0;
	for (size_t i = 0; e == OK && i < n; i++)
		if (row[i].active)
			row[j->n_departments++] = row[i];
	if (e == OK)
		j->department_list = row;
	return e;
}

enum err ledger_departments(const struct desk *d, const struct actor *who, struct agency_id agency,
	struct arena *a, struct department_row **out, size_t *n, struct error *err)
{
	struct grid_job j = { .who = who, .agency = agency, .a = a };
	enum err e = desk_allow(who, PERM_LEDGER_LOOK, err);
	if (e == OK)
		e = store_read(d->store, departments_fn, &j, err);
	if (e == OK) {
		*out = j.department_list;
		*n = j.n_departments;
	}
	return e;
}

/* --- export -------------------------------------------------------------------------------------- */

static enum err export_log_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct grid_job *j = ctx;
	enum err e = begin(j, tx, err);
	struct event_entry entry = { .action = STR("ledger.export"),
		.object_kind = STR("agency"),
		.object = j->agency.v,
		.reason = j->reason,
		.detail = arena_fmt(j->a, "year=%d", j->year) };
	return e != OK ? e : desk_log(tx, j->who, PERM_LEDGER_LOOK, &entry, err);
}

enum err ledger_export(const struct desk *d, const struct actor *who, struct agency_id agency,
	int year, struct str reason, ledger_entry_fn *fn, void *ctx, struct error *err)
{
	struct arena a;
	struct grid_job j = { .who = who, .agency = agency, .year = year, .item = -1, .a = &a,
		.reason = reason };
	enum err e = desk_allow(who, PERM_LEDGER_LOOK, err);
	if (e == OK)
		e = field_text(&j.reason, "reason", "导出理由", 2, LEDGER_REASON_MAX, err);
	if (e != OK)
		return e;
	arena_init(&a, LEDGER_ARENA_MAX);
	e = store_write(d->store, export_log_fn, &j, err);
	for (bool more = true; e == OK && more; more = j.history.more) {
		arena_reset(&a);
		e = store_read(d->store, history_fn, &j, err);
		for (size_t i = 0; e == OK && i < j.history.n; i++)
			e = fn(ctx, &j.history.row[i], err);
		if (e == OK && j.history.n)
			j.below = j.history.row[j.history.n - 1].id;
	}
	arena_done(&a);
	return e;
}
