/*
 * export_page -- the entries of a year as a CSV file, after a reason that goes into the log.
 */
#include "core/csv.h"
#include "page/ledger/part.h"
#include "page/moment.h"

enum { CSV_MAX = 64 << 20 };

struct export_fields {
	int64_t year;
	struct str reason;
};
static const struct form_field fields[] = {
	FORM_INT(struct export_fields, year, "年份", LEDGER_YEAR_MIN, 2100, FORM_REQUIRED),
	FORM_TEXT(struct export_fields, reason, "导出理由", 2, 200, FORM_REQUIRED,
		.missing = "请写明导出理由，它会记入操作日志"),
};
const struct http_fields ledger_export_form = HTTP_FIELDS(fields, struct export_fields);

static enum err export_form_page(struct http_exchange *x, int year, enum err why, struct error *err)
{
	struct form_page p;
	struct error refusal = *err;
	enum err e = form_page_init(x, &p, &ledger_export_form, "导出每月数字", err);
	if (e != OK)
		return e;
	if (why != OK && !form_page_refused(&p, why, &refusal)) {
		*err = refusal;
		return why;
	}
	ledger_crumbs(x, &p.frame, STR("导出每月数字"));
	p.inset = page_fmt(x, "导出 %d 年的全部登记和更正，CSV 格式。导出人、时间和理由记入操作日志。", year);
	form_page_hidden(&p, "year", page_fmt(x, "%d", year));
	form_page_input(&p, "reason", STR(""), "例如：编写年度报告");
	form_page_submit(&p, "导出", STR("/office/ledger"));
	p.form.unsaved = KIT_FORGET;
	return form_page_answer(x, &p, err);
}

struct year_of {
	struct str source, reason;
	int64_t year;
};

enum err ledger_export_show(struct http_exchange *x, struct error *err)
{
	const struct year_of *q = x->form;
	return export_form_page(x, ledger_year_of(x, q->year), OK, err);
}

struct writing {
	struct http_exchange *x;
	struct buf *b;
};

static enum err write_row(void *ctx, const struct tally_entry_row *r, struct error *err)
{
	struct writing *w = ctx;
	struct buf *b = w->b;
	buf_fmt(b, "%d,", (int)r->month);
	csv_put(b, r->department_name.n ? r->department_name : STR("本级"), false);
	csv_put(b, r->channel_name, false);
	csv_put(b, str_cstr(ledger_item_name((int)r->item)), false);
	buf_fmt(b, "%s,", decimal_text(ledger_amount((int)r->item, r->amount)).z);
	csv_put(b, r->source, false);
	csv_put(b, r->reason, false);
	csv_put(b, r->actor_name, false);
	csv_put(b, moment_text(w->x->arena, r->at), true);
	return buf_check(b, err);
}

enum err ledger_export_post(struct http_exchange *x, struct error *err)
{
	const struct export_fields *f = x->form;
	int year = ledger_year_of(x, f->year);
	struct buf b;
	struct writing w = { x, &b };
	if (x->report->n_errors > 0)
		return export_form_page(x, year, OK, err);
	buf_init(&b, CSV_MAX);
	buf_lit(&b, "\xef\xbb\xbf月份,部门,渠道,项目,增减,来源,更正理由,填报人,时间\r\n");
	enum err e = ledger_export(APP(x)->desk, &WHO(x)->actor, (struct agency_id){ 0 }, year, f->reason, write_row, &w, err);
	if (e != OK) {
		buf_done(&b);
		return export_form_page(x, year, e, err);
	}
	http_download_name(x, page_fmt(x, "每月数字-%d.csv", year));
	http_answer_bytes(x, 200, "text/csv; charset=utf-8", &b);
	return OK;
}
