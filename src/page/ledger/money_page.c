/*
 * money_page -- postage spent and 信息处理费 received.
 */
#include "page/ledger/part.h"

struct money_query {
	int64_t agency, year, day, after;
};
static const struct form_field query_fields[] = {
	FORM_INT(struct money_query, agency, "机关", 0, INT64_MAX, 0),
	FORM_INT(struct money_query, year, "年份", LEDGER_YEAR_MIN, 2100, 0),
	FORM_INT(struct money_query, day, "起始", INT32_MIN, INT32_MAX, 0),
	FORM_INT(struct money_query, after, "起始", 0, INT64_MAX, 0),
};
const struct http_fields money_list_form = HTTP_FIELDS(query_fields, struct money_query);

static const struct kit_column columns[] = {
	{ .label = STR_INIT("日期"), .nowrap = true, .card = KIT_CARD_MAIN },
	{ .label = STR_INIT("金额（元）"), .number = true, .card = KIT_CARD_CORNER },
	{ .label = STR_INIT("号码"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("申请"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("说明"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("操作"), .card = KIT_CARD_NAMED },
};
static const struct kit_table table = { .caption = STR_INIT("登记，按日期"),
	.kind = KIT_GRID, .cards = true, .column = columns, .n = 6 };

static bool item_of(const struct http_exchange *x, int *item)
{
	*item = str_is(x->param[0], "receipts") ? LEDGER_RECEIPTS : LEDGER_POSTAGE;
	return *item == LEDGER_RECEIPTS || str_is(x->param[0], "postage");
}

static const char *word_of(int item)
{
	return item == LEDGER_RECEIPTS ? "receipts" : "postage";
}

static const char *title_of(int item)
{
	return item == LEDGER_RECEIPTS ? "信息处理费票据" : "邮寄费支出";
}

static enum err no_page(struct error *err)
{
	return error_set(err, ERR_NOT_FOUND, NULL, "没有这个登记簿，请从年度台账进入");
}

static void fill_row(struct http_exchange *x, struct ledger_text *t, const struct money_row *r)
{
	t[0].text = ledger_day_text(x, (struct opt_i64){ true, r->on_day });
	t[1].text = ledger_number(x, (int)r->item, r->amount);
	t[2].text = r->ref;
	t[3].text = r->request_number;
	if (r->request.v)
		t[3].href = page_fmt(x, "/office/requests/%lld", (long long)r->request.v);
	t[4].text = r->note;
	if (r->live && role_permits(WHO(x)->actor.roles, PERM_LEDGER_WRITE)) {
		t[5].text = STR("冲销");
		t[5].href = page_fmt(x, "/office/ledger/money/%s/%lld/undo", word_of((int)r->item), (long long)r->id.v);
	} else if (!r->live) {
		t[5] = (struct ledger_text){ .status = true, .text = r->corrects.v ? STR("冲销记录") : STR("已冲销") };
	}
}

enum err money_list_show(struct http_exchange *x, struct error *err)
{
	const struct money_query *q = x->form;
	int item, year = ledger_year_of(x, q->year);
	struct money_page page;
	struct ledger_page v;
	if (!item_of(x, &item))
		return no_page(err);
	enum err e = money_list(APP(x)->desk, &WHO(x)->actor, (struct agency_id){ q->agency }, item, year,
		(struct ledger_place){ q->day, q->after }, x->arena, &page, err);
	if (e != OK)
		return e;
	struct str home = page_fmt(x, "/office/ledger/money/%s", word_of(item));
	ledger_page_init(x, &v, title_of(item), arena_cstr(x->arena, home));
	e = ledger_agency_filter(x, &v, q->agency, err);
	if (e != OK)
		return e;
	bool writes = ledger_writes(x, q->agency);
	struct str add_href = page_fmt(x, "%.*s/new", STR_ARG(home));
	struct kit_button buttons[2] = { ledger_export_button(x, &v, word_of(item), year),
		{ .text = STR("登记一笔"), .href = add_href } };
	v.title.button = buttons;
	v.title.n = 1 + writes;
	v.title.note = page_fmt(x, "%d 年合计 %.*s 元。%s", year, STR_ARG(ledger_number(x, item, page.total)),
		item == LEDGER_RECEIPTS ? "依据国办函〔2020〕109号收取" : "邮寄费是本机关的支出，不是收费");
	ledger_year_filter(x, &v, year);
	struct ledger_section *s = ledger_section_add(x, &v, "money", "登记簿", &table, page.n);
	for (size_t i = 0; s && i < page.n; i++)
		fill_row(x, ledger_row(s, i), &page.row[i]);
	if (s && page.more)
		s->paging.next = page_fmt(x, "%.*s?year=%d&day=%lld&after=%lld", STR_ARG(home), year,
			(long long)page.row[page.n - 1].on_day, (long long)page.row[page.n - 1].id.v);
	if (s)
		s->empty = (struct kit_empty){ .title = STR("这一年没有登记"),
			.text = item == LEDGER_RECEIPTS ? STR("收取信息处理费并开出票据后在这里登记；没有收费的不用登记。")
							: STR("邮寄答复、告知书的费用在这里登记，年度报告第六部分会用到合计。"),
			.link = writes ? STR("登记一笔") : STR(""),
			.href = writes ? add_href : STR("") };
	return ledger_page_answer(x, &v, err);
}

/* --- adding -------------------------------------------------------------------------------------- */

struct money_fields {
	struct date on;
	struct decimal amount;
	struct str ref, request, note;
};
static const struct form_field fields[] = {
	FORM_DATE(struct money_fields, on, "日期", LEDGER_YEAR_MIN, 2100, FORM_REQUIRED),
	FORM_DECIMAL(struct money_fields, amount, "金额", 0, 10000000, FORM_REQUIRED),
	FORM_TEXT(struct money_fields, ref, "号码", 0, 60, 0),
	FORM_TEXT(struct money_fields, request, "申请编号", 0, 40, 0),
	FORM_TEXT(struct money_fields, note, "说明", 0, 200, 0),
};
const struct http_fields money_form = HTTP_FIELDS(fields, struct money_fields);

static enum err money_page(struct http_exchange *x, enum err why, struct error *err)
{
	struct form_page p;
	struct error refusal = *err;
	int item;
	if (!item_of(x, &item))
		return no_page(err);
	enum err e = form_page_init(x, &p, &money_form,
		item == LEDGER_RECEIPTS ? "登记信息处理费票据" : "登记邮寄费", err);
	if (e != OK)
		return e;
	if (why != OK && !form_page_refused(&p, why, &refusal)) {
		*err = refusal;
		return why;
	}
	ledger_crumbs(x, &p.frame, str_cstr(title_of(item)));
	form_page_input(&p, "on", ledger_day_text(x, (struct opt_i64){ true, ledger_day_of(x).day }), "例如：2026-03-01");
	form_page_input(&p, "amount", STR(""), "例如：22.50")->suffix = STR("元");
	form_page_input(&p, "ref", STR(""), item == LEDGER_RECEIPTS ? "财政票据的号码" : "邮件号，可以不填");
	form_page_input(&p, "request", STR(""), item == LEDGER_RECEIPTS ? "收费的那件申请，例如：2026-0012" : "为哪件申请邮寄，可以不填");
	form_page_input(&p, "note", STR(""), NULL);
	form_page_submit(&p, "保存", page_fmt(x, "/office/ledger/money/%s", word_of(item)));
	return form_page_answer(x, &p, err);
}

enum err money_add_show(struct http_exchange *x, struct error *err)
{
	return money_page(x, OK, err);
}

enum err money_add_post(struct http_exchange *x, struct error *err)
{
	const struct money_fields *f = x->form;
	struct money_facts facts = { .on = ledger_form_day(f->on), .ref = f->ref, .request = f->request, .note = f->note };
	struct money_id id;
	struct decimal fen;
	if (!item_of(x, &facts.item))
		return no_page(err);
	if (x->report->n_errors > 0)
		return money_page(x, OK, err);
	if (!decimal_shift(f->amount, 2, &fen) || !decimal_is_int(fen)) {
		error_set(err, ERR_INVALID, NULL, "金额最多两位小数");
		err->field = "amount";
		return money_page(x, ERR_INVALID, err);
	}
	facts.amount = fen.coef;
	enum err e = money_add(APP(x)->desk, &WHO(x)->actor, (struct agency_id){ 0 }, &facts, &id, err);
	if (e != OK)
		return money_page(x, e, err);
	return page_done(x, page_fmt(x, "/office/ledger/money/%s?year=%d", word_of(facts.item), date_year(facts.on)),
		"money.added");
}

/* --- taking back --------------------------------------------------------------------------------- */

struct undo_fields {
	struct str reason;
};
static const struct form_field undo_fields[] = {
	FORM_LINES(struct undo_fields, reason, "冲销理由", 2, LEDGER_REASON_MAX, FORM_REQUIRED),
};
const struct http_fields money_undo_form = HTTP_FIELDS(undo_fields, struct undo_fields);

static enum err undo_page(struct http_exchange *x, enum err why, struct error *err)
{
	struct form_page p;
	struct error refusal = *err;
	struct money_row r;
	struct money_id id;
	enum err e = page_id(x, 1, &id.v, err);
	if (e == OK)
		e = money_load(APP(x)->desk, &WHO(x)->actor, id, x->arena, &r, err);
	if (e == OK)
		e = form_page_init(x, &p, &money_undo_form, "冲销一笔登记", err);
	if (e != OK)
		return e;
	if (why != OK && !form_page_refused(&p, why, &refusal)) {
		*err = refusal;
		return why;
	}
	ledger_crumbs(x, &p.frame, str_cstr(title_of((int)r.item)));
	p.inset = page_fmt(x, "%s，%.*s 元，号码 %.*s。冲销后合计减去这一笔，两笔登记都保留。",
		date_text((struct date){ (int32_t)r.on_day }).z, STR_ARG(ledger_number(x, (int)r.item, r.amount)),
		STR_ARG(r.ref.n ? r.ref : STR("（无）")));
	form_page_textarea(&p, "reason", STR(""), "例如：票据作废，重新开具")->rows = 2;
	form_page_submit(&p, "冲销", page_fmt(x, "/office/ledger/money/%s", word_of((int)r.item)));
	return form_page_answer(x, &p, err);
}

enum err money_undo_show(struct http_exchange *x, struct error *err)
{
	return undo_page(x, OK, err);
}

enum err money_undo_post(struct http_exchange *x, struct error *err)
{
	const struct undo_fields *f = x->form;
	struct money_id id;
	enum err e = page_id(x, 1, &id.v, err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return undo_page(x, OK, err);
	e = money_undo(APP(x)->desk, &WHO(x)->actor, id, f->reason, err);
	if (e != OK)
		return undo_page(x, e, err);
	return page_done(x, page_fmt(x, "/office/ledger/money/%.*s", STR_ARG(x->param[0])), "money.undone");
}
