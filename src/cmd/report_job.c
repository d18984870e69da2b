#include "cmd/report_job.h"

#include "core/utf8.h"
#include "doc/pdf_aid.h"
#include "doc/rows.h"
#include "report/claim.h"
#include "report/finding.h"
#include "report/report.h"

#include <iconv.h>
#include <libxml/parser.h>

/* A document, or our own JSON, as a report. */
static enum err read_report(struct arena *a, struct str input, struct str aid, struct report **out,
	struct error *err)
{
	if (doc_sniff(input) == DOC_KIND_JSON)
		return report_read_json(a, input, out, err);
	struct doc_aid help = pdf_aid_unpack(aid);
	struct doc *d;
	enum err e = doc_read(a, input, aid.n ? &help : NULL, &d, err);
	return e ? e : report_recognise(a, d, out, err);
}

static void print_row(struct buf *out, const struct report *r, int row)
{
	buf_fmt(out, "  %s%s", report_row_group((enum report_row)row),
		report_row_label((enum report_row)row));
	for (int c = 0; c < REPORT_COL_COUNT; c++) {
		struct decimal d;
		int cell = report_cell_t3((enum report_row)row, (enum report_col)c);
		buf_char(out, '\t');
		if (report_number(r, cell, &d))
			buf_cstr(out, decimal_text(d).z);
		else
			buf_str(out, r->cell[cell].state == REPORT_BLANK ? STR("（空）") : r->cell[cell].raw);
	}
	buf_char(out, '\n');
}

/* What a person wants to see at a glance. */
static void print_report(struct buf *out, const struct report *r)
{
	int have = 0, all = 0;
	for (int i = 0; i < REPORT_CELL_COUNT; i++) {
		all += report_cell_in_layout(i, r->layout);
		have += r->cell[i].state == REPORT_NUMBER;
	}
	buf_fmt(out, "标题：%.*s\n机关：%.*s\n", STR_ARG(r->title), STR_ARG(r->agency));
	if (r->year)
		buf_fmt(out, "年度：%d\n", r->year);
	buf_fmt(out, "格式：%s，%d年表式；%d 格中读到数字 %d 格\n", doc_format_name(r->format),
		r->layout, all, have);
	for (int i = 0; i < REPORT_CELL_COUNT; i++) {
		if (report_cell_table(i) == 3 || r->cell[i].state == REPORT_ABSENT)
			continue;
		struct decimal d;
		buf_fmt(out, "  %s\t", report_cell_name(i).z);
		if (report_number(r, i, &d))
			buf_cstr(out, decimal_text(d).z);
		else
			buf_str(out, r->cell[i].state == REPORT_BLANK ? STR("（空）") : r->cell[i].raw);
		buf_char(out, '\n');
	}
	buf_lit(out, "表三（自然人、商业企业、科研机构、社会公益组织、法律服务机构、其他、总计）\n");
	for (int row = 0; row < REPORT_ROW_COUNT; row++)
		if (r->cell[report_cell_t3((enum report_row)row, REPORT_COL_TOTAL)].state !=
			REPORT_ABSENT)
			print_row(out, r, row);
	for (size_t i = 0; i < r->n_sections; i++) {
		size_t length = 0;
		for (size_t k = 0; k < r->section[i].n_paragraphs; k++)
			length += utf8_length(r->section[i].paragraph[k].text);
		buf_fmt(out, "第%d部分：%.*s（%zu 字）\n", r->section[i].no,
			STR_ARG(r->section[i].heading), length);
	}
	for (size_t i = 0; i < r->n_notes; i++)
		buf_fmt(out, "注意：%.*s\n", STR_ARG(r->note[i].message));
}

static void print_findings(struct buf *out, const struct findings *f)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct finding *it = &f->item[i];
		buf_fmt(out, "  [%s %s] %.*s\n", severity_label(it->severity), it->rule,
			STR_ARG(it->message));
		if (it->hint.n)
			buf_fmt(out, "        建议：%.*s\n", STR_ARG(it->hint));
		if (it->where.n)
			buf_fmt(out, "        位置：%.*s\n", STR_ARG(it->where));
	}
	buf_fmt(out, "  合计：错误 %zu，提醒 %zu，说明 %zu\n", findings_count(f, SEVERITY_ERROR),
		findings_count(f, SEVERITY_WARNING), findings_count(f, SEVERITY_INFO));
}

static enum err run_check(struct arena *a, const struct report *r, struct str params, bool json,
	struct buf *out, struct error *err)
{
	struct report *previous = NULL;
	struct findings f;
	enum err e = params.n ? report_read_json(a, params, &previous, err) : OK;
	findings_init(&f, a);
	e = e ? e : report_check(r, previous, &f, err);
	if (e)
		return e;
	buf_char(out, findings_count(&f, SEVERITY_ERROR) ? '1' : '0');
	if (json) {
		findings_write_json(out, r, &f);
		return OK;
	}
	buf_fmt(out, "  %.*s", STR_ARG(r->agency));
	if (r->year)
		buf_fmt(out, " %d 年", r->year);
	buf_char(out, '\n');
	print_findings(out, &f);
	return OK;
}

enum err report_job_run(struct arena *a, int kind, struct str params, struct str input,
	struct str aid, struct buf *out, struct error *err)
{
	struct report *r;
	if (kind == ROWS_JOB)
		return rows_job(a, input, out, err);
	enum err e = read_report(a, input, aid, &r, err);
	if (e)
		return e;
	r->file = (struct str){ NULL, 0 };
	switch ((enum report_job)kind) {
	case REPORT_JOB_READ_JSON:
		report_write_json(out, r);
		break;
	case REPORT_JOB_READ_TEXT:
		print_report(out, r);
		break;
	case REPORT_JOB_CHECK_JSON:
	case REPORT_JOB_CHECK_TEXT:
		e = run_check(a, r, params, kind == REPORT_JOB_CHECK_JSON, out, err);
		break;
	case REPORT_JOB_FULL:
		report_write_json_full(out, r);
		break;
	default:
		return error_set(err, ERR_BUG, NULL, "未知的任务");
	}
	return e ? e : buf_check(out, err);
}

void report_job_warm_up(void)
{
	/* The descriptors stay open: closing one would unload the module again. */
	static const char *const encoding[] = { "GB18030", "UTF-16LE", "UTF-16BE" };
	for (size_t i = 0; i < sizeof encoding / sizeof encoding[0]; i++)
		(void)iconv_open("UTF-8", encoding[i]);
	xmlInitParser();
}
