#include "law/statutory.h"

/* Month * 100 + day. */
struct lunar_year {
	int spring, tomb, dragon, moon;
};
static const struct lunar_year lunar[STATUTORY_YEAR_MAX - STATUTORY_YEAR_MIN + 1] = {
	{ 205, 405, 607, 913 },	 /* 2019 */
	{ 125, 404, 625, 1001 }, /* 2020 */
	{ 212, 404, 614, 921 },	 /* 2021 */
	{ 201, 405, 603, 910 },	 /* 2022 */
	{ 122, 405, 622, 929 },	 /* 2023 */
	{ 210, 404, 610, 917 },	 /* 2024 */
	{ 129, 404, 531, 1006 }, /* 2025 */
	{ 217, 405, 619, 925 },	 /* 2026 */
	{ 206, 405, 609, 915 },	 /* 2027 */
	{ 126, 404, 528, 1003 }, /* 2028 */
	{ 213, 404, 616, 922 },	 /* 2029 */
	{ 203, 405, 605, 912 },	 /* 2030 */
	{ 123, 405, 624, 1001 }, /* 2031 */
	{ 211, 404, 612, 919 },	 /* 2032 */
	{ 131, 404, 601, 908 },	 /* 2033 */
	{ 219, 405, 620, 927 },	 /* 2034 */
	{ 208, 405, 610, 916 },	 /* 2035 */
};

/* art 2: 元旦 1, 劳动节 2 (1 before 2025), 国庆节 3. */
static const char *fixed_name(int year, int day)
{
	if (day == 101)
		return "元旦";
	if (day == 501 || (day == 502 && year >= STATUTORY_REFORM))
		return "劳动节";
	return day >= 1001 && day <= 1003 ? "国庆节" : NULL;
}

/* art 2: 春节 4 with 除夕 (3 without it before 2025), 清明节, 端午节, 中秋节 1 each. */
static const char *lunar_name(struct date d, int year, int day)
{
	const struct lunar_year *l = &lunar[year - STATUTORY_YEAR_MIN];
	int n = date_diff(date_from_ymd(year, l->spring / 100, l->spring % 100), d);
	if (n >= (year >= STATUTORY_REFORM ? -1 : 0) && n <= 2)
		return "春节";
	if (day == l->tomb)
		return "清明节";
	if (day == l->dragon)
		return "端午节";
	return day == l->moon ? "中秋节" : NULL;
}

const char *statutory_name(struct date d)
{
	int y, m, dd;
	date_split(d, &y, &m, &dd);
	const char *name = fixed_name(y, m * 100 + dd);
	if (name || y < STATUTORY_YEAR_MIN || y > STATUTORY_YEAR_MAX)
		return name;
	return lunar_name(d, y, m * 100 + dd);
}
