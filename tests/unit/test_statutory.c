/* Statutory holidays against the arrangements that the State Council published. */
#include "law/arrangement.h"
#include "law/statutory.h"
#include "tests/test.h"

static const struct arranged_day *arranged(struct date d)
{
	size_t n;
	const struct arrangement *y = arrangement_builtin(&n);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < y[i].n; k++)
			if (y[i].day[k].date.day == d.day)
				return &y[i].day[k];
	return NULL;
}

int main(void)
{
	/* C-1.5-17: 11 days a year before 2025, 13 since; two may fall on one day (2020-10-01: 国庆
	 * and 中秋). */
	for (int year = 2019; year <= 2026; year++) {
		int days = 0, off = 0, named = 0;
		for (struct date d = date_from_ymd(year, 1, 1); date_year(d) == year; d.day++) {
			const char *name = statutory_name(d);
			const struct arranged_day *a = arranged(d);
			if (!name)
				continue;
			days++;
			off += a && a->off;
			/* In 2020, 2023 and 2025 the block is named after both. */
			named += a && (str_has(a->name, name) || str_has(a->name, "国庆") ||
					      str_has(a->name, "中秋"));
		}
		CHECK(days == (year >= STATUTORY_REFORM ? 13 : year == 2020 ? 10 : 11),
			"%d has %d statutory days", year, days);
		CHECK(off == days && named == days, "%d: all off (%d) under their name (%d)", year,
			off, named);
	}
	CHECK(!statutory_name(date_from_ymd(2024, 2, 9)), "C-1.5-18: 除夕 2024 is none");
	CHECK(statutory_name(date_from_ymd(2025, 1, 28)) != NULL, "除夕 2025 is one");
	CHECK(statutory_name(date_from_ymd(2018, 10, 1)) != NULL &&
			!statutory_name(date_from_ymd(2018, 2, 16)) &&
			!statutory_name(date_from_ymd(2036, 1, 28)) &&
			statutory_name(date_from_ymd(2036, 1, 1)) != NULL,
		"outside the table only days of fixed date");
	CHECK(strcmp(statutory_name(date_from_ymd(2027, 2, 6)), "春节") == 0, "春节 2027");
	return TEST_END();
}
