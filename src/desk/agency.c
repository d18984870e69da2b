/*
 * agency -- agencies and their departments.  See desk/organisation.h.
 */
#include "desk/organisation_part.h"

#include "desk/role.h"

enum {
	NAME_MAX_CHARS = 100,
	TEXT_MAX_CHARS = 200,
	SHORT_MAX_CHARS = 50,
	STATE_MAX = 64 * 1024, /* bytes of a canonical text */
	POSITION_MAX = 9999
};

/* A pattern must say where the year and the running number stand, or numbers would repeat. */
static enum err check_pattern(
	struct str *v, const char *field, const char *label, struct error *err)
{
	enum err e = field_text(v, field, label, 0, SHORT_MAX_CHARS, err);
	if (e != OK || v->n == 0)
		return e;
	if (!str_has(*v, "{year}") || !str_has(*v, "{serial}"))
		return field_error(err, field,
			"%s里要有 {year} 和 {serial}，分别代表年份和顺序号，例如“示公开〔{year}〕{serial}号”",
			label);
	return OK;
}

static enum err check_facts(struct agency_facts *f, struct error *err)
{
	const struct {
		struct str *value;
		const char *field, *label;
		size_t min, max;
	} text[] = {
		{ &f->name, "name", "机关名称", 2, NAME_MAX_CHARS },
		{ &f->short_name, "short_name", "简称", 0, SHORT_MAX_CHARS },
		{ &f->credit_code, "credit_code", "统一社会信用代码", 0, 18 },
		{ &f->address, "address", "地址", 0, TEXT_MAX_CHARS },
		{ &f->postcode, "postcode", "邮编", 0, 6 },
		{ &f->office_hours, "office_hours", "办公时间", 0, TEXT_MAX_CHARS },
		{ &f->phone, "phone", "电话", 0, SHORT_MAX_CHARS },
		{ &f->fax, "fax", "传真", 0, SHORT_MAX_CHARS },
		{ &f->email, "email", "电子邮箱", 0, SHORT_MAX_CHARS },
		{ &f->site_code, "site_code", "网站标识码", 0, 10 },
		{ &f->icp, "icp", "ICP 备案号", 0, SHORT_MAX_CHARS },
		{ &f->police_record, "police_record", "公安备案号", 0, SHORT_MAX_CHARS },
		{ &f->review_body, "review_body", "行政复议机关", 0, NAME_MAX_CHARS },
		{ &f->court, "court", "管辖法院", 0, NAME_MAX_CHARS },
		{ &f->review_url, "review_url", "网上申请复议的网址", 0, TEXT_MAX_CHARS },
	};
	for (size_t i = 0; i < sizeof(text) / sizeof(*text); i++) {
		enum err e = field_text(
			text[i].value, text[i].field, text[i].label, text[i].min, text[i].max, err);
		if (e != OK)
			return e;
	}
	if (f->credit_code.n > 0 && !credit_code_is_valid(f->credit_code))
		return field_error(err, "credit_code",
			"统一社会信用代码应为 18 位数字和大写字母，请对照证书核对");
	if (f->review_url.n && !str_starts(f->review_url, STR("https://")) &&
		!str_starts(f->review_url, STR("http://")))
		return field_error(err, "review_url", "网址应以 https:// 开头");
	for (size_t i = 0; i < f->postcode.n; i++)
		if (f->postcode.p[i] < '0' || f->postcode.p[i] > '9' || f->postcode.n != 6)
			return field_error(err, "postcode", "邮编应为 6 位数字");
	enum err e = check_pattern(&f->index_pattern, "index_pattern", "索引号格式", err);
	return e != OK ? e
		       : check_pattern(&f->document_pattern, "document_pattern", "文号格式", err);
}

static void facts_text(struct buf *b, const struct agency_facts *f)
{
	state_str(b, "name", f->name);
	state_str(b, "short_name", f->short_name);
	state_str(b, "credit_code", f->credit_code);
	state_str(b, "address", f->address);
	state_str(b, "postcode", f->postcode);
	state_str(b, "office_hours", f->office_hours);
	state_str(b, "phone", f->phone);
	state_str(b, "fax", f->fax);
	state_str(b, "email", f->email);
	state_str(b, "index_pattern", f->index_pattern);
	state_str(b, "document_pattern", f->document_pattern);
	state_str(b, "site_code", f->site_code);
	state_str(b, "icp", f->icp);
	state_str(b, "police_record", f->police_record);
	state_str(b, "review_body", f->review_body);
	state_str(b, "review_url", f->review_url);
	state_str(b, "court", f->court);
	state_i64(b, "active", f->active);
}

static struct agency_facts facts_of(const struct agency_row *r)
{
	return (struct agency_facts){ .parent = r->parent,
		.name = r->name,
		.short_name = r->short_name,
		.credit_code = r->credit_code,
		.address = r->address,
		.postcode = r->postcode,
		.office_hours = r->office_hours,
		.phone = r->phone,
		.fax = r->fax,
		.email = r->email,
		.index_pattern = r->index_pattern,
		.document_pattern = r->document_pattern,
		.site_code = r->site_code,
		.icp = r->icp,
		.police_record = r->police_record,
		.review_body = r->review_body,
		.review_url = r->review_url,
		.court = r->court,
		.active = r->active != 0 };
}

struct agency_job {
	const struct desk *d;
	const struct actor *who;
	struct arena *a;
	struct agency_id id;
	int64_t version;
	struct agency_facts facts;
	struct str after;
	struct agency_view *view;
};

/* "这个机关名称已经有了" when the unique name refused. */
static enum err name_taken(enum err e, const char *label, struct error *err)
{
	if (e == ERR_CONFLICT)
		return field_error(err, "name", "这个%s已经有了，请核对是否重复登记", label);
	return e;
}

static enum err departments_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct agency_job *j = ctx;
	struct agency_view *v = j->view;
	*v = (struct agency_view){ 0 };
	enum err e = organisation_in_reach(tx, j->who, j->id, j->a, err);
	struct agency_by_id_in by_id = { .id = j->id };
	if (e == OK)
		e = sql_agency_by_id(tx, &by_id, j->a, &v->agency, err);
	struct department_list_in departments = { .agency = j->id };
	return e != OK ? e :
			 sql_department_list(
				 tx, &departments, j->a, &v->department, &v->n_departments, err);
}

static enum err view_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct agency_job *j = ctx;
	struct agency_view *v = j->view;
	enum err e = departments_fn(tx, j, err);
	struct agency_path_in path = { .id = j->id };
	if (e == OK)
		e = sql_agency_path(tx, &path, j->a, &v->path, &v->n_path, err);
	struct agency_children_in children = {
		.parent = j->id, .after = j->after, .limit = ORGANISATION_PAGE + 1
	};
	if (e == OK)
		e = sql_agency_children(tx, &children, j->a, &v->child, &v->n_children, err);
	struct agency_children_count_in count = { .parent = j->id };
	struct total_row total = { 0 };
	if (e == OK)
		e = sql_agency_children_count(tx, &count, j->a, &total, err);
	if (e != OK)
		return e;
	v->more = v->n_children > ORGANISATION_PAGE;
	if (v->more)
		v->n_children = ORGANISATION_PAGE;
	v->total_children = total.n;
	return OK;
}

static enum err look(struct agency_job *j, struct agency_id id, store_fn *fn,
	struct agency_view *out, struct error *err)
{
	enum err e = desk_allow(j->who, PERM_ORG_LOOK, err);
	struct agency_view view;
	j->id = id.v ? id : j->who->agency;
	j->view = &view;
	if (e == OK)
		e = store_read(j->d->store, fn, j, err);
	if (e == OK)
		*out = view;
	return e;
}

enum err agency_view(const struct desk *d, const struct actor *who, struct agency_id id,
	struct str after, struct arena *a, struct agency_view *out, struct error *err)
{
	struct agency_job j = { .d = d, .who = who, .a = a, .after = after };
	return look(&j, id, view_fn, out, err);
}

enum err agency_departments(const struct desk *d, const struct actor *who, struct agency_id id,
	struct arena *a, struct agency_view *out, struct error *err)
{
	struct agency_job j = { .d = d, .who = who, .a = a };
	return look(&j, id, departments_fn, out, err);
}

struct choices_job {
	const struct actor *who;
	struct arena *a;
	struct agency_step_row *out;
	size_t n;
};

static enum err choices_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct choices_job *j = ctx;
	struct agency_within_in in = { .top = j->who->agency, .limit = AGENCY_CHOICES_MAX };
	return sql_agency_within(tx, &in, j->a, &j->out, &j->n, err);
}

enum err agency_choices(const struct desk *d, const struct actor *who, struct arena *a,
	struct agency_step_row **out, size_t *n, struct error *err)
{
	struct choices_job j = { .who = who, .a = a };
	enum err e = store_read(d->store, choices_fn, &j, err);
	if (e != OK)
		return e;
	*out = j.out;
	*n = j.n;
	return OK;
}

/* The event of a new or changed agency. */
static enum err log_agency(struct tx *tx, const struct agency_job *j, const char *action,
	const struct agency_facts *before, struct error *err)
{
	struct buf old, new;
	buf_init(&old, STATE_MAX);
	buf_init(&new, STATE_MAX);
	struct event_entry entry = { .action = str_cstr(action),
		.object_kind = STR("agency"),
		.object = j->id.v };
	if (before)
		facts_text(&old, before);
	facts_text(&new, &j->facts);
	return desk_log_change(tx, j->who, PERM_ORG_EDIT, &entry, &old, &new, err);
}

static enum err add_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct agency_job *j = ctx;
	const struct agency_facts *f = &j->facts;
	enum err e = organisation_in_reach(tx, j->who, f->parent, j->a, err);
	if (e != OK)
		return e;
	j->id = (struct agency_id){ tx_new_id(tx) };
	struct agency_insert_in in = { .id = j->id,
		.parent = f->parent,
		.name = f->name,
		.short_name = f->short_name.n ? f->short_name : f->name,
		.credit_code = f->credit_code,
		.address = f->address,
		.postcode = f->postcode,
		.office_hours = f->office_hours,
		.phone = f->phone,
		.fax = f->fax,
		.email = f->email,
		.index_pattern = f->index_pattern,
		.document_pattern = f->document_pattern,
		.site_code = f->site_code,
		.icp = f->icp,
		.police_record = f->police_record,
		.review_body = f->review_body,
		.review_url = f->review_url,
		.court = f->court,
		.now = tx_now(tx) };
	e = name_taken(sql_agency_insert(tx, &in, NULL, err), "机关名称", err);
	return e != OK ? e : log_agency(tx, j, "agency.add", NULL, err);
}

enum err agency_add(const struct desk *d, const struct actor *who, const struct agency_facts *f,
	struct agency_id *id, struct error *err)
{
	enum err e = desk_allow(who, PERM_ORG_EDIT, err);
	struct arena a;
	arena_init(&a, 1 << 20);
	struct agency_job j = { .d = d, .who = who, .a = &a, .facts = *f };
	j.facts.active = true;
	if (!j.facts.parent.v)
		j.facts.parent = who->agency;
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
	struct agency_job *j = ctx;
	const struct agency_facts *f = &j->facts;
	struct agency_row old;
	struct agency_by_id_in by_id = { .id = j->id };
	enum err e = organisation_in_reach(tx, j->who, j->id, j->a, err);
	if (e == OK)
		e = sql_agency_by_id(tx, &by_id, j->a, &old, err);
	if (e == OK && !f->active && j->id.v == j->who->agency.v)
		e = field_error(err, "active", "不能停用自己所在的机关");
	if (e != OK)
		return e;
	struct agency_update_in in = { .id = j->id,
		.version = j->version,
		.name = f->name,
		.short_name = f->short_name.n ? f->short_name : f->name,
		.credit_code = f->credit_code,
		.address = f->address,
		.postcode = f->postcode,
		.office_hours = f->office_hours,
		.phone = f->phone,
		.fax = f->fax,
		.email = f->email,
		.index_pattern = f->index_pattern,
		.document_pattern = f->document_pattern,
		.site_code = f->site_code,
		.icp = f->icp,
		.police_record = f->police_record,
		.review_body = f->review_body,
		.review_url = f->review_url,
		.court = f->court,
		.active = f->active,
		.now = tx_now(tx) };
	int64_t changed = 0;
	e = name_taken(sql_agency_update(tx, &in, &changed, err), "机关名称", err);
	if (e == OK && changed == 0)
		e = desk_stale(err);
	struct agency_facts before = facts_of(&old);
	return e != OK ? e : log_agency(tx, j, "agency.change", &before, err);
}

enum err agency_change(const struct desk *d, const struct actor *who, struct agency_id id,
	int64_t version, const struct agency_facts *f, struct error *err)
{
	enum err e = desk_allow(who, PERM_ORG_EDIT, err);
	struct arena a;
	arena_init(&a, 1 << 20);
	struct agency_job j = {
		.d = d, .who = who, .a = &a, .id = id, .version = version, .facts = *f
	};
	if (e == OK)
		e = check_facts(&j.facts, err);
	if (e == OK)
		e = desk_write(d, change_fn, &j, err);
	arena_done(&a);
	return e;
}
