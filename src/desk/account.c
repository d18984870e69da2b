#include "desk/account.h"

#include "core/utf8.h"
#include "desk/account_part.h"
#include "desk/role.h"
#include "store/session.sql.h"

#include <inttypes.h>

static enum err field_error(struct error *err, const char *field, enum err code, const char *msg)
{
	error_set(err, code, NULL, "%s", msg);
	if (err)
		err->field = field;
	return code;
}

enum err account_check_login(struct str login, struct error *err)
{
	bool good = login.n >= ACCOUNT_LOGIN_MIN && login.n <= ACCOUNT_LOGIN_MAX &&
		    login.p[0] >= 'a' && login.p[0] <= 'z';
	for (size_t i = 0; good && i < login.n; i++) {
		char c = login.p[i];
		good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
		       c == '-';
	}
	if (good)
		return OK;
	return field_error(err, "login", ERR_INVALID,
		"账号应为 2 至 32 个字符，以小写字母开头，只用小写字母、数字、点、下划线和短横");
}

struct str account_make_password(struct arena *a)
{
	/* Without look-alikes; the groups' lower case, digit and dash meet any rule of classes. */
	static const char sign[] = "abcdefghjkmnpqrstuvwxyz23456789";
	char z[4 * 5] = { 0 };
	for (size_t i = 0; i + 1 < sizeof(z); i++)
		z[i] = i % 5 == 4 ? '-' : sign[random_below(sizeof(sign) - 1)];
	z[0] = (char)(z[0] >= 'a' ? z[0] : 'k');
	z[1] = (char)('2' + random_below(8));
	struct str s = arena_str(a, (struct str){ z, sizeof(z) - 1 });
	mem_wipe(z, sizeof(z));
	return s;
}

/* --- making ----------------------------------------------------------------------------------- */

struct add_job {
	const struct actor *who;
	const struct account_new *in;
	struct str hash;
	struct person_id id;
};

static enum err add_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct add_job *j = ctx;
	const struct account_new *in = j->in;
	j->id.v = tx_new_id(tx);
	struct person_insert_in row = { .id = j->id,
		.agency = in->agency,
		.department = in->department,
		.login = in->login,
		.name = in->name,
		.title = in->title,
		.roles = (int64_t)in->roles,
		.password_hash = j->hash,
		.must_change = in->must_change,
		.now = tx_now(tx) };
	enum err e = sql_person_insert(tx, &row, NULL, err);
	if (e == ERR_CONFLICT)
		return field_error(
			err, "login", ERR_CONFLICT, "这个账号已有人使用，请换一个账号名");
	if (e)
		return e;
	struct event_entry entry = { .agency = in->agency,
		.action = STR("person.add"),
		.object_kind = STR("person"),
		.object = j->id.v };
	return desk_log(tx, j->who, PERM_ORG_EDIT, &entry, err);
}

enum err account_add(const struct desk *d, struct arena *a, const struct actor *who,
	const struct account_new *in, struct person_id *id, struct error *err)
{
	struct add_job j = { .who = who, .in = in };
	enum err e = desk_allow(who, PERM_ORG_EDIT, err);
	if (!e)
		e = account_check_login(in->login, err);
	if (!e)
		e = role_check_set(in->roles, err);
	if (e)
		return e;
	if (in->roles && !who->console)
		return error_set(err, ERR_DENIED, "C-8.5-15",
			"角色由系统管理员提出、安全管理员批准，不能在新建账号时直接授予");
	if (in->name.n == 0 || utf8_length(in->name) > ACCOUNT_NAME_MAX)
		return field_error(err, "name", ERR_INVALID, "请填写姓名，最多 50 个字");
	if (in->password.n) {
		e = password_check_rules(&d->rules.password, in->password, in->login, err);
		if (!e)
			e = password_hash(a, in->password, d->rules.cost, &j.hash, err);
	}
	if (!e)
		e = desk_write(d, add_fn, &j, err);
	if (!e)
		*id = j.id;
	return e;
}

/* --- lists for the command line --------------------------------------------------------------- */

struct list_job {
	struct arena *a;
	struct person_id after;
	int64_t limit;
	struct str login;
	struct account_row *row, one;
	size_t n;
	int64_t now;
};

static void fill_item(const struct account_row *r, int64_t now, struct account_item *out)
{
	*out = (struct account_item){ .id = r->id,
		.login = r->login,
		.name = r->name,
		.agency_name = r->agency_name,
		.roles = (uint64_t)r->roles,
		.active = r->active,
		.locked = account_locked(r, now),
		.second_factor = r->totp_confirmed,
		.last_login_at = r->last_login_at };
}

static enum err list_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct list_job *j = ctx;
	struct account_list_in in = { .after = j->after, .limit = j->limit };
	j->now = tx_now(tx);
	return sql_account_list(tx, &in, j->a, &j->row, &j->n, err);
}

enum err account_list(const struct desk *d, struct arena *a, const struct actor *who,
	struct person_id after, size_t limit, struct account_item **out, size_t *n,
	struct error *err)
{
	if (limit > ACCOUNT_LIST_MAX)
		limit = ACCOUNT_LIST_MAX;
	struct list_job j = { .a = a, .after = after, .limit = (int64_t)limit };
	enum err e = desk_allow(who, PERM_ORG_LOOK, err);
	if (!e)
		e = store_read(d->store, list_fn, &j, err);
	if (e)
		return e;
	struct account_item *item = arena_array(a, struct account_item, j.n);
	if (!item && j.n)
		return arena_check(a, err);
	for (size_t i = 0; i < j.n; i++)
		fill_item(&j.row[i], j.now, &item[i]);
	*out = item;
	*n = j.n;
	return OK;
}

static enum err find_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct list_job *j = ctx;
	j->now = tx_now(tx);
	enum err e = sql_account_by_login(
		tx, &(struct account_by_login_in){ .login = j->login }, j->a, &j->one, err);
	if (e == ERR_NOT_FOUND)
		return error_set(err, ERR_NOT_FOUND, NULL, "没有“%.*s”这个账号", STR_ARG(j->login));
	return e;
}

enum err account_find(const struct desk *d, struct arena *a, const struct actor *who,
	struct str login, struct account_item *out, struct error *err)
{
	struct list_job j = { .a = a, .login = login };
	enum err e = desk_allow(who, PERM_ORG_LOOK, err);
	if (!e)
		e = store_read(d->store, find_fn, &j, err);
	if (!e)
		fill_item(&j.one, j.now, out);
	return e;
}

/* --- for others ------------------------------------------------------------------------------- */

struct other_job {
	struct arena *a;
	const struct actor *who;
	struct person_id id;
	struct str hash;
	int64_t n;
	struct str reason;
};

/*
 * Loads the account that something is done for.  Nobody does it for himself, and for an
 * administrator only the command line does what would let another take his place.
 */
static enum err load_other(struct other_job *j, struct tx *tx, bool takes_over,
	struct account_row *out, struct error *err)
{
	enum err e = account_load(tx, j->id, j->a, out, err);
	if (e || j->who->console)
		return e;
	if (j->id.v == j->who->person.v)
		return error_set(err, ERR_DENIED, "C-8.5-15",
			"不能为自己的账号办理，请由另一位安全管理员办理");
	if (takes_over && role_is_administrator((uint64_t)out->roles))
		return error_set(err, ERR_DENIED, "C-8.5-15",
			"管理员的密码和第二验证因子只能在服务器上重置（gongkai user passwd）");
	return OK;
}

static enum err end_all(struct other_job *j, struct tx *tx, struct error *err)
{
	struct session_end_others_in in = { .person = j->id, .now = tx_now(tx) };
	return sql_session_end_others(tx, &in, &j->n, err);
}

/* The password that is replaced is remembered, so that it is not taken again. */
static enum err keep_old(struct tx *tx, const struct account_row *p, struct error *err)
{
	if (p->password_hash.n == 0)
		return OK;
	struct password_old_insert_in in = {
		.person = p->id, .at = tx_now(tx), .hash = p->password_hash
	};
	return sql_password_old_insert(tx, &in, NULL, err);
}

static enum err reset_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct other_job *j = ctx;
	struct account_row p;
	enum err e = load_other(j, tx, true, &p, err);
	if (!e)
		e = keep_old(tx, &p, err);
	struct person_set_password_in set = {
		.id = j->id, .hash = j->hash, .must_change = 1, .now = tx_now(tx)
	};
	if (!e)
		e = sql_person_set_password(tx, &set, NULL, err);
	if (!e)
		e = end_all(j, tx, err);
	if (e)
		return e;
	struct event_entry entry = { .agency = p.agency,
		.action = STR("password.reset"),
		.object_kind = STR("person"),
		.object = j->id.v,
		.reason = j->reason };
	return desk_log(tx, j->who, PERM_RIGHTS_DECIDE, &entry, err);
}

static enum err name_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct list_job *j = ctx;
	return account_load(tx, j->after, j->a, &j->one, err);
}

enum err account_reset_password(const struct desk *d, struct arena *a, const struct actor *who,
	struct person_id id, struct str password, struct str reason, struct error *err)
{
	struct other_job j = { .a = a, .who = who, .id = id, .reason = reason };
	struct list_job whose = { .a = a, .after = id };
	enum err e = desk_allow(who, PERM_RIGHTS_DECIDE, err);
	if (!e)
		e = store_read(d->store, name_fn, &whose, err);
	if (!e)
		e = password_check_rules(&d->rules.password, password, whose.one.login, err);
	if (!e)
		e = password_hash(a, password, d->rules.cost, &j.hash, err);
	if (!e)
		e = desk_write(d, reset_fn, &j, err);
	return e;
}

static enum err unlock_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct other_job *j = ctx;
	struct account_row p;
	enum err e = load_other(j, tx, false, &p, err);
	if (!e)
		e = sql_person_set_failed(
			tx, &(struct person_set_failed_in){ .id = j->id }, NULL, err);
	if (e)
		return e;
	struct event_entry entry = { .agency = p.agency,
		.action = STR("person.unlock"),
		.object_kind = STR("person"),
		.object = j->id.v };
	return desk_log(tx, j->who, PERM_RIGHTS_DECIDE, &entry, err);
}

enum err account_unlock(const struct desk *d, struct arena *a, const struct actor *who,
	struct person_id id, struct error *err)
{
	struct other_job j = { .a = a, .who = who, .id = id };
	enum err e = desk_allow(who, PERM_RIGHTS_DECIDE, err);
	return e ? e : desk_write(d, unlock_fn, &j, err);
}

static enum err end_sessions_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct other_job *j = ctx;
	struct account_row p;
	enum err e = load_other(j, tx, false, &p, err);
	if (!e)
		e = end_all(j, tx, err);
	if (e || j->n == 0)
		return e;
	struct event_entry entry = { .agency = p.agency,
		.action = STR("session.revoke"),
		.object_kind = STR("person"),
		.object = j->id.v,
		.detail = STR("which=all") };
	return desk_log(tx, j->who, PERM_RIGHTS_DECIDE, &entry, err);
}

enum err account_end_sessions(const struct desk *d, struct arena *a, const struct actor *who,
	struct person_id id, int64_t *n, struct error *err)
{
	struct other_job j = { .a = a, .who = who, .id = id };
	enum err e = desk_allow(who, PERM_RIGHTS_DECIDE, err);
	if (!e)
		e = desk_write(d, end_sessions_fn, &j, err);
	if (!e)
		*n = j.n;
	return e;
}
