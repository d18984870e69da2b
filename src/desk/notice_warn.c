/*
 * notice_warn -- the daily look at all open cases.  See desk/notice.h: notice_run_daily.
 *
 * A warning is a threshold that a period has passed, marked with the period's last day: another
 * due day, after an extension, warns anew, and a day on which no node ran is made up for.
 */
#include "desk/notice_part.h"

#include "desk/consultation.h"
#include "desk/request_part.h"
#include "desk/role.h"
#include "law/remedy_case.h"

enum {
	WARN_FAR = 5,	/* working days before the reply is due */
	WARN_NEAR = 2,
	WARN_TODAY = 0,
	WARN_LATE = -1, /* and every five working days after it */
	WARN_AGAIN = 5,
	CASES_IN_ONE = 100,
	SCRATCH_MAX = 16 << 20
};

enum notice_clock { /* stable: stored */
	NOTICE_CLOCK_REPLY,
	NOTICE_CLOCK_CORRECTION_NOTICE, /* the office's seven days */
	NOTICE_CLOCK_CORRECTION,	/* the applicant's */
	NOTICE_CLOCK_PAYMENT,
	NOTICE_CLOCK_CONSULTATION
};

enum warn_pass {
	WARN_NEAR_CASES,
	WARN_CHECKING, /* cases at registration, for the seven days */
	WARN_CONSULTATIONS,
	WARN_REMEDIES,
	WARN_ANNUAL,
	WARN_PASSES
};

struct warn_job {
	struct runner_work *w;
	struct arena a; /* of one transaction */
	struct agency_id agency;
	enum warn_pass pass;
	int64_t after_due;
	struct request_id after;
	size_t n; /* rows of the last transaction, and where the next goes on */
	int64_t next_due;
	struct request_id next;
	struct remedy_id after_remedy, next_remedy;
	const struct calendar *cal;
	struct date today;
};

struct warning {
	enum notice_clock clock;
	enum notice_kind kind;
	struct date day;
	int level;
	struct str detail;
};

/* The smallest threshold that is not passed yet; false: none is near. */
static bool level_of(int left, bool late, bool again, int far, int *out)
{
	int over = -left > 1 ? -left : 1;
	if (late)
		*out = again ? WARN_LATE - (over - 1) / WARN_AGAIN * WARN_AGAIN : WARN_LATE;
	else if (left <= WARN_TODAY)
		*out = WARN_TODAY;
	else if (left <= WARN_NEAR)
		*out = WARN_NEAR;
	else if (left <= far)
		*out = far;
	else
		return false;
	return true;
}

struct str notice_left_text(struct arena *a, int left, bool late, struct date day)
{
	if (late && left == 0)
		return arena_fmt(a, "%s 到期，已逾期", date_words(day).z);
	if (late)
		return arena_fmt(a, "%s 到期，逾期 %d 个工作日", date_words(day).z, -left);
	if (left <= 0)
		return STR("今日到期");
	return arena_fmt(a, "剩 %d 个工作日，%s 到期", left, date_words(day).z);
}

/* The reply: only while its period runs. */
static bool warn_reply(struct warn_job *j, const struct notice_case_row *c, struct warning *w)
{
	if (!c->due_on.has || c->sort_due != c->due_on.v)
		return false;
	struct date due = { (int32_t)c->due_on.v };
	bool late = due.day < j->today.day;
	int left = calendar_count_workdays(j->cal, j->today, due);
	*w = (struct warning){ .clock = NOTICE_CLOCK_REPLY,
		.kind = late ? NOTICE_OVERDUE : NOTICE_DUE,
		.day = due,
		.detail = notice_left_text(&j->a, left, late, due) };
	return level_of(left, late, true, WARN_FAR, &w->level);
}

/* a correction is asked for within seven working days of receipt. */
static bool warn_checking(struct warn_job *j, const struct notice_case_row *c, struct warning *w)
{
	struct clock_config config = clock_config_default();
	if (!c->received_on.has)
		return false;
	struct date last = calendar_add_workdays(j->cal,
		(struct date){ (int32_t)c->received_on.v }, config.correction_notice_days);
	bool late = last.day < j->today.day;
	int left = calendar_count_workdays(j->cal, j->today, last);
	struct str text = notice_left_text(&j->a, left, late, last);
	*w = (struct warning){ .clock = NOTICE_CLOCK_CORRECTION_NOTICE,
		.kind = NOTICE_CORRECTION_DUE,
		.day = last,
		.detail = late ? arena_fmt(&j->a, "%.*s，不能再通知补正", STR_ARG(text))
			       : text };
	return level_of(left, late, false, WARN_NEAR, &w->level);
}

/* The applicant did nothing in the time given. */
static bool warn_lapsed(const struct notice_case_row *c, struct warning *w)
{
	bool fee = c->clock_state == CLOCK_LAPSED_PAYMENT;
	*w = (struct warning){ .clock = fee ? NOTICE_CLOCK_PAYMENT : NOTICE_CLOCK_CORRECTION,
		.kind = fee ? NOTICE_FEE_LAPSED : NOTICE_CORRECTION_LAPSED,
		.day = { (int32_t)c->sort_due },
		.level = WARN_LATE };
	return !c->due_on.has && (fee || c->clock_state == CLOCK_LAPSED_CORRECTION);
}

/* To the handler; when a reply is late, to who signs as well. */
static enum err write_warning(struct warn_job *j, struct tx *tx, struct request_id id,
	const struct warning *w, struct error *err)
{
	static const struct actor nobody = { 0 };
	struct request_row r;
	int64_t fresh = 0;
	struct notice_mark_in mark = { id, w->clock, w->day.day, w->level, tx_now(tx) };
	enum err e = sql_notice_mark(tx, &mark, &fresh, err);
	if (e != OK || fresh == 0)
		return e;
	e = sql_request_by_id(tx, &(struct request_by_id_in){ id }, &j->a, &r, err);
	if (e != OK || r.closed_on.has)
		return e;
	struct notice n = { .kind = w->kind, .request = id, .detail = w->detail };
	struct notice_to heads = { .agency = r.agency,
		.permission = PERM_REQUEST_SIGN,
		.except = r.handler };
	e = notice_add_handler(tx, &j->a, &nobody, &n, &r, err);
	return e == OK && w->kind == NOTICE_OVERDUE
		       ? notice_add(tx, &j->a, &nobody, &n, &heads, err)
		       : e;
}

static enum err load_cases(struct warn_job *j, struct tx *tx, struct notice_case_row **row,
	struct error *err)
{
	int64_t near = calendar_add_workdays(j->cal, j->today, WARN_FAR).day;
	struct notice_cases_in all = { j->agency, j->after_due, j->after, near, CASES_IN_ONE };
	struct notice_cases_at_in at = { j->agency, STAGE_REGISTERED, j->after_due, j->after,
		SORT_PAUSED - 1, CASES_IN_ONE };
	return j->pass == WARN_CHECKING ? sql_notice_cases_at(tx, &at, &j->a, row, &j->n, err)
			   : sql_notice_cases(tx, &all, &j->a, row, &j->n, err);
}

static enum err warn_cases(struct warn_job *j, struct tx *tx, struct error *err)
{
	struct notice_case_row *row;
	struct warning w;
	enum err e = load_cases(j, tx, &row, err);
	for (size_t i = 0; e == OK && i < j->n; i++) {
		const struct notice_case_row *c = &row[i];
		bool any = j->pass == WARN_CHECKING ? warn_checking(j, c, &w)
						    : warn_reply(j, c, &w) || warn_lapsed(c, &w);
		e = arena_check(&j->a, err);
		if (e == OK && any)
			e = write_warning(j, tx, c->id, &w, err);
	}
	if (e == OK && j->n) {
		j->next_due = row[j->n - 1].sort_due;
		j->next = row[j->n - 1].id;
	}
	return e;
}

/* silence counts; somebody has to decide now.  Several of a day are one warning. */
static enum err warn_consultations(struct warn_job *j, struct tx *tx, struct error *err)
{
	struct notice_consultation_row *row;
	struct notice_consultations_in in = { j->agency, CONSULTATION_WAITING, j->today.day,
		j->after_due, CASES_IN_ONE };
	enum err e = sql_notice_consultations(tx, &in, &j->a, &row, &j->n, err);
	for (size_t i = 0; e == OK && i < j->n; i++) {
		struct warning w = { .clock = NOTICE_CLOCK_CONSULTATION,
			.kind = NOTICE_CONSULT_LAPSED,
			.day = { (int32_t)row[i].due_on },
			.level = WARN_LATE,
			.detail = arena_fmt(&j->a, "%s 期满",
				date_words((struct date){ (int32_t)row[i].due_on }).z) };
		e = arena_check(&j->a, err);
		if (e == OK)
			e = write_warning(j, tx, row[i].request, &w, err);
	}
	/* Of the last day some may be left: it is begun again, unless it fills a lot alone. */
	if (e == OK && j->n)
		j->next_due = row[j->n - 1].due_on - (row[0].due_on < row[j->n - 1].due_on);
	return e;
}

static enum err warn_remedy(
	struct warn_job *j, struct tx *tx, const struct notice_remedy_row *r, struct error *err)
{
	static const struct actor nobody = { 0 };
	struct date due = { (int32_t)r->due_on };
	bool late = due.day < j->today.day;
	int left = calendar_count_workdays(j->cal, j->today, due), level;
	int64_t fresh = 0;
	if (!level_of(left, late, true, WARN_FAR, &level))
		return OK;
	struct notice_mark_remedy_in mark = { r->id, due.day, level, tx_now(tx) };
	struct str text = notice_left_text(&j->a, left, late, due);
	struct notice n = { .kind = late ? NOTICE_REMEDY_OVERDUE : NOTICE_REMEDY_DUE,
		.object_kind = "remedy",
		.object = r->id.v,
		.detail = arena_fmt(&j->a, "%.*s %s：%.*s", STR_ARG(r->number),
			remedy_entry_label((enum remedy_entry_kind)r->due_kind), STR_ARG(text)) };
	struct notice_to to = { .agency = j->agency, .permission = PERM_REMEDY_WRITE };
	enum err e = arena_check(&j->a, err);
	if (e == OK)
		e = sql_notice_mark_remedy(tx, &mark, &fresh, err);
	return e == OK && fresh ? notice_add(tx, &j->a, &nobody, &n, &to, err) : e;
}

static enum err warn_remedies(struct warn_job *j, struct tx *tx, struct error *err)
{
	struct notice_remedy_row *row;
	struct notice_remedies_in in = { j->agency, j->after_due, j->after_remedy,
		calendar_add_workdays(j->cal, j->today, WARN_FAR).day, CASES_IN_ONE };
	enum err e = sql_notice_remedies(tx, &in, &j->a, &row, &j->n, err);
	for (size_t i = 0; e == OK && i < j->n; i++)
		e = warn_remedy(j, tx, &row[i], err);
	if (e == OK && j->n) {
		j->next_due = row[j->n - 1].due_on;
		j->next_remedy = row[j->n - 1].id;
	}
	return e;
}

/* One lot of one pass; run again after a lost connection it begins where the lot began. */
static enum err warn_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct warn_job *j = ctx;
	arena_reset(&j->a);
	j->today = request_today(tx);
	enum err e = request_calendar(tx, j->w->desk, j->agency, &j->a, &j->cal, err);
	if (e != OK)
		return e;
	switch (j->pass) {
	case WARN_CONSULTATIONS:
		return warn_consultations(j, tx, err);
	case WARN_REMEDIES:
		return warn_remedies(j, tx, err);
	case WARN_ANNUAL:
		j->n = 0; /* one lot */
		return notice_warn_annual(tx, &j->a, j->agency, j->today, j->cal, err);
	default:
		return warn_cases(j, tx, err);
	}
}

static enum err warn_agency(struct warn_job *j, struct agency_id agency, struct error *err)
{
	enum err e = OK;
	j->agency = agency;
	for (int pass = 0; e == OK && pass < WARN_PASSES; pass++) {
		j->pass = (enum warn_pass)pass;
		j->after_due = 0; /* registered cases alone */
		j->after = (struct request_id){ 0 };
		j->after_remedy = (struct remedy_id){ 0 };
		do {
			e = store_write(j->w->desk->store, warn_fn, j, err);
			j->after_due = j->next_due;
			j->after = j->next;
			j->after_remedy = j->next_remedy;
		} while (e == OK && j->n == CASES_IN_ONE);
	}
	return e;
}

struct agencies_job {
	struct arena *a;
	struct agency_id after;
	struct notice_agency_row *row;
	size_t n;
};

static enum err agencies_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct agencies_job *j = ctx;
	struct notice_agencies_in in = { j->after, CASES_IN_ONE };
	return sql_notice_agencies(tx, &in, j->a, &j->row, &j->n, err);
}

enum err notice_run_daily(struct runner_work *w, struct error *err)
{
	struct warn_job j = { .w = w };
	struct agencies_job g = { .a = w->arena };
	enum err e = OK;
	arena_init(&j.a, SCRATCH_MAX);
	do {
		e = store_read(w->desk->store, agencies_fn, &g, err);
		for (size_t i = 0; e == OK && i < g.n; i++) {
			g.after = g.row[i].id;
			e = warn_agency(&j, g.after, err);
		}
	} while (e == OK && g.n == CASES_IN_ONE);
	arena_done(&j.a);
	return e != OK ? e : notice_send_digests(w, err);
}
