/*
 * work_page -- work inside the office on a case: whom it is assigned to, notes and their answers,
 * one personal field in full, a wrong legal event, papers.
 */
#include "page/office/case_view.h"
#include "page/office/part.h"
#include "page/office_case_tmpl.h"

enum { YEAR_MIN = 2008, YEAR_MAX = 2200, NOTE_MAX = 5000 };

/* --- assignment --------------------------------------------------------------------------------
 */

struct assign_fields {
	int64_t version, department, handler;
};
static const struct form_field assign_form_fields[] = {
	FORM_INT(struct assign_fields, version, "版本", 0, INT64_MAX, 0),
	FORM_ID(struct assign_fields, department, "承办部门", FORM_REQUIRED,
		.missing = "请选择承办部门"),
	FORM_ID(struct assign_fields, handler, "承办人", 0),
};
const struct http_fields assign_form = HTTP_FIELDS(assign_form_fields, struct assign_fields);

static struct str id_text(struct http_exchange *x, int64_t v)
{
	return v ? page_fmt(x, "%lld", (long long)v) : STR("");
}

static enum err assign_page(struct http_exchange *x, enum err why, struct error *err)
{
	struct request_view v;
	struct form_page p;
	struct assign_choices c;
	enum err e = case_form(x, &assign_form, "分派承办", why, &v, &p, err);
	if (e == OK)
		e = assign_choices(x, &c, err);
	if (e != OK)
		return e;
	form_page_select(&p, "department", c.department, c.n_departments,
		id_text(x, v.request.department.v), "一件只有一个承办部门；协办部门另发协办请求");
	form_page_select(
		&p, "handler", c.handler, c.n_handlers, id_text(x, v.request.handler.v), NULL);
	form_page_submit(&p, "分派", case_path(x, v.request.id, ""));
	return form_page_answer(x, &p, err);
}

enum err assign_show(struct http_exchange *x, struct error *err)
{
	return assign_page(x, OK, err);
}

enum err assign_post(struct http_exchange *x, struct error *err)
{
	const struct assign_fields *f = x->form;
	struct request_id id;
	enum err e = page_id(x, 0, &id.v, err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return assign_page(x, OK, err);
	e = request_assign(APP(x)->desk, x->arena, &WHO(x)->actor, id, f->version,
		(struct department_id){ f->department }, (struct person_id){ f->handler }, err);
	return e != OK ? assign_page(x, e, err)
		       : page_done(x, case_path(x, id, ""), "case.assigned");
}

/* --- notes -------------------------------------------------------------------------------------
 */

struct note_fields {
	int64_t version, department;
	struct str text;
};
static const struct form_field note_form_fields[] = {
	FORM_INT(struct note_fields, version, "版本", 0, INT64_MAX, 0),
	FORM_ID(struct note_fields, department, "协办部门", 0),
	FORM_LINES(struct note_fields, text, "内容", 1, NOTE_MAX, FORM_REQUIRED,
		.missing = "请填写内容"),
};
const struct http_fields note_form = HTTP_FIELDS(note_form_fields, struct note_fields);

static const struct note_kind {
	const char *slug, *title, *label, *hint, *button;
	enum request_note_kind kind;
} note_kinds[] = {
	{ "assist", "请其他部门协办", "请对方做什么", "写明要查找的信息和希望答复的日期",
		"发出协办请求", NOTE_ASSIST },
	{ "search", "检索记录", "检索情况",
		"在哪些系统、档案中检索，用了哪些词，由谁检索，结果如何；答复“不存在”时用来证明已经检索",
		"保存检索记录", NOTE_SEARCH },
	{ "contact", "联系申请人的记录", "联系情况",
		"日期、方式和结果，例如：电话联系，无人接听；不写电话号码", "保存联系记录",
		NOTE_CONTACT },
	{ "remark", "备注", "备注内容", "只在机关内部可见", "保存备注", NOTE_REMARK },
	{ "remind", "催办", "催办内容", "承办部门在本件的工作记录中看到", "催办", NOTE_REMIND },
};

static const struct note_kind *find_kind(const struct http_exchange *x, struct error *err)
{
	for (size_t i = 0; i < sizeof note_kinds / sizeof *note_kinds; i++)
		if (str_is(x->param[1], note_kinds[i].slug))
			return &note_kinds[i];
	(void)error_set(err, ERR_NOT_FOUND, NULL, "没有找到这个页面，地址可能不完整");
	return NULL;
}

static enum err note_page(
	struct http_exchange *x, const struct note_kind *k, enum err why, struct error *err)
{
	struct request_view v;
	struct form_page p;
	struct assign_choices c;
	enum err e = case_form(x, &note_form, k->title, why, &v, &p, err);
	if (e == OK && k->kind == NOTE_ASSIST)
		e = assign_choices(x, &c, err);
	if (e != OK)
		return e;
	if (k->kind == NOTE_ASSIST)
		form_page_select(&p, "department", c.department, c.n_departments, STR(""), NULL);
	struct kit_textarea *text = form_page_textarea(&p, "text", STR(""), k->hint);
	text->field.label = str_cstr(k->label);
	text->rows = 6;
	form_page_submit(&p, k->button, case_path(x, v.request.id, ""));
	return form_page_answer(x, &p, err);
}

enum err note_show(struct http_exchange *x, struct error *err)
{
	const struct note_kind *k = find_kind(x, err);
	return k ? note_page(x, k, OK, err) : ERR_NOT_FOUND;
}

enum err note_post(struct http_exchange *x, struct error *err)
{
	const struct note_fields *f = x->form;
	const struct note_kind *k = find_kind(x, err);
	struct request_id id;
	if (!k)
		return ERR_NOT_FOUND;
	enum err e = page_id(x, 0, &id.v, err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return note_page(x, k, OK, err);
	e = request_note_add(APP(x)->desk, x->arena, &WHO(x)->actor, id, k->kind,
		(struct department_id){ f->department }, f->text, err);
	return e != OK ? note_page(x, k, e, err)
		       : page_done(x, case_path(x, id, "#notes"), "note.saved");
}

/* --- the answer of an assisting department ------------------------------------------------------
 */

static const struct form_field answer_form_fields[] = {
	FORM_INT(struct note_fields, version, "版本", 0, INT64_MAX, 0),
	FORM_LINES(struct note_fields, text, "协办答复", 1, NOTE_MAX, FORM_REQUIRED,
		.missing = "请填写协办答复"),
};
const struct http_fields answer_form = HTTP_FIELDS(answer_form_fields, struct note_fields);

static enum err answer_page(struct http_exchange *x, enum err why, struct error *err)
{
	struct request_view v;
	struct form_page p;
	int64_t id = 0;
	enum err e = page_id(x, 1, &id, why == OK ? err : NULL);
	if (e == OK)
		e = case_form(x, &answer_form, "答复协办请求", why, &v, &p, err);
	if (e != OK)
		return e;
	for (size_t i = 0; i < v.n_notes; i++)
		if (v.note[i].id == id)
			p.inset = v.note[i].text;
	form_page_textarea(&p, "text", STR(""), "写明查找的范围和结果；材料另外上传到本件")->rows =
		6;
	form_page_submit(&p, "提交答复", case_path(x, v.request.id, ""));
	return form_page_answer(x, &p, err);
}

enum err answer_show(struct http_exchange *x, struct error *err)
{
	return answer_page(x, OK, err);
}

enum err answer_post(struct http_exchange *x, struct error *err)
{
	const struct note_fields *f = x->form;
	struct request_id id;
	int64_t note = 0;
	enum err e = page_id(x, 0, &id.v, err);
	if (e == OK)
		e = page_id(x, 1, &note, err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return answer_page(x, OK, err);
	e = request_answer_note(APP(x)->desk, x->arena, &WHO(x)->actor, id, note, f->text, err);
	return e != OK ? answer_page(x, e, err)
		       : page_done(x, case_path(x, id, "#notes"), "note.saved");
}

/* --- one personal field in full -----------------------------------------------------------------
 */

struct reveal_fields {
	int64_t version;
	struct str reason;
};
static const struct form_field reveal_form_fields[] = {
	FORM_INT(struct reveal_fields, version, "版本", 0, INT64_MAX, 0),
	FORM_TEXT(struct reveal_fields, reason, "理由", 2, 200, FORM_REQUIRED,
		.missing = "请写明理由，它会记入操作日志"),
};
const struct http_fields case_reveal_form = HTTP_FIELDS(reveal_form_fields, struct reveal_fields);

static const char *reveal_label(struct str field)
{
	static const struct {
		const char *field, *label;
	} table[] = { { "name", "姓名或者名称" }, { "id_number", "证件号码" },
		{ "legal_representative", "法定代表人" }, { "contact", "联系人" },
		{ "phone", "电话" }, { "email", "电子邮箱" }, { "address", "地址" },
		{ "fax", "传真" } };
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (str_is(field, table[i].field))
			return table[i].label;
	return NULL;
}

static enum err reveal_page(struct http_exchange *x, enum err why, struct error *err)
{
	struct request_view v;
	struct form_page p;
	const char *label = reveal_label(x->param[1]);
	if (!label)
		return error_set(err, ERR_NOT_FOUND, NULL, "没有找到这个页面，地址可能不完整");
	struct str title = page_fmt(x, "查看完整的%s", label);
	enum err e = case_form(x, &case_reveal_form, arena_cstr(x->arena, title), why, &v, &p, err);
	if (e != OK)
		return e;
	p.inset = STR("只查看这一件的这一项，查看人、时间和理由记入操作日志，由审计管理员检查。");
	form_page_textarea(&p, "reason", STR(""), "记入操作日志，不要写个人信息");
	form_page_submit(&p, "查看", case_path(x, v.request.id, ""));
	return form_page_answer(x, &p, err);
}

enum err case_reveal_show(struct http_exchange *x, struct error *err)
{
	return reveal_page(x, OK, err);
}

enum err case_reveal_post(struct http_exchange *x, struct error *err)
{
	const struct reveal_fields *f = x->form;
	struct request_id id;
	struct case_reveal v = { 0 };
	enum err e = page_id(x, 0, &id.v, err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0 || !reveal_label(x->param[1]))
		return reveal_page(x, OK, err);
	e = request_reveal(
		APP(x)->desk, x->arena, &WHO(x)->actor, id, x->param[1], f->reason, &v.value, err);
	if (e != OK)
		return reveal_page(x, e, err);
	v.label = str_cstr(reveal_label(x->param[1]));
	v.title = (struct kit_title){ .title = page_fmt(x, "完整的%.*s", STR_ARG(v.label)) };
	v.back = case_path(x, id, "");
	page_frame(x, FRAME_OFFICE, arena_cstr(x->arena, v.title.title), &v.frame);
	struct buf *o = page_open(x, &v.frame);
	office_reveal(o, &v);
	return page_close(x, 200, o, &v.frame, err);
}

/* --- correcting a legal event -------------------------------------------------------------------
 */

static const struct form_choice how_choices[] = { { "date", "更正日期" }, { "void", "撤去" },
	{ NULL, NULL } };
struct event_fields {
	int64_t version;
	int how;
	struct date on;
	struct str reason;
};
static const struct form_field event_form_fields[] = {
	FORM_INT(struct event_fields, version, "版本", 0, INT64_MAX, 0),
	FORM_CHOICE(struct event_fields, how, "怎样更正", how_choices, FORM_REQUIRED,
		.missing = "请选择更正日期还是撤去这项记录"),
	FORM_DATE(struct event_fields, on, "正确的日期", YEAR_MIN, YEAR_MAX, 0),
	FORM_LINES(struct event_fields, reason, "更正理由", 2, 500, FORM_REQUIRED,
		.missing = "请写明更正理由，它会写入案卷和操作日志"),
};
const struct http_fields legal_event_form = HTTP_FIELDS(event_form_fields, struct event_fields);

/* An entry that is no longer the one that counts: what stands in its place. */
static enum err replaced(const struct request_view *v, int64_t id, struct error *err)
{
	for (size_t i = 0; i < v->n_history; i++) {
		const struct request_event_row *h = &v->history[i];
		if (!h->corrects.has || h->corrects.v != id)
			continue;
		if (h->taken_away)
			return error_set(err, ERR_CONFLICT, NULL,
				"这项记录已被撤去（理由：%.*s）。请回到申请页面查看现在的记录",
				STR_ARG(h->reason));
		return error_set(err, ERR_CONFLICT, NULL,
			"这项记录已被更正为 %s（理由：%.*s）。还要更正的，请回到申请页面，更正新的那一条",
			date_text((struct date){ (int32_t)h->on_day }).z, STR_ARG(h->reason));
	}
	return error_set(err, ERR_NOT_FOUND, NULL, "没有这项记录，请回到申请页面查看");
}

static enum err event_page(struct http_exchange *x, enum err why, struct error *err)
{
	static const struct kit_choice how[] = {
		{ .value = STR_INIT("date"), .text = STR_INIT("更正日期") },
		{ .value = STR_INIT("void"),
			.text = STR_INIT("撤去这项记录"),
			.hint = STR_INIT("记录的事没有发生过") },
	};
	struct request_view v;
	struct form_page p;
	int64_t id = 0;
	const struct request_event_row *row = NULL;
	enum err e = case_form(x, &legal_event_form, "更正事件记录", why, &v, &p, err);
	if (e == OK)
		e = page_id(x, 1, &id, err);
	for (size_t i = 0; e == OK && i < v.n_events; i++)
		if (v.event[i].id == id)
			row = &v.event[i];
	if (e != OK)
		return e;
	if (!row)
		return replaced(&v, id, err);
	struct str on = day_full(x, (struct date){ (int32_t)row->on_day });
	p.inset = page_fmt(x, "现在的记录：%.*s，%s。原记录保留，期限按更正后的记录重新计算。",
		STR_ARG(on), clock_event_label((enum clock_event_kind)row->kind));
	form_page_radios(&p, "how", how, row->kind == CLOCK_RECEIVED ? 1 : 2, STR("date"), NULL);
	struct kit_input *day = form_page_input(&p, "on", on, "年-月-日；撤去的不用填");
	day->field.classes = STR("govuk-input--width-10");
	form_page_textarea(&p, "reason", STR(""), "例如：签收单上的日期是 2026-01-08，登记时写错");
	form_page_submit(&p, "更正", case_path(x, v.request.id, ""));
	return form_page_answer(x, &p, err);
}

enum err event_show(struct http_exchange *x, struct error *err)
{
	return event_page(x, OK, err);
}

enum err event_post(struct http_exchange *x, struct error *err)
{
	const struct event_fields *f = x->form;
	struct request_id id;
	int64_t event = 0;
	enum err e = page_id(x, 0, &id.v, err);
	if (e == OK)
		e = page_id(x, 1, &event, err);
	if (e == OK && f->how == 0 && x->report->n_errors == 0 &&
		f->on.day == form_date_absent().day)
		e = form_missing(x, "on", "请填写正确的日期，例如 2026-01-08", err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return event_page(x, OK, err);
	e = request_correct_event(APP(x)->desk, x->arena, &WHO(x)->actor, id, f->version, event,
		f->how == 1, f->how == 1 ? (struct date){ 0 } : f->on, f->reason, err);
	return e != OK ? event_page(x, e, err)
		       : page_done(x, case_path(x, id, "#clock"), "event.corrected");
}
