#include "desk/norm.h"

#include "desk/ledger_part.h"

enum { TITLE_MAX = 200, NUMBER_MAX = 60, BY_MAX = 200 };

const char *norm_kind_name(enum norm_kind k)
{
	static const char *const name[NORM_KINDS] = { [NORM_REGULATION] = "规章",
		[NORM_NORMATIVE] = "行政规范性文件" };
	return (unsigned)k < NORM_KINDS ? name[k] : "";
}

static struct norm_dates dates_of(const struct norm_facts *f)
{
	return (struct norm_dates){ f->in_force, f->amended, f->repealed, f->expires };
}

enum norm_validity norm_row_validity(const struct norm_row *r, struct date on)
{
	struct norm_dates d = { .in_force = { (int32_t)r->in_force_on },
		.amended = ledger_date(r->amended_on),
		.repealed = ledger_date(r->repealed_on),
		.expires = ledger_date(r->expires_on) };
	return norm_validity(&d, on);
}

struct norm_job {
	const struct actor *who;
	struct arena *a;
	struct agency_id agency;
	struct norm_id id;
	int64_t version;
	struct norm_facts facts;
	struct str reason;
	struct norm_row row;
	struct norm_filter filter;
	struct norm_page page;
};

static enum err check_dates(struct norm_facts *f, struct date today, struct error *err)
{
	const int none = norm_no_day().day;
	if (f->made.day == none || date_year(f->made) < 1949 || f->made.day > today.day)
		return field_error(err, "made", "请填写制发日期，不能晚于今天");
	if (f->in_force.day == none)
		f->in_force = f->made;
	if (f->in_force.day < f->made.day)
		return field_error(err, "in_force", "施行日期不能早于制发日期");
	if (f->amended.day != none && f->amended.day < f->made.day)
		return field_error(err, "amended", "修改日期不能早于制发日期");
	if (f->repealed.day != none && f->repealed.day < f->made.day)
		return field_error(err, "repealed", "废止日期不能早于制发日期");
	if (f->repealed.day != none && f->repealed.day > today.day)
		return field_error(err, "repealed", "废止日期不能晚于今天，到期失效的请填有效期至");
	if (f->expires.day != none && f->expires.day < f->in_force.day)
		return field_error(err, "expires", "有效期至不能早于施行日期");
	return OK;
}

static enum err check_facts(struct norm_facts *f, struct date today, struct error *err)
{
	if ((unsigned)f->kind >= NORM_KINDS)
		return field_error(err, "kind", "请选择规章或者行政规范性文件");
	enum err e = field_text(&f->title, "title", "名称", 2, TITLE_MAX, err);
	if (e == OK)
		e = field_text(&f->number, "number", "文号", 2, NUMBER_MAX, err);
	if (e == OK)
		e = check_dates(f, today, err);
	bool amended = f->amended.day != norm_no_day().day,
	     repealed = f->repealed.day != norm_no_day().day;
	if (e == OK)
		e = field_text(&f->amended_by, "amended_by", "修改依据", amended ? 2 : 0, BY_MAX, err);
	if (e == OK)
		e = field_text(
			&f->repealed_by, "repealed_by", "废止依据", repealed ? 2 : 0, BY_MAX, err);
	return e;
}

static void state_of(struct buf *b, const struct norm_row *r)
{
	state_i64(b, "kind", r->kind);
	state_str(b, "title", r->title);
	state_str(b, "number", r->number);
	state_i64(b, "made", r->made_on);
	state_i64(b, "in_force", r->in_force_on);
	state_i64(b, "amended", r->amended_on.has ? r->amended_on.v : -1);
	state_str(b, "amended_by", r->amended_by);
	state_i64(b, "repealed", r->repealed_on.has ? r->repealed_on.v : -1);
	state_str(b, "repealed_by", r->repealed_by);
	state_i64(b, "expires", r->expires_on.has ? r->expires_on.v : -1);
}

static enum err log_norm(struct tx *tx, const struct norm_job *j, const char *action,
	const struct norm_row *before, struct error *err)
{
	struct norm_by_id_in in = { j->id };
	struct norm_row after;
	struct buf old, new;
	enum err e = sql_norm_by_id(tx, &in, j->a, &after, err);
	if (e != OK)
		return e;
	buf_init(&old, LEDGER_STATE_MAX);
	buf_init(&new, LEDGER_STATE_MAX);
	if (before)
		state_of(&old, before);
	state_of(&new, &after);
	struct event_entry entry = { .action = str_cstr(action),
		.object_kind = STR("norm"),
		.object = j->id.v,
		.reason = j->reason };
	return desk_log_change(tx, j->who, PERM_LEDGER_WRITE, &entry, &old, &new, err);
}

static enum err number_taken(enum err e, struct error *err)
{
	return e == ERR_CONFLICT ? field_error(err, "number", "这个文号已经登记过，请核对是否重复")
				 : e;
}

static enum err add_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct norm_job *j = ctx;
	struct norm_facts *f = &j->facts;
	enum err e = ledger_own(tx, j->who, &j->agency, j->a, err);
	if (e == OK)
		e = check_facts(f, ledger_today(tx), err);
	if (e != OK)
		return e;
	struct norm_dates d = dates_of(f);
	int from, to;
	norm_year_ends(&d, &from, &to);
	j->id = (struct norm_id){ tx_new_id(tx) };
	struct opt_i64 repealed = ledger_day(f->repealed);
	struct norm_insert_in in = { .id = j->id,
		.agency = j->agency,
		.kind = (int64_t)f->kind,
		.title = f->title,
		.number = f->number,
		.made_on = f->made.day,
		.in_force_on = f->in_force.day,
		.amended_on = ledger_day(f->amended),
		.amended_by = f->amended_by,
		.repealed_on = repealed,
		.repealed_by = f->repealed_by,
		.expires_on = ledger_day(f->expires),
		.made_year = date_year(f->made),
		.repealed_year = { repealed.has, repealed.has ? date_year(f->repealed) : 0 },
		.from_year = from,
		.to_year = to,
		.now = tx_now(tx) };
	e = number_taken(sql_norm_insert(tx, &in, NULL, err), err);
	return e != OK ? e : log_norm(tx, j, "norm.add", NULL, err);
}

enum err norm_add(const struct desk *d, const struct actor *who, struct agency_id agency,
	const struct norm_facts *f, struct norm_id *id, struct error *err)
{
	struct arena a;
	struct norm_job j = { .who = who, .a = &a, .agency = agency, .facts = *f };
	enum err e = desk_allow(who, PERM_LEDGER_WRITE, err);
	if (e != OK)
		return e;
	arena_init(&a, LEDGER_ARENA_MAX);
	e = desk_write(d, add_fn, &j, err);
	if (e == OK)
		*id = j.id;
	arena_done(&a);
	return e;
}

static enum err load_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct norm_job *j = ctx;
	struct norm_by_id_in in = { j->id };
	enum err e = sql_norm_by_id(tx, &in, j->a, &j->row, err);
	if (e == ERR_NOT_FOUND)
		return error_set(err, e, NULL, "没有这件规章或者文件，请回到列表查看");
	j->agency = j->row.agency;
	return e != OK ? e : ledger_reach(tx, j->who, &j->agency, j->a, err);
}

enum err norm_load(const struct desk *d, const struct actor *who, struct norm_id id,
	struct arena *a, struct norm_row *out, struct error *err)
{
	struct norm_job j = { .who = who, .a = a, .id = id };
	enum err e = desk_allow(who, PERM_LEDGER_LOOK, err);
	if (e == OK)
		e = store_read(d->store, load_fn, &j, err);
	if (e == OK)
		*out = j.row;
	return e;
}

static enum err change_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct norm_job *j = ctx;
	struct norm_facts *f = &j->facts;
	enum err e = load_fn(tx, j, err);
	if (e == OK)
		e = ledger_own(tx, j->who, &j->agency, j->a, err);
	if (e == OK)
		e = check_facts(f, ledger_today(tx), err);
	if (e != OK)
		return e;
	struct norm_dates d = dates_of(f);
	int from, to;
	int64_t changed = 0;
	norm_year_ends(&d, &from, &to);
	struct opt_i64 repealed = ledger_day(f->repealed);
	struct norm_update_in in = { .id = j->id,
		.version = j->version,
		.kind = (int64_t)f->kind,
		.title = f->title,
		.number = f->number,
		.made_on = f->made.day,
		.in_force_on = f->in_force.day,
		.amended_on = ledger_day(f->amended),
		.amended_by = f->amended_by,
		.repealed_on = repealed,
		.repealed_by = f->repealed_by,
		.expires_on = ledger_day(f->expires),
		.made_year = date_year(f->made),
		.repealed_year = { repealed.has, repealed.has ? date_year(f->repealed) : 0 },
		.from_year = from,
		.to_year = to,
		.now = tx_now(tx) };
	e = number_taken(sql_norm_update(tx, &in, &changed, err), err);
	if (e == OK && changed == 0)
		e = desk_stale(err);
	return e != OK ? e : log_norm(tx, j, "norm.change", &j->row, err);
}

enum err norm_change(const struct desk *d, const struct actor *who, struct norm_id id,
	int64_t version, const struct norm_facts *f, struct str reason, struct error *err)
{
	struct arena a;
	struct norm_job j = { .who = who,
		.a = &a,
		.id = id,
		.version = version,
		.facts = *f,
		.reason = reason };
	enum err e = desk_allow(who, PERM_LEDGER_WRITE, err);
	if (e == OK)
		e = field_text(&j.reason, "reason", "修改理由", 2, LEDGER_REASON_MAX, err);
	if (e != OK)
		return e;
	arena_init(&a, LEDGER_ARENA_MAX);
	e = desk_write(d, change_fn, &j, err);
	arena_done(&a);
	return e;
}

static enum err list_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct norm_job *j = ctx;
	const struct norm_filter *f = &j->filter;
	bool first = f->before.id == 0;
	j->agency = f->agency;
	enum err e = ledger_reach(tx, j->who, &j->agency, j->a, err);
	struct norm_list_in in = { .agency = j->agency,
		.kind = { f->kind >= 0, f->kind },
		.validity = { f->validity >= 0, f->validity },
		.on = f->on.day,
		.made_on = first ? INT32_MAX : f->before.day,
		.id = { first ? INT64_MAX : f->before.id },
		.limit = LEDGER_PAGE + 1 };
	if (e == OK)
		e = sql_norm_list(tx, &in, j->a, &j->page.row, &j->page.n, err);
	j->page.more = e == OK && j->page.n > LEDGER_PAGE;
	if (j->page.more)
		j->page.n = LEDGER_PAGE;
	return e;
}

enum err norm_list(const struct desk *d, const struct actor *who, const struct norm_filter *f,
	struct arena *a, struct norm_page *out, struct error *err)
{
	struct norm_job j = { .who = who, .a = a, .filter = *f };
	enum err e = desk_allow(who, PERM_LEDGER_LOOK, err);
	if (e == OK)
		e = store_read(d->store, list_fn, &j, err);
	if (e == OK)
		*out = j.page;
	return e;
}
