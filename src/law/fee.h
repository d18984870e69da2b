/*
 * fee -- 信息处理费: what providing information costs when there is very much of it.
 *
 * Pure.  Amounts are whole yuan.  Tariffs stand in a table by date of law;
 * national tariff of 国办函〔2020〕109号, in force 2021-01-01 (R-042, F109-3 …
 * F109-6).  Expenses of the agency (postage) are not fees.  The payment period
 * is TERM_PAYMENT of law/term.
 */
#ifndef LAW_FEE_H
#define LAW_FEE_H

#include "core/buf.h"
#include "core/date.h"
#include "core/error.h"

#include <stdint.h>

struct fee_tariff;

/* The tariff in force on a date; ERR_NOT_FOUND before the first one. */
MUST_USE enum err fee_tariff_find(struct date on, const struct fee_tariff **out, struct error *err);
/* The newest tariff. */
const struct fee_tariff *fee_tariff_newest(void);

/*
 * F109-4: the sum for the first n requests of one applicant in one natural
 * month.  ERR_INVALID for n < 0, ERR_LIMIT when the sum passes 63 bits.
 */
MUST_USE enum err fee_items(
	const struct fee_tariff *t, int64_t n, int64_t *yuan, struct error *err);
/*
 * C-3.3-15: the price of the n-th request alone (n >= 1), which is what one
 * notice charges; the prices of 1..n add up to fee_items.
 */
MUST_USE enum err fee_item_price(
	const struct fee_tariff *t, int64_t n, int64_t *yuan, struct error *err);
/* F109-5: the sum for n pages (one side, A4 or smaller) of one request. */
MUST_USE enum err fee_pages(
	const struct fee_tariff *t, int64_t n, int64_t *yuan, struct error *err);

/*
 * Appends the worked sum, "20×100 + 1×200 = 2200"; "前10件免费，0" when nothing is
 * charged.  More than a dozen brackets are shortened in the middle.
 */
MUST_USE enum err fee_explain_items(
	const struct fee_tariff *t, int64_t n, struct buf *b, struct error *err);
MUST_USE enum err fee_explain_pages(
	const struct fee_tariff *t, int64_t n, struct buf *b, struct error *err);

enum fee_method { FEE_NONE, FEE_BY_ITEM, FEE_BY_PAGE };

/* One request as the fee notice sees it. */
struct fee_request {
	enum fee_method method;	 /* what is to be charged now */
	enum fee_method charged; /* what was charged for this request before */
	int64_t ordinal;	 /* by item: the n-th request of the applicant's month */
	int64_t pages;		 /* by page */
	bool only_told_where;	 /* already public: the applicant was told where to get it */
};
/*
 * What the notice for this request charges.  F109-3: one method for a request,
 * never both (ERR_CONFLICT); F109-5: no page fee when the applicant was only
 * told where to get public information (ERR_CONFLICT).
 */
MUST_USE enum err fee_charge(
	const struct fee_tariff *t, const struct fee_request *r, int64_t *yuan, struct error *err);

/* C-3.3-16: the natural month requests are counted in, by receipt date, as year * 12 + month - 1.
 */
int fee_month(struct date received);

#endif
