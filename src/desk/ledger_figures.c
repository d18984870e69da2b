/*
 * ledger_figures -- monthly figures and their signing.
 */
#include "desk/ledger_part.h"

#include "core/utf8.h"

#include <inttypes.h>

enum { SOURCE_MAX = 100, FIGURES_MAX = 5000 };

struct figures_job {
	const struct actor *who;
	struct arena *a;
	struct agency_id agency;
	int year;
	const struct ledger_figure *figure;
	size_t n, written;
	struct str source, reason;
	struct batch_id batch;
	struct channel_row *channel;
	size_t n_channels;
	struct department_id department; /* the last one that was found to be right */
};

static enum err month_error(struct error *err, int month)
{
	return field_error(err, "month", "%d 月还没有开始，请等到当月再登记", month);
}

static enum err check_figure(
	const struct figures_job *j, struct date today, const struct ledger_figure *f,
	struct error *err)
{
	bool of_channel = f->item == LEDGER_POSTS || f->item == LEDGER_FOLLOWERS;
	int64_t max = ledger_item_is_money(f->item) ? LEDGER_MONEY_MAX : LEDGER_COUNT_MAX;
	if (f->item == LEDGER_FOLLOWERS)
		max = LEDGER_COUNT_MAX * 10;
	if (!ledger_item_is_monthly(f->item) || of_channel != (f->channel.v != 0))
		return field_error(err, "item", "没有这个登记项目，请从列表中重新选择");
	if (f->month < 1 || f->month > 12)
		return field_error(err, "month", "月份应为 1 到 12");
	if (!ledger_has_begun(today, j->year, f->month))
		return month_error(err, f->month);
	if (f->amount < 0 || f->amount > max)
		return field_error(err, "amount", "%d 月%s应为 0 到 %" PRId64 " 之间的数", f->month,
			ledger_item_name(f->item), max);
	return OK;
}

static const struct channel_row *channel_of(const struct figures_job *j, struct channel_id id)
{
	for (size_t i = 0; i < j->n_channels; i++)
		if (j->channel[i].id.v == id.v)
			return &j->channel[i];
	return NULL;
}

/* Department and platform of an entry. */
static enum err place_of(struct figures_job *j, struct tx *tx, const struct ledger_figure *f,
	struct tally_insert_in *in, struct error *err)
{
	in->department = f->department;
	if (f->channel.v) {
		const struct channel_row *c = channel_of(j, f->channel);
		if (!c)
			return field_error(err, "channel", "没有这个公开渠道，请从列表中重新选择");
		if (!ledger_channel_was_open(c, j->year, f->month))
			return field_error(err, "month",
				"“%.*s”在 %d 年 %d 月没有开通，请先核对开通和关停的日期",
				STR_ARG(c->name), j->year, f->month);
		in->platform = c->platform;
		in->department = c->department;
		return OK;
	}
	if (!f->department.v || f->department.v == j->department.v)
		return OK;
	enum err e = ledger_department(tx, j->agency, f->department, j->a, NULL, err);
	if (e == OK)
		j->department = f->department;
	return e;
}

static enum err write_figure(
	struct figures_job *j, struct tx *tx, const struct ledger_figure *f, struct error *err)
{
	struct tally_insert_in in = { .agency = j->agency,
		.channel = f->channel,
		.item = f->item,
		.year = j->year,
		.month = f->month,
		.source = j->source,
		.batch = j->batch,
		.actor = j->who->person,
		.now = tx_now(tx) };
	enum err e = place_of(j, tx, f, &in, err);
	if (e != OK)
		return e;
	struct tally_figure_in key = { j->agency, in.department, f->channel, f->item, j->year,
		f->month };
	struct tally_month_row now = { 0 };
	e = sql_tally_figure(tx, &key, j->a, &now, err);
	bool fresh = e == ERR_NOT_FOUND;
	if (e != OK && !fresh)
		return e;
	if (!fresh && now.amount == f->amount)
		return OK;
	if (!fresh && j->reason.n == 0)
		return field_error(err, "reason",
			"%d 月%s已登记为 %s，改为 %s 请写明更正理由", f->month,
			ledger_item_name(f->item),
			decimal_text(ledger_amount(f->item, now.amount)).z,
			decimal_text(ledger_amount(f->item, f->amount)).z);
	in.id = tx_new_id(tx);
	in.amount = fresh ? f->amount : f->amount - now.amount;
	in.fills = fresh;
	in.reason = fresh ? STR("") : j->reason;
	j->written++;
	return sql_tally_insert(tx, &in, NULL, err);
}

static enum err log_figures(const struct figures_job *j, struct tx *tx, struct error *err)
{
	struct event_entry entry = { .action = STR("ledger.figures"),
		.object_kind = STR("agency"),
		.object = j->agency.v,
		.reason = j->reason,
		.detail = arena_fmt(
			j->a, "year=%d figures=%zu", j->year, j->written) };
	enum err e = arena_check(j->a, err);
	return e != OK ? e : desk_log(tx, j->who, PERM_LEDGER_WRITE, &entry, err);
}

static enum err set_figures(struct figures_job *j, struct tx *tx, struct error *err)
{
	struct date today = ledger_today(tx);
	j->written = 0;
	j->department.v = 0;
	enum err e = ledger_own(tx, j->who, &j->agency, j->a, err);
	if (e == OK)
		e = ledger_check_year(today, j->year, err);
	if (e == OK)
		e = ledger_channels(tx, j->agency, j->a, &j->channel, &j->n_channels, err);
	for (size_t i = 0; e == OK && i < j->n; i++) {
		e = check_figure(j, today, &j->figure[i], err);
		if (e == OK)
			e = write_figure(j, tx, &j->figure[i], err);
	}
	return e;
}

enum err ledger_figures_tx(struct tx *tx, const struct actor *who, struct arena *a,
	struct agency_id agency, int year, const struct ledger_figure *figure, size_t n,
	struct str source, struct str reason, struct batch_id batch, struct error *err)
{
	struct figures_job j = { .who = who,
		.a = a,
		.agency = agency,
		.year = year,
		.figure = figure,
		.n = n,
		.source = source,
		.reason = reason,
		.batch = batch };
	return set_figures(&j, tx, err);
}

static enum err set_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct figures_job *j = ctx;
	enum err e = set_figures(j, tx, err);
	return e != OK || j->written == 0 ? e : log_figures(j, tx, err);
}

enum err ledger_figures_set(const struct desk *d, const struct actor *who, struct agency_id agency,
	int year, const struct ledger_figure *figure, size_t n, struct str source,
	struct str reason, size_t *written, struct error *err)
{
	struct arena a;
	struct figures_job j = { .who = who,
		.a = &a,
		.agency = agency,
		.year = year,
		.figure = figure,
		.n = n,
		.source = source,
		.reason = reason };
	enum err e = desk_allow(who, PERM_LEDGER_WRITE, err);
	if (e == OK && n > FIGURES_MAX)
		e = error_set(err, ERR_LIMIT, NULL, "一次最多登记 %d 个数字，请分几次", FIGURES_MAX);
	if (e == OK)
		e = field_text(&j.source, "source", "数据来源", 0, SOURCE_MAX, err);
	if (e == OK)
		e = field_text(&j.reason, "reason", "更正理由", 0, LEDGER_REASON_MAX, err);
	if (e != OK)
		return e;
	arena_init(&a, LEDGER_ARENA_MAX);
	e = desk_write(d, set_fn, &j, err);
	if (e == OK && written)
		*written = j.written;
	arena_done(&a);
	return e;
}

/* --- signing ----------------------------------------------------------------------------------- */

struct sign_job {
	const struct actor *who;
	struct arena *a;
	struct agency_id agency;
	struct department_id department;
	enum ledger_sheet sheet;
	int year, month;
	int64_t upto;
};

/* Who filled in any of it may not vouch for it. */
static enum err check_author(const struct sign_job *j, struct tx *tx, struct error *err)
{
	int first, last;
	ledger_sheet_items(j->sheet, &first, &last);
	struct tally_authors_in in = { j->agency, j->department, j->year, j->month, first, last };
	struct tally_author_row *row;
	size_t n;
	enum err e = sql_tally_authors(tx, &in, j->a, &row, &n, err);
	for (size_t i = 0; e == OK && !j->who->console && i < n; i++)
		if (row[i].actor.v == j->who->person.v)
			return error_set(err, ERR_DENIED, NULL,
				"填报人不能签认自己填的数字，请由部门的另一位同事签认");
	return e;
}

static enum err check_sheet(const struct sign_job *j, struct tx *tx, struct error *err)
{
	struct ledger_overview o;
	enum err e = ledger_overview_tx(tx, j->agency, j->sheet, j->year, j->a, &o, err);
	if (e != OK)
		return e;
	const struct ledger_month *m = NULL;
	for (size_t i = 0; i < o.n; i++)
		if (o.line[i].department.v == j->department.v)
			m = &o.line[i].month[j->month - 1];
	if (!m || m->state == LEDGER_MISSING || m->state == LEDGER_FUTURE)
		return error_set(err, ERR_CONFLICT, NULL,
			"%d 月的数字还没有填齐（%d 项中填了 %d 项），请先补齐再签认；没有的填 0",
			j->month, m ? m->wanted : 0, m ? m->filled : 0);
	if (m->last != j->upto)
		return error_set(err, ERR_CONFLICT, NULL,
			"%d 月的数字刚刚有改动，请重新查看后再签认", j->month);
	if (m->state == LEDGER_SIGNED)
		return error_set(err, ERR_CONFLICT, NULL, "%d 月的数字已经签认过了", j->month);
	return OK;
}

static enum err sign_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct sign_job *j = ctx;
	enum err e = ledger_own(tx, j->who, &j->agency, j->a, err);
	if (e == OK)
		e = ledger_check_year(ledger_today(tx), j->year, err);
	if (e == OK)
		e = ledger_department(tx, j->agency, j->department, j->a, NULL, err);
	if (e == OK)
		e = check_sheet(j, tx, err);
	if (e == OK)
		e = check_author(j, tx, err);
	if (e != OK)
		return e;
	struct tally_sign_insert_in in = { .id = tx_new_id(tx),
		.agency = j->agency,
		.department = j->department,
		.sheet = (int64_t)j->sheet,
		.year = j->year,
		.month = j->month,
		.upto = j->upto,
		.actor = j->who->person,
		.now = tx_now(tx) };
	struct event_entry entry = { .action = STR("ledger.sign"),
		.object_kind = STR("department"),
		.object = j->department.v,
		.detail = arena_fmt(j->a, "year=%d month=%d sheet=%s upto=%" PRId64, j->year,
			j->month, ledger_sheet_word(j->sheet), j->upto) };
	e = arena_check(j->a, err);
	if (e == OK)
		e = sql_tally_sign_insert(tx, &in, NULL, err);
	return e != OK ? e : desk_log(tx, j->who, PERM_LEDGER_SIGN, &entry, err);
}

enum err ledger_sign(const struct desk *d, const struct actor *who, struct agency_id agency,
	struct department_id department, enum ledger_sheet sheet, int year, int month, int64_t upto,
	struct error *err)
{
	struct arena a;
	struct sign_job j = { .who = who,
		.a = &a,
		.agency = agency,
		.department = department,
		.sheet = sheet,
		.year = year,
		.month = month,
		.upto = upto };
	enum err e = desk_allow(who, PERM_LEDGER_SIGN, err);
	if (e == OK && ((unsigned)sheet >= LEDGER_SHEETS || month < 1 || month > 12))
		e = field_error(err, "month", "月份应为 1 到 12");
	if (e == OK && !who->console && who->department.v && who->department.v != department.v &&
		!(who->roles & ROLE_BIT(ROLE_SIGN)))
		e = error_set(err, ERR_DENIED, NULL, "只能签认本部门的数字");
	if (e != OK)
		return e;
	arena_init(&a, LEDGER_ARENA_MAX);
	e = desk_write(d, sign_fn, &j, err);
	arena_done(&a);
	return e;
}
