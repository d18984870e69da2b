/*
 * remedy -- the register of 行政复议 and 行政诉讼 against an agency, and table four of its report.
 *
 * A case is computed, never typed: every step is an entry (table remedy_entry) and law/remedy_case
 * folds them in the same transaction; stage, result, next deadline and the spans for the report
 * are stored beside the case.  A wrong entry is superseded by a correcting one, with a reason.
 *
 * The claimant's name is sealed; lists show it masked.  An order to decide anew opens a linked new
 * round of the request (request.round > 0), which is not counted in table three (C-2.6-30).
 */
#ifndef DESK_REMEDY_H
#define DESK_REMEDY_H

#include "desk/request.h"
#include "law/remedy_case.h"
#include "store/remedy.sql.h"

/* --- table four of the annual report --------------------------------------------------------------- */

/* [block][column]; column REMEDY_TOTAL is the sum of the four. Codes: remedy_cell_code. */
struct remedy_year {
	int64_t count[REMEDY_BLOCKS][REMEDY_COLUMNS + 1];
};
/*
 * The 15 numbers of an agency and year: cases decided in the year by result; open on 31 December
 * (also: first instance decided, appeal pending) 尚未审结.  Counted from the very rows that
 * remedy_year_list shows.  Own agency or one below it: ERR_DENIED, ERR_NOT_FOUND otherwise.
 */
MUST_USE enum err remedy_year(const struct desk *d, struct arena *a, const struct actor *who,
	struct agency_id agency, int year, struct remedy_year *out, struct error *err);
/* The same in an open transaction, without asking for the right. */
MUST_USE enum err remedy_year_tx(struct tx *tx, struct arena *a, struct agency_id agency, int year,
	struct remedy_year *out, struct error *err);

enum { REMEDY_ROWS = 20 };
/*
 * The cases behind one cell, by id; block -1 or column -1 or REMEDY_TOTAL: all of them.  after: the last
 * one shown, 0 from the beginning.  At most `limit` (1..STORE_ROWS_MAX); *more: there are others.
 */
MUST_USE enum err remedy_year_list(const struct desk *d, struct arena *a, const struct actor *who,
	struct agency_id agency, int year, int block, int column, struct remedy_id after, size_t limit,
	struct remedy_year_case_row **out, size_t *n, bool *more, struct error *err);

/* --- a new case ------------------------------------------------------------------------------------ */

enum {
	REMEDY_REQUESTS_MAX = 10,
	REMEDY_NAME_MAX = 100, /* code points */
	REMEDY_SUBJECT_MAX = 200,
	REMEDY_BODY_MAX = 60,
	REMEDY_CASE_NUMBER_MAX = 60,
	REMEDY_TEXT_MAX = 500,
	REMEDY_CLAIMANTS_MAX = 9999
};

struct remedy_new {
	enum remedy_block block;
	struct request_id request[REMEDY_REQUESTS_MAX];
	size_t n_requests;
	struct str numbers; /* more of them, by their numbers in the register, apart by blanks or commas */
	struct str item;    /* without a request: the 主动公开 item */
	struct str subject; /* empty: that of the first request, or the item */
	bool organisation;
	struct str claimant; /* the first one */
	int64_t claimants;
	struct remedy_id prior; /* REMEDY_AFTER_REVIEW: the review, or in words */
	struct str prior_text;
	struct str body, case_number;
	enum remedy_procedure procedure;
	struct date received; /* the copy arrived */
	bool has_accepted;
	struct date accepted;
	struct str anyway; /* why it is registered against the warning of remedy_admit */
};
/*
 * ERR_INVALID with the member's name; ERR_CONFLICT with the rule and field "anyway" when the law
 * excludes it, or warns and no reason is given.  Event remedy.open.
 */
MUST_USE enum err remedy_open(const struct desk *d, struct arena *a, const struct actor *who,
	const struct remedy_new *in, struct remedy_id *out, struct error *err);

/* --- looking --------------------------------------------------------------------------------------- */

struct remedy_view {
	struct remedy_row remedy;
	struct remedy_request_row *request;
	size_t n_requests;
	struct remedy_entry_row *entry; /* in legal order, superseded ones left out */
	size_t n_entries;
	struct remedy_entry_row *history; /* all, as written */
	size_t n_history;
	struct remedy_run run;
	struct remedy_config config; /* what counts for it (desk/law_value.h) */
	struct remedy_file_row *file;
	size_t n_files;
	struct str prior_number; /* of remedy.prior */
	struct str court;	 /* of the agency's registration, may be empty */
	struct date today;
};
MUST_USE enum err remedy_view(const struct desk *d, struct arena *a, const struct actor *who,
	struct remedy_id id, struct remedy_view *out, struct error *err);
/* The claimant's name in full.  Event reveal.claimant. */
MUST_USE enum err remedy_reveal(const struct desk *d, struct arena *a, const struct actor *who,
	struct remedy_id id, struct str reason, struct str *out, struct error *err);
/* The log, newest first, up to REMEDY_LOG_PAGE + 1; below 0: from the newest. */
enum { REMEDY_LOG_PAGE = 50 };
MUST_USE enum err remedy_log(const struct desk *d, struct arena *a, const struct actor *who,
	struct remedy_id id, int64_t below, struct remedy_log_row **out, size_t *n, struct error *err);

/* What a request's page shows: its cases, its rounds, and until when its reply can be challenged. */
struct remedy_of_request {
	struct remedy_line_row *remedy;
	size_t n;
	struct request_round_row *round;
	size_t n_rounds;
	bool has_limits; /* the reply was served */
	struct date served, review_by, sue_by;
	bool review_first; /* no direct lawsuit (RA-23-1) */
	bool part_first;   /* the same for the refused part only */
	bool provisional;
	struct date today;
	struct str review_body, court; /* of the agency's registration, may be empty */
};
MUST_USE enum err remedy_of_request(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id id, struct remedy_of_request *out, struct error *err);

/* --- the list -------------------------------------------------------------------------------------- */

enum remedy_band {
	REMEDY_BAND_OPEN,    /* not decided, or something is due */
	REMEDY_BAND_OVERDUE, /* our own deadline is over */
	REMEDY_BAND_SOON,    /* ours, within five working days, today included */
	REMEDY_BAND_DUE,     /* ours, later */
	REMEDY_BAND_WAITING, /* the body or court has the next step */
	REMEDY_BAND_CLOSED,
	REMEDY_BAND_ALL,
	REMEDY_BANDS
};
enum { REMEDY_COUNT_MAX = 1000 };
struct remedy_filter {
	struct agency_id agency; /* 0: the actor's own; one below it: with 监督, without names and subjects */
	enum remedy_band band;
	int block, stage, result, year; /* -1: any */
	bool has_after;
	int64_t after_due;
	struct remedy_id after_id;
};
struct remedy_filter remedy_filter_default(void);
struct remedy_page {
	struct remedy_line_row *row;
	size_t n;
	bool more;
	int64_t count[REMEDY_BANDS]; /* without other filters; REMEDY_COUNT_MAX + 1: more */
	struct date today;
	const struct calendar *cal; /* in the arena, for days left */
};
MUST_USE enum err remedy_page(const struct desk *d, struct arena *a, const struct actor *who,
	const struct remedy_filter *f, size_t rows, struct remedy_page *out, struct error *err);
/* How many of our own deadlines are over or due within five working days: for the side bar. */
MUST_USE enum err remedy_waiting(const struct desk *d, struct arena *a, const struct actor *who,
	int64_t *out, struct error *err);
/* What is due next: 书面答复, 答辩, 复议决定, 裁判, 上诉, 报告意见书处理, 重新答复; "" nothing. */
const char *remedy_due_what(const struct remedy_line_row *r);
/* "剩 3 日": words and whether it is over, for a line. */
struct str remedy_due_text(struct arena *a, const struct remedy_line_row *r, struct date today);

/* Every row of a filter, streamed after one event remedy.export; the reason is required. */
typedef enum err remedy_row_fn(void *ctx, const struct remedy_line_row *r, struct error *err);
MUST_USE enum err remedy_export(const struct desk *d, const struct actor *who,
	const struct remedy_filter *f, struct str reason, remedy_row_fn *fn, void *ctx,
	struct error *err);

/* --- steps ----------------------------------------------------------------------------------------- */

/*
 * One entry; stage is that of the case unless a new one is opened.  ERR_CONFLICT: the order of the
 * law (err->rule), or somebody was quicker.  REMEDY_HELD asks for PERM_REMEDY_HOLD and a text;
 * REMEDY_REDO is remedy_redo.  Event remedy.<word>.
 */
struct remedy_step {
	struct remedy_id id;
	int64_t version;
	enum remedy_entry_kind kind;
	enum remedy_stage stage; /* REMEDY_OPENED only */
	struct date on;
	bool has_other;
	struct date other;
	int64_t value;
	struct str body, case_number, text;
};
MUST_USE enum err remedy_step(const struct desk *d, struct arena *a, const struct actor *who,
	const struct remedy_step *s, struct error *err);
/*
 * Would it be accepted?  The same checks, nothing written: for the page that asks to confirm.
 */
MUST_USE enum err remedy_step_check(const struct desk *d, struct arena *a, const struct actor *who,
	const struct remedy_step *s, struct error *err);

/*
 * The order to decide anew: the entry, and a new round of the request with its own number, clock
 * and last day, in one transaction.  due: from the paper; has_due false: `days` working days from
 * `on` (C-7.2-1).  Event remedy.redo, and request.round on the new one.
 */
struct remedy_redo {
	struct remedy_id id;
	int64_t version;
	struct request_id request; /* one of the case's */
	struct date on;		   /* the decision arrived */
	bool has_due;
	struct date due;
	int days;
	struct str text; /* what was ordered */
};
MUST_USE enum err remedy_redo(const struct desk *d, struct arena *a, const struct actor *who,
	const struct remedy_redo *in, struct request_id *round, struct error *err);
/* As remedy_step_check. */
MUST_USE enum err remedy_redo_check(const struct desk *d, struct arena *a, const struct actor *who,
	const struct remedy_redo *in, struct error *err);

/*
 * Takes a wrong entry's place with other facts, or takes it away.  The first entry and an order to
 * decide anew cannot be taken away; moving the order's day moves the round's clock.  Event
 * remedy.correct.
 */
struct remedy_correction {
	struct remedy_id id;
	int64_t version, entry;
	bool take_away;
	struct date on;
	bool has_other;
	struct date other;
	int64_t value;
	struct str body, case_number, text, reason;
};
MUST_USE enum err remedy_correct(const struct desk *d, struct arena *a, const struct actor *who,
	const struct remedy_correction *c, struct error *err);

/* One more request of the own agency, by its number in the register.  Event remedy.link. */
MUST_USE enum err remedy_link(const struct desk *d, struct arena *a, const struct actor *who,
	struct remedy_id id, int64_t version, struct str number, struct error *err);

/* --- papers ---------------------------------------------------------------------------------------- */

enum remedy_file_kind { /* stable: stored */
	REMEDY_FILE_COMPLAINT, /* 申请书、起诉状副本 */
	REMEDY_FILE_ANSWER,    /* 答复书、答辩状 */
	REMEDY_FILE_EVIDENCE,
	REMEDY_FILE_DECISION, /* 决定书、裁判文书 */
	REMEDY_FILE_OPINION,  /* 复议意见书、司法建议 */
	REMEDY_FILE_OTHER,
	REMEDY_FILE_KINDS
};
const char *remedy_file_kind_name(enum remedy_file_kind k);
/* The bytes are in the blob store already; input->kind is an enum remedy_file_kind. */
MUST_USE enum err remedy_file_add(const struct desk *d, struct arena *a, const struct actor *who,
	struct remedy_id id, enum remedy_file_kind kind, const struct request_file_input *file,
	struct error *err);
/* A paper for reading, after the reading was logged (remedy.file_read). */
MUST_USE enum err remedy_file_read(const struct desk *d, struct arena *a, const struct actor *who,
	struct remedy_id id, int64_t file, struct remedy_file_row *out, struct error *err);

#endif
