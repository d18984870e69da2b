/*
 * step_page -- the legal steps of a case, one form each, from one table.
 *
 * Every form says what the step does to the clock, asks for its day and for what the law wants to
 * know; what the law refuses comes back to the form with its article.
 */
#include "page/office/part.h"

enum { YEAR_MIN = 2008, YEAR_MAX = 2200 }; /* the regulation's first year; technical */

struct step_fields {
	int64_t version;
	struct date on, until;
	struct str reason, paper;
	struct form_file file;
};
static const struct form_field fields[] = {
	FORM_INT(struct step_fields, version, "版本", 0, INT64_MAX, 0),
	FORM_DATE(struct step_fields, on, "日期", YEAR_MIN, YEAR_MAX, FORM_REQUIRED,
		.missing = "请填写日期，例如 2026-01-08"),
	FORM_DATE(struct step_fields, until, "截止日期", YEAR_MIN, YEAR_MAX, 0),
	FORM_LINES(struct step_fields, reason, "说明", 0, 500, 0),
	FORM_LINES(struct step_fields, paper, "为什么在系统外办理", 0, 500, 0),
	FORM_FILE(struct step_fields, file, "凭证的扫描件", OFFICE_FILE_BYTES_MAX, 0),
};
const struct http_fields legal_step_form = HTTP_FIELDS(fields, struct step_fields);

enum {
	ASK_UNTIL = 1,
	ASK_REASON = 2,
	NEED_UNTIL = 4,
	NEED_REASON = 8
};

struct step {
	const char *slug, *title, *button, *inset, *on, *until, *reason, *action, *done;
	enum clock_event_kind kind;
	unsigned ask;
	const char *letter; /* the form that is the way; NULL: there is none */
};
static const struct step steps[] = {
	{ "correction-notice", "告知补正", "记录补正告知",
		"补正应当在收到申请之日起 7 个工作日内一次性告知，写明要补正的全部内容和合理的期限"
		"（条例第三十条）。告知后答复期限停止计算，收到补正后重新起算。",
		"告知日期", "申请人补正的截止日期", "需要补正的内容", "request.correction_notice",
		"step.done", CLOCK_CORRECTION_NOTICED, ASK_UNTIL | ASK_REASON | NEED_REASON, "F03" },
	{ "correction-received", "收到补正", "记录收到补正",
		"答复期限自收到补正的次日起重新计算 20 个工作日（条例第三十条）。逾期补正的，须写明正当理由。",
		"收到补正的日期", NULL, "补正的内容；逾期补正的，写明正当理由",
		"request.correction_received", "step.done", CLOCK_CORRECTION_RECEIVED, ASK_REASON, NULL },
	{ "correction-lapsed", "逾期未补正，不再处理", "不再处理",
		"申请人无正当理由逾期不补正的，视为放弃申请，行政机关不再处理（条例第三十条）。"
		"计入年报表三“其他处理”第 1 项。",
		"不再处理的日期", NULL, "说明", "request.correction_lapsed", "step.closed",
		CLOCK_CORRECTION_LAPSED, ASK_REASON | NEED_REASON, "F26" },
	{ "excess", "要求说明理由", "记录已要求说明理由",
		"申请的数量、频次明显超过合理范围的，可以要求申请人说明理由；期限照常计算（条例第三十五条）。",
		"告知日期", NULL, "为什么认为明显超过合理范围", "request.excess", "step.done",
		CLOCK_EXCESS_REASON_ASKED, ASK_REASON | NEED_REASON, "F04" },
	{ "fee-paid", "缴清费用", "记录缴清费用",
		"答复期限自缴清的次日起重新计算（《政府信息公开信息处理费管理办法》第六条）。",
		"缴清日期", NULL, "票据编号", "request.fee_paid", "step.done", CLOCK_FEE_PAID,
		ASK_REASON, NULL },
	{ "fee-lapsed", "逾期未缴费，不再处理", "不再处理",
		"申请人逾期未缴纳的，视为放弃申请，不再处理（《政府信息公开信息处理费管理办法》第六条）。"
		"计入年报表三“其他处理”第 2 项。",
		"不再处理的日期", NULL, "说明", "request.fee_lapsed", "step.closed",
		CLOCK_FEE_LAPSED, ASK_REASON | NEED_REASON, "F26" },
	{ "withdraw", "申请人撤回申请", "记录撤回",
		"申请人自愿撤回的，终止办理，计入年报表三“其他处理”第 3 项。请把撤回的书面材料存入本件。",
		"撤回日期", NULL, "撤回的方式和理由", "request.withdraw", "step.closed",
		CLOCK_WITHDRAWN, ASK_REASON | NEED_REASON, "F27" },
	{ "transfer", "转办", "记录转办",
		"转给有权办理的机关后，本机关不再办理，计入年报表三“其他处理”第 3 项。"
		"不属于本机关负责公开的，依法应当答复申请人并告知负责公开的机关（条例第三十六条第五项），"
		"不用转办。",
		"转办日期", NULL, "转给哪个机关，依据什么", "request.transfer", "step.closed",
		CLOCK_TRANSFERRED, ASK_REASON | NEED_REASON, "F28" },
	{ "close", "作其他处理，结束办理", "结束办理",
		"申请人死亡、申请被并入另一件等法律没有规定答复类型的情形，写明理由后结束办理，"
		"计入年报表三“其他处理”第 3 项。",
		"结束日期", NULL, "理由", "request.close", "step.closed", CLOCK_CLOSED,
		ASK_REASON | NEED_REASON, NULL },
};
/* Its own route: it needs the head's right. */
static const struct step delay_step = { "delay", "延迟答复", "确定延迟答复",
	"申请人说明的理由合理，但无法在法定期限内答复的，可以确定延迟答复的合理期限并告知申请人"
	"（条例第三十五条）。",
	"告知日期", "延迟答复至", "理由", "request.delay", "step.done", CLOCK_DELAYED,
	ASK_UNTIL | NEED_UNTIL | ASK_REASON | NEED_REASON, "F06" };

static const struct step *find_step(const struct http_exchange *x, struct error *err)
{
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		if (str_is(x->param[1], steps[i].slug))
			return &steps[i];
	(void)error_set(err, ERR_NOT_FOUND, NULL, "没有找到这个页面，地址可能不完整");
	return NULL;
}

/* --- the form ----------------------------------------------------------------------------------
 */

/* A withdrawal before registration is no legal event: nothing else records it. */
static bool on_paper(const struct step *s, const struct request_view *v)
{
	return s->letter && (s->kind != CLOCK_WITHDRAWN || v->request.number.p);
}

static enum err step_page(
	struct http_exchange *x, const struct step *s, enum err why, struct error *err)
{
	struct request_view v;
	struct form_page p;
	enum err e = case_form(x, &legal_step_form, s->title, why, &v, &p, err);
	if (e != OK)
		return e;
	bool paper = on_paper(s, &v);
	struct str inset = paper ? arena_fmt(x->arena,
					   "%s这一步应当用文书办理：从“文书”起草，送达时自动登记。"
					   "只有已经在系统外用纸质文书办理的，才在这里补登记。",
					   s->inset)
				 : str_cstr(s->inset);
	p.inset = p.draft ? p.inset : inset;
	struct kit_input *on = form_page_input(
		&p, "on", day_full(x, office_today(x)), "年-月-日，例如 2026-01-08");
	on->field.label = str_cstr(s->on);
	on->field.classes = STR("govuk-input--width-10");
	if (s->ask & ASK_UNTIL) {
		struct kit_input *until = form_page_input(&p, "until", STR(""),
			s->ask & NEED_UNTIL ? "年-月-日"
					    : "年-月-日；不填的按法定或者默认的期限计算");
		until->field.label = str_cstr(s->until);
		until->field.optional = !(s->ask & NEED_UNTIL);
		until->field.classes = STR("govuk-input--width-10");
	}
	if (s->ask & ASK_REASON) {
		struct kit_textarea *reason = form_page_textarea(
			&p, "reason", STR(""), "写入案卷，不写身份证号、电话等个人信息");
		reason->field.label = str_cstr(s->reason);
		reason->field.optional = !(s->ask & NEED_REASON);
	}
	if (paper)
		office_paper(&p);
	form_page_submit(&p, s->button, case_path(x, v.request.id, ""));
	return form_page_answer(x, &p, err);
}

/* What is required in this step alone. */
static enum err check_needs(struct http_exchange *x, const struct step *s, struct error *err)
{
	const struct step_fields *f = x->form;
	enum err e = OK;
	if (s->ask & NEED_UNTIL && f->until.day == form_date_absent().day)
		e = form_missing(x, "until", "请填写截止日期，例如 2026-01-08", err);
	if (e == OK && s->ask & NEED_REASON && f->reason.n == 0)
		e = form_missing(x, "reason", "请写明情况，它会写入案卷", err);
	return e;
}

/* Writes it, by the way that the step has. */
static enum err record(struct http_exchange *x, const struct step *s, const struct request_view *v,
	struct error *err)
{
	const struct step_fields *f = x->form;
	const struct actor *who = &WHO(x)->actor;
	struct request_file_input file;
	size_t n = 0;
	bool until = s->ask & ASK_UNTIL && f->until.day != form_date_absent().day;
	struct request_step step = { .id = v->request.id,
		.version = f->version,
		.event = { .kind = s->kind,
			.on = f->on,
			.has_until = until,
			.until = until ? f->until : (struct date){ 0 },
			.reason = f->reason },
		.stage = STAGES,
		.action = str_cstr(s->action),
		.paper = f->paper };
	if (s->kind == CLOCK_WITHDRAWN && !on_paper(s, v))
		return request_withdraw(
			APP(x)->desk, x->arena, who, step.id, f->version, f->on, f->reason, err);
	if (!on_paper(s, v)) {
		step.paper = STR("");
		return request_step(APP(x)->desk, x->arena, who, &step, err);
	}
	enum err e = office_upload(x, &f->file, FILE_PROOF, &file, &n, err);
	step.file = n ? &file : NULL;
	return e != OK ? e : request_step_on_paper(APP(x)->desk, x->arena, who, &step, err);
}

static enum err take_step(struct http_exchange *x, const struct step *s, struct error *err)
{
	struct request_view v;
	enum err e = check_needs(x, s, err);
	if (e == OK)
		e = case_load(x, &v, err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return step_page(x, s, OK, err);
	e = record(x, s, &v, err);
	return e != OK ? step_page(x, s, e, err)
		       : page_done(x, case_path(x, v.request.id, ""), s->done);
}

enum err step_show(struct http_exchange *x, struct error *err)
{
	const struct step *s = find_step(x, err);
	return s ? step_page(x, s, OK, err) : ERR_NOT_FOUND;
}

enum err step_post(struct http_exchange *x, struct error *err)
{
	const struct step *s = find_step(x, err);
	return s ? take_step(x, s, err) : ERR_NOT_FOUND;
}

enum err delay_show(struct http_exchange *x, struct error *err)
{
	return step_page(x, &delay_step, OK, err);
}

enum err delay_post(struct http_exchange *x, struct error *err)
{
	return take_step(x, &delay_step, err);
}
