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

/* Invented facts, as an office would write them. */
static const char *const invented[LETTER_VALUES] = {
	[VALUE_YOU] = "您",
	[VALUE_RECEIVED] = "2026年9月17日",
	[VALUE_CHANNEL] = "互联网渠道",
	[VALUE_NUMBER] = "2026-0001",
	[VALUE_CONTENT] = "示例市2025年度绿化养护项目的中标合同",
	[VALUE_FINDINGS] = "您申请的合同由本机关制作并保存，共38页。",
	[VALUE_GROUND] = "合同所附人员名单含有个人隐私，公开会对第三方合法权益造成损害。",
	[VALUE_HOW] = "随本文书提供复印件38页，也可以到示例市示例路1号查阅。",
	[VALUE_PARTY] = "示例市测试养护有限公司",
	[VALUE_SEARCH] = "2026年9月21日在公文系统和档案系统以“绿化养护”“2025”为关键词检索，没有结果。",
	[VALUE_EARLIER] = "公复〔2026〕1号，2026年3月2日",
	[VALUE_ARTICLE] = "《中华人民共和国政府信息公开条例》第三十六条第（二）项",
	[VALUE_DECISION] = "予以公开",
	[VALUE_DUE] = "2026年10月21日",
	[VALUE_NEW_DUE] = "2026年11月18日",
	[VALUE_DAYS] = "10",
	[VALUE_UNTIL] = "2026年12月31日",
	[VALUE_AMOUNT] = "1100",
	[VALUE_WORKED] = "共120页，70×10 + 20×20 = 1100",
	[VALUE_STANDARD] = "按量计收",
	[VALUE_NOTICE_ON] = "2026年9月24日",
	[VALUE_ABOUT] = "《政府信息公开申请答复书（予以公开）》（公复〔2026〕12号）",
	[VALUE_RECIPIENT] = "测*某",
	[VALUE_OPINIONS] = "法制审核：同意（测试甲，2026年9月21日）",
	[VALUE_PROVIDE] = "纸面，邮寄",
	[VALUE_CORRECTED] = "",
	[VALUE_AGENCY] = "示例市档案局",
	[VALUE_PHONE] = "0000-88880000",
	[VALUE_ADDRESS] = "示例市示例路1号",
	[VALUE_HOURS] = "工作日9:00至17:00",
	[VALUE_ASKED] = "与你单位共同制作的",
	[VALUE_SILENCE] = "逾期未提出意见的，视为同意公开。",
	[VALUE_WEIGHED] = "你方不同意公开。经审查，不公开可能对公共利益造成重大影响：",
};

static void sample(struct letter_values *v)
{
	for (int i = 0; i < LETTER_VALUES; i++)
		v->v[i] = str_cstr(invented[i] ? invented[i] : letter_value_info[i].label);
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
