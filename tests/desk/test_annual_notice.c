/*
 * reminders of the day by which the annual report is published, once for each threshold; who
 * supervises hears of the agencies below; the day is in the calendar that people subscribe to.
 */
#include "desk/annual_gate.h"
#include "desk/annual_text.h"
#include "desk/feed.h"
#include "desk/notice.h"

#include "tests/desk/request_test.h"

static struct request_place p;
static struct actor editor, reviewer, head, over;
static struct error err;
static struct notice_post post;
static struct str detail; /* of the last one found */

static struct desk *d(void)
{
	return &p.desk.desk;
}
static struct arena *ar(void)
{
	return &p.desk.arena;
}

/* Unread ones of a kind, which are read thereby. */
static int told(const struct actor *who, enum notice_kind kind)
{
	struct notice_item *item;
	size_t n;
	int64_t marked;
	int found = 0;
	must(notice_list(d(), ar(), who, true, (struct notice_id){ 0 }, &item, &n, &err), &err, "list");
	for (size_t i = 0; i < n; i++)
		if (item[i].kind == kind) {
			found++;
			detail = item[i].detail;
		}
	must(notice_read_all(d(), who, (struct notice_id){ INT64_MAX }, &marked, &err), &err, "read");
	return found;
}

/* The daily look, by two nodes. */
static void daily(int year, int month, int day)
{
	struct arena a;
	struct runner_work w = { .desk = d(), .arena = &a, .ctx = &post };
	request_day(&p, year, month, day);
	arena_init(&a, 64 << 20);
	must(notice_run_daily(&w, &err), &err, "daily");
	must(notice_run_daily(&w, &err), &err, "daily, by another node");
	arena_done(&a);
}

/*
 * 31 January 2026 is a Saturday, so the last working day before it counts: Friday the 30th.  Before it
 * lie the 4th (Sunday, worked for the holiday), 5 to 9, 12 to 16, 19 to 23 and 26 to 30: on the 4th
 * twenty are left, on the 16th ten, on the 23rd five.
 */
static void check_own(void)
{
	static const struct {
		int month, day, due, late;
	} row[] = { { 1, 4, 1, 0 }, { 1, 5, 0, 0 }, { 1, 15, 0, 0 }, { 1, 16, 1, 0 }, { 1, 19, 0, 0 }, { 1, 23, 1, 0 },
		{ 1, 29, 0, 0 }, { 1, 30, 1, 0 }, { 1, 31, 0, 1 }, { 2, 2, 0, 0 }, { 2, 6, 0, 0 }, { 2, 9, 0, 1 } };
	daily(2025, 12, 31);
	CHECK(told(&p.clerk, NOTICE_ANNUAL_DUE) == 0 && told(&head, NOTICE_ANNUAL_DUE) == 0,
		"R-049: nothing before the year is over");
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		daily(2026, row[i].month, row[i].day);
		int reader = told(&p.reader, NOTICE_ANNUAL_DUE), r = told(&reviewer, NOTICE_ANNUAL_DUE);
		struct notice_item *item;
		size_t n;
		must(notice_list(d(), ar(), &head, true, (struct notice_id){ 0 }, &item, &n, &err), &err, "list");
		int late = n == 1 && item[0].kind == NOTICE_ANNUAL_OVERDUE, due = told(&head, NOTICE_ANNUAL_DUE);
		CHECK(due == row[i].due && r == row[i].due && late == row[i].late && reader == 0, "2026-%02d-%02d: %d %d",
			row[i].month, row[i].day, due, late);
	}
}

static void check_whom(void)
{
	struct annual_text_input in = { 2026, 5, 0, STR("存在的主要问题：培训不够。"), STR("") };
	request_day(&p, 2026, 12, 30);
	must(annual_text_save(d(), ar(), &editor, &in, &err), &err, "text");
	(void)told(&p.clerk, NOTICE_ANNUAL_DUE);
	(void)told(&editor, NOTICE_ANNUAL_DUE);
	(void)told(&reviewer, NOTICE_ANNUAL_DUE);
	/* 31 January 2027 is a Sunday: Friday the 29th.  Twenty are left on the 1st, a Friday, even when it is no holiday. */
	daily(2027, 1, 4);
	CHECK(told(&p.clerk, NOTICE_ANNUAL_DUE) == 0 && told(&editor, NOTICE_ANNUAL_DUE) == 1 &&
			told(&reviewer, NOTICE_ANNUAL_DUE) == 1,
		"who writes is told, not everybody who might");
	CHECK(str_has(detail, "2026年度") && str_has(detail, "2027年1月29日") && str_has(detail, "现在是“起草”"),
		"with the day and how far it is: %.*s", STR_ARG(detail));
}

static bool feed_has(struct str token, const char *text)
{
	struct buf b;
	buf_init(&b, 1 << 20);
	must(feed_write(d(), ar(), token, STR("192.0.2.9"), STR("https://gk.example.cn"), &b, &err), &err, "feed");
	bool has = str_has(buf_view(&b), text);
	buf_done(&b);
	return has;
}

static void check_feed(void)
{
	struct str all;
	request_day(&p, 2026, 1, 5);
	must(feed_make(d(), ar(), &p.clerk, FEED_AGENCY, &all, &err), &err, "feed");
	CHECK(feed_has(all, "-annual-2025@gk.example.cn") && feed_has(all, "DTSTART;VALUE=DATE:20260130"),
		"the day is in the calendar of the agency");
}

/* A department and a government below: by 31 January the one, by 31 March, a Tuesday, the other. */
static void check_below(void)
{
	struct actor sys = request_actor(&p, "system", ROLE_BIT(ROLE_SYSTEM));
	struct agency_facts bureau = { .parent = p.agency, .name = STR("示例区档案局"), .short_name = STR("区档案局") };
	struct agency_facts town = { .parent = p.agency, .name = STR("示例区人民政府"), .short_name = STR("区政府") };
	struct agency_id id;
	request_day(&p, 2025, 12, 1);
	must(agency_add(d(), &sys, &bureau, &id, &err), &err, "bureau");
	must(agency_add(d(), &sys, &town, &id, &err), &err, "town");
	daily(2026, 1, 16);
	CHECK(told(&over, NOTICE_ANNUAL_BELOW) == 1 && str_has(detail, "1 个机关中 1 个未公布") && str_has(detail, "1月30日"),
		"the bureau below: %.*s", STR_ARG(detail));
	CHECK(told(&p.clerk, NOTICE_ANNUAL_BELOW) == 0, "only who supervises");
	daily(2026, 3, 24);
	(void)told(&over, NOTICE_ANNUAL_BELOW);
	daily(2026, 3, 31);
	CHECK(told(&over, NOTICE_ANNUAL_BELOW) >= 1, "R-049: the government by 31 March");
}

int main(void)
{
	request_place_init(&p);
	editor = request_actor(&p, "editor", ROLE_BIT(ROLE_EDIT));
	reviewer = request_actor(&p, "reviewer", ROLE_BIT(ROLE_REVIEW));
	head = request_actor(&p, "head", ROLE_BIT(ROLE_SIGN));
	over = request_actor(&p, "over", ROLE_BIT(ROLE_SUPERVISE));
	if (!raw_exec(&p.desk.store, "UPDATE agency SET created_at = 1735000000000"))
		return 1;
	check_own();
	check_feed();
	check_below();
	check_whom();
	desk_place_done(&p.desk);
	return TEST_END();
}
