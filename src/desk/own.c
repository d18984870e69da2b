/*
 * own -- one's own account: password and how to be reached.  See desk/account.h.
 */
#include "desk/account.h"

#include "core/utf8.h"
#include "desk/account_part.h"
#include "desk/role.h"
#include "store/session.sql.h"

enum {
	DAY_MS = 24 * 60 * 60 * 1000,
	HISTORY_MAX = 24, /* more than this many old passwords are not compared, whatever is set */
	MOBILE_MAX = 20,  /* bytes */
	EMAIL_MAX = 254	  /* RFC 5321 4.5.3.1.3 */
};

/* --- password --------------------------------------------------------------------------------- */

struct password_job {
	const struct desk *d;
	struct arena *a;
	const struct actor *who;
	struct account_row account;
	struct password_old_row *old;
	size_t n_old;
	bool right; /* the current one */
	struct str hash;
	struct str token;
	struct digest token_hash;
	enum session_stage stage;
	bool changed; /* meanwhile, by somebody else */
	int left;
	int64_t now, until;
};

static enum err load_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct password_job *j = ctx;
	j->now = tx_now(tx);
	enum err e = account_load(tx, j->who->person, j->a, &j->account, err);
	struct password_old_list_in in = { .person = j->who->person, .limit = HISTORY_MAX };
	return e ? e : sql_password_old_list(tx, &in, j->a, &j->old, &j->n_old, err);
}

/* ERR_INVALID when the new one is the present one or one of those before it. */
static enum err check_history(const struct password_job *j, struct str password, struct error *err)
{
	unsigned history = j->d->rules.password.history;
	for (size_t i = 0; i < history && i <= j->n_old; i++) {
		struct str hash = i == 0 ? j->account.password_hash : j->old[i - 1].hash;
		bool same = false;
		enum err e = password_verify(hash, password, &same, err);
		if (e)
			return e;
		if (!same)
			continue;
		error_set(err, ERR_INVALID, "C-8.5-16",
			"新密码不能与最近 %u 次用过的密码相同，请换一个", history);
		if (err)
			err->field = "password";
		return ERR_INVALID;
	}
	return OK;
}

/* The current password was wrong: counted as at the log-in. */
static enum err wrong_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct password_job *j = ctx;
	struct account_row p;
	enum err e = account_load(tx, j->who->person, j->a, &p, err);
	if (!e)
		e = account_count_failure(
			j->d, tx, &p, j->who, "factor=password where=change", &j->left, err);
	j->now = tx_now(tx);
	j->until = lock_end(j->d, j->now);
	if (e || j->left)
		return e;
	struct session_end_in in = {
		.id = j->who->session, .person = j->who->person, .now = j->now
	};
	return sql_session_end(tx, &in, NULL, err);
}

static enum err tell_wrong(struct password_job *j, struct error *err)
{
	enum err e = desk_write(j->d, wrong_fn, j, err);
	if (e)
		return e;
	if (j->left == 0)
		return locked_error(j->until, j->now, err);
	error_set(err, ERR_INVALID, NULL, "现在的密码不正确。再错 %d 次将锁定 %d 分钟", j->left,
		j->d->rules.lock_minutes);
	if (err)
		err->field = "current";
	return ERR_INVALID;
}

/* Old passwords beyond the history are forgotten. */
static enum err keep_history(struct password_job *j, struct tx *tx, struct error *err)
{
	struct password_old_insert_in in = {
		.person = j->who->person, .at = tx_now(tx), .hash = j->account.password_hash
	};
	enum err e = sql_password_old_insert(tx, &in, NULL, err);
	unsigned keep = j->d->rules.password.history;
	if (e || keep == 0 || j->n_old < keep)
		return e;
	struct password_old_trim_in trim = { .person = j->who->person,
		.before = j->old[keep - 1].at };
	return sql_password_old_trim(tx, &trim, NULL, err);
}

static enum err change_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct password_job *j = ctx;
	struct account_row p;
	enum err e = account_load(tx, j->who->person, j->a, &p, err);
	if (e)
		return e;
	j->changed = !str_eq(p.password_hash, j->account.password_hash) || !p.active;
	if (j->changed)
		return OK;
	p.must_change = 0;
	p.password_at = tx_now(tx);
	j->stage = stage_after_factors(j->d, &p, p.password_at);
	e = keep_history(j, tx, err);
	struct person_set_password_in set = { .id = p.id, .hash = j->hash, .now = p.password_at };
	if (!e)
		e = sql_person_set_password(tx, &set, NULL, err);
	struct session_end_others_in others = {
		.person = p.id, .but = j->who->session, .now = p.password_at
	};
	if (!e)
		e = sql_session_end_others(tx, &others, NULL, err);
	if (!e)
		e = session_move(tx, j->who, SESSION_PASSWORD, true, j->stage, &j->token_hash, err);
	if (e)
		return e;
	struct event_entry entry = {
		.action = STR("password.change"), .object_kind = STR("person"), .object = p.id.v
	};
	return desk_log(tx, j->who, PERM_HALF, &entry, err);
}

enum err account_change_password(const struct desk *d, struct arena *a, const struct actor *who,
	struct str current, struct str password, struct login_done *out, struct error *err)
{
	struct password_job j = { .d = d, .a = a, .who = who };
	enum err e = store_read(d->store, load_fn, &j, err);
	if (e)
		return e;
	if (account_locked(&j.account, j.now))
		return locked_error(j.account.locked_until, j.now, err);
	e = password_verify(j.account.password_hash, current, &j.right, err);
	if (e)
		return e;
	if (!j.right)
		return tell_wrong(&j, err);
	e = password_check_rules(&d->rules.password, password, j.account.login, err);
	if (!e)
		e = check_history(&j, password, err);
	if (!e)
		e = password_hash(a, password, d->rules.cost, &j.hash, err);
	if (!e)
		e = token_make(a, &j.token, &j.token_hash, err);
	if (!e)
		e = desk_write(d, change_fn, &j, err);
	if (e)
		return e;
	if (j.changed)
		return error_set(err, ERR_CONFLICT, NULL, "账号刚刚有变更，请重新登录后再改密码");
	*out = (struct login_done){ j.token, j.stage, who->person, who->roles };
	return OK;
}

/* --- the page of one's own account ------------------------------------------------------------ */

struct own_job {
	const struct desk *d;
	struct arena *a;
	const struct actor *who;
	struct account_row p;
	struct recovery_count_row left;
	struct str mobile, email; /* to be written */
	int64_t version, now;
	bool stale;
};

static enum err own_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct own_job *j = ctx;
	j->now = tx_now(tx);
	enum err e = account_load(tx, j->who->person, j->a, &j->p, err);
	return e ? e
		 : sql_recovery_left(tx, &(struct recovery_left_in){ .person = j->who->person },
			   j->a, &j->left, err);
}

static enum err open_column(struct own_job *j, struct str sealed, const char *column,
	struct str *out, struct error *err)
{
	if (!sealed.p)
		return OK;
	return seal_open(
		j->d->keys, j->a, sealed, sealed_place(j->a, column, j->who->person.v), out, err);
}

enum err account_own(const struct desk *d, struct arena *a, const struct actor *who,
	struct account_own *out, struct error *err)
{
	struct own_job j = { .d = d, .a = a, .who = who };
	struct str mobile = { 0 }, email = { 0 };
	enum err e = store_read(d->store, own_fn, &j, err);
	if (!e)
		e = open_column(&j, j.p.mobile, "person.mobile", &mobile, err);
	if (!e)
		e = open_column(&j, j.p.email, "person.email", &email, err);
	if (e)
		return e;
	int64_t left = -1;
	if (d->rules.password.age_days) {
		left = (int64_t)d->rules.password.age_days - (j.now - j.p.password_at) / DAY_MS;
		left = left < 0 ? 0 : left;
	}
	*out = (struct account_own){ .login = j.p.login,
		.name = j.p.name,
		.agency_name = j.p.agency_name,
		.roles = (uint64_t)j.p.roles,
		.mobile = mobile,
		.email = email,
		.password_at = j.p.password_at,
		.password_days_left = left,
		.second_factor = j.p.totp_confirmed,
		.second_factor_needed =
			d->rules.second_factor_admins && role_is_administrator((uint64_t)j.p.roles),
		.recovery_left = j.left.n,
		.version = j.p.version };
	return OK;
}

static enum err contact_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct own_job *j = ctx;
	int64_t n = 0;
	struct person_set_contact_in in = { .id = j->who->person,
		.mobile = j->mobile,
		.email = j->email,
		.version = j->version,
		.now = tx_now(tx) };
	enum err e = sql_person_set_contact(tx, &in, &n, err);
	if (e)
		return e;
	if (n == 0)
		return desk_stale(err);
	struct event_entry entry = { .action = STR("person.contact"),
		.object_kind = STR("person"),
		.object = j->who->person.v };
	return desk_log(tx, j->who, PERM_LOGGED_IN, &entry, err);
}

static enum err invalid(struct error *err, const char *field, const char *msg)
{
	error_set(err, ERR_INVALID, NULL, "%s", msg);
	if (err)
		err->field = field;
	return ERR_INVALID;
}

/* Digits, blanks, dashes and a plus: numbers of other places are nothing special. */
static bool is_phone(struct str s)
{
	size_t digits = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] >= '0' && s.p[i] <= '9')
			digits++;
		else if (s.p[i] != ' ' && s.p[i] != '-' && s.p[i] != '+')
			return false;
	}
	return s.n <= MOBILE_MAX && digits >= 5;
}

static bool is_email(struct str s)
{
	size_t at = str_find(s, STR("@"), 0);
	if (at == 0 || at + 3 > s.n || s.n > EMAIL_MAX || str_has(str_sub(s, at + 1, s.n), "@"))
		return false;
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7f || s.p[i] == '<' ||
			s.p[i] == '>')
			return false;
	return str_has(str_sub(s, at, s.n), ".");
}

static enum err seal_column(
	struct own_job *j, struct str plain, const char *column, struct str *out, struct error *err)
{
	if (plain.n == 0)
		return OK;
	return seal(
		j->d->keys, j->a, plain, sealed_place(j->a, column, j->who->person.v), out, err);
}

enum err account_set_contact(const struct desk *d, struct arena *a, const struct actor *who,
	struct str mobile, struct str email, int64_t version, struct error *err)
{
	struct own_job j = { .d = d, .a = a, .who = who, .version = version };
	if (mobile.n && !is_phone(mobile))
		return invalid(err, "mobile", "电话号码只能有数字、空格和短横，请核对");
	if (email.n && !is_email(email))
		return invalid(err, "email", "邮箱格式不正确，应像 name@example.cn");
	enum err e = seal_column(&j, mobile, "person.mobile", &j.mobile, err);
	if (!e)
		e = seal_column(&j, email, "person.email", &j.email, err);
	return e ? e : desk_write(d, contact_fn, &j, err);
}
