/*
 * export_page -- the list as a file, after a reason that goes into the log.
 */
#include "page/export.h"
#include "page/office/inbox_part.h"

enum { FILTER_PARTS = 5 };

struct export_fields {
	struct str filter, reason;
	int64_t format;
};
static const struct form_field fields[] = {
	FORM_TEXT(struct export_fields, filter, "筛选条件", 0, 60, 0),
	EXPORT_FORMAT_FIELD(struct export_fields),
	FORM_TEXT(struct export_fields, reason, "导出理由", 2, 200, FORM_REQUIRED,
		.missing = "请写明导出理由，它会记入操作日志"),
};
const struct http_fields export_form = HTTP_FIELDS(fields, struct export_fields);
static const struct form_field query_fields[] = {
	FORM_TEXT(struct export_fields, filter, "筛选条件", 0, 60, 0),
};
const struct http_fields export_query_form = HTTP_FIELDS(query_fields, struct export_fields);

struct str filter_word(struct http_exchange *x, const struct inbox_filter *f)
{
	return page_fmt(x, "%d.%d.%d.%d.%lld", (int)f->band, f->stage, f->channel, f->class,
		(long long)f->department.v);
}

/* One number of the word, up to the next full stop. */
static bool next_number(struct str *rest, int64_t *out)
{
	size_t i = 0;
	bool minus = rest->n > 0 && rest->p[0] == '-';
	int64_t v = 0;
	for (i = minus; i < rest->n && rest->p[i] >= '0' && rest->p[i] <= '9'; i++) {
		if (v > INT64_MAX / 10 - 1)
			return false;
		v = v * 10 + (rest->p[i] - '0');
	}
	if (i == (size_t)minus || (i < rest->n && rest->p[i] != '.'))
		return false;
	*rest = str_sub(*rest, i < rest->n ? i + 1 : i, rest->n);
	*out = minus ? -v : v;
	return true;
}

bool filter_from_word(struct str word, struct inbox_filter *f)
{
	int64_t v[FILTER_PARTS];
	for (int i = 0; i < FILTER_PARTS; i++)
		if (!next_number(&word, &v[i]))
			return false;
	if (word.n || v[0] < 0 || v[0] >= BANDS || v[1] < -1 || v[1] >= STAGES || v[2] < -1 ||
		v[2] >= RECEIPT_CHANNEL_COUNT || v[3] < -1 || v[3] >= CLASSES || v[4] < 0)
		return false;
	*f = inbox_filter_default();
	f->band = (enum inbox_band)v[0];
	f->stage = (int)v[1];
	f->channel = (int)v[2];
	f->class = (int)v[3];
	f->department.v = v[4];
	return true;
}

static enum err export_page(
	struct http_exchange *x, struct str word, enum err why, struct error *err)
{
	struct form_page p;
	struct error refusal = *err;
	enum err e = form_page_init(x, &p, &export_form, "导出台账", err);
	if (e != OK)
		return e;
	if (why != OK && !form_page_refused(&p, why, &refusal)) {
		*err = refusal;
		return why;
	}
	p.inset = STR(
		"导出当前筛选范围内的全部申请，姓名已遮盖。导出人、时间和理由记入操作日志。");
	form_page_hidden(&p, "filter", word);
	export_format_control(&p);
	form_page_input(&p, "reason", STR(""), "例如：每周例会通报");
	form_page_submit(&p, "导出", STR("/office"));
	p.form.unsaved = KIT_FORGET;
	return form_page_answer(x, &p, err);
}

enum err export_show(struct http_exchange *x, struct error *err)
{
	const struct export_fields *f = x->form;
	return export_page(x, f->filter, OK, err);
}

/* --- the file ---------------------------------------------------------------------------------- */

static const struct table_column columns[] = { { "编号", 18 }, { "回执编号", 20 }, { "申请内容", 50 },
	{ "申请人", 12 }, { "申请人类别", 14 }, { "来源", 12 }, { "环节", 12 }, { "承办部门", 18 },
	{ "承办人", 10 }, { "到达日期", 12 }, { "收到日期", 12 }, { "到期日", 12 }, { "期限", 18 },
	{ "办结日期", 12 } };

static enum err write_row(void *ctx, const struct inbox_item *item, struct error *err)
{
	struct table_file *t = ctx;
	const struct inbox_line_row *r = &item->row;
	table_text(t, r->number);
	table_text(t, r->receipt);
	table_text(t, r->subject);
	table_text(t, r->masked_name);
	table_text(t, str_cstr(applicant_class_name((enum applicant_class)r->class)));
	table_text(t, str_cstr(receipt_channel_name((enum receipt_channel)r->channel)));
	table_text(t, str_cstr(request_stage_name((enum request_stage)r->stage)));
	table_text(t, r->department_name);
	table_text(t, r->handler_name);
	export_day(t, (struct opt_i64){ true, r->arrived_on });
	export_day(t, r->received_on);
	export_day(t, r->due_on);
	table_text(t, item->due);
	export_day(t, r->closed_on);
	return table_row_end(t, err);
}

enum err export_post(struct http_exchange *x, struct error *err)
{
	const struct export_fields *f = x->form;
	struct inbox_filter filter;
	struct table_file *t;
	enum table_format format = (enum table_format)f->format;
	if (!filter_from_word(f->filter, &filter))
		filter = inbox_filter_default();
	if (x->report->n_errors > 0)
		return export_page(x, f->filter, OK, err);
	enum err e = table_file_open(x->arena, format, "依申请公开台账", columns,
		sizeof columns / sizeof *columns, &t, err);
	if (e != OK)
		return e;
	e = inbox_export(APP(x)->desk, &WHO(x)->actor, &filter, f->reason, write_row, t, err);
	if (e != OK) {
		table_file_drop(t);
		return e == ERR_LIMIT ? e : export_page(x, f->filter, e, err);
	}
	struct str day = day_full(x, office_today(x));
	return export_answer(x, t, format, page_fmt(x, "依申请公开台账-%.*s", STR_ARG(day)), err);
}
