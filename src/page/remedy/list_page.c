/*
 * list_page -- the register by next deadline, filters in the address, pages by key; the cases behind
 * a number of table four; table four itself; export.
 */
#include "page/agency_select.h"
#include "page/export.h"
#include "page/remedy/part.h"
#include "page/remedy/view.h"
#include "page/remedy_remedy_tmpl.h"

#include <stdio.h>

enum { URL_MAX = 4096, YEAR_MIN = 2008, YEAR_MAX = 2200 };

/* In the order of enum remedy_band. */
static const struct form_choice band_choices[] = { { "open", "未了结" }, { "overdue", "已逾期" },
	{ "soon", "5 个工作日内到期" }, { "due", "以后到期" }, { "waiting", "等待审理" },
	{ "closed", "已审结" }, { "all", "全部" }, { NULL, NULL } };

struct remedies_query {
	int band, block, stage, result;
	int64_t agency, year, report, after_due, after;
	struct str cell;
};
static const struct form_field fields[] = {
	FORM_CHOICE(struct remedies_query, band, "范围", band_choices, 0),
	FORM_CHOICE(struct remedies_query, block, "种类", remedy_block_choices, 0),
	FORM_CHOICE(struct remedies_query, stage, "审级", remedy_stage_choices, 0),
	FORM_CHOICE(struct remedies_query, result, "结果", remedy_result_choices, 0),
	FORM_INT(struct remedies_query, agency, "机关", 0, INT64_MAX, 0),
	FORM_INT(struct remedies_query, year, "收到年度", YEAR_MIN, YEAR_MAX, 0),
	FORM_INT(struct remedies_query, report, "报告年度", YEAR_MIN, YEAR_MAX, 0),
	FORM_TEXT(struct remedies_query, cell, "单元格", 0, 40, 0),
	FORM_INT(struct remedies_query, after_due, "起始", INT32_MIN, INT64_MAX, 0),
	FORM_ID(struct remedies_query, after, "起始", 0),
};
const struct http_fields remedies_form = HTTP_FIELDS(fields, struct remedies_query);

/* --- addresses -------------------------------------------------------------------------------------- */

static void url_choice(struct buf *b, const char *name, const struct form_choice *c, int chosen)
{
	if (chosen >= 0)
		buf_fmt(b, "&%s=%s", name, c[chosen].value);
}

static struct str list_url(
	struct http_exchange *x, const struct remedies_query *q, int64_t after_due, int64_t after)
{
	struct buf b;
	buf_init(&b, URL_MAX);
	buf_fmt(&b, "/office/remedies?band=%s", band_choices[q->band < 0 ? 0 : q->band].value);
	url_choice(&b, "block", remedy_block_choices, q->block);
	url_choice(&b, "stage", remedy_stage_choices, q->stage);
	url_choice(&b, "result", remedy_result_choices, q->result);
	if (q->agency)
		buf_fmt(&b, "&agency=%lld", (long long)q->agency);
	if (q->year)
		buf_fmt(&b, "&year=%lld", (long long)q->year);
	if (q->report)
		buf_fmt(&b, "&report=%lld&cell=%.*s", (long long)q->report, STR_ARG(q->cell));
	if (after)
		buf_fmt(&b, "&after_due=%lld&after=%lld", (long long)after_due, (long long)after);
	struct str url = arena_str(x->arena, buf_view(&b));
	buf_done(&b);
	return url;
}

/* --- rows ------------------------------------------------------------------------------------------- */

static const struct kit_column columns[] = {
	{ .label = STR_INIT("期限"), .nowrap = true },
	{ .label = STR_INIT("登记号"), .nowrap = true },
	{ .label = STR_INIT("种类") },
	{ .label = STR_INIT("事由") },
	{ .label = STR_INIT("申请人、原告") },
	{ .label = STR_INIT("机关、法院") },
	{ .label = STR_INIT("结果") },
};
static const struct kit_table table = { .caption = STR_INIT("复议、诉讼案件，按期限先后排列"),
	.kind = KIT_GRID,
	.cards = true,
	.column = columns,
	.n = sizeof columns / sizeof *columns };

static struct str result_text(int64_t result, bool pending)
{
	const struct remedy_result_info *info = remedy_result_find((enum remedy_result)result);
	if (pending)
		return STR("审理中");
	return info ? str_cstr(info->label) : STR("");
}

static void fill_row(struct http_exchange *x, const struct remedy_line_row *r, struct date today,
	struct remedy_row_view *out)
{
	*out = (struct remedy_row_view){ .number = r->number,
		.href = remedy_path(x, r->id, ""),
		.block = str_cstr(r->block == REMEDY_REVIEW ? "行政复议" : "行政诉讼"),
		.stage = str_cstr(r->block == REMEDY_REVIEW ? "" : remedy_stage_name((enum remedy_stage)r->stage)),
		.subject = r->subject,
		.who = remedy_claimant_text(x, r->masked_name, r->claimants),
		.body = r->body,
		.case_number = r->case_number,
		.result = result_text(r->result, r->pending != 0),
		.tone = remedy_tone((int)r->result, r->pending != 0) };
	out->due_text = remedy_due(x, r, today, &out->due);
	struct str day = remedy_day(x, r->due_on);
	out->due_note = r->due_on.has ? page_fmt(x, "%s %.*s", remedy_due_what(r), STR_ARG(day))
				      : remedy_day(x, r->decided_on);
	if (r->block != REMEDY_REVIEW)
		out->stage = page_fmt(x, "%s，%s", remedy_stage_name((enum remedy_stage)r->stage),
			r->block == REMEDY_DIRECT ? "未经复议" : "复议后");
}

static void fill_year_row(struct http_exchange *x, const struct remedy_year_case_row *r,
	struct remedy_row_view *out)
{
	bool pending = r->counted == REMEDY_PENDING;
	*out = (struct remedy_row_view){ .due = KIT_DUE_DONE,
		.due_text = str_cstr(remedy_column_name((enum remedy_column)r->counted)),
		.due_note = remedy_day(x, pending ? (struct opt_i64){ true, r->opened_on } : r->closed_on),
		.number = r->number,
		.href = remedy_path(x, r->id, ""),
		.block = str_cstr(r->block == REMEDY_REVIEW ? "行政复议" : "行政诉讼"),
		.stage = str_cstr(r->block == REMEDY_REVIEW ? "" : remedy_stage_name((enum remedy_stage)r->stage)),
		.subject = r->subject,
		.who = remedy_claimant_text(x, r->masked_name, r->claimants),
		.body = r->body,
		.case_number = r->case_number,
		.result = result_text(r->result, r->result < 0),
		.tone = remedy_tone((int)r->result, r->result < 0) };
}

/* --- counts and filters ----------------------------------------------------------------------------- */

static struct str count_text(struct http_exchange *x, int64_t n)
{
	return n > REMEDY_COUNT_MAX ? page_fmt(x, "%d+", REMEDY_COUNT_MAX)
				    : page_fmt(x, "%lld", (long long)n);
}

static void fill_counts(struct http_exchange *x, const struct remedies_query *q,
	const struct remedy_page *page, struct remedies_view *v)
{
	static const struct {
		enum remedy_band band;
		const char *classes, *note;
	} strip[REMEDY_COUNTS] = { { REMEDY_BAND_OPEN, NULL, "未审结或者有事待办" },
		{ REMEDY_BAND_OVERDUE, "is-red", "本机关的期限" },
		{ REMEDY_BAND_SOON, "is-amber", "含今日到期" }, { REMEDY_BAND_DUE, NULL, "本机关的期限" },
		{ REMEDY_BAND_WAITING, "is-violet", "复议机关、法院" },
		{ REMEDY_BAND_CLOSED, "is-green", "" } };
	int now = q->band < 0 ? REMEDY_BAND_OPEN : q->band;
	for (size_t i = 0; i < REMEDY_COUNTS; i++) {
		enum remedy_band b = strip[i].band;
		v->count[v->n_counts++] =
			(struct remedy_count){ .label = str_cstr(band_choices[b].label),
				.number = count_text(x, page->count[b]),
				.note = str_cstr(strip[i].note),
				.href = page_fmt(x, "/office/remedies?band=%s%s", band_choices[b].value,
					q->agency ? page_fmt(x, "&agency=%lld", (long long)q->agency).p : ""),
				.classes = strip[i].classes,
				.current = (int)b == now };
	}
}

static struct kit_select select_of(struct http_exchange *x, const char *name, const char *label,
	const struct form_choice *c, int chosen)
{
	size_t n;
	struct kit_choice *choice = remedy_choices(x, c, "全部", &n);
	return (struct kit_select){ .field = { .name = str_cstr(name), .label = str_cstr(label) },
		.choice = choice,
		.n = n,
		.value = chosen >= 0 ? str_cstr(c[chosen].value) : STR("") };
}

static void fill_filters(
	struct http_exchange *x, const struct remedies_query *q, struct remedies_view *v)
{
	v->band = str_cstr(band_choices[q->band < 0 ? 0 : q->band].value);
	v->block = select_of(x, "block", "种类", remedy_block_choices, q->block);
	v->stage = select_of(x, "stage", "审级", remedy_stage_choices, q->stage);
	v->result = select_of(x, "result", "结果", remedy_result_choices, q->result);
	v->year = (struct kit_input){ .field = { .name = STR("year"),
					      .label = STR("收到年度"),
					      .classes = STR("govuk-input--width-4") },
		.inputmode = STR("numeric"),
		.value = q->year ? page_fmt(x, "%lld", (long long)q->year) : STR("") };
}

static void fill_empty(struct http_exchange *x, const struct remedies_query *q, struct remedies_view *v)
{
	bool write = !v->below && role_permits(WHO(x)->actor.roles, PERM_REMEDY_WRITE);
	bool all = q->band <= 0 && q->block < 0 && q->stage < 0 && q->result < 0 && q->year == 0;
	v->empty = (struct kit_empty){ .title = STR("没有符合条件的案件"),
		.text = STR("请放宽筛选条件，或者查看全部案件。"),
		.link = STR("查看全部"),
		.href = page_fmt(x, "/office/remedies?band=all%s",
			q->agency ? page_fmt(x, "&agency=%lld", (long long)q->agency).p : "") };
	if (all && v->below)
		v->empty.title = STR("没有未了结的复议、诉讼");
	else if (all)
		v->empty = (struct kit_empty){ .title = STR("没有未了结的复议、诉讼"),
			.text = STR("收到行政复议答复通知书、起诉状副本的，请先登记，程序自动计算答复、答辩的期限。"),
			.link = write ? STR("登记复议、诉讼") : STR(""),
			.href = write ? STR("/office/remedies/new") : STR("") };
}

/* --- the list --------------------------------------------------------------------------------------- */

static struct remedy_filter filter_of(const struct remedies_query *q)
{
	struct remedy_filter f = remedy_filter_default();
	f.agency.v = q->agency;
	f.band = q->band < 0 ? REMEDY_BAND_OPEN : (enum remedy_band)q->band;
	f.block = q->block;
	f.stage = q->stage;
	f.result = q->result;
	f.year = q->year ? (int)q->year : -1;
	f.has_after = q->after != 0;
	f.after_due = q->after_due;
	f.after_id.v = q->after;
	return f;
}

/* For those who supervise: whose register. */
static enum err fill_agencies(struct http_exchange *x, const struct remedies_query *q,
	struct remedies_view *v, struct error *err)
{
	struct kit_select own;
	const struct actor *who = &WHO(x)->actor;
	v->below = q->agency && q->agency != who->agency.v;
	if (!role_permits(who->roles, PERM_ANNUAL_SUPERVISE))
		return OK;
	enum err e = page_agency_select(
		x, (struct agency_id){ q->agency ? q->agency : who->agency.v }, &own, err);
	if (e == OK && own.n > 1)
		v->agency = own;
	return e;
}

static enum err fill_list(struct http_exchange *x, const struct remedies_query *q,
	struct remedies_view *v, struct error *err)
{
	struct remedy_filter f = filter_of(q);
	struct remedy_page page;
	enum err e = remedy_page(
		APP(x)->desk, x->arena, &WHO(x)->actor, &f, REMEDY_ROWS, &page, err);
	if (e != OK)
		return e;
	v->row = arena_array(x->arena, struct remedy_row_view, page.n);
	v->n = v->row ? page.n : 0;
	for (size_t i = 0; i < v->n; i++)
		fill_row(x, &page.row[i], page.today, &v->row[i]);
	for (size_t i = 0; v->below && i < v->n; i++) {
		v->row[i].href = v->row[i].who = STR("");
		v->row[i].subject = STR("由办理机关保管");
	}
	fill_counts(x, q, &page, v);
	fill_filters(x, q, v);
	fill_empty(x, q, v);
	v->total = page_fmt(x, "本页 %zu 件", v->n);
	if (page.more)
		v->next = list_url(x, q, page.row[page.n - 1].sort_due, page.row[page.n - 1].id.v);
	if (q->after)
		v->first = list_url(x, q, 0, 0);
	return arena_check(x->arena, err);
}

/* The cases behind a cell of table four. */
static enum err fill_cell(struct http_exchange *x, const struct remedies_query *q,
	enum remedy_block block, enum remedy_column column, struct remedies_view *v,
	struct error *err)
{
	struct remedy_year_case_row *row;
	size_t n;
	bool more;
	enum err e = remedy_year_list(APP(x)->desk, x->arena, &WHO(x)->actor, WHO(x)->actor.agency,
		(int)q->report, (int)block, (int)column, (struct remedy_id){ q->after },
		REMEDY_ROWS, &row, &n, &more, err);
	if (e != OK)
		return e;
	v->of_report = true;
	v->row = arena_array(x->arena, struct remedy_row_view, n);
	v->n = v->row ? n : 0;
	for (size_t i = 0; i < v->n; i++)
		fill_year_row(x, &row[i], &v->row[i]);
	v->title.note = page_fmt(x, "%lld 年度报告第四表：%s　%s", (long long)q->report,
		remedy_block_name(block), remedy_column_name(column));
	v->total = page_fmt(x, "本页 %zu 件", v->n);
	if (more)
		v->next = list_url(x, q, 0, row[n - 1].id.v);
	if (q->after)
		v->first = list_url(x, q, 0, 0);
	v->empty = (struct kit_empty){ .title = STR("这一格没有案件"),
		.text = STR("数字是 0。"),
		.link = STR("返回第四表"),
		.href = page_fmt(x, "/office/remedies/year?year=%lld", (long long)q->report) };
	return arena_check(x->arena, err);
}

enum err remedies_show(struct http_exchange *x, struct error *err)
{
	const struct remedies_query *q = x->form;
	struct remedies_view v = { .title = { .title = STR("复议诉讼"),
					   .note = STR("本机关作被申请人、被告的行政复议和行政诉讼，最先到期的排在最前") },
		.table = &table };
	enum remedy_block block;
	enum remedy_column column;
	bool cell = q->report && remedy_cell_find(q->cell, &block, &column);
	enum err e = cell ? OK : fill_agencies(x, q, &v, err);
	if (e == OK)
		e = cell ? fill_cell(x, q, block, column, &v, err) : fill_list(x, q, &v, err);
	if (e != OK)
		return e;
	struct kit_button button[4];
	v.title.button = button;
	if (v.below)
		v.title.note = STR("下级机关的复议、诉讼，只能查看；事由和当事人由办理机关保管，这里不显示");
	if (!v.below && role_permits(WHO(x)->actor.roles, PERM_REMEDY_WRITE))
		button[v.title.n++] = (struct kit_button){ .text = STR("登记复议、诉讼"),
			.href = STR("/office/remedies/new") };
	if (!v.below)
		button[v.title.n++] = (struct kit_button){ .text = STR("期限和统计口径"),
			.kind = KIT_SECONDARY, .href = STR("/office/remedies/values") };
	if (!v.below)
		button[v.title.n++] = (struct kit_button){ .text = STR("年度报告第四表"),
		.kind = KIT_SECONDARY,
		.href = STR("/office/remedies/year") };
	if (!cell && !v.below)
		button[v.title.n++] = (struct kit_button){ .text = STR("导出登记簿"),
			.kind = KIT_SECONDARY,
			.href = page_fmt(x, "/office/remedies/export?band=%.*s&year=%lld",
				STR_ARG(v.band), (long long)(q->year ? q->year : 0)) };
	page_frame(x, FRAME_OFFICE, "复议诉讼", &v.frame);
	if (cell)
		remedy_crumbs(x, &v.frame, NULL, STR("第四表的案件"));
	struct buf *o = page_open(x, &v.frame);
	remedies_main(o, &v);
	return page_close(x, 200, o, &v.frame, err);
}

/* --- table four -------------------------------------------------------------------------------------- */

struct year_query {
	int64_t year;
};
static const struct form_field year_fields[] = {
	FORM_INT(struct year_query, year, "年度", YEAR_MIN, YEAR_MAX, 0),
};
const struct http_fields remedy_year_form = HTTP_FIELDS(year_fields, struct year_query);

enum err remedy_year_show(struct http_exchange *x, struct error *err)
{
	const struct year_query *q = x->form;
	struct remedy_year y;
	struct remedy_year_view v = { .title = { .title = STR("年度报告第四表") } };
	int year = q->year ? (int)q->year : date_year(office_today(x));
	enum err e = remedy_year(APP(x)->desk, x->arena, &WHO(x)->actor, WHO(x)->actor.agency, year,
		&y, err);
	if (e != OK)
		return e;
	v.title.note = page_fmt(
		x, "政府信息公开行政复议、行政诉讼情况，%d 年；点数字查看案件", year);
	v.year = (struct kit_input){ .field = { .name = STR("year"),
					     .label = STR("年度"),
					     .classes = STR("govuk-input--width-4") },
		.inputmode = STR("numeric"),
		.value = page_fmt(x, "%d", year) };
	for (int b = 0; b < REMEDY_BLOCKS; b++) {
		v.block[b].label = str_cstr(remedy_block_name((enum remedy_block)b));
		for (int c = 0; c <= REMEDY_TOTAL; c++) {
			v.block[b].cell[c].number = page_fmt(x, "%lld", (long long)y.count[b][c]);
			v.block[b].cell[c].what = page_fmt(x, "%s%s",
				remedy_block_name((enum remedy_block)b),
				remedy_column_name((enum remedy_column)c));
			v.block[b].cell[c].href = page_fmt(x,
				"/office/remedies?report=%d&cell=%s", year,
				remedy_cell_code((enum remedy_block)b, (enum remedy_column)c));
		}
	}
	page_frame(x, FRAME_OFFICE, "年度报告第四表", &v.frame);
	remedy_crumbs(x, &v.frame, NULL, STR("年度报告第四表"));
	struct buf *o = page_open(x, &v.frame);
	remedy_year_main(o, &v);
	return page_close(x, 200, o, &v.frame, err);
}

/* --- export ------------------------------------------------------------------------------------------ */

struct export_fields {
	int band;
	int64_t year, format;
	struct str reason;
};
static const struct form_field export_fields[] = {
	FORM_CHOICE(struct export_fields, band, "范围", band_choices, 0),
	FORM_INT(struct export_fields, year, "收到年度", 0, YEAR_MAX, 0),
	EXPORT_FORMAT_FIELD(struct export_fields),
	FORM_TEXT(struct export_fields, reason, "导出理由", 2, 200, FORM_REQUIRED,
		.missing = "请写明导出理由，它会记入操作日志"),
};
const struct http_fields remedy_export_form = HTTP_FIELDS(export_fields, struct export_fields);
static const struct form_field export_query[] = {
	FORM_CHOICE(struct export_fields, band, "范围", band_choices, 0),
	FORM_INT(struct export_fields, year, "收到年度", 0, YEAR_MAX, 0),
};
const struct http_fields remedy_export_query = HTTP_FIELDS(export_query, struct export_fields);

static enum err export_page(struct http_exchange *x, enum err why, struct error *err)
{
	const struct export_fields *f = x->form;
	struct form_page p;
	struct error refusal = *err;
	enum err e = form_page_init(x, &p, &remedy_export_form, "导出登记簿", err);
	if (e != OK)
		return e;
	if (why != OK && !remedy_refusal(x, &p, why, &refusal)) {
		*err = refusal;
		return why;
	}
	remedy_crumbs(x, &p.frame, NULL, STR("导出登记簿"));
	p.inset = STR("姓名已遮盖。导出人、时间和理由记入操作日志。");
	size_t n;
	struct kit_choice *band = remedy_choices(x, band_choices, NULL, &n);
	form_page_select(&p, "band", band, n, str_cstr(band_choices[f->band < 0 ? 6 : f->band].value),
		NULL);
	struct kit_input *year = form_page_input(&p, "year",
		f->year ? page_fmt(x, "%lld", (long long)f->year) : STR(""), "不填的导出各年度");
	year->field.optional = true;
	year->field.classes = STR("govuk-input--width-4");
	export_format_control(&p);
	form_page_input(&p, "reason", STR(""), "例如：年度报告核对");
	form_page_submit(&p, "导出", STR("/office/remedies"));
	p.form.unsaved = KIT_FORGET;
	return form_page_answer(x, &p, err);
}

enum err remedy_export_show(struct http_exchange *x, struct error *err)
{
	return export_page(x, OK, err);
}

static const struct table_column export_columns[] = { { "登记号", 16 }, { "种类", 16 }, { "审级", 10 },
	{ "事由", 40 }, { "申请人或者原告", 16 }, { "人数", 0 }, { "机关或者法院", 26 }, { "案号", 26 },
	{ "收到日期", 12 }, { "结果", 14 }, { "作出日期", 12 }, { "下一期限", 16 }, { "到期日", 12 } };

static enum err write_row(void *ctx, const struct remedy_line_row *r, struct error *err)
{
	struct table_file *t = ctx;
	table_text(t, r->number);
	table_text(t, str_cstr(remedy_block_name((enum remedy_block)r->block)));
	table_text(t, str_cstr(remedy_stage_name((enum remedy_stage)r->stage)));
	table_text(t, r->subject);
	table_text(t, r->masked_name);
	table_count(t, r->claimants);
	table_text(t, r->body);
	table_text(t, r->case_number);
	export_day(t, (struct opt_i64){ true, r->opened_on });
	table_text(t, result_text(r->result, r->pending != 0));
	export_day(t, r->decided_on);
	table_text(t, str_cstr(remedy_due_what(r)));
	export_day(t, r->due_on);
	return table_row_end(t, err);
}

enum err remedy_export_post(struct http_exchange *x, struct error *err)
{
	const struct export_fields *f = x->form;
	struct remedy_filter filter = remedy_filter_default();
	struct table_file *t;
	enum table_format format = (enum table_format)f->format;
	if (x->report->n_errors > 0)
		return export_page(x, OK, err);
	filter.band = f->band < 0 ? REMEDY_BAND_ALL : (enum remedy_band)f->band;
	filter.year = f->year ? (int)f->year : -1;
	enum err e = table_file_open(x->arena, format, "复议诉讼登记簿", export_columns,
		sizeof export_columns / sizeof *export_columns, &t, err);
	if (e != OK)
		return e;
	e = remedy_export(APP(x)->desk, &WHO(x)->actor, &filter, f->reason, write_row, t, err);
	if (e != OK) {
		table_file_drop(t);
		return e == ERR_LIMIT ? e : export_page(x, e, err);
	}
	struct str day = day_full(x, office_today(x));
	return export_answer(x, t, format, page_fmt(x, "复议诉讼登记簿-%.*s", STR_ARG(day)), err);
}
