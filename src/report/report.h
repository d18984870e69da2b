/*
 * report -- one annual report as data.
 *
 * Pure values: where they came from (a document, JSON, a ledger) does not
 * matter here.  A cell has four states besides a number, because a zero that
 * nobody wrote is a false statement.  Everything lives in the arena that made it.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "core/arena.h"
#include "core/date.h"
#include "core/decimal.h"
#include "core/doc.h"
#include "report/cells.h"

enum report_state {
	REPORT_ABSENT, /* its row or table is not in the document */
	REPORT_BLANK,  /* the cell is there and empty */
	REPORT_NA,     /* declared not applicable: "/", "—", "不适用", "无" */
	REPORT_BAD,    /* holds something that is no number; see raw */
	REPORT_NUMBER
};

struct report_value {
	enum report_state state;
	struct decimal number; /* REPORT_NUMBER only */
	struct str raw;        /* as it stood in the source, trimmed */
	struct doc_where where;
};

struct report_paragraph {
	struct str text; /* tidied (core/utf8.h tidy_text) */
	struct doc_where where;
};

/* One of the six parts.  A part printed twice is two sections with the same no. */
struct report_section {
	int no;             /* 1..6 */
	struct str heading; /* as printed, tidied, numeral included when printed */
	struct report_paragraph *paragraph;
	size_t n_paragraphs;
	struct doc_where where;
	bool numeral_wrong; /* "5、" or "4、" where "五、" or "四、" belongs */
};

/* Something the reader noticed; codes as in contract/cli.md ("cell.na", "row.missing" …). */
struct report_note {
	const char *code; /* static */
	struct str message;
	int *cell; /* cells concerned */
	size_t n_cells;
	struct str where; /* printed */
};

struct report {
	struct arena *arena;
	struct str file;          /* as given by the caller, may be empty */
	enum doc_format format;
	enum report_layout layout;
	bool hybrid;              /* mixes the two layouts */
	struct str title, agency; /* empty when not found */
	int year;                 /* 0 when not found */
	bool has_closing_date;    /* date under the signature, or of publication */
	struct date closing_date;
	struct str signature;     /* agency name under the text, may be empty */
	struct doc_where title_where, closing_where; /* places of the title and of that date */
	struct report_value cell[REPORT_CELL_COUNT];
	struct report_paragraph *lead; /* text before part one */
	size_t n_lead;
	struct report_section *section; /* in the order of the document */
	size_t n_sections, cap_sections;
	struct report_note *note;
	size_t n_notes, cap_notes;
};

MUST_USE enum err report_new(struct arena *a, struct report **out, struct error *err);

/* Value of a number cell; false for every other state. */
bool report_number(const struct report *r, int cell, struct decimal *out);
/* As report_number; a blank or not applicable cell counts as 0 (rules.md CK5), absent and bad do not. */
bool report_number_or_zero(const struct report *r, int cell, struct decimal *out);

/* Adds a note about n cells (may be 0).  where may be NULL. */
MUST_USE enum err report_add_note(struct report *r, const char *code, const int *cell, size_t n,
	const struct doc_where *where, struct str message, struct error *err);

/* First section with this number, NULL when it is not there. */
const struct report_section *report_find_section(const struct report *r, int no);

/*
 * Recognises an annual report in a document, by content: tables by their
 * labels, sections by their headings (rules.md 2.10, 9; study/documents.md 9).
 * ERR_FORMAT with a sentence when it is no annual report or none of the three
 * tables can be read.
 */
MUST_USE enum err report_recognise(struct arena *a, const struct doc *d, struct report **out,
	struct error *err);

/* The JSON object of `gongkai report read --json` (one line, no newline). */
void report_write_json(struct buf *b, const struct report *r);
/*
 * The same with one more member "more" that holds what the contract's shape has
 * no place for (lead, signature, closing date, raw texts, places), so that a
 * report can be handed from process to process without loss.
 */
void report_write_json_full(struct buf *b, const struct report *r);
/*
 * Reads what either wrote, and any object with "cells" in that shape (numbers as
 * integers or decimal strings, null as blank; a cell that is left out is
 * absent).  Without "layout" it is told from the cells.  ERR_INVALID names the
 * key that is unknown or has a wrong value.
 */
MUST_USE enum err report_read_json(struct arena *a, struct str json, struct report **out,
	struct error *err);

#endif
