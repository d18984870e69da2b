/* What is valid when (law/norm.h): by hand from the dates. */
#include "law/norm.h"
#include "tests/test.h"

#define NO "2999-12-31"

static struct date day(const char *z)
{
	struct date d = norm_no_day();
	if (str_is(str_cstr(z), NO))
		return d;
	return date_parse(str_cstr(z), &d) ? d : norm_no_day();
}

static const struct {
	const char *rule, *what, *in_force, *amended, *repealed, *expires, *on;
	enum norm_validity want;
} row[] = {
	{ "C-2.4-17", "before its first day", "2024-03-01", NO, NO, NO, "2024-02-29", NORM_NOT_YET },
	{ "C-2.4-17", "on its first day", "2024-03-01", NO, NO, NO, "2024-03-01", NORM_IN_FORCE },
	{ "C-2.4-17", "the day before an amendment", "2020-01-01", "2024-06-01", NO, NO, "2024-05-31", NORM_IN_FORCE },
	{ "C-2.4-17", "amended", "2020-01-01", "2024-06-01", NO, NO, "2024-06-01", NORM_AMENDED },
	{ "C-2.4-17", "the day before it is repealed", "2020-01-01", NO, "2024-12-31", NO, "2024-12-30", NORM_IN_FORCE },
	{ "C-2.4-17", "repealed on 31 December", "2020-01-01", NO, "2024-12-31", NO, "2024-12-31", NORM_REPEALED },
	{ "C-2.4-17", "last day of its term", "2020-01-01", NO, NO, "2024-12-31", "2024-12-31", NORM_IN_FORCE },
	{ "C-2.4-17", "the day after its term", "2020-01-01", NO, NO, "2024-12-31", "2025-01-01", NORM_EXPIRED },
	{ "C-2.4-17", "repealed before its term was over", "2020-01-01", NO, "2023-05-01", "2024-12-31", "2025-01-01", NORM_REPEALED },
	{ "C-2.4-17", "repealed after it had expired", "2020-01-01", NO, "2024-05-01", "2022-12-31", "2025-01-01", NORM_EXPIRED },
	{ "C-2.4-17", "amended, then repealed", "2020-01-01", "2021-01-01", "2024-05-01", NO, "2024-05-01", NORM_REPEALED },
	{ "C-2.4-17", "repealed before it came into force", "2024-06-01", NO, "2024-05-01", NO, "2024-05-02", NORM_REPEALED },
};

static const struct {
	const char *what, *in_force, *repealed, *expires;
	int from, to;
} span[] = {
	{ "without an end", "2024-03-01", NO, NO, 2024, 9999 },
	{ "repealed in 2026", "2024-03-01", "2026-07-01", NO, 2024, 2025 },
	{ "repealed on 1 January is valid on the day before", "2024-03-01", "2026-01-01", NO, 2024, 2025 },
	{ "repealed on 31 December is not valid on it", "2024-03-01", "2026-12-31", NO, 2024, 2025 },
	{ "term ends on 31 December", "2024-03-01", NO, "2026-12-31", 2024, 2026 },
	{ "term ends on 30 December", "2024-03-01", NO, "2026-12-30", 2024, 2025 },
	{ "within one year: on no 31 December", "2024-03-01", "2024-10-01", NO, 2024, 2023 },
	{ "the earlier of both", "2024-03-01", "2026-05-01", "2025-12-31", 2024, 2025 },
};

int main(void)
{
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct norm_dates d = { day(row[i].in_force), day(row[i].amended),
			day(row[i].repealed), day(row[i].expires) };
		enum norm_validity v = norm_validity(&d, day(row[i].on));
		CHECK(v == row[i].want, "%s %s: %s", row[i].rule, row[i].what, norm_validity_name(v));
	}
	for (size_t i = 0; i < sizeof span / sizeof *span; i++) {
		struct norm_dates d = { day(span[i].in_force), norm_no_day(), day(span[i].repealed),
			day(span[i].expires) };
		int from = 0, to = 0;
		norm_year_ends(&d, &from, &to);
		CHECK(from == span[i].from && to == span[i].to, "%s: %d to %d", span[i].what, from, to);
		/* The span says the same as the validity of each 31 December. */
		for (int y = 2023; y <= 2027; y++) {
			enum norm_validity v = norm_validity(&d, date_from_ymd(y, 12, 31));
			bool valid = v == NORM_IN_FORCE || v == NORM_AMENDED;
			CHECK(valid == (from <= y && y <= to), "%s, %d", span[i].what, y);
		}
	}
	CHECK(norm_validity_name(NORM_VALIDITIES)[0] == '\0', "no name for no validity");
	return TEST_END();
}
