/*
 * compare -- reports side by side, and children added up against a parent.
 */
#ifndef REPORT_COMPARE_H
#define REPORT_COMPARE_H

#include "report/finding.h"

/* One line of a comparison: an indicator over all reports. */
struct compare_row {
	const char *key;   /* stable: "received", "open_share" … */
	const char *label; /* Chinese */
	const char *unit;  /* "件", "%", "万元" */
	bool is_share;	   /* value is a percentage with one decimal */
	struct str base;   /* for shares: what 100 % is */
	bool *has;	   /* per report */
	struct decimal *value;
	bool *has_change; /* per report: change against the report before (years of one agency) */
	struct decimal *change; /* absolute */
	bool *has_change_percent;
	struct decimal *change_percent; /* one decimal */
	bool *small; /* shares: the base is below COMPARE_BASE_MIN, so the share is not ranked */
	int *rank; /* shares, agencies of one year: 1 is the largest, equals share a rank; 0 none */
};

enum { COMPARE_BASE_MIN = 30 }; /* cases; below it one case moves a share by more than 3 points */

struct comparison {
	bool years; /* several years of one agency (sorted by year); else agencies of one year */
	size_t n;   /* reports */
	const struct report **report;
	struct compare_row *row;
	size_t n_rows;
};

MUST_USE enum err report_compare(struct arena *a, const struct report *const *r, size_t n,
	struct comparison **out, struct error *err);
void comparison_write_text(struct buf *b, const struct comparison *c);
void comparison_write_json(struct buf *b, const struct comparison *c);

/* {"file","agency","year"} of one report, as both JSON forms here name their sources. */
void report_write_source_json(struct buf *b, const struct report *r);

/* Adding children up against a parent. */
struct sum_cell {
	int cell;
	bool has_parent;
	struct decimal parent, children;
	size_t n_children; /* children that have the cell as a number */
};
struct summation {
	const struct report *parent;
	size_t n_children;
	const struct report **child;
	struct str *missing; /* names expected (from the caller's list) that have no report */
	size_t n_missing;
	struct sum_cell *cell; /* the cells of the parent's layout */
	size_t n_cells;
	/* sum.mismatch, sum.missing_child, sum.duplicate_child, sum.year_differs */
	struct findings mismatch;
};
/* expected: agency names that should be there; may be NULL with n_expected 0. */
MUST_USE enum err report_sum(struct arena *a, const struct report *parent,
	const struct report *const *child, size_t n, const struct str *expected, size_t n_expected,
	struct summation **out, struct error *err);
void summation_write_text(struct buf *b, const struct summation *s);
void summation_write_json(struct buf *b, const struct summation *s);

#endif
