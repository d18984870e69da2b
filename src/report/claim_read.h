/*
 * claim_read -- what the parts of the claim checker share while a report is read.
 * For claim*.c only.
 */
#ifndef REPORT_CLAIM_READ_H
#define REPORT_CLAIM_READ_H

#include "report/claim.h"
#include "report/claim_topic.h"

struct claim_reader {
	const struct report *r;
	struct claims *out;
	struct claim_lexicon lex;
	struct claim_tokens tokens; /* of the paragraph at hand */
	struct str text;            /* the paragraph at hand */
	int section;                /* index into report.section, -1 the lead */
	int section_no;             /* 1..6, 0 the lead */
	size_t paragraph;
	enum claim_area area;
	size_t first;               /* first claim of the paragraph */
};

/* Appends a claim of the paragraph at hand; -1 without memory. */
int claim_append(struct claim_reader *rd, const struct claim *c);

/*
 * Sum of the cells of a set, blank as 0 (CK5).  False when a cell is not in the
 * document or holds no number, or when not one of them holds a number.
 */
bool claim_sum_cells(const struct report *r, const struct cell_set *set, struct decimal *out);

/* Fills cells, expected and formula of *c from the set. */
void claim_fill_cells(struct arena *a, struct claim *c, const struct cell_set *set,
	struct decimal expected);

/* Totals in the text against their parts in the text. */
void claim_read_sums(struct claim_reader *rd);

/* "未发生行政诉讼": zeros told in words. */
void claim_read_zeros(struct claim_reader *rd);

#endif
