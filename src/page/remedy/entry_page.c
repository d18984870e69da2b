/*
 * entry_page -- correcting one entry of a case: other facts in its place, or nothing, with a reason.
 */
#include "page/remedy/part.h"

enum { YEAR_MIN = 2008, YEAR_MAX = 2200 };

static const struct form_choice act_choices[] = { { "correct", "更正" }, { "remove", "去掉这条记录" },
	{ NULL, NULL } };

struct entry_fields {
	int64_t version, value;
	int act, result, procedure;
	bool head;
	struct date on, other;
	struct str body, case_number, text, reason;
};
static const struct form_field fields[] = {
	FORM_INT(struct entry_fields, version, "版本", 0, INT64_MAX, 0),
	FORM_CHOICE(struct entry_fields, act, "怎样更正", act_choices, FORM_REQUIRED,
		.missing = "请选择更正还是去掉"),
	FORM_CHOICE(struct entry_fields, result, "结果", remedy_result_choices, 0),
	FORM_DATE(struct entry_fields, on, "日期", YEAR_MIN, YEAR_MAX, FORM_REQUIRED,
		.missing = "请填写日期，例如 2026-01-08"),
	FORM_DATE(struct entry_fields, other, "另一个日期", YEAR_MIN, YEAR_MAX, 0),
	FORM_TEXT(struct entry_fields, body, "复议机关或者法院", 0, REMEDY_BODY_MAX, 0),
	FORM_TEXT(struct entry_fields, case_number, "案号", 0, REMEDY_CASE_NUMBER_MAX, 0),
	FORM_CHOICE(struct entry_fields, procedure, "适用的程序", remedy_procedure_choices, 0),
	FORM_FLAG(struct entry_fields, head, "本机关负责人出席", 0),
	FORM_INT(struct entry_fields, value, "数值", 0, YEAR_MAX, 0),
	FORM_LINES(struct entry_fields, text, "说明", 0, REMEDY_TEXT_MAX, 0),
	FORM_LINES(struct entry_fields, reason, "更正理由", 2, 500, FORM_REQUIRED,
		.missing = "请写明更正理由，它会记入案件和日志"),
};
const struct http_fields remedy_entry_form = HTTP_FIELDS(fields, struct entry_fields);

static const struct remedy_entry_row *entry_of(
	struct http_exchange *x, const struct remedy_view *v, struct error *err)
{
	int64_t id = 0;
	if (page_id(x, 1, &id, err) != OK)
		return NULL;
	for (size_t i = 0; i < v->n_entries; i++)
		if (v->entry[i].id == id)
			return &v->entry[i];
	error_set(err, ERR_NOT_FOUND, NULL, "没有这条记录，或者已经更正过，请回到案件页面查看");
	return NULL;
}

static void add_value(struct http_exchange *x, struct form_page *p, const struct remedy_entry_row *e)
{
	size_t n;
	if (e->kind == REMEDY_DECIDED) {
		struct kit_choice *c = arena_array(x->arena, struct kit_choice, REMEDY_RESULTS);
		n = 0;
		for (int r = 0; c && r < REMEDY_RESULTS; r++)
			if (remedy_result_find((enum remedy_result)r)->stages & 1u << e->stage)
				c[n++] = (struct kit_choice){
					.value = str_cstr(remedy_result_choices[r].value),
					.text = str_cstr(remedy_result_choices[r].label) };
		form_page_select(p, "result", c, n, str_cstr(remedy_result_choices[e->value].value), NULL);
	}
	if (e->kind == REMEDY_OPENED) {
		struct kit_choice *c = remedy_choices(x, remedy_procedure_choices, NULL, &n);
		form_page_input(p, "body", e->body, NULL);
		form_page_input(p, "case_number", e->case_number, NULL)->field.optional = true;
		form_page_radios(p, "procedure", c, n,
			str_cstr(remedy_procedure_choices[e->value == REMEDY_SIMPLIFIED].value), NULL);
	}
	if (e->kind == REMEDY_HEARD)
		form_page_flag(p, "head", e->value == 1, NULL);
	if (e->kind == REMEDY_EXTENDED || e->kind == REMEDY_HELD)
		form_page_input(p, "value", page_fmt(x, "%lld", (long long)e->value), NULL)->field.label =
			str_cstr(e->kind == REMEDY_HELD ? "统计年度" : "延长的天数");
}

static const char *other_label(int64_t kind)
{
	switch (kind) {
	case REMEDY_OPENED:
		return "受理、立案的日期";
	case REMEDY_DECIDED:
		return "收到决定、裁判的日期";
	case REMEDY_REDO:
		return "重新答复的截止日期";
	default:
		return NULL;
	}
}

static enum err entry_page(struct http_exchange *x, enum err why, struct error *err)
{
	struct remedy_view v;
	struct form_page p;
	size_t n;
	enum err e = remedy_form(x, &remedy_entry_form, "更正记录", why, &v, &p, err);
	if (e != OK)
		return e;
	const struct remedy_entry_row *row = entry_of(x, &v, err);
	if (!row)
		return ERR_NOT_FOUND;
	if (!p.draft)
		p.inset = page_fmt(x, "要更正的记录：%.*s %s%s。原来的记录保留，更正后案件和期限重新计算。",
			STR_ARG(day_full(x, (struct date){ (int32_t)row->on_day })),
			row->kind == REMEDY_OPENED || row->kind == REMEDY_DECIDED
				? remedy_stage_name((enum remedy_stage)row->stage)
				: "",
			remedy_entry_label((enum remedy_entry_kind)row->kind));
	struct kit_choice *act = remedy_choices(x, act_choices, NULL, &n);
	form_page_radios(&p, "act", act, n, STR("correct"), NULL);
	remedy_date(x, &p, "on", "日期", (struct date){ (int32_t)row->on_day }, NULL, false);
	const char *other = other_label(row->kind);
	if (other)
		remedy_date(x, &p, "other", other,
			row->other_day.has ? (struct date){ (int32_t)row->other_day.v }
					   : (struct date){ 0 },
			NULL, row->kind != REMEDY_REDO);
	add_value(x, &p, row);
	form_page_textarea(&p, "text", row->text, NULL)->field.optional = true;
	form_page_textarea(&p, "reason", STR(""), "例如：收件日期登记错误，以回执为准");
	form_page_submit(&p, "保存更正", remedy_path(x, v.remedy.id, "#entries"));
	return form_page_answer(x, &p, err);
}

enum err remedy_entry_show(struct http_exchange *x, struct error *err)
{
	return entry_page(x, OK, err);
}

static int64_t value_of(const struct entry_fields *f, const struct remedy_entry_row *row)
{
	switch (row->kind) {
	case REMEDY_DECIDED:
		return f->result >= 0 ? f->result : row->value;
	case REMEDY_OPENED:
		return f->procedure == 1 ? REMEDY_SIMPLIFIED : REMEDY_ORDINARY;
	case REMEDY_HEARD:
		return f->head;
	case REMEDY_EXTENDED:
	case REMEDY_HELD:
		return f->value;
	default:
		return row->value;
	}
}

enum err remedy_entry_post(struct http_exchange *x, struct error *err)
{
	const struct entry_fields *f = x->form;
	struct remedy_view v;
	enum err e = remedy_of_path(x, &v, err);
	if (e != OK)
		return e;
	const struct remedy_entry_row *row = entry_of(x, &v, err);
	if (!row)
		return ERR_NOT_FOUND;
	if (x->report->n_errors > 0)
		return entry_page(x, OK, err);
	bool other = remedy_has_day(f->other);
	struct remedy_correction c = { .id = v.remedy.id,
		.version = f->version,
		.entry = row->id,
		.take_away = f->act == 1,
		.on = f->on,
		.has_other = other,
		.other = other ? f->other : (struct date){ 0 },
		.value = value_of(f, row),
		.body = f->body,
		.case_number = f->case_number,
		.text = f->text,
		.reason = f->reason };
	e = remedy_correct(APP(x)->desk, x->arena, &WHO(x)->actor, &c, err);
	if (e != OK)
		return entry_page(x, e, err);
	return page_done(x, remedy_path(x, v.remedy.id, ""), "remedy.corrected");
}
