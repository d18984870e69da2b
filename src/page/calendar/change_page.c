/*
 * change_page -- importing a year, local days.
 */
#include "core/file.h"
#include "page/calendar/part.h"
#include "page/calendar_calendar_tmpl.h"

#include <inttypes.h>

/* --- import: the form ------------------------------------------------------------------------- */

struct import_typed {
	struct form_file file;
	struct str content, source;
};
static const struct form_field import_fields[] = {
	FORM_FILE(struct import_typed, file, "放假安排文件", CALENDAR_IMPORT_MAX, 0),
	FORM_LINES(struct import_typed, content, "或者粘贴文件内容", 0, CALENDAR_IMPORT_MAX, 0),
	FORM_TEXT(struct import_typed, source, "依据", 0, CALENDAR_SOURCE_MAX, 0),
};
const struct http_fields calendar_import_form = HTTP_FIELDS(import_fields, struct import_typed);

static enum err import_form(
	struct http_exchange *x, enum err refused, const struct error *why, struct error *err)
{
	struct form_page p;
	enum err e = form_page_init(x, &p, &calendar_import_form, "导入放假安排", err);
	if (e)
		return e;
	if (refused && !form_page_refused(&p, refused, why)) {
		*err = *why;
		return refused;
	}
	calendar_crumbs(x, &p.frame, "导入放假安排");
	p.title.note = STR("国务院办公厅公布下一年的放假安排后，在这里导入；下一步先看改动，确认后才生效");
	p.form.upload = true;
	form_page_file(&p, "file", ".json,application/json", "JSON 文件，每次一年，不超过 256 KB");
	struct kit_textarea *t = form_page_textarea(&p, "content", STR(""),
		"形如 {\"year\": 2027, \"papers\": [\"https://…\"], \"days\": [{\"name\": \"元旦\", "
		"\"date\": \"2027-01-01\", \"isOffDay\": true}]}；isOffDay 为 false 的是调休上班");
	t->rows = 8;
	t->spellcheck = KIT_CHECK_OFF;
	form_page_input(&p, "source", STR(""), "通知的名称、文号或者网址；文件里有 papers 的可以不填");
	form_page_submit(&p, "查看改动", STR("/admin/calendars"));
	return form_page_answer(x, &p, err);
}

enum err calendar_import_show(struct http_exchange *x, struct error *err)
{
	return import_form(x, OK, NULL, err);
}

/* --- import: preview and confirmation --------------------------------------------------------- */

struct confirm_typed {
	struct str content, source, reason;
	int64_t version;
};
static const struct form_field confirm_fields[] = {
	FORM_LINES(struct confirm_typed, content, "放假安排", 1, CALENDAR_IMPORT_MAX, FORM_REQUIRED),
	FORM_TEXT(struct confirm_typed, source, "依据", 0, 400, 0),
	FORM_LINES(struct confirm_typed, reason, "理由", 1, CALENDAR_REASON_MAX, FORM_REQUIRED),
	FORM_INT(struct confirm_typed, version, "版本", 0, INT64_MAX, FORM_REQUIRED),
};
const struct http_fields calendar_confirm_form = HTTP_FIELDS(confirm_fields, struct confirm_typed);

static const struct kit_column change_columns[] = {
	{ .label = STR_INIT("日期"), .nowrap = true, .card = KIT_CARD_MAIN },
	{ .label = STR_INIT("现在"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("导入后"), .card = KIT_CARD_NAMED },
};
static const struct kit_table change_table = { .caption = STR_INIT("有改动的日期一览"),
	.kind = KIT_GRID, .cards = true, .column = change_columns, .n = 3 };
static const struct kit_column example_columns[] = {
	{ .label = STR_INIT("期限"), .card = KIT_CARD_MAIN },
	{ .label = STR_INIT("现在"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("导入后"), .card = KIT_CARD_NAMED },
};
static const struct kit_table example_table = { .caption = STR_INIT("期限变化一览"),
	.kind = KIT_GRID, .cards = true, .column = example_columns, .n = 3 };

static const struct kit_table deadline_table = { .caption = STR_INIT("正在办理的期限一览"),
	.kind = KIT_GRID, .cards = true, .column = example_columns, .n = 3 };

static struct str day_text(struct http_exchange *x, struct date d, bool provisional)
{
	return page_fmt(x, "%s %s%s", date_text(d).z, date_weekday_name(d),
		provisional ? "（暂定）" : "");
}

static void fill_examples(struct http_exchange *x, const struct calendar_preview *p,
	struct calendar_preview_page *v)
{
	for (size_t i = 0; i < CALENDAR_EXAMPLES; i++) {
		const struct calendar_example *e = &p->example[i];
		bool longer = e->n > e->term->n;
		v->example[i] = (struct calendar_change_words){
			.day = page_fmt(x, "今天收到的申请，%s%s（%d 个工作日）", e->term->label,
				longer ? "并延长" : "", e->n),
			.before = day_text(x, e->before, e->provisional_before),
			.after = e->before.day == e->after.day &&
						 e->provisional_before == e->provisional_after
					 ? STR("不变")
					 : day_text(x, e->after, e->provisional_after) };
	}
}

static enum err fill_preview(struct http_exchange *x, const struct calendar_preview *p,
	struct calendar_preview_page *v, struct error *err)
{
	v->change = arena_array(x->arena, struct calendar_change_words, p->n_changes);
	v->deadline = arena_array(x->arena, struct calendar_change_words, p->n_deadlines);
	if ((p->n_changes && !v->change) || (p->n_deadlines && !v->deadline))
		return arena_check(x->arena, err);
	for (size_t i = 0; i < p->n_changes; i++)
		v->change[i] = (struct calendar_change_words){ day_text(x, p->change[i].date, false),
			p->change[i].before, p->change[i].after };
	for (size_t i = 0; i < p->n_deadlines; i++)
		v->deadline[i] = (struct calendar_change_words){ p->deadline[i].what,
			day_text(x, p->deadline[i].before, false),
			day_text(x, p->deadline[i].after, false) };
	v->n_changes = p->n_changes;
	v->n_deadlines = p->n_deadlines;
	fill_examples(x, p, v);
	v->fact[0] = (struct kit_row){ .key = STR("年份"), .value = page_fmt(x, "%d 年", p->year) };
	v->fact[1] = (struct kit_row){ .key = STR("依据"), .value = p->source };
	v->fact[2] = (struct kit_row){ .key = STR("列出的日期"),
		.value = page_fmt(x, "%d 个", p->days) };
	v->fact[3] = (struct kit_row){ .key = STR("全年工作日"),
		.value = page_fmt(x, "现在 %d 天，导入后 %d 天", p->workdays_before,
			p->workdays_after) };
	v->fact[4] = (struct kit_row){ .key = STR("说明"),
		.value = p->replaces ? STR("这一年已有安排，导入后以新的为准，旧的保留备查")
				     : STR("这一年还没有安排，导入后不再是暂定") };
	v->n_facts = 5;
	return OK;
}

/*
 * The page between: what changes, then the reason.  typed_reason shows what was wrong with a
 * confirmation; stale says that somebody changed the calendars meanwhile.
 */
static enum err preview_page(struct http_exchange *x, int status, const struct calendar_preview *p,
	struct str stale, struct error *err)
{
	struct calendar_preview_page v = { .changes = &change_table, .examples = &example_table,
		.deadlines = &deadline_table,
		.json = p->json, .source = p->source, .stale = stale };
	enum err e = fill_preview(x, p, &v, err);
	if (e)
		return e;
	struct str title = page_fmt(x, "%d 年放假安排的改动", p->year);
	page_frame(x, FRAME_OFFICE, title.p, &v.frame);
	calendar_crumbs(x, &v.frame, "导入放假安排");
	v.title = (struct kit_title){ .title = title,
		.note = STR("还没有生效。请核对后填写理由，确认导入") };
	v.form = (struct kit_form){ .action = STR("/admin/calendars/import/confirm"),
		.csrf = http_csrf_token(x) };
	v.version = page_fmt(x, "%" PRId64, p->version);
	v.reason = (struct kit_textarea){ .field = { .name = STR("reason"), .label = STR("理由"),
						  .hint = STR("例如：国务院办公厅公布放假安排") },
		.rows = 2, .max_chars = CALENDAR_REASON_MAX };
	if (x->route->fields == &calendar_confirm_form) {
		const struct form_state *s = page_state(x, "reason");
		struct kit_error *one = arena_one(x->arena, struct kit_error);
		kit_take_state(s, &v.reason.field, &v.reason.value);
		if (s && s->error.n && one) {
			*one = (struct kit_error){ s->error, STR("#reason") };
			v.errors = (struct kit_errors){ .error = one, .n = 1 };
			v.frame.errors = 1;
		}
	}
	v.button = (struct kit_button){ .text = STR("确认导入"), .once = true };
	struct buf *o = page_open(x, &v.frame);
	calendar_preview_main(o, &v);
	return page_close(x, status, o, &v.frame, err);
}

/* The uploaded file, else what was pasted. */
static enum err take_content(
	struct http_exchange *x, const struct import_typed *t, struct str *out, struct error *err)
{
	*out = t->content;
	if (t->file.size == 0 && t->file.name.n == 0)
		return OK;
	char *path = arena_cstr(x->arena, t->file.path);
	return path ? file_read(x->arena, path, CALENDAR_IMPORT_MAX, out, err)
		    : arena_check(x->arena, err);
}

enum err calendar_import_post(struct http_exchange *x, struct error *err)
{
	const struct import_typed *t = x->form;
	struct calendar_preview p;
	struct str json;
	struct error why = { .code = OK };
	if (x->report->n_errors)
		return import_form(x, OK, NULL, err);
	enum err e = take_content(x, t, &json, err);
	if (e)
		return e;
	e = calendar_preview_import(
		APP(x)->desk, &WHO(x)->actor, json, t->source, x->arena, &p, &why);
	if (e) {
		if (e == ERR_INVALID && why.field && strcmp(why.field, "content") == 0 &&
			t->file.name.n)
			why.field = "file";
		return import_form(x, e, &why, err);
	}
	return preview_page(x, 200, &p, STR(""), err);
}

enum err calendar_confirm_post(struct http_exchange *x, struct error *err)
{
	const struct confirm_typed *t = x->form;
	struct calendar_preview p;
	struct error why = { .code = OK };
	int year = 0;
	enum err e = OK;
	if (!x->report->n_errors) {
		e = calendar_import(APP(x)->desk, &WHO(x)->actor, x->arena, t->content, t->source,
			t->reason, t->version, &year, &why);
		if (!e)
			return page_done(x, page_fmt(x, "/admin/calendars/%d", year),
				"calendar.imported");
	}
	bool mine = !e || e == ERR_CONFLICT || (e == ERR_INVALID && page_add_error(x, &why));
	if (!mine) {
		*err = why;
		return e;
	}
	struct str stale = e == ERR_CONFLICT
				   ? STR("您打开之后，工作日历有过改动。下面是按现在的日历重新算的结果，"
					 "请核对后再确认")
				   : STR("");
	int status = e == ERR_CONFLICT ? 409 : 422;
	e = calendar_preview_import(
		APP(x)->desk, &WHO(x)->actor, t->content, t->source, x->arena, &p, err);
	return e ? e : preview_page(x, status, &p, stale, err);
}

/* --- local days ------------------------------------------------------------------------------- */

struct local_typed {
	struct date date;
	struct str name, reason;
};
static const struct form_field local_fields[] = {
	FORM_DATE(struct local_typed, date, "日期", ARRANGEMENT_YEAR_MIN, ARRANGEMENT_YEAR_MAX,
		FORM_REQUIRED),
	FORM_TEXT(struct local_typed, name, "名称", 1, CALENDAR_NAME_MAX, FORM_REQUIRED),
	FORM_LINES(struct local_typed, reason, "理由", 1, CALENDAR_REASON_MAX, FORM_REQUIRED),
};
const struct http_fields calendar_local_form = HTTP_FIELDS(local_fields, struct local_typed);

static enum err local_form(
	struct http_exchange *x, enum err refused, const struct error *why, struct error *err)
{
	struct form_page p;
	enum err e = form_page_init(x, &p, &calendar_local_form, "登记本地放假日", err);
	if (e)
		return e;
	if (refused && !form_page_refused(&p, refused, why)) {
		*err = *why;
		return refused;
	}
	calendar_crumbs(x, &p.frame, "登记本地放假日");
	p.title.note = STR("民族自治地方的节日等，只对本机关和下级机关有效；登记后立即生效，经过这一天的期限顺延");
	form_page_input(&p, "date", STR(""), "例如 2026-12-09");
	form_page_input(&p, "name", STR(""), "例如：州庆日");
	form_page_textarea(&p, "reason", STR(""), "写明依据的规定或者通知");
	form_page_submit(&p, "登记", STR("/admin/calendars"));
	return form_page_answer(x, &p, err);
}

enum err calendar_local_show(struct http_exchange *x, struct error *err)
{
	return local_form(x, OK, NULL, err);
}

enum err calendar_local_post(struct http_exchange *x, struct error *err)
{
	const struct local_typed *t = x->form;
	struct error why = { .code = OK };
	if (x->report->n_errors)
		return local_form(x, OK, NULL, err);
	enum err e = calendar_local_add(
		APP(x)->desk, &WHO(x)->actor, x->arena, t->date, t->name, t->reason, &why);
	if (e)
		return local_form(x, e, &why, err);
	return page_done(
		x, page_fmt(x, "/admin/calendars/%d", date_year(t->date)), "calendar.saved");
}

struct correct_typed {
	struct str reason;
};
static const struct form_field correct_fields[] = {
	FORM_LINES(struct correct_typed, reason, "更正的理由", 1, CALENDAR_REASON_MAX,
		FORM_REQUIRED),
};
const struct http_fields calendar_correct_form = HTTP_FIELDS(correct_fields, struct correct_typed);

static enum err correct_form(
	struct http_exchange *x, enum err refused, const struct error *why, struct error *err)
{
	struct form_page p;
	struct local_day_row row;
	struct date d;
	if (!date_parse(x->param[0], &d))
		return error_set(err, ERR_NOT_FOUND, NULL, "没有这一天的登记");
	enum err e = calendar_local_find(APP(x)->desk, &WHO(x)->actor, x->arena, d, &row, err);
	if (!e)
		e = form_page_init(x, &p, &calendar_correct_form, "更正本地放假日", err);
	if (e)
		return e;
	if (refused && !form_page_refused(&p, refused, why)) {
		*err = *why;
		return refused;
	}
	calendar_crumbs(x, &p.frame, "更正本地放假日");
	p.inset = page_fmt(x,
		"%s %s“%.*s”将不再放假，经过这一天的期限重新计算。原来的登记（%.*s）保留备查。",
		date_words(d).z, date_weekday_name(d), STR_ARG(row.name), STR_ARG(row.reason));
	form_page_textarea(&p, "reason", STR(""), NULL);
	form_page_submit(&p, "确认更正", page_fmt(x, "/admin/calendars/%d", date_year(d)));
	return form_page_answer(x, &p, err);
}

enum err calendar_correct_show(struct http_exchange *x, struct error *err)
{
	return correct_form(x, OK, NULL, err);
}

enum err calendar_correct_post(struct http_exchange *x, struct error *err)
{
	const struct correct_typed *t = x->form;
	struct error why = { .code = OK };
	struct date d;
	if (!date_parse(x->param[0], &d))
		return error_set(err, ERR_NOT_FOUND, NULL, "没有这一天的登记");
	if (x->report->n_errors)
		return correct_form(x, OK, NULL, err);
	enum err e = calendar_local_correct(
		APP(x)->desk, &WHO(x)->actor, x->arena, d, t->reason, &why);
	if (e)
		return correct_form(x, e, &why, err);
	return page_done(x, page_fmt(x, "/admin/calendars/%d", date_year(d)), "calendar.saved");
}
