#include "report/agency.h"

#include "core/utf8.h"

/* Shorter names ("公安局") fit too many agencies to be taken for one of them. */
enum { NAME_MIN = 5 };

static bool ends_in_region(struct str prefix)
{
	static const struct str region[] = { STR_INIT("省"), STR_INIT("市"), STR_INIT("区"),
		STR_INIT("县"), STR_INIT("州"), STR_INIT("盟"), STR_INIT("旗"), STR_INIT("镇"),
		STR_INIT("乡") };
	for (size_t i = 0; i < sizeof region / sizeof region[0]; i++)
		if (str_ends(prefix, region[i]))
			return true;
	return false;
}

/* Is `full` the name `name` with a region in front?  Provinces may be short: 河南, 北京. */
static bool is_prefixed(struct str full, struct str name)
{
	static const size_t SHORT_REGION = 3; /* characters, 内蒙古 and 黑龙江 the longest */
	if (full.n <= name.n || !str_ends(full, name) || utf8_length(name) < NAME_MIN)
		return false;
	struct str prefix = str_sub(full, 0, full.n - name.n);
	return ends_in_region(prefix) || utf8_length(prefix) <= SHORT_REGION;
}

enum agency_match agency_compare(struct arena *a, struct str x, struct str y)
{
	struct str fx = fold_text_arena(a, x), fy = fold_text_arena(a, y);
	if (fx.n == 0 || fy.n == 0)
		return AGENCY_UNKNOWN;
	if (str_eq(fx, fy))
		return AGENCY_SAME;
	return is_prefixed(fx, fy) || is_prefixed(fy, fx) ? AGENCY_PREFIXED : AGENCY_DIFFERENT;
}

bool agency_is_government(struct arena *a, struct str name)
{
	return str_ends(fold_text_arena(a, name), STR("人民政府"));
}
