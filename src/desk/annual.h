/*
 * annual -- 年度报告: the 200 cells of a year out of the registers, at any moment, and the report's
 * way from draft to publication.
 *
 * Table three is counted (2.6 no 24-32): received in the year, open at the end of the year before,
 * and each ending by the year of the day that counts (closed_on).  A part of a split paper counts by
 * itself, a round after a review (request.round) does not, what was withdrawn before it was
 * registered is no case.  Number and list of a cell come from the same views
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
	int year;
	enum annual_state state;
	struct annual_report_row row; /* id 0: nothing stored yet */
};
/*
 * The year as it stands now, inside a transaction; everything in the arena.  Asks for no right.
 * ERR_NOT_FOUND when there is no such agency.
 */
MUST_USE enum err annual_figures(struct tx *tx, const struct desk *d, struct arena *a,
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

#endif
