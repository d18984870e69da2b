/* The second factor: enrolling, logging in by it, replay, recovery codes, switching off, resetting.
 */
#include "desk/draft.h"
#include "tests/desk/desk_test.h"

static struct error err;

static struct session_who behind(struct desk_place *p, struct str token)
{
	struct session_who who;
	if (desk_who(p, token, &who) != SESSION_OPEN)
		printf("Bail out! nobody behind a log-in\n"), exit(1);
	return who;
}

/* Enrols the account of a fresh log-in; its secret and codes. */
static struct str enrol(struct desk_place *p, const struct actor *who,
	struct recovery_code codes[RECOVERY_CODES], struct login_done *done)
{
	struct factor_view v;
	must(factor_begin(&p->desk, &p->arena, who, &err), &err, "begin");
	must(factor_look(&p->desk, &p->arena, who, STR("测试"), &v, &err), &err, "look");
	struct totp_code code = desk_code(p, v.secret);
	must(factor_confirm(&p->desk, &p->arena, who, str_cstr(code.z), codes, done, &err), &err,
		"confirm");
	return v.secret;
}

static void enrolling(void)
{
	struct desk_place p;
	struct login_done a, b;
	struct factor_view v;
	struct recovery_code codes[RECOVERY_CODES];
	desk_place_init(&p);
	desk_set_up(&p);
	must(desk_log_in(&p, "sys", right_password, "192.0.2.1", &a, &err), &err, "log in");
	CHECK(a.stage == SESSION_ENROL, "C-8.5-15: an administrator has to enrol");
	struct session_who who = behind(&p, a.token);
	CHECK(factor_look(&p.desk, &p.arena, &who.actor, STR("测试"), &v, &err) == OK && !v.on &&
			!v.begun,
		"not begun");
	CHECK(factor_confirm(&p.desk, &p.arena, &who.actor, STR("123456"), codes, &b, &err) ==
			ERR_CONFLICT,
		"nothing to confirm: %s", err.msg);
	CHECK(factor_begin(&p.desk, &p.arena, &who.actor, &err) == OK, "begun");
	CHECK(factor_look(&p.desk, &p.arena, &who.actor, STR("测试"), &v, &err) == OK && v.begun &&
			v.secret.n == 32 && str_starts(v.uri, STR("otpauth://totp/")) &&
			str_has(v.uri, "sys"),
		"a secret and its address");
	struct totp_code code = desk_code(&p, v.secret);
	code.z[5] = code.z[5] == '9' ? '0' : (char)(code.z[5] + 1);
	CHECK(factor_confirm(&p.desk, &p.arena, &who.actor, str_cstr(code.z), codes, &b, &err) ==
				ERR_INVALID &&
			strcmp(err.field, "code") == 0,
		"a wrong code: %s", err.msg);
	code = desk_code(&p, v.secret);
	CHECK(factor_confirm(&p.desk, &p.arena, &who.actor, str_cstr(code.z), codes, &b, &err) ==
				OK &&
			b.stage == SESSION_COMPLETE && codes[9].z[0],
		"the right one: %s", err.msg);
	CHECK(desk_who(&p, a.token, &who) == SESSION_NONE &&
			desk_who(&p, b.token, &who) == SESSION_OPEN &&
			who.stage == SESSION_COMPLETE,
		"complete, under a new secret");
	CHECK(factor_begin(&p.desk, &p.arena, &who.actor, &err) == ERR_CONFLICT, "%s", err.msg);
	CHECK(factor_look(&p.desk, &p.arena, &who.actor, STR("测试"), &v, &err) == OK && v.on &&
			v.secret.n == 0,
		"the secret is not shown again");
	CHECK(factor_off(&p.desk, &p.arena, &who.actor, STR("000000"), &err) == ERR_INVALID,
		"switching off takes a code: %s", err.msg);
	CHECK(desk_events(&p, "totp.on") == 1 && desk_events(&p, "totp.begin") == 1,
		"one event each");
	desk_place_done(&p);
}

static void using(void)
{
	struct desk_place p;
	struct login_done a, b, c;
	struct recovery_code codes[RECOVERY_CODES], fresh[RECOVERY_CODES];
	struct factor_view v;
	desk_place_init(&p);
	desk_set_up(&p);
	desk_add(&p, "office", ROLE_BIT(ROLE_HANDLE));
	must(desk_log_in(&p, "office", right_password, "192.0.2.1", &a, &err), &err, "log in");
	struct session_who who = behind(&p, a.token);
	struct str secret = enrol(&p, &who.actor, codes, &b);
	struct totp_code used = desk_code(&p, secret);
	/* Half a log-in can nothing but go on. */
	must(desk_log_in(&p, "office", right_password, "192.0.2.1", &a, &err), &err, "log in");
	CHECK(a.stage == SESSION_FACTOR, "a code is asked for");
	who = behind(&p, a.token);
	CHECK(account_change_password(&p.desk, &p.arena, &who.actor, str_cstr(right_password),
		      str_cstr(other_password), &c, &err) == ERR_CONFLICT,
		"half a log-in changes no password: %s", err.msg);
	CHECK(factor_begin(&p.desk, &p.arena, &who.actor, &err) == ERR_CONFLICT, "nor enrols anew");
	/* Replay: the code that was used for enrolling. */
	CHECK(session_second_factor(&p.desk, &p.arena, &who.actor, str_cstr(used.z), false, &b,
		      &err) == ERR_INVALID &&
			str_has(str_cstr(err.msg), "再错 4 次"),
		"a code that was used: %s", err.msg);
	p.now += SECONDS(30);
	struct totp_code code = desk_code(&p, secret);
	CHECK(session_second_factor(
		      &p.desk, &p.arena, &who.actor, str_cstr(code.z), false, &b, &err) == OK &&
			b.stage == SESSION_COMPLETE,
		"the next one: %s", err.msg);
	CHECK(desk_who(&p, a.token, &who) == SESSION_NONE, "the half log-in's cookie is worthless");
	who = behind(&p, b.token);
	CHECK(session_second_factor(&p.desk, &p.arena, &who.actor, str_cstr(codes[0].z), true, &c,
		      &err) == ERR_CONFLICT,
		"a complete log-in has no second step");
	/* Recovery codes: each once.  The one above was not used up: nothing of that was kept. */
	must(desk_log_in(&p, "office", right_password, "192.0.2.1", &a, &err), &err, "log in");
	who = behind(&p, a.token);
	CHECK(session_second_factor(
		      &p.desk, &p.arena, &who.actor, str_cstr(codes[0].z), true, &b, &err) == OK,
		"a recovery code: %s", err.msg);
	p.now += MINUTES(1);
	must(desk_log_in(&p, "office", right_password, "192.0.2.1", &a, &err), &err, "log in");
	who = behind(&p, a.token);
	CHECK(session_second_factor(&p.desk, &p.arena, &who.actor, str_cstr(codes[0].z), true, &b,
		      &err) == ERR_INVALID,
		"but once only: %s", err.msg);
	CHECK(session_second_factor(&p.desk, &p.arena, &who.actor, STR("???"), true, &b, &err) ==
			ERR_INVALID,
		"what is no code at all");
	/* Guessing codes locks, the right password between them does not help. */
	p.now += MINUTES(1);
	must(desk_log_in(&p, "office", right_password, "192.0.2.1", &c, &err), &err, "log in");
	who = behind(&p, c.token);
	enum err e = OK;
	for (int i = 0; i < 3; i++)
		e = session_second_factor(
			&p.desk, &p.arena, &who.actor, STR("000000"), false, &b, &err);
	CHECK(e == ERR_DENIED, "five wrong ones in all lock: %s", err.msg);
	CHECK(desk_who(&p, c.token, &who) == SESSION_OVER, "and end the log-in");
	p.now += MINUTES(21);
	/* New codes, off. */
	must(desk_log_in(&p, "office", right_password, "192.0.2.1", &a, &err), &err, "log in");
	who = behind(&p, a.token);
	code = desk_code(&p, secret);
	must(session_second_factor(
		     &p.desk, &p.arena, &who.actor, str_cstr(code.z), false, &b, &err),
		&err, "second factor");
	who = behind(&p, b.token);
	CHECK(factor_renew_codes(&p.desk, &p.arena, &who.actor, str_cstr(code.z), fresh, &err) ==
			ERR_INVALID,
		"not with a used code");
	p.now += SECONDS(30);
	code = desk_code(&p, secret);
	CHECK(factor_renew_codes(&p.desk, &p.arena, &who.actor, str_cstr(code.z), fresh, &err) ==
				OK &&
			strcmp(fresh[1].z, codes[1].z) != 0,
		"new recovery codes: %s", err.msg);
	struct account_own own;
	CHECK(account_own(&p.desk, &p.arena, &who.actor, &own, &err) == OK &&
			own.recovery_left == RECOVERY_CODES && own.second_factor,
		"ten of them");
	p.now += SECONDS(30);
	code = desk_code(&p, secret);
	CHECK(factor_off(&p.desk, &p.arena, &who.actor, str_cstr(code.z), &err) == OK, "off: %s",
		err.msg);
	CHECK(factor_look(&p.desk, &p.arena, &who.actor, STR("测试"), &v, &err) == OK && !v.on &&
			!v.begun,
		"nothing is left of it");
	p.now += MINUTES(1);
	CHECK(desk_log_in(&p, "office", right_password, "192.0.2.1", &a, &err) == OK &&
			a.stage == SESSION_COMPLETE,
		"the password is enough again");
	desk_place_done(&p);
}

static void resetting(void)
{
	struct desk_place p;
	struct login_done a, b;
	struct recovery_code codes[RECOVERY_CODES];
	struct account_item aud;
	desk_place_init(&p);
	desk_set_up(&p);
	struct person_id id = desk_add(&p, "office", ROLE_BIT(ROLE_HANDLE));
	must(desk_log_in(&p, "office", right_password, "192.0.2.1", &a, &err), &err, "log in");
	struct session_who who = behind(&p, a.token);
	enrol(&p, &who.actor, codes, &b);
	must(desk_log_in(&p, "sec", right_password, "192.0.2.1", &a, &err), &err, "log in");
	struct session_who sec = behind(&p, a.token);
	struct actor console = actor_console();
	must(account_find(&p.desk, &p.arena, &console, STR("aud"), &aud, &err), &err, "aud");
	CHECK(factor_reset(&p.desk, &p.arena, &who.actor, id, STR("手机丢失"), &err) == ERR_DENIED,
		"not by himself: %s", err.msg);
	CHECK(factor_reset(&p.desk, &p.arena, &sec.actor, aud.id, STR("手机丢失"), &err) == ERR_DENIED,
		"C-8.5-15: not an administrator's: %s", err.msg);
	CHECK(factor_reset(&p.desk, &p.arena, &sec.actor, id, STR("手机丢失"), &err) == OK,
		"by the security administrator: %s", err.msg);
	CHECK(factor_reset(&p.desk, &p.arena, &sec.actor, id, STR("手机丢失"), &err) ==
			ERR_CONFLICT,
		"not twice: %s", err.msg);
	CHECK(desk_who(&p, b.token, &who) == SESSION_OVER, "his log-ins are over");
	CHECK(factor_reset(&p.desk, &p.arena, &console, aud.id, STR(""), &err) == OK, "console: %s",
		err.msg);
	CHECK(desk_log_in(&p, "office", right_password, "192.0.2.2", &a, &err) == OK &&
			a.stage == SESSION_COMPLETE && desk_events(&p, "totp.reset") == 2,
		"the password is enough until he enrols again");
	desk_place_done(&p);
}

/* A failed allocation neither lets in nor uses a code up: the same code is right afterwards. */
static void without_memory(void)
{
	struct desk_place p;
	struct login_done a, b;
	struct recovery_code codes[RECOVERY_CODES];
	desk_place_init(&p);
	desk_set_up(&p);
	desk_add(&p, "office", ROLE_BIT(ROLE_HANDLE));
	must(desk_log_in(&p, "office", right_password, "192.0.2.1", &a, &err), &err, "log in");
	struct session_who who = behind(&p, a.token);
	struct str secret = enrol(&p, &who.actor, codes, &b);
	p.now += MINUTES(1);
	must(desk_log_in(&p, "office", right_password, "192.0.2.1", &a, &err), &err, "log in");
	who = behind(&p, a.token);
	struct totp_code code = desk_code(&p, secret);
	enum err e = ERR_NOMEM;
	int refused = 0;
	for (long n = 1; n < 400 && e; n++) {
		mem_fail_at(n);
		e = session_second_factor(
			&p.desk, &p.arena, &who.actor, str_cstr(code.z), false, &b, &err);
		mem_fail_at(0);
		p.arena.err = OK;
		refused += e != OK;
		if (e && e != ERR_NOMEM && e != ERR_STORE)
			CHECK(0, "request %ld: %s", n, err_name(e));
	}
	CHECK(e == OK && b.stage == SESSION_COMPLETE, "the code is right in the end: %s", err.msg);
	CHECK(desk_events(&p, "login.factor") == 1 && desk_events(&p, "login.failed") == 0,
		"one event, and no failure counted in %d refusals", refused);
	desk_place_done(&p);
}

static void drafts(void)
{
	struct desk_place p;
	struct draft_pair in[] = { { STR("title"), STR("两行\n文字") }, { STR("empty"), STR("") } };
	struct draft_pair *out;
	size_t n;
	desk_place_init(&p);
	struct draft_owner one = { .person = { 17 } }, two = { .person = { 18 } },
			   visitor = { .visitor = STR("secret-of-a-cookie") };
	CHECK(draft_save(&p.desk, &p.arena, &one, STR("/a"), in, 2, &err) == OK, "kept: %s",
		err.msg);
	CHECK(draft_load(&p.desk, &p.arena, &one, STR("/a"), &out, &n, &err) == OK && n == 2 &&
			str_is(out[0].value, "两行\n文字") && str_is(out[1].name, "empty") &&
			out[1].value.n == 0,
		"and there again");
	CHECK(draft_load(&p.desk, &p.arena, &two, STR("/a"), &out, &n, &err) == OK && n == 0 &&
			draft_load(&p.desk, &p.arena, &one, STR("/b"), &out, &n, &err) == OK &&
			n == 0,
		"not another's, not another form's");
	in[0].value = STR("neu");
	must(draft_save(&p.desk, &p.arena, &one, STR("/a"), in, 1, &err), &err, "save");
	CHECK(draft_load(&p.desk, &p.arena, &one, STR("/a"), &out, &n, &err) == OK && n == 1 &&
			str_is(out[0].value, "neu"),
		"the latest counts");
	must(draft_save(&p.desk, &p.arena, &visitor, STR("/c"), in, 1, &err), &err, "save");
	CHECK(draft_take_over(&p.desk, &p.arena, visitor.visitor, one.person, &err) == OK &&
			draft_load(&p.desk, &p.arena, &one, STR("/c"), &out, &n, &err) == OK &&
			n == 1,
		"a visitor's becomes the person's");
	CHECK(draft_drop(&p.desk, &p.arena, &one, STR("/a"), &err) == OK &&
			draft_load(&p.desk, &p.arena, &one, STR("/a"), &out, &n, &err) == OK &&
			n == 0,
		"dropped");
	p.now += DAYS(7);
	CHECK(draft_load(&p.desk, &p.arena, &one, STR("/c"), &out, &n, &err) == OK && n == 0,
		"forgotten after seven days");
	char path[16];
	enum err e = OK;
	for (int i = 0; !e && i < 60; i++) {
		snprintf(path, sizeof path, "/x%d", i);
		e = draft_save(&p.desk, &p.arena, &two, str_cstr(path), in, 1, &err);
	}
	CHECK(e == ERR_LIMIT, "not without end: %s", err.msg);
	desk_place_done(&p);
}

int main(void)
{
	enrolling();
	using();
	resetting();
	without_memory();
	drafts();
	return TEST_END();
}
