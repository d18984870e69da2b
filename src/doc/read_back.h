/*
 * read_back -- what a library has written into a file without a name.
 */
#ifndef DOC_READ_BACK_H
#define DOC_READ_BACK_H

#include "core/buf.h"
#include "core/error.h"

/* Appends all of an Excel file that stands in fd (which stays open).  ERR_IO, or what the buffer says. */
MUST_USE enum err xlsx_read_back(int fd, struct buf *b, struct error *err);

#endif
