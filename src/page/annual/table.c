/*
 * table -- a table of the report as the page's rows of squares, from doc/layout.
 */
#include "page/annual/part.h"

#include "doc/write.h"

static const struct {
	const char *id, *classes, *title, *note;
} look[] = {
	[2] = { "t2", "", "表二　主动公开", "点任一数字看来源" },
	[3] = { "t3", "gk-report--t3", "表三　申请办理", "点任一数字看构成；灰底为自动合计" },
	[4] = { "t4", "gk-report--t4", "表四　复议诉讼", "点任一数字看构成" },
};

static bool is_sum(int cell)
{
	if (report_cell_is_t3(cell))
		return report_cell_col(cell) == REPORT_COL_TOTAL || report_cell_row(cell) == REPORT_ROW_TOTAL;
	return report_cell_table(cell) == 4 &&
	       (cell - REPORT_CELL_T4) % REPORT_RESULT_COUNT == REPORT_RESULT_TOTAL;
}

/* The worst of the findings that name the cell; -1. */
static int worst_of(const struct findings *found, int cell)
{
	int worst = -1;
	for (size_t i = 0; found && i < found->n; i++)
		for (size_t k = 0; k < found->item[i].n_cells; k++)
			if (found->item[i].cell[k] == cell && (int)found->item[i].severity > worst)
				worst = (int)found->item[i].severity;
	return worst;
}

static void fill_value(struct http_exchange *x, const struct report *r, const struct annual_figures *f,
	const struct findings *found, struct str base, int chosen, const struct layout_cell *c,
	struct annual_square *s)
{
	static const char *const tone[2][3] = { { "", "is-warn", "is-bad" },
		{ "is-calc", "is-calc is-warn", "is-calc is-bad" } };
	const struct report_value *v = &r->cell[c->cell];
	int worst = worst_of(found, c->cell);
	bool zero = v->state == REPORT_NUMBER && decimal_sign(v->number) == 0;
	s->code = page_fmt(x, "%s", report_cell_code(c->cell).z);
	s->text = c->is_number ? page_fmt(x, "%s", decimal_text_grouped(c->number).z) : c->text;
	s->classes = worst > 0 ? tone[is_sum(c->cell)][worst] : is_sum(c->cell) ? "is-calc" : zero ? "is-zero" : "";
	s->chosen = c->cell == chosen;
	if (s->chosen)
		s->classes = "is-sel";
	if (base.n) {
		s->href = page_fmt(x, "%.*s%.*s#cell", STR_ARG(base), STR_ARG(s->code));
		if (s->text.n == 0)
			s->text = STR("空");
	}
	if (f && c->cell < REPORT_CELLS_2021 && f->cell[c->cell].entry >= 0) {
		s->marked = true;
		s->said = f->entry[f->cell[c->cell].entry].erratum ? STR("，有勘误") : STR("，经过更正");
	}
	if (worst == SEVERITY_ERROR)
		s->said = page_fmt(x, "%.*s，有错误", STR_ARG(s->said));
}

static void fill_head(const struct layout_cell *c, bool in_head, struct annual_square *s)
{
	bool row = c->role == LAYOUT_ROW_HEAD || c->role == LAYOUT_ROW_GROUP;
	s->head = true;
	if (row && !in_head)
		s->scope = c->rowspan > 1 ? "rowgroup" : "row";
	else
		s->scope = c->colspan > 1 ? "colgroup" : "col";
	s->classes = row && c->rowspan > 10 ? "gk-v" : row && c->text.n > 60 ? "gk-wrapth" : "";
	s->text = c->text;
}

enum err annual_fill_table(struct http_exchange *x, const struct report *r,
	const struct annual_figures *f, const struct findings *found, int no, struct str base, int chosen,
	struct annual_table *out, struct error *err)
{
	struct layout_table *t = NULL;
	*out = (struct annual_table){ .no = no, .id = look[no].id, .classes = look[no].classes,
		.title = str_cstr(look[no].title), .note = base.n ? str_cstr(look[no].note) : STR("") };
	enum err e = layout_table_build(x->arena, r, no, &t, err);
	if (e || !t)
		return e;
	out->caption = str_cstr(report_section_heading(no));
	out->n = (size_t)t->rows;
	out->n_head = (size_t)t->head_rows;
	out->line = arena_array(x->arena, struct annual_line, out->n);
	struct annual_square *s = arena_array(x->arena, struct annual_square, t->n_cells);
	if (!out->line || !s)
		return arena_check(x->arena, err);
	for (int row = 0; row < t->rows; row++) {
		struct annual_line *l = &out->line[row];
		l->square = s;
		l->classes = "";
		for (int col = 0; col < t->cols; col++) {
			const struct layout_cell *c = layout_anchor(t, row, col);
			if (!c)
				continue;
			*s = (struct annual_square){ .rowspan = c->rowspan, .colspan = c->colspan,
				.scope = "", .classes = "" };
			if (c->role == LAYOUT_VALUE)
				fill_value(x, r, f, found, base, chosen, c, s);
			else
				fill_head(c, row < t->head_rows, s);
			if (c->role == LAYOUT_BAND)
				l->classes = "gk-sumrow";
			else if (no == 2 && c->role == LAYOUT_COL_HEAD)
				l->classes = "gk-subhead";
			else if (c->role == LAYOUT_VALUE && report_cell_is_t3(c->cell) &&
				 report_cell_row(c->cell) == REPORT_ROW_TOTAL)
				l->classes = "gk-sumrow";
			out->chosen |= s->chosen;
			s++;
			l->n++;
		}
	}
	return arena_check(x->arena, err);
}

enum err annual_fill_text(struct http_exchange *x, const struct report *r, struct annual_text_words *out,
	struct error *err)
{
	out->part = arena_array(x->arena, struct annual_part_words, r->n_sections);
	if (r->n_sections && !out->part)
		return arena_check(x->arena, err);
	out->n = 0;
	for (size_t i = 0; i < r->n_sections; i++)
		if (r->section[i].n_paragraphs)
			out->part[out->n++] = (struct annual_part_words){
				r->section[i].heading.n ? r->section[i].heading
							: str_cstr(report_section_heading(r->section[i].no)),
				r->section[i].paragraph, r->section[i].n_paragraphs
			};
	return OK;
}

static const char *content_type(enum doc_write_format f)
{
	switch (f) {
	case DOC_WRITE_DOCX:
		return "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
	case DOC_WRITE_PDF:
		return "application/pdf";
	case DOC_WRITE_HTML:
		return "text/html; charset=utf-8";
	case DOC_WRITE_XLSX:
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
	case DOC_WRITE_OFD:
		return "application/ofd";
	case DOC_WRITE_JSON:
		return "application/json; charset=utf-8";
	case DOC_WRITE_TEXT:
		return "text/plain; charset=utf-8";
	}
	return "application/octet-stream";
}

enum err annual_send(struct http_exchange *x, const struct report *r, struct str format, struct str name,
	struct error *err)
{
	enum doc_write_format f;
	struct buf b;
	if (!doc_write_format_parse(format, &f))
		return error_set(err, ERR_NOT_FOUND, NULL, "没有这种格式，请从页面上选择");
	buf_init(&b, 64 << 20);
	enum err e = doc_write(&b, r, f, err);
	if (e != OK) {
		buf_done(&b);
		return e;
	}
	http_download_name(x, page_fmt(x, "%.*s.%s", STR_ARG(name),
				      f == DOC_WRITE_TEXT ? "txt" : arena_cstr(x->arena, format)));
	http_answer_bytes(x, 200, content_type(f), &b);
	return OK;
}

struct str annual_number_words(struct http_exchange *x, const struct report_value *v)
{
	return v->state == REPORT_NUMBER ? page_fmt(x, "%s", decimal_text(v->number).z) : STR("空");
}
