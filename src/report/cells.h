/*
 * cells -- the cells of the annual report and how they are laid out.
 *
 * Layout 2021 (国办公开办函〔2021〕30号): 200 cells in 41 places of a grid: table two
 * 10, table three 25 rows x 7 columns, table four 3 blocks x 5 columns.
 * Layout 2019 (国办公开办函〔2019〕60号): the same tables three (（六）其他处理 is one row,
 * kept in REPORT_ROW_OTHER_MISC) and four, and 22 other cells of table two.
 * A cell is an int, its code ("t3.received.total") is fixed by the contract.
 */
#ifndef REPORT_CELLS_H
#define REPORT_CELLS_H

#include "core/str.h"

enum report_layout { REPORT_LAYOUT_2021 = 2021, REPORT_LAYOUT_2019 = 2019 };

/* Table two, layout 2021; values are cell numbers. */
enum report_t2 {
	REPORT_T2_REGULATION_MADE,
	REPORT_T2_REGULATION_REPEALED,
	REPORT_T2_REGULATION_IN_FORCE,
	REPORT_T2_NORMATIVE_MADE,
	REPORT_T2_NORMATIVE_REPEALED,
	REPORT_T2_NORMATIVE_IN_FORCE,
	REPORT_T2_LICENCE,
	REPORT_T2_PENALTY,
	REPORT_T2_COERCION,
	REPORT_T2_FEE,
	REPORT_T2_COUNT
};

/* Rows of table three, top to bottom. */
enum report_row {
	REPORT_ROW_RECEIVED,
	REPORT_ROW_CARRIED_IN,
	REPORT_ROW_OPEN, /* first of the 21 outcome leaves */
	REPORT_ROW_PARTIAL,
	REPORT_ROW_STATE_SECRET,
	REPORT_ROW_LAW_FORBIDS,
	REPORT_ROW_SAFETY_STABILITY,
	REPORT_ROW_THIRD_PARTY,
	REPORT_ROW_INTERNAL,
	REPORT_ROW_PROCESS,
	REPORT_ROW_ENFORCEMENT_FILE,
	REPORT_ROW_QUERY_MATTER,
	REPORT_ROW_NOT_HELD,
	REPORT_ROW_NEEDS_CREATION,
	REPORT_ROW_STILL_UNCLEAR,
	REPORT_ROW_PETITION,
	REPORT_ROW_REPEAT,
	REPORT_ROW_PUBLICATION,
	REPORT_ROW_EXCESSIVE,
	REPORT_ROW_CONFIRM,
	REPORT_ROW_OTHER_NOT_CORRECTED,
	REPORT_ROW_OTHER_FEE_UNPAID,
	REPORT_ROW_OTHER_MISC, /* last leaf */
	REPORT_ROW_TOTAL,
	REPORT_ROW_CARRIED_OUT,
	REPORT_ROW_COUNT,
	REPORT_LEAF_FIRST = REPORT_ROW_OPEN,
	REPORT_LEAF_LAST = REPORT_ROW_OTHER_MISC
};

/* Columns of table three. */
enum report_col {
	REPORT_COL_NATURAL,
	REPORT_COL_COMMERCIAL,
	REPORT_COL_RESEARCH,
	REPORT_COL_PUBLIC_INTEREST,
	REPORT_COL_LEGAL_SERVICE,
	REPORT_COL_OTHER,
	REPORT_COL_TOTAL,
	REPORT_COL_COUNT
};

/* Table four. */
enum report_block { REPORT_BLOCK_REVIEW, REPORT_BLOCK_DIRECT, REPORT_BLOCK_AFTER_REVIEW, REPORT_BLOCK_COUNT };
enum report_result {
	REPORT_RESULT_UPHELD,
	REPORT_RESULT_CORRECTED,
	REPORT_RESULT_OTHER,
	REPORT_RESULT_PENDING,
	REPORT_RESULT_TOTAL,
	REPORT_RESULT_COUNT
};

/* Table two, layout 2019; cell number = REPORT_CELL_2019 + value. */
enum report_t2019 {
	REPORT_2019_REGULATION_MADE,
	REPORT_2019_REGULATION_PUBLISHED,
	REPORT_2019_REGULATION_PUBLIC_TOTAL,
	REPORT_2019_NORMATIVE_MADE,
	REPORT_2019_NORMATIVE_PUBLISHED,
	REPORT_2019_NORMATIVE_PUBLIC_TOTAL,
	REPORT_2019_LICENCE_PREVIOUS,
	REPORT_2019_LICENCE_CHANGE,
	REPORT_2019_LICENCE_DECISIONS,
	REPORT_2019_SERVICE_PREVIOUS,
	REPORT_2019_SERVICE_CHANGE,
	REPORT_2019_SERVICE_DECISIONS,
	REPORT_2019_PENALTY_PREVIOUS,
	REPORT_2019_PENALTY_CHANGE,
	REPORT_2019_PENALTY_DECISIONS,
	REPORT_2019_COERCION_PREVIOUS,
	REPORT_2019_COERCION_CHANGE,
	REPORT_2019_COERCION_DECISIONS,
	REPORT_2019_FEE_PREVIOUS,
	REPORT_2019_FEE_CHANGE,
	REPORT_2019_PROCUREMENT_ITEMS,
	REPORT_2019_PROCUREMENT_AMOUNT,
	REPORT_2019_COUNT
};

enum {
	REPORT_CELL_T3 = REPORT_T2_COUNT,                                        /* 10 */
	REPORT_CELL_T4 = REPORT_CELL_T3 + REPORT_ROW_COUNT * REPORT_COL_COUNT,   /* 185 */
	REPORT_CELLS_2021 = REPORT_CELL_T4 + REPORT_BLOCK_COUNT * REPORT_RESULT_COUNT, /* 200 */
	REPORT_CELL_2019 = REPORT_CELLS_2021,
	REPORT_CELL_COUNT = REPORT_CELL_2019 + REPORT_2019_COUNT /* 222 */
};

int report_cell_t3(enum report_row row, enum report_col col);
int report_cell_t4(enum report_block block, enum report_result result);
bool report_cell_is_t3(int cell);
enum report_row report_cell_row(int cell); /* of a cell of table three */
enum report_col report_cell_col(int cell);
/* Table two, three or four of a cell of either layout. */
int report_cell_table(int cell);
/* Does the layout have this cell? */
bool report_cell_in_layout(int cell, enum report_layout layout);
/* A decimal amount (fee, procurement) rather than a count; may be signed (本年增/减). */
bool report_cell_is_amount(int cell);
bool report_cell_is_signed(int cell);

struct report_code {
	char z[48];
};
struct report_code report_cell_code(int cell); /* "t3.received.total" */
int report_cell_by_code(struct str code);      /* -1 when unknown */

/* Official wording, verbatim from the format: */
const char *report_row_label(enum report_row row);       /* "（一）予以公开" */
const char *report_row_group(enum report_row row);       /* "（三）不予公开", "" for rows without a group */
const char *report_col_label(enum report_col col);       /* "自然人" */
const char *report_block_label(enum report_block block); /* "行政复议", "未经复议直接起诉", "复议后起诉" */
const char *report_result_label(enum report_result r);   /* "结果维持" */
const char *report_section_heading(int no);              /* 1..6: "一、总体情况" … */
struct report_name {
	char z[192];
};
/* How a person would name the cell: 表三“一、本年新收政府信息公开申请数量”总计. */
struct report_name report_cell_name(int cell);

#endif
