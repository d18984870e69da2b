/*
 * annual_flow -- numbers set by hand, and the report's way from draft to publication.
 */
#include "desk/annual_part.h"

#include "desk/annual_text.h"
#include "desk/organisation_part.h"
#include "desk/request_part.h"
#include "desk/role.h"
#include "report/agency.h"
#include "store/blob.h"
#include "store/organisation.sql.h"

enum { SNAPSHOT_MAX = 8 << 20, REASON_MIN = 2, REASON_MAX = 500 };

struct flow_job {
	const struct desk *d;
	struct arena *a;
	const struct actor *who;
	struct annual_input in;
	int64_t entry;
	struct annual_entry_row found;
	int year;
	int64_t version;
	enum annual_step step;
	struct str reason;
	const struct report *report;
	bool other_name;
};

const char *annual_step_name(enum annual_step s)
{
	static const char *const name[ANNUAL_STEPS] = { "冻结数据，送审", "审核通过", "签发", "公布",
		"退回起草", "导入" };
	return (size_t)s < ANNUAL_STEPS ? name[s] : "";
}

/* --- numbers set by hand ----------------------------------------------------------------------------- */

static enum err check_value(struct flow_job *j, struct error *err)
{
	struct decimal v;
	struct str text = str_trim(j->in.value);
	j->in.value = text;
	if (text.n == 0)
		return OK;
	if (!decimal_parse(text, &v) || decimal_sign(v) < 0)
		return field_error(err, "value", "请填写不小于零的数字，例如 12");
	if (!report_cell_is_amount(j->in.cell) && !decimal_is_int(v))
		return field_error(err, "value", "件数应是整数");
	j->in.value = arena_fmt(j->a, "%s", decimal_text(v).z);
	return arena_check(j->a, err);
}

static enum err check_entry(struct flow_job *j, const struct annual_figures *f, struct error *err)
{
	bool erratum = f->state != ANNUAL_DRAFT;
	if (annual_is_derived(j->in.cell))
		return error_set(err, ERR_CONFLICT, "CK3", "合计由其他各格相加得出，请更正组成它的那一格");
	if (erratum && f->state != ANNUAL_PUBLISHED)
		return error_set(err, ERR_CONFLICT, NULL,
			"数据已冻结，正在审核或签发。确需改动的，请先退回起草");
	if (!erratum && j->in.value.n && j->in.file_size == 0)
		return field_error(err, "file", "请上传依据：更正统计数字要有证明材料");
	return OK;
}

static enum err write_entry(
	struct flow_job *j, struct tx *tx, const struct annual_figures *f, struct error *err)
{
	const struct report_value *before = &f->report->cell[j->in.cell];
	bool erratum = f->state != ANNUAL_DRAFT;
	struct decimal counted = erratum ? before->number : f->cell[j->in.cell].counted;
	bool known = erratum ? before->state == REPORT_NUMBER : f->cell[j->in.cell].known;
	struct str code = arena_fmt(j->a, "%s", report_cell_code(j->in.cell).z);
	struct annual_entry_insert_in row = { .id = tx_new_id(tx),
		.agency = f->agency,
		.year = f->year,
		.cell = code,
		.erratum = erratum,
		.counted = known ? arena_fmt(j->a, "%s", decimal_text(counted).z) : STR(""),
		.value = j->in.value,
		.reason = j->reason,
		.file_name = j->in.file_name,
		.file_type = j->in.file_type,
		.file_size = j->in.file_size,
		.actor = j->who->person,
		.at = tx_now(tx) };
	if (j->in.file_size)
		row.file_digest = desk_bytes(&j->in.file);
	struct event_entry event = { .agency = f->agency,
		.action = erratum ? STR("annual.erratum") : STR("annual.correct"),
		.object_kind = STR("annual_report"),
		.object = f->year,
		.reason = j->reason,
		.before = before->state == REPORT_NUMBER
				  ? arena_fmt(j->a, "%.*s=%s", STR_ARG(code), decimal_text(before->number).z)
				  : STR(""),
		.after = arena_fmt(j->a, "%.*s=%.*s", STR_ARG(code), STR_ARG(j->in.value)),
		.detail = arena_fmt(j->a, "cell=%.*s counted=%.*s value=%.*s", STR_ARG(code),
			STR_ARG(row.counted), STR_ARG(j->in.value)) };
	enum err e = arena_check(j->a, err);
	if (e == OK && j->in.file_size)
		e = blob_use(tx, &j->in.file, j->in.file_size, err);
	if (e == OK)
		e = sql_annual_entry_insert(tx, &row, NULL, err);
	return e != OK ? e : desk_log(tx, j->who, PERM_ANNUAL_EDIT, &event, err);
}

static enum err enter_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct flow_job *j = ctx;
	struct annual_figures f;
	enum err e = annual_check_year(tx, j->in.year, err);
	if (e == OK)
		e = annual_figures(tx, j->a, j->who->agency, j->in.year, &f, err);
	if (e == OK)
		e = check_entry(j, &f, err);
	return e != OK ? e : write_entry(j, tx, &f, err);
}

enum err annual_enter(const struct desk *d, struct arena *a, const struct actor *who,
	const struct annual_input *in, struct error *err)
{
	struct flow_job j = { .d = d, .a = a, .who = who, .in = *in };
	enum err e = desk_allow(who, PERM_ANNUAL_EDIT, err);
	if (e == OK && (in->cell < 0 || in->cell >= REPORT_CELLS_2021))
		return error_set(err, ERR_NOT_FOUND, NULL, "报告里没有这一格");
	j.reason = request_clean(a, in->reason, true);
	j.in.file_name = request_clean(a, in->file_name, true);
	if (e == OK)
		e = check_value(&j, err);
	if (e == OK)
		e = field_text(&j.reason, "reason", "理由", REASON_MIN, REASON_MAX, err);
	return e != OK ? e : desk_write(d, enter_fn, &j, err);
}

static enum err evidence_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct flow_job *j = ctx;
	struct annual_entry_place_row place;
	struct annual_entry_row *all;
	size_t n = 0;
	enum err e = sql_annual_entry_place(
		tx, &(struct annual_entry_place_in){ j->entry }, j->a, &place, err);
	if (e == ERR_NOT_FOUND)
		return error_set(err, e, NULL, "没有这份材料");
	if (e == OK)
		e = annual_reach(tx, j->who, place.agency, j->a, err);
	if (e == OK)
		e = sql_annual_entries(tx, &(struct annual_entries_in){ place.agency, place.year }, j->a,
			&all, &n, err);
	for (size_t i = 0; e == OK && i < n; i++)
		if (all[i].id == j->entry && all[i].file_digest.n) {
			j->found = all[i];
			return OK;
		}
	return e != OK ? e : error_set(err, ERR_NOT_FOUND, NULL, "没有这份材料");
}

enum err annual_evidence(const struct desk *d, struct arena *a, const struct actor *who, int64_t entry,
	struct annual_entry_row *out, struct error *err)
{
	struct flow_job j = { .d = d, .a = a, .who = who, .entry = entry };
	enum err e = desk_allow(who, PERM_ANNUAL_LOOK, err);
	if (e == OK)
		e = store_read(d->store, evidence_fn, &j, err);
	if (e == OK)
		*out = j.found;
	return e;
}

/* --- steps -------------------------------------------------------------------------------------------- */

static const struct {
	enum annual_state from, to;
	unsigned permission;
	const char *action;
} way[ANNUAL_STEPS] = {
	[STEP_FREEZE] = { ANNUAL_DRAFT, ANNUAL_REVIEW, PERM_ANNUAL_EDIT, "annual.freeze" },
	[STEP_REVIEW] = { ANNUAL_REVIEW, ANNUAL_SIGNING, PERM_ANNUAL_REVIEW, "annual.review" },
	[STEP_SIGN] = { ANNUAL_SIGNING, ANNUAL_READY, PERM_ANNUAL_SIGN, "annual.sign" },
	[STEP_PUBLISH] = { ANNUAL_READY, ANNUAL_PUBLISHED, PERM_ANNUAL_PUBLISH, "annual.publish" },
	[STEP_RETURN] = { ANNUAL_STATES, ANNUAL_DRAFT, PERM_ANNUAL_LOOK, "annual.return" },
	[STEP_IMPORT] = { ANNUAL_DRAFT, ANNUAL_PUBLISHED, PERM_ANNUAL_EDIT, "annual.import" },
};

static enum err write_step(struct flow_job *j, struct tx *tx, const struct annual_report_row *row,
	enum annual_step step, struct str snapshot, struct error *err)
{
	struct annual_step_insert_in in = { tx_new_id(tx), row->id, step, j->reason, j->who->person,
		tx_now(tx) };
	struct event_entry event = { .agency = row->agency,
		.action = str_cstr(way[step].action),
		.object_kind = STR("annual_report"),
		.object = row->year,
		.reason = j->reason,
		.after = snapshot };
	enum err e = sql_annual_step_insert(tx, &in, NULL, err);
	return e != OK ? e : desk_log(tx, j->who, way[step].permission, &event, err);
}

/* An error in the tables stops a report; one in the text does not (cases 4.5 R17). */
static enum err check_tables(struct flow_job *j, const struct annual_figures *f, struct error *err)
{
	struct findings found;
	enum err e = annual_find(j->a, f, &found, err);
	if (e != OK)
		return e;
	for (size_t i = 0; i < found.n; i++)
		if (found.item[i].severity == SEVERITY_ERROR && found.item[i].n_cells > 0)
			return error_set(err, ERR_CONFLICT, found.item[i].rule,
				"表格还有错误，不能冻结：%.*s", STR_ARG(found.item[i].message));
	return OK;
}

static enum err snapshot_text(
	struct arena *a, const struct report *r, struct str *out, struct digest *digest, struct error *err)
{
	struct buf b;
	buf_init(&b, SNAPSHOT_MAX);
	report_write_json_full(&b, r);
	enum err e = buf_check(&b, err);
	if (e == OK) {
		*out = arena_str(a, buf_view(&b));
		e = arena_check(a, err);
	}
	buf_done(&b);
	return e != OK ? e : sm3_of(*out, digest, err);
}

static enum err freeze(struct flow_job *j, struct tx *tx, struct annual_report_row *row, struct error *err)
{
	struct annual_figures f;
	struct digest digest;
	struct str text;
	struct date today = request_today(tx);
	if (date_year(today) <= j->year)
		return error_set(err, ERR_CONFLICT, NULL, "%d年还没有结束，1月1日起才能冻结", j->year);
	size_t unknown = 0;
	enum err e = annual_text_figures(tx, j->a, row->agency, j->year, &f, err);
	if (e == OK)
		e = annual_compose(tx, j->a, &f, &unknown, err);
	if (e == OK && unknown)
		return error_set(err, ERR_CONFLICT, "CK7", "正文里有 %zu 处数字字段没有对应的数字，请先改正", unknown);
	if (e == OK)
		e = check_tables(j, &f, err);
	if (e != OK)
		return e;
	f.report->has_closing_date = true;
	f.report->closing_date = today;
	e = snapshot_text(j->a, f.report, &text, &digest, err);
	struct annual_report_freeze_in in = { .id = row->id,
		.state = ANNUAL_REVIEW,
		.snapshot = text,
		.digest = desk_bytes(&digest),
		.frozen_at = { true, tx_now(tx) },
		.drafted_by = j->who->person };
	if (e == OK)
		e = sql_annual_report_freeze(tx, &in, NULL, err);
	return e != OK ? e : write_step(j, tx, row, STEP_FREEZE, text, err);
}

static enum err thaw(struct flow_job *j, struct tx *tx, struct annual_report_row *row, struct error *err)
{
	static const unsigned may[ANNUAL_STATES] = { [ANNUAL_REVIEW] = PERM_ANNUAL_REVIEW,
		[ANNUAL_SIGNING] = PERM_ANNUAL_SIGN, [ANNUAL_READY] = PERM_ANNUAL_SIGN };
	struct annual_report_freeze_in in = { .id = row->id, .state = ANNUAL_DRAFT };
	if (row->state == ANNUAL_DRAFT)
		return error_set(err, ERR_CONFLICT, NULL, "报告正在起草，不用退回");
	if (row->state == ANNUAL_PUBLISHED)
		return error_set(err, ERR_CONFLICT, NULL, "报告已经公布，不能退回；数字有误的，请登记勘误");
	enum err e = desk_allow(j->who, may[row->state], err);
	if (e == OK)
		e = sql_annual_report_freeze(tx, &in, NULL, err);
	return e != OK ? e : write_step(j, tx, row, STEP_RETURN, STR(""), err);
}

static enum err go_on(struct flow_job *j, struct tx *tx, struct annual_report_row *row, struct error *err)
{
	int64_t me = j->who->person.v;
	struct annual_report_set_state_in in = { .id = row->id,
		.state = way[j->step].to,
		.reviewed_by = row->reviewed_by,
		.signed_by = row->signed_by };
	if (j->step == STEP_REVIEW && me == row->drafted_by.v)
		return error_set(err, ERR_CONFLICT, NULL, "送审人不能审核自己送审的报告，请由另一人审核");
	if (j->step == STEP_SIGN && (me == row->drafted_by.v || me == row->reviewed_by.v))
		return error_set(err, ERR_CONFLICT, NULL, "起草人、审核人不能签发，请由另一人签发");
	if (j->step == STEP_REVIEW)
		in.reviewed_by = j->who->person;
	if (j->step == STEP_SIGN)
		in.signed_by = j->who->person;
	if (j->step == STEP_PUBLISH)
		in.published_on = (struct opt_i64){ true, request_today(tx).day };
	enum err e = sql_annual_report_set_state(tx, &in, NULL, err);
	return e != OK ? e : write_step(j, tx, row, j->step, STR(""), err);
}

static enum err step_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct flow_job *j = ctx;
	struct annual_report_row row;
	int64_t changed = 0;
	enum err e = annual_check_year(tx, j->year, err);
	if (e == OK)
		e = annual_begin(tx, j->a, j->who->agency, j->year, &row, err);
	if (e != OK)
		return e;
	/* The page that was shown before anything was stored knows no version. */
	struct annual_report_touch_in touch = { row.id, j->version ? j->version : 1, tx_now(tx) };
	e = sql_annual_report_touch(tx, &touch, &changed, err);
	if (e == OK && changed == 0)
		return desk_stale(err);
	if (e == OK && j->step != STEP_RETURN && row.state != (int64_t)way[j->step].from)
		return error_set(err, ERR_CONFLICT, NULL, "报告现在是“%s”，不能做这一步",
			annual_state_name((enum annual_state)row.state));
	if (e != OK)
		return e;
	if (j->step == STEP_FREEZE)
		return freeze(j, tx, &row, err);
	return j->step == STEP_RETURN ? thaw(j, tx, &row, err) : go_on(j, tx, &row, err);
}

enum err annual_take_step(const struct desk *d, struct arena *a, const struct actor *who, int year,
	int64_t version, enum annual_step step, struct str reason, struct error *err)
{
	struct flow_job j = {
		.d = d, .a = a, .who = who, .year = year, .version = version, .step = step
	};
	if ((unsigned)step >= STEP_IMPORT)
		return error_set(err, ERR_BUG, NULL, "程序错误，请联系系统管理员");
	enum err e = desk_allow(who, way[step].permission, err);
	j.reason = request_clean(a, reason, false);
	if (e == OK)
		e = field_text(&j.reason, "reason", "理由", step == STEP_RETURN ? REASON_MIN : 0, REASON_MAX,
			err);
	return e != OK ? e : desk_write(d, step_fn, &j, err);
}

/* --- reports of earlier years --------------------------------------------------------------------------- */

static enum err check_import(struct flow_job *j, const struct agency_row *g,
	const struct annual_report_row *row, struct error *err)
{
	const struct report *r = j->report;
	if (r->year && r->year != j->year)
		return error_set(err, ERR_INVALID, NULL, "这份报告是%d年度的，不是%d年度的", r->year, j->year);
	if (!j->other_name && agency_compare(j->a, r->agency, g->name) == AGENCY_DIFFERENT)
		return field_error(err, "other_name", "报告的机关是“%.*s”。如果是本机关改名前的名称，请勾选确认",
			STR_ARG(r->agency));
	if (row->state != ANNUAL_DRAFT && !row->imported)
		return error_set(err, ERR_CONFLICT, NULL, "%d年度的报告已在本系统%s，不能再导入", j->year,
			annual_state_name((enum annual_state)row->state));
	return OK;
}

static enum err import_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct flow_job *j = ctx;
	struct agency_row g;
	struct annual_report_row row;
	struct digest digest;
	struct str text;
	const struct report *r = j->report;
	enum err e = annual_check_year(tx, j->year, err);
	if (e == OK)
		e = sql_agency_by_id(tx, &(struct agency_by_id_in){ j->who->agency }, j->a, &g, err);
	if (e == OK)
		e = annual_begin(tx, j->a, j->who->agency, j->year, &row, err);
	if (e == OK)
		e = check_import(j, &g, &row, err);
	if (e == OK)
		e = snapshot_text(j->a, r, &text, &digest, err);
	if (e != OK)
		return e;
	struct annual_report_touch_in touch = { row.id, row.version, tx_now(tx) };
	struct annual_report_freeze_in in = { .id = row.id,
		.state = ANNUAL_PUBLISHED,
		.snapshot = text,
		.digest = desk_bytes(&digest),
		.frozen_at = { true, tx_now(tx) },
		.drafted_by = j->who->person,
		.imported = 1 };
	struct annual_report_set_state_in state = { .id = row.id,
		.state = ANNUAL_PUBLISHED,
		.published_on = { r->has_closing_date, r->closing_date.day } };
	e = sql_annual_report_touch(tx, &touch, NULL, err);
	if (e == OK)
		e = sql_annual_report_freeze(tx, &in, NULL, err);
	if (e == OK)
		e = sql_annual_report_set_state(tx, &state, NULL, err);
	return e != OK ? e : write_step(j, tx, &row, STEP_IMPORT, text, err);
}

enum err annual_import(const struct desk *d, struct arena *a, const struct actor *who,
	const struct report *r, int year, bool other_name, struct error *err)
{
	struct flow_job j = {
		.d = d, .a = a, .who = who, .report = r, .year = year, .other_name = other_name
	};
	enum err e = desk_allow(who, PERM_ANNUAL_EDIT, err);
	return e != OK ? e : desk_write(d, import_fn, &j, err);
}

/* --- for everybody --------------------------------------------------------------------------------------- */

struct public_job {
	struct arena *a;
	struct agency_id agency;
	struct annual_id id;
	struct annual_public_row *list;
	size_t n;
	struct annual_public one;
	struct annual_public_year year;
	int limit;
};

static enum err public_list_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct public_job *j = ctx;
	struct annual_published_in in = { j->agency, ANNUAL_PUBLISHED };
	return sql_annual_published(tx, &in, j->a, &j->list, &j->n, err);
}

enum err annual_public_list(const struct desk *d, struct arena *a, struct agency_id agency,
	struct annual_public_row **out, size_t *n, struct error *err)
{
	struct public_job j = { .a = a, .agency = agency };
	enum err e = store_read(d->store, public_list_fn, &j, err);
	if (e == OK) {
		*out = j.list;
		*n = j.n;
	}
	return e;
}

static enum err public_last_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct public_job *j = ctx;
	struct annual_published_last_in in = { ANNUAL_PUBLISHED, j->limit };
	return sql_annual_published_last(tx, &in, j->a, &j->list, &j->n, err);
}

enum err annual_public_last(const struct desk *d, struct arena *a, int limit,
	struct annual_public_row **out, size_t *n, struct error *err)
{
	struct public_job j = { .a = a, .limit = limit };
	enum err e = store_read(d->store, public_last_fn, &j, err);
	if (e == OK) {
		*out = j.list;
		*n = j.n;
	}
	return e;
}

static enum err public_in_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct public_job *j = ctx;
	struct annual_public_year *y = &j->year;
	struct annual_published_years_in years = { ANNUAL_PUBLISHED };
	enum err e = sql_annual_published_years(tx, &years, j->a, &y->years, &y->n_years, err);
	if (e != OK)
		return e;
	if (y->year == 0 && y->n_years)
		y->year = (int)y->years[0].year;
	struct annual_published_in_in in = { ANNUAL_PUBLISHED, y->year, ANNUAL_PUBLIC_MAX };
	return sql_annual_published_in(tx, &in, j->a, &y->row, &y->n, err);
}

enum err annual_public_in(const struct desk *d, struct arena *a, int year,
	struct annual_public_year *out, struct error *err)
{
	struct public_job j = { .a = a, .year = { .year = year } };
	enum err e = store_read(d->store, public_in_fn, &j, err);
	if (e == OK)
		*out = j.year;
	return e;
}

/* Files carry the errata too: in part six, after what was written. */
static enum err put_errata(struct arena *a, struct annual_public *p, struct error *err)
{
	struct report_section *six = NULL;
	for (size_t i = 0; i < p->report->n_sections; i++)
		if (p->report->section[i].no == 6)
			six = &p->report->section[i];
	if (!six || p->n_errata == 0)
		return OK;
	struct report_paragraph *all =
		arena_array(a, struct report_paragraph, six->n_paragraphs + p->n_errata);
	if (!all)
		return arena_check(a, err);
	if (six->n_paragraphs)
		memcpy(all, six->paragraph, six->n_paragraphs * sizeof *all);
	for (size_t i = 0; i < p->n_errata; i++) {
		const struct annual_entry_row *e = &p->erratum[i];
		int cell = report_cell_by_code(e->cell);
		all[six->n_paragraphs++].text = arena_fmt(a, "勘误（%s）：%s由%.*s改为%.*s。%.*s",
			date_text(date_of_moment(e->at / 1000)).z, report_cell_name(cell < 0 ? 0 : cell).z,
			STR_ARG(e->counted), STR_ARG(e->value), STR_ARG(e->reason));
	}
	six->paragraph = all;
	return arena_check(a, err);
}

static enum err public_one_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct public_job *j = ctx;
	struct annual_public *p = &j->one;
	struct annual_published_one_in in = { j->id, ANNUAL_PUBLISHED };
	*p = (struct annual_public){ .report = NULL };
	enum err e = sql_annual_published_one(tx, &in, j->a, &p->row, err);
	if (e == ERR_NOT_FOUND)
		return error_set(err, e, NULL, "没有这份报告，请从年报列表重新选择");
	if (e == OK)
		e = annual_load_frozen(tx, j->a, p->row.agency, (int)p->row.year, &p->report, err);
	if (e == OK)
		e = annual_load_entries(tx, j->a, p->row.agency, (int)p->row.year, 1, &p->erratum,
			&p->n_errata, err);
	return e != OK ? e : put_errata(j->a, p, err);
}

enum err annual_public_find(const struct desk *d, struct arena *a, struct annual_id id,
	struct annual_public *out, struct error *err)
{
	struct public_job j = { .a = a, .id = id };
	enum err e = store_read(d->store, public_one_fn, &j, err);
	if (e == OK)
		*out = j.one;
	return e;
}
