/*
 * ledger_import_part -- what imports and decisions share.  Private to desk/.
 */
#ifndef DESK_LEDGER_IMPORT_PART_H
#define DESK_LEDGER_IMPORT_PART_H

#include "desk/ledger_import.h"
#include "desk/ledger_part.h"
#include "law/calendar.h"

struct decision_new {
	struct agency_id agency;
	struct department_id department;
	int item;
	const struct decision_facts *facts;
	const struct calendar *calendar;
	struct batch_id batch;
};
/* Inserts one; ERR_CONFLICT when its number is there already. */
MUST_USE enum err decision_add_tx(struct tx *tx, const struct desk *d, const struct actor *who,
	struct arena *a, const struct decision_new *in, struct error *err);
struct str decision_number(int item, const struct decision_facts *f);
/* The item of an import of decisions. */
int ledger_import_item(enum ledger_import_kind k);
/* Reads and checks im->bytes in an open transaction, as ledger_import_read. */
MUST_USE enum err ledger_import_check(struct tx *tx, struct arena *a,
	struct agency_id agency, const struct rows *rows, struct ledger_import *im,
	struct error *err);

#endif
