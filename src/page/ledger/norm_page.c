/*
 * norm_page -- the register of 规章 and 行政规范性文件.
 */
#include "page/ledger/part.h"

static const struct form_choice kind_choices[] = { { "regulation", "规章" },
	{ "normative", "行政规范性文件" }, { NULL, NULL } };
static const struct form_choice validity_choices[] = { { "not_yet", "尚未施行" },
	{ "in_force", "现行有效" }, { "amended", "已修改" }, { "repealed", "已废止" },
	{ "expired", "失效" }, { NULL, NULL } };

struct norm_query {
	int kind, validity;
	struct date on;
	int64_t agency, day, before;
};
static const struct form_field query_fields[] = {
	FORM_CHOICE(struct norm_query, kind, "类别", kind_choices, 0),
	FORM_CHOICE(struct norm_query, validity, "效力", validity_choices, 0),
	FORM_DATE(struct norm_query, on, "截至", 1949, 2100, 0),
	FORM_INT(struct norm_query, agency, "机关", 0, INT64_MAX, 0),
	FORM_INT(struct norm_query, day, "起始", INT32_MIN, INT32_MAX, 0),
	FORM_INT(struct norm_query, before, "起始", 0, INT64_MAX, 0),
};
const struct http_fields norm_list_form = HTTP_FIELDS(query_fields, struct norm_query);

static const struct kit_column columns[] = {
	{ .label = STR_INIT("名称"), .card = KIT_CARD_MAIN },
	{ .label = STR_INIT("文号"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("类别"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("制发"), .nowrap = true, .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("施行"), .nowrap = true, .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("效力"), .card = KIT_CARD_CORNER },
};
static const struct kit_table table = { .caption = STR_INIT("规章和行政规范性文件，新的在前"),
	.kind = KIT_GRID, .cards = true, .column = columns, .n = 6 };

static enum kit_tone tone_of(enum norm_validity v)
{
	static const enum kit_tone tone[NORM_VALIDITIES] = { [NORM_NOT_YET] = KIT_BLUE,
		[NORM_IN_FORCE] = KIT_GREEN,
		[NORM_AMENDED] = KIT_AMBER,
		[NORM_REPEALED] = KIT_PLAIN,
		[NORM_EXPIRED] = KIT_PLAIN };
	return tone[v];
}

static struct kit_choice *with_all(
	struct http_exchange *x, const struct form_choice *choice, size_t *n)
{
	size_t k = 0;
	while (choice[k].value)
		k++;
	struct kit_choice *c = arena_array(x->arena, struct kit_choice, k + 1);
	*n = k + 1;
	if (c)
		c[0] = (struct kit_choice){ .text = STR("全部") };
	for (size_t i = 0; c && i < k; i++)
		c[i + 1] = (struct kit_choice){ .value = str_cstr(choice[i].value),
			.text = str_cstr(choice[i].label) };
	return c;
}

static struct str validity_note(struct http_exchange *x, const struct norm_row *r, enum norm_validity v)
{
	struct str day = ledger_day_text(x, r->repealed_on);
	if (v == NORM_REPEALED)
		return page_fmt(x, "%.*s %.*s", STR_ARG(day), STR_ARG(r->repealed_by));
	if (v == NORM_AMENDED)
		return page_fmt(x, "%.*s %.*s", STR_ARG(ledger_day_text(x, r->amended_on)),
			STR_ARG(r->amended_by));
	if (r->expires_on.has)
		return page_fmt(x, "有效期至 %.*s", STR_ARG(ledger_day_text(x, r->expires_on)));
	return STR("");
}

static void fill_row(struct http_exchange *x, struct ledger_text *t, const struct norm_row *r, struct date on)
{
	enum norm_validity v = norm_row_validity(r, on);
	t[0].text = r->title;
	t[0].href = page_fmt(x, "/office/ledger/norms/%lld", (long long)r->id.v);
	t[1].text = r->number;
	t[2].text = str_cstr(norm_kind_name((enum norm_kind)r->kind));
	t[3].text = ledger_day_text(x, (struct opt_i64){ true, r->made_on });
	t[4].text = ledger_day_text(x, (struct opt_i64){ true, r->in_force_on });
	t[5] = (struct ledger_text){ .text = str_cstr(norm_validity_name(v)),
		.status = true, .tone = tone_of(v), .sub = validity_note(x, r, v) };
}

enum err norm_list_show(struct http_exchange *x, struct error *err)
{
	const struct norm_query *q = x->form;
	struct date on = q->on.day == form_date_absent().day ? ledger_day_of(x) : q->on;
	struct norm_filter f = { .agency = { q->agency }, .kind = q->kind, .validity = q->validity, .on = on,
		.before = { q->day, q->before } };
	struct norm_page page;
	struct ledger_page v;
	enum err e = norm_list(APP(x)->desk, &WHO(x)->actor, &f, x->arena, &page, err);
	if (e != OK)
		return e;
	ledger_page_init(x, &v, "规章和行政规范性文件", "/office/ledger/norms");
	e = ledger_agency_filter(x, &v, q->agency, err);
	if (e != OK)
		return e;
	struct kit_button buttons[2] = { ledger_export_button(x, &v, "norms", date_year(on)),
		{ .text = STR("登记文件"), .href = STR("/office/ledger/norms/new") } };
	bool writes = ledger_writes(x, q->agency);
	v.title.button = buttons;
	v.title.n = 1 + writes;
	v.title.note = page_fmt(x, "效力按 %s 计算；年度报告的“现行有效”按当年 12 月 31 日", date_text(on).z);
	size_t n;
	const struct kit_choice *c = with_all(x, kind_choices, &n);
	ledger_filter(&v, "kind", "类别", c, n, q->kind < 0 ? STR("") : str_cstr(kind_choices[q->kind].value));
	c = with_all(x, validity_choices, &n);
	ledger_filter(&v, "validity", "效力", c, n,
		q->validity < 0 ? STR("") : str_cstr(validity_choices[q->validity].value));
	int year, month, day;
	date_split(on, &year, &month, &day);
	struct kit_date when = { .field = { .name = STR("on"), .label = STR("效力截至"), .group_classes = STR("gk-filter__date") },
		.year = page_fmt(x, "%d", year), .month = page_fmt(x, "%d", month), .day = page_fmt(x, "%d", day) };
	v.day = &when;
	struct ledger_section *s = ledger_section_add(x, &v, "norms", "登记簿", &table, page.n);
	for (size_t i = 0; s && i < page.n; i++)
		fill_row(x, ledger_row(s, i), &page.row[i], on);
	if (s && page.more)
		s->paging.next = page_fmt(x, "/office/ledger/norms?kind=%s&validity=%s&on=%s&day=%lld&before=%lld",
			q->kind < 0 ? "" : kind_choices[q->kind].value,
			q->validity < 0 ? "" : validity_choices[q->validity].value, date_text(on).z,
			(long long)page.row[page.n - 1].made_on, (long long)page.row[page.n - 1].id.v);
	if (s)
		s->empty = (struct kit_empty){ .title = STR("没有符合条件的规章或者文件"),
			.text = STR("没有制定过的机关不用登记，年度报告自动填 0。"),
			.link = writes ? STR("登记文件") : STR(""),
			.href = writes ? STR("/office/ledger/norms/new") : STR("") };
	return ledger_page_answer(x, &v, err);
}

/* --- the form ---------------------------------------------------------------------------------- */

struct norm_fields {
	int64_t version;
	int kind;
	struct str title, number, amended_by, repealed_by, reason;
	struct date made, in_force, amended, repealed, expires;
};
static const struct form_field fields[] = {
	FORM_INT(struct norm_fields, version, "版本", 0, INT64_MAX, 0),
	FORM_CHOICE(struct norm_fields, kind, "类别", kind_choices, FORM_REQUIRED),
	FORM_TEXT(struct norm_fields, title, "名称", 2, 200, FORM_REQUIRED),
	FORM_TEXT(struct norm_fields, number, "文号", 2, 60, FORM_REQUIRED),
	FORM_DATE(struct norm_fields, made, "制发日期", 1949, 2100, FORM_REQUIRED),
	FORM_DATE(struct norm_fields, in_force, "施行日期", 1949, 2100, 0),
	FORM_DATE(struct norm_fields, expires, "有效期至", 1949, 2100, 0),
	FORM_DATE(struct norm_fields, amended, "首次修改施行日期", 1949, 2100, 0),
	FORM_TEXT(struct norm_fields, amended_by, "修改它的文件", 0, 200, 0),
	FORM_DATE(struct norm_fields, repealed, "废止日期", 1949, 2100, 0),
	FORM_TEXT(struct norm_fields, repealed_by, "废止依据", 0, 200, 0),
	FORM_LINES(struct norm_fields, reason, "修改理由", 0, LEDGER_REASON_MAX, 0),
};
const struct http_fields norm_form = HTTP_FIELDS(fields, struct norm_fields);

static struct norm_facts facts_of(const struct norm_fields *f)
{
	return (struct norm_facts){ .kind = f->kind < 0 ? NORM_KINDS : (enum norm_kind)f->kind,
		.title = f->title, .number = f->number,
		.made = ledger_form_day(f->made), .in_force = ledger_form_day(f->in_force),
		.amended = ledger_form_day(f->amended), .repealed = ledger_form_day(f->repealed),
		.expires = ledger_form_day(f->expires),
		.amended_by = f->amended_by, .repealed_by = f->repealed_by };
}

static void add_controls(struct http_exchange *x, struct form_page *p, const struct norm_row *r)
{
	static struct kit_choice kinds[] = { { .value = STR_INIT("regulation"), .text = STR_INIT("规章"),
		.hint = STR_INIT("只有有规章制定权的机关才有") },
		{ .value = STR_INIT("normative"), .text = STR_INIT("行政规范性文件") } };
	bool old = r->version > 0;
	form_page_radios(p, "kind", kinds, 2, old ? str_cstr(kind_choices[r->kind].value) : STR("normative"), NULL);
	form_page_input(p, "title", r->title, NULL);
	form_page_input(p, "number", r->number, "例如：示公规〔2026〕1号");
	form_page_input(p, "made", ledger_day_text(x, (struct opt_i64){ old, r->made_on }), "例如：2026-03-01");
	form_page_input(p, "in_force", ledger_day_text(x, (struct opt_i64){ old, r->in_force_on }), "不填就是制发当天");
	form_page_input(p, "expires", ledger_day_text(x, r->expires_on), "文件写明有效期的，填最后一天");
	form_page_input(p, "amended", ledger_day_text(x, r->amended_on), NULL);
	form_page_input(p, "amended_by", r->amended_by, "文号，多次修改的依次写");
	form_page_input(p, "repealed", ledger_day_text(x, r->repealed_on), "从这一天起不再有效");
	form_page_input(p, "repealed_by", r->repealed_by, "宣布废止的文件文号");
}

static enum err norm_page(struct http_exchange *x, bool add, enum err why, struct error *err)
{
	struct form_page p;
	struct error refusal = *err;
	struct norm_row row = { .version = 0 };
	struct norm_id id;
	enum err e = add ? OK : page_id(x, 0, &id.v, err);
	if (e == OK && !add)
		e = norm_load(APP(x)->desk, &WHO(x)->actor, id, x->arena, &row, err);
	if (e == OK)
		e = form_page_init(x, &p, &norm_form, add ? "登记规章或者文件" : "规章或者文件", err);
	if (e != OK)
		return e;
	if (why != OK && !form_page_refused(&p, why, &refusal)) {
		*err = refusal;
		return why;
	}
	ledger_crumbs(x, &p.frame, add ? STR("登记文件") : row.title);
	if (!add)
		p.title.note = page_fmt(x, "今天的效力：%s",
			norm_validity_name(norm_row_validity(&row, ledger_day_of(x))));
	form_page_hidden(&p, "version", page_fmt(x, "%lld", (long long)row.version));
	add_controls(x, &p, &row);
	if (!add)
		form_page_textarea(&p, "reason", STR(""), "例如：2026 年清理时废止")->rows = 2;
	if (role_permits(WHO(x)->actor.roles, PERM_LEDGER_WRITE))
		form_page_submit(&p, "保存", STR("/office/ledger/norms"));
	return form_page_answer(x, &p, err);
}

enum err norm_add_show(struct http_exchange *x, struct error *err)
{
	return norm_page(x, true, OK, err);
}

enum err norm_add_post(struct http_exchange *x, struct error *err)
{
	struct norm_facts f = facts_of(x->form);
	struct norm_id id;
	if (x->report->n_errors > 0)
		return norm_page(x, true, OK, err);
	enum err e = norm_add(APP(x)->desk, &WHO(x)->actor, (struct agency_id){ 0 }, &f, &id, err);
	if (e != OK)
		return norm_page(x, true, e, err);
	return page_done(x, STR("/office/ledger/norms"), "norm.added");
}

enum err norm_edit_show(struct http_exchange *x, struct error *err)
{
	return norm_page(x, false, OK, err);
}

enum err norm_edit_post(struct http_exchange *x, struct error *err)
{
	const struct norm_fields *typed = x->form;
	struct norm_facts f = facts_of(typed);
	struct norm_id id;
	enum err e = page_id(x, 0, &id.v, err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return norm_page(x, false, OK, err);
	e = norm_change(APP(x)->desk, &WHO(x)->actor, id, typed->version, &f, typed->reason, err);
	if (e != OK)
		return norm_page(x, false, e, err);
	return page_done(x, STR("/office/ledger/norms"), "norm.saved");
}
