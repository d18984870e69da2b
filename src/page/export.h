/*
 * export -- lists that leave the program as a file: the choice of CSV or xlsx, and the answer.
 */
#ifndef PAGE_EXPORT_H
#define PAGE_EXPORT_H

#include "doc/table_file.h"
#include "page/form_page.h"
#include "store/stmt.h"

/* One field of a form with `int64_t format`: enum table_format. */
#define EXPORT_FORMAT_FIELD(st) FORM_INT(st, format, "文件格式", TABLE_CSV, TABLE_XLSX, FORM_REQUIRED)
/* Its control, beside the reason. */
void export_format_control(struct form_page *p);
/* Closes the table and sends it; name without its end. */
MUST_USE enum err export_answer(struct http_exchange *x, struct table_file *t, enum table_format f,
	struct str name, struct error *err);
/* Days as stores have them. */
void export_day(struct table_file *t, struct opt_i64 day);

#endif
