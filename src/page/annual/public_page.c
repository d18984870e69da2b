/*
 * public_page -- published reports on the portal: list, one report, files.  Addresses stay.
 */
#include "page/annual/part.h"
#include "page/annual_annual_more_tmpl.h"
#include "page/portal/part.h"

#include <inttypes.h>

enum { YEAR_FIRST = 2008, YEAR_LAST = 9999 };

static struct str published_words(struct http_exchange *x, const struct annual_public_row *r)
{
	if (!r->published_on.has)
		return STR("");
	return page_fmt(x, "%s", date_text((struct date){ (int32_t)r->published_on.v }).z);
}

static struct str corrected_words(struct http_exchange *x, const struct annual_public_row *r)
{
	if (!r->corrected_at.has)
		return STR("");
	return page_fmt(x, "%s", date_text(date_of_moment(r->corrected_at.v / 1000)).z);
}

static enum err portal_of(
	struct http_exchange *x, struct agency_id id, const char *title, struct frame *f, struct error *err)
{
	struct portal p;
	enum err e = portal_load(x, id, &p, err);
	if (e == OK)
		portal_frame(x, &p, title, "reports", "年度报告", f);
	return e;
}

struct public_query {
	int64_t agency, year;
};
static const struct form_field query_fields[] = {
	FORM_ID(struct public_query, agency, "机关", 0),
	FORM_INT(struct public_query, year, "年度", YEAR_FIRST, YEAR_LAST, 0),
};
const struct http_fields annual_public_query = HTTP_FIELDS(query_fields, struct public_query);

static enum err fill_lines(struct http_exchange *x, const struct annual_public_row *row, size_t n,
	struct annual_public_page *v, struct error *err)
{
	v->line = arena_array(x->arena, struct annual_public_words, n);
	if (n && !v->line)
		return arena_check(x->arena, err);
	for (size_t i = 0; i < n; i++)
		v->line[v->n++] = (struct annual_public_words){
			page_fmt(x, "%.*s%" PRId64 "年政府信息公开工作年度报告", STR_ARG(row[i].agency_name),
				row[i].year),
			page_fmt(x, "/reports/%" PRId64, row[i].id.v), published_words(x, &row[i]),
			corrected_words(x, &row[i])
		};
	return arena_check(x->arena, err);
}

/* All agencies' of a year, with the other years a click away. */
static enum err fill_year(
	struct http_exchange *x, int year, struct annual_public_page *v, struct error *err)
{
	struct annual_public_year y;
	enum err e = annual_public_in(APP(x)->desk, x->arena, year, &y, err);
	if (e == OK)
		e = fill_lines(x, y.row, y.n, v, err);
	if (e != OK)
		return e;
	v->tab = arena_array(x->arena, struct kit_link, y.n_years);
	for (size_t i = 0; v->tab && i < y.n_years; i++)
		v->tab[v->n_tabs++] = (struct kit_link){
			.text = page_fmt(x, "%" PRId64 "年", y.years[i].year),
			.href = page_fmt(x, "/reports?year=%" PRId64, y.years[i].year),
			.current = y.years[i].year == y.year };
	return arena_check(x->arena, err);
}

enum err annual_public_list_show(struct http_exchange *x, struct error *err)
{
	const struct public_query *q = x->form;
	struct annual_public_page *v = arena_one(x->arena, struct annual_public_page);
	struct annual_public_row *row;
	struct portal p;
	size_t n;
	enum err e = v ? portal_load(x, (struct agency_id){ q->agency }, &p, err)
		       : arena_check(x->arena, err);
	if (e == OK && q->agency == 0)
		e = fill_year(x, (int)q->year, v, err);
	if (e == OK && q->agency)
		e = annual_public_list(APP(x)->desk, x->arena, p.agency.id, &row, &n, err);
	if (e == OK && q->agency)
		e = fill_lines(x, row, n, v, err);
	if (e != OK)
		return e;
	v->title = STR("政府信息公开工作年度报告");
	v->empty = (struct kit_empty){ .title = STR("还没有公布年度报告"),
		.text = STR("上一年度的报告在每年1月31日前公布。") };
	portal_frame(x, &p, "年度报告", "reports", "年度报告", &v->frame);
	struct buf *o = page_open(x, &v->frame);
	annual_public_list_main(o, v);
	return page_close(x, 200, o, &v->frame, err);
}

static enum err find(struct http_exchange *x, struct annual_public *out, struct error *err)
{
	int64_t id = 0;
	enum err e = page_id(x, 0, &id, err);
	return e != OK ? e
		       : annual_public_find(APP(x)->desk, x->arena, (struct annual_id){ id }, out, err);
}

static enum err fill_errata(struct http_exchange *x, const struct annual_public *p,
	struct annual_public_page *v, struct error *err)
{
	v->entry = arena_array(x->arena, struct annual_entry_words, p->n_errata);
	if (p->n_errata && !v->entry)
		return arena_check(x->arena, err);
	for (size_t i = 0; i < p->n_errata; i++) {
		int cell = report_cell_by_code(p->erratum[i].cell);
		if (cell < 0)
			continue;
		v->entry[v->n_entries++] = (struct annual_entry_words){ .erratum = true,
			.cell = page_fmt(x, "%s", report_cell_name(cell).z), .from = p->erratum[i].counted,
			.to = p->erratum[i].value, .reason = p->erratum[i].reason,
			.who = page_fmt(x, "%s", date_text(date_of_moment(p->erratum[i].at / 1000)).z) };
	}
	return OK;
}

enum err annual_public_show(struct http_exchange *x, struct error *err)
{
	static const struct {
		const char *format, *name;
	} f[] = { { "docx", "Word" }, { "pdf", "PDF" }, { "ofd", "OFD" }, { "xlsx", "Excel 表格" },
		{ "json", "JSON 数据" } };
	struct annual_public_page *v = arena_one(x->arena, struct annual_public_page);
	struct annual_public p;
	enum err e = v ? find(x, &p, err) : arena_check(x->arena, err);
	for (int no = 2; e == OK && no <= 4; no++) {
		e = annual_fill_table(x, p.report, NULL, NULL, no, STR(""), -1, &v->table[v->n_tables], err);
		v->table[v->n_tables].bare = true;
		v->n_tables += e == OK && v->table[v->n_tables].n > 0;
	}
	if (e == OK)
		e = annual_fill_text(x, p.report, &v->text, err);
	if (e == OK)
		e = fill_errata(x, &p, v, err);
	if (e != OK)
		return e;
	v->download = arena_array(x->arena, struct kit_link, sizeof f / sizeof *f);
	for (size_t i = 0; v->download && i < sizeof f / sizeof *f; i++)
		v->download[v->n_downloads++] = (struct kit_link){ .text = str_cstr(f[i].name),
			.href = page_fmt(x, "/reports/%" PRId64 "/%s", p.row.id.v, f[i].format) };
	for (int no = 1; no <= 6; no++) {
		const struct report_section *s = report_find_section(p.report, no);
		v->heading[no - 1] = s && s->heading.n ? s->heading : str_cstr(report_section_heading(no));
	}
	v->title = p.report->title;
	v->published = published_words(x, &p.row);
	v->digest = hex_arena(x->arena, p.row.digest);
	v->corrected_at = corrected_words(x, &p.row);
	if (p.row.corrected.n)
		v->corrected = hex_arena(x->arena, p.row.corrected);
	v->lead = p.report->lead;
	v->n_lead = p.report->n_lead;
	v->signature = p.report->signature;
	if (p.report->has_closing_date)
		v->date = page_fmt(x, "%s", date_words(p.report->closing_date).z);
	e = portal_of(x, p.row.agency, arena_cstr(x->arena, v->title), &v->frame, err);
	if (e != OK)
		return e;
	struct buf *o = page_open(x, &v->frame);
	annual_public_main(o, v);
	return page_close(x, 200, o, &v->frame, err);
}

enum err annual_public_file(struct http_exchange *x, struct error *err)
{
	struct annual_public p;
	enum err e = find(x, &p, err);
	return e != OK ? e : annual_send(x, p.report, x->param[1], p.report->title, err);
}
