/*
 * annual_part -- what the files of the annual report share.  Private to desk/.
 */
#ifndef DESK_ANNUAL_PART_H
#define DESK_ANNUAL_PART_H

#include "desk/annual.h"
#include "law/calendar.h"

/* OK when the actor may look at the agency's report: its own, or with 监督 one below it. */
MUST_USE enum err annual_reach(struct tx *tx, const struct actor *who, struct agency_id agency,
	struct arena *a, struct error *err);
/* A year a report can be about: ERR_INVALID. */
MUST_USE enum err annual_check_year(struct tx *tx, int year, struct error *err);
/* The report of a year as it was frozen, its errata applied; *out NULL when there is none. */
MUST_USE enum err annual_load_frozen(struct tx *tx, struct arena *a, struct agency_id agency, int year,
	struct report **out, struct error *err);
/* One of the cells that follow from others: totals. */
bool annual_is_derived(int cell);
/* Computes all of those. */
void annual_derive(struct report *r);
/* The entries of a year that count, one a cell, the newest; erratum: 0, 1 or -1 for both. */
MUST_USE enum err annual_load_entries(struct tx *tx, struct arena *a, struct agency_id agency, int year,
	int erratum, struct annual_entry_row **out, size_t *n, struct error *err);
/* The row of the report, made when there is none. */
MUST_USE enum err annual_begin(struct tx *tx, struct arena *a, struct agency_id agency, int year,
	struct annual_report_row *out, struct error *err);

/*
 * Puts what is written, and what entries say, into the report of live figures, which come from
 * annual_text_figures.  *unknown: fields of the text without a number.
 */
MUST_USE enum err annual_compose(struct tx *tx, struct arena *a,
	struct annual_figures *f, size_t *unknown, struct error *err);
/* A report as it is frozen, and its SM3. */
MUST_USE enum err annual_snapshot_text(
	struct arena *a, const struct report *r, struct str *out, struct digest *digest, struct error *err);
/* All six parts in their order, so that the headings of the tables stand as well. */
MUST_USE enum err annual_complete_parts(struct report *r, struct error *err);
/* The errata among n entries into part six, after what was written: files carry them too. */
MUST_USE enum err annual_put_errata(struct arena *a, struct report *r, const struct annual_entry_row *entry, size_t n,
	struct error *err);
/* All of a view, in an open transaction; asks for the reach of the actor. */
MUST_USE enum err annual_view_fill(struct tx *tx, const struct desk *d, struct arena *a, const struct actor *who,
	struct agency_id agency, int year, struct annual_view *v, struct error *err);
/* Until when a year's report is published, by the agency's calendar and name. */
struct date annual_due(struct arena *a, const struct calendar *cal, struct str agency, int year);
/* report_check, and a carry-over that differs. */
MUST_USE enum err annual_find(
	struct arena *a, const struct annual_figures *f, struct findings *out, struct error *err);

#endif
