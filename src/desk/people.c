/*
 * people -- the people of an agency as administrators see them.  See
 * desk/organisation.h; log-in and passwords are desk/account.h and desk/session.h.
 */
#include "desk/organisation_part.h"

#include "core/utf8.h"
#include "desk/account.h"
#include "desk/account_part.h"
#include "desk/role.h"
#include "store/session.sql.h"

enum { STATE_MAX = 8192, LIKE_MAX = 400, REASON_MIN = 2, REASON_MAX = 200 };

/* Part of a name as a LIKE pattern with ! as the escape sign. */
static struct str like_of(struct arena *a, struct str q)
{
	if (q.n == 0)
		return (struct str){ 0 };
	struct buf b;
	buf_init(&b, LIKE_MAX);
	buf_char(&b, '%');
	for (size_t i = 0; i < q.n; i++) {
		if (q.p[i] == '%' || q.p[i] == '_' || q.p[i] == '!')
			buf_char(&b, '!');
		buf_char(&b, q.p[i]);
	}
	buf_char(&b, '%');
	struct str like = arena_str(a, buf_view(&b));
	buf_done(&b);
	return like;
}

struct list_job {
	const struct actor *who;
	struct arena *a;
	struct person_filter filter;
	struct str like;
	struct person_line_row *row;
	size_t n;
	int64_t total;
};

static enum err list_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct list_job *j = ctx;
	const struct person_filter *f = &j->filter;
	struct opt_i64 active = { .has = f->active >= 0, .v = f->active };
	struct person_page_in page = { .agency = f->agency,
		.department = f->department,
		.active = active,
		.like = j->like,
		.after = f->after,
		.limit = ORGANISATION_PAGE + 1 };
	struct person_page_count_in count = {
		.agency = f->agency, .department = f->department, .active = active
	};
	struct person_page_count_like_in count_like = {
		.agency = f->agency, .department = f->department, .active = active, .like = j->like
	};
	struct total_row total;
	enum err e = organisation_in_reach(tx, j->who, f->agency, j->a, err);
	if (e == OK)
		e = sql_person_page(tx, &page, j->a, &j->row, &j->n, err);
	if (e == OK)
		e = j->like.n ? sql_person_page_count_like(tx, &count_like, j->a, &total, err) :
				sql_person_page_count(tx, &count, j->a, &total, err);
	if (e == OK)
		j->total = total.n;
	return e;
}

enum err person_list(const struct desk *d, const struct actor *who, const struct person_filter *f,
	struct arena *a, struct person_line_row **out, size_t *n, int64_t *total, struct error *err)
{
	enum err e = desk_allow(who, PERM_ORG_LOOK, err);
	struct list_job j = {
		.who = who, .a = a, .filter = *f, .like = like_of(a, str_trim(f->q))
	};
	if (!j.filter.agency.v)
		j.filter.agency = who->agency;
	if (e == OK)
		e = store_read(d->store, list_fn, &j, err);
	if (e != OK)
		return e;
	*out = j.row;
	*n = j.n;
	*total = j.total;
	return OK;
}

/* --- one person ----------------------------------------------------------------------------- */

struct person_job {
	const struct desk *d;
	const struct actor *who;
	struct arena *a;
	struct person_id id;
	int64_t version;
	struct person_facts facts;
	struct person_row row;
	struct rights_change_row *change;
	size_t n_changes;
	struct str hash, reason, field, sealed;
};

/* Loads j->row, within reach. */
static enum err load_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct person_job *j = ctx;
	struct person_by_id_in in = { .id = j->id };
	enum err e = sql_person_by_id(tx, &in, j->a, &j->row, err);
	if (e == ERR_NOT_FOUND)
		return error_set(err, e, NULL, "没有这个人员，可能已被改动，请回到列表查看");
	return e != OK ? e : organisation_in_reach(tx, j->who, j->row.agency, j->a, err);
}

static enum err view_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct person_job *j = ctx;
	enum err e = load_fn(tx, j, err);
	struct rights_page_in in = { .person = j->id, .before = INT64_MAX, .limit = 20 };
	return e != OK ? e : sql_rights_page(tx, &in, j->a, &j->change, &j->n_changes, err);
}

/* The plain text of a sealed column; empty when it is NULL. */
static enum err open_field(const struct person_job *j, const char *column, struct str sealed,
	struct str *plain, struct error *err)
{
	if (!sealed.p) {
		*plain = (struct str){ 0 };
		return OK;
	}
	return seal_open(j->d->keys, j->a, sealed, sealed_place(j->a, column, j->id.v), plain, err);
}

enum err person_view(const struct desk *d, const struct actor *who, struct person_id id,
	struct arena *a, struct person_view *out, struct error *err)
{
	enum err e = desk_allow(who, PERM_ORG_LOOK, err);
	struct person_job j = { .d = d, .who = who, .a = a, .id = id };
	struct str mobile = { 0 }, email = { 0 };
	if (e == OK)
		e = store_read(d->store, view_fn, &j, err);
	if (e == OK)
		e = open_field(&j, "person.mobile", j.row.mobile, &mobile, err);
	if (e == OK)
		e = open_field(&j, "person.email", j.row.email, &email, err);
	if (e != OK)
		return e;
	*out = (struct person_view){ .person = j.row,
		.mobile = mask_mobile(a, mobile),
		.email = mask_email(a, email),
		.change = j.change,
		.n_changes = j.n_changes };
	return OK;
}

/* --- reveal --------------------------------------------------------------------------------- */

static enum err reveal_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct person_job *j = ctx;
	enum err e = load_fn(tx, j, err);
	if (e != OK)
		return e;
	bool mobile = str_is(j->field, "mobile");
	j->sealed = mobile ? j->row.mobile : j->row.email;
	if (!j->sealed.p)
		return error_set(err, ERR_NOT_FOUND, NULL, "这一项没有填写");
	struct event_entry entry = { .action = mobile ? STR("reveal.mobile") : STR("reveal.email"),
		.object_kind = STR("person"),
		.object = j->id.v,
		.reason = j->reason };
	return desk_log(tx, j->who, PERM_REVEAL, &entry, err);
}

enum err person_reveal(const struct desk *d, const struct actor *who, struct person_id id,
	struct str field, struct str reason, struct arena *a, struct str *out, struct error *err)
{
	enum err e = desk_allow(who, PERM_REVEAL, err);
	struct person_job j = {
		.d = d, .who = who, .a = a, .id = id, .reason = reason, .field = field
	};
	bool mobile = str_is(field, "mobile");
	struct str plain;
	if (e == OK && !mobile && !str_is(field, "email"))
		e = error_set(err, ERR_INVALID, NULL, "没有这一项");
	if (e == OK)
		e = field_text(&j.reason, "reason", "查看理由", REASON_MIN, REASON_MAX, err);
	if (e == OK)
		e = store_write(d->store, reveal_fn, &j, err);
	if (e == OK)
		e = open_field(
			&j, mobile ? "person.mobile" : "person.email", j.sealed, &plain, err);
	if (e == OK)
		*out = plain;
	return e;
}

/* --- adding and changing -------------------------------------------------------------------- */

static enum err check_contact(struct str *mobile, struct str *email, struct error *err)
{
	*mobile = str_trim(*mobile);
	*email = str_trim(*email);
	if (mobile->n > 0 && (mobile->n != 11 || mobile->p[0] != '1'))
		return field_error(err, "mobile", "手机号码应为 11 位数字，以 1 开头");
	for (size_t i = 0; i < mobile->n; i++)
		if (mobile->p[i] < '0' || mobile->p[i] > '9')
			return field_error(err, "mobile", "手机号码应为 11 位数字，以 1 开头");
	size_t at = str_find(*email, STR("@"), 0);
	bool plain = true;
	for (size_t i = 0; i < email->n; i++)
		plain = plain && email->p[i] > ' ' && email->p[i] < 0x7f;
	if (email->n > 0 && (!plain || email->n > 254 || at == 0 || at + 1 >= email->n))
		return field_error(err, "email", "电子邮箱应像 name@example.cn 这样填写");
	return OK;
}

static enum err check_facts(struct person_facts *f, struct error *err)
{
	enum err e = field_text(&f->name, "name", "姓名", 1, ACCOUNT_NAME_MAX, err);
	if (e == OK)
		e = field_text(&f->title, "title", "职务", 0, ACCOUNT_NAME_MAX, err);
	return e != OK ? e : check_contact(&f->mobile, &f->email, err);
}

/* The department must be an active one of the person's agency. */
static enum err check_department(
	struct tx *tx, const struct person_job *j, struct agency_id agency, struct error *err)
{
	if (!j->facts.department.v)
		return OK;
	struct department_row row;
	struct department_by_id_in in = { .id = j->facts.department };
	enum err e = sql_department_by_id(tx, &in, j->a, &row, err);
	if (e == ERR_NOT_FOUND || (e == OK && (row.agency.v != agency.v || !row.active)))
		return field_error(err, "department", "请选择本机关在用的部门");
	return e;
}

/* What the event's digests are made of: no contact field in clear, only whether it changed. */
static void facts_text(struct buf *b, struct str name, struct str title, int64_t department,
	int64_t active, struct str mobile, struct str email)
{
	state_str(b, "name", name);
	state_str(b, "title", title);
	state_i64(b, "department", department);
	state_i64(b, "active", active);
	state_str(b, "mobile", mobile);
	state_str(b, "email", email);
}

static enum err seal_field(const struct person_job *j, const char *column, struct str plain,
	struct str *out, struct error *err)
{
	if (plain.n == 0) {
		*out = (struct str){ 0 };
		return OK;
	}
	return seal(j->d->keys, j->a, plain, sealed_place(j->a, column, j->id.v), out, err);
}

static enum err add_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct person_job *j = ctx;
	const struct person_facts *f = &j->facts;
	enum err e = organisation_in_reach(tx, j->who, f->agency, j->a, err);
	if (e == OK)
		e = check_department(tx, j, f->agency, err);
	j->id = (struct person_id){ tx_new_id(tx) };
	struct person_insert_in in = { .id = j->id,
		.agency = f->agency,
		.department = f->department,
		.login = f->login,
		.name = f->name,
		.title = f->title,
		.roles = 0,
		.password_hash = j->hash,
		.must_change = 1,
		.now = tx_now(tx) };
	if (e == OK)
		e = seal_field(j, "person.mobile", f->mobile, &in.mobile, err);
	if (e == OK)
		e = seal_field(j, "person.email", f->email, &in.email, err);
	if (e == OK)
		e = sql_person_insert(tx, &in, NULL, err);
	if (e == ERR_CONFLICT)
		return field_error(err, "login", "这个账号名已经有人使用，请换一个");
	if (e != OK)
		return e;
	struct buf none, new;
	buf_init(&none, STATE_MAX);
	buf_init(&new, STATE_MAX);
	struct event_entry entry = { .action = STR("person.add"),
		.object_kind = STR("person"),
		.object = j->id.v };
	facts_text(&new, f->name, f->title, f->department.v, 1, in.mobile, in.email);
	return desk_log_change(tx, j->who, PERM_ORG_EDIT, &entry, &none, &new, err);
}

enum err person_add(const struct desk *d, const struct actor *who, const struct person_facts *f,
	struct arena *a, struct person_id *id, struct str *password, struct error *err)
{
	enum err e = desk_allow(who, PERM_ORG_EDIT, err);
	struct person_job j = { .d = d, .who = who, .a = a, .facts = *f };
	if (!j.facts.agency.v)
		j.facts.agency = who->agency;
	struct str secret = account_make_password(a);
	if (e == OK)
		e = check_facts(&j.facts, err);
	if (e == OK)
		e = account_check_login(j.facts.login, err);
	if (e == OK)
		e = password_hash(a, secret, d->rules.cost, &j.hash, err);
	if (e == OK)
		e = desk_write(d, add_fn, &j, err);
	if (e != OK)
		return e;
	*id = j.id;
	*password = secret;
	return OK;
}

/* Somebody must stay who holds each administrator's role this person holds. */
static enum err check_last(struct tx *tx, const struct person_job *j, struct error *err)
{
	for (int r = ROLE_SYSTEM; r <= ROLE_AUDIT; r++) {
		if (!((uint64_t)j->row.roles & ROLE_BIT(r)))
			continue;
		struct administrators_left_in in = { .bit = (int64_t)ROLE_BIT(r),
			.without = j->id };
		struct administrators_row left;
		enum err e = sql_administrators_left(tx, &in, j->a, &left, err);
		if (e != OK)
			return e;
		if (left.n == 0)
			return field_error(
				err, "active", "这是最后一位%s，不能停用", role_name((enum role)r));
	}
	return OK;
}

static enum err close_account(struct tx *tx, const struct person_job *j, struct error *err)
{
	if (j->id.v == j->who->person.v)
		return field_error(err, "active", "不能停用自己的账号");
	enum err e = check_last(tx, j, err);
	struct session_end_others_in in = { .person = j->id, .now = tx_now(tx) };
	return e != OK ? e : sql_session_end_others(tx, &in, NULL, err);
}

static enum err change_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct person_job *j = ctx;
	const struct person_facts *f = &j->facts;
	enum err e = load_fn(tx, j, err);
	if (e == OK && f->department.v != j->row.department.v)
		e = check_department(tx, j, j->row.agency, err);
	if (e == OK && !f->active && j->row.active)
		e = close_account(tx, j, err);
	struct person_update_in in = { .id = j->id,
		.version = j->version,
		.department = f->department,
		.name = f->name,
		.title = f->title,
		.mobile = f->clear_mobile ? (struct str){ 0 } : j->row.mobile,
		.email = f->clear_email ? (struct str){ 0 } : j->row.email,
		.active = f->active,
		.now = tx_now(tx) };
	if (e == OK && f->mobile.n > 0)
		e = seal_field(j, "person.mobile", f->mobile, &in.mobile, err);
	if (e == OK && f->email.n > 0)
		e = seal_field(j, "person.email", f->email, &in.email, err);
	int64_t changed = 0;
	if (e == OK)
		e = sql_person_update(tx, &in, &changed, err);
	if (e == OK && changed == 0)
		e = desk_stale(err);
	if (e != OK)
		return e;
	const struct person_row *r = &j->row;
	struct buf old, new;
	buf_init(&old, STATE_MAX);
	buf_init(&new, STATE_MAX);
	struct event_entry entry = { .action = !f->active && r->active ? STR("person.close")
								       : STR("person.change"),
		.object_kind = STR("person"),
		.object = j->id.v };
	facts_text(&old, r->name, r->title, r->department.v, r->active, r->mobile, r->email);
	facts_text(&new, f->name, f->title, f->department.v, f->active, in.mobile, in.email);
	return desk_log_change(tx, j->who, PERM_ORG_EDIT, &entry, &old, &new, err);
}

enum err person_change(const struct desk *d, const struct actor *who, struct person_id id,
	int64_t version, const struct person_facts *f, struct error *err)
{
	enum err e = desk_allow(who, PERM_ORG_EDIT, err);
	struct arena a;
	arena_init(&a, 1 << 20);
	struct person_job j = {
		.d = d, .who = who, .a = &a, .id = id, .version = version, .facts = *f
	};
	if (e == OK)
		e = check_facts(&j.facts, err);
	if (e == OK)
		e = desk_write(d, change_fn, &j, err);
	arena_done(&a);
	return e;
}
