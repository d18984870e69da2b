/*
 * case_clock -- the clock of a case as a calendar, a list of days and a list of events.
 */
#include "law/rule.h"
#include "page/office/case_part.h"

enum {
	WEEK = 7,
	WEEKS_MAX = 160,   /* three years: longer cases are shown in the list of days */
	LEAD_DAYS_MAX = 60 /* days between arrival and receipt that are shown */
};

/* A word for the corner of a day; "" for kinds without one. */
static const char *event_word(int64_t kind)
{
	static const char *const word[CLOCK_EVENT_COUNT] = { [CLOCK_RECEIVED] = "收到",
		[CLOCK_CORRECTION_NOTICED] = "告知补正",
		[CLOCK_CORRECTION_RECEIVED] = "收到补正",
		[CLOCK_CORRECTION_LAPSED] = "未补正",
		[CLOCK_CONSULT_SENT] = "发征求函",
		[CLOCK_CONSULT_SERVED] = "函送达",
		[CLOCK_CONSULT_RETURNED] = "收到意见",
		[CLOCK_EXTENDED] = "延期",
		[CLOCK_EXCESS_REASON_ASKED] = "要求说明",
		[CLOCK_DELAYED] = "延迟",
		[CLOCK_FEE_NOTICED] = "收费通知",
		[CLOCK_FEE_PAID] = "缴清",
		[CLOCK_FEE_LAPSED] = "未缴费",
		[CLOCK_REPLY_SENT] = "答复",
		[CLOCK_SERVED] = "送达",
		[CLOCK_WITHDRAWN] = "撤回",
		[CLOCK_TRANSFERRED] = "转办",
		[CLOCK_CLOSED] = "结束" };
	return kind >= 0 && kind < CLOCK_EVENT_COUNT && word[kind] ? word[kind] : "";
}

/* What stands in quotation marks: the name of the holiday. */
static struct str quoted(struct str why)
{
	size_t from = str_find(why, STR("“"), 0);
	size_t to = str_find(why, STR("”"), 0);
	return from < to && to < why.n ? str_sub(why, from + strlen("“"), to) : (struct str){ 0 };
}

struct drawing {
	struct http_exchange *x;
	const struct request_view *v;
	struct date today;
	int number; /* counted days so far */
};

static struct str event_of(const struct drawing *d, struct date day)
{
	for (size_t i = d->v->n_events; i-- > 0;)
		if (d->v->event[i].on_day == day.day)
			return str_cstr(event_word(d->v->event[i].kind));
	return (struct str){ 0 };
}

/* The look of a day that the clock counts or leaves out, without events, today and the last day. */
static const char *draw_counted(
	struct drawing *d, const struct counted_day *c, struct case_day *out)
{
	out->why = c->why;
	if (c->counts) {
		out->mark = page_fmt(d->x, "%d", ++d->number);
		if (str_starts(c->why, STR("调休")))
			out->event = STR("调休");
		return c->date.day <= d->today.day ? "is-cnt" : "is-fut";
	}
	struct str name = quoted(c->why);
	if (str_starts(c->why, STR("周末")) || name.n) {
		out->mark = name.n ? name : STR("休");
		return "is-off";
	}
	if (str_starts(c->why, STR("征求意见"))) {
		out->mark = STR("暂停");
		return "is-stop";
	}
	if (str_starts(c->why, STR("重新起算以前")))
		d->number = 0;
	out->mark = STR("不计");
	return "is-void";
}

static void draw_day(struct drawing *d, struct date day, struct case_day *out)
{
	const struct clock_run *run = &d->v->clock;
	int month = 0, year = 0, number = 0;
	date_split(day, &year, &month, &number);
	*out = (struct case_day){ .classes = "",
		.day = number == 1 ? page_fmt(d->x, "%d月%d", month, number)
				   : page_fmt(d->x, "%d", number) };
	const char *look = "";
	int at = run->n_days ? date_diff(run->day[0].date, day) : -1;
	if (at >= 0 && (size_t)at < run->n_days)
		look = draw_counted(d, &run->day[at], out);
	struct str event = day.day == d->v->request.arrived_on ? STR("提交") : (struct str){ 0 };
	struct str legal = event_of(d, day);
	event = legal.n ? legal : event;
	bool due = run->has_due && day.day == run->due.day;
	bool today = day.day == d->today.day;
	if (event.n)
		out->event = event;
	else if (due)
		out->event = STR("到期");
	else if (today)
		out->event = STR("今天");
	struct str classes = page_fmt(d->x, "%s%s%s", due ? "is-due" : look,
		event.n && !due ? " is-ev" : "", today ? " is-today" : "");
	out->classes = arena_cstr(d->x->arena, classes);
}

static struct date monday_of(struct date d)
{
	return date_add_days(d, -(int)date_weekday(d));
}

static void draw_weeks(struct drawing *d, struct case_clock *c)
{
	const struct clock_run *run = &d->v->clock;
	struct date from = run->day[0].date, to = run->day[run->n_days - 1].date;
	struct date arrived = { (int32_t)d->v->request.arrived_on };
	if (arrived.day < from.day && date_diff(arrived, from) <= LEAD_DAYS_MAX)
		from = arrived;
	from = monday_of(from);
	size_t n = (size_t)date_diff(from, to) / WEEK + 1;
	n = n > WEEKS_MAX ? WEEKS_MAX : n;
	c->week = arena_array(d->x->arena, struct case_week, n);
	for (size_t w = 0; c->week && w < n; w++) {
		struct date monday = date_add_days(from, (int)w * WEEK);
		c->week[w].label = day_short(d->x, (struct opt_i64){ true, monday.day });
		for (int i = 0; i < WEEK; i++)
			draw_day(d, date_add_days(monday, i), &c->week[w].day[i]);
	}
	c->n_weeks = c->week ? n : 0;
}

static void list_days(struct http_exchange *x, const struct clock_run *run, struct case_clock *c)
{
	int number = 0;
	c->count = arena_array(x->arena, struct case_count, run->n_days);
	c->n_counts = c->count ? run->n_days : 0;
	for (size_t i = 0; i < c->n_counts; i++) {
		const struct counted_day *d = &run->day[i];
		if (str_starts(d->why, STR("重新起算以前")))
			number = 0;
		c->count[i] = (struct case_count){ .date = day_full(x, d->date),
			.weekday = str_cstr(date_weekday_name(d->date)),
			.mark = d->counts ? page_fmt(x, "%d", ++number) : STR("—"),
			.why = d->why };
	}
}

static struct str article_of(const char *rule)
{
	const char *article = rule_article(rule);
	return str_cstr(article);
}

/* Each live event has one step of the fold, in the same order. */
static void list_events(struct http_exchange *x, const struct request_view *v, bool may_correct,
	struct case_clock *c)
{
	const struct clock_run *run = &v->clock;
	size_t n = run->n_steps < v->n_events ? run->n_steps : v->n_events;
	c->line = arena_array(x->arena, struct case_clock_line, n);
	c->n_lines = c->line ? n : 0;
	for (size_t i = 0; i < c->n_lines; i++) {
		const struct request_event_row *e = &v->event[i];
		const char *label = clock_event_label((enum clock_event_kind)e->kind);
		struct str text = event_reason(v, e);
		bool quote = text.n && e->kind != CLOCK_RECEIVED;
		c->line[i] = (struct case_clock_line){ .date = day_full(x,
							       (struct date){ (int32_t)e->on_day }),
			.event = quote ? arena_fmt(x->arena, "%s：%.*s", label, STR_ARG(text))
				       : str_cstr(label),
			.effect = run->step[i].effect,
			.rule = article_of(run->step[i].rule),
			.href = may_correct ? page_fmt(x, "/office/requests/%lld/event/%lld",
						      (long long)v->request.id.v, (long long)e->id)
					    : STR("") };
	}
}

void fill_clock(struct http_exchange *x, const struct request_view *v, struct case_page *page)
{
	struct case_clock *c = &page->clock;
	const struct clock_run *run = &v->clock;
	c->has = v->has_clock;
	page->due_text = case_due(x, v, &page->due);
	if (!v->has_clock || run->n_days == 0)
		return;
	c->has_due = run->has_due;
	c->provisional = run->provisional && !clock_state_is_closed(run->state);
	c->state = str_cstr(clock_state_label(run->state));
	if (run->has_due) {
		c->due = page_fmt(x, "%s", date_words(run->due).z);
		c->weekday = str_cstr(date_weekday_name(run->due));
		c->words =
			run->remaining < 0
				? page_fmt(x, "已计 %d 日，超过 %d 日", run->used, -run->remaining)
				: page_fmt(x, "已计 %d 日，还剩 %d 日", run->used, run->remaining);
	}
	struct drawing d = { .x = x, .v = v, .today = office_today(x) };
	draw_weeks(&d, c);
	list_days(x, run, c);
	list_events(x, v, role_permits(WHO(x)->actor.roles, PERM_REQUEST_HANDLE), c);
}

struct str case_due(struct http_exchange *x, const struct request_view *v, enum kit_due_kind *kind)
{
	const struct clock_run *run = &v->clock;
	*kind = KIT_DUE_FAR;
	if (!v->has_clock)
		return STR("待登记，期限未起算");
	if (v->request.closed_on.has) {
		*kind = KIT_DUE_DONE;
		return str_cstr(clock_state_label(run->state));
	}
	/* The applicant's time is over: whether it ends the case is for the office to say. */
	if (clock_state_is_closed(run->state)) {
		*kind = KIT_DUE_SOON;
		return page_fmt(x, "%s，请处理", clock_state_label(run->state));
	}
	if (!run->has_due) {
		*kind = KIT_DUE_STOPPED;
		return page_fmt(x, "计时暂停，%s", clock_state_label(run->state));
	}
	struct str on = day_short(x, (struct opt_i64){ true, run->due.day });
	const char *weekday = date_weekday_name(run->due);
	if (run->state == CLOCK_OVERDUE || run->remaining < 0) {
		*kind = KIT_DUE_OVER;
		return page_fmt(x, "逾期 %d 日，%.*s %s到期",
			run->remaining < 0 ? -run->remaining : 1, STR_ARG(on), weekday);
	}
	if (run->state == CLOCK_CONSULTING) {
		*kind = KIT_DUE_STOPPED;
		return STR("计时暂停，征求意见");
	}
	*kind = run->remaining <= 2   ? KIT_DUE_SOON
		: run->remaining <= 5 ? KIT_DUE_NEAR
				      : KIT_DUE_FAR;
	if (run->remaining == 0)
		return page_fmt(x, "今日到期，%.*s %s", STR_ARG(on), weekday);
	return page_fmt(x, "剩 %d 日，%.*s %s到期", run->remaining, STR_ARG(on), weekday);
}
