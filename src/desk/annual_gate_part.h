/*
 * annual_gate_part -- the look before a freeze, inside its transaction.  Private to desk/.
 */
#ifndef DESK_ANNUAL_GATE_PART_H
#define DESK_ANNUAL_GATE_PART_H

#include "desk/annual_gate.h"
#include "desk/annual_part.h"
#include "desk/annual_text.h"

/* g->view has figures with their text (annual_compose), findings and unknown; fills the rest. */
MUST_USE enum err annual_gate_fill(struct tx *tx, struct arena *a, struct annual_gate *g, struct error *err);

#endif
