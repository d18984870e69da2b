/*
 * ledger_import -- figures and decisions out of a file: looked at first, written at once, taken back
 * as a whole.
 *
 * The file is read in the jail (doc/rows.h).  Nothing is written while one row is wrong; every error
 * names its cell.
 */
#ifndef DESK_LEDGER_IMPORT_H
#define DESK_LEDGER_IMPORT_H

#include "desk/decision.h"
#include "doc/rows.h"

enum ledger_import_kind { /* stable: stored */
	LEDGER_IMPORT_FIGURES,
	LEDGER_IMPORT_LICENCES,
	LEDGER_IMPORT_PENALTIES,
	LEDGER_IMPORTS
};
const char *ledger_import_name(enum ledger_import_kind k);

enum {
	LEDGER_IMPORT_ROWS = 5000,
	LEDGER_IMPORT_ERRORS = 100,
	LEDGER_IMPORT_BYTES = 450 << 10 /* of the file: it lies in a form, twice as long */
};

struct ledger_import_error {
	struct str place; /* 工作表“一月” C5 */
	struct str text;
};
/* A figure that becomes another one, or a decision that is new. */
struct ledger_import_change {
	struct str what, before, after;
};
struct ledger_import {
	enum ledger_import_kind kind;
	struct department_id department; /* for rows without a department of their own */
	int year; /* of the figures */
	struct str file_name, source, reason;
	struct str bytes;

	/* What ledger_import_read found. */
	struct ledger_figure *figure;
	struct decision_facts *decision;
	struct department_id *of; /* department of each decision */
	size_t n;
	struct ledger_import_error *error;
	size_t n_errors;
	struct ledger_import_change *change;
	size_t n_changes;
	bool corrects; /* a figure that stood changes: a reason will be asked for */
	struct str ignored; /* heads of columns that mean nothing here */
};
/* Reads and checks; fills the second half.  A file that cannot be read at all is an error. */
MUST_USE enum err ledger_import_read(const struct desk *d, const struct actor *who,
	struct arena *a, struct ledger_import *im, struct error *err);
/* The same, then writes everything.  ERR_INVALID while there are errors.  Event ledger.import. */
MUST_USE enum err ledger_import_apply(const struct desk *d, const struct actor *who,
	struct arena *a, struct ledger_import *im, struct batch_id *batch, struct error *err);
/*
 * Figures by entries that take the difference back: each stands as before the import, be it empty; one
 * that was corrected since stays as corrected.  Decisions by striking them.  Event ledger.undo.
 */
MUST_USE enum err ledger_import_undo(const struct desk *d, const struct actor *who,
	struct batch_id batch, struct str reason, struct error *err);

/*
 * The file between looking and confirming, as letters and digits: sealed for this person, so that it
 * can lie in the page.  opened: ERR_INVALID when it is not what was sealed.
 */
MUST_USE enum err ledger_import_hold(const struct desk *d, const struct actor *who,
	struct arena *a, struct str bytes, struct str *held, struct error *err);
MUST_USE enum err ledger_import_held(const struct desk *d, const struct actor *who,
	struct arena *a, struct str held, struct str *bytes, struct error *err);

struct ledger_batches {
	struct batch_row *row;
	size_t n;
	bool more;
};
MUST_USE enum err ledger_batches(const struct desk *d, const struct actor *who,
	struct agency_id agency, struct batch_id below, struct arena *a, struct ledger_batches *out,
	struct error *err);
MUST_USE enum err ledger_batch_load(const struct desk *d, const struct actor *who,
	struct batch_id id, struct arena *a, struct batch_row *out, struct error *err);

#endif
