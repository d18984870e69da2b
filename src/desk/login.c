/*
 * login -- the two steps of logging in.  See desk/session.h.
 */
#include "desk/account_part.h"

#include "core/totp.h"
#include "desk/role.h"
#include "store/attempt.sql.h"
#include "store/session.sql.h"

#include <inttypes.h>

enum {
	MINUTE_MS = 60 * 1000,
	DAY_MINUTES = 24 * 60,
	ATTEMPT_KEEP_MINUTES = 2 * DAY_MINUTES, /* failures of unknown accounts count for a day */
	LOGIN_BYTES_MAX = 200			/* longer names are cut before they are looked up */
};

/* --- counting ------------------------------------------------------------------------------- */

int64_t lock_end(const struct desk *d, int64_t now)
{
	return (now / MINUTE_MS + 1 + d->rules.lock_minutes) * MINUTE_MS;
}

bool account_locked(const struct account_row *p, int64_t now)
{
	return p->locked_until > now;
}

enum err locked_error(int64_t until, int64_t now, struct error *err)
{
	int64_t minutes = (until - now + MINUTE_MS - 1) / MINUTE_MS;
	error_set(err, ERR_DENIED, "C-8.5-16",
		"连续输错次数过多，账号已锁定。请在 %" PRId64 " 分钟后再试，或请安全管理员解锁",
		minutes);
	if (err)
		err->field = "login";
	return ERR_DENIED;
}

enum err account_count_failure(const struct desk *d, struct tx *tx, const struct account_row *p,
	const struct actor *who, const char *what, int *left, struct error *err)
{
	int64_t now = tx_now(tx);
	int64_t failed = p->failed + 1;
	bool lock = failed >= d->rules.lock_failures;
	struct person_set_failed_in set = { .id = p->id,
		.failed = lock ? 0 : failed,
		.locked_until = lock ? lock_end(d, now) : 0 };
	enum err e = sql_person_set_failed(tx, &set, NULL, err);
	if (e)
		return e;
	struct event_entry entry = { .agency = p->agency,
		.action = lock ? STR("login.locked") : STR("login.failed"),
		.object_kind = STR("person"),
		.object = p->id.v,
		.refused = true,
		.detail = str_cstr(what) };
	*left = lock ? 0 : (int)(d->rules.lock_failures - failed);
	return desk_log(tx, who, PERM_NONE, &entry, err);
}

/* --- shared with the rest of accounts --------------------------------------------------------- */

struct str sealed_place(struct arena *a, const char *column, int64_t id)
{
	return arena_fmt(a, "%s/%" PRId64, column, id);
}

enum err token_make(struct arena *a, struct str *token, struct digest *hash, struct error *err)
{
	struct str t = random_token(a, SESSION_TOKEN_SIZE);
	enum err e = arena_check(a, err);
	if (!e)
		e = sm3_of(t, hash, err);
	if (!e)
		*token = t;
	return e;
}

enum err account_load(struct tx *tx, struct person_id id, struct arena *a, struct account_row *out,
	struct error *err)
{
	enum err e = sql_account_by_id(tx, &(struct account_by_id_in){ .id = id }, a, out, err);
	if (e == ERR_NOT_FOUND)
		return error_set(err, ERR_NOT_FOUND, NULL, "没有找到这个账号，可能已被删除");
	return e;
}

enum session_stage stage_after_factors(
	const struct desk *d, const struct account_row *p, int64_t now)
{
	int64_t age_ms = (int64_t)d->rules.password.age_days * DAY_MINUTES * MINUTE_MS;
	if (p->must_change || (age_ms && now - p->password_at >= age_ms))
		return SESSION_PASSWORD;
	if (d->rules.second_factor_admins && role_is_administrator((uint64_t)p->roles) &&
		!p->totp_confirmed)
		return SESSION_ENROL;
	return SESSION_COMPLETE;
}

enum err session_move(struct tx *tx, const struct actor *who, enum session_stage from,
	bool complete, enum session_stage to, const struct digest *hash, struct error *err)
{
	int64_t n = 0;
	struct session_set_stage_in in = { .id = who->session,
		.token_hash = desk_bytes(hash),
		.stage = to,
		.from = from,
		.or_from = complete ? SESSION_COMPLETE : from,
		.now = tx_now(tx) };
	enum err e = sql_session_set_stage(tx, &in, &n, err);
	if (!e && n == 0)
		return error_set(err, ERR_CONFLICT, NULL, "登录已结束，请重新登录");
	return e;
}

/* --- first step ------------------------------------------------------------------------------- */

enum outcome { RIGHT, WRONG, LOCKED, TOO_FAST, CHANGED };

struct attempt_job {
	const struct desk *d;
	struct arena *a;
	const struct login_input *in;
	struct str login; /* lower case */
	struct str address_key, account_key, unknown_key;
	/* from the first transaction */
	bool too_fast, known;
	struct account_row account;
	/* for the second */
	bool right;
	struct str new_hash; /* empty: keep */
	struct str token;
	struct digest token_hash;
	enum outcome outcome;
	int left;
	int64_t now, until;
	enum session_stage stage;
};

/* A keyed hash as hex: the table holds neither addresses nor names. */
static enum err attempt_key(const struct desk *d, struct arena *a, const char *label,
	struct str value, struct str *out, struct error *err)
{
	struct digest h;
	enum err e = blind_index(d->keys, SEAL_INDEX_GENERATION, str_cstr(label), value, &h, err);
	if (e)
		return e;
	*out = hex_arena(a, desk_bytes(&h));
	return arena_check(a, err);
}

static struct str lower(struct arena *a, struct str s)
{
	struct str t = str_trim(s);
	char *z = arena_cstr(a, str_sub(t, 0, LOGIN_BYTES_MAX));
	for (char *c = z; c && *c; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	return str_cstr(z);
}

/* Counts one attempt under key in this minute; *over says that there were too many. */
static enum err count_attempt(
	struct attempt_job *j, struct tx *tx, struct str key, bool *over, struct error *err)
{
	int64_t minute = tx_now(tx) / MINUTE_MS;
	enum err e = sql_attempt_add(
		tx, &(struct attempt_add_in){ .key = key, .minute = minute }, NULL, err);
	if (e)
		return e;
	struct attempt_row row;
	e = sql_attempt_since(
		tx, &(struct attempt_since_in){ .key = key, .minute = minute }, j->a, &row, err);
	if (e)
		return e;
	if (row.total > j->d->rules.attempts_per_minute)
		*over = true;
	/* One event for the first too many of a minute, not one for each. */
	if (row.total != j->d->rules.attempts_per_minute + 1)
		return OK;
	struct actor who = { .address = j->in->address };
	struct event_entry entry = { .action = STR("login.rate"), .refused = true };
	return desk_log(tx, &who, PERM_NONE, &entry, err);
}

static enum err begin_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct attempt_job *j = ctx;
	j->too_fast = j->known = false;
	enum err e = sql_attempt_purge(tx,
		&(struct attempt_purge_in){
			.minute = tx_now(tx) / MINUTE_MS - ATTEMPT_KEEP_MINUTES },
		NULL, err);
	if (!e)
		e = count_attempt(j, tx, j->address_key, &j->too_fast, err);
	if (!e)
		e = count_attempt(j, tx, j->account_key, &j->too_fast, err);
	if (e || j->too_fast)
		return e;
	e = sql_account_by_login(
		tx, &(struct account_by_login_in){ .login = j->login }, j->a, &j->account, err);
	if (e == ERR_NOT_FOUND)
		return OK;
	j->known = !e && j->account.active && j->account.password_hash.n;
	return e;
}

/* A wrong try for an account that is not there: counted as if it were. */
static enum err fail_unknown(struct attempt_job *j, struct tx *tx, struct error *err)
{
	int64_t now = tx_now(tx), minute = now / MINUTE_MS;
	int limit = j->d->rules.lock_failures;
	struct attempt_row row;
	struct attempt_since_in since = { .key = j->unknown_key, .minute = minute - DAY_MINUTES };
	enum err e = sql_attempt_since(tx, &since, j->a, &row, err);
	if (e)
		return e;
	j->until = (row.last + 1 + j->d->rules.lock_minutes) * MINUTE_MS;
	if (row.total && row.total % limit == 0 && j->until > now) {
		j->outcome = LOCKED;
		return OK;
	}
	e = sql_attempt_add(
		tx, &(struct attempt_add_in){ .key = j->unknown_key, .minute = minute }, NULL, err);
	if (e)
		return e;
	j->outcome = WRONG;
	j->left = (int)(limit - row.total % limit - 1);
	struct actor who = { .address = j->in->address };
	struct event_entry entry = { .action = j->left ? STR("login.failed") : STR("login.locked"),
		.object_kind = STR("person"),
		.refused = true,
		.detail = STR("account=unknown") };
	return desk_log(tx, &who, PERM_NONE, &entry, err);
}

/* The password was right: a session, and the counters forgotten unless a code is still to come. */
static enum err let_in(
	struct attempt_job *j, struct tx *tx, const struct account_row *p, struct error *err)
{
	int64_t now = tx_now(tx);
	j->stage = p->totp_confirmed ? SESSION_FACTOR : stage_after_factors(j->d, p, now);
	struct session_insert_in s = { .id = { tx_new_id(tx) },
		.token_hash = desk_bytes(&j->token_hash),
		.person = p->id,
		.stage = j->stage,
		.address = j->in->address,
		.agent = j->in->agent,
		.now = now };
	enum err e = sql_session_insert(tx, &s, NULL, err);
	if (!e && j->stage != SESSION_FACTOR)
		e = sql_person_set_logged_in(tx,
			&(struct person_set_logged_in_in){ .id = p->id, .now = now }, NULL, err);
	if (!e && j->new_hash.n)
		e = sql_person_set_hash(tx,
			&(struct person_set_hash_in){ .id = p->id, .hash = j->new_hash }, NULL,
			err);
	if (e)
		return e;
	static const char *const word[] = { "stage=factor", "stage=complete", "stage=password",
		"stage=enrol" };
	struct actor who = { .person = p->id, .agency = p->agency, .address = j->in->address };
	struct event_entry entry = { .action = STR("login.ok"),
		.object_kind = STR("session"),
		.object = s.id.v,
		.detail = str_cstr(word[j->stage]) };
	return desk_log(tx, &who, PERM_NONE, &entry, err);
}

static enum err finish_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct attempt_job *j = ctx;
	j->now = tx_now(tx);
	j->outcome = RIGHT;
	if (!j->known)
		return fail_unknown(j, tx, err);
	struct account_row p;
	enum err e = account_load(tx, j->account.id, j->a, &p, err);
	if (e)
		return e;
	if (account_locked(&p, j->now)) {
		j->outcome = LOCKED;
		j->until = p.locked_until;
		return OK;
	}
	if (!p.active || !str_eq(p.password_hash, j->account.password_hash)) {
		j->outcome = CHANGED;
		return OK;
	}
	if (j->right)
		return let_in(j, tx, &p, err);
	j->outcome = WRONG;
	struct actor who = { .address = j->in->address };
	return account_count_failure(j->d, tx, &p, &who, "factor=password", &j->left, err);
}

/* The sentence for what did not succeed; OK for what did. */
static enum err tell(const struct attempt_job *j, struct error *err)
{
	switch (j->outcome) {
	case RIGHT:
		return OK;
	case LOCKED:
		return locked_error(j->until, j->now, err);
	case CHANGED:
		return error_set(err, ERR_CONFLICT, NULL, "账号刚刚有变更，请再登录一次");
	case TOO_FAST:
		return error_set(err, ERR_LIMIT, NULL, "登录过于频繁，请一分钟后再试");
	case WRONG:
		break;
	}
	if (j->left)
		error_set(err, ERR_INVALID, "C-8.5-16",
			"账号或密码不正确。再错 %d 次将锁定 %d 分钟", j->left,
			j->d->rules.lock_minutes);
	else
		error_set(err, ERR_INVALID, "C-8.5-16",
			"账号或密码不正确。已连续错 %d 次，锁定 %d 分钟", j->d->rules.lock_failures,
			j->d->rules.lock_minutes);
	if (err)
		err->field = "password";
	return ERR_INVALID;
}

/* The slow part, the same for every account: one verification, known or not. */
static enum err verify(struct attempt_job *j, struct error *err)
{
	const struct desk_rules *r = &j->d->rules;
	if (!j->known)
		return password_verify_dummy(j->in->password, r->cost, err);
	enum err e = password_verify(j->account.password_hash, j->in->password, &j->right, err);
	if (e || !j->right || !password_needs_rehash(j->account.password_hash, r->cost))
		return e;
	return password_hash(j->a, j->in->password, r->cost, &j->new_hash, err);
}

enum err session_log_in(const struct desk *d, struct arena *a, const struct login_input *in,
	struct login_done *out, struct error *err)
{
	struct attempt_job j = { .d = d, .a = a, .in = in, .login = lower(a, in->login) };
	enum err e = arena_check(a, err);
	if (!e)
		e = attempt_key(d, a, "attempt.address", in->address, &j.address_key, err);
	if (!e)
		e = attempt_key(d, a, "attempt.account", j.login, &j.account_key, err);
	if (!e)
		e = attempt_key(d, a, "attempt.unknown", j.login, &j.unknown_key, err);
	if (!e)
		e = store_write(d->store, begin_fn, &j, err);
	if (e)
		return e;
	if (j.too_fast) {
		j.outcome = TOO_FAST;
		return tell(&j, err);
	}
	e = verify(&j, err);
	if (!e)
		e = token_make(a, &j.token, &j.token_hash, err);
	if (!e)
		e = desk_write(d, finish_fn, &j, err);
	if (!e)
		e = tell(&j, err);
	if (!e)
		*out = (struct login_done){ j.token, j.stage, j.account.id,
			(uint64_t)j.account.roles };
	return e;
}

/* --- second step ------------------------------------------------------------------------------ */

struct factor_job {
	const struct desk *d;
	struct arena *a;
	const struct actor *who;
	struct str typed;
	bool recovery;
	struct str token;
	struct digest token_hash;
	enum outcome outcome;
	int left;
	int64_t now, until;
	enum session_stage stage;
};

/* A code of the authenticator, used up when right. */
static enum err check_totp(struct factor_job *j, struct tx *tx, const struct account_row *p,
	bool *right, struct error *err)
{
	struct str plain;
	struct totp_secret secret;
	enum err e = seal_open(j->d->keys, j->a, p->totp_secret,
		sealed_place(j->a, "person.totp_secret", p->id.v), &plain, err);
	if (e)
		return e;
	if (plain.n != sizeof(secret.b))
		return error_set(err, ERR_FORMAT, NULL, "第二验证因子已损坏，请安全管理员重置");
	memcpy(secret.b, plain.p, sizeof(secret.b));
	int64_t step;
	e = totp_verify(&secret, j->typed, tx_now(tx) / 1000, p->totp_step, &step, err);
	mem_wipe(&secret, sizeof(secret));
	if (e || step == TOTP_NO_STEP)
		return e;
	int64_t n = 0;
	e = sql_person_set_step(
		tx, &(struct person_set_step_in){ .id = p->id, .step = step }, &n, err);
	*right = !e && n == 1;
	return e;
}

/* A recovery code, used up when right. */
static enum err check_recovery(struct factor_job *j, struct tx *tx, const struct account_row *p,
	bool *right, struct error *err)
{
	struct digest h;
	enum err e = recovery_code_digest(
		j->d->keys, arena_fmt(j->a, "%" PRId64, p->id.v), j->typed, &h, err);
	if (e == ERR_INVALID)
		return OK;
	if (e)
		return e;
	int64_t n = 0;
	struct recovery_use_in in = { .person = p->id, .hash = desk_bytes(&h), .now = tx_now(tx) };
	e = sql_recovery_use(tx, &in, &n, err);
	*right = !e && n == 1;
	return e;
}

/* The log-in is complete, or goes on to a new password. */
static enum err accept_factor(
	struct factor_job *j, struct tx *tx, const struct account_row *p, struct error *err)
{
	j->stage = stage_after_factors(j->d, p, tx_now(tx));
	enum err e = session_move(tx, j->who, SESSION_FACTOR, false, j->stage, &j->token_hash, err);
	if (!e)
		e = sql_person_set_logged_in(tx,
			&(struct person_set_logged_in_in){ .id = p->id, .now = tx_now(tx) }, NULL,
			err);
	if (e)
		return e;
	struct event_entry entry = { .action = STR("login.factor"),
		.object_kind = STR("session"),
		.object = j->who->session.v,
		.detail = j->recovery ? STR("factor=recovery") : STR("factor=totp") };
	return desk_log(tx, j->who, PERM_HALF, &entry, err);
}

/* The log-in cannot go on: locked.  The lock's own event was or will be written by the caller. */
static enum err end_locked(struct factor_job *j, struct tx *tx, int64_t until, struct error *err)
{
	j->outcome = LOCKED;
	j->until = until;
	struct session_end_in in = {
		.id = j->who->session, .person = j->who->person, .now = tx_now(tx)
	};
	return sql_session_end(tx, &in, NULL, err);
}

static enum err factor_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct factor_job *j = ctx;
	j->now = tx_now(tx);
	j->outcome = RIGHT;
	struct account_row p;
	enum err e = account_load(tx, j->who->person, j->a, &p, err);
	if (e)
		return e;
	if (!p.active || !p.totp_confirmed) {
		j->outcome = CHANGED;
		return OK;
	}
	if (account_locked(&p, j->now)) {
		struct event_entry entry = { .action = STR("session.end"),
			.object_kind = STR("session"),
			.object = j->who->session.v,
			.refused = true,
			.detail = STR("why=locked") };
		e = end_locked(j, tx, p.locked_until, err);
		return e ? e : desk_log(tx, j->who, PERM_HALF, &entry, err);
	}
	bool right = false;
	e = j->recovery ? check_recovery(j, tx, &p, &right, err)
			: check_totp(j, tx, &p, &right, err);
	if (e)
		return e;
	if (right)
		return accept_factor(j, tx, &p, err);
	j->outcome = WRONG;
	e = account_count_failure(j->d, tx, &p, j->who,
		j->recovery ? "factor=recovery" : "factor=totp", &j->left, err);
	if (e || j->left)
		return e;
	return end_locked(j, tx, lock_end(j->d, j->now), err);
}

enum err session_second_factor(const struct desk *d, struct arena *a, const struct actor *who,
	struct str typed, bool recovery, struct login_done *out, struct error *err)
{
	struct factor_job j = { .d = d, .a = a, .who = who, .typed = typed, .recovery = recovery };
	enum err e = token_make(a, &j.token, &j.token_hash, err);
	if (!e)
		e = desk_write(d, factor_fn, &j, err);
	if (e)
		return e;
	if (j.outcome == LOCKED)
		return locked_error(j.until, j.now, err);
	if (j.outcome == CHANGED)
		return error_set(err, ERR_CONFLICT, NULL, "账号刚刚有变更，请重新登录");
	if (j.outcome == WRONG) {
		error_set(err, ERR_INVALID, NULL,
			recovery ? "恢复码不正确或已用过。再错 %d 次将锁定 %d 分钟"
				 : "验证码不正确或已过期，请输入验证器现在显示的 6 位数字。再错 %d "
				   "次将锁定 %d 分钟",
			j.left, d->rules.lock_minutes);
		if (err)
			err->field = "code";
		return ERR_INVALID;
	}
	*out = (struct login_done){ j.token, j.stage, who->person, who->roles };
	return OK;
}
