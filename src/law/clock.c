#include "law/clock.h"

#include "law/clock_fold.h"
#include "law/term.h"

#include <assert.h>

enum { LAST_RECEIPT_YEAR = 9900, WHY_MAX = 1 << 20 };

static const struct {
	const char *name, *label;
} events[CLOCK_EVENT_COUNT] = {
	[CLOCK_RECEIVED] = { "received", "收到申请" },
	[CLOCK_CORRECTION_NOTICED] = { "correction_noticed", "告知补正" },
	[CLOCK_CORRECTION_RECEIVED] = { "correction_received", "收到补正" },
	[CLOCK_CORRECTION_LAPSED] = { "correction_lapsed", "逾期未补正不再处理" },
	[CLOCK_CONSULT_SENT] = { "consult_sent", "发出征求意见书" },
	[CLOCK_CONSULT_SERVED] = { "consult_served", "征求意见书送达" },
	[CLOCK_CONSULT_RETURNED] = { "consult_returned", "收到意见" },
	[CLOCK_EXTENDED] = { "extended", "延长答复期限" },
	[CLOCK_EXCESS_REASON_ASKED] = { "excess_reason_asked", "要求说明理由" },
	[CLOCK_DELAYED] = { "delayed", "延迟答复" },
	[CLOCK_FEE_NOTICED] = { "fee_noticed", "收费通知" },
	[CLOCK_FEE_PAID] = { "fee_paid", "缴清费用" },
	[CLOCK_FEE_LAPSED] = { "fee_lapsed", "逾期未缴费不再处理" },
	[CLOCK_REPLY_SENT] = { "reply_sent", "作出答复" },
	[CLOCK_SERVED] = { "served", "送达" },
	[CLOCK_WITHDRAWN] = { "withdrawn", "撤回申请" },
	[CLOCK_TRANSFERRED] = { "transferred", "转办" },
	[CLOCK_CLOSED] = { "closed", "其他处理" },
}, states[CLOCK_STATE_COUNT] = {
	[CLOCK_HANDLING] = { "handling", "办理中" },
	[CLOCK_CONSULTING] = { "consulting", "征求意见中" },
	[CLOCK_AWAITING_CORRECTION] = { "awaiting_correction", "待补正" },
	[CLOCK_AWAITING_PAYMENT] = { "awaiting_payment", "待缴费" },
	[CLOCK_OVERDUE] = { "overdue", "已逾期" },
	[CLOCK_REPLIED] = { "replied", "已答复" },
	[CLOCK_REPLY_SERVED] = { "served", "已送达" },
	[CLOCK_STATE_WITHDRAWN] = { "withdrawn", "已撤回" },
	[CLOCK_STATE_TRANSFERRED] = { "transferred", "已转办" },
	[CLOCK_LAPSED_CORRECTION] = { "lapsed_correction", "逾期未补正" },
	[CLOCK_LAPSED_PAYMENT] = { "lapsed_payment", "逾期未缴费" },
	[CLOCK_STATE_CLOSED] = { "closed", "已作其他处理" },
};

const char *clock_event_name(enum clock_event_kind k)
{
	assert(k < CLOCK_EVENT_COUNT);
	return events[k].name;
}

const char *clock_event_label(enum clock_event_kind k)
{
	assert(k < CLOCK_EVENT_COUNT);
	return events[k].label;
}

int clock_event_by_name(struct str name)
{
	for (int i = 0; i < CLOCK_EVENT_COUNT; i++)
		if (str_is(name, events[i].name))
			return i;
	return -1;
}

const char *clock_state_name(enum clock_state s)
{
	assert(s < CLOCK_STATE_COUNT);
	return states[s].name;
}

const char *clock_state_label(enum clock_state s)
{
	assert(s < CLOCK_STATE_COUNT);
	return states[s].label;
}

bool clock_state_is_closed(enum clock_state s)
{
	return s >= CLOCK_REPLIED;
}

struct clock_config clock_config_default(void)
{
	return (struct clock_config){
		.reply_days = term_find(TERM_REPLY)->n,
		.extension_days_max = term_find(TERM_EXTENSION)->n,
		.extensions_max = 1,
		.correction_notice_days = term_find(TERM_CORRECTION_NOTICE)->n,
		.correction_days = term_find(TERM_CORRECTION)->n,
		.corrections_max = 1,
		.third_party_days = term_find(TERM_THIRD_PARTY)->n,
		.agency_days = term_find(TERM_CO_AGENCY)->n,
		.payment_days = term_find(TERM_PAYMENT)->n,
		.payment_restarts = true,
		.sent_day_counts = true,
		.return_day_counts = false,
	};
}

static bool has_due(const struct clock_fold *f)
{
	return f->phase == CLOCK_PHASE_OPEN ||
	       (f->phase == CLOCK_PHASE_CLOSED && f->closed_with_due);
}

/* Up to which day the period was used: as_of, the closing, or the notice that suspended it. */
static struct date used_until(const struct clock_fold *f, struct date as_of)
{
	if (has_due(f))
		return f->phase == CLOCK_PHASE_CLOSED ? f->closed_on : as_of;
	return f->waiting_since;
}

static bool is_consulting(const struct clock_fold *f, struct date as_of)
{
	for (size_t i = 0; i < f->n_waits; i++) {
		const struct clock_wait *w = &f->wait[i];
		if (!w->is_fee && !w->returned && as_of.day <= w->limit.day)
			return true;
	}
	return false;
}

/* Derived, never stored: a period that has run out shows without anybody's doing. */
static enum clock_state state_at(struct clock_fold *f, struct date as_of)
{
	bool over = as_of.day > f->limit.day;
	if (f->phase == CLOCK_PHASE_CLOSED)
		return f->closed_as;
	if (f->phase == CLOCK_PHASE_CORRECTION)
		return over ? CLOCK_LAPSED_CORRECTION : CLOCK_AWAITING_CORRECTION;
	if (f->phase == CLOCK_PHASE_PAYMENT)
		return over ? CLOCK_LAPSED_PAYMENT : CLOCK_AWAITING_PAYMENT;
	if (as_of.day > clock_fold_due(f).day)
		return CLOCK_OVERDUE;
	return is_consulting(f, as_of) ? CLOCK_CONSULTING : CLOCK_HANDLING;
}

/* Why a working day inside a pause does not count: which letters were out that day. */
static void explain_pause(struct buf *b, const struct clock_fold *f, struct date d)
{
	const char *before = "征求意见期间（编号";
	for (size_t i = 0; i < f->n_waits; i++) {
		struct pause p = clock_wait_span(f, &f->wait[i]);
		if (!pause_covers(&p, 1, d))
			continue;
		if (f->wait[i].is_fee) {
			buf_lit(b, "等待缴费期间，不计入");
			return;
		}
		buf_fmt(b, "%s%.*s", before, STR_ARG(f->wait[i].id));
		before = "、";
	}
	buf_lit(b, "），不计入");
}

static const char *start_reason(enum clock_event_kind k)
{
	if (k == CLOCK_RECEIVED)
		return "收到申请当日不计入，从次日起算";
	return k == CLOCK_FEE_PAID ? "缴清费用当日不计入，从次日起重新计算"
				   : "收到补正申请当日不计入，从次日起重新计算";
}

/* One line of the proof; n_pauses spans of f->pause are in effect. */
static void explain_day(
	struct buf *b, const struct clock_fold *f, size_t n_pauses, struct counted_day *day)
{
	bool workday = calendar_is_workday(f->in->cal, day->date);
	if (day->date.day < f->start.day) {
		buf_lit(b, "重新起算以前的期间，不计入");
	} else if (day->date.day == f->start.day) {
		buf_cstr(b, start_reason(f->start_kind));
	} else if (!has_due(f) && day->date.day > f->waiting_since.day) {
		buf_lit(b, "等待申请人补正或者缴费，不计入");
	} else if (workday && pause_covers(f->pause, n_pauses, day->date)) {
		explain_pause(b, f, day->date);
	} else {
		day->counts = workday;
		calendar_explain_day(b, f->in->cal, day->date);
	}
}

/* The proof from receipt to `last`. */
static enum err prove(
	struct clock_fold *f, struct date last, struct clock_run *r, struct error *err)
{
	size_t n = (size_t)date_diff(f->received, last) + 1;
	struct counted_day *day = arena_array(f->arena, struct counted_day, n);
	size_t n_pauses = clock_fold_pauses(f);
	struct buf b;
	buf_init(&b, WHY_MAX);
	for (size_t i = 0; day && !b.err && i < n; i++) {
		day[i].date = date_add_days(f->received, (int)i);
		buf_clear(&b);
		explain_day(&b, f, n_pauses, &day[i]);
		day[i].why = arena_str(f->arena, buf_view(&b));
	}
	enum err e = buf_check(&b, err);
	buf_done(&b);
	r->day = day;
	r->n_days = n;
	return e ? e : arena_check(f->arena, err);
}

static struct date earlier(struct date a, struct date b)
{
	return a.day < b.day ? a : b;
}

/* Working days of a span, not beyond `last`. */
static int span_days(const struct clock_fold *f, struct pause p, struct date last)
{
	struct date to = earlier(p.to, last);
	if (to.day < p.from.day)
		return 0;
	return calendar_count_workdays(f->in->cal, date_add_days(p.from, -1), to);
}

/* What was asked of others, and how much of the period that took; after clock_fold_pauses. */
static enum err list_consults(struct clock_fold *f, struct date as_of, size_t n_pauses,
	struct clock_run *r, struct error *err)
{
	struct date last = r->has_due ? earlier(used_until(f, as_of), r->due) : as_of;
	r->consult = arena_array(f->arena, struct clock_consult, f->n_waits);
	for (size_t i = 0; r->consult && i < f->n_waits; i++) {
		const struct clock_wait *w = &f->wait[i];
		if (w->is_fee)
			continue;
		r->consult[r->n_consults++] = (struct clock_consult){ .id = w->id,
			.consultee = w->consultee,
			.sent = w->sent,
			.served = w->served,
			.served_on = w->served_on,
			.limit = w->limit,
			.returned = w->returned,
			.returned_on = w->returned_on,
			.days = span_days(f, clock_wait_span(f, w), as_of) };
	}
	for (size_t i = 0; i < n_pauses; i++) {
		struct pause p = f->pause[i];
		if (p.from.day <= f->start.day)
			p.from = date_add_days(f->start, 1);
		r->excluded += span_days(f, p, last);
	}
	return arena_check(f->arena, err);
}

/* Reads the result off the fold as of a date. */
static enum err finish(
	struct clock_fold *f, struct date as_of, struct clock_run *out, struct error *err)
{
	const struct clock_input *in = f->in;
	struct clock_run r = { .state = state_at(f, as_of),
		.has_due = has_due(f),
		.step = f->step,
		.n_steps = f->n_steps };
	struct date used_to = used_until(f, as_of);
	struct date last = r.has_due ? clock_fold_due(f) : f->limit;
	size_t n_pauses = clock_fold_pauses(f);
	r.used = pause_count_workdays(in->cal, f->start, used_to, f->pause, n_pauses);
	if (r.has_due) {
		r.due = last;
		r.remaining = f->delayed ? calendar_count_workdays(in->cal, used_to, last)
					 : in->config->reply_days + f->extension_days - r.used;
	}
	r.provisional = calendar_is_provisional(in->cal, date_add_days(f->received, 1), last);
	enum err e = list_consults(f, as_of, n_pauses, &r, err);
	if (!e)
		e = prove(f, last, &r, err);
	if (!e)
		*out = r;
	return e;
}

static enum err check_input(const struct clock_input *in, struct error *err)
{
	if (in->n == 0)
		return error_set(
			err, ERR_INVALID, "C-1.7-22", "没有任何事项，第一项应当是“收到申请”");
	if (in->n > CLOCK_EVENTS_MAX)
		return error_set(
			err, ERR_LIMIT, NULL, "事项有%zu项，超过上限%d项", in->n, CLOCK_EVENTS_MAX);
	if (date_year(in->event[0].on) > LAST_RECEIPT_YEAR)
		return error_set(err, ERR_INVALID, NULL, "收到申请的日期 %s 太晚，请检查年份",
			date_text(in->event[0].on).z);
	return OK;
}

/* as_of may not lie before the last event: what happened cannot be unknown. */
static enum err check_as_of(const struct clock_fold *f, struct date as_of, struct error *err)
{
	if (as_of.day >= f->last.day && date_diff(f->received, as_of) <= CLOCK_SPAN_MAX)
		return OK;
	error_set(err, ERR_INVALID, NULL,
		"截至日期 %s 应当不早于最后一项的日期 %s，且与收到申请相距不超过二十年",
		date_text(as_of).z, date_text(f->last).z);
	if (err)
		err->field = "as-of";
	return ERR_INVALID;
}

enum err clock_compute(struct arena *a, const struct clock_input *in, struct clock_run *out,
	size_t *refused, struct error *err)
{
	enum err e = check_input(in, err);
	if (refused)
		*refused = 0;
	if (e)
		return e;
	struct clock_fold f = { .in = in,
		.arena = a,
		.phase = CLOCK_PHASE_NEW,
		.wait = arena_array(a, struct clock_wait, in->n),
		.pause = arena_array(a, struct pause, in->n),
		.step = arena_array(a, struct clock_step, in->n) };
	e = arena_check(a, err);
	for (size_t i = 0; !e && i < in->n; i++) {
		e = clock_fold_apply(&f, &in->event[i], err);
		if (refused)
			*refused = i;
	}
	if (!e)
		e = arena_check(a, err);
	if (e)
		return e;
	struct date as_of = in->has_as_of ? in->as_of : f.last;
	e = check_as_of(&f, as_of, err);
	return e ? e : finish(&f, as_of, out, err);
}
