/*
 * department -- departments of an agency.  See desk/organisation.h.
 */
#include "desk/organisation_part.h"

#include "desk/role.h"

enum { NAME_MAX_CHARS = 50, PHONE_MAX_CHARS = 50, POSITION_MAX = 9999, STATE_MAX = 4096 };

struct department_job {
	const struct actor *who;
	struct arena *a;
	struct agency_id agency;
	struct department_id id;
	int64_t version;
	struct department_facts facts;
	struct department_row row;
};

static enum err check_facts(struct department_facts *f, struct error *err)
{
	enum err e = field_text(&f->name, "name", "部门名称", 1, NAME_MAX_CHARS, err);
	if (e == OK)
		e = field_text(&f->phone, "phone", "电话", 0, PHONE_MAX_CHARS, err);
	if (e == OK && (f->position < 0 || f->position > POSITION_MAX))
		e = field_error(err, "position", "排序应为 0 到 %d 的整数", POSITION_MAX);
	return e;
}

static void facts_text(
	struct buf *b, struct str name, struct str phone, int64_t position, int64_t active)
{
	state_str(b, "name", name);
	state_str(b, "phone", phone);
	state_i64(b, "position", position);
	state_i64(b, "active", active);
}

static enum err log_department(struct tx *tx, const struct department_job *j, const char *action,
	const struct department_row *before, struct error *err)
{
	const struct department_facts *f = &j->facts;
	struct buf old, new;
	buf_init(&old, STATE_MAX);
	buf_init(&new, STATE_MAX);
	struct event_entry entry = {
		.action = str_cstr(action), .object_kind = STR("department"), .object = j->id.v
	};
	if (before)
		facts_text(&old, before->name, before->phone, before->position, before->active);
	facts_text(&new, f->name, f->phone, f->position, f->active);
	return desk_log_change(tx, j->who, PERM_ORG_EDIT, &entry, &old, &new, err);
}

static enum err name_taken(enum err e, struct error *err)
{
	if (e == ERR_CONFLICT)
		return field_error(err, "name", "本机关已经有同名的部门，请核对是否重复登记");
	return e;
}

static enum err load_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct department_job *j = ctx;
	struct department_by_id_in in = { .id = j->id };
	enum err e = sql_department_by_id(tx, &in, j->a, &j->row, err);
	if (e == ERR_NOT_FOUND)
		return error_set(err, e, NULL, "没有这个部门，可能已被改动，请回到列表查看");
	return e != OK ? e : organisation_in_reach(tx, j->who, j->row.agency, j->a, err);
}

enum err department_load(const struct desk *d, const struct actor *who, struct department_id id,
	struct arena *a, struct department_row *out, struct error *err)
{
	enum err e = desk_allow(who, PERM_ORG_LOOK, err);
	struct department_job j = { .who = who, .a = a, .id = id };
	if (e == OK)
		e = store_read(d->store, load_fn, &j, err);
	if (e == OK)
		*out = j.row;
	return e;
}

static enum err add_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct department_job *j = ctx;
	enum err e = organisation_in_reach(tx, j->who, j->agency, j->a, err);
	if (e != OK)
		return e;
	j->id = (struct department_id){ tx_new_id(tx) };
	struct department_insert_in in = { .id = j->id,
		.agency = j->agency,
		.name = j->facts.name,
		.phone = j->facts.phone,
		.position = j->facts.position,
		.now = tx_now(tx) };
	e = name_taken(sql_department_insert(tx, &in, NULL, err), err);
	return e != OK ? e : log_department(tx, j, "department.add", NULL, err);
}

enum err department_add(const struct desk *d, const struct actor *who, struct agency_id agency,
	const struct department_facts *f, struct department_id *id, struct error *err)
{
	enum err e = desk_allow(who, PERM_ORG_EDIT, err);
	struct arena a;
	arena_init(&a, 1 << 20);
	struct department_job j = { .who = who, .a = &a, .facts = *f };
	j.agency = agency.v ? agency : who->agency;
	j.facts.active = true;
	if (e == OK)
		e = check_facts(&j.facts, err);
	if (e == OK)
		e = desk_write(d, add_fn, &j, err);
	if (e == OK)
		*id = j.id;
	arena_done(&a);
	return e;
}

static enum err change_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct department_job *j = ctx;
	enum err e = load_fn(tx, j, err);
	if (e != OK)
		return e;
	if (!j->facts.active && j->row.active && j->row.people > 0)
		return field_error(err, "active", "部门还有 %d 名在用人员，请先把他们调到别的部门",
			(int)j->row.people);
	struct department_update_in in = { .id = j->id,
		.version = j->version,
		.name = j->facts.name,
		.phone = j->facts.phone,
		.position = j->facts.position,
		.active = j->facts.active,
		.now = tx_now(tx) };
	int64_t changed = 0;
	e = name_taken(sql_department_update(tx, &in, &changed, err), err);
	if (e == OK && changed == 0)
		e = desk_stale(err);
	return e != OK ? e : log_department(tx, j, "department.change", &j->row, err);
}

enum err department_change(const struct desk *d, const struct actor *who, struct department_id id,
	int64_t version, const struct department_facts *f, struct error *err)
{
	enum err e = desk_allow(who, PERM_ORG_EDIT, err);
	struct arena a;
	arena_init(&a, 1 << 20);
	struct department_job j = {
		.who = who, .a = &a, .id = id, .version = version, .facts = *f
	};
	if (e == OK)
		e = check_facts(&j.facts, err);
	if (e == OK)
		e = desk_write(d, change_fn, &j, err);
	arena_done(&a);
	return e;
}
