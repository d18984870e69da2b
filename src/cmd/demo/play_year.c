#include "cmd/demo/play_part.h"

#include "desk/annual_text.h"
#include "desk/money.h"
#include "desk/norm.h"

#include <inttypes.h>

enum { MONTHS = 12, FIGURES_MAX = 256, OPENED_YEAR = 2019 };

/* --- what stood before the year --------------------------------------------------------------- */

static enum err add_channel(const struct step *s, size_t i)
{
	const struct demo_channel *c = &s->g->channel[i];
	bool media = channel_is_media(c->platform);
	size_t dep = media ? i % s->o->n_departments : 0;
	struct channel_facts f = { .platform = (enum channel_platform)c->platform,
		.department = s->o->department[dep],
		.name = c->name,
		.owner = s->g->department[dep],
		.responsible = STR("示例编辑甲"),
		.place = media ? STR("") : STR("示例路1号（演示）") };
	struct date approved = date_from_ymd(OPENED_YEAR, 3, 1);
	return channel_register(s->d, &s->o->clerk, s->o->id, &f,
		arena_fmt(s->a, "示例批〔%d〕%zu号", OPENED_YEAR, i + 1), approved,
		date_add_days(approved, 20), &s->o->channel[i], s->err);
}

static enum err add_norm(const struct step *s, int64_t i)
{
	struct norm_id id;
	struct norm_facts f = { .kind = NORM_NORMATIVE,
		.title = arena_fmt(s->a, "示例治安管理工作规定（之%" PRId64 "）", i + 1),
		.number = arena_fmt(s->a, "示公规〔%d〕%" PRId64 "号", OPENED_YEAR, i + 1),
		.made = date_from_ymd(OPENED_YEAR, 6, 3),
		.in_force = date_from_ymd(OPENED_YEAR, 7, 1),
		.amended = norm_no_day(),
		.repealed = norm_no_day(),
		.expires = norm_no_day() };
	return norm_add(s->d, &s->o->clerk, s->o->id, &f, &id, s->err);
}

enum err demo_year_registers(const struct step *s)
{
	enum err e = OK;
	for (size_t i = 0; i < s->g->n_channels && e == OK; i++)
		e = add_channel(s, i);
	for (int64_t i = 0; i < s->g->norms && e == OK; i++)
		e = add_norm(s, i);
	return e;
}

/* --- months ----------------------------------------------------------------------------------- */

/* Scatters small numbers over 32 bits. */
static uint32_t scatter(uint32_t x)
{
	x ^= x >> 16;
	x *= 0x7feb352du;
	x ^= x >> 15;
	x *= 0x846ca68bu;
	return x ^ (x >> 16);
}

/*
 * All parts of a total make the total: they are the steps between marks that lie off the even ones
 * by less than a third of a step.
 */
static int64_t mark(int64_t total, int i, int n, unsigned seed)
{
	if (i <= 0 || i >= n)
		return i <= 0 ? 0 : total;
	int64_t third = total / n / 3;
	int64_t off = third ? (int64_t)scatter(seed * 100 + (unsigned)i) % third : 0;
	return total / n * i + off;
}

static int64_t part(int64_t total, int i, int n, unsigned seed)
{
	return mark(total, i + 1, n, seed) - mark(total, i, n, seed);
}

struct sheet {
	struct ledger_figure figure[FIGURES_MAX];
	size_t n;
};

static void put(struct sheet *sheet, const struct ledger_figure *f)
{
	if (sheet->n < FIGURES_MAX)
		sheet->figure[sheet->n++] = *f;
}

/* The disclosure office, which is the first department, decides nothing itself. */
static void put_decisions(struct sheet *sheet, const struct step *s)
{
	int n = (int)s->o->n_departments - 1;
	for (int item = 0; item < DEMO_DECISIONS; item++) {
		int64_t month = part(s->g->decision[item], s->slot - 1, MONTHS, (unsigned)item + 1);
		for (int dep = 0; dep <= n; dep++)
			put(sheet, &(struct ledger_figure){ .department = s->o->department[dep],
					   .item = LEDGER_LICENCE + item,
					   .month = s->slot,
					   .amount = dep ? part(month, dep - 1, n, 7) : 0 });
	}
}

static void put_press(struct sheet *sheet, const struct step *s)
{
	for (int item = 0; item < DEMO_PRESS; item++)
		put(sheet, &(struct ledger_figure){ .department = s->o->department[0],
				   .item = LEDGER_CONFERENCES + item,
				   .month = s->slot,
				   .amount = part(s->g->press[item], s->slot - 1, MONTHS,
					   (unsigned)item + 11) });
}

static void put_channels(struct sheet *sheet, const struct step *s)
{
	for (size_t i = 0; i < s->g->n_channels; i++) {
		const struct demo_channel *c = &s->g->channel[i];
		struct ledger_figure f = { .channel = s->o->channel[i],
			.item = LEDGER_POSTS,
			.month = s->slot,
			.amount = part(c->posts, s->slot - 1, MONTHS, (unsigned)i + 21) };
		int year, month, day;
		date_split(c->closed.day ? c->closed : date_from_ymd(DEMO_YEAR, 12, 31), &year,
			&month, &day);
		if (s->slot > month)
			continue;
		put(sheet, &f);
		/* Followers grow through the year to what the report says. */
		f.item = LEDGER_FOLLOWERS;
		f.amount = c->followers * (88 + s->slot) / 100;
		put(sheet, &f);
	}
}

static enum err close_channels(const struct step *s)
{
	enum err e = OK;
	for (size_t i = 0; i < s->g->n_channels && e == OK; i++) {
		const struct demo_channel *c = &s->g->channel[i];
		struct channel_row row;
		int year, month, day;
		if (c->closed.day == 0)
			continue;
		date_split(c->closed, &year, &month, &day);
		if (month != s->slot)
			continue;
		e = channel_load(s->d, &s->o->clerk, s->o->channel[i], s->a, &row, s->err);
		if (e == OK)
			e = channel_close(s->d, &s->o->clerk, row.id, row.version, c->closed,
				STR("在本单位网站发布关停公告"),
				STR("活跃度、关注度较低，归并到主账号"), s->err);
	}
	return e;
}

static enum err post(const struct step *s)
{
	struct money_id id;
	int next = s->slot % MONTHS + 1, year = s->slot < MONTHS ? DEMO_YEAR : DEMO_YEAR + 1;
	struct money_facts f = { .item = LEDGER_POSTAGE,
		.on = date_add_days(date_from_ymd(year, next, 1), -1),
		.amount = s->g->postage,
		.ref = arena_fmt(s->a, "示例邮费%d月", s->slot),
		.note = STR("邮寄答复书") };
	return s->g->postage == 0 ? OK : money_add(s->d, &s->o->clerk, s->o->id, &f, &id, s->err);
}

enum err demo_year_figures(const struct step *s)
{
	struct sheet *sheet = arena_one(s->a, struct sheet);
	if (!sheet)
		return arena_check(s->a, s->err);
	put_decisions(sheet, s);
	put_press(sheet, s);
	put_channels(sheet, s);
	enum err e = ledger_figures_set(s->d, &s->o->clerk, s->o->id, DEMO_YEAR, sheet->figure,
		sheet->n, arena_fmt(s->a, "业务系统%d月统计", s->slot), STR(""), NULL, s->err);
	if (e == OK)
		e = post(s);
	return e != OK ? e : close_channels(s);
}

/* The head signs what is filled in of the month. */
enum err demo_year_vouch(const struct step *s)
{
	enum err e = OK;
	for (int sheet = 0; sheet < LEDGER_SHEETS && e == OK; sheet++) {
		struct ledger_overview o;
		e = ledger_overview(s->d, &s->o->head, s->o->id, (enum ledger_sheet)sheet,
			DEMO_YEAR, s->a, &o, s->err);
		for (size_t i = 0; e == OK && i < o.n; i++) {
			const struct ledger_month *m = &o.line[i].month[s->slot - 1];
			if (m->state == LEDGER_UNSIGNED)
				e = ledger_sign(s->d, &s->o->head, s->o->id, o.line[i].department,
					(enum ledger_sheet)sheet, DEMO_YEAR, s->slot, m->last,
					s->err);
		}
	}
	return e;
}

/* --- the report ------------------------------------------------------------------------------- */

enum err demo_year_text(const struct step *s)
{
	enum err e = OK;
	for (int part_no = 0; part_no < DEMO_PARTS && e == OK; part_no++) {
		struct annual_text_input in = {
			.year = DEMO_YEAR, .part = part_no, .body = s->g->part[part_no]
		};
		if (in.body.n)
			e = annual_text_save(s->d, s->a, &s->o->editor, &in, s->err);
	}
	return e;
}

enum err demo_year_report(const struct step *s)
{
	const struct actor *who = s->slot == STEP_FREEZE   ? &s->o->editor
				  : s->slot == STEP_REVIEW ? &s->o->reviewer
				  : s->slot == STEP_SIGN   ? &s->o->head
							   : &s->o->publisher;
	struct annual_view v;
	enum err e = annual_view(s->d, s->a, who, s->o->id, DEMO_YEAR, &v, s->err);
	return e != OK ? e
		       : annual_take_step(s->d, s->a, who, DEMO_YEAR, v.figures.row.version,
				 (enum annual_step)s->slot, STR(""), s->err);
}
