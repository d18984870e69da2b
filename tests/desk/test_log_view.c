/* The log viewer: filters, pages, neighbours, export, verification; and that a page is found by an
 * index whatever the filter. */
#include "desk/log_view.h"
#include "desk/organisation.h"
#include "store/event.sql.h"
#include "tests/desk/desk_test.h"

#include <fcntl.h>

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

/* n events in one transaction: three actions in turn, every fifth refused. */
struct many {
	int n;
	struct person_id by;
};
static enum err add_many(struct tx *tx, void *ctx, struct error *e)
{
	const struct many *m = ctx;
	static const char *const action[] = { "login.ok", "login.failed", "person.change" };
	enum err r = OK;
	for (int i = 0; !r && i < m->n; i++) {
		struct event_entry entry = { .actor = m->by, .agency = sys.agency,
			.action = str_cstr(action[i % 3]), .object_kind = STR("person"),
			.object = i % 7 + 1, .refused = i % 5 == 0, .reason = STR("=1+1,\"x\"") };
		r = event_append(tx, &entry, NULL, e);
	}
	return r;
}

static struct log_filter any(void)
{
	return (struct log_filter){ .group = -1 };
}

/* Walks all pages; -1 when the order or a filter is broken. */
static int64_t walk(const struct log_filter *f)
{
	struct event_id below = { 0 };
	struct log_page page;
	int64_t n = 0, last = INT64_MAX;
	do {
		if (log_view_page(&p.desk, &aud, f, below, &p.arena, &page, &err))
			return -1;
		for (size_t i = 0; i < page.n; i++) {
			const struct event_row *e = &page.line[i].event;
			const struct action *a = action_find(e->action);
			if (e->seq.v >= last || (f->refused && !e->refused) ||
				(f->group >= 0 && (!a || (int)a->group != f->group)) ||
				(f->object && e->object != f->object) ||
				(f->login.n && !str_eq(f->login, page.line[i].login)))
				return -1;
			last = e->seq.v;
		}
		n += (int64_t)page.n;
		below.v = last;
		if (!page.total_over && page.total < n)
			return -1;
	} while (page.more);
	return page.total == n ? n : -1;
}

static void check_filters(void)
{
	struct many m = { 300, sys.person };
	must(store_write(p.desk.store, add_many, &m, &err), &err, "events");
	struct log_filter f = any();
	int64_t all = walk(&f);
	CHECK(all > 300, "everything, page by page: %lld", (long long)all);
	f.group = ACTION_LOGIN;
	int64_t logins = walk(&f);
	CHECK(logins >= 200, "log-ins, merged from several actions: %lld", (long long)logins);
	f.refused = true;
	int64_t refused = walk(&f);
	CHECK(refused >= 40 && refused < logins, "refused log-ins: %lld", (long long)refused);
	f.login = STR("sys");
	CHECK(walk(&f) == 40, "of one person: 200 log-ins, every fifth");
	f.group = -1;
	CHECK(walk(&f) == 60, "all that was refused to him");
	f.refused = false;
	CHECK(walk(&f) == 300, "all he did");
	f = any();
	f.object_kind = STR("person");
	f.object = 3;
	CHECK(walk(&f) == 43, "one object: 43 of 300");
	f.refused = true;
	f.group = ACTION_PEOPLE;
	f.login = STR("sys");
	CHECK(walk(&f) == 2 || walk(&f) == 3, "and all filters at once");
	f = any();
	f.has_from = f.has_to = true;
	f.from = f.to = date_of_moment(p.now / 1000);
	CHECK(walk(&f) == all, "today is all there is");
	f.to = f.from = date_add_days(f.from, -1);
	CHECK(walk(&f) == 0, "yesterday there was nothing");
	p.now += DAYS(2);
	m.n = 30;
	must(store_write(p.desk.store, add_many, &m, &err), &err, "events");
	f.from = f.to = date_of_moment(p.now / 1000);
	CHECK(walk(&f) == 30, "two days later");
	f.has_from = false;
	f.to = date_add_days(f.to, -1);
	CHECK(walk(&f) == all, "up to the day before");
}

static void check_refusals(void)
{
	struct log_page page;
	struct log_filter f = any();
	CHECK(log_view_page(&p.desk, &sys, &f, (struct event_id){ 0 }, &p.arena, &page, &err) ==
			ERR_DENIED,
		"not for the system administrator: %s", err.msg);
	f.login = STR("nobody");
	CHECK(log_view_page(&p.desk, &aud, &f, (struct event_id){ 0 }, &p.arena, &page, &err) ==
				ERR_INVALID &&
			strcmp(err.field, "login") == 0,
		"nobody of that name: %s", err.msg);
	f = any();
	f.object = 3;
	CHECK(log_view_page(&p.desk, &aud, &f, (struct event_id){ 0 }, &p.arena, &page, &err) ==
				ERR_INVALID &&
			strcmp(err.field, "object") == 0,
		"an object needs its kind");
	f = any();
	f.has_from = f.has_to = true;
	f.from = date_from_ymd(2026, 2, 1);
	f.to = date_from_ymd(2026, 1, 1);
	CHECK(log_view_page(&p.desk, &aud, &f, (struct event_id){ 0 }, &p.arena, &page, &err) ==
				ERR_INVALID &&
			strcmp(err.field, "from") == 0,
		"from after to");
}

static void check_below(void)
{
	struct agency_facts a = { .name = STR("示例市东区公安分局") };
	struct agency_id east = { 0 };
	struct log_page page;
	struct log_filter f = any();
	struct log_one one;
	struct log_check check;
	must(agency_add(&p.desk, &sys, &a, &east, &err), &err, "agency");
	struct actor east_aud = aud;
	east_aud.agency = east;
	CHECK(log_view_page(&p.desk, &east_aud, &f, (struct event_id){ 0 }, &p.arena, &page, &err) ==
				OK &&
			!page.whole && page.n < LOG_PAGE,
		"an agency below sees its own: %zu", page.n);
	CHECK(log_view_one(&p.desk, &east_aud, (struct event_id){ 1 }, &p.arena, &one, &err) ==
			ERR_NOT_FOUND,
		"and no other event");
	CHECK(log_verify(&p.desk, &east_aud, &check, &err) == ERR_DENIED, "nor verifies: %s",
		err.msg);
}

static void check_one(void)
{
	struct log_one one;
	CHECK(log_view_one(&p.desk, &aud, (struct event_id){ 1 }, &p.arena, &one, &err) == OK &&
			one.before == LOG_FITS && one.after == LOG_FITS && !one.has_previous &&
			one.has_next,
		"the first event fits");
	CHECK(log_view_one(&p.desk, &aud, (struct event_id){ 20 }, &p.arena, &one, &err) == OK &&
			one.before == LOG_FITS && one.after == LOG_FITS,
		"so does one in the middle");
	CHECK(log_view_one(&p.desk, &aud, (struct event_id){ 999999 }, &p.arena, &one, &err) ==
			ERR_NOT_FOUND,
		"an event that is not there");
}

static void check_days(void)
{
	struct log_day day[LOG_DAYS];
	CHECK(log_view_days(&p.desk, &aud, day, &err) == OK, "days: %s", err.msg);
	CHECK(day[LOG_DAYS - 1].events >= 30 && day[LOG_DAYS - 1].refused == 4 &&
			day[LOG_DAYS - 2].events == 0 && day[LOG_DAYS - 3].events > 300 &&
			day[LOG_DAYS - 3].refused >= 40 && day[0].events == 0,
		"today %lld (%lld refused), two days ago %lld (%lld)",
		(long long)day[LOG_DAYS - 1].events, (long long)day[LOG_DAYS - 1].refused,
		(long long)day[LOG_DAYS - 3].events, (long long)day[LOG_DAYS - 3].refused);
}

static struct str export_text(const struct log_filter *f, enum log_format format, enum err want)
{
	char path[] = "/tmp/gongkai-export-XXXXXX";
	struct log_exported done = { 0 };
	int fd = mkstemp(path);
	unlink(path);
	enum err e = log_export(&p.desk, &aud, f, format, STR("季度检查"), fd, &done, &err);
	CHECK(e == want, "export: %s", err.msg);
	char *text = arena_array(&p.arena, char, (size_t)done.bytes + 1);
	ssize_t n = pread(fd, text, (size_t)done.bytes, 0);
	close(fd);
	CHECK(n == done.bytes, "%lld bytes", (long long)done.bytes);
	return (struct str){ text, (size_t)done.bytes };
}

static size_t lines(struct str s)
{
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == '\n';
	return n;
}

static void check_export(void)
{
	struct log_filter f = any();
	f.login = STR("sys");
	f.group = ACTION_LOGIN;
	size_t before = desk_events(&p, "log.export");
	struct str csv = export_text(&f, LOG_CSV, OK);
	CHECK(str_starts(csv, STR("\xef\xbb\xbf序号,时间,")), "a byte order mark and a head");
	CHECK(lines(csv) == 1 + 220, "220 events: %zu", lines(csv));
	CHECK(str_has(csv, ",\"'=1+1,\"\"x\"\"\",") && !str_has(csv, ",=1"), "no formulas");
	f = any();
	struct str all = export_text(&f, LOG_JSON_LINES, OK);
	CHECK(str_starts(all, STR("{ \"seq\":1,")), "the whole log from the first event");
	CHECK(desk_events(&p, "log.export") == before + 2, "two events of export");
	struct log_exported done;
	CHECK(log_export(&p.desk, &aud, &f, LOG_CSV, STR("  "), -1, &done, &err) == ERR_INVALID &&
			strcmp(err.field, "reason") == 0,
		"no export without a reason");
	CHECK(log_export(&p.desk, &aud, &f, LOG_CSV, STR("季度检查"), -1, &done, &err) == ERR_IO,
		"nowhere to write");
	CHECK(desk_events(&p, "log.export") == before + 2, "and no event of it");
}

static void check_verify(void)
{
	struct log_check c;
	struct str json;
	struct log_check_past *past;
	size_t n;
	CHECK(log_published(&p.desk, &p.arena, &json, &err) == ERR_NOT_FOUND, "nothing published");
	CHECK(log_verify(&p.desk, &aud, &c, &err) == OK && c.holds && !c.against && c.events > 300,
		"the chain holds: %s", err.msg);
	CHECK(log_publish(&p.desk, &aud, &p.arena, STR(""), &err) == ERR_INVALID, "needs a reason");
	CHECK(log_publish(&p.desk, &aud, &p.arena, STR("月度公布"), &err) == OK, "published: %s",
		err.msg);
	CHECK(log_published(&p.desk, &p.arena, &json, &err) == OK && str_has(json, "\"seal\":\""),
		"and there for everybody");
	CHECK(log_verify(&p.desk, &aud, &c, &err) == OK && c.holds && c.against, "holds against it");
	raw_exec(&p.store, p.store.pg ?
			"ALTER TABLE event DISABLE TRIGGER ALL; UPDATE event SET reason = 'x' WHERE seq = 17;"
			" ALTER TABLE event ENABLE TRIGGER ALL" :
			"DROP TRIGGER event_no_update; UPDATE event SET reason = 'x' WHERE seq = 17");
	CHECK(log_verify(&p.desk, &aud, &c, &err) == OK && !c.holds && str_has(str_cstr(c.problem.msg), "17"),
		"a changed event is found: %s", c.problem.msg);
	struct log_one one;
	CHECK(log_view_one(&p.desk, &aud, (struct event_id){ 17 }, &p.arena, &one, &err) == OK &&
			one.before == LOG_BROKEN && one.after == LOG_FITS,
		"and its page says so");
	CHECK(log_view_checks(&p.desk, &aud, &p.arena, &past, &n, &err) == OK && n == 3 &&
			!past[0].holds && past[1].holds && past[1].events > 300 &&
			str_is(past[0].line.login, "aud"),
		"three verifications are listed");
}

/* --- EXPLAIN QUERY PLAN, on SQLite ------------------------------------------------------------ */

extern const struct stmt stmt_event_page_all, stmt_event_page_refused, stmt_event_page_actor,
	stmt_event_page_actor_refused, stmt_event_page_action, stmt_event_page_action_refused,
	stmt_event_page_actor_action, stmt_event_page_object, stmt_event_page_agency,
	stmt_event_seq_from, stmt_event_seq_until, stmt_event_count_refused,
	stmt_event_count_actor, stmt_event_count_action;

static void check_plan(sqlite3 *db, const char *name, const char *text, const char *wanted)
{
	char sql[4000], plan[2000] = "";
	sqlite3_stmt *s = NULL;
	snprintf(sql, sizeof sql, "EXPLAIN QUERY PLAN %s", text);
	if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) == SQLITE_OK)
		while (sqlite3_step(s) == SQLITE_ROW) {
			size_t n = strlen(plan);
			snprintf(plan + n, sizeof plan - n, "%s; ",
				(const char *)sqlite3_column_text(s, 3));
		}
	sqlite3_finalize(s);
	CHECK(strstr(plan, wanted) && !strstr(plan, "SCAN event") && !strstr(plan, "TEMP B-TREE"),
		"%s: %s", name, plan);
}

static void check_plans(void)
{
	char path[300];
	sqlite3 *db = NULL;
	if (p.store.pg)
		return;
	snprintf(path, sizeof path, "%s/gongkai.db", p.store.folder);
	if (sqlite3_open(path, &db) != SQLITE_OK)
		exit(1);
#define PLAN(name, index) check_plan(db, #name, stmt_##name.text[STMT_SQLITE], index)
	PLAN(event_page_all, "INTEGER PRIMARY KEY");
	PLAN(event_page_refused, "event_refused ");
	PLAN(event_page_actor, "event_actor ");
	PLAN(event_page_actor_refused, "event_refused_actor ");
	PLAN(event_page_action, "event_action ");
	PLAN(event_page_action_refused, "event_refused_action ");
	PLAN(event_page_actor_action, "event_actor_action ");
	PLAN(event_page_object, "event_object ");
	PLAN(event_page_agency, "event_agency ");
	PLAN(event_seq_from, "event_at ");
	PLAN(event_seq_until, "event_at ");
	PLAN(event_count_refused, "event_refused ");
	PLAN(event_count_actor, "event_actor ");
	PLAN(event_count_action, "event_action ");
	sqlite3_close(db);
}

static void check_actions(void)
{
	size_t n, i;
	const struct action *t = action_list(&n);
	enum action_group g = ACTION_LOGIN;
	for (i = 1; i < n && t[i - 1].group <= t[i].group; i++)
		;
	CHECK(i == n, "the table is sorted by group");
	CHECK(!action_find(STR("no.such")) && action_find(STR("login.ok")), "codes are found");
	CHECK(action_group_find(STR("calendar"), &g) && g == ACTION_CALENDAR &&
			!action_group_find(STR("x"), &g),
		"groups by their word");
	CHECK(str_is(action_object_name(STR("person")), "人员") &&
			str_is(action_object_name(STR("new")), "new"),
		"kinds of objects");
}

int main(void)
{
	desk_place_init(&p);
	desk_set_up(&p);
	sys = actor_of("sys");
	aud = actor_of("aud");
	check_actions();
	check_filters();
	check_refusals();
	check_one();
	check_days();
	check_export();
	check_below();
	check_plans();
	check_verify();
	desk_place_done(&p);
	return TEST_END();
}
