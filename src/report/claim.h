/*
 * claim -- what the prose says in numbers, held against the tables (CK7).
 *
 * Every number with a unit and a topic in the text of parts one, three, five
 * and six (and the lead) becomes a claim.  Precision first: a number whose
 * topic is not certain is NOT_COMPARABLE and never a finding.
 */
#ifndef REPORT_CLAIM_H
#define REPORT_CLAIM_H

#include "report/finding.h"

enum claim_status { CLAIM_EQUAL, CLAIM_DIFFERS, CLAIM_NOT_COMPARABLE };
const char *claim_status_name(enum claim_status s); /* "equal" "differs" "not_comparable" */

enum claim_kind {
	CLAIM_NUMBER, /* a single number against a cell or a sum of cells */
	CLAIM_SUM     /* a total in the text against its parts in the text: 6749 = 1210+… */
};

struct claim {
	enum claim_kind kind;
	enum claim_status status;
	int section;      /* index into report.section; -1 = the lead */
	size_t paragraph; /* index of the paragraph */
	size_t from, to;  /* bytes of the number with its unit in paragraph.text */
	struct decimal number;
	struct str unit;     /* "件" */
	struct str topic;    /* "本年新收" … a stable Chinese name; empty when unknown */
	int *cell;           /* cells whose sum it was compared with; for SUM empty */
	size_t n_cells;
	struct decimal expected; /* what the tables or the parts give */
	struct str formula;      /* "1210+3100+1028+128+1283" or "表三…总计"; for people */
	struct str reason;       /* not comparable: why */
};

struct claims {
	struct arena *arena;
	struct claim *item;
	size_t n, cap;
};

/*
 * Extracts and compares all claims, in text order.  They live in out->arena when
 * the caller has set it, else in the report's (out must be initialised).
 */
MUST_USE enum err report_claims(const struct report *r, struct claims *out, struct error *err);
/* CK7 findings (severity warning) for every claim that differs. */
void claims_to_findings(const struct report *r, const struct claims *c, struct findings *f);

#endif
