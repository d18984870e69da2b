/*
 * norm -- the register of 规章 and 行政规范性文件.  What is valid when: law/norm.h.
 */
#ifndef DESK_NORM_H
#define DESK_NORM_H

#include "desk/ledger.h"
#include "law/norm.h"

enum norm_kind { NORM_REGULATION, NORM_NORMATIVE, NORM_KINDS };
const char *norm_kind_name(enum norm_kind k); /* 规章, 行政规范性文件 */

struct norm_facts {
	enum norm_kind kind;
	struct str title, number; /* 文号 */
	struct date made, in_force; /* in_force norm_no_day: the day it was made */
	struct date amended, repealed, expires; /* norm_no_day: none */
	struct str amended_by, repealed_by;
};
/*
 * ERR_INVALID with err->field (title, number, made, in_force, amended, repealed, expires,
 * repealed_by): missing, in a wrong order, or the 文号 is registered already.  Events norm.add,
 * norm.change (a reason is required).
 */
MUST_USE enum err norm_add(const struct desk *d, const struct actor *who, struct agency_id agency,
	const struct norm_facts *f, struct norm_id *id, struct error *err);
MUST_USE enum err norm_change(const struct desk *d, const struct actor *who, struct norm_id id,
	int64_t version, const struct norm_facts *f, struct str reason, struct error *err);
MUST_USE enum err norm_load(const struct desk *d, const struct actor *who, struct norm_id id,
	struct arena *a, struct norm_row *out, struct error *err);
enum norm_validity norm_row_validity(const struct norm_row *r, struct date on);

struct norm_filter {
	struct agency_id agency;
	int kind;	 /* -1: both */
	int validity;	 /* -1: any */
	struct date on;	 /* the day for which validity is told */
	struct ledger_place before; /* of the row last shown: made_on and id */
};
struct norm_page {
	struct norm_row *row;
	size_t n;
	bool more;
};
MUST_USE enum err norm_list(const struct desk *d, const struct actor *who,
	const struct norm_filter *f, struct arena *a, struct norm_page *out, struct error *err);

#endif
