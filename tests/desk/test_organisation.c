/* Agencies, departments, people: who reaches what, what is refused, what the log says. */
#include "desk/organisation.h"
#include "tests/desk/desk_test.h"

static struct error err;
static struct desk_place p;
static struct actor sys, sec, aud;

/* The actor behind a log-in name, as a complete session would give it. */
static struct actor actor_of(const char *login)
{
	struct actor console = actor_console();
	struct account_item item;
	struct agency_id agency = { 0 };
	must(account_find(&p.desk, &p.arena, &console, str_cstr(login), &item, &err), &err, login);
	must(setup_agency_find(&p.desk, STR(""), &agency, &err), &err, "agency");
	return (struct actor){ .person = item.id,
		.agency = agency,
		.roles = item.roles,
		.address = STR("192.0.2.1") };
}

static void check_agencies(void)
{
	struct agency_facts f = { .name = STR(" 示例市东区公安分局 "),
		.address = STR("示例路1号") };
	struct agency_id east, north;
	struct agency_view v;
	CHECK(agency_add(&p.desk, &sys, &f, &east, &err) == OK, "an agency below: %s", err.msg);
	CHECK(agency_add(&p.desk, &sys, &f, &north, &err) == ERR_INVALID &&
			strcmp(err.field, "name") == 0,
		"twice the same name: %s", err.msg);
	f.name = STR("示例市北区公安分局");
	f.parent = east;
	CHECK(agency_add(&p.desk, &sys, &f, &north, &err) == OK, "one below that");
	CHECK(agency_view(&p.desk, &sys, east, STR(""), &p.arena, &v, &err) == OK &&
			str_is(v.agency.name, "示例市东区公安分局") && v.n_path == 2 &&
			v.n_children == 1 && v.total_children == 1,
		"the tree: name trimmed, path of two, one child");
	CHECK(agency_add(&p.desk, &sec, &f, &north, &err) == ERR_DENIED,
		"not by the security administrator");
	f.name = STR("示例市西区公安分局");
	static const struct {
		const char *what, *field;
		struct str code, post, pattern;
	} bad[] = {
		{ "check sign", "credit_code", STR_INIT("91350100M000100Y44"), { 0 }, { 0 } },
		{ "length", "credit_code", STR_INIT("91350100M000100Y4"), { 0 }, { 0 } },
		{ "post code", "postcode", { 0 }, STR_INIT("12345"), { 0 } },
		{ "pattern without a number", "document_pattern", { 0 }, { 0 },
			STR_INIT("示公开〔{year}〕") },
	};
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct agency_facts g = f;
		g.credit_code = bad[i].code;
		g.postcode = bad[i].post;
		g.document_pattern = bad[i].pattern;
		CHECK(agency_add(&p.desk, &sys, &g, &north, &err) == ERR_INVALID &&
				strcmp(err.field, bad[i].field) == 0,
			"%s: %s", bad[i].what, err.msg);
	}
	struct agency_facts g = f;
	g.credit_code = STR("91350100M000100Y43"); /* the example of GB 32100-2015 */
	g.parent = sys.agency;
	CHECK(agency_add(&p.desk, &sys, &g, &north, &err) == OK, "a right code: %s", err.msg);
	/* An administrator of the lower agency does not reach upward or aside. */
	struct actor lower = sys;
	lower.agency = east;
	CHECK(agency_view(&p.desk, &lower, sys.agency, STR(""), &p.arena, &v, &err) == ERR_DENIED,
		"nothing above: %s", err.msg);
	CHECK(agency_view(&p.desk, &lower, north, STR(""), &p.arena, &v, &err) == ERR_DENIED,
		"nothing beside");
	CHECK(agency_view(&p.desk, &lower, east, STR(""), &p.arena, &v, &err) == OK, "its own");
	g = f;
	g.name = STR("示例市东区公安局");
	g.active = true;
	CHECK(agency_change(&p.desk, &sys, east, 1, &g, &err) == OK, "renamed: %s", err.msg);
	CHECK(agency_change(&p.desk, &sys, east, 1, &g, &err) == ERR_CONFLICT, "a stale form: %s",
		err.msg);
	g.active = false;
	g.name = STR("示例市档案局");
	CHECK(agency_change(&p.desk, &sys, sys.agency, 1, &g, &err) == ERR_INVALID &&
			strcmp(err.field, "active") == 0,
		"not one's own: %s", err.msg);
}

static struct department_id check_departments(void)
{
	struct department_facts f = { .name = STR("法制支队"), .position = 10 };
	struct department_id id, other;
	CHECK(department_add(&p.desk, &sys, (struct agency_id){ 0 }, &f, &id, &err) == OK,
		"a department: %s", err.msg);
	CHECK(department_add(&p.desk, &sys, (struct agency_id){ 0 }, &f, &other, &err) ==
				ERR_INVALID &&
			strcmp(err.field, "name") == 0,
		"twice the same: %s", err.msg);
	f.name = STR("  ");
	CHECK(department_add(&p.desk, &sys, (struct agency_id){ 0 }, &f, &other, &err) ==
			ERR_INVALID,
		"without a name: %s", err.msg);
	f = (struct department_facts){ .name = STR("法制处"), .position = 10000, .active = true };
	CHECK(department_change(&p.desk, &sys, id, 1, &f, &err) == ERR_INVALID &&
			strcmp(err.field, "position") == 0,
		"out of range: %s", err.msg);
	f.position = 20;
	CHECK(department_change(&p.desk, &sys, id, 1, &f, &err) == OK, "changed");
	struct department_row row;
	CHECK(department_load(&p.desk, &aud, id, &p.arena, &row, &err) == OK && row.version == 2 &&
			row.position == 20 && str_is(row.name, "法制处"),
		"as it was left");
	return id;
}

static struct person_id check_people(struct department_id department)
{
	struct person_facts f = { .department = department,
		.login = STR("ceshi.a"),
		.name = STR("测试戊"),
		.mobile = STR("13800000000"),
		.email = STR("a@example.cn") };
	struct person_id id, other;
	struct str password, plain;
	struct person_view v;
	CHECK(person_add(&p.desk, &sys, &f, &p.arena, &id, &password, &err) == OK &&
			password.n >= 10,
		"a person: %s", err.msg);
	CHECK(person_add(&p.desk, &sys, &f, &p.arena, &other, &password, &err) == ERR_INVALID &&
			strcmp(err.field, "login") == 0,
		"the log-in name is taken: %s", err.msg);
	CHECK(person_view(&p.desk, &aud, id, &p.arena, &v, &err) == OK &&
			str_is(v.mobile, "138****0000") && str_is(v.email, "a***@example.cn") &&
			v.person.roles == 0,
		"masked, without rights: %.*s %.*s", STR_ARG(v.mobile), STR_ARG(v.email));
	CHECK(v.person.mobile.n > 11 &&
			str_find(v.person.mobile, STR("13800000000"), 0) == v.person.mobile.n,
		"the stored column does not hold the number");
	static const struct {
		const char *field;
		struct str login, name, mobile, email;
	} bad[] = {
		{ "login", STR_INIT("Z x"), STR_INIT("测试己"), { 0 }, { 0 } },
		{ "name", STR_INIT("ceshi.b"), STR_INIT(""), { 0 }, { 0 } },
		{ "mobile", STR_INIT("ceshi.b"), STR_INIT("测试己"), STR_INIT("1380000000x"),
			{ 0 } },
		{ "email", STR_INIT("ceshi.b"), STR_INIT("测试己"), { 0 },
			STR_INIT("a b@example.cn") },
		{ "email", STR_INIT("ceshi.b"), STR_INIT("测试己"), { 0 },
			STR_INIT("@example.cn") },
	};
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct person_facts g = { .login = bad[i].login,
			.name = bad[i].name,
			.mobile = bad[i].mobile,
			.email = bad[i].email };
		CHECK(person_add(&p.desk, &sys, &g, &p.arena, &other, &password, &err) ==
					ERR_INVALID &&
				strcmp(err.field, bad[i].field) == 0,
			"%s: %s", bad[i].field, err.msg);
	}
	CHECK(person_reveal(&p.desk, &sys, id, STR("mobile"), STR(""), &p.arena, &plain, &err) ==
				ERR_INVALID &&
			desk_events(&p, "reveal.") == 0,
		"no reason, no look: %s", err.msg);
	CHECK(person_reveal(&p.desk, &sys, id, STR("mobile"), STR("核对联系方式"), &p.arena, &plain,
		      &err) == OK &&
			str_is(plain, "13800000000") && desk_events(&p, "reveal.mobile") == 1,
		"with a reason, and in the log");
	f = (struct person_facts){ .name = STR("测试庚"), .active = true, .clear_email = true };
	CHECK(person_change(&p.desk, &sys, id, v.person.version, &f, &err) == OK, "changed: %s",
		err.msg);
	CHECK(person_change(&p.desk, &sys, id, v.person.version, &f, &err) == ERR_CONFLICT,
		"stale");
	CHECK(person_view(&p.desk, &sys, id, &p.arena, &v, &err) == OK && v.email.n == 0 &&
			str_is(v.mobile, "138****0000"),
		"the e-mail is gone, the number stayed");
	f.active = false;
	CHECK(person_change(&p.desk, &sys, sys.person, 1, &f, &err) != OK, "not oneself: %s",
		err.msg);
	struct person_view last;
	must(person_view(&p.desk, &sys, aud.person, &p.arena, &last, &err), &err, "aud");
	f.name = STR("测试丙");
	CHECK(person_change(&p.desk, &sys, aud.person, last.person.version, &f, &err) ==
			ERR_INVALID,
		"not the last auditor: %s", err.msg);
	return id;
}

static void check_list(void)
{
	for (int i = 0; i < 60; i++) {
		char login[16], name[32];
		snprintf(login, sizeof(login), "many%02d", i);
		snprintf(name, sizeof(name), "测试%02d", i);
		struct person_facts f = { .login = str_cstr(login), .name = str_cstr(name) };
		struct person_id id;
		struct str password;
		must(person_add(&p.desk, &sys, &f, &p.arena, &id, &password, &err), &err, "many");
	}
	struct person_filter f = { .active = -1, .q = STR("many") };
	struct person_line_row *row;
	size_t n;
	int64_t total;
	CHECK(person_list(&p.desk, &sys, &f, &p.arena, &row, &n, &total, &err) == OK &&
			n == ORGANISATION_PAGE + 1 && total == 60,
		"a first page and one row more, of 60");
	f.after = row[ORGANISATION_PAGE - 1].id;
	CHECK(person_list(&p.desk, &sys, &f, &p.arena, &row, &n, &total, &err) == OK && n == 10,
		"the rest");
	f = (struct person_filter){ .active = -1, .q = STR("_any%") };
	CHECK(person_list(&p.desk, &sys, &f, &p.arena, &row, &n, &total, &err) == OK && total == 0,
		"signs of LIKE are plain signs");
}

static void check_rights(struct person_id id)
{
	int64_t change, second;
	struct rights_change_row row;
	struct person_view v;
	uint64_t handle = ROLE_BIT(ROLE_HANDLE) | ROLE_BIT(ROLE_REGISTER);
	CHECK(rights_propose(&p.desk, &sec, id, handle, STR("承办岗位"), &change, &err) ==
			ERR_DENIED,
		"only the system administrator proposes");
	CHECK(rights_propose(&p.desk, &sys, id, handle | ROLE_BIT(ROLE_AUDIT), STR("承办岗位"),
		      &change, &err) == ERR_INVALID &&
			strcmp(err.field, "roles") == 0,
		"an administrator with a working role: %s", err.msg);
	CHECK(rights_propose(&p.desk, &sys, id, handle, STR(""), &change, &err) == ERR_INVALID,
		"no reason");
	CHECK(rights_propose(&p.desk, &sys, sys.person, handle, STR("自己"), &change, &err) ==
			ERR_DENIED,
		"not for oneself: %s", err.msg);
	CHECK(rights_propose(&p.desk, &sys, id, handle, STR("承办岗位"), &change, &err) == OK,
		"proposed: %s", err.msg);
	CHECK(rights_propose(&p.desk, &sys, id, ROLE_BIT(ROLE_EDIT), STR("改"), &second, &err) !=
			OK,
		"one at a time: %s", err.msg);
	CHECK(person_view(&p.desk, &sys, id, &p.arena, &v, &err) == OK && v.person.roles == 0 &&
			v.n_changes == 1,
		"a proposal gives nothing");
	CHECK(rights_decide(&p.desk, &sys, change, true, STR(""), &err) == ERR_DENIED,
		"the proposer has no right to decide: %s", err.msg);
	struct actor both = sys;
	both.roles |= ROLE_BIT(ROLE_SECURITY);
	CHECK(rights_decide(&p.desk, &both, change, true, STR(""), &err) == ERR_DENIED,
		"not even with both roles: %s", err.msg);
	CHECK(rights_decide(&p.desk, &sec, change, false, STR(""), &err) == ERR_INVALID,
		"refusing needs a reason: %s", err.msg);
	CHECK(rights_decide(&p.desk, &sec, change, true, STR(""), &err) == OK, "granted: %s",
		err.msg);
	CHECK(rights_decide(&p.desk, &sec, change, false, STR("晚了"), &err) == ERR_CONFLICT,
		"only once");
	CHECK(person_view(&p.desk, &sys, id, &p.arena, &v, &err) == OK &&
			(uint64_t)v.person.roles == handle,
		"the person has them");
	CHECK(rights_load(&p.desk, &aud, change, &p.arena, &row, &err) == OK &&
			row.decided_by.v == sec.person.v && row.decision == 1,
		"who decided stands there");
	CHECK(rights_propose(&p.desk, &sys, aud.person, 0, STR("调离"), &change, &err) == OK,
		"proposed: %s", err.msg);
	CHECK(rights_decide(&p.desk, &sec, change, true, STR(""), &err) == ERR_CONFLICT,
		"the last auditor stays: %s", err.msg);
	CHECK(rights_withdraw(&p.desk, &sys, change, &err) == OK, "withdrawn: %s", err.msg);
	CHECK(desk_events(&p, "rights.propose") == 2 && desk_events(&p, "rights.grant") == 1 &&
			desk_events(&p, "rights.withdraw") == 1 &&
			desk_events(&p, "rights.refuse") == 0,
		"one event each");
}

int main(void)
{
	desk_place_init(&p);
	desk_set_up(&p);
	sys = actor_of("sys");
	sec = actor_of("sec");
	aud = actor_of("aud");
	check_agencies();
	struct person_id id = check_people(check_departments());
	check_list();
	check_rights(id);
	int64_t checked;
	CHECK(event_verify(p.desk.store, NULL, &checked, &err) == OK,
		"the chain of all that holds");
	desk_place_done(&p);
	return TEST_END();
}
