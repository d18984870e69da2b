/*
 * annual -- 年度报告: the 200 cells of a year out of the registers, at any moment, and the report's
 * way from draft to publication.
 *
 * Table three is counted: received in the year, open at the end of the year before (C-2.6-32), and
 * each ending by the year of the day that counts, closed_on (C-2.6-31).  A part of a split paper
 * counts by itself (C-2.6-26), a round after a review (request.round) does not (C-2.6-30), what was
 * withdrawn before it was registered is no case.  Number and list of a cell come from the same views
 * (store/migrations/0008_annual.sql): triggers keep counters per agency, year, outcome and class in
 * the transaction that changes a request, and annual_verify counts all again.
 * Table four is desk/remedy.h's, table two and the channels are desk/ledger.h's.
 *
 * A cell that a person set stays marked: an entry with reason, and evidence.  Once frozen, cells and
 * text come from the snapshot; later differences are errata.
 */
#ifndef DESK_ANNUAL_H
#define DESK_ANNUAL_H

#include "desk/desk.h"
#include "law/receipt.h"
#include "report/finding.h"
#include "store/annual.sql.h"

enum annual_state {	  /* stable: stored */
	ANNUAL_DRAFT,	  /* 起草: cells are live */
	ANNUAL_REVIEW,	  /* 审核: frozen */
	ANNUAL_SIGNING,	  /* 签发 */
	ANNUAL_READY,	  /* 待公布 */
	ANNUAL_PUBLISHED, /* 已公布 */
	ANNUAL_STATES
};
const char *annual_state_name(enum annual_state s);

/* --- figures: the seam for text, pages, demonstration ------------------------------------------ */

struct annual_cell {
	struct decimal counted; /* by the registers, before entries */
	const struct annual_entry_row *source; /* 上年结转: last year's erratum that it follows, or NULL */
	int entry;		/* index into annual_figures.entry, -1: as counted */
	bool locked;		/* 上年结转: last year's frozen number stands */
	bool known;		/* false: no ledger says anything; the cell is blank */
};

/* A number with a name, for the prose: {t3.received.total}. */
struct annual_field {
	struct str name;
	struct decimal value;
	struct str meaning; /* 表三“一、本年新收…”总计 */
};

struct annual_figures {
	struct report *report; /* agency, year, title, layout and cells; sections only when frozen */
	struct annual_cell cell[REPORT_CELLS_2021];
	struct annual_entry_row *entry; /* those that count, corrections and errata */
	size_t n_entries;
	struct annual_field *field;
	size_t n_fields;
	bool frozen;		  /* cells and text are the snapshot's */
	const struct report *previous; /* last year's frozen, published or imported one; NULL: none */
	struct agency_id agency;
	struct str agency_name;
	int year;
	enum annual_state state;
	struct annual_report_row row; /* id 0: nothing stored yet */
};
/*
 * The year as it stands now, inside a transaction; everything in the arena.  Asks for no right.
 * ERR_NOT_FOUND when there is no such agency.
 */
MUST_USE enum err annual_figures(struct tx *tx, struct arena *a,
	struct agency_id agency, int year, struct annual_figures *out, struct error *err);
/* A prose_lookup (report/prose.h); ctx is a struct annual_figures. */
bool annual_number(void *ctx, struct str name, struct decimal *out);
/* Adds a named number while figures are gathered (ledgers, remedies). */
MUST_USE enum err annual_add_field(struct arena *a, struct annual_figures *f, struct str name,
	struct decimal value, struct str meaning, struct error *err);

/* What 3.其他 of table three is made of (CK10); the members add up to its total. */
struct annual_misc {
	int64_t withdrawn;	 /* 申请人撤回 */
	int64_t from_superior;	 /* 上级机关转办 */
	int64_t from_government; /* 政府转办 */
	int64_t transferred;	 /* 转其他机关 */
	int64_t other;
};
MUST_USE enum err annual_misc(struct tx *tx, struct arena *a, struct agency_id agency, int year,
	struct annual_misc *out, struct error *err);

/* --- looking ------------------------------------------------------------------------------------ */

struct annual_view {
	struct annual_figures figures;
	struct findings findings; /* report_check on cells and text, last year's report beside it */
	struct annual_step_row *step;
	size_t n_steps;
	bool text_ready;	/* parts one, five and six are written */
	size_t unknown;		/* fields of the text that have no number */
	struct date due;	/* last working day up to 31 January, of a government 31 March */
	int days_left;		/* working days until then; negative: over */
};
/* PERM_ANNUAL_LOOK in the own agency, PERM_ANNUAL_SUPERVISE below it. */
MUST_USE enum err annual_view(const struct desk *d, struct arena *a, const struct actor *who,
	struct agency_id agency, int year, struct annual_view *out, struct error *err);

/* Reports of an agency, the newest first: years with cases, and those with a report. */
struct annual_year {
	int year;
	struct annual_report_row row; /* id 0: live only */
	int64_t received, closed, open;
};
MUST_USE enum err annual_years(const struct desk *d, struct arena *a, const struct actor *who,
	struct agency_id agency, struct annual_year **out, size_t *n, struct error *err);

/* A year beside its tables: by month, days until the ending, in time or not, channels. */
enum { ANNUAL_SPANS = 7 };
struct annual_stats {
	struct annual_figures figures;
	struct {
		int64_t received, closed, open; /* open: at the end of the month */
	} month[12];
	int64_t span[ANNUAL_SPANS]; /* closed after so many calendar days: annual_span_name */
	int64_t in_time, late, no_due;
	int64_t channel[RECEIPT_CHANNEL_COUNT];
};
const char *annual_span_name(int i);
MUST_USE enum err annual_stats(const struct desk *d, struct arena *a, const struct actor *who,
	struct agency_id agency, int year, struct annual_stats *out, struct error *err);

/* How a cell is counted, in one sentence with its article. */
const char *annual_rule(int cell);
const char *annual_rule_source(int cell);

/* Where the next page of a list begins; zero: at the beginning. */
struct annual_cursor {
	int block;
	int64_t day, id;
};
struct annual_cases {
	struct annual_case_row *row;
	size_t n;
	bool more;
	struct annual_cursor next;
};
enum { ANNUAL_CASES_PAGE = 50 };
/* The requests behind a cell of table three as the registers stand now, a page of them. */
MUST_USE enum err annual_cases(const struct desk *d, struct arena *a, const struct actor *who,
	struct agency_id agency, int year, int cell, struct annual_cursor after, struct annual_cases *out,
	struct error *err);
/* What moved a cell of table three since a day, the newest first, at most ANNUAL_MOVES; delta is the cell's. */
enum { ANNUAL_MOVES = 100 };
MUST_USE enum err annual_changes(const struct desk *d, struct arena *a, const struct actor *who,
	struct agency_id agency, int year, int cell, struct date since, struct annual_move_row **out,
	size_t *n, struct error *err);

/* --- counting again ------------------------------------------------------------------------------ */

/* Compares the counters with a count of all requests; *n counters differ. */
MUST_USE enum err annual_verify(const struct desk *d, struct arena *a,
	struct annual_difference_row **out, size_t *n, struct error *err);
/* The page's button: the same, and counts all again when they differ.  Event annual.recount. */
MUST_USE enum err annual_recount(const struct desk *d, struct arena *a, const struct actor *who,
	size_t *n_differing, struct error *err);

/* --- numbers set by hand --------------------------------------------------------------------------- */

enum { ANNUAL_ALSO_MAX = 4 };
struct annual_also {
	int cell; /* -1: none */
	struct str value;
};
struct annual_input {
	int year, cell;
	struct str value;  /* a count, or an amount; empty: takes the entry back */
	struct annual_also also[ANNUAL_ALSO_MAX]; /* further cells that change with it */
	size_t n_also;
	struct str reason;
	struct str file_name, file_type; /* evidence; n 0: none */
	struct digest file;
	int64_t file_size;
};
/*
 * Before the freeze a correction (reason and evidence), after it an erratum (reason; evidence may be
 * given).  The cells of one call are one change.  The report with all its errata is checked as before
 * a freeze: ERR_CONFLICT with the rule when an error appears that was not there before.  The SM3 of
 * the report as it is then goes into annual_report.corrected and, with the one before, into the event.
 * ERR_INVALID: field "value", "also_1" …, "cell_1" …, "reason", "file"; ERR_CONFLICT also: a total,
 * which follows from others.  Events annual.correct, annual.erratum.
 */
MUST_USE enum err annual_enter(const struct desk *d, struct arena *a, const struct actor *who,
	const struct annual_input *in, struct error *err);
/* The evidence of an entry of the actor's agency or one below it. */
MUST_USE enum err annual_evidence(const struct desk *d, struct arena *a, const struct actor *who,
	int64_t entry, struct annual_entry_row *out, struct error *err);

/* --- from draft to publication ---------------------------------------------------------------------- */

enum annual_step {     /* stable: stored */
	STEP_FREEZE,   /* 冻结数据，送审 */
	STEP_REVIEW,   /* 审核通过 */
	STEP_SIGN,     /* 签发 */
	STEP_PUBLISH,  /* 公布 */
	STEP_RETURN,   /* 退回起草：解除冻结 */
	STEP_IMPORT,   /* 导入往年已公布的报告 */
	ANNUAL_STEPS
};
const char *annual_step_name(enum annual_step s);
/*
 * One step; three different persons freeze, review and sign.  version: of the report as seen, 0 when
 * there was none.  reason: required for STEP_RETURN.  STEP_FREEZE: ERR_CONFLICT while anything stops
 * it, ERR_INVALID when a part is not written (desk/annual_gate.h, where reasons can be given); the
 * snapshot's SM3 is in the event.  Events annual.freeze, annual.review, annual.sign, annual.publish,
 * annual.return.
 */
MUST_USE enum err annual_take_step(const struct desk *d, struct arena *a, const struct actor *who, int year,
	int64_t version, enum annual_step step, struct str reason, struct error *err);
/*
 * A report published in an earlier year, as read from its document: stands as published.  ERR_CONFLICT
 * when there is one of that year already (unless it was imported too), ERR_INVALID when it is of
 * another agency or year.  Event annual.import.
 */
MUST_USE enum err annual_import(const struct desk *d, struct arena *a, const struct actor *who,
	const struct report *r, int year, bool other_name, struct error *err);

/* The report as it stands, with text, for export; the same rights as annual_view. */
MUST_USE enum err annual_report(const struct desk *d, struct arena *a, const struct actor *who,
	struct agency_id agency, int year, struct report **out, struct error *err);

/* For everybody: what is published. */
struct annual_public {
	struct annual_public_row row;
	struct str frozen; /* what row.digest is the SM3 of */
	struct report *report; /* NULL in lists */
	struct annual_entry_row *erratum;
	size_t n_errata;
};
MUST_USE enum err annual_public_list(const struct desk *d, struct arena *a, struct agency_id agency,
	struct annual_public_row **out, size_t *n, struct error *err);
/* The newest of all agencies, at most `limit`. */
MUST_USE enum err annual_public_last(const struct desk *d, struct arena *a, int limit,
	struct annual_public_row **out, size_t *n, struct error *err);
/* All agencies' of one year by name, with the years there are. */
enum { ANNUAL_PUBLIC_MAX = 2000 };
struct annual_public_year {
	int year; /* 0 asked: the latest that has any; 0 answered: there are none */
	struct annual_public_row *row;
	size_t n;
	struct annual_public_year_row *years; /* the latest first */
	size_t n_years;
};
MUST_USE enum err annual_public_in(const struct desk *d, struct arena *a, int year,
	struct annual_public_year *out, struct error *err);
MUST_USE enum err annual_public_find(const struct desk *d, struct arena *a, struct annual_id id,
	struct annual_public *out, struct error *err);

/* --- 监督: the agencies below ----------------------------------------------------------------------- */

enum annual_below_show { BELOW_ALL, BELOW_MISSING, BELOW_PUBLISHED, BELOW_SHOWS };
enum { ANNUAL_BELOW_PAGE = 20, ANNUAL_REMIND_MAX = 2000 };

struct annual_below_place { /* of the row last shown; depth 0: from the beginning */
	int64_t depth;
	struct str name;
	struct agency_id id;
};
struct annual_below_filter {
	int year; /* 0: the latest that has a report */
	enum annual_below_show show;
	struct annual_below_place after;
};
struct annual_below_line {
	struct annual_below_row row;
	struct date due;
	int days_left;		 /* working days; negative: over */
	size_t errors, warnings; /* of report_check on the report as it stands, live or frozen */
	bool written;		 /* parts one, five and six are */
};
struct annual_below {
	int year;
	struct annual_below_line *line;
	size_t n;
	bool more;
	int64_t total, published; /* of all, without filter */
};
/* A page of them; each costs the counters of one agency and a check of its report. */
MUST_USE enum err annual_below(const struct desk *d, struct arena *a, const struct actor *who,
	const struct annual_below_filter *f, struct annual_below *out, struct error *err);
/* Before the list leaves the program: the reason, and event annual.export_below. */
MUST_USE enum err annual_below_export(const struct desk *d, const struct actor *who, int year,
	struct str reason, struct error *err);
/*
 * 催报: a notice to those who write the report in every agency below that has not published; *n of them.
 * ERR_CONFLICT while the year is not over, and when all have published.  Event annual.remind.
 */
MUST_USE enum err annual_remind(const struct desk *d, const struct actor *who, int year, struct str text,
	size_t *n, struct error *err);

#endif
