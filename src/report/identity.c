#include "report/identity.h"

bool identity_has_row(const struct report *r, enum report_row row)
{
	int cell = report_cell_t3(row, REPORT_COL_TOTAL);
	if (!r->hybrid ||
		(row != REPORT_ROW_OTHER_NOT_CORRECTED && row != REPORT_ROW_OTHER_FEE_UNPAID))
		return report_cell_in_layout(cell, r->layout);
	return r->cell[cell].state != REPORT_ABSENT;
}

static void add_term(struct identity *id, int cell, int sign)
{
	id->term[id->n++] = (struct identity_term){ cell, sign };
}

static struct identity *add_identity(struct identities *ids, const char *rule, int index)
{
	struct identity *id = &ids->item[ids->n++];
	*id = (struct identity){ .rule = rule, .index = index };
	return id;
}

/* CK1 and CK2 of one column. */
static void add_column(struct identities *ids, const struct report *r, enum report_col c)
{
	struct identity *flow = add_identity(ids, "CK1", (int)c);
	add_term(flow, report_cell_t3(REPORT_ROW_TOTAL, c), -1);
	add_term(flow, report_cell_t3(REPORT_ROW_RECEIVED, c), 1);
	add_term(flow, report_cell_t3(REPORT_ROW_CARRIED_IN, c), 1);
	add_term(flow, report_cell_t3(REPORT_ROW_CARRIED_OUT, c), -1);
	struct identity *sum = add_identity(ids, "CK2", (int)c);
	add_term(sum, report_cell_t3(REPORT_ROW_TOTAL, c), -1);
	for (int row = REPORT_LEAF_FIRST; row <= (int)REPORT_LEAF_LAST; row++)
		if (identity_has_row(r, (enum report_row)row))
			add_term(sum, report_cell_t3((enum report_row)row, c), 1);
}

/*
 * Marks totals that are blank (or "/") while a part of their sum is a number.
 * CK1 is no sum of parts and marks nothing.
 */
static void mark_blank_totals(struct identities *ids, const struct report *r)
{
	for (size_t i = 0; i < ids->n; i++) {
		const struct identity *id = &ids->item[i];
		enum report_state total = r->cell[id->term[0].cell].state;
		if (strcmp(id->rule, "CK1") == 0 || (total != REPORT_BLANK && total != REPORT_NA))
			continue;
		for (size_t k = 1; k < id->n; k++)
			if (r->cell[id->term[k].cell].state == REPORT_NUMBER)
				ids->blank_total[id->term[0].cell] = true;
	}
}

void identities_init(struct identities *out, const struct report *r)
{
	*out = (struct identities){ .n = 0 };
	for (int c = 0; c < REPORT_COL_COUNT; c++)
		add_column(out, r, (enum report_col)c);
	for (int row = 0; row < REPORT_ROW_COUNT; row++) {
		if (!identity_has_row(r, (enum report_row)row))
			continue;
		struct identity *id = add_identity(out, "CK3", row);
		add_term(id, report_cell_t3((enum report_row)row, REPORT_COL_TOTAL), -1);
		for (int c = 0; c < REPORT_COL_TOTAL; c++)
			add_term(id, report_cell_t3((enum report_row)row, (enum report_col)c), 1);
	}
	for (int block = 0; block < REPORT_BLOCK_COUNT; block++) {
		struct identity *id = add_identity(out, "CK6", block);
		add_term(id, report_cell_t4((enum report_block)block, REPORT_RESULT_TOTAL), -1);
		for (int k = 0; k < REPORT_RESULT_TOTAL; k++)
			add_term(id,
				report_cell_t4((enum report_block)block, (enum report_result)k), 1);
	}
	mark_blank_totals(out, r);
}

/*
 * Adds up both sides.  NOT_ASSESSABLE beats BLANK_TOTAL: without a part the sum
 * is unknown.  With a blank total the parts are still added, so that the
 * message can say what belongs there.  A sum beyond 64 bits is not assessable.
 */
struct identity_result identity_evaluate(
	const struct identities *ids, const struct identity *id, const struct report *r)
{
	struct identity_result out = { .state = IDENTITY_NOT_ASSESSABLE };
	struct decimal plus = decimal_int(0), minus = decimal_int(0);
	bool blank = false;
	for (size_t k = 0; k < id->n; k++) {
		struct decimal v;
		if (!report_number_or_zero(r, id->term[k].cell, &v))
			return out;
		struct decimal *side = id->term[k].sign > 0 ? &plus : &minus;
		if (!decimal_add(*side, v, side))
			return out;
		blank = blank || ids->blank_total[id->term[k].cell];
	}
	out.expected = plus;
	out.actual = minus;
	if (blank)
		out.state = IDENTITY_BLANK_TOTAL;
	else
		out.state = decimal_eq(plus, minus) ? IDENTITY_HOLDS : IDENTITY_BROKEN;
	return out;
}

void identity_print_place(struct buf *b, const struct identity *id)
{
	switch (id->rule[2]) {
	case '3': {
		enum report_row row = (enum report_row)id->index;
		const char *label =
			row == REPORT_ROW_PARTIAL ? "（二）部分公开" : report_row_label(row);
		buf_fmt(b, "表三“%s%s”一行", report_row_group(row), label);
		break;
	}
	case '6':
		buf_fmt(b, "表四“%s”", report_block_label((enum report_block)id->index));
		break;
	default:
		buf_fmt(b, "表三“%s”列", report_col_label((enum report_col)id->index));
	}
}
