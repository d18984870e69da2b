/*
 * remedy_case -- the fold over the entries of one case.  See law/remedy_case.h.
 */
#include "law/remedy_case.h"

#include "law/remedy.h"

enum { EXTENSION_MAX = 30, HELD_MAX = 20, YEAR_MIN = 2008, YEAR_MAX = 2999 };

struct remedy_fold {
	const struct calendar *cal;
	const struct remedy_config *config;
	enum remedy_block block;
	struct remedy_run *run;
	int lower; /* the column of what was decided so far, -1 nothing */
	int held[HELD_MAX];
	size_t n_held;
};

static struct remedy_round *current(struct remedy_fold *f)
{
	return f->run->n_rounds ? &f->run->round[f->run->n_rounds - 1] : NULL;
}

static const struct remedy_result_info *result_of(const struct remedy_round *r)
{
	return remedy_result_find((enum remedy_result)r->result);
}

/* Decided, and not sent back: something stands. */
static bool is_settled(const struct remedy_round *r)
{
	return r && r->has_decided && result_of(r)->effect != REMEDY_EFFECT_REMAND;
}

static enum err refuse(struct error *err, const char *rule, const char *text)
{
	return error_set(err, ERR_CONFLICT, rule, "%s", text);
}

/* --- deadlines ----------------------------------------------------------------------------------- */

static enum err add_deadline(struct remedy_fold *f, const struct remedy_deadline *d, struct error *err)
{
	if (f->run->n_deadlines == REMEDY_DEADLINES_MAX)
		return error_set(err, ERR_LIMIT, NULL, "这件案件的期限太多，请分案登记");
	f->run->deadline[f->run->n_deadlines++] = *d;
	return OK;
}

/* A period of law/term, `longer` days longer. */
static enum err add_term(struct remedy_fold *f, enum term t, int longer, struct date from,
	struct remedy_deadline d, struct error *err)
{
	const struct term_info *info = term_find(t);
	struct period_end end;
	enum err e = period_compute(f->cal, from, info->unit, info->n + longer, &end, err);
	if (e)
		return e;
	d.rule = info->rule;
	d.from = from;
	d.due = end.due;
	d.provisional = end.provisional;
	d.open = true;
	d.stage = current(f)->stage;
	return add_deadline(f, &d, err);
}

/* C-7.2-2: an answer within days that the agency has set; 0: there is no such period. */
static enum err add_days(
	struct remedy_fold *f, int days, struct date from, const char *label, struct error *err)
{
	struct period_end end;
	if (days == 0)
		return OK;
	enum err e = period_compute(f->cal, from, TERM_DAYS, days, &end, err);
	struct remedy_deadline d = { .label = label,
		.rule = "C-7.2-2",
		.by = REMEDY_ANSWERED,
		.stage = current(f)->stage,
		.from = from,
		.due = end.due,
		.provisional = end.provisional,
		.open = true };
	return e ? e : add_deadline(f, &d, err);
}

/* The open deadline that an entry of this kind settles, of the latest stage; NULL. */
static struct remedy_deadline *open_deadline(struct remedy_fold *f, enum remedy_entry_kind by)
{
	for (size_t i = f->run->n_deadlines; i > 0; i--) {
		struct remedy_deadline *d = &f->run->deadline[i - 1];
		if (d->by == by && d->open)
			return d;
	}
	return NULL;
}

static void settle(struct remedy_fold *f, enum remedy_entry_kind by, struct date on)
{
	struct remedy_deadline *d = open_deadline(f, by);
	if (!d)
		return;
	d->open = false;
	d->has_done = true;
	d->done = on;
}

/* What was to be said to a petition is no longer waited for. */
static void overtake(struct remedy_fold *f)
{
	struct remedy_deadline *d = open_deadline(f, REMEDY_ANSWERED);
	if (d)
		d->open = false;
}

/* --- opening a stage ------------------------------------------------------------------------------ */

/* AL-85: within the period somebody appealed; AL-91: the court orders a retrial of what stands. */
static enum err check_stage(struct remedy_fold *f, const struct remedy_entry *e, struct error *err)
{
	const struct remedy_round *r = current(f);
	if (!r) {
		enum remedy_stage first = f->block == REMEDY_REVIEW ? REMEDY_STAGE_REVIEW
								    : REMEDY_STAGE_FIRST;
		return e->stage == first ? OK
					 : refuse(err, "C-7.1-1", "案件从复议或者一审开始登记");
	}
	switch (e->stage) {
	case REMEDY_STAGE_FIRST:
		if (r->has_decided && !is_settled(r))
			return OK;
		return refuse(err, "C-7.1-1", "只有发回重审后才能再次登记一审");
	case REMEDY_STAGE_SECOND:
		if (r->stage == REMEDY_STAGE_FIRST && is_settled(r) && result_of(r)->appeal >= 0 &&
			!r->is_final)
			return OK;
		return refuse(err, "AL-85", "一审作出可以上诉的裁判、还没有生效时，才能登记上诉");
	case REMEDY_STAGE_RETRIAL:
		if (f->block != REMEDY_REVIEW && is_settled(r))
			return OK;
		return refuse(err, "AL-91", "裁判生效以后，法院裁定再审的，才能登记再审");
	default:
		return refuse(err, "C-7.1-1", "一件案件只有一次复议，另一次复议请另行登记");
	}
}

static enum err add_opening_terms(struct remedy_fold *f, const struct remedy_round *r, struct error *err)
{
	bool simple = r->procedure == REMEDY_SIMPLIFIED;
	struct date from = r->has_accepted ? r->accepted : r->received;
	struct remedy_deadline answer = { .label = "书面答复并提交证据", .by = REMEDY_ANSWERED };
	struct remedy_deadline decide = { .label = "作出复议决定",
		.duty = REMEDY_DUTY_BODY,
		.by = REMEDY_DECIDED };
	enum err e = OK;
	switch (r->stage) {
	case REMEDY_STAGE_REVIEW: /* RA-48, RA-54; RA-62-1, RA-62-2 */
		e = add_term(f, simple ? TERM_REVIEW_ANSWER_SHORT : TERM_REVIEW_ANSWER, 0,
			r->received, answer, err);
		return e ? e
			 : add_term(f, simple ? TERM_REVIEW_DECIDE_SHORT : TERM_REVIEW_DECIDE, 0,
				   from, decide, err);
	case REMEDY_STAGE_FIRST: /* AL-67; AL-81, AL-83 */
		answer.label = "提交答辩状和证据";
		decide.label = "一审裁判";
		e = add_term(f, TERM_LAWSUIT_ANSWER, 0, r->received, answer, err);
		return e ? e
			 : add_term(f, simple ? TERM_FIRST_INSTANCE_SHORT : TERM_FIRST_INSTANCE, 0,
				   from, decide, err);
	case REMEDY_STAGE_SECOND: /* AL-88 */
		decide.label = "二审裁判";
		e = add_days(f, f->config->appeal_answer_days, r->received, "提出上诉答辩状", err);
		return e ? e : add_term(f, TERM_SECOND_INSTANCE, 0, from, decide, err);
	default: /* a retrial follows the procedure of the instance it is heard in; no own period */
		return OK;
	}
}

/* A case opens, goes on (appeal, sent back), or opens again (retrial ordered, C-9.5-1). */
static void open_span(struct remedy_fold *f, const struct remedy_round *r)
{
	struct remedy_run *run = f->run;
	struct date from = r->has_accepted ? r->accepted : r->received;
	if (run->n_spans && r->stage != REMEDY_STAGE_RETRIAL) {
		run->span[run->n_spans - 1].has_closed = false;
		return;
	}
	if (run->n_spans < REMEDY_SPANS_MAX)
		run->span[run->n_spans++] = (struct remedy_span){ .opened = from, .column = -1 };
}

static enum err apply_opened(struct remedy_fold *f, const struct remedy_entry *e, struct error *err)
{
	enum err bad = check_stage(f, e, err);
	if (bad)
		return bad;
	if (f->run->n_rounds == REMEDY_ROUNDS_MAX)
		return error_set(err, ERR_LIMIT, NULL, "一件案件最多登记 %d 个审级", REMEDY_ROUNDS_MAX);
	struct remedy_round *r = &f->run->round[f->run->n_rounds++];
	*r = (struct remedy_round){ .stage = e->stage,
		.procedure = e->value == REMEDY_SIMPLIFIED ? REMEDY_SIMPLIFIED : REMEDY_ORDINARY,
		.received = e->on,
		.has_accepted = e->has_other,
		.accepted = e->other,
		.result = -1 };
	/* The judgment below is not final: the wait for an appeal is over. */
	if (e->stage == REMEDY_STAGE_SECOND)
		settle(f, REMEDY_FINAL, e->on);
	if (e->stage == REMEDY_STAGE_RETRIAL && f->run->petition) {
		f->run->petition = false;
		overtake(f);
	}
	open_span(f, r);
	return add_opening_terms(f, r, err);
}

/* --- while a stage is open ------------------------------------------------------------------------ */

static enum err check_open(struct remedy_fold *f, struct error *err)
{
	const struct remedy_round *r = current(f);
	if (!r)
		return refuse(err, "C-7.1-1", "请先登记收到案件材料的日期");
	return r->has_decided ? refuse(err, "C-7.1-1", "这个审级已经作出决定或者裁判") : OK;
}

static enum err apply_answered(struct remedy_fold *f, const struct remedy_entry *e, struct error *err)
{
	/* What is said to a petition for a retrial belongs to no open stage. */
	if (f->run->petition && open_deadline(f, REMEDY_ANSWERED)) {
		settle(f, REMEDY_ANSWERED, e->on);
		return OK;
	}
	enum err bad = check_open(f, err);
	if (bad)
		return bad;
	if (current(f)->has_answered)
		return refuse(err, "RA-48", "已经登记过答复；补充的材料请作为文件上传");
	current(f)->has_answered = true;
	current(f)->answered = e->on;
	settle(f, REMEDY_ANSWERED, e->on);
	return OK;
}

/* RA-62-1: at most 30 days, ordinary procedure. */
static enum err apply_extended(struct remedy_fold *f, const struct remedy_entry *e, struct error *err)
{
	enum err bad = check_open(f, err);
	struct remedy_round *r = current(f);
	if (bad)
		return bad;
	if (r->stage != REMEDY_STAGE_REVIEW || r->procedure != REMEDY_ORDINARY || r->extended)
		return refuse(err, "RA-62-1", "只有普通程序的复议可以延长一次审理期限");
	if (e->value < 1 || e->value > EXTENSION_MAX)
		return error_set(err, ERR_INVALID, "RA-62-1", "延长的期限应为 1 至 %d 日",
			EXTENSION_MAX);
	r->extended = (int)e->value;
	struct remedy_deadline *old = open_deadline(f, REMEDY_DECIDED);
	struct remedy_deadline decide = { .label = "作出复议决定（已延长）",
		.duty = REMEDY_DUTY_BODY,
		.by = REMEDY_DECIDED };
	struct date from = old->from;
	old->open = false;
	return add_term(f, TERM_REVIEW_DECIDE, r->extended, from, decide, err);
}

static enum err apply_heard(struct remedy_fold *f, const struct remedy_entry *e, struct error *err)
{
	enum err bad = check_open(f, err);
	if (bad)
		return bad;
	current(f)->has_heard = true;
	current(f)->head_attended = current(f)->head_attended || e->value == 1;
	return OK;
}

/* --- decisions ------------------------------------------------------------------------------------ */

static enum err check_result(struct remedy_fold *f, const struct remedy_entry *e, struct error *err)
{
	enum err bad = check_open(f, err);
	const struct remedy_result_info *info = remedy_result_find((enum remedy_result)e->value);
	if (bad)
		return bad;
	if (!info || !(info->stages & 1u << current(f)->stage))
		return error_set(err, ERR_INVALID, "C-7.3-1", "这个审级没有这种结果，请重新选择");
	if (e->has_other && e->other.day < e->on.day)
		return error_set(err, ERR_INVALID, NULL, "收到决定、裁判的日期不能早于作出的日期");
	return OK;
}

/*
 * C-7.3-6: when the case counts as decided.  While the first instance can be appealed its result
 * is not there yet; that matters only where the period passes New Year.
 */
static struct date counted_on(
	const struct remedy_fold *f, struct date on, const struct remedy_deadline *appeal)
{
	if (!appeal || !f->config->appeal_period_pends)
		return on;
	struct date after = date_add_days(appeal->due, 1);
	return date_year(after) > date_year(on) ? after : on;
}

static void close_span(struct remedy_fold *f, const struct remedy_entry *e,
	const struct remedy_result_info *info, const struct remedy_deadline *appeal)
{
	struct remedy_span *s = &f->run->span[f->run->n_spans - 1];
	if (info->effect == REMEDY_EFFECT_REMAND)
		return;
	if (info->effect == REMEDY_EFFECT_COLUMN)
		f->lower = f->config->column[e->value];
	s->has_closed = true;
	s->closed = counted_on(f, e->on, appeal);
	s->column = f->lower;
}

/* AL-85: both sides may appeal; AL-45: the applicant may sue after a review. */
static enum err add_challenge(struct remedy_fold *f, const struct remedy_round *r,
	const struct remedy_result_info *info, struct error *err)
{
	struct date from = r->has_served ? r->served : r->decided;
	struct remedy_deadline sue = { .label = "申请人起诉",
		.duty = REMEDY_DUTY_CLAIMANT,
		.by = REMEDY_ENTRY_KINDS };
	struct remedy_deadline appeal = { .label = "上诉，或者登记没有上诉", .by = REMEDY_FINAL };
	if (r->stage == REMEDY_STAGE_REVIEW)
		return add_term(f, TERM_SUE_AFTER_REVIEW, 0, from, sue, err);
	if (r->stage == REMEDY_STAGE_FIRST && info->appeal >= 0)
		return add_term(f, (enum term)info->appeal, 0, from, appeal, err);
	return OK;
}

static enum err apply_decided(struct remedy_fold *f, const struct remedy_entry *e, struct error *err)
{
	enum err bad = check_result(f, e, err);
	if (bad)
		return bad;
	struct remedy_round *r = current(f);
	const struct remedy_result_info *info = remedy_result_find((enum remedy_result)e->value);
	struct remedy_deadline *answer = open_deadline(f, REMEDY_ANSWERED);
	r->has_decided = true;
	r->decided = e->on;
	r->has_served = e->has_other;
	r->served = e->other;
	r->result = (int)e->value;
	if (answer) /* overtaken, not met: RA-70 */
		answer->open = false;
	settle(f, REMEDY_DECIDED, e->on);
	bad = add_challenge(f, r, info, err);
	if (bad)
		return bad;
	close_span(f, e, info, open_deadline(f, REMEDY_FINAL));
	return OK;
}

static enum err apply_final(struct remedy_fold *f, const struct remedy_entry *e, struct error *err)
{
	struct remedy_round *r = current(f);
	const struct remedy_deadline *d = open_deadline(f, REMEDY_FINAL);
	if (!r || r->stage != REMEDY_STAGE_FIRST || !d)
		return refuse(err, "AL-85", "没有等待上诉的一审裁判");
	if (e->on.day <= d->due.day)
		return error_set(err, ERR_CONFLICT, "AL-85", "上诉期限至 %s 才届满，届满以后裁判才生效",
			date_text(d->due).z);
	r->is_final = true;
	settle(f, REMEDY_FINAL, e->on);
	return OK;
}

/* --- after a decision ----------------------------------------------------------------------------- */

static enum err apply_opinion(struct remedy_fold *f, const struct remedy_entry *e, struct error *err)
{
	struct remedy_deadline report = { .label = "报告复议意见书处理情况", .by = REMEDY_REPORTED };
	if (f->block != REMEDY_REVIEW || !current(f))
		return refuse(err, "RA-76", "只有复议案件有复议意见书");
	if (open_deadline(f, REMEDY_REPORTED))
		return refuse(err, "RA-76", "上一份复议意见书还没有报告处理情况");
	return add_term(f, TERM_REVIEW_FOLLOW_UP, 0, e->on, report, err);
}

static enum err apply_reported(struct remedy_fold *f, const struct remedy_entry *e, struct error *err)
{
	if (!open_deadline(f, REMEDY_REPORTED))
		return refuse(err, "RA-76", "没有等待报告的复议意见书");
	settle(f, REMEDY_REPORTED, e->on);
	return OK;
}

/* C-7.2-1, C-2.6-30: the order names its own last day; the new decision is a new round. */
static enum err apply_redo(struct remedy_fold *f, const struct remedy_entry *e, struct error *err)
{
	const struct remedy_round *r = current(f);
	if (!is_settled(r) || !(result_of(r)->changes_act ||
				      result_of(r)->effect == REMEDY_EFFECT_AS_LOWER))
		return refuse(err, "C-7.2-1",
			"撤销、变更、确认违法、责令履行等决定或者裁判，才会责令重新答复");
	if (!e->has_other || e->other.day <= e->on.day)
		return error_set(err, ERR_INVALID, "C-7.2-1", "重新答复的截止日期应当晚于起算日期");
	struct remedy_deadline redo = { .label = "重新作出答复",
		.rule = "C-7.2-1",
		.by = REMEDY_REDO,
		.stage = r->stage,
		.from = e->on,
		.due = e->other,
		.open = !e->has_done,
		.has_done = e->has_done,
		.done = e->done };
	return add_deadline(f, &redo, err);
}

/* C-9.5-1: a petition alone does not open the case again. */
static enum err apply_petition(struct remedy_fold *f, const struct remedy_entry *e, struct error *err)
{
	bool asks = e->kind == REMEDY_PETITIONED;
	if (f->block == REMEDY_REVIEW || !is_settled(current(f)))
		return refuse(err, "AL-90", "裁判生效以后，才能登记申请再审");
	if (asks == f->run->petition)
		return refuse(err, "AL-90",
			asks ? "上一次再审申请还没有结果" : "没有等待法院决定的再审申请");
	f->run->petition = asks;
	if (asks)
		return add_days(f, f->config->petition_answer_days, e->on, "对再审申请提交意见", err);
	overtake(f);
	return OK;
}

static enum err apply_held(struct remedy_fold *f, const struct remedy_entry *e, struct error *err)
{
	if (e->value < YEAR_MIN || e->value > YEAR_MAX || f->n_held == HELD_MAX)
		return error_set(err, ERR_INVALID, "C-9.5-1", "统计年度不对，请填写四位年份");
	if (!is_settled(current(f)))
		return refuse(err, "C-9.5-1", "案件还没有审结，本来就按尚未审结统计");
	f->held[f->n_held++] = (int)e->value;
	return OK;
}

static enum err (*const apply[REMEDY_ENTRY_KINDS])(
	struct remedy_fold *, const struct remedy_entry *, struct error *) = {
	[REMEDY_OPENED] = apply_opened,
	[REMEDY_ANSWERED] = apply_answered,
	[REMEDY_EXTENDED] = apply_extended,
	[REMEDY_HEARD] = apply_heard,
	[REMEDY_DECIDED] = apply_decided,
	[REMEDY_FINAL] = apply_final,
	[REMEDY_OPINION] = apply_opinion,
	[REMEDY_REPORTED] = apply_reported,
	[REMEDY_REDO] = apply_redo,
	[REMEDY_PETITIONED] = apply_petition,
	[REMEDY_PETITION_REFUSED] = apply_petition,
	[REMEDY_HELD] = apply_held,
};

/* --- years ---------------------------------------------------------------------------------------- */

static bool is_held(const struct remedy_fold *f, int year)
{
	for (size_t i = 0; i < f->n_held; i++)
		if (f->held[i] == year)
			return true;
	return false;
}

static void insert_span(struct remedy_run *run, struct remedy_span s)
{
	size_t at = run->n_spans;
	if (at == REMEDY_SPANS_MAX)
		return;
	for (; at > 0 && run->span[at - 1].opened.day > s.opened.day; at--)
		run->span[at] = run->span[at - 1];
	run->span[at] = s;
	run->n_spans++;
}

/*
 * C-9.5-1: a case held open in the year it was decided is reported with its result in the first
 * year that is not held; one decided earlier stands once more under 尚未审结.
 */
static void apply_holds(struct remedy_fold *f)
{
	for (size_t i = 0; i < f->run->n_spans; i++) {
		struct remedy_span *s = &f->run->span[i];
		while (s->has_closed && is_held(f, date_year(s->closed)))
			s->closed = date_from_ymd(date_year(s->closed) + 1, 1, 1);
	}
	for (size_t i = 0; i < f->n_held; i++) {
		int year = f->held[i];
		struct remedy_span s = { .opened = date_from_ymd(year, 12, 31),
			.has_closed = true,
			.closed = date_from_ymd(year + 1, 1, 1),
			.column = -1 };
		if (remedy_year_column(f->run, year) != REMEDY_PENDING &&
			f->run->span[0].opened.day <= s.opened.day)
			insert_span(f->run, s);
	}
}

int remedy_year_column(const struct remedy_run *r, int year)
{
	struct date first = date_from_ymd(year, 1, 1), last = date_from_ymd(year, 12, 31);
	for (size_t i = r->n_spans; i > 0; i--) {
		const struct remedy_span *s = &r->span[i - 1];
		if (s->opened.day > last.day)
			continue;
		if (!s->has_closed || s->closed.day > last.day)
			return REMEDY_PENDING;
		return s->closed.day >= first.day ? s->column : -1;
	}
	return -1;
}

/* --- the whole ------------------------------------------------------------------------------------ */

static int earliest(const struct remedy_run *run, enum remedy_duty duty)
{
	int best = -1;
	for (size_t i = 0; i < run->n_deadlines; i++) {
		const struct remedy_deadline *d = &run->deadline[i];
		if (d->open && d->duty == duty &&
			(best < 0 || d->due.day < run->deadline[best].due.day))
			best = (int)i;
	}
	return best;
}

static void finish(struct remedy_fold *f)
{
	struct remedy_run *run = f->run;
	const struct remedy_round *r = current(f);
	run->open = !is_settled(r);
	run->column = run->open ? -1 : f->lower;
	run->result = -1;
	for (size_t i = 0; i < run->n_rounds; i++)
		if (run->round[i].has_decided)
			run->result = run->round[i].result;
	if (run->n_spans)
		apply_holds(f);
	run->next = earliest(run, REMEDY_DUTY_AGENCY);
	run->body_next = earliest(run, REMEDY_DUTY_BODY);
}

static enum err apply_one(struct remedy_fold *f, const struct remedy_entry *entry, size_t i,
	struct error *err)
{
	const struct remedy_entry *e = &entry[i];
	if ((unsigned)e->kind >= REMEDY_ENTRY_KINDS || (unsigned)e->stage >= REMEDY_STAGES)
		return error_set(err, ERR_INVALID, NULL, "没有这种记录");
	if (i > 0 && e->on.day < entry[i - 1].on.day)
		return error_set(err, ERR_INVALID, NULL, "记录应当按日期先后排列");
	return apply[e->kind](f, e, err);
}

enum err remedy_compute(const struct calendar *cal, const struct remedy_config *config,
	enum remedy_block block, const struct remedy_entry *entry, size_t n, struct remedy_run *out,
	size_t *refused, struct error *err)
{
	struct remedy_run run = { .result = -1, .column = -1, .next = -1, .body_next = -1 };
	struct remedy_fold f = { .cal = cal, .config = config, .block = block, .run = &run, .lower = -1 };
	if (n > REMEDY_ENTRIES_MAX)
		return error_set(err, ERR_LIMIT, NULL, "一件案件最多 %d 条记录", REMEDY_ENTRIES_MAX);
	for (size_t i = 0; i < n; i++) {
		enum err e = apply_one(&f, entry, i, err);
		if (e && refused)
			*refused = i;
		if (e)
			return e;
	}
	finish(&f);
	*out = run;
	return OK;
}

enum err remedy_redo_due(const struct calendar *cal, struct date from, int days, struct date *out,
	struct error *err)
{
	struct period_end end;
	enum err e = period_compute(cal, from, TERM_WORKING_DAYS, days, &end, err);
	if (!e)
		*out = end.due;
	return e;
}
