#include "law/norm.h"

const char *norm_validity_name(enum norm_validity v)
{
	static const char *const name[NORM_VALIDITIES] = { [NORM_NOT_YET] = "尚未施行",
		[NORM_IN_FORCE] = "现行有效",
		[NORM_AMENDED] = "已修改",
		[NORM_REPEALED] = "已废止",
		[NORM_EXPIRED] = "失效" };
	return (unsigned)v < NORM_VALIDITIES ? name[v] : "";
}

/* C-2.4-17 */
enum norm_validity norm_validity(const struct norm_dates *n, struct date on)
{
	bool repealed = n->repealed.day <= on.day, expired = n->expires.day < on.day;
	if (repealed && (!expired || n->repealed.day <= n->expires.day))
		return NORM_REPEALED;
	if (expired)
		return NORM_EXPIRED;
	if (on.day < n->in_force.day)
		return NORM_NOT_YET;
	return n->amended.day <= on.day ? NORM_AMENDED : NORM_IN_FORCE;
}

void norm_span_years(struct date first, struct date gone, int *from, int *to)
{
	*from = date_year(first);
	/* Gone on 1 January: still there on the last 31 December. */
	*to = gone.day == INT32_MAX ? NORM_YEAR_OPEN : date_year(gone) - 1;
}

void norm_year_ends(const struct norm_dates *n, int *from, int *to)
{
	struct date gone = n->repealed;
	if (n->expires.day != INT32_MAX && n->expires.day + 1 < gone.day)
		gone = (struct date){ n->expires.day + 1 };
	norm_span_years(n->in_force, gone, from, to);
}
