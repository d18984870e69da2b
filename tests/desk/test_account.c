/* Accounts: making them, passwords and their age and history, what is done for others, contact. */
#include "tests/desk/desk_test.h"

static struct error err;

/* The actor of a fresh log-in. */
struct reason_look {
	struct desk_place *p;
	struct str reason;
};

static enum err reason_fn(struct tx *tx, void *ctx, struct error *e)
{
	struct reason_look *l = ctx;
	struct event_list_in in = { .action = STR("password.reset"), .limit = 1 };
	struct event_row *row;
	size_t n;
	enum err code = sql_event_list(tx, &in, &l->p->arena, &row, &n, e);
	if (code == OK && n == 1)
		l->reason = row[0].reason;
	return code;
}

/* Does the newest password.reset carry this reason? */
static bool has_reason(struct desk_place *p, const char *reason)
{
	struct reason_look l = { .p = p };
	struct error e;
	return store_read(p->desk.store, reason_fn, &l, &e) == OK && str_is(l.reason, reason);
}

static struct actor enter(struct desk_place *p, const char *login, const char *password)
{
	struct login_done done;
	struct session_who who;
	p->now += MINUTES(1);
	must(desk_log_in(p, login, password, "192.0.2.1", &done, &err), &err, login);
	if (desk_who(p, done.token, &who) != SESSION_OPEN)
		printf("Bail out! nobody behind a fresh log-in\n"), exit(1);
	return who.actor;
}

static const struct {
	const char *login;
	enum err want;
} logins[] = {
	{ "ab", OK },
	{ "zhang.san-2_x", OK },
	{ "a2345678901234567890123456789012", OK },
	{ "a23456789012345678901234567890123", ERR_INVALID },
	{ "a", ERR_INVALID },
	{ "", ERR_INVALID },
	{ "Zhang", ERR_INVALID },
	{ "1zhang", ERR_INVALID },
	{ "zhang san", ERR_INVALID },
	{ "张三", ERR_INVALID },
	{ "-a", ERR_INVALID },
};

static void making(void)
{
	struct desk_place p;
	struct person_id id;
	struct account_item *item, one;
	size_t n;
	desk_place_init(&p);
	desk_set_up(&p);
	for (size_t i = 0; i < sizeof logins / sizeof *logins; i++)
		CHECK(account_check_login(str_cstr(logins[i].login), &err) == logins[i].want,
			"log-in name \"%s\"", logins[i].login);
	struct actor console = actor_console();
	struct actor sys = { .person = { 7 }, .roles = ROLE_BIT(ROLE_SYSTEM) };
	struct actor office = { .person = { 8 }, .roles = ROLE_BIT(ROLE_HANDLE) };
	struct account_new a = { .login = STR("neu"), .name = STR("测试戊") };
	must(setup_agency_find(&p.desk, STR("示例市档案局"), &a.agency, &err), &err, "agency");
	CHECK(setup_agency_find(&p.desk, STR("无此机关"), &a.agency, &err) == ERR_NOT_FOUND, "%s",
		err.msg);
	CHECK(account_add(&p.desk, &p.arena, &office, &a, &id, &err) == ERR_DENIED,
		"not everybody adds accounts: %s", err.msg);
	a.roles = ROLE_BIT(ROLE_HANDLE);
	CHECK(account_add(&p.desk, &p.arena, &sys, &a, &id, &err) == ERR_DENIED,
		"C-8.5-15: rights are not given by one administrator: %s", err.msg);
	a.roles = ROLE_BIT(ROLE_AUDIT) | ROLE_BIT(ROLE_SYSTEM);
	CHECK(account_add(&p.desk, &p.arena, &console, &a, &id, &err) == ERR_INVALID,
		"C-8.5-15: nor held together: %s", err.msg);
	a.roles = 0;
	a.password = STR("neu-Neu-neu-1");
	CHECK(account_add(&p.desk, &p.arena, &sys, &a, &id, &err) == ERR_INVALID &&
			strcmp(err.field, "password") == 0,
		"the account's name in the password: %s", err.msg);
	a.password = STR("");
	CHECK(account_add(&p.desk, &p.arena, &sys, &a, &id, &err) == OK, "added: %s", err.msg);
	CHECK(account_add(&p.desk, &p.arena, &sys, &a, &id, &err) == ERR_CONFLICT &&
			strcmp(err.field, "login") == 0,
		"a name that is taken: %s", err.msg);
	struct login_done done;
	CHECK(desk_log_in(&p, "neu", "", "192.0.2.1", &done, &err) == ERR_INVALID,
		"an account without a password lets nobody in");
	CHECK(account_list(&p.desk, &p.arena, &console, (struct person_id){ 0 }, 3, &item, &n,
		      &err) == OK &&
			n == 3,
		"the first three");
	CHECK(account_list(&p.desk, &p.arena, &console, item[2].id, 3, &item, &n, &err) == OK &&
			n == 1 && str_is(item[0].login, "neu") && item[0].last_login_at == 0,
		"and the rest");
	CHECK(account_find(&p.desk, &p.arena, &console, STR("aud"), &one, &err) == OK &&
			one.roles == ROLE_BIT(ROLE_AUDIT),
		"found by name");
	CHECK(account_find(&p.desk, &p.arena, &console, STR("x"), &one, &err) == ERR_NOT_FOUND,
		"%s", err.msg);
	struct password_rules rules = PASSWORD_RULES_DEFAULT;
	for (int i = 0; i < 20; i++) {
		struct str made = account_make_password(&p.arena);
		if (password_check_rules(&rules, made, STR("neu"), &err))
			CHECK(0, "%.*s: %s", STR_ARG(made), err.msg);
	}
	CHECK(desk_events(&p, "person.add") == 4, "one event each");
	desk_place_done(&p);
}

static void changing(void)
{
	struct desk_place p;
	struct login_done a, b, c;
	struct session_who who;
	desk_place_init(&p);
	desk_set_up(&p);
	desk_add(&p, "office", ROLE_BIT(ROLE_HANDLE));
	must(desk_log_in(&p, "office", right_password, "192.0.2.1", &a, &err), &err, "log in");
	must(desk_log_in(&p, "office", right_password, "192.0.2.2", &b, &err), &err, "log in");
	CHECK(desk_who(&p, a.token, &who) == SESSION_OPEN, "logged in");
	CHECK(account_change_password(&p.desk, &p.arena, &who.actor, str_cstr("Falsch-Falsch-1"),
		      str_cstr(other_password), &c, &err) == ERR_INVALID &&
			strcmp(err.field, "current") == 0,
		"not without the present one: %s", err.msg);
	CHECK(account_change_password(&p.desk, &p.arena, &who.actor, str_cstr(right_password),
		      STR("office-Office-1"), &c, &err) == ERR_INVALID &&
			strcmp(err.field, "password") == 0,
		"the rules hold: %s", err.msg);
	CHECK(account_change_password(&p.desk, &p.arena, &who.actor, str_cstr(right_password),
		      str_cstr(right_password), &c, &err) == ERR_INVALID,
		"C-8.5-16: not the same again: %s", err.msg);
	CHECK(account_change_password(&p.desk, &p.arena, &who.actor, str_cstr(right_password),
		      str_cstr(other_password), &c, &err) == OK &&
			c.stage == SESSION_COMPLETE,
		"changed: %s", err.msg);
	struct session_who gone;
	CHECK(desk_who(&p, a.token, &gone) == SESSION_NONE &&
			desk_who(&p, b.token, &gone) == SESSION_OVER &&
			desk_who(&p, c.token, &gone) == SESSION_OPEN,
		"goes on under a new secret; the others are over");
	CHECK(desk_log_in(&p, "office", right_password, "192.0.2.3", &a, &err) == ERR_INVALID &&
			desk_log_in(&p, "office", other_password, "192.0.2.3", &a, &err) == OK,
		"only the new one lets in");
	CHECK(desk_events(&p, "password.change") == 1, "one event");
	/* C-8.5-16: the last five are remembered, the sixth is free again. */
	char was[32], next[32];
	snprintf(was, sizeof was, "%s", other_password);
	for (int i = 0; i < 5; i++) {
		p.now += MINUTES(1);
		snprintf(next, sizeof next, "Neue-Worte-%d", i);
		CHECK(account_change_password(&p.desk, &p.arena, &who.actor, str_cstr(was),
			      str_cstr(right_password), &c, &err) == (i < 4 ? ERR_INVALID : OK),
			"the old one again after %d others", i + 1);
		if (i == 4)
			break;
		must(account_change_password(&p.desk, &p.arena, &who.actor, str_cstr(was),
			     str_cstr(next), &c, &err),
			&err, "change");
		snprintf(was, sizeof was, "%s", next);
	}
	/* Guessing the present one from an open log-in locks as well. */
	int tries = 0;
	enum err e;
	do
		e = account_change_password(&p.desk, &p.arena, &who.actor, STR("Falsch-Falsch-1"),
			str_cstr(other_password), &c, &err);
	while (e == ERR_INVALID && ++tries < 20);
	CHECK(e == ERR_DENIED && tries == 4, "guessing locks: %s", err.msg);
	CHECK(desk_who(&p, c.token, &gone) != SESSION_OPEN, "and ends the log-in");
	desk_place_done(&p);
}

static void ageing(void)
{
	struct desk_place p;
	struct login_done a, b;
	struct session_who who;
	desk_place_init(&p);
	desk_set_up(&p);
	desk_add(&p, "office", ROLE_BIT(ROLE_HANDLE));
	p.now += DAYS(90) - MINUTES(1);
	must(desk_log_in(&p, "office", right_password, "192.0.2.1", &a, &err), &err, "log in");
	CHECK(a.stage == SESSION_COMPLETE, "C-8.5-16: good for 90 days");
	p.now += MINUTES(1);
	must(desk_log_in(&p, "office", right_password, "192.0.2.1", &a, &err), &err, "log in");
	CHECK(a.stage == SESSION_PASSWORD, "then a new one is asked for");
	CHECK(desk_who(&p, a.token, &who) == SESSION_OPEN && who.stage == SESSION_PASSWORD,
		"and nothing else");
	CHECK(account_change_password(&p.desk, &p.arena, &who.actor, str_cstr(right_password),
		      str_cstr(other_password), &b, &err) == OK &&
			b.stage == SESSION_COMPLETE,
		"which completes the log-in");
	/* An administrator has to enrol afterwards. */
	must(desk_log_in(&p, "sys", right_password, "192.0.2.1", &a, &err), &err, "log in");
	(void)desk_who(&p, a.token, &who);
	CHECK(a.stage == SESSION_PASSWORD &&
			account_change_password(&p.desk, &p.arena, &who.actor,
				str_cstr(right_password), str_cstr(other_password), &b,
				&err) == OK &&
			b.stage == SESSION_ENROL,
		"C-8.5-15: then the second factor");
	CHECK(account_change_password(&p.desk, &p.arena, &who.actor, str_cstr(other_password),
		      STR("Dritte-Worte-9"), &b, &err) == ERR_CONFLICT,
		"a log-in held up for it does nothing else");
	/* A cost that was raised is taken over at the next log-in. */
	p.desk.rules.cost.passes = 2;
	must(desk_log_in(&p, "office", other_password, "192.0.2.1", &a, &err), &err, "log in");
	p.now += MINUTES(1);
	p.desk.rules.cost.passes = 1;
	CHECK(desk_log_in(&p, "office", other_password, "192.0.2.1", &a, &err) == OK,
		"rehashed, and still right");
	desk_place_done(&p);
}

static void for_others(void)
{
	struct desk_place p;
	struct login_done done;
	struct account_item aud, sec_item;
	int64_t n;
	desk_place_init(&p);
	p.desk.rules.second_factor_admins = false;
	desk_set_up(&p);
	struct person_id id = desk_add(&p, "office", ROLE_BIT(ROLE_HANDLE));
	struct actor sec = enter(&p, "sec", right_password), sys = enter(&p, "sys", right_password);
	struct actor console = actor_console();
	for (int i = 0; i < 5; i++)
		(void)!desk_log_in(&p, "office", "Falsch-Falsch-1", "192.0.2.7", &done, &err);
	CHECK(account_unlock(&p.desk, &p.arena, &sys, id, &err) == ERR_DENIED,
		"C-8.5-15: the system administrator does not unlock");
	CHECK(account_unlock(&p.desk, &p.arena, &sec, id, &err) == OK &&
			desk_log_in(&p, "office", right_password, "192.0.2.7", &done, &err) == OK,
		"the security administrator does: %s", err.msg);
	CHECK(account_end_sessions(&p.desk, &p.arena, &sec, id, &n, &err) == OK && n == 1,
		"ends his log-ins");
	struct session_who who;
	CHECK(desk_who(&p, done.token, &who) == SESSION_OVER, "they are over");
	CHECK(account_reset_password(&p.desk, &p.arena, &sec, id, str_cstr(other_password),
		      STR("忘记密码"), &err) == OK &&
			has_reason(&p, "忘记密码"),
		"sets a password, the reason stands in the log: %s", err.msg);
	p.now += MINUTES(1);
	CHECK(desk_log_in(&p, "office", other_password, "192.0.2.7", &done, &err) == OK &&
			done.stage == SESSION_PASSWORD,
		"which has to be changed");
	must(account_find(&p.desk, &p.arena, &console, STR("aud"), &aud, &err), &err, "aud");
	must(account_find(&p.desk, &p.arena, &console, STR("sec"), &sec_item, &err), &err, "sec");
	CHECK(account_reset_password(&p.desk, &p.arena, &sec, aud.id, str_cstr(other_password),
		      STR(""), &err) == ERR_DENIED,
		"C-8.5-15: not an administrator's: %s", err.msg);
	CHECK(account_unlock(&p.desk, &p.arena, &sec, sec_item.id, &err) == ERR_DENIED,
		"C-8.5-15: not his own: %s", err.msg);
	CHECK(account_reset_password(
		      &p.desk, &p.arena, &console, aud.id, str_cstr(other_password), STR(""), &err) == OK,
		"the command line may: %s", err.msg);
	CHECK(account_unlock(&p.desk, &p.arena, &sec, (struct person_id){ 99 }, &err) ==
			ERR_NOT_FOUND,
		"nobody of that number: %s", err.msg);
	CHECK(desk_events(&p, "person.unlock") == 1 && desk_events(&p, "password.reset") == 2,
		"one event each");
	desk_place_done(&p);
}

static void contact(void)
{
	struct desk_place p;
	struct account_own own;
	desk_place_init(&p);
	desk_set_up(&p);
	desk_add(&p, "office", ROLE_BIT(ROLE_HANDLE));
	struct actor who = enter(&p, "office", right_password);
	CHECK(account_own(&p.desk, &p.arena, &who, &own, &err) == OK && own.mobile.n == 0 &&
			own.password_days_left == 90 && !own.second_factor,
		"nothing yet");
	CHECK(account_set_contact(&p.desk, &p.arena, &who, STR("0000-8888 0001"),
		      STR("office@example.cn"), own.version, &err) == OK,
		"written: %s", err.msg);
	CHECK(account_set_contact(&p.desk, &p.arena, &who, STR(""), STR(""), own.version, &err) ==
			ERR_CONFLICT,
		"a stale form: %s", err.msg);
	CHECK(account_own(&p.desk, &p.arena, &who, &own, &err) == OK &&
			str_is(own.mobile, "0000-8888 0001") &&
			str_is(own.email, "office@example.cn"),
		"read back");
	CHECK(account_set_contact(&p.desk, &p.arena, &who, STR("<b>"), STR(""), own.version,
		      &err) == ERR_INVALID &&
			strcmp(err.field, "mobile") == 0,
		"%s", err.msg);
	CHECK(account_set_contact(&p.desk, &p.arena, &who, STR(""), STR("office"), own.version,
		      &err) == ERR_INVALID &&
			strcmp(err.field, "email") == 0,
		"%s", err.msg);
	CHECK(desk_events(&p, "person.contact") == 1, "one event");
	desk_place_done(&p);
}

int main(void)
{
	making();
	changing();
	ageing();
	for_others();
	contact();
	return TEST_END();
}
