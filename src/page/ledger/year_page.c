/*
 * year_page -- the overview of a year: numbers, what is filled in and signed, charts; the rows
 * behind a number.
 */
#include "page/ledger/part.h"

static const struct form_choice sheet_choices[] = { { "decisions", "许可、处罚、强制、收费" },
	{ "press", "新闻发布、媒体报道、解读回应" }, { "channels", "公开渠道发布" }, { NULL, NULL } };

struct year_query {
	int64_t agency, year;
	int sheet;
};
static const struct form_field fields[] = {
	FORM_INT(struct year_query, agency, "机关", 0, INT64_MAX, 0),
	FORM_INT(struct year_query, year, "年份", LEDGER_YEAR_MIN, 2100, 0),
	FORM_CHOICE(struct year_query, sheet, "登记表", sheet_choices, 0),
};
const struct http_fields ledger_form = HTTP_FIELDS(fields, struct year_query);

/* --- numbers ----------------------------------------------------------------------------------- */

static const struct kit_column number_columns[] = {
	{ .label = STR_INIT("项目"), .card = KIT_CARD_MAIN },
	{ .label = STR_INIT("数量"), .number = true, .card = KIT_CARD_CORNER },
	{ .label = STR_INIT("由多少条登记组成"), .number = true, .card = KIT_CARD_NAMED },
};
static const struct kit_table cell_table = { .caption = STR_INIT("表二的数字"),
	.kind = KIT_GRID, .cards = true, .column = number_columns, .n = 3 };
static const struct kit_table fact_table = { .caption = STR_INIT("正文用的数字"),
	.kind = KIT_GRID, .cards = true, .column = number_columns, .n = 3 };

static struct str rows_href(struct http_exchange *x, int year, struct ledger_source s)
{
	if (s.item == LEDGER_FOLLOWERS)
		return STR("");
	return page_fmt(x, "/office/ledger/rows?year=%d&item=%d&platform=%d", year, s.item,
		s.platform);
}

static void number_row(struct http_exchange *x, struct ledger_text *t, int year, struct str label,
	struct decimal value, const char *unit, int64_t entries, struct ledger_source s)
{
	t[0].text = label;
	t[1].text = page_fmt(x, "%.*s %s", STR_ARG(ledger_decimal(x, value)), unit);
	t[1].href = rows_href(x, year, s);
	t[2].text = page_fmt(x, "%lld", (long long)entries);
}

static void add_numbers(struct http_exchange *x, struct ledger_page *v, const struct ledger_year *y)
{
	struct ledger_section *s =
		ledger_section_add(x, v, "cells", "年度报告表二", &cell_table, LEDGER_CELLS);
	for (int i = 0; s && i < LEDGER_CELLS; i++) {
		number_row(x, ledger_row(s, (size_t)i), y->year, str_cstr(ledger_item_name(i)),
			y->cell[i].value, i == REPORT_T2_FEE ? "万元" : "件", y->cell[i].entries,
			y->cell[i].source);
		if (ledger_item_is_monthly(i) && !y->cell[i].filled)
			ledger_row(s, (size_t)i)[1].text = STR("未填");
	}
	size_t n = 0;
	for (size_t i = 0; i < y->n_facts; i++)
		n += y->fact[i].entries > 0;
	s = ledger_section_add(x, v, "facts", "年度报告正文用的数字", &fact_table, n);
	if (!s)
		return;
	s->empty = (struct kit_empty){ .title = STR("这一年还没有渠道、新闻发布和费用的登记"),
		.text = STR("先登记公开渠道，再每月填写发布条数；新闻发布会和媒体报道在登记表里填。"),
		.link = STR("登记公开渠道"),
		.href = STR("/office/ledger/channels") };
	size_t r = 0;
	for (size_t i = 0; i < y->n_facts; i++)
		if (y->fact[i].entries > 0)
			number_row(x, ledger_row(s, r++), y->year, y->fact[i].label,
				y->fact[i].value, y->fact[i].unit, y->fact[i].entries,
				y->fact[i].source);
}

/* --- what is filled in ------------------------------------------------------------------------- */

static const struct kit_column state_columns[] = {
	{ .label = STR_INIT("部门"), .card = KIT_CARD_MAIN },
	{ .label = STR_INIT("1 月"), .card = KIT_CARD_NAMED }, { .label = STR_INIT("2 月"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("3 月"), .card = KIT_CARD_NAMED }, { .label = STR_INIT("4 月"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("5 月"), .card = KIT_CARD_NAMED }, { .label = STR_INIT("6 月"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("7 月"), .card = KIT_CARD_NAMED }, { .label = STR_INIT("8 月"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("9 月"), .card = KIT_CARD_NAMED }, { .label = STR_INIT("10 月"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("11 月"), .card = KIT_CARD_NAMED }, { .label = STR_INIT("12 月"), .card = KIT_CARD_NAMED },
};
static const struct kit_table state_table = { .caption = STR_INIT("各部门各月填报和签认"),
	.kind = KIT_GRID, .cards = true, .tight = true, .column = state_columns, .n = 13 };

static enum kit_tone tone_of(enum ledger_state s)
{
	static const enum kit_tone tone[LEDGER_STATES] = { [LEDGER_FUTURE] = KIT_PLAIN,
		[LEDGER_MISSING] = KIT_RED,
		[LEDGER_UNSIGNED] = KIT_AMBER,
		[LEDGER_CHANGED] = KIT_VIOLET,
		[LEDGER_SIGNED] = KIT_GREEN };
	return tone[s];
}

static void add_states(struct http_exchange *x, struct ledger_page *v, const struct ledger_overview *o)
{
	struct ledger_section *s = ledger_section_add(x, v, "filled",
		"填报和签认", &state_table, o->n);
	if (!s)
		return;
	s->note = page_fmt(x, "未填齐 %d，待签认 %d，签认后有改动 %d，已签认 %d",
		o->count[LEDGER_MISSING], o->count[LEDGER_UNSIGNED], o->count[LEDGER_CHANGED],
		o->count[LEDGER_SIGNED]);
	for (size_t i = 0; i < o->n; i++) {
		struct ledger_text *t = ledger_row(s, i);
		const struct ledger_line_of *l = &o->line[i];
		t[0].text = l->name;
		t[0].href = v->agency ? page_fmt(x, "/office/ledger/entries?year=%d&department=%lld",
						o->year, (long long)l->department.v)
				      : page_fmt(x, "/office/ledger/figures/%s/%lld?year=%d",
						ledger_sheet_word(o->sheet),
						(long long)l->department.v, o->year);
		for (int m = 0; m < 12; m++) {
			const struct ledger_month *month = &l->month[m];
			t[m + 1] = (struct ledger_text){ .status = true,
				.tone = tone_of(month->state),
				.text = str_cstr(ledger_state_name(month->state)) };
			if (month->state == LEDGER_MISSING)
				t[m + 1].sub = page_fmt(
					x, "%d/%d 项", month->filled, month->wanted);
			else if (month->signer.n)
				t[m + 1].sub = month->signer;
		}
	}
}

/* --- charts ------------------------------------------------------------------------------------ */

enum { CHART_COLUMNS = 10 };

static void add_chart(struct http_exchange *x, struct ledger_page *v, const struct ledger_overview *o,
	const char *id, const char *title, int first, int last)
{
	struct kit_column *column = arena_array(x->arena, struct kit_column, CHART_COLUMNS);
	struct kit_table *table = arena_one(x->arena, struct kit_table);
	if (!column || !table)
		return;
	column[0].label = STR("月份");
	size_t n = 1;
	for (int i = first; i <= last; i++)
		column[n++].label =
			page_fmt(x, "%s（%s）", ledger_item_name(i), ledger_item_unit(i));
	*table = (struct kit_table){ .caption = str_cstr(title), .column = column, .n = n };
	struct ledger_section *s = ledger_section_add(x, v, id, title, table, 12);
	for (int m = 0; s && m < 12; m++) {
		struct ledger_text *t = ledger_row(s, (size_t)m);
		t[0].text = page_fmt(x, "%d 月", m + 1);
		for (int i = first; i <= last; i++)
			t[i - first + 1].text =
				arena_str(x->arena, str_cstr(decimal_text(ledger_amount(
							    i, o->total[i][m])).z));
	}
	if (s) {
		s->chart = "bar";
		s->note = STR("全机关各月合计");
	}
}

static void add_charts(struct http_exchange *x, struct ledger_page *v, const struct ledger_overview *o)
{
	switch (o->sheet) {
	case LEDGER_SHEET_DECISIONS:
		add_chart(x, v, o, "chart-decisions", "各月许可、处罚、强制", LEDGER_LICENCE,
			LEDGER_COERCION);
		add_chart(x, v, o, "chart-fee", "各月行政事业性收费", LEDGER_FEE, LEDGER_FEE);
		break;
	case LEDGER_SHEET_PRESS:
		add_chart(x, v, o, "chart-press", "各月新闻发布、报道、解读、回应",
			LEDGER_CONFERENCES, LEDGER_RESPONSES);
		break;
	default:
		add_chart(x, v, o, "chart-posts", "各月发布", LEDGER_POSTS, LEDGER_POSTS);
	}
}

static struct kit_choice *choices_of(
	struct http_exchange *x, const struct form_choice *choice, size_t *n)
{
	for (*n = 0; choice[*n].value; (*n)++)
		;
	struct kit_choice *c = arena_array(x->arena, struct kit_choice, *n + 1);
	for (size_t i = 0; c && i < *n; i++)
		c[i] = (struct kit_choice){ .value = str_cstr(choice[i].value),
			.text = str_cstr(choice[i].label) };
	return c;
}

enum err ledger_show(struct http_exchange *x, struct error *err)
{
	const struct year_query *q = x->form;
	int year = ledger_year_of(x, q->year);
	enum ledger_sheet sheet = q->sheet < 0 ? LEDGER_SHEET_DECISIONS : (enum ledger_sheet)q->sheet;
	const struct desk *d = APP(x)->desk;
	const struct actor *who = &WHO(x)->actor;
	struct agency_id own = { q->agency };
	struct ledger_year y;
	struct ledger_overview o;
	struct ledger_page v;
	enum err e = ledger_overview(d, who, own, sheet, year, x->arena, &o, err);
	if (e == OK)
		e = ledger_year(d, who, own, year, x->arena, &y, err);
	if (e != OK)
		return e;
	ledger_page_init(x, &v, "年度台账", "/office/ledger");
	e = ledger_agency_filter(x, &v, q->agency, err);
	if (e != OK)
		return e;
	v.title.note = page_fmt(x, "%d 年。年度报告的数字由这里的登记自动合计，点数字可以看到组成它的每一条", year);
	struct kit_button out = ledger_export_button(x, &v, "entries", year);
	v.title.button = &out;
	v.title.n = 1;
	size_t n;
	struct kit_choice *sheets = choices_of(x, sheet_choices, &n);
	ledger_year_filter(x, &v, year);
	ledger_filter(&v, "sheet", "登记表", sheets, n, str_cstr(ledger_sheet_word(sheet)));
	add_states(x, &v, &o);
	add_numbers(x, &v, &y);
	add_charts(x, &v, &o);
	return ledger_page_answer(x, &v, err);
}

/* --- the rows behind a number ------------------------------------------------------------------- */

struct rows_query {
	int64_t agency, year, item, platform, day, after;
};
static const struct form_field rows_fields[] = {
	FORM_INT(struct rows_query, agency, "机关", 0, INT64_MAX, 0),
	FORM_INT(struct rows_query, year, "年份", LEDGER_YEAR_MIN, 2100, FORM_REQUIRED),
	FORM_INT(struct rows_query, item, "项目", 0, LEDGER_ITEMS - 1, FORM_REQUIRED),
	FORM_INT(struct rows_query, platform, "平台", LEDGER_MEDIA, CHANNEL_PLATFORMS - 1, FORM_REQUIRED),
	FORM_INT(struct rows_query, day, "起始", INT32_MIN, INT32_MAX, 0),
	FORM_INT(struct rows_query, after, "起始", 0, INT64_MAX, 0),
};
const struct http_fields ledger_rows_form = HTTP_FIELDS(rows_fields, struct rows_query);

static const struct kit_column row_columns[] = {
	{ .label = STR_INIT("登记"), .card = KIT_CARD_MAIN },
	{ .label = STR_INIT("数量"), .number = true, .card = KIT_CARD_CORNER },
	{ .label = STR_INIT("部门"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("来源或者理由"), .card = KIT_CARD_NAMED },
};
static const struct kit_table row_table = { .caption = STR_INIT("组成这个数字的登记"),
	.kind = KIT_GRID, .cards = true, .column = row_columns, .n = 4 };

static struct str entry_href(struct http_exchange *x, int item, const struct ledger_entry_row *r)
{
	if (item <= REPORT_T2_NORMATIVE_IN_FORCE)
		return page_fmt(x, "/office/ledger/norms/%lld", (long long)r->id);
	if (item >= LEDGER_ACCOUNTS_OPEN && item <= LEDGER_ACCOUNTS_CLOSED)
		return page_fmt(x, "/office/ledger/channels/%lld", (long long)r->id);
	if (r->request.v)
		return page_fmt(x, "/office/requests/%lld", (long long)r->request.v);
	return STR("");
}

static struct str first_of(struct str a, struct str b)
{
	return a.n ? a : b;
}

static struct str rows_title(struct http_exchange *x, const struct rows_query *q)
{
	const char *name = ledger_item_name((int)q->item);
	if (q->platform == LEDGER_MEDIA)
		return page_fmt(x, "%d 年政务新媒体%s", (int)q->year, name);
	if (q->platform > 0)
		return page_fmt(x, "%d 年%s%s", (int)q->year,
			channel_platform_name((int)q->platform), name);
	return page_fmt(x, "%d 年%s", (int)q->year, name);
}

enum err ledger_rows_show(struct http_exchange *x, struct error *err)
{
	const struct rows_query *q = x->form;
	int item = (int)q->item;
	struct ledger_source source = { item, (int)q->platform };
	struct ledger_place after = { q->day, q->after };
	struct ledger_rows rows;
	struct ledger_page v;
	enum err e = ledger_rows(APP(x)->desk, &WHO(x)->actor, (struct agency_id){ q->agency },
		(int)q->year, source, after, x->arena, &rows, err);
	if (e != OK)
		return e;
	struct str title = rows_title(x, q);
	ledger_page_init(x, &v, "组成数字的登记", "/office/ledger");
	v.agency = q->agency == WHO(x)->actor.agency.v ? 0 : q->agency;
	v.title.title = title;
	ledger_crumbs(x, &v.frame, title);
	struct ledger_section *s = ledger_section_add(x, &v, "rows", "登记", &row_table, rows.n);
	for (size_t i = 0; s && i < rows.n; i++) {
		const struct ledger_entry_row *r = &rows.row[i];
		struct ledger_text *t = ledger_row(s, i);
		t[0].text = ledger_row_words(x->arena, item, r);
		t[0].href = entry_href(x, item, r);
		t[1].text = page_fmt(x, "%.*s %s", STR_ARG(ledger_number(x, item, r->amount)),
			ledger_item_unit(item));
		t[2].text = first_of(r->department, STR("本级"));
		t[3].text = first_of(r->reason, first_of(r->source, r->note));
	}
	if (s && rows.more)
		s->paging.next = page_fmt(x,
			"/office/ledger/rows?year=%d&item=%d&platform=%d&day=%lld&after=%lld",
			(int)q->year, item, source.platform, (long long)rows.next.day,
			(long long)rows.next.id);
	if (s)
		s->empty = (struct kit_empty){ .title = STR("没有登记"),
			.text = STR("这个数字是 0：这一年没有登记过。"),
			.link = STR("回到总览"),
			.href = page_fmt(x, "/office/ledger?year=%d", (int)q->year) };
	return ledger_page_answer(x, &v, err);
}
