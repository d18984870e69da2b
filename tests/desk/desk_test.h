/*
 * desk_test -- a desk on an empty database with a clock that the test moves.
 *
 * Built on tests/store/store_test.h, so every case runs on SQLite and on PostgreSQL.
 * Passwords cost as little as is allowed; the key file is made anew.
 */
#ifndef TESTS_DESK_DESK_TEST_H
#define TESTS_DESK_DESK_TEST_H

#include "core/mem.h"
#include "core/totp.h"
#include "desk/account.h"
#include "desk/factor.h"
#include "desk/role.h"
#include "desk/session.h"
#include "desk/setup.h"
#include "store/event.sql.h"
#include "tests/store/store_test.h"

#define SECONDS(n) ((int64_t)(n)*1000)
#define MINUTES(n) SECONDS((n)*60)
#define HOURS(n) MINUTES((n)*60)
#define DAYS(n) HOURS((n)*24)

static const char right_password[] = "Blaue-Berge-7";
static const char other_password[] = "Gruene-Wege-8";

struct desk_place {
	struct store_place store;
	struct desk desk;
	struct keyring *keys;
	struct arena arena;
	int64_t now; /* ms; 2026-01-05 09:00 in Shanghai at first */
	char key_path[300];
};

static inline int64_t desk_clock(void *ctx)
{
	return ((struct desk_place *)ctx)->now;
}

static inline void must(enum err e, const struct error *err, const char *what)
{
	if (!e)
		return;
	printf("Bail out! %s: %s (%s)\n", what, err->msg, err->detail);
	exit(1);
}

static inline void desk_place_init(struct desk_place *p)
{
	struct error err = { .code = OK };
	*p = (struct desk_place){ .now = 1767574800000 };
	arena_init(&p->arena, 64 * 1024 * 1024);
	place_init(&p->store);
	p->store.config.clock_ms = desk_clock;
	p->store.config.clock_ctx = p;
	snprintf(p->key_path, sizeof p->key_path, "%s.key", p->store.folder);
	must(keyring_create(p->key_path, date_from_ymd(2026, 1, 5), &err), &err, "key file");
	must(keyring_open(p->key_path, &p->keys, &err), &err, "key file");
	p->desk.store = place_open(&p->store, NULL);
	p->desk.keys = p->keys;
	desk_rules_default(&p->desk.rules);
	p->desk.rules.cost = (struct password_cost){ 8192, 1 };
}

static inline void desk_place_done(struct desk_place *p)
{
	store_close(p->desk.store);
	keyring_close(p->keys);
	unlink(p->key_path);
	place_done(&p->store);
	arena_done(&p->arena);
}

/* The set-up as a person would do it: accounts sys, sec and aud with right_password. */
static inline void desk_set_up(struct desk_place *p)
{
	struct error err = { .code = OK };
	struct setup_input in = { .agency_name = STR("示例市档案局"),
		.address = STR("192.0.2.1"),
		.admin = { { STR("sys"), STR("测试甲"), str_cstr(right_password) },
			{ STR("sec"), STR("测试乙"), str_cstr(right_password) },
			{ STR("aud"), STR("测试丙"), str_cstr(right_password) } } };
	must(setup_begin(&p->desk, &p->arena, &in.one_time, &err), &err, "set-up password");
	must(setup_finish(&p->desk, &p->arena, &in, &err), &err, "set-up");
}

/* A working account with right_password, made on the command line. */
static inline struct person_id desk_add(struct desk_place *p, const char *login, uint64_t roles)
{
	struct error err = { .code = OK };
	struct actor console = actor_console();
	struct agency_id agency = { 0 };
	struct person_id id = { 0 };
	must(setup_agency_find(&p->desk, STR(""), &agency, &err), &err, "agency");
	struct account_new in = { .agency = agency,
		.login = str_cstr(login),
		.name = STR("测试丁"),
		.password = str_cstr(right_password),
		.roles = roles };
	must(account_add(&p->desk, &p->arena, &console, &in, &id, &err), &err, "account");
	return id;
}

/* A log-in by password; err holds the sentence when it fails. */
static inline enum err desk_log_in(struct desk_place *p, const char *login, const char *password,
	const char *address, struct login_done *out, struct error *err)
{
	struct login_input in = { .login = str_cstr(login),
		.password = str_cstr(password),
		.address = str_cstr(address),
		.agent = STR("火狐 · Linux") };
	*err = (struct error){ .code = OK };
	return session_log_in(&p->desk, &p->arena, &in, out, err);
}

/* Who is behind the token; SESSION_NONE when that cannot be told. */
static inline enum session_found desk_who(
	struct desk_place *p, struct str token, struct session_who *out)
{
	struct error err;
	enum session_found found = SESSION_NONE;
	if (session_check(&p->desk, &p->arena, token, STR("192.0.2.1"), out, &found, &err))
		return SESSION_NONE;
	return found;
}

struct event_count {
	struct desk_place *p;
	struct str action;
	size_t n;
};

static inline enum err count_events_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct event_count *c = ctx;
	struct event_list_in in = { .action = c->action, .limit = 10000 };
	struct event_row *row;
	return sql_event_list(tx, &in, &c->p->arena, &row, &c->n, err);
}

/* How many events of this action ("login." counts all that begin so). */
static inline size_t desk_events(struct desk_place *p, const char *action)
{
	struct error err;
	struct event_count c = { .p = p, .action = str_cstr(action) };
	if (store_read(p->desk.store, count_events_fn, &c, &err))
		return (size_t)-1;
	return c.n;
}

/* The code that the authenticator of a secret (base32) shows now. */
static inline struct totp_code desk_code(struct desk_place *p, struct str secret)
{
	struct error err;
	struct str bytes;
	struct totp_secret s;
	struct totp_code code = { { 0 } };
	if (base32_decode(&p->arena, secret, &bytes, &err) || bytes.n != sizeof(s.b))
		return code;
	memcpy(s.b, bytes.p, sizeof(s.b));
	if (totp_code(&s, totp_step(p->now / 1000), &code, &err))
		code.z[0] = '\0';
	return code;
}

#endif
