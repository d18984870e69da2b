/*
 * One 复议 or 诉讼: periods of rule book 7.2, results and columns of 7.3, years of 2.8, 9.5.
 *
 * Days were counted with a separate program from the State Council's arrangements; W20 and W22 are
 * examples of the rule book.
 */
#include "law/remedy_case.h"
#include "law/rule.h"
#include "tests/test.h"

static struct arena arena;
static struct calendar *cal;
static struct error err;

enum { R = REMEDY_STAGE_REVIEW, F = REMEDY_STAGE_FIRST, S = REMEDY_STAGE_SECOND, T = REMEDY_STAGE_RETRIAL };

/* An entry as one writes it down; kind < 0 ends the list. */
struct line {
	int kind, stage;
	const char *on, *other;
	int value;
	const char *done;
};
#define END { -1, 0, NULL, NULL, 0, NULL }
#define OPEN(stage, on, accepted, how) { REMEDY_OPENED, stage, on, accepted, how, NULL }
#define DECIDE(stage, on, served, result) { REMEDY_DECIDED, stage, on, served, result, NULL }
#define AT(kind, stage, on, value) { kind, stage, on, NULL, value, NULL }

static struct date day(const char *s)
{
	struct date d = { 0 };
	if (s && !date_parse(str_cstr(s), &d))
		CHECK(false, "bad date %s", s);
	return d;
}

static enum err fold(enum remedy_block b, const struct line *l, const struct remedy_config *c,
	struct remedy_run *run)
{
	struct remedy_config config = remedy_config_default();
	struct remedy_entry e[32];
	size_t n = 0;
	for (; l->kind >= 0; l++)
		e[n++] = (struct remedy_entry){ .kind = (enum remedy_entry_kind)l->kind,
			.stage = (enum remedy_stage)l->stage,
			.on = day(l->on),
			.has_other = l->other,
			.other = day(l->other),
			.value = l->value,
			.has_done = l->done,
			.done = day(l->done) };
	err = (struct error){ .code = OK };
	return remedy_compute(cal, c ? c : &config, b, e, n, run, NULL, &err);
}

/* --- periods --------------------------------------------------------------------------------------- */

static const struct {
	const char *rule;
	enum remedy_block block;
	struct line line[4];
	const char *label, *due;
	enum remedy_duty duty;
} period[] = {
	{ "RA-48", REMEDY_REVIEW, { OPEN(R, "2026-09-28", NULL, REMEDY_ORDINARY), END },
		"书面答复并提交证据", "2026-10-16", REMEDY_DUTY_AGENCY },
	{ "RA-54", REMEDY_REVIEW, { OPEN(R, "2026-09-28", NULL, REMEDY_SIMPLIFIED), END },
		"书面答复并提交证据", "2026-10-10", REMEDY_DUTY_AGENCY }, /* W22 */
	{ "RA-62-1", REMEDY_REVIEW, { OPEN(R, "2026-08-05", "2026-08-03", REMEDY_ORDINARY), END },
		"作出复议决定", "2026-10-08", REMEDY_DUTY_BODY },
	{ "RA-62-1", REMEDY_REVIEW,
		{ OPEN(R, "2026-08-05", "2026-08-03", REMEDY_ORDINARY),
			AT(REMEDY_EXTENDED, R, "2026-09-28", 30), END },
		"作出复议决定（已延长）", "2026-11-02", REMEDY_DUTY_BODY },
	{ "RA-62-2", REMEDY_REVIEW, { OPEN(R, "2026-08-05", "2026-08-03", REMEDY_SIMPLIFIED), END },
		"作出复议决定", "2026-09-02", REMEDY_DUTY_BODY },
	{ "AL-45", REMEDY_REVIEW,
		{ OPEN(R, "2025-08-05", NULL, REMEDY_ORDINARY),
			DECIDE(R, "2025-09-16", "2025-09-18", REVIEW_MAINTAINED), END },
		"申请人起诉", "2025-10-09", REMEDY_DUTY_CLAIMANT },
	{ "RA-76", REMEDY_REVIEW,
		{ OPEN(R, "2026-01-05", NULL, REMEDY_ORDINARY),
			DECIDE(R, "2026-02-24", "2026-02-25", REVIEW_REVOKED),
			AT(REMEDY_OPINION, R, "2026-02-25", 0), END },
		"报告复议意见书处理情况", "2026-04-27", REMEDY_DUTY_AGENCY },
	{ "AL-67", REMEDY_DIRECT, { OPEN(F, "2026-09-17", NULL, REMEDY_ORDINARY), END },
		"提交答辩状和证据", "2026-10-08", REMEDY_DUTY_AGENCY },
	{ "AL-81", REMEDY_DIRECT, { OPEN(F, "2026-04-03", "2026-04-01", REMEDY_ORDINARY), END },
		"一审裁判", "2026-10-08", REMEDY_DUTY_BODY },
	{ "AL-83", REMEDY_AFTER_REVIEW, { OPEN(F, "2025-08-20", "2025-08-18", REMEDY_SIMPLIFIED), END },
		"一审裁判", "2025-10-09", REMEDY_DUTY_BODY },
	{ "AL-85", REMEDY_DIRECT,
		{ OPEN(F, "2025-08-20", NULL, REMEDY_ORDINARY),
			DECIDE(F, "2025-12-16", "2025-12-18", COURT_CLAIM_REJECTED), END },
		"上诉，或者登记没有上诉", "2026-01-04", REMEDY_DUTY_AGENCY },
	{ "AL-85", REMEDY_DIRECT,
		{ OPEN(F, "2025-08-20", NULL, REMEDY_ORDINARY),
			DECIDE(F, "2025-09-22", "2025-09-24", COURT_DISMISSED), END },
		"上诉，或者登记没有上诉", "2025-10-09", REMEDY_DUTY_AGENCY },
	{ "AL-88", REMEDY_DIRECT,
		{ OPEN(F, "2025-03-03", NULL, REMEDY_ORDINARY),
			DECIDE(F, "2025-06-10", NULL, COURT_CLAIM_REJECTED),
			OPEN(S, "2025-07-03", NULL, REMEDY_ORDINARY), END },
		"二审裁判", "2025-10-09", REMEDY_DUTY_BODY },
};

static void check_periods(void)
{
	for (size_t i = 0; i < sizeof period / sizeof *period; i++) {
		struct remedy_run run;
		if (fold(period[i].block, period[i].line, NULL, &run)) {
			CHECK(false, "%s: %s", period[i].rule, err.msg);
			continue;
		}
		const struct remedy_deadline *d = NULL;
		for (size_t k = 0; k < run.n_deadlines; k++)
			if (strcmp(run.deadline[k].label, period[i].label) == 0)
				d = &run.deadline[k];
		CHECK(d && strcmp(d->rule, period[i].rule) == 0 && d->open &&
				d->due.day == day(period[i].due).day && d->duty == period[i].duty,
			"%s %s: %s, not %s", period[i].rule, period[i].label, period[i].due,
			d ? date_text(d->due).z : "none");
		CHECK(d && rule_article(d->rule) != d->rule, "%s has an article", period[i].rule);
	}
	struct date due;
	/* W9 of the rule book: the twentieth working day from 2026-02-10. */
	CHECK(remedy_redo_due(cal, day("2026-02-10"), REMEDY_REDO_DAYS, &due, &err) == OK &&
			due.day == day("2026-03-16").day,
		"C-7.2-1: twenty working days");
}

/* What is done, overtaken, or still open. */
static void check_settled(void)
{
	static const struct line answered[] = { OPEN(R, "2026-03-02", NULL, REMEDY_ORDINARY),
		AT(REMEDY_ANSWERED, R, "2026-03-10", 0), END };
	static const struct line silent[] = { OPEN(R, "2026-03-02", NULL, REMEDY_ORDINARY),
		DECIDE(R, "2026-04-20", "2026-04-22", REVIEW_REVOKED), END };
	static const struct line redo[] = { OPEN(R, "2026-03-02", NULL, REMEDY_ORDINARY),
		DECIDE(R, "2026-04-20", "2026-04-22", REVIEW_REVOKED),
		{ REMEDY_REDO, R, "2026-04-22", "2026-05-22", 0, NULL }, END };
	static const struct line redone[] = { OPEN(R, "2026-03-02", NULL, REMEDY_ORDINARY),
		DECIDE(R, "2026-04-20", "2026-04-22", REVIEW_REVOKED),
		{ REMEDY_REDO, R, "2026-04-22", "2026-05-22", 0, "2026-05-20" }, END };
	struct remedy_run run;
	CHECK(fold(REMEDY_REVIEW, answered, NULL, &run) == OK && run.next == -1 &&
			run.body_next >= 0 && run.deadline[0].has_done && run.open,
		"answered: the body has the next step");
	CHECK(fold(REMEDY_REVIEW, silent, NULL, &run) == OK && run.next == -1 && !run.open &&
			!run.deadline[0].has_done && !run.deadline[0].open,
		"RA-70: decided without an answer: overtaken, not met");
	CHECK(fold(REMEDY_REVIEW, redo, NULL, &run) == OK && run.next >= 0 &&
			run.deadline[run.next].by == REMEDY_REDO &&
			run.deadline[run.next].due.day == day("2026-05-22").day,
		"C-7.2-1: the order is ours");
	CHECK(fold(REMEDY_REVIEW, redone, NULL, &run) == OK && run.next == -1, "and done");
}

/* --- what cannot stand ------------------------------------------------------------------------------ */

static const struct {
	const char *rule, *name;
	enum remedy_block block;
	enum err want;
	struct line line[6];
} bad[] = {
	{ "C-7.1-1", "a lawsuit begins with the first instance", REMEDY_DIRECT, ERR_CONFLICT,
		{ OPEN(S, "2026-03-02", NULL, 0), END } },
	{ "C-7.1-1", "nothing before it is opened", REMEDY_REVIEW, ERR_CONFLICT,
		{ AT(REMEDY_ANSWERED, R, "2026-03-02", 0), END } },
	{ "C-7.1-1", "nothing in a stage that is decided", REMEDY_REVIEW, ERR_CONFLICT,
		{ OPEN(R, "2026-03-02", NULL, 0), DECIDE(R, "2026-03-20", NULL, REVIEW_MAINTAINED),
			AT(REMEDY_HEARD, R, "2026-03-23", 1), END } },
	{ "C-7.1-1", "the first instance again only after a remand", REMEDY_DIRECT, ERR_CONFLICT,
		{ OPEN(F, "2026-03-02", NULL, 0), DECIDE(F, "2026-03-20", NULL, COURT_REVOKED),
			OPEN(F, "2026-04-20", NULL, 0), END } },
	{ "C-7.1-1", "one review", REMEDY_REVIEW, ERR_CONFLICT,
		{ OPEN(R, "2026-03-02", NULL, 0), OPEN(R, "2026-03-20", NULL, 0), END } },
	{ "RA-48", "answered twice", REMEDY_REVIEW, ERR_CONFLICT,
		{ OPEN(R, "2026-03-02", NULL, 0), AT(REMEDY_ANSWERED, R, "2026-03-04", 0),
			AT(REMEDY_ANSWERED, R, "2026-03-05", 0), END } },
	{ "RA-62-1", "no longer than thirty days", REMEDY_REVIEW, ERR_INVALID,
		{ OPEN(R, "2026-03-02", NULL, 0), AT(REMEDY_EXTENDED, R, "2026-03-04", 31), END } },
	{ "RA-62-1", "not in the simplified procedure", REMEDY_REVIEW, ERR_CONFLICT,
		{ OPEN(R, "2026-03-02", NULL, REMEDY_SIMPLIFIED),
			AT(REMEDY_EXTENDED, R, "2026-03-04", 30), END } },
	{ "C-7.3-1", "a court's result in a review", REMEDY_REVIEW, ERR_INVALID,
		{ OPEN(R, "2026-03-02", NULL, 0), DECIDE(R, "2026-03-20", NULL, COURT_REVOKED), END } },
	{ "AL-85", "an appeal against what cannot be appealed", REMEDY_DIRECT, ERR_CONFLICT,
		{ OPEN(F, "2026-03-02", NULL, 0), DECIDE(F, "2026-03-20", NULL, COURT_WITHDRAWN),
			OPEN(S, "2026-03-25", NULL, 0), END } },
	{ "AL-85", "final before the period is over", REMEDY_DIRECT, ERR_CONFLICT,
		{ OPEN(F, "2025-03-03", NULL, 0), DECIDE(F, "2025-06-10", NULL, COURT_CLAIM_REJECTED),
			AT(REMEDY_FINAL, F, "2025-06-25", 0), END } },
	{ "AL-90", "a petition while the case is open", REMEDY_DIRECT, ERR_CONFLICT,
		{ OPEN(F, "2025-03-03", NULL, 0), AT(REMEDY_PETITIONED, F, "2025-06-25", 0), END } },
	{ "AL-91", "a retrial of a review", REMEDY_REVIEW, ERR_CONFLICT,
		{ OPEN(R, "2025-03-03", NULL, 0), DECIDE(R, "2025-04-10", NULL, REVIEW_MAINTAINED),
			OPEN(T, "2025-06-25", NULL, 0), END } },
	{ "RA-76", "a report without an opinion", REMEDY_REVIEW, ERR_CONFLICT,
		{ OPEN(R, "2025-03-03", NULL, 0), AT(REMEDY_REPORTED, R, "2025-06-25", 0), END } },
	{ "C-7.2-1", "an order to redo what was upheld", REMEDY_REVIEW, ERR_CONFLICT,
		{ OPEN(R, "2025-03-03", NULL, 0), DECIDE(R, "2025-04-10", NULL, REVIEW_MAINTAINED),
			{ REMEDY_REDO, R, "2025-04-15", "2025-05-15", 0, NULL }, END } },
	{ "C-9.5-1", "held open while it is open", REMEDY_DIRECT, ERR_CONFLICT,
		{ OPEN(F, "2025-03-03", NULL, 0), AT(REMEDY_HELD, F, "2026-01-10", 2025), END } },
};

static void check_bad(void)
{
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct remedy_run run;
		enum err e = fold(bad[i].block, bad[i].line, NULL, &run);
		CHECK(e == bad[i].want && err.rule && strcmp(err.rule, bad[i].rule) == 0,
			"%s %s: %d %s %s", bad[i].rule, bad[i].name, e, err.rule ? err.rule : "-",
			err.msg);
	}
}

/* --- columns and years ------------------------------------------------------------------------------ */

enum { U = REMEDY_UPHELD, C = REMEDY_CORRECTED, O = REMEDY_OTHER, P = REMEDY_PENDING, N = -1 };

/* Which column each kind of result stands in: rule book 7.3. */
static const struct {
	enum remedy_result result;
	const char *rule;
	int column;
} mapping[] = {
	{ REVIEW_MAINTAINED, "RA-68", U }, { REVIEW_CLAIM_REJECTED, "RA-69", U },
	{ REVIEW_CHANGED, "RA-63", C }, { REVIEW_REVOKED, "RA-64", C },
	{ REVIEW_REVOKED_PART, "RA-64", C }, { REVIEW_UNLAWFUL, "RA-65", C },
	{ REVIEW_PERFORM, "RA-66", C }, { REVIEW_VOID, "RA-67", C },
	{ REVIEW_NOT_ACCEPTED, "RA-30", O }, { REVIEW_DISMISSED, "RA-33", O },
	{ REVIEW_TERMINATED, "RA-41", O }, { REVIEW_MEDIATED, "RA-73", O },
	{ COURT_CLAIM_REJECTED, "AL-69", U }, { COURT_REVOKED, "AL-70", C },
	{ COURT_REVOKED_PART, "AL-70", C }, { COURT_PERFORM, "AL-72", C },
	{ COURT_UNLAWFUL, "AL-74", C }, { COURT_VOID, "AL-75", C }, { COURT_CHANGED, "AL-77", C },
	{ COURT_NOT_FILED, "AL-51", O }, { COURT_DISMISSED, "AI-69", O },
	{ COURT_WITHDRAWN, "AL-62", O }, { COURT_TERMINATED, "AI-88", O },
	{ COURT_TRANSFERRED, "AL-22", O },
};

static void check_mapping(void)
{
	for (size_t i = 0; i < sizeof mapping / sizeof *mapping; i++) {
		bool review = mapping[i].result < COURT_CLAIM_REJECTED;
		int s = review ? R : F;
		struct line l[] = { OPEN(s, "2025-03-03", NULL, 0),
			DECIDE(s, "2025-05-12", NULL, (int)mapping[i].result), END };
		const struct remedy_result_info *info = remedy_result_find(mapping[i].result);
		struct remedy_run run;
		CHECK(fold(review ? REMEDY_REVIEW : REMEDY_DIRECT, l, NULL, &run) == OK &&
				remedy_year_column(&run, 2025) == mapping[i].column &&
				remedy_year_column(&run, 2024) == N &&
				remedy_year_column(&run, 2026) == N &&
				strcmp(info->rule, mapping[i].rule) == 0,
			"C-7.3-1 %s %s: %s", info->code, mapping[i].rule,
			remedy_column_name((enum remedy_column)mapping[i].column));
		CHECK(remedy_result_by_code(str_cstr(info->code)) == (int)mapping[i].result &&
				rule_article(info->rule) != info->rule,
			"%s by its code", info->code);
	}
	struct line l[] = { OPEN(R, "2025-03-03", NULL, 0),
		DECIDE(R, "2025-05-12", NULL, REVIEW_MEDIATED), END };
	struct remedy_config c = remedy_config_default();
	struct remedy_run run;
	c.column[REVIEW_MEDIATED] = REMEDY_CORRECTED;
	CHECK(fold(REMEDY_REVIEW, l, &c, &run) == OK && remedy_year_column(&run, 2025) == C,
		"C-7.3-1: configuration decides");
}

/* Cases over several years; want: 2023, 2024, 2025, 2026. */
static const struct {
	const char *rule, *name;
	enum remedy_block block;
	struct line line[10];
	int want[4];
} years[] = {
	{ "C-7.3-6", "decided in the year it came", REMEDY_REVIEW,
		{ OPEN(R, "2024-03-01", NULL, 0), DECIDE(R, "2024-04-20", NULL, REVIEW_MAINTAINED), END },
		{ N, U, N, N } },
	{ "C-7.3-6", "open on 31 December, decided next year", REMEDY_REVIEW,
		{ OPEN(R, "2024-12-10", NULL, 0), DECIDE(R, "2025-01-20", NULL, REVIEW_REVOKED), END },
		{ N, P, C, N } },
	{ "C-7.3-6", "accepted in December, the copy came in January", REMEDY_REVIEW,
		{ OPEN(R, "2025-01-03", "2024-12-30", 0), END }, { N, P, P, P } },
	{ "C-7.3-6", "first instance decided, appeal pending", REMEDY_AFTER_REVIEW,
		{ OPEN(F, "2024-05-06", NULL, 0), DECIDE(F, "2024-10-15", NULL, COURT_CLAIM_REJECTED),
			OPEN(S, "2024-11-04", NULL, 0), DECIDE(S, "2025-02-10", NULL, APPEAL_UPHELD), END },
		{ N, P, U, N } },
	{ "AL-89", "the second instance decides otherwise", REMEDY_DIRECT,
		{ OPEN(F, "2024-02-05", NULL, 0), DECIDE(F, "2024-05-15", NULL, COURT_CLAIM_REJECTED),
			OPEN(S, "2024-06-04", NULL, 0), DECIDE(S, "2024-08-12", NULL, COURT_REVOKED), END },
		{ N, C, N, N } },
	{ "AL-89", "sent back, and decided again", REMEDY_DIRECT,
		{ OPEN(F, "2023-02-06", NULL, 0), DECIDE(F, "2023-05-15", NULL, COURT_CLAIM_REJECTED),
			OPEN(S, "2023-06-05", NULL, 0), DECIDE(S, "2023-08-14", NULL, APPEAL_REMANDED),
			OPEN(F, "2023-09-04", NULL, 0), DECIDE(F, "2024-03-04", NULL, COURT_PERFORM), END },
		{ P, C, N, N } },
	/* Appeal until 2025-12-25 (15 days from 2025-12-10), or until 2026-01-04 (from 2025-12-20). */
	{ "C-7.3-6", "nobody appealed in the same year", REMEDY_DIRECT,
		{ OPEN(F, "2025-08-04", NULL, 0), DECIDE(F, "2025-12-10", NULL, COURT_CLAIM_REJECTED), END },
		{ N, N, U, N } },
	{ "C-7.3-6", "the appeal period passes New Year", REMEDY_DIRECT,
		{ OPEN(F, "2025-08-04", NULL, 0), DECIDE(F, "2025-12-20", NULL, COURT_CLAIM_REJECTED), END },
		{ N, N, P, U } },
	{ "C-7.3-6", "its last day is 31 December", REMEDY_DIRECT,
		{ OPEN(F, "2025-08-04", NULL, 0), DECIDE(F, "2025-12-16", NULL, COURT_CLAIM_REJECTED), END },
		{ N, N, P, U } },
	{ "C-9.5-1", "a petition does not open it again", REMEDY_AFTER_REVIEW,
		{ OPEN(F, "2023-03-01", NULL, 0), DECIDE(F, "2023-06-12", NULL, COURT_CLAIM_REJECTED),
			OPEN(S, "2023-07-03", NULL, 0), DECIDE(S, "2023-09-20", NULL, APPEAL_UPHELD),
			AT(REMEDY_PETITIONED, S, "2024-02-20", 0), END },
		{ U, N, N, N } },
	/* Seed 002: the agency reported the petition as 尚未审结 for 2024. */
	{ "C-9.5-1", "held open by decision", REMEDY_AFTER_REVIEW,
		{ OPEN(F, "2023-03-01", NULL, 0), DECIDE(F, "2023-06-12", NULL, COURT_CLAIM_REJECTED),
			OPEN(S, "2023-07-03", NULL, 0), DECIDE(S, "2023-09-20", NULL, APPEAL_UPHELD),
			AT(REMEDY_PETITIONED, S, "2024-02-20", 0), AT(REMEDY_HELD, S, "2025-01-08", 2024),
			END },
		{ U, P, N, N } },
	{ "C-9.5-1", "held open in the year of the decision: the result comes later", REMEDY_AFTER_REVIEW,
		{ OPEN(F, "2023-03-01", NULL, 0), DECIDE(F, "2023-06-12", NULL, COURT_CLAIM_REJECTED),
			OPEN(S, "2023-07-03", NULL, 0), DECIDE(S, "2023-09-20", NULL, APPEAL_UPHELD),
			AT(REMEDY_HELD, S, "2024-01-08", 2023), END },
		{ P, U, N, N } },
	{ "C-9.5-1", "the court orders a retrial", REMEDY_AFTER_REVIEW,
		{ OPEN(F, "2023-03-01", NULL, 0), DECIDE(F, "2023-06-12", NULL, COURT_CLAIM_REJECTED),
			OPEN(S, "2023-07-03", NULL, 0), DECIDE(S, "2023-09-20", NULL, APPEAL_UPHELD),
			AT(REMEDY_PETITIONED, S, "2024-02-20", 0), OPEN(T, "2025-03-10", NULL, 0),
			DECIDE(T, "2026-05-20", NULL, COURT_REVOKED), END },
		{ U, N, P, C } },
	{ "AL-91", "the retrial upholds", REMEDY_DIRECT,
		{ OPEN(F, "2023-03-01", NULL, 0), DECIDE(F, "2023-06-12", NULL, COURT_REVOKED),
			OPEN(T, "2024-03-10", NULL, 0), DECIDE(T, "2024-05-20", NULL, RETRIAL_UPHELD), END },
		{ C, C, N, N } },
};

static void check_years(void)
{
	for (size_t i = 0; i < sizeof years / sizeof *years; i++) {
		struct remedy_run run;
		if (fold(years[i].block, years[i].line, NULL, &run)) {
			CHECK(false, "%s %s: %s", years[i].rule, years[i].name, err.msg);
			continue;
		}
		int got[4];
		bool same = true;
		for (int y = 0; y < 4; y++) {
			got[y] = remedy_year_column(&run, 2023 + y);
			same = same && got[y] == years[i].want[y];
		}
		CHECK(same, "%s %s: %d %d %d %d", years[i].rule, years[i].name, got[0], got[1], got[2],
			got[3]);
	}
	struct remedy_config c = remedy_config_default();
	struct remedy_run run;
	c.appeal_period_pends = false;
	CHECK(fold(REMEDY_DIRECT, years[7].line, &c, &run) == OK &&
			remedy_year_column(&run, 2025) == U && remedy_year_column(&run, 2026) == N,
		"C-7.3-6: the other reading, by configuration");
}

/* --- what excludes what ------------------------------------------------------------------------------ */

static const struct {
	const char *rule, *name;
	struct remedy_intake in;
	enum remedy_admission want;
} admit[] = {
	{ "RA-29", "a review while a lawsuit is pending",
		{ .block = REMEDY_REVIEW, .outcome = -1, .lawsuit_open = true }, REMEDY_EXCLUDED },
	{ "RA-29", "a lawsuit while a review is pending",
		{ .block = REMEDY_DIRECT, .outcome = -1, .review_open = true }, REMEDY_EXCLUDED },
	{ "RA-29", "after a review that is not over",
		{ .block = REMEDY_AFTER_REVIEW, .outcome = -1, .review_open = true }, REMEDY_EXCLUDED },
	{ "", "after a review whose period is over (AL-45)",
		{ .block = REMEDY_AFTER_REVIEW, .outcome = -1, .review_open = true,
			.review_overdue = true }, REMEDY_ADMITTED },
	{ "RA-23-1", "straight to court against a refusal",
		{ .block = REMEDY_DIRECT, .outcome = OUTCOME_THIRD_PARTY }, REMEDY_WARNED },
	{ "RA-23-1", "a part refused",
		{ .block = REMEDY_DIRECT, .outcome = OUTCOME_PARTIAL, .part_refused = true },
		REMEDY_WARNED },
	{ "", "not held: the choice is free (9.16)",
		{ .block = REMEDY_DIRECT, .outcome = OUTCOME_NOT_HELD }, REMEDY_ADMITTED },
	{ "", "a review against not held (9.16)",
		{ .block = REMEDY_REVIEW, .outcome = OUTCOME_NOT_HELD }, REMEDY_ADMITTED },
	{ "", "against silence", { .block = REMEDY_DIRECT, .outcome = -1 }, REMEDY_ADMITTED },
};

static void check_admit(void)
{
	const char *rule, *text;
	for (size_t i = 0; i < sizeof admit / sizeof *admit; i++) {
		struct remedy_intake in = admit[i].in;
		in.decided = day("2024-01-01");
		CHECK(remedy_admit(&in, &rule, &text) == admit[i].want &&
				strcmp(rule, admit[i].rule) == 0,
			"%s %s: %s", admit[i].rule, admit[i].name, text);
	}
	struct remedy_intake old = { .block = REMEDY_DIRECT,
		.outcome = OUTCOME_THIRD_PARTY,
		.decided = day("2023-12-31") };
	CHECK(remedy_admit(&old, &rule, &text) == REMEDY_ADMITTED, "C-7.1-3: the old law");
}

static void check_words(void)
{
	enum remedy_block b;
	enum remedy_column c;
	for (int i = 0; i < REMEDY_BLOCKS; i++)
		for (int k = 0; k <= REMEDY_TOTAL; k++) {
			const char *code =
				remedy_cell_code((enum remedy_block)i, (enum remedy_column)k);
			CHECK(remedy_cell_find(str_cstr(code), &b, &c) && (int)b == i && (int)c == k,
				"%s", code);
		}
	CHECK(!remedy_cell_find(STR("t4.review.none"), &b, &c), "no such cell");
	CHECK(strcmp(remedy_cell_code(REMEDY_AFTER_REVIEW, REMEDY_PENDING),
		      "t4.after_review.pending") == 0,
		"the code of the contract");
}

static const struct remedy_deadline *set_deadline(const struct remedy_run *run)
{
	for (size_t i = 0; i < run->n_deadlines; i++)
		if (!strcmp(run->deadline[i].rule, "C-7.2-2"))
			return &run->deadline[i];
	return NULL;
}

/* C-7.2-2: periods without an article count only when the agency has set them; C-7.3-1, C-7.3-6. */
static void check_set_values(void)
{
	static const struct line appealed[] = { OPEN(F, "2026-01-05", NULL, REMEDY_ORDINARY),
		DECIDE(F, "2026-03-02", "2026-03-03", COURT_CLAIM_REJECTED),
		OPEN(S, "2026-03-16", NULL, REMEDY_ORDINARY), END };
	static const struct line asked[] = { OPEN(F, "2026-01-05", NULL, REMEDY_ORDINARY),
		DECIDE(F, "2026-03-02", "2026-03-03", COURT_CLAIM_REJECTED),
		AT(REMEDY_FINAL, F, "2026-03-20", 0), AT(REMEDY_PETITIONED, F, "2026-09-17", 0), END };
	static const struct line said[] = { OPEN(F, "2026-01-05", NULL, REMEDY_ORDINARY),
		DECIDE(F, "2026-03-02", "2026-03-03", COURT_CLAIM_REJECTED),
		AT(REMEDY_FINAL, F, "2026-03-20", 0), AT(REMEDY_PETITIONED, F, "2026-09-17", 0),
		AT(REMEDY_ANSWERED, F, "2026-09-28", 0), END };
	static const struct line refused[] = { OPEN(F, "2026-01-05", NULL, REMEDY_ORDINARY),
		DECIDE(F, "2026-03-02", "2026-03-03", COURT_CLAIM_REJECTED),
		AT(REMEDY_FINAL, F, "2026-03-20", 0), AT(REMEDY_PETITIONED, F, "2026-09-17", 0),
		AT(REMEDY_PETITION_REFUSED, F, "2026-09-25", 0), END };
	struct remedy_config c = remedy_config_default();
	struct remedy_run run;
	CHECK(fold(REMEDY_DIRECT, appealed, NULL, &run) == OK && !set_deadline(&run),
		"C-7.2-2: by default there is no such period");
	c.appeal_answer_days = 15;
	c.petition_answer_days = 14;
	/* 15 days after 16 March: Tuesday 31 March. */
	CHECK(fold(REMEDY_DIRECT, appealed, &c, &run) == OK && set_deadline(&run) &&
			set_deadline(&run)->due.day == day("2026-03-31").day && set_deadline(&run)->open,
		"C-7.2-2: fifteen days from the copy of the appeal");
	/* 14 days after 17 September is 1 October, a holiday up to the 7th: the 8th (CC-203). */
	CHECK(fold(REMEDY_DIRECT, asked, &c, &run) == OK && set_deadline(&run) &&
			set_deadline(&run)->due.day == day("2026-10-08").day && set_deadline(&run)->open,
		"C-7.2-2: fourteen days from the copy of the petition, moved off the holiday");
	CHECK(fold(REMEDY_DIRECT, said, &c, &run) == OK && set_deadline(&run) &&
			!set_deadline(&run)->open && set_deadline(&run)->has_done,
		"what was said settles it: %s", err.msg);
	CHECK(fold(REMEDY_DIRECT, refused, &c, &run) == OK && set_deadline(&run) &&
			!set_deadline(&run)->open && !set_deadline(&run)->has_done && !run.petition,
		"a refusal overtakes it");
	c.column[COURT_CLAIM_REJECTED] = REMEDY_OTHER;
	CHECK(fold(REMEDY_DIRECT, refused, &c, &run) == OK && run.column == REMEDY_OTHER,
		"C-7.3-1: the column that was set");
}

int main(void)
{
	arena_init(&arena, 32 << 20);
	if (calendar_new_builtin(&arena, &cal, &err))
		return 1;
	check_periods();
	check_settled();
	check_bad();
	check_mapping();
	check_years();
	check_admit();
	check_set_values();
	check_words();
	arena_done(&arena);
	return TEST_END();
}
