/*
 * case_actions -- what can be done with a case now, by its state and the person's rights.
 *
 * The law itself is asked when a step is taken; here stands only what makes sense to offer.
 */
#include "desk/lead.h"
#include "page/office/case_part.h"

enum {
	OPEN = 1,
	CORRECTION = 2,
	PAYMENT = 4,
	FILED = 8,
	CLOSED = 16,
	ANY = 31,
	PAPER = 32 /* a step that has a letter, when it was done outside the system */
};

static unsigned situation(const struct request_view *v)
{
	unsigned s = 0;
	if (!v->has_clock)
		return FILED;
	switch (v->clock.state) {
	case CLOCK_AWAITING_CORRECTION:
	case CLOCK_LAPSED_CORRECTION:
		s = CORRECTION;
		break;
	case CLOCK_AWAITING_PAYMENT:
	case CLOCK_LAPSED_PAYMENT:
		s = PAYMENT;
		break;
	case CLOCK_CONSULTING:
	case CLOCK_HANDLING:
	case CLOCK_OVERDUE:
		s = OPEN;
		break;
	default:
		s = CLOSED;
	}
	/* A period that ran out is a state of the clock, not yet a decision of the office. */
	if (v->request.closed_on.has)
		return CLOSED;
	return s;
}

static const struct offer {
	const char *tail, *text, *note;
	unsigned when, permission;
} offers[] = {
	{ "/confirm", "确认收到并登记", "", FILED, PERM_REQUEST_REGISTER },
	{ "/oral", "口头申请记录", "打印、请申请人签字、存入", FILED | OPEN | CORRECTION | PAYMENT,
		PERM_REQUEST_REGISTER },
	{ "/assign", "分派承办", "", FILED | OPEN | CORRECTION | PAYMENT, PERM_REQUEST_REGISTER },
	{ "/letters/new?form=F03", "告知补正", "收到之日起 7 个工作日内，一次", OPEN,
		PERM_REQUEST_HANDLE },
	{ "/step/correction-received", "收到补正", "期限重新起算", CORRECTION,
		PERM_REQUEST_HANDLE },
	{ "/letters/new?form=F26", "逾期未办理，不再处理", "", CORRECTION | PAYMENT,
		PERM_REQUEST_HANDLE },
	{ "/letters/new?form=F07", "征求第三方意见", "所需时间不计入期限", OPEN,
		PERM_REQUEST_HANDLE },
	{ "/letters/new?form=F11", "征求其他机关意见", "所需时间不计入期限", OPEN,
		PERM_REQUEST_HANDLE },
	{ "/extension", "申请延长答复期限", "须负责人同意，最长 20 个工作日", OPEN,
		PERM_REQUEST_HANDLE },
	{ "/letters/new?form=F05", "起草延期答复告知书", "负责人同意以后", OPEN,
		PERM_REQUEST_HANDLE },
	{ "/letters/new?form=F04", "要求申请人说明理由", "数量、频次明显超过合理范围", OPEN,
		PERM_REQUEST_HANDLE },
	{ "/letters/new?form=F06", "告知延迟答复", "说明的理由合理的", OPEN, PERM_REQUEST_HANDLE },
	{ "/fee", "收取信息处理费", "", OPEN, PERM_REQUEST_HANDLE },
	{ "/step/fee-paid", "缴清费用", "期限重新起算", PAYMENT, PERM_REQUEST_HANDLE },
	{ "/note/assist", "请其他部门协办", "", FILED | OPEN | CORRECTION | PAYMENT,
		PERM_REQUEST_HANDLE },
	{ "/note/search", "写检索记录", "", OPEN, PERM_REQUEST_HANDLE },
	{ "/note/contact", "写联系申请人的记录", "", FILED | OPEN | CORRECTION | PAYMENT,
		PERM_REQUEST_HANDLE },
	{ "/note/remark", "写备注", "", ANY, PERM_REQUEST_LOOK },
	{ "/note/remind", "催办", "", OPEN, PERM_REQUEST_REGISTER },
	{ "/lead", "作为公开线索", "供以后的申请人直接取得，不再申请", CLOSED, PERM_REQUEST_HANDLE },
	{ "/lead/drop", "撤下公开线索", "", CLOSED, PERM_REQUEST_HANDLE },
	{ "/split", "拆分为几件", "一事一申请", FILED | OPEN, PERM_REQUEST_REGISTER },
	{ "/merge", "要求合并的，不予合并", "", OPEN | CORRECTION | PAYMENT,
		PERM_REQUEST_REGISTER },
	{ "/letters/new?form=F27", "申请人撤回申请", "起草撤回确认书", OPEN | CORRECTION | PAYMENT,
		PERM_REQUEST_HANDLE },
	{ "/step/withdraw", "申请人撤回申请", "", FILED, PERM_REQUEST_HANDLE },
	{ "/letters/new?form=F28", "转办", "起草转办告知书", OPEN, PERM_REQUEST_HANDLE },
	{ "/step/close", "作其他处理，结束办理", "", OPEN | CORRECTION | PAYMENT,
		PERM_REQUEST_HANDLE },
	/* What was done outside the system. */
	{ "/step/correction-notice", "补正告知", "", OPEN | PAPER, PERM_REQUEST_HANDLE },
	{ "/step/correction-lapsed", "逾期未补正，不再处理", "", CORRECTION | PAPER,
		PERM_REQUEST_HANDLE },
	{ "/consult", "征求意见", "", OPEN | PAPER, PERM_REQUEST_HANDLE },
	{ "/step/excess", "要求说明理由", "", OPEN | PAPER, PERM_REQUEST_HANDLE },
	{ "/delay", "延迟答复", "", OPEN | PAPER, PERM_REQUEST_SIGN },
	{ "/step/fee-lapsed", "逾期未缴费，不再处理", "", PAYMENT | PAPER, PERM_REQUEST_HANDLE },
	{ "/step/withdraw", "申请人撤回申请", "", OPEN | CORRECTION | PAYMENT | PAPER,
		PERM_REQUEST_HANDLE },
	{ "/step/transfer", "转办", "", OPEN | PAPER, PERM_REQUEST_HANDLE },
};

static bool happened(const struct request_view *v, enum clock_event_kind k)
{
	for (size_t i = 0; i < v->n_events; i++)
		if (v->event[i].kind == (int64_t)k)
			return true;
	return false;
}

/* A notice that is given once is offered once; a delay follows on reasons that were asked for. */
static bool is_past(const struct offer *o, const struct request_view *v)
{
	if (strcmp(o->tail, "/letters/new?form=F03") == 0 ||
		strcmp(o->tail, "/step/correction-notice") == 0)
		return happened(v, CLOCK_CORRECTION_NOTICED);
	if (strcmp(o->tail, "/fee") == 0)
		return happened(v, CLOCK_FEE_NOTICED);
	if (strcmp(o->tail, "/letters/new?form=F06") == 0 || strcmp(o->tail, "/delay") == 0)
		return !happened(v, CLOCK_EXCESS_REASON_ASKED);
	return false;
}

static bool is_offered(const struct http_exchange *x, const struct request_view *v,
	const struct case_page *page, const struct offer *o, unsigned now)
{
	if (strcmp(o->tail, "/oral") == 0 && v->request.channel != RECEIPT_ORAL)
		return false;
	bool lead = strcmp(o->tail, "/lead") == 0, drop = strcmp(o->tail, "/lead/drop") == 0;
	if ((lead && (page->lead.n || !lead_is_possible(&v->request))) || (drop && !page->lead.n))
		return false;
	if (str_starts(str_cstr(o->tail), STR("/letters")) &&
		!app_has_page(APP(x), STR("/office/requests/:id/letters/new")))
		return false;
	return (o->when & now) != 0 && role_permits(WHO(x)->actor.roles, o->permission);
}

static struct case_action action_at(
	struct http_exchange *x, const struct request_view *v, const char *tail)
{
	for (size_t i = 0; i < sizeof offers / sizeof *offers; i++)
		if (strcmp(offers[i].tail, tail) == 0)
			return (struct case_action){ .text = str_cstr(offers[i].text),
				.href = role_permits(WHO(x)->actor.roles, offers[i].permission)
						? case_path(x, v->request.id, tail)
						: STR("") };
	return (struct case_action){ .text = STR("") };
}

static void set_next(struct http_exchange *x, const struct request_view *v, struct case_page *page,
	const char *title, const char *note, const char *tail, const char *second)
{
	page->next_title = str_cstr(title);
	page->next = action_at(x, v, tail);
	page->next.note = str_cstr(note);
	if (second && page->next.href.n)
		page->more_next[page->n_more_next++] = action_at(x, v, second);
}

static void letters_next(
	struct http_exchange *x, const struct request_view *v, struct case_page *page)
{
	(void)x;
	page->next_title = STR("拟定答复");
	page->next = (struct case_action){ .text = STR("起草文书"),
		.href = page->letters,
		.note = STR("检索、征求意见完成后拟定答复，经审核、保密审查和签发后送达。") };
	if (v->request.department.v == 0 && v->request.handler.v == 0)
		set_next(x, v, page, "分派承办", "这件申请还没有承办部门。", "/assign", NULL);
}

/* The consultation that waits: its page records the opinion. */
static void consult_next(
	struct http_exchange *x, const struct request_view *v, struct case_page *page)
{
	page->next_title = STR("等对方的意见");
	page->next.note = STR("征求意见所需时间不计入期限。收到意见后登记；期满没有答复的，"
			      "期限自动恢复计算。");
	for (size_t i = 0; i < page->n_consults; i++)
		if (page->consult[i].due_text.n && !page->next.href.n &&
			role_permits(WHO(x)->actor.roles, PERM_REQUEST_HANDLE)) {
			page->next.text = STR("打开征求意见");
			page->next.href = page->consult[i].href;
		}
	(void)v;
}

/* What is done is put away; the page of the archive checks it once more. */
static void closed_next(
	struct http_exchange *x, const struct request_view *v, struct case_page *page)
{
	page->next_title = STR("已经办结");
	page->next.note = v->has_clock ? str_cstr(clock_state_label(v->clock.state)) : STR("已撤回");
	bool done = v->request.stage == STAGE_DONE || v->request.stage == STAGE_ARCHIVED;
	if (!done || !role_permits(WHO(x)->actor.roles, PERM_REQUEST_HANDLE) ||
		!app_has_page(APP(x), STR("/office/requests/:id/archive")))
		return;
	page->next.text = v->request.stage == STAGE_DONE ? STR("归档") : STR("再次下载归档包");
	page->next.href = case_path(x, v->request.id, "/archive");
}

static void fill_next(struct http_exchange *x, const struct request_view *v, struct case_page *page)
{
	unsigned now = situation(v);
	if (now == FILED)
		set_next(x, v, page, "确认收到并登记",
			v->request.channel == RECEIPT_ORAL
				? "打印记录，宣读后请申请人签字；签字之日为收到之日，期限从次日起算。"
				: "核对身份证明、联系方式和申请内容，与申请人确认后登记；期限从确认的次日起算。",
			"/confirm",
			v->request.channel == RECEIPT_ORAL ? "/oral" : "/note/contact");
	else if (now & CORRECTION)
		set_next(x, v, page,
			v->clock.state == CLOCK_LAPSED_CORRECTION ? "补正期限已过" : "等申请人补正",
			"补正期间期限不计算。收到补正后登记收到的日期；逾期无正当理由不补正的，不再处理。",
			"/step/correction-received",
			v->clock.state == CLOCK_LAPSED_CORRECTION ? "/letters/new?form=F26"
								  : NULL);
	else if (now & PAYMENT)
		set_next(x, v, page,
			v->clock.state == CLOCK_LAPSED_PAYMENT ? "缴费期限已过" : "等申请人缴费",
			"缴清后期限重新计算；逾期未缴的，不再处理。", "/step/fee-paid",
			v->clock.state == CLOCK_LAPSED_PAYMENT ? "/letters/new?form=F26" : NULL);
	else if (now & CLOSED)
		closed_next(x, v, page);
	else if (v->clock.state == CLOCK_CONSULTING)
		consult_next(x, v, page);
	else
		letters_next(x, v, page);
}

void fill_actions(struct http_exchange *x, const struct request_view *v, struct case_page *page)
{
	unsigned now = situation(v);
	fill_next(x, v, page);
	for (size_t i = 0; i < sizeof offers / sizeof *offers; i++) {
		const struct offer *o = &offers[i];
		bool paper = o->when & PAPER;
		struct case_action *list = paper ? page->paper : page->action;
		size_t *n = paper ? &page->n_papers : &page->n_actions;
		if (!is_offered(x, v, page, o, now) || is_past(o, v) ||
			*n == CASE_ACTIONS_MAX)
			continue;
		struct str href = case_path(x, v->request.id, o->tail);
		bool shown = str_eq(href, page->next.href);
		for (size_t k = 0; k < page->n_more_next; k++)
			shown = shown || str_eq(href, page->more_next[k].href);
		if (!shown)
			list[(*n)++] = (struct case_action){
				.text = str_cstr(o->text), .href = href, .note = str_cstr(o->note)
			};
	}
}
