/*
 * csv -- cells of comma-separated files that people open in a spreadsheet (RFC 4180).
 *
 * A spreadsheet runs a cell that begins with one of = + - @ (or with a tab or line end, which it
 * strips first) as a formula; an apostrophe in front makes it text.  Whatever people typed goes
 * through here.
 */
#ifndef CORE_CSV_H
#define CORE_CSV_H

#include "core/buf.h"

/* Quoted only when it has to be: a comma, a quote, a line end, or the beginning of a formula. */
void csv_cell(struct buf *b, struct str s);
/* Always quoted, with what follows it: a comma, or CR LF after the last cell of a row. */
void csv_put(struct buf *b, struct str s, bool last);

#endif
