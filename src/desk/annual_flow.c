/*
 * annual_flow -- the report's way from draft to publication, and reports of earlier years.
 */
#include "desk/annual_gate_part.h"

#include "desk/organisation_part.h"
#include "desk/request_part.h"
#include "desk/role.h"
#include "report/agency.h"
#include "store/organisation.sql.h"

enum { SNAPSHOT_MAX = 8 << 20, REASON_MIN = 2, REASON_MAX = 500 };

static const char *const lack_field[ANNUAL_MUST_WRITE] = { "lacking_1", "lacking_5", "lacking_6" };

struct flow_job {
	const struct desk *d;
	struct arena *a;
	const struct actor *who;
	int year;
	int64_t version;
	enum annual_step step;
	struct str reason, lacking[ANNUAL_MUST_WRITE];
	struct str told; /* the reason, as the history keeps it */
	const struct report *report;
	bool other_name;
};

const char *annual_step_name(enum annual_step s)
{
	static const char *const name[ANNUAL_STEPS] = { "冻结数据，送审", "审核通过", "签发", "公布",
		"退回起草", "导入" };
	return (size_t)s < ANNUAL_STEPS ? name[s] : "";
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
	struct annual_step_insert_in in = { tx_new_id(tx), row->id, step, j->told, j->who->person,
		tx_now(tx) };
	struct event_entry event = { .agency = row->agency,
		.action = str_cstr(way[step].action),
		.object_kind = STR("annual_report"),
		.object = row->year,
		.reason = j->told,
		.after = snapshot };
	enum err e = sql_annual_step_insert(tx, &in, NULL, err);
	return e != OK ? e : desk_log(tx, j->who, way[step].permission, &event, err);
}

enum err annual_snapshot_text(
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

/* What stops it, or the first part that needs a reason. */
static enum err check_gate(struct flow_job *j, const struct annual_gate *g, struct error *err)
{
	if (g->count[NEED_STOP] > 0)
		return error_set(err, ERR_CONFLICT, g->need[0].rule.n ? arena_cstr(j->a, g->need[0].rule) : NULL,
			"不能冻结：%.*s%s", STR_ARG(g->need[0].text),
			g->count[NEED_STOP] > 1 ? arena_fmt(j->a, "（另有 %zu 项，见“冻结前检查”）",
							  g->count[NEED_STOP] - 1)
							  .p
						: "");
	for (size_t i = 0; i < ANNUAL_MUST_WRITE; i++)
		if (g->lacking[i] && j->lacking[i].n == 0)
			return field_error(err, lack_field[i], "“%s”还没有写：请先写完，或者写明不写的理由",
				report_section_heading(annual_must_write[i]));
	return OK;
}

/* The note and the reasons, as the history keeps them. */
static enum err put_reasons(struct flow_job *j, const struct annual_gate *g, struct error *err)
{
	for (size_t i = 0; i < ANNUAL_MUST_WRITE; i++)
		if (g->lacking[i])
			j->told = arena_fmt(j->a, "%.*s%s“%s”没有写，理由：%.*s", STR_ARG(j->told),
				j->told.n ? "\n" : "", report_section_heading(annual_must_write[i]),
				STR_ARG(j->lacking[i]));
	return arena_check(j->a, err);
}

static enum err look(struct flow_job *j, struct tx *tx, const struct annual_report_row *row,
	struct annual_gate *g, struct error *err)
{
	struct annual_view *v = &g->view;
	enum err e = annual_text_figures(tx, j->a, row->agency, j->year, &v->figures, err);
	if (e == OK)
		e = annual_compose(tx, j->a, &v->figures, &v->unknown, err);
	if (e == OK)
		e = annual_find(j->a, &v->figures, &v->findings, err);
	return e != OK ? e : annual_gate_fill(tx, j->a, g, err);
}

static enum err freeze(struct flow_job *j, struct tx *tx, struct annual_report_row *row, struct error *err)
{
	struct annual_gate g = { .n = 0 };
	struct digest digest;
	struct str text;
	enum err e = look(j, tx, row, &g, err);
	if (e == OK)
		e = check_gate(j, &g, err);
	if (e == OK)
		e = put_reasons(j, &g, err);
	if (e != OK)
		return e;
	struct report *r = g.view.figures.report;
	r->has_closing_date = true;
	r->closing_date = request_today(tx);
	e = annual_snapshot_text(j->a, r, &text, &digest, err);
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
	j->told = j->reason;
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

static enum err take_step(struct flow_job *j, struct str reason, struct error *err)
{
	enum err e = desk_allow(j->who, way[j->step].permission, err);
	j->reason = request_clean(j->a, reason, false);
	if (e == OK)
		e = field_text(&j->reason, "reason", "理由", j->step == STEP_RETURN ? REASON_MIN : 0, REASON_MAX,
			err);
	return e != OK ? e : desk_write(j->d, step_fn, j, err);
}

enum err annual_take_step(const struct desk *d, struct arena *a, const struct actor *who, int year,
	int64_t version, enum annual_step step, struct str reason, struct error *err)
{
	struct flow_job j = {
		.d = d, .a = a, .who = who, .year = year, .version = version, .step = step
	};
	if ((unsigned)step >= STEP_IMPORT)
		return error_set(err, ERR_BUG, NULL, "程序错误，请联系系统管理员");
	return take_step(&j, reason, err);
}

enum err annual_freeze(const struct desk *d, struct arena *a, const struct actor *who,
	const struct annual_freeze_input *in, struct error *err)
{
	struct flow_job j = {
		.d = d, .a = a, .who = who, .year = in->year, .version = in->version, .step = STEP_FREEZE
	};
	enum err e = OK;
	for (size_t i = 0; e == OK && i < ANNUAL_MUST_WRITE; i++) {
		j.lacking[i] = request_clean(a, in->lacking[i], true);
		e = field_text(&j.lacking[i], lack_field[i], "理由", 0, ANNUAL_LACK_REASON_MAX, err);
	}
	return e != OK ? e : take_step(&j, in->note, err);
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

/* Errata belong to the text they were made for. */
static enum err check_no_errata(struct flow_job *j, struct tx *tx, struct error *err)
{
	struct annual_entry_row *entry;
	size_t n;
	enum err e = annual_load_entries(tx, j->a, j->who->agency, j->year, 1, &entry, &n, err);
	if (e == OK && n)
		return error_set(err, ERR_CONFLICT, NULL, "%d年度的报告已登记勘误，不能再导入；确需重新导入的，请先取消勘误",
			j->year);
	return e;
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
		e = check_no_errata(j, tx, err);
	if (e == OK)
		e = annual_snapshot_text(j->a, r, &text, &digest, err);
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
