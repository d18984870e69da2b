/*
 * remedy_case -- one 行政复议 or 行政诉讼 against the agency: stages, periods, result, years.
 *
 * A pure fold over the entries of a case, as law/clock is for a request: no today, no database.
 * It refuses what the order of the stages does not allow, computes every period of law/rules.md
 * 7.2, and says under which column of table four (四、政府信息公开行政复议、行政诉讼情况) the case
 * stands in which year.
 *
 * No official definition of the columns could be read: the assignment of results to columns is
 * data (remedy_result_find) that struct remedy_config can change, and the choices marked there are
 * conventions.  Not here: whom it is against, papers, the linked requests (desk/remedy.h); what an
 * applicant is told about remedies (law/remedy.h).
 * Ownership: everything in struct remedy_run is held by value.
 */
#ifndef LAW_REMEDY_CASE_H
#define LAW_REMEDY_CASE_H

#include "law/calendar.h"
#include "law/outcome.h"
#include "law/period.h"

/* --- words --------------------------------------------------------------------------------------- */

enum remedy_block {	 /* stable: stored.  The three blocks of table four */
	REMEDY_REVIEW,	     /* 行政复议 */
	REMEDY_DIRECT,	     /* 行政诉讼，未经复议直接起诉 */
	REMEDY_AFTER_REVIEW, /* 行政诉讼，复议后起诉 */
	REMEDY_BLOCKS
};
enum remedy_column { /* stable: stored.  The columns of each block, in their order */
	REMEDY_UPHELD,
	REMEDY_CORRECTED,
	REMEDY_OTHER,
	REMEDY_PENDING,
	REMEDY_COLUMNS,
	REMEDY_TOTAL = REMEDY_COLUMNS /* 总计 */
};
enum remedy_stage { /* stable: stored */
	REMEDY_STAGE_REVIEW,
	REMEDY_STAGE_FIRST,   /* 一审 */
	REMEDY_STAGE_SECOND,  /* 二审 */
	REMEDY_STAGE_RETRIAL, /* 再审 */
	REMEDY_STAGES
};
const char *remedy_block_name(enum remedy_block b);
const char *remedy_column_name(enum remedy_column c); /* 结果维持 … 总计 */
const char *remedy_stage_name(enum remedy_stage s);
/* "t4.review.upheld", the code of the report's cell; NULL for values that are none. */
const char *remedy_cell_code(enum remedy_block b, enum remedy_column c);
bool remedy_cell_find(struct str code, enum remedy_block *b, enum remedy_column *c);

/* --- results ------------------------------------------------------------------------------------- */

enum remedy_result { /* stable: stored */
	REVIEW_MAINTAINED,
	REVIEW_CLAIM_REJECTED,
	REVIEW_CHANGED,
	REVIEW_REVOKED,
	REVIEW_REVOKED_PART,
	REVIEW_UNLAWFUL,
	REVIEW_PERFORM,
	REVIEW_VOID,
	REVIEW_NOT_ACCEPTED,
	REVIEW_DISMISSED,
	REVIEW_TERMINATED,
	REVIEW_MEDIATED,
	COURT_CLAIM_REJECTED,
	COURT_REVOKED,
	COURT_REVOKED_PART,
	COURT_PERFORM,
	COURT_UNLAWFUL,
	COURT_VOID,
	COURT_CHANGED,
	COURT_NOT_FILED,
	COURT_DISMISSED,
	COURT_WITHDRAWN,
	COURT_TERMINATED,
	COURT_TRANSFERRED,
	APPEAL_UPHELD,	  /* 驳回上诉，维持原判 */
	APPEAL_WITHDRAWN, /* 准许撤回上诉 */
	APPEAL_REMANDED,  /* 发回重审 */
	RETRIAL_UPHELD,	  /* 再审维持 */
	RETRIAL_REMANDED, /* 再审发回重审 */
	REMEDY_RESULTS
};

enum remedy_effect {
	REMEDY_EFFECT_COLUMN,  /* ends the case under its column */
	REMEDY_EFFECT_AS_LOWER, /* what was decided below stands */
	REMEDY_EFFECT_REMAND   /* the case goes back to the first instance */
};

struct remedy_result_info {
	const char *code;  /* "review.maintained" */
	const char *label; /* 维持决定 */
	const char *rule;  /* the article the document is based on */
	unsigned stages;   /* bit s: may end stage s */
	enum remedy_effect effect;
	enum remedy_column column; /* of REMEDY_EFFECT_COLUMN; the default [U] */
	int appeal;		   /* enum term of the appeal against a first instance, -1 none */
	bool changes_act;	   /* an order to decide anew may come with it */
};
const struct remedy_result_info *remedy_result_find(enum remedy_result r);
/* -1 when unknown. */
int remedy_result_by_code(struct str code);

/* --- entries ------------------------------------------------------------------------------------- */

enum remedy_entry_kind { /* stable: stored */
	REMEDY_OPENED,	 /* the copy arrived: on; other: the day it was accepted; value: procedure */
	REMEDY_ANSWERED, /* answer and evidence were handed in */
	REMEDY_EXTENDED, /* review: longer period, value days */
	REMEDY_HEARD,	 /* hearing; value 1: the head of the agency attended */
	REMEDY_DECIDED,	 /* value: enum remedy_result; on: its date; other: the agency received it */
	REMEDY_FINAL,	 /* nobody appealed: the first instance stands */
	REMEDY_OPINION,	 /* 复议意见书 received */
	REMEDY_REPORTED, /* what was done about it was reported */
	REMEDY_REDO,	 /* ordered to decide anew: on: runs from; other: last day; done */
	REMEDY_PETITIONED,	 /* 申请再审 */
	REMEDY_PETITION_REFUSED, /* 驳回再审申请 */
	REMEDY_HELD, /* counted as 尚未审结 in the report of year `value`, by decision of a person */
	REMEDY_ENTRY_KINDS
};
const char *remedy_entry_label(enum remedy_entry_kind k);

enum remedy_procedure { REMEDY_ORDINARY, REMEDY_SIMPLIFIED, REMEDY_PROCEDURES };
const char *remedy_procedure_name(enum remedy_procedure p);

struct remedy_entry {
	enum remedy_entry_kind kind;
	enum remedy_stage stage;
	struct date on;
	bool has_other;
	struct date other;
	int64_t value;
	bool has_done; /* REMEDY_REDO: the new decision went out */
	struct date done;
};

/* --- the fold ------------------------------------------------------------------------------------ */

struct remedy_config {
	int column[REMEDY_RESULTS]; /* [U] of results with REMEDY_EFFECT_COLUMN */
	/*
	 * C-7.3-6: a first instance counts as decided when nobody can appeal any more; false: on the
	 * day of the judgment unless somebody did appeal.
	 */
	bool appeal_period_pends;
	int redo_days; /* working days, C-7.2-1 */
	/* C-7.2-2: natural days, 0: none.  No article could be read, so there is no default. */
	int appeal_answer_days;	  /* 提出答辩状, from the copy of the appeal */
	int petition_answer_days; /* 提交意见, from the copy of the petition for a retrial */
};
struct remedy_config remedy_config_default(void);

enum {
	REMEDY_ENTRIES_MAX = 200,
	REMEDY_ROUNDS_MAX = 12, /* stages of one case */
	REMEDY_DEADLINES_MAX = 64,
	REMEDY_SPANS_MAX = 24,
	REMEDY_REDO_DAYS = 20 /* C-7.2-1: the act is to be done anew within the time of the law */
};

/* One stage as it went. */
struct remedy_round {
	enum remedy_stage stage;
	enum remedy_procedure procedure;
	struct date received, accepted, answered, decided, served;
	bool has_accepted, has_answered, has_heard, head_attended, has_decided, has_served, is_final;
	int extended; /* days */
	int result;   /* enum remedy_result, -1 open */
};

enum remedy_duty { REMEDY_DUTY_AGENCY, REMEDY_DUTY_BODY, REMEDY_DUTY_CLAIMANT };
struct remedy_deadline {
	const char *label; /* 书面答复并提交证据 */
	const char *rule;
	enum remedy_duty duty;
	enum remedy_entry_kind by; /* the entry that settles it */
	enum remedy_stage stage;
	struct date from, due;
	bool provisional;
	bool has_done; /* done: on what day, maybe too late */
	struct date done;
	bool open; /* still matters: not done, and nothing has overtaken it */
};

/* A time during which, and a result with which, the case stands in reports. */
struct remedy_span {
	struct date opened;
	bool has_closed;
	struct date closed;
	int column; /* at `closed`; -1: none (counted under another year) */
};

struct remedy_run {
	struct remedy_round round[REMEDY_ROUNDS_MAX];
	size_t n_rounds;
	struct remedy_deadline deadline[REMEDY_DEADLINES_MAX];
	size_t n_deadlines;
	struct remedy_span span[REMEDY_SPANS_MAX]; /* in order; none overlaps another */
	size_t n_spans;
	bool open;	/* not decided, or sent back */
	int result;	/* of the last decision, -1 none */
	int column;	/* under which it stands when nothing more happens; -1 open */
	bool petition;	/* 再审申请 waits for the court */
	int next;	/* index of the agency's next deadline, -1 none */
	int body_next;	/* index of the body's, -1 none */
};

/*
 * Folds the entries (in order of date; of one day in order of happening).  ERR_CONFLICT: an entry
 * that cannot stand there, err->rule and *refused (may be NULL) say which.  ERR_INVALID: malformed.
 */
MUST_USE enum err remedy_compute(const struct calendar *cal, const struct remedy_config *config,
	enum remedy_block block, const struct remedy_entry *entry, size_t n, struct remedy_run *out,
	size_t *refused, struct error *err);

/*
 * C-7.3-5, C-7.3-6, C-9.5-1: under which column the case stands in the report of a year; -1: not at
 * all.  The rule the statement of desk/remedy.h applies in SQL.
 */
int remedy_year_column(const struct remedy_run *r, int year);

/* C-7.2-1: the last day of an order to decide anew. */
MUST_USE enum err remedy_redo_due(const struct calendar *cal, struct date from, int days,
	struct date *out, struct error *err);

/* --- what excludes what -------------------------------------------------------------------------- */

/* What is known about a new case; `other` of the same person about the same request. */
struct remedy_intake {
	enum remedy_block block;
	int outcome;	     /* of the request, enum outcome, -1 not decided or no request */
	bool part_refused;   /* partial disclosure with a part refused under art 14-16 */
	struct date decided; /* when the reply was made */
	bool review_open;    /* a 复议 is accepted and not decided */
	bool review_overdue; /* its period is over without a decision (AL-45) */
	bool lawsuit_open;   /* a lawsuit is accepted and not decided */
};
enum remedy_admission { REMEDY_ADMITTED, REMEDY_WARNED, REMEDY_EXCLUDED };
/* rule and text (Chinese sentence) say why, unless admitted. */
enum remedy_admission remedy_admit(
	const struct remedy_intake *in, const char **rule, const char **text);

#endif
