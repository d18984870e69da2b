/*
 * layout -- a report turned into what is printed: a flat list of items.
 *
 * Shared by all writers, so that every format prints the same words in the same
 * order.  It knows the national layout (国办公开办函〔2021〕30号, 〔2019〕60号) and
 * nothing of file formats.  Everything lives in the arena given to layout_build.
 *
 * All text in it is clean: one line, no control characters, no bidirectional
 * marks, nothing XML 1.0 forbids.  It is not escaped.
 *
 * What is printed for a cell: a number in plain digits (signed for 本年增/减), a
 * blank as nothing, a cell declared not applicable as its own mark or "/", what
 * is no number as it stood.  A row (or band) none of whose cells is in the report is not
 * printed, nor is a table without any cell.  An absent cell inside a printed row
 * is printed empty: its place cannot be left out, and empty is no statement.
 */
#ifndef DOC_LAYOUT_H
#define DOC_LAYOUT_H

#include "report/report.h"

enum layout_role {
	LAYOUT_BAND,     /* full-width title inside table two */
	LAYOUT_COL_HEAD, /* names the columns below it */
	LAYOUT_ROW_HEAD, /* names its row */
	LAYOUT_ROW_GROUP, /* names several rows */
	LAYOUT_REMARK,   /* 勾稽关系 in the corner of table three */
	LAYOUT_VALUE
};

struct layout_cell {
	struct str text;
	int row, col, rowspan, colspan;
	enum layout_role role;
	int cell; /* LAYOUT_VALUE: the report's cell number (report/cells.h) */
	bool is_number, is_signed;
	struct decimal number; /* when is_number */
};

enum {
	LAYOUT_FORM = 1,
	LAYOUT_COLS_MAX = 15,
	LAYOUT_ROWS_MAX = 40,
	DOC_WRITE_ARENA_MAX = 192 << 20 /* memory of one writer: text in several copies */
};

struct layout_table {
	int no;             /* 2, 3 or 4; LAYOUT_FORM: the ruled form of a letter */
	struct str caption; /* "表二 主动公开政府信息情况" */
	int rows, cols;
	int head_rows; /* rows repeated on a new page */
	struct layout_cell *cell; /* by row, then column */
	size_t n_cells, cap_cells;
	int grid[LAYOUT_ROWS_MAX][LAYOUT_COLS_MAX]; /* index into cell of what covers it */
	int width[LAYOUT_COLS_MAX];                 /* tenths of a millimetre; sum LAYOUT_WIDTH */
	int least[LAYOUT_ROWS_MAX]; /* of a form: least height of a row, tenths of a millimetre */
};
/* Font size (thousandths of a point) and least height of a row (tenths of a millimetre). */
int layout_table_size(const struct layout_table *t);
int layout_row_height(const struct layout_table *t, int row);
/* What stands at the left of its cell, not in its middle. */
bool layout_is_flush(const struct layout_table *t, const struct layout_cell *c);

enum {
	/* GB/T 9704-2012 5.2: A4, margins 37/35/28/26 mm, so the text is 156 x 225 mm. */
	LAYOUT_PAGE_WIDTH = 2100, /* all in tenths of a millimetre */
	LAYOUT_PAGE_HEIGHT = 2970,
	LAYOUT_MARGIN_TOP = 370,
	LAYOUT_MARGIN_BOTTOM = 350,
	LAYOUT_MARGIN_LEFT = 280,
	LAYOUT_MARGIN_RIGHT = 260,
	LAYOUT_WIDTH = LAYOUT_PAGE_WIDTH - LAYOUT_MARGIN_LEFT - LAYOUT_MARGIN_RIGHT,
	LAYOUT_HEIGHT = LAYOUT_PAGE_HEIGHT - LAYOUT_MARGIN_TOP - LAYOUT_MARGIN_BOTTOM,
	/* Least height of a table row: table two has few rows, table three must fit on one page. */
	LAYOUT_T2_ROW_HEIGHT = 65,
	LAYOUT_ROW_HEIGHT = 58,
	LAYOUT_CELL_PAD = 8, /* free on the left and right of a cell */
	/* Font sizes in thousandths of a point: 二号, 三号, 小五 (tables are in no standard). */
	LAYOUT_TITLE_SIZE = 22000,
	LAYOUT_TEXT_SIZE = 16000,
	LAYOUT_TABLE_SIZE = 9000,
	LAYOUT_FORM_SIZE = 12000, /* 小四: forms are filled in by hand */
	LAYOUT_FORM_LABEL = 430,  /* width of the column of labels, height of rows; one to write in */
	LAYOUT_FORM_ROW = 85,
	LAYOUT_FORM_BLANK = 170,
	LAYOUT_TENTH_MPT = 283, /* a tenth of a millimetre in thousandths of a point */
	LAYOUT_DIGIT_WIDTH = 580 /* of the font size, in thousandths: the widest digits met */
};

enum layout_kind {
	LAYOUT_TITLE,
	LAYOUT_HEADING,
	LAYOUT_PARAGRAPH,
	LAYOUT_TABLE,
	LAYOUT_SIGNATURE, /* right-aligned: agency */
	LAYOUT_DATE,      /* right-aligned: date */
	/* Of letters only (doc/letter.h), set by the PDF and the Word writer: */
	LAYOUT_ORG,        /* 发文机关标志, red */
	LAYOUT_NUMBER,     /* 发文字号 with the red rule below it */
	LAYOUT_ADDRESSEE,  /* 主送机关, not indented */
	LAYOUT_SUBHEADING, /* （一）… */
	LAYOUT_ATTACHMENT, /* a further attachment, under the first one's number */
	LAYOUT_GAP,        /* a blank line */
	LAYOUT_SEAL_ORG,   /* agency, centred over the date that follows as the next item */
	LAYOUT_SEAL_DATE,  /* four characters from the right margin */
	LAYOUT_COPY,       /* 抄送: first line of the imprint at the foot of the last page */
	LAYOUT_PRINTED     /* 印发机关 and date: its last line */
};

struct layout_item {
	enum layout_kind kind;
	struct str text;
	struct layout_table *table; /* LAYOUT_TABLE */
	size_t break_at; /* LAYOUT_TITLE: byte at which the second line begins, 0 for one line */
};

struct layout {
	struct arena *arena;
	struct str title, agency;
	struct layout_item *item;
	size_t n, cap;
};

/* Appends an item; text is cleaned.  For doc/letter.c. */
MUST_USE enum err layout_add(struct layout *l, enum layout_kind kind, struct str text,
	struct error *err);
/* A table that is complete; for doc/sheet.c. */
MUST_USE enum err layout_add_table(struct layout *l, struct layout_table *t, struct error *err);
/* A layout as Word or PDF: what doc_write_docx and doc_write_pdf do after building it. */
MUST_USE enum err layout_write_docx(struct buf *b, const struct layout *l, struct error *err);
MUST_USE enum err layout_write_pdf(struct buf *b, const struct layout *l, struct error *err);

MUST_USE enum err layout_build(struct arena *a, const struct report *r, struct layout **out,
	struct error *err);

/* The table (2, 3 or 4), or NULL when no cell of it is in the report. */
MUST_USE enum err layout_table_build(struct arena *a, const struct report *r, int no,
	struct layout_table **out, struct error *err);

/* The cell whose upper left corner stands at (row, col), or NULL when another one covers it. */
const struct layout_cell *layout_anchor(const struct layout_table *t, int row, int col);
/* The cell that covers (row, col); NULL outside. */
const struct layout_cell *layout_at(const struct layout_table *t, int row, int col);
/* Width of a cell over all its columns, tenths of a millimetre. */
int layout_cell_width(const struct layout_table *t, const struct layout_cell *c);

/*
 * Text cleaned as promised above; line breaks and tabs become one blank.
 * Empty without memory (the arena tells).
 */
struct str layout_clean(struct arena *a, struct str s);

/*
 * Width of text in thousandths of its font size in the usual Chinese fonts:
 * ASCII takes half a square, everything else a whole one.
 */
int layout_text_width(struct str s);
/*
 * Font size (thousandths of a point, at most `size`) at which a number stands
 * on one line of `width` tenths of a millimetre.  Other text is never shrunk.
 */
int layout_number_size(const struct layout_cell *c, int size, int width);
/*
 * Width (tenths of a millimetre, at most `width`) in which text of this size
 * takes as many lines as in `width`, but lines of equal length: 商业/企业 and not
 * 商业企/业.
 */
int layout_balanced_width(struct str text, int size, int width);

/*
 * Text i is the last before the signature, which may not stand on a page without text.
 * And whether it is a letter at all, not a report: its page numbers stand at the outer edge.
 */
bool layout_before_signature(const struct layout *l, size_t i);
bool layout_is_letter(const struct layout *l);

#endif
