#include "desk/factor.h"

#include "desk/account_part.h"
#include "desk/role.h"
#include "store/session.sql.h"

#include <inttypes.h>

struct factor_job {
	const struct desk *d;
	struct arena *a;
	const struct actor *who;
	struct person_id id;
	struct str typed;
	struct str reason; /* of a reset */
	struct account_row p;
	const char *action;
	const struct recovery_code *codes; /* to be stored; NULL: none */
	struct str token;
	struct digest token_hash;
	enum session_stage stage;
	bool wrong; /* a factor in use, and the code did not fit: counted */
	int left;
};

static enum err load_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct factor_job *j = ctx;
	return account_load(tx, j->id, j->a, &j->p, err);
}

static enum err open_secret(struct factor_job *j, struct totp_secret *out, struct error *err)
{
	struct str plain;
	enum err e = seal_open(j->d->keys, j->a, j->p.totp_secret,
		sealed_place(j->a, "person.totp_secret", j->p.id.v), &plain, err);
	if (!e && plain.n != sizeof(out->b))
		return error_set(err, ERR_FORMAT, NULL, "第二验证因子已损坏，请安全管理员重置");
	if (!e)
		memcpy(out->b, plain.p, sizeof(out->b));
	return e;
}

static enum err log_factor(
	struct factor_job *j, struct tx *tx, unsigned permission, struct error *err)
{
	struct event_entry entry = { .agency = j->p.agency,
		.action = str_cstr(j->action),
		.object_kind = STR("person"),
		.object = j->p.id.v,
		.reason = j->reason };
	return desk_log(tx, j->who, permission, &entry, err);
}

enum err factor_look(const struct desk *d, struct arena *a, const struct actor *who,
	struct str issuer, struct factor_view *out, struct error *err)
{
	struct factor_job j = { .d = d, .a = a, .who = who, .id = who->person };
	enum err e = store_read(d->store, load_fn, &j, err);
	if (e)
		return e;
	struct factor_view v = { .on = j.p.totp_confirmed };
	v.begun = !v.on && j.p.totp_secret.p;
	if (v.begun) {
		struct totp_secret secret;
		struct buf uri;
		e = open_secret(&j, &secret, err);
		if (e)
			return e;
		buf_init(&uri, 4096);
		totp_uri(&uri, issuer, j.p.login, &secret);
		v.secret = base32_arena(a, (struct str){ (char *)secret.b, sizeof(secret.b) });
		v.uri = arena_str(a, buf_view(&uri));
		e = buf_check(&uri, err);
		buf_done(&uri);
		mem_wipe(&secret, sizeof(secret));
	}
	if (!e)
		e = arena_check(a, err);
	if (!e)
		*out = v;
	return e;
}

/* --- enrolling -------------------------------------------------------------------------------- */

static enum err begin_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct factor_job *j = ctx;
	enum err e = account_load(tx, j->id, j->a, &j->p, err);
	if (e)
		return e;
	if (j->p.totp_confirmed)
		return error_set(err, ERR_CONFLICT, NULL,
			"第二验证因子已经启用。更换手机请先停用，或请安全管理员重置");
	struct totp_secret secret;
	struct str sealed;
	totp_secret_make(&secret);
	e = seal(j->d->keys, j->a, (struct str){ (char *)secret.b, sizeof(secret.b) },
		sealed_place(j->a, "person.totp_secret", j->id.v), &sealed, err);
	mem_wipe(&secret, sizeof(secret));
	struct person_set_factor_in in = {
		.id = j->id, .secret = sealed, .step = TOTP_NO_STEP, .now = tx_now(tx)
	};
	if (!e)
		e = sql_person_set_factor(tx, &in, NULL, err);
	return e ? e : log_factor(j, tx, PERM_HALF, err);
}

enum err factor_begin(
	const struct desk *d, struct arena *a, const struct actor *who, struct error *err)
{
	struct factor_job j = {
		.d = d, .a = a, .who = who, .id = who->person, .action = "totp.begin"
	};
	return desk_write(d, begin_fn, &j, err);
}

static enum err wrong_code(struct error *err)
{
	error_set(err, ERR_INVALID, NULL,
		"验证码不正确。请核对手机时间是否准确，再输入现在显示的 6 位数字");
	if (err)
		err->field = "code";
	return ERR_INVALID;
}

/* The typed code against the secret of j->p; *step is the one it belongs to. */
static enum err check_code(struct factor_job *j, struct tx *tx, int64_t *step, struct error *err)
{
	struct totp_secret secret;
	enum err e = open_secret(j, &secret, err);
	if (!e)
		e = totp_verify(&secret, j->typed, tx_now(tx) / 1000, j->p.totp_step, step, err);
	mem_wipe(&secret, sizeof(secret));
	if (!e && *step == TOTP_NO_STEP)
		return wrong_code(err);
	return e;
}

static enum err store_codes(struct factor_job *j, struct tx *tx, struct error *err)
{
	enum err e =
		sql_recovery_clear(tx, &(struct recovery_clear_in){ .person = j->id }, NULL, err);
	struct str account = arena_fmt(j->a, "%" PRId64, j->id.v);
	for (size_t i = 0; !e && j->codes && i < RECOVERY_CODES; i++) {
		struct digest h;
		e = recovery_code_digest(j->d->keys, account, str_cstr(j->codes[i].z), &h, err);
		struct recovery_insert_in in = { .person = j->id, .hash = desk_bytes(&h) };
		if (!e)
			e = sql_recovery_insert(tx, &in, NULL, err);
	}
	return e;
}

static enum err set_factor(struct factor_job *j, struct tx *tx, struct str secret, int64_t step,
	bool confirmed, struct error *err)
{
	struct person_set_factor_in in = { .id = j->id,
		.secret = secret,
		.step = step,
		.confirmed = confirmed,
		.now = tx_now(tx) };
	enum err e = sql_person_set_factor(tx, &in, NULL, err);
	return e ? e : store_codes(j, tx, err);
}

static enum err confirm_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct factor_job *j = ctx;
	int64_t step = TOTP_NO_STEP;
	enum err e = account_load(tx, j->id, j->a, &j->p, err);
	if (e)
		return e;
	if (j->p.totp_confirmed || !j->p.totp_secret.p)
		return error_set(err, ERR_CONFLICT, NULL, "请重新开始启用第二验证因子");
	e = check_code(j, tx, &step, err);
	if (!e)
		e = set_factor(j, tx, j->p.totp_secret, step, true, err);
	if (e)
		return e;
	j->p.totp_confirmed = 1;
	j->stage = stage_after_factors(j->d, &j->p, tx_now(tx));
	e = session_move(tx, j->who, SESSION_ENROL, true, j->stage, &j->token_hash, err);
	return e ? e : log_factor(j, tx, PERM_HALF, err);
}

enum err factor_confirm(const struct desk *d, struct arena *a, const struct actor *who,
	struct str typed, struct recovery_code codes[RECOVERY_CODES], struct login_done *out,
	struct error *err)
{
	struct recovery_code made[RECOVERY_CODES];
	struct factor_job j = { .d = d,
		.a = a,
		.who = who,
		.id = who->person,
		.typed = typed,
		.action = "totp.on",
		.codes = made };
	recovery_codes_make(made);
	enum err e = token_make(a, &j.token, &j.token_hash, err);
	if (!e)
		e = desk_write(d, confirm_fn, &j, err);
	if (!e) {
		memcpy(codes, made, sizeof(made));
		*out = (struct login_done){ j.token, j.stage, who->person, who->roles };
	}
	mem_wipe(made, sizeof(made));
	return e;
}

/* --- afterwards ------------------------------------------------------------------------------- */

/*
 * A code of a factor in use; ERR_CONFLICT when none is in use.  A wrong one counts like a wrong
 * password (j->wrong, and the result is OK so that the count stays); the one that locks also ends
 * the log-in.
 */
static enum err use_code(struct factor_job *j, struct tx *tx, int64_t *step, struct error *err)
{
	j->wrong = false;
	enum err e = account_load(tx, j->id, j->a, &j->p, err);
	if (e)
		return e;
	if (!j->p.totp_confirmed)
		return error_set(err, ERR_CONFLICT, NULL, "第二验证因子没有启用");
	e = check_code(j, tx, step, err);
	if (e != ERR_INVALID)
		return e;
	j->wrong = true;
	e = account_count_failure(
		j->d, tx, &j->p, j->who, "factor=totp where=account", &j->left, err);
	if (e || j->left)
		return e;
	struct session_end_in end = { .id = j->who->session, .person = j->id, .now = tx_now(tx) };
	return sql_session_end(tx, &end, NULL, err);
}

static enum err tell_wrong(const struct factor_job *j, struct error *err)
{
	if (!j->wrong)
		return OK;
	if (j->left)
		return wrong_code(err);
	return error_set(err, ERR_DENIED, "C-8.5-16",
		"连续输错次数过多，账号已锁定 %d 分钟，请届时重新登录", j->d->rules.lock_minutes);
}

static enum err renew_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct factor_job *j = ctx;
	int64_t step = TOTP_NO_STEP;
	enum err e = use_code(j, tx, &step, err);
	if (e || j->wrong)
		return e;
	e = set_factor(j, tx, j->p.totp_secret, step, true, err);
	return e ? e : log_factor(j, tx, PERM_LOGGED_IN, err);
}

enum err factor_renew_codes(const struct desk *d, struct arena *a, const struct actor *who,
	struct str typed, struct recovery_code codes[RECOVERY_CODES], struct error *err)
{
	struct recovery_code made[RECOVERY_CODES];
	struct factor_job j = { .d = d,
		.a = a,
		.who = who,
		.id = who->person,
		.typed = typed,
		.action = "totp.codes",
		.codes = made };
	recovery_codes_make(made);
	enum err e = desk_write(d, renew_fn, &j, err);
	if (!e)
		e = tell_wrong(&j, err);
	if (!e)
		memcpy(codes, made, sizeof(made));
	mem_wipe(made, sizeof(made));
	return e;
}

static enum err off_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct factor_job *j = ctx;
	int64_t step = TOTP_NO_STEP;
	enum err e = use_code(j, tx, &step, err);
	if (e || j->wrong)
		return e;
	if (j->d->rules.second_factor_admins && role_is_administrator((uint64_t)j->p.roles))
		return error_set(
			err, ERR_DENIED, "C-8.5-15", "管理员账号必须使用第二验证因子，不能停用");
	e = set_factor(j, tx, (struct str){ 0 }, TOTP_NO_STEP, false, err);
	return e ? e : log_factor(j, tx, PERM_LOGGED_IN, err);
}

enum err factor_off(const struct desk *d, struct arena *a, const struct actor *who,
	struct str typed, struct error *err)
{
	struct factor_job j = {
		.d = d, .a = a, .who = who, .id = who->person, .typed = typed, .action = "totp.off"
	};
	enum err e = desk_write(d, off_fn, &j, err);
	return e ? e : tell_wrong(&j, err);
}

static enum err reset_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct factor_job *j = ctx;
	enum err e = account_load(tx, j->id, j->a, &j->p, err);
	if (e)
		return e;
	if (!j->who->console && j->id.v == j->who->person.v)
		return error_set(err, ERR_DENIED, "C-8.5-15",
			"不能为自己的账号办理，请由另一位安全管理员办理");
	if (!j->who->console && role_is_administrator((uint64_t)j->p.roles))
		return error_set(err, ERR_DENIED, "C-8.5-15",
			"管理员的密码和第二验证因子只能在服务器上重置（gongkai user passwd）");
	if (!j->who->console && !j->p.totp_confirmed)
		return error_set(err, ERR_CONFLICT, NULL, "这个账号没有启用第二验证因子，不需要重置");
	e = set_factor(j, tx, (struct str){ 0 }, TOTP_NO_STEP, false, err);
	struct session_end_others_in in = { .person = j->id, .now = tx_now(tx) };
	if (!e)
		e = sql_session_end_others(tx, &in, NULL, err);
	return e ? e : log_factor(j, tx, PERM_RIGHTS_DECIDE, err);
}

enum err factor_reset(const struct desk *d, struct arena *a, const struct actor *who,
	struct person_id id, struct str reason, struct error *err)
{
	struct factor_job j = { .d = d,
		.a = a,
		.who = who,
		.id = id,
		.action = "totp.reset",
		.reason = reason };
	enum err e = desk_allow(who, PERM_RIGHTS_DECIDE, err);
	return e ? e : desk_write(d, reset_fn, &j, err);
}
