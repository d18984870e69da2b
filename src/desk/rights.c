/*
 * rights -- who gets which roles: proposed by one administrator, decided by
 * another (law/rules.md 8.5 no 15).  See desk/organisation.h.
 */
#include "desk/organisation_part.h"

#include "desk/role.h"
#include "store/session.sql.h"

enum { REASON_MIN = 2, REASON_MAX = 200, STATE_MAX = 256 };
enum decision { DECISION_OPEN, DECISION_GRANTED, DECISION_REFUSED, DECISION_WITHDRAWN };

struct rights_job {
	const struct actor *who;
	struct arena *a;
	struct person_id person;
	uint64_t roles;
	struct str reason;
	int64_t id;
	enum decision decision;
	struct rights_change_row row;
	/* lists */
	int open;
	int64_t before;
	struct rights_change_row *rows;
	size_t n;
	int64_t n_open;
};

static enum err load_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct rights_job *j = ctx;
	struct rights_by_id_in in = { .id = j->id };
	enum err e = sql_rights_by_id(tx, &in, j->a, &j->row, err);
	if (e == ERR_NOT_FOUND)
		return error_set(err, e, NULL, "没有这项权限申请，请回到列表查看");
	return e != OK ? e : organisation_in_reach(tx, j->who, j->row.agency, j->a, err);
}

enum err rights_load(const struct desk *d, const struct actor *who, int64_t change, struct arena *a,
	struct rights_change_row *out, struct error *err)
{
	enum err e = desk_allow(who, PERM_ORG_LOOK, err);
	struct rights_job j = { .who = who, .a = a, .id = change };
	if (e == OK)
		e = store_read(d->store, load_fn, &j, err);
	if (e == OK)
		*out = j.row;
	return e;
}

static enum err list_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct rights_job *j = ctx;
	struct rights_page_in in = { .open = { .has = j->open >= 0, .v = j->open },
		.before = j->before > 0 ? j->before : INT64_MAX,
		.limit = ORGANISATION_PAGE + 1 };
	struct total_row open;
	enum err e = sql_rights_page(tx, &in, j->a, &j->rows, &j->n, err);
	if (e == OK)
		e = sql_rights_open_count(tx, j->a, &open, err);
	if (e == OK)
		j->n_open = open.n;
	return e;
}

enum err rights_list(const struct desk *d, const struct actor *who, int open, int64_t before,
	struct arena *a, struct rights_change_row **out, size_t *n, int64_t *n_open,
	struct error *err)
{
	enum err e = desk_allow(who, PERM_ORG_LOOK, err);
	struct rights_job j = { .who = who, .a = a, .open = open, .before = before };
	if (e == OK)
		e = store_read(d->store, list_fn, &j, err);
	if (e != OK)
		return e;
	*out = j.rows;
	*n = j.n;
	*n_open = j.n_open;
	return OK;
}

/* "before=register,handle after=review": words, no personal data. */
static void print_roles(struct buf *b, const char *key, uint64_t roles)
{
	buf_fmt(b, "%s=", key);
	bool first = true;
	for (int r = 0; r < ROLES; r++) {
		if (!(roles & ROLE_BIT(r)))
			continue;
		buf_fmt(b, "%s%s", first ? "" : ",", role_word((enum role)r));
		first = false;
	}
}

static enum err log_rights(struct tx *tx, const struct rights_job *j, const char *action,
	unsigned permission, int64_t person, uint64_t before, uint64_t after, struct error *err)
{
	struct buf detail, old, new;
	buf_init(&detail, 1024);
	print_roles(&detail, "before", before);
	buf_char(&detail, ' ');
	print_roles(&detail, "after", after);
	struct event_entry entry = { .action = str_cstr(action),
		.object_kind = STR("person"),
		.object = person,
		.reason = j->reason,
		.detail = arena_str(j->a, buf_view(&detail)) };
	enum err e = buf_check(&detail, err);
	buf_done(&detail);
	if (e == OK)
		e = arena_check(j->a, err);
	if (e != OK)
		return e;
	buf_init(&old, STATE_MAX);
	buf_init(&new, STATE_MAX);
	state_i64(&old, "roles", (int64_t)before);
	state_i64(&new, "roles", (int64_t)after);
	return desk_log_change(tx, j->who, permission, &entry, &old, &new, err);
}

static enum err propose_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct rights_job *j = ctx;
	struct person_row person;
	struct person_by_id_in by_id = { .id = j->person };
	enum err e = sql_person_by_id(tx, &by_id, j->a, &person, err);
	if (e == ERR_NOT_FOUND)
		return error_set(err, e, NULL, "没有这个人员，请回到列表查看");
	if (e == OK)
		e = organisation_in_reach(tx, j->who, person.agency, j->a, err);
	if (e == OK && (uint64_t)person.roles == j->roles)
		e = field_error(err, "roles", "权限没有变化，请勾选要增减的角色");
	struct rights_page_in open = { .open = { .has = true, .v = 1 },
		.person = j->person,
		.before = INT64_MAX,
		.limit = 1 };
	if (e == OK)
		e = sql_rights_page(tx, &open, j->a, &j->rows, &j->n, err);
	if (e == OK && j->n > 0)
		e = field_error(err, "roles", "这个人已有一项权限申请等待审批，请先等它审批或撤回");
	if (e != OK)
		return e;
	j->id = tx_new_id(tx);
	struct rights_insert_in in = { .id = j->id,
		.person = j->person,
		.roles_before = person.roles,
		.roles_after = (int64_t)j->roles,
		.reason = j->reason,
		.by = j->who->person,
		.now = tx_now(tx) };
	e = sql_rights_insert(tx, &in, NULL, err);
	return e != OK ? e
		       : log_rights(tx, j, "rights.propose", PERM_RIGHTS_PROPOSE, j->person.v,
				 (uint64_t)person.roles, j->roles, err);
}

enum err rights_propose(const struct desk *d, const struct actor *who, struct person_id id,
	uint64_t roles, struct str reason, int64_t *change, struct error *err)
{
	enum err e = desk_allow(who, PERM_RIGHTS_PROPOSE, err);
	struct arena a;
	arena_init(&a, 1 << 20);
	struct rights_job j = {
		.who = who, .a = &a, .person = id, .roles = roles, .reason = reason
	};
	if (e == OK && id.v == who->person.v)
		e = error_set(
			err, ERR_DENIED, NULL, "不能为自己申请权限，请由另一位系统管理员申请");
	if (e == OK && (e = role_check_set(roles, err)) != OK && err)
		err->field = "roles";
	if (e == OK)
		e = field_text(&j.reason, "reason", "理由", REASON_MIN, REASON_MAX, err);
	if (e == OK)
		e = desk_write(d, propose_fn, &j, err);
	if (e == OK)
		*change = j.id;
	arena_done(&a);
	return e;
}

/* An administrator's role that the change takes away must have another holder. */
static enum err check_last(struct tx *tx, const struct rights_job *j, struct error *err)
{
	uint64_t lost = (uint64_t)j->row.roles_before & ~(uint64_t)j->row.roles_after;
	for (int r = ROLE_SYSTEM; r <= ROLE_AUDIT; r++) {
		if (!(lost & ROLE_BIT(r)))
			continue;
		struct administrators_left_in in = { .bit = (int64_t)ROLE_BIT(r),
			.without = j->row.person };
		struct administrators_row left;
		enum err e = sql_administrators_left(tx, &in, j->a, &left, err);
		if (e != OK)
			return e;
		if (left.n == 0)
			return error_set(err, ERR_CONFLICT, NULL, "这是最后一位%s，不能取消",
				role_name((enum role)r));
	}
	return OK;
}

static enum err apply(struct tx *tx, const struct rights_job *j, struct error *err)
{
	enum err e = check_last(tx, j, err);
	struct person_set_roles_in roles = { .id = j->row.person,
		.before = j->row.roles_before,
		.roles = j->row.roles_after,
		.now = tx_now(tx) };
	int64_t changed = 0;
	if (e == OK)
		e = sql_person_set_roles(tx, &roles, &changed, err);
	if (e == OK && changed == 0)
		e = error_set(err, ERR_CONFLICT, NULL,
			"申请提出后这个人的权限已有变化，请拒绝本申请，由系统管理员重新提出");
	struct session_end_others_in end = { .person = j->row.person, .now = tx_now(tx) };
	return e != OK ? e : sql_session_end_others(tx, &end, NULL, err);
}

static enum err decide_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct rights_job *j = ctx;
	enum err e = load_fn(tx, j, err);
	if (e != OK)
		return e;
	bool own = j->row.proposed_by.v == j->who->person.v || j->row.person.v == j->who->person.v;
	if (j->decision == DECISION_WITHDRAWN && j->row.proposed_by.v != j->who->person.v)
		return error_set(err, ERR_DENIED, NULL, "只有提出申请的人可以撤回");
	if (j->decision != DECISION_WITHDRAWN && own)
		return error_set(err, ERR_DENIED, NULL,
			"申请人和当事人不能自己审批，请由另一位安全管理员审批");
	struct rights_decide_in in = { .id = j->id,
		.decision = j->decision,
		.reason = j->reason,
		.by = j->who->person,
		.now = tx_now(tx) };
	int64_t changed = 0;
	e = sql_rights_decide(tx, &in, &changed, err);
	if (e == OK && changed == 0)
		e = error_set(err, ERR_CONFLICT, NULL, "这项申请已经审批或撤回，请刷新查看");
	if (e == OK && j->decision == DECISION_GRANTED)
		e = apply(tx, j, err);
	static const char *const action[] = { "", "rights.grant", "rights.refuse",
		"rights.withdraw" };
	unsigned permission =
		j->decision == DECISION_WITHDRAWN ? PERM_RIGHTS_PROPOSE : PERM_RIGHTS_DECIDE;
	return e != OK ? e
		       : log_rights(tx, j, action[j->decision], permission, j->row.person.v,
				 (uint64_t)j->row.roles_before, (uint64_t)j->row.roles_after, err);
}

static enum err decide(const struct desk *d, const struct actor *who, int64_t change,
	enum decision decision, struct str reason, struct error *err)
{
	struct arena a;
	arena_init(&a, 1 << 20);
	struct rights_job j = {
		.who = who, .a = &a, .id = change, .decision = decision, .reason = reason
	};
	/* Refusing must say why; granting may. */
	enum err e = field_text(&j.reason, "reason", "理由",
		decision == DECISION_REFUSED ? REASON_MIN : 0, REASON_MAX, err);
	if (e == OK)
		e = desk_write(d, decide_fn, &j, err);
	arena_done(&a);
	return e;
}

enum err rights_decide(const struct desk *d, const struct actor *who, int64_t change, bool grant,
	struct str reason, struct error *err)
{
	enum err e = desk_allow(who, PERM_RIGHTS_DECIDE, err);
	return e != OK ? e
		       : decide(d, who, change, grant ? DECISION_GRANTED : DECISION_REFUSED, reason,
				 err);
}

enum err rights_withdraw(
	const struct desk *d, const struct actor *who, int64_t change, struct error *err)
{
	enum err e = desk_allow(who, PERM_RIGHTS_PROPOSE, err);
	return e != OK ? e : decide(d, who, change, DECISION_WITHDRAWN, (struct str){ 0 }, err);
}
