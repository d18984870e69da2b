#include "desk/setup.h"

#include "core/utf8.h"
#include "desk/role.h"
#include "store/attempt.sql.h"
#include "store/person.sql.h"
#include "store/organisation.sql.h"
#include "store/setup.sql.h"

#include <stdio.h>
#include <string.h>

static const char meta_key[] = "setup.password";

enum {
	ONE_TIME_SIGNS = 16,   /* of 31: 79 bits */
	AGENCY_NAME_MAX = 100, /* code points */
	MINUTE_MS = 60 * 1000
};

static const char *const login_field[] = { "login0", "login1", "login2" };
static const char *const name_field[] = { "name0", "name1", "name2" };
static const char *const password_field[] = { "password0", "password1", "password2" };
static const enum role admin_role[] = { ROLE_SYSTEM, ROLE_SECURITY, ROLE_AUDIT };

static enum err invalid(struct error *err, const char *field, const char *msg)
{
	error_set(err, ERR_INVALID, NULL, "%s", msg);
	if (err)
		err->field = field;
	return ERR_INVALID;
}

/* --- state ------------------------------------------------------------------------------------ */

static enum err is_open(struct tx *tx, struct arena *a, bool *open, struct error *err)
{
	struct setup_state_row s;
	enum err e = sql_setup_state(tx, a, &s, err);
	if (!e)
		*open = s.agencies == 0 && s.people == 0;
	return e;
}

struct open_job {
	struct arena a;
	struct str name;
	bool open;
	struct agency_name_row first;
};

static enum err open_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct open_job *j = ctx;
	return is_open(tx, &j->a, &j->open, err);
}

enum err setup_is_open(const struct desk *d, bool *open, struct error *err)
{
	struct open_job j = { .open = false };
	arena_init(&j.a, 64 * 1024);
	enum err e = store_read(d->store, open_fn, &j, err);
	if (!e)
		*open = j.open;
	arena_done(&j.a);
	return e;
}

static enum err first_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct open_job *j = ctx;
	enum err e = sql_agency_first(tx, &j->a, &j->first, err);
	if (e == ERR_NOT_FOUND)
		j->first.name = (struct str){ 0 };
	return e == ERR_NOT_FOUND ? OK : e;
}

enum err setup_agency_name(
	const struct desk *d, struct arena *a, struct str *name, struct error *err)
{
	struct open_job j = { .open = false };
	arena_init(&j.a, 64 * 1024);
	enum err e = store_read(d->store, first_fn, &j, err);
	if (!e)
		*name = arena_str(a, j.first.name);
	arena_done(&j.a);
	return e ? e : arena_check(a, err);
}

static enum err agency_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct open_job *j = ctx;
	enum err e =
		j->name.n ? sql_agency_by_name(tx, &(struct agency_by_name_in){ .name = j->name },
				    &j->a, &j->first, err)
			  : sql_agency_first(tx, &j->a, &j->first, err);
	if (e == ERR_NOT_FOUND && j->name.n)
		return error_set(
			err, e, NULL, "没有“%.*s”这个机关，请填写它的全称", STR_ARG(j->name));
	if (e == ERR_NOT_FOUND)
		return error_set(err, e, NULL, "还没有机关，请先在浏览器里完成初始设置");
	return e;
}

enum err setup_agency_find(
	const struct desk *d, struct str name, struct agency_id *id, struct error *err)
{
	struct open_job j = { .name = name };
	arena_init(&j.a, 64 * 1024);
	enum err e = store_read(d->store, agency_fn, &j, err);
	if (!e)
		*id = j.first.id;
	arena_done(&j.a);
	return e;
}

struct keys_job {
	struct arena a;
	const struct desk *d;
	struct keyring_id known;
};

/* What the database has; empty when nothing is there.  A text of another length is none of ours. */
static enum err known_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct keys_job *j = ctx;
	struct meta_row meta;
	j->known = (struct keyring_id){ .z = "" };
	enum err e = sql_meta_by_key(
		tx, &(struct meta_by_key_in){ .key = STR("keyring.id") }, &j->a, &meta, err);
	if (!e)
		snprintf(j->known.z, sizeof(j->known.z), "%.*s", STR_ARG(meta.value));
	return e == ERR_NOT_FOUND ? OK : e;
}

static enum err keys_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct keys_job *j = ctx;
	enum err e = known_fn(tx, ctx, err);
	if (e || j->known.z[0])
		return e;
	j->known = keyring_id(j->d->keys);
	struct meta_set_in in = { .key = STR("keyring.id"), .value = str_cstr(j->known.z) };
	return sql_meta_set(tx, &in, NULL, err);
}

enum err setup_known_keys(const struct desk *d, struct keyring_id *known, struct error *err)
{
	struct keys_job j = { .d = d };
	arena_init(&j.a, 64 * 1024);
	enum err e = store_read(d->store, known_fn, &j, err);
	arena_done(&j.a);
	if (!e)
		*known = j.known;
	return e;
}

enum err setup_check_keys(const struct desk *d, struct error *err)
{
	struct keys_job j = { .d = d };
	struct keyring_id ours = keyring_id(d->keys);
	arena_init(&j.a, 64 * 1024);
	enum err e = store_write(d->store, keys_fn, &j, err);
	arena_done(&j.a);
	if (!e && strcmp(j.known.z, ours.z) != 0)
		return error_set(err, ERR_CONFLICT, NULL,
			"这个密钥文件（指纹 %s）不属于这个数据库，数据库里的个人信息是用指纹为 %s "
			"的密钥加密的；请换成原来的密钥文件",
			ours.z, j.known.z);
	return e;
}

/* --- the one-time password -------------------------------------------------------------------- */

/* The signs alone, upper case; what is too long to be one is cut, and then does not fit. */
static size_t normal(struct str typed, char out[2 * ONE_TIME_SIGNS])
{
	size_t n = 0;
	for (size_t i = 0; i < typed.n && n < 2 * ONE_TIME_SIGNS; i++) {
		char c = typed.p[i];
		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
			out[n++] = c;
	}
	return n;
}

static enum err digest_of(struct str typed, struct digest *out, struct error *err)
{
	char z[2 * ONE_TIME_SIGNS];
	size_t n = normal(typed, z);
	enum err e = sm3_of((struct str){ z, n }, out, err);
	mem_wipe(z, sizeof(z));
	return e;
}

struct begin_job {
	struct arena *a;
	struct digest hash;
	bool open;
};

static enum err begin_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct begin_job *j = ctx;
	enum err e = is_open(tx, j->a, &j->open, err);
	if (e || !j->open)
		return e;
	struct digest_text hex = digest_hex(&j->hash);
	struct meta_set_in in = { .key = str_cstr(meta_key), .value = str_cstr(hex.z) };
	e = sql_meta_set(tx, &in, NULL, err);
	if (e)
		return e;
	struct actor who = actor_console();
	struct event_entry entry = { .action = STR("setup.password") };
	return desk_log(tx, &who, PERM_NONE, &entry, err);
}

enum err setup_begin(const struct desk *d, struct arena *a, struct str *password, struct error *err)
{
	static const char sign[] = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
	char z[ONE_TIME_SIGNS + ONE_TIME_SIGNS / 4 - 1];
	for (size_t i = 0; i < sizeof(z); i++)
		z[i] = i % 5 == 4 ? '-' : sign[random_below(sizeof(sign) - 1)];
	struct begin_job j = { .a = a };
	struct str made = arena_str(a, (struct str){ z, sizeof(z) });
	mem_wipe(z, sizeof(z));
	enum err e = arena_check(a, err);
	if (!e)
		e = digest_of(made, &j.hash, err);
	if (!e)
		e = store_write(d->store, begin_fn, &j, err);
	if (!e)
		*password = j.open ? made : (struct str){ 0 };
	return e;
}

/* --- finishing -------------------------------------------------------------------------------- */

struct finish_job {
	const struct desk *d;
	struct arena *a;
	const struct setup_input *in;
	struct digest typed;
	struct str hash[SETUP_ADMINISTRATORS];
	bool open, right, too_fast;
};

/* Whether the one-time password is right; wrong ones are counted for all addresses together. */
static enum err check_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct finish_job *j = ctx;
	j->right = j->too_fast = false;
	enum err e = is_open(tx, j->a, &j->open, err);
	if (e || !j->open)
		return e;
	int64_t minute = tx_now(tx) / MINUTE_MS;
	struct attempt_row tries;
	e = sql_attempt_since(tx,
		&(struct attempt_since_in){ .key = STR("setup"), .minute = minute }, j->a, &tries,
		err);
	if (e)
		return e;
	j->too_fast = tries.total >= j->d->rules.attempts_per_minute;
	if (j->too_fast)
		return OK;
	struct meta_row meta;
	struct digest stored;
	e = sql_meta_by_key(
		tx, &(struct meta_by_key_in){ .key = str_cstr(meta_key) }, j->a, &meta, err);
	if (e && e != ERR_NOT_FOUND)
		return e;
	j->right = !e && digest_parse(meta.value, &stored) && digest_eq(&stored, &j->typed);
	if (j->right)
		return OK;
	struct actor who = { .address = j->in->address };
	struct event_entry entry = { .action = STR("setup.failed"), .refused = true };
	e = sql_attempt_add(
		tx, &(struct attempt_add_in){ .key = STR("setup"), .minute = minute }, NULL, err);
	return e ? e : desk_log(tx, &who, PERM_NONE, &entry, err);
}

static enum err add_admin(struct finish_job *j, struct tx *tx, size_t i, struct agency_id agency,
	const struct actor *who, struct error *err)
{
	struct person_insert_in p = { .id = { tx_new_id(tx) },
		.agency = agency,
		.login = j->in->admin[i].login,
		.name = j->in->admin[i].name,
		.roles = (int64_t)ROLE_BIT(admin_role[i]),
		.password_hash = j->hash[i],
		.now = tx_now(tx) };
	enum err e = sql_person_insert(tx, &p, NULL, err);
	if (e)
		return e;
	struct event_entry entry = { .agency = agency,
		.action = STR("person.add"),
		.object_kind = STR("person"),
		.object = p.id.v,
		.detail = arena_fmt(j->a, "roles=%s", role_word(admin_role[i])) };
	return desk_log(tx, who, PERM_NONE, &entry, err);
}

static enum err finish_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct finish_job *j = ctx;
	enum err e = check_fn(tx, ctx, err);
	if (e || !j->open || !j->right)
		return e;
	struct agency_insert_in agency = { .id = { tx_new_id(tx) },
		.name = j->in->agency_name,
		.short_name = j->in->agency_name,
		.now = tx_now(tx) };
	e = sql_agency_insert(tx, &agency, NULL, err);
	struct actor who = { .address = j->in->address };
	struct event_entry entry = { .agency = agency.id,
		.action = STR("agency.add"),
		.object_kind = STR("agency"),
		.object = agency.id.v };
	if (!e)
		e = desk_log(tx, &who, PERM_NONE, &entry, err);
	for (size_t i = 0; !e && i < SETUP_ADMINISTRATORS; i++)
		e = add_admin(j, tx, i, agency.id, &who, err);
	if (!e)
		e = sql_meta_delete(
			tx, &(struct meta_delete_in){ .key = str_cstr(meta_key) }, NULL, err);
	if (e)
		return e;
	struct event_entry done = { .agency = agency.id, .action = STR("setup.done") };
	return desk_log(tx, &who, PERM_NONE, &done, err);
}

static enum err check_input(const struct desk *d, const struct setup_input *in, struct error *err)
{
	if (in->agency_name.n == 0 || utf8_length(in->agency_name) > AGENCY_NAME_MAX)
		return invalid(err, "agency_name", "请填写机关全称，最多 100 个字");
	for (size_t i = 0; i < SETUP_ADMINISTRATORS; i++) {
		enum err e = account_check_login(in->admin[i].login, err);
		for (size_t k = 0; !e && k < i; k++)
			if (str_eq(in->admin[i].login, in->admin[k].login))
				e = error_set(err, ERR_INVALID, NULL,
					"三个管理员的账号不能相同，请换一个");
		if (e) {
			if (err)
				err->field = login_field[i];
			return e;
		}
		if (in->admin[i].name.n == 0 || utf8_length(in->admin[i].name) > ACCOUNT_NAME_MAX)
			return invalid(err, name_field[i], "请填写姓名，最多 50 个字");
		e = password_check_rules(
			&d->rules.password, in->admin[i].password, in->admin[i].login, err);
		if (e) {
			if (err)
				err->field = password_field[i];
			return e;
		}
	}
	return OK;
}

static enum err tell(const struct finish_job *j, const struct desk *d, struct error *err)
{
	if (!j->open)
		return error_set(err, ERR_NOT_FOUND, NULL, "初始设置已经完成，请直接登录");
	if (j->too_fast)
		return error_set(err, ERR_LIMIT, NULL, "一分钟内输错 %d 次，请稍后再试",
			d->rules.attempts_per_minute);
	if (!j->right)
		return invalid(err, "one_time",
			"一次性设置密码不正确，请对照启动服务的窗口里最后一次显示的密码");
	return OK;
}

enum err setup_finish(
	const struct desk *d, struct arena *a, const struct setup_input *in, struct error *err)
{
	struct finish_job j = { .d = d, .a = a, .in = in };
	enum err e = digest_of(in->one_time, &j.typed, err);
	if (!e)
		e = store_write(d->store, check_fn, &j, err);
	if (!e)
		e = tell(&j, d, err);
	if (!e)
		e = check_input(d, in, err);
	for (size_t i = 0; !e && i < SETUP_ADMINISTRATORS; i++)
		e = password_hash(a, in->admin[i].password, d->rules.cost, &j.hash[i], err);
	if (!e)
		e = desk_write(d, finish_fn, &j, err);
	if (!e)
		e = tell(&j, d, err);
	return e;
}
