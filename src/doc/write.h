/*
 * write -- an annual report in the national layout, in every format.
 *
 * Reproducible: the same report gives the same bytes (no clock, no random
 * ids).  JSON -> any format -> read gives the same cells: a blank stays blank,
 * an absent row is not printed (its table is printed without it).
 */
#ifndef DOC_WRITE_H
#define DOC_WRITE_H

#include "report/report.h"

enum doc_write_format {
	DOC_WRITE_DOCX,
	DOC_WRITE_PDF,
	DOC_WRITE_HTML,
	DOC_WRITE_XLSX,
	DOC_WRITE_OFD,
	DOC_WRITE_JSON,
	DOC_WRITE_TEXT
};
/* By its name in contract/cli.md; false when unknown. */
bool doc_write_format_parse(struct str name, enum doc_write_format *out);

MUST_USE enum err doc_write(struct buf *b, const struct report *r, enum doc_write_format f,
	struct error *err);

MUST_USE enum err doc_write_docx(struct buf *b, const struct report *r, struct error *err);
/* ERR_NOT_FOUND when no Chinese font is installed: boxes are never printed. */
MUST_USE enum err doc_write_pdf(struct buf *b, const struct report *r, struct error *err);
MUST_USE enum err doc_write_html(struct buf *b, const struct report *r, struct error *err);
MUST_USE enum err doc_write_xlsx(struct buf *b, const struct report *r, struct error *err);
MUST_USE enum err doc_write_ofd(struct buf *b, const struct report *r, struct error *err);
MUST_USE enum err doc_write_text(struct buf *b, const struct report *r, struct error *err);

#endif
