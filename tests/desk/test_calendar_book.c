/* Working calendars: import with its preview, replacement, local days, the cache. */
#include "desk/calendar_book.h"
#include "desk/organisation.h"
#include "law/statutory.h"
#include "tests/desk/desk_test.h"

#include <pthread.h>

static struct error err;
static struct desk_place p;
static struct actor sys, aud;

static struct actor actor_of(const char *login)
{
	struct actor console = actor_console();
	struct account_item item;
	struct agency_id agency = { 0 };
	must(account_find(&p.desk, &p.arena, &console, str_cstr(login), &item, &err), &err, login);
	must(setup_agency_find(&p.desk, STR(""), &agency, &err), &err, "agency");
	return (struct actor){ .person = item.id, .agency = agency, .roles = item.roles,
		.address = STR("192.0.2.1") };
}

/* An invented arrangement: what a notice could say. */
static const char year_2027[] =
	"{\"year\":2027,\"papers\":[\"https://www.example.cn/2027\"],\"days\":["
	"{\"name\":\"元旦\",\"date\":\"2027-01-01\",\"isOffDay\":true},"
	"{\"name\":\"春节\",\"date\":\"2027-02-05\",\"isOffDay\":true},"
	"{\"name\":\"春节\",\"date\":\"2027-02-08\",\"isOffDay\":true},"
	"{\"name\":\"春节\",\"date\":\"2027-02-14\",\"isOffDay\":false}]}";
static const char year_2027_later[] =
	"{\"year\":2027,\"papers\":[\"https://www.example.cn/2027b\"],\"days\":["
	"{\"name\":\"元旦\",\"date\":\"2027-01-01\",\"isOffDay\":true}]}";

static int year_done;

static enum err import(const char *json, const char *source, const char *reason, int64_t version)
{
	return calendar_import(&p.desk, &sys, &p.arena, str_cstr(json), str_cstr(source),
		str_cstr(reason), version, &year_done, &err);
}

static void check_refused(void)
{
	static const struct {
		const char *what, *json, *source, *field, *says;
	} row[] = {
		{ "nothing", "", "", "content", "请选择" },
		{ "no JSON", "{", "", "content", "第" },
		{ "a list", "[]", "", "content", "不是一年的放假安排" },
		{ "no year", "{\"days\":[]}", "", "content", "year" },
		{ "no days yet", "{\"year\":2027,\"days\":[]}", "", "content", "2027" },
		{ "wrong date",
			"{\"year\":2027,\"days\":[{\"name\":\"元旦\",\"date\":\"2027-13-01\",\"isOffDay\":true}]}",
			"x", "content", "第1项" },
		{ "papers", "{\"year\":2027,\"papers\":[\"javascript:1\"],\"days\":[{\"name\":\"元旦\","
			    "\"date\":\"2027-01-01\",\"isOffDay\":true}]}",
			"x", "content", "第1个来源" },
		{ "no source", "{\"year\":2027,\"days\":[{\"name\":\"元旦\",\"date\":\"2027-01-01\","
			       "\"isOffDay\":true}]}",
			" ", "source", "依据" },
	};
	struct calendar_preview v;
	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++)
		CHECK(calendar_preview_import(&p.desk, &sys, str_cstr(row[i].json),
			      str_cstr(row[i].source), &p.arena, &v, &err) == ERR_INVALID &&
				strcmp(err.field, row[i].field) == 0 && strstr(err.msg, row[i].says),
			"%s: %s", row[i].what, err.msg);
	char *big = arena_array(&p.arena, char, CALENDAR_IMPORT_MAX + 2);
	memset(big, ' ', CALENDAR_IMPORT_MAX + 1);
	big[0] = '{';
	CHECK(import(big, "x", "x", 0) == ERR_INVALID && strstr(err.msg, "256 KB"), "too large: %s",
		err.msg);
	CHECK(calendar_preview_import(&p.desk, &aud, str_cstr(year_2027), STR(""), &p.arena, &v,
		      &err) == ERR_DENIED,
		"not by the auditor");
	CHECK(import(year_2027, "", "  ", 0) == ERR_INVALID && strcmp(err.field, "reason") == 0,
		"a reason is asked for");
}

static void check_import(void)
{
	struct calendar_preview v, stale;
	struct calendar_book_year y;
	p.now += DAYS(320); /* 2026-11-21: 2027 is not arranged yet */
	CHECK(calendar_book_view(&p.desk, &aud, 2027, &p.arena, &y, &err) == OK && !y.arranged &&
			y.workdays == 261 && y.today.day == date_from_ymd(2026, 11, 21).day,
		"before: provisional, 261 weekdays; got %d", y.workdays);
	CHECK(calendar_preview_import(
		      &p.desk, &sys, str_cstr(year_2027), STR(""), &p.arena, &v, &err) == OK,
		"preview: %s", err.msg);
	CHECK(v.year == 2027 && v.days == 4 && !v.replaces && v.n_changes == 4 &&
			str_is(v.source, "https://www.example.cn/2027") &&
			v.workdays_before == 261 && v.workdays_after == 259,
		"four days change, %d to %d working days", v.workdays_before, v.workdays_after);
	CHECK(v.change[0].date.day == date_from_ymd(2027, 1, 1).day &&
			str_is(v.change[0].before, "工作日") &&
			str_is(v.change[0].after, "放假（元旦）") &&
			str_is(v.change[3].before, "周末") &&
			str_is(v.change[3].after, "调休上班（春节）"),
		"in words");
	/* 40 working days after Saturday 2026-11-21, counted by hand: 28 to the end of December
	 * (no holiday), so the 12th weekday of 2027 before, one day more with 01-01 off. */
	CHECK(v.example[2].n == 40 && v.example[2].before.day == date_from_ymd(2027, 1, 15).day &&
			v.example[2].after.day == date_from_ymd(2027, 1, 18).day &&
			v.example[2].provisional_before && !v.example[2].provisional_after,
		"the long example moves: %s to %s", date_text(v.example[2].before).z,
		date_text(v.example[2].after).z);
	CHECK(v.example[0].n == 7 && v.example[0].before.day == v.example[0].after.day,
		"the short one does not");
	CHECK(desk_events(&p, "calendar.import") == 0, "looking changes nothing");
	stale = v;
	CHECK(import(v.json.p, "", "国务院办公厅通知", v.version) == OK && year_done == 2027,
		"imported: %s", err.msg);
	CHECK(desk_events(&p, "calendar.import") == 1, "one event");
	CHECK(calendar_book_view(&p.desk, &aud, 2027, &p.arena, &y, &err) == OK && y.arranged &&
			y.workdays == 259 && y.holidays == 3 && y.makeups == 1 && !y.builtin &&
			y.n_imports == 1 && y.import[0].current && str_is(y.import[0].login, "sys"),
		"in force");
	CHECK(import(year_2027_later, "", "更正", stale.version) == ERR_CONFLICT, "stale: %s",
		err.msg);
	CHECK(import(year_2027_later, "国办发明电测试号", "更正", 0) == OK, "replaced: %s", err.msg);
	CHECK(calendar_book_view(&p.desk, &aud, 2027, &p.arena, &y, &err) == OK &&
			y.workdays == 260 && y.n_imports == 2 && y.import[0].current &&
			!y.import[1].current && str_is(y.import[0].source, "国办发明电测试号"),
		"the later one counts, the earlier is kept");
	CHECK(calendar_book_view(&p.desk, &aud, 2026, &p.arena, &y, &err) == OK && y.builtin &&
			y.arranged && y.workdays == 248,
		"2026 as compiled in: 248 (C-1.5-21)");
	CHECK(calendar_book_view(&p.desk, &aud, 1800, &p.arena, &y, &err) == ERR_INVALID, "1800");
}

static void check_local(void)
{
	struct date fair = date_from_ymd(2026, 12, 9), sunday = date_from_ymd(2026, 12, 6);
	struct local_day_row row;
	struct calendar_book_year y;
	struct agency_facts f = { .name = STR("示例市东区公安分局") };
	struct agency_id east;
	must(agency_add(&p.desk, &sys, &f, &east, &err), &err, "agency");
	struct actor below = sys;
	below.agency = east;
	CHECK(calendar_local_add(&p.desk, &sys, &p.arena, sunday, STR("测试节"), STR("x"), &err) ==
				ERR_INVALID &&
			strcmp(err.field, "date") == 0,
		"a Sunday: %s", err.msg);
	CHECK(calendar_local_add(&p.desk, &sys, &p.arena, fair, STR(""), STR("x"), &err) ==
				ERR_INVALID &&
			strcmp(err.field, "name") == 0,
		"a name is needed");
	CHECK(calendar_local_add(&p.desk, &aud, &p.arena, fair, STR("测试节"), STR("x"), &err) ==
			ERR_DENIED,
		"not by the auditor");
	CHECK(calendar_local_add(
		      &p.desk, &sys, &p.arena, fair, STR("测试节"), STR("州政府通知"), &err) == OK,
		"a local day: %s", err.msg);
	CHECK(calendar_local_add(
		      &p.desk, &sys, &p.arena, fair, STR("测试节"), STR("州政府通知"), &err) ==
			ERR_INVALID,
		"not twice: %s", err.msg);
	CHECK(calendar_book_view(&p.desk, &below, 2026, &p.arena, &y, &err) == OK &&
			y.locals == 1 && y.workdays == 247 && y.n_locals == 1 && y.n_entries == 0,
		"it holds for agencies below");
	CHECK(calendar_local_find(&p.desk, &below, &p.arena, fair, &row, &err) == ERR_NOT_FOUND &&
			calendar_local_correct(
				&p.desk, &below, &p.arena, fair, STR("x"), &err) == ERR_NOT_FOUND,
		"who cannot take it back");
	CHECK(calendar_local_correct(&p.desk, &sys, &p.arena, fair, STR(" "), &err) == ERR_INVALID,
		"a correction needs a reason");
	CHECK(calendar_local_correct(&p.desk, &sys, &p.arena, fair, STR("登记有误"), &err) == OK &&
			calendar_local_correct(
				&p.desk, &sys, &p.arena, fair, STR("x"), &err) == ERR_NOT_FOUND,
		"taken back, once");
	CHECK(calendar_book_view(&p.desk, &sys, 2026, &p.arena, &y, &err) == OK && y.locals == 0 &&
			y.n_entries == 2 && y.workdays == 248,
		"both entries are kept");
	CHECK(calendar_local_add(
		      &p.desk, &sys, &p.arena, fair, STR("测试节"), STR("仍然放假"), &err) == OK,
		"and entered again");
	CHECK(desk_events(&p, "calendar.local") == 2 && desk_events(&p, "calendar.correct") == 1,
		"three events");
	struct actor console = actor_console();
	CHECK(calendar_local_add(
		      &p.desk, &console, &p.arena, fair, STR("x"), STR("x"), &err) == ERR_DENIED,
		"the command line has no agency");
}

/* Loads while another thread changes the calendars; each calendar must stay whole. */
static void *load_often(void *ctx)
{
	int *bad = ctx;
	struct error e;
	for (int i = 0; i < 60; i++) {
		struct arena a;
		const struct calendar *cal;
		arena_init(&a, 32 << 20);
		if (desk_calendar_load(&p.desk, sys.agency, &a, &cal, &e) ||
			!calendar_has_year(cal, 2026) || !calendar_has_year(cal, 2027))
			++*bad;
		arena_done(&a);
	}
	return NULL;
}

static void check_cache(void)
{
	struct arena a, b;
	const struct calendar *one, *two, *three;
	pthread_t t[3];
	int bad[3] = { 0 };
	enum err refused = OK;
	arena_init(&a, 32 << 20);
	arena_init(&b, 32 << 20);
	must(desk_calendar_load(&p.desk, sys.agency, &a, &one, &err), &err, "load");
	must(desk_calendar_load(&p.desk, sys.agency, &b, &two, &err), &err, "load");
	CHECK(one == two, "the same calendar");
	struct date day = date_from_ymd(2026, 12, 9);
	CHECK(!calendar_is_workday(one, day), "with the local day");
	must(calendar_local_correct(&p.desk, &sys, &p.arena, day, STR("x"), &err), &err, "correct");
	must(desk_calendar_load(&p.desk, sys.agency, &b, &three, &err), &err, "load");
	CHECK(three != one && calendar_is_workday(three, day) && !calendar_is_workday(one, day),
		"another after a change; the one in use stays as it was");
	arena_done(&a);
	arena_done(&b);
	for (int i = 0; i < 3; i++)
		pthread_create(&t[i], NULL, load_often, &bad[i]);
	for (int i = 0; i < 20; i++)
		if (!refused)
			refused = import(i % 2 ? year_2027 : year_2027_later, "x", "x", 0);
	for (int i = 0; i < 3; i++)
		pthread_join(t[i], NULL);
	must(refused, &err, "import");
	CHECK(bad[0] + bad[1] + bad[2] == 0, "three threads load while it changes");
}

int main(void)
{
	desk_place_init(&p);
	desk_set_up(&p);
	sys = actor_of("sys");
	aud = actor_of("aud");
	must(calendar_cache_new(&p.desk.calendars, &err), &err, "cache");
	check_refused();
	check_import();
	check_local();
	check_cache();
	arena_reset(&p.arena);
	calendar_cache_free(p.desk.calendars);
	p.desk.calendars = NULL;
	desk_place_done(&p);
	return TEST_END();
}
