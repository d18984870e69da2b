/*
 * table_file -- a list of any length as a file that people open in a spreadsheet: CSV or xlsx.
 *
 * Rows go out as they come; xlsx is spooled by its library, so that memory does not grow with them.
 * Text is never a formula: in CSV by an apostrophe (core/csv.h), in xlsx because the cell is text.
 * Numbers keep every digit; one that a double would change is written as text.  Reproducible.
 */
#ifndef DOC_TABLE_FILE_H
#define DOC_TABLE_FILE_H

#include "core/arena.h"
#include "core/buf.h"
#include "core/date.h"
#include "core/decimal.h"

enum table_format { TABLE_CSV, TABLE_XLSX };
enum {
	TABLE_COLUMNS_MAX = 32,
	TABLE_XLSX_ROWS = 100000, /* heads left out; more: ERR_LIMIT, take CSV */
	TABLE_CSV_BYTES = 256 << 20
};
const char *table_format_word(enum table_format f); /* "csv", "xlsx": the end of a file's name */
const char *table_format_type(enum table_format f); /* the media type */

struct table_column {
	const char *head;
	int width; /* of the xlsx column, in digits; 0: by the head */
};
struct table_file;

/* In the arena, with what it needs.  name: of the sheet, at most 31 signs.  table_file_drop ends it. */
MUST_USE enum err table_file_open(struct arena *a, enum table_format f, const char *name,
	const struct table_column *column, size_t n, struct table_file **out, struct error *err);
/* The cells of a row from the left, as many as there are columns. */
void table_text(struct table_file *t, struct str s);
void table_number(struct table_file *t, struct decimal d);
void table_count(struct table_file *t, int64_t n);
void table_day(struct table_file *t, struct date d, bool has);
/* After each row.  ERR_LIMIT: the file is full. */
MUST_USE enum err table_row_end(struct table_file *t, struct error *err);
/* All of it, behind what is in b; the table is ended, also on failure. */
MUST_USE enum err table_file_close(struct table_file *t, struct buf *b, struct error *err);
/* Ended without a file; NULL and an ended one are fine. */
void table_file_drop(struct table_file *t);

#endif
