/*
 * workbench -- reports with their findings and claims as one self-contained
 * HTML page: the three tables, findings beside the cell they concern, claims
 * marked in the prose, and a comparison with charts (inline SVG) when there are
 * several reports.  No script is needed to read it; nothing is loaded from
 * elsewhere; reproducible.
 */
#ifndef DOC_WORKBENCH_H
#define DOC_WORKBENCH_H

#include "report/claim.h"
#include "report/compare.h"
#include "report/finding.h"
#include "report/locate.h"

struct workbench_item {
	const struct report *report;
	const struct report *previous; /* last year's report used for the checks, or NULL */
	const struct findings *findings;
	const struct claims *claims;
};

struct workbench_failure {
	struct str file, message; /* a file that could not be read; shown on the page */
};

struct workbench {
	const struct workbench_item *item;
	size_t n_items;
	const struct workbench_failure *failure;
	size_t n_failures;
	/* One per agency with several years and per year with several agencies. */
	struct comparison *const *comparison;
	size_t n_comparisons;
};

MUST_USE enum err doc_write_workbench(struct buf *b, const struct workbench *w, struct error *err);

/* `report compare --html`: only the comparison, as a page of the same look. */
MUST_USE enum err doc_write_comparison(struct buf *b, const struct comparison *c, struct error *err);

#endif
