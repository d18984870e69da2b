/*
 * sheet -- a working paper as pdf: a title, lines of facts, tables of text of any length.
 *
 * A4 with the margins of GB/T 9704-2012; tables repeat their heads on every page.  Not a letter (no
 * red head, number, seal) and not a report.  Reproducible: the same sheet gives the same bytes.
 */
#ifndef DOC_SHEET_H
#define DOC_SHEET_H

#include "core/buf.h"
#include "core/error.h"

enum { SHEET_COLUMNS_MAX = 8, SHEET_TABLES_MAX = 8 };

struct sheet_column {
	const char *head;
	int width; /* parts of the whole */
	bool text; /* set from the left; else centred */
};
struct sheet_table {
	const char *heading; /* "二、逐日计算" */
	const struct sheet_column *column;
	int cols;
	const struct str *cell; /* rows * cols, by row */
	size_t rows;
	const char *none; /* instead of a table without rows; NULL: left out whole */
};
struct sheet {
	struct str title;
	const struct str *line;
	size_t n_lines;
	struct sheet_table table[SHEET_TABLES_MAX];
	size_t n_tables;
	struct str agency, made; /* under it all: agency, "制表日期：…" */
};

/* ERR_NOT_FOUND when no Chinese font is installed. */
MUST_USE enum err sheet_write_pdf(struct buf *b, const struct sheet *s, struct error *err);

#endif
