#include "desk/law_value.h"

#include "desk/organisation_part.h"
#include "desk/request_part.h"
#include "desk/role.h"

static const struct law_value_info fixed[] = {
	{ "redo_days", "责令重新答复的期限（工作日）",
		"决定书、判决书没有写明截止日期时用；写明的以写明的为准", LAW_VALUE_DAYS,
		REMEDY_REDO_DAYS, 1, 60, "C-7.2-1", "C" },
	{ "appeal_answer_days", "收到上诉状副本后提出答辩状的期限（日）",
		"本程序没有读到条文，默认不计算；填写后，登记二审时列出这一期限并提醒",
		LAW_VALUE_DAYS, 0, 0, 60, "C-7.2-2", "U" },
	{ "petition_answer_days", "收到再审申请书副本后提交意见的期限（日）",
		"本程序没有读到条文，默认不计算；填写后，登记申请再审时列出这一期限并提醒",
		LAW_VALUE_DAYS, 0, 0, 60, "C-7.2-2", "U" },
	{ "appeal_period_pends", "上诉期未满的一审裁判按尚未审结统计",
		"“否”：以一审裁判之日为审结之日，有人上诉的除外", LAW_VALUE_YES_NO, 1, 0, 1,
		"C-7.3-6", "U" },
};
enum { FIXED = sizeof fixed / sizeof *fixed };
_Static_assert(FIXED + REMEDY_RESULTS <= LAW_VALUES_MAX, "all values fit");

/* "column." and the code of the result: one string each, made of literals. */
static const char *column_name(enum remedy_result r)
{
	static const char *const name[REMEDY_RESULTS] = {
		[REVIEW_MAINTAINED] = "column.review.maintained",
		[REVIEW_CLAIM_REJECTED] = "column.review.claim_rejected",
		[REVIEW_CHANGED] = "column.review.changed",
		[REVIEW_REVOKED] = "column.review.revoked",
		[REVIEW_REVOKED_PART] = "column.review.revoked_part",
		[REVIEW_UNLAWFUL] = "column.review.unlawful",
		[REVIEW_PERFORM] = "column.review.perform",
		[REVIEW_VOID] = "column.review.void",
		[REVIEW_NOT_ACCEPTED] = "column.review.not_accepted",
		[REVIEW_DISMISSED] = "column.review.dismissed",
		[REVIEW_TERMINATED] = "column.review.terminated",
		[REVIEW_MEDIATED] = "column.review.mediated",
		[COURT_CLAIM_REJECTED] = "column.court.claim_rejected",
		[COURT_REVOKED] = "column.court.revoked",
		[COURT_REVOKED_PART] = "column.court.revoked_part",
		[COURT_PERFORM] = "column.court.perform",
		[COURT_UNLAWFUL] = "column.court.unlawful",
		[COURT_VOID] = "column.court.void",
		[COURT_CHANGED] = "column.court.changed",
		[COURT_NOT_FILED] = "column.court.not_filed",
		[COURT_DISMISSED] = "column.court.dismissed",
		[COURT_WITHDRAWN] = "column.court.withdrawn",
		[COURT_TERMINATED] = "column.court.terminated",
		[COURT_TRANSFERRED] = "column.court.transferred",
	};
	return name[r];
}

/* Results that end a case under a column of their own (C-7.3-1). */
static bool column_value(enum remedy_result r, struct law_value_info *out)
{
	const struct remedy_result_info *info = remedy_result_find(r);
	if (info->effect != REMEDY_EFFECT_COLUMN || !column_name(r))
		return false;
	*out = (struct law_value_info){ .name = column_name(r),
		.label = info->label,
		.hint = info->stages & (1u << REMEDY_STAGE_REVIEW) ? "行政复议的结果计入第四表哪一列"
								   : "行政诉讼的结果计入第四表哪一列",
		.kind = LAW_VALUE_COLUMN,
		.by_default = info->column,
		.min = REMEDY_UPHELD,
		.max = REMEDY_OTHER,
		.rule = info->rule,
		.mark = "U" };
	return true;
}

size_t law_value_list(struct law_value_info *out, size_t max)
{
	size_t n = 0;
	for (size_t i = 0; i < FIXED && n < max; i++)
		out[n++] = fixed[i];
	for (int r = 0; r < REMEDY_RESULTS && n < max; r++)
		n += column_value((enum remedy_result)r, &out[n]);
	return n;
}

bool law_value_find(struct str name, struct law_value_info *out)
{
	struct law_value_info list[LAW_VALUES_MAX];
	size_t n = law_value_list(list, LAW_VALUES_MAX);
	for (size_t i = 0; i < n; i++)
		if (str_is(name, list[i].name)) {
			*out = list[i];
			return true;
		}
	return false;
}

/* --- what counts --------------------------------------------------------------------------------- */

static int64_t value_of(const struct law_value_row *row, size_t n, const char *name, int64_t other)
{
	for (size_t i = n; i > 0; i--)
		if (str_is(row[i - 1].name, name))
			return row[i - 1].value;
	return other;
}

enum err law_values_remedy(struct tx *tx, struct arena *a, struct agency_id agency, struct date on,
	struct remedy_config *out, struct error *err)
{
	struct law_value_row *row;
	size_t n;
	struct remedy_config c = remedy_config_default();
	enum err e = sql_law_values_on(
		tx, &(struct law_values_on_in){ agency, on.day }, a, &row, &n, err);
	if (e != OK)
		return e;
	c.redo_days = (int)value_of(row, n, "redo_days", c.redo_days);
	c.appeal_answer_days = (int)value_of(row, n, "appeal_answer_days", c.appeal_answer_days);
	c.petition_answer_days =
		(int)value_of(row, n, "petition_answer_days", c.petition_answer_days);
	c.appeal_period_pends =
		value_of(row, n, "appeal_period_pends", c.appeal_period_pends) != 0;
	for (int r = 0; r < REMEDY_RESULTS; r++)
		if (column_name((enum remedy_result)r))
			c.column[r] = (int)value_of(
				row, n, column_name((enum remedy_result)r), c.column[r]);
	*out = c;
	return OK;
}

/* --- showing ------------------------------------------------------------------------------------- */

struct view_job {
	struct arena *a;
	const struct actor *who;
	struct str name; /* empty: all */
	struct law_value_view *view;
	size_t n;
};

/* rows: every entry of the agency, in the order of coming into force. */
static void fill(struct law_value_view *v, const struct law_value_row *row, size_t n, struct date today)
{
	v->value = v->info.by_default;
	for (size_t i = 0; i < n; i++) {
		if (!str_is(row[i].name, v->info.name))
			continue;
		if (row[i].id > v->version)
			v->version = row[i].id;
		if (row[i].from_day <= today.day) {
			v->value = row[i].value;
			v->set = true;
		} else {
			v->has_next = true;
			v->next = row[i].value;
			v->next_from = (struct date){ (int32_t)row[i].from_day };
		}
	}
}

static enum err view_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct view_job *j = ctx;
	struct law_value_row *row;
	size_t n;
	enum err e = sql_law_values_on(tx,
		&(struct law_values_on_in){ j->who->agency, INT32_MAX }, j->a, &row, &n, err);
	for (size_t i = 0; e == OK && i < j->n; i++)
		fill(&j->view[i], row, n, request_today(tx));
	struct law_values_of_in of = { j->who->agency, j->name };
	if (e == OK && j->name.n > 0)
		e = sql_law_values_of(
			tx, &of, j->a, &j->view->history, &j->view->n_history, err);
	return e;
}

enum err law_values_view(const struct desk *d, struct arena *a, const struct actor *who,
	struct law_value_view **out, size_t *n, struct error *err)
{
	struct law_value_info info[LAW_VALUES_MAX];
	struct view_job j = { .a = a, .who = who, .n = law_value_list(info, LAW_VALUES_MAX) };
	j.view = arena_array(a, struct law_value_view, j.n);
	enum err e = j.view ? desk_allow(who, PERM_REMEDY_LOOK, err) : arena_check(a, err);
	if (e != OK)
		return e;
	for (size_t i = 0; i < j.n; i++)
		j.view[i].info = info[i];
	e = store_read(d->store, view_fn, &j, err);
	if (e == OK) {
		*out = j.view;
		*n = j.n;
	}
	return e;
}

enum err law_value_view(const struct desk *d, struct arena *a, const struct actor *who,
	struct str name, struct law_value_view *out, struct error *err)
{
	struct law_value_view v = { .value = 0 };
	struct view_job j = { .a = a, .who = who, .name = name, .view = &v, .n = 1 };
	enum err e = desk_allow(who, PERM_REMEDY_LOOK, err);
	if (e == OK && !law_value_find(name, &v.info))
		e = error_set(err, ERR_NOT_FOUND, NULL, "没有这一项，请回到列表选择");
	if (e == OK)
		e = store_read(d->store, view_fn, &j, err);
	if (e == OK)
		*out = v;
	return e;
}

/* --- setting ------------------------------------------------------------------------------------- */

struct set_job {
	struct arena *a;
	const struct actor *who;
	struct law_value_change c;
	struct law_value_info info;
};

static enum err set_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct set_job *j = ctx;
	struct law_value_row *row;
	size_t n;
	struct law_values_of_in of = { j->who->agency, j->c.name };
	enum err e = sql_law_values_of(tx, &of, j->a, &row, &n, err);
	if (e != OK)
		return e;
	if ((n > 0 ? row[0].id : 0) != j->c.version)
		return desk_stale(err);
	if (j->c.from.day <= request_today(tx).day)
		return field_error(err, "from",
			"最早从明天起适用：已经收到的案件仍按原来的计算，数字不变");
	struct law_value_insert_in in = { .id = tx_new_id(tx),
		.agency = j->who->agency,
		.name = j->c.name,
		.value = j->c.value,
		.from_day = j->c.from.day,
		.reason = j->c.reason,
		.actor = j->who->person,
		.at = tx_now(tx) };
	e = sql_law_value_insert(tx, &in, NULL, err);
	struct event_entry entry = { .agency = j->who->agency,
		.action = STR("law.set"),
		.object_kind = STR("law_value"),
		.object = in.id,
		.reason = j->c.reason,
		.before = n > 0 ? arena_fmt(j->a, "%lld", (long long)row[0].value) : STR(""),
		.after = arena_fmt(j->a, "%lld", (long long)in.value),
		.detail = arena_fmt(j->a, "name=%s value=%lld from=%s", j->info.name,
			(long long)in.value, date_text(j->c.from).z) };
	if (e == OK)
		e = arena_check(j->a, err);
	return e != OK ? e : desk_log(tx, j->who, PERM_REMEDY_HOLD, &entry, err);
}

enum err law_value_set(const struct desk *d, struct arena *a, const struct actor *who,
	const struct law_value_change *c, struct error *err)
{
	struct set_job j = { .a = a, .who = who, .c = *c };
	j.c.reason = request_clean(a, c->reason, false);
	enum err e = desk_allow(who, PERM_REMEDY_HOLD, err);
	if (e == OK && !law_value_find(c->name, &j.info))
		e = error_set(err, ERR_NOT_FOUND, NULL, "没有这一项，请回到列表选择");
	if (e == OK && (c->value < j.info.min || c->value > j.info.max))
		e = field_error(err, "value", "应在 %lld 至 %lld 之间", (long long)j.info.min,
			(long long)j.info.max);
	if (e == OK)
		e = arena_check(a, err);
	if (e == OK)
		e = field_text(&j.c.reason, "reason", "修改理由", REQUEST_REASON_MIN,
			REQUEST_REASON_MAX, err);
	return e != OK ? e : desk_write(d, set_fn, &j, err);
}
