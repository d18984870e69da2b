/*
 * recog -- the parts of the recogniser (report_recognise); not for others.
 *
 *   recog_label   what a label says: a row of table three, a head, a heading
 *   recog_value   what a cell says: number, blank, not applicable, something else
 *   recog_grid    tables that are grids
 *   recog_stream  tables that are only a run of words and numbers
 *   recog_prose   year, sections, signature
 *   recog_title   title and agency
 *
 * All labels are compared in fold_text form (core/utf8.h).
 */
#ifndef REPORT_RECOG_H
#define REPORT_RECOG_H

#include "report/report.h"

struct recog {
	struct arena *arena;
	const struct doc *doc;
	struct report *report;
	/* Per block of the document: rows[r] of a table was used as table content. */
	unsigned char **row_used;
	unsigned char *block_used; /* paragraphs that the stream took as table content */
	bool stream_used;
	bool table_seen[5];   /* [2..4]: a head or a row of that table was met */
	int heads_2021, heads_2019; /* layout votes from column heads of table two */
	bool misc_is_group;   /* （六）其他处理 is one row (layout 2019) */
	bool fee_in_yuan;     /* the head says 单位：元 */
	bool bands;           /* some table has the bands of table two, 第二十条第（…）项 */
	bool t2_before;       /* the table before was table two, or a piece of it */
	bool differs[REPORT_CELL_COUNT]; /* printed again with another number */
};

/* --- labels ------------------------------------------------------------ */

/* The row of table three this folded label names, -1 when none. */
int recog_row(struct str label);
/* （三）不予公开 … （六）其他处理: 3..6, 0 when the label is no group. */
int recog_group(struct str label);
/* Column head of table three, -1 when none. */
int recog_col(struct str label);
/* Table four: block and result of a head, -1 when none. */
int recog_block(struct str label);
int recog_result(struct str label);

enum recog_item {
	RECOG_ITEM_NONE,
	RECOG_ITEM_REGULATION,
	RECOG_ITEM_NORMATIVE,
	RECOG_ITEM_LICENCE,
	RECOG_ITEM_SERVICE,
	RECOG_ITEM_PENALTY,
	RECOG_ITEM_COERCION,
	RECOG_ITEM_FEE,
	RECOG_ITEM_PROCUREMENT,
	RECOG_ITEM_COUNT
};
/* Row of table two. */
enum recog_item recog_item(struct str label);

enum recog_head {
	RECOG_HEAD_NONE,
	RECOG_HEAD_MADE,      /* 2021 本年制发件数 */
	RECOG_HEAD_REPEALED,  /* 2021 本年废止件数 */
	RECOG_HEAD_IN_FORCE,  /* 2021 现行有效件数 */
	RECOG_HEAD_DECISIONS_2021, /* 本年处理决定数量 */
	RECOG_HEAD_FEE_AMOUNT,     /* 本年收费金额 */
	RECOG_HEAD_NEWLY_MADE,     /* 2019 本年新制作数量 */
	RECOG_HEAD_NEWLY_PUBLISHED,
	RECOG_HEAD_PUBLIC_TOTAL,
	RECOG_HEAD_PREVIOUS, /* 2019 上一年项目数量 */
	RECOG_HEAD_CHANGE,   /* 2019 本年增/减 */
	RECOG_HEAD_DECISIONS_2019, /* 处理决定数量 */
	RECOG_HEAD_ITEMS,    /* 2019 采购项目数量 */
	RECOG_HEAD_AMOUNT,   /* 2019 采购总金额 */
	RECOG_HEAD_COUNT
};
enum recog_head recog_head(struct str label);
/* Cell for a row of table two under a head, -1 when the pair means nothing. */
int recog_item_cell(enum recog_item item, enum recog_head head);
/* Heads of a row in the order of the layout, for tables without readable heads; *n of them. */
const enum recog_head *recog_item_heads(enum recog_item item, enum report_layout layout, size_t *n);

/*
 * Section 1..6 that a folded line is the heading of, 0 when it is none.
 * *numeral_wrong: a numeral is printed and is not the section's own.
 * *rest: byte offset where the heading ends in the folded line.
 */
int recog_heading(struct str line, bool *numeral_wrong, size_t *rest);

/* --- values ------------------------------------------------------------ */

/* Reads a cell's text (unfolded).  The arena owns raw. */
struct report_value recog_value(struct arena *a, int cell, struct str text,
	const struct doc_where *where, bool fee_in_yuan);
/* Would this do as a table value (number, blank or not-applicable mark)? */
bool recog_is_value(struct str folded);
bool recog_is_number(struct str folded);

/* Stores a value unless the cell already has one (a repeated row is not taken). */
void recog_store(struct recog *g, int cell, struct str text, const struct doc_where *where);

/* --- parts ------------------------------------------------------------- */

MUST_USE enum err recog_grids(struct recog *g, struct error *err);
MUST_USE enum err recog_streams(struct recog *g, struct error *err);
MUST_USE enum err recog_prose(struct recog *g, struct error *err);
/* Notes about what is not there and what is no number; the layout. */
MUST_USE enum err recog_notes(struct recog *g, struct error *err);

/* Text of a table row as one line, its cells separated by tabs; rowspan leftovers left out. */
struct str recog_row_text(struct arena *a, const struct doc_table *t, int row);

#endif
