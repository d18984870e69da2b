/*
 * decision -- single 行政许可 and 行政处罚 decisions in the fields of the 双公示 standard of 2018.
 *
 * They do not make the numbers of table two (the monthly figures do); differences between the two are
 * shown.  A decision is known by its 文书号, once per agency.  Identity numbers, legal representatives
 * and the names of natural persons are sealed and have no way to be shown; lists show a masked name.
 */
#ifndef DESK_DECISION_H
#define DESK_DECISION_H

#include "desk/ledger.h"
#include "store/decision.sql.h"

enum {
	DECISION_FIELDS_MAX = 32,
	DECISION_PUBLISH_DAYS = 7 /* C-4.6-26: working days from the decision to its publication */
};

enum decision_field_flag {
	DECISION_REQUIRED = 1,
	DECISION_DATE = 2,
	DECISION_SEALED = 4, /* never shown */
	DECISION_CREDIT = 8, /* 统一社会信用代码, with its check sign */
	DECISION_MONEY = 16  /* 万元 */
};
struct decision_field {
	const char *code, *name; /* "XK_WSH", 行政许可决定文书号 */
	unsigned flags;
};
/* Fields of LEDGER_LICENCE or LEDGER_PENALTY, in the order of the standard. */
const struct decision_field *decision_fields(int item, size_t *n);

/* Values in the order of decision_fields; texts borrowed. */
struct decision_facts {
	struct str value[DECISION_FIELDS_MAX];
};
/* What is wrong with the values: the index of the field and a sentence, or -1. */
int decision_check(int item, const struct decision_facts *f, struct date today, struct error *err);

struct decision_filter {
	struct agency_id agency;
	int item, year;
	int month; /* 0: all */
	struct ledger_place after; /* day is the month */
};
struct decision_page {
	struct decision_row *row;
	size_t n;
	bool more;
	struct date today;
};
MUST_USE enum err decision_list(const struct desk *d, const struct actor *who,
	const struct decision_filter *f, struct arena *a, struct decision_page *out,
	struct error *err);
/* It was published on that day.  Event decision.publish. */
MUST_USE enum err decision_publish(const struct desk *d, const struct actor *who,
	struct decision_id id, struct date day, struct error *err);

/* Where the single decisions and the monthly figure of a department differ. */
struct decision_difference {
	struct department_id department;
	struct str name;
	int item, month;
	int64_t decisions, figure; /* figure -1: not filled in */
};
/* Only months with single decisions are looked at. */
MUST_USE enum err decision_differences(const struct desk *d, const struct actor *who,
	struct agency_id agency, int year, struct arena *a, struct decision_difference **out,
	size_t *n, struct error *err);

#endif
