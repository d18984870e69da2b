/*
 * import_page -- a report published in an earlier year: uploaded, read in the jail, looked at, taken
 * over.  Between the two requests what was read is kept as a sealed draft of the person.
 */
#include "page/annual/part.h"
#include "page/annual_annual_more_tmpl.h"

#include "core/file.h"
#include "desk/draft.h"
#include "page/office/part.h"

enum { IMPORT_BYTES_MAX = 20 << 20 };
#define IMPORT_PATH "/annual/import"

struct import_typed {
	int64_t year;
	struct form_file file;
};
static const struct form_field import_fields[] = {
	FORM_INT(struct import_typed, year, "年度", 2008, 2099, FORM_REQUIRED, .missing = "请填写报告的年度"),
	FORM_FILE(struct import_typed, file, "报告文件", IMPORT_BYTES_MAX, FORM_REQUIRED,
		.missing = "请选择报告文件"),
};
const struct http_fields annual_import_form = HTTP_FIELDS(import_fields, struct import_typed);

struct ready_typed {
	int64_t year;
	bool other_name;
};
static const struct form_field ready_fields[] = {
	FORM_INT(struct ready_typed, year, "年度", 2008, 2099, FORM_REQUIRED),
	FORM_FLAG(struct ready_typed, other_name, "报告上的机关就是本机关（名称不同）", 0),
};
const struct http_fields annual_import_ready = HTTP_FIELDS(ready_fields, struct ready_typed);

static enum err import_form(
	struct http_exchange *x, enum err refused, const struct error *why, struct error *err)
{
	struct form_page p;
	int last = date_year(date_of_moment(x->started_ms / 1000)) - 1;
	enum err e = form_page_init(x, &p, &annual_import_form, "导入往年报告", err);
	if (e == OK && refused && !form_page_refused(&p, refused, why)) {
		*err = *why;
		return refused;
	}
	if (e != OK)
		return e;
	annual_crumbs(x, &p.frame, 0, "导入往年报告");
	p.form.upload = true;
	p.inset = STR("已经公布的往年报告，读出三张表和正文，作为与上年比较和结转的依据。读出的结果先给您看，确认后才保存。");
	form_page_input(&p, "year", page_fmt(x, "%d", last), "报告所写的年度，例如 2023")->inputmode =
		STR("numeric");
	form_page_file(&p, "file", ".docx,.doc,.wps,.odt,.pdf,.ofd,.html,.htm,.mht,.xlsx,.rtf,.txt,.json",
		"Word、WPS、PDF、OFD、网页、Excel 或者文本，最大 20 MB");
	form_page_submit(&p, "读取", STR("/annual"));
	return form_page_answer(x, &p, err);
}

enum err annual_import_show(struct http_exchange *x, struct error *err)
{
	return import_form(x, OK, NULL, err);
}

static enum err keep(struct http_exchange *x, const struct report *r, struct error *err)
{
	struct draft_owner owner = { .person = WHO(x)->actor.person };
	struct buf b;
	buf_init(&b, DRAFT_BYTES_MAX);
	report_write_json_full(&b, r);
	enum err e = buf_check(&b, err);
	struct draft_pair pair = { STR("report"), buf_view(&b) };
	if (e == OK)
		e = draft_save(APP(x)->desk, x->arena, &owner, STR(IMPORT_PATH), &pair, 1, err);
	buf_done(&b);
	return e;
}

static enum err load(struct http_exchange *x, struct report **out, struct error *err)
{
	struct draft_owner owner = { .person = WHO(x)->actor.person };
	struct draft_pair *pair;
	size_t n = 0;
	enum err e = draft_load(APP(x)->desk, x->arena, &owner, STR(IMPORT_PATH), &pair, &n, err);
	if (e == OK && (n != 1 || !str_is(pair[0].name, "report")))
		return error_set(err, ERR_INVALID, NULL, "没有等待确认的报告，请重新选择文件");
	return e != OK ? e : report_read_json(x->arena, pair[0].value, out, err);
}

static enum err preview(struct http_exchange *x, const struct report *r, int year, const struct error *why,
	struct error *err)
{
	static const int order[] = { 3, 2, 4 };
	struct annual_import_page *v = arena_one(x->arena, struct annual_import_page);
	struct findings found;
	if (!v)
		return arena_check(x->arena, err);
	findings_init(&found, x->arena);
	enum err e = report_check(r, NULL, &found, err);
	for (size_t i = 0; e == OK && i < 3; i++) {
		e = annual_fill_table(
			x, r, NULL, &found, order[i], STR(""), -1, &v->table[v->n_tables], err);
		v->n_tables += e == OK && v->table[v->n_tables].n > 0;
	}
	v->finding = arena_array(x->arena, struct annual_finding_words, found.n + 1);
	if (e != OK || !v->finding)
		return e != OK ? e : arena_check(x->arena, err);
	if (why)
		v->finding[v->n_findings++] = (struct annual_finding_words){ .classes = "is-bad",
			.message = arena_str(x->arena, str_cstr(why->msg)) };
	for (size_t i = 0; i < found.n; i++)
		v->finding[v->n_findings++] = (struct annual_finding_words){
			.classes = found.item[i].severity == SEVERITY_ERROR ? "is-bad" : "is-warn",
			.message = found.item[i].message, .hint = found.item[i].hint };
	v->fact[v->n_facts++] = (struct kit_row){ .key = STR("标题"), .value = r->title.n ? r->title : STR("没有读到") };
	v->fact[v->n_facts++] = (struct kit_row){ .key = STR("机关"), .value = r->agency.n ? r->agency : STR("没有读到") };
	v->fact[v->n_facts++] = (struct kit_row){ .key = STR("年度"), .value = page_fmt(x, "%d", year) };
	v->fact[v->n_facts++] = (struct kit_row){ .key = STR("格式"),
		.value = r->layout == REPORT_LAYOUT_2019 ? STR("2019年格式") : STR("2021年格式") };
	v->year = year;
	v->other_name = why && why->field && strcmp(why->field, "other_name") == 0;
	v->form = (struct kit_form){ .action = STR("/annual/import/confirm"), .csrf = http_csrf_token(x) };
	v->title = (struct kit_title){ .title = STR("核对读出的报告"), .note = STR("请与原件对照，无误后确认导入") };
	page_frame(x, FRAME_OFFICE, "核对读出的报告", &v->frame);
	annual_crumbs(x, &v->frame, 0, "导入往年报告");
	struct buf *o = page_open(x, &v->frame);
	annual_import_main(o, v);
	return page_close(x, why ? 409 : 200, o, &v->frame, err);
}

enum err annual_import_post(struct http_exchange *x, struct error *err)
{
	const struct import_typed *t = x->form;
	struct error why = { .code = OK };
	struct report *r = NULL;
	struct str bytes;
	if (x->report->n_errors)
		return import_form(x, OK, NULL, err);
	enum err e = file_read(x->arena, arena_cstr(x->arena, t->file.path), IMPORT_BYTES_MAX, &bytes, err);
	if (e != OK)
		return e;
	e = APP(x)->read_report(x->arena, bytes, &r, &why);
	if (e == OK && r->year && r->year != (int)t->year)
		e = error_set(&why, ERR_INVALID, NULL, "这份报告写的是%d年度，与填写的年度不同", r->year);
	if (e == ERR_FORMAT || e == ERR_LIMIT) {
		why.code = ERR_INVALID;
		e = ERR_INVALID;
	}
	if (e != OK) {
		why.field = why.field ? why.field : "file";
		return import_form(x, e, &why, err);
	}
	e = keep(x, r, err);
	return e != OK ? e : preview(x, r, (int)t->year, NULL, err);
}

enum err annual_import_confirm(struct http_exchange *x, struct error *err)
{
	const struct ready_typed *t = x->form;
	struct draft_owner owner = { .person = WHO(x)->actor.person };
	struct error why = { .code = OK };
	struct report *r;
	enum err e = load(x, &r, &why);
	if (e != OK)
		return import_form(x, e, &why, err);
	e = annual_import(
		APP(x)->desk, x->arena, &WHO(x)->actor, r, (int)t->year, t->other_name, &why);
	if (e == ERR_INVALID || e == ERR_CONFLICT)
		return preview(x, r, (int)t->year, &why, err);
	if (e == OK)
		e = draft_drop(APP(x)->desk, x->arena, &owner, STR(IMPORT_PATH), &why);
	if (e != OK) {
		*err = why;
		return e;
	}
	return page_done(x, annual_path(x, (int)t->year, ""), "annual.imported");
}
