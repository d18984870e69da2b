#include "law/clock_fold.h"

#include "law/rule.h"

#define DATE(d) date_text(d).z

static struct date earlier(struct date a, struct date b)
{
	return a.day < b.day ? a : b;
}

/*
 * C-1.7-24: from the day after the letter goes out up to and including the day
 * the opinion arrives or its period ends, whichever is first.  The two
 * boundaries are configuration.
 */
struct pause clock_wait_span(const struct clock_fold *f, const struct clock_wait *w)
{
	const struct clock_config *c = f->in->config;
	struct pause p = { date_add_days(w->sent, c->sent_day_counts ? 1 : 0), w->limit };
	if (w->returned && w->returned_on.day <= w->limit.day)
		p.to = date_add_days(w->returned_on, c->return_day_counts ? -1 : 0);
	return p;
}

static int period_length(const struct clock_fold *f)
{
	return f->in->config->reply_days + f->extension_days;
}

/* C-1.7-25: the union of all spans.  Waits are kept in order of sending, so spans ascend. */
size_t clock_fold_pauses(struct clock_fold *f)
{
	size_t effective;
	if (f->delayed)
		return 0;
	for (size_t i = 0; i < f->n_waits; i++)
		f->pause[i] = clock_wait_span(f, &f->wait[i]);
	size_t n = pause_unite(f->pause, f->n_waits);
	pause_add_workdays(f->in->cal, f->start, period_length(f), f->pause, n, &effective);
	return effective;
}

/* R-033-2, R-033-3: so many days from the start outside the pauses; R-035, C-7.2-1: a fixed day. */
struct date clock_fold_due(struct clock_fold *f)
{
	if (f->delayed)
		return f->delayed_until;
	size_t n = clock_fold_pauses(f);
	return pause_add_workdays(f->in->cal, f->start, period_length(f), f->pause, n, NULL);
}

/* Records what an event did; a lack of memory is seen by arena_check at the end. */
#define STEP(f, e, rule, ...) add_step((f), (e), (rule), arena_fmt((f)->arena, __VA_ARGS__))

static void add_step(
	struct clock_fold *f, const struct clock_event *e, const char *rule, struct str effect)
{
	f->step[f->n_steps++] = (struct clock_step){ e->on, e->kind, effect, rule };
}

static struct date workdays_after(const struct clock_fold *f, struct date d, int n)
{
	return calendar_add_workdays(f->in->cal, d, n);
}

/* A new reply period; an extension or delay belonged to the old one (R-030, F109-6, C-1.7-26). */
static void restart(struct clock_fold *f, const struct clock_event *e)
{
	f->phase = CLOCK_PHASE_OPEN;
	f->start = e->on;
	f->start_kind = e->kind;
	f->extension_days = f->extensions = 0;
	f->delayed = f->ordered = false;
}

static void close_case(struct clock_fold *f, const struct clock_event *e, enum clock_state as)
{
	f->closed_with_due = f->phase == CLOCK_PHASE_OPEN;
	f->phase = CLOCK_PHASE_CLOSED;
	f->closed_on = e->on;
	f->closed_as = as;
}

/* `until`, where the event has one, must be a later day and not absurdly late. */
static enum err check_until(
	const struct clock_fold *f, const struct clock_event *e, struct error *err)
{
	if (e->kind != CLOCK_CORRECTION_NOTICED && e->kind != CLOCK_CONSULT_SENT &&
		e->kind != CLOCK_DELAYED && e->kind != CLOCK_RECEIVED)
		return OK;
	enum err bad = OK;
	struct date from = e->kind == CLOCK_RECEIVED ? e->on : f->received;
	if (!e->has_until && e->kind == CLOCK_DELAYED)
		bad = error_set(err, ERR_INVALID, "R-035", "延迟答复应当写明截止日期（until）");
	else if (e->has_until &&
		 (e->until.day <= e->on.day || date_diff(from, e->until) > CLOCK_SPAN_MAX))
		bad = error_set(err, ERR_INVALID, NULL,
			"截止日期 %s（until）应当晚于 %s，且与收到申请相距不超过二十年",
			DATE(e->until), DATE(e->on));
	if (bad && err)
		err->field = "until";
	return bad;
}

static enum err apply_received(struct clock_fold *f, const struct clock_event *e, struct error *err)
{
	(void)err;
	f->received = f->notice_from = e->on;
	restart(f, e);
	const struct clock_config *c = f->in->config;
	if (e->has_until) {
		f->delayed = f->ordered = true;
		f->delayed_until = e->until;
		STEP(f, e, "C-7.2-1", "按复议决定或者裁判重新答复，期限至 %s", DATE(e->until));
		return OK;
	}
	STEP(f, e, "R-033-2",
		"收到申请，自次日起算%d个工作日，答复期限至 %s；需要补正的，应当在 %s "
		"以前一次性告知",
		c->reply_days, DATE(clock_fold_due(f)),
		DATE(workdays_after(f, e->on, c->correction_notice_days)));
	return OK;
}

/* within 7 working days of receipt, once, with a reasonable period for the applicant. */
static enum err apply_correction_noticed(
	struct clock_fold *f, const struct clock_event *e, struct error *err)
{
	const struct clock_config *c = f->in->config;
	struct date last = workdays_after(f, f->notice_from, c->correction_notice_days);
	if (f->corrections >= c->corrections_max)
		return error_set(err, ERR_CONFLICT, "R-030",
			"补正应当一次性告知，本件已经告知过，不能再次告知补正");
	if (e->on.day > last.day)
		return error_set(err, ERR_CONFLICT, "R-030",
			"补正应当在收到申请之日起%d个工作日内（%s 以前）告知，%s 已经超过",
			c->correction_notice_days, DATE(last), DATE(e->on));
	f->corrections++;
	f->phase = CLOCK_PHASE_CORRECTION;
	f->waiting_since = e->on;
	f->limit = e->has_until ? e->until : workdays_after(f, e->on, c->correction_days);
	STEP(f, e, "R-030",
		"告知补正，申请人应当在 %s 以前补正；答复期限自收到补正的申请之日起重新计算",
		DATE(f->limit));
	return OK;
}

/* the period runs from the corrected request; a late one needs a good reason. */
static enum err apply_correction_received(
	struct clock_fold *f, const struct clock_event *e, struct error *err)
{
	bool late = e->on.day > f->limit.day;
	if (late && e->reason.n == 0)
		return error_set(err, ERR_CONFLICT, "R-030",
			"补正期限已于 %s 届满，无正当理由逾期不补正的视为放弃申请；"
			"确有正当理由的，请写明理由（reason）",
			DATE(f->limit));
	restart(f, e);
	f->notice_from = e->on;
	STEP(f, e, "R-030", "收到补正的申请%s，答复期限自次日起重新计算%d个工作日，至 %s",
		late ? "（逾期但有正当理由）" : "", f->in->config->reply_days,
		DATE(clock_fold_due(f)));
	return OK;
}

/* Closing because the applicant let a period pass: only after its last day. */
static enum err check_lapsed(const struct clock_fold *f, const struct clock_event *e,
	const char *rule, const char *what, struct error *err)
{
	if (e->on.day > f->limit.day)
		return OK;
	return error_set(err, ERR_CONFLICT, rule, "%s期限至 %s 才届满，%s 还不能不再处理", what,
		DATE(f->limit), DATE(e->on));
}

static enum err apply_correction_lapsed(
	struct clock_fold *f, const struct clock_event *e, struct error *err)
{
	enum err bad = check_lapsed(f, e, "R-030", "补正", err);
	if (bad)
		return bad;
	close_case(f, e, CLOCK_LAPSED_CORRECTION);
	STEP(f, e, "R-030", "申请人逾期未补正，视为放弃申请，不再处理（“其他处理”第1项）");
	return OK;
}

static struct clock_wait *find_wait(struct clock_fold *f, struct str id)
{
	for (size_t i = 0; i < f->n_waits; i++)
		if (!f->wait[i].is_fee && str_eq(f->wait[i].id, id))
			return &f->wait[i];
	return NULL;
}

/*
 * The last day for the other side: 15 working days after it received the letter
 * (R-032 third party, R-034 agency), or after sending while service is not
 * recorded.  A day named in the letter can shorten a served period; before
 * service is known it is taken as it stands.
 */
static struct date opinion_limit(
	const struct clock_fold *f, const struct clock_wait *w, struct date from)
{
	const struct clock_config *c = f->in->config;
	struct date by_law = workdays_after(
		f, from, w->consultee == CLOCK_AGENCY ? c->agency_days : c->third_party_days);
	if (!w->has_until)
		return by_law;
	return w->served ? earlier(w->until, by_law) : w->until;
}

static const char *consultee_name(enum clock_consultee c)
{
	return c == CLOCK_AGENCY ? "其他机关" : "第三方";
}

static enum err apply_consult_sent(
	struct clock_fold *f, const struct clock_event *e, struct error *err)
{
	if (find_wait(f, e->id))
		return error_set(err, ERR_CONFLICT, "C-1.7-25",
			"征求意见编号“%.*s”已经用过，请换一个编号", STR_ARG(e->id));
	bool too_late = f->phase == CLOCK_PHASE_OPEN && e->on.day > clock_fold_due(f).day;
	struct clock_wait *w = &f->wait[f->n_waits++];
	*w = (struct clock_wait){ .id = e->id,
		.consultee = e->consultee,
		.sent = e->on,
		.has_until = e->has_until,
		.until = e->until };
	w->limit = opinion_limit(f, w, e->on);
	if (f->phase != CLOCK_PHASE_OPEN)
		STEP(f, e, "R-033-3", "向%s征求意见（编号%.*s）；目前没有答复期限在计算",
			consultee_name(e->consultee), STR_ARG(e->id));
	else if (too_late || f->delayed)
		STEP(f, e, "R-033-3", "向%s征求意见（编号%.*s），答复期限不因此变动，仍为 %s",
			consultee_name(e->consultee), STR_ARG(e->id), DATE(clock_fold_due(f)));
	else
		STEP(f, e, "R-033-3",
			"向%s征求意见（编号%.*s），自次日起不计入期限，意见期限至 %s；"
			"期满未答复的，答复期限至 %s",
			consultee_name(e->consultee), STR_ARG(e->id), DATE(w->limit),
			DATE(clock_fold_due(f)));
	return OK;
}

/* The consultation of that id that still waits for an answer. */
static enum err open_wait(struct clock_fold *f, const struct clock_event *e,
	struct clock_wait **out, struct error *err)
{
	struct clock_wait *w = find_wait(f, e->id);
	if (!w)
		return error_set(err, ERR_CONFLICT, "C-1.7-25",
			"没有编号为“%.*s”的征求意见，请核对编号", STR_ARG(e->id));
	if (w->returned)
		return error_set(err, ERR_CONFLICT, "C-1.7-25", "编号“%.*s”的意见已于 %s 收到",
			STR_ARG(e->id), DATE(w->returned_on));
	*out = w;
	return OK;
}

/* Appends nothing when no reply period runs. */
static struct str due_clause(struct clock_fold *f)
{
	if (f->phase != CLOCK_PHASE_OPEN)
		return STR("");
	return arena_fmt(f->arena, "，答复期限至 %s", DATE(clock_fold_due(f)));
}

/* the other side's 15 working days run from the day it received the letter. */
static enum err apply_consult_served(
	struct clock_fold *f, const struct clock_event *e, struct error *err)
{
	struct clock_wait *w;
	enum err bad = open_wait(f, e, &w, err);
	if (bad)
		return bad;
	const char *rule = w->consultee == CLOCK_AGENCY ? "R-034" : "R-032";
	if (w->served)
		return error_set(
			err, ERR_CONFLICT, rule, "编号“%.*s”的送达日期已经记录", STR_ARG(e->id));
	w->served = true;
	w->served_on = e->on;
	w->limit = opinion_limit(f, w, e->on);
	struct str due = due_clause(f);
	STEP(f, e, rule, "征求意见书（编号%.*s）送达，意见期限至 %s%.*s", STR_ARG(e->id),
		DATE(w->limit), STR_ARG(due));
	return OK;
}

static enum err apply_consult_returned(
	struct clock_fold *f, const struct clock_event *e, struct error *err)
{
	struct clock_wait *w;
	enum err bad = open_wait(f, e, &w, err);
	if (bad)
		return bad;
	w->returned = true;
	w->returned_on = e->on;
	struct pause span = clock_wait_span(f, w);
	int days = calendar_count_workdays(f->in->cal, date_add_days(span.from, -1),
		span.to.day < span.from.day ? date_add_days(span.from, -1) : span.to);
	struct str due = due_clause(f);
	if (e->on.day > w->limit.day)
		STEP(f, e, "R-033-3",
			"收到意见（编号%.*s），意见期限已于 %s 届满，自届满次日起已经恢复计算%.*s",
			STR_ARG(e->id), DATE(w->limit), STR_ARG(due));
	else
		STEP(f, e, "R-033-3",
			"收到意见（编号%.*s），征求意见用去%"
			"d个工作日，不计入期限（与其他征求意见重叠的"
			"只扣除一次）%.*s",
			STR_ARG(e->id), days, STR_ARG(due));
	return OK;
}

/* R-033-2: at most 20 working days; C-1.7-26: once, before the period ends. */
static enum err apply_extended(struct clock_fold *f, const struct clock_event *e, struct error *err)
{
	const struct clock_config *c = f->in->config;
	struct date due = clock_fold_due(f);
	if (e->days < 1 || e->days > c->extension_days_max)
		return error_set(err, ERR_CONFLICT, "R-033-2",
			"延长的期限最长不得超过%d个工作日，不能延长%d个工作日",
			c->extension_days_max, e->days);
	if (f->extensions >= c->extensions_max)
		return error_set(err, ERR_CONFLICT, "R-033-2",
			"答复期限已经延长过%d个工作日，不能再次延长", f->extension_days);
	if (f->ordered)
		return error_set(err, ERR_CONFLICT, "C-7.2-1",
			"复议决定或者裁判限期至 %s 重新答复，不能延长", DATE(due));
	if (f->delayed)
		return error_set(err, ERR_CONFLICT, "R-035",
			"已经确定延迟答复至 %s，不能再延长答复期限", DATE(due));
	if (e->on.day > due.day)
		return error_set(err, ERR_CONFLICT, "R-033-2",
			"延长应当在答复期限届满以前告知申请人，期限已于 %s 届满", DATE(due));
	f->extensions++;
	f->extension_days += e->days;
	STEP(f, e, "R-033-2", "经负责人同意延长%d个工作日，答复期限由 %s 延至 %s", e->days,
		DATE(due), DATE(clock_fold_due(f)));
	return OK;
}

/* C-1.7-27: asking for reasons has no period of its own and stops nothing. */
static enum err apply_reason_asked(
	struct clock_fold *f, const struct clock_event *e, struct error *err)
{
	(void)err;
	f->reason_asked = true;
	STEP(f, e, "R-035", "申请数量、频次明显超过合理范围，要求申请人说明理由；期限照常计算");
	return OK;
}

/* reasons are good but the time is too short; a reasonable day is fixed, without a cap. */
static enum err apply_delayed(struct clock_fold *f, const struct clock_event *e, struct error *err)
{
	struct date due = clock_fold_due(f);
	if (!f->reason_asked)
		return error_set(
			err, ERR_CONFLICT, "R-035", "延迟答复以前应当先要求申请人说明理由");
	if (f->ordered)
		return error_set(err, ERR_CONFLICT, "C-7.2-1",
			"复议决定或者裁判限期至 %s 重新答复，不能延迟", DATE(due));
	if (f->delayed)
		return error_set(err, ERR_CONFLICT, "R-035", "已经确定延迟答复至 %s", DATE(due));
	if (e->on.day > due.day)
		return error_set(err, ERR_CONFLICT, "R-035",
			"延迟答复应当在答复期限届满以前告知申请人，期限已于 %s 届满", DATE(due));
	if (e->until.day <= due.day)
		return error_set(err, ERR_CONFLICT, "R-035",
			"延迟答复的日期 %s 没有晚于原答复期限 %s", DATE(e->until), DATE(due));
	f->delayed = true;
	f->delayed_until = e->until;
	STEP(f, e, "R-035", "申请人理由合理，确定延迟答复，答复期限由 %s 延至 %s", DATE(due),
		DATE(e->until));
	return OK;
}

/* F109-6: within the handling period; the applicant has 20 working days from the next day. */
static enum err apply_fee_noticed(
	struct clock_fold *f, const struct clock_event *e, struct error *err)
{
	struct date due = clock_fold_due(f);
	if (f->fee_noticed)
		return error_set(err, ERR_CONFLICT, "F109-6", "本件已经发过收费通知，不能再发");
	if (e->on.day > due.day)
		return error_set(err, ERR_CONFLICT, "F109-6",
			"收费通知应当在申请处理期限内发出，期限已于 %s 届满", DATE(due));
	f->fee_noticed = true;
	f->phase = CLOCK_PHASE_PAYMENT;
	f->waiting_since = e->on;
	f->limit = workdays_after(f, e->on, f->in->config->payment_days);
	if (!f->in->config->payment_restarts)
		f->wait[f->n_waits++] =
			(struct clock_wait){ .is_fee = true, .sent = e->on, .limit = f->limit };
	STEP(f, e, "F109-6", "申请人收到收费通知，应当在 %s 以前缴清；逾期未缴的不再处理",
		DATE(f->limit));
	return OK;
}

/* F109-6: the period is counted afresh from the day after full payment. */
static enum err apply_fee_paid(struct clock_fold *f, const struct clock_event *e, struct error *err)
{
	if (e->on.day > f->limit.day)
		return error_set(err, ERR_CONFLICT, "F109-6",
			"缴费期限已于 %s 届满，逾期未缴的视为放弃申请", DATE(f->limit));
	if (f->in->config->payment_restarts) {
		restart(f, e);
		STEP(f, e, "F109-6", "缴清费用，答复期限自次日起重新计算%d个工作日，至 %s",
			f->in->config->reply_days, DATE(clock_fold_due(f)));
		return OK;
	}
	f->phase = CLOCK_PHASE_OPEN;
	for (size_t i = 0; i < f->n_waits; i++) {
		if (f->wait[i].is_fee) {
			f->wait[i].returned = true;
			f->wait[i].returned_on = e->on;
		}
	}
	STEP(f, e, "C-1.7-28", "缴清费用，答复期限自次日起继续计算，至 %s",
		DATE(clock_fold_due(f)));
	return OK;
}

static enum err apply_fee_lapsed(
	struct clock_fold *f, const struct clock_event *e, struct error *err)
{
	enum err bad = check_lapsed(f, e, "F109-6", "缴费", err);
	if (bad)
		return bad;
	close_case(f, e, CLOCK_LAPSED_PAYMENT);
	STEP(f, e, "F109-6", "申请人逾期未缴费，视为放弃申请，不再处理（“其他处理”第2项）");
	return OK;
}

/* The reply stops the clock on the day that counts for delivery (C-1.7-29), late or not. */
static enum err apply_reply_sent(
	struct clock_fold *f, const struct clock_event *e, struct error *err)
{
	(void)err;
	bool runs = f->phase == CLOCK_PHASE_OPEN;
	struct date due = runs ? clock_fold_due(f) : e->on;
	close_case(f, e, CLOCK_REPLIED);
	if (!runs)
		STEP(f, e, "R-033-2", "作出答复；当时没有答复期限在计算");
	else if (e->on.day > due.day)
		STEP(f, e, "R-033-2", "作出答复，超过答复期限 %s，逾期%d个工作日", DATE(due),
			calendar_count_workdays(f->in->cal, due, e->on));
	else if (e->on.day == f->received.day)
		STEP(f, e, "R-033-1", "当场作出答复，在答复期限内");
	else
		STEP(f, e, "R-033-2", "作出答复，在答复期限 %s 以内", DATE(due));
	return OK;
}

static enum err apply_served(struct clock_fold *f, const struct clock_event *e, struct error *err)
{
	struct period_end end;
	if (f->closed_as != CLOCK_REPLIED)
		return error_set(err, ERR_CONFLICT, "C-1.11-1", "答复以后才有送达，本件%s",
			clock_state_label(f->closed_as));
	const struct term_info *t = term_find(TERM_REVIEW_APPLY);
	enum err bad = period_compute(f->in->cal, e->on, t->unit, t->n, &end, err);
	if (bad)
		return bad;
	f->closed_as = CLOCK_REPLY_SERVED;
	STEP(f, e, "C-1.7-29", "答复送达申请人，申请行政复议的期限至 %s", DATE(end.due));
	return OK;
}

static enum err apply_withdrawn(
	struct clock_fold *f, const struct clock_event *e, struct error *err)
{
	(void)err;
	close_case(f, e, CLOCK_STATE_WITHDRAWN);
	STEP(f, e, "C-1.7-30", "申请人撤回申请，办理终结（“其他处理”第3项）");
	return OK;
}

static enum err apply_transferred(
	struct clock_fold *f, const struct clock_event *e, struct error *err)
{
	(void)err;
	close_case(f, e, CLOCK_STATE_TRANSFERRED);
	STEP(f, e, "C-1.7-31", "转办，本机关办理终结（“其他处理”第3项）");
	return OK;
}

static enum err apply_closed(struct clock_fold *f, const struct clock_event *e, struct error *err)
{
	(void)err;
	close_case(f, e, CLOCK_STATE_CLOSED);
	STEP(f, e, "C-1.9-3", "因其他情形办理终结（“其他处理”第3项）");
	return OK;
}

enum {
	RUNNING = CLOCK_PHASE_OPEN,
	AWAITING = CLOCK_PHASE_CORRECTION | CLOCK_PHASE_PAYMENT,
	ALIVE = RUNNING | AWAITING
};

/* Which event may come when, and what it does.  C-1.11-1. */
static const struct {
	enum err (*apply)(struct clock_fold *, const struct clock_event *, struct error *);
	unsigned phases;
} handler[CLOCK_EVENT_COUNT] = {
	[CLOCK_RECEIVED] = { apply_received, CLOCK_PHASE_NEW },
	[CLOCK_CORRECTION_NOTICED] = { apply_correction_noticed, RUNNING | CLOCK_PHASE_CORRECTION },
	[CLOCK_CORRECTION_RECEIVED] = { apply_correction_received, CLOCK_PHASE_CORRECTION },
	[CLOCK_CORRECTION_LAPSED] = { apply_correction_lapsed, CLOCK_PHASE_CORRECTION },
	[CLOCK_CONSULT_SENT] = { apply_consult_sent, ALIVE },
	[CLOCK_CONSULT_SERVED] = { apply_consult_served, ALIVE },
	[CLOCK_CONSULT_RETURNED] = { apply_consult_returned, ALIVE },
	[CLOCK_EXTENDED] = { apply_extended, RUNNING },
	[CLOCK_EXCESS_REASON_ASKED] = { apply_reason_asked, ALIVE },
	[CLOCK_DELAYED] = { apply_delayed, RUNNING },
	[CLOCK_FEE_NOTICED] = { apply_fee_noticed, RUNNING },
	[CLOCK_FEE_PAID] = { apply_fee_paid, CLOCK_PHASE_PAYMENT },
	[CLOCK_FEE_LAPSED] = { apply_fee_lapsed, CLOCK_PHASE_PAYMENT },
	[CLOCK_REPLY_SENT] = { apply_reply_sent, ALIVE },
	[CLOCK_SERVED] = { apply_served, CLOCK_PHASE_CLOSED },
	[CLOCK_WITHDRAWN] = { apply_withdrawn, ALIVE },
	[CLOCK_TRANSFERRED] = { apply_transferred, ALIVE },
	[CLOCK_CLOSED] = { apply_closed, ALIVE },
};

/* Why the event cannot come now, in words. */
static enum err refuse_phase(
	const struct clock_fold *f, const struct clock_event *e, struct error *err)
{
	const char *label = clock_event_label(e->kind);
	if (f->phase == CLOCK_PHASE_NEW)
		return error_set(err, ERR_CONFLICT, "C-1.7-22",
			"第一项应当是“收到申请”，收到申请以前不能有“%s”", label);
	if (f->phase == CLOCK_PHASE_CLOSED)
		return error_set(err, ERR_CONFLICT, "C-1.11-1", "本件%s，不能再有“%s”",
			clock_state_label(f->closed_as), label);
	if (f->phase == CLOCK_PHASE_CORRECTION)
		return error_set(
			err, ERR_CONFLICT, "C-1.11-1", "正在等待申请人补正，不能有“%s”", label);
	if (f->phase == CLOCK_PHASE_PAYMENT)
		return error_set(
			err, ERR_CONFLICT, "C-1.11-1", "正在等待申请人缴费，不能有“%s”", label);
	return error_set(
		err, ERR_CONFLICT, "C-1.11-1", "“%s”与前面的事项对不上，请核对记录", label);
}

enum err clock_fold_apply(struct clock_fold *f, const struct clock_event *e, struct error *err)
{
	if (f->phase != CLOCK_PHASE_NEW && e->on.day < f->last.day)
		return error_set(err, ERR_CONFLICT, "C-1.11-1",
			"“%s”的日期 %s 早于上一项的 %s，请按日期先后排列",
			clock_event_label(e->kind), DATE(e->on), DATE(f->last));
	if (f->phase != CLOCK_PHASE_NEW && date_diff(f->received, e->on) > CLOCK_SPAN_MAX)
		return error_set(err, ERR_INVALID, NULL,
			"%s 与收到申请的 %s 相距超过二十年，请检查年份", DATE(e->on),
			DATE(f->received));
	if (!(handler[e->kind].phases & (unsigned)f->phase))
		return refuse_phase(f, e, err);
	enum err bad = check_until(f, e, err);
	if (!bad)
		bad = handler[e->kind].apply(f, e, err);
	if (!bad)
		f->last = e->on;
	return bad;
}
