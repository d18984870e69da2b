/*
 * status_words -- what the status page says: the plain sentence, the bar, the days, the steps.
 *
 * The clock is law/clock's; here it is put into sentences for somebody who does not know the law.
 * Names of consulted parties and of officials are never among them.
 */
#include "law/rule.h"
#include "page/moment.h"
#include "page/portal/status_view.h"

#include <inttypes.h>

enum { BAR_WIDTH = 398 };

static struct date day_of(int64_t day)
{
	return (struct date){ (int32_t)day };
}

static struct str words(struct arena *a, struct date d)
{
	return arena_fmt(a, "%s", date_words(d).z);
}

static struct str short_day(struct arena *a, struct date d)
{
	int y, m, day;
	date_split(d, &y, &m, &day);
	return arena_fmt(a, "%d月%d日", m, day);
}

static const char *weekday(struct date d)
{
	static const char *const name[] = { "星期一", "星期二", "星期三", "星期四", "星期五",
		"星期六", "星期日" };
	return name[date_weekday(d)];
}

/* The last event of a kind; NULL when there is none. */
static const struct request_event_row *last_event(
	const struct request_view *r, enum clock_event_kind kind)
{
	for (size_t i = r->n_events; i > 0; i--)
		if (r->event[i - 1].kind == (int64_t)kind)
			return &r->event[i - 1];
	return NULL;
}

/* --- the sentence
 * ---------------------------------------------------------------------------------------- */

static void say_waiting(struct arena *a, struct status_page *v)
{
	const struct request_view *r = &v->request;
	bool fee = r->clock.state == CLOCK_AWAITING_PAYMENT;
	const struct request_event_row *e =
		last_event(r, fee ? CLOCK_FEE_NOTICED : CLOCK_CORRECTION_NOTICED);
	struct date until = e && e->until_day.has ? day_of(e->until_day.v)
			    : r->clock.n_days	  ? r->clock.day[r->clock.n_days - 1].date
						  : day_of(r->request.arrived_on);
	if (fee) {
		v->headline = arena_fmt(a, "请在 %s 前缴纳信息处理费", date_words(until).z);
		v->fee_until = words(a, until);
		v->say = STR(
			"金额、方式见下面和收费通知书。缴清后继续办理，答复期限从次日起重新计算；逾期未缴的，视为放弃申请。对收费有疑问的，请致电受理机关。");
		return;
	}
	v->headline = arena_fmt(a, "请在 %s 前补正申请内容", date_words(until).z);
	v->say = STR(
		"需要说明的事项见补正告知书。收到补正后，20 个工作日的答复期限从次日起重新计算；没有正当理由逾期不补正的，视为放弃申请。");
	v->act = STR("去补正");
	v->act_href = STR("/status/correct");
}

static void say_running(struct arena *a, struct status_page *v)
{
	const struct clock_run *c = &v->request.clock;
	const char *guess = c->provisional ? "（暂定，下一年度放假安排公布后重新计算）" : "";
	if (c->state == CLOCK_CONSULTING) {
		v->headline =
			c->has_due ? arena_fmt(a, "正在征求意见，计时暂停；预计最迟 %s（%s）答复%s",
					     date_words(c->due).z, weekday(c->due), guess)
				   : STR("正在征求意见，计时暂停");
		v->say = STR(
			"您申请的信息涉及第三方或者其他机关，正在书面征求意见。征求意见所需时间依法不计入答复期限。");
		return;
	}
	if (c->state == CLOCK_OVERDUE) {
		v->headline = arena_fmt(a, "已经超过答复期限 %d 个工作日", -c->remaining);
		v->say = arena_fmt(a,
			"应当在 %s 前答复，尚未答复。您可以致电受理机关催促，也可以投诉举报，或者依法申请行政复议、提起行政诉讼。",
			date_words(c->due).z);
		return;
	}
	v->headline = arena_fmt(
		a, "正在办理，最迟 %s（%s）答复%s", date_words(c->due).z, weekday(c->due), guess);
	v->say = STR("周末和法定节假日不计入，调休上班的日子计入；征求意见的时间依法不计入。");
}

static void say_closed(struct arena *a, struct status_page *v)
{
	const struct request_view *r = &v->request;
	struct str on =
		r->request.closed_on.has ? words(a, day_of(r->request.closed_on.v)) : STR("");
	switch (r->clock.state) {
	case CLOCK_STATE_WITHDRAWN:
		v->headline = arena_fmt(a, "您已于 %.*s撤回申请，办理终结", STR_ARG(on));
		return;
	case CLOCK_STATE_TRANSFERRED:
		v->headline = arena_fmt(a, "已于 %.*s转由其他机关办理", STR_ARG(on));
		return;
	case CLOCK_LAPSED_CORRECTION:
		v->headline = STR("逾期未补正，视为放弃申请，不再处理");
		v->say = STR("仍然需要的，可以重新申请。");
		return;
	case CLOCK_LAPSED_PAYMENT:
		v->headline = STR("逾期未缴纳信息处理费，视为放弃申请，不再处理");
		v->say = STR("仍然需要的，可以重新申请。");
		return;
	default:
		v->headline = arena_fmt(a, "已于 %.*s作出答复", STR_ARG(on));
		v->say = STR(
			"答复书可以在下面“文书和材料”中查看；约定邮寄或者领取的，以送达的文书为准。对答复不服的，救济途径和期限见答复书。");
	}
}

static void say(struct arena *a, struct status_page *v)
{
	const struct request_view *r = &v->request;
	bool ended = status_is_closed(r);
	if (!r->has_clock && ended) {
		v->headline = STR("您已撤回申请，办理终结");
	} else if (!r->has_clock) {
		v->headline = STR("已收到您提交的申请，等待工作人员与您确认");
		v->say = STR(
			"网上申请以双方确认之日为收到申请之日（条例第三十一条第三项），20 个工作日的答复期限从次日起算。请保持电话畅通。");
	} else if (ended) {
		say_closed(a, v);
	} else if (r->request.stage == STAGE_CORRECTION || r->request.stage == STAGE_PAYMENT) {
		say_waiting(a, v);
	} else {
		say_running(a, v);
	}
}

/* --- the bar and the days
 * ---------------------------------------------------------------------------------- */

/* The day the running period counts from: receipt, correction or payment. */
static const struct request_event_row *period_start(const struct request_view *r)
{
	const struct request_event_row *e = NULL;
	for (size_t i = 0; i < r->n_events; i++)
		if (r->event[i].kind == CLOCK_RECEIVED || r->event[i].kind == CLOCK_FEE_PAID ||
			r->event[i].kind == CLOCK_CORRECTION_RECEIVED)
			e = &r->event[i];
	return e;
}

static void fill_bar(struct arena *a, struct status_page *v)
{
	const struct request_view *r = &v->request;
	const struct clock_run *c = &r->clock;
	const struct request_event_row *start = period_start(r);
	if (!r->has_clock || !c->has_due || status_is_closed(r) || !start)
		return;
	v->bar = true;
	v->used = c->used;
	v->left = c->remaining;
	v->total = c->used + c->remaining;
	int shown = v->total > 0 && v->used < v->total ? v->used : v->total;
	v->width = v->total > 0 ? BAR_WIDTH * shown / v->total : BAR_WIDTH;
	v->first = arena_fmt(a, "%.*s %s", STR_ARG(short_day(a, day_of(start->on_day))),
		start->kind == CLOCK_RECEIVED	? "收到申请"
		: start->kind == CLOCK_FEE_PAID ? "缴费"
						: "收到补正");
	v->middle = v->left < 0 ? arena_fmt(a, "逾期 %d 个工作日", -v->left)
				: arena_fmt(a, "还剩 %d 个工作日", v->left);
	v->last = short_day(a, c->due);
	v->bar_label = arena_fmt(
		a, "已用 %d 个工作日，共 %d 个，%.*s", v->used, v->total, STR_ARG(v->middle));
}

/* The office's own number of a consultation is left out: it may name whom it is about. */
static struct str why_of(const struct counted_day *d)
{
	if (str_starts(d->why, STR("征求意见期间")))
		return STR("征求意见期间");
	return str_is(d->why, "计入") ? STR("工作日") : d->why;
}

static void fill_spans(struct arena *a, struct status_page *v)
{
	const struct clock_run *c = &v->request.clock;
	v->span = arena_array(a, struct status_span, c->n_days);
	struct date first = { 0 };
	for (size_t i = 0; v->span && i < c->n_days; i++) {
		const struct counted_day *d = &c->day[i];
		struct status_span *s = v->n_spans ? &v->span[v->n_spans - 1] : NULL;
		if (!s || s->counts != d->counts || !str_eq(s->why, why_of(d))) {
			s = &v->span[v->n_spans++];
			first = d->date;
			*s = (struct status_span){
				.from = short_day(a, d->date), .why = why_of(d), .counts = d->counts
			};
		}
		s->days++;
		s->to = first.day == d->date.day ? STR("") : short_day(a, d->date);
	}
}

static struct str effect_of(const struct clock_step *s)
{
	switch (s->kind) {
	case CLOCK_CONSULT_SENT:
		return STR("书面征求意见，自次日起不计入答复期限");
	case CLOCK_CONSULT_SERVED:
		return STR("征求意见书送达");
	case CLOCK_CONSULT_RETURNED:
		return STR("收到意见，自次日起恢复计算");
	case CLOCK_WITHDRAWN:
		return STR("您撤回申请，办理终结");
	case CLOCK_CORRECTION_LAPSED:
	case CLOCK_FEE_LAPSED:
		return STR("期限届满，视为放弃申请，不再处理");
	case CLOCK_TRANSFERRED:
		return STR("转由其他机关办理，本机关办理终结");
	default:
		return s->effect;
	}
}

static void fill_rules(struct arena *a, struct status_page *v)
{
	const struct clock_run *c = &v->request.clock;
	v->rule = arena_array(a, struct status_rule, c->n_steps);
	for (size_t i = 0; v->rule && i < c->n_steps; i++) {
		const struct clock_step *s = &c->step[i];
		const char *article = s->rule ? rule_article(s->rule) : NULL;
		bool law = article && strstr(article, "《");
		v->rule[v->n_rules++] = (struct status_rule){ words(a, s->on), effect_of(s),
			law ? str_cstr(article) : (struct str){ 0 } };
	}
}

/* --- the steps
 * --------------------------------------------------------------------------------------------- */

static const struct {
	const char *title, *text;
} event_words[CLOCK_EVENT_COUNT] = {
	[CLOCK_RECEIVED] = { "登记", "确认收到申请，编入登记簿。答复期限从次日起算。" },
	[CLOCK_CORRECTION_NOTICED] = { "通知补正", "请您说明申请内容，事项见补正告知书。" },
	[CLOCK_CORRECTION_RECEIVED] = { "收到补正", "答复期限从次日起重新计算。" },
	[CLOCK_CORRECTION_LAPSED] = { "不再处理", "逾期未补正，视为放弃申请。" },
	[CLOCK_CONSULT_SENT] = { "征求意见", "已书面征求意见。此期间计时暂停。" },
	[CLOCK_CONSULT_RETURNED] = { "收到意见", "恢复计时。" },
	[CLOCK_EXTENDED] = { "延长答复期限", NULL },
	[CLOCK_EXCESS_REASON_ASKED] = { "请您说明理由",
		"申请数量、频次明显超过合理范围，请按告知书说明理由。" },
	[CLOCK_DELAYED] = { "延迟答复", "已确定延迟答复的合理期限。" },
	[CLOCK_FEE_NOTICED] = { "通知缴费", "请按收费通知缴纳信息处理费。" },
	[CLOCK_FEE_PAID] = { "收到缴费", "答复期限从次日起重新计算。" },
	[CLOCK_FEE_LAPSED] = { "不再处理", "逾期未缴费，视为放弃申请。" },
	[CLOCK_REPLY_SENT] = { "答复", "已作出答复并发出。" },
	[CLOCK_SERVED] = { "送达", "答复书已送达您。" },
	[CLOCK_WITHDRAWN] = { "撤回", "您撤回申请，办理终结。" },
	[CLOCK_TRANSFERRED] = { "转办", "转由其他机关办理。" },
	[CLOCK_CLOSED] = { "办理终结", "因其他情形办理终结。" },
};

/* The paper that told of an event: the last one of that kind sent by its day. */
static const struct status_letter *letter_of(const struct status_page *v, int64_t kind)
{
	for (size_t i = v->n_own; v->letter && i > 0; i--)
		if (v->own[i - 1].form->clock_event == kind && !v->own[i - 1].revoked)
			return &v->letter[i - 1];
	return NULL;
}

static void add_step(struct status_page *v, enum status_tone tone, struct str title,
	struct str when, struct str text)
{
	v->step[v->n_steps++] = (struct status_step){ tone, title, when, text, { 0 }, { 0 } };
}

static void past_steps(struct arena *a, struct status_page *v)
{
	const struct request_view *r = &v->request;
	bool online = r->request.channel == RECEIPT_INTERNET;
	add_step(v, STATUS_PAST, STR("接收"), moment_text(a, r->request.created_at),
		online ? STR("您在网上提交申请，系统发给编号和查询码。") : STR("收到您的申请。"));
	for (size_t i = 0; i < r->n_events; i++) {
		const struct request_event_row *e = &r->event[i];
		if (e->kind < 0 || e->kind >= CLOCK_EVENT_COUNT || !event_words[e->kind].title)
			continue;
		struct str text = str_cstr(event_words[e->kind].text);
		if (e->kind == CLOCK_EXTENDED)
			text = arena_fmt(
				a, "经负责人同意，答复期限延长 %" PRId64 " 个工作日。", e->days);
		if (e->kind == CLOCK_DELAYED && e->until_day.has)
			text = arena_fmt(
				a, "延迟到 %s 答复。", date_words(day_of(e->until_day.v)).z);
		add_step(v, e->kind == CLOCK_CONSULT_SENT ? STATUS_STOP : STATUS_PAST,
			str_cstr(event_words[e->kind].title),
			arena_fmt(a, "%s", date_text(day_of(e->on_day)).z), text);
		const struct status_letter *l = letter_of(v, e->kind);
		if (l) {
			v->step[v->n_steps - 1].letter = l->title;
			v->step[v->n_steps - 1].letter_href = l->pdf;
		}
	}
}

static void coming_steps(struct arena *a, struct status_page *v)
{
	const struct request_view *r = &v->request;
	int64_t stage = r->request.stage;
	struct str due = r->has_clock && r->clock.has_due
				 ? arena_fmt(a, "最迟 %s", date_words(r->clock.due).z)
			 : stage == STAGE_CORRECTION ? STR("收到补正后 20 个工作日内")
			 : stage == STAGE_PAYMENT    ? STR("收到缴费后 20 个工作日内")
						     : STR("登记后 20 个工作日内");
	struct str department =
		r->request.department_name.n
			? arena_fmt(a, "承办部门：%.*s。", STR_ARG(r->request.department_name))
			: STR("");
	if (stage == STAGE_FILED)
		add_step(v, STATUS_NOW, STR("与您确认"), STR(""),
			STR("工作人员会用您留下的联系方式确认收到申请。"));
	if (stage == STAGE_REGISTERED)
		add_step(v, STATUS_NOW, STR("登记核对"), STR(""),
			STR("核对申请内容，不明确的 7 个工作日内一次告知补正。"));
	if (stage == STAGE_CORRECTION)
		add_step(v, STATUS_NOW, STR("等待您补正"), STR(""), STR(""));
	if (stage == STAGE_PAYMENT)
		add_step(v, STATUS_NOW, STR("等待您缴费"), STR(""), STR(""));
	bool handling = stage == STAGE_HANDLING || stage == STAGE_CONSULTING;
	if (stage < STAGE_REVIEW)
		add_step(v, handling ? STATUS_NOW : STATUS_NEXT, STR("办理"), STR(""), department);
	bool review = stage == STAGE_REVIEW || stage == STAGE_SIGNING;
	if (stage <= STAGE_SIGNING)
		add_step(v, review ? STATUS_NOW : STATUS_NEXT, STR("审核"), STR(""),
			STR("合法性审查和保密审查"));
	if (stage <= STAGE_SIGNING)
		add_step(v, STATUS_NEXT, STR("答复"), STR(""), due);
	if (stage == STAGE_SERVICE)
		add_step(v, STATUS_NOW, STR("送达"), STR(""), STR("答复书正在送达。"));
	if (stage < STAGE_ARCHIVED)
		add_step(v, STATUS_NEXT, STR("归档"), STR(""), STR(""));
	else
		add_step(v, STATUS_PAST, STR("归档"), STR(""), STR("答复书和过程材料已存档。"));
}

/* --- all together
 * -------------------------------------------------------------------------------------------- */

static void fill_papers(struct arena *a, struct status_page *v)
{
	const struct request_view *r = &v->request;
	v->paper = arena_array(a, struct status_paper, r->n_files);
	for (size_t i = 0; v->paper && i < r->n_files; i++) {
		const struct request_file_row *f = &r->file[i];
		v->paper[v->n_papers++] = (struct status_paper){ .name = f->name,
			.size = size_text(a, f->size),
			.at = moment_text(a, f->at),
			.href = arena_fmt(a, "/status/file/%" PRId64, f->id),
			.kind = str_cstr(request_file_kind_name((enum request_file_kind)f->kind)) };
	}
}

/* 行政复议法第二十二条第二款: what is served online can be appealed against online. */
static void say_review(struct arena *a, struct status_page *v, const struct applicant_letter *l)
{
	const struct agency_row *g = &v->portal.agency;
	if (!l->form->reply || l->way != SERVICE_ELECTRONIC)
		return;
	v->review = arena_fmt(a,
		"对答复不服的，可以自收到之日起 60 日内%s%.*s申请行政复议，也可以在 6 个月内提起行政诉讼。"
		"这份答复是在网上送达的，复议申请也可以在网上提出（行政复议法第二十二条第二款）%s%.*s。",
		g->review_body.n ? "向" : "", STR_ARG(g->review_body),
		g->review_url.n ? "" : "，方式请致电 ",
		STR_ARG(g->review_url.n ? STR("") : g->phone.n ? g->phone : STR("受理机关")));
	v->review_url = g->review_url;
}

static void say_fee(struct arena *a, struct status_page *v, const struct applicant_letter *l)
{
	if (l->form->clock_event != CLOCK_FEE_NOTICED ||
		(l->served && v->request.request.stage != STAGE_PAYMENT))
		return;
	v->fee = arena_fmt(a, "%" PRId64 " 元", l->amount_yuan);
	v->pay = l->how;
}

static struct str about_letter(struct arena *a, const struct applicant_letter *l)
{
	struct str sent = arena_fmt(
		a, "%s %s", date_text(l->sent).z, service_way_name(l->way));
	if (l->read_at)
		return arena_fmt(a, "%.*s，您于 %.*s 打开并签收", STR_ARG(sent),
			STR_ARG(moment_text(a, l->read_at)));
	return l->served ? arena_fmt(a, "%.*s，%s 送达", STR_ARG(sent), date_text(l->served_on).z)
			 : sent;
}

static void fill_letters(struct http_exchange *x, struct status_page *v)
{
	struct arena *a = x->arena;
	v->letter = arena_array(a, struct status_letter, v->n_own + 1);
	for (size_t i = 0; v->letter && i < v->n_own; i++) {
		const struct applicant_letter *l = &v->own[i];
		if (l->revoked) {
			v->letter[v->n_letters++] = (struct status_letter){ .title = l->title,
				.number = l->number,
				.about = arena_fmt(a, "%s 发出，本机关已撤回，以后来的文书为准",
					date_text(l->sent).z) };
			continue;
		}
		bool unread = l->way == SERVICE_ELECTRONIC && !l->read_at && !l->served;
		v->letter[v->n_letters++] = (struct status_letter){ .title = l->title,
			.number = l->number,
			.about = about_letter(a, l),
			.pdf = arena_fmt(a, "/status/letter/%" PRId64 "/pdf", l->id.v),
			.docx = arena_fmt(a, "/status/letter/%" PRId64 "/docx", l->id.v),
			.open = { .csrf = http_csrf_token(x) },
			.unread = unread };
		if (!l->read_at)
			v->letter[v->n_letters - 1].open.action =
				arena_fmt(a, "/status/letter/%" PRId64 "/open", l->id.v);
		v->unread += unread;
		say_fee(a, v, l);
		say_review(a, v, l);
	}
}

enum err status_fill(struct http_exchange *x, struct status_page *v, struct error *err)
{
	enum { COMING_MAX = 10 };
	struct arena *a = x->arena;
	const struct request_row *r = &v->request.request;
	v->step = arena_array(a, struct status_step, v->request.n_events + COMING_MAX);
	if (!v->step)
		return arena_check(a, err);
	v->number = r->number.n ? r->number : r->receipt;
	v->now = moment_text(a, x->started_ms);
	v->form = str_cstr(provide_form_name((enum provide_form)r->provide_form));
	v->way = str_cstr(provide_way_name((enum provide_way)r->provide_way));
	v->open = !status_is_closed(&v->request);
	v->correcting = r->stage == STAGE_CORRECTION;
	fill_letters(x, v);
	say(a, v);
	fill_bar(a, v);
	if (v->request.has_clock) {
		fill_spans(a, v);
		fill_rules(a, v);
	}
	past_steps(a, v);
	if (v->open || r->stage == STAGE_SERVICE || r->stage == STAGE_ARCHIVED)
		coming_steps(a, v);
	fill_papers(a, v);
	return arena_check(a, err);
}
