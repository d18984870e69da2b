/*
 * decision_page -- single decisions of 双公示: by month, their publication, against the figures.
 */
#include "page/ledger/part.h"

static const struct form_choice kind_choices[] = { { "licences", "行政许可" }, { "penalties", "行政处罚" }, { NULL, NULL } };

struct decision_query {
	int64_t agency, year, month, day, after;
	int kind;
};
static const struct form_field query_fields[] = {
	FORM_INT(struct decision_query, agency, "机关", 0, INT64_MAX, 0),
	FORM_INT(struct decision_query, year, "年份", LEDGER_YEAR_MIN, 2100, 0),
	FORM_INT(struct decision_query, month, "月份", 0, 12, 0),
	FORM_CHOICE(struct decision_query, kind, "类别", kind_choices, 0),
	FORM_INT(struct decision_query, day, "起始", 0, 12, 0),
	FORM_INT(struct decision_query, after, "起始", 0, INT64_MAX, 0),
};
const struct http_fields decision_list_form = HTTP_FIELDS(query_fields, struct decision_query);

static const struct kit_column columns[] = { { .label = STR_INIT("文书号"), .card = KIT_CARD_MAIN },
	{ .label = STR_INIT("相对人"), .card = KIT_CARD_NAMED }, { .label = STR_INIT("类别"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("决定日期"), .nowrap = true, .card = KIT_CARD_NAMED }, { .label = STR_INIT("公示"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("公示截止"), .nowrap = true, .card = KIT_CARD_NAMED } };
static const struct kit_table table = { .caption = STR_INIT("决定，按月份"), .kind = KIT_GRID, .cards = true, .column = columns, .n = 6 };
static const struct kit_column difference_columns[] = { { .label = STR_INIT("部门和月份"), .card = KIT_CARD_MAIN },
	{ .label = STR_INIT("双公示决定"), .number = true, .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("每月数字"), .number = true, .card = KIT_CARD_NAMED } };
static const struct kit_table difference_table = { .caption = STR_INIT("差异一览"), .kind = KIT_GRID, .cards = true,
	.column = difference_columns, .n = 3 };

static void fill_row(struct http_exchange *x, struct ledger_text *t, const struct decision_row *r, struct date today)
{
	t[0].text = r->number;
	t[0].sub = r->department_name;
	t[1].text = r->party;
	t[1].sub = r->credit_code;
	t[2].text = r->category;
	t[3].text = ledger_day_text(x, (struct opt_i64){ true, r->decided_on });
	struct str due = ledger_day_text(x, (struct opt_i64){ true, r->publish_due });
	if (r->published_on.has)
		t[4] = (struct ledger_text){ .status = true, .tone = r->published_on.v > r->publish_due ? KIT_AMBER : KIT_GREEN,
			.text = r->published_on.v > r->publish_due ? STR("逾期公示") : STR("已公示"),
			.sub = ledger_day_text(x, r->published_on) };
	else
		t[4] = (struct ledger_text){ .status = true, .tone = today.day > r->publish_due ? KIT_RED : KIT_AMBER,
			.text = today.day > r->publish_due ? STR("已过公示期限") : STR("待公示"),
			.sub = page_fmt(x, "7 个工作日，至 %.*s", STR_ARG(due)),
			.href = role_permits(WHO(x)->actor.roles, PERM_LEDGER_WRITE)
				? page_fmt(x, "/office/ledger/decisions/%lld/publish", (long long)r->id.v) : STR("") };
	t[5].text = ledger_day_text(x, r->publish_end);
	if (r->publish_end.has && r->publish_end.v < today.day)
		t[5].sub = STR("已到期，请撤下");
}

static void add_differences(struct http_exchange *x, struct ledger_page *v, const struct decision_difference *d, size_t n)
{
	struct ledger_section *s = n ? ledger_section_add(x, v, "differences", "与每月数字不一致", &difference_table, n) : NULL;
	for (size_t i = 0; s && i < n; i++) {
		struct ledger_text *t = ledger_row(s, i);
		t[0].text = page_fmt(x, "%.*s %d 月%s", STR_ARG(d[i].name), d[i].month, ledger_item_name(d[i].item));
		t[1].text = page_fmt(x, "%lld", (long long)d[i].decisions);
		t[2].text = d[i].figure < 0 ? STR("未填") : page_fmt(x, "%lld", (long long)d[i].figure);
	}
	if (s)
		s->note = STR("每月数字包括不公示的决定，可以比双公示多；少的请核对");
}

static struct kit_choice *months(struct http_exchange *x)
{
	struct kit_choice *c = arena_array(x->arena, struct kit_choice, 13);
	for (int m = 0; c && m <= 12; m++)
		c[m] = (struct kit_choice){ .value = page_fmt(x, "%d", m), .text = m ? page_fmt(x, "%d 月", m) : STR("全年") };
	return c;
}

enum err decision_list_show(struct http_exchange *x, struct error *err)
{
	static const struct kit_choice kinds[] = { { .value = STR_INIT("licences"), .text = STR_INIT("行政许可") },
		{ .value = STR_INIT("penalties"), .text = STR_INIT("行政处罚") } };
	const struct decision_query *q = x->form;
	bool penalties = q->kind == 1;
	struct decision_filter f = { .agency = { q->agency }, .item = penalties ? LEDGER_PENALTY : LEDGER_LICENCE, .year = ledger_year_of(x, q->year),
		.month = (int)q->month, .after = { q->day, q->after } };
	struct decision_page page;
	struct decision_difference *d;
	struct ledger_page v;
	size_t n;
	enum err e = decision_list(APP(x)->desk, &WHO(x)->actor, &f, x->arena, &page, err);
	if (e == OK)
		e = decision_differences(APP(x)->desk, &WHO(x)->actor, f.agency, f.year, x->arena, &d, &n, err);
	if (e != OK)
		return e;
	ledger_page_init(x, &v, "双公示决定", "/office/ledger/decisions");
	e = ledger_agency_filter(x, &v, q->agency, err);
	if (e != OK)
		return e;
	v.title.note = STR("作出决定 7 个工作日内公示；证件号码和自然人姓名加密保存，任何页面都不显示");
	struct kit_button out = ledger_export_button(x, &v, penalties ? "penalties" : "licences", f.year);
	v.title.button = &out;
	v.title.n = 1;
	ledger_year_filter(x, &v, f.year);
	ledger_filter(&v, "month", "月份", months(x), 13, page_fmt(x, "%d", f.month));
	ledger_filter(&v, "kind", "类别", kinds, 2, penalties ? STR("penalties") : STR("licences"));
	struct ledger_section *s = ledger_section_add(x, &v, "decisions", "决定", &table, page.n);
	for (size_t i = 0; s && i < page.n; i++)
		fill_row(x, ledger_row(s, i), &page.row[i], page.today);
	if (s && page.more) {
		const struct decision_row *last = &page.row[page.n - 1];
		int year, month, day;
		date_split((struct date){ (int32_t)last->decided_on }, &year, &month, &day);
		s->paging.next = page_fmt(x, "/office/ledger/decisions?year=%d&month=%d&kind=%s&day=%d&after=%lld", f.year, f.month,
			penalties ? "penalties" : "licences", month, (long long)last->id.v);
	}
	bool writes = ledger_writes(x, q->agency);
	if (s)
		s->empty = (struct kit_empty){ .title = STR("没有登记的决定"),
			.text = writes ? STR("从业务系统导出双公示表格，在这里导入。") : STR("登记人员从业务系统的双公示表格导入。"),
			.link = writes ? STR("导入文件") : STR(""), .href = writes ? STR("/office/ledger/import") : STR("") };
	add_differences(x, &v, d, n);
	return ledger_page_answer(x, &v, err);
}

struct publish_fields {
	struct date day;
};
static const struct form_field publish_fields[] = {
	FORM_DATE(struct publish_fields, day, "公示日期", LEDGER_YEAR_MIN, 2100, FORM_REQUIRED),
};
const struct http_fields decision_publish_form = HTTP_FIELDS(publish_fields, struct publish_fields);

static enum err publish_page(struct http_exchange *x, enum err why, struct error *err)
{
	struct form_page p;
	struct error refusal = *err;
	enum err e = form_page_init(x, &p, &decision_publish_form, "登记公示日期", err);
	if (e != OK)
		return e;
	if (why != OK && !form_page_refused(&p, why, &refusal)) {
		*err = refusal;
		return why;
	}
	ledger_crumbs(x, &p.frame, STR("登记公示日期"));
	form_page_input(&p, "day", ledger_day_text(x, (struct opt_i64){ true, ledger_day_of(x).day }), "在网站公示的那一天");
	form_page_submit(&p, "保存", STR("/office/ledger/decisions"));
	return form_page_answer(x, &p, err);
}

enum err decision_publish_show(struct http_exchange *x, struct error *err)
{
	return publish_page(x, OK, err);
}

enum err decision_publish_post(struct http_exchange *x, struct error *err)
{
	const struct publish_fields *f = x->form;
	struct decision_id id;
	enum err e = page_id(x, 0, &id.v, err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return publish_page(x, OK, err);
	e = decision_publish(APP(x)->desk, &WHO(x)->actor, id, f->day, err);
	if (e != OK)
		return publish_page(x, e, err);
	return page_done(x, STR("/office/ledger/decisions"), "decision.published");
}
