/*
 * money -- what 政府信息公开 cost (postage) and what 信息处理费 brought in (receipts).
 *
 * Expense is not fee (C-3.2-14): the two never meet in one sum.  Amounts in 分.
 */
#ifndef DESK_MONEY_H
#define DESK_MONEY_H

#include "desk/ledger.h"

struct money_facts {
	int item; /* LEDGER_POSTAGE or LEDGER_RECEIPTS */
	struct date on;
	int64_t amount;	   /* 分, more than 0 */
	struct str ref;	   /* 票据号 (required, once per agency) or 邮件号 */
	struct str request; /* number of the register; empty: none */
	struct str note;
};
/*
 * Event money.add.  ERR_INVALID with err->field: item, on, amount, ref (a receipt entered already),
 * request (none of that number; a receipt of a request of which no payment is known).
 */
MUST_USE enum err money_add(const struct desk *d, const struct actor *who, struct agency_id agency,
	const struct money_facts *f, struct money_id *id, struct error *err);
/* Takes an entry back by another one.  Event money.undo. */
MUST_USE enum err money_undo(const struct desk *d, const struct actor *who, struct money_id id,
	struct str reason, struct error *err);
MUST_USE enum err money_load(const struct desk *d, const struct actor *who, struct money_id id,
	struct arena *a, struct money_row *out, struct error *err);

struct money_page {
	struct money_row *row;
	size_t n;
	bool more;
	int64_t total, entries; /* of the year: the numbers of ledger_year */
};
MUST_USE enum err money_list(const struct desk *d, const struct actor *who, struct agency_id agency,
	int item, int year, struct ledger_place after, struct arena *a, struct money_page *out,
	struct error *err);

#endif
