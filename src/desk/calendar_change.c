/*
 * calendar_change -- importing a year, local days.
 */
#include "desk/calendar_part.h"
#include "desk/role.h"
#include "desk/request.h"

/* What the examples of a preview count, from today on. */
static const struct {
	enum term first, second;
	bool two;
} example[CALENDAR_EXAMPLES] = {
	{ TERM_CORRECTION_NOTICE, TERM_CORRECTION_NOTICE, false },
	{ TERM_REPLY, TERM_REPLY, false },
	{ TERM_REPLY, TERM_EXTENSION, true },
};

/* --- preview ---------------------------------------------------------------------------------- */

struct import_job {
	const struct desk *d;
	const struct actor *who;
	struct arena *a;
	struct str json, typed_source, reason;
	int64_t version;
	struct calendar_file file;
	struct calendar_preview out;
};

/* The file, and where it comes from: as typed, else the first notice named in it. */
static enum err take_file(struct import_job *j, struct error *err)
{
	struct calendar_preview *p = &j->out;
	enum err e = calendar_read_file(j->a, j->json, &j->file, err);
	if (!e)
		e = calendar_check_text(j->typed_source, "source", "依据", CALENDAR_SOURCE_MAX,
			j->file.n_papers > 0, &p->source, err);
	if (!e)
		e = calendar_write_file(j->a, &j->file, &p->json, err);
	if (e)
		return e;
	if (p->source.n == 0)
		p->source = j->file.paper[0];
	p->year = j->file.year.year;
	p->days = (int)j->file.year.n;
	return OK;
}

static int workdays_of(const struct calendar *cal, int year)
{
	return calendar_count_workdays(
		cal, date_from_ymd(year - 1, 12, 31), date_from_ymd(year, 12, 31));
}

/* Days of the year, and of the December before, that are not what they were. */
static enum err compare_days(struct import_job *j, const struct calendar *was,
	const struct calendar *will, struct error *err)
{
	struct calendar_preview *p = &j->out;
	struct date first = date_from_ymd(p->year - 1, 12, 1), last = date_from_ymd(p->year, 12, 31);
	p->change = arena_array(j->a, struct calendar_change, (size_t)date_diff(first, last) + 1);
	if (!p->change)
		return arena_check(j->a, err);
	for (struct date d = first; d.day <= last.day; d.day++) {
		struct str before = calendar_day_words(j->a, was, d);
		struct str after = calendar_day_words(j->a, will, d);
		if (!str_eq(before, after))
			p->change[p->n_changes++] = (struct calendar_change){ d, before, after };
	}
	return arena_check(j->a, err);
}

static void compare_examples(struct import_job *j, const struct calendar *was,
	const struct calendar *will)
{
	struct calendar_preview *p = &j->out;
	for (size_t i = 0; i < CALENDAR_EXAMPLES; i++) {
		const struct term_info *t = term_find(example[i].first);
		int n = t->n + (example[i].two ? term_find(example[i].second)->n : 0);
		struct date before = calendar_add_workdays(was, p->today, n);
		struct date after = calendar_add_workdays(will, p->today, n);
		p->example[i] = (struct calendar_example){ .term = t, .n = n, .before = before,
			.after = after,
			.provisional_before = calendar_is_provisional(was, p->today, before),
			.provisional_after = calendar_is_provisional(will, p->today, after) };
	}
}

/* The open cases of the agency whose due day the change moves, or whose events the law would no longer bear. */
static enum err list_open_deadlines(
	struct tx *tx, struct import_job *j, const struct calendar *will, struct error *err)
{
	struct request_moved *moved;
	size_t n, k = 0;
	enum err e = request_preview_recount(tx, j->d, j->a, j->who->agency, will, &moved, &n, err);
	if (e)
		return e;
	struct calendar_deadline *line = arena_array(j->a, struct calendar_deadline, n);
	for (size_t i = 0; line && i < n; i++)
		if (moved[i].before.has && moved[i].after.has)
			line[k++] = (struct calendar_deadline){ .what = moved[i].number,
				.href = arena_fmt(j->a, "/office/requests/%lld", (long long)moved[i].id.v),
				.before = moved[i].before.day,
				.after = moved[i].after.day };
	j->out.deadline = line;
	j->out.n_deadlines = k;
	return arena_check(j->a, err);
}

static enum err read_preview(struct tx *tx, void *ctx, struct error *err)
{
	struct import_job *j = ctx;
	struct calendar *was, *will;
	j->out = (struct calendar_preview){ .today = date_of_moment(tx_now(tx) / 1000) };
	enum err e = take_file(j, err);
	if (!e)
		e = calendar_version(tx, j->a, &j->out.version, err);
	if (!e)
		e = calendar_build(tx, j->a, j->who->agency, NULL, &was, err);
	if (!e)
		e = calendar_build(tx, j->a, j->who->agency, &j->file.year, &will, err);
	if (!e)
		e = compare_days(j, was, will, err);
	if (e)
		return e;
	j->out.replaces = calendar_has_year(was, j->out.year);
	j->out.workdays_before = workdays_of(was, j->out.year);
	j->out.workdays_after = workdays_of(will, j->out.year);
	compare_examples(j, was, will);
	return list_open_deadlines(tx, j, will, err);
}

enum err calendar_preview_import(const struct desk *d, const struct actor *who, struct str json,
	struct str source, struct arena *a, struct calendar_preview *out, struct error *err)
{
	struct import_job j = { .d = d, .who = who, .a = a, .json = json, .typed_source = source };
	enum err e = desk_allow(who, PERM_CALENDAR_EDIT, err);
	if (!e)
		e = store_read(d->store, read_preview, &j, err);
	if (!e)
		*out = j.out;
	return e;
}

/* --- import ----------------------------------------------------------------------------------- */

/* The text of the arrangement that counts now, empty when it is compiled in or missing. */
static enum err text_before(struct tx *tx, struct import_job *j, struct str *out, struct error *err)
{
	struct calendar_year_row *row;
	size_t n;
	struct calendar_imports_in in = { j->out.year, 1 };
	enum err e = sql_calendar_imports(tx, &in, j->a, &row, &n, err);
	*out = !e && n ? row[0].content : STR("");
	return e;
}

static enum err write_import(struct tx *tx, void *ctx, struct error *err)
{
	struct import_job *j = ctx;
	struct str before;
	int64_t version;
	j->out = (struct calendar_preview){ .year = 0 };
	enum err e = take_file(j, err);
	if (!e)
		e = calendar_version(tx, j->a, &version, err);
	if (!e && j->version && version != j->version)
		return desk_stale(err);
	if (!e)
		e = text_before(tx, j, &before, err);
	if (!e)
		e = sql_calendar_retire(tx, &(struct calendar_retire_in){ j->out.year }, NULL, err);
	if (e)
		return e;
	struct calendar_add_in in = { .id = { tx_new_id(tx) }, .year = j->out.year,
		.content = j->out.json, .source = j->out.source, .by = j->who->person,
		.now = tx_now(tx) };
	e = sql_calendar_add(tx, &in, NULL, err);
	if (!e)
		e = calendar_bump(tx, j->a, err);
	/* Open cases follow, right after this transaction (desk/request_recount.c); closed ones stay. */
	if (!e)
		e = request_add_recount(tx, (struct agency_id){ 0 }, err);
	struct event_entry entry = { .action = STR("calendar.import"),
		.object_kind = STR("calendar"), .object = j->out.year, .reason = j->reason,
		.before = before, .after = j->out.json,
		.detail = arena_fmt(j->a, "days=%d papers=%zu", j->out.days, j->file.n_papers) };
	if (!e)
		e = arena_check(j->a, err);
	return e ? e : desk_log(tx, j->who, PERM_CALENDAR_EDIT, &entry, err);
}

enum err calendar_import(const struct desk *d, const struct actor *who, struct arena *a,
	struct str json, struct str source, struct str reason, int64_t version, int *year,
	struct error *err)
{
	struct import_job j = { .d = d, .who = who, .a = a, .json = json, .typed_source = source,
		.version = version };
	enum err e = desk_allow(who, PERM_CALENDAR_EDIT, err);
	if (!e)
		e = calendar_check_text(
			reason, "reason", "理由", CALENDAR_REASON_MAX, who->console, &j.reason, err);
	if (!e)
		e = desk_write(d, write_import, &j, err);
	if (!e)
		*year = j.out.year;
	return e;
}

/* --- local days ------------------------------------------------------------------------------- */

struct local_job {
	const struct desk *d;
	const struct actor *who;
	struct arena *a;
	struct date date;
	struct str name, reason;
	bool off;
	struct local_day_row row;
};

static enum err wrong_date(struct error *err, enum err code)
{
	err->code = code;
	err->field = "date";
	return code;
}

/* The entry of that day in force; ERR_NOT_FOUND when none is, or it was taken back. */
static enum err find_entry(struct tx *tx, struct local_job *j, struct error *err)
{
	struct local_day_newest_in in = { j->who->agency, j->date.day };
	enum err e = sql_local_day_newest(tx, &in, j->a, &j->row, err);
	if (e == ERR_NOT_FOUND || (!e && !j->row.off))
		return error_set(err, ERR_NOT_FOUND, NULL, "%s 没有登记为本机关的本地放假日",
			date_text(j->date).z);
	return e;
}

static enum err write_entry(struct tx *tx, struct local_job *j, struct error *err)
{
	struct local_day_add_in in = { .id = { tx_new_id(tx) }, .agency = j->who->agency,
		.day = j->date.day, .off = j->off, .name = j->name, .reason = j->reason,
		.by = j->who->person, .now = tx_now(tx) };
	enum err e = sql_local_day_add(tx, &in, NULL, err);
	if (!e)
		e = calendar_bump(tx, j->a, err);
	if (!e)
		e = request_add_recount(tx, j->who->agency, err);
	struct str state = arena_fmt(
		j->a, "day=%s off=1 name=%.*s", date_text(j->date).z, STR_ARG(j->name));
	struct event_entry entry = {
		.action = j->off ? STR("calendar.local") : STR("calendar.correct"),
		.object_kind = STR("calendar"), .object = date_year(j->date), .reason = j->reason,
		.before = j->off ? STR("") : state, .after = j->off ? state : STR(""),
		.detail = arena_fmt(j->a, "day=%s", date_text(j->date).z) };
	if (!e)
		e = arena_check(j->a, err);
	return e ? e : desk_log(tx, j->who, PERM_CALENDAR_EDIT, &entry, err);
}

static enum err add_local(struct tx *tx, void *ctx, struct error *err)
{
	struct local_job *j = ctx;
	struct calendar *cal;
	enum err e = calendar_build(tx, j->a, j->who->agency, NULL, &cal, err);
	if (e)
		return e;
	if (!calendar_is_workday(cal, j->date)) {
		struct str words = calendar_day_words(j->a, cal, j->date);
		error_set(err, ERR_INVALID, NULL, "%s 是%.*s，本来就不上班，不用登记",
			date_text(j->date).z, STR_ARG(words));
		return wrong_date(err, ERR_INVALID);
	}
	return write_entry(tx, j, err);
}

/* An agency's affair: the command line has none. */
static enum err may_enter(const struct actor *who, struct error *err)
{
	enum err e = desk_allow(who, PERM_CALENDAR_EDIT, err);
	if (!e && !who->agency.v)
		return error_set(err, ERR_DENIED, NULL, "本地放假日由机关的系统管理员登记");
	return e;
}

enum err calendar_local_add(const struct desk *d, const struct actor *who, struct arena *a,
	struct date date, struct str name, struct str reason, struct error *err)
{
	struct local_job j = { .d = d, .who = who, .a = a, .date = date, .off = true };
	enum err e = may_enter(who, err);
	if (!e && (date_year(date) < ARRANGEMENT_YEAR_MIN || date_year(date) > ARRANGEMENT_YEAR_MAX)) {
		error_set(err, ERR_INVALID, NULL, "日期应在 %d 年至 %d 年之间",
			ARRANGEMENT_YEAR_MIN, ARRANGEMENT_YEAR_MAX);
		return wrong_date(err, ERR_INVALID);
	}
	if (!e)
		e = calendar_check_text(name, "name", "名称", CALENDAR_NAME_MAX, false, &j.name, err);
	if (!e)
		e = calendar_check_text(
			reason, "reason", "理由", CALENDAR_REASON_MAX, false, &j.reason, err);
	return e ? e : desk_write(d, add_local, &j, err);
}

static enum err find_local(struct tx *tx, void *ctx, struct error *err)
{
	return find_entry(tx, ctx, err);
}

enum err calendar_local_find(const struct desk *d, const struct actor *who, struct arena *a,
	struct date date, struct local_day_row *out, struct error *err)
{
	struct local_job j = { .d = d, .who = who, .a = a, .date = date };
	enum err e = may_enter(who, err);
	if (!e)
		e = store_read(d->store, find_local, &j, err);
	if (!e)
		*out = j.row;
	return e;
}

static enum err correct_local(struct tx *tx, void *ctx, struct error *err)
{
	struct local_job *j = ctx;
	enum err e = find_entry(tx, j, err);
	if (e)
		return e;
	j->name = j->row.name;
	return write_entry(tx, j, err);
}

enum err calendar_local_correct(const struct desk *d, const struct actor *who, struct arena *a,
	struct date date, struct str reason, struct error *err)
{
	struct local_job j = { .d = d, .who = who, .a = a, .date = date };
	enum err e = may_enter(who, err);
	if (!e)
		e = calendar_check_text(
			reason, "reason", "理由", CALENDAR_REASON_MAX, false, &j.reason, err);
	return e ? e : desk_write(d, correct_local, &j, err);
}
