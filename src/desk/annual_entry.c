/*
 * annual_entry -- numbers of the report set by hand: corrections before the freeze, errata after the
 * publication.  See desk/annual.h: annual_enter.
 */
#include "desk/annual_part.h"

#include "desk/annual_text.h"
#include "desk/organisation_part.h"
#include "desk/request_part.h"
#include "desk/role.h"
#include "store/blob.h"

enum { REASON_MIN = 2, REASON_MAX = 500 };

struct entry_job {
	const struct desk *d;
	struct arena *a;
	const struct actor *who;
	struct annual_input in;
	struct annual_also change[ANNUAL_ALSO_MAX + 1];
	size_t n;
	struct str reason, before, after, detail;
	int64_t entry;
	struct annual_entry_row found;
};

static const char *const also_cell[ANNUAL_ALSO_MAX] = { "cell_1", "cell_2", "cell_3", "cell_4" };
static const char *const also_value[ANNUAL_ALSO_MAX] = { "also_1", "also_2", "also_3", "also_4" };

static enum err check_value(struct entry_job *j, struct annual_also *c, const char *field, struct error *err)
{
	struct decimal v;
	struct str text = str_trim(c->value);
	c->value = text;
	if (c->cell < 0 || c->cell >= REPORT_CELLS_2021)
		return error_set(err, ERR_NOT_FOUND, NULL, "报告里没有这一格");
	if (text.n == 0)
		return OK;
	if (!decimal_parse(text, &v) || decimal_sign(v) < 0)
		return field_error(err, field, "请填写不小于零的数字，例如 12");
	if (!report_cell_is_amount(c->cell) && !decimal_is_int(v))
		return field_error(err, field, "件数应是整数");
	c->value = arena_fmt(j->a, "%s", decimal_text(v).z);
	return arena_check(j->a, err);
}

/* The cells of the form as one list, each once. */
static enum err check_changes(struct entry_job *j, const struct annual_input *in, struct error *err)
{
	j->change[j->n++] = (struct annual_also){ in->cell, in->value };
	enum err e = check_value(j, &j->change[0], "value", err);
	for (size_t i = 0; e == OK && i < in->n_also && i < ANNUAL_ALSO_MAX; i++) {
		struct annual_also *c = &j->change[j->n];
		*c = in->also[i];
		if (c->cell < 0 && c->value.n)
			return field_error(err, also_cell[i], "请选择这个数字属于哪一格");
		if (c->cell < 0)
			continue;
		for (size_t k = 0; k < j->n; k++)
			if (j->change[k].cell == c->cell)
				return field_error(err, also_cell[i], "这一格已经填过，请另选一格");
		e = check_value(j, c, also_value[i], err);
		j->n++;
	}
	return e;
}

/* Last year's published number confirmed as 上年结转: last year's report is the evidence. */
static bool is_confirmed(const struct annual_figures *f, const struct annual_also *c)
{
	struct decimal carried, v;
	int out = report_cell_is_t3(c->cell) && report_cell_row(c->cell) == REPORT_ROW_CARRIED_IN
			  ? report_cell_t3(REPORT_ROW_CARRIED_OUT, report_cell_col(c->cell))
			  : -1;
	return f->cell[c->cell].locked && out >= 0 && report_number_or_zero(f->previous, out, &carried) &&
	       decimal_parse(c->value, &v) && decimal_eq(v, carried);
}

static enum err check_entry(struct entry_job *j, const struct annual_figures *f, struct error *err)
{
	bool erratum = f->state != ANNUAL_DRAFT;
	for (size_t i = 0; i < j->n; i++)
		if (annual_is_derived(j->change[i].cell))
			return error_set(err, ERR_CONFLICT, "CK3", "合计由其他各格相加得出，请更正组成它的那一格");
	if (erratum && f->state != ANNUAL_PUBLISHED)
		return error_set(err, ERR_CONFLICT, NULL,
			"数据已冻结，正在审核或签发。确需改动的，请先退回起草");
	for (size_t i = 0; !erratum && i < j->n; i++)
		if (j->change[i].value.n && j->in.file_size == 0 && !is_confirmed(f, &j->change[i]))
			return field_error(err, "file", "请上传依据：更正统计数字要有证明材料");
	return OK;
}

static enum err write_entry(struct entry_job *j, struct tx *tx, const struct annual_figures *f,
	const struct annual_also *c, struct error *err)
{
	const struct report_value *before = &f->report->cell[c->cell];
	bool erratum = f->state != ANNUAL_DRAFT;
	struct decimal counted = erratum ? before->number : f->cell[c->cell].counted;
	bool known = erratum ? before->state == REPORT_NUMBER : f->cell[c->cell].known;
	struct annual_entry_insert_in row = { .id = tx_new_id(tx),
		.agency = f->agency,
		.year = f->year,
		.cell = arena_fmt(j->a, "%s", report_cell_code(c->cell).z),
		.erratum = erratum,
		.counted = known ? arena_fmt(j->a, "%s", decimal_text(counted).z) : STR(""),
		.value = c->value,
		.reason = j->reason,
		.file_name = j->in.file_name,
		.file_type = j->in.file_type,
		.file_size = j->in.file_size,
		.actor = j->who->person,
		.at = tx_now(tx) };
	if (j->in.file_size)
		row.file_digest = desk_bytes(&j->in.file);
	j->detail = arena_fmt(j->a, "%.*s%scell=%.*s counted=%.*s value=%.*s", STR_ARG(j->detail),
		j->detail.n ? "; " : "", STR_ARG(row.cell), STR_ARG(row.counted), STR_ARG(c->value));
	j->before = arena_fmt(j->a, "%.*s%.*s=%s\n", STR_ARG(j->before), STR_ARG(row.cell),
		before->state == REPORT_NUMBER ? decimal_text(before->number).z : "");
	j->after = arena_fmt(j->a, "%.*s%.*s=%.*s\n", STR_ARG(j->after), STR_ARG(row.cell), STR_ARG(c->value));
	enum err e = arena_check(j->a, err);
	return e != OK ? e : sql_annual_entry_insert(tx, &row, NULL, err);
}

/* --- the report with its errata ------------------------------------------------------------------------- */

static bool is_in(const struct finding *it, const struct findings *f)
{
	for (size_t i = 0; i < f->n; i++)
		if (strcmp(f->item[i].rule, it->rule) == 0 && f->item[i].severity == SEVERITY_ERROR &&
			f->item[i].n_cells && it->n_cells && f->item[i].cell[0] == it->cell[0])
			return true;
	return false;
}

/* Errors of `now` that `was` did not have. */
static enum err refuse_new(struct entry_job *j, const struct findings *was, const struct findings *now, struct error *err)
{
	const struct finding *first = NULL;
	size_t n = 0;
	for (size_t i = 0; i < now->n; i++) {
		const struct finding *it = &now->item[i];
		if (it->severity != SEVERITY_ERROR || it->n_cells == 0 || is_in(it, was))
			continue;
		if (n++ == 0)
			first = it;
	}
	if (n == 0)
		return OK;
	return error_set(err, ERR_CONFLICT, first->rule,
		"更正后表格不平：%.*s%s。请把应当一并改动的格填在“同时更正的其他格”里，一起登记",
		STR_ARG(first->message), n > 1 ? arena_fmt(j->a, "（另有 %zu 项）", n - 1).p : "");
}

/* What the report is with the errata among its entries. */
static enum err corrected_text(
	struct entry_job *j, struct annual_figures *f, struct str *text, struct digest *d, struct error *err)
{
	enum err e = annual_put_errata(j->a, f->report, f->entry, f->n_entries, err);
	return e != OK ? e : annual_snapshot_text(j->a, f->report, text, d, err);
}

static enum err finish_errata(struct entry_job *j, struct tx *tx, struct annual_figures *before, struct error *err)
{
	struct annual_figures f;
	struct findings was, now;
	struct digest old, digest;
	size_t errata = 0;
	enum err e = annual_find(j->a, before, &was, err);
	if (e == OK)
		e = annual_text_figures(tx, j->a, before->agency, before->year, &f, err);
	if (e == OK)
		e = annual_find(j->a, &f, &now, err);
	if (e == OK)
		e = refuse_new(j, &was, &now, err);
	if (e == OK)
		e = corrected_text(j, before, &j->before, &old, err);
	if (e == OK)
		e = corrected_text(j, &f, &j->after, &digest, err);
	for (size_t i = 0; e == OK && i < f.n_entries; i++)
		errata += f.entry[i].erratum != 0;
	struct annual_report_correct_in in = { .id = before->row.id };
	if (e == OK && errata) {
		in.corrected = desk_bytes(&digest);
		in.corrected_at = (struct opt_i64){ true, tx_now(tx) };
	}
	return e != OK ? e : sql_annual_report_correct(tx, &in, NULL, err);
}

static enum err enter_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct entry_job *j = ctx;
	struct annual_figures f;
	j->before = j->after = j->detail = STR("");
	enum err e = annual_check_year(tx, j->in.year, err);
	if (e == OK)
		e = annual_text_figures(tx, j->a, j->who->agency, j->in.year, &f, err);
	if (e == OK)
		e = check_entry(j, &f, err);
	if (e == OK && j->in.file_size)
		e = blob_use(tx, &j->in.file, j->in.file_size, err);
	for (size_t i = 0; e == OK && i < j->n; i++)
		e = write_entry(j, tx, &f, &j->change[i], err);
	if (e == OK && f.state != ANNUAL_DRAFT)
		e = finish_errata(j, tx, &f, err);
	struct event_entry event = { .agency = f.agency,
		.action = f.state != ANNUAL_DRAFT ? STR("annual.erratum") : STR("annual.correct"),
		.object_kind = STR("annual_report"),
		.object = f.year,
		.reason = j->reason,
		.before = j->before,
		.after = j->after,
		.detail = j->detail };
	return e != OK ? e : desk_log(tx, j->who, PERM_ANNUAL_EDIT, &event, err);
}

enum err annual_enter(const struct desk *d, struct arena *a, const struct actor *who,
	const struct annual_input *in, struct error *err)
{
	struct entry_job j = { .d = d, .a = a, .who = who, .in = *in };
	enum err e = desk_allow(who, PERM_ANNUAL_EDIT, err);
	j.reason = request_clean(a, in->reason, true);
	j.in.file_name = request_clean(a, in->file_name, true);
	if (e == OK)
		e = check_changes(&j, in, err);
	if (e == OK)
		e = field_text(&j.reason, "reason", "理由", REASON_MIN, REASON_MAX, err);
	return e != OK ? e : desk_write(d, enter_fn, &j, err);
}

static enum err evidence_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct entry_job *j = ctx;
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
	struct entry_job j = { .d = d, .a = a, .who = who, .entry = entry };
	enum err e = desk_allow(who, PERM_ANNUAL_LOOK, err);
	if (e == OK)
		e = store_read(d->store, evidence_fn, &j, err);
	if (e == OK)
		*out = j.found;
	return e;
}
