/*
 * ledger_part -- what the files of the ledgers share.  Private to desk/.
 */
#ifndef DESK_LEDGER_PART_H
#define DESK_LEDGER_PART_H

#include "desk/channel.h"
#include "desk/ledger.h"
#include "desk/organisation_part.h"
#include "desk/role.h"

enum { LEDGER_STATE_MAX = 16 << 10, LEDGER_ARENA_MAX = 32 << 20 };

/* The civil day of the transaction in Asia/Shanghai. */
struct date ledger_today(const struct tx *tx);
/* 0 becomes the actor's own agency; what lies neither there nor below is ERR_DENIED. */
MUST_USE enum err ledger_reach(struct tx *tx, const struct actor *who, struct agency_id *agency,
	struct arena *a, struct error *err);
/* For changes: the own agency alone (the command line: any). */
MUST_USE enum err ledger_own(struct tx *tx, const struct actor *who, struct agency_id *agency,
	struct arena *a, struct error *err);
/* ERR_INVALID unless 0 or a department of the agency; its name into *name, which may be NULL. */
MUST_USE enum err ledger_department(struct tx *tx, struct agency_id agency,
	struct department_id department, struct arena *a, struct str *name, struct error *err);
/* ERR_INVALID for a year before LEDGER_YEAR_MIN or after the present one. */
MUST_USE enum err ledger_check_year(struct date today, int year, struct error *err);
/* Has the month begun? */
bool ledger_has_begun(struct date today, int year, int month);
/* Was it open on any day of the month? */
bool ledger_channel_was_open(const struct channel_row *c, int year, int month);
/* The first 1,000 channels of the agency in any state. */
enum { LEDGER_CHANNELS_MAX = 1000 };
MUST_USE enum err ledger_channels(struct tx *tx, struct agency_id agency, struct arena *a,
	struct channel_row **out, size_t *n, struct error *err);
/* ledger_overview in an open transaction. */
MUST_USE enum err ledger_overview_tx(struct tx *tx, struct agency_id agency, enum ledger_sheet sheet,
	int year, struct arena *a, struct ledger_overview *out, struct error *err);
/* ledger_figures_set in an open transaction, without its event. */
MUST_USE enum err ledger_figures_tx(struct tx *tx, const struct actor *who, struct arena *a,
	struct agency_id agency, int year, const struct ledger_figure *figure, size_t n,
	struct str source, struct str reason, struct batch_id batch, struct error *err);
/* A day as a column that may be NULL. */
struct opt_i64 ledger_day(struct date d);
struct date ledger_date(struct opt_i64 day);

#endif
