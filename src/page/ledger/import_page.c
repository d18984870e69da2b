/*
 * import_page -- a file into the ledgers: choose, look at what changes and what is wrong, confirm,
 * take back.
 *
 * Between looking and confirming the file lies in the page, sealed (desk/ledger_import.h).
 */
#include "core/file.h"
#include "page/ledger/part.h"
#include "page/ledger_ledger_tmpl.h"
#include "page/moment.h"

static const struct form_choice kind_choices[] = { { "figures", "每月数字" },
	{ "licences", "行政许可决定（双公示）" }, { "penalties", "行政处罚决定（双公示）" }, { NULL, NULL } };

struct import_fields {
	int kind;
	int64_t year, department;
	struct form_file file;
	struct str source, reason, held, name;
};
static const struct form_field fields[] = {
	FORM_CHOICE(struct import_fields, kind, "导入什么", kind_choices, FORM_REQUIRED),
	FORM_INT(struct import_fields, year, "年份", LEDGER_YEAR_MIN, 2100, FORM_REQUIRED),
	FORM_ID(struct import_fields, department, "部门", 0),
	FORM_FILE(struct import_fields, file, "文件", LEDGER_IMPORT_BYTES, FORM_REQUIRED),
	FORM_TEXT(struct import_fields, source, "数据来源", 0, 100, 0),
};
const struct http_fields ledger_import_form = HTTP_FIELDS(fields, struct import_fields);
static const struct form_field confirm_fields[] = {
	FORM_CHOICE(struct import_fields, kind, "导入什么", kind_choices, FORM_REQUIRED),
	FORM_INT(struct import_fields, year, "年份", LEDGER_YEAR_MIN, 2100, FORM_REQUIRED),
	FORM_ID(struct import_fields, department, "部门", 0),
	FORM_TEXT(struct import_fields, source, "数据来源", 0, 100, 0),
	FORM_TEXT(struct import_fields, name, "文件名", 0, 200, 0),
	FORM_TOKEN(struct import_fields, held, "文件", 2, 2 * (LEDGER_IMPORT_BYTES + 1000), FORM_REQUIRED),
	FORM_LINES(struct import_fields, reason, "更正理由", 0, LEDGER_REASON_MAX, 0),
};
const struct http_fields ledger_confirm_form = HTTP_FIELDS(confirm_fields, struct import_fields);

static enum err import_form(struct http_exchange *x, enum err why, struct error *err)
{
	static const struct kit_choice kinds[] = {
		{ .value = STR_INIT("figures"), .text = STR_INIT("每月数字"),
			.hint = STR_INIT("标题行要有“月份”和项目，例如“行政许可”“行政处罚”“收费”；可以有“部门”“渠道”列") },
		{ .value = STR_INIT("licences"), .text = STR_INIT("行政许可决定（双公示）"), .hint = STR_INIT("标题行用 XK_ 开头的字段代码或者字段名称") },
		{ .value = STR_INIT("penalties"), .text = STR_INIT("行政处罚决定（双公示）"), .hint = STR_INIT("标题行用 CF_ 开头的字段代码或者字段名称") } };
	struct form_page p;
	struct error refusal = *err;
	struct kit_choice *departments;
	size_t n;
	enum err e = ledger_department_choices(x, &departments, &n, err);
	if (e == OK)
		e = form_page_init(x, &p, &ledger_import_form, "导入台账", err);
	if (e != OK)
		return e;
	if (why != OK && !form_page_refused(&p, why, &refusal)) {
		*err = refusal;
		return why;
	}
	ledger_crumbs(x, &p.frame, STR("导入台账"));
	p.title.note = STR("先查看改动和错误，确认后才写入");
	p.form.upload = true;
	form_page_radios(&p, "kind", kinds, 3, STR("figures"), NULL);
	form_page_input(&p, "year", page_fmt(x, "%d", date_year(ledger_day_of(x))), "每月数字所属的年份");
	form_page_select(&p, "department", departments, n, STR(""), "文件里没有“部门”列时，算作这个部门的");
	form_page_file(&p, "file", ".csv,.xlsx", "CSV（UTF-8 或者 GB18030）或者 xlsx，不超过 450 KB、5,000 条");
	form_page_input(&p, "source", STR(""), "例如：行政审批系统导出");
	form_page_submit(&p, "查看改动", STR("/office/ledger/batches"));
	return form_page_answer(x, &p, err);
}

enum err ledger_import_show(struct http_exchange *x, struct error *err)
{
	return import_form(x, OK, err);
}

/* --- looking ------------------------------------------------------------------------------------- */

static const struct kit_column error_columns[] = { { .label = STR_INIT("位置"), .card = KIT_CARD_MAIN },
	{ .label = STR_INIT("问题"), .card = KIT_CARD_NAMED } };
static const struct kit_table error_table = { .caption = STR_INIT("错误一览"), .kind = KIT_GRID, .cards = true,
	.column = error_columns, .n = 2 };
static const struct kit_column change_columns[] = { { .label = STR_INIT("项目"), .card = KIT_CARD_MAIN },
	{ .label = STR_INIT("现在"), .card = KIT_CARD_NAMED }, { .label = STR_INIT("导入后"), .card = KIT_CARD_NAMED } };
static const struct kit_table change_table = { .caption = STR_INIT("变化一览"), .kind = KIT_GRID, .cards = true,
	.column = change_columns, .n = 3 };
enum { CHANGES_SHOWN = 200 };

static void fill_preview(struct http_exchange *x, const struct ledger_import *im, struct ledger_page *v)
{
	if (im->n_errors) {
		v->warning[v->n_warnings++] = page_fmt(x, "文件里有 %zu 处错误，一条也没有写入。改好文件后重新导入。", im->n_errors);
		struct ledger_section *s = ledger_section_add(x, v, "errors", "要改正的地方", &error_table, im->n_errors);
		for (size_t i = 0; s && i < im->n_errors; i++) {
			ledger_row(s, i)[0].text = im->error[i].place;
			ledger_row(s, i)[1].text = im->error[i].text;
		}
	}
	if (im->ignored.n)
		v->note = page_fmt(x, "这些列没有用到：%.*s", STR_ARG(im->ignored));
	size_t shown = im->n_changes < CHANGES_SHOWN ? im->n_changes : CHANGES_SHOWN;
	struct ledger_section *s = ledger_section_add(x, v, "changes", "导入后的变化", &change_table, shown);
	if (!s)
		return;
	s->note = page_fmt(x, "共 %zu 条，有变化 %zu 条%s", im->n, im->n_changes, im->n_changes > shown ? "，下面是前 200 条" : "");
	s->empty = (struct kit_empty){ .title = STR("没有变化"), .text = STR("文件里的数字和登记的一样，或者没有数据。"),
		.link = STR("重新选择文件"), .href = STR("/office/ledger/import") };
	for (size_t i = 0; i < shown; i++) {
		struct ledger_text *t = ledger_row(s, i);
		t[0].text = im->change[i].what;
		t[1].text = im->change[i].before;
		t[2].text = im->change[i].after;
	}
}

static enum err preview(struct http_exchange *x, const struct ledger_import *im, struct str held,
	const struct error *refusal, struct error *err)
{
	struct ledger_page v;
	struct kit_textarea reason = { .field = { .name = STR("reason"), .label = STR("更正理由"),
					       .hint = STR("有数字改动已经登记过的，必须填写") }, .value = im->reason, .rows = 2 };
	struct kit_hidden_pair hidden[] = { { STR("kind"), str_cstr(kind_choices[im->kind].value) },
		{ STR("year"), page_fmt(x, "%d", im->year) },
		{ STR("department"), im->department.v ? page_fmt(x, "%lld", (long long)im->department.v) : STR("") },
		{ STR("source"), im->source }, { STR("name"), im->file_name }, { STR("held"), held } };
	struct kit_row fact[] = { { .key = STR("文件"), .value = im->file_name },
		{ .key = STR("导入"), .value = str_cstr(ledger_import_name(im->kind)) },
		{ .key = STR("写入"), .value = page_fmt(x, "%zu 条，其中有变化 %zu 条", im->n, im->n_changes) } };
	struct kit_confirm confirm = { .title = STR("确认导入"), .text = STR("确认后写入台账，可以整批撤销。"), .row = fact,
		.n_rows = 3, .action = STR("/office/ledger/import/confirm"), .csrf = http_csrf_token(x), .hidden = hidden,
		.n_hidden = sizeof hidden / sizeof *hidden, .reason = im->corrects ? &reason : NULL, .button = STR("导入"),
		.cancel = STR("/office/ledger/import") };
	ledger_page_init(x, &v, "导入前核对", "/office/ledger/batches");
	ledger_crumbs(x, &v.frame, STR("导入前核对"));
	if (refusal) {
		reason.field.error = arena_str(x->arena, str_cstr(refusal->msg));
		v.frame.errors = 1;
	}
	fill_preview(x, im, &v);
	bool ready = im->n_errors == 0 && im->n_changes > 0;
	if (ready) {
		v.title.title = STR("");
		v.confirm = &confirm;
	}
	return ledger_page_answer_as(x, &v, im->n_errors || refusal ? 422 : 200, err);
}

static struct ledger_import import_of(const struct import_fields *f)
{
	return (struct ledger_import){ .kind = f->kind < 0 ? LEDGER_IMPORTS : (enum ledger_import_kind)f->kind,
		.department = { f->department }, .year = (int)f->year, .source = f->source, .reason = f->reason };
}

enum err ledger_import_post(struct http_exchange *x, struct error *err)
{
	const struct import_fields *f = x->form;
	struct str held = STR("");
	if (x->report->n_errors > 0)
		return import_form(x, OK, err);
	struct ledger_import im = import_of(f);
	im.file_name = f->file.name;
	enum err e = file_read(x->arena, arena_cstr(x->arena, f->file.path), LEDGER_IMPORT_BYTES, &im.bytes, err);
	if (e == OK)
		e = ledger_import_read(APP(x)->desk, &WHO(x)->actor, x->arena, &im, err);
	if (e == OK && im.n_errors == 0)
		e = ledger_import_hold(APP(x)->desk, &WHO(x)->actor, x->arena, im.bytes, &held, err);
	if (e != OK)
		return import_form(x, e, err);
	return preview(x, &im, held, NULL, err);
}

enum err ledger_confirm_post(struct http_exchange *x, struct error *err)
{
	const struct import_fields *f = x->form;
	struct batch_id batch;
	struct ledger_import im = import_of(f);
	im.file_name = f->name;
	if (x->report->n_errors > 0)
		return error_set(err, ERR_INVALID, NULL, "请从“导入台账”重新选择文件");
	enum err e = ledger_import_held(APP(x)->desk, &WHO(x)->actor, x->arena, f->held, &im.bytes, err);
	if (e == OK)
		e = ledger_import_apply(APP(x)->desk, &WHO(x)->actor, x->arena, &im, &batch, err);
	if (e == ERR_INVALID && err->field && strcmp(err->field, "reason") == 0) {
		struct error refusal = *err;
		e = ledger_import_read(APP(x)->desk, &WHO(x)->actor, x->arena, &im, err);
		return e != OK ? e : preview(x, &im, f->held, &refusal, err);
	}
	return e != OK ? e : page_done(x, STR("/office/ledger/batches"), "ledger.imported");
}

/* --- what was imported --------------------------------------------------------------------------- */

struct batches_query {
	int64_t below;
};
static const struct form_field batches_fields[] = { FORM_INT(struct batches_query, below, "起始", 0, INT64_MAX, 0) };
const struct http_fields ledger_batches_form = HTTP_FIELDS(batches_fields, struct batches_query);
static const struct kit_column batch_columns[] = { { .label = STR_INIT("时间"), .nowrap = true, .card = KIT_CARD_MAIN },
	{ .label = STR_INIT("内容"), .card = KIT_CARD_NAMED }, { .label = STR_INIT("文件"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("条数"), .number = true, .card = KIT_CARD_NAMED }, { .label = STR_INIT("导入人"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("操作"), .card = KIT_CARD_CORNER } };
static const struct kit_table batch_table = { .caption = STR_INIT("导入记录，新的在前"), .kind = KIT_GRID, .cards = true,
	.column = batch_columns, .n = 6 };

enum err ledger_batches_show(struct http_exchange *x, struct error *err)
{
	const struct batches_query *q = x->form;
	struct ledger_batches b;
	struct ledger_page v;
	enum err e = ledger_batches(APP(x)->desk, &WHO(x)->actor, (struct agency_id){ 0 }, (struct batch_id){ q->below },
		x->arena, &b, err);
	if (e != OK)
		return e;
	bool writes = role_permits(WHO(x)->actor.roles, PERM_LEDGER_WRITE);
	struct kit_button add = { .text = STR("导入文件"), .href = STR("/office/ledger/import") };
	ledger_page_init(x, &v, "导入记录", "/office/ledger/batches");
	v.title.button = &add;
	v.title.n = writes;
	struct ledger_section *s = ledger_section_add(x, &v, "batches", "导入记录", &batch_table, b.n);
	for (size_t i = 0; s && i < b.n; i++) {
		const struct batch_row *r = &b.row[i];
		struct ledger_text *t = ledger_row(s, i);
		t[0].text = moment_text(x->arena, r->at);
		t[1].text = str_cstr(ledger_import_name((enum ledger_import_kind)r->kind));
		t[1].sub = r->source;
		t[2].text = r->file_name;
		t[3].text = page_fmt(x, "%lld", (long long)r->rows_read);
		t[4].text = r->actor_name.n ? r->actor_name : STR("系统");
		if (r->undone_at)
			t[5] = (struct ledger_text){ .text = STR("已撤销"), .status = true, .sub = r->reason };
		else if (writes)
			t[5] = (struct ledger_text){ .text = STR("撤销"), .href = page_fmt(x, "/office/ledger/batches/%lld/undo", (long long)r->id.v) };
	}
	if (s && b.more)
		s->paging.next = page_fmt(x, "/office/ledger/batches?below=%lld", (long long)b.row[b.n - 1].id.v);
	if (s)
		s->empty = (struct kit_empty){ .title = STR("还没有导入过"), .text = STR("业务系统能导出表格的，可以直接导入，不用逐月填写。"),
			.link = writes ? STR("导入文件") : STR(""), .href = writes ? STR("/office/ledger/import") : STR("") };
	return ledger_page_answer(x, &v, err);
}

static enum err undo_page(struct http_exchange *x, enum err why, struct error *err)
{
	struct form_page p;
	struct error refusal = *err;
	struct batch_row r;
	struct batch_id id;
	enum err e = page_id(x, 0, &id.v, err);
	if (e == OK)
		e = ledger_batch_load(APP(x)->desk, &WHO(x)->actor, id, x->arena, &r, err);
	if (e == OK)
		e = form_page_init(x, &p, &money_undo_form, "撤销一次导入", err);
	if (e != OK)
		return e;
	if (why != OK && !form_page_refused(&p, why, &refusal)) {
		*err = refusal;
		return why;
	}
	ledger_crumbs(x, &p.frame, STR("撤销导入"));
	p.inset = page_fmt(x, "%s，%.*s，%lld 条，%.*s 导入。撤销后每月数字恢复为导入前的样子（导入前未填的恢复为未填，导入后更正过的保留更正），决定不再列出，记录都保留。",
		ledger_import_name((enum ledger_import_kind)r.kind), STR_ARG(r.file_name), (long long)r.rows_read,
		STR_ARG(moment_text(x->arena, r.at)));
	form_page_textarea(&p, "reason", STR(""), "例如：导错了文件")->rows = 2;
	form_page_submit(&p, "撤销导入", STR("/office/ledger/batches"));
	return form_page_answer(x, &p, err);
}

enum err ledger_undo_show(struct http_exchange *x, struct error *err)
{
	return undo_page(x, OK, err);
}

struct reason_of {
	struct str reason;
};

enum err ledger_undo_post(struct http_exchange *x, struct error *err)
{
	const struct reason_of *f = x->form;
	struct batch_id id;
	enum err e = page_id(x, 0, &id.v, err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return undo_page(x, OK, err);
	e = ledger_import_undo(APP(x)->desk, &WHO(x)->actor, id, f->reason, err);
	if (e != OK)
		return undo_page(x, e, err);
	return page_done(x, STR("/office/ledger/batches"), "ledger.undone");
}
