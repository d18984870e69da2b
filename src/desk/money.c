#include "desk/money.h"

#include "desk/ledger_part.h"
#include "law/clock.h"

enum { REF_MAX = 60, NOTE_MAX = 200, AMOUNT_MAX = 1000000000 /* 分: ten million 元 */ };

struct money_job {
	const struct actor *who;
	struct arena *a;
	struct agency_id agency;
	struct money_id id;
	struct money_facts facts;
	struct str reason;
	struct money_row row;
	int year;
	struct ledger_place after;
	struct money_page page;
};

static enum err check_facts(struct money_facts *f, struct date today, struct error *err)
{
	bool receipt = f->item == LEDGER_RECEIPTS;
	if (!receipt && f->item != LEDGER_POSTAGE)
		return field_error(err, "item", "请选择邮寄费或者信息处理费");
	if (f->on.day == norm_no_day().day || f->on.day > today.day ||
		date_year(f->on) < LEDGER_YEAR_MIN)
		return field_error(err, "on", "请填写日期，不能晚于今天");
	if (f->amount <= 0 || f->amount > AMOUNT_MAX)
		return field_error(err, "amount", "金额应大于 0 元，不超过 %d 元", AMOUNT_MAX / 100);
	enum err e = field_text(
		&f->ref, "ref", receipt ? "票据号" : "邮件号", receipt ? 2 : 0, REF_MAX, err);
	return e != OK ? e : field_text(&f->note, "note", "说明", 0, NOTE_MAX, err);
}

/* A receipt belongs to a request with a paid fee (F109-4) where there is one. */
static enum err find_request(
	struct money_job *j, struct tx *tx, struct request_id *out, struct error *err)
{
	*out = (struct request_id){ 0 };
	struct str number = str_trim(j->facts.request);
	if (number.n == 0)
		return OK;
	struct money_request_by_number_in in = { j->agency, number, CLOCK_FEE_PAID };
	struct money_request_row row;
	enum err e = sql_money_request_by_number(tx, &in, j->a, &row, err);
	if (e == ERR_NOT_FOUND)
		return field_error(err, "request", "没有编号为 %.*s 的申请，请核对", STR_ARG(number));
	if (e == OK && j->facts.item == LEDGER_RECEIPTS && row.paid == 0)
		return field_error(err, "request",
			"申请 %.*s 没有缴费的记录，请先在办理记录中登记缴费", STR_ARG(number));
	if (e == OK)
		*out = row.id;
	return e;
}

static enum err log_money(
	const struct money_job *j, struct tx *tx, const char *action, struct error *err)
{
	struct event_entry entry = { .action = str_cstr(action),
		.object_kind = STR("money"),
		.object = j->id.v,
		.reason = j->reason,
		.detail = j->facts.item == LEDGER_RECEIPTS ? STR("item=receipt")
							   : STR("item=postage") };
	return desk_log(tx, j->who, PERM_LEDGER_WRITE, &entry, err);
}

static enum err add_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct money_job *j = ctx;
	struct money_facts *f = &j->facts;
	struct money_insert_in in = { 0 };
	enum err e = ledger_own(tx, j->who, &j->agency, j->a, err);
	if (e == OK)
		e = check_facts(f, ledger_today(tx), err);
	if (e == OK)
		e = find_request(j, tx, &in.request, err);
	if (e != OK)
		return e;
	j->id = (struct money_id){ tx_new_id(tx) };
	in.id = j->id;
	in.agency = j->agency;
	in.item = f->item;
	in.on_day = f->on.day;
	in.year = date_year(f->on);
	in.amount = f->amount;
	in.ref = f->ref;
	in.note = f->note;
	in.live = 1;
	in.actor = j->who->person;
	in.now = tx_now(tx);
	e = sql_money_insert(tx, &in, NULL, err);
	if (e == ERR_CONFLICT)
		return field_error(err, "ref", "票据 %.*s 已经登记过，请核对是否重复",
			STR_ARG(f->ref));
	return e != OK ? e : log_money(j, tx, "money.add", err);
}

enum err money_add(const struct desk *d, const struct actor *who, struct agency_id agency,
	const struct money_facts *f, struct money_id *id, struct error *err)
{
	struct arena a;
	struct money_job j = { .who = who, .a = &a, .agency = agency, .facts = *f };
	enum err e = desk_allow(who, PERM_LEDGER_WRITE, err);
	if (e != OK)
		return e;
	arena_init(&a, LEDGER_ARENA_MAX);
	e = desk_write(d, add_fn, &j, err);
	if (e == OK)
		*id = j.id;
	arena_done(&a);
	return e;
}

static enum err load_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct money_job *j = ctx;
	struct money_by_id_in in = { j->id };
	enum err e = sql_money_by_id(tx, &in, j->a, &j->row, err);
	if (e == ERR_NOT_FOUND)
		return error_set(err, e, NULL, "没有这笔登记，请回到列表查看");
	j->agency = j->row.agency;
	return e != OK ? e : ledger_reach(tx, j->who, &j->agency, j->a, err);
}

enum err money_load(const struct desk *d, const struct actor *who, struct money_id id,
	struct arena *a, struct money_row *out, struct error *err)
{
	struct money_job j = { .who = who, .a = a, .id = id };
	enum err e = desk_allow(who, PERM_LEDGER_LOOK, err);
	if (e == OK)
		e = store_read(d->store, load_fn, &j, err);
	if (e == OK)
		*out = j.row;
	return e;
}

static enum err undo_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct money_job *j = ctx;
	int64_t changed = 0;
	enum err e = load_fn(tx, j, err);
	if (e == OK)
		e = ledger_own(tx, j->who, &j->agency, j->a, err);
	if (e == OK)
		e = sql_money_take_back(
			tx, &(struct money_take_back_in){ j->id }, &changed, err);
	if (e == OK && changed == 0)
		e = error_set(err, ERR_CONFLICT, NULL, "这笔已经冲销过了，请刷新列表");
	if (e != OK)
		return e;
	struct money_row *r = &j->row;
	j->facts.item = (int)r->item;
	struct money_insert_in in = { .id = { tx_new_id(tx) },
		.agency = j->agency,
		.item = r->item,
		.on_day = r->on_day,
		.year = date_year((struct date){ (int32_t)r->on_day }),
		.amount = -r->amount,
		.ref = r->ref,
		.request = r->request,
		.note = j->reason,
		.corrects = j->id,
		.actor = j->who->person,
		.now = tx_now(tx) };
	e = sql_money_insert(tx, &in, NULL, err);
	return e != OK ? e : log_money(j, tx, "money.undo", err);
}

enum err money_undo(const struct desk *d, const struct actor *who, struct money_id id,
	struct str reason, struct error *err)
{
	struct arena a;
	struct money_job j = { .who = who, .a = &a, .id = id, .reason = reason };
	enum err e = desk_allow(who, PERM_LEDGER_WRITE, err);
	if (e == OK)
		e = field_text(&j.reason, "reason", "冲销理由", 2, LEDGER_REASON_MAX, err);
	if (e != OK)
		return e;
	arena_init(&a, LEDGER_ARENA_MAX);
	e = desk_write(d, undo_fn, &j, err);
	arena_done(&a);
	return e;
}

static enum err list_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct money_job *j = ctx;
	j->page = (struct money_page){ 0 };
	enum err e = ledger_reach(tx, j->who, &j->agency, j->a, err);
	struct money_list_in in = { j->agency, j->facts.item, j->year, j->after.day,
		{ j->after.id }, LEDGER_PAGE + 1 };
	struct ledger_totals_in sum = { j->agency, j->year };
	struct ledger_total_row *total = NULL;
	size_t n = 0;
	if (e == OK)
		e = sql_money_list(tx, &in, j->a, &j->page.row, &j->page.n, err);
	if (e == OK)
		e = sql_ledger_totals(tx, &sum, j->a, &total, &n, err);
	for (size_t i = 0; e == OK && i < n; i++)
		if (total[i].item == j->facts.item) {
			j->page.total += total[i].amount;
			j->page.entries += total[i].entries;
		}
	j->page.more = e == OK && j->page.n > LEDGER_PAGE;
	if (j->page.more)
		j->page.n = LEDGER_PAGE;
	return e;
}

enum err money_list(const struct desk *d, const struct actor *who, struct agency_id agency,
	int item, int year, struct ledger_place after, struct arena *a, struct money_page *out,
	struct error *err)
{
	struct money_job j = { .who = who,
		.a = a,
		.agency = agency,
		.year = year,
		.after = after,
		.facts = { .item = item } };
	enum err e = desk_allow(who, PERM_LEDGER_LOOK, err);
	if (e == OK)
		e = store_read(d->store, list_fn, &j, err);
	if (e == OK)
		*out = j.page;
	return e;
}
