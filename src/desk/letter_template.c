/*
 * letter_template -- the texts an agency edits inside limits, as versions.
 */
#include "desk/letter_part.h"

#include "desk/organisation_part.h"
#include "desk/role.h"

struct template_job {
	struct arena *a;
	const struct actor *who;
	const struct letter_form *form;
	int64_t version;
	struct str body, reason;
	struct letter_template_view *view;
};

enum err letter_text(struct tx *tx, struct arena *a, struct agency_id agency,
	const struct letter_form *f, struct str *out, struct error *err)
{
	struct letter_template_row row;
	struct letter_template_latest_in in = { agency, str_cstr(f->code) };
	enum err e = sql_letter_template_latest(tx, &in, a, &row, err);
	if (e != OK && e != ERR_NOT_FOUND)
		return e;
	*out = e == OK && row.body.n > 0 ? row.body : letter_builtin_text(f);
	return OK;
}

size_t letter_template_fields(const struct letter_form *f, struct letter_field *out, size_t max)
{
	uint64_t need = letter_required(f);
	size_t n = 0;
	for (int i = 0; i < LETTER_VALUES && n < max; i++)
		out[n++] = (struct letter_field){ letter_value_info[i].name,
			letter_value_info[i].label, (need >> i & 1) != 0 };
	return n;
}

/* Invented facts: every field has its label for a value. */
static void sample(struct letter_values *v)
{
	for (int i = 0; i < LETTER_VALUES; i++)
		v->v[i] = str_cstr(letter_value_info[i].label);
	v->v[VALUE_YOU] = STR("您");
	v->v[VALUE_RECEIVED] = STR("2026年9月17日");
	v->v[VALUE_CHANNEL] = STR("互联网渠道");
	v->v[VALUE_NUMBER] = STR("2026-0001");
	v->v[VALUE_CONTENT] = STR("示例市2025年度绿化养护项目的中标合同");
	v->v[VALUE_CORRECTED] = STR("");
	v->v[VALUE_DUE] = STR("2026年10月21日");
	v->v[VALUE_NEW_DUE] = STR("2026年11月18日");
	v->v[VALUE_DAYS] = STR("10");
}

enum err letter_template_preview(struct arena *a, const struct letter_form *f, struct str body,
	struct str *out, struct error *err)
{
	struct letter_values v;
	sample(&v);
	enum err e = letter_template_check(f, body, err);
	return e != OK ? e : letter_expand(a, body, &v, out, err);
}

enum err letter_template_check(const struct letter_form *f, struct str body, struct error *err)
{
	uint64_t need = letter_required(f);
	struct letter_values none = { 0 };
	struct arena a;
	struct str ignored;
	arena_init(&a, 4 << 20);
	enum err e = letter_expand(&a, body, &none, &ignored, err);
	for (int i = 0; e == OK && i < LETTER_VALUES; i++) {
		if (!(need >> i & 1))
			continue;
		struct str name = arena_fmt(&a, "{%s}", letter_value_info[i].name);
		if (str_find(body, name, 0) >= body.n)
			e = field_error(err, "body", "这种文书必须有%s，请保留 %.*s",
				letter_value_info[i].label, STR_ARG(name));
	}
	arena_done(&a);
	return e;
}

static enum err view_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct template_job *j = ctx;
	struct letter_template_view v = { .form = j->form,
		.builtin = letter_builtin_text(j->form) };
	struct letter_template_history_in in = { j->who->agency, str_cstr(j->form->code) };
	enum err e = sql_letter_template_history(tx, &in, j->a, &v.history, &v.n_history, err);
	v.version = e == OK && v.n_history > 0 ? v.history[0].version : 0;
	v.text = v.version > 0 && v.history[0].body.n > 0 ? v.history[0].body : v.builtin;
	*j->view = v;
	return e;
}

enum err letter_template_view(const struct desk *d, struct arena *a, const struct actor *who,
	struct str form, struct letter_template_view *out, struct error *err)
{
	struct letter_template_view v = { 0 };
	struct template_job j = {
		.a = a, .who = who, .form = letter_form_find(form), .view = &v
	};
	enum err e = desk_allow(who, PERM_REQUEST_LOOK, err);
	if (e == OK && !j.form)
		e = error_set(err, ERR_NOT_FOUND, NULL, "没有这种文书");
	if (e == OK)
		e = store_read(d->store, view_fn, &j, err);
	if (e == OK)
		*out = v;
	return e;
}

static enum err save_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct template_job *j = ctx;
	struct letter_template_row row = { 0 };
	struct letter_template_latest_in latest = { j->who->agency, str_cstr(j->form->code) };
	enum err e = sql_letter_template_latest(tx, &latest, j->a, &row, err);
	if (e != OK && e != ERR_NOT_FOUND)
		return e;
	if (row.version != j->version)
		return desk_stale(err);
	struct letter_template_insert_in in = { .id = tx_new_id(tx),
		.agency = j->who->agency,
		.form = str_cstr(j->form->code),
		.version = j->version + 1,
		.body = j->body,
		.reason = j->reason,
		.actor = j->who->person,
		.at = tx_now(tx) };
	e = sql_letter_template_insert(tx, &in, NULL, err);
	struct event_entry entry = { .action = STR("template.save"),
		.object_kind = STR("letter_template"),
		.object = in.id,
		.reason = j->reason,
		.before = row.body,
		.after = j->body,
		.detail = arena_fmt(j->a, "form=%s version=%lld", j->form->code,
			(long long)in.version) };
	return e != OK ? e : desk_log(tx, j->who, PERM_REQUEST_SIGN, &entry, err);
}

enum err letter_template_save(const struct desk *d, struct arena *a, const struct actor *who,
	struct str form, int64_t version, struct str body, struct str reason, struct error *err)
{
	struct template_job j = { .a = a,
		.who = who,
		.form = letter_form_find(form),
		.version = version,
		.body = request_clean(a, body, false),
		.reason = request_clean(a, reason, false) };
	enum err e = desk_allow(who, PERM_REQUEST_SIGN, err);
	if (e == OK && !j.form)
		e = error_set(err, ERR_NOT_FOUND, NULL, "没有这种文书");
	if (e == OK)
		e = arena_check(a, err);
	if (e == OK)
		e = field_text(&j.body, "body", "正文", 0, LETTER_BODY_MAX, err);
	if (e == OK && j.body.n > 0)
		e = letter_template_check(j.form, j.body, err);
	if (e == OK)
		e = field_text(&j.reason, "reason", "修改理由", REQUEST_REASON_MIN,
			REQUEST_REASON_MAX, err);
	return e != OK ? e : desk_write(d, save_fn, &j, err);
}
