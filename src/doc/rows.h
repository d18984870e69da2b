/*
 * rows -- one table of a file that somebody wants to import: CSV (UTF-8, GB18030) or xlsx.
 *
 * Cells keep their place as the file's program shows it (row 3, column B), so that an error can name
 * it.  Read in the jail; pack and unpack carry it across.  What the other side sends is checked: any
 * bytes give rows or ERR_FORMAT.
 */
#ifndef DOC_ROWS_H
#define DOC_ROWS_H

#include "core/arena.h"
#include "core/buf.h"

#include <stdbool.h>

enum {
	ROWS_FILE_MAX = 8 << 20,
	ROWS_ROWS_MAX = 20000,
	ROWS_COLS_MAX = 256,
	ROWS_CELL_MAX = 32 << 10, /* bytes of one cell */
	ROWS_CELLS_MAX = 1000000
};

struct rows_cell {
	int row, col; /* from 1, as shown */
	struct str text; /* trimmed, UTF-8 */
	bool computed; /* a formula */
	bool merged; /* several cells joined */
};

struct rows {
	struct str name; /* of the worksheet; empty for CSV */
	bool lossy; /* some bytes fit no encoding */
	struct rows_cell *cell; /* those with text, by row, then column */
	size_t n;
	int rows; /* the last row with text */
};

/* ERR_FORMAT, ERR_LIMIT: err->msg says what to do. */
MUST_USE enum err rows_read(struct arena *a, struct str bytes, struct rows *out,
	struct error *err);
/* A CSV text: commas or tabs, quotes doubled inside quotes (RFC 4180). */
MUST_USE enum err rows_read_csv(struct arena *a, struct str text, struct rows *out,
	struct error *err);

void rows_pack(struct buf *b, const struct rows *s);
MUST_USE enum err rows_unpack(struct arena *a, struct str bytes, struct rows *out,
	struct error *err);

/* The jail's job: bytes of a file in, packed rows out. */
enum { ROWS_JOB = 100 };
MUST_USE enum err rows_job(struct arena *a, struct str input, struct buf *out, struct error *err);

/* The cells of a row from *at on; *at moves behind them.  NULL with *n 0 when there is no more. */
const struct rows_cell *rows_next(const struct rows *s, size_t *at, size_t *n);
/* "C5", or "第 5 行第 3 列" beyond Z. */
struct rows_place {
	char z[32];
};
struct rows_place rows_place(int row, int col);

#endif
