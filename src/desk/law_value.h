/*
 * law_value -- what the law leaves open or could not be read ([U], [C] of law/rules.md), as an agency
 * has decided: results of 复议 and 诉讼 under the columns of table four, and periods without an
 * article.  Each has its default in law/.
 *
 * A change holds for cases that come from a day in the future on; cases that are there keep the
 * value they began with, so that nothing already counted moves.  Rows are only added: the history
 * stays.  Periods that an article fixes are no values and cannot be changed.
 */
#ifndef DESK_LAW_VALUE_H
#define DESK_LAW_VALUE_H

#include "desk/desk.h"
#include "law/remedy_case.h"
#include "store/law_value.sql.h"

enum law_value_kind { LAW_VALUE_DAYS, LAW_VALUE_YES_NO, LAW_VALUE_COLUMN };

struct law_value_info {
	const char *name; /* "redo_days"; "column.review.maintained" */
	const char *label, *hint;
	enum law_value_kind kind;
	int64_t by_default, min, max; /* days; 0 with min 0: none */
	const char *rule;	      /* id of the rule, with its article in law/rule.h */
	const char *mark;	      /* "U": not verified, "C": a convention of the program */
};
enum { LAW_VALUES_MAX = 64 };
/* All of them, in the order they are shown. */
size_t law_value_list(struct law_value_info *out, size_t max);
bool law_value_find(struct str name, struct law_value_info *out);

/* What counts for a case of the agency that came on a day. */
MUST_USE enum err law_values_remedy(struct tx *tx, struct arena *a, struct agency_id agency,
	struct date on, struct remedy_config *out, struct error *err);

struct law_value_view {
	struct law_value_info info;
	int64_t value;	       /* for a case that comes today */
	bool set;	       /* by the agency, else the default */
	bool has_next;	       /* decided, and not yet in force */
	int64_t next;
	struct date next_from;
	struct law_value_row *history; /* of law_value_view alone; newest first */
	size_t n_history;
	int64_t version; /* of the newest entry; 0: none */
};
/* All values of the actor's agency; in the arena. */
MUST_USE enum err law_values_view(const struct desk *d, struct arena *a, const struct actor *who,
	struct law_value_view **out, size_t *n, struct error *err);
/* One with its history.  ERR_NOT_FOUND. */
MUST_USE enum err law_value_view(const struct desk *d, struct arena *a, const struct actor *who,
	struct str name, struct law_value_view *out, struct error *err);
/*
 * Sets one from a day on, tomorrow at the earliest; by who answers for the numbers
 * (PERM_REMEDY_HOLD).  version: the newest entry that was seen; another one is ERR_CONFLICT.
 * ERR_INVALID "value", "from", "reason".  Event law.set.
 */
struct law_value_change {
	struct str name;
	int64_t version, value;
	struct date from;
	struct str reason;
};
MUST_USE enum err law_value_set(const struct desk *d, struct arena *a, const struct actor *who,
	const struct law_value_change *c, struct error *err);

#endif
