#include "desk/ledger_import_part.h"

#include "core/seal.h"
#include "desk/calendar_book.h"
#include "law/calendar.h"

#include <inttypes.h>

enum { FIELDS_TEXT_MAX = 256 << 10 };

/* Where a value stands among the fields of an item; -1 when the item has no such field. */
static int place_of(int item, const char *licence_code, const char *penalty_code)
{
	size_t n;
	const struct decision_field *f = decision_fields(item, &n);
	const char *code = item == LEDGER_LICENCE ? licence_code : penalty_code;
	for (size_t i = 0; code && i < n; i++)
		if (strcmp(f[i].code, code) == 0)
			return (int)i;
	return -1;
}

static struct str value_of(
	int item, const struct decision_facts *f, const char *licence_code, const char *penalty_code)
{
	int i = place_of(item, licence_code, penalty_code);
	return i < 0 ? STR("") : f->value[i];
}

struct str decision_number(int item, const struct decision_facts *f)
{
	return value_of(item, f, "XK_WSH", "CF_WSH");
}

static struct opt_i64 day_of(struct str s)
{
	struct date d;
	bool has = date_parse(s, &d);
	return (struct opt_i64){ has, has ? d.day : 0 };
}

/* Lines "CODE value" of the fields that may be shown, or of those that are sealed. */
static void write_fields(struct buf *b, int item, const struct decision_facts *f, bool sealed, bool person)
{
	size_t n;
	const struct decision_field *field = decision_fields(item, &n);
	for (size_t i = 0; i < n; i++) {
		bool hidden = (field[i].flags & DECISION_SEALED) || (person && i == 0);
		if (f->value[i].n == 0 || hidden != sealed)
			continue;
		buf_fmt(b, "%s ", field[i].code);
		for (size_t k = 0; k < f->value[i].n; k++) {
			char c = f->value[i].p[k];
			buf_char(b, c == '\n' || c == '\r' ? ' ' : c);
		}
		buf_char(b, '\n');
	}
}

/* The sealed column: what is never shown. */
static enum err seal_fields(const struct desk *d, struct arena *a, int64_t id, int item,
	const struct decision_facts *f, bool person, struct str *out, struct error *err)
{
	struct buf b;
	buf_init(&b, FIELDS_TEXT_MAX);
	write_fields(&b, item, f, true, person);
	enum err e = buf_check(&b, err);
	*out = (struct str){ NULL, 0 };
	struct str place = arena_fmt(a, "decision.sealed/%" PRId64, id);
	if (e == OK && b.n)
		e = seal(d->keys, a, buf_view(&b), place, out, err);
	buf_done(&b);
	return e;
}

enum err decision_add_tx(struct tx *tx, const struct desk *d, const struct actor *who,
	struct arena *a, const struct decision_new *in, struct error *err)
{
	const struct decision_facts *f = in->facts;
	struct opt_i64 decided = day_of(value_of(in->item, f, "XK_JDRQ", "CF_JDRQ"));
	struct date on = { (int32_t)decided.v };
	bool person = str_has(f->value[1], "自然人");
	struct decision_insert_in row = { .id = { tx_new_id(tx) },
		.agency = in->agency,
		.department = in->department,
		.item = in->item,
		.number = decision_number(in->item, f),
		.decided_on = on.day,
		.year = date_year(on),
		.party = person ? mask_name(a, f->value[0]) : f->value[0],
		.credit_code = f->value[2],
		.category = value_of(in->item, f, "XK_XKLB", "CF_CFLB"),
		.content = value_of(in->item, f, "XK_NR", "CF_NR"),
		/* C-4.6-26 */
		.publish_due = calendar_add_workdays(in->calendar, on, DECISION_PUBLISH_DAYS).day,
		.publish_end = day_of(value_of(in->item, f, "XK_YXQZI", "CF_GSJZQ")),
		.batch = in->batch,
		.actor = who->person,
		.now = tx_now(tx) };
	int year, month, day;
	date_split(on, &year, &month, &day);
	row.month = month;
	struct buf b;
	buf_init(&b, FIELDS_TEXT_MAX);
	write_fields(&b, in->item, f, false, person);
	row.fields = buf_view(&b);
	enum err e = buf_check(&b, err);
	if (e == OK)
		e = seal_fields(d, a, row.id.v, in->item, f, person, &row.sealed, err);
	if (e == OK)
		e = sql_decision_insert(tx, &row, NULL, err);
	buf_done(&b);
	return e;
}

/* --- looking ----------------------------------------------------------------------------------- */

struct decision_job {
	const struct actor *who;
	struct arena *a;
	struct decision_filter filter;
	struct decision_page page;
	struct agency_id agency;
	int year;
	struct decision_difference *difference;
	size_t n;
	struct decision_id id;
	struct date day;
};

static enum err list_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct decision_job *j = ctx;
	struct decision_filter *f = &j->filter;
	j->page = (struct decision_page){ .today = ledger_today(tx) };
	enum err e = ledger_reach(tx, j->who, &f->agency, j->a, err);
	struct decision_list_in in = { .agency = f->agency,
		.item = f->item,
		.year = f->year,
		.from_month = f->month ? f->month : 1,
		.to_month = f->month ? f->month : 12,
		.after_month = f->after.day,
		.after = { f->after.id },
		.limit = LEDGER_PAGE + 1 };
	if (e == OK)
		e = sql_decision_list(tx, &in, j->a, &j->page.row, &j->page.n, err);
	j->page.more = e == OK && j->page.n > LEDGER_PAGE;
	if (j->page.more)
		j->page.n = LEDGER_PAGE;
	return e;
}

enum err decision_list(const struct desk *d, const struct actor *who, const struct decision_filter *f,
	struct arena *a, struct decision_page *out, struct error *err)
{
	struct decision_job j = { .who = who, .a = a, .filter = *f };
	enum err e = desk_allow(who, PERM_LEDGER_LOOK, err);
	if (e == OK)
		e = store_read(d->store, list_fn, &j, err);
	if (e == OK)
		*out = j.page;
	return e;
}

static enum err publish_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct decision_job *j = ctx;
	struct decision_by_id_in in = { j->id };
	struct decision_row row;
	int64_t changed = 0;
	enum err e = sql_decision_by_id(tx, &in, j->a, &row, err);
	if (e == ERR_NOT_FOUND)
		return error_set(err, e, NULL, "没有这个决定，请回到列表查看");
	j->agency = row.agency;
	if (e == OK)
		e = ledger_own(tx, j->who, &j->agency, j->a, err);
	if (e == OK && (j->day.day < row.decided_on || j->day.day > ledger_today(tx).day))
		e = field_error(err, "day", "公示日期不能早于决定日期，也不能晚于今天");
	struct decision_publish_in set = { j->id, j->day.day };
	if (e == OK)
		e = sql_decision_publish(tx, &set, &changed, err);
	if (e == OK && !changed)
		e = error_set(err, ERR_CONFLICT, NULL, "已经登记过公示日期");
	struct event_entry entry = { .action = STR("decision.publish"),
		.object_kind = STR("decision"),
		.object = j->id.v };
	return e != OK ? e : desk_log(tx, j->who, PERM_LEDGER_WRITE, &entry, err);
}

enum err decision_publish(const struct desk *d, const struct actor *who, struct decision_id id,
	struct date day, struct error *err)
{
	struct arena a;
	struct decision_job j = { .who = who, .a = &a, .id = id, .day = day };
	enum err e = desk_allow(who, PERM_LEDGER_WRITE, err);
	if (e != OK)
		return e;
	arena_init(&a, LEDGER_ARENA_MAX);
	e = desk_write(d, publish_fn, &j, err);
	arena_done(&a);
	return e;
}

/* --- decisions against figures ------------------------------------------------------------------ */

static struct str name_of(const struct department_row *d, size_t n, struct department_id id)
{
	for (size_t i = 0; i < n; i++)
		if (d[i].id.v == id.v)
			return d[i].name;
	return STR("本级");
}

static enum err differences_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct decision_job *j = ctx;
	struct decision_month_row *row;
	struct department_row *department;
	struct tally_month_row *figure;
	size_t n, n_departments, n_figures;
	enum err e = ledger_reach(tx, j->who, &j->agency, j->a, err);
	struct decision_months_in in = { j->agency, j->year };
	struct department_list_in departments = { j->agency };
	struct tally_months_in figures = { j->agency, j->year, LEDGER_LICENCE, LEDGER_PENALTY };
	if (e == OK)
		e = sql_decision_months(tx, &in, j->a, &row, &n, err);
	if (e == OK)
		e = sql_department_list(tx, &departments, j->a, &department, &n_departments, err);
	if (e == OK)
		e = sql_tally_months(tx, &figures, j->a, &figure, &n_figures, err);
	if (e != OK)
		return e;
	j->n = 0;
	j->difference = arena_array(j->a, struct decision_difference, n + 1);
	if (!j->difference)
		return arena_check(j->a, err);
	for (size_t i = 0; i < n; i++) {
		int64_t amount = -1;
		for (size_t k = 0; k < n_figures; k++)
			if (figure[k].item == row[i].item && figure[k].month == row[i].month &&
				figure[k].department.v == row[i].department.v)
				amount = figure[k].amount;
		if (amount != row[i].decisions)
			j->difference[j->n++] = (struct decision_difference){ row[i].department,
				name_of(department, n_departments, row[i].department), (int)row[i].item,
				(int)row[i].month, row[i].decisions, amount };
	}
	return OK;
}

enum err decision_differences(const struct desk *d, const struct actor *who, struct agency_id agency,
	int year, struct arena *a, struct decision_difference **out, size_t *n, struct error *err)
{
	struct decision_job j = { .who = who, .a = a, .agency = agency, .year = year };
	enum err e = desk_allow(who, PERM_LEDGER_LOOK, err);
	if (e == OK)
		e = store_read(d->store, differences_fn, &j, err);
	if (e == OK) {
		*out = j.difference;
		*n = j.n;
	}
	return e;
}
