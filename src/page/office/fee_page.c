/*
 * fee_page -- the fee notice: by items or by pages, never both; the sum is worked out before it is
 * recorded.
 */
#include "law/fee.h"
#include "page/office/part.h"

enum { FEE_MAX = 1000000, YEAR_MIN = 2008, YEAR_MAX = 2200, SUM_MAX = 2000 };

static const struct form_choice method_choices[] = { { "item", "按件计收" }, { "page", "按量计收" },
	{ NULL, NULL } };
static const struct form_choice act_choices[] = { { "count", "计算" }, { "send", "记录" },
	{ NULL, NULL } };
struct fee_fields {
	int64_t version, amount;
	int method, act;
	struct date on;
	struct str paper;
	struct form_file file;
};
static const struct form_field fields[] = {
	FORM_INT(struct fee_fields, version, "版本", 0, INT64_MAX, 0),
	FORM_CHOICE(struct fee_fields, method, "计收方式", method_choices, FORM_REQUIRED,
		.missing = "请选择按件还是按量计收"),
	FORM_INT(struct fee_fields, amount, "第几件，或者页数", 1, FEE_MAX, FORM_REQUIRED,
		.missing = "请填写本自然月内的第几件，或者提供的页数"),
	FORM_DATE(struct fee_fields, on, "申请人收到收费通知的日期", YEAR_MIN, YEAR_MAX, 0),
	FORM_LINES(struct fee_fields, paper, "为什么在系统外办理", 0, 500, 0),
	FORM_FILE(struct fee_fields, file, "凭证的扫描件", OFFICE_FILE_BYTES_MAX, 0),
	FORM_CHOICE(struct fee_fields, act, "操作", act_choices, 0),
};
const struct http_fields fee_form = HTTP_FIELDS(fields, struct fee_fields);

/* "按件计收，本自然月第 12 件：100 元（…）" */
static enum err work_out(struct http_exchange *x, struct str *text, struct error *err)
{
	const struct fee_fields *f = x->form;
	const struct fee_tariff *t;
	int64_t yuan = 0;
	struct fee_request r = { .method = f->method == 0 ? FEE_BY_ITEM : FEE_BY_PAGE,
		.ordinal = f->amount,
		.pages = f->amount };
	struct buf b;
	buf_init(&b, SUM_MAX);
	bool dated = f->on.day != form_date_absent().day;
	enum err e = fee_tariff_find(dated ? f->on : office_today(x), &t, err);
	if (e == OK)
		e = fee_charge(t, &r, &yuan, err);
	if (e == OK)
		e = f->method == 0 ? fee_explain_items(t, f->amount, &b, err)
				   : fee_explain_pages(t, f->amount, &b, err);
	if (e == OK && f->method == 0)
		*text = page_fmt(x,
			"按件计收，本自然月第 %lld 件，本件 %lld 元（本月累计 %.*s 元）",
			(long long)f->amount, (long long)yuan, STR_ARG(buf_view(&b)));
	else if (e == OK)
		*text = page_fmt(x, "按量计收，%lld 页，共 %lld 元（%.*s）", (long long)f->amount,
			(long long)yuan, STR_ARG(buf_view(&b)));
	buf_done(&b);
	return e;
}

static enum err fee_page(struct http_exchange *x, struct str sum, enum err why, struct error *err)
{
	static const struct kit_choice method[] = {
		{ .value = STR_INIT("item"),
			.text = STR_INIT("按件计收"),
			.hint = STR_INIT(
				"同一申请人一个自然月内：前 10 件免费，第 11—30 件每件 100 元，以后逐级增加") },
		{ .value = STR_INIT("page"),
			.text = STR_INIT("按量计收"),
			.hint = STR_INIT(
				"同一件申请的页数（单面，A4 以下）：30 页以下免费，以上分级计收") },
	};
	struct request_view v;
	struct form_page p;
	enum err e = case_form(x, &fee_form, "收取信息处理费", why, &v, &p, err);
	if (e != OK)
		return e;
	p.inset =
		sum.n ? sum
		      : STR("一件申请只能选一种方式计收（《政府信息公开信息处理费管理办法》第三条）。"
			    "申请人应当自收到通知次日起 20 个工作日内缴纳，缴清后答复期限重新计算"
			    "（第六条）。");
	form_page_radios(&p, "method", method, 2, STR(""), NULL);
	form_page_input(
		&p, "amount", STR(""), "按件：这是申请人本自然月的第几件；按量：提供的页数");
	const struct fee_fields *f = sum.n ? x->form : NULL;
	if (f) {
		office_paper(&p);
		form_page_input(&p, "on", STR(""), "纸质通知送达申请人的日期，例如 2026-01-08")
			->field.classes = STR("govuk-input--width-10");
		p.button[p.n_buttons++] = (struct kit_button){ .text = STR("起草收费通知书"),
			.href = page_fmt(x,
				"/office/requests/%lld/letters/new?form=F12&fee=%s&fee_count=%lld",
				(long long)v.request.id.v, f->method == 0 ? "item" : "page",
				(long long)f->amount) };
		p.button[p.n_buttons++] = (struct kit_button){
			.text = STR("补登记纸质收费通知"),
			.kind = KIT_SECONDARY,
			.name = STR("act"),
			.value = STR("send"),
			.once = true
		};
	}
	p.button[p.n_buttons++] =
		(struct kit_button){ .text = sum.n ? STR("重新计算") : STR("计算金额"),
			.kind = sum.n ? KIT_SECONDARY : KIT_PRIMARY,
			.name = STR("act"),
			.value = STR("count") };
	if (p.n_buttons < 3)
		p.button[p.n_buttons++] = (struct kit_button){ .text = STR("返回，不做更改"),
			.kind = KIT_SECONDARY,
			.href = case_path(x, v.request.id, "") };
	return form_page_answer(x, &p, err);
}

enum err fee_show(struct http_exchange *x, struct error *err)
{
	return fee_page(x, STR(""), OK, err);
}

enum err fee_post(struct http_exchange *x, struct error *err)
{
	const struct fee_fields *f = x->form;
	struct str sum = { 0 };
	struct request_id id;
	enum err e = page_id(x, 0, &id.v, err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return fee_page(x, STR(""), OK, err);
	e = work_out(x, &sum, err);
	if (e != OK)
		return fee_page(x, STR(""), e == ERR_NOT_FOUND ? ERR_INVALID : e, err);
	if (f->act != 1)
		return fee_page(x, sum, OK, err);
	if (f->on.day == form_date_absent().day) {
		e = form_missing(x, "on", "请填写申请人收到纸质通知的日期，例如 2026-01-08", err);
		return e != OK ? e : fee_page(x, sum, OK, err);
	}
	struct request_file_input file;
	size_t n = 0;
	e = office_upload(x, &f->file, FILE_PROOF, &file, &n, err);
	if (e != OK)
		return fee_page(x, sum, e, err);
	struct request_step step = { .id = id,
		.version = f->version,
		.event = { .kind = CLOCK_FEE_NOTICED, .on = f->on, .reason = sum },
		.stage = STAGES,
		.action = STR("request.fee_noticed"),
		.paper = f->paper,
		.file = n ? &file : NULL };
	e = request_step_on_paper(APP(x)->desk, x->arena, &WHO(x)->actor, &step, err);
	return e != OK ? fee_page(x, sum, e, err) : page_done(x, case_path(x, id, ""), "step.done");
}
