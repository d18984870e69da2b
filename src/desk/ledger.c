/*
 * ledger -- names of what is counted, and the year: every number with the rows behind it.
 */
#include "desk/ledger_part.h"

#include "law/norm.h"

enum { FACTS_MAX = 64, FEN_IN_YUAN = 2, FEN_IN_WAN = 6 };

static const struct {
	const char *name, *unit;
} item_table[LEDGER_ITEMS] = {
	[REPORT_T2_REGULATION_MADE] = { "规章本年制发", "件" },
	[REPORT_T2_REGULATION_REPEALED] = { "规章本年废止", "件" },
	[REPORT_T2_REGULATION_IN_FORCE] = { "规章现行有效", "件" },
	[REPORT_T2_NORMATIVE_MADE] = { "行政规范性文件本年制发", "件" },
	[REPORT_T2_NORMATIVE_REPEALED] = { "行政规范性文件本年废止", "件" },
	[REPORT_T2_NORMATIVE_IN_FORCE] = { "行政规范性文件现行有效", "件" },
	[LEDGER_LICENCE] = { "行政许可", "件" },
	[LEDGER_PENALTY] = { "行政处罚", "件" },
	[LEDGER_COERCION] = { "行政强制", "件" },
	[LEDGER_FEE] = { "行政事业性收费", "元" },
	[LEDGER_POSTS] = { "发布", "条" },
	[LEDGER_FOLLOWERS] = { "关注用户", "人" },
	[LEDGER_CONFERENCES] = { "新闻发布会、通气会", "场" },
	[LEDGER_INTERVIEWS] = { "接受媒体采访", "批次" },
	[LEDGER_COVERAGE_CENTRAL] = { "中央级媒体报道", "篇次" },
	[LEDGER_COVERAGE_PROVINCE] = { "省级媒体报道", "篇次" },
	[LEDGER_COVERAGE_CITY] = { "市级媒体报道", "篇次" },
	[LEDGER_COVERAGE_COUNTY] = { "区县级媒体报道", "篇次" },
	[LEDGER_INTERPRETATIONS] = { "政策解读", "篇" },
	[LEDGER_RESPONSES] = { "回应关切", "条" },
	[LEDGER_ACCOUNTS_OPEN] = { "年末开设", "个" },
	[LEDGER_ACCOUNTS_OPENED] = { "本年开通", "个" },
	[LEDGER_ACCOUNTS_CLOSED] = { "本年关停", "个" },
	[LEDGER_POSTAGE] = { "邮寄费支出", "元" },
	[LEDGER_RECEIPTS] = { "信息处理费", "元" },
};

const char *ledger_item_name(int item)
{
	return item >= 0 && item < LEDGER_ITEMS ? item_table[item].name : "";
}

const char *ledger_item_unit(int item)
{
	return item >= 0 && item < LEDGER_ITEMS ? item_table[item].unit : "";
}

bool ledger_item_is_money(int item)
{
	return item == LEDGER_FEE || item == LEDGER_POSTAGE || item == LEDGER_RECEIPTS;
}

bool ledger_item_is_monthly(int item)
{
	return item >= LEDGER_LICENCE && item <= LEDGER_RESPONSES;
}

struct decimal ledger_amount(int item, int64_t amount)
{
	struct decimal d = decimal_int(amount), yuan = d;
	if (ledger_item_is_money(item) && decimal_shift(d, -FEN_IN_YUAN, &yuan))
		return yuan;
	return d;
}

/* --- shared ------------------------------------------------------------------------------------ */

struct date ledger_today(const struct tx *tx)
{
	return date_of_moment(tx_now(tx) / 1000);
}

enum err ledger_reach(struct tx *tx, const struct actor *who, struct agency_id *agency,
	struct arena *a, struct error *err)
{
	if (!agency->v)
		*agency = who->agency;
	return organisation_in_reach(tx, who, *agency, a, err);
}

enum err ledger_own(struct tx *tx, const struct actor *who, struct agency_id *agency,
	struct arena *a, struct error *err)
{
	enum err e = ledger_reach(tx, who, agency, a, err);
	if (e == OK && !who->console && agency->v != who->agency.v)
		return error_set(
			err, ERR_DENIED, NULL, "下级机关的台账由下级机关自己登记，这里只能查看");
	return e;
}

enum err ledger_department(struct tx *tx, struct agency_id agency, struct department_id department,
	struct arena *a, struct str *name, struct error *err)
{
	if (name)
		*name = STR("本级");
	if (!department.v)
		return OK;
	struct department_row row;
	struct department_by_id_in in = { .id = department };
	enum err e = sql_department_by_id(tx, &in, a, &row, err);
	if (e == ERR_NOT_FOUND || (e == OK && row.agency.v != agency.v))
		return field_error(err, "department", "没有这个部门，请从列表中重新选择");
	if (e == OK && name)
		*name = row.name;
	return e;
}

enum err ledger_check_year(struct date today, int year, struct error *err)
{
	if (year >= LEDGER_YEAR_MIN && year <= date_year(today))
		return OK;
	return field_error(
		err, "year", "年份应在 %d 到 %d 之间", LEDGER_YEAR_MIN, date_year(today));
}

bool ledger_has_begun(struct date today, int year, int month)
{
	return date_from_ymd(year, month, 1).day <= today.day;
}

bool ledger_channel_was_open(const struct channel_row *c, int year, int month)
{
	struct date first = date_from_ymd(year, month, 1), next = date_add_months(first, 1);
	return c->opened_on.has && c->opened_on.v < next.day &&
	       (!c->closed_on.has || c->closed_on.v > first.day);
}

enum err ledger_channels(struct tx *tx, struct agency_id agency, struct arena *a,
	struct channel_row **out, size_t *n, struct error *err)
{
	struct channel_list_in in = { .agency = agency, .limit = LEDGER_CHANNELS_MAX };
	return sql_channel_list(tx, &in, a, out, n, err);
}

struct opt_i64 ledger_day(struct date d)
{
	return (struct opt_i64){ d.day != norm_no_day().day, d.day };
}

struct date ledger_date(struct opt_i64 day)
{
	return day.has ? (struct date){ (int32_t)day.v } : norm_no_day();
}

/* --- the year ---------------------------------------------------------------------------------- */

struct totals {
	struct ledger_total_row *row, *followers;
	size_t n, n_followers;
};

static bool fits(struct ledger_source s, const struct ledger_total_row *r)
{
	if (r->item != s.item)
		return false;
	if (s.platform == LEDGER_ANY)
		return true;
	return s.platform == LEDGER_MEDIA ? channel_is_media((int)r->platform)
					  : r->platform == s.platform;
}

struct added {
	int64_t amount, entries, stands;
};

static void add_up(const struct totals *t, struct ledger_source s, struct added *out)
{
	bool followers = s.item == LEDGER_FOLLOWERS;
	const struct ledger_total_row *row = followers ? t->followers : t->row;
	size_t n = followers ? t->n_followers : t->n;
	*out = (struct added){ 0 };
	for (size_t i = 0; i < n; i++)
		if (fits(s, &row[i])) {
			out->amount += row[i].amount;
			out->entries += row[i].entries;
			out->stands += row[i].stands;
		}
}

static void add_fact(struct ledger_year *y, const struct totals *t, const char *name,
	struct str label, struct ledger_source s)
{
	struct added sum;
	add_up(t, s, &sum);
	if (y->n_facts < FACTS_MAX)
		y->fact[y->n_facts++] = (struct ledger_fact){ .name = name,
			.label = label,
			.unit = ledger_item_unit(s.item),
			.value = ledger_amount(s.item, sum.amount),
			.entries = sum.entries,
			.source = s };
}

/* Facts that do not depend on a platform. */
static const struct {
	const char *name, *label;
	int item, platform;
} fact_table[] = {
	{ "channel.total.posts", "各渠道发布合计", LEDGER_POSTS, LEDGER_ANY },
	{ "channel.media.posts", "政务新媒体发布合计", LEDGER_POSTS, LEDGER_MEDIA },
	{ "media.accounts.open", "年末开设的政务新媒体账号", LEDGER_ACCOUNTS_OPEN, LEDGER_MEDIA },
	{ "media.accounts.opened", "本年开通的政务新媒体账号", LEDGER_ACCOUNTS_OPENED, LEDGER_MEDIA },
	{ "media.accounts.closed", "本年关停的政务新媒体账号", LEDGER_ACCOUNTS_CLOSED, LEDGER_MEDIA },
	{ "media.followers", "政务新媒体关注用户", LEDGER_FOLLOWERS, LEDGER_MEDIA },
	{ "press.conferences", "新闻发布会、通气会", LEDGER_CONFERENCES, LEDGER_ANY },
	{ "press.interviews", "接受媒体采访", LEDGER_INTERVIEWS, LEDGER_ANY },
	{ "press.coverage.central", "中央级媒体报道", LEDGER_COVERAGE_CENTRAL, LEDGER_ANY },
	{ "press.coverage.province", "省级媒体报道", LEDGER_COVERAGE_PROVINCE, LEDGER_ANY },
	{ "press.coverage.city", "市级媒体报道", LEDGER_COVERAGE_CITY, LEDGER_ANY },
	{ "press.coverage.county", "区县级媒体报道", LEDGER_COVERAGE_COUNTY, LEDGER_ANY },
	{ "interpretation.total", "政策解读", LEDGER_INTERPRETATIONS, LEDGER_ANY },
	{ "response.total", "回应关切", LEDGER_RESPONSES, LEDGER_ANY },
	{ "postage.spent", "邮寄费支出", LEDGER_POSTAGE, LEDGER_ANY },
	{ "fee.received", "收取信息处理费", LEDGER_RECEIPTS, LEDGER_ANY },
};

static void fill_facts(struct ledger_year *y, const struct totals *t, struct arena *a)
{
	for (size_t i = 0; i < sizeof fact_table / sizeof *fact_table; i++)
		add_fact(y, t, fact_table[i].name, str_cstr(fact_table[i].label),
			(struct ledger_source){ fact_table[i].item, fact_table[i].platform });
	for (int p = 1; p < CHANNEL_PLATFORMS; p++) {
		const char *word = channel_platform_word(p), *name = channel_platform_name(p);
		struct str posts = arena_fmt(a, "channel.%s.posts", word);
		struct str users = arena_fmt(a, "channel.%s.followers", word);
		add_fact(y, t, posts.p, arena_fmt(a, "%s发布", name),
			(struct ledger_source){ LEDGER_POSTS, p });
		if (channel_is_media(p))
			add_fact(y, t, users.p, arena_fmt(a, "%s关注用户", name),
				(struct ledger_source){ LEDGER_FOLLOWERS, p });
	}
}

static void fill_cells(struct ledger_year *y, const struct totals *t)
{
	for (int c = 0; c < LEDGER_CELLS; c++) {
		struct ledger_cell *cell = &y->cell[c];
		struct added sum;
		*cell = (struct ledger_cell){ .cell = c, .source = { c, LEDGER_ANY } };
		add_up(t, cell->source, &sum);
		cell->entries = sum.entries;
		cell->filled = sum.stands > 0;
		cell->value = decimal_int(sum.amount);
		/* 万元 in the table: six decimals are one 分. */
		if (c == REPORT_T2_FEE && !decimal_shift(decimal_int(sum.amount), -FEN_IN_WAN, &cell->value))
			cell->value = decimal_int(0);
	}
}

enum err ledger_year_tx(struct tx *tx, struct agency_id agency, int year, struct arena *a,
	struct ledger_year *out, struct error *err)
{
	struct totals t = { 0 };
	struct ledger_totals_in in = { agency, year };
	struct ledger_followers_in last = { agency, year };
	enum err e = sql_ledger_totals(tx, &in, a, &t.row, &t.n, err);
	if (e == OK)
		e = sql_ledger_followers(tx, &last, a, &t.followers, &t.n_followers, err);
	if (e != OK)
		return e;
	struct ledger_year y = { .year = year };
	y.fact = arena_array(a, struct ledger_fact, FACTS_MAX);
	if (!y.fact)
		return arena_check(a, err);
	fill_cells(&y, &t);
	fill_facts(&y, &t, a);
	*out = y;
	return arena_check(a, err);
}

struct year_job {
	const struct actor *who;
	struct agency_id agency;
	int year;
	struct ledger_source source;
	struct ledger_place after;
	struct arena *a;
	struct ledger_year out;
	struct ledger_rows rows;
};

static enum err year_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct year_job *j = ctx;
	enum err e = ledger_reach(tx, j->who, &j->agency, j->a, err);
	return e != OK ? e : ledger_year_tx(tx, j->agency, j->year, j->a, &j->out, err);
}

enum err ledger_year(const struct desk *d, const struct actor *who, struct agency_id agency,
	int year, struct arena *a, struct ledger_year *out, struct error *err)
{
	struct year_job j = { .who = who, .agency = agency, .year = year, .a = a };
	enum err e = desk_allow(who, PERM_LEDGER_LOOK, err);
	if (e == OK)
		e = store_read(d->store, year_fn, &j, err);
	if (e == OK)
		*out = j.out;
	return e;
}

const struct ledger_fact *ledger_fact_find(const struct ledger_year *y, struct str name)
{
	for (size_t i = 0; i < y->n_facts; i++)
		if (str_is(name, y->fact[i].name))
			return &y->fact[i];
	return NULL;
}

/* --- the rows behind a number ------------------------------------------------------------------ */

static enum err rows_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct year_job *j = ctx;
	enum err e = ledger_reach(tx, j->who, &j->agency, j->a, err);
	if (e != OK)
		return e;
	struct ledger_entries_in in = { .agency = j->agency,
		.year = j->year,
		.item = j->source.item,
		.platform = { j->source.platform >= 0, j->source.platform },
		.media = j->source.platform == LEDGER_MEDIA,
		.media_from = CHANNEL_WECHAT,
		.media_to = CHANNEL_OTHER_MEDIA,
		.day = j->after.day,
		.id = j->after.id,
		.limit = LEDGER_PAGE + 1 };
	e = sql_ledger_entries(tx, &in, j->a, &j->rows.row, &j->rows.n, err);
	if (e != OK)
		return e;
	j->rows.more = j->rows.n > LEDGER_PAGE;
	if (j->rows.more)
		j->rows.n = LEDGER_PAGE;
	if (j->rows.n)
		j->rows.next = (struct ledger_place){ j->rows.row[j->rows.n - 1].day,
			j->rows.row[j->rows.n - 1].id };
	return OK;
}

enum err ledger_rows(const struct desk *d, const struct actor *who, struct agency_id agency,
	int year, struct ledger_source source, struct ledger_place after, struct arena *a,
	struct ledger_rows *out, struct error *err)
{
	struct year_job j = { .who = who,
		.agency = agency,
		.year = year,
		.source = source,
		.after = after,
		.a = a };
	enum err e = desk_allow(who, PERM_LEDGER_LOOK, err);
	if (e == OK)
		e = store_read(d->store, rows_fn, &j, err);
	if (e == OK)
		*out = j.rows;
	return e;
}

struct str ledger_row_words(struct arena *a, int item, const struct ledger_entry_row *row)
{
	const char *name = ledger_item_name(item);
	if (row->norm_title.n)
		return arena_fmt(a, "%.*s（%.*s）", STR_ARG(row->norm_title),
			STR_ARG(row->norm_number));
	if (row->month.has) {
		struct str where = row->channel.n      ? row->channel
				   : row->department.n ? row->department
						       : STR("本级");
		return arena_fmt(a, "%.*s %d 月%s", STR_ARG(where), (int)row->month.v, name);
	}
	if (row->channel.n)
		return arena_fmt(a, "%s %.*s", channel_platform_name((int)row->platform),
			STR_ARG(row->channel));
	return arena_fmt(a, "%s %.*s", name, STR_ARG(row->ref));
}
