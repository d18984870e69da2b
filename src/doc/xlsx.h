/*
 * xlsx -- what the files of the spreadsheet reader share.  Internal to xlsx*.c.
 *
 * ECMA-376 part 1, chapter 18.  Values, merges and visibility only: formulas
 * give the value saved with them, number formats and dates are not applied.
 */
#ifndef DOC_XLSX_H
#define DOC_XLSX_H

#include "core/doc.h"
#include "doc/xml.h"

enum xlsx_tag {
	X_SHEET, X_SI, X_T, X_RPH, X_ROW, X_C, X_V, X_F, X_IS, X_MERGE_CELL, X_COL, X_DRAWING,
	X_EXT_LST, X_WORKBOOK,
	/* attributes only */
	X_NAME, X_STATE, X_R_ID, X_REF_R, X_TYPE, X_HIDDEN, X_REF, X_MIN, X_MAX,
	XLSX_TAG_COUNT
};
extern const struct xml_words XLSX_WORDS;

struct xlsx {
	struct doc *doc;
	struct arena *scratch;
	struct buf text; /* of the cell being read */
	struct str *shared; /* the shared strings */
	size_t n_shared, cap_shared;
	int pictures;
	bool dropped_hidden;
};

/* Reads one sheet part into a table of the document. */
MUST_USE enum err xlsx_read_sheet(struct xlsx *s, struct str bytes, struct str name,
	struct error *err);
/* At the start tag of si or is: appends its text without phonetic guides, stepping to the end. */
void xlsx_collect_text(struct xml *x, struct buf *b);

/*
 * Appends a stored number as Excel shows it in full: plain decimal, at most 15
 * significant digits (so 0.10000000000000001 is 0.1), no exponent between 1e-20
 * and 1e21.  An integer is kept to the last digit.  What is no number is
 * appended as it stands.
 */
void xlsx_print_number(struct buf *b, struct str stored);

#endif
