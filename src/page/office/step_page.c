/*
 * step_page -- the legal steps of a case, one form each, from one table.
 *
 * Every form says what the step does to the clock, asks for its day and for what the law wants to
 * know; what the law refuses comes back to the form with its article.
 */
#include "page/office/part.h"

enum { YEAR_MIN = 2008, YEAR_MAX = 2200 }; /* the regulation's first year; technical */

static const struct form_choice consultee_choices[] = { { "third", "第三方" },
	{ "agency", "其他机关" }, { NULL, NULL } };

struct step_fields {
	int64_t version;
	struct date on, until;
	struct str ref, party, reason;
	int consultee;
};
static const struct form_field fields[] = {
	FORM_INT(struct step_fields, version, "版本", 0, INT64_MAX, 0),
	FORM_CHOICE(struct step_fields, consultee, "向谁征求意见", consultee_choices, 0),
	FORM_TEXT(struct step_fields, party, "名称", 0, 100, 0),
	FORM_TEXT(struct step_fields, ref, "哪一次征求意见", 0, 60, 0),
	FORM_DATE(struct step_fields, on, "日期", YEAR_MIN, YEAR_MAX, FORM_REQUIRED,
		.missing = "请填写日期，例如 2026-01-08"),
	FORM_DATE(struct step_fields, until, "截止日期", YEAR_MIN, YEAR_MAX, 0),
	FORM_LINES(struct step_fields, reason, "说明", 0, 500, 0),
};
const struct http_fields legal_step_form = HTTP_FIELDS(fields, struct step_fields);

enum {
	ASK_UNTIL = 1,
	ASK_PARTY = 2,
	ASK_REF = 4,
	ASK_REASON = 8,
	NEED_UNTIL = 16,
	NEED_REASON = 32
};

struct step {
	const char *slug, *title, *button, *inset, *on, *until, *reason, *action, *done;
	enum clock_event_kind kind;
	unsigned ask;
};
static const struct step steps[] = {
	{ "correction-notice", "告知补正", "记录补正告知",
		"补正应当在收到申请之日起 7 个工作日内一次性告知，写明要补正的全部内容和合理的期限"
		"（条例第三十条）。告知后答复期限停止计算，收到补正后重新起算。",
		"告知日期", "申请人补正的截止日期", "需要补正的内容", "request.correction_notice",
		"step.done", CLOCK_CORRECTION_NOTICED, ASK_UNTIL | ASK_REASON | NEED_REASON },
	{ "correction-received", "收到补正", "记录收到补正",
		"答复期限自收到补正的次日起重新计算 20 个工作日（条例第三十条）。逾期补正的，须写明正当理由。",
		"收到补正的日期", NULL, "补正的内容；逾期补正的，写明正当理由",
		"request.correction_received", "step.done", CLOCK_CORRECTION_RECEIVED, ASK_REASON },
	{ "correction-lapsed", "逾期未补正，不再处理", "不再处理",
		"申请人无正当理由逾期不补正的，视为放弃申请，行政机关不再处理（条例第三十条）。"
		"计入年报表三“其他处理”第 1 项。",
		"不再处理的日期", NULL, "说明", "request.correction_lapsed", "step.closed",
		CLOCK_CORRECTION_LAPSED, ASK_REASON | NEED_REASON },
	{ "consult", "征求意见", "记录发出征求意见书",
		"征求第三方和其他机关意见所需时间不计算在答复期限内（条例第三十三条第三款）。"
		"对方应当自收到征求意见书之日起 15 个工作日内提出意见（第三十二条、第三十四条）。",
		"发出日期", "意见的截止日期", NULL, "request.consult_sent", "step.done",
		CLOCK_CONSULT_SENT, ASK_PARTY | ASK_UNTIL },
	{ "consult-served", "征求意见书送达", "记录送达",
		"对方的 15 个工作日自收到征求意见书之日起计算（条例第三十二条、第三十四条）。",
		"对方收到的日期", NULL, NULL, "request.consult_served", "step.done",
		CLOCK_CONSULT_SERVED, ASK_REF },
	{ "consult-returned", "收到意见", "记录收到意见",
		"答复期限自次日起恢复计算（条例第三十三条第三款）。", "收到意见的日期", NULL,
		"意见的要点", "request.consult_returned", "step.done", CLOCK_CONSULT_RETURNED,
		ASK_REF | ASK_REASON },
	{ "excess", "要求说明理由", "记录已要求说明理由",
		"申请的数量、频次明显超过合理范围的，可以要求申请人说明理由；期限照常计算（条例第三十五条）。",
		"告知日期", NULL, "为什么认为明显超过合理范围", "request.excess", "step.done",
		CLOCK_EXCESS_REASON_ASKED, ASK_REASON | NEED_REASON },
	{ "fee-paid", "缴清费用", "记录缴清费用",
		"答复期限自缴清的次日起重新计算（《政府信息公开信息处理费管理办法》第六条）。",
		"缴清日期", NULL, "票据编号", "request.fee_paid", "step.done", CLOCK_FEE_PAID,
		ASK_REASON },
	{ "fee-lapsed", "逾期未缴费，不再处理", "不再处理",
		"申请人逾期未缴纳的，视为放弃申请，不再处理（《政府信息公开信息处理费管理办法》第六条）。"
		"计入年报表三“其他处理”第 2 项。",
		"不再处理的日期", NULL, "说明", "request.fee_lapsed", "step.closed",
		CLOCK_FEE_LAPSED, ASK_REASON | NEED_REASON },
	{ "withdraw", "申请人撤回申请", "记录撤回",
		"申请人自愿撤回的，终止办理，计入年报表三“其他处理”第 3 项。请把撤回的书面材料存入本件。",
		"撤回日期", NULL, "撤回的方式和理由", "request.withdraw", "step.closed",
		CLOCK_WITHDRAWN, ASK_REASON | NEED_REASON },
	{ "transfer", "转办", "记录转办",
		"转给有权办理的机关后，本机关不再办理，计入年报表三“其他处理”第 3 项。"
		"不属于本机关负责公开的，依法应当答复申请人并告知负责公开的机关（条例第三十六条第五项），"
		"不用转办。",
		"转办日期", NULL, "转给哪个机关，依据什么", "request.transfer", "step.closed",
		CLOCK_TRANSFERRED, ASK_REASON | NEED_REASON },
	{ "close", "作其他处理，结束办理", "结束办理",
		"申请人死亡、申请被并入另一件等法律没有规定答复类型的情形，写明理由后结束办理，"
		"计入年报表三“其他处理”第 3 项。",
		"结束日期", NULL, "理由", "request.close", "step.closed", CLOCK_CLOSED,
		ASK_REASON | NEED_REASON },
};
/* Its own route: it needs the head's right. */
static const struct step delay_step = { "delay", "延迟答复", "确定延迟答复",
	"申请人说明的理由合理，但无法在法定期限内答复的，可以确定延迟答复的合理期限并告知申请人"
	"（条例第三十五条）。",
	"告知日期", "延迟答复至", "理由", "request.delay", "step.done", CLOCK_DELAYED,
	ASK_UNTIL | NEED_UNTIL | ASK_REASON | NEED_REASON };

static const struct step *find_step(const struct http_exchange *x, struct error *err)
{
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		if (str_is(x->param[1], steps[i].slug))
			return &steps[i];
	(void)error_set(err, ERR_NOT_FOUND, NULL, "没有找到这个页面，地址可能不完整");
	return NULL;
}

/* --- consultations -----------------------------------------------------------------------------
 */

static bool is_open(const struct request_view *v, const struct request_event_row *sent)
{
	for (size_t i = 0; i < v->n_events; i++)
		if (v->event[i].kind == CLOCK_CONSULT_RETURNED &&
			str_eq(v->event[i].ref, sent->ref))
			return false;
	return true;
}

/* Those that wait for an answer. */
static size_t open_consultations(
	struct http_exchange *x, const struct request_view *v, struct kit_choice **out)
{
	struct kit_choice *c = arena_array(x->arena, struct kit_choice, v->n_events + 1);
	size_t n = 0;
	for (size_t i = 0; c && i < v->n_events; i++) {
		const struct request_event_row *e = &v->event[i];
		if (e->kind != CLOCK_CONSULT_SENT || !is_open(v, e))
			continue;
		struct str day = day_short(x, (struct opt_i64){ true, e->on_day });
		struct str party = event_reason(v, e);
		c[n++] = (struct kit_choice){ .value = e->ref,
			.text = page_fmt(x, "%.*s　%.*s 发出　%.*s", STR_ARG(e->ref), STR_ARG(day),
				STR_ARG(party)) };
	}
	*out = c;
	return n;
}

/* "第三方1", "机关2": what the sentences of the clock call it. */
static struct str next_ref(struct http_exchange *x, const struct request_view *v, int consultee)
{
	int n = 1;
	for (size_t i = 0; i < v->n_history; i++)
		n += v->history[i].kind == CLOCK_CONSULT_SENT && !v->history[i].corrects.has &&
		     v->history[i].consultee == consultee;
	return page_fmt(x, "%s%d", consultee == CLOCK_AGENCY ? "机关" : "第三方", n);
}

/* --- the form ----------------------------------------------------------------------------------
 */

static void add_party(struct form_page *p)
{
	static const struct kit_choice choice[] = {
		{ .value = STR_INIT("third"),
			.text = STR_INIT("第三方"),
			.hint = STR_INIT("公开会损害其商业秘密、个人隐私的单位或者个人") },
		{ .value = STR_INIT("agency"),
			.text = STR_INIT("其他机关"),
			.hint = STR_INIT("共同制作的机关、主管部门、保密部门等") },
	};
	form_page_radios(p, "consultee", choice, 2, STR(""), NULL);
	form_page_input(p, "party", STR(""), "单位写全称；个人写姓氏加“某”，不写全名");
}

static enum err step_page(
	struct http_exchange *x, const struct step *s, enum err why, struct error *err)
{
	struct request_view v;
	struct form_page p;
	struct kit_choice *choice;
	enum err e = case_form(x, &legal_step_form, s->title, why, &v, &p, err);
	if (e != OK)
		return e;
	p.inset = p.draft ? p.inset : str_cstr(s->inset);
	if (s->ask & ASK_PARTY)
		add_party(&p);
	if (s->ask & ASK_REF) {
		size_t n = open_consultations(x, &v, &choice);
		form_page_select(&p, "ref", choice, n, STR(""),
			n ? NULL : "没有等待意见的征求意见书，请先记录发出");
	}
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
	form_page_submit(&p, s->button, case_path(x, v.request.id, ""));
	return form_page_answer(x, &p, err);
}

/* What is required in this step alone. */
static enum err check_needs(struct http_exchange *x, const struct step *s, struct error *err)
{
	const struct step_fields *f = x->form;
	enum err e = OK;
	if (s->ask & ASK_PARTY && f->consultee < 0)
		e = form_missing(x, "consultee", "请选择向谁征求意见", err);
	if (e == OK && s->ask & ASK_PARTY && f->party.n == 0)
		e = form_missing(x, "party", "请填写对方的名称", err);
	if (e == OK && s->ask & ASK_REF && f->ref.n == 0)
		e = form_missing(x, "ref", "请选择是哪一次征求意见", err);
	if (e == OK && s->ask & NEED_UNTIL && f->until.day == form_date_absent().day)
		e = form_missing(x, "until", "请填写截止日期，例如 2026-01-08", err);
	if (e == OK && s->ask & NEED_REASON && f->reason.n == 0)
		e = form_missing(x, "reason", "请写明情况，它会写入案卷", err);
	return e;
}

static enum err take_step(struct http_exchange *x, const struct step *s, struct error *err)
{
	struct request_view v;
	const struct step_fields *f = x->form;
	enum err e = check_needs(x, s, err);
	if (e == OK)
		e = case_load(x, &v, err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return step_page(x, s, OK, err);
	bool until = s->ask & ASK_UNTIL && f->until.day != form_date_absent().day;
	struct request_step step = { .id = v.request.id,
		.version = f->version,
		.event = { .kind = s->kind,
			.on = f->on,
			.has_until = until,
			.until = until ? f->until : (struct date){ 0 },
			.id = f->ref,
			.reason = f->reason },
		.stage = STAGES,
		.action = str_cstr(s->action) };
	if (s->ask & ASK_PARTY) {
		step.event.consultee = f->consultee ? CLOCK_AGENCY : CLOCK_THIRD_PARTY;
		step.event.id = next_ref(x, &v, (int)step.event.consultee);
		step.event.reason = f->party;
	}
	const struct actor *who = &WHO(x)->actor;
	/* A withdrawal is possible before registration too: then it is no legal event. */
	if (s->kind == CLOCK_WITHDRAWN)
		e = request_withdraw(
			APP(x)->desk, x->arena, who, step.id, f->version, f->on, f->reason, err);
	else
		e = request_step(APP(x)->desk, x->arena, who, &step, err);
	if (e != OK)
		return step_page(x, s, e, err);
	return page_done(x, case_path(x, v.request.id, ""), s->done);
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
