/*
 * doc -- the one small document model every reader produces.
 *
 * A document is a list of blocks in reading order: headings, paragraphs and
 * tables.  A table is a full grid; merged cells are one cell with spans.  It
 * knows nothing of government and nothing of file formats; readers live in
 * doc/, the recogniser of annual reports in report/.
 *
 * Ownership: everything lives in the arena given to doc_new.
 * Limits: DOC_* below; beyond them builders return ERR_LIMIT.
 */
#ifndef CORE_DOC_H
#define CORE_DOC_H

#include "core/arena.h"
#include "core/buf.h"
#include "core/error.h"
#include "core/str.h"

enum {
	DOC_BLOCKS_MAX = 200000,      /* blocks of one document */
	DOC_TABLE_ROWS_MAX = 20000,
	DOC_TABLE_COLS_MAX = 256,
	DOC_TABLE_CELLS_MAX = 1000000 /* grid positions of one table */
};

/* Stable order: the index of doc_format_name. */
enum doc_format {
	DOC_FORMAT_UNKNOWN,
	DOC_FORMAT_TEXT,
	DOC_FORMAT_HTML,
	DOC_FORMAT_ODT,
	DOC_FORMAT_DOCX,
	DOC_FORMAT_DOC,
	DOC_FORMAT_PDF,
	DOC_FORMAT_OFD,
	DOC_FORMAT_XLSX,
	DOC_FORMAT_JSON
};
const char *doc_format_name(enum doc_format f); /* "text", "html", … as contract/cli.md */

/* Where something stands in the source; 0 means "does not apply".  All counted from 1. */
struct doc_where {
	int page;         /* pdf, ofd */
	int line;         /* text: line of the file */
	int paragraph;    /* running number of the paragraph outside tables */
	int table;        /* running number of the table */
	int row, col;     /* within the table or sheet */
	struct str sheet; /* xlsx: name of the sheet */
	bool computed;	  /* xlsx: the value of a formula */
};
/* "第3页 表2 第5行第4列", "第12行", "“表三”工作表 C5"; nothing when unknown. */
void doc_where_print(struct buf *b, const struct doc_where *w);

struct doc_cell {
	struct str text; /* paragraphs of the cell joined with '\n'; as found, not folded */
	int row, col;    /* from 0, upper left position */
	int rowspan, colspan;
	struct doc_where where;
};

struct doc_table {
	int rows, cols;
	struct doc_cell *cell; /* the anchors, by row then column */
	size_t n_cells;
	int *grid; /* rows*cols: index into cell of the anchor that covers the position, or -1 */
};

enum doc_block_kind { DOC_PARAGRAPH, DOC_HEADING, DOC_TABLE };

struct doc_block {
	enum doc_block_kind kind;
	int level;       /* heading: 1..9 */
	struct str text; /* heading, paragraph; may hold '\n' for a line break inside */
	/*
	 * Number text the format keeps apart from the paragraph (Word's automatic
	 * numbering), for example "一、" or "4."; empty when none or unknown.
	 */
	struct str numbering;
	struct doc_table *table;
	struct doc_where where;
};

struct doc_warning {
	const char *code; /* static: "radicals", "encoding.wrong_label", "hidden.dropped" … */
	struct str message;
};

struct doc {
	struct arena *arena;
	enum doc_format format;
	struct str title; /* metadata title, may be empty */
	struct doc_block *block;
	size_t n_blocks, cap_blocks;
	struct doc_warning *warning;
	size_t n_warnings, cap_warnings;
	int n_paragraphs, n_tables; /* running numbers for where */
};

MUST_USE enum err doc_new(struct arena *a, enum doc_format f, struct doc **out, struct error *err);

/*
 * Appends a paragraph (level 0) or heading (1..9).  The text is copied; text
 * that is only white space is dropped.  where.paragraph is filled in here.
 */
MUST_USE enum err doc_add_text(struct doc *d, int level, struct str text, struct str numbering,
	const struct doc_where *where, struct error *err);

/* A fault that was survived.  Dropped silently beyond 200. */
PRINTF_LIKE(3, 4) void doc_warn(struct doc *d, const char *code, const char *fmt, ...);

/*
 * Building a table: open, then cells in any order, then close.  Cells place
 * themselves: row is given, the column is the first free position of that row
 * at or after `col` (-1: the first free one), as HTML does; spans are clamped to
 * free positions and to the limits.  Positions never covered become -1 in grid.
 */
struct doc_table_builder;
MUST_USE enum err doc_table_open(struct doc *d, struct doc_table_builder **out, struct error *err);
MUST_USE enum err doc_table_cell(struct doc_table_builder *t, int row, int col, int rowspan,
	int colspan, struct str text, const struct doc_where *where, struct error *err);
/* Appends the block (none when the table got no cell).  where may be NULL. */
MUST_USE enum err doc_table_close(struct doc_table_builder *t, const struct doc_where *where,
	struct error *err);

/* The cell that covers (row, col), or NULL. */
const struct doc_cell *doc_table_at(const struct doc_table *t, int row, int col);

/* One line per block and cell, for tests. */
void doc_dump(struct buf *b, const struct doc *d);

#endif
