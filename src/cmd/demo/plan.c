#include "cmd/demo/plan.h"

#include <stdlib.h>

#define MINUTE_MS ((int64_t)60 * 1000)
#define HOUR_MS (60 * MINUTE_MS)
#define DAY_MS (24 * HOUR_MS)

enum {
	BEIJING_HOURS = 8,
	MORNING = 9 * 60,	/* minutes of the day: the office opens */
	EVENING = 17 * 60 + 30, /* nothing is begun later */
	CASES_MAX = 2000,
	STEPS_GUESS = 4096
};

/* What a number is drawn for; each has a sequence of its own. */
enum purpose { PICK_TIME = 100, PICK_DAY, PICK_CHANNEL, PICK_PACE };

unsigned demo_pick(const struct demo_case *c, unsigned purpose, unsigned below)
{
	/* splitmix64, public domain: Steele, Lea, Flood 2014 */
	uint64_t z = ((uint64_t)c->agency << 40) + ((uint64_t)c->number << 16) + purpose;
	z = (z + 1) * 0x9e3779b97f4a7c15u;
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return (unsigned)((z ^ (z >> 31)) % below);
}

/* --- moving on in time ------------------------------------------------------------------------ */

struct walk {
	struct arena *a;
	const struct calendar *cal;
	struct demo_plan *plan;
	struct demo_case *c;
	size_t item;
	int64_t ms, now_ms;
	unsigned drawn; /* so many times of day */
	bool over;	/* its last step is planned */
};

static struct date day_of(int64_t ms)
{
	return date_of_moment(ms / 1000);
}

int64_t demo_moment(struct date d, int minutes)
{
	return d.day * DAY_MS - BEIJING_HOURS * HOUR_MS + minutes * MINUTE_MS;
}

static unsigned draw(struct walk *w, unsigned below)
{
	return demo_pick(w->c, PICK_TIME + 1000 * ++w->drawn, below);
}

/* The day itself when it is worked, else the next one that is. */
static struct date worked(const struct calendar *cal, struct date d)
{
	return calendar_add_workdays(cal, date_add_days(d, -1), 1);
}

/* So many working days later; 0: later on the same day, or the next morning. */
static void pass(struct walk *w, int days)
{
	struct date d = day_of(w->ms);
	int64_t later = w->ms + (8 + draw(w, 40)) * MINUTE_MS;
	if (days == 0 && later < demo_moment(d, EVENING) && calendar_is_workday(w->cal, d)) {
		w->ms = later > demo_moment(d, MORNING) ? later : demo_moment(d, MORNING);
		return;
	}
	d = calendar_add_workdays(w->cal, d, days ? days : 1);
	w->ms = demo_moment(d, MORNING + (int)draw(w, 60 * 7));
}

void demo_plan_put(struct demo_plan *p, struct arena *a, const struct demo_step *s)
{
	if (p->failed)
		return;
	if (p->n_steps == p->steps_cap) {
		struct demo_step *more = arena_grow(
			a, p->step, p->n_steps, p->n_steps + 1, &p->steps_cap, sizeof *p->step);
		if (!more) {
			p->failed = true;
			return;
		}
		p->step = more;
	}
	p->step[p->n_steps] = *s;
	p->step[p->n_steps].order = p->n_steps;
	p->n_steps++;
}

static void put(struct walk *w, enum demo_op op, int slot)
{
	struct demo_step s = {
		.ms = w->ms < w->now_ms ? w->ms : w->now_ms, .op = op, .slot = slot, .item = w->item
	};
	if (!w->over)
		demo_plan_put(w->plan, w->a, &s);
}

/* The case stands still here when its script says so. */
static void stop_at(struct walk *w, enum demo_stop stop)
{
	w->over = w->over || w->c->batch->stop == stop;
}

/* --- parts of a case -------------------------------------------------------------------------- */

static bool online(const struct demo_case *c)
{
	return c->channel == RECEIPT_INTERNET;
}

/* Signed and sent; a paper is received some days later. */
static void send_letter(struct walk *w, int slot, bool by_post)
{
	pass(w, 1);
	put(w, DEMO_OP_SIGN, slot);
	if (slot == DEMO_ANSWER)
		stop_at(w, DEMO_SERVICE);
	pass(w, 0);
	put(w, DEMO_OP_SEND, slot);
	if (by_post) {
		pass(w, 2 + (int)draw(w, 2));
		put(w, DEMO_OP_SERVED, slot);
	}
}

static void plan_short_letter(struct walk *w, int days, int slot, bool by_post)
{
	pass(w, days);
	put(w, DEMO_OP_DRAFT, slot);
	pass(w, 0);
	put(w, DEMO_OP_SUBMIT, slot);
	send_letter(w, slot, by_post);
}

static void plan_arrival(struct walk *w)
{
	put(w, DEMO_OP_FILE, DEMO_NOTICE);
	stop_at(w, DEMO_FILED);
	pass(w, 0);
	if (online(w->c))
		put(w, DEMO_OP_CONFIRM, DEMO_NOTICE);
	pass(w, 0);
	put(w, DEMO_OP_ASSIGN, DEMO_NOTICE);
	stop_at(w, DEMO_ASSIGNED);
}

/* When the period starts anew or stands still, the office waits. */
static void plan_waiting(struct walk *w)
{
	const struct demo_batch *b = w->c->batch;
	bool by_post = w->c->channel == RECEIPT_REGISTERED_POST;
	if (b->correction) {
		plan_short_letter(w, 2, DEMO_NOTICE, by_post);
		stop_at(w, DEMO_CORRECTION);
		pass(w, 3 + (int)draw(w, 4));
		put(w, DEMO_OP_CORRECTED, DEMO_NOTICE);
	}
	if (b->consult) {
		plan_short_letter(w, 2, DEMO_ASKING, true);
		stop_at(w, DEMO_CONSULT);
		pass(w, 4 + (int)draw(w, 5));
		put(w, DEMO_OP_RETURNED, DEMO_ASKING);
	}
	if (b->extension) {
		pass(w, 10 + (int)draw(w, 3));
		put(w, DEMO_OP_PROPOSE, DEMO_LONGER);
		pass(w, 1);
		put(w, DEMO_OP_EXTEND, DEMO_LONGER);
		plan_short_letter(w, 0, DEMO_LONGER, by_post);
	}
}

/* At the earliest so many days later. */
static void days_later(struct walk *w, int days)
{
	struct date d = worked(w->cal, date_add_days(day_of(w->ms), days));
	w->ms = demo_moment(d, MORNING + (int)draw(w, 60 * 7));
}

static void on_day(struct walk *w, int year, int month, int day)
{
	w->ms = demo_moment(worked(w->cal, date_from_ymd(year, month, day)), 10 * 60);
}

/* 大足: lost in two instances, and asks for a retrial; the year counts it as pending. */
static void plan_lawsuit(struct walk *w)
{
	days_later(w, 10);
	put(w, DEMO_OP_SUED, 0);
	pass(w, 7);
	put(w, DEMO_OP_SUIT_ANSWERED, 0);
	days_later(w, 50);
	put(w, DEMO_OP_SUIT_DECIDED, 0);
	days_later(w, 14);
	put(w, DEMO_OP_APPEALED, 0);
	days_later(w, 45);
	put(w, DEMO_OP_APPEAL_DECIDED, 0);
	on_day(w, DEMO_YEAR, 5, 20);
	put(w, DEMO_OP_PETITIONED, 0);
	on_day(w, DEMO_YEAR + 1, 1, 7);
	put(w, DEMO_OP_HELD, 0);
}

/* Draft, both reviews, signature, service. */
static void plan_answer(struct walk *w, int slot)
{
	put(w, DEMO_OP_DRAFT, slot);
	stop_at(w, DEMO_DRAFT);
	pass(w, 0);
	put(w, DEMO_OP_SUBMIT, slot);
	stop_at(w, DEMO_REVIEW);
	pass(w, 0);
	put(w, DEMO_OP_LEGAL, slot);
	pass(w, 0);
	put(w, DEMO_OP_SECRECY, slot);
	stop_at(w, DEMO_SIGNING);
	send_letter(w, slot, w->c->channel == RECEIPT_REGISTERED_POST);
}

/* 复议: asked for within sixty days, answered within ten working days, decided within sixty. */
static void plan_review(struct walk *w)
{
	const struct demo_batch *b = w->c->batch;
	if (b->review < 0)
		return;
	days_later(w, 10 + (int)draw(w, 15));
	if (b->review_pending)
		on_day(w, DEMO_YEAR, 12, 10);
	put(w, DEMO_OP_REVIEW, 0);
	pass(w, 4 + (int)draw(w, 4));
	put(w, DEMO_OP_REVIEW_ANSWERED, 0);
	days_later(w, 28 + (int)draw(w, 10));
	put(w, DEMO_OP_REVIEW_DECIDED, 0);
	if (b->review == REVIEW_REVOKED) {
		pass(w, 0);
		put(w, DEMO_OP_REDO, 0);
		pass(w, 4 + (int)draw(w, 3));
		put(w, DEMO_OP_SEARCH, DEMO_AGAIN);
		pass(w, 2);
		plan_answer(w, DEMO_AGAIN);
	}
	if (b->lawsuit)
		plan_lawsuit(w);
}

static void plan_reply(struct walk *w)
{
	const struct demo_batch *b = w->c->batch;
	plan_waiting(w);
	pass(w, 2 + (int)demo_pick(w->c, PICK_PACE, 3));
	put(w, DEMO_OP_SEARCH, DEMO_ANSWER);
	pass(w, 1 + (int)demo_pick(w->c, PICK_PACE + 1, b->extension ? 4 : 8));
	if (b->after.day && day_of(w->ms).day < b->after.day)
		w->ms = demo_moment(worked(w->cal, b->after), MORNING + (int)draw(w, 60));
	plan_answer(w, DEMO_ANSWER);
	plan_review(w);
}

static void plan_case(struct walk *w)
{
	plan_arrival(w);
	switch (w->c->batch->ending) {
	case DEMO_WITHDRAWN:
	case DEMO_WITHDRAWN_OWN:
		pass(w, 2 + (int)draw(w, 8));
		put(w,
			w->c->batch->ending == DEMO_WITHDRAWN ? DEMO_OP_WITHDRAW
							      : DEMO_OP_WITHDRAW_OWN,
			DEMO_NOTICE);
		break;
	case DEMO_ASSIST:
		pass(w, 3 + (int)draw(w, 5));
		put(w, DEMO_OP_CLOSE, DEMO_NOTICE);
		break;
	case DEMO_REPLY:
		plan_reply(w);
		break;
	}
}

/* --- arrival ---------------------------------------------------------------------------------- */

/* Cases of a line are spread evenly over its days, each somewhere in its part. */
static struct date arrival(const struct walk *w, int i)
{
	const struct demo_batch *b = w->c->batch;
	if (b->ago >= 0) {
		struct date d = day_of(w->now_ms);
		for (int left = b->ago; left > 0;) {
			d = date_add_days(d, -1);
			left -= calendar_is_workday(w->cal, d);
		}
		return d;
	}
	bool slow = b->extension || b->consult || b->correction;
	struct date from = b->from.day ? b->from : date_from_ymd(DEMO_YEAR, 1, 2);
	struct date to = b->to.day ? b->to
			 : slow	   ? date_from_ymd(DEMO_YEAR, 10, 18)
				   : date_from_ymd(DEMO_YEAR, 11, 29);
	int days = date_diff(from, to) + 1;
	int first = days * i / b->count, last = days * (i + 1) / b->count;
	unsigned part = last > first ? (unsigned)(last - first) : 1;
	struct date d = date_add_days(from, first + (int)demo_pick(w->c, PICK_DAY, part));
	return online(w->c) ? d : worked(w->cal, d);
}

static enum receipt_channel channel(const struct demo_case *c)
{
	const struct demo_batch *b = c->batch;
	if (b->origin != ORIGIN_HERE)
		return RECEIPT_IN_PERSON;
	if (b->ending == DEMO_WITHDRAWN_OWN || b->ago >= 0)
		return RECEIPT_INTERNET;
	unsigned n = demo_pick(c, PICK_CHANNEL, 20);
	return n < 12 ? RECEIPT_INTERNET : n < 18 ? RECEIPT_REGISTERED_POST : RECEIPT_IN_PERSON;
}

static void plan_batch(struct walk *w, const struct demo_batch *b, size_t agency, unsigned *number)
{
	for (int i = 0; i < b->count && w->plan->n_cases < CASES_MAX; i++) {
		w->item = w->plan->n_cases++;
		w->c = &w->plan->one_case[w->item];
		*w->c = (struct demo_case){ .agency = agency, .batch = b, .number = (*number)++, .place = (unsigned)i };
		w->c->channel = channel(w->c);
		w->over = false;
		w->drawn = 0;
		struct date d = arrival(w, i);
		/* People write to the site in the evening too; a paper comes in office hours. */
		int minutes = online(w->c) ? 7 * 60 + (int)draw(w, 14 * 60)
					   : MORNING + (int)draw(w, 60 * 7);
		w->ms = demo_moment(d, minutes);
		plan_case(w);
	}
}

static int by_time(const void *x, const void *y)
{
	const struct demo_step *a = x, *b = y;
	if (a->ms != b->ms)
		return a->ms < b->ms ? -1 : 1;
	return a->order < b->order ? -1 : a->order > b->order;
}

enum err demo_plan_make(struct arena *a, const struct calendar *cal,
	const struct demo_agency *agency, int64_t now_ms, struct demo_plan *out, struct error *err)
{
	*out = (struct demo_plan){ .one_case = arena_array(a, struct demo_case, CASES_MAX),
		.step = arena_array(a, struct demo_step, STEPS_GUESS),
		.steps_cap = STEPS_GUESS };
	enum err e = arena_check(a, err);
	if (e != OK)
		return e;
	if (date_year(day_of(now_ms)) <= DEMO_YEAR + 1)
		return error_set(err, ERR_INVALID, NULL,
			"这台机器的日期是 %s，不晚于演示数据的年份；请先校正系统时间",
			date_text(day_of(now_ms)).z);
	struct walk w = { .a = a, .cal = cal, .plan = out, .now_ms = now_ms };
	for (size_t i = 0; i < DEMO_AGENCIES; i++) {
		unsigned number = 0;
		for (size_t k = 0; k < agency[i].n_batches; k++)
			plan_batch(&w, &agency[i].batch[k], i, &number);
		demo_plan_year(out, a, cal, i);
	}
	if (out->failed)
		return error_nomem(err);
	qsort(out->step, out->n_steps, sizeof *out->step, by_time);
	return OK;
}
