/*
 * export_page -- the list as a CSV file, after a reason that goes into the log.
 */
#include "core/csv.h"
#include "page/office/inbox_part.h"

enum { CSV_MAX = 64 * 1024 * 1024, FILTER_PARTS = 5 };

struct export_fields {
	struct str filter, reason;
};
static const struct form_field fields[] = {
	FORM_TEXT(struct export_fields, filter, "筛选条件", 0, 60, 0),
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
		"导出当前筛选范围内的全部申请，CSV 格式，姓名已遮盖。导出人、时间和理由记入操作日志。");
	form_page_hidden(&p, "filter", word);
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

/* --- the file ----------------------------------------------------------------------------------
 */

static struct str day_cell(struct opt_i64 day, struct date_text *t)
{
	if (!day.has)
		return STR("");
	*t = date_text((struct date){ (int32_t)day.v });
	return str_cstr(t->z);
}

static enum err write_row(void *ctx, const struct inbox_item *item, struct error *err)
{
	struct buf *b = ctx;
	const struct inbox_line_row *r = &item->row;
	struct date_text t;
	csv_put(b, r->number, false);
	csv_put(b, r->receipt, false);
	csv_put(b, r->subject, false);
	csv_put(b, r->masked_name, false);
	csv_put(b, str_cstr(applicant_class_name((enum applicant_class)r->class)), false);
	csv_put(b, str_cstr(receipt_channel_name((enum receipt_channel)r->channel)), false);
	csv_put(b, str_cstr(request_stage_name((enum request_stage)r->stage)), false);
	csv_put(b, r->department_name, false);
	csv_put(b, r->handler_name, false);
	csv_put(b, day_cell((struct opt_i64){ true, r->arrived_on }, &t), false);
	csv_put(b, day_cell(r->received_on, &t), false);
	csv_put(b, day_cell(r->due_on, &t), false);
	csv_put(b, item->due, false);
	csv_put(b, day_cell(r->closed_on, &t), true);
	return buf_check(b, err);
}

enum err export_post(struct http_exchange *x, struct error *err)
{
	const struct export_fields *f = x->form;
	struct inbox_filter filter;
	if (!filter_from_word(f->filter, &filter))
		filter = inbox_filter_default();
	if (x->report->n_errors > 0)
		return export_page(x, f->filter, OK, err);
	struct buf b;
	buf_init(&b, CSV_MAX);
	buf_lit(&b,
		"\xef\xbb\xbf编号,回执编号,申请内容,申请人,申请人类别,来源,环节,承办部门,承办人,"
		"到达日期,收到日期,到期日,期限,办结日期\r\n");
	enum err e =
		inbox_export(APP(x)->desk, &WHO(x)->actor, &filter, f->reason, write_row, &b, err);
	if (e != OK) {
		buf_done(&b);
		return e == ERR_LIMIT ? error_set(err, ERR_LIMIT, NULL,
						"要导出的申请太多，请先在列表中缩小筛选范围再导出")
				      : export_page(x, f->filter, e, err);
	}
	struct str name = day_full(x, office_today(x));
	http_download_name(x, page_fmt(x, "依申请公开台账-%.*s.csv", STR_ARG(name)));
	http_answer_bytes(x, 200, "text/csv; charset=utf-8", &b);
	return OK;
}
