/*
 * channel_list -- the channels of an agency with their year: posts, followers, what is idle.
 */
#include "desk/ledger_part.h"

struct list_job {
	const struct actor *who;
	struct channel_filter filter;
	struct arena *a;
	struct channel_page page;
};

/* The figure of a month; false when there is none. */
static bool figure(const struct tally_month_row *row, size_t n, struct channel_id channel, int item,
	int month, int64_t *amount)
{
	for (size_t i = 0; i < n; i++)
		if (row[i].channel.v == channel.v && row[i].item == item && row[i].month == month) {
			*amount = row[i].amount;
			return true;
		}
	return false;
}

/*
 * C-5.7-20: an account without a post in two weeks is idle.  By monthly figures that is a whole month,
 * over and open throughout, with none.
 */
static void judge(struct channel_item *it, const struct tally_month_row *row, size_t n, int year,
	struct date today)
{
	const struct channel_row *c = &it->row;
	it->followers = -1;
	for (int m = 1; m <= 12; m++) {
		struct date first = date_from_ymd(year, m, 1), next = date_add_months(first, 1);
		int64_t amount = 0;
		if (figure(row, n, c->id, LEDGER_FOLLOWERS, m, &amount))
			it->followers = amount;
		bool has = figure(row, n, c->id, LEDGER_POSTS, m, &amount);
		it->month[m - 1] = has ? amount : -1;
		it->posts += has ? amount : 0;
		bool whole = next.day <= today.day && c->opened_on.has &&
			     c->opened_on.v <= first.day &&
			     (!c->closed_on.has || c->closed_on.v >= next.day);
		if (!whole)
			continue;
		it->missing += !has;
		if (has && amount == 0)
			it->idle_month = m;
		else if (has)
			it->idle_month = 0;
	}
}

static bool has_twin(const struct channel_row *all, size_t n, const struct channel_row *c)
{
	if (c->state != CHANNEL_OPEN || !channel_is_media((int)c->platform))
		return false;
	for (size_t i = 0; i < n; i++)
		if (all[i].id.v != c->id.v && all[i].state == CHANNEL_OPEN &&
			all[i].platform == c->platform && str_eq(all[i].owner, c->owner))
			return true;
	return false;
}

static enum err list_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct list_job *j = ctx;
	struct channel_filter *f = &j->filter;
	struct date today = ledger_today(tx);
	j->page = (struct channel_page){ .year = f->year ? f->year : date_year(today) };
	enum err e = ledger_reach(tx, j->who, &f->agency, j->a, err);
	if (e == OK)
		e = ledger_check_year(today, j->page.year, err);
	struct channel_list_in in = { .agency = f->agency,
		.platform = { f->platform > 0, f->platform },
		.state = { f->state >= 0, f->state },
		.after = f->after,
		.limit = LEDGER_PAGE + 1 };
	struct tally_months_in months = { f->agency, j->page.year, LEDGER_POSTS,
		LEDGER_FOLLOWERS };
	struct channel_row *row, *all;
	struct tally_month_row *month;
	size_t n, n_months, n_all;
	if (e == OK)
		e = sql_channel_list(tx, &in, j->a, &row, &n, err);
	if (e == OK)
		e = ledger_channels(tx, f->agency, j->a, &all, &n_all, err);
	if (e == OK)
		e = sql_tally_months(tx, &months, j->a, &month, &n_months, err);
	if (e != OK)
		return e;
	j->page.more = n > LEDGER_PAGE;
	j->page.n = n > LEDGER_PAGE ? LEDGER_PAGE : n;
	j->page.item = arena_array(j->a, struct channel_item, j->page.n + 1);
	if (!j->page.item)
		return arena_check(j->a, err);
	for (size_t i = 0; i < j->page.n; i++) {
		struct channel_item *it = &j->page.item[i];
		it->row = row[i];
		it->twin = has_twin(all, n_all, &row[i]);
		judge(it, month, n_months, j->page.year, today);
	}
	return OK;
}

enum err channel_list(const struct desk *d, const struct actor *who,
	const struct channel_filter *f, struct arena *a, struct channel_page *out,
	struct error *err)
{
	struct list_job j = { .who = who, .filter = *f, .a = a };
	enum err e = desk_allow(who, PERM_LEDGER_LOOK, err);
	if (e == OK)
		e = store_read(d->store, list_fn, &j, err);
	if (e == OK)
		*out = j.page;
	return e;
}
