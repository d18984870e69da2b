#include "cmd/clock.h"

#include "core/json.h"
#include "law/rule.h"

static void put_member(struct buf *b, const char *name, struct str value)
{
	buf_fmt(b, "\"%s\":", name);
	json_write_string(b, value);
}

static void put_date(struct buf *b, const char *name, struct date d)
{
	buf_fmt(b, "\"%s\":\"%s\"", name, date_text(d).z);
}

static const char *truth(bool v)
{
	return v ? "true" : "false";
}

static void days_json(struct buf *b, const struct counted_day *day, size_t n)
{
	buf_lit(b, "\"days\":[");
	for (size_t i = 0; i < n; i++) {
		buf_cstr(b, i ? ",{" : "{");
		put_date(b, "date", day[i].date);
		buf_fmt(b, ",\"counts\":%s,", truth(day[i].counts));
		put_member(b, "why", day[i].why);
		buf_char(b, '}');
	}
	buf_char(b, ']');
}

/* Days from i on that count for the same reason as day i. */
static size_t same_days(const struct counted_day *day, size_t n, size_t i)
{
	size_t k = i;
	while (k < n && day[k].counts && str_eq(day[k].why, day[i].why))
		k++;
	return k - i;
}

/*
 * One line a day; days that count are numbered.  The inside of a long run of
 * days that all count (natural-day and month periods) is one line.
 */
static void days_text(struct buf *b, const struct counted_day *day, size_t n)
{
	enum { LONG_RUN = 14, SHOWN = 2 }; /* no run of working days is that long */
	int number = 0;
	buf_lit(b, "\n逐日计算：\n  序号  日期        星期  说明\n");
	for (size_t i = 0; i < n; i++) {
		size_t run = same_days(day, n, i);
		if (run > LONG_RUN) {
			for (size_t k = 0; k < SHOWN; k++)
				buf_fmt(b, "  %4d  %s  %s  %.*s\n", ++number, date_text(day[i + k].date).z,
					date_weekday_name(day[i + k].date), STR_ARG(day[i + k].why));
			size_t inside = run - 2 * SHOWN;
			buf_fmt(b, "     …  中间 %zu 日逐日计入\n", inside);
			number += (int)inside;
			i += SHOWN + inside;
		}
		if (day[i].counts)
			buf_fmt(b, "  %4d", ++number);
		else
			buf_lit(b, "     -");
		buf_fmt(b, "  %s  %s  %.*s\n", date_text(day[i].date).z,
			date_weekday_name(day[i].date), STR_ARG(day[i].why));
	}
}

static void provisional_text(struct buf *b, bool provisional)
{
	if (provisional)
		buf_lit(b, "暂定：期限涉及尚未公布放假安排的年份，公布以后应当重新计算\n");
}

void clock_print_period(struct buf *b, bool json, const char *label, struct date from,
	const struct period_end *end, const struct counted_day *day, size_t n)
{
	if (json) {
		buf_char(b, '{');
		put_date(b, "due", end->due);
		buf_fmt(b, ",\"provisional\":%s,", truth(end->provisional));
		days_json(b, day, n);
		buf_lit(b, "}\n");
		return;
	}
	buf_fmt(b, "%s：%s（%s）\n", label, date_words(end->due).z, date_weekday_name(end->due));
	buf_fmt(b, "起算：%s（%s），当日不计入\n", date_words(from).z, date_weekday_name(from));
	if (end->nominal.day != end->due.day)
		buf_fmt(b, "顺延：最后一日 %s 是休假日，顺延到休假日结束的次日（%s）\n",
			date_text(end->nominal).z, rule_article("CC-203"));
	provisional_text(b, end->provisional);
	days_text(b, day, n);
}

static void step_json(struct buf *b, struct date on, enum clock_event_kind kind, struct str effect,
	const char *rule)
{
	buf_char(b, '{');
	put_date(b, "on", on);
	buf_fmt(b, ",\"event\":\"%s\",", clock_event_name(kind));
	put_member(b, "effect", effect);
	buf_char(b, ',');
	put_member(b, "rule", str_cstr(rule));
	buf_char(b, '}');
}

static void run_json(
	struct buf *b, const struct clock_run *run, const struct clock_refusal *refusal)
{
	buf_fmt(b, "{\"state\":\"%s\",", refusal ? "refused" : clock_state_name(run->state));
	if (run->has_due)
		put_date(b, "due", run->due);
	else
		buf_lit(b, "\"due\":null");
	buf_fmt(b, ",\"provisional\":%s,\"used\":%d,", truth(run->provisional), run->used);
	if (run->has_due)
		buf_fmt(b, "\"remaining\":%d,\"steps\":[", run->remaining);
	else
		buf_lit(b, "\"remaining\":null,\"steps\":[");
	for (size_t i = 0; i < run->n_steps; i++) {
		const struct clock_step *s = &run->step[i];
		if (i)
			buf_char(b, ',');
		step_json(b, s->on, s->kind, s->effect, s->rule);
	}
	if (refusal) {
		if (run->n_steps)
			buf_char(b, ',');
		step_json(b, refusal->event->on, refusal->event->kind, str_cstr(refusal->err->msg),
			refusal->err->rule);
	}
	buf_lit(b, "],");
	days_json(b, run->day, run->n_days);
	buf_lit(b, "}\n");
}

static void step_text(struct buf *b, size_t no, struct date on, struct str text, const char *rule)
{
	buf_fmt(b, "  %zu. %s %.*s\n     依据：%s（%s）\n", no, date_text(on).z, STR_ARG(text),
		rule_article(rule), rule);
}

static void run_text(
	struct buf *b, const struct clock_run *run, const struct clock_refusal *refusal)
{
	buf_fmt(b, "状态：%s\n", refusal ? "有不合规定的事项" : clock_state_label(run->state));
	if (run->has_due)
		buf_fmt(b, "答复期限：%s（%s）\n已用%d个工作日，%s%d个工作日\n",
			date_words(run->due).z, date_weekday_name(run->due), run->used,
			run->remaining < 0 ? "超过" : "剩余",
			run->remaining < 0 ? -run->remaining : run->remaining);
	else
		buf_lit(b, "答复期限：目前没有答复期限在计算\n");
	provisional_text(b, run->provisional);
	buf_lit(b, "\n经过：\n");
	for (size_t i = 0; i < run->n_steps; i++)
		step_text(b, i + 1, run->step[i].on, run->step[i].effect, run->step[i].rule);
	if (refusal)
		step_text(b, refusal->index + 1, refusal->event->on, str_cstr(refusal->err->msg),
			refusal->err->rule);
	if (run->n_days)
		days_text(b, run->day, run->n_days);
}

void clock_print_run(
	struct buf *b, bool json, const struct clock_run *run, const struct clock_refusal *refusal)
{
	if (json)
		run_json(b, run, refusal);
	else
		run_text(b, run, refusal);
}
